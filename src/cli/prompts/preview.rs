//! Decks on paper: each text as somebody will read it, from light to commitment.

use super::{Laid, PreviewArgs, Unsound, show};
use crate::domain::catalogue::{Catalogue, Prompt, Reading, Theme};
use crate::domain::ids::ThemeId;
use crate::domain::people::profile::Mode;
use crate::domain::prompts::lint::{Finding, Weight};
use anstyle::{AnsiColor, Style};
use std::io::{Result, Write};

/// Lines longer than this are hard to read.
const WIDTH: usize = 78;
const MARGIN: usize = 14;
const TITLE: Style = Style::new().bold().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Cyan)));
const QUIET: Style = Style::new().dimmed();

pub(super) fn run(args: &PreviewArgs) -> anyhow::Result<()> {
    let laid = Laid::of(&args.files)?;
    let errors: Vec<Finding> = laid.files.check(&laid.base).into_iter().filter(is_error).collect();
    if !errors.is_empty() {
        show(&errors)?;
        return Err(Unsound("this cannot be read aloud before it is mended".into()).into());
    }
    let additions = laid.files.additions()?;
    let shown = additions.catalogue.clone();
    let around = additions.onto(laid.base);
    let wanted = wanted_theme(args, &around)?;
    let show = Preview { shown: &shown, around: &around, theme: wanted.as_ref(), mode: args.mode };
    let mut page = Vec::new();
    show.write(&mut page)?;
    if page.is_empty() {
        return Err(Unsound("nothing in these decks is for that theme and mode".into()).into());
    }
    anstream::stdout().lock().write_all(&page)?;
    Ok(())
}

fn is_error(finding: &Finding) -> bool {
    finding.fault.weight() == Weight::Error
}

fn wanted_theme(args: &PreviewArgs, around: &Catalogue) -> anyhow::Result<Option<ThemeId>> {
    let Some(wanted) = args.theme.as_deref().map(ThemeId::new) else { return Ok(None) };
    if around.theme(&wanted).is_none() {
        let known: Vec<&str> = around.themes.iter().map(|theme| theme.id.as_str()).collect();
        return Err(Unsound(format!("there is no theme {wanted}; there are {}", known.join(", "))).into());
    }
    Ok(Some(wanted))
}

/// What is shown, and the catalogue that gives the names.
struct Preview<'a> {
    shown: &'a Catalogue,
    around: &'a Catalogue,
    theme: Option<&'a ThemeId>,
    mode: Option<Mode>,
}

impl Preview<'_> {
    fn write(&self, out: &mut impl Write) -> Result<()> {
        for mode in Mode::ALL.iter().filter(|mode| self.mode.is_none_or(|wanted| wanted == **mode)) {
            for theme in self.around.themes.iter().filter(|theme| self.wants(&theme.id)) {
                self.arc(*mode, theme, out)?;
            }
        }
        if self.mode.is_none() && self.theme.is_none() {
            self.channel(out)?;
        }
        if self.mode.is_none() {
            for theme in self.around.themes.iter().filter(|theme| self.wants(&theme.id)) {
                self.readings(theme, out)?;
            }
        }
        Ok(())
    }

    fn wants(&self, theme: &ThemeId) -> bool {
        self.theme.is_none_or(|wanted| wanted == theme)
    }

    fn arc(&self, mode: Mode, theme: &Theme, out: &mut impl Write) -> Result<()> {
        let of_arc = |prompt: &&Prompt| prompt.mode == mode && prompt.theme == theme.id;
        let mut prompts: Vec<&Prompt> = self.shown.prompts.iter().filter(of_arc).collect();
        prompts.sort_by_key(|prompt| prompt.depth);
        if prompts.is_empty() {
            return Ok(());
        }
        title(out, mode.code(), &theme.name, &theme.purpose)?;
        let mut last = None;
        for prompt in prompts {
            let depth =
                if last.replace(prompt.depth) == Some(prompt.depth) { "" } else { prompt.depth.code() };
            item(out, depth, &prompt.text, prompt.id.as_str())?;
        }
        Ok(())
    }

    fn channel(&self, out: &mut impl Write) -> Result<()> {
        if self.shown.community.is_empty() {
            return Ok(());
        }
        title(
            out,
            "channel",
            "One question a week",
            "People answer 🙋 I could use help with this, or 🤝 I can help.",
        )?;
        for question in self.shown.community() {
            let topic = self.around.topic_name(&question.topic);
            item(out, "", &question.text, &format!("{topic} · {}", question.id))?;
        }
        Ok(())
    }

    fn readings(&self, theme: &Theme, out: &mut impl Write) -> Result<()> {
        let mut readings = self.shown.readings(&theme.id).peekable();
        if readings.peek().is_none() {
            return Ok(());
        }
        title(out, "readings", &theme.name, &theme.purpose)?;
        for reading in readings {
            let text = format!("{}. {}", source(reading), reading.why);
            let below = reading.link.clone().unwrap_or_else(|| reading.id.to_string());
            item(out, reading.kind.code(), &text, &below)?;
        }
        Ok(())
    }
}

/// `Thinking in Systems, Donella H. Meadows, 2008`.
fn source(reading: &Reading) -> String {
    let year = reading.year.map(|year| format!(", {year}")).unwrap_or_default();
    format!("{}, {}{year}", reading.title, reading.author)
}

fn title(out: &mut impl Write, kind: &str, name: &str, purpose: &str) -> Result<()> {
    writeln!(out, "{TITLE}{name}{TITLE:#} {QUIET}({kind}){QUIET:#}")?;
    writeln!(out, "{QUIET}{purpose}{QUIET:#}\n")
}

fn item(out: &mut impl Write, label: &str, text: &str, below: &str) -> Result<()> {
    for (at, line) in wrapped(text, WIDTH - MARGIN).iter().enumerate() {
        let label = if at == 0 { label } else { "" };
        writeln!(out, "  {label:<12}{line}")?;
    }
    writeln!(out, "{:MARGIN$}{QUIET}{below}{QUIET:#}\n", "")
}

/// The lines of a text that is broken at spaces.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) | None => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapters::catalogue::embedded;

    fn page(theme: Option<&ThemeId>, mode: Option<Mode>) -> String {
        let all = embedded().unwrap();
        let mut page = Vec::new();
        Preview { shown: &all, around: &all, theme, mode }.write(&mut page).unwrap();
        anstream::adapter::strip_str(&String::from_utf8(page).unwrap()).to_string()
    }

    #[test]
    fn an_arc_is_read_from_light_to_commitment() {
        let page = page(Some(&ThemeId::new("delegation")), Some(Mode::Nudge));
        let at = |word: &str| page.find(&format!("\n  {word}")).unwrap();
        assert!(at("light") < at("real") && at("real") < at("commitment"), "{page}");
        assert!(page.starts_with("Delegation (nudge)\n"), "{page}");
        assert!(page.lines().all(|line| line.chars().count() <= WIDTH), "{page}");
    }

    #[test]
    fn without_a_wish_everything_is_shown_once() {
        let all = embedded().unwrap();
        let page = page(None, None);
        let ids = all
            .prompts
            .iter()
            .map(|prompt| prompt.id.as_str())
            .chain(all.readings.iter().map(|each| each.id.as_str()));
        for id in ids {
            assert_eq!(page.lines().filter(|line| line.trim() == id).count(), 1, "{id}");
        }
        assert!(page.contains("On-call · on-call-calmer"), "{page}");
    }
}
