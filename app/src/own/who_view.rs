//! Who sees what is written about one, who must not look, and who else opens the page.

use leptos::prelude::*;

use super::{
    model::{section_in_plain_words, section_picture},
    stop_view::stop_link,
    store::Opens,
    view::{Reader, own_page},
};
use crate::{
    access::{model::Level, policy},
    agency::store::Agency,
    base::dates,
    consent::unseen::Unseen,
    easy_read::model::Line,
    kept_out::store::KeptOut,
    ui::*,
};

/// Who sees the record, and which parts of it; who was asked about and does not. `theirs`: whether the reader may stop one of them only.
pub fn who(
    reader: &Reader,
    agencies: &[Agency],
    unseen: &[(Agency, Unseen)],
    theirs: bool,
    opens: &[Opens],
    kept_out: &[KeptOut],
) -> impl IntoView + use<> {
    let nobody = agencies.is_empty().then(|| {
        let nobody = match opens {
            [] => "Nobody can see your notes.",
            [..] => "Nobody who works with you can see your notes.",
        };
        let mut lines = vec![reader.line("private", nobody)];
        lines.extend((reader.level == Level::Closed).then(|| reader.team_sees()));
        lines.push(reader.support_stays());
        reader.lines(lines)
    });
    let cards: Vec<_> = agencies
        .iter()
        .map(|agency| {
            let picture = agency.picture();
            let sections: Vec<_> = policy::sections(agency.kind)
                .iter()
                .map(|section| {
                    view! {
                        <li>
                            {reader.picture(section_picture(*section), "own-mini")}
                            <span>{section_in_plain_words(*section)}</span>
                        </li>
                    }
                })
                .collect();
            let runs =
                agency.hosts_register.then(|| view! { <p>{format!("They look after the {}.", reader.list)}</p> });
            let how_many = format!("They can see {} things. Show them", policy::sections(agency.kind).len());
            view! {
                <div class="own-card">
                    <h2 class="own-card__title">
                        {reader.picture(picture, "own-card__picture")}
                        <span>{agency.name.clone()}</span>
                    </h2>
                    {runs}
                    <Details summary=how_many>
                        <ul class="own-sections" role="list">{sections}</ul>
                    </Details>
                    {theirs.then(|| stop_link(agency))}
                </div>
            }
        })
        .collect();
    let stop = (!agencies.is_empty()).then(|| {
        view! { <p><a href="/me/change-mind">"I changed my mind: stop sharing"</a></p> }
    });
    let content = view! {
        {nobody}
        {cards}
        {who_cannot(reader, unseen)}
        {keeps_out(reader, kept_out)}
        {who_opens(reader, opens)}
        {stop}
        <p><a href="/me/looks">"See who has looked"</a></p>
    };
    own_page(reader, "eye", "Who can see it", content.into_any())
}

/// Who was asked about and does not see it, with the answer.
fn who_cannot(reader: &Reader, unseen: &[(Agency, Unseen)]) -> AnyView {
    let mut lines: Vec<_> = unseen
        .iter()
        .map(|(agency, why)| {
            let (mark, why) = match why {
                Unseen::No => ("no", "the answer was no.".to_owned()),
                Unseen::Stopped { by } if by.is_empty() => ("stop", "you stopped sharing with them.".to_owned()),
                Unseen::Stopped { by } => ("stop", format!("{by} stopped sharing with them.")),
                Unseen::NotSure => ("not-sure", "the answer was not sure.".to_owned()),
                Unseen::NotAsked => ("question", "nobody has asked about them yet.".to_owned()),
                Unseen::NoAgreement => ("rules", "they have not signed our rules.".to_owned()),
            };
            let line = Line::new(agency.picture(), format!("{}: {why}", agency.name));
            reader.idea(&line.marked(mark))
        })
        .collect();
    if lines.is_empty() {
        return ().into_any();
    }
    // A mind is changed both ways; a yes is asked for in a conversation.
    lines.push(reader.line("talk-to-someone", "Do you want one of them to see it? Ask someone to talk to you."));
    view! {
        <h2 class="nhsuk-heading-m">"Who cannot see it"</h2>
        {reader.lines(lines)}
        <p><a href="/me/talk">"Ask someone to talk to me"</a></p>
    }
    .into_any()
}

/// Whom among those who work there the person keeps out, and the way to ask for it. For the person alone.
fn keeps_out(reader: &Reader, kept_out: &[KeptOut]) -> AnyView {
    if !reader.holder.is_the_person() {
        return ().into_any();
    }
    let cards: Vec<_> = kept_out
        .iter()
        .map(|kept| {
            let said = (!kept.words.is_empty())
                .then(|| view! { <p>"You said: "<span class="typed">{kept.words.clone()}</span></p> });
            let stands = match kept.ended_at {
                None => view! { <p>"They cannot look at your notes here."</p> }.into_any(),
                Some(at) => {
                    let by = kept.ended_by.clone().unwrap_or_default();
                    let since = format!("They can look again since {}.", dates::long(dates::london(at).date()));
                    view! {
                        <p>{since}</p>
                        <p>{format!("{by} wrote: ")}<span class="typed">{kept.ended_because.clone()}</span></p>
                    }
                    .into_any()
                }
            };
            view! {
                <div class="own-card">
                    <h3 class="own-card__title">
                        {reader.picture("private", "own-card__picture")}
                        <span>{format!("{}, {}", kept.display_name, kept.agency_name)}</span>
                    </h3>
                    {said}
                    {stands}
                </div>
            }
        })
        .collect();
    let ask = reader.line("talk-to-someone", "Is there somebody who must not look? Ask someone to talk to you.");
    view! {
        <h2 class="nhsuk-heading-m">"Who must not look"</h2>
        {cards}
        {reader.lines(vec![ask])}
    }
    .into_any()
}

/// Who besides the person opens this very page.
fn who_opens(reader: &Reader, opens: &[Opens]) -> AnyView {
    let cards: Vec<_> = opens
        .iter()
        .map(|each| {
            view! {
                <div class="own-card">
                    <h3 class="own-card__title">
                        {reader.picture("family", "own-card__picture")}
                        <span>{format!("{}, {}", each.name, each.relation)}</span>
                    </h3>
                    <p>"They have a code of their own. It opens your page."</p>
                </div>
            }
        })
        .collect();
    let lines = if opens.is_empty() {
        vec![reader.line("lock", "Nobody else has a code for your page.")]
    } else {
        vec![
            reader.line("eye", "They can read what is on your page."),
            reader.line("talk-to-someone", "Do you not want that? Ask someone to talk to you."),
        ]
    };
    view! {
        <h2 class="nhsuk-heading-m">"Who else can open your page"</h2>
        {cards}
        {reader.lines(lines)}
    }
    .into_any()
}
