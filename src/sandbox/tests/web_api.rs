use jiff::SignedDuration;

use super::*;

#[tokio::test]
async fn json_form_and_query_are_the_same_call() {
    let stage = Stage::new().await;
    let api = stage.sandbox.api_url();
    let bearer = format!("Bearer {}", stage.token);
    let get = Request::get(format!("{api}/users.info?user={}", stage.ana)).header("authorization", &bearer);
    let form = Request::post(format!("{api}/users.info"))
        .header("content-type", "application/x-www-form-urlencoded");
    let json = stage.ok("users.info", json!({"user": stage.ana})).await;
    let (_, _, by_get) = stage.send(get, String::new()).await;
    let (_, _, by_form) = stage.send(form, format!("token={}&user={}", stage.token, stage.ana)).await;
    assert_eq!(json, serde_json::from_slice::<Value>(&by_get).unwrap());
    assert_eq!(json, serde_json::from_slice::<Value>(&by_form).unwrap());
    assert_eq!(json["user"]["tz"], "Europe/Madrid");
    assert_eq!(json["user"]["tz_offset"], 3600);
    assert!(json["user"]["profile"].get("email").is_none(), "no scope for addresses");
}

#[tokio::test]
async fn tokens_and_scopes_are_checked() {
    let stage = Stage::new().await;
    let api = stage.sandbox.api_url();
    for (token, error) in [("", "not_authed"), ("Bearer xoxb-other", "invalid_auth")] {
        let request = Request::get(format!("{api}/auth.test")).header("authorization", token);
        let (_, _, body) = stage.send(request, String::new()).await;
        assert_eq!(serde_json::from_slice::<Value>(&body).unwrap()["error"], error);
    }
    let answer = stage.call("team.info", json!({})).await;
    assert_eq!(answer["error"], "missing_scope");
    assert_eq!(answer["needed"], "team:read");
    assert!(answer["provided"].as_str().unwrap().contains("chat:write"));
    assert_eq!(stage.err("no.such", json!({})).await, "unknown_method");
    assert_eq!(stage.err("apps.connections.open", json!({})).await, "not_allowed_token_type");
    stage.sandbox.uninstall();
    assert_eq!(stage.err("auth.test", json!({})).await, "account_inactive");
}

#[tokio::test]
async fn a_known_token_hears_its_scopes_in_headers() {
    let stage = Stage::new().await;
    let asked = |token: &str| {
        Request::get(format!("{}/users.list", stage.sandbox.api_url()))
            .header("authorization", format!("Bearer {token}"))
    };
    let (_, headers, _) = stage.send(asked(&stage.token), String::new()).await;
    let granted = headers["x-oauth-scopes"].to_str().unwrap();
    assert!(granted.split(',').any(|scope| scope == "chat:write"), "{granted}");
    assert_eq!(headers["x-accepted-oauth-scopes"], "users:read");
    let (_, headers, _) = stage.send(asked("xoxb-other"), String::new()).await;
    assert!(!headers.contains_key("x-oauth-scopes"), "a stranger learns nothing");
}

#[tokio::test]
async fn the_same_members_are_the_same_conversation() {
    let stage = Stage::new().await;
    let pair = format!("{},{}", stage.ana, stage.ben);
    let first = stage.ok("conversations.open", json!({"users": pair})).await;
    let again =
        stage.ok("conversations.open", json!({"users": [stage.ben, stage.ana], "return_im": true})).await;
    assert_eq!(first["channel"]["id"], again["channel"]["id"]);
    assert_eq!(again["already_open"], true);
    assert_eq!(again["channel"]["is_mpim"], true);
    assert!(first.get("already_open").is_none());
    assert_eq!(stage.err("conversations.open", json!({"users": ""})).await, "users_list_not_supplied");
    assert_eq!(stage.err("conversations.open", json!({"users": "U404"})).await, "user_not_found");
    stage
        .sandbox
        .change_person(&stage.ben, PersonChange { deleted: Some(true), ..Default::default() })
        .unwrap();
    assert_eq!(stage.err("conversations.open", json!({"users": stage.ben})).await, "user_disabled");
}

#[tokio::test]
async fn messages_are_posted_changed_threaded_and_deleted() {
    let stage = Stage::with(|config| {
        config.app.scopes.extend(["im:history".to_owned()]);
    })
    .await;
    let dm = stage.dm(&stage.ana).await;
    let metadata = json!({"event_type": "outbox", "event_payload": {"id": "42"}});
    let parent =
        stage.ok("chat.postMessage", json!({"channel": dm, "text": "one", "metadata": metadata})).await["ts"]
            .clone();
    let reply =
        stage.ok("chat.postMessage", json!({"channel": dm, "text": "two", "thread_ts": parent})).await;
    assert!(reply["ts"].as_str() > parent.as_str());
    let history =
        stage.ok("conversations.history", json!({"channel": dm, "include_all_metadata": true})).await;
    assert_eq!(history["messages"].as_array().unwrap().len(), 1);
    assert_eq!(history["messages"][0]["metadata"], metadata);
    assert_eq!(history["messages"][0]["reply_count"], 1);
    let replies = stage.ok("conversations.replies", json!({"channel": dm, "ts": parent})).await;
    assert_eq!(replies["messages"][1]["text"], "two");
    stage.ok("chat.update", json!({"channel": dm, "ts": reply["ts"], "text": "three"})).await;
    let replies = stage.ok("conversations.replies", json!({"channel": dm, "ts": parent})).await;
    assert_eq!(replies["messages"][1]["text"], "three");
    stage.ok("chat.delete", json!({"channel": dm, "ts": reply["ts"]})).await;
    assert_eq!(
        stage.err("chat.update", json!({"channel": dm, "ts": reply["ts"], "text": "x"})).await,
        "message_not_found"
    );
    assert_eq!(stage.err("chat.postMessage", json!({"channel": dm})).await, "no_text");
    assert_eq!(
        stage.err("chat.postMessage", json!({"channel": "C404", "text": "x"})).await,
        "channel_not_found"
    );
    let general = stage.sandbox.conversations(&stage.ana)[0].id.clone();
    assert_eq!(
        stage.err("chat.postMessage", json!({"channel": general, "text": "x"})).await,
        "not_in_channel"
    );
}

#[tokio::test]
async fn only_three_posts_at_once_go_to_a_channel() {
    let stage = Stage::new().await;
    let dm = stage.dm(&stage.ana).await;
    for _ in 0..3 {
        stage.ok("chat.postMessage", json!({"channel": dm, "text": "x"})).await;
    }
    let request = Request::post(format!("{}/chat.postMessage", stage.sandbox.api_url()))
        .header("authorization", format!("Bearer {}", stage.token))
        .header("content-type", "application/json");
    let (status, headers, body) = stage.send(request, json!({"channel": dm, "text": "x"}).to_string()).await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(headers["retry-after"], "1");
    assert_eq!(serde_json::from_slice::<Value>(&body).unwrap(), json!({"ok": false, "error": "ratelimited"}));
    stage.sandbox.clock().advance(SignedDuration::from_secs(1));
    stage.ok("chat.postMessage", json!({"channel": dm, "text": "x"})).await;
}

#[tokio::test]
async fn lists_come_in_pages() {
    let stage = Stage::new().await;
    for number in 0..5 {
        stage.sandbox.add_person(NewPerson { real_name: format!("Person {number}"), ..Default::default() });
    }
    let mut seen = Vec::new();
    let mut cursor = json!("");
    loop {
        let page = stage.ok("users.list", json!({"limit": 3, "cursor": cursor})).await;
        seen.extend(page["members"].as_array().unwrap().iter().map(|user| user["id"].clone()));
        cursor = page["response_metadata"]["next_cursor"].clone();
        if cursor == "" {
            break;
        }
    }
    assert_eq!(seen.len(), 8);
    assert_eq!(stage.err("users.list", json!({"cursor": "junk"})).await, "invalid_cursor");
}

#[tokio::test]
async fn faults_strike_before_or_after_the_call_is_applied() {
    let stage = Stage::new().await;
    let dm = stage.dm(&stage.ana).await;
    let post = || {
        Request::post(format!("{}/chat.postMessage", stage.sandbox.api_url()))
            .header("authorization", format!("Bearer {}", stage.token))
            .header("content-type", "application/json")
    };
    let count = || stage.sandbox.messages(&stage.ana, &dm, None, 10).len();
    stage.sandbox.inject_fault("chat.postMessage", Fault::StatusBefore(503), 1);
    assert_eq!(stage.send(post(), json!({"channel": dm, "text": "x"}).to_string()).await.0, 503);
    assert_eq!(count(), 0);
    stage.sandbox.inject_fault("*", Fault::StatusAfter(500), 1);
    assert_eq!(stage.send(post(), json!({"channel": dm, "text": "x"}).to_string()).await.0, 500);
    assert_eq!(count(), 1);
    stage.sandbox.inject_fault("chat.postMessage", Fault::Cut, 1);
    let request = post().body(Full::from(json!({"channel": dm, "text": "x"}).to_string())).unwrap();
    let answer = stage.client.request(request).await.unwrap();
    assert!(answer.into_body().collect().await.is_err(), "the body breaks off");
    assert_eq!(count(), 2);
    assert_eq!(stage.sandbox.faults_struck().values().sum::<u64>(), 3);
}

#[tokio::test]
async fn a_trigger_opens_one_modal_and_a_home_is_published() {
    let stage = Stage::new().await;
    stage.sandbox.type_command(&stage.ana, "/try it", None).await.unwrap();
    let trigger = stage.bot.last()["trigger_id"].clone();
    let view = json!({"type": "modal", "title": {"type": "plain_text", "text": "Join"}, "blocks": []});
    assert_eq!(
        stage.err("views.open", json!({"trigger_id": "1.2.3", "view": view})).await,
        "invalid_trigger_id"
    );
    stage.ok("views.open", json!({"trigger_id": trigger, "view": view})).await;
    assert_eq!(
        stage.err("views.open", json!({"trigger_id": trigger, "view": view})).await,
        "exchanged_trigger_id"
    );
    let open = stage.sandbox.modal(&stage.ana).unwrap();
    let updated = json!({"view_id": open.id, "hash": "old", "view": view});
    assert_eq!(stage.err("views.update", updated).await, "hash_conflict");
    let home = json!({"type": "home", "blocks": [{"type": "divider"}]});
    stage.ok("views.publish", json!({"user_id": stage.ana, "view": home})).await;
    assert_eq!(stage.sandbox.home(&stage.ana).unwrap().blocks.len(), 1);
    stage.sandbox.type_command(&stage.ana, "/try it", None).await.unwrap();
    let late = stage.bot.last()["trigger_id"].clone();
    stage.sandbox.clock().advance(SignedDuration::from_secs(4));
    assert_eq!(
        stage.err("views.open", json!({"trigger_id": late, "view": view})).await,
        "expired_trigger_id"
    );
}

#[tokio::test]
async fn blocks_beyond_a_limit_are_refused_with_the_place() {
    let stage = Stage::new().await;
    let dm = stage.dm(&stage.ana).await;
    let header = json!([{"type": "header", "text": {"type": "plain_text", "text": "x".repeat(151)}}]);
    let answer = stage.call("chat.postMessage", json!({"channel": dm, "text": "x", "blocks": header})).await;
    assert_eq!(answer["error"], "invalid_blocks");
    let message = "[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]";
    assert_eq!(answer["response_metadata"]["messages"], json!([message]));
    let wrong = json!({"channel": dm, "text": "x", "blocks": "{"});
    assert_eq!(stage.err("chat.postMessage", wrong).await, "invalid_blocks_format");
}
