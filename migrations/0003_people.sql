-- The person: the minimum needed to know who they are and how to reach and talk with them.

create table person (
    person_id           text        not null constraint person_pkey primary key,
    given_name          text        not null,
    family_name         text        not null,
    known_as            text        not null, -- what they like to be called; may be empty
    born_on             date,                 -- none where a list did not say
    nhs_number          text,                 -- ten digits; asked for, never required
    address             text        not null,
    postcode            text,
    address_restricted  boolean     not null, -- hidden from lists, exports and letters
    place_kind          text,                 -- person::model::PlaceKind
    phone               text        not null,
    diagnosis           text,                 -- person::model::Diagnosis
    diagnosis_evidence  text        not null,
    communication       text        not null, -- how to talk with them, and reasonable adjustments
    what_matters        text        not null, -- in their own words
    version             bigint      not null, -- a save must name the version it was opened with
    created_at          timestamptz not null,
    forgotten_on        date                  -- details removed after a refusal
);
-- Not unique: two lists may give twins the same mistyped number, and both must be kept to be put right.
create index person_nhs_number on person (nhs_number);
create index person_born on person (born_on);

-- What a search looks up: each word of the name and each of its one-letter deletions, so that one
-- typo still meets (matching::model). Kept by the transaction that saves the person.
create table person_search (
    person_id       text        not null constraint person_search_person_fkey references person (person_id),
    search_key      text        not null,
    constraint person_search_pkey primary key (search_key, person_id)
);
create index person_search_person on person_search (person_id);

-- Keys that two records of one person are likely to share, for finding duplicates.
create table person_block (
    person_id       text        not null constraint person_block_person_fkey references person (person_id),
    block_key       text        not null,
    constraint person_block_pkey primary key (block_key, person_id)
);
create index person_block_person on person_block (person_id);

create table professional (
    professional_id text        not null constraint professional_pkey primary key,
    person_id       text        not null constraint professional_person_fkey references person (person_id),
    name            text        not null,
    job             text        not null,
    organisation    text        not null,
    phone           text        not null,
    email           text        not null,
    added_at        timestamptz not null,
    removed_on      date
);
create index professional_person on professional (person_id);

create table relative (
    relative_id     text        not null constraint relative_pkey primary key,
    person_id       text        not null constraint relative_person_fkey references person (person_id),
    name            text        not null,
    relation        text        not null, -- mother, brother, friend
    phone           text        not null,
    authority       text,                 -- consent::model::Authority, where they hold one
    added_at        timestamptz not null,
    removed_on      date
);
create index relative_person on relative (person_id);
