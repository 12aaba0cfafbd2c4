//! What was answered is never lost, on either transport; operators work beside the running bot.

use crate::bot::{Bot, Transport, eventually};

#[tokio::test(flavor = "multi_thread")]
async fn what_was_answered_survives_a_kill() {
    let mut bot = Bot::start(Transport::Http).await;
    let (ana, ben) = (bot.arrives("ana"), bot.arrives("ben"));
    bot.joins(&ana).await;
    bot.joins(&ben).await;
    bot.says(&ana, "/mentor never @ben").await;
    bot.dies();
    bot.rise().await;
    assert!(bot.says(&ana, "/mentor never").await.contains(&ben));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_round_is_run_by_hand_beside_the_running_bot() {
    let bot = Bot::start(Transport::Http).await;
    for name in ["ana", "ben", "cho", "dee"] {
        bot.joins(&bot.arrives(name)).await;
    }
    let output = bot.run(&["round", "run", "--program", "peer"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(
        output.status.success() && said.contains("2 pairings"),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    eventually("both pairs are introduced", || bot.introductions() == 2).await;
    let again = bot.run(&["round", "run", "--program", "peer"]);
    assert!(!again.status.success());
    assert!(String::from_utf8(again.stderr).unwrap().contains("one round a day"));
    let unknown = bot.run(&["round", "run", "--program", "pear"]);
    assert!(String::from_utf8(unknown.stderr).unwrap().contains("Known: nudge, peer"));
}

#[tokio::test(flavor = "multi_thread")]
async fn socket_mode_does_the_same_without_a_public_address() {
    let mut bot = Bot::start(Transport::Socket).await;
    let (ana, ben) = (bot.arrives("ana"), bot.arrives("ben"));
    bot.joins(&ana).await;
    bot.joins(&ben).await;
    assert!(bot.run(&["round", "run", "--program", "peer"]).status.success());
    eventually("the pair is introduced", || bot.introductions() == 1).await;
    bot.dies();
    bot.rise().await;
    assert!(bot.says(&ana, "/mentor why").await.contains(&ben));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_bot_on_the_same_file_refuses_to_start() {
    let bot = Bot::start(Transport::Http).await;
    let second = bot.run(&["serve"]);
    assert!(!second.status.success());
    assert!(String::from_utf8(second.stderr).unwrap().contains("in use by another process"));
}
