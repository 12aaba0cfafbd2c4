//! Collects what is wrong, each with the place it was found at.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use serde_json::Value;

use super::Surface;

/// More complaints than this help nobody.
const ENOUGH: usize = 20;

pub(super) struct Checker {
    pub surface: Surface,
    problems: Vec<String>,
    block_ids: BTreeSet<String>,
    focused: bool,
    markdown: usize,
}

impl Checker {
    pub fn new(surface: Surface) -> Self {
        Self { surface, problems: Vec::new(), block_ids: BTreeSet::new(), focused: false, markdown: 0 }
    }

    pub fn finish(self) -> Result<(), Vec<String>> {
        if self.problems.is_empty() { Ok(()) } else { Err(self.problems) }
    }

    pub fn fail(&mut self, at: &str, words: &str) {
        if self.problems.len() < ENOUGH {
            self.problems.push(format!("[ERROR] {words} [json-pointer:{at}]"));
        }
    }

    pub fn missing(&mut self, at: &str, field: &str) {
        self.fail(at, &format!("missing required field: {field}"));
    }

    /// A text field that may be absent; says whether it is there.
    pub fn string(&mut self, object: &Value, at: &str, field: &str, length: RangeInclusive<usize>) -> bool {
        let Some(value) = object.get(field).filter(|value| !value.is_null()) else { return false };
        let at = format!("{at}/{field}");
        match value.as_str() {
            Some(text) => self.length(&at, text, length),
            None => self.fail(&at, "must be a string"),
        }
        true
    }

    /// A text field that must be there.
    pub fn required_string(&mut self, object: &Value, at: &str, field: &str, length: RangeInclusive<usize>) {
        if !self.string(object, at, field, length) {
            self.missing(at, field);
        }
    }

    pub fn length(&mut self, at: &str, text: &str, length: RangeInclusive<usize>) {
        let count = text.chars().count();
        if count > *length.end() {
            self.fail(at, &format!("must be less than {} characters", length.end() + 1));
        } else if count < *length.start() {
            self.fail(at, &format!("must be more than {} characters", length.start() - 1));
        }
    }

    /// A list field that must be there, with so many items.
    pub fn list<'v>(
        &mut self,
        object: &'v Value,
        at: &str,
        field: &str,
        count: RangeInclusive<usize>,
    ) -> &'v [Value] {
        let Some(value) = object.get(field).filter(|value| !value.is_null()) else {
            if *count.start() > 0 {
                self.missing(at, field);
            }
            return &[];
        };
        let at = format!("{at}/{field}");
        let Some(items) = value.as_array() else {
            self.fail(&at, "must be an array");
            return &[];
        };
        self.count(&at, items.len(), count);
        items
    }

    pub fn count(&mut self, at: &str, found: usize, count: RangeInclusive<usize>) {
        if found > *count.end() {
            self.fail(at, &format!("no more than {} items allowed", count.end()));
        } else if found < *count.start() {
            self.fail(at, &format!("no less than {} items allowed", count.start()));
        }
    }

    /// A whole number that may be absent.
    pub fn number(&mut self, object: &Value, at: &str, field: &str, range: RangeInclusive<u64>) {
        let Some(value) = object.get(field).filter(|value| !value.is_null()) else { return };
        if value.as_u64().is_none_or(|number| !range.contains(&number)) {
            self.fail(
                &format!("{at}/{field}"),
                &format!("must be between {} and {}", range.start(), range.end()),
            );
        }
    }

    /// A text field that may be absent and else is one of these.
    pub fn one_of(&mut self, object: &Value, at: &str, field: &str, allowed: &[&str]) {
        let Some(value) = object.get(field).filter(|value| !value.is_null()) else { return };
        if value.as_str().is_none_or(|text| !allowed.contains(&text)) {
            self.fail(&format!("{at}/{field}"), &format!("must be one of {}", allowed.join(", ")));
        }
    }

    /// Notes the `block_id` of a block; two alike are refused.
    pub fn block_id(&mut self, block: &Value, at: &str) {
        self.string(block, at, "block_id", 1..=255);
        if let Some(id) = block["block_id"].as_str()
            && !self.block_ids.insert(id.into())
        {
            self.fail(&format!("{at}/block_id"), &format!("block_id already exists: {id}"));
        }
    }

    /// Notes `focus_on_load`, which one element of a view may have.
    pub fn focus(&mut self, element: &Value, at: &str) {
        if element["focus_on_load"] == true && std::mem::replace(&mut self.focused, true) {
            self.fail(&format!("{at}/focus_on_load"), "only one element may have focus_on_load");
        }
    }

    /// Adds up the text of markdown blocks, which is limited for the whole message.
    pub fn markdown(&mut self, at: &str, text: &str) {
        self.markdown += text.chars().count();
        if self.markdown > 12_000 {
            self.fail(at, "must be less than 12001 characters in all markdown blocks");
        }
    }
}
