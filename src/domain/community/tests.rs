mod open;

use super::message::{CommunityMessage, OfferStanding};
use super::*;
use crate::domain::asks::{Ask, AskState, Origin};
use crate::domain::attention::Attention;
use crate::domain::calendar::{Day, Slot};
use crate::domain::catalogue::{Catalogue, Community, Topic};
use crate::domain::decision::{Change, Decision, Reply, Target};
use crate::domain::event::{Seed, Timing};
use crate::domain::ids::{ProgramId, TopicId};
use crate::domain::message::{Answer, Message};
use crate::domain::org::Lines;
use crate::domain::people::profile::Mode;
use crate::domain::people::{Pause, Person};
use crate::domain::record::Record;
use crate::domain::rounds::{Program, ProgramState, Purpose};
use crate::domain::testing::{id, monday, people};
use crate::domain::topics::TopicIndex;
use jiff::civil::{Date, date, time};
use proptest::prelude::*;
use std::sync::{Arc, LazyLock};

fn call() -> Call {
    Call {
        id: CallId::new("community/2027-01-04"),
        version: 1,
        channel: ChannelId::new("C1"),
        zone: "Europe/Berlin".into(),
        prompt: CommunityId::new("one"),
        text: "Who knows about this?".into(),
        asked_at: monday("10:00:00"),
        hands: Vec::new(),
        offers: Vec::new(),
        state: CallState::Open,
    }
}

fn tuesday() -> Timestamp {
    monday("08:00:00") + SignedDuration::from_hours(24)
}

static INDEX: LazyLock<Arc<TopicIndex>> = LazyLock::new(|| Arc::new(TopicIndex::of(&Catalogue::default())));

/// The usual five people; some need help, some can give it.
fn gathering(need: &[&str], can: &[&str]) -> Gathering {
    let hand = |names: &[&str], hand| {
        names.iter().map(|name| RaisedHand { person: id(name), hand }).collect::<Vec<_>>()
    };
    let hands = [hand(need, Hand::NeedsHelp), hand(can, Hand::CanHelp)].concat();
    Gathering {
        call: Call { hands, ..call() },
        people: people(&["ANA", "BEN", "CHO", "DEE", "EVE"]),
        lines: Lines::default(),
        org: Vec::new(),
        asks: Vec::new(),
        others: Vec::new(),
        attention: Attention::default(),
        index: INDEX.clone(),
        decision: Decision::default(),
    }
}

fn seed() -> Seed {
    Seed([5; 32])
}

fn saved(decision: &Decision) -> Option<Call> {
    let call = |change: &Change| {
        if let Change::SaveRecord(Record::Call(call)) = change { Some(call.clone()) } else { None }
    };
    decision.changes.iter().rev().find_map(call)
}

fn asked(decision: &Decision) -> Option<Ask> {
    let ask = |change: &Change| {
        if let Change::SaveRecord(Record::Ask(ask)) = change { Some(ask.clone()) } else { None }
    };
    decision.changes.iter().find_map(ask)
}

fn offered(decision: &Decision) -> Vec<(String, String)> {
    let call = saved(decision).expect("a call");
    let open = call.offers.iter().filter(|offer| offer.state == OfferState::Open);
    open.map(|offer| (offer.seeker.to_string(), offer.helper.to_string())).collect()
}

fn pair(seeker: &str, helper: &str) -> (String, String) {
    (seeker.into(), helper.into())
}

fn standing(decision: &Decision) -> Option<OfferStanding> {
    let standing = |message: &Message| {
        let offer = if let Message::Community(message) = message { Some(message) } else { None };
        if let Some(CommunityMessage::Offer { standing, .. }) = offer { Some(*standing) } else { None }
    };
    decision.outgoing.iter().find_map(|outgoing| standing(&outgoing.message))
}

/// Ana was offered Ben.
fn with_offer() -> Gathering {
    let made = saved(&gathering(&["ANA"], &["BEN"]).matches(tuesday(), seed()).decision).expect("a call");
    Gathering { call: made, ..gathering(&[], &[]) }
}

fn press(gathering: Gathering, by: &str, press: CommunityPress) -> Decision {
    let offer = gathering.call.offers[0].ask.clone();
    gathering.answered(&id(by), &offer, press, tuesday() + SignedDuration::from_hours(1))
}

#[test]
fn as_many_as_can_be_are_offered_somebody_and_nobody_twice_the_same() {
    let mut two = gathering(&["ANA", "CHO"], &["BEN", "DEE"]);
    two.people.get_mut(&id("CHO")).unwrap().never.insert(id("BEN"));
    let first = two.clone().matches(tuesday(), seed()).decision;
    assert_eq!(offered(&first), [pair("ANA", "BEN"), pair("CHO", "DEE")]);
    assert_eq!(first, two.clone().matches(tuesday(), seed()).decision, "the same field and chance");
    two.others.push(saved(&first).unwrap());
    assert_eq!(
        offered(&two.matches(tuesday(), seed()).decision),
        [pair("ANA", "DEE")],
        "Cho may not meet Ben"
    );
}

#[test]
fn one_hand_that_can_help_is_kept_for_the_first_of_two_that_need_it() {
    let mut one = gathering(&["CHO", "ANA"], &["BEN"]);
    let first = one.clone().matches(tuesday(), seed()).decision;
    assert_eq!(offered(&first), [pair("CHO", "BEN")]);
    one.call = saved(&first).unwrap();
    let at = tuesday() + SignedDuration::from_hours(3);
    assert_eq!(offered(&one.clone().matches(at, seed()).decision).len(), 1, "Ben is kept for Cho");
    let next_day = tuesday() + SignedDuration::from_hours(24);
    assert_eq!(
        offered(&one.matches(next_day, seed()).decision),
        [pair("ANA", "BEN")],
        "Cho was silent for a day"
    );
}

#[test]
fn an_offer_that_came_late_is_over_once_the_helper_is_kept_for_somebody_else() {
    let next_day = tuesday() + SignedDuration::from_hours(24);
    let mut one = gathering(&["CHO", "ANA"], &["BEN"]);
    one.call = saved(&one.clone().matches(tuesday(), seed()).decision).unwrap();
    one.call = saved(&one.clone().matches(next_day, seed()).decision).unwrap();
    let late = press(one, "CHO", CommunityPress::Introduce);
    assert_eq!(asked(&late), None);
    assert_eq!(standing(&late), Some(OfferStanding::Over));
}

#[test]
fn wishes_lines_pauses_attention_and_oneself_are_kept() {
    let nobody = |change: &dyn Fn(&mut Gathering)| {
        let mut two = gathering(&["ANA"], &["BEN"]);
        change(&mut two);
        offered(&two.matches(tuesday(), seed()).decision)
    };
    let none: [(String, String); 0] = [];
    let of = |two: &mut Gathering, name: &str, change: &dyn Fn(&mut Person)| {
        change(two.people.get_mut(&id(name)).unwrap());
    };
    assert_eq!(nobody(&|_| {}), [pair("ANA", "BEN")]);
    assert_eq!(nobody(&|two| of(two, "BEN", &|ben| ben.never.extend([id("ANA")]))), none);
    let under_ana = |two: &mut Gathering| {
        of(two, "BEN", &|ben| ben.profile.manager = Some(id("ANA")));
        two.lines = Lines::of(&[], two.people.values());
    };
    assert_eq!(nobody(&under_ana), none);
    assert_eq!(nobody(&|two| of(two, "BEN", &|ben| ben.pause = Some(Pause { until: None }))), none);
    assert_eq!(nobody(&|two| drop(two.people.remove(&id("BEN")))), none, "has never joined");
    assert_eq!(nobody(&|two| two.call.hands[1].person = id("ANA")), none, "both hands are Ana's");
    let spent = |two: &mut Gathering, name: &str| {
        let person = two.people[&id(name)].clone();
        for _ in 0..2 {
            let _ = two.attention.spend(&person, crate::domain::attention::Kind::Nudge, None, tuesday());
        }
    };
    assert_eq!(nobody(&|two| spent(two, "ANA")), none);
    assert_eq!(nobody(&|two| spent(two, "BEN")), none);
}

#[test]
fn the_least_busy_helper_is_offered_first() {
    let mut three = gathering(&["ANA"], &["BEN", "CHO"]);
    let helped = press(with_offer(), "ANA", CommunityPress::Introduce);
    three.asks.push(asked(&helped).unwrap());
    assert_eq!(offered(&three.matches(tuesday(), seed()).decision), [pair("ANA", "CHO")]);
}

#[test]
fn a_yes_becomes_an_ask_that_has_its_helper_already() {
    let decision = press(with_offer(), "ANA", CommunityPress::Introduce);
    let ask = asked(&decision).expect("an ask");
    assert_eq!((ask.origin, ask.helper()), (Origin::Community, Some(&id("BEN"))));
    assert!(matches!(ask.state, AskState::Accepted { .. }));
    assert_eq!(saved(&decision).unwrap().offers[0].state, OfferState::Introduced);
    let group = Target::Group(vec![id("ANA"), id("BEN")]);
    assert!(decision.outgoing.iter().any(|outgoing| outgoing.to == group));
    let card = decision.outgoing.iter().find(|outgoing| outgoing.to == Target::Edit(ask.card()));
    assert!(card.is_some(), "the card takes the offer's place");
    assert_eq!(decision.wakes.len(), 1, "and the follow-up comes for free");
}

#[test]
fn only_whom_it_was_made_to_answers_an_offer_and_only_once() {
    let over = Reply::Say(Answer::Community(message::CommunityAnswer::OfferIsOver));
    assert_eq!(press(with_offer(), "BEN", CommunityPress::Introduce).reply, over);
    let mut no = with_offer();
    let declined = press(no.clone(), "ANA", CommunityPress::Decline);
    assert_eq!(standing(&declined), Some(OfferStanding::Declined));
    no.call = saved(&declined).unwrap();
    assert_eq!(press(no, "ANA", CommunityPress::Introduce).reply, over);
}

#[test]
fn a_hand_that_goes_down_takes_its_offers_with_it() {
    let lowered = |name: &str, hand| with_offer().call.lowered(&id(name), hand, tuesday());
    let own = lowered("ANA", Hand::NeedsHelp);
    assert_eq!(standing(&own), Some(OfferStanding::TakenBack));
    assert_eq!(own.withdrawn.len(), 1, "also where it was not sent yet");
    assert_eq!(standing(&lowered("BEN", Hand::CanHelp)), Some(OfferStanding::Over));
    assert_eq!(lowered("BEN", Hand::NeedsHelp), Decision::default(), "that hand was never up");
    assert_eq!(standing(&with_offer().call.left_by(&id("BEN"), tuesday())), Some(OfferStanding::Over));
    let mut gone = with_offer();
    gone.call.hands.retain(|hand| hand.person != id("BEN"));
    assert_eq!(asked(&press(gone, "ANA", CommunityPress::Introduce)), None);
}

#[test]
fn after_a_week_the_question_is_over_and_no_hand_is_remembered() {
    let mut offered = with_offer();
    let before = offered.clone().matches(offered.call.ends_at() - SignedDuration::from_mins(1), seed());
    assert_eq!(before.decision.wakes[0].at, offered.call.ends_at());
    let end = offered.call.ends_at();
    let over = offered.clone().matches(end, seed()).decision;
    let call = saved(&over).unwrap();
    assert_eq!((call.hands.len(), call.state, call.offers[0].state), (0, CallState::Over, OfferState::Over));
    assert_eq!(over.wakes.len(), 0);
    offered.call = call.clone();
    assert_eq!(offered.matches(end, seed()).decision, Decision::default());
    assert_eq!(call.raised(&id("EVE"), Hand::CanHelp), Decision::default());
}

#[test]
fn whoever_reads_the_record_reads_of_themselves_alone() {
    let call = with_offer().call;
    let of_ben = call.seen_by(&id("BEN"));
    assert_eq!((of_ben.hands.len(), of_ben.offers.len()), (1, 0), "nobody has taken Ben up yet");
    assert_eq!(call.seen_by(&id("ANA")).offers.len(), 1);
    assert_eq!(call.seen_by(&id("EVE")).people(), []);
}

/// One thing that may happen to a question.
#[derive(Clone, Debug)]
enum Step {
    Raise(usize, Hand),
    Lower(usize, Hand),
    Leave(usize),
    Match,
    Press(usize, CommunityPress),
}

fn step() -> impl Strategy<Value = Step> {
    let hand = || prop_oneof![Just(Hand::NeedsHelp), Just(Hand::CanHelp)];
    let press = || prop_oneof![Just(CommunityPress::Introduce), Just(CommunityPress::Decline)];
    prop_oneof![
        4 => (0..5_usize, hand()).prop_map(|(who, hand)| Step::Raise(who, hand)),
        1 => (0..5_usize, hand()).prop_map(|(who, hand)| Step::Lower(who, hand)),
        1 => (0..5_usize).prop_map(Step::Leave),
        3 => Just(Step::Match),
        2 => (0..4_usize, press()).prop_map(|(which, press)| Step::Press(which, press)),
    ]
}

proptest! {
    #[test]
    fn whatever_happens_no_offer_stands_without_its_hands(steps in prop::collection::vec(step(), 0..40)) {
        let names = ["ANA", "BEN", "CHO", "DEE", "EVE"];
        let mut now = tuesday();
        let mut all = gathering(&[], &[]);
        for step in steps {
            now += SignedDuration::from_hours(2);
            let call = || all.call.clone();
            let decision = match step {
                Step::Raise(who, hand) => call().raised(&id(names[who]), hand),
                Step::Lower(who, hand) => call().lowered(&id(names[who]), hand, now),
                Step::Leave(who) => call().left_by(&id(names[who]), now),
                Step::Match => all.clone().matches(now, seed()).decision,
                Step::Press(which, press) => match all.call.offers.get(which) {
                    Some(offer) => all.clone().answered(&offer.seeker, &offer.ask, press, now),
                    None => Decision::default(),
                },
            };
            for change in &decision.changes {
                if let Change::SpendAttention(entry) = change {
                    all.attention.write(entry.clone());
                }
            }
            all.call = saved(&decision).unwrap_or_else(|| all.call.clone());
            let offers = &all.call.offers;
            for (place, offer) in offers.iter().enumerate() {
                prop_assert!(offer.seeker != offer.helper);
                let again = |other: &Offer| other.seeker == offer.seeker && other.helper == offer.helper;
                prop_assert!(!offers[..place].iter().any(again), "twice the same");
                if offer.stands() {
                    prop_assert!(all.call.is_raised(&offer.seeker, Hand::NeedsHelp));
                    prop_assert!(all.call.is_raised(&offer.helper, Hand::CanHelp));
                }
            }
            for name in names {
                let open = |who: fn(&Offer) -> &PersonId, state| {
                    offers.iter().filter(|offer| *who(offer) == id(name) && offer.state == state).count()
                };
                prop_assert!(open(|offer| &offer.helper, OfferState::Open) <= 1, "a helper is offered once");
                prop_assert!(open(|offer| &offer.seeker, OfferState::Introduced) <= 1);
            }
        }
    }
}
