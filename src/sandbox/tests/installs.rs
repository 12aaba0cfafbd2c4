//! The app comes into other workspaces, its tokens rotate, and it goes.

use base64::Engine;
use jiff::SignedDuration;

use super::*;

impl Stage {
    /// Installs the app in somebody's workspace as an app would, and answers its token there.
    pub(super) async fn install(&self, user: &str) -> String {
        let code = self.sandbox.authorise(user, &[], None).unwrap().code;
        let grant = self.exchange(json!({"code": code})).await;
        grant["access_token"].as_str().unwrap_or_else(|| panic!("{grant}")).to_owned()
    }

    /// Calls `oauth.v2.access` with a form and the app's secrets as HTTP Basic, as Slack recommends.
    async fn exchange(&self, args: Value) -> Value {
        let app = &self.sandbox.config().app;
        let pair = format!("{}:{}", app.client_id, app.client_secret);
        let coded = base64::engine::general_purpose::STANDARD.encode(pair);
        let request = Request::post(format!("{}/oauth.v2.access", self.sandbox.api_url()))
            .header("authorization", format!("Basic {coded}"))
            .header("content-type", "application/x-www-form-urlencoded");
        let mut form = form_urlencoded::Serializer::new(String::new());
        for (key, value) in args.as_object().unwrap() {
            form.append_pair(key, value.as_str().unwrap());
        }
        let (_, _, body) = self.send(request, form.finish()).await;
        serde_json::from_slice(&body).unwrap()
    }
}

async fn stage(rotation: TokenRotation) -> (Stage, String) {
    let stage = Stage::with(|config| {
        config.neighbours = vec![WorkspaceConfig {
            team_id: "T0NEIGHBOR".into(),
            team_name: "Neighbour".into(),
            domain: "neighbour".into(),
            connect: Approval::Automatic,
        }];
        config.app.token_rotation = rotation;
    })
    .await;
    let noor = NewPerson { team: "T0NEIGHBOR".into(), real_name: "Noor".into(), ..Default::default() };
    let noor = stage.sandbox.add_person(noor).id;
    (stage, noor)
}

#[tokio::test]
async fn another_workspace_is_another_world() {
    let (stage, noor) = stage(TokenRotation::Off).await;
    assert_eq!(stage.sandbox.type_command(&noor, "/try", None).await.unwrap_err().name(), "invalid_command");
    let token = stage.install(&noor).await;
    let me = stage.call_as(&token, "auth.test", json!({})).await;
    assert_eq!(me["team_id"], "T0NEIGHBOR");
    assert_ne!(me["user_id"], stage.sandbox.config().app.bot_user_id);
    let people = stage.call_as(&token, "users.list", json!({})).await;
    let names: Vec<_> =
        people["members"].as_array().unwrap().iter().map(|user| user["real_name"].clone()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert_eq!(stage.ok("users.list", json!({})).await["members"].as_array().unwrap().len(), 3);
    let opened = stage.call_as(&token, "conversations.open", json!({"users": noor})).await;
    let dm = opened["channel"]["id"].as_str().unwrap();
    assert_eq!(stage.err("chat.postMessage", json!({"channel": dm, "text": "x"})).await, "channel_not_found");
    stage.sandbox.type_command(&noor, "/try it", None).await.unwrap();
    assert_eq!(stage.bot.last()["team_id"], "T0NEIGHBOR");
    stage.sandbox.uninstall_from("T0NEIGHBOR");
    assert_eq!(stage.call_as(&token, "auth.test", json!({})).await["error"], "account_inactive");
    stage.ok("auth.test", json!({})).await;
    stage.sandbox.settle().await;
    assert_eq!(stage.bot.last()["team_id"], "T0NEIGHBOR");
    assert_eq!(stage.bot.last()["event"]["type"], "app_uninstalled");
}

#[tokio::test]
async fn each_workspace_has_its_own_rate() {
    let (stage, noor) = stage(TokenRotation::Off).await;
    let token = stage.install(&noor).await;
    for _ in 0..20 {
        stage.ok("users.list", json!({})).await;
    }
    assert_eq!(stage.err("users.list", json!({})).await, "ratelimited");
    assert_eq!(stage.call_as(&token, "users.list", json!({})).await["ok"], true);
}

#[tokio::test]
async fn rotating_tokens_expire_after_twelve_hours_and_are_renewed_once() {
    let (stage, noor) = stage(TokenRotation::On).await;
    let code = stage.sandbox.authorise(&noor, &["chat:write".into()], None).unwrap().code;
    let first = stage.exchange(json!({"code": code})).await;
    assert_eq!(first["expires_in"], 43_200);
    assert_eq!(first["scope"], "chat:write");
    assert_eq!(first["team"], json!({"id": "T0NEIGHBOR", "name": "Neighbour"}));
    assert_eq!(first["authed_user"]["id"], json!(noor));
    let token = first["access_token"].as_str().unwrap();
    assert!(token.starts_with("xoxe.xoxb-"), "{token}");
    stage.sandbox.clock().advance(SignedDuration::from_hours(12));
    assert_eq!(stage.call_as(token, "auth.test", json!({})).await["error"], "token_expired");
    let renew = json!({"grant_type": "refresh_token", "refresh_token": first["refresh_token"]});
    let second = stage.exchange(renew.clone()).await;
    assert_eq!(
        stage.call_as(second["access_token"].as_str().unwrap(), "auth.test", json!({})).await["ok"],
        true
    );
    assert_eq!(stage.exchange(renew).await["error"], "invalid_refresh_token");
}

#[tokio::test]
async fn codes_and_secrets_are_checked() {
    let (stage, noor) = stage(TokenRotation::Off).await;
    let code = stage.sandbox.authorise(&noor, &[], Some("http://127.0.0.1:1/back")).unwrap().code;
    assert_eq!(stage.exchange(json!({"code": code})).await["error"], "bad_redirect_uri");
    let app = &stage.sandbox.config().app;
    let secrets = json!({"client_id": app.client_id, "client_secret": "guess", "code": "x"});
    assert_eq!(stage.err("oauth.v2.access", secrets).await, "bad_client_secret");
    assert_eq!(stage.exchange(json!({"code": "x"})).await["error"], "invalid_code");
    assert_eq!(stage.exchange(json!({"grant_type": "wish"})).await["error"], "invalid_grant_type");
    assert_eq!(stage.sandbox.authorise(&noor, &["admin".into()], None).unwrap_err().name(), "invalid_scope");
}

#[tokio::test]
async fn a_browser_is_asked_and_sent_back_with_code_and_state() {
    let (stage, noor) = stage(TokenRotation::Off).await;
    let base = stage.sandbox.base_url();
    let client = &stage.sandbox.config().app.client_id;
    let ask = format!(
        "{base}/oauth/v2/authorize?client_id={client}&scope=chat:write&state=s-1&redirect_uri=http%3A%2F%2F127.0.0.1%3A1%2Fback"
    );
    let (status, _, page) = stage.send(Request::get(&ask), String::new()).await;
    let page = String::from_utf8(page.to_vec()).unwrap();
    assert_eq!(status, 200);
    assert!(page.contains("chat:write") && page.contains("Neighbour") && page.contains("Noor"), "{page}");
    let form = format!(
        "client_id={client}&scope=chat:write&state=s-1&redirect_uri=http%3A%2F%2F127.0.0.1%3A1%2Fback&named=yes&user={noor}"
    );
    let post = || {
        Request::post(format!("{base}/oauth/v2/authorize"))
            .header("content-type", "application/x-www-form-urlencoded")
    };
    let (status, headers, _) = stage.send(post(), format!("{form}&answer=allow")).await;
    assert_eq!(status, 303);
    let back = headers["location"].to_str().unwrap();
    assert!(back.starts_with("http://127.0.0.1:1/back?code=") && back.ends_with("&state=s-1"), "{back}");
    let code = back.split(['=', '&']).nth(1).unwrap();
    let grant = stage.exchange(json!({"code": code, "redirect_uri": "http://127.0.0.1:1/back"})).await;
    assert_eq!(grant["ok"], true, "{grant}");
    let (_, headers, _) = stage.send(post(), format!("{form}&answer=cancel")).await;
    assert_eq!(headers["location"], "http://127.0.0.1:1/back?error=access_denied&state=s-1");
    for (wrong, error) in [("client_id=1", "invalid_client_id"), ("x=1", "invalid_client_id")] {
        let (status, _, page) =
            stage.send(Request::get(format!("{base}/oauth/v2/authorize?{wrong}")), String::new()).await;
        assert_eq!(status, 400);
        assert!(String::from_utf8_lossy(&page).contains(error));
    }
    let elsewhere = ask.replace("127.0.0.1%3A1", "example.com");
    let (_, _, page) = stage.send(Request::get(elsewhere), String::new()).await;
    assert!(String::from_utf8_lossy(&page).contains("bad_redirect_uri"));
}

#[tokio::test]
async fn a_revoked_token_is_dead_and_the_app_hears_of_it() {
    let stage = Stage::new().await;
    stage.sandbox.revoke_tokens("T0SANDBOX1");
    assert_eq!(stage.err("auth.test", json!({})).await, "token_revoked");
    assert_eq!(stage.events().await[0]["type"], "tokens_revoked");
    let token = stage.install(&stage.ana).await;
    assert_eq!(stage.call_as(&token, "auth.test", json!({})).await["ok"], true, "installed again");
}
