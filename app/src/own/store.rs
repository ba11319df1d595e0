//! Codes and own words in the database.

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    model::{self, NewHolder, Said, ShortCode, WordsKind, expires_on},
    requests::{self, NewRequest},
};
use crate::{
    access::{
        model::{
            AboutPerson, OwnAct, Section,
            act::{AddOwnWords, ChangeOwnMind, EditDetails, GiveCode, KeepOut, SeeOwnPage},
        },
        permit::{Permit, code_in_force},
    },
    agency::store::Agency,
    authority::{self, model::LocalRule},
    base::{
        answers::Answers,
        dates,
        error::AppError,
        ids::{CodeId, StaffId, WordsId},
    },
    consent::{
        self,
        model::{Authority, Decider},
    },
    draft::Key,
    easy_read::model::Format,
    execute, execute_one, fetch_all, fetch_one, fetch_optional,
};

/// What is kept of a personal code.
#[must_use]
pub fn hash(key: &Key, code: &ShortCode) -> String {
    key.hash_code("personal", code.letters())
}

/// A code in force, as practitioners see it: never the code itself.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Given {
    /// Which.
    pub code_id: CodeId,
    /// Who holds it; empty for the person.
    pub holder_name: String,
    /// What they are to the person.
    pub relation: String,
    /// Who gave it.
    pub made_by: String,
    /// For which agency.
    pub agency_name: String,
    /// When.
    pub made_at: DateTime<Utc>,
    /// Its last day.
    pub expires_on: NaiveDate,
    /// Wrong dates of birth since it last opened.
    pub failures: i64,
    /// When it last opened the page.
    pub opened_at: Option<DateTime<Utc>>,
}

/// The codes of the permit's person that are in force, the newest first.
///
/// # Errors
/// Where the database does not answer.
pub async fn codes(permit: &mut Permit<GiveCode>) -> Result<Vec<Given>, AppError> {
    let (person, today) = (permit.person(), permit.today());
    fetch_all!(
        permit,
        concat!(
            "select personal_code.code_id, coalesce(holder.name, '') as holder_name,
                    coalesce(holder.relation, '') as relation, staff.display_name as made_by,
                    agency.name as agency_name, made_at, personal_code.expires_on, failures, opened.at as opened_at
             from personal_code
             join staff on staff.staff_id = personal_code.made_by
             join agency on agency.agency_id = personal_code.made_agency
             left join holder on holder.holder_id = personal_code.holder_id
             left join (select code_id, max(started_at) as at from own_session group by code_id) opened
               on opened.code_id = personal_code.code_id
             where personal_code.person_id = $1 and ",
            code_in_force!("$2"),
            " order by made_at desc, personal_code.code_id desc"
        ),
        &person,
        today
    )
}

/// Writes a new code for somebody; answers its last day.
///
/// # Errors
/// `Conflict` where a code of the same letters exists: try another.
pub async fn give(
    permit: &mut Permit<GiveCode>,
    code_hash: &str,
    holder: &NewHolder,
    format: Format,
    born_on: NaiveDate,
) -> Result<NaiveDate, AppError> {
    let (id, person, actor, now, today) =
        (CodeId::new(), permit.person(), permit.actor(), permit.now(), permit.today());
    let until = expires_on(today, holder.authority, Some(born_on));
    execute_one!(
        permit,
        "insert into personal_code (code_id, person_id, code_hash, holder_id, format, made_by, made_agency, made_at,
                                    expires_on, failures)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0) on conflict (code_hash) do nothing",
        &id,
        &person,
        code_hash,
        &holder.holder,
        format,
        &actor.staff_id,
        &actor.agency,
        now,
        until
    )?;
    permit.note(&format!("gave {id}"));
    Ok(until)
}

/// Gives each code in force the last day that it would have had with a date of birth that was put right. What has
/// ended does not come back by it: whoever held it is given a new one.
///
/// # Errors
/// Where the database does not answer.
pub async fn set_last_days(permit: &mut Permit<EditDetails>, born_on: Option<NaiveDate>) -> Result<(), AppError> {
    let (person, today) = (permit.person(), permit.today());
    let held: Vec<(CodeId, DateTime<Utc>, Authority, NaiveDate)> = fetch_all!(
        permit,
        concat!(
            "select code_id, made_at, holder.authority, personal_code.expires_on from personal_code
             join holder on holder.holder_id = personal_code.holder_id
             where personal_code.person_id = $1 and ",
            code_in_force!("$2")
        ),
        &person,
        today
    )?;
    for (code, made_at, authority, before) in held {
        let until = expires_on(dates::london(made_at).date(), authority, born_on);
        if until != before {
            execute_one!(permit, "update personal_code set expires_on = $1 where code_id = $2", until, &code)?;
        }
    }
    Ok(())
}

/// Takes a code back, and closes every page it has opened.
///
/// # Errors
/// `NotFound` where it is not this person's; `Conflict` where it is in force no more.
pub async fn revoke(permit: &mut Permit<GiveCode>, code: &CodeId) -> Result<(), AppError> {
    let person = permit.person();
    let there: Option<(String,)> = fetch_optional!(
        permit,
        "select code_id from personal_code where code_id = $1 and person_id = $2",
        code,
        &person
    )?;
    there.ok_or(AppError::NotFound)?;
    take_back(permit, code).await
}

async fn take_back<A: AboutPerson>(permit: &mut Permit<A>, code: &CodeId) -> Result<(), AppError> {
    let now = permit.now();
    execute_one!(
        permit,
        "update personal_code set revoked_at = $1 where code_id = $2 and revoked_at is null",
        now,
        code
    )?;
    execute!(permit, "update own_session set ended_at = $1 where code_id = $2 and ended_at is null", now, code)?;
    permit.note(&format!("took back {code}"));
    Ok(())
}

/// Takes back every code that somebody gave for this person: they may have kept it, and it opens the page.
/// Answers how many that were.
///
/// # Errors
/// Where the database does not answer.
pub async fn take_back_given_by(permit: &mut Permit<KeepOut>, staff: &StaffId) -> Result<usize, AppError> {
    let person = permit.person();
    let given: Vec<(CodeId,)> = fetch_all!(
        permit,
        "select code_id from personal_code where person_id = $1 and made_by = $2 and revoked_at is null",
        &person,
        staff
    )?;
    for (code,) in &given {
        take_back(permit, code).await?;
    }
    Ok(given.len())
}

/// How the person was given the information when they last decided, as a way of reading their page.
///
/// # Errors
/// Where the database does not answer.
pub async fn usual_format(permit: &mut Permit<GiveCode>) -> Result<Format, AppError> {
    let decided = consent::store::history(permit).await?;
    let told = decided.all.iter().rev().find_map(|recorded| recorded.information.as_ref());
    Ok(told.map_or(Format::PictureList, |told| told.format))
}

/// Changes how the holder of a code likes to read.
///
/// # Errors
/// Where the database does not answer.
pub async fn set_format(permit: &mut Permit<SeeOwnPage>, format: Format) -> Result<(), AppError> {
    let code = permit.holder().code;
    execute_one!(permit, "update personal_code set format = $1 where code_id = $2", format, &code)
}

/// Something the person said, with when and by whom.
#[derive(Debug, Clone)]
pub struct OwnWords {
    /// Which.
    pub words_id: WordsId,
    /// What.
    pub said: Said,
    /// Who, where it was not the person: a name and what they are to them.
    pub by: Option<(String, String)>,
    /// With which code.
    pub code: CodeId,
    /// When.
    pub said_at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct WordsRow {
    words_id: WordsId,
    code_id: CodeId,
    kind: WordsKind,
    content: String,
    holder_name: String,
    relation: String,
    said_at: DateTime<Utc>,
}

/// Everything the person said on their own page, the newest first; `None` where the agency does not
/// see what matters to them.
///
/// # Errors
/// Where the database does not answer or holds an impossible row.
pub async fn words<A: AboutPerson>(permit: &mut Permit<A>) -> Result<Option<Vec<OwnWords>>, AppError> {
    if !permit.may_see(Section::Voice) {
        return Ok(None);
    }
    let person = permit.person();
    let rows: Vec<WordsRow> = fetch_all!(
        permit,
        "select words_id, own_words.code_id, kind, content, coalesce(holder.name, '') as holder_name,
                coalesce(holder.relation, '') as relation, said_at
         from own_words
         join personal_code on personal_code.code_id = own_words.code_id
         left join holder on holder.holder_id = personal_code.holder_id
         where own_words.person_id = $1 order by said_at desc, words_id desc",
        &person
    )?;
    let read = |row: WordsRow| {
        let said = Said::stored(row.kind, &row.content)?;
        let by = (!row.holder_name.is_empty()).then_some((row.holder_name, row.relation));
        Ok(OwnWords { words_id: row.words_id, said, by, code: row.code_id, said_at: row.said_at })
    };
    rows.into_iter().map(read).collect::<Result<_, AppError>>().map(Some)
}

/// What the holder of a code reads of it.
///
/// # Errors
/// Where the database does not answer or holds an impossible row.
pub async fn words_for_reader<A: OwnAct>(permit: &mut Permit<A>) -> Result<Vec<OwnWords>, AppError> {
    let (holder, all) = (permit.holder(), words(permit).await?.unwrap_or_default());
    let is_for = |words: &OwnWords| model::is_for(&holder, words.said.says_not_safe(), Some(&words.code));
    Ok(all.into_iter().filter(is_for).collect())
}

/// The most sayings of one person in a day: enough for anybody, and no flood.
const WORDS_A_DAY: i64 = 50;

/// Appends what the person said. The same thing twice within a minute was one press too many. Who does not
/// feel safe is heard however much they said before, and somebody has to act on it.
///
/// # Errors
/// `Forbidden` after too many in a day.
pub async fn add_words(permit: &mut Permit<AddOwnWords>, said: &Said) -> Result<(), AppError> {
    let (id, person, code, now) = (WordsId::new(), permit.person(), permit.holder().code, permit.now());
    let (minute, day) = (now - chrono::TimeDelta::minutes(1), now - chrono::TimeDelta::days(1));
    let content = said.content();
    let (today,): (i64,) =
        fetch_one!(permit, "select count(*) from own_words where person_id = $1 and said_at > $2", &person, day)?;
    if said.says_not_safe() {
        requests::ask(permit, &NewRequest::default()).await?;
    } else if today >= WORDS_A_DAY {
        return Err(AppError::Forbidden("You have added a lot today. Please add more tomorrow.".to_owned()));
    }
    permit.note(said.kind().word());
    execute!(
        permit,
        "insert into own_words (words_id, person_id, code_id, kind, content, said_at)
         select $1, $2, $3, $4, $5, $6
         where not exists (select 1 from own_words where person_id = $2 and code_id = $3 and kind = $4 and content = $5
                             and said_at > $7)",
        &id,
        &person,
        &code,
        said.kind(),
        &content,
        now,
        minute
    )
    .map(|_| ())
}

/// Takes the yes back: sharing stops in this transaction, and the register's team is told in it. What they `said`
/// stands with it.
///
/// # Errors
/// `Conflict` where there is no yes any more; `Forbidden` where the holder of the code may not decide.
pub async fn change_mind(permit: &mut Permit<ChangeOwnMind>, rule: LocalRule, said: Answers) -> Result<(), AppError> {
    let by = decider(permit, rule).await?;
    consent::store::withdraw(permit, &by, &said.with("own_page", "yes")).await.map(|_| ())
}

/// Takes one agency out of the yes: it loses sight in this transaction, and the register's team is told in it.
///
/// # Errors
/// `Conflict` where that agency does not see the record or the yes is somebody else's; `Forbidden` where the holder
/// of the code may not decide.
pub async fn stop_one(
    permit: &mut Permit<ChangeOwnMind>,
    rule: LocalRule,
    agency: &Agency,
    said: Answers,
) -> Result<(), AppError> {
    let by = decider(permit, rule).await?;
    consent::store::stop_one(permit, &by, agency, &said.with("own_page", "yes")).await.map(|_| ())
}

/// Whether the holder of the code has a yes of their own that one agency may be taken out of.
///
/// # Errors
/// Where the database does not answer or holds an impossible row.
pub async fn own_yes_for_one<A: OwnAct>(permit: &mut Permit<A>) -> Result<bool, AppError> {
    let (holder, today) = (permit.holder().holder, permit.today());
    Ok(consent::store::history(permit).await?.own_yes_for_one(holder.as_ref(), today))
}

/// The holder of the code as one who decides.
async fn decider(permit: &mut Permit<ChangeOwnMind>, rule: LocalRule) -> Result<Decider, AppError> {
    let known = authority::store::known(permit).await?;
    let may = authority::model::may_withdraw(&known.facts(rule), permit.today());
    let holder = permit.holder().holder;
    let may = may.into_iter().find(|may| match &may.decider {
        Decider::Person { .. } => holder.is_none(),
        Decider::Holder { holder: id, .. } => holder.as_ref() == Some(id),
        Decider::BestInterests { .. } => false,
    });
    may.map(|may| may.decider)
        .ok_or_else(|| AppError::Forbidden("You cannot decide this now. Ask someone to talk to you.".to_owned()))
}

/// Somebody besides the person who holds a code for their page.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Opens {
    /// Their name.
    pub name: String,
    /// What they are to the person.
    pub relation: String,
}

/// Who besides the person can open their page today.
///
/// # Errors
/// Where the database does not answer.
pub async fn who_opens(permit: &mut Permit<SeeOwnPage>) -> Result<Vec<Opens>, AppError> {
    let (person, today) = (permit.person(), permit.today());
    fetch_all!(
        permit,
        concat!(
            "select distinct holder.name, holder.relation from personal_code
             join holder on holder.holder_id = personal_code.holder_id
             where personal_code.person_id = $1 and ",
            code_in_force!("$2"),
            " order by holder.name, holder.relation"
        ),
        &person,
        today
    )
}
