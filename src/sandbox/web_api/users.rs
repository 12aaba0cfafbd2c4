//! `users.*` that read people.

use std::ops::Bound;

use serde_json::json;

use super::{Call, Refused, Reply};

pub(super) fn info(call: &mut Call<'_, '_>) -> Reply {
    let id = call.args.text("user").ok_or(Refused::new("user_not_found"))?.to_owned();
    call.note.user = Some(id.clone());
    let mut user = call.at.person_json(&call.by, &id).ok_or(Refused::new("user_not_found"))?;
    if call.args.flag("include_locale") {
        user["locale"] = json!("en-US");
    }
    Ok(json!({"user": user}))
}

/// The people of the workspace itself.
pub(super) fn list(call: &mut Call<'_, '_>) -> Reply {
    // Without a limit Slack answers everybody or, in big workspaces, `limit_required`.
    let limit = call.args.number("limit", "invalid_arguments")?.unwrap_or(0);
    let limit = if limit == 0 { usize::MAX } else { (limit as usize).min(1_000) };
    let after = cursor(call, "user")?;
    let bound = after.as_ref().map_or(Bound::Unbounded, Bound::Excluded);
    let rest = call.at.state.model.people.range::<String, _>((bound, Bound::Unbounded));
    let mut ids = rest.filter(|(_, person)| person.team == call.team()).map(|(id, _)| id);
    let page: Vec<String> = ids.by_ref().take(limit).cloned().collect();
    let more = ids.next().is_some();
    let members: Vec<_> = page.iter().filter_map(|id| call.at.person_json(&call.by, id)).collect();
    let next = next_cursor("user", page.last(), more);
    Ok(json!({
        "members": members, "cache_ts": call.at.now.as_second(), "response_metadata": {"next_cursor": next},
    }))
}

pub(super) fn lookup_by_email(call: &mut Call<'_, '_>) -> Reply {
    let person = call.at.state.model.person_at(call.args.required("email")?);
    let person = person.filter(|person| person.team == call.team() && !person.deleted);
    let id = person.ok_or(Refused::new("users_not_found"))?.id.clone();
    call.note.user = Some(id.clone());
    Ok(json!({"user": call.at.person_json(&call.by, &id)}))
}

pub(super) fn profile(call: &mut Call<'_, '_>) -> Reply {
    let id = call.args.text("user").unwrap_or(call.bot()).to_owned();
    let user = call.at.person_json(&call.by, &id).ok_or(Refused::new("user_not_found"))?;
    call.note.user = Some(id);
    Ok(json!({"profile": user["profile"]}))
}

/// Everybody who is not deactivated is there, always.
pub(super) fn presence(call: &mut Call<'_, '_>) -> Reply {
    let id = call.args.text("user").unwrap_or(call.bot());
    let there = call.at.state.model.people.get(id).is_some_and(|person| !person.deleted);
    Ok(json!({"presence": if there { "active" } else { "away" }}))
}

/// Reads the cursor that [`next_cursor`] wrote; anything else is `invalid_cursor`.
pub(super) fn cursor(call: &Call<'_, '_>, kind: &str) -> Result<Option<String>, Refused> {
    let Some(cursor) = call.args.text("cursor") else { return Ok(None) };
    let bytes = hex::decode(cursor).map_err(|_| Refused::new("invalid_cursor"))?;
    let text = String::from_utf8(bytes).map_err(|_| Refused::new("invalid_cursor"))?;
    let last = text.strip_prefix(kind).and_then(|rest| rest.strip_prefix(':'));
    last.map(|last| Some(last.to_owned())).ok_or(Refused::new("invalid_cursor"))
}

/// Where the next page begins; empty on the last page.
pub(super) fn next_cursor(kind: &str, last: Option<&String>, more: bool) -> String {
    last.filter(|_| more).map(|last| hex::encode(format!("{kind}:{last}"))).unwrap_or_default()
}
