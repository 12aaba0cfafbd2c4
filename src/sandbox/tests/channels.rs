//! Channels: made, filled, named, closed, by the bot and by people.

use super::*;

async fn stage() -> Stage {
    Stage::with(|config| {
        let scopes =
            ["channels:manage", "channels:read", "channels:join", "channels:history", "groups:write"];
        config.app.scopes.extend(scopes.map(String::from));
        let events = ["member_joined_channel", "member_left_channel", "message.channels"];
        config.app.events.extend(events.map(String::from));
    })
    .await
}

#[tokio::test]
async fn a_bot_makes_a_channel_and_people_come_and_go() {
    let stage = stage().await;
    let made = stage.ok("conversations.create", json!({"name": "circle-one"})).await;
    let id = made["channel"]["id"].as_str().unwrap();
    assert_eq!(made["channel"]["creator"], stage.sandbox.config().app.bot_user_id);
    assert_eq!(stage.err("conversations.create", json!({"name": "circle-one"})).await, "name_taken");
    let both = format!("{},{}", stage.ana, stage.ben);
    stage.ok("conversations.invite", json!({"channel": id, "users": both})).await;
    assert_eq!(
        stage.err("conversations.invite", json!({"channel": id, "users": stage.ana})).await,
        "already_in_channel"
    );
    stage.sandbox.leave_channel(&stage.ben, id).unwrap();
    stage.sandbox.join_channel(&stage.ben, id).unwrap();
    stage.ok("conversations.kick", json!({"channel": id, "user": stage.ben})).await;
    let members = stage.ok("conversations.members", json!({"channel": id})).await;
    assert_eq!(members["members"].as_array().unwrap().len(), 2);
    let told: Vec<_> = stage.events().await.iter().map(|event| event["type"].clone()).collect();
    let (came, went) = ("member_joined_channel", "member_left_channel");
    assert_eq!(told, [came, came, went, came, went]);
}

#[tokio::test]
async fn a_channel_is_described_renamed_and_closed() {
    let stage = stage().await;
    let id = stage.ok("conversations.create", json!({"name": "books"})).await["channel"]["id"].clone();
    stage.ok("conversations.setTopic", json!({"channel": id, "topic": "Chapter two"})).await;
    stage.ok("conversations.setPurpose", json!({"channel": id, "purpose": "Reading"})).await;
    assert_eq!(
        stage.err("conversations.setTopic", json!({"channel": id, "topic": "x".repeat(251)})).await,
        "too_long"
    );
    stage.ok("conversations.rename", json!({"channel": id, "name": "reading"})).await;
    let info = stage.ok("conversations.info", json!({"channel": id})).await["channel"].clone();
    assert_eq!(info["name"], "reading");
    assert_eq!(info["topic"]["value"], "Chapter two");
    assert_eq!(info["purpose"]["value"], "Reading");
    stage.ok("conversations.create", json!({"name": "books"})).await;
    stage.ok("conversations.archive", json!({"channel": id})).await;
    assert_eq!(stage.err("chat.postMessage", json!({"channel": id, "text": "x"})).await, "is_archived");
    let open = stage.ok("conversations.list", json!({"exclude_archived": true})).await;
    assert!(!open["channels"].as_array().unwrap().iter().any(|channel| channel["id"] == id));
    stage.ok("conversations.unarchive", json!({"channel": id})).await;
    stage.ok("chat.postMessage", json!({"channel": id, "text": "x"})).await;
}

#[tokio::test]
async fn a_bot_joins_what_is_public_and_nothing_else() {
    let stage = stage().await;
    let open = stage.sandbox.make_channel(&stage.ana, "open", ChannelKind::Public, &[]).unwrap();
    let closed = stage.sandbox.make_channel(&stage.ana, "closed", ChannelKind::Private, &[]).unwrap();
    stage.ok("conversations.join", json!({"channel": open})).await;
    assert_eq!(stage.err("conversations.join", json!({"channel": closed})).await, "channel_not_found");
    stage.sandbox.invite_to_channel(&stage.ana, &closed, &stage.sandbox.config().app.bot_user_id).unwrap();
    stage.ok("chat.postMessage", json!({"channel": closed, "text": "Thank you for having me"})).await;
    stage.ok("conversations.leave", json!({"channel": open})).await;
    assert_eq!(stage.err("chat.postMessage", json!({"channel": open, "text": "x"})).await, "not_in_channel");
}

#[tokio::test]
async fn changing_and_deleting_a_message_is_told() {
    let stage = stage().await;
    let channel = stage.sandbox.make_channel(&stage.ana, "open", ChannelKind::Public, &[]).unwrap();
    stage.ok("conversations.join", json!({"channel": channel})).await;
    let ts = stage.sandbox.reply(&stage.ana, &channel, None, "Tuesday").unwrap();
    stage.sandbox.edit(&stage.ana, &channel, ts, "Wednesday").unwrap();
    let own = stage.sandbox.edit(&stage.ben, &channel, ts, "Friday").unwrap_err();
    assert_eq!(own.name(), "channel_not_found");
    let posted = stage.ok("chat.postMessage", json!({"channel": channel, "text": "one"})).await["ts"].clone();
    stage.ok("chat.update", json!({"channel": channel, "ts": posted, "text": "two"})).await;
    stage.sandbox.delete_message(&stage.ana, &channel, ts).unwrap();
    let events = stage.events().await;
    let of = |subtype: &str| {
        events.iter().filter(|event| event["subtype"] == subtype).cloned().collect::<Vec<_>>()
    };
    let changed = of("message_changed");
    assert_eq!(changed[0]["message"]["text"], "Wednesday");
    assert_eq!(changed[0]["previous_message"]["text"], "Tuesday");
    assert_eq!(changed[1]["message"]["text"], "two");
    assert_eq!(of("message_deleted")[0]["deleted_ts"], json!(ts));
}

#[tokio::test]
async fn what_somebody_reacted_to_is_listed_newest_first() {
    let stage = Stage::with(|config| {
        config.app.scopes.insert("reactions:write".into());
    })
    .await;
    let dm = stage.dm(&stage.ana).await;
    let (first, second) = (stage.post(&dm, json!([])).await, stage.post(&dm, json!([])).await);
    stage.sandbox.react(&stage.ana, &dm, first, "eyes").unwrap();
    stage.sandbox.react(&stage.ana, &dm, second, "tada").unwrap();
    let listed = stage.ok("reactions.list", json!({"user": stage.ana})).await["items"].clone();
    assert_eq!(listed[0]["message"]["ts"], json!(second));
    assert_eq!(listed[1]["message"]["ts"], json!(first));
    stage.sandbox.unreact(&stage.ana, &dm, second, "tada").unwrap();
    assert_eq!(
        stage.ok("reactions.list", json!({"user": stage.ana})).await["items"].as_array().unwrap().len(),
        1
    );
}

#[tokio::test]
async fn a_link_gets_a_preview_under_the_message_that_names_it() {
    let stage = Stage::with(|config| {
        config.app.scopes.insert("links:write".into());
    })
    .await;
    let dm = stage.dm(&stage.ana).await;
    let ts = stage.sandbox.reply(&stage.ana, &dm, None, "Read https://example.com/a first").unwrap();
    let unfurl = |link: &str| json!({"channel": dm, "ts": ts, "unfurls": {link: {"text": "On delegation"}}});
    assert_eq!(stage.err("chat.unfurl", unfurl("https://example.com/b")).await, "cannot_unfurl_url");
    stage.ok("chat.unfurl", unfurl("https://example.com/a")).await;
    let message = stage.sandbox.message(&dm, ts).unwrap();
    assert_eq!(message.attachments[0]["text"], "On delegation");
    assert_eq!(message.attachments[0]["from_url"], "https://example.com/a");
}

#[tokio::test]
async fn metadata_that_changes_or_goes_is_told() {
    let stage = Stage::with(|config| {
        let events = ["message_metadata_updated", "message_metadata_deleted"];
        config.app.events.extend(events.map(String::from));
    })
    .await;
    let dm = stage.dm(&stage.ana).await;
    let metadata = |id: &str| json!({"event_type": "outbox", "event_payload": {"id": id}});
    let post = json!({"channel": dm, "text": "x", "metadata": metadata("1")});
    let ts = stage.ok("chat.postMessage", post).await["ts"].clone();
    for id in ["1", "2"] {
        let update = json!({"channel": dm, "ts": ts, "text": "y", "metadata": metadata(id)});
        stage.ok("chat.update", update).await;
    }
    stage.ok("chat.delete", json!({"channel": dm, "ts": ts})).await;
    let events = stage.events().await;
    let told: Vec<_> = events.iter().map(|event| event["type"].as_str().unwrap()).collect();
    let [posted, updated, deleted] =
        ["posted", "updated", "deleted"].map(|what| format!("message_metadata_{what}"));
    assert_eq!(told, [posted, updated, deleted], "what stays the same is no news");
    assert_eq!(events[1]["previous_metadata"], metadata("1"));
    assert_eq!(events[1]["metadata"], metadata("2"));
    assert_eq!(events[2]["deleted_ts"], ts);
}
