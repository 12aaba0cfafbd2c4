//! Files, from the bot and from people.

use super::*;

async fn stage() -> Stage {
    Stage::with(|config| {
        config.app.scopes.extend(["files:read", "files:write", "im:history"].map(String::from));
        config.app.events.insert("file_shared".into());
    })
    .await
}

#[tokio::test]
async fn a_bot_uploads_in_three_steps() {
    let stage = stage().await;
    let dm = stage.dm(&stage.ana).await;
    let csv = "name,met\nAna,yes\n";
    let begun =
        stage.ok("files.getUploadURLExternal", json!({"filename": "report.csv", "length": csv.len()})).await;
    let finish = json!({"files": [{"id": begun["file_id"], "title": "The week"}], "channel_id": dm,
        "initial_comment": "As you asked"});
    assert_eq!(stage.err("files.completeUploadExternal", finish.clone()).await, "file_not_found");
    let address = begun["upload_url"].as_str().unwrap();
    assert_eq!(stage.send(Request::post(address), "short".into()).await.0, 400);
    assert_eq!(stage.send(Request::post(address), csv.into()).await.0, 200);
    let shared = stage.ok("files.completeUploadExternal", finish).await["files"][0].clone();
    assert_eq!(shared["title"], "The week");
    assert_eq!(shared["mimetype"], "text/csv");
    let message = stage.sandbox.messages(&stage.ana, &dm, None, 5).pop().unwrap();
    assert_eq!((message.text.as_str(), message.files.len()), ("As you asked", 1));
    let (name, content) = stage.sandbox.file_for_person(&message.files[0], &stage.ana).unwrap();
    assert_eq!((name.as_str(), &content[..]), ("report.csv", csv.as_bytes()));
    assert!(stage.sandbox.file_for_person(&message.files[0], &stage.ben).is_none());
    let told = stage.events().await;
    assert_eq!(told[0]["subtype"], "file_share");
    assert_eq!(told[1]["type"], "file_shared");
    stage.ok("files.delete", json!({"file": begun["file_id"]})).await;
    assert_eq!(stage.err("files.info", json!({"file": begun["file_id"]})).await, "file_deleted");
}

#[tokio::test]
async fn clients_may_upload_a_form() {
    let stage = stage().await;
    let begun = stage.ok("files.getUploadURLExternal", json!({"filename": "a.txt", "length": 5})).await;
    let request = Request::post(begun["upload_url"].as_str().unwrap())
        .header("content-type", "multipart/form-data; boundary=x");
    let form =
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nhello\r\n--x--\r\n";
    assert_eq!(stage.send(request, form.into()).await.0, 200);
    stage.ok("files.completeUploadExternal", json!({"files": [{"id": begun["file_id"]}]})).await;
    assert_eq!(stage.ok("files.info", json!({"file": begun["file_id"]})).await["file"]["size"], 5);
}

#[tokio::test]
async fn a_person_sends_the_bot_a_file_that_only_its_token_opens() {
    let stage = stage().await;
    let dm = stage.dm(&stage.ana).await;
    let upload = Upload {
        name: "people.csv".into(),
        content: "email\nana@example.com\n".into(),
        comment: "Please import".into(),
        thread_ts: None,
    };
    stage.sandbox.upload(&stage.ana, &dm, upload).unwrap();
    let event = stage.events().await[0].clone();
    assert_eq!(event["text"], "Please import");
    let address = event["files"][0]["url_private_download"].as_str().unwrap();
    let with_token = Request::get(address).header("authorization", format!("Bearer {}", stage.token));
    assert_eq!(&stage.send(with_token, String::new()).await.2[..], b"email\nana@example.com\n");
    let (status, headers, page) = stage.send(Request::get(address), String::new()).await;
    assert_eq!((status.as_u16(), headers["content-type"].to_str().unwrap()), (200, "text/html"));
    assert!(!String::from_utf8_lossy(&page).contains("ana@example.com"), "a page to sign in, and a 200");
}

#[tokio::test]
async fn several_files_come_with_one_message_and_one_may_be_deleted_later() {
    let stage = stage().await;
    let dm = stage.dm(&stage.ana).await;
    let file = |name: &str, comment: &str| Upload {
        name: name.into(),
        content: "x".into(),
        comment: comment.into(),
        thread_ts: None,
    };
    let both = vec![file("a.csv", "Both"), file("b.png", "")];
    assert!(stage.sandbox.upload_together(&stage.ana, &dm, Vec::new()).is_err());
    stage.sandbox.upload_together(&stage.ana, &dm, both).unwrap();
    let event = stage.events().await[0].clone();
    assert_eq!((event["subtype"].as_str(), event["text"].as_str()), (Some("file_share"), Some("Both")));
    assert_eq!(event["files"].as_array().map(Vec::len), Some(2));
    let id = event["files"][0]["id"].as_str().unwrap();
    assert!(stage.sandbox.delete_file(&stage.ben, id).is_err(), "it is not theirs");
    stage.sandbox.delete_file(&stage.ana, id).unwrap();
    assert!(stage.sandbox.delete_file(&stage.ana, id).is_err(), "it is gone already");
    assert_eq!(stage.err("files.info", json!({"file": id})).await, "file_deleted");
    let message = stage.sandbox.messages(&stage.ana, &dm, None, 5).pop().unwrap();
    assert_eq!(message.files.len(), 2, "the message stays");
}
