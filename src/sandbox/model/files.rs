//! Files: announced, uploaded, shared, fetched, deleted.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use jiff::Timestamp;
use serde_json::{Value, json};

/// One file.
#[derive(Clone, Debug)]
pub(in crate::sandbox) struct File {
    /// `F…`
    pub id: String,
    pub name: String,
    pub title: String,
    /// Who uploaded it.
    pub user: String,
    pub team: String,
    pub created: Timestamp,
    /// What was announced before it was uploaded, in bytes.
    pub length: u64,
    pub stage: Stage,
    /// Conversations it was shared in.
    pub shared_in: BTreeSet<String>,
}

/// How far a file has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::sandbox) enum Stage {
    /// An upload address was given out.
    Announced,
    /// The bytes are here, and nobody sees them yet.
    Uploaded(Bytes),
    /// It can be looked at.
    Ready(Bytes),
    Deleted,
}

/// Every file, by its id.
pub(in crate::sandbox) type Files = BTreeMap<String, File>;

impl File {
    /// Its bytes, once they can be looked at.
    pub fn content(&self) -> Option<&Bytes> {
        match &self.stage {
            Stage::Ready(content) => Some(content),
            Stage::Announced | Stage::Uploaded(_) | Stage::Deleted => None,
        }
    }

    /// Slack's file object.
    pub fn to_slack(&self, base_url: &str) -> Value {
        let (filetype, mimetype) = kind_of(&self.name);
        let place = format!("{base_url}/files/{}/{}", self.id, encoded(&self.name));
        json!({
            "id": self.id, "created": self.created.as_second(), "timestamp": self.created.as_second(),
            "name": self.name, "title": self.title, "mimetype": mimetype, "filetype": filetype,
            "pretty_type": filetype.to_uppercase(), "user": self.user, "user_team": self.team, "editable": false,
            "size": self.content().map_or(self.length, |content| content.len() as u64), "mode": "hosted",
            "is_external": false, "external_type": "", "is_public": false, "public_url_shared": false,
            "display_as_bot": false, "username": "", "url_private": place,
            "url_private_download": format!("{place}?download=1"), "permalink": place,
            "has_rich_preview": false, "file_access": "visible", "channels": [], "groups": [],
            "ims": self.shared_in,
        })
    }
}

/// Slack's `filetype` and the MIME type, by the end of the name.
fn kind_of(name: &str) -> (&'static str, &'static str) {
    let end = name.rsplit_once('.').map(|(_, end)| end.to_lowercase()).unwrap_or_default();
    match end.as_str() {
        "csv" => ("csv", "text/csv"),
        "txt" => ("text", "text/plain"),
        "json" => ("json", "application/json"),
        "md" => ("markdown", "text/markdown"),
        "ics" => ("ics", "text/calendar"),
        "pdf" => ("pdf", "application/pdf"),
        "png" => ("png", "image/png"),
        "jpg" | "jpeg" => ("jpg", "image/jpeg"),
        "gif" => ("gif", "image/gif"),
        "svg" => ("svg", "image/svg+xml"),
        "xlsx" => ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        "zip" => ("zip", "application/zip"),
        _ => ("binary", "application/octet-stream"),
    }
}

fn encoded(name: &str) -> String {
    form_urlencoded::byte_serialize(name.as_bytes()).collect::<String>().replace('+', "%20")
}
