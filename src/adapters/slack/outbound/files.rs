//! Files that people share: what Slack says about one, and its bytes. The token goes to Slack's own hosts and nowhere
//! else: an address is looked at before it is asked, and where it leads on to another, nobody follows.

use super::SlackChat;
use super::chat::is_trusted;
use super::limits::{Call, FILE};
use crate::adapters::slack::json::text;
use crate::domain::ids::{FileId, WorkspaceId};
use crate::ports::{ChatError, FileFacts};
use bytes::Bytes;
use http::{Request, Response, StatusCode, header};
use http_body_util::Full;
use secrecy::ExposeSecret;
use serde_json::Value;

/// Slack's word for an app that may not do something.
const MISSING_SCOPE: &str = "missing_scope";

impl SlackChat {
    pub(super) async fn file_facts(
        &self,
        workspace: &WorkspaceId,
        file: &FileId,
    ) -> Result<FileFacts, ChatError> {
        let (token, query) = (self.token(workspace)?, [("file", file.as_str())]);
        let call = self.wire.get(&token, FILE.name, &query);
        let answer = self.limited(Call::of(workspace, FILE), call).await?;
        facts(answer.get("file").ok_or(ChatError::Unclear("no_file".into()))?)
    }

    pub(super) async fn bytes_of(
        &self,
        workspace: &WorkspaceId,
        file: &FileFacts,
        most: u64,
    ) -> Result<Vec<u8>, ChatError> {
        if !is_trusted(&file.address, &self.api_url) {
            return Err(ChatError::Refused("file_address".into()));
        }
        let request = Request::get(&file.address)
            .header(header::AUTHORIZATION, format!("Bearer {}", self.tokens.of(workspace)?.expose_secret()))
            .body(Full::new(Bytes::new()))
            .map_err(|_| ChatError::Refused("file_address".into()))?;
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        content(self.wire.download(request, most.saturating_add(1)).await?)
    }
}

fn facts(file: &Value) -> Result<FileFacts, ChatError> {
    if text(file, "/mode") == Some("tombstone") {
        return Err(ChatError::Gone("file_deleted".into()));
    }
    let address = text(file, "/url_private_download").or_else(|| text(file, "/url_private"));
    Ok(FileFacts {
        name: text(file, "/name").unwrap_or_default().to_owned(),
        mime_type: text(file, "/mimetype").unwrap_or_default().to_owned(),
        size: file.get("size").and_then(Value::as_u64),
        // A file that is kept elsewhere has no bytes at Slack.
        address: address.ok_or(ChatError::Gone("no_address".into()))?.to_owned(),
    })
}

/// Where the token does not open a file, Slack shows its page to sign in, or the way there, and calls that a success.
fn content(answer: Response<Vec<u8>>) -> Result<Vec<u8>, ChatError> {
    let kind = answer.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let is_page = kind.is_some_and(|kind| kind.starts_with("text/html"));
    match answer.status() {
        status if status.is_redirection() || (status.is_success() && is_page) => {
            Err(ChatError::Denied(MISSING_SCOPE.into()))
        }
        StatusCode::OK => Ok(answer.into_body()),
        StatusCode::FORBIDDEN | StatusCode::UNAUTHORIZED => Err(ChatError::Denied(MISSING_SCOPE.into())),
        StatusCode::NOT_FOUND | StatusCode::GONE => Err(ChatError::Gone("http_404".into())),
        status => Err(super::errors::by_status(status.as_u16(), super::wire::retry_after(answer.headers()))),
    }
}

#[cfg(test)]
mod tests;
