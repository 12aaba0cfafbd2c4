//! Which question a channel reads.

use super::*;
use crate::domain::community::open::Posting;

fn posting(past: Vec<Call>) -> Posting {
    let question = |name: &str| Community {
        id: CommunityId::new(name),
        topic: TopicId::new("delegation"),
        text: format!("What about {name}?"),
    };
    Posting {
        program: Program {
            id: ProgramId::new(PROGRAM),
            version: 1,
            mode: Mode::Situational,
            purpose: Purpose::Question(ChannelId::new("C1")),
            slot: Slot {
                day: Day::Wed,
                time: time(11, 0, 0, 0),
                zone: "Europe/Berlin".into(),
                every_weeks: 1,
                anchor: date(2027, 1, 4),
            },
            holidays: Default::default(),
            state: ProgramState::Running,
            last_slot: None,
            since: Timestamp::UNIX_EPOCH,
        },
        channel: ChannelId::new("C1"),
        slot: Date::constant(2027, 1, 6),
        timing: Timing::InTime,
        past,
        catalogue: Arc::new(Catalogue {
            community: vec![question("one"), question("two")],
            ..Catalogue::default()
        }),
    }
}

#[test]
fn no_question_comes_twice_before_the_deck_is_used_up_and_then_the_oldest() {
    let question = |past: &[Call]| saved(&posting(past.to_vec()).decide(tuesday())).unwrap();
    let first = question(&[]);
    assert_eq!(first.prompt.as_str(), "one");
    let second = Call { asked_at: tuesday() + STANDS, ..question(std::slice::from_ref(&first)) };
    assert_eq!(second.prompt.as_str(), "two");
    assert_eq!(question(&[second, first.clone()]).prompt.as_str(), "one");
    let unposted = saved(&first.unposted()).unwrap();
    assert_eq!(question(&[unposted]).prompt.as_str(), "one", "nobody has read it");
}

#[test]
fn what_was_talked_about_last_week_gives_way_to_something_else() {
    let topic = |id: &str, group: &str| Topic {
        id: TopicId::new(id),
        name: id.into(),
        group: group.into(),
        synonyms: Vec::new(),
        signs: Vec::new(),
    };
    let question = |id: &str, topic: &str| Community {
        id: CommunityId::new(id),
        topic: TopicId::new(topic),
        text: id.into(),
    };
    let catalogue = Arc::new(Catalogue {
        topics: vec![topic("hiring", "people"), topic("coaching", "people"), topic("roadmaps", "work")],
        community: vec![
            question("hiring-1", "hiring"),
            question("hiring-2", "hiring"),
            question("coaching-1", "coaching"),
            question("roadmaps-1", "roadmaps"),
        ],
        ..Catalogue::default()
    });
    let mut past: Vec<Call> = Vec::new();
    for _ in 0..5 {
        let due = Posting { catalogue: catalogue.clone(), ..posting(past.clone()) };
        let asked_at = past.last().map_or(tuesday(), |last| last.asked_at + STANDS);
        past.push(Call { asked_at, ..saved(&due.decide(tuesday())).unwrap() });
    }
    let asked: Vec<&str> = past.iter().map(|call| call.prompt.as_str()).collect();
    assert_eq!(asked, ["hiring-1", "roadmaps-1", "coaching-1", "hiring-2", "hiring-1"]);
}

#[test]
fn a_missed_slot_passes_without_a_question_and_an_empty_deck_stops_nothing() {
    let mut missed = posting(Vec::new());
    missed.timing = Timing::Missed;
    let decision = missed.decide(tuesday());
    assert!(matches!(&decision.changes[..], [Change::SaveProgram(program)] if program.last_slot.is_some()));
    missed.timing = Timing::InTime;
    missed.catalogue = Arc::default();
    assert_eq!(missed.decide(tuesday()), decision);
}
