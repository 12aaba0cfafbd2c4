//! What people do with each other beside the rounds, each as one versioned record: it is loaded whole, decided on, and
//! saved over the version it was loaded at.

use super::asks::Ask;
use super::ids::PersonId;
use super::reverse::Term;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A record of any kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Record {
    /// A request for help.
    Ask(Ask),
    /// A term of reverse mentoring.
    Term(Box<Term>),
}

/// The kinds of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RecordKind {
    /// Requests for help.
    Ask,
    /// Terms of reverse mentoring.
    Term,
}

impl RecordKind {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::Ask, Self::Term];

    /// The word it is stored as.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ask => "ask",
            Self::Term => "term",
        }
    }
}

impl Record {
    /// Of which kind it is.
    pub fn kind(&self) -> RecordKind {
        match self {
            Self::Ask(_) => RecordKind::Ask,
            Self::Term(_) => RecordKind::Term,
        }
    }

    /// Its id, unique among all kinds; what is said about it has the same subject.
    pub fn id(&self) -> &str {
        match self {
            Self::Ask(ask) => ask.id.as_str(),
            Self::Term(term) => term.id.as_str(),
        }
    }

    /// How many times it was saved; 0 before the first.
    pub fn version(&self) -> i64 {
        match self {
            Self::Ask(ask) => ask.version,
            Self::Term(term) => term.version,
        }
    }

    /// The same record at a version.
    pub fn at_version(self, version: i64) -> Self {
        match self {
            Self::Ask(ask) => Self::Ask(Ask { version, ..ask }),
            Self::Term(term) => Self::Term(Box::new(Term { version, ..*term })),
        }
    }

    /// When it began.
    pub fn since(&self) -> Timestamp {
        match self {
            Self::Ask(ask) => ask.opened_at,
            Self::Term(term) => term.began_at,
        }
    }

    /// Whether anything is still to come of it.
    pub fn is_open(&self) -> bool {
        match self {
            Self::Ask(ask) => ask.is_open(),
            Self::Term(term) => term.is_open(),
        }
    }

    /// Everybody it can be found by.
    pub fn people(&self) -> Vec<PersonId> {
        match self {
            Self::Ask(ask) => ask.people(),
            Self::Term(term) => term.people(),
        }
    }

    /// Whose it is: with them it is forgotten. In the records of others, a nameless stub takes their place.
    pub fn owner(&self) -> Option<&PersonId> {
        match self {
            Self::Ask(ask) => Some(&ask.asker),
            // It is led by the junior, and its topic may be in their words.
            Self::Term(term) => Some(&term.junior),
        }
    }

    /// What of it a person may read about themselves.
    pub fn seen_by(&self, person: &PersonId) -> Self {
        match self {
            Self::Ask(ask) => Self::Ask(ask.seen_by(person)),
            Self::Term(term) => Self::Term(Box::new(term.seen_by(person))),
        }
    }
}
