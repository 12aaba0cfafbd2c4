//! What goes out to Slack: every call with our own limits and a timeout, every error as the decision it causes.

mod chat;
mod errors;
mod files;
mod limits;
mod look;
mod tokens;
mod wire;

use super::render::Renderer;
use crate::domain::ids::WorkspaceId;
use crate::ports::{ChatError, Clock, Quota, measure};
use limits::{CONNECT, Call, Limits};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use slack_morphism::{SlackApiToken, SlackApiTokenValue};
use std::future::Future;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokens::Tokens;
use tracing::debug;
use wire::Wire;

/// How long any call may take, the connection included.
const TIMEOUT: Duration = Duration::from_secs(10);

/// How to reach Slack, and as whom.
///
/// The library underneath logs addresses at `DEBUG`; keep the target `slack_morphism` at `INFO` or above.
pub struct SlackConfig {
    /// Where the Web API is, such as `https://slack.com/api`; `http://` is for a sandbox.
    pub api_url: String,
    /// The bot's tokens, `xoxb-…`, one for each workspace.
    pub bot_tokens: Vec<SecretString>,
    /// The app's own token, `xapp-…`; only Socket Mode needs it.
    pub app_token: Option<SecretString>,
}

/// Slack's Web API, as [`crate::ports::Chat`].
pub struct SlackChat {
    wire: Wire,
    api_url: String,
    tokens: Tokens,
    app_token: Option<SecretString>,
    limits: Limits,
    renderer: Arc<Renderer>,
}

impl SlackChat {
    /// A client that has not called anybody yet.
    ///
    /// # Errors
    /// Where TLS is needed and the system has no certificates.
    pub fn new(
        config: SlackConfig,
        clock: Arc<dyn Clock>,
        quota: Arc<dyn Quota>,
        renderer: Arc<Renderer>,
    ) -> io::Result<Self> {
        let api_url = config.api_url.trim_end_matches('/').to_owned();
        Ok(Self {
            wire: Wire::new(&api_url, clock.real(TIMEOUT))?,
            api_url,
            tokens: Tokens::new(config.bot_tokens),
            app_token: config.app_token,
            limits: Limits::new(clock, quota),
            renderer,
        })
    }

    /// A fresh address for Socket Mode, with the app's token.
    ///
    /// # Errors
    /// [`ChatError::Denied`] where there is no app token, or Slack does not take it.
    pub async fn connections_open(&self) -> Result<String, ChatError> {
        let token = self.app_token.as_ref().ok_or(ChatError::Denied("no_app_token".into()))?;
        let nobody = WorkspaceId::new("");
        let request = serde_json::json!({});
        let call = self.wire.post(&library_token(token), CONNECT.name, &request).await;
        let answer = self.noted(Call::of(&nobody, CONNECT), call).await?;
        let url = answer.get("url").and_then(Value::as_str).ok_or(ChatError::Unclear("no_url".into()))?;
        Ok(url.to_owned())
    }

    fn token(&self, workspace: &WorkspaceId) -> Result<SlackApiToken, ChatError> {
        self.tokens.of(workspace).map(library_token)
    }

    /// Makes a call where the limits have room for it.
    async fn limited<T>(
        &self,
        call: Call<'_>,
        made: impl Future<Output = Result<T, ChatError>> + Send,
    ) -> Result<T, ChatError> {
        self.limits.take(call).await.inspect_err(|_| measure::held(call.method.name))?;
        let result = made.await;
        self.noted(call, result).await
    }

    /// Notes how a call went: a limit holds everybody back, and the log has the method and the outcome alone.
    async fn noted<T>(&self, call: Call<'_>, result: Result<T, ChatError>) -> Result<T, ChatError> {
        if let Err(ChatError::RetryAfter(wait)) = &result {
            self.limits.hold(call, *wait).await;
        }
        measure::called(call.method.name, &result);
        match &result {
            Ok(_) => debug!(workspace = %call.workspace, method = call.method.name, "done"),
            Err(error) => {
                debug!(workspace = %call.workspace, method = call.method.name, %error, "not done");
            }
        }
        result
    }
}

fn library_token(token: &SecretString) -> SlackApiToken {
    SlackApiToken::new(SlackApiTokenValue::from(token.expose_secret()))
}
