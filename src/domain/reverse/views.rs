//! What somebody can look up about their terms: why these two, and the meetings of the past.

use super::message::{ReverseAnswer, Unmatched, WhyTerm};
use super::{Outcome, Said, Term};
use crate::domain::calendar::zone_or_utc;
use crate::domain::ids::PersonId;
use crate::domain::message::{Answer, PastTalk};
use crate::domain::rounds::pairing::Status;
use crate::domain::rounds::{LeftOutReason, Round};

/// The answer to *why*: what there is to say about the round of pairs, and about reverse mentoring.
pub fn why(person: &PersonId, terms: &[Term], last_round: Option<&Round>, pair: Answer) -> Answer {
    let Some(term) = why_term(person, terms, last_round) else { return pair };
    let pair = match pair {
        Answer::NotJoined => return Answer::NotJoined,
        Answer::NoPair(None) => None,
        other => Some(Box::new(other)),
    };
    Answer::Reverse(ReverseAnswer::Why { pair, term })
}

fn why_term(person: &PersonId, terms: &[Term], last_round: Option<&Round>) -> Option<WhyTerm> {
    let running = terms.iter().filter(|term| term.is_open() && term.role_of(person).is_some());
    let reasons: Vec<_> =
        running.map(|term| (term.partner_of(person).clone(), term.reasons.clone())).collect();
    if reasons.is_empty() {
        left_out(person, last_round?).map(WhyTerm::LeftOut)
    } else {
        Some(WhyTerm::Terms(reasons))
    }
}

fn left_out(person: &PersonId, round: &Round) -> Option<Unmatched> {
    round.left_out.iter().filter(|left| left.person == *person).find_map(|left| match left.reason {
        LeftOutReason::Reverse(reason) => Some(reason),
        LeftOutReason::Alone
        | LeftOutReason::NobodyAllowed
        | LeftOutReason::OthersMatched
        | LeftOutReason::PartnerGone
        | LeftOutReason::AttentionSpent => None,
    })
}

/// The meetings of somebody's terms as talks of the past, on the dates they had where the person is.
pub fn talks(person: &PersonId, terms: &[Term], zone: &str) -> Vec<PastTalk> {
    let mut talks = Vec::new();
    for term in terms.iter().filter(|term| term.role_of(person).is_some()) {
        let partner = Some(term.partner_of(person).clone()).filter(|partner| !partner.is_forgotten());
        talks.extend(term.meetings.iter().map(|meeting| PastTalk {
            slot: meeting.time.start.to_zoned(zone_or_utc(zone)).date(),
            partners: vec![partner.clone()],
            status: match (meeting.outcome, meeting.said.get(person)) {
                (Outcome::Happened, _) | (_, Some(Said::Met)) => Status::Met,
                (Outcome::DidNot, _) => Status::NotThisTime,
                (Outcome::Asked | Outcome::Untold, _) => Status::Open,
            },
            will_try: None,
        }));
    }
    talks
}
