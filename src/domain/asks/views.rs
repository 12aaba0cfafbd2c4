//! What somebody can look up about asks: the talks that they led to.

use super::{Ask, AskState, Ending};
use crate::domain::calendar::zone_or_utc;
use crate::domain::ids::PersonId;
use crate::domain::message::PastTalk;
use crate::domain::rounds::pairing::Status;

/// The talks that a person's asks, and their answers to others, led to; on the dates on which helpers read of them, where
/// the person is. A helper reads the same whatever the asker said of it.
pub fn talks(person: &PersonId, asks: &[Ask], zone: &str) -> Vec<PastTalk> {
    asks.iter().filter_map(|ask| talk(person, ask, zone)).collect()
}

fn talk(person: &PersonId, ask: &Ask, zone: &str) -> Option<PastTalk> {
    let helper = ask.helper()?;
    let partner = match (ask.asker == *person, helper == person) {
        (true, _) => helper,
        (false, true) => &ask.asker,
        (false, false) => return None,
    };
    let status = match ask.state {
        AskState::Closed { ending: Ending::Told(_) | Ending::Unknown, .. } => Status::Met,
        AskState::Closed { ending: Ending::Withdrawn, .. } => return None,
        AskState::Searching | AskState::Unanswered | AskState::Waiting { .. } | AskState::Accepted { .. } => {
            Status::Open
        }
    };
    let approach = ask.approaches.iter().find(|approach| approach.person == *helper)?;
    Some(PastTalk {
        slot: approach.at.to_zoned(zone_or_utc(zone)).date(),
        partners: vec![Some(partner.clone()).filter(|partner| !partner.is_forgotten())],
        status,
        will_try: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::asks::message::Why;
    use crate::domain::asks::{Approach, Draft, Origin, Outcome, Response, Thanks};
    use crate::domain::ids::AskId;
    use crate::domain::testing::{id, monday};

    /// Ana asked, Cho declined and Ben said yes.
    fn ask(state: AskState) -> Ask {
        let at = monday("10:00:00");
        let asked = |name, response| Approach { person: id(name), at, why: Why::FreshEyes, response };
        let approaches = vec![asked("CHO", Response::Declined), asked("BEN", Response::Accepted)];
        let new = Ask::new(AskId::new("ask/1"), id("ANA"), Draft::about(Vec::new()), Origin::Command, at);
        Ask { approaches, state, ..new }
    }

    fn closed(ending: Ending) -> Ask {
        let (at, helper) = (monday("12:00:00"), Some(id("BEN")));
        ask(AskState::Closed { at, helper, ending, thanks: Thanks::Unsaid })
    }

    fn seen(name: &str, ask: Ask) -> Option<(Status, Vec<Option<PersonId>>)> {
        talks(&id(name), &[ask], "UTC").pop().map(|talk| (talk.status, talk.partners))
    }

    #[test]
    fn both_remember_the_talk_and_a_helper_learns_no_outcome_from_it() {
        for ending in [Ending::Told(Outcome::Helped), Ending::Told(Outcome::No), Ending::Unknown] {
            assert_eq!(seen("BEN", closed(ending)), Some((Status::Met, vec![Some(id("ANA"))])));
            assert_eq!(seen("ANA", closed(ending)), Some((Status::Met, vec![Some(id("BEN"))])));
        }
    }

    #[test]
    fn whoever_did_not_help_does_not_learn_who_asked() {
        assert_eq!(seen("CHO", closed(Ending::Unknown)), None);
        assert_eq!(seen("CHO", ask(AskState::Searching)), None);
    }

    #[test]
    fn a_talk_is_open_until_the_asker_was_asked_and_gone_when_it_was_taken_back() {
        let accepted = AskState::Accepted { helper: id("BEN"), at: monday("11:00:00"), follow_ups: 0 };
        assert_eq!(seen("ANA", ask(accepted)).map(|(status, _)| status), Some(Status::Open));
        assert_eq!(seen("ANA", closed(Ending::Withdrawn)), None);
    }
}
