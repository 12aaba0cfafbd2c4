//! A nudge day: everybody who takes part gets one small act, in their own morning, as far as their attention goes.

use super::settings::next_morning;
use super::themes::{Past, acts_of};
use super::{Nudge, NudgeState, Said};
use crate::domain::attention::{Attention, Kind};
use crate::domain::catalogue::{Catalogue, Prompt};
use crate::domain::decision::{Change, Decision, Outgoing, Showing, Target, Urgency};
use crate::domain::event::{Seed, Timing};
use crate::domain::ids::{NudgeId, PersonId, PromptId, RoundId, SubjectId, ThemeId};
use crate::domain::message::Question;
use crate::domain::people::Person;
use crate::domain::people::profile::Mode;
use crate::domain::prompts::{Deck, Shelf, Wish};
use crate::domain::reciprocity::{Hint, Ledger};
use crate::domain::record::Record;
use crate::domain::rounds::{Program, Round, RoundOutcome};
use jiff::Timestamp;
use jiff::civil::Date;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// After so many nudges an arc goes a step deeper: from light acts to real ones, and on to those that commit.
const NUDGES_PER_STEP: usize = 3;

/// A slot that has come, with everything its nudges are chosen from.
#[derive(Clone, Debug)]
pub struct Giving {
    /// The programme.
    pub program: Program,
    /// The civil date of the slot.
    pub slot: Date,
    /// When the next one will be.
    pub next_slot: Timestamp,
    /// In time or not.
    pub timing: Timing,
    /// Everybody we know in the workspace.
    pub people: Vec<Person>,
    /// Nudges of the last months, oldest first.
    pub past: Vec<Nudge>,
    /// Which acts people have been nudged to.
    pub showings: Vec<Showing>,
    /// What is left of people's attention.
    pub attention: Attention,
    /// Who gave and who received.
    pub ledgers: BTreeMap<PersonId, Ledger>,
    /// The decks.
    pub catalogue: Arc<Catalogue>,
}

impl Giving {
    /// Gives the nudges, or writes down why there were none.
    pub fn decide(mut self, now: Timestamp, seed: Seed) -> Decision {
        let (decision, outcome) = match self.timing {
            Timing::InTime | Timing::ByHand => self.give(now, seed),
            Timing::Missed => (Decision::default(), RoundOutcome::Missed),
            Timing::Holiday => (Decision::default(), RoundOutcome::Holiday),
        };
        let round = Round {
            id: RoundId::of(&self.program.id, self.slot),
            program: self.program.id.clone(),
            slot: self.slot,
            opened_at: now,
            seed,
            outcome,
            left_out: Vec::new(),
            proof: None,
        };
        let program = Program { last_slot: Some(self.slot), ..self.program };
        Decision::default()
            .change(Change::OpenRound(round))
            .and(decision)
            .change(Change::SaveProgram(program))
    }

    fn give(&mut self, now: Timestamp, seed: Seed) -> (Decision, RoundOutcome) {
        let mut rng = seed.rng();
        let mut attention = std::mem::take(&mut self.attention);
        let (seen, past) = (self.seen(), self.nudges());
        let mut shelf = Shelf::of(&self.catalogue, &self.showings);
        let (mut decision, mut people) = (Decision::default(), 0);
        for (place, person) in self.people.iter().enumerate() {
            let at = next_morning(person, now);
            if !(person.wants_nudges() && person.takes_part(now) && person.takes_part(at)) {
                continue;
            }
            let seen = seen.get(&person.id).map_or(&[][..], Vec::as_slice);
            let past = past.get(&person.id).map_or(&[][..], Vec::as_slice);
            let Some(prompt) = self.choose(person, (seen, past), &mut rng) else { continue };
            let id = NudgeId::of(&RoundId::of(&self.program.id, self.slot), place);
            match attention.spend(person, Kind::Nudge, Some(SubjectId::from(&id)), at) {
                Ok(contact) => {
                    people += 1;
                    let reading = shelf.offer(&prompt.theme, std::slice::from_ref(&person.id), at);
                    let question = Question { reading, ..Question::of(prompt) };
                    let nudge = self.nudge(id, person, (prompt.theme.clone(), question), at);
                    let nudged = self.nudged(nudge, person, now).change(Change::SpendAttention(contact));
                    decision = decision.and(nudged);
                }
                Err(held) => decision = decision.change(Change::SpendAttention(held)).relying_on(person),
            }
        }
        (decision, RoundOutcome::Nudged { people })
    }

    /// How often they gave, where that is clearly more than they received; otherwise 0.
    fn clearly_gave(&self, person: &PersonId) -> u32 {
        let ledger = self.ledgers.get(person).copied().unwrap_or_default();
        match ledger.hint() {
            Some(Hint::AskForSomething) => ledger.gave,
            Some(Hint::OfferSomething) | None => 0,
        }
    }

    fn nudge(
        &self,
        id: NudgeId,
        person: &Person,
        (theme, question): (ThemeId, Question),
        at: Timestamp,
    ) -> Nudge {
        Nudge {
            id,
            version: 0,
            person: person.id.clone(),
            given_at: at,
            theme,
            question,
            gave: self.clearly_gave(&person.id),
            state: NudgeState::Open,
            said: Said::default(),
        }
    }

    fn nudged(&self, nudge: Nudge, person: &Person, now: Timestamp) -> Decision {
        let show = |prompt: PromptId| Showing { person: person.id.clone(), prompt, at: now };
        let shown = nudge.question.shown().map(show).map(Change::ShowPrompt);
        let decision = shown.fold(Decision::default(), Decision::change);
        decision
            .relying_on(person)
            .say(Outgoing {
                key: nudge.card(),
                to: Target::Direct(person.id.clone()),
                message: nudge.message(),
                not_before: nudge.given_at,
                expires: Some(self.next_slot),
                urgency: Urgency::Bulk,
            })
            .change(Change::SaveRecord(Record::Nudge(nudge)))
    }

    /// The act for a person: of the theme whose turn it is one they have not seen, as deep as they have come.
    fn choose(
        &self,
        person: &Person,
        (seen, nudges): (&[&Showing], &[&Nudge]),
        rng: &mut ChaCha8Rng,
    ) -> Option<&Prompt> {
        let known: BTreeSet<&PromptId> = seen.iter().map(|showing| &showing.prompt).collect();
        let acts = self.catalogue.prompts.iter().filter(|prompt| prompt.mode == Mode::Nudge);
        let fresh: BTreeSet<&ThemeId> =
            acts.filter(|prompt| !known.contains(&prompt.id)).map(|prompt| &prompt.theme).collect();
        let past = Past { person, nudges, fresh: &fresh };
        let theme = past.next_theme(&self.catalogue, rng)?;
        let own: Vec<Showing> = seen.iter().map(|showing| (*showing).clone()).collect();
        let deck = Deck::of(acts_of(theme, &self.catalogue), Mode::Nudge, &own);
        deck.choose(&Wish {
            group: std::slice::from_ref(&person.id),
            themes: &BTreeMap::new(),
            talks_so_far: known.len() / NUDGES_PER_STEP,
            exclude: &[],
            seed: Seed(rng.random()),
        })
    }

    /// The nudges that each person has had, newest first.
    fn nudges(&self) -> BTreeMap<PersonId, Vec<&Nudge>> {
        let mut nudges: BTreeMap<PersonId, Vec<&Nudge>> = BTreeMap::new();
        for nudge in self.past.iter().rev() {
            nudges.entry(nudge.person.clone()).or_default().push(nudge);
        }
        nudges
    }

    /// The acts that each person has been nudged to.
    fn seen(&self) -> BTreeMap<PersonId, Vec<&Showing>> {
        let acts: BTreeSet<&PromptId> = self
            .catalogue
            .prompts
            .iter()
            .filter(|prompt| prompt.mode == Mode::Nudge)
            .map(|prompt| &prompt.id)
            .collect();
        let mut seen: BTreeMap<PersonId, Vec<&Showing>> = BTreeMap::new();
        for showing in self.showings.iter().filter(|showing| acts.contains(&showing.prompt)) {
            seen.entry(showing.person.clone()).or_default().push(showing);
        }
        seen
    }
}
