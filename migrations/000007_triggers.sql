-- What starts cases by itself, and what cases and other systems send: start subscriptions and messages on their way.

-- One row for each trigger of an active definition: a timer, message or signal start event, an instantiating receive task,
-- a message behind an instantiating gateway. Written with the activation, gone with the retirement. `due_at` of a timer is
-- null once it has fired for the last time; it counts from `counts_from`, `fired` times so far.
create table start_subscription (
  agency_id text not null,
  definition_id uuid not null,
  no integer not null,
  process_id text not null,
  element_id text not null,
  kind text not null check (kind in ('timer', 'message', 'signal')),
  name text,
  due_at timestamptz,
  provisional boolean not null default false,
  counts_from timestamptz,
  fired integer not null default 0,
  lease_owner text,
  lease_until timestamptz,
  primary key (agency_id, definition_id, no),
  foreign key (agency_id, definition_id) references definition,
  constraint timer_or_name check ((kind = 'timer') = (name is null))
);
create index start_subscription_by_name on start_subscription (agency_id, kind, name) where name is not null;
create index start_subscription_by_due on start_subscription (agency_id, due_at) where due_at is not null;

-- What has been sent and has not arrived yet. A message waits for one catcher until it expires. A signal has a row for each
-- case (`waits`: numbers of its waits, JSON) and each start subscription that was there when it was broadcast. The row goes
-- in the statement that writes what the delivery does, so it has its effect once. `sender`: who sent it, as JSON text.
create table message (
  agency_id text not null references agency,
  message_id uuid not null,
  no integer not null,
  kind text not null check (kind in ('message', 'signal')),
  name text not null,
  correlation text,
  variables text not null,
  sender text not null,
  sent_by uuid,
  case_id uuid,
  waits text,
  definition_id uuid,
  start_no integer,
  sent_at timestamptz not null,
  expires_at timestamptz,
  problem text,
  lease_owner text,
  lease_until timestamptz,
  primary key (agency_id, message_id, no),
  foreign key (agency_id, sent_by) references instance,
  foreign key (agency_id, case_id) references instance,
  constraint signal_has_a_target check ((kind = 'signal') = (num_nonnulls(case_id, definition_id) = 1))
);
create index message_by_age on message (agency_id, sent_at, message_id, no);
create index message_by_expiry on message (agency_id, expires_at) where expires_at is not null;

-- Key by which a waiting message is found; null: by the case's own reference, number or id.
alter table wait add column correlation text;
create index wait_open_by_name on wait (agency_id, topic, correlation) where closed_at is null and kind in ('message', 'signal');

-- Cases that exchanged a message: the id of the one that sent the first; null: none has yet, or it is that one itself.
alter table instance add column conversation_id uuid;
create index instance_by_conversation on instance (agency_id, conversation_id) where conversation_id is not null;

do $$
declare
  table_name text;
begin
  foreach table_name in array array['start_subscription', 'message'] loop
    execute format('alter table %I enable row level security', table_name);
    execute format('alter table %I force row level security', table_name);
    execute format(
      'create policy own_agency on %I using (agency_id = (select current_setting(''app.agency'', true)))',
      table_name
    );
    execute format('grant select, insert, update, delete on %I to sanzhi_app', table_name);
  end loop;
end
$$;

-- Who can catch a message: the places with the lowest tier are meant. A key finds what waits by it (1), else cases by their
-- reference, number or id (2). What a case sends finds the cases of its conversation (3), or, when neither has one yet, what
-- waits without a key (4); so does a message without sender and key (5). At last it starts a case (6).
create function message_catchers(p_agency text, p_name text, p_correlation text, p_sender uuid)
returns table (tier integer, case_id uuid, no integer, element_id text, definition_id uuid, process_id text)
language sql stable as $$
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
$$;

create function message_catchers_v1(p_agency text, p_name text, p_correlation text, p_sender uuid)
returns table (case_id uuid, no integer, element_id text, definition_id uuid, process_id text)
language plpgsql as $$
begin
  perform set_config('app.agency', p_agency, true);
  return query
    select c.case_id, c.no, c.element_id, c.definition_id, c.process_id
    from message_catchers(p_agency, p_name, p_correlation, p_sender) c;
end
$$;

-- The processes in which something waits for a message of this name by a key.
create function message_readers_v1(p_agency text, p_name text)
returns table (definition_id uuid, sha256 text, process_id text)
language plpgsql as $$
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
$$;

-- A signal reaches whatever waits for it now, in every case of the agency but the one that throws it, and every start.
create function broadcast_signal(
  p_agency text, p_id uuid, p_name text, p_variables text, p_sender text, p_sent_by uuid, p_at timestamptz,
  out started integer, out delivered integer
)
language plpgsql as $$
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
$$;

-- A person broadcasts a signal; answers the counts as they are kept for repeats.
create function throw_signal_v1(
  p_agency text, p_id uuid, p_name text, p_variables text, p_sender text, p_at timestamptz,
  p_actor text, p_actor_revision integer, p_route text, p_key text, p_digest text
)
returns text
language plpgsql as $$
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
$$;

-- Keeps a message that nobody waits for until it expires.
create function keep_message_v1(
  p_agency text, p_id uuid, p_name text, p_correlation text, p_variables text, p_sender text, p_at timestamptz,
  p_expires timestamptz, p_actor text, p_actor_revision integer, p_route text, p_key text, p_digest text, p_answer text
) returns void
language plpgsql as $$
begin
  perform set_config('app.agency', p_agency, true);
  perform guard_actor(p_agency, p_actor, p_actor_revision);
  insert into message (agency_id, message_id, no, kind, name, correlation, variables, sender, sent_at, expires_at)
  values (p_agency, p_id, 1, 'message', p_name, p_correlation, p_variables, p_sender, p_at, p_expires);
  if p_key is not null then
    perform keep_answer(p_agency, p_actor, p_at, p_route, p_key, p_digest, p_answer);
  end if;
end
$$;

-- What a case's Changeset says of messages: the one that it takes, what it sends, the timer that started it.
create function write_messages_v1(p_agency text, p_case uuid, p_at timestamptz, p_messages json) returns void
language plpgsql as $$
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
$$;

-- Start subscriptions of a version that becomes active; one that is active already keeps those it has.
create function write_starts_v1(p_agency text, p_definition uuid, p_starts json) returns void
language sql as $$
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
$$;

-- Hands due start timers to a worker, with a lease; as for the timers of cases.
create function claim_due_starts_v1(p_now timestamptz, p_until timestamptz, p_owner text, p_limit integer)
returns table (
  agency_id text, definition_id uuid, no integer, process_id text, element_id text, due_at text, provisional boolean,
  counts_from text, fired integer, sha256 text
)
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
$$;

-- A start timer whose calendar has arrived is due at another moment. Answers whether it was still due as it was.
create function redate_start_v1(
  p_agency text, p_definition uuid, p_no integer, p_due timestamptz, p_new_due timestamptz, p_provisional boolean
)
returns boolean
language plpgsql as $$
begin
  perform set_config('app.agency', p_agency, true);
  update start_subscription s
  set due_at = p_new_due, provisional = p_provisional, lease_until = null
  where s.agency_id = p_agency and s.definition_id = p_definition and s.no = p_no and s.due_at = p_due;
  return found;
end
$$;

-- Hands to a worker what can be delivered now: signals, and messages that somebody has come to wait for. `p_agency` and
-- `p_message`: only what stands for this one.
create function claim_messages_v1(
  p_now timestamptz, p_until timestamptz, p_owner text, p_limit integer, p_agency text, p_message uuid
)
returns table (
  agency_id text, message_id uuid, no integer, kind text, name text, correlation text, variables text, sender text,
  sent_by uuid, case_id uuid, waits text, definition_id uuid, start_no integer
)
language plpgsql as $$
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
$$;

-- A message that cannot be delivered as things are says why, and is looked at again when its lease has run out. Without a
-- problem it is settled: there is nobody left whom it is for.
create function settle_message_v1(p_agency text, p_id uuid, p_no integer, p_problem text) returns void
language plpgsql as $$
begin
  perform set_config('app.agency', p_agency, true);
  if p_problem is null then
    delete from message m where m.agency_id = p_agency and m.message_id = p_id and m.no = p_no;
  else
    update message m set problem = p_problem where m.agency_id = p_agency and m.message_id = p_id and m.no = p_no;
  end if;
end
$$;
