//! Asks and the attention they cost: found by person, time and message, saved only over what was loaded.

use crate::fixture::*;
use crate::promise;
use jiff::civil::date;
use viceversa::domain::attention::{Entry, Kind};
use viceversa::domain::decision::Change;
use viceversa::domain::record::{Record, RecordKind};
use viceversa::ports::{Finish, Storage, StorageError};

promise!(records_are_found_by_id_person_time_and_message, store => {
    let (first, second) = (ask("1", "U1", &["U2"]), ask("2", "U2", &["U3"]));
    store.save([&first, &second].map(|ask| Change::SaveRecord(Record::Ask(ask.clone())))).await.unwrap();
    let saved = |ask: &viceversa::domain::asks::Ask| Record::Ask(ask.clone()).at_version(1);
    let db = &store.db;
    let found = db.record(&team(), RecordKind::Ask, second.id.as_str()).await.unwrap();
    assert_eq!(found, Some(saved(&second)));
    assert_eq!(db.records_of(&team(), &person("U2").id).await.unwrap(), [saved(&first), saved(&second)]);
    assert_eq!(db.records_of(&team(), &person("U1").id).await.unwrap(), [saved(&first)]);
    assert_eq!(db.records_since(&team(), RecordKind::Ask, at(1)).await.unwrap(), []);
    assert_eq!(db.records_since(&team(), RecordKind::Ask, at(0)).await.unwrap().len(), 2);
    store.say([request_of(&second, "U3")]).await;
    let claimed = store.claim_one(at(0)).await;
    assert!(db.finish(&claimed, Finish::Sent { message: message_ref("1.1") }, at(1)).await.unwrap());
    let about = db.record_of_message(&team(), &message_ref("1.1")).await.unwrap();
    assert_eq!(about, Some(saved(&second)));
});

promise!(a_closed_record_is_open_no_more_and_a_stale_one_conflicts, store => {
    let new = Record::Ask(ask("1", "U1", &["U2"]));
    store.save([Change::SaveRecord(new.clone())]).await.unwrap();
    assert_eq!(store.db.open_records(&team(), RecordKind::Ask).await.unwrap().len(), 1);
    let again = store.save([Change::SaveRecord(new.clone())]).await;
    assert!(matches!(again, Err(StorageError::Conflict)));
    let over = Record::Ask(closed(ask("1", "U1", &["U2"]))).at_version(1);
    store.save([Change::SaveRecord(over.clone())]).await.unwrap();
    assert_eq!(store.db.open_records(&team(), RecordKind::Ask).await.unwrap(), []);
    let stale = store.save([Change::SaveRecord(over)]).await;
    assert!(matches!(stale, Err(StorageError::Conflict)));
});

promise!(the_last_contact_of_a_week_is_spent_once, store => {
    let contact = |number| Change::SpendAttention(entry("U1", number));
    store.save([contact(1), contact(-1)]).await.unwrap();
    let taken = store.save([contact(2), contact(1)]).await;
    assert!(matches!(taken, Err(StorageError::Conflict)));
    assert_eq!(store.db.attention_since(&team(), date(2026, 11, 16)).await.unwrap().len(), 2);
    assert_eq!(store.db.attention_since(&team(), date(2026, 11, 23)).await.unwrap(), []);
    let own = store.db.attention_of(&team(), &person("U1").id, date(2026, 1, 1)).await.unwrap();
    assert_eq!(own, [entry("U1", -1), entry("U1", 1)]);
    assert_eq!(store.db.attention_of(&team(), &person("U2").id, date(2026, 1, 1)).await.unwrap(), []);
});

/// A contact of the usual week.
pub fn entry(id: &str, number: i64) -> Entry {
    let week = date(2026, 11, 16);
    Entry { person: person(id).id, week, number, kind: Kind::Nudge, subject: None, at: at(0) }
}
