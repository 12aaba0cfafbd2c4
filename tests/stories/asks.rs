//! From "I should ask somebody" to "it helped": one problem, people asked in turn, and what came of it.

use crate::world::{Read, World};
use jiff::SignedDuration;
use viceversa::sandbox::{Fault, Input, SubmitOutcome};

pub const PROBLEM: &str = "I keep doing the work myself instead of handing it over";

pub fn topics(ids: &[&str]) -> Input {
    Input::Choices(ids.iter().map(ToString::to_string).collect())
}

/// Ana has a problem with delegation; the others offer it, each the more the earlier they are named.
async fn company(helpers: &[&str]) -> World {
    let mut world = World::with(&["ana"]).await;
    for name in helpers {
        world.arrives(name, crate::world::ZONE);
        world.joins(name, &[("offers", topics(&["delegation"]))]).await;
    }
    world.until("2027-01-05T10:00").await;
    world
}

impl World {
    /// Types the problem and sends the form as it opens.
    pub async fn asks(&self, name: &str, problem: &str) {
        assert_eq!(self.types(name, &format!("ask {problem}")).await, None);
        assert!(matches!(self.submits(name, &[]).await, SubmitOutcome::Updated(_)));
    }

    /// The request that somebody got last.
    pub fn request(&self, name: &str) -> Read {
        self.requests(name).pop().unwrap_or_else(|| panic!("{name} was not asked"))
    }

    pub fn requests(&self, name: &str) -> Vec<Read> {
        let is_request = |read: &Read| read.message.text.contains("would like your advice");
        self.told(name).into_iter().filter(is_request).collect()
    }

    /// What somebody was told about an ask, by words in it.
    pub fn told_of(&self, name: &str, words: &str) -> Read {
        let found = self.told(name).into_iter().rev().find(|read| read.message.text.contains(words));
        found.unwrap_or_else(|| panic!("{name} was not told {words:?}: {:?}", self.told_texts(name)))
    }
}

#[tokio::test]
async fn a_question_finds_its_helper_and_the_asker_says_that_it_helped() {
    let world = company(&["ben"]).await;
    world.asks("ana", PROBLEM).await;
    let request = world.request("ben");
    assert!(request.message.text.contains(PROBLEM) && request.message.text.contains("Delegation"));
    world.presses("ben", &request, "ask:accept").await;
    let together = world.introduction(&["ana", "ben"]).message.text;
    assert!(together.contains(PROBLEM) && together.contains("25 minutes"), "{together}");
    world.until("2027-01-12T12:00").await;
    let question = world.told_of("ana", "Did it help?");
    world.presses("ana", &question, "ask:helped").await;
    world.presses("ana", &world.again(&question), "ask:thank").await;
    assert!(world.told_of("ben", "says thank you").message.text.contains("Delegation"));
    assert!(world.told_of("ana", "You asked for advice").message.text.contains("It helped."));
    world.ends().await;
}

#[tokio::test]
async fn the_form_reads_the_topics_out_of_the_words_and_lets_them_be_changed() {
    let world = company(&["ben"]).await;
    world.types("ana", "ask").await;
    let words = Input::Text(PROBLEM.into());
    let outcome = world.submits("ana", &[("ask_text", words.clone())]).await;
    assert!(matches!(outcome, SubmitOutcome::Updated(_)), "{outcome:?}");
    assert!(world.requests("ben").is_empty(), "nothing is sent before the topics were seen");
    let chosen = [("ask_text", words), ("ask_topics", topics(&["delegation"]))];
    assert!(matches!(world.submits("ana", &chosen).await, SubmitOutcome::Updated(_)));
    assert_eq!(world.requests("ben").len(), 1);
    world.ends().await;
}

#[tokio::test]
async fn one_is_asked_at_a_time_and_silence_passes_the_question_on() {
    let world = company(&["ben", "cho", "dee"]).await;
    world.asks("ana", PROBLEM).await;
    let asked = |world: &World| ["ben", "cho", "dee"].map(|name| world.requests(name).len());
    assert_eq!(asked(&world).iter().sum::<usize>(), 1);
    world.until("2027-01-06T12:00").await;
    assert_eq!(asked(&world).iter().sum::<usize>(), 2, "a working day later");
    world.until("2027-01-07T12:00").await;
    assert_eq!(asked(&world), [1, 1, 1]);
    world.presses("ben", &world.request("ben"), "ask:accept").await;
    world.passes(SignedDuration::from_mins(1)).await;
    assert!(world.told_of("cho", "Somebody else has taken this one").message.edited.is_some());
    assert!(world.told_of("dee", "Somebody else has taken this one").message.edited.is_some());
    world.ends().await;
}

#[tokio::test]
async fn who_needs_somebody_this_week_is_helped_by_two_at_once() {
    let world = company(&["ben", "cho", "dee"]).await;
    world.types("ana", &format!("ask {PROBLEM}")).await;
    world.submits("ana", &[("ask_haste", Input::Choice("this_week".into()))]).await;
    let asked = ["ben", "cho", "dee"].map(|name| world.requests(name).len());
    assert_eq!(asked.iter().sum::<usize>(), 2);
    world.ends().await;
}

#[tokio::test]
async fn not_me_passes_it_on_at_once_and_someone_better_is_asked_next() {
    let mut world = company(&["ben"]).await;
    world.arrives("cho", crate::world::ZONE);
    world.joins("cho", &[]).await;
    world.asks("ana", PROBLEM).await;
    world.presses("ben", &world.request("ben"), "ask:refer").await;
    let cho = Input::One(world.id("cho"));
    world.submits("ben", &[("referred", cho)]).await;
    let request = world.request("cho").message.text;
    assert!(request.contains("somebody thought of you first"), "{request}");
    assert!(!request.contains(&world.id("ben")) && !request.contains(&world.id("ana")));
    world.presses("cho", &world.request("cho"), "ask:decline").await;
    assert!(world.told_of("ana", "Nobody has been found").message.text.contains("nothing about your"));
    world.ends().await;
}

#[tokio::test]
async fn nobody_free_is_said_honestly_and_the_asker_may_look_wider() {
    let mut world = World::with(&["ana"]).await;
    world.arrives("eve", crate::world::ZONE);
    world.joins("eve", &[]).await;
    world.until("2027-01-05T10:00").await;
    world.asks("ana", PROBLEM).await;
    assert!(world.requests("eve").is_empty(), "the topic does not suit her");
    let news = world.told_of("ana", "Nobody has been found for your question yet");
    world.presses("ana", &news, "ask:widen").await;
    assert!(world.request("eve").message.text.contains("another pair of eyes"));
    world.presses("eve", &world.request("eve"), "ask:accept").await;
    world.introduction(&["ana", "eve"]);
    world.ends().await;
}

#[tokio::test]
async fn an_ask_that_waits_is_tried_again_by_itself() {
    let mut world = World::with(&["ana"]).await;
    world.until("2027-01-05T10:00").await;
    world.asks("ana", PROBLEM).await;
    world.presses("ana", &world.told_of("ana", "Nobody has been found for"), "ask:wait").await;
    world.arrives("ben", crate::world::ZONE);
    world.joins("ben", &[("offers", topics(&["delegation"]))]).await;
    assert!(world.requests("ben").is_empty());
    world.until("2027-01-12T12:00").await;
    assert_eq!(world.requests("ben").len(), 1);
    world.ends().await;
}

#[tokio::test]
async fn the_asker_takes_it_back_while_somebody_is_asked() {
    let world = company(&["ben"]).await;
    world.asks("ana", PROBLEM).await;
    let request = world.request("ben");
    world.presses("ana", &world.told_of("ana", "You asked for advice"), "ask:withdraw").await;
    let after = world.again(&request).message.text;
    assert!(after.contains("no longer needed") && !after.contains(PROBLEM), "{after}");
    assert_eq!(world.buttons(&request).len(), 0);
    world.ends().await;
}

#[tokio::test]
async fn both_say_yes_at_once_and_the_second_is_thanked() {
    let world = company(&["ben", "cho"]).await;
    world.types("ana", &format!("ask {PROBLEM}")).await;
    world.submits("ana", &[("ask_haste", Input::Choice("this_week".into()))]).await;
    let (ben, cho) = (world.request("ben"), world.request("cho"));
    let press = |name, read: &Read| {
        let (user, channel, ts) = (world.id(name), read.channel.clone(), read.message.ts);
        let sandbox = world.sandbox().clone();
        async move { sandbox.press(&user, &channel, ts, "ask:accept", Input::Click).await }
    };
    let (one, other) = tokio::join!(press("ben", &ben), press("cho", &cho));
    one.unwrap();
    other.unwrap();
    world.settle().await;
    let introduced = |name| world.group(&["ana", name]).len();
    let before = 1;
    assert_eq!(introduced("ben").min(before) + introduced("cho").min(before), 1, "one conversation");
    world.ends().await;
}

#[tokio::test]
async fn a_helper_who_leaves_midway_is_replaced() {
    let world = company(&["ben", "cho"]).await;
    world.asks("ana", PROBLEM).await;
    let first = if world.requests("ben").is_empty() { "cho" } else { "ben" };
    let second = if first == "ben" { "cho" } else { "ben" };
    world.presses(first, &world.request(first), "ask:accept").await;
    world.types(first, "leave").await;
    world.told_of("ana", "cannot take part any more");
    world.presses(second, &world.request(second), "ask:accept").await;
    world.introduction(&["ana", second]);
    world.ends().await;
}

#[tokio::test]
async fn a_break_does_not_part_two_who_have_found_each_other() {
    let world = company(&["ben"]).await;
    world.asks("ana", PROBLEM).await;
    world.presses("ben", &world.request("ben"), "ask:accept").await;
    world.types("ben", "pause 2w").await;
    assert!(world.told("ana").iter().all(|read| !read.message.text.contains("cannot take part any more")));
    world.until("2027-01-12T12:00").await;
    world.told_of("ana", "Did it help?");
    world.ends().await;
}

#[tokio::test]
async fn a_request_waits_for_next_week_where_this_one_is_full() {
    let world = company(&["ben"]).await;
    world.asks("ana", PROBLEM).await;
    world.presses("ana", &world.told_of("ana", "You asked for advice"), "ask:withdraw").await;
    world.asks("ana", PROBLEM).await;
    assert_eq!(world.requests("ben").len(), 0, "an introduction and a request are the most in a week");
    world.until("2027-01-11T12:00").await;
    assert_eq!(world.requests("ben").len(), 1);
    world.ends().await;
}

#[tokio::test]
async fn an_asker_who_leaves_lets_everybody_go() {
    let world = company(&["ben"]).await;
    world.asks("ana", PROBLEM).await;
    world.types("ana", "leave").await;
    assert!(world.told_of("ben", "no longer needed").message.edited.is_some());
    world.until("2027-01-20T12:00").await;
    world.ends().await;
}

#[tokio::test]
async fn an_expert_on_holiday_is_not_asked() {
    let world = company(&["ben", "cho"]).await;
    world.types("ben", "pause 2w").await;
    world.asks("ana", PROBLEM).await;
    assert_eq!(["ben", "cho"].map(|name| world.requests(name).len()), [0, 1]);
    world.ends().await;
}

#[tokio::test]
async fn a_changed_question_reads_as_it_is_now() {
    let world = company(&["ben"]).await;
    world.asks("ana", PROBLEM).await;
    world.presses("ana", &world.told_of("ana", "You asked for advice"), "ask:edit").await;
    world.submits("ana", &[("ask_text", Input::Text("Who owns the release?".into()))]).await;
    assert!(world.request("ben").message.text.contains("Who owns the release?"));
    world.ends().await;
}

#[tokio::test]
async fn who_is_asked_tonight_reads_the_changed_words_in_the_morning() {
    let world = company(&["ben"]).await;
    world.until("2027-01-05T21:00").await;
    world.asks("ana", PROBLEM).await;
    world.presses("ana", &world.told_of("ana", "You asked for advice"), "ask:edit").await;
    world.submits("ana", &[("ask_text", Input::Text("Who owns the release?".into()))]).await;
    world.until("2027-01-06T12:00").await;
    let [request] = &world.requests("ben")[..] else { panic!("one request") };
    assert!(request.message.text.contains("Who owns the release?") && request.message.edited.is_none());
    world.ends().await;
}

#[tokio::test]
async fn whoever_offers_what_the_words_say_first_is_asked_first() {
    let mut world = World::with(&["ana"]).await;
    for (name, offers) in [("ben", "inheriting-a-team"), ("cho", "delegation")] {
        world.arrives(name, crate::world::ZONE);
        world.joins(name, &[("offers", topics(&[offers]))]).await;
    }
    world.until("2027-01-05T10:00").await;
    world.asks("ana", "I do the work myself instead of handing it over to my team").await;
    assert!(world.request("cho").message.text.contains("you offered to help with Delegation"));
    assert!(world.requests("ben").is_empty());
    world.ends().await;
}

#[tokio::test]
async fn two_whom_slack_does_not_let_us_introduce_are_told_about_each_other() {
    let world = company(&["ben", "cho"]).await;
    world.asks("ana", PROBLEM).await;
    let helper = if world.requests("ben").is_empty() { "cho" } else { "ben" };
    world.sandbox().inject_fault("conversations.open", Fault::StatusBefore(400), 1);
    world.presses(helper, &world.request(helper), "ask:accept").await;
    let [asker, told] = ["ana", helper].map(|name| world.told_of(name, "I could not open a conversation"));
    assert!(asker.message.text.contains(&world.id(helper)));
    assert!(told.message.text.contains(&world.id("ana")));
    world.until("2027-01-12T12:00").await;
    world.presses("ana", &world.told_of("ana", "Did it help?"), "ask:helped").await;
    world.ends_although(&["fatal_error"]).await;
}

#[tokio::test]
async fn a_request_that_slack_refuses_counts_as_a_no() {
    let world = company(&["ben", "cho"]).await;
    world.types("ana", &format!("ask {PROBLEM}")).await;
    world.sandbox().inject_fault("chat.postMessage", Fault::StatusBefore(400), 2);
    world.submits("ana", &[]).await;
    world.passes(SignedDuration::from_mins(1)).await;
    let asked = ["ben", "cho"].map(|name| world.requests(name).len());
    assert_eq!(asked.iter().sum::<usize>(), 1, "the other is asked, without waiting for a working day");
    world.ends_although(&["fatal_error"]).await;
}

#[tokio::test]
async fn a_never_wish_is_kept_and_not_told() {
    let world = company(&["ben", "cho"]).await;
    world.types("ben", &format!("never <@{}>", world.id("ana"))).await;
    world.asks("ana", PROBLEM).await;
    world.presses("cho", &world.request("cho"), "ask:decline").await;
    assert!(world.requests("ben").is_empty());
    world.ends().await;
}

#[tokio::test]
async fn the_words_are_erased_when_their_time_is_over() {
    let world = company(&["ben"]).await;
    world.asks("ana", PROBLEM).await;
    world.presses("ana", &world.told_of("ana", "You asked for advice"), "ask:withdraw").await;
    let export = async |world: &World| world.types("ana", "export").await.unwrap_or_default();
    assert!(export(&world).await.contains(PROBLEM));
    world.passes(SignedDuration::from_hours(91 * 24)).await;
    assert!(!export(&world).await.contains(PROBLEM));
    world.ends().await;
}

#[tokio::test]
async fn a_third_contact_in_a_week_waits_and_somebody_else_is_asked() {
    let world = company(&["ben", "cho"]).await;
    let mut asked = Vec::new();
    for _ in 0..3 {
        world.asks("ana", PROBLEM).await;
        let of = |name| world.requests(name).len();
        asked.push((of("ben"), of("cho")));
        let card = world.told_of("ana", "You asked for advice");
        world.presses("ana", &card, "ask:withdraw").await;
    }
    let (ben, cho) = asked.pop().unwrap();
    assert!(ben <= 2 && cho <= 2, "ben {ben}, cho {cho}");
    world.ends().await;
}
