//! One of everything we may say about questions in a channel.

use super::*;
use crate::domain::asks::Outcome;
use crate::domain::asks::message::{AskIntroduction, AskMessage};
use crate::domain::community::message::*;
use crate::domain::ids::{AskId, CallId, ChannelId};

fn call() -> CallId {
    CallId::new("community/2026-11-25")
}

fn offer_id() -> AskId {
    AskId::new("ask/8899aabbccddeeff")
}

fn text() -> String {
    "Saying no to your own manager and staying on good terms: who is about to, and who has found words that worked?"
        .into()
}

fn offer(standing: OfferStanding) -> Message {
    Message::Community(CommunityMessage::Offer {
        call: call(),
        offer: offer_id(),
        text: text(),
        helper: ben(),
        standing,
    })
}

fn introduction_of_two() -> Message {
    Message::Ask(AskMessage::Introduction(Box::new(AskIntroduction {
        ask: offer_id(),
        asker: member_of(ana(), "Ana Lima", "Europe/Lisbon"),
        helper: member_of(ben(), "Ben Ode", "Europe/Berlin"),
        text: text(),
        topics: Vec::new(),
        times: times(),
        reading: None,
    })))
}

pub fn messages() -> BTreeMap<&'static str, Message> {
    let words = |text: &str| {
        let ask = AskId::new("ask/0011223344556677");
        Message::Community(CommunityMessage::Words { ask, text: text.into() })
    };
    let thanks =
        AskMessage::Thanks { ask: offer_id(), from: ana(), topics: Vec::new(), outcome: Outcome::Helped };
    BTreeMap::from([
        ("community_question", Message::Community(CommunityMessage::Question { call: call(), text: text() })),
        ("community_offer", offer(OfferStanding::Open)),
        ("community_offer_declined", offer(OfferStanding::Declined)),
        ("community_offer_taken_back", offer(OfferStanding::TakenBack)),
        ("community_offer_over", offer(OfferStanding::Over)),
        ("community_introduction", introduction_of_two()),
        ("community_thanks", Message::Ask(thanks)),
        (
            "community_words",
            words(
                "Two of my seniors have stopped talking. <!channel> How do I step in without taking sides?",
            ),
        ),
        ("community_words_settled", words("")),
    ])
}

pub fn answers() -> BTreeMap<&'static str, Answer> {
    BTreeMap::from([
        ("community_offer_is_over", CommunityAnswer::OfferIsOver),
        ("community_shown", CommunityAnswer::Shown(ChannelId::new("C1"))),
        ("community_cannot_be_shown", CommunityAnswer::CannotBeShown),
    ])
    .into_iter()
    .map(|(name, answer)| (name, Answer::Community(answer)))
    .collect()
}
