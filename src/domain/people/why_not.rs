//! Why somebody was not introduced to somebody else. Nothing that the other keeps private is in the answer: wishes to be
//! kept apart, reporting lines, pauses, skipped rounds, weeks that were full, and whose turn it was are all met with the
//! same words, and so is every other case in which there is nothing to tell. What is told is what the asker knows already
//! of their own talks, or could say otherwise of themselves.

use super::views::Past;
use crate::domain::decision::Decision;
use crate::domain::ids::{PersonId, TopicId};
use crate::domain::matching::account::{Account, By, Change};
use crate::domain::matching::explain::Reason;
use crate::domain::message::Answer;
use crate::domain::rounds::Round;
use crate::domain::rounds::formation::Formation;
use crate::domain::rounds::pairing::{Pairing, Status};
use serde::{Deserialize, Serialize};

/// So many weeks back, an introduction is the reason why there is none again.
const LATELY: i64 = 26;

/// The answer to *why not them*.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhyNot {
    /// Whom they asked about.
    pub other: PersonId,
    /// Why not.
    pub because: Cause,
    /// Whom they were introduced to instead; nobody where they were left out.
    pub partners: Vec<PersonId>,
    /// What spoke for that.
    pub reasons: Vec<Reason>,
}

/// Why somebody was not introduced to somebody else, as far as it can be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// It is not told. So it is with all that is private, and with all that has no simple reason.
    Untold,
    /// They were introduced so many weeks before, 0 for the same week.
    IntroducedLately(u32),
    /// One more topic that the asker seeks would have been enough.
    WouldSeek(TopicId),
    /// One more topic that the asker offers would have been enough.
    WouldOffer(TopicId),
}

/// A question that can only be answered by forming the round once more.
#[derive(Clone, Debug)]
pub struct OpenQuestion {
    /// The round.
    pub round: Round,
    answer: WhyNot,
    asker: PersonId,
}

impl Past {
    /// Why not them, or the question that is left.
    ///
    /// # Errors
    /// The answer, where it follows from the asker's own past alone.
    pub fn why_not(&self, other: &PersonId) -> Result<OpenQuestion, Box<Decision>> {
        let present = self.present();
        let partners = present.map(|pairing| pairing.partners_of(&self.id)).unwrap_or_default();
        let Some(round) = self.last_round.clone().filter(|_| self.person.is_some()) else {
            return Err(Box::new(self.why()));
        };
        if *other == self.id || partners.contains(other) {
            return Err(Box::new(self.why()));
        }
        let reasons = present.map(|pairing| pairing.reasons.clone()).unwrap_or_default();
        let answer = WhyNot { other: other.clone(), because: Cause::Untold, partners, reasons };
        match self.introduced_lately(other, &round) {
            Some(weeks) => Err(Box::new(say(WhyNot { because: Cause::IntroducedLately(weeks), ..answer }))),
            None => Ok(OpenQuestion { round, answer, asker: self.id.clone() }),
        }
    }

    /// How many weeks before a round the two were introduced to each other, where that is not long ago.
    fn introduced_lately(&self, other: &PersonId, round: &Round) -> Option<u32> {
        let theirs = |pairing: &&Pairing| {
            pairing.members.contains(other)
                && pairing.round != round.id
                && pairing.status() != Status::Dissolved
        };
        let weeks = |pairing: &Pairing| pairing.slot.duration_until(round.slot).as_hours() / 24 / 7;
        let since =
            self.pairings.iter().filter(theirs).map(weeks).filter(|weeks| (0..=LATELY).contains(weeks));
        since.min().and_then(|weeks| u32::try_from(weeks).ok())
    }
}

impl OpenQuestion {
    /// The answer, where nothing can be reckoned.
    pub fn unanswered(self) -> Decision {
        say(self.answer)
    }

    /// The answer, from the round as it was formed.
    pub fn answered(self, formation: &Formation<'_>) -> Decision {
        let account = Account::of(formation.field(self.round.seed));
        let because = own_change(&account, &self.asker, &self.answer.other).unwrap_or(Cause::Untold);
        say(WhyNot { because, ..self.answer })
    }
}

fn own_change(account: &Account<'_>, asker: &PersonId, other: &PersonId) -> Option<Cause> {
    match account.change(asker, other, By::Person(asker))? {
        Change::Seeks(_, topic) => Some(Cause::WouldSeek(topic)),
        Change::Offers(_, topic) => Some(Cause::WouldOffer(topic)),
        Change::NeverMet | Change::NobodyWaited => None,
    }
}

fn say(answer: WhyNot) -> Decision {
    Decision::default().reply(Answer::WhyNot(answer).into())
}
