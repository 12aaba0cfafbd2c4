//! Whoever asks to be forgotten leaves no trace, and nobody else loses anything by it.

use crate::asks::entry;
use crate::fixture::*;
use crate::nudges::{card_of, nudge};
use crate::promise;
use crate::reverse::term;
use jiff::civil::date;
use std::collections::BTreeSet;
use viceversa::domain::decision::{
    Change, Decision, Outgoing, Reply, Showing, Target, Urgency, Wake, WakeKind,
};
use viceversa::domain::event::Seed;
use viceversa::domain::ids::{ChannelId, DedupKey, MessageKey, MessageRef, PromptId, WakeKey, WorkspaceId};
use viceversa::domain::learning::message::LearningMessage;
use viceversa::domain::message::{Answer, Message, Modal, ProfilePurpose};
use viceversa::domain::record::Record;
use viceversa::domain::rounds::check_in::{CheckInAnswer, CheckInState, MetAnswer};
use viceversa::domain::rounds::pairing::{Dissolved, Mark, MarkKind, Pairing};
use viceversa::domain::rounds::{LeftOut, LeftOutReason, RoundOutcome};
use viceversa::domain::workspace::Workspace;
use viceversa::ports::{Commit, Finish, Storage};

/// What only the forgotten person may have said.
const OWN: &str = "words of U1";

/// A workspace in which `U1` has left a trace wherever a person can.
async fn full_of_traces(store: &Store) -> [Pairing; 2] {
    let mut pair = pairing(date(2026, 11, 16), 0, &["U1", "U12"]);
    pair.marks = BTreeSet::from([Mark { kind: MarkKind::Met, by: person("U1").id }]);
    let mut next = pairing(date(2026, 11, 23), 0, &["U1", "U2", "U3"]);
    next.dissolved = Some(Dissolved { because_of: Some(person("U1").id) });
    let mut partner = person("U12");
    partner.never.insert(person("U1").id);
    partner.never.insert(person("U11").id);
    let mut report = person("U3");
    report.profile.manager = Some(person("U1").id);
    let mut answered = check_in(&pair, "U1");
    let met = MetAnswer { will_try: Some(OWN.into()), ..MetAnswer::default() };
    answered.state = CheckInState::Answered(CheckInAnswer::Met(met.clone()));
    let mut alone = round(date(2026, 11, 9), RoundOutcome::Held { pairings: 0 });
    alone.left_out = vec![LeftOut { person: person("U1").id, reason: LeftOutReason::Alone }];
    let showing = |id: &str| {
        Change::ShowPrompt(Showing { person: person(id).id, prompt: PromptId::new("q1"), at: at(0) })
    };
    let decision = Decision::default()
        .change(Change::SaveWorkspace(workspace()))
        .change(Change::SaveProgram(program()))
        .change(Change::SavePerson(person("U1")))
        .change(Change::SavePerson(partner))
        .change(Change::SavePerson(report))
        .change(Change::SaveOrg(vec![org("U1", Some("U9")), org("U3", Some("U1")), org("U12", Some("U11"))]))
        .change(Change::OpenRound(alone))
        .change(Change::SavePairing(pair.clone()))
        .change(Change::SavePairing(next.clone()))
        .change(Change::SaveCheckIn(answered))
        .change(Change::SaveCheckIn(check_in(&pair, "U12")))
        .change(Change::SaveRecord(Record::Ask(ask("own", "U1", &["U12", "U2"]))))
        .change(Change::SaveRecord(Record::Ask(ask("other", "U12", &["U1", "U2"]))))
        .change(Change::SaveRecord(Record::Learning(learning("own", "U1", "U12"))))
        .change(Change::SaveRecord(Record::Learning(learning("other", "U12", "U1"))))
        .change(Change::SaveRecord(Record::Call(call("U1", "U12"))))
        .change(Change::SaveRecord(Record::Nudge(nudge("own", "U1", "U12"))))
        .change(Change::SaveRecord(Record::Nudge(nudge("other", "U12", "U1"))))
        .change(Change::SaveRecord(Record::Term(Box::new(term("own", "U1", "U12")))))
        .change(Change::SaveRecord(Record::Term(Box::new(term("other", "U12", "U1")))))
        .change(Change::SpendAttention(entry("U1", 1)))
        .change(Change::SpendAttention(entry("U12", 1)))
        .change(showing("U1"))
        .change(showing("U12"))
        .wake(Wake { key: WakeKey::new("pause/U1"), at: at(0), what: WakeKind::PauseEnds(person("U1").id) })
        .wake(Wake { key: WakeKey::new("mid"), at: at(0), what: WakeKind::MidRound(pair.id.clone()) })
        .reply(Reply::Open(Box::new(Modal::Profile {
            profile: person("U1").profile,
            purpose: ProfilePurpose::Change,
            time_zone: "Europe/Vienna".into(),
        })));
    store.db.commit(Commit { dedup: Some(DedupKey::new("Ev1")), ..commit(decision) }).await.unwrap();
    say_everything(store, &pair, &next, met).await;
    for members in [&["U1"][..], &["U1", "U12"], &["U12"]] {
        let members: Vec<_> = members.iter().map(|id| person(id).id).collect();
        store
            .db
            .save_channel(&team(), &members, &ChannelId::new(format!("D{}", members.len())))
            .await
            .unwrap();
    }
    [pair, next]
}

/// Sent, in doubt and pending rows that name the person in every way a row can.
async fn say_everything(store: &Store, pair: &Pairing, next: &Pairing, met: MetAnswer) {
    let asking = |id: &str, partner: &str| Outgoing {
        key: MessageKey::new(format!("check-in/{}/{id}/0", pair.id)),
        message: Message::CheckIn {
            pairing: pair.id.clone(),
            partners: vec![person(partner).id],
            reminder: 0,
        },
        ..outgoing("", id)
    };
    store.say([introduction(pair), asking("U1", "U12"), asking("U12", "U1")]).await;
    for (nth, claimed) in store.db.claim(at(0), 9).await.unwrap().iter().enumerate() {
        let channel = ChannelId::new(format!("C{nth}"));
        let message = MessageRef { channel, ts: format!("{nth}.0") };
        assert!(store.db.finish(claimed, Finish::Sent { message }, at(1)).await.unwrap());
    }
    store.say([outgoing("in-doubt/U1", "U1"), outgoing("in-flight/U1", "U1")]).await;
    let claimed = store.db.claim(at(0), 9).await.unwrap();
    let check = Finish::Check { until: at(90), reason: "timeout".into() };
    assert!(store.db.finish(&claimed[0], check, at(1)).await.unwrap());
    let answer = Outgoing {
        key: MessageKey::new("answered"),
        to: Target::Edit(MessageKey::new(format!("check-in/{}/U1/0", pair.id))),
        message: Message::CheckInAnswered {
            pairing: pair.id.clone(),
            partners: vec![person("U12").id],
            answer: CheckInAnswer::Met(met),
        },
        ..outgoing("", "")
    };
    let edit = Outgoing {
        key: MessageKey::new("edited"),
        to: Target::Edit(pair.introduction()),
        urgency: Urgency::Interactive,
        ..introduction(pair)
    };
    store.say([naming_question(&learning("own", "U1", "U12"), "U12")]).await;
    store
        .say([
            outgoing("welcome/U1", "U1"),
            introduction(next),
            answer,
            edit,
            outgoing("u12", "U12"),
            card_of(&nudge("other", "U12", "U1")),
        ])
        .await;
}

fn forget() -> Commit {
    let decision = Decision::default()
        .change(Change::ForgetPerson(person("U1").id))
        .reply(Reply::Say(Answer::Forgotten));
    Commit { dedup: Some(DedupKey::new("Ev2")), now: at(100), seed: Seed([9; 32]), ..commit(decision) }
}

promise!(the_fixture_leaves_traces_in_every_table, store => {
    full_of_traces(store).await;
    store.execute("INSERT INTO lane VALUES ('T1', 'somebody', 1, 0) ON CONFLICT DO NOTHING").await;
    store.execute("INSERT INTO bucket VALUES ('T1', 'chat.postMessage', 0, 0, 0)").await;
    let all = store.everything().await;
    for (table, column) in store.columns().await {
        assert!(all.iter().any(|line| line.starts_with(&format!("{table}."))), "{table}.{column} is empty");
    }
    let traces = all.iter().filter(|line| has_trace(line)).count();
    assert!(traces > 25, "only {traces}");
});

/// Whether a line names `U1` itself, or has its words.
fn has_trace(line: &str) -> bool {
    let outside = |each: Option<char>| each.is_none_or(|each| !each.is_alphanumeric());
    let named = line.match_indices("U1").any(|(start, id)| {
        outside(line[..start].chars().next_back()) && outside(line[start + id.len()..].chars().next())
    });
    named || (line.contains(OWN) && !line.contains("words of U12"))
}

promise!(who_is_forgotten_leaves_no_trace, store => {
    full_of_traces(store).await;
    store.db.commit(forget()).await.unwrap();
    let traces: Vec<String> = store.everything().await.into_iter().filter(|line| has_trace(line)).collect();
    assert!(traces.is_empty(), "{traces:#?}");
    assert!(store.everything().await.iter().all(|line| !line.contains("words of U1\"")));
});

promise!(others_keep_what_is_theirs, store => {
    let [pair, next] = full_of_traces(store).await;
    store.db.commit(forget()).await.unwrap();
    let partner = store.db.person(&team(), &person("U12").id).await.unwrap().unwrap();
    assert_eq!(partner.never, BTreeSet::from([person("U11").id]));
    assert_eq!(partner.version, 2, "whoever has loaded the old record must decide anew");
    let report = store.db.person(&team(), &person("U3").id).await.unwrap().unwrap();
    assert_eq!(report.profile.manager, None);
    let lines = store.db.org_facts(&team(), None).await.unwrap();
    assert_eq!(lines, [org("U12", Some("U11")), org("U3", Some("U9"))], "the line through them holds");
    let past = store.db.pairing(&team(), &pair.id).await.unwrap().unwrap();
    let stand_in = past.members.iter().find(|member| **member != partner.id).unwrap();
    assert!(stand_in.as_str().starts_with("forgotten-") && stand_in.as_str().len() == 18, "{stand_in}");
    assert_eq!(past.asks_first, *stand_in);
    assert_eq!(past.marks.first().unwrap().by, *stand_in);
    assert_eq!(past.version, 2);
    assert!(past.members.is_sorted());
    let later = store.db.pairing(&team(), &next.id).await.unwrap().unwrap();
    assert_eq!(later.members.len(), 3);
    assert_eq!(later.dissolved.unwrap().because_of.as_ref(), Some(stand_in));
    assert_eq!(store.db.pairings_of(&team(), &partner.id, 9).await.unwrap().len(), 1);
    assert_eq!(store.db.pairings_of(&team(), stand_in, 9).await.unwrap().len(), 2);
    assert_eq!(store.db.check_ins_of(&team(), &partner.id).await.unwrap().len(), 1);
    assert_eq!(store.db.showings(&team(), None).await.unwrap().len(), 1);
    assert_eq!(store.db.channel(&team(), &[partner.id]).await.unwrap(), Some(ChannelId::new("D1")));
    assert_eq!(store.db.due_wakes(at(100), 9).await.unwrap().len(), 1);
    assert!(store.db.posted(&team(), &pair.introduction()).await.unwrap().is_some());
});

promise!(nothing_more_is_said_to_who_is_forgotten, store => {
    full_of_traces(store).await;
    let in_flight = store.texts("SELECT id FROM outbox WHERE state = 'sending'".to_owned()).await;
    assert_eq!(in_flight.len(), 1);
    store.db.commit(forget()).await.unwrap();
    let left = store.db.claim(at(9_999), 99).await.unwrap();
    let keys: Vec<&str> = left.iter().map(|each| each.key.as_str()).collect();
    assert_eq!(keys, ["edited", "learning/own/question/U12", "u12", "nudge/2026-11-18/other"]);
    let Message::Learning(LearningMessage::MayWeNameYou { text, .. }) = &left[1].message else { panic!() };
    assert_eq!(text, "", "their words go with them");
    let Message::Introduction(edited) = &left[0].message else { panic!("{:?}", left[0]) };
    assert_eq!((edited.members[0].name.as_str(), &edited.members[0].own_words), ("", &None));
    assert_eq!(edited.members[1].own_words.as_deref(), Some("words of U12"));
    let counts = store.db.outbox_counts(&team()).await.unwrap();
    let forgotten: Vec<_> = counts.iter().filter(|count| count.reason.is_some()).collect();
    assert_eq!((forgotten.len(), forgotten[0].rows), (1, 5), "{counts:?}");
    assert_eq!(forgotten[0].reason.as_deref(), Some("forgotten"));
});

promise!(the_deletion_itself_is_remembered_by_its_delivery, store => {
    full_of_traces(store).await;
    store.db.commit(forget()).await.unwrap();
    let again = store.db.commit(forget()).await;
    let Err(viceversa::ports::StorageError::Duplicate(reply)) = again else { panic!("{again:?}") };
    assert_eq!(*reply, Reply::Say(Answer::Forgotten));
});

promise!(forgetting_a_stranger_or_twice_is_harmless, store => {
    store.save([Change::SavePerson(person("U2"))]).await.unwrap();
    store.save([Change::ForgetPerson(person("U1").id)]).await.unwrap();
    store.save([Change::ForgetPerson(person("U1").id)]).await.unwrap();
    assert_eq!(store.db.people(&team()).await.unwrap()[0].version, 1);
});

promise!(who_is_forgotten_at_the_top_of_a_line_or_in_a_circle_leaves_nobody_above_themselves, store => {
    let facts = vec![org("U2", Some("U1")), org("U3", Some("U4")), org("U4", Some("U3"))];
    store.save([Change::SaveOrg(facts)]).await.unwrap();
    store.save([Change::ForgetPerson(person("U1").id), Change::ForgetPerson(person("U4").id)]).await.unwrap();
    assert_eq!(store.db.org_facts(&team(), None).await.unwrap(), [org("U2", None), org("U3", None)]);
});

promise!(an_erased_workspace_leaves_nothing_and_others_stay, store => {
    full_of_traces(store).await;
    let other = WorkspaceId::new("T2");
    let decision = Decision::default()
        .change(Change::SaveWorkspace(Workspace { id: other.clone(), ..workspace() }))
        .change(Change::SavePerson(person("U1")))
        .say(outgoing("welcome/U1", "U1"));
    store.db.commit(Commit { workspace: other.clone(), ..commit(decision) }).await.unwrap();
    let erase = Decision::default().change(Change::EraseWorkspace);
    let dedup = Some(DedupKey::new("Ev9"));
    store.db.commit(Commit { dedup, ..commit(erase) }).await.unwrap();
    let of_it = |line: &String| line.ends_with(": T1") || line.contains("\"T1\"");
    let left: Vec<String> = store.everything().await.into_iter().filter(of_it).collect();
    assert!(left.is_empty(), "{left:#?}");
    assert_eq!(store.texts("SELECT workspace_id FROM outbox".to_owned()).await, ["T2"]);
    assert_eq!(store.db.workspaces().await.unwrap().len(), 1);
    assert_eq!(store.db.people(&other).await.unwrap().len(), 1);
});
