//! Whether two texts ask the same thing, as far as their words tell.

use super::fault::{Elsewhere, Fault, Finding};
use super::sheet::{Kind, Sheet};
use crate::domain::catalogue::Catalogue;
use std::collections::BTreeSet;

/// So many words in a hundred may be the same before a person would feel asked twice.
const CEILING: usize = 60;

struct Text {
    owner: Elsewhere,
    words: BTreeSet<String>,
}

/// Compares every text of the sheets with those before it and with everything that stays beside them.
pub(super) fn of(sheets: &[Sheet], beside: &Catalogue) -> Vec<Finding> {
    let mut known: Vec<Text> = ours(beside).collect();
    let mut found = Vec::new();
    for (sheet, kind) in sheets.iter().flat_map(|sheet| [(sheet, Kind::Prompt), (sheet, Kind::Community)]) {
        for entry in sheet.of(kind) {
            let owner = Elsewhere { id: entry.text("id").into(), place: Some(sheet.at(entry.line)) };
            let text = Text { owner, words: words(entry.text("text")) };
            found.extend(nearest(&text.words, &known).map(|(percent, other)| Finding {
                place: sheet.at(entry.line_of("text")),
                entry: Some(text.owner.id.clone()).filter(|id| !id.is_empty()),
                fault: Fault::Alike(percent, other.owner.clone()),
            }));
            known.push(text);
        }
    }
    found
}

fn ours(beside: &Catalogue) -> impl Iterator<Item = Text> {
    let prompts = beside.prompts.iter().map(|prompt| (prompt.id.as_str(), &prompt.text));
    let community = beside.community.iter().map(|question| (question.id.as_str(), &question.text));
    prompts
        .chain(community)
        .map(|(id, text)| Text { owner: Elsewhere { id: id.into(), place: None }, words: words(text) })
}

/// The text most like these words, where it is too much like them.
fn nearest<'a>(words: &BTreeSet<String>, known: &'a [Text]) -> Option<(usize, &'a Text)> {
    let alike = known.iter().filter_map(|other| {
        let (less, more) = (words.len().min(other.words.len()), words.len().max(other.words.len()));
        // Sets of very different sizes cannot be alike, and most are spared the counting.
        if less * 100 < CEILING * more || less == 0 {
            return None;
        }
        let both = words.intersection(&other.words).count();
        let percent = both * 100 / (words.len() + other.words.len() - both);
        (percent >= CEILING).then_some((percent, other))
    });
    alike.max_by_key(|(percent, _)| *percent)
}

fn words(text: &str) -> BTreeSet<String> {
    let text = text.to_lowercase().replace('’', "'");
    text.split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}
