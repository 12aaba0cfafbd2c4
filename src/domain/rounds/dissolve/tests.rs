use super::*;
use crate::domain::decision::Withdrawn;
use crate::domain::testing::{id, monday, person, situation};

fn saved(decision: &Decision) -> &Pairing {
    match &decision.changes[..] {
        [Change::SavePairing(pairing)] => pairing,
        other => panic!("one pairing is saved, not {other:?}"),
    }
}

#[test]
fn a_planned_pair_is_over_and_the_partner_hears_it_in_private() {
    let decision = dissolve(
        &situation(&["ANA", "BEN"], Announcement::Planned),
        &person("ANA"),
        monday("09:00:00"),
        SkipReason::OptedOut,
    );
    assert_eq!(saved(&decision).status(), Status::Dissolved);
    assert_eq!(decision.withdrawn[0].what, Withdrawn::About((&saved(&decision).id).into()));
    assert_eq!(decision.outgoing[0].to, Target::Direct(id("BEN")));
}

#[test]
fn an_introduced_pair_is_told_in_its_thread() {
    let decision = dissolve(
        &situation(&["ANA", "BEN"], Announcement::Sent),
        &person("ANA"),
        monday("09:00:00"),
        SkipReason::OptedOut,
    );
    assert_eq!(decision.outgoing[0].to, Target::Thread(saved(&decision).introduction()));
}

#[test]
fn a_planned_trio_becomes_a_pair_that_is_introduced_under_a_new_key() {
    let mut planned = situation(&["ANA", "BEN", "CHO"], Announcement::Planned);
    planned.pairing.reasons =
        vec![Reason::Offers { helper: id("ANA"), seeker: id("BEN"), topics: Vec::new() }];
    let decision = dissolve(&planned, &person("ANA"), monday("09:00:00"), SkipReason::OptedOut);
    let pair = saved(&decision);
    assert_eq!(pair.members, [id("BEN"), id("CHO")]);
    assert_eq!(pair.asks_first, id("BEN"), "somebody who is still there");
    assert_eq!(pair.reasons, [Reason::FreshEyes], "no reason speaks of who left");
    assert_ne!(pair.introduction(), planned.pairing.introduction());
    assert_eq!(decision.outgoing[0].to, Target::Group(pair.members.clone()));
}

#[test]
fn nothing_happens_twice_and_nothing_to_outsiders() {
    let mut over = situation(&["ANA", "BEN"], Announcement::Sent);
    over.pairing.dissolved = Some(Dissolved { because_of: Some(id("BEN")) });
    assert_eq!(
        dissolve(&over, &person("ANA"), monday("09:00:00"), SkipReason::OptedOut),
        Decision::default()
    );
    let other = situation(&["ANA", "BEN"], Announcement::Sent);
    assert_eq!(
        dissolve(&other, &person("EVE"), monday("09:00:00"), SkipReason::OptedOut),
        Decision::default()
    );
}

#[test]
fn a_pair_that_slack_refuses_is_given_up_and_both_are_told() {
    let decision = give_up(&situation(&["ANA", "BEN"], Announcement::Planned), monday("09:00:00"));
    assert_eq!(saved(&decision).status(), Status::Dissolved);
    assert_eq!(decision.outgoing.len(), 2);
}
