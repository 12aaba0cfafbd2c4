//! What each kind of mentoring brings, and the offer of a new one.

use super::home::member;
use super::monday;
use crate::domain::message::{Answer, Home, Message};
use crate::domain::people::modes::Chosen;
use crate::domain::people::profile::Mode;
use std::collections::BTreeMap;

fn planned(mode: Mode) -> Chosen {
    Chosen { mode, next: (mode != Mode::Situational).then(monday) }
}

fn unplanned(mode: Mode) -> Chosen {
    Chosen { mode, next: None }
}

pub fn messages() -> BTreeMap<&'static str, Message> {
    let welcome = |chosen: Vec<Chosen>| Message::Welcome { chosen };
    let all = || Mode::OPEN.iter().copied();
    BTreeMap::from([
        ("welcome", welcome(all().map(planned).collect())),
        ("welcome_without_round", welcome(all().map(unplanned).collect())),
        ("welcome_reverse", welcome(vec![planned(Mode::Reverse)])),
        ("welcome_nudge", welcome(vec![planned(Mode::Nudge)])),
    ])
}

pub fn answers() -> BTreeMap<&'static str, Answer> {
    BTreeMap::from([
        ("takes_part_in", Answer::TakesPartIn(planned(Mode::Nudge))),
        ("passed_on", Answer::PassedOn),
    ])
}

pub fn homes() -> BTreeMap<&'static str, Home> {
    let offered = |mode| member(|home| home.offer = Some(mode));
    BTreeMap::from([
        ("offer_peer", offered(Mode::Peer)),
        ("offer_reverse", offered(Mode::Reverse)),
        ("offer_situational", offered(Mode::Situational)),
        ("offer_nudge", offered(Mode::Nudge)),
    ])
}

/// The ids that are put together from a kind and a code.
pub fn ids() -> Vec<&'static str> {
    vec![
        "comes-peer",
        "comes-peer-unplanned",
        "comes-reverse",
        "comes-reverse-unplanned",
        "comes-situational",
        "comes-situational-unplanned",
        "comes-nudge",
        "comes-nudge-unplanned",
        "comes-circle",
        "comes-circle-unplanned",
        "comes-external",
        "comes-external-unplanned",
        "home-new-peer",
        "home-new-reverse",
        "home-new-situational",
        "home-new-nudge",
        "home-try-peer",
        "home-try-reverse",
        "home-try-situational",
        "home-try-nudge",
    ]
}
