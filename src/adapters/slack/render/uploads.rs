//! Files of people: what one would change, with its buttons, and what keeps it from being taken.

use super::Renderer;
use super::blocks::{Button, Page};
use super::limits::{SECTION_TEXT, cut};
use super::org::{Spelling, Told};
use super::text::escape;
use super::words::value;
use crate::adapters::slack::ids::UPLOAD;
use crate::domain::ids::UploadId;
use crate::domain::org::{Brief, Fault};
use crate::domain::upload::message::{Standing, UploadAnswer, UploadMessage};
use crate::domain::upload::{MOST_BYTES, Obstacle, UploadPress};

impl Renderer {
    pub(super) fn upload_message(&self, message: &UploadMessage) -> Page {
        match message {
            UploadMessage::Difference { upload, name, brief, digest, standing } => {
                let page = self.difference(name, brief, *standing);
                match standing {
                    Standing::Proposed | Standing::Changed if brief.is_news() => {
                        let button = |press| self.upload_button(press, upload, digest);
                        page.buttons(vec![button(UploadPress::Apply).primary(), button(UploadPress::Leave)])
                            .note(self.words.say("upload-quiet"))
                    }
                    Standing::Proposed
                    | Standing::Changed
                    | Standing::Applied
                    | Standing::Left
                    | Standing::Lapsed => page,
                }
            }
            UploadMessage::Faulty { upload: _, name, faults, more } => self.faulty_file(name, faults, *more),
            UploadMessage::Hindered { upload: _, name, obstacle } => self.hindered(name, *obstacle),
            UploadMessage::Settled { upload: _, name, standing } => {
                Page::of(self.about_file(opening(*standing), name))
            }
        }
    }

    pub(super) fn upload_answer(&self, answer: UploadAnswer) -> Page {
        Page::of(self.words.say(match answer {
            UploadAnswer::Applying => "upload-applying",
            UploadAnswer::LookAgain => "upload-look-again",
            UploadAnswer::Over => "upload-over",
        }))
    }

    fn difference(&self, name: &str, brief: &Brief, standing: Standing) -> Page {
        let id = match standing {
            Standing::Proposed | Standing::Changed if !brief.is_news() => "upload-nothing",
            Standing::Proposed
            | Standing::Changed
            | Standing::Applied
            | Standing::Left
            | Standing::Lapsed => opening(standing),
        };
        let told = self.org_words();
        let page = Page::of(self.about_file(id, name)).say(told.sums(brief));
        told.sections(brief).into_iter().fold(page, |page, section| {
            page.say(cut(&format!("*{}*\n{}", section.heading, bullets(&section.lines)), SECTION_TEXT))
        })
    }

    fn faulty_file(&self, name: &str, faults: &[Fault], more: usize) -> Page {
        let lines = bullets(&self.org_words().faults(faults, more));
        Page::of(self.about_file("upload-faulty", name))
            .say(cut(&lines, SECTION_TEXT))
            .say(self.words.say("upload-faulty-next"))
    }

    fn hindered(&self, name: &str, obstacle: Obstacle) -> Page {
        let with_header = |opening: String| {
            Page::of(opening)
                .say(format!("`{}`", self.words.say("upload-header")))
                .note(self.words.say("upload-header-note"))
        };
        match obstacle {
            Obstacle::NotAdmin => Page::of(self.words.say("upload-not-admin")),
            Obstacle::OtherKind => with_header(self.words.say("upload-other-kind")),
            Obstacle::TooLarge => {
                let values = [("file", value(self.file(name))), ("most", value(MOST_BYTES >> 20))];
                with_header(self.words.with("upload-too-large", &values))
            }
            Obstacle::Gone => Page::of(self.about_file("upload-gone", name)),
            Obstacle::NoScope => Page::of(self.words.say("upload-no-scope")),
            Obstacle::Unreachable => Page::of(self.about_file("upload-unreachable", name)),
            Obstacle::AddressesHidden => Page::of(self.about_file("upload-addresses-hidden", name)),
        }
    }

    fn about_file(&self, id: &str, name: &str) -> String {
        self.words.with(id, &[("file", value(self.file(name)))])
    }

    fn file(&self, name: &str) -> String {
        match name.is_empty() {
            true => self.words.say("upload-some-file"),
            false => self.words.with("upload-file", &[("name", value(escape(&cut(name, 80))))]),
        }
    }

    fn org_words(&self) -> Told<'_> {
        Told { words: &self.words, spelling: Spelling::Slack }
    }

    fn upload_button(&self, press: UploadPress, upload: &UploadId, digest: &str) -> Button {
        let label = match press {
            UploadPress::Apply => "upload-apply",
            UploadPress::Leave => "upload-leave",
        };
        Button::new(format!("{UPLOAD}{}", press.code()), self.words.say(label))
            .value(format!("{upload} {digest}"))
    }
}

/// Which words open what is said about a difference.
fn opening(standing: Standing) -> &'static str {
    match standing {
        Standing::Proposed => "upload-proposed",
        Standing::Changed => "upload-changed",
        Standing::Applied => "upload-applied",
        Standing::Left => "upload-left",
        Standing::Lapsed => "upload-lapsed",
    }
}

fn bullets(lines: &[String]) -> String {
    lines.iter().map(|line| format!("• {line}")).collect::<Vec<_>>().join("\n")
}
