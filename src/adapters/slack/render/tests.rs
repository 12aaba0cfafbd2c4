use super::*;
use crate::domain::calendar::TimeOption;
use crate::domain::catalogue::{Reading, ReadingKind};
use crate::domain::command::{Misunderstanding, Problem};
use crate::domain::ids::{PairingId, PersonId, PromptId, ReadingId, ThemeId, TopicId};
use crate::domain::matching::explain::Reason;
use crate::domain::message::{
    Contact, ContactOutcome, History, Introduced, Introduction, LocalTime, PastTalk, ProfilePurpose, Question,
};
use crate::domain::people::profile::{Function, Level, Mode, Profile, Rhythm};
use crate::domain::reciprocity::Ledger;
use crate::domain::rounds::LeftOutReason;
use crate::domain::rounds::check_in::{Balance, CheckInAnswer, MetAnswer, Useful};
use crate::domain::rounds::pairing::Status;
use jiff::Timestamp;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

mod picture;
mod samples;

use picture::picture;

fn renderer() -> Renderer {
    let topic = |id: &str, name: &str| crate::domain::catalogue::Topic {
        id: TopicId::new(id),
        name: name.into(),
        group: "Leading people".into(),
        synonyms: Vec::new(),
        signs: Vec::new(),
    };
    let topics = vec![topic("delegation", "Delegation"), topic("incidents", "Incident response")];
    let theme = |id: &str, name: &str| crate::domain::catalogue::Theme {
        id: crate::domain::ids::ThemeId::new(id),
        name: name.into(),
        purpose: String::new(),
        topics: Vec::new(),
    };
    let themes = vec![theme("delegation", "Delegation"), theme("blind-spots", "Blind spots")];
    let catalogue = Catalogue { topics, themes, readings: readings(), ..Catalogue::default() };
    let calendar =
        CalendarConfig { public_url: "https://bot.example".into(), signing_secret: "secret".into() };
    Renderer::new(Arc::new(catalogue), Some(&calendar))
}

fn readings() -> Vec<Reading> {
    let reading = |id: &str, kind, title: &str, link: Option<&str>| Reading {
        id: ReadingId::new(id),
        theme: ThemeId::new("delegation"),
        kind,
        title: title.into(),
        author: "L. David Marquet".into(),
        year: None,
        why: "A crew that says what it intends, instead of waiting for orders.".into(),
        link: link.map(str::to_owned),
    };
    vec![
        reading("turn-the-ship-around", ReadingKind::Book, "Turn the Ship Around", None),
        reading("a-talk", ReadingKind::Talk, "Ask & <listen>", None),
        reading("an-article", ReadingKind::Article, "Our own <way>", Some("https://our.example/way?a=1&b=2")),
        reading("crucial-conversations", ReadingKind::Book, "Crucial Conversations", None),
    ]
}

#[test]
fn every_message_is_as_it_was_read() {
    let renderer = renderer();
    for (name, message) in samples::messages() {
        let rendered = renderer.message(&message);
        assert_eq!(blocks_problem(&json!(rendered.blocks), MESSAGE_BLOCKS), None, "{name}");
        insta::assert_snapshot!(format!("message_{name}"), picture(&rendered.blocks, Some(&rendered.text)));
    }
}

#[test]
fn every_answer_is_as_it_was_read() {
    let renderer = renderer();
    let all: Vec<String> = samples::answers()
        .into_iter()
        .map(|(name, answer)| {
            let rendered = renderer.answer(&answer);
            assert_eq!(blocks_problem(&json!(rendered.blocks), MESSAGE_BLOCKS), None, "{name}");
            assert!(!rendered.text.is_empty(), "{name}");
            format!("=== {name}\n{}", picture(&rendered.blocks, None))
        })
        .collect();
    insta::assert_snapshot!("answers", all.join("\n"));
}

#[test]
fn every_modal_and_home_is_as_it_was_read() {
    let renderer = renderer();
    for (name, modal) in samples::modals() {
        let view = json!(renderer.modal(&modal));
        assert_eq!(view_problem(&view), None, "{name}");
        insta::assert_snapshot!(format!("modal_{name}"), picture::view(&view));
    }
    for (name, home) in samples::home::homes().into_iter().chain(samples::modes::homes()) {
        let view = json!(renderer.home(&home));
        assert_eq!(view_problem(&view), None, "{name}");
        let page = json!(renderer.home_page(&home).done().blocks);
        assert_eq!(blocks_problem(&page, VIEW_BLOCKS), None, "{name} falls back to words");
        insta::assert_snapshot!(format!("home_{name}"), picture::view(&view));
    }
}

#[test]
fn the_home_shows_all_that_is_open_and_all_that_was_chosen() {
    let renderer = renderer();
    let text = renderer.home_page(&samples::home::full()).done().text;
    let said = [
        "home-waiting",
        "home-next-talk",
        "home-other-talks",
        "home-commitments",
        "home-small-ask",
        "home-asks",
        "reciprocity",
        "home-modes",
        "home-modes-others",
        "home-never-how",
    ];
    for id in said {
        assert!(text.contains(&renderer.words.say(id)), "{id} is missing:\n{text}");
    }
    for begins in ["*You take part.*", "*You seek:*", "*You offer:*", "*How often:*", "*Your hours:*"] {
        assert!(text.contains(begins), "{begins} is missing:\n{text}");
    }
}

#[test]
fn giving_and_receiving_are_shown_as_they_were_read() {
    let ledgers = [(3, 1), (0, 2), (12, 9), (0, 0)];
    let shown = ledgers.map(|(gave, received)| {
        let page = renderer().home_reciprocity(&Ledger { gave, received }).done();
        assert_eq!(blocks_problem(&json!(page.blocks), VIEW_BLOCKS), None);
        picture(&page.blocks, None)
    });
    insta::assert_snapshot!("reciprocity", shown.join("\n"));
}

/// Whoever reads the fallback alone, by ear or on a watch, learns all that the blocks say.
#[test]
fn the_fallback_says_what_the_blocks_say() {
    let renderer = renderer();
    for (name, message) in samples::messages() {
        let rendered = renderer.message(&message);
        for block in json!(rendered.blocks).as_array().expect("blocks") {
            if let ("section", Some(words)) =
                (block["type"].as_str().unwrap_or_default(), block["text"]["text"].as_str())
            {
                let heard = |line: &str| {
                    let plain = line.split("  <").next().unwrap_or(line);
                    plain.contains("<!date") || rendered.text.contains(plain)
                };
                assert!(words.lines().all(heard), "{name}: {words}\nis not in\n{}", rendered.text);
            }
        }
    }
}

#[test]
fn people_who_read_the_same_clock_are_named_together() {
    let mut introduction = samples::introduction(Status::Open);
    let zones = ["Europe/Warsaw", "Europe/Berlin", "Europe/London", "Europe/Berlin"];
    introduction.members =
        zones.map(|zone| Introduced { time_zone: zone.into(), ..introduction.members[0].clone() }).into();
    introduction.times = vec![TimeOption {
        start: samples::at("2026-11-24T10:00:00Z"),
        end: samples::at("2026-11-24T10:30:00Z"),
    }];
    let said = renderer().message(&Message::Introduction(introduction)).text;
    let together = "• Tue 24 Nov, 11:00–11:30 (Warsaw, Berlin) · 10:00–10:30 (London)\n";
    assert!(said.contains(together), "{said}");
}

#[test]
fn modals_over_the_home_have_what_the_answer_has_to_press() {
    let renderer = renderer();
    for (name, answer) in samples::answers() {
        let view = json!(renderer.modal(&Modal::Notice(answer.clone())));
        assert_eq!(view_problem(&view), None, "{name}");
        assert_eq!(view["blocks"], json!(renderer.answer(&answer).blocks), "{name}");
    }
}

#[test]
fn the_words_are_all_used_and_all_there() {
    let identifier = |line: &str| {
        let (id, _) = line.split_once(" =")?;
        id.starts_with(|c: char| c.is_ascii_lowercase()).then(|| id.to_owned())
    };
    let written: BTreeSet<String> =
        words::ENGLISH.iter().flat_map(|(_, source)| source.lines().filter_map(identifier)).collect();
    let mut used = made_of_codes();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/adapters/slack/render");
    for entry in std::fs::read_dir(folder).expect("the folder") {
        let path = entry.expect("an entry").path();
        if path.is_file() && !path.ends_with("tests.rs") {
            used.extend(literals(&std::fs::read_to_string(path).expect("a file")));
        }
    }
    let unused: Vec<_> = written.difference(&used).collect();
    assert!(unused.is_empty(), "never said: {unused:?}");
    let missing: Vec<_> = used.iter().filter(|id| looks_like_an_id(id) && !written.contains(*id)).collect();
    assert!(missing.is_empty(), "without words: {missing:?}");
}

/// The ids that are put together from a kind and a code.
fn made_of_codes() -> BTreeSet<String> {
    let codes =
        |kind: &str, codes: &[&str]| codes.iter().map(|code| format!("{kind}-{code}")).collect::<Vec<_>>();
    let mut ids: BTreeSet<String> = (1..=7).map(|day| format!("weekday-{day}")).collect();
    ids.extend((1..=12).map(|month| format!("month-{month}")));
    ids.extend(Level::ALL.iter().map(|each| format!("level-{}", each.code())));
    ids.extend(Function::ALL.iter().map(|each| format!("function-{}", each.code())));
    ids.extend(Mode::ALL.iter().map(|each| format!("mode-{}", each.code())));
    ids.extend(Mode::OPEN.iter().map(|each| format!("home-mode-{}", each.code())));
    ids.extend(Rhythm::ALL.iter().map(|each| format!("rhythm-{}", each.code())));
    for each in Useful::ALL {
        ids.extend(codes("choice", &[each.code()]));
        ids.insert(format!("check-in-useful-{}", each.code()));
    }
    for each in Balance::ALL {
        ids.extend(codes("choice", &[each.code()]));
        ids.insert(format!("check-in-balance-{}", each.code()));
    }
    ids.extend(samples::asks::ids().into_iter().map(str::to_owned));
    ids.extend(samples::modes::ids().into_iter().map(str::to_owned));
    ids.extend(samples::learning::ids().into_iter().map(str::to_owned));
    ids.extend(samples::nudges::ids().into_iter().map(str::to_owned));
    ids.extend(samples::prompts::ids().into_iter().map(str::to_owned));
    ids.extend(codes("choice", &["yes", "no", "unsaid"]));
    ids.extend(codes("day", &["mon", "tue", "wed", "thu", "fri", "sat", "sun"]));
    ids
}

fn literals(source: &str) -> Vec<String> {
    let production = source.split("#[cfg(test)]").next().unwrap_or(source);
    production.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

fn looks_like_an_id(text: &str) -> bool {
    text.contains('-')
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c))
        && !text.ends_with('-')
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]

    #[test]
    fn nothing_people_write_breaks_a_message(
        words in proptest::collection::vec("[a-z<>&@!* \n`|]{1,40}", 0..160),
        people in 0_usize..80,
        times in 0_usize..12,
    ) {
        let renderer = renderer();
        let text = words.join(" ");
        let crowd: Vec<PersonId> = (0..people).map(|n| PersonId::new(format!("U{n}"))).collect();
        let mut introduction = samples::introduction(Status::Open);
        introduction.question.text.clone_from(&text);
        introduction.members[0].own_words = Some(text.clone());
        introduction.members[1].name.clone_from(&text);
        introduction.times = introduction.times.iter().cycle().take(times).cloned().collect();
        let talk = PastTalk {
            slot: jiff::civil::date(2026, 11, 23),
            partners: crowd.iter().cloned().map(Some).collect(),
            status: Status::Met,
            will_try: Some(text.clone()),
        };
        let answers = [
            Answer::Export(text.repeat(30)),
            Answer::NeverList(crowd.clone()),
            Answer::History(History { talks: vec![talk; 30], contacts: Vec::new() }),
            Answer::Misunderstood(Misunderstanding { problem: Problem::NoSuchCommand(text.clone()), nearest: None }),
        ];
        let mut rendered: Vec<Rendered> = answers.iter().map(|answer| renderer.answer(answer)).collect();
        let message = renderer.message(&Message::Introduction(introduction));
        proptest::prop_assert!(message.text.chars().count() <= MESSAGE_TEXT);
        rendered.push(message);
        for each in &rendered {
            if !each.blocks.is_empty() {
                proptest::prop_assert_eq!(blocks_problem(&json!(each.blocks), MESSAGE_BLOCKS), None);
            }
            proptest::prop_assert!(!each.text.contains("<!channel"));
            proptest::prop_assert!(!each.text.contains("<@<"));
        }
        let profile = Profile { own_words: Some(text.clone()), team: Some(text.clone()), ..Profile::default() };
        let modal = Modal::Profile { profile: profile.clone(), purpose: ProfilePurpose::Change, time_zone: text };
        proptest::prop_assert_eq!(view_problem(&json!(renderer.modal(&modal))), None);
        let home = samples::home::member(|home| { home.profile = profile; });
        proptest::prop_assert_eq!(view_problem(&json!(renderer.home(&home))), None);
    }
}
