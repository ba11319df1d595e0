//! The public pages. Plain words: whoever reads them may be anybody.

use leptos::prelude::*;

use super::model::{Credit, Word, credits as read_credits};
use crate::{
    access::{
        model::{AgencyKind, Section},
        policy,
    },
    base::dates,
    easy_read::{
        model::{
            Document, Format, Line, PictureSet, ReadAs, Wording, document_in as document_of, documents_in, fill,
            professionals,
        },
        preview::{preview, printer},
        together,
        view::{document_in, lines_in, picture, with_days_whole},
    },
    shell::capital,
    ui::*,
};

const PICTURE_CREDITS: &str = include_str!("../../../assets/PICTURE-CREDITS.md");

/// Which document, in which words and format.
pub fn about(read_as: ReadAs, list: &str) -> impl IntoView + use<> {
    let ReadAs { wording, format } = read_as;
    let formats = Format::ALL
        .iter()
        .map(|each| Way::of(*each, format!("/about?format={}", each.word()), *each == format))
        .collect();
    let wordings = Wording::ALL
        .iter()
        .map(|each| Way::in_words(*each, format!("/about?wording={}", each.word()), *each == wording))
        .collect();
    let help = help_now(wording, format, list);
    let professionals = professionals().map(|page| {
        view! {
            <p><a href=format!("/about/{}", page.key)>"For professionals: the register, consent and the support tool"</a></p>
        }
    });
    let lede = if format == Format::LargePrint { "nhsuk-lede-text guide--large" } else { "nhsuk-lede-text" };
    view! {
        <h1 class="nhsuk-heading-l">{format!("About the {list}")}</h1>
        <p class=lede>"Read it the way you like best. Each way says the same."</p>
        {ways("Words for", wordings)}
        {ways("How to read it", formats)}
        <h2 class="nhsuk-heading-m">"What to read"</h2>
        {cards(documents_in(wording), format, list)}
        {help}
        <p>
            <a href="/forms">"Forms to print: answer the questions on paper"</a>
        </p>
        <p>
            "You can print every page. Would you like larger text, more room or other colours? Open \u{201c}Accessibility tools\u{201d} at the top of the page."
        </p>
        {professionals}
    }
}

/// Documents to choose from, each with its picture, so that whoever cannot read the title finds it too.
fn cards<'a>(documents: impl IntoIterator<Item = &'a Document>, format: Format, list: &str) -> AnyView {
    let set = format.pictures().map_or(PictureSet::Colour, |pictures| pictures.set);
    let cards: Vec<_> = documents
        .into_iter()
        .map(|document| {
            let title = capital(&fill(&document.title, list));
            let href = format!("/about/{}/{}", document.key, format.word());
            view! {
                <li>
                    <a class="guide__document" href=href>
                        {picture(set, cover(&document.key))}
                        <span>{title}</span>
                    </a>
                </li>
            }
        })
        .collect();
    view! { <ul class="guide__documents" role="list">{cards}</ul> }.into_any()
}

/// Whom to ring, as every document begins with it, where the format has pictures; the foot of each page says it
/// in words.
fn help_now(wording: Wording, format: Format, list: &str) -> Option<impl IntoView + use<>> {
    let pictures = format.pictures()?;
    let first = documents_in(wording).first()?.sections.first()?;
    let ring: Vec<Line> = first.lines.iter().filter(|line| line.picture.starts_with("ring-")).cloned().collect();
    let heading = first.heading.clone();
    Some(view! {
        <h2 class="nhsuk-heading-m">{heading}</h2>
        {lines_in(pictures, &ring, list)}
    })
}

/// The picture that stands for a document.
fn cover(key: &str) -> &'static str {
    match key {
        "saying-yes-or-no" => "choose",
        "what-is-kept" => "see-notes",
        "changing-your-mind" => "change-mind",
        "your-meeting" => "meeting",
        "your-rights" => "rules",
        _ => "list",
    }
}

/// A link to the same in another way.
struct Way {
    /// What it looks like, where that can be drawn.
    preview: Option<AnyView>,
    label: &'static str,
    href: String,
    /// Whether this is the present one.
    here: bool,
}

impl Way {
    fn of(format: Format, href: String, here: bool) -> Self {
        Self { preview: Some(preview(format)), label: format.short(), href, here }
    }

    fn in_words(wording: Wording, href: String, here: bool) -> Self {
        Self { preview: None, label: wording.short(), href, here }
    }
}

/// Links to the same in other ways, the present one marked.
fn ways(name: &'static str, ways: Vec<Way>) -> impl IntoView {
    let drawn = ways.iter().any(|way| way.preview.is_some());
    let ways: Vec<_> = ways
        .into_iter()
        .map(|Way { preview, label, href, here }| {
            view! {
                <li>
                    <a href=href aria-current=here.then_some("true")>
                        {preview}
                        <span>{label}</span>
                    </a>
                </li>
            }
        })
        .collect();
    view! {
        <nav class="no-print guide__ways" aria-label=name>
            <p class="guide__way" aria-hidden="true">{name}</p>
            <ul class=if drawn { "filters filters--drawn" } else { "filters" } role="list">{ways}</ul>
        </nav>
    }
}

/// A document in a format.
pub fn document(document: &'static Document, format: Format, title: &str, list: &str) -> impl IntoView + use<> {
    let credit = format
        .pictures()
        .map(|_| view! { <p class="no-print"><a href="/credits">"Where the pictures come from"</a></p> });
    let key = &document.key;
    let formats =
        document.formats().map(|each| Way::of(each, format!("/about/{key}/{}", each.word()), each == format)).collect();
    let wordings: Vec<_> = Wording::ALL
        .iter()
        .filter(|wording| document_of(key, **wording).is_some_and(|other| other.wording == **wording))
        .map(|each| {
            let href = format!("/about/{key}/{}?wording={}", format.word(), each.word());
            Way::in_words(*each, href, *each == document.wording)
        })
        .collect();
    let wordings = (wordings.len() > 1).then(|| ways("Words for", wordings));
    let others = documents_in(document.wording).iter().filter(|other| other.key != document.key);
    // Whoever chose words alone gets words alone.
    let further = if format.pictures().is_some() {
        cards(others, format, list)
    } else {
        let links: Vec<_> = others
            .map(|other| {
                let href = format!("/about/{}/{}", other.key, format.word());
                view! { <li><a href=href>{capital(&fill(&other.title, list))}</a></li> }
            })
            .collect();
        view! { <ul class="nhsuk-list">{links}</ul> }.into_any()
    };
    let pdf = format!("/about/{}/{}/booklet.pdf?wording={}", document.key, format.word(), document.wording.word());
    let about = format!("About the {list}");
    let version = format!("Version {}. Last checked on {}.", document.version, dates::long(document.reviewed_on));
    // A voice is not to say where a long word may be parted.
    let spoken = document.title_spoken.as_deref().map_or_else(|| title.to_owned(), |spoken| fill(spoken, list));
    view! {
        <BackLink href="/about" text=about/>
        <h1 class="nhsuk-heading-l" data-spoken=spoken>{together::title(title)}</h1>
        {wordings}
        {ways("How to read it", formats)}
        {document_in(format, document, list)}
        <p class="no-print"><a class="guide__print" href=pdf data-full>{printer()}<span>"Print or save as PDF"</span></a></p>
        {credit}
        <nav class="no-print" aria-labelledby="more">
            <h2 class="nhsuk-heading-m" id="more">"More to read"</h2>
            {further}
        </nav>
        <p class="meta">{with_days_whole(&version)}</p>
    }
}

/// What is kept, why, on what ground, and the cookies.
pub fn privacy(list: &str) -> impl IntoView + use<> {
    let cookies = vec![
        vec![
            cell("session"),
            cell("Knows that a member of staff has signed in. It holds a random number and nothing about anybody."),
            cell("Until you sign out, after 30 minutes without a page, or after 12 hours"),
        ],
        vec![
            cell("own"),
            cell(
                "Knows that you have opened your own page with your code. It holds a random number and nothing about you.",
            ),
            cell("Until you press \u{201c}I am finished\u{201d}, after 1 hour without a page, or after 8 hours"),
        ],
        vec![
            cell("asking"),
            cell(
                "Finds again what you typed under \u{201c}Ask for help\u{201d}, until you send it. It holds a random number.",
            ),
            cell("Until you send it or close the browser; what you typed is forgotten after 14 days"),
        ],
        vec![
            cell("reading"),
            cell("Remembers how you like to read: text size, spacing, colours. It is set only when you choose."),
            cell("1 year"),
        ],
        vec![
            cell("read_as"),
            cell("Remembers in which words and pictures you like the documents. It is set only when you choose."),
            cell("1 year"),
        ],
        vec![
            cell("voice"),
            cell("Remembers which of this device\u{2019}s voices reads to you. It is set only when you choose."),
            cell("1 year"),
        ],
        vec![
            cell("done"),
            cell("Lets the next page say what has just been done, such as \u{201c}Saved\u{201d}."),
            cell("1 minute at most"),
        ],
    ];
    let how_many = cookies.len();
    view! {
        <h1 class="nhsuk-heading-l">"Privacy and cookies"</h1>
        <p class="nhsuk-lede-text">{format!("How the {list} looks after information, and what it keeps on your device.")}</p>

        <h2 class="nhsuk-heading-m">"Whose information it is about"</h2>
        <p>{format!(
            "The {list} holds information about people with a learning disability, autistic people, or people who are \
             both, who may need more support so as to stay well and at home. It also holds a little about their family \
             and about the staff who work with them.",
        )}</p>
        <p><a href="/about/what-is-kept/leaflet">"What we keep and who sees it"</a>" "<a href="/about/what-is-kept/easy-read">"(easy read)"</a></p>

        <h2 class="nhsuk-heading-m">"Why we may use it"</h2>
        <p>
            "The law asks for a reason to use personal information. Ours is that planning and giving health and social \
             care is a public task (UK GDPR article 6(1)(e)), and that information about health is needed for that care \
             and for managing it (article 9(2)(h))."
        </p>
        <p>
            "What people tell those who care for them is also confidential. That is why we ask: nobody\u{2019}s \
             record is opened to other agencies through this register without a decision of their own, or of somebody who \
             may lawfully decide for them. Before that, only the agency that referred them and the agency that runs the \
             register see the referral, so that they can ask. Where a person lacks capacity to decide, the Mental Capacity Act says how a decision \
             in their best interests is made."
        </p>
        <p>
            "Saying no, or changing one\u{2019}s mind later, stops the sharing at once and changes nothing about present \
             support. The record is then closed and restricted. It is not rubbed out, because there are national rules on \
             how long health and care records are kept. One thing is removed by itself: the details of somebody who said \
             no and was never on the register, after 28 days, counted from the day on which their no was written down here. \
             Their name, date of birth, NHS number and answer stay, so that nobody asks them again and again."
        </p>

        <h2 class="nhsuk-heading-m">"Who can see it"</h2>
        <p>
            "Only staff of agencies that have signed the sharing agreement, only while it is in force, only for people \
             whose decision covers that agency, and only the parts that such an agency needs. The agency that runs the \
             register sees the record of everybody who is on it; when somebody leaves, it still sees who they are and what \
             they answered. There is no other way in, not even in an emergency. The person themselves, and somebody who \
             decides for them, may be given a code that opens a page of their own."
        </p>
        <DataTable caption="What each kind of agency can see" head=["Kind of agency", "Parts of the record"] rows=who_sees() first_is_header=true/>
        <p>
            "Each time a record is opened or changed, the register writes down who did it, when and what they did. It writes \
             down attempts that were refused, too. The entries hang together like a chain, so that a check shows if one was \
             changed or taken out. A list or a search writes down, once a day, whose names it showed to whom. A person reads \
             on their own page who has looked, or can ask."
        </p>
        <p>
            "Managers and coordinators also see numbers, without names, about the people whom their agency may see: how \
             many there are, how they are rated and what is overdue. For planning services there are numbers of their own: \
             only of those who said yes to that, and rounded."
        </p>

        <h2 class="nhsuk-heading-m">"Your rights"</h2>
        <p>
            "You can ask to see what is held about you, to have mistakes put right, and to object. With a code you can read \
             it on your own page. Somebody else who decides for you reads most of it there, but not the answers that staff \
             give in the support tool. Ask the person who supports you, or the agency that runs the register in your area. If you are not content with the answer, you \
             can complain to the Information Commissioner\u{2019}s Office, ico.org.uk, or on 0303 123 1113."
        </p>

        <h2 class="nhsuk-heading-m" id="cookies">"Cookies"</h2>
        <p>
            {format!(
                "A cookie is a small note that a site leaves on your device. We use {how_many}, all of them needed for \
                 something you asked for. None follows you to other sites, and we measure nothing about you. That is why we \
                 do not ask you to accept them. At an address that begins with https, the names session, own and asking \
                 begin with __Host-.",
            )}
        </p>
        <DataTable caption="The cookies we use" head=["Name", "What it is for", "How long it stays"] rows=cookies first_is_header=true/>
        <p>
            "Nothing else is kept on your device. If you have pages read aloud, the voices of your device do it. Where a page \
             is about nobody and no member of staff is signed in, you may choose a voice of a company instead: what it reads \
             goes to that company, and we ask you first."
        </p>
    }
}

/// Each kind of agency with the parts of a record that it sees, from the policy itself.
fn who_sees() -> Vec<Vec<AnyView>> {
    AgencyKind::ALL
        .iter()
        .map(|kind| {
            let named = |sees: bool| {
                Section::ALL
                    .iter()
                    // Whoever sees the plan sees their own actions in it.
                    .filter(|section| **section != Section::OwnActions || !policy::may_see(*kind, Section::Plan))
                    .filter(|section| policy::may_see(*kind, **section) == sees)
                    .map(|section| section.label())
                    .collect::<Vec<_>>()
            };
            let (seen, unseen) = (named(true), named(false));
            let parts = match unseen.len() {
                0 => "Everything".to_owned(),
                1..=3 => format!("Everything but: {}", unseen.join("; ")),
                _ => seen.join("; "),
            };
            vec![cell(kind.label()), cell(parts)]
        })
        .collect()
}

/// What works, how we know, and what does not work yet.
pub fn accessibility(list: &str) -> impl IntoView + use<> {
    view! {
        <h1 class="nhsuk-heading-l">"Accessibility"</h1>
        <p class="nhsuk-lede-text">{format!("We want as many people as possible to be able to use the {list}.")}</p>

        <h2 class="nhsuk-heading-m">"What you can do"</h2>
        <ul class="nhsuk-list nhsuk-list--bullet">
            <li>"make text up to twice as large, with more room between lines and letters, on every page"</li>
            <li>"choose cream, dark or high-contrast colours, or a calm mode: still and soft, with pictures or in words only"</li>
            <li>"have pages read aloud by a voice of your device, and keep your place with a reading ruler"</li>
            <li>"get to everything with a keyboard, or with a screen reader"</li>
            <li>"read about the register as a leaflet, or in easy words with pictures or symbols"</li>
            <li>"print every page in the way you like to read it, and the documents as accessible PDFs"</li>
            <li>"do almost everything with JavaScript switched off"</li>
        </ul>
        <p>
            "A few things need JavaScript: reading aloud and the ruler; drawing something on your own page, and signing with \
             a finger; opening your page by scanning the code on your card; the word of warning before your page closes; and \
             keeping what you type while you type it. Most have another way: words or a picture in place of a drawing, a \
             typed name or a form on paper in place of a signature, and typing the code. Without JavaScript, only what you \
             send is kept."
        </p>
        <p>"Ratings are always a word. No colour carries a meaning alone."</p>

        <h2 class="nhsuk-heading-m">"How accessible it is"</h2>
        <p>
            "Our target is the Web Content Accessibility Guidelines, version 2.2, level AA. The pages are built from the \
             NHS design system. We believe that we meet most of the guidelines; nobody independent has checked yet, so we \
             do not claim that we meet them all."
        </p>

        <h2 class="nhsuk-heading-m">"How we test"</h2>
        <p>
            "Each change runs through automatic checks: every component is compared with the NHS original, the contrast \
             of every theme is worked out, the words of the easy-read pages are checked against a set of rules, and pages \
             are tested in a browser with and without JavaScript. Automatic checks find only some problems."
        </p>

        <h2 class="nhsuk-heading-m">"What we know is missing"</h2>
        <ul class="nhsuk-list nhsuk-list--bullet">
            <li>"People with a learning disability and autistic people have not yet tested the easy-read pages or the pictures. For that reason the pages do not carry an easy-read mark."</li>
            <li>"Nobody who uses a screen reader or another aid every day has yet tested the register with us."</li>
            <li>"No independent audit has been made."</li>
            <li>"There is no version in British Sign Language, and none in another language than English."</li>
        </ul>

        <h2 class="nhsuk-heading-m">"Tell us"</h2>
        <p>
            "If something does not work for you, or you need information in another format, tell the person who supports \
             you, or the agency that runs the register in your area. If you are not content with the answer, the Equality \
             Advisory and Support Service can help: equalityadvisoryservice.com, or 0808 800 0082."
        </p>
        <p class="meta">"Written on 28 November 2026."</p>
    }
}

/// Where the pictures come from.
pub fn credits() -> impl IntoView {
    let credits: Vec<_> = read_credits(PICTURE_CREDITS)
        .into_iter()
        .map(|credit| match credit {
            Credit::Heading(words) => view! { <h2 class="nhsuk-heading-s">{linked(&words)}</h2> }.into_any(),
            Credit::Paragraph(words) => view! { <p>{linked(&words)}</p> }.into_any(),
        })
        .collect();
    view! {
        <h1 class="nhsuk-heading-l">"Pictures and credits"</h1>
        {credits}
        <h2 class="nhsuk-heading-s">"The design"</h2>
        <p>
            "Components and styles follow the NHS design system (nhsuk-frontend), © Crown copyright, MIT licence. \
             This register is open source and not a service of the NHS website."
        </p>
    }
}

fn linked(words: &[Word<'static>]) -> Vec<AnyView> {
    words
        .iter()
        .map(|word| match *word {
            Word::Text(text) => text.into_any(),
            Word::Link(href) => view! { <a href=href>{href}</a> }.into_any(),
        })
        .collect()
}
