//! What can be wrong with a file of rules, where, and what to do about it.

use super::MOST_BYTES;
use crate::domain::matching::weights::Weights;
use crate::domain::rounds::PROGRAMS_OF_PAIRS;
use std::fmt;

/// How alike two names must be, from 0 to 1, to suggest one for the other.
const ALIKE: f64 = 0.6;

/// Everything that is wrong with a file of rules, in the order of its lines. Printed, each problem is on a line of its own,
/// below whatever they are said about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulesError {
    file: String,
    problems: Vec<Problem>,
}

/// Something that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where; `None` where the file as a whole is meant.
    pub(super) at: Option<Place>,
    /// What.
    pub(super) wrong: Wrong,
}

/// A line and a column, each from 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    line: usize,
    column: usize,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    /// The system's word for why it cannot be read.
    Unreadable(String),
    /// Longer than [`MOST_BYTES`].
    TooLarge,
    /// Not a text from here on.
    NotUtf8,
    /// Not TOML, in the words of its reader.
    NotToml(String),
    /// A name that stands there already.
    Twice,
    /// A name that leads nowhere.
    Unknown { what: &'static str, written: String, nearest: Option<&'static str>, next: String },
    /// A weight that stands above the table it belongs to.
    Misplaced { weight: String, table: String },
    /// A value that the weight of these limits cannot have.
    Value { said: String, limits: (&'static str, i32, i32) },
    /// A value where a table belongs.
    NotATable(String),
}

impl RulesError {
    pub(super) fn of(file: &str, mut problems: Vec<Problem>) -> Self {
        problems.sort_by_key(|problem| problem.at);
        Self { file: file.into(), problems }
    }

    pub(super) fn of_file(file: &str, wrong: Wrong) -> Self {
        Self::of(file, vec![Problem { at: None, wrong }])
    }

    /// How many problems there are.
    pub fn count(&self) -> usize {
        self.problems.len()
    }
}

impl std::error::Error for RulesError {}

impl fmt::Display for RulesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.problems.iter().try_for_each(|problem| write!(f, "\n  {}{problem}", self.file))
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(Place { line, column }) = self.at {
            write!(f, ":{line}:{column}")?;
        }
        write!(f, ": {}", self.wrong)
    }
}

impl Wrong {
    /// What the reader of TOML found. A name that stands twice hinders nothing else from being read.
    pub fn of_toml(message: &str) -> Self {
        match message {
            "duplicate key" => Self::Twice,
            other => Self::NotToml(other.trim_end_matches('.').replace('\n', ", ")),
        }
    }

    /// Something at the top that is no table of ours.
    pub fn in_file(written: &str) -> Self {
        let next = "a file of rules has [weights], and tables such as [programs.peer.weights]";
        Self::misplaced(written, "weights").unwrap_or_else(|| unknown("table", written, &TABLES, next.into()))
    }

    /// A programme that makes no pairs, or that nobody knows.
    pub fn program(written: &str) -> Self {
        let next = format!("those with pairs are {}", PROGRAMS_OF_PAIRS.join(" and "));
        unknown("programme", written, &PROGRAMS_OF_PAIRS, next)
    }

    /// Something of a programme that is not its weights.
    pub fn in_program(written: &str, program: &str) -> Self {
        let next = format!("a programme has [programs.{program}.weights] only");
        Self::misplaced(written, &format!("programs.{program}.weights"))
            .unwrap_or_else(|| unknown("table", written, &TABLES[..1], next))
    }

    /// A weight that does not exist.
    pub fn weight(written: &str) -> Self {
        let names: Vec<&'static str> = Weights::LIMITS.iter().map(|(name, ..)| *name).collect();
        unknown("weight", written, &names, "`viceversa rules` prints all of them".into())
    }

    fn misplaced(written: &str, table: &str) -> Option<Self> {
        let is_weight = Weights::LIMITS.iter().any(|(name, ..)| *name == written);
        is_weight.then(|| Self::Misplaced { weight: written.into(), table: table.into() })
    }
}

const TABLES: [&str; 2] = ["weights", "programs"];

fn unknown(what: &'static str, written: &str, known: &[&'static str], next: String) -> Wrong {
    let likeness = known.iter().map(|name| (strsim::normalized_damerau_levenshtein(written, name), *name));
    let best = likeness.filter(|(alike, _)| *alike >= ALIKE).max_by(|one, other| one.0.total_cmp(&other.0));
    Wrong::Unknown { what, written: written.into(), nearest: best.map(|(_, name)| name), next }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(cause) => write!(f, "cannot be read: {cause}. Check its name and permissions."),
            Self::TooLarge => {
                write!(f, "is larger than {} KiB, so it is no file of rules.", MOST_BYTES >> 10)
            }
            Self::NotUtf8 => write!(f, "what follows is no text; save the file as UTF-8."),
            Self::NotToml(message) => write!(f, "this is no TOML: {message}."),
            Self::Twice => write!(f, "this name stands above already; leave one of the two away."),
            Self::Unknown { what, written, nearest, next } => {
                write!(f, "there is no {what} {written:?}; ")?;
                match nearest {
                    Some(nearest) => write!(f, "did you mean {nearest}? "),
                    None => Ok(()),
                }?;
                write!(f, "{next}.")
            }
            Self::Misplaced { weight, table } => {
                write!(f, "{weight} is a weight; write [{table}] on a line above it.")
            }
            Self::Value { said, limits: (weight, least, most) } => {
                write!(f, "{weight} is {said}; give a whole number from {least} to {most}.")
            }
            Self::NotATable(name) => {
                write!(f, "{name} is to be a table, such as [{name}] on a line of its own.")
            }
        }
    }
}

/// Where each line of a text begins.
pub(super) struct Places<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Places<'a> {
    pub fn of(text: &'a str) -> Self {
        let later = text.match_indices('\n').map(|(at, _)| at + 1);
        Self { text, starts: std::iter::once(0).chain(later).collect() }
    }

    /// The place of a byte.
    pub fn at(&self, offset: usize) -> Place {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let before = self.text.get(self.starts[line - 1]..offset).unwrap_or_default();
        Place { line, column: before.trim_start_matches('\u{feff}').chars().count() + 1 }
    }
}
