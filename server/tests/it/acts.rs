//! What people do at the screen, for tests in which it is the beginning and not the point.

use scraper::{Html, Selector};

use crate::support::{Browser, Page, World};

/// The fields of a form, by name, as a browser would send them.
pub type Fields = Vec<(String, String)>;

/// What a browser would send for the form with this action: filled in as the page came.
pub fn form(page: &Page, action: &str) -> Fields {
    let html = Html::parse_document(&page.html);
    let controls = Selector::parse("input[name], textarea[name], select[name]").unwrap();
    let forms = Selector::parse(&format!("form[action=\"{action}\"]")).unwrap();
    let form = html.select(&forms).next().unwrap_or_else(|| panic!("no form for {action} on: {}", page.text()));
    let mut fields = Vec::new();
    for control in form.select(&controls) {
        let element = control.value();
        let name = element.attr("name").unwrap().to_owned();
        let kind = element.attr("type").unwrap_or_default();
        let value = match element.name() {
            "textarea" => control.text().collect(),
            "select" => {
                let chosen = Selector::parse("option[selected]").unwrap();
                let value = control.select(&chosen).next().and_then(|option| option.value().attr("value"));
                value.unwrap_or_default().to_owned()
            }
            _ if matches!(kind, "radio" | "checkbox") && element.attr("checked").is_none() => continue,
            _ => element.attr("value").unwrap_or_default().to_owned(),
        };
        fields.push((name, value));
    }
    fields
}

/// The same as somebody may send it who never saw the page: without whose page it stood on.
pub fn unseen(mut fields: Fields) -> Fields {
    fields.retain(|(name, _)| name != app::ui::PAGE_OF);
    fields
}

/// Types into a field, in place of what is there.
pub fn fill(fields: &mut Fields, name: &str, value: &str) {
    fields.retain(|(field, _)| field != name);
    fields.push((name.to_owned(), value.to_owned()));
}

/// Sends a form.
pub async fn send(browser: &mut Browser, action: &str, fields: &Fields) -> Page {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.post(action, &fields).await
}

/// A count by SQL with one parameter.
pub async fn count_of(world: &World, sql: &'static str, id: &str) -> i64 {
    let id = id.to_owned();
    world
        .peek(async |house| {
            let (count,): (i64,) = app::fetch_one!(house, sql, &id)?;
            Ok(count)
        })
        .await
}

/// One text by SQL with one parameter.
pub async fn text_of(world: &World, sql: &'static str, id: &str) -> String {
    let id = id.to_owned();
    world
        .peek(async |house| {
            let (text,): (String,) = app::fetch_one!(house, sql, &id)?;
            Ok(text)
        })
        .await
}

/// One column of text by SQL with one parameter.
pub async fn texts_of(world: &World, sql: &'static str, id: &str) -> Vec<String> {
    let id = id.to_owned();
    world
        .peek(async |house| {
            let rows: Vec<(String,)> = app::fetch_all!(house, sql, &id)?;
            Ok(rows.into_iter().map(|(text,)| text).collect())
        })
        .await
}

/// Every rating of somebody, the first first.
pub async fn ratings_of(world: &World, person: &str) -> Vec<String> {
    texts_of(world, "select rating from rating where person_id = $1 order by number", person).await
}

/// Everything that a refused act must leave as it is: a count of the rows of each table that an act writes.
pub async fn rows_of_everything(world: &World) -> Vec<(&'static str, i64)> {
    let mut counts = Vec::new();
    for (table, sql) in [
        ("person", "select coalesce(sum(version), 0) from person"),
        ("professional", "select count(*) from professional where removed_on is null"),
        ("relative", "select count(*) from relative where removed_on is null"),
        ("referral", "select count(*) from referral"),
        ("waiting", "select count(*) from referral where state = 'waiting'"),
        ("consent_decision", "select count(*) from consent_decision"),
        ("consent_agency", "select count(*) from consent_agency"),
        ("holder", "select count(*) from holder where ended_on is null"),
        ("capacity_assessment", "select count(*) from capacity_assessment"),
        ("best_interests", "select count(*) from best_interests"),
        ("consent_resolution", "select count(*) from consent_resolution"),
        ("sharing", "select count(*) from sharing"),
        ("entries", "select count(*) from register_entry"),
        ("open entries", "select count(*) from register_entry where closed_on is null"),
        ("assessment", "select count(*) from assessment"),
        ("rating", "select count(*) from rating"),
        ("issue", "select count(*) from issue"),
        ("current issues", "select count(*) from issue where closed_on is null"),
        ("strategy", "select count(*) from strategy"),
        ("action", "select coalesce(sum(version), 0) from action"),
        ("review", "select count(*) from review"),
        ("personal_code", "select count(*) from personal_code where revoked_at is null"),
        ("own_words", "select count(*) from own_words"),
        ("request", "select count(*) from request"),
        ("answered", "select count(*) from request where done_at is not null"),
        ("kept_out", "select count(*) from kept_out where ended_at is null"),
        ("import", "select count(*) from import"),
        ("import_row", "select count(*) from import_row"),
        ("agency", "select count(*) from agency"),
        ("sharing_agreement", "select count(*) from sharing_agreement"),
        ("staff", "select count(*) from staff"),
        ("left", "select count(*) from staff where left_on is not null"),
    ] {
        // PostgreSQL sums to a numeric.
        let sql: &'static str = Box::leak(format!("select cast(({sql}) as bigint)").into_boxed_str());
        counts.push((table, world.count(sql).await));
    }
    counts
}

/// The smallest referral that is complete.
pub fn referral(given: &str, family: &str, born: (&str, &str, &str)) -> Fields {
    [
        ("given_name", given),
        ("family_name", family),
        ("born_day", born.0),
        ("born_month", born.1),
        ("born_year", born.2),
        ("reason", "Not sleeping, and the family is worn out"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec()
}

/// The ids of the agencies that are asked about one by one, by name.
pub async fn agencies(world: &World) -> Vec<String> {
    world.column("select agency_id from agency where not hosts_register order by name").await
}

/// The answers of a whole conversation in which the person decides: yes to the list and to every
/// agency but those in `told_no`.
pub async fn all_yes(world: &World, told_no: &[String]) -> Fields {
    let mut fields: Fields = [
        ("format", "easy-read"),
        ("understood", "yes"),
        ("on_the_list", "yes"),
        ("cetr", "yes"),
        ("contact_family", "no"),
        ("anonymous_planning", "not_sure"),
        ("exclusions", "Do not tell my brother"),
        ("decider", "person"),
        ("signature", "typed"),
        ("signature_name", "Mei"),
        ("manner", "pointed"),
        ("present", "Her sister"),
        ("decided_day", "23"),
        ("decided_month", "11"),
        ("decided_year", "2026"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec();
    for agency in agencies(world).await {
        let answer = if told_no.contains(&agency) { "no" } else { "yes" };
        fields.push((format!("agency-{agency}"), answer.to_owned()));
    }
    fields
}

/// Keeps these answers as the conversation with a person and records the decision.
pub async fn decide(browser: &mut Browser, person: &str, answers: &Fields) -> Page {
    let kept = send(browser, &format!("/people/{person}/consent/check"), answers).await;
    assert_eq!(kept.status, 303, "{}", kept.text());
    let check = browser.get(&format!("/people/{person}/consent/check")).await;
    let action = format!("/people/{person}/consent");
    let fields = form(&check, &action);
    send(browser, &action, &fields).await
}
