//! What becomes of what a person asks for: joining, pausing, leaving, their never-pair list.

use super::modes::Ahead;
use super::profile::{OWN_WORDS_LIMIT, Profile, TEAM_LIMIT, TOPICS_LIMIT};
use super::{Account, NextRound, Pause, Person, SlackFacts, Standing};
use crate::domain::calendar::{days_later, local_midnight};
use crate::domain::catalogue::Catalogue;
use crate::domain::command::{Command, PauseLength};
use crate::domain::decision::{
    Change, Decision, Field, FieldError, FieldProblem, Outgoing, Reply, SkipReason, Target, Urgency, Wake,
    WakeKind, Withdrawn,
};
use crate::domain::ids::{MessageKey, PersonId, TopicId, WakeKey};
use crate::domain::message::{Answer, LocalTime, Message, Modal, ProfilePurpose};
use crate::domain::org::OrgFacts;
use crate::domain::rounds::conversation::own_hour;
use crate::domain::rounds::dissolve::{Situation, dissolve};
use jiff::Timestamp;
use std::collections::BTreeSet;

/// The person who asks, with everything their requests may touch.
#[derive(Clone, Debug)]
pub struct Asker {
    /// Slack's id.
    pub id: PersonId,
    /// Their record, if they ever joined.
    pub person: Option<Person>,
    /// What Slack says about them; looked up only for somebody who is about to join.
    pub facts: Option<SlackFacts>,
    /// What the organisation says of them; looked up only for somebody without a record of their own.
    pub org: Option<OrgFacts>,
    /// When the next round is.
    pub next_slot: Option<Timestamp>,
    /// When each kind of mentoring has its next slot.
    pub ahead: Ahead,
    /// Their pairings that are still under way.
    pub under_way: Vec<Situation>,
}

impl Asker {
    /// Decides on a request that changes something, or that only needs words. Requests that read the past (`why`,
    /// `history`, `export`) are answered by [`crate::domain::people::views`], those with words of their own elsewhere.
    pub fn asked(&self, command: &Command, at: Timestamp, now: Timestamp) -> Decision {
        match command {
            Command::Join => self.opens_profile(ProfilePurpose::Join),
            Command::Profile => self.opens_profile(ProfilePurpose::Change),
            Command::Help => say(Answer::Help),
            Command::Privacy => say(Answer::Privacy),
            Command::Unknown(what) => say(Answer::Misunderstood(what.clone())),
            Command::Home => say(Answer::HomeIsReady).refresh(&self.id),
            Command::ForgetMe if self.is_known() => {
                Decision::default().reply(Reply::Open(Box::new(Modal::ConfirmForget)))
            }
            Command::ForgetMe => say(Answer::NotJoined),
            Command::Pause(length) => self.with_member(at, |person| self.pauses(person, *length, at, now)),
            Command::Resume => self.with_member(at, |person| self.resumes(person, at)),
            Command::Skip => self.with_member(at, |person| self.skips(person, now)),
            Command::Unskip => self.with_member(at, |person| self.unskips(person)),
            Command::Leave => {
                self.with_member_since(|person| person.joined_at, at, |person| self.leaves(person, at, now))
            }
            Command::Never(other) => self.with_person(|person| self.never(person, other, now)),
            Command::Try(mode) => self.with_member(at, |person| self.tries(person, *mode)),
            Command::PassOn(mode) => self.with_member(at, |person| self.passes_on(person, *mode)),
            Command::Allow(other) => self.with_person(|person| allow(person, other)),
            Command::NeverList => {
                self.with_person(|person| say(Answer::NeverList(person.never.iter().cloned().collect())))
            }
            Command::Ask(_)
            | Command::Offer(_)
            | Command::Nudge(_)
            | Command::Prompt(_)
            | Command::Share
            | Command::Why
            | Command::WhyNot(_)
            | Command::History
            | Command::Export => Decision::default(),
        }
    }

    /// The profile was submitted: the person joins, comes back, or changes what they said.
    pub fn submits(&self, profile: Profile, catalogue: &Catalogue, now: Timestamp) -> Decision {
        let problems = problems_of(&profile, catalogue);
        if !problems.is_empty() {
            return Decision::default().reply(Reply::Refuse(problems));
        }
        match &self.person {
            Some(person) if person.standing == Standing::Active => {
                let manager = person.profile.manager.clone();
                let changed = Person { profile: Profile { manager, ..profile }, ..person.clone() };
                let changed = changed.nudged_as_ticked().asked_about_all();
                Decision::default().change(Change::SavePerson(changed)).refresh(&self.id)
            }
            Some(_) | None => self.joins(profile, now),
        }
    }

    /// *Forget me* was confirmed.
    pub fn forgotten(&self, now: Timestamp) -> Decision {
        if !self.is_known() {
            return say(Answer::NotJoined);
        }
        let drops_out = |person| self.drops_out(person, now, SkipReason::Forgotten);
        let decision = self.person.as_ref().map(drops_out).unwrap_or_default();
        decision
            .change(Change::ForgetPerson(self.id.clone()))
            .reply(Answer::Forgotten.into())
            .refresh(&self.id)
    }

    /// Whether anything is kept about them, by their own doing or the organisation's.
    fn is_known(&self) -> bool {
        self.person.is_some() || self.org.is_some()
    }

    /// A pause may have come to its end.
    pub fn pause_may_have_ended(&self, now: Timestamp) -> Decision {
        let Some(person) = &self.person else { return Decision::default() };
        if person.pause.is_none() || person.is_paused(now) || person.standing != Standing::Active {
            return Decision::default();
        }
        let back = Person { pause: None, ..person.clone() };
        let message = Message::PauseEnded { next_round: self.next_round(person) };
        let hour = own_hour(person, now);
        Decision::default()
            .say(self.direct(format!("pause-ended/{}/{now}", self.id), message, hour, Urgency::Bulk))
            .change(Change::SavePerson(back))
            .refresh(&self.id)
    }

    /// Slack says that the account is another than before.
    pub fn changed(&self, facts: &SlackFacts, now: Timestamp) -> Decision {
        let Some(person) = &self.person else { return Decision::default() };
        let standing = match (facts.account, person.standing) {
            (Account::Member, Standing::Deactivated) => Standing::Left,
            (Account::Member, same) => same,
            (Account::Guest | Account::Bot | Account::Deactivated | Account::Stranger, _) => {
                Standing::Deactivated
            }
        };
        let time_zone = facts.time_zone.clone().unwrap_or_else(|| person.time_zone.clone());
        let changed = Person {
            display_name: facts.display_name.clone(),
            time_zone,
            admin: facts.admin,
            standing,
            ..person.clone()
        };
        if changed == *person {
            return Decision::default();
        }
        let falls_out = standing == Standing::Deactivated && person.standing == Standing::Active;
        let decision = if falls_out {
            self.drops_out(person, now, SkipReason::Deactivated)
        } else {
            Decision::default()
        };
        decision.change(Change::SavePerson(changed))
    }

    fn opens_profile(&self, purpose: ProfilePurpose) -> Decision {
        if self.facts.as_ref().is_some_and(|facts| facts.account != Account::Member) {
            return say(Answer::CannotTakePart);
        }
        let (profile, purpose) = match &self.person {
            Some(person) if person.standing == Standing::Active => {
                (person.shown_profile(), ProfilePurpose::Change)
            }
            Some(person) => (person.shown_profile(), ProfilePurpose::Join),
            None if purpose == ProfilePurpose::Change => return say(Answer::NotJoined),
            None => (
                Profile {
                    modes: BTreeSet::from_iter(super::profile::Mode::USUAL.iter().copied()),
                    ..Profile::default()
                },
                purpose,
            ),
        };
        let zone_of_facts = self.facts.as_ref().and_then(|facts| facts.time_zone.clone());
        let time_zone =
            self.person.as_ref().map(|person| person.time_zone.clone()).or(zone_of_facts).unwrap_or_else(utc);
        Decision::default().reply(Reply::Open(Box::new(Modal::Profile { profile, purpose, time_zone })))
    }

    fn joins(&self, profile: Profile, now: Timestamp) -> Decision {
        let Some(facts) = &self.facts else { return say(Answer::Trouble) };
        if facts.account != Account::Member {
            return say(Answer::CannotTakePart);
        }
        let known = self.person.as_ref();
        let profile = Profile { manager: known.and_then(|person| person.profile.manager.clone()), ..profile };
        let zone = facts.time_zone.clone().unwrap_or_else(utc);
        let anew = Person::joining(self.id.clone(), facts.display_name.clone(), zone, profile, now);
        let person = Person {
            admin: facts.admin,
            version: known.map_or(0, |person| person.version),
            never: known.map(|person| person.never.clone()).unwrap_or_default(),
            nudging: known.map(|person| person.nudging.clone()).unwrap_or_default(),
            ..anew
        }
        .nudged_as_ticked()
        .asked_about_all();
        let message = Message::Welcome { chosen: self.ahead.chosen(&person) };
        Decision::default()
            .say(self.direct(format!("welcome/{}/{now}", self.id), message, now, Urgency::Interactive))
            .change(Change::SavePerson(person))
            .refresh(&self.id)
    }

    fn pauses(&self, person: &Person, length: PauseLength, at: Timestamp, now: Timestamp) -> Decision {
        let until = match length {
            PauseLength::Open => None,
            PauseLength::Days(days) => Some(days_later(&person.time_zone, now, days.into())),
            PauseLength::Weeks(weeks) => Some(days_later(&person.time_zone, now, 7 * i64::from(weeks))),
            PauseLength::Until(date) => Some(local_midnight(&person.time_zone, date, now)),
        };
        let paused = Person { pause: Some(Pause { until }), decided_at: at, unanswered: 0, ..person.clone() };
        let shown = until.map(|at| LocalTime { at, zone: person.time_zone.clone() });
        let decision = self
            .drops_out(person, now, SkipReason::OptedOut)
            .change(Change::SavePerson(paused))
            .reply(Answer::Paused { until: shown }.into())
            .refresh(&self.id);
        match until {
            Some(at) => {
                decision.wake(Wake { key: self.pause_key(), at, what: WakeKind::PauseEnds(self.id.clone()) })
            }
            None => decision,
        }
    }

    fn resumes(&self, person: &Person, at: Timestamp) -> Decision {
        let back = Person {
            pause: None,
            next_round: NextRound::TakesPart,
            unanswered: 0,
            decided_at: at,
            ..person.clone()
        };
        let answer = Answer::Resumed { next_round: self.next_round(&back) };
        Decision::default().change(Change::SavePerson(back)).reply(answer.into()).refresh(&self.id)
    }

    /// A round that was planned but not yet announced counts as the next one: it is that one they sit out.
    fn skips(&self, person: &Person, now: Timestamp) -> Decision {
        let planned = |situation: &&Situation| situation.is_planned();
        let unannounced: Vec<_> = self.under_way.iter().filter(planned).collect();
        let decision = if unannounced.is_empty() {
            Decision::default()
                .change(Change::SavePerson(Person { next_round: NextRound::Skips, ..person.clone() }))
        } else {
            unannounced.into_iter().fold(Decision::default(), |sum, situation| {
                sum.and(dissolve(situation, person, now, SkipReason::OptedOut))
            })
        };
        decision.reply(Answer::Skipped.into()).refresh(&self.id)
    }

    fn unskips(&self, person: &Person) -> Decision {
        let back = Person { next_round: NextRound::TakesPart, ..person.clone() };
        Decision::default().change(Change::SavePerson(back)).reply(Answer::Unskipped.into()).refresh(&self.id)
    }

    fn leaves(&self, person: &Person, at: Timestamp, now: Timestamp) -> Decision {
        let left = Person {
            standing: Standing::Left,
            pause: None,
            next_round: NextRound::TakesPart,
            decided_at: at,
            ..person.clone()
        };
        self.drops_out(person, now, SkipReason::OptedOut)
            .change(Change::SavePerson(left))
            .reply(Answer::Left.into())
            .refresh(&self.id)
    }

    fn never(&self, person: &Person, other: &PersonId, now: Timestamp) -> Decision {
        if *other == self.id {
            return say(Answer::NeverYourself);
        }
        let mut changed = person.clone();
        changed.never.insert(other.clone());
        let together = |situation: &&Situation| !situation.is_announced() && situation.pairing.has(other);
        self.under_way
            .iter()
            .filter(together)
            .fold(Decision::default(), |sum, situation| {
                sum.and(dissolve(situation, person, now, SkipReason::OptedOut))
            })
            .change(Change::SavePerson(changed))
            .reply(Answer::NeverPaired(other.clone()).into())
            .refresh(&self.id)
    }

    /// Everything that has to stop when somebody takes part no more: their talks that have no date yet, and what was to
    /// be said to them alone.
    fn drops_out(&self, person: &Person, now: Timestamp, reason: SkipReason) -> Decision {
        self.under_way
            .iter()
            .filter(|situation| situation.is_open() || !situation.is_announced())
            .fold(Decision::default(), |sum, situation| sum.and(dissolve(situation, person, now, reason)))
            .withdraw(Withdrawn::To(self.id.clone()), reason)
    }

    /// Somebody who takes part, and whose last word on that is not younger than this request.
    fn with_member(&self, at: Timestamp, decide: impl FnOnce(&Person) -> Decision) -> Decision {
        self.with_member_since(|person| person.decided_at, at, decide)
    }

    fn with_member_since(
        &self,
        heard: impl FnOnce(&Person) -> Timestamp,
        at: Timestamp,
        decide: impl FnOnce(&Person) -> Decision,
    ) -> Decision {
        match &self.person {
            Some(person) if person.standing == Standing::Active && at >= heard(person) => decide(person),
            Some(person) if person.standing == Standing::Active => Decision::default(),
            Some(_) | None => say(Answer::NotJoined),
        }
    }

    fn with_person(&self, decide: impl FnOnce(&Person) -> Decision) -> Decision {
        self.person.as_ref().map_or_else(|| say(Answer::NotJoined), decide)
    }

    fn next_round(&self, person: &Person) -> Option<LocalTime> {
        self.next_slot.map(|at| LocalTime { at, zone: person.time_zone.clone() })
    }

    fn pause_key(&self) -> WakeKey {
        WakeKey::new(format!("pause-ends/{}", self.id))
    }

    fn direct(&self, key: String, message: Message, not_before: Timestamp, urgency: Urgency) -> Outgoing {
        Outgoing {
            key: MessageKey::new(key),
            to: Target::Direct(self.id.clone()),
            message,
            not_before,
            expires: None,
            urgency,
        }
    }
}

fn allow(person: &Person, other: &PersonId) -> Decision {
    let mut changed = person.clone();
    changed.never.remove(other);
    Decision::default()
        .change(Change::SavePerson(changed))
        .reply(Answer::MayBePaired(other.clone()).into())
        .refresh(&person.id)
}

fn problems_of(profile: &Profile, catalogue: &Catalogue) -> Vec<FieldError> {
    let mut problems = Vec::new();
    let mut check = |field, problem: Option<FieldProblem>| {
        problems.extend(problem.map(|problem| FieldError { field, problem }));
    };
    check(Field::Seeks, topics_problem(&profile.seeks, catalogue));
    check(Field::Offers, topics_problem(&profile.offers, catalogue));
    check(Field::OwnWords, text_problem(profile.own_words.as_deref(), OWN_WORDS_LIMIT));
    check(Field::Team, text_problem(profile.team.as_deref(), TEAM_LIMIT));
    check(Field::Modes, profile.modes.is_empty().then_some(FieldProblem::Empty));
    check(Field::Days, profile.hours.days.is_empty().then_some(FieldProblem::Empty));
    check(Field::End, profile.hours.check().is_err().then_some(FieldProblem::DayTooShort));
    problems
}

fn topics_problem(topics: &[TopicId], catalogue: &Catalogue) -> Option<FieldProblem> {
    if topics.len() > TOPICS_LIMIT {
        Some(FieldProblem::TooLong(TOPICS_LIMIT))
    } else if topics.iter().any(|topic| catalogue.topic(topic).is_none()) {
        Some(FieldProblem::UnknownTopic)
    } else {
        None
    }
}

fn text_problem(text: Option<&str>, limit: usize) -> Option<FieldProblem> {
    text.filter(|text| text.chars().count() > limit).map(|_| FieldProblem::TooLong(limit))
}

fn say(answer: Answer) -> Decision {
    Decision::default().reply(answer.into())
}

fn utc() -> String {
    "UTC".into()
}

#[cfg(test)]
mod tests;
