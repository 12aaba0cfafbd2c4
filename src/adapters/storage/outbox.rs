//! What is still to be said, and what was. A row goes pending → sending → sent, check, failed or skipped. Only the holder
//! of a row's latest lease may settle it, and a row that was ever in doubt never returns to `pending` unseen.

use super::session::{Conn, args, from_doc, sql, to_doc, to_instant};
use super::wakes;
use crate::domain::decision::{Outgoing, SkipReason, Target, Urgency, Withdrawal, Withdrawn};
use crate::domain::delivery::attempt::{CRASHES, Doubt, Finish, LOOK_AGAIN};
use crate::domain::event::Seed;
use crate::domain::ids::{ChannelId, DedupKey, MessageKey, MessageRef, PersonId, WorkspaceId};
use crate::ports::{Claimed, Doubled, Due, OutboxCount, OutboxId, Standing, StorageError, Stored};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::time::Duration;

/// A claimed row as `RETURNING` gives it.
#[derive(sqlx::FromRow)]
struct ClaimedRow {
    seq: i64,
    id: String,
    key: String,
    target: String,
    message: String,
    urgency: i64,
    next_at: i64,
    expires: Option<i64>,
    attempts: i64,
    lease: i64,
    doubts: Option<i64>,
    doubted_at: Option<i64>,
    first_intent_at: Option<i64>,
}

/// Rows of one workspace that are to be claimed.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    pub(super) workspace: WorkspaceId,
    pub(super) now: Timestamp,
    pub(super) limit: u32,
    pub(super) lease: Duration,
}

/// When, where, in answer to what and with what chance a decision is written down.
pub(super) struct Context<'a> {
    pub(super) workspace: &'a WorkspaceId,
    pub(super) now: Timestamp,
    pub(super) dedup: Option<&'a DedupKey>,
    pub(super) seed: Seed,
}

/// Puts messages in. An edit of one that still waits changes that one, so that nobody reads what does not hold any more.
pub(super) async fn add(conn: &mut Conn<'_>, at: &Context<'_>, outgoing: &[Outgoing]) -> Stored<()> {
    let mut rows = Vec::with_capacity(outgoing.len());
    for each in outgoing {
        let (person, root) = addressee(&each.to);
        if let Target::Edit(root) = &each.to
            && conn.run(sql!("edit_pending"), args![at.workspace, root, to_doc(&each.message)?]).await? == 1
        {
            continue;
        }
        rows.push(args![
            opaque_id(at, &each.key).0,
            at.workspace,
            &each.key,
            to_doc(&each.to)?,
            to_doc(&each.message)?,
            each.message.kind(),
            each.message.subject().map(|subject| subject.as_str().to_owned()),
            person.map(|person| person.as_str().to_owned()),
            root.map(|root| root.as_str().to_owned()),
            rank(each.urgency),
            each.not_before,
            each.expires,
            at.now,
            each.not_before,
        ]);
    }
    conn.insert(sql!("insert_outbox"), rows).await?;
    Ok(())
}

/// The one person it is for, and the earlier message it belongs to.
fn addressee(target: &Target) -> (Option<&PersonId>, Option<&MessageKey>) {
    match target {
        Target::Direct(person) => (Some(person), None),
        Target::Group(_) | Target::Channel(_) | Target::Under(_) => (None, None),
        Target::Thread(root) | Target::Edit(root) => (None, Some(root)),
    }
}

/// 128 bits that say nothing to whoever does not know the seed, and differ for every key even under the same seed.
fn opaque_id(at: &Context<'_>, key: &MessageKey) -> OutboxId {
    let mut hash = Sha256::new();
    hash.update(at.seed.0);
    for part in [at.workspace.as_str(), key.as_str()] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    OutboxId(hex::encode(&hash.finalize()[..16]))
}

fn rank(urgency: Urgency) -> i64 {
    match urgency {
        Urgency::Interactive => 0,
        Urgency::Bulk => 1,
    }
}

fn from_rank(rank: i64) -> Urgency {
    if rank == 0 { Urgency::Interactive } else { Urgency::Bulk }
}

pub(super) async fn withdraw(conn: &mut Conn<'_>, at: &Context<'_>, what: &Withdrawal) -> Stored<()> {
    let (sql, id) = match &what.what {
        Withdrawn::About(subject) => (sql!("withdraw_subject"), subject.as_str()),
        Withdrawn::To(person) => (sql!("withdraw_person"), person.as_str()),
        Withdrawn::Key(key) => (sql!("withdraw_key"), key.as_str()),
    };
    conn.run(sql, args![at.workspace, id, word(what.reason)?, at.now]).await?;
    Ok(())
}

/// The stored word of a reason.
pub(super) fn word(reason: SkipReason) -> Stored<String> {
    Ok(to_doc(&reason)?.trim_matches('"').to_owned())
}

/// Takes due rows of a workspace. One that cannot be read is parked as failed, so that it does not hold up the others.
pub(super) async fn claim(conn: &mut Conn<'_>, what: &Claim) -> Stored<Vec<Claimed>> {
    let until = conn.clock(what.now).await?.saturating_add(milliseconds(what.lease));
    let args = args![&what.workspace, what.now, i64::from(what.limit), until];
    let mut rows: Vec<ClaimedRow> = conn.all(sql!("claim_due"), args).await?;
    rows.sort_by_key(|row| (row.urgency, row.next_at, row.seq));
    let mut claimed = Vec::with_capacity(rows.len());
    for row in rows {
        match to_claimed(&row, what) {
            Ok(each) => claimed.push(each),
            Err(_) => {
                let args = args![&what.workspace, row.id, row.lease, "failed", "unreadable", what.now];
                conn.run(sql!("finish_for_good"), args).await?;
            }
        }
    }
    Ok(claimed)
}

fn to_claimed(row: &ClaimedRow, what: &Claim) -> Stored<Claimed> {
    let count = |number: i64| u32::try_from(number).map_err(|error| StorageError::Corrupt(error.to_string()));
    let noticed = row.doubted_at.map(to_instant).transpose()?.unwrap_or(what.now);
    let doubt = row.doubts.map(|times| count(times).map(|times| Doubt { times, noticed })).transpose()?;
    Ok(Claimed {
        id: OutboxId(row.id.clone()),
        workspace: what.workspace.clone(),
        key: MessageKey::new(&row.key),
        to: from_doc("target", &row.target)?,
        message: from_doc("message", &row.message)?,
        expires: row.expires.map(to_instant).transpose()?,
        urgency: from_rank(row.urgency),
        attempts: count(row.attempts - 1)?,
        doubt,
        since: row.first_intent_at.map(to_instant).transpose()?.unwrap_or(what.now),
        claimed_at: what.now,
        lease: row.lease,
    })
}

fn milliseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// Workspaces that may be acted in and in which something is due.
pub(super) async fn due_lanes(conn: &mut Conn<'_>, now: Timestamp) -> Stored<Vec<WorkspaceId>> {
    let rows: Vec<(String,)> = conn.all(sql!("list_due_lanes"), args![now]).await?;
    Ok(rows.into_iter().map(|(id,)| WorkspaceId::new(id)).collect())
}

pub(super) async fn finish(
    conn: &mut Conn<'_>,
    claimed: &Claimed,
    finish: &Finish,
    now: Timestamp,
) -> Stored<bool> {
    let mut args = args![&claimed.workspace, claimed.id.0.as_str(), claimed.lease];
    let (sql, rest) = match finish {
        Finish::Sent { message } => {
            let again = now.checked_add(LOOK_AGAIN).unwrap_or(now);
            (sql!("finish_sent"), args![&message.channel, message.ts.as_str(), now, again])
        }
        Finish::Postponed { until } => (sql!("finish_again"), args![*until, 1, None::<String>]),
        Finish::Retry { until, reason } => (sql!("finish_again"), args![*until, 0, reason.as_str()]),
        Finish::Check { until, reason } => (sql!("finish_check"), args![*until, reason.as_str(), now]),
        Finish::Failed { reason } => (sql!("finish_for_good"), args!["failed", reason.as_str(), now]),
        Finish::Skipped { reason } => (sql!("finish_for_good"), args!["skipped", word(*reason)?, now]),
    };
    args.extend(rest);
    Ok(conn.run(sql, args).await? == 1)
}

/// A row keeps its lease: if its sender is alive after all, its late word still settles the row.
pub(super) async fn recover(conn: &mut Conn<'_>, now: Timestamp, quarantine: Duration) -> Stored<u64> {
    let until = now.checked_add(quarantine).unwrap_or(Timestamp::MAX);
    let args = args![until, conn.clock(now).await?, i64::from(CRASHES), now];
    conn.run(sql!("recover_sending"), args).await
}

pub(super) async fn park_restored(
    conn: &mut Conn<'_>,
    now: Timestamp,
    decided_since: Timestamp,
) -> Stored<u64> {
    conn.run(sql!("park_restored"), args![now, decided_since]).await
}

/// How the message with an id stands, before anything is written.
pub(super) async fn standing(
    conn: &mut Conn<'_>,
    workspace: &WorkspaceId,
    id: &OutboxId,
    message: &MessageRef,
) -> Stored<Standing> {
    let args = args![workspace, id.0.as_str()];
    let row: Option<(String, Option<String>, Option<String>)> = conn.one(sql!("load_standing"), args).await?;
    Ok(match row {
        None => Standing::Unknown,
        Some((state, _, _)) if state == "sending" || state == "check" => Standing::Confirmed,
        Some((_, Some(channel), Some(ts))) if channel == message.channel.as_str() && ts != message.ts => {
            Standing::Twice
        }
        Some(_) => Standing::Known,
    })
}

/// Writes down that a message stands in Slack; the row may have been settled since it was looked at.
pub(super) async fn confirm(
    conn: &mut Conn<'_>,
    workspace: &WorkspaceId,
    id: &OutboxId,
    message: &MessageRef,
    now: Timestamp,
) -> Stored<Standing> {
    let again = now.checked_add(LOOK_AGAIN).unwrap_or(now);
    let args = args![workspace, id.0.as_str(), &message.channel, message.ts.as_str(), again];
    if conn.run(sql!("confirm_outbox"), args).await? == 1 {
        return Ok(Standing::Confirmed);
    }
    let args = args![workspace, id.0.as_str(), &message.channel, message.ts.as_str(), now];
    let twice = conn.run(sql!("note_extra"), args).await? == 1;
    Ok(if twice { Standing::Twice } else { Standing::Known })
}

/// A row that may stand twice, as it is listed.
#[derive(sqlx::FromRow)]
struct DoubledRow {
    id: String,
    workspace_id: String,
    key: String,
    target: String,
    channel_id: Option<String>,
    ts: Option<String>,
    extra_ts: Option<String>,
    first_intent_at: Option<i64>,
}

pub(super) async fn doubled(conn: &mut Conn<'_>, now: Timestamp, limit: u32) -> Stored<Vec<Doubled>> {
    let rows: Vec<DoubledRow> = conn.all(sql!("list_repairs"), args![now, i64::from(limit)]).await?;
    rows.into_iter().map(|row| to_doubled(row, now)).collect()
}

fn to_doubled(row: DoubledRow, now: Timestamp) -> Stored<Doubled> {
    // Whoever was forgotten since has taken the place of the message along.
    let channel = ChannelId::new(row.channel_id.unwrap_or_default());
    let at = |ts: String| MessageRef { channel: channel.clone(), ts };
    Ok(Doubled {
        id: OutboxId(row.id),
        workspace: WorkspaceId::new(row.workspace_id),
        key: MessageKey::new(row.key),
        to: from_doc("target", &row.target)?,
        known: at(row.ts.unwrap_or_default()),
        extra: row.extra_ts.map(at),
        since: row.first_intent_at.map(to_instant).transpose()?.unwrap_or(now),
    })
}

/// How a look for a second message ended.
#[derive(Clone, Debug)]
pub(super) struct Mended {
    pub(super) workspace: WorkspaceId,
    pub(super) id: OutboxId,
    pub(super) keep: MessageRef,
    pub(super) removed: u32,
    pub(super) again: Option<Timestamp>,
}

pub(super) async fn repaired(conn: &mut Conn<'_>, what: &Mended) -> Stored<()> {
    let ts = Some(what.keep.ts.clone()).filter(|ts| !ts.is_empty());
    let args = args![&what.workspace, what.id.0.as_str(), ts, i64::from(what.removed), what.again];
    conn.run(sql!("finish_repair"), args).await?;
    Ok(())
}

/// When the next wake or message comes due.
pub(super) async fn next(conn: &mut Conn<'_>) -> Stored<Due> {
    let row: Option<(Option<i64>, Option<i64>, Option<i64>)> =
        conn.one(sql!("next_due"), args![wakes::in_any_case()?]).await?;
    let (wake, message, repair) = row.unwrap_or_default();
    let instant = |at: Option<i64>| at.map(to_instant).transpose();
    Ok(Due { wake: instant(wake)?, message: instant(message)?, repair: instant(repair)? })
}

pub(super) async fn posted(
    conn: &mut Conn<'_>,
    workspace: &WorkspaceId,
    key: &MessageKey,
) -> Stored<Option<MessageRef>> {
    let row: Option<(String, String)> = conn.one(sql!("load_posted"), args![workspace, key]).await?;
    Ok(row.map(|(channel, ts)| MessageRef { channel: ChannelId::new(channel), ts }))
}

pub(super) async fn key_of(
    conn: &mut Conn<'_>,
    workspace: &WorkspaceId,
    id: &OutboxId,
) -> Stored<Option<MessageKey>> {
    let row: Option<(String,)> = conn.one(sql!("load_key"), args![workspace, id.0.as_str()]).await?;
    Ok(row.map(|(key,)| MessageKey::new(key)))
}

pub(super) async fn counts(conn: &mut Conn<'_>, workspace: &WorkspaceId) -> Stored<Vec<OutboxCount>> {
    let rows: Vec<(String, Option<String>, i64)> = conn.all(sql!("count_outbox"), args![workspace]).await?;
    Ok(rows.into_iter().map(|(state, reason, rows)| OutboxCount { state, reason, rows }).collect())
}

pub(super) async fn channel(
    conn: &mut Conn<'_>,
    workspace: &WorkspaceId,
    members: &[PersonId],
) -> Stored<Option<ChannelId>> {
    let row: Option<(String,)> =
        conn.one(sql!("load_channel"), args![workspace, comma_joined(members)]).await?;
    Ok(row.map(|(channel,)| ChannelId::new(channel)))
}

pub(super) async fn save_channel(
    conn: &mut Conn<'_>,
    workspace: &WorkspaceId,
    members: &[PersonId],
    channel: &ChannelId,
) -> Stored<()> {
    conn.run(sql!("save_channel"), args![workspace, comma_joined(members), channel]).await?;
    Ok(())
}

fn comma_joined(members: &[PersonId]) -> String {
    let mut ids: Vec<&str> = members.iter().map(PersonId::as_str).collect();
    ids.sort_unstable();
    ids.join(",")
}
