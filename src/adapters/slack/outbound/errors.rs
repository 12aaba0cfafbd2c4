//! Slack's errors, reduced to the decision they cause. The library's own carry whole answers in their text, tokens
//! included, so nothing of that text leaves this file.

use crate::ports::ChatError;
use slack_morphism::errors::SlackClientError;
use std::error::Error;
use std::time::Duration;

/// How long to wait where Slack limits us and does not say for how long.
pub const UNSAID: Duration = Duration::from_secs(30);

/// What a failed call through the library means.
pub fn meaning(error: &SlackClientError) -> ChatError {
    match error {
        SlackClientError::ApiError(error) => by_name(&error.code),
        SlackClientError::RateLimitError(limit) => ChatError::RetryAfter(limit.retry_after.unwrap_or(UNSAID)),
        SlackClientError::HttpError(error) => by_status(error.status_code.as_u16(), None),
        SlackClientError::HttpProtocolError(error) => match &error.cause {
            Some(cause) => by_cause(cause.as_ref()),
            None => ChatError::Unclear("http".into()),
        },
        SlackClientError::SystemError(error) => match &error.cause {
            Some(cause) => by_cause(cause.as_ref()),
            None => ChatError::Unclear("cut".into()),
        },
        SlackClientError::ProtocolError(_) => ChatError::Unclear("not_json".into()),
        SlackClientError::EndOfStream(_) => ChatError::Unclear("cut".into()),
        SlackClientError::SocketModeProtocolError(_) => ChatError::Unclear("socket".into()),
    }
}

/// A connection that was never made has carried nothing; of every other failure nobody knows how far it came.
pub fn by_cause(cause: &(dyn Error + Send + Sync + 'static)) -> ChatError {
    match cause.downcast_ref::<hyper_util::client::legacy::Error>() {
        Some(error) if error.is_connect() => ChatError::NotSent("connect".into()),
        Some(_) | None => ChatError::Unclear("cut".into()),
    }
}

/// What an HTTP status means where there is no answer of Slack's own in it.
pub fn by_status(status: u16, retry_after: Option<Duration>) -> ChatError {
    match status {
        429 => ChatError::RetryAfter(retry_after.unwrap_or(UNSAID)),
        500..=599 => ChatError::Unclear(format!("http_{status}")),
        _ => ChatError::Refused(format!("http_{status}")),
    }
}

/// What one of Slack's error names means.
pub fn by_name(name: &str) -> ChatError {
    let name: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').take(64).collect();
    match name.as_str() {
        "ratelimited" | "rate_limited" | "message_limit_exceeded" => ChatError::RetryAfter(UNSAID),
        "fatal_error" | "internal_error" | "request_timeout" | "service_unavailable" => {
            ChatError::Unclear(name)
        }
        "team_added_to_org" => ChatError::NotSent(name),
        known if GONE.contains(&known) => ChatError::Gone(name),
        known if DENIED.contains(&known) => ChatError::Denied(name),
        _ => ChatError::Refused(name),
    }
}

/// The recipient, or the file, is the trouble, and will stay so.
const GONE: &[&str] = &[
    "cannot_dm_bot",
    "channel_not_found",
    "file_deleted",
    "file_not_found",
    "invalid_user_combination",
    "is_archived",
    "is_inactive",
    "messages_tab_disabled",
    "not_in_channel",
    "not_visible",
    "user_disabled",
    "user_not_found",
    "user_not_visible",
    "users_not_found",
];

/// The installation is the trouble: nothing will work until somebody mends it.
const DENIED: &[&str] = &[
    "access_denied",
    "account_inactive",
    "app_not_installed",
    "ekm_access_denied",
    "enterprise_is_restricted",
    "forbidden_team",
    "invalid_auth",
    "missing_scope",
    "no_permission",
    "not_allowed_token_type",
    "not_authed",
    "org_login_required",
    "team_access_not_granted",
    "team_not_found",
    "token_expired",
    "token_revoked",
    "two_factor_setup_required",
];

#[cfg(test)]
mod tests {
    use super::*;
    use slack_morphism::errors::{SlackClientApiError, SlackRateLimitError};

    #[test]
    fn a_name_leads_to_a_decision() {
        assert_eq!(by_name("user_disabled"), ChatError::Gone("user_disabled".into()));
        assert_eq!(by_name("token_revoked"), ChatError::Denied("token_revoked".into()));
        assert_eq!(by_name("message_limit_exceeded"), ChatError::RetryAfter(UNSAID));
        assert_eq!(by_name("fatal_error"), ChatError::Unclear("fatal_error".into()));
        assert_eq!(by_name("invalid_blocks"), ChatError::Refused("invalid_blocks".into()));
    }

    #[test]
    fn an_error_tells_nothing_but_its_name() {
        let api =
            SlackClientApiError::new("invalid_auth".into()).with_http_response_body("xoxb-secret".into());
        let limit = SlackRateLimitError::new().with_http_response_body("xoxb-secret".into());
        let odd = SlackClientApiError::new("xoxb-1 {\"token\"}".into());
        for error in [
            SlackClientError::ApiError(api),
            SlackClientError::RateLimitError(limit),
            SlackClientError::from(Box::<dyn Error + Send + Sync>::from("xoxb-secret")),
        ] {
            let meaning = meaning(&error);
            assert!(!format!("{meaning} {meaning:?}").contains("secret"), "{meaning:?}");
        }
        assert_eq!(meaning(&SlackClientError::ApiError(odd)), ChatError::Refused("xoxb1token".into()));
    }
}
