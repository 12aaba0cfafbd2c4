//! The question of the week: chosen from the deck, posted in the channel.

use super::{Call, CallState, CommunityWake};
use crate::domain::calendar::WorkingHours;
use crate::domain::catalogue::{Catalogue, Community};
use crate::domain::community::message::CommunityMessage;
use crate::domain::decision::{Change, Decision, Outgoing, Target, Urgency, Wake, WakeKind};
use crate::domain::event::Timing;
use crate::domain::ids::{CallId, ChannelId, WakeKey};
use crate::domain::message::Message;
use crate::domain::record::Record;
use crate::domain::rounds::Program;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;

/// How late a question may still be posted.
const WORTH_POSTING: SignedDuration = SignedDuration::from_hours(24);

/// A slot that has come, with everything its question depends on.
#[derive(Clone, Debug)]
pub struct Posting {
    /// The programme.
    pub program: Program,
    /// Where it asks.
    pub channel: ChannelId,
    /// The civil date of the slot.
    pub slot: Date,
    /// In time or not.
    pub timing: Timing,
    /// Every question so far, in any order.
    pub past: Vec<Call>,
    /// The deck.
    pub catalogue: Arc<Catalogue>,
}

impl Posting {
    /// Asks the question, or lets the slot pass. A question that came days late would only confuse.
    pub fn decide(&self, now: Timestamp) -> Decision {
        let program = Program { last_slot: Some(self.slot), ..self.program.clone() };
        let moves_on = Decision::default().change(Change::SaveProgram(program));
        match (self.timing, self.question()) {
            (Timing::InTime | Timing::ByHand, Some(question)) => moves_on.and(self.ask(question, now)),
            (Timing::InTime | Timing::ByHand, None) | (Timing::Missed | Timing::Holiday, _) => moves_on,
        }
    }

    /// The next of the deck that was not asked yet; once it is used up, whichever was asked longest ago. A channel that
    /// talked about leading people last week reads of something else this week, so its group of topics counts next, and
    /// then the topic.
    fn question(&self) -> Option<&Community> {
        let asked =
            self.catalogue.community.iter().filter_map(|question| Some((question, self.last(question)?)));
        let asked: Vec<(&Community, Timestamp)> = asked.collect();
        let last = |is_like: &dyn Fn(&Community) -> bool| {
            asked.iter().filter(|(question, _)| is_like(question)).map(|(_, at)| *at).max()
        };
        let staleness = |question: &&Community| {
            let group = self.group(question);
            (
                self.last(question),
                last(&|other| self.group(other) == group),
                last(&|other| other.topic == question.topic),
            )
        };
        self.catalogue.community.iter().min_by_key(staleness)
    }

    /// When it was asked last.
    fn last(&self, question: &Community) -> Option<Timestamp> {
        let asked = self.past.iter().filter(|call| call.state != CallState::Unposted);
        asked.filter(|call| call.prompt == question.id).map(|call| call.asked_at).max()
    }

    fn group(&self, question: &Community) -> Option<&str> {
        self.catalogue.topic(&question.topic).map(|topic| topic.group.as_str())
    }

    fn ask(&self, question: &Community, now: Timestamp) -> Decision {
        let call = Call {
            id: CallId::of(&self.program.id, self.slot),
            version: 0,
            channel: self.channel.clone(),
            zone: self.program.slot.zone.clone(),
            prompt: question.id.clone(),
            text: question.text.clone(),
            asked_at: now,
            hands: Vec::new(),
            offers: Vec::new(),
            state: CallState::Open,
        };
        Decision::default()
            .say(Outgoing {
                key: call.post(),
                to: Target::Channel(call.channel.clone()),
                message: Message::Community(CommunityMessage::Question {
                    call: call.id.clone(),
                    text: call.text.clone(),
                }),
                not_before: now,
                expires: Some(now + WORTH_POSTING),
                urgency: Urgency::Bulk,
            })
            .wake(call.next_match(now))
            .change(Change::SaveRecord(Record::Call(call)))
    }
}

impl Call {
    /// The next working morning of the programme's zone, or the end of the question's week where that comes first.
    pub(super) fn next_match(&self, now: Timestamp) -> Wake {
        let morning = WorkingHours::default().shift_working_days(&self.zone, now, 1);
        Wake {
            key: WakeKey::new(format!("{}/match", self.id)),
            at: morning.min(self.ends_at()).max(now + SignedDuration::from_secs(1)),
            what: WakeKind::Community(CommunityWake::Match(self.id.clone())),
        }
    }

    /// When its week is over.
    pub fn ends_at(&self) -> Timestamp {
        self.asked_at + super::STANDS
    }
}
