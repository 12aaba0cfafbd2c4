//! Which questions people have seen.

use super::session::{Arg, Conn, args, sql, to_instant};
use crate::domain::decision::Showing;
use crate::domain::ids::{PersonId, PromptId, WorkspaceId};
use crate::ports::Stored;
use std::collections::BTreeSet;

type Row = (String, String, i64);

/// Above this many people it is cheaper to read everybody's and to leave some out.
const ASK_ONE_BY_ONE: usize = 16;

pub(super) async fn list(
    conn: &mut Conn<'_>,
    workspace: &WorkspaceId,
    people: Option<&[PersonId]>,
) -> Stored<Vec<Showing>> {
    let wanted: Option<BTreeSet<&PersonId>> = people.map(|people| people.iter().collect());
    let mut rows: Vec<Row> = Vec::new();
    match &wanted {
        Some(few) if few.len() <= ASK_ONE_BY_ONE => {
            for person in few {
                rows.extend(conn.all(sql!("list_showings_of"), args![workspace, *person]).await?);
            }
        }
        Some(_) | None => rows = conn.all(sql!("list_showings"), args![workspace]).await?,
    }
    let showings: Vec<Showing> = rows.into_iter().map(to_showing).collect::<Stored<_>>()?;
    Ok(showings
        .into_iter()
        .filter(|showing| wanted.as_ref().is_none_or(|people| people.contains(&showing.person)))
        .collect())
}

pub(super) fn new_row(workspace: &WorkspaceId, showing: &Showing) -> Vec<Arg> {
    args![workspace, &showing.person, &showing.prompt, showing.at]
}

fn to_showing((person, prompt, at): Row) -> Stored<Showing> {
    Ok(Showing { person: PersonId::new(person), prompt: PromptId::new(prompt), at: to_instant(at)? })
}
