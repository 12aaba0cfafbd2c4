//! Everything we may say, as data. Words and blocks are the renderer's business.

use super::calendar::TimeOption;
use super::command::Misunderstanding;
use super::ids::{PairingId, PersonId, PromptId};
use super::matching::explain::Reason;
use super::people::profile::Profile;
use super::people::{NextRound, Standing};
use super::rounds::LeftOutReason;
use super::rounds::check_in::CheckInAnswer;
use super::rounds::pairing::Status;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What goes through the outbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Message {
    /// Greets somebody who has just joined, and says what happens next.
    Welcome {
        /// The next round, if a programme runs, and the zone to show it in.
        next_round: Option<LocalTime>,
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
}

/// An instant, with the zone to show it in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalTime {
    /// When.
    pub at: Timestamp,
    /// IANA name.
    pub zone: String,
}

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
    },
    /// There is no pair to explain; why there was none in the last round, where we know.
    NoPair(Option<LeftOutReason>),
    /// Past conversations, newest first.
    History(Vec<PastTalk>),
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
    /// Something is broken on our side; nothing was changed.
    Trouble,
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

/// A modal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Modal {
    /// The profile, for joining or changing.
    Profile {
        /// What it begins with.
        profile: Profile,
        /// To join, or to change.
        purpose: ProfilePurpose,
        /// Their zone, as Slack says it.
        time_zone: String,
    },
    /// Asks whether everything is really to be erased.
    ConfirmForget,
    /// How did it go?
    CheckIn {
        /// About which pairing.
        pairing: PairingId,
        /// With whom.
        partners: Vec<PersonId>,
    },
    /// A few words, where there is no place for an ephemeral message.
    Notice(Answer),
}

/// What the profile modal is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProfilePurpose {
    /// To join.
    Join,
    /// To change what was said before.
    Change,
}

/// The Home tab of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Home {
    /// They have not joined, or have left.
    Stranger,
    /// They take part.
    Member(Box<MemberHome>),
}

/// The Home tab of somebody who takes part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberHome {
    /// Whether they take part.
    pub standing: Standing,
    /// Set while they pause; the inner value is when it ends.
    pub pause: Option<Option<LocalTime>>,
    /// Whether they sit out the next round.
    pub next_round: NextRound,
    /// When the next round is.
    pub next_slot: Option<LocalTime>,
    /// The pair of the present round.
    pub present: Option<PresentPair>,
    /// What they told us.
    pub profile: Profile,
    /// Their zone, as Slack says it.
    pub time_zone: String,
    /// How many talks happened so far.
    pub talks: usize,
}

/// The pair of the present round, on the Home.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PresentPair {
    /// Which pairing.
    pub pairing: PairingId,
    /// With whom.
    pub partners: Vec<PersonId>,
    /// Who asks first.
    pub asks_first: PersonId,
    /// How it stands.
    pub status: Status,
}

impl Message {
    /// The pairing it is about.
    pub fn pairing(&self) -> Option<&PairingId> {
        match self {
            Self::Introduction(introduction) => Some(&introduction.pairing),
            Self::AnotherQuestion { pairing, .. }
            | Self::MidRound { pairing, .. }
            | Self::PairDissolved { pairing, .. }
            | Self::CheckIn { pairing, .. }
            | Self::CheckInAnswered { pairing, .. } => Some(pairing),
            Self::Welcome { .. } | Self::LeftOut { .. } | Self::PauseEnded { .. } | Self::PauseOffer => None,
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
        }
    }
}

impl Question {
    /// What to open with where no deck has a question for the mode: nobody is introduced without one.
    pub fn without_deck() -> Self {
        Self {
            prompt: PromptId::new("without-deck"),
            text: "What would you most like advice on at the moment?".into(),
        }
    }
}
