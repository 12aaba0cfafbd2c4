//! What is said about nudges, as data.

use super::{Commitment, Switch};
use crate::domain::ids::{NudgeId, PersonId, ThemeId};
use crate::domain::message::{LocalTime, Question};
use crate::domain::rounds::check_in::Useful;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What goes through the outbox about nudges, always to their own person alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NudgeMessage {
    /// The nudge, kept up to date.
    Card(NudgeCard),
    /// Today is the day.
    Reminder {
        /// Which nudge.
        nudge: NudgeId,
        /// Whether it still waits for an answer.
        asking: Asking,
    },
    /// The week after: have they asked?
    FollowUp {
        /// Which nudge.
        nudge: NudgeId,
        /// Whether it still waits for an answer.
        asking: Asking,
    },
    /// An answer to a reply in the thread.
    Note {
        /// Which nudge.
        nudge: NudgeId,
        /// What it says.
        note: Note,
    },
    /// An answer to something written to the bot outside of every thread: where help is.
    Pointer,
}

/// A question to somebody who has committed themselves, or what takes its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asking {
    /// It waits for an answer.
    Open(Commitment),
    /// It stands like this now.
    Answered(NudgeStanding),
}

/// A nudge as its person reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NudgeCard {
    /// Which nudge.
    pub nudge: NudgeId,
    /// What it is about.
    pub theme: ThemeId,
    /// What it asks them to do.
    pub question: Question,
    /// How often they gave advice lately, where that is clearly more than they received; otherwise 0.
    pub gave: u32,
    /// How it stands.
    pub standing: NudgeStanding,
}

/// How a nudge stands, as its person reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NudgeStanding {
    /// It waits for them.
    Open,
    /// *Not this week.*
    NotThisWeek,
    /// Somebody is looked for.
    Sought,
    /// They know whom to ask, and when.
    Committed(Commitment),
    /// They have asked.
    Asked {
        /// Whom.
        with: PersonId,
        /// Whether it was useful, once they said so.
        useful: Option<Useful>,
    },
    /// They let it go.
    LetGo,
    /// It is over.
    Over,
}

/// What answers a reply in a thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// This was understood, and holds unless they take it back.
    Understood(Commitment),
    /// They took it back.
    TakenBack,
    /// They have said something else since.
    Outdated,
    /// What was not understood.
    Missing(Missing),
}

/// What a reply leaves open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// It names nobody.
    Who,
    /// It names several people.
    WhichOne,
    /// It names no day, or none that can be.
    Day,
    /// It names neither.
    Both,
}

/// A few words about nudges, for one person, at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NudgeAnswer {
    /// What somebody has chosen.
    Settings {
        /// Whether they get any.
        switch: Switch,
        /// The theme they chose, if they chose one.
        theme: Option<ThemeId>,
        /// When the next one is.
        next: Option<LocalTime>,
    },
    /// No theme is called so.
    NoSuchTheme,
    /// It is over, or not theirs.
    Over,
}

/// A form about a nudge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NudgeModal {
    /// Whom will you ask, and when?
    Who {
        /// Which nudge.
        nudge: NudgeId,
        /// Whom they have chosen before.
        with: Option<PersonId>,
        /// The day it begins with.
        on: Date,
    },
}

impl NudgeMessage {
    /// The nudge it is about.
    pub fn nudge(&self) -> Option<&NudgeId> {
        match self {
            Self::Card(card) => Some(&card.nudge),
            Self::Reminder { nudge, .. } | Self::FollowUp { nudge, .. } | Self::Note { nudge, .. } => {
                Some(nudge)
            }
            Self::Pointer => None,
        }
    }

    /// A short name of what it is.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Card(_) => "nudge",
            Self::Reminder { .. } => "nudge_reminder",
            Self::FollowUp { .. } => "nudge_follow_up",
            Self::Note { .. } => "nudge_note",
            Self::Pointer => "pointer",
        }
    }
}
