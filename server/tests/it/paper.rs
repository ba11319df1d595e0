//! Documents and forms as PDFs, and the signed forms that come back.

use app::easy_read::model::{Format, Wording, document_in, documents, documents_in, fill as fill_in};
use chrono::TimeDelta;

use crate::{
    acts::{all_yes, count_of, decide, fill, form, rows_of_everything, send, text_of, texts_of},
    both,
    support::{Browser, Page, World, pdf::Read},
};

pub fn pdf(page: &Page) -> Read {
    assert_eq!(page.status, 200, "{}", page.html.chars().take(300).collect::<String>());
    assert_eq!(page.headers["content-type"], "application/pdf");
    assert_eq!(page.headers["cache-control"], "no-store");
    assert!(page.headers["content-security-policy"].to_str().unwrap().starts_with("default-src 'none'"));
    let read = Read::pdf(&page.bytes);
    assert!(read.is_a4());
    read
}

#[tokio::test]
async fn every_document_is_a_pdf_for_anybody_and_says_every_line() {
    let world = World::demo(crate::support::Kind::Sqlite).await;
    let mut browser = world.browser();
    let mut made = 0;
    for wording in Wording::ALL {
        for (at, document) in documents_in(*wording).iter().enumerate() {
            for format in document.formats() {
                // Without optimisation each takes half a second: the first document in every format, the
                // others in words and in pictures. `cargo xtask pdfua` makes them all.
                if at > 0 && !matches!(format, Format::Leaflet | Format::PictureList) {
                    continue;
                }
                let path = format!("/about/{}/{}/booklet.pdf?wording={}", document.key, format.word(), wording.word());
                let read = pdf(&browser.get(&path).await);
                let texts: Vec<String> = match format.pictures() {
                    Some(_) => document.lines().map(|line| line.text.clone()).collect(),
                    None => document.plain_texts().into_iter().map(str::to_owned).collect(),
                };
                for text in texts {
                    assert!(read.says(&fill_in(&text, "support list")), "{path} does not say: {text}");
                }
                assert!(read.says_on_each_page(&format!("Version {}", document.version)), "{path}");
                assert!(read.says_on_each_page("Last checked on"), "{path}");
                assert!(read.says_on_each_page(&format!("of {}", read.pages())), "{path} numbers its pages");
                for sign in ["<pdfuaid:part>1</pdfuaid:part>", "/StructTreeRoot", "en-GB"] {
                    assert!(read.holds(sign), "{path} is no PDF/UA: {sign}");
                }
                made += 1;
            }
        }
    }
    assert!(made >= 2 * (6 + 2 * 5), "{made}");
}

both!(a_document_follows_how_the_reader_likes_to_read, world, {
    let mut browser = world.browser();
    let path = "/about/what-is-the-list/easy-read/booklet.pdf";
    let usual = pdf(&browser.get(path).await).pages();
    browser.post("/reading", &[("font", "200"), ("back", "/about")]).await;
    let large = pdf(&browser.get(path).await).pages();
    assert!(large > usual, "{large} {usual}");
});

both!(a_page_leads_to_its_pdf_and_what_is_no_document_has_none, world, {
    let mut browser = world.browser();
    for format in Format::ALL {
        let page = browser.get(&format!("/about/what-is-the-list/{}", format.word())).await;
        let links = page.attributes("a[data-full]", "href");
        assert!(
            links.contains(&format!("/about/what-is-the-list/{}/booklet.pdf?wording=adult", format.word())),
            "{links:?}"
        );
    }
    for path in
        ["/about/nothing/easy-read/booklet.pdf", "/about/what-is-the-list/braille/booklet.pdf", "/forms/x/form.pdf"]
    {
        assert_eq!(browser.get(path).await.status, 404, "{path}");
    }
    assert!(documents().len() >= 4 && document_in("what-is-kept", Wording::Adult).is_some());
});

both!(anybody_prints_a_blank_form_that_names_each_agency_and_has_no_code, world, {
    let mut browser = world.browser();
    let page = browser.get("/forms").await;
    let links = page.attributes("main a[data-full]", "href");
    assert_eq!(links.len(), 8, "two forms, two sets of pictures, two sizes");
    for link in links {
        let read = pdf(&browser.get(&link).await);
        assert!(read.says("Moorland Police") && read.says("Do you want to be on the support list?"), "{link}");
        assert!(read.says("Not sure") && !read.says("Code"), "{link}");
        for said in ["not an emergency service", "999", "111", "does not change your support"] {
            assert!(read.says(said), "{link}: {said}");
        }
        assert_eq!(read.says("parental responsibility"), link.contains("child"), "{link}");
        assert_eq!(read.says("lasting power of attorney"), link.contains("adult"), "{link}");
    }
});

/// Prints a form for somebody; answers the address of its page.
async fn printed(browser: &mut Browser, person: &str) -> String {
    let page = browser.get(&format!("/people/{person}/paper")).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let fields = form(&page, &format!("/people/{person}/paper"));
    let page = send(browser, &format!("/people/{person}/paper"), &fields).await;
    assert_eq!(page.status, 303, "{}", page.text());
    page.location
}

/// The code printed at the foot of a form, by reading the paper.
pub async fn code_on(browser: &mut Browser, paper: &str) -> (String, Read) {
    let read = pdf(&browser.get(&format!("{paper}/form.pdf")).await);
    let photo = read.photo(0);
    let code = app::paper::read::look_at(&photo).unwrap().code.expect("the square code can be read from the page");
    let code = code.to_string();
    assert!(read.says_on_each_page(&format!("Code{code}")), "each page has it to type");
    (code, read)
}

both!(a_form_printed_from_a_record_holds_the_name_and_a_code_and_nothing_else_about_the_person, world, {
    let mei = world.person("Mei").await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let paper = printed(&mut nurse, &mei).await;
    let (code, read) = code_on(&mut nurse, &paper).await;
    assert!(read.says("Mei"), "the name stands on it");
    let (number, street): (String, String) = (
        text_of(&world, "select coalesce(nhs_number, 'none') from person where person_id = $1", &mei).await,
        text_of(&world, "select address from person where person_id = $1", &mei).await,
    );
    assert!(!read.says(&number) && !read.says(&street) && !read.says(&mei));
    // The code is kept as a hash only, and the same paper comes out again.
    let kept = text_of(&world, "select code_hash from paper_form where person_id = $1", &mei).await;
    assert!(!kept.contains(&code.replace('-', "")));
    assert_eq!(code_on(&mut nurse, &paper).await.0, code);
    let other = printed(&mut nurse, &mei).await;
    assert_ne!(code_on(&mut nurse, &other).await.0, code, "each form has its own");
    // Whoever printed it, and when, is in the log.
    let log = texts_of(&world, "select line from audit_entry where person_id = $1", &mei).await;
    assert!(log.iter().any(|line| line.contains("record_consent") && line.contains("paper_printed")));
});

both!(the_form_that_fits_the_age_is_offered_first, world, {
    let mut nurse = world.signed_in("nia@lda.example").await;
    let mei = world.person("Mei").await;
    let born = text_of(&world, "select cast(born_on as text) from person where person_id = $1", &mei).await;
    let adult = born.as_str() < "2008-11-23";
    let page = nurse.get(&format!("/people/{mei}/paper")).await;
    assert_eq!(page.value("kind"), if adult { "adult" } else { "child" });
    let page = nurse.post(&format!("/people/{mei}/paper"), &[("kind", "none")]).await;
    assert_eq!((page.status, page.errors()), (422, vec!["Select which form to print".to_owned()]));
});

both!(a_photo_brings_the_signed_form_back_to_the_right_record, world, {
    let mei = world.person("Mei").await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let paper = printed(&mut nurse, &mei).await;
    let (code, read) = code_on(&mut nurse, &paper).await;
    let (first, second) = (read.photo(0), read.photo(1));

    // By the address that the camera reads.
    assert_eq!(nurse.get(&format!("/paper/{code}")).await.location, paper);
    // By typing, as people type.
    let typed = code.to_lowercase().replace('-', " ");
    assert_eq!(nurse.post("/paper", &[("code", &typed)]).await.location, paper);
    // By the photo alone, with the pages kept at once.
    let page = nurse.upload_all("/paper", "pages", &[&first, &second], &[("code", "")]).await;
    assert_eq!((page.status, page.location.as_str()), (303, paper.as_str()), "{}", page.text());
    let page = nurse.get(&paper).await;
    assert!(page.says("The pages are kept. Now copy the answers") && page.says("2 pages have come back"));
    // The same photos again, by a double press: kept once.
    let again = nurse.upload_all(&paper, "pages", &[&first, &second], &[]).await;
    assert_eq!(again.status, 303);
    assert_eq!(
        count_of(&world, "select count(*) from paper_scan where uploaded_by is not null and $1 <> ''", &mei).await,
        2
    );

    let links = page.attributes("main table a", "href");
    let scan = nurse.get(&links[0]).await;
    assert_eq!(scan.bytes, first, "as it came");
    for (name, value) in [
        ("content-type", "image/png"),
        ("content-disposition", "inline; filename=\"form-page-1.png\""),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "default-src 'none'; sandbox; frame-ancestors 'none'"),
        ("cache-control", "no-store"),
    ] {
        assert_eq!(scan.headers[name], value);
    }
    let log = texts_of(&world, "select line from audit_entry where person_id = $1", &mei).await;
    for noted in ["paper_added 2", "paper_added 0", "paper_page "] {
        assert!(log.iter().any(|line| line.contains(noted)), "{noted}");
    }
    assert!(!log.iter().any(|line| line.contains(&code)));
    // Pages alone decide nothing.
    assert_eq!(count_of(&world, "select count(*) from consent_decision where person_id = $1", &mei).await, 0);
});

both!(the_answers_are_copied_in_the_conversation_and_the_decision_names_its_paper, world, {
    let mei = world.person("Mei").await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let paper = printed(&mut nurse, &mei).await;
    let photo = code_on(&mut nurse, &paper).await.1.photo(0);
    nurse.upload_all(&paper, "pages", &[&photo], &[]).await;
    let copy = nurse.get(&paper).await.attributes("main a.nhsuk-button", "href").pop().unwrap();
    let start = nurse.get(&copy).await;
    assert!(start.says("You are copying the answers from the paper form printed on 23 November 2026"));
    let id = paper.rsplit('/').next().unwrap();
    assert_eq!(start.value("paper_form"), id);
    let path = format!("/people/{mei}/consent/start");
    let mut fields = form(&start, &path);
    fill(&mut fields, "format", "easy-read");
    assert_eq!(send(&mut nurse, &path, &fields).await.status, 303);
    // They signed the paper, and not today: the day stands on it.
    let how = nurse.get(&format!("/people/{mei}/consent/decision")).await;
    assert_eq!(how.attributes("input[name=signature][checked]", "value"), ["paper"]);
    assert_eq!(how.value("decided_day"), "");
    let answers = all_yes(&world, &[]).await;
    let page = decide(&mut nurse, &mei, &answers).await;
    assert_eq!(page.status, 303, "{}", page.text());
    let answers = text_of(&world, "select answers from consent_decision where person_id = $1", &mei).await;
    assert!(answers.contains(id), "{answers}");
});

both!(an_agency_that_the_paper_did_not_name_was_not_asked_about_and_sees_nothing, world, {
    let mei = world.person("Mei").await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let paper = printed(&mut nurse, &mei).await;
    let id = paper.rsplit('/').next().unwrap().to_owned();
    world
        .meddle(
            "insert into agency (agency_id, code, name, kind, hosts_register, created_at)
             select 'f0000000-0000-7000-8000-000000000001', 'NEW', 'Newly Joined Support', 'provider', hosts_register,
                    created_at from agency where code = 'POL'",
        )
        .await;
    let on_paper = pdf(&nurse.get(&format!("{paper}/form.pdf")).await);
    assert!(on_paper.says("Moorland Police") && !on_paper.says("Newly Joined Support"), "as it was printed");
    let mut answers = all_yes(&world, &[]).await;
    answers.push(("paper_form".to_owned(), id));
    let check = format!("/people/{mei}/consent/check");
    assert_eq!(send(&mut nurse, &check, &answers).await.status, 303);
    let page = nurse.get(&check).await;
    assert!(page.says("Moorland Police") && !page.says("Newly Joined Support"), "nobody answers for them now");
    assert_eq!(decide(&mut nurse, &mei, &answers).await.status, 303);
    let sees = "select agency_id from sharing where person_id = $1 and level = 'record'";
    let sees = texts_of(&world, sees, &mei).await;
    assert!(sees.len() > 5 && !sees.iter().any(|agency| agency.starts_with("f0000000")));
});

both!(a_code_of_somebody_hidden_is_as_unknown_as_one_never_printed, world, {
    // Gareth told the police no.
    let gareth = world.person("Gareth").await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let paper = printed(&mut nurse, &gareth).await;
    let (code, read) = code_on(&mut nurse, &paper).await;
    let mut police = world.signed_in("officer@pol.example").await;
    let before = rows_of_everything(&world).await;
    let hidden = police.post("/paper", &[("code", &code)]).await;
    let unknown = police.post("/paper", &[("code", "00000-00000")]).await;
    assert_eq!((hidden.status, unknown.status), (422, 422));
    assert_eq!(hidden.errors(), unknown.errors());
    assert_eq!(hidden.errors(), ["There is no form with this code that you may open. Check each letter and number"]);
    assert_eq!(police.get(&format!("/paper/{code}")).await.status, 422);
    let photo = read.photo(0);
    let sent = police.upload_all("/paper", "pages", &[&photo], &[]).await;
    assert_eq!((sent.status, sent.errors()), (422, unknown.errors()));
    for path in [paper.clone(), format!("{paper}/form.pdf"), format!("/people/{gareth}/paper")] {
        assert_eq!(police.get(&path).await.status, 404, "{path}");
    }
    assert_eq!(police.upload_all(&paper, "pages", &[&photo], &[]).await.status, 404);
    assert_eq!(rows_of_everything(&world).await, before, "nothing was kept");
    // What is typed wrong comes back as it was typed.
    let wrong = nurse.post("/paper", &[("code", "AB")]).await;
    assert_eq!((wrong.status, wrong.value("code").as_str()), (422, "AB"));
    assert!(nurse.get("/paper").await.says("In some PDFs the square code cannot be read: then type the code too."));
    let nothing = nurse.post("/paper", &[]).await;
    assert_eq!(nothing.errors(), ["Enter the code at the foot of the form"]);
});

both!(before_a_yes_no_agency_hears_from_a_form_that_another_asks_too, world, {
    let callum = world.person("Callum").await;
    let mut senco = world.signed_in("senco@edu.example").await;
    let paper = printed(&mut senco, &callum).await;
    let name = "select display_name from staff where sign_in_name = $1";
    let name = text_of(&world, name, "senco@edu.example").await;
    let (list, code) = (format!("/people/{callum}/paper"), code_on(&mut senco, &paper).await.0);
    assert!(senco.get(&list).await.says(&name) && senco.get(&paper).await.says("By"));
    let mut team = world.signed_in("coordinator@lda.example").await;
    assert!(team.get(&list).await.says(&name), "the register's own team hears it");
    // The police ask too.
    let (family, born) = (
        text_of(&world, "select family_name from person where person_id = $1", &callum).await,
        crate::own_code::born(&world, &callum).await,
    );
    let mut officer = world.signed_in("officer@pol.example").await;
    let mut refer = crate::acts::referral("Callum", &family, (&born[0], &born[1], &born[2]));
    let number = text_of(&world, "select nhs_number from person where person_id = $1", &callum).await;
    refer.push(("nhs_number".to_owned(), number));
    let page = send(&mut officer, "/refer", &refer).await;
    assert_eq!(page.status, 303, "{}", page.text());
    let page = officer.get(&list).await;
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(!page.says(&name) && !page.html.contains(&paper), "{}", page.text());
    // Whoever holds the paper may bring it back, and reads no more than that.
    assert_eq!(officer.get(&format!("/paper/{code}")).await.location, paper);
    let page = officer.get(&paper).await;
    assert_eq!(page.status, 200);
    assert!(!page.says(&name) && !page.says("Moorland Council Education"), "{}", page.text());
});

both!(a_form_of_one_person_never_opens_under_another, world, {
    let (mei, tomasz) = (world.person("Mei").await, world.person("Tomasz").await);
    let mut nurse = world.signed_in("nia@lda.example").await;
    let paper = printed(&mut nurse, &mei).await;
    let photo = code_on(&mut nurse, &paper).await.1.photo(0);
    nurse.upload_all(&paper, "pages", &[&photo], &[]).await;
    let page = nurse.get(&paper).await.attributes("main table a", "href").pop().unwrap();
    for path in [paper.clone(), format!("{paper}/form.pdf"), page] {
        assert_eq!(nurse.get(&path.replace(&mei, &tomasz)).await.status, 404, "{path}");
    }
    // A photo that shows Mei's code is not kept with Tomasz.
    let other = printed(&mut nurse, &tomasz).await;
    let refused = nurse.upload_all(&other, "pages", &[&photo], &[]).await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.errors(), ["A photo shows the code of another form. Check whose form it is before you send it"]);
    assert!(nurse.get(&other).await.says("No page has come back yet"));
    // Nor do two forms in one go, or a code that is not the one in the photo.
    let theirs = code_on(&mut nurse, &other).await;
    let both = nurse.upload_all("/paper", "pages", &[&photo, &theirs.1.photo(0)], &[]).await;
    assert_eq!(both.errors(), ["The photos show different forms. Send one form at a time"]);
    let crossed = nurse.upload_all("/paper", "pages", &[&photo], &[("code", &theirs.0)]).await;
    assert_eq!(crossed.errors(), ["The code is not the one in the photo. Check both"]);
});

both!(what_is_no_page_of_a_form_is_refused_in_plain_words, world, {
    let mei = world.person("Mei").await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let paper = printed(&mut nurse, &mei).await;
    let whole = code_on(&mut nurse, &paper).await.1.photo(0);
    let half = &whole[..whole.len() / 2];
    let cases: [(&[u8], &str); 4] = [
        (b"<script>alert(1)</script>", "The file must be a photo (JPEG or PNG) or a PDF"),
        (b"", "The file is empty. Take the photo again"),
        (half, "The file is damaged or only half there. Take the photo again, or send it again"),
        (b"%PDF-1.7 cut", "The file is damaged or only half there. Take the photo again, or send it again"),
    ];
    for (bytes, said) in cases {
        let page = nurse.upload_all(&paper, "pages", &[bytes], &[]).await;
        assert_eq!((page.status, page.errors()), (422, vec![said.to_owned()]));
    }
    let none = nurse.post(&paper, &[]).await;
    assert_eq!(none.errors(), ["Choose the photo or scan of the signed form"]);
    let second = nurse.upload_all(&paper, "pages", &[&whole, half], &[]).await;
    assert!(second.errors()[0].starts_with("File 2: "), "{:?}", second.errors());
    let huge = nurse.upload_all(&paper, "pages", &[&vec![b'a'; 12 * 1024 * 1024]], &[]).await;
    assert_eq!(huge.status, 413);
    assert_eq!(world.count("select count(*) from paper_scan").await, 0, "none of it was kept");
    // A PDF is kept by its code, and never opened in the browser.
    let scan = nurse.upload_all(&paper, "pages", &[b"%PDF-1.4 scanned\n%%EOF\n"], &[]).await;
    assert_eq!(scan.status, 303, "{}", scan.text());
    let link = nurse.get(&paper).await.attributes("main table a", "href").pop().unwrap();
    let page = nurse.get(&link).await;
    assert_eq!(page.headers["content-disposition"], "attachment; filename=\"form-page-1.pdf\"");
    let unread = nurse.upload_all("/paper", "pages", &[b"%PDF-1.4 scanned\n%%EOF\n"], &[]).await;
    assert_eq!(unread.errors(), ["No code could be read in the photo. Type the code at the foot of the form"]);
});

both!(a_form_that_came_too_late_or_asks_older_questions_says_so, world, {
    let mei = world.person("Mei").await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let paper = printed(&mut nurse, &mei).await;
    let (code, read) = code_on(&mut nurse, &paper).await;
    world.meddle("update paper_form set questions_version = 0").await;
    let page = nurse.get(&paper).await;
    assert!(page.says("This form has older questions") && page.attributes("a[href$='form.pdf']", "href").is_empty());
    assert_eq!(nurse.get(&format!("{paper}/form.pdf")).await.location, paper, "it cannot be printed again");
    let page = nurse.upload_all(&paper, "pages", &[&read.photo(0)], &[]).await;
    assert_eq!(page.status, 303, "the signed pages are kept all the same");
    // What was signed was asked in those questions, whatever stands on the screen today.
    let mut answers = all_yes(&world, &[]).await;
    answers.push(("paper_form".to_owned(), paper.rsplit('/').next().unwrap().to_owned()));
    assert_eq!(decide(&mut nurse, &mei, &answers).await.status, 303);
    let shown = text_of(&world, "select information from consent_decision where person_id = $1", &mei).await;
    let shown: serde_json::Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(shown["shown"]["consent_questions"], 0, "{shown}");
    let receipt = nurse.get(&format!("/people/{mei}/consent/receipt/1")).await;
    assert!(receipt.says("The questions, version 0"), "{}", receipt.text());

    world.pass(TimeDelta::days(91));
    let mut nurse = crate::permissions::come_in_as(&world, "nia@lda.example").await;
    let page = nurse.get(&format!("/paper/{code}")).await;
    assert_eq!(page.location, paper);
    assert!(nurse.get(&paper).await.says("The time for this form is over"));
    let late = nurse.upload_all(&paper, "pages", &[&read.photo(1)], &[]).await;
    assert_eq!(
        (late.status, late.errors()),
        (422, vec!["The time for this form is over. Print a new one and ask again".to_owned()])
    );
    assert_eq!(world.count("select count(*) from paper_scan").await, 1);
});

both!(a_withdrawal_takes_the_signed_pages_from_every_agency_but_the_registers_own, world, {
    let tomasz = world.person("Tomasz").await;
    let mut support = world.signed_in("support@hav.example").await;
    let paper = printed(&mut support, &tomasz).await;
    let photo = code_on(&mut support, &paper).await.1.photo(0);
    support.upload_all(&paper, "pages", &[&photo], &[]).await;
    let mut worker = world.signed_in("worker@asc.example").await;
    let link = worker.get(&paper).await.attributes("main table a", "href").pop().expect("social care sees decisions");
    assert_eq!(worker.get(&link).await.status, 200);
    // The ambulance sees the record, and no decisions: it learns that pages are there, and not what they say.
    let mut paramedic = world.signed_in("paramedic@amb.example").await;
    let page = paramedic.get(&paper).await;
    assert!(page.says("Your agency does not see decisions") && page.attributes("main table a", "href").is_empty());
    assert_eq!(paramedic.get(&link).await.status, 404);

    let mut nurse = world.signed_in("nia@lda.example").await;
    nurse.post(&format!("/people/{tomasz}/withdraw"), &[("decider", "person")]).await;
    for (name, browser) in [("support", &mut support), ("worker", &mut worker), ("paramedic", &mut paramedic)] {
        assert_eq!(browser.get(&link).await.status, 404, "{name}");
        assert_eq!(browser.get(&paper).await.status, 404, "{name}");
    }
});

both!(a_receipt_says_what_was_decided_about_each_agency_and_in_which_words_it_was_asked, world, {
    let gareth = world.person("Gareth").await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let page = nurse.get(&format!("/people/{gareth}/consent/receipt/1")).await;
    let link = page.attributes("main a[data-full]", "href").pop().expect("the page leads to the paper");
    let read = pdf(&nurse.get(&link).await);
    for said in [
        "Gareth",
        "You said yes to the support list",
        "Moorland Police cannot see your information",
        "You can change your mind",
        "Your support stays the same",
        "version",
    ] {
        assert!(read.says(said), "{said}");
    }
    assert_eq!(nurse.get(&link.replace("/1/", "/9/")).await.status, 404);
    let mut police = world.signed_in("officer@pol.example").await;
    assert_eq!(police.get(&link).await.status, 404);
});

/// `cargo xtask pdfua` runs it, with the pictures of a built site.
#[tokio::test]
#[ignore = "writes into the folder that DSR_PRINT_TO names"]
async fn every_kind_of_paper_for_an_outside_check() {
    let folder = std::path::PathBuf::from(std::env::var_os("DSR_PRINT_TO").expect("cargo xtask pdfua sets it"));
    std::fs::create_dir_all(&folder).unwrap();
    let world = World::demo(crate::support::Kind::Sqlite).await;
    let mut nurse = world.signed_in("nia@lda.example").await;
    let mei = world.person("Mei").await;
    let paper = printed(&mut nurse, &mei).await;
    let mut paths = vec![("form-of-a-record".to_owned(), format!("{paper}/form.pdf"))];
    // A receipt in every form, signed by hand; and one of each decision in the demo's county, the closed ones too.
    for format in Format::ALL {
        let mut answers = all_yes(&world, &[]).await;
        let drawn = [("signature", "drawn"), ("signature_drawn", "[[[100,100],[300,400],[500,100]]]")];
        for (field, value) in [("format", format.word())].into_iter().chain(drawn) {
            fill(&mut answers, field, value);
        }
        assert_eq!(decide(&mut nurse, &mei, &answers).await.status, 303, "{format:?}");
    }
    nurse = world.signed_in("coordinator@lda.example").await;
    let every = "select '/people/' || person_id || '/consent/receipt/' || number || '/receipt.pdf'
                 from consent_decision order by person_id <> $1, person_id, number";
    for (at, path) in texts_of(&world, every, &mei).await.into_iter().enumerate() {
        paths.push((format!("receipt-{}", at + 1), path));
    }
    for wording in Wording::ALL {
        for document in documents_in(*wording) {
            for format in document.formats() {
                let (key, format, wording) = (&document.key, format.word(), wording.word());
                paths.push((
                    format!("{key}-{format}-{wording}"),
                    format!("/about/{key}/{format}/booklet.pdf?wording={wording}"),
                ));
            }
        }
    }
    for format in ["leaflet", "large-print"] {
        let path = format!("/about/for-professionals/{format}/booklet.pdf");
        paths.push((format!("for-professionals-{format}"), path));
    }
    let child = world.person("Lowri").await;
    paths.push(("form-of-a-childs-record".to_owned(), format!("{}/form.pdf", printed(&mut nurse, &child).await)));
    for (at, link) in nurse.get("/forms").await.attributes("main a[data-full]", "href").into_iter().enumerate() {
        paths.push((format!("blank-form-{}", at + 1), link));
    }
    let mut home = crate::own_code::at_home(&world, &mei).await;
    let own = vec![("own-answers".to_owned(), "/me/answers/receipt.pdf".to_owned())];
    for (browser, paths) in [(&mut nurse, &paths), (&mut home, &own)] {
        let mut large = browser.clone();
        large.set_cookie("reading", "200.100.200.200.contrast.off");
        for (name, path) in paths {
            for (browser, look) in [(&mut *browser, "usual"), (&mut large, "large")] {
                let page = browser.get(path).await;
                assert_eq!(page.status, 200, "{path}");
                std::fs::write(folder.join(format!("{name}-{look}.pdf")), &page.bytes).unwrap();
            }
        }
    }
}
