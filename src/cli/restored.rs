//! `viceversa restored`: the step between putting a backup back and starting the bot.

use super::round::app_on;
use crate::adapters::storage::{Database, OpenError, OpenOptions};
use crate::config::Config;
use anyhow::Context;
use std::sync::Arc;

/// What the command line says of it.
pub const HELP: &str = "\
Nothing that was due since the backup is sent again: rounds of that time are written down as missed, reminders and
deadlines pass in silence, and messages wait for `viceversa outbox`. docs/operations.md tells the whole way.

Example:
  viceversa restored        with every bot stopped, right after the backup was put back";

/// Carries the command out.
///
/// # Errors
/// A bot runs on the database, or it cannot be opened.
pub async fn run(config: Config) -> anyhow::Result<()> {
    let database = match Database::open(&config.database_url, &OpenOptions::default()).await {
        Err(error @ OpenError::InUse { .. }) => {
            return Err(error)
                .context("the bot has begun to send already; stop it, and put the backup back again");
        }
        opened => Arc::new(opened.context("DATABASE_URL cannot be used")?),
    };
    let passed = app_on(&config, database.clone())?.pass_over_what_is_due().await?;
    database.close().await;
    println!("Taken as done: {passed}. The bot may start now.");
    Ok(())
}
