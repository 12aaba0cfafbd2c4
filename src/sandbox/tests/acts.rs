use std::collections::BTreeMap;

use super::*;

#[tokio::test]
async fn a_command_arrives_signed_and_escaped_and_its_answer_is_for_the_typer_alone() {
    let stage = Stage::new().await;
    stage.bot.will_answer(200, json!({"text": "Never it is."}));
    let outcome =
        stage.sandbox.type_command(&stage.ana, "/try never @ben.okoro, please", None).await.unwrap();
    assert_eq!(outcome.reply.as_ref().unwrap().text, "Never it is.");
    assert_eq!(outcome.reply.unwrap().only_for.as_deref(), Some(stage.ana.as_str()));
    let heard = stage.bot.heard().pop().unwrap();
    assert_eq!(heard.path, "/commands");
    let body = heard.body();
    assert_eq!(body["text"], format!("never <@{}|ben.okoro>, please", stage.ben));
    assert_eq!(body["command"], "/try");
    let time = heard.header("x-slack-request-timestamp").unwrap();
    assert_eq!(time, stage.sandbox.clock().now().as_second().to_string());
    let expected = delivery_signature(time, &heard.raw);
    assert_eq!(heard.header("x-slack-signature"), Some(expected.as_str()));
    assert_eq!(stage.sandbox.messages(&stage.ana, &outcome.channel, None, 5).len(), 1);
    assert!(stage.sandbox.messages(&stage.ben, &outcome.channel, None, 5).is_empty());
}

fn delivery_signature(time: &str, body: &[u8]) -> String {
    super::super::delivery::sender::signature(&SandboxConfig::default().app.signing_secret, time, body)
}

#[tokio::test]
async fn failures_of_the_app_are_what_the_person_sees() {
    let stage = Stage::new().await;
    stage.bot.will_answer(500, Value::Null);
    let error = stage.sandbox.type_command(&stage.ana, "/try", None).await.unwrap_err();
    assert_eq!(error, ActError::Dispatch(Some(500)));
    let error = stage.sandbox.type_command(&stage.ana, "/nobody x", None).await.unwrap_err();
    assert_eq!(error.name(), "invalid_command");
    assert_eq!(stage.sandbox.type_command("U404", "/try", None).await.unwrap_err().name(), "user_not_found");
    let ledger = stage.sandbox.ledger_since(0, 10);
    assert_eq!(ledger.last().unwrap().error.as_deref(), Some("dispatch_failed"));
}

#[tokio::test]
async fn a_press_carries_the_message_and_a_response_url_that_can_replace_it() {
    let stage = Stage::new().await;
    let dm = stage.dm(&stage.ana).await;
    let options = json!([{"text": {"type": "plain_text", "text": "A"}, "value": "a"}]);
    let select = json!({"type": "static_select", "action_id": "pick", "options": options,
        "placeholder": {"type": "plain_text", "text": "Pick"}});
    let ts = stage.post(&dm, actions(json!([button("met", "7"), select]))).await;
    stage.sandbox.press(&stage.ana, &dm, ts, "pick", Input::Choice("a".into())).await.unwrap();
    assert_eq!(stage.bot.last()["actions"][0]["selected_option"]["value"], "a");
    stage.sandbox.press(&stage.ana, &dm, ts, "met", Input::Click).await.unwrap();
    let body = stage.bot.last();
    assert_eq!(body["type"], "block_actions");
    assert_eq!(body["actions"][0]["value"], "7");
    assert_eq!(body["message"]["ts"], json!(ts));
    assert_eq!(body["container"]["channel_id"], json!(dm));
    assert_eq!(body["state"]["values"]["a"]["pick"]["selected_option"]["value"], "a");
    let url = body["response_url"].as_str().unwrap().to_owned();
    let answer = json!({"replace_original": true, "text": "Thanks"}).to_string();
    for expected in [200, 200, 200, 200, 200, 404] {
        let request = Request::post(&url).header("content-type", "application/json");
        assert_eq!(stage.send(request, answer.clone()).await.0, expected);
    }
    assert_eq!(stage.sandbox.message(&dm, ts).unwrap().text, "Thanks");
    let missing = stage.sandbox.press(&stage.ana, &dm, ts, "met", Input::Click).await.unwrap_err();
    assert_eq!(missing.name(), "control_not_found");
    let stranger = stage.sandbox.press(&stage.ben, &dm, ts, "met", Input::Click).await.unwrap_err();
    assert_eq!(stranger.name(), "channel_not_found");
}

fn form() -> Value {
    let label = json!({"type": "plain_text", "text": "Label"});
    json!({"type": "modal", "callback_id": "join", "private_metadata": "m", "notify_on_close": true,
    "title": {"type": "plain_text", "text": "Join"}, "submit": {"type": "plain_text", "text": "Go"},
    "blocks": [
        {"type": "input", "block_id": "why", "label": label,
         "element": {"type": "plain_text_input", "action_id": "words", "max_length": 5}},
        {"type": "input", "block_id": "topics", "label": label, "optional": true,
         "element": {"type": "multi_external_select", "action_id": "seek", "min_query_length": 0}},
    ]})
}

async fn open_form(stage: &Stage) -> View {
    stage.sandbox.type_command(&stage.ana, "/try it", None).await.unwrap();
    let trigger = stage.bot.last()["trigger_id"].clone();
    stage.ok("views.open", json!({"trigger_id": trigger, "view": form()})).await;
    stage.sandbox.modal(&stage.ana).unwrap()
}

#[tokio::test]
async fn a_modal_is_filled_in_suggested_to_and_submitted() {
    let stage = Stage::new().await;
    let view = open_form(&stage).await;
    let nothing = stage.sandbox.submit(&stage.ana, &view.id, &BTreeMap::new()).await.unwrap();
    assert!(matches!(&nothing, SubmitOutcome::Errors(errors) if errors.contains_key("why")));
    let long = BTreeMap::from([("words".to_owned(), Input::Text("too long".into()))]);
    let long = stage.sandbox.submit(&stage.ana, &view.id, &long).await.unwrap();
    assert!(matches!(long, SubmitOutcome::Errors(_)));
    assert_eq!(stage.bot.heard().len(), 1, "Slack's window asks the app only about complete forms");
    let option = json!({"text": {"type": "plain_text", "text": "Delegation"}, "value": "delegation"});
    stage.bot.will_answer(200, json!({"options": [option]}));
    let place = Place::View(view.id.clone());
    let options = stage.sandbox.suggest(&stage.ana, place, "seek", "del").await.unwrap();
    assert_eq!(options[0].value, "delegation");
    assert_eq!(stage.bot.last()["value"], "del");
    stage.bot.will_answer(200, json!({"response_action": "errors", "errors": {"why": "Say more"}}));
    let inputs = BTreeMap::from([
        ("words".to_owned(), Input::Text("grow".into())),
        ("topics/seek".to_owned(), Input::Choices(vec!["delegation".into()])),
    ]);
    let refused = stage.sandbox.submit(&stage.ana, &view.id, &inputs).await.unwrap();
    assert_eq!(refused, SubmitOutcome::Errors(BTreeMap::from([("why".into(), "Say more".into())])));
    let body = stage.bot.last();
    assert_eq!(body["view"]["state"]["values"]["why"]["words"]["value"], "grow");
    assert_eq!(body["view"]["state"]["values"]["topics"]["seek"]["selected_options"][0], option);
    assert_eq!(body["view"]["private_metadata"], "m");
    let closed = stage.sandbox.submit(&stage.ana, &view.id, &BTreeMap::new()).await.unwrap();
    assert_eq!(closed, SubmitOutcome::Closed, "what was filled in is kept");
    assert!(stage.sandbox.modal(&stage.ana).is_none());
}

#[tokio::test]
async fn a_submission_can_update_push_and_clear_and_closing_is_told() {
    let stage = Stage::new().await;
    let view = open_form(&stage).await;
    let inputs = BTreeMap::from([("words".to_owned(), Input::Text("grow".into()))]);
    stage.bot.will_answer(200, json!({"response_action": "update", "view": form()}));
    let updated = stage.sandbox.submit(&stage.ana, &view.id, &inputs).await.unwrap();
    assert!(matches!(updated, SubmitOutcome::Updated(new) if new.id == view.id && new.hash != view.hash));
    stage.bot.will_answer(200, json!({"response_action": "push", "view": form()}));
    let SubmitOutcome::Pushed(top) = stage.sandbox.submit(&stage.ana, &view.id, &inputs).await.unwrap()
    else {
        panic!("pushed")
    };
    assert_eq!(top.previous.as_deref(), Some(view.id.as_str()));
    stage.sandbox.close_view(&stage.ana, &top.id).await.unwrap();
    assert_eq!(stage.bot.last()["type"], "view_closed");
    assert_eq!(stage.sandbox.modal(&stage.ana).unwrap().id, view.id);
    stage.bot.will_answer(200, json!({"response_action": "clear"}));
    assert_eq!(stage.sandbox.submit(&stage.ana, &view.id, &inputs).await.unwrap(), SubmitOutcome::Cleared);
    assert!(stage.sandbox.modals(&stage.ana).is_empty());
}

#[tokio::test]
async fn the_same_calls_give_the_same_ledger() {
    let mut ledgers = Vec::new();
    for _ in 0..2 {
        let stage = Stage::new().await;
        let view = open_form(&stage).await;
        stage.sandbox.close_view(&stage.ana, &view.id).await.unwrap();
        let dm = stage.dm(&stage.ana).await;
        let ts = stage.post(&dm, actions(json!([button("met", "7")]))).await;
        stage.sandbox.react(&stage.ana, &dm, ts, "calendar").unwrap();
        stage.sandbox.press(&stage.ana, &dm, ts, "met", Input::Click).await.unwrap();
        stage.sandbox.settle().await;
        let lines: Vec<_> = stage.sandbox.ledger_since(0, 100).iter().map(LedgerEntry::to_line).collect();
        ledgers.push(lines.join("\n"));
    }
    assert_eq!(ledgers[0], ledgers[1]);
    assert!(ledgers[0].lines().count() >= 7, "{}", ledgers[0]);
}

#[tokio::test]
async fn an_act_that_nobody_waits_for_does_not_hold_the_ledger_back() {
    let stage = Stage::new().await;
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    stage.sandbox.connect(BotEndpoints::all(&format!("http://{}/", silent.local_addr().unwrap())));
    let command = stage.sandbox.type_command(&stage.ana, "/try", None);
    assert!(tokio::time::timeout(std::time::Duration::from_millis(50), command).await.is_err());
    stage.sandbox.open_home(&stage.ana).unwrap();
    let ledger = stage.sandbox.ledger_since(0, 10);
    assert_eq!(ledger[0].error.as_deref(), Some("abandoned"));
    assert_eq!(ledger[1].event.as_deref(), Some("open_home"));
}
