//! Files that somebody sends to the bot, and the buttons under what they would change.

use crate::adapters::slack::json::{list, text};
use crate::domain::event::Happening;
use crate::domain::ids::{ChannelId, FileId, MessageRef, PersonId, UploadId};
use crate::domain::upload::{FileKind, Share, SharedFile, UploadEvent, UploadPress};
use serde_json::Value;

/// A message with files in the bot's own direct message with a person; that it is there, the caller has seen.
pub fn shared(person: PersonId, event: &Value) -> Option<Happening> {
    let (channel, ts) = (ChannelId::new(text(event, "/channel")?), text(event, "/ts")?);
    let thread = text(event, "/thread_ts").filter(|thread| *thread != ts);
    let files: Vec<SharedFile> = list(event, "/files").iter().filter_map(file).collect();
    let share = Share {
        person,
        message: MessageRef { channel: channel.clone(), ts: ts.to_owned() },
        thread: thread.map(|thread| MessageRef { channel, ts: thread.to_owned() }),
        files,
    };
    (!share.files.is_empty()).then_some(Happening::Upload(UploadEvent::Shared(share)))
}

/// A button; its value names the file and what was seen of it.
pub fn pressed(person: PersonId, code: &str, value: &str) -> Option<Happening> {
    let press = UploadPress::from_code(code)?;
    let (upload, seen) = value.split_once(' ')?;
    let upload = UploadId::new(upload);
    Some(Happening::Upload(UploadEvent::Pressed { person, upload, press, seen: seen.to_owned() }))
}

/// Of a file that Slack shows nothing of, there is only the id.
fn file(file: &Value) -> Option<SharedFile> {
    let name = text(file, "/name").unwrap_or_default();
    let kind = FileKind::of(name, text(file, "/mimetype").unwrap_or_default());
    let is_there = text(file, "/mode") != Some("tombstone");
    is_there.then_some(SharedFile { id: FileId::new(text(file, "/id")?), name: name.to_owned(), kind })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn share(event: &Value) -> Option<Share> {
        let happened = shared(PersonId::new("U1"), event)?;
        let Happening::Upload(UploadEvent::Shared(share)) = happened else { panic!("{happened:?}") };
        Some(share)
    }

    #[test]
    fn every_file_of_a_message_is_seen_with_its_kind() {
        let files = json!([
            {"id": "F1", "name": "people.csv", "mimetype": "text/csv", "size": 12},
            {"id": "F2", "name": "people.xlsx"},
            {"id": "F3", "name": "Untitled", "mimetype": "text/plain"},
            {"id": "F4", "name": "cat.png", "mimetype": "image/png"},
            {"id": "F5", "file_access": "check_file_info"},
            {"id": "F6", "mode": "tombstone"},
            {"name": "nothing"},
        ]);
        let share = share(&json!({"channel": "D1", "ts": "1.2", "files": files})).expect("files");
        let kinds: Vec<(&str, FileKind)> =
            share.files.iter().map(|each| (each.id.as_str(), each.kind)).collect();
        let expected = [
            ("F1", FileKind::Table),
            ("F2", FileKind::Workbook),
            ("F3", FileKind::Table),
            ("F4", FileKind::Other),
            ("F5", FileKind::Unknown),
        ];
        assert_eq!(kinds, expected);
        assert_eq!((share.message.ts.as_str(), share.thread), ("1.2", None));
    }

    #[test]
    fn a_file_in_a_thread_belongs_to_the_thread() {
        let event = json!({"channel": "D1", "ts": "1.2", "thread_ts": "1.0", "files": [{"id": "F1"}]});
        assert_eq!(
            share(&event).and_then(|share| share.thread).map(|thread| thread.ts).as_deref(),
            Some("1.0")
        );
        assert_eq!(share(&json!({"channel": "D1", "ts": "1.2", "files": []})), None);
    }

    #[test]
    fn a_button_says_which_file_and_what_was_seen() {
        let press = pressed(PersonId::new("U1"), "apply", "upload/9f3c 77aa");
        let expected = UploadEvent::Pressed {
            person: PersonId::new("U1"),
            upload: UploadId::new("upload/9f3c"),
            press: UploadPress::Apply,
            seen: "77aa".into(),
        };
        assert_eq!(press, Some(Happening::Upload(expected)));
        assert_eq!(pressed(PersonId::new("U1"), "apply", "upload/9f3c"), None);
        assert_eq!(pressed(PersonId::new("U1"), "explode", "upload/9f3c 77aa"), None);
    }
}
