//! The shape of a seed file, and what each of its values has to be.

use super::fault::{Source, nearest};
use super::{EVERYBODY, SeedError, THE_APP};
use crate::sandbox::{
    Approval, Escape, FaultPlan, MessagesTab, MetadataSubscription, SlashCommand, TokenRotation,
};
use jiff::tz::TimeZone;
use serde::Deserialize;
use std::collections::BTreeSet;
use toml::Spanned;

/// Everything a seed file may hold.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct File {
    pub workspace: Option<Workspace>,
    pub neighbours: Vec<Neighbour>,
    pub app: Option<App>,
    pub people: Vec<Spanned<Person>>,
    pub channels: Vec<Channel>,
    pub faults: Option<FaultPlan>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Workspace {
    pub name: Option<String>,
    pub domain: Option<String>,
    pub connect: Option<Approval>,
}

/// Another company's workspace.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Neighbour {
    pub name: String,
    pub domain: Spanned<String>,
    #[serde(default)]
    pub connect: Approval,
}

/// What is left out stays as the sandbox has it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct App {
    pub name: Option<String>,
    pub commands: Option<Vec<Command>>,
    pub scopes: Option<BTreeSet<String>>,
    pub events: Option<BTreeSet<String>>,
    pub metadata_subscriptions: Option<Vec<MetadataSubscription>>,
    pub messages_tab: Option<MessagesTab>,
    pub bot_token: Option<Spanned<String>>,
    pub app_token: Option<Spanned<String>>,
    pub signing_secret: Option<Spanned<String>>,
    pub client_id: Option<String>,
    pub client_secret: Option<String>,
    pub redirect_urls: Option<Vec<String>>,
    pub token_rotation: Option<TokenRotation>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Command {
    pub command: Spanned<String>,
    #[serde(default)]
    pub description: String,
    #[serde(default)]
    pub usage_hint: String,
    #[serde(default = "nothing")]
    pub escape: Escape,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Person {
    pub name: Option<Spanned<String>>,
    pub workspace: Option<Spanned<String>>,
    pub real_name: String,
    pub title: String,
    pub tz: Option<Spanned<String>>,
    pub email: Option<Spanned<String>>,
    pub is_admin: bool,
    pub is_owner: bool,
    pub is_bot: bool,
    pub is_restricted: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    pub name: Spanned<String>,
    #[serde(default)]
    pub private: bool,
    #[serde(default)]
    pub members: Vec<Spanned<String>>,
}

fn nothing() -> Escape {
    Escape::Nothing
}

impl From<Command> for SlashCommand {
    fn from(command: Command) -> Self {
        Self {
            command: command.command.into_inner(),
            description: command.description,
            usage_hint: command.usage_hint,
            escape: command.escape,
        }
    }
}

impl File {
    /// What TOML and the types let through and Slack would not.
    pub fn check(&self, source: &Source) -> Result<(), SeedError> {
        if let Some(app) = &self.app {
            app.check(source)?;
        }
        let mut taken = BTreeSet::new();
        for person in &self.people {
            check_person(person, source)?;
            self.check_home(person.as_ref(), source)?;
            if let Some(name) = &person.as_ref().name {
                unique(name, &mut taken, source)?;
            }
        }
        let mut taken = BTreeSet::new();
        for neighbour in &self.neighbours {
            check_name(&neighbour.domain, source)?;
            unique(&neighbour.domain, &mut taken, source)?;
        }
        // Every workspace has this one from the beginning.
        let mut taken = BTreeSet::from(["general"]);
        for channel in &self.channels {
            check_name(&channel.name, source)?;
            unique(&channel.name, &mut taken, source)?;
        }
        Ok(())
    }
}

impl File {
    fn check_home(&self, person: &Person, source: &Source) -> Result<(), SeedError> {
        let domains = || self.neighbours.iter().map(|neighbour| neighbour.domain.as_ref().as_str());
        let known = |home: &str| domains().any(|domain| domain == home);
        demand(person.workspace.as_ref(), source, known, "is no other workspace", || {
            let typed = person.workspace.as_ref().map_or("", |home| home.as_ref().as_str());
            nearest(typed, domains()).unwrap_or_else(|| {
                "Write the domain of one of the [[neighbours]], or leave it out for the first workspace."
                    .into()
            })
        })
    }
}

impl App {
    fn check(&self, source: &Source) -> Result<(), SeedError> {
        for (token, prefix) in [(&self.bot_token, "xoxb-"), (&self.app_token, "xapp-")] {
            demand(
                token.as_ref(),
                source,
                |token| token.starts_with(prefix),
                "is no such token",
                || format!("Begin it with {prefix}, as Slack does."),
            )?;
        }
        demand(
            self.signing_secret.as_ref(),
            source,
            |secret| !secret.is_empty(),
            "is empty",
            || "Write any characters, such as 32 hexadecimal digits.".into(),
        )?;
        for command in self.commands.iter().flatten() {
            let name =
                |word: &str| word.len() > 1 && word.starts_with('/') && !word.contains(char::is_whitespace);
            demand(Some(&command.command), source, name, "is no command", || {
                "Begin it with a slash, without spaces, such as /lunch.".into()
            })?;
        }
        Ok(())
    }
}

fn check_person(person: &Spanned<Person>, source: &Source) -> Result<(), SeedError> {
    let Person { name, real_name, tz, email, .. } = person.as_ref();
    match name {
        Some(name) => check_name(name, source)?,
        None if real_name.is_empty() => {
            let mend = "Write name = \"ana\", real_name = \"Ana Ruiz\", or both.".into();
            return Err(source.fault(person.span(), "this person has no name".into(), mend));
        }
        None => {}
    }
    let zone = |zone: &str| TimeZone::get(zone).is_ok();
    demand(tz.as_ref(), source, zone, "is no time zone", || {
        let typed = tz.as_ref().map_or("", |zone| zone.as_ref().as_str());
        let zones: Vec<String> = jiff::tz::db().available().map(|zone| zone.to_string()).collect();
        nearest(typed, zones.iter().map(String::as_str))
            .unwrap_or_else(|| "Write an IANA name, such as Europe/Berlin.".into())
    })?;
    let address = |address: &str| {
        address.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
    };
    demand(email.as_ref(), source, address, "is no e-mail address", || {
        "Write one such as ana@example.com, or leave it out.".into()
    })
}

/// The characters of handles and channel names.
fn check_name(name: &Spanned<String>, source: &Source) -> Result<(), SeedError> {
    let fits = |sign: char| (sign.is_alphanumeric() && !sign.is_uppercase()) || "._-".contains(sign);
    let sound = |name: &str| !name.is_empty() && name.chars().count() <= 80 && name.chars().all(fits);
    demand(Some(name), source, sound, "cannot be a name", || {
        "Use up to 80 lower-case letters, digits, dots, dashes and underscores.".into()
    })
}

fn unique<'a>(
    name: &'a Spanned<String>,
    taken: &mut BTreeSet<&'a str>,
    source: &Source,
) -> Result<(), SeedError> {
    let name_itself = name.as_ref().as_str();
    if taken.insert(name_itself) && ![THE_APP, EVERYBODY].contains(&name_itself) {
        return Ok(());
    }
    let mend = "Give it another name.".into();
    Err(source.fault(name.span(), format!("{name_itself:?} is taken"), mend))
}

fn demand(
    value: Option<&Spanned<String>>,
    source: &Source,
    sound: impl Fn(&str) -> bool,
    problem: &str,
    mend: impl Fn() -> String,
) -> Result<(), SeedError> {
    match value {
        Some(value) if !sound(value.as_ref()) => {
            Err(source.fault(value.span(), format!("{:?} {problem}", value.as_ref()), mend()))
        }
        Some(_) | None => Ok(()),
    }
}
