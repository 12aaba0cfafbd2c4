//! `files.*`: uploading in three steps (an address, the bytes, the sharing), looking and deleting.

use serde_json::{Value, json};

use super::chat::destination;
use super::conversations::visible;
use super::{Call, Refused, Reply};
use crate::sandbox::model::files::{File, Stage};
use crate::sandbox::model::messages::Message;
use crate::sandbox::state::Moment;

pub(super) fn get_upload_url(call: &mut Call<'_, '_>) -> Reply {
    let name = call.args.text("filename").ok_or(Refused::new("missing_argument"))?.to_owned();
    let length = call.args.number("length", "invalid_arguments")?.filter(|length| *length > 0);
    let length = length.ok_or(Refused::new("missing_argument"))?;
    let file = File {
        id: call.at.state.model.ids.file(),
        title: name.clone(),
        name,
        user: call.bot().to_owned(),
        team: call.team().to_owned(),
        created: call.at.now,
        length,
        stage: Stage::Announced,
        shared_in: Default::default(),
    };
    let id = file.id.clone();
    let url = format!("{}/upload/{id}", call.at.state.base_url);
    call.note.subject = Some(file.name.clone());
    call.at.state.model.files.insert(id.clone(), file);
    Ok(json!({"upload_url": url, "file_id": id}))
}

/// Makes uploaded files visible, and posts them where a conversation is named.
pub(super) fn complete(call: &mut Call<'_, '_>) -> Reply {
    let wanted = call.args.json("files", "invalid_arguments")?.ok_or_else(|| Refused::missing("files"))?;
    let wanted = wanted.as_array().cloned().ok_or(Refused::new("invalid_arguments"))?;
    let channel = match call.args.text("channel_id").or_else(|| call.args.text("channels")) {
        Some(named) => Some(destination(call, named.to_owned())?),
        None => None,
    };
    let ids: Vec<String> =
        wanted.iter().map(|file| file["id"].as_str().unwrap_or_default().to_owned()).collect();
    for id in &ids {
        let file = call.at.state.model.files.get(id).filter(|file| file.user == call.bot());
        if !file.is_some_and(|file| matches!(file.stage, Stage::Uploaded(_))) {
            return Err(Refused::new("file_not_found"));
        }
    }
    for (id, wish) in ids.iter().zip(&wanted) {
        call.at.publish_file(id, wish["title"].as_str());
    }
    if let Some(channel) = channel {
        let mut message = Message::by(call.bot(), call.args.text("initial_comment").unwrap_or_default());
        message.bot_id = Some(call.by.bot_id.clone());
        message.app_id = Some(call.at.config.app.app_id.clone());
        message.thread_ts = super::chat::thread(call, &channel)?;
        message.files.clone_from(&ids);
        call.note.channel = Some(channel.clone());
        call.note.members = call.at.people_in(&channel);
        call.note.text = Some(message.text.clone());
        let ts = call.at.share_files(&channel, message).ok_or(Refused::new("channel_not_found"))?;
        call.note.ts = Some(ts.to_string());
    }
    let files: Vec<Value> = ids.iter().filter_map(|id| call.at.file_json(id)).collect();
    Ok(json!({"files": files}))
}

pub(super) fn info(call: &mut Call<'_, '_>) -> Reply {
    let id = call.args.required("file")?;
    let file = call.at.state.model.files.get(id).ok_or(Refused::new("file_not_found"))?;
    if file.stage == Stage::Deleted {
        return Err(Refused::new("file_deleted"));
    }
    let seen = file.user == call.bot() || file.shared_in.iter().any(|channel| visible(call, channel).is_ok());
    if !seen {
        return Err(Refused::new("not_visible"));
    }
    Ok(json!({"file": call.at.file_json(id), "comments": []}))
}

pub(super) fn delete(call: &mut Call<'_, '_>) -> Reply {
    let id = call.args.required("file")?.to_owned();
    let bot = call.bot().to_owned();
    let file = call.at.state.model.files.get_mut(&id).ok_or(Refused::new("file_not_found"))?;
    if file.stage == Stage::Deleted {
        return Err(Refused::new("file_deleted"));
    }
    if file.user != bot {
        return Err(Refused::new("cant_delete_file"));
    }
    file.stage = Stage::Deleted;
    Ok(json!({}))
}

impl Moment<'_> {
    /// Lets everybody who is shown an uploaded file look at it.
    pub fn publish_file(&mut self, id: &str, title: Option<&str>) {
        let Some(file) = self.state.model.files.get_mut(id) else { return };
        if let Stage::Uploaded(content) = &file.stage {
            file.stage = Stage::Ready(content.clone());
        }
        if let Some(title) = title {
            file.title = title.to_owned();
        }
    }

    /// Posts a message with files and tells the app of both.
    pub fn share_files(&mut self, channel: &str, message: Message) -> Option<crate::sandbox::model::ids::Ts> {
        let (ids, user) = (message.files.clone(), message.user.clone());
        for id in &ids {
            if let Some(file) = self.state.model.files.get_mut(id) {
                file.shared_in.insert(channel.to_owned());
            }
        }
        let ts = self.state.model.post(channel, self.now, message)?;
        self.tell_message(channel, ts);
        for id in &ids {
            let event = json!({
                "type": "file_shared", "channel_id": channel, "file_id": id, "user_id": user, "file": {"id": id},
            });
            self.tell_in(channel, &user, "file_shared", event);
        }
        Some(ts)
    }

    /// Slack's file object.
    pub fn file_json(&self, id: &str) -> Option<Value> {
        let file = self.state.model.files.get(id)?;
        if file.stage == Stage::Deleted {
            return Some(json!({"id": id, "mode": "tombstone"}));
        }
        Some(file.to_slack(&self.state.base_url))
    }
}
