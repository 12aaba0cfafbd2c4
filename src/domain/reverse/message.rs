//! What is said about terms, as data.

mod answer;

pub use answer::{ReverseAnswer, ReverseModal, TimesForm, WhyTerm};

use super::{Origin, Review, Said, Stage, Term, Topic};
use crate::domain::calendar::TimeOption;
use crate::domain::ids::{PersonId, TermId};
use crate::domain::matching::explain::Reason;
use crate::domain::message::{Introduced, LocalTime, Question};
use serde::{Deserialize, Serialize};

/// What goes through the outbox about a term.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReverseMessage {
    /// Introduces the two, with two minutes' reading for each.
    Introduction(Box<TermIntroduction>),
    /// Asks the junior for topic and times.
    AskTimes(AskTimes),
    /// Times to be taken, in the conversation of the two.
    Offer(Box<Offer>),
    /// Nobody has taken one of the times yet.
    OfferReminder {
        /// Which term.
        term: TermId,
        /// Who is to take one.
        person: PersonId,
    },
    /// When they meet, with a question to open with.
    Date(Box<Date>),
    /// Asks one of them how a meeting went, or says what they answered.
    LookBack {
        /// Which term.
        term: TermId,
        /// Which meeting, from 0.
        meeting: u16,
        /// With whom.
        partner: PersonId,
        /// What they said.
        said: Option<Said>,
    },
    /// Asks one of them what they took from it.
    Review {
        /// Which term.
        term: TermId,
        /// With whom.
        partner: PersonId,
        /// Whether going on is asked about too.
        going_on: GoingOn,
        /// What they have said so far.
        said: Review,
    },
    /// Tells one of them what has become of it.
    News {
        /// Which term.
        term: TermId,
        /// What.
        news: TermNews,
    },
    /// There was nobody for a term this time.
    LeftOut {
        /// Why.
        reason: Unmatched,
        /// When the next round is, in their own zone.
        next_round: Option<LocalTime>,
    },
}

/// The beginning of a term.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermIntroduction {
    /// Which term.
    pub term: TermId,
    /// Who leads.
    pub junior: Introduced,
    /// Who learns.
    pub senior: Introduced,
    /// Why these two; at least one.
    pub reasons: Vec<Reason>,
    /// How it stands; the message is edited when that changes.
    pub progress: Progress,
}

/// How far a term is, as both of the two read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// What it is about, once picked.
    pub topic: Option<Topic>,
    /// Meetings that have taken place.
    pub done: u8,
    /// Meetings that it is to have.
    pub length: u8,
    /// How often the senior had to cancel.
    pub cancelled: u8,
    /// Whether it goes on.
    pub pace: Pace,
}

/// Whether a term goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pace {
    /// It does.
    Going,
    /// It rests.
    Resting,
    /// It is over.
    Over,
}

/// A request to the junior to propose times.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskTimes {
    /// Which term.
    pub term: TermId,
    /// With whom.
    pub senior: PersonId,
    /// For which meeting, from 1.
    pub meeting: u8,
    /// Why it is asked.
    pub because: Because,
}

/// Why the junior is asked for times, or that this is settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// The term begins.
    First,
    /// It is time for the next meeting.
    Next,
    /// The last meeting was moved or did not happen.
    DidNotHappen,
    /// None of the times fitted.
    NoneFit,
    /// The offered times have passed.
    Passed,
    /// Both are back from a pause.
    Back,
    /// Nothing was proposed so far.
    Reminder,
    /// It is settled.
    Settled,
}

/// Times to be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Which term.
    pub term: TermId,
    /// Of which turn.
    pub turn: u16,
    /// Who leads.
    pub junior: Introduced,
    /// Who learns.
    pub senior: Introduced,
    /// What it is about.
    pub topic: Option<Topic>,
    /// At most three; none where they share no hours any more.
    pub times: Vec<TimeOption>,
    /// What they came from.
    pub origin: Origin,
    /// What became of them.
    pub standing: OfferStanding,
}

/// What became of offered times.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfferStanding {
    /// They can be taken.
    Open,
    /// This one was.
    Taken(TimeOption),
    /// None would do.
    NoneFit,
    /// Something else has taken their place, or they have passed.
    Overtaken,
}

/// A meeting with a date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Date {
    /// Which term.
    pub term: TermId,
    /// Of which turn.
    pub turn: u16,
    /// Which meeting, from 1.
    pub meeting: u8,
    /// Who leads.
    pub junior: Introduced,
    /// Who learns.
    pub senior: Introduced,
    /// When.
    pub time: TimeOption,
    /// What it is about.
    pub topic: Option<Topic>,
    /// The question to open with.
    pub question: Question,
    /// Whether it stands.
    pub standing: DateStanding,
}

/// Whether a date stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateStanding {
    /// It does.
    Standing,
    /// They had to cancel.
    Cancelled(PersonId),
    /// The term rests or has ended.
    CalledOff,
}

/// Whether somebody is asked about going on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GoingOn {
    /// They are.
    Asked,
    /// It has ended already.
    NotAsked,
}

/// What has become of a term, for one of the two.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TermNews {
    /// The partner ended it.
    Ended(PersonId),
    /// The partner takes part no more; they are named only where the two had been introduced.
    PartnerGone(Option<PersonId>),
    /// The partner pauses: it rests.
    Rests(PersonId),
    /// The partner is back: it goes on.
    Back(PersonId),
    /// Both wished to go on.
    GoesOn(PersonId),
    /// It ends here as planned. It says nothing about who wished what.
    Done(PersonId),
    /// Nothing was agreed on for so long that it ends.
    Faded(PersonId),
}

/// Why there was nobody for somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unmatched {
    /// Nobody else takes part this time.
    Alone,
    /// Nobody is far enough from them in level, outside their line, and at work when they are.
    NobodyFits,
    /// Whoever would have fitted was matched with somebody else.
    OthersMatched,
    /// They have been begun something with as often this week as the budget allows.
    AttentionSpent,
    /// Their level is not known.
    LevelUnknown,
    /// They would lead, and offer nothing yet.
    NothingOffered,
}

impl ReverseMessage {
    /// The term it is about, if about one.
    pub fn term(&self) -> Option<&TermId> {
        match self {
            Self::Introduction(introduction) => Some(&introduction.term),
            Self::AskTimes(ask) => Some(&ask.term),
            Self::Offer(offer) => Some(&offer.term),
            Self::Date(date) => Some(&date.term),
            Self::OfferReminder { term, .. }
            | Self::LookBack { term, .. }
            | Self::Review { term, .. }
            | Self::News { term, .. } => Some(term),
            Self::LeftOut { .. } => None,
        }
    }

    /// A short name of what it is.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Introduction(_) => "term_introduction",
            Self::AskTimes(_) => "term_ask_times",
            Self::Offer(_) => "term_offer",
            Self::OfferReminder { .. } => "term_offer_reminder",
            Self::Date(_) => "term_date",
            Self::LookBack { .. } => "term_look_back",
            Self::Review { .. } => "term_review",
            Self::News { .. } => "term_news",
            Self::LeftOut { .. } => "term_left_out",
        }
    }

    /// Leaves away what is somebody's own: their name and words, and a topic in the words of the junior.
    pub fn forget(&mut self, person: &PersonId) {
        let (people, topic) = match self {
            Self::Introduction(what) => ([&mut what.junior, &mut what.senior], &mut what.progress.topic),
            Self::Offer(what) => ([&mut what.junior, &mut what.senior], &mut what.topic),
            Self::Date(what) => ([&mut what.junior, &mut what.senior], &mut what.topic),
            Self::AskTimes(_)
            | Self::OfferReminder { .. }
            | Self::LookBack { .. }
            | Self::Review { .. }
            | Self::News { .. }
            | Self::LeftOut { .. } => return,
        };
        if people[0].person == *person {
            *topic = None;
        }
        for shown in people.into_iter().filter(|shown| shown.person == *person) {
            shown.name.clear();
            shown.own_words = None;
        }
    }
}

impl Progress {
    /// How far a term is.
    pub fn of(term: &Term) -> Self {
        Self {
            topic: term.topic.clone(),
            done: term.done(),
            length: term.length,
            cancelled: term.cancelled,
            pace: match term.stage {
                Stage::Over { .. } => Pace::Over,
                Stage::Resting => Pace::Resting,
                Stage::Asking
                | Stage::Offering { .. }
                | Stage::Booked(_)
                | Stage::LookingBack
                | Stage::Between
                | Stage::Reviewing => Pace::Going,
            },
        }
    }
}
