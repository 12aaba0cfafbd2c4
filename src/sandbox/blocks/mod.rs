//! Block Kit as Slack checks it before it takes a message or a view: counts, lengths, what may stand where.

mod checker;
mod elements;
mod inputs;
mod kinds;
mod metadata;
mod objects;
mod rich_text;

use serde_json::Value;

use super::model::views::ViewKind;
use checker::Checker;
pub(super) use metadata::check as check_metadata;

/// Where blocks are to be shown; it decides how many there may be and of which types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Surface {
    Message,
    Modal,
    Home,
}

/// Answers nothing, or Slack's list of what is wrong.
pub(super) fn check(blocks: &[Value], surface: Surface) -> Result<(), Vec<String>> {
    let mut checker = Checker::new(surface);
    kinds::check_all(&mut checker, blocks, "/blocks");
    checker.finish()
}

/// As [`check`], for a whole view.
pub(super) fn check_view(view: &Value, kind: ViewKind) -> Result<(), Vec<String>> {
    let (name, surface) = match kind {
        ViewKind::Modal => ("modal", Surface::Modal),
        ViewKind::Home => ("home", Surface::Home),
    };
    let mut checker = Checker::new(surface);
    if view["type"] != name {
        checker.fail("/view/type", &format!("must be {name}"));
    }
    for (field, max) in [("private_metadata", 3_000), ("callback_id", 255), ("external_id", 255)] {
        checker.string(view, "/view", field, 0..=max);
    }
    let blocks = view["blocks"].as_array();
    match blocks {
        Some(blocks) => kinds::check_all(&mut checker, blocks, "/view/blocks"),
        None => checker.missing("/view", "blocks"),
    }
    if surface == Surface::Modal {
        objects::required_plain(&mut checker, view, "/view", "title", 24);
        objects::optional_plain(&mut checker, view, "/view", "submit", 24);
        objects::optional_plain(&mut checker, view, "/view", "close", 24);
        let asks = blocks.is_some_and(|blocks| blocks.iter().any(|block| block["type"] == "input"));
        if asks && view.get("submit").is_none_or(Value::is_null) {
            checker
                .fail("/view", "submit is required in this view when an input block is within blocks array");
        }
    }
    checker.finish()
}

#[cfg(test)]
mod tests;
