//! Slack's limits as a bot meets them over the wire: of messages, of views, and of how often it may call.

use jiff::SignedDuration;

use super::*;

fn modal(title: &str) -> Value {
    json!({"type": "modal", "title": {"type": "plain_text", "text": title}, "blocks": []})
}

impl Stage {
    /// A fresh trigger id of something Ana did.
    async fn trigger(&self) -> Value {
        self.sandbox.type_command(&self.ana, "/try it", None).await.unwrap();
        self.bot.last()["trigger_id"].clone()
    }

    /// A trigger id of a press inside Ana's topmost modal.
    async fn pressed(&self) -> Value {
        let view = self.sandbox.modal(&self.ana).unwrap();
        self.sandbox.act_in_modal(&self.ana, &view.id, "deeper", Input::Click).await.unwrap();
        self.bot.last()["trigger_id"].clone()
    }
}

#[tokio::test]
async fn long_texts_are_cut_with_a_warning_and_refused_in_a_change() {
    let stage = Stage::new().await;
    let dm = stage.dm(&stage.ana).await;
    let whole = stage.ok("chat.postMessage", json!({"channel": dm, "text": "é".repeat(40_000)})).await;
    assert!(whole.get("warning").is_none());
    let cut = stage.ok("chat.postMessage", json!({"channel": dm, "text": "é".repeat(40_001)})).await;
    assert_eq!(cut["warning"], "message_truncated");
    assert_eq!(cut["message"]["text"].as_str().unwrap().chars().count(), 40_000);
    let change = |length: usize| json!({"channel": dm, "ts": whole["ts"], "text": "é".repeat(length)});
    stage.ok("chat.update", change(4_000)).await;
    assert_eq!(stage.err("chat.update", change(4_001)).await, "msg_too_long");
}

#[tokio::test]
async fn a_message_takes_so_much_and_no_more() {
    let stage = Stage::with(|config| config.limits = RateLimits::Off).await;
    let dm = stage.dm(&stage.ana).await;
    let cases = [
        ("blocks", json!({"type": "divider"}), 50, "invalid_blocks"),
        ("attachments", json!({"text": "a"}), 100, "too_many_attachments"),
    ];
    for (field, item, most, error) in cases {
        let message = |count: usize| json!({"channel": dm, "text": "x", field: vec![item.clone(); count]});
        let ts = stage.ok("chat.postMessage", message(most)).await["ts"].clone();
        assert_eq!(stage.err("chat.postMessage", message(most + 1)).await, error);
        let with = |mut message: Value, name: &str, value: &Value| {
            message[name] = value.clone();
            message
        };
        stage.ok("chat.update", with(message(most), "ts", &ts)).await;
        assert_eq!(stage.err("chat.update", with(message(most + 1), "ts", &ts)).await, error);
        let user = json!(stage.ana);
        stage.ok("chat.postEphemeral", with(message(most), "user", &user)).await;
        assert_eq!(stage.err("chat.postEphemeral", with(message(most + 1), "user", &user)).await, error);
    }
    let metadata = |payload: Value| json!({"channel": dm, "text": "x", "metadata": {"event_type": "a", "event_payload": payload}});
    assert_eq!(stage.err("chat.postMessage", metadata(json!([1]))).await, "invalid_metadata_format");
    let large = metadata(json!({"id": "x".repeat(32_000)}));
    assert_eq!(stage.err("chat.postMessage", large).await, "metadata_too_large");
}

#[tokio::test]
async fn three_views_lie_on_each_other_and_no_fourth() {
    let stage = Stage::new().await;
    let view = |title: &str| {
        let mut view = modal(title);
        view["blocks"] = json!([{"type": "actions", "elements": [button("deeper", "1")]}]);
        view
    };
    let trigger = stage.trigger().await;
    stage.ok("views.open", json!({"trigger_id": trigger, "view": view("one")})).await;
    for title in ["two", "three"] {
        let trigger = stage.pressed().await;
        stage.ok("views.push", json!({"trigger_id": trigger, "view": view(title)})).await;
    }
    let trigger = stage.pressed().await;
    let fourth = json!({"trigger_id": trigger, "view": view("four")});
    assert_eq!(stage.err("views.push", fourth).await, "push_limit_reached");
    assert_eq!(stage.sandbox.modals(&stage.ana).len(), 3);
}

#[tokio::test]
async fn a_view_is_so_large_at_most_and_its_external_id_is_its_own() {
    let stage = Stage::new().await;
    let mut large = modal("large");
    let section = json!({"type": "section", "text": {"type": "plain_text", "text": "x".repeat(2_900)}});
    large["blocks"] = json!(vec![section; 90]);
    let trigger = stage.trigger().await;
    assert_eq!(
        stage.err("views.open", json!({"trigger_id": trigger, "view": large})).await,
        "view_too_large"
    );
    let mut named = modal("named");
    named["external_id"] = json!("form-7");
    stage.ok("views.open", json!({"trigger_id": trigger, "view": named})).await;
    let mut home = json!({"type": "home", "blocks": [], "external_id": "form-7"});
    let publish = |view: &Value| json!({"user_id": stage.ben, "view": view});
    assert_eq!(stage.err("views.publish", publish(&home)).await, "duplicate_external_id");
    home["external_id"] = json!("form-8");
    stage.ok("views.publish", publish(&home)).await;
}

/// Status and `Retry-After` of one call.
async fn pushed(stage: &Stage, method: &str) -> (u16, Option<u64>) {
    let request = Request::get(format!("{}/{method}", stage.sandbox.api_url()))
        .header("authorization", format!("Bearer {}", stage.token));
    let (status, headers, _) = stage.send(request, String::new()).await;
    let after = headers.get("retry-after").map(|value| value.to_str().unwrap().parse().unwrap());
    (status.as_u16(), after)
}

#[tokio::test]
async fn a_tier_lets_a_minutes_calls_through_at_once_and_then_one_by_one() {
    let stage = Stage::new().await;
    for (method, tier, interval) in [("users.list", 20, 3), ("conversations.info", 50, 2)] {
        for _ in 0..tier {
            assert_eq!(pushed(&stage, method).await, (200, None));
        }
        // Whoever is refused is told the same again, however often they ask.
        for _ in 0..5 {
            assert_eq!(pushed(&stage, method).await, (429, Some(interval)), "{method}");
        }
        stage.sandbox.clock().advance(SignedDuration::from_secs(interval as i64));
        assert_eq!(pushed(&stage, method).await, (200, None));
        assert_eq!(pushed(&stage, method).await.0, 429);
    }
    let refused = stage.sandbox.ledger_since(0, 1_000).into_iter();
    let refused: Vec<_> = refused.filter(|line| line.error.as_deref() == Some("ratelimited")).collect();
    assert!(refused.iter().all(|line| line.status == Some(429)));
    assert_eq!(refused.len(), 12);
}
