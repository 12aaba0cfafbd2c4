//! One of everything we may say about files of people.

use super::*;
use crate::domain::ids::UploadId;
use crate::domain::org::{
    Absence, Absent, Brief, Column, Counts, Differences, Entry, Fault, FieldChange, Gone, Notice, Place, Run,
    Step, Wrong,
};
use crate::domain::upload::Obstacle;
use crate::domain::upload::message::{Standing, UploadAnswer, UploadMessage};

fn upload() -> UploadId {
    UploadId::new("upload/0123456789abcdef")
}

fn name() -> String {
    "people <2026>.csv".into()
}

fn entry(line: u64, who: &str, fields: &[(Column, Option<&str>, Option<&str>)]) -> Entry {
    let change = |(field, old, new): &(Column, Option<&str>, Option<&str>)| FieldChange {
        field: *field,
        old: old.map(str::to_owned),
        new: new.map(str::to_owned),
    };
    Entry { line, person: ben(), who: who.into(), fields: fields.iter().map(change).collect() }
}

fn brief(run: Run) -> Brief {
    let added = [(Column::Manager, None, Some("Ana Lima")), (Column::Level, None, Some("senior_manager"))];
    let changed =
        [(Column::Manager, None, Some("Ana Lima")), (Column::Team, Some("Search & Find"), Some("Checkout"))];
    let at = Place { line: Some(40), column: Some((3, "manager".into())) };
    Brief {
        run,
        people: 61,
        counts: Counts { added: 38, changed: 1, absent: 1, gone: 1, notices: 2 },
        shown: Differences {
            added: vec![entry(2, "Ben Ode", &added)],
            changed: vec![entry(4, "Chi Wu", &changed)],
            unchanged: 21,
            absent: vec![Absent { line: 9, who: "dee@x.example".into(), why: Absence::Deactivated }],
            gone: vec![Gone { person: ana(), who: "Ana Lima".into() }],
            notices: vec![
                Notice::ColumnIgnored { number: 6, heading: "nivel".into(), meant: Some(Column::Level) },
                Notice::ManagerUnknown { at, said: "<!channel>".into() },
            ],
        },
    }
}

fn difference(brief: Brief, standing: Standing) -> Message {
    let digest = "0011223344556677".into();
    Message::Upload(UploadMessage::Difference { upload: upload(), name: name(), brief, digest, standing })
}

fn nothing_new() -> Brief {
    let shown = Differences { unchanged: 61, ..Differences::default() };
    Brief { run: Run::Dry, people: 61, counts: Counts::default(), shown }
}

fn faulty() -> Message {
    let cell =
        |line, number, heading: &str| Place { line: Some(line), column: Some((number, heading.into())) };
    let step = |who: &str, line| Step { who: who.into(), line };
    let circle = vec![step("Ana Lima", Some(3)), step("Ben Ode", Some(7)), step("Chi Wu", None)];
    let faults = vec![
        Fault {
            at: cell(4, 3, "level"),
            what: Wrong::UnknownLevel { said: "maneger".into(), meant: Some(Level::Manager) },
        },
        Fault { at: cell(5, 1, "email"), what: Wrong::NotAPerson("ana".into()) },
        Fault { at: Place::line(3), what: Wrong::Circle(circle) },
    ];
    Message::Upload(UploadMessage::Faulty { upload: upload(), name: name(), faults, more: 37 })
}

fn hindered(obstacle: Obstacle) -> Message {
    Message::Upload(UploadMessage::Hindered { upload: upload(), name: name(), obstacle })
}

fn settled(standing: Standing) -> Message {
    Message::Upload(UploadMessage::Settled { upload: upload(), name: name(), standing })
}

pub fn messages() -> BTreeMap<&'static str, Message> {
    BTreeMap::from([
        ("upload_proposed", difference(brief(Run::Dry), Standing::Proposed)),
        ("upload_changed", difference(brief(Run::Dry), Standing::Changed)),
        ("upload_nothing", difference(nothing_new(), Standing::Proposed)),
        ("upload_nothing_any_more", difference(nothing_new(), Standing::Changed)),
        ("upload_applied", difference(brief(Run::Applied), Standing::Applied)),
        ("upload_left", settled(Standing::Left)),
        ("upload_lapsed", settled(Standing::Lapsed)),
        ("upload_faulty", faulty()),
        ("upload_not_admin", hindered(Obstacle::NotAdmin)),
        ("upload_other_kind", hindered(Obstacle::OtherKind)),
        ("upload_too_large", hindered(Obstacle::TooLarge)),
        ("upload_gone", hindered(Obstacle::Gone)),
        ("upload_no_scope", hindered(Obstacle::NoScope)),
        ("upload_unreachable", hindered(Obstacle::Unreachable)),
        ("upload_addresses_hidden", hindered(Obstacle::AddressesHidden)),
    ])
}

pub fn answers() -> BTreeMap<&'static str, Answer> {
    BTreeMap::from([
        ("upload_applying", UploadAnswer::Applying),
        ("upload_look_again", UploadAnswer::LookAgain),
        ("upload_over", UploadAnswer::Over),
    ])
    .into_iter()
    .map(|(name, answer)| (name, Answer::Upload(answer)))
    .collect()
}
