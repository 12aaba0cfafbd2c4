//! Who is asked next: whom the topic suits, outside the reporting line, spread over everybody who can help.

use super::load::{Load, loads};
use super::message::{AskCard, AskMessage, Choice, HelpRequest, News, RequestStanding, Why};
use super::{APPROACHES, Approach, Ask, AskState, AskWake, Haste, Reach, Response};
use crate::domain::attention::{Attention, Kind, start_of_next_week};
use crate::domain::decision::{Change, Decision, Outgoing, Target, Urgency, Wake, WakeKind};
use crate::domain::ids::{ChannelId, MessageKey, PersonId, SubjectId, WakeKey};
use crate::domain::message::{LocalTime, Message};
use crate::domain::org::{Lines, OrgFacts};
use crate::domain::people::Person;
use crate::domain::people::profile::Mode;
use crate::domain::prompts::Shelf;
use crate::domain::record::Record;
use crate::domain::rounds::conversation::own_hour;
use crate::domain::topics::{self, Asked, Because, TopicIndex};
use jiff::{SignedDuration, Timestamp};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

/// For somebody whom nothing speaks for: after whoever the topic suits, however often those were asked.
const UNFIT: i64 = -500;
/// For somebody whose attention has no room before next week: only after whoever fits and can be asked now.
const NEXT_WEEK: i64 = -200;
/// A helper who works within the next day, where it is urgent.
const SOON: i64 = 20;

/// An ask with everything its routing depends on.
#[derive(Clone, Debug)]
pub struct Desk {
    /// The ask.
    pub ask: Ask,
    /// Everybody in the workspace.
    pub people: BTreeMap<PersonId, Person>,
    /// Who is above whom.
    pub lines: Lines,
    /// What the organisation says of people.
    pub org: Vec<OrgFacts>,
    /// Asks of the last months, this one left out: what people have been asked, and with what they helped.
    pub others: Vec<Ask>,
    /// What is left of people's attention.
    pub attention: Attention,
    /// The channel in which an asker may show the words of an ask, where there is one.
    pub community: Option<ChannelId>,
    /// The topics, made ready for reading texts.
    pub index: Arc<TopicIndex>,
    /// What there is to read for the two who talk; empty before somebody helps.
    pub shelf: Shelf,
    /// What has been decided so far.
    pub decision: Decision,
}

/// Somebody who can be asked, and how well they fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub person: PersonId,
    /// How well; more is better.
    pub points: i64,
    /// Why them.
    pub why: Why,
}

impl Desk {
    /// Everybody who can be asked now, best first. The hard rules are kept here: nobody in the reporting line, nobody on
    /// either's never-pair list, nobody who pauses, nobody twice, nobody whose attention is used up.
    pub fn candidates(&self, now: Timestamp) -> Vec<Candidate> {
        let Some(asker) = self.people.get(&self.ask.asker) else { return Vec::new() };
        let asked = self.index.asked(&self.ask.draft.text, &self.ask.draft.topics, &self.ask.draft.read_out);
        let loads = loads(&self.others, now);
        let none = Load::default();
        let mut found: Vec<(Option<Timestamp>, Candidate)> = Vec::new();
        for person in self.people.values().filter(|person| self.may_be_asked(asker, person, now)) {
            let load = loads.get(&person.id).unwrap_or(&none);
            found.extend(self.weigh(&asked, person, load, now).map(|each| (load.last_asked, each)));
        }
        found.sort_by(|(asked, one), (other_asked, other)| {
            (Reverse(one.points), asked, &one.person).cmp(&(
                Reverse(other.points),
                other_asked,
                &other.person,
            ))
        });
        found.into_iter().map(|(_, candidate)| candidate).collect()
    }

    /// Asks as many more people as should be asked at once; where nobody is left, the asker learns it.
    pub fn goes_on(&mut self, now: Timestamp) {
        let at_once = match self.ask.draft.haste {
            Haste::ThisWeek => 2,
            Haste::Whenever => 1,
        };
        let pending = self.ask.approaches.iter().filter(|each| each.response == Response::Pending).count();
        let allowed = match self.ask.reach {
            Reach::Fitting => APPROACHES,
            Reach::Anybody => 2 * APPROACHES,
        };
        let room = at_once.min(pending + allowed.saturating_sub(self.ask.approaches.len()));
        for candidate in self.candidates(now).into_iter().take(room.saturating_sub(pending)) {
            self.approach(&candidate, now);
        }
        self.ask.state = match self.ask.approaches.iter().any(|each| each.response == Response::Pending) {
            true => AskState::Searching,
            false => AskState::Unanswered,
        };
        if self.ask.state == AskState::Unanswered {
            self.nobody_found(now);
        }
    }

    /// Asks one person: what they read does not tell who asks.
    pub fn approach(&mut self, candidate: &Candidate, now: Timestamp) {
        let Some(person) = self.people.get(&candidate.person).cloned() else { return };
        let Some(at) = self.hour_for(&person, now) else { return };
        let subject = SubjectId::from(&self.ask.id);
        let Ok(contact) = self.attention.spend(&person, Kind::HelpRequest, Some(subject), at) else { return };
        self.ask.approaches.push(Approach {
            person: person.id.clone(),
            at,
            why: candidate.why.clone(),
            response: Response::Pending,
        });
        let request = HelpRequest::of(&self.ask, candidate.why.clone(), RequestStanding::Open);
        let answer = AskWake::Answer { ask: self.ask.id.clone(), person: person.id.clone() };
        self.add(
            Decision::default()
                .change(Change::SpendAttention(contact))
                .relying_on(&person)
                .say(Outgoing {
                    key: self.ask.request(&person.id),
                    to: Target::Direct(person.id.clone()),
                    message: Message::Ask(AskMessage::Request(request)),
                    not_before: at,
                    expires: None,
                    urgency: Urgency::Interactive,
                })
                .wake(Wake {
                    key: WakeKey::new(format!("{}/answer/{}", self.ask.id, person.id)),
                    at: person.profile.hours.shift_working_days(&person.time_zone, at, 1).max(at + DAY),
                    what: WakeKind::Ask(answer),
                }),
        );
    }

    /// The decision, with the ask as it stands now and its card brought up to date.
    pub fn done(mut self, now: Timestamp) -> Decision {
        let card = self.card();
        let edit = Outgoing {
            key: MessageKey::new(format!("{}/card/{}", self.ask.id, self.ask.version)),
            to: Target::Edit(self.ask.card()),
            message: card,
            not_before: now,
            expires: None,
            urgency: Urgency::Interactive,
        };
        self.add(Decision::default().say(edit));
        self.saved()
    }

    /// The decision, with the ask as it stands now.
    pub fn saved(self) -> Decision {
        let asker = self.ask.asker.clone();
        self.decision.change(Change::SaveRecord(Record::Ask(self.ask))).refresh(&asker)
    }

    /// The asker's view of the ask.
    pub fn card(&self) -> Message {
        let zone = self.people.get(&self.ask.asker).map_or("UTC", |asker| asker.time_zone.as_str());
        Message::Ask(AskMessage::Card(AskCard::of(&self.ask, zone)))
    }

    /// Adds to what is decided.
    pub fn add(&mut self, decision: Decision) {
        self.decision = std::mem::take(&mut self.decision).and(decision);
    }

    /// Whether the rules let somebody be asked, or named as someone better. Whose wish or line stands against it is said
    /// to nobody.
    pub fn may_be_asked(&self, asker: &Person, person: &Person, now: Timestamp) -> bool {
        person.takes_part(now)
            && person.profile.modes.contains(&Mode::Situational)
            && !are_apart(asker, person, &self.lines)
            && self.ask.response_of(&person.id).is_none()
            && self.hour_for(person, now).is_some()
    }

    /// When somebody can be asked: in their next working hour, or, where this week has no room for it, in the first one of
    /// next week. `None` where that is full as well.
    fn hour_for(&self, person: &Person, now: Timestamp) -> Option<Timestamp> {
        let soon = own_hour(person, now);
        let next_week = own_hour(person, start_of_next_week(person, soon));
        [soon, next_week].into_iter().find(|at| self.attention.has_room(person, Kind::HelpRequest, *at))
    }

    fn weigh(&self, asked: &Asked<'_>, person: &Person, load: &Load, now: Timestamp) -> Option<Candidate> {
        let (fit, why) = match (fit(asked, person, load), self.ask.reach) {
            (Some(fit), Reach::Fitting | Reach::Anybody) => fit,
            (None, Reach::Anybody) => (UNFIT, Why::FreshEyes),
            (None, Reach::Fitting) => return None,
        };
        let at = self.hour_for(person, now)?;
        let soon = if at <= now + DAY && self.ask.draft.haste == Haste::ThisWeek { SOON } else { 0 };
        let late = if at > own_hour(person, now) { NEXT_WEEK } else { 0 };
        let points = fit + load.points + soon + late;
        Some(Candidate { person: person.id.clone(), points, why })
    }

    fn nobody_found(&mut self, now: Timestamp) {
        let can_widen = match self.ask.reach {
            Reach::Fitting => Choice::Offered,
            Reach::Anybody => Choice::Absent,
        };
        let community = self.community.clone().filter(|_| self.ask.shown.is_none());
        let news =
            AskMessage::News { ask: self.ask.id.clone(), news: News::Unanswered { can_widen, community } };
        self.tell_asker(format!("unanswered/{}", self.ask.version), news, now);
    }

    /// A message to the asker alone, in their own hours.
    pub fn tell_asker(&mut self, what: String, message: AskMessage, now: Timestamp) {
        let Some(asker) = self.people.get(&self.ask.asker) else { return };
        let outgoing = Outgoing {
            key: MessageKey::new(format!("{}/{what}", self.ask.id)),
            to: Target::Direct(asker.id.clone()),
            message: Message::Ask(message),
            not_before: own_hour(asker, now),
            expires: None,
            urgency: Urgency::Interactive,
        };
        self.add(Decision::default().say(outgoing));
    }

    /// An instant where the asker is.
    pub fn where_the_asker_is(&self, at: Timestamp) -> LocalTime {
        let zone = self.people.get(&self.ask.asker).map_or("UTC", |asker| asker.time_zone.as_str());
        LocalTime { at, zone: zone.to_owned() }
    }
}

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// How well the topic suits somebody, and why.
fn fit(asked: &Asked<'_>, person: &Person, load: &Load) -> Option<(i64, Why)> {
    let relevance = asked.relevance(&topics::Candidate {
        offers: &person.profile.offers,
        own_words: person.profile.own_words.as_deref(),
        helped: &load.helped,
    })?;
    let why = match relevance.because {
        Because::OffersTopic(topic) => Why::Offers(topic),
        Because::OffersNeighbour { offered: _, asked } => Why::Close(asked),
        Because::OwnWords => Why::OwnWords,
        Because::HelpedBefore(topic) => Why::HelpedBefore(topic),
    };
    Some((i64::from(relevance.points), why))
}

/// Whether the hard rules keep two people apart: a wish of either, or the reporting line. From themselves everybody is.
pub(in crate::domain) fn are_apart(one: &Person, other: &Person, lines: &Lines) -> bool {
    one.id == other.id
        || one.never.contains(&other.id)
        || other.never.contains(&one.id)
        || lines.related(&one.id, &other.id)
}
