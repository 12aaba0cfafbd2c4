use super::*;
use crate::domain::decision::Reply;
use crate::domain::event::Seed;
use crate::domain::ids::ChannelId;
use crate::domain::org::{OrgFacts, Place, Wrong};
use crate::domain::testing::id;

fn at(minutes: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minutes)
}

fn file(id: &str, name: &str) -> SharedFile {
    SharedFile { id: FileId::new(id), name: name.into(), kind: FileKind::of(name, "") }
}

fn message(ts: &str) -> MessageRef {
    MessageRef { channel: ChannelId::new("D1"), ts: ts.into() }
}

fn share(files: Vec<SharedFile>) -> Share {
    Share { person: id("ANA"), message: message("1.2"), thread: None, files }
}

fn shared_with(share: &Share, earlier: &[Upload]) -> Vec<Upload> {
    saved(&share.taken(earlier, Seed([7; 32]), at(0)))
}

fn saved(decision: &Decision) -> Vec<Upload> {
    let upload = |change: &Change| {
        if let Change::SaveRecord(record) = change { record.clone().into_upload() } else { None }
    };
    decision.changes.iter().filter_map(upload).collect()
}

/// The one upload of a decision, as it would be loaded again.
fn next(decision: &Decision) -> Upload {
    let saved = saved(decision).pop().expect("an upload is saved");
    Upload { version: saved.version + 1, ..saved }
}

fn waiting() -> Upload {
    let upload = shared_with(&share(vec![file("F1", "people.csv")]), &[]).pop().expect("an upload");
    Upload { version: 1, ..upload }
}

fn difference(digest: &str) -> Difference {
    let plan = Plan { save: vec![OrgFacts::unknown(id("BEN"))], ..Plan::default() };
    Difference { plan, people: 3, digest: digest.into() }
}

fn proposed() -> Upload {
    next(&waiting().read(difference("one"), at(1)))
}

fn applying() -> Upload {
    next(&proposed().pressed(&id("ANA"), UploadPress::Apply, "one", at(2)))
}

fn said(decision: &Decision) -> (&Target, &UploadMessage) {
    match &decision.outgoing.as_slice() {
        [Outgoing { to, message: Message::Upload(message), .. }] => (to, message),
        other => panic!("{other:?}"),
    }
}

fn standing(decision: &Decision) -> Standing {
    let message = said(decision).1;
    let (UploadMessage::Difference { standing, .. } | UploadMessage::Settled { standing, .. }) = message
    else {
        panic!("{message:?}")
    };
    *standing
}

fn keeps(decision: &Decision) -> bool {
    decision.changes.iter().any(|change| matches!(change, Change::SaveOrg(_)))
}

fn answer(answer: UploadAnswer) -> Reply {
    Answer::Upload(answer).into()
}

#[test]
fn a_kind_is_told_by_the_name_and_else_by_the_mime_type() {
    for (name, mime_type, expected) in [
        ("People.CSV", "", FileKind::Table),
        ("people.tsv", "application/octet-stream", FileKind::Table),
        ("Untitled", "text/plain", FileKind::Table),
        ("people.xlsx", "", FileKind::Workbook),
        ("people", "application/vnd.ms-excel", FileKind::Workbook),
        ("notes.pdf", "application/pdf", FileKind::Other),
        ("notes.md", "text/markdown", FileKind::Other),
        ("", "", FileKind::Unknown),
    ] {
        assert_eq!(FileKind::of(name, mime_type), expected, "{name} {mime_type}");
    }
}

#[test]
fn each_list_of_a_message_is_looked_at_and_pictures_beside_it_are_not() {
    let files = vec![file("F1", "a.csv"), file("F2", "cat.png"), file("F3", "b.txt"), file("F4", "c.xlsx")];
    let uploads = shared_with(&share(files), &[]);
    let looked_at: Vec<&str> = uploads.iter().map(|upload| upload.file.as_str()).collect();
    assert_eq!(looked_at, ["F1", "F3"]);
    assert_ne!(uploads[0].id, uploads[1].id);
    assert!(uploads.iter().all(Upload::awaits_a_look));
}

#[test]
fn a_picture_is_answered_once_a_day_and_a_spreadsheet_always() {
    let picture = share(vec![file("F1", "cat.png"), file("F2", "dog.png")]);
    let first = shared_with(&picture, &[]);
    assert_eq!(first.len(), 1, "of several, one look is enough");
    let another = Share { message: message("2.0"), files: vec![file("F3", "cow.png")], ..picture.clone() };
    assert!(shared_with(&another, &first).is_empty());
    let sheet = Share { files: vec![file("F4", "people.xlsx")], ..another.clone() };
    assert_eq!(shared_with(&sheet, &first).len(), 1);
    assert_eq!(saved(&another.taken(&first, Seed([7; 32]), at(24 * 60))).len(), 1);
}

#[test]
fn a_picture_in_a_thread_belongs_to_the_conversation_there_and_a_list_does_not() {
    let picture = Share { thread: Some(message("1.0")), ..share(vec![file("F1", "cat.png")]) };
    assert!(shared_with(&picture, &[]).is_empty());
    let list = Share { files: vec![file("F1", "people.csv")], ..picture };
    assert_eq!(shared_with(&list, &[])[0].place, message("1.0"));
}

#[test]
fn the_same_file_of_the_same_message_is_taken_once() {
    let list = share(vec![file("F1", "people.csv")]);
    let first = shared_with(&list, &[]);
    assert!(shared_with(&list, &first).is_empty());
    let again = Share { message: message("3.0"), ..list };
    assert_eq!(shared_with(&again, &first).len(), 1, "sent once more, it is looked at once more");
}

#[test]
fn a_difference_is_shown_in_the_thread_and_kept_on_a_click() {
    let shown = waiting().read(difference("one"), at(1));
    assert_eq!(said(&shown).0, &Target::Under(message("1.2")));
    assert_eq!((standing(&shown), keeps(&shown)), (Standing::Proposed, false));
    let pressed = proposed().pressed(&id("ANA"), UploadPress::Apply, "one", at(2));
    assert_eq!(pressed.reply, answer(UploadAnswer::Applying));
    assert!(!keeps(&pressed), "the file is read once more first");
    let applied = applying().read(difference("one"), at(3));
    assert_eq!(said(&applied).0, &Target::Edit(proposed().card()));
    assert_eq!((standing(&applied), keeps(&applied)), (Standing::Applied, true));
    let applied = next(&applied);
    assert!(!applied.is_open() && applied.name.is_empty());
    assert_eq!(applied.read(difference("one"), at(4)), Decision::default());
}

#[test]
fn nothing_to_change_has_nothing_to_press() {
    let shown = waiting().read(Difference { plan: Plan::default(), ..difference("one") }, at(1));
    assert_eq!(standing(&shown), Standing::Proposed);
    assert!(!next(&shown).is_open());
}

#[test]
fn another_difference_than_was_seen_is_shown_and_not_kept() {
    let changed = applying().read(difference("two"), at(3));
    assert_eq!((standing(&changed), keeps(&changed)), (Standing::Changed, false));
    let again = next(&changed);
    let stale = again.clone().pressed(&id("ANA"), UploadPress::Apply, "one", at(4));
    assert_eq!(stale, Decision::default().reply(answer(UploadAnswer::LookAgain)));
    let pressed = again.pressed(&id("ANA"), UploadPress::Apply, "two", at(4));
    assert!(keeps(&next(&pressed).read(difference("two"), at(5))));
}

#[test]
fn two_clicks_are_one_and_nobody_else_has_a_say() {
    let twice = applying().pressed(&id("ANA"), UploadPress::Apply, "one", at(2));
    assert_eq!(twice, Decision::default().reply(answer(UploadAnswer::Applying)));
    let other = proposed().pressed(&id("BEN"), UploadPress::Apply, "one", at(2));
    assert_eq!(other, Upload::over());
    let left = proposed().pressed(&id("ANA"), UploadPress::Leave, "anything", at(2));
    assert_eq!(standing(&left), Standing::Left);
    assert_eq!(next(&left).pressed(&id("ANA"), UploadPress::Apply, "one", at(3)), Upload::over());
}

#[test]
fn whoever_may_not_send_files_is_told_so_once_for_all_files_of_a_message() {
    let files = vec![file("F1", "a.csv"), file("F2", "b.csv")];
    let keys: Vec<MessageKey> = shared_with(&share(files), &[])
        .into_iter()
        .map(|upload| upload.hindered(Obstacle::NotAdmin, at(1)).outgoing.remove(0).key)
        .collect();
    assert_eq!(keys[0], keys[1], "the same key is never said twice");
}

#[test]
fn an_obstacle_closes_what_waits_and_leaves_a_difference_where_it_may_pass() {
    for &obstacle in Obstacle::ALL {
        let before = waiting().hindered(obstacle, at(1));
        assert_eq!(said(&before).0, &Target::Under(message("1.2")), "{obstacle:?}");
        assert!(!next(&before).is_open(), "{obstacle:?}");
        let on_apply = applying().hindered(obstacle, at(3));
        assert!(!keeps(&on_apply), "{obstacle:?}");
        let left_standing = next(&on_apply).is_open();
        assert_eq!(left_standing, obstacle.may_pass(), "{obstacle:?}");
        let in_place = matches!(said(&on_apply).0, Target::Edit(_));
        assert_eq!(in_place, !obstacle.may_pass(), "{obstacle:?}");
    }
}

#[test]
fn long_lists_of_faults_are_cut() {
    let fault = |line| Fault { at: Place::line(line), what: Wrong::NoPerson };
    let faults: Vec<Fault> = (2..40).map(fault).collect();
    let told = waiting().faulty(&faults, at(1));
    let UploadMessage::Faulty { faults, more, .. } = said(&told).1 else { panic!() };
    assert_eq!((faults.len(), *more), (MOST_SHOWN, 38 - MOST_SHOWN));
    assert!(matches!(said(&applying().faulty(&[fault(2)], at(3))).0, Target::Edit(_)));
}

#[test]
fn what_a_crash_forgot_is_looked_at_again_and_given_up_in_the_end() {
    let mut upload = waiting();
    for _ in 1..LOOKS {
        upload = next(&upload.woke(at(10)));
        assert!(upload.awaits_a_look());
    }
    let given_up = upload.woke(at(30));
    assert!(matches!(said(&given_up).1, UploadMessage::Hindered { obstacle: Obstacle::Unreachable, .. }));
    assert!(!next(&given_up).is_open());
}

#[test]
fn a_difference_that_nobody_decides_on_lapses_after_a_week() {
    let week = PROPOSED_FOR.as_mins();
    assert_eq!(proposed().woke(at(week)), Decision::default(), "it was shown a minute later");
    let lapsed = proposed().woke(at(week + 1));
    assert_eq!(standing(&lapsed), Standing::Lapsed);
    assert!(!next(&lapsed).is_open());
}

#[test]
fn whoever_is_to_be_forgotten_is_named_no_more() {
    let mut brief = Report {
        run: Run::Dry,
        people: 1,
        differences: crate::domain::org::Differences {
            gone: vec![crate::domain::org::Gone { person: id("BEN"), who: "Ben".into() }],
            ..Default::default()
        },
    }
    .brief(1);
    brief.name_nobody();
    assert_eq!((brief.counts.gone, brief.shown.gone.len()), (1, 0));
}
