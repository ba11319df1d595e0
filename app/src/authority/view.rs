//! Who may decide, and the forms that show it.

use leptos::prelude::*;

use super::{
    capacity::{self, Assessment, Conclusion, Test, YesNo},
    interests::CHECKLIST,
    model::{Basis, Covers, First, Holder, Route},
    store::{Ending, FilledIn},
};
use crate::{
    base::{answers::Answers, dates},
    consent::model::Authority,
    own::{model::About, requests::Request, staff_view::disputed},
    person::{store::Banner, view::person_page},
    ui::*,
};

pub(super) const ADD_HOLDER: &str = "Write down who may decide";
pub(super) const END_HOLDER: &str = "They may no longer decide";
pub(super) const BEST_INTERESTS: &str = "Best-interests decision";

/// The reasoning of a route.
pub fn reasons(route: &Route) -> impl IntoView + use<> {
    let reasons: Vec<_> = route.reasons.iter().map(|reason| view! { <li>{reason.clone()}</li> }).collect();
    view! { <ul class="reasons">{reasons}</ul> }
}

/// What is to be done before somebody may decide, each with where to do it.
pub fn first(route: &Route, person: &str) -> Option<impl IntoView + use<>> {
    let steps: Vec<_> = route
        .first
        .iter()
        .map(|first| {
            let (path, text) = match first {
                First::DateOfBirth => ("details", "Write down the date of birth"),
                First::Gillick => ("capacity", "Fill in a Gillick assessment"),
                First::Holder => (
                    "authority/new",
                    "Write down who has parental responsibility, or the council\u{2019}s social worker",
                ),
                First::BestInterests => ("best-interests", "Fill in the best-interests checklist"),
                First::Wait => ("capacity", "Assess again, when they may be able to decide"),
            };
            view! { <li><a href=format!("/people/{person}/{path}")>{text}</a></li> }
        })
        .collect();
    (!steps.is_empty()).then(|| {
        view! {
            <InsetText>
                <p>"Nobody may decide yet. First:"</p>
                <ul>{steps}</ul>
            </InsetText>
        }
    })
}

const HIDDEN_HOLDERS: &str =
    "Who they are is not for your agency to see. Above it says who may decide, without a name.";
const HIDDEN_FORMS: &str = "What was filled in before is not for your agency to see. You can fill in a new one.";

/// Who may decide, and everything that shows it; none where it is not for the reader to see.
pub fn overview(
    person: &Banner,
    route: &Route,
    holders: Option<&[Holder]>,
    filled_in: Option<&[FilledIn]>,
    requests: &[Request],
) -> impl IntoView + use<> {
    let id = person.person.to_string();
    let may: Vec<_> = route.may.iter().map(|may| view! { <li><strong>{may.label()}</strong></li> }).collect();
    let may = (!may.is_empty()).then(|| view! { <p>"Today the one who decides is:"</p> <ul>{may}</ul> });
    let holders = match holders {
        None => view! { <p class="quiet">{HIDDEN_HOLDERS}</p> }.into_any(),
        Some([]) => view! { <p class="quiet">"Nobody is written down."</p> }.into_any(),
        Some(holders) => {
            let rows = holders.iter().map(|holder| holder_row(&id, holder, person, requests)).collect();
            view! {
                <DataTable caption="Parents, attorneys and deputies" head=["Name", "May decide as", "Does it count?", "Change"] rows=rows first_is_header=true/>
            }
            .into_any()
        }
    };
    let forms = match filled_in {
        None => view! { <p class="quiet">{HIDDEN_FORMS}</p> }.into_any(),
        Some([]) => view! { <p class="quiet">"None so far."</p> }.into_any(),
        Some(forms) => forms.iter().map(|form| filled(form, person, requests)).collect::<Vec<_>>().into_any(),
    };
    let child = person.born_on.is_some_and(|born_on| dates::age_on(born_on, person.today) < 16);
    let assess =
        if child { "Fill in a Gillick assessment" } else { "I doubt that they can decide: assess their capacity" };
    let content = view! {
        {reasons(route)}
        {may}
        {first(route, &id)}
        <ButtonLink href=format!("/people/{id}/consent")>"Go on to the conversation"</ButtonLink>
        <h2 class="nhsuk-heading-m">"Parents, attorneys and deputies"</h2>
        {holders}
        <p><a href=format!("/people/{id}/authority/new")>{ADD_HOLDER}</a></p>
        <h2 class="nhsuk-heading-m">"Assessments and checklists"</h2>
        <p><a href=format!("/people/{id}/capacity")>{assess}</a></p>
        {forms}
    };
    person_page(person, ("Back to the person", format!("/people/{id}")), "Who may decide", content.into_any())
}

fn holder_row(id: &str, holder: &Holder, person: &Banner, requests: &[Request]) -> Vec<AnyView> {
    let as_what = holder.basis.map_or_else(
        || holder.authority.label().to_owned(),
        |basis| format!("Parental responsibility: {}", basis.label()),
    );
    let limits = if holder.limits.is_empty() { String::new() } else { format!(" Limits: {}", holder.limits) };
    let counts = holder.why_not(person.born_on, person.today).unwrap_or_else(|| {
        let seen = holder.seen_on.map(|seen| format!(" Seen on {}.", dates::long(seen))).unwrap_or_default();
        format!("Yes.{seen}")
    });
    let end = if holder.ended_on.is_none() {
        let href = format!("/people/{id}/authority/{}/end", holder.holder_id);
        view! { <a href=href>"End"<span class="nhsuk-u-visually-hidden">{format!(" the authority of {}", holder.name)}</span></a> }
            .into_any()
    } else {
        cell("Ended")
    };
    vec![
        cell(format!("{} ({})", holder.name, holder.relation)),
        cell(as_what),
        view! {
            <span class="typed">{format!("{counts}{limits}")}</span>
            {disputed(&person.person, requests, &About::Holder(holder.holder_id.clone()))}
        }
        .into_any(),
        end,
    ]
}

/// A form that was filled in, folded: what it came to, and every answer.
fn filled(form: &FilledIn, person: &Banner, requests: &[Request]) -> impl IntoView + use<> {
    let (title, came_to) = match form.test {
        Some(test) => (test.label(), form.came_to.parse::<Conclusion>().map(Conclusion::label).unwrap_or_default()),
        None => (BEST_INTERESTS, form.came_to.parse::<YesNo>().map(YesNo::label).unwrap_or_default()),
    };
    let by = form.recorded_by.as_deref().map(|by| format!(", {by}")).unwrap_or_default();
    let summary = format!("{title}, {}{by}: {came_to}", dates::long(form.day));
    let answers: Answers = serde_json::from_str(&form.answers).unwrap_or_default();
    let rows = read_back(form.test, &answers);
    let about = match form.test {
        Some(_) => form.id.parse().map(About::Capacity).ok(),
        None => form.id.parse().map(About::Interests).ok(),
    };
    let disputed = about.map(|about| disputed(&person.person, requests, &about));
    view! {
        <Details summary=summary><SummaryList rows=rows/></Details>
        {disputed}
    }
}

/// Everything that was said in a form, each with its question.
fn read_back(test: Option<Test>, answers: &Answers) -> Vec<SummaryRow> {
    labels(test)
        .into_iter()
        .map(|(field, label)| (label, said(answers, &field)))
        .filter(|(_, said)| !said.is_empty())
        .map(|(label, said)| SummaryRow::new(label, view! { <span class="typed">{said}</span> }.into_any()))
        .collect()
}

/// What was said in a field, as it is read: a choice by its label, a date in words, or as typed where it is none.
pub(crate) fn said(answers: &Answers, field: &str) -> String {
    let said = answers.get(field).trim();
    if !said.is_empty() {
        return said.parse::<YesNo>().map_or_else(|_| said.to_owned(), |answer| answer.label().to_owned());
    }
    let [day, month, year] = ["day", "month", "year"].map(|part| answers.get(&format!("{field}_{part}")).trim());
    dates::from_parts(day, month, year).map_or_else(|_| format!("{day} {month} {year}").trim().to_owned(), dates::long)
}

/// Every field of a form, in order, with its words.
fn labels(test: Option<Test>) -> Vec<(String, String)> {
    let pair = |field: &str, label: &str| (field.to_owned(), label.to_owned());
    let abilities = |asked: &[(&str, &str, &str)]| {
        asked
            .iter()
            .flat_map(|(field, question, _)| {
                [pair(field, question), pair(&format!("{field}_evidence"), "What shows it")]
            })
            .collect::<Vec<_>>()
    };
    match test {
        Some(Test::MentalCapacity) => {
            let mut all = vec![pair("doubt", DOUBT), pair("not_assumed", NOT_ASSUMED), pair("support", SUPPORT)];
            all.extend(abilities(&capacity::ABILITIES));
            all.extend([
                pair("impairment", IMPAIRMENT),
                pair("impairment_what", "Which, and how it is known"),
                pair("because", BECAUSE),
                pair("because_how", "How it leads to it"),
                pair("wait", WAIT),
                pair("wait_until", "Until when"),
                pair("wait_why_not", "Why it cannot wait"),
                pair("role", ROLE),
            ]);
            all
        }
        Some(Test::Gillick) => {
            let mut all = vec![pair("support", SUPPORT)];
            all.extend(abilities(&capacity::GILLICK));
            all.extend([pair("own_words", OWN_WORDS), pair("role", ROLE)]);
            all
        }
        None => {
            let mut all: Vec<_> = CHECKLIST.iter().map(|(field, question, _)| pair(field, question)).collect();
            all.extend([
                pair("less_restrictive", LESS),
                pair("less_restrictive_what", LESS_WHAT),
                pair("advocate", ADVOCATE),
                pair("advocate_what", "Who, or why none was needed"),
                pair("outcome", OUTCOME),
                pair("reason", "Why"),
                pair("dissent", DISSENT),
                pair("dissent_what", "Who, why, and what was done"),
                pair("decided_by", DECIDED_BY),
                pair("weighed", WEIGHED),
                pair("looked_again", "When is it looked at again?"),
            ]);
            all
        }
    }
}

const DOUBT: &str = "Why do you doubt that they can make this decision?";
const NOT_ASSUMED: &str =
    "My doubt does not come from their diagnosis, age or looks, or from a choice that I find unwise";
const SUPPORT: &str = "What was done to help them decide?";
const IMPAIRMENT: &str = "Is there an impairment or disturbance of the mind or brain?";
const BECAUSE: &str = "Is it because of the impairment that they cannot?";
const WAIT: &str = "Can the decision wait until they may be able to make it?";
const ROLE: &str = "Your role";
const OWN_WORDS: &str = "What did the child say or show?";
const LESS: &str = "Is there another way that takes less from their freedom and privacy?";
const LESS_WHAT: &str = "Which other ways did you think of, and why this one?";
const ADVOCATE: &str = "Did an advocate (IMCA) take part?";
const OUTCOME: &str = "What is best for them: to be on the register?";
const DISSENT: &str = "Did anybody disagree?";
const DECIDED_BY: &str = "Who decides? Name and role";
const WEIGHED: &str = "When was it decided?";

/// Writing down who holds an authority.
pub fn holder(person: &Banner) -> impl IntoView + use<> {
    let id = person.person.clone();
    let choice = |basis: &Basis| {
        let choice = Choice::new(basis.word(), basis.label());
        match basis {
            Basis::Council => choice.hint("Name the child\u{2019}s social worker, and say which council."),
            Basis::Mother | Basis::Married | Basis::Registered | Basis::Order | Basis::Guardian => choice,
        }
    };
    let bases = Basis::ALL.iter().map(choice).collect::<Vec<_>>();
    let basis =
        view! { <Radios name="basis" legend="What gives them parental responsibility?" choices=bases small=true/> };
    let authorities = vec![
        Choice::new(Authority::ParentalResponsibility.word(), Authority::ParentalResponsibility.label())
            .hint("Until 16, or by the local rule until 18. Never for an adult.")
            .reveals(basis.into_any()),
        Choice::new(Authority::HealthWelfareAttorney.word(), Authority::HealthWelfareAttorney.label())
            .hint("For adults. Registered with the Office of the Public Guardian, and about health and welfare."),
        Choice::new(Authority::CourtDeputy.word(), Authority::CourtDeputy.label())
            .hint("By an order that covers personal welfare, and has not run out."),
    ];
    let covers = Covers::ALL.iter().map(|covers| Choice::new(covers.word(), covers.label())).collect();
    let content = view! {
        <p>"It counts only once a professional has seen what shows it."</p>
        <FormTo action=format!("/people/{id}/authority/new")>
            <TextField name="name" label="Name" autocomplete="off" spellcheck=false/>
            <TextField name="relation" label="Who are they to the person?" hint="For example, mother or solicitor" autocomplete="off"/>
            <Radios name="authority" legend="What may they decide as?" choices=authorities/>
            <Radios name="covers" legend="Does it cover this decision?" hint="Sharing information about support and health. For a parent: yes, unless a court order says otherwise." choices=covers small=true/>
            <DateField name="seen" legend="When did you see the document? (leave empty if you did not)"/>
            <TextField name="reference" label="Reference of the order or power (optional)" autocomplete="off" spellcheck=false/>
            <TextArea name="limits" label="Limits, such as a court order about contact (optional)" rows=2/>
            <DateField name="expires" legend="Last day, if there is one (optional)"/>
            <Button>"Save"</Button>
        </FormTo>
    };
    person_page(person, ("Back", format!("/people/{id}/authority")), ADD_HOLDER, content.into_any())
}

/// Ending somebody's authority; where a colleague has done it meanwhile, their reason beside what was typed.
pub fn end(person: &Banner, holder: &Holder, ended: Option<Ending>) -> impl IntoView + use<> {
    let id = person.person.clone();
    let action = format!("/people/{id}/authority/{}/end", holder.holder_id);
    let content = match ended {
        None => view! {
            <p>{format!("{} may no longer decide from today. What they decided before stands until it is asked again. \u{201c}Today\u{201d} reminds of it from now on.", holder.name)}</p>
            <FormTo action=action>
                <TextArea name="because" label="Why may they no longer decide?" rows=3/>
                <Button>"End their authority"</Button>
            </FormTo>
        }
        .into_any(),
        Some(ended) => ended_already(&holder.name, ended),
    };
    person_page(person, ("Back", format!("/people/{id}/authority")), END_HOLDER, content)
}

fn ended_already(name: &str, ended: Ending) -> AnyView {
    let typed = form_state().answers.get("because").to_owned();
    let rows = vec![vec![
        cell("Why they may no longer decide"),
        cell(if ended.ended_because.is_empty() { "Not written down".to_owned() } else { ended.ended_because }),
        cell(if typed.is_empty() { "Nothing".to_owned() } else { typed }),
    ]];
    let since = format!(
        "{name} may no longer decide since {}. Nothing of theirs is overwritten. If your reason should be known \
         too, copy it and tell the register's team.",
        dates::long(ended.ended_on)
    );
    view! {
        <WarningCallout heading="Somebody else has ended this authority">
            <p>{since}</p>
        </WarningCallout>
        <DataTable
            caption="Both reasons"
            head=["What", "Saved by somebody else", "What you typed"]
            rows=rows
            first_is_header=true
        />
    }
    .into_any()
}

fn yes_no() -> Vec<Choice> {
    YesNo::ALL.iter().map(|answer| Choice::new(answer.word(), answer.label())).collect()
}

fn evidence(asked: &'static [(&'static str, &'static str, &'static str)]) -> impl IntoView {
    asked
        .iter()
        .map(|(field, question, hint)| {
            view! {
                <Radios name=*field legend=*question hint=*hint choices=yes_no() small=true/>
                <TextArea name=format!("{field}_evidence") label="What did you see or hear that shows it?" rows=2/>
            }
        })
        .collect::<Vec<_>>()
}

/// An assessment of whether somebody can make this decision at this time.
pub fn capacity(person: &Banner, test: Test) -> impl IntoView + use<> {
    let id = person.person.clone();
    let form = match test {
        Test::MentalCapacity => mental_capacity().into_any(),
        Test::Gillick => gillick().into_any(),
    };
    let days = capacity::HOLDS_DAYS;
    let content = view! {
        <p>{format!("About one decision: being on the register, and who sees what is written. It counts for {days} days.")}</p>
        <FormTo action=format!("/people/{id}/capacity")>
            {form}
            <DateField name="assessed" legend="When did you assess it?"/>
            <TextField name="role" label=ROLE autocomplete="off"/>
            <Button>"Record the assessment"</Button>
        </FormTo>
    };
    person_page(person, ("Back", format!("/people/{id}/authority")), test.label(), content.into_any())
}

fn mental_capacity() -> impl IntoView {
    let confirm = vec![Choice::new("yes", NOT_ASSUMED)];
    let impairment = vec![
        Choice::new("yes", "Yes").reveals(
            view! {
                <TextArea name="impairment_what" label="Which one, and how do you know?" rows=2/>
                <Radios name="because" legend=BECAUSE choices=yes_no() small=true/>
                <TextArea name="because_how" label="How does the impairment lead to it?" rows=2/>
            }
            .into_any(),
        ),
        Choice::new("no", "No"),
    ];
    let wait = vec![
        Choice::new("yes", "Yes").reveals(
            view! { <TextArea name="wait_until" label="When to ask again, and what may help by then?" rows=2/> }
                .into_any(),
        ),
        Choice::new("no", "No")
            .reveals(view! { <TextArea name="wait_why_not" label="Why can it not wait?" rows=2/> }.into_any()),
    ];
    view! {
        <InsetText>
            <p>"The law takes it that everybody from 16 on can decide. Fill this in only where you doubt it about this decision."</p>
        </InsetText>
        <TextArea name="doubt" label=DOUBT rows=3/>
        <Checkboxes name="not_assumed" legend="Confirm" choices=confirm small=true/>
        <TextArea name="support" label=SUPPORT hint="Pictures, signs, somebody they trust, another time of day, several visits. All that can be done must be tried." rows=3/>
        <h2 class="nhsuk-heading-m">"What can they do?"</h2>
        {evidence(&capacity::ABILITIES)}
        <h2 class="nhsuk-heading-m">"If one of these is no"</h2>
        <Radios name="impairment" legend=IMPAIRMENT hint="Leave empty if they can do all four." choices=impairment small=true/>
        <Radios name="wait" legend=WAIT hint="Leave empty if they can do all four." choices=wait small=true/>
    }
}

fn gillick() -> impl IntoView {
    view! {
        <InsetText>
            <p>"A child under 16 who understands enough about this decision makes it themselves. It is about this decision only, and about now."</p>
        </InsetText>
        <TextArea name="support" label=SUPPORT rows=3/>
        {evidence(&capacity::GILLICK)}
        <TextArea name="own_words" label=OWN_WORDS hint="Written down whoever decides." rows=3/>
    }
}

/// The best-interests checklist.
pub fn interests(person: &Banner, on: &Assessment) -> impl IntoView + use<> {
    let id = person.person.clone();
    let stands_on = format!(
        "It stands on the capacity assessment of {}, which says that they cannot make this decision now.",
        dates::long(on.assessed_on)
    );
    let questions: Vec<_> = CHECKLIST
        .iter()
        .map(|(field, question, hint)| view! { <TextArea name=*field label=*question hint=*hint rows=3/> })
        .collect();
    let dissent = vec![
        Choice::new("yes", "Yes").reveals(
            view! { <TextArea name="dissent_what" label="Who, why, and what was done about it?" rows=2/> }.into_any(),
        ),
        Choice::new("no", "No"),
    ];
    let content = view! {
        <p>{stands_on}</p>
        <FormTo action=format!("/people/{id}/best-interests")>
            {questions}
            <Radios name="less_restrictive" legend=LESS choices=yes_no() small=true/>
            <TextArea name="less_restrictive_what" label=LESS_WHAT rows=3/>
            <Radios name="advocate" legend=ADVOCATE hint="There must be one where nobody but paid staff can be asked." choices=yes_no() small=true/>
            <TextArea name="advocate_what" label="Their name, or why none was needed" rows=2/>
            <h2 class="nhsuk-heading-m">"The decision"</h2>
            <Radios name="outcome" legend=OUTCOME choices=yes_no() small=true/>
            <TextArea name="reason" label="Why is this best for them?" rows=3/>
            <TextField name="decided_by" label=DECIDED_BY autocomplete="off"/>
            <Radios name="dissent" legend=DISSENT choices=dissent small=true/>
            <DateField name="weighed" legend=WEIGHED/>
            <DateField name="looked_again" legend="When is it looked at again? (within a year)"/>
            <Button>"Record it"</Button>
        </FormTo>
    };
    person_page(person, ("Back", format!("/people/{id}/authority")), BEST_INTERESTS, content.into_any())
}

/// Why there can be no best-interests decision now, and what somebody had typed before that was so.
pub fn no_interests(person: &Banner, route: &Route, typed: Option<&Answers>) -> impl IntoView + use<> {
    let id = person.person.to_string();
    let typed = typed.map(|typed| {
        let rows = read_back(None, typed);
        view! {
            <WarningCallout heading="Your checklist was not recorded">
                <p>
                    "It is kept as a draft that only you see, for 14 days. If there can be a best-interests decision again, \
                     the form opens with it."
                </p>
            </WarningCallout>
            <h2 class="nhsuk-heading-m">"What you wrote"</h2>
            <SummaryList rows=rows/>
        }
    });
    let content = view! {
        <p>"There can be no best-interests decision now. It needs a capacity assessment of the last weeks that says that \
            they cannot decide, and that nobody else may decide for them."</p>
        {reasons(route)}
        {first(route, &id)}
        <p><a href=format!("/people/{id}/capacity")>"Assess their capacity"</a></p>
        {typed}
    };
    person_page(person, ("Back", format!("/people/{id}/authority")), BEST_INTERESTS, content.into_any())
}
