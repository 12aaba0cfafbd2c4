use jiff::SignedDuration;

use super::*;

#[tokio::test]
async fn a_reaction_on_the_bots_message_becomes_a_signed_event() {
    let stage = Stage::new().await;
    let dm = stage.dm(&stage.ana).await;
    let ts = stage.post(&dm, json!([])).await;
    stage.sandbox.react(&stage.ana, &dm, ts, ":calendar:").unwrap();
    assert_eq!(stage.sandbox.react(&stage.ana, &dm, ts, "calendar").unwrap_err().name(), "already_reacted");
    assert_eq!(stage.sandbox.settle().await, 1);
    let body = stage.bot.last();
    assert_eq!(body["type"], "event_callback");
    assert_eq!(body["event"]["type"], "reaction_added");
    assert_eq!(body["event"]["item"], json!({"type": "message", "channel": dm, "ts": ts}));
    assert_eq!(body["authorizations"][0]["is_bot"], true);
    assert!(body["event_id"].as_str().unwrap().starts_with("Ev"));
    stage.sandbox.unreact(&stage.ana, &dm, ts, "calendar").unwrap();
    stage.sandbox.settle().await;
    assert_eq!(stage.bot.last()["event"]["type"], "reaction_removed");
    assert!(stage.sandbox.message(&dm, ts).unwrap().reactions.is_empty());
}

#[tokio::test]
async fn an_event_that_fails_comes_again_at_once_after_a_minute_and_after_five() {
    let stage = Stage::new().await;
    for _ in 0..4 {
        stage.bot.will_answer(500, Value::Null);
    }
    stage.sandbox.open_home(&stage.ana).unwrap();
    assert_eq!(stage.sandbox.settle().await, 2, "first try and immediate retry");
    let clock = stage.sandbox.clock();
    assert_eq!(stage.sandbox.next_delivery().unwrap(), clock.now() + SignedDuration::from_mins(1));
    clock.advance(SignedDuration::from_mins(1));
    assert_eq!(stage.sandbox.settle().await, 1);
    clock.advance(SignedDuration::from_mins(5));
    assert_eq!(stage.sandbox.settle().await, 1);
    assert_eq!(stage.sandbox.next_delivery(), None, "given up");
    let heard = stage.bot.heard();
    let retries: Vec<_> =
        heard.iter().map(|heard| heard.header("x-slack-retry-num").unwrap_or("-")).collect();
    assert_eq!(retries, ["-", "1", "2", "3"]);
    assert_eq!(heard[1].header("x-slack-retry-reason"), Some("http_error"));
    let ids: std::collections::BTreeSet<_> =
        heard.iter().map(|heard| heard.body()["event_id"].to_string()).collect();
    assert_eq!(ids.len(), 1);
}

#[tokio::test]
async fn an_app_can_wave_retries_away() {
    let stage = Stage::new().await;
    stage.bot.answers.lock().unwrap().push_back((500, vec![("x-slack-no-retry", "1")], Value::Null));
    stage.sandbox.open_home(&stage.ana).unwrap();
    assert_eq!(stage.sandbox.settle().await, 1);
    assert_eq!(stage.sandbox.next_delivery(), None);
}

#[tokio::test]
async fn the_app_hears_messages_only_with_the_scope() {
    for (scope, expected) in [("files:read", 0), ("im:history", 1)] {
        let stage = Stage::with(|config| {
            config.app.scopes.insert(scope.to_owned());
        })
        .await;
        let dm = stage.dm(&stage.ana).await;
        stage.sandbox.reply(&stage.ana, &dm, None, "I'll ask @ben.okoro on Thursday").unwrap();
        assert_eq!(stage.sandbox.settle().await, expected);
        if expected == 1 {
            let event = stage.bot.last()["event"].clone();
            assert_eq!(event["text"], format!("I'll ask <@{}> on Thursday", stage.ben));
            assert_eq!(event["channel_type"], "im");
        }
    }
}

#[tokio::test]
async fn metadata_joining_changing_and_leaving_are_told() {
    let stage = Stage::new().await;
    let dm = stage.dm(&stage.ana).await;
    let metadata = json!({"event_type": "outbox", "event_payload": {"id": "42"}});
    let posted =
        stage.ok("chat.postMessage", json!({"channel": dm, "text": "x", "metadata": metadata})).await;
    stage.sandbox.settle().await;
    let event = stage.bot.last()["event"].clone();
    assert_eq!(event["type"], "message_metadata_posted");
    assert_eq!(event["message_ts"], posted["ts"]);
    assert_eq!(event["metadata"], metadata);
    let new = stage.sandbox.join_team(NewPerson { real_name: "Cy".into(), ..Default::default() });
    let change = PersonChange { tz: Some("Asia/Tokyo".into()), ..Default::default() };
    stage.sandbox.change_person(&new.id, change).unwrap();
    stage.sandbox.duplicate_events(1);
    stage.sandbox.uninstall();
    assert_eq!(stage.sandbox.settle().await, 5, "one of the two last came twice");
    let kinds: Vec<_> = stage.bot.heard().iter().map(|heard| heard.body()["event"]["type"].clone()).collect();
    assert_eq!(kinds[1], "team_join");
    assert_eq!(kinds[2], "user_change");
    assert_eq!(kinds[3], "tokens_revoked");
    assert_eq!(kinds[4], "tokens_revoked");
    assert_eq!(kinds[5], "app_uninstalled");
}

#[tokio::test]
async fn a_url_is_verified_by_its_challenge() {
    let stage = Stage::new().await;
    let wrong = Challenge::Wrong { status: 200, body: String::new() };
    assert_eq!(stage.sandbox.challenge().await, wrong);
    stage.bot.will_answer(200, json!({"challenge": "challenge-0000000000000001"}));
    assert_eq!(stage.sandbox.challenge().await, Challenge::Returned);
    stage.sandbox.connect(BotEndpoints::default());
    assert_eq!(stage.sandbox.challenge().await, Challenge::Unreachable);
}

#[tokio::test]
async fn the_pump_delivers_when_the_clock_is_moved() {
    let stage = Stage::new().await;
    for _ in 0..2 {
        stage.bot.will_answer(500, Value::Null);
    }
    let pump = stage.sandbox.spawn_pump();
    stage.sandbox.open_home(&stage.ana).unwrap();
    let deliveries = async |wanted: usize| {
        for _ in 0..200 {
            if stage.bot.heard().len() >= wanted {
                return true;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        false
    };
    assert!(deliveries(2).await);
    stage.sandbox.clock().advance(SignedDuration::from_mins(1));
    assert!(deliveries(3).await);
    pump.abort();
}

#[tokio::test]
async fn an_idle_pump_changes_nothing() {
    let stage = Stage::new().await;
    let pump = stage.sandbox.spawn_pump();
    tokio::time::sleep(std::time::Duration::from_millis(30)).await;
    let before = *stage.sandbox.changes().borrow();
    tokio::time::sleep(std::time::Duration::from_millis(60)).await;
    assert_eq!(*stage.sandbox.changes().borrow(), before);
    pump.abort();
}

#[tokio::test]
async fn a_bot_that_does_not_answer_in_three_seconds_times_out_and_hears_again() {
    let stage = Stage::new().await;
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    stage.sandbox.connect(BotEndpoints::all(&format!("http://{}/", silent.local_addr().unwrap())));
    stage.sandbox.open_home(&stage.ana).unwrap();
    let command = stage.sandbox.type_command(&stage.ben, "/try", None);
    let event = async {
        // Two tries follow at once on each other; only the first is waited for.
        let _ = tokio::time::timeout(std::time::Duration::from_millis(3_500), stage.sandbox.settle()).await;
    };
    let (outcome, ()) = tokio::join!(command, event);
    assert_eq!(outcome.unwrap_err(), ActError::Timeout);
    let ledger = stage.sandbox.ledger_since(0, 10);
    assert_eq!(ledger[1].error.as_deref(), Some("operation_timeout"), "{ledger:?}");
    assert_eq!(ledger[2].error.as_deref(), Some("http_timeout"), "{ledger:?}");
}

#[tokio::test]
async fn a_certificate_check_is_posted_to_the_commands_address() {
    let stage = Stage::new().await;
    assert_eq!(stage.sandbox.check_ssl().await, Some(200));
    assert_eq!(stage.bot.last()["ssl_check"], "1");
}

/// A bot that sends everybody on, so many times, before it answers.
async fn winding(times: usize) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let root = format!("http://{}", listener.local_addr().unwrap());
    let answer = async move |uri: Uri| {
        let step: usize = uri.path().trim_start_matches('/').parse().unwrap();
        let mut headers = HeaderMap::new();
        let status = if step < times {
            headers.insert("location", format!("/{}", step + 1).parse().unwrap());
            StatusCode::TEMPORARY_REDIRECT
        } else {
            StatusCode::OK
        };
        (status, headers)
    };
    tokio::spawn(async move { axum::serve(listener, Router::new().fallback(answer)).await });
    format!("{root}/0")
}

#[tokio::test]
async fn two_redirects_are_followed_and_no_third() {
    for (times, error) in [(2, None), (3, Some("too_many_redirects"))] {
        let stage = Stage::new().await;
        stage.sandbox.connect(BotEndpoints::all(&winding(times).await));
        stage.sandbox.open_home(&stage.ana).unwrap();
        stage.sandbox.settle().await;
        let lines = stage.sandbox.ledger_since(1, 10);
        assert_eq!(lines[0].error.as_deref(), error, "{times}");
        assert_eq!(lines.len(), if error.is_some() { 2 } else { 1 }, "{lines:?}");
    }
}

/// Answers whether the bot heard of an event and a command at this address, and the words of the refusal.
async fn tried(reach: Reach, url: &str) -> (Vec<LedgerEntry>, Result<CommandOutcome, ActError>) {
    let stage = Stage::with(|config| config.reach = reach).await;
    stage.sandbox.connect(BotEndpoints::all(url));
    stage.sandbox.open_home(&stage.ana).unwrap();
    stage.sandbox.settle().await;
    let outcome = stage.sandbox.type_command(&stage.ana, "/try it", None).await;
    let lines = stage.sandbox.ledger_since(0, 10);
    (lines.into_iter().filter(|line| line.actor == "slack").collect(), outcome)
}

#[tokio::test]
async fn nothing_is_sent_to_another_machine_unless_told() {
    // An address that is reserved for documentation: even if something were sent, nobody would be there.
    let (lines, outcome) = tried(Reach::Loopback, "http://192.0.2.1:9/").await;
    assert_eq!(lines.len(), 1, "an address that is out of reach is not tried again: {lines:?}");
    assert_eq!(lines[0].error.as_deref(), Some("blocked_address"));
    assert!(lines[0].text.as_deref().unwrap().contains("anywhere"), "it says how to allow it");
    let refusal = outcome.unwrap_err();
    assert_eq!(refusal.name(), "blocked_address");
    assert!(refusal.to_string().contains("anywhere"));
}

#[tokio::test]
async fn a_redirect_to_another_machine_is_not_followed() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let away = async || (StatusCode::FOUND, [("location", "http://192.0.2.1:9/")]);
    tokio::spawn(async move { axum::serve(listener, Router::new().fallback(away)).await });
    let (lines, outcome) = tried(Reach::Loopback, &url).await;
    assert_eq!(lines[0].error.as_deref(), Some("blocked_address"));
    assert_eq!(outcome.unwrap_err().name(), "blocked_address");
}

#[tokio::test]
async fn this_machine_is_reached_by_name_and_whatever_the_reach() {
    for reach in [Reach::Loopback, Reach::Anywhere] {
        let (lines, outcome) = tried(reach, &winding(0).await.replace("127.0.0.1", "localhost")).await;
        assert_eq!((lines[0].ok, outcome.is_ok()), (Some(true), true), "{lines:?}");
    }
}

#[tokio::test]
async fn retries_go_on_after_the_bot_is_gone_and_end_when_it_is_back() {
    let stage = Stage::new().await;
    let there = stage.sandbox.endpoints();
    // A port that was free a moment ago: nobody listens there.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let gone = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    stage.sandbox.connect(BotEndpoints::all(&gone));
    stage.sandbox.open_home(&stage.ana).unwrap();
    assert_eq!(stage.sandbox.settle().await, 2);
    stage.sandbox.clock().advance(SignedDuration::from_mins(1));
    assert_eq!(stage.sandbox.settle().await, 1);
    stage.sandbox.connect(there);
    stage.sandbox.clock().advance(SignedDuration::from_mins(5));
    assert_eq!(stage.sandbox.settle().await, 1);
    let heard = stage.bot.heard();
    assert_eq!(heard.len(), 1);
    assert_eq!(heard[0].header("x-slack-retry-num"), Some("3"));
    assert_eq!(heard[0].header("x-slack-retry-reason"), Some("connection_failed"));
    assert_eq!(stage.sandbox.next_delivery(), None);
}
