//! What stands around every page: the document, header, reading tools, messages, and error pages.
//!
//! The error summary, the "we kept what you typed" notice and the message from the page before are
//! put here, at the top of `<main>`, so that no page can forget them.

use std::collections::HashMap;

use http::StatusCode;
use leptos::prelude::*;

use crate::{
    access::{
        model::{Act, Actor},
        policy,
    },
    account::session::{IDLE_MINUTES, IDLE_MINUTES_LENT, Session, WARNED_MINUTES},
    base::{answers::Answers, error::AppError},
    easy_read::{model::fill, spoken::spoken, together::together, view::paragraph},
    own::{session::OwnSession, view as own_view},
    reading::view::tools,
    today::model::first_page,
    ui::*,
    web::{Reply, Visit, visit::random_token},
    words,
};

words! {
    /// What has just been done, said at the top of the next page. Closed: a cookie carries the word.
    pub enum Flash {
        /// Anything saved.
        Saved = "saved" => "Saved",
        /// A referral was made.
        Referred = "referred" => "Referral sent. You will see here what comes of it",
        /// The person said yes.
        ConsentGiven = "consent_given" => "The decision is recorded. The person is on the {list}",
        /// The person said no.
        ConsentRefused = "consent_refused" => "The decision is recorded. Nothing is shared, and present support does not change",
        /// A rating was set.
        Rated = "rated" => "The rating is set",
        /// A review was recorded.
        Reviewed = "reviewed" => "The review is recorded",
        /// An action was agreed.
        ActionAgreed = "action_agreed" => "The action is agreed",
        /// An action was updated.
        ActionUpdated = "action_updated" => "The action is updated",
        /// A referral was closed.
        ReferralClosed = "referral_closed" => "The referral is closed, and its agency can see why",
        /// Signed pages came in.
        PaperAdded = "paper_added" => "The pages are kept. Now copy the answers",
        /// A list came in.
        ListIn = "list_in" => "The list is in. Every row is accounted for below",
        /// Signed out.
        SignedOut = "signed_out" => "You are signed out",
        /// Signed out everywhere.
        SignedOutEverywhere = "signed_out_everywhere" => "You are signed out on every device",
        /// The reading tools were set.
        ReadingSet = "reading_set" => "Your reading settings are kept on this device",
        /// The reading tools were set by somebody signed in.
        ReadingKept = "reading_kept" => "Your reading settings are kept with your account",
        /// How a person likes to read was noted.
        ReadingOfPerson = "reading_of_person" => "How this person likes to read is kept with their record",
        /// An agency was added.
        AgencyAdded = "agency_added" => "The agency is added",
        /// A sharing agreement was recorded.
        AgreementSigned = "agreement_signed" => "The sharing agreement is recorded",
        /// A sharing agreement was ended.
        AgreementEnded = "agreement_ended" => "The sharing agreement is ended. The agency has no access any more",
        /// An account was ended.
        AccountEnded = "account_ended" => "The account is ended, and signed out on every device",
        /// An account was made.
        AccountMade = "account_made" => "The account is made",
        /// An account got a new first password.
        PasswordGiven = "password_given" => "The new password is set. They choose their own when they sign in with it",
        /// The own page looks as its reader likes.
        OwnFormatSet = "own_format_set" => "Your page looks like this from now on",
        /// What was typed without an account was thrown away.
        Forgotten = "forgotten" => "What you typed is thrown away. Nothing was sent",
        /// Own words were added.
        OwnWordsAdded = "own_words_added" => "Your words are added. Thank you",
        /// Somebody said that something is not right.
        OwnDisagreed = "own_disagreed" => "You said that it is not right. Somebody will answer you",
        /// Somebody asked for a talk.
        OwnTalkAsked = "own_talk_asked" => "You asked someone to talk to you. Somebody will be in touch",
        /// A code was taken back.
        CodeTakenBack = "code_taken_back" => "The code is taken back. It opens nothing more",
        /// A request was answered.
        RequestAnswered = "request_answered" => "Marked as done. The person can read your answer",
        /// The tablet was given back.
        GivenBack = "given_back" => "The tablet is yours again",
        /// The password was changed.
        PasswordChanged = "password_changed" => "Your password is changed. Other devices are signed out",
    }
}

impl Flash {
    /// As it is said, with what people call the register.
    #[must_use]
    pub fn said(self, list: &str) -> String {
        fill(self.label(), list)
    }
}

/// Renders a whole page: document, header, `<main>`, footer.
pub fn document<V: IntoView + 'static>(
    visit: &Visit,
    title: &str,
    form: FormState,
    view: impl FnOnce() -> V,
) -> String {
    let faulty = !form.faults.is_empty();
    let restored = form.restored.then(|| form.form.clone());
    let service = service_name(visit);
    let full_title = format!("{}{title} – {service}", if faulty { "Error: " } else { "" });
    let owner = Owner::new();
    owner.with(|| {
        provide_context(form);
        let flash = visit.flash.map(|flash| flash.said(&visit.site.list_name));
        let flash = flash.map(|said| view! { <Banner kind=BannerKind::Success heading=said/> });
        let liked: HashMap<_, _> = visit.reading().liked.attributes().into();
        let tool = move |name| liked.get(name).copied();
        let build = visit.site.build_id.clone();
        let version = build.clone();
        let asset = move |name: &str| format!("/pkg/{name}?v={version}");
        // The navigator goes to another user's pages, and to those of another build, only by a full load.
        let user = visit.user();
        provide_context(InTheirHands(visit.lent_to().is_some()));
        provide_context(PageOf { user: user.clone(), session: visit.session_mark() });
        let restored = restored.map(|form| kept_for(visit, form));
        let page = view! {
            <html
                lang="en-GB"
                data-scale=tool("scale")
                data-font=tool("font")
                data-line=tool("line")
                data-spacing=tool("spacing")
                data-theme=tool("theme")
                data-calm=tool("calm")
                data-aloud=tool("aloud")
                data-speed=tool("speed")
                data-ruler=tool("ruler")
                data-build=build
                data-user=user
            >
                <head>
                    <meta charset="utf-8"/>
                    <title>{full_title}</title>
                    <meta name="viewport" content="width=device-width, initial-scale=1"/>
                    <meta name="format-detection" content="telephone=no"/>
                    <meta name="robots" content="noindex"/>
                    <link rel="icon" href=asset("favicon.svg") type="image/svg+xml"/>
                    <link rel="stylesheet" href=asset("main.css")/>
                    <script type="module" nonce=visit.nonce.clone() src=asset("start.js")></script>
                </head>
                <body>
                    <SkipLink/>
                    <div class="progress" aria-hidden="true"></div>
                    {header(visit)}
                    {tools(visit)}
                    <div class="nhsuk-width-container">
                        <main class="nhsuk-main-wrapper" id="maincontent" tabindex="-1">
                            <ErrorSummary/>
                            {flash}
                            {restored}
                            {view()}
                        </main>
                    </div>
                    {closing(visit)}
                    {visit.is_handed_over().then(|| view! { <i hidden data-lent></i> })}
                    {footer(visit)}
                </body>
            </html>
        };
        // Leptos marks places with `<!>`, which a parser has to repair into the same empty comment.
        // In text and attributes `<` is escaped, so this cannot be something that was typed.
        format!("<!DOCTYPE html>\n{}", page.to_html().replace("<!>", "<!---->"))
    })
}

/// Says that a form holds what was typed before, and lets it be thrown away.
fn kept_for(visit: &Visit, form: String) -> AnyView {
    let forget = if visit.is_on_own_page() { "/me/drafts/forget" } else { "/drafts/forget" };
    // A page of the conversation in the person's hands: what is kept is the conversation itself.
    let throw_away = visit.lent_to().is_none().then(|| {
        view! {
            <FormTo action=forget draft=false>
                <Hidden name="form-path" value=form/>
                <button class="link-button" type="submit">"Throw it away and start with an empty form"</button>
            </FormTo>
        }
    });
    view! {
        <Banner kind=BannerKind::Info heading="We kept what you typed">
            <p>"This form holds what you typed before and did not send. Nobody else can see it."</p>
            {throw_away}
        </Banner>
    }
    .into_any()
}

/// Whether the tablet is in the person's hands: then a page leads nowhere but on and back to its owner.
#[derive(Debug, Clone, Copy)]
pub struct InTheirHands(pub bool);

/// Whether the page that is being made is for the person in whose hands the tablet is.
#[must_use]
pub fn in_their_hands() -> bool {
    use_context::<InTheirHands>().is_some_and(|hands| hands.0)
}

/// Whether somebody signed in reads the page, with the tablet in their own hands.
fn is_staff(visit: &Visit) -> bool {
    !visit.is_on_own_page() && visit.lent_to().is_none() && visit.actor().is_ok()
}

fn service_name(visit: &Visit) -> String {
    if is_staff(visit) { "Dynamic Support Register".to_owned() } else { capital(&visit.site.list_name) }
}

/// A first letter in upper case.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn header(visit: &Visit) -> AnyView {
    if visit.is_on_own_page() && visit.holder().is_ok() {
        let account = view! { <AccountAction action="/me/finish" text="I am finished"/> };
        return view! { <Header service_name=service_name(visit) service_href="/me" account=Some(account.into_any())/> }
            .into_any();
    }
    if visit.is_handed_over() {
        let navigation = vec![("Give the tablet back", "/unlock", visit.path == "/unlock")];
        return view! { <Header service_name=service_name(visit) service_href="/unlock" navigation=navigation/> }
            .into_any();
    }
    let Ok(actor) = visit.actor() else {
        let navigation: Vec<(&str, &str, bool)> = vec![
            ("What is it?", "/about", visit.path.starts_with("/about")),
            ("My page", "/me", visit.is_on_own_page()),
            ("Staff sign in", "/sign-in", visit.path == "/sign-in"),
        ];
        return view! { <Header service_name=service_name(visit) service_href="/" navigation=navigation/> }.into_any();
    };
    let navigation: Vec<(&str, &str, bool)> = menu(actor)
        .into_iter()
        .map(|(text, href)| (text, href, visit.path == href || visit.path.starts_with(&format!("{href}/"))))
        .collect();
    let account = view! {
        <AccountName text=format!("{}, {}", actor.display_name, actor.agency_name)/>
        <AccountLink href="/account" text="Your account"/>
        <AccountAction action="/sign-out" text="Sign out"/>
    };
    view! { <Header service_name=service_name(visit) service_href=first_page(actor.role) navigation=navigation account=Some(account.into_any())/> }
        .into_any()
}

/// The pages somebody may go to from everywhere: only those their role includes.
#[must_use]
pub fn menu(actor: &Actor) -> Vec<(&'static str, &'static str)> {
    [
        (Act::SeeToday, "Today", "/today"),
        (Act::SearchPeople, "People", "/people"),
        (Act::ReferPerson, "Refer", "/refer"),
        (Act::SeeReferrals, "Referrals", "/referrals"),
        (Act::SeeDashboard, "Dashboard", "/dashboard"),
        (Act::BringListIn, "Lists", "/lists"),
        (Act::ManageAgencies, "Agencies", "/agencies"),
        (Act::ManageStaff, "Accounts", "/staff"),
        (Act::SeePictures, "Pictures", "/picture-pack"),
        (Act::SeeAuditLog, "Audit log", "/audit"),
    ]
    .into_iter()
    .filter(|(act, _, _)| policy::role_allows(actor.role, *act).is_ok())
    .map(|(_, text, href)| (text, href))
    .collect()
}

/// With script, says shortly before a session ends that it will, and lets it go on: nobody works or thinks against
/// a clock that they cannot see. The own page says it by itself.
fn closing(visit: &Visit) -> Option<AnyView> {
    let (minutes, leave, words) = match &visit.session {
        _ if visit.is_on_own_page() => return None,
        Session::SignedIn { .. } => {
            (IDLE_MINUTES, None, ["You will be signed out in 5 minutes.", "Nothing that you wrote is lost."])
        }
        Session::HandedOver { .. } => (
            IDLE_MINUTES_LENT,
            Some("/unlock"),
            ["Are you still there? This page will close in 5 minutes.", "We keep your answers."],
        ),
        Session::Nobody | Session::Ended { .. } => return None,
    };
    let (warn, ends) = ((minutes - WARNED_MINUTES) * 60, minutes * 60);
    let closing = view! {
        <div class="closing" data-warn-after=warn.to_string() data-ends-after=ends.to_string() data-still="/still" data-leave=leave role="alert" hidden>
            <div class="nhsuk-width-container">
                {words.map(|words| view! { <p>{words}</p> }).to_vec()}
                <button class="nhsuk-button" type="button" data-still-here>"I am still here"</button>
            </div>
        </div>
    };
    Some(closing.into_any())
}

fn footer(visit: &Visit) -> AnyView {
    let about = format!("What is the {}?", visit.site.list_name);
    if visit.lent_to().is_some() {
        return emergency();
    }
    let links = vec![
        (about, "/about"),
        ("Easy read".to_owned(), "/about/easy-read"),
        ("Ask for help".to_owned(), "/ask"),
        ("Open your page".to_owned(), "/me"),
        ("Privacy and cookies".to_owned(), "/privacy"),
        ("Accessibility".to_owned(), "/accessibility"),
        ("Pictures and credits".to_owned(), "/credits"),
    ];
    view! {
        {emergency()}
        <Footer links=links/>
    }
    .into_any()
}

const NO_EMERGENCY: &str = "This is not an emergency service.";
/// In words for everybody: it stands under every page, the easiest too.
const WHOM_TO_RING: [&str; 2] = [
    "If somebody is in danger, ring 999.",
    "Ring 111 if somebody is very upset, or might hurt themselves. Choose option 2.",
];

fn emergency() -> AnyView {
    let [danger, upset] = WHOM_TO_RING;
    let said = spoken(&[NO_EMERGENCY, danger, upset].join(" "));
    view! {
        <section class="emergency" aria-label="In an emergency">
            <div class="nhsuk-width-container">
                <p class="nhsuk-body emergency__text" data-spoken=said>
                    <strong>{NO_EMERGENCY}</strong>
                    " "
                    <span>{together(danger)}</span>
                    " "
                    <span>{together(upset)}</span>
                </p>
            </div>
        </section>
    }
    .into_any()
}

/// The page of an error: plain words, the right status, and for a fault of ours a reference that the
/// log has too. Never whose record it was; what was typed only in answer to the form it was typed into.
pub fn error_page(visit: &Visit, error: AppError) -> Reply {
    match error {
        AppError::NotSignedIn => {
            let next = crate::routes::page_of(&visit.path);
            Reply::see(format!(
                "/sign-in?next={}",
                form_urlencoded::byte_serialize(next.as_bytes()).collect::<String>()
            ))
        }
        AppError::PageClosed => page_closed(visit),
        AppError::HandedOver => Reply::see("/unlock"),
        AppError::NotFound => not_found(visit, StatusCode::NOT_FOUND),
        // To a reader the same: there is nothing to see here. A program is told by the status.
        AppError::NoSuchMethod => not_found(visit, StatusCode::METHOD_NOT_ALLOWED),
        // Nobody did anything wrong: it says what has happened and who follows it.
        AppError::Closed => turned_away(
            visit,
            StatusCode::FORBIDDEN,
            "This record is closed",
            vec![
                format!("It is closed and restricted because of a decision about it. {}", policy::CLOSED_TO_OTHERS),
                "Present support goes on.".to_owned(),
            ],
        ),
        AppError::Forbidden(why) => turned_away(visit, StatusCode::FORBIDDEN, "You cannot do this", vec![why]),
        AppError::Conflict => turned_away(
            visit,
            StatusCode::CONFLICT,
            "Somebody else changed this",
            vec![
                "It was changed while you had it open. Go back, load the page again, and look at what changed."
                    .to_owned(),
            ],
        ),
        AppError::OtherUser => other_user(visit),
        AppError::TooMany => plain(
            visit,
            StatusCode::TOO_MANY_REQUESTS,
            "Please wait a little",
            vec![
                "A lot came from here in a short time. Wait 15 minutes, then send it again.".to_owned(),
                WHOM_TO_RING.join(" "),
            ],
        ),
        AppError::TooLarge => plain(
            visit,
            StatusCode::PAYLOAD_TOO_LARGE,
            "What you sent is too large",
            vec!["A form may hold 1 MB and a file 10 MB. Nothing was saved. Go back and send less at once.".to_owned()],
        ),
        AppError::Unreadable => plain(
            visit,
            StatusCode::BAD_REQUEST,
            "What was sent could not be read",
            vec!["It may have broken off on the way. Nothing was saved. Go back and send it again.".to_owned()],
        ),
        AppError::Invalid(faults) => {
            let lines = faults.into_iter().map(|fault| fault.message).collect();
            plain(visit, StatusCode::UNPROCESSABLE_ENTITY, "There is a problem", lines)
        }
        AppError::Unavailable(cause) => {
            let reference = reference();
            tracing::error!(%reference, %cause, "the database did not answer");
            faulted(
                visit,
                StatusCode::SERVICE_UNAVAILABLE,
                "The register is busy",
                vec![
                    "It did not answer in time. Nothing you sent was half saved.".to_owned(),
                    "Wait a minute, then go back and send it again.".to_owned(),
                    asking_for_help(&reference),
                ],
            )
        }
        AppError::Broken(cause) => {
            let reference = reference();
            tracing::error!(%reference, %cause, "a fault of ours");
            faulted(
                visit,
                StatusCode::INTERNAL_SERVER_ERROR,
                "Something went wrong",
                vec![
                    "This is our fault, not yours. Nothing you sent was half saved.".to_owned(),
                    asking_for_help(&reference),
                ],
            )
        }
    }
}

/// What the page of a fault and the log both name, so that one leads to the other.
#[must_use]
pub fn reference() -> String {
    random_token().chars().take(8).collect()
}

/// Says what the reference is for.
#[must_use]
pub fn asking_for_help(reference: &str) -> String {
    format!("If you ask for help, give this reference: {reference}")
}

fn not_found(visit: &Visit, status: StatusCode) -> Reply {
    turned_away(
        visit,
        status,
        "Page not found",
        vec![
            "If you typed the address, check that it is right.".to_owned(),
            "If you followed a link, what it led to may be closed, or may not be shared with your agency.".to_owned(),
        ],
    )
}

/// A form of the one who was signed in before.
fn other_user(visit: &Visit) -> Reply {
    let typed = typed_in(&visit.form);
    let page = visit.page("Somebody else is signed in now", move || {
        view! {
            <h1 class="nhsuk-heading-l" data-plain>"Somebody else is signed in now"</h1>
            <p>"This page was opened by the one who was signed in before. Nothing was sent."</p>
            <p>"Copy what you typed if you need it, then sign out and sign in as yourself."</p>
            {to_be_copied(typed)}
        }
    });
    page.status(StatusCode::CONFLICT)
}

/// The own page is closed. It asks for the code and leads back; what was typed waits behind it, where
/// `draft::keep_for_ended_session` could keep it. A code that was taken back or ran out leads nowhere: then what
/// was typed is shown to be copied, in the browser in which the page had been open, and kept nowhere.
fn page_closed(visit: &Visit) -> Reply {
    // Answers that nobody reads, and settings, which are not words.
    const NO_WORDS: [&str; 3] = ["/me/drafts", "/me/format", "/me/reading"];
    let next = crate::routes::page_of(&visit.path);
    let open = format!("/me?next={}", form_urlencoded::byte_serialize(next.as_bytes()).collect::<String>());
    let typed = typed_in(&visit.form);
    let kept = matches!(visit.own, OwnSession::Ended { .. });
    if kept || typed.is_empty() || !visit.came_with_its_cookie() || NO_WORDS.contains(&visit.path.as_str()) {
        return Reply::see(open);
    }
    visit.page("Your page has closed", move || own_view::closed(typed, open)).status(StatusCode::CONFLICT)
}

/// What a form holds, but for secrets. Whoever sent it had it before them, and going back may not bring it.
#[must_use]
pub fn typed_in(form: &Answers) -> Vec<String> {
    const SECRET: [&str; 4] = ["password", "current", "new", "code"];
    // Put into the form by the page itself.
    const HIDDEN: [&str; 11] = [
        "version",
        "number",
        "assessment",
        "tool",
        "tool_version",
        "decisions",
        "asked",
        "next",
        "back",
        "staff",
        "paper_form",
    ];
    form.fields()
        .filter(|(name, value)| !SECRET.contains(name) && !HIDDEN.contains(name) && !value.trim().is_empty())
        .map(|(_, value)| value.to_owned())
        .collect()
}

fn to_be_copied(typed: Vec<String>) -> Option<impl IntoView> {
    let any = !typed.is_empty();
    any.then(|| view! { <h2 class="nhsuk-heading-m">"What you typed, to be copied"</h2> {typed_list(typed)} })
}

/// What was typed, each field on a line of its own. It may be about anybody: no company's voice reads it.
pub fn typed_list(typed: Vec<String>) -> impl IntoView {
    let typed: Vec<_> = typed.into_iter().map(|value| view! { <li class="typed">{value}</li> }).collect();
    view! { <ul data-person="">{typed}</ul> }
}

/// A fault of ours or of the database: the form may be sent again, and below stands what was typed, unless it
/// stood on a page of somebody else than who is here.
fn faulted(visit: &Visit, status: StatusCode, title: &'static str, lines: Vec<String>) -> Reply {
    let typed = if visit.is_of_who_is_here() { typed_in(&visit.form) } else { Vec::new() };
    plain_with(visit, status, title, lines, typed)
}

/// A form that leads nowhere any more: the person changed their mind, or an agreement ended, while it was
/// typed. The page is the plain one, and below it stands what was typed.
fn turned_away(visit: &Visit, status: StatusCode, title: &'static str, lines: Vec<String>) -> Reply {
    plain_with(visit, status, title, lines, typed_in(&visit.form))
}

fn plain(visit: &Visit, status: StatusCode, title: &'static str, lines: Vec<String>) -> Reply {
    plain_with(visit, status, title, lines, Vec::new())
}

fn plain_with(visit: &Visit, status: StatusCode, title: &'static str, lines: Vec<String>, typed: Vec<String>) -> Reply {
    let home = if visit.is_on_own_page() { "/me" } else { visit.actor().map_or("/", |actor| first_page(actor.role)) };
    visit
        .page(title, move || {
            let lines: Vec<_> = lines.into_iter().map(paragraph).collect();
            view! {
                // With script the navigator keeps the form that such a page turns away.
                <h1 class="nhsuk-heading-l" data-plain>{title}</h1>
                {lines}
                {to_be_copied(typed)}
                <p><a href=home>"Go to the first page"</a></p>
            }
        })
        .status(status)
}
