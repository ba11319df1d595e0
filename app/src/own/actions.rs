//! Opening one's page, its first page, how it looks, and closing it.

use std::sync::Arc;

use super::{
    model::ShortCode,
    requests,
    session::{self as own, OwnSession},
    store,
    view::{self, Reader},
};
use crate::{
    access::{
        model::{
            AboutPerson, Level,
            act::{OwnAccount, SeeOwnPage},
        },
        permit::Permit,
    },
    account::{
        model::Patience,
        proof::minutes,
        session::{self, Counted, Lent, LentFor, Session, Try},
    },
    base::{
        answers::{Answers, Fault, Form},
        error::AppError,
    },
    consent::{self, conversation::wording},
    easy_read::model::{Format, Wording},
    person::store as person,
    reading::store as reading,
    shell::Flash,
    ui::FormState,
    web::{Answer, Reply, Visit, reply::local_path},
};

/// Where to go once the page is open: only a page of the own page.
fn next_path(typed: &str) -> &str {
    local_path(typed).filter(|path| path.starts_with("/me/")).unwrap_or("/me/page")
}

/// `GET /me`
pub async fn open_page(visit: Arc<Visit>) -> Answer {
    if visit.holder().is_ok() {
        return Ok(Reply::see(next_path(visit.query.get("next")).to_owned()));
    }
    let answers = Answers::default().with("next", visit.query.get("next"));
    Ok(open_form(&visit, FormState { answers, ..FormState::default() }))
}

fn open_form(visit: &Visit, form: FormState) -> Reply {
    let list = visit.site.list_name.clone();
    let ended = matches!(visit.own, OwnSession::Ended { .. });
    let handed_over = matches!(visit.session, Session::HandedOver { .. });
    visit.form_page("Open your page", form, move || view::open(&list, ended, handed_over))
}

/// `POST /me`: opens the page of the one person whom the code is for. Whichever of the two is wrong,
/// the answer is the same, and so is the time the next try has to wait.
pub async fn open(visit: Arc<Visit>) -> Answer {
    let mut form = Form::new(&visit.form);
    let code: Option<ShortCode> = match visit.form.get("code").trim() {
        "" => {
            form.fault("code", "Enter your code");
            None
        }
        typed => typed.parse().map_err(|fault: super::model::CodeFault| form.fault("code", fault.to_string())).ok(),
    };
    let born_on = form.date("born", "Your date of birth");
    let (code, born_on) = match form.finish(code.zip(born_on)) {
        Ok(typed) => typed,
        Err(faults) => return Ok(open_form(&visit, visit.refused(faults))),
    };
    let access = visit.access();
    let hash = store::hash(&visit.site.draft_key, &code);
    // By code, so that nobody tries every birthday; by address, so that nobody tries every code. There
    // is no common limit on purpose: it would let one stranger lock everybody out of their page.
    let from_key = visit.site.failure_key("codes from", &visit.from_key);
    let code_key = visit.site.failure_key("code", &hash);
    let under =
        [Counted { key: &from_key, patience: Patience::Address }, Counted { key: &code_key, patience: Patience::Code }];
    if let Try::Wait(wait) = session::begin_try(access, &under).await? {
        let faults = vec![fault(format!("Too many tries. Wait {}. Then try again", minutes(wait)))];
        return Ok(open_form(&visit, visit.refused(faults)).status(http::StatusCode::TOO_MANY_REQUESTS));
    }
    let Some((token, person)) = own::open(access, &hash, born_on).await? else {
        let text = "The code or the date of birth is not right. Check both. You can ask for a new code";
        return Ok(open_form(&visit, visit.refused(vec![fault(text.to_owned())])));
    };
    session::was_right(access, &under).await?;
    own::close(access, &visit.own, visit.site.secure).await?;
    let mut reply =
        Reply::see(next_path(visit.form.get("next")).to_owned()).cookie(own::cookie(visit.site.secure, &token));
    // Whoever opens their page on a tablet on which staff are signed in holds that tablet now.
    if let Session::SignedIn { actor, token_hash, .. } = &visit.session {
        let lent = Lent { person, lent_for: LentFor::OwnPage };
        let locked = access
            .within::<OwnAccount, _>(actor, async |scope| {
                scope.note(&format!("handed over for {}", lent.lent_for.word()));
                let now = scope.now();
                session::hand_over(scope, now, token_hash, &lent).await
            })
            .await?;
        reply = reply.cookie(session::cookie(visit.site.secure, &locked));
    }
    Ok(reply)
}

fn fault(message: String) -> Fault {
    Fault { field: "code".to_owned(), message }
}

/// `POST /me/finish`: closes the page.
pub async fn finish(visit: Arc<Visit>) -> Answer {
    let gone = own::close(visit.access(), &visit.own, visit.site.secure).await?;
    if matches!(visit.session, Session::HandedOver { .. }) {
        return Ok(Reply::see("/unlock").cookie(gone));
    }
    Ok(Reply::see("/me/finished").cookie(gone))
}

/// `GET /me/finished`
pub async fn finished(visit: Arc<Visit>) -> Answer {
    Ok(visit.page("Your page has closed", view::finished))
}

/// How the holder of the code likes to read.
pub(super) fn format_of(visit: &Visit) -> Format {
    match &visit.own {
        OwnSession::Open { format, .. } => *format,
        OwnSession::Nobody | OwnSession::Ended { .. } => Format::PictureList,
    }
}

/// What every page here needs to know of its reader.
///
/// # Errors
/// Where the database does not answer.
pub(super) async fn reader<A>(visit: &Visit, permit: &mut Permit<A>) -> Result<Reader, AppError>
where
    A: AboutPerson + crate::access::model::OwnAct,
{
    let details = person::details(permit).await?;
    let holder = permit.holder();
    // Who decides for a child is no child.
    let words = if holder.is_the_person() { wording(details.born_on, permit.today()) } else { Wording::Adult };
    // Whoever decides for them has eyes of their own, and the browser's settings.
    if holder.is_the_person() {
        visit.read_with(&holder.person, reading::of_person(permit).await?);
    }
    let name = if details.known_as.is_empty() { details.given_name } else { details.known_as };
    let can_stop = match permit.level() {
        Level::Record => true,
        Level::Asking => false,
        Level::Closed => consent::store::history(permit).await?.own_yes(holder.holder.as_ref(), permit.today()),
    };
    Ok(Reader {
        can_stop,
        format: format_of(visit),
        list: visit.site.list_name.clone(),
        name,
        holder,
        level: permit.level(),
        born_on: details.born_on,
        today: permit.today(),
        wording: words,
    })
}

/// `GET /me/page`
pub async fn page(visit: Arc<Visit>) -> Answer {
    overview(&visit).await
}

async fn overview(visit: &Visit) -> Answer {
    let (reader, waiting) = visit
        .access()
        .own::<SeeOwnPage, _>(visit.holder()?, async |permit| {
            permit.note("first page");
            let requests = requests::for_reader(permit).await?;
            let waiting = requests.iter().filter(|request| request.waits()).count();
            Ok((reader(visit, permit).await?, waiting))
        })
        .await?;
    let answers = Answers::default().with("format", reader.format.word());
    let form = FormState { answers, ..FormState::default() };
    Ok(visit.form_page("Your page", form, move || view::overview(&reader, waiting)))
}

/// `GET /me/format`: chosen on the first page.
pub async fn format_page(_: Arc<Visit>) -> Answer {
    Ok(Reply::see("/me/page"))
}

/// `POST /me/format`
pub async fn set_format(visit: Arc<Visit>) -> Answer {
    let Ok(format) = visit.form.get("format").parse::<Format>() else { return overview(&visit).await };
    visit
        .access()
        .own::<SeeOwnPage, _>(visit.holder()?, async |permit| {
            permit.note("format");
            store::set_format(permit, format).await
        })
        .await?;
    Ok(Reply::done("/me/page", Flash::OwnFormatSet))
}

/// `GET /me/reading`: the tools are on every page.
pub async fn reading_page(_: Arc<Visit>) -> Answer {
    Ok(Reply::see("/me/page"))
}

/// `POST /me/reading`: how the person likes to read goes with them, to every screen they open it on.
pub async fn set_reading(visit: Arc<Visit>) -> Answer {
    let holder = visit.holder()?;
    let browser = visit.reading().liked;
    visit
        .access()
        .own::<SeeOwnPage, _>(holder, async |permit| {
            let before = reading::of_person(permit).await?.unwrap_or(browser);
            if !holder.is_the_person() {
                return Err(AppError::NotFound);
            }
            reading::keep_for_person(permit, before.from_form(&visit.form)).await
        })
        .await?;
    let back = local_path(visit.form.get("back")).filter(|path| path.starts_with("/me/")).unwrap_or("/me/page");
    Ok(Reply::done(back.to_owned(), Flash::OwnFormatSet))
}

/// `GET /me/still`: sent by the page's script when somebody says that they are still there.
pub async fn still(_: Arc<Visit>) -> Answer {
    Ok(Reply::heard())
}
