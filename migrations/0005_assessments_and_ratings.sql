-- The clinical support tool as it was filled in, and the rating a human set.

create table assessment (
    assessment_id   text        not null constraint assessment_pkey primary key,
    person_id       text        not null constraint assessment_person_fkey references person (person_id),
    tool            text        not null, -- which tool
    tool_version    text        not null, -- and which version of it
    answers         text        not null, -- every answer, as JSON
    suggestion      text        not null, -- rating, score, completeness and reasons, as JSON
    recorded_by     text        not null constraint assessment_staff_fkey references staff (staff_id),
    recorded_agency text        not null constraint assessment_agency_fkey references agency (agency_id),
    recorded_at     timestamptz not null
);
create index assessment_person on assessment (person_id);

create table rating (
    rating_id       text        not null constraint rating_pkey primary key,
    person_id       text        not null constraint rating_person_fkey references person (person_id),
    number          bigint      not null, -- 1, 2, 3 … for this person; the highest is the current one
    rating          text        not null, -- rating::model::Rating
    suggested       text,                 -- what the tool suggested, where one was filled in
    assessment_id   text        constraint rating_assessment_fkey references assessment (assessment_id),
    reason          text        not null, -- must be given where it differs from the suggestion
    review_due_on   date        not null,
    set_by          text        not null constraint rating_staff_fkey references staff (staff_id),
    set_agency      text        not null constraint rating_agency_fkey references agency (agency_id),
    set_at          timestamptz not null,
    constraint rating_number_key unique (person_id, number)
);
