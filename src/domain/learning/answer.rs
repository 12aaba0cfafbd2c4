//! Partners agree or not, the author takes it back, time passes, Slack refuses.

use super::message::{CardStanding, LearningAnswer, QuestionStanding};
use super::share::answer;
use super::{Learning, LearningPress, LearningState, Naming, Said};
use crate::domain::decision::{Decision, Outgoing, SkipReason, Target, Urgency, Withdrawn};
use crate::domain::ids::{MessageKey, PersonId, SubjectId};
use crate::domain::message::Message;
use jiff::Timestamp;

impl Learning {
    /// Something was pressed by its author or by somebody who may be named.
    pub fn pressed(self, person: &PersonId, press: LearningPress, now: Timestamp) -> Decision {
        match press {
            LearningPress::Agree => self.partner_says(person, Said::Yes, now),
            LearningPress::Refuse => self.partner_says(person, Said::No, now),
            LearningPress::Withdraw if self.author == *person => self.withdrawn(now),
            LearningPress::Again if self.author == *person && self.state == LearningState::Unposted => {
                self.again(now)
            }
            LearningPress::Withdraw | LearningPress::Again => answer(LearningAnswer::Over),
        }
    }

    fn partner_says(mut self, person: &PersonId, said: Said, now: Timestamp) -> Decision {
        let asked =
            self.partners.iter_mut().find(|each| each.person == *person && each.said == Said::Nothing);
        let Some(partner) = asked.filter(|_| self.state == LearningState::Asking) else {
            return answer(LearningAnswer::Over);
        };
        partner.said = said;
        let standing = match said {
            Said::Yes => QuestionStanding::Agreed,
            Said::No | Said::Nothing => QuestionStanding::Refused,
        };
        let edit = self.edit_question(person, standing, now);
        self.concludes_when_all_have_spoken(now).say(edit)
    }

    fn concludes_when_all_have_spoken(self, now: Timestamp) -> Decision {
        match self.partners.iter().any(|each| each.said == Said::Nothing) {
            true => self.saved(),
            false => self.concludes(now),
        }
    }

    /// Time is up: whoever has not agreed is not named.
    pub fn silence_is_over(self, now: Timestamp) -> Decision {
        match self.state {
            LearningState::Asking => self.concludes(now),
            LearningState::Posted
            | LearningState::NotAgreed
            | LearningState::Withdrawn
            | LearningState::Unposted => Decision::default(),
        }
    }

    fn concludes(mut self, now: Timestamp) -> Decision {
        let over = self.ends_questions(now).settle(self.silence_key());
        if self.named().is_empty() && self.naming == Naming::OnlyIfAgreed {
            self.state = LearningState::NotAgreed;
            let card = self.edit_card(CardStanding::NotAgreed, now);
            return over.say(card).and(self.saved());
        }
        let card = self.edit_card(CardStanding::Posted, now);
        over.say(card).and(self.posts(now))
    }

    fn withdrawn(mut self, now: Timestamp) -> Decision {
        if self.state != LearningState::Asking {
            return answer(LearningAnswer::Over);
        }
        self.state = LearningState::Withdrawn;
        let subject = SubjectId::from(&self.id);
        let over = self.ends_questions(now).settle(self.silence_key());
        let card = self.edit_card(CardStanding::Withdrawn, now);
        over.withdraw(Withdrawn::About(subject), SkipReason::OptedOut).say(card).and(self.saved())
    }

    fn again(self, now: Timestamp) -> Decision {
        let posted = LearningAnswer::Posted(self.channel.clone());
        self.posts(now).and(answer(posted))
    }

    /// Slack would not let us post it: the author learns why, and may try again.
    pub fn unposted(mut self, now: Timestamp) -> Decision {
        if self.state != LearningState::Posted || self.text.is_empty() {
            return Decision::default();
        }
        self.state = LearningState::Unposted;
        let key = MessageKey::new(format!("{}/unposted/{}", self.id, self.posts));
        let news = self.to_author(key, self.card_message(CardStanding::Unposted), now);
        self.saved().say(news)
    }

    /// Somebody takes part no more, or pauses: the author's words stay with the author, and who may have been named is not.
    pub fn left_by(mut self, person: &PersonId, now: Timestamp) -> Decision {
        if self.state != LearningState::Asking {
            return Decision::default();
        }
        if self.author == *person {
            return self.withdrawn(now);
        }
        let key = self.question(person);
        let asked =
            self.partners.iter_mut().find(|each| each.person == *person && each.said == Said::Nothing);
        let Some(partner) = asked else { return Decision::default() };
        partner.said = Said::No;
        let edit = self.edit_question(person, QuestionStanding::Over, now);
        let decision = Decision::default().withdraw(Withdrawn::Key(key), SkipReason::OptedOut).say(edit);
        decision.and(self.concludes_when_all_have_spoken(now))
    }

    /// Its words are older than we keep them.
    pub fn erases(self) -> Decision {
        Self { text: String::new(), ..self }.saved()
    }

    /// Whoever has not answered need not any more.
    fn ends_questions(&self, now: Timestamp) -> Decision {
        let silent = self.partners.iter().filter(|each| each.said == Said::Nothing);
        silent.fold(Decision::default(), |sum, each| {
            let unsent = Withdrawn::Key(self.question(&each.person));
            let edit = self.edit_question(&each.person, QuestionStanding::Over, now);
            sum.withdraw(unsent, SkipReason::Answered).say(edit)
        })
    }

    fn edit_question(&self, person: &PersonId, standing: QuestionStanding, now: Timestamp) -> Outgoing {
        self.edit(self.question(person), self.question_message(standing), now)
    }

    fn edit_card(&self, standing: CardStanding, now: Timestamp) -> Outgoing {
        self.edit(self.card(), self.card_message(standing), now)
    }

    fn edit(&self, root: MessageKey, message: Message, now: Timestamp) -> Outgoing {
        Outgoing {
            key: MessageKey::new(format!("{root}/edit/{}", self.version)),
            to: Target::Edit(root),
            message,
            not_before: now,
            expires: None,
            urgency: Urgency::Interactive,
        }
    }
}
