-- Who of the staff saw somebody's name in a list, once a day for each kind of list. The audit log has one entry for
-- a list and names nobody in it; this says to the person whom it showed them to (access::glimpses).
create table glimpse (
    person_id       text        not null, -- no foreign keys: like the log, it outlives what it speaks of
    staff_id        text        not null, -- who saw the list
    agency_id       text        not null, -- for which agency
    list            text        not null, -- access::model::List
    seen_on         date        not null,
    constraint glimpse_pkey primary key (person_id, staff_id, list, seen_on)
);
