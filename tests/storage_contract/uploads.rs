//! Files of people: found by whoever sent them, gone with them, and silent about whoever asks to be forgotten.

use crate::fixture::*;
use crate::promise;
use viceversa::domain::decision::{Change, Outgoing, Target};
use viceversa::domain::ids::{FileId, UploadId};
use viceversa::domain::message::Message;
use viceversa::domain::org::{Brief, Counts, Differences, Gone, Run};
use viceversa::domain::record::{Record, RecordKind};
use viceversa::domain::upload::message::{Standing, UploadMessage};
use viceversa::domain::upload::{FileKind, Upload, UploadState};
use viceversa::ports::Storage;

promise!(a_file_is_found_by_its_sender_and_goes_with_them, store => {
    let upload = upload("U1");
    store.save([Change::SaveRecord(Record::Upload(upload.clone()))]).await.unwrap();
    let saved = Record::Upload(upload.clone()).at_version(1);
    let db = &store.db;
    let found = db.record(&team(), RecordKind::Upload, upload.id.as_str()).await.unwrap();
    assert_eq!(found.as_ref(), Some(&saved));
    assert_eq!(db.records_of(&team(), &person("U1").id).await.unwrap(), std::slice::from_ref(&saved));
    assert_eq!(db.open_records(&team(), RecordKind::Upload).await.unwrap().len(), 1);
    let closed = Upload { state: UploadState::Applied, version: 1, ..upload.clone() };
    store.save([Change::SaveRecord(Record::Upload(closed))]).await.unwrap();
    assert_eq!(db.open_records(&team(), RecordKind::Upload).await.unwrap(), []);
    store.save([Change::ForgetPerson(person("U1").id)]).await.unwrap();
    assert_eq!(db.record(&team(), RecordKind::Upload, upload.id.as_str()).await.unwrap(), None);
});

promise!(what_is_said_under_somebodys_message_finds_its_way_and_names_nobody_who_is_forgotten, store => {
    let card = difference(&upload("U1"), "U2");
    store.say([card.clone()]).await;
    store.save([Change::ForgetPerson(person("U2").id)]).await.unwrap();
    let claimed = store.claim_one(at(0)).await;
    assert_eq!(claimed.to, Target::Under(message_ref("1.2")));
    let Message::Upload(UploadMessage::Difference { brief, .. }) = claimed.message else { panic!("no card") };
    assert_eq!((brief.counts.gone, brief.shown.gone), (1, Vec::new()));
});

fn upload(sender: &str) -> Upload {
    Upload {
        id: UploadId::new("upload/1"),
        version: 0,
        person: person(sender).id,
        file: FileId::new("F1"),
        kind: FileKind::Table,
        name: "people.csv".into(),
        place: message_ref("1.2"),
        shared_at: at(0),
        looks: 0,
        state: UploadState::Proposed { digest: "0011".into(), since: at(0) },
    }
}

/// A difference that names somebody.
fn difference(upload: &Upload, named: &str) -> Outgoing {
    let gone = vec![Gone { person: person(named).id, who: format!("name of {named}") }];
    let message = UploadMessage::Difference {
        upload: upload.id.clone(),
        name: upload.name.clone(),
        brief: Brief {
            run: Run::Dry,
            people: 1,
            counts: Counts { gone: 1, ..Counts::default() },
            shown: Differences { gone, ..Differences::default() },
        },
        digest: "0011".into(),
        standing: Standing::Proposed,
    };
    Outgoing {
        to: Target::Under(upload.place.clone()),
        message: Message::Upload(message),
        ..outgoing(upload.card().as_str(), "")
    }
}
