//! A decision, taken apart into statements of one transaction.

use super::session::{Arg, Conn, sql};
use super::{
    attention, inbox, org, outbox, parked, people, privacy, prompts, records, rounds, wakes, workspace,
};
use crate::domain::decision::Change;
use crate::domain::ids::WorkspaceId;
use crate::ports::{Commit, StorageError, Stored};
use jiff::{SignedDuration, Timestamp};
use std::sync::atomic::{AtomicI64, Ordering};

/// How often what is of no use any more is cleared away; in between, writes are spared the statement.
const PRUNE_EVERY: SignedDuration = SignedDuration::from_hours(1);

/// What is cleared away now and then.
#[derive(Clone, Copy, Debug)]
pub(super) enum Chore {
    /// Deliveries that nobody will repeat, and the words of what failed long ago.
    Inbox,
    /// Buckets that are full again.
    Buckets,
}

/// Remembers when each chore is to be done next, in UTC milliseconds.
#[derive(Debug, Default)]
pub(super) struct Upkeep {
    inbox: AtomicI64,
    buckets: AtomicI64,
}

impl Upkeep {
    pub(super) fn is_due(&self, chore: Chore, now: Timestamp) -> bool {
        let next_time = match chore {
            Chore::Inbox => &self.inbox,
            Chore::Buckets => &self.buckets,
        };
        let now = now.as_millisecond();
        let next = next_time.load(Ordering::Relaxed);
        let every = i64::try_from(PRUNE_EVERY.as_millis()).unwrap_or(i64::MAX);
        if next - every <= now && now < next {
            return false;
        }
        next_time.store(now.saturating_add(every), Ordering::Relaxed);
        true
    }
}

/// Writes a decision down. After an error the caller rolls the transaction back.
pub(super) async fn commit(conn: &mut Conn<'_>, commit: &Commit, upkeep: &Upkeep) -> Stored<()> {
    let workspace = &commit.workspace;
    let decision = &commit.decision;
    if let Some(dedup) = &commit.dedup {
        inbox::take(conn, workspace, dedup, &decision.reply, commit.now).await?;
        if upkeep.is_due(Chore::Inbox, commit.now) {
            inbox::prune(conn, commit.now).await?;
            parked::blank_old(conn, commit.now).await?;
        }
    }
    if let Some((key, at)) = &commit.wake {
        wakes::complete(conn, workspace, key, *at).await?;
    }
    people::check_unchanged(conn, workspace, &decision.relies_on).await?;
    let context =
        outbox::Context { workspace, now: commit.now, dedup: commit.dedup.as_ref(), seed: commit.seed };
    let mut new = NewRecords::default();
    for change in &decision.changes {
        apply(conn, &context, change, &mut new).await?;
    }
    new.flush(conn).await?;
    for withdrawal in &decision.withdrawn {
        outbox::withdraw(conn, &context, withdrawal).await?;
    }
    outbox::add(conn, &context, &decision.outgoing).await?;
    for key in &decision.settled {
        wakes::cancel(conn, workspace, key).await?;
    }
    wakes::save(conn, workspace, &decision.wakes).await
}

/// Changes one thing at once, or puts a new record aside to be inserted with its like.
async fn apply(
    conn: &mut Conn<'_>,
    at: &outbox::Context<'_>,
    change: &Change,
    new: &mut NewRecords,
) -> Stored<()> {
    if new.add(at.workspace, change)? {
        return Ok(());
    }
    match change {
        Change::SavePerson(person) => people::update(conn, at.workspace, person).await,
        Change::SaveProgram(program) => rounds::update_program(conn, at.workspace, program).await,
        Change::SavePairing(pairing) => rounds::update_pairing(conn, at.workspace, pairing).await,
        Change::SaveCheckIn(check_in) => rounds::update_check_in(conn, at.workspace, check_in).await,
        Change::OpenRound(round) => rounds::open(conn, at.workspace, round).await,
        Change::SaveOrg(facts) => org::save(conn, at.workspace, facts).await,
        Change::SaveWorkspace(saved) => workspace::save(conn, saved).await,
        Change::SaveRecord(record) => records::update(conn, at.workspace, record).await,
        Change::ForgetPerson(person) => {
            new.flush(conn).await?;
            privacy::forget(conn, at, person).await
        }
        Change::EraseWorkspace => {
            new.flush(conn).await?;
            privacy::erase(conn, at.workspace).await
        }
        Change::ShowPrompt(_) | Change::SpendAttention(_) => Ok(()),
    }
}

/// New records of one commit: a round brings thousands of them, which go in with a few statements.
#[derive(Default)]
struct NewRecords {
    people: Vec<Vec<Arg>>,
    programs: Vec<Vec<Arg>>,
    pairings: Vec<Vec<Arg>>,
    members: Vec<Vec<Arg>>,
    check_ins: Vec<Vec<Arg>>,
    showings: Vec<Vec<Arg>>,
    records: Vec<Vec<Arg>>,
    record_people: Vec<Vec<Arg>>,
    attention: Vec<Vec<Arg>>,
}

impl NewRecords {
    /// Takes a change that only adds a row; says whether it was one.
    fn add(&mut self, workspace: &WorkspaceId, change: &Change) -> Stored<bool> {
        match change {
            Change::SavePerson(person) if person.version == 0 => {
                self.people.push(people::new_row(workspace, person)?);
            }
            Change::SaveProgram(program) if program.version == 0 => {
                self.programs.push(rounds::new_program_row(workspace, program)?);
            }
            Change::SavePairing(pairing) if pairing.version == 0 => {
                self.pairings.push(rounds::new_pairing_row(workspace, pairing)?);
                self.members.extend(rounds::member_rows(workspace, pairing));
            }
            Change::SaveCheckIn(check_in) if check_in.version == 0 => {
                self.check_ins.push(rounds::new_check_in_row(workspace, check_in)?);
            }
            Change::SaveRecord(record) if record.version() == 0 => {
                self.records.push(records::new_row(workspace, record)?);
                self.record_people.extend(records::people_rows(workspace, record));
            }
            Change::SpendAttention(entry) => self.attention.push(attention::new_row(workspace, entry)?),
            Change::ShowPrompt(showing) => self.showings.push(prompts::new_row(workspace, showing)),
            Change::SavePerson(_)
            | Change::SaveProgram(_)
            | Change::SavePairing(_)
            | Change::SaveCheckIn(_)
            | Change::OpenRound(_)
            | Change::SaveRecord(_)
            | Change::SaveOrg(_)
            | Change::SaveWorkspace(_)
            | Change::ForgetPerson(_)
            | Change::EraseWorkspace => return Ok(false),
        }
        Ok(true)
    }

    /// Inserts them all. A record that exists already was saved by somebody else.
    async fn flush(&mut self, conn: &mut Conn<'_>) -> Stored<()> {
        insert_new(conn, sql!("insert_person"), &mut self.people).await?;
        insert_new(conn, sql!("insert_program"), &mut self.programs).await?;
        insert_new(conn, sql!("insert_pairing"), &mut self.pairings).await?;
        insert_new(conn, sql!("insert_check_in"), &mut self.check_ins).await?;
        insert_new(conn, sql!("insert_record"), &mut self.records).await?;
        insert_new(conn, sql!("insert_attention"), &mut self.attention).await?;
        conn.insert(sql!("insert_record_person"), std::mem::take(&mut self.record_people)).await?;
        conn.insert(sql!("insert_pairing_member"), std::mem::take(&mut self.members)).await?;
        conn.insert(sql!("insert_showing"), std::mem::take(&mut self.showings)).await?;
        Ok(())
    }
}

async fn insert_new(conn: &mut Conn<'_>, sql: &'static str, rows: &mut Vec<Vec<Arg>>) -> Stored<()> {
    let rows = std::mem::take(rows);
    let expected = rows.len() as u64;
    match conn.insert(sql, rows).await? == expected {
        true => Ok(()),
        false => Err(StorageError::Conflict),
    }
}
