//! A small picture of giving and receiving. The sentence above it says the same, for whoever cannot see the bars.

use super::Renderer;
use super::blocks::Page;
use super::words::value;
use crate::domain::reciprocity::Ledger;

/// How many blocks a bar has.
const BAR: u32 = 5;

impl Renderer {
    /// The section of somebody's own Home.
    pub fn home_reciprocity(&self, ledger: &Ledger) -> Page {
        let page = Page::of(self.words.say("reciprocity"));
        let Ledger { gave, received } = *ledger;
        if gave == 0 && received == 0 {
            return page.note(self.words.say("reciprocity-empty"));
        }
        let most = gave.max(received).max(BAR);
        let values = [
            ("gave", value(gave)),
            ("received", value(received)),
            ("gavebar", value(bar(gave, most))),
            ("receivedbar", value(bar(received, most))),
        ];
        page.say(self.words.with("reciprocity-talks", &values[..2]))
            .note(self.words.with("reciprocity-bars", &values))
            .note(self.words.say("reciprocity-note"))
    }
}

/// One block for each talk; where there are more than blocks, a share of the longer bar, and never nothing for something.
fn bar(talks: u32, most: u32) -> String {
    let full = (talks * BAR).div_ceil(most).min(BAR);
    let blocks = |sign: &str, count: u32| sign.repeat(usize::try_from(count).unwrap_or(0));
    blocks("▰", full) + &blocks("▱", BAR - full)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_show_talks_and_never_nothing_for_something() {
        assert_eq!(bar(3, 5), "▰▰▰▱▱");
        assert_eq!(bar(0, 5), "▱▱▱▱▱");
        assert_eq!(bar(1, 40), "▰▱▱▱▱");
        assert_eq!(bar(40, 40), "▰▰▰▰▰");
    }
}
