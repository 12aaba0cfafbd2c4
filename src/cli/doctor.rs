//! `viceversa doctor`: is everything set up? Each line says what was found, and what to do where it is wrong.

mod parked;

use super::control;
use super::round::app_on;
use super::slack_app::{EMAIL_SCOPE, OPTIONAL_SCOPES, SCOPES};
use crate::adapters::catalogue;
use crate::adapters::slack::outbound::{SlackChat, SlackConfig};
use crate::adapters::slack::render::Renderer;
use crate::adapters::system::SystemClock;
use crate::app::operate::{Report, Request};
use crate::config::{Config, rules};
use crate::ports::{Clock, Identity, OneProcess, RowState, Rows};
use secrecy::ExposeSecret;
use std::sync::Arc;

/// Slack refuses requests that are older than five minutes by its clock, and so do we by ours.
const SKEW_ALLOWED: i64 = 60;

/// What was found about one part.
enum Finding {
    Good(String),
    Doubtful(String),
    Bad(String),
}

/// Checks everything and prints what was found.
///
/// # Errors
/// Something is wrong; the lines above say what.
pub async fn run(mut config: Config) -> anyhow::Result<()> {
    let mut findings = vec![signing_secret(&config)];
    findings.extend(own_decks(&mut config));
    findings.extend(own_rules(&mut config));
    findings.extend(slack(&config).await);
    findings.extend(database(&config).await);
    findings.extend(unproven(&config).await);
    findings.extend(given_up(&config).await);
    let mut bad = 0;
    for finding in &findings {
        match finding {
            Finding::Good(text) => println!("ok    {text}"),
            Finding::Doubtful(text) => println!("look  {text}"),
            Finding::Bad(text) => {
                bad += 1;
                println!("WRONG {text}");
            }
        }
    }
    anyhow::ensure!(bad == 0, "{bad} of {} checks found something wrong", findings.len());
    Ok(())
}

fn signing_secret(config: &Config) -> Finding {
    let is_hex = |text: &str| text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    match (config.slack.signing_secret(), &config.slack.app_token) {
        (Ok(secret), _) if is_hex(secret.expose_secret()) => Finding::Good("SLACK_SIGNING_SECRET is set".into()),
        (Ok(_), _) => Finding::Doubtful(
            "SLACK_SIGNING_SECRET is set, but is not 32 hexadecimal digits as Slack's are; compare it once more".into(),
        ),
        (Err(_), Some(_)) => Finding::Good("Socket Mode: no signing secret is needed".into()),
        (Err(missing), None) => Finding::Bad(missing.to_string()),
    }
}

/// The operator's own decks, where there are any. The other checks go on without them.
fn own_decks(config: &mut Config) -> Option<Finding> {
    let path = config.prompts.take()?;
    let shown = path.display();
    Some(match catalogue::load(Some(&path)) {
        Ok(loaded) if loaded.warnings.is_empty() => {
            Finding::Good(format!("the decks in {shown} can be used"))
        }
        Ok(_) => Finding::Doubtful(format!(
            "the decks in {shown} can be used, and could be better: `viceversa prompts check {shown}` says how"
        )),
        Err(error) => {
            let lines = error.to_string().replace('\n', "\n    ");
            Finding::Bad(format!("VICEVERSA_PROMPTS names decks that cannot be used: {lines}"))
        }
    })
}

/// The operator's own rules, where there are any. The other checks go on without them.
fn own_rules(config: &mut Config) -> Option<Finding> {
    let path = config.rules.take()?;
    Some(match rules::load(&path) {
        Ok(_) => Finding::Good(format!("the rules in {} can be used", path.display())),
        Err(error) => {
            let lines = error.to_string().replace('\n', "\n    ");
            Finding::Bad(format!("VICEVERSA_RULES names rules that cannot be used: {lines}"))
        }
    })
}

async fn slack(config: &Config) -> Vec<Finding> {
    let bot_tokens = match config.slack.bot_tokens() {
        Ok(tokens) => tokens,
        Err(missing) => return vec![Finding::Bad(missing.to_string())],
    };
    let (clock, quota) = (Arc::new(SystemClock), Arc::new(OneProcess::default()));
    let catalogue = match catalogue::embedded() {
        Ok(catalogue) => Arc::new(catalogue),
        Err(error) => {
            return vec![Finding::Bad(format!("the decks that come with the program are broken: {error}"))];
        }
    };
    let settings = SlackConfig {
        api_url: config.slack.api_url.clone(),
        bot_tokens,
        app_token: config.slack.app_token.clone(),
    };
    let chat = match SlackChat::new(settings, clock, quota, Arc::new(Renderer::new(catalogue, None))) {
        Ok(chat) => chat,
        Err(error) => return vec![Finding::Bad(format!("SLACK_API_URL cannot be used: {error}"))],
    };
    let mut findings = Vec::new();
    for place in 0..chat.tokens() {
        findings.extend(installation(&chat, place).await);
    }
    findings
}

/// What is to say about one token, and the workspace it belongs to.
async fn installation(chat: &SlackChat, place: usize) -> Vec<Finding> {
    let (token, setting) = match chat.tokens() {
        1 => ("the token".to_owned(), "SLACK_BOT_TOKEN".to_owned()),
        _ => (format!("token {}", place + 1), format!("token {} of SLACK_BOT_TOKEN", place + 1)),
    };
    match chat.identity(place).await {
        Ok(identity) => vec![
            Finding::Good(format!("{token} belongs to {} in {}", identity.bot_user, identity.workspace_name)),
            scopes(&identity),
            email_scope(&identity),
            skew(&identity),
        ],
        Err(error) => vec![Finding::Bad(format!(
            "Slack does not accept {setting}, or cannot be reached: {error}. Install the app again and copy the new token"
        ))],
    }
}

fn scopes(identity: &Identity) -> Finding {
    if identity.scopes.is_empty() {
        return Finding::Doubtful("Slack did not say which scopes the token has".into());
    }
    let missing = SCOPES.into_iter().filter(|scope| !identity.scopes.iter().any(|granted| granted == scope));
    let (optional, needed): (Vec<&str>, Vec<&str>) =
        missing.partition(|scope| OPTIONAL_SCOPES.contains(scope));
    match (needed.is_empty(), optional.is_empty()) {
        (true, true) => Finding::Good("the token has every scope".into()),
        (true, false) => {
            let without: Vec<String> = optional.iter().map(|scope| without(scope)).collect();
            Finding::Doubtful(format!(
                "the token has every scope that is needed, but not {}. They can be added under OAuth & Permissions",
                without.join(", nor ")
            ))
        }
        (false, _) => Finding::Bad(format!(
            "the token lacks {}. Add them under OAuth & Permissions and install the app again",
            needed.join(", ")
        )),
    }
}

/// An optional scope, with what is left out where it lacks.
fn without(scope: &str) -> String {
    let what = match scope {
        "im:history" => {
            "replies under nudges are not understood, their buttons are; files sent to the bot go unseen"
        }
        "files:read" => "an admin cannot send the bot a list of people; `viceversa people import` takes one",
        _ => return scope.to_owned(),
    };
    format!("{scope} ({what})")
}

/// Whoever imports people by address needs it, and nobody else.
fn email_scope(identity: &Identity) -> Finding {
    let granted = identity.scopes.iter().any(|scope| scope == EMAIL_SCOPE);
    Finding::Good(match granted {
        true => format!("`viceversa people import` takes e-mail addresses ({EMAIL_SCOPE}) and Slack ids"),
        false => format!(
            "`viceversa people import` takes Slack ids; for e-mail addresses add the scope {EMAIL_SCOPE}"
        ),
    })
}

fn skew(identity: &Identity) -> Finding {
    let Some(theirs) = identity.slack_time else {
        return Finding::Doubtful("Slack did not say what time it is".into());
    };
    let seconds = SystemClock.now().duration_since(theirs).as_secs();
    if seconds.abs() <= SKEW_ALLOWED {
        Finding::Good(format!("the clocks agree within {} s", seconds.abs().max(1)))
    } else {
        Finding::Bad(format!(
            "this machine's clock is {seconds} s away from Slack's; beyond 300 s every request is refused. Set the clock (NTP)"
        ))
    }
}

async fn database(config: &Config) -> Vec<Finding> {
    match control::ask(config, &Request::Status, async |database| app_on(config, database)).await {
        Ok(Report::Done { lines }) => {
            let shown = if lines.is_empty() { "no workspace yet".to_owned() } else { lines.join("\n      ") };
            vec![Finding::Good(format!("the database answers\n      {shown}"))]
        }
        Ok(Report::Refused { problem }) => vec![Finding::Bad(problem)],
        Ok(Report::Import { .. } | Report::Outbox { .. }) => vec![Finding::Bad(control::OTHER_ANSWER.into())],
        Err(error) => vec![Finding::Bad(format!("the database cannot be used: {error:#}"))],
    }
}

/// Rounds whose pairs come from the plain library. Whether the database can be asked at all is another finding's business.
async fn unproven(config: &Config) -> Vec<Finding> {
    match control::ask(config, &Request::UnprovenRounds, async |database| app_on(config, database)).await {
        Ok(Report::Done { lines }) => lines.into_iter().map(Finding::Doubtful).collect(),
        Ok(Report::Refused { .. } | Report::Import { .. } | Report::Outbox { .. }) | Err(_) => Vec::new(),
    }
}

/// Messages that were given up. Whether the database can be asked at all is another finding's business.
async fn given_up(config: &Config) -> Vec<Finding> {
    let request = Request::ListOutbox { which: Rows::In(RowState::Failed), limit: parked::MOST };
    match control::ask(config, &request, async |database| app_on(config, database)).await {
        Ok(Report::Outbox { rows, matching }) => {
            parked::explain(&rows, matching).into_iter().map(Finding::Doubtful).collect()
        }
        Ok(Report::Done { .. } | Report::Refused { .. } | Report::Import { .. }) | Err(_) => Vec::new(),
    }
}
