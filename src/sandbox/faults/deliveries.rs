//! What a fault does to an event, a command or an interaction on its way to the bot.

use super::{EventFault, EventStrike};
use crate::sandbox::core::Sandbox;
use crate::sandbox::delivery::{Lost, Parcel, Receipt};
use crate::sandbox::ledger::LedgerEntry;

impl Sandbox {
    /// What goes wrong with a command or an interaction, if anything. Events meet their fault when they are queued.
    pub(in crate::sandbox) fn strike(&self, parcel: &Parcel) -> Option<EventStrike> {
        match parcel {
            Parcel::Event { .. } => None,
            Parcel::Command(_) | Parcel::Interaction(_) | Parcel::Options(_) => self.read(|moment| {
                let strike = moment.state.faults.strike_event(parcel.name(), moment.now);
                if strike.is_none() {
                    moment.state.events.overtake(moment.now);
                }
                strike
            }),
        }
    }

    /// Brings a command or an interaction as its fault lets it come, and answers what the person gets to see.
    pub(in crate::sandbox) async fn bring_struck(
        &self,
        parcel: Parcel,
        strike: EventStrike,
    ) -> Result<Receipt, Lost> {
        self.note_strike(&parcel, strike.fault);
        match strike.fault {
            EventFault::Duplicated => {
                let first = self.bring(&parcel).await;
                let _second = self.bring(&parcel).await;
                first
            }
            EventFault::DuplicatedAtOnce => tokio::join!(self.bring(&parcel), self.bring(&parcel)).0,
            EventFault::AnswerLost | EventFault::Dropped => {
                self.bring_on_a_bad_way(&parcel, Some(strike.fault)).await
            }
            EventFault::Straggler { .. } => {
                let answer = self.bring(&parcel).await;
                self.hold_up(parcel, strike);
                answer
            }
            EventFault::Delayed { .. } | EventFault::Overtaken { .. } | EventFault::Shuffled { .. } => {
                self.hold_up(parcel, strike);
                Err(Lost::Timeout)
            }
        }
    }

    /// Brings something that may not arrive, or whose answer may be lost.
    pub(in crate::sandbox) async fn bring_on_a_bad_way(
        &self,
        parcel: &Parcel,
        fault: Option<EventFault>,
    ) -> Result<Receipt, Lost> {
        match fault {
            Some(EventFault::Dropped) => Err(Lost::Unreachable),
            Some(EventFault::AnswerLost) => {
                let _lost = self.bring(parcel).await;
                Err(Lost::Timeout)
            }
            Some(
                EventFault::Duplicated
                | EventFault::DuplicatedAtOnce
                | EventFault::Delayed { .. }
                | EventFault::Overtaken { .. }
                | EventFault::Shuffled { .. }
                | EventFault::Straggler { .. },
            )
            | None => self.bring(parcel).await,
        }
    }

    fn hold_up(&self, parcel: Parcel, strike: EventStrike) {
        self.with(|moment| moment.state.events.push_stray(moment.now, parcel, strike));
    }

    /// The line of the person's act knows nothing of the way, so that the fault gets one of its own.
    fn note_strike(&self, parcel: &Parcel, fault: EventFault) {
        let entry =
            LedgerEntry { fault: Some(fault.name().to_owned()), ..LedgerEntry::act("slack", parcel.name()) };
        self.with(|moment| moment.state.ledger.append(moment.now, entry));
    }
}
