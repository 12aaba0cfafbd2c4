mod order;

use super::*;
use crate::domain::command::Misunderstanding;
use crate::domain::decision::FieldProblem;
use crate::domain::rounds::dissolve::Announcement;
use crate::domain::testing::{id, monday, person, situation};

fn asker(person: Option<Person>) -> Asker {
    let next_slot = Some(monday("09:00:00"));
    Asker {
        id: id("ANA"),
        person,
        facts: None,
        org: None,
        next_slot,
        ahead: Ahead::default(),
        under_way: Vec::new(),
    }
}

fn newcomer(account: Account) -> Asker {
    let facts = SlackFacts {
        id: id("ANA"),
        display_name: "Ana".into(),
        time_zone: Some("Asia/Tokyo".into()),
        account,
        admin: false,
    };
    Asker { facts: Some(facts), ..asker(None) }
}

fn saved(decision: &Decision) -> &Person {
    let saved = decision
        .changes
        .iter()
        .rev()
        .find_map(|change| if let Change::SavePerson(person) = change { Some(person) } else { None });
    saved.expect("a person is saved")
}

#[test]
fn joining_takes_the_zone_from_slack_and_greets() {
    let profile =
        Profile { modes: BTreeSet::from([super::super::profile::Mode::Peer]), ..Profile::default() };
    let decision = newcomer(Account::Member).submits(profile, &Catalogue::default(), monday("08:00:00"));
    assert_eq!((saved(&decision).time_zone.as_str(), saved(&decision).version), ("Asia/Tokyo", 0));
    assert!(matches!(decision.outgoing[0].message, Message::Welcome { .. }));
}

#[test]
fn only_members_may_join() {
    for account in [Account::Guest, Account::Bot, Account::Deactivated, Account::Stranger] {
        let asker = newcomer(account);
        let opened = asker.asked(&Command::Join, monday("08:00:00"), monday("08:00:00"));
        assert_eq!(opened.reply, Reply::Say(Answer::CannotTakePart), "{account:?}");
        let profile =
            Profile { modes: BTreeSet::from([super::super::profile::Mode::Peer]), ..Profile::default() };
        assert!(asker.submits(profile, &Catalogue::default(), monday("08:00:00")).changes.is_empty());
    }
}

#[test]
fn every_wrong_field_is_named_at_once() {
    let profile = Profile {
        seeks: vec![TopicId::new("astrology")],
        own_words: Some("x".repeat(OWN_WORDS_LIMIT + 1)),
        hours: crate::domain::calendar::WorkingHours { days: BTreeSet::new(), ..Default::default() },
        ..Profile::default()
    };
    let decision = newcomer(Account::Member).submits(profile, &Catalogue::default(), monday("08:00:00"));
    let Reply::Refuse(errors) = decision.reply else { panic!("it was accepted") };
    let problem = |field| errors.iter().find(|error| error.field == field).map(|error| error.problem);
    assert_eq!(problem(Field::Seeks), Some(FieldProblem::UnknownTopic));
    assert_eq!(problem(Field::OwnWords), Some(FieldProblem::TooLong(OWN_WORDS_LIMIT)));
    assert_eq!(problem(Field::Modes), Some(FieldProblem::Empty));
    assert_eq!(problem(Field::Days), Some(FieldProblem::Empty));
}

#[test]
fn a_late_request_does_not_undo_what_came_after_it() {
    let back = monday("08:00:00");
    let rejoined = Person { decided_at: back, joined_at: back, ..person("ANA") };
    for command in [Command::Leave, Command::Pause(PauseLength::Open), Command::Resume] {
        let late = asker(Some(rejoined.clone())).asked(&command, monday("07:59:00"), monday("08:05:00"));
        assert_eq!(late, Decision::default(), "{command:?}");
    }
    let fresh = asker(Some(rejoined)).asked(&Command::Leave, monday("08:01:00"), monday("08:05:00"));
    assert_eq!(saved(&fresh).standing, Standing::Left);
}

#[test]
fn a_pause_until_a_day_ends_at_its_first_instant_there() {
    let until = Command::Pause(PauseLength::Until(jiff::civil::date(2027, 1, 20)));
    let decision = asker(Some(person("ANA"))).asked(&until, monday("08:00:00"), monday("08:00:00"));
    let end: Timestamp = "2027-01-19T23:00:00Z".parse().unwrap();
    assert_eq!(saved(&decision).pause, Some(Pause { until: Some(end) }));
    assert_eq!(decision.wakes[0].at, end);
    assert!(decision.withdrawn.iter().any(|each| each.what == Withdrawn::To(id("ANA"))));
}

#[test]
fn a_pause_that_was_ended_by_hand_is_not_announced_as_over() {
    assert_eq!(asker(Some(person("ANA"))).pause_may_have_ended(monday("08:00:00")), Decision::default());
    let paused = Person { pause: Some(Pause { until: Some(monday("07:00:00")) }), ..person("ANA") };
    let decision = asker(Some(paused)).pause_may_have_ended(monday("08:00:00"));
    assert!(matches!(decision.outgoing[0].message, Message::PauseEnded { .. }));
}

#[test]
fn a_skip_before_the_introduction_counts_for_that_round() {
    let planned = Asker {
        under_way: vec![situation(&["ANA", "BEN"], Announcement::Planned)],
        ..asker(Some(person("ANA")))
    };
    let decision = planned.asked(&Command::Skip, monday("09:00:00"), monday("09:00:00"));
    assert!(decision.changes.iter().all(|change| !matches!(change, Change::SavePerson(_))));
    assert!(matches!(decision.outgoing[0].message, Message::LeftOut { .. }), "the partner is told");
    let sent = Asker {
        under_way: vec![situation(&["ANA", "BEN"], Announcement::Sent)],
        ..asker(Some(person("ANA")))
    };
    let decision = sent.asked(&Command::Skip, monday("09:00:00"), monday("09:00:00"));
    assert_eq!(saved(&decision).next_round, NextRound::Skips);
}

#[test]
fn a_reactivated_account_takes_part_only_after_a_new_click() {
    let facts = |account| SlackFacts {
        id: id("ANA"),
        display_name: "ana".into(),
        time_zone: None,
        account,
        admin: false,
    };
    let gone = asker(Some(person("ANA"))).changed(&facts(Account::Deactivated), monday("08:00:00"));
    assert_eq!(saved(&gone).standing, Standing::Deactivated);
    let back = asker(Some(saved(&gone).clone())).changed(&facts(Account::Member), monday("09:00:00"));
    assert_eq!(saved(&back).standing, Standing::Left);
    assert_eq!(asker(None).changed(&facts(Account::Member), monday("09:00:00")), Decision::default());
}

#[test]
fn what_is_not_understood_changes_nothing() {
    let what = Misunderstanding {
        problem: crate::domain::command::Problem::NoSuchCommand("jion".into()),
        nearest: Some("join".into()),
    };
    let decision = asker(Some(person("ANA"))).asked(
        &Command::Unknown(what.clone()),
        monday("08:00:00"),
        monday("08:00:00"),
    );
    assert_eq!(decision, Decision::default().reply(Answer::Misunderstood(what).into()));
}

#[test]
fn somebody_who_never_joined_may_have_erased_what_the_organisation_says_of_them() {
    let known = Asker { org: Some(OrgFacts::unknown(id("ANA"))), ..asker(None) };
    let asked = known.asked(&Command::ForgetMe, monday("09:00:00"), monday("09:00:00"));
    assert_eq!(asked.reply, Reply::Open(Box::new(Modal::ConfirmForget)));
    assert_eq!(known.forgotten(monday("09:00:00")).changes, [Change::ForgetPerson(id("ANA"))]);
    let stranger = asker(None);
    let asked = stranger.asked(&Command::ForgetMe, monday("09:00:00"), monday("09:00:00"));
    assert_eq!(asked.reply, Reply::Say(Answer::NotJoined));
    assert!(stranger.forgotten(monday("09:00:00")).changes.is_empty());
}
