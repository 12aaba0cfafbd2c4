//! The form in which a junior picks a topic and proposes times.

use super::Renderer;
use super::blocks::Page;
use super::limits::cut;
use super::profile::{Need, Plain};
use super::text::{clock, in_zone, mention, place};
use super::words::value;
use crate::adapters::slack::ids::{CALLBACK_TIMES, field_id};
use crate::domain::calendar::TimeOption;
use crate::domain::decision::Field;
use crate::domain::reverse::message::{ReverseModal, TimesForm};
use crate::domain::reverse::{TOPIC_LIMIT, Topic};
use slack_morphism::prelude::*;

/// The most characters of a choice in a menu.
const OPTION_TEXT: usize = 75;

impl Renderer {
    pub(super) fn reverse_modal(&self, modal: &ReverseModal) -> SlackModalView {
        match modal {
            ReverseModal::Times(form) => self.times_form(form),
        }
    }

    fn times_form(&self, form: &TimesForm) -> SlackModalView {
        let intro = self.words.with("times-intro", &[("person", value(mention(&form.senior)))]);
        let mut blocks = Page::of(intro).done().blocks;
        blocks.extend(self.topic_menu(form).map(SlackBlock::Input));
        blocks.push(SlackBlock::Input(self.topic_words(form)));
        blocks.extend(self.time_menus(form).map(SlackBlock::Input));
        SlackModalView::new(self.words.say("times-title").into(), blocks)
            .with_callback_id(CALLBACK_TIMES.into())
            .with_private_metadata(form.term.as_str().to_owned())
            .with_submit(self.words.say("times-submit").into())
            .with_close(self.words.say("times-close").into())
    }

    /// What the junior offers; left out where that is nothing, since Slack takes no menu without a choice.
    fn topic_menu(&self, form: &TimesForm) -> Option<SlackInputBlock> {
        let known = form.offers.iter().filter_map(|topic| self.catalogue.topic(topic));
        let options: Vec<Plain> = known
            .map(|topic| Plain::new(cut(&topic.name, OPTION_TEXT).into(), topic.id.as_str().to_owned()))
            .collect();
        if options.is_empty() {
            return None;
        }
        let chosen = match &form.topic {
            Some(Topic::Offered(topic)) => Some(topic.as_str()),
            Some(Topic::Words(_)) | None => None,
        };
        let menu = self.select(Field::TermTopic, options.into_iter(), chosen);
        Some(self.input(Field::TermTopic, "times-topic", menu, Need::Optional))
    }

    fn topic_words(&self, form: &TimesForm) -> SlackInputBlock {
        let written = match &form.topic {
            Some(Topic::Words(words)) => Some(cut(words, TOPIC_LIMIT)),
            Some(Topic::Offered(_)) | None => None,
        };
        let words = SlackBlockPlainTextInputElement::new()
            .with_action_id(field_id(Field::TermWords).into())
            .with_max_length(TOPIC_LIMIT as u64)
            .with_placeholder(self.words.say("times-words-example").into())
            .opt_initial_value(written);
        self.input(Field::TermWords, "times-words", words, Need::Optional)
    }

    /// Three menus of the same common times, each beginning with another of them.
    fn time_menus(&self, form: &TimesForm) -> impl Iterator<Item = SlackInputBlock> {
        let fields = [
            (Field::TermFirst, "times-first", Need::Required),
            (Field::TermSecond, "times-second", Need::Optional),
            (Field::TermThird, "times-third", Need::Optional),
        ];
        let menu = |(place, (field, label, need)): (usize, (Field, &str, Need))| {
            let chosen = form.suggested.get(place).map(time_code);
            let options = form.choices.iter().map(|time| {
                Plain::new(cut(&self.time_of_two(time, &form.zones), OPTION_TEXT).into(), time_code(time))
            });
            self.input(field, label, self.select(field, options, chosen.as_deref()), need)
        };
        fields.into_iter().enumerate().map(menu).collect::<Vec<_>>().into_iter()
    }

    /// `Tue 24 Nov, 10:00 (Lisbon) · 11:00 (Berlin)`; one clock is enough where both read the same.
    fn time_of_two(&self, time: &TimeOption, [mine, theirs]: &[String; 2]) -> String {
        let [here, there] = [mine, theirs].map(|zone| in_zone(time.start, zone));
        let own = format!("{}, {} ({})", self.words.date(&here), clock(&here), place(mine));
        if here.datetime() == there.datetime() {
            own
        } else {
            format!("{own} · {} ({})", clock(&there), place(theirs))
        }
    }
}

fn time_code(time: &TimeOption) -> String {
    time.start.as_second().to_string()
}
