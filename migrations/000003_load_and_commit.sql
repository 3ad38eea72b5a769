-- The two round trips of a command. Each function sets the agency for its transaction (a CTE of the same statement
-- would be too late: the policy is evaluated first) and runs as the caller. Names carry a version, so that nodes of two
-- releases can share a database; a changed signature is a new function.

-- The text form of an instant everywhere in the service: UTC, milliseconds, Z.
create function instant(p timestamptz) returns text
language sql stable
return to_char(p at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');

-- A case with its open waits, and the answer kept for this Idempotency-Key, if any.
create function load_case_v1(p_agency text, p_case uuid, p_person text, p_route text, p_key text)
returns table (
  number text, definition_id uuid, definition_key text, definition_version integer, sha256 text, process_id text,
  bindings text,
  matter_id text, matter_version integer, external_ref text, status text, revision integer, head text, state text,
  started_at text, ended_at text, waits text, law text, request_digest text, answer text
)
language plpgsql as $$
begin
  perform set_config('app.agency', p_agency, true);
  return query
    select
      i.number, i.definition_id, d.key, d.version, d.sha256, i.process_id, i.bindings, i.matter_id, i.matter_version,
      i.external_ref, i.status, i.revision, encode(i.head_hash, 'hex'), i.state, instant(i.started_at),
      instant(i.ended_at),
      (
        select json_agg(json_build_array(
          w.no, w.kind, w.element_id, w.called_process, w.name, w.role, w.form, w.topic, instant(w.since), instant(w.due_at), w.provisional,
          w.detail::json, w.state, w.assignee, w.lease_no, w.lease_owner, instant(w.lease_until), w.attempts,
          w.loop_counter, w.locals::json
        ) order by w.no)::text
        from wait w
        where w.agency_id = p_agency and w.case_id = p_case and w.closed_at is null
      ),
      case when d.enforcement then load_law_v1(p_agency, p_case) end,
      encode(r.request_digest, 'hex'), r.answer
    from instance i
    join definition d on d.agency_id = i.agency_id and d.definition_id = i.definition_id
    left join idempotency r
      on r.agency_id = p_agency and r.person_id = p_person and r.route = p_route and r.key = p_key
    where i.agency_id = p_agency and i.case_id = p_case;
end
$$;

-- What the start of a case relies on: the definition asked for by id, by key (and version), or through a matter.
create function load_start_v1(
  p_agency text, p_definition uuid, p_definition_key text, p_version integer, p_matter text,
  p_person text, p_route text, p_key text
)
returns table (
  definition_id uuid, definition_key text, definition_version integer, sha256 text, bindings text, status text,
  matter_id text, matter_version integer, next_number integer, rules text, request_digest text, answer text
)
language plpgsql as $$
begin
  perform set_config('app.agency', p_agency, true);
  return query
    with asked_matter as (
      select m.matter_id, m.version, m.definition_key
      from matter m
      where m.agency_id = p_agency and m.matter_id = p_matter
      order by m.version desc
      limit 1
    ),
    asked_definition as (
      select d.definition_id, d.key, d.version, d.sha256, d.bindings, d.status, d.enforcement
      from definition d
      where d.agency_id = p_agency
        and (
          d.definition_id = p_definition
          or (
            d.key = coalesce(p_definition_key, (select a.definition_key from asked_matter a))
            and (d.version = p_version or (p_version is null and d.status = 'active'))
          )
        )
      limit 1
    )
    select
      d.definition_id, d.key, d.version, d.sha256, d.bindings, d.status, m.matter_id, m.version,
      nextval('case_number')::integer,
      case when d.enforcement then (select coalesce(a.rules, '{}') from agency a where a.agency_id = p_agency) end,
      encode(r.request_digest, 'hex'), r.answer
    from (select 1) one
    left join asked_definition d on true
    left join asked_matter m on true
    left join idempotency r
      on r.agency_id = p_agency and r.person_id = p_person and r.route = p_route and r.key = p_key;
end
$$;

-- All versions of a definition's key (asked by key, or by the id of one of them), the head of its record stream, and the
-- active versions of every key, which its calls can be bound to.
create function load_definition_v1(
  p_agency text, p_definition uuid, p_definition_key text, p_person text, p_route text, p_key text
)
returns table (seq integer, head text, auto_activate boolean, versions text, active text, request_digest text, answer text)
language plpgsql as $$
declare
  v_key text := p_definition_key;
begin
  perform set_config('app.agency', p_agency, true);
  if v_key is null then
    select d.key into v_key from definition d where d.agency_id = p_agency and d.definition_id = p_definition;
  end if;
  return query
    select
      s.seq, encode(s.hash, 'hex'), a.auto_activate_generic,
      (
        select json_agg(json_build_object(
          'id', d.definition_id, 'key', d.key, 'version', d.version, 'sha256', d.sha256, 'name', d.name,
          'status', d.status, 'enforcement', d.enforcement, 'deployedBy', d.deployed_by, 'bindings', d.bindings
        ) order by d.version)::text
        from definition d
        where d.agency_id = p_agency and d.key = v_key
      ),
      (
        select json_agg(json_build_object('id', d.definition_id, 'key', d.key, 'sha256', d.sha256) order by d.key)::text
        from definition d
        where d.agency_id = p_agency and d.status = 'active'
      ),
      encode(r.request_digest, 'hex'), r.answer
    from agency a
    left join stream s on s.agency_id = p_agency and s.stream_id = 'definition:' || v_key
    left join idempotency r
      on r.agency_id = p_agency and r.person_id = p_person and r.route = p_route and r.key = p_key
    where a.agency_id = p_agency;
end
$$;

-- A lost guard: what the decision relied on has changed meanwhile. Raising undoes the whole statement; the service
-- loads and decides again.
create function lost_guard(p_guard text) returns void
language plpgsql as $$
begin
  raise exception using errcode = '40001', message = 'lost guard: ' || p_guard;
end
$$;

-- The person who acts still has the roles, qualifications and keys that the decision saw.
create function guard_actor(p_agency text, p_actor text, p_actor_revision integer) returns void
language plpgsql as $$
begin
  perform 1 from person p where p.agency_id = p_agency and p.person_id = p_actor and p.revision = p_actor_revision;
  if not found then
    perform lost_guard('actor');
  end if;
end
$$;

-- Keeps the answer of a request that carried an Idempotency-Key; a twin that came first wins.
create function keep_answer(
  p_agency text, p_person text, p_at timestamptz, p_route text, p_key text, p_digest text, p_answer text
) returns void
language plpgsql as $$
begin
  insert into idempotency (agency_id, person_id, route, key, request_digest, answer, at)
  values (p_agency, p_person, p_route, p_key, decode(p_digest, 'hex'), p_answer, p_at)
  on conflict do nothing;
  if not found then
    perform lost_guard('idempotency-key');
  end if;
end
$$;

-- The versions that a definition's calls are bound to are active at the moment it becomes active itself.
create function guard_callees(p_agency text, p_bindings text) returns void
language plpgsql as $$
begin
  perform 1
  from json_each(p_bindings::json) as called (name, bound)
  left join definition d
    on d.agency_id = p_agency and d.definition_id = (called.bound ->> 'definitionId')::uuid and d.status = 'active'
  where d.definition_id is null;
  if found then
    perform lost_guard('callee');
  end if;
end
$$;

-- Writes a case's Changeset. Lists arrive as JSON text; null is an empty list.
create function commit_case_v1(
  p_agency text, p_case uuid, p_at timestamptz, p_actor text, p_actor_revision integer,
  p_expected integer, p_status text, p_state text, p_start text,
  p_close text, p_open text, p_assign text, p_personal text, p_law text,
  p_messages text, p_hash text, p_body text,
  p_route text, p_key text, p_digest text, p_answer text
) returns void
language plpgsql as $$
declare
  v_definition uuid;
  v_ended timestamptz := case when p_status in ('completed', 'cancelled') then p_at end;
  v_start json := p_start::json;
  v_rows integer;
begin
  perform set_config('app.agency', p_agency, true);

  if p_actor is not null then
    perform guard_actor(p_agency, p_actor, p_actor_revision);
  end if;

  if p_expected = 0 then
    v_definition := (v_start ->> 'definitionId')::uuid;
    perform 1 from definition d
    where d.agency_id = p_agency and d.definition_id = v_definition and d.status = 'active';
    if not found then
      perform lost_guard('definition');
    end if;
    insert into instance (
      agency_id, case_id, number, definition_id, process_id, bindings, matter_id, matter_version, external_ref,
      related_to, status, revision, head_hash, state, started_by, started_at, ended_at
    )
    values (
      p_agency, p_case, v_start ->> 'number', v_definition, v_start ->> 'processId', v_start ->> 'bindings',
      v_start ->> 'matterId',
      (v_start ->> 'matterVersion')::integer, v_start ->> 'externalRef', (v_start ->> 'relatedTo')::uuid,
      p_status, 1, decode(p_hash, 'hex'), p_state, case when v_start ->> 'trigger' is null then p_actor end, p_at, v_ended
    );
  else
    update instance i
    set revision = p_expected + 1, head_hash = decode(p_hash, 'hex'), state = p_state, status = p_status, ended_at = v_ended
    where i.agency_id = p_agency and i.case_id = p_case and i.revision = p_expected
    returning i.definition_id into v_definition;
    if not found then
      perform lost_guard('revision');
    end if;
  end if;

  if p_close is not null then
    update wait w
    set state = c."as", closed_at = p_at, closed_by = p_actor
    from json_to_recordset(p_close::json) as c (no integer, "as" text, "leaseNo" integer)
    where w.agency_id = p_agency and w.case_id = p_case and w.no = c.no and w.closed_at is null
      and (c."leaseNo" is null or w.lease_no = c."leaseNo");
    get diagnostics v_rows = row_count;
    if v_rows <> json_array_length(p_close::json) then
      perform lost_guard('closed-waits');
    end if;
  end if;

  if p_assign is not null then
    update wait w
    set assignee = a.assignee, state = case when a.assignee is null then 'open' else 'claimed' end
    from json_to_recordset(p_assign::json) as a (no integer, assignee text)
    where w.agency_id = p_agency and w.case_id = p_case and w.no = a.no and w.closed_at is null;
    get diagnostics v_rows = row_count;
    if v_rows <> json_array_length(p_assign::json) then
      perform lost_guard('assigned-tasks');
    end if;
  end if;

  if p_open is not null then
    insert into wait (
      agency_id, case_id, no, kind, element_id, called_process, name, definition_id, state, role, form, topic, since, due_at,
      provisional, detail, correlation, loop_counter, locals
    )
    select
      p_agency, p_case, o.no, o.kind, o."elementId", o."calledProcess", o.name, v_definition, 'open', o.role, o.form, o.topic, o.since,
      o."dueAt", o.provisional, o.incident::text, o.correlation, o."loopCounter",
      o.locals::text
    from json_to_recordset(p_open::json) as o (
      no integer, kind text, "elementId" text, "calledProcess" text, name text, role text, form text, topic text, since timestamptz, "dueAt" timestamptz,
      provisional boolean, incident json, correlation text, "loopCounter" integer, locals json
    );
  end if;

  if p_personal is not null then
    insert into variable as v (agency_id, case_id, name, value, salt)
    select p_agency, p_case, p.name, p.value, decode(p.salt, 'hex')
    from json_to_recordset(p_personal::json) as p (name text, value text, salt text)
    on conflict (agency_id, case_id, name) do update set value = excluded.value, salt = excluded.salt;
  end if;

  if p_law is not null then
    perform write_law_v1(p_agency, p_case, p_at, p_actor, p_law::json);
  end if;

  if p_messages is not null then
    perform write_messages_v1(p_agency, p_case, p_at, p_messages::json);
  end if;

  insert into record (agency_id, stream_id, seq, hash, body, at)
  values (p_agency, 'case:' || p_case, p_expected + 1, decode(p_hash, 'hex'), p_body, p_at);

  if p_key is not null then
    perform keep_answer(p_agency, p_actor, p_at, p_route, p_key, p_digest, p_answer);
  end if;
end
$$;

-- Writes a definition's Changeset: a new version, or changes of status, with the record of its stream.
create function commit_definition_v1(
  p_agency text, p_definition_key text, p_at timestamptz, p_actor text, p_actor_revision integer,
  p_expected integer, p_insert text, p_set_status text,
  p_hash text, p_body text,
  p_route text, p_key text, p_digest text, p_answer text
) returns void
language plpgsql as $$
declare
  v_insert json := p_insert::json;
  v_status text := v_insert ->> 'status';
  v_stream text := 'definition:' || p_definition_key;
  v_id uuid;
  v_from text;
  v_to text;
  v_bindings text;
  v_starts json;
begin
  perform set_config('app.agency', p_agency, true);
  perform guard_actor(p_agency, p_actor, p_actor_revision);

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

  -- one after the other, in the order given: a version is retired before its successor becomes active
  for v_id, v_from, v_to, v_bindings, v_starts in
    select s.id, s."from", s."to", s.bindings, s.starts
    from json_to_recordset(p_set_status::json) as s (id uuid, "from" text, "to" text, bindings text, starts json)
  loop
    update definition d
    set
      status = v_to,
      bindings = case when v_to = 'active' then v_bindings else d.bindings end,
      activated_by = case when v_to = 'active' then p_actor else d.activated_by end,
      activated_at = case when v_to = 'active' then p_at else d.activated_at end
    where d.agency_id = p_agency and d.definition_id = v_id and d.status = v_from;
    if not found then
      perform lost_guard('definition');
    end if;
    perform guard_callees(p_agency, v_bindings);
    if v_to = 'active' then
      perform write_starts_v1(p_agency, v_id, v_starts);
    else
      delete from start_subscription s where s.agency_id = p_agency and s.definition_id = v_id;
    end if;
  end loop;

  if p_insert is not null then
    insert into definition (
      agency_id, definition_id, key, version, name, sha256, xml, findings, enforcement, status, bindings, deployed_by,
      deployed_at, activated_by, activated_at
    )
    values (
      p_agency, (v_insert ->> 'id')::uuid, p_definition_key, (v_insert ->> 'version')::integer, v_insert ->> 'name',
      v_insert ->> 'sha256', decode(v_insert ->> 'xml', 'base64'), v_insert ->> 'findings', (v_insert ->> 'enforcement')::boolean,
      v_status, v_insert ->> 'bindings', p_actor, p_at,
      case when v_status = 'active' then p_actor end, case when v_status = 'active' then p_at end
    );
    perform guard_callees(p_agency, v_insert ->> 'bindings');
    if v_status = 'active' then
      perform write_starts_v1(p_agency, (v_insert ->> 'id')::uuid, v_insert -> 'starts');
    end if;
  end if;

  insert into record (agency_id, stream_id, seq, hash, body, at)
  values (p_agency, v_stream, p_expected + 1, decode(p_hash, 'hex'), p_body, p_at);

  if p_key is not null then
    perform keep_answer(p_agency, p_actor, p_at, p_route, p_key, p_digest, p_answer);
  end if;
end
$$;

-- Hands due timers to a worker: their cases, with a lease so that other nodes leave them alone for a while. Walks the
-- agencies, since a row is visible only in its own. A timer is fired by a command on its case, which settles it.
create function claim_due_timers_v1(p_now timestamptz, p_until timestamptz, p_owner text, p_limit integer)
returns table (agency_id text, case_id uuid)
language plpgsql as $$
declare
  v_agency text;
  v_left integer := p_limit;
  v_rows integer;
begin
  for v_agency in select a.agency_id from agency a order by random() loop
    exit when v_left <= 0;
    perform set_config('app.agency', v_agency, true);
    return query
      with due as (
        select w.case_id, w.no
        from wait w
        where w.agency_id = v_agency and w.kind = 'timer' and w.closed_at is null and w.due_at <= p_now
          and (w.lease_until is null or w.lease_until <= p_now)
        order by w.due_at, w.case_id, w.no
        limit v_left
        for update skip locked
      ),
      leased as (
        update wait w
        set lease_owner = p_owner, lease_until = p_until
        from due
        where w.agency_id = v_agency and w.case_id = due.case_id and w.no = due.no
        returning w.case_id
      )
      select distinct v_agency, leased.case_id from leased;
    get diagnostics v_rows = row_count;
    v_left := v_left - v_rows;
  end loop;
end
$$;
