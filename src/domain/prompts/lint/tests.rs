use super::*;
use crate::domain::catalogue::{Depth, Prompt, Reading, ReadingKind, Theme, Topic};
use crate::domain::ids::{PromptId, ReadingId, ThemeId, TopicId};

const TEXT: &str = "Ask somebody outside your team what they would check first.";

/// Writes entries one below the other: each begins on a line of its own, and its fields follow.
fn sheet(entries: &[(&str, &[(&str, Value)])]) -> Sheet {
    let mut sheet = Sheet { file: "own.toml".into(), ..Sheet::default() };
    let mut line = 0;
    for (kind, fields) in entries {
        line += 1;
        let mut entry = Entry { kind: (*kind).into(), line, fields: Vec::new() };
        for (name, value) in *fields {
            line += 1;
            entry.fields.push(Field { name: (*name).into(), line, value: value.clone() });
        }
        sheet.entries.push(entry);
    }
    sheet
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

fn nudge(id: &str, depth: &str, words: &str) -> Vec<(&'static str, Value)> {
    vec![
        ("id", text(id)),
        ("theme", text("support")),
        ("depth", text(depth)),
        ("mode", text("nudge")),
        ("text", text(words)),
    ]
}

fn changed(name: &'static str, value: Value) -> Vec<(&'static str, Value)> {
    let fields = nudge("support-first", "light", TEXT).into_iter();
    fields.map(|field| if field.0 == name { (name, value.clone()) } else { field }).collect()
}

/// One theme, one topic, one reading, and a nudge of each depth.
fn base() -> Catalogue {
    let prompt = |depth: Depth, text: &str| Prompt {
        id: PromptId::new(format!("support-{}", depth.code())),
        theme: ThemeId::new("support"),
        depth,
        mode: Mode::Nudge,
        text: text.into(),
    };
    Catalogue {
        topics: vec![Topic {
            id: TopicId::new("on-call"),
            name: "On-call".into(),
            group: "Delivering".into(),
            signs: Vec::new(),
            synonyms: vec!["pager".into(), "rotations".into(), "alerts".into()],
        }],
        themes: vec![Theme {
            id: ThemeId::new("support"),
            name: "Support".into(),
            purpose: "Carry a heavy stretch.".into(),
            topics: vec![TopicId::new("on-call")],
        }],
        prompts: vec![
            prompt(Depth::Light, "Take a walk with somebody who knows your kind of week."),
            prompt(Depth::Real, "Tell one person what is heavy, and hear what they would put down."),
            prompt(Depth::Commitment, "Give one promise back, and say on which day you will do it."),
        ],
        readings: vec![Reading {
            id: ReadingId::new("burnout"),
            theme: ThemeId::new("support"),
            kind: ReadingKind::Book,
            title: "Burnout".into(),
            author: "Emily Nagoski".into(),
            year: None,
            why: "Tells apart two things.".into(),
            link: None,
        }],
        ..Catalogue::default()
    }
}

fn faults(entries: &[(&str, &[(&str, Value)])]) -> Vec<(usize, Fault)> {
    check(&[sheet(entries)], &base()).into_iter().map(|finding| (finding.place.line, finding.fault)).collect()
}

fn of_prompt(fields: &[(&str, Value)]) -> Vec<(usize, Fault)> {
    faults(&[("prompt", fields)])
}

#[test]
fn a_good_entry_passes() {
    assert_eq!(of_prompt(&nudge("support-first", "light", TEXT)), []);
}

#[test]
fn each_fault_stands_on_the_line_of_its_field() {
    let cases = [
        (changed("id", text("Support First")), 2, Fault::Field("id", Form::NotAnId)),
        (changed("id", text("first")), 2, Fault::Field("id", Form::IdWithout("support".into()))),
        (changed("id", Value::Number(7)), 2, Fault::Field("id", Form::Misshapen(Shape::Text(1, 60)))),
        (changed("text", text("Ask.")), 6, Fault::Field("text", Form::Length(4, 20, 220))),
        (changed("text", text("Ask  somebody what they would do.")), 6, Fault::Field("text", Form::Untidy)),
        (
            changed("text", text("Ask somebody what they would do")),
            6,
            Fault::Field("text", Form::Unended(Ending::StopOrQuestion)),
        ),
        (
            changed("text", text("Ask everybody in @channel for their advice.")),
            6,
            Fault::Field("text", Form::Calls("@channel".into())),
        ),
        (
            changed("text", text("Ask *one* person for their advice.")),
            6,
            Fault::Field("text", Form::Markup("*".into())),
        ),
        (changed("text", text("What would you check first?")), 6, Fault::Sounds("text", Tone::NudgeAsks)),
        (
            changed("text", text("Ask somebody what they would do today!")),
            6,
            Fault::Sounds("text", Tone::Exclaims),
        ),
    ];
    for (fields, line, fault) in cases {
        let found = of_prompt(&fields);
        assert!(found.contains(&(line, fault.clone())), "{fault:?} not in {found:?}");
    }
}

#[test]
fn signs_inside_words_are_no_markup() {
    for words in ["Ask who owns snake_case_names, and why.", "Ask about 3 * 4 things, and one more."] {
        assert_eq!(of_prompt(&changed("text", text(words))), [], "{words}");
    }
}

#[test]
fn misspelt_names_are_answered_with_the_nearest() {
    let said = |fields: &[(&str, Value)]| {
        let found = check(&[sheet(&[("prompt", fields)])], &base());
        found.first().map(ToString::to_string).unwrap_or_default()
    };
    let cases = [
        (changed("mode", text("nugde")), "there is no mode \"nugde\". Did you mean `nudge`?"),
        (changed("depth", text("deep")), "Known are light, real, commitment."),
        (changed("theme", text("suport")), "there is no theme \"suport\". Did you mean `support`?"),
    ];
    for (fields, words) in cases {
        let found: Vec<String> =
            check(&[sheet(&[("prompt", &fields)])], &base()).iter().map(ToString::to_string).collect();
        assert!(found.iter().any(|line| line.contains(words)), "{words} not in {found:?}");
    }
    let mut fields = nudge("support-first", "light", TEXT);
    fields.push(("txet", text("?")));
    assert_eq!(
        said(&fields),
        "own.toml:7: error: support-first: [[prompt]] has no field `txet`. Did you mean `text`?"
    );
    let found = faults(&[("promt", &[])]);
    assert!(
        matches!(&found[0].1, Fault::Unknown(Unknown { nearest: Some(word), .. }) if word == "prompt"),
        "{found:?}"
    );
}

#[test]
fn a_topic_is_also_known_by_what_people_type_for_it() {
    let question = |topic: &str| {
        let fields = [("id", text(&format!("{topic}-calm"))), ("topic", text(topic)), ("text", text(TEXT))];
        faults(&[("community", &fields)])
    };
    assert_eq!(question("on-call"), []);
    let [(3, Fault::Unknown(unknown))] = &question("pager")[..] else { panic!("{:?}", question("pager")) };
    assert_eq!(unknown.nearest.as_deref(), Some("on-call"));
}

#[test]
fn what_is_missing_is_said_at_the_entry() {
    let found = faults(&[("reading", &[("id", text("deep-work")), ("theme", text("support"))])]);
    let missing: Vec<&str> = found
        .iter()
        .filter_map(|(line, fault)| {
            let Fault::Field(name, Form::Missing) = fault else { return None };
            (*line == 1).then_some(*name)
        })
        .collect();
    assert_eq!(missing, ["kind", "title", "author", "why"]);
}

#[test]
fn links_have_a_form_and_years_are_years() {
    let reading = |link: &str, year: i64| {
        let fields = [
            ("id", text("deep-work")),
            ("theme", text("support")),
            ("kind", text("book")),
            ("title", text("Deep Work")),
            ("author", text("Cal Newport")),
            ("why", text("An argument for hours without messages.")),
            ("link", text(link)),
            ("year", Value::Number(year)),
        ];
        faults(&[("reading", &fields)])
    };
    for good in ["https://example.com", "https://books.example.co.uk/deep-work?by=newport#top"] {
        assert_eq!(reading(good, 2016), [], "{good}");
    }
    for bad in [
        "http://example.com",
        "https://localhost",
        "https://a b.example.com",
        "https://x@y.example.com",
        "example.com",
    ] {
        assert_eq!(reading(bad, 2016), [(8, Fault::Field("link", Form::NotALink))], "{bad}");
    }
    assert_eq!(reading("https://example.com", 20_166), [(9, Fault::Field("year", Form::NotAYear))]);
}

#[test]
fn an_id_is_given_once_in_the_files_and_may_replace_one_of_ours() {
    let (one, two) = (
        nudge("support-light", "light", TEXT),
        nudge("support-light", "light", "Take your oldest task to somebody who likes such work."),
    );
    assert_eq!(of_prompt(&one), []);
    let found = faults(&[("prompt", &one), ("prompt", &two)]);
    assert_eq!(found, [(8, Fault::Field("id", Form::IdTaken(Place { file: "own.toml".into(), line: 2 })))]);
}

#[test]
fn a_text_like_one_of_ours_is_named_unless_it_takes_its_place() {
    let alike = "Take a walk with somebody who knows your sort of week.";
    let found = of_prompt(&nudge("support-first", "light", alike));
    let [(6, Fault::Alike(percent, other))] = &found[..] else { panic!("{found:?}") };
    assert!((60..100).contains(percent) && other.place.is_none() && other.id == "support-light", "{found:?}");
    assert_eq!(found[0].1.weight(), Weight::Warning);
    assert_eq!(of_prompt(&nudge("support-light", "light", alike)), []);
    let same =
        of_prompt(&nudge("support-first", "light", "Take a walk with somebody who knows your kind of week."));
    assert_eq!(same[0].1.weight(), Weight::Error, "{same:?}");
}

#[test]
fn a_deck_that_replaces_ours_has_to_bring_the_whole_arc() {
    let mut own = sheet(&[("prompt", &nudge("support-first", "light", TEXT))]);
    assert_eq!(check(std::slice::from_ref(&own), &base()), []);
    own.top.push(Field { name: "replace".into(), line: 1, value: Value::Flag(true) });
    let found = check(std::slice::from_ref(&own), &base());
    let lacks = Whole::Unfinished(Mode::Nudge, ThemeId::new("support"), vec![Depth::Real, Depth::Commitment]);
    assert_eq!(found.iter().map(|finding| &finding.fault).collect::<Vec<_>>(), [&Fault::Whole(lacks)]);
    assert_eq!(replaced(&[own]).modes, [Mode::Nudge].into());
}

#[test]
fn a_file_that_replaces_nothing_is_wondered_at() {
    let top = vec![Field { name: "replace".into(), line: 1, value: Value::Flag(true) }];
    let found = check(&[Sheet { file: "own.toml".into(), top, entries: Vec::new() }], &base());
    assert_eq!(found[0].fault, Fault::Whole(Whole::ReplacesNothing));
}

#[test]
fn themes_and_topics_of_their_own_have_to_lead_somewhere() {
    let theme = [
        ("id", text("our-values")),
        ("name", text("Our values")),
        ("purpose", text("What we mean by them.")),
        ("topics", Value::List(vec!["on-call".into(), "vaules".into()])),
    ];
    let topic = [
        ("id", text("values")),
        ("name", text("Values")),
        ("group", text("Ours")),
        ("synonyms", Value::List(vec!["pager".into(), "Mission ".into()])),
    ];
    let found: Vec<Fault> =
        faults(&[("theme", &theme), ("topic", &topic)]).into_iter().map(|(_, fault)| fault).collect();
    let unknown = Unknown { what: Named::Topic, written: "vaules".into(), nearest: Some("values".into()) };
    for fault in [
        Fault::Whole(Whole::Deserted),
        Fault::Unknown(unknown),
        Fault::Whole(Whole::Unreached),
        Fault::Whole(Whole::Synonyms(2)),
        Fault::Whole(Whole::NotAsTyped("Mission ".into())),
        Fault::Whole(Whole::TwoWays("pager".into(), "on-call".into())),
    ] {
        assert!(found.contains(&fault), "{fault:?} not in {found:?}");
    }
}

#[test]
fn a_reading_stands_under_a_theme_once() {
    let fields = [
        ("id", text("burn-out")),
        ("theme", text("support")),
        ("kind", text("book")),
        ("title", text("Burnout")),
        ("author", text("Emily Nagoski")),
        ("why", text("Because it is good to know.")),
    ];
    let found = faults(&[("reading", &fields)]);
    let ours = Elsewhere { id: "burnout".into(), place: None };
    assert_eq!(found, [(5, Fault::Whole(Whole::ListedTwice(ours)))]);
}
