//! Pages of administering accounts.

use chrono::NaiveDate;
use leptos::prelude::*;

use super::{staff_model::role_hint, store::StaffLine};
use crate::{
    access::model::Role,
    agency::store::Agency,
    base::{dates, ids::StaffId},
    ui::*,
};

/// Beside a password that somebody else will use.
const GIVEN_HINT: &str =
    "12 characters or more. Tell it to them in person or by phone. They choose their own when they sign in with it.";

/// Every account, and a form for one more.
pub fn staff(staff: Vec<StaffLine>, agencies: Vec<Agency>, own: &StaffId, today: NaiveDate) -> impl IntoView + use<> {
    let caption = match staff.iter().filter(|line| line.left_on.is_none()).count() {
        1 => "1 account in use".to_owned(),
        count => format!("{count} accounts in use"),
    };
    let rows = staff.into_iter().map(|line| row(line, own, today)).collect();
    let agencies = agencies.into_iter().map(|agency| Choice::new(agency.agency_id.to_string(), agency.name)).collect();
    let roles = Role::ALL.iter().map(|role| Choice::new(role.word(), role.label()).hint(role_hint(*role))).collect();
    view! {
        <h1 class="nhsuk-heading-l">"Accounts"</h1>
        <p>"One account for each person, never shared: the audit log names who did what."</p>
        <DataTable caption=caption head=["Name", "Agency", "Role", "Email address", "State"] rows=rows first_is_header=true/>
        <h2 class="nhsuk-heading-m">"Add an account"</h2>
        <FormTo action="/staff" draft=false>
            <Select name="agency" label="Which agency do they work for?" choices=agencies/>
            <Radios name="role" legend="What do they do here?" choices=roles small=true/>
            <TextField name="display_name" label="Their name" autocomplete="off" spellcheck=false/>
            <TextField name="job_title" label="Their job title" autocomplete="off"/>
            <TextField name="email" label="Their work email address" hint="They sign in with it." kind=InputKind::Email autocomplete="off" spellcheck=false/>
            <TextField
                name="password"
                label="A first password"
                hint=GIVEN_HINT
                kind=InputKind::Password
                autocomplete="new-password"
            />
            <Button>"Add the account"</Button>
        </FormTo>
    }
}

fn row(line: StaffLine, own: &StaffId, today: NaiveDate) -> Vec<AnyView> {
    let state = match line.left_on {
        Some(left_on) if left_on <= today => {
            view! { <Tag colour=TagColour::Grey text=format!("Ended on {}", dates::long(left_on))/> }.into_any()
        }
        Some(left_on) => {
            view! { <Tag colour=TagColour::Yellow text=format!("Ends on {}", dates::long(left_on))/> }.into_any()
        }
        None if line.staff_id == *own => cell("Your own"),
        None => {
            let link = |path: &str, text: &'static str, of: &str| {
                view! {
                    <a href=format!("/staff/{}/{path}", line.staff_id)>
                        {text}
                        <span class="nhsuk-u-visually-hidden">{format!(" {of} {}", line.display_name)}</span>
                    </a>
                }
            };
            view! {
                {link("password", "New password", "for")}
                <br/>
                {link("leave", "End", "the account of")}
            }
            .into_any()
        }
    };
    vec![
        view! {
            {line.display_name}
            <br/>
            <span class="meta">{line.job_title}</span>
        }
        .into_any(),
        cell(line.agency_name),
        cell(line.role.label()),
        cell(line.sign_in_name),
        state,
    ]
}

/// Whose account it is.
fn facts(line: &StaffLine) -> impl IntoView + use<> {
    let rows = vec![
        SummaryRow::new("Name", line.display_name.clone()),
        SummaryRow::new("Job title", line.job_title.clone()),
        SummaryRow::new("Agency", line.agency_name.clone()),
        SummaryRow::new("Role", line.role.label()),
    ];
    view! { <SummaryList rows=rows/> }
}

/// A new password for a colleague who forgot theirs.
pub fn password(line: &StaffLine) -> impl IntoView + use<> {
    view! {
        <BackLink href="/staff" text="Accounts"/>
        <h1 class="nhsuk-heading-l">"Give a new password"</h1>
        {facts(line)}
        <p>"Make sure that it is them who ask. Their present password stops working, and they are signed out on every device."</p>
        <FormTo action=format!("/staff/{}/password", line.staff_id) draft=false>
            <TextField name="password" label="A new first password" hint=GIVEN_HINT kind=InputKind::Password autocomplete="new-password"/>
            <Button>"Give it"</Button>
        </FormTo>
        <p><a href="/staff">"No, leave it as it is"</a></p>
    }
}

/// What ending an account means, before it is done.
pub fn leave(line: &StaffLine) -> impl IntoView + use<> {
    view! {
        <BackLink href="/staff" text="Accounts"/>
        <h1 class="nhsuk-heading-l">"End this account?"</h1>
        {facts(line)}
        <h2 class="nhsuk-heading-m">"What happens then"</h2>
        <WarningCallout heading="They are signed out on every device at once">
            <p>"They cannot sign in again. What they recorded stays, with their name."</p>
            <p>"Actions they own stay open. Ask their agency to name somebody else."</p>
        </WarningCallout>
        <FormTo action=format!("/staff/{}/leave", line.staff_id) draft=false>
            <Button kind=ButtonKind::Warning>"End the account"</Button>
        </FormTo>
        <p><a href="/staff">"No, keep it"</a></p>
    }
}
