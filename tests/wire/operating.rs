//! What an operator sees and does from outside: figures, logs, and messages that have failed.

use crate::bot::{Bot, Transport, eventually, free_address, get};
use std::net::SocketAddr;
use std::process::Output;
use viceversa::sandbox::{Fault, Input};

/// A bot whose figures are served at an address of their own, and which four people have joined.
async fn measured() -> (Bot, SocketAddr) {
    let figures = free_address();
    let mut bot = Bot::at_rest(Transport::Http).await;
    bot.settings = vec![("METRICS_LISTEN", figures.to_string())];
    bot.rise().await;
    for name in ["ana", "ben", "cho", "dee"] {
        bot.joins(&bot.arrives(name)).await;
    }
    (bot, figures)
}

/// The sum of the samples of a name whose labels have all of these, in a scrape.
fn sum(scrape: &str, name: &str, labels: &[&str]) -> f64 {
    let samples = scrape.lines().filter(|line| {
        line.strip_prefix(name).is_some_and(|rest| rest.starts_with(['{', ' ']))
            && labels.iter().all(|label| line.contains(label))
    });
    samples.filter_map(|line| line.rsplit(' ').next()?.parse::<f64>().ok()).sum()
}

fn calls(bot: &Bot, method: &str, fine: bool) -> f64 {
    let entries = bot.sandbox.ledger_since(0, usize::MAX);
    let counted = |entry: &&viceversa::sandbox::LedgerEntry| {
        entry.method.as_deref() == Some(method) && (entry.ok == Some(true)) == fine
    };
    entries.iter().filter(counted).count() as f64
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_agree_with_what_slack_has_seen() {
    let (bot, figures) = measured().await;
    bot.sandbox.inject_fault("chat.postMessage", Fault::RateLimited { after: 1 }, 1);
    let output = bot.run(&["round", "run"]);
    assert!(output.status.success(), "{}", said(&output));
    eventually("both pairs are introduced", || bot.introductions() == 2).await;
    let sent = || sum(&get(figures, "/metrics"), "viceversa_messages_sent_total", &[]);
    eventually("every message is counted", || sent() == bot.posts() as f64).await;
    // The database is asked anew after five seconds.
    eventually("nothing waits", || {
        let scrape = get(figures, "/metrics");
        scrape.contains("viceversa_outbox_rows{") && sum(&scrape, "viceversa_outbox_rows", &[]) == 0.0
    })
    .await;
    let scrape = get(figures, "/metrics");
    assert!(scrape.starts_with("HTTP/1.1 200") && scrape.contains("text/plain; version=0.0.4"), "{scrape}");
    let (done, limited) = ("outcome=\"done\"", "outcome=\"limited\"");
    let post = "method=\"chat.postMessage\"";
    assert_eq!(sum(&scrape, "viceversa_messages_sent_total", &["kind=\"introduction\""]), 2.0, "{scrape}");
    assert_eq!(
        sum(&scrape, "viceversa_slack_calls_total", &[post, done]),
        calls(&bot, "chat.postMessage", true)
    );
    assert_eq!(sum(&scrape, "viceversa_slack_calls_total", &[post, limited]), 1.0, "{scrape}");
    assert_eq!(sum(&scrape, "viceversa_round_seconds_count", &[]), 1.0);
    // Four typed a command, and four saved a form.
    assert_eq!(sum(&scrape, "viceversa_ack_seconds_count", &["kind=\"command\""]), 4.0, "{scrape}");
    assert!(sum(&scrape, "viceversa_ack_seconds_count", &["kind=\"interaction\""]) >= 4.0, "{scrape}");
    assert!(scrape.contains("viceversa_ack_seconds_bucket{") && scrape.contains("le=\"3\""), "{scrape}");
    assert!(sum(&scrape, "viceversa_commits_total", &[done]) >= 9.0, "{scrape}");
    assert_eq!(sum(&scrape, "viceversa_database_up", &[]), 1.0);
    for person in bot.sandbox.people() {
        assert!(!scrape.contains(&person.id), "a person is in the figures: {}", person.id);
    }
    assert!(bot.get("/metrics").starts_with("HTTP/1.1 404"), "not at the address that is open to the world");
}

/// Slack refuses the introduction of a pair, and what follows for the operator.
#[tokio::test(flavor = "multi_thread")]
async fn what_failed_is_listed_explained_tried_again_and_dropped() {
    let mut bot = Bot::at_rest(Transport::Http).await;
    bot.rise().await;
    let (ana, ben) = (bot.arrives("ana"), bot.arrives("ben"));
    bot.sandbox.inject_fault("chat.postMessage", Fault::StatusBefore(404), 2);
    bot.joins(&ana).await;
    bot.joins(&ben).await;
    let failed = || said(&bot.run(&["outbox", "list", "--state", "failed", "--json"]));
    eventually("both welcomes have failed", || failed().lines().count() == 2).await;
    let rows: Vec<serde_json::Value> =
        failed().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&rows[0]["kind"], &rows[0]["reason"]), (&"welcome".into(), &"http_404".into()), "{rows:?}");
    let key = |nth: usize| rows[nth]["key"].as_str().unwrap().to_owned();
    let doctor = said(&bot.run(&["doctor"]));
    assert!(doctor.contains("2 messages were given up (http_404)") && doctor.contains(&key(0)), "{doctor}");
    let listed = said(&bot.run(&["outbox", "list"]));
    assert!(listed.contains("STATE") && listed.contains(&key(1)), "{listed}");
    let posts = bot.posts();
    let retried = bot.run(&["outbox", "retry", &key(0)]);
    assert!(retried.status.success() && said(&retried).contains("is tried again"), "{}", said(&retried));
    eventually("it is sent after all", || bot.posts() == posts + 1).await;
    let dropped = bot.run(&["outbox", "drop", &key(1)]);
    assert!(dropped.status.success(), "{}", said(&dropped));
    let all = said(&bot.run(&["outbox", "retry", "--all-failed"]));
    assert!(all.contains("Nothing can be tried again."), "{all}");
    let again = bot.run(&["outbox", "drop", &key(1)]);
    assert!(!again.status.success() && said(&again).contains("skipped already"), "{}", said(&again));
    assert!(said(&bot.run(&["outbox", "list"])).contains("nothing has failed"));
    let neither = bot.run(&["outbox", "retry"]);
    assert_eq!(neither.status.code(), Some(2), "{}", said(&neither));
}

#[tokio::test(flavor = "multi_thread")]
async fn at_the_finest_level_each_line_of_the_log_is_json_and_none_has_a_token_or_anybody_s_words() {
    let mut bot = Bot::at_rest(Transport::Http).await;
    bot.settings = vec![("LOG_FORMAT", "json".into()), ("LOG", "trace".into())];
    bot.rise().await;
    let (ana, ben) = (bot.arrives("ana"), bot.arrives("ben"));
    bot.sandbox.inject_fault("chat.postMessage", Fault::StatusBefore(404), 1);
    bot.sandbox.inject_fault("chat.postMessage", Fault::RateLimited { after: 1 }, 1);
    bot.sandbox.inject_fault("chat.postMessage", Fault::Cut, 1);
    bot.joins(&ana).await;
    bot.joins(&ben).await;
    bot.says(&ana, "/mentor ask how do I tell marigold no").await;
    bot.sandbox
        .submit(
            &ana,
            &bot.sandbox.modal(&ana).unwrap().id,
            &[("ask_text".to_owned(), Input::Text("hellebore".into()))].into(),
        )
        .await
        .ok();
    bot.says(&ben, "/mentor saxifrage").await;
    assert!(bot.run(&["round", "run"]).status.success());
    eventually("a call was cut", || bot.log().contains("unclear whether it was applied")).await;
    let log = bot.log();
    let app = &bot.sandbox.config().app;
    for secret in [&app.bot_token, &app.signing_secret, &app.app_token] {
        assert!(!log.contains(secret.as_str()), "a token is in the log");
    }
    for words in ["marigold", "hellebore", "saxifrage"] {
        assert_eq!(log.lines().find(|line| line.contains(words)), None);
    }
    let lines: Vec<serde_json::Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect();
    let workspace = bot.sandbox.config().workspace.team_id.clone();
    let of = |message: &str| {
        let found = lines.iter().find(|line| line["fields"]["message"] == message);
        found.unwrap_or_else(|| panic!("nobody logs: {message}"))["fields"].clone()
    };
    let refused = of("Slack refuses a message");
    assert_eq!((&refused["workspace"], &refused["reason"]), (&workspace.as_str().into(), &"http_404".into()));
    assert!(refused["key"].is_string() && refused["kind"].is_string(), "{refused}");
    let opened = of("a round was opened");
    assert_eq!((&opened["workspace"], &opened["program"]), (&workspace.as_str().into(), &"peer".into()));
    assert!(opened["messages"].is_number() && opened["at_slacks_pace"].is_string(), "{opened}");
}
