//! Pages of the conversation: calm, one question at a time, with pictures.

use leptos::prelude::*;

use super::{
    check_view::decided_since,
    conversation::{
        COPY_GIVEN, CopyGiven, Explained, FURTHER, LPA_REGISTERED, MORE, Manner, OTHER_PARENT, OtherParent, OwnView,
        Registered, SHOWN, SIGN_AGAIN, Signature, Step, TIME_GIVEN, asked_in, began_after, for_another,
    },
    decided_view::{Receipts, decisions},
    model::{Answer, Authority, agency_field},
    sign_view,
    store::{DOCUMENT, Decided, QUESTIONS},
};
use crate::{
    access::policy,
    agency::store::Agency,
    authority::{model::Route, view as authority},
    base::{
        answers::{Answers, Fault},
        ids::AgencyId,
    },
    easy_read::{
        model::{self as easy_read, ConsentQuestions, Document, Format, Line, PictureSet, Pictures, Question, Wording},
        view::{document_in, lines_in, picture},
    },
    own::model::{section_in_plain_words, section_picture},
    paper::{store::PaperForm, view as paper},
    person::{store::Banner, view::banner},
    shell::in_their_hands,
    ui::*,
};

/// What every page of the conversation is drawn from.
pub struct Talk {
    /// With whom.
    pub banner: Banner,
    /// Whom each agency's question is about.
    pub agencies: Vec<Agency>,
    /// Those that run the register.
    pub hosts: Vec<Agency>,
    /// Those that see nothing, whatever is answered: their sharing agreement is not in force.
    pub unsigned: Vec<AgencyId>,
    /// What was decided so far.
    pub decided: Decided,
    /// Whether the reader may see that.
    pub reads: bool,
    /// Who may decide today.
    pub route: Route,
    /// What was answered so far.
    pub answers: Answers,
    /// What people call the register.
    pub list: String,
    /// Where one page is looked at again: the page with all answers from which one came.
    pub came_from: Option<Step>,
}

impl Talk {
    /// The ids of the agencies that are asked about.
    #[must_use]
    pub fn ids(&self) -> Vec<AgencyId> {
        self.agencies.iter().map(|agency| agency.agency_id.clone()).collect()
    }

    /// Whether somebody decided since these answers began: they are from before that, and are not used.
    #[must_use]
    pub fn overtaken(&self) -> bool {
        let decisions = self.decided.all.len();
        began_after(&self.answers, decisions) < decisions
    }

    /// The pictures of the form that was chosen. The answers have theirs even beside a plain leaflet.
    pub(super) fn pictures(&self) -> Pictures {
        let format = self.answers.get("format").parse().unwrap_or(Format::PictureList);
        format.pictures().unwrap_or(Pictures { set: PictureSet::Colour, grid: false })
    }

    /// What is missing about an agency says which one it is.
    #[must_use]
    pub fn naming_the_agency(&self, fault: Fault) -> Fault {
        match self.agencies.iter().find(|agency| agency_field(&agency.agency_id) == fault.field) {
            Some(agency) => Fault { message: format!("Select yes, no or not sure for {}", agency.name), ..fault },
            None => fault,
        }
    }

    /// Whether a question that is put has no answer yet.
    #[must_use]
    pub fn is_open(&self) -> bool {
        let answered = |field: &str| self.answers.get(field).parse::<Answer>().is_ok();
        let refused = self.answers.chosen("on_the_list", Answer::No.word());
        let about = self.agencies.iter().map(|agency| agency_field(&agency.agency_id));
        let mut further = about.chain(FURTHER.iter().map(|(field, _)| (*field).to_owned()));
        !answered("on_the_list") || (!refused && !further.all(|field| answered(&field)))
    }

    /// In which words whoever decides is spoken to.
    fn wording(&self) -> Wording {
        asked_in(&self.answers, self.banner.born_on, self.banner.today)
    }

    /// The questions are worded for the person. Who answers them for somebody else is told whom they mean.
    fn whom_you_means(&self) -> Option<AnyView> {
        let name = if self.banner.known_as.is_empty() { &self.banner.name } else { &self.banner.known_as };
        let text = format!("You answer for {name}. \u{201c}You\u{201d} means {name}.");
        for_another(&self.answers).then(|| view! { <p>{text}</p> }.into_any())
    }

    /// How what somebody reads and answers here is set.
    fn class(&self) -> &'static str {
        if self.answers.chosen("format", Format::LargePrint.word()) { "question large-print" } else { "question" }
    }

    pub(super) fn questions(&self) -> Option<&'static ConsentQuestions> {
        easy_read::consent_questions(self.wording())
    }

    /// The words of a question.
    #[must_use]
    pub fn question(&self, field: &str) -> String {
        question_text(field, self.wording(), &self.list)
    }

    /// The question whether an agency may see the record.
    fn about(&self, agency: &Agency) -> Option<Question> {
        self.questions()?.agency_question(agency.kind.word(), &agency.name)
    }

    /// A page's title.
    #[must_use]
    pub fn title(&self, step: &Step) -> String {
        match step {
            Step::Start => "Ask for a decision".to_owned(),
            Step::Who => "Who decides?".to_owned(),
            Step::Read => format!("What is the {}?", self.list),
            Step::Question(field) => self.question(field),
            Step::Agency(at, _) => self
                .agencies
                .get(*at)
                .and_then(|agency| self.about(agency))
                .map_or_else(String::new, |asked| asked.text),
            Step::Exclusions => self.question("exclusions"),
            Step::Sign => "Your answers".to_owned(),
            Step::Answered => "Thank you".to_owned(),
            Step::OwnView => "What the person wants".to_owned(),
            Step::Decision => "How the decision was made".to_owned(),
            Step::Check => "Check the answers".to_owned(),
            Step::NotSure(_) => "It is OK not to be sure".to_owned(),
        }
    }
}

/// The words of a question, as they are put to this kind of reader.
#[must_use]
pub fn question_text(field: &str, wording: Wording, list: &str) -> String {
    easy_read::consent_questions(wording)
        .and_then(|questions| questions.question(field))
        .map(|question| easy_read::fill(&question.text, list))
        .unwrap_or_default()
}

/// Before asking: what has been decided so far, and in which form to give the information.
/// `since`: what was answered before is not used, for somebody decided since.
/// `open`: the first page on which something is missing, where it was begun before.
pub fn start(talk: &Talk, open: Option<&Step>, since: bool, paper: Option<&PaperForm>) -> impl IntoView + use<> {
    let id = talk.banner.person.clone();
    let formats = Format::ALL.iter().map(|format| Choice::new(format.word(), format.label())).collect();
    let explained = Explained::ALL.iter().map(|how| Choice::new(how.word(), how.label())).collect();
    let begun = open.map(|open| {
        // The first page of all is this one.
        let on = (*open != Step::Start).then(|| {
            let href = format!("/people/{id}/consent/{}", open.word());
            view! { <ButtonLink href=href kind=ButtonKind::Secondary>"Go on where you stopped"</ButtonLink> }
        });
        view! {
            <InsetText>
                <p>"You have begun this conversation. The answers so far are kept, and you can change each of them."</p>
                {on}
            </InsetText>
        }
    });
    let copied = paper.map(paper::copied_from);
    let carried =
        paper.map(|paper| paper.paper_form_id.to_string()).map(|form| view! { <Hidden name="paper_form" value=form/> });
    let since = since.then(|| (decided_since(talk), view! { <Hidden name=AGAIN value="yes"/> })).unzip();
    let so_far = so_far(talk);
    view! {
        <BackLink href=format!("/people/{id}") text="Back to the person"/>
        {banner(&talk.banner)}
        <h1 class="nhsuk-heading-l" data-person=id.to_string()>"Ask for a decision"</h1>
        {begun}
        {since.0}
        {copied}
        <p>"Go through this with the person, at their pace. First the information, then one question a page. \
            You can stop at any time; the answers are kept for you until you go on."</p>
        <ul>
            <li>{format!("Saying no to the {} changes nothing about present support. Say so before and after asking.", talk.list)}</li>
            <li>"\u{201c}Not sure\u{201d} is a good answer. It never counts as yes."</li>
            <li>"Somebody they trust may be there. Ask whom they want."</li>
        </ul>
        {so_far}
        <FormTo action=format!("/people/{id}/consent/start") draft=false>
            {carried}
            {since.1}
            <Radios name="format" legend="How will you give the information?" choices=formats/>
            <Checkboxes name="explained" legend="What else will help? (optional)" choices=explained small=true/>
            <Button>"Start"</Button>
        </FormTo>
        <p><a href=format!("/people/{id}/paper")>"Ask on paper instead"</a></p>
    }
}

/// What was decided so far, for who may see it; the others are told that it is not theirs to see,
/// whether or not there is anything.
fn so_far(talk: &Talk) -> Option<AnyView> {
    if !talk.reads {
        return Some(view! { <p class="quiet">{HIDDEN_DECISIONS}</p> }.into_any());
    }
    let any = !talk.decided.all.is_empty();
    any.then(|| {
        view! { <h2 class="nhsuk-heading-m">"Decisions so far"</h2> {decisions(&talk.decided, &Receipts::Nowhere)} }
            .into_any()
    })
}

const HIDDEN_DECISIONS: &str =
    "If something was decided before, that is not for your agency to see. You can ask all the same.";

/// A page of the conversation, in the person's words and pictures.
pub fn step(talk: &Talk, step: &Step) -> AnyView {
    let id = talk.banner.person.clone();
    let base = format!("/people/{id}/consent");
    let action = format!("{base}/{}{}", step.word(), from(talk.came_from.as_ref()));
    let theirs = in_their_hands();
    let before = step.before(&talk.answers, &talk.ids());
    // In the person's hands there is nothing before the information.
    let back = (!theirs || before.as_ref().is_some_and(Step::is_for_the_person)).then(|| {
        if let Some(came_from) = &talk.came_from {
            let href = format!("{base}/{}", came_from.word());
            return view! { <BackLink href=href text="Back to the answers"/> }.into_any();
        }
        let href = before.as_ref().filter(|before| **before != Step::Start);
        let href = href.map_or_else(|| base.clone(), |before| format!("{base}/{}", before.word()));
        view! { <BackLink href=href/> }.into_any()
    });
    let stop = if theirs {
        ("/unlock".to_owned(), "Stop here and give the tablet back. We keep your answers")
    } else {
        (format!("/people/{id}"), "Stop here. We keep the answers")
    };
    let hand = (!theirs && step.is_for_the_person()).then(|| {
        let href = format!("/people/{id}/hand-over?step={}", step.word());
        view! { <p class="question__stop"><a href=href>"Hand the tablet over"</a></p> }
    });
    let all = Step::all(&talk.ids(), &talk.answers);
    let progress = all.iter().position(|each| each == step).map_or_else(
        || talk.banner.name.clone(),
        |at| format!("{} – page {} of {}", talk.banner.name, at, all.len() - 1),
    );
    // What the person reads is larger than what the professional fills in.
    let professional = matches!(step, Step::Who | Step::OwnView | Step::Decision);
    let class = if professional { "" } else { talk.class() };
    let means = step.is_for_the_person().then(|| talk.whom_you_means());
    let content = match step {
        Step::Who => who_decides(&action, talk),
        Step::Read => read(&action, talk),
        Step::Question(field) => ask_field(&action, field, talk),
        Step::Agency(at, field) => {
            talk.agencies.get(*at).map(|agency| ask_agency(&action, field, agency, talk)).into_any()
        }
        Step::Exclusions => exclusions(&action, talk),
        Step::Sign => sign_view::sign(&action, &base, talk),
        Step::Answered => answered(&action, talk),
        Step::OwnView => own_view(&action),
        Step::Decision => how_decided(&action, talk),
        Step::NotSure(field) => not_sure(&base, field, talk),
        Step::Start | Step::Check => ().into_any(),
    };
    view! {
        {back}
        <p class="quiet" data-person=id.to_string()>{progress}</p>
        <div class=class>{means} {content}</div>
        {hand}
        <p class="question__stop"><a href=stop.0>{stop.1}</a></p>
    }
    .into_any()
}

fn who_decides(action: &str, talk: &Talk) -> AnyView {
    let id = talk.banner.person.clone();
    let reasons = authority::reasons(&talk.route);
    let first = authority::first(&talk.route, &id.to_string());
    let choices: Vec<Choice> = talk.route.may.iter().map(|may| Choice::new(may.value(), may.label())).collect();
    let form = (!choices.is_empty()).then(|| {
        view! {
            <FormTo action=action.to_owned() draft=false>
                <Radios name="decider" legend="Who decides today?" choices=choices/>
                <Button>"Continue"</Button>
            </FormTo>
        }
    });
    // Nobody can be asked what they understand of something that they have not seen.
    let explain = form.is_none().then(|| {
        let href = format!("/about/{DOCUMENT}");
        view! { <p>"Explain it first: "<a href=href>"read the information with them"</a>"."</p> }
    });
    view! {
        <h1 class="nhsuk-heading-l">"Who decides?"</h1>
        {reasons}
        {explain}
        {first}
        {form}
        <p><a href=format!("/people/{id}/authority")>"Capacity, parents, attorneys and deputies: what is written down"</a></p>
    }
    .into_any()
}

fn read(action: &str, talk: &Talk) -> AnyView {
    let list = &talk.list;
    let Some(document) = easy_read::document_in(DOCUMENT, talk.wording()) else { return ().into_any() };
    let format = talk.answers.get("format").parse().unwrap_or(Format::PictureList);
    let before = talk.questions().map(|questions| lines_in(talk.pictures(), &questions.before, list));
    let further: Vec<_> = MORE
        .into_iter()
        .filter_map(|key| {
            let title = easy_read::fill(&easy_read::document_in(key, talk.wording())?.title, list);
            Some(view! { <li><a href=format!("{action}?more={key}")>{title}</a></li> })
        })
        .collect();
    let seen = (shown(DOCUMENT, document.version), shown_questions(talk));
    // Back from the question whether they know what it is.
    let again = talk.answers.chosen("understood", Answer::No.word()).then(|| {
        let lines = [
            Line::new("not-sure", "You do not know yet what it is."),
            Line::new("look-closely", "Let us look at it again."),
            Line::new("question", "You can ask us anything."),
        ];
        lines_in(talk.pictures(), &lines, list)
    });
    view! {
        <h1 class="nhsuk-heading-l">{easy_read::fill(&document.title, list)}</h1>
        {again}
        {document_in(format, document, list)}
        {lines_in(talk.pictures(), &runs_it(talk), list)}
        <h2 class="nhsuk-heading-m">"You can read more"</h2>
        <ul>{further}</ul>
        <h2 class="nhsuk-heading-m">"Before you answer"</h2>
        {before}
        <FormTo action=action.to_owned() draft=false>
            {seen}
            <Button>"Go on to the questions"</Button>
        </FormTo>
    }
    .into_any()
}

/// Carries along which version of a text is on the page.
fn shown(key: &str, version: u32) -> AnyView {
    view! { <Hidden name=format!("{SHOWN}{key}") value=version.to_string()/> }.into_any()
}

pub(super) fn shown_questions(talk: &Talk) -> Option<AnyView> {
    talk.questions().map(|questions| shown(QUESTIONS, questions.version))
}

/// What the query's field is called that says from where one came to change an answer.
pub const FROM: &str = "from";

/// The end of an address that leads back to a page with all answers.
#[must_use]
pub fn from(page: Option<&Step>) -> String {
    page.map_or_else(String::new, |page| format!("?{FROM}={}", page.word()))
}

/// What a button is called that leads back to the same page.
pub const BACK: &str = "back";
/// What the button is called that asks for somebody to talk.
pub const TALK: &str = "talk";

/// What the field is called that says that the answers from before are not to be used.
pub const AGAIN: &str = "again";

/// One more document to read within the conversation.
#[derive(Debug, Clone, Copy)]
pub struct More(&'static Document);

impl More {
    /// The one with this key, in the words for this reader.
    #[must_use]
    pub fn named(key: &str, talk: &Talk) -> Option<Self> {
        let key = MORE.into_iter().find(|more| *more == key)?;
        easy_read::document_in(key, talk.wording()).map(Self)
    }
}

/// One more document; from it one goes back to where one was.
pub fn more(talk: &Talk, more: More) -> AnyView {
    let (id, list, document) = (talk.banner.person.clone(), &talk.list, more.0);
    let action = format!("/people/{id}/consent/read");
    let format = talk.answers.get("format").parse().unwrap_or(Format::PictureList);
    let seen = shown(&document.key, document.version);
    view! {
        <p class="quiet" data-person=id.to_string()>{talk.banner.name.clone()}</p>
        <div class=talk.class()>
            {talk.whom_you_means()}
            <h1 class="nhsuk-heading-l">{easy_read::fill(&document.title, list)}</h1>
            {document_in(format, document, list)}
            <FormTo action=action draft=false>
                {seen}
                <Hidden name=BACK value="yes"/>
                <Button>"Go back"</Button>
            </FormTo>
        </div>
    }
    .into_any()
}

/// After the person's last question: thank you, and that nothing changes for them either way.
fn answered(action: &str, talk: &Talk) -> AnyView {
    let after = talk.questions().map(|questions| lines_in(talk.pictures(), &questions.after, &talk.list));
    let seen = shown_questions(talk);
    view! {
        <h1 class="nhsuk-heading-l">"Thank you"</h1>
        {after}
        <FormTo action=action.to_owned() draft=false>
            {seen}
            <Button>"Continue"</Button>
        </FormTo>
    }
    .into_any()
}

/// Who runs the register, and that a yes to it lets them see.
fn runs_it(talk: &Talk) -> [Line; 2] {
    let names: Vec<_> = talk.hosts.iter().map(|host| host.name.as_str()).collect();
    [
        Line::new("people-together", super::conversation::runs_it(&names, &talk.list)),
        Line::new("team-sees", super::conversation::RUNS_IT_SEES),
    ]
}

fn ask_field(action: &str, field: &'static str, talk: &Talk) -> AnyView {
    let Some(question) = talk.questions().and_then(|questions| questions.question(field)) else {
        return ().into_any();
    };
    // Who sees it by this yes alone is told before what else helps to answer.
    let runs = (field == "on_the_list").then(|| runs_it(talk));
    let asked = ask(field, question, runs.into_iter().flatten(), talk);
    let seen = shown_questions(talk);
    view! {
        <FormTo action=action.to_owned() draft=false>
            {asked}
            {seen}
            <Button>"Continue"</Button>
        </FormTo>
    }
    .into_any()
}

fn ask_agency(action: &str, field: &str, agency: &Agency, talk: &Talk) -> AnyView {
    let Some(question) = talk.about(agency) else { return ().into_any() };
    let asked = ask(field, &question, [], talk);
    let (see, seen) = (would_see(agency, talk), shown_questions(talk));
    view! {
        <FormTo action=action.to_owned() draft=false>
            {asked}
            {see}
            {seen}
            <Button>"Continue"</Button>
        </FormTo>
    }
    .into_any()
}

/// What an agency would see after a yes: the parts of the record, as the policy says.
fn would_see(agency: &Agency, talk: &Talk) -> AnyView {
    let lines: Vec<Line> = policy::sections(agency.kind)
        .iter()
        .map(|section| Line::new(section_picture(*section), format!("{}.", section_in_plain_words(*section))))
        .collect();
    let lines = lines_in(talk.pictures(), &lines, &talk.list);
    view! { <Details summary=format!("What {} would see", agency.name)>{lines}</Details> }.into_any()
}

/// A question with three big answers, each a picture and a word. `first`: what helps to answer before the question's own
/// lines.
fn ask(field: &str, question: &Question, first: impl IntoIterator<Item = Line>, talk: &Talk) -> AnyView {
    let set = talk.pictures().set;
    let about: Vec<Line> = first.into_iter().chain(question.lines.iter().cloned()).collect();
    let about = lines_in(talk.pictures(), &about, &talk.list);
    let text = easy_read::fill(&question.text, &talk.list);
    let choices = talk
        .questions()
        .map(|questions| questions.choices.as_slice())
        .unwrap_or_default()
        .iter()
        .map(|choice| BigChoice {
            value: choice.key.replace('-', "_"),
            picture: Some(picture(set, &choice.picture).into_any()),
            text: easy_read::fill(&choice.text, &talk.list),
        })
        .collect();
    let legend = BigLegend::heading(picture(set, &question.picture).into_any(), text);
    view! { <BigChoices name=field.to_owned() legend=legend choices=choices about=about/> }.into_any()
}

fn exclusions(action: &str, talk: &Talk) -> AnyView {
    let Some(question) = talk.questions().and_then(|questions| questions.question("exclusions")) else {
        return ().into_any();
    };
    let text = easy_read::fill(&question.text, &talk.list);
    let about = lines_in(talk.pictures(), &question.lines, &talk.list);
    view! {
        <FormTo action=action.to_owned()>
            <TextArea name="exclusions" label=text heading=true rows=4 about=about/>
            <Button>"Continue"</Button>
        </FormTo>
    }
    .into_any()
}

/// What the person wants, where somebody else decides.
pub(super) fn own_view_fields(legend: &'static str) -> AnyView {
    let views = OwnView::ALL.iter().map(|view| Choice::new(view.word(), view.label())).collect();
    view! {
        <Radios name="own_view" legend=legend choices=views/>
        <TextArea name="own_view_words" label="What did they say or show?" hint="Their own words, signs, looks, what they did." rows=4/>
    }
    .into_any()
}

fn own_view(action: &str) -> AnyView {
    view! {
        <h1 class="nhsuk-heading-l">"What the person wants"</h1>
        <p>"Somebody else decides. What the person wants is written down all the same, and counts."</p>
        <FormTo action=action.to_owned()>
            {own_view_fields("What do they want?")}
            <Button>"Continue"</Button>
        </FormTo>
    }
    .into_any()
}

fn how_decided(action: &str, talk: &Talk) -> AnyView {
    let of_who = of_who_decided(talk);
    let by_themselves = (!talk.answers.has("paper_form")).then(|| {
        let href = format!("/people/{}/hand-over?step={}", talk.banner.person, Step::Sign.word());
        view! { <p><a href=href>"Hand the tablet over, to sign without your pages behind it"</a></p> }
    });
    let copies = CopyGiven::ALL.iter().map(|copy| Choice::new(copy.word(), copy.label())).collect();
    let manners = Manner::ALL.iter().map(|manner| Choice::new(manner.word(), manner.label())).collect();
    let witness = || {
        view! {
            <TextField name="witness" label="Name of somebody who saw it" autocomplete="off" spellcheck=false/>
            <TextField name="witness_role" label="Their role (optional)" autocomplete="off"/>
        }
    };
    let signatures = Signature::ALL
        .iter()
        .map(|signature| {
            let choice = Choice::new(signature.word(), signature.label());
            match signature {
                Signature::Typed => choice.reveals(
                    view! { <TextField name="signature_name" label="Their name" autocomplete="off" spellcheck=false/> }
                        .into_any(),
                ),
                Signature::Drawn => choice.reveals(
                    view! { <DrawingSheet name="signature_drawn" label="Sign with a finger, a pen or a mouse." described="The signature"/> }
                        .into_any(),
                ),
                // One field for both: the choice after the mark reads it too.
                Signature::Mark | Signature::Paper | Signature::Said => choice,
            }
        })
        .collect();
    let again = talk.answers.has(SIGN_AGAIN).then(|| {
        view! {
            <WarningCallout heading="Ask them to sign again">
                <p>"An answer was changed after it was signed. Go through the change with them first."</p>
            </WarningCallout>
        }
    });
    view! {
        <h1 class="nhsuk-heading-l">"How the decision was made"</h1>
        {again}
        {by_themselves}
        <FormTo action=action.to_owned()>
            <Radios name="manner" legend="How did they answer?" choices=manners small=true/>
            <TextArea name="present" label="Who was there? (optional)" rows=2/>
            <Radios name="signature" legend="How do they sign?" choices=signatures small=true/>
            {witness()}
            {of_who}
            <Radios name="copy_given" legend=format!("{COPY_GIVEN} (optional)") choices=copies small=true/>
            <TextField name="time_given" label=format!("{TIME_GIVEN} (optional)") hint="For example, two visits, a week apart" autocomplete="off"/>
            <DateField name="decided" legend="When was it decided?"/>
            <Button>"Continue"</Button>
        </FormTo>
    }
    .into_any()
}

/// What the law asks to know of a parent, and of an attorney.
fn of_who_decided(talk: &Talk) -> Option<AnyView> {
    match talk.route.chosen(talk.answers.get("decider"))?.decider.authority() {
        Authority::ParentalResponsibility => {
            let choices = OtherParent::ALL
                .iter()
                .map(|said| {
                    let choice = Choice::new(said.word(), said.label());
                    match said {
                        OtherParent::Yes => choice.reveals(
                            view! { <TextField name="other_parent_what" label="Who disagrees, and with what?" autocomplete="off"/> }
                                .into_any(),
                        ),
                        OtherParent::No | OtherParent::NotAsked => choice,
                    }
                })
                .collect();
            let legend = format!("{OTHER_PARENT} (optional)");
            Some(view! { <Radios name="other_parent" legend=legend choices=choices small=true/> }.into_any())
        }
        Authority::HealthWelfareAttorney => {
            let choices = Registered::ALL.iter().map(|said| Choice::new(said.word(), said.label())).collect();
            let legend = format!("{LPA_REGISTERED} (optional)");
            Some(view! { <Radios name="lpa_registered" legend=legend choices=choices small=true/> }.into_any())
        }
        Authority::Person | Authority::CourtDeputy | Authority::BestInterests => None,
    }
}

fn not_sure(base: &str, field: &str, talk: &Talk) -> AnyView {
    let help = [
        Line::new("stop", "We can stop here."),
        Line::new("keep-support", "Your support stays the same."),
        Line::new("talk-to-someone", "You can talk to someone you trust."),
        Line::new("calendar", "We can ask you again another day."),
    ];
    // Not being sure whether to be on it at all leaves nothing further to ask about.
    let whole = matches!(field, "understood" | "on_the_list");
    let on = Step::NotSure(field.to_owned()).following(&talk.answers, &talk.ids());
    let go_on = (!whole).then(|| {
        view! {
            <p><a href=format!("{base}/{}", on.word())>"Go on to the next question. Not sure does not count as yes"</a></p>
        }
    });
    view! {
        <h1 class="nhsuk-heading-l">"It is OK not to be sure"</h1>
        {lines_in(talk.pictures(), &help, &talk.list)}
        <FormTo action=format!("{base}/{}", Step::NotSure(field.to_owned()).word()) draft=false>
            <Hidden name=TALK value="yes"/>
            <Button kind=ButtonKind::Secondary>"Ask someone to talk with me"</Button>
        </FormTo>
        <p><a href=format!("{base}/{field}")>"Answer the question"</a></p>
        <p><a href=format!("{base}/read")>{format!("Look again at what the {} is", talk.list)}</a></p>
        {go_on}
    }
    .into_any()
}
