-- The state of being signed in, and what somebody has typed but not sent.

-- The cookie holds a random token; only its SHA-256 is kept, so that a stolen database signs nobody in.
create table session (
    token_hash      text        not null constraint session_pkey primary key,
    staff_id        text        not null constraint session_staff_fkey references staff (staff_id),
    started_at      timestamptz not null,
    seen_at         timestamptz not null, -- idle time-out; written at most once a minute
    ended_at        timestamptz           -- signed out
);
create index session_staff on session (staff_id);

-- Failed sign-ins by a key that is a hash of the name or of the address it came from.
create table sign_in_failure (
    failure_key     text        not null constraint sign_in_failure_pkey primary key,
    failures        bigint      not null,
    last_at         timestamptz not null
);

-- One draft for each user and form. Encrypted with a key that is not in the database.
create table draft (
    staff_id        text        not null constraint draft_staff_fkey references staff (staff_id),
    form            text        not null, -- the path the form is sent to
    sealed          bytea       not null, -- the answers: ChaCha20-Poly1305, bound to staff and form
    saved_at        timestamptz not null, -- forgotten 14 days later
    constraint draft_pkey primary key (staff_id, form)
);

create table setting (
    name            text        not null constraint setting_pkey primary key,
    value           text        not null
);
