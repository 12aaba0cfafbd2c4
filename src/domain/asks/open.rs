//! An ask begins, and may be changed while somebody is looked for.

use super::message::{AskAnswer, AskMessage, AskModal, HelpRequest, RequestStanding, Topics, Why};
use super::route::Desk;
use super::{Ask, AskState, Draft, Form, Haste, Naming, Origin, Reach, Response, TEXT_LIMIT, TOPICS_LIMIT};
use crate::domain::catalogue::Catalogue;
use crate::domain::decision::{Decision, Field, FieldError, FieldProblem, Outgoing, Reply, Target, Urgency};
use crate::domain::ids::{AskId, MessageKey, PersonId, TopicId};
use crate::domain::message::{Answer, Message, Modal};
use crate::domain::topics::TopicIndex;
use jiff::Timestamp;

/// How many topics we read out of a text.
const SUGGESTED: usize = 3;
/// How many asks of one person may look for somebody at the same time.
pub const OPEN_AT_ONCE: usize = 3;

impl Draft {
    /// What a form begins with: a text, and what we read out of it.
    pub fn from_text(text: &str, index: &TopicIndex) -> Self {
        let topics: Vec<TopicId> =
            index.suggest(text, SUGGESTED).into_iter().map(|each| each.topic).collect();
        Self {
            text: text.to_owned(),
            read_out: topics.clone(),
            topics,
            haste: Haste::default(),
            naming: Naming::default(),
        }
    }

    /// A draft about topics that are already known.
    pub fn about(topics: Vec<TopicId>) -> Self {
        Self {
            text: String::new(),
            topics,
            read_out: Vec::new(),
            haste: Haste::default(),
            naming: Naming::default(),
        }
    }

    /// The form for a new ask.
    pub fn opens(self, origin: Origin) -> Decision {
        let topics = match (self.text.is_empty(), self.topics.is_empty()) {
            (true, _) => Topics::Chosen,
            (false, false) => Topics::ReadOut,
            (false, true) => Topics::NotFound,
        };
        show(AskModal::Draft { draft: self, form: Form::New(origin), topics })
    }

    /// What is wrong with it. A form without topics that has words comes back once, with what we read out of them.
    pub fn check(&self, form: &Form, catalogue: &Catalogue, index: &TopicIndex) -> Option<Decision> {
        let problems = self.problems(catalogue);
        if !problems.is_empty() {
            return Some(Decision::default().reply(Reply::Refuse(problems)));
        }
        if !self.topics.is_empty() {
            return None;
        }
        let Self { topics, read_out, .. } = Self::from_text(&self.text, index);
        let suggested = Self { topics, read_out, ..self.clone() };
        if suggested.topics.is_empty() {
            let none = FieldError { field: Field::AskTopics, problem: FieldProblem::NoTopicFound };
            return Some(Decision::default().reply(Reply::Refuse(vec![none])));
        }
        Some(show(AskModal::Draft { draft: suggested, form: form.clone(), topics: Topics::ReadOut }))
    }

    fn problems(&self, catalogue: &Catalogue) -> Vec<FieldError> {
        let mut problems = Vec::new();
        let mut add = |field, problem| problems.push(FieldError { field, problem });
        if self.text.trim().is_empty() {
            add(Field::AskText, FieldProblem::Missing);
        } else if self.text.chars().count() > TEXT_LIMIT {
            add(Field::AskText, FieldProblem::TooLong(TEXT_LIMIT));
        }
        if self.topics.len() > TOPICS_LIMIT {
            add(Field::AskTopics, FieldProblem::TooLong(TOPICS_LIMIT));
        } else if self.topics.iter().any(|topic| catalogue.topic(topic).is_none()) {
            add(Field::AskTopics, FieldProblem::UnknownTopic);
        }
        problems
    }
}

impl Ask {
    /// A new ask, before anybody was asked.
    pub fn new(id: AskId, asker: PersonId, draft: Draft, origin: Origin, now: Timestamp) -> Self {
        Self {
            id,
            version: 0,
            asker,
            draft,
            origin,
            opened_at: now,
            approaches: Vec::new(),
            reach: Reach::Fitting,
            shown: None,
            state: AskState::Searching,
        }
    }
}

impl Desk {
    /// The ask begins: the asker gets a card to keep, and the first are asked.
    pub fn opens(mut self, now: Timestamp) -> Decision {
        let open = |ask: &&Ask| ask.asker == self.ask.asker && matches!(ask.state, AskState::Searching);
        if self.others.iter().filter(open).count() >= OPEN_AT_ONCE {
            return answer(AskAnswer::TooMany);
        }
        self.goes_on(now);
        let asked = self.ask.approaches.len();
        let card = Outgoing {
            key: self.ask.card(),
            to: Target::Direct(self.ask.asker.clone()),
            message: self.card(),
            not_before: now,
            expires: None,
            urgency: Urgency::Interactive,
        };
        self.decision.outgoing.insert(0, card);
        let words = if asked == 0 { AskAnswer::NobodyToAsk } else { AskAnswer::Opened { asked } };
        self.saved().reply(Answer::Ask(words).into())
    }

    /// The form to change an ask: only while somebody is looked for.
    pub fn edits(&self) -> Decision {
        match self.ask.state {
            AskState::Searching | AskState::Unanswered | AskState::Waiting { .. } => show(AskModal::Draft {
                draft: self.ask.draft.clone(),
                form: Form::Change(self.ask.id.clone()),
                topics: Topics::Chosen,
            }),
            AskState::Accepted { .. } | AskState::Closed { .. } => answer(AskAnswer::Over),
        }
    }

    /// The asker has changed what they said: whoever was asked and may still answer reads it anew.
    pub fn changes(mut self, draft: Draft, now: Timestamp) -> Decision {
        match self.ask.state {
            AskState::Accepted { .. } | AskState::Closed { .. } => return answer(AskAnswer::Over),
            AskState::Searching | AskState::Unanswered | AskState::Waiting { .. } => {}
        }
        self.ask.draft = draft;
        for person in self.still_asked() {
            self.edit_request(&person, RequestStanding::Open, now);
        }
        self.changes_words_shown(now);
        if self.ask.state == AskState::Unanswered {
            self.goes_on(now);
        }
        self.done(now).reply(Answer::Ask(AskAnswer::Changed).into())
    }

    /// Whoever was asked and has not said no.
    pub(super) fn still_asked(&self) -> Vec<PersonId> {
        let open = |response| matches!(response, Response::Pending | Response::Late);
        let approaches = self.ask.approaches.iter().filter(|approach| open(approach.response));
        approaches.map(|approach| approach.person.clone()).collect()
    }

    /// What somebody was sent says how it stands now.
    pub(in crate::domain) fn edit_request(
        &mut self,
        person: &PersonId,
        standing: RequestStanding,
        now: Timestamp,
    ) {
        let asked = self.ask.approaches.iter().find(|approach| approach.person == *person);
        let why = asked.map_or(Why::FreshEyes, |approach| approach.why.clone());
        let request = HelpRequest::of(&self.ask, why, standing);
        let key = self.ask.request(person);
        self.add(Decision::default().say(Outgoing {
            key: MessageKey::new(format!("{key}/edit/{}", self.ask.version)),
            to: Target::Edit(key),
            message: Message::Ask(AskMessage::Request(request)),
            not_before: now,
            expires: None,
            urgency: Urgency::Interactive,
        }));
    }
}

/// A few words about an ask and nothing else.
pub(super) fn answer(answer: AskAnswer) -> Decision {
    Decision::default().reply(Answer::Ask(answer).into())
}

pub(super) fn show(modal: AskModal) -> Decision {
    Decision::default().reply(Reply::Open(Box::new(Modal::Ask(modal))))
}
