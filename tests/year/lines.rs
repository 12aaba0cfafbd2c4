//! Nobody is brought together with somebody above or below them.

use crate::Promise;
use crate::contacts::{Wrote, is_posted};
use std::collections::{BTreeMap, BTreeSet};
use viceversa::cli::demo::company::Company;
use viceversa::cli::demo::player::Happened;

pub struct Watch {
    lines: BTreeSet<(String, String)>,
    askers: BTreeMap<String, String>,
    looked_at: usize,
    broken: Vec<String>,
}

impl Watch {
    pub fn of(company: &Company) -> Self {
        let own = |(one, other): (&str, &str)| (one.to_owned(), other.to_owned());
        let lines = company.lines().into_iter().map(own).collect();
        Self { lines, askers: BTreeMap::new(), looked_at: 0, broken: Vec::new() }
    }

    pub fn look(&mut self, happened: &Happened<'_>) {
        if !is_posted(happened) {
            return;
        }
        let mut group = happened.entry.members.clone();
        match Wrote::of(happened) {
            Wrote::Peers | Wrote::Term | Wrote::Found(_) => {}
            Wrote::Card(ask) => {
                self.askers.insert(ask.to_owned(), group.remove(0));
                return;
            }
            Wrote::Request(ask) => group.push(self.askers[ask].clone()),
            Wrote::Offer(ask) => {
                self.askers.insert(ask.to_owned(), group[0].clone());
                group.extend(mentioned(happened.shown.as_deref().unwrap_or_default()));
            }
            Wrote::AboutAsk(_) | Wrote::Nudge | Wrote::LeftOut | Wrote::PauseOffer | Wrote::Other => return,
        }
        for (place, one) in group.iter().enumerate() {
            for other in &group[place + 1..] {
                self.looked_at += 1;
                if self.lines.contains(&(one.clone(), other.clone())) {
                    self.broken.push(format!("{one} and {other}: {}", happened.key.unwrap_or_default()));
                }
            }
        }
    }

    pub fn judge(self) -> Promise {
        let measured =
            format!("{} pairs of people, {} pairs in a line", self.looked_at, self.lines.len() / 2);
        Promise { name: "nobody meets their own line", measured, broken: self.broken }
    }
}

/// Everybody whom a message names.
fn mentioned(shown: &str) -> BTreeSet<String> {
    let names = shown.split("<@").skip(1).filter_map(|rest| rest.split_once('>'));
    names.map(|(user, _)| user.to_owned()).collect()
}
