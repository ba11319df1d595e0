//! Pages of the conversation: calm, one question at a time, with pictures.

use leptos::prelude::*;

use super::{
    model::{self, Answer, Authority, Decision, Format, Manner},
    store::Recorded,
};
use crate::{
    agency::store::Agency,
    base::{answers::Answers, dates},
    easy_read::model::{self as easy_read, Line},
    person::{store::Banner, view::banner},
    shell::FormTo,
    ui::*,
};

/// One page of the conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Staff choose the form of the information.
    Start,
    /// The information itself.
    Read,
    /// A yes / no / not sure question; holds its field.
    Question(&'static str),
    /// The question about one agency: its place in the list, and its field.
    Agency(usize, String),
    /// What is to stay private.
    Exclusions,
    /// Who decided, how, with whom there.
    Decision,
    /// Everything once more.
    Check,
    /// Help for somebody who is not sure.
    NotSure,
}

impl Step {
    /// Every page, in order.
    #[must_use]
    pub fn all(agencies: &[Agency]) -> Vec<Self> {
        let asked =
            agencies.iter().enumerate().map(|(at, agency)| Self::Agency(at, model::agency_field(&agency.agency_id)));
        [Self::Start, Self::Read, Self::Question("understood"), Self::Question("on_the_list")]
            .into_iter()
            .chain(asked)
            .chain([
                Self::Question("cetr"),
                Self::Question("contact_family"),
                Self::Question("anonymous_planning"),
                Self::Exclusions,
                Self::Decision,
                Self::Check,
            ])
            .collect()
    }

    /// As it stands in the address.
    #[must_use]
    pub fn word(&self) -> &str {
        match self {
            Self::Start => "start",
            Self::Read => "read",
            Self::Question(field) => field,
            Self::Agency(_, field) => field,
            Self::Exclusions => "exclusions",
            Self::Decision => "decision",
            Self::Check => "check",
            Self::NotSure => "not-sure",
        }
    }

    /// Where an answer leads. "Not sure" about the list stops; a no to it asks nothing further.
    #[must_use]
    pub fn next(&self, answers: &Answers, agencies: &[Agency]) -> Self {
        let said = |field: &str| answers.get(field).parse::<Answer>().ok();
        match (self.word(), said(self.word())) {
            ("on_the_list", Some(Answer::No)) => return Self::Decision,
            ("on_the_list" | "understood", Some(Answer::NotSure)) => return Self::NotSure,
            // They do not know yet what it is: look at it again.
            ("understood", Some(Answer::No)) => return Self::Read,
            (_, Some(Answer::Yes | Answer::No | Answer::NotSure) | None) => {}
        }
        let all = Self::all(agencies);
        let at = all.iter().position(|step| step == self).unwrap_or_default();
        all.into_iter().nth(at + 1).unwrap_or(Self::Check)
    }

    /// The page before this one.
    fn before(&self, answers: &Answers, agencies: &[Agency]) -> Option<Self> {
        if *self == Self::Decision && answers.get("on_the_list") == Answer::No.word() {
            return Some(Self::Question("on_the_list"));
        }
        let all = Self::all(agencies);
        let at = all.iter().position(|step| step == self)?;
        at.checked_sub(1).and_then(|at| all.into_iter().nth(at))
    }

    /// The page's title.
    #[must_use]
    pub fn title(&self, list: &str, agencies: &[Agency]) -> String {
        match self {
            Self::Start => "Ask for a decision".to_owned(),
            Self::Read => format!("What is the {list}?"),
            Self::Question(field) => question_text(field, list),
            Self::Agency(at, _) => agencies
                .get(*at)
                .map_or_else(String::new, |agency| format!("Can {} see your information?", agency.name)),
            Self::Exclusions => question_text("exclusions", list),
            Self::Decision => "How the decision was made".to_owned(),
            Self::Check => "Check the answers".to_owned(),
            Self::NotSure => "It is OK not to be sure".to_owned(),
        }
    }
}

fn question_text(field: &str, list: &str) -> String {
    easy_read::consent_questions()
        .and_then(|questions| questions.question(field))
        .map(|question| easy_read::fill(&question.text, list))
        .unwrap_or_default()
}

/// Lines of easy read: picture left, words right.
pub fn lines(lines: &[Line], list: &str) -> impl IntoView + use<> {
    let rows: Vec<_> = lines
        .iter()
        .map(|line| {
            view! {
                <li>
                    {picture(&line.picture, "easy-read__picture")}
                    <p>{easy_read::fill(&line.text, list)}</p>
                </li>
            }
        })
        .collect();
    view! { <ul class="easy-read" role="list">{rows}</ul> }
}

/// A picture beside its words, which say the same: nothing for a screen reader to repeat.
pub fn picture(key: &str, class: &'static str) -> impl IntoView + use<> {
    view! { <img class=class src=format!("/pictures/colour/{key}.svg") alt="" width="96" height="96"/> }
}

/// Before asking: what has been decided so far, and in which form to give the information.
pub fn start(person: &Banner, history: &[Recorded], begun: bool, list: &str) -> impl IntoView + use<> {
    let id = person.person.clone();
    let formats = Format::ALL.iter().map(|format| Choice::new(format.word(), format.label())).collect();
    let begun = begun.then(|| {
        view! {
            <InsetText>
                <p>"You have begun this conversation. The answers so far are kept, and you can change each of them."</p>
            </InsetText>
        }
    });
    view! {
        <BackLink href=format!("/people/{id}") text="Back to the person"/>
        {banner(person)}
        <h1 class="nhsuk-heading-l" data-person=id.to_string()>"Ask for a decision"</h1>
        {begun}
        <p>"Go through this with the person, at their pace. First the information, then one question a page. \
            You can stop at any time; the answers are kept for you until you go on."</p>
        <ul>
            <li>{format!("Saying no to the {list} changes nothing about present support. Say so before and after asking.")}</li>
            <li>"\u{201c}Not sure\u{201d} is a good answer. It never counts as yes."</li>
            <li>"Somebody they trust may be there. Ask whom they want."</li>
        </ul>
        {(!history.is_empty()).then(|| view! { <h2 class="nhsuk-heading-m">"Decisions so far"</h2> {decisions(history)} })}
        <FormTo action=format!("/people/{id}/consent/start") draft=false>
            <Radios name="format" legend="How will you give the information?" choices=formats/>
            <Button>"Start"</Button>
        </FormTo>
    }
}

/// The decisions so far, newest first.
pub fn decisions(history: &[Recorded]) -> impl IntoView + use<> {
    let rows = history
        .iter()
        .rev()
        .map(|recorded| {
            let who = if recorded.decided_by.is_empty() {
                recorded.decision.by().label().to_owned()
            } else {
                format!("{}: {}", recorded.decision.by().label(), recorded.decided_by)
            };
            let until = match &recorded.decision {
                Decision::Given { review_on, .. } => format!("Ask again by {}", dates::long(*review_on)),
                Decision::Refused { .. } | Decision::Withdrawn { .. } => "–".to_owned(),
            };
            let written = format!(
                "{}, {}",
                recorded.recorded_by.as_deref().unwrap_or("The register"),
                recorded.recorded_agency.as_deref().unwrap_or("–")
            );
            vec![
                cell(dates::long(recorded.decision.on())),
                cell(recorded.decision.kind().label()),
                cell(who),
                cell(until),
                cell(written),
            ]
        })
        .collect();
    view! { <DataTable caption="Decisions about being on the register" head=["Date", "Decision", "Who decided", "Until", "Written down by"] rows=rows first_is_header=true/> }
}

/// A page of the conversation, in the person's words and pictures.
pub fn step(
    person: &Banner,
    step: &Step,
    answers: &Answers,
    agencies: &[Agency],
    hosts: &[Agency],
    list: &str,
) -> AnyView {
    let id = person.person.clone();
    let base = format!("/people/{id}/consent");
    let action = format!("{base}/{}", step.word());
    let back = step.before(answers, agencies).map_or_else(
        || (format!("/people/{id}/consent"), "Back"),
        |before| {
            if before == Step::Start { (base.clone(), "Back") } else { (format!("{base}/{}", before.word()), "Back") }
        },
    );
    let all = Step::all(agencies);
    let at = all.iter().position(|each| each == step).unwrap_or_default();
    let progress = format!("{} – page {} of {}", person.name, at, all.len() - 1);
    let content = match step {
        Step::Start => ().into_any(),
        Step::Read => read(&action, answers, hosts, list),
        Step::Question(field) => ask_field(&action, field, hosts, list),
        Step::Agency(at, field) => agencies.get(*at).map(|agency| ask_agency(&action, field, agency, list)).into_any(),
        Step::Exclusions => exclusions(&action, list),
        Step::Decision => how_decided(&action),
        Step::NotSure => not_sure(&base, &id.to_string(), list),
        Step::Check => ().into_any(),
    };
    view! {
        <BackLink href=back.0 text=back.1/>
        <p class="quiet" data-person=id.to_string()>{progress}</p>
        <div class="question">{content}</div>
        <p class="question__stop"><a href=format!("/people/{id}")>"Stop here. The answers are kept"</a></p>
    }
    .into_any()
}

fn read(action: &str, answers: &Answers, hosts: &[Agency], list: &str) -> AnyView {
    let Some(document) = easy_read::document("what-is-the-list") else { return ().into_any() };
    let format = answers.get("format").parse().unwrap_or(Format::EasyRead);
    let title = easy_read::fill(&document.title, list);
    let content = match format {
        Format::EasyRead | Format::Symbols | Format::Spoken | Format::Signed => document
            .sections
            .iter()
            .map(|section| {
                view! {
                    <h2 class="nhsuk-heading-m">{easy_read::fill(&section.heading, list)}</h2>
                    {lines(&section.lines, list)}
                }
            })
            .collect::<Vec<_>>()
            .into_any(),
        Format::Leaflet => document
            .plain
            .iter()
            .map(|block| {
                let parts: Vec<_> = block.parts.iter().map(|part| plain_part(part, list)).collect();
                view! { <h2 class="nhsuk-heading-m">{easy_read::fill(&block.heading, list)}</h2> {parts} }
            })
            .collect::<Vec<_>>()
            .into_any(),
    };
    view! {
        <h1 class="nhsuk-heading-l">{title}</h1>
        {content}
        <p>{runs_it(hosts, list)}</p>
        <FormTo action=action.to_owned() draft=false>
            <Button>"Go on to the questions"</Button>
        </FormTo>
    }
    .into_any()
}

/// One part of a plain leaflet.
pub fn plain_part(part: &easy_read::PlainPart, list: &str) -> AnyView {
    match part {
        easy_read::PlainPart::Paragraph(text) => view! { <p>{easy_read::fill(text, list)}</p> }.into_any(),
        easy_read::PlainPart::Bullets(texts) => {
            let items: Vec<_> = texts.iter().map(|text| view! { <li>{easy_read::fill(text, list)}</li> }).collect();
            view! { <ul>{items}</ul> }.into_any()
        }
    }
}

fn runs_it(hosts: &[Agency], list: &str) -> String {
    let names: Vec<_> = hosts.iter().map(|host| host.name.as_str()).collect();
    format!("{} runs the {list}. Its team can see your information if you say yes.", names.join(" and "))
}

fn ask_field(action: &str, field: &'static str, hosts: &[Agency], list: &str) -> AnyView {
    let Some(question) = easy_read::consent_questions().and_then(|questions| questions.question(field)) else {
        return ().into_any();
    };
    let runs = (field == "on_the_list").then(|| runs_it(hosts, list));
    let runs = runs.map(|runs| view! { <p>{runs}</p> });
    let text = easy_read::fill(&question.text, list);
    let asked = ask(field.to_owned(), question.picture.clone(), text, lines(&question.lines, list).into_any(), list);
    view! {
        <FormTo action=action.to_owned() draft=false>
            {asked}
            {runs}
            <Button>"Continue"</Button>
        </FormTo>
    }
    .into_any()
}

fn ask_agency(action: &str, field: &str, agency: &Agency, list: &str) -> AnyView {
    let about = easy_read::consent_questions().and_then(|questions| questions.agency(agency.kind.word()));
    let (picture, about) = about.map_or(("share".to_owned(), ().into_any()), |about| {
        (about.picture.clone(), lines(&about.lines, list).into_any())
    });
    let text = format!("Can {} see your information?", agency.name);
    let asked = ask(field.to_owned(), picture, text, about, list);
    view! {
        <FormTo action=action.to_owned() draft=false>
            {asked}
            <p>"They see only what they need. Saying no does not change your support."</p>
            <Button>"Continue"</Button>
        </FormTo>
    }
    .into_any()
}

/// A question with three big answers, each a picture and a word.
fn ask(field: String, picture_key: String, text: String, about: AnyView, list: &str) -> AnyView {
    let state = form_state();
    let error = state.error(&field);
    let group = if error.is_some() { "nhsuk-form-group nhsuk-form-group--error" } else { "nhsuk-form-group" };
    let error_id = format!("{field}-error");
    let choices: Vec<_> = easy_read::consent_questions()
        .map(|questions| questions.choices.clone())
        .unwrap_or_default()
        .into_iter()
        .enumerate()
        .map(|(at, choice)| {
            let value = choice.key.replace('-', "_");
            let id = if at == 0 { field.clone() } else { format!("{field}-{}", at + 1) };
            let checked = state.answers.chosen(&field, &value);
            view! {
                <label class="answer">
                    <input type="radio" id=id name=field.clone() value=value checked=checked/>
                    {picture(&choice.picture, "answer__picture")}
                    <span>{easy_read::fill(&choice.text, list)}</span>
                </label>
            }
        })
        .collect();
    let described = error.is_some().then(|| error_id.clone());
    view! {
        <div class=group>
            <fieldset class="nhsuk-fieldset" aria-describedby=described>
                <legend class="nhsuk-fieldset__legend nhsuk-fieldset__legend--l">
                    <h1 class="nhsuk-fieldset__heading">
                        {picture(&picture_key, "question__picture")}
                        <span>{text}</span>
                    </h1>
                </legend>
                {about}
                {error.map(|error| view! {
                    <span class="nhsuk-error-message" id=error_id>
                        <span class="nhsuk-u-visually-hidden">"Error: "</span>
                        {error}
                    </span>
                })}
                <div class="answers">{choices}</div>
            </fieldset>
        </div>
    }
    .into_any()
}

fn exclusions(action: &str, list: &str) -> AnyView {
    let Some(question) = easy_read::consent_questions().and_then(|questions| questions.question("exclusions")) else {
        return ().into_any();
    };
    let text = easy_read::fill(&question.text, list);
    view! {
        {lines(&question.lines, list)}
        <FormTo action=action.to_owned()>
            <TextArea name="exclusions" label=text heading=true rows=4/>
            <Button>"Continue"</Button>
        </FormTo>
    }
    .into_any()
}

fn how_decided(action: &str) -> AnyView {
    let authorities = Authority::ALL.iter().map(|authority| Choice::new(authority.word(), authority.label())).collect();
    let manners = Manner::ALL.iter().map(|manner| Choice::new(manner.word(), manner.label())).collect();
    view! {
        <h1 class="nhsuk-heading-l">"How the decision was made"</h1>
        <FormTo action=action.to_owned()>
            <Radios
                name="authority"
                legend="Who decided?"
                hint="An adult decides for themselves unless a capacity assessment about this decision shows that they cannot."
                choices=authorities
                small=true
            />
            <TextField name="decided_by" label="Name of who decided, if it was not the person" autocomplete="off" spellcheck=false/>
            <TextArea
                name="evidence"
                label="If it was not the person: what shows that they may decide?"
                hint="The order or power of attorney you saw, or the capacity assessment and who was consulted."
                rows=3
            />
            <Radios name="manner" legend="How did they answer?" choices=manners small=true/>
            <TextArea name="present" label="Who was there? (optional)" rows=2/>
            <DateField name="decided" legend="When was it decided?"/>
            <Button>"Continue"</Button>
        </FormTo>
    }
    .into_any()
}

fn not_sure(base: &str, person: &str, list: &str) -> AnyView {
    view! {
        <h1 class="nhsuk-heading-l">"It is OK not to be sure"</h1>
        <ul class="easy-read" role="list">
            <li>{picture("stop", "easy-read__picture")}<p>"We can stop here."</p></li>
            <li>{picture("keep-support", "easy-read__picture")}<p>"Your support stays the same."</p></li>
            <li>{picture("talk-to-someone", "easy-read__picture")}<p>"You can talk to someone you trust."</p></li>
            <li>{picture("calendar", "easy-read__picture")}<p>"We can ask you again another day."</p></li>
        </ul>
        <p><a href=format!("{base}/read")>{format!("Look again at what the {list} is")}</a></p>
        <p><a href=format!("{base}/on_the_list")>"Answer the question"</a></p>
        <p><a href=format!("/people/{person}")>"Stop here. We keep your answers"</a></p>
    }
    .into_any()
}

/// Everything once more, before it is recorded. `newer` is a decision somebody else recorded meanwhile.
pub fn check(
    person: &Banner,
    answers: &Answers,
    agencies: &[Agency],
    history: &[Recorded],
    newer: Option<&Recorded>,
    list: &str,
) -> AnyView {
    let id = person.person.clone();
    let base = format!("/people/{id}/consent");
    let refused = answers.get("on_the_list") == Answer::No.word();
    let shown = |field: &str, words: String| {
        // The error summary's links lead here.
        let field = field.to_owned();
        view! { <span id=field>{if words.is_empty() { "Not answered".to_owned() } else { words }}</span> }.into_any()
    };
    let said =
        |field: &str| answers.get(field).parse::<Answer>().map(|answer| answer.label().to_owned()).unwrap_or_default();
    let row = |field: &str, label: String, words: String, step: &str| {
        SummaryRow::new(label.clone(), shown(field, words)).change(format!("{base}/{step}"), label.to_lowercase())
    };
    let label_of = |field: &str| question_text(field, list);
    let mut rows = vec![
        SummaryRow::new(
            "How the information was given",
            shown("format", answers.get("format").parse::<Format>().map(|f| f.label().to_owned()).unwrap_or_default()),
        )
        .change(base.clone(), "how the information was given"),
        row("understood", label_of("understood"), said("understood"), "understood"),
        row("on_the_list", label_of("on_the_list"), said("on_the_list"), "on_the_list"),
    ];
    if !refused {
        for agency in agencies {
            let field = model::agency_field(&agency.agency_id);
            rows.push(row(&field, format!("Can {} see it?", agency.name), said(&field), &field));
        }
        for field in ["cetr", "contact_family", "anonymous_planning"] {
            rows.push(row(field, label_of(field), said(field), field));
        }
        let exclusions = answers.get("exclusions").to_owned();
        rows.push(row(
            "exclusions",
            "To stay private".to_owned(),
            if exclusions.is_empty() { "Nothing".to_owned() } else { exclusions },
            "exclusions",
        ));
    }
    let decided =
        dates::from_parts(answers.get("decided_day"), answers.get("decided_month"), answers.get("decided_year"))
            .map(dates::long)
            .unwrap_or_default();
    rows.push(row(
        "authority",
        "Who decided".to_owned(),
        answers.get("authority").parse::<Authority>().map(|a| a.label().to_owned()).unwrap_or_default(),
        "decision",
    ));
    if !answers.get("decided_by").is_empty() || answers.get("authority") != Authority::Person.word() {
        rows.push(row("decided_by", "Their name".to_owned(), answers.get("decided_by").to_owned(), "decision"));
        rows.push(row(
            "evidence",
            "What shows that they may decide".to_owned(),
            answers.get("evidence").to_owned(),
            "decision",
        ));
    }
    rows.push(row(
        "manner",
        "How they answered".to_owned(),
        answers.get("manner").parse::<Manner>().map(|m| m.label().to_owned()).unwrap_or_default(),
        "decision",
    ));
    rows.push(row("present", "Who was there".to_owned(), answers.get("present").to_owned(), "decision"));
    rows.push(row("decided", "When".to_owned(), decided, "decision"));
    let newer = newer.map(|newer| {
        let text = format!(
            "\u{201c}{}\u{201d} was recorded for {}, by {}. What you have here is below. \
             Record it only if the person decided again after that.",
            newer.decision.kind().label(),
            dates::long(newer.decision.on()),
            newer.recorded_by.as_deref().unwrap_or("somebody else"),
        );
        view! {
            <WarningCallout heading="Somebody else recorded a decision meanwhile">
                <p>{text}</p>
            </WarningCallout>
        }
    });
    let count = history.len().to_string();
    let consequence = if refused {
        view! {
            <InsetText>
                <p>"Nothing will be shared and nobody is added. Present support does not change: say so once more."</p>
            </InsetText>
        }
        .into_any()
    } else {
        let yes: Vec<_> = agencies
            .iter()
            .filter(|agency| answers.get(&model::agency_field(&agency.agency_id)) == Answer::Yes.word())
            .map(|agency| view! { <li>{agency.name.clone()}</li> })
            .collect();
        let nobody = yes.is_empty().then(|| view! { <p>"Only the team that runs it."</p> });
        let text =
            format!("As soon as you record this, {} is on the {list} and these agencies can see it:", person.name);
        view! {
            <InsetText>
                <p>{text}</p>
                <ul>{yes}</ul>
                {nobody}
            </InsetText>
        }
        .into_any()
    };
    view! {
        <BackLink href=format!("{base}/decision")/>
        {banner(person)}
        <h1 class="nhsuk-heading-l" data-person=id.to_string()>"Check the answers"</h1>
        {newer}
        <SummaryList rows=rows/>
        {consequence}
        <FormTo action=base.clone() draft=false>
            <Hidden name="decisions" value=count/>
            <Button>"Record the decision"</Button>
        </FormTo>
    }
    .into_any()
}

/// Before a change of mind is recorded: what will happen at once.
pub fn withdraw(person: &Banner, agencies: &[String]) -> impl IntoView + use<> {
    let id = person.person.clone();
    let agencies: Vec<_> = agencies.iter().map(|name| view! { <li>{name.clone()}</li> }).collect();
    let authorities = Authority::ALL.iter().map(|authority| Choice::new(authority.word(), authority.label())).collect();
    view! {
        <BackLink href=format!("/people/{id}") text="Back to the record"/>
        {banner(person)}
        <h1 class="nhsuk-heading-l" data-person=id.to_string()>"Record a change of mind"</h1>
        <p>"Anybody may change their mind at any time, and need not say why. Present support does not change."</p>
        <WarningCallout heading="What happens at once">
            <p>"These agencies stop seeing the record:"</p>
            <ul>{agencies}</ul>
            <p>"The entry closes. What is written is kept, closed and restricted, as the law asks."</p>
        </WarningCallout>
        <FormTo action=format!("/people/{id}/withdraw")>
            <Radios name="authority" legend="Who changed their mind?" choices=authorities small=true/>
            <TextField name="decided_by" label="Their name, if it was not the person" autocomplete="off" spellcheck=false/>
            <TextArea name="words" label="What they said, in their own words (optional)" rows=3/>
            <Button kind=ButtonKind::Warning>"Stop sharing now"</Button>
        </FormTo>
    }
}

/// After a change of mind: it has happened.
pub fn withdrawn(lost: &[String], list: &str) -> impl IntoView + use<> {
    let lost: Vec<_> = lost.iter().map(|name| view! { <li>{name.clone()}</li> }).collect();
    let text = format!("The person is no longer on the {list}");
    view! {
        <Panel title="Sharing has stopped">{text}</Panel>
        <h2 class="nhsuk-heading-m">"Who no longer sees the record"</h2>
        <ul>{lost}</ul>
        <p>"Tell the person: your support stays the same, and you can change your mind again at any time."</p>
        <p><a href="/today">"Go to the first page"</a></p>
    }
}

/// What was answered, on the record.
pub fn summary(history: &[Recorded], list: &str) -> impl IntoView + use<> {
    let private = history.last().map(|last| last.answers.get("exclusions").to_owned()).filter(|text| !text.is_empty());
    let private = private
        .map(|text| view! { <WarningCallout heading="To stay private" in_section=true><p class="typed">{text}</p></WarningCallout> });
    let asked = history.last().filter(|last| matches!(last.decision, Decision::Given { .. })).map(|last| {
        let rows = ["cetr", "contact_family", "anonymous_planning"]
            .into_iter()
            .map(|field| {
                SummaryRow::new(
                    question_text(field, list),
                    last.answers
                        .get(field)
                        .parse::<Answer>()
                        .map(|answer| answer.label().to_owned())
                        .unwrap_or_default(),
                )
            })
            .collect();
        view! { <SummaryList rows=rows/> }
    });
    view! { {private} {asked} {decisions(history)} }
}
