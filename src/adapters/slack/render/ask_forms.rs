//! The forms of asking for help.

use super::Renderer;
use super::blocks::Page;
use super::limits::cut;
use super::profile::{Need, radio, ticks};
use crate::adapters::slack::ids::{
    AskForm, CALLBACK_ASK, CALLBACK_REFER, SHOW_NAME, THIS_WEEK, WHENEVER, field_id,
};
use crate::domain::asks::message::{AskModal, Topics};
use crate::domain::asks::{Draft, Form, Haste, Naming, TEXT_LIMIT, TOPICS_LIMIT};
use crate::domain::decision::Field;
use crate::domain::ids::AskId;
use serde_json::json;
use slack_morphism::prelude::*;

impl Renderer {
    pub(super) fn ask_modal(&self, modal: &AskModal) -> SlackModalView {
        match modal {
            AskModal::Draft { draft, form, topics } => self.ask_form(draft, form, *topics),
            AskModal::Refer(ask) => self.refer_form(ask),
        }
    }

    fn ask_form(&self, draft: &Draft, form: &Form, topics: Topics) -> SlackModalView {
        let (title, submit) = match form {
            Form::New(_) => ("ask-title-new", "ask-submit-new"),
            Form::Change(_) => ("ask-title-change", "ask-submit-change"),
        };
        let intro = match topics {
            Topics::Chosen => "ask-intro",
            Topics::ReadOut => "ask-read-out",
            Topics::NotFound => "ask-not-found",
        };
        let mut blocks = Page::of(self.words.say(intro)).done().blocks;
        blocks.extend(self.ask_inputs(draft).map(SlackBlock::Input));
        SlackModalView::new(self.words.say(title).into(), blocks)
            .with_callback_id(CALLBACK_ASK.into())
            .with_private_metadata(
                json!(AskForm { form: form.clone(), read_out: draft.read_out.clone() }).to_string(),
            )
            .with_submit(self.words.say(submit).into())
            .with_close(self.words.say("ask-close").into())
    }

    fn ask_inputs(&self, draft: &Draft) -> impl Iterator<Item = SlackInputBlock> {
        let say = |id| self.words.say(id);
        let text = SlackBlockPlainTextInputElement::new()
            .with_action_id(field_id(Field::AskText).into())
            .with_multiline(true)
            .with_max_length(TEXT_LIMIT as u64)
            .with_placeholder(say("ask-field-text-example").into())
            .opt_initial_value((!draft.text.is_empty()).then(|| cut(&draft.text, TEXT_LIMIT)));
        let topics = self.topics(Field::AskTopics, &draft.topics, TOPICS_LIMIT);
        let hastes = [THIS_WEEK, WHENEVER].map(|code| self.choice("haste", code));
        let haste = match draft.haste {
            Haste::ThisWeek => THIS_WEEK,
            Haste::Whenever => WHENEVER,
        };
        let shown: &[&str] = match draft.naming {
            Naming::FromTheStart => &[SHOW_NAME],
            Naming::OnceAccepted => &[],
        };
        let naming = ticks(Field::AskNaming, vec![self.choice("naming", SHOW_NAME)], shown);
        let haste = radio(Field::AskHaste, hastes.to_vec(), Some(haste));
        [
            self.input(Field::AskText, "ask-field-text", text, Need::Required)
                .with_hint(say("ask-field-text-hint").into()),
            self.input(Field::AskTopics, "ask-field-topics", topics, Need::Optional)
                .with_hint(say("ask-field-topics-hint").into()),
            self.input(Field::AskHaste, "ask-field-haste", haste, Need::Required),
            self.input(Field::AskNaming, "ask-field-naming", naming, Need::Optional),
        ]
        .into_iter()
    }

    fn refer_form(&self, ask: &AskId) -> SlackModalView {
        let person = SlackBlockUsersSelectElement::new().with_action_id(field_id(Field::Referred).into());
        let input = self
            .input(Field::Referred, "ask-field-referred", person, Need::Required)
            .with_hint(self.words.say("ask-field-referred-hint").into());
        SlackModalView::new(self.words.say("ask-title-refer").into(), vec![SlackBlock::Input(input)])
            .with_callback_id(CALLBACK_REFER.into())
            .with_private_metadata(ask.as_str().to_owned())
            .with_submit(self.words.say("ask-submit-refer").into())
            .with_close(self.words.say("ask-close").into())
    }
}
