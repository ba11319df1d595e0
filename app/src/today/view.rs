//! The first page after signing in.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use leptos::prelude::*;

use super::{
    model::{self, ActionDue, AskAgain, Counted, RequestOpen, ReviewDue, ToAsk, Today, Unrated, Who},
    store::LINES_MAX,
};
use crate::{
    base::{dates, ids::PersonId},
    consent::model::AskAgainBecause,
    person,
    rating::view::rating_word,
    ui::*,
};

/// Who needs me today.
pub fn today(page: Today, agency: &str) -> impl IntoView + use<> {
    let Today { today, requests, reviews, actions, to_ask, ask_again, unrated, begun } = page;
    let stats: Vec<_> = [
        requests
            .as_ref()
            .filter(|part| part.count > 0)
            .map(|part| stat("#requests", part, "request from a person", "requests from people")),
        reviews.as_ref().map(|part| stat("#reviews", part, "review to do", "reviews to do")),
        actions.as_ref().map(|part| stat("#actions", part, "action of ours to do", "actions of ours to do")),
        to_ask.as_ref().map(|part| stat("#to-ask", part, "person to ask", "people to ask")),
        ask_again.as_ref().map(|part| stat("#ask-again", part, "decision to ask again", "decisions to ask again")),
        unrated.as_ref().map(|part| stat("#unrated", part, "person not rated yet", "people not rated yet")),
    ]
    .into_iter()
    .flatten()
    .collect();
    view! {
        <h1 class="nhsuk-heading-l">"Who needs me today"</h1>
        <p class="quiet">{format!("{}, {agency}", dates::long(today))}</p>
        <ul class="cards cards--stats" role="list">{stats}</ul>
        <div class="today__start">
            {person::view::search_form()}
            <ButtonLink href="/refer" kind=ButtonKind::Secondary>"Refer somebody"</ButtonLink>
        </div>
        {requests.filter(|part| part.count > 0).map(|part| requests_part(part, today))}
        {reviews.map(|part| reviews_part(part, today))}
        {actions.map(|part| actions_part(part, today))}
        {to_ask.map(|part| to_ask_part(part, &begun, today))}
        {ask_again.map(|part| ask_again_part(part, &begun, today))}
        {unrated.map(|part| unrated_part(part, today))}
    }
}

/// A number with its words, as a link to its part of the page.
fn stat<T>(href: &'static str, part: &Counted<T>, one: &'static str, many: &'static str) -> AnyView {
    let label = if part.count == 1 { one } else { many };
    let overdue = part.overdue;
    view! {
        <li>
            <a class="stat stat--link" href=href>
                <span class="stat__number">{part.count}</span>
                <span class="stat__label">{label}</span>
                {(overdue > 0).then(|| view! { <span class="overdue">{format!("{overdue} overdue")}</span> })}
            </a>
        </li>
    }
    .into_any()
}

/// A part: its heading, then its table or why there is none.
fn part<T>(
    id: &'static str,
    heading: &'static str,
    empty: String,
    part: Counted<T>,
    head: Vec<&'static str>,
    caption: String,
    row: impl Fn(T) -> Vec<AnyView>,
) -> AnyView {
    let cut = (part.count > LINES_MAX)
        .then(|| view! { <p class="quiet">{format!("These are the {LINES_MAX} most urgent of {}.", part.count)}</p> });
    let content = if part.lines.is_empty() {
        view! { <p>{empty}</p> }.into_any()
    } else {
        let rows = part.lines.into_iter().map(row).collect();
        view! { <DataTable caption=caption head=head rows=rows first_is_header=true/> }.into_any()
    };
    view! {
        <section class="today__part" aria-labelledby=id>
            <h2 class="nhsuk-heading-m" id=id tabindex="-1">{heading}</h2>
            {content}
            {cut}
        </section>
    }
    .into_any()
}

fn name(who: &Who) -> String {
    person::model::full_name(&who.given_name, &who.family_name)
}

fn person_link(who: &Who) -> AnyView {
    view! { <a href=format!("/people/{}", who.person_id)>{name(who)}</a> }.into_any()
}

/// Who is to be asked, and the way back into the questions where the reader has begun them.
fn to_be_asked(who: &Who, begun: &BTreeSet<PersonId>) -> AnyView {
    let go_on = begun.contains(&who.person_id).then(|| {
        let href = format!("/people/{}/consent", who.person_id);
        let whose = name(who);
        view! {
            <br/>
            <a href=href>"Go on with the questions"<span class="nhsuk-u-visually-hidden">{format!(" for {whose}")}</span></a>
        }
    });
    view! { <div class="table-parts">{person_link(who)} {go_on}</div> }.into_any()
}

/// A due date and how it stands to today; overdue is marked and said.
fn due(due_on: NaiveDate, today: NaiveDate) -> AnyView {
    let class = if due_on < today { "overdue" } else { "quiet" };
    day_and(due_on, class, model::lateness(due_on, today))
}

/// A day, and how long ago that was.
fn since(day: NaiveDate, today: NaiveDate) -> AnyView {
    day_and(day, "quiet", dates::distance(day, today))
}

fn day_and(day: NaiveDate, class: &'static str, words: String) -> AnyView {
    view! {
        <div class="table-parts">
            <span>{dates::long(day)}</span>
            <br/>
            <span class=class>{words}</span>
        </div>
    }
    .into_any()
}

fn people(count: i64) -> String {
    if count == 1 { "1 person".to_owned() } else { format!("{count} people") }
}

fn requests_part(requests: Counted<RequestOpen>, today: NaiveDate) -> AnyView {
    let many = if requests.count == 1 { "1 request".to_owned() } else { format!("{} requests", requests.count) };
    part(
        "requests",
        "What people asked for themselves",
        String::new(),
        requests,
        vec!["What", "Who", "Since"],
        format!("From their own page, not answered yet: {many}"),
        move |line| {
            let href = format!("/people/{}/asked/{}", line.who.person_id, line.request_id);
            let day = dates::london(line.raised_at).date();
            let particulars: Vec<_> =
                line.particulars.iter().map(|each| view! { <br/><span class="quiet">{each.clone()}</span> }).collect();
            vec![
                view! { <div class="table-parts"><a href=href>{line.kind.label()}</a> {particulars}</div> }.into_any(),
                cell(name(&line.who)),
                since(day, today),
            ]
        },
    )
}

fn reviews_part(reviews: Counted<ReviewDue>, today: NaiveDate) -> AnyView {
    let caption = format!("Overdue or due in the next {} days: {}", model::NEAR_DAYS, people(reviews.count));
    part(
        "reviews",
        "Reviews",
        format!("No review is overdue, and none is due in the next {} days.", model::NEAR_DAYS),
        reviews,
        vec!["Name", "Rating", "Review due"],
        caption,
        move |line| vec![person_link(&line.who), rating_word(Some(line.rating)), due(line.due_on, today)],
    )
}

fn actions_part(actions: Counted<ActionDue>, today: NaiveDate) -> AnyView {
    let many = if actions.count == 1 { "1 action".to_owned() } else { format!("{} actions", actions.count) };
    let caption = format!("Overdue or due in the next {} days: {many}", model::NEAR_DAYS);
    part(
        "actions",
        "Our actions",
        format!("No action of your agency is overdue, and none is due in the next {} days.", model::NEAR_DAYS),
        actions,
        vec!["What", "For", "Who does it", "Due"],
        caption,
        move |line| {
            let href = format!("/people/{}/actions/{}", line.who.person_id, line.action_id);
            let owner = if line.owner_name.is_empty() { "Nobody named".to_owned() } else { line.owner_name };
            vec![
                view! { <a href=href>{line.what}</a> }.into_any(),
                cell(name(&line.who)),
                cell(owner),
                due(line.due_on, today),
            ]
        },
    )
}

fn to_ask_part(to_ask: Counted<ToAsk>, begun: &BTreeSet<PersonId>, today: NaiveDate) -> AnyView {
    let caption = format!("Referred, and waiting to be asked: {}", people(to_ask.count));
    part(
        "to-ask",
        "To ask",
        "Everybody who was referred has been asked.".to_owned(),
        to_ask,
        vec!["Name", "Referred"],
        caption,
        move |line| {
            let referred = match (line.received_at, line.ran_out_on) {
                (Some(at), _) => since(dates::london(at).date(), today),
                (None, Some(on)) => cell(format!("Their decision ran out on {}", dates::long(on))),
                (None, None) => cell("Not known"),
            };
            vec![to_be_asked(&line.who, begun), referred]
        },
    )
}

fn ask_again_part(ask_again: Counted<AskAgain>, begun: &BTreeSet<PersonId>, today: NaiveDate) -> AnyView {
    let caption = "To be asked again by this day".to_owned();
    part(
        "ask-again",
        "Decisions to ask again",
        "No decision needs asking again soon.".to_owned(),
        ask_again,
        vec!["Name", "Ask by", "Why"],
        caption,
        move |line| {
            let why = match line.because {
                AskAgainBecause::Lapsed => {
                    cell(format!("Their decision ran out on {}. Ask again.", dates::long(line.due_on)))
                }
                AskAgainBecause::Review
                | AskAgainBecause::Turns16
                | AskAgainBecause::Turns18
                | AskAgainBecause::AuthorityEnds
                | AskAgainBecause::NotSure
                | AskAgainBecause::CanDecide => cell(line.because.label()),
            };
            vec![to_be_asked(&line.who, begun), due(line.due_on, today), why]
        },
    )
}

fn unrated_part(unrated: Counted<Unrated>, today: NaiveDate) -> AnyView {
    let caption = format!("On the register without a rating: {}", people(unrated.count));
    part(
        "unrated",
        "Not rated yet",
        "Everybody on the register who is shared with your agency has a rating.".to_owned(),
        unrated,
        vec!["Name", "On the register since"],
        caption,
        move |line| vec![person_link(&line.who), since(line.opened_on, today)],
    )
}
