//! `views.*`: modals and Home tabs.

use serde_json::{Map, Value, json};

use super::{Call, Refused, Reply};
use crate::sandbox::blocks;
use crate::sandbox::handles::Trigger;
use crate::sandbox::model::people::Person;
use crate::sandbox::model::views::{View, ViewKind, ViewState};
use crate::sandbox::state::Moment;

/// Slack publishes no figure; this one is what its developers are known to meet.
const MAX_BYTES: usize = 250_000;
const MAX_STACK: usize = 3;

/// A view as the bot sent it, checked.
pub(in crate::sandbox) struct SentView {
    pub kind: ViewKind,
    pub content: Map<String, Value>,
    pub blocks: Vec<Value>,
}

pub(super) fn open(call: &mut Call<'_, '_>) -> Reply {
    let sent = sent(call, ViewKind::Modal)?;
    let trigger = trigger(call)?;
    call.at.state.model.close_modals(&trigger.user, 0);
    let team = call.team().to_owned();
    let view = call.at.stack(&trigger.user, &team, sent).map_err(Refused::new)?;
    Ok(answer(call, &view))
}

pub(super) fn push(call: &mut Call<'_, '_>) -> Reply {
    let sent = sent(call, ViewKind::Modal)?;
    let trigger = trigger(call)?;
    if trigger.view.is_none_or(|view| call.at.state.model.view(&view).is_none()) {
        return Err(Refused::new("not_found"));
    }
    let team = call.team().to_owned();
    let view = call.at.stack(&trigger.user, &team, sent).map_err(Refused::new)?;
    Ok(answer(call, &view))
}

pub(super) fn update(call: &mut Call<'_, '_>) -> Reply {
    let id = match (call.args.text("view_id"), call.args.text("external_id")) {
        (Some(id), _) => id.to_owned(),
        (None, Some(external)) => by_external_id(call.at, external).ok_or(Refused::new("not_found"))?,
        (None, None) => return Err(Refused::missing("view_id")),
    };
    let view = call.at.state.model.view(&id).ok_or(Refused::new("not_found"))?;
    if call.args.text("hash").is_some_and(|hash| hash != view.hash) {
        return Err(Refused::new("hash_conflict"));
    }
    let kind = view.kind;
    let sent = sent(call, kind)?;
    let view = call.at.update_view(&id, sent).map_err(Refused::new)?;
    Ok(answer(call, &view))
}

pub(super) fn publish(call: &mut Call<'_, '_>) -> Reply {
    let user = call.args.required("user_id")?.to_owned();
    call.note.user = Some(user.clone());
    let known = call.at.state.model.people.get(&user);
    let own = |person: &Person| !person.deleted && !person.flags.is_bot && person.team == call.team();
    if !known.is_some_and(own) {
        return Err(Refused::because("invalid_arguments", vec!["invalid `user_id`".into()]));
    }
    let sent = sent(call, ViewKind::Home)?;
    let home = call.at.state.model.homes.get(&user);
    if let Some(hash) = call.args.text("hash")
        && home.is_some_and(|home| home.hash != hash)
    {
        return Err(Refused::new("hash_conflict"));
    }
    let view = match home.map(|home| home.id.clone()) {
        Some(id) => call.at.update_view(&id, sent).map_err(Refused::new)?,
        None => {
            let team = call.team().to_owned();
            let view = call.at.new_view(&user, &team, sent, None);
            call.at.state.model.homes.insert(user, view.clone());
            view
        }
    };
    Ok(answer(call, &view))
}

fn trigger(call: &mut Call<'_, '_>) -> Result<Trigger, Refused> {
    let id = call.args.text("trigger_id").or_else(|| call.args.text("interactivity_pointer"));
    let id = id.ok_or_else(|| Refused::missing("trigger_id"))?;
    let trigger = call.at.state.handles.spend_trigger(id, call.at.now).map_err(Refused::new)?;
    call.note.user = Some(trigger.user.clone());
    Ok(trigger)
}

fn sent(call: &mut Call<'_, '_>, kind: ViewKind) -> Result<SentView, Refused> {
    let view = call.args.json("view", "invalid_arguments")?.ok_or_else(|| Refused::missing("view"))?;
    let sent = read_view(view, kind)?;
    let name = sent.content.get("callback_id").and_then(Value::as_str);
    call.note.subject = name.map(ToOwned::to_owned);
    Ok(sent)
}

/// Checks a view; also used for views that come as the answer to a submission.
pub(in crate::sandbox) fn read_view(view: Value, kind: ViewKind) -> Result<SentView, Refused> {
    if serde_json::to_vec(&view).map_or(0, |bytes| bytes.len()) > MAX_BYTES {
        return Err(Refused::new("view_too_large"));
    }
    blocks::check_view(&view, kind).map_err(|problems| Refused::because("invalid_arguments", problems))?;
    let mut content = view.as_object().cloned().unwrap_or_default();
    let blocks = content.remove("blocks").and_then(|blocks| blocks.as_array().cloned()).unwrap_or_default();
    // What Slack adds itself is not taken from the bot.
    for field in ["id", "hash", "state", "root_view_id", "previous_view_id", "team_id", "app_id", "bot_id"] {
        content.remove(field);
    }
    Ok(SentView { kind, content, blocks })
}

fn answer(call: &Call<'_, '_>, view: &View) -> Value {
    json!({"view": view.to_slack(&call.at.view_owner(&view.team))})
}

fn by_external_id(moment: &Moment<'_>, external: &str) -> Option<String> {
    let model = &moment.state.model;
    let all = model.modals.values().flatten().chain(model.homes.values());
    all.into_iter().find(|view| view.text("external_id") == external).map(|view| view.id.clone())
}

impl Moment<'_> {
    /// Puts a modal on top of what the person has open.
    pub fn stack(&mut self, user: &str, team: &str, sent: SentView) -> Result<View, &'static str> {
        self.unique_external_id(&sent, None)?;
        let below = self.state.model.modals.get(user).and_then(|stack| stack.last());
        let below = below.map(|view| (view.root.clone(), view.id.clone()));
        if self.state.model.modals.get(user).is_some_and(|stack| stack.len() >= MAX_STACK) {
            return Err("push_limit_reached");
        }
        let view = self.new_view(user, team, sent, below);
        self.state.model.modals.entry(user.into()).or_default().push(view.clone());
        Ok(view)
    }

    /// Replaces the content of an open view.
    pub fn update_view(&mut self, id: &str, mut sent: SentView) -> Result<View, &'static str> {
        self.unique_external_id(&sent, Some(id))?;
        self.state.model.name_blocks(&mut sent.blocks);
        let hash = self.state.model.ids.hash(self.now);
        let view = self.state.model.view_mut(id).ok_or("not_found")?;
        view.replace(sent.content, sent.blocks, hash);
        Ok(view.clone())
    }

    fn new_view(
        &mut self,
        user: &str,
        team: &str,
        mut sent: SentView,
        below: Option<(String, String)>,
    ) -> View {
        let model = &mut self.state.model;
        model.name_blocks(&mut sent.blocks);
        let id = model.ids.view();
        model.view_owner.insert(id.clone(), user.into());
        let (root, previous) = below.map_or((id.clone(), None), |(root, previous)| (root, Some(previous)));
        View {
            hash: model.ids.hash(self.now),
            id,
            kind: sent.kind,
            user: user.into(),
            team: team.into(),
            content: sent.content,
            blocks: sent.blocks,
            root,
            previous,
            state: ViewState::new(),
            suggested: Default::default(),
        }
    }

    fn unique_external_id(&self, sent: &SentView, except: Option<&str>) -> Result<(), &'static str> {
        let external = sent.content.get("external_id").and_then(Value::as_str).filter(|id| !id.is_empty());
        let Some(external) = external else { return Ok(()) };
        let taken = by_external_id(self, external);
        if taken.is_some() && taken.as_deref() != except { Err("duplicate_external_id") } else { Ok(()) }
    }
}
