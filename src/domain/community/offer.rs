//! An offer is answered: the two are introduced as an asker and a helper are, and everything after it is the same.

use super::gather::Gathering;
use super::message::{CommunityAnswer, OfferStanding};
use super::{CommunityPress, OfferState};
use crate::domain::asks::route::{Desk, are_apart};
use crate::domain::asks::{Ask, Draft, Origin};
use crate::domain::attention::Kind;
use crate::domain::decision::{Change, Decision};
use crate::domain::ids::{AskId, PersonId, SubjectId};
use crate::domain::message::Answer;
use crate::domain::people::Person;
use crate::domain::prompts::Shelf;
use crate::domain::reaction::Hand;
use crate::domain::rounds::conversation::own_hour;
use jiff::Timestamp;

impl Gathering {
    /// *Introduce us* or *No thanks*.
    pub fn answered(
        self,
        person: &PersonId,
        offer: &AskId,
        press: CommunityPress,
        now: Timestamp,
    ) -> Decision {
        let found = self.call.offers.iter().position(|each| each.ask == *offer && each.seeker == *person);
        let Some(place) = found.filter(|place| self.call.offers[*place].stands()) else { return over() };
        match press {
            CommunityPress::Introduce => self.introduces(place, now),
            CommunityPress::Decline => self.declines(place, now),
        }
    }

    fn declines(mut self, place: usize, now: Timestamp) -> Decision {
        self.call.offers[place].state = OfferState::Declined;
        let edit = self.call.edit(&self.call.offers[place], OfferStanding::Declined, now);
        self.call.saved().say(edit)
    }

    /// The helper has said yes with their own hand; whether that still holds is looked at again.
    fn introduces(mut self, place: usize, now: Timestamp) -> Decision {
        let offer = self.call.offers[place].clone();
        let people = (self.people.get(&offer.seeker).cloned(), self.people.get(&offer.helper).cloned());
        let (Some(seeker), Some(helper)) = people else { return over() };
        let kept = offer.state == OfferState::Open || self.is_free(&helper, now);
        let willing = self.call.is_raised(&helper.id, Hand::CanHelp) && helper.takes_part(now);
        if !(kept && willing && seeker.takes_part(now) && !are_apart(&seeker, &helper, &self.lines)) {
            self.call.offers[place].state = OfferState::Over;
            let edit = self.call.edit(&offer, OfferStanding::Over, now);
            return self.call.saved().say(edit).and(over());
        }
        self.call.offers[place].state = OfferState::Introduced;
        // Whoever else they were offered before would only be a second talk about the same.
        let others = self.call.end_offers(|each| each.seeker == seeker.id, OfferStanding::Over, now);
        self.decision = std::mem::take(&mut self.decision).and(others);
        let draft = Draft { text: self.call.text.clone(), ..Draft::about(Vec::new()) };
        let ask = Ask::new(offer.ask, seeker.id.clone(), draft, Origin::Community, now);
        self.notes_contact(&helper, now);
        let desk = Desk {
            ask,
            people: self.people,
            lines: self.lines,
            org: self.org,
            others: self.asks,
            attention: self.attention,
            index: self.index,
            shelf: Shelf::default(),
            community: None,
            decision: self.decision.and(self.call.saved()),
        };
        desk.begins_with(&helper.id, now)
    }

    /// To the helper it is a contact like any other introduction; by then it is too late to hold it back.
    fn notes_contact(&mut self, helper: &Person, now: Timestamp) {
        let (subject, hour) = (SubjectId::from(&self.call.id), own_hour(helper, now));
        let spent = self.attention.spend_anyway(helper, Kind::CommunityMatch, subject, hour);
        self.decision.changes.push(Change::SpendAttention(spent));
    }
}

fn over() -> Decision {
    Decision::default().reply(Answer::Community(CommunityAnswer::OfferIsOver).into())
}
