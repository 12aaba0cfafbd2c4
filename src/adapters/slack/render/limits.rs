//! Slack's limits on blocks and texts, checked before anything is sent: a message that is too long for blocks goes as
//! words alone, instead of not at all.

use serde_json::Value;
use std::collections::BTreeSet;

/// The most characters of a text that `chat.update` takes; a message must be fit for being edited.
pub const MESSAGE_TEXT: usize = 4_000;
/// The most characters of a text that is not cut.
pub const ANSWER_TEXT: usize = 40_000;
/// The most characters of a section.
pub const SECTION_TEXT: usize = 3_000;
/// The most blocks of a message.
pub const MESSAGE_BLOCKS: usize = 50;
/// The most blocks of a modal or a Home.
pub const VIEW_BLOCKS: usize = 100;
/// The most characters of a modal's title and buttons.
const MODAL_WORDS: usize = 24;
/// The most characters of a block's or an action's id.
const ID: usize = 255;

/// What Slack would not like about some blocks; `None` where it has nothing to say.
pub fn blocks_problem(blocks: &Value, most: usize) -> Option<String> {
    let mut check = Check::default();
    let blocks = check.list("blocks", blocks, most);
    for block in blocks {
        check.block(block);
    }
    check.problem
}

/// What Slack would not like about a view.
pub fn view_problem(view: &Value) -> Option<String> {
    let mut check = Check::default();
    for part in ["title", "submit", "close"] {
        check.text(part, &view[part], MODAL_WORDS);
    }
    let inputs = view["blocks"].as_array().is_some_and(|blocks| blocks.iter().any(|b| b["type"] == "input"));
    check.demand(!inputs || view["submit"].is_object(), "a modal with inputs has nothing to submit it");
    check.demand(length(&view["private_metadata"]) <= SECTION_TEXT, "private_metadata is too long");
    check.problem.or_else(|| blocks_problem(&view["blocks"], VIEW_BLOCKS))
}

/// A text that is short enough, cut where it would hurt least: neither in a mention or link nor in an escape.
pub fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut kept: String = text.chars().take(most.saturating_sub(1)).collect();
    for (open, close) in [('<', '>'), ('&', ';')] {
        let opened = kept.rfind(open);
        if opened.is_some_and(|opened| !kept[opened..].contains(close)) {
            kept.truncate(opened.unwrap_or(kept.len()));
        }
    }
    kept.push('…');
    kept
}

/// The characters of a JSON text, or of the text in a text object.
fn length(value: &Value) -> usize {
    value.as_str().or_else(|| value["text"].as_str()).map_or(0, |text| text.chars().count())
}

#[derive(Default)]
struct Check {
    problem: Option<String>,
    block_ids: BTreeSet<String>,
    /// Those of one block: Slack wants them apart there, and two blocks may share one.
    action_ids: BTreeSet<String>,
}

impl Check {
    fn demand(&mut self, met: bool, problem: &str) {
        if !met && self.problem.is_none() {
            self.problem = Some(problem.to_owned());
        }
    }

    /// A text object that is not empty and not too long, where there is one.
    fn text(&mut self, what: &str, text: &Value, most: usize) {
        if !text.is_null() {
            let length = length(text);
            self.demand(length > 0, &format!("{what} is empty"));
            self.demand(length <= most, &format!("{what} has {length} characters, {most} are allowed"));
        }
    }

    fn list<'a>(&mut self, what: &str, list: &'a Value, most: usize) -> &'a [Value] {
        let list = list.as_array().map_or(&[][..], Vec::as_slice);
        self.demand(!list.is_empty(), &format!("{what}: there is none"));
        self.demand(list.len() <= most, &format!("{what}: {} are given, {most} are allowed", list.len()));
        list
    }

    fn block(&mut self, block: &Value) {
        self.action_ids.clear();
        if let Some(id) = block["block_id"].as_str() {
            self.demand(id.len() <= ID, "a block id is too long");
            let is_new = self.block_ids.insert(id.to_owned());
            self.demand(is_new, "a block id is used twice");
        }
        match block["type"].as_str().unwrap_or_default() {
            "section" => {
                self.text("a section", &block["text"], SECTION_TEXT);
                self.element(&block["accessory"]);
            }
            "header" => self.text("a header", &block["text"], 150),
            "actions" => {
                for element in self.list("the elements of an actions block", &block["elements"], 25) {
                    self.element(element);
                }
            }
            "context" => {
                for element in self.list("the elements of a context block", &block["elements"], 10) {
                    self.text("a note", element, SECTION_TEXT);
                }
            }
            "input" => {
                self.text("a label", &block["label"], 2_000);
                self.text("a hint", &block["hint"], 2_000);
                self.element(&block["element"]);
            }
            "divider" => {}
            other => self.demand(false, &format!("a block of type {other} is not one of ours")),
        }
    }

    fn element(&mut self, element: &Value) {
        if element.is_null() {
            return;
        }
        if let Some(id) = element["action_id"].as_str() {
            self.demand(id.len() <= ID, "an action id is too long");
            let is_new = self.action_ids.insert(id.to_owned());
            self.demand(is_new, "an action id is used twice");
        }
        self.text("a placeholder", &element["placeholder"], 150);
        self.demand(length(&element["url"]) <= 3_000, "an address is too long");
        let kind = element["type"].as_str().unwrap_or_default();
        if kind == "button" {
            self.text("a button", &element["text"], 75);
            self.demand(length(&element["value"]) <= 2_000, "the value of a button is too long");
        }
        self.confirm(&element["confirm"]);
        self.options(element, if ["radio_buttons", "checkboxes"].contains(&kind) { 10 } else { 100 });
        let typed =
            element["max_length"].as_u64().map_or(usize::MAX, |most| usize::try_from(most).unwrap_or(0));
        self.demand(length(&element["initial_value"]) <= typed, "an initial value is too long");
    }

    fn confirm(&mut self, confirm: &Value) {
        for (part, most) in [("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)] {
            self.text("a confirmation", &confirm[part], most);
        }
    }

    fn options(&mut self, element: &Value, most: usize) {
        for part in ["options", "initial_options"] {
            if element[part].is_null() {
                continue;
            }
            for option in self.list(part, &element[part], most) {
                self.text("an option", &option["text"], 75);
                self.demand(length(&option["value"]) <= 150, "the value of an option is too long");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn section(text: &str) -> Value {
        json!({"type": "section", "text": {"type": "mrkdwn", "text": text}})
    }

    fn button(text: &str, value: &str) -> Value {
        let text = json!({"type": "plain_text", "text": text});
        json!({"type": "actions", "elements": [{"type": "button", "action_id": "a", "text": text, "value": value}]})
    }

    #[test]
    fn what_slack_would_refuse_is_found() {
        let long = "x".repeat(3_001);
        let button_itself = &button("x", "")["elements"][0];
        let twins = json!([{"type": "actions", "elements": [button_itself, button_itself]}]);
        for (bad, says) in [
            (json!([section(&long)]), "a section has 3001 characters"),
            (json!([section("")]), "a section is empty"),
            (json!([]), "there is none"),
            (json!(vec![section("x"); 51]), "51 are given, 50 are allowed"),
            (json!([button(&long[..76], "")]), "a button has 76"),
            (json!([button("x", &long)]), "the value of a button"),
            (twins, "an action id is used twice"),
            (json!([{"type": "hologram"}]), "type hologram"),
        ] {
            let problem = blocks_problem(&bad, MESSAGE_BLOCKS);
            assert!(problem.as_ref().is_some_and(|problem| problem.contains(says)), "{says}: {problem:?}");
        }
        assert_eq!(blocks_problem(&json!([section("x"), button("x", "y")]), MESSAGE_BLOCKS), None);
        let title = json!({"title": {"text": "A title of twenty-five ch"}, "blocks": [section("x")]});
        assert!(view_problem(&title).is_some());
        let input = json!({"title": {"text": "t"}, "blocks": [{"type": "input", "label": {"text": "l"}}]});
        assert!(view_problem(&input).is_some_and(|problem| problem.contains("submit")));
    }

    #[test]
    fn two_lines_of_a_home_may_have_the_same_button() {
        assert_eq!(
            blocks_problem(&json!([button("Change", "ask/1"), button("Change", "ask/2")]), VIEW_BLOCKS),
            None
        );
    }

    #[test]
    fn a_cut_leaves_no_half_mention() {
        assert_eq!(cut("short", 10), "short");
        assert_eq!(cut("hello <@U1234>", 10), "hello …");
        assert_eq!(cut("a &amp; b and more", 5), "a …");
        assert_eq!(cut("äöüäöüäöü", 4), "äöü…");
    }
}
