//! Questions in a channel, what they lead to, and the words of an ask that its asker showed to everybody.

use super::Renderer;
use super::blocks::{Button, Confirmation, Page};
use super::text::{channel, mention, quote};
use super::words::value;
use crate::adapters::slack::ids::COMMUNITY;
use crate::domain::asks::Press;
use crate::domain::community::CommunityPress;
use crate::domain::community::message::{CommunityAnswer, CommunityMessage, OfferStanding};
use crate::domain::ids::{AskId, ChannelId, PersonId};

impl Renderer {
    pub(super) fn community_message(&self, message: &CommunityMessage) -> Page {
        match message {
            CommunityMessage::Question { call: _, text } => Page::of(self.words.say("community-question"))
                .say(quote(text))
                .say(self.words.say("community-question-how"))
                .note(self.words.say("community-question-note")),
            CommunityMessage::Offer { call: _, offer, text, helper, standing } => {
                self.offer(offer, text, helper, *standing)
            }
            CommunityMessage::Words { ask: _, text } if text.is_empty() => {
                Page::of(self.words.say("community-words-settled"))
            }
            CommunityMessage::Words { ask: _, text } => Page::of(self.words.say("community-words"))
                .say(quote(text))
                .say(self.words.say("community-words-how"))
                .note(self.words.say("community-words-note")),
        }
    }

    pub(super) fn community_answer(&self, answer: &CommunityAnswer) -> Page {
        match answer {
            CommunityAnswer::OfferIsOver => Page::of(self.words.say("community-offer-over")),
            CommunityAnswer::Shown(place) => Page::of(self.in_channel("community-shown", place)),
            CommunityAnswer::CannotBeShown => Page::of(self.words.say("community-cannot-be-shown")),
        }
    }

    fn offer(&self, offer: &AskId, text: &str, helper: &PersonId, standing: OfferStanding) -> Page {
        let settled = match standing {
            OfferStanding::Open => {
                let button = |press: CommunityPress, label| {
                    let action = format!("{COMMUNITY}{}", press.code());
                    Button::new(action, self.words.say(label)).value(offer.as_str())
                };
                let helper = [("person", value(mention(helper)))];
                return Page::of(self.words.say("community-offer"))
                    .say(quote(text))
                    .say(self.words.with("community-offer-helper", &helper))
                    .buttons(vec![
                        button(CommunityPress::Introduce, "community-introduce").primary(),
                        button(CommunityPress::Decline, "community-decline"),
                    ])
                    .note(self.words.say("community-offer-note"));
            }
            OfferStanding::Declined => "community-offer-declined",
            OfferStanding::TakenBack => "community-offer-taken-back",
            OfferStanding::Over => "community-offer-over",
        };
        Page::of(self.words.say(settled))
    }

    /// The button that shows the words of an ask to a channel; it asks first, and says who will read them.
    pub(super) fn go_public_button(&self, ask: &AskId, place: &ChannelId) -> Button {
        let say = |id| self.words.say(id);
        self.ask_button(Press::GoPublic, ask).confirm(Confirmation {
            title: say("community-go-public-title"),
            text: self.in_channel("community-go-public-text", place),
            go: say("community-go-public-go"),
            stay: say("community-go-public-stay"),
        })
    }

    pub(super) fn in_channel(&self, id: &str, place: &ChannelId) -> String {
        self.words.with(id, &[("channel", value(channel(place)))])
    }
}
