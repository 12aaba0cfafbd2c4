//! Where an app under test listens: read from a command line or a control call, and checked before anything is sent.

use http::Uri;
use serde::Deserialize;
use serde_json::json;

use super::sender::Reach;
use super::{BotEndpoints, Lost, Parcel};
use crate::sandbox::core::Sandbox;

/// The addresses of an app, as people write them. What is left out takes `app_url`, and nothing where that is missing.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AppAddresses {
    /// One address for everything, as Slack's own frameworks have it.
    pub app_url: Option<String>,
    /// The Request URL of the Events API.
    pub events_url: Option<String>,
    /// The Request URL of slash commands.
    pub commands_url: Option<String>,
    /// The Request URL of interactivity.
    pub interactivity_url: Option<String>,
    /// The Options Load URL; without it the interactivity URL is asked.
    pub options_url: Option<String>,
}

/// Why nothing will be sent to an address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It is no plain HTTP address.
    #[error("{field} is {url:?}; give a plain HTTP address such as http://127.0.0.1:3000/slack/events")]
    Malformed {
        /// Which of the addresses.
        field: &'static str,
        /// As it was written.
        url: String,
    },
    /// It belongs to another machine.
    #[error(
        "{field} is {url:?}, which is not on this machine; give a 127.0.0.1 address, or start the sandbox with --allow-remote"
    )]
    Remote {
        /// Which of the addresses.
        field: &'static str,
        /// As it was written.
        url: String,
    },
}

impl AppAddresses {
    /// Checks every address and says where what goes.
    ///
    /// # Errors
    /// Names the first address that cannot be used, and what to write instead.
    pub fn endpoints(self, reach: Reach) -> Result<BotEndpoints, AddressError> {
        let all = checked("app_url", self.app_url, reach)?;
        let own = |field, url| Ok(checked(field, url, reach)?.or_else(|| all.clone()));
        Ok(BotEndpoints {
            events_url: own("events_url", self.events_url)?,
            commands_url: own("commands_url", self.commands_url)?,
            interactivity_url: own("interactivity_url", self.interactivity_url)?,
            options_url: checked("options_url", self.options_url, reach)?,
        })
    }
}

fn checked(field: &'static str, url: Option<String>, reach: Reach) -> Result<Option<String>, AddressError> {
    let Some(url) = url else { return Ok(None) };
    let parsed = url.parse::<Uri>().ok().filter(|uri| uri.scheme_str() == Some("http"));
    let Some(host) = parsed.as_ref().and_then(Uri::host).filter(|host| !host.is_empty()) else {
        return Err(AddressError::Malformed { field, url });
    };
    // Where a name leads is seen when something is sent there.
    if !reach.allows_host(host) {
        return Err(AddressError::Remote { field, url });
    }
    Ok(Some(url))
}

/// What an app made of `url_verification`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Challenge {
    /// The challenge came back; Slack would accept the address.
    Returned,
    /// Something else came back, of which this is the beginning.
    Wrong {
        /// HTTP status.
        status: u16,
        /// At most 200 characters of the body.
        body: String,
    },
    /// Nothing came back within Slack's three seconds.
    TimedOut,
    /// Nobody listens there, or no address was given.
    Unreachable,
    /// It was sent on more often than Slack follows.
    Redirected,
    /// The address is on another machine, where nothing is sent.
    Blocked,
}

impl Sandbox {
    /// Posts Slack's `url_verification` to the events URL and says what came back.
    pub async fn challenge(&self) -> Challenge {
        let challenge = format!("challenge-{:016x}", self.config().seed);
        let token = &self.config().app.verification_token;
        let envelope = json!({"type": "url_verification", "token": token, "challenge": challenge});
        match self.deliver(Parcel::Event { envelope, retry: None }).await {
            Err(Lost::Timeout) => Challenge::TimedOut,
            Err(Lost::Unreachable) => Challenge::Unreachable,
            Err(Lost::Redirected) => Challenge::Redirected,
            Err(Lost::Blocked) => Challenge::Blocked,
            Ok(receipt) => {
                let plain = receipt.body.as_ref() == challenge.as_bytes();
                let inside = receipt.json().is_some_and(|body| body["challenge"] == challenge);
                if receipt.accepted() && (plain || inside) {
                    return Challenge::Returned;
                }
                let body = String::from_utf8_lossy(&receipt.body).chars().take(200).collect();
                Challenge::Wrong { status: receipt.status, body }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(url: &str, reach: Reach) -> Result<BotEndpoints, AddressError> {
        AppAddresses { app_url: Some(url.into()), ..AppAddresses::default() }.endpoints(reach)
    }

    #[test]
    fn one_address_serves_for_everything_that_has_none_of_its_own() {
        let written = AppAddresses {
            app_url: Some("http://localhost:3000/slack/events".into()),
            commands_url: Some("http://[::1]:3001/commands".into()),
            ..AppAddresses::default()
        };
        let endpoints = written.endpoints(Reach::Loopback).unwrap();
        assert_eq!(endpoints.events_url.as_deref(), Some("http://localhost:3000/slack/events"));
        assert_eq!(endpoints.interactivity_url, endpoints.events_url);
        assert_eq!(endpoints.commands_url.as_deref(), Some("http://[::1]:3001/commands"));
        assert_eq!(endpoints.options_url, None, "options are asked where interactivity is");
    }

    #[test]
    fn other_machines_are_left_alone_unless_they_are_meant() {
        for remote in ["http://10.0.0.7:3000/", "http://0.0.0.0/slack", "http://[2001:db8::1]/"] {
            let refusal = at(remote, Reach::Loopback).unwrap_err();
            assert!(matches!(refusal, AddressError::Remote { .. }), "{remote}: {refusal}");
            assert!(refusal.to_string().contains("--allow-remote"), "{refusal}");
            assert!(at(remote, Reach::Anywhere).is_ok(), "{remote}");
        }
    }

    #[test]
    fn what_is_no_plain_http_address_is_told_how_one_looks() {
        for wrong in ["", "nowhere", "127.0.0.1:3000", "https://127.0.0.1/", "ftp://127.0.0.1/", "http:///x"]
        {
            let said = at(wrong, Reach::Anywhere).unwrap_err().to_string();
            assert!(
                said.contains("app_url") && said.contains("http://127.0.0.1:3000/slack/events"),
                "{said}"
            );
        }
    }
}
