//! What happens to files of people, and when to look at them again.

use super::Share;
use super::file::Sight;
use crate::domain::ids::{PersonId, UploadId};
use crate::domain::people::profile::closed_list;
use serde::{Deserialize, Serialize};

/// What happens to files of people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UploadEvent {
    /// Somebody sent files to the bot.
    Shared(Share),
    /// A file was looked at.
    Looked {
        /// Which.
        upload: UploadId,
        /// What was seen.
        sight: Sight,
    },
    /// A button under a difference was pressed.
    Pressed {
        /// By whom.
        person: PersonId,
        /// Under which file's.
        upload: UploadId,
        /// Which button.
        press: UploadPress,
        /// Stands for the difference that was shown.
        seen: String,
    },
}

closed_list!(
    /// What can be pressed under a difference.
    UploadPress {
        /// *Apply*: what the file says is kept.
        Apply = "apply",
        /// *Leave it*: nothing is changed.
        Leave = "leave",
    }
);

/// What to look at again about a file of people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UploadWake {
    /// Was it read, and did anybody decide?
    Look(UploadId),
}

impl UploadWake {
    /// About which.
    pub fn upload(&self) -> &UploadId {
        match self {
            Self::Look(upload) => upload,
        }
    }
}
