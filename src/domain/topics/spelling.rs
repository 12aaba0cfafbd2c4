//! Typing slips: the word of the taxonomy that is meant by one it does not have.

use std::collections::BTreeMap;

/// Shorter words are taken as they are: a slip in "lunch" would make it "launch".
const SHORTEST: usize = 6;
/// From so many letters on, two slips are forgiven and not one.
const LONG: usize = 9;

/// The words that can be meant.
#[derive(Clone, Debug, Default)]
pub(super) struct Spelling {
    words: BTreeMap<String, usize>,
}

impl Spelling {
    /// Knows a word as it is written, and the place of the term it stands for.
    pub fn learn(&mut self, written: String, term: usize) {
        if written.chars().count() + 1 >= SHORTEST {
            self.words.insert(written, term);
        }
    }

    /// The term that is meant. People rarely miss the first letter, so only words that begin alike are compared.
    pub fn meant_by(&self, written: &str) -> Option<usize> {
        let length = written.chars().count();
        let first = written.chars().next().filter(|_| length >= SHORTEST)?;
        let slips = if length >= LONG { 2 } else { 1 };
        let begin_alike =
            self.words.range(first.to_string()..).take_while(|(word, _)| word.starts_with(first));
        begin_alike
            .filter(|(word, _)| word.chars().count().abs_diff(length) <= slips)
            .map(|(word, term)| (strsim::osa_distance(word, written), word, *term))
            .filter(|(distance, _, _)| *distance <= slips)
            .min()
            .map(|(_, _, term)| term)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelling(words: &[&str]) -> Spelling {
        let mut spelling = Spelling::default();
        for (term, word) in words.iter().enumerate() {
            spelling.learn((*word).to_owned(), term);
        }
        spelling
    }

    #[test]
    fn a_slip_is_forgiven_and_two_in_a_long_word() {
        let spelling = spelling(&["retention", "roadmap", "launch"]);
        assert_eq!(spelling.meant_by("retenshun"), None);
        assert_eq!(spelling.meant_by("retentoin"), Some(0));
        assert_eq!(spelling.meant_by("rettentoin"), Some(0));
        assert_eq!(spelling.meant_by("raodmap"), Some(1));
        assert_eq!(spelling.meant_by("oadmap"), None);
    }

    #[test]
    fn a_short_word_is_taken_as_it_is() {
        assert_eq!(spelling(&["launch"]).meant_by("lunch"), None);
    }

    #[test]
    fn the_nearest_wins_and_among_equals_the_first_of_the_alphabet() {
        let spelling = spelling(&["planning", "planting", "blanking"]);
        assert_eq!(spelling.meant_by("plannnig"), Some(0));
        assert_eq!(spelling.meant_by("plansing"), Some(0));
    }
}
