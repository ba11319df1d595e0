-- What a person does themselves: their personal code, what they say on their own page, what follows.

-- Lets one person, or whoever decides for them, open that person's own page together with the date
-- of birth. The code itself is kept nowhere: only its HMAC under a key that is not in the database,
-- so that a stolen database cannot be tried against all codes there are.
create table personal_code (
    code_id         text        not null constraint personal_code_pkey primary key,
    person_id       text        not null constraint personal_code_person_fkey references person (person_id),
    code_hash       text        not null constraint personal_code_hash_key unique,
    holder_id       text        constraint personal_code_holder_fkey references holder (holder_id), -- none: it is the person's own
    format          text        not null, -- how they like to read: easy_read::model::Format
    made_by         text        not null constraint personal_code_staff_fkey references staff (staff_id),
    made_agency     text        not null constraint personal_code_agency_fkey references agency (agency_id),
    made_at         timestamptz not null,
    expires_on      date        not null, -- the last day on which it opens anything
    revoked_at      timestamptz,
    failures        bigint      not null  -- wrong dates of birth since it last opened; too many end it
);
create index personal_code_person on personal_code (person_id);

-- Apart from the sessions of staff: another cookie, another table, another way in.
create table own_session (
    token_hash      text        not null constraint own_session_pkey primary key,
    code_id         text        not null constraint own_session_code_fkey references personal_code (code_id),
    started_at      timestamptz not null,
    seen_at         timestamptz not null,
    ended_at        timestamptz           -- "I am finished"
);
create index own_session_code on own_session (code_id);

-- What was typed on one's own page and not sent, as `draft` is for staff.
create table own_draft (
    code_id         text        not null constraint own_draft_code_fkey references personal_code (code_id),
    form            text        not null,
    sealed          bytea       not null,
    saved_at        timestamptz not null, -- forgotten 14 days later
    constraint own_draft_pkey primary key (code_id, form)
);

-- In the person's own words, by their own hand. Appended.
create table own_words (
    words_id        text        not null constraint own_words_pkey primary key,
    person_id       text        not null constraint own_words_person_fkey references person (person_id),
    code_id         text        not null constraint own_words_code_fkey references personal_code (code_id),
    kind            text        not null, -- words, picture, drawing
    content         text        not null, -- the words; the picture's word; the strokes as JSON
    said_at         timestamptz not null
);
create index own_words_person on own_words (person_id);

-- What the person asked for or does not agree with, and what came of it: somebody has to act.
create table own_request (
    request_id      text        not null constraint own_request_pkey primary key,
    person_id       text        not null constraint own_request_person_fkey references person (person_id),
    code_id         text        not null constraint own_request_code_fkey references personal_code (code_id),
    kind            text        not null, -- changed_mind, disagrees, talk
    about           text        not null, -- what they do not agree with: a section, or a statement's kind and id
    words           text        not null, -- in their own words; may be empty
    who             text        not null, -- whom they want to talk with; may be empty
    how             text        not null, -- own::model::How; empty where nothing was asked
    raised_at       timestamptz not null,
    done_at         timestamptz,
    done_by         text        constraint own_request_staff_fkey references staff (staff_id),
    done_agency     text        constraint own_request_agency_fkey references agency (agency_id),
    outcome         text        not null  -- what was done; the person reads it
);
create index own_request_person on own_request (person_id);

-- A referral somebody makes for themselves or their family, until it is sent. Nobody has an account
-- yet, so the browser holds a random token; a return code finds it again from elsewhere.
create table asking (
    token_hash      text        not null constraint asking_pkey primary key,
    return_hash     text        constraint asking_return_key unique,
    sealed          bytea       not null, -- everything typed, bound to the token
    saved_at        timestamptz not null, -- forgotten 14 days later
    failures        bigint      not null  -- wrong dates of birth; too many end the return code
);

-- While the tablet is in the person's hands, the session it belongs to opens only their conversation.
alter table session add column handed_person text constraint session_handed_person_fkey references person (person_id);
alter table session add column handed_to text; -- conversation, own_page
alter table session add column handed_at timestamptz;

-- With which personal code somebody acted, where they did; no foreign key, as with the others.
alter table audit_entry add column code_id text;
