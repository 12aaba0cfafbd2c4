//! The Events API: what Slack tells us unasked. Whatever we do not know is not an error, for Slack adds types at will.

use super::{Delivery, upload};
use crate::adapters::slack::ids::{METADATA_EVENT, METADATA_ID};
use crate::adapters::slack::json::{first_text, flag, list, text};
use crate::adapters::slack::user;
use crate::domain::event::{Happening, Turn};
use crate::domain::ids::{ChannelId, DedupKey, MessageRef, PersonId, WorkspaceId};
use crate::domain::reaction::Reaction;
use crate::ports::{Incoming, OutboxId, Surface};
use jiff::Timestamp;
use serde_json::Value;

/// Whom and when is said in the beginning; nobody reads on beyond so many characters.
const LONGEST_REPLY: usize = 1_000;

/// Understands the body of an event request.
pub fn parse(body: &Value) -> Delivery {
    match text(body, "/type") {
        Some("url_verification") => {
            Delivery::Challenge(text(body, "/challenge").unwrap_or_default().to_owned())
        }
        Some("event_callback") => {
            let kind = text(body, "/event/type").unwrap_or("");
            callback(kind, body).unwrap_or_else(|| Delivery::ignored(kind))
        }
        kind => Delivery::ignored(kind.unwrap_or("")),
    }
}

fn callback(kind: &str, body: &Value) -> Option<Delivery> {
    let workspace = workspace(body)?;
    if kind == "message_metadata_posted" {
        return seen(body, workspace);
    }
    let what = happening(kind, body, &workspace)?;
    // Drawing a Home twice does no harm, and remembering each time somebody opens it would cost a write.
    let harmless = matches!(what, Happening::HomeOpened { .. });
    let dedup = text(body, "/event_id").filter(|_| !harmless).map(|id| DedupKey::new(format!("event/{id}")));
    Some(Delivery::Take(Box::new(Incoming { workspace, dedup, what, surface: Surface::Nowhere })))
}

/// Where it happened to *us*: in a shared channel, `team_id` may be another organisation's.
fn workspace(body: &Value) -> Option<WorkspaceId> {
    first_text(body, &["/authorizations/0/team_id", "/context_team_id", "/team_id"]).map(WorkspaceId::new)
}

fn happening(kind: &str, body: &Value, workspace: &WorkspaceId) -> Option<Happening> {
    let event = body.pointer("/event")?;
    match kind {
        "app_home_opened" => {
            let is_home = text(event, "/tab").is_none_or(|tab| tab == "home");
            is_home.then(|| Some(Happening::HomeOpened { person: person(event, "/user")? })).flatten()
        }
        "user_change" | "team_join" => {
            user::facts(event.pointer("/user")?, workspace).map(Happening::PersonChanged)
        }
        "message" => written(body, event),
        "reaction_added" => reaction(body, event, Turn::Added),
        "reaction_removed" => reaction(body, event, Turn::Removed),
        "app_uninstalled" => Some(Happening::Uninstalled),
        "tokens_revoked" => (!list(event, "/tokens/bot").is_empty()).then_some(Happening::TokensRevoked),
        _ => None,
    }
}

fn person(event: &Value, pointer: &str) -> Option<PersonId> {
    text(event, pointer).map(PersonId::new)
}

/// Somebody's own words, or files, in the bot's direct message with them. Whatever has another subtype is no new message
/// of a person: changes, deletions, what a bot says.
fn written(body: &Value, event: &Value) -> Option<Happening> {
    let user = text(event, "/user")?;
    let is_theirs = text(event, "/bot_id").is_none() && bot_user(body) != Some(user);
    if text(event, "/channel_type") != Some("im") || !is_theirs {
        return None;
    }
    let (person, ts) = (PersonId::new(user), text(event, "/ts")?);
    match text(event, "/subtype") {
        None => {}
        Some("file_share") => return upload::shared(person, event),
        Some(_) => return None,
    }
    let seconds = ts.split('.').next()?.parse().ok()?;
    let at = Timestamp::from_second(seconds).ok()?;
    match text(event, "/thread_ts").filter(|thread| *thread != ts) {
        Some(thread) => Some(Happening::Replied {
            person,
            thread: MessageRef { channel: ChannelId::new(text(event, "/channel")?), ts: thread.to_owned() },
            text: text(event, "/text").unwrap_or_default().chars().take(LONGEST_REPLY).collect(),
            at,
        }),
        None => Some(Happening::Wrote { person, at }),
    }
}

fn reaction(body: &Value, event: &Value, turn: Turn) -> Option<Happening> {
    let us = bot_user(body);
    let author = text(event, "/item_user");
    let ours = author.is_none() || us.is_none() || author == us;
    let reacting = text(event, "/user")?;
    if text(event, "/item/type") != Some("message") || !ours || us == Some(reacting) {
        return None;
    }
    let name = text(event, "/reaction")?;
    let toneless = name.split("::").next().unwrap_or(name);
    let message = MessageRef {
        channel: ChannelId::new(text(event, "/item/channel")?),
        ts: text(event, "/item/ts")?.to_owned(),
    };
    let reaction = Reaction::from_emoji(toneless)?;
    Some(Happening::Reacted { person: PersonId::new(reacting), message, reaction, turn })
}

/// Our own user there, as the delivery itself says.
fn bot_user(body: &Value) -> Option<&str> {
    list(body, "/authorizations")
        .iter()
        .find(|authorization| flag(authorization, "/is_bot"))
        .and_then(|authorization| text(authorization, "/user_id"))
}

/// A message with our metadata was posted. Any app may write metadata that looks like ours, so its author must be us.
fn seen(body: &Value, workspace: WorkspaceId) -> Option<Delivery> {
    let event = body.pointer("/event")?;
    let by_us = text(event, "/app_id") == text(body, "/api_app_id");
    let is_ours = text(event, "/metadata/event_type") == Some(METADATA_EVENT);
    let id = text(event.pointer("/metadata/event_payload")?, &format!("/{METADATA_ID}"))?;
    let message = MessageRef {
        channel: ChannelId::new(text(event, "/channel_id")?),
        ts: text(event, "/message_ts")?.to_owned(),
    };
    (by_us && is_ours).then(|| Delivery::Seen { workspace, id: OutboxId(id.to_owned()), message })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::people::{Account, SlackFacts};
    use crate::domain::reaction::Hand;
    use crate::domain::rounds::pairing::Signal;
    use serde_json::json;

    fn callback(event: Value) -> Value {
        json!({
            "type": "event_callback", "team_id": "T1", "api_app_id": "A1", "event_id": "Ev1", "event_time": 1,
            "authorizations": [{"team_id": "T1", "user_id": "UBOT", "is_bot": true}], "event": event,
        })
    }

    fn taken(event: Value) -> Option<Incoming> {
        match parse(&callback(event)) {
            Delivery::Take(incoming) => Some(*incoming),
            Delivery::Seen { .. } | Delivery::Challenge(_) | Delivery::Options(_) | Delivery::Ignored(_) => {
                None
            }
        }
    }

    fn what(event: Value) -> Option<Happening> {
        taken(event).map(|incoming| incoming.what)
    }

    fn reacted(change: impl FnOnce(&mut Value)) -> Option<Happening> {
        let mut event = json!({
            "type": "reaction_added", "user": "U1", "reaction": "white_check_mark", "item_user": "UBOT",
            "item": {"type": "message", "channel": "G1", "ts": "1.2"},
        });
        change(&mut event);
        what(event)
    }

    #[test]
    fn a_home_is_opened_and_not_remembered() {
        let incoming = taken(json!({"type": "app_home_opened", "user": "U1", "tab": "home"})).expect("taken");
        assert_eq!(incoming.what, Happening::HomeOpened { person: PersonId::new("U1") });
        assert_eq!(incoming.dedup, None);
        assert_eq!(what(json!({"type": "app_home_opened", "user": "U1", "tab": "messages"})), None);
        assert_eq!(what(json!({"type": "app_home_opened", "tab": "home"})), None);
    }

    #[test]
    fn a_reaction_counts_under_our_messages_only() {
        let message = MessageRef { channel: ChannelId::new("G1"), ts: "1.2".into() };
        let expected = Happening::Reacted {
            person: PersonId::new("U1"),
            message,
            reaction: Reaction::Pair(Signal::Met),
            turn: Turn::Added,
        };
        assert_eq!(reacted(|_| {}), Some(expected.clone()));
        assert_eq!(
            reacted(|event| event["reaction"] = json!("white_check_mark::skin-tone-3")),
            Some(expected.clone())
        );
        assert_eq!(reacted(|event| event["item_user"] = Value::Null), Some(expected));
        let raised = reacted(|event| event["reaction"] = json!("raising_hand::skin-tone-6"));
        let needs_help =
            |what| matches!(what, Happening::Reacted { reaction: Reaction::Hand(Hand::NeedsHelp), .. });
        assert!(raised.is_some_and(needs_help));
        assert_eq!(reacted(|event| event["item_user"] = json!("U2")), None);
        assert_eq!(reacted(|event| event["user"] = json!("UBOT")), None);
        assert_eq!(reacted(|event| event["reaction"] = json!("tada")), None);
        assert_eq!(reacted(|event| event["item"]["type"] = json!("file")), None);
        assert_eq!(reacted(|event| event["item"] = Value::Null), None);
    }

    #[test]
    fn only_what_a_person_writes_to_us_counts() {
        let wrote = |change: fn(&mut Value)| {
            let mut event = json!({
                "type": "message", "channel_type": "im", "channel": "D1", "user": "U1", "ts": "1767.2",
                "thread_ts": "1.2", "text": "<@U2> on Friday",
            });
            change(&mut event);
            what(event)
        };
        let at = Timestamp::from_second(1767).unwrap();
        let person = PersonId::new("U1");
        let thread = MessageRef { channel: ChannelId::new("D1"), ts: "1.2".into() };
        let text = "<@U2> on Friday".to_owned();
        let reply = Happening::Replied { person: person.clone(), thread, text, at };
        assert_eq!(wrote(|_| {}), Some(reply));
        assert_eq!(
            wrote(|event| event["thread_ts"] = Value::Null),
            Some(Happening::Wrote { person: person.clone(), at })
        );
        assert_eq!(
            wrote(|event| event["thread_ts"] = json!("1767.2")),
            Some(Happening::Wrote { person, at })
        );
        let ignored: [fn(&mut Value); 8] = [
            |event| event["channel_type"] = json!("mpim"),
            |event| event["channel_type"] = Value::Null,
            |event| event["subtype"] = json!("message_changed"),
            |event| event["subtype"] = json!("file_share"),
            |event| event["bot_id"] = json!("B1"),
            |event| event["user"] = json!("UBOT"),
            |event| event["user"] = Value::Null,
            |event| event["ts"] = json!("soon"),
        ];
        for change in ignored {
            assert_eq!(wrote(change), None);
        }
    }

    #[test]
    fn people_and_installations_change() {
        let user = json!({"id": "U1", "name": "ana", "tz": "Europe/Lisbon", "deleted": true});
        let facts = SlackFacts {
            id: PersonId::new("U1"),
            display_name: "ana".into(),
            time_zone: Some("Europe/Lisbon".into()),
            account: Account::Deactivated,
            admin: false,
        };
        assert_eq!(
            what(json!({"type": "user_change", "user": user})),
            Some(Happening::PersonChanged(facts.clone()))
        );
        assert_eq!(what(json!({"type": "team_join", "user": user})), Some(Happening::PersonChanged(facts)));
        assert_eq!(what(json!({"type": "app_uninstalled"})), Some(Happening::Uninstalled));
        let revoked = |tokens: Value| what(json!({"type": "tokens_revoked", "tokens": tokens}));
        assert_eq!(revoked(json!({"bot": ["UBOT"]})), Some(Happening::TokensRevoked));
        assert_eq!(revoked(json!({"oauth": ["U1"]})), None);
    }

    #[test]
    fn the_delivery_is_known_by_its_event_id_in_our_workspace() {
        let incoming = taken(json!({"type": "app_uninstalled"})).expect("taken");
        assert_eq!(incoming.dedup, Some(DedupKey::new("event/Ev1")));
        let mut body = callback(json!({"type": "app_uninstalled"}));
        body["team_id"] = json!("TOTHER");
        let Delivery::Take(incoming) = parse(&body) else { panic!("not taken") };
        assert_eq!(incoming.workspace, WorkspaceId::new("T1"));
        body["authorizations"] = json!([{"team_id": null}]);
        assert!(matches!(parse(&body), Delivery::Take(i) if i.workspace == WorkspaceId::new("TOTHER")));
        body["team_id"] = Value::Null;
        assert!(matches!(parse(&body), Delivery::Ignored(_)));
    }

    #[test]
    fn only_our_own_metadata_confirms_a_message() {
        let event = json!({
            "type": "message_metadata_posted", "app_id": "A1", "channel_id": "G1", "message_ts": "1.2",
            "metadata": {"event_type": "viceversa_message", "event_payload": {"outbox_id": "ab"}},
        });
        assert_eq!(
            parse(&callback(event.clone())),
            Delivery::Seen {
                workspace: WorkspaceId::new("T1"),
                id: OutboxId("ab".into()),
                message: MessageRef { channel: ChannelId::new("G1"), ts: "1.2".into() },
            }
        );
        let mut foreign = event.clone();
        foreign["app_id"] = json!("A2");
        assert!(matches!(parse(&callback(foreign)), Delivery::Ignored(_)));
        let mut other = event;
        other["metadata"]["event_payload"] = json!({"outbox_id": 7});
        assert!(matches!(parse(&callback(other)), Delivery::Ignored(_)));
    }

    #[test]
    fn what_is_unknown_is_ignored() {
        assert!(matches!(parse(&callback(json!({"type": "solar_eclipse"}))), Delivery::Ignored(_)));
        assert!(matches!(parse(&callback(json!(7))), Delivery::Ignored(_)));
        assert!(matches!(parse(&json!({"type": "app_rate_limited"})), Delivery::Ignored(_)));
        assert!(matches!(parse(&json!({})), Delivery::Ignored(_)));
        let challenge = json!({"type": "url_verification", "challenge": "3eZ"});
        assert_eq!(parse(&challenge), Delivery::Challenge("3eZ".into()));
    }
}
