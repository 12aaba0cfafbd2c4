//! Who has given clearly more than they received lately: they are asked what they could ask for.

use crate::domain::asks::Ask;
use crate::domain::ids::PersonId;
use crate::domain::rounds::check_in::{Balance, CheckIn, CheckInAnswer, CheckInState};
use std::collections::BTreeMap;

/// So often somebody must have given at least.
const GAVE_AT_LEAST: u32 = 2;
/// And so much more often than they received.
const MORE_THAN_RECEIVED: u32 = 2;

/// How often each person gave and received advice. What a check-in said counts here and is shown to nobody but whoever
/// said it.
#[derive(Clone, Debug, Default)]
pub struct Balances(BTreeMap<PersonId, (u32, u32)>);

impl Balances {
    /// Counts asks that found a helper, and check-ins that say who gave.
    pub fn of<'a>(
        asks: impl IntoIterator<Item = &'a Ask>,
        check_ins: impl IntoIterator<Item = &'a CheckIn>,
    ) -> Self {
        let mut balances = Self::default();
        for ask in asks {
            if let Some(helper) = ask.helper() {
                balances.gave(helper);
                balances.received(&ask.asker);
            }
        }
        for check_in in check_ins {
            let CheckInState::Answered(CheckInAnswer::Met(met)) = &check_in.state else { continue };
            match met.balance {
                Some(Balance::Gave) => balances.gave(&check_in.person),
                Some(Balance::Received) => balances.received(&check_in.person),
                Some(Balance::Both) | None => {}
            }
        }
        balances
    }

    /// How often somebody gave, where that is clearly more than they received; otherwise 0.
    pub fn clearly_gave(&self, person: &PersonId) -> u32 {
        match self.0.get(person) {
            Some((gave, received)) if *gave >= GAVE_AT_LEAST && *gave >= received + MORE_THAN_RECEIVED => {
                *gave
            }
            Some(_) | None => 0,
        }
    }

    fn gave(&mut self, person: &PersonId) {
        self.0.entry(person.clone()).or_default().0 += 1;
    }

    fn received(&mut self, person: &PersonId) {
        self.0.entry(person.clone()).or_default().1 += 1;
    }
}
