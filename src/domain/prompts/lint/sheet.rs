//! A file of decks as it was written, before anybody knows whether it makes sense: entries of some kind with fields of some
//! name, each with its line.

use crate::domain::people::profile::closed_list;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What stands in one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The file, as it is shown.
    pub file: String,
    /// What stands outside any entry.
    pub top: Vec<Field>,
    /// The tables, in the order of their kinds and lines.
    pub entries: Vec<Entry>,
}

/// One `[[kind]]` with its fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The word in the brackets.
    pub kind: String,
    /// The line of the brackets, from 1.
    pub line: usize,
    /// Its fields.
    pub fields: Vec<Field>,
}

/// One `name = value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// What stands before the sign.
    pub name: String,
    /// Its line, from 1.
    pub line: usize,
    /// What stands after it.
    pub value: Value,
}

/// A value, as far as decks have any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A text.
    Text(String),
    /// A list of texts.
    List(Vec<String>),
    /// A whole number.
    Number(i64),
    /// True or false.
    Flag(bool),
    /// Anything else.
    Other,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, as it is shown.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
}

closed_list!(
    /// The kinds of entries.
    Kind {
        /// A question or a nudge.
        Prompt = "prompt",
        /// A question for a channel.
        Community = "community",
        /// Something to read.
        Reading = "reading",
        /// A theme.
        Theme = "theme",
        /// A topic.
        Topic = "topic",
    }
);

/// The word at the top of a file that puts it in the place of a whole deck.
pub const REPLACE: &str = "replace";

/// What a kind of entry may hold.
pub(super) struct Rule {
    pub name: &'static str,
    pub shape: Shape,
    pub needed: Needed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Needed {
    Always,
    Optional,
}

/// How a field's value looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A text of so many characters, the least and the most.
    Text(usize, usize),
    /// A list of texts.
    List,
    /// A whole number.
    Number,
    /// `true` or `false`.
    Flag,
}

const ID: Rule = needed("id", Shape::Text(1, 60));
const THEME: Rule = needed("theme", Shape::Text(1, 60));
const TEXT: Rule = needed("text", Shape::Text(20, 220));
const TOPIC_LIST: Rule = needed("topics", Shape::List);
const NAME: Rule = needed("name", Shape::Text(1, 40));

impl Kind {
    /// The fields of the kind, in the order in which they are usually written.
    pub(super) fn rules(self) -> &'static [Rule] {
        match self {
            Self::Prompt => {
                const {
                    &[
                        ID,
                        THEME,
                        needed("depth", Shape::Text(1, 20)),
                        needed("mode", Shape::Text(1, 20)),
                        TEXT,
                    ]
                }
            }
            Self::Community => const { &[ID, needed("topic", Shape::Text(1, 60)), TEXT] },
            Self::Reading => {
                const {
                    &[
                        ID,
                        THEME,
                        needed("kind", Shape::Text(1, 20)),
                        needed("title", Shape::Text(1, 120)),
                        needed("author", Shape::Text(1, 120)),
                        optional("year", Shape::Number),
                        needed("why", Shape::Text(20, 160)),
                        optional("link", Shape::Text(10, 300)),
                    ]
                }
            }
            Self::Theme => const { &[ID, NAME, needed("purpose", Shape::Text(10, 120)), TOPIC_LIST] },
            Self::Topic => {
                const {
                    &[
                        ID,
                        NAME,
                        needed("group", Shape::Text(1, 40)),
                        needed("synonyms", Shape::List),
                        optional("signs", Shape::List),
                    ]
                }
            }
        }
    }
}

const fn needed(name: &'static str, shape: Shape) -> Rule {
    Rule { name, shape, needed: Needed::Always }
}

const fn optional(name: &'static str, shape: Shape) -> Rule {
    Rule { name, shape, needed: Needed::Optional }
}

impl Sheet {
    /// The place of a line.
    pub(super) fn at(&self, line: usize) -> Place {
        Place { file: self.file.clone(), line }
    }

    /// The entries of a kind.
    pub(super) fn of(&self, kind: Kind) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.kind == kind.code())
    }

    /// Whether the file takes the place of whole decks.
    pub fn replaces(&self) -> bool {
        self.top.iter().any(|field| field.name == REPLACE && field.value == Value::Flag(true))
    }
}

impl Entry {
    /// The text of a field; empty where it is missing or no text.
    pub fn text(&self, name: &str) -> &str {
        match self.field(name).map(|field| &field.value) {
            Some(Value::Text(text)) => text,
            Some(Value::List(_) | Value::Number(_) | Value::Flag(_) | Value::Other) | None => "",
        }
    }

    /// The texts of a list; none where it is missing or no list.
    pub fn list(&self, name: &str) -> &[String] {
        match self.field(name).map(|field| &field.value) {
            Some(Value::List(list)) => list,
            Some(Value::Text(_) | Value::Number(_) | Value::Flag(_) | Value::Other) | None => &[],
        }
    }

    /// The names in a field: the text itself, or each of the list.
    pub(super) fn names(&self, field: &str) -> impl Iterator<Item = &str> {
        let one = Some(self.text(field)).filter(|name| !name.is_empty());
        one.into_iter().chain(self.list(field).iter().map(String::as_str))
    }

    pub(super) fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The line of a field, or the one of the entry where it has no such field.
    pub(super) fn line_of(&self, name: &str) -> usize {
        self.field(name).map_or(self.line, |field| field.line)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}
