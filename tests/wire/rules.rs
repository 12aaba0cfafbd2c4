//! What counts how much, from a file of the operator's own.

use crate::bot::{Bot, Transport};
use std::process::Output;

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// A bot that goes by some rules once it starts.
async fn going_by(rules: &str) -> Bot {
    let mut bot = Bot::at_rest(Transport::Http).await;
    std::fs::write(bot.path("rules.toml"), rules).unwrap();
    bot.settings = vec![("VICEVERSA_RULES", "rules.toml".into())];
    bot
}

#[tokio::test(flavor = "multi_thread")]
async fn a_round_goes_by_the_operators_weights_and_can_be_explained_beside_the_running_bot() {
    let mut bot = going_by("[weights]\nother_team = 1\n[programs.peer.weights]\nchance = 0\n").await;
    bot.rise().await;
    for name in ["ana", "ben"] {
        bot.joins(&bot.arrives(name)).await;
    }
    let round = bot.run(&["round", "run"]);
    assert!(round.status.success(), "{}", said(&round));
    let told = said(&bot.run(&["round", "explain"]));
    for words in ["other_team was 1, 60 by default", "chance was 0, 9 by default", "ana (", "points: "] {
        assert!(told.contains(words), "{words} is not in\n{told}");
    }
    let doctor = said(&bot.run(&["doctor"]));
    assert!(doctor.contains("the rules in rules.toml can be used"), "{doctor}");
    bot.dies();
    let alone = said(&bot.run(&["round", "explain", "peer", "--person", "ana", "--person", "ben"]));
    assert!(alone.contains("they talk with each other"), "{alone}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_with_faulty_rules_does_not_start_and_says_where_they_are_faulty() {
    let bot = going_by("[weights]\nother_taem = 1\nchance = 1.5\n").await;
    let serve = bot.run(&["serve"]);
    let told = said(&serve);
    assert!(!serve.status.success() && told.contains("VICEVERSA_RULES"), "{told}");
    assert!(
        told.contains("rules.toml:2:1: there is no weight") && told.contains("rules.toml:3:10:"),
        "{told}"
    );
    let checked = bot.run(&["rules", "check", "rules.toml"]);
    assert_eq!(checked.status.code(), Some(2), "{}", said(&checked));
    let printed = bot.run(&["rules"]);
    std::fs::write(bot.path("rules.toml"), &printed.stdout).unwrap();
    let checked = bot.run(&["rules", "check", "rules.toml"]);
    assert!(checked.status.success() && said(&checked).contains("changes nothing"), "{}", said(&checked));
}
