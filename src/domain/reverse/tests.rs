use super::desk::Desk;
use super::message::{ReverseAnswer, ReverseMessage, TermNews};
use super::views::{MyNext, MyTerm};
use super::*;
use crate::domain::catalogue::{Catalogue, Depth, Prompt};
use crate::domain::decision::{Change, Decision, Reply, Target};
use crate::domain::event::Seed;
use crate::domain::ids::{PromptId, ThemeId};
use crate::domain::message::{Answer, Message};
use crate::domain::people::profile::Mode;
use crate::domain::record::Record;
use crate::domain::rounds::dissolve::Announcement;
use crate::domain::testing::{id, monday, people, term};
use std::sync::Arc;

mod any_order;
mod end;
mod meetings;
mod times;

/// A term that is being lived: every decision is saved, and what was said is kept.
struct Life {
    desk: Desk,
    now: Timestamp,
    said: Vec<(MessageKey, ReverseMessage)>,
}

impl Life {
    fn begins() -> Self {
        let desk = Desk {
            term: term("JO", "SAM"),
            people: people(&["JO", "SAM"]),
            announcement: Announcement::Planned,
            showings: Vec::new(),
            catalogue: Arc::new(catalogue()),
            decision: Decision::default(),
        };
        let mut life = Self { desk, now: monday("09:00:00"), said: Vec::new() };
        let now = life.now;
        life.does(|desk| desk.begins(now));
        life.desk.announcement = Announcement::Sent;
        life
    }

    fn does(&mut self, decide: impl FnOnce(Desk) -> Decision) -> Reply {
        let decision = decide(self.desk.clone());
        for outgoing in decision.outgoing {
            match &outgoing.to {
                Target::Direct(person) => assert!(self.desk.term.role_of(person).is_some()),
                Target::Group(members) => assert_eq!(*members, self.desk.term.members()),
                Target::Thread(_) | Target::Under(_) | Target::Channel(_) | Target::Edit(_) => {}
            }
            let Message::Reverse(message) = outgoing.message else { panic!("about something else") };
            assert!(self.said.iter().all(|(key, _)| *key != outgoing.key), "{} twice", outgoing.key);
            self.said.push((outgoing.key, message));
        }
        for change in decision.changes {
            if let Change::SaveRecord(Record::Term(term)) = change {
                self.desk.term = Term { version: term.version + 1, ..*term };
            } else if let Change::ShowPrompt(showing) = change {
                self.desk.showings.push(showing);
            } else {
                panic!("{change:?}");
            }
        }
        decision.reply
    }

    fn proposes(&mut self) -> Reply {
        let starts = self.desk.common_times(self.now, PROPOSALS).iter().map(|time| time.start).collect();
        let said = Submission { topic: Some(Topic::Words("Releases".into())), starts };
        let now = self.now;
        self.does(|desk| desk.proposes(&id("JO"), said, now))
    }

    fn takes(&mut self, who: &str, place: u8) -> Reply {
        let (turn, now) = (self.desk.term.turn, self.now);
        self.does(|desk| desk.takes(&id(who), turn, place, now, Seed([7; 32])))
    }

    fn cancels(&mut self, who: &str) -> Reply {
        let (turn, now) = (self.desk.term.turn, self.now);
        self.does(|desk| desk.cancels(&id(who), turn, now))
    }

    fn tells(&mut self, who: &str, said: Said) -> Reply {
        let (meeting, now) = (self.desk.term.meetings.len().saturating_sub(1), self.now);
        self.does(|desk| desk.tells(&id(who), u16::try_from(meeting).unwrap(), said, now))
    }

    /// Time passes until the term is looked at again.
    fn looks(&mut self) {
        self.now = self.desk.term.look_at.unwrap_or(self.now).max(self.now);
        let now = self.now;
        self.does(|desk| desk.look_is_due(now));
    }

    fn meets(&mut self) {
        self.proposes();
        self.takes("SAM", 0);
        self.looks();
        self.tells("JO", Said::Met);
    }

    fn six_meetings(&mut self) {
        for _ in 0..LENGTH {
            self.meets();
            if self.desk.term.stage == Stage::Between {
                self.looks();
            }
        }
        assert_eq!(self.desk.term.stage, Stage::Reviewing);
    }

    fn last(&self) -> &ReverseMessage {
        &self.said.last().expect("something was said").1
    }

    fn was_told(&self, news: &TermNews) -> bool {
        self.said
            .iter()
            .any(|(_, said)| matches!(said, ReverseMessage::News { news: told, .. } if told == news))
    }

    fn next(&self) -> MyNext {
        MyTerm::of(&self.desk.term, &id("JO"), "UTC").expect("theirs").next
    }
}

fn catalogue() -> Catalogue {
    let prompt = |place: usize| Prompt {
        id: PromptId::new(format!("q{place}")),
        theme: ThemeId::new("technology"),
        depth: [Depth::Light, Depth::Real, Depth::Commitment][place % 3],
        mode: Mode::Reverse,
        text: format!("Question {place}?"),
    };
    Catalogue { prompts: (0..30).map(prompt).collect(), ..Catalogue::default() }
}

fn answered(reply: &Reply) -> Option<&ReverseAnswer> {
    match reply {
        Reply::Say(Answer::Reverse(answer)) => Some(answer),
        Reply::Say(_) | Reply::Nothing | Reply::Refuse(_) | Reply::Open(_) => None,
    }
}
