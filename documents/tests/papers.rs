//! Each kind of paper, made and read back.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use std::{sync::Arc, time::Instant};

use documents::{
    Begins, Block, Booklet, Choice, Code, Contrast, Field, Form, Group, Imprint, Kind, Layout, Leaflet, Line, Look,
    Part, Picture, Receipt, Section,
};

const TICK: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="14" fill="#00a651"/><path d="m9 16.5 5 5 9.5-10.5" fill="none" stroke="#fff" stroke-width="3.6"/></svg>"##;

fn picture(alt: &str) -> Picture {
    Picture { bytes: Arc::from(TICK.as_bytes()), kind: Kind::Svg, alt: alt.to_owned() }
}

fn line(text: &str) -> Line {
    Line { picture: Some(picture("A tick")), mark: None, text: text.to_owned() }
}

fn imprint() -> Imprint {
    Imprint {
        version: "Version 3".to_owned(),
        checked: "Last checked on 22 November 2026".to_owned(),
        credit: "Pictures: drawn for a test".to_owned(),
    }
}

fn booklet(layout: Layout) -> Booklet {
    let section = |heading: &str| Section {
        heading: heading.to_owned(),
        lines: (0..7).map(|_| line("You can say yes or no. You can change your mind.")).collect(),
    };
    Booklet {
        title: "What is the support list?".to_owned(),
        sections: vec![section("The list"), section("Your choice")],
        layout,
        imprint: imprint(),
    }
}

fn form(name: &str) -> Form {
    let choices =
        ["Yes", "No", "Not sure"].map(|word| Choice { word: word.to_owned(), picture: Some(picture(word)) }).to_vec();
    Form {
        title: "My answers about the support list".to_owned(),
        name: name.to_owned(),
        before: vec![line("If you say no, your support stays the same.")],
        groups: vec![Group {
            heading: "Your answers".to_owned(),
            begins: Begins::Here,
            fields: vec![
                Field::Question { line: line("Do you want to be on the list?"), help: vec!["Ask us.".into()], choices },
                Field::Write { label: "Anything private?".into(), hint: "Your own words".into(), rows: 3 },
                Field::Beside(vec!["Name".into(), "Date".into()]),
                Field::Tick {
                    label: "How?".into(),
                    hint: String::new(),
                    choices: vec!["Spoke".into(), "Wrote".into()],
                },
                Field::Note("Nobody is on the list before somebody said yes.".into()),
            ],
        }],
        after: vec![line("Thank you.")],
        for_staff: vec![Group {
            heading: "For the professional".to_owned(),
            begins: Begins::OnNewPage,
            fields: vec![Field::Beside(vec!["Witness".into(), "Date".into()])],
        }],
        code: Some(Code { address: "https://register.example/paper/ABCDE-FGHJK".into(), text: "ABCDE-FGHJK".into() }),
        imprint: imprint(),
    }
}

fn receipt(layout: Layout) -> Receipt {
    Receipt {
        title: "What you decided".to_owned(),
        name: "Tomasz".to_owned(),
        lines: vec![line("You said yes."), line("Moorland Police cannot see your information.")],
        layout,
        points: 16,
        facts_heading: "For the record".to_owned(),
        facts: vec![("When".into(), "22 November 2026".into()), ("Who was there".into(), String::new())],
        signature: None,
        imprint: imprint(),
    }
}

fn leaflet(points: u8) -> Leaflet {
    Leaflet {
        title: "What is the support list?".to_owned(),
        blocks: vec![Block {
            heading: "The list".to_owned(),
            parts: vec![Part::Paragraph("It is a list.".into()), Part::Bullets(vec!["One".into(), "Two".into()])],
        }],
        points,
        imprint: imprint(),
    }
}

fn has(pdf: &[u8], bytes: &str) -> bool {
    pdf.windows(bytes.len()).any(|window| window == bytes.as_bytes())
}

#[test]
fn every_paper_says_that_it_is_accessible_and_in_british_english() {
    let look = Look::default();
    for pdf in [
        documents::booklet(&booklet(Layout::List), look).unwrap(),
        documents::booklet(&booklet(Layout::Grid), look).unwrap(),
        documents::leaflet(&leaflet(14), look).unwrap(),
        documents::leaflet(&leaflet(20), look).unwrap(),
        documents::form(&form(""), look).unwrap(),
        documents::receipt(&receipt(Layout::List), look).unwrap(),
        documents::receipt(&receipt(Layout::Grid), look).unwrap(),
    ] {
        assert!(pdf.starts_with(b"%PDF-1.7"));
        for sign in ["/StructTreeRoot", "/MarkInfo", "<pdfuaid:part>1</pdfuaid:part>", "/DisplayDocTitle true", "en-GB"]
        {
            assert!(has(&pdf, sign), "{sign}");
        }
    }
}

#[test]
fn a_picture_without_a_description_makes_no_paper() {
    let mut lost = booklet(Layout::List);
    lost.sections[0].lines[3].picture = Some(picture(""));
    let fault = documents::booklet(&lost, Look::default()).unwrap_err();
    assert!(fault.to_string().contains("alt text"), "{fault}");
    let mut lost = receipt(Layout::List);
    lost.lines[0].picture = Some(picture(""));
    assert!(documents::receipt(&lost, Look::default()).is_err());
}

#[test]
fn what_stands_in_the_corner_of_a_picture_is_printed_with_its_own_description() {
    for layout in [Layout::List, Layout::Grid] {
        let mut answered = booklet(layout);
        let plain = documents::booklet(&answered, Look::default()).unwrap();
        answered.sections[0].lines[0].mark = Some(picture("A cross for no"));
        let marked = documents::booklet(&answered, Look::default()).unwrap();
        assert!(marked.len() > plain.len() && pages(&marked) == pages(&plain), "{layout:?}");
        answered.sections[0].lines[0].mark = Some(picture(""));
        let fault = documents::booklet(&answered, Look::default()).unwrap_err();
        assert!(fault.to_string().contains("alt text"), "{fault}");
    }
}

#[test]
fn a_paper_without_a_title_is_refused() {
    let lost = Leaflet { title: String::new(), ..leaflet(14) };
    assert!(documents::leaflet(&lost, Look::default()).is_err());
}

#[test]
fn a_picture_that_is_none_makes_no_paper_and_says_nothing_of_its_content() {
    let mut broken = booklet(Layout::List);
    let bytes: Arc<[u8]> = Arc::from(b"<svg secret".as_slice());
    broken.sections[0].lines[0].picture = Some(Picture { bytes, kind: Kind::Svg, alt: "A secret".into() });
    let fault = documents::booklet(&broken, Look::default()).unwrap_err();
    assert!(!fault.to_string().contains("secret"), "{fault}");
}

#[test]
fn a_picture_is_looked_at_before_it_is_printed() {
    assert!(documents::shows(&picture("A tick")));
    for (kind, bytes) in [(Kind::Svg, "<svg"), (Kind::Png, "no png"), (Kind::Jpg, ""), (Kind::Webp, "RIFF")] {
        assert!(!documents::shows(&Picture { bytes: Arc::from(bytes.as_bytes()), kind, alt: "x".into() }), "{kind:?}");
    }
}

#[test]
fn what_somebody_is_called_is_never_run_as_code() {
    for name in [
        "#panic(\"run\")",
        "$x$ *bold* _it_ `raw` @label <label> https://evil.example",
        "#read(\"/etc/passwd\")",
        "\\ \" ' } ] ) #{",
        "= Heading\n\n- item",
    ] {
        documents::form(&form(name), Look::default()).unwrap();
    }
}

#[test]
fn a_name_in_letters_that_no_font_has_still_makes_a_paper() {
    for name in ["Siân Ŵŷn", "Łukasz Đặng Nguyễn", "Щукин", "王小明", "👩🏽‍🦽 \u{202e}abc\u{0}\u{7}", "a\u{302}\u{fe0f}"]
    {
        documents::form(&form(name), Look::default()).unwrap();
    }
}

#[test]
fn the_same_paper_is_the_same_bytes() {
    let look = Look::default();
    assert_eq!(documents::form(&form("A"), look).unwrap(), documents::form(&form("A"), look).unwrap());
    assert_ne!(documents::form(&form("A"), look).unwrap(), documents::form(&form("B"), look).unwrap());
}

/// The number of pages, by the tree of pages.
fn pages(pdf: &[u8]) -> usize {
    let text = String::from_utf8_lossy(pdf);
    let (before, _) = text.split_once("/Type/Pages").or_else(|| text.split_once("/Type /Pages")).unwrap();
    let (_, tree) = text.split_at(before.len());
    let (_, count) = tree.split_once("/Count ").unwrap();
    count.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap()
}

#[test]
fn a_reader_who_likes_large_text_gets_more_pages() {
    let usual = documents::booklet(&booklet(Layout::List), Look::default()).unwrap();
    let large = documents::booklet(&booklet(Layout::List), Look::default().text(200)).unwrap();
    assert!(pages(&large) > pages(&usual), "{} {}", pages(&large), pages(&usual));
    // What no reader can ask for is the nearest that one can.
    assert_eq!(Look::default().text(9000), Look::default().text(200));
    assert_eq!(Look::default().text(0), Look::default());
}

#[test]
fn who_likes_words_only_gets_them_on_paper_too() {
    for layout in [Layout::List, Layout::Grid] {
        let usual = documents::booklet(&booklet(layout), Look::default()).unwrap();
        let plain = documents::booklet(&booklet(layout), Look::default().words_only()).unwrap();
        assert!(has(&usual, "/Figure") && !has(&plain, "/Figure"));
        assert!(pages(&plain) <= pages(&usual));
    }
}

#[test]
fn every_look_makes_every_paper() {
    for text in [100, 200] {
        for contrast in [Contrast::Usual, Contrast::High] {
            let look = Look::default().text(text).lines(200).spacing(200).contrast(contrast);
            documents::booklet(&booklet(Layout::Grid), look).unwrap();
            documents::form(&form("Tomasz Zielinski"), look).unwrap();
            documents::receipt(&receipt(Layout::Grid), look).unwrap();
        }
    }
}

/// `cargo test -p documents --release -- --ignored --nocapture seconds`
#[test]
#[ignore = "a measurement"]
fn seconds_of_each_paper() {
    documents::leaflet(&leaflet(14), Look::default()).unwrap();
    let time = |name: &str, make: &dyn Fn() -> Vec<u8>| {
        let start = Instant::now();
        let bytes = (0..10).map(|_| make().len()).max().unwrap();
        println!("{name}: {:.0} ms, {} KB", start.elapsed().as_secs_f64() * 100.0, bytes / 1024);
    };
    time("booklet, list", &|| documents::booklet(&booklet(Layout::List), Look::default()).unwrap());
    time("booklet, grid", &|| documents::booklet(&booklet(Layout::Grid), Look::default()).unwrap());
    time("leaflet", &|| documents::leaflet(&leaflet(14), Look::default()).unwrap());
    time("form", &|| documents::form(&form("A"), Look::default()).unwrap());
    time("receipt", &|| documents::receipt(&receipt(Layout::List), Look::default()).unwrap());
}
