use super::super::form;
use super::super::simulation::{field, person};
use crate::domain::event::Seed;
use crate::domain::ids::{PersonId, TopicId};
use crate::domain::matching::Field;
use crate::domain::org::Lines;
use crate::domain::people::Person;
use crate::domain::people::profile::Profile;
use crate::domain::reciprocity::Ledger;
use std::collections::BTreeMap;

/// `a` and `b` seek what `c` offers; whoever is not matched with `c` is matched with `d`, who offers nothing.
fn four() -> Vec<Person> {
    let topics = || vec![TopicId::new("delegation")];
    let seeks = || Profile { seeks: topics(), ..Profile::default() };
    let offers = Profile { offers: topics(), ..Profile::default() };
    vec![person("a", seeks()), person("b", seeks()), person("c", offers), person("d", Profile::default())]
}

fn partner_of_c(lately: &BTreeMap<PersonId, Ledger>, seed: u8) -> PersonId {
    let (people, none) = (four(), BTreeMap::new());
    let groups =
        form(&Field { lately, seed: Seed([seed; 32]), ..field(&people, &[], &none, &Lines::default()) });
    let c = PersonId::new("c");
    let group = groups.groups.into_iter().find(|group| group.members.contains(&c)).unwrap();
    group.members.into_iter().find(|member| *member != c).unwrap()
}

#[test]
fn whoever_mostly_gave_lately_is_matched_with_whom_they_can_receive_from() {
    let gave = |name: &str| BTreeMap::from([(PersonId::new(name), Ledger { gave: 4, received: 0 })]);
    for seed in 0..20 {
        assert_eq!(partner_of_c(&gave("a"), seed).as_str(), "a");
        assert_eq!(partner_of_c(&gave("b"), seed).as_str(), "b");
    }
}

#[test]
fn who_only_received_is_not_put_back_and_chance_decides_as_before() {
    let received = BTreeMap::from([(PersonId::new("a"), Ledger { gave: 0, received: 4 })]);
    for seed in 0..20 {
        assert_eq!(partner_of_c(&received, seed), partner_of_c(&BTreeMap::new(), seed));
    }
}
