//! The block types, their limits, and on which surface each may stand.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Surface;
use super::checker::Checker;
use super::elements::{self, Slot};
use super::objects::{self, Words};
use super::rich_text;

const EVERYWHERE: [&str; 9] =
    ["actions", "context", "divider", "header", "image", "input", "rich_text", "section", "video"];
const MESSAGES_ONLY: [&str; 12] = [
    "markdown",
    "table",
    "file",
    "task_card",
    "plan",
    "context_actions",
    "data_table",
    "data_visualization",
    "alert",
    "card",
    "carousel",
    "container",
];

pub(super) fn check_all(checker: &mut Checker, blocks: &[Value], at: &str) {
    let max = match checker.surface {
        Surface::Message => 50,
        Surface::Modal | Surface::Home => 100,
    };
    checker.count(at, blocks.len(), 0..=max);
    for (index, block) in blocks.iter().enumerate() {
        check(checker, block, &format!("{at}/{index}"));
    }
}

fn check(checker: &mut Checker, block: &Value, at: &str) {
    let Some(kind) = block["type"].as_str() else {
        checker.missing(at, "type");
        return;
    };
    let fits =
        EVERYWHERE.contains(&kind) || (checker.surface == Surface::Message && MESSAGES_ONLY.contains(&kind));
    if !fits {
        checker.fail(&format!("{at}/type"), &format!("unsupported type: {kind}"));
        return;
    }
    checker.block_id(block, at);
    match kind {
        "section" => section(checker, block, at),
        "header" => objects::required_plain(checker, block, at, "text", 150),
        "actions" => actions(checker, block, at),
        "context" => context(checker, block, at),
        "image" => {
            elements::image(checker, block, at);
            objects::optional_plain(checker, block, at, "title", 2_000);
        }
        "input" => input(checker, block, at),
        "markdown" => {
            checker.required_string(block, at, "text", 1..=12_000);
            checker.markdown(&format!("{at}/text"), block["text"].as_str().unwrap_or_default());
        }
        "rich_text" => rich_text::check(checker, block, at),
        "video" => video(checker, block, at),
        // The limits of the rest are not published in a form that could be checked here.
        _ => {}
    }
}

fn section(checker: &mut Checker, block: &Value, at: &str) {
    let words = block.get("text").filter(|value| !value.is_null());
    if let Some(value) = words {
        objects::text(checker, value, &format!("{at}/text"), Words::PlainOrMarkup, 3_000);
    }
    let fields = block.get("fields").filter(|value| !value.is_null());
    if words.is_none() && fields.is_none() {
        checker.missing(at, "text");
    }
    if fields.is_some() {
        for (index, field) in checker.list(block, at, "fields", 1..=10).iter().enumerate() {
            objects::text(checker, field, &format!("{at}/fields/{index}"), Words::PlainOrMarkup, 2_000);
        }
    }
    if let Some(accessory) = block.get("accessory").filter(|value| !value.is_null()) {
        elements::check(checker, accessory, &format!("{at}/accessory"), Slot::Accessory);
    }
}

fn actions(checker: &mut Checker, block: &Value, at: &str) {
    let mut names = BTreeSet::new();
    for (index, element) in checker.list(block, at, "elements", 1..=25).iter().enumerate() {
        let at = format!("{at}/elements/{index}");
        elements::check(checker, element, &at, Slot::Actions);
        // The documentation asks for an action_id that is unique in the whole message or view; what Slack refuses is a
        // second one in the same block.
        if let Some(name) = element["action_id"].as_str()
            && !names.insert(name)
        {
            checker.fail(&format!("{at}/action_id"), &format!("action_id already exists: {name}"));
        }
    }
}

fn context(checker: &mut Checker, block: &Value, at: &str) {
    for (index, element) in checker.list(block, at, "elements", 1..=10).iter().enumerate() {
        let at = format!("{at}/elements/{index}");
        if element["type"] == "image" {
            elements::image(checker, element, &at);
        } else {
            objects::text(checker, element, &at, Words::PlainOrMarkup, 3_000);
        }
    }
}

fn video(checker: &mut Checker, block: &Value, at: &str) {
    checker.required_string(block, at, "alt_text", 1..=2_000);
    objects::required_plain(checker, block, at, "title", 199);
    objects::optional_plain(checker, block, at, "description", 200);
    checker.string(block, at, "author_name", 0..=49);
    checker.string(block, at, "provider_name", 0..=usize::MAX);
    checker.required_string(block, at, "thumbnail_url", 1..=3_000);
    checker.required_string(block, at, "video_url", 1..=3_000);
    for field in ["video_url", "title_url"] {
        if block[field].as_str().is_some_and(|url| !url.starts_with("https://")) {
            checker.fail(&format!("{at}/{field}"), "must begin with https://");
        }
    }
}

fn input(checker: &mut Checker, block: &Value, at: &str) {
    objects::required_plain(checker, block, at, "label", 2_000);
    objects::optional_plain(checker, block, at, "hint", 2_000);
    match block.get("element") {
        Some(element) => elements::check(checker, element, &format!("{at}/element"), Slot::Input),
        None => checker.missing(at, "element"),
    }
}
