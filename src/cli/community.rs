//! `viceversa community …`: the channel that gets a question a week.

use super::control;
use super::round::app_on;
use crate::app::operate::Request;
use crate::config::Config;
use crate::domain::calendar::{Day, Slot};
use clap::Subcommand;
use jiff::civil::{Date, Time};

/// What can be done about the question of the week.
#[derive(Debug, Subcommand)]
pub enum CommunityCommand {
    /// Ask a question a week in this channel
    #[command(after_help = "\
Example:
  viceversa community set --channel C0123ABCD --day wed --time 11:00 --zone Europe/Berlin
Then type /invite @Vice Versa in the channel. Setting it again moves it.")]
    Set {
        /// The channel's id; Slack shows it at the end of the channel's details
        #[arg(long)]
        channel: String,
        /// The day: mon, tue, wed, thu, fri, sat or sun
        #[arg(long, default_value = "wed", value_parser = day)]
        day: Day,
        /// The time there
        #[arg(long, default_value = "11:00", value_parser = time)]
        time: Time,
        /// The IANA zone; that of the first programme where it is left away
        #[arg(long)]
        zone: Option<String>,
    },
    /// Ask no more
    Off,
    /// Say where and when, and how this week's question goes
    Show,
}

/// Carries the command out, beside a running bot or without one.
///
/// # Errors
/// Says what is wrong and what to do next.
pub async fn run(command: CommunityCommand, config: Config) -> anyhow::Result<()> {
    let request = match command {
        CommunityCommand::Set { channel, day, time, zone } => {
            let zone = zone.unwrap_or_else(|| config.first_slot.zone.clone());
            let slot = Slot { day, time, zone, every_weeks: 1, anchor: Date::constant(2024, 1, 1) };
            Request::SetCommunity { channel, slot }
        }
        CommunityCommand::Off => Request::EndCommunity,
        CommunityCommand::Show => Request::ShowCommunity,
    };
    control::print(control::ask(&config, &request, async |database| app_on(&config, database)).await?)
}

fn day(code: &str) -> Result<Day, String> {
    Day::from_code(code).ok_or_else(|| "use mon, tue, wed, thu, fri, sat or sun".into())
}

fn time(text: &str) -> Result<Time, String> {
    Time::strptime("%H:%M", text).map_err(|_| "use hours and minutes, such as 11:00".into())
}
