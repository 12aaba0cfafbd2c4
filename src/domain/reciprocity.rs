//! Who receives well gives well: how often a person gave advice lately and how often they received it. It is shown to that
//! person alone, compared with nobody, and is no score.

use super::asks::{Approach, Ask, AskState, Ending, Outcome, Response};
use super::ids::PersonId;
use super::nudges::{Nudge, NudgeState};
use super::record::Record;
use super::reverse::{Said, Term};
use super::rounds::check_in::{Balance, CheckIn, CheckInAnswer, CheckInState, Useful};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How far back it is counted.
pub const QUARTER: SignedDuration = SignedDuration::from_hours(91 * 24);
/// From this difference on, one side clearly outweighs the other; it must also be twice as much.
const CLEARLY: u32 = 2;

/// In how many talks somebody gave advice, and in how many they received it; a talk that did both counts in both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    /// Talks in which they gave.
    pub gave: u32,
    /// Talks in which they received.
    pub received: u32,
}

/// What may be worth a small act, where one side clearly outweighs the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hint {
    /// They mostly gave: what could they ask for?
    AskForSomething,
    /// They mostly received: what could they offer?
    OfferSomething,
}

impl Ledger {
    /// One person's, from check-ins and records since an instant. Only what they know themselves counts: their own check-ins,
    /// what came of their own asks and nudges, that they took on somebody else's ask, and meetings of their terms; never
    /// what others said of them.
    pub fn of(person: &PersonId, check_ins: &[CheckIn], records: &[Record], since: Timestamp) -> Self {
        let mut all = Self::of_everybody(check_ins, records, since);
        all.remove(person).unwrap_or_default()
    }

    /// The same for everybody who gave or received; absent means neither.
    pub fn of_everybody(
        check_ins: &[CheckIn],
        records: &[Record],
        since: Timestamp,
    ) -> BTreeMap<PersonId, Self> {
        let mut count = Count::default();
        for check_in in check_ins.iter().filter(|check_in| check_in.asked_at >= since) {
            count.check_in(check_in);
        }
        for record in records {
            match record {
                Record::Ask(ask) => count.ask(ask, since),
                Record::Nudge(nudge) => count.nudge(nudge, since),
                Record::Term(term) => count.term(term, since),
                // A hand that was matched goes on as an ask; what was learned is told of a talk that counts already.
                Record::Call(_) | Record::Learning(_) | Record::Upload(_) => {}
            }
        }
        count.0
    }

    /// What may be worth a small act; `None` while the two are near each other.
    pub fn hint(self) -> Option<Hint> {
        let outweighs = |more: u32, less: u32| more >= less + CLEARLY && more >= 2 * less;
        if outweighs(self.gave, self.received) {
            Some(Hint::AskForSomething)
        } else if outweighs(self.received, self.gave) {
            Some(Hint::OfferSomething)
        } else {
            None
        }
    }
}

/// Everybody's, while it is being counted.
#[derive(Default)]
struct Count(BTreeMap<PersonId, Ledger>);

impl Count {
    fn gave(&mut self, person: &PersonId) {
        self.0.entry(person.clone()).or_default().gave += 1;
    }

    fn received(&mut self, person: &PersonId) {
        self.0.entry(person.clone()).or_default().received += 1;
    }

    fn check_in(&mut self, check_in: &CheckIn) {
        match balance(check_in) {
            Some(Balance::Gave) => self.gave(&check_in.person),
            Some(Balance::Received) => self.received(&check_in.person),
            Some(Balance::Both) => {
                self.gave(&check_in.person);
                self.received(&check_in.person);
            }
            None => {}
        }
    }

    fn ask(&mut self, ask: &Ask, since: Timestamp) {
        if let Some(helper) = helper_since(ask, since) {
            self.gave(helper);
            if matches!(ask.outcome(), Some(Outcome::Helped | Outcome::Partly)) {
                self.received(&ask.asker);
            }
        }
    }

    /// Whom they asked never hears of the nudge, and is not counted.
    fn nudge(&mut self, nudge: &Nudge, since: Timestamp) {
        match nudge.state {
            NudgeState::Asked { useful: Some(Useful::Very | Useful::Somewhat), .. }
                if nudge.given_at >= since =>
            {
                self.received(&nudge.person);
            }
            NudgeState::Asked { .. }
            | NudgeState::Open
            | NudgeState::NotThisWeek
            | NudgeState::Sought
            | NudgeState::Committed(_)
            | NudgeState::LetGo
            | NudgeState::Faded => {}
        }
    }

    /// Each by their own word: whether a meeting took place is told to nobody else.
    fn term(&mut self, term: &Term, since: Timestamp) {
        for meeting in term.meetings.iter().filter(|meeting| meeting.time.start >= since) {
            let says_so = |person: &PersonId| meeting.said.get(person) == Some(&Said::Met);
            if says_so(&term.junior) {
                self.gave(&term.junior);
            }
            if says_so(&term.senior) {
                self.received(&term.senior);
            }
        }
    }
}

fn balance(check_in: &CheckIn) -> Option<Balance> {
    match &check_in.state {
        CheckInState::Answered(CheckInAnswer::Met(met)) => met.balance,
        CheckInState::Answered(CheckInAnswer::Later | CheckInAnswer::No)
        | CheckInState::Asked
        | CheckInState::Lapsed => None,
    }
}

/// Who took an ask on since then, once it is over. What the asker said of it is not looked at: that is theirs to tell.
fn helper_since(ask: &Ask, since: Timestamp) -> Option<&PersonId> {
    match &ask.state {
        AskState::Closed { helper: Some(helper), ending: Ending::Told(_) | Ending::Unknown, .. } => {
            let took_it_on = |approach: &&Approach| {
                approach.person == *helper && approach.response == Response::Accepted && approach.at >= since
            };
            ask.approaches.iter().find(took_it_on).map(|approach| &approach.person)
        }
        AskState::Closed { .. }
        | AskState::Searching
        | AskState::Unanswered
        | AskState::Waiting { .. }
        | AskState::Accepted { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::asks::message::Why;
    use crate::domain::asks::{Draft, Origin, Thanks};
    use crate::domain::calendar::TimeOption;
    use crate::domain::ids::{AskId, NudgeId, ThemeId};
    use crate::domain::nudges;
    use crate::domain::reverse::{self, Meeting};
    use crate::domain::rounds::check_in::MetAnswer;
    use crate::domain::testing::{id, monday, pairing, question, term};
    use proptest::prelude::*;

    fn check_in(name: &str, balance: Option<Balance>) -> CheckIn {
        let met = MetAnswer { balance, ..MetAnswer::default() };
        CheckIn {
            pairing: pairing(&["ANA", "BEN"]).id,
            person: id(name),
            version: 1,
            asked_at: monday("10:00:00"),
            reminders: 0,
            state: CheckInState::Answered(CheckInAnswer::Met(met)),
        }
    }

    /// Ana asked and Ben took it on.
    fn ask(ending: Ending) -> Record {
        let at = monday("10:00:00");
        let new = Ask::new(AskId::new("ask/1"), id("ANA"), Draft::about(Vec::new()), Origin::Command, at);
        let helped = Approach { person: id("BEN"), at, why: Why::FreshEyes, response: Response::Accepted };
        let state = AskState::Closed { at, helper: Some(id("BEN")), ending, thanks: Thanks::Unsaid };
        Record::Ask(Ask { approaches: vec![helped], state, ..new })
    }

    fn ledger(name: &str, check_ins: &[CheckIn], records: &[Record]) -> (u32, u32) {
        let Ledger { gave, received } = Ledger::of(&id(name), check_ins, records, monday("00:00:00"));
        (gave, received)
    }

    #[test]
    fn own_check_ins_count_and_those_of_others_do_not() {
        let said = [
            check_in("ANA", Some(Balance::Gave)),
            check_in("ANA", Some(Balance::Both)),
            check_in("ANA", None),
            check_in("BEN", Some(Balance::Received)),
        ];
        assert_eq!(ledger("ANA", &said, &[]), (2, 1));
        assert_eq!(ledger("BEN", &said, &[]), (0, 1), "what Ana said of the talk is hers");
        assert_eq!(ledger("CHO", &said, &[]), (0, 0));
    }

    #[test]
    fn a_helper_does_not_learn_from_it_what_the_asker_said() {
        let endings = [Ending::Told(Outcome::Helped), Ending::Told(Outcome::No), Ending::Unknown];
        for (ending, received) in endings.into_iter().zip([1, 0, 0]) {
            assert_eq!(ledger("BEN", &[], &[ask(ending)]), (1, 0), "{ending:?}");
            assert_eq!(ledger("ANA", &[], &[ask(ending)]), (0, received), "{ending:?}");
        }
        assert_eq!(ledger("BEN", &[], &[ask(Ending::Withdrawn)]), (0, 0));
    }

    #[test]
    fn a_nudge_counts_for_whoever_asked_and_found_it_useful() {
        let nudge = |useful| {
            Record::Nudge(Nudge {
                id: NudgeId::new("nudge/1"),
                version: 1,
                person: id("ANA"),
                given_at: monday("10:00:00"),
                theme: ThemeId::new("conflict"),
                question: question("Ask somebody."),
                gave: 0,
                state: NudgeState::Asked { with: Some(id("BEN")), useful },
                said: nudges::Said::default(),
            })
        };
        for (useful, received) in
            [(Some(Useful::Very), 1), (Some(Useful::Somewhat), 1), (Some(Useful::NotReally), 0), (None, 0)]
        {
            assert_eq!(ledger("ANA", &[], &[nudge(useful)]), (0, received), "{useful:?}");
            assert_eq!(ledger("BEN", &[], &[nudge(useful)]), (0, 0), "whom she asked never hears of it");
        }
    }

    #[test]
    fn in_a_term_the_junior_gives_and_the_senior_receives_each_by_their_own_word() {
        let meeting = |said: &[(&str, Said)]| Meeting {
            time: TimeOption { start: monday("12:00:00"), end: monday("12:30:00") },
            said: said.iter().map(|(name, said)| (id(name), *said)).collect(),
            outcome: reverse::Outcome::Happened,
        };
        let meetings = vec![
            meeting(&[("JO", Said::Met), ("SAM", Said::Met)]),
            meeting(&[("JO", Said::Met), ("SAM", Said::Not)]),
            meeting(&[]),
        ];
        let term = Record::Term(Box::new(Term { meetings, ..term("JO", "SAM") }));
        assert_eq!(ledger("JO", &[], std::slice::from_ref(&term)), (2, 0));
        assert_eq!(ledger("SAM", &[], &[term]), (0, 1), "what Jo said of the second is Jo's");
    }

    #[test]
    fn what_is_older_than_a_quarter_does_not_count() {
        let since = monday("10:00:01");
        let said = [check_in("ANA", Some(Balance::Gave))];
        let asks = [ask(Ending::Told(Outcome::Helped))];
        assert_eq!(Ledger::of_everybody(&said, &asks, since), BTreeMap::new());
    }

    #[test]
    fn a_hint_needs_a_clear_difference() {
        let hint = |gave, received| Ledger { gave, received }.hint();
        assert_eq!(hint(2, 0), Some(Hint::AskForSomething));
        assert_eq!(hint(1, 4), Some(Hint::OfferSomething));
        assert_eq!([hint(0, 0), hint(1, 0), hint(3, 2), hint(9, 6)], [None; 4]);
    }

    proptest! {
        #[test]
        fn the_hint_is_the_same_seen_from_either_side(gave in 0_u32..40, received in 0_u32..40) {
            let here = Ledger { gave, received }.hint();
            let there = Ledger { gave: received, received: gave }.hint();
            let turned = here.map(|hint| match hint {
                Hint::AskForSomething => Hint::OfferSomething,
                Hint::OfferSomething => Hint::AskForSomething,
            });
            prop_assert_eq!(turned, there);
        }
    }
}
