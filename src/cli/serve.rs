//! `viceversa serve`: the bot.

use super::control;
use super::figures::Figures;
use super::wiring::{Bot, BotParts, bot, clock, decks, rules};
use crate::adapters::http::{self, serve::Patience};
use crate::adapters::slack::inbound::socket;
use crate::adapters::slack::outbound::SlackConfig;
use crate::adapters::storage::{Database, OpenError, OpenOptions};
use crate::adapters::system::SystemEntropy;
use crate::adapters::telemetry;
use crate::app::Pace;
use crate::app::workspace::FirstSlots;
use crate::config::{Config, LogFormat};
use crate::ports::{ChatError, Clock};
use anyhow::Context;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How long a stop may take before what is under way is left to the next start.
const DRAIN: Duration = Duration::from_secs(10);

/// How long the start waits for a database that does not answer, such as one that is starting beside us.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long between two tries.
const TRY_AGAIN: Duration = Duration::from_secs(2);

/// How often the start asks Slack who we are before it gives up.
const INTRODUCTIONS: u32 = 6;

/// Runs the bot until a signal stops it.
///
/// # Errors
/// The configuration, the database, the address or the token cannot be used; each says how to mend it.
pub async fn run(config: Config) -> anyhow::Result<()> {
    match config.log_format {
        LogFormat::Text => telemetry::start_text(&config.log),
        LogFormat::Json => telemetry::start_json(&config.log),
    }
    let bot_tokens = config.slack.bot_tokens()?;
    let signing_secret = match (&config.slack.app_token, config.slack.signing_secret()) {
        (_, Ok(secret)) => secret,
        (Some(_), Err(_)) => secrecy::SecretString::from(String::new()),
        (None, Err(missing)) => return Err(missing.into()),
    };
    let (catalogue, rules) = (decks(&config)?, rules(&config)?);
    let stop = CancellationToken::new();
    heed_signals(&stop);
    let Some(database) = open(&config, &stop).await? else { return Ok(()) };
    let database = Arc::new(database);
    let slack = SlackConfig {
        api_url: config.slack.api_url.clone(),
        bot_tokens,
        app_token: config.slack.app_token.clone(),
    };
    let clock = clock(&config);
    let mut bot = bot(BotParts {
        storage: database.clone(),
        quota: database.clone(),
        clock: clock.clone(),
        entropy: Arc::new(SystemEntropy),
        slack,
        catalogue,
        rules,
        signing_secret,
        public_url: config.public_url.clone(),
        budget: config.contacts_per_week,
        pace: Pace::default(),
    })?;
    let listener = listen(&config).await?;
    let figures = Figures::begin(&config, &mut bot, database.clone(), clock.clone()).await?;
    let tasks = start(&bot, listener, &config, &stop);
    if let Some(figures) = figures {
        figures.start(&tasks, &stop);
    }
    let slots = FirstSlots { peer: config.first_slot.clone(), nudge: config.nudge_slot.clone() };
    introduce(&bot, &slots, clock.as_ref(), &stop).await?;
    tracing::info!(listen = %config.listen, "the bot is running");
    stop.cancelled().await;
    drain(tasks, &stop).await;
    database.close().await;
    Ok(())
}

/// Opens the database. One that does not answer is waited for, with the door open, so that a supervisor sees us alive and
/// not ready; `None` where we are told to stop meanwhile.
async fn open(config: &Config, stop: &CancellationToken) -> anyhow::Result<Option<Database>> {
    let speed = config.trial_clock.map_or(1, |trial| trial.speed);
    let options = OpenOptions { connections: config.database_connections, speed, ..OpenOptions::default() };
    let opening = async || Database::open(&config.database_url, &options).await;
    let mut opened = opening().await;
    if matches!(opened, Err(OpenError::Away { .. })) {
        let waiting = axum::serve(listen(config).await?, http::waiting()).into_future();
        let trying = async {
            let mut tries = PATIENCE.as_secs() / TRY_AGAIN.as_secs();
            while let Err(OpenError::Away { reason }) = &opened
                && tries > 0
            {
                tracing::warn!(reason, "the database does not answer yet; waiting for it");
                tokio::time::sleep(TRY_AGAIN).await;
                tries -= 1;
                opened = opening().await;
            }
        };
        tokio::select! {
            () = stop.cancelled() => return Ok(None),
            served = waiting => served?,
            () = trying => {}
        }
    }
    Ok(Some(opened.context("DATABASE_URL cannot be used")?))
}

async fn listen(config: &Config) -> anyhow::Result<TcpListener> {
    TcpListener::bind(config.listen).await.map_err(|cause| {
        anyhow::anyhow!(
            "LISTEN is {}, where nothing can be served: {cause}.\n  Choose a free port, such as 127.0.0.1:3001.",
            config.listen
        )
    })
}

/// Starts what runs side by side. HTTP answers from the first moment, so that a supervisor can see us start.
fn start(bot: &Bot, listener: TcpListener, config: &Config, stop: &CancellationToken) -> TaskTracker {
    let tasks = TaskTracker::new();
    let (app, token) = (bot.app.clone(), stop.clone());
    // A bot that answers and does nothing else would look well: if its loops break down, a supervisor starts us anew.
    let breaks_down = stop.clone().drop_guard();
    tasks.spawn(async move {
        app.run(token).await;
        drop(breaks_down);
    });
    let (router, token) = (bot.router.clone(), stop.clone());
    tasks.spawn(http::serve::serve(listener, router, Patience::default(), token));
    if config.slack.app_token.is_some() {
        let (inbound, chat, token) = (bot.inbound.clone(), bot.chat.clone(), stop.clone());
        tasks.spawn(async move { socket::run(inbound, chat, Arc::new(SystemEntropy), token).await });
    }
    if let Some(path) = config.sqlite_path() {
        let (app, token) = (bot.app.clone(), stop.clone());
        tasks.spawn(async move { control::serve(&path, app, token).await });
    }
    tasks.close();
    tasks
}

/// Learns from Slack which workspace each token belongs to. One that Slack does not take stops nobody but its own.
async fn introduce(
    bot: &Bot,
    slots: &FirstSlots,
    clock: &dyn Clock,
    stop: &CancellationToken,
) -> anyhow::Result<()> {
    let tokens = bot.chat.tokens();
    let mut void = Vec::new();
    for place in 0..tokens {
        match introduce_one(bot, place, slots, clock, stop).await {
            Introduced::Installed | Introduced::Stopped => {}
            Introduced::Denied(reason) => {
                tracing::error!(
                    token = place + 1,
                    reason,
                    "Slack does not accept a token of SLACK_BOT_TOKEN"
                );
                void.push(reason);
            }
            Introduced::Unreachable => {
                stop.cancel();
                anyhow::bail!(
                    "Slack cannot be reached at SLACK_API_URL, or the database does not take anything down; the lines above say which.\n  \
                     Check the network and the addresses, then start again."
                )
            }
        }
    }
    if void.len() < tokens {
        return Ok(());
    }
    stop.cancel();
    anyhow::bail!(
        "Slack does not accept SLACK_BOT_TOKEN ({}).\n  \
         Install the app to your workspace again and copy the new token; `viceversa doctor` checks it.",
        void.join(", ")
    )
}

/// What came of asking whose a token is.
enum Introduced {
    /// Its workspace is served.
    Installed,
    /// We were told to stop meanwhile.
    Stopped,
    /// Slack does not take it, and gives this reason.
    Denied(String),
    /// Nobody answered in all the time.
    Unreachable,
}

async fn introduce_one(
    bot: &Bot,
    place: usize,
    slots: &FirstSlots,
    clock: &dyn Clock,
    stop: &CancellationToken,
) -> Introduced {
    for attempt in 1..=INTRODUCTIONS {
        let wait = match bot.chat.identity(place).await {
            Ok(identity) => match bot.app.install(&identity, slots).await {
                Ok(workspace) => {
                    tracing::info!(workspace = %workspace.id, name = workspace.name, "installed");
                    bot.app.look_again();
                    return Introduced::Installed;
                }
                Err(error) => {
                    tracing::warn!(attempt, %error, "the workspace cannot be written down yet");
                    Duration::from_secs(1 << attempt)
                }
            },
            Err(ChatError::Denied(reason)) => return Introduced::Denied(reason),
            Err(ChatError::RetryAfter(wait)) => wait,
            Err(error) => {
                tracing::warn!(attempt, %error, "Slack cannot be reached yet");
                Duration::from_secs(1 << attempt)
            }
        };
        tokio::select! {
            () = stop.cancelled() => return Introduced::Stopped,
            () = tokio::time::sleep(clock.real(wait)) => {}
        }
    }
    Introduced::Unreachable
}

/// From now on a signal ends everything in good order, also one that comes while we still wait for Slack.
fn heed_signals(stop: &CancellationToken) {
    let stop = stop.clone();
    tokio::spawn(async move {
        stopped(&stop).await;
        stop.cancel();
    });
}

/// Waits for a signal, or for a part that cannot go on.
pub(super) async fn stopped(stop: &CancellationToken) {
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
        .expect("the runtime handles signals");
    tokio::select! {
        () = stop.cancelled() => {}
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

async fn drain(tasks: TaskTracker, stop: &CancellationToken) {
    tracing::info!("stopping: what is under way is finished first");
    stop.cancel();
    if tokio::time::timeout(DRAIN, tasks.wait()).await.is_err() {
        tracing::warn!("some work did not finish in time; the next start looks at it again");
    }
}
