-- When to ask somebody again who said yes, each reason by itself: a birthday that is far off must not
-- hide a yearly check that is near. Derived from the decisions and the date of birth, and rewritten
-- whenever they change. It takes the place of consent_reminder, which nothing writes or reads any more.
create table ask_again (
    person_id       text        not null constraint ask_again_person_fkey references person (person_id),
    because         text        not null, -- consent::model::AskAgainBecause
    remind_from     date        not null,
    due_on          date        not null,
    constraint ask_again_pkey primary key (person_id, because)
);

insert into ask_again (person_id, because, remind_from, due_on)
select person_id, because, remind_from, due_on from consent_reminder;

-- Whether everybody who has a say also said yes to their answers being used, without a name, to plan
-- services. Derived from the decisions in force. A count for planning holds nobody without it.
alter table register_entry add column planning boolean not null default false;
