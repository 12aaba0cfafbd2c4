//! Whom somebody will ask, and on which day: a reminder that morning, one question the week after, and replies that are
//! understood.

use crate::world::{Read, World, ZONE};
use jiff::SignedDuration;
use viceversa::domain::ids::{PersonId, ThemeId};
use viceversa::domain::nudges::NudgeState;
use viceversa::domain::record::{Record, RecordKind};
use viceversa::ports::Storage;
use viceversa::sandbox::{Input, PersonChange, SubmitOutcome};

impl World {
    /// Writes under a message and reads what it led to.
    async fn writes_under(&self, name: &str, read: &Read, text: &str) {
        self.replies(name, read, text).await;
        self.passes(SignedDuration::from_secs(10)).await;
    }
}

async fn states(world: &World) -> Vec<NudgeState> {
    let (database, workspace) = (&world.stage.database, &world.stage.workspace);
    let since = jiff::Timestamp::UNIX_EPOCH;
    let records = database.records_since(workspace, RecordKind::Nudge, since).await.unwrap();
    records.into_iter().filter_map(Record::into_nudge).map(|nudge| nudge.state).collect()
}

#[tokio::test]
async fn from_a_nudge_to_what_was_useful() {
    let world = World::nudged(&["ana", "ben"]).await;
    world.until("2027-01-06T10:01").await;
    assert_eq!(world.commits("ana", "ben", "2027-01-08").await, SubmitOutcome::Closed);
    let nudge = world.told("ana").pop().unwrap();
    assert!(nudge.message.text.contains("Fri 8 Jan"), "{}", nudge.message.text);
    world.until("2027-01-08T08:59").await;
    assert_eq!(world.told("ana").len(), 2, "the welcome and the nudge");
    world.until("2027-01-08T09:01").await;
    let reminder = world.told("ana").pop().unwrap();
    assert!(reminder.message.text.starts_with("*Today you wanted to ask"), "{}", reminder.message.text);
    world.until("2027-01-15T09:01").await;
    let question = world.told("ana").pop().unwrap();
    assert_eq!(world.actions(&question), ["nudge:asked", "nudge:not_yet", "nudge:let_go"]);
    world.taps("ana", &question, "nudge:asked").await;
    let question = world.again(&question);
    assert_eq!(world.actions(&question), ["nudge:very", "nudge:somewhat", "nudge:not_really"]);
    world.taps("ana", &question, "nudge:very").await;
    assert!(world.actions(&world.again(&question)).is_empty());
    assert!(world.actions(&world.again(&reminder)).is_empty());
    let ana = PersonId::new(world.id("ana"));
    let ana = world.stage.database.person(&world.stage.workspace, &ana).await.unwrap().unwrap();
    let tuned: Vec<(&ThemeId, &i8)> = ana.nudging.tuning.iter().collect();
    assert!(matches!(tuned[..], [(_, 1)]), "{tuned:?}");
    world.ends().await;
}

#[tokio::test]
async fn the_form_says_what_cannot_be() {
    let world = World::nudged(&["ana", "ben"]).await;
    world.until("2027-01-06T10:01").await;
    let refused = |outcome| matches!(outcome, SubmitOutcome::Errors(_));
    assert!(refused(world.commits("ana", "ana", "2027-01-08").await));
    let form = world.modal("ana").blocks;
    assert!(serde_json::to_string(&form).unwrap().contains("2027-01-07"), "the next working day");
    for day in ["2027-01-05", "2027-05-08"] {
        let with = ("nudge_who", Input::One(world.id("ben")));
        assert!(
            refused(world.submits("ana", &[with, ("nudge_day", Input::Date(day.into()))]).await),
            "{day}"
        );
    }
    assert_eq!(states(&world).await[0], NudgeState::Open);
    world.sandbox().close_all(&world.id("ana")).await.unwrap();
    world.ends().await;
}

#[tokio::test]
async fn not_yet_moves_it_by_a_week_twice_and_then_it_is_asked_or_let_go() {
    let world = World::nudged(&["ana", "ben"]).await;
    world.types("ana", "nudge").await;
    world.until("2027-01-06T10:01").await;
    world.commits("ana", "ben", "2027-01-08").await;
    world.types("ana", "nudge off").await;
    for (asked, next) in [("2027-01-15T09:01", "Fri 22 Jan"), ("2027-01-29T09:01", "Fri 5 Feb")] {
        world.until(asked).await;
        let question = world.told("ana").pop().unwrap();
        world.taps("ana", &question, "nudge:not_yet").await;
        assert!(
            world.again(&question).message.text.contains(next),
            "{}",
            world.again(&question).message.text
        );
    }
    world.until("2027-02-12T09:01").await;
    let question = world.told("ana").pop().unwrap();
    assert_eq!(world.actions(&question), ["nudge:asked", "nudge:let_go"]);
    world.taps("ana", &question, "nudge:let_go").await;
    assert_eq!(states(&world).await[0], NudgeState::LetGo);
    let reminders = world.told_texts("ana").into_iter().filter(|text| text.contains("Today you wanted"));
    assert_eq!(reminders.count(), 0, "what is settled says so");
    world.ends().await;
}

#[tokio::test]
async fn a_reminder_comes_at_the_usual_start_of_the_day_on_which_the_clocks_change() {
    let world = World::nudged(&["ana", "ben"]).await;
    world.until("2027-03-24T10:01").await;
    world.commits("ana", "ben", "2027-03-28").await;
    world.until("2027-03-28T08:59").await;
    let before = world.told("ana").len();
    world.until("2027-03-28T09:01").await;
    assert_eq!(world.told("ana").len(), before + 1, "also on a Sunday");
    world.ends().await;
}

#[tokio::test]
async fn whoever_has_moved_is_reminded_in_the_morning_where_they_are() {
    let world = World::nudged(&["ana", "ben"]).await;
    world.until("2027-01-06T10:01").await;
    world.commits("ana", "ben", "2027-01-08").await;
    let moved = PersonChange { tz: Some("America/New_York".into()), ..PersonChange::default() };
    world.sandbox().change_person(&world.id("ana"), moved).unwrap();
    world.until("2027-01-08T14:59").await;
    let before = world.told("ana").len();
    world.until("2027-01-08T15:01").await;
    assert_eq!(world.told("ana").len(), before + 1);
    world.ends().await;
}

#[tokio::test]
async fn whoever_pauses_is_not_reminded_and_is_asked_once_they_are_back() {
    let world = World::nudged(&["ana", "ben"]).await;
    world.until("2027-01-06T10:01").await;
    world.commits("ana", "ben", "2027-01-08").await;
    world.types("ana", "pause until 2027-01-20").await;
    world.until("2027-01-19T12:00").await;
    let before = world.told("ana").len();
    world.until("2027-01-22T12:00").await;
    let asked =
        world.told_texts("ana").into_iter().skip(before).filter(|text| text.contains("Have you asked"));
    assert_eq!(asked.count(), 1);
    world.ends().await;
}

#[tokio::test]
async fn whoever_leaves_or_is_forgotten_hears_nothing_more_of_it() {
    for words in ["leave", "forget me"] {
        let world = World::nudged(&["ana", "ben"]).await;
        world.until("2027-01-06T10:01").await;
        world.commits("ana", "ben", "2027-01-08").await;
        world.types("ana", words).await;
        if words == "forget me" {
            world.submits("ana", &[]).await;
            world.sandbox().close_all(&world.id("ana")).await.unwrap();
            assert!(states(&world).await.iter().all(|state| *state == NudgeState::Open));
        }
        let before = world.told("ana").len();
        world.until("2027-03-20T12:00").await;
        assert_eq!(world.told("ana").len(), before, "{words}");
        world.ends().await;
    }
}

#[tokio::test]
async fn whom_somebody_meant_to_ask_is_forgotten_after_sixty_days() {
    let world = World::nudged(&["ana", "ben"]).await;
    world.until("2027-01-06T10:01").await;
    world.commits("ana", "ben", "2027-01-08").await;
    world.types("ana", "nudge off").await;
    assert!(world.types("ana", "export").await.unwrap().contains(&world.id("ben")));
    world.until("2027-03-10T12:00").await;
    assert!(!world.types("ana", "export").await.unwrap().contains(&world.id("ben")));
    world.ends().await;
}

#[tokio::test]
async fn a_reply_is_understood_and_can_be_undone() {
    let world = World::nudged(&["ana", "ben"]).await;
    world.until("2027-01-06T10:01").await;
    let nudge = world.nudge("ana");
    world.writes_under("ana", &nudge, "I'll ask @ben on Friday").await;
    let said = world.thread(&nudge).pop().unwrap();
    assert!(said.contains(&format!("<@{}>", world.id("ben"))) && said.contains("Fri 8 Jan"), "{said}");
    assert!(world.again(&nudge).message.text.contains("Fri 8 Jan"));
    let thread = world.sandbox().thread(&nudge.channel, nudge.message.ts);
    let note = Read { channel: nudge.channel.clone(), message: thread.last().unwrap().clone() };
    world.taps("ana", &note, "nudge:undo").await;
    assert!(world.again(&note).message.text.starts_with("Taken back."));
    assert_eq!(states(&world).await.iter().filter(|state| **state != NudgeState::Open).count(), 0);
    world.until("2027-01-12T12:00").await;
    assert_eq!(world.told("ana").len(), 2, "no reminder of what was taken back");
    world.ends().await;
}

#[tokio::test]
async fn a_reply_that_leaves_something_open_gets_one_kind_line() {
    let world = World::nudged(&["ana", "ben"]).await;
    world.until("2027-01-06T10:01").await;
    let nudge = world.nudge("ana");
    world.writes_under("ana", &nudge, "On Friday, I think").await;
    let ours =
        |world: &World| world.thread(&nudge).into_iter().filter(|text| text.contains("I note it")).count();
    assert_eq!(ours(&world), 1);
    world.writes_under("ana", &nudge, "hm").await;
    assert_eq!(ours(&world), 1, "once in a thread");
    world.writes_under("ana", &nudge, "@ben on Friday then").await;
    assert!(matches!(
        states(&world).await[..],
        [NudgeState::Committed(_), _] | [_, NudgeState::Committed(_)]
    ));
    world.writes_under("ana", &nudge, "make that next Tuesday").await;
    assert!(world.again(&nudge).message.text.contains("Tue 12 Jan"));
    world.ends().await;
}

#[tokio::test]
async fn a_reply_under_the_reminder_moves_the_day() {
    let world = World::nudged(&["ana", "ben"]).await;
    world.until("2027-01-06T10:01").await;
    world.commits("ana", "ben", "2027-01-08").await;
    world.until("2027-01-08T09:01").await;
    let reminder = world.told("ana").pop().unwrap();
    world.writes_under("ana", &reminder, "Not today, on Monday").await;
    assert!(world.thread(&reminder).pop().unwrap().contains("Mon 11 Jan"));
    assert!(
        world.again(&reminder).message.text.contains("Mon 11 Jan"),
        "{}",
        world.again(&reminder).message.text
    );
    world.until("2027-01-11T09:01").await;
    assert!(world.told_texts("ana").pop().unwrap().contains("Today you wanted"));
    world.ends().await;
}

#[tokio::test]
async fn what_is_written_elsewhere_or_changed_is_not_taken_for_a_reply() {
    let world = World::nudged(&["ana", "ben"]).await;
    world.until("2027-01-06T10:01").await;
    let nudge = world.nudge("ana");
    let ana = world.id("ana");
    let said = world.sandbox().reply(&ana, &nudge.channel, None, "@ben on Friday").unwrap();
    world.settle().await;
    world.sandbox().edit(&ana, &nudge.channel, said, "@ben on Thursday").unwrap();
    world.sandbox().reply(&ana, &nudge.channel, None, "hello?").unwrap();
    world.settle().await;
    let is_pointer = |text: &String| text.starts_with("I can only make sense of replies under my nudges");
    let pointers = world.told_texts("ana").iter().filter(|text| is_pointer(text)).count();
    assert_eq!(pointers, 1, "once a day");
    world.writes_under("ana", &world.told("ana")[0], "@ben on Friday").await;
    assert!(states(&world).await.iter().all(|state| *state == NudgeState::Open));
    world.ends().await;
}

#[tokio::test]
async fn two_presses_at_once_are_one_of_them_and_break_nothing() {
    let world = World::nudged(&["ana", "ben"]).await;
    world.until("2027-01-06T10:01").await;
    let (ana, nudge) = (world.id("ana"), world.nudge("ana"));
    let press = |action: &'static str| {
        world.sandbox().press(&ana, &nudge.channel, nudge.message.ts, action, Input::Click)
    };
    let both = futures_util::future::join(press("nudge:not_this_week"), press("nudge:not_this_week"));
    let (one, other) = both.await;
    assert!(one.is_ok() && other.is_ok());
    world.settle().await;
    assert!(world.again(&nudge).message.text.contains("Not this week, then."));
    world.ends().await;
}

#[tokio::test]
async fn without_the_scope_for_replies_everything_else_works() {
    let mut config = viceversa::cli::slack_app::workspace();
    config.app.scopes.remove("im:history");
    let mut world = World::of(config).await;
    for name in ["ana", "ben"] {
        world.arrives(name, ZONE);
        world.joins(name, &[("modes", Input::Choices(vec!["nudge".into()]))]).await;
    }
    world.until("2027-01-06T10:01").await;
    world.writes_under("ana", &world.nudge("ana"), "@ben on Friday").await;
    assert!(states(&world).await.iter().all(|state| *state == NudgeState::Open));
    assert_eq!(world.commits("ana", "ben", "2027-01-08").await, SubmitOutcome::Closed);
    world.ends().await;
}

#[tokio::test]
async fn who_is_named_and_then_forgotten_is_named_no_more() {
    let mut world = World::nudged(&["ana"]).await;
    world.arrives("ben", ZONE);
    world.joins("ben", &[]).await;
    world.until("2027-01-06T10:01").await;
    world.commits("ana", "ben", "2027-01-08").await;
    world.types("ben", "forget me").await;
    world.submits("ben", &[]).await;
    world.sandbox().close_all(&world.id("ben")).await.unwrap();
    let before = world.told("ana").len();
    world.until("2027-01-12T12:00").await;
    assert_eq!(world.told("ana").len(), before);
    world.ends().await;
}
