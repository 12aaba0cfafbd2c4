//! A few words for one person, at once.

use super::LocalTime;
use crate::domain::asks::message::AskAnswer;
use crate::domain::attention;
use crate::domain::command::Misunderstanding;
use crate::domain::community::message::CommunityAnswer;
use crate::domain::ids::{PersonId, TopicId};
use crate::domain::learning::message::LearningAnswer;
use crate::domain::matching::Proof;
use crate::domain::matching::explain::Reason;
use crate::domain::nudges::message::NudgeAnswer;
use crate::domain::people::modes::Chosen;
use crate::domain::people::why_not::WhyNot;
use crate::domain::prompts::PromptAnswer;
use crate::domain::reverse::message::ReverseAnswer;
use crate::domain::rounds::LeftOutReason;
use crate::domain::rounds::pairing::Status;
use crate::domain::upload::message::UploadAnswer;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A few words for one person, at once and never stored in a channel: the answer to a command or a button.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Pausing.
    Paused {
        /// Until when, if not open-ended.
        until: Option<LocalTime>,
    },
    /// Back.
    Resumed {
        /// The next round.
        next_round: Option<LocalTime>,
    },
    /// Takes part in one more kind of mentoring.
    TakesPartIn(Chosen),
    /// Would rather not take part in a kind of mentoring that was offered.
    PassedOn,
    /// Sits out the next round.
    Skipped,
    /// Takes part in the next round after all.
    Unskipped,
    /// Has left.
    Left,
    /// Will never be paired with them.
    NeverPaired(PersonId),
    /// May be paired with them again.
    MayBePaired(PersonId),
    /// The private list.
    NeverList(Vec<PersonId>),
    /// Why the present pair was made.
    Why {
        /// With whom.
        partners: Vec<PersonId>,
        /// Why.
        reasons: Vec<Reason>,
        /// How good the round is that it is part of.
        #[serde(default)]
        sure: Sure,
    },
    /// Why they were not introduced to somebody.
    WhyNot(WhyNot),
    /// There is no pair to explain; why there was none in the last round, where we know.
    NoPair(Option<LeftOutReason>),
    /// What was, as far as it is theirs.
    History(History),
    /// What is kept, and for how long.
    Privacy,
    /// Everything kept about the person, as pretty-printed JSON.
    Export(String),
    /// Everything is erased.
    Forgotten,
    /// What the bot can do.
    Help,
    /// Where the Home tab is.
    HomeIsReady,
    /// Not understood.
    Misunderstood(Misunderstanding),
    /// They have not joined yet; how to.
    NotJoined,
    /// Guests, bots and strangers cannot take part.
    CannotTakePart,
    /// They cannot put themselves on their never-pair list.
    NeverYourself,
    /// A button of a pair they do not belong to, or that we no longer know.
    NotYourPair,
    /// The check-in is closed.
    CheckInClosed,
    /// The deck has no further question.
    NoMoreQuestions,
    /// What they can help with now.
    Offers(Vec<TopicId>),
    /// No topic is called so.
    NoSuchTopic,
    /// About an ask.
    Ask(AskAnswer),
    /// About a question in a channel.
    Community(CommunityAnswer),
    /// About a question to talk about.
    Prompt(PromptAnswer),
    /// About something learned.
    Learning(LearningAnswer),
    /// About nudges.
    Nudge(NudgeAnswer),
    /// About reverse mentoring.
    Reverse(ReverseAnswer),
    /// About a file of people.
    Upload(UploadAnswer),
    /// Something is broken on our side; nothing was changed.
    Trouble,
}

/// How good a round is among all that could have been.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sure {
    /// Nobody knows.
    #[default]
    Unknown,
    /// No way to pair everybody would have scored higher.
    Best,
    /// None would have scored more than so many hundredths higher; at least 1.
    Within(u32),
}

impl Sure {
    /// From the proof of a round.
    pub fn of(proof: &Proof) -> Self {
        match (proof.doubt, proof.bound) {
            (None, Some(bound)) if bound <= proof.total => Self::Best,
            (None, Some(bound)) if proof.total > 0 => {
                let hundredths = (bound - proof.total).saturating_mul(100).div_euclid(proof.total) + 1;
                u32::try_from(hundredths).map_or(Self::Unknown, Self::Within)
            }
            (None, Some(_) | None) | (Some(_), _) => Self::Unknown,
        }
    }
}

/// What somebody can look back on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    /// Past conversations, newest first.
    pub talks: Vec<PastTalk>,
    /// What we began with them lately and what was held back, newest first.
    pub contacts: Vec<Contact>,
}

/// Something we began with a person, or held back because we had begun enough that week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// What.
    pub kind: attention::Kind,
    /// When it was, or would have been.
    pub at: LocalTime,
    /// Begun or held back.
    pub outcome: ContactOutcome,
}

/// What became of a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactOutcome {
    /// It was begun.
    Begun,
    /// It was held back.
    HeldBack,
}

/// A talk of the past, as one of its members reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastTalk {
    /// The date of the round's slot.
    pub slot: Date,
    /// With whom; `None` for somebody who asked to be forgotten.
    pub partners: Vec<Option<PersonId>>,
    /// How it stands.
    pub status: Status,
    /// What this person meant to try.
    pub will_try: Option<String>,
}
