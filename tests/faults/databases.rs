//! Scenarios 9, 10 and 16 to 18: the database vanishes, does not answer, is full or held by somebody else.

use crate::kills::QUARANTINE;
use crate::network::{Network, Weather};
use crate::rig::{Events, Kind, On, Plan, Rig, SmallDisk, Store, on_calls, power};
use serde_json::json;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};
use std::time::Duration;

/// Slack's events would confirm a message before its own call is answered; without them, what is under way when the
/// database goes stays in doubt.
fn without_events(people: usize) -> Plan {
    Plan { people, events: Events::None, ..Plan::default() }
}

/// With a Slack that takes its time, so that something is always under way.
async fn at_work(rig: &Rig) -> usize {
    rig.everybody_joins().await;
    let expected = rig.everybody_is_written_to(Kind::Direct).await;
    rig.faults(vec![on_calls("chat.postMessage", json!({"slow": {"millis": 100}}), 1.0)]).await;
    expected
}

async fn is_half_done(rig: &Rig) {
    rig.eventually("it sends", async || rig.store.count("sent").await > 20).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_gone_for_a_while_in_mid_round_costs_nobody_a_message() {
    let Some(store) = Store::on_a_server_of_its_own().await else { return };
    let mut rig = Rig::on(without_events(120), store).await;
    let expected = at_work(&rig).await;
    rig.rise().await;
    is_half_done(&rig).await;
    rig.store.cluster().is_cut_off();
    rig.note("database cut off");
    let ready = |rig: &Rig| rig.bots[0].get("/readyz");
    rig.eventually("it is not ready", async || ready(&rig).starts_with("HTTP/1.1 503")).await;
    assert!(rig.bots[0].get("/healthz").starts_with("HTTP/1.1 200"), "a supervisor shall not kill it");
    rig.passes(Duration::from_secs(30)).await;
    rig.store.cluster().comes_back();
    rig.eventually("it is ready again", async || ready(&rig).starts_with("HTTP/1.1 200")).await;
    rig.bots[0].is_alive();
    rig.comes_to_rest(QUARANTINE).await;
    rig.everything_holds(expected, &["database cut off", "slow"]).await;
}

/// Between several people Slack's event is the only confirmation. It comes while nobody could write it down, of messages
/// whose calls have long been given up.
#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_finds_no_database_is_asked_for_again() {
    let Some(store) = Store::on_a_server_of_its_own().await else { return };
    let network = Network::to(&[store.cluster().address]).await;
    let mut rig = Rig::on(Plan::default(), store.through(network.address)).await;
    rig.everybody_joins().await;
    let expected = rig.everybody_is_written_to(Kind::Group).await;
    rig.faults(vec![on_calls("chat.postMessage", json!({"applied_late": {"after": 60}}), 1.0)]).await;
    rig.rise().await;
    let unsettled = "SELECT COUNT(*) FROM outbox WHERE state = 'check'";
    rig.eventually("every call is given up", async || rig.store.number(unsettled).await == expected as i64)
        .await;
    network.set(Weather::Reset);
    rig.note("database cut off");
    rig.eventually("events come in vain", async || {
        rig.bots[0].words().matches("could not be written down").count() >= expected
    })
    .await;
    network.set(Weather::Fair);
    rig.comes_to_rest(QUARANTINE).await;
    rig.everything_holds(expected, &["database cut off", "applied_late"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_goes_on_where_another_died_between_two_migrations() {
    for on in [On::Sqlite, On::Postgres] {
        let Some(store) = Store::untouched(on) else { continue };
        let mut rig = Rig::on(Plan::default(), store).await;
        rig.bots[0].start_failing("after-migration:abort@3");
        rig.bots[0].dies_of("after-migration").await;
        rig.rise().await;
        assert_eq!(rig.store.number("SELECT COUNT(*) FROM _sqlx_migrations WHERE success").await, 7);
        assert!(rig.store.is_whole().await);
    }
}

/// What is under way and what takes up more of it want the same connection; none of them may wait for another for ever.
#[tokio::test(flavor = "multi_thread")]
async fn one_connection_is_enough_to_deliver() {
    let plan = Plan { people: 200, on: On::Postgres, ..Plan::default() };
    let Some((mut rig, expected)) = Rig::with_work(plan).await else { return };
    rig.bots[0].settings.insert("DATABASE_CONNECTIONS".into(), "1".into());
    rig.rise().await;
    rig.comes_to_rest(Duration::ZERO).await;
    rig.everything_holds(expected, &[]).await;
    let words = rig.bots[0].words();
    assert!(!words.contains("pool timed out"), "{words}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_whose_answer_is_lost_is_neither_lost_nor_made_twice() {
    let Some(store) = Store::on_a_server_of_its_own().await else { return };
    let network = Network::to(&[store.cluster().address]).await;
    let mut rig = Rig::on(without_events(60), store.through(network.address)).await;
    let expected = at_work(&rig).await;
    rig.rise().await;
    for _ in 0..6 {
        network.strike(Weather::LostAnswerTo("COMMIT"), 2);
        rig.passes(Duration::from_secs(6)).await;
    }
    network.set(Weather::Fair);
    let lost = network.struck().get("lost_answer").copied().unwrap_or_default();
    assert!(lost > 0, "no answer was lost");
    rig.comes_to_rest(QUARANTINE).await;
    rig.everything_holds(expected, &["slow"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_round_whose_commit_was_not_heard_of_is_opened_once() {
    let Some(store) = Store::on_a_server_of_its_own().await else { return };
    let network = Network::to(&[store.cluster().address]).await;
    let mut rig = Rig::on(Plan { people: 40, ..Plan::default() }, store).await;
    rig.everybody_joins().await;
    rig.rise().await;
    // Only the operator's command goes that way, so that it is its commit whose answer is lost.
    let through = rig.store.cluster().url(network.address);
    rig.bots[0].settings.insert("DATABASE_URL".into(), through);
    network.strike(Weather::LostAnswerTo("COMMIT"), 1);
    let first = rig.bots[0].run(&["round", "run"]);
    assert_eq!(network.struck().get("lost_answer"), Some(&1));
    assert!(!first.status.success(), "it cannot know that the round is there");
    let second = rig.bots[0].run(&["round", "run"]);
    let said = String::from_utf8_lossy(&second.stderr).into_owned();
    assert!(said.contains("one round a day"), "{said}");
    assert_eq!(rig.i5_one_round_for_a_date().await, 1);
    rig.comes_to_rest(QUARANTINE).await;
    rig.everything_holds(20, &[]).await;
    rig.i4_everybody_is_in_one_group().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_somebody_else_holds_is_waited_for() {
    let mut rig = Rig::new(without_events(120)).await.expect("SQLite is always there");
    let expected = at_work(&rig).await;
    rig.rise().await;
    is_half_done(&rig).await;
    let file = rig.store.file().unwrap();
    // The first is over before the bot's patience is, the second is not.
    for held in [Duration::from_secs(2), Duration::from_secs(7)] {
        let mut backup = SqliteConnectOptions::new().filename(&file).connect().await.unwrap();
        sqlx::query("BEGIN EXCLUSIVE").execute(&mut backup).await.unwrap();
        rig.note("file held");
        tokio::time::sleep(held).await;
        sqlx::query("ROLLBACK").execute(&mut backup).await.unwrap();
        backup.close().await.unwrap();
        rig.bots[0].is_alive();
    }
    rig.comes_to_rest(QUARANTINE).await;
    rig.everything_holds(expected, &["file held", "slow"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_full_disk_nothing_is_sent_that_is_not_written_down() {
    let Some(disk) = SmallDisk::mounted() else { return };
    let store = Store::sqlite_in(disk.folder().to_owned()).await;
    let mut rig = Rig::on(without_events(150), store).await;
    let expected = at_work(&rig).await;
    rig.rise().await;
    is_half_done(&rig).await;
    disk.is_full();
    nothing_goes_out_unwritten(&mut rig).await;
    disk.has_room_again();
    rig.comes_to_rest(QUARANTINE).await;
    rig.everything_holds(expected, &["disk full", "slow"]).await;
}

/// The same error comes at the same place, and the limit can be lifted while the bot runs.
#[tokio::test(flavor = "multi_thread")]
async fn nor_where_a_file_may_grow_no_further() {
    let mut rig = Rig::new(without_events(150)).await.expect("SQLite is always there");
    let expected = at_work(&rig).await;
    let blocks = std::fs::metadata(rig.store.file().unwrap()).unwrap().len() / 512;
    let shell = format!("trap '' XFSZ; ulimit -S -f {blocks}; exec \"$0\" \"$@\"");
    rig.bots[0].under = ["sh", "-c", &shell].map(str::to_owned).to_vec();
    rig.rise().await;
    nothing_goes_out_unwritten(&mut rig).await;
    rig.bots[0].may_write_again();
    rig.comes_to_rest(QUARANTINE).await;
    rig.everything_holds(expected, &["disk full", "slow"]).await;
}

async fn nothing_goes_out_unwritten(rig: &mut Rig) {
    rig.eventually("the disk is full", async || rig.bots[0].words().contains("the loop was interrupted"))
        .await;
    rig.note("disk full");
    rig.passes(Duration::from_secs(60)).await;
    rig.bots[0].is_alive();
    assert!(rig.store.unfinished().await > Some(0), "it came too late to show anything");
    let intents = rig.store.number("SELECT COUNT(*) FROM outbox WHERE attempts > 0").await;
    let sent = rig.slack.posts().len() as i64;
    assert!(sent <= intents, "{sent} were sent, and {intents} written down");
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_slack_has_seen_survives_a_power_cut() {
    let mut rig = Rig::new(without_events(150)).await.expect("SQLite is always there");
    let expected = at_work(&rig).await;
    if !power::is_watched(&mut rig) {
        return;
    }
    rig.rise().await;
    for _ in 0..8 {
        let moment = rig.moment(100..=400);
        tokio::time::sleep(moment).await;
        // First what Slack has seen: the intent has to be on the disk already.
        let seen = rig.slack.posts();
        let left = power::is_cut(&rig).await;
        rig.note("power cut");
        for post in &seen {
            let sql = format!("SELECT COUNT(*) FROM outbox WHERE id = '{}' AND attempts > 0", post.id);
            assert_eq!(left.number(&sql).await, 1, "{} was sent and not written down", post.id);
        }
        assert!(left.is_whole().await);
    }
    rig.comes_to_rest(QUARANTINE).await;
    rig.everything_holds(expected, &["power cut", "slow"]).await;
}
