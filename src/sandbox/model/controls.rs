//! The parts of blocks that a person can use: finding them, and Slack's value object for what was chosen.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::views::ViewState;

/// A button, select or input inside blocks.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Control {
    /// The block it stands in.
    pub block_id: String,
    /// Its own name.
    pub action_id: String,
    /// Slack's element type: `button`, `static_select`, `plain_text_input`, …
    pub kind: String,
    /// What a person reads on or above it.
    pub label: String,
    /// The value of a button.
    pub value: Option<String>,
    /// The values of its fixed options, in order.
    pub options: Vec<String>,
    /// An input that must be filled in before the view can be submitted.
    pub required: bool,
    /// The element as sent.
    pub element: Value,
}

/// What a person does with a control.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Input {
    /// Presses a button.
    Click,
    /// Types words, a number, an address.
    Text(String),
    /// Picks one option by its value: select, radio, overflow.
    Choice(String),
    /// Picks several options by value: multi-select, checkboxes.
    Choices(Vec<String>),
    /// Picks a person, conversation or channel by id.
    One(String),
    /// Picks several of them.
    Many(Vec<String>),
    /// `2027-01-04`.
    Date(String),
    /// `09:30`.
    Time(String),
    /// Empties it.
    Clear,
}

/// Finds every control, in the order it is read.
pub(in crate::sandbox) fn of_blocks(blocks: &[Value]) -> Vec<Control> {
    blocks.iter().flat_map(of_block).collect()
}

fn of_block(block: &Value) -> Vec<Control> {
    let kind = text(block, "type");
    let elements: Vec<&Value> = match kind {
        "actions" => block["elements"].as_array().into_iter().flatten().collect(),
        "section" => block.get("accessory").into_iter().collect(),
        "input" => block.get("element").into_iter().collect(),
        _ => Vec::new(),
    };
    let input = kind == "input";
    elements
        .into_iter()
        .filter(|element| element["action_id"].is_string())
        .map(|e| control(block, e, input))
        .collect()
}

fn control(block: &Value, element: &Value, input: bool) -> Control {
    let label = if input { &block["label"]["text"] } else { &element["text"]["text"] };
    let label = label.as_str().or_else(|| element["placeholder"]["text"].as_str()).unwrap_or_default();
    Control {
        block_id: text(block, "block_id").into(),
        action_id: text(element, "action_id").into(),
        kind: text(element, "type").into(),
        label: label.into(),
        value: element["value"].as_str().map(Into::into),
        options: options(element).iter().map(|option| text(option, "value").to_owned()).collect(),
        required: input && block["optional"].as_bool() != Some(true),
        element: element.clone(),
    }
}

/// The fixed options of an element, groups opened.
pub(in crate::sandbox) fn options(element: &Value) -> Vec<&Value> {
    let flat = element["options"].as_array().into_iter().flatten();
    let grouped = element["option_groups"].as_array().into_iter().flatten();
    flat.chain(grouped.flat_map(|group| group["options"].as_array().into_iter().flatten())).collect()
}

/// `state.values` of blocks: initial values, overlaid with what is known to have been filled in.
pub(in crate::sandbox) fn state_of(blocks: &[Value], filled: &ViewState) -> ViewState {
    let mut state = ViewState::new();
    for control in of_blocks(blocks) {
        let known = filled.get(&control.block_id).and_then(|actions| actions.get(&control.action_id));
        let value = known.cloned().or_else(|| initial(&control.element));
        if let Some(value) = value {
            state.entry(control.block_id).or_default().insert(control.action_id, value);
        }
    }
    state
}

/// The field of Slack's value object that an element type fills, and the field of the element it starts from.
fn fields(kind: &str) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        "plain_text_input" | "email_text_input" | "url_text_input" | "number_input" => {
            ("value", "initial_value")
        }
        "static_select" | "external_select" | "radio_buttons" => ("selected_option", "initial_option"),
        "multi_static_select" | "multi_external_select" | "checkboxes" => {
            ("selected_options", "initial_options")
        }
        "users_select" => ("selected_user", "initial_user"),
        "multi_users_select" => ("selected_users", "initial_users"),
        "conversations_select" => ("selected_conversation", "initial_conversation"),
        "multi_conversations_select" => ("selected_conversations", "initial_conversations"),
        "channels_select" => ("selected_channel", "initial_channel"),
        "multi_channels_select" => ("selected_channels", "initial_channels"),
        "datepicker" => ("selected_date", "initial_date"),
        "timepicker" => ("selected_time", "initial_time"),
        "datetimepicker" => ("selected_date_time", "initial_date_time"),
        _ => return None,
    })
}

fn initial(element: &Value) -> Option<Value> {
    let kind = text(element, "type");
    let (field, start) = fields(kind)?;
    let empty = if field.ends_with('s') { json!([]) } else { Value::Null };
    let value = element.get(start).cloned().unwrap_or(empty);
    Some(object(kind, field, value))
}

fn object(kind: &str, field: &str, value: Value) -> Value {
    let mut object = Map::new();
    object.insert("type".into(), json!(kind));
    object.insert(field.into(), value);
    Value::Object(object)
}

/// Slack's value object for what the person did, or words for why this control cannot take it.
/// `known` are options that an external select was given.
pub(in crate::sandbox) fn value_of(
    control: &Control,
    input: &Input,
    known: &[Value],
) -> Result<Value, String> {
    let kind = control.kind.as_str();
    if kind == "overflow" {
        let Input::Choice(value) = input else { return Err(misfit(control)) };
        return Ok(object(kind, "selected_option", option(control, value, known)?));
    }
    let Some((field, _)) = fields(kind) else {
        return if *input == Input::Click { Ok(json!({"type": kind})) } else { Err(misfit(control)) };
    };
    let value = match input {
        Input::Clear if field.ends_with('s') => json!([]),
        Input::Clear => Value::Null,
        Input::Text(words) if field == "value" => typed(words),
        Input::Choice(value) if field == "selected_option" => option(control, value, known)?,
        Input::Choices(values) if field == "selected_options" => {
            json!(values.iter().map(|value| option(control, value, known)).collect::<Result<Vec<_>, _>>()?)
        }
        Input::One(id) if matches!(field, "selected_user" | "selected_conversation" | "selected_channel") => {
            json!(id)
        }
        Input::Many(ids)
            if matches!(field, "selected_users" | "selected_conversations" | "selected_channels") =>
        {
            json!(ids)
        }
        Input::Date(date) if field == "selected_date" => {
            date.parse::<jiff::civil::Date>().map_err(|_| misfit(control))?;
            json!(date)
        }
        Input::Time(time) if field == "selected_time" => {
            jiff::civil::Time::strptime("%H:%M", time).map_err(|_| misfit(control))?;
            json!(time)
        }
        Input::Text(seconds) if field == "selected_date_time" => {
            json!(seconds.parse::<i64>().map_err(|_| misfit(control))?)
        }
        Input::Click
        | Input::Text(_)
        | Input::Choice(_)
        | Input::Choices(_)
        | Input::One(_)
        | Input::Many(_)
        | Input::Date(_)
        | Input::Time(_) => return Err(misfit(control)),
    };
    Ok(object(kind, field, value))
}

/// Slack sends an emptied text field as null.
fn typed(words: &str) -> Value {
    if words.is_empty() { Value::Null } else { json!(words) }
}

fn option(control: &Control, value: &str, known: &[Value]) -> Result<Value, String> {
    let fixed = options(&control.element);
    let found = fixed.into_iter().chain(known).find(|option| text(option, "value") == value);
    found.cloned().ok_or_else(|| format!("{} offers no option with the value {value:?}", control.action_id))
}

fn misfit(control: &Control) -> String {
    format!("{} is a {} and cannot take that", control.action_id, control.kind)
}

/// Whether a value object holds nothing.
pub(in crate::sandbox) fn is_empty(value: &Value) -> bool {
    let fields = value.as_object().into_iter().flatten().filter(|(key, _)| *key != "type");
    fields.into_iter().all(|(_, value)| {
        value.is_null() || value.as_str() == Some("") || value.as_array().is_some_and(Vec::is_empty)
    })
}

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value.get(field).and_then(Value::as_str).unwrap_or_default()
}
