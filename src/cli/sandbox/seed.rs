//! The seed file: who lives in the workspace and which app is installed there, read strictly, because a misspelt field
//! that is passed over costs an afternoon.

mod fault;
mod file;

use crate::sandbox::{
    AppConfig, ChannelKind, NewPerson, PersonFlags, Sandbox, SandboxConfig, WorkspaceConfig,
};
pub use fault::SeedError;
use fault::Source;
use file::{App, Channel, File, Neighbour, Person, Workspace};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use toml::Spanned;

/// The word for the app among the members of a channel.
const THE_APP: &str = "the app";
/// The word for all people among the members of a channel.
const EVERYBODY: &str = "everybody";

/// A seed file that has been read and makes sense by itself.
#[derive(Debug)]
pub struct Seed {
    source: Source,
    file: File,
}

impl Seed {
    /// Reads a file.
    ///
    /// # Errors
    /// Names the file, the line and the field, and says what to write instead.
    pub fn read(path: &Path) -> Result<Self, SeedError> {
        let name = path.display().to_string();
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(&name, text),
            Err(cause) => Err(SeedError::unreadable(&name, &cause)),
        }
    }

    /// A handful of people, for a sandbox that is started without a file.
    ///
    /// # Errors
    /// None that anybody could meet: a test reads it.
    pub fn usual() -> Result<Self, SeedError> {
        Self::parse("usual.toml", include_str!("seed/usual.toml").to_owned())
    }

    fn parse(name: &str, text: String) -> Result<Self, SeedError> {
        let source = Source::new(name, text);
        let file: File = toml::from_str(source.text()).map_err(|cause| source.misread(&cause))?;
        file.check(&source)?;
        Ok(Self { source, file })
    }

    /// Makes the configuration what the file says about the workspace and the app.
    pub fn configure(&self, config: &mut SandboxConfig) {
        if let Some(Workspace { name, domain, connect }) = self.file.workspace.clone() {
            set(&mut config.workspace.connect, connect);
            set(&mut config.workspace.team_name, name);
            set(&mut config.workspace.domain, domain);
        }
        if let Some(app) = self.file.app.clone() {
            configure_app(&mut config.app, app);
        }
        config.neighbours = self.file.neighbours.iter().zip(1..).map(neighbour).collect();
        set(&mut config.faults, self.file.faults.clone());
    }

    /// Brings the people and channels of the file into a workspace; gives how many people came.
    ///
    /// # Errors
    /// A channel has a member whom nobody knows.
    pub fn populate(&self, sandbox: &Sandbox) -> Result<usize, SeedError> {
        let home = &sandbox.config().workspace.team_id;
        let people = self.file.people.iter().map(|person| sandbox.add_person(self.newcomer(person.as_ref())));
        let ids: BTreeMap<String, String> =
            people.filter(|person| person.team == *home).map(|person| (person.name, person.id)).collect();
        for channel in &self.file.channels {
            let members = self.members(channel, &ids, &sandbox.config().app.bot_user_id)?;
            let kind = if channel.private { ChannelKind::Private } else { ChannelKind::Public };
            sandbox.create_channel(channel.name.as_ref(), kind, &members);
        }
        Ok(self.file.people.len())
    }

    fn members(
        &self,
        channel: &Channel,
        ids: &BTreeMap<String, String>,
        app: &str,
    ) -> Result<Vec<String>, SeedError> {
        let mut members = BTreeSet::new();
        for member in &channel.members {
            match member.as_ref().as_str() {
                THE_APP => {
                    members.insert(app.to_owned());
                }
                EVERYBODY => members.extend(ids.values().cloned()),
                handle => {
                    let id = ids.get(handle.trim_start_matches('@'));
                    members.insert(id.cloned().ok_or_else(|| self.stranger(member, ids))?);
                }
            }
        }
        Ok(members.into_iter().collect())
    }

    fn newcomer(&self, person: &Person) -> NewPerson {
        let mut neighbours = self.file.neighbours.iter().zip(1..).map(neighbour);
        let home = text(&person.workspace);
        NewPerson {
            team: neighbours.find(|each| each.domain == home).map(|each| each.team_id).unwrap_or_default(),
            name: text(&person.name),
            real_name: person.real_name.clone(),
            title: person.title.clone(),
            tz: text(&person.tz),
            email: text(&person.email),
            flags: PersonFlags {
                is_admin: person.is_admin,
                is_owner: person.is_owner,
                is_bot: person.is_bot,
                is_restricted: person.is_restricted,
            },
        }
    }

    fn stranger(&self, member: &Spanned<String>, ids: &BTreeMap<String, String>) -> SeedError {
        let known = ids.keys().map(String::as_str).chain([THE_APP, EVERYBODY]);
        let mend = fault::nearest(member.as_ref(), known).unwrap_or_else(|| {
            format!("Write the name of somebody under [[people]], {THE_APP:?} or {EVERYBODY:?}.")
        });
        self.source.fault(member.span(), format!("nobody is called {:?} here", member.as_ref()), mend)
    }
}

fn neighbour((written, number): (&Neighbour, u32)) -> WorkspaceConfig {
    WorkspaceConfig {
        team_id: format!("T0NEXTDR{number:02}"),
        team_name: written.name.clone(),
        domain: written.domain.as_ref().clone(),
        connect: written.connect,
    }
}

fn text(written: &Option<Spanned<String>>) -> String {
    written.as_ref().map(|text| text.as_ref().clone()).unwrap_or_default()
}

fn configure_app(config: &mut AppConfig, app: App) {
    if let Some(name) = app.name {
        config.bot_name = name.to_lowercase().split_whitespace().collect();
        config.name = name;
    }
    set(&mut config.bot_token, app.bot_token.map(Spanned::into_inner));
    set(&mut config.app_token, app.app_token.map(Spanned::into_inner));
    set(&mut config.signing_secret, app.signing_secret.map(Spanned::into_inner));
    set(&mut config.client_id, app.client_id);
    set(&mut config.client_secret, app.client_secret);
    set(&mut config.redirect_urls, app.redirect_urls);
    set(&mut config.token_rotation, app.token_rotation);
    set(&mut config.scopes, app.scopes);
    set(&mut config.events, app.events);
    set(&mut config.metadata_subscriptions, app.metadata_subscriptions);
    set(&mut config.messages_tab, app.messages_tab);
    set(&mut config.commands, app.commands.map(|commands| commands.into_iter().map(Into::into).collect()));
}

/// What the file does not mention stays as it is.
fn set<T>(field: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *field = value;
    }
}

#[cfg(test)]
mod tests;
