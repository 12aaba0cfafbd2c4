//! Who works there, and work to deliver. People and messages are put into the database through the storage port, as
//! the application would, since thousands of modals would take hours.

use super::{Plan, Rig, Tenant};
use futures_util::StreamExt;
use jiff::civil::Time;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use viceversa::adapters::storage::{Database, OpenError, OpenOptions};
use viceversa::domain::calendar::{Day, WorkingHours};
use viceversa::domain::decision::{Change, Decision, Outgoing, Target, Urgency};
use viceversa::domain::event::Seed;
use viceversa::domain::ids::{ChannelId, MessageKey, PersonId, WorkspaceId};
use viceversa::domain::message::Message;
use viceversa::domain::people::Person;
use viceversa::domain::people::profile::{Mode, Profile};
use viceversa::domain::workspace::{Access, Workspace};
use viceversa::ports::{Clock, Commit, Storage};

/// The workspace of every trial.
pub const TEAM: &str = "T0SANDBOX1";

/// To whom messages go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// To everybody alone.
    Direct,
    /// To everybody in twos, where no history can be read.
    Group,
}

impl Rig {
    /// With a message due to everybody, and no bot started; gives how many messages that are. `None` where there is no
    /// Postgres and the trial is on one.
    pub async fn with_work(plan: Plan) -> Option<(Self, usize)> {
        let rig = Self::new(plan).await?;
        rig.everybody_joins().await;
        let expected = rig.everybody_is_written_to(Kind::Direct).await;
        Some((rig, expected))
    }

    /// Everybody has joined, available around the clock.
    pub async fn everybody_joins(&self) {
        for tenant in &self.tenants {
            let workspace = Workspace {
                id: tenant.id.clone(),
                bot_user: tenant.bot.clone(),
                name: "Sandbox Inc".into(),
                access: Access::Granted,
            };
            let mut changes = vec![Change::SaveWorkspace(workspace)];
            changes.extend(tenant.people.iter().map(|id| Change::SavePerson(person(id))));
            self.decides(&tenant.id, Decision { changes, ..Decision::default() }).await;
        }
    }

    /// One message is due to everybody, or to every two; gives how many that are. Their conversations are open already:
    /// Slack would let the bot open no more than 50 a minute.
    pub async fn everybody_is_written_to(&self, kind: Kind) -> usize {
        let size = match kind {
            Kind::Direct => 1,
            Kind::Group => 2,
        };
        let mut written = 0;
        for tenant in &self.tenants {
            let recipients: Vec<&[PersonId]> = tenant.people.chunks_exact(size).collect();
            self.open(tenant, &recipients).await;
            let now = self.clock.now();
            let outgoing = recipients.iter().enumerate().map(|(number, members)| Outgoing {
                key: MessageKey::new(format!("trial/{number}")),
                to: match members {
                    [person] => Target::Direct(person.clone()),
                    several => Target::Group(several.to_vec()),
                },
                message: Message::PauseOffer,
                not_before: now,
                expires: None,
                urgency: Urgency::Bulk,
            });
            self.decides(&tenant.id, Decision { outgoing: outgoing.collect(), ..Decision::default() }).await;
            written += recipients.len();
        }
        written
    }

    /// Commits a decision as the application would.
    pub async fn decides(&self, workspace: &WorkspaceId, decision: Decision) {
        let database = self.database().await;
        let mut seed = [0; 32];
        seed[..8].copy_from_slice(&self.plan.seed.to_le_bytes());
        // Ids of messages come of it, and no two workspaces shall share them.
        for (byte, sign) in seed[8..].iter_mut().zip(workspace.as_str().bytes()) {
            *byte = sign;
        }
        let commit = Commit {
            workspace: workspace.clone(),
            now: self.clock.now(),
            dedup: None,
            wake: None,
            seed: Seed(seed),
            decision,
        };
        database.commit(commit).await.expect("commits");
        database.close().await;
    }

    async fn open(&self, tenant: &Tenant, recipients: &[&[PersonId]]) {
        let opened = futures_util::stream::iter(recipients)
            .map(|members| async move {
                let others: Vec<&str> =
                    members[1..].iter().map(PersonId::as_str).chain([tenant.bot.as_str()]).collect();
                let body = json!({"user": members[0].as_str(), "others": others});
                let channel = self.slack.act("conversation", body).await["channel"].clone();
                (members, ChannelId::new(channel.as_str().expect("a channel")))
            })
            .buffered(8)
            .collect::<Vec<_>>()
            .await;
        let database = self.database().await;
        let saved =
            opened.iter().map(|(members, channel)| database.save_channel(&tenant.id, members, channel));
        for each in futures_util::future::join_all(saved).await {
            each.expect("saves");
        }
        database.close().await;
    }

    async fn database(&self) -> Database {
        assert!(self.bots.iter().all(|bot| !bot.runs()), "what is put in comes before the bots");
        let began = Instant::now();
        loop {
            match Database::open(&self.store.url(), &OpenOptions::default()).await {
                // A process that another trial is just starting holds a copy of our lock for a moment.
                Err(OpenError::InUse { .. }) if began.elapsed() < Duration::from_secs(10) => {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                opened => return opened.expect("opens"),
            }
        }
    }
}

/// The nth person, from 1: Slack counts with letters as well.
pub fn id(number: usize) -> PersonId {
    let (mut rest, mut digits) = (number, String::new());
    while rest > 0 {
        let digit = u32::try_from(rest % 36).ok().and_then(|digit| char::from_digit(digit, 36));
        digits.insert(0, digit.expect("a digit").to_ascii_uppercase());
        rest /= 36;
    }
    PersonId::new(format!("U0{digits:0>8}"))
}

fn person(id: &PersonId) -> Person {
    let profile =
        Profile { modes: BTreeSet::from([Mode::Peer]), hours: around_the_clock(), ..Profile::default() };
    Person::joining(id.clone(), id.as_str().to_lowercase(), "UTC".into(), profile, Timestamp::UNIX_EPOCH)
}

fn around_the_clock() -> WorkingHours {
    let days = BTreeSet::from([Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri, Day::Sat, Day::Sun]);
    WorkingHours { days, start: Time::constant(0, 0, 0, 0), end: Time::constant(23, 59, 0, 0) }
}

/// A day of the week that is far enough away for no round to open by itself during a trial.
pub fn day_of_rest(now: Timestamp) -> String {
    let then = now + SignedDuration::from_hours(72);
    then.to_zoned(jiff::tz::TimeZone::UTC).strftime("%a").to_string().to_lowercase()
}
