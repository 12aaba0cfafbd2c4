//! Everything that can happen. A closed list: whoever adds to it is shown every place that must answer.

use super::asks::AskEvent;
use super::command::Command;
use super::community::CommunityEvent;
use super::decision::WakeKind;
use super::ids::{MessageRef, PairingId, PersonId, ProgramId, SubjectId, WorkspaceId};
use super::learning::LearningEvent;
use super::nudges::NudgeEvent;
use super::people::SlackFacts;
use super::people::profile::Profile;
use super::reaction::Reaction;
use super::reverse::ReverseEvent;
use super::rounds::check_in::CheckInAnswer;
use super::rounds::pairing::Signal;
use super::upload::UploadEvent;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Something that happened, with the time and the chance its decision may use.
#[derive(Clone, Debug)]
pub struct Event {
    /// Where.
    pub workspace: WorkspaceId,
    /// When we took it up.
    pub now: Timestamp,
    /// Chance, for this event alone.
    pub seed: Seed,
    /// What.
    pub what: Happening,
}

/// 32 bytes of chance: the seed of a ChaCha generator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seed(pub [u8; 32]);

impl Seed {
    /// The generator this seed stands for: the same seed gives the same numbers on every machine and in every version.
    pub fn rng(self) -> rand_chacha::ChaCha8Rng {
        use rand::SeedableRng;
        rand_chacha::ChaCha8Rng::from_seed(self.0)
    }
}

/// What can happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening {
    /// Somebody asked for something, by command or button.
    Asked {
        /// Who, as Slack describes them; looked up before the domain is asked only where we do not know them yet.
        person: PersonId,
        /// For what.
        command: Command,
        /// When they did, by Slack's clock; a late delivery must not undo what came after it.
        at: Timestamp,
    },
    /// The profile modal was submitted.
    ProfileSubmitted {
        /// By whom.
        person: PersonId,
        /// What it said; limits are not checked yet.
        profile: Profile,
    },
    /// *Forget me* was confirmed.
    ForgetConfirmed {
        /// By whom.
        person: PersonId,
    },
    /// Somebody opened the bot's Home tab.
    HomeOpened {
        /// Who.
        person: PersonId,
    },
    /// A button under a pair's message was pressed.
    PairingPressed {
        /// By whom.
        person: PersonId,
        /// Which pairing.
        pairing: PairingId,
        /// Which button.
        signal: Signal,
    },
    /// A reaction was put under a message, or taken back.
    Reacted {
        /// By whom.
        person: PersonId,
        /// Under which message.
        message: MessageRef,
        /// What it stands for.
        reaction: Reaction,
        /// Put or taken back.
        turn: Turn,
    },
    /// *We met* was pressed in the private check-in: the short form opens.
    CheckInOpened {
        /// By whom.
        person: PersonId,
        /// About which pairing.
        pairing: PairingId,
    },
    /// A check-in was answered.
    CheckInAnswered {
        /// By whom.
        person: PersonId,
        /// About which pairing.
        pairing: PairingId,
        /// What they said.
        answer: CheckInAnswer,
    },
    /// Something about an ask.
    Ask(AskEvent),
    /// Something about a question in a channel.
    Community(CommunityEvent),
    /// Something about a thing learned.
    Learning(LearningEvent),
    /// Something about a nudge.
    Nudge(NudgeEvent),
    /// Somebody wrote in a thread of the bot's own direct message with them.
    Replied {
        /// Who.
        person: PersonId,
        /// The message that the thread hangs under.
        thread: MessageRef,
        /// What, as Slack escapes it. It is read once and never kept.
        text: String,
        /// When, by Slack's clock.
        at: Timestamp,
    },
    /// Somebody wrote to the bot outside of every thread; what, is of no account.
    Wrote {
        /// Who.
        person: PersonId,
        /// When, by Slack's clock.
        at: Timestamp,
    },
    /// Something about a term of reverse mentoring.
    Reverse(ReverseEvent),
    /// Something about a file of people that was sent to us.
    Upload(UploadEvent),
    /// Slack told us that a user changed or joined the workspace.
    PersonChanged(SlackFacts),
    /// The app was removed from the workspace.
    Uninstalled,
    /// The workspace's tokens are void.
    TokensRevoked,
    /// A programme's slot has come.
    RoundDue {
        /// Which programme.
        program: ProgramId,
        /// The civil date of the slot.
        slot: Date,
        /// In time, or too late to be held.
        timing: Timing,
    },
    /// Something we set has come due.
    Woke(WakeKind),
    /// A message was not sent because somebody it was for takes no part any more, or cannot be reached.
    Undeliverable {
        /// What it was about, if about anything.
        subject: Option<SubjectId>,
        /// Because of whom; `None` where the whole conversation is the trouble.
        person: Option<PersonId>,
    },
}

/// Put or taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// Put.
    Added,
    /// Taken back.
    Removed,
}

/// Whether a slot is still worth a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Timing {
    /// At its time, or so little later that people will not mind.
    InTime,
    /// We were away for too long: it is written down as missed.
    Missed,
    /// It falls on a holiday of the programme.
    Holiday,
    /// An operator asked for it now.
    ByHand,
}
