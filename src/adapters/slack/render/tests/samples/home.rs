//! Homes: of somebody with everything, of somebody with nothing, and of those who pause or have left.

use super::*;
use crate::domain::asks::message::AskStanding;
use crate::domain::ids::{AskId, LearningId, NudgeId, TermId};
use crate::domain::learning::Source;
use crate::domain::message::{
    AskTalk, MemberHome, OpenAsk, OpenCommitment, OpenNudge, OpenTalk, PresentPair, TalkPart, Waiting,
};
use crate::domain::people::{NextRound, Standing};
use crate::domain::reverse::Role;
use crate::domain::reverse::message::{Pace, Progress};
use crate::domain::reverse::views::{MyNext, MyTerm};

fn ask() -> AskId {
    AskId::new("ask/0011223344556677")
}

fn pair(status: Status) -> OpenTalk {
    OpenTalk::Pair(PresentPair {
        pairing: pairing(),
        partners: vec![ben()],
        asks_first: ben(),
        status,
        suggested: (status == Status::Open).then(monday),
    })
}

pub fn term(role: Role, next: MyNext) -> OpenTalk {
    OpenTalk::Term(Box::new(MyTerm {
        term: TermId::new("term/0011223344556677/00"),
        role,
        partner: chi(),
        progress: Progress { topic: None, done: 2, length: 6, cancelled: 0, pace: Pace::Going },
        next,
    }))
}

fn commitment() -> OpenCommitment {
    OpenCommitment {
        nudge: NudgeId::new("nudge/2026-11-25/007"),
        with: chi(),
        on: jiff::civil::date(2026, 11, 27),
    }
}

fn open_ask(standing: AskStanding) -> OpenAsk {
    OpenAsk { ask: ask(), topics: vec![TopicId::new("delegation")], standing }
}

pub fn member(change: impl FnOnce(&mut MemberHome)) -> Home {
    let mut home = MemberHome {
        standing: Standing::Active,
        pause: None,
        next_round: NextRound::TakesPart,
        next_slot: Some(monday()),
        waiting: Vec::new(),
        talks: vec![pair(Status::Open)],
        nudge: None,
        commitments: vec![commitment()],
        asks: vec![open_ask(AskStanding::Searching { asked: 1 })],
        ledger: Ledger { gave: 3, received: 1 },
        offer: None,
        profile: profile(),
        time_zone: "Europe/Lisbon".into(),
        theme: None,
        past_talks: 3,
        share: None,
    };
    change(&mut home);
    Home::Member(Box::new(home))
}

fn waiting() -> Vec<Waiting> {
    vec![
        Waiting::Request { ask: ask(), topics: vec![TopicId::new("incidents")] },
        Waiting::CheckIn { pairing: PairingId::new("peer/2026-11-16/00"), partners: vec![ben()] },
        Waiting::MayWeNameYou { learning: LearningId::new("learning/0011223344556677"), author: chi() },
    ]
}

/// With everything that a Home can show at the same time.
pub fn full() -> Home {
    member(|home| {
        home.waiting = waiting();
        let talk =
            |part| AskTalk { ask: ask(), partner: chi(), part, topics: vec![TopicId::new("incidents")] };
        home.talks = vec![
            term(Role::Junior, MyNext::Meeting(monday())),
            pair(Status::Booked),
            OpenTalk::Ask(talk(TalkPart::Asks)),
            OpenTalk::Ask(AskTalk { topics: Vec::new(), ..talk(TalkPart::Helps) }),
        ];
        let text = "Ask somebody what they would drop in your place.";
        home.nudge = Some(OpenNudge { nudge: NudgeId::new("nudge/2026-11-25/008"), text: text.into() });
        home.profile.modes = BTreeSet::from([Mode::Peer, Mode::Nudge]);
        home.theme = Some(ThemeId::new("blind-spots"));
        home.share = Some(Source::Talk(pairing()));
    })
}

/// The longest that a Home can become: lists that go on, and everything said at full length.
pub fn longest() -> Home {
    member(|home| {
        home.waiting = waiting().into_iter().cycle().take(30).collect();
        let talks =
            [pair(Status::Open), term(Role::Junior, MyNext::TimesFromTheJunior), pair(Status::Booked)];
        home.talks = talks.into_iter().cycle().take(30).collect();
        let text = "Ask. ".repeat(60);
        home.nudge = Some(OpenNudge { nudge: NudgeId::new("nudge/2026-11-25/008"), text });
        home.commitments = vec![commitment(); 30];
        home.asks = vec![open_ask(AskStanding::Searching { asked: 5 }); 30];
        let topics: Vec<TopicId> = (0..10).map(|n| TopicId::new(format!("{n}-{}", "t".repeat(60)))).collect();
        home.asks[0].topics.clone_from(&topics);
        home.profile.seeks.clone_from(&topics);
        home.profile.offers = topics;
        home.profile.own_words = Some("w".repeat(300));
        home.profile.team = Some("&".repeat(80));
        home.profile.modes = Mode::OPEN.iter().copied().collect();
        home.theme = Some(ThemeId::new("blind-spots"));
        home.ledger = Ledger { gave: 4_000, received: 1 };
        home.share = Some(Source::Talk(pairing()));
    })
}

fn quiet(home: &mut MemberHome) {
    home.asks.clear();
    home.commitments.clear();
    home.ledger = Ledger::default();
    home.talks.clear();
    home.profile = Profile::default();
}

pub fn homes() -> BTreeMap<&'static str, Home> {
    let with_status = |status| member(|home| home.talks = vec![pair(status)]);
    let quietly = |change: &dyn Fn(&mut MemberHome)| {
        member(|home| {
            quiet(home);
            change(home);
        })
    };
    let steps = [
        (Role::Junior, MyNext::TimesFromTheJunior),
        (Role::Senior, MyNext::TimesFromTheJunior),
        (Role::Junior, MyNext::ChoiceOfTheSenior),
        (Role::Senior, MyNext::ChoiceOfTheSenior),
        (Role::Senior, MyNext::ChoiceOfEither),
    ];
    let later = [MyNext::Later, MyNext::Resting, MyNext::Review, MyNext::Nothing];
    let terms = |steps: Vec<(Role, MyNext)>| {
        quietly(&|home| home.talks = steps.iter().map(|(role, next)| term(*role, next.clone())).collect())
    };
    BTreeMap::from([
        ("stranger", Home::Stranger),
        ("member", member(|_| {})),
        ("full", full()),
        ("longest", longest()),
        ("booked", with_status(Status::Booked)),
        ("met", with_status(Status::Met)),
        ("not_this_time", with_status(Status::NotThisTime)),
        ("dissolved", with_status(Status::Dissolved)),
        ("terms", terms(steps.into())),
        ("terms_later", terms(later.map(|next| (Role::Senior, next)).into())),
        ("partner_forgotten", {
            member(|home| {
                home.waiting = vec![Waiting::CheckIn { pairing: pairing(), partners: Vec::new() }];
                let OpenTalk::Pair(pair) = &mut home.talks[0] else { return };
                pair.partners.clear();
            })
        }),
        ("skips", quietly(&|home| home.next_round = NextRound::Skips)),
        (
            "skips_unknown",
            quietly(&|home| {
                home.next_round = NextRound::Skips;
                home.next_slot = None;
            }),
        ),
        (
            "nudges_alone",
            quietly(&|home| {
                home.next_slot = None;
                home.profile.modes = BTreeSet::from([Mode::Nudge]);
            }),
        ),
        (
            "unplanned",
            quietly(&|home| {
                home.next_slot = None;
                home.past_talks = 0;
                home.profile.modes = BTreeSet::from([Mode::Peer]);
            }),
        ),
        (
            "paused",
            quietly(&|home| {
                home.pause = Some(None);
                home.past_talks = 1;
            }),
        ),
        ("paused_until", quietly(&|home| home.pause = Some(Some(monday())))),
        ("left", quietly(&|home| home.standing = Standing::Left)),
        ("deactivated", quietly(&|home| home.standing = Standing::Deactivated)),
    ])
}
