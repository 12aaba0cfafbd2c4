//! A nudge day: one small act in one's own morning, in one's own theme, and three ways to answer it.

use crate::world::{Read, World, ZONE};
use jiff::SignedDuration;
use viceversa::app::workspace::FirstSlots;
use viceversa::domain::calendar::Day;
use viceversa::domain::decision::{Change, Decision};
use viceversa::domain::event::Seed;
use viceversa::domain::ids::{PersonId, WorkspaceId};
use viceversa::domain::rounds::Program;
use viceversa::domain::workspace::Workspace;
use viceversa::ports::{Commit, Identity, Storage};
use viceversa::sandbox::{Input, SubmitOutcome};

impl World {
    /// The newest nudge of somebody.
    pub fn nudge(&self, name: &str) -> Read {
        let nudges = self.nudges(name);
        nudges.into_iter().next_back().unwrap_or_else(|| panic!("{name} got no nudge"))
    }

    /// Every nudge of somebody that still has its words, oldest first.
    pub fn nudges(&self, name: &str) -> Vec<Read> {
        let told = self.told(name).into_iter();
        told.filter(|read| read.message.text.contains("One small ask for this week")).collect()
    }

    /// Presses *I know who* and says whom and when.
    pub async fn commits(&self, name: &str, with: &str, on: &str) -> SubmitOutcome {
        let nudge = self.nudge(name);
        self.presses(name, &nudge, "nudge:who").await;
        let fields = [("nudge_who", Input::One(self.id(with))), ("nudge_day", Input::Date(on.to_owned()))];
        self.submits(name, &fields).await
    }

    /// Presses a button and reads what it led to: edits of one conversation are a second apart at least.
    pub async fn taps(&self, name: &str, read: &Read, action: &str) {
        self.presses(name, read, action).await;
        self.passes(SignedDuration::from_secs(10)).await;
    }

    pub fn actions(&self, read: &Read) -> Vec<String> {
        self.buttons(read).into_iter().map(|button| button.action_id).collect()
    }
}

const OPEN: [&str; 3] = ["nudge:who", "nudge:find", "nudge:not_this_week"];

#[tokio::test]
async fn everybody_who_takes_part_gets_one_nudge_in_their_own_morning() {
    let mut world = World::nudged(&["ana"]).await;
    for (name, zone) in [("kim", "America/New_York"), ("ravi", "Asia/Kolkata")] {
        world.arrives(name, zone);
        world.joins(name, &[("modes", Input::Choices(vec!["nudge".into()]))]).await;
    }
    world.until("2027-01-06T09:59").await;
    assert!(world.nudges("ana").is_empty());
    world.until("2027-01-06T10:01").await;
    assert_eq!((world.nudges("ana").len(), world.nudges("kim").len(), world.nudges("ravi").len()), (1, 0, 0));
    world.until("2027-01-06T15:01").await;
    assert_eq!((world.nudges("kim").len(), world.nudges("ravi").len()), (1, 0));
    world.until("2027-01-07T04:31").await;
    assert_eq!(world.nudges("ravi").len(), 1);
    assert_eq!(world.actions(&world.nudge("ana")), OPEN);
    world.until("2027-01-20T12:00").await;
    let texts: Vec<String> = world.nudges("ana").into_iter().map(|read| read.message.text).collect();
    assert_eq!(texts.len(), 3);
    assert!(texts[0] != texts[1] && texts[1] != texts[2] && texts[0] != texts[2], "{texts:#?}");
    world.ends().await;
}

#[tokio::test]
async fn not_this_week_is_one_press_and_can_be_undone() {
    let world = World::nudged(&["ana"]).await;
    world.until("2027-01-06T10:01").await;
    let nudge = world.nudge("ana");
    world.taps("ana", &nudge, "nudge:not_this_week").await;
    assert!(world.again(&nudge).message.text.contains("Not this week, then."));
    world.taps("ana", &world.again(&nudge), "nudge:undo").await;
    assert_eq!(world.actions(&world.again(&nudge)), OPEN);
    world.until("2027-01-13T12:00").await;
    assert_eq!(world.nudges("ana").len(), 2);
    world.ends().await;
}

#[tokio::test]
async fn find_me_someone_opens_the_form_of_an_ask_with_the_topics_they_seek() {
    let mut world = World::new().await;
    for (name, field) in [("ana", "seeks"), ("ben", "offers")] {
        world.arrives(name, ZONE);
        let modes = ["situational", "nudge"].map(String::from).to_vec();
        let topics = vec!["delegation".to_owned()];
        world.joins(name, &[("modes", Input::Choices(modes)), (field, Input::Choices(topics))]).await;
    }
    world.types("ana", "nudge delegation").await;
    world.types("ben", "nudge off").await;
    world.until("2027-01-06T10:01").await;
    let nudge = world.nudge("ana");
    world.presses("ana", &nudge, "nudge:find").await;
    let form = serde_json::to_string(&world.modal("ana").blocks).unwrap();
    assert!(form.contains("\"delegation\""), "{form}");
    assert_eq!(world.actions(&world.again(&nudge)), OPEN, "nothing is asked yet");
    world.submits("ana", &[("ask_text", Input::Text("How do I let go?".into()))]).await;
    assert!(world.again(&nudge).message.text.contains("I am looking for somebody"));
    let asked = world.told("ben").pop().unwrap();
    world.presses("ben", &asked, "ask:accept").await;
    assert!(!world.group(&["ana", "ben"]).is_empty());
    assert_eq!(world.actions(&world.again(&nudge)), ["nudge:who"], "they may know somebody after all");
    world.ends().await;
}

#[tokio::test]
async fn a_theme_is_chosen_by_its_words_and_nudges_go_off_and_on() {
    let world = World::nudged(&["ana"]).await;
    let said = world.types("ana", "nudge").await.unwrap();
    assert!(said.contains("Nudges are on") && said.contains("Wed 6 Jan, 10:00"), "{said}");
    assert!(world.types("ana", "nudge blind spots").await.unwrap().contains("Blind spots"));
    assert!(world.types("ana", "nudge xylophones").await.unwrap().contains("no theme like that"));
    world.until("2027-01-13T12:00").await;
    assert!(world.nudges("ana").iter().all(|read| read.message.text.contains("Blind spots")));
    assert!(world.types("ana", "nudge off").await.unwrap().contains("Nudges are off"));
    world.until("2027-01-20T12:00").await;
    assert_eq!(world.nudges("ana").len(), 2);
    assert!(world.types("ana", "nudge rotate").await.unwrap().contains("take turns"));
    world.until("2027-02-10T12:00").await;
    let newest: Vec<bool> =
        world.nudges("ana").iter().skip(2).map(|read| read.message.text.contains("Blind spots")).collect();
    assert_eq!(newest, [false, false, false]);
    world.ends().await;
}

#[tokio::test]
async fn the_profile_and_the_command_turn_the_same_switch() {
    let world = World::with(&["ana"]).await;
    assert!(world.types("ana", "nudge").await.unwrap().contains("Nudges are off"));
    assert!(world.types("ana", "nudge on").await.unwrap().contains("Nudges are on"));
    world.types("ana", "nudge off").await;
    assert_eq!(world.types("ana", "profile").await, None);
    let all = ["peer", "situational", "nudge"].map(String::from).to_vec();
    world.submits("ana", &[("modes", Input::Choices(all))]).await;
    assert!(world.types("ana", "nudge").await.unwrap().contains("Nudges are on"));
    world.types("ana", "nudge off").await;
    world.types("ana", "profile").await;
    world.submits("ana", &[("team", Input::Text("Search".into()))]).await;
    assert!(world.types("ana", "nudge").await.unwrap().contains("Nudges are off"), "nothing was ticked");
    world.ends().await;
}

#[tokio::test]
async fn the_home_says_how_nudges_stand_and_a_round_is_something_else() {
    let world = World::nudged(&["ana"]).await;
    let home = world.home("ana").await;
    assert!(
        !home.contains("Next round") && !home.contains("No round") && home.contains("command:nudge"),
        "{home}"
    );
    world.presses_home("ana", "command:nudge").await;
    let said = serde_json::to_string(&world.modal("ana").blocks).unwrap();
    assert!(said.contains("Nudges are on") && said.contains("command:nudge:off"), "{said}");
    world.sandbox().close_all(&world.id("ana")).await.unwrap();
    world.ends().await;
}

#[tokio::test]
async fn a_workspace_from_before_there_were_nudges_gets_their_programme_too() {
    let world = World::new().await;
    let (app, database) = (&world.stage.app, &world.stage.database);
    let here = database.workspace(&world.stage.workspace).await.unwrap().unwrap();
    let peer = database.programs(&here.id).await.unwrap().into_iter().find(|each| each.id.as_str() == "peer");
    let peer = Program { version: 0, ..peer.unwrap() };
    let older = Workspace { id: WorkspaceId::new("T0OLDER"), ..here };
    let commit = Commit {
        workspace: older.id.clone(),
        now: world.sandbox().clock().now(),
        dedup: None,
        wake: None,
        seed: Seed([7; 32]),
        decision: Decision::default()
            .change(Change::SaveWorkspace(older.clone()))
            .change(Change::SaveProgram(peer.clone())),
    };
    database.commit(commit).await.unwrap();
    let identity = Identity {
        workspace: older.id.clone(),
        workspace_name: older.name.clone(),
        bot_user: older.bot_user.clone(),
        scopes: Vec::new(),
        slack_time: None,
    };
    for _ in 0..2 {
        app.install(&identity, &FirstSlots::following(peer.slot.clone())).await.unwrap();
    }
    let programs = database.programs(&older.id).await.unwrap();
    let found: Vec<(&str, i64, Day)> =
        programs.iter().map(|each| (each.id.as_str(), each.version, each.slot.day)).collect();
    assert_eq!(found, [("nudge", 1, Day::Wed), ("peer", 1, Day::Mon), ("reverse", 1, Day::Thu)]);
    world.ends().await;
}

#[tokio::test]
async fn a_nudge_that_is_turned_off_before_it_is_sent_is_not_sent() {
    let mut world = World::new().await;
    world.arrives("kim", "America/New_York");
    world.joins("kim", &[("modes", Input::Choices(vec!["nudge".into()]))]).await;
    world.until("2027-01-06T12:00").await;
    world.types("kim", "nudge off").await;
    world.until("2027-01-07T12:00").await;
    assert!(world.nudges("kim").is_empty());
    world.ends().await;
}

#[tokio::test]
async fn whoever_pauses_gets_none_and_none_later_for_the_time_they_were_away() {
    let world = World::nudged(&["ana"]).await;
    world.types("ana", "pause until 2027-01-08").await;
    world.until("2027-01-12T12:00").await;
    assert!(world.nudges("ana").is_empty());
    world.until("2027-01-13T12:00").await;
    assert_eq!(world.nudges("ana").len(), 1);
    world.ends().await;
}

#[tokio::test]
async fn without_attention_left_a_nudge_is_held_back_and_that_is_written_down() {
    let mut world = World::new().await;
    for name in ["ana", "ben"] {
        world.arrives(name, ZONE);
        let modes = ["peer", "situational", "nudge"].map(String::from).to_vec();
        let offers = Input::Choices(vec!["delegation".into()]);
        world.joins(name, &[("modes", Input::Choices(modes)), ("offers", offers)]).await;
    }
    world.arrives("cho", ZONE);
    world.joins("cho", &[("modes", Input::Choices(vec!["situational".into()]))]).await;
    world.until("2027-01-04T12:00").await;
    world.types("cho", "ask How do I delegate?").await;
    let topics = ("ask_topics", Input::Choices(vec!["delegation".into()]));
    world.submits("cho", &[topics, ("ask_haste", Input::Choice("this_week".into()))]).await;
    world.until("2027-01-07T12:00").await;
    assert!(world.nudges("ana").is_empty() && world.nudges("ben").is_empty());
    let ana = PersonId::new(world.id("ana"));
    let since = jiff::civil::date(2027, 1, 4);
    let entries = world.stage.database.attention_of(&world.stage.workspace, &ana, since).await.unwrap();
    assert_eq!(entries.iter().filter(|entry| entry.is_held_back()).count(), 1, "{entries:#?}");
    world.until("2027-01-13T12:00").await;
    assert_eq!(world.nudges("ana").len(), 1, "the next week is new");
    world.ends().await;
}

#[tokio::test]
async fn nobody_else_ever_reads_of_a_nudge() {
    let world = World::nudged(&["ana", "ben"]).await;
    world.until("2027-01-06T10:01").await;
    world.commits("ana", "ben", "2027-01-07").await;
    world.until("2027-01-14T12:00").await;
    let nudge = world.told("ana").pop().unwrap();
    world.taps("ana", &nudge, "nudge:asked").await;
    let (ana, bot) = (world.id("ana"), world.sandbox().config().app.bot_user_id.clone());
    let about_it = |text: &str| text.contains("ask ") && text.contains(&format!("<@{}>", world.id("ben")));
    for entry in world.ledger().into_iter().filter(|entry| entry.text.as_deref().is_some_and(about_it)) {
        let others: Vec<_> = entry.members.iter().filter(|id| **id != ana && **id != bot).collect();
        assert!(others.is_empty(), "{entry:?}");
    }
    assert!(!world.types("ben", "export").await.unwrap().contains(&ana));
    world.ends().await;
}
