//! Two companies share a channel.

use super::*;

struct Exchange {
    stage: Stage,
    /// Of the other company.
    noor: String,
    channel: String,
}

async fn exchange(approval: Approval) -> Exchange {
    let stage = Stage::with(|config| {
        config.neighbours = vec![WorkspaceConfig {
            team_id: "T0NEIGHBOR".into(),
            team_name: "Neighbour".into(),
            domain: "neighbour".into(),
            connect: approval,
        }];
        let scopes = [
            "conversations.connect:write",
            "conversations.connect:manage",
            "channels:manage",
            "channels:read",
        ];
        config.app.scopes.extend(scopes.map(String::from));
        config.app.scopes.extend(["groups:write", "groups:read", "team:read"].map(String::from));
        let events = ["shared_channel_invite_received", "shared_channel_invite_accepted"];
        config.app.events.extend(events.map(String::from));
        let events = ["shared_channel_invite_approved", "shared_channel_invite_declined"];
        config.app.events.extend(events.map(String::from));
        config.app.events.extend(["channel_shared", "channel_unshared"].map(String::from));
    })
    .await;
    let noor = stage.sandbox.add_person(NewPerson {
        team: "T0NEIGHBOR".into(),
        real_name: "Noor Haddad".into(),
        email: "noor@neighbour.example".into(),
        flags: PersonFlags { is_admin: true, ..Default::default() },
        ..Default::default()
    });
    let made = stage.ok("conversations.create", json!({"name": "exchange", "is_private": true})).await;
    let channel = made["channel"]["id"].as_str().unwrap().to_owned();
    Exchange { noor: noor.id, stage, channel }
}

impl Exchange {
    async fn invited(&self) -> String {
        let args = json!({"channel": self.channel, "emails": "noor@neighbour.example"});
        self.stage.ok("conversations.inviteShared", args).await["invite_id"].as_str().unwrap().to_owned()
    }

    async fn told(&self) -> Vec<String> {
        let events = self.stage.events().await;
        events.iter().map(|event| event["type"].as_str().unwrap().to_owned()).collect()
    }
}

#[tokio::test]
async fn a_stranger_accepts_and_is_no_stranger_any_more() {
    let exchange = exchange(Approval::Automatic).await;
    let Exchange { stage, noor, channel } = &exchange;
    let stranger = stage.ok("users.info", json!({"user": noor})).await["user"].clone();
    assert_eq!(stranger["is_stranger"], true);
    assert_eq!(stranger["team_id"], "T0NEIGHBOR");
    assert_eq!(stage.err("conversations.open", json!({"users": noor})).await, "invalid_user_combination");
    assert_eq!(
        stage.err("chat.postMessage", json!({"channel": noor, "text": "x"})).await,
        "channel_not_found"
    );
    let invite = exchange.invited().await;
    assert!(stage.sandbox.accept_invite(&stage.ana, &invite).is_err(), "it is not for her");
    assert!(stage.sandbox.accept_invite(noor, &invite).unwrap());
    assert_eq!(exchange.told().await, ["shared_channel_invite_accepted", "channel_shared"]);
    let known = stage.ok("users.info", json!({"user": noor})).await["user"].clone();
    assert_eq!(known["is_stranger"], false);
    assert!(known["profile"].get("email").is_none());
    stage.ok("conversations.open", json!({"users": noor})).await;
    let info = stage.ok("conversations.info", json!({"channel": channel})).await["channel"].clone();
    assert_eq!(info["is_ext_shared"], true);
    assert_eq!(info["connected_team_ids"], json!(["T0NEIGHBOR"]));
    let teams = stage.ok("team.externalTeams.list", json!({})).await;
    assert_eq!(teams["organizations"][0]["team_name"], "Neighbour");
}

#[tokio::test]
async fn an_outsider_presses_and_reacts_but_has_no_commands() {
    let exchange = exchange(Approval::Automatic).await;
    let invite = exchange.invited().await;
    exchange.stage.sandbox.accept_invite(&exchange.noor, &invite).unwrap();
    let (stage, noor) = (&exchange.stage, &exchange.noor);
    let ts = stage.post(&exchange.channel, actions(json!([button("met", "7")]))).await;
    stage.sandbox.react(noor, &exchange.channel, ts, "calendar").unwrap();
    stage.sandbox.settle().await;
    let envelope = stage.bot.last();
    assert_eq!(envelope["event"]["user"], json!(noor));
    assert_eq!(envelope["is_ext_shared_channel"], true);
    assert_eq!(envelope["team_id"], "T0NEIGHBOR");
    assert_eq!(envelope["context_team_id"], "T0SANDBOX1");
    assert_eq!(envelope["authorizations"][0]["team_id"], "T0SANDBOX1");
    stage.sandbox.press(noor, &exchange.channel, ts, "met", Input::Click).await.unwrap();
    let press = stage.bot.last();
    assert_eq!(press["team"]["id"], "T0SANDBOX1");
    assert_eq!(press["user"]["team_id"], "T0NEIGHBOR");
    let view = json!({"type": "modal", "title": {"type": "plain_text", "text": "Hi"}, "blocks": []});
    stage.ok("views.open", json!({"trigger_id": press["trigger_id"], "view": view})).await;
    assert_eq!(stage.sandbox.modal(noor).unwrap().team, "T0SANDBOX1");
    let command = stage.sandbox.type_command(noor, "/try", Some(&exchange.channel)).await.unwrap_err();
    assert_eq!(command.name(), "invalid_command");
    assert_eq!(stage.sandbox.open_home(noor).unwrap_err().name(), "app_not_installed");
}

#[tokio::test]
async fn where_an_admin_has_to_agree_nothing_is_shared_before() {
    let exchange = exchange(Approval::ByAdmin).await;
    let stage = &exchange.stage;
    let invite = exchange.invited().await;
    assert!(!stage.sandbox.accept_invite(&exchange.noor, &invite).unwrap());
    assert_eq!(
        stage.err("conversations.open", json!({"users": exchange.noor})).await,
        "invalid_user_combination"
    );
    let listed = stage.ok("conversations.listConnectInvites", json!({})).await["invites"][0].clone();
    assert_eq!(listed["acceptances"][0]["approval_status"], "pending");
    assert_eq!(stage.sandbox.approve_invite(&stage.ana, &invite).unwrap_err().name(), "restricted_action");
    stage.sandbox.approve_invite(&exchange.noor, &invite).unwrap();
    let told = exchange.told().await;
    assert_eq!(told[..2], ["shared_channel_invite_accepted", "shared_channel_invite_approved"]);
    stage.ok("conversations.open", json!({"users": exchange.noor})).await;
    assert_eq!(
        stage.err("conversations.approveSharedInvite", json!({"invite_id": invite})).await,
        "already_approved"
    );
}

#[tokio::test]
async fn a_no_is_told_and_final() {
    let exchange = exchange(Approval::Automatic).await;
    let invite = exchange.invited().await;
    exchange.stage.sandbox.decline_invite(&exchange.noor, &invite).unwrap();
    assert_eq!(exchange.told().await, ["shared_channel_invite_declined"]);
    assert_eq!(
        exchange.stage.sandbox.accept_invite(&exchange.noor, &invite).unwrap_err().name(),
        "invite_used"
    );
}

#[tokio::test]
async fn a_channel_that_is_not_shared_any_more_makes_strangers_again() {
    let exchange = exchange(Approval::Automatic).await;
    let stage = &exchange.stage;
    let invite = exchange.invited().await;
    stage.sandbox.accept_invite(&exchange.noor, &invite).unwrap();
    stage.sandbox.disconnect_channel(&exchange.noor, &exchange.channel, "T0NEIGHBOR").unwrap();
    assert_eq!(exchange.told().await.last().map(String::as_str), Some("channel_unshared"));
    let user = stage.ok("users.info", json!({"user": exchange.noor})).await["user"].clone();
    assert_eq!(user["is_stranger"], true);
    assert!(stage.sandbox.messages(&exchange.noor, &exchange.channel, None, 5).is_empty());
}

#[tokio::test]
async fn two_installations_of_one_app_meet_in_a_shared_channel() {
    let exchange = exchange(Approval::Automatic).await;
    let stage = &exchange.stage;
    let theirs = stage.install(&exchange.noor).await;
    let bot = stage.call_as(&theirs, "auth.test", json!({})).await["user_id"].as_str().unwrap().to_owned();
    let channel = stage.sandbox.make_channel(&stage.ana, "meet", ChannelKind::Private, &[]).unwrap();
    stage.sandbox.invite_to_channel(&stage.ana, &channel, &stage.sandbox.config().app.bot_user_id).unwrap();
    let invite = stage.sandbox.share_channel(&stage.ana, &channel, "noor@neighbour.example").unwrap();
    let accepted = stage
        .call_as(
            &theirs,
            "conversations.acceptSharedInvite",
            json!({"invite_id": invite, "channel_name": "meet"}),
        )
        .await;
    assert_eq!(accepted["implicit_approval"], true, "{accepted}");
    let posted =
        stage.call_as(&theirs, "chat.postMessage", json!({"channel": channel, "text": "Hello"})).await;
    assert_eq!(posted["message"]["user"], json!(bot));
    assert_eq!(posted["message"]["team"], "T0NEIGHBOR");
    stage.ok("chat.postMessage", json!({"channel": channel, "text": "Welcome"})).await;
    let ts = Ts::parse(posted["ts"].as_str().unwrap()).unwrap();
    stage.sandbox.settle().await;
    stage.bot.heard.lock().unwrap().clear();
    stage.sandbox.react(&stage.ana, &channel, ts, "wave").unwrap();
    assert_eq!(stage.events().await.len(), 1, "both installations hear of it together");
}
