//! The schema: every column classed, both databases alike, every constraint named, and what may only
//! be appended never changed.

use std::{collections::BTreeSet, path::Path};

use app::{access::model::Section, base::store::Conn, base::store::OnDatabase};

use crate::{
    both,
    support::{Kind, World},
};

const TABLES_OF_SQLX: &[&str] = &["_sqlx_migrations"];

/// `table.column` of a database, as it says itself.
async fn columns(world: &World) -> BTreeSet<String> {
    let sql = match world.kind {
        Kind::Sqlite => {
            "select tables.name || '.' || columns.name from sqlite_master tables, pragma_table_info(tables.name) columns
             where tables.type = 'table' and tables.name not like 'sqlite!_%' escape '!'"
        }
        Kind::Postgres => {
            "select table_name || '.' || column_name from information_schema.columns where table_schema = 'public'"
        }
    };
    let all = world.column(sql).await;
    all.into_iter().filter(|name| !TABLES_OF_SQLX.iter().any(|table| name.starts_with(table))).collect()
}

struct Classed {
    column: String,
    class: String,
    section: String,
    kept: String,
    export: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn classed() -> Vec<Classed> {
    let text = std::fs::read_to_string(root().join("migrations/columns.txt")).unwrap();
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| {
            let cells: Vec<String> = line.split('|').map(|cell| cell.trim().to_owned()).collect();
            let [column, class, section, kept, export] =
                <[String; 5]>::try_from(cells).unwrap_or_else(|_| panic!("a line with other than five cells: {line}"));
            Classed { column, class, section, kept, export }
        })
        .collect()
}

both!(every_column_is_classed_and_nothing_else_is, world, {
    let listed: Vec<String> = classed().into_iter().map(|line| line.column).collect();
    let names: BTreeSet<String> = listed.iter().cloned().collect();
    assert_eq!(listed.len(), names.len(), "a column is classed twice");
    let there = columns(&world).await;
    let unclassed: Vec<&String> = there.difference(&names).collect();
    let gone: Vec<&String> = names.difference(&there).collect();
    assert!(unclassed.is_empty(), "migrations/columns.txt does not class {unclassed:?}");
    assert!(gone.is_empty(), "migrations/columns.txt classes what is not there: {gone:?}");
});

#[test]
fn every_class_section_and_retention_is_one_we_know() {
    for Classed { column, class, section, kept, export } in classed() {
        assert!(["identifying", "sensitive", "plain"].contains(&class.as_str()), "{column}: {class}");
        assert!(section == "-" || section.parse::<Section>().is_ok(), "{column}: {section} is no section");
        let known = ["record", "account", "agency", "log", "derived", "2 days", "14 days", "30 days", "always"];
        assert!(known.contains(&kept.as_str()), "{column}: {kept}");
        assert!(["yes", "no"].contains(&export.as_str()), "{column}: {export}");
        // What lets somebody in, or is sealed, is never in a copy.
        if ["staff.password_hash", "session.token_hash", "draft.sealed"].contains(&column.as_str()) {
            assert_eq!((class.as_str(), export.as_str()), ("sensitive", "no"), "{column}");
        }
    }
}

#[tokio::test]
async fn both_databases_have_the_same_tables_and_columns() {
    let (sqlite, postgres) = (World::demo(Kind::Sqlite).await, World::demo(Kind::Postgres).await);
    assert_eq!(columns(&sqlite).await, columns(&postgres).await);
}

both!(a_database_refuses_a_second_open_entry_of_one_person, world, {
    // The one rule that only an index holds: sqlx must name it on both.
    let broken = world
        .access
        .housekeeping(async |house| {
            let sql = "insert into register_entry (entry_id, person_id, opened_on)
                       select person_id, person_id, opened_on from register_entry where closed_on is null";
            match house.conn() {
                Conn::Sqlite(tx) => sqlx::query(sql).execute(&mut **tx).await.map(|_| ()),
                Conn::Postgres(tx) => sqlx::query(sql).execute(&mut **tx).await.map(|_| ()),
            }
            .map_err(Into::into)
        })
        .await;
    assert!(broken.is_err());
});

fn migrations() -> Vec<(String, String)> {
    let mut files: Vec<_> = std::fs::read_dir(root().join("migrations"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "sql"))
        .collect();
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let sql = std::fs::read_to_string(&path).unwrap();
            // Without comments: they speak of keys and references too.
            let sql =
                sql.lines().map(|line| line.split("--").next().unwrap_or_default()).collect::<Vec<_>>().join("\n");
            (path.file_name().unwrap().to_string_lossy().into_owned(), sql)
        })
        .collect()
}

#[test]
fn every_constraint_is_named() {
    for (file, sql) in migrations() {
        for line in sql.lines() {
            let constrains = ["primary key", "unique", "references", "check ("].iter().any(|word| line.contains(word));
            let named = line.contains("constraint ") || line.trim_start().starts_with("create unique index ");
            assert!(!constrains || named, "{file}: {line}");
        }
    }
}

#[test]
fn every_name_of_a_constraint_begins_with_its_table() {
    for (file, sql) in migrations() {
        let mut table = "";
        for line in sql.lines() {
            if let Some(rest) = line.strip_prefix("create table ").or_else(|| line.strip_prefix("alter table ")) {
                table = rest.split_whitespace().next().unwrap();
            }
            for (at, _) in line.match_indices("constraint ") {
                let name = line[at + "constraint ".len()..].split_whitespace().next().unwrap();
                assert!(name.starts_with(&format!("{table}_")), "{file}: {name} in {table}");
            }
        }
    }
}

#[test]
fn a_migration_only_ever_adds() {
    for (file, sql) in migrations() {
        for word in ["drop ", "truncate ", "delete from", "alter table action rename"] {
            assert!(!sql.to_lowercase().contains(word), "{file} takes something away: {word}");
        }
    }
}

fn rust_files(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|end| end == "rs") {
            files.push(path);
        }
    }
}

#[test]
fn what_is_only_appended_is_never_changed_or_deleted() {
    const APPENDED: &[&str] = &[
        "consent_decision",
        "consent_agency",
        "consent_resolution",
        "capacity_assessment",
        "best_interests",
        "assessment",
        "rating",
        "review",
        "audit_entry",
        "import_row",
    ];
    // Data protection asks that what was said goes, four weeks after a no, of somebody who was never on
    // the register. That empties a row; it never says something else, and no row is taken out.
    const EMPTIED: &[&str] = &["consent_decision", "consent_resolution", "capacity_assessment", "best_interests"];
    let erases = root().join("app/src/person/forget.rs");
    let mut files = Vec::new();
    rust_files(&root().join("app/src"), &mut files);
    assert!(files.len() > 50, "the source is where it was");
    for path in files {
        let text = std::fs::read_to_string(&path).unwrap().to_lowercase();
        let words: Vec<&str> =
            text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|w| !w.is_empty()).collect();
        for pair in words.windows(3) {
            let emptied = match pair {
                ["update", table, "set"] => path == erases && EMPTIED.contains(table),
                _ => false,
            };
            let changed = match pair {
                _ if emptied => None,
                ["update", table, "set"] | ["delete", "from", table] | ["replace", "into", table] => Some(*table),
                _ => None,
            };
            if let Some(table) = changed {
                assert!(!APPENDED.contains(&table), "{}: {}", path.display(), pair.join(" "));
            }
        }
    }
}
