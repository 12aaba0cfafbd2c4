use super::*;
use crate::domain::attention::Attention;
use crate::domain::catalogue::{Catalogue, Depth, Prompt, Theme};
use crate::domain::event::Timing;
use crate::domain::ids::{ProgramId, PromptId, RoundId, TopicId};
use crate::domain::people::profile::Mode;
use crate::domain::rounds::{Program, ProgramState, Purpose};
use crate::domain::testing::{id, person};
use jiff::ToSpan;
use jiff::civil::{date, time};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

mod any_order;
mod give;
mod reply;
mod settings;
mod themes;

/// Wednesday, 6 January 2027, ten in the morning in Berlin.
fn wednesday() -> Timestamp {
    "2027-01-06T09:00:00Z".parse().unwrap()
}

fn catalogue(themes: usize, acts: usize) -> Arc<Catalogue> {
    let depths = [Depth::Light, Depth::Real, Depth::Commitment];
    let theme = |place| Theme {
        id: ThemeId::new(format!("theme-{place}")),
        name: format!("Theme {place}"),
        purpose: String::new(),
        topics: vec![TopicId::new(format!("topic-{place}"))],
    };
    let act = |place: usize| Prompt {
        id: PromptId::new(format!("act-{place:03}")),
        theme: ThemeId::new(format!("theme-{}", place % themes)),
        depth: depths[place / themes % 3],
        mode: Mode::Nudge,
        text: format!("Ask {place}."),
    };
    let themes = (0..themes).map(theme).collect();
    Arc::new(Catalogue { themes, prompts: (0..acts).map(act).collect(), ..Catalogue::default() })
}

fn nudged(name: &str) -> Person {
    let mut person = person(name);
    person.profile.modes = BTreeSet::from([Mode::Nudge]);
    person
}

fn giving(people: Vec<Person>, catalogue: &Arc<Catalogue>) -> Giving {
    let slot = Slot {
        day: Day::Wed,
        time: time(10, 0, 0, 0),
        zone: "Europe/Berlin".into(),
        every_weeks: 1,
        anchor: date(2026, 1, 5),
    };
    Giving {
        program: Program {
            id: ProgramId::new("nudge"),
            version: 1,
            mode: Mode::Nudge,
            purpose: Purpose::Round,
            slot,
            holidays: BTreeSet::new(),
            state: ProgramState::Running,
            last_slot: None,
            since: Timestamp::UNIX_EPOCH,
        },
        slot: date(2027, 1, 6),
        next_slot: wednesday() + 168.hours(),
        timing: Timing::InTime,
        people,
        past: Vec::new(),
        showings: Vec::new(),
        attention: Attention::default(),
        ledgers: BTreeMap::new(),
        catalogue: catalogue.clone(),
    }
}

fn given(decision: &Decision) -> Vec<Nudge> {
    let nudge = |change: &Change| {
        let Change::SaveRecord(Record::Nudge(nudge)) = change else { return None };
        Some(nudge.clone())
    };
    decision.changes.iter().filter_map(nudge).collect()
}

fn desk(state: NudgeState) -> Desk {
    let round = RoundId::of(&ProgramId::new("nudge"), date(2027, 1, 6));
    let nudge = Nudge {
        id: NudgeId::of(&round, 7),
        version: 1,
        person: id("UANA"),
        given_at: wednesday(),
        theme: ThemeId::new("theme-1"),
        question: Question { prompt: PromptId::new("act-001"), text: "Ask somebody.".into(), reading: None },
        gave: 0,
        state,
        said: Said::default(),
    };
    Desk::of(nudge, nudged("UANA"))
}
