//! What the organisation says: imported from a file, it keeps every report apart from every boss above, and goes when a
//! person asks to be forgotten.

use crate::world::{World, ZONE};
use viceversa::app::org::{ImportError, LookUpError, Outcome, Report, Run};
use viceversa::domain::ids::PersonId;
use viceversa::domain::org::{Absence, Wrong};
use viceversa::domain::people::profile::Level;
use viceversa::ports::Storage;
use viceversa::sandbox::PersonChange;

async fn import(world: &World, file: &str, run: Run) -> Result<Outcome, ImportError> {
    world.stage.app.import_people(&world.stage.workspace, file.as_bytes(), run).await
}

async fn taken(world: &World, file: &str, run: Run) -> Report {
    match import(world, file, run).await.unwrap() {
        Outcome::Planned(report) => report,
        Outcome::Faulty(faults) => panic!("{faults:?}"),
    }
}

/// Ana is above Ben, who never joins, and Ben above Cho. Dee works elsewhere.
async fn a_line_through_ben() -> World {
    let mut world = World::with(&["ana", "cho", "dee"]).await;
    world.arrives("ben", ZONE);
    let [ana, ben, cho] = ["ana", "ben", "cho"].map(|name| world.id(name));
    let file = format!("slack id,manager,level\n{ana},,director\n{ben},{ana},manager\n{cho},{ben},senior\n");
    let dry = taken(&world, &file, Run::Dry).await;
    assert_eq!((dry.differences.added.len(), kept(&world).await), (3, 0), "a dry run changes nothing");
    assert_eq!(taken(&world, &file, Run::Applied).await.differences, dry.differences);
    assert_eq!(kept(&world).await, 3);
    assert_eq!(taken(&world, &file, Run::Applied).await.differences.unchanged, 3);
    world
}

async fn kept(world: &World) -> usize {
    world.stage.database.org_facts(&world.stage.workspace, None).await.unwrap().len()
}

/// Ten weeks of rounds; the first names of everybody who was introduced to each other.
async fn ten_weeks(world: &World) -> Vec<Vec<String>> {
    world.until("2027-03-09T12:00").await;
    world.introductions()
}

fn are_together(introductions: &[Vec<String>], one: &str, other: &str) -> bool {
    introductions.iter().any(|names| [one, other].iter().all(|name| names.iter().any(|each| each == name)))
}

#[tokio::test]
async fn a_report_never_meets_a_boss_above_even_through_somebody_who_never_joined() {
    let world = a_line_through_ben().await;
    let introductions = ten_weeks(&world).await;
    assert!(!are_together(&introductions, "ana", "cho"), "{introductions:?}");
    assert!(are_together(&introductions, "ana", "dee") && are_together(&introductions, "cho", "dee"));
    assert!(world.told("ben").is_empty(), "nobody writes to whoever never joined");
    world.ends().await;
}

#[tokio::test]
async fn without_the_file_they_would_meet() {
    let world = World::with(&["ana", "cho", "dee"]).await;
    assert!(are_together(&ten_weeks(&world).await, "ana", "cho"));
    world.ends().await;
}

#[tokio::test]
async fn whoever_never_joined_may_see_and_erase_what_is_said_of_them_and_the_line_holds() {
    let world = a_line_through_ben().await;
    let said = world.types("ben", "export").await.unwrap();
    assert!(
        said.contains("\"org\"") && said.contains(&world.id("ana")) && said.contains("manager"),
        "{said}"
    );
    assert_eq!(world.types("ben", "forget me").await, None, "a modal asks for confirmation");
    world.submits("ben", &[]).await;
    world.sandbox().close_all(&world.id("ben")).await.unwrap();
    let lines = world.stage.database.org_facts(&world.stage.workspace, None).await.unwrap();
    let ben = PersonId::new(world.id("ben"));
    assert!(lines.len() == 2 && lines.iter().all(|facts| facts.manager.as_ref() != Some(&ben)), "{lines:?}");
    assert!(!are_together(&ten_weeks(&world).await, "ana", "cho"));
    world.ends().await;
}

#[tokio::test]
async fn an_introduction_says_what_the_organisation_knows_and_keeps_saying_it() {
    let world = World::with(&["ana", "ben"]).await;
    let [ana, ben] = ["ana", "ben"].map(|name| world.id(name));
    taken(
        &world,
        &format!("user id;team;function\n{ana};Payments;design\n{ben};Checkout;eng\n"),
        Run::Applied,
    )
    .await;
    world.until("2027-01-04T12:00").await;
    let read = world.introduction(&["ana", "ben"]);
    world.reacts("ana", &read, "date").await;
    let again = world.again(&read);
    assert_ne!(read.message.blocks, again.message.blocks, "it was edited");
    for read in [&read, &again] {
        let blocks = serde_json::to_string(&read.message.blocks).unwrap();
        for word in ["Payments", "Checkout", "Design and research"] {
            assert!(blocks.contains(word), "{word} is missing in {blocks}");
        }
    }
    world.ends().await;
}

#[tokio::test]
async fn a_large_file_of_addresses_takes_the_list_of_everybody_and_no_single_look_up() {
    let mut world = World::whose_app_may(&["users:read.email"]).await;
    let mut file = "E-Mail,Reports to,Level\n".to_owned();
    for number in 0..30 {
        let name = format!("person{number}");
        world.arrives(&name, ZONE);
        file += &format!("{name}@example.com,person0@example.com,lead\n");
    }
    let file = file.replacen("person0@example.com,person0@example.com,lead", "person0@example.com,,vp", 1);
    let away = PersonChange { deleted: Some(true), ..PersonChange::default() };
    world.sandbox().change_person(&world.id("person7"), away).unwrap();
    world.settle().await;
    let file = file + "nobody@example.com,person0@example.com,\n";
    let report = taken(&world, &file, Run::Applied).await;
    let absent: Vec<Absence> = report.differences.absent.iter().map(|absent| absent.why).collect();
    assert_eq!(absent, [Absence::Deactivated, Absence::NotInSlack]);
    assert_eq!((report.people, report.differences.added.len()), (31, 29));
    let boss = PersonId::new(world.id("person0"));
    let facts = world.stage.database.org_facts(&world.stage.workspace, None).await.unwrap();
    assert!(facts.iter().all(|facts| facts.person == boss || facts.manager.as_ref() == Some(&boss)));
    assert_eq!(facts.iter().filter(|facts| facts.level == Some(Level::Lead)).count(), 28);
    let calls =
        |method: &str| world.ledger().iter().filter(|entry| entry.method.as_deref() == Some(method)).count();
    assert_eq!((calls("users.list"), calls("users.lookupByEmail"), calls("users.info")), (1, 0, 0));
    world.ends().await;
}

#[tokio::test]
async fn a_few_addresses_are_looked_up_and_without_the_scope_the_way_out_is_named() {
    let file = "email,manager\nana@example.com,\nben@example.com,ana@example.com\nnobody@example.com,\n";
    let mut open = World::whose_app_may(&["users:read.email"]).await;
    let mut closed = World::new().await;
    for name in ["ana", "ben"] {
        open.arrives(name, ZONE);
        closed.arrives(name, ZONE);
    }
    let report = taken(&open, file, Run::Applied).await;
    assert_eq!((report.differences.added.len(), report.differences.absent.len()), (2, 1));
    open.ends_although(&["users_not_found"]).await;
    let refused = import(&closed, file, Run::Applied).await.unwrap_err();
    assert!(matches!(refused, ImportError::LookUp(LookUpError::AddressesHidden)), "{refused}");
    assert_eq!(kept(&closed).await, 0);
    closed.ends_although(&["missing_scope"]).await;
}

#[tokio::test]
async fn a_file_with_a_circle_changes_nothing_and_names_everybody_on_it() {
    let mut world = World::new().await;
    let [ana, ben, cho] = ["ana", "ben", "cho"].map(|name| world.arrives(name, ZONE));
    let file = format!("slack id,manager\n{ana},{ben}\n{ben},{cho}\n{cho},{ana}\n");
    let Outcome::Faulty(faults) = import(&world, &file, Run::Applied).await.unwrap() else {
        panic!("it was taken")
    };
    let Wrong::Circle(steps) = &faults[0].what else { panic!("{faults:?}") };
    let steps: Vec<(&str, Option<u64>)> = steps.iter().map(|step| (step.who.as_str(), step.line)).collect();
    assert_eq!(steps, [(ana.as_str(), Some(2)), (ben.as_str(), Some(3)), (cho.as_str(), Some(4))]);
    taken(&world, &format!("slack id,manager\n{ana},{ben}\n{ben},{cho}\n"), Run::Applied).await;
    let closing = format!("slack id,manager\n{cho},{ana}\n");
    let Outcome::Faulty(_) = import(&world, &closing, Run::Applied).await.unwrap() else {
        panic!("it was taken")
    };
    assert_eq!(kept(&world).await, 2);
    world.ends().await;
}
