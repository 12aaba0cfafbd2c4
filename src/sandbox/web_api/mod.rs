//! The Web API: one table of methods with their tier and scope, and the way every call takes through it.

mod apps;
mod args;
mod chat;
mod conversations;
mod conversations_read;
mod reactions;
mod users;
mod views;

use serde_json::{Map, Value, json};

pub(super) use args::Args;
pub(super) use reactions::Change;
pub(super) use views::read_view;

use super::config::RateLimits;
use super::faults::Fault;
use super::ledger::LedgerEntry;
use super::limits::Rate;
use super::state::{Installation, Moment};

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
}

pub(super) type Reply = Result<Value, Refused>;

/// One call on its way: what was asked, of whom, and the ledger line that is being written about it.
pub(super) struct Call<'a, 'b> {
    pub at: &'a mut Moment<'b>,
    pub args: &'a Args,
    pub note: &'a mut LedgerEntry,
}

type Handler = fn(&mut Call<'_, '_>) -> Reply;

struct Method {
    handler: Handler,
    rate: Option<Rate>,
    token: Token,
}

/// Which token a method wants, and what it must be allowed to do.
enum Token {
    None,
    Bot,
    Scope(&'static str),
    App,
}

const TIER_1: Option<Rate> = Some(Rate::per_minute(1));
const TIER_2: Option<Rate> = Some(Rate::per_minute(20));
const TIER_3: Option<Rate> = Some(Rate::per_minute(50));
const TIER_4: Option<Rate> = Some(Rate::per_minute(100));

fn find(name: &str) -> Option<Method> {
    let (handler, rate, token): (Handler, _, _) = match name {
        "api.test" => (apps::api_test, TIER_4, Token::None),
        "apps.connections.open" => (apps::connections_open, TIER_3, Token::App),
        "apps.uninstall" => (apps::uninstall, TIER_1, Token::Bot),
        "auth.revoke" => (apps::revoke, TIER_3, Token::Bot),
        "auth.test" => (apps::auth_test, None, Token::Bot),
        "bots.info" => (apps::bots_info, TIER_3, Token::Scope("users:read")),
        "team.info" => (apps::team_info, TIER_3, Token::Scope("team:read")),
        "chat.delete" => (chat::delete, TIER_3, Token::Scope("chat:write")),
        "chat.getPermalink" => (chat::get_permalink, None, Token::Bot),
        "chat.postEphemeral" => (chat::post_ephemeral, TIER_4, Token::Scope("chat:write")),
        "chat.postMessage" => (chat::post_message, None, Token::Scope("chat:write")),
        "chat.update" => (chat::update, TIER_3, Token::Scope("chat:write")),
        "conversations.history" => (conversations_read::history, TIER_3, Token::Bot),
        "conversations.info" => (conversations::info, TIER_3, Token::Bot),
        "conversations.list" => (conversations::list, TIER_2, Token::Bot),
        "conversations.members" => (conversations::members, TIER_4, Token::Bot),
        "conversations.open" => (conversations::open, TIER_3, Token::Bot),
        "conversations.replies" => (conversations_read::replies, TIER_3, Token::Bot),
        "reactions.add" => (reactions::add, TIER_3, Token::Scope("reactions:write")),
        "reactions.get" => (reactions::get, TIER_3, Token::Scope("reactions:read")),
        "reactions.remove" => (reactions::remove, TIER_2, Token::Scope("reactions:write")),
        "users.conversations" => (conversations::of_user, TIER_3, Token::Bot),
        "users.info" => (users::info, TIER_4, Token::Scope("users:read")),
        "users.list" => (users::list, TIER_2, Token::Scope("users:read")),
        "views.open" => (views::open, TIER_4, Token::Bot),
        "views.publish" => (views::publish, TIER_4, Token::Bot),
        "views.push" => (views::push, TIER_4, Token::Bot),
        "views.update" => (views::update, TIER_4, Token::Bot),
        _ => return None,
    };
    Some(Method { handler, rate, token })
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

/// What Slack says in headers about a known token: which scopes it has, and which one the method wants. Comma-joined.
#[derive(Debug, PartialEq)]
pub(super) struct Scopes {
    pub granted: String,
    pub accepted: &'static str,
}

/// Takes one call through fault, token, scope, limit and method, and writes it into the ledger.
pub(super) fn call(
    moment: &mut Moment<'_>,
    name: &str,
    token: Option<&str>,
    args: &Result<Args, Refused>,
) -> Answer {
    let fault = moment.state.faults.strike(name, moment.now);
    call_with(moment, name, token, args, fault)
}

/// As [`call`], with the fault already known.
pub(super) fn call_with(
    moment: &mut Moment<'_>,
    name: &str,
    token: Option<&str>,
    args: &Result<Args, Refused>,
    fault: Option<Fault>,
) -> Answer {
    let mut note = LedgerEntry::call(name);
    let reply = match fault {
        Some(Fault::RateLimited { after }) => Err(Refused::limited(after)),
        Some(fault) if !fault.applies() => Err(Refused::new("fatal_error")),
        Some(_) | None => run(moment, name, token, args, &mut note),
    };
    let scopes = scopes(moment, name, token.or_else(|| args.as_ref().ok()?.text("token")));
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

fn scopes(moment: &Moment<'_>, name: &str, token: Option<&str>) -> Option<Scopes> {
    let app = &moment.config.app;
    let method = find(name).filter(|_| token == Some(app.bot_token.as_str()))?;
    let granted: Vec<&str> = app.scopes.iter().map(String::as_str).collect();
    let accepted = match method.token {
        Token::Scope(scope) => scope,
        Token::None | Token::Bot | Token::App => "",
    };
    Some(Scopes { granted: granted.join(","), accepted })
}

fn run(
    moment: &mut Moment<'_>,
    name: &str,
    token: Option<&str>,
    args: &Result<Args, Refused>,
    note: &mut LedgerEntry,
) -> Reply {
    let Some(method) = find(name) else { return Err(Refused::new("unknown_method")) };
    let args = match args {
        Ok(args) => args,
        Err(refused) => return Err(Refused { extra: refused.extra.clone(), ..Refused::new(refused.error) }),
    };
    authorise(moment, &method.token, token.or_else(|| args.text("token")))?;
    if let (Some(rate), RateLimits::Slack) = (method.rate, moment.config.limits) {
        moment.state.limits.take(name, rate, moment.now).map_err(Refused::limited)?;
    }
    (method.handler)(&mut Call { at: moment, args, note })
}

fn authorise(moment: &Moment<'_>, wanted: &Token, token: Option<&str>) -> Result<(), Refused> {
    let app = &moment.config.app;
    if matches!(wanted, Token::None) {
        return Ok(());
    }
    let Some(token) = token.filter(|token| !token.is_empty()) else { return Err(Refused::new("not_authed")) };
    let is_bot = token == app.bot_token;
    if !is_bot && token != app.app_token {
        return Err(Refused::new("invalid_auth"));
    }
    match moment.state.installation {
        Installation::Installed => {}
        Installation::Revoked if is_bot => return Err(Refused::new("token_revoked")),
        Installation::Revoked => {}
        Installation::Uninstalled => return Err(Refused::new("account_inactive")),
    }
    match wanted {
        Token::App if is_bot => Err(Refused::new("not_allowed_token_type")),
        Token::Bot | Token::Scope(_) if !is_bot => Err(Refused::new("not_allowed_token_type")),
        Token::Scope(scope) => need_scope(moment, scope),
        Token::None | Token::Bot | Token::App => Ok(()),
    }
}

/// Refuses with what is needed and what was provided, as Slack does.
pub(super) fn need_scope(moment: &Moment<'_>, scope: &str) -> Result<(), Refused> {
    need_any_scope(moment, &[scope])
}

/// As [`need_scope`], where any of several scopes would do.
pub(super) fn need_any_scope(moment: &Moment<'_>, scopes: &[&str]) -> Result<(), Refused> {
    let granted = &moment.config.app.scopes;
    if scopes.iter().any(|scope| granted.contains(*scope)) {
        return Ok(());
    }
    let provided: Vec<&str> = granted.iter().map(String::as_str).collect();
    let mut refused = Refused::new("missing_scope");
    refused.extra.insert("needed".into(), json!(scopes.join(",")));
    refused.extra.insert("provided".into(), json!(provided.join(",")));
    Err(refused)
}

fn with_ok(mut body: Value) -> Value {
    body["ok"] = json!(true);
    body
}
