//! Environment and an optional TOML file, read once into one validated configuration. Nothing else reads the environment.

pub mod rules;
mod trial;

pub use trial::Trial;

use crate::domain::attention::Budget;
use crate::domain::calendar::{Day, Slot};
use crate::domain::nudges::usual_slot;
use jiff::civil::{Date, Time};
use secrecy::SecretString;
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// The file that is read where none is named and it exists.
pub const DEFAULT_FILE: &str = "viceversa.toml";

/// Everything the bot needs to know from outside.
#[derive(Debug)]
pub struct Config {
    /// Slack's tokens and secrets.
    pub slack: Slack,
    /// `sqlite://path` or `postgres://…`.
    pub database_url: String,
    /// The most connections to it that do work: all of them on Postgres, those that read on SQLite.
    pub database_connections: u32,
    /// Where HTTP is served.
    pub listen: SocketAddr,
    /// Where figures are served for Prometheus; without it none are kept.
    pub metrics_listen: Option<SocketAddr>,
    /// Our address as people's browsers reach it; without it no calendar files are offered.
    pub public_url: Option<String>,
    /// The slot of the programme that exists from the first start.
    pub first_slot: Slot,
    /// The slot of nudges.
    pub nudge_slot: Slot,
    /// How often the bot may begin something with a person in a week.
    pub contacts_per_week: Budget,
    /// A folder (or one file) of decks that are laid on top of ours.
    pub prompts: Option<PathBuf>,
    /// A file of rules: what counts how much in a round. Without it, the defaults hold.
    pub rules: Option<PathBuf>,
    /// What is logged, in the syntax of `tracing`.
    pub log: String,
    /// How logs look.
    pub log_format: LogFormat,
    /// A clock that runs faster; only against a sandbox on this machine.
    pub trial_clock: Option<Trial>,
}

/// How logs look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For eyes.
    Text,
    /// One JSON object on a line.
    Json,
}

/// Slack's tokens and secrets. Each is asked for only by the commands that need it.
#[derive(Debug)]
pub struct Slack {
    /// Where the Web API is.
    pub api_url: String,
    bot_tokens: Vec<SecretString>,
    signing_secret: Option<SecretString>,
    /// For Socket Mode, where there is no public address.
    pub app_token: Option<SecretString>,
}

/// What is wrong with the configuration, and how to mend it.
#[derive(Debug, thiserror::Error)]
#[error("{setting} {problem}\n  {mend}")]
pub struct ConfigError {
    setting: String,
    problem: String,
    mend: String,
}

/// Every setting as text, before it is understood. The names are those of the file; the environment's are in capitals.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    slack_bot_token: Option<String>,
    slack_signing_secret: Option<String>,
    slack_app_token: Option<String>,
    slack_api_url: Option<String>,
    database_url: Option<String>,
    database_connections: Option<String>,
    listen: Option<String>,
    metrics_listen: Option<String>,
    public_url: Option<String>,
    program_zone: Option<String>,
    program_day: Option<String>,
    program_time: Option<String>,
    nudge_day: Option<String>,
    nudge_time: Option<String>,
    contacts_per_week: Option<String>,
    viceversa_prompts: Option<String>,
    viceversa_rules: Option<String>,
    log: Option<String>,
    log_format: Option<String>,
    trial_clock: Option<String>,
}

impl Config {
    /// Reads the file (the named one, or [`DEFAULT_FILE`] where it exists) and lets the environment override it.
    ///
    /// # Errors
    /// Names the first setting that cannot be used, and says how to mend it.
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        Self::from_parts(read_file(file)?, |name| std::env::var(name).ok().filter(|value| !value.is_empty()))
    }

    fn from_parts(file: Raw, environment: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let raw = file.overridden_by(environment);
        let first_slot = first_slot(raw.program_zone, raw.program_day, raw.program_time)?;
        let listen = raw.listen.unwrap_or_else(|| "127.0.0.1:3000".into());
        let api_url = raw.slack_api_url.unwrap_or_else(|| "https://slack.com/api".into());
        Ok(Self {
            trial_clock: trial::read(raw.trial_clock.as_deref(), &api_url)?,
            slack: Slack {
                api_url,
                bot_tokens: bot_tokens(raw.slack_bot_token.as_deref())?,
                signing_secret: raw.slack_signing_secret.map(SecretString::from),
                app_token: token("SLACK_APP_TOKEN", raw.slack_app_token, "xapp-", APP_TOKEN_MEND)?,
            },
            database_url: raw.database_url.unwrap_or_else(|| "sqlite://viceversa.db".into()),
            database_connections: database_connections(raw.database_connections.as_deref())?,
            listen: address("LISTEN", &listen, "127.0.0.1:3000")?,
            metrics_listen: raw
                .metrics_listen
                .map(|listen| address("METRICS_LISTEN", &listen, "127.0.0.1:9464"))
                .transpose()?,
            public_url: raw.public_url.map(|url| public_url(&url)).transpose()?,
            nudge_slot: nudge_slot(&first_slot, raw.nudge_day, raw.nudge_time)?,
            first_slot,
            contacts_per_week: contacts_per_week(raw.contacts_per_week.as_deref())?,
            prompts: raw.viceversa_prompts.map(PathBuf::from),
            rules: raw.viceversa_rules.map(PathBuf::from),
            log: raw.log.unwrap_or_else(|| "info".into()),
            log_format: log_format(raw.log_format.as_deref())?,
        })
    }

    /// The file of an SQLite database; `None` for Postgres.
    pub fn sqlite_path(&self) -> Option<PathBuf> {
        let path = self.database_url.strip_prefix("sqlite:")?;
        Some(PathBuf::from(path.strip_prefix("//").unwrap_or(path)))
    }
}

impl Slack {
    /// The bot's tokens, one for each workspace; at least one.
    ///
    /// # Errors
    /// None is set.
    pub fn bot_tokens(&self) -> Result<Vec<SecretString>, ConfigError> {
        match self.bot_tokens.as_slice() {
            [] => Err(error("SLACK_BOT_TOKEN", "is not set".into(), BOT_TOKEN_MEND)),
            tokens => Ok(tokens.to_vec()),
        }
    }

    /// The secret that Slack signs its requests with.
    ///
    /// # Errors
    /// It is not set.
    pub fn signing_secret(&self) -> Result<SecretString, ConfigError> {
        let mend = "Copy it from your app's page at api.slack.com/apps: Basic Information, App Credentials, Signing Secret.";
        self.signing_secret.clone().ok_or_else(|| error("SLACK_SIGNING_SECRET", "is not set".into(), mend))
    }
}

const BOT_TOKEN_MEND: &str =
    "Copy the token that begins with xoxb- from your app's page at api.slack.com/apps: OAuth & Permissions.";
const APP_TOKEN_MEND: &str = "Copy the token that begins with xapp- from your app's page at api.slack.com/apps: Basic Information, App-Level Tokens.";

impl Raw {
    fn overridden_by(self, environment: impl Fn(&str) -> Option<String>) -> Self {
        let pick = |name: &str, file: Option<String>| environment(name).or(file);
        Self {
            slack_bot_token: pick("SLACK_BOT_TOKEN", self.slack_bot_token),
            slack_signing_secret: pick("SLACK_SIGNING_SECRET", self.slack_signing_secret),
            slack_app_token: pick("SLACK_APP_TOKEN", self.slack_app_token),
            slack_api_url: pick("SLACK_API_URL", self.slack_api_url),
            database_url: pick("DATABASE_URL", self.database_url),
            database_connections: pick("DATABASE_CONNECTIONS", self.database_connections),
            listen: pick("LISTEN", self.listen),
            metrics_listen: pick("METRICS_LISTEN", self.metrics_listen),
            public_url: pick("PUBLIC_URL", self.public_url),
            program_zone: pick("PROGRAM_ZONE", self.program_zone),
            program_day: pick("PROGRAM_DAY", self.program_day),
            program_time: pick("PROGRAM_TIME", self.program_time),
            nudge_day: pick("NUDGE_DAY", self.nudge_day),
            nudge_time: pick("NUDGE_TIME", self.nudge_time),
            contacts_per_week: pick("CONTACTS_PER_WEEK", self.contacts_per_week),
            viceversa_prompts: pick("VICEVERSA_PROMPTS", self.viceversa_prompts),
            viceversa_rules: pick("VICEVERSA_RULES", self.viceversa_rules),
            log: pick("LOG", self.log),
            log_format: pick("LOG_FORMAT", self.log_format),
            trial_clock: pick("TRIAL_CLOCK", self.trial_clock),
        }
    }
}

fn read_file(file: Option<&Path>) -> Result<Raw, ConfigError> {
    let path = match file {
        Some(path) => path,
        None if Path::new(DEFAULT_FILE).exists() => Path::new(DEFAULT_FILE),
        None => return Ok(Raw::default()),
    };
    let name = format!("The configuration file {}", path.display());
    let text = std::fs::read_to_string(path).map_err(|cause| {
        error(
            &name,
            format!("cannot be read: {cause}"),
            "Check its name and permissions, or leave --config away.",
        )
    })?;
    toml::from_str(&text).map_err(|cause| {
        // The cause would quote the line, which may hold a token; its place and message are enough.
        let line = cause.span().map_or(0, |span| text[..span.start].lines().count().max(1));
        error(
            &name,
            format!("cannot be understood at line {line}: {}", cause.message()),
            "The README's table lists every setting.",
        )
    })
}

/// One token, or one for each workspace in which the app is installed, with commas in between.
fn bot_tokens(text: Option<&str>) -> Result<Vec<SecretString>, ConfigError> {
    let parts =
        text.unwrap_or_default().split([',', ' ', '\n']).map(str::trim).filter(|part| !part.is_empty());
    let mut tokens = Vec::new();
    for part in parts {
        tokens.extend(token("SLACK_BOT_TOKEN", Some(part.to_owned()), "xox", BOT_TOKEN_MEND)?);
    }
    Ok(tokens)
}

fn token(
    name: &str,
    value: Option<String>,
    prefix: &str,
    mend: &str,
) -> Result<Option<SecretString>, ConfigError> {
    match value {
        Some(value) if !value.starts_with(prefix) => {
            Err(error(name, format!("does not begin with {prefix}"), mend))
        }
        other => Ok(other.map(SecretString::from)),
    }
}

fn database_connections(number: Option<&str>) -> Result<u32, ConfigError> {
    let Some(number) = number else { return Ok(8) };
    number.parse().ok().filter(|connections| (1..=200).contains(connections)).ok_or_else(|| {
        let mend = "Give a number from 1 to 200; 8 suits nearly everybody, docs/operations.md says when not.";
        error("DATABASE_CONNECTIONS", format!("is {number:?}"), mend)
    })
}

fn address(setting: &str, text: &str, example: &str) -> Result<SocketAddr, ConfigError> {
    text.parse().map_err(|_| {
        let mend = format!("Give an address and a port, such as {example}.");
        error(setting, format!("is {text:?}, which is no address"), &mend)
    })
}

fn public_url(url: &str) -> Result<String, ConfigError> {
    if url.starts_with("https://") || url.starts_with("http://") {
        Ok(url.trim_end_matches('/').to_owned())
    } else {
        let mend = "Give the address people's browsers reach the bot at, such as https://mentor.example.com.";
        Err(error("PUBLIC_URL", format!("is {url:?}, which is no web address"), mend))
    }
}

fn first_slot(zone: Option<String>, day: Option<String>, time: Option<String>) -> Result<Slot, ConfigError> {
    let slot = Slot {
        day: day_of_week("PROGRAM_DAY", day.as_deref().unwrap_or("mon"))?,
        time: time_of_day("PROGRAM_TIME", time.as_deref().unwrap_or("10:00"))?,
        zone: zone.unwrap_or_else(|| "UTC".into()),
        every_weeks: 1,
        anchor: Date::constant(2024, 1, 1),
    };
    match slot.check() {
        Ok(()) => Ok(slot),
        Err(unknown) => Err(error(
            "PROGRAM_ZONE",
            format!("is {:?}, which is no time zone", unknown.0),
            "Give a name of the IANA database, such as Europe/Berlin or America/New_York.",
        )),
    }
}

/// In the zone of the first programme; a day and a time that are not given follow from it.
fn nudge_slot(first: &Slot, day: Option<String>, time: Option<String>) -> Result<Slot, ConfigError> {
    let usual = usual_slot(first);
    Ok(Slot {
        day: day.map_or(Ok(usual.day), |day| day_of_week("NUDGE_DAY", &day))?,
        time: time.map_or(Ok(usual.time), |time| time_of_day("NUDGE_TIME", &time))?,
        ..usual
    })
}

fn day_of_week(setting: &str, day: &str) -> Result<Day, ConfigError> {
    let code = day.to_lowercase();
    Day::from_code(code.get(..3).unwrap_or(&code))
        .ok_or_else(|| error(setting, format!("is {day:?}"), "Give a day of the week, such as mon."))
}

fn time_of_day(setting: &str, time: &str) -> Result<Time, ConfigError> {
    time.parse().map_err(|_| error(setting, format!("is {time:?}"), "Give a time of day, such as 10:00."))
}

fn contacts_per_week(number: Option<&str>) -> Result<Budget, ConfigError> {
    let Some(number) = number else { return Ok(Budget::default()) };
    number.parse().ok().filter(|number| (1..=14).contains(number)).map(Budget).ok_or_else(|| {
        let mend =
            "Give a number from 1 to 14, such as 2: introductions, nudges and requests for help count.";
        error("CONTACTS_PER_WEEK", format!("is {number:?}"), mend)
    })
}

fn log_format(name: Option<&str>) -> Result<LogFormat, ConfigError> {
    match name {
        None | Some("text") => Ok(LogFormat::Text),
        Some("json") => Ok(LogFormat::Json),
        Some(other) => Err(error("LOG_FORMAT", format!("is {other:?}"), "Give text or json.")),
    }
}

fn error(setting: &str, problem: String, mend: &str) -> ConfigError {
    ConfigError { setting: setting.into(), problem, mend: mend.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(settings: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let find =
            |name: &str| settings.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        Config::from_parts(Raw::default(), find)
    }

    #[test]
    fn defaults_need_nothing() {
        let config = load(&[]).unwrap();
        assert_eq!(config.database_url, "sqlite://viceversa.db");
        assert_eq!(config.listen, "127.0.0.1:3000".parse().unwrap());
        assert_eq!(config.sqlite_path(), Some("viceversa.db".into()));
        assert_eq!(config.first_slot.day, Day::Mon);
    }

    #[test]
    fn every_error_names_the_setting_and_the_mend() {
        for (name, value, mend) in [
            ("LISTEN", "nowhere", "127.0.0.1:3000"),
            ("METRICS_LISTEN", "9464", "127.0.0.1:9464"),
            ("SLACK_BOT_TOKEN", "secret-thing", "OAuth & Permissions"),
            ("SLACK_APP_TOKEN", "xoxb-wrong-kind", "App-Level Tokens"),
            ("PUBLIC_URL", "mentor.example.com", "https://"),
            ("PROGRAM_ZONE", "Mars/Olympus", "Europe/Berlin"),
            ("PROGRAM_DAY", "someday", "day of the week"),
            ("PROGRAM_TIME", "25:99", "10:00"),
            ("NUDGE_DAY", "never", "day of the week"),
            ("NUDGE_TIME", "ten", "10:00"),
            ("CONTACTS_PER_WEEK", "0", "from 1 to 14"),
            ("LOG_FORMAT", "xml", "json"),
        ] {
            let message = load(&[(name, value)]).unwrap_err().to_string();
            assert!(message.contains(name) && message.contains(mend), "{message}");
            assert!(!message.contains("secret-thing"), "{message}");
        }
        let missing = load(&[]).unwrap().slack.bot_tokens().unwrap_err().to_string();
        assert!(missing.contains("SLACK_BOT_TOKEN") && missing.contains("xoxb-"), "{missing}");
    }

    #[test]
    fn a_bot_may_serve_several_workspaces() {
        let tokens =
            |text| load(&[("SLACK_BOT_TOKEN", text)]).map(|config| config.slack.bot_tokens().unwrap().len());
        assert_eq!(tokens("xoxb-1").unwrap(), 1);
        assert_eq!(tokens("xoxb-1, xoxb-2,\nxoxe.xoxb-3,").unwrap(), 3);
        let message = tokens("xoxb-1,secret-thing").unwrap_err().to_string();
        assert!(message.contains("SLACK_BOT_TOKEN") && !message.contains("secret-thing"), "{message}");
    }

    #[test]
    fn nudges_come_two_working_days_after_the_talks_unless_told_otherwise() {
        for (first, nudge) in [("mon", Day::Wed), ("thu", Day::Mon), ("fri", Day::Tue), ("sun", Day::Tue)] {
            let config = load(&[("PROGRAM_DAY", first), ("PROGRAM_ZONE", "Asia/Tokyo")]).unwrap();
            assert_eq!(
                (config.nudge_slot.day, config.nudge_slot.zone.as_str()),
                (nudge, "Asia/Tokyo"),
                "{first}"
            );
        }
        let told = load(&[("NUDGE_DAY", "Thursday"), ("NUDGE_TIME", "09:30")]).unwrap().nudge_slot;
        assert_eq!((told.day, told.time), (Day::Thu, Time::constant(9, 30, 0, 0)));
    }

    #[test]
    fn the_environment_overrides_the_file() {
        let file = "listen = '0.0.0.0:80'\nprogram_zone = 'Europe/Berlin'\nviceversa_prompts = 'decks'\nviceversa_rules = 'rules.toml'";
        let file: Raw = toml::from_str(file).unwrap();
        let config =
            Config::from_parts(file, |name| (name == "LISTEN").then(|| "127.0.0.1:81".into())).unwrap();
        assert_eq!(config.listen.port(), 81);
        assert_eq!(config.first_slot.zone, "Europe/Berlin");
        assert_eq!(config.prompts, Some("decks".into()));
        assert_eq!(config.rules, Some("rules.toml".into()));
    }
}
