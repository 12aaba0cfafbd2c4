//! What can be wrong with a file of people, as data; the words are made where the report is.

use super::Column;
use crate::domain::people::profile::{Function, Level};
use serde::{Deserialize, Serialize};

/// Something because of which nothing of the file is taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Where.
    pub at: Place,
    /// What.
    pub what: Wrong,
}

/// A place in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The line, from 1; `None` where the file as a whole is meant.
    pub line: Option<u64>,
    /// The column, from 1, and its heading.
    pub column: Option<(usize, String)>,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wrong {
    /// Longer than we read, which is this many bytes.
    TooLarge(usize),
    /// More rows than we read, which is this many.
    TooManyRows(usize),
    /// Not a text in any encoding we know.
    NotText,
    /// An Excel or OpenDocument file.
    Workbook,
    /// There is nothing below the headings, or not even these.
    NoRows,
    /// A quotation mark opens and is never closed.
    UnclosedQuote,
    /// Neither e-mail addresses nor Slack ids.
    NoColumnOfPeople,
    /// Another column, at this number, says the same.
    SameColumn {
        /// What both say.
        column: Column,
        /// The other's number.
        other: usize,
    },
    /// More cells than headings.
    TooManyCells {
        /// How many the row has.
        cells: usize,
        /// How many there are headings for.
        headings: usize,
    },
    /// A cell that goes over several lines, as where a quotation mark is not closed.
    SeveralLines,
    /// Nobody is named.
    NoPerson,
    /// Neither an e-mail address nor a Slack id.
    NotAPerson(String),
    /// The person stands on another line already.
    SamePerson {
        /// The other line.
        other: u64,
    },
    /// More characters than this.
    TooLong(usize),
    /// No level that we know.
    UnknownLevel {
        /// What stands there.
        said: String,
        /// What may have been meant.
        meant: Option<Level>,
    },
    /// No function that we know.
    UnknownFunction {
        /// What stands there.
        said: String,
        /// What may have been meant.
        meant: Option<Function>,
    },
    /// No IANA time zone.
    UnknownZone {
        /// What stands there.
        said: String,
        /// What may have been meant.
        meant: Option<String>,
    },
    /// A manager's name that several people of the file have.
    SeveralManagers {
        /// The name.
        said: String,
        /// The lines of those who have it.
        lines: Vec<u64>,
    },
    /// A person who is their own manager.
    OwnManager,
    /// A reporting line that comes back to where it began: everybody on it, from the first upwards.
    Circle(Vec<Step>),
}

/// Somebody on a reporting line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What they are called in the file, or their Slack id.
    pub who: String,
    /// Their line; `None` where they are known from an earlier file.
    pub line: Option<u64>,
}

/// Something the reader should know that keeps nothing from being taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// The file is no UTF-8, and was read in this encoding.
    Encoding(String),
    /// A column that means nothing to us.
    ColumnIgnored {
        /// Its number, from 1.
        number: usize,
        /// Its heading.
        heading: String,
        /// What may have been meant.
        meant: Option<Column>,
    },
    /// A manager who is neither in the file nor in Slack: kept as unknown.
    ManagerUnknown {
        /// Where.
        at: Place,
        /// What stands there.
        said: String,
    },
}

impl Place {
    /// A whole line.
    pub fn line(line: u64) -> Self {
        Self { line: Some(line), column: None }
    }
}

impl Wrong {
    /// A fault of the file as a whole.
    pub fn of_file(self) -> Fault {
        Fault { at: Place::default(), what: self }
    }
}
