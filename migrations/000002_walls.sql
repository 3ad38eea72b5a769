-- Row-level security and the application role's rights. Every request reads and writes as sanzhi_app, which owns
-- nothing, cannot bypass a policy, and cannot change or delete a record.

do $$
declare
  table_name text;
begin
  foreach table_name in array array[
    'person', 'person_role', 'qualification', 'api_key', 'definition', 'matter', 'stream', 'instance', 'wait',
    'variable', 'record', 'idempotency'
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

grant usage on schema public to sanzhi_app;
grant usage on sequence case_number to sanzhi_app;
grant select, insert on
  agency, person, person_role, qualification, api_key, definition, matter, stream, instance, wait, variable, record,
  idempotency
to sanzhi_app;
grant update on person, person_role, qualification, api_key, stream, instance, wait, variable to sanzhi_app;
grant update (status, bindings, activated_by, activated_at) on definition to sanzhi_app;
grant delete on variable, idempotency to sanzhi_app;
