//! What people have been asked lately, and with what they have helped: read once for all candidates.

use super::{Ask, Outcome, Response};
use crate::domain::ids::{PersonId, TopicId};
use crate::domain::topics::PastHelp;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

/// So far back somebody's requests count against another one.
const LATELY: SignedDuration = SignedDuration::from_hours(28 * 24);
/// Within this time after a request, somebody is asked only where nobody else can be.
const REST: SignedDuration = SignedDuration::from_hours(7 * 24);
/// For each request of the last months. It outweighs what having helped adds, or whoever helped once would be asked for
/// ever while others who offer the same are never asked.
const ASKED: i64 = -30;
/// More for each of the last four weeks.
const ASKED_LATELY: i64 = -40;
/// More for each that they took on.
const HELPED_LATELY: i64 = -40;
/// While they rest from the last request.
const RESTING: i64 = -1_000;

/// One person's past as a helper.
#[derive(Clone, Debug, Default)]
pub(super) struct Load {
    /// Points, at most 0: what they were asked lately counts against asking them again.
    pub points: i64,
    /// When they were asked last; among equals, whoever was asked longest ago comes first.
    pub last_asked: Option<Timestamp>,
    /// With what they have helped, as far as the askers said so.
    pub helped: Vec<PastHelp>,
}

/// Everybody's past, from asks of the last months; whoever was never asked is absent.
pub(super) fn loads(asks: &[Ask], now: Timestamp) -> BTreeMap<&PersonId, Load> {
    let mut loads: BTreeMap<&PersonId, Load> = BTreeMap::new();
    for ask in asks {
        for approach in &ask.approaches {
            let load = loads.entry(&approach.person).or_default();
            load.points += points(approach.at, approach.response, now);
            load.last_asked = load.last_asked.max(Some(approach.at));
        }
        if let (Some(helper), Some(outcome)) = (ask.helper(), ask.outcome()) {
            let load = loads.entry(helper).or_default();
            ask.draft.topics.iter().for_each(|topic| load.helps(topic, outcome));
        }
    }
    loads
}

fn points(asked: Timestamp, response: Response, now: Timestamp) -> i64 {
    let helped = if response == Response::Accepted { HELPED_LATELY } else { 0 };
    let resting = if asked > now - REST { RESTING } else { 0 };
    let lately = if asked > now - LATELY { ASKED_LATELY + helped } else { 0 };
    ASKED + lately + resting
}

impl Load {
    fn helps(&mut self, topic: &TopicId, outcome: Outcome) {
        let (helped, partly) = match outcome {
            Outcome::Helped => (1, 0),
            Outcome::Partly => (0, 1),
            Outcome::No => return,
        };
        match self.helped.iter_mut().find(|past| past.topic == *topic) {
            Some(past) => {
                past.helped += helped;
                past.partly += partly;
            }
            None => self.helped.push(PastHelp { topic: topic.clone(), helped, partly }),
        }
    }
}
