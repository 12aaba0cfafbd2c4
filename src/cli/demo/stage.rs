//! A bot and a Slack workspace in a box, joined by real HTTP on this machine and by one virtual clock.

use crate::adapters::catalogue;
use crate::adapters::slack::outbound::SlackConfig;
use crate::adapters::storage::{Database, OpenOptions};
use crate::adapters::system::SeededEntropy;
use crate::app::workspace::FirstSlots;
use crate::app::{App, Pace};
use crate::cli::wiring::{Bot, BotParts, bot};
use crate::domain::attention::Budget;
use crate::domain::calendar::{Day, Slot};
use crate::domain::event::Seed;
use crate::domain::ids::WorkspaceId;
use crate::domain::matching::weights::Rules;
use crate::ports::{Clock, Entropy};
use crate::sandbox::{BotEndpoints, Sandbox, SandboxConfig, SandboxServer, VirtualClock};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use secrecy::SecretString;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// How a stage is set.
pub struct Props {
    /// The workspace, its clock and its limits.
    pub sandbox: SandboxConfig,
    /// Where the workspace's page is served.
    pub listen: SocketAddr,
    /// Where the bot keeps what it knows.
    pub database_url: String,
    /// What a commit survives.
    pub open: OpenOptions,
    /// How much the bot sends at once.
    pub pace: Pace,
}

/// A bot and a workspace, ready to play.
pub struct Stage {
    /// The workspace.
    pub sandbox: Sandbox,
    /// The bot.
    pub app: Arc<App>,
    /// What the bot knows.
    pub database: Arc<Database>,
    /// The workspace's id.
    pub workspace: WorkspaceId,
    props: Props,
    entropy: Arc<dyn Entropy>,
    stop: CancellationToken,
    _server: SandboxServer,
}

/// The sandbox's clock, as the bot reads it.
struct StageClock(VirtualClock);

impl Clock for StageClock {
    fn now(&self) -> Timestamp {
        self.0.now()
    }
}

/// One stream of chance that outlives a restart of the bot.
struct Shared(Arc<dyn Entropy>);

impl Entropy for Shared {
    fn seed(&self) -> Seed {
        self.0.seed()
    }
}

impl Stage {
    /// Sets the stage: the workspace is served, the bot is installed and connected, and nobody has done anything yet.
    ///
    /// # Errors
    /// An address or the database cannot be used.
    pub async fn set(props: Props) -> anyhow::Result<Self> {
        let sandbox = Sandbox::new(props.sandbox.clone());
        let listener = TcpListener::bind(props.listen).await.map_err(|cause| {
            anyhow::anyhow!(
                "nothing can be served at {}: {cause}.\n  Choose a free address, such as --listen 127.0.0.1:9000",
                props.listen
            )
        })?;
        let server = sandbox.serve(listener).await?;
        let entropy: Arc<dyn Entropy> = Arc::new(SeededEntropy::new(props.sandbox.seed));
        let (bot, database) = put_together(&sandbox, &props, &entropy).await?;
        let workspace = WorkspaceId::new(&props.sandbox.workspace.team_id);
        let stop = CancellationToken::new();
        connect(&sandbox, bot.router, &stop).await?;
        let identity = bot.chat.identity(0).await?;
        bot.app.install(&identity, &FirstSlots::following(first_slot())).await?;
        Ok(Self { sandbox, app: bot.app, database, workspace, props, entropy, stop, _server: server })
    }

    /// Stops the bot as a crash would, and starts it again on what it had written down.
    ///
    /// # Errors
    /// The database or an address cannot be used.
    pub async fn restart(&mut self) -> anyhow::Result<()> {
        self.stop.cancel();
        self.database.close().await;
        let (bot, database) = put_together(&self.sandbox, &self.props, &self.entropy).await?;
        bot.app.recover().await?;
        self.stop = CancellationToken::new();
        connect(&self.sandbox, bot.router, &self.stop).await?;
        (self.app, self.database) = (bot.app, database);
        Ok(())
    }

    /// Lets everything that is due now happen, on both sides, until nothing is left; says when the next thing is due.
    ///
    /// # Errors
    /// The bot's storage failed.
    pub async fn settle(&self) -> anyhow::Result<Option<Timestamp>> {
        loop {
            self.sandbox.settle().await;
            let next = self.app.settle().await?;
            if self.sandbox.settle().await == 0 {
                return Ok(next.into_iter().chain(self.sandbox.next_delivery()).min());
            }
        }
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

async fn put_together(
    sandbox: &Sandbox,
    props: &Props,
    entropy: &Arc<dyn Entropy>,
) -> anyhow::Result<(Bot, Arc<Database>)> {
    let database = Arc::new(Database::open(&props.database_url, &props.open).await?);
    let app = &sandbox.config().app;
    let bot = bot(BotParts {
        storage: database.clone(),
        quota: database.clone(),
        clock: Arc::new(StageClock(sandbox.clock().clone())),
        entropy: Arc::new(Shared(entropy.clone())),
        slack: SlackConfig {
            api_url: sandbox.api_url(),
            bot_tokens: vec![SecretString::from(app.bot_token.clone())],
            app_token: Some(SecretString::from(app.app_token.clone())),
        },
        catalogue: Arc::new(catalogue::embedded()?),
        rules: Rules::default(),
        signing_secret: SecretString::from(app.signing_secret.clone()),
        public_url: None,
        budget: Budget::default(),
        pace: props.pace,
    })?;
    Ok((bot, database))
}

async fn connect(sandbox: &Sandbox, router: axum::Router, stop: &CancellationToken) -> anyhow::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = |path: &str, address: SocketAddr| Some(format!("http://{address}/slack/{path}"));
    let address = listener.local_addr()?;
    sandbox.connect(BotEndpoints {
        events_url: url("events", address),
        commands_url: url("commands", address),
        interactivity_url: url("interactions", address),
        options_url: url("options", address),
    });
    let stop = stop.clone();
    tokio::spawn(async move {
        let served = axum::serve(listener, router).with_graceful_shutdown(stop.cancelled_owned()).await;
        if let Err(error) = served {
            tracing::error!(%error, "the bot's HTTP has stopped");
        }
    });
    Ok(())
}

/// Mondays at ten, as every installation begins.
fn first_slot() -> Slot {
    Slot {
        day: Day::Mon,
        time: Time::constant(10, 0, 0, 0),
        zone: "Europe/Berlin".into(),
        every_weeks: 1,
        anchor: Date::constant(2024, 1, 1),
    }
}
