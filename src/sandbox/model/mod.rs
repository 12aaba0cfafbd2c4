//! Who is in the workspace, what was said and what stands on people's screens. Plain data with indexes; it knows
//! neither HTTP nor tokens.

pub(in crate::sandbox) mod channels;
pub(in crate::sandbox) mod controls;
pub(in crate::sandbox) mod ids;
pub(in crate::sandbox) mod people;
pub(in crate::sandbox) mod views;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde_json::Value;

use channels::{Channel, ChannelKind, Message};
use ids::{Ids, Ts};
use people::{NewPerson, Person, PersonChange, PersonFlags, handle};
use views::View;

use super::config::SandboxConfig;

/// The state of the workspace.
#[derive(Default)]
pub(in crate::sandbox) struct Model {
    pub ids: Ids,
    pub people: BTreeMap<String, Person>,
    pub channels: BTreeMap<String, Channel>,
    /// Open modals per person, the lowest first.
    pub modals: BTreeMap<String, Vec<View>>,
    pub homes: BTreeMap<String, View>,
    /// What people picked in the selects of a message: channel, message, person.
    pub picked: BTreeMap<(String, Ts, String), views::ViewState>,
    /// Every view that is on a screen, and whose.
    pub view_owner: BTreeMap<String, String>,
    /// Counts up whenever somebody is new or changed.
    pub people_version: u64,
    by_handle: BTreeMap<String, String>,
    namesakes: BTreeMap<String, u64>,
    by_members: BTreeMap<BTreeSet<String>, String>,
    memberships: BTreeMap<String, BTreeSet<String>>,
}

impl Model {
    /// An empty workspace: the bot user and `#general`.
    pub fn new(config: &SandboxConfig) -> Self {
        let mut model = Self::default();
        let app = &config.app;
        let bot = Person {
            id: app.bot_user_id.clone(),
            name: app.bot_name.clone(),
            real_name: app.name.clone(),
            title: String::new(),
            tz: "America/Los_Angeles".into(),
            email: String::new(),
            deleted: false,
            flags: PersonFlags { is_bot: true, ..PersonFlags::default() },
            updated: config.start,
        };
        model.by_handle.insert(bot.name.clone(), bot.id.clone());
        model.people.insert(bot.id.clone(), bot);
        let id = model.ids.channel();
        model
            .channels
            .insert(id.clone(), Channel::new(id, ChannelKind::Public, "general".into(), config.start));
        model
    }

    /// Adds a person, who also joins `#general`.
    pub fn add_person(&mut self, new: NewPerson, now: Timestamp) -> Person {
        let id = self.ids.user();
        self.people_version += 1;
        let name = self.free_handle(if new.name.is_empty() { &new.real_name } else { &new.name });
        let real_name = if new.real_name.is_empty() { name.clone() } else { new.real_name };
        let email = if new.email.is_empty() { format!("{name}@example.com") } else { new.email };
        let tz = if jiff::tz::TimeZone::get(&new.tz).is_ok() { new.tz } else { "UTC".into() };
        let person = Person {
            id: id.clone(),
            name: name.clone(),
            real_name,
            title: new.title,
            tz,
            email,
            deleted: false,
            flags: new.flags,
            updated: now,
        };
        self.by_handle.insert(name, id.clone());
        self.people.insert(id.clone(), person.clone());
        if !person.flags.is_stranger
            && let Some(general) = self.general()
        {
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

    /// The id behind a handle, with or without its `@`.
    pub fn person_called(&self, name: &str) -> Option<&Person> {
        let name = name.trim_start_matches('@').to_lowercase();
        self.by_handle.get(&name).and_then(|id| self.people.get(id))
    }

    /// The one channel that every workspace has.
    pub fn general(&self) -> Option<String> {
        self.channels.values().find(|channel| channel.name == "general").map(|channel| channel.id.clone())
    }

    /// The channel of this name.
    pub fn channel_called(&self, name: &str) -> Option<&Channel> {
        let name = name.trim_start_matches('#');
        self.channels.values().find(|channel| channel.name == name && channel.kind == ChannelKind::Public)
    }

    /// Makes a channel with nobody in it.
    pub fn create_channel(&mut self, name: &str, kind: ChannelKind, now: Timestamp) -> String {
        let id = self.ids.channel();
        self.channels.insert(id.clone(), Channel::new(id.clone(), kind, name.into(), now));
        id
    }

    /// Lets somebody into a channel; does nothing where they are in it.
    pub fn join(&mut self, channel: &str, user: &str) {
        if let Some(joined) = self.channels.get_mut(channel) {
            joined.members.insert(user.into());
            self.memberships.entry(user.into()).or_default().insert(channel.into());
        }
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
        self.channels.insert(id.clone(), Channel::new(id.clone(), kind, name, now));
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

    fn free_handle(&mut self, wished: &str) -> String {
        let base = handle(wished);
        let mut name = base.clone();
        while self.by_handle.contains_key(&name) {
            // Counting on from the last number keeps a workspace of namesakes quick to fill.
            let number = self.namesakes.entry(base.clone()).or_insert(1);
            *number += 1;
            name = format!("{base}{number}");
        }
        name
    }
}
