//! Which slot of a programme wants something now. Asked again at every tick and after every answer: the state decides,
//! not the moment, so sleep, downtime and clock jumps need no special care.

use super::{Program, ProgramState};
use crate::domain::calendar::slot::Due;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

/// How late a round may still be opened.
pub const CATCH_UP: SignedDuration = SignedDuration::from_hours(24);
/// The most slots of the past that are looked at: whoever was away for longer is not told about every week of it.
const LOOK_BACK: usize = 60;

/// What a programme wants now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoundCall {
    /// Open the round of this slot.
    Open {
        /// The slot's civil date.
        slot: Date,
    },
    /// Write down that this slot was missed: it is more than a day ago, or a later one has come since.
    Missed {
        /// The slot's civil date.
        slot: Date,
    },
    /// Write down that this slot falls on a holiday.
    Holiday {
        /// The slot's civil date.
        slot: Date,
    },
    /// Nothing before this instant.
    NotYet {
        /// When the next slot falls due.
        next: Timestamp,
    },
    /// Nothing until the programme itself changes: it is paused, or its zone is unknown.
    Never,
}

/// What a programme wants at an instant: the oldest slot that is not yet written down (`last_slot`) and counts
/// (`since`). Only the newest can be open, and only for a day, so there is never more than one round to catch up on.
///
/// Whoever resumes or reschedules a programme must set `since` to that moment, or slots that the new schedule would have
/// had in the past count as missed.
pub fn due(program: &Program, now: Timestamp) -> RoundCall {
    if program.state == ProgramState::Paused {
        return RoundCall::Never;
    }
    match unrecorded(program, now) {
        [Some(oldest), _] if program.holidays.contains(&oldest.date) => {
            RoundCall::Holiday { slot: oldest.date }
        }
        [Some(oldest), Some(newest)] if oldest == newest && oldest.at.duration_until(now) <= CATCH_UP => {
            RoundCall::Open { slot: oldest.date }
        }
        [Some(oldest), _] => RoundCall::Missed { slot: oldest.date },
        [None, _] => next(program, now).map_or(RoundCall::Never, |next| RoundCall::NotYet { next: next.at }),
    }
}

fn counts(program: &Program, due: &Due) -> bool {
    due.at >= program.since && program.last_slot.is_none_or(|last| due.date > last)
}

/// When the next round will be held: the first slot to come that counts and is no holiday; `None` while the programme is
/// paused.
pub fn next_round(program: &Program, now: Timestamp) -> Option<Timestamp> {
    let later = |due: &Due| program.slot.next_after(due.at);
    let held = |due: &Due| counts(program, due) && !program.holidays.contains(&due.date);
    match program.state {
        ProgramState::Running => std::iter::successors(program.slot.next_after(now), later).find(held),
        ProgramState::Paused => None,
    }
    .map(|due| due.at)
}

/// The oldest and the newest slot up to now that count and are not written down.
fn unrecorded(program: &Program, now: Timestamp) -> [Option<Due>; 2] {
    let newest = program.slot.latest(now).filter(|due| counts(program, due));
    let earlier = |due: &Due| {
        let before = due.at.checked_sub(SignedDuration::from_secs(1)).ok()?;
        program.slot.latest(before).filter(|due| counts(program, due))
    };
    let oldest = std::iter::successors(newest, earlier).take(LOOK_BACK).last();
    [oldest, newest]
}

/// The first slot after now that will count.
fn next(program: &Program, now: Timestamp) -> Option<Due> {
    let later = |due: &Due| program.slot.next_after(due.at);
    std::iter::successors(program.slot.next_after(now), later).find(|due| counts(program, due))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::{Day, Slot};
    use crate::domain::ids::ProgramId;
    use crate::domain::people::profile::Mode;
    use crate::domain::rounds::Purpose;
    use jiff::ToSpan;
    use jiff::civil::{date, time};
    use proptest::prelude::*;

    fn program(last_slot: Option<Date>) -> Program {
        Program {
            id: ProgramId::new("peer"),
            version: 1,
            mode: Mode::Peer,
            purpose: Purpose::Round,
            slot: Slot {
                day: Day::Mon,
                time: time(10, 0, 0, 0),
                zone: "UTC".into(),
                every_weeks: 1,
                anchor: date(2026, 1, 5),
            },
            holidays: [date(2026, 11, 30)].into(),
            state: ProgramState::Running,
            last_slot,
            since: at("2026-11-01T00:00:00Z"),
        }
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    /// Answers every call as the application does, and says what was called.
    fn play(program: &mut Program, now: Timestamp) -> Vec<RoundCall> {
        let mut calls = Vec::new();
        loop {
            let call = due(program, now);
            calls.push(call);
            match call {
                RoundCall::Open { slot } | RoundCall::Missed { slot } | RoundCall::Holiday { slot } => {
                    program.last_slot = Some(slot);
                }
                RoundCall::NotYet { .. } | RoundCall::Never => return calls,
            }
        }
    }

    #[test]
    fn a_slot_opens_once_and_within_a_day() {
        let slot = date(2026, 11, 23);
        let mut peer = program(Some(date(2026, 11, 16)));
        assert_eq!(
            due(&peer, at("2026-11-23T09:59:59Z")),
            RoundCall::NotYet { next: at("2026-11-23T10:00:00Z") }
        );
        assert_eq!(due(&peer, at("2026-11-24T10:00:00Z")), RoundCall::Open { slot });
        assert_eq!(due(&peer, at("2026-11-24T10:00:01Z")), RoundCall::Missed { slot });
        let calls = play(&mut peer, at("2026-11-23T10:00:00Z"));
        assert_eq!(calls, [RoundCall::Open { slot }, RoundCall::NotYet { next: at("2026-11-30T10:00:00Z") }]);
        assert_eq!(
            due(&peer, at("2026-11-22T00:00:00Z")),
            RoundCall::NotYet { next: at("2026-11-30T10:00:00Z") }
        );
    }

    #[test]
    fn a_long_absence_is_written_down_and_leads_to_one_round() {
        let calls = play(&mut program(Some(date(2026, 11, 16))), at("2026-12-07T11:00:00Z"));
        assert_eq!(
            calls,
            [
                RoundCall::Missed { slot: date(2026, 11, 23) },
                RoundCall::Holiday { slot: date(2026, 11, 30) },
                RoundCall::Open { slot: date(2026, 12, 7) },
                RoundCall::NotYet { next: at("2026-12-14T10:00:00Z") },
            ]
        );
    }

    #[test]
    fn the_time_before_it_existed_does_not_count() {
        let mut young = program(None);
        young.since = at("2026-11-23T10:00:01Z");
        let now = at("2026-11-23T10:00:02Z");
        assert_eq!(due(&young, now), RoundCall::NotYet { next: at("2026-11-30T10:00:00Z") });
        young.state = ProgramState::Paused;
        assert_eq!(due(&young, now), RoundCall::Never);
        let mut lost = program(None);
        lost.slot.zone = "Mars/Olympus".into();
        assert_eq!(due(&lost, now), RoundCall::Never);
    }

    proptest! {
        #[test]
        fn however_irregular_the_ticks_each_slot_is_answered_once_and_in_order(
            gaps in prop::collection::vec(1_i64..(20 * 24 * 60), 1..40),
        ) {
            let mut peer = program(None);
            let (mut now, mut slots) = (peer.since, Vec::new());
            for gap in gaps {
                now += gap.minutes();
                let calls = play(&mut peer, now);
                let opened = calls.iter().filter(|call| matches!(call, RoundCall::Open { .. })).count();
                prop_assert!(opened <= 1);
                for call in calls {
                    match call {
                        RoundCall::Open { slot } => {
                            let due = peer.slot.at(slot).unwrap();
                            prop_assert!(due <= now && due.duration_until(now) <= CATCH_UP);
                            slots.push(slot);
                        }
                        RoundCall::Missed { slot } | RoundCall::Holiday { slot } => slots.push(slot),
                        RoundCall::NotYet { next } => prop_assert!(next > now),
                        RoundCall::Never => prop_assert!(false),
                    }
                }
            }
            prop_assert!(slots.windows(2).all(|two| two[1] == two[0] + 7.days()));
        }
    }
}
