//! What a file is, and what is seen of it.

use crate::domain::ids::FileId;
use crate::domain::org::{Accounts, Fault, Sheet};
use serde::{Deserialize, Serialize};

/// A file as the message that shares it describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedFile {
    /// Slack's name of it.
    pub id: FileId,
    /// What people call it; may be empty.
    pub name: String,
    /// Of which kind.
    pub kind: FileKind,
}

/// The kinds of files that are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// Lines of text with cells.
    Table,
    /// A spreadsheet, which somebody may take for a list of people.
    Workbook,
    /// Anything else.
    Other,
    /// Nothing was said about it.
    Unknown,
}

/// What was seen when a file was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sight {
    /// It was read.
    Read(Box<Reading>),
    /// It was read, and cannot be taken.
    Faulty(Vec<Fault>),
    /// It was not read.
    Hindered(Obstacle),
}

/// What a file says, with who of its people is in Slack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What it says.
    pub sheet: Sheet,
    /// Who is in Slack.
    pub accounts: Accounts,
}

/// Why a file was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Obstacle {
    /// Whoever sent it is no admin of the workspace.
    NotAdmin,
    /// It is no list of people.
    OtherKind,
    /// It is too large.
    TooLarge,
    /// It was deleted, or is out of our sight.
    Gone,
    /// The app may not read files.
    NoScope,
    /// Slack could not be asked.
    Unreachable,
    /// It names people by addresses, and the app may not see any.
    AddressesHidden,
}

impl FileKind {
    /// The kind of a file, by the end of its name, and where that says nothing by its MIME type. Pasted text has no ending.
    pub fn of(name: &str, mime_type: &str) -> Self {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
        match ending.as_str() {
            "csv" | "tsv" | "tab" | "txt" => Self::Table,
            "xlsx" | "xls" | "xlsm" | "ods" | "numbers" | "gsheet" => Self::Workbook,
            _ => match mime_type {
                "text/csv" | "text/tab-separated-values" | "text/plain" => Self::Table,
                kind if kind.contains("spreadsheet") || kind.contains("ms-excel") => Self::Workbook,
                "" if name.is_empty() => Self::Unknown,
                _ => Self::Other,
            },
        }
    }

    /// Whether it may be a list of people.
    pub fn may_be_a_list(self) -> bool {
        match self {
            Self::Table | Self::Unknown => true,
            Self::Workbook | Self::Other => false,
        }
    }
}

impl Obstacle {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::NotAdmin,
        Self::OtherKind,
        Self::TooLarge,
        Self::Gone,
        Self::NoScope,
        Self::Unreachable,
        Self::AddressesHidden,
    ];

    /// Whether the same file may be read another time.
    pub fn may_pass(self) -> bool {
        match self {
            Self::NoScope | Self::Unreachable | Self::AddressesHidden => true,
            Self::NotAdmin | Self::OtherKind | Self::TooLarge | Self::Gone => false,
        }
    }

    /// Whether it holds for every file of the same message.
    pub(super) fn is_about_all_files(self) -> bool {
        match self {
            Self::NotAdmin | Self::OtherKind | Self::NoScope => true,
            Self::TooLarge | Self::Gone | Self::Unreachable | Self::AddressesHidden => false,
        }
    }
}
