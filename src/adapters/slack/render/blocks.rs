//! Pages of blocks. Whatever is said in a block is also a line of the plain-text fallback, so that the two cannot tell
//! different things.

use crate::adapters::slack::ids::numbered;
use serde_json::{Value, json};
use slack_morphism::prelude::*;
use std::collections::BTreeMap;

/// Words with their blocks, ready to be sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Rendered {
    /// The whole message as text, for notifications, screen readers and clients that know no blocks.
    pub text: String,
    /// The blocks; empty where the text has to do alone.
    pub blocks: Vec<SlackBlock>,
}

impl Rendered {
    /// As the answer to a command or at a response URL: for one person, beside whatever stood there.
    pub fn ephemeral(&self) -> Value {
        let mut body = json!({"response_type": "ephemeral", "replace_original": false, "text": self.text});
        if !self.blocks.is_empty() {
            body["blocks"] = json!(self.blocks);
        }
        body
    }
}

/// A page in the making.
#[derive(Default)]
pub struct Page {
    lines: Vec<String>,
    blocks: Vec<SlackBlock>,
}

impl Page {
    /// A page that begins with a paragraph.
    pub fn of(words: impl Into<String>) -> Self {
        Self::default().say(words)
    }

    /// A paragraph.
    pub fn say(self, words: impl Into<String>) -> Self {
        let words = words.into();
        self.show(words.clone(), words)
    }

    /// A paragraph that is said otherwise in the fallback, where links would only be noise.
    pub fn show(mut self, words: impl Into<String>, fallback: impl Into<String>) -> Self {
        self.lines.push(fallback.into());
        self.block(SlackSectionBlock::new().with_text(md(words)))
    }

    /// A heading of the Home.
    pub fn heading(mut self, words: impl Into<String>) -> Self {
        let words = words.into();
        self.lines.push(words.clone());
        self.block(SlackHeaderBlock::new(words.into()))
    }

    /// A line in small grey letters.
    pub fn note(self, words: impl Into<String>) -> Self {
        let words = words.into();
        self.note_as(words.clone(), words)
    }

    /// A line in small grey letters that is said otherwise in the fallback.
    pub fn note_as(mut self, words: impl Into<String>, fallback: impl Into<String>) -> Self {
        self.lines.push(fallback.into());
        let element = SlackBlockMarkDownText::new(words.into());
        self.block(SlackContextBlock::new(vec![SlackContextBlockElement::MarkDown(element)]))
    }

    /// A paragraph with something to press at its side.
    pub fn beside(mut self, words: impl Into<String>, element: impl Into<SlackSectionBlockElement>) -> Self {
        let words = words.into();
        self.lines.push(words.clone());
        self.block(SlackSectionBlock::new().with_text(md(words)).with_accessory(element.into()))
    }

    /// Buttons in a row; nothing where there are none.
    pub fn buttons(self, buttons: Vec<Button>) -> Self {
        if buttons.is_empty() {
            return self;
        }
        let elements = buttons.into_iter().map(|button| button.element().into()).collect();
        self.block(SlackActionsBlock::new(elements))
    }

    /// A thin line.
    pub fn rule(self) -> Self {
        self.block(SlackDividerBlock::new())
    }

    /// Any block that says nothing of its own.
    pub fn block(mut self, block: impl Into<SlackBlock>) -> Self {
        self.blocks.push(block.into());
        self
    }

    /// With another page under this one.
    pub fn and(mut self, other: Self) -> Self {
        self.lines.extend(other.lines);
        self.blocks.extend(other.blocks);
        self
    }

    /// The words and the blocks. What can be pressed in several places gets a number from the second place on, since Slack
    /// asks for every action id once.
    pub fn done(mut self) -> Rendered {
        let mut times: BTreeMap<String, usize> = BTreeMap::new();
        for button in self.blocks.iter_mut().flat_map(buttons_of) {
            let Some(id) = &mut button.action_id else { continue };
            let place = times.entry(id.0.clone()).or_default();
            *place += 1;
            *id = numbered(&id.0, *place).into();
        }
        Rendered { text: self.lines.join("\n\n"), blocks: self.blocks }
    }
}

/// Every button of a block, in order.
fn buttons_of(block: &mut SlackBlock) -> Vec<&mut SlackBlockButtonElement> {
    if let SlackBlock::Actions(actions) = block {
        actions.elements.iter_mut().filter_map(as_button).collect()
    } else if let SlackBlock::Section(section) = block
        && let Some(SlackSectionBlockElement::Button(button)) = &mut section.accessory
    {
        vec![button]
    } else {
        Vec::new()
    }
}

fn as_button(element: &mut SlackActionBlockElement) -> Option<&mut SlackBlockButtonElement> {
    if let SlackActionBlockElement::Button(button) = element { Some(button) } else { None }
}

/// Something to press.
pub struct Button {
    action_id: String,
    label: String,
    value: Option<String>,
    style: Option<SlackBlockButtonStyle>,
    confirm: Option<SlackBlockConfirmItem>,
}

/// What Slack asks before a button counts.
pub struct Confirmation {
    /// The question.
    pub title: String,
    /// What will happen.
    pub text: String,
    /// The word for going on.
    pub go: String,
    /// The word for not going on.
    pub stay: String,
}

impl Button {
    /// A button with its id and its words.
    pub fn new(action_id: impl Into<String>, label: impl Into<String>) -> Self {
        Self { action_id: action_id.into(), label: label.into(), value: None, style: None, confirm: None }
    }

    /// Carrying a value.
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = Some(value.into());
        self
    }

    /// The one that most will press.
    pub fn primary(mut self) -> Self {
        self.style = Some(SlackBlockButtonStyle::Primary);
        self
    }

    /// Asking first whether it is meant.
    pub fn confirm(mut self, confirmation: Confirmation) -> Self {
        let Confirmation { title, text, go, stay } = confirmation;
        self.confirm = Some(SlackBlockConfirmItem::new(title.into(), md(text), go.into(), stay.into()));
        self
    }

    /// As an element of blocks.
    pub fn element(self) -> SlackBlockButtonElement {
        SlackBlockButtonElement::new(self.label.into())
            .with_action_id(self.action_id.into())
            .opt_value(self.value)
            .opt_style(self.style)
            .opt_confirm(self.confirm)
    }
}

/// Text with Slack's markup.
pub fn md(words: impl Into<String>) -> SlackBlockText {
    SlackBlockText::MarkDown(SlackBlockMarkDownText::new(words.into()))
}
