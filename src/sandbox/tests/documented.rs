//! The table of methods is the one Slack documents: tiers, scopes, errors. That answers keep to the table is asserted
//! at every call, in every test.

use std::collections::BTreeSet;

use super::*;
use crate::sandbox::limits::Rate;
use crate::sandbox::web_api::methods::{METHODS, Method, find};

/// The reference lies beside the repository on some machines; without it there is nothing to compare with.
fn reference() -> Option<Value> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let places = ["../shared/slack/methods.json", "../../shared/slack/methods.json"];
    let text = places.iter().find_map(|place| std::fs::read_to_string(root.join(place)).ok())?;
    serde_json::from_str(&text).ok()
}

/// Calls that are wrong in one way each.
fn wrong_calls(dm: &str, ana: &str) -> Vec<(&'static str, Value)> {
    let modal = json!({"type": "modal", "title": {"type": "plain_text", "text": "x"}, "blocks": []});
    let general = "C000000001";
    let mut calls = vec![
        ("chat.getPermalink", json!({"channel": dm, "message_ts": "1.000000"})),
        ("chat.update", json!({"channel": dm, "ts": "1.000000", "text": "x"})),
        ("chat.delete", json!({"channel": dm, "ts": "junk"})),
        ("chat.postEphemeral", json!({"channel": dm, "user": "U404", "text": "x"})),
        ("conversations.open", json!({"users": "a,b,c,d,e,f,g,h,i"})),
        ("conversations.open", json!({"channel": general})),
        ("conversations.open", json!({"users": ana, "prevent_creation": true})),
        ("conversations.info", json!({"channel": "C404"})),
        ("conversations.list", json!({"types": "poems"})),
        ("conversations.list", json!({"limit": 5000})),
        ("conversations.members", json!({"channel": dm, "limit": "many"})),
        ("conversations.history", json!({"channel": dm, "oldest": "junk"})),
        ("conversations.history", json!({"channel": general})),
        ("conversations.replies", json!({"channel": general, "ts": "1.000000"})),
        ("conversations.replies", json!({"channel": dm, "ts": "1.000000"})),
        ("reactions.add", json!({"channel": dm, "name": "tada", "timestamp": "1.000000"})),
        ("reactions.add", json!({"channel": dm, "name": "two words", "timestamp": "1.000000"})),
        ("reactions.get", json!({"channel": dm})),
        ("users.info", json!({"user": "U404"})),
        ("users.conversations", json!({"cursor": "junk"})),
        ("views.open", json!({"trigger_id": "1.2.3", "view": modal})),
        ("views.push", json!({"trigger_id": "1.2.3", "view": modal})),
        ("views.update", json!({"view_id": "V404", "view": modal})),
        ("views.publish", json!({"user_id": "U404", "view": modal})),
        ("bots.info", json!({"bot": "B404"})),
        ("team.info", json!({"team": "T404"})),
        ("apps.uninstall", json!({"client_id": "1", "client_secret": "2"})),
        ("chat.scheduleMessage", json!({"channel": dm, "text": "x", "post_at": 1})),
        ("chat.scheduleMessage", json!({"channel": dm, "text": "x", "post_at": 9_999_999_999_u64})),
        ("chat.scheduleMessage", json!({"channel": dm, "text": "x", "post_at": "soon"})),
        ("chat.deleteScheduledMessage", json!({"channel": dm, "scheduled_message_id": "Q404"})),
        ("chat.scheduledMessages.list", json!({"channel": "C404"})),
        ("conversations.create", json!({})),
        ("conversations.create", json!({"name": "Capital"})),
        ("conversations.create", json!({"name": "--"})),
        ("conversations.create", json!({"name": "general"})),
        ("conversations.create", json!({"name": "x".repeat(81)})),
        ("conversations.invite", json!({"channel": general, "users": ana})),
        ("conversations.invite", json!({"channel": dm, "users": ana})),
        ("conversations.join", json!({"channel": dm})),
        ("conversations.kick", json!({"channel": general, "user": ana})),
        ("conversations.leave", json!({"channel": general})),
        ("conversations.archive", json!({"channel": general})),
        ("conversations.unarchive", json!({"channel": general})),
        ("conversations.rename", json!({"channel": general, "name": "else"})),
        ("conversations.setTopic", json!({"channel": dm, "topic": "x"})),
        ("conversations.close", json!({"channel": general})),
        ("conversations.mark", json!({"channel": dm, "ts": "junk"})),
        ("conversations.inviteShared", json!({"channel": dm, "emails": "a@b.example"})),
        ("conversations.inviteShared", json!({"channel": general, "emails": "a@b.example"})),
        ("conversations.acceptSharedInvite", json!({"channel_name": "x", "invite_id": "I404"})),
        ("conversations.approveSharedInvite", json!({"invite_id": "I404"})),
        ("conversations.declineSharedInvite", json!({"invite_id": "I404"})),
        ("files.getUploadURLExternal", json!({"filename": "a.csv"})),
        ("files.completeUploadExternal", json!({"files": [{"id": "F404"}]})),
        ("files.info", json!({"file": "F404"})),
        ("files.delete", json!({"file": "F404"})),
        ("oauth.v2.access", json!({"client_id": "1"})),
        ("oauth.v2.exchange", json!({"client_id": "1"})),
        ("reactions.list", json!({"user": "U404"})),
        ("users.lookupByEmail", json!({"email": "nobody@example.com"})),
        ("users.profile.get", json!({"user": "U404"})),
    ];
    for text in [json!({}), json!({"metadata": {"event_type": 1}}), json!({"blocks": [{"type": "poem"}]})] {
        let mut args = json!({"channel": dm, "text": ""});
        args.as_object_mut().unwrap().extend(text.as_object().unwrap().clone());
        calls.extend(
            ["chat.postMessage", "chat.postEphemeral", "chat.update"].map(|method| (method, args.clone())),
        );
    }
    for method in
        ["chat.postMessage", "chat.update", "conversations.history", "views.open", "reactions.remove"]
    {
        calls.push((method, json!({})));
        calls.push((method, json!({"channel": "C404", "text": "x", "ts": "1.000000", "name": "x"})));
    }
    calls
}

/// What Slack documents as the tier of a method, as a rate.
fn documented_rate(method: &Value) -> Option<Rate> {
    match method["tier"].as_u64()? {
        1 => Some(Rate::per_minute(1)),
        2 => Some(Rate::per_minute(20)),
        3 => Some(Rate::per_minute(50)),
        4 => Some(Rate::per_minute(100)),
        other => panic!("there is no tier {other}"),
    }
}

fn names(list: &Value) -> BTreeSet<&str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

#[test]
fn tiers_scopes_and_errors_are_the_documented_ones() {
    let Some(reference) = reference() else { return };
    let mut wrong = Vec::new();
    for Method { name, rate, scopes, errors, handler: _ } in METHODS {
        let documented = &reference[*name];
        if !documented.is_object() {
            wrong.push(format!("{name} does not exist"));
            continue;
        }
        if *rate != documented_rate(documented) {
            wrong.push(format!("{name} is of tier {}", documented["tier"]));
        }
        let (known_scopes, known_errors) = (names(&documented["bot_scopes"]), names(&documented["errors"]));
        wrong.extend(
            scopes
                .iter()
                .filter(|scope| !known_scopes.contains(**scope))
                .map(|scope| format!("{name} wants {scope}")),
        );
        wrong.extend(
            errors
                .iter()
                .filter(|error| !known_errors.contains(**error))
                .map(|error| format!("{name} answers {error}")),
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn wrong_calls_are_refused_in_the_words_of_the_table() {
    let stage = Stage::with(|config| {
        config.limits = RateLimits::Off;
        let reads = ["channels", "groups", "im", "mpim"]
            .map(|family| [format!("{family}:read"), format!("{family}:history")]);
        config.app.scopes.extend(reads.into_iter().flatten());
        let more = ["team:read", "reactions:write", "channels:manage", "channels:join", "groups:write"];
        config.app.scopes.extend(more.map(String::from));
        let more = ["files:read", "files:write", "users:read.email", "users.profile:read"];
        config.app.scopes.extend(more.map(String::from));
        let connect = ["conversations.connect:write", "conversations.connect:manage"];
        config.app.scopes.extend(connect.map(String::from));
    })
    .await;
    let dm = stage.dm(&stage.ben).await;
    let mut seen = BTreeSet::new();
    for (method, args) in wrong_calls(&dm, &stage.ana) {
        let error = stage.err(method, args.clone()).await;
        let known = find(method).expect("the method exists");
        assert!(known.may_answer(&error), "{method} {args} answered {error}");
        seen.insert(error);
    }
    assert!(seen.len() > 30, "the wrong calls must be wrong in different ways: {seen:?}");
}
