//! Records come back as they went in, and only over the version they were loaded at.

use crate::fixture::*;
use crate::promise;
use jiff::civil::date;
use viceversa::adapters::storage::Database;
use viceversa::domain::decision::{Change, Decision, Showing};
use viceversa::domain::ids::{ProgramId, PromptId, WorkspaceId};
use viceversa::domain::rounds::RoundOutcome;
use viceversa::domain::rounds::check_in::{CheckInAnswer, CheckInState, MetAnswer};
use viceversa::domain::workspace::{Access, Workspace};
use viceversa::ports::{Storage, StorageError};

promise!(a_workspace_is_replaced, store => {
    store.save([Change::SaveWorkspace(workspace())]).await.unwrap();
    let gone = Workspace { access: Access::Uninstalled { at: at(5) }, ..workspace() };
    store.save([Change::SaveWorkspace(gone.clone())]).await.unwrap();
    assert_eq!(store.db.workspace(&team()).await.unwrap(), Some(gone.clone()));
    assert_eq!(store.db.workspaces().await.unwrap(), [gone]);
    store.db.ping().await.unwrap();
});

promise!(people_round_trip_in_the_order_of_their_ids, store => {
    let people = ["b", "B", "a", "ä", "A_", "A"].map(person);
    store.save(people.iter().cloned().map(Change::SavePerson)).await.unwrap();
    let stored = store.db.people(&team()).await.unwrap();
    let ids: Vec<&str> = stored.iter().map(|person| person.id.as_str()).collect();
    assert_eq!(ids, ["A", "A_", "B", "a", "b", "ä"]);
    let mut expected = person("ä");
    expected.version = 1;
    assert_eq!(store.db.person(&team(), &expected.id).await.unwrap(), Some(expected));
    assert_eq!(store.db.person(&team(), &person("nobody").id).await.unwrap(), None);
});

promise!(a_saved_version_moves_on_and_a_stale_one_conflicts, store => {
    store.save([Change::SavePerson(person("U1"))]).await.unwrap();
    let mut loaded = store.db.person(&team(), &person("U1").id).await.unwrap().unwrap();
    loaded.unanswered = 2;
    store.save([Change::SavePerson(loaded.clone())]).await.unwrap();
    let again = store.db.person(&team(), &loaded.id).await.unwrap().unwrap();
    assert_eq!((again.version, again.unanswered), (2, 2));
    let stale = store.save([Change::SavePerson(person("U2")), Change::SavePerson(loaded)]).await;
    assert!(matches!(stale, Err(StorageError::Conflict)));
    assert_eq!(store.db.people(&team()).await.unwrap().len(), 1, "nothing of a lost commit stays");
    let twice = store.save([Change::SavePerson(person("U1"))]).await;
    assert!(matches!(twice, Err(StorageError::Conflict)));
});

promise!(every_versioned_record_conflicts_when_stale, store => {
    let pair = pairing(date(2026, 11, 23), 0, &["U1", "U2"]);
    let changes = [
        Change::SavePerson(person("U1")),
        Change::SaveProgram(program()),
        Change::SavePairing(pair.clone()),
        Change::SaveCheckIn(check_in(&pair, "U1")),
    ];
    store.save(changes.clone()).await.unwrap();
    for change in changes {
        let again = store.save([change.clone()]).await;
        assert!(matches!(again, Err(StorageError::Conflict)), "{change:?}");
    }
    let mut stale = (person("U1"), program(), pair.clone(), check_in(&pair, "U1"));
    (stale.0.version, stale.1.version, stale.2.version, stale.3.version) = (9, 9, 9, 9);
    let (who, what, pair, answer) = stale;
    for change in [
        Change::SavePerson(who),
        Change::SaveProgram(what),
        Change::SavePairing(pair),
        Change::SaveCheckIn(answer),
    ] {
        let again = store.save([change.clone()]).await;
        assert!(matches!(again, Err(StorageError::Conflict)), "{change:?}");
    }
});

promise!(what_the_organisation_says_is_replaced_person_by_person, store => {
    store.save([Change::SaveOrg(vec![org("U2", None), org("U10", Some("U2")), org("U1", Some("U2"))])]).await.unwrap();
    let (other, known) = (org("U1", Some("U10")), org("U3", None));
    store.save([Change::SaveOrg(vec![org("U1", None), other.clone(), known.clone()])]).await.unwrap();
    let everybody = store.db.org_facts(&team(), None).await.unwrap();
    assert_eq!(everybody, [other.clone(), org("U10", Some("U2")), org("U2", None), known.clone()]);
    let wanted = ["U3", "U9", "U1"].map(|id| person(id).id);
    assert_eq!(store.db.org_facts(&team(), Some(&wanted)).await.unwrap(), [known.clone(), other.clone()]);
    let many: Vec<_> = (1..40).map(|place| person(&format!("U{place}")).id).skip(2).collect();
    assert_eq!(store.db.org_facts(&team(), Some(&many)).await.unwrap(), [org("U10", Some("U2")), known]);
    let elsewhere = WorkspaceId::new("T2");
    assert!(store.db.org_facts(&elsewhere, None).await.unwrap().is_empty());
    assert!(store.db.people(&team()).await.unwrap().is_empty(), "nobody joins by being spoken of");
});

promise!(a_large_organisation_is_kept_in_one_go, store => {
    let facts: Vec<_> = (0..2_345).map(|place| org(&format!("U{place:04}"), Some("U0000"))).collect();
    store.save([Change::SaveOrg(facts.clone())]).await.unwrap();
    assert_eq!(store.db.org_facts(&team(), None).await.unwrap(), facts);
});

promise!(programmes_round_trip, store => {
    store.save([Change::SaveProgram(program())]).await.unwrap();
    let mut loaded = store.db.programs(&team()).await.unwrap().remove(0);
    assert_eq!(loaded.slot, program().slot);
    loaded.last_slot = Some(date(2026, 11, 23));
    store.save([Change::SaveProgram(loaded.clone())]).await.unwrap();
    loaded.version += 1;
    assert_eq!(store.db.programs(&team()).await.unwrap(), [loaded]);
});

promise!(held_rounds_come_newest_first_and_without_the_others, store => {
    let held = RoundOutcome::Held { pairings: 3 };
    let days = [(2, held), (9, RoundOutcome::Missed), (16, held), (23, RoundOutcome::Holiday), (30, held)];
    let rounds = days.map(|(day, outcome)| round(date(2026, 11, day), outcome));
    store.save(rounds.iter().cloned().map(Change::OpenRound)).await.unwrap();
    let newest = store.db.held_rounds(&team(), &ProgramId::new("peer"), 2).await.unwrap();
    assert_eq!(newest, [rounds[4].clone(), rounds[2].clone()]);
    let before = async |day, limit| {
        store.db.held_rounds_before(&team(), &ProgramId::new("peer"), date(2026, 11, day), limit).await.unwrap()
    };
    assert_eq!(before(30, 1).await, [rounds[2].clone()]);
    assert_eq!(before(30, 9).await, [rounds[2].clone(), rounds[0].clone()]);
    assert_eq!(before(2, 9).await, []);
    assert_eq!(store.db.round(&team(), &rounds[1].id).await.unwrap(), Some(rounds[1].clone()));
});

promise!(a_slot_has_one_round, store => {
    let held = RoundOutcome::Held { pairings: 1 };
    store.save([Change::OpenRound(round(date(2026, 11, 23), held))]).await.unwrap();
    let second = store
        .save([
            Change::SavePerson(person("U1")),
            Change::OpenRound(round(date(2026, 11, 23), RoundOutcome::Missed)),
        ])
        .await;
    assert!(matches!(second, Err(StorageError::Conflict)));
    assert!(store.db.people(&team()).await.unwrap().is_empty());
});

// Three processes on a server, and three callers of the only one that a file has.
promise!(of_those_who_see_the_same_slot_at_once_one_opens_the_round, store => {
    let mut databases = vec![&store.db; 3];
    let others = if store.is_sqlite() { Vec::new() } else { vec![Database::open(&store.url, &throwaway()).await.unwrap(), Database::open(&store.url, &throwaway()).await.unwrap()] };
    databases.splice(..others.len(), &others);
    for week in 0..50 {
        let slot = date(2026, 11, 23) + jiff::Span::new().weeks(week);
        let opens = databases.iter().enumerate().map(|(nth, database)| {
            let held = RoundOutcome::Held { pairings: 1 };
            let pair = pairing(slot, nth, &["U1", "U2"]);
            let decision = Decision::default().change(Change::OpenRound(round(slot, held)));
            database.commit(commit(decision.change(Change::SavePairing(pair))))
        });
        let opened = futures_util::future::join_all(opens).await;
        let won = opened.iter().filter(|each| each.is_ok()).count();
        let late = opened.iter().filter(|each| matches!(each, Err(StorageError::Conflict))).count();
        assert_eq!((won, late), (1, 2), "{slot}: {opened:?}");
        assert_eq!(store.db.pairings_since(&team(), slot).await.unwrap().len(), 1, "{slot}");
    }
    for other in &others {
        other.close().await;
    }
});

promise!(pairings_are_found_by_id_person_date_and_message, store => {
    let old = pairing(date(2026, 11, 16), 0, &["U1", "U2"]);
    let new = pairing(date(2026, 11, 23), 0, &["U1", "U3"]);
    let other = pairing(date(2026, 11, 23), 1, &["U4", "U5"]);
    let all = [&old, &new, &other].map(|pair| Change::SavePairing(pair.clone()));
    store.save(all).await.unwrap();
    let ids = |found: Vec<viceversa::domain::rounds::pairing::Pairing>| -> Vec<String> {
        found.iter().map(|pair| pair.id.to_string()).collect()
    };
    let of_one = store.db.pairings_of(&team(), &person("U1").id, 9).await.unwrap();
    assert_eq!(ids(of_one), [new.id.as_str(), old.id.as_str()]);
    let newest = store.db.pairings_of(&team(), &person("U1").id, 1).await.unwrap();
    assert_eq!(ids(newest), [new.id.as_str()]);
    let since = store.db.pairings_since(&team(), date(2026, 11, 23)).await.unwrap();
    assert_eq!(ids(since), [new.id.as_str(), other.id.as_str()]);

    store.say([introduction(&new)]).await;
    let claimed = store.claim_one(at(0)).await;
    let finish = viceversa::ports::Finish::Sent { message: message_ref("1.1") };
    assert!(store.db.finish(&claimed, finish, at(1)).await.unwrap());
    let found = store.db.pairing_of_message(&team(), &message_ref("1.1")).await.unwrap().unwrap();
    assert_eq!((found.id, found.version), (new.id.clone(), 1));
    assert_eq!(store.db.pairing_of_message(&team(), &message_ref("9.9")).await.unwrap(), None);
});

promise!(a_changed_pairing_is_found_by_its_new_members, store => {
    let pair = pairing(date(2026, 11, 23), 0, &["U1", "U2"]);
    store.save([Change::SavePairing(pair.clone())]).await.unwrap();
    let mut loaded = store.db.pairing(&team(), &pair.id).await.unwrap().unwrap();
    loaded.members[1] = person("U3").id;
    store.save([Change::SavePairing(loaded)]).await.unwrap();
    assert!(store.db.pairings_of(&team(), &person("U2").id, 9).await.unwrap().is_empty());
    assert_eq!(store.db.pairings_of(&team(), &person("U3").id, 9).await.unwrap().len(), 1);
});

promise!(check_ins_are_found_by_pairing_person_and_date, store => {
    let old = pairing(date(2026, 11, 16), 0, &["U1", "U2"]);
    let new = pairing(date(2026, 11, 23), 0, &["U1", "U2"]);
    let asked = [check_in(&old, "U1"), check_in(&new, "U1"), check_in(&new, "U2")];
    let pairs = [&old, &new].map(|pair| Change::SavePairing(pair.clone()));
    store.save(pairs.into_iter().chain(asked.iter().cloned().map(Change::SaveCheckIn))).await.unwrap();
    let mut answered = store.db.check_in(&team(), &new.id, &person("U1").id).await.unwrap().unwrap();
    let met = MetAnswer { will_try: Some("ask ö 😀 first".into()), ..MetAnswer::default() };
    answered.state = CheckInState::Answered(CheckInAnswer::Met(met));
    store.save([Change::SaveCheckIn(answered.clone())]).await.unwrap();
    answered.version += 1;
    let found = store.db.check_in(&team(), &new.id, &person("U1").id).await.unwrap();
    assert_eq!(found, Some(answered));
    assert_eq!(store.db.check_ins_of(&team(), &person("U1").id).await.unwrap().len(), 2);
    assert_eq!(store.db.check_ins_since(&team(), date(2026, 11, 23)).await.unwrap().len(), 2);
    assert_eq!(store.db.check_ins_since(&team(), date(2026, 11, 1)).await.unwrap().len(), 3);
});

promise!(showings_of_everybody_or_of_some, store => {
    let shown = |person_id: &str, prompt: &str, seconds| Showing {
        person: person(person_id).id,
        prompt: PromptId::new(prompt),
        at: at(seconds),
    };
    let all = [shown("U1", "q1", 0), shown("U1", "q1", 60), shown("U1", "q2", 0), shown("U2", "q1", 0)];
    store.save(all.iter().cloned().map(Change::ShowPrompt)).await.unwrap();
    store.save([Change::ShowPrompt(all[0].clone())]).await.unwrap();
    assert_eq!(store.db.showings(&team(), None).await.unwrap(), all);
    let some = store.db.showings(&team(), Some(&[person("U2").id])).await.unwrap();
    assert_eq!(some, all[3..]);
    let many: Vec<_> = (2..40).map(|nth| person(&format!("U{nth}")).id).collect();
    assert_eq!(store.db.showings(&team(), Some(&many)).await.unwrap(), all[3..]);
    assert!(store.db.showings(&team(), Some(&[])).await.unwrap().is_empty());
});

promise!(a_conversation_is_remembered_by_exactly_its_members, store => {
    let members = [person("U1").id, person("U2").id];
    let channel = message_ref("").channel;
    store.db.save_channel(&team(), &members, &channel).await.unwrap();
    store.db.save_channel(&team(), &members, &channel).await.unwrap();
    assert_eq!(store.db.channel(&team(), &members).await.unwrap(), Some(channel));
    assert_eq!(store.db.channel(&team(), &members[..1]).await.unwrap(), None);
});

promise!(a_record_that_cannot_be_read_is_said_to_be_corrupt, store => {
    store.save([Change::SavePerson(person("U1"))]).await.unwrap();
    store.execute("UPDATE person SET doc = '{\"own\": \"words\"}'").await;
    let Err(StorageError::Corrupt(why)) = store.db.people(&team()).await else { panic!("not corrupt") };
    assert!(why.starts_with("person") && !why.contains("words"), "{why}");
});
