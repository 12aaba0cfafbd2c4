//! Message metadata: its shape, and that it is small.

use serde_json::Value;

/// Slack publishes no figure; this one is generous for ids, which is all that belongs there.
const MAX_BYTES: usize = 32_000;

/// Answers nothing, or Slack's name for what is wrong with it.
pub(in crate::sandbox) fn check(metadata: &Value) -> Result<(), &'static str> {
    let named = metadata["event_type"].as_str().is_some_and(|name| !name.is_empty());
    let Some(payload) = metadata["event_payload"].as_object().filter(|_| named) else {
        return Err("invalid_metadata_format");
    };
    if !payload.values().all(fits) {
        return Err("invalid_metadata_format");
    }
    if metadata.to_string().len() > MAX_BYTES { Err("metadata_too_large") } else { Ok(()) }
}

/// A value is text, a number, yes or no, an object, or a list of such.
fn fits(value: &Value) -> bool {
    match value {
        Value::String(_) | Value::Number(_) | Value::Bool(_) | Value::Object(_) => true,
        Value::Array(items) => items.iter().all(|item| !item.is_array() && fits(item)),
        Value::Null => false,
    }
}
