//! TOML, read only as far as its lines and shapes: what it means is the domain's business.

use crate::domain::prompts::lint::{Entry, Fault, Field, Finding, Place, Sheet, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What stands in a file. Where it is not TOML, that is found, and the rest is read as well as it can be.
pub(super) fn read(file: &str, text: &str) -> (Sheet, Vec<Finding>) {
    let (document, errors) = DeTable::parse_recoverable(text);
    let lines = Lines::of(text);
    let mut sheet = Sheet { file: file.into(), ..Sheet::default() };
    for (name, value) in document.get_ref() {
        match value.get_ref().as_array() {
            Some(tables) if tables.iter().any(|each| each.get_ref().is_table()) => {
                sheet.entries.extend(tables.iter().map(|each| entry(name.get_ref(), each, &lines)));
            }
            Some(_) | None => sheet.top.push(field(name, value, &lines)),
        }
    }
    let broken = errors.iter().map(|error| Finding {
        place: Place { file: file.into(), line: lines.at(error.span().map_or(0, |span| span.start)) },
        entry: None,
        fault: Fault::NotToml(error.message().trim_end_matches('.').replace('\n', ", ")),
    });
    (sheet, broken.collect())
}

fn entry(kind: &str, table: &Spanned<DeValue<'_>>, lines: &Lines) -> Entry {
    let fields = table.get_ref().as_table().into_iter().flatten();
    Entry {
        kind: kind.into(),
        line: lines.at(table.span().start),
        fields: fields.map(|(name, value)| field(name, value, lines)).collect(),
    }
}

fn field(name: &Spanned<std::borrow::Cow<'_, str>>, value: &Spanned<DeValue<'_>>, lines: &Lines) -> Field {
    Field {
        name: name.get_ref().to_string(),
        line: lines.at(name.span().start),
        value: shape(value.get_ref()),
    }
}

fn shape(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Boolean(flag) => Value::Flag(*flag),
        DeValue::Integer(number) => i64::from_str_radix(&number.as_str().replace('_', ""), number.radix())
            .map_or(Value::Other, Value::Number),
        DeValue::Array(items) => {
            let texts: Option<Vec<String>> =
                items.iter().map(|item| item.get_ref().as_str().map(str::to_owned)).collect();
            texts.map_or(Value::Other, Value::List)
        }
        DeValue::Float(_) | DeValue::Datetime(_) | DeValue::Table(_) => Value::Other,
    }
}

/// Where each line begins.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        Self(text.match_indices('\n').map(|(at, _)| at + 1).collect())
    }

    /// The line of a place, from 1.
    fn at(&self, offset: usize) -> usize {
        1 + self.0.partition_point(|start| *start <= offset)
    }
}
