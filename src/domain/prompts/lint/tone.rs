//! How a text sounds: warm, plain, short, and made of words. Rules of thumb that a reader with an ear beats; what they find
//! is a reason to read the line again.

use super::fault::Tone;

/// Idle talk of offices. Each has a plain word that says more.
const JARGON: &[&str] = &[
    "actionable",
    "bandwidth",
    "best-in-class",
    "boil the ocean",
    "circle back",
    "deep dive",
    "deliverables",
    "double-click on",
    "game changer",
    "game-changer",
    "holistic",
    "ideate",
    "impactful",
    "learnings",
    "leverage",
    "low-hanging fruit",
    "mindshare",
    "move the needle",
    "north star",
    "operationalise",
    "operationalize",
    "paradigm",
    "synergies",
    "synergy",
    "take it offline",
    "thought leader",
    "touch base",
    "utilise",
    "utilize",
    "value-add",
    "win-win",
];

/// Words that make somebody feel behind, or tell them what good people do.
const GUILT: &[&str] = &[
    "a good leader",
    "a good manager",
    "a real leader",
    "ashamed",
    "at long last",
    "good leaders",
    "good managers",
    "great leaders",
    "let everyone down",
    "let your team down",
    "no excuse",
    "real leaders",
    "shame on",
    "still have not",
    "still haven't",
    "why did you not",
    "why didn't you",
    "why have you not",
    "why haven't you",
    "you failed to",
    "you forgot",
    "you must",
    "you neglected",
    "you ought to",
    "you promised",
    "you should be",
    "you should have",
    "you should've",
];

/// Words before "feedback" in whose company it is being asked for.
const SEEKING: &[&str] = &[
    "ask", "asked", "asking", "asks", "collect", "gather", "get", "getting", "invite", "inviting", "need",
    "request", "seek", "seeking", "want",
];
/// The same, where they stand directly before it.
const SEEKING_BESIDE: &[&str] = &["any", "honest", "what", "which"];
/// So many words before it are looked at.
const REACH: usize = 6;
/// A word of so many capitals is no abbreviation any more.
const SHOUTED: usize = 5;
/// A prompt has at most so many sentences.
const SENTENCES: usize = 2;

/// Everything about a text that does not sound like us, in the order of the checks.
pub(super) fn of(text: &str) -> Vec<Tone> {
    let plain = text.to_lowercase().replace('’', "'");
    let mut found = Vec::new();
    if text.contains(['!', '！']) {
        found.push(Tone::Exclaims);
    }
    if asks_for_feedback(&plain) {
        found.push(Tone::WantsAdvice);
    }
    found.extend(GUILT.iter().copied().filter(|phrase| holds(&plain, phrase)).map(Tone::Guilt));
    found.extend(JARGON.iter().copied().filter(|phrase| holds(&plain, phrase)).map(Tone::Jargon));
    found.extend(shouted(text).map(Tone::Shouts));
    found.extend(emoji_for_a_word(text).map(Tone::EmojiAsWord));
    let sentences = sentences(text);
    if sentences > SENTENCES {
        found.push(Tone::Sentences(sentences));
    }
    found
}

/// A nudge is an act, so it does not end by asking its reader something.
pub(super) fn ends_as_question(text: &str) -> bool {
    text.trim_end_matches(super::form::CLOSING).ends_with('?')
}

/// Whether a screen reader would have something to say: a few words of letters.
pub(super) fn has_words(text: &str) -> bool {
    without_shortcodes(text).split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 1).count() >= 3
}

/// Whether a phrase stands in a text as whole words.
fn holds(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + phrase.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

fn asks_for_feedback(plain: &str) -> bool {
    let words: Vec<&str> = plain
        .split(|c: char| !c.is_alphanumeric() && !".?".contains(c))
        .filter(|word| !word.is_empty())
        .collect();
    let ends_sentence = |word: &&&str| word.ends_with(['.', '?']);
    let mut places =
        words.iter().enumerate().filter(|(_, word)| word.trim_end_matches(['.', '?']) == "feedback");
    places.any(|(at, _)| {
        let mut before =
            words[..at].iter().rev().take_while(|word| !ends_sentence(word)).take(REACH).peekable();
        let beside = before.peek().is_some_and(|word| SEEKING_BESIDE.contains(word));
        beside || before.any(|word| SEEKING.contains(word))
    })
}

/// The first word that shouts: long and all in capitals, or with such a word beside it.
fn shouted(text: &str) -> Option<String> {
    let words: Vec<&str> =
        text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphabetic())).collect();
    let letters = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count();
    let capital = |word: &str| {
        letters(word) > 1 && !word.chars().any(char::is_lowercase) && word.chars().all(char::is_alphabetic)
    };
    let long = words.iter().find(|word| capital(word) && letters(word) >= SHOUTED).copied();
    let pair = words.windows(2).find(|pair| capital(pair[0]) && capital(pair[1])).map(|pair| pair[0]);
    long.or(pair).map(str::to_owned)
}

/// An emoji, or a name in colons, with words on both sides of it in one sentence: it stands for a word.
fn emoji_for_a_word(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let has_letters = |word: &&&str| word.chars().any(char::is_alphabetic) && shortcode(word).is_none();
    let found = words.iter().enumerate().find(|(at, word)| {
        let before = words[..*at].iter().rev().find(has_letters);
        let after = words[at + 1..].iter().find(has_letters).filter(|_| !word.ends_with(['.', '?']));
        let goes_on = before.is_some_and(|word| !word.ends_with(['.', '?', ':'])) && after.is_some();
        goes_on && !has_letters(word) && (word.chars().any(is_emoji) || shortcode(word).is_some())
    });
    found.map(|(_, word)| word.trim_end_matches(['.', ',', '?']).to_owned())
}

fn shortcode(word: &str) -> Option<&str> {
    let name = word.trim_end_matches(['.', ',', '?']).strip_prefix(':')?.strip_suffix(':')?;
    let sign = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_+-:".contains(c);
    (!name.is_empty() && name.chars().all(sign)).then_some(name)
}

fn without_shortcodes(text: &str) -> String {
    text.split_whitespace().filter(|word| shortcode(word).is_none()).collect::<Vec<_>>().join(" ")
}

fn is_emoji(sign: char) -> bool {
    matches!(sign, '\u{2300}'..='\u{23ff}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

/// Only a stop, a space and a capital letter divide sentences: a quoted question may stand inside one.
fn sentences(text: &str) -> usize {
    let signs: Vec<char> = text.chars().collect();
    1 + signs.windows(3).filter(|w| ".?!".contains(w[0]) && w[1] == ' ' && w[2].is_uppercase()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_words_pass() {
        for text in [
            "Pick one decision you are about to make, and ask somebody outside your team what they would check first.",
            "Show the API to somebody who has never seen it. Ask the CEO, the CTO and an SRE.",
            "The word advice draws out more you can use than the word feedback does.",
            "Give a colleague feedback they can use.",
            "Some wrote 🙋. Others did not.",
            "🙋 Who could use help with this, and who can help?",
            "You should not need much more than an hour.",
        ] {
            assert_eq!(of(text), [], "{text}");
        }
    }

    #[test]
    fn what_does_not_sound_like_us_is_named() {
        for (text, tone) in [
            ("Ask somebody today!", Tone::Exclaims),
            ("Ask your team for feedback on the plan.", Tone::WantsAdvice),
            ("What feedback would you give me?", Tone::WantsAdvice),
            ("By now you should have asked somebody.", Tone::Guilt("you should have")),
            ("You still haven’t asked anybody.", Tone::Guilt("still haven't")),
            ("Leverage what your peers know.", Tone::Jargon("leverage")),
            ("Please ask somebody TODAY.", Tone::Shouts("TODAY".into())),
            ("DO IT before Friday.", Tone::Shouts("DO".into())),
            ("Ask a 🧑‍💻 what they would try.", Tone::EmojiAsWord("🧑‍💻".into())),
            ("Ask a :technologist: what they would try.", Tone::EmojiAsWord(":technologist:".into())),
            ("Ask. Then listen. Then ask again.", Tone::Sentences(3)),
        ] {
            assert_eq!(of(text), [tone], "{text}");
        }
    }

    #[test]
    fn a_word_inside_another_is_not_that_word() {
        assert_eq!(of("Their cleverages and bandwidths puzzle me."), []);
    }

    #[test]
    fn signs_alone_are_not_words() {
        assert!(has_words("Ask somebody new."));
        for text in ["🙋 🤝 👍 🎉 🚀 🙏 ✅ ❓", ":wave: :pray: :rocket: :tada: :eyes:", "?? … ??"]
        {
            assert!(!has_words(text), "{text}");
        }
    }
}
