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
    /// Show why a round is as it is: what each rule made of each pair, and how sure it is that no round is better
    #[command(after_help = EXPLAIN_HELP)]
    Explain {
        /// A round as `round run` and `doctor` print it, such as peer/2027-01-04; or a programme, for its newest round
        #[arg(value_name = "ID", default_value = crate::app::workspace::DEFAULT_PROGRAM)]
        round: String,
        /// Why these two do not talk, and what would have brought them together; give it twice
        #[arg(long, value_name = "NAME")]
        person: Vec<String>,
    },
}

const EXPLAIN_HELP: &str = "\
The round is formed once more from what was known when it opened, with the same chance and the same weights. Where people,
talks or the organisation have changed since, the answer says so. Nothing is kept and nobody hears of it. Nobody is told
whose wish keeps two people apart, nor whose turn it was to receive advice.

Examples:
  viceversa round explain                                   the newest round of pairs
  viceversa round explain peer/2027-01-04
  viceversa round explain peer --person ana --person U024BE7LH
A round that does not exist is met with the names of those that do.";

/// Carries the command out.
///
/// # Errors
/// Says what is wrong and what to do next.
pub async fn run(command: RoundCommand, config: Config) -> anyhow::Result<()> {
    let request = match command {
        RoundCommand::Run { program } => Request::RunRound { program },
        RoundCommand::Preview { program } => Request::PreviewRound { program },
        RoundCommand::Explain { round, person } => Request::ExplainRound { round, people: two(person)? },
    };
    control::print(control::ask(&config, &request, async |database| app_on(&config, database)).await?)
}

/// Nobody, or two people.
fn two(people: Vec<String>) -> anyhow::Result<Option<[String; 2]>> {
    if people.is_empty() {
        return Ok(None);
    }
    people.try_into().map(Some).map_err(|people: Vec<String>| {
        anyhow::anyhow!(
            "--person is given {} times; give it twice, as in --person ana --person ben, or leave it away",
            people.len()
        )
    })
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
