//! Questions in a channel: found by the message under which hands are raised, and without the names of the forgotten.

use crate::fixture::*;
use crate::promise;
use viceversa::domain::decision::Change;
use viceversa::domain::ids::AskId;
use viceversa::domain::record::{Record, RecordKind};
use viceversa::ports::{Finish, Storage, StorageError};

promise!(a_question_is_found_by_its_message_and_by_whoever_raised_a_hand, store => {
    let new = call("U1", "U2");
    store.save([Change::SaveRecord(Record::Call(new.clone()))]).await.unwrap();
    let saved = Record::Call(new.clone()).at_version(1);
    store.say([question(&new)]).await;
    let claimed = store.claim_one(at(0)).await;
    assert_eq!(claimed.to, question(&new).to);
    assert!(store.db.finish(&claimed, Finish::Sent { message: message_ref("1.1") }, at(1)).await.unwrap());
    assert_eq!(store.db.record_of_message(&team(), &message_ref("1.1")).await.unwrap(), Some(saved.clone()));
    assert_eq!(store.db.posted(&team(), &new.post()).await.unwrap(), Some(message_ref("1.1")));
    assert_eq!(store.db.records_of(&team(), &person("U2").id).await.unwrap(), [saved]);
    assert_eq!(store.db.open_records(&team(), RecordKind::Ask).await.unwrap(), []);
});

promise!(of_two_hands_in_the_same_moment_the_second_is_decided_anew, store => {
    let new = call("U1", "U2");
    store.save([Change::SaveRecord(Record::Call(new.clone()))]).await.unwrap();
    let loaded = Record::Call(new).at_version(1);
    store.save([Change::SaveRecord(loaded.clone())]).await.unwrap();
    let second = store.save([Change::SaveRecord(loaded)]).await;
    assert!(matches!(second, Err(StorageError::Conflict)));
});

promise!(a_forgotten_hand_is_nobodys_and_the_question_stays, store => {
    let new = call("U1", "U2");
    store.save([Change::SavePerson(person("U1")), Change::SaveRecord(Record::Call(new))]).await.unwrap();
    store.save([Change::ForgetPerson(person("U1").id)]).await.unwrap();
    let open = store.db.open_records(&team(), RecordKind::Call).await.unwrap();
    let [Record::Call(left)] = &open[..] else { panic!("{open:?}") };
    assert!(left.hands[0].person.is_forgotten() && left.offers[0].seeker.is_forgotten());
    assert_eq!((left.hands[1].person.as_str(), &left.offers[0].ask), ("U2", &AskId::new("ask/offered")));
});
