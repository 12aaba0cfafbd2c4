//! What is said to whoever wrote a deck: the place, the problem, and the mend.

use super::fault::{Elsewhere, Ending, Fault, Finding, Form, Named, Tone, Unknown, Weight, Whole};
use super::sheet::{Kind, REPLACE, Shape};
use crate::domain::catalogue::{Depth, ReadingKind};
use crate::domain::people::profile::Mode;
use std::fmt::{Display, Formatter, Result};

impl Display for Finding {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "{}: {}: ", self.place, self.fault.weight())?;
        if let Some(entry) = &self.entry {
            write!(f, "{entry}: ")?;
        }
        self.fault.fmt(f)
    }
}

impl Display for Weight {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

impl Display for Fault {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::NotToml(cause) => write!(f, "this is not TOML: {cause}."),
            Self::Unknown(unknown) => unknown.fmt(f),
            Self::Field(field, form) => write!(f, "`{field}` {form}"),
            Self::Alike(100, other) => write!(f, "this is the text of {other}. Drop one, or write another."),
            Self::Alike(percent, other) => {
                write!(
                    f,
                    "{percent} % of the words are those of {other}; somebody would feel asked twice. Reword one."
                )
            }
            Self::Sounds(field, tone) => write!(f, "`{field}` {tone}"),
            Self::Whole(whole) => whole.fmt(f),
        }
    }
}

impl Display for Unknown {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let written = &self.written;
        match self.what {
            Named::Top => write!(f, "`{written}` has no meaning above the entries")?,
            Named::Kind => write!(f, "there is no kind of entry called `{written}`")?,
            Named::FieldOf(kind) => write!(f, "[[{}]] has no field `{written}`", kind.code())?,
            Named::Theme => write!(f, "there is no theme {written:?}")?,
            Named::Topic => write!(f, "there is no topic {written:?}")?,
            Named::Mode => write!(f, "there is no mode {written:?}")?,
            Named::Depth => write!(f, "there is no depth {written:?}")?,
            Named::ReadingKind => write!(f, "{written:?} is no kind of reading")?,
        }
        match &self.nearest {
            Some(nearest) => write!(f, ". Did you mean `{nearest}`?"),
            None => write!(f, ". {}", self.what.known()),
        }
    }
}

impl Named {
    fn known(self) -> String {
        let list = |codes: Vec<&str>| format!("Known are {}.", codes.join(", "));
        match self {
            Self::Top => format!(
                "Entries begin with brackets, such as [[prompt]]; only `{REPLACE} = true` stands above."
            ),
            Self::Kind => list(Kind::ALL.iter().map(|kind| kind.code()).collect()),
            Self::FieldOf(kind) => list(kind.rules().iter().map(|rule| rule.name).collect()),
            Self::Theme | Self::Topic => "docs/prompts.md lists ours; a deck may also bring its own.".into(),
            Self::Mode => list(Mode::ALL.iter().map(|mode| mode.code()).collect()),
            Self::Depth => list(Depth::ALL.iter().map(|depth| depth.code()).collect()),
            Self::ReadingKind => list(ReadingKind::ALL.iter().map(|kind| kind.code()).collect()),
        }
    }
}

impl Display for Form {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Missing => f.write_str("is missing."),
            Self::Misshapen(shape) => write!(f, "should be {shape}."),
            Self::Length(has, least, most) => write!(f, "has {has} characters. Give it {least} to {most}."),
            Self::Untidy => f.write_str("should be one line without spare spaces."),
            Self::Unended(Ending::StopOrQuestion) => {
                f.write_str("should end with a full stop or a question mark.")
            }
            Self::Unended(Ending::Stop) => f.write_str("should be a sentence with a full stop at its end."),
            Self::Calls(word) => {
                write!(
                    f,
                    "says {word}, which calls people or looks as if it did. Say whom you mean in words."
                )
            }
            Self::Markup(sign) => {
                write!(f, "holds {sign}, which people would see as it stands. Write plain words.")
            }
            Self::Wordless => f.write_str("has hardly any words; a screen reader could not say it."),
            Self::NotAnId => {
                f.write_str("should be lower-case words joined by dashes, such as delegation-first-step.")
            }
            Self::IdWithout(prefix) => {
                write!(f, "should begin with {prefix}-, so that it tells where it belongs.")
            }
            Self::IdTaken(place) => {
                write!(f, "is taken at {place}. Give it one of its own; ids are kept for ever.")
            }
            Self::NotALink => f.write_str("should be an address that begins with https://, or be left out."),
            Self::NotAYear => f.write_str("should be a year, such as 2019, or be left out."),
        }
    }
}

impl Display for Shape {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(match self {
            Self::Text(..) => "a text in quotes",
            Self::List => "a list of texts, such as [\"one\", \"two\"]",
            Self::Number => "a whole number",
            Self::Flag => "true or false",
        })
    }
}

impl Display for Elsewhere {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match &self.place {
            Some(place) => write!(f, "{} at {place}", self.id),
            None => write!(f, "our own {}", self.id),
        }
    }
}

impl Display for Tone {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Exclaims => {
                f.write_str("raises its voice. End with a full stop instead of the exclamation mark.")
            }
            Self::WantsAdvice => {
                f.write_str("asks for feedback. Ask for advice: people answer that with more to act on.")
            }
            Self::Guilt(words) => {
                write!(f, "says \"{words}\", which can make somebody feel guilty. Invite instead.")
            }
            Self::Jargon(word) => write!(f, "says \"{word}\". Find the plain word."),
            Self::Shouts(word) => write!(f, "shouts {word}. Write it in small letters."),
            Self::EmojiAsWord(sign) => {
                write!(f, "has {sign} in the place of a word. Say the word; an emoji may follow.")
            }
            Self::Sentences(count) => write!(f, "has {count} sentences. Keep the one or two that matter."),
            Self::NudgeAsks => {
                f.write_str("ends by asking. A nudge is something to do: say what, and end with a full stop.")
            }
        }
    }
}

impl Display for Whole {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Unfinished(mode, theme, lacks) => {
                let lacks: Vec<&str> = lacks.iter().map(|depth| depth.code()).collect();
                let (mode, lacks) = (mode.code(), lacks.join(" and "));
                write!(f, "the {mode} deck on {theme} lacks depth {lacks}. An arc goes from light over real to commitment.")
            }
            Self::Deserted => f.write_str("no question belongs to this theme. Add some, or leave the theme out."),
            Self::ListedTwice(other) => write!(f, "the theme has this already as {other}. Drop one."),
            Self::Unreached => f.write_str("this topic belongs to no theme. Name it in the topics of one."),
            Self::TwoWays(word, topic) => write!(f, "{word:?} leads to {topic} as well. Keep it in one place."),
            Self::Synonyms(count) => write!(f, "{count} synonyms. 3 to 8 let people find a topic by typing."),
            Self::NotAsTyped(word) => write!(f, "{word:?} would not be found. Write synonyms in lower case, without spaces around."),
            Self::ReplacesNothing => {
                f.write_str("nothing here takes the place of anything. A file that replaces holds prompts, community or readings.")
            }
        }
    }
}
