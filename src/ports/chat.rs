//! Slack, as the application needs it.

use super::{ChatError, OutboxId, Sight, Sighting};
use crate::domain::decision::Urgency;
use crate::domain::eta::Tempo;
use crate::domain::ids::{ChannelId, FileId, MessageRef, PersonId, WorkspaceId};
use crate::domain::message::{Answer, Home, Message, Modal};
use crate::domain::people::SlackFacts;
use async_trait::async_trait;
use jiff::Timestamp;

/// Where a message goes, with everything resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A new message in a conversation.
    Channel(ChannelId),
    /// A reply in the thread of a message.
    Thread(MessageRef),
    /// In place of a message.
    Edit(MessageRef),
}

/// Something to post, or to put in the place of an earlier message.
#[derive(Clone, Copy, Debug)]
pub struct Post<'a> {
    /// Where.
    pub place: &'a Place,
    /// What.
    pub message: &'a Message,
    /// The opaque id it carries.
    pub id: &'a OutboxId,
    /// Whether somebody waits for it.
    pub urgency: Urgency,
    /// The last moment to begin: later it may be somebody else's to send, and is put off.
    pub not_after: Timestamp,
}

/// Lets us open a modal: valid for 3 seconds, once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TriggerId(pub String);

/// Slack's name of an open modal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewId(pub String);

/// Who the token belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// Its name.
    pub workspace_name: String,
    /// Our own user.
    pub bot_user: String,
    /// The scopes the token has, where Slack says so.
    pub scopes: Vec<String>,
    /// Slack's clock, where it says so.
    pub slack_time: Option<Timestamp>,
}

/// A file as Slack describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileFacts {
    /// What people call it; may be empty.
    pub name: String,
    /// Its MIME type; may be empty.
    pub mime_type: String,
    /// Its length in bytes, where Slack says so.
    pub size: Option<u64>,
    /// Where its bytes are, for whoever has our token.
    pub address: String,
}

/// A page of the accounts of a workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountsPage {
    /// Bots, guests and deactivated accounts included.
    pub accounts: Vec<Listed>,
    /// Where the next page begins; `None` on the last one.
    pub next: Option<PageCursor>,
}

/// An account as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// What Slack says about it.
    pub facts: SlackFacts,
    /// Its e-mail address, where the installation may see addresses.
    pub email: Option<String>,
}

/// Slack's own mark of where a page begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageCursor(pub String);

/// The other party: Slack.
#[async_trait]
pub trait Chat: Send + Sync {
    /// How much it takes in a minute from one workspace.
    fn tempo(&self) -> Tempo;
    /// What Slack says about a person.
    async fn person(&self, workspace: &WorkspaceId, person: &PersonId) -> Result<SlackFacts, ChatError>;
    /// Whether a person may administer the workspace at this moment, as an admin or an owner.
    async fn is_admin(&self, workspace: &WorkspaceId, person: &PersonId) -> Result<bool, ChatError>;
    /// What Slack says about a file.
    ///
    /// # Errors
    /// [`ChatError::Gone`] where it was deleted or is out of our sight, [`ChatError::Denied`] with `missing_scope` where
    /// the installation may not read files.
    async fn file(&self, workspace: &WorkspaceId, file: &FileId) -> Result<FileFacts, ChatError>;
    /// The bytes of a file; of a larger one than `most`, one byte too many.
    ///
    /// # Errors
    /// As of [`Chat::file`]; [`ChatError::Refused`] where the file is not at one of Slack's own addresses.
    async fn download(
        &self,
        workspace: &WorkspaceId,
        file: &FileFacts,
        most: u64,
    ) -> Result<Vec<u8>, ChatError>;
    /// The account with an e-mail address; `None` where there is none, or it is deactivated.
    ///
    /// # Errors
    /// [`ChatError::Denied`] with `missing_scope` where the installation may not see addresses.
    async fn person_by_email(
        &self,
        workspace: &WorkspaceId,
        email: &str,
    ) -> Result<Option<SlackFacts>, ChatError>;
    /// Every account of the workspace, page by page.
    async fn everybody(
        &self,
        workspace: &WorkspaceId,
        from: Option<&PageCursor>,
    ) -> Result<AccountsPage, ChatError>;
    /// The conversation with one person (a direct message) or with several (a group direct message).
    async fn open(&self, workspace: &WorkspaceId, members: &[PersonId]) -> Result<ChannelId, ChatError>;
    /// Posts or edits a message that carries an opaque id; says where it stands.
    async fn send(&self, workspace: &WorkspaceId, post: &Post<'_>) -> Result<MessageRef, ChatError>;
    /// How a message at a place could be confirmed, as far as the installation's scopes are known.
    fn sight(&self, workspace: &WorkspaceId, place: &Place) -> Sight;
    /// Looks for messages with an id that were posted at or after an instant, where [`Chat::sight`] is of the history.
    ///
    /// # Errors
    /// Where it could not be looked now; where it never can, [`Sighting::Unseen`] says so.
    async fn find(
        &self,
        workspace: &WorkspaceId,
        place: &Place,
        id: &OutboxId,
        since: Timestamp,
    ) -> Result<Sighting, ChatError>;
    /// Takes a message of ours away; one that is gone already is no error.
    async fn retract(&self, workspace: &WorkspaceId, message: &MessageRef) -> Result<(), ChatError>;
    /// Opens a modal.
    async fn show(
        &self,
        workspace: &WorkspaceId,
        trigger: &TriggerId,
        modal: &Modal,
    ) -> Result<(), ChatError>;
    /// Puts a modal in the place of an open one.
    async fn replace(&self, workspace: &WorkspaceId, view: &ViewId, modal: &Modal) -> Result<(), ChatError>;
    /// Puts a Home tab in place.
    async fn publish(&self, workspace: &WorkspaceId, person: &PersonId, home: &Home)
    -> Result<(), ChatError>;
    /// Answers an interaction at its response URL, for the person alone.
    async fn whisper(&self, response_url: &str, answer: &Answer) -> Result<(), ChatError>;
}
