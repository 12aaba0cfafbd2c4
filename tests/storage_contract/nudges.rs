//! Nudges: found by their own person and message, and by nobody else.

use crate::fixture::*;
use crate::promise;
use jiff::civil::date;
use viceversa::domain::decision::{Change, Outgoing};
use viceversa::domain::ids::{NudgeId, PromptId, ThemeId};
use viceversa::domain::message::{Message, Question};
use viceversa::domain::nudges::message::{NudgeCard, NudgeMessage, NudgeStanding};
use viceversa::domain::nudges::{Commitment, Nudge, NudgeState, Reminder, Said};
use viceversa::domain::record::{Record, RecordKind};
use viceversa::ports::{Finish, Storage};

promise!(a_nudge_is_found_by_its_own_person_and_message, store => {
    let nudge = nudge("1", "U1", "U2");
    store.save([Change::SaveRecord(Record::Nudge(nudge.clone()))]).await.unwrap();
    let saved = Record::Nudge(nudge.clone()).at_version(1);
    let db = &store.db;
    let found = db.record(&team(), RecordKind::Nudge, nudge.id.as_str()).await.unwrap();
    assert_eq!(found.as_ref(), Some(&saved));
    assert_eq!(db.record(&team(), RecordKind::Ask, nudge.id.as_str()).await.unwrap(), None);
    assert_eq!(db.records_of(&team(), &person("U1").id).await.unwrap(), std::slice::from_ref(&saved));
    assert_eq!(db.records_of(&team(), &person("U2").id).await.unwrap(), []);
    assert_eq!(db.records_since(&team(), RecordKind::Nudge, at(0)).await.unwrap().len(), 1);
    assert_eq!(db.open_records(&team(), RecordKind::Nudge).await.unwrap().len(), 1);
    store.say([card_of(&nudge)]).await;
    let claimed = store.claim_one(at(0)).await;
    assert!(db.finish(&claimed, Finish::Sent { message: message_ref("1.1") }, at(1)).await.unwrap());
    assert_eq!(db.record_of_message(&team(), &message_ref("1.1")).await.unwrap(), Some(saved));
});

/// A nudge of one person, who means to ask another.
pub fn nudge(id: &str, owner: &str, with: &str) -> Nudge {
    let commitment = Commitment {
        with: person(with).id,
        on: date(2026, 11, 20),
        moved: 0,
        reminder: Reminder::ThatMorning,
    };
    Nudge {
        id: NudgeId::new(format!("nudge/2026-11-18/{id}")),
        version: 0,
        person: person(owner).id,
        given_at: at(0),
        theme: ThemeId::new("delegation"),
        question: Question { prompt: PromptId::new("q1"), text: "Ask somebody.".into(), reading: None },
        gave: 0,
        state: NudgeState::Committed(commitment),
        said: Said::default(),
    }
}

pub fn card_of(nudge: &Nudge) -> Outgoing {
    let NudgeState::Committed(commitment) = &nudge.state else { panic!("no commitment") };
    let card = NudgeCard {
        nudge: nudge.id.clone(),
        theme: nudge.theme.clone(),
        question: nudge.question.clone(),
        gave: 0,
        standing: NudgeStanding::Committed(commitment.clone()),
    };
    Outgoing {
        message: Message::Nudge(NudgeMessage::Card(card)),
        ..outgoing(nudge.id.as_str(), nudge.person.as_str())
    }
}
