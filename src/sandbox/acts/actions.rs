//! Pressing buttons and using selects, in messages, in the Home tab and in modals.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{ActError, accepted};
use crate::sandbox::core::Sandbox;
use crate::sandbox::delivery::Parcel;
use crate::sandbox::handles::ResponseTarget;
use crate::sandbox::ledger::LedgerEntry;
use crate::sandbox::model::channels::ChannelKind;
use crate::sandbox::model::controls::{self, Control, Input};
use crate::sandbox::model::ids::Ts;
use crate::sandbox::model::messages::Metadata;
use crate::sandbox::model::people::Person;
use crate::sandbox::model::views::View;
use crate::sandbox::state::Moment;

/// Where a control stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// On a message.
    Message {
        /// `C…` or `D…`
        channel: String,
        /// Which.
        ts: Ts,
    },
    /// In a modal or the Home tab.
    View(String),
}

/// One line of an external select's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuggestedOption {
    /// What the person reads.
    pub text: String,
    /// What [`Input::Choice`] takes.
    pub value: String,
}

struct Surface {
    blocks: Vec<Value>,
    view: Option<View>,
    /// The workspace whose installation put it there.
    team: String,
}

impl Sandbox {
    /// Uses a control on a message. A deactivated or missing person, a message out of sight or an unknown `action_id`
    /// is an error, and nothing is sent.
    ///
    /// # Errors
    /// Also when the app fails to acknowledge.
    pub async fn press(
        &self,
        user: &str,
        channel: &str,
        ts: Ts,
        action: &str,
        input: Input,
    ) -> Result<(), ActError> {
        self.act_on(user, Place::Message { channel: channel.into(), ts }, action, input).await
    }

    /// Uses a control in the app's Home tab.
    ///
    /// # Errors
    /// As [`Sandbox::press`]; also when no Home was published yet.
    pub async fn press_home(&self, user: &str, action: &str, input: Input) -> Result<(), ActError> {
        let home = self.home(user).ok_or_else(|| ActError::NoSuchView("home".into()))?;
        self.act_on(user, Place::View(home.id), action, input).await
    }

    /// Uses a control in an open modal. What is inside an `input` block is kept, and sent at once only where the block
    /// has `dispatch_action`.
    ///
    /// # Errors
    /// As [`Sandbox::press`].
    pub async fn act_in_modal(
        &self,
        user: &str,
        view: &str,
        action: &str,
        input: Input,
    ) -> Result<(), ActError> {
        self.act_on(user, Place::View(view.into()), action, input).await
    }

    /// Uses a control wherever it stands. An `action_id` may be given as `block_id/action_id` where it is not unique.
    ///
    /// # Errors
    /// As [`Sandbox::press`].
    pub async fn act_on(&self, user: &str, place: Place, action: &str, input: Input) -> Result<(), ActError> {
        let _acting = self.acting().await;
        let prepared = self.with(|moment| moment.prepare_action(user, &place, action, &input))?;
        let Some((line, payload)) = prepared else { return Ok(()) };
        let _line = self.guard(line);
        let answer = accepted(self.deliver(Parcel::Interaction(Value::Object(payload))).await).map(|_| ());
        self.with(|moment| moment.end(line, &answer));
        answer
    }

    /// Types into an external select and gets the app's options.
    ///
    /// # Errors
    /// As [`Sandbox::press`]; also when the app's answer holds no options.
    pub async fn suggest(
        &self,
        user: &str,
        place: Place,
        action: &str,
        typed: &str,
    ) -> Result<Vec<SuggestedOption>, ActError> {
        let _acting = self.acting().await;
        let (line, control, payload) =
            self.with(|moment| moment.prepare_suggestion(user, &place, action, typed))?;
        let _line = self.guard(line);
        let answer = accepted(self.deliver(Parcel::Options(payload)).await);
        self.with(|moment| {
            let result = answer.and_then(|receipt| {
                let body = receipt.json().ok_or_else(|| ActError::BadAnswer("no JSON object".into()))?;
                let options: Vec<Value> = controls::options(&body).into_iter().cloned().collect();
                if let Place::View(id) = &place
                    && let Some(view) = moment.state.model.view_mut(id)
                {
                    let known = view.suggested.entry((control.block_id, control.action_id)).or_default();
                    known.retain(|old| !options.iter().any(|new| new["value"] == old["value"]));
                    known.extend(options.iter().cloned());
                }
                Ok(options.iter().map(suggested).collect())
            });
            moment.end(line, &result);
            result
        })
    }
}

fn suggested(option: &Value) -> SuggestedOption {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    SuggestedOption { text: text(&option["text"]["text"]), value: text(&option["value"]) }
}

impl Moment<'_> {
    fn surface(&self, user: &str, place: &Place) -> Result<Surface, ActError> {
        match place {
            Place::Message { channel, ts } => {
                let message = self.place(user, channel)?.messages.get(ts);
                let seen =
                    message.filter(|message| message.only_for.as_deref().is_none_or(|only| only == user));
                let message = seen.ok_or_else(|| ActError::NoSuchMessage(ts.to_string()))?;
                let team = self.state.installs.of_bot(&message.user).map(|bot| bot.team.clone());
                let team = team.unwrap_or_else(|| self.team_of(user).to_owned());
                Ok(Surface { blocks: message.blocks.clone(), view: None, team })
            }
            Place::View(id) => {
                let view = self.state.model.view(id).filter(|view| view.user == user);
                let view = view.ok_or_else(|| ActError::NoSuchView(id.clone()))?;
                Ok(Surface { blocks: view.blocks.clone(), view: Some(view.clone()), team: view.team.clone() })
            }
        }
    }

    /// The ledger line and the payload, or nothing where Slack keeps the act to itself.
    #[expect(clippy::type_complexity, reason = "the two parts of a prepared act are used once, side by side")]
    fn prepare_action(
        &mut self,
        user: &str,
        place: &Place,
        action: &str,
        input: &Input,
    ) -> Result<Option<(u64, Map<String, Value>)>, ActError> {
        let person = self.actor(user)?.clone();
        let surface = self.surface(user, place)?;
        let control = find(&surface.blocks, action)?;
        let key = (control.block_id.clone(), control.action_id.clone());
        let known =
            surface.view.as_ref().and_then(|view| view.suggested.get(&key)).cloned().unwrap_or_default();
        let value = controls::value_of(&control, input, &known).map_err(ActError::Misfit)?;
        self.remember(user, place, &control, &value);
        let block = surface.blocks.iter().find(|block| block["block_id"] == control.block_id.as_str());
        let silent = block.is_some_and(|block| block["type"] == "input" && block["dispatch_action"] != true);
        if silent {
            return Ok(None);
        }
        let line = self.begin(entry(user, place, &control, &value));
        let mut payload = self.interaction("block_actions", &person, &surface.team);
        self.put_place(&person, place, &surface.team, &mut payload);
        payload.insert("actions".into(), json!([self.action(&control, &value)]));
        Ok(Some((line, payload)))
    }

    fn prepare_suggestion(
        &mut self,
        user: &str,
        place: &Place,
        action: &str,
        typed: &str,
    ) -> Result<(u64, Control, Value), ActError> {
        let person = self.actor(user)?.clone();
        let surface = self.surface(user, place)?;
        let control = find(&surface.blocks, action)?;
        if !control.kind.ends_with("external_select") {
            return Err(ActError::Misfit(format!("{} is a {}", control.action_id, control.kind)));
        }
        let line = self.begin(LedgerEntry::act(user, "suggest").about(&control.action_id).saying(typed));
        let mut payload = self.interaction("block_suggestion", &person, &surface.team);
        self.put_place(&person, place, &surface.team, &mut payload);
        // Slack sends neither of these along with a question for options.
        payload.remove("trigger_id");
        payload.remove("response_url");
        for (key, value) in [("action_id", &control.action_id), ("block_id", &control.block_id)] {
            payload.insert(key.into(), json!(value));
        }
        payload.insert("value".into(), json!(typed));
        Ok((line, control, Value::Object(payload)))
    }

    /// Keeps what was chosen, so that later payloads carry it in their state.
    fn remember(&mut self, user: &str, place: &Place, control: &Control, value: &Value) {
        if value.as_object().is_none_or(|fields| fields.len() < 2) || control.kind == "overflow" {
            return;
        }
        let state = match place {
            Place::Message { channel, ts } => {
                self.state.model.picked.entry((channel.clone(), *ts, user.into())).or_default()
            }
            Place::View(id) => match self.state.model.view_mut(id) {
                Some(view) => &mut view.state,
                None => return,
            },
        };
        state.entry(control.block_id.clone()).or_default().insert(control.action_id.clone(), value.clone());
    }

    /// The fields that say where it happened.
    fn put_place(&mut self, person: &Person, place: &Place, team: &str, payload: &mut Map<String, Value>) {
        match place {
            Place::Message { channel, ts } => {
                let trigger = self.trigger(&person.id, None);
                let response = self.response(ResponseTarget {
                    user: person.id.clone(),
                    team: team.into(),
                    channel: channel.clone(),
                    message: Some(*ts),
                });
                payload.insert("trigger_id".into(), json!(trigger));
                payload.insert("response_url".into(), json!(response));
                self.put_message(person, channel, *ts, payload);
            }
            Place::View(id) => {
                let trigger = self.trigger(&person.id, Some(id));
                payload.insert("trigger_id".into(), json!(trigger));
                payload.insert("container".into(), json!({"type": "view", "view_id": id}));
                if let Some(view) = self.state.model.view(id) {
                    payload.insert("view".into(), view.to_slack(&self.view_owner(&view.team)));
                }
            }
        }
    }

    fn put_message(&self, person: &Person, channel: &str, ts: Ts, payload: &mut Map<String, Value>) {
        let Some(place) = self.state.model.channels.get(channel) else { return };
        let Some(message) = place.messages.get(&ts) else { return };
        let ephemeral = message.only_for.is_some();
        let name = match place.kind {
            ChannelKind::Direct => "directmessage",
            ChannelKind::Private => "privategroup",
            ChannelKind::Public | ChannelKind::Group => place.name.as_str(),
        };
        let mut container =
            json!({"type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": ephemeral});
        if let Some(thread) = message.thread_ts {
            container["thread_ts"] = json!(thread);
        }
        payload.insert("container".into(), container);
        payload.insert("channel".into(), json!({"id": channel, "name": name}));
        // Slack leaves an ephemeral message out: the app has to know it by its container.
        if !ephemeral {
            payload.insert("message".into(), json!(self.message_json(channel, ts, Metadata::Shown)));
        }
        let picked = self.state.model.picked.get(&(channel.to_owned(), ts, person.id.clone()));
        let values = controls::state_of(&message.blocks, picked.unwrap_or(&Default::default()));
        payload.insert("state".into(), json!({"values": values}));
    }

    /// One entry of `actions`.
    fn action(&mut self, control: &Control, value: &Value) -> Value {
        let mut action = value.clone();
        let when = self.state.model.ids.event_ts(self.now);
        let fields = json!({"action_id": control.action_id, "block_id": control.block_id, "action_ts": when});
        if let (Some(into), Value::Object(from)) = (action.as_object_mut(), fields) {
            into.extend(from);
            for field in ["text", "value", "style", "url", "confirm", "placeholder"] {
                if let Some(known) = control.element.get(field).filter(|_| !into.contains_key(field)) {
                    into.insert(field.into(), known.clone());
                }
            }
        }
        action
    }
}

fn find(blocks: &[Value], action: &str) -> Result<Control, ActError> {
    let found = controls::of_blocks(blocks).into_iter().find(|control| {
        let full = action.strip_prefix(control.block_id.as_str()).and_then(|rest| rest.strip_prefix('/'));
        control.action_id == action || full == Some(control.action_id.as_str())
    });
    found.ok_or_else(|| ActError::NoSuchControl(action.into()))
}

fn entry(user: &str, place: &Place, control: &Control, value: &Value) -> LedgerEntry {
    let mut entry = LedgerEntry::act(user, "press").about(&control.action_id);
    if let Place::Message { channel, ts } = place {
        entry.channel = Some(channel.clone());
        entry.ts = Some(ts.to_string());
    }
    entry.text = Some(control.label.clone()).filter(|label| !label.is_empty());
    entry.value = match &control.value {
        Some(carried) => Some(json!(carried)),
        None => Some(value.clone()).filter(|value| !controls::is_empty(value)),
    };
    entry
}
