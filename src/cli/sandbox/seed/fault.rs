//! What is wrong with a seed file, told with the file, the line, the field and the mend.

use std::ops::Range;

/// Why a seed file cannot be used.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {problem}.\n  {mend}")]
pub struct SeedError {
    place: String,
    problem: String,
    mend: String,
}

impl SeedError {
    pub(super) fn unreadable(name: &str, cause: &std::io::Error) -> Self {
        let mend = "Check its name and permissions; docs/people.toml is an example.".into();
        Self { place: name.into(), problem: format!("the file cannot be read: {cause}"), mend }
    }
}

/// A seed file as it was written, to find the place of a fault in.
#[derive(Debug)]
pub(super) struct Source {
    name: String,
    text: String,
}

impl Source {
    pub fn new(name: &str, text: String) -> Self {
        Self { name: name.into(), text }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// A fault of the value that stands at `span`.
    pub fn fault(&self, span: Range<usize>, problem: String, mend: String) -> SeedError {
        let before = self.text.get(..span.start).unwrap_or(&self.text);
        let line = before.matches('\n').count() + 1;
        let place = match self.field(line) {
            Some(field) => format!("{}:{line}: {field}", self.name),
            None => format!("{}:{line}", self.name),
        };
        SeedError { place, problem, mend }
    }

    /// A fault that the reader of TOML found.
    pub fn misread(&self, cause: &toml::de::Error) -> SeedError {
        let mut problem = cause.message().trim_end_matches('.').replace('\n', ", ");
        let mut mend = "docs/people.toml is an example, and docs/sandbox.md lists every field.".into();
        if let Some((wrong, known)) =
            problem.split_once(", expected one of ").or(problem.split_once(", expected "))
            && let Some((_, typed)) =
                wrong.split_once("unknown field `").or(wrong.split_once("unknown variant `"))
        {
            let known: Vec<&str> =
                known.split('`').filter(|word| word.chars().any(char::is_alphanumeric)).collect();
            mend = nearest(typed.trim_end_matches('`'), known.iter().copied())
                .unwrap_or_else(|| format!("Known here are {}.", known.join(", ")));
            problem = wrong.into();
        }
        self.fault(cause.span().unwrap_or(0..0), problem, mend)
    }

    /// The field a line sets, with the table it belongs to: `people.tz`.
    fn field(&self, line: usize) -> Option<String> {
        let lines: Vec<&str> = self.text.lines().take(line).map(str::trim).collect();
        let header = lines.iter().rposition(|line| line.starts_with('[') && line.ends_with(']'));
        let table = header.map(|at| lines[at].trim_matches(['[', ']', ' ']));
        // An array may go over several lines.
        let below = &lines[header.map_or(0, |at| at + 1)..];
        let key = below.iter().rev().find_map(|line| line.split_once('='));
        match (table, key.map(|(key, _)| key.trim())) {
            (Some(table), Some(key)) => Some(format!("{table}.{key}")),
            (Some(name), None) | (None, Some(name)) => Some(name.into()),
            (None, None) => None,
        }
    }
}

/// A guess at what was meant, where one is near enough.
pub(super) fn nearest<'a>(typed: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let likeness = known.map(|word| (strsim::normalized_damerau_levenshtein(typed, word), word));
    let best = likeness.filter(|(alike, _)| *alike > 0.6).max_by(|one, other| one.0.total_cmp(&other.0));
    best.map(|(_, word)| format!("Did you mean {word:?}?"))
}
