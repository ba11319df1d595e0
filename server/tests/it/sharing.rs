//! Who may see whom: at no moment more than the last decision allows.

use app::{
    access::model::act::{CloseReferral, RecordConsent, ReferPerson, WithdrawConsent},
    authority::model::{Facts, LocalRule},
    base::{
        answers::Answers,
        ids::{AgencyId, PersonId},
    },
    consent::{
        conversation::Conversation,
        model::{self, Answer, Decider, Decision, History, Made, Resolution, Surroundings, agency_field},
        store as consent,
    },
    referral::{
        model::{Outcome, Request, Source},
        store as referral,
    },
};
use chrono::TimeDelta;

use crate::{
    acts::{agencies, count_of, texts_of},
    admin::{NEW_AGENCY, with},
    both,
    support::World,
};

/// Number, kind, authority, holder, the day, asked again on, its id.
type Row = (i64, String, String, Option<String>, chrono::NaiveDate, Option<chrono::NaiveDate>, String);

/// What `sharing` must be, from the rows it follows from.
async fn recomputed(world: &World, person: &PersonId) -> Vec<String> {
    let rows: Vec<Row> = world
        .peek(async |house| {
            app::fetch_all!(
                house,
                "select number, kind, authority, holder_id, decided_on, review_on, consent_id
                 from consent_decision where person_id = $1 order by number",
                person
            )
        })
        .await;
    let mut decisions = Vec::new();
    for (number, kind, authority, holder, on, review_on, id) in rows {
        let by = match holder {
            None => Decider::Person { capacity: None },
            Some(holder) => Decider::Holder {
                authority: authority.parse().unwrap(),
                holder: holder.parse().unwrap(),
                name: String::new(),
                capacity: None,
            },
        };
        let decision = match kind.as_str() {
            "given" => {
                let scope: Vec<(AgencyId, Answer)> = world
                    .peek(async |house| {
                        app::fetch_all!(
                            house,
                            "select agency_id, answer from consent_agency where consent_id = $1",
                            &id
                        )
                    })
                    .await;
                Decision::Given { review_on: review_on.unwrap(), agencies: scope.into_iter().collect() }
            }
            "refused" => Decision::Refused,
            "withdrawn" => Decision::Withdrawn,
            other => panic!("{other}"),
        };
        decisions.push(Made::new(number, by, on, decision));
    }
    let resolutions: Vec<(i64, i64)> = world
        .peek(async |house| {
            app::fetch_all!(
                house,
                "select after_number, keeps_number from consent_resolution where person_id = $1
                 order by after_number, recorded_at, resolution_id",
                person
            )
        })
        .await;
    let resolutions = resolutions.into_iter().map(|(after, keeps)| Resolution { after, keeps }).collect();
    let history = History { decisions, resolutions };
    let ids = |texts: Vec<String>| texts.iter().map(|id| id.parse().unwrap()).collect::<Vec<AgencyId>>();
    let waiting = "select distinct agency_id from referral where person_id = $1 and state = 'waiting'";
    let around = Surroundings {
        waiting: ids(texts_of(world, waiting, person.as_str()).await),
        hosts: ids(world.column("select agency_id from agency where hosts_register").await),
    };
    let today = app::base::dates::london(world.now()).date();
    let mut lines: Vec<String> = model::sharing(&history, &around, today)
        .into_iter()
        .map(|(agency, (level, until))| {
            format!("{agency} {} {}", level.word(), until.map(|until| until.to_string()).unwrap_or_default())
        })
        .collect();
    lines.sort();
    lines
}

/// What `sharing` is, as far as it is in force.
async fn stored(world: &World, person: &PersonId) -> Vec<String> {
    let in_force = "select agency_id || ' ' || level || ' ' || coalesce(cast(until_on as text), '')
                    from sharing where person_id = $1 and (until_on is null or until_on >= $2)";
    let today = app::base::dates::london(world.now()).date();
    let mut lines: Vec<String> = world
        .peek(async |house| {
            let rows: Vec<(String,)> = app::fetch_all!(house, in_force, person, today)?;
            Ok(rows.into_iter().map(|(line,)| line).collect())
        })
        .await;
    lines.sort();
    lines
}

/// What is known of an adult whose capacity nobody doubts.
fn adult() -> Facts<'static> {
    let born_on = chrono::NaiveDate::from_ymd_opt(1990, 1, 1);
    Facts { born_on, assessments: &[], holders: &[], interests: &[], rule: LocalRule::default() }
}

async fn history_of(seed: u64, world: &World) {
    let actors = [
        world.actor("nia@lda.example").await,
        world.actor("coordinator@lda.example").await,
        world.actor("manager@lda.example").await,
        world.actor("manager@asc.example").await,
        world.actor("officer@pol.example").await,
    ];
    let asked: Vec<AgencyId> = agencies(world).await.iter().map(|id| id.parse().unwrap()).collect();
    let mut state = seed;
    let mut dice = |sides: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % sides
    };
    let people = ["Mei", "Harpreet", "Callum", "Tomasz", "Agnieszka"];
    let (mut done, mut refused) = ([0_u32; 4], 0_u32);
    for step in 0..40 {
        let person: PersonId = world.person(people[dice(people.len())]).await.parse().unwrap();
        let actor = &actors[dice(actors.len())];
        world.pass(TimeDelta::days(i64::try_from(dice(40)).unwrap()));
        consent::settle_lapsed(&world.access).await.unwrap();
        let today = app::base::dates::london(world.now()).date();
        let act = dice(4);
        let outcome = match act {
            0 => {
                let request = Request { reason: "Worried".to_owned(), indicative: None };
                world
                    .access
                    .within::<ReferPerson, _>(actor, async |scope| {
                        referral::add(scope, &person, Source::Professional, &request).await.map(|_| ())
                    })
                    .await
            }
            1 => {
                let list = if dice(3) == 0 { "no" } else { "yes" };
                let mut answers = Answers::default()
                    .with("format", "easy-read")
                    .with("understood", "yes")
                    .with("on_the_list", list)
                    .with("cetr", "yes")
                    .with("contact_family", "yes")
                    .with("anonymous_planning", "yes")
                    .with("decider", "person")
                    .with("signature", "typed")
                    .with("signature_name", "Somebody")
                    .with("manner", "spoke")
                    .with_date("decided", Some(today));
                for agency in &asked {
                    answers.set(&agency_field(agency), ["yes", "no", "not_sure"][dice(3)]);
                }
                let none = History::default();
                let conversation = Conversation::parse(&answers, &asked, &adult(), &none, today).unwrap();
                world
                    .access
                    .with::<RecordConsent, _>(actor, &person, async |permit| {
                        consent::record(permit, &conversation).await.map(|_| ())
                    })
                    .await
            }
            2 => {
                world
                    .access
                    .with::<WithdrawConsent, _>(actor, &person, async |permit| {
                        consent::withdraw(permit, &Decider::Person { capacity: None }, &Answers::default())
                            .await
                            .map(|_| ())
                    })
                    .await
            }
            _ => {
                world
                    .access
                    .with::<CloseReferral, _>(actor, &person, async |permit| {
                        referral::close(permit, Outcome::CouldNotReach).await
                    })
                    .await
            }
        };
        match outcome {
            Ok(()) => done[act] += 1,
            Err(_) => refused += 1,
        }
        for given in people {
            let person: PersonId = world.person(given).await.parse().unwrap();
            let stored = stored(world, &person).await;
            assert_eq!(stored, recomputed(world, &person).await, "seed {seed}, step {step}, act {act}, {given}");
            let without_yes = "select count(*) from sharing
                 where sharing.person_id = $1 and level = 'record'
                   and agency_id not in (select agency_id from agency where hosts_register)
                   and agency_id not in (
                     select consent_agency.agency_id from consent_agency
                     join consent_decision on consent_decision.consent_id = consent_agency.consent_id
                     where consent_decision.person_id = sharing.person_id and answer = 'yes' and kind = 'given'
                       and number = (select max(number) from consent_decision latest
                                     where latest.person_id = sharing.person_id))";
            assert_eq!(count_of(world, without_yes, person.as_str()).await, 0, "seed {seed}, step {step}, {given}");
        }
    }
    // A history in which nothing could happen would prove nothing.
    assert!(done.iter().all(|count| *count > 0) && refused > 0, "{done:?} {refused}");
}

both!(whatever_happens_sharing_is_what_follows_from_the_decisions_and_referrals, world, {
    history_of(7, &world).await;
});

both!(whatever_else_happens_sharing_is_what_follows, world, {
    history_of(2026, &world).await;
});

both!(a_withdrawal_among_many_referrals_at_once_is_never_shared_again, world, {
    let id = world.person("Tomasz").await;
    let person: PersonId = id.parse().unwrap();
    let mut nurse = world.signed_in("nia@lda.example").await;
    let mut referrers = Vec::new();
    for name in ["worker@asc.example", "psychologist@mht.example", "support@hav.example", "senco@edu.example"] {
        referrers.push(world.signed_in(name).await);
    }
    let born = world.column("select cast(born_on as text) from person where given_name = 'Tomasz'").await;
    let (year, month, day) = (&born[0][..4], &born[0][5..7], &born[0][8..10]);
    let fields = [
        ("given_name", "Tomasz"),
        ("family_name", "Zielinski"),
        ("born_day", day),
        ("born_month", month),
        ("born_year", year),
        ("reason", "A worry"),
        ("same_as", id.as_str()),
    ];
    let path = format!("/people/{id}/withdraw");
    let (mut a, mut b, mut c, mut d) =
        (referrers.remove(0), referrers.remove(0), referrers.remove(0), referrers.remove(0));
    let (withdrawn, ..) = tokio::join!(
        nurse.post(&path, &[("decider", "person")]),
        a.post("/refer", &fields),
        b.post("/refer", &fields),
        c.post("/refer", &fields),
        d.post("/refer", &fields),
    );
    assert_eq!(withdrawn.status, 200);
    let stored = world.column("select level from sharing where person_id = (select person_id from person where given_name = 'Tomasz' and known_as = 'Tom')").await;
    assert!(!stored.contains(&"record".to_owned()), "nobody sees the record: {stored:?}");
    assert!(!recomputed(&world, &person).await.iter().any(|row| row.contains("record")));
});

both!(a_second_agency_that_runs_the_register_sees_everybody_who_is_there_already, world, {
    let team = world.column("select level from sharing where agency_id = (select agency_id from agency where code = 'LDA') order by person_id").await;
    for level in ["asking", "record", "closed"] {
        assert!(team.contains(&level.to_owned()), "{team:?}");
    }
    let mut administrator = world.signed_in("admin@lda.example").await;
    let fields = with(NEW_AGENCY, "hosts", "yes");
    assert_eq!(administrator.post("/agencies", &fields).await.status, 303);
    let theirs = world.column("select level from sharing where agency_id = (select agency_id from agency where code = 'WEST-FIRE') order by person_id").await;
    assert_eq!(theirs, team, "they see what the team sees");
    for id in world.column("select person_id from person order by person_id").await {
        let person: PersonId = id.parse().unwrap();
        // Parents' decisions count until a birthday, which this test does not work out.
        if count_of(
            &world,
            "select count(*) from consent_decision where person_id = $1 and authority = 'parental_responsibility'",
            &id,
        )
        .await
            == 0
        {
            assert_eq!(stored(&world, &person).await, recomputed(&world, &person).await, "{id}");
        }
    }
    // Another agency sees nobody for having joined.
    let others = [("code", "other"), ("name", "Another agency"), ("hosts", "no")];
    let fields = others.into_iter().fold(fields, |fields, (name, value)| with(&fields, name, value));
    assert_eq!(administrator.post("/agencies", &fields).await.status, 303);
    let none = "select count(*) from sharing where agency_id = (select agency_id from agency where code = 'OTHER')";
    assert_eq!(world.count(none).await, 0);
});

/// In how many places what one agency that runs the register sees is not what another does.
async fn hosts_differ(world: &World) -> i64 {
    world
        .count(
            "select count(*) from agency host
             join agency other on other.hosts_register
             join sharing on sharing.agency_id = other.agency_id
             left join sharing theirs
               on theirs.agency_id = host.agency_id and theirs.person_id = sharing.person_id
             where host.hosts_register and (theirs.level is null or theirs.level <> sharing.level)",
        )
        .await
}

/// On PostgreSQL alone: on SQLite one who writes has the database to themselves.
#[tokio::test]
async fn an_agency_that_comes_to_run_the_register_while_somebody_decides_misses_nobody() {
    let world = World::demo(crate::support::Kind::Postgres).await;
    let mei: PersonId = world.person("Mei").await.parse().unwrap();
    let mut administrator = world.signed_in("admin@lda.example").await;
    let fields = with(NEW_AGENCY, "hosts", "yes");
    // Nobody sees Mei yet; who does is being written, and not done.
    world.meddle("delete from sharing where person_id = (select person_id from person where given_name = 'Mei')").await;
    let (written, added) = (tokio::sync::Notify::new(), std::cell::Cell::new(false));
    let adding = async {
        written.notified().await;
        let page = administrator.post("/agencies", &fields).await;
        added.set(true);
        page
    };
    let writing = world.peek(async |house| {
        consent::refresh_sharing(house, &mei, "2026-11-23".parse().unwrap()).await?;
        written.notify_one();
        // Until the other one waits for this, or, where nothing makes it wait, is done.
        let waits = "select count(*) from pg_locks
                     where not granted and database = (select oid from pg_database where datname = current_database())";
        while !added.get() {
            let (waiting,): (i64,) = app::fetch_one!(house, waits)?;
            if waiting > 0 {
                break;
            }
        }
        Ok(())
    });
    let (page, ()) = tokio::join!(adding, writing);
    assert_eq!(page.status, 303, "{}", page.text());
    assert_eq!(world.count("select count(*) from agency where hosts_register").await, 2);
    assert_eq!(hosts_differ(&world).await, 0);
    assert_eq!(count_of(&world, "select count(*) from sharing where person_id = $1", &mei.to_string()).await, 2);
}

both!(an_agency_that_ran_the_register_before_this_version_is_given_whom_it_never_saw, world, {
    let mut administrator = world.signed_in("admin@lda.example").await;
    let fields = with(NEW_AGENCY, "hosts", "yes");
    assert_eq!(administrator.post("/agencies", &fields).await.status, 303);
    // As it was: it saw only whom somebody wrote about after it had joined.
    world
        .meddle(
            "delete from sharing where agency_id = (select agency_id from agency where code = 'WEST-FIRE')
             and person_id <> (select min(person_id) from sharing)",
        )
        .await;
    let others =
        "select count(*) from sharing where agency_id <> (select agency_id from agency where code = 'WEST-FIRE')";
    let before = world.count(others).await;
    assert!(hosts_differ(&world).await > 0);
    for _ in 0..2 {
        world.meddle(include_str!("../../../migrations/0032_every_host_sees.sql")).await;
        assert_eq!(hosts_differ(&world).await, 0);
        assert_eq!(world.count(others).await, before, "nobody else sees more");
    }
});
