-- What is the matter, what has been tried, what could help, and who does what by when.

create table issue (
    issue_id        text        not null constraint issue_pkey primary key,
    person_id       text        not null constraint issue_person_fkey references person (person_id),
    what            text        not null,
    escalation      text        not null, -- how it may get worse, and the signs
    raised_by       text        constraint issue_staff_fkey references staff (staff_id),
    raised_at       timestamptz not null,
    closed_on       date,
    closed_because  text
);
create index issue_person on issue (person_id);

create table strategy (
    strategy_id     text        not null constraint strategy_pkey primary key,
    person_id       text        not null constraint strategy_person_fkey references person (person_id),
    kind            text        not null, -- tried, could_help
    what            text        not null,
    result          text,                 -- plan::model::Helped, for what was tried
    recorded_by     text        constraint strategy_staff_fkey references staff (staff_id),
    recorded_at     timestamptz not null
);
create index strategy_person on strategy (person_id);

create table action (
    action_id       text        not null constraint action_pkey primary key,
    person_id       text        not null constraint action_person_fkey references person (person_id),
    what            text        not null,
    service         text        not null, -- the service recommended, where one is; may not exist yet
    horizon         text        not null, -- now, later
    owner_agency    text        not null constraint action_agency_fkey references agency (agency_id),
    owner_name      text        not null,
    due_on          date        not null,
    state           text        not null, -- plan::model::ActionState
    outcome         text        not null, -- what came of it
    finished_on     date,
    agreed_by       text        constraint action_staff_fkey references staff (staff_id),
    agreed_at       timestamptz not null,
    version         bigint      not null
);
create index action_person on action (person_id);
create index action_owner on action (owner_agency, state, due_on);

create table review (
    review_id       text        not null constraint review_pkey primary key,
    person_id       text        not null constraint review_person_fkey references person (person_id),
    held_on         date        not null,
    present         text        not null, -- who was there
    person_said     text        not null, -- how the person sees it, in their words
    how_things_are  text        not null,
    what_changed    text        not null,
    rating_id       text        not null constraint review_rating_fkey references rating (rating_id),
    recorded_by     text        not null constraint review_staff_fkey references staff (staff_id),
    recorded_agency text        not null constraint review_agency_fkey references agency (agency_id),
    recorded_at     timestamptz not null
);
create index review_person on review (person_id);
