//! Things that are handed out and may be used only for a while: trigger ids and response URLs.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::model::ids::Ts;

const TRIGGER_LIFE: SignedDuration = SignedDuration::from_secs(3);
const RESPONSE_LIFE: SignedDuration = SignedDuration::from_mins(30);
const RESPONSE_USES: u8 = 5;

/// Who pressed or typed, and where, when a trigger id was made.
#[derive(Clone, Debug)]
pub(super) struct Trigger {
    pub user: String,
    /// The modal in which it was pressed; `views.push` needs one.
    pub view: Option<String>,
    expires: Timestamp,
    used: bool,
}

/// Where the answers to a response URL go.
#[derive(Clone, Debug)]
pub(super) struct ResponseTarget {
    pub user: String,
    /// The workspace whose installation of the app answers.
    pub team: String,
    pub channel: String,
    /// The message with the pressed control; none for a slash command.
    pub message: Option<Ts>,
}

#[derive(Debug)]
struct Response {
    target: ResponseTarget,
    expires: Timestamp,
    uses: u8,
}

#[derive(Debug, Default)]
pub(super) struct Handles {
    triggers: BTreeMap<String, Trigger>,
    responses: BTreeMap<String, Response>,
    trigger_order: std::collections::VecDeque<(Timestamp, String)>,
    response_order: std::collections::VecDeque<(Timestamp, String)>,
}

/// Long enough after its end that "expired" can still be told from "never existed".
const REMEMBERED: SignedDuration = SignedDuration::from_hours(1);

impl Handles {
    pub fn add_trigger(&mut self, id: &str, user: &str, view: Option<&str>, now: Timestamp) {
        let expires = now + TRIGGER_LIFE;
        let trigger = Trigger { user: user.into(), view: view.map(Into::into), expires, used: false };
        self.triggers.insert(id.into(), trigger);
        self.trigger_order.push_back((expires, id.into()));
        while self.trigger_order.front().is_some_and(|(end, _)| *end + REMEMBERED < now) {
            if let Some((_, old)) = self.trigger_order.pop_front() {
                self.triggers.remove(&old);
            }
        }
    }

    /// Spends a trigger id, or names Slack's reason why it cannot be.
    pub fn spend_trigger(&mut self, id: &str, now: Timestamp) -> Result<Trigger, &'static str> {
        let trigger = self.triggers.get_mut(id).ok_or("invalid_trigger_id")?;
        if trigger.used {
            return Err("exchanged_trigger_id");
        }
        if trigger.expires < now {
            return Err("expired_trigger_id");
        }
        trigger.used = true;
        Ok(trigger.clone())
    }

    pub fn add_response(&mut self, id: &str, target: ResponseTarget, now: Timestamp) {
        let expires = now + RESPONSE_LIFE;
        self.responses.insert(id.into(), Response { target, expires, uses: 0 });
        self.response_order.push_back((expires, id.into()));
        while self.response_order.front().is_some_and(|(end, _)| *end + REMEMBERED < now) {
            if let Some((_, old)) = self.response_order.pop_front() {
                self.responses.remove(&old);
            }
        }
    }

    /// Uses a response URL once, or names Slack's reason why it cannot be.
    pub fn use_response(&mut self, id: &str, now: Timestamp) -> Result<ResponseTarget, &'static str> {
        let response = self.responses.get_mut(id).ok_or("invalid_url")?;
        if response.expires < now {
            return Err("expired_url");
        }
        if response.uses >= RESPONSE_USES {
            return Err("used_url");
        }
        response.uses += 1;
        Ok(response.target.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trigger_id_lives_three_seconds_and_once() {
        let mut handles = Handles::default();
        let now = Timestamp::UNIX_EPOCH;
        handles.add_trigger("a", "U1", None, now);
        handles.add_trigger("b", "U1", Some("V1"), now);
        assert!(handles.spend_trigger("a", now + SignedDuration::from_secs(3)).is_ok());
        assert_eq!(handles.spend_trigger("a", now).unwrap_err(), "exchanged_trigger_id");
        assert_eq!(
            handles.spend_trigger("b", now + SignedDuration::from_millis(3_001)).unwrap_err(),
            "expired_trigger_id"
        );
        assert_eq!(handles.spend_trigger("c", now).unwrap_err(), "invalid_trigger_id");
    }

    #[test]
    fn a_response_url_takes_five_answers_in_half_an_hour() {
        let mut handles = Handles::default();
        let now = Timestamp::UNIX_EPOCH;
        let target =
            ResponseTarget { user: "U1".into(), team: "T1".into(), channel: "C1".into(), message: None };
        handles.add_response("a", target.clone(), now);
        for _ in 0..5 {
            assert!(handles.use_response("a", now).is_ok());
        }
        assert_eq!(handles.use_response("a", now).unwrap_err(), "used_url");
        handles.add_response("b", target, now);
        assert_eq!(
            handles.use_response("b", now + SignedDuration::from_mins(31)).unwrap_err(),
            "expired_url"
        );
    }
}
