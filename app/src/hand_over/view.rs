//! The privacy screen for staff, and "please give the tablet back".

use leptos::prelude::*;

use crate::{
    account::session::{Lent, LentFor},
    consent::actions::GO_ON,
    easy_read::{model::PictureSet, view::sized_picture},
    person::{store::Banner, view::person_page},
    ui::*,
};

/// What to do before the tablet goes out of one's hands.
pub fn privacy(person: &Banner, lent_for: LentFor, step: &str) -> impl IntoView + use<> {
    let id = person.person.clone();
    let step = step.to_owned();
    let (back, only) = match lent_for {
        LentFor::Conversation => {
            (format!("/people/{id}/consent"), "Only the questions of this conversation are open to them.")
        }
        LentFor::OwnPage => (
            format!("/people/{id}/codes"),
            "They open their own page with their code and their date of birth. Nothing else is open to them.",
        ),
    };
    let card = (lent_for == LentFor::OwnPage)
        .then(|| view! { <li>"Give them their card: they need the code on it, and it is not shown again."</li> });
    let content = view! {
        <h2 class="nhsuk-heading-m">"Before you hand it over"</h2>
        <ul>
            <li>"Close every other tab and app."</li>
            <li>"Send or save what you are writing elsewhere."</li>
            <li>"Turn off notifications, so that no message pops up."</li>
            <li>"Stay near, and ask whether they want somebody with them."</li>
            {card}
        </ul>
        <WarningCallout heading="You are locked out until you type your password">
            <p>{only}</p>
            <p>"The back button, a typed address and old pages open nothing of yours: they lead to \u{201c}Please give the tablet back\u{201d}. \
                To go on, you type your password."</p>
        </WarningCallout>
        <FormTo action=format!("/people/{id}/hand-over") full=true>
            <Hidden name="to" value=lent_for.word()/>
            <Hidden name="step" value=step/>
            <Button>"Lock my pages and hand it over"</Button>
        </FormTo>
    };
    person_page(person, ("Back", back), "Hand the tablet over", content.into_any())
}

/// The end of what was handed over; to anybody else a locked door. It names nobody the record is about.
pub fn unlock(owner: &str, lent: &Lent) -> impl IntoView + use<> {
    let on = match lent.lent_for {
        LentFor::Conversation => (format!("/people/{}/consent/{GO_ON}", lent.person), "Go back to the questions"),
        LentFor::OwnPage => ("/me".to_owned(), "Go back to my page"),
    };
    view! {
        <div class="own">
            <h1 class="own__title">
                {sized_picture(PictureSet::Colour, "share", "own__picture")}
                <span>"Please give the tablet back"</span>
            </h1>
            <p class="nhsuk-lede-text">{format!("Please give it to {owner}.")}</p>
            <p><a href=on.0>{on.1}</a></p>
        </div>
        <section class="unlock" aria-labelledby="unlock-title">
            <h2 class="nhsuk-heading-m" id="unlock-title">{format!("For {owner}")}</h2>
            <FormTo action="/unlock" full=true>
                <TextField name="password" label="Password" kind=InputKind::Password autocomplete="current-password"/>
                <Button kind=ButtonKind::Secondary>"Unlock my pages"</Button>
            </FormTo>
            <FormTo action="/sign-out" full=true>
                <button class="link-button" type="submit">"I am somebody else: sign out"</button>
            </FormTo>
        </section>
    }
}
