use super::*;
use crate::domain::attention::{Budget, Entry, Kind};
use crate::domain::event::Seed;
use crate::domain::people::Pause;
use crate::domain::reciprocity::Ledger;
use crate::domain::rounds::{Round, RoundOutcome};

#[test]
fn whoever_wants_none_pauses_or_has_no_room_gets_none() {
    let mut off = nudged("UOFF");
    off.nudging.switch = Switch::Off;
    let mut paused = nudged("UPAUSED");
    paused.pause = Some(Pause { until: None });
    let full = nudged("UFULL");
    let people = vec![nudged("UANA"), off, paused, full.clone(), person("UPEER")];
    let mut round_of_nudges = giving(people, &catalogue(3, 9));
    let mut attention = Attention::of(Budget(1), Vec::<Entry>::new());
    attention.spend(&full, Kind::Introduction, None, wednesday()).unwrap();
    round_of_nudges.attention = attention;
    let decision = round_of_nudges.decide(wednesday(), Seed([1; 32]));
    let got: Vec<PersonId> = given(&decision).into_iter().map(|nudge| nudge.person).collect();
    assert_eq!(got, [id("UANA")]);
    assert_eq!(round(&decision).outcome, RoundOutcome::Nudged { people: 1 });
    let spent: Vec<(PersonId, bool)> = decision
        .changes
        .iter()
        .filter_map(|change| {
            let Change::SpendAttention(entry) = change else { return None };
            Some((entry.person.clone(), entry.is_held_back()))
        })
        .collect();
    assert_eq!(spent, [(id("UANA"), false), (id("UFULL"), true)]);
    assert_eq!(decision.outgoing.len(), 1);
    assert_eq!(decision.outgoing[0].to, Target::Direct(id("UANA")));
    assert_eq!(decision.relies_on.keys().cloned().collect::<Vec<_>>(), [id("UANA"), id("UFULL")]);
}

#[test]
fn a_missed_day_and_a_holiday_are_written_down_and_nobody_is_nudged() {
    for (timing, outcome) in
        [(Timing::Missed, RoundOutcome::Missed), (Timing::Holiday, RoundOutcome::Holiday)]
    {
        let late = Giving { timing, ..giving(vec![nudged("UANA")], &catalogue(3, 9)) };
        let decision = late.decide(wednesday(), Seed([1; 32]));
        assert_eq!((round(&decision).outcome, decision.outgoing.len()), (outcome, 0));
    }
}

#[test]
fn only_a_clear_balance_of_giving_is_spoken_of() {
    let gave = |gave, received| {
        let mut giving = giving(vec![nudged("UANA")], &catalogue(3, 3));
        giving.ledgers = BTreeMap::from([(id("UANA"), Ledger { gave, received })]);
        given(&giving.decide(wednesday(), Seed([1; 32]))).pop().map(|nudge| nudge.gave)
    };
    assert_eq!([gave(3, 0), gave(2, 1), gave(0, 4)], [Some(3), Some(0), Some(0)]);
}

fn round(decision: &Decision) -> &Round {
    let opened = decision.changes.iter().find_map(|change| {
        let Change::OpenRound(round) = change else { return None };
        Some(round)
    });
    opened.expect("a round")
}
