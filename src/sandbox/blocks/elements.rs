//! Elements inside blocks: which may stand where, and the limits of each.

use serde_json::Value;

use super::Surface;
use super::checker::Checker;
use super::objects::{self, Words};

/// The part of a block an element stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    Accessory,
    Actions,
    Input,
}

const SELECTS: [&str; 5] =
    ["static_select", "external_select", "users_select", "conversations_select", "channels_select"];
const PICKERS: [&str; 4] = ["datepicker", "timepicker", "checkboxes", "radio_buttons"];
const TYPED: [&str; 5] =
    ["plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input"];

fn fits(kind: &str, slot: Slot, surface: Surface) -> bool {
    let single = SELECTS.contains(&kind);
    let multi = kind.strip_prefix("multi_").is_some_and(|single| SELECTS.contains(&single));
    let pressed = matches!(kind, "button" | "overflow" | "workflow_button");
    let picker = PICKERS.contains(&kind);
    match slot {
        Slot::Accessory => pressed || single || multi || picker || kind == "image",
        Slot::Actions => pressed || single || picker || kind == "datetimepicker",
        Slot::Input => {
            let file = kind == "file_input" && surface == Surface::Modal;
            single || multi || picker || kind == "datetimepicker" || TYPED.contains(&kind) || file
        }
    }
}

pub(super) fn check(checker: &mut Checker, element: &Value, at: &str, slot: Slot) {
    let kind = element["type"].as_str().unwrap_or_default();
    if kind.is_empty() {
        checker.missing(at, "type");
        return;
    }
    if !fits(kind, slot, checker.surface) {
        checker.fail(&format!("{at}/type"), &format!("unsupported type: {kind}"));
        return;
    }
    if kind == "image" {
        image(checker, element, at);
        return;
    }
    checker.string(element, at, "action_id", 1..=255);
    checker.focus(element, at);
    objects::confirm(checker, element, at);
    objects::optional_plain(checker, element, at, "placeholder", 150);
    limits(checker, element, at, kind);
}

fn limits(checker: &mut Checker, element: &Value, at: &str, kind: &str) {
    match kind {
        "button" | "workflow_button" => button(checker, element, at),
        "overflow" => objects::listed(checker, element, at, Words::Plain, 5),
        "checkboxes" | "radio_buttons" => {
            objects::listed(checker, element, at, Words::PlainOrMarkup, 10);
            objects::initial(checker, element, at);
        }
        "static_select" | "multi_static_select" => {
            objects::options(checker, element, at);
            objects::initial(checker, element, at);
        }
        "plain_text_input" => {
            checker.number(element, at, "max_length", 1..=3_000);
            checker.number(element, at, "min_length", 0..=3_000);
            checker.string(element, at, "initial_value", 0..=3_000);
        }
        "number_input" if !element["is_decimal_allowed"].is_boolean() => {
            checker.missing(at, "is_decimal_allowed")
        }
        "datepicker" => written(checker, element, at, "initial_date", "YYYY-MM-DD"),
        "timepicker" => written(checker, element, at, "initial_time", "HH:mm"),
        _ => {}
    }
    if kind.starts_with("multi_") {
        checker.number(element, at, "max_selected_items", 1..=100);
    }
}

fn button(checker: &mut Checker, element: &Value, at: &str) {
    objects::required_plain(checker, element, at, "text", 75);
    checker.string(element, at, "value", 0..=2_000);
    checker.string(element, at, "url", 0..=3_000);
    checker.string(element, at, "accessibility_label", 0..=75);
    checker.one_of(element, at, "style", &["primary", "danger"]);
}

fn written(checker: &mut Checker, element: &Value, at: &str, field: &str, form: &str) {
    let Some(value) = element.get(field).filter(|value| !value.is_null()) else { return };
    let text = value.as_str().unwrap_or_default();
    let fits = match form {
        "HH:mm" => jiff::civil::Time::strptime("%H:%M", text).is_ok(),
        _ => text.parse::<jiff::civil::Date>().is_ok(),
    };
    if !fits {
        checker.fail(&format!("{at}/{field}"), &format!("must be written {form}"));
    }
}

pub(super) fn image(checker: &mut Checker, element: &Value, at: &str) {
    let linked = checker.string(element, at, "image_url", 1..=3_000);
    if !linked && element.get("slack_file").is_none() {
        checker.missing(at, "image_url");
    }
    checker.required_string(element, at, "alt_text", 1..=2_000);
}
