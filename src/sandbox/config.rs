//! What a sandbox is made of before anybody lives in it: the workspace, the app and how strict Slack is.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::clock::ClockMode;
use super::delivery::sender::Reach;
use super::faults::FaultPlan;

/// Everything that decides how a sandbox starts. The same configuration and the same calls give the same ledger.
#[derive(Clone, Debug)]
pub struct SandboxConfig {
    /// Distinguishes runs; mixed into hashes and event contexts, never a source of chance.
    pub seed: u64,
    /// Where the virtual clock starts.
    pub start: Timestamp,
    /// Whether the clock flows from the beginning.
    pub clock_mode: ClockMode,
    /// How many virtual seconds pass in a real one while the clock flows.
    pub clock_speed: u32,
    /// The workspace people live in; the app is installed there from the beginning.
    pub workspace: WorkspaceConfig,
    /// Other companies' workspaces, where the app is not installed until somebody does it.
    pub neighbours: Vec<WorkspaceConfig>,
    /// The app under test.
    pub app: AppConfig,
    /// Whether calls are held to Slack's rate tiers.
    pub limits: RateLimits,
    /// What goes wrong from the beginning.
    pub faults: FaultPlan,
    /// How far the sandbox may reach when it brings things to the bot.
    pub reach: Reach,
}

/// A workspace as Slack names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkspaceConfig {
    /// `T…`
    pub team_id: String,
    /// The name people read.
    pub team_name: String,
    /// The first label of `{domain}.slack.com`.
    pub domain: String,
    /// Who lets channels be shared with other companies.
    #[serde(default)]
    pub connect: Approval,
}

/// Who has to agree before a Slack Connect invitation that was accepted takes effect.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Approval {
    /// Nobody.
    #[default]
    Automatic,
    /// An admin, or an app with `conversations.connect:manage`.
    ByAdmin,
}

/// The installed app: who it is, its secrets (all made up) and what it was granted.
#[derive(Clone, Debug)]
pub struct AppConfig {
    /// `A…`
    pub app_id: String,
    /// The display name of the app and of its bot user.
    pub name: String,
    /// `U…` of the bot user.
    pub bot_user_id: String,
    /// `B…` of the bot.
    pub bot_id: String,
    /// The handle of the bot user, lower case.
    pub bot_name: String,
    /// `xoxb-…`, what Web API calls on behalf of the first workspace must carry.
    pub bot_token: String,
    /// `xapp-…`, what `apps.connections.open` must carry.
    pub app_token: String,
    /// Signs every request to the bot.
    pub signing_secret: String,
    /// The old verification token that Slack still sends along.
    pub verification_token: String,
    /// What `apps.uninstall` must show.
    pub client_id: String,
    /// What `apps.uninstall` must show.
    pub client_secret: String,
    /// Where Slack may send people back after an installation; one that is asked for must begin with one of these.
    /// An empty list allows any address of this machine.
    pub redirect_urls: Vec<String>,
    /// Whether tokens given out by an installation expire.
    pub token_rotation: TokenRotation,
    /// Scopes of the bot token in the first workspace, and the most that an installation elsewhere may grant.
    pub scopes: BTreeSet<String>,
    /// Events the app subscribed to, as the manifest names them (`message.im`, `reaction_added`, …).
    pub events: BTreeSet<String>,
    /// Pairs of app and event type whose message metadata the app wants to hear about.
    pub metadata_subscriptions: Vec<MetadataSubscription>,
    /// Slash commands of the app.
    pub commands: Vec<SlashCommand>,
    /// Whether people may write in the app's Messages tab.
    pub messages_tab: MessagesTab,
}

/// One `metadata_subscriptions` entry of a manifest; either side, not both, may be `*`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MetadataSubscription {
    /// `A…` or `*`.
    pub app_id: String,
    /// The `event_type` of the metadata, or `*`.
    pub event_type: String,
}

/// A slash command as the manifest declares it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SlashCommand {
    /// With its slash: `/try`.
    pub command: String,
    /// What people read beside it.
    pub description: String,
    /// A hint such as `join | help`.
    pub usage_hint: String,
    /// Whether Slack turns `@name` into `<@U…|name>` before sending.
    pub escape: Escape,
}

/// The manifest's `should_escape`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Escape {
    /// Mentions arrive as ids.
    Mentions,
    /// The text arrives as typed.
    Nothing,
}

/// The manifest's `token_rotation_enabled`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenRotation {
    /// Tokens live until they are revoked.
    #[default]
    Off,
    /// Access tokens live for twelve hours and are renewed with refresh tokens, each of which works once.
    On,
}

/// The state of the app's Messages tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessagesTab {
    /// People can write to the bot.
    Open,
    /// People can only read.
    ReadOnly,
    /// There is no Messages tab: posting to a person is refused with `messages_tab_disabled`.
    Off,
}

/// Whether the tier limits and the limit of one post per second and channel hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RateLimits {
    /// As Slack publishes them, on the virtual clock.
    Slack,
    /// None at all.
    Off,
}

impl SandboxConfig {
    /// Every workspace, the first one first.
    pub fn workspaces(&self) -> impl Iterator<Item = &WorkspaceConfig> {
        std::iter::once(&self.workspace).chain(&self.neighbours)
    }
}

impl Default for SandboxConfig {
    fn default() -> Self {
        Self {
            seed: 1,
            // A Monday morning, so that a demo begins with a working week.
            start: Timestamp::from_second(1_799_053_200).unwrap_or_default(),
            clock_mode: ClockMode::Frozen,
            clock_speed: 1,
            workspace: WorkspaceConfig::default(),
            neighbours: Vec::new(),
            app: AppConfig::default(),
            limits: RateLimits::Slack,
            faults: FaultPlan::default(),
            reach: Reach::Loopback,
        }
    }
}

impl Default for WorkspaceConfig {
    fn default() -> Self {
        Self {
            team_id: "T0SANDBOX1".into(),
            team_name: "Sandbox Inc".into(),
            domain: "sandbox-inc".into(),
            connect: Approval::default(),
        }
    }
}

impl Default for AppConfig {
    fn default() -> Self {
        let named = |names: &[&str]| names.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
        Self {
            app_id: "A0SANDBOX1".into(),
            name: "Try It".into(),
            bot_user_id: "U0SANDBOT1".into(),
            bot_id: "B0SANDBOT1".into(),
            bot_name: "tryit".into(),
            bot_token: "xoxb-sandbox-bot-token".into(),
            app_token: "xapp-sandbox-app-token".into(),
            signing_secret: "5a4db0c5e1f34e0f9a7d2c6b8e1f0a3d".into(),
            verification_token: "sandbox-verification-token".into(),
            client_id: "1000000000.2000000000".into(),
            client_secret: "sandbox-client-secret".into(),
            redirect_urls: Vec::new(),
            token_rotation: TokenRotation::Off,
            scopes: named(&[
                "commands",
                "chat:write",
                "im:write",
                "mpim:write",
                "users:read",
                "reactions:read",
                "metadata.message:read",
            ]),
            events: named(&[
                "app_home_opened",
                "app_uninstalled",
                "tokens_revoked",
                "reaction_added",
                "reaction_removed",
                "user_change",
                "team_join",
                "message.im",
                "message.mpim",
                "message_metadata_posted",
            ]),
            metadata_subscriptions: vec![MetadataSubscription {
                app_id: "A0SANDBOX1".into(),
                event_type: "*".into(),
            }],
            commands: vec![SlashCommand {
                command: "/try".into(),
                description: "Whatever the app does".into(),
                usage_hint: "something".into(),
                escape: Escape::Mentions,
            }],
            messages_tab: MessagesTab::Open,
        }
    }
}

impl AppConfig {
    /// Whether the app asked for events of this manifest name, and whether these scopes let it hear them.
    pub fn hears(&self, subscription: &str, scopes: &BTreeSet<String>) -> bool {
        let any_of: &[&str] = match subscription {
            "message.im" => &["im:history"],
            "message.mpim" => &["mpim:history"],
            "message.channels" => &["channels:history"],
            "message.groups" => &["groups:history"],
            "reaction_added" | "reaction_removed" => &["reactions:read"],
            "user_change" | "team_join" => &["users:read"],
            "file_shared" => &["files:read"],
            "member_joined_channel" | "member_left_channel" | "channel_shared" | "channel_unshared" => {
                &["channels:read", "groups:read"]
            }
            "message_metadata_posted" | "message_metadata_updated" | "message_metadata_deleted" => {
                &["metadata.message:read"]
            }
            _ => &[],
        };
        let may = any_of.is_empty() || any_of.iter().any(|scope| scopes.contains(*scope));
        may && self.events.contains(subscription)
    }

    /// Whether the app subscribed to message metadata of this type, written by this app.
    pub fn wants_metadata(&self, app_id: &str, event_type: &str) -> bool {
        let fits = |pattern: &str, text: &str| pattern == "*" || pattern == text;
        self.metadata_subscriptions
            .iter()
            .any(|wish| fits(&wish.app_id, app_id) && fits(&wish.event_type, event_type))
    }

    /// The command a person typed, if the app has it.
    pub fn command(&self, name: &str) -> Option<&SlashCommand> {
        self.commands.iter().find(|known| known.command == name)
    }
}
