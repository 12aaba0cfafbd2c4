//! Plays virtual weeks: moves the clock to whatever comes next, lets the bot and Slack settle, and lets people act.

use super::acting::{Filled, NOTICE, Plan, Read, Seen, Step, WEEK, joins};
use super::company::Company;
use super::ledger::{Sums, Tally};
use super::stage::Stage;
use crate::sandbox::{Input, LedgerEntry, Place, SubmitOutcome, Ts};
use anyhow::Context;
use jiff::{SignedDuration, Timestamp};
use rand::RngExt;
use std::collections::BTreeMap;
use std::convert::Infallible;

/// Ledger entries read in one go.
const PAGE: usize = 1_000;
/// So long before their first round people begin to join.
const ARRIVALS: i64 = 3 * 24 * 3600;
const WEEK_LONG: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How often a form may come back before it should have been taken.
const TRIES: usize = 2;

/// The play: who acts, and what is going to happen.
pub struct Player<'a> {
    stage: &'a Stage,
    company: Company,
    agenda: BTreeMap<(Timestamp, u64), Due>,
    entered: u64,
    read: u64,
    tally: Tally<'a>,
    witness: Option<Witness<'a>>,
}

/// Looks on.
pub type Witness<'a> = Box<dyn FnMut(&Happened<'_>) + Send + 'a>;

/// One line of the ledger, with what it brought before somebody's eyes.
pub struct Happened<'a> {
    /// The line.
    pub entry: &'a LedgerEntry,
    /// The business key of the message it is about, where it is one of the bot's.
    pub key: Option<&'a str>,
    /// Everything that a message, modal or Home of the bot's held then, as JSON.
    pub shown: Option<String>,
}

/// Something whose time comes.
#[derive(Debug)]
enum Due {
    /// Somebody does something.
    Act(Plan),
    /// A week of somebody's begins.
    Week(usize),
}

/// Whether there was anything to do a step with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Went {
    On,
    Nowhere,
}

impl<'a> Player<'a> {
    /// People who are about to join, at some time in the three days after the curtain rises; the first few leave it to
    /// visitors.
    pub fn new(stage: &'a Stage, company: Company, newcomers: usize, tally: Tally<'a>) -> Self {
        let mut player =
            Self { stage, company, agenda: BTreeMap::new(), entered: 0, read: 0, tally, witness: None };
        let start = stage.sandbox.clock().now();
        for who in newcomers..player.company.actors.len() {
            let rng = &mut player.company.actors[who].rng;
            let joined = start + SignedDuration::from_secs(rng.random_range(0..ARRIVALS));
            let first_week = joined + SignedDuration::from_secs(rng.random_range(0..7 * 24 * 3600));
            player.plan(joins(&player.company, who, joined));
            player.enter(first_week, Due::Week(who));
        }
        player
    }

    /// Lets somebody look on from here.
    #[must_use]
    pub fn watched_by(self, witness: Witness<'a>) -> Self {
        Self { witness: Some(witness), ..self }
    }

    /// Who plays.
    pub fn company(&self) -> &Company {
        &self.company
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

    fn plan(&mut self, plan: Plan) {
        self.enter(plan.at, Due::Act(plan));
    }

    fn enter(&mut self, at: Timestamp, due: Due) {
        self.entered += 1;
        self.agenda.insert((at, self.entered), due);
    }

    async fn act_at(&mut self, now: Timestamp) -> anyhow::Result<()> {
        let Some(entry) = self.agenda.first_entry().filter(|entry| entry.key().0 <= now) else {
            return Ok(());
        };
        match entry.remove() {
            Due::Act(plan) => {
                self.act(&plan).await.with_context(|| format!("in the play, at {now}: {plan:?}"))
            }
            Due::Week(who) => {
                self.begin_week(who, now);
                Ok(())
            }
        }
    }

    fn begin_week(&mut self, who: usize, now: Timestamp) {
        self.enter(now + WEEK_LONG, Due::Week(who));
        if self.company.actors[who].away_until.is_some_and(|back| now < back) {
            return;
        }
        for begins in WEEK {
            for plan in begins(&mut self.company, who, now) {
                self.plan(plan);
            }
        }
    }

    /// Does one step after the other, as long as there is anything to do them with: what a press was to open may be over.
    async fn act(&mut self, plan: &Plan) -> anyhow::Result<()> {
        let user = self.company.actors[plan.who].user.clone();
        // Whom a visitor has been goes on by the visitor's hand alone.
        if self.stage.sandbox.is_visited(&user) {
            return Ok(());
        }
        for step in &plan.steps {
            if self.step(&user, step).await? == Went::Nowhere {
                let typed = matches!(plan.steps.first(), Some(Step::Type(_)));
                anyhow::ensure!(!typed, "no form opened");
                break;
            }
        }
        Ok(())
    }

    async fn step(&self, user: &str, step: &Step) -> anyhow::Result<Went> {
        let sandbox = &self.stage.sandbox;
        match step {
            Step::Type(words) => {
                sandbox.type_command(user, &format!("/mentor {words}"), None).await?;
            }
            Step::Press(seen, action) => {
                let buttons = sandbox.controls(&seen.channel, seen.ts);
                if !buttons.iter().any(|button| button.action_id == *action) {
                    return Ok(Went::Nowhere);
                }
                sandbox.press(user, &seen.channel, seen.ts, action, Input::Click).await?;
            }
            Step::React(seen, emoji) => sandbox.react(user, &seen.channel, seen.ts, emoji)?,
            Step::Unreact(seen, emoji) => sandbox.unreact(user, &seen.channel, seen.ts, emoji)?,
            Step::Reply(seen, words) => {
                sandbox.reply(user, &seen.channel, Some(seen.ts), words)?;
            }
            Step::Fill(form) => return self.fill(user, form).await,
        }
        Ok(Went::On)
    }

    /// Fills in what the form asks for and sends it; a form that comes back with what was read out of it is sent again.
    async fn fill(&self, user: &str, form: &Filled) -> anyhow::Result<Went> {
        let sandbox = &self.stage.sandbox;
        if sandbox.modal(user).is_none() {
            return Ok(Went::Nowhere);
        }
        for _ in 0..TRIES {
            let Some(view) = sandbox.modal(user) else { return Ok(Went::On) };
            if !view.content.contains_key("submit") {
                sandbox.close_all(user).await?;
                return Ok(Went::On);
            }
            let controls = view.controls();
            for select in controls.iter().filter(|control| control.kind == "multi_external_select") {
                sandbox.suggest(user, Place::View(view.id.clone()), &select.action_id, "").await?;
            }
            let is_asked = |field: &String| controls.iter().any(|control| control.action_id == *field);
            let fields = form.iter().filter(|(field, _)| is_asked(field));
            let fields = fields.map(|(field, input)| (field.clone(), input.clone())).collect();
            let outcome = sandbox.submit(user, &view.id, &fields).await?;
            anyhow::ensure!(
                !matches!(outcome, SubmitOutcome::Errors(_)),
                "the form was refused: {outcome:?}"
            );
        }
        sandbox.close_all(user).await?;
        Ok(Went::On)
    }

    /// Lets people notice what the bot has posted since, and writes down what happened.
    async fn read_ledger(&mut self) -> anyhow::Result<()> {
        loop {
            let entries = self.stage.sandbox.ledger_since(self.read, PAGE);
            let Some(last) = entries.last() else { return Ok(()) };
            self.read = last.seq;
            for entry in &entries {
                self.notice(entry);
                let key = self.tally.enter(entry).await?;
                let shown = self.witness.is_some().then(|| self.shown(entry)).flatten();
                if let Some(looks_on) = &mut self.witness {
                    looks_on(&Happened { entry, key: key.as_deref(), shown });
                }
            }
        }
    }

    /// What the bot has just shown somebody.
    fn shown(&self, entry: &LedgerEntry) -> Option<String> {
        let sandbox = &self.stage.sandbox;
        let blocks = match (entry.method.as_deref()?, &entry.user, &entry.channel) {
            ("chat.postMessage" | "chat.update", _, Some(channel)) => {
                sandbox.message(channel, entry.ts.as_deref().and_then(Ts::parse)?)?.blocks
            }
            ("views.open" | "views.update" | "views.push", Some(user), _) => sandbox.modal(user)?.blocks,
            ("views.publish", Some(user), _) => sandbox.home(user)?.blocks,
            _ => Vec::new(),
        };
        let text = entry.text.as_deref().unwrap_or_default();
        Some(serde_json::json!({"text": text, "blocks": blocks}).to_string())
    }

    fn notice(&mut self, entry: &LedgerEntry) {
        let Some(read) = self.read(entry) else { return };
        for notice in NOTICE {
            for plan in notice(&mut self.company, &read) {
                self.plan(plan);
            }
        }
    }

    /// What the bot has posted, as people read it now.
    fn read(&self, entry: &LedgerEntry) -> Option<Read> {
        let posted = entry.method.as_deref() == Some("chat.postMessage") && entry.ok == Some(true);
        let channel = entry.channel.clone().filter(|_| posted)?;
        let ts = entry.ts.as_deref().and_then(Ts::parse)?;
        let controls = self.stage.sandbox.controls(&channel, ts);
        let buttons = controls.into_iter().map(|button| (button.action_id, button.value.unwrap_or_default()));
        Some(Read {
            buttons: buttons.collect(),
            in_thread: entry.thread_ts.is_some(),
            text: entry.text.clone().unwrap_or_default(),
            members: entry.members.clone(),
            now: self.stage.sandbox.clock().now(),
            seen: Seen { channel, ts },
        })
    }
}
