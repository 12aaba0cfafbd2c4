//! An admin sends the bot a list of people: it shows what would change, changes it on a click, and keeps no copy.

use crate::world::{Read, World, ZONE};
use jiff::SignedDuration;
use viceversa::domain::ids::PersonId;
use viceversa::domain::org::OrgFacts;
use viceversa::ports::Storage;
use viceversa::sandbox::{Fault, NewPerson, PersonChange, PersonFlags, SandboxConfig, Upload};

/// Mia administers the workspace and never joined; Ana, Cho and Dee did.
async fn a_workspace() -> World {
    let mut world = World::with(&["ana", "cho", "dee"]).await;
    arrives_as_admin(&mut world);
    world
}

fn arrives_as_admin(world: &mut World) {
    let id = world.arrives("mia", ZONE);
    let change = PersonChange { is_admin: Some(true), ..PersonChange::default() };
    world.sandbox().change_person(&id, change).unwrap();
}

fn file(name: &str, content: impl Into<Vec<u8>>) -> Upload {
    let content: Vec<u8> = content.into();
    Upload { name: name.into(), content: content.into(), comment: String::new(), thread_ts: None }
}

/// Sends files with one message to the bot's direct message; gives that message.
async fn sends(world: &World, name: &str, files: Vec<Upload>) -> Read {
    let user = world.id(name);
    world.sandbox().open_messages_tab(&user).unwrap();
    let channel = world.sandbox().app_conversation(&user).expect("the bot is there");
    let ts = world.sandbox().upload_together(&user, &channel, files).unwrap();
    world.settle().await;
    let message = world.sandbox().message(&channel, ts).unwrap();
    Read { channel, message }
}

/// The bot's answers in the thread of a message.
fn answers(world: &World, sent: &Read) -> Vec<Read> {
    let thread = world.sandbox().thread(&sent.channel, sent.message.ts);
    let answers = thread.into_iter().filter(|each| each.bot_id.is_some());
    answers.map(|message| Read { channel: sent.channel.clone(), message }).collect()
}

fn answer(world: &World, sent: &Read) -> Read {
    let mut answers = answers(world, sent);
    assert_eq!(answers.len(), 1, "one answer");
    answers.remove(0)
}

fn text(world: &World, sent: &Read) -> String {
    answer(world, sent).message.text
}

/// Ana is above Cho.
fn a_line(world: &World) -> String {
    let [ana, cho] = ["ana", "cho"].map(|name| world.id(name));
    format!("slack id,name,manager,level\n{ana},Ana,,director\n{cho},Cho,{ana},senior\n")
}

async fn kept(world: &World) -> Vec<OrgFacts> {
    world.stage.database.org_facts(&world.stage.workspace, None).await.unwrap()
}

fn downloads(world: &World) -> usize {
    world.ledger().iter().filter(|entry| entry.method.as_deref() == Some("files.info")).count()
}

#[tokio::test]
async fn an_admin_sees_the_difference_and_applies_it_and_a_boss_is_never_met() {
    let world = a_workspace().await;
    let sent = sends(&world, "mia", vec![file("people.csv", a_line(&world))]).await;
    let (shown, ana) = (answer(&world, &sent), world.id("ana"));
    assert!(shown.message.text.contains("2 people in the file: 2 to be added"), "{}", shown.message.text);
    assert!(
        shown.message.text.contains(&format!("manager Ana ({ana}), level senior")),
        "{}",
        shown.message.text
    );
    assert_eq!(kept(&world).await, [], "nothing is changed yet");
    world.presses("mia", &shown, "upload:apply").await;
    let done = world.again(&shown);
    assert!(done.message.text.starts_with("*Applied.*"), "{}", done.message.text);
    assert!(world.buttons(&done).is_empty());
    assert_eq!(kept(&world).await.len(), 2);
    world.until("2027-03-09T12:00").await;
    let together = world.introductions();
    assert!(!together.iter().any(|pair| ["ana", "cho"].iter().all(|name| pair.contains(&(*name).into()))));
    assert!(!together.is_empty());
    world.ends().await;
}

#[tokio::test]
async fn an_owner_may_send_one_too() {
    let mut world = World::with(&["ana", "cho"]).await;
    let flags = PersonFlags { is_owner: true, ..PersonFlags::default() };
    let owner = NewPerson { name: "olu".into(), flags, ..NewPerson::default() };
    world.arrives_as("olu", owner);
    let sent = sends(&world, "olu", vec![file("people.csv", a_line(&world))]).await;
    assert_eq!(world.buttons(&answer(&world, &sent)).len(), 2);
    world.ends().await;
}

#[tokio::test]
async fn whoever_is_no_admin_is_told_who_is_and_the_file_stays_closed() {
    let world = a_workspace().await;
    let files = vec![file("people.csv", a_line(&world)), file("more.csv", a_line(&world))];
    let sent = sends(&world, "ana", files).await;
    assert!(text(&world, &sent).contains("only from an admin or owner"), "{}", text(&world, &sent));
    assert_eq!(downloads(&world), 0);
    world.ends().await;
}

#[tokio::test]
async fn whoever_is_no_admin_any_more_cannot_apply_what_they_saw() {
    let world = a_workspace().await;
    let sent = sends(&world, "mia", vec![file("people.csv", a_line(&world))]).await;
    let change = PersonChange { is_admin: Some(false), ..PersonChange::default() };
    world.sandbox().change_person(&world.id("mia"), change).unwrap();
    world.presses("mia", &answer(&world, &sent), "upload:apply").await;
    assert!(text(&world, &sent).contains("only from an admin or owner"), "{}", text(&world, &sent));
    assert_eq!((kept(&world).await.len(), downloads(&world)), (0, 1));
    world.ends().await;
}

#[tokio::test]
async fn a_difference_that_is_not_wanted_is_put_aside() {
    let world = a_workspace().await;
    let sent = sends(&world, "mia", vec![file("people.csv", a_line(&world))]).await;
    let shown = answer(&world, &sent);
    world.presses("mia", &shown, "upload:leave").await;
    let left = world.again(&shown);
    assert!(left.message.text.starts_with("Nothing was changed"), "{}", left.message.text);
    assert!(world.buttons(&left).is_empty() && kept(&world).await.is_empty());
    world.ends().await;
}

#[tokio::test]
async fn a_difference_lapses_when_nobody_decides() {
    let world = a_workspace().await;
    let sent = sends(&world, "mia", vec![file("people.csv", a_line(&world))]).await;
    world.passes(SignedDuration::from_hours(8 * 24)).await;
    assert!(text(&world, &sent).contains("waited for a week"));
    world.ends().await;
}

#[tokio::test]
async fn errors_are_named_with_line_and_column_as_on_the_command_line() {
    let world = a_workspace().await;
    let [ana, cho] = ["ana", "cho"].map(|name| world.id(name));
    let faulty = format!("slack id,level,zone\n{ana},L5,Berlin\n{cho},maneger,\n");
    let sent = sends(&world, "mia", vec![file("people.csv", faulty)]).await;
    let said = text(&world, &sent);
    for words in
        ["line 2, column 2 (level): “L5” is no level", "did you mean Europe/Berlin?", "line 3, column 2"]
    {
        assert!(said.contains(words), "{words} is missing in {said}");
    }
    assert!(world.buttons(&answer(&world, &sent)).is_empty());
    world.ends().await;
}

#[tokio::test]
async fn a_circle_names_everybody_on_it() {
    let world = a_workspace().await;
    let [ana, cho] = ["ana", "cho"].map(|name| world.id(name));
    let circle = format!("slack id,name,manager\n{ana},Ana,{cho}\n{cho},Cho,{ana}\n");
    let sent = sends(&world, "mia", vec![file("people.csv", circle)]).await;
    let said = text(&world, &sent);
    assert!(said.contains(&format!("Ana ({ana}) (line 2) → Cho ({cho}) (line 3) → Ana ({ana})")), "{said}");
    assert_eq!(kept(&world).await, []);
    world.ends().await;
}

#[tokio::test]
async fn another_kind_of_file_is_answered_with_what_is_expected_and_not_twice() {
    let world = a_workspace().await;
    let both = vec![file("cat.png", "x"), file("dog.png", "y")];
    let sent = sends(&world, "mia", both).await;
    assert!(text(&world, &sent).contains("email,name,manager,team,function,level,zone"));
    let again = sends(&world, "mia", vec![file("cow.png", "z")]).await;
    assert!(answers(&world, &again).is_empty(), "they were told a moment ago");
    let workbook = sends(&world, "mia", vec![file("people.xlsx", "PK")]).await;
    assert!(text(&world, &workbook).contains("CSV"), "a spreadsheet is meant for us");
    assert_eq!(downloads(&world), 0);
    world.ends().await;
}

#[tokio::test]
async fn several_files_are_answered_each_on_its_own() {
    let world = a_workspace().await;
    let [ana, cho] = ["ana", "cho"].map(|name| world.id(name));
    let files = [("a.csv", ana), ("b.txt", cho)]
        .map(|(name, id)| file(name, format!("slack id;team\n{id};Core\n")))
        .to_vec();
    let sent = sends(&world, "mia", files).await;
    let said: Vec<String> = answers(&world, &sent).into_iter().map(|read| read.message.text).collect();
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].contains("a.csv") && said[1].contains("b.txt"), "{said:?}");
    world.ends().await;
}

#[tokio::test]
async fn utf_16_and_a_byte_order_mark_are_read() {
    let world = a_workspace().await;
    let line = a_line(&world).replace("Ana", "Zoë");
    let marked = [b"\xef\xbb\xbf".to_vec(), line.clone().into_bytes()].concat();
    let wide: Vec<u8> =
        std::iter::once(0xfeff).chain(line.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for content in [marked, wide] {
        let sent = sends(&world, "mia", vec![file("people.csv", content)]).await;
        assert!(text(&world, &sent).contains("line 2, Zoë (U"), "{}", text(&world, &sent));
    }
    world.ends().await;
}

#[tokio::test]
async fn a_file_that_was_deleted_before_the_click_changes_nothing() {
    let world = a_workspace().await;
    let sent = sends(&world, "mia", vec![file("people.csv", a_line(&world))]).await;
    let shown = answer(&world, &sent);
    world.sandbox().delete_file(&world.id("mia"), &sent.message.files[0]).unwrap();
    world.presses("mia", &shown, "upload:apply").await;
    let gone = world.again(&shown);
    assert!(gone.message.text.contains("is no longer there"), "{}", gone.message.text);
    assert!(world.buttons(&gone).is_empty() && kept(&world).await.is_empty());
    world.ends_although(&["file_deleted"]).await;
}

#[tokio::test]
async fn without_the_scope_the_way_out_is_named() {
    let mut config: SandboxConfig = viceversa::cli::slack_app::workspace();
    config.app.scopes.remove("files:read");
    let mut world = World::of(config).await;
    arrives_as_admin(&mut world);
    let sent = sends(&world, "mia", vec![file("people.csv", "slack id\nU1\n")]).await;
    assert!(text(&world, &sent).contains("the app lacks files:read"), "{}", text(&world, &sent));
    world.ends_although(&["missing_scope"]).await;
}

#[tokio::test]
async fn addresses_need_their_scope_and_the_difference_says_so() {
    let world = a_workspace().await;
    let sent = sends(&world, "mia", vec![file("people.csv", "email\nana@example.com\n")]).await;
    assert!(text(&world, &sent).contains("users:read.email"), "{}", text(&world, &sent));
    world.ends_although(&["missing_scope"]).await;
}

#[tokio::test]
async fn the_same_event_delivered_twice_has_one_answer() {
    let world = a_workspace().await;
    world.sandbox().duplicate_events(1);
    let sent = sends(&world, "mia", vec![file("people.csv", a_line(&world))]).await;
    world.passes(SignedDuration::from_hours(1)).await;
    assert_eq!((answers(&world, &sent).len(), downloads(&world)), (1, 1));
    world.ends().await;
}

#[tokio::test]
async fn an_organisation_that_changed_since_is_shown_anew_and_not_overwritten() {
    let world = a_workspace().await;
    let [ana, cho, dee] = ["ana", "cho", "dee"].map(|name| world.id(name));
    let sent = sends(&world, "mia", vec![file("people.csv", a_line(&world))]).await;
    let shown = answer(&world, &sent);
    let other = format!("slack id,manager\n{cho},{dee}\n");
    let run = viceversa::app::org::Run::Applied;
    world.stage.app.import_people(&world.stage.workspace, other.as_bytes(), run).await.unwrap();
    world.presses("mia", &shown, "upload:apply").await;
    let changed = world.again(&shown);
    assert!(changed.message.text.starts_with("*Nothing was applied"), "{}", changed.message.text);
    assert!(changed.message.text.contains("manager dee → Ana"), "{}", changed.message.text);
    let boss = |facts: &[OrgFacts]| facts.iter().find(|each| each.person.as_str() == cho)?.manager.clone();
    assert_eq!(boss(&kept(&world).await), Some(PersonId::new(dee)));
    world.presses("mia", &changed, "upload:apply").await;
    assert_eq!(boss(&kept(&world).await), Some(PersonId::new(ana)));
    world.ends().await;
}

#[tokio::test]
async fn a_slack_that_is_out_of_order_is_said_and_the_buttons_stay() {
    let world = a_workspace().await;
    let sent = sends(&world, "mia", vec![file("people.csv", a_line(&world))]).await;
    let shown = answer(&world, &sent);
    world.sandbox().inject_fault("files.info", Fault::StatusBefore(403), 1);
    world.presses("mia", &shown, "upload:apply").await;
    let answers = answers(&world, &sent);
    assert!(answers[1].message.text.contains("did not hand me"), "{}", answers[1].message.text);
    world.presses("mia", &shown, "upload:apply").await;
    assert_eq!(kept(&world).await.len(), 2);
    world.ends_although(&["fatal_error"]).await;
}

#[tokio::test]
async fn a_crash_between_the_file_and_its_answer_is_made_good() {
    let mut world = a_workspace().await;
    let user = world.id("mia");
    world.sandbox().open_messages_tab(&user).unwrap();
    let channel = world.sandbox().app_conversation(&user).unwrap();
    let ts = world.sandbox().upload(&user, &channel, file("people.csv", a_line(&world))).unwrap();
    world.sandbox().settle().await;
    world.stage.restart().await.unwrap();
    world.settle().await;
    let sent = Read { message: world.sandbox().message(&channel, ts).unwrap(), channel };
    assert!(answers(&world, &sent).is_empty(), "nobody remembers it at once");
    world.passes(SignedDuration::from_mins(11)).await;
    assert_eq!(world.buttons(&answer(&world, &sent)).len(), 2);
    world.ends().await;
}
