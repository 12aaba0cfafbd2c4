//! What people do with each other beside the rounds, each as one versioned record: it is loaded whole, decided on, and
//! saved over the version it was loaded at.

use super::asks::Ask;
use super::community::Call;
use super::ids::PersonId;
use super::learning::Learning;
use super::nudges::Nudge;
use super::reverse::Term;
use super::upload::Upload;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A record of any kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Record {
    /// A request for help.
    Ask(Ask),
    /// A question in a channel.
    Call(Call),
    /// Something somebody learned and shares.
    Learning(Learning),
    /// A nudge, and what became of it.
    Nudge(Nudge),
    /// A term of reverse mentoring.
    Term(Box<Term>),
    /// A file of people that was sent to the bot.
    Upload(Upload),
}

/// The kinds of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RecordKind {
    /// Requests for help.
    Ask,
    /// Questions in channels.
    Call,
    /// Things learned and shared.
    Learning,
    /// Nudges.
    Nudge,
    /// Terms of reverse mentoring.
    Term,
    /// Files of people that were sent to the bot.
    Upload,
}

impl RecordKind {
    /// All of them.
    pub const ALL: &'static [Self] =
        &[Self::Ask, Self::Call, Self::Learning, Self::Nudge, Self::Term, Self::Upload];

    /// The word it is stored as.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ask => "ask",
            Self::Call => "call",
            Self::Learning => "learning",
            Self::Nudge => "nudge",
            Self::Term => "term",
            Self::Upload => "upload",
        }
    }
}

impl Record {
    /// Of which kind it is.
    pub fn kind(&self) -> RecordKind {
        match self {
            Self::Ask(_) => RecordKind::Ask,
            Self::Call(_) => RecordKind::Call,
            Self::Learning(_) => RecordKind::Learning,
            Self::Nudge(_) => RecordKind::Nudge,
            Self::Term(_) => RecordKind::Term,
            Self::Upload(_) => RecordKind::Upload,
        }
    }

    /// Its id, unique among all kinds; what is said about it has the same subject.
    pub fn id(&self) -> &str {
        match self {
            Self::Ask(ask) => ask.id.as_str(),
            Self::Call(call) => call.id.as_str(),
            Self::Learning(learning) => learning.id.as_str(),
            Self::Nudge(nudge) => nudge.id.as_str(),
            Self::Term(term) => term.id.as_str(),
            Self::Upload(upload) => upload.id.as_str(),
        }
    }

    /// How many times it was saved; 0 before the first.
    pub fn version(&self) -> i64 {
        match self {
            Self::Ask(ask) => ask.version,
            Self::Call(call) => call.version,
            Self::Learning(learning) => learning.version,
            Self::Nudge(nudge) => nudge.version,
            Self::Term(term) => term.version,
            Self::Upload(upload) => upload.version,
        }
    }

    /// The same record at a version.
    pub fn at_version(self, version: i64) -> Self {
        match self {
            Self::Ask(ask) => Self::Ask(Ask { version, ..ask }),
            Self::Call(call) => Self::Call(Call { version, ..call }),
            Self::Learning(learning) => Self::Learning(Learning { version, ..learning }),
            Self::Nudge(nudge) => Self::Nudge(Nudge { version, ..nudge }),
            Self::Term(term) => Self::Term(Box::new(Term { version, ..*term })),
            Self::Upload(upload) => Self::Upload(Upload { version, ..upload }),
        }
    }

    /// When it began.
    pub fn since(&self) -> Timestamp {
        match self {
            Self::Ask(ask) => ask.opened_at,
            Self::Call(call) => call.asked_at,
            Self::Learning(learning) => learning.written_at,
            Self::Nudge(nudge) => nudge.given_at,
            Self::Term(term) => term.began_at,
            Self::Upload(upload) => upload.shared_at,
        }
    }

    /// Whether anything is still to come of it.
    pub fn is_open(&self) -> bool {
        match self {
            Self::Ask(ask) => ask.is_open(),
            Self::Call(call) => call.is_open(),
            Self::Learning(learning) => learning.is_open(),
            Self::Nudge(nudge) => nudge.is_open(),
            Self::Term(term) => term.is_open(),
            Self::Upload(upload) => upload.is_open(),
        }
    }

    /// Everybody it can be found by.
    pub fn people(&self) -> Vec<PersonId> {
        match self {
            Self::Ask(ask) => ask.people(),
            Self::Call(call) => call.people(),
            Self::Learning(learning) => learning.people(),
            // Whom somebody means to ask never learns of it from us.
            Self::Nudge(nudge) => vec![nudge.person.clone()],
            Self::Term(term) => term.people(),
            Self::Upload(upload) => vec![upload.person.clone()],
        }
    }

    /// Whose it is: with them it is forgotten. In the records of others, a nameless stub takes their place.
    pub fn owner(&self) -> Option<&PersonId> {
        match self {
            Self::Ask(ask) => Some(&ask.asker),
            Self::Call(_) => None,
            Self::Learning(learning) => Some(&learning.author),
            Self::Nudge(nudge) => Some(&nudge.person),
            // It is led by the junior, and its topic may be in their words.
            Self::Term(term) => Some(&term.junior),
            Self::Upload(upload) => Some(&upload.person),
        }
    }

    /// What of it a person may read about themselves.
    pub fn seen_by(&self, person: &PersonId) -> Self {
        match self {
            Self::Ask(ask) => Self::Ask(ask.seen_by(person)),
            Self::Call(call) => Self::Call(call.seen_by(person)),
            Self::Learning(learning) => Self::Learning(learning.seen_by(person)),
            Self::Nudge(nudge) => Self::Nudge(nudge.clone()),
            Self::Term(term) => Self::Term(Box::new(term.seen_by(person))),
            Self::Upload(upload) => Self::Upload(upload.clone()),
        }
    }
}

macro_rules! narrowed {
    ($($name:ident: $variant:ident($kind:ty)),+ $(,)?) => {
        impl Record {
            $(
                /// The record, where it is of this kind; a caller who asked for one kind has no use for the others.
                pub fn $name(self) -> Option<$kind> {
                    if let Self::$variant(record) = self { Some(record) } else { None }
                }
            )+
        }
    };
}

narrowed!(
    into_ask: Ask(Ask),
    into_call: Call(Call),
    into_learning: Learning(Learning),
    into_nudge: Nudge(Nudge),
    into_term: Term(Box<Term>),
    into_upload: Upload(Upload),
);
