//! Pages about agencies and what they signed.

use chrono::NaiveDate;
use leptos::prelude::*;

use super::{
    model::{Standing, YesNo},
    store::AgencyLine,
};
use crate::{access::model::AgencyKind, base::ids::AgencyId, ui::*};

/// Every agency with its agreement, and a form for one more.
pub fn agencies(agencies: Vec<AgencyLine>, today: NaiveDate) -> impl IntoView {
    let caption = match agencies.len() {
        1 => "1 agency".to_owned(),
        count => format!("{count} agencies"),
    };
    let rows = agencies.into_iter().map(|line| row(line, today)).collect();
    let kinds = AgencyKind::ALL.iter().map(|kind| Choice::new(kind.word(), kind.label())).collect();
    let hosts = vec![
        Choice::new(YesNo::Yes.word(), "Yes")
            .hint("Its coordinators and managers see every referral, and count the whole county."),
        Choice::new(YesNo::No.word(), "No"),
    ];
    view! {
        <h1 class="nhsuk-heading-l">"Agencies"</h1>
        <p>"An agency whose sharing agreement is not in force has no access to anybody\u{2019}s record."</p>
        <DataTable caption=caption head=["Agency", "Kind", "Sharing agreement", "Signed by", "Change"] rows=rows first_is_header=true/>
        <h2 class="nhsuk-heading-m">"Add an agency"</h2>
        <FormTo action="/agencies">
            <TextField name="name" label="Name of the agency" autocomplete="off"/>
            <TextField name="code" label="Short code" hint="Letters, numbers and hyphens, such as WEST-POLICE. It names the agency when a list is brought in." width=20 autocomplete="off" spellcheck=false/>
            <Radios name="kind" legend="What kind of agency is it?" choices=kinds small=true/>
            <Radios name="hosts" legend="Does this agency run the register?" choices=hosts small=true/>
            <h3 class="nhsuk-heading-s">"The sharing agreement"</h3>
            {agreement_fields()}
            <Button>"Add the agency"</Button>
        </FormTo>
    }
}

fn row(line: AgencyLine, today: NaiveDate) -> Vec<AnyView> {
    let id = line.agency_id;
    let standing = Standing::of(line.signed_by.is_some(), line.until_on, today);
    let colour = match standing {
        Standing::None => TagColour::Red,
        Standing::Ending(_) => TagColour::Yellow,
        Standing::Open | Standing::Until(_) => TagColour::Green,
    };
    let name = line.name.clone();
    let end = match standing {
        Standing::None => None,
        Standing::Open | Standing::Until(_) | Standing::Ending(_) => Some(view! {
            <br/>
            <a href=format!("/agencies/{id}/end-agreement")>
                "End"
                <span class="nhsuk-u-visually-hidden">{format!(" the agreement of {name}")}</span>
            </a>
        }),
    };
    let renew = match standing {
        Standing::None => "Record",
        Standing::Open | Standing::Until(_) | Standing::Ending(_) => "Renew",
    };
    let name = line.name.clone();
    let host = line.hosts_register.then(|| view! { <br/><span class="quiet">"Runs the register"</span> });
    vec![
        view! {
            {line.name}
            <br/>
            <span class="meta">{line.code}</span>
            {host}
        }
        .into_any(),
        cell(line.kind.label()),
        view! { <Tag colour=colour text=standing.words()/> }.into_any(),
        cell(line.signed_by.unwrap_or_else(|| "–".to_owned())),
        view! {
            <a href=format!("/agencies/{id}/agreement")>
                {renew}
                <span class="nhsuk-u-visually-hidden">{format!(" the agreement of {name}")}</span>
            </a>
            {end}
        }
        .into_any(),
    ]
}

fn agreement_fields() -> impl IntoView {
    view! {
        <TextField name="signed_by" label="Who signed it for the agency?" hint="Name and post." autocomplete="off" spellcheck=false/>
        <DateField name="from" legend="First day in force" hint="For example, 1 4 2026"/>
        <DateField name="until" legend="Last day in force (optional)" hint="Leave it empty if the agreement holds until it is ended."/>
    }
}

/// Recording what an agency signed.
pub fn agreement(agency: &AgencyId, name: &str) -> impl IntoView + use<> {
    view! {
        <BackLink href="/agencies" text="Agencies"/>
        <h1 class="nhsuk-heading-l">
            <span class="nhsuk-caption-l">{name.to_owned()}</span>
            "Record a sharing agreement"
        </h1>
        <p>"Earlier agreements stay as they are. The agency has access on every day on which one is in force."</p>
        <FormTo action=format!("/agencies/{agency}/agreement")>
            {agreement_fields()}
            <Button>"Record the agreement"</Button>
        </FormTo>
    }
}

/// What ending an agreement means, before it is done.
pub fn end_agreement(agency: &AgencyId, name: &str, own: bool) -> impl IntoView + use<> {
    let own = own.then(|| {
        view! { <p><strong>"This is your own agency. "</strong>"If it runs the register, nobody can run it until a new agreement is recorded."</p> }
    });
    view! {
        <BackLink href="/agencies" text="Agencies"/>
        <h1 class="nhsuk-heading-l">
            <span class="nhsuk-caption-l">{name.to_owned()}</span>
            "End the sharing agreement"
        </h1>
        <h2 class="nhsuk-heading-m">"What happens then"</h2>
        <WarningCallout heading="Everybody who works for this agency loses access at once">
            <p>"They can no longer open any record, refer anybody or update an action. What they are typing now is kept as a draft."</p>
            <p>"Nobody\u{2019}s decision changes. If a new agreement is recorded, the agency sees again what each decision covers."</p>
            {own}
        </WarningCallout>
        <FormTo action=format!("/agencies/{agency}/end-agreement") draft=false>
            <Button kind=ButtonKind::Warning>"End the agreement today"</Button>
        </FormTo>
        <p><a href="/agencies">"No, keep it"</a></p>
    }
}
