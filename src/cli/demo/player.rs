//! Plays virtual weeks: moves the clock to whatever comes next, lets the bot and Slack settle, and lets people act.

use super::cast::Actor;
use super::habits::{Act, CheckIn, Met, Seen, about_check_in, about_introduction};
use super::ledger::{Sums, Tally};
use super::nudged::{NudgeAct, Waiting, about_follow_up, about_nudge, needs};
use super::stage::Stage;
use crate::domain::rounds::pairing::Signal;
use crate::sandbox::{Input, LedgerEntry, Place, Ts};
use anyhow::Context;
use jiff::{SignedDuration, Timestamp};
use rand::RngExt;
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

/// Ledger entries read in one go.
const PAGE: usize = 1_000;

/// The play: who acts, and what is going to happen.
pub struct Player<'a> {
    stage: &'a Stage,
    actors: Vec<Actor>,
    agenda: BTreeMap<(Timestamp, u64), (usize, Act)>,
    entered: u64,
    read: u64,
    met: BTreeSet<String>,
    tally: Tally<'a>,
}

impl<'a> Player<'a> {
    /// People who are about to join, at some time in the three days after the curtain rises.
    pub fn new(stage: &'a Stage, actors: Vec<Actor>, tally: Tally<'a>) -> Self {
        let mut player =
            Self { stage, actors, agenda: BTreeMap::new(), entered: 0, read: 0, met: BTreeSet::new(), tally };
        let start = stage.sandbox.clock().now();
        for place in 0..player.actors.len() {
            let wait = player.actors[place].rng.random_range(0..3 * 24 * 3600);
            player.plan(start + SignedDuration::from_secs(wait), place, Act::Join);
        }
        player
    }

    /// Plays until an instant, telling how far the clock has come.
    ///
    /// # Errors
    /// The bot or the workspace broke: a fault of ours, never of the play.
    pub async fn play(&mut self, end: Timestamp, mut progress: impl FnMut(Timestamp)) -> anyhow::Result<()> {
        loop {
            let due = self.stage.settle().await?;
            self.read_ledger().await?;
            let planned = self.agenda.first_key_value().map(|((at, _), _)| *at);
            let Some(next) = due.into_iter().chain(planned).min().filter(|next| *next < end) else { break };
            let now = self.stage.sandbox.clock().set(next);
            progress(now);
            self.act_at(now).await?;
        }
        self.stage.sandbox.clock().set(end);
        self.stage.settle().await?;
        self.read_ledger().await
    }

    /// Goes on beside visitors, who move the clock from now on: people act when their time has come. What does not come
    /// about, because a visitor was quicker for instance, is passed over.
    ///
    /// # Errors
    /// The bot's storage failed.
    pub async fn go_on(&mut self) -> anyhow::Result<Infallible> {
        let (clock, mut changes) = (self.stage.sandbox.clock(), self.stage.sandbox.changes());
        loop {
            changes.borrow_and_update();
            self.read_ledger().await?;
            let next = self.agenda.first_key_value().map(|((at, _), _)| *at);
            if next.is_some_and(|at| at <= clock.now()) {
                if let Err(error) = self.act_at(clock.now()).await {
                    tracing::debug!(%error, "somebody could not do what they meant to");
                }
                continue;
            }
            let time_has_come = async {
                match next {
                    Some(at) => clock.reached(at).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                _ = changes.changed() => {}
                () = time_has_come => {}
            }
        }
    }

    /// What was counted so far.
    pub fn sums(&self) -> Sums {
        self.tally.sums()
    }

    /// What was counted.
    pub fn finish(self) -> Tally<'a> {
        self.tally
    }

    fn plan(&mut self, at: Timestamp, actor: usize, act: Act) {
        self.entered += 1;
        self.agenda.insert((at, self.entered), (actor, act));
    }

    async fn act_at(&mut self, now: Timestamp) -> anyhow::Result<()> {
        let Some(entry) = self.agenda.first_entry().filter(|entry| entry.key().0 <= now) else {
            return Ok(());
        };
        let (actor, act) = entry.remove();
        self.act(actor, act.clone()).await.with_context(|| format!("in the play, at {now}: {act:?}"))
    }

    async fn act(&mut self, actor: usize, act: Act) -> anyhow::Result<()> {
        let user = self.actors[actor].user.clone();
        let sandbox = &self.stage.sandbox;
        // Whom a visitor has been goes on by the visitor's hand alone.
        if sandbox.is_visited(&user) || !self.is_still_there(&act) {
            return Ok(());
        }
        match act {
            Act::Join => self.join(actor, &user).await,
            Act::Press(seen, signal) => {
                self.note(&seen, signal);
                let action = format!("pairing:{}", signal.code());
                Ok(sandbox.press(&user, &seen.channel, seen.ts, &action, Input::Click).await?)
            }
            Act::React(seen, signal) => {
                self.note(&seen, signal);
                Ok(sandbox.react(&user, &seen.channel, seen.ts, signal.emoji())?)
            }
            Act::Unreact(seen, signal) => {
                Ok(sandbox.unreact(&user, &seen.channel, seen.ts, signal.emoji())?)
            }
            Act::Nudge(seen, act) => self.about_nudge(&user, &seen, act).await,
            Act::Answer(seen, CheckIn::Later) => self.answer(&user, &seen, "check_in:later").await,
            Act::Answer(seen, CheckIn::No) => self.answer(&user, &seen, "check_in:no").await,
            Act::Answer(seen, CheckIn::Met(form)) => {
                self.answer(&user, &seen, "check_in:met").await?;
                self.submit(&user, &form).await
            }
        }
    }

    /// A question that was answered under its reminder does not have its buttons any more.
    fn is_still_there(&self, act: &Act) -> bool {
        let has = |seen: &Seen, wanted: &dyn Fn(&str) -> bool| {
            let controls = self.stage.sandbox.controls(&seen.channel, seen.ts);
            controls.iter().any(|control| wanted(&control.action_id))
        };
        match act {
            Act::Answer(seen, _) => has(seen, &|action| action.starts_with("check_in:")),
            Act::Nudge(seen, act) => needs(act).is_none_or(|needed| has(seen, &|action| action == needed)),
            Act::Join | Act::Press(..) | Act::React(..) | Act::Unreact(..) => true,
        }
    }

    async fn join(&self, actor: usize, user: &str) -> anyhow::Result<()> {
        self.stage.sandbox.type_command(user, "/mentor join", None).await?;
        self.submit(user, &self.actors[actor].form).await
    }

    async fn answer(&self, user: &str, seen: &Seen, action: &str) -> anyhow::Result<()> {
        Ok(self.stage.sandbox.press(user, &seen.channel, seen.ts, action, Input::Click).await?)
    }

    async fn about_nudge(&self, user: &str, seen: &Seen, act: NudgeAct) -> anyhow::Result<()> {
        match act {
            NudgeAct::Press(press) => self.answer(user, seen, &format!("nudge:{}", press.code())).await,
            NudgeAct::Reply(words) => {
                self.stage.sandbox.reply(user, &seen.channel, Some(seen.ts), &words)?;
                Ok(())
            }
            NudgeAct::Commit { with, on } => {
                self.answer(user, seen, "nudge:who").await?;
                let form = BTreeMap::from([
                    ("nudge_who".to_owned(), Input::One(with)),
                    ("nudge_day".to_owned(), Input::Date(on.to_string())),
                ]);
                self.submit(user, &form).await
            }
        }
    }

    async fn submit(&self, user: &str, form: &BTreeMap<String, Input>) -> anyhow::Result<()> {
        let view = self.stage.sandbox.modal(user).context("no modal opened")?;
        for select in view.controls().iter().filter(|control| control.kind == "multi_external_select") {
            self.stage.sandbox.suggest(user, Place::View(view.id.clone()), &select.action_id, "").await?;
        }
        self.stage.sandbox.submit(user, &view.id, form).await?;
        anyhow::ensure!(self.stage.sandbox.modal(user).is_none(), "the modal stayed open");
        Ok(())
    }

    fn note(&mut self, seen: &Seen, signal: Signal) {
        if signal == Signal::Met {
            self.met.insert(seen.pairing.clone());
        }
    }

    /// Lets people notice what the bot has posted since, and writes down what happened.
    async fn read_ledger(&mut self) -> anyhow::Result<()> {
        loop {
            let entries = self.stage.sandbox.ledger_since(self.read, PAGE);
            let Some(last) = entries.last() else { return Ok(()) };
            self.read = last.seq;
            for entry in &entries {
                self.notice(entry);
                self.tally.enter(entry).await?;
            }
        }
    }

    fn notice(&mut self, entry: &LedgerEntry) {
        let posted = entry.method.as_deref() == Some("chat.postMessage") && entry.ok == Some(true);
        let (true, Some(channel), Some(ts)) =
            (posted, &entry.channel, entry.ts.as_deref().and_then(Ts::parse))
        else {
            return;
        };
        let now = self.stage.sandbox.clock().now();
        let buttons = self.stage.sandbox.controls(channel, ts);
        let actions: Vec<&str> = buttons.iter().map(|button| button.action_id.as_str()).collect();
        if let Some(waiting) = Waiting::of(&actions) {
            let seen = Seen { channel: channel.clone(), ts, pairing: String::new() };
            return self.notice_nudge(&entry.members, &seen, waiting, now);
        }
        let Some(button) = buttons
            .into_iter()
            .find(|each| each.action_id.starts_with("pairing:") || each.action_id.starts_with("check_in:"))
        else {
            return;
        };
        let seen = Seen { channel: channel.clone(), ts, pairing: button.value.unwrap_or_default() };
        if entry.thread_ts.is_some() {
            return;
        }
        if button.action_id.starts_with("pairing:") {
            self.notice_introduction(&entry.members, &seen, now);
        } else {
            self.notice_check_in(&entry.members, &seen, now);
        }
    }

    /// The most reliable of them takes the lead, as it happens in life.
    fn notice_introduction(&mut self, members: &[String], seen: &Seen, now: Timestamp) {
        let leader = (0..self.actors.len())
            .filter(|place| members.contains(&self.actors[*place].user))
            .filter(|place| !self.stage.sandbox.is_visited(&self.actors[*place].user))
            .min_by_key(|place| self.actors[*place].temper);
        let Some(leader) = leader else { return };
        for (at, act) in about_introduction(&mut self.actors[leader], seen, now) {
            self.plan(at, leader, act);
        }
    }

    fn notice_nudge(&mut self, members: &[String], seen: &Seen, waiting: Waiting, now: Timestamp) {
        let Some(place) = self.actors.iter().position(|actor| members.contains(&actor.user)) else { return };
        let others =
            self.actors.iter().map(|actor| actor.user.clone()).filter(|user| !members.contains(user));
        let others: Vec<String> = others.collect();
        let acts = match waiting {
            Waiting::Nudge => about_nudge(&mut self.actors[place], &others, now).into_iter().collect(),
            Waiting::FollowUp => about_follow_up(&mut self.actors[place], now),
        };
        for (at, act) in acts {
            self.plan(at, place, Act::Nudge(seen.clone(), act));
        }
    }

    fn notice_check_in(&mut self, members: &[String], seen: &Seen, now: Timestamp) {
        let met = if self.met.contains(&seen.pairing) { Met::Yes } else { Met::No };
        let Some(place) = self.actors.iter().position(|actor| members.contains(&actor.user)) else { return };
        if let Some((at, act)) = about_check_in(&mut self.actors[place], seen, met, now) {
            self.plan(at, place, act);
        }
    }
}
