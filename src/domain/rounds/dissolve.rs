//! What becomes of a pairing when one of its people takes part no more.

use super::pairing::{Dissolved, Pairing, Status};
use super::{LeftOutReason, conversation};
use crate::domain::decision::{Change, Decision, Outgoing, SkipReason, Target, Urgency};
use crate::domain::ids::{MessageKey, PersonId};
use crate::domain::matching::explain::Reason;
use crate::domain::message::{LocalTime, Message};
use crate::domain::people::Person;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// A pairing that is under way, with what its dissolution depends on.
#[derive(Clone, Debug)]
pub struct Situation {
    /// The pairing.
    pub pairing: Pairing,
    /// Its members' records; somebody forgotten is absent.
    pub people: BTreeMap<PersonId, Person>,
    /// Whether its introduction has been sent.
    pub announcement: Announcement,
    /// When the next round is.
    pub next_slot: Option<Timestamp>,
}

/// Whether an introduction has been sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Announcement {
    /// Nobody has read it; it can still be taken back.
    Planned,
    /// It stands in Slack, or may stand there.
    Sent,
}

impl Situation {
    /// Whether people may have read the introduction.
    pub fn is_announced(&self) -> bool {
        self.announcement == Announcement::Sent
    }

    /// Whether it will take place, and nobody has read of it.
    pub fn is_planned(&self) -> bool {
        !self.is_announced() && self.pairing.status() != Status::Dissolved
    }

    /// Whether nothing has been agreed yet.
    pub fn is_open(&self) -> bool {
        matches!(self.pairing.status(), Status::Open | Status::NotThisTime)
    }
}

/// Takes a person out of a pairing. Of a trio the other two carry on; a pair is over, and the partner is told and
/// favoured next time.
pub fn dissolve(situation: &Situation, gone: &Person, now: Timestamp, reason: SkipReason) -> Decision {
    let remaining = situation.pairing.partners_of(&gone.id);
    if situation.pairing.status() == Status::Dissolved || !situation.pairing.has(&gone.id) {
        return Decision::default();
    }
    if remaining.len() >= 2 {
        shrink(situation, gone, remaining, now, reason)
    } else {
        end(situation, gone, &remaining, now, reason)
    }
}

fn shrink(
    situation: &Situation,
    gone: &Person,
    remaining: Vec<PersonId>,
    now: Timestamp,
    reason: SkipReason,
) -> Decision {
    let old = &situation.pairing;
    let asks_first = if old.asks_first == gone.id { remaining[0].clone() } else { old.asks_first.clone() };
    let mut smaller = Pairing { members: remaining.clone(), asks_first, ..old.clone() };
    smaller.marks.retain(|mark| mark.by != gone.id);
    smaller.reasons.retain(|reason| !reason.names(&gone.id));
    if smaller.reasons.is_empty() {
        smaller.reasons.push(Reason::FreshEyes);
    }
    if situation.is_announced() {
        let note = Message::PairDissolved { pairing: old.id.clone(), remaining };
        return Decision::default().say(in_thread(old, gone, note, now)).change(Change::SavePairing(smaller));
    }
    smaller.revision += 1;
    let again = conversation::introduction(&smaller, &situation.people);
    let outgoing = Outgoing {
        key: smaller.introduction(),
        to: Target::Group(smaller.members.clone()),
        message: Message::Introduction(again),
        not_before: conversation::meeting_hour(&smaller.members, &situation.people, now),
        expires: None,
        urgency: Urgency::Bulk,
    };
    Decision::default().withdraw(old.messages(), reason).say(outgoing).change(Change::SavePairing(smaller))
}

fn end(
    situation: &Situation,
    gone: &Person,
    remaining: &[PersonId],
    now: Timestamp,
    reason: SkipReason,
) -> Decision {
    let old = &situation.pairing;
    let over = Pairing { dissolved: Some(Dissolved { because_of: Some(gone.id.clone()) }), ..old.clone() };
    let decision = Decision::default().withdraw(old.messages(), reason).change(Change::SavePairing(over));
    if situation.is_announced() {
        let note = Message::PairDissolved { pairing: old.id.clone(), remaining: remaining.to_vec() };
        return decision.say(in_thread(old, gone, note, now));
    }
    remaining
        .iter()
        .filter_map(|id| situation.people.get(id))
        .fold(decision, |decision, person| decision.say(partner_gone(old, person, situation.next_slot, now)))
}

/// Gives a pairing up that Slack will not let us introduce, and tells everybody in private.
pub fn give_up(situation: &Situation, now: Timestamp) -> Decision {
    let old = &situation.pairing;
    if old.status() == Status::Dissolved {
        return Decision::default();
    }
    let over = Pairing { dissolved: Some(Dissolved { because_of: None }), ..old.clone() };
    let decision =
        Decision::default().withdraw(old.messages(), SkipReason::Dissolved).change(Change::SavePairing(over));
    situation
        .people
        .values()
        .filter(|person| person.takes_part(now))
        .fold(decision, |decision, person| decision.say(partner_gone(old, person, situation.next_slot, now)))
}

/// Tells somebody, in private, that the partner planned for them is not there this time.
pub fn partner_gone(
    pairing: &Pairing,
    person: &Person,
    next_slot: Option<Timestamp>,
    now: Timestamp,
) -> Outgoing {
    Outgoing {
        key: MessageKey::new(format!("partner-gone/{}/{}", pairing.id, person.id)),
        to: Target::Direct(person.id.clone()),
        message: Message::LeftOut {
            reason: LeftOutReason::PartnerGone,
            next_round: next_slot.map(|at| LocalTime { at, zone: person.time_zone.clone() }),
        },
        not_before: conversation::own_hour(person, now),
        expires: None,
        urgency: Urgency::Bulk,
    }
}

fn in_thread(pairing: &Pairing, gone: &Person, message: Message, now: Timestamp) -> Outgoing {
    Outgoing {
        key: MessageKey::new(format!("dissolved/{}/{}", pairing.id, gone.id)),
        to: Target::Thread(pairing.introduction()),
        message,
        not_before: now,
        expires: None,
        urgency: Urgency::Bulk,
    }
}

#[cfg(test)]
mod tests;
