//! Elements inside blocks: which may stand where, and the limits of each.

use serde_json::Value;

use super::Surface;
use super::checker::Checker;
use super::inputs;
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
        "button" => button(checker, element, at),
        "workflow_button" => {
            button(checker, element, at);
            if !element["workflow"]["trigger"].is_object() {
                checker.missing(at, "workflow");
            }
        }
        "overflow" => objects::listed(checker, element, at, Words::Plain, 5),
        "checkboxes" | "radio_buttons" => {
            objects::listed(checker, element, at, Words::PlainOrMarkup, 10);
            objects::initial(checker, element, at);
        }
        "static_select" | "multi_static_select" => {
            objects::options(checker, element, at);
            objects::initial(checker, element, at);
        }
        _ => inputs::check(checker, element, at, kind),
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

pub(super) fn image(checker: &mut Checker, element: &Value, at: &str) {
    let linked = checker.string(element, at, "image_url", 1..=3_000);
    match (linked, element.get("slack_file").is_some()) {
        (true, false) | (false, true) => {}
        (false, false) => checker.missing(at, "image_url"),
        (true, true) => checker.fail(at, "image_url and slack_file exclude each other"),
    }
    checker.required_string(element, at, "alt_text", 1..=2_000);
}
