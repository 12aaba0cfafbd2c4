//! Slack's own SDKs, unmodified, in a round trip with `viceversa sandbox`: what they cannot do is the sandbox's fault.
//!
//! Both ends are processes of their own. The test is the person: it types, presses and reads through the control API.

mod app;
mod installing;

use crate::slack::{self, Slack};
use app::{App, Sdk, Transport};
use serde_json::{Value, json};

#[test]
fn bolt_for_javascript_does_its_round_trip_over_http() {
    round_trip(Sdk::BoltForJavaScript, Transport::Http);
}

#[test]
fn bolt_for_javascript_does_its_round_trip_over_a_socket() {
    round_trip(Sdk::BoltForJavaScript, Transport::Socket);
}

#[test]
fn bolt_for_python_does_its_round_trip_over_http() {
    round_trip(Sdk::BoltForPython, Transport::Http);
}

#[test]
fn bolt_for_python_does_its_round_trip_over_a_socket() {
    round_trip(Sdk::BoltForPython, Transport::Socket);
}

fn round_trip(sdk: Sdk, transport: Transport) {
    let Some(program) = sdk.program("app") else { return };
    let slack = Slack::start(&["--seed-file", "tests/sdk/people.toml"]);
    let app = App::start(program, transport, &slack);
    match transport {
        Transport::Http => app_checks_who_calls(&slack, &app),
        Transport::Socket => app_comes_back_when_it_is_sent_away(&slack),
    }
    let ana = slack.person("ana");
    ana.invites_after_a_correction();
    let invitation = ana.reads_the_invitation();
    ana.reacts_and_is_thanked(&invitation);
    ana.presses_and_is_answered(&invitation);
    ana.sees_the_home();
    ana.counts_the_people();
    ana.gets_a_file();
    slack.nothing_was_refused();
    app.has_nothing_to_complain_about();
}

/// The challenge is returned to Slack and to nobody else.
fn app_checks_who_calls(slack: &Slack, app: &App) {
    let url = app.url();
    slack.act("connect", json!({"app_url": url}));
    assert_eq!(slack.act("verify", json!({}))["challenge"], "returned");
    let body = json!({"type": "url_verification", "challenge": "x"}).to_string();
    let clock = slack.look("clock");
    let now: jiff::Timestamp = clock["now"].as_str().unwrap().parse().unwrap();
    let signed = |secret: &str, seconds_ago: i64| {
        let time = (now.as_second() - seconds_ago).to_string();
        (slack::signature(secret, &time, &body), time)
    };
    let secret = slack.setting("SLACK_SIGNING_SECRET");
    for (secret, seconds_ago, status) in [(secret, 0, 200), ("ffff", 0, 401), (secret, 600, 401)] {
        let (signature, time) = signed(secret, seconds_ago);
        let headers = [("X-Slack-Signature", signature.as_str()), ("X-Slack-Request-Timestamp", &time)];
        let (answered, said) = slack::request("POST", &url, &headers, &body);
        assert_eq!(answered, status, "{seconds_ago} s ago, {secret}: {said}");
    }
}

/// Slack renews every connection now and then; the SDK opens another one by itself.
fn app_comes_back_when_it_is_sent_away(slack: &Slack) {
    let opened = || slack.calls("apps.connections.open").len();
    let before = opened();
    slack.act("disconnect", json!({"reason": "refresh_requested"}));
    slack.eventually("another connection is opened", || (opened() > before).then_some(()));
    let ana = slack.person("ana");
    slack.eventually("the app hears again", || slack.tries("command", ana.types("/people")));
}

/// Somebody in the workspace.
struct Person<'a> {
    slack: &'a Slack,
    id: String,
}

impl Slack {
    fn person(&self, name: &str) -> Person<'_> {
        Person { slack: self, id: self.id_of(name) }
    }
}

impl Person<'_> {
    fn types(&self, line: &str) -> Value {
        json!({"user": self.id, "line": line})
    }

    fn channel(&self) -> Option<String> {
        self.slack.look(&format!("state?user={}", self.id))["app_channel"].as_str().map(str::to_owned)
    }

    /// What the app and I said to each other, a thread where one is named.
    fn reads(&self, thread: &str) -> Vec<Value> {
        let Some(channel) = self.channel() else { return Vec::new() };
        let path = format!("messages?user={}&channel={channel}&thread_ts={thread}", self.id);
        self.slack.look(&path)["messages"].as_array().unwrap().clone()
    }

    fn awaits(&self, what: &str, thread: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        self.slack.eventually(what, || self.reads(thread).into_iter().find(&wanted))
    }

    fn invites_after_a_correction(&self) {
        let slack = self.slack;
        slack.act("command", self.types("/lunch tacos"));
        let view = slack.eventually("a modal opens", || {
            slack.look(&format!("views?user={}", self.id))["views"].as_array()?.first().cloned()
        });
        let id = view["id"].as_str().unwrap();
        let asked = json!({"user": self.id, "place": {"view": id}, "action": "place", "typed": "b"});
        assert_eq!(slack.act("suggest", asked)["options"][0]["value"], "bao");
        let submit = |guests: &str| {
            let inputs = json!({"guests/guests": {"text": guests}, "place/place": {"choice": "bao"}});
            slack.act("submit", json!({"user": self.id, "view": id, "inputs": inputs}))
        };
        let refused = submit("many");
        assert_eq!(refused["outcome"], "errors");
        assert_eq!(refused["errors"]["guests"], "Write a number from 1 to 9.");
        assert_eq!(submit("3")["outcome"], "closed");
    }

    fn reads_the_invitation(&self) -> Value {
        let invitation =
            self.awaits("a direct message", "", |message| message["text"] == "tacos for 3 at bao");
        assert_eq!(invitation["blocks"][1]["elements"][1]["action_id"], "come");
        invitation
    }

    fn reacts_and_is_thanked(&self, invitation: &Value) {
        let (ts, channel) = (invitation["ts"].as_str().unwrap(), self.channel());
        self.slack.act("react", json!({"user": self.id, "channel": channel, "ts": ts, "emoji": "taco"}));
        self.awaits("thanks in the thread", ts, |reply| {
            reply["text"] == "Thank you for the :taco:" && reply["thread_ts"] == ts
        });
        let updated = self.awaits("the update", "", |message| message["text"] == "Lunch is on");
        assert_eq!(updated["ts"], ts, "it is the same message");
    }

    fn presses_and_is_answered(&self, invitation: &Value) {
        let place = json!({"message": {"channel": self.channel(), "ts": invitation["ts"]}});
        let press = |action: &str| {
            self.slack
                .act("press", json!({"user": self.id, "place": place, "action": action, "input": "click"}));
        };
        press("who");
        let whisper = self.awaits("an answer for me alone", "", |message| message["text"] == "2 come");
        assert_eq!(whisper["only_for"], json!(self.id));
        press("come");
        let words = json!(format!("<@{}> comes", self.id));
        let replaced = self.awaits("the message is replaced", "", |message| message["text"] == words);
        assert_eq!((&replaced["ts"], &replaced["blocks"]), (&invitation["ts"], &json!([])));
    }

    fn sees_the_home(&self) {
        self.slack.act("open_home", json!({"user": self.id}));
        let home = self.slack.eventually("the Home is published", || {
            let answer = self.slack.look(&format!("home?user={}", self.id));
            (!answer["view"].is_null()).then(|| answer["view"].clone())
        });
        assert_eq!(home["blocks"][0]["text"]["text"], json!(format!("Welcome, <@{}>", self.id)));
    }

    fn gets_a_file(&self) {
        self.slack.act("command", self.types("/menu"));
        let message = self.awaits("a file", "", |message| message["text"] == "The menu");
        assert_eq!(message["files"][0]["name"], "menu.txt");
        let url = format!("{}{}", self.slack.address(), message["files"][0]["url"].as_str().unwrap());
        assert_eq!(slack::request("GET", &url, &[], ""), (200, "Tacos".to_owned()));
    }

    /// Four people and the app are three pages of two.
    fn counts_the_people(&self) {
        self.slack.act("command", self.types("/people"));
        self.awaits("the pages", "", |message| message["text"] == "pages of 2, 2, 1");
    }
}
