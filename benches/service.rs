//! What a round, an introduction and a slash command cost, each without the database and the network. The baseline of
//! the slash command is a handler that checks the signature and does nothing else.

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on shall say where")]

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use axum::routing::post;
use bytes::Bytes;
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use hmac::{Hmac, KeyInit, Mac};
use jiff::civil::{Date, date, time};
use jiff::{Timestamp, ToSpan};
use secrecy::SecretString;
use sha2::Sha256;
use std::collections::BTreeSet;
use std::hint::black_box;
use std::sync::Arc;
use tower::Service;
use viceversa::adapters::catalogue;
use viceversa::adapters::slack::inbound::{Inbound, InboundConfig, routes};
use viceversa::adapters::slack::outbound::{SlackChat, SlackConfig};
use viceversa::adapters::slack::render::Renderer;
use viceversa::domain::calendar::{Day, Slot};
use viceversa::domain::catalogue::Catalogue;
use viceversa::domain::decision::{Change, Decision};
use viceversa::domain::event::{Seed, Timing};
use viceversa::domain::ids::{MessageRef, PersonId, ProgramId, WorkspaceId};
use viceversa::domain::matching::weights::Weights;
use viceversa::domain::message::Message;
use viceversa::domain::people::Person;
use viceversa::domain::people::profile::{Function, Mode, Profile};
use viceversa::domain::rounds::open::Opening;
use viceversa::domain::rounds::{Program, ProgramState, Purpose};
use viceversa::ports::{Ack, Clock, Incoming, Intake, OneProcess, OutboxId};

/// Rounds that lie behind the one that is measured: their pairings, questions and outcomes count in it.
const PAST_ROUNDS: u32 = 12;
const FIRST_MONDAY: Date = date(2027, 1, 4);
const ZONES: [&str; 4] = ["Europe/Berlin", "Europe/London", "America/New_York", "Asia/Kolkata"];
const SECRET: &str = "8f742231b10e8888abcd99baddad85a5";
const NOW: i64 = 1_799_056_800;

fn rounds(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("forming a round");
    group.sample_size(10);
    for people in [30, 200] {
        let (opening, now) = later_round(people);
        group.bench_function(format!("{people} people"), |bench| {
            bench.iter(|| black_box(opening.decide(now, Seed([7; 32]))));
        });
    }
}

fn introductions(criterion: &mut Criterion) {
    let (opening, now) = later_round(30);
    let decision = opening.decide(now, Seed([7; 32]));
    let is_introduction = |message: &&Message| matches!(message, Message::Introduction(_));
    let introduction = decision.outgoing.iter().map(|outgoing| &outgoing.message).find(is_introduction);
    let introduction = introduction.unwrap();
    let renderer = Renderer::new(opening.catalogue.clone(), None);
    criterion.bench_function("rendering an introduction", |bench| {
        bench.iter(|| black_box(renderer.message(black_box(introduction))));
    });
}

fn commands(criterion: &mut Criterion) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut group = criterion.benchmark_group("a signed slash command");
    for (name, router) in [("the whole way in", bot()), ("signature alone", signature_alone())] {
        let mut router = router;
        let answer = runtime.block_on(router.call(command())).unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        group.bench_function(name, |bench| {
            bench.iter_batched(
                command,
                |request| runtime.block_on(router.call(request)),
                BatchSize::SmallInput,
            );
        });
    }
}

criterion_group!(benches, rounds, introductions, commands);
criterion_main!(benches);

/// A round after many, among people who have met before.
fn later_round(people: usize) -> (Opening, Timestamp) {
    let catalogue = Arc::new(catalogue::embedded().unwrap());
    let mut opening = first_round(people, catalogue);
    let mut now: Timestamp = "2027-01-04T09:00:00Z".parse().unwrap();
    for week in 0..PAST_ROUNDS {
        let decision = opening.decide(now, Seed([week as u8; 32]));
        remember(&mut opening, decision);
        now = opening.next_slot;
        opening.slot = FIRST_MONDAY + i64::from(week + 1).weeks();
        opening.next_slot = opening.program.slot.next_after(now).unwrap().at;
    }
    (opening, now)
}

fn remember(opening: &mut Opening, decision: Decision) {
    for change in decision.changes {
        match change {
            Change::OpenRound(round) => opening.rounds.insert(0, round),
            Change::SavePairing(pairing) => opening.past.push(pairing),
            Change::SaveCheckIn(check_in) => opening.check_ins.push(check_in),
            Change::ShowPrompt(showing) => opening.showings.push(showing),
            Change::SaveProgram(program) => opening.program = program,
            Change::SavePerson(_)
            | Change::ForgetPerson(_)
            | Change::SaveRecord(_)
            | Change::SpendAttention(_)
            | Change::SaveOrg(_)
            | Change::SaveWorkspace(_)
            | Change::EraseWorkspace => {}
        }
    }
}

fn first_round(people: usize, catalogue: Arc<Catalogue>) -> Opening {
    let slot = Slot {
        day: Day::Mon,
        time: time(10, 0, 0, 0),
        zone: "Europe/Berlin".into(),
        every_weeks: 1,
        anchor: FIRST_MONDAY,
    };
    Opening {
        next_slot: "2027-01-11T09:00:00Z".parse().unwrap(),
        program: Program {
            id: ProgramId::new("peer"),
            version: 0,
            mode: Mode::Peer,
            purpose: Purpose::Round,
            slot,
            holidays: BTreeSet::new(),
            state: ProgramState::Running,
            last_slot: None,
            since: Timestamp::UNIX_EPOCH,
        },
        slot: FIRST_MONDAY,
        timing: Timing::InTime,
        people: (0..people).map(|place| person(place, &catalogue)).collect(),
        topics: Arc::default(),
        weights: Weights::default(),
        org: Vec::new(),
        past: Vec::new(),
        check_ins: Vec::new(),
        records: Vec::new(),
        rounds: Vec::new(),
        attention: Default::default(),
        showings: Vec::new(),
        catalogue,
    }
}

/// Everybody seeks and offers two topics, in one of four zones and of seven functions.
fn person(place: usize, catalogue: &Catalogue) -> Person {
    let topic = |number: usize| catalogue.topics[number % catalogue.topics.len()].id.clone();
    let profile = Profile {
        seeks: vec![topic(place), topic(place * 7 + 3)],
        offers: vec![topic(place * 3 + 1), topic(place * 5 + 2)],
        function: Some(Function::ALL[place % 7]),
        team: Some(format!("Team {}", place % 9)),
        own_words: Some("Happy to talk about hiring.".into()),
        modes: BTreeSet::from([Mode::Peer]),
        ..Profile::default()
    };
    let (id, zone) = (PersonId::new(format!("U{place:04}")), ZONES[place % ZONES.len()].into());
    let joined = Person::joining(id, format!("Person {place}"), zone, profile, Timestamp::UNIX_EPOCH);
    Person { version: 1, ..joined }
}

struct Stopped;

impl Clock for Stopped {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(NOW).unwrap()
    }
}

/// Takes everything and does nothing.
struct Nothing;

#[async_trait::async_trait]
impl Intake for Nothing {
    async fn take(&self, incoming: Incoming) -> Ack {
        black_box(incoming);
        Ack::Taken
    }

    async fn seen(&self, _: &WorkspaceId, _: &OutboxId, _: &MessageRef) -> Ack {
        Ack::Taken
    }
}

fn bot() -> Router {
    let catalogue = Arc::new(catalogue::embedded().unwrap());
    let renderer = Arc::new(Renderer::new(catalogue.clone(), None));
    let nowhere = SlackConfig {
        api_url: "http://127.0.0.1:1/api".into(),
        bot_tokens: vec![SecretString::from("xoxb-none")],
        app_token: None,
    };
    let chat = Arc::new(
        SlackChat::new(nowhere, Arc::new(Stopped), Arc::new(OneProcess::default()), renderer.clone())
            .unwrap(),
    );
    let inbound = Inbound { intake: Arc::new(Nothing), clock: Arc::new(Stopped), catalogue, renderer, chat };
    routes(InboundConfig { signing_secret: SecretString::from(SECRET) }, inbound)
}

fn signature_alone() -> Router {
    Router::new().route(
        "/slack/commands",
        post(async |headers: HeaderMap, body: Bytes| {
            let said = |name| headers.get(name).map(|value| value.as_bytes()).unwrap_or_default();
            let mac = mac(said("x-slack-request-timestamp"), &body);
            let given =
                said("x-slack-signature").strip_prefix(b"v0=").and_then(|text| hex::decode(text).ok());
            match mac.verify_slice(&given.unwrap_or_default()) {
                Ok(()) => StatusCode::OK,
                Err(_) => StatusCode::UNAUTHORIZED,
            }
        }),
    )
}

fn command() -> Request<Body> {
    let body = "token=none&team_id=T0SANDBOX&team_domain=sandbox&channel_id=D012AB3CD&channel_name=directmessage\
        &user_id=U012AB3CD&user_name=ana&command=%2Fmentor&text=pause+2w&api_app_id=A012AB3CD\
        &is_enterprise_install=false&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT0%2F1%2Fx\
        &trigger_id=1.2.abcdef0123456789";
    let stamp = NOW.to_string();
    let signature = hex::encode(mac(stamp.as_bytes(), body.as_bytes()).finalize().into_bytes());
    Request::post("/slack/commands")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("x-slack-request-timestamp", stamp)
        .header("x-slack-signature", format!("v0={signature}"))
        .body(Body::from(body))
        .unwrap()
}

fn mac(stamp: &[u8], body: &[u8]) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    for part in [b"v0:", stamp, b":", body] {
        mac.update(part);
    }
    mac
}
