//! Joining: a modal, a greeting, a Home. Nothing starts without one's own click.

use crate::world::{World, ZONE};
use viceversa::domain::decision::FieldProblem;
use viceversa::domain::event::Happening;
use viceversa::domain::ids::{DedupKey, PersonId};
use viceversa::domain::people::profile::{Mode, Profile};
use viceversa::ports::{Ack, Incoming, Intake, Surface};
use viceversa::sandbox::{Input, NewPerson, PersonFlags, SubmitOutcome};

#[tokio::test]
async fn joining_takes_one_modal_and_is_greeted() {
    let mut world = World::new().await;
    world.arrives("ana", ZONE);
    world.joins("ana", &[("own_words", Input::Text("New to managing.".into()))]).await;
    let told = world.told_texts("ana");
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(world.home("ana").await.contains("New to managing."));
    world.ends().await;
}

#[tokio::test]
async fn topics_are_found_by_their_synonyms() {
    let mut world = World::new().await;
    let ana = world.arrives("ana", ZONE);
    world.types("ana", "join").await;
    let place = viceversa::sandbox::Place::View(world.modal("ana").id);
    let found = world.sandbox().suggest(&ana, place, "seeks", "letting go").await.unwrap();
    assert!(found.iter().any(|option| option.value == "delegation"), "{found:?}");
    world.submits("ana", &[("seeks", Input::Choices(vec!["delegation".into()]))]).await;
    assert!(world.home("ana").await.contains("Delegation"));
    world.ends().await;
}

#[tokio::test]
async fn a_day_that_is_too_short_is_refused_at_its_field_and_can_be_mended() {
    let mut world = World::new().await;
    world.arrives("ana", ZONE);
    world.types("ana", "join").await;
    let short = [("start", Input::Time("09:00".into())), ("end", Input::Time("09:30".into()))];
    let SubmitOutcome::Errors(errors) = world.submits("ana", &short).await else { panic!("it was accepted") };
    assert_eq!(errors.keys().collect::<Vec<_>>(), ["end"]);
    assert!(world.told_texts("ana").is_empty());
    let mended = [("end", Input::Time("17:00".into()))];
    assert_eq!(world.submits("ana", &mended).await, SubmitOutcome::Closed, "the same modal, mended");
    assert_eq!(world.told_texts("ana").len(), 1);
    world.ends().await;
}

#[tokio::test]
async fn the_profile_can_be_changed_and_keeps_what_was_not_touched() {
    let mut world = World::new().await;
    world.arrives("ana", ZONE);
    world.joins("ana", &[("team", Input::Text("Search".into()))]).await;
    world.types("ana", "profile").await;
    assert!(
        serde_json::to_string(&world.modal("ana").blocks).unwrap().contains("Search"),
        "it begins with what is known"
    );
    world.submits("ana", &[("own_words", Input::Text("Walks welcome.".into()))]).await;
    let home = world.home("ana").await;
    assert!(home.contains("Search") && home.contains("Walks welcome."), "{home}");
    assert_eq!(world.told_texts("ana").len(), 1, "a change is not greeted");
    world.ends().await;
}

#[tokio::test]
async fn guests_are_told_that_they_cannot_take_part() {
    let mut world = World::new().await;
    let flags = PersonFlags { is_restricted: true, ..PersonFlags::default() };
    let guest = world.sandbox().add_person(NewPerson { name: "gus".into(), flags, ..NewPerson::default() });
    let outcome = world.sandbox().type_command(&guest.id, "/mentor join", None).await.unwrap();
    assert!(outcome.reply.unwrap().text.to_lowercase().contains("guest"));
    world.arrives("ana", ZONE);
    world.ends().await;
}

#[tokio::test]
async fn an_unknown_word_gives_the_nearest_command_to_the_typer_alone() {
    let mut world = World::new().await;
    world.arrives("ana", ZONE);
    let said = world.types("ana", "jion <!channel>").await.unwrap();
    assert!(said.contains("join") && !said.contains("<!channel>"), "{said}");
    let said: Vec<_> =
        world.ledger().into_iter().filter(|entry| entry.method.is_some() && entry.text.is_some()).collect();
    let ways: Vec<_> = said.iter().filter_map(|entry| entry.method.as_deref()).collect();
    assert_eq!(ways, ["reply"], "the answer to the command is all that was said");
    assert_eq!(said[0].members, [world.id("ana")], "and nobody else sees it");
    world.ends().await;
}

#[tokio::test]
async fn whoever_has_not_joined_is_told_how_to() {
    let mut world = World::new().await;
    world.arrives("ana", ZONE);
    for words in ["pause 2w", "skip", "leave", "why", "history", "export", "forget me", "never"] {
        let said = world.types("ana", words).await.unwrap_or_default();
        assert!(said.contains("/mentor join"), "{words}: {said}");
    }
    assert!(world.types("ana", "help").await.unwrap().contains("/mentor pause"));
    assert!(world.home("ana").await.contains("command:join"));
    world.ends().await;
}

#[tokio::test]
async fn a_modal_submitted_twice_greets_once() {
    let mut world = World::new().await;
    let ana = world.arrives("ana", ZONE);
    let submitted = |dedup: &str| Incoming {
        workspace: world.stage.workspace.clone(),
        dedup: Some(DedupKey::new(dedup)),
        what: Happening::ProfileSubmitted {
            person: PersonId::new(&ana),
            profile: Profile { modes: [Mode::Peer].into(), ..Profile::default() },
        },
        surface: Surface::Modal(PersonId::new(&ana)),
    };
    let twice = ["view/1", "view/2"].map(|dedup| world.stage.app.take(submitted(dedup)));
    let taken = futures_util::future::join_all(twice).await;
    assert_eq!(taken, [Ack::Taken, Ack::Taken]);
    world.settle().await;
    assert_eq!(world.told_texts("ana").len(), 1);
    world.ends().await;
}

#[tokio::test]
async fn words_that_are_too_long_or_mean_something_to_slack_do_no_harm() {
    let mut world = World::new().await;
    let ana = world.arrives("ana", ZONE);
    let profile = |own_words: String| Happening::ProfileSubmitted {
        person: PersonId::new(&ana),
        profile: Profile { modes: [Mode::Peer].into(), own_words: Some(own_words), ..Profile::default() },
    };
    let incoming = |what| Incoming {
        workspace: world.stage.workspace.clone(),
        dedup: None,
        what,
        surface: Surface::Modal(PersonId::new(&ana)),
    };
    let refused = world.stage.app.take(incoming(profile("x".repeat(10_000)))).await;
    let Ack::Refuse(problems) = refused else { panic!("{refused:?}") };
    assert_eq!(problems[0].problem, FieldProblem::TooLong(300));
    assert!(world.told_texts("ana").is_empty(), "nothing is saved");
    world.stage.app.take(incoming(profile("<!channel> <@U1> <https://x.example|*b*> & `c`".into()))).await;
    world.arrives("ben", ZONE);
    world.joins("ben", &[]).await;
    world.until("2027-01-04T12:00").await;
    let read = world.introduction(&["ana", "ben"]);
    for said in [read.message.text.clone(), serde_json::to_string(&read.message.blocks).unwrap()] {
        assert!(said.contains("&lt;!channel&gt; &lt;@U1&gt; &lt;https://x.example|*b*&gt; &amp;"), "{said}");
        assert!(!said.contains("<!channel>") && !said.contains("<@U1>"), "{said}");
    }
    world.ends().await;
}
