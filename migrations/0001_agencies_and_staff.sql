-- Who takes part: agencies, the agreements they signed, and the people who sign in.

create table agency (
    agency_id       text        not null constraint agency_pkey primary key,
    code            text        not null constraint agency_code_key unique, -- short, for `server import --agency`
    name            text        not null,
    kind            text        not null, -- one of the seven: access::model::AgencyKind
    hosts_register  boolean     not null, -- its coordinators and managers are the register's own team
    created_at      timestamptz not null
);

-- No agreement in force on a day, no access that day. A renewal is a new row.
create table sharing_agreement (
    agreement_id    text        not null constraint sharing_agreement_pkey primary key,
    agency_id       text        not null constraint sharing_agreement_agency_fkey references agency (agency_id),
    signed_by       text        not null, -- name and post of who signed for the agency
    from_on         date        not null,
    until_on        date,                 -- last day in force; none: until ended
    created_at      timestamptz not null
);
create index sharing_agreement_agency on sharing_agreement (agency_id);

create table staff (
    staff_id        text        not null constraint staff_pkey primary key,
    agency_id       text        not null constraint staff_agency_fkey references agency (agency_id),
    sign_in_name    text        not null constraint staff_sign_in_name_key unique, -- an e-mail address, in lower case
    display_name    text        not null,
    job_title       text        not null,
    role            text        not null, -- access::model::Role
    password_hash   text        not null, -- argon2id, PHC string
    is_demo         boolean     not null, -- made by `server demo`: refused in production
    left_on         date,                 -- from that day on, no sign-in
    created_at      timestamptz not null
);
create index staff_agency on staff (agency_id);
