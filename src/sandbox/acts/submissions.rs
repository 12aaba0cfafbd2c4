//! Submitting and closing modals.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{ActError, accepted};
use crate::sandbox::core::Sandbox;
use crate::sandbox::delivery::Parcel;
use crate::sandbox::ledger::LedgerEntry;
use crate::sandbox::model::controls::{self, Control, Input};
use crate::sandbox::model::views::{View, ViewKind};
use crate::sandbox::state::Moment;
use crate::sandbox::web_api::read_view;

/// What a person sees after pressing the submit button.
#[derive(Clone, Debug, PartialEq)]
pub enum SubmitOutcome {
    /// The modal is gone; the one beneath, if any, is on the screen again.
    Closed,
    /// All modals are gone.
    Cleared,
    /// It stays, with these words at these blocks. Slack finds empty required inputs by itself.
    Errors(BTreeMap<String, String>),
    /// Another view took its place.
    Updated(Box<View>),
    /// Another view lies on top.
    Pushed(Box<View>),
}

/// How a modal leaves the screen without being submitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leaving {
    One,
    All,
}

impl Sandbox {
    /// Fills in inputs by `action_id` (or `block_id/action_id`) and submits the modal. What is not named keeps what it
    /// holds.
    ///
    /// # Errors
    /// When the view is not on the person's screen, an input cannot take its value, or the app fails.
    pub async fn submit(
        &self,
        user: &str,
        view: &str,
        inputs: &BTreeMap<String, Input>,
    ) -> Result<SubmitOutcome, ActError> {
        let _acting = self.acting().await;
        let (line, payload) = match self.with(|moment| moment.prepare_submission(user, view, inputs))? {
            Ok(prepared) => prepared,
            Err(missing) => return Ok(SubmitOutcome::Errors(missing)),
        };
        let _line = self.guard(line);
        let answer = accepted(self.deliver(Parcel::Interaction(payload)).await);
        self.with(|moment| {
            let result = answer.and_then(|receipt| moment.after_submission(user, view, receipt.json()));
            moment.end(line, &result);
            if let Ok(SubmitOutcome::Errors(errors)) = &result {
                moment.note_errors(user, errors);
            }
            result
        })
    }

    /// Closes one modal with its cancel button; the app hears of it where the view has `notify_on_close`.
    ///
    /// # Errors
    /// When the view is not on the person's screen, or the app fails to acknowledge (it is closed all the same).
    pub async fn close_view(&self, user: &str, view: &str) -> Result<(), ActError> {
        self.leave(user, view, Leaving::One).await
    }

    /// Closes the whole stack with the cross.
    ///
    /// # Errors
    /// As [`Sandbox::close_view`].
    pub async fn close_all(&self, user: &str) -> Result<(), ActError> {
        match self.modal(user) {
            Some(top) => self.leave(user, &top.id, Leaving::All).await,
            None => Ok(()),
        }
    }

    async fn leave(&self, user: &str, view: &str, leaving: Leaving) -> Result<(), ActError> {
        let _acting = self.acting().await;
        let (line, payloads) = self.with(|moment| moment.prepare_leaving(user, view, leaving))?;
        let _line = self.guard(line);
        let mut result = Ok(());
        for payload in payloads {
            let answer = accepted(self.deliver(Parcel::Interaction(payload)).await);
            result = result.and(answer.map(|_| ()));
        }
        self.with(|moment| moment.end(line, &result));
        result
    }
}

type Prepared = Result<(u64, Value), BTreeMap<String, String>>;

impl Moment<'_> {
    fn prepare_submission(
        &mut self,
        user: &str,
        id: &str,
        inputs: &BTreeMap<String, Input>,
    ) -> Result<Prepared, ActError> {
        let person = self.actor(user)?.clone();
        let view = self.own_view(user, id, ViewKind::Modal)?.clone();
        let controls = view.controls();
        let mut state = view.state.clone();
        for (name, input) in inputs {
            let control = controls.iter().find(|control| {
                control.action_id == *name || format!("{}/{}", control.block_id, control.action_id) == *name
            });
            let control = control.ok_or_else(|| ActError::NoSuchControl(name.clone()))?;
            let known = view.suggested.get(&(control.block_id.clone(), control.action_id.clone()));
            let value = controls::value_of(control, input, known.map_or(&[], Vec::as_slice))
                .map_err(ActError::Misfit)?;
            state.entry(control.block_id.clone()).or_default().insert(control.action_id.clone(), value);
        }
        if let Some(open) = self.state.model.view_mut(id) {
            open.state = state;
        }
        let view = self.own_view(user, id, ViewKind::Modal)?.clone();
        let problems = complaints(&controls, &view);
        if !problems.is_empty() {
            self.note_errors(user, &problems);
            return Ok(Err(problems));
        }
        let entry = LedgerEntry {
            value: Some(json!(view.values())),
            ..LedgerEntry::act(user, "submit").about(view.text("callback_id"))
        };
        let line = self.begin(entry);
        let trigger = self.trigger(user, Some(id));
        let mut payload = self.interaction("view_submission", &person, &view.team);
        payload.insert("trigger_id".into(), json!(trigger));
        payload.insert("view".into(), view.to_slack(&self.view_owner(&view.team)));
        payload.insert("response_urls".into(), json!([]));
        Ok(Ok((line, Value::Object(payload))))
    }

    /// Does what the app answered to a submission.
    fn after_submission(
        &mut self,
        user: &str,
        id: &str,
        body: Option<Value>,
    ) -> Result<SubmitOutcome, ActError> {
        let body = body.unwrap_or_default();
        match body["response_action"].as_str() {
            None => {
                self.close_one(user, id);
                Ok(SubmitOutcome::Closed)
            }
            Some("clear") => {
                self.state.model.close_modals(user, 0);
                Ok(SubmitOutcome::Cleared)
            }
            Some("errors") => self.view_errors(id, &body["errors"]),
            Some("update") => {
                let sent = read_view(body["view"].clone(), ViewKind::Modal).map_err(bad_view)?;
                self.update_view(id, sent)
                    .map(Box::new)
                    .map(SubmitOutcome::Updated)
                    .map_err(ActError::Refused)
            }
            Some("push") => {
                let sent = read_view(body["view"].clone(), ViewKind::Modal).map_err(bad_view)?;
                let team = self.own_view(user, id, ViewKind::Modal)?.team.clone();
                self.stack(user, &team, sent)
                    .map(Box::new)
                    .map(SubmitOutcome::Pushed)
                    .map_err(ActError::Refused)
            }
            Some(other) => Err(ActError::BadAnswer(format!("unknown response_action {other:?}"))),
        }
    }

    /// Errors must name blocks of the view; Slack shows its own trouble otherwise.
    fn view_errors(&self, id: &str, errors: &Value) -> Result<SubmitOutcome, ActError> {
        let view = self.state.model.view(id).ok_or_else(|| ActError::NoSuchView(id.into()))?;
        let mut words = BTreeMap::new();
        for (block, text) in errors.as_object().into_iter().flatten() {
            let known = view
                .blocks
                .iter()
                .any(|known| known["block_id"] == block.as_str() && known["type"] == "input");
            let (true, Some(text)) = (known, text.as_str()) else {
                return Err(ActError::BadAnswer(format!("errors name {block:?}, which is no input block")));
            };
            words.insert(block.clone(), text.to_owned());
        }
        if words.is_empty() {
            return Err(ActError::BadAnswer("errors without any error".into()));
        }
        Ok(SubmitOutcome::Errors(words))
    }

    fn note_errors(&mut self, user: &str, errors: &BTreeMap<String, String>) {
        let mut entry = LedgerEntry::act(user, "errors_shown");
        entry.value = Some(json!(errors));
        self.state.ledger.append(self.now, entry);
    }

    fn prepare_leaving(
        &mut self,
        user: &str,
        id: &str,
        leaving: Leaving,
    ) -> Result<(u64, Vec<Value>), ActError> {
        let person = self.actor(user)?.clone();
        let view = self.own_view(user, id, ViewKind::Modal)?.clone();
        let line = self.begin(LedgerEntry::act(user, "close").about(view.text("callback_id")));
        let all = leaving == Leaving::All || view.flag("clear_on_close");
        let closed = if all { self.state.model.close_modals(user, 0) } else { self.close_one(user, id) };
        let mut payloads = Vec::new();
        for view in closed.iter().rev().filter(|view| view.flag("notify_on_close")) {
            let mut payload = self.interaction("view_closed", &person, &view.team);
            payload.insert("view".into(), view.to_slack(&self.view_owner(&view.team)));
            payload.insert("is_cleared".into(), json!(all));
            payloads.push(Value::Object(payload));
        }
        Ok((line, payloads))
    }

    /// Takes a modal and everything above it off the screen.
    fn close_one(&mut self, user: &str, id: &str) -> Vec<View> {
        let height =
            self.state.model.modals.get(user).and_then(|stack| stack.iter().position(|view| view.id == id));
        height.map(|height| self.state.model.close_modals(user, height)).unwrap_or_default()
    }

    fn own_view(&self, user: &str, id: &str, kind: ViewKind) -> Result<&View, ActError> {
        let view = self.state.model.view(id).filter(|view| view.user == user && view.kind == kind);
        view.ok_or_else(|| ActError::NoSuchView(id.into()))
    }
}

fn bad_view(refused: crate::sandbox::web_api::Refused) -> ActError {
    let details = refused.extra.get("response_metadata").map(ToString::to_string).unwrap_or_default();
    ActError::BadAnswer(format!("{} {details}", refused.error))
}

/// What Slack's own window finds wrong before it asks the app.
fn complaints(controls: &[Control], view: &View) -> BTreeMap<String, String> {
    let values = view.values();
    let mut found = BTreeMap::new();
    for control in controls {
        let value = values.get(&control.block_id).and_then(|actions| actions.get(&control.action_id));
        let empty = value.is_none_or(controls::is_empty);
        let words = match value {
            _ if control.required && empty => Some("Please complete this required field.".to_owned()),
            Some(value) if !empty => complaint(control, value),
            Some(_) | None => None,
        };
        if let Some(words) = words {
            found.insert(control.block_id.clone(), words);
        }
    }
    found
}

fn complaint(control: &Control, value: &Value) -> Option<String> {
    let bound = |name: &str| control.element[name].as_u64();
    let written = value["value"].as_str();
    let length = written.map_or(0, |text| text.chars().count() as u64);
    if let (Some(_), Some(max)) = (written, bound("max_length"))
        && length > max
    {
        return Some(format!("Must be no more than {max} characters."));
    }
    if let (Some(_), Some(min)) = (written, bound("min_length"))
        && length < min
    {
        return Some(format!("Must be at least {min} characters."));
    }
    if let (Some(text), "number_input") = (written, control.kind.as_str()) {
        let decimals = control.element["is_decimal_allowed"] == true;
        let fits = if decimals { text.parse::<f64>().is_ok() } else { text.parse::<i64>().is_ok() };
        if !fits {
            return Some("Please enter a number.".into());
        }
    }
    if let (Some(text), "email_text_input") = (written, control.kind.as_str())
        && !text.contains('@')
    {
        return Some("Please enter a valid email address.".into());
    }
    let chosen = value.as_object()?.values().find_map(Value::as_array).map(Vec::len)? as u64;
    let max = bound("max_selected_items")?;
    (chosen > max).then(|| format!("Choose no more than {max}."))
}
