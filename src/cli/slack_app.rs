//! Vice Versa as its manifest declares it to Slack: what the made-up Slack of the demonstration and of the tests has
//! installed.

use crate::sandbox::{AppConfig, Escape, SandboxConfig, SlashCommand};

/// The scopes the bot asks for, none of which reads a conversation between people.
pub const SCOPES: [&str; 9] = [
    "commands",
    "chat:write",
    "im:write",
    "mpim:write",
    "users:read",
    "reactions:read",
    "metadata.message:read",
    "im:history",
    "files:read",
];

/// Not asked for: whoever imports people by their addresses adds it.
pub const EMAIL_SCOPE: &str = "users:read.email";
/// Those of them that a workspace may leave out; what rests on them is then left out, and nothing else.
pub const OPTIONAL_SCOPES: [&str; 2] = ["im:history", "files:read"];

/// The events it subscribes to; the last one by its own entry under `metadata_subscriptions`.
pub const EVENTS: [&str; 9] = [
    "app_home_opened",
    "app_uninstalled",
    "tokens_revoked",
    "reaction_added",
    "reaction_removed",
    "user_change",
    "team_join",
    "message.im",
    "message_metadata_posted",
];

/// A workspace with Vice Versa in it and nobody else.
pub fn workspace() -> SandboxConfig {
    SandboxConfig { app: app(), ..SandboxConfig::default() }
}

fn app() -> AppConfig {
    AppConfig {
        name: "Vice Versa".into(),
        bot_name: "viceversa".into(),
        scopes: SCOPES.map(String::from).into(),
        events: EVENTS.map(String::from).into(),
        commands: vec![SlashCommand {
            command: "/mentor".into(),
            description: "Ask for advice, give some, and manage how you take part".into(),
            usage_hint: "join | home | profile | pause 2w | skip | why | help".into(),
            escape: Escape::Mentions,
        }],
        ..AppConfig::default()
    }
}
