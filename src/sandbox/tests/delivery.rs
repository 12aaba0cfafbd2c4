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
    let command = stage.sandbox.type_command(&stage.ben, "/mentor", None);
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
