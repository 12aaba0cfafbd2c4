use super::*;
use crate::domain::calendar::{Day, Slot};
use crate::domain::event::Timing;
use crate::domain::ids::ProgramId;
use crate::domain::matching::explain::Reason;
use crate::domain::message::Message;
use crate::domain::people::Pause;
use crate::domain::people::profile::{Function, Mode, Rhythm};
use crate::domain::rounds::pairing::Dissolved;
use crate::domain::rounds::{LeftOut, LeftOutReason, ProgramState, Purpose};
use crate::domain::testing::{id, monday, pairing, person};
use jiff::ToSpan;
use jiff::civil::{date, time};

fn opening(people: Vec<Person>, slot: Date) -> Opening {
    Opening {
        program: Program {
            id: ProgramId::new("peer"),
            version: 1,
            mode: Mode::Peer,
            purpose: Purpose::Round,
            slot: Slot {
                day: Day::Mon,
                time: time(10, 0, 0, 0),
                zone: "Europe/Berlin".into(),
                every_weeks: 1,
                anchor: date(2027, 1, 4),
            },
            holidays: BTreeSet::new(),
            state: ProgramState::Running,
            last_slot: None,
            since: Timestamp::UNIX_EPOCH,
        },
        slot,
        next_slot: monday("09:00:00") + SignedDuration::from_hours(7 * 24),
        timing: Timing::InTime,
        people,
        org: Vec::new(),
        past: Vec::new(),
        check_ins: Vec::new(),
        records: Vec::new(),
        rounds: Vec::new(),
        attention: Default::default(),
        showings: Vec::new(),
        catalogue: Arc::default(),
        topics: Arc::default(),
        weights: Weights::default(),
    }
}

fn of_rhythm(name: &str, rhythm: Rhythm) -> Person {
    let mut person = person(name);
    person.profile.rhythm = rhythm;
    person
}

#[test]
fn whoever_lost_their_partner_comes_first_as_whoever_had_none() {
    let mut over = pairing(&["ANA", "BEN"]);
    over.dissolved = Some(Dissolved { because_of: Some(id("BEN")) });
    let round = |slot: Date, alone: &[&str]| {
        let left = |name: &&str| LeftOut { person: id(name), reason: LeftOutReason::Alone };
        let left_out = alone.iter().map(left).collect();
        let held = opening(Vec::new(), slot);
        held.round(RoundOutcome::Held { pairings: 1 }, left_out, monday("09:00:00"), Seed([0; 32]))
    };
    let rounds = [round(over.slot, &["CHO"]), round(over.slot - 7.days(), &["ANA", "DEE"])];
    let streaks = left_out_streaks(&rounds, &[over]);
    assert_eq!(streaks, BTreeMap::from([(id("ANA"), 2), (id("CHO"), 1)]));
}

#[test]
fn a_round_on_an_odd_day_makes_nobody_wait_a_week_longer() {
    let last = pairing(&["ANA", "BEN"]);
    for (rhythm, days, takes_part) in [
        (Rhythm::Weekly, 1, true),
        (Rhythm::Fortnightly, 10, false),
        (Rhythm::Fortnightly, 11, true),
        (Rhythm::Monthly, 21, false),
        (Rhythm::Monthly, 28, true),
    ] {
        let people = vec![of_rhythm("ANA", rhythm), of_rhythm("BEN", rhythm)];
        let mut next = opening(people, last.slot + days.days());
        next.past = vec![last.clone()];
        let groups = next.groups(monday("09:00:00"), Seed([0; 32])).groups.len();
        assert_eq!(groups == 1, takes_part, "{rhythm:?} after {days} days");
    }
}

#[test]
fn a_round_rests_on_everybody_whom_it_names() {
    let mut kept_apart = person("CHO");
    kept_apart.never = BTreeSet::from([id("ANA"), id("BEN")]);
    let mut away = person("DEE");
    away.pause = Some(Pause { until: None });
    let people = vec![person("ANA"), person("BEN"), kept_apart, away];
    let decision = opening(people, date(2027, 1, 4)).decide(monday("09:00:00"), Seed([0; 32]));
    let named = BTreeMap::from([(id("ANA"), 1), (id("BEN"), 1), (id("CHO"), 1)]);
    assert_eq!(decision.relies_on, named, "a pair, and one who is told why not");
}

#[test]
fn a_skip_is_used_up_by_the_round_it_was_for_and_by_no_other() {
    let skips = |name: &str, rhythm| Person { next_round: NextRound::Skips, ..of_rhythm(name, rhythm) };
    let people = vec![skips("ANA", Rhythm::Weekly), skips("BEN", Rhythm::Fortnightly), person("CHO")];
    let mut next = opening(people, date(2027, 1, 11));
    next.past = vec![pairing(&["ANA", "BEN"])];
    let decision = next.decide(monday("09:00:00"), Seed([0; 32]));
    let saved = decision.changes.iter().filter_map(|change| match change {
        Change::SavePerson(person) => Some((person.id.clone(), person.next_round)),
        Change::ForgetPerson(_)
        | Change::SaveProgram(_)
        | Change::OpenRound(_)
        | Change::SavePairing(_)
        | Change::SaveCheckIn(_)
        | Change::ShowPrompt(_)
        | Change::SaveRecord(_)
        | Change::SpendAttention(_)
        | Change::SaveWorkspace(_)
        | Change::SaveOrg(_)
        | Change::EraseWorkspace => None,
    });
    assert_eq!(saved.collect::<Vec<_>>(), [(id("ANA"), NextRound::TakesPart)]);
}

#[test]
fn nobody_is_paired_along_a_line_that_runs_through_somebody_who_never_joined() {
    let reports_to =
        |name: &str, manager: &str| OrgFacts { manager: Some(id(manager)), ..OrgFacts::unknown(id(name)) };
    let mut round = opening(vec![person("ANA"), person("CHO")], date(2027, 1, 4));
    assert_eq!(round.groups(monday("09:00:00"), Seed([0; 32])).groups.len(), 1);
    round.org = vec![reports_to("CHO", "BEN"), reports_to("BEN", "ANA")];
    let groups = round.groups(monday("09:00:00"), Seed([0; 32]));
    let reasons: Vec<LeftOutReason> = groups.left_out.iter().map(|left| left.reason).collect();
    assert_eq!((groups.groups.len(), reasons), (0, vec![LeftOutReason::NobodyAllowed; 2]));
}

#[test]
fn what_the_organisation_says_is_shown_where_a_person_said_nothing_and_is_not_saved_as_their_word() {
    let mut ana = person("ANA");
    ana.profile.function = Some(Function::Design);
    ana.next_round = NextRound::Skips;
    let mut round = opening(vec![ana, person("BEN"), person("CHO")], date(2027, 1, 4));
    let works_in = |name: &str, function| OrgFacts { function, ..OrgFacts::unknown(id(name)) };
    round.org = vec![
        works_in("ANA", Some(Function::Data)),
        works_in("BEN", Some(Function::Data)),
        works_in("CHO", Some(Function::Product)),
    ];
    let decision = round.decide(monday("09:00:00"), Seed([0; 32]));
    let Message::Introduction(introduction) = &decision.outgoing[0].message else {
        panic!("no introduction")
    };
    let functions: Vec<Option<Function>> =
        introduction.members.iter().map(|member| member.function).collect();
    assert_eq!(functions, [Some(Function::Data), Some(Function::Product)]);
    assert!(introduction.reasons.contains(&Reason::OtherFunction), "{:?}", introduction.reasons);
    let kept: Vec<_> = decision
        .changes
        .iter()
        .filter_map(|change| if let Change::SavePerson(person) = change { Some(person) } else { None })
        .map(|person| person.profile.function)
        .collect();
    assert_eq!(kept, [Some(Function::Design)]);
}
