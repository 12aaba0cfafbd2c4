//! A short guide beside the workspace, for somebody who is here for the first time: what to try, what has been tried, and
//! how far the workspace is made ready. All words come from whoever runs the sandbox; here they are kept and ticked off.

use serde::{Deserialize, Serialize};

use super::core::Sandbox;

/// What the page shows as a card.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Guide {
    /// A few words.
    pub title: String,
    /// A sentence or two: where one is, and what this is good for.
    pub intro: String,
    /// What to try, in a sensible order; any order is fine.
    pub steps: Vec<GuideStep>,
    /// How far the workspace is made ready; `None` once it is.
    pub preparing: Option<Preparing>,
}

/// Something to try.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct GuideStep {
    /// What, in a few words.
    pub title: String,
    /// How, in a sentence.
    pub words: String,
    /// Any one of these ticks it off.
    pub deeds: Vec<Deed>,
    /// Where the page takes somebody who would rather be shown.
    pub go: Option<Destination>,
    /// Ticked off.
    pub done: bool,
}

/// Something a person did, as the guide notices it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Deed {
    /// What kind of thing.
    pub kind: DeedKind,
    /// How its subject begins; empty where any will do. The subject is the typed line of a command, an `action_id`, the
    /// `callback_id` of a submitted view, an emoji, the kind of a conversation that was read, the length of a move.
    pub about: String,
}

/// The kinds of deeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeedKind {
    /// Typed a command.
    Command,
    /// Used a control.
    Press,
    /// Submitted a modal, and it was accepted.
    Submit,
    /// Reacted to a message.
    React,
    /// Wrote a message.
    Write,
    /// Read a conversation.
    Read,
    /// Moved the clock.
    MoveClock,
    /// Went on as another person.
    Become,
    /// Looked at what the app did.
    LookBehind,
}

/// Where a step can take somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Destination {
    /// The app's Home tab.
    Home,
    /// The newest group conversation.
    NewestGroup,
    /// The next morning.
    NextMorning,
    /// The next Monday, and on until something new arrives.
    NextMonday,
    /// The choice of whom to be.
    Person,
    /// What the app did.
    Ledger,
}

/// How far a workspace is made ready for visitors. Until it is, nobody but its host moves the clock or acts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Preparing {
    /// 0 to 100.
    pub percent: u8,
    /// What is being done.
    pub words: String,
}

impl Deed {
    /// A deed about something that begins like this.
    pub fn about(kind: DeedKind, about: &str) -> Self {
        Self { kind, about: about.into() }
    }

    /// A deed of this kind, whatever it is about.
    pub fn any(kind: DeedKind) -> Self {
        Self::about(kind, "")
    }

    fn is_met_by(&self, kind: DeedKind, subject: &str) -> bool {
        self.kind == kind && subject.starts_with(&self.about)
    }
}

impl Guide {
    /// Ticks off whatever this deed was wanted for; says whether anything was.
    fn notice(&mut self, kind: DeedKind, subject: &str) -> bool {
        let mut noticed = false;
        let open = self.steps.iter_mut().filter(|step| !step.done);
        for step in open.filter(|step| step.deeds.iter().any(|deed| deed.is_met_by(kind, subject))) {
            (step.done, noticed) = (true, true);
        }
        noticed
    }
}

impl Sandbox {
    /// Puts a guide beside the workspace, in place of the one before.
    pub fn set_guide(&self, guide: Guide) {
        self.with(|moment| moment.state.guide = Some(guide));
    }

    /// Tells visitors how far the workspace is made ready; `None` is ready. Does nothing without a guide.
    pub fn set_preparing(&self, preparing: Option<Preparing>) {
        self.with(|moment| {
            if let Some(guide) = &mut moment.state.guide {
                guide.preparing = preparing;
            }
        });
    }

    /// The guide as it stands.
    pub fn guide(&self) -> Option<Guide> {
        self.read(|moment| moment.state.guide.clone())
    }

    /// Ticks off what a visitor has just done.
    pub(super) fn notice_deed(&self, kind: DeedKind, subject: &str) {
        let noticed = |guide: &mut Guide| guide.notice(kind, subject);
        if self.read(|moment| moment.state.guide.as_mut().is_some_and(noticed)) {
            self.with(|_| {});
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guide() -> Guide {
        let step = |deeds: &[Deed]| GuideStep { deeds: deeds.to_vec(), ..GuideStep::default() };
        Guide {
            steps: vec![
                step(&[Deed::about(DeedKind::Press, "pair:"), Deed::any(DeedKind::React)]),
                step(&[Deed::any(DeedKind::Press)]),
            ],
            ..Guide::default()
        }
    }

    #[test]
    fn a_step_is_ticked_off_by_any_of_its_deeds_and_stays_so() {
        let done = |guide: &Guide| guide.steps.iter().map(|step| step.done).collect::<Vec<_>>();
        let mut other = guide();
        assert!(!other.notice(DeedKind::Submit, "pair:met"));
        assert!(other.notice(DeedKind::Press, "impair"));
        assert_eq!(done(&other), [false, true]);
        assert!(other.notice(DeedKind::React, "tada"));
        assert!(!other.notice(DeedKind::Press, "pair:met"), "both are done");
        let mut both = guide();
        assert!(both.notice(DeedKind::Press, "pair:met"));
        assert_eq!(done(&both), [true, true]);
    }
}
