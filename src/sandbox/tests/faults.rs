//! Every fault as the bot meets it, counted and written down.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::SignedDuration;

use super::*;

/// What a caller gets to see of one call.
#[derive(Debug, PartialEq)]
enum Seen {
    /// Status, and the body if it is JSON.
    Answer(u16, Option<Value>),
    /// The head of an answer, and then a broken connection.
    Broken(u16),
    /// The connection ended without a word.
    Nothing,
    /// The answer does not come.
    Silence,
}

impl Stage {
    async fn try_post(&self, channel: &str) -> Seen {
        let request = Request::post(format!("{}/chat.postMessage", self.sandbox.api_url()))
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", "application/json");
        let request =
            request.body(Full::from(json!({"channel": channel, "text": "hi"}).to_string())).unwrap();
        let answer = tokio::time::timeout(Duration::from_millis(500), self.client.request(request)).await;
        let Ok(answer) = answer else { return Seen::Silence };
        let Ok(answer) = answer else { return Seen::Nothing };
        let status = answer.status().as_u16();
        match answer.into_body().collect().await {
            Ok(body) => Seen::Answer(status, serde_json::from_slice(&body.to_bytes()).ok()),
            Err(_) => Seen::Broken(status),
        }
    }

    fn posted(&self, channel: &str) -> usize {
        self.sandbox.messages(&self.ana, channel, None, 100).len()
    }

    fn newest(&self) -> LedgerEntry {
        self.sandbox.ledger_since(0, usize::MAX).pop().unwrap()
    }
}

#[tokio::test]
async fn each_fault_of_a_call_shows_as_it_should_and_applies_or_not() {
    let stage = Stage::with(|config| config.limits = RateLimits::Off).await;
    let dm = stage.dm(&stage.ana).await;
    let limited = json!({"ok": false, "error": "ratelimited"});
    let cases = [
        (Fault::StatusBefore(503), Seen::Answer(503, None), 0),
        (Fault::StatusAfter(500), Seen::Answer(500, None), 1),
        (Fault::StatusBefore(429), Seen::Answer(429, None), 0),
        (Fault::RateLimited { after: 3 }, Seen::Answer(429, Some(limited)), 0),
        (Fault::JunkBefore(Junk::Html), Seen::Answer(200, None), 0),
        (Fault::JunkBefore(Junk::HalfJson), Seen::Answer(200, None), 0),
        (Fault::JunkAfter(Junk::Html), Seen::Answer(200, None), 1),
        (Fault::JunkAfter(Junk::HalfJson), Seen::Answer(200, None), 1),
        (Fault::Cut, Seen::Broken(200), 1),
        (Fault::ResetBefore, Seen::Nothing, 0),
        (Fault::ResetAfter, Seen::Nothing, 1),
        (Fault::TimeoutBefore, Seen::Silence, 0),
        (Fault::Timeout, Seen::Silence, 1),
        (Fault::AppliedLate { after: 60 }, Seen::Silence, 0),
        (Fault::Slow { millis: 600_000 }, Seen::Silence, 1),
    ];
    let mut names = BTreeSet::new();
    for (fault, expected, applied) in cases {
        stage.sandbox.inject_fault("chat.postMessage", fault, 1);
        let before = stage.posted(&dm);
        assert_eq!(stage.try_post(&dm).await, expected, "{fault:?}");
        assert_eq!(stage.posted(&dm) - before, applied, "{fault:?}");
        let line = stage.newest();
        assert_eq!(line.fault.as_deref(), Some(fault.name()), "{line:?}");
        assert_eq!(line.ok, Some(applied == 1), "{line:?}");
        names.insert(fault.name().to_owned());
    }
    assert_eq!(stage.sandbox.faults_struck().into_keys().collect::<BTreeSet<_>>(), names);
    assert_eq!(stage.sandbox.faults_struck().values().sum::<u64>(), 15);
}

#[tokio::test]
async fn a_call_that_applies_late_does_so_when_its_time_has_come() {
    let stage = Stage::new().await;
    let dm = stage.dm(&stage.ana).await;
    stage.sandbox.inject_fault("*", Fault::AppliedLate { after: 60 }, 1);
    assert_eq!(stage.try_post(&dm).await, Seen::Silence);
    stage.sandbox.clock().advance(SignedDuration::from_secs(59));
    assert_eq!((stage.sandbox.settle().await, stage.posted(&dm)), (0, 0));
    stage.sandbox.clock().advance(SignedDuration::from_secs(1));
    assert_eq!((stage.sandbox.settle().await, stage.posted(&dm)), (1, 1));
    let line = stage.newest();
    assert_eq!((line.method.as_deref(), line.ok), (Some("chat.postMessage"), Some(true)));
    assert_eq!(line.fault.as_deref(), Some("applied_late"));
}

#[tokio::test]
async fn a_slow_answer_is_a_whole_answer() {
    let stage = Stage::new().await;
    stage.sandbox.inject_fault("auth.test", Fault::Slow { millis: 20 }, 1);
    stage.ok("auth.test", json!({})).await;
    assert_eq!(stage.sandbox.faults_struck()["slow"], 1);
}

#[tokio::test]
async fn a_response_url_meets_faults_as_well() {
    let stage = Stage::new().await;
    stage.sandbox.type_command(&stage.ana, "/try it", None).await.unwrap();
    let heard = stage.bot.last();
    let url = heard["response_url"].as_str().unwrap();
    let post = async || {
        let request = Request::post(url).header("content-type", "application/json");
        stage.send(request, json!({"text": "hello"}).to_string()).await.0.as_u16()
    };
    stage.sandbox.inject_fault("response_url", Fault::StatusBefore(500), 1);
    stage.sandbox.inject_fault("response_url", Fault::StatusAfter(502), 1);
    let channel = stage.sandbox.app_conversation(&stage.ana).unwrap();
    assert_eq!((post().await, stage.posted(&channel)), (500, 0));
    assert_eq!((post().await, stage.posted(&channel)), (502, 1));
    assert_eq!((post().await, stage.posted(&channel)), (200, 2));
}

/// Which of the queued events the bot heard, in which order.
async fn heard(stage: &Stage, queued: usize, fault: EventFault, minutes: i64) -> String {
    stage.sandbox.inject_event_fault("app_home_opened", fault, 1);
    for _ in 0..queued {
        stage.sandbox.open_home(&stage.ana).unwrap();
    }
    for _ in 0..=minutes {
        stage.sandbox.settle().await;
        stage.sandbox.clock().advance(SignedDuration::from_mins(1));
    }
    assert_eq!(stage.sandbox.next_delivery(), None, "{fault:?}");
    let ids: Vec<String> =
        stage.bot.heard().iter().map(|heard| heard.body()["event_id"].as_str().unwrap().to_owned()).collect();
    let known: BTreeSet<_> = ids.iter().cloned().collect();
    let number = |id: &String| known.iter().position(|known| known == id).unwrap().to_string();
    ids.iter().map(number).collect()
}

#[tokio::test]
async fn each_fault_of_an_event_changes_what_the_bot_hears_when() {
    let cases = [
        (EventFault::Duplicated, 3, 0, "0012"),
        (EventFault::DuplicatedAtOnce, 3, 0, "0012"),
        (EventFault::Delayed { seconds: 60 }, 3, 1, "120"),
        (EventFault::Overtaken { by: 1 }, 3, 0, "102"),
        (EventFault::Overtaken { by: 2 }, 3, 0, "120"),
        (EventFault::Overtaken { by: 1 }, 1, 1, "0"),
        (EventFault::AnswerLost, 2, 0, "010"),
        (EventFault::Dropped, 2, 0, "10"),
        (EventFault::Straggler { seconds: 60 }, 2, 7, "010"),
    ];
    for (fault, queued, minutes, expected) in cases {
        let stage = Stage::new().await;
        assert_eq!(heard(&stage, queued, fault, minutes).await, expected, "{fault:?}");
        let struck = stage.sandbox.ledger_since(0, 100).iter().filter(|line| line.fault.is_some()).count();
        assert_eq!(struck, 1, "{fault:?}");
        assert_eq!(stage.sandbox.faults_struck()[fault.name()], 1);
    }
}

#[tokio::test]
async fn an_event_whose_answer_is_lost_comes_again_with_the_reason() {
    for (fault, reason, times) in
        [(EventFault::AnswerLost, "http_timeout", 2), (EventFault::Dropped, "connection_failed", 1)]
    {
        let stage = Stage::new().await;
        heard(&stage, 1, fault, 0).await;
        let heard = stage.bot.heard();
        assert_eq!(heard.len(), times, "{fault:?}");
        assert_eq!(heard[times - 1].header("x-slack-retry-num"), Some("1"));
        assert_eq!(heard[times - 1].header("x-slack-retry-reason"), Some(reason));
        let lines = stage.sandbox.ledger_since(1, 10);
        assert_eq!(lines[0].error.as_deref(), Some(reason));
        assert_eq!((lines[1].ok, lines[1].attempt, &lines[1].fault), (Some(true), Some(2), &None));
    }
}

#[tokio::test]
async fn twins_are_under_way_at_the_same_moment() {
    let stage = Stage::new().await;
    let gate = Gate::new(2).await;
    stage.sandbox.connect(BotEndpoints::all(&gate.url));
    stage.sandbox.inject_event_fault("*", EventFault::DuplicatedAtOnce, 2);
    stage.sandbox.open_home(&stage.ana).unwrap();
    assert_eq!(stage.sandbox.settle().await, 1);
    stage.sandbox.type_command(&stage.ana, "/try it", None).await.unwrap();
    assert!(stage.sandbox.ledger_since(0, 10).iter().all(|line| line.ok != Some(false)));
}

/// A bot that answers nobody before so many are waiting for it.
struct Gate {
    url: String,
}

impl Gate {
    async fn new(wanted: usize) -> Self {
        let barrier = Arc::new(tokio::sync::Barrier::new(wanted));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let wait = async move |State(barrier): State<Arc<tokio::sync::Barrier>>| {
            barrier.wait().await;
        };
        let router = Router::new().fallback(wait).with_state(barrier);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url }
    }
}

#[tokio::test]
async fn a_pump_lets_one_event_hang_and_brings_the_others() {
    let stage = Stage::new().await;
    // Only if three are under way together does anybody get an answer.
    let gate = Gate::new(3).await;
    stage.sandbox.connect(BotEndpoints::all(&gate.url));
    for _ in 0..3 {
        stage.sandbox.open_home(&stage.ana).unwrap();
    }
    let pump = stage.sandbox.spawn_pump();
    let mut changes = stage.sandbox.changes();
    while stage.sandbox.ledger_since(0, 10).len() < 3 {
        changes.changed().await.unwrap();
    }
    assert!(stage.sandbox.ledger_since(0, 10).iter().all(|line| line.ok == Some(true)));
    pump.abort();
}

#[tokio::test]
async fn a_command_that_is_held_up_times_out_and_comes_all_the_same() {
    let stage = Stage::new().await;
    let cases = [
        (EventFault::Delayed { seconds: 10 }, 0, 1),
        (EventFault::Overtaken { by: 1 }, 0, 1),
        (EventFault::Dropped, 0, 0),
        (EventFault::AnswerLost, 1, 1),
    ];
    for (fault, at_once, in_the_end) in cases {
        let before = stage.bot.heard().len();
        stage.sandbox.inject_event_fault("command", fault, 1);
        let outcome = stage.sandbox.type_command(&stage.ana, "/try it", None).await;
        assert!(
            matches!(outcome, Err(ActError::Timeout | ActError::Dispatch(None))),
            "{fault:?}: {outcome:?}"
        );
        assert_eq!(stage.bot.heard().len() - before, at_once, "{fault:?}");
        stage.sandbox.clock().advance(SignedDuration::from_mins(1));
        stage.sandbox.settle().await;
        assert_eq!(stage.bot.heard().len() - before, in_the_end, "{fault:?}");
    }
}

#[tokio::test]
async fn a_press_comes_twice_and_once_more_much_later() {
    let stage = Stage::new().await;
    let dm = stage.dm(&stage.ana).await;
    let ts = stage.post(&dm, actions(json!([button("met", "7")]))).await;
    let faults = [EventFault::Duplicated, EventFault::Straggler { seconds: 0 }];
    for fault in faults {
        stage.sandbox.inject_event_fault("block_actions", fault, 1);
        stage.sandbox.press(&stage.ana, &dm, ts, "met", Input::Click).await.unwrap();
    }
    assert_eq!(stage.bot.heard().len(), 3);
    stage.sandbox.clock().advance(SignedDuration::from_mins(6));
    assert_eq!(stage.sandbox.settle().await, 1);
    let triggers: Vec<_> = stage.bot.heard().iter().map(|heard| heard.body()["trigger_id"].clone()).collect();
    assert!(triggers[0] == triggers[1] && triggers[2] == triggers[3] && triggers[0] != triggers[2]);
}

/// A small life under a plan, and everything that stands in the ledger about it.
async fn life(seed: u64) -> Vec<String> {
    let stage = Stage::with(|config| {
        config.limits = RateLimits::Off;
        let rule = |target, rate| FaultRule { target, rate, limit: None, from: None, until: None };
        let rules = vec![
            rule(Target::Calls("chat.*".into(), Fault::StatusAfter(500)), 0.3),
            rule(Target::Calls("*".into(), Fault::ResetBefore), 0.2),
            rule(Target::Events("*".into(), EventFault::Shuffled { window: 3 }), 0.3),
            rule(Target::Events("*".into(), EventFault::AnswerLost), 0.3),
        ];
        config.faults = FaultPlan { seed, rules };
    })
    .await;
    let dm = stage.sandbox.open_conversation(&stage.ana, &[stage.sandbox.config().app.bot_user_id.clone()]);
    let dm = dm.unwrap();
    for _ in 0..10 {
        stage.try_post(&dm).await;
        stage.sandbox.open_home(&stage.ana).unwrap();
        let _ = stage.sandbox.type_command(&stage.ben, "/try it", None).await;
    }
    stage.sandbox.clock().advance(SignedDuration::from_mins(2));
    stage.sandbox.settle().await;
    let struck = stage.sandbox.faults_struck();
    assert_eq!(struck.len(), 4, "all four kinds struck: {struck:?}");
    stage.sandbox.ledger_since(0, usize::MAX).iter().map(LedgerEntry::to_line).collect()
}

#[tokio::test]
async fn the_same_seed_gives_the_same_trouble_line_by_line() {
    let first = life(11).await;
    assert_eq!(first, life(11).await);
    assert_ne!(first, life(12).await);
}

#[tokio::test]
async fn trouble_is_ordered_and_looked_at_from_outside() {
    let stage = Stage::new().await;
    let plan = json!({"seed": 3, "rules": [{"method": "auth.*", "fault": "cut", "rate": 1, "limit": 1}]});
    assert_eq!(stage.control("faults", json!({"plan": plan})).await.0, 200);
    assert_eq!(stage.control("faults", json!({"fault": {"status_before": 500}, "times": 2})).await.0, 200);
    let event = json!({"event": "command", "fault": {"delayed": {"seconds": 5}}});
    assert_eq!(stage.control("faults", event).await.0, 200);
    assert!(stage.sandbox.type_command(&stage.ana, "/try it", None).await.is_err());
    let looked = stage.look("faults").await;
    assert_eq!((&looked["waiting"], &looked["struck"]), (&json!(2), &json!({"delayed": 1})));
    assert_eq!(looked["rules"][0]["method"], "auth.*");
    assert_eq!(looked["rules"][0]["struck"], 0);
    assert_eq!(stage.control("faults", json!({"clear": true})).await.0, 200);
    stage.ok("auth.test", json!({})).await;
    let looked = stage.look("faults").await;
    assert_eq!((&looked["waiting"], &looked["rules"]), (&json!(0), &json!([])));
    let wrong = [
        json!({"method": "auth.test", "event": "command", "fault": "cut"}),
        json!({"event": "command", "fault": "cut"}),
        json!({"method": "auth.test"}),
        json!({"plan": {"seed": 1, "rules": [{"method": "*", "fault": "cut", "rate": 2}]}}),
        json!({"faultt": "cut"}),
    ];
    for body in wrong {
        assert_eq!(stage.control("faults", body.clone()).await.0, 400, "{body}");
    }
}
