//! The Web API: one table of methods with tier, scope and errors ([`methods`]), and the way every call takes through it.

mod apps;
mod args;
mod chat;
mod connect;
mod conversations;
mod conversations_read;
mod files;
mod membership;
pub(super) mod methods;
mod oauth;
mod reactions;
mod scheduled;
mod users;
mod views;

use std::sync::Arc;

use serde_json::{Map, Value, json};

pub(super) use args::Args;
pub(super) use membership::check_name;
pub(super) use reactions::Change;
pub(super) use views::read_view;

use super::config::RateLimits;
use super::faults::Fault;
use super::installs::Installation;
use super::ledger::LedgerEntry;
use super::state::Moment;
use methods::{Handler, Method};

/// Why a call was refused, in Slack's words.
#[derive(Debug, PartialEq)]
pub(super) struct Refused {
    pub error: &'static str,
    pub extra: Map<String, Value>,
    pub retry_after: Option<u64>,
}

impl Refused {
    pub fn new(error: &'static str) -> Self {
        Self { error, extra: Map::new(), retry_after: None }
    }

    /// With `response_metadata.messages`, as Slack explains bad arguments.
    pub fn because(error: &'static str, messages: Vec<String>) -> Self {
        let mut refused = Self::new(error);
        refused.extra.insert("response_metadata".into(), json!({"messages": messages}));
        refused
    }

    pub fn missing(field: &str) -> Self {
        Self::because("invalid_arguments", vec![format!("[ERROR] missing required field: {field}")])
    }

    fn limited(after: u64) -> Self {
        Self { retry_after: Some(after), ..Self::new("ratelimited") }
    }

    fn again(&self) -> Self {
        Self { error: self.error, extra: self.extra.clone(), retry_after: self.retry_after }
    }
}

pub(super) type Reply = Result<Value, Refused>;

/// One call of a bot on its way: what was asked, of whom, by which installation, and the ledger line about it.
pub(super) struct Call<'a, 'b> {
    pub at: &'a mut Moment<'b>,
    pub args: &'a Args,
    pub note: &'a mut LedgerEntry,
    pub by: Arc<Installation>,
    pub token: &'a str,
}

impl Call<'_, '_> {
    /// `U…` of the bot that calls.
    pub fn bot(&self) -> &str {
        &self.by.bot_user
    }

    /// `T…` of the workspace it calls for.
    pub fn team(&self) -> &str {
        &self.by.team
    }

    /// Refuses with what is needed and what was provided, as Slack does.
    pub fn need_scope(&self, scope: &str) -> Result<(), Refused> {
        self.need_any_scope(&[scope])
    }

    /// As [`Self::need_scope`], where any of several scopes would do.
    pub fn need_any_scope(&self, scopes: &[&str]) -> Result<(), Refused> {
        need_any(&self.by, scopes)
    }
}

/// One call that no bot token stands behind.
pub(super) struct OpenCall<'a, 'b> {
    pub at: &'a mut Moment<'b>,
    pub args: &'a Args,
    pub note: &'a mut LedgerEntry,
    /// Client id and secret from HTTP Basic authentication.
    pub client: Option<(String, String)>,
}

/// What goes back over the wire.
#[derive(Debug)]
pub(super) struct Answer {
    pub status: u16,
    pub body: Value,
    pub retry_after: Option<u64>,
    pub scopes: Option<Scopes>,
    pub fault: Option<Fault>,
}

/// What Slack says in headers about a known token: which scopes it has, and which ones the method wants. Comma-joined.
#[derive(Debug, PartialEq)]
pub(super) struct Scopes {
    pub granted: String,
    pub accepted: String,
}

/// Takes one call through fault, token, scope, limit and method, and writes it into the ledger.
///
/// `authorization` is the header as it came.
pub(super) fn call(
    moment: &mut Moment<'_>,
    name: &str,
    authorization: Option<&str>,
    args: &Result<Args, Refused>,
) -> Answer {
    let fault = moment.state.faults.strike(name, moment.now);
    call_with(moment, name, authorization, args, fault)
}

/// As [`call`], with the fault already known.
pub(super) fn call_with(
    moment: &mut Moment<'_>,
    name: &str,
    authorization: Option<&str>,
    args: &Result<Args, Refused>,
    fault: Option<Fault>,
) -> Answer {
    let mut note = LedgerEntry::call(name);
    let method = methods::find(name);
    let token = bearer(authorization).or_else(|| args.as_ref().ok()?.text("token"));
    let scopes = method.and_then(|method| scopes(moment, method, token));
    let reply = match (fault, method) {
        (Some(Fault::RateLimited { after }), _) => Err(Refused::limited(after)),
        (Some(fault), _) if !fault.applies() => Err(Refused::new("fatal_error")),
        (Some(_) | None, None) => Err(Refused::new("unknown_method")),
        (Some(_) | None, Some(method)) => {
            let reply = run(moment, method, token, basic(authorization), args, &mut note);
            if let Err(refused) = &reply {
                method.check_error(refused.error);
            }
            reply
        }
    };
    let mut answer = match reply {
        Ok(body) => {
            note.end(None);
            Answer { status: 200, body: with_ok(body), retry_after: None, scopes, fault }
        }
        Err(refused) => {
            note.end(Some(refused.error));
            let status = if refused.retry_after.is_some() { 429 } else { 200 };
            let mut body = Value::Object(refused.extra);
            body["ok"] = json!(false);
            if body.get("error").is_none() {
                body["error"] = json!(refused.error);
            }
            Answer { status, body, retry_after: refused.retry_after, scopes, fault }
        }
    };
    if let Some(status) = fault.and_then(Fault::status) {
        answer.status = status;
    }
    note.fault = fault.map(|fault| fault.name().to_owned());
    note.status = Some(answer.status);
    moment.state.ledger.append(moment.now, note);
    answer
}

fn bearer(authorization: Option<&str>) -> Option<&str> {
    let value = authorization?;
    value.strip_prefix("Bearer ").or_else(|| value.strip_prefix("bearer "))
}

/// Client id and secret of HTTP Basic authentication, which OAuth's calls may use.
fn basic(authorization: Option<&str>) -> Option<(String, String)> {
    use base64::Engine;
    let coded = authorization?.strip_prefix("Basic ")?;
    let bytes = base64::engine::general_purpose::STANDARD.decode(coded.trim()).ok()?;
    let (id, secret) =
        String::from_utf8(bytes).ok()?.split_once(':').map(|(id, s)| (id.to_owned(), s.to_owned()))?;
    Some((id, secret))
}

fn scopes(moment: &Moment<'_>, method: &Method, token: Option<&str>) -> Option<Scopes> {
    let installation = moment.state.installs.bearer(token?, moment.now).ok()?;
    let granted: Vec<&str> = installation.scopes.iter().map(String::as_str).collect();
    Some(Scopes { granted: granted.join(","), accepted: method.scopes.join(",") })
}

fn run(
    moment: &mut Moment<'_>,
    method: &Method,
    token: Option<&str>,
    client: Option<(String, String)>,
    args: &Result<Args, Refused>,
    note: &mut LedgerEntry,
) -> Reply {
    let args = args.as_ref().map_err(Refused::again)?;
    match method.handler {
        Handler::Open(handle) => {
            limit(moment, method, "")?;
            handle(&mut OpenCall { at: moment, args, note, client })
        }
        Handler::App(handle) => {
            check_app_token(moment, token)?;
            limit(moment, method, "")?;
            handle(&mut OpenCall { at: moment, args, note, client })
        }
        Handler::Bot(handle) => {
            let token = token.filter(|token| !token.is_empty()).ok_or(Refused::new("not_authed"))?;
            let by = installation_of(moment, token)?;
            if by.team != moment.config.workspace.team_id {
                note.team = Some(by.team.clone());
            }
            if !method.scopes.is_empty() {
                need_any(&by, method.scopes)?;
            }
            limit(moment, method, &by.team)?;
            handle(&mut Call { at: moment, args, note, by, token })
        }
    }
}

/// Limits hold for each method in each workspace.
fn limit(moment: &mut Moment<'_>, method: &Method, team: &str) -> Result<(), Refused> {
    let (Some(rate), RateLimits::Slack) = (method.rate, moment.config.limits) else { return Ok(()) };
    let key = format!("{}@{team}", method.name);
    moment.state.limits.take(&key, rate, moment.now).map_err(Refused::limited)
}

fn check_app_token(moment: &Moment<'_>, token: Option<&str>) -> Result<(), Refused> {
    let token = token.filter(|token| !token.is_empty()).ok_or(Refused::new("not_authed"))?;
    if token == moment.config.app.app_token {
        return Ok(());
    }
    let error = moment.state.installs.bearer(token, moment.now).map(|_| "not_allowed_token_type");
    Err(Refused::new(error.unwrap_or_else(|error| error)))
}

fn installation_of(moment: &Moment<'_>, token: &str) -> Result<Arc<Installation>, Refused> {
    if token == moment.config.app.app_token {
        return Err(Refused::new("not_allowed_token_type"));
    }
    moment.state.installs.bearer(token, moment.now).map_err(Refused::new)
}

fn need_any(by: &Installation, scopes: &[&str]) -> Result<(), Refused> {
    if scopes.iter().any(|scope| by.scopes.contains(*scope)) {
        return Ok(());
    }
    let provided: Vec<&str> = by.scopes.iter().map(String::as_str).collect();
    let mut refused = Refused::new("missing_scope");
    refused.extra.insert("needed".into(), json!(scopes.join(",")));
    refused.extra.insert("provided".into(), json!(provided.join(",")));
    Err(refused)
}

fn with_ok(mut body: Value) -> Value {
    body["ok"] = json!(true);
    body
}
