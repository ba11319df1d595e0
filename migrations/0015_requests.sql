-- What a person asked for or does not agree with, and what came of it: somebody has to act. It takes the
-- place of own_request, which knew only what came from the own page: whoever changes their mind and says so
-- to a nurse needs the same from the register's team as whoever says so on their own page.
create table request (
    request_id      text        not null constraint request_pkey primary key,
    person_id       text        not null constraint request_person_fkey references person (person_id),
    code_id         text        constraint request_code_fkey references personal_code (code_id), -- with which code, on the own page
    raised_by       text        constraint request_raised_by_fkey references staff (staff_id), -- who wrote it down, where it was said to staff
    asked_by        text        not null, -- who asked and what they are to the person, as it was then; empty: the person
    kind            text        not null, -- own::model::RequestKind
    about           text        not null, -- what they do not agree with: a section, or a statement's kind and id
    words           text        not null, -- in their own words; may be empty
    who             text        not null, -- whom they want to talk with; may be empty
    how             text        not null, -- own::model::How; empty where nothing was asked
    raised_at       timestamptz not null,
    done_at         timestamptz,
    done_by         text        constraint request_done_by_fkey references staff (staff_id),
    done_agency     text        constraint request_done_agency_fkey references agency (agency_id),
    outcome         text        not null  -- what was done; the person reads it
);
create index request_person on request (person_id);

insert into request (request_id, person_id, code_id, asked_by, kind, about, words, who, how, raised_at, done_at,
                     done_by, done_agency, outcome)
select request_id, own_request.person_id, own_request.code_id,
       coalesce(holder.name || ' (' || holder.relation || ')', ''), own_request.kind, about, words, who, how,
       raised_at, done_at, done_by, done_agency, outcome
from own_request
join personal_code on personal_code.code_id = own_request.code_id
left join holder on holder.holder_id = personal_code.holder_id;
