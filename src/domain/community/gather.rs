//! Raised hands find each other: as many as can be, whoever raised theirs first, helpers spread.

use super::message::OfferStanding;
use super::{Call, Offer, OfferState};
use crate::domain::asks::route::are_apart;
use crate::domain::asks::{Ask, Response};
use crate::domain::attention::{Attention, Kind};
use crate::domain::decision::{Change, Decision, Outgoing, Target, Urgency};
use crate::domain::event::Seed;
use crate::domain::ids::{AskId, PersonId, SubjectId};
use crate::domain::matching::solver::{Answer, Doubt, Edge, best};
use crate::domain::org::{Lines, OrgFacts};
use crate::domain::people::Person;
use crate::domain::reaction::Hand;
use crate::domain::rounds::conversation::own_hour;
use crate::domain::topics::TopicIndex;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use std::sync::Arc;

/// So far back it counts what somebody helped with.
const LATELY: SignedDuration = SignedDuration::from_hours(28 * 24);
/// After so long without an answer, a helper is offered to others as well.
const PATIENCE: SignedDuration = SignedDuration::from_hours(20);
/// What each talk of the last weeks counts, against one place in the order in which hands went up.
const LOAD: i64 = 1_000;

/// A question with everything that the matching of its hands depends on.
#[derive(Clone, Debug)]
pub struct Gathering {
    /// The question.
    pub call: Call,
    /// Everybody in the workspace.
    pub people: BTreeMap<PersonId, Person>,
    /// Who is above whom.
    pub lines: Lines,
    /// What the organisation says of people.
    pub org: Vec<OrgFacts>,
    /// Asks of the last months: who helped how often.
    pub asks: Vec<Ask>,
    /// Other questions of the last months: nobody is offered the same person twice.
    pub others: Vec<Call>,
    /// What is left of people's attention.
    pub attention: Attention,
    /// The topics, made ready for reading texts.
    pub index: Arc<TopicIndex>,
    /// What has been decided so far.
    pub decision: Decision,
}

/// What a morning brings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matched {
    /// What is decided.
    pub decision: Decision,
    /// Why the pairs come from the plain library, where they do.
    pub doubt: Option<Doubt>,
}

impl Gathering {
    /// A morning has come: everybody who can be offered somebody is, and the question may be over.
    pub fn matches(mut self, now: Timestamp, seed: Seed) -> Matched {
        if !self.call.is_open() {
            return Matched::default();
        }
        if now >= self.call.ends_at() {
            return Matched { decision: self.call.ends(now), doubt: None };
        }
        let unanswered = |offer: &&mut Offer| offer.state == OfferState::Open && offer.at + PATIENCE <= now;
        for offer in self.call.offers.iter_mut().filter(unanswered) {
            offer.state = OfferState::Late;
        }
        let mut rng = seed.rng();
        let (pairs, doubt) = self.pairs(now);
        for (seeker, helper) in pairs {
            let ask = AskId::drawn_from(&mut rng);
            self.offer(ask, &seeker, &helper, now);
        }
        let again = self.call.next_match(now);
        Matched { decision: self.decision.and(self.call.saved()).wake(again), doubt }
    }

    /// Who is offered whom: the most offers that can be made, then the least busy helpers, then the earliest hands.
    fn pairs(&self, now: Timestamp) -> (Vec<(PersonId, PersonId)>, Option<Doubt>) {
        let seekers: Vec<&Person> =
            self.with_hand(Hand::NeedsHelp).filter(|person| self.waits_for_somebody(person, now)).collect();
        let helpers: Vec<&Person> =
            self.with_hand(Hand::CanHelp).filter(|person| self.is_free(person, now)).collect();
        let mut edges = Vec::new();
        for (place, seeker) in seekers.iter().enumerate() {
            for (other, helper) in helpers.iter().enumerate() {
                if !are_apart(seeker, helper, &self.lines) && !self.was_offered(seeker, helper) {
                    let later = i64::try_from(place).unwrap_or(i64::MAX / 2);
                    let weight = -LOAD * self.load(&helper.id, now) - later;
                    edges.push(Edge { a: place, b: seekers.len() + other, weight });
                }
            }
        }
        let answer = best(seekers.len() + helpers.len(), &edges);
        let doubt = match &answer {
            Answer::Proven(_) => None,
            Answer::Unproven { why, .. } => Some(*why),
        };
        let offered = seekers.iter().zip(answer.into_partners()).filter_map(|(seeker, helper)| {
            let helper = helpers.get(helper?.checked_sub(seekers.len())?)?;
            Some((seeker.id.clone(), helper.id.clone()))
        });
        (offered.collect(), doubt)
    }

    /// People who joined and hold a hand up, in the order it went up.
    fn with_hand(&self, hand: Hand) -> impl Iterator<Item = &Person> {
        let raised = self.call.hands.iter().filter(move |raised| raised.hand == hand);
        raised.filter_map(|raised| self.people.get(&raised.person))
    }

    fn waits_for_somebody(&self, person: &Person, now: Timestamp) -> bool {
        let is_served = |offer: &Offer| {
            offer.seeker == person.id && matches!(offer.state, OfferState::Open | OfferState::Introduced)
        };
        person.takes_part(now) && !self.call.offers.iter().any(is_served) && self.has_room(person, now)
    }

    /// Whether a helper can be offered to somebody: one at a time.
    pub(super) fn is_free(&self, person: &Person, now: Timestamp) -> bool {
        let is_kept = |offer: &Offer| offer.helper == person.id && offer.state == OfferState::Open;
        person.takes_part(now) && !self.call.offers.iter().any(is_kept) && self.has_room(person, now)
    }

    fn has_room(&self, person: &Person, now: Timestamp) -> bool {
        self.attention.has_room(person, Kind::CommunityMatch, own_hour(person, now))
    }

    fn was_offered(&self, seeker: &Person, helper: &Person) -> bool {
        let mut offers = self.others.iter().flat_map(|call| &call.offers).chain(&self.call.offers);
        offers.any(|offer| offer.seeker == seeker.id && offer.helper == helper.id)
    }

    /// How often somebody took on an ask in the last weeks.
    fn load(&self, person: &PersonId, now: Timestamp) -> i64 {
        let approaches = self.asks.iter().flat_map(|ask| &ask.approaches);
        let taken = approaches.filter(|approach| {
            approach.person == *person
                && approach.response == Response::Accepted
                && approach.at > now - LATELY
        });
        i64::try_from(taken.count()).unwrap_or(0)
    }

    fn offer(&mut self, ask: AskId, seeker: &PersonId, helper: &PersonId, now: Timestamp) {
        let (Some(seeker), Some(helper)) = (self.people.get(seeker), self.people.get(helper)) else { return };
        let at = own_hour(seeker, now);
        let subject = Some(SubjectId::from(&self.call.id));
        let Ok(contact) = self.attention.spend(seeker, Kind::CommunityMatch, subject, at) else { return };
        let state = OfferState::Open;
        let offer = Offer { ask, seeker: seeker.id.clone(), helper: helper.id.clone(), at, state };
        let message = Outgoing {
            key: offer.message(),
            to: Target::Direct(seeker.id.clone()),
            message: self.call.offer_message(&offer, OfferStanding::Open),
            not_before: at,
            expires: Some(self.call.ends_at()),
            urgency: Urgency::Interactive,
        };
        self.decision = std::mem::take(&mut self.decision)
            .relying_on(seeker)
            .relying_on(helper)
            .change(Change::SpendAttention(contact))
            .say(message);
        self.call.offers.push(offer);
    }
}
