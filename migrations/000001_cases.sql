-- The tables of the case engine, one comment a table. agency_id stands first in every key, so that agencies can be
-- spread over databases; row-level security (000002) is the second wall behind the `agency_id = …` of every statement.

do $$
begin
  if not exists (select 1 from pg_roles where rolname = 'sanzhi_app') then
    create role sanzhi_app nologin;
  end if;
exception
  -- another node created it in the same instant (roles belong to the whole server)
  when duplicate_object or unique_violation then null;
end
$$;

-- The directory of agencies: public facts, readable without an agency context (the worker walks it).
create table agency (
  agency_id text primary key check (agency_id ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text not null,
  region text not null default 'CN',
  mode text not null check (mode in ('demo', 'production')),
  auto_activate_generic boolean not null default false,
  -- limits, registers and publication rules as JSON: figures of the law are data, with their basis
  rules text not null default '{}',
  created_at timestamptz not null
);

-- A person. `revision` grows with every change of roles, qualifications or keys: commits are guarded by it.
create table person (
  agency_id text not null references agency,
  person_id text not null,
  name text not null,
  revision integer not null default 1,
  primary key (agency_id, person_id)
);

create table person_role (
  agency_id text not null,
  person_id text not null,
  role text not null,
  valid_from date not null,
  valid_to date,
  primary key (agency_id, person_id, role, valid_from),
  foreign key (agency_id, person_id) references person
);

-- Enforcement certificates and legal qualifications, with validity (P1, P2, L12).
create table qualification (
  agency_id text not null,
  person_id text not null,
  kind text not null check (kind in ('enforcement-certificate', 'legal-qualification')),
  number text not null,
  valid_from date not null,
  valid_to date,
  primary key (agency_id, person_id, kind, number),
  foreign key (agency_id, person_id) references person
);

-- Only the SHA-256 of a key's secret is stored. A key belongs to a person; a person may hold several.
create table api_key (
  agency_id text not null,
  key_id text not null,
  person_id text not null,
  secret_hash bytea not null,
  label text not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  primary key (agency_id, key_id),
  foreign key (agency_id, person_id) references person
);

-- A BPMN file as it was deployed, byte for byte: immutable but for its status. `bindings`: the
-- versions that its calls meant when it was activated last, as JSON text; they change with an activation too.
create table definition (
  agency_id text not null references agency,
  definition_id uuid not null,
  key text not null,
  version integer not null,
  name text not null,
  sha256 text not null,
  xml bytea not null,
  findings text not null,
  enforcement boolean not null,
  status text not null check (status in ('deployed', 'active', 'retired')),
  bindings text,
  deployed_by text not null,
  deployed_at timestamptz not null,
  activated_by text,
  activated_at timestamptz,
  primary key (agency_id, definition_id),
  unique (agency_id, key, version),
  unique (agency_id, key, sha256),
  foreign key (agency_id, deployed_by) references person,
  foreign key (agency_id, activated_by) references person,
  -- an enforcement procedure is put into force by a second person
  constraint four_eyes check (not enforcement or activated_by <> deployed_by)
);
create unique index definition_one_active on definition (agency_id, key) where status = 'active';

-- What is applied for or punished (事项), as data of the agency: procedure, basis, conditions, materials, data schema.
create table matter (
  agency_id text not null references agency,
  matter_id text not null,
  version integer not null,
  name text not null,
  definition_key text not null,
  body text not null,
  primary key (agency_id, matter_id, version)
);

-- Heads of the record streams that are not a case's (a case's head stands in its instance row).
create table stream (
  agency_id text not null references agency,
  stream_id text not null,
  seq integer not null,
  hash bytea not null,
  primary key (agency_id, stream_id)
);

create sequence case_number;

-- A case (案件), in BPMN's words a process instance. `revision` is also the seq of its newest record and `head_hash`
-- that record's hash. `state` is the kernel's JSON as text; `bindings` are those of its definition when it was started.
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
  -- the case that this one follows: what it decided is to be taken back
  related_to uuid,
  status text not null check (status in ('running', 'suspended', 'completed', 'cancelled')),
  revision integer not null,
  head_hash bytea not null,
  state text not null,
  started_by text,
  started_at timestamptz not null,
  ended_at timestamptz,
  primary key (agency_id, case_id),
  unique (agency_id, number),
  foreign key (agency_id, definition_id) references definition,
  foreign key (agency_id, matter_id, matter_version) references matter,
  foreign key (agency_id, related_to) references instance
) with (fillfactor = 80);
create index instance_by_relation on instance (agency_id, related_to) where related_to is not null;
create index instance_by_start on instance (agency_id, started_at, case_id);
create index instance_by_external_ref on instance (agency_id, external_ref) where external_ref is not null;

-- Anything a case waits for. A closed wait stays as the history of the task it was. `called_process` is the process that
-- the element stands in, where it is not the case's own; `topic` of a message is its name. The lease columns belong to
-- external workers and stand outside revision and ledger.
create table wait (
  agency_id text not null,
  case_id uuid not null,
  no integer not null,
  kind text not null check (kind in ('task', 'service', 'timer', 'message', 'signal', 'condition', 'incident')),
  element_id text not null,
  called_process text,
  name text,
  -- of a wait in an instance of a loop: which one, and the variables of that instance as JSON
  loop_counter integer,
  locals text,
  definition_id uuid not null,
  state text not null check (state in ('open', 'claimed', 'completed', 'cancelled', 'fired')),
  role text,
  form text,
  assignee text,
  topic text,
  since timestamptz not null,
  due_at timestamptz,
  provisional boolean not null default false,
  detail text,
  closed_at timestamptz,
  closed_by text,
  lease_no integer not null default 0,
  lease_owner text,
  lease_until timestamptz,
  attempts integer not null default 0,
  primary key (agency_id, case_id, no),
  foreign key (agency_id, case_id) references instance,
  constraint closed_has_a_moment check ((state in ('open', 'claimed')) = (closed_at is null))
);
-- Open waits of one case: without it a load reads all waits that the case ever had, or all open ones of the agency.
create index wait_open_by_case on wait (agency_id, case_id, no) where closed_at is null;
create index wait_open_by_due on wait (agency_id, kind, due_at, case_id, no) where closed_at is null and due_at is not null;
create index wait_open_by_since on wait (agency_id, since, case_id, no) where closed_at is null;

-- Personal data: the only place where it stands. Records hold salted commitments to these values.
create table variable (
  agency_id text not null,
  case_id uuid not null,
  name text not null,
  value text not null,
  salt bytea not null,
  primary key (agency_id, case_id, name),
  foreign key (agency_id, case_id) references instance
);

-- The ledger: insert-only. `body` is RFC 8785 canonical JSON exactly as hashed; the previous hash stands inside it.
create table record (
  agency_id text not null references agency,
  stream_id text not null,
  seq integer not null,
  hash bytea not null,
  body text not null,
  at timestamptz not null,
  primary key (agency_id, stream_id, seq)
);

-- Answers to requests that carried an Idempotency-Key, kept 30 days.
create table idempotency (
  agency_id text not null references agency,
  person_id text not null,
  route text not null,
  key text not null,
  request_digest bytea not null,
  answer text not null,
  at timestamptz not null,
  primary key (agency_id, person_id, route, key)
);
create index idempotency_by_age on idempotency (at);
