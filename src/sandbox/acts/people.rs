//! What happens to people, and the opening of the Home tab.

use serde_json::json;

use super::ActError;
use crate::sandbox::core::Sandbox;
use crate::sandbox::ledger::LedgerEntry;
use crate::sandbox::model::people::{NewPerson, Person, PersonChange};

impl Sandbox {
    /// Somebody arrives; queues `team_join`.
    pub fn join_team(&self, new: NewPerson) -> Person {
        self.with(|moment| {
            let person = moment.state.model.add_person(new, moment.now);
            let mut entry = LedgerEntry::act(&person.id, "join_team").saying(&person.real_name);
            entry.ok = Some(true);
            moment.state.ledger.append(moment.now, entry);
            moment.tell_person("team_join", &person.id);
            person
        })
    }

    /// Changes a person; queues `user_change`.
    ///
    /// # Errors
    /// When there is nobody of that id, or the zone is unknown.
    pub fn change_person(&self, user: &str, change: PersonChange) -> Result<Person, ActError> {
        self.with(|moment| {
            if change.tz.as_ref().is_some_and(|zone| jiff::tz::TimeZone::get(zone).is_err()) {
                return Err(ActError::Misfit("no such time zone".into()));
            }
            let value = serde_json::to_value(&change).unwrap_or_default();
            let person = moment.state.model.change_person(user, change, moment.now);
            let person = person.ok_or_else(|| ActError::NoSuchPerson(user.into()))?;
            let set = value
                .as_object()
                .cloned()
                .unwrap_or_default()
                .into_iter()
                .filter(|(_, value)| !value.is_null());
            let mut entry = LedgerEntry::act(user, "change_person");
            entry.ok = Some(true);
            entry.value = Some(serde_json::Value::Object(set.collect()));
            moment.state.ledger.append(moment.now, entry);
            if person.deleted {
                moment.state.model.close_modals(user, 0);
            }
            moment.tell_person("user_change", user);
            Ok(person)
        })
    }

    /// Opens the app's Home tab; queues `app_home_opened` with the view that stands there.
    ///
    /// # Errors
    /// When there is nobody of that id, or the app is not installed in their workspace.
    pub fn open_home(&self, user: &str) -> Result<(), ActError> {
        self.open_tab(user, "home")
    }

    /// Opens the app's Messages tab; queues `app_home_opened` for it.
    ///
    /// # Errors
    /// As [`Sandbox::open_home`].
    pub fn open_messages_tab(&self, user: &str) -> Result<(), ActError> {
        self.open_tab(user, "messages")
    }

    fn open_tab(&self, user: &str, tab: &str) -> Result<(), ActError> {
        self.with(|moment| {
            moment.actor(user)?;
            let channel = moment.app_conversation(user).ok_or(ActError::Refused("app_not_installed"))?;
            let mut entry = LedgerEntry::act(user, "open_home").about(tab);
            entry.ok = Some(true);
            moment.state.ledger.append(moment.now, entry);
            let mut event = json!({"type": "app_home_opened", "user": user, "channel": channel, "tab": tab});
            if let Some(home) = moment.state.model.homes.get(user).filter(|_| tab == "home") {
                event["view"] = home.to_slack(&moment.view_owner(&home.team));
            }
            let team = moment.team_of(user).to_owned();
            moment.tell(&team, "app_home_opened", event);
            Ok(())
        })
    }
}
