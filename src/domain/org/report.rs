//! What an import changes, for whoever reads of it: everything, or the first few of each kind.

use super::Differences;
use serde::{Deserialize, Serialize};

/// Whether anything is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Run {
    /// Only say what would change.
    Dry,
    /// Keep it.
    Applied,
}

/// What an import changes, or has changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Which of the two.
    pub run: Run,
    /// How many people the file has.
    pub people: usize,
    /// What is new.
    #[serde(flatten)]
    pub differences: Differences,
}

/// The same as it is shown: whole sums, and the first of each list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brief {
    /// Whether anything is kept.
    pub run: Run,
    /// How many people the file has.
    pub people: usize,
    /// How long each list is.
    pub counts: Counts,
    /// What is new, each list cut.
    pub shown: Differences,
}

/// How long the lists of [`Differences`] are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// People who are new.
    pub added: usize,
    /// People of whom the file says something else.
    pub changed: usize,
    /// Rows with nobody in Slack behind them.
    pub absent: usize,
    /// People who are kept and not in the file.
    pub gone: usize,
    /// What else the reader should know.
    pub notices: usize,
}

impl Report {
    /// The report with at most so many of each list.
    pub fn brief(&self, most: usize) -> Brief {
        let mut shown = self.differences.clone();
        let counts = Counts {
            added: shown.added.len(),
            changed: shown.changed.len(),
            absent: shown.absent.len(),
            gone: shown.gone.len(),
            notices: shown.notices.len(),
        };
        shown.added.truncate(most);
        shown.changed.truncate(most);
        shown.absent.truncate(most);
        shown.gone.truncate(most);
        shown.notices.truncate(most);
        Brief { run: self.run, people: self.people, counts, shown }
    }
}

impl Brief {
    /// Whether the file says anything that is not kept already.
    pub fn is_news(&self) -> bool {
        self.counts.added + self.counts.changed > 0
    }

    /// The sums alone: nobody is named any more.
    pub fn name_nobody(&mut self) {
        let unchanged = self.shown.unchanged;
        self.shown = Differences { unchanged, ..Differences::default() };
    }
}
