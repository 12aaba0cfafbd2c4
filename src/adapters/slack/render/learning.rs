//! Learning in the open: the form, what a channel reads, and the question whether somebody may be named.

use super::Renderer;
use super::blocks::{Button, Page};
use super::profile::{Need, radio};
use super::text::{mention, quote};
use super::words::value;
use crate::adapters::slack::ids::{
    CALLBACK_LEARNING, LEARNING, NAME_IF_AGREED, NAME_NOBODY, NAME_ONLY_IF_AGREED, field_id,
};
use crate::domain::decision::Field;
use crate::domain::ids::{ChannelId, LearningId, PersonId};
use crate::domain::learning::message::{
    CardStanding, LearningAnswer, LearningMessage, LearningModal, QuestionStanding,
};
use crate::domain::learning::{LearningPress, TEXT_LIMIT};
use serde_json::json;
use slack_morphism::prelude::*;

impl Renderer {
    pub(super) fn learning_message(&self, message: &LearningMessage) -> Page {
        match message {
            LearningMessage::Post { learning: _, author, named, text } => self.post(author, named, text),
            LearningMessage::MayWeNameYou { learning, author, channel, text, standing } => {
                self.may_we_name_you(learning, author, (channel, text), *standing)
            }
            LearningMessage::Card { learning, channel, text, standing } => {
                self.learning_card(learning, channel, text, standing)
            }
        }
    }

    pub(super) fn learning_answer(&self, answer: &LearningAnswer) -> Page {
        match answer {
            LearningAnswer::Posted(channel) => Page::of(self.in_channel("learning-goes-to", channel)),
            LearningAnswer::Asked(people) => Page::of(self.with_partners("learning-asked-first", people)),
            LearningAnswer::NobodyToAsk => Page::of(self.words.say("learning-nobody-to-ask")),
            LearningAnswer::NothingLately => Page::of(self.words.say("learning-nothing-lately")),
            LearningAnswer::NothingToShare => Page::of(self.words.say("learning-nothing-to-share")),
            LearningAnswer::Over => Page::of(self.words.say("learning-over")),
        }
    }

    /// *Share one thing I learned*: one quiet button under what is said anyway.
    pub(super) fn share_button(&self, source: &str, about: &str) -> Button {
        Button::new(format!("{LEARNING}{source}"), self.words.say("learning-share")).value(about)
    }

    pub(super) fn learning_modal(&self, modal: &LearningModal) -> SlackModalView {
        let say = |id| self.words.say(id);
        let text = SlackBlockPlainTextInputElement::new()
            .with_action_id(field_id(Field::LearningText).into())
            .with_multiline(true)
            .with_max_length(TEXT_LIMIT as u64)
            .with_placeholder(say("learning-field-text-example").into());
        let public = SlackBlockConversationFilter::new()
            .with_include(vec![SlackConversationFilterInclude::Public])
            .with_exclude_external_shared_channels(true);
        let channel = SlackBlockConversationsSelectElement::new()
            .with_action_id(field_id(Field::LearningChannel).into())
            .with_filter(public);
        let mut inputs = vec![
            self.input(Field::LearningText, "learning-field-text", text, Need::Required),
            self.input(Field::LearningChannel, "learning-field-channel", channel, Need::Required)
                .with_hint(say("learning-field-channel-hint").into()),
        ];
        if !modal.partners.is_empty() {
            let choices = [NAME_NOBODY, NAME_IF_AGREED, NAME_ONLY_IF_AGREED];
            let choices = choices.map(|code| self.choice("sharing", code)).to_vec();
            let naming = radio(Field::LearningNaming, choices, Some(NAME_NOBODY));
            inputs.push(self.input(Field::LearningNaming, "learning-field-naming", naming, Need::Required));
        }
        let intro = match modal.partners.is_empty() {
            true => say("learning-intro-alone"),
            false => self.with_partners("learning-intro", &modal.partners),
        };
        let mut blocks = Page::of(intro).done().blocks;
        blocks.extend(inputs.into_iter().map(SlackBlock::Input));
        SlackModalView::new(say("learning-title").into(), blocks)
            .with_callback_id(CALLBACK_LEARNING.into())
            .with_private_metadata(json!(modal.source).to_string())
            .with_submit(say("learning-submit").into())
            .with_close(say("learning-close").into())
    }

    fn post(&self, author: &PersonId, named: &[PersonId], text: &str) -> Page {
        let author = ("author", value(mention(author)));
        let opening = match named.is_empty() {
            true => self.words.with("learning-post", &[author]),
            false => {
                let partners = ("partners", value(self.words.people(named)));
                self.words.with("learning-post-with", &[author, partners])
            }
        };
        Page::of(opening).say(quote(text))
    }

    fn may_we_name_you(
        &self,
        learning: &LearningId,
        author: &PersonId,
        (channel, text): (&ChannelId, &str),
        standing: QuestionStanding,
    ) -> Page {
        let settled = match standing {
            QuestionStanding::Open => {
                let values =
                    [("author", value(mention(author))), ("channel", value(super::text::channel(channel)))];
                return Page::of(self.words.with("learning-question", &values))
                    .say(quote(text))
                    .say(self.words.say("learning-question-named"))
                    .buttons(vec![
                        self.learning_button(LearningPress::Agree, learning).primary(),
                        self.learning_button(LearningPress::Refuse, learning),
                    ])
                    .note(self.words.say("learning-question-note"));
            }
            QuestionStanding::Agreed => "learning-question-agreed",
            QuestionStanding::Refused => "learning-question-refused",
            QuestionStanding::Over => "learning-question-over",
        };
        Page::of(self.words.with(settled, &[("author", value(mention(author)))]))
    }

    fn learning_card(
        &self,
        learning: &LearningId,
        channel: &ChannelId,
        text: &str,
        standing: &CardStanding,
    ) -> Page {
        let (opening, press) = match standing {
            CardStanding::Asking(people) => {
                (self.with_partners("learning-card-asking", people), Some(LearningPress::Withdraw))
            }
            CardStanding::Posted => (self.in_channel("learning-card-posted", channel), None),
            CardStanding::NotAgreed => (self.words.say("learning-card-not-agreed"), None),
            CardStanding::Withdrawn => (self.words.say("learning-card-withdrawn"), None),
            CardStanding::Unposted => {
                (self.in_channel("learning-card-unposted", channel), Some(LearningPress::Again))
            }
        };
        let buttons = press.into_iter().map(|press| self.learning_button(press, learning)).collect();
        Page::of(opening).say(quote(text)).buttons(buttons)
    }

    pub(super) fn learning_button(&self, press: LearningPress, learning: &LearningId) -> Button {
        let label = match press {
            LearningPress::Agree => "learning-agree",
            LearningPress::Refuse => "learning-refuse",
            LearningPress::Withdraw => "learning-withdraw",
            LearningPress::Again => "learning-again",
        };
        Button::new(format!("{LEARNING}{}", press.code()), self.words.say(label)).value(learning.as_str())
    }
}
