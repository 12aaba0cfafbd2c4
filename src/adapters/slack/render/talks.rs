//! Questions about one's own pairs: why, why none, and what was before.

use super::Renderer;
use super::blocks::Page;
use super::reverse::unmatched;
use super::text::{mention, quote};
use super::words::value;
use crate::domain::ids::PersonId;
use crate::domain::matching::explain::Reason;
use crate::domain::message::{LocalTime, PastTalk};
use crate::domain::rounds::LeftOutReason;
use crate::domain::rounds::pairing::Status;
use jiff::tz::TimeZone;

/// The most talks of a history; more are not read on a phone.
const SHOWN: usize = 20;

impl Renderer {
    /// There was no partner this time.
    pub(super) fn left_out(&self, reason: LeftOutReason, next_round: Option<&LocalTime>) -> Page {
        let next = match next_round {
            Some(time) => self.words.with("left-out-next", &[("time", value(self.words.time(time)))]),
            None => self.words.say("left-out-next-unknown"),
        };
        let why = self.words.say(left_out_reason(reason));
        Page::of(format!("{} {why}", self.words.say("left-out")))
            .say(next)
            .say(self.words.say("left-out-instead"))
    }

    /// Why the present pair was made.
    pub(super) fn why(&self, partners: &[PersonId], reasons: &[Reason]) -> Page {
        let title = self.with_partners("why", partners);
        Page::of(format!("{title}\n{}", self.reasons(reasons, partners.len() + 1)))
    }

    /// There is no pair to explain.
    pub(super) fn no_pair(&self, reason: Option<LeftOutReason>) -> Page {
        let mut words = vec![self.words.say("no-pair")];
        words.extend(reason.map(|reason| self.words.say(left_out_reason(reason))));
        Page::of(words.join(" "))
    }

    /// Past conversations, newest first.
    pub(super) fn history(&self, talks: &[PastTalk]) -> Page {
        if talks.is_empty() {
            return Page::of(self.words.say("history-empty"));
        }
        talks
            .iter()
            .take(SHOWN)
            .fold(Page::of(self.words.say("history")), |page, talk| page.say(self.talk(talk)))
    }

    fn talk(&self, talk: &PastTalk) -> String {
        let status = match talk.status {
            Status::Open => "history-open",
            Status::Booked => "history-booked",
            Status::Met => "history-met",
            Status::NotThisTime => "history-not-this-time",
            Status::Dissolved => "history-dissolved",
        };
        let nobody = || self.words.say("history-nobody");
        let partners: Vec<String> =
            talk.partners.iter().map(|partner| partner.as_ref().map_or_else(nobody, mention)).collect();
        let date = talk.slot.to_zoned(TimeZone::UTC).map_or_else(
            |_| talk.slot.to_string(),
            |zoned| format!("{} {}", self.words.date(&zoned), zoned.year()),
        );
        let line = self.words.with(
            "history-line",
            &[
                ("date", value(date)),
                ("partners", value(self.words.list(&partners))),
                ("status", value(self.words.say(status))),
            ],
        );
        match &talk.will_try {
            Some(will_try) => {
                format!("{line}\n{}\n{}", self.words.say("history-will-try"), quote(will_try))
            }
            None => line,
        }
    }
}

fn left_out_reason(reason: LeftOutReason) -> &'static str {
    match reason {
        LeftOutReason::Alone => "left-out-alone",
        LeftOutReason::NobodyAllowed => "left-out-nobody-allowed",
        LeftOutReason::OthersMatched => "left-out-others-matched",
        LeftOutReason::PartnerGone => "left-out-partner-gone",
        LeftOutReason::AttentionSpent => "left-out-attention-spent",
        LeftOutReason::Reverse(reason) => unmatched(reason),
    }
}
