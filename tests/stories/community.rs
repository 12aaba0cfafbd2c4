//! The question of the week: hands go up in a channel, and people are brought together in private.

use crate::world::{Read, World, ZONE};
use jiff::SignedDuration;
use viceversa::app::operate::{Report, Request};
use viceversa::domain::calendar::{Day, Slot};
use viceversa::sandbox::{ChannelKind, Input};

/// Wednesday, shortly after the question.
const ASKED: &str = "2027-01-06T11:01";
/// The morning after.
const MATCHED: &str = "2027-01-07T09:30";

fn slot() -> Slot {
    Slot {
        day: Day::Wed,
        time: jiff::civil::time(11, 0, 0, 0),
        zone: ZONE.into(),
        every_weeks: 1,
        anchor: jiff::civil::date(2024, 1, 1),
    }
}

/// Everybody is in a channel, with the bot or without it.
pub fn channel(world: &World, names: &[&str], bot: bool) -> String {
    let bot_user = world.sandbox().config().app.bot_user_id.clone();
    let mut others: Vec<String> = names[1..].iter().map(|name| world.id(name)).collect();
    others.extend(bot.then_some(bot_user));
    world.sandbox().make_channel(&world.id(names[0]), "managers", ChannelKind::Public, &others).unwrap()
}

pub async fn set(world: &World, channel: &str) {
    let request = Request::SetCommunity { channel: channel.into(), slot: slot() };
    let report = world.stage.app.operate(&request).await.unwrap();
    assert!(matches!(report, Report::Done { .. }), "{report:?}");
}

/// The question of the week, as these people read it.
async fn asked(names: &[&str]) -> (World, Read) {
    let world = World::with(names).await;
    let channel = channel(&world, names, true);
    set(&world, &channel).await;
    world.until(ASKED).await;
    let question = world.messages(&world.id(names[0]), &channel).pop().expect("a question");
    (world, question)
}

/// Edits come at Slack's pace.
async fn a_minute_later(world: &World) {
    world.passes(SignedDuration::from_mins(1)).await;
}

/// The newest offer that somebody got.
fn offer(world: &World, name: &str) -> Option<Read> {
    let offers =
        |read: &Read| world.buttons(read).iter().any(|button| button.action_id == "community:introduce");
    world.told(name).into_iter().rfind(offers)
}

#[tokio::test]
async fn a_raised_hand_finds_another_in_private() {
    let (world, question) = asked(&["ana", "ben", "cho"]).await;
    world.reacts("ana", &question, "raising_hand::skin-tone-3").await;
    world.reacts("ben", &question, "handshake").await;
    assert!(offer(&world, "ana").is_none(), "nothing before the morning");
    world.until(MATCHED).await;
    let offered = offer(&world, "ana").expect("an offer");
    assert!(offered.message.text.contains(&world.id("ben")), "{}", offered.message.text);
    let told_ben = world.told("ben").len();
    world.presses("ana", &offered, "community:introduce").await;
    let introduced = world.introduction(&["ana", "ben"]);
    assert!(introduced.message.text.contains("has said yes to helping"), "{}", introduced.message.text);
    assert_eq!(world.told("ben").len(), told_ben, "ben's own hand was his yes");
    let card = world.again(&offered).message.text;
    assert!(card.contains("You asked for advice"), "{card}");
    world.until("2027-01-14T10:00").await;
    let follow_up = world.told("ana").pop().unwrap();
    world.presses("ana", &follow_up, "ask:helped").await;
    world.presses("ana", &follow_up, "ask:thank").await;
    assert!(world.told_texts("ben").pop().unwrap().contains("says thank you"));
    world.ends().await;
}

#[tokio::test]
async fn a_hand_taken_back_withdraws_and_nothing_is_offered() {
    let (world, question) = asked(&["ana", "ben"]).await;
    world.reacts("ana", &question, "raising_hand").await;
    world.reacts("ben", &question, "handshake").await;
    world.takes_back("ana", &question, "raising_hand").await;
    world.until(MATCHED).await;
    assert!(offer(&world, "ana").is_none());
    world.ends().await;
}

#[tokio::test]
async fn an_offer_is_over_when_the_helper_takes_the_hand_back() {
    let (world, question) = asked(&["ana", "ben"]).await;
    world.reacts("ana", &question, "raising_hand").await;
    world.reacts("ben", &question, "handshake").await;
    world.until(MATCHED).await;
    let offered = offer(&world, "ana").expect("an offer");
    world.takes_back("ben", &question, "handshake").await;
    let text = world.again(&offered).message.text;
    assert!(text.contains("no longer possible") && !text.contains(&world.id("ben")), "{text}");
    assert!(world.group(&["ana", "ben"]).iter().all(|read| !read.message.text.contains("has said yes")));
    world.ends().await;
}

#[tokio::test]
async fn two_who_react_in_the_same_second_are_both_counted() {
    let (world, question) = asked(&["ana", "ben", "cho", "dee"]).await;
    let hands =
        [("ana", "raising_hand"), ("ben", "handshake"), ("cho", "raising_hand"), ("dee", "handshake")];
    for (name, emoji) in hands {
        let place = (&question.channel, question.message.ts);
        world.sandbox().react(&world.id(name), place.0, place.1, emoji).unwrap();
    }
    world.settle().await;
    world.until(MATCHED).await;
    assert!(offer(&world, "ana").is_some() && offer(&world, "cho").is_some());
    world.ends().await;
}

#[tokio::test]
async fn one_helper_is_offered_to_one_at_a_time() {
    let (world, question) = asked(&["ana", "ben", "cho"]).await;
    world.reacts("ana", &question, "raising_hand").await;
    world.reacts("cho", &question, "raising_hand").await;
    world.reacts("ben", &question, "handshake").await;
    world.until(MATCHED).await;
    let offered = offer(&world, "ana").expect("ana was first");
    assert!(offer(&world, "cho").is_none());
    world.presses("ana", &offered, "community:decline").await;
    world.until("2027-01-08T09:30").await;
    assert!(offer(&world, "cho").is_some(), "ben is free again");
    assert!(offer(&world, "ana").is_none(), "and not offered to ana again");
    world.ends().await;
}

#[tokio::test]
async fn a_stranger_is_not_matched_before_they_join() {
    let (mut world, question) = asked(&["ana"]).await;
    world.arrives("zoe", ZONE);
    world.sandbox().join_channel(&world.id("zoe"), &question.channel).unwrap();
    world.reacts("ana", &question, "raising_hand").await;
    world.reacts("zoe", &question, "handshake").await;
    world.until(MATCHED).await;
    assert!(offer(&world, "ana").is_none());
    assert!(world.told("zoe").is_empty());
    world.joins("zoe", &[]).await;
    world.until("2027-01-08T09:30").await;
    assert!(offer(&world, "ana").is_some());
    world.ends().await;
}

#[tokio::test]
async fn whoever_pauses_is_offered_to_nobody() {
    let (world, question) = asked(&["ana", "ben"]).await;
    world.reacts("ana", &question, "raising_hand").await;
    world.reacts("ben", &question, "handshake").await;
    world.until(MATCHED).await;
    let offered = offer(&world, "ana").expect("an offer");
    world.types("ben", "pause").await;
    a_minute_later(&world).await;
    assert!(world.again(&offered).message.text.contains("no longer possible"));
    assert!(world.buttons(&world.again(&offered)).is_empty());
    world.ends().await;
}

#[tokio::test]
async fn where_the_bot_was_not_invited_the_question_waits_for_next_week() {
    let names = ["ana", "ben"];
    let world = World::with(&names).await;
    let place = channel(&world, &names, false);
    set(&world, &place).await;
    world.until("2027-01-07T12:00").await;
    assert!(world.messages(&world.id("ana"), &place).is_empty());
    let Report::Done { lines } = world.stage.app.operate(&Request::Status).await.unwrap() else { panic!() };
    assert!(lines.iter().any(|line| line.contains("not_in_channel")), "{lines:#?}");
    let bot = world.sandbox().config().app.bot_user_id.clone();
    world.sandbox().invite_to_channel(&world.id("ana"), &place, &bot).unwrap();
    world.until("2027-01-13T11:01").await;
    assert_eq!(world.messages(&world.id("ana"), &place).len(), 1);
    world.ends_although(&["not_in_channel"]).await;
}

#[tokio::test]
async fn once_it_is_off_there_are_no_more_questions() {
    let (world, question) = asked(&["ana", "ben"]).await;
    world.stage.app.operate(&Request::EndCommunity).await.unwrap();
    world.until("2027-01-20T12:00").await;
    assert_eq!(world.messages(&world.id("ana"), &question.channel).len(), 1);
    let Report::Done { lines } = world.stage.app.operate(&Request::ShowCommunity).await.unwrap() else {
        panic!()
    };
    assert!(lines[0].ends_with("off"), "{lines:?}");
    world.ends().await;
}

#[tokio::test]
async fn what_is_no_channel_and_no_zone_is_refused() {
    let world = World::new().await;
    for (channel, zone) in [("managers", ZONE), ("C0123ABC", "Mars/Olympus")] {
        let slot = Slot { zone: zone.into(), ..slot() };
        let request = Request::SetCommunity { channel: channel.into(), slot };
        let report = world.stage.app.operate(&request).await.unwrap();
        assert!(matches!(report, Report::Refused { .. }), "{report:?}");
    }
    world.ends().await;
}

/// Ana asked for help, and nobody was found.
async fn nobody_found(names: &[&str]) -> (World, String, Read) {
    let world = World::with(names).await;
    let place = channel(&world, names, true);
    set(&world, &place).await;
    world.until("2027-01-05T10:00").await;
    world.types("ana", "ask").await;
    let text = Input::Text("My <!channel> rota is on fire.".into());
    let topics = Input::Choices(vec!["delegation".into()]);
    world.submits("ana", &[("ask_text", text), ("ask_topics", topics)]).await;
    let news = world.told("ana").pop().expect("the news");
    (world, place, news)
}

#[tokio::test]
async fn words_that_found_nobody_can_be_shown_without_a_name() {
    let (world, place, news) = nobody_found(&["ana", "ben"]).await;
    assert!(world.messages(&world.id("ben"), &place).is_empty(), "nothing leaks by itself");
    world.presses("ana", &news, "ask:go_public").await;
    let shown = world.messages(&world.id("ben"), &place).pop().expect("the words");
    let text = shown.message.text.clone();
    assert!(text.contains("rota is on fire") && text.contains("&lt;!channel&gt;"), "{text}");
    assert!(!text.contains(&world.id("ana")) && !text.contains("ana"), "{text}");
    world.reacts("ben", &shown, "handshake").await;
    let request = world.told("ben").pop().expect("a request");
    assert!(!request.message.text.contains(&world.id("ana")));
    world.presses("ben", &request, "ask:accept").await;
    assert!(world.introduction(&["ana", "ben"]).message.text.contains("has said yes"));
    a_minute_later(&world).await;
    let after = world.again(&shown).message.text;
    assert!(!after.contains("fire"), "the words are taken out of the channel again: {after}");
    world.ends().await;
}

#[tokio::test]
async fn a_hand_under_the_words_that_goes_down_takes_the_request_with_it() {
    let (world, place, news) = nobody_found(&["ana", "ben"]).await;
    world.presses("ana", &news, "ask:go_public").await;
    let shown = world.messages(&world.id("ben"), &place).pop().expect("the words");
    world.reacts("ben", &shown, "handshake").await;
    let request = world.told("ben").pop().expect("a request");
    world.takes_back("ben", &shown, "handshake").await;
    a_minute_later(&world).await;
    assert!(world.buttons(&world.again(&request)).is_empty());
    world.reacts("ben", &shown, "handshake").await;
    a_minute_later(&world).await;
    assert!(!world.buttons(&world.again(&request)).is_empty(), "and raised again, it is back");
    world.ends().await;
}

#[tokio::test]
async fn words_taken_back_leave_the_channel_too() {
    let (world, place, news) = nobody_found(&["ana", "ben"]).await;
    world.presses("ana", &news, "ask:go_public").await;
    let shown = world.messages(&world.id("ben"), &place).pop().expect("the words");
    world.types("ana", "leave").await;
    assert!(!world.again(&shown).message.text.contains("fire"));
    world.ends().await;
}

#[tokio::test]
async fn words_that_are_changed_change_in_the_channel_too() {
    let (world, place, news) = nobody_found(&["ana", "ben"]).await;
    world.presses("ana", &news, "ask:go_public").await;
    let shown = world.messages(&world.id("ben"), &place).pop().expect("the words");
    let card = world.told("ana").into_iter().find(|read| read.message.text.contains("You asked")).unwrap();
    world.presses("ana", &card, "ask:edit").await;
    world.submits("ana", &[("ask_text", Input::Text("Who owns the release?".into()))]).await;
    a_minute_later(&world).await;
    let text = world.again(&shown).message.text;
    assert!(text.contains("Who owns the release?") && !text.contains("fire"), "{text}");
    world.presses("ana", &world.again(&card), "ask:withdraw").await;
    a_minute_later(&world).await;
    let text = world.again(&shown).message.text;
    assert!(text.contains("needs no answer any more") && !text.contains("release"), "{text}");
    world.ends().await;
}

#[tokio::test]
async fn words_that_slack_does_not_let_us_post_stay_private_and_the_asker_learns_it() {
    let (world, place, news) = nobody_found(&["ana", "ben"]).await;
    let bot = world.sandbox().config().app.bot_user_id.clone();
    world.sandbox().leave_channel(&bot, &place).unwrap();
    world.presses("ana", &news, "ask:go_public").await;
    let told = world.told("ana").pop().unwrap();
    assert!(told.message.text.contains("I could not show your words"), "{}", told.message.text);
    world.sandbox().invite_to_channel(&world.id("ana"), &place, &bot).unwrap();
    world.presses("ana", &told, "ask:go_public").await;
    assert_eq!(world.messages(&world.id("ben"), &place).len(), 1);
    world.ends_although(&["not_in_channel"]).await;
}
