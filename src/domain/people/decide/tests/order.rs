//! Slack delivers late, again and in any order: where somebody stands follows from what they asked for and when, and not
//! from the order in which we heard of it.

use super::*;
use jiff::SignedDuration;
use proptest::prelude::*;

/// Something somebody asked for, so many minutes after they had joined; before it, where that is negative.
#[derive(Clone, Debug)]
struct Said {
    command: Command,
    minute: i64,
}

/// What can be asked for about taking part.
fn command() -> impl Strategy<Value = Command> {
    prop_oneof![
        2 => Just(Command::Pause(PauseLength::Open)),
        2 => Just(Command::Pause(PauseLength::Weeks(2))),
        4 => Just(Command::Resume),
        1 => Just(Command::Leave),
    ]
}

/// Each at a moment of its own, and in any order several times over.
fn deliveries() -> impl Strategy<Value = (Vec<Said>, Vec<Said>)> {
    let minutes = proptest::sample::subsequence((-9..30).collect::<Vec<i64>>(), 1..8);
    let said = minutes.prop_flat_map(|minutes| {
        let commands = proptest::collection::vec(command(), minutes.len());
        let said = |(minute, command)| Said { command, minute };
        commands.prop_map(move |commands| minutes.iter().copied().zip(commands).map(said).collect::<Vec<_>>())
    });
    said.prop_flat_map(|said| {
        let often = std::iter::repeat_n(&said, 4).flatten().cloned().collect::<Vec<_>>();
        (Just(said), Just(often).prop_shuffle())
    })
}

/// Where somebody stands who joined at eight, after all of this was heard a good while later.
fn stands<'s>(heard: impl IntoIterator<Item = &'s Said>) -> (Standing, bool) {
    let joined = monday("08:00:00");
    let mut ana = Person { decided_at: joined, joined_at: joined, ..person("ANA") };
    for said in heard {
        let at = joined + SignedDuration::from_mins(said.minute);
        let decision = asker(Some(ana.clone())).asked(&said.command, at, monday("11:00:00"));
        for change in decision.changes {
            if let Change::SavePerson(saved) = change {
                ana = saved;
            }
        }
    }
    (ana.standing, ana.pause.is_some())
}

proptest! {
    #[test]
    fn the_order_of_hearing_changes_nothing((said, heard) in deliveries()) {
        let last = said.iter().filter(|each| each.minute >= 0);
        prop_assert_eq!(stands(&heard), stands(last), "heard as {:?}", heard);
    }
}

#[test]
fn the_newest_word_counts_and_leaving_more_than_any_before_joining_again() {
    let said = |command, minute| Said { command, minute };
    let pause = || Command::Pause(PauseLength::Open);
    assert_eq!(stands(&[said(Command::Resume, 2), said(pause(), 1)]), (Standing::Active, false));
    assert_eq!(stands(&[said(pause(), 2), said(Command::Resume, 1)]), (Standing::Active, true));
    assert_eq!(stands(&[said(Command::Resume, 2), said(Command::Leave, 1)]), (Standing::Left, false));
    assert_eq!(stands(&[said(Command::Leave, -1)]), (Standing::Active, false));
}
