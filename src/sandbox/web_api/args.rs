//! Arguments of a call, the same whether they came as JSON, as a form or in a query.

use serde_json::{Map, Value};

use super::Refused;

/// Named arguments; in forms and queries every value is text, and lists and objects are JSON inside it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::sandbox) struct Args(Map<String, Value>);

impl Args {
    /// From `application/x-www-form-urlencoded` bytes: a form body or a query.
    pub fn from_form(bytes: &[u8]) -> Self {
        let pairs = form_urlencoded::parse(bytes);
        Self(pairs.map(|(key, value)| (key.into_owned(), Value::String(value.into_owned()))).collect())
    }

    /// From a JSON body, which must be an object.
    pub fn from_json(bytes: &[u8]) -> Result<Self, Refused> {
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Ok(Self::default());
        }
        let value: Value = serde_json::from_slice(bytes).map_err(|_| Refused::new("invalid_json"))?;
        match value {
            Value::Object(fields) => Ok(Self(fields)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                Err(Refused::new("json_not_object"))
            }
        }
    }

    /// Adds what stood in the query beside a body; the body wins.
    pub fn or(mut self, query: Self) -> Self {
        for (key, value) in query.0 {
            self.0.entry(key).or_insert(value);
        }
        self
    }

    /// A text argument; an empty one counts as absent.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
    }

    /// A text argument that must be there.
    pub fn required(&self, name: &str) -> Result<&str, Refused> {
        self.text(name).ok_or_else(|| Refused::missing(name))
    }

    /// A yes-or-no argument, `false` when absent.
    pub fn flag(&self, name: &str) -> bool {
        self.0
            .get(name)
            .is_some_and(|value| value.as_bool().unwrap_or(matches!(value.as_str(), Some("true" | "1"))))
    }

    /// A number; what is not one is refused with `error`.
    pub fn number(&self, name: &str, error: &'static str) -> Result<Option<u64>, Refused> {
        let Some(value) = self.0.get(name).filter(|value| !value.is_null() && value.as_str() != Some(""))
        else {
            return Ok(None);
        };
        let number = value.as_u64().or_else(|| value.as_str().and_then(|text| text.parse().ok()));
        number.map(Some).ok_or_else(|| Refused::new(error))
    }

    /// A list or object: as it is in JSON, parsed out of the text in a form. What does not parse is refused with `error`.
    pub fn json(&self, name: &str, error: &'static str) -> Result<Option<Value>, Refused> {
        let Some(value) = self.0.get(name).filter(|value| !value.is_null()) else { return Ok(None) };
        match value.as_str() {
            None => Ok(Some(value.clone())),
            Some("") => Ok(None),
            Some(text) => serde_json::from_str(text).map(Some).map_err(|_| Refused::new(error)),
        }
    }

    /// A list of ids: `a,b` as documented, or an array as some clients send it.
    pub fn list(&self, name: &str) -> Vec<String> {
        let Some(value) = self.0.get(name) else { return Vec::new() };
        let parts: Vec<&str> = match (value.as_str(), value.as_array()) {
            (Some(text), _) => text.trim_matches(|c| matches!(c, '[' | ']')).split(',').collect(),
            (None, Some(array)) => array.iter().filter_map(Value::as_str).collect(),
            (None, None) => Vec::new(),
        };
        let clean = parts.into_iter().map(|part| part.trim().trim_matches('"'));
        clean.filter(|part| !part.is_empty()).map(Into::into).collect()
    }

    /// Everything that was given, without the token.
    pub fn echo(&self) -> Map<String, Value> {
        self.0
            .iter()
            .filter(|(key, _)| *key != "token")
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect()
    }

    /// Whether the argument was given at all.
    pub fn has(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|value| !value.is_null())
    }
}
