-- Who did what to whose record, in a chain in which no link can be changed unseen (access::log).

create table audit_entry (
    seq             bigint      not null constraint audit_entry_pkey primary key,
    at              timestamptz not null,
    staff_id        text,       -- no foreign keys: the log outlives what it speaks of
    agency_id       text,
    act             text        not null,
    person_id       text,
    outcome         text        not null,
    line            text        not null, -- the exact bytes that were hashed
    hash            text        not null  -- SHA-256 of the previous hash and the line
);
create index audit_entry_person on audit_entry (person_id);

-- One row: the end of the chain.
create table audit_head (
    only_row        bigint      not null constraint audit_head_pkey primary key,
    seq             bigint      not null,
    hash            text        not null
);
insert into audit_head (only_row, seq, hash) values (1, 0, '');
