//! Several replicas on one Postgres: whatever one of them is told, all of them know; whatever one begins, another ends.

use crate::bot::eventually;
use crate::fleet::Fleet;
use crate::line::Line;
use crate::network::Weather;
use crate::slack::{exchange, signature};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::collections::VecDeque;
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use viceversa::adapters::system::SystemClock;
use viceversa::ports::Clock;

/// Less than the fifteen seconds after which every replica looks by itself, and more than Slack holds up a few messages.
const AT_ONCE: Duration = Duration::from_secs(12);

async fn soon(what: &str, mut happened: impl FnMut() -> bool) {
    let began = Instant::now();
    while !happened() {
        assert!(began.elapsed() < AT_ONCE, "not at once: {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn three_replicas_that_find_one_slot_due_make_one_round() {
    let Some(mut fleet) = Fleet::of(3).await else { return };
    for number in 0..8 {
        fleet.bot.joins(&fleet.bot.arrives(&format!("person{number}"))).await;
    }
    for nth in 0..3 {
        fleet.stops(nth);
    }
    // Everybody has been with us for a while, and this morning's slot was not made yet.
    let today = SystemClock.now().to_zoned(jiff::tz::TimeZone::UTC).strftime("%a").to_string().to_lowercase();
    fleet
        .execute(format!(
            r#"UPDATE program SET doc = (doc::jsonb || jsonb_build_object('since', '2024-01-01T00:00:00Z',
                 'last_slot', (now() AT TIME ZONE 'utc')::date - 7,
                 'slot', doc::jsonb->'slot' || '{{"day": "{today}", "time": "00:00:00"}}'))::text
               WHERE id = 'peer'"#
        ))
        .await;
    fleet.rise().await;
    eventually("everybody is introduced", || fleet.bot.introductions() == 4).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(fleet.bot.introductions(), 4, "and nobody twice");
    let rounds = "SELECT COUNT(*) FROM round WHERE program_id = 'peer' AND outcome = 'held'";
    assert_eq!(fleet.count(rounds).await, 1);
    let seats = "SELECT COUNT(DISTINCT person_id) FROM pairing_member";
    assert_eq!(fleet.count(seats).await, 8, "each in one pair");
    let (began, lost) = (fleet.logged("a slot has come"), fleet.logged("this slot was already made"));
    assert_eq!(began, lost + 1, "whoever loses says so");
    assert_eq!(fleet.logged("the loop was interrupted"), 0, "and does not fail over it");
    fleet.ends().await;
}

/// Posts what Slack would, signed; gives status, body and how long it took.
fn post(address: SocketAddr, path: &str, secret: &str, body: &str) -> (u16, String, Duration) {
    let time = SystemClock.now().as_second().to_string();
    let kind = if body.starts_with('{') { "application/json" } else { "application/x-www-form-urlencoded" };
    let headers = [
        ("Content-Type", kind),
        ("X-Slack-Request-Timestamp", time.as_str()),
        ("X-Slack-Signature", &signature(secret, &time, body)),
    ];
    let began = Instant::now();
    let answer = exchange("POST", &format!("http://{address}{path}"), &headers, body);
    (answer.status, answer.body, began.elapsed())
}

#[tokio::test(flavor = "multi_thread")]
async fn four_deliveries_to_two_replicas_at_once_have_one_effect() {
    let Some(fleet) = Fleet::of(2).await else { return };
    let ana = fleet.bot.arrives("ana");
    fleet.bot.joins(&ana).await;
    let config = fleet.bot.sandbox.config();
    let (team, secret) = (config.workspace.team_id.clone(), config.app.signing_secret.clone());
    let command = format!("command=%2Fmentor&text=pause+2w&team_id={team}&user_id={ana}&trigger_id=9.9.9");
    let left = format!(
        r#"{{"type":"event_callback","team_id":"{team}","event_id":"Ev9","event_time":1,"event":{{"type":"user_change",
           "user":{{"id":"{ana}","team_id":"{team}","name":"ana","deleted":true,"profile":{{}}}}}}}}"#
    );
    let version = "SELECT version FROM person";
    for (path, body) in [("/slack/commands", &command), ("/slack/events", &left)] {
        let before = fleet.count(version).await;
        let known = fleet.count("SELECT COUNT(*) FROM inbox").await;
        let answers: Vec<_> = std::thread::scope(|scope| {
            let posting = (0..4).map(|nth| fleet.address(nth % 2));
            let posting: Vec<_> = posting
                .map(|address| {
                    scope.spawn({
                        let secret = &secret;
                        move || post(address, path, secret, body)
                    })
                })
                .collect();
            posting.into_iter().map(|each| each.join().unwrap()).collect()
        });
        for (status, answer, took) in &answers {
            assert_eq!((*status, answer), (200, &answers[0].1), "{path}");
            assert!(*took < Duration::from_secs(3), "{path}: {took:?}");
        }
        assert_eq!(fleet.count(version).await, before + 1, "{path}");
        assert_eq!(fleet.count("SELECT COUNT(*) FROM inbox").await, known + 1, "{path}");
    }
    fleet.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_any_replica_takes_is_delivered_at_once_whoever_delivers() {
    let Some(fleet) = Fleet::of(3).await else { return };
    for nth in 0..6 {
        fleet.hears(nth % 3);
        fleet.bot.joins(&fleet.bot.arrives(&format!("person{nth}"))).await;
        soon("a newcomer is welcomed", || fleet.bot.posts() == nth + 1).await;
    }
    let output = fleet.bot.run(&["round", "run"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    soon("a round by hand is sent", || fleet.bot.introductions() == 3).await;
    fleet.ends().await;
}

/// So many messages keep replicas busy for several seconds when Slack takes its time, and so many people may join in a
/// minute before Slack answers no more questions about them.
const MANY: usize = 20;
const UNSETTLED: &str = "SELECT COUNT(*) FROM outbox WHERE state IN ('pending', 'sending', 'check')";

/// Everybody is welcomed at the same moment, and no sooner: `release` lets them all go.
async fn many_wait(fleet: &Fleet) {
    fleet
        .execute(
            "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS \
             'BEGIN NEW.next_at = 9000000000000; RETURN NEW; END'",
        )
        .await;
    fleet.execute("CREATE TRIGGER wait BEFORE INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION wait()").await;
    for number in 0..MANY {
        fleet.bot.joins(&fleet.bot.arrives(&format!("person{number}"))).await;
    }
}

async fn released(fleet: &Fleet) {
    fleet.execute("UPDATE outbox SET next_at = 0").await;
    fleet.execute("SELECT pg_notify('viceversa', 'from the test')").await;
}

async fn each_is_welcomed_once(fleet: &Fleet) {
    fleet.comes_to(0, UNSETTLED).await;
    assert_eq!(fleet.count("SELECT COUNT(*) FROM outbox WHERE state = 'sent'").await, MANY as i64);
    assert_eq!(fleet.bot.posts(), MANY, "each once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rolling_restart_in_the_middle_of_a_delivery_loses_nothing_and_repeats_nothing() {
    let Some(mut fleet) = Fleet::at_rest(6).await else { return };
    let network = fleet.bot.moves_away_from_slack().await;
    for nth in 0..3 {
        fleet.rises(nth).await;
    }
    fleet.hears(0);
    many_wait(&fleet).await;
    network.set(Weather::Slow(Duration::from_secs(1)));
    released(&fleet).await;
    for nth in 0..3 {
        soon("a delivery is under way", || fleet.bot.posts() > nth).await;
        fleet.is_asked_to_stop(nth);
        fleet.is_started(nth + 3);
    }
    fleet.hears(3);
    for nth in 0..3 {
        fleet.has_stopped(nth);
    }
    assert_eq!(
        fleet.count("SELECT COUNT(*) FROM outbox WHERE state = 'check'").await,
        0,
        "nobody left doubts"
    );
    network.set(Weather::Fair);
    each_is_welcomed_once(&fleet).await;
    fleet.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_dead_replica_had_not_begun_the_others_deliver() {
    let Some(mut fleet) = Fleet::at_rest(3).await else { return };
    let network = fleet.bot.moves_away_from_slack().await;
    fleet.rise().await;
    fleet.hears(1);
    many_wait(&fleet).await;
    network.set(Weather::Slow(Duration::from_millis(500)));
    released(&fleet).await;
    soon("a delivery is under way", || fleet.bot.posts() > 0).await;
    fleet.dies(0);
    fleet.dies(2);
    network.set(Weather::Fair);
    fleet.comes_to(0, "SELECT COUNT(*) FROM outbox WHERE state = 'pending'").await;
    // What the dead had under way is looked at once their claims are void; nobody gets it twice meanwhile.
    let begun = fleet.count(UNSETTLED).await as usize;
    assert!(begun <= 2 * 16, "{begun} rows were under way");
    assert!((MANY - begun..=MANY).contains(&fleet.bot.posts()), "{} and {begun}", fleet.bot.posts());
    fleet.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_release_before_runs_on_while_a_later_one_only_adds() {
    let Some(mut fleet) = Fleet::of(2).await else { return };
    // What a later release does when the first of its replicas starts.
    for step in [
        "ALTER TABLE outbox ADD COLUMN later TEXT",
        "CREATE TABLE later (id BIGINT PRIMARY KEY)",
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
         VALUES (9999, 'later', TRUE, 'x', 1)",
    ] {
        fleet.execute(step).await;
    }
    fleet.bot.joins(&fleet.bot.arrives("ana")).await;
    soon("those that run go on", || fleet.bot.posts() == 1).await;
    fleet.stops(1);
    fleet.rises(1).await;
    assert!(fleet.log(1).contains("a newer release has changed the tables"), "and say so when they start");
    fleet.hears(1);
    fleet.bot.joins(&fleet.bot.arrives("ben")).await;
    soon("one that was started again sends", || fleet.bot.posts() == 2).await;
    fleet.execute("UPDATE compatibility SET oldest = 9999").await;
    let refused = fleet.bot.run(&["serve"]);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && said.contains("newer release"), "{said}");
    fleet.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn three_that_start_on_an_empty_database_at_once_make_its_tables_once() {
    let Some(mut fleet) = Fleet::at_rest(3).await else { return };
    fleet.rise().await;
    assert_eq!(fleet.logged("ERROR"), 0);
    assert_eq!(fleet.count("SELECT COUNT(*) FROM program").await, 3, "the first programmes as well");
    fleet.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replica_waits_for_its_database_and_starts_when_that_is_there() {
    let Some(mut fleet) = Fleet::at_rest(1).await else { return };
    let name = fleet.database.url.rsplit('/').next().unwrap().split('?').next().unwrap().to_owned();
    let elsewhere = fleet.database.url.replace(&format!("/{name}"), "/postgres");
    let lets_in = async |everybody: bool| {
        let mut conn = PgConnection::connect(&elsewhere).await.unwrap();
        let sql = format!("ALTER DATABASE {name} ALLOW_CONNECTIONS {everybody}");
        sqlx::query(AssertSqlSafe(sql)).execute(&mut conn).await.unwrap();
        conn.close().await.unwrap();
    };
    lets_in(false).await;
    fleet.is_started(0);
    soon("it waits, and says so", || fleet.log(0).contains("the database does not answer yet")).await;
    let status = |path: &str| get(fleet.address(0), path).unwrap_or_default();
    assert_eq!((status("healthz"), status("readyz"), status("slack/events")), (200, 503, 503));
    lets_in(true).await;
    fleet.is_ready(0).await;
    assert_eq!(get(fleet.address(0), "readyz"), Some(200));
    fleet.ends().await;
}

fn get(address: SocketAddr, path: &str) -> Option<u16> {
    use std::io::{Read, Write};
    let mut stream = std::net::TcpStream::connect(address).ok()?;
    write!(stream, "GET /{path} HTTP/1.1\r\nHost: bot\r\nConnection: close\r\n\r\n").ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    answer.split(' ').nth(1)?.parse().ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_of_which_no_word_comes_back_has_its_effect_once() {
    let Some(mut fleet) = Fleet::at_rest(1).await else { return };
    let line = Line::to(&fleet.database.url).await;
    fleet.bot.database_url = line.url.clone();
    fleet.rise().await;
    fleet.hears(0);
    let people = ["ana", "ben", "cho", "dee"].map(|name| fleet.bot.arrives(name));
    for person in &people {
        fleet.bot.joins(person).await;
    }
    fleet.comes_to(0, UNSETTLED).await;
    let config = fleet.bot.sandbox.config();
    let (team, secret) = (config.workspace.team_id.clone(), config.app.signing_secret.clone());
    let body = format!(
        "command=%2Fmentor&text=never+%3C%40{}%3E&team_id={team}&user_id={}&trigger_id=9.9.9",
        people[1], people[0]
    );
    let versions = "SELECT SUM(version)::BIGINT FROM person";
    let before = fleet.count(versions).await;
    line.loses_a_commit();
    let (status, apology, _) = post(fleet.address(0), "/slack/commands", &secret, &body);
    assert!(line.has_lost_it() && status == 200 && apology.contains("try again"), "{apology}");
    assert_eq!(fleet.count(versions).await, before + 1, "it took place all the same");
    let (status, answer, _) = post(fleet.address(0), "/slack/commands", &secret, &body);
    assert!(status == 200 && !answer.contains("try again"), "the same delivery gets its answer: {answer}");
    assert_eq!(fleet.count(versions).await, before + 1, "and nothing happens twice");
    line.loses_a_commit();
    let unsure = fleet.bot.run(&["round", "run"]);
    assert!(line.has_lost_it() && !unsure.status.success());
    soon("the round stands and is sent", || fleet.bot.introductions() == 2).await;
    let again = fleet.bot.run(&["round", "run"]);
    assert!(String::from_utf8_lossy(&again.stderr).contains("one round a day"));
    assert_eq!(fleet.bot.introductions(), 2);
    fleet.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_clients_that_hang_up_leave_no_transaction_open() {
    let Some(mut fleet) = Fleet::at_rest(1).await else { return };
    fleet.settings.push(("DATABASE_CONNECTIONS", "1"));
    fleet.rise().await;
    fleet.hears(0);
    let ana = fleet.bot.arrives("ana");
    fleet.bot.joins(&ana).await;
    let config = fleet.bot.sandbox.config();
    let (team, secret) = (config.workspace.team_id.clone(), config.app.signing_secret.clone());
    let time = SystemClock.now().as_second().to_string();
    let mut clients = VecDeque::new();
    for number in 0..1_000 {
        let body = format!("command=%2Fmentor&text=skip&team_id={team}&user_id={ana}&trigger_id={number}");
        let signature = signature(&secret, &time, &body);
        let request = format!(
            "POST /slack/commands HTTP/1.1\r\nHost: bot\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {}\r\nX-Slack-Request-Timestamp: {time}\r\nX-Slack-Signature: {signature}\r\n\r\n{body}",
            body.len()
        );
        let mut client = std::net::TcpStream::connect(fleet.address(0)).unwrap();
        std::io::Write::write_all(&mut client, request.as_bytes()).unwrap();
        // Some go at once, others while the work is under way, and a few wait for their answer.
        if number % 50 == 0 {
            let mut answer = [0; 12];
            std::io::Read::read_exact(&mut client, &mut answer).unwrap();
            assert_eq!(&answer, b"HTTP/1.1 200");
        }
        clients.push_back(client);
        clients.drain(..clients.len().saturating_sub(number % 8));
        std::thread::sleep(Duration::from_millis(8));
    }
    let taken = fleet.count("SELECT COUNT(*) FROM inbox").await;
    assert!((20..990).contains(&taken), "{taken} were taken up, which shows nothing");
    drop(clients);
    let open = "SELECT COUNT(*) FROM pg_stat_activity \
                WHERE datname = current_database() AND state LIKE 'idle in transaction%'";
    fleet.comes_to(0, open).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(fleet.count(open).await, 0);
    let paused = "SELECT COUNT(*) FROM person WHERE doc::jsonb->'pause' <> 'null'";
    assert_eq!(fleet.count(paused).await, 0);
    fleet.bot.says(&ana, "/mentor pause 2w").await;
    assert_eq!(fleet.count(paused).await, 1, "what is answered next is seen by everybody");
    fleet.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replica_that_is_killed_in_a_migration_leaves_it_to_the_next_start() {
    let Some(mut fleet) = Fleet::at_rest(1).await else { return };
    // Whoever makes a table of this name has to wait until we have decided about ours.
    let mut other = PgConnection::connect(&fleet.database.url).await.unwrap();
    let mut undecided = other.begin().await.unwrap();
    sqlx::query("CREATE TABLE outbox (id BIGINT)").execute(&mut *undecided).await.unwrap();
    fleet.is_started(0);
    let waits = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() \
                 AND application_name = 'viceversa' AND wait_event_type = 'Lock'";
    fleet.comes_to(1, waits).await;
    fleet.dies(0);
    undecided.rollback().await.unwrap();
    fleet.rises(0).await;
    let applied = "SELECT COUNT(*) FROM _sqlx_migrations WHERE success";
    let known = std::fs::read_dir("migrations/postgres").unwrap().count();
    assert_eq!(fleet.count(applied).await, known as i64, "each once");
    fleet.hears(0);
    fleet.bot.joins(&fleet.bot.arrives("ana")).await;
    soon("it works", || fleet.bot.posts() == 1).await;
    fleet.ends().await;
}
