//! The words of the card that takes a visitor through the first minute, and which acts tick its lines off.

use crate::domain::rounds::pairing::Signal;
use crate::sandbox::{Deed, DeedKind, Destination, Guide, GuideStep, Preparing};

/// What is going on before the visitor's turn.
pub const PREPARING: &str = "Made-up managers play the last weeks.";

/// The card, with somebody who has not joined yet.
pub fn card(newcomer: Option<&str>) -> Guide {
    let Some(newcomer) = newcomer else { return nobody() };
    Guide {
        title: "Your first minute".into(),
        intro: format!("A made-up Slack workspace. You are {newcomer}, a manager who is new here."),
        steps: steps(newcomer),
        preparing: Some(Preparing { percent: 0, words: PREPARING.into() }),
    }
}

fn nobody() -> Guide {
    Guide {
        title: "Nobody is here".into(),
        intro: "Start it again with --people 12, and there is somebody to meet.".into(),
        ..Guide::default()
    }
}

fn steps(newcomer: &str) -> Vec<GuideStep> {
    vec![
        step(
            &format!("Join as {}", newcomer.split(' ').next().unwrap_or(newcomer)),
            "Press Join on the Home tab, choose a few topics, and send the form. Or type /mentor join.",
            &[Deed::about(DeedKind::Submit, "profile")],
            Some(Destination::Home),
        ),
        step(
            "Move to Monday",
            "Rounds open on Mondays at ten. Time passes as you watch.",
            &[Deed::about(DeedKind::MoveClock, "next_monday")],
            Some(Destination::NextMonday),
        ),
        step(
            "Read whom you meet",
            "A group message says why the two of you, who asks first, and a question to open with.",
            &[Deed::about(DeedKind::Read, "group")],
            Some(Destination::NewestGroup),
        ),
        step(
            "Answer in one click",
            "Press We have a date, or react with 📅. The message changes with it.",
            &answers(),
            Some(Destination::NewestGroup),
        ),
        step(
            "Say how it went",
            "Let some mornings pass. At the end of the round the app asks you in private.",
            &[Deed::about(DeedKind::Press, "check_in:"), Deed::about(DeedKind::Submit, "check_in")],
            Some(Destination::NextMorning),
        ),
        step(
            "Be somebody else",
            "Choose another name under You are, and see the same talk from the other side.",
            &[Deed::any(DeedKind::Become)],
            Some(Destination::Person),
        ),
        step(
            "Look behind the scenes",
            "Every call of the app and every act, as sentences.",
            &[Deed::any(DeedKind::LookBehind)],
            Some(Destination::Ledger),
        ),
    ]
}

/// A press of a button, or a reaction that means the same.
fn answers() -> Vec<Deed> {
    let signals = [Signal::Booked, Signal::Met, Signal::AnotherQuestion, Signal::NotThisTime];
    let reactions = signals.map(|signal| Deed::about(DeedKind::React, signal.emoji()));
    [Deed::about(DeedKind::Press, "pairing:")].into_iter().chain(reactions).collect()
}

fn step(title: &str, words: &str, deeds: &[Deed], go: Option<Destination>) -> GuideStep {
    GuideStep { title: title.into(), words: words.into(), deeds: deeds.to_vec(), go, done: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_can_be_ticked_off_and_is_short() {
        let card = card(Some("Ana Almeida"));
        assert!(card.steps.len() <= 7 && card.preparing.is_some());
        for step in &card.steps {
            assert!(!step.deeds.is_empty() && !step.done, "{step:?}");
            assert!(step.title.chars().count() <= 24 && step.words.chars().count() <= 100, "{step:?}");
        }
        assert_eq!(card.steps[0].title, "Join as Ana");
    }
}
