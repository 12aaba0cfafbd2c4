//! The Home tab: the same state and the same actions as the commands, in lines short enough for a phone.

use super::Renderer;
use super::blocks::{Button, Confirmation, Page};
use super::text::{escape, place, quote};
use super::words::value;
use crate::adapters::slack::ids::command_action;
use crate::domain::asks::Press;
use crate::domain::ids::{ThemeId, TopicId};
use crate::domain::message::{Home, MemberHome, OpenAsk, OpenTalk};
use crate::domain::people::profile::{Mode, Profile};
use crate::domain::people::{NextRound, Standing};
use std::collections::BTreeSet;

/// So many entries of a list are shown; more are not read on a phone, and Slack takes no endless page.
pub(super) const SHOWN: usize = 5;

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
        page.and(self.home_waiting(&home.waiting))
            .and(self.home_talks(&home.talks))
            .and(self.home_plans(home.nudge.as_ref(), &home.commitments))
            .and(self.home_asks(&home.asks))
            .rule()
            .and(self.home_reciprocity(&home.ledger))
            .and(self.looking_back(home))
            .rule()
            .and(self.told(&home.profile, &home.time_zone))
            .rule()
            .and(self.home_offer(home.offer))
            .and(self.home_modes(&home.profile.modes, home.theme.as_ref()))
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
            (Standing::Active, None, NextRound::TakesPart, None) => {
                let waits = home.profile.modes.iter().any(|mode| mode.introduces());
                self.words.say(if waits { "home-active-unknown" } else { "home-active-without-rounds" })
            }
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

    /// What may help now, and the asks for which somebody is still looked for.
    fn home_asks(&self, asks: &[OpenAsk]) -> Page {
        let opening = if asks.is_empty() { "home-asks-none" } else { "home-asks" };
        let page = asks.iter().take(SHOWN).fold(Page::of(self.words.say(opening)), |page, open| {
            let topics = self.home_topics(&open.topics);
            let words = [("topics", value(topics)), ("standing", value(self.ask_standing(&open.standing)))];
            let change = self.ask_button(Press::Edit, &open.ask);
            page.beside(self.words.with("home-ask-line", &words), change.element())
        });
        let page = page.and(self.and_more(asks.len()));
        let ask = match asks.is_empty() {
            true => self.button("ask", "home-ask").primary(),
            false => self.button("ask", "home-ask-another"),
        };
        page.buttons(vec![ask, self.button("prompt", "home-prompt"), self.button("offer", "home-offer")])
    }

    /// That a list goes on; nothing where it does not.
    pub(super) fn and_more(&self, count: usize) -> Page {
        match count.saturating_sub(SHOWN) {
            0 => Page::default(),
            more => Page::default().note(self.words.with("home-and-more", &[("more", value(more))])),
        }
    }

    /// Topics, or that they were never said.
    pub(super) fn home_topics(&self, topics: &[TopicId]) -> String {
        match topics.is_empty() {
            true => self.words.say("home-ask-any-topic"),
            false => self.topic_names(topics),
        }
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

    /// What they take part in, each with what it means, and what else is open to them.
    fn home_modes(&self, modes: &BTreeSet<Mode>, theme: Option<&ThemeId>) -> Page {
        let line = |mode: &Mode| format!("• {}", self.words.say(&format!("home-mode-{}", mode.code())));
        let lines = |taken: bool| -> Vec<String> {
            Mode::OPEN.iter().filter(|mode| modes.contains(mode) == taken).map(line).collect()
        };
        let titled = |id, lines: Vec<String>| match lines.is_empty() {
            true => None,
            false => Some(format!("{}\n{}", self.words.say(id), lines.join("\n"))),
        };
        let taken = titled("home-modes", lines(true));
        let others = titled("home-modes-others", lines(false));
        let words: Vec<String> = [taken, others].into_iter().flatten().collect();
        let page =
            Page::default().beside(words.join("\n"), self.button("profile", "home-modes-change").element());
        match theme.filter(|_| modes.contains(&Mode::Nudge)) {
            Some(theme) => {
                let theme = [("theme", value(self.theme_name(theme)))];
                page.note(self.words.with("home-theme", &theme))
            }
            None => page,
        }
    }

    /// What was, and what came of it.
    fn looking_back(&self, home: &MemberHome) -> Page {
        let mut buttons = vec![self.button("history", "home-history")];
        if home.share.is_some() {
            buttons.push(self.button("share", "home-share"));
        }
        let has_pair = home.talks.iter().any(|talk| matches!(talk, OpenTalk::Pair(_)));
        if !has_pair {
            buttons.push(self.button("why", "home-why-none"));
        }
        Page::of(self.words.with("home-talks", &[("talks", value(home.past_talks))])).buttons(buttons)
    }

    fn rest(&self, home: &MemberHome) -> Page {
        let say = |id| self.words.say(id);
        Page::default()
            .beside(say("home-never-how"), self.pick_never())
            .buttons(vec![
                self.button("never", "home-never"),
                self.button("nudge", "home-nudge"),
                self.button("help", "home-help"),
            ])
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

    pub(super) fn button(&self, typed: &str, id: &str) -> Button {
        Button::new(command_action(typed), self.words.say(id))
    }
}
