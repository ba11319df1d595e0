-- An agency that runs the register sees whom the others see that do. One that joined later saw only those whose
-- decision or referral was written after it had joined: it is given the rest here, and from now on as it joins.
insert into sharing (person_id, agency_id, level, until_on)
select theirs.person_id, late.agency_id, theirs.level, theirs.until_on
from agency late
join sharing theirs on theirs.agency_id = (
    select agency_id from agency where hosts_register order by created_at, agency_id limit 1
)
where late.hosts_register
  and not exists (
    select 1 from sharing already
    where already.person_id = theirs.person_id and already.agency_id = late.agency_id
  );
