//! What somebody can look up about their terms: how they stand, why these two, and the meetings of the past.

use super::message::{Progress, ReverseAnswer, Unmatched, WhyTerm};
use super::{Origin, Outcome, Role, Said, Stage, Term};
use crate::domain::calendar::zone_or_utc;
use crate::domain::ids::{PersonId, TermId};
use crate::domain::message::{Answer, LocalTime, PastTalk};
use crate::domain::rounds::pairing::Status;
use crate::domain::rounds::{LeftOutReason, Round};
use serde::{Deserialize, Serialize};

/// A term as one of the two sees it on their Home.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyTerm {
    /// Which term.
    pub term: TermId,
    /// Their part in it.
    pub role: Role,
    /// With whom.
    pub partner: PersonId,
    /// How far it is.
    pub progress: Progress,
    /// What comes next.
    pub next: MyNext,
}

/// What comes next in a term.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MyNext {
    /// The junior proposes times.
    TimesFromTheJunior,
    /// The senior takes one of the times in the conversation.
    ChoiceOfTheSenior,
    /// Whoever is first takes one of them.
    ChoiceOfEither,
    /// They meet then.
    Meeting(LocalTime),
    /// The junior is asked for times later.
    Later,
    /// It rests.
    Resting,
    /// Both are asked whether to go on.
    Review,
    /// Nothing.
    Nothing,
}

impl MyTerm {
    /// A term as one of the two sees it; `None` for everybody else. Times are shown in `zone`.
    pub fn of(term: &Term, person: &PersonId, zone: &str) -> Option<Self> {
        let role = term.role_of(person)?;
        let next = match &term.stage {
            Stage::Asking => MyNext::TimesFromTheJunior,
            Stage::Offering { origin: Origin::Junior, .. } => MyNext::ChoiceOfTheSenior,
            Stage::Offering { origin: Origin::SeniorCancelled | Origin::JuniorCancelled, .. } => {
                MyNext::ChoiceOfEither
            }
            Stage::Booked(time) => MyNext::Meeting(LocalTime { at: time.start, zone: zone.to_owned() }),
            Stage::LookingBack | Stage::Between => MyNext::Later,
            Stage::Resting => MyNext::Resting,
            Stage::Reviewing => MyNext::Review,
            Stage::Over { .. } => MyNext::Nothing,
        };
        Some(Self {
            term: term.id.clone(),
            role,
            partner: term.partner_of(person).clone(),
            progress: Progress::of(term),
            next,
        })
    }
}

/// The answer to *why*: what there is to say about the round of pairs, and about reverse mentoring.
pub fn why(person: &PersonId, terms: &[Term], last_round: Option<&Round>, pair: Answer) -> Answer {
    let Some(term) = why_term(person, terms, last_round) else { return pair };
    if pair == Answer::NotJoined {
        return pair;
    }
    let pair = Some(pair).filter(|pair| *pair != Answer::NoPair(None)).map(Box::new);
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
