//! A year of a company: are questions answered, and is the load spread?

use super::*;
use rand::RngExt;
use rand::seq::IndexedRandom;

const TOPICS: [&str; 4] = ["delegation", "hiring", "incidents", "strategy"];

/// A company over a year: everybody offers one topic, some two; each working day some ask.
struct Company {
    people: Vec<Person>,
    asks: Vec<Ask>,
    spent: Vec<Entry>,
}

impl Company {
    fn of(number: usize, rng: &mut impl rand::Rng) -> Self {
        let people = (0..number).map(|place| {
            let mut offers = vec![TOPICS[place % TOPICS.len()]];
            if rng.random_range(0..4) == 0 {
                offers.push(TOPICS[(place + 1) % TOPICS.len()]);
            }
            let mut person = helper(&format!("P{place:03}"), &offers);
            let boss = if place == 0 { None } else { Some((place - 1) / 7) };
            person.profile.manager = boss.map(|boss| id(&format!("P{boss:03}")));
            person
        });
        let people: Vec<Person> = people.collect();
        Self { people, asks: Vec::new(), spent: Vec::new() }
    }

    fn desk(&self, ask: Ask, now: Timestamp) -> Desk {
        let recent = |other: &&Ask| other.opened_at > now - SignedDuration::from_hours(180 * 24);
        Desk {
            others: self.asks.iter().filter(recent).filter(|other| other.id != ask.id).cloned().collect(),
            attention: Attention::of(Budget(2), self.spent.iter().rev().take(400).cloned()),
            ask,
            ..desk(&self.people)
        }
    }

    fn take(&mut self, decision: Decision) {
        for change in decision.changes {
            if let Change::SaveRecord(Record::Ask(ask)) = &change {
                match self.asks.iter_mut().find(|known| known.id == ask.id) {
                    Some(known) => *known = ask.clone(),
                    None => self.asks.push(ask.clone()),
                }
            }
            if let Change::SpendAttention(entry) = change {
                self.spent.push(entry);
            }
        }
    }

    /// One day passes: whoever is asked says yes, no or nothing.
    fn day(&mut self, now: Timestamp, rng: &mut impl rand::Rng) {
        let open: Vec<Ask> = self.asks.iter().filter(|ask| ask.is_open()).cloned().collect();
        for ask in open {
            let pending = |approach: &&Approach| approach.response == Response::Pending;
            if let Some(approach) = ask.approaches.iter().rev().find(pending) {
                let person = approach.person.clone();
                let desk = self.desk(ask.clone(), now);
                let decision = match rng.random_range(0..10) {
                    0..=4 => desk.accepts(&person, now),
                    5..=6 => desk.declines(&person, now),
                    _ => desk.answer_is_due(&person, now),
                };
                self.take(decision);
            } else if matches!(ask.state, AskState::Accepted { .. }) && rng.random_range(0..5) == 0 {
                let decision = self.desk(ask.clone(), now).tells(&ask.asker, Outcome::Helped, now);
                self.take(decision);
            }
        }
    }
}

#[test]
fn in_a_year_nine_of_ten_questions_are_answered_and_nobody_carries_the_rest() {
    let mut rng = crate::domain::event::Seed([5; 32]).rng();
    let mut company = Company::of(200, &mut rng);
    let mut broken = 0;
    for day in 0..260_i64 {
        let now = monday("09:00:00") + SignedDuration::from_hours(24 * (day + day / 5 * 2));
        for nth in 0..2 {
            let asker = company.people.choose(&mut rng).map(|person| person.id.clone()).unwrap();
            let topic = TOPICS[rng.random_range(0..TOPICS.len())];
            let id = AskId::new(format!("ask/{day}-{nth}"));
            let ask = Ask::new(id, asker, draft(&[topic]), Origin::Command, now);
            let opened = company.desk(ask, now).opens(now);
            company.take(opened);
        }
        company.day(now, &mut rng);
    }
    let lines = Lines::of(&[], &company.people);
    for ask in &company.asks {
        broken += ask.approaches.iter().filter(|each| lines.related(&ask.asker, &each.person)).count();
    }
    assert_eq!(broken, 0, "the reporting line");
    let settled: Vec<&Ask> = company.asks.iter().filter(|ask| ask.state != AskState::Searching).collect();
    let answered = settled.iter().filter(|ask| ask.helper().is_some()).count();
    assert!(answered * 10 >= settled.len() * 9, "{answered} of {} were answered", settled.len());
    let mut asked: BTreeMap<&PersonId, usize> = company.people.iter().map(|person| (&person.id, 0)).collect();
    for approach in company.asks.iter().flat_map(|ask| &ask.approaches) {
        *asked.entry(&approach.person).or_default() += 1;
    }
    let mut loads: Vec<usize> = asked.into_values().collect();
    loads.sort_unstable();
    let (median, busiest) = (loads[loads.len() / 2], &loads[loads.len() * 9 / 10..]);
    let decile = busiest.iter().sum::<usize>() as f64 / busiest.len() as f64;
    assert!(
        decile <= 2.5 * median as f64,
        "the busiest tenth is asked {decile:.1} times, the median {median}"
    );
}
