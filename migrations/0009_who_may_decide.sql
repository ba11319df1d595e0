-- Who may decide about being on the register, and what shows it.

-- Somebody who says that they may decide for the person: parental responsibility, a lasting power of
-- attorney, a deputyship. What was seen of it decides whether it counts (authority::model).
create table holder (
    holder_id       text        not null constraint holder_pkey primary key,
    person_id       text        not null constraint holder_person_fkey references person (person_id),
    authority       text        not null, -- consent::model::Authority: a parent, an attorney, a deputy
    name            text        not null,
    relation        text        not null, -- mother, solicitor, council
    basis           text,                 -- authority::model::Basis; parental responsibility only
    covers          text        not null, -- authority::model::Covers: whether it is about this decision
    seen_on         date,                 -- the day on which a professional saw the document
    reference       text        not null, -- of the order or the registered power
    limits          text        not null, -- a court order that limits contact, conditions
    expires_on      date,
    added_by        text        constraint holder_staff_fkey references staff (staff_id),
    added_at        timestamptz not null,
    ended_on        date,
    ended_because   text
);
create index holder_person on holder (person_id);

-- Moves over what was said of family members. Nobody wrote down what was seen, so none counts yet.
-- The column relative.authority is no longer written or read; a later release takes it away.
insert into holder (holder_id, person_id, authority, name, relation, covers, reference, limits, added_at)
select relative_id, person_id, authority, name, relation, 'not_known', '', '', added_at
from relative where authority is not null;

-- Whether somebody can make this decision at this time: the Mental Capacity Act's test, or Gillick's.
-- Appended, never edited.
create table capacity_assessment (
    capacity_id     text        not null constraint capacity_assessment_pkey primary key,
    person_id       text        not null constraint capacity_assessment_person_fkey references person (person_id),
    number          bigint      not null, -- 1, 2, 3 … for this person
    test            text        not null, -- authority::model::Test
    conclusion      text        not null, -- authority::model::Conclusion
    assessed_on     date        not null,
    answers         text        not null, -- the whole form, as JSON
    recorded_by     text        constraint capacity_assessment_staff_fkey references staff (staff_id),
    recorded_agency text        constraint capacity_assessment_agency_fkey references agency (agency_id),
    recorded_at     timestamptz not null,
    constraint capacity_assessment_number_key unique (person_id, number)
);

-- The checklist of section 4 of the Mental Capacity Act. Stands on an assessment, always.
create table best_interests (
    interests_id    text        not null constraint best_interests_pkey primary key,
    person_id       text        not null constraint best_interests_person_fkey references person (person_id),
    number          bigint      not null,
    capacity_id     text        not null constraint best_interests_capacity_fkey references capacity_assessment (capacity_id),
    outcome         text        not null, -- yes or no to being on the register
    decided_by      text        not null, -- the decision-maker's name and role
    decided_on      date        not null,
    review_on       date        not null,
    answers         text        not null, -- the whole form, as JSON
    recorded_by     text        constraint best_interests_staff_fkey references staff (staff_id),
    recorded_agency text        constraint best_interests_agency_fkey references agency (agency_id),
    recorded_at     timestamptz not null,
    constraint best_interests_number_key unique (person_id, number)
);

-- What a decision stands on. The database itself refuses a best-interests decision without its
-- record, and with it without a capacity assessment.
alter table consent_decision add column holder_id text
    constraint consent_decision_holder_fkey references holder (holder_id);
alter table consent_decision add column capacity_id text
    constraint consent_decision_capacity_fkey references capacity_assessment (capacity_id);
alter table consent_decision add column interests_id text
    constraint consent_decision_interests_fkey references best_interests (interests_id)
    constraint consent_decision_interests_check check (authority <> 'best_interests' or interests_id is not null);

-- Earlier decisions of a parent, attorney or deputy say only a name: that name becomes their holder.
insert into holder (holder_id, person_id, authority, name, relation, covers, reference, limits, added_at)
select consent_id, person_id, authority, decided_by, '', 'not_known', '', '', recorded_at from consent_decision
where authority in ('parental_responsibility', 'health_welfare_attorney', 'court_deputy');
update consent_decision set holder_id = consent_id
where authority in ('parental_responsibility', 'health_welfare_attorney', 'court_deputy');

-- How two decisions that differ were settled: one of them stands. Appended, never edited.
create table consent_resolution (
    resolution_id   text        not null constraint consent_resolution_pkey primary key,
    person_id       text        not null constraint consent_resolution_person_fkey references person (person_id),
    after_number    bigint      not null, -- the newest decision that was looked at
    keeps_number    bigint      not null, -- the one that stands
    because         text        not null, -- consent::model::Because
    explanation     text        not null,
    recorded_by     text        constraint consent_resolution_staff_fkey references staff (staff_id),
    recorded_agency text        constraint consent_resolution_agency_fkey references agency (agency_id),
    recorded_at     timestamptz not null
);
create index consent_resolution_person on consent_resolution (person_id);

-- When to ask again, and why. Derived from decisions and the date of birth, never edited by hand.
create table consent_reminder (
    person_id       text        not null constraint consent_reminder_person_fkey references person (person_id),
    because         text        not null, -- consent::model::AskAgainBecause
    remind_from     date        not null,
    due_on          date        not null,
    constraint consent_reminder_pkey primary key (person_id)
);
