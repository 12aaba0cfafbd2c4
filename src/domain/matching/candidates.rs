//! Who may be matched at all. These rules are never traded for anything.

use super::Field;
use crate::domain::ids::PersonId;
use crate::domain::org::Lines;
use crate::domain::people::{Person, Standing};
use std::collections::BTreeMap;

/// Those of a field who may take part, each once, sorted by id: whatever order they came in, the round is the same.
pub(super) fn participants<'a>(field: &Field<'a>) -> Vec<&'a Person> {
    let active = field.people.iter().filter(|person| person.standing == Standing::Active);
    let by_id: BTreeMap<&PersonId, &Person> = active.map(|person| (&person.id, person)).collect();
    by_id.into_values().collect()
}

/// Which people, by place, must not be matched with each other: a row for each, ascending.
pub(super) struct Forbidden(Vec<Vec<u32>>);

impl Forbidden {
    /// The never-pair wishes and reporting lines among people.
    pub fn of(people: &[&Person], lines: &Lines) -> Self {
        let places: BTreeMap<&PersonId, usize> =
            people.iter().enumerate().map(|(place, person)| (&person.id, place)).collect();
        let mut rows = vec![Vec::new(); people.len()];
        for (place, person) in people.iter().enumerate() {
            let above = lines.above(&person.id);
            for other in above.into_iter().chain(&person.never).filter_map(|id| places.get(id)) {
                rows[place].push(*other as u32);
                rows[*other].push(place as u32);
            }
        }
        for row in &mut rows {
            row.sort_unstable();
            row.dedup();
        }
        Self(rows)
    }

    /// Whether two people may be matched.
    pub fn allows(&self, a: usize, b: usize) -> bool {
        a != b && self.0[a].binary_search(&(b as u32)).is_err()
    }

    /// Everybody whom somebody must not be matched with, ascending.
    pub fn for_person(&self, place: usize) -> impl Iterator<Item = usize> {
        self.0[place].iter().map(|other| *other as usize)
    }
}
