//! Rich text: which elements may stand in which, and what each of them must say.

use serde_json::Value;

use super::checker::Checker;

/// Checks the `elements` of a `rich_text` block, or of what a `rich_text_input` starts with.
pub(super) fn check(checker: &mut Checker, block: &Value, at: &str) {
    for (index, element) in checker.list(block, at, "elements", 1..=usize::MAX).iter().enumerate() {
        part(checker, element, &format!("{at}/elements/{index}"));
    }
}

fn part(checker: &mut Checker, element: &Value, at: &str) {
    match element["type"].as_str() {
        Some("rich_text_section" | "rich_text_quote") => {
            border(checker, element, at);
            words(checker, element, at, &INLINE);
        }
        Some("rich_text_preformatted") => {
            border(checker, element, at);
            words(checker, element, at, &["text", "link"]);
        }
        Some("rich_text_list") => list(checker, element, at),
        Some(other) => checker.fail(&format!("{at}/type"), &format!("unsupported type: {other}")),
        None => checker.missing(at, "type"),
    }
}

fn list(checker: &mut Checker, element: &Value, at: &str) {
    border(checker, element, at);
    checker.number(element, at, "indent", 0..=8);
    checker.number(element, at, "offset", 0..=u64::MAX);
    if element.get("style").is_none() {
        checker.missing(at, "style");
    }
    checker.one_of(element, at, "style", &["bullet", "ordered"]);
    for (index, line) in checker.list(element, at, "elements", 0..=usize::MAX).iter().enumerate() {
        let at = format!("{at}/elements/{index}");
        match line["type"].as_str() {
            Some("rich_text_section") => words(checker, line, &at, &INLINE),
            Some(other) => checker.fail(&format!("{at}/type"), &format!("unsupported type: {other}")),
            None => checker.missing(&at, "type"),
        }
    }
}

const INLINE: [&str; 10] =
    ["text", "link", "emoji", "user", "usergroup", "channel", "team", "date", "broadcast", "color"];

fn words(checker: &mut Checker, element: &Value, at: &str, allowed: &[&str]) {
    for (index, word) in checker.list(element, at, "elements", 0..=usize::MAX).iter().enumerate() {
        let at = format!("{at}/elements/{index}");
        let Some(kind) = word["type"].as_str() else {
            checker.missing(&at, "type");
            continue;
        };
        if !allowed.contains(&kind) {
            checker.fail(&format!("{at}/type"), &format!("unsupported type: {kind}"));
            continue;
        }
        checker.required_string(word, &at, required(kind), 1..=usize::MAX);
        style(checker, word, &at);
        if kind == "broadcast" {
            checker.one_of(word, &at, "range", &["here", "channel", "everyone"]);
        }
        if kind == "date" && !word["timestamp"].is_i64() {
            checker.missing(&at, "timestamp");
        }
    }
}

/// The field without which an inline element says nothing.
fn required(kind: &str) -> &'static str {
    match kind {
        "link" => "url",
        "emoji" => "name",
        "user" => "user_id",
        "usergroup" => "usergroup_id",
        "channel" => "channel_id",
        "team" => "team_id",
        "date" => "format",
        "broadcast" => "range",
        "color" => "value",
        _ => "text",
    }
}

fn style(checker: &mut Checker, word: &Value, at: &str) {
    let Some(style) = word.get("style").filter(|value| !value.is_null()) else { return };
    if !style.as_object().is_some_and(|marks| marks.values().all(Value::is_boolean)) {
        checker.fail(&format!("{at}/style"), "must be an object of true and false");
    }
}

fn border(checker: &mut Checker, element: &Value, at: &str) {
    checker.number(element, at, "border", 0..=1);
}
