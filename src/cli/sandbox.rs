//! `viceversa sandbox`: the Slack workspace in a box alone, for any app that speaks Slack's protocol. No bot of ours runs.

mod seed;

use super::demo::address;
use super::serve::stopped;
use super::slack_app;
use crate::adapters::system::{FastClock, SystemClock};
use crate::adapters::telemetry;
use crate::ports::Clock;
use crate::sandbox::{
    AppAddresses, BotEndpoints, Challenge, ClockMode, RateLimits, Reach, Sandbox, SandboxConfig,
};
use anyhow::Context;
use clap::Args;
use jiff::{Timestamp, Zoned};
use seed::Seed;
use std::convert::Infallible;
use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// What the workspace is made of, and where the app under test is.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  viceversa sandbox                                 prints what to configure an app with, and serves a page
  viceversa sandbox --seed-file docs/people.toml --app-url http://127.0.0.1:3000/slack/events
  viceversa sandbox --listen 127.0.0.1:0 --clock frozen --start 2027-01-04T09:00:00Z --no-limits

Bolt's apps need nothing but the address of the Web API; docs/sandbox.md shows it, the control API and the seed file.")]
pub struct SandboxArgs {
    /// Where the workspace is served; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:4830", value_parser = address)]
    listen: SocketAddr,
    /// A TOML file with the people, the channels and the app, such as docs/people.toml; four made-up people without it
    #[arg(long, value_name = "FILE")]
    seed_file: Option<PathBuf>,
    /// Where the clock starts, such as 2027-01-04T09:00:00Z; now without it
    #[arg(long, value_name = "TIME", value_parser = time)]
    start: Option<Timestamp>,
    /// Whether time moves by itself: flowing, frozen (only the page or the control API moves it), or as 20x so many
    /// times as fast as real time
    #[arg(long, value_name = "FLOW", default_value = "flowing", value_parser = Flow::read)]
    clock: Flow,
    /// When a fast clock showed real time, in milliseconds since 1970, for an app that shares it; now without it
    #[arg(long, value_name = "MILLIS", conflicts_with = "start", value_parser = origin)]
    clock_origin: Option<Timestamp>,
    /// Distinguishes runs: it is mixed into trigger ids, response URLs and the like
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Write everything that happens into this file as well, as JSON lines; what is in it stays
    #[arg(long, value_name = "FILE")]
    ledger: Option<PathBuf>,
    /// Do not hold the app to Slack's rate limits
    #[arg(long)]
    no_limits: bool,
    #[command(flatten)]
    app: AppArgs,
}

/// Where the app listens. An app in Socket Mode needs none of it.
#[derive(Debug, Args)]
#[command(next_help_heading = "The app under test")]
struct AppArgs {
    /// One address for everything, as Bolt has it: http://127.0.0.1:3000/slack/events
    #[arg(long, value_name = "URL")]
    app_url: Option<String>,
    /// Where events go
    #[arg(long, value_name = "URL")]
    events_url: Option<String>,
    /// Where slash commands go
    #[arg(long, value_name = "URL")]
    commands_url: Option<String>,
    /// Where presses and submissions go
    #[arg(long, value_name = "URL")]
    interactivity_url: Option<String>,
    /// Where selects ask for options; without it the interactivity address
    #[arg(long, value_name = "URL")]
    options_url: Option<String>,
    /// Let the addresses be on other machines
    #[arg(long)]
    allow_remote: bool,
    /// Send url_verification at the start, and say what came back
    #[arg(long)]
    verify: bool,
}

/// How time moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flow {
    /// By itself, so many times as fast as real time.
    Flowing { speed: u32 },
    /// Only when the page or the control API moves it.
    Frozen,
}

impl Flow {
    fn read(typed: &str) -> Result<Self, String> {
        let speed = |text: &str| text.parse().ok().filter(|speed| (1..=1_000).contains(speed));
        match (typed, typed.strip_suffix('x').and_then(speed)) {
            ("flowing", _) => Ok(Self::Flowing { speed: 1 }),
            ("frozen", _) => Ok(Self::Frozen),
            (_, Some(speed)) => Ok(Self::Flowing { speed }),
            (_, None) => Err("give flowing, frozen, or a speed from 1x to 1000x such as 20x".to_owned()),
        }
    }

    fn mode(self) -> ClockMode {
        match self {
            Self::Flowing { .. } => ClockMode::Flowing,
            Self::Frozen => ClockMode::Frozen,
        }
    }

    fn speed(self) -> u32 {
        match self {
            Self::Flowing { speed } => speed,
            Self::Frozen => 1,
        }
    }
}

/// Serves the workspace until told to stop.
///
/// # Errors
/// The seed file or an address cannot be used.
pub async fn run(args: SandboxArgs) -> anyhow::Result<()> {
    telemetry::start_text("warn");
    let stop = CancellationToken::new();
    tokio::select! {
        // First, because whoever reads the address may ask for the end at once.
        biased;
        () = stopped(&stop) => Ok(()),
        Err(error) = serve(&args) => Err(error),
    }
}

/// Puts the workspace together, serves it and says where; ends only where that cannot be done.
async fn serve(args: &SandboxArgs) -> anyhow::Result<Infallible> {
    let seed = args.seed_file.as_deref().map_or_else(Seed::usual, Seed::read)?;
    let endpoints = endpoints(&args.app)?;
    let sandbox = Sandbox::new(config(args, &seed));
    if let Some(path) = &args.ledger {
        sandbox.keep_ledger(path).with_context(|| format!("--ledger {} cannot be used", path.display()))?;
    }
    let people = seed.populate(&sandbox)?;
    sandbox.connect(endpoints);
    let listener = TcpListener::bind(args.listen).await.with_context(|| {
        format!(
            "Nothing can be served at {}. Choose a free address with --listen; port 0 takes any",
            args.listen
        )
    })?;
    sandbox.serve(listener).await?;
    sandbox.spawn_pump();
    std::io::stdout().write_all(welcome(&sandbox, people).as_bytes())?;
    if args.app.verify {
        let found = in_words(sandbox.challenge().await, &sandbox.base_url());
        writeln!(std::io::stdout(), "url_verification: {found}")?;
    }
    std::future::pending().await
}

fn config(args: &SandboxArgs, seed: &Seed) -> SandboxConfig {
    let mut config = SandboxConfig {
        seed: args.seed,
        start: args.start.unwrap_or_else(|| begin(args)),
        clock_mode: args.clock.mode(),
        clock_speed: args.clock.speed(),
        reach: reach(&args.app),
        limits: if args.no_limits { RateLimits::Off } else { RateLimits::Slack },
        ..slack_app::workspace()
    };
    seed.configure(&mut config);
    config
}

/// What an app that shares the clock believes it is now.
fn begin(args: &SandboxArgs) -> Timestamp {
    match args.clock_origin {
        Some(origin) => FastClock { origin, speed: args.clock.speed() }.now(),
        None => SystemClock.now(),
    }
}

fn endpoints(app: &AppArgs) -> anyhow::Result<BotEndpoints> {
    let written = AppAddresses {
        app_url: app.app_url.clone(),
        events_url: app.events_url.clone(),
        commands_url: app.commands_url.clone(),
        interactivity_url: app.interactivity_url.clone(),
        options_url: app.options_url.clone(),
    };
    let endpoints = written.endpoints(reach(app))?;
    anyhow::ensure!(
        !app.verify || endpoints.events_url.is_some(),
        "--verify asks the address for events, and none is given: add --app-url http://127.0.0.1:3000/slack/events"
    );
    Ok(endpoints)
}

fn reach(app: &AppArgs) -> Reach {
    if app.allow_remote { Reach::Anywhere } else { Reach::Loopback }
}

/// The address, and everything an app has to be told, to be copied into a shell.
fn welcome(sandbox: &Sandbox, people: usize) -> String {
    let (app, workspace) = (&sandbox.config().app, &sandbox.config().workspace);
    format!(
        "
  A Slack workspace in a box:  {address}
  {workspace}, with {people} people and the app {app_name}. The address shows its page; scripts use {address}/_control.
  Start your app with these, and stop this with Ctrl-C; nothing is kept.

export SLACK_API_URL={api}
export SLACK_SIGNING_SECRET={signing}
export SLACK_BOT_TOKEN={bot}
export SLACK_APP_TOKEN={app_token}
# Only for an app that other workspaces install: with these set, Bolt for Python wants an installation first.
# export SLACK_CLIENT_ID={client}
# export SLACK_CLIENT_SECRET={client_secret}
# export SLACK_AUTHORIZE_URL={address}/oauth/v2/authorize

",
        address = sandbox.base_url(),
        api = sandbox.api_url(),
        workspace = workspace.team_name,
        app_name = app.name,
        signing = app.signing_secret,
        bot = app.bot_token,
        app_token = app.app_token,
        client = app.client_id,
        client_secret = app.client_secret,
    )
}

fn in_words(challenge: Challenge, address: &str) -> String {
    match challenge {
        Challenge::Returned => "the app sent the challenge back.".into(),
        Challenge::Wrong { status, body } => {
            format!("the app answered {status} {body:?} instead. Does it have the signing secret from above?")
        }
        Challenge::TimedOut => "the app did not answer within three seconds.".into(),
        Challenge::Unreachable => format!(
            "nobody listens there yet. Start the app and ask again:\n  \
             curl -X POST -H 'content-type: application/json' {address}/_control/verify"
        ),
        Challenge::Redirected => "the app sent it on and on. Give the address where it ends.".into(),
        Challenge::Blocked => {
            "the address leads to another machine, where nothing is sent without --allow-remote.".into()
        }
    }
}

fn origin(typed: &str) -> Result<Timestamp, String> {
    let wrong = || "give milliseconds since 1970, such as 1799053200000".to_owned();
    typed.parse().ok().and_then(|millis| Timestamp::from_millisecond(millis).ok()).ok_or_else(wrong)
}

fn time(typed: &str) -> Result<Timestamp, String> {
    let zoned = || typed.parse::<Zoned>().map(|zoned| zoned.timestamp());
    typed
        .parse::<Timestamp>()
        .or_else(|_| zoned())
        .map_err(|_| "give a time such as 2027-01-04T09:00:00Z or 2027-01-04T09:00[Europe/Berlin]".to_owned())
}
