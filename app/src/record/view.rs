//! The page of a person, before, during and after their time on the register.

use chrono::NaiveDate;
use leptos::prelude::*;

use crate::{
    access::{
        model::{Act, Actor, Level, Section},
        policy,
    },
    agency::store::Agency,
    authority::model::Holder,
    base::{dates, ids::PersonId},
    consent::{
        decided_view::{self as consent, Receipts},
        model::Answer,
        store::Decided,
    },
    kept_out::{store::KeptOut, view as kept_out_view},
    own::{
        model::About,
        requests::Request,
        say_view::own_words,
        staff_view::{disputed, open_requests},
        store::OwnWords,
    },
    person::{
        model::{self, Details},
        store::{Banner, Candidate, Professional, Relative},
        view::{Network, banner},
    },
    plan::{
        store::Plan,
        view::{PlanLinks, plan_sections},
    },
    rating::{
        store::CurrentRating,
        view::{self as rating, rating_word},
    },
    referral::{model::State, store::PersonReferral, view as referral},
    review::{store::Review, view as review},
    ui::*,
};

/// What is open before a decision, and after a no.
pub struct Before {
    /// Who.
    pub banner: Banner,
    /// The least needed to ask.
    pub details: Details,
    /// Who referred, and why.
    pub referrals: Vec<PersonReferral>,
    /// Decisions; only of a closed record, and for the agency that runs the register.
    pub decided: Decided,
    /// Where a decision has run out and was not asked again.
    pub ran_out: Option<RanOut>,
    /// The agencies that are asked about, by name.
    pub agencies: Vec<Agency>,
    /// What the person asked for; only of a closed record, where it is for the register's own team.
    pub requests: Vec<Request>,
    /// Who may be the same person, for the register's own team.
    pub alike: Vec<Candidate>,
    /// Who reads.
    pub actor: Actor,
}

/// A decision that was not asked again in time.
pub struct RanOut {
    /// Its last day.
    pub on: NaiveDate,
    /// The names of the agencies that saw the record until then, besides the one that runs the register.
    pub stopped: Vec<String>,
}

/// Everything the reader's agency may see; a section it may not see is `None`, and was not read.
pub struct Record {
    /// Who.
    pub banner: Banner,
    /// Who they are and where they live.
    pub details: Details,
    /// The current rating first.
    pub ratings: Option<Vec<CurrentRating>>,
    /// Issues, strategies and actions.
    pub plan: Plan,
    /// Who referred, and why: what it all began with. Nobody, for an agency that reads no issues.
    pub referrals: Vec<PersonReferral>,
    /// Reviews, the newest first.
    pub reviews: Option<Vec<Review>>,
    /// Whom to ring.
    pub professionals: Option<Vec<Professional>>,
    /// Family and friends, and who holds which authority.
    pub relatives: Option<Vec<Relative>>,
    /// Who may decide for the person, or says so.
    pub holders: Option<Vec<Holder>>,
    /// Decisions.
    pub decided: Option<Decided>,
    /// Whom the person keeps out; nobody, for an agency that reads no decisions.
    pub kept_out: Vec<KeptOut>,
    /// What is to stay private. Every agency reads it, also one that sees no decision: it must not pass it on.
    pub private: Vec<String>,
    /// The agencies that are asked about, by name.
    pub agencies: Vec<Agency>,
    /// The agencies that see the record.
    pub sees: Vec<Agency>,
    /// What the person said on their own page, the newest first.
    pub own_words: Vec<OwnWords>,
    /// Who reads.
    pub actor: Actor,
}

fn may(actor: &Actor, act: Act) -> bool {
    policy::role_allows(actor.role, act).is_ok()
}

/// Whether somebody writes down whom a person keeps out.
fn keeps_out(actor: &Actor) -> bool {
    may(actor, Act::KeepOut) && policy::may_see(actor.agency_kind, Section::Consent)
}

/// A referral waits for the person's decision.
/// `begun`: the reader has begun to ask.
pub fn asking(page: &Before, begun: bool, list: &str) -> impl IntoView + use<> {
    let id = page.banner.person.clone();
    let edit = may(&page.actor, Act::EditDetails).then(|| view! { <ButtonLink href=format!("/people/{id}/details") kind=ButtonKind::Secondary>"Change details"</ButtonLink> });
    let close = may(&page.actor, Act::CloseReferral)
        .then(|| view! { <p><a href=format!("/people/{id}/close")>"Close the referral without asking"</a></p> });
    let keep_out = keeps_out(&page.actor).then(|| kept_out_view::change(&id));
    let found = policy::may_see_at(page.actor.agency_kind, Level::Asking, Section::Home)
        .then(|| view! { <h2 class="nhsuk-heading-m">"Where to find them"</h2> {home(&page.details)} });
    let what = format!(
        "{} is not on the {list}. Nobody else sees anything until they say yes, or whoever may decide for them does.",
        page.banner.name
    );
    // The register's own team still gives the person the paper of what they decided before.
    let team = page.actor.hosts_register && may(&page.actor, Act::CloseReferral);
    let before = (team && !page.decided.all.is_empty())
        .then(|| consent::decisions(&page.decided, &Receipts::OnPaper(id.clone())));
    let heading = page.ran_out.as_ref().map_or_else(
        || "Referral: not asked yet".to_owned(),
        |ran_out| format!("Their decision ran out on {}", dates::long(ran_out.on)),
    );
    view! {
        <BackLink href="/people" text="People"/>
        {banner(&page.banner)}
        <h1 class="nhsuk-heading-l" data-person=id.to_string()>{heading}</h1>
        <p>{what}</p>
        {page.ran_out.as_ref().and_then(stopped_by_itself)}
        {twice(&page.alike, may(&page.actor, Act::CloseReferral).then_some(&id))}
        {open_requests(&id, &page.requests)}
        {begun.then(|| view! { <p>"You have begun to ask. The answers so far are kept."</p> })}
        <ButtonLink href=format!("/people/{id}/consent")>{if begun { "Go on with the questions" } else { "Explain it and ask" }}</ButtonLink>
        <h2 class="nhsuk-heading-m">"Who referred, and why"</h2>
        {referral::of_person(&page.referrals)}
        {found}
        {before}
        {edit}
        {keep_out}
        {close}
    }
}

/// Whom a decision that ran out shut out: nobody decided that, so somebody has to tell them.
fn stopped_by_itself(ran_out: &RanOut) -> Option<AnyView> {
    let stopped: Vec<_> = ran_out.stopped.iter().map(|name| view! { <li>{name.clone()}</li> }).collect();
    (!stopped.is_empty()).then(|| {
        view! {
            <WarningCallout heading="Sharing has stopped by itself">
                <p>"Nobody asked again in time. These stopped seeing the record. Tell each of them, make sure that present support goes on, and ask again."</p>
                <ul>{stopped}</ul>
            </WarningCallout>
        }
        .into_any()
    })
}

/// Others who may be the same person: they were added by an agency that does not see this one. `closes`: the person
/// whose referral the reader may close.
fn twice(alike: &[Candidate], closes: Option<&PersonId>) -> Option<AnyView> {
    let others: Vec<_> = alike
        .iter()
        .map(|other| {
            let name = model::full_name(&other.identity.given, &other.identity.family);
            let why = format!(": {}", other.likeness.reasons.join("; "));
            view! { <li><a href=format!("/people/{}", other.person)>{name}</a> {why}</li> }
        })
        .collect();
    let close = match closes {
        Some(id) => view! {
            <p>"If it is the same person, go on with one record, and "<a href=format!("/people/{id}/close")>"close this referral"</a>"."</p>
        }
        .into_any(),
        None => view! { <p>"If it is the same person, ask the register\u{2019}s coordinator to close one of the two."</p> }.into_any(),
    };
    (!others.is_empty()).then(|| {
        view! {
            <WarningCallout heading="They may be here twice">
                <p>"An agency that cannot see one of these records may have added the other. Look before you ask somebody twice."</p>
                <ul>{others}</ul>
                {close}
            </WarningCallout>
        }
        .into_any()
    })
}

/// Closed and restricted: that it is so, and what was decided.
pub fn closed(page: &Before) -> impl IntoView + use<> {
    let id = page.banner.person.clone();
    let team = page.actor.hosts_register && may(&page.actor, Act::CloseReferral);
    let again = team.then(|| {
        view! {
            <p>"If they changed their mind back, go through the questions again."</p>
            <ButtonLink href=format!("/people/{id}/consent") kind=ButtonKind::Secondary>"Record a new decision"</ButtonLink>
        }
    });
    let keep_out = (team && keeps_out(&page.actor)).then(|| kept_out_view::change(&id));
    let asked = team.then(|| open_requests(&id, &page.requests));
    let settles = team && may(&page.actor, Act::SettleConflict);
    let differ = consent::conflict(&page.decided, &page.agencies, &page.banner, settles);
    let takes_back = (team && differ.is_some()).then(|| {
        view! { <p><a href=format!("/people/{id}/withdraw")>"Record that somebody takes their yes back"</a></p> }
    });
    let receipts = if team { Receipts::OnPaper(id.clone()) } else { Receipts::Nowhere };
    let decisions = (!page.decided.all.is_empty()).then(|| consent::decisions(&page.decided, &receipts));
    // Somebody referred them again after a no: the team asks once more, or answers the referrer.
    let waits = team && page.referrals.iter().any(|referral| referral.state == State::Waiting);
    let waiting = waits.then(|| {
        view! {
            <h2 class="nhsuk-heading-m">"A new referral waits"</h2>
            {referral::of_person(&page.referrals)}
            <p><a href=format!("/people/{id}/close")>"Close the referral without asking"</a></p>
        }
    });
    view! {
        <BackLink href="/people" text="People"/>
        {banner(&page.banner)}
        <h1 class="nhsuk-heading-l" data-person=id.to_string()>"Closed and restricted"</h1>
        <p>"Nothing is shared about this person. What was written is kept where the law asks for it, and nobody works from it."</p>
        {asked}
        {differ}
        {takes_back}
        {decisions}
        {waiting}
        {again}
        {keep_out}
    }
}

/// What may be done from the record: only what the reader's role and kind of agency include.
fn buttons(id: &str, actor: &Actor) -> AnyView {
    let sees = |section| policy::may_see(actor.agency_kind, section);
    let links: Vec<_> = [
        (Act::CompleteReview, sees(Section::Reviews), "review", "Review"),
        (Act::ChangePlan, sees(Section::Plan), "plan", "Change the plan"),
        (Act::AssessRisk, sees(Section::Assessments), "assessment", "Fill in the support tool"),
        (Act::SetRating, sees(Section::Assessments), "rating", "Set the rating"),
    ]
    .into_iter()
    .filter(|(act, sees, ..)| *sees && may(actor, *act))
    .map(|(_, _, path, text)| view! { <ButtonLink href=format!("/people/{id}/{path}") kind=ButtonKind::Secondary>{text}</ButtonLink> })
    .collect();
    view! { <div class="nhsuk-button-group">{links}</div> }.into_any()
}

/// The whole record, what is urgent first: rating, issues, actions; then who they are.
/// `begun`: the reader has begun to ask again.
pub fn record(page: Record, begun: bool, list: &str) -> impl IntoView + use<> {
    let Record {
        banner: who,
        details,
        ratings,
        plan,
        referrals,
        reviews,
        professionals,
        relatives,
        holders,
        decided,
        private,
        kept_out,
        agencies,
        sees,
        own_words: own_said,
        actor,
    } = page;
    let (id, today, name) = (who.person.to_string(), who.today, who.name.clone());
    let person = who.person.clone();
    let sees_section = |section| policy::may_see(actor.agency_kind, section);
    let asked = sees_section(Section::Voice).then(|| open_requests(&person, &plan.disputed));
    let (whose, disputes) = (person.clone(), plan.disputed.clone());
    let of = move |section| disputed(&whose, &disputes, &About::Section(section));
    let rated = ratings.map(|ratings| {
        let current = ratings.first().map(|current| {
            let overdue = current.review_due_on < today;
            let due = format!("Next review {} ({})", dates::long(current.review_due_on), dates::distance(current.review_due_on, today));
            view! {
                <p class="record__rating">
                    {rating_word(Some(current.rating))}
                    <span class=if overdue { "overdue" } else { "" }>{if overdue { format!("Overdue. {due}") } else { due }}</span>
                </p>
            }
            .into_any()
        });
        let current = current.unwrap_or_else(|| view! { <p class="record__rating">{rating_word(None)}</p> }.into_any());
        let earlier = (!ratings.is_empty()).then(|| view! { <Details summary="Why, and earlier ratings">{rating::history(&ratings)}</Details> });
        view! { {current} {of(Section::Rating)} {earlier} }
    });
    let may_edit = may(&actor, Act::EditDetails)
        && [Section::Home, Section::Diagnosis, Section::Communication, Section::Voice].into_iter().all(sees_section);
    let voice = sees_section(Section::Voice).then(|| {
        let words = details.what_matters.clone();
        let said = if words.is_empty() {
            let write = may_edit.then(
                || view! { <a href=format!("/people/{id}/details#what_matters")>"Ask them, and write it down"</a> },
            );
            view! { <p><span class="quiet">"Not written down yet. "</span>{write}</p> }.into_any()
        } else {
            view! { <blockquote class="voice typed">{words}</blockquote> }.into_any()
        };
        let own = (!own_said.is_empty()).then(|| own_words(&own_said, None));
        view! { <h2 class="nhsuk-heading-m" id="voice">"What matters to them"</h2> {of(Section::Voice)} {said} {own} }
    });
    let plan = plan_sections(&person, &plan, today, PlanLinks::Updates);
    let referred = (!referrals.is_empty()).then(|| view! { <h2 class="nhsuk-heading-m" id="referred">"Who referred, and why"</h2> {referral::of_person(&referrals)} });
    let meeting =
        decided.as_ref().and_then(|decided| decided.narrowest("cetr", today)).filter(|said| *said != Answer::Yes);
    let meeting = meeting.map(|said| {
        let text = format!(
            "\u{201c}{}\u{201d} to a meeting about their care (C(E)TR). Ask the person before you plan one.",
            said.label()
        );
        view! { <InsetText><p>{text}</p></InsetText> }
    });
    let reviews = reviews
        .map(|reviews| view! { <h2 class="nhsuk-heading-m" id="reviews">"Reviews"</h2> {of(Section::Reviews)} {meeting} {review::history(&reviews)} });
    let diagnosis = sees_section(Section::Diagnosis).then(|| {
        let rows = vec![
            SummaryRow::new("Diagnosis", details.diagnosis.map(|diagnosis| diagnosis.label().to_owned())),
            SummaryRow::new("Evidence", details.diagnosis_evidence.clone()),
        ];
        view! { <h2 class="nhsuk-heading-m">"Diagnosis"</h2> {of(Section::Diagnosis)} <SummaryList rows=rows/> }
    });
    let home = sees_section(Section::Home)
        .then(|| view! { <h2 class="nhsuk-heading-m">"Where they live"</h2> {of(Section::Home)} {home(&details)} });
    // What is shown in the banner and in the network has no heading of its own here.
    let elsewhere: Vec<_> = [
        Section::Identity,
        Section::Communication,
        Section::Professionals,
        Section::Family,
        Section::Issues,
        Section::Strategies,
        Section::Plan,
        Section::Assessments,
    ]
    .into_iter()
    .filter(|section| sees_section(*section))
    .map(of)
    .collect();
    let keeps_out = keeps_out(&actor);
    let private = consent::private(private, keeps_out.then_some(&person));
    let kept_out = kept_out_view::on_record(&who, &kept_out, keeps_out);
    let family = decided.as_ref().and_then(|decided| decided.narrowest("contact_family", who.today));
    let network = network(&who, professionals, relatives, holders, &actor, family);
    let settles = actor.hosts_register && may(&actor, Act::SettleConflict);
    let sees = who_sees(&sees, decided.as_ref(), &agencies, today);
    let decided = decided.map(|decided| {
        view! {
            <h2 class="nhsuk-heading-m" id="consent">"Decisions"</h2>
            {consent::summary(&decided, &agencies, &who, settles, list)}
        }
    });
    let edit = may_edit.then(|| view! { <p><a href=format!("/people/{id}/details")>"Change details"</a></p> });
    let looks = may(&actor, Act::ViewAccessLog)
        .then(|| view! { <p><a href=format!("/people/{id}/looks")>"Who has looked at this record"</a></p> });
    let codes = (may(&actor, Act::GiveCode) && sees_section(Section::Voice)).then(
        || view! { <p><a href=format!("/people/{id}/codes")>"Personal codes: let them open their own page"</a></p> },
    );
    let again = may(&actor, Act::RecordConsent)
        .then(|| view! { <p><a href=format!("/people/{id}/consent")>{if begun { "Go on with the questions that you have begun" } else { "Go through the questions again" }}</a></p> });
    let paper = may(&actor, Act::RecordConsent)
        .then(|| view! { <p><a href=format!("/people/{id}/paper")>"Forms on paper, and signed pages"</a></p> });
    let withdraw = may(&actor, Act::WithdrawConsent)
        .then(|| view! { <p><a href=format!("/people/{id}/withdraw")>"They changed their mind: stop sharing"</a></p> });
    view! {
        <BackLink href="/people" text="People"/>
        {banner(&who)}
        <h1 class="nhsuk-heading-l" data-person=id.clone()>{name}</h1>
        {asked}
        {private}
        {rated}
        {elsewhere}
        {buttons(&id, &actor)}
        {voice}
        {plan}
        {reviews}
        {referred}
        {network}
        {home}
        {diagnosis}
        {edit}
        {decided}
        <h2 class="nhsuk-heading-m" id="who-sees">"Who can see this record"</h2>
        {sees}
        {kept_out}
        {codes}
        {looks}
        {again}
        {paper}
        {withdraw}
    }
}

/// Who sees the record. Who does not, and why, is for those who may read the decisions.
fn who_sees(sees: &[Agency], decided: Option<&Decided>, asked: &[Agency], today: NaiveDate) -> impl IntoView + use<> {
    let unseen = decided.map(|decided| decided.unseen(asked, sees, today)).unwrap_or_default();
    let sees: Vec<_> = sees.iter().map(|agency| view! { <li>{agency.name.clone()}</li> }).collect();
    let cannot: Vec<_> =
        unseen.iter().map(|(agency, why)| view! { <li>{format!("{}: {}", agency.name, why.label())}</li> }).collect();
    let cannot =
        (!cannot.is_empty()).then(|| view! { <h3 class="nhsuk-heading-s">"Who cannot"</h3> <ul>{cannot}</ul> });
    view! { <ul>{sees}</ul> {cannot} }
}

fn network(
    who: &Banner,
    professionals: Option<Vec<Professional>>,
    relatives: Option<Vec<Relative>>,
    holders: Option<Vec<Holder>>,
    actor: &Actor,
    may_contact: Option<Answer>,
) -> AnyView {
    let id = &who.person.to_string();
    let may_edit = may(actor, Act::EditDetails);
    let head = |names: &[&'static str]| names.iter().copied().chain(may_edit.then_some("Change")).collect::<Vec<_>>();
    let ring = professionals.map(|all| {
        let rows = all
            .into_iter()
            .map(|each| {
                let end = may_edit.then(|| Network::Professional.end_link(&who.person, each.professional_id.as_str(), &each.name));
                let job = format!("{} {}", each.job, each.organisation).trim().to_owned();
                [cell(each.name), cell(job), phone(&each.phone), cell(each.email)].into_iter().chain(end).collect()
            })
            .collect::<Vec<_>>();
        let nobody = rows.is_empty().then(|| view! { <p class="quiet">"Nobody is named yet."</p> });
        let table = (!rows.is_empty()).then(|| {
            view! { <DataTable caption="Professionals" head=head(&["Name", "Job", "Phone", "Email"]) rows=rows first_is_header=true/> }
        });
        let add = may_edit.then(|| view! { <p><a href=format!("/people/{id}/professionals/new")>"Add a professional"</a></p> });
        view! { <h2 class="nhsuk-heading-m" id="professionals">"Who to ring"</h2> {nobody} {table} {add} }
    });
    let family = relatives.map(|all| {
        let rows = all
            .into_iter()
            .map(|each| {
                let end = may_edit.then(|| Network::Relative.end_link(&who.person, each.relative_id.as_str(), &each.name));
                [cell(each.name), cell(each.relation), phone(&each.phone)].into_iter().chain(end).collect()
            })
            .collect::<Vec<_>>();
        let nobody = rows.is_empty().then(|| view! { <p class="quiet">"Nobody is named yet."</p> });
        let table = (!rows.is_empty()).then(|| {
            view! { <DataTable caption="Family and friends" head=head(&["Name", "Who they are", "Phone"]) rows=rows first_is_header=true/> }
        });
        let add = may_edit.then(|| view! { <p><a href=format!("/people/{id}/relatives/new")>"Add family or a friend"</a></p> });
        // Not sure counts as no, here as everywhere.
        let not = may_contact.filter(|answer| *answer != Answer::Yes).map(|answer| {
            let said = format!("\u{201c}{}\u{201d} to talking with family. Ask the person before you do.", answer.label());
            view! { <InsetText><p>{said}</p></InsetText> }
        });
        view! { <h2 class="nhsuk-heading-m" id="family">"Family and friends"</h2> {not} {nobody} {table} {add} }
    });
    let holders = holders.map(|all| {
        let may_decide: Vec<_> = all
            .iter()
            .filter(|holder| holder.ended_on.is_none())
            .map(|holder| {
                let counts = holder.why_not(who.born_on, who.today).map(|why| format!(" {why}"));
                view! { <li>{format!("{}: {}.", holder.name, holder.authority.label())}{counts}</li> }
            })
            .collect();
        let list = (!may_decide.is_empty()).then(|| view! { <ul>{may_decide}</ul> });
        let link = may(actor, Act::RecordConsent).then(
            || view! { <p><a href=format!("/people/{id}/authority")>"Who may decide about the register"</a></p> },
        );
        view! { {list} {link} }
    });
    view! { {ring} {family} {holders} }.into_any()
}

fn phone(number: &str) -> AnyView {
    if number.is_empty() {
        return cell("Not known");
    }
    let dial: String = number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    view! { <a href=format!("tel:{dial}") data-full>{number.to_owned()}</a> }.into_any()
}

fn home(details: &Details) -> impl IntoView + use<> {
    let restricted = details.address_restricted.then(|| {
        view! { <p><Tag colour=TagColour::Red text="Restricted address"/>" Do not pass it on, print it or say it aloud."</p> }
    });
    let address = details.address.clone();
    let address = (!address.trim().is_empty()).then(|| view! { <span class="typed">{address}</span> }.into_any());
    let rows = vec![
        SummaryRow::new("Address", address),
        SummaryRow::new("Postcode", details.postcode.as_ref().map(ToString::to_string)),
        SummaryRow::new("Kind of place", details.place_kind.map(|kind| kind.label().to_owned())),
        SummaryRow::new("Phone", details.phone.clone()),
    ];
    view! { {restricted} <SummaryList rows=rows/> }
}
