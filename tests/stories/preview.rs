//! An operator reads a round before it opens.

use crate::world::{World, ZONE};
use viceversa::app::operate::{Report, Request};
use viceversa::sandbox::Input;

async fn preview(world: &World, program: &str) -> String {
    let request = Request::PreviewRound { program: program.into() };
    match world.stage.app.operate(&request).await.unwrap() {
        Report::Done { lines } => lines.join("\n"),
        Report::Refused { problem } => problem,
        Report::Import { .. } | Report::Outbox { .. } => panic!("a preview is lines"),
    }
}

async fn learns(world: &mut World, name: &str, level: Option<&str>, offers: &[&str]) {
    world.arrives(name, ZONE);
    let choices = |ids: &[&str]| Input::Choices(ids.iter().map(ToString::to_string).collect());
    let mut fields = vec![("modes", choices(&["reverse"])), ("offers", choices(offers))];
    fields.extend(level.map(|level| ("level", Input::Choice(level.into()))));
    world.joins(name, &fields).await;
}

#[tokio::test]
async fn of_reverse_mentoring_it_says_who_leads_whom_and_why_and_who_is_left_and_why() {
    let mut world = World::new().await;
    learns(&mut world, "jo", Some("engineer"), &["incidents"]).await;
    learns(&mut world, "sam", Some("director"), &[]).await;
    learns(&mut world, "kim", None, &[]).await;
    let preview = preview(&world, "reverse").await;
    let [jo, sam, kim] = ["jo", "sam", "kim"].map(|name| format!("{name} ({})", world.id(name)));
    for words in [
        format!("{jo} leads, {sam} learns"),
        "neither in the other's reporting line".into(),
        format!("left out: {kim}, the level is not known"),
        "1 introductions, 1 left out".into(),
    ] {
        assert!(preview.contains(&words), "{words} is not in\n{preview}");
    }
    assert_eq!(world.told("jo").len(), 1, "nobody hears of it");
    world.until("2027-01-07T12:00").await;
    world.introduction(&["jo", "sam"]);
    world.ends().await;
}

#[tokio::test]
async fn of_a_round_of_peers_it_says_the_pairs_and_a_wrong_name_is_met_with_the_right_ones() {
    let world = World::with(&["ana", "ben"]).await;
    let pairs = preview(&world, "peer").await;
    assert!(pairs.contains(&format!("ana ({}) · ben", world.id("ana"))), "{pairs}");
    assert!(pairs.contains("1 introductions, 0 left out"), "{pairs}");
    let wrong = preview(&world, "nudge").await;
    assert!(wrong.contains("Known: peer, reverse"), "{wrong}");
    world.ends().await;
}
