//! A junior leads a manager: six meetings, cancellations that re-offer at once, and ends that hurt nobody.

use crate::world::{Read, World, ZONE};
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use viceversa::app::org::{Outcome, Run};
use viceversa::sandbox::{Input, SubmitOutcome};

const TOPIC: &str = "What a release feels like";

fn choices(ids: &[&str]) -> Input {
    Input::Choices(ids.iter().map(ToString::to_string).collect())
}

/// Somebody who takes part in reverse mentoring alone.
struct Part<'a> {
    name: &'a str,
    level: Option<&'a str>,
    offers: &'a [&'a str],
}

fn junior(name: &str) -> Part<'_> {
    Part { name, level: Some("engineer"), offers: &["incidents"] }
}

fn senior(name: &str) -> Part<'_> {
    Part { name, level: Some("director"), offers: &[] }
}

async fn company(parts: &[Part<'_>]) -> World {
    let mut world = World::new().await;
    for part in parts {
        world.takes_part(part).await;
    }
    world
}

/// Jo leads Sam; it is the morning of the first round and they have been introduced.
async fn jo_and_sam() -> World {
    let world = company(&[junior("jo"), senior("sam")]).await;
    world.until("2027-01-07T12:00").await;
    world
}

impl World {
    async fn takes_part(&mut self, part: &Part<'_>) {
        self.arrives(part.name, ZONE);
        let mut fields = vec![("modes", choices(&["reverse"])), ("offers", choices(part.offers))];
        fields.extend(part.level.map(|level| ("level", Input::Choice(level.into()))));
        self.joins(part.name, &fields).await;
    }

    /// What somebody was told last, by words in it.
    fn heard(&self, name: &str, words: &str) -> Read {
        let found = self.told(name).into_iter().rev().find(|read| read.message.text.contains(words));
        found.unwrap_or_else(|| panic!("{name} was not told {words:?}: {:#?}", self.told_texts(name)))
    }

    fn has_heard(&self, name: &str, words: &str) -> bool {
        self.told_texts(name).iter().any(|text| text.contains(words))
    }

    /// The newest message in the thread of the two that says this.
    fn stands(&self, names: &[&str], words: &str) -> Read {
        let root = self.group(names).into_iter().next().expect("an introduction");
        let thread = self.sandbox().thread(&root.channel, root.message.ts);
        let found = thread.into_iter().rev().find(|message| message.text.contains(words));
        let message = found.unwrap_or_else(|| panic!("{words:?} is not in {:#?}", self.thread(&root)));
        Read { channel: root.channel, message }
    }

    /// Presses, and gives Slack a minute to show what follows: it takes one edit a second in a conversation.
    async fn answers(&self, name: &str, read: &Read, press: &str) {
        self.presses(name, read, press).await;
        self.passes(SignedDuration::from_mins(1)).await;
    }

    /// The junior sends the form as it opens, with a topic.
    async fn proposes(&self, name: &str) {
        let ask = self.told(name).into_iter().rev().find(|read| self.can_press(read, "reverse:propose"));
        self.presses(name, &ask.expect("the junior is asked"), "reverse:propose").await;
        let topic = ("term_words", Input::Text(TOPIC.into()));
        assert!(matches!(self.submits(name, &[topic]).await, SubmitOutcome::Updated(_)));
        self.passes(SignedDuration::from_mins(1)).await;
    }

    fn can_press(&self, read: &Read, action: &str) -> bool {
        self.buttons(read).iter().any(|control| control.action_id == action)
    }

    /// Jo proposes and Sam takes the first.
    async fn agree(&self) -> Read {
        self.until_asked().await;
        self.proposes("jo").await;
        let offer = self.stands(&["jo", "sam"], "proposes times");
        self.answers("sam", &offer, "reverse:take:0").await;
        self.stands(&["jo", "sam"], "It is a date")
    }

    /// The clock moves on until somebody is asked again whether they met; both say so.
    async fn meet(&self, number: usize) {
        let asked = |world: &World| {
            world.told("jo").into_iter().filter(|read| world.can_press(read, "reverse:tell:met")).count()
        };
        for _ in 0..40 {
            if asked(self) > 0 {
                break;
            }
            self.passes(SignedDuration::from_hours(12)).await;
        }
        for name in ["jo", "sam"] {
            let told = self.told(name);
            let question = told.iter().rev().find(|read| self.can_press(read, "reverse:tell:met"));
            let question = question.unwrap_or_else(|| panic!("{name} is asked about meeting {number}"));
            self.answers(name, question, "reverse:tell:met").await;
        }
    }

    /// The clock moves on until Jo is asked for times, and then to an hour at which both work.
    async fn until_asked(&self) {
        for _ in 0..60 {
            let here = self.sandbox().clock().now().to_zoned(TimeZone::get(ZONE).unwrap());
            let at_work = here.hour() == 12 && here.weekday().to_monday_zero_offset() < 5;
            if at_work && self.told("jo").iter().any(|read| self.can_press(read, "reverse:propose")) {
                return;
            }
            let hours = if here.hour() == 12 { 24 } else { 1 };
            self.passes(SignedDuration::from_hours(hours)).await;
        }
        panic!("jo is never asked: {:#?}", self.told_texts("jo"));
    }

    /// All six meetings, to the question whether to go on.
    async fn six_meetings(&self) {
        for number in 1..=6 {
            self.agree().await;
            self.meet(number).await;
        }
    }
}

#[tokio::test]
async fn a_term_of_six_meetings_from_the_introduction_to_going_on() {
    let world = jo_and_sam().await;
    let opening = world.introduction(&["jo", "sam"]).message.text;
    for words in
        ["you lead", "you listen", "Do not cancel", "neither of you is in the other's reporting line"]
    {
        assert!(opening.contains(words), "{words} is not in {opening}");
    }
    world.heard("jo", "You lead the first meeting");
    assert!(
        !world.has_heard("sam", "the first meeting"),
        "only the junior is asked: {:?}",
        world.told_texts("sam")
    );
    assert!(world.heard("jo", "Good to have you").message.text.contains("Thu 7 Jan"));
    world.six_meetings().await;
    for name in ["jo", "sam"] {
        assert!(!world.has_heard(name, "there is nobody for you"), "later rounds pass them by");
        let why = world.types(name, "why").await.unwrap();
        assert!(why.contains("in reverse mentoring") && !why.contains("no partner"), "{why}");
    }
    let root = world.introduction(&["jo", "sam"]).message.text;
    assert!(root.contains("6 of 6 meetings") && root.contains(TOPIC), "{root}");
    for name in ["jo", "sam"] {
        let review = world.heard(name, "What did you take from them?");
        world.answers(name, &review, "reverse:useful:very").await;
        world.answers(name, &review, "reverse:go_on:yes").await;
    }
    for name in ["jo", "sam"] {
        world.heard(name, "go on: 3 more");
    }
    world.agree().await;
    world.ends().await;
}

#[tokio::test]
async fn a_date_has_a_question_of_the_reverse_deck_that_is_never_the_same() {
    let world = jo_and_sam().await;
    let mut seen = std::collections::BTreeSet::new();
    for number in 1..=3 {
        let text = world.agree().await.message.text;
        let question = text.split("A question to open with*\n").nth(1).expect("a question").to_owned();
        assert!(seen.insert(question.lines().next().unwrap().to_owned()), "{seen:?}");
        world.meet(number).await;
    }
    world.ends().await;
}

#[tokio::test]
async fn a_seniors_cancellation_puts_other_times_there_at_once_and_is_counted() {
    let world = jo_and_sam().await;
    let date = world.agree().await;
    world.answers("sam", &date, "reverse:cancel").await;
    let again = world.stands(&["jo", "sam"], "whoever is first takes one");
    assert_eq!(world.buttons(&again).iter().filter(|c| c.action_id.contains("take")).count(), 3);
    assert!(world.introduction(&["jo", "sam"]).message.text.contains("had to cancel once"));
    assert!(world.again(&date).message.text.contains("Other times follow below"));
    world.answers("sam", &again, "reverse:take:1").await;
    world.stands(&["jo", "sam"], "It is a date");
    world.meet(1).await;
    world.ends().await;
}

#[tokio::test]
async fn a_juniors_cancellation_does_the_same_and_is_not_counted() {
    let world = jo_and_sam().await;
    let date = world.agree().await;
    world.answers("jo", &date, "reverse:cancel").await;
    let again = world.stands(&["jo", "sam"], "whoever is first takes one");
    assert!(!world.introduction(&["jo", "sam"]).message.text.contains("had to cancel"));
    world.answers("jo", &again, "reverse:take:0").await;
    world.stands(&["jo", "sam"], "It is a date");
    world.ends().await;
}

#[tokio::test]
async fn none_of_these_asks_the_junior_for_others() {
    let world = jo_and_sam().await;
    world.proposes("jo").await;
    let offer = world.stands(&["jo", "sam"], "proposes times");
    world.answers("jo", &offer, "reverse:take:0").await;
    assert!(world.stands(&["jo", "sam"], "proposes times").message.edited.is_none(), "only Sam takes one");
    world.answers("sam", &offer, "reverse:none").await;
    assert!(world.again(&offer).message.text.contains("None of these suited"));
    world.heard("jo", "None of those times suited");
    let first = offer.message.text.clone();
    world.proposes("jo").await;
    let second = world.stands(&["jo", "sam"], "which one suits you").message.text;
    let times =
        |text: &str| text.lines().filter(|line| line.starts_with('•')).map(str::to_owned).collect::<Vec<_>>();
    assert!(times(&second).iter().all(|time| !times(&first).contains(time)), "{first}\n{second}");
    world.ends().await;
}

#[tokio::test]
async fn nobody_in_the_line_is_led_even_through_somebody_who_never_joined() {
    let mut world = company(&[junior("jo"), senior("sam"), senior("kim")]).await;
    world.arrives("ben", ZONE);
    let [jo, sam, ben] = ["jo", "sam", "ben"].map(|name| world.id(name));
    let file = format!("slack id,manager,level\n{jo},{ben},engineer\n{ben},{sam},manager\n{sam},,director\n");
    let taken = world.stage.app.import_people(&world.stage.workspace, file.as_bytes(), Run::Applied).await;
    assert!(matches!(taken.unwrap(), Outcome::Planned(_)));
    world.until("2027-01-08T12:00").await;
    world.introduction(&["jo", "kim"]);
    assert!(world.group(&["jo", "sam"]).is_empty() && world.has_heard("sam", "there is nobody for you"));
    world.ends().await;
}

#[tokio::test]
async fn one_level_apart_is_not_enough() {
    let lead = Part { name: "lee", level: Some("lead"), offers: &["incidents"] };
    let manager = Part { name: "max", level: Some("manager"), offers: &[] };
    let world = company(&[lead, manager]).await;
    world.until("2027-01-08T12:00").await;
    assert!(world.introductions().is_empty());
    assert!(world.heard("max", "there is nobody for you").message.text.contains("two levels"));
    world.ends().await;
}

#[tokio::test]
async fn an_unknown_level_is_told_once_and_under_why() {
    let world = company(&[Part { level: None, ..junior("jo") }, senior("sam")]).await;
    world.until("2027-01-08T12:00").await;
    assert!(world.introductions().is_empty());
    world.until("2027-03-05T12:00").await;
    let told = world.told_texts("jo");
    assert_eq!(told.iter().filter(|text| text.contains("I do not know your level")).count(), 1, "{told:?}");
    let why = world.types("jo", "why").await.unwrap();
    assert!(why.contains("I do not know your level") && why.contains("/mentor profile"), "{why}");
    world.ends().await;
}

#[tokio::test]
async fn of_two_seniors_one_is_led_and_the_other_is_told_why_and_comes_first() {
    let world = company(&[junior("jo"), senior("kim"), senior("sam")]).await;
    world.until("2027-01-08T12:00").await;
    let led = if world.group(&["jo", "sam"]).is_empty() { "kim" } else { "sam" };
    let left = if led == "kim" { "sam" } else { "kim" };
    assert_eq!(world.introductions().len(), 1);
    assert!(world.heard(left, "there is nobody for you").message.text.contains("matched with somebody else"));
    world.answers("jo", &world.heard("jo", "You lead the first meeting"), "reverse:end").await;
    world.heard(led, "has ended your meetings");
    world.until("2027-02-05T12:00").await;
    world.introduction(&["jo", left]);
    world.ends().await;
}

#[tokio::test]
async fn ending_early_needs_no_reason_and_asks_only_what_was_taken_from_it() {
    let world = jo_and_sam().await;
    world.agree().await;
    world.meet(1).await;
    let root = world.introduction(&["jo", "sam"]);
    world.answers("sam", &root, "reverse:end").await;
    world.passes(SignedDuration::from_hours(24)).await;
    world.heard("jo", "has ended your meetings");
    let review = world.heard("jo", "What did you take from them?");
    assert!(!world.can_press(&review, "reverse:go_on:yes") && !world.can_press(&root, "reverse:end"));
    world.answers("jo", &review, "reverse:useful:somewhat").await;
    assert!(world.again(&review).message.text.contains("took something"));
    assert!(world.types("jo", "history").await.unwrap().contains("you met"));
    world.until("2027-02-02T12:00").await;
    assert!(!world.told("jo").iter().any(|read| world.can_press(read, "reverse:propose")));
    world.ends().await;
}

#[tokio::test]
async fn where_one_says_no_both_read_the_same_and_not_before_the_time_is_over() {
    let world = jo_and_sam().await;
    world.six_meetings().await;
    let answers = [("jo", "reverse:go_on:yes"), ("sam", "reverse:go_on:no")];
    for (name, press) in answers {
        world.answers(name, &world.heard(name, "What did you take from them?"), press).await;
    }
    assert!(!world.has_heard("jo", "come to their end"), "a no cannot be told from no answer");
    world.passes(SignedDuration::from_hours(8 * 24)).await;
    let [jo, sam] = ["jo", "sam"].map(|name| world.heard(name, "come to their end").message.text);
    assert_eq!(jo.replace(&world.id("sam"), "X"), sam.replace(&world.id("jo"), "X"));
    assert!(world.introduction(&["jo", "sam"]).message.text.contains("have ended"));
    let export = world.types("jo", "export").await.unwrap();
    assert!(export.contains("\"yes\"") && !export.contains("\"no\""), "only one's own wish is exported");
    world.ends().await;
}

#[tokio::test]
async fn a_senior_who_pauses_lets_the_term_rest_until_they_are_back() {
    let world = jo_and_sam().await;
    let date = world.agree().await;
    world.types("sam", "pause 2w").await;
    world.heard("jo", "pauses, so your meetings rest");
    assert!(world.again(&date).message.text.contains("does not take place"));
    world.until("2027-01-20T12:00").await;
    assert!(!world.told("jo").iter().any(|read| world.can_press(read, "reverse:propose")));
    world.until("2027-01-22T12:00").await;
    world.heard("jo", "Nobody pauses any more");
    world.agree().await;
    world.ends().await;
}

#[tokio::test]
async fn whoever_leaves_or_is_forgotten_ends_it_and_no_words_of_theirs_stay() {
    let world = jo_and_sam().await;
    world.proposes("jo").await;
    assert!(world.types("sam", "export").await.unwrap().contains(TOPIC));
    world.types("jo", "forget me").await;
    world.submits("jo", &[]).await;
    world.heard("sam", "cannot take part any more");
    let export = world.types("sam", "export").await.unwrap();
    assert!(!export.contains(TOPIC) && !export.contains(&world.id("jo")), "{export}");
    world.until("2027-03-01T12:00").await;
    world.ends().await;
}

#[tokio::test]
async fn silence_about_times_is_reminded_of_and_ends_kindly() {
    let world = jo_and_sam().await;
    world.until("2027-01-12T12:00").await;
    world.heard("jo", "A quiet reminder");
    world.until("2027-02-10T12:00").await;
    for name in ["jo", "sam"] {
        world.heard(name, "for a while no time was found");
    }
    world.ends().await;
}

#[tokio::test]
async fn times_that_nobody_takes_are_reminded_of_and_asked_for_anew() {
    let world = jo_and_sam().await;
    world.proposes("jo").await;
    world.until("2027-01-11T18:00").await;
    world.stands(&["jo", "sam"], "still wait for you");
    world.until("2027-01-14T12:00").await;
    world.heard("jo", "have passed before one was taken");
    world.ends().await;
}

#[tokio::test]
async fn a_meeting_that_did_not_happen_is_agreed_on_anew_unless_the_other_says_they_met() {
    let world = jo_and_sam().await;
    let date = world.agree().await;
    assert!(date.message.text.contains("Fri 8 Jan") || date.message.text.contains("Mon 11 Jan"));
    world.until("2027-01-12T12:00").await;
    world.answers("jo", &world.heard("jo", "Did you and"), "reverse:tell:not").await;
    let asked = world.heard("jo", "did not take place");
    world.answers("sam", &world.heard("sam", "Did you and"), "reverse:tell:met").await;
    assert!(!world.can_press(&asked, "reverse:propose"), "it counts after all");
    assert!(world.introduction(&["jo", "sam"]).message.text.contains("1 of 6"));
    world.ends().await;
}

#[tokio::test]
async fn nobody_is_in_it_who_did_not_tick_it() {
    let mut world = World::new().await;
    for (name, level) in [("jo", "engineer"), ("sam", "director")] {
        world.arrives(name, ZONE);
        let fields = [("level", Input::Choice(level.into())), ("offers", choices(&["incidents"]))];
        world.joins(name, &fields).await;
    }
    world.until("2027-01-08T12:00").await;
    assert!(!world.told_texts("jo").iter().any(|text| text.contains("lead")));
    world.ends().await;
}
