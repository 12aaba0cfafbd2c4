//! Somebody shares what they learned: who may, what the form takes, and who is asked first.

use super::message::{CardStanding, LearningAnswer, LearningMessage, LearningModal, QuestionStanding};
use super::{
    DAYS_TO_ANSWER, KEPT, Learning, LearningState, LearningWake, Naming, Partner, Said, Source, TEXT_LIMIT,
};
use crate::domain::asks::{Ask, Outcome};
use crate::domain::decision::{
    Change, Decision, Field, FieldError, FieldProblem, Outgoing, Reply, Target, Urgency, Wake, WakeKind,
};
use crate::domain::ids::{ChannelId, LearningId, MessageKey, PersonId, WakeKey};
use crate::domain::message::{Answer, Message, Modal};
use crate::domain::people::Person;
use crate::domain::record::Record;
use crate::domain::rounds::check_in::{CheckIn, CheckInAnswer, CheckInState, Useful};
use crate::domain::rounds::conversation::own_hour;
use crate::domain::rounds::pairing::Pairing;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

/// How late it may still be posted.
const WORTH_POSTING: SignedDuration = SignedDuration::from_hours(24);

/// What the form says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LearningDraft {
    /// The words.
    pub text: String,
    /// Where; `None` where the menu was left empty.
    pub channel: Option<ChannelId>,
    /// Whether those they talked with are named.
    pub naming: Naming,
}

/// What somebody may share something from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Background {
    /// A talk of a round, with what they said about it.
    Talk(Pairing, Option<CheckIn>),
    /// An ask.
    Ask(Ask),
    /// We do not know it any more.
    Nothing,
}

impl Background {
    /// Whom a person learned something with; `None` where they have not said that it was useful to them.
    pub fn partners_of(&self, person: &PersonId) -> Option<Vec<PersonId>> {
        let partners = match self {
            Self::Talk(pairing, Some(check_in)) if pairing.has(person) && was_useful(check_in) => {
                pairing.partners_of(person)
            }
            Self::Ask(ask) if ask.asker == *person && helped(ask) => {
                ask.helper().into_iter().cloned().collect()
            }
            Self::Talk(..) | Self::Ask(_) | Self::Nothing => return None,
        };
        Some(partners.into_iter().filter(|partner| !partner.is_forgotten()).collect())
    }

    /// The form opens.
    pub fn opens(&self, person: &PersonId, source: Source) -> Decision {
        match self.partners_of(person) {
            Some(partners) => {
                let modal = Modal::Learning(LearningModal { source, partners });
                Decision::default().reply(Reply::Open(Box::new(modal)))
            }
            None => answer(LearningAnswer::NothingToShare),
        }
    }
}

pub(super) fn was_useful(check_in: &CheckIn) -> bool {
    match &check_in.state {
        CheckInState::Answered(CheckInAnswer::Met(met)) => {
            matches!(met.useful, Some(Useful::Very | Useful::Somewhat))
        }
        CheckInState::Answered(CheckInAnswer::Later | CheckInAnswer::No)
        | CheckInState::Asked
        | CheckInState::Lapsed => false,
    }
}

fn helped(ask: &Ask) -> bool {
    matches!(ask.outcome(), Some(Outcome::Helped | Outcome::Partly))
}

impl LearningDraft {
    /// What is wrong with it, next to each field; the channel where nothing is.
    fn check(&self) -> Result<ChannelId, Vec<FieldError>> {
        let mut problems = Vec::new();
        if self.text.trim().is_empty() {
            problems.push(FieldError { field: Field::LearningText, problem: FieldProblem::Missing });
        } else if self.text.chars().count() > TEXT_LIMIT {
            let problem = FieldProblem::TooLong(TEXT_LIMIT);
            problems.push(FieldError { field: Field::LearningText, problem });
        }
        if self.channel.is_none() {
            problems.push(FieldError { field: Field::LearningChannel, problem: FieldProblem::Missing });
        }
        match (&self.channel, problems.is_empty()) {
            (Some(channel), true) => Ok(channel.clone()),
            (Some(_) | None, _) => Err(problems),
        }
    }
}

impl Learning {
    /// The form was submitted: it is posted at once, or those who are to be named are asked first.
    pub fn shares(
        author: &PersonId,
        background: (Source, &Background),
        draft: &LearningDraft,
        people: &BTreeMap<PersonId, Person>,
        (id, now): (LearningId, Timestamp),
    ) -> Decision {
        let (source, background) = background;
        let Some(partners) = background.partners_of(author) else {
            return answer(LearningAnswer::NothingToShare);
        };
        let channel = match draft.check() {
            Ok(channel) => channel,
            Err(problems) => return Decision::default().reply(Reply::Refuse(problems)),
        };
        let mut learning = Self {
            id,
            version: 0,
            author: author.clone(),
            source,
            text: draft.text.trim().to_owned(),
            channel,
            naming: draft.naming,
            written_at: now,
            partners: Vec::new(),
            posts: 0,
            state: LearningState::Asking,
        };
        let asked: Vec<&Person> = match draft.naming {
            Naming::Nobody => Vec::new(),
            Naming::OnlyIfAgreed | Naming::IfAgreed => partners
                .iter()
                .filter_map(|partner| people.get(partner))
                .filter(|partner| partner.takes_part(now))
                .collect(),
        };
        let partner = |person: &&Person| Partner { person: person.id.clone(), said: Said::Nothing };
        learning.partners = asked.iter().map(partner).collect();
        let decision =
            asked.iter().fold(Decision::default(), |sum, person| sum.and(learning.ask(person, now)));
        let decision = decision.wake(learning.wake("erase", now + KEPT, LearningWake::Erase));
        let ids: Vec<PersonId> = asked.iter().map(|person| person.id.clone()).collect();
        match (ids.is_empty(), draft.naming) {
            (true, Naming::Nobody | Naming::IfAgreed) => {
                let channel = learning.channel.clone();
                decision
                    .and(learning.posts(now))
                    .reply(Answer::Learning(LearningAnswer::Posted(channel)).into())
            }
            (true, Naming::OnlyIfAgreed) => {
                learning.state = LearningState::NotAgreed;
                decision.and(learning.saved()).reply(Answer::Learning(LearningAnswer::NobodyToAsk).into())
            }
            (false, _) => {
                let silent = asked.iter().map(|person| learning.silence(person, now)).max().unwrap_or(now);
                let silence = learning.wake("silence", silent, LearningWake::Silence);
                let card = learning.card_message(CardStanding::Asking(ids.clone()));
                let card = learning.to_author(learning.card(), card, now);
                let decision = decision.wake(silence).say(card).and(learning.saved());
                decision.reply(Answer::Learning(LearningAnswer::Asked(ids)).into())
            }
        }
    }

    fn ask(&self, person: &Person, now: Timestamp) -> Decision {
        Decision::default().relying_on(person).say(Outgoing {
            key: self.question(&person.id),
            to: Target::Direct(person.id.clone()),
            message: self.question_message(QuestionStanding::Open),
            not_before: own_hour(person, now),
            expires: None,
            urgency: Urgency::Interactive,
        })
    }

    fn silence(&self, person: &Person, now: Timestamp) -> Timestamp {
        let read = own_hour(person, now);
        person.profile.hours.shift_working_days(&person.time_zone, read, DAYS_TO_ANSWER)
    }

    /// It goes to the channel, naming whoever agreed.
    pub(super) fn posts(mut self, now: Timestamp) -> Decision {
        self.state = LearningState::Posted;
        self.posts = self.posts.saturating_add(1);
        let message = LearningMessage::Post {
            learning: self.id.clone(),
            author: self.author.clone(),
            named: self.named(),
            text: self.text.clone(),
        };
        let post = Outgoing {
            key: MessageKey::new(format!("{}/post/{}", self.id, self.posts)),
            to: Target::Channel(self.channel.clone()),
            message: Message::Learning(message),
            not_before: now,
            expires: Some(now + WORTH_POSTING),
            urgency: Urgency::Interactive,
        };
        self.saved().say(post)
    }

    pub(super) fn question_message(&self, standing: QuestionStanding) -> Message {
        let text = match standing {
            QuestionStanding::Open => self.text.clone(),
            QuestionStanding::Agreed | QuestionStanding::Refused | QuestionStanding::Over => String::new(),
        };
        Message::Learning(LearningMessage::MayWeNameYou {
            learning: self.id.clone(),
            author: self.author.clone(),
            channel: self.channel.clone(),
            text,
            standing,
        })
    }

    pub(super) fn card_message(&self, standing: CardStanding) -> Message {
        Message::Learning(LearningMessage::Card {
            learning: self.id.clone(),
            channel: self.channel.clone(),
            text: self.text.clone(),
            standing,
        })
    }

    pub(super) fn to_author(&self, key: MessageKey, message: Message, now: Timestamp) -> Outgoing {
        Outgoing {
            key,
            to: Target::Direct(self.author.clone()),
            message,
            not_before: now,
            expires: None,
            urgency: Urgency::Interactive,
        }
    }

    pub(super) fn silence_key(&self) -> WakeKey {
        WakeKey::new(format!("{}/silence", self.id))
    }

    fn wake(&self, what: &str, at: Timestamp, kind: fn(LearningId) -> LearningWake) -> Wake {
        let key = WakeKey::new(format!("{}/{what}", self.id));
        Wake { key, at, what: WakeKind::Learning(kind(self.id.clone())) }
    }

    pub(super) fn saved(self) -> Decision {
        Decision::default().change(Change::SaveRecord(Record::Learning(self)))
    }
}

pub(super) fn answer(answer: LearningAnswer) -> Decision {
    Decision::default().reply(Answer::Learning(answer).into())
}
