//! One question a week in a channel. Whoever raises a hand for help under it is offered, in private, somebody who raised
//! theirs to give it.

mod event;
mod gather;
mod hands;
pub mod message;
mod offer;
pub mod open;
mod public;
#[cfg(test)]
mod tests;

pub use event::{CommunityEvent, CommunityPress, CommunityWake};
pub use gather::Gathering;

use super::ids::{AskId, CallId, ChannelId, CommunityId, MessageKey, PersonId};
use super::reaction::Hand;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// The name of the programme whose slots lead to questions.
pub const PROGRAM: &str = "community";
/// How long hands under a question are matched.
pub const STANDS: SignedDuration = SignedDuration::from_hours(7 * 24);

/// One question in a channel, with the hands raised under it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// Its programme and the civil date of its slot.
    pub id: CallId,
    /// How many times this record was saved; 0 before the first.
    #[serde(skip)]
    pub version: i64,
    /// Where it stands.
    pub channel: ChannelId,
    /// The IANA zone of its programme, whose mornings hands are matched on.
    pub zone: String,
    /// Which question of the deck.
    pub prompt: CommunityId,
    /// Its words then.
    pub text: String,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// Raised hands in the order they went up; a hand that is taken down leaves no trace, nor does any once it is over.
    pub hands: Vec<RaisedHand>,
    /// Who was offered whom, in order.
    pub offers: Vec<Offer>,
    /// How it stands.
    pub state: CallState,
}

/// A hand that is up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RaisedHand {
    /// Whose; they may never have joined.
    pub person: PersonId,
    /// What for.
    pub hand: Hand,
}

/// Somebody who needs help was offered somebody who can give it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// The ask that it becomes once they want it, and the key of its message until then.
    pub ask: AskId,
    /// Who was offered somebody.
    pub seeker: PersonId,
    /// Whom.
    pub helper: PersonId,
    /// When they read of it, at the earliest.
    pub at: Timestamp,
    /// What became of it.
    pub state: OfferState,
}

/// What became of an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfferState {
    /// It waits for an answer; the helper is kept for it.
    Open,
    /// No answer within a day: it still stands, and the helper may be offered to others as well.
    Late,
    /// The two were introduced.
    Introduced,
    /// *No thanks.*
    Declined,
    /// One of the two hands went down, or the question is over.
    Over,
}

/// How a question stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallState {
    /// Hands are collected and matched.
    Open,
    /// Its week is over.
    Over,
    /// Slack would not let us post it.
    Unposted,
}

impl Call {
    /// Whether anything is still to come of it.
    pub fn is_open(&self) -> bool {
        self.state == CallState::Open
    }

    /// Everybody who has anything to do with it.
    pub fn people(&self) -> Vec<PersonId> {
        let hands = self.hands.iter().map(|hand| &hand.person);
        let offered = self.offers.iter().flat_map(|offer| [&offer.seeker, &offer.helper]);
        hands.chain(offered).cloned().collect()
    }

    /// What a person may read of the record about themselves. A helper whom nobody took up does not learn for whom.
    pub fn seen_by(&self, person: &PersonId) -> Self {
        let own = |offer: &Offer| match offer.state {
            _ if offer.seeker == *person => Some(offer.clone()),
            OfferState::Introduced if offer.helper == *person => Some(offer.clone()),
            OfferState::Open
            | OfferState::Late
            | OfferState::Introduced
            | OfferState::Declined
            | OfferState::Over => None,
        };
        Self {
            hands: self.hands.iter().filter(|hand| hand.person == *person).cloned().collect(),
            offers: self.offers.iter().filter_map(own).collect(),
            ..self.clone()
        }
    }

    /// The key of the question's message.
    pub fn post(&self) -> MessageKey {
        MessageKey::new(format!("{}/question", self.id))
    }

    /// Whether somebody's hand is up for something.
    pub fn is_raised(&self, person: &PersonId, hand: Hand) -> bool {
        self.hands.iter().any(|raised| raised.person == *person && raised.hand == hand)
    }
}

impl Offer {
    /// The key of the message that makes it; the ask's card takes its place.
    pub fn message(&self) -> MessageKey {
        MessageKey::new(self.ask.to_string())
    }

    /// Whether it can still be taken up.
    pub fn stands(&self) -> bool {
        match self.state {
            OfferState::Open | OfferState::Late => true,
            OfferState::Introduced | OfferState::Declined | OfferState::Over => false,
        }
    }
}
