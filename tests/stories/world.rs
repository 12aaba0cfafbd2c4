//! The world of a story: people by their first names, a workspace, the bot, and a clock that only the story moves.

use crate::support::postgres::{self, FreshDatabase};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use viceversa::adapters::storage::{Durability, OpenOptions};
use viceversa::app::Pace;
use viceversa::cli::demo::stage::{Props, Stage};
use viceversa::cli::slack_app;
use viceversa::domain::decision::Decision;
use viceversa::domain::event::Seed;
use viceversa::ports::{Commit, Storage};
use viceversa::sandbox::{
    ClockMode, Control, Input, LedgerEntry, Message, NewPerson, Place, Sandbox, SandboxConfig, SubmitOutcome,
    Ts, View,
};

/// Friday, a weekend before the first round.
const START: &str = "2027-01-01T08:00";
/// The zone of the first programme, and of everybody who is not said to live elsewhere.
pub const ZONE: &str = "Europe/Berlin";

pub struct World {
    pub stage: Stage,
    memory: Memory,
    people: BTreeMap<String, String>,
}

/// Where the bot of a story keeps what it knows: in a file, or where `VICEVERSA_STORIES` says `postgres`, in a database
/// of its own there.
enum Memory {
    File(Folder),
    Server(FreshDatabase),
}

/// A message as somebody reads it.
pub struct Read {
    pub channel: String,
    pub message: Message,
}

impl World {
    /// Nobody is there yet.
    pub async fn new() -> Self {
        Self::of(slack_app::workspace()).await
    }

    /// Nobody is there yet, and the app was given scopes beyond those of its manifest.
    pub async fn whose_app_may(scopes: &[&str]) -> Self {
        let mut workspace = slack_app::workspace();
        workspace.app.scopes.extend(scopes.iter().map(ToString::to_string));
        Self::of(workspace).await
    }

    /// Nobody is there yet, in a workspace of its own kind.
    pub async fn of(workspace: SandboxConfig) -> Self {
        let memory = Memory::fresh().await;
        let stage = Stage::set(Props {
            sandbox: SandboxConfig { start: local(START), clock_mode: ClockMode::Frozen, ..workspace },
            listen: "127.0.0.1:0".parse().unwrap(),
            database_url: memory.url(),
            open: OpenOptions {
                durability: Durability::Throwaway,
                connections: 4,
                // Whoever dies in a story is known to be gone at the next start, on a server too, whose clock is not ours.
                lease: Duration::ZERO,
                ..OpenOptions::default()
            },
            pace: Pace { concurrency: 1, batch: 32 },
        })
        .await
        .unwrap();
        Self { stage, memory, people: BTreeMap::new() }
    }

    /// These people are there and have joined, each with the defaults but for nudges.
    pub async fn with(names: &[&str]) -> Self {
        let mut world = Self::new().await;
        for name in names {
            world.arrives(name, ZONE);
            world.joins(name, &[]).await;
        }
        world
    }

    pub fn sandbox(&self) -> &Sandbox {
        &self.stage.sandbox
    }

    /// Somebody has an account in the workspace.
    pub fn arrives(&mut self, name: &str, zone: &str) -> String {
        self.arrives_as(name, NewPerson { tz: zone.into(), ..NewPerson::default() })
    }

    /// The same with an account of another kind.
    pub fn arrives_as(&mut self, name: &str, person: NewPerson) -> String {
        let person =
            self.sandbox().add_person(NewPerson { name: name.into(), real_name: name.into(), ..person });
        self.people.insert(name.into(), person.id.clone());
        person.id
    }

    pub fn id(&self, name: &str) -> String {
        self.people[name].clone()
    }

    /// These people are there and have joined for nudges alone.
    pub async fn nudged(names: &[&str]) -> Self {
        let mut world = Self::new().await;
        for name in names {
            world.arrives(name, ZONE);
            world.joins(name, &[("modes", Input::Choices(vec!["nudge".into()]))]).await;
        }
        world
    }

    /// Types `/mentor join` and saves the profile, some seconds after whoever did so before. Unless the story says
    /// otherwise, they take part in everything but nudges.
    pub async fn joins(&self, name: &str, fields: &[(&str, Input)]) {
        let modes = ("modes", Input::Choices(vec!["peer".into(), "situational".into()]));
        let mut fields = fields.to_vec();
        if fields.iter().all(|(field, _)| *field != "modes") {
            fields.push(modes);
        }
        let fields = &fields;
        self.passes(SignedDuration::from_secs(10)).await;
        assert_eq!(self.types(name, "join").await, None, "a modal opens, nothing is said");
        assert_eq!(self.submits(name, fields).await, SubmitOutcome::Closed);
    }

    /// Writes in the thread under a message of the bot's.
    pub async fn replies(&self, name: &str, read: &Read, text: &str) {
        self.sandbox().reply(&self.id(name), &read.channel, Some(read.message.ts), text).unwrap();
        self.settle().await;
    }

    /// Types a command; gives what only they read then, if anything.
    pub async fn types(&self, name: &str, words: &str) -> Option<String> {
        let typed = format!("/mentor {words}");
        let outcome = self.sandbox().type_command(&self.id(name), &typed, None).await.unwrap();
        self.settle().await;
        outcome.reply.map(|message| message.text)
    }

    pub fn modal(&self, name: &str) -> View {
        self.sandbox().modal(&self.id(name)).expect("a modal is open")
    }

    pub async fn submits(&self, name: &str, fields: &[(&str, Input)]) -> SubmitOutcome {
        let view = self.modal(name);
        for select in view.controls().iter().filter(|control| control.kind == "multi_external_select") {
            let place = Place::View(view.id.clone());
            self.sandbox().suggest(&self.id(name), place, &select.action_id, "").await.unwrap();
        }
        let fields = fields.iter().map(|(field, input)| ((*field).to_owned(), input.clone())).collect();
        let outcome = self.sandbox().submit(&self.id(name), &view.id, &fields).await.unwrap();
        self.settle().await;
        outcome
    }

    pub async fn presses(&self, name: &str, read: &Read, action: &str) {
        self.sandbox()
            .press(&self.id(name), &read.channel, read.message.ts, action, Input::Click)
            .await
            .unwrap();
        self.settle().await;
    }

    pub async fn presses_home(&self, name: &str, action: &str) {
        self.sandbox().press_home(&self.id(name), action, Input::Click).await.unwrap();
        self.settle().await;
    }

    pub async fn reacts(&self, name: &str, read: &Read, emoji: &str) {
        self.sandbox().react(&self.id(name), &read.channel, read.message.ts, emoji).unwrap();
        self.settle().await;
    }

    pub async fn takes_back(&self, name: &str, read: &Read, emoji: &str) {
        self.sandbox().unreact(&self.id(name), &read.channel, read.message.ts, emoji).unwrap();
        self.settle().await;
    }

    /// The bot's books as they are made to be, by nobody's act: what could not come about today.
    pub async fn saves(&self, decision: Decision) {
        let (workspace, now) = (self.stage.workspace.clone(), self.sandbox().clock().now());
        let commit = Commit { workspace, now, dedup: None, wake: None, seed: Seed([0; 32]), decision };
        self.stage.database.commit(commit).await.unwrap();
    }

    /// Opens the Home tab; gives its blocks as text.
    pub async fn home(&self, name: &str) -> String {
        self.sandbox().open_home(&self.id(name)).unwrap();
        self.settle().await;
        let home = self.sandbox().home(&self.id(name)).expect("a Home is published");
        serde_json::to_string(&home.blocks).unwrap()
    }

    /// What the bot told somebody alone, oldest first.
    pub fn told(&self, name: &str) -> Vec<Read> {
        let user = self.id(name);
        let channel = self.sandbox().app_conversation(&user);
        channel.map(|channel| self.messages(&user, &channel)).unwrap_or_default()
    }

    /// The texts of what the bot told somebody alone.
    pub fn told_texts(&self, name: &str) -> Vec<String> {
        self.told(name).into_iter().map(|read| read.message.text).collect()
    }

    /// The conversation of a group, oldest first, threads left out.
    pub fn group(&self, names: &[&str]) -> Vec<Read> {
        let mut ids: Vec<String> = names.iter().map(|name| self.id(name)).collect();
        ids.push(self.sandbox().config().app.bot_user_id.clone());
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let channel = self.sandbox().conversation_between(&ids);
        channel.map(|channel| self.messages(&self.id(names[0]), &channel)).unwrap_or_default()
    }

    /// The introduction of a group; there must be one.
    pub fn introduction(&self, names: &[&str]) -> Read {
        self.group(names).into_iter().next_back().unwrap_or_else(|| panic!("{names:?} were not introduced"))
    }

    /// What stands in the thread under a message.
    pub fn thread(&self, read: &Read) -> Vec<String> {
        let thread = self.sandbox().thread(&read.channel, read.message.ts);
        thread.into_iter().filter(|each| each.ts != read.message.ts).map(|each| each.text).collect()
    }

    /// The message as it stands now.
    pub fn again(&self, read: &Read) -> Read {
        let message = self.sandbox().message(&read.channel, read.message.ts).expect("it still stands");
        Read { channel: read.channel.clone(), message }
    }

    pub fn buttons(&self, read: &Read) -> Vec<Control> {
        self.sandbox().controls(&read.channel, read.message.ts)
    }

    /// Every introduction so far, as the first names in it.
    pub fn introductions(&self) -> Vec<Vec<String>> {
        let introduced = self.ledger().into_iter().filter(|entry| {
            entry.method.as_deref() == Some("chat.postMessage")
                && entry.ok == Some(true)
                && entry.members.len() > 1
                && entry.thread_ts.is_none()
        });
        introduced.map(|entry| entry.members.iter().map(|id| self.name(id)).collect()).collect()
    }

    /// Everybody who reads an introduction in a group now, once for each they read.
    pub fn introduced_standing(&self) -> Vec<String> {
        let applied = self.ledger().into_iter().filter(|entry| {
            entry.method.as_deref() == Some("chat.postMessage")
                && entry.members.len() > 1
                && entry.thread_ts.is_none()
        });
        let standing = applied.filter(|entry| {
            let place = entry.channel.as_ref().zip(entry.ts.as_deref().and_then(Ts::parse));
            place.is_some_and(|(channel, ts)| self.sandbox().message(channel, ts).is_some())
        });
        standing.flat_map(|entry| entry.members.iter().map(|id| self.name(id)).collect::<Vec<_>>()).collect()
    }

    /// The bot's own file, where it keeps what it knows in one.
    pub fn file(&self) -> Option<PathBuf> {
        match &self.memory {
            Memory::File(folder) => Some(folder.0.join("story.db")),
            Memory::Server(_) => None,
        }
    }

    pub fn ledger(&self) -> Vec<LedgerEntry> {
        self.sandbox().ledger_since(0, usize::MAX)
    }

    /// Moves the clock to a local time of [`ZONE`], through everything that comes due on the way.
    pub async fn until(&self, local_time: &str) {
        let end = local(local_time);
        loop {
            let due = self.stage.settle().await.unwrap();
            match due.filter(|due| *due <= end) {
                Some(next) => self.sandbox().clock().set(next),
                None => break,
            };
        }
        self.sandbox().clock().set(end);
        self.settle().await;
    }

    pub async fn passes(&self, time: SignedDuration) {
        let end = self.sandbox().clock().now() + time;
        self.until(&end.to_zoned(TimeZone::get(ZONE).unwrap()).datetime().to_string()).await;
    }

    /// Jumps, as a machine does that was switched off: nothing happens on the way.
    pub async fn sleeps_until(&self, local_time: &str) {
        self.sandbox().clock().set(local(local_time));
        self.settle().await;
    }

    pub async fn settle(&self) {
        self.stage.settle().await.unwrap();
    }

    /// The story ends: nothing is left over, nothing was given up, and Slack refused nothing.
    pub async fn ends(self) {
        self.ends_although(&[]).await;
    }

    /// The story ends, and Slack was expected to refuse these.
    pub async fn ends_although(self, refused: &[&str]) {
        self.settle().await;
        let counts = self.stage.database.outbox_counts(&self.stage.workspace).await.unwrap();
        let unfinished: Vec<_> = counts
            .iter()
            .filter(|count| ["sending", "check", "failed"].contains(&count.state.as_str()))
            .collect();
        assert!(unfinished.is_empty() || !refused.is_empty(), "left over: {unfinished:?}");
        let errors =
            self.ledger().into_iter().filter_map(|entry| entry.error.map(|error| (entry.method, error)));
        let unexpected: Vec<_> = errors.filter(|(_, error)| !refused.contains(&error.as_str())).collect();
        assert!(unexpected.is_empty(), "refused: {unexpected:?}");
        assert_eq!(self.sandbox().next_delivery(), None, "every event was delivered");
        self.stage.database.close().await;
        self.memory.forget().await;
    }

    /// What stands in a conversation for somebody in it, oldest first, threads left out.
    pub fn messages(&self, user: &str, channel: &str) -> Vec<Read> {
        let messages = self.sandbox().messages(user, channel, None, 1_000);
        let roots =
            messages.into_iter().filter(|message| message.thread_ts.is_none_or(|root| root == message.ts));
        roots.map(|message| Read { channel: channel.to_owned(), message }).collect()
    }

    fn name(&self, id: &str) -> String {
        self.people
            .iter()
            .find(|(_, each)| *each == id)
            .map_or_else(|| id.to_owned(), |(name, _)| name.clone())
    }
}

impl Memory {
    async fn fresh() -> Self {
        match std::env::var("VICEVERSA_STORIES").as_deref() {
            Err(_) | Ok("sqlite") => Self::File(Folder::fresh()),
            Ok("postgres") => {
                Self::Server(postgres::fresh_database().await.expect("stories on Postgres need a server"))
            }
            Ok(other) => panic!("VICEVERSA_STORIES is {other:?}; it may be sqlite or postgres"),
        }
    }

    fn url(&self) -> String {
        match self {
            Self::File(folder) => format!("sqlite://{}", folder.0.join("story.db").display()),
            Self::Server(database) => database.url.clone(),
        }
    }

    /// On a server, what a failed story left can be looked at: it does not come here.
    async fn forget(self) {
        match self {
            Self::File(_) => {}
            Self::Server(database) => database.remove().await,
        }
    }
}

/// Goes with the story, however that ends.
struct Folder(PathBuf);

impl Folder {
    fn fresh() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("viceversa-story-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _gone = std::fs::remove_dir_all(&self.0);
    }
}

/// An instant of [`ZONE`].
pub fn local(time: &str) -> Timestamp {
    let civil: DateTime = time.parse().unwrap();
    civil.to_zoned(TimeZone::get(ZONE).unwrap()).unwrap().timestamp()
}
