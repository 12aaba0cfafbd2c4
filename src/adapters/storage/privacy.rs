//! Forgetting a person, and erasing a workspace. Others' rounds stay correct: where a forgotten person was named, a
//! stand-in that means nothing is named instead.

use super::outbox::{Context, word};
use super::session::{Conn, args, from_doc, sql, to_doc};
use super::{org, people, records, rounds};
use crate::domain::asks::message::AskMessage;
use crate::domain::decision::{Reply, SkipReason};
use crate::domain::ids::{DedupKey, PersonId, WorkspaceId};
use crate::domain::learning::message::LearningMessage;
use crate::domain::message::Message;
use crate::ports::Stored;
use sha2::{Digest, Sha256};
use sqlx::AssertSqlSafe;

/// Every table, those that refer to others first.
const TABLES: [&str; 17] = [
    "record_person",
    "record",
    "attention",
    "pairing_member",
    "pairing",
    "check_in",
    "showing",
    "round",
    "program",
    "person",
    "org_facts",
    "wake",
    "inbox",
    "channel",
    "lane",
    "bucket",
    "outbox",
];

/// Erases a person, and the name wherever somebody else's record has it.
pub(super) async fn forget(conn: &mut Conn<'_>, at: &Context<'_>, person: &PersonId) -> Stored<()> {
    let name = Name::new(at, person);
    conn.run(sql!("delete_person"), args![at.workspace, person]).await?;
    conn.run(sql!("delete_check_ins_of"), args![at.workspace, person]).await?;
    conn.run(sql!("delete_showings_of"), args![at.workspace, person]).await?;
    conn.run(sql!("delete_attention_of"), args![at.workspace, person]).await?;
    let among_members = format!("%,{},%", like_literal(person.as_str()));
    conn.run(sql!("delete_channels_with"), args![at.workspace, among_members]).await?;
    // A recorded reply may hold a profile or an export, and whose it was is not recorded: all of them lose their words,
    // but for the answer to this very wish.
    let this = at.dedup.map_or("", DedupKey::as_str);
    conn.run(sql!("blank_replies"), args![at.workspace, to_doc(&Reply::Nothing)?, this]).await?;
    org::forget(conn, at.workspace, person).await?;
    forget_in_people(conn, at, &name).await?;
    forget_in_wakes(conn, at, &name).await?;
    forget_in_rounds(conn, at, &name).await?;
    forget_in_pairings(conn, at, &name).await?;
    forget_in_records(conn, at, &name).await?;
    forget_in_outbox(conn, at, &name).await
}

/// Erases everything of a workspace, the workspace itself included.
pub(super) async fn erase(conn: &mut Conn<'_>, workspace: &WorkspaceId) -> Stored<()> {
    for table in TABLES {
        let sql = format!("DELETE FROM {table} WHERE workspace_id = $1");
        conn.run(AssertSqlSafe(sql), args![workspace]).await?;
    }
    conn.run(sql!("delete_workspace"), args![workspace]).await?;
    Ok(())
}

/// A person's id, the stand-in that takes its place, and the pattern that finds rows which may have it.
struct Name<'a> {
    person: &'a PersonId,
    stand_in: String,
    pattern: String,
}

impl<'a> Name<'a> {
    fn new(at: &Context<'_>, person: &'a PersonId) -> Self {
        let mut hash = Sha256::new();
        hash.update(at.seed.0);
        hash.update(person.as_str());
        let stand_in = format!("forgotten-{}", hex::encode(&hash.finalize()[..4]));
        Self { person, stand_in, pattern: format!("%{}%", like_literal(person.as_str())) }
    }

    /// The text with the stand-in for every whole occurrence of the id: `U1` is not part of `U12`.
    fn hide(&self, text: &str) -> String {
        let id = self.person.as_str();
        let mut hidden = String::with_capacity(text.len());
        let mut from = 0;
        for (start, _) in text.match_indices(id) {
            let end = start + id.len();
            let whole = !text[..start].ends_with(is_word) && !text[end..].starts_with(is_word);
            if whole {
                hidden.push_str(&text[from..start]);
                hidden.push_str(&self.stand_in);
                from = end;
            }
        }
        hidden.push_str(&text[from..]);
        hidden
    }

    fn is_in(&self, text: &str) -> bool {
        self.hide(text) != text
    }
}

fn is_word(each: char) -> bool {
    each.is_alphanumeric() || each == '_'
}

/// A text as a `LIKE … ESCAPE '!'` pattern that means only itself.
fn like_literal(text: &str) -> String {
    text.replace('!', "!!").replace('%', "!%").replace('_', "!_")
}

/// Never-pair lists and managers.
async fn forget_in_people(conn: &mut Conn<'_>, at: &Context<'_>, name: &Name<'_>) -> Stored<()> {
    let rows = conn.all(sql!("find_people_naming"), args![at.workspace, name.pattern.as_str()]).await?;
    for row in rows {
        let before = people::to_person(row)?;
        let mut after = before.clone();
        after.never.remove(name.person);
        after.profile.manager = after.profile.manager.filter(|manager| manager != name.person);
        if after != before {
            people::update(conn, at.workspace, &after).await?;
        }
    }
    Ok(())
}

async fn forget_in_wakes(conn: &mut Conn<'_>, at: &Context<'_>, name: &Name<'_>) -> Stored<()> {
    let rows: Vec<(String, i64, String)> =
        conn.all(sql!("find_wakes_naming"), args![at.workspace, name.pattern.as_str()]).await?;
    for (key, due, what) in rows {
        if name.is_in(&key) || name.is_in(&what) {
            conn.run(sql!("delete_wake"), args![at.workspace, key, due]).await?;
        }
    }
    Ok(())
}

/// Who was left out of a round.
async fn forget_in_rounds(conn: &mut Conn<'_>, at: &Context<'_>, name: &Name<'_>) -> Stored<()> {
    let rows: Vec<(String, String)> =
        conn.all(sql!("find_rounds_naming"), args![at.workspace, name.pattern.as_str()]).await?;
    for (id, doc) in rows {
        conn.run(sql!("rewrite_round"), args![at.workspace, id, name.hide(&doc)]).await?;
    }
    Ok(())
}

async fn forget_in_pairings(conn: &mut Conn<'_>, at: &Context<'_>, name: &Name<'_>) -> Stored<()> {
    let rows: Vec<(i64, String)> =
        conn.all(sql!("find_pairings_naming"), args![at.workspace, name.pattern.as_str()]).await?;
    for (version, doc) in rows {
        if name.is_in(&doc) {
            let mut pairing = rounds::to_pairing((version, name.hide(&doc)))?;
            pairing.members.sort();
            rounds::update_pairing(conn, at.workspace, &pairing).await?;
        }
    }
    Ok(())
}

/// Asks and the like: their own are erased, in those of others a stub takes their place.
async fn forget_in_records(conn: &mut Conn<'_>, at: &Context<'_>, name: &Name<'_>) -> Stored<()> {
    let rows: Vec<(i64, String)> =
        conn.all(sql!("find_records_naming"), args![at.workspace, name.pattern.as_str()]).await?;
    for (version, doc) in rows.into_iter().filter(|(_, doc)| name.is_in(doc)) {
        let record = records::to_record((version, doc.clone()))?;
        if record.owner() == Some(name.person) {
            records::delete(conn, at.workspace, &record).await?;
        } else {
            let hidden = records::to_record((version, name.hide(&doc)))?;
            records::update(conn, at.workspace, &hidden).await?;
        }
    }
    Ok(())
}

/// A row that may name the person: id, key, root key, state, target, message, and 1 where only they were to read it.
type NamingRow = (String, String, Option<String>, String, String, String, i64);

async fn forget_in_outbox(conn: &mut Conn<'_>, at: &Context<'_>, name: &Name<'_>) -> Stored<()> {
    let args = args![at.workspace, name.person, name.pattern.as_str()];
    let rows: Vec<NamingRow> = conn.all(sql!("find_outbox_naming"), args).await?;
    for (id, key, root_key, state, target, message, private) in rows {
        let to_them = private == 1 || name.is_in(&target);
        if !to_them && !name.is_in(&key) && !name.is_in(&message) {
            continue;
        }
        if to_them {
            let args = args![at.workspace, id.as_str(), word(SkipReason::Forgotten)?, at.now, private];
            conn.run(sql!("forget_recipient"), args).await?;
        }
        let is_open = matches!(state.as_str(), "pending" | "sending" | "check") && !to_them;
        let message = match is_open {
            true => hide_in_message(name, &message)?,
            false => "null".to_owned(),
        };
        let root_key = root_key.map(|root| name.hide(&root));
        let args = args![at.workspace, id, name.hide(&key), root_key, name.hide(&target), message];
        conn.run(sql!("rewrite_outbox"), args).await?;
    }
    Ok(())
}

/// A message that is still to be sent to others, without the person's name and own words.
fn hide_in_message(name: &Name<'_>, doc: &str) -> Stored<String> {
    let mut message: Message = from_doc("message", &name.hide(doc))?;
    match &mut message {
        Message::Introduction(introduction) => {
            for member in &mut introduction.members {
                if member.person.as_str() == name.stand_in {
                    member.name.clear();
                    member.own_words = None;
                }
            }
        }
        Message::Ask(AskMessage::Introduction(introduction)) => {
            for member in [&mut introduction.asker, &mut introduction.helper] {
                if member.person.as_str() == name.stand_in {
                    member.name.clear();
                    member.own_words = None;
                }
            }
        }
        Message::Reverse(message) => message.forget(&PersonId::new(name.stand_in.as_str())),
        // A request still says what the problem is, but no longer whose it was; it is withdrawn with its ask.
        Message::Ask(AskMessage::Request(request)) if request.asker.is_some() => request.text.clear(),
        // What somebody wrote goes with them; in the words of others, only their name does.
        Message::Learning(
            LearningMessage::Post { author, text, .. } | LearningMessage::MayWeNameYou { author, text, .. },
        ) => {
            if author.as_str() == name.stand_in {
                text.clear();
            }
        }
        Message::Learning(LearningMessage::Card { .. }) => {}
        // A file speaks of them by names that no id tells apart.
        Message::Upload(message) => message.name_nobody(),
        // Words in a channel name nobody, and are withdrawn with their ask.
        Message::Community(_) => {}
        // These have the words of nobody but their reader, whose messages are not sent at all.
        Message::CheckInAnswered { .. } | Message::Ask(_) | Message::Nudge(_) => {}
        Message::Welcome { .. }
        | Message::AnotherQuestion { .. }
        | Message::MidRound { .. }
        | Message::PairDissolved { .. }
        | Message::CheckIn { .. }
        | Message::LeftOut { .. }
        | Message::PauseEnded { .. }
        | Message::PauseOffer
        | Message::LargeRound { .. } => {}
    }
    to_doc(&message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::Seed;

    #[test]
    fn only_the_whole_id_is_hidden() {
        let workspace = WorkspaceId::new("T1");
        let at = Context {
            workspace: &workspace,
            now: jiff::Timestamp::UNIX_EPOCH,
            dedup: None,
            seed: Seed([1; 32]),
        };
        let person = PersonId::new("U1");
        let name = Name::new(&at, &person);
        let stand_in = name.stand_in.as_str();
        assert_eq!(
            name.hide(r#"["U1","U12","xU1","check-in/p/U1/0"]"#),
            format!(r#"["{stand_in}","U12","xU1","check-in/p/{stand_in}/0"]"#)
        );
    }
}
