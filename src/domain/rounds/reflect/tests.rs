use super::*;
use crate::domain::attention::Budget;
use crate::domain::testing::{monday, pairing, person};

/// Ana has been asked as often as we ask, has said nothing for two rounds, and this is the third.
fn third_silence() -> Reflection {
    let pairing = pairing(&["ANA", "BEN"]);
    let check_in = CheckIn {
        pairing: pairing.id.clone(),
        person: person("ANA").id,
        version: 1,
        asked_at: monday("09:00:00"),
        reminders: REMINDERS,
        state: CheckInState::Asked,
    };
    let silent = Person { unanswered: SILENT_ROUNDS - 1, ..person("ANA") };
    Reflection { check_in: Some(check_in), pairing, person: Some(silent) }
}

fn unanswered(decision: &Decision) -> u8 {
    let saved = decision.changes.iter().find_map(|change| {
        if let Change::SavePerson(person) = change { Some(person.unanswered) } else { None }
    });
    saved.expect("the person is saved")
}

#[test]
fn the_offer_of_a_pause_takes_a_contact_of_the_week() {
    let decision = third_silence().reminder_due(Attention::default(), monday("10:00:00"));
    assert_eq!(decision.contacts().map(|contact| contact.kind).collect::<Vec<_>>(), [Kind::PauseOffer]);
    assert!(decision.outgoing.iter().any(|each| each.message == Message::PauseOffer));
    assert_eq!(unanswered(&decision), SILENT_ROUNDS);
}

#[test]
fn where_the_week_is_full_the_next_silent_round_offers_the_pause() {
    let full = Attention::of(Budget(0), []);
    let decision = third_silence().reminder_due(full, monday("10:00:00"));
    assert!(decision.outgoing.is_empty(), "{:?}", decision.outgoing);
    assert!(decision.contacts().all(|entry| entry.is_held_back()));
    assert_eq!(unanswered(&decision), SILENT_ROUNDS - 1);
}
