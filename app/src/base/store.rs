//! One set of queries for SQLite and PostgreSQL.
