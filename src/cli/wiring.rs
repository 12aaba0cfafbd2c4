//! How the parts of a bot are put together: the one place that names every adapter.

use crate::adapters::slack::{inbound, outbound, render};
use crate::adapters::system::{FastClock, SystemClock};
use crate::adapters::{catalogue, http};
use crate::app::{App, Pace, Parts};
use crate::config::{Config, Trial, rules};
use crate::domain::attention::Budget;
use crate::domain::catalogue::Catalogue;
use crate::domain::matching::weights::Rules;
use crate::ports::{Clock, Entropy, Quota, Storage};
use anyhow::Context;
use secrecy::SecretString;
use std::sync::Arc;

/// What a bot is made from.
pub struct BotParts {
    /// Memory.
    pub storage: Arc<dyn Storage>,
    /// Slack's limits, as everybody who calls it keeps them.
    pub quota: Arc<dyn Quota>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub entropy: Arc<dyn Entropy>,
    /// Where Slack is, and the tokens.
    pub slack: outbound::SlackConfig,
    /// Topics, themes, decks and readings.
    pub catalogue: Arc<Catalogue>,
    /// What counts how much in a round.
    pub rules: Rules,
    /// What Slack signs with; empty where nothing comes in over HTTP.
    pub signing_secret: SecretString,
    /// Our address as browsers reach it.
    pub public_url: Option<String>,
    /// How often people are begun something with.
    pub budget: Budget,
    /// How much is sent at once.
    pub pace: Pace,
}

/// A bot, put together; nothing runs yet.
pub struct Bot {
    /// The application.
    pub app: Arc<App>,
    /// Slack, as the application sees it.
    pub chat: Arc<outbound::SlackChat>,
    /// What takes Socket Mode's envelopes.
    pub inbound: inbound::Inbound,
    /// Everything served over HTTP.
    pub router: axum::Router,
}

/// Puts a bot together.
///
/// # Errors
/// The Web API's address cannot be used.
pub fn bot(parts: BotParts) -> anyhow::Result<Bot> {
    let catalogue = parts.catalogue;
    let calendar = parts.public_url.map(|public_url| render::CalendarConfig {
        public_url,
        signing_secret: parts.signing_secret.clone(),
    });
    let renderer = Arc::new(render::Renderer::new(catalogue.clone(), calendar.as_ref()));
    let chat =
        Arc::new(outbound::SlackChat::new(parts.slack, parts.clock.clone(), parts.quota, renderer.clone())?);
    let app = Arc::new(App::new(Parts {
        storage: parts.storage.clone(),
        chat: chat.clone(),
        clock: parts.clock.clone(),
        entropy: parts.entropy,
        catalogue: catalogue.clone(),
        rules: parts.rules,
        budget: parts.budget,
        pace: parts.pace,
    }));
    let inbound =
        inbound::Inbound { intake: app.clone(), clock: parts.clock, catalogue, renderer, chat: chat.clone() };
    let config = inbound::InboundConfig { signing_secret: parts.signing_secret };
    let router = inbound::routes(config, inbound.clone()).merge(http::health(parts.storage));
    Ok(Bot { app, chat, inbound, router })
}

/// The machine's clock, or a faster one where a trial asks for it.
pub(super) fn clock(config: &Config) -> Arc<dyn Clock> {
    match config.trial_clock {
        Some(Trial { origin, speed }) => Arc::new(FastClock { origin, speed }),
        None => Arc::new(SystemClock),
    }
}

/// Our decks, and the operator's own on top of them. What could be better about those is logged.
///
/// # Errors
/// The operator's decks do not stand the checks; the message names file and line.
pub(super) fn decks(config: &Config) -> anyhow::Result<Arc<Catalogue>> {
    let loaded = catalogue::load(config.prompts.as_deref())
        .context("VICEVERSA_PROMPTS names decks that cannot be used")?;
    for warning in &loaded.warnings {
        tracing::warn!("in a deck of your own: {warning}");
    }
    Ok(Arc::new(loaded.catalogue))
}

/// What counts how much, from the operator's own file where one is named.
///
/// # Errors
/// Something is wrong with the file; the message names each line and column.
pub(super) fn rules(config: &Config) -> anyhow::Result<Rules> {
    let Some(path) = &config.rules else { return Ok(Rules::default()) };
    rules::load(path).context("VICEVERSA_RULES names rules that cannot be used")
}
