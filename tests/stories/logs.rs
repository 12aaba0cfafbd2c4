//! Logs name ids and outcomes; what people wrote and what opens doors is in none of them, at any level.

use crate::world::{World, ZONE};
use std::io::Write;
use std::sync::{Arc, Mutex};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;
use viceversa::domain::event::Happening;
use viceversa::sandbox::{Fault, Input};

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
    world.sandbox().inject_fault("chat.postMessage", Fault::StatusBefore(500), 2);
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
    for private in ["lavender", "saxifrage", "marigold", "hollyhock", "hellebore"] {
        let line = logged.lines().find(|line| line.contains(private));
        assert_eq!(line, None, "{private}");
    }
}
