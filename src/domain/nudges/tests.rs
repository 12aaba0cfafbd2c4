use super::message::{Missing, Note};
use super::reply::Reading;
use super::*;
use crate::domain::attention::{Attention, Budget, Entry, Kind};
use crate::domain::catalogue::{Catalogue, Depth, Prompt, Theme};
use crate::domain::decision::{Reply, Showing, WakeKind, Withdrawn};
use crate::domain::event::{Seed, Timing};
use crate::domain::ids::{ProgramId, PromptId, RoundId, TopicId, WakeKey};
use crate::domain::people::profile::Mode;
use crate::domain::reciprocity::Ledger;
use crate::domain::rounds::{Program, ProgramState, Purpose, Round, RoundOutcome};
use crate::domain::testing::{id, person};
use crate::domain::topics::TopicIndex;
use jiff::ToSpan;
use jiff::civil::{date, time};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

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

fn round(decision: &Decision) -> &Round {
    let opened = decision.changes.iter().find_map(|change| {
        let Change::OpenRound(round) = change else { return None };
        Some(round)
    });
    opened.expect("a round")
}

/// Gives one person a nudge a week.
fn weeks(number: i64, person: &Person, catalogue: &Arc<Catalogue>) -> Vec<Nudge> {
    let (mut past, mut showings): (Vec<Nudge>, Vec<Showing>) = (Vec::new(), Vec::new());
    for week in 0..number {
        let now = wednesday() + (168 * week).hours();
        let slot = date(2027, 1, 6).saturating_add(week.weeks());
        let next = Giving {
            slot,
            past: past.clone(),
            showings: showings.clone(),
            ..giving(vec![person.clone()], catalogue)
        };
        let decision = next.decide(now, Seed([week as u8; 32]));
        let [nudge] = &given(&decision)[..] else { panic!("one nudge") };
        let prompt = nudge.question.prompt.clone();
        showings.push(Showing { person: person.id.clone(), prompt, at: now });
        past.push(nudge.clone());
    }
    past
}

#[test]
fn whoever_wants_none_pauses_or_has_no_room_gets_none() {
    let mut off = nudged("UOFF");
    off.nudging.switch = Switch::Off;
    let mut paused = nudged("UPAUSED");
    paused.pause = Some(crate::domain::people::Pause { until: None });
    let full = nudged("UFULL");
    let people = vec![nudged("UANA"), off, paused, full.clone(), person("UPEER")];
    let mut round_of_nudges = giving(people, &catalogue(3, 9));
    let mut attention = Attention::of(Budget(1), Vec::<Entry>::new());
    attention.spend(&full, Kind::Introduction, None, wednesday()).unwrap();
    round_of_nudges.attention = attention;
    let decision = round_of_nudges.decide(wednesday(), Seed([1; 32]));
    let got: Vec<PersonId> = given(&decision).into_iter().map(|nudge| nudge.person).collect();
    assert_eq!(got, [id("UANA")]);
    assert_eq!(round(&decision).outcome, RoundOutcome::Nudged { people: 1 });
    let spent: Vec<(PersonId, bool)> = decision
        .changes
        .iter()
        .filter_map(|change| {
            let Change::SpendAttention(entry) = change else { return None };
            Some((entry.person.clone(), entry.is_held_back()))
        })
        .collect();
    assert_eq!(spent, [(id("UANA"), false), (id("UFULL"), true)]);
    assert_eq!(decision.outgoing.len(), 1);
    assert_eq!(decision.outgoing[0].to, Target::Direct(id("UANA")));
    assert_eq!(decision.relies_on.keys().cloned().collect::<Vec<_>>(), [id("UANA"), id("UFULL")]);
}

#[test]
fn a_missed_day_and_a_holiday_are_written_down_and_nobody_is_nudged() {
    for (timing, outcome) in
        [(Timing::Missed, RoundOutcome::Missed), (Timing::Holiday, RoundOutcome::Holiday)]
    {
        let late = Giving { timing, ..giving(vec![nudged("UANA")], &catalogue(3, 9)) };
        let decision = late.decide(wednesday(), Seed([1; 32]));
        assert_eq!((round(&decision).outcome, decision.outgoing.len()), (outcome, 0));
    }
}

#[test]
fn no_act_comes_again_before_the_deck_is_used_up_and_arcs_deepen() {
    let deck = catalogue(4, 24);
    let past = weeks(24, &nudged("UANA"), &deck);
    let acts: BTreeSet<&PromptId> = past.iter().map(|nudge| &nudge.question.prompt).collect();
    assert_eq!(acts.len(), 24);
    let depth = |nudge: &Nudge| deck.prompt(&nudge.question.prompt).unwrap().depth;
    assert!(past[..3].iter().all(|nudge| depth(nudge) == Depth::Light));
    assert!(past[3..6].iter().all(|nudge| depth(nudge) == Depth::Real));
    assert!(past[..4].iter().map(|nudge| &nudge.theme).collect::<BTreeSet<_>>().len() == 4, "all take turns");
    assert!(past.windows(2).all(|two| two[0].theme != two[1].theme));
}

#[test]
fn a_chosen_theme_stays_and_its_oldest_act_comes_again() {
    let mut ana = nudged("UANA");
    ana.nudging.theme = Some(ThemeId::new("theme-2"));
    let past = weeks(12, &ana, &catalogue(4, 24));
    assert!(past.iter().all(|nudge| nudge.theme.as_str() == "theme-2"));
    let acts: Vec<&PromptId> = past.iter().map(|nudge| &nudge.question.prompt).collect();
    assert_eq!(acts[..6], acts[6..]);
}

#[test]
fn what_was_useful_comes_more_often_and_what_was_not_less() {
    let often = |tuned: i8| {
        let mut ana = nudged("UANA");
        ana.nudging.tuning.insert(ThemeId::new("theme-1"), tuned);
        let past = weeks(60, &ana, &catalogue(6, 18));
        past.iter().filter(|nudge| nudge.theme.as_str() == "theme-1").count()
    };
    let (useless, usual, useful) = (often(-3), often(0), often(3));
    assert!(useless > 0 && useless < usual && usual < useful, "{useless} {usual} {useful}");
}

#[test]
fn usefulness_saturates() {
    let (mut nudging, theme) = (Nudging::default(), ThemeId::new("conflict"));
    for (useful, tuned) in
        [(Useful::Very, 1), (Useful::Somewhat, 1), (Useful::Very, 2), (Useful::Very, 3), (Useful::Very, 3)]
    {
        nudging.tune(&theme, useful);
        assert_eq!(nudging.tuned(&theme), tuned);
    }
    (0..9).for_each(|_| nudging.tune(&theme, Useful::NotReally));
    assert_eq!(nudging.tuned(&theme), -3);
}

#[test]
fn a_theme_is_found_by_its_name_and_by_its_topics() {
    let (ana, catalogue) = (nudged("UANA"), catalogue(3, 3));
    let index = TopicIndex::of(&catalogue);
    let chooser = Chooser { person: Some(&ana), next_slot: None, catalogue: &catalogue, index: &index };
    let chosen = |words: &str| {
        let decision = chooser.asks(&NudgeWish::Theme(words.into()), wednesday());
        decision.changes.iter().find_map(|change| {
            let Change::SavePerson(person) = change else { return None };
            person.nudging.theme.as_ref().map(ToString::to_string)
        })
    };
    assert_eq!(chosen("theme 1").as_deref(), Some("theme-1"));
    assert_eq!(chosen("theme-2").as_deref(), Some("theme-2"));
    assert_eq!(chosen("xylophone"), None);
    let stranger = Chooser { person: None, ..chooser };
    let answer = stranger.asks(&NudgeWish::Off, wednesday()).reply;
    assert_eq!(answer, Reply::Say(crate::domain::message::Answer::NotJoined));
}

#[test]
fn only_a_clear_balance_of_giving_is_spoken_of() {
    let gave = |gave, received| {
        let mut giving = giving(vec![nudged("UANA")], &catalogue(3, 3));
        giving.ledgers = BTreeMap::from([(id("UANA"), Ledger { gave, received })]);
        given(&giving.decide(wednesday(), Seed([1; 32]))).pop().map(|nudge| nudge.gave)
    };
    assert_eq!([gave(3, 0), gave(2, 1), gave(0, 4)], [Some(3), Some(0), Some(0)]);
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

fn committed() -> NudgeState {
    let (with, on) = (id("UBEN"), date(2027, 1, 8));
    NudgeState::Committed(Commitment { with, on, moved: 0, reminder: Reminder::ThatMorning })
}

#[test]
fn a_reply_that_leaves_something_open_says_what() {
    let missing = |state: NudgeState, text: &str| {
        let open = desk(state);
        let reading = Reading::of(text, open.today(wednesday()));
        let root = open.nudge.card();
        let decision = open.replied(&reading, root, wednesday());
        decision.outgoing.iter().find_map(|outgoing| {
            let Message::Nudge(NudgeMessage::Note { note: Note::Missing(missing), .. }) = &outgoing.message
            else {
                return None;
            };
            Some(*missing)
        })
    };
    for (text, what) in [
        ("on Friday", Some(Missing::Who)),
        ("<@UANA> on Friday", Some(Missing::Who)),
        ("<@UBEN>", Some(Missing::Day)),
        ("<@UBEN> or <@UCHI> on Friday", Some(Missing::WhichOne)),
        ("thanks", Some(Missing::Both)),
        ("<@UBEN> on Friday", None),
    ] {
        assert_eq!(missing(NudgeState::Open, text), what, "{text}");
    }
    assert_eq!(missing(committed(), "thanks"), None, "nothing is open");
    assert_eq!(missing(committed(), "Monday rather"), None);
    assert_eq!(missing(NudgeState::LetGo, "on Friday"), None);
}

#[derive(Clone, Debug)]
enum Step {
    Press(usize),
    Choose(i64),
    Reply(&'static str),
    Wake(usize),
    Leave,
    Days(i64),
}

fn step() -> impl Strategy<Value = Step> {
    let words = ["<@UBEN> tomorrow", "<@UCHI>", "next week", "thanks", "<@UBEN> <@UCHI> today"];
    prop_oneof![
        6 => (0..Press::ALL.len()).prop_map(Step::Press),
        2 => (-2_i64..70).prop_map(Step::Choose),
        2 => prop::sample::select(words.to_vec()).prop_map(Step::Reply),
        3 => (0_usize..3).prop_map(Step::Wake),
        1 => Just(Step::Leave),
        3 => (0_i64..9).prop_map(Step::Days),
    ]
}

/// What the storage would hold of a nudge.
struct World {
    desk: Desk,
    now: Timestamp,
    wakes: BTreeMap<WakeKey, (Timestamp, NudgeWake)>,
    keys: BTreeSet<MessageKey>,
}

impl World {
    fn take(&mut self, step: &Step) -> Result<(), TestCaseError> {
        let (desk, now) = (self.desk.clone(), self.now);
        let decision = match step {
            Step::Press(place) => desk.pressed(Press::ALL[*place], now),
            Step::Choose(days) => {
                let on = desk.today(now).saturating_add(days.days());
                desk.chooses(Some(id("UBEN")), Some(on), now)
            }
            Step::Reply(words) => {
                let (reading, root) = (Reading::of(words, desk.today(now)), desk.nudge.card());
                desk.replied(&reading, root, now)
            }
            Step::Wake(place) => {
                match self.wakes.iter().nth(*place).map(|(key, due)| (key.clone(), due.clone())) {
                    Some((key, (at, what))) => {
                        self.now = now.max(at);
                        self.wakes.remove(&key);
                        match what {
                            NudgeWake::Remind(_) => desk.reminder_is_due(self.now),
                            NudgeWake::FollowUp(_) => desk.follow_up_is_due(self.now),
                            NudgeWake::Erase(_) => desk.erases(),
                        }
                    }
                    None => Decision::default(),
                }
            }
            Step::Leave => desk.is_left().unwrap_or_default(),
            Step::Days(days) => {
                self.now = now + (24 * days).hours();
                Decision::default()
            }
        };
        self.commit(decision)
    }

    fn commit(&mut self, decision: Decision) -> Result<(), TestCaseError> {
        for key in &decision.settled {
            self.wakes.remove(key);
        }
        for wake in decision.wakes {
            let WakeKind::Nudge(what) = wake.what else { panic!("another kind of wake") };
            self.wakes.insert(wake.key, (wake.at, what));
        }
        let once = "missing";
        for outgoing in &decision.outgoing {
            let is_new = self.keys.insert(outgoing.key.clone());
            prop_assert!(is_new || outgoing.key.as_str().ends_with(once), "{} again", outgoing.key);
            if let Target::Direct(person) = &outgoing.to {
                prop_assert_eq!(person, &id("UANA"));
            }
        }
        for withdrawal in &decision.withdrawn {
            prop_assert!(matches!(&withdrawal.what, Withdrawn::Key(_)));
        }
        for change in decision.changes {
            if let Change::SaveRecord(Record::Nudge(nudge)) = change {
                self.desk.nudge = Nudge { version: nudge.version + 1, ..nudge };
            } else if let Change::SavePerson(person) = change {
                self.desk.person = person;
            } else {
                prop_assert!(false, "{change:?}");
            }
        }
        Ok(())
    }
}

proptest! {
    #[test]
    fn whatever_happens_in_whatever_order_a_nudge_stays_sound(steps in prop::collection::vec(step(), 0..40)) {
        let mut world = World {
            desk: desk(NudgeState::Open),
            now: wednesday(),
            wakes: BTreeMap::new(),
            keys: BTreeSet::new(),
        };
        for step in &steps {
            world.take(step)?;
            let keys: Vec<&str> = world.wakes.keys().filter_map(|key| key.as_str().rsplit('/').next()).collect();
            match &world.desk.nudge.state {
                NudgeState::Committed(commitment) => {
                    prop_assert!(commitment.moved <= MOVES);
                    prop_assert!(keys.contains(&"erase"), "what is remembered is forgotten in time: {keys:?}");
                }
                NudgeState::Asked { with: Some(_), .. } => prop_assert_eq!(keys, ["erase"]),
                NudgeState::Open
                | NudgeState::NotThisWeek
                | NudgeState::Sought
                | NudgeState::Asked { with: None, .. }
                | NudgeState::LetGo
                | NudgeState::Faded => prop_assert!(keys.is_empty(), "{keys:?}"),
            }
            let tuned = world.desk.person.nudging.tuned(&ThemeId::new("theme-1"));
            prop_assert!((-1..=1).contains(&tuned), "a nudge counts once");
        }
    }
}
