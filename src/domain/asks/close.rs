//! How an ask ends or waits: taken back, put off, left by its people; and how its words are forgotten.

use super::message::{AskAnswer, RequestStanding};
use super::open::answer;
use super::route::Desk;
use super::{Ask, AskState, AskWake, Draft, Ending, KEPT, Reach, Thanks};
use crate::domain::decision::{Change, Decision, SkipReason, Wake, WakeKind, Withdrawn};
use crate::domain::ids::{PersonId, SubjectId, WakeKey};
use crate::domain::message::Answer;
use crate::domain::record::Record;
use crate::domain::rounds::conversation::own_hour;
use jiff::{SignedDuration, Timestamp};

/// How long an ask waits when its asker puts it off.
const WAIT: SignedDuration = SignedDuration::from_hours(7 * 24);

impl Desk {
    /// The asker takes it back, at whatever point it is.
    pub fn withdraws(self, person: &PersonId, now: Timestamp) -> Decision {
        if *person != self.ask.asker || !self.ask.is_open() {
            return answer(AskAnswer::Over);
        }
        self.ends(now).reply(Answer::Ask(AskAnswer::Withdrawn).into())
    }

    /// The asker takes part no more.
    pub fn asker_is_gone(self, now: Timestamp) -> Decision {
        if self.ask.is_open() { self.ends(now) } else { Decision::default() }
    }

    /// The asker lets us ask anybody.
    pub fn widens(mut self, person: &PersonId, now: Timestamp) -> Decision {
        match self.ask.state {
            AskState::Unanswered | AskState::Waiting { .. } if *person == self.ask.asker => {}
            AskState::Unanswered
            | AskState::Waiting { .. }
            | AskState::Searching
            | AskState::Accepted { .. }
            | AskState::Closed { .. } => return answer(AskAnswer::Over),
        }
        self.ask.reach = Reach::Anybody;
        self.add(Decision::default().settle(self.again_key()));
        self.goes_on(now);
        let words = match self.ask.state {
            AskState::Searching => AskAnswer::Widened,
            AskState::Unanswered
            | AskState::Waiting { .. }
            | AskState::Accepted { .. }
            | AskState::Closed { .. } => AskAnswer::NobodyToAsk,
        };
        self.done(now).reply(Answer::Ask(words).into())
    }

    /// The asker lets it wait for a week: by then people have attention again, and others may have joined.
    pub fn waits(mut self, person: &PersonId, now: Timestamp) -> Decision {
        if self.ask.state != AskState::Unanswered || *person != self.ask.asker {
            return answer(AskAnswer::Over);
        }
        let until = self.waits_a_week(now);
        let words = AskAnswer::Waits(self.where_the_asker_is(until));
        self.done(now).reply(Answer::Ask(words).into())
    }

    pub(in crate::domain) fn waits_a_week(&mut self, now: Timestamp) -> Timestamp {
        let later = now + WAIT;
        let until = self.people.get(&self.ask.asker).map_or(later, |asker| own_hour(asker, later));
        self.ask.state = AskState::Waiting { until };
        let again = Wake {
            key: self.again_key(),
            at: until,
            what: WakeKind::Ask(AskWake::TryAgain(self.ask.id.clone())),
        };
        self.add(Decision::default().wake(again));
        until
    }

    /// It has waited long enough: whoever was asked and has not answered may be asked again.
    pub fn tries_again(mut self, now: Timestamp) -> Decision {
        let AskState::Waiting { .. } = self.ask.state else { return Decision::default() };
        self.goes_on(now);
        self.done(now)
    }

    /// Its words are older than we keep them.
    pub fn erases(&self) -> Decision {
        if self.ask.is_open() {
            return Decision::default();
        }
        let draft = Draft { text: String::new(), ..self.ask.draft.clone() };
        Decision::default().change(Change::SaveRecord(Record::Ask(Ask { draft, ..self.ask.clone() })))
    }

    fn ends(mut self, now: Timestamp) -> Decision {
        self.release_others(RequestStanding::NotNeeded, now);
        self.takes_words_away(now);
        let subject = SubjectId::from(&self.ask.id);
        self.add(
            Decision::default()
                .settle(self.again_key())
                .settle(self.follow_up_key())
                .withdraw(Withdrawn::About(subject), SkipReason::OptedOut),
        );
        self.closes(Ending::Withdrawn, now).done(now)
    }

    /// It is over; its words are kept for a while, for what may be asked about them.
    pub(super) fn closes(mut self, ending: Ending, now: Timestamp) -> Self {
        let helper = self.ask.helper().cloned();
        self.ask.state = AskState::Closed { at: now, helper, ending, thanks: Thanks::Unsaid };
        let erase = Wake {
            key: WakeKey::new(format!("{}/erase", self.ask.id)),
            at: now + KEPT,
            what: WakeKind::Ask(AskWake::Erase(self.ask.id.clone())),
        };
        self.add(Decision::default().settle(self.follow_up_key()).wake(erase));
        self
    }

    pub(in crate::domain) fn again_key(&self) -> WakeKey {
        WakeKey::new(format!("{}/again", self.ask.id))
    }
}
