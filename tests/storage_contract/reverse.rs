//! Terms of reverse mentoring: found by either of the two, open until they are over, and nameless where they must be.

use crate::fixture::*;
use crate::promise;
use jiff::civil::date;
use std::collections::{BTreeMap, BTreeSet};
use viceversa::domain::decision::{Change, Decision, Outgoing, Target, Wake, WakeKind};
use viceversa::domain::ids::{ProgramId, PromptId, RoundId, TermId, WakeKey};
use viceversa::domain::matching::explain::Reason;
use viceversa::domain::message::{Introduced, Message, Question};
use viceversa::domain::people::Person;
use viceversa::domain::record::{Record, RecordKind};
use viceversa::domain::reverse::message::{Offer, OfferStanding, ReverseMessage};
use viceversa::domain::reverse::{Ending, LENGTH, Origin, Reminded, ReverseWake, Stage, Term, Topic};
use viceversa::ports::Storage;

promise!(terms_are_found_by_either_and_open_until_they_are_over, store => {
    let kept = |term: &Term| Record::Term(Box::new(term.clone())).at_version(1);
    let (first, second) = (term("1", "U1", "U2"), term("2", "U2", "U3"));
    store.save([&first, &second].map(|term| Change::SaveRecord(Record::Term(Box::new(term.clone()))))).await.unwrap();
    let db = &store.db;
    assert_eq!(db.records_of(&team(), &person("U2").id).await.unwrap(), [kept(&first), kept(&second)]);
    assert_eq!(db.records_of(&team(), &person("U3").id).await.unwrap(), [kept(&second)]);
    let found = db.record(&team(), RecordKind::Term, first.id.as_str()).await.unwrap();
    assert_eq!(found, Some(kept(&first)));
    assert_eq!(db.record(&team(), RecordKind::Ask, first.id.as_str()).await.unwrap(), None);
    let over = Term { stage: Stage::Over { at: at(9), ending: Ending::Early }, version: 1, ..first };
    store.save([Change::SaveRecord(Record::Term(Box::new(over)))]).await.unwrap();
    let open = db.open_records(&team(), RecordKind::Term).await.unwrap();
    assert_eq!(open, [kept(&second)]);
    assert_eq!(db.records_since(&team(), RecordKind::Term, at(0)).await.unwrap().len(), 2);
});

promise!(a_term_goes_with_its_junior_and_a_senior_becomes_nameless_in_it, store => {
    let (led, leads) = (term("led", "U2", "U1"), term("leads", "U1", "U2"));
    let records = [&led, &leads].map(|term| Change::SaveRecord(Record::Term(Box::new(term.clone()))));
    let decision = Decision { changes: records.into(), ..Decision::default() };
    let look = Wake {
        key: WakeKey::new("term/led/look"),
        at: at(0),
        what: WakeKind::Reverse(ReverseWake::Look(led.id.clone())),
    };
    store.commit(decision.change(Change::SaveWorkspace(workspace())).wake(look)).await.unwrap();
    store.say([offer_of(&led), offer_of(&leads)]).await;
    store.save([Change::ForgetPerson(person("U1").id)]).await.unwrap();
    let records = store.db.open_records(&team(), RecordKind::Term).await.unwrap();
    let [Record::Term(left)] = &records[..] else { panic!("{records:?}") };
    assert_eq!((&left.id, left.junior.as_str(), left.senior.is_forgotten()), (&led.id, "U2", true));
    assert_eq!(store.db.due_wakes(at(9), 9).await.unwrap().len(), 1, "the term is looked at again");
    for claimed in store.db.claim(at(9), 9).await.unwrap() {
        let Message::Reverse(ReverseMessage::Offer(offer)) = &claimed.message else { panic!("{claimed:?}") };
        for shown in [&offer.junior, &offer.senior].into_iter().filter(|each| each.person.is_forgotten()) {
            assert_eq!((shown.name.as_str(), &shown.own_words), ("", &None));
        }
        assert_eq!(offer.topic.is_some(), offer.junior.person.as_str() == "U2", "only one's own words stay");
    }
    let traces = store.everything().await.into_iter().filter(|line| line.contains("words of U1"));
    assert_eq!(traces.collect::<Vec<_>>(), [] as [String; 0]);
});

/// A term whose junior has proposed times, with a topic in their own words.
pub fn term(name: &str, junior: &str, senior: &str) -> Term {
    let slot = date(2026, 11, 19);
    Term {
        id: TermId::new(format!("term/{name}")),
        version: 0,
        round: RoundId::of(&ProgramId::new("reverse"), slot),
        slot,
        began_at: at(0),
        junior: person(junior).id,
        senior: person(senior).id,
        reasons: vec![Reason::OutsideTheLine],
        topic: Some(Topic::Words(format!("words of {junior}"))),
        length: LENGTH,
        meetings: Vec::new(),
        cancelled: 0,
        turn: 2,
        chased: 0,
        next_from: at(0),
        unfit: BTreeSet::from([at(5)]),
        question: Some(Question { prompt: PromptId::new("q1"), text: "What is hard?".into(), reading: None }),
        resting: BTreeSet::new(),
        reviews: BTreeMap::new(),
        stage: Stage::Offering { times: Vec::new(), origin: Origin::Junior, reminded: Reminded::No },
        look_at: Some(at(0)),
    }
}

/// The times of a term, still to be sent.
pub fn offer_of(term: &Term) -> Outgoing {
    let introduced =
        |id: &str| Introduced::of(&Person { display_name: format!("name of {id}"), ..person(id) });
    let offer = Offer {
        term: term.id.clone(),
        turn: term.turn,
        junior: introduced(term.junior.as_str()),
        senior: introduced(term.senior.as_str()),
        topic: term.topic.clone(),
        times: Vec::new(),
        origin: Origin::Junior,
        standing: OfferStanding::Open,
    };
    Outgoing {
        key: term.offering(),
        to: Target::Thread(term.introduction()),
        message: Message::Reverse(ReverseMessage::Offer(Box::new(offer))),
        ..outgoing("", "")
    }
}
