//! One of everything we may say about things learned.

use super::*;
use crate::domain::ids::{ChannelId, LearningId};
use crate::domain::learning::Source;
use crate::domain::learning::message::*;

fn learning() -> LearningId {
    LearningId::new("learning/0123456789abcdef")
}

fn channel() -> ChannelId {
    ChannelId::new("C1")
}

fn text() -> String {
    "I was the bottleneck of every release.\nNow I only ask <questions>.".into()
}

fn question(standing: QuestionStanding) -> Message {
    let text = if standing == QuestionStanding::Open { text() } else { String::new() };
    Message::Learning(LearningMessage::MayWeNameYou {
        learning: learning(),
        author: ana(),
        channel: channel(),
        text,
        standing,
    })
}

fn card(standing: CardStanding) -> Message {
    Message::Learning(LearningMessage::Card {
        learning: learning(),
        channel: channel(),
        text: text(),
        standing,
    })
}

fn post(named: Vec<PersonId>) -> Message {
    Message::Learning(LearningMessage::Post { learning: learning(), author: ana(), named, text: text() })
}

pub fn messages() -> BTreeMap<&'static str, Message> {
    BTreeMap::from([
        ("learning_post", post(Vec::new())),
        ("learning_post_with", post(vec![ben(), chi()])),
        ("learning_question", question(QuestionStanding::Open)),
        ("learning_question_agreed", question(QuestionStanding::Agreed)),
        ("learning_question_refused", question(QuestionStanding::Refused)),
        ("learning_question_over", question(QuestionStanding::Over)),
        ("learning_card_asking", card(CardStanding::Asking(vec![ben()]))),
        ("learning_card_posted", card(CardStanding::Posted)),
        ("learning_card_not_agreed", card(CardStanding::NotAgreed)),
        ("learning_card_withdrawn", card(CardStanding::Withdrawn)),
        ("learning_card_unposted", card(CardStanding::Unposted)),
    ])
}

pub fn answers() -> BTreeMap<&'static str, Answer> {
    BTreeMap::from([
        ("learning_posted", LearningAnswer::Posted(channel())),
        ("learning_asked", LearningAnswer::Asked(vec![ben()])),
        ("learning_nobody_to_ask", LearningAnswer::NobodyToAsk),
        ("learning_nothing", LearningAnswer::NothingToShare),
        ("learning_nothing_lately", LearningAnswer::NothingLately),
        ("learning_over", LearningAnswer::Over),
    ])
    .into_iter()
    .map(|(name, answer)| (name, Answer::Learning(answer)))
    .collect()
}

pub fn modals() -> BTreeMap<&'static str, Modal> {
    let form = |partners| Modal::Learning(LearningModal { source: Source::Talk(pairing()), partners });
    BTreeMap::from([("learning", form(vec![ben()])), ("learning_alone", form(Vec::new()))])
}

/// The ids that are put together from a kind and a code.
pub fn ids() -> Vec<&'static str> {
    vec!["sharing-nobody", "sharing-if_agreed", "sharing-only_if_agreed"]
}
