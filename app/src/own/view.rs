//! The frame of the own page, opening and closing it: big, calm, few things a page.

use chrono::NaiveDate;
use leptos::prelude::*;

use super::session::{IDLE_MINUTES, WARNED_MINUTES};
use crate::{
    access::model::{CodeHolder, Level},
    agency::store::Agency,
    easy_read::{
        model::{Format, Line, PictureSet, Wording, fill},
        preview::preview,
        spoken::spoken,
        view::{pictured, sized_picture, with_days_whole},
    },
    shell::typed_list,
    ui::*,
};

/// What every page here needs to know of its reader.
#[derive(Debug, Clone)]
pub struct Reader {
    /// How they like to read.
    pub format: Format,
    /// What people call the register.
    pub list: String,
    /// What the person likes to be called.
    pub name: String,
    /// Who reads.
    pub holder: CodeHolder,
    /// How far the person is open to anybody.
    pub level: Level,
    /// Whether there is a yes that they may take back: that of all together, or their own under another's no.
    pub can_stop: bool,
    /// Date of birth.
    pub born_on: Option<NaiveDate>,
    /// The day it is read.
    pub today: NaiveDate,
    /// In which words the person is spoken to.
    pub wording: Wording,
}

impl Reader {
    /// The words for an adult, or those that one uses with a child: the documents have both, and these are theirs.
    pub fn say(&self, adult: &'static str, young: &'static str) -> &'static str {
        match self.wording {
            Wording::Adult => adult,
            Wording::YoungPerson => young,
        }
    }

    /// That nothing else changes, which is said wherever something could.
    pub fn support_stays(&self) -> AnyView {
        self.idea(&self.that_support_stays())
    }

    /// What follows when somebody stops sharing, with everybody or with one agency.
    pub fn after_stopping(&self) -> [AnyView; 2] {
        [
            self.team_knows(),
            self.line(
                "change-mind",
                self.say(
                    "You can change your mind again. Ask someone to talk to you.",
                    "You can change your mind whenever you like. Just ask someone to talk to you.",
                ),
            ),
        ]
    }

    /// That somebody follows up what was stopped.
    pub fn team_knows(&self) -> AnyView {
        self.line("people-together", format!("The {} team knows. They may ring you.", self.list))
    }

    /// Of a closed record: who still sees what.
    pub fn team_sees(&self) -> AnyView {
        self.line("team-sees", format!("Only the {} team can still see your name and your answers.", self.list))
    }

    /// The same where a record closes, with the agencies whose team it is: others who work there see nothing either.
    pub fn team_there_sees(&self, hosts: &[Agency]) -> AnyView {
        let (names, list): (Vec<&str>, _) = (hosts.iter().map(|host| host.name.as_str()).collect(), &self.list);
        let look = if hosts.len() == 1 { "looks" } else { "look" };
        let says = format!(
            "{} {look} after the {list}. Only the {list} team there can still see your name and your answers.",
            names.join(" and ")
        );
        self.line("team-sees", says)
    }

    /// That support stays, not drawn yet.
    pub fn that_support_stays(&self) -> Line {
        Line::new("keep-support", self.say("Your support stays the same.", "The people who help you still help you."))
    }

    /// The set of pictures they like; none for who reads words only.
    pub fn pictures(&self) -> Option<PictureSet> {
        self.format.pictures().map(|pictures| pictures.set)
    }

    /// A picture of the reader's set; nothing for who reads words only. The words say the same.
    pub fn picture(&self, key: &str, class: &'static str) -> Option<AnyView> {
        let set = self.pictures()?;
        Some(sized_picture(set, key, class).into_any())
    }

    /// An idea as the documents write them.
    pub fn idea(&self, line: &Line) -> AnyView {
        let said = line.spoken.as_deref().map(|said| fill(said, &self.list));
        self.said(line, fill(&line.text, &self.list), said)
    }

    /// That somebody does not see it: their picture with a stop sign in its corner, and the words.
    pub fn loses_sight(&self, picture: &str, text: impl Into<String>) -> AnyView {
        self.idea(&Line::new(picture, text).marked("stop"))
    }

    /// One idea: a picture and its words.
    pub fn line(&self, picture: &str, text: impl Into<String>) -> AnyView {
        self.said(&Line::new(picture, ""), text.into(), None)
    }

    /// The pictures of a line beside words that are ready to be read.
    fn said(&self, line: &Line, text: String, said: Option<String>) -> AnyView {
        let said = said.or_else(|| spoken(&text));
        let picture = self.pictures().map(|set| pictured(set, line));
        view! {
            <li>
                {picture}
                <p data-spoken=said>{with_days_whole(&text)}</p>
            </li>
        }
        .into_any()
    }

    /// The class of the whole page: who chose large print reads all of it in large print.
    pub fn class(&self) -> &'static str {
        if self.format == Format::LargePrint { "own large-print" } else { "own" }
    }

    /// Several ideas, one under the other or in boxes, as the reader likes.
    pub fn lines(&self, lines: Vec<AnyView>) -> AnyView {
        let grid = self.format.pictures().is_some_and(|pictures| pictures.grid);
        let class = match (self.format.pictures(), grid) {
            (None, _) => "own-lines",
            (Some(_), false) => "easy-read",
            (Some(_), true) => "easy-read easy-read--grid",
        };
        view! { <ul class=class role="list">{lines}</ul> }.into_any()
    }
}

/// A page of the own page: the way back, the heading with its picture, the content.
pub fn own_page(reader: &Reader, picture: &str, title: &str, content: AnyView) -> impl IntoView + use<> {
    own_page_back(reader, ("/me/page", "Your page"), picture, title, content)
}

/// The same with another way back.
pub fn own_page_back(
    reader: &Reader,
    back: (&str, &str),
    picture: &str,
    title: &str,
    content: AnyView,
) -> impl IntoView + use<> {
    view! {
        <div class=reader.class()>
            <BackLink href=back.0.to_owned() text=back.1.to_owned()/>
            <h1 class="own__title">
                {reader.picture(picture, "own__picture")}
                <span>{title.to_owned()}</span>
            </h1>
            {content}
            {closing()}
        </div>
    }
}

/// Says that the page closes by itself, and with script, shortly before it does, asks.
fn closing() -> AnyView {
    let (warn_after, ends_after) = ((IDLE_MINUTES - WARNED_MINUTES) * 60, IDLE_MINUTES * 60);
    view! {
        <p class="quiet own__closes">"This page closes by itself if you do nothing for 1 hour. We keep what you typed."</p>
        <div class="closing" data-warn-after=warn_after.to_string() data-ends-after=ends_after.to_string() data-still="/me/still" data-leave="/me/page" role="alert" hidden>
            <p>"Your page will close in 5 minutes."</p>
            <button class="nhsuk-button" type="button" data-still-here>"I am still here"</button>
        </div>
    }
    .into_any()
}

/// Something to do or to read: a big box with a picture and a few words.
pub fn tile(reader: &Reader, href: &str, picture: &str, text: &str) -> AnyView {
    view! {
        <li>
            <a class="own-tile" href=href.to_owned()>
                {reader.picture(picture, "own-tile__picture")}
                <span>{text.to_owned()}</span>
            </a>
        </li>
    }
    .into_any()
}

/// Opening one's page: the code and the date of birth, and nothing else.
pub fn open(list: &str, ended: bool, handed_over: bool) -> impl IntoView + use<> {
    let ended = ended.then(|| {
        view! {
            <InsetText>
                <p>"Your page has closed. Type your code again to go on."</p>
                <p>"We keep what you typed."</p>
            </InsetText>
        }
    });
    let back = handed_over.then(|| view! { <p><a href="/unlock">"Give the tablet back"</a></p> });
    view! {
        <div class="own">
            <h1 class="nhsuk-heading-l">"Open your page"</h1>
            {ended}
            <p class="nhsuk-lede-text">{format!("Your page shows what the {list} says about you.")}</p>
            <FormTo action="/me" full=true>
                <Hidden name="next" value=form_state().answers.get("next").to_owned()/>
                <TextField
                    name="code"
                    label="Your code"
                    hint="It is on your card. It has 9 letters, like BCD FGH JKM."
                    width=20
                    autocomplete="off"
                    spellcheck=false
                />
                <DateField name="born" legend="Your date of birth"/>
                <Button>"Open my page"</Button>
            </FormTo>
            <Details summary="I do not have a code">
                <p>"Ask someone who works with you. They can give you a card with a code."</p>
                <p>"Are you here for a person you decide for? Then use your own code, and their date of birth."</p>
            </Details>
            {back}
        </div>
    }
}

/// After "I am finished".
pub fn finished() -> impl IntoView {
    view! {
        <div class="own">
            <h1 class="nhsuk-heading-l">"Your page has closed"</h1>
            <p class="nhsuk-lede-text">"Nobody can see it on this screen now."</p>
            <p>"You can open it again with your code."</p>
            <ButtonLink href="/me" kind=ButtonKind::Secondary>"Open my page again"</ButtonLink>
        </div>
    }
}

/// The code ended while somebody was writing: what they typed, to be copied, and how to go on.
pub fn closed(typed: Vec<String>, open: String) -> impl IntoView {
    view! {
        <div class="own">
            // With script the navigator keeps the form that such a page turns away.
            <h1 class="nhsuk-heading-l" data-plain>"Your page has closed"</h1>
            <p class="nhsuk-lede-text">"Your code does not work any more."</p>
            <p>"Your words are not sent. You can copy them here."</p>
            <h2 class="nhsuk-heading-m">"Your words"</h2>
            {typed_list(typed)}
            <p>"Ask someone who works with you. They can give you a new code."</p>
            <ButtonLink href=open kind=ButtonKind::Secondary>"Open my page again"</ButtonLink>
        </div>
    }
}

/// The first page: everything there is, as big boxes.
pub fn overview(reader: &Reader, waiting: usize) -> impl IntoView + use<> {
    let shared = reader.level == Level::Record;
    let list = reader.list.clone();
    let for_whom = (!reader.holder.is_the_person()).then(|| {
        view! { <p class="nhsuk-lede-text">{format!("You are here for {}. \u{201c}You\u{201d} on these pages means {}.", reader.name, reader.name)}</p> }
    });
    let closed = (!shared).then(|| {
        let lines = vec![
            reader.line("off-list", format!("You are not on the {list} now.")),
            reader.line("stop-sharing", "We share nothing about you."),
            reader.support_stays(),
        ];
        reader.lines(lines)
    });
    let asked = match waiting {
        0 => "What you asked for".to_owned(),
        1 => "What you asked for: 1 thing waits for an answer".to_owned(),
        many => format!("What you asked for: {many} things wait for an answer"),
    };
    let mut tiles = vec![
        tile(reader, "/me/written", "paper", "What people wrote about you"),
        tile(reader, "/me/who", "eye", "Who can see it"),
        tile(reader, "/me/looks", "who-looked", "Who has looked, and why"),
        tile(reader, "/me/plan", "plan", "Your plan, and what happens next"),
        tile(reader, "/me/answers", "choose", "Your answers"),
        tile(reader, "/me/words", "pencil", "Add your words"),
        tile(reader, "/me/talk", "talk-to-someone", "Ask someone to talk to you"),
        tile(reader, "/me/asked", "question", &asked),
    ];
    if reader.can_stop {
        tiles.push(tile(reader, "/me/change-mind", "change-mind", "I changed my mind"));
    }
    let formats = Format::ALL
        .iter()
        .map(|format| BigChoice {
            value: format.word().to_owned(),
            picture: Some(preview(*format)),
            text: format.label().to_owned(),
        })
        .collect();
    let hello = format!("Hello {}", reader.name);
    let hello = if reader.holder.is_the_person() { hello } else { format!("Hello {}", reader.holder.name) };
    view! {
        <div class=reader.class()>
            <h1 class="nhsuk-heading-xl own__hello">{hello}</h1>
            {for_whom}
            <p class="nhsuk-lede-text">{format!("This is your page of the {list}. What do you want to do?")}</p>
            {closed}
            <ul class="own-tiles" role="list">{tiles}</ul>
            <Details summary="Change how this page looks">
                <FormTo action="/me/format" draft=false>
                    <BigChoices name="format" legend=BigLegend::line("How do you like to read?") choices=formats/>
                    <Button kind=ButtonKind::Secondary>"Show it this way"</Button>
                </FormTo>
            </Details>
            <FormTo action="/me/finish" full=true>
                <Button>"I am finished"</Button>
            </FormTo>
            {closing()}
        </div>
    }
}

/// A question answered by choosing one of several big boxes, each a picture and words.
pub fn big_choice(
    reader: &Reader,
    field: &'static str,
    legend: &str,
    choices: Vec<(String, Option<&'static str>, String)>,
) -> AnyView {
    let choices = choices
        .into_iter()
        .map(|(value, picture, text)| BigChoice {
            value,
            picture: picture.and_then(|key| reader.picture(key, "easy-read__picture")).map(IntoAny::into_any),
            text,
        })
        .collect();
    view! { <BigChoices name=field legend=BigLegend::line(legend) choices=choices/> }.into_any()
}
