//! Files that people share, and looking at files.

use bytes::Bytes;
use serde_json::json;

use super::ActError;
use crate::sandbox::core::Sandbox;
use crate::sandbox::ledger::LedgerEntry;
use crate::sandbox::model::files::{File, Stage};
use crate::sandbox::model::ids::Ts;
use crate::sandbox::model::messages::Message;

/// A file that somebody shares.
#[derive(Clone, Debug)]
pub struct Upload {
    /// Its name, with its ending.
    pub name: String,
    /// What is in it.
    pub content: Bytes,
    /// Words along with it; may be empty.
    pub comment: String,
    /// The thread it is shared in.
    pub thread_ts: Option<Ts>,
}

impl Sandbox {
    /// Shares a file in a conversation; queues the message and `file_shared` where the app may hear them.
    ///
    /// # Errors
    /// When the person is not in the conversation.
    pub fn upload(&self, user: &str, channel: &str, upload: Upload) -> Result<Ts, ActError> {
        self.upload_together(user, channel, vec![upload])
    }

    /// Shares several files with one message, as Slack's composer does; the words and the thread are those of the first.
    ///
    /// # Errors
    /// When there is no file, or the person is not in the conversation.
    pub fn upload_together(&self, user: &str, channel: &str, uploads: Vec<Upload>) -> Result<Ts, ActError> {
        self.with(|moment| {
            let first = uploads.first().ok_or(ActError::Refused("no_file"))?;
            let mut message = Message::by(user, &moment.mention(user, &first.comment));
            message.thread_ts = first.thread_ts;
            let team = moment.actor(user)?.team.clone();
            moment.place(user, channel)?;
            let names: Vec<&str> = uploads.iter().map(|upload| upload.name.as_str()).collect();
            let entry = LedgerEntry::act(user, "upload").in_channel(channel).about(&names.join(", "));
            let line = moment.begin(entry);
            for upload in uploads {
                let id = moment.state.model.ids.file();
                let file = File {
                    id: id.clone(),
                    title: upload.name.clone(),
                    name: upload.name,
                    user: user.into(),
                    team: team.clone(),
                    created: moment.now,
                    length: upload.content.len() as u64,
                    stage: Stage::Ready(upload.content),
                    shared_in: Default::default(),
                };
                moment.state.model.files.insert(id.clone(), file);
                message.files.push(id);
            }
            let ts = moment.share_files(channel, message);
            let result = ts.ok_or_else(|| ActError::NoSuchChannel(channel.into()));
            moment.end(line, &result);
            result
        })
    }

    /// Somebody deletes a file of theirs; the messages it was shared with stay. Queues `file_deleted`.
    ///
    /// # Errors
    /// When there is no such file, or it is somebody else's.
    pub fn delete_file(&self, user: &str, file: &str) -> Result<(), ActError> {
        self.with(|moment| {
            let team = moment.actor(user)?.team.clone();
            let own = moment.state.model.files.get_mut(file).filter(|file| file.user == user);
            let own = own.filter(|file| file.stage != Stage::Deleted);
            let own = own.ok_or(ActError::Refused("file_not_found"))?;
            own.stage = Stage::Deleted;
            let name = own.name.clone();
            let line = moment.begin(LedgerEntry::act(user, "delete_file").about(&name));
            moment.tell(&team, "file_deleted", json!({"type": "file_deleted", "file_id": file}));
            moment.end(line, &Ok(()));
            Ok(())
        })
    }

    /// Takes the bytes for an address that the app was given; answers whether the address was good.
    pub(in crate::sandbox) fn take_upload(&self, id: &str, content: Bytes) -> Result<usize, &'static str> {
        self.with(|moment| {
            let mut note = LedgerEntry::call("upload");
            let length = content.len();
            let file = moment.state.model.files.get_mut(id);
            let result = match file {
                Some(file) if file.stage != Stage::Announced => Err("used_url"),
                Some(file) if file.length != length as u64 => Err("length_mismatch"),
                Some(file) => {
                    note.subject = Some(file.name.clone());
                    file.stage = Stage::Uploaded(content);
                    Ok(length)
                }
                None => Err("invalid_url"),
            };
            note.end(result.err());
            moment.state.ledger.append(moment.now, note);
            result
        })
    }

    /// A file's name and bytes for the bearer of a token that may read files.
    pub(in crate::sandbox) fn file_for_app(&self, id: &str, token: &str) -> Option<(String, Bytes)> {
        self.read(|moment| {
            let by = moment.state.installs.bearer(token, moment.now).ok()?;
            let file = moment.state.model.files.get(id)?;
            let in_sight = |channel: &String| {
                moment
                    .state
                    .model
                    .channels
                    .get(channel)
                    .is_some_and(|place| place.members.contains(&by.bot_user))
            };
            let may = by.scopes.contains("files:read") && file.shared_in.iter().any(in_sight);
            let content = file.content().filter(|_| may || file.user == by.bot_user)?;
            Some((file.name.clone(), content.clone()))
        })
    }

    /// A file's name and bytes for somebody who is in a conversation where it was shared.
    pub fn file_for_person(&self, id: &str, user: &str) -> Option<(String, Bytes)> {
        self.read(|moment| {
            let file = moment.state.model.files.get(id)?;
            let in_sight = |channel: &String| {
                moment.state.model.channels.get(channel).is_some_and(|place| place.members.contains(user))
            };
            let content = file.content().filter(|_| file.shared_in.iter().any(in_sight))?;
            Some((file.name.clone(), content.clone()))
        })
    }
}
