//! What the page asks for: a little of much, the guide, and nothing from outside.

use super::*;

/// The ids of the people in an answer.
fn ids(answer: &Value) -> Vec<String> {
    let people = answer["people"].as_array().unwrap();
    people.iter().map(|person| person["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn people_are_asked_for_by_id_by_words_or_page_by_page() {
    let stage = Stage::new().await;
    for number in 0..30 {
        let new = NewPerson {
            real_name: format!("Person {number:02}"),
            title: "Head of Anagrams".into(),
            ..NewPerson::default()
        };
        stage.sandbox.add_person(new);
    }
    let (ana, ben) = (&stage.ana, &stage.ben);
    assert_eq!(ids(&stage.look(&format!("people?ids={ben},{ana},U404")).await), [ben.clone(), ana.clone()]);
    assert_eq!(ids(&stage.look("people?find=RUI").await), std::slice::from_ref(ana));
    let found = ids(&stage.look("people?find=ana&limit=5").await);
    assert_eq!(
        (&found[0], found.len()),
        (ana, 5),
        "a name that begins so comes before a title that holds it"
    );
    assert_eq!(ids(&stage.look("people?find=person+07").await).len(), 1);
    let change = PersonChange { real_name: Some("Åsa Öberg".into()), ..PersonChange::default() };
    stage.sandbox.change_person(ben, change).unwrap();
    assert_eq!(ids(&stage.look("people?find=%C3%96b").await), std::slice::from_ref(ben), "by the new name");
    let everybody = stage.look("people?find=").await;
    assert_eq!(ids(&everybody).len(), 30, "no more than fit");
    let bot = &stage.sandbox.config().app.bot_user_id;
    assert!(!ids(&everybody).contains(bot), "nobody can be the app");
    let (mut all, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = stage.look(&format!("people?limit=10&cursor={cursor}")).await;
        assert_eq!(page["total"], 33);
        all.extend(ids(&page));
        cursor = page["next_cursor"].as_str().unwrap().to_owned();
        if cursor.is_empty() {
            break;
        }
    }
    assert_eq!(all, stage.sandbox.people().into_iter().map(|person| person.id).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_sidebar_holds_the_newest_of_each_kind_and_says_how_many_there_are() {
    let stage = Stage::new().await;
    let mut channels = Vec::new();
    for number in 0..50 {
        let other = stage
            .sandbox
            .add_person(NewPerson { real_name: format!("Person {number}"), ..NewPerson::default() });
        let channel = stage.sandbox.open_conversation(&stage.ana, std::slice::from_ref(&other.id)).unwrap();
        stage.sandbox.clock().advance(jiff::SignedDuration::from_secs(60));
        stage.sandbox.reply(&other.id, &channel, None, "hello").unwrap();
        channels.push(channel);
    }
    let directs = async |more: &str| -> Vec<String> {
        let state = stage.look(&format!("state?user={}{more}", stage.ana)).await;
        assert_eq!(state["totals"], json!({"channels": 1, "groups": 0, "directs": 50}));
        let all = state["conversations"].as_array().unwrap();
        let mut shown: Vec<_> = all.iter().filter(|place| place["kind"] == "direct").collect();
        shown.sort_by_key(|place| place["latest"].as_str().unwrap().to_owned());
        shown.iter().map(|place| place["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(directs("").await, channels[10..]);
    assert_eq!(directs("&directs=3").await, channels[47..]);
    let with_old = directs(&format!("&directs=3&place={}", channels[0])).await;
    assert_eq!(
        with_old,
        [&channels[..1], &channels[47..]].concat(),
        "the one that is looked at is always there"
    );
    stage.sandbox.clock().advance(jiff::SignedDuration::from_secs(60));
    stage.sandbox.reply(&stage.ana, &channels[0], None, "hello again").unwrap();
    assert_eq!(directs("&directs=1").await, channels[..1], "what was written in comes to the top, once");
    let general = stage.look(&format!("state?user={}", stage.ana)).await["conversations"][0].clone();
    stage.sandbox.leave_channel(&stage.ana, general["id"].as_str().unwrap()).unwrap();
    let totals = stage.look(&format!("state?user={}", stage.ana)).await["totals"].clone();
    assert_eq!(totals, json!({"channels": 0, "groups": 0, "directs": 50}));
}

#[tokio::test]
async fn the_ledger_is_read_forwards_backwards_in_parts_and_as_lines() {
    let stage = Stage::new().await;
    let dm = stage.dm(&stage.ana).await;
    stage.post(&dm, actions(json!([button("met", "7")]))).await;
    stage.err("chat.postMessage", json!({"channel": "C404", "text": "x"})).await;
    stage.sandbox.reply(&stage.ana, &dm, None, "yes").unwrap();
    stage.sandbox.open_home(&stage.ana).unwrap();
    stage.sandbox.settle().await;
    let seqs = async |query: &str| -> Vec<u64> {
        let answer = stage.look(&format!("ledger?{query}")).await;
        answer["entries"].as_array().unwrap().iter().map(|entry| entry["seq"].as_u64().unwrap()).collect()
    };
    let last = stage.look("ledger").await["last"].as_u64().unwrap();
    assert_eq!(seqs("since=2&limit=2").await, [3, 4]);
    assert_eq!(seqs("before=0&limit=2").await, [last - 1, last]);
    assert_eq!(seqs("before=3").await, [1, 2]);
    assert_eq!(seqs("of=app&before=0").await, [1, 2, 3]);
    assert_eq!(seqs("of=people").await, [4, 5]);
    assert_eq!(seqs("of=problems").await, [3]);
    assert_eq!(seqs("of=events").await, (6..=last).collect::<Vec<_>>());
    assert_eq!(stage.look("ledger?of=nobody").await["ok"], false);
    let home = &stage.look("ledger?of=events&before=0").await["entries"];
    let opened = home.as_array().unwrap().iter().find(|entry| entry["event"] == "app_home_opened").unwrap();
    assert_eq!((&opened["user"], &opened["subject"]), (&json!(stage.ana), &json!("home")));
    let request = Request::get(format!("{}/_control/ledger?format=jsonl", stage.sandbox.base_url()));
    let (_, headers, body) = stage.send(request, String::new()).await;
    assert!(headers["content-type"].to_str().unwrap().starts_with("application/x-ndjson"));
    let lines: Vec<Value> = body
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect();
    assert_eq!(lines.len() as u64, last);
}

fn guide() -> Guide {
    let step = |title: &str, deed: Deed| GuideStep {
        title: title.into(),
        deeds: vec![deed],
        ..GuideStep::default()
    };
    Guide {
        title: "Try it".into(),
        steps: vec![
            step("press", Deed::about(DeedKind::Press, "met")),
            step("react", Deed::about(DeedKind::React, "date")),
            step("monday", Deed::about(DeedKind::MoveClock, "next_monday")),
            step("submit", Deed::about(DeedKind::Submit, "form")),
        ],
        preparing: Some(Preparing { percent: 40, words: "One moment.".into() }),
        ..Guide::default()
    }
}

#[tokio::test]
async fn a_guide_is_ticked_off_by_what_visitors_do_once_the_workspace_is_ready() {
    let stage = Stage::new().await;
    assert_eq!(stage.look("guide").await["guide"], Value::Null);
    stage.sandbox.set_guide(guide());
    let dm = stage.dm(&stage.ana).await;
    let ts = stage.post(&dm, actions(json!([button("met", "7")]))).await;
    let press = json!({"user": stage.ana, "place": {"message": {"channel": dm, "ts": ts}}, "action": "a/met", "input": "click"});
    let (status, refused) = stage.control("press", press.clone()).await;
    assert_eq!(
        (status, &refused["error"], &refused["message"]),
        (409, &json!("preparing"), &json!("One moment."))
    );
    assert_eq!(stage.control("clock", json!({"advance": 60})).await.0, 409);
    assert_eq!(stage.control("open_home", json!({"user": stage.ana})).await.0, 200, "one may look around");
    stage.sandbox.set_preparing(None);
    let done = async || -> Vec<bool> {
        let guide = stage.look(&format!("state?user={}", stage.ana)).await["guide"].clone();
        guide["steps"].as_array().unwrap().iter().map(|step| step["done"].as_bool().unwrap()).collect()
    };
    let react = |emoji: &str| json!({"user": stage.ana, "channel": dm, "ts": ts, "emoji": emoji});
    stage.control("react", react("tada")).await;
    stage.control("clock", json!({"advance": 60})).await;
    assert_eq!(done().await, [false; 4]);
    assert_eq!(stage.control("press", press).await.0, 200);
    stage.control("react", react("date")).await;
    stage.control("guide", json!({"did": "move_clock", "about": "next_monday"})).await;
    assert_eq!(done().await, [true, true, true, false]);
    assert_eq!(
        stage.control("guide", json!({"did": "submit", "about": "form"})).await.0,
        400,
        "that is seen, not told"
    );
}

#[tokio::test]
async fn a_submission_counts_only_when_it_is_accepted() {
    let stage = Stage::new().await;
    stage.sandbox.set_guide(Guide { preparing: None, ..guide() });
    let outcome = stage.sandbox.type_command(&stage.ana, "/try it", None);
    outcome.await.unwrap();
    let trigger = stage.bot.last()["trigger_id"].clone();
    let view = json!({"type": "modal", "callback_id": "form", "title": {"type": "plain_text", "text": "Form"},
        "submit": {"type": "plain_text", "text": "Go"}, "blocks": [{"type": "input", "block_id": "b", "optional": true,
        "label": {"type": "plain_text", "text": "L"}, "element": {"type": "plain_text_input", "action_id": "i"}}]});
    stage.ok("views.open", json!({"trigger_id": trigger, "view": view})).await;
    let id = stage.sandbox.modal(&stage.ana).unwrap().id;
    let submit = json!({"user": stage.ana, "view": id});
    stage.bot.will_answer(200, json!({"response_action": "errors", "errors": {"b": "no"}}));
    assert_eq!(stage.control("submit", submit.clone()).await.1["outcome"], "errors");
    let submitted = || stage.sandbox.guide().unwrap().steps[3].done;
    assert!(!submitted());
    assert_eq!(stage.control("submit", submit).await.1["outcome"], "closed");
    assert!(submitted());
}

#[tokio::test]
async fn a_browser_may_load_nothing_from_outside_this_machine() {
    let stage = Stage::new().await;
    let (_, headers, _) = stage.send(Request::get(stage.sandbox.base_url()), String::new()).await;
    let policy = headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    for source in policy.split([' ', ';']).filter(|word| word.contains("://") || word.contains('*')) {
        assert!(["http://127.0.0.1:*", "http://localhost:*"].contains(&source), "{source}");
    }
}
