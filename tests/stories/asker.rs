//! Who asks is known to nobody before somebody has said yes: everything that anybody else is sent is read, in all that an
//! ask can go through until then.

use crate::asks::{PROBLEM, topics};
use crate::community;
use crate::world::{Read, World, ZONE};
use jiff::SignedDuration;
use std::collections::BTreeSet;
use viceversa::sandbox::{Input, NewPerson, Person, PersonChange};

const OTHERS: [&str; 5] = ["ben", "cho", "dee", "eve", "fay"];

#[tokio::test]
async fn nothing_that_anybody_else_is_sent_says_who_asks_before_one_says_yes() {
    let (world, channel) = company().await;
    let mut eyes = Eyes::of(&world, "quirina");
    world.asks("quirina", PROBLEM).await;
    eyes.look(&world, "a request").await;

    let [first] = world.asked()[..] else { panic!("one is asked at a time") };
    world.answers_request(first, "ask:refer").await;
    eyes.look(&world, "the form of who would be better").await;
    world.submits(first, &[("referred", Input::One(world.id("fay")))]).await;
    eyes.look(&world, "somebody better").await;
    world.answers_request("fay", "ask:decline").await;
    eyes.look(&world, "not me").await;

    let silent = world.asked();
    world.until("2027-01-06T12:00").await;
    assert!(world.asked().len() > silent.len(), "a working day later one more is asked");
    eyes.look(&world, "silence").await;
    let card = world.told_of("quirina", "You asked for advice");
    world.presses("quirina", &card, "ask:edit").await;
    eyes.look(&world, "the form of the asker").await;
    world.submits("quirina", &[("ask_text", Input::Text(format!("{PROBLEM}, again")))]).await;
    eyes.look(&world, "an edit").await;
    while let Some(name) = world.asked().first() {
        world.answers_request(name, "ask:decline").await;
        eyes.look(&world, "one no after the other").await;
    }

    let news = world.told_of("quirina", "Nobody has been found");
    world.presses("quirina", &news, "ask:go_public").await;
    eyes.look(&world, "the channel").await;
    let shown = world.messages(&world.id("eve"), &channel).pop().expect("the words");
    world.reacts("eve", &shown, "handshake").await;
    assert_eq!(world.asked(), ["eve"], "a raised hand is asked in private");
    eyes.look(&world, "a raised hand").await;
    world.presses("quirina", &world.again(&card), "ask:edit").await;
    world.submits("quirina", &[("ask_text", Input::Text(format!("{PROBLEM}, still")))]).await;
    eyes.look(&world, "an edit in the channel").await;
    world.presses("quirina", &world.again(&card), "ask:withdraw").await;
    eyes.look(&world, "a withdrawal").await;
    assert!(world.asked().is_empty());
    eyes.have_seen(&[
        &format!("{PROBLEM}\""),
        &format!("{PROBLEM}, again"),
        &format!("{PROBLEM}, still"),
        "\"callback_id\":\"refer\"",
        "\"type\":\"home\"",
        "\"event_payload\"",
        "without saying that you named them",
        "questions_seen",
    ]);
    world.ends().await;
}

/// Quirina and five others, all here for questions alone: nobody is brought together by anything else. Three offer what
/// she needs. All of them are in a channel with the bot.
async fn company() -> (World, String) {
    let mut world = World::new().await;
    let email = "q.zabel@x.example".to_owned();
    let quirina = world.arrives_as("quirina", NewPerson { tz: ZONE.into(), email, ..NewPerson::default() });
    let whole = PersonChange { real_name: Some("Q. Zabel".into()), ..PersonChange::default() };
    world.sandbox().change_person(&quirina, whole).unwrap();
    let asks_alone = || ("modes", Input::Choices(vec!["situational".into()]));
    world.joins("quirina", &[asks_alone()]).await;
    for name in OTHERS {
        world.arrives(name, ZONE);
        let offers = if ["ben", "cho", "dee"].contains(&name) { &["delegation"][..] } else { &[] };
        world.joins(name, &[asks_alone(), ("offers", topics(offers))]).await;
    }
    let everybody = ["quirina", "ben", "cho", "dee", "eve", "fay"];
    let channel = community::channel(&world, &everybody, true);
    community::set(&world, &channel).await;
    world.until("2027-01-05T10:00").await;
    (world, channel)
}

impl World {
    /// Who can say yes at the moment.
    fn asked(&self) -> Vec<&'static str> {
        OTHERS.into_iter().filter(|name| self.open_request(name).is_some()).collect()
    }

    fn open_request(&self, name: &str) -> Option<Read> {
        let accepts = |read: &Read| self.buttons(read).iter().any(|button| button.action_id == "ask:accept");
        self.told(name).into_iter().find(accepts)
    }

    async fn answers_request(&self, name: &str, action: &str) {
        self.presses(name, &self.open_request(name).expect("a request"), action).await;
    }
}

/// Whoever reads over everybody's shoulder but the asker's.
struct Eyes {
    asker: Person,
    read: BTreeSet<String>,
}

impl Eyes {
    fn of(world: &World, asker: &str) -> Self {
        let asker = world.sandbox().person(&world.id(asker)).expect("they are there");
        Self { asker, read: BTreeSet::new() }
    }

    /// Reads what the others have been sent by now, and what they are told when they look for it themselves.
    async fn look(&mut self, world: &World, after: &str) {
        // Edits come at Slack's pace.
        world.passes(SignedDuration::from_mins(1)).await;
        for name in OTHERS {
            world.home(name).await;
            for command in ["export", "history", "why"] {
                world.types(name, command).await;
            }
        }
        let Person { id, name, real_name, email, .. } = &self.asker;
        for payload in OTHERS.iter().flat_map(|name| on_screen(world, name)).chain(self.sent(world)) {
            for secret in [id, name, real_name, email] {
                let leaks = payload.to_lowercase().contains(&secret.to_lowercase());
                assert!(!leaks, "after {after}, {secret} stands in {payload}");
            }
            self.read.insert(payload);
        }
    }

    /// Every call of the bot's that is not for the asker alone, with words and metadata as they were sent: what was
    /// overwritten since is still here.
    fn sent(&self, world: &World) -> Vec<String> {
        let theirs = |members: &[String]| members == [self.asker.id.clone()];
        let calls = world.ledger().into_iter().filter(|entry| entry.method.is_some());
        let to_others =
            calls.filter(|entry| entry.user.as_ref() != Some(&self.asker.id) && !theirs(&entry.members));
        to_others.map(|entry| entry.to_line()).collect()
    }

    /// A reader who reads nothing finds nothing.
    fn have_seen(&self, parts: &[&str]) {
        for part in parts {
            assert!(self.read.iter().any(|payload| payload.contains(part)), "{part} was never read");
        }
    }
}

/// Everything of the bot's that somebody can see: messages with their buttons and metadata, threads, what only they see,
/// forms and the Home.
fn on_screen(world: &World, name: &str) -> Vec<String> {
    let (sandbox, user) = (world.sandbox(), world.id(name));
    let messages = sandbox.conversations(&user).into_iter().flat_map(|place| {
        let roots = sandbox.messages(&user, &place.id, None, 1_000).into_iter();
        roots.flat_map(|root| sandbox.thread_seen_by(&user, &place.id, root.ts)).collect::<Vec<_>>()
    });
    let written = messages.filter(|message| message.bot_id.is_some());
    let views = sandbox.modals(&user).into_iter().chain(sandbox.home(&user));
    let written = written.map(|message| serde_json::to_string(&message).unwrap());
    written.chain(views.map(|view| serde_json::to_string(&view).unwrap())).collect()
}
