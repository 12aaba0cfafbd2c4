//! What is open between a person and others, on their Home: answers that are waited for, conversations, what they mean to do.

use super::Renderer;
use super::blocks::{Button, Page};
use super::home::SHOWN;
use super::text::{mention, quote};
use super::words::value;
use crate::adapters::slack::ids::{CHECK_IN, CHECK_IN_LATER, CHECK_IN_MET, CHECK_IN_NO};
use crate::domain::asks::Press;
use crate::domain::ids::PairingId;
use crate::domain::learning::LearningPress;
use crate::domain::message::{AskTalk, OpenCommitment, OpenNudge, OpenTalk, PresentPair, TalkPart, Waiting};
use crate::domain::nudges;
use crate::domain::reverse::views::{MyNext, MyTerm};
use crate::domain::reverse::{self, Role};
use crate::domain::rounds::pairing::Status;
use jiff::tz::TimeZone;

impl Renderer {
    /// What others, or we, wait for from them; nothing where nobody does.
    pub(super) fn home_waiting(&self, waiting: &[Waiting]) -> Page {
        if waiting.is_empty() {
            return Page::default();
        }
        let page = waiting
            .iter()
            .take(SHOWN)
            .fold(Page::of(self.words.say("home-waiting")), |page, each| page.and(self.waits(each)));
        page.and(self.and_more(waiting.len())).rule()
    }

    fn waits(&self, waiting: &Waiting) -> Page {
        match waiting {
            Waiting::Request { ask, topics } => {
                let topics = [("topics", value(self.home_topics(topics)))];
                Page::of(self.words.with("home-waiting-request", &topics)).buttons(vec![
                    self.ask_button(Press::Accept, ask).primary(),
                    self.ask_button(Press::Decline, ask),
                ])
            }
            Waiting::CheckIn { pairing, partners } => {
                let words = match partners.is_empty() {
                    true => self.words.say("home-waiting-check-in-alone"),
                    false => self.with_partners("home-waiting-check-in", partners),
                };
                let press = |code, label| check_in_button(code, self.words.say(label), pairing);
                Page::of(words).buttons(vec![
                    press(CHECK_IN_MET, "home-check-in-met").primary(),
                    press(CHECK_IN_LATER, "home-check-in-later"),
                    press(CHECK_IN_NO, "home-check-in-no"),
                ])
            }
            Waiting::MayWeNameYou { learning, author } => {
                self.about("home-waiting-name", author).buttons(vec![
                    self.learning_button(LearningPress::Agree, learning),
                    self.learning_button(LearningPress::Refuse, learning),
                ])
            }
        }
    }

    /// The next conversation, and the others.
    pub(super) fn home_talks(&self, talks: &[OpenTalk]) -> Page {
        let Some((first, others)) = talks.split_first() else {
            return Page::of(self.words.say("home-no-talk")).rule();
        };
        let heading = if is_over(first) { "home-last-talk" } else { "home-next-talk" };
        let page = self.home_talk(heading, first);
        let page = others.iter().take(SHOWN - 1).enumerate().fold(page, |page, (place, talk)| {
            let heading = if place == 0 { "home-other-talks" } else { "" };
            page.and(self.home_talk(heading, talk))
        });
        page.and(self.and_more(talks.len())).rule()
    }

    fn home_talk(&self, heading: &str, talk: &OpenTalk) -> Page {
        let mut lines = Vec::new();
        if !heading.is_empty() {
            lines.push(self.words.say(heading));
        }
        match talk {
            OpenTalk::Pair(pair) => self.home_pair(lines, pair),
            OpenTalk::Ask(talk) => self.home_ask_talk(lines, talk),
            OpenTalk::Term(term) => self.home_term(lines, term),
        }
    }

    fn home_pair(&self, mut lines: Vec<String>, pair: &PresentPair) -> Page {
        lines.push(match pair.partners.is_empty() {
            true => self.words.say("home-pair-alone"),
            false => self.with_partners("home-pair", &pair.partners),
        });
        let status = match (pair.status, &pair.suggested) {
            (Status::Open, Some(time)) => {
                self.words.with("home-pair-suggested", &[("time", value(self.words.time(time)))])
            }
            (Status::Open, None) => self.words.say("home-pair-open"),
            (Status::Booked, _) => self.words.say("home-pair-booked"),
            (Status::Met, _) => self.words.say("home-pair-met"),
            (Status::NotThisTime, _) => self.words.say("home-pair-not-this-time"),
            (Status::Dissolved, _) => self.words.say("home-pair-dissolved"),
        };
        lines.push(status);
        match pair.status {
            Status::Open | Status::Booked => lines
                .push(self.words.with("home-asks-first", &[("person", value(mention(&pair.asks_first)))])),
            Status::Met | Status::NotThisTime | Status::Dissolved => {}
        }
        let page = Page::default().beside(lines.join("\n"), self.button("why", "home-why").element());
        match pair.status {
            Status::Dissolved => page,
            Status::Open | Status::Booked | Status::Met | Status::NotThisTime => {
                page.buttons(self.signals(&pair.pairing, pair.status))
            }
        }
    }

    fn home_ask_talk(&self, mut lines: Vec<String>, talk: &AskTalk) -> Page {
        let values =
            [("person", value(mention(&talk.partner))), ("topics", value(self.home_topics(&talk.topics)))];
        match talk.part {
            TalkPart::Asks => {
                lines.push(self.words.with("home-talk-asks", &values));
                let take_back = self.withdraw_button(&talk.ask);
                Page::default().beside(lines.join("\n"), take_back.element())
            }
            TalkPart::Helps => {
                lines.push(self.words.with("home-talk-helps", &values));
                Page::of(lines.join("\n"))
            }
        }
    }

    /// A term of reverse mentoring: with whom, how far, and what comes next.
    fn home_term(&self, mut lines: Vec<String>, term: &MyTerm) -> Page {
        let person = ("person", value(mention(&term.partner)));
        let role = match term.role {
            Role::Junior => "home-term-junior",
            Role::Senior => "home-term-senior",
        };
        lines.push(self.words.with(role, &[person]));
        let counts = [("done", value(term.progress.done)), ("length", value(term.progress.length))];
        let next = match &term.next {
            MyNext::Meeting(time) => {
                self.words.with("home-term-meeting", &[("time", value(self.words.time(time)))])
            }
            MyNext::TimesFromTheJunior if term.role == Role::Junior => self.words.say("home-term-your-times"),
            MyNext::TimesFromTheJunior => self.words.say("home-term-their-times"),
            MyNext::ChoiceOfTheSenior if term.role == Role::Senior => self.words.say("home-term-your-choice"),
            MyNext::ChoiceOfTheSenior => self.words.say("home-term-their-choice"),
            MyNext::ChoiceOfEither => self.words.say("home-term-choice"),
            MyNext::Later => self.words.say("home-term-later"),
            MyNext::Resting => self.words.say("home-term-resting"),
            MyNext::Review => self.words.say("home-term-review"),
            MyNext::Nothing => self.words.say("home-term-over"),
        };
        lines.push(format!("{next} · {}", self.words.with("home-term-progress", &counts)));
        let mut buttons = Vec::new();
        if term.role == Role::Junior && term.next == MyNext::TimesFromTheJunior {
            buttons.push(self.press(reverse::Press::Propose, &term.term, "term-button-propose").primary());
        }
        buttons.push(self.end(&term.term));
        Page::of(lines.join("\n")).buttons(buttons)
    }

    /// The nudge of this week, and whom they mean to ask; nothing where there is neither.
    pub(super) fn home_plans(&self, nudge: Option<&OpenNudge>, commitments: &[OpenCommitment]) -> Page {
        if nudge.is_none() && commitments.is_empty() {
            return Page::default();
        }
        let page = match commitments.is_empty() {
            true => Page::default(),
            false => Page::of(self.words.say("home-commitments")),
        };
        let page = commitments.iter().take(SHOWN).fold(page, |page, commitment| {
            let asked = self.nudge_button(nudges::Press::Asked, &commitment.nudge);
            page.beside(self.commitment_line(commitment), asked.element())
        });
        let page = page.and(self.and_more(commitments.len()));
        match nudge {
            Some(open) => page
                .say(format!("{}\n{}", self.words.say("home-small-ask"), quote(&open.text)))
                .buttons(vec![
                    self.nudge_button(nudges::Press::Who, &open.nudge).primary(),
                    self.nudge_button(nudges::Press::Find, &open.nudge),
                    self.nudge_button(nudges::Press::NotThisWeek, &open.nudge),
                ]),
            None => page,
        }
        .rule()
    }

    fn commitment_line(&self, commitment: &OpenCommitment) -> String {
        let date = commitment.on.to_zoned(TimeZone::UTC).map(|zoned| self.words.date(&zoned));
        let date = date.unwrap_or_else(|_| commitment.on.to_string());
        let values = [("person", value(self.somebody(&commitment.with))), ("date", value(date))];
        self.words.with("home-commitment", &values)
    }
}

/// Whether nothing is to come of it any more, or not now.
fn is_over(talk: &OpenTalk) -> bool {
    match talk {
        OpenTalk::Pair(pair) => match pair.status {
            Status::Open | Status::Booked => false,
            Status::Met | Status::NotThisTime | Status::Dissolved => true,
        },
        OpenTalk::Ask(_) | OpenTalk::Term(_) => false,
    }
}

fn check_in_button(code: &str, label: String, pairing: &PairingId) -> Button {
    Button::new(format!("{CHECK_IN}{code}"), label).value(pairing.as_str())
}
