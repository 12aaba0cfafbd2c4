//! What is kept, everything that is kept, and forgetting it.

use super::Renderer;
use super::blocks::{Button, Page};
use super::text::escape;
use crate::adapters::slack::ids::{CALLBACK_FORGET, command_action};
use slack_morphism::prelude::*;

/// The most characters of an export in one block; Slack takes 3,000 with the fence around them.
const CHUNK: usize = 2_900;
/// The most blocks of an export; Slack takes 50 in a message.
const CHUNKS: usize = 45;

impl Renderer {
    /// What is kept, and for how long.
    pub(super) fn privacy(&self) -> Page {
        let say = |id| self.words.say(id);
        Page::of(say("privacy-intro"))
            .say(say("privacy-kept"))
            .say(say("privacy-not-kept"))
            .say(say("privacy-rights"))
            .buttons(vec![
                Button::new(command_action("export"), say("privacy-button-export")),
                Button::new(command_action("forget me"), say("privacy-button-forget")),
            ])
    }

    /// Everything kept about a person, cut at the ends of lines into as many blocks as it needs.
    pub(super) fn export(&self, json: &str) -> Page {
        let page = Page::of(self.words.say("export-intro"));
        let chunks = chunks(&escape(json));
        let page = chunks.iter().take(CHUNKS).fold(page, |page, chunk| page.say(format!("```{chunk}```")));
        if chunks.len() > CHUNKS { page.note(self.words.say("export-cut")) } else { page }
    }

    /// Everything is erased.
    pub(super) fn forgotten(&self) -> Page {
        Page::of(self.words.say("forgotten"))
    }

    /// Asks whether everything is really to be erased.
    pub(super) fn confirm_forget(&self) -> SlackModalView {
        let say = |id| self.words.say(id);
        let page = Page::of(say("forget-text")).say(say("forget-export")).done();
        SlackModalView::new(say("forget-title").into(), page.blocks)
            .with_callback_id(CALLBACK_FORGET.into())
            .with_submit(say("forget-submit").into())
            .with_close(say("forget-close").into())
    }
}

/// Pieces that are short enough, cut between lines where there are any.
fn chunks(text: &str) -> Vec<String> {
    let mut chunks = vec![String::new()];
    let mut length = 0;
    for line in text.lines().flat_map(pieces) {
        let added = line.chars().count() + 1;
        if length + added > CHUNK {
            chunks.push(String::new());
            length = 0;
        }
        if let Some(last) = chunks.last_mut() {
            last.push_str(&line);
            last.push('\n');
        }
        length += added;
    }
    chunks
}

/// A line, cut where it alone is too long.
fn pieces(line: &str) -> Vec<String> {
    let characters: Vec<char> = line.chars().collect();
    if characters.is_empty() {
        return vec![String::new()];
    }
    characters.chunks(CHUNK - 1).map(|piece| piece.iter().collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_an_export_is_lost() {
        let lines: Vec<String> =
            (0..900).map(|n| format!("  \"line {n}\": \"{}\",", "x".repeat(n % 50))).collect();
        let text = lines.join("\n");
        let cut = chunks(&text);
        assert!(cut.len() > 5);
        assert!(cut.iter().all(|chunk| chunk.chars().count() <= CHUNK));
        assert_eq!(cut.concat(), format!("{text}\n"));
        let endless = "y".repeat(10_000);
        assert_eq!(chunks(&endless).concat().replace('\n', ""), endless);
    }
}
