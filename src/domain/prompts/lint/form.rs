//! Whether a single entry can be used: its fields, their shapes and lengths, its id, what its texts are made of.

use super::fault::{Ending, Fault, Form, Named, Tone, Unknown};
use super::sheet::{Entry, Field, Kind, Needed, Rule, Shape, Value};
use super::tone;
use crate::domain::catalogue::{Depth, ReadingKind};
use crate::domain::people::profile::Mode;

/// Signs that may follow the end of a sentence.
pub(super) const CLOSING: [char; 6] = ['"', '\'', '”', '’', '»', ')'];
/// A year outside of these is a slip of the keys.
const YEARS: std::ops::RangeInclusive<i64> = 1450..=2100;
/// How alike two names must be, from 0 to 1, to suggest one for the other.
const ALIKE: f64 = 0.6;

/// What is wrong with an entry by itself, each with its line.
pub(super) fn of(kind: Kind, entry: &Entry) -> Vec<(usize, Fault)> {
    let mut found = Vec::new();
    for field in &entry.fields {
        match kind.rules().iter().find(|rule| rule.name == field.name) {
            Some(rule) => found.extend(
                misfits(rule, field).into_iter().map(|form| (field.line, Fault::Field(rule.name, form))),
            ),
            None => {
                let known = kind.rules().iter().map(|rule| rule.name);
                found.push((field.line, unknown(Named::FieldOf(kind), &field.name, known)));
            }
        }
    }
    for rule in kind.rules().iter().filter(|rule| rule.needed == Needed::Always) {
        if entry.field(rule.name).is_none() {
            found.push((entry.line, Fault::Field(rule.name, Form::Missing)));
        }
    }
    found.extend(id_of(entry));
    found.extend(words_of(kind, entry));
    found
}

/// A name that leads nowhere, with the nearest of those that exist.
pub(super) fn unknown<'a>(what: Named, written: &str, known: impl IntoIterator<Item = &'a str>) -> Fault {
    Fault::Unknown(Unknown { what, written: written.into(), nearest: nearest(written, known) })
}

/// What was probably meant, where something is near enough.
pub(super) fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let likeness =
        known.into_iter().map(|word| (strsim::normalized_damerau_levenshtein(written, word), word));
    let best = likeness.filter(|(alike, _)| *alike >= ALIKE).max_by(|one, other| one.0.total_cmp(&other.0));
    best.map(|(_, word)| word.to_owned())
}

fn misfits(rule: &Rule, field: &Field) -> Option<Form> {
    match (&field.value, rule.shape) {
        (Value::Text(text), Shape::Text(least, most)) => {
            let length = text.chars().count();
            let untidy = text.trim() != text || text.contains("  ") || text.contains(char::is_control);
            if !(least..=most).contains(&length) {
                Some(Form::Length(length, least, most))
            } else if untidy {
                Some(Form::Untidy)
            } else {
                None
            }
        }
        (Value::Number(year), Shape::Number) => (!YEARS.contains(year)).then_some(Form::NotAYear),
        (Value::List(_), Shape::List) | (Value::Flag(_), Shape::Flag) => None,
        (Value::Text(_) | Value::List(_) | Value::Number(_) | Value::Flag(_) | Value::Other, shape) => {
            Some(Form::Misshapen(shape))
        }
    }
}

fn id_of(entry: &Entry) -> Option<(usize, Fault)> {
    let id = entry.text("id");
    let sound = id.is_empty() || is_kebab(id);
    (!sound).then(|| (entry.line_of("id"), Fault::Field("id", Form::NotAnId)))
}

/// What is wrong with the words of an entry, and with the words of closed lists.
fn words_of(kind: Kind, entry: &Entry) -> Vec<(usize, Fault)> {
    let at = |name: &'static str, faults: Vec<Fault>| {
        faults.into_iter().map(|fault| (entry.line_of(name), fault)).collect::<Vec<_>>()
    };
    match kind {
        Kind::Prompt => [
            at("depth", listed(Named::Depth, entry.text("depth"), Depth::ALL.iter().map(|each| each.code()))),
            at("mode", listed(Named::Mode, entry.text("mode"), Mode::ALL.iter().map(|each| each.code()))),
            at("text", spoken("text", entry.text("text"), Ending::StopOrQuestion)),
            at("text", nudge(entry)),
        ]
        .concat(),
        Kind::Community => at("text", spoken("text", entry.text("text"), Ending::StopOrQuestion)),
        Kind::Reading => [
            at(
                "kind",
                listed(
                    Named::ReadingKind,
                    entry.text("kind"),
                    ReadingKind::ALL.iter().map(|each| each.code()),
                ),
            ),
            at("why", spoken("why", entry.text("why"), Ending::Stop)),
            at("link", link(entry.text("link"))),
        ]
        .concat(),
        Kind::Theme => at("purpose", spoken("purpose", entry.text("purpose"), Ending::Stop)),
        Kind::Topic => Vec::new(),
    }
}

fn listed<'a>(what: Named, written: &str, known: impl Iterator<Item = &'a str>) -> Vec<Fault> {
    let known: Vec<&str> = known.collect();
    let is_listed = written.is_empty() || known.contains(&written);
    (!is_listed).then(|| unknown(what, written, known)).into_iter().collect()
}

/// A text that people read as a sentence.
fn spoken(field: &'static str, text: &str, ending: Ending) -> Vec<Fault> {
    if text.is_empty() {
        return Vec::new();
    }
    let mut forms = Vec::new();
    let end = text.trim_end_matches(CLOSING);
    let ends = match ending {
        Ending::StopOrQuestion => end.ends_with(['.', '?']),
        Ending::Stop => end.ends_with('.'),
    };
    // An exclamation mark is a matter of tone, and is named there.
    if !ends && !end.ends_with('!') {
        forms.push(Form::Unended(ending));
    }
    if !tone::has_words(text) {
        forms.push(Form::Wordless);
    }
    forms.extend(call(text).map(Form::Calls));
    forms.extend(markup(text).map(Form::Markup));
    let forms = forms.into_iter().map(|form| Fault::Field(field, form));
    forms.chain(tone::of(text).into_iter().map(|tone| Fault::Sounds(field, tone))).collect()
}

fn nudge(entry: &Entry) -> Vec<Fault> {
    let asks = entry.text("mode") == Mode::Nudge.code() && tone::ends_as_question(entry.text("text"));
    asks.then_some(Fault::Sounds("text", Tone::NudgeAsks)).into_iter().collect()
}

/// The first word that calls people: `@channel`, `@ana`, and the same in Slack's own signs.
fn call(text: &str) -> Option<String> {
    let words = || {
        text.split_whitespace()
            .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && !"@<>!".contains(c)))
    };
    let is_call = |word: &&str| {
        let name = word.strip_prefix('@').unwrap_or_default();
        name.starts_with(char::is_alphanumeric)
            || ["<@", "<!", "<#"].iter().any(|sign| word.starts_with(sign))
    };
    words().find(is_call).map(str::to_owned)
}

/// The first of Slack's own signs.
fn markup(text: &str) -> Option<String> {
    let signs = ["&amp;", "&lt;", "&gt;", "<", ">", "`", "**", "](http"];
    let sign = signs.iter().find(|sign| text.contains(*sign)).map(ToString::to_string);
    sign.or_else(|| ['*', '_', '~'].into_iter().find(|sign| wraps_words(text, *sign)).map(String::from))
}

/// Whether a sign stands before a word and after one, as in `*so*`.
fn wraps_words(text: &str, sign: char) -> bool {
    let signs: Vec<char> = std::iter::once(' ').chain(text.chars()).chain([' ']).collect();
    let edge = |c: char| c.is_whitespace() || (!c.is_alphanumeric() && c != sign);
    let opens = signs.windows(3).position(|w| edge(w[0]) && w[1] == sign && w[2].is_alphanumeric());
    let closes = signs.windows(3).rposition(|w| !edge(w[0]) && w[1] == sign && edge(w[2]));
    opens.zip(closes).is_some_and(|(open, close)| open < close)
}

/// Only the form is looked at: an address on the web, with a host and nothing that would break out of a link.
fn link(link: &str) -> Vec<Fault> {
    let host =
        link.strip_prefix("https://").map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    let label = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '-');
    let is_host = |host: &str| host.contains('.') && host.split('.').all(label);
    let is_plain = !link.contains(|c: char| c.is_whitespace() || c.is_control() || "<>|\"".contains(c));
    let sound = link.is_empty() || (is_plain && host.is_some_and(is_host));
    (!sound).then_some(Fault::Field("link", Form::NotALink)).into_iter().collect()
}

fn is_kebab(id: &str) -> bool {
    let sound =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    id.split('-').all(sound)
}
