//! Programmes, their rounds, and the pairings and check-ins of these.

use super::session::{Arg, Conn, args, from_doc, sql, to_doc};
use crate::domain::ids::{MessageRef, PairingId, PersonId, ProgramId, RoundId, WorkspaceId};
use crate::domain::rounds::check_in::CheckIn;
use crate::domain::rounds::pairing::Pairing;
use crate::domain::rounds::{Program, Round, RoundOutcome};
use crate::ports::Stored;
use jiff::civil::Date;

type Versioned = (i64, String);

pub(super) async fn programs(conn: &mut Conn<'_>, workspace: &WorkspaceId) -> Stored<Vec<Program>> {
    let rows: Vec<Versioned> = conn.all(sql!("list_programs"), args![workspace]).await?;
    rows.into_iter().map(|(version, doc)| Ok(Program { version, ..from_doc("program", &doc)? })).collect()
}

pub(super) async fn round(
    conn: &mut Conn<'_>,
    workspace: &WorkspaceId,
    round: &RoundId,
) -> Stored<Option<Round>> {
    let row: Option<(String,)> = conn.one(sql!("load_round"), args![workspace, round]).await?;
    row.map(|(doc,)| from_doc("round", &doc)).transpose()
}

pub(super) async fn held_rounds_before(
    conn: &mut Conn<'_>,
    workspace: &WorkspaceId,
    program: &ProgramId,
    slot: Date,
    limit: u32,
) -> Stored<Vec<Round>> {
    let args = args![workspace, program, slot, i64::from(limit)];
    let rows: Vec<(String,)> = conn.all(sql!("list_held_rounds"), args).await?;
    rows.iter().map(|(doc,)| from_doc("round", doc)).collect()
}

pub(super) async fn pairing(
    conn: &mut Conn<'_>,
    workspace: &WorkspaceId,
    pairing: &PairingId,
) -> Stored<Option<Pairing>> {
    let row = conn.one(sql!("load_pairing"), args![workspace, pairing]).await?;
    row.map(to_pairing).transpose()
}

pub(super) async fn pairing_of_message(
    conn: &mut Conn<'_>,
    workspace: &WorkspaceId,
    message: &MessageRef,
) -> Stored<Option<Pairing>> {
    let args = args![workspace, &message.channel, message.ts.as_str()];
    let row = conn.one(sql!("load_pairing_of_message"), args).await?;
    row.map(to_pairing).transpose()
}

pub(super) async fn pairings_of(
    conn: &mut Conn<'_>,
    workspace: &WorkspaceId,
    person: &PersonId,
    limit: u32,
) -> Stored<Vec<Pairing>> {
    let args = args![workspace, person, i64::from(limit)];
    let rows = conn.all(sql!("list_pairings_of"), args).await?;
    rows.into_iter().map(to_pairing).collect()
}

pub(super) async fn pairings_since(
    conn: &mut Conn<'_>,
    workspace: &WorkspaceId,
    since: Date,
) -> Stored<Vec<Pairing>> {
    let rows = conn.all(sql!("list_pairings_since"), args![workspace, since]).await?;
    rows.into_iter().map(to_pairing).collect()
}

pub(super) async fn check_in(
    conn: &mut Conn<'_>,
    workspace: &WorkspaceId,
    pairing: &PairingId,
    person: &PersonId,
) -> Stored<Option<CheckIn>> {
    let row = conn.one(sql!("load_check_in"), args![workspace, pairing, person]).await?;
    row.map(to_check_in).transpose()
}

pub(super) async fn check_ins_since(
    conn: &mut Conn<'_>,
    workspace: &WorkspaceId,
    since: Date,
) -> Stored<Vec<CheckIn>> {
    let rows = conn.all(sql!("list_check_ins_since"), args![workspace, since]).await?;
    rows.into_iter().map(to_check_in).collect()
}

pub(super) async fn check_ins_of(
    conn: &mut Conn<'_>,
    workspace: &WorkspaceId,
    person: &PersonId,
) -> Stored<Vec<CheckIn>> {
    let rows = conn.all(sql!("list_check_ins_of"), args![workspace, person]).await?;
    rows.into_iter().map(to_check_in).collect()
}

pub(super) fn new_program_row(workspace: &WorkspaceId, program: &Program) -> Stored<Vec<Arg>> {
    Ok(args![workspace, &program.id, to_doc(program)?])
}

pub(super) async fn update_program(
    conn: &mut Conn<'_>,
    workspace: &WorkspaceId,
    program: &Program,
) -> Stored<()> {
    let args = args![workspace, &program.id, program.version, to_doc(program)?];
    conn.run_once(sql!("update_program"), args).await
}

pub(super) async fn open(conn: &mut Conn<'_>, workspace: &WorkspaceId, round: &Round) -> Stored<()> {
    let outcome = match round.outcome {
        RoundOutcome::Held { .. } => "held",
        RoundOutcome::Nudged { .. } => "nudged",
        RoundOutcome::Missed => "missed",
        RoundOutcome::Holiday => "holiday",
    };
    let args = args![workspace, &round.id, &round.program, round.slot, outcome, to_doc(round)?];
    conn.run_once(sql!("insert_round"), args).await
}

pub(super) fn new_pairing_row(workspace: &WorkspaceId, pairing: &Pairing) -> Stored<Vec<Arg>> {
    Ok(args![workspace, &pairing.id, pairing.slot, to_doc(pairing)?])
}

pub(super) fn member_rows(workspace: &WorkspaceId, pairing: &Pairing) -> Vec<Vec<Arg>> {
    let row = |person| args![workspace, person, &pairing.id, pairing.slot];
    pairing.members.iter().map(row).collect()
}

pub(super) async fn update_pairing(
    conn: &mut Conn<'_>,
    workspace: &WorkspaceId,
    pairing: &Pairing,
) -> Stored<()> {
    let args = args![workspace, &pairing.id, pairing.version, pairing.slot, to_doc(pairing)?];
    conn.run_once(sql!("update_pairing"), args).await?;
    conn.run(sql!("delete_pairing_members"), args![workspace, &pairing.id]).await?;
    conn.insert(sql!("insert_pairing_member"), member_rows(workspace, pairing)).await?;
    Ok(())
}

pub(super) fn new_check_in_row(workspace: &WorkspaceId, check_in: &CheckIn) -> Stored<Vec<Arg>> {
    Ok(args![workspace, &check_in.pairing, &check_in.person, to_doc(check_in)?])
}

pub(super) async fn update_check_in(
    conn: &mut Conn<'_>,
    workspace: &WorkspaceId,
    check_in: &CheckIn,
) -> Stored<()> {
    let args = args![workspace, &check_in.pairing, &check_in.person, check_in.version, to_doc(check_in)?];
    conn.run_once(sql!("update_check_in"), args).await
}

pub(super) fn to_pairing((version, doc): Versioned) -> Stored<Pairing> {
    Ok(Pairing { version, ..from_doc("pairing", &doc)? })
}

fn to_check_in((version, doc): Versioned) -> Stored<CheckIn> {
    Ok(CheckIn { version, ..from_doc("check-in", &doc)? })
}
