//! What the organisation says of people, also of those who never joined.

use super::session::{Conn, args, from_doc, last_of_each, sql, to_doc};
use crate::domain::ids::{PersonId, WorkspaceId};
use crate::domain::org::OrgFacts;
use crate::ports::Stored;

type Row = (String,);

/// Above this many people it is cheaper to read everybody's and to leave some out.
const ASK_ONE_BY_ONE: usize = 16;

pub(super) async fn list(
    conn: &mut Conn<'_>,
    workspace: &WorkspaceId,
    people: Option<&[PersonId]>,
) -> Stored<Vec<OrgFacts>> {
    match people {
        Some(few) if few.len() <= ASK_ONE_BY_ONE => {
            let mut found = Vec::new();
            for person in few {
                found.extend(load(conn, workspace, person).await?);
            }
            Ok(found)
        }
        wanted => {
            let rows: Vec<Row> = conn.all(sql!("list_org_facts"), args![workspace]).await?;
            let facts: Vec<OrgFacts> = rows.iter().map(to_facts).collect::<Stored<_>>()?;
            let is_wanted = |each: &OrgFacts| wanted.is_none_or(|people| people.contains(&each.person));
            Ok(facts.into_iter().filter(is_wanted).collect())
        }
    }
}

pub(super) async fn save(conn: &mut Conn<'_>, workspace: &WorkspaceId, facts: &[OrgFacts]) -> Stored<()> {
    let mut rows = Vec::with_capacity(facts.len());
    for each in last_of_each(facts.iter().map(|each| (&each.person, each))) {
        let manager = each.manager.as_ref().map(ToString::to_string);
        rows.push(args![workspace, &each.person, manager, to_doc(each)?]);
    }
    conn.insert(sql!("save_org_facts"), rows).await.map(drop)
}

/// Erases what is said of a person. Whoever reported to them reports to the next above from then on, so that nobody is
/// paired with a boss of their own because somebody between the two was forgotten.
pub(super) async fn forget(conn: &mut Conn<'_>, workspace: &WorkspaceId, person: &PersonId) -> Stored<()> {
    let above = load(conn, workspace, person).await?.and_then(|facts| facts.manager);
    conn.run(sql!("delete_org_facts"), args![workspace, person]).await?;
    let rows: Vec<Row> = conn.all(sql!("list_reports"), args![workspace, person]).await?;
    let mut reports: Vec<OrgFacts> = rows.iter().map(to_facts).collect::<Stored<_>>()?;
    for report in &mut reports {
        report.manager = above.clone().filter(|above| above != person && *above != report.person);
    }
    save(conn, workspace, &reports).await
}

async fn load(conn: &mut Conn<'_>, workspace: &WorkspaceId, person: &PersonId) -> Stored<Option<OrgFacts>> {
    let row: Option<Row> = conn.one(sql!("load_org_facts"), args![workspace, person]).await?;
    row.as_ref().map(to_facts).transpose()
}

fn to_facts((doc,): &Row) -> Stored<OrgFacts> {
    from_doc("org facts", doc)
}
