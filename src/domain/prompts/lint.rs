//! What every file of decks has to stand, ours and a company's: it can be used, and it sounds like somebody worth talking
//! to. Pure: files come in as sheets, what was found goes out as data with the line it stands on.

mod fault;
mod form;
mod likeness;
mod sheet;
mod tone;
mod whole;
mod words;

use crate::domain::catalogue::{Catalogue, Replaced};
use crate::domain::people::profile::Mode;
pub use fault::{Elsewhere, Ending, Fault, Finding, Form, Named, Tone, Unknown, Weight, Whole};
pub use sheet::{Entry, Field, Kind, Place, REPLACE, Shape, Sheet, Value};
use std::collections::BTreeSet;

/// What is wrong with these files when they are laid on top of `base`, by file and line.
pub fn check(sheets: &[Sheet], base: &Catalogue) -> Vec<Finding> {
    let beside = beside(sheets, base);
    let mut found: Vec<Finding> = sheets.iter().flat_map(alone).collect();
    found.extend(whole::Laid { sheets, beside: &beside }.findings());
    found.extend(likeness::of(sheets, &beside));
    found.sort_by(|one, other| one.place.cmp(&other.place));
    found
}

/// The decks that a file stands instead of.
pub fn replaced(sheets: &[Sheet]) -> Replaced {
    let replacing = || sheets.iter().filter(|sheet| sheet.replaces());
    let modes = replacing().flat_map(|sheet| sheet.of(Kind::Prompt));
    Replaced {
        modes: modes.filter_map(|entry| Mode::from_code(entry.text("mode"))).collect(),
        community: replacing().any(|sheet| sheet.of(Kind::Community).next().is_some()),
        readings: replacing().any(|sheet| sheet.of(Kind::Reading).next().is_some()),
    }
}

/// What stays of the base: neither replaced as a whole nor by an entry with the same id.
fn beside(sheets: &[Sheet], base: &Catalogue) -> Catalogue {
    let ids = |kind| -> BTreeSet<&str> {
        sheets.iter().flat_map(move |sheet| sheet.of(kind)).map(|entry| entry.text("id")).collect()
    };
    let (topics, themes, readings) = (ids(Kind::Topic), ids(Kind::Theme), ids(Kind::Reading));
    let (prompts, community) = (ids(Kind::Prompt), ids(Kind::Community));
    let mut beside = base.clone();
    replaced(sheets).strike_from(&mut beside);
    beside.topics.retain(|topic| !topics.contains(topic.id.as_str()));
    beside.themes.retain(|theme| !themes.contains(theme.id.as_str()));
    beside.readings.retain(|reading| !readings.contains(reading.id.as_str()));
    beside.prompts.retain(|prompt| !prompts.contains(prompt.id.as_str()));
    beside.community.retain(|question| !community.contains(question.id.as_str()));
    beside
}

/// What is wrong with a file by itself.
fn alone(sheet: &Sheet) -> Vec<Finding> {
    let mut found: Vec<Finding> = sheet.top.iter().filter_map(|field| top(sheet, field)).collect();
    if let Some(field) = sheet.top.iter().find(|_| sheet.replaces())
        && [Kind::Prompt, Kind::Community, Kind::Reading].iter().all(|kind| sheet.of(*kind).next().is_none())
    {
        found.push(Finding {
            place: sheet.at(field.line),
            entry: None,
            fault: Fault::Whole(Whole::ReplacesNothing),
        });
    }
    for entry in &sheet.entries {
        let id = Some(entry.text("id").to_owned()).filter(|id| !id.is_empty());
        let faults = match Kind::from_code(&entry.kind) {
            Some(kind) => form::of(kind, entry),
            None => {
                let known = Kind::ALL.iter().map(|kind| kind.code());
                vec![(entry.line, form::unknown(Named::Kind, &entry.kind, known))]
            }
        };
        let findings = faults.into_iter().map(|(line, fault)| Finding {
            place: sheet.at(line),
            entry: id.clone(),
            fault,
        });
        found.extend(findings);
    }
    found
}

fn top(sheet: &Sheet, field: &Field) -> Option<Finding> {
    let fault = match (field.name.as_str(), &field.value) {
        (REPLACE, Value::Flag(_)) => return None,
        (REPLACE, Value::Text(_) | Value::List(_) | Value::Number(_) | Value::Other) => {
            Fault::Field(REPLACE, Form::Misshapen(Shape::Flag))
        }
        (name, _) => {
            let kind = Kind::from_code(name).map(|kind| format!("[[{}]]", kind.code()));
            let nearest = kind.or_else(|| form::nearest(name, [REPLACE]));
            Fault::Unknown(Unknown { what: Named::Top, written: name.into(), nearest })
        }
    };
    Some(Finding { place: sheet.at(field.line), entry: None, fault })
}

#[cfg(test)]
mod tests;
