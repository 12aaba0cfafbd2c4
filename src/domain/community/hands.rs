//! Hands go up and down, and people leave.

use super::message::{CommunityMessage, OfferStanding};
use super::{Call, CallState, Offer, OfferState, RaisedHand};
use crate::domain::decision::{Change, Decision, Outgoing, SkipReason, Target, Urgency, Withdrawn};
use crate::domain::ids::{MessageKey, PersonId};
use crate::domain::message::Message;
use crate::domain::reaction::Hand;
use crate::domain::record::Record;
use jiff::Timestamp;

impl Call {
    /// A hand goes up. Anybody's is remembered while it is up; only those of people who joined lead to anything.
    pub fn raised(mut self, person: &PersonId, hand: Hand) -> Decision {
        if !self.is_open() || self.is_raised(person, hand) {
            return Decision::default();
        }
        self.hands.push(RaisedHand { person: person.clone(), hand });
        self.saved()
    }

    /// A hand goes down: what was offered because of it stands no more.
    pub fn lowered(mut self, person: &PersonId, hand: Hand, now: Timestamp) -> Decision {
        if !self.is_raised(person, hand) {
            return Decision::default();
        }
        self.hands.retain(|raised| raised.person != *person || raised.hand != hand);
        let rested_on = |offer: &Offer| match hand {
            Hand::NeedsHelp => offer.seeker == *person,
            Hand::CanHelp => offer.helper == *person,
        };
        let standing = match hand {
            Hand::NeedsHelp => OfferStanding::TakenBack,
            Hand::CanHelp => OfferStanding::Over,
        };
        let decision = self.end_offers(rested_on, standing, now);
        decision.and(self.saved())
    }

    /// Somebody takes part no more, or pauses. Their hands stay up, as they do in the channel, and count again once they
    /// are back.
    pub fn left_by(mut self, person: &PersonId, now: Timestamp) -> Decision {
        let concerns = |offer: &Offer| offer.seeker == *person || offer.helper == *person;
        if !self.offers.iter().any(|offer| offer.stands() && concerns(offer)) {
            return Decision::default();
        }
        let decision = self.end_offers(concerns, OfferStanding::Over, now);
        decision.and(self.saved())
    }

    /// Slack would not let us post it: it is as if it had not been asked.
    pub fn unposted(mut self) -> Decision {
        if !self.is_open() {
            return Decision::default();
        }
        self.state = CallState::Unposted;
        let key = self.next_match(self.asked_at).key;
        self.saved().settle(key)
    }

    /// Its week is over.
    pub(super) fn ends(mut self, now: Timestamp) -> Decision {
        let decision = self.end_offers(|_| true, OfferStanding::Over, now);
        self.hands.clear();
        self.state = CallState::Over;
        decision.and(self.saved())
    }

    pub(super) fn end_offers(
        &mut self,
        concerned: impl Fn(&Offer) -> bool,
        standing: OfferStanding,
        now: Timestamp,
    ) -> Decision {
        let mut decision = Decision::default();
        for place in 0..self.offers.len() {
            if self.offers[place].stands() && concerned(&self.offers[place]) {
                self.offers[place].state = OfferState::Over;
                let offer = &self.offers[place];
                decision = decision
                    .withdraw(Withdrawn::Key(offer.message()), SkipReason::OptedOut)
                    .say(self.edit(offer, standing, now));
            }
        }
        decision
    }

    /// The offer's message says how it stands now.
    pub(super) fn edit(&self, offer: &Offer, standing: OfferStanding, now: Timestamp) -> Outgoing {
        Outgoing {
            key: MessageKey::new(format!("{}/offer/{}", offer.ask, self.version)),
            to: Target::Edit(offer.message()),
            message: self.offer_message(offer, standing),
            not_before: now,
            expires: None,
            urgency: Urgency::Interactive,
        }
    }

    pub(super) fn offer_message(&self, offer: &Offer, standing: OfferStanding) -> Message {
        Message::Community(CommunityMessage::Offer {
            call: self.id.clone(),
            offer: offer.ask.clone(),
            text: self.text.clone(),
            helper: offer.helper.clone(),
            standing,
        })
    }

    pub(super) fn saved(self) -> Decision {
        Decision::default().change(Change::SaveRecord(Record::Call(self)))
    }
}
