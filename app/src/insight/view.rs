//! The dashboard.

use chrono::NaiveDate;
use leptos::prelude::*;

use super::model::{ActionCount, AgencyCount, Dashboard, Reach, for_planning};
use crate::{
    base::dates,
    rating::{model::Rating, view::rating_word},
    ui::*,
};

/// The register in numbers.
pub fn dashboard(page: Dashboard, agency: &str, today: NaiveDate) -> impl IntoView + use<> {
    let whose = match page.reach {
        Reach::County => "Everybody on the register.".to_owned(),
        Reach::OwnAgency => format!("People on the register who are shared with {agency}."),
    };
    let oldest = page.waiting_days.map(|days| match days {
        0 => "The oldest referral came today".to_owned(),
        1 => "The oldest referral is 1 day old".to_owned(),
        days => format!("The oldest referral is {days} days old"),
    });
    let stats = vec![
        Some(stat(page.people(), one_or_many(page.people(), "person on the register", "people on the register"), None)),
        page.reviews_overdue.map(|count| stat(count, one_or_many(count, "review overdue", "reviews overdue"), None)),
        Some(stat(
            page.actions_overdue(),
            one_or_many(page.actions_overdue(), "action overdue", "actions overdue"),
            Some(format!("{} open", page.actions_open())),
        )),
        Some(stat(
            page.waiting,
            one_or_many(page.waiting, "person waiting to be asked", "people waiting to be asked"),
            oldest,
        )),
    ];
    let stats: Vec<_> = stats.into_iter().flatten().collect();
    let (rating_title, agency_title, action_title) = (page.rating_title(), page.agency_title(), page.action_title());
    let (agreed, planned) = (page.agreed_to_planning(), page.planning_by_rating());
    let agreed = format!("Said yes to being counted, without their name, to plan services: {}.", for_planning(agreed));
    let by_rating = page.by_rating();
    view! {
        <h1 class="nhsuk-heading-l">"Dashboard"</h1>
        <p class="quiet">{dates::long(today)}</p>
        <p>{whose}</p>
        <ul class="cards cards--stats" role="list">{stats}</ul>
        {ratings(rating_title, by_rating)}
        {page.agencies.map(|counts| agencies(agency_title, counts))}
        {actions(action_title, page.actions)}
        {planning(agreed, planned)}
    }
}

fn one_or_many(count: i64, one: &'static str, many: &'static str) -> &'static str {
    if count == 1 { one } else { many }
}

fn stat(count: i64, label: &'static str, more: Option<String>) -> AnyView {
    view! {
        <li class="stat">
            <span class="stat__number">{count}</span>
            <span class="stat__label">{label}</span>
            {more.map(|more| view! { <span class="meta">{more}</span> })}
        </li>
    }
    .into_any()
}

fn ratings(title: String, counts: Vec<(Option<Rating>, i64)>) -> AnyView {
    let bars = counts
        .iter()
        .map(|(rating, count)| {
            let (colour, pattern) = match rating {
                Some(Rating::Red) => (BarColour::Red, BarPattern::Solid),
                Some(Rating::Amber) => (BarColour::Amber, BarPattern::Stripes),
                Some(Rating::Green) => (BarColour::Green, BarPattern::Dots),
                Some(Rating::Blue) => (BarColour::Blue, BarPattern::Grid),
                None => (BarColour::Grey, BarPattern::Bars),
            };
            Bar::new(rating.map_or("Not rated yet", Rating::label), *count, colour, pattern)
        })
        .collect();
    let rows = counts
        .into_iter()
        .map(|(rating, count)| {
            let people = match rating {
                Some(rating) if count > 0 => {
                    let href = format!("/people?rating={}", rating.word());
                    let see = format!("See those rated {}", rating.label().to_lowercase());
                    view! { <a href=href>{see}</a> }.into_any()
                }
                Some(_) | None => cell("–"),
            };
            vec![rating_word(rating), cell(count.to_string()), people]
        })
        .collect();
    view! {
        <section class="dashboard__part">
            <h2 class="nhsuk-heading-m">"By rating"</h2>
            <BarChart id="ratings" title=title bars=bars/>
            <DataTable caption="People by rating" head=["Rating", "People", "Who"] rows=rows first_is_header=true/>
        </section>
    }
    .into_any()
}

/// The only numbers that may be used for anything but running the register.
fn planning(agreed: String, counts: Vec<(Option<Rating>, String)>) -> AnyView {
    let rows = counts.into_iter().map(|(rating, count)| vec![rating_word(rating), cell(count)]).collect();
    view! {
        <section class="dashboard__part">
            <h2 class="nhsuk-heading-m">"For planning services"</h2>
            <p>"The numbers above are for running the register. To plan services, use only these. " {agreed}</p>
            <DataTable caption="Those who said yes" head=["Rating", "People, rounded"] rows=rows first_is_header=true/>
            <p class="quiet">"Rounded to the nearest 5, and fewer than 5 is not said, so that nobody can be found in a number."</p>
        </section>
    }
    .into_any()
}

fn agencies(title: String, counts: Vec<AgencyCount>) -> AnyView {
    if counts.is_empty() {
        return view! {
            <section class="dashboard__part">
                <h2 class="nhsuk-heading-m">"By agency involved"</h2>
                <p>"Nobody is on the register yet."</p>
            </section>
        }
        .into_any();
    }
    let bars = counts
        .iter()
        .map(|each| Bar::new(each.agency.clone(), each.people, BarColour::First, BarPattern::Solid))
        .collect();
    let rows = counts.into_iter().map(|each| vec![cell(each.agency), cell(each.people.to_string())]).collect();
    view! {
        <section class="dashboard__part">
            <h2 class="nhsuk-heading-m">"By agency involved"</h2>
            <p class="quiet">"One person counts once for each agency that their decision covers."</p>
            <BarChart id="agencies" title=title bars=bars/>
            <DataTable caption="People by agency involved" head=["Agency", "People"] rows=rows first_is_header=true/>
        </section>
    }
    .into_any()
}

fn actions(title: String, counts: Vec<ActionCount>) -> AnyView {
    if counts.is_empty() {
        return view! {
            <section class="dashboard__part">
                <h2 class="nhsuk-heading-m">"Actions by the agency that owns them"</h2>
                <p>"No action is open."</p>
            </section>
        }
        .into_any();
    }
    let bars = counts
        .iter()
        .map(|each| Bar {
            label: each.agency.clone(),
            says: match each.overdue {
                0 => format!("{} open", each.open),
                overdue => format!("{} open, {overdue} overdue", each.open),
            },
            parts: vec![
                BarPart { value: each.overdue, colour: BarColour::Second, pattern: BarPattern::Stripes },
                BarPart { value: each.open - each.overdue, colour: BarColour::First, pattern: BarPattern::Solid },
            ],
        })
        .collect();
    let rows = counts
        .into_iter()
        .map(|each| vec![cell(each.agency), cell(each.open.to_string()), cell(each.overdue.to_string())])
        .collect();
    view! {
        <section class="dashboard__part">
            <h2 class="nhsuk-heading-m">"Actions by the agency that owns them"</h2>
            <p class="quiet">"The striped part of a bar is overdue."</p>
            <BarChart id="owned-actions" title=title bars=bars/>
            <DataTable caption="Open actions by agency" head=["Agency", "Open", "Of these, overdue"] rows=rows first_is_header=true/>
        </section>
    }
    .into_any()
}
