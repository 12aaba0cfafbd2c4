//! The people of the workspace and how Slack describes them.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A member of the workspace, a bot user or a stranger from another one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// `U…`
    pub id: String,
    /// `T…` of the workspace the account belongs to.
    pub team: String,
    /// The handle, lower case, unique: what `@name` finds.
    pub name: String,
    /// The name people read.
    pub real_name: String,
    /// Job title.
    pub title: String,
    /// IANA zone.
    pub tz: String,
    /// E-mail address; shown only with `users:read.email`.
    pub email: String,
    /// Deactivated.
    pub deleted: bool,
    /// What kind of account it is.
    #[serde(flatten)]
    pub flags: PersonFlags,
    /// When the account last changed.
    pub updated: Timestamp,
    /// Name, handle and title in small letters, for whoever looks for somebody.
    #[serde(skip)]
    pub(in crate::sandbox) words: String,
}

/// The yes-or-no facts of an account, named as in Slack's user object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PersonFlags {
    /// A workspace admin.
    pub is_admin: bool,
    /// An owner of the workspace, who may do what admins may.
    pub is_owner: bool,
    /// A bot user.
    pub is_bot: bool,
    /// A guest.
    pub is_restricted: bool,
}

/// Somebody who is to be added.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NewPerson {
    /// `T…` of their workspace; empty means the first one.
    pub team: String,
    /// The wished handle; empty takes it from the real name. A number is put behind a handle that is taken.
    pub name: String,
    /// The name people read.
    pub real_name: String,
    /// Job title.
    pub title: String,
    /// IANA zone; empty or unknown means UTC.
    pub tz: String,
    /// E-mail address; empty makes one from the handle.
    pub email: String,
    /// What kind of account it is.
    #[serde(flatten)]
    pub flags: PersonFlags,
}

/// What changes about a person; `None` leaves a field as it is.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PersonChange {
    /// A new IANA zone.
    pub tz: Option<String>,
    /// Deactivated (`true`) or reactivated (`false`).
    pub deleted: Option<bool>,
    /// A new name.
    pub real_name: Option<String>,
    /// A new job title.
    pub title: Option<String>,
    /// Becomes or stops being a guest.
    pub is_restricted: Option<bool>,
    /// Becomes or stops being a workspace admin.
    pub is_admin: Option<bool>,
}

impl Person {
    pub(in crate::sandbox) fn apply(&mut self, change: PersonChange, now: Timestamp) {
        self.tz = change.tz.unwrap_or(std::mem::take(&mut self.tz));
        self.deleted = change.deleted.unwrap_or(self.deleted);
        self.real_name = change.real_name.unwrap_or(std::mem::take(&mut self.real_name));
        self.title = change.title.unwrap_or(std::mem::take(&mut self.title));
        self.flags.is_restricted = change.is_restricted.unwrap_or(self.flags.is_restricted);
        self.flags.is_admin = change.is_admin.unwrap_or(self.flags.is_admin);
        self.updated = now;
        self.note_words();
    }

    /// Brings up to date what the person can be found by.
    pub(in crate::sandbox) fn note_words(&mut self) {
        self.words = format!("{}\n{}\n{}", self.real_name, self.name, self.title).to_lowercase();
    }

    /// The person's zone; UTC where the name is unknown.
    pub fn zone(&self) -> TimeZone {
        TimeZone::get(&self.tz).unwrap_or(TimeZone::UTC)
    }

    /// Slack's user object at a moment; the e-mail address only where the app may see it.
    pub(in crate::sandbox) fn to_slack(&self, now: Timestamp, email: Email) -> Value {
        let zone = self.zone();
        let offset = zone.to_offset_info(now);
        let first = self.real_name.split(' ').next().unwrap_or_default();
        let last = self.real_name.split_once(' ').map_or("", |(_, last)| last);
        let mut user = json!({
            "id": self.id, "team_id": self.team, "name": self.name, "deleted": self.deleted, "color": "4bbe2e",
            "real_name": self.real_name, "is_bot": self.flags.is_bot, "updated": self.updated.as_second(),
            "profile": {
                "title": self.title, "real_name": self.real_name, "real_name_normalized": self.real_name,
                "display_name": self.name, "display_name_normalized": self.name, "first_name": first,
                "last_name": last, "team": self.team, "status_text": "", "status_emoji": "", "phone": "", "skype": "",
            },
        });
        if matches!(email, Email::Shown) && !self.flags.is_bot {
            user["profile"]["email"] = json!(self.email);
        }
        // Slack drops the zone and the rank of an account that is deactivated.
        if !self.deleted {
            user["tz"] = json!(self.tz);
            user["tz_label"] = json!(offset.abbreviation());
            user["tz_offset"] = json!(offset.offset().seconds());
            user["is_admin"] = json!(self.flags.is_admin);
            user["is_owner"] = json!(self.flags.is_owner);
            user["is_primary_owner"] = json!(false);
            user["is_restricted"] = json!(self.flags.is_restricted);
            user["is_ultra_restricted"] = json!(false);
            user["is_app_user"] = json!(false);
        }
        user
    }
}

/// Whether the reader of a user object may see addresses.
#[derive(Clone, Copy, Debug)]
pub(in crate::sandbox) enum Email {
    Shown,
    Hidden,
}

/// Turns a name into the characters Slack allows in a handle.
pub(super) fn handle(name: &str) -> String {
    let cleaned: String = name
        .to_lowercase()
        .chars()
        .map(|letter| if letter.is_whitespace() { '.' } else { letter })
        .filter(|letter| letter.is_alphanumeric() || matches!(letter, '.' | '_' | '-'))
        .collect();
    if cleaned.is_empty() { "someone".into() } else { cleaned }
}
