//! The slash command, as a form over HTTP or as JSON over Socket Mode.

use super::Delivery;
use crate::adapters::slack::json::text;
use crate::domain::command::Command;
use crate::domain::event::Happening;
use crate::domain::ids::{DedupKey, PersonId, WorkspaceId};
use crate::ports::{Incoming, Surface, TriggerId};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;

/// Understands a slash command; `None` where it lacks what every command has.
pub fn parse(form: &Value, now: Timestamp) -> Option<Delivery> {
    let person = PersonId::new(text(form, "/user_id")?);
    let workspace = WorkspaceId::new(text(form, "/team_id").or_else(|| text(form, "/enterprise_id"))?);
    let trigger = text(form, "/trigger_id").unwrap_or_default();
    let today = now.to_zoned(TimeZone::UTC).date();
    let command = Command::parse(text(form, "/text").unwrap_or_default(), today);
    Some(Delivery::Take(Box::new(Incoming {
        workspace,
        dedup: (!trigger.is_empty()).then(|| DedupKey::new(format!("command/{trigger}"))),
        what: Happening::Asked { person, command, at: now },
        surface: Surface::Command(TriggerId(trigger.to_owned())),
    })))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::command::PauseLength;
    use serde_json::json;

    #[test]
    fn a_command_is_understood_with_its_person_and_trigger() {
        let now: Timestamp = "2026-11-23T09:00:00Z".parse().expect("a time");
        let form = json!({
            "user_id": "U1", "team_id": "T1", "trigger_id": "1.2", "command": "/mentor", "text": " Pause 2w ",
        });
        let expected = Incoming {
            workspace: WorkspaceId::new("T1"),
            dedup: Some(DedupKey::new("command/1.2")),
            what: Happening::Asked {
                person: PersonId::new("U1"),
                command: Command::Pause(PauseLength::Weeks(2)),
                at: now,
            },
            surface: Surface::Command(TriggerId("1.2".into())),
        };
        assert_eq!(parse(&form, now), Some(Delivery::Take(Box::new(expected))));
        assert_eq!(parse(&json!({"team_id": "T1"}), now), None);
        assert_eq!(parse(&json!({"user_id": "U1", "team_id": null}), now), None);
    }
}
