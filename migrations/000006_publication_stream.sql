-- A publication outlives its case: once the case is over, what happens to it is recorded in the stream
-- `publication:<id>`. And what the public reads, over all agencies.

create index publication_by_due on publication (agency_id, due_at, publication_id);

-- Open steps of publications: their limit stands in the table publication, not in the wait.
create index wait_open_publication_steps on wait (agency_id, since, case_id, no)
  where closed_at is null and form in ('redaction', 'publicationApproval');

-- What is shown until a day: the worker ends its display after it.
create index publication_by_display on publication (agency_id, (body::json ->> 'displayUntil'), publication_id)
  where state in ('published', 'corrected') and body::json ->> 'displayUntil' is not null;

-- A publication with its decision, the end of its case and the head of its own stream, and the answer kept for this
-- Idempotency-Key, if any.
create function load_publication_v1(p_agency text, p_publication uuid, p_person text, p_route text, p_key text)
returns table (
  case_id uuid, case_status text, case_revision integer, case_head text, matter_id text, matter_version integer,
  publication text, decision text, rules text,
  seq integer, head text, request_digest text, answer text
)
language plpgsql as $$
begin
  perform set_config('app.agency', p_agency, true);
  return query
    select
      p.case_id, i.status, i.revision, encode(i.head_hash, 'hex'), i.matter_id, i.matter_version,
      p.body, d.body, a.rules,
      s.seq, encode(s.hash, 'hex'), encode(r.request_digest, 'hex'), r.answer
    from publication p
    join instance i on i.agency_id = p.agency_id and i.case_id = p.case_id
    join decision d on d.agency_id = p.agency_id and d.decision_id = p.decision_id
    join agency a on a.agency_id = p.agency_id
    left join stream s on s.agency_id = p_agency and s.stream_id = 'publication:' || p_publication
    left join idempotency r
      on r.agency_id = p_agency and r.person_id = p_person and r.route = p_route and r.key = p_key
    where p.agency_id = p_agency and p.publication_id = p_publication;
end
$$;

-- Writes a publication's Changeset after its case is over, with the record of its own stream.
create function commit_publication_v1(
  p_agency text, p_publication uuid, p_at timestamptz, p_actor text, p_actor_revision integer,
  p_expected integer, p_replaces integer, p_row text,
  p_hash text, p_body text,
  p_route text, p_key text, p_digest text, p_answer text
) returns void
language plpgsql as $$
declare
  v_row json := p_row::json;
  v_stream text := 'publication:' || p_publication;
begin
  perform set_config('app.agency', p_agency, true);
  if p_actor is not null then
    perform guard_actor(p_agency, p_actor, p_actor_revision);
  end if;
  perform guard_published(p_agency, v_row);

  update publication p
  set
    revision = (v_row ->> 'revision')::integer, state = v_row ->> 'state', redacted_by = v_row ->> 'redactedBy',
    approved_by = v_row ->> 'approvedBy', published_at = (v_row ->> 'publishedAt')::timestamptz, body = p_row
  from instance i
  where p.agency_id = p_agency and p.publication_id = p_publication and p.revision = p_replaces
    and i.agency_id = p_agency and i.case_id = p.case_id and i.status in ('completed', 'cancelled');
  if not found then
    perform lost_guard('publication');
  end if;

  if p_expected = 0 then
    insert into stream (agency_id, stream_id, seq, hash)
    values (p_agency, v_stream, 1, decode(p_hash, 'hex'))
    on conflict do nothing;
  else
    update stream s
    set seq = p_expected + 1, hash = decode(p_hash, 'hex')
    where s.agency_id = p_agency and s.stream_id = v_stream and s.seq = p_expected;
  end if;
  if not found then
    perform lost_guard('stream');
  end if;

  insert into record (agency_id, stream_id, seq, hash, body, at)
  values (p_agency, v_stream, p_expected + 1, decode(p_hash, 'hex'), p_body, p_at);

  if p_key is not null then
    perform keep_answer(p_agency, p_actor, p_at, p_route, p_key, p_digest, p_answer);
  end if;
end
$$;

-- What the public may read of a publication: nothing before it was published, nothing after its display (a legal date,
-- Asia/Shanghai), of a withdrawn one or one under correction never the text.
create function public_body_v1(p_state text, p_published_at timestamptz, p_body text, p_today text) returns text
language sql immutable
return case
  when p_published_at is null then null
  when p_state in ('published', 'corrected') then
    case when coalesce(p_body::json ->> 'displayUntil', p_today) >= p_today then p_body end
  when p_state in ('redacted', 'approved', 'withdrawn') then jsonb_set(p_body::jsonb, '{text}', 'null')::text
end;

-- The public register over all agencies, newest first: at most p_limit a agency, behind the place (p_before, p_before_id).
-- p_like looks in the decision's number, and in authority and conclusion of a summary that is shown; null finds all.
-- Walks the agencies, since a row is visible only in its own, and leaves none set.
create function public_publications_v1(
  p_today text, p_like text, p_before timestamptz, p_before_id uuid, p_limit integer
)
returns table (agency_name text, publication_id uuid, number text, decided_on text, published_at text, body text)
language plpgsql as $$
declare
  v_agency record;
begin
  for v_agency in select a.agency_id, a.name from agency a order by a.agency_id loop
    perform set_config('app.agency', v_agency.agency_id, true);
    return query
      select v_agency.name, p.publication_id, d.number, to_char(d.decided_on, 'YYYY-MM-DD'), instant(p.published_at), shown.body
      from publication p
      join decision d on d.agency_id = p.agency_id and d.decision_id = p.decision_id
      cross join lateral public_body_v1(p.state, p.published_at, p.body, p_today) as shown (body)
      where p.agency_id = v_agency.agency_id and p.published_at is not null
        and (p.published_at, p.publication_id) < (p_before, p_before_id)
        and shown.body is not null
        and (
          p_like is null or d.number ilike p_like
          or shown.body::json #>> '{text,summary,authority}' ilike p_like
          or shown.body::json #>> '{text,summary,conclusion}' ilike p_like
        )
      order by p.published_at desc, p.publication_id desc
      limit p_limit;
  end loop;
  perform set_config('app.agency', '', true);
end
$$;

-- One publication as the public may read it, whichever agency it is of; no row when there is nothing to read.
create function public_publication_v1(p_today text, p_publication uuid)
returns table (agency_name text, publication_id uuid, number text, decided_on text, published_at text, body text)
language plpgsql as $$
declare
  v_agency record;
begin
  for v_agency in select a.agency_id, a.name from agency a loop
    perform set_config('app.agency', v_agency.agency_id, true);
    return query
      select v_agency.name, p.publication_id, d.number, to_char(d.decided_on, 'YYYY-MM-DD'), instant(p.published_at), shown.body
      from publication p
      join decision d on d.agency_id = p.agency_id and d.decision_id = p.decision_id
      cross join lateral public_body_v1(p.state, p.published_at, p.body, p_today) as shown (body)
      where p.agency_id = v_agency.agency_id and p.publication_id = p_publication and shown.body is not null;
    exit when found;
  end loop;
  perform set_config('app.agency', '', true);
end
$$;

-- Publications whose display was over before p_today, over all agencies, at most p_limit of each: the worker ends them
-- by a command each, which settles it. Leaves no agency set.
create function displays_over_v1(p_today text, p_limit integer)
returns table (agency_id text, publication_id uuid)
language plpgsql as $$
declare
  v_agency text;
begin
  for v_agency in select a.agency_id from agency a order by random() loop
    perform set_config('app.agency', v_agency, true);
    return query
      select v_agency, p.publication_id
      from publication p
      where p.agency_id = v_agency and p.state in ('published', 'corrected')
        and p.body::json ->> 'displayUntil' < p_today
      order by p.body::json ->> 'displayUntil', p.publication_id
      limit p_limit;
  end loop;
  perform set_config('app.agency', '', true);
end
$$;
