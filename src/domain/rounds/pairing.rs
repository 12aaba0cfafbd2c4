//! A pairing: the two (or three) of a round, and what they tell us about it.

use crate::domain::calendar::TimeOption;
use crate::domain::decision::Withdrawn;
use crate::domain::ids::{MessageKey, PairingId, PersonId, PromptId, RoundId};
use crate::domain::matching::explain::Reason;
use crate::domain::message::Question;
use crate::domain::people::profile::Mode;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// People matched in a round: a pair, or a trio when the number is odd.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pairing {
    /// Its round and its place in it.
    pub id: PairingId,
    /// How many times this record was saved; 0 before the first.
    #[serde(skip)]
    pub version: i64,
    /// How many times it was introduced anew because somebody fell out before the introduction was sent.
    pub revision: u8,
    /// Its round.
    pub round: RoundId,
    /// The civil date of the round's slot.
    pub slot: Date,
    /// The kind of mentoring, which chooses the deck.
    pub mode: Mode,
    /// Two or three people, sorted.
    pub members: Vec<PersonId>,
    /// Who asks first this time.
    pub asks_first: PersonId,
    /// Why they were matched; at least one.
    pub reasons: Vec<Reason>,
    /// The question it was introduced with.
    pub opening: Question,
    /// Questions its members asked for since.
    pub further: Vec<Question>,
    /// Common times, as suggested in the introduction; up to three.
    pub times: Vec<TimeOption>,
    /// What members have told us, by button or reaction.
    pub marks: BTreeSet<Mark>,
    /// Set when it will not take place because somebody left it.
    pub dissolved: Option<Dissolved>,
}

/// What a person told us about a pairing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Mark {
    /// What.
    pub kind: MarkKind,
    /// Who.
    pub by: PersonId,
}

/// What can be told about a pairing and taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkKind {
    /// We have a date.
    Booked,
    /// We met.
    Met,
    /// Not this time.
    NotThisTime,
}

/// What a button or a reaction under a pair's message stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signal {
    /// 📅
    Booked,
    /// ✅
    Met,
    /// 🔄
    AnotherQuestion,
    /// ⏭️
    NotThisTime,
}

impl Signal {
    /// All of them, in the order of the buttons.
    pub const ALL: &'static [Self] = &[Self::Booked, Self::Met, Self::AnotherQuestion, Self::NotThisTime];

    /// The word of a button's value.
    pub fn code(self) -> &'static str {
        match self {
            Self::Booked => "booked",
            Self::Met => "met",
            Self::AnotherQuestion => "another",
            Self::NotThisTime => "not_this_time",
        }
    }

    /// The signal with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|each| each.code() == code)
    }

    /// Slack's name of the reaction that stands for it.
    pub fn emoji(self) -> &'static str {
        match self {
            Self::Booked => "date",
            Self::Met => "white_check_mark",
            Self::AnotherQuestion => "arrows_counterclockwise",
            Self::NotThisTime => "black_right_pointing_double_triangle_with_vertical_bar",
        }
    }

    /// The signal of a reaction, by any of the names Slack has for its picture; `None` for every other reaction.
    pub fn from_emoji(name: &str) -> Option<Self> {
        match name {
            "date" | "calendar" | "spiral_calendar_pad" => Some(Self::Booked),
            "white_check_mark" | "heavy_check_mark" | "ballot_box_with_check" => Some(Self::Met),
            "arrows_counterclockwise" | "repeat" | "arrows_clockwise" => Some(Self::AnotherQuestion),
            "black_right_pointing_double_triangle_with_vertical_bar"
            | "next_track_button"
            | "fast_forward" => Some(Self::NotThisTime),
            _ => None,
        }
    }
}

/// Why a pairing will not take place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dissolved {
    /// Who takes no part any more; `None` where Slack would not let us introduce them.
    pub because_of: Option<PersonId>,
}

/// How a pairing stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Nobody has said anything.
    Open,
    /// Somebody says they have a date.
    Booked,
    /// Somebody says they met.
    Met,
    /// Somebody says: not this time.
    NotThisTime,
    /// It will not take place.
    Dissolved,
}

impl Pairing {
    /// How it stands. Having met outweighs having a date, and both outweigh *not this time*.
    pub fn status(&self) -> Status {
        let told = |kind| self.marks.iter().any(|mark| mark.kind == kind);
        if told(MarkKind::Met) {
            Status::Met
        } else if self.dissolved.is_some() {
            Status::Dissolved
        } else if told(MarkKind::Booked) {
            Status::Booked
        } else if told(MarkKind::NotThisTime) {
            Status::NotThisTime
        } else {
            Status::Open
        }
    }

    /// Whether a person belongs to it.
    pub fn has(&self, person: &PersonId) -> bool {
        self.members.contains(person)
    }

    /// Everybody in it but one.
    pub fn partners_of(&self, person: &PersonId) -> Vec<PersonId> {
        self.members.iter().filter(|member| *member != person).cloned().collect()
    }

    /// Whoever lost their partner in it, without having met.
    pub fn let_down(&self) -> Vec<&PersonId> {
        match &self.dissolved {
            Some(dissolved) if self.status() == Status::Dissolved => {
                self.members.iter().filter(|member| dissolved.because_of.as_ref() != Some(*member)).collect()
            }
            Some(_) | None => Vec::new(),
        }
    }

    /// The key of its introduction, which every later message in its thread answers to.
    pub fn introduction(&self) -> MessageKey {
        match self.revision {
            0 => MessageKey::new(format!("introduction/{}", self.id)),
            again => MessageKey::new(format!("introduction/{}/{again}", self.id)),
        }
    }

    /// The questions it has had so far.
    pub fn asked(&self) -> Vec<PromptId> {
        std::iter::once(&self.opening).chain(&self.further).map(|question| question.prompt.clone()).collect()
    }

    /// Everything not yet sent about it.
    pub fn messages(&self) -> Withdrawn {
        Withdrawn::About((&self.id).into())
    }
}
