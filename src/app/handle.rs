//! One event: load what it names, let the domain decide, commit. When another writer was faster, from the start again.

use super::uploads::to_be_looked_at;
use super::{App, AppError};
use crate::domain::decision::{Decision, Reply};
use crate::domain::event::{Event, Happening};
use crate::domain::ids::{DedupKey, PersonId, UploadId, WakeKey, WorkspaceId};
use crate::domain::reaction::Reaction;
use crate::ports::{Commit, StorageError, measure};
use jiff::Timestamp;

/// How often a decision is made anew because another writer was faster.
const TRIES: usize = 8;

/// Something to take up.
#[derive(Clone, Debug)]
pub struct Task {
    /// Where.
    pub workspace: WorkspaceId,
    /// What happened.
    pub what: Happening,
    /// What Slack calls the same delivery by.
    pub dedup: Option<DedupKey>,
    /// The wake that caused it.
    pub wake: Option<(WakeKey, Timestamp)>,
    /// Whether somebody may be looking at their Home.
    pub homes: Homes,
}

/// What becomes of Homes that show something new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Homes {
    /// They are drawn anew at once.
    Redrawn,
    /// This person looks at theirs: whatever changes, it is drawn anew as well.
    LookedAt(PersonId),
    /// Nobody looks at them: each is drawn anew when it is opened.
    Left,
}

impl Task {
    /// Something that happened without Slack or a wake behind it.
    pub fn of(workspace: &WorkspaceId, what: Happening) -> Self {
        Self { workspace: workspace.clone(), what, dedup: None, wake: None, homes: Homes::Redrawn }
    }
}

impl App {
    /// Takes an event up, durably; gives what the person who caused it is to see.
    ///
    /// # Errors
    /// Nothing was changed in any of the cases of [`AppError`].
    pub async fn handle(&self, task: Task) -> Result<Reply, AppError> {
        for _ in 0..TRIES {
            let event = Event {
                workspace: task.workspace.clone(),
                now: self.clock.now(),
                seed: self.entropy.seed(),
                what: task.what.clone(),
            };
            let decision = self.decide(&event).await?;
            let Outline { reply, homes, work, programs, uploads } = outline(&decision, &task.homes);
            let commit = Commit {
                workspace: event.workspace.clone(),
                now: event.now,
                dedup: task.dedup.clone(),
                wake: task.wake.clone(),
                seed: event.seed,
                decision,
            };
            let committed = self.storage.commit(commit).await;
            measure::committed(&committed);
            match committed {
                Ok(()) => {
                    self.note_stale_homes(&event.workspace, &homes);
                    self.note_uploads(&event.workspace, uploads);
                    if programs == Touched::Yes {
                        self.forget();
                    }
                    if work == Touched::Yes {
                        self.forget_due();
                        self.knock();
                    }
                    return Ok(reply);
                }
                Err(StorageError::Duplicate(reply)) => return Ok(*reply),
                Err(StorageError::Conflict) => {}
                Err(error @ (StorageError::Unavailable(_) | StorageError::Corrupt(_))) => {
                    return Err(error.into());
                }
            }
        }
        Err(AppError::Busy)
    }

    async fn decide(&self, event: &Event) -> Result<Decision, AppError> {
        match &event.what {
            Happening::Asked { person, command, at } => self.asked(event, person, command, *at).await,
            Happening::ProfileSubmitted { person, profile } => {
                let asker = self.newcomer(event, person).await?;
                Ok(asker.submits(profile.clone(), &self.catalogue, event.now))
            }
            Happening::ForgetConfirmed { person } => {
                let decision = self.asker_under_way(event, person).await?.forgotten(event.now);
                self.with_asks_left(event, person, decision).await
            }
            Happening::HomeOpened { person } => Ok(Decision::default().refresh(person)),
            Happening::PersonChanged(facts) => {
                let decision = self.asker_under_way(event, &facts.id).await?.changed(facts, event.now);
                self.with_asks_left(event, &facts.id, decision).await
            }
            Happening::Ask(what) => self.ask_event(event, what).await,
            Happening::Community(what) => self.community_event(event, what).await,
            Happening::Learning(what) => self.learning_event(event, what).await,
            Happening::Nudge(what) => self.nudge_event(event, what).await,
            Happening::Replied { person, thread, text, at } => {
                self.replied(event, person, (thread, text), *at).await
            }
            Happening::Wrote { person, at } => self.wrote(event, person, *at).await,
            Happening::Reverse(what) => self.reverse_event(event, what).await,
            Happening::Upload(what) => self.upload_event(event, what).await,
            Happening::PairingPressed { person, pairing, signal } => {
                self.pressed(event, person, pairing, *signal).await
            }
            Happening::Reacted { person, message, reaction, turn } => match reaction {
                Reaction::Pair(signal) => self.reacted(event, person, message, *signal, *turn).await,
                Reaction::Hand(hand) => self.hand_moved(event, person, message, *hand, *turn).await,
            },
            Happening::CheckInOpened { person, pairing } => {
                self.reflecting(event, person, pairing, |reflection| reflection.opens(event.now)).await
            }
            Happening::CheckInAnswered { person, pairing, answer } => {
                self.reflecting(event, person, pairing, |each| each.answered(answer.clone(), event.now)).await
            }
            Happening::Uninstalled | Happening::TokensRevoked => self.access_lost(event).await,
            Happening::RoundDue { program, slot, timing } => {
                self.round_due(event, program, *slot, *timing).await
            }
            Happening::Woke(kind) => self.woke(event, kind).await,
            Happening::Undeliverable { subject, person } => {
                self.undeliverable(event, subject.as_ref(), person.as_ref()).await
            }
        }
    }
}

/// What the caller must know of a decision once it is committed.
struct Outline {
    reply: Reply,
    homes: Vec<PersonId>,
    /// Whether the running loop has something to do.
    work: Touched,
    /// Whether slots may have moved.
    programs: Touched,
    /// Files that are to be looked at.
    uploads: Vec<UploadId>,
}

#[derive(PartialEq, Eq)]
enum Touched {
    Yes,
    No,
}

fn outline(decision: &Decision, homes: &Homes) -> Outline {
    let homes = match homes {
        Homes::Redrawn => decision.homes.clone(),
        Homes::LookedAt(_) if decision.changes.is_empty() => decision.homes.clone(),
        Homes::LookedAt(person) => {
            let others = decision.homes.iter().filter(|other| *other != person);
            others.chain([person]).cloned().collect()
        }
        Homes::Left => Vec::new(),
    };
    let touched = |any: bool| if any { Touched::Yes } else { Touched::No };
    Outline {
        reply: decision.reply.clone(),
        work: touched(!(decision.outgoing.is_empty() && decision.wakes.is_empty() && homes.is_empty())),
        homes,
        uploads: to_be_looked_at(decision),
        programs: touched(decision.moves_slots()),
    }
}
