-- How somebody comes to the register, what they decided, and who may see them because of it.

create table referral (
    referral_id     text        not null constraint referral_pkey primary key,
    person_id       text        not null constraint referral_person_fkey references person (person_id),
    agency_id       text        not null constraint referral_agency_fkey references agency (agency_id),
    referred_by     text        constraint referral_staff_fkey references staff (staff_id),
    source          text        not null, -- referral::model::Source
    reason          text        not null,
    indicative      text,                 -- the referrer's own idea of the rating
    received_at     timestamptz not null,
    state           text        not null, -- referral::model::State
    closed_at       timestamptz,
    closed_because  text                  -- referral::model::Outcome
);
create index referral_person on referral (person_id);
create index referral_agency on referral (agency_id, state);

-- Appended, never edited. What is in force now is derived by consent::model.
create table consent_decision (
    consent_id      text        not null constraint consent_decision_pkey primary key,
    person_id       text        not null constraint consent_decision_person_fkey references person (person_id),
    number          bigint      not null, -- 1, 2, 3 … for this person
    kind            text        not null, -- given, refused, withdrawn
    authority       text        not null, -- who decided: consent::model::Authority
    decided_by      text        not null, -- their name, where it was not the person
    decided_on      date        not null,
    review_on       date,                 -- a yes is asked again by this day, or lapses
    answers         text        not null, -- every answer of the conversation, as JSON
    information     text        not null, -- format and versions of what was shown, as JSON
    recorded_by     text        constraint consent_decision_staff_fkey references staff (staff_id),
    recorded_agency text        constraint consent_decision_agency_fkey references agency (agency_id),
    recorded_at     timestamptz not null,
    constraint consent_decision_number_key unique (person_id, number)
);

create table consent_agency (
    consent_id      text        not null constraint consent_agency_decision_fkey references consent_decision (consent_id),
    agency_id       text        not null constraint consent_agency_agency_fkey references agency (agency_id),
    answer          text        not null, -- yes, no, not_sure
    constraint consent_agency_pkey primary key (consent_id, agency_id)
);

-- Who may see whom at this moment. Derived from referrals and decisions by the transaction that
-- changes them; never edited by hand. Every permit and every list reads it.
create table sharing (
    person_id       text        not null constraint sharing_person_fkey references person (person_id),
    agency_id       text        not null constraint sharing_agency_fkey references agency (agency_id),
    level           text        not null, -- access::model::Level
    until_on        date,                 -- last day, where the decision lapses
    constraint sharing_pkey primary key (agency_id, person_id)
);
create index sharing_person on sharing (person_id);

-- A person's time on the register. At most one is open.
create table register_entry (
    entry_id        text        not null constraint register_entry_pkey primary key,
    person_id       text        not null constraint register_entry_person_fkey references person (person_id),
    opened_on       date        not null,
    closed_on       date,
    closed_because  text
);
create index register_entry_person on register_entry (person_id);
create unique index register_entry_open_key on register_entry (person_id) where closed_on is null;
