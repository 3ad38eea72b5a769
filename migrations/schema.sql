-- sequences
create sequence case_number as bigint start 1 increment 1;

-- tables
create table agency (
  agency_id text not null,
  name text not null,
  region text not null default 'CN'::text,
  mode text not null,
  auto_activate_generic boolean not null default false,
  rules text not null default '{}'::text,
  created_at timestamp with time zone not null
);
create table api_key (
  agency_id text not null,
  key_id text not null,
  person_id text not null,
  secret_hash bytea not null,
  label text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone,
  revoked_at timestamp with time zone
);
alter table api_key enable row level security;
alter table api_key force row level security;
create table catalogue (
  agency_id text not null,
  version integer not null,
  body text not null
);
alter table catalogue enable row level security;
alter table catalogue force row level security;
create table circumstance (
  agency_id text not null,
  case_id uuid not null,
  circumstance text not null
);
alter table circumstance enable row level security;
alter table circumstance force row level security;
create table clock (
  agency_id text not null,
  case_id uuid not null,
  clock_id text not null,
  events integer not null,
  state text not null,
  due_at timestamp with time zone,
  provisional boolean not null default false,
  body text not null
);
alter table clock enable row level security;
alter table clock force row level security;
create table decision (
  agency_id text not null,
  case_id uuid not null,
  decision_id uuid not null,
  number text,
  draft_digest text not null,
  review_id uuid,
  review_state text generated always as (
CASE
    WHEN (review_id IS NULL) THEN NULL::text
    ELSE 'passed'::text
END) stored,
  scope_id uuid,
  scope_outcome text generated always as (
CASE
    WHEN (scope_id IS NULL) THEN NULL::text
    ELSE 'notRequired'::text
END) stored,
  scope_voided boolean generated always as (
CASE
    WHEN (scope_id IS NULL) THEN NULL::boolean
    ELSE false
END) stored,
  decided_by text not null,
  decided_on date not null,
  state text not null,
  ended_by uuid,
  withdraw_due_at timestamp with time zone,
  body text not null
);
alter table decision enable row level security;
alter table decision force row level security;
create table definition (
  agency_id text not null,
  definition_id uuid not null,
  key text not null,
  version integer not null,
  name text not null,
  sha256 text not null,
  xml bytea not null,
  findings text not null,
  enforcement boolean not null,
  status text not null,
  bindings text,
  deployed_by text not null,
  deployed_at timestamp with time zone not null,
  activated_by text,
  activated_at timestamp with time zone
);
alter table definition enable row level security;
alter table definition force row level security;
create table draft (
  agency_id text not null,
  case_id uuid not null,
  version integer not null,
  digest text not null,
  body text not null,
  content text not null,
  edited_by text not null,
  edited_at timestamp with time zone not null
);
alter table draft enable row level security;
alter table draft force row level security;
create table evidence (
  agency_id text not null,
  case_id uuid not null,
  evidence_id uuid not null,
  element_id text not null,
  item text not null,
  kind text not null,
  digest text,
  size bigint,
  body text not null
);
alter table evidence enable row level security;
alter table evidence force row level security;
create table idempotency (
  agency_id text not null,
  person_id text not null,
  route text not null,
  key text not null,
  request_digest bytea not null,
  answer text not null,
  at timestamp with time zone not null
);
alter table idempotency enable row level security;
alter table idempotency force row level security;
create table instance (
  agency_id text not null,
  case_id uuid not null,
  number text not null,
  definition_id uuid not null,
  process_id text not null,
  bindings text,
  matter_id text,
  matter_version integer,
  external_ref text,
  related_to uuid,
  status text not null,
  revision integer not null,
  head_hash bytea not null,
  state text not null,
  started_by text,
  started_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  conversation_id uuid
) with (fillfactor=80);
alter table instance enable row level security;
alter table instance force row level security;
create table matter (
  agency_id text not null,
  matter_id text not null,
  version integer not null,
  name text not null,
  definition_key text not null,
  body text not null
);
alter table matter enable row level security;
alter table matter force row level security;
create table message (
  agency_id text not null,
  message_id uuid not null,
  no integer not null,
  kind text not null,
  name text not null,
  correlation text,
  variables text not null,
  sender text not null,
  sent_by uuid,
  case_id uuid,
  waits text,
  definition_id uuid,
  start_no integer,
  sent_at timestamp with time zone not null,
  expires_at timestamp with time zone,
  problem text,
  lease_owner text,
  lease_until timestamp with time zone
);
alter table message enable row level security;
alter table message force row level security;
create table person (
  agency_id text not null,
  person_id text not null,
  name text not null,
  revision integer not null default 1
);
alter table person enable row level security;
alter table person force row level security;
create table person_role (
  agency_id text not null,
  person_id text not null,
  role text not null,
  valid_from date not null,
  valid_to date
);
alter table person_role enable row level security;
alter table person_role force row level security;
create table publication (
  agency_id text not null,
  case_id uuid not null,
  publication_id uuid not null,
  decision_id uuid not null,
  revision integer not null,
  state text not null,
  due_at timestamp with time zone not null,
  redacted_by text,
  approved_by text,
  published_at timestamp with time zone,
  body text not null
);
alter table publication enable row level security;
alter table publication force row level security;
create table qualification (
  agency_id text not null,
  person_id text not null,
  kind text not null,
  number text not null,
  valid_from date not null,
  valid_to date
);
alter table qualification enable row level security;
alter table qualification force row level security;
create table record (
  agency_id text not null,
  stream_id text not null,
  seq integer not null,
  hash bytea not null,
  body text not null,
  at timestamp with time zone not null
);
alter table record enable row level security;
alter table record force row level security;
create table register (
  agency_id text not null,
  register text not null,
  year integer not null,
  last integer not null
);
alter table register enable row level security;
alter table register force row level security;
create table review (
  agency_id text not null,
  case_id uuid not null,
  review_id uuid not null,
  round integer not null,
  revision integer not null,
  draft_digest text not null,
  state text not null,
  levels_asked integer not null,
  levels_passed integer not null,
  body text not null
);
alter table review enable row level security;
alter table review force row level security;
create table review_opinion (
  agency_id text not null,
  case_id uuid not null,
  review_id uuid not null,
  level integer not null,
  person_id text not null,
  outcome text not null,
  at timestamp with time zone not null
);
alter table review_opinion enable row level security;
alter table review_opinion force row level security;
create table revocation (
  agency_id text not null,
  case_id uuid not null,
  decision_id uuid not null,
  kind text not null,
  body text not null
);
alter table revocation enable row level security;
alter table revocation force row level security;
create table schema_migration (
  name text not null,
  sha256 text not null,
  applied_at timestamp with time zone not null default now()
);
create table scope (
  agency_id text not null,
  case_id uuid not null,
  scope_id uuid not null,
  draft_digest text not null,
  outcome text not null,
  catalogue_version integer not null,
  voided boolean not null,
  body text not null
);
alter table scope enable row level security;
alter table scope force row level security;
create table start_subscription (
  agency_id text not null,
  definition_id uuid not null,
  no integer not null,
  process_id text not null,
  element_id text not null,
  kind text not null,
  name text,
  due_at timestamp with time zone,
  provisional boolean not null default false,
  counts_from timestamp with time zone,
  fired integer not null default 0,
  lease_owner text,
  lease_until timestamp with time zone
);
alter table start_subscription enable row level security;
alter table start_subscription force row level security;
create table stream (
  agency_id text not null,
  stream_id text not null,
  seq integer not null,
  hash bytea not null
);
alter table stream enable row level security;
alter table stream force row level security;
create table variable (
  agency_id text not null,
  case_id uuid not null,
  name text not null,
  value text not null,
  salt bytea not null
);
alter table variable enable row level security;
alter table variable force row level security;
create table wait (
  agency_id text not null,
  case_id uuid not null,
  no integer not null,
  kind text not null,
  element_id text not null,
  called_process text,
  name text,
  loop_counter integer,
  locals text,
  definition_id uuid not null,
  state text not null,
  role text,
  form text,
  assignee text,
  topic text,
  since timestamp with time zone not null,
  due_at timestamp with time zone,
  provisional boolean not null default false,
  detail text,
  closed_at timestamp with time zone,
  closed_by text,
  lease_no integer not null default 0,
  lease_owner text,
  lease_until timestamp with time zone,
  attempts integer not null default 0,
  correlation text
);
alter table wait enable row level security;
alter table wait force row level security;

-- constraints
alter table agency add constraint agency_agency_id_check CHECK ((agency_id ~ '^[a-z0-9][a-z0-9-]{0,62}$'::text));
alter table agency add constraint agency_mode_check CHECK ((mode = ANY (ARRAY['demo'::text, 'production'::text])));
alter table agency add constraint agency_pkey PRIMARY KEY (agency_id);
alter table api_key add constraint api_key_agency_id_person_id_fkey FOREIGN KEY (agency_id, person_id) REFERENCES person(agency_id, person_id);
alter table api_key add constraint api_key_pkey PRIMARY KEY (agency_id, key_id);
alter table catalogue add constraint catalogue_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES agency(agency_id);
alter table catalogue add constraint catalogue_pkey PRIMARY KEY (agency_id, version);
alter table circumstance add constraint circumstance_agency_id_case_id_fkey FOREIGN KEY (agency_id, case_id) REFERENCES instance(agency_id, case_id);
alter table circumstance add constraint circumstance_pkey PRIMARY KEY (agency_id, case_id, circumstance);
alter table clock add constraint clock_agency_id_case_id_fkey FOREIGN KEY (agency_id, case_id) REFERENCES instance(agency_id, case_id);
alter table clock add constraint clock_pkey PRIMARY KEY (agency_id, case_id, clock_id);
alter table clock add constraint clock_state_check CHECK ((state = ANY (ARRAY['running'::text, 'paused'::text, 'stopped'::text])));
alter table decision add constraint cleared_by_review FOREIGN KEY (agency_id, case_id, review_id, draft_digest, review_state) REFERENCES review(agency_id, case_id, review_id, draft_digest, state);
alter table decision add constraint cleared_by_scope FOREIGN KEY (agency_id, case_id, scope_id, draft_digest, scope_outcome, scope_voided) REFERENCES scope(agency_id, case_id, scope_id, draft_digest, outcome, voided);
alter table decision add constraint cleared_once CHECK ((num_nonnulls(review_id, scope_id) = 1));
alter table decision add constraint decision_agency_id_case_id_fkey FOREIGN KEY (agency_id, case_id) REFERENCES instance(agency_id, case_id);
alter table decision add constraint decision_agency_id_case_id_key UNIQUE (agency_id, case_id);
alter table decision add constraint decision_agency_id_decided_by_fkey FOREIGN KEY (agency_id, decided_by) REFERENCES person(agency_id, person_id);
alter table decision add constraint decision_agency_id_ended_by_fkey FOREIGN KEY (agency_id, ended_by) REFERENCES decision(agency_id, decision_id);
alter table decision add constraint decision_agency_id_number_key UNIQUE (agency_id, number);
alter table decision add constraint decision_is_cleared TRIGGER DEFERRABLE INITIALLY DEFERRED;
alter table decision add constraint decision_pkey PRIMARY KEY (agency_id, decision_id);
alter table decision add constraint decision_state_check CHECK ((state = ANY (ARRAY['effective'::text, 'revoked'::text, 'unlawful'::text, 'remade'::text, 'expired'::text])));
alter table decision add constraint ended_by_another CHECK ((((state = ANY (ARRAY['revoked'::text, 'unlawful'::text, 'remade'::text])) = (ended_by IS NOT NULL)) AND (ended_by <> decision_id)));
alter table definition add constraint definition_agency_id_activated_by_fkey FOREIGN KEY (agency_id, activated_by) REFERENCES person(agency_id, person_id);
alter table definition add constraint definition_agency_id_deployed_by_fkey FOREIGN KEY (agency_id, deployed_by) REFERENCES person(agency_id, person_id);
alter table definition add constraint definition_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES agency(agency_id);
alter table definition add constraint definition_agency_id_key_sha256_key UNIQUE (agency_id, key, sha256);
alter table definition add constraint definition_agency_id_key_version_key UNIQUE (agency_id, key, version);
alter table definition add constraint definition_pkey PRIMARY KEY (agency_id, definition_id);
alter table definition add constraint definition_status_check CHECK ((status = ANY (ARRAY['deployed'::text, 'active'::text, 'retired'::text])));
alter table definition add constraint four_eyes CHECK (((NOT enforcement) OR (activated_by <> deployed_by)));
alter table draft add constraint draft_agency_id_case_id_fkey FOREIGN KEY (agency_id, case_id) REFERENCES instance(agency_id, case_id);
alter table draft add constraint draft_pkey PRIMARY KEY (agency_id, case_id, version);
alter table evidence add constraint evidence_agency_id_case_id_fkey FOREIGN KEY (agency_id, case_id) REFERENCES instance(agency_id, case_id);
alter table evidence add constraint evidence_pkey PRIMARY KEY (agency_id, evidence_id);
alter table idempotency add constraint idempotency_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES agency(agency_id);
alter table idempotency add constraint idempotency_pkey PRIMARY KEY (agency_id, person_id, route, key);
alter table instance add constraint instance_agency_id_definition_id_fkey FOREIGN KEY (agency_id, definition_id) REFERENCES definition(agency_id, definition_id);
alter table instance add constraint instance_agency_id_matter_id_matter_version_fkey FOREIGN KEY (agency_id, matter_id, matter_version) REFERENCES matter(agency_id, matter_id, version);
alter table instance add constraint instance_agency_id_number_key UNIQUE (agency_id, number);
alter table instance add constraint instance_agency_id_related_to_fkey FOREIGN KEY (agency_id, related_to) REFERENCES instance(agency_id, case_id);
alter table instance add constraint instance_pkey PRIMARY KEY (agency_id, case_id);
alter table instance add constraint instance_status_check CHECK ((status = ANY (ARRAY['running'::text, 'suspended'::text, 'completed'::text, 'cancelled'::text])));
alter table matter add constraint matter_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES agency(agency_id);
alter table matter add constraint matter_pkey PRIMARY KEY (agency_id, matter_id, version);
alter table message add constraint message_agency_id_case_id_fkey FOREIGN KEY (agency_id, case_id) REFERENCES instance(agency_id, case_id);
alter table message add constraint message_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES agency(agency_id);
alter table message add constraint message_agency_id_sent_by_fkey FOREIGN KEY (agency_id, sent_by) REFERENCES instance(agency_id, case_id);
alter table message add constraint message_kind_check CHECK ((kind = ANY (ARRAY['message'::text, 'signal'::text])));
alter table message add constraint message_pkey PRIMARY KEY (agency_id, message_id, no);
alter table message add constraint signal_has_a_target CHECK (((kind = 'signal'::text) = (num_nonnulls(case_id, definition_id) = 1)));
alter table person add constraint person_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES agency(agency_id);
alter table person add constraint person_pkey PRIMARY KEY (agency_id, person_id);
alter table person_role add constraint person_role_agency_id_person_id_fkey FOREIGN KEY (agency_id, person_id) REFERENCES person(agency_id, person_id);
alter table person_role add constraint person_role_pkey PRIMARY KEY (agency_id, person_id, role, valid_from);
alter table publication add constraint public_only_when_approved CHECK (((state <> ALL (ARRAY['approved'::text, 'published'::text, 'corrected'::text])) OR (approved_by IS NOT NULL)));
alter table publication add constraint publication_agency_id_case_id_fkey FOREIGN KEY (agency_id, case_id) REFERENCES instance(agency_id, case_id);
alter table publication add constraint publication_agency_id_decision_id_fkey FOREIGN KEY (agency_id, decision_id) REFERENCES decision(agency_id, decision_id);
alter table publication add constraint publication_pkey PRIMARY KEY (agency_id, publication_id);
alter table publication add constraint publication_state_check CHECK ((state = ANY (ARRAY['due'::text, 'redacted'::text, 'approved'::text, 'published'::text, 'corrected'::text, 'withdrawn'::text, 'withheld'::text, 'expired'::text])));
alter table publication add constraint two_people CHECK ((approved_by <> redacted_by));
alter table qualification add constraint qualification_agency_id_person_id_fkey FOREIGN KEY (agency_id, person_id) REFERENCES person(agency_id, person_id);
alter table qualification add constraint qualification_kind_check CHECK ((kind = ANY (ARRAY['enforcement-certificate'::text, 'legal-qualification'::text])));
alter table qualification add constraint qualification_pkey PRIMARY KEY (agency_id, person_id, kind, number);
alter table record add constraint record_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES agency(agency_id);
alter table record add constraint record_pkey PRIMARY KEY (agency_id, stream_id, seq);
alter table register add constraint register_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES agency(agency_id);
alter table register add constraint register_pkey PRIMARY KEY (agency_id, register, year);
alter table review add constraint passed_at_every_level CHECK (((state <> 'passed'::text) OR (levels_passed = levels_asked)));
alter table review add constraint review_agency_id_case_id_fkey FOREIGN KEY (agency_id, case_id) REFERENCES instance(agency_id, case_id);
alter table review add constraint review_agency_id_case_id_review_id_draft_digest_state_key UNIQUE (agency_id, case_id, review_id, draft_digest, state);
alter table review add constraint review_is_earned TRIGGER DEFERRABLE INITIALLY DEFERRED;
alter table review add constraint review_levels_asked_check CHECK (((levels_asked >= 1) AND (levels_asked <= 2)));
alter table review add constraint review_pkey PRIMARY KEY (agency_id, review_id);
alter table review add constraint review_state_check CHECK ((state = ANY (ARRAY['requested'::text, 'materialsReturned'::text, 'inReview'::text, 'passed'::text, 'returned'::text, 'rejected'::text, 'disputed'::text, 'voided'::text])));
alter table review_opinion add constraint review_opinion_agency_id_review_id_fkey FOREIGN KEY (agency_id, review_id) REFERENCES review(agency_id, review_id);
alter table review_opinion add constraint review_opinion_outcome_check CHECK ((outcome = ANY (ARRAY['passed'::text, 'returned'::text, 'rejected'::text])));
alter table review_opinion add constraint review_opinion_pkey PRIMARY KEY (agency_id, review_id, level);
alter table review_opinion add constraint two_levels_two_people UNIQUE (agency_id, review_id, person_id);
alter table revocation add constraint revocation_agency_id_case_id_fkey FOREIGN KEY (agency_id, case_id) REFERENCES instance(agency_id, case_id);
alter table revocation add constraint revocation_agency_id_decision_id_fkey FOREIGN KEY (agency_id, decision_id) REFERENCES decision(agency_id, decision_id);
alter table revocation add constraint revocation_kind_check CHECK ((kind = ANY (ARRAY['revoked'::text, 'unlawful'::text, 'remade'::text])));
alter table revocation add constraint revocation_pkey PRIMARY KEY (agency_id, case_id);
alter table schema_migration add constraint schema_migration_pkey PRIMARY KEY (name);
alter table scope add constraint scope_agency_id_case_id_fkey FOREIGN KEY (agency_id, case_id) REFERENCES instance(agency_id, case_id);
alter table scope add constraint scope_agency_id_case_id_scope_id_draft_digest_outcome_voide_key UNIQUE (agency_id, case_id, scope_id, draft_digest, outcome, voided);
alter table scope add constraint scope_outcome_check CHECK ((outcome = ANY (ARRAY['required'::text, 'notRequired'::text])));
alter table scope add constraint scope_pkey PRIMARY KEY (agency_id, scope_id);
alter table start_subscription add constraint start_subscription_agency_id_definition_id_fkey FOREIGN KEY (agency_id, definition_id) REFERENCES definition(agency_id, definition_id);
alter table start_subscription add constraint start_subscription_kind_check CHECK ((kind = ANY (ARRAY['timer'::text, 'message'::text, 'signal'::text])));
alter table start_subscription add constraint start_subscription_pkey PRIMARY KEY (agency_id, definition_id, no);
alter table start_subscription add constraint timer_or_name CHECK (((kind = 'timer'::text) = (name IS NULL)));
alter table stream add constraint stream_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES agency(agency_id);
alter table stream add constraint stream_pkey PRIMARY KEY (agency_id, stream_id);
alter table variable add constraint variable_agency_id_case_id_fkey FOREIGN KEY (agency_id, case_id) REFERENCES instance(agency_id, case_id);
alter table variable add constraint variable_pkey PRIMARY KEY (agency_id, case_id, name);
alter table wait add constraint closed_has_a_moment CHECK (((state = ANY (ARRAY['open'::text, 'claimed'::text])) = (closed_at IS NULL)));
alter table wait add constraint wait_agency_id_case_id_fkey FOREIGN KEY (agency_id, case_id) REFERENCES instance(agency_id, case_id);
alter table wait add constraint wait_kind_check CHECK ((kind = ANY (ARRAY['task'::text, 'service'::text, 'timer'::text, 'message'::text, 'signal'::text, 'condition'::text, 'incident'::text])));
alter table wait add constraint wait_pkey PRIMARY KEY (agency_id, case_id, no);
alter table wait add constraint wait_state_check CHECK ((state = ANY (ARRAY['open'::text, 'claimed'::text, 'completed'::text, 'cancelled'::text, 'fired'::text])));

-- indexes
CREATE INDEX clock_running ON public.clock USING btree (agency_id, due_at) WHERE (state = 'running'::text);
CREATE INDEX decision_to_withdraw ON public.decision USING btree (agency_id, withdraw_due_at) WHERE (withdraw_due_at IS NOT NULL);
CREATE INDEX evidence_of_case ON public.evidence USING btree (agency_id, case_id);
CREATE INDEX idempotency_by_age ON public.idempotency USING btree (at);
CREATE INDEX instance_by_conversation ON public.instance USING btree (agency_id, conversation_id) WHERE (conversation_id IS NOT NULL);
CREATE INDEX instance_by_external_ref ON public.instance USING btree (agency_id, external_ref) WHERE (external_ref IS NOT NULL);
CREATE INDEX instance_by_relation ON public.instance USING btree (agency_id, related_to) WHERE (related_to IS NOT NULL);
CREATE INDEX instance_by_start ON public.instance USING btree (agency_id, started_at, case_id);
CREATE INDEX message_by_age ON public.message USING btree (agency_id, sent_at, message_id, no);
CREATE INDEX message_by_expiry ON public.message USING btree (agency_id, expires_at) WHERE (expires_at IS NOT NULL);
CREATE INDEX publication_by_display ON public.publication USING btree (agency_id, (((body)::json ->> 'displayUntil'::text)), publication_id) WHERE ((state = ANY (ARRAY['published'::text, 'corrected'::text])) AND (((body)::json ->> 'displayUntil'::text) IS NOT NULL));
CREATE INDEX publication_by_due ON public.publication USING btree (agency_id, due_at, publication_id);
CREATE INDEX publication_due ON public.publication USING btree (agency_id, due_at) WHERE (state = ANY (ARRAY['due'::text, 'redacted'::text, 'approved'::text]));
CREATE INDEX publication_of_case ON public.publication USING btree (agency_id, case_id);
CREATE INDEX publication_published ON public.publication USING btree (agency_id, published_at, publication_id) WHERE (published_at IS NOT NULL);
CREATE INDEX review_of_case ON public.review USING btree (agency_id, case_id);
CREATE INDEX revocation_of_decision ON public.revocation USING btree (agency_id, decision_id);
CREATE INDEX scope_of_case ON public.scope USING btree (agency_id, case_id);
CREATE INDEX start_subscription_by_due ON public.start_subscription USING btree (agency_id, due_at) WHERE (due_at IS NOT NULL);
CREATE INDEX start_subscription_by_name ON public.start_subscription USING btree (agency_id, kind, name) WHERE (name IS NOT NULL);
CREATE INDEX wait_closed_tasks ON public.wait USING btree (agency_id, (
CASE
    WHEN (due_at IS NULL) THEN 'infinity'::timestamp with time zone
    ELSE due_at
END), since, case_id, no) WHERE ((kind = 'task'::text) AND (closed_at IS NOT NULL));
CREATE INDEX wait_open_by_case ON public.wait USING btree (agency_id, case_id, no) WHERE (closed_at IS NULL);
CREATE INDEX wait_open_by_due ON public.wait USING btree (agency_id, kind, due_at, case_id, no) WHERE ((closed_at IS NULL) AND (due_at IS NOT NULL));
CREATE INDEX wait_open_by_name ON public.wait USING btree (agency_id, topic, correlation) WHERE ((closed_at IS NULL) AND (kind = ANY (ARRAY['message'::text, 'signal'::text])));
CREATE INDEX wait_open_by_since ON public.wait USING btree (agency_id, since, case_id, no) WHERE (closed_at IS NULL);
CREATE INDEX wait_open_incidents ON public.wait USING btree (agency_id, since, case_id, no) WHERE ((kind = 'incident'::text) AND (closed_at IS NULL));
CREATE INDEX wait_open_publication_steps ON public.wait USING btree (agency_id, since, case_id, no) WHERE ((closed_at IS NULL) AND (form = ANY (ARRAY['redaction'::text, 'publicationApproval'::text])));
CREATE INDEX wait_open_services ON public.wait USING btree (agency_id, since, case_id, no) WHERE ((kind = 'service'::text) AND (closed_at IS NULL));
CREATE INDEX wait_open_tasks ON public.wait USING btree (agency_id, (
CASE
    WHEN (due_at IS NULL) THEN 'infinity'::timestamp with time zone
    ELSE due_at
END), since, case_id, no) WHERE ((kind = 'task'::text) AND (closed_at IS NULL));
CREATE UNIQUE INDEX definition_one_active ON public.definition USING btree (agency_id, key) WHERE (status = 'active'::text);

-- functions
CREATE OR REPLACE FUNCTION public.broadcast_signal(p_agency text, p_id uuid, p_name text, p_variables text, p_sender text, p_sent_by uuid, p_at timestamp with time zone, OUT started integer, OUT delivered integer)
 RETURNS record
 LANGUAGE plpgsql
AS $function$
begin
  insert into message (
    agency_id, message_id, no, kind, name, variables, sender, sent_by, case_id, waits, definition_id, start_no, sent_at
  )
  select
    p_agency, p_id, row_number() over (), 'signal', p_name, p_variables, p_sender, p_sent_by, t.case_id, t.waits,
    t.definition_id, t.start_no, p_at
  from (
    select w.case_id, json_agg(w.no order by w.no)::text as waits, null::uuid as definition_id, null::integer as start_no
    from wait w
    where w.agency_id = p_agency and w.kind = 'signal' and w.topic = p_name and w.closed_at is null
      and w.case_id is distinct from p_sent_by
    group by w.case_id
    union all
    select null, null, s.definition_id, s.no
    from start_subscription s
    where s.agency_id = p_agency and s.kind = 'signal' and s.name = p_name
  ) t;
  select count(m.definition_id), count(m.case_id) into started, delivered
  from message m
  where m.agency_id = p_agency and m.message_id = p_id;
end
$function$;
CREATE OR REPLACE FUNCTION public.change_lease_v1(p_agency text, p_case uuid, p_no integer, p_holder text, p_lease_no integer, p_now timestamp with time zone, p_owner text, p_until timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
begin
  perform set_config('app.agency', p_agency, true);
  update wait w
  set lease_owner = p_owner, lease_until = p_until
  where w.agency_id = p_agency and w.case_id = p_case and w.no = p_no and w.kind = 'service' and w.closed_at is null
    and w.lease_owner = p_holder and w.lease_no = p_lease_no and w.lease_until > p_now;
  return found;
end
$function$;
CREATE OR REPLACE FUNCTION public.claim_due_starts_v1(p_now timestamp with time zone, p_until timestamp with time zone, p_owner text, p_limit integer)
 RETURNS TABLE(agency_id text, definition_id uuid, no integer, process_id text, element_id text, due_at text, provisional boolean, counts_from text, fired integer, sha256 text)
 LANGUAGE plpgsql
AS $function$
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
        select s.definition_id, s.no
        from start_subscription s
        where s.agency_id = v_agency and s.due_at <= p_now and (s.lease_until is null or s.lease_until <= p_now)
        order by s.due_at, s.definition_id, s.no
        limit v_left
        for update skip locked
      )
      update start_subscription s
      set lease_owner = p_owner, lease_until = p_until
      from due
      where s.agency_id = v_agency and s.definition_id = due.definition_id and s.no = due.no
      returning
        s.agency_id, s.definition_id, s.no, s.process_id, s.element_id, instant(s.due_at), s.provisional,
        instant(s.counts_from), s.fired,
        (select d.sha256 from definition d where d.agency_id = v_agency and d.definition_id = s.definition_id);
    get diagnostics v_rows = row_count;
    v_left := v_left - v_rows;
  end loop;
end
$function$;
CREATE OR REPLACE FUNCTION public.claim_due_timers_v1(p_now timestamp with time zone, p_until timestamp with time zone, p_owner text, p_limit integer)
 RETURNS TABLE(agency_id text, case_id uuid)
 LANGUAGE plpgsql
AS $function$
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
$function$;
CREATE OR REPLACE FUNCTION public.claim_messages_v1(p_now timestamp with time zone, p_until timestamp with time zone, p_owner text, p_limit integer, p_agency text, p_message uuid)
 RETURNS TABLE(agency_id text, message_id uuid, no integer, kind text, name text, correlation text, variables text, sender text, sent_by uuid, case_id uuid, waits text, definition_id uuid, start_no integer)
 LANGUAGE plpgsql
AS $function$
declare
  v_agency text;
  v_left integer := p_limit;
  v_rows integer;
begin
  for v_agency in
    select a.agency_id from agency a where p_agency is null or a.agency_id = p_agency order by random()
  loop
    exit when v_left <= 0;
    perform set_config('app.agency', v_agency, true);
    return query
      with due as (
        select m.message_id, m.no
        from message m
        where m.agency_id = v_agency and (p_message is null or m.message_id = p_message)
          and (m.lease_until is null or m.lease_until <= p_now)
          and (m.expires_at is null or m.expires_at > p_now)
          and (m.kind = 'signal' or exists (
            select from message_catchers(v_agency, m.name, m.correlation, m.sent_by)
          ))
        order by m.sent_at, m.message_id, m.no
        limit v_left
        for update skip locked
      )
      update message m
      set lease_owner = p_owner, lease_until = p_until
      from due
      where m.agency_id = v_agency and m.message_id = due.message_id and m.no = due.no
      returning
        m.agency_id, m.message_id, m.no, m.kind, m.name, m.correlation, m.variables, m.sender, m.sent_by, m.case_id, m.waits,
        m.definition_id, m.start_no;
    get diagnostics v_rows = row_count;
    v_left := v_left - v_rows;
  end loop;
end
$function$;
CREATE OR REPLACE FUNCTION public.commit_case_v1(p_agency text, p_case uuid, p_at timestamp with time zone, p_actor text, p_actor_revision integer, p_expected integer, p_status text, p_state text, p_start text, p_close text, p_open text, p_assign text, p_personal text, p_law text, p_messages text, p_hash text, p_body text, p_route text, p_key text, p_digest text, p_answer text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
$function$;
CREATE OR REPLACE FUNCTION public.commit_definition_v1(p_agency text, p_definition_key text, p_at timestamp with time zone, p_actor text, p_actor_revision integer, p_expected integer, p_insert text, p_set_status text, p_hash text, p_body text, p_route text, p_key text, p_digest text, p_answer text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
$function$;
CREATE OR REPLACE FUNCTION public.commit_publication_v1(p_agency text, p_publication uuid, p_at timestamp with time zone, p_actor text, p_actor_revision integer, p_expected integer, p_replaces integer, p_row text, p_hash text, p_body text, p_route text, p_key text, p_digest text, p_answer text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
$function$;
CREATE OR REPLACE FUNCTION public.decision_is_cleared()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
$function$;
CREATE OR REPLACE FUNCTION public.displays_over_v1(p_today text, p_limit integer)
 RETURNS TABLE(agency_id text, publication_id uuid)
 LANGUAGE plpgsql
AS $function$
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
$function$;
CREATE OR REPLACE FUNCTION public.fetch_service_tasks_v1(p_agency text, p_person text, p_topics text, p_now timestamp with time zone, p_until timestamp with time zone, p_limit integer)
 RETURNS TABLE(case_id uuid, no integer, element_id text, name text, topic text, since timestamp with time zone, due_at timestamp with time zone, lease_no integer, attempts integer, state text, loop_counter integer, locals text)
 LANGUAGE plpgsql
AS $function$
begin
  perform set_config('app.agency', p_agency, true);
  return query
    with free as (
      select w.case_id, w.no
      from wait w
      where w.agency_id = p_agency and w.kind = 'service' and w.closed_at is null
        and (w.lease_until is null or w.lease_until <= p_now)
        and (p_topics is null or w.topic in (select t.topic from json_array_elements_text(p_topics::json) as t (topic)))
      order by w.since, w.case_id, w.no
      limit p_limit
      for update skip locked
    )
    update wait w
    set lease_no = w.lease_no + 1, lease_owner = p_person, lease_until = p_until, attempts = w.attempts + 1
    from free, instance i
    where w.agency_id = p_agency and w.case_id = free.case_id and w.no = free.no
      and i.agency_id = p_agency and i.case_id = free.case_id
    returning w.case_id, w.no, w.element_id, w.name, w.topic, w.since, w.due_at, w.lease_no, w.attempts, i.state,
      w.loop_counter, w.locals;
end
$function$;
CREATE OR REPLACE FUNCTION public.guard_actor(p_agency text, p_actor text, p_actor_revision integer)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  perform 1 from person p where p.agency_id = p_agency and p.person_id = p_actor and p.revision = p_actor_revision;
  if not found then
    perform lost_guard('actor');
  end if;
end
$function$;
CREATE OR REPLACE FUNCTION public.guard_callees(p_agency text, p_bindings text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
$function$;
CREATE OR REPLACE FUNCTION public.guard_published(p_agency text, p_row json)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
$function$;
CREATE OR REPLACE FUNCTION public.instant(p timestamp with time zone)
 RETURNS text
 LANGUAGE sql
 STABLE
RETURN to_char((p AT TIME ZONE 'UTC'::text), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'::text);
CREATE OR REPLACE FUNCTION public.keep_answer(p_agency text, p_person text, p_at timestamp with time zone, p_route text, p_key text, p_digest text, p_answer text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  insert into idempotency (agency_id, person_id, route, key, request_digest, answer, at)
  values (p_agency, p_person, p_route, p_key, decode(p_digest, 'hex'), p_answer, p_at)
  on conflict do nothing;
  if not found then
    perform lost_guard('idempotency-key');
  end if;
end
$function$;
CREATE OR REPLACE FUNCTION public.keep_message_v1(p_agency text, p_id uuid, p_name text, p_correlation text, p_variables text, p_sender text, p_at timestamp with time zone, p_expires timestamp with time zone, p_actor text, p_actor_revision integer, p_route text, p_key text, p_digest text, p_answer text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  perform set_config('app.agency', p_agency, true);
  perform guard_actor(p_agency, p_actor, p_actor_revision);
  insert into message (agency_id, message_id, no, kind, name, correlation, variables, sender, sent_at, expires_at)
  values (p_agency, p_id, 1, 'message', p_name, p_correlation, p_variables, p_sender, p_at, p_expires);
  if p_key is not null then
    perform keep_answer(p_agency, p_actor, p_at, p_route, p_key, p_digest, p_answer);
  end if;
end
$function$;
CREATE OR REPLACE FUNCTION public.load_case_v1(p_agency text, p_case uuid, p_person text, p_route text, p_key text)
 RETURNS TABLE(number text, definition_id uuid, definition_key text, definition_version integer, sha256 text, process_id text, bindings text, matter_id text, matter_version integer, external_ref text, status text, revision integer, head text, state text, started_at text, ended_at text, waits text, law text, request_digest text, answer text)
 LANGUAGE plpgsql
AS $function$
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
$function$;
CREATE OR REPLACE FUNCTION public.load_definition_v1(p_agency text, p_definition uuid, p_definition_key text, p_person text, p_route text, p_key text)
 RETURNS TABLE(seq integer, head text, auto_activate boolean, versions text, active text, request_digest text, answer text)
 LANGUAGE plpgsql
AS $function$
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
$function$;
CREATE OR REPLACE FUNCTION public.load_law_v1(p_agency text, p_case uuid)
 RETURNS text
 LANGUAGE plpgsql
 STABLE
AS $function$
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
$function$;
CREATE OR REPLACE FUNCTION public.load_publication_v1(p_agency text, p_publication uuid, p_person text, p_route text, p_key text)
 RETURNS TABLE(case_id uuid, case_status text, case_revision integer, case_head text, matter_id text, matter_version integer, publication text, decision text, rules text, seq integer, head text, request_digest text, answer text)
 LANGUAGE plpgsql
AS $function$
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
$function$;
CREATE OR REPLACE FUNCTION public.load_start_v1(p_agency text, p_definition uuid, p_definition_key text, p_version integer, p_matter text, p_person text, p_route text, p_key text)
 RETURNS TABLE(definition_id uuid, definition_key text, definition_version integer, sha256 text, bindings text, status text, matter_id text, matter_version integer, next_number integer, rules text, request_digest text, answer text)
 LANGUAGE plpgsql
AS $function$
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
$function$;
CREATE OR REPLACE FUNCTION public.lost_guard(p_guard text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  raise exception using errcode = '40001', message = 'lost guard: ' || p_guard;
end
$function$;
CREATE OR REPLACE FUNCTION public.message_catchers(p_agency text, p_name text, p_correlation text, p_sender uuid)
 RETURNS TABLE(tier integer, case_id uuid, no integer, element_id text, definition_id uuid, process_id text)
 LANGUAGE sql
 STABLE
AS $function$
  with sender as (
    select
      coalesce(s.conversation_id, s.case_id) as conversation,
      s.conversation_id is null and not exists (
        select from instance o where o.agency_id = p_agency and o.conversation_id = s.case_id
      ) as alone
    from instance s
    where s.agency_id = p_agency and s.case_id = p_sender
  ),
  waiting as (
    select
      w.case_id, w.no, w.element_id, w.definition_id, w.correlation, i.process_id, i.external_ref, i.number,
      coalesce(i.conversation_id, i.case_id) as conversation,
      i.conversation_id is null and not exists (
        select from instance o where o.agency_id = p_agency and o.conversation_id = i.case_id
      ) as alone
    from wait w
    join instance i on i.agency_id = p_agency and i.case_id = w.case_id
    where w.agency_id = p_agency and w.kind = 'message' and w.topic = p_name and w.closed_at is null
      and i.status = 'running' and w.case_id is distinct from p_sender
  ),
  found as (
    select
      case
        when w.correlation = p_correlation then 1
        when w.correlation is null and p_correlation in (w.external_ref, w.number, w.case_id::text) then 2
        when w.correlation is null or p_correlation is null then
          case
            when w.conversation = (select s.conversation from sender s) then 3
            when w.correlation is not null then null
            when w.alone and (select s.alone from sender s) then 4
            when p_sender is null and p_correlation is null then 5
          end
      end as tier,
      w.case_id, w.no, w.element_id, w.definition_id, w.process_id
    from waiting w
    union all
    select 6, null, s.no, s.element_id, s.definition_id, s.process_id
    from start_subscription s
    where s.agency_id = p_agency and s.kind = 'message' and s.name = p_name
  )
  select f.tier, f.case_id, f.no, f.element_id, f.definition_id, f.process_id
  from found f
  where f.tier = (select min(g.tier) from found g)
  order by f.case_id, f.no
$function$;
CREATE OR REPLACE FUNCTION public.message_catchers_v1(p_agency text, p_name text, p_correlation text, p_sender uuid)
 RETURNS TABLE(case_id uuid, no integer, element_id text, definition_id uuid, process_id text)
 LANGUAGE plpgsql
AS $function$
begin
  perform set_config('app.agency', p_agency, true);
  return query
    select c.case_id, c.no, c.element_id, c.definition_id, c.process_id
    from message_catchers(p_agency, p_name, p_correlation, p_sender) c;
end
$function$;
CREATE OR REPLACE FUNCTION public.message_readers_v1(p_agency text, p_name text)
 RETURNS TABLE(definition_id uuid, sha256 text, process_id text)
 LANGUAGE plpgsql
AS $function$
begin
  perform set_config('app.agency', p_agency, true);
  return query
    select distinct w.definition_id, d.sha256, coalesce(w.called_process, i.process_id)
    from wait w
    join instance i on i.agency_id = p_agency and i.case_id = w.case_id
    join definition d on d.agency_id = p_agency and d.definition_id = w.definition_id
    where w.agency_id = p_agency and w.kind = 'message' and w.topic = p_name and w.closed_at is null
      and w.correlation is not null;
end
$function$;
CREATE OR REPLACE FUNCTION public.public_body_v1(p_state text, p_published_at timestamp with time zone, p_body text, p_today text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
RETURN CASE WHEN (p_published_at IS NULL) THEN NULL::text WHEN (p_state = ANY (ARRAY['published'::text, 'corrected'::text])) THEN CASE WHEN (COALESCE(((p_body)::json ->> 'displayUntil'::text), p_today) >= p_today) THEN p_body ELSE NULL::text END WHEN (p_state = ANY (ARRAY['redacted'::text, 'approved'::text, 'withdrawn'::text])) THEN (jsonb_set((p_body)::jsonb, '{text}'::text[], 'null'::jsonb))::text ELSE NULL::text END;
CREATE OR REPLACE FUNCTION public.public_publication_v1(p_today text, p_publication uuid)
 RETURNS TABLE(agency_name text, publication_id uuid, number text, decided_on text, published_at text, body text)
 LANGUAGE plpgsql
AS $function$
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
$function$;
CREATE OR REPLACE FUNCTION public.public_publications_v1(p_today text, p_like text, p_before timestamp with time zone, p_before_id uuid, p_limit integer)
 RETURNS TABLE(agency_name text, publication_id uuid, number text, decided_on text, published_at text, body text)
 LANGUAGE plpgsql
AS $function$
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
$function$;
CREATE OR REPLACE FUNCTION public.redate_start_v1(p_agency text, p_definition uuid, p_no integer, p_due timestamp with time zone, p_new_due timestamp with time zone, p_provisional boolean)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
begin
  perform set_config('app.agency', p_agency, true);
  update start_subscription s
  set due_at = p_new_due, provisional = p_provisional, lease_until = null
  where s.agency_id = p_agency and s.definition_id = p_definition and s.no = p_no and s.due_at = p_due;
  return found;
end
$function$;
CREATE OR REPLACE FUNCTION public.review_is_earned()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
$function$;
CREATE OR REPLACE FUNCTION public.settle_message_v1(p_agency text, p_id uuid, p_no integer, p_problem text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  perform set_config('app.agency', p_agency, true);
  if p_problem is null then
    delete from message m where m.agency_id = p_agency and m.message_id = p_id and m.no = p_no;
  else
    update message m set problem = p_problem where m.agency_id = p_agency and m.message_id = p_id and m.no = p_no;
  end if;
end
$function$;
CREATE OR REPLACE FUNCTION public.throw_signal_v1(p_agency text, p_id uuid, p_name text, p_variables text, p_sender text, p_at timestamp with time zone, p_actor text, p_actor_revision integer, p_route text, p_key text, p_digest text)
 RETURNS text
 LANGUAGE plpgsql
AS $function$
declare
  v_answer text;
begin
  perform set_config('app.agency', p_agency, true);
  perform guard_actor(p_agency, p_actor, p_actor_revision);
  select json_build_object('started', b.started, 'delivered', b.delivered)::text into v_answer
  from broadcast_signal(p_agency, p_id, p_name, p_variables, p_sender, null, p_at) b;
  if p_key is not null then
    perform keep_answer(p_agency, p_actor, p_at, p_route, p_key, p_digest, v_answer);
  end if;
  return v_answer;
end
$function$;
CREATE OR REPLACE FUNCTION public.write_law_v1(p_agency text, p_case uuid, p_at timestamp with time zone, p_actor text, p_law json)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
$function$;
CREATE OR REPLACE FUNCTION public.write_messages_v1(p_agency text, p_case uuid, p_at timestamp with time zone, p_messages json)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  v_taken json := p_messages -> 'taken';
  v_start json := p_messages -> 'started';
  v_sender uuid;
begin
  if v_taken ->> 'id' is not null then
    delete from message m
    where m.agency_id = p_agency and m.message_id = (v_taken ->> 'id')::uuid and m.no = (v_taken ->> 'no')::integer
    returning case m.kind when 'message' then m.sent_by end into v_sender;
    if not found then
      perform lost_guard('message');
    end if;
    update instance i
    set conversation_id = coalesce(s.conversation_id, s.case_id)
    from instance s
    where i.agency_id = p_agency and i.case_id = p_case and i.conversation_id is null
      and s.agency_id = p_agency and s.case_id = v_sender and coalesce(s.conversation_id, s.case_id) <> p_case
      and not exists (select from instance o where o.agency_id = p_agency and o.conversation_id = p_case);
  end if;

  if v_start ->> 'no' is not null then
    update start_subscription s
    set due_at = (v_start ->> 'nextDue')::timestamptz, provisional = (v_start ->> 'provisional')::boolean,
      counts_from = s.due_at, fired = s.fired + 1, lease_until = null
    where s.agency_id = p_agency and s.definition_id = (v_start ->> 'definitionId')::uuid
      and s.no = (v_start ->> 'no')::integer and s.due_at = (v_start ->> 'dueAt')::timestamptz;
    if not found then
      perform lost_guard('start-subscription');
    end if;
  end if;

  insert into message (
    agency_id, message_id, no, kind, name, correlation, variables, sender, sent_by, sent_at, expires_at
  )
  select
    p_agency, o.id, 1, 'message', o.name, o.correlation, o.variables::text, json_build_object('case', p_case)::text, p_case,
    p_at, o."expiresAt"
  from json_to_recordset(p_messages -> 'sent') as o (
    id uuid, name text, correlation text, variables json, "expiresAt" timestamptz
  );

  perform broadcast_signal(
    p_agency, o.id, o.name, o.variables::text, json_build_object('case', p_case)::text, p_case, p_at
  )
  from json_to_recordset(p_messages -> 'signals') as o (id uuid, name text, variables json);
end
$function$;
CREATE OR REPLACE FUNCTION public.write_starts_v1(p_agency text, p_definition uuid, p_starts json)
 RETURNS void
 LANGUAGE sql
AS $function$
  insert into start_subscription (
    agency_id, definition_id, no, process_id, element_id, kind, name, due_at, provisional, counts_from
  )
  select
    p_agency, p_definition, s.no, s."processId", s."elementId", s.kind, s.name, s."dueAt", coalesce(s.provisional, false),
    s."countsFrom"
  from json_to_recordset(p_starts) as s (
    no integer, "processId" text, "elementId" text, kind text, name text, "dueAt" timestamptz, provisional boolean,
    "countsFrom" timestamptz
  )
  on conflict do nothing
$function$;

-- triggers
CREATE CONSTRAINT TRIGGER decision_is_cleared AFTER INSERT ON public.decision DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION decision_is_cleared();
CREATE CONSTRAINT TRIGGER review_is_earned AFTER INSERT OR UPDATE OF state ON public.review DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.state = 'passed'::text)) EXECUTE FUNCTION review_is_earned();

-- policies
create policy own_agency on api_key as permissive for all to public using ((agency_id = ( SELECT current_setting('app.agency'::text, true) AS current_setting)));
create policy own_agency on catalogue as permissive for all to public using ((agency_id = ( SELECT current_setting('app.agency'::text, true) AS current_setting)));
create policy own_agency on circumstance as permissive for all to public using ((agency_id = ( SELECT current_setting('app.agency'::text, true) AS current_setting)));
create policy own_agency on clock as permissive for all to public using ((agency_id = ( SELECT current_setting('app.agency'::text, true) AS current_setting)));
create policy own_agency on decision as permissive for all to public using ((agency_id = ( SELECT current_setting('app.agency'::text, true) AS current_setting)));
create policy own_agency on definition as permissive for all to public using ((agency_id = ( SELECT current_setting('app.agency'::text, true) AS current_setting)));
create policy own_agency on draft as permissive for all to public using ((agency_id = ( SELECT current_setting('app.agency'::text, true) AS current_setting)));
create policy own_agency on evidence as permissive for all to public using ((agency_id = ( SELECT current_setting('app.agency'::text, true) AS current_setting)));
create policy own_agency on idempotency as permissive for all to public using ((agency_id = ( SELECT current_setting('app.agency'::text, true) AS current_setting)));
create policy own_agency on instance as permissive for all to public using ((agency_id = ( SELECT current_setting('app.agency'::text, true) AS current_setting)));
create policy own_agency on matter as permissive for all to public using ((agency_id = ( SELECT current_setting('app.agency'::text, true) AS current_setting)));
create policy own_agency on message as permissive for all to public using ((agency_id = ( SELECT current_setting('app.agency'::text, true) AS current_setting)));
create policy own_agency on person as permissive for all to public using ((agency_id = ( SELECT current_setting('app.agency'::text, true) AS current_setting)));
create policy own_agency on person_role as permissive for all to public using ((agency_id = ( SELECT current_setting('app.agency'::text, true) AS current_setting)));
create policy own_agency on publication as permissive for all to public using ((agency_id = ( SELECT current_setting('app.agency'::text, true) AS current_setting)));
create policy own_agency on qualification as permissive for all to public using ((agency_id = ( SELECT current_setting('app.agency'::text, true) AS current_setting)));
create policy own_agency on record as permissive for all to public using ((agency_id = ( SELECT current_setting('app.agency'::text, true) AS current_setting)));
create policy own_agency on register as permissive for all to public using ((agency_id = ( SELECT current_setting('app.agency'::text, true) AS current_setting)));
create policy own_agency on review as permissive for all to public using ((agency_id = ( SELECT current_setting('app.agency'::text, true) AS current_setting)));
create policy own_agency on review_opinion as permissive for all to public using ((agency_id = ( SELECT current_setting('app.agency'::text, true) AS current_setting)));
create policy own_agency on revocation as permissive for all to public using ((agency_id = ( SELECT current_setting('app.agency'::text, true) AS current_setting)));
create policy own_agency on scope as permissive for all to public using ((agency_id = ( SELECT current_setting('app.agency'::text, true) AS current_setting)));
create policy own_agency on start_subscription as permissive for all to public using ((agency_id = ( SELECT current_setting('app.agency'::text, true) AS current_setting)));
create policy own_agency on stream as permissive for all to public using ((agency_id = ( SELECT current_setting('app.agency'::text, true) AS current_setting)));
create policy own_agency on variable as permissive for all to public using ((agency_id = ( SELECT current_setting('app.agency'::text, true) AS current_setting)));
create policy own_agency on wait as permissive for all to public using ((agency_id = ( SELECT current_setting('app.agency'::text, true) AS current_setting)));

-- rights
grant DELETE, INSERT, SELECT on idempotency to sanzhi_app;
grant DELETE, INSERT, SELECT, UPDATE on message to sanzhi_app;
grant DELETE, INSERT, SELECT, UPDATE on start_subscription to sanzhi_app;
grant DELETE, INSERT, SELECT, UPDATE on variable to sanzhi_app;
grant INSERT, SELECT on agency to sanzhi_app;
grant INSERT, SELECT on catalogue to sanzhi_app;
grant INSERT, SELECT on circumstance to sanzhi_app;
grant INSERT, SELECT on clock to sanzhi_app;
grant INSERT, SELECT on decision to sanzhi_app;
grant INSERT, SELECT on definition to sanzhi_app;
grant INSERT, SELECT on draft to sanzhi_app;
grant INSERT, SELECT on evidence to sanzhi_app;
grant INSERT, SELECT on matter to sanzhi_app;
grant INSERT, SELECT on publication to sanzhi_app;
grant INSERT, SELECT on record to sanzhi_app;
grant INSERT, SELECT on register to sanzhi_app;
grant INSERT, SELECT on review to sanzhi_app;
grant INSERT, SELECT on review_opinion to sanzhi_app;
grant INSERT, SELECT on revocation to sanzhi_app;
grant INSERT, SELECT on scope to sanzhi_app;
grant INSERT, SELECT, UPDATE on api_key to sanzhi_app;
grant INSERT, SELECT, UPDATE on instance to sanzhi_app;
grant INSERT, SELECT, UPDATE on person to sanzhi_app;
grant INSERT, SELECT, UPDATE on person_role to sanzhi_app;
grant INSERT, SELECT, UPDATE on qualification to sanzhi_app;
grant INSERT, SELECT, UPDATE on stream to sanzhi_app;
grant INSERT, SELECT, UPDATE on wait to sanzhi_app;
grant SELECT on schema_migration to sanzhi_app;
grant UPDATE on clock (body) to sanzhi_app;
grant UPDATE on clock (due_at) to sanzhi_app;
grant UPDATE on clock (events) to sanzhi_app;
grant UPDATE on clock (provisional) to sanzhi_app;
grant UPDATE on clock (state) to sanzhi_app;
grant UPDATE on decision (body) to sanzhi_app;
grant UPDATE on decision (ended_by) to sanzhi_app;
grant UPDATE on decision (number) to sanzhi_app;
grant UPDATE on decision (state) to sanzhi_app;
grant UPDATE on decision (withdraw_due_at) to sanzhi_app;
grant UPDATE on definition (activated_at) to sanzhi_app;
grant UPDATE on definition (activated_by) to sanzhi_app;
grant UPDATE on definition (bindings) to sanzhi_app;
grant UPDATE on definition (status) to sanzhi_app;
grant UPDATE on publication (approved_by) to sanzhi_app;
grant UPDATE on publication (body) to sanzhi_app;
grant UPDATE on publication (published_at) to sanzhi_app;
grant UPDATE on publication (redacted_by) to sanzhi_app;
grant UPDATE on publication (revision) to sanzhi_app;
grant UPDATE on publication (state) to sanzhi_app;
grant UPDATE on register (last) to sanzhi_app;
grant UPDATE on review (body) to sanzhi_app;
grant UPDATE on review (levels_passed) to sanzhi_app;
grant UPDATE on review (revision) to sanzhi_app;
grant UPDATE on review (state) to sanzhi_app;
grant UPDATE on scope (body) to sanzhi_app;
grant UPDATE on scope (voided) to sanzhi_app;
grant USAGE on case_number to sanzhi_app;
grant USAGE on schema public to public;
grant USAGE on schema public to sanzhi_app;
