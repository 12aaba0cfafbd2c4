//! The handle everybody holds: one lock around the state, the clock, and the way to the bot.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use serde_json::Value;
use tokio::sync::watch;

use super::clock::VirtualClock;
use super::config::SandboxConfig;
use super::delivery::{BotEndpoints, HttpSender};
use super::faults::Fault;
use super::ledger::{LedgerEntry, LedgerSink};
use super::model::channels::{ChannelKind, Message};
use super::model::controls::{self, Control};
use super::model::ids::Ts;
use super::model::people::{NewPerson, Person};
use super::model::views::View;
use super::socket::SocketHub;
use super::state::{Installation, Moment, State};

/// A Slack workspace in a box. Clones are the same workspace.
#[derive(Clone)]
pub struct Sandbox(Arc<Inner>);

struct Inner {
    config: SandboxConfig,
    clock: VirtualClock,
    state: Mutex<State>,
    bot: Mutex<BotEndpoints>,
    base_url: Mutex<String>,
    http: HttpSender,
    sockets: SocketHub,
    delivering: tokio::sync::Mutex<()>,
    changed: watch::Sender<u64>,
}

/// A conversation, as lists show it.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Conversation {
    /// `C…` or `D…`
    pub id: String,
    /// What it is.
    pub kind: ChannelKind,
    /// Without `#`; empty for direct messages.
    pub name: String,
    /// Everybody in it, the bot included, in order of id; left empty for channels, where the list may be endless.
    pub members: Vec<String>,
    /// How many are in it.
    pub member_count: usize,
    /// Messages the reader has not seen, at most 100 of them counted.
    pub unread: usize,
    /// The newest message the reader can see.
    pub latest: Option<Ts>,
}

impl Sandbox {
    /// A workspace with nobody in it but the bot.
    pub fn new(config: SandboxConfig) -> Self {
        Self(Arc::new(Inner {
            clock: VirtualClock::new(config.start, config.clock_mode),
            state: Mutex::new(State::new(&config)),
            config,
            bot: Mutex::default(),
            base_url: Mutex::default(),
            http: HttpSender::default(),
            sockets: SocketHub::default(),
            delivering: tokio::sync::Mutex::default(),
            changed: watch::Sender::new(0),
        }))
    }

    /// The time of this workspace.
    pub fn clock(&self) -> &VirtualClock {
        &self.0.clock
    }

    /// What it was made of.
    pub fn config(&self) -> &SandboxConfig {
        &self.0.config
    }

    /// Tells where the bot listens; from now on things are delivered there.
    pub fn connect(&self, bot: BotEndpoints) {
        *self.0.bot.lock().unwrap_or_else(PoisonError::into_inner) = bot;
        self.touch();
    }

    /// `http://host:port` once served, empty before.
    pub fn base_url(&self) -> String {
        self.0.base_url.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What a bot takes as the root of the Web API: `{base_url}/api`.
    pub fn api_url(&self) -> String {
        format!("{}/api", self.base_url())
    }

    /// Counts up with every change of anything; for waiting until something happens.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.0.changed.subscribe()
    }

    /// Adds a person without telling the bot; see [`Sandbox::join_team`] for somebody who arrives later.
    pub fn add_person(&self, new: NewPerson) -> Person {
        self.with(|moment| moment.state.model.add_person(new, moment.now))
    }

    /// Everybody, the bot included, in order of id.
    pub fn people(&self) -> Vec<Person> {
        self.read(|moment| moment.state.model.people.values().cloned().collect())
    }

    /// One person by id.
    pub fn person(&self, id: &str) -> Option<Person> {
        self.read(|moment| moment.state.model.people.get(id).cloned())
    }

    /// One person by handle, with or without `@`.
    pub fn person_called(&self, name: &str) -> Option<Person> {
        self.read(|moment| moment.state.model.person_called(name).cloned())
    }

    /// Makes a channel with these members; put the bot's id among them to let it post there.
    pub fn create_channel(&self, name: &str, kind: ChannelKind, members: &[String]) -> String {
        self.with(|moment| {
            let id = moment.state.model.create_channel(name, kind, moment.now);
            for member in members {
                moment.state.model.join(&id, member);
            }
            id
        })
    }

    /// The direct or group conversation of exactly these people and nobody else, if it exists.
    pub fn conversation_between(&self, members: &[&str]) -> Option<String> {
        let members = members.iter().map(ToString::to_string).collect();
        self.read(|moment| moment.state.model.conversation_of(&members).map(ToOwned::to_owned))
    }

    /// The person's conversation with the app, if there is one yet.
    pub fn app_conversation(&self, user: &str) -> Option<String> {
        self.conversation_between(&[user, &self.config().app.bot_user_id])
    }

    /// The conversations a person is in, in order of id.
    pub fn conversations(&self, user: &str) -> Vec<Conversation> {
        self.read(|moment| {
            let theirs = moment.state.model.conversations_with(user);
            theirs.map(|place| summary(place, user)).collect()
        })
    }

    /// The newest messages of a conversation that `user` can see, oldest first: at most `limit`, all before `before`.
    pub fn messages(&self, user: &str, channel: &str, before: Option<Ts>, limit: usize) -> Vec<Message> {
        self.read(|moment| {
            let Some(place) = moment.state.model.channels.get(channel) else { return Vec::new() };
            let range = place.roots.range(..before.unwrap_or(Ts(u64::MAX))).rev();
            let all = range.filter_map(|ts| place.messages.get(ts));
            let mut page: Vec<_> = all.filter(|message| sees(message, user)).take(limit).cloned().collect();
            page.reverse();
            page
        })
    }

    /// The first message of a thread and its replies, oldest first, without what only one person sees.
    pub fn thread(&self, channel: &str, thread: Ts) -> Vec<Message> {
        self.thread_seen_by("", channel, thread)
    }

    /// As [`Sandbox::thread`], with the ephemeral messages that `user` sees there.
    pub fn thread_seen_by(&self, user: &str, channel: &str, thread: Ts) -> Vec<Message> {
        self.read(|moment| {
            let Some(place) = moment.state.model.channels.get(channel) else { return Vec::new() };
            let (replies, whispers) = (place.threads.get(&thread), place.whispers.get(&thread));
            let mut all: Vec<Ts> = replies.into_iter().chain(whispers).flatten().copied().collect();
            all.push(thread);
            all.sort_unstable();
            let messages = all.into_iter().filter_map(|ts| place.messages.get(&ts));
            messages.filter(|message| sees(message, user)).cloned().collect()
        })
    }

    /// How many replies a message has.
    pub fn reply_count(&self, channel: &str, ts: Ts) -> usize {
        self.read(|moment| {
            let threads = moment.state.model.channels.get(channel).map(|place| &place.threads);
            threads.and_then(|threads| threads.get(&ts)).map_or(0, |replies| replies.len())
        })
    }

    /// One message, ephemeral ones included.
    pub fn message(&self, channel: &str, ts: Ts) -> Option<Message> {
        self.read(|moment| moment.state.model.channels.get(channel)?.messages.get(&ts).cloned())
    }

    /// What can be pressed or filled in on a message.
    pub fn controls(&self, channel: &str, ts: Ts) -> Vec<Control> {
        self.message(channel, ts).map(|message| controls::of_blocks(&message.blocks)).unwrap_or_default()
    }

    /// Notes that a person has seen everything in a conversation.
    pub fn mark_read(&self, user: &str, channel: &str) {
        self.with(|moment| {
            if let Some(place) = moment.state.model.channels.get_mut(channel) {
                let newest = place.messages.last_key_value().map_or(Ts(0), |(ts, _)| *ts);
                place.read.insert(user.into(), newest);
            }
        });
    }

    /// The modals on a person's screen, the lowest first.
    pub fn modals(&self, user: &str) -> Vec<View> {
        self.read(|moment| moment.state.model.modals.get(user).cloned().unwrap_or_default())
    }

    /// The modal a person looks at.
    pub fn modal(&self, user: &str) -> Option<View> {
        self.read(|moment| moment.state.model.modals.get(user)?.last().cloned())
    }

    /// The app's Home tab of a person, once published.
    pub fn home(&self, user: &str) -> Option<View> {
        self.read(|moment| moment.state.model.homes.get(user).cloned())
    }

    /// Ledger entries after `seq` (0: from the beginning), at most `limit`, up to the first that is not finished.
    pub fn ledger_since(&self, seq: u64, limit: usize) -> Vec<LedgerEntry> {
        self.read(|moment| moment.state.ledger.since(seq, limit))
    }

    /// Sends every entry, past and coming, to `sink`, in order. The sink must not call the sandbox.
    pub fn set_ledger_sink(&self, sink: LedgerSink) {
        self.with(|moment| moment.state.ledger.set_sink(sink));
    }

    /// The next `times` calls of `method` (`*`: of any) go wrong in this way.
    pub fn inject_fault(&self, method: &str, fault: Fault, times: usize) {
        self.with(|moment| moment.state.faults.inject(method, fault, times));
    }

    /// The next `times` events are delivered twice, with the same `event_id`.
    pub fn duplicate_events(&self, times: u64) {
        self.with(|moment| moment.state.faults.duplicate_events(times));
    }

    /// How many faults of each name struck so far.
    pub fn faults_struck(&self) -> BTreeMap<String, u64> {
        self.read(|moment| moment.state.faults.struck())
    }

    /// Whether the app is installed and its token alive.
    pub fn is_installed(&self) -> bool {
        self.read(|moment| moment.state.installation == Installation::Installed)
    }

    /// Does something to the state at the present moment, and lets watchers know.
    pub(super) fn with<T>(&self, act: impl FnOnce(&mut Moment<'_>) -> T) -> T {
        let result = self.read(act);
        self.touch();
        result
    }

    /// As [`Self::with`], for what changes nothing that anybody watches.
    pub(super) fn read<T>(&self, look: impl FnOnce(&mut Moment<'_>) -> T) -> T {
        let mut state: MutexGuard<'_, State> = self.0.state.lock().unwrap_or_else(PoisonError::into_inner);
        // The time is taken under the lock, so that what happens later also carries the later time.
        let now: Timestamp = self.0.clock.now();
        look(&mut Moment { state: &mut state, config: &self.0.config, now })
    }

    pub(super) fn endpoints(&self) -> BotEndpoints {
        self.0.bot.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn set_base_url(&self, url: String) {
        *self.0.base_url.lock().unwrap_or_else(PoisonError::into_inner) = url;
    }

    pub(super) fn http(&self) -> &HttpSender {
        &self.0.http
    }

    pub(super) fn sockets(&self) -> &SocketHub {
        &self.0.sockets
    }

    pub(super) fn delivering(&self) -> &tokio::sync::Mutex<()> {
        &self.0.delivering
    }

    pub(super) fn response_url(&self, id: &str) -> Value {
        Value::String(format!("{}/response/{id}", self.base_url()))
    }

    fn touch(&self) {
        self.0.changed.send_modify(|count| *count += 1);
    }
}

fn sees(message: &Message, user: &str) -> bool {
    message.only_for.as_deref().is_none_or(|only| only == user)
}

pub(super) fn summary(place: &super::model::channels::Channel, user: &str) -> Conversation {
    use std::ops::Bound::{Excluded, Unbounded};
    let seen = place.read.get(user).copied().unwrap_or(Ts(0));
    let newer = place.messages.range((Excluded(seen), Unbounded)).map(|(_, message)| message);
    let unread = newer.filter(|message| sees(message, user) && message.user != user).take(100).count();
    let visible = place.messages.values().rev().find(|message| sees(message, user));
    Conversation {
        id: place.id.clone(),
        kind: place.kind,
        name: place.name.clone(),
        members: match place.kind {
            ChannelKind::Direct | ChannelKind::Group => place.members.iter().cloned().collect(),
            ChannelKind::Public | ChannelKind::Private => Vec::new(),
        },
        member_count: place.members.len(),
        unread,
        latest: visible.map(|message| message.ts),
    }
}
