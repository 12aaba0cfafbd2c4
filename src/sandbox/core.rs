//! The handle everybody holds: one lock around the state, the clock, and the way to the bot.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use tokio::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard, Semaphore, watch};

use super::clock::VirtualClock;
use super::config::SandboxConfig;
use super::delivery::sender::HttpSender;
use super::delivery::socket::SocketHub;
use super::delivery::{AT_ONCE, BotEndpoints};
use super::installs::Standing;
use super::ledger::{LedgerEntry, LedgerFileError, LedgerFileState, LedgerSink, LedgerTakenUp};
use super::model::channels::ChannelKind;
use super::model::controls::{self, Control};
use super::model::ids::Ts;
use super::model::messages::Message;
use super::model::people::{NewPerson, Person};
use super::model::views::View;
use super::state::{Moment, State};

/// A Slack workspace in a box. Clones are the same workspace.
#[derive(Clone)]
pub struct Sandbox(Arc<Inner>);

struct Inner {
    config: SandboxConfig,
    clock: VirtualClock,
    state: Mutex<State>,
    bot: Mutex<BotEndpoints>,
    http: HttpSender,
    sockets: SocketHub,
    deliveries: Arc<Semaphore>,
    acts: RwLock<()>,
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
    /// Every workspace that has part in it, the one it was made in first.
    pub teams: Vec<String>,
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
            clock: VirtualClock::with_speed(config.start, config.clock_mode, config.clock_speed),
            state: Mutex::new(State::new(&config)),
            http: HttpSender::new(config.reach),
            config,
            bot: Mutex::default(),
            sockets: SocketHub::default(),
            deliveries: Arc::new(Semaphore::new(AT_ONCE as usize)),
            acts: RwLock::new(()),
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
        self.read(|moment| moment.state.base_url.clone())
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

    /// One person of the first workspace by handle, with or without `@`.
    pub fn person_called(&self, name: &str) -> Option<Person> {
        self.read(|moment| moment.state.model.person_called(&moment.config.workspace.team_id, name).cloned())
    }

    /// The first people of a workspace who can act, in order of id.
    pub(super) fn people_of(&self, team: &str, limit: usize) -> Vec<Person> {
        self.read(|moment| {
            let all = moment.state.model.people.values();
            let able = all.filter(|person| person.team == team && !person.deleted && !person.flags.is_bot);
            able.take(limit).cloned().collect()
        })
    }

    /// Makes a channel of the first workspace with these members; put the bot's id among them to let it post there.
    pub fn create_channel(&self, name: &str, kind: ChannelKind, members: &[String]) -> String {
        self.with(|moment| {
            let team = &moment.config.workspace.team_id;
            let id = moment.state.model.create_channel(name, kind, team, moment.now);
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

    /// The person's conversation with the app of their workspace, if there is one yet.
    pub fn app_conversation(&self, user: &str) -> Option<String> {
        let bot = self.bot_user_for(user)?;
        self.conversation_between(&[user, &bot])
    }

    /// `U…` of the bot that speaks to somebody: the one of their own workspace, where the app is installed.
    pub fn bot_user_for(&self, user: &str) -> Option<String> {
        self.read(|moment| moment.app_of(user).map(|installation| installation.bot_user.clone()))
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

    /// Writes the ledger into this file as well, as JSON lines that are there before anybody is told what they say. A
    /// file that an earlier sandbox left is taken up: a broken last line is cut off, and numbers go on after its last.
    ///
    /// # Errors
    /// When the file cannot be used, holds something else, or was named after the ledger had begun.
    pub fn keep_ledger(&self, path: &Path) -> Result<LedgerTakenUp, LedgerFileError> {
        self.with(|moment| moment.state.ledger.keep(path))
    }

    /// How the ledger's file does, where one is kept.
    pub fn ledger_file(&self) -> Option<LedgerFileState> {
        self.read(|moment| moment.state.ledger.file())
    }

    /// Whether the app is installed in the first workspace and its token alive.
    pub fn is_installed(&self) -> bool {
        self.is_installed_in(&self.config().workspace.team_id)
    }

    /// Whether the app is installed in a workspace and its token alive.
    pub fn is_installed_in(&self, team: &str) -> bool {
        self.read(|moment| {
            moment.state.installs.of(team).is_some_and(|each| each.standing == Standing::Installed)
        })
    }

    /// Whether somebody has acted as this person through the control interface, as visitors of the page do.
    pub fn is_visited(&self, user: &str) -> bool {
        self.read(|moment| moment.state.visited.contains(user))
    }

    pub(super) fn note_visit(&self, user: &str) {
        self.read(|moment| {
            if !moment.state.visited.contains(user) {
                moment.state.visited.insert(user.into());
            }
        });
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
        self.read(|moment| moment.state.base_url = url);
    }

    pub(super) fn http(&self) -> &HttpSender {
        &self.0.http
    }

    pub(super) fn sockets(&self) -> &SocketHub {
        &self.0.sockets
    }

    pub(super) fn deliveries(&self) -> &Arc<Semaphore> {
        &self.0.deliveries
    }

    /// Held from before an act is signed until the app has answered it; the clock is not turned meanwhile.
    pub(super) async fn acting(&self) -> RwLockReadGuard<'_, ()> {
        self.0.acts.read().await
    }

    /// Held while the clock is turned: whoever wants to act waits.
    pub(super) async fn nobody_acting(&self) -> RwLockWriteGuard<'_, ()> {
        self.0.acts.write().await
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
    let newer = place.roots.range((Excluded(seen), Unbounded)).filter_map(|ts| place.messages.get(ts));
    let unread = newer.filter(|message| sees(message, user) && message.user != user).take(100).count();
    let visible = place.messages.values().rev().find(|message| sees(message, user));
    Conversation {
        id: place.id.clone(),
        kind: place.kind,
        name: place.name.clone(),
        teams: place.teams().map(Into::into).collect(),
        members: match place.kind {
            ChannelKind::Direct | ChannelKind::Group => place.members.iter().cloned().collect(),
            ChannelKind::Public | ChannelKind::Private => Vec::new(),
        },
        member_count: place.members.len(),
        unread,
        latest: visible.map(|message| message.ts),
    }
}
