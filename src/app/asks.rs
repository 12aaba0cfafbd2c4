//! What asks need to know.

use super::people::Departure;
use super::{App, AppError};
use crate::domain::asks::message::AskAnswer;
use crate::domain::asks::route::Desk;
use crate::domain::asks::{Ask, AskEvent, AskState, AskWake, Draft, Form, Origin, Outcome, Press};
use crate::domain::attention::Attention;
use crate::domain::decision::{Decision, Reply};
use crate::domain::event::Event;
use crate::domain::ids::{AskId, ChannelId, PersonId, WorkspaceId};
use crate::domain::message::Answer;
use crate::domain::org::{Lines, OrgFacts};
use crate::domain::people::profile::Mode;
use crate::domain::people::{Person, Standing};
use crate::domain::prompts::Shelf;
use crate::domain::record::{Record, RecordKind};
use crate::domain::rounds::schedule::next_round;
use crate::domain::topics::TopicIndex;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

impl App {
    /// `/mentor ask`: the form, with what was typed and what we read out of it.
    pub(super) async fn asks(
        &self,
        event: &Event,
        person: &PersonId,
        words: &str,
    ) -> Result<Decision, AppError> {
        match self.taking_part(&event.workspace, person).await? {
            Some(_) => Ok(Draft::from_text(words, &self.topics).opens(Origin::Command)),
            None => Ok(Decision::default().reply(Answer::NotJoined.into())),
        }
    }

    pub(super) async fn ask_event(&self, event: &Event, what: &AskEvent) -> Result<Decision, AppError> {
        let now = event.now;
        match what {
            AskEvent::Submitted { person, draft, form } => {
                self.ask_submitted(event, person, draft, form).await
            }
            AskEvent::Pressed { person, ask, press } => {
                let Some(ask) = self.ask(event, ask).await? else { return Ok(over()) };
                let desk = match around(*press, &ask) {
                    Around::Everybody => self.desk(event, ask).await?,
                    Around::ItsPeople => self.small_desk(event, ask).await?,
                };
                Ok(match press {
                    Press::Accept => self.with_shelf(event, desk, person).await?.accepts(person, now),
                    Press::Decline => desk.declines(person, now),
                    Press::Refer => desk.asks_who_is_better(person),
                    Press::Edit if desk.ask.asker == *person => desk.edits(),
                    Press::Edit => over(),
                    Press::Withdraw => desk.withdraws(person, now),
                    Press::Widen => desk.widens(person, now),
                    Press::Wait => desk.waits(person, now),
                    Press::GoPublic => desk.goes_public(person, now),
                    Press::Helped => desk.tells(person, Outcome::Helped, now),
                    Press::Partly => desk.tells(person, Outcome::Partly, now),
                    Press::NotHelped => desk.tells(person, Outcome::No, now),
                    Press::NotYet => desk.not_yet(person, now),
                    Press::Thank => desk.thanks_helper(person, now),
                })
            }
            AskEvent::Referred { person, ask, other } => {
                let desk = self.desk_of(event, ask).await?;
                Ok(desk.map_or_else(over, |desk| desk.refers(person, other, now)))
            }
        }
    }

    pub(super) async fn ask_woke(&self, event: &Event, wake: &AskWake) -> Result<Decision, AppError> {
        let Some(ask) = self.ask(event, wake.ask()).await? else { return Ok(Decision::default()) };
        let desk = match wake {
            AskWake::Answer { .. } | AskWake::TryAgain(_) => self.desk(event, ask).await?,
            AskWake::FollowUp(_) | AskWake::Erase(_) => self.small_desk(event, ask).await?,
        };
        let decision = match wake {
            AskWake::Answer { ask: _, person } => desk.answer_is_due(person, event.now),
            AskWake::TryAgain(_) => desk.tries_again(event.now),
            AskWake::FollowUp(_) => desk.follow_up_is_due(event.now),
            AskWake::Erase(_) => desk.erases(),
        };
        Ok(Decision { reply: Reply::Nothing, ..decision })
    }

    /// Somebody takes part no more, or pauses: their asks end, and whoever they were to help is helped by somebody else.
    pub(super) async fn asks_left_by(
        &self,
        event: &Event,
        person: &PersonId,
        departure: Departure,
    ) -> Result<Decision, AppError> {
        let mut decision = Decision::default();
        let mut office: Option<Office> = None;
        for record in self.storage.records_of(&event.workspace, person).await? {
            let ask = match record {
                Record::Ask(ask) if ask.is_open() => ask,
                Record::Call(call) => {
                    decision = decision.and(call.left_by(person, event.now));
                    continue;
                }
                Record::Learning(learning) => {
                    decision = decision.and(learning.left_by(person, event.now));
                    continue;
                }
                Record::Ask(_) | Record::Nudge(_) | Record::Term(_) | Record::Upload(_) => continue,
            };
            // Two who have found each other can still talk when one of them takes a break from the rest.
            if departure == Departure::Pauses && ask.helper().is_some() {
                continue;
            }
            let known = match office.take() {
                Some(known) => known,
                None => self.office(event).await?,
            };
            let mut desk = office.insert(known).clone().desk(ask, self.topics.clone());
            decision.contacts().for_each(|entry| desk.attention.write(entry.clone()));
            // As the records stand they still take part; here they do not.
            let is_asker = desk.ask.asker == *person;
            let gone = desk.people.get_mut(person).filter(|_| !is_asker);
            if let Some(gone) = gone {
                gone.standing = Standing::Left;
            }
            let next = match is_asker {
                true => desk.asker_is_gone(event.now),
                false => desk.helper_is_gone(person, event.now),
            };
            decision = decision.and(Decision { reply: Reply::Nothing, ..next });
        }
        Ok(decision)
    }

    /// A request that could not be sent counts as a *no*; two who cannot be introduced are told about each other.
    pub(super) async fn ask_undeliverable(
        &self,
        event: &Event,
        ask: &AskId,
        person: Option<&PersonId>,
    ) -> Result<Decision, AppError> {
        let Some(desk) = self.desk_of(event, ask).await? else { return Ok(Decision::default()) };
        let decision = match person {
            Some(person) => desk.helper_is_gone(person, event.now),
            None => desk.cannot_be_introduced(event.now),
        };
        Ok(Decision { reply: Reply::Nothing, ..decision })
    }

    async fn ask_submitted(
        &self,
        event: &Event,
        person: &PersonId,
        draft: &Draft,
        form: &Form,
    ) -> Result<Decision, AppError> {
        if self.taking_part(&event.workspace, person).await?.is_none() {
            return Ok(Decision::default().reply(Answer::NotJoined.into()));
        }
        if let Some(back) = draft.check(form, &self.catalogue, &self.topics) {
            return Ok(back);
        }
        match form {
            Form::New(origin) => {
                let id = AskId::drawn(event.seed);
                let ask = Ask::new(id, person.clone(), draft.clone(), *origin, event.now);
                let opened = self.desk(event, ask).await?.opens(event.now);
                match origin {
                    Origin::Nudge if !opened.changes.is_empty() => {
                        Ok(self.nudge_is_sought(event, person).await?.and(opened))
                    }
                    Origin::Nudge | Origin::Command | Origin::Community => Ok(opened),
                }
            }
            Form::Change(ask) => match self.desk_of(event, ask).await? {
                Some(desk) if desk.ask.asker == *person => Ok(desk.changes(draft.clone(), event.now)),
                Some(_) | None => Ok(over()),
            },
        }
    }

    pub(super) async fn desk_of(&self, event: &Event, ask: &AskId) -> Result<Option<Desk>, AppError> {
        match self.ask(event, ask).await? {
            Some(ask) => Ok(Some(self.desk(event, ask).await?)),
            None => Ok(None),
        }
    }

    async fn ask(&self, event: &Event, ask: &AskId) -> Result<Option<Ask>, AppError> {
        let record = self.storage.record(&event.workspace, RecordKind::Ask, ask.as_str()).await?;
        Ok(record.and_then(Record::into_ask))
    }

    /// An ask with everything its routing depends on.
    pub(super) async fn desk(&self, event: &Event, ask: Ask) -> Result<Desk, AppError> {
        Ok(self.office(event).await?.desk(ask, self.topics.clone()))
    }

    /// An ask with its own people alone: for whatever asks nobody new, and so must not read a large workspace.
    async fn small_desk(&self, event: &Event, ask: Ask) -> Result<Desk, AppError> {
        let workspace = &event.workspace;
        let members = ask.people();
        let people = self.storage.people_by_id(workspace, &members).await?;
        let office = Office {
            lines: Lines::default(),
            org: self.storage.org_facts(workspace, Some(&members)).await?,
            asks: Vec::new(),
            attention: Attention::default(),
            community: self.community_channel(workspace).await?,
            people: people.into_iter().map(|person| (person.id.clone(), person)).collect(),
        };
        Ok(office.desk(ask, self.topics.clone()))
    }

    async fn office(&self, event: &Event) -> Result<Office, AppError> {
        let workspace = &event.workspace;
        let people = self.everybody(workspace).await?;
        let org = self.storage.org_facts(workspace, None).await?;
        Ok(Office {
            attention: self.attention(event, &people).await?,
            asks: self.asks_lately(workspace, event.now).await?,
            lines: Lines::of(&org, people.values()),
            org,
            community: self.community_channel(workspace).await?,
            people,
        })
    }

    /// Asks that matter for who is asked next.
    pub(super) async fn asks_lately(
        &self,
        workspace: &WorkspaceId,
        now: Timestamp,
    ) -> Result<Vec<Ask>, AppError> {
        let records = self.records_lately(workspace, &[RecordKind::Ask], now).await?;
        Ok(records.into_iter().filter_map(Record::into_ask).collect())
    }

    pub(super) async fn everybody(
        &self,
        workspace: &WorkspaceId,
    ) -> Result<BTreeMap<PersonId, Person>, AppError> {
        let people = self.storage.people(workspace).await?;
        Ok(people.into_iter().map(|person| (person.id.clone(), person)).collect())
    }

    /// What is left of everybody's attention this week and later.
    pub(super) async fn written_attention(
        &self,
        workspace: &WorkspaceId,
        now: Timestamp,
    ) -> Result<Attention, AppError> {
        let written = self.storage.attention_since(workspace, week_before(now)).await?;
        Ok(Attention::of(self.budget, written))
    }

    /// The same, with room for the introductions that are to come.
    pub(super) async fn attention(
        &self,
        event: &Event,
        people: &BTreeMap<PersonId, Person>,
    ) -> Result<Attention, AppError> {
        let attention = self.written_attention(&event.workspace, event.now).await?;
        self.with_introductions(event, attention, people).await
    }

    /// The same of one person: what concerns them alone must not read a large workspace.
    pub(super) async fn attention_of(&self, event: &Event, id: &PersonId) -> Result<Attention, AppError> {
        let workspace = &event.workspace;
        let written = self.storage.attention_of(workspace, id, week_before(event.now)).await?;
        let person = self.storage.person(workspace, id).await?;
        let people = person.map(|person| (person.id.clone(), person)).into_iter().collect();
        self.with_introductions(event, Attention::of(self.budget, written), &people).await
    }

    async fn with_introductions(
        &self,
        event: &Event,
        mut attention: Attention,
        people: &BTreeMap<PersonId, Person>,
    ) -> Result<Attention, AppError> {
        for program in self.storage.programs(&event.workspace).await? {
            let Some(slot) = next_round(&program, event.now).filter(|_| program.mode.introduces()) else {
                continue;
            };
            if !people.values().any(|person| person.profile.modes.contains(&program.mode)) {
                continue;
            }
            let engaged = match program.mode {
                Mode::Reverse => self.engaged(&event.workspace).await?,
                Mode::Peer | Mode::Situational | Mode::Circle | Mode::External | Mode::Nudge => {
                    BTreeSet::new()
                }
            };
            let takers = people.values().filter(|person| {
                person.profile.modes.contains(&program.mode) && !engaged.contains(&person.id)
            });
            for person in takers {
                attention.expect_introduction(person, slot);
            }
        }
        Ok(attention)
    }

    pub(super) async fn taking_part(
        &self,
        workspace: &WorkspaceId,
        id: &PersonId,
    ) -> Result<Option<Person>, AppError> {
        let person = self.storage.person(workspace, id).await?;
        Ok(person.filter(|person| person.standing == Standing::Active))
    }
}

/// Where people are, the week may have begun a day earlier than here.
fn week_before(now: Timestamp) -> Date {
    now.to_zoned(TimeZone::UTC).date().saturating_sub(8.days())
}

/// What the asks of a workspace are routed with: read once, however many of them there are.
#[derive(Clone)]
struct Office {
    people: BTreeMap<PersonId, Person>,
    org: Vec<OrgFacts>,
    lines: Lines,
    asks: Vec<Ask>,
    attention: Attention,
    community: Option<ChannelId>,
}

impl Office {
    fn desk(self, ask: Ask, index: Arc<TopicIndex>) -> Desk {
        Desk {
            others: self.asks.into_iter().filter(|other| other.id != ask.id).collect(),
            people: self.people,
            lines: self.lines,
            org: self.org,
            attention: self.attention,
            community: self.community,
            shelf: Shelf::default(),
            index,
            decision: Decision::default(),
            ask,
        }
    }
}

/// Who has to be known for a press.
enum Around {
    /// Whoever may be asked next.
    Everybody,
    /// The asker and those who were asked.
    ItsPeople,
}

fn around(press: Press, ask: &Ask) -> Around {
    match press {
        Press::Decline if ask.state == AskState::Searching => Around::Everybody,
        Press::Widen => Around::Everybody,
        Press::Decline
        | Press::Accept
        | Press::Refer
        | Press::Edit
        | Press::Withdraw
        | Press::Wait
        | Press::GoPublic
        | Press::Helped
        | Press::Partly
        | Press::NotHelped
        | Press::NotYet
        | Press::Thank => Around::ItsPeople,
    }
}

fn over() -> Decision {
    Decision::default().reply(Answer::Ask(AskAnswer::Over).into())
}
