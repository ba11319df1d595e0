//! What one says on one's own page: own words, "this is not right", "talk to me", "I changed my mind".

use leptos::prelude::*;

use super::{
    model::{About, How, RequestKind, Said, Saying, WordsKind},
    requests::{Request, described},
    stop_view::{EVERYBODY, JUST_ONE, or_one},
    store::{Opens, OwnWords},
    view::{Reader, big_choice, own_page, own_page_back, tile},
};
use crate::{
    access::model::Level,
    agency::store::Agency,
    base::dates,
    consent::{
        conversation::OwnView,
        store::{Stop, whom},
    },
    easy_read::{
        model::{Line, PictureSet, picture_address, urgent},
        view::paragraph,
    },
    person::store::Professional,
    ui::*,
};

/// Everything the person said, the newest first: words, pictures, drawings, each with its day. On the
/// person's own page, which has a reader, it speaks to them, in their pictures.
pub fn own_words(words: &[OwnWords], reader: Option<&Reader>) -> AnyView {
    let items: Vec<_> = words
        .iter()
        .map(|each| {
            let on = dates::long(dates::london(each.said_at).date());
            let said = match &each.said {
                Said::Words(words) => view! { <blockquote class="voice typed">{words.clone()}</blockquote> }.into_any(),
                Said::Picture(saying) => {
                    let set = reader.map_or(Some(PictureSet::Colour), Reader::pictures);
                    let picture = set.map(|set| {
                        let source = picture_address(set, saying.picture());
                        view! { <img src=source alt="" width="72" height="72"/> }
                    });
                    view! {
                        <blockquote class="voice voice--picture">
                            {picture}
                            <span>{saying.label()}</span>
                        </blockquote>
                    }
                    .into_any()
                }
                Said::Drawing(lines) => {
                    view! { <Drawn drawing=lines.clone() described=format!("A drawing from {on}")/> }.into_any()
                }
            };
            let by = match (&each.by, reader) {
                (None, Some(_)) => format!("You, on {on}"),
                (None, None) => format!("In their own words, on their own page, on {on}"),
                (Some((name, relation)), _) => format!("{name} ({relation}), on {on}"),
            };
            view! {
                <li class="own-words">
                    {said}
                    <p class="quiet">{by}</p>
                </li>
            }
        })
        .collect();
    view! { <ul class="own-words-list" role="list">{items}</ul> }.into_any()
}

/// How one likes to say it; who reads it, which are `readers` as long as anything is shared; and what was said before.
pub fn words(reader: &Reader, earlier: &[OwnWords], opens: &[Opens], readers: &[Agency]) -> impl IntoView + use<> {
    let tiles = vec![
        tile(reader, "/me/words/words", "paper", "Write something"),
        tile(reader, "/me/words/picture", "feelings", "Choose a picture"),
        view! {
            <li class="with-script">
                <a class="own-tile" href="/me/words/drawing" data-full>
                    {reader.picture("pencil", "own-tile__picture")}
                    <span>"Draw something"</span>
                </a>
            </li>
        }
        .into_any(),
    ];
    let earlier = (!earlier.is_empty()).then(|| {
        view! { <h2 class="nhsuk-heading-m">"What you said before"</h2> {own_words(earlier, Some(reader))} }
    });
    let mut lines = who_reads(reader, readers);
    lines.extend(opens.iter().map(|each| {
        reader.line("family", format!("{} ({}) has a code. They can read it too.", each.name, each.relation))
    }));
    if reader.holder.is_the_person() && !opens.is_empty() {
        lines.push(reader.line("private", "\u{201c}I do not feel safe\u{201d} stays private from them."));
    }
    let content = view! {
        <p class="nhsuk-lede-text">"Say what matters to you."</p>
        <ul class="own-tiles" role="list">{tiles}</ul>
        {reader.lines(lines)}
        {earlier}
    };
    own_page(reader, "pencil", "Add your words", content.into_any())
}

/// Who of those who work with the person reads what they say.
fn who_reads(reader: &Reader, readers: &[Agency]) -> Vec<AnyView> {
    match reader.level {
        Level::Record => {
            let can = |agency: &Agency| reader.line(agency.picture(), format!("{} can read it.", agency.name));
            let mut lines: Vec<AnyView> = readers.iter().map(can).collect();
            lines.push(reader.line("private", "The police and the ambulance cannot read it."));
            lines
        }
        Level::Asking | Level::Closed => vec![
            reader.line("private", "Nobody who works with you can read it now."),
            reader.line("not-safe", "Do you not feel safe? Choose that picture."),
            reader.line("people-together", format!("The {} team reads that. They will answer you.", reader.list)),
        ],
    }
}

/// Saying it in one way.
pub fn say(reader: &Reader, kind: WordsKind) -> impl IntoView + use<> {
    let action = format!("/me/words/{}", kind.word());
    let (title, picture, content) = match kind {
        WordsKind::Words => (
            "Write something",
            "paper",
            view! {
                <FormTo action=action>
                    <TextArea name="words" label="What do you want to say?" hint="Write it your way. Spelling does not matter." rows=6/>
                    <Button>"Add my words"</Button>
                </FormTo>
            }
            .into_any(),
        ),
        WordsKind::Picture => {
            let choices = Saying::ALL
                .iter()
                .map(|saying| (saying.word().to_owned(), Some(saying.picture()), saying.label().to_owned()))
                .collect();
            let choices = big_choice(reader, "picture", "What do you want to say?", choices);
            (
                "Choose a picture",
                "feelings",
                view! {
                    <FormTo action=action>
                        {choices}
                        <Button>"Add this picture"</Button>
                    </FormTo>
                }
                .into_any(),
            )
        }
        WordsKind::Drawing => ("Draw something", "pencil", sheet(action)),
    };
    own_page_back(reader, ("/me/words", "Add your words"), picture, title, content)
}

/// Who reads what somebody asks for. Where nothing is shared only the register's own team is told.
fn who_answers(reader: &Reader) -> String {
    match reader.level {
        Level::Record => reader
            .say(
                "The people who support you read this. Somebody will answer you.",
                "The adults who help you read this. Somebody will answer you.",
            )
            .to_owned(),
        Level::Asking | Level::Closed => {
            format!("The {} team reads this. Somebody will answer you.", reader.list)
        }
    }
}

/// To somebody who does not feel safe: whom to ring comes first, and that nobody watches this page.
pub fn not_safe(reader: &Reader) -> impl IntoView + use<> {
    let told = [
        Line::new("not-safe", "You told us that you do not feel safe."),
        Line::new("people-together", who_answers(reader)),
        Line::new(
            "calendar",
            reader.say(
                "That can take some days. Do not wait for it if you need help now.",
                "That can take some days. Tell any adult you trust, if you need help now.",
            ),
        ),
    ];
    let lines: Vec<_> =
        told.iter().map(|line| reader.idea(line)).chain(urgent(reader.wording).map(|line| reader.idea(line))).collect();
    let content = view! {
        {reader.lines(lines)}
        <ButtonLink href="/me/talk">"Ask someone to talk to me"</ButtonLink>
        <p><a href="/me/asked">"See what you asked for"</a></p>
    };
    own_page(reader, "helps-you", "Somebody will help you", content.into_any())
}

/// A sheet to draw on. It needs script and a finger, a pen or a mouse; words and pictures need neither,
/// and stand beside it.
fn sheet(action: String) -> AnyView {
    view! {
        <FormTo action=action>
            <DrawingSheet name="drawing" label="Draw with a finger, a pen or a mouse." described="Your drawing"/>
            <div class="with-script"><Button>"Add my drawing"</Button></div>
        </FormTo>
        <p>
            "You can also "
            <a href="/me/words/words">"write something"</a>
            " or "
            <a href="/me/words/picture">"choose a picture"</a>
            "."
        </p>
    }
    .into_any()
}

/// Asking somebody to talk. `asks_number`: whether nobody knows a number to ring.
pub fn talk(reader: &Reader, professionals: &[Professional], asks_number: bool) -> impl IntoView + use<> {
    let mut who: Vec<(String, Option<&'static str>, String)> = professionals
        .iter()
        .map(|each| (each.name.clone(), Some("support-worker"), format!("{}, {}", each.name, each.job)))
        .collect();
    who.push(("team".to_owned(), Some("people-together"), format!("The {} team", reader.list)));
    who.push(("anybody".to_owned(), Some("person"), "I do not mind who".to_owned()));
    let how = How::ALL.iter().map(|how| (how.word().to_owned(), Some(how.picture()), how.label().to_owned())).collect();
    let who = big_choice(reader, "who", "Who do you want to talk to?", who);
    let how = big_choice(reader, "how", "How do you want to talk?", how);
    let number = asks_number.then(|| {
        view! {
            <TextField
                name="phone"
                label="Your phone number"
                hint="We need it if you want us to ring you."
                kind=InputKind::Tel
                width=20
                autocomplete="tel"
            />
        }
    });
    let hint = if asks_number { "" } else { "Is your phone number new? Write it here." };
    let mut lines = vec![reader.line("people-together", who_answers(reader))];
    if reader.holder.is_the_person() {
        lines.push(reader.line("private", "Other people with a code for your page cannot read it."));
    }
    let content = view! {
        <FormTo action="/me/talk">
            {who}
            {how}
            {number}
            <TextArea name="words" label="What is it about? (you can leave this empty)" hint=hint rows=3/>
            <Button>"Ask someone to talk to me"</Button>
        </FormTo>
        {reader.lines(lines)}
        <InsetText>
            {paragraph("This is not for emergencies. If you are in danger, ring 999.")}
            {paragraph("Ring 111 if you are very upset, or might hurt yourself. Choose option 2.")}
        </InsetText>
    };
    own_page(reader, "talk-to-someone", "Ask someone to talk to you", content.into_any())
}

/// What was asked for, and what came of it.
pub fn asked(reader: &Reader, requests: &[Request]) -> impl IntoView + use<> {
    let own = described(&reader.holder);
    let nothing = requests.is_empty().then(|| view! { <p>"You have not asked for anything yet."</p> });
    let cards: Vec<_> = requests
        .iter()
        .map(|request| {
            let on = dates::long(dates::london(request.raised_at).date());
            // Nobody reads as their own what another with a code asked for.
            let elses = (request.by != own && !request.is_without_account()).then(|| request.asked_by().to_owned());
            let what = match request.kind {
                RequestKind::NotSafe => "You said that you do not feel safe.".to_owned(),
                RequestKind::KeepsOut => "You said that somebody must not look.".to_owned(),
                RequestKind::ChangedMind => what_stopped(&request.stops),
                RequestKind::Talk if request.is_without_account() => "Somebody asked for help for you.".to_owned(),
                RequestKind::Talk => match &elses {
                    Some(who) => format!("{who} asked someone to talk."),
                    None => "You asked someone to talk to you.".to_owned(),
                },
                RequestKind::Disagrees => {
                    let about = request.about.as_ref().map_or("something", About::in_plain_words);
                    let who = elses.as_deref().unwrap_or("You");
                    format!("{who} said that something is not right: {about}.")
                }
            };
            let words = (!request.words.is_empty())
                .then(|| view! { <blockquote class="voice typed">{request.words.clone()}</blockquote> });
            let ring = (request.kind == RequestKind::NotSafe && request.done.is_none())
                .then(|| view! { <p><a href="/me/not-safe">"Who to ring now"</a></p> });
            let how = request.how.filter(|_| elses.is_none());
            let how = how.map(|how| reader.lines(vec![reader.line(how.picture(), how.said_back())]));
            let stopped =
                (request.kind == RequestKind::ChangedMind).then(|| reader.lines(when_stopped(reader, request)));
            let status = match &request.done {
                None if !request.waits() => ().into_any(),
                None => reader.lines(vec![reader.line("talk-to-someone", "Somebody will answer you.")]),
                Some(done) => {
                    let on = dates::long(dates::london(done.at).date());
                    let answered = format!("{}, {}, answered on {on}", done.by, done.agency);
                    // What was answered to somebody else is theirs.
                    let answer = (!done.outcome.is_empty())
                        .then(|| view! { <p class="typed own-said">{done.outcome.clone()}</p> });
                    let end = if answer.is_some() { ":" } else { "." };
                    view! {
                        {reader.lines(vec![reader.line("yes", answered + end)])}
                        {answer}
                    }
                    .into_any()
                }
            };
            view! {
                <div class="own-card">
                    <h2 class="nhsuk-heading-s">{what}</h2>
                    <p class="quiet">{on}</p>
                    {words}
                    {how}
                    {stopped}
                    {status}
                    {ring}
                </div>
            }
        })
        .collect();
    let content = view! {
        {nothing}
        {cards}
        <p><a href="/me/talk">"Ask someone to talk to you"</a></p>
    };
    own_page(reader, "question", "What you asked for", content.into_any())
}

/// A change of mind, called by what stopped.
fn what_stopped(stops: &[Stop]) -> String {
    match stops {
        [] => "We stopped sharing.".to_owned(),
        [..] => format!("We stopped sharing with {}.", whom(stops)),
    }
}

/// When it stopped: that is done, and nobody waits for it. Where several things did, each of them.
fn when_stopped(reader: &Reader, request: &Request) -> Vec<AnyView> {
    let day = |at| dates::long(dates::london(at).date());
    let done = |at| reader.line("stop-sharing", format!("We stopped sharing on {}.", day(at)));
    let mut lines: Vec<AnyView> = match request.stops.as_slice() {
        [] => vec![done(request.raised_at)],
        [one] => vec![done(one.at)],
        several => several
            .iter()
            .map(|stop| {
                let whom = whom(std::slice::from_ref(stop));
                reader.line("stop-sharing", format!("We stopped sharing with {whom} on {}.", day(stop.at)))
            })
            .collect(),
    };
    lines.extend(request.done.is_none().then(|| reader.team_knows()));
    lines
}

/// What the person wants themselves, where somebody else stops sharing for them: it is written down with it.
pub(super) fn own_view_question(reader: &Reader) -> Option<AnyView> {
    if reader.holder.is_the_person() {
        return None;
    }
    let choices = OwnView::ALL
        .iter()
        .map(|view| {
            let picture = match view {
                OwnView::Yes => "yes",
                OwnView::No => "no",
                OwnView::NotSure => "not-sure",
                OwnView::NotKnown => "question",
            };
            (view.word().to_owned(), Some(picture), view.label().to_owned())
        })
        .collect();
    let question = big_choice(reader, "own_view", &format!("What does {} want?", reader.name), choices);
    let label = format!("What did {} say or show? (you can leave this empty)", reader.name);
    Some(view! { {question} <TextArea name="own_view_words" label=label rows=3/> }.into_any())
}

/// Before a change of mind: what happens at once, and that support stays the same. `agencies` see it, and `hosts` run the
/// register. `theirs`: whether the reader may stop one agency only.
pub fn change_mind(reader: &Reader, agencies: &[Agency], hosts: &[Agency], theirs: bool) -> impl IntoView + use<> {
    if !reader.can_stop {
        let lines = vec![
            reader.line("stop-sharing", "We share nothing about you now."),
            reader.support_stays(),
            reader.line("talk-to-someone", "Do you want to be on it again? Ask someone to talk to you."),
        ];
        let content = view! {
            {reader.lines(lines)}
            <ButtonLink href="/me/talk">"Ask someone to talk to me"</ButtonLink>
        };
        return own_page(reader, "change-mind", "I changed my mind", content.into_any()).into_any();
    }
    let shared = reader.level == Level::Record;
    let one = or_one(reader, agencies, theirs);
    // Both ways at the top, as pictures: the way to one agency stands far below.
    let both_ways = (theirs && one.is_some()).then(|| {
        let tiles =
            [tile(reader, "#everybody", "stop-sharing", EVERYBODY), tile(reader, "#one", "stop-group", JUST_ONE)];
        view! { <ul class="own-tiles" role="list">{tiles}</ul> }
    });
    let losing: Vec<_> = agencies.iter().filter(|agency| !agency.hosts_register).map(Saw::from).collect();
    let losing = (shared && !losing.is_empty()).then(
        || view! { <h3 class="nhsuk-heading-s">"Who will not see it any more"</h3> {lose_sight(reader, &losing)} },
    );
    // Under somebody else's no nothing is shared; what is taken back is one's own yes.
    let (title, stops, button) = if shared {
        let off = format!("You come off the {}.", reader.list);
        let stops = vec![
            reader.line("stop-sharing", reader.say("Sharing stops at once.", "We stop sharing straight away.")),
            reader.line("off-list", off),
        ];
        (EVERYBODY, stops, EVERYBODY)
    } else {
        let stops = vec![reader.line("stop-sharing", "Your yes stops counting. We share nothing about you.")];
        ("Take back your yes", stops, "Take back my yes")
    };
    let mut lines = vec![reader.support_stays()];
    lines.extend(stops);
    lines.push(reader.line("lock", "We close your notes. We must keep them for many years."));
    lines.push(reader.team_there_sees(hosts));
    lines.push(reader.line("yes", "You can say yes again later."));
    lines.push(reader.line("no-why", "You do not have to say why."));
    let own_view = own_view_question(reader);
    let content = view! {
        {both_ways}
        <h2 class="nhsuk-heading-m" id="everybody">{title}</h2>
        <p>"This is what happens:"</p>
        {reader.lines(lines)}
        {losing}
        <FormTo action="/me/change-mind">
            {own_view}
            <TextArea name="words" label="Do you want to say something? (you can leave this empty)" rows=3/>
            <div class="own-decide">
                <Button kind=ButtonKind::Warning>{button}</Button>
                <ButtonLink href="/me/page" kind=ButtonKind::Secondary>"No, go back"</ButtonLink>
            </div>
        </FormTo>
        {one}
    };
    own_page(reader, "change-mind", "I changed my mind", content.into_any()).into_any()
}

/// An agency that saw it: the name that it had, and the picture of its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saw {
    /// Its name then.
    pub name: String,
    /// A key of the pictures.
    pub picture: &'static str,
}

impl From<&Agency> for Saw {
    fn from(agency: &Agency) -> Self {
        Self { name: agency.name.clone(), picture: agency.picture() }
    }
}

/// Those who saw it and do not any more.
fn lose_sight(reader: &Reader, saw: &[Saw]) -> AnyView {
    reader.lines(saw.iter().map(|saw| reader.loses_sight(saw.picture, &saw.name)).collect())
}

/// The heading of the receipt; `shared`: whether anything was shared before.
#[must_use]
pub fn changed_title(shared: bool) -> &'static str {
    if shared { "Sharing has stopped" } else { "Your yes does not count any more" }
}

/// The receipt: it has happened. `saw` are those who see nothing any more, and `hosts` run the register.
pub fn changed(reader: &Reader, on: &str, shared: bool, saw: &[Saw], hosts: &[Agency]) -> impl IntoView + use<> {
    let stopped = (!saw.is_empty())
        .then(|| view! { <h2 class="nhsuk-heading-m">"Who cannot see it any more"</h2> {lose_sight(reader, saw)} });
    let when = if shared { format!("Sharing stopped on {on}.") } else { format!("It ended on {on}.") };
    let lines = [
        reader.line("off-list", format!("You are not on the {} now.", reader.list)),
        reader.line("calendar", when),
        reader.support_stays(),
        reader.team_there_sees(hosts),
    ];
    let content = view! {
        {reader.lines(lines.into_iter().chain(reader.after_stopping()).collect())}
        {stopped}
        <p class="no-print"><a href="/me/answers/receipt.pdf" data-full>"Print your answers"</a></p>
        <p class="quiet no-print">"You can also print this page, or take a picture of it."</p>
        <ButtonLink href="/me/page">"Go to your page"</ButtonLink>
    };
    own_page(reader, "stop-sharing", changed_title(shared), content.into_any())
}
