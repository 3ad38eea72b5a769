-- Indexes and functions behind the lists and the external workers.

-- Tasks in the order of their list: due first, without a due date last. Open and closed apart, so that the list of open
-- tasks stays as short as the work that is left. `case`, since row-level security lets no `coalesce` into an index scan
-- (it is not known to leak nothing).
create index wait_open_tasks on wait (agency_id, (case when due_at is null then 'infinity'::timestamptz else due_at end), since, case_id, no)
  where kind = 'task' and closed_at is null;
create index wait_closed_tasks on wait (agency_id, (case when due_at is null then 'infinity'::timestamptz else due_at end), since, case_id, no)
  where kind = 'task' and closed_at is not null;

-- Incidents in the order of their list.
create index wait_open_incidents on wait (agency_id, since, case_id, no) where kind = 'incident' and closed_at is null;

-- Service tasks in the order in which workers are given them.
create index wait_open_services on wait (agency_id, since, case_id, no) where kind = 'service' and closed_at is null;

-- Leases service tasks to an external worker: open ones, the longest waiting first, that nobody holds and whose back-off
-- is over. `lease_no` is the fencing number of the hold. Topics arrive as JSON text; null is any topic.
create function fetch_service_tasks_v1(
  p_agency text, p_person text, p_topics text, p_now timestamptz, p_until timestamptz, p_limit integer
)
returns table (
  case_id uuid, no integer, element_id text, name text, topic text, since timestamptz, due_at timestamptz,
  lease_no integer, attempts integer, state text, loop_counter integer, locals text
)
language plpgsql as $$
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
$$;

-- Changes a lease that is still held: prolongs it (p_owner: the holder), or gives the task back until p_until (p_owner:
-- null). Answers whether the lease was held.
create function change_lease_v1(
  p_agency text, p_case uuid, p_no integer, p_holder text, p_lease_no integer, p_now timestamptz,
  p_owner text, p_until timestamptz
)
returns boolean
language plpgsql as $$
begin
  perform set_config('app.agency', p_agency, true);
  update wait w
  set lease_owner = p_owner, lease_until = p_until
  where w.agency_id = p_agency and w.case_id = p_case and w.no = p_no and w.kind = 'service' and w.closed_at is null
    and w.lease_owner = p_holder and w.lease_no = p_lease_no and w.lease_until > p_now;
  return found;
end
$$;
