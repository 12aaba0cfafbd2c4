//! Everything we may say, as data. Words and blocks are the renderer's business.

mod answer;
mod home;
mod modal;

pub use answer::{Answer, Contact, ContactOutcome, History, PastTalk, Sure};
pub use home::{
    AskTalk, Home, MemberHome, OpenAsk, OpenCommitment, OpenNudge, OpenTalk, PresentPair, TalkPart, Waiting,
};
pub use modal::{Modal, ProfilePurpose};

use super::asks::message::AskMessage;
use super::calendar::TimeOption;
use super::catalogue::Prompt;
use super::community::message::CommunityMessage;
use super::ids::{PairingId, PersonId, PromptId, ReadingId, SubjectId};
use super::learning::message::LearningMessage;
use super::matching::explain::Reason;
use super::nudges::message::NudgeMessage;
use super::people::Person;
use super::people::modes::Chosen;
use super::people::profile::{Function, Level};
use super::prompts::written_as;
use super::reverse::message::ReverseMessage;
use super::rounds::LeftOutReason;
use super::rounds::check_in::CheckInAnswer;
use super::rounds::pairing::Status;
use super::upload::message::UploadMessage;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What goes through the outbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Message {
    /// Greets somebody who has just joined, and says what happens next.
    Welcome {
        /// What they take part in, and when each of it brings something.
        chosen: Vec<Chosen>,
    },
    /// Opens a pair's conversation.
    Introduction(Introduction),
    /// Another opening question, in the pair's thread.
    AnotherQuestion {
        /// Which pairing.
        pairing: PairingId,
        /// The question.
        question: Question,
        /// Who asked for it.
        asked_by: PersonId,
    },
    /// Neither booked nor met by the middle of the round: a reminder in the thread.
    MidRound {
        /// Which pairing.
        pairing: PairingId,
        /// Whom it reminds.
        members: Vec<PersonId>,
        /// Common times that are still to come.
        times: Vec<TimeOption>,
    },
    /// The pair will not take place; said in the thread, or to the partner alone where the two were never introduced.
    PairDissolved {
        /// Which pairing.
        pairing: PairingId,
        /// Who is still there.
        remaining: Vec<PersonId>,
    },
    /// Asks one person how it went.
    CheckIn {
        /// About which pairing.
        pairing: PairingId,
        /// With whom.
        partners: Vec<PersonId>,
        /// 0 for the first question, then the reminder's number.
        reminder: u8,
    },
    /// Takes the place of the question once it is answered.
    CheckInAnswered {
        /// About which pairing.
        pairing: PairingId,
        /// With whom.
        partners: Vec<PersonId>,
        /// What they said; only they read it.
        answer: CheckInAnswer,
    },
    /// There was no partner this time.
    LeftOut {
        /// Why.
        reason: LeftOutReason,
        /// When the next round is, in their own zone.
        next_round: Option<LocalTime>,
    },
    /// A pause has ended by itself.
    PauseEnded {
        /// When the next round is, in their own zone.
        next_round: Option<LocalTime>,
    },
    /// Three check-ins in a row stayed unanswered: would a pause help?
    PauseOffer,
    /// To whoever administers the workspace: the messages of a round take a while.
    LargeRound {
        /// How many they are.
        messages: u64,
        /// How long the last of them takes.
        minutes: u64,
    },
    /// About an ask.
    Ask(AskMessage),
    /// About a question in a channel.
    Community(CommunityMessage),
    /// About something learned.
    Learning(LearningMessage),
    /// About a nudge.
    Nudge(NudgeMessage),
    /// About reverse mentoring.
    Reverse(ReverseMessage),
    /// About a file of people.
    Upload(UploadMessage),
}

/// The opening of a pair's conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Introduction {
    /// Which pairing.
    pub pairing: PairingId,
    /// Two or three people.
    pub members: Vec<Introduced>,
    /// Who asks first this time.
    pub asks_first: PersonId,
    /// Why these two; at least one.
    pub reasons: Vec<Reason>,
    /// The question to open with.
    pub question: Question,
    /// Common times, at most three.
    pub times: Vec<TimeOption>,
    /// How the pairing stands; the message is edited when it changes.
    pub status: Status,
    /// Who told us how it stands.
    pub told_by: Option<PersonId>,
}

/// One member of a pair, as the other reads about them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Introduced {
    /// Who.
    pub person: PersonId,
    /// The name, for calendar entries; messages mention the person instead.
    pub name: String,
    /// Their level.
    #[serde(default)]
    pub level: Option<Level>,
    /// Their function.
    #[serde(default)]
    pub function: Option<Function>,
    /// Their team, as they call it.
    #[serde(default)]
    pub team: Option<String>,
    /// Their own line.
    pub own_words: Option<String>,
    /// Their zone, to show times in.
    pub time_zone: String,
}

/// A question as it was shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Which.
    pub prompt: PromptId,
    /// Its words then.
    pub text: String,
    /// Something to read beside it.
    #[serde(default)]
    pub reading: Option<ReadingId>,
}

/// An instant, with the zone to show it in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalTime {
    /// When.
    pub at: Timestamp,
    /// IANA name.
    pub zone: String,
}

impl Message {
    /// What it is about: everything unsent about it is withdrawn together.
    pub fn subject(&self) -> Option<SubjectId> {
        match self {
            Self::Introduction(introduction) => Some((&introduction.pairing).into()),
            Self::AnotherQuestion { pairing, .. }
            | Self::MidRound { pairing, .. }
            | Self::PairDissolved { pairing, .. }
            | Self::CheckIn { pairing, .. }
            | Self::CheckInAnswered { pairing, .. } => Some(pairing.into()),
            Self::Ask(message) => Some(message.ask().into()),
            Self::Community(message) => Some(message.subject()),
            Self::Learning(message) => Some(message.learning().into()),
            Self::Nudge(message) => message.nudge().map(Into::into),
            Self::Reverse(message) => message.term().map(SubjectId::from),
            Self::Upload(message) => Some(message.upload().into()),
            Self::Welcome { .. }
            | Self::LeftOut { .. }
            | Self::PauseEnded { .. }
            | Self::PauseOffer
            | Self::LargeRound { .. } => None,
        }
    }

    /// A short name of what it is, for logs, metadata and operators; never any words of people.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Welcome { .. } => "welcome",
            Self::Introduction(_) => "introduction",
            Self::AnotherQuestion { .. } => "another_question",
            Self::MidRound { .. } => "mid_round",
            Self::PairDissolved { .. } => "pair_dissolved",
            Self::CheckIn { .. } => "check_in",
            Self::CheckInAnswered { .. } => "check_in_answered",
            Self::LeftOut { .. } => "left_out",
            Self::PauseEnded { .. } => "pause_ended",
            Self::PauseOffer => "pause_offer",
            Self::LargeRound { .. } => "large_round",
            Self::Ask(message) => message.kind(),
            Self::Community(message) => message.kind(),
            Self::Learning(message) => message.kind(),
            Self::Nudge(message) => message.kind(),
            Self::Reverse(message) => message.kind(),
            Self::Upload(message) => message.kind(),
        }
    }
}

impl Introduced {
    /// A person as others read about them.
    pub fn of(person: &Person) -> Self {
        Self {
            person: person.id.clone(),
            name: person.display_name.clone(),
            level: person.profile.level,
            function: person.profile.function,
            team: person.profile.team.clone(),
            own_words: person.profile.own_words.clone(),
            time_zone: person.time_zone.clone(),
        }
    }

    /// Somebody we no longer know.
    pub fn unknown(person: &PersonId) -> Self {
        Self {
            person: person.clone(),
            name: String::new(),
            level: None,
            function: None,
            team: None,
            own_words: None,
            time_zone: "UTC".into(),
        }
    }
}

impl Question {
    /// A question of a deck as it stands there now, with nothing to read.
    pub fn of(prompt: &Prompt) -> Self {
        Self { prompt: prompt.id.clone(), text: prompt.text.clone(), reading: None }
    }

    /// What is written down once somebody has been shown it: the question, and what there is to read beside it.
    pub fn shown(&self) -> impl Iterator<Item = PromptId> + use<> {
        std::iter::once(self.prompt.clone()).chain(self.reading.as_ref().map(written_as))
    }

    /// What to open with where no deck has a question for the mode: nobody is introduced without one.
    pub fn without_deck() -> Self {
        Self {
            prompt: PromptId::new("without-deck"),
            text: "What would you most like advice on at the moment?".into(),
            reading: None,
        }
    }
}
