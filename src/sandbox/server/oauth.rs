//! Installing the app through a browser, as Slack does it: a page that asks, and the way back with a code; and what an
//! installation changes in the workspace.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use http::StatusCode;
use std::collections::BTreeMap;

use crate::sandbox::config::AppConfig;
use crate::sandbox::core::Sandbox;
use crate::sandbox::installs::{Installation, Permission, Standing};
use crate::sandbox::model::NewBot;
use crate::sandbox::state::Moment;

type Fields = BTreeMap<String, String>;

pub(in crate::sandbox) fn routes() -> Router<Sandbox> {
    Router::new().route("/oauth/v2/authorize", get(ask).post(answer))
}

/// Shows what the app wants and lets somebody choose whose workspace it comes into.
async fn ask(State(sandbox): State<Sandbox>, RawQuery(query): RawQuery) -> Response {
    let asked = fields(query.as_deref().unwrap_or_default().as_bytes());
    match complaint(&sandbox, &asked) {
        None => Html(page(&sandbox, &asked)).into_response(),
        Some(error) => refusal(error),
    }
}

/// Sends the browser back to the app, with a code or with the person's no.
async fn answer(State(sandbox): State<Sandbox>, body: Bytes) -> Response {
    let asked = fields(&body);
    if let Some(error) = complaint(&sandbox, &asked) {
        return refusal(error);
    }
    let uri = text(&asked, "redirect_uri").to_owned();
    if text(&asked, "answer") != "allow" {
        return back(&uri, &[("error", "access_denied"), ("state", text(&asked, "state"))]);
    }
    let named = Some(uri.as_str()).filter(|_| asked.contains_key("named"));
    match sandbox.authorise(text(&asked, "user"), &scopes(&asked), named) {
        Ok(authorised) => back(&uri, &[("code", &authorised.code), ("state", text(&asked, "state"))]),
        Err(error) => refusal(error.name()),
    }
}

fn fields(form: &[u8]) -> Fields {
    form_urlencoded::parse(form).into_owned().collect()
}

fn text<'f>(fields: &'f Fields, name: &str) -> &'f str {
    fields.get(name).map_or("", String::as_str)
}

fn scopes(asked: &Fields) -> Vec<String> {
    text(asked, "scope").split([',', ' ']).filter(|scope| !scope.is_empty()).map(Into::into).collect()
}

/// What Slack says instead of asking.
fn complaint(sandbox: &Sandbox, asked: &Fields) -> Option<&'static str> {
    let app = &sandbox.config().app;
    match () {
        () if text(asked, "client_id") != app.client_id => Some("invalid_client_id"),
        () if !may_go_back_to(app, text(asked, "redirect_uri")) => Some("bad_redirect_uri"),
        () if scopes(asked).iter().any(|scope| !app.scopes.contains(scope)) => Some("invalid_scope"),
        () => None,
    }
}

/// An address that is not named is the first that the app registered.
fn may_go_back_to(app: &AppConfig, uri: &str) -> bool {
    const OWN: [&str; 3] = ["http://127.0.0.1:", "http://localhost:", "http://[::1]:"];
    match (app.redirect_urls.is_empty(), uri.is_empty()) {
        (true, true) => false,
        (true, false) => OWN.iter().any(|own| uri.starts_with(own)),
        (false, true) => true,
        (false, false) => app.redirect_urls.iter().any(|known| uri.starts_with(known.as_str())),
    }
}

fn refusal(error: &str) -> Response {
    let page = format!(
        "<!doctype html><html lang=\"en\"><title>Something went wrong</title><h1>Something went wrong</h1><p>The app asked for this in a way Slack does not take: <code>{error}</code>."
    );
    (StatusCode::BAD_REQUEST, Html(page)).into_response()
}

fn back(uri: &str, fields: &[(&str, &str)]) -> Response {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(fields.iter().filter(|(_, value)| !value.is_empty()));
    let joint = if uri.contains('?') { '&' } else { '?' };
    Redirect::to(&format!("{uri}{joint}{}", query.finish())).into_response()
}

fn page(sandbox: &Sandbox, asked: &Fields) -> String {
    let app = &sandbox.config().app;
    let named = asked.contains_key("redirect_uri");
    let uri = match text(asked, "redirect_uri") {
        "" => app.redirect_urls.first().map_or("", String::as_str),
        uri => uri,
    };
    let wanted = scopes(asked);
    let wanted: Vec<&str> = if wanted.is_empty() {
        app.scopes.iter().map(String::as_str).collect()
    } else {
        wanted.iter().map(String::as_str).collect()
    };
    let scopes: String = wanted.iter().map(|scope| format!("<li><code>{}</code>", escaped(scope))).collect();
    let mut hidden = String::new();
    let mut keep = |name: &str, value: &str| {
        hidden.push_str(&format!("<input type=\"hidden\" name=\"{name}\" value=\"{}\">", escaped(value)));
    };
    keep("client_id", text(asked, "client_id"));
    keep("scope", &wanted.join(","));
    keep("redirect_uri", uri);
    keep("state", text(asked, "state"));
    if named {
        keep("named", "yes");
    }
    TEMPLATE
        .replace("{app}", &escaped(&app.name))
        .replace("{people}", &people(sandbox))
        .replace("{scopes}", &scopes)
        .replace("{hidden}", &hidden)
}

/// Everybody who can act, by workspace; in a big one the first hundred.
fn people(sandbox: &Sandbox) -> String {
    let mut list = String::new();
    for workspace in sandbox.config().workspaces() {
        list.push_str(&format!("<optgroup label=\"{}\">", escaped(&workspace.team_name)));
        for person in sandbox.people_of(&workspace.team_id, 100) {
            list.push_str(&format!(
                "<option value=\"{}\">{}</option>",
                person.id,
                escaped(&person.real_name)
            ));
        }
        list.push_str("</optgroup>");
    }
    list
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

const TEMPLATE: &str = include_str!("../page/authorize.html");

impl Moment<'_> {
    /// Puts the app into a workspace with what somebody there allowed it, or widens what it may do there.
    pub fn install(&mut self, permission: Permission) {
        let Permission { team, scopes, user: _, redirect_uri: _ } = permission;
        let known = self.state.installs.of(&team).cloned();
        let (bot_user, bot_id) = match &known {
            Some(known) => (known.bot_user.clone(), known.bot_id.clone()),
            None => self.new_bot(&team),
        };
        // What was granted before stays granted.
        let before = known.filter(|known| known.standing != Standing::Uninstalled);
        let scopes = before.iter().flat_map(|known| known.scopes.iter().cloned()).chain(scopes).collect();
        self.state.installs.put(Installation {
            team,
            bot_user,
            bot_id,
            scopes,
            standing: Standing::Installed,
        });
    }

    fn new_bot(&mut self, team: &str) -> (String, String) {
        let (user, bot) = (self.state.model.ids.user(), self.state.model.ids.bot());
        let app = &self.config.app;
        let new = NewBot { id: &user, team, name: &app.bot_name, real_name: &app.name };
        self.state.model.add_bot(new, self.now);
        (user, bot)
    }
}
