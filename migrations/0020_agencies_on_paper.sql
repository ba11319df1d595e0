-- Which agencies a printed form asks about. Agencies come and go between printing and signing: one that the
-- paper did not name was not asked about, so nobody may write down an answer for it.
create table paper_form_agency (
    paper_form_id   text        not null constraint paper_form_agency_form_fkey references paper_form (paper_form_id),
    agency_id       text        not null constraint paper_form_agency_agency_fkey references agency (agency_id),
    constraint paper_form_agency_pkey primary key (paper_form_id, agency_id)
);

-- Forms printed before this was noted asked about the agencies of then; none has come since.
insert into paper_form_agency (paper_form_id, agency_id)
select paper_form_id, agency_id from paper_form cross join agency where not hosts_register;
