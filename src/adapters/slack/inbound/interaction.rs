//! What people press: buttons in messages, on the Home and in modals, and the modals themselves.

use super::{Delivery, options, submission, upload};
use crate::adapters::slack::ids;
use crate::adapters::slack::json::{first_text, text};
use crate::domain::asks::{AskEvent, Press};
use crate::domain::catalogue::Catalogue;
use crate::domain::command::Command;
use crate::domain::community::{CommunityEvent, CommunityPress};
use crate::domain::event::Happening;
use crate::domain::ids::{AskId, DedupKey, LearningId, NudgeId, PairingId, PersonId, TermId, WorkspaceId};
use crate::domain::learning::{LearningEvent, LearningPress, Source};
use crate::domain::nudges::{self, NudgeEvent};
use crate::domain::reverse::{self, ReverseEvent};
use crate::domain::rounds::check_in::CheckInAnswer;
use crate::domain::rounds::pairing::Signal;
use crate::ports::{Incoming, Surface, TriggerId, ViewId};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Within this distance the difference between Slack's clock and ours says more than the order of two presses.
const CLOCK_TOLERANCE: SignedDuration = SignedDuration::from_secs(5);

/// Understands the payload of an interaction.
pub fn parse(payload: &Value, catalogue: &Catalogue, now: Timestamp) -> Delivery {
    let kind = text(payload, "/type").unwrap_or("");
    let understood = match kind {
        "block_actions" => action(payload, now).map(taken),
        "view_submission" => submitted(payload).map(taken),
        "block_suggestion" => Some(Delivery::Options(options::answer(payload, catalogue))),
        _ => None,
    };
    understood.unwrap_or_else(|| Delivery::ignored(kind))
}

fn taken(incoming: Incoming) -> Delivery {
    Delivery::Take(Box::new(incoming))
}

/// Where we are installed: in a shared channel the person pressing may belong to another organisation.
fn workspace(payload: &Value) -> Option<WorkspaceId> {
    let places =
        ["/view/app_installed_team_id", "/team/id", "/view/team_id", "/user/team_id", "/enterprise/id"];
    first_text(payload, &places).map(WorkspaceId::new)
}

fn person(payload: &Value) -> Option<PersonId> {
    text(payload, "/user/id").map(PersonId::new)
}

fn action(payload: &Value, now: Timestamp) -> Option<Incoming> {
    let pressed = payload.pointer("/actions/0")?;
    let trigger = text(payload, "/trigger_id").unwrap_or_default();
    let person = person(payload)?;
    Some(Incoming {
        workspace: workspace(payload)?,
        surface: surface(payload, TriggerId(trigger.to_owned()), &person),
        dedup: (!trigger.is_empty()).then(|| DedupKey::new(format!("action/{trigger}"))),
        what: happening(person, pressed, now)?,
    })
}

fn surface(payload: &Value, trigger: TriggerId, person: &PersonId) -> Surface {
    let container = text(payload, "/container/type");
    let in_view = container == Some("view") || (container.is_none() && payload.pointer("/view/id").is_some());
    let modal = text(payload, "/view/id").filter(|_| text(payload, "/view/type") == Some("modal"));
    if let (true, Some(view)) = (in_view, modal) {
        Surface::InModal { view: ViewId(view.to_owned()), person: person.clone() }
    } else if in_view {
        Surface::Home { trigger, person: person.clone() }
    } else {
        Surface::Message { trigger, response_url: text(payload, "/response_url").map(str::to_owned) }
    }
}

fn happening(person: PersonId, pressed: &Value, now: Timestamp) -> Option<Happening> {
    let action_id = ids::unnumbered(text(pressed, "/action_id")?);
    let at = pressed_at(pressed, now);
    if let Some(typed) = ids::typed_command(action_id) {
        let today = now.to_zoned(TimeZone::UTC).date();
        return Some(Happening::Asked { person, command: Command::parse(&typed, today), at });
    }
    if action_id == ids::PICK_NEVER {
        let chosen = PersonId::new(text(pressed, "/selected_user")?);
        return Some(Happening::Asked { person, command: Command::Never(chosen), at });
    }
    if let Some(code) = action_id.strip_prefix(ids::ASK) {
        let ask = AskId::new(text(pressed, "/value")?);
        return Some(Happening::Ask(AskEvent::Pressed { person, ask, press: Press::from_code(code)? }));
    }
    if let Some(code) = action_id.strip_prefix(ids::COMMUNITY) {
        let offer = AskId::new(text(pressed, "/value")?);
        let press = CommunityPress::from_code(code)?;
        return Some(Happening::Community(CommunityEvent::Pressed { person, offer, press }));
    }
    if let Some(code) = action_id.strip_prefix(ids::LEARNING) {
        return learning(person, code, text(pressed, "/value")?).map(Happening::Learning);
    }
    if let Some(code) = action_id.strip_prefix(ids::NUDGE) {
        let nudge = NudgeId::new(text(pressed, "/value")?);
        return Some(Happening::Nudge(NudgeEvent::Pressed {
            person,
            nudge,
            press: nudges::Press::from_code(code)?,
        }));
    }
    if let Some(code) = action_id.strip_prefix(ids::REVERSE) {
        let (term, press) = reverse::Press::parse(code, text(pressed, "/value")?)?;
        return Some(Happening::Reverse(ReverseEvent::Pressed { person, term, press }));
    }
    if let Some(code) = action_id.strip_prefix(ids::UPLOAD) {
        return upload::pressed(person, code, text(pressed, "/value")?);
    }
    let pairing = || text(pressed, "/value").map(PairingId::new);
    if let Some(code) = action_id.strip_prefix(ids::PAIRING) {
        let signal = Signal::from_code(code)?;
        return Some(Happening::PairingPressed { person, pairing: pairing()?, signal });
    }
    let pairing = pairing()?;
    match action_id.strip_prefix(ids::CHECK_IN)? {
        ids::CHECK_IN_MET => Some(Happening::CheckInOpened { person, pairing }),
        ids::CHECK_IN_LATER => {
            Some(Happening::CheckInAnswered { person, pairing, answer: CheckInAnswer::Later })
        }
        ids::CHECK_IN_NO => Some(Happening::CheckInAnswered { person, pairing, answer: CheckInAnswer::No }),
        _ => None,
    }
}

fn learning(person: PersonId, code: &str, about: &str) -> Option<LearningEvent> {
    let source = match code {
        ids::LEARNING_TALK => Source::Talk(PairingId::new(about)),
        ids::LEARNING_ASK => Source::Ask(AskId::new(about)),
        code => {
            let (learning, press) = (LearningId::new(about), LearningPress::from_code(code)?);
            return Some(LearningEvent::Pressed { person, learning, press });
        }
    };
    Some(LearningEvent::Opened { person, source })
}

/// When it was pressed. A press that reaches us late keeps Slack's time, so that it cannot undo what came after it.
fn pressed_at(pressed: &Value, now: Timestamp) -> Timestamp {
    let seconds = text(pressed, "/action_ts").and_then(|ts| ts.split('.').next()?.parse().ok());
    match seconds.and_then(|seconds| Timestamp::from_second(seconds).ok()) {
        Some(at) if now.duration_since(at) > CLOCK_TOLERANCE => at,
        Some(_) | None => now,
    }
}

fn submitted(payload: &Value) -> Option<Incoming> {
    let view = payload.pointer("/view")?;
    let person = person(payload)?;
    let surface = Surface::Modal(person.clone());
    let values = view.pointer("/state/values").unwrap_or(&Value::Null);
    let what = match text(view, "/callback_id")? {
        ids::CALLBACK_PROFILE => Happening::ProfileSubmitted { person, profile: submission::profile(values) },
        ids::CALLBACK_FORGET => Happening::ForgetConfirmed { person },
        ids::CALLBACK_ASK => {
            let carried: ids::AskForm = serde_json::from_str(text(view, "/private_metadata")?).ok()?;
            let draft = submission::ask(values, &carried.read_out);
            Happening::Ask(AskEvent::Submitted { person, draft, form: carried.form })
        }
        ids::CALLBACK_REFER => Happening::Ask(AskEvent::Referred {
            person,
            ask: AskId::new(text(view, "/private_metadata")?),
            other: submission::referred(values)?,
        }),
        ids::CALLBACK_NUDGE => {
            let (with, on) = submission::commitment(values);
            let nudge = NudgeId::new(text(view, "/private_metadata")?);
            Happening::Nudge(NudgeEvent::Chosen { person, nudge, with, on })
        }
        ids::CALLBACK_TIMES => Happening::Reverse(ReverseEvent::Submitted {
            person,
            term: TermId::new(text(view, "/private_metadata")?),
            said: submission::times(values),
        }),
        ids::CALLBACK_CHECK_IN => Happening::CheckInAnswered {
            person,
            pairing: PairingId::new(text(view, "/private_metadata")?),
            answer: CheckInAnswer::Met(submission::met(values)),
        },
        ids::CALLBACK_LEARNING => Happening::Learning(LearningEvent::Submitted {
            person,
            source: serde_json::from_str(text(view, "/private_metadata")?).ok()?,
            draft: submission::learning(values),
        }),
        _ => return None,
    };
    Some(Incoming { workspace: workspace(payload)?, dedup: submission_key(view, values), what, surface })
}

/// What was filled in is part of the name: a modal that came back with errors keeps its id and hash, and is submitted again.
fn submission_key(view: &Value, values: &Value) -> Option<DedupKey> {
    let (id, hash) = text(view, "/id").zip(text(view, "/hash"))?;
    let filled_in = Sha256::digest(values.to_string());
    let short: String = filled_in.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    Some(DedupKey::new(format!("view/{id}/{hash}/{short}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::command::PauseLength;
    use serde_json::json;

    const NOW: &str = "2026-11-23T09:00:00Z";

    fn now() -> Timestamp {
        NOW.parse().expect("a time")
    }

    fn pressed(action: Value) -> Value {
        json!({
            "type": "block_actions", "team": {"id": "T1"}, "user": {"id": "U1", "team_id": "T9"}, "trigger_id": "7.8",
            "container": {"type": "message", "message_ts": "1.2", "channel_id": "G1"},
            "response_url": "https://hooks.slack.com/actions/1", "actions": [action],
        })
    }

    fn take(payload: &Value) -> Option<Incoming> {
        match parse(payload, &Catalogue::default(), now()) {
            Delivery::Take(incoming) => Some(*incoming),
            Delivery::Seen { .. } | Delivery::Challenge(_) | Delivery::Options(_) | Delivery::Ignored(_) => {
                None
            }
        }
    }

    fn what(action: Value) -> Option<Happening> {
        take(&pressed(action)).map(|incoming| incoming.what)
    }

    #[test]
    fn a_button_asks_as_a_typed_command_does() {
        let incoming = take(&pressed(json!({"action_id": "command:pause:2w"}))).expect("taken");
        let command = Command::Pause(PauseLength::Weeks(2));
        assert_eq!(incoming.what, Happening::Asked { person: PersonId::new("U1"), command, at: now() });
        assert_eq!(incoming.dedup, Some(DedupKey::new("action/7.8")));
        assert_eq!(incoming.workspace, WorkspaceId::new("T1"));
        let response_url = Some("https://hooks.slack.com/actions/1".to_owned());
        assert_eq!(incoming.surface, Surface::Message { trigger: TriggerId("7.8".into()), response_url });
        let picked = what(json!({"action_id": "pick:never", "selected_user": "U2"}));
        assert!(
            matches!(picked, Some(Happening::Asked { command: Command::Never(other), .. }) if other.as_str() == "U2")
        );
    }

    #[test]
    fn pairs_and_check_ins_are_told_how_it_stands() {
        let (person, pairing) = (PersonId::new("U1"), PairingId::new("peer/2026-11-23/00"));
        let value = |action: &str| json!({"action_id": action, "value": "peer/2026-11-23/00"});
        for signal in Signal::ALL {
            assert_eq!(
                what(value(&format!("pairing:{}", signal.code()))),
                Some(Happening::PairingPressed {
                    person: person.clone(),
                    pairing: pairing.clone(),
                    signal: *signal
                })
            );
        }
        assert_eq!(
            what(value("check_in:met")),
            Some(Happening::CheckInOpened { person: person.clone(), pairing: pairing.clone() })
        );
        assert_eq!(
            what(value("check_in:no")),
            Some(Happening::CheckInAnswered { person, pairing, answer: CheckInAnswer::No })
        );
        assert_eq!(what(json!({"action_id": "pairing:met"})), None);
        assert_eq!(what(value("pairing:eaten")), None);
        assert_eq!(what(value("check_in:maybe")), None);
        assert_eq!(what(json!({"action_id": "link:google:0"})), None);
        assert_eq!(what(json!({})), None);
    }

    #[test]
    fn a_late_press_keeps_the_time_it_was_made_at() {
        let at = |ts: &str| match what(json!({"action_id": "command:join", "action_ts": ts})) {
            Some(Happening::Asked { at, .. }) => at,
            other => panic!("{other:?}"),
        };
        let second = now().as_second();
        assert_eq!(at(&format!("{}.5", second - 60)).as_second(), second - 60);
        assert_eq!(at(&format!("{}.5", second - 2)), now());
        assert_eq!(at(&format!("{}.5", second + 60)), now());
        assert_eq!(at("soon"), now());
    }

    #[test]
    fn the_home_and_modals_are_views() {
        let mut payload = pressed(json!({"action_id": "command:why"}));
        payload["container"] = json!({"type": "view", "view_id": "V1"});
        payload["view"] = json!({"id": "V1", "type": "home", "app_installed_team_id": "T2"});
        let incoming = take(&payload).expect("taken");
        assert_eq!(
            incoming.surface,
            Surface::Home { trigger: TriggerId("7.8".into()), person: PersonId::new("U1") }
        );
        assert_eq!(incoming.workspace, WorkspaceId::new("T2"));
        payload["view"]["type"] = json!("modal");
        let over = Surface::InModal { view: ViewId("V1".into()), person: PersonId::new("U1") };
        assert_eq!(take(&payload).expect("taken").surface, over);
        payload["team"] = Value::Null;
        assert!(take(&payload).is_some());
    }

    #[test]
    fn a_submission_is_known_by_its_view_and_what_was_filled_in() {
        let view = json!({"id": "V1", "hash": "h", "callback_id": "confirm_forget"});
        let payload = json!({"type": "view_submission", "team": null, "user": {"id": "U1", "team_id": "T1"}, "view": view});
        let incoming = take(&payload).expect("taken");
        assert_eq!(incoming.what, Happening::ForgetConfirmed { person: PersonId::new("U1") });
        assert_eq!(incoming.surface, Surface::Modal(PersonId::new("U1")));
        let key = |end: &str| {
            let mut payload = payload.clone();
            payload["view"]["state"] = json!({"values": {"end": {"end": {"selected_time": end}}}});
            take(&payload).and_then(|incoming| incoming.dedup).expect("a key")
        };
        assert!(format!("{:?}", key("08:00")).contains("view/V1/h/"));
        assert_eq!(key("08:00"), key("08:00"), "delivered again");
        assert_ne!(key("08:00"), key("17:00"), "mended after an error");
        let mut check_in = payload.clone();
        check_in["view"]["callback_id"] = json!("check_in");
        assert!(take(&check_in).is_none(), "a check-in about nothing");
        check_in["view"]["private_metadata"] = json!("peer/2026-11-23/00");
        assert!(matches!(take(&check_in).map(|i| i.what), Some(Happening::CheckInAnswered { .. })));
        let mut unknown = payload;
        unknown["view"]["callback_id"] = json!("other");
        assert!(take(&unknown).is_none());
    }

    #[test]
    fn other_types_are_ignored() {
        for kind in ["view_closed", "shortcut", "interactive_message", "", "tomorrow"] {
            let mut payload = pressed(json!({"action_id": "command:join"}));
            payload["type"] = json!(kind);
            assert!(take(&payload).is_none(), "{kind}");
        }
    }
}
