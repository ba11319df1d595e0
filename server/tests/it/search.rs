//! Finding somebody by what is half remembered, and nobody who is not shared.

use chrono::NaiveDate;

use crate::{
    acts::text_of,
    both,
    support::{Browser, World},
};

async fn found(browser: &mut Browser, typed: &str) -> Vec<String> {
    let page = browser.post("/people/search", &[("q", typed)]).await;
    assert_eq!(page.status, 200, "{typed}: {}", page.text());
    assert_eq!(page.value("q"), typed, "what was typed stays");
    page.all("main table a")
}

both!(a_person_is_found_by_a_name_however_it_is_written, world, {
    let mut nurse = world.signed_in("nia@lda.example").await;
    for (typed, name) in [
        ("Zielinski", "Tomasz Zielinski"),
        ("Zieliński", "Tomasz Zielinski"),
        ("ZIELINSKI", "Tomasz Zielinski"),
        ("zielinski tomasz", "Tomasz Zielinski"),
        ("  Tomasz   Zielinski ", "Tomasz Zielinski"),
        ("Zielinsky", "Tomasz Zielinski"),
        ("Zielnski", "Tomasz Zielinski"),
        ("Zielinksi", "Tomasz Zielinski"),
        ("Ziel", "Tomasz Zielinski"),
        ("Tom", "Tomasz Zielinski"),
        ("Gaz", "Gareth Pugh"),
        ("Gaz Pugh", "Gareth Pugh"),
        ("Inês Carvalho", "Ines Carvalho"),
        ("o'hara", "Siobhan O'Hara"),
        ("O\u{2019}Hara", "Siobhan O'Hara"),
        ("OHARA", "Siobhan O'Hara"),
        ("O Hara", "Siobhan O'Hara"),
        ("Siobhán", "Siobhan O'Hara"),
    ] {
        let found = found(&mut nurse, typed).await;
        assert!(found.contains(&name.to_owned()), "{typed} found {found:?}");
        assert_eq!(found.iter().filter(|each| *each == name).count(), 1, "once: {found:?}");
    }
    assert_eq!(found(&mut nurse, "Zielinski").await, ["Tomasz Zielinski"], "and nobody else");
    assert!(found(&mut nurse, "Xylophone").await.is_empty());
});

both!(a_person_is_found_by_date_of_birth_in_several_shapes, world, {
    let tomasz = world.person("Tomasz").await;
    let born = text_of(&world, "select cast(born_on as text) from person where person_id = $1", &tomasz).await;
    let born: NaiveDate = born.parse().unwrap();
    let mut nurse = world.signed_in("nia@lda.example").await;
    for shape in ["%d/%m/%Y", "%-d/%-m/%Y", "%-d %B %Y", "%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%d", "%-d %b %Y", "%d %m %Y"] {
        let typed = born.format(shape).to_string();
        assert_eq!(found(&mut nurse, &typed).await, ["Tomasz Zielinski"], "{typed}");
    }
    let other = born.succ_opt().unwrap().format("%d/%m/%Y").to_string();
    assert!(found(&mut nurse, &other).await.is_empty(), "not a day off");
});

both!(a_person_is_found_by_nhs_number_and_by_postcode, world, {
    let tomasz = world.person("Tomasz").await;
    let number = text_of(&world, "select nhs_number from person where person_id = $1", &tomasz).await;
    let postcode = text_of(&world, "select postcode from person where person_id = $1", &tomasz).await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let spaced = format!("{} {} {}", &number[0..3], &number[3..6], &number[6..10]);
    let dashed = spaced.replace(' ', "-");
    for typed in [number.clone(), spaced, dashed, format!(" {number} ")] {
        assert_eq!(found(&mut nurse, &typed).await, ["Tomasz Zielinski"], "{typed}");
    }
    for typed in [postcode.clone(), postcode.to_lowercase(), postcode.replace(' ', "")] {
        assert!(found(&mut nurse, &typed).await.contains(&"Tomasz Zielinski".to_owned()), "{typed}");
    }
});

both!(nobody_is_found_by_the_postcode_of_a_restricted_address, world, {
    let lowri = world.person("Lowri").await;
    let postcode = text_of(&world, "select postcode from person where person_id = $1", &lowri).await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    assert_eq!(found(&mut nurse, "Lowri Jenkins").await, ["Lowri Jenkins"], "by name she is found");
    let found = found(&mut nurse, &postcode).await;
    assert!(!found.contains(&"Lowri Jenkins".to_owned()), "{found:?}");
    assert!(!found.is_empty(), "somebody else lives there, so the search itself works");
    assert!(!nurse.post("/people/search", &[("q", "Lowri Jenkins")]).await.html.contains(&postcode));
});

both!(nobody_is_found_who_is_not_shared_with_the_agency, world, {
    let gareth = world.person("Gareth").await;
    let number = text_of(&world, "select nhs_number from person where person_id = $1", &gareth).await;
    let postcode = text_of(&world, "select postcode from person where person_id = $1", &gareth).await;
    let born = text_of(&world, "select cast(born_on as text) from person where person_id = $1", &gareth).await;
    let typed = ["Gareth Pugh", "Pugh", "Pug", "Gaz", &number, &postcode, &born];
    // He told the police no, and the council yes.
    let mut officer = world.signed_in("officer@pol.example").await;
    let mut worker = world.signed_in("worker@asc.example").await;
    for typed in typed {
        assert!(found(&mut worker, typed).await.contains(&"Gareth Pugh".to_owned()), "{typed}");
        let page = officer.post("/people/search", &[("q", typed)]).await;
        assert!(!page.says("Gareth") && !page.html.contains(&gareth), "{typed}");
    }
    assert!(!officer.get("/people").await.says("Gareth"));
    let nobody = officer.post("/people/search", &[("q", "Gareth Pugh")]).await.html;
    let never = officer.post("/people/search", &[("q", "Gareth Pyle")]).await.html;
    let plain = |html: &str, typed: &str| {
        let page = html.replace(typed, "…");
        // The nonce differs from page to page.
        page.split("nonce=\"").map(|part| part.split_once('"').map_or(part, |(_, rest)| rest)).collect::<String>()
    };
    assert_eq!(plain(&nobody, "Gareth Pugh"), plain(&never, "Gareth Pyle"), "the page of nobody at all");
});

both!(a_closed_record_is_found_only_by_the_team_of_the_register, world, {
    let mut coordinator = world.signed_in("coordinator@lda.example").await;
    assert_eq!(found(&mut coordinator, "Nowak").await, ["Agnieszka Nowak"]);
    for name in ["nia@lda.example", "manager@asc.example", "officer@pol.example"] {
        let mut browser = world.signed_in(name).await;
        assert!(found(&mut browser, "Nowak").await.is_empty(), "{name}");
    }
});

both!(a_search_for_nothing_says_what_to_type, world, {
    let mut nurse = world.signed_in("nia@lda.example").await;
    let page = nurse.post("/people/search", &[("q", "  ")]).await;
    assert_eq!(page.status, 422);
    assert_eq!(page.errors(), ["Enter a name, a date of birth, an NHS number or a postcode"]);
    assert_eq!(nurse.get("/people/search").await.location, "/people");
});

/// The same two hundred every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

fn one_slip(name: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let at = dice.below(letters.len());
    let other = char::from(b'a' + u8::try_from(dice.below(26)).unwrap());
    match dice.below(4) {
        0 => {
            letters.remove(at);
        }
        1 => letters.insert(at, other),
        2 => letters[at] = other,
        _ => {
            let at = at.min(letters.len() - 2);
            letters.swap(at, at + 1);
        }
    }
    letters.into_iter().collect()
}

async fn names(world: &World) -> Vec<(String, String)> {
    world
        .peek(async |house| {
            app::fetch_all!(house, "select given_name, family_name from person order by given_name, family_name")
        })
        .await
}

both!(two_hundred_names_with_one_slip_all_find_their_person, world, {
    // The coordinator sees everybody, closed records too.
    let mut coordinator = world.signed_in("coordinator@lda.example").await;
    let names = names(&world).await;
    let mut dice = Dice(20_261_123);
    let mut missed = Vec::new();
    let mut tried = 0;
    while tried < 200 {
        let (given, family) = &names[dice.below(names.len())];
        let name = if dice.below(2) == 0 { given } else { family };
        if name.chars().count() < 4 || name.contains('\'') {
            continue;
        }
        tried += 1;
        let typed = one_slip(name, &mut dice);
        let found = found(&mut coordinator, &typed).await;
        if !found.contains(&format!("{given} {family}")) {
            missed.push(format!("{typed} for {name}: {found:?}"));
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
});
