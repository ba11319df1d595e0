//! Pages of signing in and of one's own account.

use leptos::prelude::*;

use crate::{
    access::model::{Actor, AgencyKind},
    shell::capital,
    ui::*,
};

/// The first page of somebody who is not signed in.
pub fn home(list_name: &str) -> impl IntoView + use<> {
    let title = capital(list_name);
    let list = list_name.to_owned();
    view! {
        <h1 class="nhsuk-heading-xl">{title}</h1>
        <p class="nhsuk-lede-text">
            "Help at the right time for children, young people and adults with a learning disability, autism or both, \
             so that they can stay well and at home."
        </p>
        <div class="cards">
            <Card heading="Easy read" href="/about/easy-read">
                <p>{format!("What the {list} is, in easy words and pictures.")}</p>
            </Card>
            <Card heading="About it" href="/about">
                <p>"What it is, what is kept, who sees it, and how to say yes, no or \u{201c}I changed my mind\u{201d}."</p>
            </Card>
            <Card heading="Ask for help" href="/ask">
                <p>"For yourself, for someone in your family, or for a friend. You do not need an account."</p>
            </Card>
            <Card heading="Open your page" href="/me">
                <p>"You have a card with a code? See what is written about you, and say what you think."</p>
            </Card>
            <Card heading="Staff sign in" href="/sign-in">
                <p>"For people who work for one of the agencies that share it."</p>
            </Card>
        </div>
    }
}

/// Signing in.
pub fn sign_in(ended: bool, demo: bool) -> impl IntoView {
    let ended = ended.then(|| {
        view! {
            <InsetText>
                <p>"Your session has ended. Sign in to go on. What you typed is kept for you."</p>
            </InsetText>
        }
    });
    let demo = demo.then(|| {
        let rows = crate::demo::SIGN_INS.iter().map(|(who, name)| vec![cell(*who), cell(*name)]).collect::<Vec<_>>();
        view! {
            <Details summary="Demo sign-ins">
                <p>{format!("Everybody here is invented. The password of each is \u{201c}{}\u{201d}.", crate::demo::PASSWORD)}</p>
                <DataTable caption="Who is who in the demo county" head=["Who", "Email address"] rows=rows/>
            </Details>
        }
    });
    view! {
        <h1 class="nhsuk-heading-l">"Sign in"</h1>
        {ended}
        <FormTo action="/sign-in" full=true>
            <Hidden name="next" value=form_state().answers.get("next").to_owned()/>
            <TextField name="email" label="Email address" kind=InputKind::Email autocomplete="username" spellcheck=false/>
            <TextField name="password" label="Password" kind=InputKind::Password autocomplete="current-password"/>
            <Button>"Sign in"</Button>
        </FormTo>
        {demo}
    }
}

/// After signing in with a password that an administrator gave.
pub fn own_password() -> impl IntoView {
    view! {
        <h1 class="nhsuk-heading-l">"Choose your own password"</h1>
        <p>"Somebody gave you the password you have just used, and so knows it. Put your own in its place. Nobody here can see it."</p>
        <FormTo action="/sign-in/password" full=true>
            <Hidden name="next"/>
            <TextField name="email" label="Email address" kind=InputKind::Email autocomplete="username" spellcheck=false/>
            <TextField name="password" label="The password you were given" kind=InputKind::Password autocomplete="current-password"/>
            {new_password("Your own password")}
            <Button>"Save it and sign in"</Button>
        </FormTo>
    }
}

/// A password that somebody chooses for themselves.
fn new_password(label: &'static str) -> impl IntoView {
    view! {
        <TextField
            name="new"
            label=label
            hint="12 characters or more. Three random words work well."
            kind=InputKind::Password
            autocomplete="new-password"
        />
    }
}

/// One's own account.
pub fn account(actor: &Actor) -> impl IntoView + use<> {
    let rows = vec![
        SummaryRow::new("Name", actor.display_name.clone()),
        SummaryRow::new("Agency", actor.agency_name.clone()),
        SummaryRow::new("Role", actor.role.label()),
    ];
    view! {
        <h1 class="nhsuk-heading-l">"Your account"</h1>
        <SummaryList rows=rows/>
        <h2 class="nhsuk-heading-m">"Change your password"</h2>
        <FormTo action="/account/password" full=true>
            <TextField name="current" label="Present password" kind=InputKind::Password autocomplete="current-password"/>
            {new_password("New password")}
            <Button>"Change password"</Button>
        </FormTo>
        <h2 class="nhsuk-heading-m">"Lost a tablet?"</h2>
        <p>"Signing out everywhere ends your sessions on every device at once."</p>
        <FormTo action="/sign-out-everywhere" full=true>
            <Button kind=ButtonKind::Warning>"Sign out everywhere"</Button>
        </FormTo>
    }
}

/// The first administrator.
pub fn set_up() -> impl IntoView {
    let kinds = AgencyKind::ALL.iter().map(|kind| Choice::new(kind.word(), kind.label())).collect();
    view! {
        <h1 class="nhsuk-heading-l">"Set up the register"</h1>
        <p>"Nobody has an account yet. Make the first administrator, who then adds agencies and accounts."</p>
        <FormTo action="/set-up" draft=false full=true>
            <TextField name="code" label="Set-up code" hint="The server printed it when it started." width=20 autocomplete="off" spellcheck=false/>
            <TextField name="agency_name" label="The agency that runs the register"/>
            <Radios name="agency_kind" legend="What kind of agency is it?" choices=kinds small=true/>
            <TextField name="display_name" label="Your name" autocomplete="name" spellcheck=false/>
            <TextField name="job_title" label="Your job title" autocomplete="organization-title"/>
            <TextField name="email" label="Your email address" kind=InputKind::Email autocomplete="username" spellcheck=false/>
            <TextField
                name="password"
                label="A password"
                hint="12 characters or more. Three random words work well."
                kind=InputKind::Password
                autocomplete="new-password"
            />
            <Button>"Make the first account"</Button>
        </FormTo>
    }
}
