-- Consent forms on paper: what was printed for whom, and the signed pages that came back.

-- The paper carries a code and nothing else that says whom it is about.
create table paper_form (
    paper_form_id     text        not null constraint paper_form_pkey primary key,
    person_id         text        not null constraint paper_form_person_fkey references person (person_id),
    kind              text        not null, -- paper::model::FormKind: adult, child
    questions_version bigint      not null, -- of the questions that are printed on it
    code_hash         text        not null constraint paper_form_code_key unique,
    printed_by        text        constraint paper_form_staff_fkey references staff (staff_id),
    printed_agency    text        constraint paper_form_agency_fkey references agency (agency_id),
    printed_at        timestamptz not null,
    expires_on        date        not null  -- last day on which the code leads anywhere
);
create index paper_form_person on paper_form (person_id);

-- A photo or scan of a signed page. Appended, never changed.
create table paper_scan (
    paper_scan_id     text        not null constraint paper_scan_pkey primary key,
    paper_form_id     text        not null constraint paper_scan_form_fkey references paper_form (paper_form_id),
    page              bigint      not null, -- 1, 2, 3 … in the order in which they came
    media_type        text        not null, -- paper::model::MediaType: what the bytes are, whatever they were called
    bytes             bytea       not null,
    bytes_hash        text        not null, -- SHA-256: the same photo sent twice is kept once
    uploaded_by       text        constraint paper_scan_staff_fkey references staff (staff_id),
    uploaded_agency   text        constraint paper_scan_agency_fkey references agency (agency_id),
    uploaded_at       timestamptz not null,
    constraint paper_scan_page_key unique (paper_form_id, page),
    constraint paper_scan_bytes_key unique (paper_form_id, bytes_hash)
);
