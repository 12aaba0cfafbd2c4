//! Somebody of another company installs an app on one of Slack's SDKs, with a browser that the test plays.

use serde_json::{Value, json};

use super::app::{App, Sdk};
use crate::slack::{self, Answer, Slack};

#[test]
fn an_app_on_bolt_for_javascript_is_installed_by_another_company() {
    install(Sdk::BoltForJavaScript);
}

#[test]
fn an_app_on_bolt_for_python_is_installed_by_another_company() {
    install(Sdk::BoltForPython);
}

fn install(sdk: Sdk) {
    let Some(program) = sdk.program("installed") else { return };
    let slack = Slack::start(&["--seed-file", "tests/sdk/people.toml"]);
    let app = App::start_to_be_installed(program, &slack);
    slack.act("connect", json!({"app_url": app.url()}));
    let noor = slack.id_of("noor");
    let line = json!({"user": noor, "line": "/lunch"});
    assert_eq!(slack.tries("command", line.clone()), None, "there is no app yet where she works");
    assert_eq!(allow(&slack, &app, &noor).status, 200);
    let installed: Vec<Value> = slack.look("workspaces")["workspaces"].as_array().unwrap().clone();
    assert!(installed.iter().all(|workspace| workspace["installed"] == true), "{installed:?}");
    assert_eq!(slack.act("command", line)["reply"]["text"], "Globex eats");
    slack.eventually("a message with the new token", || {
        let calls = slack.calls("chat.postMessage");
        calls
            .into_iter()
            .find(|call| call["ok"] == true && call["text"] == "Enjoy" && call["team"].is_string())
    });
    app.has_nothing_to_complain_about();
}

/// From the app's page to Slack's, a press of Allow, and back; answers what the app shows in the end.
fn allow(slack: &Slack, app: &App, user: &str) -> Answer {
    let begun = slack::exchange("GET", &app.page("install"), &[], "");
    let cookies: Vec<&str> =
        begun.headers("set-cookie").filter_map(|cookie| cookie.split(';').next()).collect();
    let asked = slack::exchange("GET", begun.header("location"), &[], "");
    assert!(asked.body.contains("Lunch Club"), "{}", asked.body);
    let mut form = form_urlencoded::Serializer::new(String::new());
    for hidden in asked.body.split("<input type=\"hidden\" name=\"").skip(1) {
        let (name, rest) = hidden.split_once("\" value=\"").unwrap();
        form.append_pair(name, &rest.split('"').next().unwrap().replace("&amp;", "&"));
    }
    form.extend_pairs([("user", user), ("answer", "allow")]);
    let kind = ("Content-Type", "application/x-www-form-urlencoded");
    let allowed = slack::exchange("POST", slack.setting("SLACK_AUTHORIZE_URL"), &[kind], &form.finish());
    slack::exchange("GET", allowed.header("location"), &[("Cookie", &cookies.join("; "))], "")
}
