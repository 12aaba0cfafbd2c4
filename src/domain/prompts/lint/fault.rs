//! What can be wrong with a file of decks, as data; `words` says it to a person.

use super::sheet::{Kind, Place, Shape};
use crate::domain::catalogue::Depth;
use crate::domain::ids::ThemeId;
use crate::domain::people::profile::Mode;

/// Something that was found, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where it stands.
    pub place: Place,
    /// The id of the entry, where it belongs to one that has an id.
    pub entry: Option<String>,
    /// What is wrong.
    pub fault: Fault,
}

/// How much a fault matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// The file cannot be used.
    Error,
    /// It can, and would read better otherwise.
    Warning,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The file is not TOML, in the words of its reader.
    NotToml(String),
    /// A name that leads nowhere.
    Unknown(Unknown),
    /// A field that cannot be used as it is.
    Field(&'static str, Form),
    /// So many words in a hundred are those of another text.
    Alike(usize, Elsewhere),
    /// A field that does not sound as it should.
    Sounds(&'static str, Tone),
    /// What only shows when everything is laid together.
    Whole(Whole),
}

/// A name that leads nowhere, as it was written, and what may have been meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// What it should have named.
    pub what: Named,
    /// What was written.
    pub written: String,
    /// The nearest that exists, if it is near.
    pub nearest: Option<String>,
}

/// What a name can be the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// Something above the entries.
    Top,
    /// A kind of entries.
    Kind,
    /// A field of a kind.
    FieldOf(Kind),
    /// A theme.
    Theme,
    /// A topic.
    Topic,
    /// A mode.
    Mode,
    /// A depth.
    Depth,
    /// A kind of reading.
    ReadingKind,
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// It is not there.
    Missing,
    /// It has another shape than it should have.
    Misshapen(Shape),
    /// A text with so many characters, and the least and the most it may have.
    Length(usize, usize, usize),
    /// A text over several lines, or with spare spaces.
    Untidy,
    /// A text without an end, or with another than it should have.
    Unended(Ending),
    /// Something that would call people, such as `@channel`.
    Calls(String),
    /// Slack's own signs, which would be shown as they are.
    Markup(String),
    /// A text that a screen reader cannot say.
    Wordless,
    /// An id that is not lower-case words joined by dashes.
    NotAnId,
    /// An id that does not begin with the id of what it belongs to.
    IdWithout(String),
    /// An id that another entry of its kind has.
    IdTaken(Place),
    /// A link that is no address on the web.
    NotALink,
    /// A number that is no year.
    NotAYear,
}

/// How a text ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// With a full stop or a question mark.
    StopOrQuestion,
    /// With a full stop.
    Stop,
}

/// Another entry: among the files that are checked, or among those that come with the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// Its id.
    pub id: String,
    /// Where it stands; `None` where it comes with the program.
    pub place: Option<Place>,
}

/// What does not sound as it should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tone {
    /// An exclamation mark.
    Exclaims,
    /// It asks for feedback.
    WantsAdvice,
    /// Words that make somebody feel guilty.
    Guilt(&'static str),
    /// Idle talk of offices.
    Jargon(&'static str),
    /// A word in capitals.
    Shouts(String),
    /// An emoji in the place of a word.
    EmojiAsWord(String),
    /// So many sentences.
    Sentences(usize),
    /// A nudge that ends by asking its reader something.
    NudgeAsks,
}

/// What only shows when everything is laid together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whole {
    /// A theme of a deck without some steps of its arc.
    Unfinished(Mode, ThemeId, Vec<Depth>),
    /// A theme without any question or nudge.
    Deserted,
    /// A reading that its theme has already.
    ListedTwice(Elsewhere),
    /// A topic that leads to no theme.
    Unreached,
    /// A word that leads to another topic as well.
    TwoWays(String, String),
    /// A topic with so many synonyms.
    Synonyms(usize),
    /// A synonym that is not in lower case, or has spaces around it.
    NotAsTyped(String),
    /// A file that replaces decks and holds none.
    ReplacesNothing,
}

impl Fault {
    /// How much it matters. What cannot be used or would mislead people is an error; a matter of taste is not.
    pub fn weight(&self) -> Weight {
        match self {
            Self::NotToml(_) | Self::Unknown(_) | Self::Field(..) => Weight::Error,
            Self::Alike(percent, _) if *percent == 100 => Weight::Error,
            Self::Alike(..) | Self::Sounds(..) | Self::Whole(_) => Weight::Warning,
        }
    }
}
