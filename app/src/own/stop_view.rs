//! Stopping one agency only: before, after, and why not.

use leptos::prelude::*;

use super::{
    say_view::own_view_question,
    view::{Reader, own_page, own_page_back},
};
use crate::{agency::store::Agency, consent::receipt_view::Receipt, easy_read::view::with_days_whole, ui::*};

/// How one agency stands to somebody's record, where its reader would stop it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// It sees the record, and the reader may stop that.
    CanStop,
    /// It sees the record by somebody else's yes.
    NotTheirs,
    /// It does not see the record.
    DoesNotSee,
    /// It runs the register.
    RunsIt,
}

/// Stopping all of them, as a heading, a link and a button say it.
pub const EVERYBODY: &str = "Stop sharing with everybody";
/// Stopping one of them, as a link and the heading above them say it.
pub const JUST_ONE: &str = "Stop sharing with just 1 group";

/// What stops it, as a link and a button say it.
#[must_use]
pub fn stop_title(agency: &Agency) -> String {
    format!("Stop sharing with {}", agency.name)
}

/// The heading once it has stopped.
#[must_use]
pub fn stopped_title(agency: &Agency) -> String {
    format!("{} can no longer see it", agency.name)
}

/// The way to stop one agency; nothing for the one that runs the register.
pub fn stop_link(agency: &Agency) -> Option<impl IntoView + use<>> {
    let (href, text) = (format!("/me/change-mind/{}", agency.agency_id), stop_title(agency));
    (!agency.hosts_register).then(|| view! { <p><a href=href>{text}</a></p> })
}

/// Beside the way to stop everything: each agency that sees it, to be stopped by itself.
pub fn or_one(reader: &Reader, agencies: &[Agency], theirs: bool) -> Option<AnyView> {
    let others: Vec<&Agency> = agencies.iter().filter(|agency| !agency.hosts_register).collect();
    if others.is_empty() {
        return None;
    }
    let content = if theirs {
        let cards: Vec<_> = others
            .into_iter()
            .map(|agency| {
                view! {
                    <div class="own-card">
                        <h3 class="own-card__title">
                            {reader.picture(agency.picture(), "own-card__picture")}
                            <span>{agency.name.clone()}</span>
                        </h3>
                        {stop_link(agency)}
                    </div>
                }
            })
            .collect();
        cards.into_any()
    } else {
        reader.lines(not_theirs(reader))
    };
    Some(view! { <h2 class="nhsuk-heading-m" id="one">{JUST_ONE}</h2> {content} }.into_any())
}

fn not_theirs(reader: &Reader) -> Vec<AnyView> {
    vec![
        reader.line("people-together", "Somebody else has a say in this too."),
        reader.line("talk-to-someone", "Do you want just 1 group to stop? Ask someone to talk to you."),
    ]
}

/// Before one agency is stopped: what happens at once, and that nothing else does.
pub fn stop_one(reader: &Reader, agency: &Agency, stands: Stands) -> impl IntoView + use<> {
    let name = &agency.name;
    let everything = || view! { <p><a href="/me/change-mind">{EVERYBODY}</a></p> };
    let talk = || view! { <ButtonLink href="/me/talk">"Ask someone to talk to me"</ButtonLink> };
    let content = match stands {
        Stands::CanStop => {
            let lines = vec![
                reader.loses_sight(agency.picture(), format!("{name} cannot see it any more.")),
                reader.line("others-see", "The others can still see it."),
                reader.support_stays(),
                reader.line("no-why", "You do not have to say why."),
            ];
            let action = format!("/me/change-mind/{}", agency.agency_id);
            let button = stop_title(agency);
            let own_view = own_view_question(reader);
            let asks = own_view.is_some();
            view! {
                <p class="nhsuk-lede-text">"This is what happens:"</p>
                {reader.lines(lines)}
                <FormTo action=action draft=asks>
                    {own_view}
                    <div class="own-decide">
                        <Button kind=ButtonKind::Warning>{button}</Button>
                        <ButtonLink href="/me/who" kind=ButtonKind::Secondary>"No, go back"</ButtonLink>
                    </div>
                </FormTo>
            }
            .into_any()
        }
        Stands::NotTheirs => view! { {reader.lines(not_theirs(reader))} {talk()} {everything()} }.into_any(),
        Stands::DoesNotSee => {
            let line = reader.loses_sight(agency.picture(), format!("{name} cannot see it now."));
            view! { {reader.lines(vec![line, reader.support_stays()])} }.into_any()
        }
        Stands::RunsIt => {
            let lines = vec![
                reader.line("people-together", format!("{name} looks after the {}.", reader.list)),
                reader.line("stop", "You cannot stop just them. You can stop sharing with everybody."),
            ];
            view! { {reader.lines(lines)} {everything()} }.into_any()
        }
    };
    own_page_back(reader, ("/me/who", "Who can see it"), "stop-sharing", &stop_title(agency), content)
}

/// It has happened, with the receipt as long as nothing was decided since.
pub fn stopped(reader: &Reader, agency: &Agency, on: &str, receipt: Option<&Receipt>) -> impl IntoView + use<> {
    let mut lines = vec![reader.loses_sight(agency.picture(), format!("{} can no longer see it.", agency.name))];
    // Something else may have changed since.
    lines.extend(
        receipt.is_some().then(|| reader.line("others-see", "Nothing else changes. The others can still see it.")),
    );
    lines.push(reader.support_stays());
    let counts = receipt.map(|receipt| {
        let decided: Vec<_> = receipt.ideas().iter().map(|line| reader.idea(line)).collect();
        view! { <h2 class="nhsuk-heading-m">"What counts now"</h2> {reader.lines(decided)} }
    });
    let answers = receipt.is_none().then(|| view! { <p><a href="/me/answers">"See your answers"</a></p> });
    let content = view! {
        {reader.lines(lines.into_iter().chain(reader.after_stopping()).collect())}
        <p class="quiet">{with_days_whole(&format!("It stopped on {on}."))}</p>
        {counts}
        {answers}
        <p class="no-print"><a href="/me/answers/receipt.pdf" data-full>"Print your answers"</a></p>
        <ButtonLink href="/me/page">"Go to your page"</ButtonLink>
    };
    own_page(reader, "stop-sharing", &stopped_title(agency), content.into_any())
}
