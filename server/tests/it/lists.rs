//! Bringing in the lists that agencies keep today.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Cursor, Write},
};

use app::{
    access::model::{Actor, AgencyKind, act::BringListIn},
    agency::store::{self as agency, NewAgency},
    lists::{
        actions::from_console,
        read::{Limits, read_list},
        store::{self, Counts, RowOutcome},
    },
};

use crate::{
    acts::{rows_of_everything, text_of},
    both,
    support::{Kind, World},
};

const HEALTH: (&str, &str, &[u8]) = (
    "LDA",
    "nhs-learning-disability-service.csv",
    include_bytes!("../../../app/src/lists/fixtures/nhs-learning-disability-service.csv"),
);
const COUNCIL: (&str, &str, &[u8]) =
    ("ASC", "social-care-adults.xlsx", include_bytes!("../../../app/src/lists/fixtures/social-care-adults.xlsx"));
const TRUTH: &str = include_str!("../../../app/src/lists/fixtures/truth.csv");

/// A register with two agencies and nobody in it.
async fn empty(kind: Kind) -> World {
    let world = World::empty(kind).await;
    world
        .peek(async |house| {
            let (now, today) = (house.now(), house.today());
            for (code, kind, hosts_register) in
                [("LDA", AgencyKind::NhsLearningDisability, true), ("ASC", AgencyKind::SocialCare, false)]
            {
                let new = NewAgency { code, name: code, kind, hosts_register };
                let id = agency::add(house, &new, now).await?;
                agency::sign(house, &id, "Somebody", today, None, now).await?;
            }
            Ok(())
        })
        .await;
    world
}

async fn bring_in(world: &World, (code, name, bytes): (&str, &str, &[u8])) -> Counts {
    from_console(&world.access, code, name, bytes.to_vec()).await.unwrap()
}

/// Outcome, sheet, row and person of each row of the lists brought in, the oldest list first.
async fn rows(world: &World) -> Vec<(String, String, String, i64, Option<String>)> {
    world
        .peek(async |house| {
            app::fetch_all!(
                house,
                "select import.import_id, outcome, sheet, row_number, person_id from import_row
                 join import on import.import_id = import_row.import_id
                 order by brought_at, import.import_id, sheet, row_number"
            )
        })
        .await
}

async fn both_lists_once_and_again(kind: Kind) {
    let world = empty(kind).await;
    let health = bring_in(&world, HEALTH).await;
    let council = bring_in(&world, COUNCIL).await;
    println!("{kind:?} health {health:?}, council {council:?}");
    assert_eq!(health, Counts { added: 245, matched: 0, set_aside: 0, not_a_row: 1 });
    assert_eq!(council, Counts { added: 115, matched: 108, set_aside: 0, not_a_row: 41 });
    assert_eq!(health.rows(), 246, "every line of the file");
    assert_eq!(council.rows(), 264, "every row of every sheet");
    assert_eq!(world.count("select count(*) from import_row").await, 246 + 264, "each row once");
    assert_eq!(world.count("select count(*) from person").await, health.added + council.added);
    assert_eq!(world.count("select count(*) from register_entry").await, 0, "a list puts nobody on the register");
    assert_eq!(world.count("select count(*) from consent_decision").await, 0);
    assert_eq!(world.count("select count(*) from sharing where level <> 'asking'").await, 0);
    assert_eq!(
        world.count("select count(*) from person where not exists (select 1 from referral where referral.person_id = person.person_id and state = 'waiting')").await,
        0,
        "everybody waits to be asked"
    );

    // Who is truly who.
    let truth: BTreeMap<(String, String, i64), u64> = TRUTH
        .lines()
        .skip(1)
        .map(|line| {
            let [file, sheet, row, who] = line.split(',').collect::<Vec<_>>().try_into().unwrap();
            ((file.to_owned(), sheet.to_owned(), row.parse().unwrap()), who.parse().unwrap())
        })
        .collect();
    let mut file_of: BTreeMap<String, &str> = BTreeMap::new();
    let (mut first, mut seen) = (BTreeMap::<String, u64>::new(), BTreeSet::new());
    let (mut right, mut wrong, mut could) = (0, 0, 0);
    for (import, outcome, sheet, row, person) in rows(&world).await {
        let file = if file_of.is_empty() { HEALTH.1 } else { COUNCIL.1 };
        let file = *file_of.entry(import).or_insert(file);
        let Some(who) = truth.get(&(file.to_owned(), sheet.clone(), row)).copied() else {
            assert!(person.is_none(), "{file} {sheet} {row} is no person");
            continue;
        };
        could += i32::from(seen.contains(&who));
        match outcome.parse().unwrap() {
            RowOutcome::Added => {
                seen.insert(who);
                assert_eq!(first.insert(person.unwrap(), who), None);
            }
            RowOutcome::Matched if first[&person.unwrap()] == who => right += 1,
            RowOutcome::Matched => wrong += 1,
            // The council sees nobody of the other list: whom it only may have met reads like somebody new.
            RowOutcome::SetAside => panic!("{file} {sheet} {row} tells of somebody"),
            RowOutcome::NotARow => panic!("{file} {sheet} {row} is a person"),
        }
    }
    println!("already here: {right} right, {wrong} wrong of {could} who were");
    assert_eq!(wrong, 0, "nobody is taken for somebody else");
    assert!(right * 10 >= could * 6, "{right} of {could}");

    // The same again.
    let before = rows_of_everything(&world).await;
    for list in [HEALTH, COUNCIL] {
        let again = bring_in(&world, list).await;
        assert_eq!(again.added, 0, "{again:?}");
    }
    let after = rows_of_everything(&world).await;
    for (table, count) in
        before.iter().filter(|(table, _)| ["person", "referral", "professional", "sharing"].contains(table))
    {
        assert!(after.contains(&(*table, *count)), "{table}");
    }
}

#[tokio::test]
async fn two_real_lists_are_brought_in_and_every_row_is_accounted_for_on_sqlite() {
    both_lists_once_and_again(Kind::Sqlite).await;
}

#[tokio::test]
async fn two_real_lists_are_brought_in_and_every_row_is_accounted_for_on_postgresql() {
    both_lists_once_and_again(Kind::Postgres).await;
}

#[tokio::test]
async fn a_long_list_of_new_people_holds_few_locks_on_postgresql() {
    let world = empty(Kind::Postgres).await;
    let agency = world.peek(async |house| agency::by_code(house, HEALTH.0).await).await.unwrap();
    let actor = Actor::console(agency.agency_id, agency.name, agency.kind).unwrap();
    let list = read_list(HEALTH.1, HEALTH.2, world.now().date_naive(), &Limits::default()).unwrap();
    let (counts, locks) = world
        .access
        .within::<BringListIn, _>(&actor, async |scope| {
            let (_, counts) = store::bring_in(scope, &list, HEALTH.2).await?;
            let held: (i64,) = app::fetch_one!(
                scope,
                "select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()"
            )?;
            Ok((counts, held.0))
        })
        .await
        .unwrap();
    assert_eq!(counts.added, 245);
    // The table of locks is one for all: a list that fills it stops every other decision.
    assert_eq!(locks, 1, "that of whoever adds people");
}

/// The database gives up half-way.
async fn break_half_way(world: &World) {
    match world.kind {
        Kind::Sqlite => {
            world
                .meddle(
                    "create trigger broken before insert on import_row when new.row_number = 100
                     begin select raise(abort, 'broken'); end",
                )
                .await;
        }
        Kind::Postgres => {
            world
                .meddle("create function broken() returns trigger language plpgsql as $$ begin raise 'broken'; end $$")
                .await;
            world
                .meddle(
                    "create trigger broken before insert on import_row for each row when (new.row_number = 100)
                     execute function broken()",
                )
                .await;
        }
    }
}

both!(a_list_that_fails_half_way_leaves_nothing, world, {
    let before = rows_of_everything(&world).await;
    let audit = world.count("select count(*) from audit_entry").await;
    break_half_way(&world).await;
    let failed = from_console(&world.access, HEALTH.0, HEALTH.1, HEALTH.2.to_vec()).await;
    assert!(failed.is_err());
    assert_eq!(rows_of_everything(&world).await, before);
    assert_eq!(world.count("select count(*) from audit_entry").await, audit, "the log speaks of nothing that is not");
    let mut manager = world.signed_in("manager@lda.example").await;
    let page = manager.upload("/lists", "list", HEALTH.1, HEALTH.2, &[]).await;
    assert_eq!(page.status, 500);
    assert_eq!(rows_of_everything(&world).await, before);
});

both!(a_list_is_uploaded_and_the_page_says_what_became_of_each_row, world, {
    let list = "First name,Surname,Date of birth,NHS number,Address,Postcode\n\
                Alma,Thistlewood,04/02/1988,,3 Mill Lane,ZZ99 3VZ\n\
                ,,,,,\n\
                ?,?,01/01/1990,,1 High Street,\n\
                Alma,Thistlewood,4 February 1988,,3 Mill Lane,zz993vz\n";
    let people = world.count("select count(*) from person").await;
    let mut manager = world.signed_in("manager@asc.example").await;
    let page = manager.upload("/lists", "list", "ours.csv", list.as_bytes(), &[]).await;
    assert_eq!(page.status, 303, "{}", page.text());
    let page = manager.get(&page.location.clone()).await;
    assert!(page.says("The list is in. Every row is accounted for below"));
    assert!(page.says("5 rows: 1 added, 1 already here, 1 set aside to look at, 2 not a person"), "{}", page.text());
    assert!(page.says("Row 4"), "what needs a human comes first");
    assert_eq!(world.count("select count(*) from person").await, people + 1);
    let alma = world.person("Alma").await;
    assert_eq!(
        text_of(&world, "select source || ' ' || state from referral where person_id = $1", &alma).await,
        "list waiting"
    );
    // Another agency does not see the list, nor whether there is one.
    let path = page.attributes("ul.filters a", "href").remove(0);
    let path = path.split('?').next().unwrap().to_owned();
    assert_eq!(manager.get(&path).await.status, 200);
    let mut other = world.signed_in("manager@hav.example").await;
    assert_eq!(other.get(&path).await.status, 404);
});

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook of one sheet, whose rows are XML, with the texts that its cells share.
fn workbook(rows: &str, shared: &[&str]) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let root = format!(
        "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" \
         Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let book = format!(
        "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/>\
         </sheets></workbook>"
    );
    let of_book = format!(
        "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" Type=\"{office}/worksheet\" \
         Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\"{office}/sharedStrings\" \
         Target=\"sharedStrings.xml\"/></Relationships>"
    );
    let texts: String = shared.iter().map(|text| format!("<si><t>{text}</t></si>")).collect();
    let texts = format!("<sst xmlns=\"{main}\">{texts}</sst>");
    let sheet = format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>");
    zipped(&[
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", of_book.as_bytes()),
        ("xl/sharedStrings.xml", texts.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

/// A row of a sheet, from 1, of texts in line.
fn in_line(row: usize, cells: &[&str]) -> String {
    let cells: String = ["A", "B", "C", "D"]
        .iter()
        .zip(cells)
        .map(|(column, text)| format!("<c r=\"{column}{row}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"))
        .collect();
    format!("<row r=\"{row}\">{cells}</row>")
}

both!(a_workbook_with_a_cell_of_ten_megabytes_is_answered_with_a_sentence, world, {
    let huge = "x".repeat(10 * 1024 * 1024);
    let before = rows_of_everything(&world).await;
    let mut manager = world.signed_in("manager@lda.example").await;
    // In the cell, or shared by cells of a small file: once, or wherever a cell may stand.
    let shared = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>".to_owned();
    let everywhere: String =
        (1..=20_000).map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>")).collect();
    for (rows, texts, sentence) in [
        (in_line(1, &[&huge]), vec![], "We could not find the row of headings."),
        (shared, vec![huge.as_str()], "We could not find the row of headings."),
        (everywhere, vec![huge.as_str()], "The file unpacks to far more than a list could hold"),
    ] {
        let page = manager.upload("/lists", "list", "list.xlsx", &workbook(&rows, &texts), &[]).await;
        assert_eq!((page.status, page.errors().len()), (422, 1), "{sentence}: {}", page.heading());
        assert!(page.errors()[0].starts_with(sentence), "{:?} for {sentence}", page.errors());
        assert!(page.html.len() < 100_000, "nothing of it is shown");
        assert_eq!(rows_of_everything(&world).await, before, "{sentence}");
    }
    // Among others it sets its own row aside, and no other.
    let rows = [
        in_line(1, &["First name", "Surname", "Date of birth", "About"]),
        in_line(2, &["Alma", "Thistlewood", "04/02/1988", "walks"]),
        in_line(3, &["Bob", "Thistlewood", "05/02/1988", &huge]),
    ];
    let page = manager.upload("/lists", "list", "list.xlsx", &workbook(&rows.concat(), &[]), &[]).await;
    assert_eq!(page.status, 303, "{}", page.text());
    let page = manager.get(&page.location.clone()).await;
    assert!(page.says("S, row 3") && page.says("One cell of this row holds far too much text"), "{}", page.text());
    assert!(page.html.len() < 100_000, "nothing of it is shown");
    assert_eq!(world.count("select count(*) from person where family_name = 'Thistlewood'").await, 1);
});

both!(each_file_that_cannot_be_read_is_refused_with_a_sentence_beside_its_field, world, {
    let ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....".to_vec();
    let wide: Vec<u8> = "EncryptedPackage".bytes().flat_map(|byte| [byte, 0]).collect();
    let encrypted = [ole.clone(), wide].concat();
    let rows = format!("First name,Surname\n{}", "A,B\n".repeat(5000));
    let before = rows_of_everything(&world).await;
    let mut manager = world.signed_in("manager@lda.example").await;
    for (name, bytes, sentence) in [
        ("list.csv", b"".to_vec(), "The file is empty. Choose the file that holds the list."),
        ("list.csv", b";;\n;;\n".to_vec(), "The file is empty. Choose the file that holds the list."),
        ("list.csv", vec![b'a'; 10 * 1024 * 1024 + 1], "The file is larger than 10 MB."),
        ("list.csv", b"%PDF-1.7 ...".to_vec(), "This is not a list we can read."),
        ("list.xls", ole, "This is an old kind of Excel file."),
        ("list.xlsm", COUNCIL.2.to_vec(), "This workbook has macros, which we do not accept."),
        ("list.xlsx", encrypted, "The file is protected by a password."),
        (
            "list.xlsx",
            zipped(&[("xl/workbook.xml", &vec![b' '; 60 * 1024 * 1024])]),
            "The file unpacks to far more than a list could hold",
        ),
        ("list.csv", rows.into_bytes(), "The list has more than 5,000 rows"),
        ("list.csv", b"just,some\ntext,here\n".to_vec(), "We could not find the row of headings."),
        ("list.xlsx", COUNCIL.2[..20_000].to_vec(), "The file is damaged or incomplete."),
    ] {
        let page = manager.upload("/lists", "list", name, &bytes, &[]).await;
        assert_eq!(page.status, 422, "{sentence}");
        assert_eq!(page.errors().len(), 1, "{sentence}");
        assert!(page.errors()[0].starts_with(sentence), "{:?} for {sentence}", page.errors());
        assert!(page.all("#list-error")[0].contains(sentence), "beside its field: {:?}", page.all("#list-error"));
        assert_eq!(page.attributes(".nhsuk-error-summary__list a", "href"), ["#list"]);
    }
    let none = manager.upload("/lists", "list", "", b"", &[]).await;
    assert_eq!((none.status, none.errors()), (422, vec!["Choose the file that holds the list".to_owned()]));
    assert_eq!(rows_of_everything(&world).await, before);
});

both!(a_file_above_what_the_server_takes_is_not_even_read, world, {
    let before = rows_of_everything(&world).await;
    let mut manager = world.signed_in("manager@lda.example").await;
    let page = manager.upload("/lists", "list", "list.csv", &vec![b'a'; 12 * 1024 * 1024], &[]).await;
    assert_eq!(page.status, 413, "{}", page.text());
    assert_eq!(rows_of_everything(&world).await, before);
});

both!(an_administrator_says_whose_list_it_is_and_a_practitioner_brings_none_in, world, {
    let list = b"First name,Surname,Date of birth\nAlma,Thistlewood,04/02/1988\n";
    let before = rows_of_everything(&world).await;
    let mut administrator = world.signed_in("admin@lda.example").await;
    let page = administrator.upload("/lists", "list", "list.csv", list, &[("agency", "")]).await;
    assert_eq!((page.status, page.errors()), (422, vec!["Select whose list it is".to_owned()]));
    let mut nurse = world.signed_in("nia@lda.example").await;
    assert_eq!(nurse.upload("/lists", "list", "list.csv", list, &[]).await.status, 403);
    assert_eq!(rows_of_everything(&world).await, before);
    let council = world.agency("ASC").await;
    let page = administrator.upload("/lists", "list", "list.csv", list, &[("agency", &council)]).await;
    assert_eq!(page.status, 303, "{}", page.text());
    let alma = world.person("Alma").await;
    assert_eq!(text_of(&world, "select agency_id from referral where person_id = $1", &alma).await, council);
    assert_eq!(administrator.get(&format!("/people/{alma}")).await.status, 403, "and still sees nobody's record");
});

both!(a_list_does_not_betray_somebody_who_said_no, world, {
    let declan = world.person("Declan").await;
    let of = async |column: &'static str| text_of(&world, column, &declan).await;
    let born = of("select cast(born_on as text) from person where person_id = $1").await;
    let home = of("select address from person where person_id = $1").await.replace('\n', ", ");
    let postcode = of("select postcode from person where person_id = $1").await;
    let people = world.count("select count(*) from person").await;
    let list = format!(
        "First name,Surname,Date of birth,Address,Postcode\n\
         Alma,Thistlewood,1988-02-04,3 Mill Lane,ZZ99 3VZ\n\
         Declan,Moss,{born},\"{home}\",{postcode}\n"
    );
    let mut manager = world.signed_in("manager@asc.example").await;
    let page = manager.upload("/lists", "list", "ours.csv", list.as_bytes(), &[]).await;
    assert_eq!(page.status, 303, "{}", page.text());
    let page = manager.get(&page.location.clone()).await;
    assert!(page.says("3 rows: 2 added, 0 already here, 0 set aside"), "{}", page.text());
    assert!(!page.html.contains(&declan) && !page.says("The same person"));
    assert_eq!(world.count("select count(*) from person").await, people + 1, "and yet he has one record");
    assert_eq!(manager.get(&format!("/people/{declan}")).await.status, 404);
});

both!(a_row_that_is_only_much_like_somebody_hidden_reads_like_that_of_somebody_new, world, {
    // The same name and street, another date of birth: likely, not surely, Declan, who said no.
    let declan = world.person("Declan").await;
    let of = async |column: &'static str| text_of(&world, column, &declan).await;
    let postcode = of("select postcode from person where person_id = $1").await;
    let born = of("select cast(born_on as text) from person where person_id = $1").await;
    let day = if born.ends_with("01") { "02" } else { "01" };
    let list = format!("First name,Surname,Date of birth,Postcode\nDeclan,Mosse,{}-{day},{postcode}\n", &born[..7]);
    // The register's team, who may know of him, is told, and led to him.
    let mut team = world.signed_in("manager@lda.example").await;
    let page = team.upload("/lists", "list", "theirs.csv", list.as_bytes(), &[]).await;
    let page = team.get(&page.location.clone()).await;
    assert!(page.says("1 set aside") && page.says("much like"), "{}", page.text());
    assert!(page.html.contains(&format!("/people/{declan}\"")), "whoever checks it opens him");
    let mut council = world.signed_in("manager@asc.example").await;
    let page = council.upload("/lists", "list", "ours.csv", list.as_bytes(), &[]).await;
    let page = council.get(&page.location.clone()).await;
    assert!(page.says("1 added, 0 already here, 0 set aside"), "{}", page.text());
    assert!(!page.says("much like"));
});

both!(a_list_does_not_betray_somebody_whom_another_agency_referred, world, {
    // Education referred Callum; nobody has asked him yet, and the council does not know of him.
    let callum = world.person("Callum").await;
    let family = text_of(&world, "select family_name from person where person_id = $1", &callum).await;
    let born = text_of(&world, "select cast(born_on as text) from person where person_id = $1", &callum).await;
    let list = format!("First name,Surname,Date of birth\nCallum,{family},{born}\n");
    let mut education = world.signed_in("manager@edu.example").await;
    let page = education.upload("/lists", "list", "theirs.csv", list.as_bytes(), &[]).await;
    let page = education.get(&page.location.clone()).await;
    assert!(page.says("1 set aside") && page.html.contains(&format!("/people/{callum}\"")), "{}", page.text());
    let mut council = world.signed_in("manager@asc.example").await;
    let page = council.upload("/lists", "list", "ours.csv", list.as_bytes(), &[]).await;
    let page = council.get(&page.location.clone()).await;
    assert!(page.says("1 added, 0 already here, 0 set aside"), "{}", page.text());
    assert!(!page.says("much like") && !page.html.contains(&callum));
    assert_eq!(council.get(&format!("/people/{callum}")).await.status, 404);
    // The register's own team sees both, and is told on either page before anybody is asked twice.
    let other = "select person_id from person where given_name = 'Callum' and person_id <> $1";
    let other = text_of(&world, other, &callum).await;
    let mut team = world.signed_in("coordinator@lda.example").await;
    for (one, another) in [(&callum, &other), (&other, &callum)] {
        let page = team.get(&format!("/people/{one}")).await;
        assert!(page.says("They may be here twice"), "{}", page.text());
        assert!(page.attributes("main a", "href").contains(&format!("/people/{another}")));
    }
    assert!(!council.get(&format!("/people/{other}")).await.says("They may be here twice"));
});

both!(two_who_bring_in_the_same_people_at_one_moment_make_one_record_of_each, world, {
    let people = world.count("select count(*) from person").await;
    let list = "First name,Surname,Date of birth,Postcode\n\
                Alma,Thistlewood,1988-02-04,ZZ99 3VZ\n\
                Bruno,Thistlewood,1990-07-19,ZZ99 3VZ\n";
    let bring = |code: &'static str| from_console(&world.access, code, "ours.csv", list.as_bytes().to_vec());
    let (one, two, three) = tokio::join!(bring("LDA"), bring("ASC"), bring("LDA"));
    let (one, two, three) = (one.unwrap(), two.unwrap(), three.unwrap());
    assert_eq!(one.set_aside + two.set_aside + three.set_aside, 0, "{one:?} {two:?} {three:?}");
    assert_eq!(world.count("select count(*) from person").await, people + 2, "{one:?} {two:?} {three:?}");
});
