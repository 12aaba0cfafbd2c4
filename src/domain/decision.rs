//! Everything we can want. A decision is a value: it is committed whole, in one transaction, or not at all.

mod reply;

pub use reply::{Field, FieldError, FieldProblem, Reply};

use super::asks::AskWake;
use super::attention::{self, Attention, Kind};
use super::community::CommunityWake;
use super::ids::{ChannelId, MessageKey, MessageRef, PairingId, PersonId, PromptId, SubjectId, WakeKey};
use super::learning::LearningWake;
use super::message::Message;
use super::nudges::NudgeWake;
use super::org::OrgFacts;
use super::people::Person;
use super::record::Record;
use super::reverse::ReverseWake;
use super::rounds::check_in::CheckIn;
use super::rounds::pairing::Pairing;
use super::rounds::{Program, Round};
use super::upload::UploadWake;
use super::workspace::Workspace;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is to be done about an event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decision {
    /// What is to be remembered.
    pub changes: Vec<Change>,
    /// What is to be said, durably.
    pub outgoing: Vec<Outgoing>,
    /// What was to be said and is no longer: skipped where it has not been sent.
    pub withdrawn: Vec<Withdrawal>,
    /// When to look again.
    pub wakes: Vec<Wake>,
    /// At what there is nothing more to look.
    pub settled: Vec<WakeKey>,
    /// What the person who caused the event sees at once.
    pub reply: Reply,
    /// Whose Home shows something new.
    pub homes: Vec<PersonId>,
    /// Whose records, at which version, it rests on without saving them. Has one of them moved on, it is decided anew, so
    /// that nobody is matched or named who said otherwise in the meantime.
    pub relies_on: BTreeMap<PersonId, i64>,
}

/// One thing to remember. Saves are whole records with the version they were loaded at: another writer in between makes
/// the commit fail, and the event is decided anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Insert or replace a person.
    SavePerson(Person),
    /// Erase a person; their seats in past rounds become nameless.
    ForgetPerson(PersonId),
    /// Insert or replace a programme.
    SaveProgram(Program),
    /// Insert a round. A second one for the same slot is a conflict.
    OpenRound(Round),
    /// Insert or replace a pairing.
    SavePairing(Pairing),
    /// Insert or replace a check-in.
    SaveCheckIn(CheckIn),
    /// Somebody has seen a question.
    ShowPrompt(Showing),
    /// Insert or replace a record of any other kind.
    SaveRecord(Record),
    /// Somebody's attention was spent, or something was held back for want of it. A number that is taken is a conflict.
    SpendAttention(attention::Entry),
    /// Insert or replace what the organisation says of people, each as a whole.
    SaveOrg(Vec<OrgFacts>),
    /// Insert or replace the workspace.
    SaveWorkspace(Workspace),
    /// Erase everything of the workspace.
    EraseWorkspace,
}

/// A person was shown a question.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Showing {
    /// Who.
    pub person: PersonId,
    /// Which question.
    pub prompt: PromptId,
    /// When.
    pub at: Timestamp,
}

/// Something to say: a row of the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// The same key is never said twice.
    pub key: MessageKey,
    /// To whom, or where.
    pub to: Target,
    /// What.
    pub message: Message,
    /// Not before.
    pub not_before: Timestamp,
    /// Pointless after; such a row is skipped and says so.
    pub expires: Option<Timestamp>,
    /// What overtakes what.
    pub urgency: Urgency,
}

/// Where something is said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// In the bot's own direct message with a person.
    Direct(PersonId),
    /// In the group direct message of these people and the bot; sorted, 2 to 8 of them.
    Group(Vec<PersonId>),
    /// In a channel, for everybody there; the bot must have been invited.
    Channel(ChannelId),
    /// In the thread under an earlier message of ours.
    Thread(MessageKey),
    /// In the thread under a message of somebody else's, in our own direct message with them.
    Under(MessageRef),
    /// In place of an earlier message of ours.
    Edit(MessageKey),
}

/// What overtakes what in the outbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// Somebody is waiting at the screen.
    Interactive,
    /// Part of a round.
    Bulk,
}

/// What was to be said and is no longer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    /// Which messages.
    pub what: Withdrawn,
    /// Why, for the operator.
    pub reason: SkipReason,
}

/// Which messages are withdrawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Withdrawn {
    /// Everything not yet sent about a pairing, an ask or the like.
    About(SubjectId),
    /// Everything not yet sent to a person alone.
    To(PersonId),
    /// One message.
    Key(MessageKey),
}

/// Why a message was not sent after all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SkipReason {
    /// The person left, paused or skipped in between.
    OptedOut,
    /// The account was deactivated.
    Deactivated,
    /// The person asked to be forgotten.
    Forgotten,
    /// The pair was dissolved.
    Dissolved,
    /// Its time had passed.
    Expired,
    /// It was answered before it was sent.
    Answered,
    /// What it answers to was never sent.
    NothingToReplyTo,
    /// An operator did not want it sent.
    Dropped,
}

/// A time to look again. It carries no text: what is true then is decided then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wake {
    /// Setting the same key again moves it.
    pub key: WakeKey,
    /// When.
    pub at: Timestamp,
    /// At what.
    pub what: WakeKind,
}

/// What to look at again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WakeKind {
    /// Has the pair booked or met?
    MidRound(PairingId),
    /// The pair's private check-ins.
    CheckIn(PairingId),
    /// Has this person answered the check-in?
    CheckInReminder {
        /// About which pairing.
        pairing: PairingId,
        /// Who was asked.
        person: PersonId,
    },
    /// Are the words of what somebody meant to try older than we keep them?
    ForgetWillTry {
        /// About which pairing.
        pairing: PairingId,
        /// Whose words.
        person: PersonId,
    },
    /// Has the person's pause ended?
    PauseEnds(PersonId),
    /// How does an ask stand?
    Ask(AskWake),
    /// How do the hands under a question stand?
    Community(CommunityWake),
    /// How does something learned stand?
    Learning(LearningWake),
    /// How does a nudge stand?
    Nudge(NudgeWake),
    /// How does a term of reverse mentoring stand?
    Reverse(ReverseWake),
    /// How does a file of people stand?
    Upload(UploadWake),
    /// Is the workspace still uninstalled?
    EraseWorkspace,
}

/// What a decision makes of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate<'a> {
    /// They are saved like this.
    Saved(&'a Person),
    /// They are erased.
    Forgotten,
}

impl Change {
    /// Whether the next slot of some programme may be another one afterwards.
    pub fn moves_slots(&self) -> bool {
        match self {
            Self::SaveProgram(_) | Self::SaveWorkspace(_) | Self::EraseWorkspace => true,
            Self::SavePerson(_)
            | Self::ForgetPerson(_)
            | Self::OpenRound(_)
            | Self::SavePairing(_)
            | Self::SaveCheckIn(_)
            | Self::SaveOrg(_)
            | Self::ShowPrompt(_)
            | Self::SaveRecord(_)
            | Self::SpendAttention(_) => false,
        }
    }
}

impl Decision {
    /// Whether something is to be done once it is committed, at once or later.
    pub fn leaves_work(&self) -> bool {
        !self.outgoing.is_empty() || !self.wakes.is_empty() || self.moves_slots()
    }

    /// Whether the next slot of some programme may be another one afterwards.
    pub fn moves_slots(&self) -> bool {
        self.changes.iter().any(Change::moves_slots)
    }

    /// The contacts it spends, and those it holds back.
    pub fn contacts(&self) -> impl Iterator<Item = &attention::Entry> {
        self.changes
            .iter()
            .filter_map(|change| if let Change::SpendAttention(entry) = change { Some(entry) } else { None })
    }

    /// What it makes of a person; `None` where it leaves their record alone.
    pub fn fate_of(&self, person: &PersonId) -> Option<Fate<'_>> {
        self.changes.iter().find_map(|change| {
            if let Change::SavePerson(saved) = change {
                (saved.id == *person).then_some(Fate::Saved(saved))
            } else if let Change::ForgetPerson(forgotten) = change {
                (forgotten == person).then_some(Fate::Forgotten)
            } else {
                None
            }
        })
    }

    /// With one more change.
    pub fn change(mut self, change: Change) -> Self {
        self.changes.push(change);
        self
    }

    /// With one more message.
    pub fn say(mut self, outgoing: Outgoing) -> Self {
        self.outgoing.push(outgoing);
        self
    }

    /// With one more wake.
    pub fn wake(mut self, wake: Wake) -> Self {
        self.wakes.push(wake);
        self
    }

    /// With one wake fewer.
    pub fn settle(mut self, wake: WakeKey) -> Self {
        self.settled.push(wake);
        self
    }

    /// With messages withdrawn.
    pub fn withdraw(mut self, what: Withdrawn, reason: SkipReason) -> Self {
        self.withdrawn.push(Withdrawal { what, reason });
        self
    }

    /// With an answer to whoever asked.
    pub fn reply(mut self, reply: Reply) -> Self {
        self.reply = reply;
        self
    }

    /// With a Home that shows something new.
    pub fn refresh(mut self, person: &PersonId) -> Self {
        self.homes.push(person.clone());
        self
    }

    /// Resting on what a person's record says.
    pub fn relying_on(mut self, person: &Person) -> Self {
        self.relies_on.insert(person.id.clone(), person.version);
        self
    }

    /// With what we begin with somebody of our own accord: said where their week has room for it, and written down either
    /// way.
    pub fn begin(self, person: &Person, kind: Kind, message: Outgoing, attention: &mut Attention) -> Self {
        let decision = self.relying_on(person);
        match attention.spend(person, kind, None, message.not_before) {
            Ok(contact) => decision.change(Change::SpendAttention(contact)).say(message),
            Err(held) => decision.change(Change::SpendAttention(held)),
        }
    }

    /// Both decisions; the reply of the second, where it has one.
    pub fn and(mut self, other: Self) -> Self {
        self.changes.extend(other.changes);
        self.outgoing.extend(other.outgoing);
        self.withdrawn.extend(other.withdrawn);
        self.wakes.extend(other.wakes);
        self.settled.extend(other.settled);
        self.homes.extend(other.homes);
        self.relies_on.extend(other.relies_on);
        if other.reply != Reply::Nothing {
            self.reply = other.reply;
        }
        self
    }
}
