-- How somebody likes to read: text size, spacing, colours, calm mode, reading aloud, the ruler.
--
-- Nine short words that name nobody, as web::preferences writes them ("100.150.100.100.dark.on.…").
-- Null until they have said so; the settings of the browser they sit at then count.

-- Goes with whoever signs in, to every browser they sign in on, and leaves with them.
alter table staff add column reading text;

-- Goes with the person: the pages that are read with them open in it. Noted by whoever asks them.
alter table person add column reading text;
