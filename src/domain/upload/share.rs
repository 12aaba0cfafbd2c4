//! Somebody sent files: which of them are looked at, and which are passed over in silence.

use super::{FileKind, SharedFile, Upload, UploadState};
use crate::domain::decision::Decision;
use crate::domain::event::Seed;
use crate::domain::ids::{MessageRef, PersonId, UploadId};
use jiff::{SignedDuration, Timestamp};

/// More files of one message than this are not looked at.
const MOST_FILES: usize = 5;
/// For so long after somebody was told what a list of people looks like, their pictures and the like stay unanswered.
const QUIET_FOR: SignedDuration = SignedDuration::from_hours(24);

/// Files that somebody sent in the bot's own direct message with them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// Who.
    pub person: PersonId,
    /// The message they came with.
    pub message: MessageRef,
    /// The first message of the thread, where they were sent in one.
    pub thread: Option<MessageRef>,
    /// The files.
    pub files: Vec<SharedFile>,
}

impl Share {
    /// Has the files looked at that may be lists of people. Where there is none, one look tells the sender who may send
    /// what, unless the files belong to a conversation or they were told so lately.
    pub fn taken(&self, earlier: &[Upload], seed: Seed, now: Timestamp) -> Decision {
        let place = self.thread.as_ref().unwrap_or(&self.message);
        let is_new = |file: &&SharedFile| {
            !earlier.iter().any(|upload| upload.file == file.id && upload.place == *place)
        };
        let mut rng = seed.rng();
        let mut decision = Decision::default();
        for file in self.worth_a_look(earlier, now).into_iter().filter(is_new) {
            let upload = Upload {
                id: UploadId::drawn_from(&mut rng),
                version: 0,
                person: self.person.clone(),
                file: file.id.clone(),
                kind: file.kind,
                name: file.name.clone(),
                place: place.clone(),
                shared_at: now,
                looks: 0,
                state: UploadState::Waiting,
            };
            decision = decision.and(upload.waits(now));
        }
        decision
    }

    fn worth_a_look(&self, earlier: &[Upload], now: Timestamp) -> Vec<&SharedFile> {
        let lists: Vec<&SharedFile> =
            self.files.iter().filter(|file| file.kind.may_be_a_list()).take(MOST_FILES).collect();
        if !lists.is_empty() {
            return lists;
        }
        let told_lately = earlier
            .iter()
            .any(|upload| !upload.kind.may_be_a_list() && now.duration_since(upload.shared_at) < QUIET_FOR);
        let workbook = self.files.iter().find(|file| file.kind == FileKind::Workbook);
        let other = self.files.first().filter(|_| self.thread.is_none() && !told_lately);
        workbook.or(other).into_iter().collect()
    }
}
