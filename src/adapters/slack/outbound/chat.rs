//! The port's calls, as Slack's methods.

use super::SlackChat;
use super::limits::{
    Call, DELETE, IDENTITY, OPEN, PEOPLE, PERSON, PERSON_BY_EMAIL, POST, PUBLISH, REPLACE, SHOW, UPDATE,
};
use crate::adapters::slack::ids::{METADATA_EVENT, METADATA_ID};
use crate::adapters::slack::json::text;
use crate::adapters::slack::render::Rendered;
use crate::adapters::slack::user;
use crate::domain::eta::Tempo;
use crate::domain::ids::{ChannelId, FileId, MessageRef, PersonId, WorkspaceId};
use crate::domain::message::{Answer, Home, Modal};
use crate::domain::people::SlackFacts;
use crate::ports::{
    AccountsPage, Chat, ChatError, FileFacts, Identity, Listed, OutboxId, PageCursor, Place, Post, Sight,
    Sighting, TriggerId, ViewId,
};
use async_trait::async_trait;
use bytes::Bytes;
use http::{HeaderMap, Request, Uri, header};
use http_body_util::Full;
use jiff::Timestamp;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use slack_morphism::prelude::*;
use std::collections::HashMap;
use tracing::warn;

/// What Slack says where it does not like our blocks; the words alone may still go through.
const BLOCKS_REFUSED: &[&str] = &["invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"];

/// How many accounts a page of the list has; Slack recommends no more.
const PAGE: &str = "200";

#[async_trait]
impl Chat for SlackChat {
    fn tempo(&self) -> Tempo {
        Tempo { posts: POST.rate.a_minute(), opens: OPEN.rate.a_minute(), edits: UPDATE.rate.a_minute() }
    }

    async fn person(&self, workspace: &WorkspaceId, person: &PersonId) -> Result<SlackFacts, ChatError> {
        let token = self.token(workspace)?;
        let query = [("user", person.as_str())];
        let call = self.wire.get(&token, PERSON.name, &query);
        let answer = self.limited(Call::of(workspace, PERSON), call).await?;
        let facts = answer.get("user").and_then(|user| user::facts(user, workspace));
        facts.ok_or(ChatError::Unclear("no_user".into()))
    }

    async fn is_admin(&self, workspace: &WorkspaceId, person: &PersonId) -> Result<bool, ChatError> {
        let token = self.token(workspace)?;
        let query = [("user", person.as_str())];
        let call = self.wire.get(&token, PERSON.name, &query);
        let answer = self.limited(Call::of(workspace, PERSON), call).await?;
        let user = answer.get("user").ok_or(ChatError::Unclear("no_user".into()))?;
        Ok(user::facts(user, workspace).is_some_and(|facts| facts.admin))
    }

    async fn file(&self, workspace: &WorkspaceId, file: &FileId) -> Result<FileFacts, ChatError> {
        self.file_facts(workspace, file).await
    }

    async fn download(
        &self,
        workspace: &WorkspaceId,
        file: &FileFacts,
        most: u64,
    ) -> Result<Vec<u8>, ChatError> {
        self.bytes_of(workspace, file, most).await
    }

    async fn person_by_email(
        &self,
        workspace: &WorkspaceId,
        email: &str,
    ) -> Result<Option<SlackFacts>, ChatError> {
        let token = self.token(workspace)?;
        let query = [("email", email)];
        let call = self.wire.get(&token, PERSON_BY_EMAIL.name, &query);
        match self.limited(Call::of(workspace, PERSON_BY_EMAIL), call).await {
            Ok(answer) => {
                let facts = answer.get("user").and_then(|user| user::facts(user, workspace));
                facts.map(Some).ok_or(ChatError::Unclear("no_user".into()))
            }
            Err(ChatError::Gone(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn everybody(
        &self,
        workspace: &WorkspaceId,
        from: Option<&PageCursor>,
    ) -> Result<AccountsPage, ChatError> {
        let token = self.token(workspace)?;
        let mut query = vec![("limit", PAGE)];
        query.extend(from.map(|cursor| ("cursor", cursor.0.as_str())));
        let call = self.wire.get(&token, PEOPLE.name, &query);
        let answer = self.limited(Call::of(workspace, PEOPLE), call).await?;
        // Taken for an empty list, an odd answer would tell that nobody is there any more.
        let members =
            answer.get("members").and_then(Value::as_array).ok_or(ChatError::Unclear("no_members".into()))?;
        let next =
            text(&answer, "/response_metadata/next_cursor").map(|cursor| PageCursor(cursor.to_owned()));
        Ok(AccountsPage {
            accounts: members.iter().filter_map(|user| listed(user, workspace)).collect(),
            next,
        })
    }

    async fn open(&self, workspace: &WorkspaceId, members: &[PersonId]) -> Result<ChannelId, ChatError> {
        let users: Vec<&str> = members.iter().map(PersonId::as_str).collect();
        // Slack documents a list with commas, which is not what the library sends.
        let (token, request) = (self.token(workspace)?, json!({"users": users.join(",")}));
        let call = self.wire.post(&token, OPEN.name, &request);
        let answer = self.limited(Call::of(workspace, OPEN), call).await?;
        let channel = text(&answer, "/channel/id").ok_or(ChatError::Unclear("no_channel".into()))?;
        Ok(ChannelId::new(channel))
    }

    async fn send(&self, workspace: &WorkspaceId, post: &Post<'_>) -> Result<MessageRef, ChatError> {
        let rendered = self.renderer.message(post.message);
        match self.put(workspace, post, &rendered).await {
            Err(ChatError::Refused(name)) if BLOCKS_REFUSED.contains(&name.as_str()) => {
                let kind = post.message.kind();
                warn!(kind, name, "Slack refused the blocks; the words go without them");
                let words = Rendered { blocks: Vec::new(), ..rendered };
                self.put(workspace, post, &words).await
            }
            result => result,
        }
    }

    fn sight(&self, workspace: &WorkspaceId, place: &Place) -> Sight {
        self.sight_of(workspace, place)
    }

    async fn find(
        &self,
        workspace: &WorkspaceId,
        place: &Place,
        id: &OutboxId,
        since: Timestamp,
    ) -> Result<Sighting, ChatError> {
        self.look_for(workspace, place, id, since).await
    }

    async fn retract(&self, workspace: &WorkspaceId, message: &MessageRef) -> Result<(), ChatError> {
        let request = json!({"channel": message.channel.as_str(), "ts": message.ts});
        let token = self.token(workspace)?;
        let call = self.wire.post(&token, DELETE.name, &request);
        match self.limited(Call::of(workspace, DELETE), call).await {
            Ok(_) => Ok(()),
            Err(ChatError::Refused(name)) if name == "message_not_found" => Ok(()),
            Err(error) => Err(error),
        }
    }

    async fn show(
        &self,
        workspace: &WorkspaceId,
        trigger: &TriggerId,
        modal: &Modal,
    ) -> Result<(), ChatError> {
        let view = self.renderer.modal(modal);
        let request = SlackApiViewsOpenRequest::new(trigger.0.as_str().into(), view);
        let token = self.token(workspace)?;
        let call = self.wire.post(&token, SHOW.name, &request);
        self.limited(Call::of(workspace, SHOW), call).await.map(drop)
    }

    async fn replace(&self, workspace: &WorkspaceId, view: &ViewId, modal: &Modal) -> Result<(), ChatError> {
        let request =
            SlackApiViewsUpdateRequest::new(self.renderer.modal(modal)).with_view_id(view.0.as_str().into());
        let token = self.token(workspace)?;
        let call = self.wire.post(&token, REPLACE.name, &request);
        self.limited(Call::of(workspace, REPLACE), call).await.map(drop)
    }

    async fn publish(
        &self,
        workspace: &WorkspaceId,
        person: &PersonId,
        home: &Home,
    ) -> Result<(), ChatError> {
        let view = self.renderer.home(home);
        let request = SlackApiViewsPublishRequest::new(person.as_str().into(), view);
        let token = self.token(workspace)?;
        let call = self.wire.post(&token, PUBLISH.name, &request);
        self.limited(Call::of(workspace, PUBLISH), call).await.map(drop)
    }

    async fn whisper(&self, response_url: &str, answer: &Answer) -> Result<(), ChatError> {
        if !is_trusted(response_url, &self.api_url) {
            return Err(ChatError::Refused("response_url".into()));
        }
        let body = self.renderer.answer(answer).ephemeral().to_string();
        let request = Request::post(response_url)
            .header(header::CONTENT_TYPE, "application/json; charset=utf-8")
            .body(Full::new(Bytes::from(body)))
            .map_err(|_| ChatError::Refused("response_url".into()))?;
        self.wire.request(request).await?.taken()
    }
}

impl SlackChat {
    /// How many tokens we act with.
    pub fn tokens(&self) -> usize {
        self.tokens.number()
    }

    /// Who we are with the token at this place in the configuration, counted from 0. From then on its workspace is served
    /// with it.
    ///
    /// # Errors
    /// [`ChatError::Denied`] where Slack does not take it.
    pub async fn identity(&self, place: usize) -> Result<Identity, ChatError> {
        let request = Request::post(format!("{}/{}", self.api_url, IDENTITY.name))
            .header(header::AUTHORIZATION, format!("Bearer {}", self.tokens.nth(place)?.expose_secret()))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Full::new(Bytes::new()))
            .map_err(|_| ChatError::Refused("address".into()))?;
        let nobody = WorkspaceId::new("");
        let asked = async {
            let answer = self.wire.request(request).await?;
            identity(answer.successful()?, &answer.headers)
        };
        let said = self.limited(Call::of(&nobody, IDENTITY), asked).await;
        self.tokens.remember(place, &said);
        said
    }

    async fn put(
        &self,
        workspace: &WorkspaceId,
        post: &Post<'_>,
        words: &Rendered,
    ) -> Result<MessageRef, ChatError> {
        let token = self.token(workspace)?;
        match post.place {
            Place::Channel(channel) => self.post(workspace, channel, None, post, words).await,
            Place::Thread(parent) => {
                self.post(workspace, &parent.channel, Some(parent.ts.as_str()), post, words).await
            }
            Place::Edit(message) => {
                let mut content = content(words, post.id);
                // Without the field Slack would leave the old blocks under the new words.
                content.blocks = Some(words.blocks.clone());
                let (channel, ts) = (message.channel.as_str().into(), message.ts.as_str().into());
                let request = SlackApiChatUpdateRequest::new(channel, content, ts);
                let call = self.wire.post(&token, UPDATE.name, &request);
                let made = Call {
                    urgency: post.urgency,
                    not_after: Some(post.not_after),
                    ..Call::of(workspace, UPDATE)
                };
                let answer = self.limited(made, call).await?;
                posted(&answer, &message.channel)
            }
        }
    }

    async fn post(
        &self,
        workspace: &WorkspaceId,
        channel: &ChannelId,
        thread: Option<&str>,
        post: &Post<'_>,
        words: &Rendered,
    ) -> Result<MessageRef, ChatError> {
        let request = SlackApiChatPostMessageRequest::new(channel.as_str().into(), content(words, post.id))
            .opt_thread_ts(thread.map(Into::into))
            .with_unfurl_links(false)
            .with_unfurl_media(false);
        let token = self.token(workspace)?;
        let call = self.wire.post(&token, POST.name, &request);
        let made = Call {
            conversation: Some(channel),
            urgency: post.urgency,
            not_after: Some(post.not_after),
            ..Call::of(workspace, POST)
        };
        let answer = self.limited(made, call).await?;
        posted(&answer, channel)
    }
}

fn content(words: &Rendered, id: &OutboxId) -> SlackMessageContent {
    let payload = HashMap::from([(METADATA_ID.to_owned(), id.0.clone())]);
    SlackMessageContent::new()
        .with_text(words.text.clone())
        .opt_blocks((!words.blocks.is_empty()).then(|| words.blocks.clone()))
        .with_metadata(SlackMessageMetadata::new(METADATA_EVENT.into()).with_event_payload(payload))
}

/// Where the message stands; an answer without that is no success.
fn posted(answer: &Value, channel: &ChannelId) -> Result<MessageRef, ChatError> {
    let ts = text(answer, "/ts").ok_or(ChatError::Unclear("no_ts".into()))?;
    let channel = text(answer, "/channel").map_or_else(|| channel.clone(), ChannelId::new);
    Ok(MessageRef { channel, ts: ts.to_owned() })
}

fn listed(user: &Value, workspace: &WorkspaceId) -> Option<Listed> {
    let email = text(user, "/profile/email").map(str::to_lowercase);
    Some(Listed { facts: user::facts(user, workspace)?, email })
}

fn identity(answer: &Value, headers: &HeaderMap) -> Result<Identity, ChatError> {
    let needed = |pointer| text(answer, pointer).ok_or(ChatError::Unclear("not_an_identity".into()));
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let scopes = header("x-oauth-scopes").unwrap_or_default();
    Ok(Identity {
        workspace: WorkspaceId::new(needed("/team_id")?),
        workspace_name: text(answer, "/team").unwrap_or_default().to_owned(),
        bot_user: needed("/user_id")?.to_owned(),
        scopes: scopes.split(',').map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned).collect(),
        slack_time: header("date").and_then(slack_time),
    })
}

/// `Sun, 22 Nov 2026 11:32:39 GMT`.
fn slack_time(date: &str) -> Option<Timestamp> {
    jiff::fmt::rfc2822::parse(date).ok().map(|zoned| zoned.timestamp())
}

/// Whether an address that came from outside may be called: only Slack's own hosts and the one that the operator
/// configured, so that nobody can have us write or show our token to a place of their choice.
pub(super) fn is_trusted(address: &str, api_url: &str) -> bool {
    let (Ok(url), Ok(api)) = (address.parse::<Uri>(), api_url.parse::<Uri>()) else { return false };
    let (Some(authority), Some(host)) = (url.authority(), url.host()) else { return false };
    if authority.as_str().contains('@') {
        return false;
    }
    let of_slack = url.scheme_str() == Some("https") && (host == "slack.com" || host.ends_with(".slack.com"));
    let configured = url.scheme() == api.scheme() && Some(authority) == api.authority();
    of_slack || configured
}

#[cfg(test)]
mod tests;
