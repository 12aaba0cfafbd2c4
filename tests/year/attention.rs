//! How often the bot began something with a person in one of their weeks.

use crate::Promise;
use crate::contacts::{Wrote, is_posted};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, civil::Date};
use std::collections::{BTreeMap, BTreeSet};
use viceversa::cli::demo::company::Company;
use viceversa::cli::demo::player::Happened;
use viceversa::sandbox::Sandbox;

const AT_MOST: usize = 2;

pub struct Watch {
    zones: BTreeMap<String, TimeZone>,
    contacts: BTreeMap<(String, Date), Vec<String>>,
    /// Words of askers that stand in the channel, by their time, with their ask.
    words: BTreeMap<String, String>,
    /// Who raised a hand under them; the request that answers it is no beginning of ours.
    volunteers: BTreeSet<(String, String)>,
}

impl Watch {
    pub fn of(company: &Company, sandbox: &Sandbox) -> Self {
        let zone = |user: &str| TimeZone::get(&sandbox.person(user).unwrap().tz).unwrap();
        let zones = company.actors.iter().map(|actor| (actor.user.clone(), zone(&actor.user))).collect();
        Self { zones, contacts: BTreeMap::new(), words: BTreeMap::new(), volunteers: BTreeSet::new() }
    }

    pub fn look(&mut self, happened: &Happened<'_>) {
        let (entry, ts) = (happened.entry, happened.entry.ts.clone().unwrap_or_default());
        if entry.event.as_deref() == Some("react")
            && let Some(ask) = self.words.get(&ts)
        {
            self.volunteers.insert((entry.actor.clone(), ask.clone()));
        }
        if !is_posted(happened) {
            return;
        }
        match Wrote::of(happened) {
            Wrote::AboutAsk(ask) if happened.key.is_some_and(|key| key.contains("/public/")) => {
                self.words.insert(ts, ask.to_owned());
                return;
            }
            Wrote::Request(ask) if self.volunteers.contains(&(entry.members[0].clone(), ask.to_owned())) => {
                return;
            }
            Wrote::Peers
            | Wrote::Term
            | Wrote::Request(_)
            | Wrote::Offer(_)
            | Wrote::Nudge
            | Wrote::LeftOut
            | Wrote::PauseOffer => {}
            // The two of an ask have both asked for it, by a click or a raised hand.
            Wrote::Found(_) | Wrote::Card(_) | Wrote::AboutAsk(_) | Wrote::Other => return,
        }
        for member in &happened.entry.members {
            let week = (member.clone(), self.week(member, happened.entry.at));
            let what = format!("{} {}", happened.entry.at, happened.key.unwrap_or_default());
            self.contacts.entry(week).or_default().push(what);
        }
    }

    fn week(&self, user: &str, at: Timestamp) -> Date {
        let date = at.to_zoned(self.zones[user].clone()).date();
        date.saturating_sub(i64::from(date.weekday().to_monday_zero_offset()).days())
    }

    pub fn judge(self) -> Promise {
        let contacts: usize = self.contacts.values().map(Vec::len).sum();
        let most = self.contacts.values().map(Vec::len).max().unwrap_or(0);
        let too_many = self.contacts.iter().filter(|(_, contacts)| contacts.len() > AT_MOST);
        Promise {
            name: "nobody is begun something with more than twice a week",
            measured: format!(
                "{contacts} contacts in {} weeks of somebody, {most} at most",
                self.contacts.len()
            ),
            broken: too_many.map(|((who, week), contacts)| format!("{who} {week}: {contacts:?}")).collect(),
        }
    }
}
