//! `viceversa round …`: rounds by hand.

use super::control;
use super::wiring::{BotParts, bot, clock, decks, rules};
use crate::adapters::slack::outbound::SlackConfig;
use crate::adapters::storage::Database;
use crate::adapters::system::SystemEntropy;
use crate::app::operate::Request;
use crate::app::{App, Pace};
use crate::config::Config;
use clap::Subcommand;
use secrecy::SecretString;
use std::sync::Arc;

/// What can be done about rounds.
#[derive(Debug, Subcommand)]
pub enum RoundCommand {
    /// Open a round now; a running bot sends its messages
    #[command(after_help = "Example:\n  viceversa round run --program peer")]
    Run {
        /// The programme's short name
        #[arg(long, default_value = crate::app::workspace::DEFAULT_PROGRAM)]
        program: String,
    },
    /// Show whom a round would introduce if it opened now, and why; nothing is kept and nobody hears of it
    #[command(
        after_help = "Examples:\n  viceversa round preview\n  viceversa round preview --program reverse"
    )]
    Preview {
        /// The programme's short name
        #[arg(long, default_value = crate::app::workspace::DEFAULT_PROGRAM)]
        program: String,
    },
}

/// Carries the command out.
///
/// # Errors
/// Says what is wrong and what to do next.
pub async fn run(command: RoundCommand, config: Config) -> anyhow::Result<()> {
    let request = match command {
        RoundCommand::Run { program } => Request::RunRound { program },
        RoundCommand::Preview { program } => Request::PreviewRound { program },
    };
    control::print(control::ask(&config, &request, async |database| app_on(&config, database)).await?)
}

/// The application on a database that nobody else holds. It sends nothing: that is the running bot's business.
pub(super) fn app_on(config: &Config, database: Arc<Database>) -> anyhow::Result<Arc<App>> {
    let unused = || SecretString::from(String::new());
    let parts = BotParts {
        storage: database.clone(),
        quota: database,
        clock: clock(config),
        entropy: Arc::new(SystemEntropy),
        slack: SlackConfig {
            api_url: config.slack.api_url.clone(),
            bot_tokens: vec![unused()],
            app_token: None,
        },
        catalogue: decks(config)?,
        rules: rules(config)?,
        signing_secret: unused(),
        public_url: None,
        budget: config.contacts_per_week,
        pace: Pace::default(),
    };
    Ok(bot(parts)?.app)
}
