-- The law of a case: draft, review, answer of the catalogue, decision, publication, clocks, evidence. Each row keeps its
-- domain object as JSON text in `body`; what the database itself holds stands in columns beside it.

-- An agency's published catalogue of reviews 法制审核目录清单 (L3): immutable versions.
create table catalogue (
  agency_id text not null references agency,
  version integer not null,
  body text not null,
  primary key (agency_id, version)
);

-- Versions of the draft of a decision 决定草案. The text can hold personal data; records hold its digest.
create table draft (
  agency_id text not null,
  case_id uuid not null,
  version integer not null,
  digest text not null,
  body text not null,
  content text not null,
  edited_by text not null,
  edited_at timestamptz not null,
  primary key (agency_id, case_id, version),
  foreign key (agency_id, case_id) references instance
);

-- A legal review 法制审核 of exactly one draft, over every level asked. What passed at fewer levels has not passed.
create table review (
  agency_id text not null,
  case_id uuid not null,
  review_id uuid not null,
  round integer not null,
  revision integer not null,
  draft_digest text not null,
  state text not null check (state in (
    'requested', 'materialsReturned', 'inReview', 'passed', 'returned', 'rejected', 'disputed', 'voided'
  )),
  levels_asked integer not null check (levels_asked between 1 and 2),
  levels_passed integer not null,
  body text not null,
  primary key (agency_id, review_id),
  foreign key (agency_id, case_id) references instance,
  unique (agency_id, case_id, review_id, draft_digest, state),
  constraint passed_at_every_level check (state <> 'passed' or levels_passed = levels_asked)
);
create index review_of_case on review (agency_id, case_id);

-- One opinion a level, by one person each; never changed.
create table review_opinion (
  agency_id text not null,
  case_id uuid not null,
  review_id uuid not null,
  level integer not null,
  person_id text not null,
  outcome text not null check (outcome in ('passed', 'returned', 'rejected')),
  at timestamptz not null,
  primary key (agency_id, review_id, level),
  foreign key (agency_id, review_id) references review,
  constraint two_levels_two_people unique (agency_id, review_id, person_id)
);

-- The catalogue's answer about exactly one draft, with the facts it used.
create table scope (
  agency_id text not null,
  case_id uuid not null,
  scope_id uuid not null,
  draft_digest text not null,
  outcome text not null check (outcome in ('required', 'notRequired')),
  catalogue_version integer not null,
  voided boolean not null,
  body text not null,
  primary key (agency_id, scope_id),
  foreign key (agency_id, case_id) references instance,
  unique (agency_id, case_id, scope_id, draft_digest, outcome, voided)
);
create index scope_of_case on scope (agency_id, case_id);

-- What happened to a case besides its draft and weighs on its decision.
create table circumstance (
  agency_id text not null,
  case_id uuid not null,
  circumstance text not null,
  primary key (agency_id, case_id, circumstance),
  foreign key (agency_id, case_id) references instance
);

-- Gapless numbers of official documents, a register for each kind and year.
create table register (
  agency_id text not null references agency,
  register text not null,
  year integer not null,
  last integer not null,
  primary key (agency_id, register, year)
);

-- A decision 决定 rests on exactly one clearance of exactly its draft: the foreign keys carry digest and outcome, and a
-- review that cleared a decision cannot leave the state `passed` any more.
create table decision (
  agency_id text not null,
  case_id uuid not null,
  decision_id uuid not null,
  number text,
  draft_digest text not null,
  review_id uuid,
  review_state text generated always as (case when review_id is null then null else 'passed' end) stored,
  scope_id uuid,
  scope_outcome text generated always as (case when scope_id is null then null else 'notRequired' end) stored,
  scope_voided boolean generated always as (case when scope_id is null then null else false end) stored,
  decided_by text not null,
  decided_on date not null,
  state text not null check (state in ('effective', 'revoked', 'unlawful', 'remade', 'expired')),
  -- the decision that took it back, and by when what is published of it is taken down (D9); a provisional end is in `body`
  ended_by uuid,
  withdraw_due_at timestamptz,
  body text not null,
  primary key (agency_id, decision_id),
  unique (agency_id, case_id),
  unique (agency_id, number),
  foreign key (agency_id, case_id) references instance,
  foreign key (agency_id, decided_by) references person,
  foreign key (agency_id, ended_by) references decision,
  constraint ended_by_another check (
    (state in ('revoked', 'unlawful', 'remade')) = (ended_by is not null) and ended_by <> decision_id
  ),
  constraint cleared_once check (num_nonnulls(review_id, scope_id) = 1),
  constraint cleared_by_review foreign key (agency_id, case_id, review_id, draft_digest, review_state)
    references review (agency_id, case_id, review_id, draft_digest, state),
  constraint cleared_by_scope foreign key (agency_id, case_id, scope_id, draft_digest, scope_outcome, scope_voided)
    references scope (agency_id, case_id, scope_id, draft_digest, outcome, voided)
);

create index decision_to_withdraw on decision (agency_id, withdraw_due_at) where withdraw_due_at is not null;

-- Cases that are about the end of a decision of another case: revoked, found unlawful, ordered remade. The decision ends
-- with the decision of this case, which needs its clearance like any other.
create table revocation (
  agency_id text not null,
  case_id uuid not null,
  decision_id uuid not null,
  kind text not null check (kind in ('revoked', 'unlawful', 'remade')),
  body text not null,
  primary key (agency_id, case_id),
  foreign key (agency_id, case_id) references instance,
  foreign key (agency_id, decision_id) references decision
);
create index revocation_of_decision on revocation (agency_id, decision_id);

-- What the public is told of a decision 公示, and when; the one who redacts does not approve.
create table publication (
  agency_id text not null,
  case_id uuid not null,
  publication_id uuid not null,
  decision_id uuid not null,
  revision integer not null,
  state text not null check (state in (
    'due', 'redacted', 'approved', 'published', 'corrected', 'withdrawn', 'withheld', 'expired'
  )),
  due_at timestamptz not null,
  redacted_by text,
  approved_by text,
  published_at timestamptz,
  body text not null,
  primary key (agency_id, publication_id),
  foreign key (agency_id, case_id) references instance,
  foreign key (agency_id, decision_id) references decision,
  constraint two_people check (approved_by <> redacted_by),
  constraint public_only_when_approved check (state not in ('approved', 'published', 'corrected') or approved_by is not null)
);
create index publication_of_case on publication (agency_id, case_id);
create index publication_published on publication (agency_id, published_at, publication_id) where published_at is not null;
create index publication_due on publication (agency_id, due_at) where state in ('due', 'redacted', 'approved');

-- Statutory clocks of a case: their append-only events, and the end reckoned from them.
create table clock (
  agency_id text not null,
  case_id uuid not null,
  clock_id text not null,
  events integer not null,
  state text not null check (state in ('running', 'paused', 'stopped')),
  due_at timestamptz,
  provisional boolean not null default false,
  body text not null,
  primary key (agency_id, case_id, clock_id),
  foreign key (agency_id, case_id) references instance
);
create index clock_running on clock (agency_id, due_at) where state = 'running';

-- Records of steps that were given: texts, and references to files by digest and size (R1, R7).
create table evidence (
  agency_id text not null,
  case_id uuid not null,
  evidence_id uuid not null,
  element_id text not null,
  item text not null,
  kind text not null,
  digest text,
  size bigint,
  body text not null,
  primary key (agency_id, evidence_id),
  foreign key (agency_id, case_id) references instance
);
create index evidence_of_case on evidence (agency_id, case_id);

-- The third wall: a review passes only with an opinion of every level by people who never handled the case.
create function review_is_earned() returns trigger
language plpgsql as $$
begin
  if new.state = 'passed' and (
    select count(*) from review_opinion o
    where o.agency_id = new.agency_id and o.review_id = new.review_id and o.outcome = 'passed'
      and not exists (
        select 1 from wait w
        where w.agency_id = new.agency_id and w.case_id = new.case_id and w.closed_by = o.person_id
          and w.state = 'completed' and coalesce(w.form, '') not in ('reviewMaterials', 'reviewOpinion')
      )
      and not exists (
        select 1 from draft d
        where d.agency_id = new.agency_id and d.case_id = new.case_id and d.edited_by = o.person_id
      )
      and not exists (
        select 1 from instance i
        where i.agency_id = new.agency_id and i.case_id = new.case_id and i.started_by = o.person_id
      )
  ) <> new.levels_asked then
    raise exception using errcode = '23514', message = 'a review passes with an opinion of each level by people who never handled the case';
  end if;
  return null;
end
$$;
create constraint trigger review_is_earned
after insert or update of state on review
deferrable initially deferred
for each row when (new.state = 'passed') execute function review_is_earned();

-- And a decision is about the newest draft, by somebody who had no part in its reviews. Its review is of that version, at
-- as many levels as any answer asks of it, by people who have done no step of handling since; its answer is of that version,
-- knows all that happened, and no other asks for a review of it.
create function decision_is_cleared() returns trigger
language plpgsql as $$
declare
  v_version integer;
  v_digest text;
  v_levels integer;
begin
  select d.version, d.digest into v_version, v_digest from draft d
  where d.agency_id = new.agency_id and d.case_id = new.case_id order by d.version desc limit 1;
  if v_digest <> new.draft_digest then
    raise exception using errcode = '23514', message = 'a decision is about the newest draft';
  end if;
  if exists (
    select 1 from wait w
    where w.agency_id = new.agency_id and w.case_id = new.case_id and w.kind = 'task' and w.state = 'completed'
      and case when w.form in ('reviewMaterials', 'reviewOpinion')
        then w.closed_by = new.decided_by
        else exists (
          select 1 from review_opinion o
          where o.agency_id = w.agency_id and o.review_id = new.review_id and o.person_id = w.closed_by
        )
      end
  ) then
    raise exception using errcode = '23514', message = 'who reviews a case neither handles nor decides it';
  end if;
  select max((s.body::json ->> 'levels')::integer) into v_levels from scope s
  where s.agency_id = new.agency_id and s.case_id = new.case_id and (s.body::json ->> 'draftVersion')::integer = v_version;
  if exists (
    select 1 from review r
    where r.agency_id = new.agency_id and r.review_id = new.review_id
      and (r.levels_asked < v_levels or (r.body::json ->> 'draftVersion')::integer <> v_version)
  ) or exists (
    select 1 from scope s
    where s.agency_id = new.agency_id and s.scope_id = new.scope_id
      and (v_levels > 0 or (s.body::json ->> 'draftVersion')::integer <> v_version or exists (
        select 1 from circumstance c
        where c.agency_id = s.agency_id and c.case_id = s.case_id
          and not (s.body::jsonb -> 'facts' -> 'circumstances') ? c.circumstance
      ))
  ) then
    raise exception using errcode = '23514', message = 'a decision rests on a clearance of its draft, at every level asked, that knows all that happened';
  end if;
  return null;
end
$$;
create constraint trigger decision_is_cleared
after insert on decision
deferrable initially deferred
for each row execute function decision_is_cleared();

do $$
declare
  table_name text;
begin
  foreach table_name in array array[
    'catalogue', 'draft', 'review', 'review_opinion', 'scope', 'circumstance', 'register', 'decision', 'revocation',
    'publication', 'clock', 'evidence'
  ] loop
    execute format('alter table %I enable row level security', table_name);
    execute format('alter table %I force row level security', table_name);
    execute format(
      'create policy own_agency on %I using (agency_id = (select current_setting(''app.agency'', true)))',
      table_name
    );
  end loop;
end
$$;

grant select, insert on
  catalogue, draft, review, review_opinion, scope, circumstance, register, decision, revocation, publication, clock,
  evidence
to sanzhi_app;
grant update (revision, state, levels_passed, body) on review to sanzhi_app;
grant update (voided, body) on scope to sanzhi_app;
grant update (number, state, ended_by, withdraw_due_at, body) on decision to sanzhi_app;
grant update (last) on register to sanzhi_app;
grant update (revision, state, redacted_by, approved_by, published_at, body) on publication to sanzhi_app;
grant update (events, state, due_at, provisional, body) on clock to sanzhi_app;

-- The law of a case as one JSON object, for the snapshot. In plpgsql, which keeps the plan: as a function in SQL its twelve
-- queries were planned anew for each load (1,025 µs against 575).
create function load_law_v1(p_agency text, p_case uuid) returns text
language plpgsql stable as $$
begin
  return json_build_object(
    'draft', (
      select d.body::json from draft d
      where d.agency_id = p_agency and d.case_id = p_case order by d.version desc limit 1
    ),
    'reviews', (
      select coalesce(json_agg(r.body::json order by r.round), '[]') from review r
      where r.agency_id = p_agency and r.case_id = p_case
    ),
    'scopes', (
      select coalesce(json_agg(s.body::json order by s.body::json ->> 'at', s.scope_id), '[]') from scope s
      where s.agency_id = p_agency and s.case_id = p_case
    ),
    'circumstances', (
      select coalesce(json_agg(c.circumstance order by c.circumstance), '[]') from circumstance c
      where c.agency_id = p_agency and c.case_id = p_case
    ),
    'decision', (select d.body::json from decision d where d.agency_id = p_agency and d.case_id = p_case),
    'publications', (
      select coalesce(json_agg(p.body::json order by p.publication_id), '[]') from publication p
      where p.agency_id = p_agency and p.case_id = p_case
    ),
    'revocation', (
      select v.body::jsonb || jsonb_build_object('decision', d.body::jsonb)
      from revocation v
      join decision d on d.agency_id = v.agency_id and d.decision_id = v.decision_id
      where v.agency_id = p_agency and v.case_id = p_case
    ),
    'clocks', (
      select coalesce(json_agg(c.body::json order by c.clock_id), '[]') from clock c
      where c.agency_id = p_agency and c.case_id = p_case
    ),
    'evidence', (
      select coalesce(json_agg(e.body::json order by e.evidence_id), '[]') from evidence e
      where e.agency_id = p_agency and e.case_id = p_case
    ),
    'handlers', (
      select coalesce(json_agg(h order by h.at), '[]') from (
        select i.started_by as "personId", 'started the case' as act, instant(i.started_at) as at
        from instance i where i.agency_id = p_agency and i.case_id = p_case and i.started_by is not null
        union all
        select w.closed_by, 'completed ' || w.element_id, instant(w.closed_at)
        from wait w
        where w.agency_id = p_agency and w.case_id = p_case and w.state = 'completed' and w.closed_by is not null
          and coalesce(w.form, '') not in ('reviewMaterials', 'reviewOpinion')
        union all
        select d.edited_by, 'edited draft ' || d.version, instant(d.edited_at)
        from draft d where d.agency_id = p_agency and d.case_id = p_case
      ) h
    ),
    'rules', (select a.rules::json from agency a where a.agency_id = p_agency),
    'catalogue', (select c.body::json from catalogue c where c.agency_id = p_agency order by c.version desc limit 1),
    'numbers', (
      select coalesce(json_agg(json_build_object('register', g.register, 'year', g.year, 'last', g.last)), '[]')
      from register g where g.agency_id = p_agency
    )
  )::text;
end
$$;

-- Only an effective decision is published; whoever ends it meanwhile waits, or was first (D9).
create function guard_published(p_agency text, p_row json) returns void
language plpgsql as $$
begin
  if p_row ->> 'state' in ('published', 'corrected') then
    perform 1 from decision d
    where d.agency_id = p_agency and d.decision_id = (p_row ->> 'decisionId')::uuid and d.state = 'effective'
    for share;
    if not found then
      perform lost_guard('decision');
    end if;
  end if;
end
$$;

-- Writes the law part of a case's Changeset, inside commit_case; each row is guarded by what the decision saw.
create function write_law_v1(p_agency text, p_case uuid, p_at timestamptz, p_actor text, p_law json) returns void
language plpgsql as $$
declare
  v_item json;
  v_row json;
  v_due timestamptz;
  v_provisional boolean;
begin
  v_row := p_law -> 'draft';
  if json_typeof(v_row) = 'object' then
    if (v_row ->> 'version')::integer <> 1 + coalesce(
      (select max(d.version) from draft d where d.agency_id = p_agency and d.case_id = p_case), 0
    ) then
      perform lost_guard('draft');
    end if;
    insert into draft (agency_id, case_id, version, digest, body, content, edited_by, edited_at)
    values (
      p_agency, p_case, (v_row ->> 'version')::integer, v_row ->> 'digest', v_row ->> 'body', v_row ->> 'content',
      p_actor, p_at
    );
  end if;

  for v_item in select json_array_elements(p_law -> 'reviews') loop
    v_row := v_item -> 'row';
    if json_typeof(v_item -> 'replaces') = 'null' then
      insert into review (
        agency_id, case_id, review_id, round, revision, draft_digest, state, levels_asked, levels_passed, body
      )
      values (
        p_agency, p_case, (v_row ->> 'id')::uuid, (v_row ->> 'round')::integer, (v_row ->> 'revision')::integer,
        v_row ->> 'draftDigest', v_row ->> 'state', (v_row ->> 'levelsAsked')::integer,
        (v_row ->> 'levelsPassed')::integer, v_row::text
      );
    else
      update review r
      set
        revision = (v_row ->> 'revision')::integer, state = v_row ->> 'state',
        levels_passed = (v_row ->> 'levelsPassed')::integer, body = v_row::text
      where r.agency_id = p_agency and r.review_id = (v_row ->> 'id')::uuid
        and r.revision = (v_item ->> 'replaces')::integer;
      if not found then
        perform lost_guard('review');
      end if;
    end if;
    insert into review_opinion (agency_id, case_id, review_id, level, person_id, outcome, at)
    select
      p_agency, p_case, (v_row ->> 'id')::uuid, (o ->> 'level')::integer, o ->> 'personId', o ->> 'outcome',
      (o ->> 'at')::timestamptz
    from json_array_elements(v_row -> 'opinions') o
    where not exists (
      select 1 from review_opinion earlier
      where earlier.agency_id = p_agency and earlier.review_id = (v_row ->> 'id')::uuid
        and earlier.level = (o ->> 'level')::integer
    );
  end loop;

  for v_row in select json_array_elements(p_law -> 'scopes') loop
    insert into scope as s (
      agency_id, case_id, scope_id, draft_digest, outcome, catalogue_version, voided, body
    )
    values (
      p_agency, p_case, (v_row ->> 'id')::uuid, v_row ->> 'draftDigest', v_row ->> 'outcome',
      (v_row ->> 'version')::integer, (v_row ->> 'voided')::boolean, v_row::text
    )
    on conflict (agency_id, scope_id) do update set voided = excluded.voided, body = excluded.body
    where not s.voided;
    if not found then
      perform lost_guard('scope');
    end if;
  end loop;

  insert into circumstance (agency_id, case_id, circumstance)
  select p_agency, p_case, c from json_array_elements_text(p_law -> 'circumstances') c
  on conflict do nothing;

  v_row := p_law -> 'register';
  if json_typeof(v_row) = 'object' then
    if (v_row ->> 'before')::integer = 0 then
      insert into register (agency_id, register, year, last)
      values (p_agency, v_row ->> 'register', (v_row ->> 'year')::integer, (v_row ->> 'after')::integer)
      on conflict do nothing;
    else
      update register g
      set last = (v_row ->> 'after')::integer
      where g.agency_id = p_agency and g.register = v_row ->> 'register' and g.year = (v_row ->> 'year')::integer
        and g.last = (v_row ->> 'before')::integer;
    end if;
    if not found then
      perform lost_guard('register');
    end if;
  end if;

  v_item := p_law -> 'decision';
  if json_typeof(v_item) = 'object' then
    v_row := v_item -> 'row';
    if json_typeof(v_item -> 'replaces') = 'null' then
      insert into decision (
        agency_id, case_id, decision_id, number, draft_digest, review_id, scope_id, decided_by, decided_on, state, body
      )
      values (
        p_agency, p_case, (v_row ->> 'id')::uuid, v_row ->> 'number', v_row ->> 'draftDigest',
        (v_row -> 'clearance' ->> 'reviewId')::uuid, (v_row -> 'clearance' ->> 'scopeId')::uuid,
        v_row ->> 'decidedBy', (v_row ->> 'decidedOn')::date, v_row ->> 'state', v_row::text
      )
      on conflict (agency_id, case_id) do nothing;
    else
      update decision d
      set number = v_row ->> 'number', state = v_row ->> 'state', body = v_row::text
      where d.agency_id = p_agency and d.decision_id = (v_row ->> 'id')::uuid
        and d.state = v_item -> 'replaces' ->> 'state'
        and d.number is not distinct from v_item -> 'replaces' ->> 'number';
    end if;
    if not found then
      perform lost_guard('decision');
    end if;
  end if;

  v_row := p_law -> 'revocation';
  if json_typeof(v_row) = 'object' then
    -- one after the other: of two cases about the same decision the second sees the first
    perform 1 from decision d
    where d.agency_id = p_agency and d.decision_id = (v_row ->> 'decisionId')::uuid and d.state = 'effective'
    for update;
    if not found then
      perform lost_guard('decision');
    end if;
    perform 1
    from revocation v
    join instance i on i.agency_id = v.agency_id and i.case_id = v.case_id
    where v.agency_id = p_agency and v.decision_id = (v_row ->> 'decisionId')::uuid
      and i.status in ('running', 'suspended');
    if found then
      perform lost_guard('decision');
    end if;
    insert into revocation (agency_id, case_id, decision_id, kind, body)
    values (p_agency, p_case, (v_row ->> 'decisionId')::uuid, v_row ->> 'kind', v_row::text);
  end if;

  v_item := p_law -> 'ended';
  if json_typeof(v_item) = 'object' then
    v_row := v_item -> 'row';
    update decision d
    set
      state = v_row ->> 'state', ended_by = (v_row -> 'ended' ->> 'by')::uuid,
      withdraw_due_at = (v_row -> 'ended' -> 'withdrawal' ->> 'dueAt')::timestamptz, body = v_row::text
    where d.agency_id = p_agency and d.decision_id = (v_row ->> 'id')::uuid
      and d.state = v_item -> 'replaces' ->> 'state'
      and d.number is not distinct from v_item -> 'replaces' ->> 'number';
    if not found then
      perform lost_guard('decision');
    end if;
  end if;

  for v_item in select json_array_elements(p_law -> 'publications') loop
    v_row := v_item -> 'row';
    perform guard_published(p_agency, v_row);
    if json_typeof(v_item -> 'replaces') = 'null' then
      insert into publication (
        agency_id, case_id, publication_id, decision_id, revision, state, due_at, redacted_by, approved_by,
        published_at, body
      )
      values (
        p_agency, p_case, (v_row ->> 'id')::uuid, (v_row ->> 'decisionId')::uuid, (v_row ->> 'revision')::integer,
        v_row ->> 'state', (v_row -> 'due' ->> 'dueAt')::timestamptz, v_row ->> 'redactedBy', v_row ->> 'approvedBy',
        (v_row ->> 'publishedAt')::timestamptz, v_row::text
      );
    else
      update publication p
      set
        revision = (v_row ->> 'revision')::integer, state = v_row ->> 'state', redacted_by = v_row ->> 'redactedBy',
        approved_by = v_row ->> 'approvedBy', published_at = (v_row ->> 'publishedAt')::timestamptz, body = v_row::text
      where p.agency_id = p_agency and p.publication_id = (v_row ->> 'id')::uuid
        and p.revision = (v_item ->> 'replaces')::integer;
      if not found then
        perform lost_guard('publication');
      end if;
    end if;
  end loop;

  for v_item in select json_array_elements(p_law -> 'clocks') loop
    v_row := v_item -> 'row';
    v_due := (v_item -> 'end' ->> 'dueAt')::timestamptz;
    v_provisional := coalesce((v_item -> 'end' ->> 'provisional')::boolean, false);
    if (v_item ->> 'replaces')::integer = 0 then
      insert into clock (agency_id, case_id, clock_id, events, state, due_at, provisional, body)
      values (
        p_agency, p_case, v_row ->> 'id', json_array_length(v_row -> 'events'), v_item ->> 'state', v_due, v_provisional,
        v_row::text
      )
      on conflict do nothing;
    else
      update clock c
      set
        events = json_array_length(v_row -> 'events'), state = v_item ->> 'state', due_at = v_due,
        provisional = v_provisional, body = v_row::text
      where c.agency_id = p_agency and c.case_id = p_case and c.clock_id = v_row ->> 'id'
        and c.events = (v_item ->> 'replaces')::integer;
    end if;
    if not found then
      perform lost_guard('clock');
    end if;
    update wait w
    set due_at = v_due, provisional = v_provisional
    where w.agency_id = p_agency and w.case_id = p_case and w.closed_at is null
      and w.no in (select no::integer from json_array_elements_text(v_item -> 'waits') no);
  end loop;

  insert into evidence (agency_id, case_id, evidence_id, element_id, item, kind, digest, size, body)
  select
    p_agency, p_case, (e ->> 'id')::uuid, e ->> 'elementId', e ->> 'item', e ->> 'kind', e ->> 'digest',
    (e ->> 'size')::bigint, e::text
  from json_array_elements(p_law -> 'evidence') e;
end
$$;
