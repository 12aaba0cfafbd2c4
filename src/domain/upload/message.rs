//! What is said about files of people, as data.

use super::file::Obstacle;
use crate::domain::ids::UploadId;
use crate::domain::org::{Brief, Fault};
use serde::{Deserialize, Serialize};

/// What goes through the outbox about a file, for whoever sent it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UploadMessage {
    /// What it changes.
    Difference {
        /// Which file's.
        upload: UploadId,
        /// The file's name.
        name: String,
        /// The difference, as far as it is shown.
        brief: Brief,
        /// Stands for the whole difference.
        digest: String,
        /// How it stands.
        standing: Standing,
    },
    /// What is wrong with it.
    Faulty {
        /// Which file's.
        upload: UploadId,
        /// The file's name.
        name: String,
        /// The first faults, in the order of the file.
        faults: Vec<Fault>,
        /// How many more there are.
        more: usize,
    },
    /// Why it was not read.
    Hindered {
        /// Which file's.
        upload: UploadId,
        /// The file's name.
        name: String,
        /// Why.
        obstacle: Obstacle,
    },
    /// Takes the place of a difference of which nothing came.
    Settled {
        /// Which file's.
        upload: UploadId,
        /// The file's name.
        name: String,
        /// Why nothing came of it.
        standing: Standing,
    },
}

/// How a difference stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It waits for a click.
    Proposed,
    /// It is another one than was agreed to, and waits for a click.
    Changed,
    /// It is kept.
    Applied,
    /// It was not wanted.
    Left,
    /// Nobody said anything for a week.
    Lapsed,
}

/// A few words for whoever pressed a button.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UploadAnswer {
    /// The file is read once more, and then kept.
    Applying,
    /// What they saw is no longer what would change.
    LookAgain,
    /// It is settled already, or not theirs.
    Over,
}

impl UploadMessage {
    /// Which file it is about.
    pub fn upload(&self) -> &UploadId {
        match self {
            Self::Difference { upload, .. }
            | Self::Faulty { upload, .. }
            | Self::Hindered { upload, .. }
            | Self::Settled { upload, .. } => upload,
        }
    }

    /// A short name of what it is.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Difference { .. } => "upload_difference",
            Self::Faulty { .. } => "upload_faulty",
            Self::Hindered { .. } => "upload_hindered",
            Self::Settled { .. } => "upload_settled",
        }
    }

    /// Somebody of whom the file speaks asked to be forgotten: the sums stay, and nobody is named.
    pub fn name_nobody(&mut self) {
        match self {
            Self::Difference { brief, .. } => brief.name_nobody(),
            Self::Faulty { faults, more, .. } => *more += std::mem::take(faults).len(),
            Self::Hindered { .. } | Self::Settled { .. } => {}
        }
    }
}
