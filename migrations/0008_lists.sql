-- The lists that agencies brought in, and what became of each row.

create table import (
    import_id       text        not null constraint import_pkey primary key,
    agency_id       text        not null constraint import_agency_fkey references agency (agency_id),
    brought_by      text        constraint import_staff_fkey references staff (staff_id),
    file_hash       text        not null, -- SHA-256: the same file twice is noticed
    brought_at      timestamptz not null,
    added           bigint      not null,
    matched         bigint      not null,
    set_aside       bigint      not null,
    not_a_row       bigint      not null  -- titles, headers, blank lines, totals
);
create index import_agency on import (agency_id);

create table import_row (
    import_id       text        not null constraint import_row_import_fkey references import (import_id),
    sheet           text        not null, -- empty in a file without sheets
    row_number      bigint      not null, -- as a spreadsheet shows it
    outcome         text        not null, -- lists::model::RowOutcome
    note            text        not null, -- why, in plain words; never what the row holds
    person_id       text        constraint import_row_person_fkey references person (person_id),
    constraint import_row_pkey primary key (import_id, sheet, row_number)
);
create index import_row_person on import_row (person_id);
