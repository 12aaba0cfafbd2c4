//! The profile modal: what somebody seeks and offers, and when they work.

use super::Renderer;
use super::blocks::{Page, md};
use super::limits::cut;
use super::words::value;
use crate::adapters::slack::ids::{CALLBACK_PROFILE, NO, UNSAID, YES, field_id};
use crate::domain::calendar::Day;
use crate::domain::decision::Field;
use crate::domain::ids::TopicId;
use crate::domain::message::ProfilePurpose;
use crate::domain::people::profile::{
    Function, Level, Mode, OWN_WORDS_LIMIT, Profile, Rhythm, TEAM_LIMIT, TOPICS_LIMIT,
};
use jiff::civil::Time;
use slack_morphism::prelude::*;

/// A choice whose text is plain.
pub(super) type Plain = SlackBlockChoiceItem<SlackBlockPlainTextOnly>;
/// A choice of radio buttons or checkboxes.
pub(super) type Choice = SlackBlockChoiceItem<SlackBlockText>;

/// The days of a week with their codes, in order.
const DAYS: [(Day, &str); 7] = [
    (Day::Mon, "mon"),
    (Day::Tue, "tue"),
    (Day::Wed, "wed"),
    (Day::Thu, "thu"),
    (Day::Fri, "fri"),
    (Day::Sat, "sat"),
    (Day::Sun, "sun"),
];

/// Whether a field must be filled in before Slack lets the modal be sent.
#[derive(Clone, Copy)]
pub(super) enum Need {
    Required,
    Optional,
}

impl Renderer {
    pub(super) fn profile(&self, profile: &Profile, purpose: ProfilePurpose, zone: &str) -> SlackModalView {
        let (title, submit) = match purpose {
            ProfilePurpose::Join => ("profile-title-join", "profile-submit-join"),
            ProfilePurpose::Change => ("profile-title-change", "profile-submit-change"),
        };
        let zone = self.words.with("profile-zone", &[("zone", value(zone))]);
        let mut blocks = Page::of(self.words.say("profile-intro")).done().blocks;
        blocks.extend(self.topic_inputs(profile).map(SlackBlock::Input));
        blocks.extend(self.person_inputs(profile).map(SlackBlock::Input));
        blocks.extend(self.time_inputs(profile).map(SlackBlock::Input));
        blocks.extend(Page::default().note(zone).done().blocks);
        SlackModalView::new(self.words.say(title).into(), blocks)
            .with_callback_id(CALLBACK_PROFILE.into())
            .with_submit(self.words.say(submit).into())
            .with_close(self.words.say("profile-close").into())
    }

    fn topic_inputs(&self, profile: &Profile) -> impl Iterator<Item = SlackInputBlock> {
        let seeks = self.topics(Field::Seeks, &profile.seeks, TOPICS_LIMIT);
        let offers = self.topics(Field::Offers, &profile.offers, TOPICS_LIMIT);
        let own_words = SlackBlockPlainTextInputElement::new()
            .with_action_id(field_id(Field::OwnWords).into())
            .opt_initial_value(profile.own_words.as_deref().map(|words| cut(words, OWN_WORDS_LIMIT)))
            .with_multiline(true)
            .with_max_length(OWN_WORDS_LIMIT as u64);
        [
            self.input(Field::Seeks, "profile-seeks", seeks, Need::Optional)
                .with_hint(self.words.say("profile-seeks-hint").into()),
            self.input(Field::Offers, "profile-offers", offers, Need::Optional)
                .with_hint(self.words.say("profile-offers-hint").into()),
            self.input(Field::OwnWords, "profile-own-words", own_words, Need::Optional)
                .with_hint(self.words.say("profile-own-words-hint").into()),
        ]
        .into_iter()
    }

    fn person_inputs(&self, profile: &Profile) -> impl Iterator<Item = SlackInputBlock> {
        let manages = match profile.manages_people {
            Some(true) => YES,
            Some(false) => NO,
            None => UNSAID,
        };
        let answers = [YES, NO, UNSAID].map(|code| self.choice("choice", code));
        let level = self.select(
            Field::Level,
            Level::ALL.iter().map(|level| self.plain("level", level.code())),
            profile.level.map(Level::code),
        );
        let function = self.select(
            Field::Function,
            Function::ALL.iter().map(|function| self.plain("function", function.code())),
            profile.function.map(Function::code),
        );
        let team = SlackBlockPlainTextInputElement::new()
            .with_action_id(field_id(Field::Team).into())
            .opt_initial_value(profile.team.as_deref().map(|team| cut(team, TEAM_LIMIT)))
            .with_max_length(TEAM_LIMIT as u64);
        [
            self.input(
                Field::ManagesPeople,
                "profile-manages",
                radio(Field::ManagesPeople, answers.to_vec(), Some(manages)),
                Need::Optional,
            ),
            self.input(Field::Level, "profile-level", level, Need::Optional),
            self.input(Field::Function, "profile-function", function, Need::Optional),
            self.input(Field::Team, "profile-team", team, Need::Optional),
        ]
        .into_iter()
    }

    fn time_inputs(&self, profile: &Profile) -> impl Iterator<Item = SlackInputBlock> {
        let modes = Mode::OPEN.iter().map(|mode| self.choice("mode", mode.code())).collect();
        let joined: Vec<&str> = if profile.modes.is_empty() {
            Mode::USUAL.iter().map(|mode| mode.code()).collect()
        } else {
            profile.modes.iter().map(|mode| mode.code()).collect()
        };
        let rhythms = Rhythm::ALL.iter().map(|rhythm| self.choice("rhythm", rhythm.code())).collect();
        let days = DAYS.iter().map(|(_, code)| self.choice("day", code)).collect();
        let worked: Vec<&str> =
            DAYS.iter().filter(|(day, _)| profile.hours.days.contains(day)).map(|(_, code)| *code).collect();
        [
            self.input(Field::Modes, "profile-modes", ticks(Field::Modes, modes, &joined), Need::Required),
            self.input(
                Field::Rhythm,
                "profile-rhythm",
                radio(Field::Rhythm, rhythms, Some(profile.rhythm.code())),
                Need::Required,
            ),
            self.input(Field::Days, "profile-days", ticks(Field::Days, days, &worked), Need::Required),
            self.input(
                Field::Start,
                "profile-start",
                time(Field::Start, profile.hours.start),
                Need::Required,
            ),
            self.input(Field::End, "profile-end", time(Field::End, profile.hours.end), Need::Required),
        ]
        .into_iter()
    }

    /// A labelled input; the block is called by its field, so that an error finds it.
    pub(super) fn input(
        &self,
        field: Field,
        label: &str,
        element: impl Into<SlackInputBlockElement>,
        need: Need,
    ) -> SlackInputBlock {
        SlackInputBlock::new(self.words.say(label).into(), element.into())
            .with_block_id(field_id(field).into())
            .with_optional(matches!(need, Need::Optional))
    }

    pub(super) fn topics(
        &self,
        field: Field,
        chosen: &[TopicId],
        most: usize,
    ) -> SlackBlockMultiExternalSelectElement {
        let known: Vec<Plain> = chosen
            .iter()
            .filter_map(|topic| self.catalogue.topic(topic))
            .take(most)
            .map(|topic| Plain::new(topic.name.as_str().into(), topic.id.as_str().to_owned()))
            .collect();
        SlackBlockMultiExternalSelectElement::new()
            .with_action_id(field_id(field).into())
            .with_placeholder(self.words.say("profile-topics-placeholder").into())
            .opt_initial_options((!known.is_empty()).then_some(known))
            .with_max_selected_items(most as u64)
            .with_min_query_length(0)
    }

    pub(super) fn select(
        &self,
        field: Field,
        options: impl Iterator<Item = Plain>,
        chosen: Option<&str>,
    ) -> SlackBlockStaticSelectElement {
        let options: Vec<Plain> = options.collect();
        let initial = options.iter().find(|option| Some(option.value.as_str()) == chosen).cloned();
        SlackBlockStaticSelectElement::new()
            .with_action_id(field_id(field).into())
            .with_placeholder(self.words.say("profile-choose").into())
            .with_options(options)
            .opt_initial_option(initial)
    }

    fn plain(&self, kind: &str, code: &str) -> Plain {
        Plain::new(self.words.say(&format!("{kind}-{code}")).into(), code.to_owned())
    }

    /// A choice whose words are called by its kind and its code.
    pub(super) fn choice(&self, kind: &str, code: &str) -> Choice {
        Choice::new(md(self.words.say(&format!("{kind}-{code}"))), code.to_owned())
    }
}

/// One of some choices.
pub(super) fn radio(
    field: Field,
    options: Vec<Choice>,
    chosen: Option<&str>,
) -> SlackBlockRadioButtonsElement {
    let initial = options.iter().find(|option| Some(option.value.as_str()) == chosen).cloned();
    SlackBlockRadioButtonsElement::new(options)
        .with_action_id(field_id(field).into())
        .opt_initial_option(initial)
}

/// Any of some choices.
pub(super) fn ticks(field: Field, options: Vec<Choice>, chosen: &[&str]) -> SlackBlockCheckboxesElement {
    let initial: Vec<Choice> =
        options.iter().filter(|option| chosen.contains(&option.value.as_str())).cloned().collect();
    SlackBlockCheckboxesElement::new(options)
        .with_action_id(field_id(field).into())
        .opt_initial_options((!initial.is_empty()).then_some(initial))
}

fn time(field: Field, time: Time) -> SlackBlockTimePickerElement {
    SlackBlockTimePickerElement::new().with_action_id(field_id(field).into()).with_initial_time(format!(
        "{:02}:{:02}",
        time.hour(),
        time.minute()
    ))
}
