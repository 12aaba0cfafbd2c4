//! A file of people that an admin sends to the bot: what it would change is shown, and kept on their click. The file
//! itself is never kept: it is read for the difference, and read again when the difference is to be applied.

mod event;
mod file;
pub mod message;
mod share;
#[cfg(test)]
mod tests;

pub use event::{UploadEvent, UploadPress, UploadWake};
pub use file::{FileKind, Obstacle, Reading, SharedFile, Sight};
pub use share::Share;

use super::decision::{Change, Decision, Outgoing, Target, Urgency, Wake, WakeKind};
use super::ids::{FileId, MessageKey, MessageRef, PersonId, UploadId, WakeKey};
use super::message::{Answer, Message};
use super::org::{Fault, Plan, Report, Run};
use super::record::Record;
use jiff::{SignedDuration, Timestamp};
use message::{Standing, UploadAnswer, UploadMessage};
use serde::{Deserialize, Serialize};

/// The largest file that is taken, in bytes: more than a hundred bytes for each of ten thousand people.
pub const MOST_BYTES: u64 = 2 << 20;
/// So many of each list, and so many faults, are shown in a message.
pub const MOST_SHOWN: usize = 8;
/// How long the buttons under a difference count.
pub const PROPOSED_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);
/// A file that was not looked at after so long was forgotten in a crash.
const LOOK_AGAIN: SignedDuration = SignedDuration::from_mins(10);
/// How often it is looked at before that is given up.
const LOOKS: u8 = 3;

/// A file that somebody sent, and how it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upload {
    /// A name drawn by chance.
    pub id: UploadId,
    /// How many times this record was saved; 0 before the first.
    #[serde(skip)]
    pub version: i64,
    /// Who sent it.
    pub person: PersonId,
    /// Slack's name of the file.
    pub file: FileId,
    /// Of which kind, as far as its name tells.
    pub kind: FileKind,
    /// The file's name; empty once nothing more is to come of it.
    pub name: String,
    /// The message whose thread the answers go to.
    pub place: MessageRef,
    /// When it was sent.
    pub shared_at: Timestamp,
    /// How often it was to be looked at in vain.
    pub looks: u8,
    /// How it stands.
    pub state: UploadState,
}

/// How a file stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UploadState {
    /// It is to be read.
    Waiting,
    /// What it would change is shown.
    Proposed {
        /// Stands for the difference that is shown.
        digest: String,
        /// Since when.
        since: Timestamp,
    },
    /// It is to be read again, and kept if the difference is still this one.
    Applying {
        /// Stands for the difference that was agreed to.
        digest: String,
    },
    /// Its difference was applied.
    Applied,
    /// Nothing more is to come of it.
    Closed,
}

/// What a file would change now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What is to be kept, and how that differs.
    pub plan: Plan,
    /// How many people the file has.
    pub people: usize,
    /// The same text for the same difference, and another one for another.
    pub digest: String,
}

impl Upload {
    /// Whether anything is still to come of it.
    pub fn is_open(&self) -> bool {
        match self.state {
            UploadState::Waiting | UploadState::Proposed { .. } | UploadState::Applying { .. } => true,
            UploadState::Applied | UploadState::Closed => false,
        }
    }

    /// Whether the file is to be looked at now.
    pub fn awaits_a_look(&self) -> bool {
        match self.state {
            UploadState::Waiting | UploadState::Applying { .. } => true,
            UploadState::Proposed { .. } | UploadState::Applied | UploadState::Closed => false,
        }
    }

    /// The key of the message with the difference.
    pub fn card(&self) -> MessageKey {
        MessageKey::new(self.id.to_string())
    }

    /// The file was read, and would change this.
    pub fn read(self, difference: Difference, now: Timestamp) -> Decision {
        match self.state.clone() {
            UploadState::Waiting => self.proposes(&difference, Standing::Proposed, now),
            UploadState::Applying { digest } if digest == difference.digest => self.applies(difference, now),
            UploadState::Applying { .. } => self.proposes(&difference, Standing::Changed, now),
            UploadState::Proposed { .. } | UploadState::Applied | UploadState::Closed => Decision::default(),
        }
    }

    /// The file was read, and cannot be taken.
    pub fn faulty(self, faults: &[Fault], now: Timestamp) -> Decision {
        let message = UploadMessage::Faulty {
            upload: self.id.clone(),
            name: self.name.clone(),
            faults: faults.iter().take(MOST_SHOWN).cloned().collect(),
            more: faults.len().saturating_sub(MOST_SHOWN),
        };
        self.ends_with(UploadState::Closed, message, now)
    }

    /// The file was not read. What its sender can mend without a new file leaves the difference standing.
    pub fn hindered(self, obstacle: Obstacle, now: Timestamp) -> Decision {
        let (upload, name) = (self.id.clone(), self.name.clone());
        let message = UploadMessage::Hindered { upload, name, obstacle };
        let digest = match &self.state {
            UploadState::Applying { digest } if obstacle.may_pass() => digest.clone(),
            UploadState::Waiting | UploadState::Applying { .. } => {
                return self.ends_with(UploadState::Closed, message, now);
            }
            UploadState::Proposed { .. } | UploadState::Applied | UploadState::Closed => {
                return Decision::default();
            }
        };
        let key = MessageKey::new(format!("{}/hindered/{}", self.id, self.version));
        let outgoing = self.says(key, Target::Under(self.place.clone()), message, now);
        self.proposed(digest, now).say(outgoing)
    }

    /// A button under the difference was pressed; `seen` stands for the difference that was shown above it.
    pub fn pressed(self, person: &PersonId, press: UploadPress, seen: &str, now: Timestamp) -> Decision {
        let digest = match &self.state {
            UploadState::Proposed { digest, .. } if self.person == *person => digest.clone(),
            UploadState::Applying { .. } if self.person == *person => {
                return says(UploadAnswer::Applying);
            }
            UploadState::Proposed { .. }
            | UploadState::Applying { .. }
            | UploadState::Waiting
            | UploadState::Applied
            | UploadState::Closed => return Self::over(),
        };
        match press {
            UploadPress::Apply if digest != seen => says(UploadAnswer::LookAgain),
            UploadPress::Apply => {
                let next = Self { state: UploadState::Applying { digest }, looks: 0, ..self };
                next.waits(now).reply(Answer::Upload(UploadAnswer::Applying).into())
            }
            UploadPress::Leave => self.settles(Standing::Left, now),
        }
    }

    /// The answer about a file of which nothing more is to come.
    pub fn over() -> Decision {
        says(UploadAnswer::Over)
    }

    /// Is it still to be looked at, or has nobody pressed anything for a week?
    pub fn woke(self, now: Timestamp) -> Decision {
        match self.state {
            UploadState::Waiting | UploadState::Applying { .. } if self.looks + 1 >= LOOKS => {
                self.hindered(Obstacle::Unreachable, now)
            }
            UploadState::Waiting | UploadState::Applying { .. } => {
                Self { looks: self.looks + 1, ..self }.waits(now)
            }
            UploadState::Proposed { since, .. } if now >= since + PROPOSED_FOR => {
                self.settles(Standing::Lapsed, now)
            }
            UploadState::Proposed { .. } | UploadState::Applied | UploadState::Closed => Decision::default(),
        }
    }

    /// Whoever saves an upload like this has its file looked at; the wake is for when that is lost in a crash.
    fn waits(self, now: Timestamp) -> Decision {
        let wake = self.wake(now + LOOK_AGAIN);
        Decision::default().change(Change::SaveRecord(Record::Upload(self))).wake(wake)
    }

    fn proposes(self, difference: &Difference, standing: Standing, now: Timestamp) -> Decision {
        let card = self.shows(difference, Run::Dry, standing);
        if difference.plan.save.is_empty() {
            return self.ends_with(UploadState::Closed, card, now);
        }
        let outgoing = self.answers(card, now);
        self.proposed(difference.digest.clone(), now).say(outgoing)
    }

    fn proposed(self, digest: String, now: Timestamp) -> Decision {
        let wake = self.wake(now + PROPOSED_FOR);
        let next = Self { state: UploadState::Proposed { digest, since: now }, looks: 0, ..self };
        Decision::default().change(Change::SaveRecord(Record::Upload(next))).wake(wake)
    }

    fn applies(self, difference: Difference, now: Timestamp) -> Decision {
        let card = self.shows(&difference, Run::Applied, Standing::Applied);
        difference.plan.decision().and(self.ends_with(UploadState::Applied, card, now))
    }

    fn shows(&self, difference: &Difference, run: Run, standing: Standing) -> UploadMessage {
        let report =
            Report { run, people: difference.people, differences: difference.plan.differences.clone() };
        UploadMessage::Difference {
            upload: self.id.clone(),
            name: self.name.clone(),
            brief: report.brief(MOST_SHOWN),
            digest: difference.digest.clone(),
            standing,
        }
    }

    fn settles(self, standing: Standing, now: Timestamp) -> Decision {
        let (upload, name) = (self.id.clone(), self.name.clone());
        self.ends_with(UploadState::Closed, UploadMessage::Settled { upload, name, standing }, now)
    }

    fn ends_with(self, state: UploadState, message: UploadMessage, now: Timestamp) -> Decision {
        let outgoing = self.answers(message, now);
        let key = self.wake_key();
        let next = Self { state, name: String::new(), ..self };
        Decision::default().change(Change::SaveRecord(Record::Upload(next))).say(outgoing).settle(key)
    }

    /// In the thread, or in place of the difference where that stands there already.
    fn answers(&self, message: UploadMessage, now: Timestamp) -> Outgoing {
        let (key, to) = match self.state {
            UploadState::Waiting => (self.answer_key(&message), Target::Under(self.place.clone())),
            UploadState::Proposed { .. }
            | UploadState::Applying { .. }
            | UploadState::Applied
            | UploadState::Closed => {
                let key = MessageKey::new(format!("{}/edit/{}", self.id, self.version));
                (key, Target::Edit(self.card()))
            }
        };
        self.says(key, to, message, now)
    }

    /// Of several files in one message, the first alone is told who may send files and which.
    fn answer_key(&self, message: &UploadMessage) -> MessageKey {
        let once = match message {
            UploadMessage::Hindered { obstacle, .. } => obstacle.is_about_all_files(),
            UploadMessage::Difference { .. }
            | UploadMessage::Faulty { .. }
            | UploadMessage::Settled { .. } => false,
        };
        match once {
            true => MessageKey::new(format!("upload/{}/{}/once", self.place.channel, self.place.ts)),
            false => self.card(),
        }
    }

    fn says(&self, key: MessageKey, to: Target, message: UploadMessage, now: Timestamp) -> Outgoing {
        Outgoing {
            key,
            to,
            message: Message::Upload(message),
            not_before: now,
            expires: None,
            urgency: Urgency::Interactive,
        }
    }

    fn wake(&self, at: Timestamp) -> Wake {
        let what = WakeKind::Upload(UploadWake::Look(self.id.clone()));
        Wake { key: self.wake_key(), at, what }
    }

    fn wake_key(&self) -> WakeKey {
        WakeKey::new(format!("{}/look", self.id))
    }
}

fn says(answer: UploadAnswer) -> Decision {
    Decision::default().reply(Answer::Upload(answer).into())
}
