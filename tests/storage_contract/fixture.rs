//! A database of its own for each promise, and records to put into it.

use crate::support::postgres;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, SqliteConnection};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use viceversa::adapters::storage::{Database, Durability, OpenOptions};
use viceversa::domain::asks::message::{AskMessage, HelpRequest, RequestStanding, Why};
use viceversa::domain::asks::{
    self, Approach, Ask, AskState, Draft, Ending, Haste, Origin, Response, Thanks,
};
use viceversa::domain::calendar::{Day, Slot, TimeOption};
use viceversa::domain::community::message::CommunityMessage;
use viceversa::domain::community::{Call, CallState, Offer, OfferState, RaisedHand};
use viceversa::domain::decision::{Change, Decision, Outgoing, Target, Urgency};
use viceversa::domain::event::Seed;
use viceversa::domain::ids::*;
use viceversa::domain::learning::message::{LearningMessage, QuestionStanding};
use viceversa::domain::learning::{Learning, LearningState, Naming, Partner, Said, Source};
use viceversa::domain::matching::Proof;
use viceversa::domain::matching::explain::Reason;
use viceversa::domain::matching::solver::{CertificateError, Doubt};
use viceversa::domain::matching::weights::Weights;
use viceversa::domain::message::{Introduced, Introduction, Message, Question};
use viceversa::domain::org::OrgFacts;
use viceversa::domain::people::Person;
use viceversa::domain::people::profile::{Mode, Profile};
use viceversa::domain::reaction::Hand;
use viceversa::domain::rounds::check_in::{CheckIn, CheckInState};
use viceversa::domain::rounds::pairing::{Pairing, Status};
use viceversa::domain::rounds::{Program, ProgramState, Purpose, Round, RoundOutcome};
use viceversa::domain::workspace::{Access, Workspace};
use viceversa::ports::{Claimed, Commit, Storage, Stored};

/// Declares a promise: one test for each database.
#[macro_export]
macro_rules! promise {
    ($(#[doc = $doc:literal])* $name:ident, $store:ident => $body:block) => {
        mod $name {
            use super::*;
            $(#[doc = $doc])*
            async fn promise($store: &$crate::fixture::Store) $body

            #[test]
            fn on_sqlite() {
                $crate::fixture::on_sqlite(async |store| promise(store).await);
            }

            #[test]
            fn on_postgres() {
                $crate::fixture::on_postgres(async |store| promise(store).await);
            }
        }
    };
}

/// A database, and where it is.
pub struct Store {
    pub db: Database,
    pub url: String,
}

pub fn on_sqlite(promise: impl AsyncFnOnce(&Store)) {
    let folder = Folder::new();
    let url = format!("sqlite://{}", folder.0.join("test.db").display());
    block_on(async {
        let db = Database::open(&url, &throwaway()).await.expect("opens");
        let store = Store { db, url };
        promise(&store).await;
        store.db.close().await;
    });
}

pub fn on_postgres(promise: impl AsyncFnOnce(&Store)) {
    block_on(async {
        let Some(fresh) = postgres::fresh_database().await else { return };
        let db = Database::open(&fresh.url, &throwaway()).await.expect("opens");
        let store = Store { db, url: fresh.url.clone() };
        promise(&store).await;
        store.db.close().await;
        fresh.remove().await;
    });
}

pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(future)
}

/// Whoever has claimed something may be taken for gone at once.
pub fn throwaway() -> OpenOptions {
    OpenOptions { durability: Durability::Throwaway, connections: 4, lease: Duration::ZERO, speed: 1 }
}

/// A folder that goes with the test.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("viceversa-contract-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Store {
    /// Commits changes at the usual time.
    pub async fn save(&self, changes: impl IntoIterator<Item = Change>) -> Stored<()> {
        let decision = Decision { changes: changes.into_iter().collect(), ..Decision::default() };
        self.commit(decision).await
    }

    pub async fn commit(&self, decision: Decision) -> Stored<()> {
        self.db.commit(commit(decision)).await
    }

    /// Says things in a workspace that may be acted in.
    pub async fn say(&self, outgoing: impl IntoIterator<Item = Outgoing>) {
        let decision = Decision { outgoing: outgoing.into_iter().collect(), ..Decision::default() };
        self.commit(decision.change(Change::SaveWorkspace(workspace()))).await.expect("said");
    }

    pub async fn claim_one(&self, now: Timestamp) -> Claimed {
        let mut claimed = self.db.claim(now, 1).await.expect("claims");
        claimed.pop().expect("a row")
    }

    /// Rows per state.
    pub async fn states(&self) -> BTreeMap<String, i64> {
        let counts = self.db.outbox_counts(&team()).await.expect("counts");
        let mut states = BTreeMap::new();
        for count in counts {
            *states.entry(count.state).or_default() += count.rows;
        }
        states
    }

    /// Everything that is stored, as text: `table.column: value`.
    pub async fn everything(&self) -> Vec<String> {
        let mut everything = Vec::new();
        for (table, column) in self.columns().await {
            let sql = format!("SELECT CAST({column} AS TEXT) FROM {table} WHERE {column} IS NOT NULL");
            for value in self.texts(sql).await {
                everything.push(format!("{table}.{column}: {value}"));
            }
        }
        everything
    }

    /// Every column of every table of ours.
    pub async fn columns(&self) -> Vec<(String, String)> {
        let sql = match self.is_sqlite() {
            true => {
                "SELECT t.name || '.' || c.name FROM sqlite_master AS t, pragma_table_info(t.name) AS c \
                 WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND t.name NOT LIKE '!_sqlx%' ESCAPE '!'"
            }
            false => {
                "SELECT table_name || '.' || column_name FROM information_schema.columns \
                 WHERE table_schema = 'public' AND table_name NOT LIKE '!_sqlx%' ESCAPE '!'"
            }
        };
        let names = self.texts(sql.to_owned()).await;
        names
            .iter()
            .filter_map(|name| name.split_once('.'))
            .map(|(table, column)| (table.to_owned(), column.to_owned()))
            .collect()
    }

    pub fn is_sqlite(&self) -> bool {
        self.url.starts_with("sqlite")
    }

    /// The first column of a query, on a connection of its own.
    pub async fn texts(&self, sql: String) -> Vec<String> {
        let query = AssertSqlSafe(sql);
        if self.is_sqlite() {
            let mut conn = self.sqlite().await;
            sqlx::query_scalar(query).fetch_all(&mut conn).await.expect("reads")
        } else {
            let mut conn = PgConnection::connect(&self.url).await.expect("connects");
            sqlx::query_scalar(query).fetch_all(&mut conn).await.expect("reads")
        }
    }

    pub async fn execute(&self, sql: &'static str) {
        if self.is_sqlite() {
            sqlx::query(sql).execute(&mut self.sqlite().await).await.expect("runs");
        } else {
            let mut conn = PgConnection::connect(&self.url).await.expect("connects");
            sqlx::query(sql).execute(&mut conn).await.expect("runs");
        }
    }

    /// Lets every workspace go, as if whoever delivers for it were gone.
    pub async fn release(&self) {
        self.execute("UPDATE lane SET until = 0").await;
    }

    pub async fn sqlite(&self) -> SqliteConnection {
        let options = sqlx::sqlite::SqliteConnectOptions::from_str(&self.url).expect("a URL");
        options.connect().await.expect("connects")
    }
}

pub fn commit(decision: Decision) -> Commit {
    Commit { workspace: team(), now: at(0), dedup: None, wake: None, seed: Seed([7; 32]), decision }
}

pub fn team() -> WorkspaceId {
    WorkspaceId::new("T1")
}

/// So many seconds after the usual time.
pub fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + seconds).expect("a time")
}

pub fn workspace() -> Workspace {
    Workspace { id: team(), bot_user: "UBOT".into(), name: "Acme".into(), access: Access::Granted }
}

pub fn person(id: &str) -> Person {
    let profile = Profile { own_words: Some(format!("words of {id}")), ..Profile::default() };
    Person::joining(PersonId::new(id), format!("name of {id}"), "Europe/Vienna".into(), profile, at(0))
}

pub fn program() -> Program {
    Program {
        id: ProgramId::new("peer"),
        version: 0,
        mode: Mode::Peer,
        purpose: Purpose::Round,
        slot: Slot {
            day: Day::Mon,
            time: jiff::civil::time(10, 0, 0, 0),
            zone: "Europe/Vienna".into(),
            every_weeks: 1,
            anchor: date(2026, 11, 23),
        },
        holidays: BTreeSet::from([date(2026, 12, 28)]),
        state: ProgramState::Running,
        last_slot: None,
        since: at(0),
    }
}

pub fn round(slot: Date, outcome: RoundOutcome) -> Round {
    let program = ProgramId::new("peer");
    Round {
        id: RoundId::of(&program, slot),
        program,
        slot,
        opened_at: at(0),
        seed: Seed([3; 32]),
        outcome,
        left_out: Vec::new(),
        proof: Some(Proof {
            inputs: "ab12".into(),
            weights: Weights::default(),
            total: 940,
            bound: Some(951),
            doubt: Some(Doubt::Certificate(CertificateError::Malformed)),
        }),
    }
}

pub fn pairing(slot: Date, place: usize, members: &[&str]) -> Pairing {
    let round = RoundId::of(&ProgramId::new("peer"), slot);
    let members: Vec<PersonId> = members.iter().copied().map(PersonId::new).collect();
    Pairing {
        id: PairingId::of(&round, place),
        version: 0,
        round,
        slot,
        asks_first: members[0].clone(),
        reasons: vec![Reason::Offers {
            helper: members[0].clone(),
            seeker: members[1].clone(),
            topics: vec![TopicId::new("delegation")],
        }],
        members,
        revision: 0,
        mode: Mode::Peer,
        opening: Question {
            prompt: PromptId::new("q1"),
            text: "What is hard at the moment?".into(),
            reading: None,
        },
        further: Vec::new(),
        times: vec![TimeOption { start: at(0), end: at(1_800) }],
        marks: BTreeSet::new(),
        dissolved: None,
    }
}

pub fn check_in(pairing: &Pairing, person: &str) -> CheckIn {
    CheckIn {
        pairing: pairing.id.clone(),
        person: PersonId::new(person),
        version: 0,
        asked_at: at(0),
        reminders: 0,
        state: CheckInState::Asked,
    }
}

pub fn introduction(pairing: &Pairing) -> Outgoing {
    let introduced = |person: &PersonId| Introduced {
        person: person.clone(),
        name: format!("name of {person}"),
        level: None,
        function: None,
        team: Some(format!("team of {person}")),
        own_words: Some(format!("words of {person}")),
        time_zone: "Europe/Vienna".into(),
    };
    let message = Message::Introduction(Introduction {
        pairing: pairing.id.clone(),
        members: pairing.members.iter().map(introduced).collect(),
        asks_first: pairing.asks_first.clone(),
        reasons: pairing.reasons.clone(),
        question: Question {
            prompt: PromptId::new("q1"),
            text: "What keeps you awake?".into(),
            reading: None,
        },
        times: pairing.times.clone(),
        status: Status::Open,
        told_by: None,
    });
    Outgoing {
        key: pairing.introduction(),
        to: Target::Group(pairing.members.clone()),
        message,
        ..outgoing("", "")
    }
}

/// What the organisation says of somebody.
pub fn org(id: &str, manager: Option<&str>) -> OrgFacts {
    OrgFacts {
        manager: manager.map(PersonId::new),
        team: Some(format!("team of {id}")),
        ..OrgFacts::unknown(PersonId::new(id))
    }
}

/// A bulk message to one person, due at the usual time.
pub fn outgoing(key: &str, to: &str) -> Outgoing {
    Outgoing {
        key: MessageKey::new(key),
        to: Target::Direct(PersonId::new(to)),
        message: Message::PauseOffer,
        not_before: at(0),
        expires: None,
        urgency: Urgency::Bulk,
    }
}

/// A request for help of one person, which others were asked for.
pub fn ask(name: &str, asker: &str, asked: &[&str]) -> Ask {
    let draft = Draft {
        text: format!("words of {asker}"),
        topics: vec![TopicId::new("delegation")],
        read_out: vec![TopicId::new("delegation")],
        haste: Haste::Whenever,
        naming: asks::Naming::OnceAccepted,
    };
    let approach = |id: &&str| Approach {
        person: PersonId::new(*id),
        at: at(0),
        why: Why::FreshEyes,
        response: Response::Pending,
    };
    let id = AskId::new(format!("ask/{name}"));
    let approaches = asked.iter().map(approach).collect();
    Ask { approaches, ..Ask::new(id, PersonId::new(asker), draft, Origin::Command, at(0)) }
}

/// The same, taken back.
pub fn closed(ask: Ask) -> Ask {
    let state =
        AskState::Closed { at: at(1), helper: None, ending: Ending::Withdrawn, thanks: Thanks::Unsaid };
    Ask { state, ..ask }
}

pub fn request_of(ask: &Ask, person: &str) -> Outgoing {
    let request = HelpRequest::of(ask, Why::FreshEyes, RequestStanding::Open);
    let message = Message::Ask(AskMessage::Request(request));
    Outgoing { message, ..outgoing(ask.request(&PersonId::new(person)).as_str(), person) }
}

/// A question in a channel: the first of these raised a hand for help and was offered the second.
pub fn call(seeker: &str, helper: &str) -> Call {
    let raised = |id: &str, hand| RaisedHand { person: PersonId::new(id), hand };
    Call {
        id: CallId::of(&ProgramId::new("community"), date(2026, 11, 18)),
        version: 0,
        channel: ChannelId::new("C1"),
        zone: "Europe/Vienna".into(),
        prompt: CommunityId::new("q1"),
        text: "Who knows about this?".into(),
        asked_at: at(0),
        hands: vec![raised(seeker, Hand::NeedsHelp), raised(helper, Hand::CanHelp)],
        offers: vec![Offer {
            ask: AskId::new("ask/offered"),
            seeker: PersonId::new(seeker),
            helper: PersonId::new(helper),
            at: at(0),
            state: OfferState::Open,
        }],
        state: CallState::Open,
    }
}

/// Something that somebody learned in a talk with another, who is asked whether they may be named.
pub fn learning(name: &str, author: &str, partner: &str) -> Learning {
    Learning {
        id: LearningId::new(format!("learning/{name}")),
        version: 0,
        author: PersonId::new(author),
        source: Source::Ask(AskId::new("ask/1")),
        text: format!("words of {author}"),
        channel: ChannelId::new("C1"),
        naming: Naming::IfAgreed,
        written_at: at(0),
        partners: vec![Partner { person: PersonId::new(partner), said: Said::Nothing }],
        posts: 0,
        state: LearningState::Asking,
    }
}

/// Asks the partner.
pub fn naming_question(learning: &Learning, partner: &str) -> Outgoing {
    let message = LearningMessage::MayWeNameYou {
        learning: learning.id.clone(),
        author: learning.author.clone(),
        channel: learning.channel.clone(),
        text: learning.text.clone(),
        standing: QuestionStanding::Open,
    };
    let key = learning.question(&PersonId::new(partner));
    Outgoing { message: Message::Learning(message), ..outgoing(key.as_str(), partner) }
}

/// The question itself, in its channel.
pub fn question(call: &Call) -> Outgoing {
    let message = CommunityMessage::Question { call: call.id.clone(), text: call.text.clone() };
    Outgoing {
        key: call.post(),
        to: Target::Channel(call.channel.clone()),
        message: Message::Community(message),
        ..outgoing("", "")
    }
}

pub fn message_ref(ts: &str) -> MessageRef {
    MessageRef { channel: ChannelId::new("D1"), ts: ts.into() }
}
