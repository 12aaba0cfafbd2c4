//! The Home tab: the same state and the same actions as the commands, in lines short enough for a phone.

use super::Renderer;
use super::blocks::{Button, Confirmation, Page};
use super::text::{escape, mention, place, quote};
use super::words::value;
use crate::adapters::slack::ids::command_action;
use crate::domain::asks::Press;
use crate::domain::asks::message::AskStanding;
use crate::domain::ids::TopicId;
use crate::domain::message::{Home, MemberHome, OpenAsk, OpenCommitment, PresentPair};
use crate::domain::people::profile::Profile;
use crate::domain::people::{NextRound, Standing};
use crate::domain::rounds::pairing::Status;
use jiff::tz::TimeZone;

impl Renderer {
    pub(super) fn home_page(&self, home: &Home) -> Page {
        match home {
            Home::Stranger => self.stranger_home(),
            Home::Member(member) => self.member_home(member),
        }
    }

    fn stranger_home(&self) -> Page {
        let say = |id| self.words.say(id);
        Page::default()
            .heading(say("home-title"))
            .say(say("home-stranger"))
            .say(say("home-stranger-how"))
            .buttons(vec![
                self.button("join", "home-join").primary(),
                self.button("help", "home-help"),
                self.button("privacy", "home-privacy"),
            ])
            .note(say("home-stranger-note"))
    }

    fn member_home(&self, home: &MemberHome) -> Page {
        let page = Page::default()
            .heading(self.words.say("home-title"))
            .say(self.state(home))
            .buttons(self.state_buttons(home))
            .rule();
        let page = match &home.present {
            Some(present) => page.and(self.present(present)).rule(),
            None => page,
        };
        page.and(self.home_offer(home.offer))
            .and(self.home_commitments(&home.commitments))
            .and(self.home_asks(&home.asks))
            .rule()
            .and(self.home_reciprocity(&home.ledger))
            .rule()
            .and(self.told(&home.profile, &home.time_zone))
            .rule()
            .and(self.rest(home))
    }

    /// Whether they take part, and when something happens next.
    fn state(&self, home: &MemberHome) -> String {
        match (home.standing, &home.pause, home.next_round, &home.next_slot) {
            (Standing::Left, ..) => self.words.say("home-left"),
            (Standing::Deactivated, ..) => self.words.say("home-deactivated"),
            (Standing::Active, Some(Some(until)), ..) => {
                self.words.with("home-paused-until", &[("time", value(self.words.time(until)))])
            }
            (Standing::Active, Some(None), ..) => self.words.say("home-paused"),
            (Standing::Active, None, NextRound::Skips, Some(slot)) => {
                self.words.with("home-skips", &[("time", value(self.words.time(slot)))])
            }
            (Standing::Active, None, NextRound::Skips, None) => self.words.say("home-skips-unknown"),
            (Standing::Active, None, NextRound::TakesPart, Some(slot)) => {
                self.words.with("home-active", &[("time", value(self.words.time(slot)))])
            }
            (Standing::Active, None, NextRound::TakesPart, None) => self.words.say("home-active-unknown"),
        }
    }

    fn state_buttons(&self, home: &MemberHome) -> Vec<Button> {
        match (home.standing, &home.pause) {
            (Standing::Left, _) => vec![self.button("join", "home-join").primary()],
            (Standing::Deactivated, _) => Vec::new(),
            (Standing::Active, Some(_)) => vec![self.button("resume", "home-resume").primary()],
            (Standing::Active, None) => {
                let skip = match home.next_round {
                    NextRound::TakesPart => self.button("skip", "home-skip"),
                    NextRound::Skips => self.button("unskip", "home-unskip").primary(),
                };
                vec![skip, self.button("pause 2w", "home-pause-2w"), self.button("pause", "home-pause")]
            }
        }
    }

    /// The pair of the present round.
    fn present(&self, present: &PresentPair) -> Page {
        let status = match present.status {
            Status::Open => "home-pair-open",
            Status::Booked => "home-pair-booked",
            Status::Met => "home-pair-met",
            Status::NotThisTime => "home-pair-not-this-time",
            Status::Dissolved => "home-pair-dissolved",
        };
        let asks_first =
            self.words.with("home-asks-first", &[("person", value(mention(&present.asks_first)))]);
        let lines = [self.with_partners("home-pair", &present.partners), asks_first, self.words.say(status)];
        let page = Page::default().beside(lines.join("\n"), self.button("why", "home-why").element());
        match present.status {
            Status::Dissolved => page,
            Status::Open | Status::Booked | Status::Met | Status::NotThisTime => {
                page.buttons(self.signals(&present.pairing, present.status))
            }
        }
    }

    /// Whom they mean to ask; nothing where they mean to ask nobody.
    fn home_commitments(&self, commitments: &[OpenCommitment]) -> Page {
        if commitments.is_empty() {
            return Page::default();
        }
        let line = |commitment: &OpenCommitment| {
            let date = commitment.on.to_zoned(TimeZone::UTC).map(|zoned| self.words.date(&zoned));
            let date = date.unwrap_or_else(|_| commitment.on.to_string());
            let values = [("person", value(mention(&commitment.with))), ("date", value(date))];
            self.words.with("home-commitment", &values)
        };
        let lines: Vec<String> = commitments.iter().map(line).collect();
        Page::of(format!("{}\n{}", self.words.say("home-commitments"), lines.join("\n")))
    }

    /// Their open asks, and the way to a new one.
    fn home_asks(&self, asks: &[OpenAsk]) -> Page {
        let ask = |label| self.button("ask", label);
        if asks.is_empty() {
            return Page::default()
                .beside(self.words.say("home-asks-none"), ask("home-ask").primary().element());
        }
        let page = Page::default().beside(self.words.say("home-asks"), ask("home-ask-another").element());
        asks.iter().fold(page, |page, open| {
            let topics = self.topic_names(&open.topics);
            let words = [("topics", value(topics)), ("standing", value(self.ask_standing(&open.standing)))];
            let change = match open.standing {
                AskStanding::Searching { .. } | AskStanding::Unanswered | AskStanding::Waiting(_) => {
                    Press::Edit
                }
                AskStanding::Accepted(_) | AskStanding::Closed(_) | AskStanding::Withdrawn => Press::Withdraw,
            };
            page.beside(
                self.words.with("home-ask-line", &words),
                self.ask_button(change, &open.ask).element(),
            )
        })
    }

    /// What they told us.
    fn told(&self, profile: &Profile, zone: &str) -> Page {
        let days = profile.hours.days.iter().map(|day| {
            let number = *day as u8 + 1;
            self.words.say(&format!("weekday-{number}"))
        });
        let days: Vec<String> = days.collect();
        let clock = |time: jiff::civil::Time| format!("{:02}:{:02}", time.hour(), time.minute());
        let hours = self.words.with(
            "home-hours",
            &[
                ("days", value(days.join(" "))),
                ("start", value(clock(profile.hours.start))),
                ("end", value(clock(profile.hours.end))),
                ("place", value(place(zone))),
            ],
        );
        let rhythm = self.words.say(&format!("rhythm-{}", profile.rhythm.code()));
        let mut lines = vec![
            self.words.with("home-seeks", &[("topics", value(self.topics_or_none(&profile.seeks)))]),
            self.words.with("home-offers", &[("topics", value(self.topics_or_none(&profile.offers)))]),
            self.words.with("home-rhythm", &[("rhythm", value(rhythm))]),
            hours,
        ];
        let modes: Vec<String> =
            profile.modes.iter().map(|mode| self.words.say(&format!("home-mode-{}", mode.code()))).collect();
        lines.push(self.words.with("home-modes", &[("modes", value(self.words.list(&modes)))]));
        lines.splice(2..2, self.work(profile));
        let page = Page::default().beside(lines.join("\n"), self.button("profile", "home-profile").element());
        match &profile.own_words {
            Some(words) => page.say(quote(words)),
            None => page,
        }
    }

    /// Level, function and team, as far as they are known.
    fn work(&self, profile: &Profile) -> Option<String> {
        let work = self.work_of(profile.level, profile.function, profile.team.as_deref())?;
        Some(self.words.with("home-work", &[("work", value(work))]))
    }

    fn topics_or_none(&self, topics: &[TopicId]) -> String {
        if topics.is_empty() { escape(&self.words.say("home-no-topics")) } else { self.topic_names(topics) }
    }

    fn rest(&self, home: &MemberHome) -> Page {
        let say = |id| self.words.say(id);
        Page::of(self.words.with("home-talks", &[("talks", value(home.talks))]))
            .buttons(vec![
                self.button("history", "home-history"),
                self.button("nudge", "home-nudge"),
                self.button("help", "home-help"),
            ])
            .beside(say("home-never-how"), self.pick_never())
            .buttons(vec![self.button("never", "home-never")])
            .rule()
            .buttons(self.data_buttons(home.standing))
            .note(say("home-note"))
    }

    fn data_buttons(&self, standing: Standing) -> Vec<Button> {
        let mut buttons = vec![
            self.button("privacy", "home-privacy"),
            self.button("export", "home-export"),
            self.button("forget me", "home-forget"),
        ];
        let say = |id| self.words.say(id);
        match standing {
            Standing::Active => buttons.push(self.button("leave", "home-leave").confirm(Confirmation {
                title: say("home-leave-title"),
                text: say("home-leave-text"),
                go: say("home-leave"),
                stay: say("home-stay"),
            })),
            Standing::Left | Standing::Deactivated => {}
        }
        buttons
    }

    fn button(&self, typed: &str, id: &str) -> Button {
        Button::new(command_action(typed), self.words.say(id))
    }
}
