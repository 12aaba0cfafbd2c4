//! Learning in the open: one thing from a useful talk, told to a channel by one's own click.

use crate::world::{Read, World};
use jiff::SignedDuration;
use viceversa::sandbox::{ChannelKind, Input};

/// Ana and Ben have talked, and Ana says how it was. The channel has the bot in it or not.
async fn talked(useful: &str, bot: bool) -> (World, String, Read) {
    let world = World::with(&["ana", "ben"]).await;
    let mut others = vec![world.id("ben")];
    others.extend(bot.then(|| world.sandbox().config().app.bot_user_id.clone()));
    let channel =
        world.sandbox().make_channel(&world.id("ana"), "learned", ChannelKind::Public, &others).unwrap();
    world.until("2027-01-08T12:00").await;
    let asked = world.told("ana").pop().unwrap();
    world.presses("ana", &asked, "check_in:met").await;
    world.submits("ana", &[("useful", Input::Choice(useful.into()))]).await;
    let thanks = world.again(&asked);
    (world, channel, thanks)
}

async fn shares(world: &World, channel: &str, thanks: &Read, naming: &str) {
    world.presses("ana", thanks, "learning:talk").await;
    let fields = [
        ("learning_text", Input::Text("I let <!here> others run the release.".into())),
        ("learning_channel", Input::One(channel.into())),
        ("learning_naming", Input::Choice(naming.into())),
    ];
    world.submits("ana", &fields).await;
    world.passes(SignedDuration::from_mins(1)).await;
}

fn in_channel(world: &World, channel: &str) -> Vec<String> {
    world.messages(&world.id("ben"), channel).into_iter().map(|read| read.message.text).collect()
}

#[tokio::test]
async fn what_was_learned_is_told_by_ones_own_click_and_names_nobody_else() {
    let (world, channel, thanks) = talked("very", true).await;
    assert!(in_channel(&world, &channel).is_empty(), "nothing is shared unasked");
    shares(&world, &channel, &thanks, "nobody").await;
    let told = in_channel(&world, &channel).pop().expect("it was shared");
    assert!(told.contains(&world.id("ana")) && told.contains("others run the release"), "{told}");
    assert!(!told.contains(&world.id("ben")) && !told.contains("<!here>"), "{told}");
    world.ends().await;
}

#[tokio::test]
async fn a_partner_reads_the_words_and_is_named_only_once_they_agree() {
    let (world, channel, thanks) = talked("somewhat", true).await;
    shares(&world, &channel, &thanks, "only_if_agreed").await;
    assert!(in_channel(&world, &channel).is_empty());
    let question = world.told("ben").pop().unwrap();
    assert!(question.message.text.contains("others run the release"), "{}", question.message.text);
    world.presses("ben", &question, "learning:agree").await;
    let told = in_channel(&world, &channel).pop().expect("it was shared");
    assert!(told.contains(&world.id("ana")) && told.contains(&world.id("ben")), "{told}");
    world.ends().await;
}

#[tokio::test]
async fn a_no_leaves_the_name_out_or_keeps_it_all_to_oneself() {
    for (naming, posts) in [("if_agreed", 1), ("only_if_agreed", 0)] {
        let (world, channel, thanks) = talked("very", true).await;
        shares(&world, &channel, &thanks, naming).await;
        let question = world.told("ben").pop().unwrap();
        world.presses("ben", &question, "learning:refuse").await;
        let told = in_channel(&world, &channel);
        assert_eq!(told.len(), posts, "{naming}");
        assert!(told.iter().all(|text| !text.contains(&world.id("ben"))), "{told:?}");
        world.ends().await;
    }
}

#[tokio::test]
async fn three_working_days_of_silence_leave_the_name_out() {
    let (world, channel, thanks) = talked("very", true).await;
    shares(&world, &channel, &thanks, "if_agreed").await;
    world.until("2027-01-12T18:00").await;
    assert!(in_channel(&world, &channel).is_empty(), "a weekend is no working day");
    world.until("2027-01-13T10:00").await;
    let told = in_channel(&world, &channel).pop().expect("it was shared");
    assert!(!told.contains(&world.id("ben")), "{told}");
    world.ends().await;
}

#[tokio::test]
async fn it_can_be_taken_back_before_it_is_posted() {
    let (world, channel, thanks) = talked("very", true).await;
    shares(&world, &channel, &thanks, "if_agreed").await;
    let card = world.told("ana").pop().unwrap();
    world.presses("ana", &card, "learning:withdraw").await;
    world.until("2027-01-20T10:00").await;
    assert!(in_channel(&world, &channel).is_empty());
    let question =
        world.told("ben").into_iter().find(|read| read.message.text.contains("stays out")).unwrap();
    assert!(!question.message.text.contains("others run the release"), "ben keeps no copy");
    world.ends().await;
}

#[tokio::test]
async fn a_talk_that_did_not_help_has_no_such_button() {
    let (world, _, thanks) = talked("not_really", true).await;
    assert!(world.buttons(&thanks).is_empty());
    world.ends().await;
}

#[tokio::test]
async fn where_the_bot_was_not_invited_the_author_learns_it_and_tries_again() {
    let (world, channel, thanks) = talked("very", false).await;
    shares(&world, &channel, &thanks, "nobody").await;
    let card = world.told("ana").pop().unwrap();
    assert!(card.message.text.contains("I could not share this"), "{}", card.message.text);
    let bot = world.sandbox().config().app.bot_user_id.clone();
    world.sandbox().invite_to_channel(&world.id("ana"), &channel, &bot).unwrap();
    world.presses("ana", &card, "learning:again").await;
    assert_eq!(in_channel(&world, &channel).len(), 1);
    world.ends_although(&["not_in_channel"]).await;
}

#[tokio::test]
async fn a_partner_who_asks_to_be_forgotten_is_not_named() {
    let (world, channel, thanks) = talked("very", true).await;
    shares(&world, &channel, &thanks, "if_agreed").await;
    world.types("ben", "forget me").await;
    world.submits("ben", &[]).await;
    world.until("2027-01-20T10:00").await;
    let told = in_channel(&world, &channel).pop().expect("it was shared");
    assert!(!told.contains("forgotten") && !told.contains(&world.id("ben")), "{told}");
    world.ends().await;
}
