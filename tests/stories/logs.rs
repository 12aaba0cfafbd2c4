//! Logs name ids and outcomes; what people wrote and what opens doors is in none of them, at any level.

use crate::world::{World, ZONE};
use jiff::SignedDuration;
use std::io::Write;
use std::sync::{Arc, Mutex};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;
use viceversa::app::operate::Request;
use viceversa::domain::event::Happening;
use viceversa::ports::{Retry, Rows};
use viceversa::sandbox::{Fault, Input, Junk};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

/// What people of this story write, each word in another place.
const PRIVATE: [&str; 9] = [
    "lavender",
    "saxifrage",
    "marigold",
    "hollyhock",
    "hellebore",
    "foxglove",
    "snowdrop",
    "edelweiss",
    "buttercup",
];

/// An ask is typed and written, and nothing that follows comes through; an operator looks at it and has it tried again.
async fn everything_else_is_said_and_fails(world: &World) {
    for fault in [Fault::StatusBefore(404), Fault::JunkBefore(Junk::Html), Fault::ResetBefore] {
        world.sandbox().inject_fault("chat.postMessage", fault, 1);
    }
    world.types("ana", "ask how do I tell my foxglove that snowdrop is late").await;
    world.submits("ana", &[("ask_text", Input::Text("how do I deal with edelweiss".into()))]).await;
    world.types("ben", "offer buttercup").await;
    world.passes(SignedDuration::from_hours(2)).await;
    for request in [
        Request::ListOutbox { which: Rows::Unsettled, limit: 50 },
        Request::RetryOutbox { which: Retry::AllFailed },
        Request::Status,
    ] {
        world.stage.app.operate(&request).await.unwrap();
    }
    world.passes(SignedDuration::from_hours(2)).await;
}

#[tokio::test]
async fn nothing_private_and_no_token_is_ever_logged() {
    let log = Log::default();
    let filter =
        EnvFilter::new("viceversa=trace,viceversa::sandbox=off,sqlx=trace,hyper=trace,reqwest=trace");
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(log.clone());
    // For all threads: which of them a line comes from is none of this story's business.
    tracing::subscriber::set_global_default(lines.finish()).unwrap();
    let mut world = World::new().await;
    for name in ["ana", "ben"] {
        world.arrives(name, ZONE);
        let said = [("own_words", Input::Text("lavender".into())), ("team", Input::Text("saxifrage".into()))];
        world.joins(name, &said).await;
    }
    let ways = [Fault::StatusBefore(500), Fault::RateLimited { after: 1 }, Fault::Cut];
    for fault in ways {
        world.sandbox().inject_fault("chat.postMessage", fault, 1);
    }
    world.types("ana", "whatisthisplease marigold").await;
    world.types("ana", "nudge on").await;
    world.until("2027-01-06T10:01").await;
    let nudge = world.nudge("ana");
    world.replies("ana", &nudge, "I'll ask @ben about hellebore on Tuesday").await;
    assert!(world.thread(&nudge).pop().unwrap().contains("Tue 12 Jan"));
    world.until("2027-01-08T12:00").await;
    let asked = world.told("ana").pop().unwrap();
    world.presses("ana", &asked, "check_in:met").await;
    world.submits("ana", &[("will_try", Input::Text("hollyhock".into()))]).await;
    world.types("ana", "export").await;
    world.types("ana", "history").await;
    everything_else_is_said_and_fails(&world).await;
    world
        .stage
        .app
        .handle(viceversa::app::handle::Task::of(&world.stage.workspace, Happening::TokensRevoked))
        .await
        .unwrap();
    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(
        logged.contains("a slot has come") && logged.contains("the tokens are void"),
        "it was listened to"
    );
    let app = &world.sandbox().config().app;
    for secret in [&app.bot_token, &app.signing_secret, &app.app_token] {
        assert!(!logged.contains(secret.as_str()), "a token is in the log");
    }
    for ending in ["rate limited", "unclear whether it was applied", "refused: http_404"] {
        assert!(logged.contains(ending), "no delivery ended so: {ending}");
    }
    for private in PRIVATE {
        let line = logged.lines().find(|line| line.contains(private));
        assert_eq!(line, None, "{private}");
    }
}
