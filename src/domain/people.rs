//! People: who takes part, with what, and when not.

pub mod decide;
mod home;
pub mod modes;
mod offers;
pub mod profile;
pub mod views;
pub mod why_not;

use super::ids::PersonId;
use super::nudges::{Nudging, Switch};
use jiff::Timestamp;
use profile::{Mode, Profile};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One Slack user in one workspace who has at some time clicked *join*.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Slack's id.
    pub id: PersonId,
    /// How many times this record was saved; 0 before the first.
    #[serde(skip)]
    pub version: i64,
    /// The name Slack shows for them.
    pub display_name: String,
    /// IANA name of their time zone, as Slack says it.
    pub time_zone: String,
    /// Whether Slack says that they administer the workspace; only for whom to tell, never for what they may do.
    #[serde(default)]
    pub admin: bool,
    /// Whether they take part.
    pub standing: Standing,
    /// Set while they pause.
    pub pause: Option<Pause>,
    /// Whether they sit out the next round.
    pub next_round: NextRound,
    /// What they told us.
    pub profile: Profile,
    /// Whom they never want to be paired with. Known to nobody else.
    pub never: BTreeSet<PersonId>,
    /// Check-ins in a row that stayed unanswered.
    pub unanswered: u8,
    /// What they have chosen about nudges.
    #[serde(default)]
    pub nudging: Nudging,
    /// The kinds of mentoring that they have said yes or no to; one that is not among them is offered on their Home.
    #[serde(default)]
    pub asked_about: BTreeSet<Mode>,
    /// When they last joined, left, paused or resumed: a late event that is older than this is ignored.
    pub decided_at: Timestamp,
    /// When they last joined. To leave undoes everything since then, so it counts however late we hear of it.
    #[serde(default)]
    pub joined_at: Timestamp,
}

/// Whether somebody takes part at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Takes part.
    Active,
    /// Has left by their own click; what they told us is kept until they ask us to forget it.
    Left,
    /// Slack says the account is deactivated, or belongs to a bot or a guest.
    Deactivated,
}

/// A pause, open-ended or until an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// When it ends by itself.
    pub until: Option<Timestamp>,
}

/// Whether a person takes part in the next round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NextRound {
    /// As their rhythm says.
    TakesPart,
    /// They asked to skip it; the round that notices puts this back.
    Skips,
}

impl Person {
    /// Somebody who joins at an instant, for the first time and with this profile.
    pub fn joining(
        id: PersonId,
        display_name: String,
        time_zone: String,
        profile: Profile,
        at: Timestamp,
    ) -> Self {
        Self {
            id,
            version: 0,
            display_name,
            time_zone,
            admin: false,
            standing: Standing::Active,
            pause: None,
            next_round: NextRound::TakesPart,
            profile,
            never: BTreeSet::new(),
            unanswered: 0,
            nudging: Nudging::default(),
            asked_about: BTreeSet::new(),
            decided_at: at,
            joined_at: at,
        }
    }

    /// Whether they may be paired or written to at an instant.
    pub fn takes_part(&self, at: Timestamp) -> bool {
        self.standing == Standing::Active && !self.is_paused(at)
    }

    /// Whether they want to be nudged, while they take part.
    pub fn wants_nudges(&self) -> bool {
        self.profile.modes.contains(&Mode::Nudge) && self.nudging.switch == Switch::On
    }

    /// Whether they pause at an instant.
    pub fn is_paused(&self, at: Timestamp) -> bool {
        self.pause.is_some_and(|pause| pause.until.is_none_or(|until| at < until))
    }
}

/// What Slack tells about a user (`users.info`, `user_change`, `team_join`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlackFacts {
    /// Slack's id.
    pub id: PersonId,
    /// Display name, or the real name where that is empty.
    pub display_name: String,
    /// IANA zone; `None` where Slack does not say.
    pub time_zone: Option<String>,
    /// What kind of account it is.
    pub account: Account,
    /// Whether they administer the workspace, as an admin or an owner.
    #[serde(default)]
    pub admin: bool,
}

/// The kinds of account that matter to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Account {
    /// A full member.
    Member,
    /// A single- or multi-channel guest.
    Guest,
    /// A bot, an app, or Slackbot.
    Bot,
    /// Deactivated.
    Deactivated,
    /// A member of another organisation.
    Stranger,
}
