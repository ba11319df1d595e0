//! What one reads on one's own page: what is written, the plan, the answers.

use chrono::NaiveDate;
use leptos::prelude::*;

use super::{
    decides_view,
    disagree_view::disagreement,
    model::{About, section_in_plain_words, section_picture},
    requests::Request,
    say_view::own_words,
    store::OwnWords,
    tool_view,
    view::{Reader, own_page, own_page_back, tile},
};
use crate::{
    access::{
        model::{Level, Section},
        policy,
    },
    agency::store::Agency,
    assessment::store::FilledIn,
    base::dates,
    consent::{
        model::{Answer, Decision},
        receipt_view::Receipt,
        sign_view::{about, answer_further},
        store::DOCUMENT,
    },
    easy_read::{
        model::{self as easy_read, Line},
        spoken::spoken,
        view::bullet,
    },
    person::{
        model::Details,
        store::{Professional, Relative},
    },
    plan::{
        model::{Action, Helped, Issue, IssueStanding, Strategy},
        store::Plan,
    },
    rating::{model::Rating, store::CurrentRating, view::rating_word},
    referral::{model::Source, store::ToldWhy},
    review::store::Review,
    ui::*,
};

/// The sections that have a page of their own; the plan, the answers and who decides have theirs elsewhere.
pub const READ: [Section; 12] = [
    Section::Voice,
    Section::Communication,
    Section::Rating,
    Section::Assessments,
    Section::Issues,
    Section::Strategies,
    Section::Reviews,
    Section::Professionals,
    Section::Family,
    Section::Home,
    Section::Identity,
    Section::Diagnosis,
];

/// What is written, by sections.
pub fn written(reader: &Reader) -> impl IntoView + use<> {
    let is_the_person = reader.holder.is_the_person();
    let sections = READ.iter().filter(|section| policy::may_see_of_oneself(**section, is_the_person)).map(|section| {
        let href = format!("/me/written/{}", section.word());
        tile(reader, &href, section_picture(*section), section_in_plain_words(*section))
    });
    let decides = tile(reader, "/me/decides", "choose", decides_view::TITLE);
    let tiles: Vec<_> = sections.chain([decides]).collect();
    let lines = vec![
        reader.line(
            "paper",
            reader.say("This is what staff wrote about you.", "This is what the people who help you wrote about you."),
        ),
        reader.line("help", "Some words may be hard. You can ask someone to read it with you."),
        reader.line("complain", "You can say if something is not right."),
    ];
    let content = view! {
        {reader.lines(lines)}
        <ul class="own-tiles" role="list">{tiles}</ul>
    };
    own_page(reader, "paper", "What people wrote about you", content.into_any())
}

/// Everything of one section.
pub enum Written {
    /// Who they are.
    Identity(Details),
    /// Where they live.
    Home(Details),
    /// Where they live, which this reader is not told.
    HomeIsPrivate,
    /// What doctors say.
    Diagnosis(Details),
    /// How to talk with them.
    Communication(Details),
    /// What matters to them, and what they said here.
    Voice(Details, Vec<OwnWords>),
    /// Family and friends.
    Family(Vec<Relative>),
    /// Who works with them.
    Professionals(Vec<Professional>),
    /// Concerns, and why somebody referred them.
    Issues(Vec<Issue>, Vec<ToldWhy>),
    /// What was tried and could help.
    Strategies(Vec<Strategy>),
    /// How worried people are, the newest first.
    Rating(Vec<CurrentRating>),
    /// What was answered in the tool, the newest first.
    Assessments(Vec<FilledIn>),
    /// Reviews.
    Reviews(Vec<Review>),
}

impl Written {
    /// Whether nobody wrote anything, so that there is nothing to disagree with.
    fn is_empty(&self) -> bool {
        match self {
            Self::Identity(_) | Self::Home(_) => false,
            Self::HomeIsPrivate => true,
            Self::Diagnosis(details) => details.diagnosis.is_none() && details.diagnosis_evidence.is_empty(),
            Self::Communication(details) => details.communication.is_empty(),
            Self::Voice(details, _) => details.what_matters.is_empty(),
            Self::Family(all) => all.is_empty(),
            Self::Professionals(all) => all.is_empty(),
            Self::Issues(all, why) => all.is_empty() && why.is_empty(),
            Self::Strategies(all) => all.is_empty(),
            Self::Rating(all) => all.is_empty(),
            Self::Assessments(all) => all.is_empty(),
            Self::Reviews(all) => all.is_empty(),
        }
    }
}

/// One section.
pub fn section(reader: &Reader, section: Section, written: Written, requests: &[Request]) -> impl IntoView + use<> {
    let whole = About::Section(section);
    // What was said stays to be read, also where what it was about is no more.
    let said = requests.iter().any(|request| request.about.as_ref() == Some(&whole));
    let mut statements = said || !written.is_empty();
    let worked_from = match &written {
        Written::Rating(_) | Written::Assessments(_) | Written::Issues(..) | Written::Strategies(_) => {
            !written.is_empty()
        }
        Written::Identity(_)
        | Written::Home(_)
        | Written::HomeIsPrivate
        | Written::Diagnosis(_)
        | Written::Communication(_)
        | Written::Voice(..)
        | Written::Family(_)
        | Written::Professionals(_)
        | Written::Reviews(_) => false,
    };
    let before = worked_from.then(|| from_before(reader)).flatten();
    let content = match written {
        Written::Identity(details) => facts(vec![
            ("Your name", details.name()),
            ("The name that you like", details.known_as.clone()),
            ("Your date of birth", details.born_on.map(dates::long).unwrap_or_default()),
            ("Your NHS number", details.nhs_number.as_ref().map(ToString::to_string).unwrap_or_default()),
        ]),
        Written::Home(details) => facts(vec![
            ("Your address", details.address.clone()),
            ("Your postcode", details.postcode.as_ref().map(ToString::to_string).unwrap_or_default()),
            ("Your home is", details.place_kind.map(|kind| kind.label().to_owned()).unwrap_or_default()),
            ("Your phone", details.phone.clone()),
        ]),
        Written::HomeIsPrivate => reader
            .lines(vec![reader.line("private", "Where you live stays private. Only you can see it on your page.")]),
        Written::Diagnosis(details) => facts(vec![
            ("What you have", details.diagnosis.map(|each| each.label().to_owned()).unwrap_or_default()),
            ("How people know", details.diagnosis_evidence.clone()),
        ]),
        Written::Communication(details) => facts(vec![("How to talk with you", details.communication.clone())]),
        Written::Voice(details, words) => {
            let theirs = facts(vec![("What matters to you", details.what_matters.clone())]);
            let mine = (!words.is_empty()).then(|| {
                view! { <h2 class="nhsuk-heading-m">"What you said on this page"</h2> {own_words(&words, Some(reader))} }
            });
            view! {
                {theirs}
                {mine}
                <p><a href="/me/words">"Add your words"</a></p>
            }
            .into_any()
        }
        Written::Family(all) => list(all.iter().map(|each| format!("{}, {}.", each.name, each.relation))),
        Written::Professionals(all) => list(all.iter().map(|each| {
            let phone = if each.phone.is_empty() { String::new() } else { format!(" Phone: {}", each.phone) };
            format!("{}, {}. {}.{phone}", each.name, each.job, each.organisation).replace(" .", "")
        })),
        Written::Issues(all, why) => {
            statements = false;
            let (mut now, mut before) = (Vec::new(), Vec::new());
            for issue in all {
                let worse =
                    (!issue.escalation.is_empty()).then(|| format!("What may happen then: {}", issue.escalation));
                let about = About::Issue(issue.issue_id);
                match issue.standing {
                    IssueStanding::Current => now.push(statement(reader, &about, issue.what, worse, requests)),
                    IssueStanding::Closed { on, because } => {
                        let over = format!("People worried until {}. {because}", dates::long(on));
                        before.push(statement(reader, &about, issue.what, Some(over), requests));
                    }
                }
            }
            let before = (!before.is_empty())
                .then(|| view! { <h2 class="nhsuk-heading-m">"What worried people before"</h2> {before} });
            view! { {cards_or_nothing(now)} {before} {told_why(reader, why, requests)} }.into_any()
        }
        Written::Strategies(all) => {
            statements = false;
            let cards = all.into_iter().map(|each| {
                let result = match each.kind.result() {
                    Some(Helped::Yes) => "This helped.",
                    Some(Helped::ABit) => "This helped a bit.",
                    Some(Helped::No) => "This did not help.",
                    Some(Helped::NotKnown) => "We do not know if this helped.",
                    None => "This could help.",
                };
                statement(reader, &About::Strategy(each.strategy_id), each.what, Some(result.to_owned()), requests)
            });
            cards_or_nothing(cards.collect())
        }
        Written::Rating(all) => ratings(reader, all),
        Written::Assessments(all) => tool_view::filled_in(reader, all),
        Written::Reviews(all) => cards_or_nothing(
            all.into_iter()
                .map(|review| {
                    let mut rows = vec![("Who was there", review.present)];
                    // They may have said it alone.
                    if reader.holder.is_the_person() {
                        rows.push(("What you said", review.person_said));
                    }
                    rows.extend([("How things are", review.how_things_are), ("What changed", review.what_changed)]);
                    let rows = facts(rows);
                    view! {
                        <div class="own-card">
                            <h2 class="nhsuk-heading-m">{dates::long(review.held_on)}</h2>
                            {rows}
                        </div>
                    }
                    .into_any()
                })
                .collect(),
        ),
    };
    let disagree = statements
        .then(|| view! { <div class="own-card__after">{disagreement(reader, &whole, "this", requests)}</div> });
    let content = view! {
        {before}
        {content}
        {disagree}
    };
    own_page_back(
        reader,
        ("/me/written", "What people wrote about you"),
        section_picture(section),
        section_in_plain_words(section),
        content.into_any(),
    )
}

/// How worried people are now and why, and what they said before.
fn ratings(reader: &Reader, all: Vec<CurrentRating>) -> AnyView {
    let mut all = all.into_iter();
    let Some(now) = all.next() else {
        return view! { <p>"Nobody has said yet how worried they are."</p> }.into_any();
    };
    let mut lines = rating_in_plain_words(reader, now.rating);
    lines.push(reader.line("feelings", "Mental health means how you think and feel."));
    lines.extend(look_again(reader, now.review_due_on).map(|text| reader.line("calendar", text)));
    let before: Vec<_> = all
        .map(|rating| {
            view! {
                <div class="own-card">
                    <h3 class="nhsuk-heading-s">{dates::long(dates::london(rating.set_at).date())}</h3>
                    <p class="record__rating">{rating_word(Some(rating.rating))}</p>
                    {why(rating)}
                </div>
            }
        })
        .collect();
    let before =
        (!before.is_empty()).then(|| view! { <h2 class="nhsuk-heading-m">"What people said before"</h2> {before} });
    view! {
        <p class="record__rating">{rating_word(Some(now.rating))}</p>
        {reader.lines(lines)}
        {why(now)}
        {before}
    }
    .into_any()
}

fn why(rating: CurrentRating) -> AnyView {
    facts(vec![("Why", rating.reason), ("Who said it", format!("{}, {}", rating.set_by, rating.agency_name))])
}

/// Why somebody was referred, in the words of whoever did. Not agreeing with it is about the whole section.
fn told_why(reader: &Reader, why: Vec<ToldWhy>, requests: &[Request]) -> Option<impl IntoView + use<>> {
    if why.is_empty() {
        return None;
    }
    let cards: Vec<_> = why
        .into_iter()
        .map(|told| {
            let by = if told.source == Source::Person { "You told us".to_owned() } else { told.agency_name };
            view! {
                <div class="own-card">
                    <p class="typed">{told.reason}</p>
                    <p class="quiet">{format!("{by}, {}", dates::long(dates::london(told.received_at).date()))}</p>
                </div>
            }
        })
        .collect();
    Some(view! {
        <h2 class="nhsuk-heading-m">"Why people told us about you"</h2>
        {cards}
        {disagreement(reader, &About::Section(Section::Issues), "why people told us about you", requests)}
    })
}

/// What people see of a record that nobody works from any more.
fn from_before(reader: &Reader) -> Option<AnyView> {
    (reader.level != Level::Record)
        .then(|| reader.lines(vec![reader.line("off-list", "This is from before. Nobody works with this now.")]))
}

/// Nothing, for a record from which nobody works.
fn look_again(reader: &Reader, due_on: NaiveDate) -> Option<String> {
    let day = dates::long(due_on);
    match (reader.level, due_on < reader.today) {
        (Level::Record, false) => Some(format!("People look at this again by {day}.")),
        (Level::Record, true) => {
            Some(format!("People should have looked at this again by {day}. You can ask about it."))
        }
        (Level::Asking | Level::Closed, _) => None,
    }
}

/// What a rating means, in the lines of the document that explains the colours.
fn rating_in_plain_words(reader: &Reader, rating: Rating) -> Vec<AnyView> {
    let document = easy_read::document_in(DOCUMENT, reader.wording).into_iter();
    document.flat_map(|document| document.lines_about(rating.word())).map(|line| reader.idea(line)).collect()
}

/// Questions in the words of whoever wrote them, and what was answered.
pub(super) fn questions_and_answers(rows: Vec<(String, String)>) -> AnyView {
    described(rows, Some("typed"))
}

/// Names and what is written at them; what is not written says so.
pub(super) fn facts(rows: Vec<(&'static str, String)>) -> AnyView {
    described(rows.into_iter().map(|(name, text)| (name.to_owned(), text)).collect(), None)
}

fn described(rows: Vec<(String, String)>, name_class: Option<&'static str>) -> AnyView {
    let rows: Vec<_> = rows
        .into_iter()
        .map(|(name, text)| {
            let said = spoken(&text);
            let text = if text.is_empty() {
                view! { <span class="quiet">"Nobody wrote anything here."</span> }.into_any()
            } else {
                view! { <span class="typed">{text}</span> }.into_any()
            };
            view! {
                <div class="own-fact">
                    <dt class=name_class>{name}</dt>
                    <dd data-spoken=said>{text}</dd>
                </div>
            }
        })
        .collect();
    view! { <dl class="own-facts">{rows}</dl> }.into_any()
}

fn list(lines: impl Iterator<Item = String>) -> AnyView {
    let lines: Vec<_> = lines.map(bullet).collect();
    if lines.is_empty() {
        return view! { <p class="quiet">"Nobody wrote anything here."</p> }.into_any();
    }
    view! { <ul class="own-list">{lines}</ul> }.into_any()
}

fn cards_or_nothing(cards: Vec<AnyView>) -> AnyView {
    if cards.is_empty() {
        return view! { <p class="quiet">"Nobody wrote anything here."</p> }.into_any();
    }
    cards.into_any()
}

fn statement(reader: &Reader, about: &About, what: String, more: Option<String>, requests: &[Request]) -> AnyView {
    let first: String = what.split_whitespace().take(6).collect::<Vec<_>>().join(" ");
    view! {
        <div class="own-card">
            <p class="typed">{what}</p>
            {more.map(|more| view! { <p class="typed">{more}</p> })}
            {disagreement(reader, about, &first, requests)}
        </div>
    }
    .into_any()
}

/// What is going to happen, who does it and by when.
pub fn plan(
    reader: &Reader,
    plan: &Plan,
    review_due_on: Option<NaiveDate>,
    requests: &[Request],
    today: NaiveDate,
) -> impl IntoView + use<> {
    let actions: Vec<Action> = plan.actions.as_ref().map(|actions| actions.list.clone()).unwrap_or_default();
    let (finished, open): (Vec<_>, Vec<_>) = actions.into_iter().partition(|action| action.state.is_finished());
    let due = review_due_on.map(|day| {
        let text = if day < today {
            format!("People should have looked at your plan with you by {}. You can ask about it.", dates::long(day))
        } else {
            format!("People look at your plan with you by {}.", dates::long(day))
        };
        reader.line("meeting", text)
    });
    let next = due.map(|line| {
        view! { <h2 class="nhsuk-heading-m">"What happens next"</h2> {reader.lines(vec![line])} }
    });
    let nothing = open.is_empty().then(|| view! { <p>"There is nothing in your plan to do now."</p> });
    let before = (!open.is_empty()).then(|| from_before(reader)).flatten();
    let works = reader.level == Level::Record;
    let what = if works { "What people will do" } else { "What people wanted to do" };
    let open: Vec<_> = open.into_iter().map(|action| action_card(reader, action, requests, today)).collect();
    let finished = (!finished.is_empty()).then(|| {
        let summary = format!("What is finished ({})", finished.len());
        let cards: Vec<_> = finished.into_iter().map(|action| action_card(reader, action, requests, today)).collect();
        view! { <Details summary=summary>{cards}</Details> }
    });
    let content = view! {
        {next}
        {before}
        <h2 class="nhsuk-heading-m">{what}</h2>
        {nothing}
        {open}
        {finished}
        <p><a href="/me/talk">"Ask someone about your plan"</a></p>
    };
    own_page(reader, "plan", "Your plan", content.into_any())
}

fn action_card(reader: &Reader, action: Action, requests: &[Request], today: NaiveDate) -> AnyView {
    let who = if action.owner_name.is_empty() {
        format!("Who does it: {}", action.owner_agency_name)
    } else {
        format!("Who does it: {}, {}", action.owner_name, action.owner_agency_name)
    };
    let (picture, when) = match action.state.finished_on() {
        Some(on) => ("yes", format!("Finished on {}", dates::long(on))),
        None if reader.level == Level::Record && action.is_overdue(today) => {
            ("late", format!("People should have done it by now. The day was {}", dates::long(action.due_on)))
        }
        None => ("calendar", format!("By {}", dates::long(action.due_on))),
    };
    let so_far = (!action.state.text().is_empty())
        .then(|| view! { <p class="typed">{format!("What came of it: {}", action.state.text())}</p> });
    let first: String = action.what.split_whitespace().take(6).collect::<Vec<_>>().join(" ");
    let about = About::Action(action.action_id.clone());
    view! {
        <div class="own-card">
            <h3 class="own-card__what typed">{action.what}</h3>
            {reader.lines(vec![reader.line("staff", who), reader.line(picture, when)])}
            {so_far}
            {disagreement(reader, &about, &first, requests)}
        </div>
    }
    .into_any()
}

/// What is in force now.
pub enum Counts {
    /// Nobody has decided yet.
    NotAsked,
    /// It was to be asked again and was not.
    Lapsed,
    /// One decision, which says it all.
    One(Box<Receipt>),
    /// Several people said yes: the narrowest of what they said.
    Several {
        /// The first day on which it is to be asked again.
        until: NaiveDate,
        /// Each agency and the answer about it.
        agencies: Vec<(Agency, Answer)>,
        /// The questions beside those about agencies.
        further: [(&'static str, Option<Answer>); 3],
    },
    /// Several people decided, and at least one said no.
    SeveralAndNo,
}

/// What the reader answered last, where it is not alone in force.
pub struct Own {
    /// The answer.
    pub receipt: Receipt,
    /// Whether it is in force beside others.
    pub counts: bool,
}

/// What is in force, and what the reader themself said.
pub struct Answered {
    /// In force.
    pub counts: Counts,
    /// The reader's own.
    pub own: Option<Own>,
    /// The texts with which somebody was last asked.
    pub shown: Option<Shown>,
    /// The number of the newest decision; nought where there is none.
    pub number: i64,
}

/// The texts that were shown before somebody answered.
pub struct Shown {
    /// Each with its version.
    pub texts: String,
    /// Whether it was the reader who answered.
    pub by_reader: bool,
}

impl Answered {
    /// The texts, each with its version; nothing where none was shown.
    #[must_use]
    pub fn texts(&self) -> String {
        self.shown.as_ref().map(|shown| shown.texts.clone()).unwrap_or_default()
    }
}

/// What was answered, and the way to take it back.
pub fn answers(reader: &Reader, answered: &Answered, requests: &[Request]) -> impl IntoView + use<> {
    let counts = counting(reader, &answered.counts);
    let own = answered.own.as_ref().map(|own| {
        let title = if reader.holder.is_the_person() { "What you said last" } else { "Your own answer" };
        view! {
            <h2 class="nhsuk-heading-m">{title}</h2>
            {reader.lines(own_answer(own).iter().map(|line| reader.idea(line)).collect())}
        }
    });
    let texts = answered.texts();
    let texts = (!texts.is_empty()).then(|| {
        // Of when the questions were asked: nothing is shown to whoever stops sharing.
        let title = if answered.shown.as_ref().is_some_and(|shown| shown.by_reader) {
            "What people showed you when they asked you"
        } else {
            "What people read when someone asked them"
        };
        facts(vec![(title, texts)])
    });
    let print = (!matches!(answered.counts, Counts::NotAsked)).then(
        || view! { <p class="no-print"><a href="/me/answers/receipt.pdf" data-full>"Print your answers"</a></p> },
    );
    let heading = own.is_some().then(|| view! { <h2 class="nhsuk-heading-m">"What counts now"</h2> });
    let decided = !matches!(answered.counts, Counts::NotAsked);
    let disagree = decided.then(|| {
        view! {
            {disagreement(reader, &About::Section(Section::Consent), "your answers", requests)}
            <p><a href="/me/decides">{decides_view::TITLE}</a></p>
        }
    });
    let change = reader.can_stop.then(
        || view! { <ButtonLink href="/me/change-mind" kind=ButtonKind::Secondary>"I changed my mind"</ButtonLink> },
    );
    let content = view! {
        {heading}
        {counts}
        {own}
        {texts}
        {print}
        {disagree}
        {change}
        <p><a href="/me/talk">"Ask someone about your answers"</a></p>
    };
    own_page(reader, "choose", "Your answers", content.into_any())
}

fn counting(reader: &Reader, counts: &Counts) -> AnyView {
    if matches!(counts, Counts::NotAsked) {
        return view! { <p>"Nobody has asked you yet."</p> }.into_any();
    }
    reader.lines(what_counts(reader, counts).iter().map(|line| reader.idea(line)).collect())
}

/// What is in force, as ideas: the page and the paper say the same.
fn what_counts(reader: &Reader, counts: &Counts) -> Vec<Line> {
    let several = || {
        [
            Line::new("not-sure", "People who decide for you said different things."),
            Line::new("private", "We share only what all of them said yes to."),
        ]
    };
    match counts {
        Counts::NotAsked => Vec::new(),
        Counts::Lapsed => vec![
            Line::new("calendar", "The time of your last answer is over. Nobody asked you again yet."),
            Line::new("stop-sharing", "We share nothing about you now."),
            reader.that_support_stays(),
        ],
        Counts::One(receipt) => receipt.ideas(),
        Counts::Several { until, agencies, further: answers } => {
            let mut lines = vec![Line::new("on-list", format!("You are on the {}.", reader.list))];
            lines.extend(several());
            lines.extend(agencies.iter().map(|(agency, answer)| {
                let can = match answer {
                    Answer::Yes => "can",
                    Answer::No | Answer::NotSure => "cannot",
                };
                about(agency, *answer, format!("{} {can} see your information.", agency.name))
            }));
            lines.extend(answers.map(|(field, answer)| further(field, answer)));
            lines.push(Line::new("calendar", format!("We ask you again before {}.", dates::long(*until))));
            lines
        }
        Counts::SeveralAndNo => vec![
            Line::new("off-list", format!("You are not on the {} now.", reader.list)),
            Line::new("not-sure", "Not everybody who decides for you said yes."),
            Line::new("stop-sharing", "We share nothing about you now."),
            reader.that_support_stays(),
        ],
    }
}

/// All that the page of answers says, for paper.
#[must_use]
pub fn answers_on_paper(reader: &Reader, answered: &Answered) -> Vec<Line> {
    let mut lines = what_counts(reader, &answered.counts);
    lines.extend(answered.own.iter().flat_map(own_answer));
    lines
}

/// In short: what the reader said, about whom, and whether it counts.
fn own_answer(own: &Own) -> Vec<Line> {
    let receipt = &own.receipt;
    let mut lines: Vec<Line> = receipt.said().to_vec();
    if let Decision::Given { agencies, .. } = &receipt.recorded.made.decision {
        let said = receipt.agencies.iter().filter_map(|agency| Some((agency, *agencies.get(&agency.agency_id)?)));
        lines.extend(
            said.map(|(agency, answer)| about(agency, answer, format!("About {}: {}.", agency.name, answer.label()))),
        );
    }
    lines.push(if own.counts {
        Line::new("people-together", "It counts, and so does what others said.")
    } else {
        Line::new("change-mind", "Another answer counts now. You can ask why.")
    });
    lines
}

/// What was answered to one of the questions that stand beside those about agencies.
fn further(field: &str, answer: Option<Answer>) -> Line {
    let (picture, not_asked) = match field {
        "cetr" => ("meeting", "Nobody asked you about a meeting."),
        "contact_family" => ("family", "Nobody asked you about your family."),
        _ => ("learn", "Nobody asked you if we can learn from your answers."),
    };
    answer.map_or_else(|| Line::new(picture, not_asked).marked("question"), |said| answer_further(field, said))
}
