//! A text as the words it is made of, each cut back to its stem, so that "delegating" and "delegation" are one word.

use frostem::{Algorithm, Stemmer};
use std::collections::BTreeSet;

/// The code of the language that stems and stop words are of.
const LANGUAGE: &str = "en";
/// A text is read up to so many words: who has not said it by then has said a lot of other things too.
const WORDS_READ: usize = 400;

/// Reads texts as words.
#[derive(Clone, Debug)]
pub(super) struct Reader {
    stop_words: BTreeSet<String>,
}

/// One word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// As it is written, in lower case, without apostrophes.
    pub written: String,
    /// What all its forms have in common.
    pub stem: String,
    /// Whether it is one of those that every text is full of.
    pub is_stop_word: bool,
}

impl Reader {
    /// A reader of English.
    pub fn new() -> Self {
        let stop_words = stop_words::lookup(LANGUAGE).unwrap_or_default();
        Self { stop_words: stop_words.iter().map(|word| without_apostrophes(word)).collect() }
    }

    /// The words of a text, in its order.
    pub fn words(&self, text: &str) -> Vec<Word> {
        let text = without_apostrophes(text).to_lowercase();
        let written = text.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
        written.take(WORDS_READ).map(|word| self.word(word)).collect()
    }

    fn word(&self, written: &str) -> Word {
        Word {
            written: written.to_owned(),
            stem: Stemmer::new(Algorithm::English).stem(&american(written)).into_owned(),
            is_stop_word: self.stop_words.contains(written),
        }
    }
}

/// People leave the apostrophe out as often as not: "don't" and "dont" are to be one word.
fn without_apostrophes(text: &str) -> String {
    text.chars().filter(|sign| !matches!(sign, '\'' | '’' | '‘' | '`')).collect()
}

/// One spelling for both sides of the ocean. It need not be a word ("promize"), it only has to be the same for both;
/// short words are left alone, for "our" and "rise" are no British spellings.
fn american(word: &str) -> String {
    const LONG_ENOUGH: usize = 6;
    const ENDINGS: [(&str, &str); 4] =
        [("ise", "ize"), ("ises", "izes"), ("ised", "ized"), ("ising", "izing")];
    if word.len() < LONG_ENOUGH {
        return word.to_owned();
    }
    let word = word.replace("isation", "ization").replace("our", "or");
    let changed =
        |(british, american)| word.strip_suffix(british).map(|root: &str| format!("{root}{american}"));
    ENDINGS.into_iter().find_map(changed).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stems(text: &str) -> Vec<String> {
        Reader::new().words(text).into_iter().map(|word| word.stem).collect()
    }

    #[test]
    fn forms_of_a_word_are_one_word() {
        assert_eq!(stems("delegate"), stems("Delegating"));
        assert_eq!(stems("don’t"), stems("dont"));
        assert_eq!(stems("the team's deadlines"), stems("The Team, deadline"));
    }

    #[test]
    fn both_spellings_of_english_are_one() {
        let pairs = [
            ("prioritise", "prioritize"),
            ("reorganisations", "reorganization"),
            ("behaviour", "behavior"),
            ("favouritism", "favoritism"),
            ("organising", "organizing"),
        ];
        for (british, american) in pairs {
            assert_eq!(stems(british), stems(american), "{british}");
        }
        assert_eq!(stems("our hour"), ["our", "hour"]);
    }

    #[test]
    fn signs_divide_words_and_are_none() {
        assert_eq!(stems("1:1s?!"), ["1", "1s"]);
        assert_eq!(stems("24/7 🙏 &"), ["24", "7"]);
        assert!(stems(" … ").is_empty());
    }

    #[test]
    fn words_that_every_text_is_full_of_are_marked() {
        let marked: Vec<bool> =
            Reader::new().words("I don't trust the estimates").into_iter().map(|w| w.is_stop_word).collect();
        assert_eq!(marked, [true, true, false, true, false]);
    }

    #[test]
    fn a_long_text_is_read_to_a_limit() {
        assert_eq!(stems(&"word ".repeat(WORDS_READ + 10)).len(), WORDS_READ);
    }
}
