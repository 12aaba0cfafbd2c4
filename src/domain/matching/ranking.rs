//! Everybody whom one person may be matched with, best first: for whoever looks for one person, and for whoever asks who
//! else it could have been.

use super::Field;
use super::board::Board;
use super::explain::{Reason, reasons};
use crate::domain::ids::PersonId;
use std::cmp::Reverse;

/// Somebody who may be matched with the one who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranked {
    /// Who.
    pub person: PersonId,
    /// What the two are worth together, in points.
    pub points: i64,
    /// Why, strongest first; at least one.
    pub reasons: Vec<Reason>,
}

/// The candidates of one person by the rules of a round, best first; among equals the id decides. Whoever the hard rules
/// keep from them is not there, and nobody is where the asker takes no part.
pub fn ranked(field: &Field<'_>, asker: &PersonId) -> Vec<Ranked> {
    let board = Board::of(field);
    let Some(place) = board.people.iter().position(|each| each.person.id == *asker) else {
        return Vec::new();
    };
    let candidate = |other: usize| {
        let points = board.score(place, other)?;
        let person = board.people[other].person.id.clone();
        Some(Ranked { person, points, reasons: reasons(&board, &[place, other]) })
    };
    let mut found: Vec<Ranked> = (0..board.people.len()).filter_map(candidate).collect();
    found.sort_by_key(|each| Reverse(each.points));
    found
}

#[cfg(test)]
mod tests {
    use super::super::simulation::{field, person};
    use super::*;
    use crate::domain::ids::TopicId;
    use crate::domain::org::Lines;
    use crate::domain::people::profile::Profile;
    use std::collections::BTreeMap;

    #[test]
    fn whoever_can_help_comes_first_and_whoever_must_not_be_met_not_at_all() {
        let topics = || vec![TopicId::new("delegation")];
        let people = [
            person("ana", Profile { seeks: topics(), ..Profile::default() }),
            person("ben", Profile::default()),
            person("cho", Profile { offers: topics(), ..Profile::default() }),
            person("dee", Profile { offers: topics(), ..Profile::default() }),
        ];
        let lines: Lines = [(PersonId::new("ana"), PersonId::new("dee"))].into_iter().collect();
        let none = BTreeMap::new();
        let found = ranked(&field(&people, &[], &none, &lines), &PersonId::new("ana"));
        let names: Vec<&str> = found.iter().map(|each| each.person.as_str()).collect();
        assert_eq!(names, ["cho", "ben"]);
        assert!(matches!(&found[0].reasons[0], Reason::Offers { helper, .. } if helper.as_str() == "cho"));
        assert_eq!(ranked(&field(&people, &[], &none, &lines), &PersonId::new("eve")), []);
    }
}
