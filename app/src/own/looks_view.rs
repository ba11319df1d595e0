//! Who has looked, and why: what was done with the record, and in whose lists the name stood.

use leptos::prelude::*;

use super::{
    model::{Looked, act_in_plain_words, list_in_plain_words},
    view::{Reader, own_page},
};
use crate::{access::glimpses::Glimpsed, base::dates, ui::*};

/// Who has looked, when and why.
pub fn looks(
    reader: &Reader,
    lines: Vec<Looked>,
    glimpsed: Option<Vec<Glimpsed>>,
    next: Option<i64>,
) -> impl IntoView + use<> {
    let next = next.map(|seq| ("Earlier".to_owned(), format!("/me/looks?before={seq}")));
    let newest = glimpsed.is_none().then(|| ("Newest".to_owned(), "/me/looks".to_owned()));
    let items: Vec<_> = lines
        .into_iter()
        .map(|line| {
            let Looked { last, times } = line;
            let from = joined([last.job, last.agency]);
            let picture = match (last.allowed, from.is_empty()) {
                (false, _) => "stop",
                (true, _) if last.act.is_of_the_house() => "calendar",
                (true, true) => "person",
                (true, false) => "eye",
            };
            let what = if last.allowed {
                format!("{} {}.", last.who, act_in_plain_words(last.act))
            } else {
                format!("{} tried to look. The computer said no.", last.who)
            };
            let when = dates::long_time(last.at);
            let when = if times == 1 { when } else { format!("{times} times. The last was {when}") };
            item(reader, picture, what, from, when)
        })
        .collect();
    let content = view! {
        <p class="nhsuk-lede-text">"Each time somebody looks at your notes, the computer writes it down. If somebody opens 5 pages, it writes that 5 times."</p>
        {reader.lines(items)}
        <Pagination previous=newest next=next/>
        {glimpsed.map(|all| in_lists(reader, all))}
        <p><a href="/me/talk">"Ask someone about this"</a></p>
    };
    own_page(reader, "who-looked", "Who has looked, and why", content.into_any())
}

/// Who saw the name in a list, whether or not they opened anything.
fn in_lists(reader: &Reader, glimpsed: Vec<Glimpsed>) -> AnyView {
    if glimpsed.is_empty() {
        return ().into_any();
    }
    let items: Vec<_> = glimpsed
        .into_iter()
        .map(|one| {
            let who = one.display_name.unwrap_or_else(|| "Somebody".to_owned());
            let from = joined([one.job_title.unwrap_or_default(), one.agency_name.unwrap_or_default()]);
            let last = dates::long(one.last_on);
            let when =
                if one.days == 1 { format!("On {last}") } else { format!("On {} days. The last was {last}", one.days) };
            item(reader, "list", format!("{who} {}.", list_in_plain_words(one.list)), from, when)
        })
        .collect();
    view! {
        <h2 class="nhsuk-heading-m">"Who saw your name in a list"</h2>
        <p>"A list can show your name and your birthday. It can show how worried people are."</p>
        {reader.lines(items)}
    }
    .into_any()
}

/// Their job and their agency, as far as they have one.
fn joined(parts: [String; 2]) -> String {
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}

/// What somebody did, from where they are, and when.
fn item(reader: &Reader, picture: &str, what: String, from: String, when: String) -> AnyView {
    let from = (!from.is_empty()).then(|| view! { <p class="quiet">{from}</p> });
    view! {
        <li>
            {reader.picture(picture, "easy-read__picture")}
            <div>
                <p>{what}</p>
                {from}
                <p class="quiet">{when}</p>
            </div>
        </li>
    }
    .into_any()
}
