use super::*;

impl Stage {
    pub(super) async fn look(&self, path: &str) -> Value {
        let request = Request::get(format!("{}/_control/{path}", self.sandbox.base_url()));
        let (_, _, body) = self.send(request, String::new()).await;
        serde_json::from_slice(&body).unwrap()
    }

    pub(super) async fn control(&self, path: &str, body: Value) -> (u16, Value) {
        let request = Request::post(format!("{}/_control/{path}", self.sandbox.base_url()))
            .header("content-type", "application/json");
        let (status, _, body) = self.send(request, body.to_string()).await;
        (status.as_u16(), serde_json::from_slice(&body).unwrap())
    }
}

#[tokio::test]
async fn a_script_can_live_a_day_in_the_workspace() {
    let stage = Stage::new().await;
    let (ana, dm) = (&stage.ana, stage.dm(&stage.ana).await);
    let ts = stage.post(&dm, actions(json!([button("met", "7")]))).await;
    let state = stage.look(&format!("state?user={ana}")).await;
    let place =
        state["conversations"].as_array().unwrap().iter().find(|place| place["id"] == json!(dm)).unwrap();
    assert_eq!(place["unread"], 1);
    assert_eq!(state["app_channel"], json!(dm));
    stage.control("read", json!({"user": ana, "channel": dm})).await;
    let press = json!({"user": ana, "place": {"message": {"channel": dm, "ts": ts}}, "action": "met", "input": "click"});
    assert_eq!(stage.control("press", press).await.0, 200);
    assert_eq!(stage.bot.last()["actions"][0]["action_id"], "met");
    let react = json!({"user": ana, "channel": dm, "ts": ts, "emoji": "calendar"});
    assert_eq!(stage.control("react", react.clone()).await.0, 200);
    let (status, refusal) = stage.control("react", react).await;
    assert_eq!((status, refusal["error"].as_str()), (422, Some("already_reacted")));
    stage.control("reply", json!({"user": ana, "channel": dm, "text": "yes", "thread_ts": ts})).await;
    let page = stage.look(&format!("messages?user={ana}&channel={dm}")).await;
    assert_eq!(page["messages"][0]["reply_count"], 1);
    let thread = stage.look(&format!("messages?user={ana}&channel={dm}&thread_ts={ts}")).await;
    assert_eq!(thread["messages"][1]["text"], "yes");
    assert_eq!(stage.control("settle", json!({})).await.1["delivered"], 1);
    let ledger = stage.look("ledger?since=2").await;
    assert_eq!(ledger["entries"][0]["event"], "press");
    let other = stage.look(&format!("messages?user={}&channel={dm}", stage.ben)).await;
    assert_eq!(other["ok"], false, "nobody reads what is not theirs");
}

#[tokio::test]
async fn the_clock_is_moved_and_watched() {
    let stage = Stage::new().await;
    let version = stage.look(&format!("state?user={}", stage.ana)).await["version"].clone();
    let path = format!("changes?since={version}");
    let waiting = stage.look(&path);
    let moving = async {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        stage.control("clock", json!({"jump": "next_monday", "zone": "Europe/Madrid"})).await
    };
    let (_, (_, clock)) = tokio::join!(waiting, moving);
    assert_eq!(clock["now"], "2027-01-11T08:00:00Z");
    let (_, clock) = stage.control("clock", json!({"advance": 3600, "mode": "frozen"})).await;
    assert_eq!(clock["now"], "2027-01-11T09:00:00Z");
    assert_eq!(stage.control("clock", json!({"jump": "yesterday"})).await.0, 400);
}

#[tokio::test]
async fn the_clock_waits_for_who_is_in_the_middle_of_an_act() {
    let stage = Stage::new().await;
    let slow = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    stage.control("connect", json!({"app_url": format!("http://{}/", slow.local_addr().unwrap())})).await;
    let before = stage.sandbox.clock().now();
    let act = async {
        let _unanswered = stage.sandbox.type_command(&stage.ana, "/try", None).await;
        stage.sandbox.clock().now()
    };
    let moving = async {
        let (asked, _) = slow.accept().await.unwrap();
        let moved = stage.control("clock", json!({"advance": 3600}));
        tokio::join!(moved, async {
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            drop(asked);
        })
    };
    let (when_it_ended, _) = tokio::join!(act, moving);
    assert_eq!(when_it_ended, before);
    assert_eq!(stage.sandbox.clock().now(), before + jiff::SignedDuration::from_hours(1));
}

#[tokio::test]
async fn an_app_can_be_connected_later_and_is_challenged() {
    let stage = Stage::new().await;
    let events = stage.sandbox.endpoints().events_url.unwrap();
    stage.control("connect", json!({})).await;
    assert_eq!(stage.control("verify", json!({})).await.1["challenge"], "unreachable");
    assert_eq!(stage.control("connect", json!({"app_url": events})).await.0, 200);
    let (_, answer) = stage.control("verify", json!({})).await;
    assert_eq!((&answer["challenge"], &answer["status"]), (&json!("wrong"), &json!(200)));
    for wrong in [json!({"app_url": "http://192.0.2.1/"}), json!({"app": events})] {
        assert_eq!(stage.control("connect", wrong).await.0, 400);
    }
    assert_eq!(stage.sandbox.endpoints().commands_url, Some(events), "a refused call changes nothing");
}

#[tokio::test]
async fn rest_comes_after_everything_that_was_due() {
    let stage = Stage::new().await;
    for name in ["Cleo", "Dan", "Eva"] {
        stage.control("join", json!({"real_name": name})).await;
    }
    stage.bot.will_answer(500, json!({}));
    assert_eq!(stage.control("rest", json!({})).await.0, 200);
    assert_eq!(stage.bot.heard().len(), 4, "three events, and the refused one at once again");
    assert_eq!(stage.sandbox.next_delivery(), None);
}

#[tokio::test]
async fn wrong_calls_are_told_what_is_wrong() {
    let stage = Stage::new().await;
    assert_eq!(stage.control("nonsense", json!({})).await.0, 404);
    assert_eq!(stage.control("command", json!({"user": stage.ana})).await.0, 400);
    let (status, answer) = stage.control("command", json!({"user": stage.ana, "line": "/nope"})).await;
    assert_eq!((status, answer["error"].as_str()), (422, Some("invalid_command")));
    let request = Request::post(format!("{}/_control/uninstall", stage.sandbox.base_url()));
    assert_eq!(stage.send(request, String::new()).await.0, 400, "no form of another site gets through");
    assert!(stage.sandbox.is_installed());
    let faults = json!({"method": "auth.test", "fault": {"rate_limited": {"after": 7}}, "times": 1});
    assert_eq!(stage.control("faults", faults).await.0, 200);
    assert_eq!(stage.err("auth.test", json!({})).await, "ratelimited");
    assert_eq!(stage.look("faults").await["struck"]["rate_limited"], 1);
}

#[tokio::test]
async fn the_page_comes_with_everything_it_names() {
    let stage = Stage::new().await;
    let get = async |path: &str| {
        let request = Request::get(format!("{}{path}", stage.sandbox.base_url()));
        let (status, _, body) = stage.send(request, String::new()).await;
        assert_eq!(status, 200, "{path}");
        String::from_utf8(body.to_vec()).unwrap()
    };
    let mut waiting = vec!["/".to_owned()];
    let mut seen = std::collections::BTreeSet::new();
    while let Some(path) = waiting.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        for piece in get(&path).await.split(['"', '\'']) {
            if let Some(name) = piece.strip_prefix("./").or(piece.strip_prefix("/page/")) {
                waiting.push(format!("/page/{name}"));
            }
        }
    }
    // The root and index.html are one file.
    let orphans =
        crate::sandbox::page::FILES.iter().filter(|(name, _, _)| !seen.contains(&format!("/page/{name}")));
    assert_eq!(
        orphans.map(|(name, _, _)| *name).collect::<Vec<_>>(),
        ["index.html"],
        "what nothing names is not served"
    );
}
