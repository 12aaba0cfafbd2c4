//! What is still to be said, and what was. A row goes pending → sending → sent, check, failed or skipped. Only the holder
//! of a row's latest lease may settle it, and a row that was ever in doubt never returns to `pending` unseen.

use super::session::{Conn, args, from_doc, sql, to_doc, to_instant};
use super::wakes;
use crate::domain::decision::{Outgoing, SkipReason, Target, Urgency, Withdrawal, Withdrawn};
use crate::domain::event::Seed;
use crate::domain::ids::{ChannelId, DedupKey, MessageKey, MessageRef, PersonId, WorkspaceId};
use crate::ports::{Claimed, Due, Finish, OutboxCount, OutboxId, StorageError, Stored};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::time::Duration;

/// A row as `RETURNING` gives it: seq, id, workspace, key, target, message, urgency, next_at, expires, attempts, lease.
type ClaimedRow = (i64, String, String, String, String, String, i64, i64, Option<i64>, i64, i64);

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

/// Takes due rows. One that cannot be read is parked as failed, so that it does not hold up the others.
pub(super) async fn claim(conn: &mut Conn<'_>, now: Timestamp, limit: u32) -> Stored<Vec<Claimed>> {
    let sql = match conn {
        Conn::Sqlite(_) => sql!("claim_due.sqlite"),
        Conn::Postgres(_) => sql!("claim_due.postgres"),
    };
    let mut rows: Vec<ClaimedRow> = conn.all(sql, args![now, i64::from(limit)]).await?;
    rows.sort_by_key(|row| (row.6, row.7, row.0));
    let mut claimed = Vec::with_capacity(rows.len());
    for row in rows {
        match to_claimed(&row) {
            Ok(each) => claimed.push(each),
            Err(_) => {
                let args = args![row.2, row.1, row.10, "failed", "unreadable", now];
                conn.run(sql!("finish_for_good"), args).await?;
            }
        }
    }
    Ok(claimed)
}

fn to_claimed(row: &ClaimedRow) -> Stored<Claimed> {
    let (_, id, workspace, key, target, message, urgency, _, expires, attempts, lease) = row;
    Ok(Claimed {
        id: OutboxId(id.clone()),
        workspace: WorkspaceId::new(workspace),
        key: MessageKey::new(key),
        to: from_doc("target", target)?,
        message: from_doc("message", message)?,
        expires: expires.map(to_instant).transpose()?,
        urgency: from_rank(*urgency),
        attempts: u32::try_from(attempts - 1).map_err(|error| StorageError::Corrupt(error.to_string()))?,
        lease: *lease,
    })
}

pub(super) async fn finish(
    conn: &mut Conn<'_>,
    claimed: &Claimed,
    finish: &Finish,
    now: Timestamp,
) -> Stored<bool> {
    let mut args = args![&claimed.workspace, claimed.id.0.as_str(), claimed.lease];
    let (sql, rest) = match finish {
        Finish::Sent { message } => (sql!("finish_sent"), args![&message.channel, message.ts.as_str(), now]),
        Finish::Postponed { until } => (sql!("finish_again"), args![*until, 1, None::<String>]),
        Finish::Retry { until, reason } => (sql!("finish_again"), args![*until, 0, reason.as_str()]),
        Finish::Check { until, reason } => (sql!("finish_check"), args![*until, reason.as_str()]),
        Finish::Failed { reason } => (sql!("finish_for_good"), args!["failed", reason.as_str(), now]),
        Finish::Skipped { reason } => (sql!("finish_for_good"), args!["skipped", word(*reason)?, now]),
    };
    args.extend(rest);
    Ok(conn.run(sql, args).await? == 1)
}

/// A row keeps its lease: if its sender is alive after all, its late word still settles the row.
pub(super) async fn recover(conn: &mut Conn<'_>, now: Timestamp, quarantine: Duration) -> Stored<u64> {
    let until = now.checked_add(quarantine).unwrap_or(Timestamp::MAX);
    conn.run(sql!("recover_sending"), args![until]).await
}

pub(super) async fn confirm(
    conn: &mut Conn<'_>,
    workspace: &WorkspaceId,
    id: &OutboxId,
    message: &MessageRef,
) -> Stored<bool> {
    let args = args![workspace, id.0.as_str(), &message.channel, message.ts.as_str()];
    Ok(conn.run(sql!("confirm_outbox"), args).await? == 1)
}

/// When the next wake or message comes due.
pub(super) async fn next(conn: &mut Conn<'_>) -> Stored<Due> {
    let row: Option<(Option<i64>, Option<i64>, Option<i64>)> =
        conn.one(sql!("next_due"), args![wakes::in_any_case()?]).await?;
    let (wake, urgent, bulk) = row.unwrap_or_default();
    let message = urgent.into_iter().chain(bulk).min();
    Ok(Due { wake: wake.map(to_instant).transpose()?, message: message.map(to_instant).transpose()? })
}

/// Whether a message waits for a confirmation.
pub(super) async fn is_unsettled(
    conn: &mut Conn<'_>,
    workspace: &WorkspaceId,
    id: &OutboxId,
) -> Stored<bool> {
    let row: Option<(i64,)> = conn.one(sql!("load_unsettled"), args![workspace, id.0.as_str()]).await?;
    Ok(row.is_some())
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
