//! What is wrong with a file, with its place, in the words of an import where that knows the same trouble.

use crate::adapters::slack::render::OrgWords;
use crate::cli::people::MOST_FAULTS;
use crate::config::rules::RulesError;
use crate::domain::org::{Fault, Place, Wrong};
use serde_json::{Value, json};
use std::path::Path;

/// Something because of which nothing is planned.
#[derive(Debug)]
pub(super) struct Trouble {
    at: Place,
    what: What,
}

#[derive(Debug)]
enum What {
    /// An import would say the same.
    Known(Wrong),
    /// In words.
    Said(String),
}

/// Files that nothing is planned from.
#[derive(Debug, thiserror::Error)]
#[error("{file} cannot be used, and nothing was written:\n  {}\n{next}", lines.join("\n  "))]
pub struct FaultyInput {
    file: String,
    lines: Vec<String>,
    faults: Vec<Value>,
    next: &'static str,
}

const NEXT_FOR_RULES: &str = "Mend the file and run the same command again.";
const NEXT: &str = "Mend the file and run the same command again; --help says what the columns mean.";

impl Trouble {
    pub fn new(at: Place, what: Wrong) -> Self {
        Self { at, what: What::Known(what) }
    }

    pub fn said(at: Place, what: impl Into<String>) -> Self {
        Self { at, what: What::Said(what.into()) }
    }

    fn place(&self) -> (Option<u64>, Option<usize>) {
        (self.at.line, self.at.column.as_ref().map(|(number, _)| *number))
    }

    /// The trouble with its place, such as `line 4, column 3 (level): …`.
    fn in_words(&self, words: &OrgWords) -> String {
        let what = match &self.what {
            What::Known(what) => return words.fault(&Fault { at: self.at.clone(), what: what.clone() }),
            What::Said(what) => what,
        };
        match (self.at.line, &self.at.column) {
            (None, _) => what.clone(),
            (Some(line), None) => format!("line {line}: {what}"),
            (Some(line), Some((number, heading))) => {
                format!("line {line}, column {number} ({heading}): {what}")
            }
        }
    }
}

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Self {
        Self::new(fault.at, fault.what)
    }
}

impl FaultyInput {
    /// All that is wrong with a file, in its order; the first twenty are shown.
    pub(super) fn of(file: &str, mut troubles: Vec<Trouble>) -> Self {
        troubles.sort_by_key(Trouble::place);
        let words = OrgWords::english();
        let told: Vec<String> = troubles.iter().map(|trouble| trouble.in_words(&words)).collect();
        let fault = |(trouble, told): (&Trouble, &String)| {
            let (line, column) = trouble.place();
            json!({"line": line, "column": column, "problem": told})
        };
        let faults = troubles.iter().zip(&told).map(fault).collect();
        let more = told.len().saturating_sub(MOST_FAULTS);
        let mut lines = told;
        lines.truncate(MOST_FAULTS);
        lines.extend((more > 0).then(|| format!("and {more} more")));
        Self { file: file.to_owned(), lines, faults, next: NEXT }
    }

    /// The same of a file of rules.
    pub(super) fn of_rules(path: &Path, wrong: &RulesError) -> Self {
        let lines = wrong
            .to_string()
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect();
        Self { file: path.display().to_string(), lines, faults: Vec::new(), next: NEXT_FOR_RULES }
    }

    /// The same for a script, all of it.
    pub(super) fn json(&self) -> Value {
        json!({"file": self.file, "faults": self.faults})
    }
}
