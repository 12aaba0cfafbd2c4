//! `conversations.history` and `conversations.replies`.

use serde_json::{Value, json};

use super::conversations::visible;
use super::users::{cursor, next_cursor};
use super::{Call, Refused, Reply};
use crate::sandbox::model::channels::Channel;
use crate::sandbox::model::ids::Ts;
use crate::sandbox::model::messages::Metadata;

struct Window {
    oldest: Ts,
    latest: Ts,
    limit: usize,
}

pub(super) fn history(call: &mut Call<'_, '_>) -> Reply {
    let channel = readable(call, "not_in_channel")?;
    let window = window(call)?;
    let latest = match cursor(call, "before")?.as_deref().map(Ts::parse) {
        None => window.latest,
        Some(Some(before)) => Ts(before.0 - 1),
        Some(None) => return Err(Refused::new("invalid_cursor")),
    };
    let range =
        if window.oldest > latest { None } else { Some(channel.roots.range(window.oldest..=latest).rev()) };
    let mut shared = range.into_iter().flatten().filter_map(|ts| channel.messages.get(ts));
    let mut shared = shared.by_ref().filter(|message| message.only_for.is_none());
    let page: Vec<_> = shared.by_ref().take(window.limit).collect();
    let more = shared.next().is_some();
    let last = page.last().map(|message| message.ts.to_string());
    let messages: Vec<Value> = page.into_iter().map(|message| show(call, channel, message.ts)).collect();
    let next = next_cursor("before", last.as_ref(), more);
    let mut reply = json!({"messages": messages, "has_more": more, "pin_count": 0});
    if more {
        reply["response_metadata"] = json!({"next_cursor": next});
    }
    Ok(reply)
}

pub(super) fn replies(call: &mut Call<'_, '_>) -> Reply {
    // Slack lists no `not_in_channel` for this method.
    let channel = readable(call, "channel_not_found")?;
    let window = window(call)?;
    let ts = Ts::parse(call.args.required("ts")?).ok_or(Refused::new("thread_not_found"))?;
    let asked = channel.messages.get(&ts).filter(|message| message.only_for.is_none());
    let root = asked.ok_or(Refused::new("thread_not_found"))?.thread_ts.unwrap_or(ts);
    let after = match cursor(call, "after")?.as_deref().map(Ts::parse) {
        None => None,
        Some(Some(after)) => Some(after),
        Some(None) => return Err(Refused::new("invalid_cursor")),
    };
    let oldest = after.map_or(window.oldest, |after| Ts(after.0 + 1)).min(window.latest);
    let replies =
        channel.threads.get(&root).into_iter().flat_map(|replies| replies.range(oldest..=window.latest));
    let first = after.is_none().then_some(&root);
    let mut all = first.into_iter().chain(replies);
    let page: Vec<Ts> = all.by_ref().take(window.limit).copied().collect();
    let more = all.next().is_some();
    let messages: Vec<Value> = page.iter().map(|ts| show(call, channel, *ts)).collect();
    let next = next_cursor("after", page.last().map(ToString::to_string).as_ref(), more);
    let mut reply = json!({"messages": messages, "has_more": more});
    if more {
        reply["response_metadata"] = json!({"next_cursor": next});
    }
    Ok(reply)
}

fn readable<'c>(call: &'c Call<'_, '_>, outside: &'static str) -> Result<&'c Channel, Refused> {
    let channel = visible(call, call.args.required("channel")?)?;
    call.need_scope(&format!("{}:history", channel.kind.scope_family()))?;
    if !channel.members.contains(call.bot()) {
        return Err(Refused::new(outside));
    }
    Ok(channel)
}

fn window(call: &Call<'_, '_>) -> Result<Window, Refused> {
    let inclusive = call.args.flag("inclusive");
    let oldest = bound(call, "oldest", "invalid_ts_oldest")?;
    let latest = bound(call, "latest", "invalid_ts_latest")?;
    let limit =
        call.args.number("limit", "invalid_arguments")?.filter(|limit| *limit > 0).unwrap_or(100).min(999);
    let edge = u64::from(!inclusive);
    Ok(Window {
        oldest: oldest.map_or(Ts(0), |ts| Ts(ts.0 + edge)),
        latest: latest.map_or(Ts(u64::MAX), |ts| Ts(ts.0.saturating_sub(edge))),
        limit: limit as usize,
    })
}

/// Slack takes whole seconds and shorter fractions here too.
fn bound(call: &Call<'_, '_>, name: &str, error: &'static str) -> Result<Option<Ts>, Refused> {
    let Some(text) = call.args.text(name) else {
        let seconds = call.args.number(name, error)?;
        return Ok(seconds.map(|seconds| Ts(seconds.saturating_mul(1_000_000))));
    };
    let (seconds, fraction) = text.split_once('.').unwrap_or((text, ""));
    if fraction.len() > 6 {
        return Err(Refused::new(error));
    }
    Ts::parse(&format!("{seconds}.{fraction:0<6}")).map(Some).ok_or(Refused::new(error))
}

fn show(call: &Call<'_, '_>, channel: &Channel, ts: Ts) -> Value {
    let metadata = if call.args.flag("include_all_metadata") { Metadata::Shown } else { Metadata::Hidden };
    call.at.message_json(&channel.id, ts, metadata).unwrap_or_default()
}
