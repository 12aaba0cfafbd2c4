//! A property: whatever is pressed and said, and whenever, a nudge stays sound.

use super::*;
use crate::domain::decision::{WakeKind, Withdrawn};
use crate::domain::ids::WakeKey;
use crate::domain::nudges::reply::Reading;
use proptest::prelude::*;

proptest! {
    #[test]
    fn whatever_happens_in_whatever_order_a_nudge_stays_sound(steps in prop::collection::vec(step(), 0..40)) {
        let mut world = World {
            desk: desk(NudgeState::Open),
            now: wednesday(),
            wakes: BTreeMap::new(),
            keys: BTreeSet::new(),
        };
        for step in &steps {
            world.take(step)?;
            let keys: Vec<&str> = world.wakes.keys().filter_map(|key| key.as_str().rsplit('/').next()).collect();
            match &world.desk.nudge.state {
                NudgeState::Committed(commitment) => {
                    prop_assert!(commitment.moved <= MOVES);
                    prop_assert!(keys.contains(&"erase"), "what is remembered is forgotten in time: {keys:?}");
                }
                NudgeState::Asked { with: Some(_), .. } => prop_assert_eq!(keys, ["erase"]),
                NudgeState::Open
                | NudgeState::NotThisWeek
                | NudgeState::Sought
                | NudgeState::Asked { with: None, .. }
                | NudgeState::LetGo
                | NudgeState::Faded => prop_assert!(keys.is_empty(), "{keys:?}"),
            }
            let tuned = world.desk.person.nudging.tuned(&ThemeId::new("theme-1"));
            prop_assert!((-1..=1).contains(&tuned), "a nudge counts once");
        }
    }
}

/// What the storage would hold of a nudge.
struct World {
    desk: Desk,
    now: Timestamp,
    wakes: BTreeMap<WakeKey, (Timestamp, NudgeWake)>,
    keys: BTreeSet<MessageKey>,
}

impl World {
    fn take(&mut self, step: &Step) -> Result<(), TestCaseError> {
        let (desk, now) = (self.desk.clone(), self.now);
        let decision = match step {
            Step::Press(place) => desk.pressed(Press::ALL[*place], now),
            Step::Choose(days) => {
                let on = desk.today(now).saturating_add(days.days());
                desk.chooses(Some(id("UBEN")), Some(on), now)
            }
            Step::Reply(words) => {
                let (reading, root) = (Reading::of(words, desk.today(now)), desk.nudge.card());
                desk.replied(&reading, root, now)
            }
            Step::Wake(place) => {
                match self.wakes.iter().nth(*place).map(|(key, due)| (key.clone(), due.clone())) {
                    Some((key, (at, what))) => {
                        self.now = now.max(at);
                        self.wakes.remove(&key);
                        match what {
                            NudgeWake::Remind(_) => desk.reminder_is_due(self.now),
                            NudgeWake::FollowUp(_) => desk.follow_up_is_due(self.now),
                            NudgeWake::Erase(_) => desk.erases(),
                        }
                    }
                    None => Decision::default(),
                }
            }
            Step::Leave => desk.is_left().unwrap_or_default(),
            Step::Days(days) => {
                self.now = now + (24 * days).hours();
                Decision::default()
            }
        };
        self.commit(decision)
    }

    fn commit(&mut self, decision: Decision) -> Result<(), TestCaseError> {
        for key in &decision.settled {
            self.wakes.remove(key);
        }
        for wake in decision.wakes {
            let WakeKind::Nudge(what) = wake.what else { panic!("another kind of wake") };
            self.wakes.insert(wake.key, (wake.at, what));
        }
        let once = "missing";
        for outgoing in &decision.outgoing {
            let is_new = self.keys.insert(outgoing.key.clone());
            prop_assert!(is_new || outgoing.key.as_str().ends_with(once), "{} again", outgoing.key);
            if let Target::Direct(person) = &outgoing.to {
                prop_assert_eq!(person, &id("UANA"));
            }
        }
        for withdrawal in &decision.withdrawn {
            prop_assert!(matches!(&withdrawal.what, Withdrawn::Key(_)));
        }
        for change in decision.changes {
            if let Change::SaveRecord(Record::Nudge(nudge)) = change {
                self.desk.nudge = Nudge { version: nudge.version + 1, ..nudge };
            } else if let Change::SavePerson(person) = change {
                self.desk.person = person;
            } else {
                prop_assert!(false, "{change:?}");
            }
        }
        Ok(())
    }
}

#[derive(Clone, Debug)]
enum Step {
    Press(usize),
    Choose(i64),
    Reply(&'static str),
    Wake(usize),
    Leave,
    Days(i64),
}

fn step() -> impl Strategy<Value = Step> {
    let words = ["<@UBEN> tomorrow", "<@UCHI>", "next week", "thanks", "<@UBEN> <@UCHI> today"];
    prop_oneof![
        6 => (0..Press::ALL.len()).prop_map(Step::Press),
        2 => (-2_i64..70).prop_map(Step::Choose),
        2 => prop::sample::select(words.to_vec()).prop_map(Step::Reply),
        3 => (0_usize..3).prop_map(Step::Wake),
        1 => Just(Step::Leave),
        3 => (0_i64..9).prop_map(Step::Days),
    ]
}
