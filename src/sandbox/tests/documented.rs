//! The errors the sandbox answers are the ones Slack documents for the method, or common to all.

use std::collections::BTreeSet;

use super::*;

/// What any method may answer.
const COMMON: [&str; 9] = [
    "account_inactive",
    "invalid_arguments",
    "invalid_auth",
    "invalid_json",
    "missing_scope",
    "not_allowed_token_type",
    "not_authed",
    "ratelimited",
    "token_revoked",
];

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

#[tokio::test]
async fn every_error_is_documented_for_its_method() {
    let Some(reference) = reference() else { return };
    let stage = Stage::with(|config| {
        config.limits = RateLimits::Off;
        let reads = ["channels", "groups", "im", "mpim"]
            .map(|family| [format!("{family}:read"), format!("{family}:history")]);
        config.app.scopes.extend(reads.into_iter().flatten());
        config.app.scopes.extend(["team:read", "reactions:write", "channels:manage"].map(String::from));
    })
    .await;
    let dm = stage.dm(&stage.ben).await;
    let mut seen = BTreeSet::new();
    for (method, args) in wrong_calls(&dm, &stage.ana) {
        let error = stage.err(method, args.clone()).await;
        let listed =
            reference[method]["errors"].as_array().unwrap().iter().any(|known| known == error.as_str());
        assert!(listed || COMMON.contains(&error.as_str()), "{method} {args} answered {error}");
        seen.insert(error);
    }
    assert!(seen.len() > 15, "the wrong calls must be wrong in different ways: {seen:?}");
}
