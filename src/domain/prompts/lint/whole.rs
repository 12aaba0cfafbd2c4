//! What only shows when everything is laid together: ids that are taken, names that lead nowhere, arcs with a step missing.

use super::fault::{Elsewhere, Fault, Finding, Form, Named, Unknown, Whole};
use super::form::nearest;
use super::sheet::{Entry, Kind, Place, Sheet};
use crate::domain::catalogue::{Catalogue, Depth};
use crate::domain::ids::{ThemeId, TopicId};
use crate::domain::people::profile::Mode;
use std::collections::{BTreeMap, BTreeSet};

/// So many synonyms let people find a topic by typing.
const SYNONYMS: std::ops::RangeInclusive<usize> = 3..=8;

/// What the sheets say, beside what stays of `base`.
pub(super) struct Laid<'a> {
    pub sheets: &'a [Sheet],
    pub beside: &'a Catalogue,
}

impl<'a> Laid<'a> {
    pub fn findings(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        found.extend(Kind::ALL.iter().flat_map(|kind| self.taken_ids(*kind)));
        found.extend(self.lost(Kind::Prompt, "theme", Named::Theme));
        found.extend(self.lost(Kind::Reading, "theme", Named::Theme));
        found.extend(self.lost(Kind::Community, "topic", Named::Topic));
        found.extend(self.lost(Kind::Theme, "topics", Named::Topic));
        found.extend(self.ids_without(Kind::Prompt, "theme"));
        found.extend(self.ids_without(Kind::Community, "topic"));
        found.extend(self.unfinished());
        found.extend(self.deserted());
        found.extend(self.topics());
        found.extend(self.listed_twice());
        found
    }

    fn entries(&self, kind: Kind) -> impl Iterator<Item = (&'a Sheet, &'a Entry)> {
        self.sheets.iter().flat_map(move |sheet| sheet.of(kind).map(move |entry| (sheet, entry)))
    }

    fn taken_ids(&self, kind: Kind) -> Vec<Finding> {
        let mut seen: BTreeMap<&str, Place> = BTreeMap::new();
        let mut found = Vec::new();
        for (sheet, entry) in self.entries(kind).filter(|(_, entry)| !entry.text("id").is_empty()) {
            let place = sheet.at(entry.line_of("id"));
            match seen.get(entry.text("id")) {
                Some(first) => {
                    found.push(about(entry, place, Fault::Field("id", Form::IdTaken(first.clone()))))
                }
                None => {
                    seen.insert(entry.text("id"), place);
                }
            }
        }
        found
    }

    /// Names in a field that lead nowhere.
    fn lost(&self, kind: Kind, field: &'static str, what: Named) -> Vec<Finding> {
        let mut found = Vec::new();
        for (sheet, entry) in self.entries(kind) {
            let faults = entry.names(field).filter_map(|name| self.leads_nowhere(what, name));
            found.extend(faults.map(|fault| about(entry, sheet.at(entry.line_of(field)), fault)));
        }
        found
    }

    /// What is wrong with the name of a theme or topic; `None` where it leads to one.
    fn leads_nowhere(&self, what: Named, name: &str) -> Option<Fault> {
        let known = if what == Named::Theme { self.ids(Kind::Theme) } else { self.ids(Kind::Topic) };
        if known.contains(name) {
            return None;
        }
        let near = nearest(name, known);
        // People know a topic by its synonyms, too.
        let by_word =
            || self.beside.suggest(&name.replace('-', " ")).first().map(|topic| topic.id.to_string());
        let nearest = if what == Named::Topic { near.or_else(by_word) } else { near };
        Some(Fault::Unknown(Unknown { what, written: name.into(), nearest }))
    }

    /// Ids that do not begin with the theme or topic they belong to.
    fn ids_without(&self, kind: Kind, field: &'static str) -> Vec<Finding> {
        let known = self.ids(if kind == Kind::Prompt { Kind::Theme } else { Kind::Topic });
        let owned = self.entries(kind).filter(|(_, entry)| known.contains(entry.text(field)));
        let begins = |id: &str, owner: &str| id.strip_prefix(owner).is_some_and(|rest| rest.starts_with('-'));
        let strange = owned.filter(|(_, entry)| {
            !entry.text("id").is_empty() && !begins(entry.text("id"), entry.text(field))
        });
        let found = strange.map(|(sheet, entry)| {
            let fault = Fault::Field("id", Form::IdWithout(entry.text(field).into()));
            about(entry, sheet.at(entry.line_of("id")), fault)
        });
        found.collect()
    }

    /// Arcs that the sheets touch and that lack a step.
    fn unfinished(&self) -> Vec<Finding> {
        let themes = self.ids(Kind::Theme);
        let mut arcs: BTreeMap<(Mode, &str), BTreeSet<Depth>> = BTreeMap::new();
        for prompt in &self.beside.prompts {
            arcs.entry((prompt.mode, prompt.theme.as_str())).or_default().insert(prompt.depth);
        }
        let mut first: BTreeMap<(Mode, &str), Place> = BTreeMap::new();
        for (sheet, entry) in self.entries(Kind::Prompt) {
            let (Some(mode), Some(depth)) =
                (Mode::from_code(entry.text("mode")), Depth::from_code(entry.text("depth")))
            else {
                continue;
            };
            let arc = (mode, entry.text("theme"));
            if !themes.contains(arc.1) {
                continue;
            }
            arcs.entry(arc).or_default().insert(depth);
            first.entry(arc).or_insert_with(|| sheet.at(entry.line));
        }
        let mut found = Vec::new();
        for ((mode, theme), place) in first {
            let has = &arcs[&(mode, theme)];
            let lacks: Vec<Depth> = Depth::ALL.iter().copied().filter(|depth| !has.contains(depth)).collect();
            if !lacks.is_empty() {
                let fault = Fault::Whole(Whole::Unfinished(mode, ThemeId::new(theme), lacks));
                found.push(Finding { place, entry: None, fault });
            }
        }
        found
    }

    fn deserted(&self) -> Vec<Finding> {
        let theirs = self.entries(Kind::Prompt).map(|(_, entry)| entry.text("theme"));
        let peopled: BTreeSet<&str> =
            self.beside.prompts.iter().map(|prompt| prompt.theme.as_str()).chain(theirs).collect();
        let empty = self.entries(Kind::Theme).filter(|(_, entry)| !peopled.contains(entry.text("id")));
        empty
            .map(|(sheet, entry)| about(entry, sheet.at(entry.line), Fault::Whole(Whole::Deserted)))
            .collect()
    }

    /// Readings that stand under one theme twice.
    fn listed_twice(&self) -> Vec<Finding> {
        let ours = self.beside.readings.iter().map(|reading| {
            let owner = Elsewhere { id: reading.id.to_string(), place: None };
            ((reading.theme.as_str(), reading.title.to_lowercase()), owner)
        });
        let mut seen: BTreeMap<(&str, String), Elsewhere> = ours.collect();
        let mut found = Vec::new();
        for (sheet, entry) in self.entries(Kind::Reading) {
            let owner = Elsewhere { id: entry.text("id").into(), place: Some(sheet.at(entry.line)) };
            let what = (entry.text("theme"), entry.text("title").to_lowercase());
            if let Some(other) = seen.insert(what, owner) {
                let fault = Fault::Whole(Whole::ListedTwice(other));
                found.push(about(entry, sheet.at(entry.line_of("title")), fault));
            }
        }
        found
    }

    fn topics(&self) -> Vec<Finding> {
        let theirs = self.entries(Kind::Theme).flat_map(|(_, theme)| theme.list("topics"));
        let ours = self.beside.themes.iter().flat_map(|theme| &theme.topics).map(TopicId::as_str);
        let reached: BTreeSet<&str> = ours.chain(theirs.map(String::as_str)).collect();
        let mut owners = self.words_of_ours();
        let mut found = Vec::new();
        for (sheet, topic) in self.entries(Kind::Topic) {
            let mut complain =
                |field, fault| found.push(about(topic, sheet.at(topic.line_of(field)), Fault::Whole(fault)));
            let id = topic.text("id");
            if !reached.contains(id) {
                complain("id", Whole::Unreached);
            }
            let synonyms = topic.list("synonyms");
            if topic.field("synonyms").is_some() && !SYNONYMS.contains(&synonyms.len()) {
                complain("synonyms", Whole::Synonyms(synonyms.len()));
            }
            let is_typed = |word: &str| !word.is_empty() && word.trim().to_lowercase() == word;
            for word in synonyms.iter().filter(|word| !is_typed(word)) {
                complain("synonyms", Whole::NotAsTyped(word.clone()));
            }
            for word in synonyms.iter().cloned().chain([topic.text("name").to_lowercase()]) {
                if let Some(other) = owners.insert(word.clone(), id.to_owned()) {
                    complain("synonyms", Whole::TwoWays(word, other));
                }
            }
        }
        found
    }

    fn words_of_ours(&self) -> BTreeMap<String, String> {
        let words = self.beside.topics.iter().flat_map(|topic| {
            let name = topic.name.to_lowercase();
            topic.synonyms.iter().cloned().chain([name]).map(|word| (word, topic.id.to_string()))
        });
        words.collect()
    }

    /// The ids of all themes or all topics, theirs and ours.
    fn ids(&self, kind: Kind) -> BTreeSet<&str> {
        let ours: Vec<&str> = match kind {
            Kind::Theme => self.beside.themes.iter().map(|theme| theme.id.as_str()).collect(),
            Kind::Topic => self.beside.topics.iter().map(|topic| topic.id.as_str()).collect(),
            Kind::Prompt | Kind::Community | Kind::Reading => Vec::new(),
        };
        ours.into_iter().chain(self.entries(kind).map(|(_, entry)| entry.text("id"))).collect()
    }
}

fn about(entry: &Entry, place: Place, fault: Fault) -> Finding {
    Finding { place, entry: Some(entry.text("id").to_owned()).filter(|id| !id.is_empty()), fault }
}
