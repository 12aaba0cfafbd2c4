//! Who is in the workspaces, what was said and what stands on people's screens. Plain data with indexes; it knows
//! neither HTTP nor tokens.

pub(in crate::sandbox) mod channels;
pub(in crate::sandbox) mod controls;
pub(in crate::sandbox) mod files;
pub(in crate::sandbox) mod ids;
pub(in crate::sandbox) mod invites;
pub(in crate::sandbox) mod messages;
pub(in crate::sandbox) mod people;
mod recency;
pub(in crate::sandbox) mod scheduled;
pub(in crate::sandbox) mod views;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde_json::Value;

use channels::{Channel, ChannelKind};
use files::Files;
use ids::{Ids, Ts};
use invites::Invites;
use messages::Message;
use people::{NewPerson, Person, PersonChange, PersonFlags, handle};
use recency::Recency;
use views::View;

use super::config::SandboxConfig;

/// The state of all workspaces.
#[derive(Default)]
pub(in crate::sandbox) struct Model {
    pub ids: Ids,
    pub people: BTreeMap<String, Person>,
    pub channels: BTreeMap<String, Channel>,
    pub files: Files,
    pub invites: Invites,
    /// Open modals per person, the lowest first.
    pub modals: BTreeMap<String, Vec<View>>,
    /// Home tabs by person.
    pub homes: BTreeMap<String, View>,
    /// What people picked in the selects of a message: channel, message, person.
    pub picked: BTreeMap<(String, Ts, String), views::ViewState>,
    /// The messages each person reacted to, by time.
    pub reacted: BTreeMap<String, BTreeSet<(Ts, String)>>,
    /// Every view that is on a screen, and whose.
    pub view_owner: BTreeMap<String, String>,
    /// Counts up whenever somebody is new or changed.
    pub people_version: u64,
    home: String,
    /// People by workspace and handle.
    by_handle: BTreeMap<(String, String), String>,
    namesakes: BTreeMap<(String, String), u64>,
    by_email: BTreeMap<String, String>,
    by_members: BTreeMap<BTreeSet<String>, String>,
    memberships: BTreeMap<String, BTreeSet<String>>,
    pub recency: Recency,
    /// Channels by workspace and name.
    by_name: BTreeMap<(String, String), String>,
    /// Channels that several companies share.
    shared: BTreeSet<String>,
}

/// The bot user of an installation that is about to be.
pub(in crate::sandbox) struct NewBot<'a> {
    pub id: &'a str,
    pub team: &'a str,
    pub name: &'a str,
    pub real_name: &'a str,
}

impl Model {
    /// Empty workspaces: `#general` in each, and the bot user of the first.
    pub fn new(config: &SandboxConfig) -> Self {
        let mut model = Self { home: config.workspace.team_id.clone(), ..Self::default() };
        let app = &config.app;
        let bot = NewBot {
            id: &app.bot_user_id,
            team: &model.home.clone(),
            name: &app.bot_name,
            real_name: &app.name,
        };
        model.add_bot(bot, config.start);
        for workspace in config.workspaces() {
            model.create_channel("general", ChannelKind::Public, &workspace.team_id, config.start);
        }
        model
    }

    /// Adds the bot user of an installation.
    pub fn add_bot(&mut self, new: NewBot<'_>, now: Timestamp) {
        let name = self.free_handle(new.team, new.name);
        let bot = Person {
            id: new.id.into(),
            team: new.team.into(),
            name: name.clone(),
            real_name: new.real_name.into(),
            title: String::new(),
            tz: "America/Los_Angeles".into(),
            email: String::new(),
            deleted: false,
            flags: PersonFlags { is_bot: true, ..PersonFlags::default() },
            updated: now,
            words: String::new(),
        };
        self.people_version += 1;
        self.by_handle.insert((bot.team.clone(), name), bot.id.clone());
        self.people.insert(bot.id.clone(), bot);
    }

    /// Adds a person, who also joins `#general`.
    pub fn add_person(&mut self, new: NewPerson, now: Timestamp) -> Person {
        let id = self.ids.user();
        self.people_version += 1;
        let team = if new.team.is_empty() { self.home.clone() } else { new.team };
        let name = self.free_handle(&team, if new.name.is_empty() { &new.real_name } else { &new.name });
        let real_name = if new.real_name.is_empty() { name.clone() } else { new.real_name };
        let email = if new.email.is_empty() { format!("{name}@example.com") } else { new.email };
        let tz = if jiff::tz::TimeZone::get(&new.tz).is_ok() { new.tz } else { "UTC".into() };
        let mut person = Person {
            id: id.clone(),
            team: team.clone(),
            name: name.clone(),
            real_name,
            title: new.title,
            tz,
            email,
            deleted: false,
            flags: new.flags,
            updated: now,
            words: String::new(),
        };
        person.note_words();
        self.by_handle.insert((team.clone(), name), id.clone());
        self.by_email.insert(person.email.to_lowercase(), id.clone());
        self.people.insert(id.clone(), person.clone());
        if let Some(general) = self.channel_called(&team, "general").map(|channel| channel.id.clone()) {
            self.join(&general, &id);
        }
        person
    }

    /// Changes a person; `None` if there is nobody of that id.
    pub fn change_person(&mut self, id: &str, change: PersonChange, now: Timestamp) -> Option<Person> {
        let person = self.people.get_mut(id)?;
        person.apply(change, now);
        self.people_version += 1;
        Some(person.clone())
    }

    /// Somebody of a workspace by their handle, with or without its `@`.
    pub fn person_called(&self, team: &str, name: &str) -> Option<&Person> {
        let name = name.trim_start_matches('@').to_lowercase();
        self.by_handle.get(&(team.to_owned(), name)).and_then(|id| self.people.get(id))
    }

    /// Somebody by their address, whatever workspace they are of.
    pub fn person_at(&self, email: &str) -> Option<&Person> {
        self.by_email.get(&email.to_lowercase()).and_then(|id| self.people.get(id))
    }

    /// Whether a workspace can see somebody: its own people, and who shares a channel with it.
    pub fn sees(&self, team: &str, user: &str) -> bool {
        let Some(person) = self.people.get(user) else { return false };
        let mut shared = self.shared.iter().filter_map(|id| self.channels.get(id));
        person.team == team || shared.any(|channel| channel.is_in(team) && channel.members.contains(user))
    }

    /// Whether two workspaces share a channel.
    pub fn shares_with(&self, team: &str, other: &str) -> bool {
        let mut shared = self.shared.iter().filter_map(|id| self.channels.get(id));
        shared.any(|channel| channel.is_in(team) && channel.is_in(other))
    }

    /// Every workspace that shares a channel with this one.
    pub fn partners_of(&self, team: &str) -> BTreeSet<String> {
        let shared = self.shared.iter().filter_map(|id| self.channels.get(id));
        let theirs = shared.filter(|channel| channel.is_in(team)).flat_map(Channel::teams);
        theirs.filter(|other| *other != team).map(ToOwned::to_owned).collect()
    }

    /// A workspace's channel of this name, with or without its `#`.
    pub fn channel_called(&self, team: &str, name: &str) -> Option<&Channel> {
        let name = name.trim_start_matches('#');
        self.by_name.get(&(team.to_owned(), name.to_owned())).and_then(|id| self.channels.get(id))
    }

    /// Makes a channel with nobody in it.
    pub fn create_channel(&mut self, name: &str, kind: ChannelKind, team: &str, now: Timestamp) -> String {
        let id = self.ids.channel();
        self.channels.insert(id.clone(), Channel::new(id.clone(), kind, name, team, now));
        self.by_name.insert((team.to_owned(), name.to_owned()), id.clone());
        id
    }

    /// Gives a channel another name in every workspace that has part in it.
    pub fn rename_channel(&mut self, id: &str, name: &str) {
        let Some(channel) = self.channels.get_mut(id) else { return };
        let old = std::mem::replace(&mut channel.name, name.into());
        let teams: Vec<String> = channel.teams().map(ToOwned::to_owned).collect();
        for team in teams {
            self.by_name.remove(&(team.clone(), old.clone()));
            self.by_name.insert((team, name.to_owned()), id.to_owned());
        }
    }

    /// Lets another company's workspace have part in a channel.
    pub fn connect(&mut self, id: &str, team: &str) {
        let Some(channel) = self.channels.get_mut(id) else { return };
        channel.connected.insert(team.into());
        self.by_name.insert((team.to_owned(), channel.name.clone()), id.to_owned());
        self.shared.insert(id.into());
    }

    /// Ends a workspace's part in a channel; its people leave it.
    pub fn disconnect(&mut self, id: &str, team: &str) {
        let Some(channel) = self.channels.get_mut(id) else { return };
        channel.connected.remove(team);
        self.by_name.remove(&(team.to_owned(), channel.name.clone()));
        if channel.connected.is_empty() {
            self.shared.remove(id);
        }
        let of_team = |user: &&String| self.people.get(*user).is_some_and(|person| person.team == team);
        let leaving: Vec<String> = channel.members.iter().filter(of_team).cloned().collect();
        for user in leaving {
            self.leave(id, &user);
        }
    }

    /// Lets somebody into a channel; does nothing where they are in it.
    pub fn join(&mut self, channel: &str, user: &str) {
        if let Some(joined) = self.channels.get_mut(channel) {
            joined.members.insert(user.into());
            self.recency.add(user, joined);
            self.memberships.entry(user.into()).or_default().insert(channel.into());
        }
    }

    /// Takes somebody out of a channel; says whether they were in it.
    pub fn leave(&mut self, channel: &str, user: &str) -> bool {
        if let Some(theirs) = self.memberships.get_mut(user) {
            theirs.remove(channel);
        }
        let Some(left) = self.channels.get_mut(channel) else { return false };
        self.recency.remove(user, left);
        left.members.remove(user)
    }

    /// Puts a message at the end of a conversation and names it; none if there is no such conversation.
    pub fn post(&mut self, channel: &str, at: Timestamp, message: Message) -> Option<Ts> {
        let place = self.channels.get_mut(channel)?;
        let before = place.newest();
        let ts = place.post(at, message);
        self.recency.renew(place, before);
        Some(ts)
    }

    /// The direct or group conversation of exactly these members, if it exists.
    pub fn conversation_of(&self, members: &BTreeSet<String>) -> Option<&str> {
        self.by_members.get(members).map(String::as_str)
    }

    /// As [`Self::conversation_of`], made when it does not exist yet.
    pub fn open_conversation(&mut self, members: BTreeSet<String>, now: Timestamp) -> String {
        if let Some(id) = self.by_members.get(&members) {
            return id.clone();
        }
        let direct = members.len() <= 2;
        let (id, kind) = if direct {
            (self.ids.direct(), ChannelKind::Direct)
        } else {
            (self.ids.channel(), ChannelKind::Group)
        };
        let handles: Vec<&str> =
            members.iter().filter_map(|id| self.people.get(id)).map(|person| person.name.as_str()).collect();
        let name = if direct { String::new() } else { format!("mpdm-{}-1", handles.join("--")) };
        let first = members.iter().find_map(|id| self.people.get(id));
        let team = first.map_or(&self.home, |person| &person.team).clone();
        let mut channel = Channel::new(id.clone(), kind, &name, &team, now);
        let teams = members.iter().filter_map(|id| self.people.get(id)).map(|person| &person.team);
        channel.connected = teams.filter(|other| **other != team).cloned().collect();
        self.channels.insert(id.clone(), channel);
        for member in &members {
            self.join(&id, member);
        }
        self.by_members.insert(members, id.clone());
        id
    }

    /// Ids of the conversations somebody is in, in order.
    pub fn conversations_with(&self, user: &str) -> impl Iterator<Item = &Channel> {
        self.memberships.get(user).into_iter().flatten().filter_map(|id| self.channels.get(id))
    }

    /// A message that everybody in its conversation can see.
    pub fn message(&self, channel: &str, ts: Ts) -> Option<&Message> {
        self.channels.get(channel)?.shared(ts)
    }

    /// An open modal or a Home tab.
    pub fn view(&self, id: &str) -> Option<&View> {
        let user = self.view_owner.get(id)?;
        let modal = self.modals.get(user).into_iter().flatten().find(|view| view.id == id);
        modal.or_else(|| self.homes.get(user).filter(|view| view.id == id))
    }

    /// As [`Self::view`], to be changed.
    pub fn view_mut(&mut self, id: &str) -> Option<&mut View> {
        let user = self.view_owner.get(id)?;
        let modal = self.modals.get_mut(user).into_iter().flatten().find(|view| view.id == id);
        modal.or_else(|| self.homes.get_mut(user).filter(|view| view.id == id))
    }

    /// Closes modals of a person from a height of the stack upwards (0: all); answers what was closed.
    pub fn close_modals(&mut self, user: &str, keep: usize) -> Vec<View> {
        let Some(stack) = self.modals.get_mut(user) else { return Vec::new() };
        let closed = stack.split_off(keep.min(stack.len()));
        if stack.is_empty() {
            self.modals.remove(user);
        }
        for view in &closed {
            self.view_owner.remove(&view.id);
        }
        closed
    }

    /// Gives every block a `block_id` and every control an `action_id`, as Slack does.
    pub fn name_blocks(&mut self, blocks: &mut [Value]) {
        for block in blocks {
            self.name_block(block);
        }
    }

    fn name_block(&mut self, block: &mut Value) {
        let Some(fields) = block.as_object_mut() else { return };
        if !fields.contains_key("block_id") {
            fields.insert("block_id".into(), Value::String(self.ids.block()));
        }
        for key in ["accessory", "element"] {
            if let Some(element) = fields.get_mut(key) {
                self.name_element(element);
            }
        }
        if fields.get("type").and_then(Value::as_str) == Some("actions") {
            for element in fields.get_mut("elements").and_then(Value::as_array_mut).into_iter().flatten() {
                self.name_element(element);
            }
        }
    }

    fn name_element(&mut self, element: &mut Value) {
        let passive = element["type"] == "image";
        if let Some(fields) =
            element.as_object_mut().filter(|fields| !passive && !fields.contains_key("action_id"))
        {
            fields.insert("action_id".into(), Value::String(self.ids.block()));
        }
    }

    fn free_handle(&mut self, team: &str, wished: &str) -> String {
        let base = handle(wished);
        let mut name = base.clone();
        while self.by_handle.contains_key(&(team.to_owned(), name.clone())) {
            // Counting on from the last number keeps a workspace of namesakes quick to fill.
            let number = self.namesakes.entry((team.to_owned(), base.clone())).or_insert(1);
            *number += 1;
            name = format!("{base}{number}");
        }
        name
    }
}
