//! `chat.scheduleMessage` and its kin: messages that Slack posts later.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::chat::{body, bot_message, destination, note, thread};
use super::users::{cursor, next_cursor};
use super::{Call, Refused, Reply};
use crate::sandbox::ledger::LedgerEntry;
use crate::sandbox::model::scheduled::Waiting;
use crate::sandbox::state::Moment;

const FARTHEST: SignedDuration = SignedDuration::from_hours(120 * 24);
/// At most so many in any window of this length and channel.
const CROWD: (usize, SignedDuration) = (30, SignedDuration::from_mins(5));
/// A message that is about to be posted cannot be taken back.
const TOO_LATE: SignedDuration = SignedDuration::from_secs(60);

pub(super) fn schedule(call: &mut Call<'_, '_>) -> Reply {
    let wanted = call.args.required("channel")?.to_owned();
    let channel = destination(call, wanted).map_err(|refused| match refused.error {
        // Not among the errors of this method.
        "messages_tab_disabled" => Refused::new("channel_not_found"),
        _ => refused,
    })?;
    let post_at = post_at(call)?;
    let content = body(call)?;
    let thread_ts = thread(call, &channel).map_err(|_| Refused::new("invalid_arguments"))?;
    note(call, &channel, &content);
    let (most, window) = CROWD;
    let near = |at: &Timestamp| at.duration_since(post_at).abs() < window;
    let waiting = call.at.state.scheduled.of(call.team());
    if waiting.filter(|(at, waiting)| waiting.channel == channel && near(at)).count() >= most {
        return Err(Refused::new("restricted_too_many"));
    }
    let mut message = bot_message(call, &content);
    message.thread_ts = thread_ts;
    message.metadata = content.metadata;
    let id = call.at.state.model.ids.scheduled();
    let waiting = Waiting {
        id: id.clone(),
        channel: channel.clone(),
        team: call.team().to_owned(),
        created: call.at.now,
        message,
    };
    let shown = json!({"text": waiting.message.text, "bot_id": call.by.bot_id, "type": "delayed_message"});
    call.at.state.scheduled.add(post_at, waiting);
    Ok(json!({
        "channel": channel, "scheduled_message_id": id, "post_at": post_at.as_second(), "message": shown,
    }))
}

fn post_at(call: &Call<'_, '_>) -> Result<Timestamp, Refused> {
    let seconds = call.args.number("post_at", "invalid_time")?.ok_or_else(|| Refused::missing("post_at"))?;
    let seconds = i64::try_from(seconds).map_err(|_| Refused::new("invalid_time"))?;
    let at = Timestamp::from_second(seconds).map_err(|_| Refused::new("invalid_time"))?;
    if at <= call.at.now {
        return Err(Refused::new("time_in_past"));
    }
    if at > call.at.now + FARTHEST { Err(Refused::new("time_too_far")) } else { Ok(at) }
}

pub(super) fn delete(call: &mut Call<'_, '_>) -> Reply {
    const ERROR: &str = "invalid_scheduled_message_id";
    let channel = call.args.required("channel")?.to_owned();
    let id = call.args.required("scheduled_message_id")?.to_owned();
    let team = call.team().to_owned();
    let soon = call.at.now + TOO_LATE;
    let waiting = call.at.state.scheduled.of(&team).find(|(_, waiting)| waiting.id == id);
    if waiting.is_none_or(|(at, _)| at < soon) {
        return Err(Refused::new(ERROR));
    }
    call.note.channel = Some(channel.clone());
    call.at.state.scheduled.remove(&team, &channel, &id).ok_or(Refused::new(ERROR))?;
    Ok(json!({}))
}

pub(super) fn list(call: &mut Call<'_, '_>) -> Reply {
    let channel = call.args.text("channel");
    if channel.is_some_and(|id| !call.at.state.model.channels.contains_key(id)) {
        return Err(Refused::new("invalid_channel"));
    }
    let limit = call.args.number("limit", "invalid_arguments")?.filter(|limit| *limit > 0).unwrap_or(100);
    let after = cursor(call, "scheduled")?;
    let all = call.at.state.scheduled.of(call.team());
    let all = all.filter(|(_, waiting)| channel.is_none_or(|channel| waiting.channel == channel));
    let skipped = |id: &str| after.as_ref().is_some_and(|after| id != after);
    let mut rest = all.skip_while(|(_, waiting)| skipped(&waiting.id)).skip(usize::from(after.is_some()));
    let page: Vec<(Timestamp, &Waiting)> = rest.by_ref().take(limit as usize).collect();
    let last = page.last().map(|(_, waiting)| waiting.id.clone());
    let next = next_cursor("scheduled", last.as_ref(), rest.next().is_some());
    let messages: Vec<Value> = page.into_iter().map(|(at, waiting)| describe(at, waiting)).collect();
    Ok(json!({"scheduled_messages": messages, "response_metadata": {"next_cursor": next}}))
}

fn describe(at: Timestamp, waiting: &Waiting) -> Value {
    json!({
        "id": waiting.id, "channel_id": waiting.channel, "post_at": at.as_second(),
        "date_created": waiting.created.as_second(), "text": waiting.message.text,
    })
}

impl Moment<'_> {
    /// Posts every scheduled message that is due. Slack never posts those that carry metadata, and says nothing.
    pub fn post_scheduled(&mut self) {
        while let Some((at, waiting)) = self.state.scheduled.pop(self.now) {
            let mut entry = LedgerEntry::act("slack", "scheduled_message")
                .in_channel(&waiting.channel)
                .saying(&waiting.message.text);
            entry.members = self.people_in(&waiting.channel);
            let open = self.state.model.channels.get(&waiting.channel).is_some_and(|place| !place.archived);
            let lost = waiting.message.metadata.is_some();
            let posted =
                (open && !lost).then(|| self.state.model.post(&waiting.channel, at, waiting.message));
            match posted.flatten() {
                Some(ts) => {
                    self.tell_message(&waiting.channel, ts);
                    entry.ts = Some(ts.to_string());
                    entry.end(None);
                }
                None => entry.end(Some(if lost { "metadata_is_never_posted" } else { "is_archived" })),
            }
            self.state.ledger.append(self.now, entry);
        }
    }
}
