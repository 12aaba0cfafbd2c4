//! Who may be matched at all. These rules are never traded for anything.

use super::Field;
use crate::domain::ids::PersonId;
use crate::domain::org::Lines;
use crate::domain::people::{Person, Standing};
use std::collections::{BTreeMap, BTreeSet};

/// Those of a field who may take part, each once, sorted by id: whatever order they came in, the round is the same.
pub(super) fn participants<'a>(field: &Field<'a>) -> Vec<&'a Person> {
    let active = field.people.iter().filter(|person| person.standing == Standing::Active);
    let by_id: BTreeMap<&PersonId, &Person> = active.map(|person| (&person.id, person)).collect();
    by_id.into_values().collect()
}

/// Which people, by place, must not be matched with each other.
pub(super) struct Forbidden(BTreeSet<(usize, usize)>);

impl Forbidden {
    /// The never-pair wishes and reporting lines among people.
    pub fn of(people: &[&Person], lines: &Lines) -> Self {
        let places: BTreeMap<&PersonId, usize> =
            people.iter().enumerate().map(|(place, person)| (&person.id, place)).collect();
        let mut pairs = BTreeSet::new();
        for (place, person) in people.iter().enumerate() {
            let above = lines.above(&person.id);
            for other in above.into_iter().chain(&person.never).filter_map(|id| places.get(id)) {
                pairs.insert((place.min(*other), place.max(*other)));
            }
        }
        Self(pairs)
    }

    /// Whether two people may be matched.
    pub fn allows(&self, a: usize, b: usize) -> bool {
        a != b && !self.0.contains(&(a.min(b), a.max(b)))
    }
}
