//! A property: whatever is pressed, and whenever, a term never waits in silence and always ends.

use super::*;
use proptest::prelude::*;

proptest! {
    #[test]
    fn whatever_is_pressed_the_term_never_waits_in_silence_and_always_ends(
        acts in prop::collection::vec(act(), 0..60),
    ) {
        let mut life = Life::begins();
        let mut cancelled = 0;
        for act in acts {
            let by_senior = matches!(act, Act::Cancel("SAM"))
                && matches!(&life.desk.term.stage, Stage::Booked(time) if time.start > life.now);
            cancelled += u8::from(by_senior);
            life.plays(act);
            let term = &life.desk.term;
            prop_assert_eq!(term.cancelled, cancelled);
            let waits = matches!(term.stage, Stage::Resting | Stage::Over { .. });
            prop_assert_eq!(term.look_at.is_none(), waits, "{:?}", &term.stage);
            prop_assert_eq!(term.stage == Stage::Resting, !term.resting.is_empty() && term.is_open());
            prop_assert!(matches!(term.stage, Stage::Booked(_)) <= term.question.is_some());
        }
        let now = life.now;
        for who in ["JO", "SAM"] {
            life.does(|desk| desk.comes_back(&id(who), now));
        }
        for _ in 0..40 {
            if life.desk.term.is_open() {
                life.looks();
            }
        }
        prop_assert!(!life.desk.term.is_open(), "{:?}", life.desk.term.stage);
    }
}

impl Life {
    fn plays(&mut self, act: Act) {
        let (turn, now) = (self.desk.term.turn, self.now);
        match act {
            Act::Propose => self.proposes(),
            Act::Take(who, place) => self.takes(who, place),
            Act::NoneFit(who) => self.does(|desk| desk.none_fit(&id(who), turn, now)),
            Act::Cancel(who) => self.cancels(who),
            Act::Tell(who, said) => self.tells(who, said),
            Act::Wish(who, wish) => self.does(|desk| desk.wishes(&id(who), wish, now)),
            Act::Pause(who) => self.does(|desk| desk.pauses(&id(who), now)),
            Act::Back(who) => self.does(|desk| desk.comes_back(&id(who), now)),
            Act::Look => {
                self.looks();
                Reply::Nothing
            }
            Act::Wait(hours) => {
                // Nobody sleeps through a wake.
                let until = self.now + SignedDuration::from_hours(hours);
                while self.desk.term.look_at.is_some_and(|at| at <= until) {
                    self.looks();
                }
                self.now = self.now.max(until);
                Reply::Nothing
            }
        };
    }
}

/// Everything anybody may press, in any order and at any time.
#[derive(Clone, Debug)]
enum Act {
    Propose,
    Take(&'static str, u8),
    NoneFit(&'static str),
    Cancel(&'static str),
    Tell(&'static str, Said),
    Wish(&'static str, GoOn),
    Pause(&'static str),
    Back(&'static str),
    Look,
    Wait(i64),
}

fn act() -> impl Strategy<Value = Act> {
    let who = || prop::sample::select(vec!["JO", "SAM"]);
    prop_oneof![
        3 => Just(Act::Propose),
        3 => (who(), 0..3_u8).prop_map(|(who, place)| Act::Take(who, place)),
        1 => who().prop_map(Act::NoneFit),
        1 => who().prop_map(Act::Cancel),
        3 => (who(), prop::sample::select(Said::ALL)).prop_map(|(who, said)| Act::Tell(who, said)),
        2 => (who(), prop::sample::select(GoOn::ALL)).prop_map(|(who, wish)| Act::Wish(who, wish)),
        1 => who().prop_map(Act::Pause),
        2 => who().prop_map(Act::Back),
        5 => Just(Act::Look),
        1 => (1..200_i64).prop_map(Act::Wait),
    ]
}
