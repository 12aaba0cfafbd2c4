//! The demonstration in a browser: the page is there at once, the first weeks are played before one's eyes, and then time
//! flows and the visitor acts.

use super::company::Company;
use super::ledger::{Sums, Tally};
use super::player::Player;
use super::stage::Stage;
use super::{DemoArgs, bar, cast, curtain, elapsed, guide, props};
use crate::adapters::catalogue;
use crate::adapters::system::SystemClock;
use crate::cli::serve::stopped;
use crate::ports::Clock;
use crate::sandbox::{ClockMode, Preparing, Sandbox};
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use std::io::Write;
use tokio_util::sync::CancellationToken;

/// People of a demonstration who have not joined yet, so that whoever tries it can do it for them.
const NEWCOMERS: usize = 2;

/// Holds it until somebody ends it.
///
/// # Errors
/// An address or a temporary database cannot be used, or the play found a fault of ours.
pub async fn live(args: &DemoArgs) -> anyhow::Result<()> {
    let now = SystemClock.now();
    let first = monday_of(now).checked_sub(i64::from(args.weeks.max(1) - 1).weeks())?;
    let stage = Stage::set(props(args, curtain(first), args.listen)).await?;
    let actors = cast::gather(&stage.sandbox, &catalogue::embedded()?, usize::from(args.people), args.seed);
    stage.sandbox.set_guide(guide::card(actors.first().map(|actor| actor.name.as_str())));
    say(&format!("\n  Vice Versa in a made-up Slack workspace:  {}\n", stage.sandbox.base_url()));
    let tally = Tally::new(stage.database.clone(), stage.workspace.clone(), None);
    let company = Company::found(&stage, actors).await?;
    let mut player = Player::new(&stage, company, NEWCOMERS, tally);
    play(&stage.sandbox, &mut player, curtain(first), now).await?;
    say(&ready(&player.sums()));
    keep_running(&stage, player).await
}

/// Plays up to this hour, and says how far it is here and on the page. The clock is the real one before visitors may act.
async fn play(
    sandbox: &Sandbox,
    player: &mut Player<'_>,
    from: Timestamp,
    now: Timestamp,
) -> anyhow::Result<()> {
    let bar = bar(from, now);
    let whole = elapsed(from, now).max(1);
    let mut told = None;
    player
        .play(now, |at| {
            bar.set_position(elapsed(from, at));
            let percent = u8::try_from(elapsed(from, at) * 100 / whole).unwrap_or(100).min(100);
            if told.replace(percent) != Some(percent) {
                sandbox.set_preparing(Some(Preparing { percent, words: guide::PREPARING.into() }));
            }
        })
        .await?;
    bar.finish_and_clear();
    sandbox.clock().set(SystemClock.now());
    sandbox.clock().set_mode(ClockMode::Flowing);
    sandbox.set_preparing(None);
    Ok(())
}

/// From here on time flows, and the page's clock bar moves it. The made-up managers go on as they did before.
///
/// # Errors
/// The bot's storage failed under them; everything has been stopped.
async fn keep_running(stage: &Stage, mut player: Player<'_>) -> anyhow::Result<()> {
    let stop = CancellationToken::new();
    let pump = stage.sandbox.spawn_pump();
    let (app, token) = (stage.app.clone(), stop.clone());
    let running = tokio::spawn(async move { app.run(token).await });
    let (app, mut moved) = (stage.app.clone(), stage.sandbox.clock().watch());
    let watching = tokio::spawn(async move {
        while moved.changed().await.is_ok() {
            app.look_again();
        }
    });
    let ended = tokio::select! {
        () = stopped(&stop) => Ok(()),
        Err(error) = player.go_on() => Err(error.context("the made-up managers cannot go on")),
    };
    stop.cancel();
    watching.abort();
    pump.abort();
    let _bot = running.await;
    ended
}

/// Whoever stops reading what we print may still look at the page.
fn say(words: &str) {
    let _nobody_reads = writeln!(std::io::stdout(), "{words}");
}

/// What lies behind when the visitor begins.
fn ready(sums: &Sums) -> String {
    format!(
        "  Ready: {} rounds lie behind, with {} introductions. The page says what to try.\n  \
         Ctrl-C ends it; nothing is kept.",
        sums.rounds, sums.introductions
    )
}

fn monday_of(now: Timestamp) -> Date {
    let today = now.to_zoned(TimeZone::UTC).date();
    today
        .nth_weekday(-1, Weekday::Monday)
        .ok()
        .filter(|_| today.weekday() != Weekday::Monday)
        .unwrap_or(today)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_week_begins_on_monday() {
        for (now, monday) in
            [("2026-11-22T12:00:00Z", 16), ("2026-11-23T00:00:00Z", 23), ("2026-11-24T00:00:00Z", 23)]
        {
            assert_eq!(monday_of(now.parse().unwrap()), date(2026, 11, monday), "{now}");
        }
    }
}
