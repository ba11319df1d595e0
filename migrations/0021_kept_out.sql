-- Colleagues whom a person keeps out. A decision is about agencies; this is about one account within them:
-- the cousin at the police, the former partner in the team. Whoever stands here, and was not let in again,
-- finds nothing of the person (access::permit::not_kept_out), while their agency sees what it saw.
create table kept_out (
    kept_out_id     text        not null constraint kept_out_pkey primary key,
    person_id       text        not null constraint kept_out_person_fkey references person (person_id),
    staff_id        text        not null constraint kept_out_staff_fkey references staff (staff_id), -- who is kept out
    words           text        not null, -- what the person said about it; may be empty
    kept_at         timestamptz not null,
    kept_by         text        not null constraint kept_out_kept_by_fkey references staff (staff_id),
    ended_at        timestamptz,          -- when they were let in again
    ended_by        text        constraint kept_out_ended_by_fkey references staff (staff_id),
    ended_because   text        not null  -- why; empty while they are kept out
);
-- Asked by every list and every permit. One is kept out once, however often the button is pressed.
create unique index kept_out_now on kept_out (person_id, staff_id) where ended_at is null;
