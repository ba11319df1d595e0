-- A password that an administrator gave. It opens nothing: whoever signs in with it chooses their own
-- first, so that nobody else knows the password an account is used with.
--
-- Accounts that are there already go on as they are.
alter table staff add column password_given boolean not null default false;
