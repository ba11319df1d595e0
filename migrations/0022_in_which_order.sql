-- By what people are put in order: the last name, then the first, in small letters and without accents, since
-- databases sort capitals and accents each in their own way. Kept by the transaction that saves the name.
alter table person add column listed_as text not null default '';
-- Whoever is here already: accents go with the next change of their details.
update person set listed_as = lower(family_name || ' ' || given_name);
