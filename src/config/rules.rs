//! What counts how much in a round, from a file of an operator's own. Every problem is found at once, and named with its
//! line and column.

mod problem;

pub use problem::{Problem, RulesError};

use crate::domain::ids::ProgramId;
use crate::domain::matching::weights::{Rules, Weights};
use crate::domain::rounds::PROGRAMS_OF_PAIRS;
use problem::{Places, Wrong};
use std::borrow::Cow;
use std::io::Read as _;
use std::path::Path;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The largest file that is read, in bytes: a few hundred times what it takes to set every weight.
pub const MOST_BYTES: usize = 256 << 10;

/// Reads a file of rules.
///
/// # Errors
/// It cannot be read, is too large or no text, or [`read`] finds something wrong with it.
pub fn load(path: &Path) -> Result<Rules, RulesError> {
    let file = path.display().to_string();
    let bytes =
        bytes_of(path).map_err(|cause| RulesError::of_file(&file, Wrong::Unreadable(cause.to_string())))?;
    read_bytes(&bytes, &file)
}

/// One byte more than is allowed, so that a longer file is refused and not cut off.
fn bytes_of(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn read_bytes(bytes: &[u8], file: &str) -> Result<Rules, RulesError> {
    if bytes.len() > MOST_BYTES {
        return Err(RulesError::of_file(file, Wrong::TooLarge));
    }
    std::str::from_utf8(bytes).map_or_else(
        |error| {
            let sound = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
            let at = Some(Places::of(&sound).at(sound.len()));
            Err(RulesError::of(file, vec![Problem { at, wrong: Wrong::NotUtf8 }]))
        },
        |text| read(text, file),
    )
}

/// Understands a file of rules; `file` is what it is called in messages. The weights of a programme start from the usual
/// ones of the file, and those from the defaults.
///
/// # Errors
/// Everything that is wrong with it, in the order of its lines.
pub fn read(text: &str, file: &str) -> Result<Rules, RulesError> {
    let (document, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader { places: Places::of(text), found: Vec::new() };
    for error in &errors {
        reader.found(error.span().map_or(0, |span| span.start), Wrong::of_toml(error.message()));
    }
    // Where something is no TOML, what stands below it may be read as part of it, and more would be guessing.
    let rules = match reader.found.iter().any(|problem| matches!(problem.wrong, Wrong::NotToml(_))) {
        true => Rules::default(),
        false => reader.rules(document.get_ref()),
    };
    if reader.found.is_empty() { Ok(rules) } else { Err(RulesError::of(file, reader.found)) }
}

type Key<'a> = Spanned<Cow<'a, str>>;

/// Goes through a file and notes what is wrong.
struct Reader<'t> {
    places: Places<'t>,
    found: Vec<Problem>,
}

impl Reader<'_> {
    fn found(&mut self, offset: usize, wrong: Wrong) {
        self.found.push(Problem { at: Some(self.places.at(offset)), wrong });
    }

    fn rules(&mut self, document: &DeTable<'_>) -> Rules {
        let mut rules = Rules::default();
        for (name, value) in document {
            match name.get_ref().as_ref() {
                "weights" => rules.usual = self.weights(Weights::default(), name, value),
                "programs" => {}
                other => self.found(name.span().start, Wrong::in_file(other)),
            }
        }
        // After the usual weights, wherever these stand: the programmes start from them.
        if let Some((name, value)) = document.get_key_value("programs") {
            for (program, value) in self.table(name, value).into_iter().flatten() {
                self.program(program, value, &mut rules);
            }
        }
        rules
    }

    fn program(&mut self, program: &Key<'_>, value: &Spanned<DeValue<'_>>, rules: &mut Rules) {
        let id = program.get_ref().as_ref();
        if !PROGRAMS_OF_PAIRS.contains(&id) {
            self.found(program.span().start, Wrong::program(id));
        }
        for (name, value) in self.table(program, value).into_iter().flatten() {
            if name.get_ref() == "weights" {
                let weights = self.weights(rules.usual, name, value);
                rules.programs.insert(ProgramId::new(id), weights);
            } else {
                self.found(name.span().start, Wrong::in_program(name.get_ref(), id));
            }
        }
    }

    fn weights(&mut self, from: Weights, name: &Key<'_>, value: &Spanned<DeValue<'_>>) -> Weights {
        let mut weights = from;
        for (name, value) in self.table(name, value).into_iter().flatten() {
            let Some(limits) = Weights::LIMITS.iter().find(|(known, ..)| known == name.get_ref()) else {
                self.found(name.span().start, Wrong::weight(name.get_ref()));
                continue;
            };
            let set = whole(value.get_ref()).and_then(|number| weights.set(name.get_ref(), number).ok());
            if set.is_none() {
                self.found(value.span().start, Wrong::Value { said: said(value.get_ref()), limits: *limits });
            }
        }
        weights
    }

    fn table<'a, 'b>(&mut self, name: &Key<'_>, value: &'b Spanned<DeValue<'a>>) -> Option<&'b DeTable<'a>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.found(value.span().start, Wrong::NotATable(name.get_ref().to_string()));
        }
        table
    }
}

/// A whole number that we can hold at all.
fn whole(value: &DeValue<'_>) -> Option<i64> {
    match value {
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok(),
        DeValue::String(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_)
        | DeValue::Array(_)
        | DeValue::Table(_) => None,
    }
}

/// A value as it is shown in a message.
fn said(value: &DeValue<'_>) -> String {
    match value {
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        DeValue::Boolean(flag) => flag.to_string(),
        DeValue::String(_) => "a text".into(),
        DeValue::Datetime(_) => "a date".into(),
        DeValue::Array(_) => "a list".into(),
        DeValue::Table(_) => "a table".into(),
    }
}

#[cfg(test)]
mod tests;
