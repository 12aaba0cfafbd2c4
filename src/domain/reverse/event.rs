//! What happens to terms, and when to look at them again.

use super::{GoOn, Said, Topic};
use crate::domain::ids::{PersonId, TermId};
use crate::domain::rounds::check_in::Useful;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What happens to terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReverseEvent {
    /// Something was pressed.
    Pressed {
        /// By whom.
        person: PersonId,
        /// About which term.
        term: TermId,
        /// What.
        press: Press,
    },
    /// The form with topic and times was submitted.
    Submitted {
        /// By whom.
        person: PersonId,
        /// About which term.
        term: TermId,
        /// What it said; limits are not checked yet.
        said: Submission,
    },
}

/// What the form with topic and times said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Submission {
    /// The topic; own words count before a choice.
    pub topic: Option<Topic>,
    /// When the proposed talks would start, in the order of the form.
    pub starts: Vec<Timestamp>,
}

/// What can be pressed about a term. The numbers say which turn or meeting it was pressed about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// The junior opens the form for topic and times.
    Propose,
    /// One of the offered times is taken.
    Take {
        /// Of which turn.
        turn: u16,
        /// Which, from 0.
        place: u8,
    },
    /// None of the offered times will do.
    NoneFit(u16),
    /// The meeting of a turn has to be cancelled.
    Cancel(u16),
    /// How a meeting went.
    Tell {
        /// Which, from 0.
        meeting: u16,
        /// What is said.
        said: Said,
    },
    /// What somebody took from the term.
    Useful(Useful),
    /// Whether somebody wishes to go on.
    GoOn(GoOn),
    /// It ends here.
    End,
}

impl Press {
    /// The word it is sent as; unique among what can be pressed in one message.
    pub fn code(self) -> String {
        match self {
            Self::Propose => "propose".into(),
            Self::Take { place, .. } => format!("take:{place}"),
            Self::NoneFit(_) => "none".into(),
            Self::Cancel(_) => "cancel".into(),
            Self::Tell { said, .. } => format!("tell:{}", said.code()),
            Self::Useful(useful) => format!("useful:{}", useful.code()),
            Self::GoOn(wish) => format!("go_on:{}", wish.code()),
            Self::End => "end".into(),
        }
    }

    /// What travels with it: the term, and the number where there is one.
    pub fn value(self, term: &TermId) -> String {
        match self {
            Self::Take { turn: number, .. }
            | Self::NoneFit(number)
            | Self::Cancel(number)
            | Self::Tell { meeting: number, .. } => format!("{term}#{number}"),
            Self::Propose | Self::Useful(_) | Self::GoOn(_) | Self::End => term.to_string(),
        }
    }

    /// What [`Press::code`] and [`Press::value`] stood for.
    pub fn parse(code: &str, value: &str) -> Option<(TermId, Self)> {
        let (term, number) = value.split_once('#').unwrap_or((value, ""));
        let (kind, detail) = code.split_once(':').unwrap_or((code, ""));
        let press = match kind {
            "propose" => Self::Propose,
            "take" => Self::Take { turn: number.parse().ok()?, place: detail.parse().ok()? },
            "none" => Self::NoneFit(number.parse().ok()?),
            "cancel" => Self::Cancel(number.parse().ok()?),
            "tell" => Self::Tell { meeting: number.parse().ok()?, said: Said::from_code(detail)? },
            "useful" => Self::Useful(Useful::from_code(detail)?),
            "go_on" => Self::GoOn(GoOn::from_code(detail)?),
            "end" => Self::End,
            _ => return None,
        };
        (!term.is_empty()).then(|| (TermId::new(term), press))
    }
}

/// What to look at again about a term.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReverseWake {
    /// How does it stand?
    Look(TermId),
    /// Are its words older than we keep them?
    Erase(TermId),
}

impl ReverseWake {
    /// About which term.
    pub fn term(&self) -> &TermId {
        match self {
            Self::Look(term) | Self::Erase(term) => term,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leaves_with_a_button_comes_back() {
        let term = TermId::new("term/0011223344556677/00");
        let told = Said::ALL.iter().map(|said| Press::Tell { meeting: 5, said: *said });
        let others = [
            Press::Propose,
            Press::Take { turn: 7, place: 2 },
            Press::NoneFit(65_535),
            Press::Cancel(3),
            Press::Useful(Useful::NotReally),
            Press::GoOn(GoOn::No),
            Press::End,
        ];
        for press in others.into_iter().chain(told) {
            let back = Press::parse(&press.code(), &press.value(&term));
            assert_eq!(back, Some((term.clone(), press)));
        }
        assert_eq!(Press::parse("take:0", "term/1"), None, "of no turn");
        assert_eq!(Press::parse("end", ""), None, "about nothing");
        assert_eq!(Press::parse("dance", "term/1"), None);
    }
}
