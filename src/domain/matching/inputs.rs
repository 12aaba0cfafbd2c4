//! What a round was formed from, as one short text: whoever forms it again sees whether it is still the same.

use super::Field;
use super::candidates::participants;
use crate::domain::people::Person;
use sha2::{Digest, Sha256};
use std::fmt::{Debug, Write as _};

/// The digest of everything in a field but its weights and seed, in whatever order the lists came.
pub(super) fn digest(field: &Field<'_>) -> String {
    let mut sum = Sha256::new();
    let mut add = |part: &dyn Debug| sum.update(format!("{part:?}\n"));
    add(&field.slot);
    for person in participants(field) {
        add(&known(person, field));
    }
    let mut past: Vec<_> = field.past.iter().map(|past| (past.slot, &past.members, past.met)).collect();
    past.sort_unstable_by_key(|(slot, members, met)| (*slot, *members, *met as u8));
    past.iter().for_each(|pairing| add(pairing));
    sum.finalize().iter().fold(String::new(), |mut text, byte| {
        // Writing to a text cannot fail.
        let _infallible = write!(text, "{byte:02x}");
        text
    })
}

/// What matching looks at in one person.
fn known<'a>(person: &'a Person, field: &'a Field<'_>) -> impl Debug + 'a {
    let (id, profile) = (&person.id, &person.profile);
    let rounds = (field.left_out.get(id), field.lately.get(id).and_then(|ledger| ledger.hint()));
    let place = (&profile.function, &profile.team, field.lines.level(id), field.lines.above(id));
    let hours = (&profile.hours, &person.time_zone);
    (id, &person.never, &profile.seeks, &profile.offers, &profile.own_words, rounds, place, hours)
}
