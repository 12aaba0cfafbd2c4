//! Where Prometheus finds the bot's figures, if the operator wants them: at an address of their own, so that a proxy which
//! hands everything on does not show them to the world, or beside Slack's where the operator says so.

use super::wiring::Bot;
use crate::adapters::http::serve::{Patience, serve};
use crate::adapters::metrics::{Exposition, routes};
use crate::config::Config;
use crate::ports::{Chat, Clock, Storage};
use anyhow::Context;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Figures that are counted, and the address of their own, where they have one.
pub(super) struct Figures {
    exposition: Arc<Exposition>,
    listener: Option<TcpListener>,
}

impl Figures {
    /// Begins to count where `METRICS_LISTEN` is set.
    ///
    /// # Errors
    /// Nothing can be served there.
    pub(super) async fn begin(
        config: &Config,
        bot: &mut Bot,
        storage: Arc<dyn Storage>,
        clock: Arc<dyn Clock>,
    ) -> anyhow::Result<Option<Self>> {
        let Some(address) = config.metrics_listen else { return Ok(None) };
        let exposition = Exposition::begin(storage, clock, bot.chat.tempo());
        let exposition = Arc::new(exposition.context("the figures cannot be counted")?);
        let listener = if address == config.listen {
            bot.router = std::mem::take(&mut bot.router).merge(routes(exposition.clone()));
            None
        } else {
            Some(TcpListener::bind(address).await.map_err(|cause| {
                anyhow::anyhow!(
                    "METRICS_LISTEN is {address}, where nothing can be served: {cause}.\n  \
                     Choose a free port, such as 127.0.0.1:9464."
                )
            })?)
        };
        Ok(Some(Self { exposition, listener }))
    }

    /// Serves them until told to stop.
    pub(super) fn start(self, tasks: &TaskTracker, stop: &CancellationToken) {
        let Self { exposition, listener } = self;
        let (kept, token) = (exposition.clone(), stop.clone());
        tasks.spawn(async move { kept.keep(token).await });
        let Some(listener) = listener else { return };
        tasks.spawn(serve(listener, routes(exposition), Patience::default(), stop.clone()));
    }
}
