//! Composition objects: texts, options, confirmations.

use serde_json::Value;

use super::checker::Checker;

/// Which texts a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Words {
    Plain,
    PlainOrMarkup,
}

pub(super) fn text(checker: &mut Checker, value: &Value, at: &str, words: Words, max: usize) {
    if !value.is_object() {
        checker.fail(at, "must be a text object");
        return;
    }
    match (value["type"].as_str(), words) {
        (Some("plain_text"), _) | (Some("mrkdwn"), Words::PlainOrMarkup) => {}
        (Some(_) | None, Words::Plain) => checker.fail(&format!("{at}/type"), "must be plain_text"),
        (Some(_) | None, Words::PlainOrMarkup) => {
            checker.fail(&format!("{at}/type"), "must be plain_text or mrkdwn");
        }
    }
    checker.required_string(value, at, "text", 1..=max);
}

pub(super) fn required_plain(checker: &mut Checker, object: &Value, at: &str, field: &str, max: usize) {
    match object.get(field).filter(|value| !value.is_null()) {
        Some(value) => text(checker, value, &format!("{at}/{field}"), Words::Plain, max),
        None => checker.missing(at, field),
    }
}

pub(super) fn optional_plain(checker: &mut Checker, object: &Value, at: &str, field: &str, max: usize) {
    if let Some(value) = object.get(field).filter(|value| !value.is_null()) {
        text(checker, value, &format!("{at}/{field}"), Words::Plain, max);
    }
}

pub(super) fn confirm(checker: &mut Checker, element: &Value, at: &str) {
    let Some(confirm) = element.get("confirm").filter(|value| !value.is_null()) else { return };
    let at = format!("{at}/confirm");
    required_plain(checker, confirm, &at, "title", 100);
    match confirm.get("text") {
        Some(words) => text(checker, words, &format!("{at}/text"), Words::PlainOrMarkup, 300),
        None => checker.missing(&at, "text"),
    }
    required_plain(checker, confirm, &at, "confirm", 30);
    required_plain(checker, confirm, &at, "deny", 30);
    checker.one_of(confirm, &at, "style", &["primary", "danger"]);
}

pub(super) fn option(checker: &mut Checker, option: &Value, at: &str, words: Words) {
    match option.get("text") {
        Some(value) => text(checker, value, &format!("{at}/text"), words, 75),
        None => checker.missing(at, "text"),
    }
    checker.required_string(option, at, "value", 1..=150);
    checker.string(option, at, "url", 0..=3_000);
    if let Some(value) = option.get("description").filter(|value| !value.is_null()) {
        text(checker, value, &format!("{at}/description"), words, 75);
    }
}

/// The fixed options of a select: a list, or groups of lists, and exactly one of the two.
pub(super) fn options(checker: &mut Checker, element: &Value, at: &str) {
    match (element.get("options").is_some(), element.get("option_groups").is_some()) {
        (true, true) => checker.fail(at, "options and option_groups exclude each other"),
        (false, true) => {
            for (index, group) in checker.list(element, at, "option_groups", 1..=100).iter().enumerate() {
                let at = format!("{at}/option_groups/{index}");
                required_plain(checker, group, &at, "label", 75);
                listed(checker, group, &at, Words::Plain, 100);
            }
        }
        (true, false) | (false, false) => listed(checker, element, at, Words::Plain, 100),
    }
}

pub(super) fn listed(checker: &mut Checker, element: &Value, at: &str, words: Words, max: usize) {
    for (index, item) in checker.list(element, at, "options", 1..=max).iter().enumerate() {
        option(checker, item, &format!("{at}/options/{index}"), words);
    }
}

/// What is chosen from the start must be among the options.
pub(super) fn initial(checker: &mut Checker, element: &Value, at: &str) {
    let fixed = crate::sandbox::model::controls::options(element);
    let known = |option: &Value| fixed.iter().any(|fixed| fixed["value"] == option["value"]);
    if element.get("initial_option").is_some_and(|option| !option.is_null() && !known(option)) {
        checker.fail(&format!("{at}/initial_option"), "must be one of the options");
    }
    let Some(many) = element.get("initial_options").filter(|value| !value.is_null()) else { return };
    let many = many.as_array().map_or(&[][..], Vec::as_slice);
    let at = format!("{at}/initial_options");
    checker.count(&at, many.len(), 1..=100);
    if many.iter().any(|option| !known(option)) {
        checker.fail(&at, "must be among the options");
    }
}
