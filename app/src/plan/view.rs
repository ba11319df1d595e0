//! The plan, for its own page and for the record, and the forms that change it.

use chrono::{DateTime, NaiveDate, Utc};
use leptos::prelude::*;

use super::{
    model::{Action, ActionState, ActionWord, Helped, Horizon, Issue, IssueStanding, Strategy, StrategyWord},
    store::{Actions, Owner, Plan},
};
use crate::{
    base::{dates, ids::PersonId},
    own::{model::About, requests::Request, staff_view::disputed},
    person::{
        store::Banner,
        view::{person_page, they_read_this},
    },
    rating::view::long_text,
    ui::*,
};

pub(super) const PLAN: &str = "Plan";
pub(super) const ADD_ISSUE: &str = "Add an issue";
pub(super) const CLOSE_ISSUE: &str = "Close an issue";
pub(super) const ADD_STRATEGY: &str = "Add what was tried or could help";
pub(super) const AGREE_ACTION: &str = "Agree an action";
pub(super) const UPDATE_ACTION: &str = "Update an action";

/// What the sections of a plan lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanLinks {
    /// Nothing: to read or to print.
    Nothing,
    /// Each action leads to its update; for the record.
    Updates,
    /// Everything that can be changed.
    Changes,
}

/// The page on which the plan is changed.
pub fn plan(person: &Banner, plan: &Plan) -> impl IntoView + use<> {
    let content = plan_sections(&person.person, plan, person.today, PlanLinks::Changes);
    person_page(person, ("Back to the record", format!("/people/{}", person.person)), PLAN, content)
}

/// Issues, what has been tried and could help, and actions: those parts that the agency sees.
pub fn plan_sections(person: &PersonId, plan: &Plan, today: NaiveDate, links: PlanLinks) -> AnyView {
    let base = format!("/people/{person}/plan");
    let add = |href: String, text: &'static str| {
        (links == PlanLinks::Changes)
            .then(|| view! { <ButtonLink href=href kind=ButtonKind::Secondary>{text}</ButtonLink> })
    };
    let issues = plan.issues.as_ref().map(|all| {
        view! {
            <h2 class="nhsuk-heading-m" id="issues">"Issues, and how they may get worse"</h2>
            {issues(person, all, &plan.disputed, links)}
            {add(format!("{base}/issues/new"), "Add an issue")}
        }
    });
    let strategies = plan.strategies.as_ref().map(|all| {
        view! {
            <h2 class="nhsuk-heading-m" id="strategies">"What has been tried, and what could help"</h2>
            {strategies(person, all, &plan.disputed)}
            {add(format!("{base}/strategies/new"), "Add what was tried or could help")}
        }
    });
    let actions = plan.actions.as_ref().map(|all| {
        let heading = if all.only_own { "Your agency's actions" } else { "Actions" };
        view! {
            <h2 class="nhsuk-heading-m" id="actions">{heading}</h2>
            {actions(person, all, &plan.disputed, today, links)}
            {add(format!("{base}/actions/new"), "Agree an action")}
        }
    });
    view! {
        {issues}
        {strategies}
        {actions}
    }
    .into_any()
}

fn issues(person: &PersonId, all: &[Issue], said: &[Request], links: PlanLinks) -> AnyView {
    let is_current = |issue: &&Issue| matches!(issue.standing, IssueStanding::Current);
    let current: Vec<_> = all.iter().filter(is_current).map(|issue| issue_card(person, issue, said, links)).collect();
    let closed: Vec<_> = all
        .iter()
        .filter(|issue| !is_current(issue))
        .map(|issue| issue_card(person, issue, said, PlanLinks::Nothing))
        .collect();
    let nothing = current.is_empty().then(|| view! { <p>"No current issues are recorded."</p> });
    let closed = (!closed.is_empty()).then(|| {
        let summary = format!("Closed issues ({})", closed.len());
        view! { <Details summary=summary>{closed}</Details> }
    });
    view! {
        {nothing}
        {current}
        {closed}
    }
    .into_any()
}

fn issue_card(person: &PersonId, issue: &Issue, said: &[Request], links: PlanLinks) -> AnyView {
    let escalation = (!issue.escalation.is_empty()).then(|| {
        view! {
            <p>
                <strong>"How it may get worse: "</strong>
                {long_text(&issue.escalation)}
            </p>
        }
    });
    let closed = match &issue.standing {
        IssueStanding::Current => None,
        IssueStanding::Closed { on, because } => Some(view! {
            <p>
                <strong>{format!("Closed on {}: ", dates::long(*on))}</strong>
                {long_text(because)}
            </p>
        }),
    };
    let close = (links == PlanLinks::Changes).then(|| {
        let href = format!("/people/{person}/plan/issues/{}/close", issue.issue_id);
        let what = format!(" {}", short(&issue.what));
        view! { <p><a href=href>"Close this issue"<span class="nhsuk-u-visually-hidden">{what}</span></a></p> }
    });
    view! {
        <div class="plan-item">
            <p class="plan-item__what">{long_text(&issue.what)}</p>
            {escalation}
            {closed}
            {disputed(person, said, &About::Issue(issue.issue_id.clone()))}
            <p class="quiet">{format!("Raised on {}", by(issue.raised_by.as_deref(), issue.raised_at))}</p>
            {close}
        </div>
    }
    .into_any()
}

fn strategies(person: &PersonId, all: &[Strategy], said: &[Request]) -> AnyView {
    let what = |each: &Strategy| {
        view! { {long_text(&each.what)} {disputed(person, said, &About::Strategy(each.strategy_id.clone()))} }
            .into_any()
    };
    if all.is_empty() {
        return view! { <p>"Nothing is recorded yet."</p> }.into_any();
    }
    let of = |wanted: StrategyWord| all.iter().filter(move |each| each.kind.word() == wanted);
    let tried: Vec<Vec<AnyView>> = of(StrategyWord::Tried)
        .map(|each| {
            let result = each.kind.result().map_or_else(|| cell(""), helped);
            vec![what(each), result, cell(by(each.recorded_by.as_deref(), each.recorded_at))]
        })
        .collect();
    let could: Vec<Vec<AnyView>> = of(StrategyWord::CouldHelp)
        .map(|each| vec![what(each), cell(by(each.recorded_by.as_deref(), each.recorded_at))])
        .collect();
    let tried = (!tried.is_empty()).then(|| {
        view! { <DataTable caption="What has been tried" head=["What", "Did it help?", "Recorded"] rows=tried first_is_header=true/> }
    });
    let could = (!could.is_empty()).then(|| {
        view! { <DataTable caption="What could help" head=["What", "Recorded"] rows=could first_is_header=true/> }
    });
    view! {
        {tried}
        {could}
    }
    .into_any()
}

fn helped(helped: Helped) -> AnyView {
    let colour = match helped {
        Helped::Yes => TagColour::Green,
        Helped::ABit => TagColour::AquaGreen,
        Helped::No => TagColour::Orange,
        Helped::NotKnown => TagColour::Grey,
    };
    view! { <Tag colour=colour text=helped.label()/> }.into_any()
}

fn actions(person: &PersonId, all: &Actions, said: &[Request], today: NaiveDate, links: PlanLinks) -> AnyView {
    let row = |action: &Action| {
        let what = match links {
            PlanLinks::Nothing => long_text(&action.what),
            PlanLinks::Updates | PlanLinks::Changes => {
                let href = format!("/people/{person}/actions/{}", action.action_id);
                view! { <a href=href>{long_text(&action.what)}</a> }.into_any()
            }
        };
        let service = service_words(action);
        let what = view! {
            {what}
            {disputed(person, said, &About::Action(action.action_id.clone()))}
            {service.map(|words| view! { <br/><span class="quiet">{words}</span> })}
        };
        vec![
            what.into_any(),
            cell(format!("{}, {}", action.owner_name, action.owner_agency_name)),
            due(action, today),
            state(&action.state),
        ]
    };
    let todo: Vec<_> = all.list.iter().filter(|action| !action.state.is_finished()).map(row).collect();
    let finished: Vec<_> = all.list.iter().filter(|action| action.state.is_finished()).map(row).collect();
    let head = ["Action", "Who", "Due", "Where it stands"];
    let todo = if todo.is_empty() {
        view! { <p>{if all.list.is_empty() { "No actions are agreed yet." } else { "Every action is finished." }}</p> }
            .into_any()
    } else {
        view! { <DataTable caption="To do" head=head rows=todo first_is_header=true/> }.into_any()
    };
    let finished = (!finished.is_empty()).then(|| {
        let summary = format!("Finished actions ({})", finished.len());
        view! {
            <Details summary=summary>
                <DataTable caption="Finished" head=head rows=finished first_is_header=true/>
            </Details>
        }
    });
    view! {
        {todo}
        {finished}
    }
    .into_any()
}

fn service_words(action: &Action) -> Option<String> {
    let when = match action.horizon {
        Horizon::Now => "needed now",
        Horizon::Later => "needed later",
    };
    (!action.service.is_empty()).then(|| format!("Service: {}, {when}", action.service))
}

fn due(action: &Action, today: NaiveDate) -> AnyView {
    let day = dates::long(action.due_on);
    let off = dates::distance(action.due_on, today);
    if action.state.is_finished() {
        cell(day)
    } else if action.is_overdue(today) {
        view! { {day} <br/> <span class="overdue">{format!("Overdue: {off}")}</span> }.into_any()
    } else {
        cell(format!("{day} ({off})"))
    }
}

/// Where an action stands: the word, the day, and what came of it.
pub fn state(state: &ActionState) -> AnyView {
    let colour = match state.word() {
        ActionWord::Open => TagColour::Blue,
        ActionWord::Done => TagColour::Green,
        ActionWord::CannotYet => TagColour::Orange,
        ActionWord::Stopped => TagColour::Grey,
    };
    let on = state.finished_on().map(|on| format!(" {}", dates::long(on)));
    let text = (!state.text().is_empty()).then(|| view! { <br/>{long_text(state.text())} });
    view! {
        <Tag colour=colour text=state.word().label()/>
        {on}
        {text}
    }
    .into_any()
}

/// The day something was noted, and who noted it.
fn by(name: Option<&str>, at: DateTime<Utc>) -> String {
    let on = dates::long(dates::london(at).date());
    name.map_or_else(|| format!("{on}, from a list"), |name| format!("{on} by {name}"))
}

/// The first words of a text, for a link that a screen reader hears.
fn short(text: &str) -> String {
    text.split_whitespace().take(8).collect::<Vec<_>>().join(" ")
}

fn to_plan(person: &Banner) -> (&'static str, String) {
    ("Back to the plan", format!("/people/{}/plan", person.person))
}

/// The form for a concern.
pub fn add_issue(person: &Banner) -> impl IntoView + use<> {
    let content = view! {
        {they_read_this()}
        <FormTo action=format!("/people/{}/plan/issues/new", person.person)>
            <TextArea name="what" label="What is the issue?" hint="What worries the person, or those around them, now." rows=4/>
            <TextArea
                name="escalation"
                label="How may it get worse? (optional)"
                hint="The first signs, and what usually follows."
                rows=4
            />
            <Button>"Add the issue"</Button>
        </FormTo>
    };
    person_page(person, to_plan(person), ADD_ISSUE, content.into_any())
}

/// The form for closing a concern; for one that is closed, what was said then.
pub fn close_issue(person: &Banner, issue: &Issue) -> impl IntoView + use<> {
    let the_issue = issue_card(&person.person, issue, &[], PlanLinks::Nothing);
    let content = match &issue.standing {
        IssueStanding::Current => view! {
            {the_issue}
            <FormTo action=format!("/people/{}/plan/issues/{}/close", person.person, issue.issue_id)>
                <TextArea name="because" label="Why is it no longer an issue?" rows=4/>
                <Button>"Close the issue"</Button>
            </FormTo>
        }
        .into_any(),
        IssueStanding::Closed { on, because } => {
            let typed = form_state().answers.get("because").to_owned();
            let rows = vec![vec![cell("Why it was closed"), long_text(because), long_text(&typed)]];
            let both = (!typed.is_empty()).then(|| {
                view! {
                    <DataTable
                        caption="Both reasons"
                        head=["What", "Saved by somebody else", "What you typed"]
                        rows=rows
                        first_is_header=true
                    />
                }
            });
            let on = dates::long(*on);
            view! {
                <WarningCallout heading="Somebody else has closed this issue">
                    <p>{format!("It was closed on {on}. Nothing of theirs is overwritten. If something is still the matter, add it as a new issue.")}</p>
                </WarningCallout>
                {both}
                {the_issue}
                <ButtonLink href=format!("/people/{}/plan/issues/new", person.person) kind=ButtonKind::Secondary>"Add an issue"</ButtonLink>
            }
            .into_any()
        }
    };
    person_page(person, to_plan(person), CLOSE_ISSUE, content)
}

/// The form for what was tried or could help.
pub fn add_strategy(person: &Banner) -> impl IntoView + use<> {
    let results = Helped::ALL.iter().map(|each| Choice::new(each.word(), each.label())).collect();
    let result = view! { <Radios name="result" legend="Did it help?" choices=results/> }.into_any();
    let kinds = vec![
        Choice::new(StrategyWord::Tried.word(), StrategyWord::Tried.label()).reveals(result),
        Choice::new(StrategyWord::CouldHelp.word(), StrategyWord::CouldHelp.label()),
    ];
    let content = view! {
        {they_read_this()}
        <FormTo action=format!("/people/{}/plan/strategies/new", person.person)>
            <TextArea
                name="what"
                label="What is it?"
                hint="Anything that makes life better counts: a person, a place, a routine, a service, a way of talking."
                rows=4
            />
            <Radios name="kind" legend="Has it been tried?" choices=kinds/>
            <Button>"Add it"</Button>
        </FormTo>
    };
    person_page(person, to_plan(person), ADD_STRATEGY, content.into_any())
}

/// The form for a new action.
pub fn agree_action(person: &Banner, owners: Vec<Owner>) -> impl IntoView + use<> {
    let owners = owners.into_iter().map(|owner| Choice::new(owner.agency_id.to_string(), owner.name)).collect();
    let due_hint = format!("For example, {}", example(person.today));
    let horizons = Horizon::ALL.iter().map(|each| Choice::new(each.word(), each.label())).collect();
    let content = view! {
        {they_read_this()}
        <FormTo action=format!("/people/{}/plan/actions/new", person.person)>
            <TextArea name="what" label="What will be done?" rows=3/>
            <TextField
                name="service"
                label="Which service is recommended? (optional)"
                hint="Name it even if it does not exist here: that is how gaps are found."
                autocomplete="off"
            />
            <Radios name="horizon" legend="When is it needed?" choices=horizons inline=true/>
            <Select
                name="owner_agency"
                label="Which agency will do it?"
                hint="Only agencies that the person's record is shared with can see an action."
                choices=owners
            />
            <TextField name="owner_name" label="Who there?" hint="A name or a team." autocomplete="off" spellcheck=false/>
            <DateField name="due" legend="By when?" hint=due_hint/>
            <Button>"Agree the action"</Button>
        </FormTo>
    };
    person_page(person, to_plan(person), AGREE_ACTION, content.into_any())
}

/// A day four weeks on, as it is typed.
fn example(today: NaiveDate) -> String {
    (today + chrono::TimeDelta::days(28)).format("%-d %-m %Y").to_string()
}

/// The form for what came of an action; with `theirs`, both versions of a stale save.
pub fn update_action(person: &Banner, action: &Action, theirs: Option<ActionState>) -> impl IntoView + use<> {
    let mut rows = vec![
        SummaryRow::new("Action", long_text(&action.what)),
        SummaryRow::new("Who", format!("{}, {}", action.owner_name, action.owner_agency_name)),
        SummaryRow::new("Due", due(action, person.today)),
        SummaryRow::new("Where it stands", state(&action.state)),
        SummaryRow::new("Agreed", by(action.agreed_by.as_deref(), action.agreed_at)),
    ];
    if let Some(service) = service_words(action) {
        rows.insert(1, SummaryRow::new("Recommended", service));
    }
    let theirs = theirs.map(|theirs| {
        view! {
            <WarningCallout heading="Somebody else updated this action while you had it open">
                <p>"Nothing of yours is lost and nothing of theirs is overwritten. The form below holds what you typed. \
                    Compare the two, put right what needs it, and save."</p>
            </WarningCallout>
            {both_versions("Both versions", vec![("This action".to_owned(), theirs, String::new())])}
        }
    });
    let content = view! {
        {theirs}
        <SummaryList rows=rows/>
        <FormTo action=format!("/people/{}/actions/{}", person.person, action.action_id)>
            <Hidden name="version"/>
            {state_fields("", "")}
            <Button>"Save"</Button>
        </FormTo>
    };
    person_page(person, ("Back to the record", format!("/people/{}", person.person)), UPDATE_ACTION, content.into_any())
}

/// The two fields that [`ActionState::read`] reads, under a prefix. `what` says which action they
/// are about where a page asks about several: a screen reader hears each question on its own.
pub fn state_fields(prefix: &str, what: &str) -> AnyView {
    let about =
        |question: &str| if what.is_empty() { question.to_owned() } else { format!("{}: {question}", short(what)) };
    let choices = ActionWord::ALL.iter().map(|each| Choice::new(each.word(), each.label())).collect();
    view! {
        <Radios name=format!("{prefix}state") legend=about("Where does it stand?") choices=choices small=true/>
        <TextArea
            name=format!("{prefix}outcome")
            label=about("What came of it, or why not?")
            hint="Needed unless it is open."
            rows=3
        />
    }
    .into_any()
}

/// What others saved beside what was typed, for each `(what it is, theirs, prefix of the fields)`.
pub fn both_versions(caption: &'static str, each: Vec<(String, ActionState, String)>) -> AnyView {
    let mine = form_state().answers;
    let rows = each
        .into_iter()
        .map(|(what, theirs, prefix)| {
            let word: Option<ActionWord> = mine.get(&format!("{prefix}state")).parse().ok();
            let text = mine.get(&format!("{prefix}outcome"));
            let typed = view! {
                {word.map_or("Not chosen", |word| word.label())}
                <br/>
                {long_text(text)}
            };
            vec![long_text(&what), state(&theirs), typed.into_any()]
        })
        .collect();
    view! {
        <DataTable
            caption=caption
            head=["Action", "Saved by somebody else", "What you typed"]
            rows=rows
            first_is_header=true
        />
    }
    .into_any()
}
