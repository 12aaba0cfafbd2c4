//! A Rust file as far as these tests need to read it: its code without comments and literals, the rooms it names,
//! its functions and their lengths. Rough on purpose; it reads what rustfmt has put in order.

use std::collections::BTreeSet;

use crate::tree::numbered;

/// Every room of the crate. Only these names after `crate::` (or enough `super::`) count as a dependency.
pub const ROOMS: [&str; 7] = ["adapters", "app", "cli", "config", "domain", "ports", "sandbox"];

/// A Rust file and what is left of it without comments and literals. Both have the same lines.
pub struct RustFile {
    pub path: String,
    text: String,
    code: String,
}

pub struct Function {
    pub name: String,
    pub line: usize,
    pub lines: usize,
}

impl RustFile {
    pub fn new(path: String, text: String) -> Self {
        Self { path, code: code_only(&text), text }
    }

    /// The rooms this file names, as `domain` or, for a part of the adapters, `adapters::slack`.
    pub fn used_rooms(&self) -> BTreeSet<String> {
        let depth = module_depth(&self.path);
        let words = tokens(&self.code);
        let mut used = BTreeSet::new();
        for start in 0..words.len() {
            let before = start.checked_sub(1).map_or("", |index| words[index]);
            if before == "::" || before == "." {
                continue;
            }
            let supers = words[start..].chunks(2).take_while(|pair| *pair == ["super", "::"]).count();
            let after = words.get(start + 2 * supers.max(1)..).unwrap_or_default();
            let prefix: &[&str] = match words[start] {
                "crate" | "viceversa" if words.get(start + 1) == Some(&"::") => &[],
                _ if supers >= depth => &[],
                _ if supers + 1 == depth && leads_to_a_sibling(&self.path, after) => &["adapters"],
                _ => continue,
            };
            let mut paths = Vec::new();
            read_paths(after, prefix, &mut paths);
            used.extend(paths.iter().filter_map(|path| room_of(path)));
        }
        used
    }

    /// The first line on which the code, not a comment or a text, holds these words.
    pub fn line_saying(&self, words: &str) -> Option<usize> {
        self.lines_saying(words).first().copied()
    }

    /// The same, where tests are free to say it.
    pub fn production_line_saying(&self, words: &str) -> Option<usize> {
        let tests = self.test_ranges();
        let in_test = |line: &usize| tests.iter().any(|(first, last)| (first..=last).contains(&line));
        self.lines_saying(words).into_iter().find(|line| !self.is_test_module() && !in_test(line))
    }

    fn lines_saying(&self, words: &str) -> Vec<usize> {
        let wanted = tokens(words);
        let found = lines_and_tokens(&self.code);
        let fits = |window: &&[(usize, &str)]| window.iter().map(|(_, word)| word).eq(wanted.iter());
        found.windows(wanted.len()).filter(fits).map(|window| window[0].0).collect()
    }

    /// The first `#[arg(…, env …)]`, clap's way to read a variable.
    pub fn line_with_clap_env(&self) -> Option<usize> {
        let found = lines_and_tokens(&self.code);
        let words: Vec<&str> = found.iter().map(|(_, word)| *word).collect();
        let args = (0..words.len()).filter(|&at| words[at..].starts_with(&["#", "[", "arg", "("]));
        for start in args {
            let end = start + words[start..].iter().position(|word| *word == "]").unwrap_or(0);
            if words[start..end].contains(&"env") {
                return Some(found[start].0);
            }
        }
        None
    }

    pub fn production_lines(&self) -> usize {
        if self.is_test_module() {
            return 0;
        }
        self.text.lines().count()
            - self.test_ranges().iter().map(|(first, last)| last + 1 - first).sum::<usize>()
    }

    fn is_test_module(&self) -> bool {
        self.path.ends_with("/tests.rs") || self.path.contains("/tests/")
    }

    /// First and last line of every `#[cfg(test)] mod`.
    fn test_ranges(&self) -> Vec<(usize, usize)> {
        let found = lines_and_tokens(&self.code);
        let words: Vec<&str> = found.iter().map(|(_, word)| *word).collect();
        (0..words.len())
            .filter(|&at| words[at..].starts_with(&["#", "[", "cfg", "(", "test", ")", "]", "mod"]))
            .map(|start| (found[start].0, found[end_of_item(&words, start + 8)].0))
            .collect()
    }

    pub fn functions(&self) -> Vec<Function> {
        if self.is_test_module() {
            return Vec::new();
        }
        let tests = self.test_ranges();
        let found = lines_and_tokens(&self.code);
        let words: Vec<&str> = found.iter().map(|(_, word)| *word).collect();
        (0..words.len().saturating_sub(1))
            .filter(|&at| words[at] == "fn" && words[at + 1] != "(")
            .map(|at| {
                let (line, last) = (found[at].0, found[end_of_item(&words, at)].0);
                Function { name: words[at + 1].to_owned(), line, lines: last + 1 - line }
            })
            .filter(|function| !tests.iter().any(|(first, last)| (first..=last).contains(&&function.line)))
            .collect()
    }
}

/// The last token of the item that starts at `start`: its closing brace, or the semicolon of one without a body.
fn end_of_item(words: &[&str], start: usize) -> usize {
    let (mut braces, mut brackets) = (0_usize, 0_usize);
    for (at, word) in words.iter().enumerate().skip(start) {
        match *word {
            "(" | "[" => brackets += 1,
            ")" | "]" => brackets = brackets.saturating_sub(1),
            "{" => braces += 1,
            "}" if braces <= 1 => return at,
            "}" => braces -= 1,
            ";" if braces == 0 && brackets == 0 => return at,
            _ => {}
        }
    }
    words.len() - 1
}

/// Reads one path, or all paths of a group in braces, and returns how many tokens it took.
fn read_paths<'a>(words: &[&'a str], prefix: &[&'a str], found: &mut Vec<Vec<&'a str>>) -> usize {
    let mut path = prefix.to_vec();
    let mut at = 0;
    while let Some(&word) = words.get(at) {
        at += 1;
        if word == "{" {
            return at + read_group(&words[at..], &path, found);
        }
        if is_word(word) {
            path.push(word);
            if words.get(at) == Some(&"::") {
                at += 1;
                continue;
            }
        }
        break;
    }
    found.push(path);
    at
}

fn read_group<'a>(words: &[&'a str], prefix: &[&'a str], found: &mut Vec<Vec<&'a str>>) -> usize {
    let mut at = 0;
    while let Some(&word) = words.get(at) {
        at += match word {
            "}" => return at + 1,
            "," => 1,
            "as" => 2,
            _ => read_paths(&words[at..], prefix, found),
        };
    }
    at
}

/// The room that a path below the crate's root leads to, and for the adapters which of them.
fn room_of(path: &[&str]) -> Option<String> {
    match path {
        ["adapters", part, ..] => Some(format!("adapters::{part}")),
        [room, ..] if ROOMS.contains(room) => Some((*room).to_owned()),
        _ => None,
    }
}

/// Whether `super::` climbed from one adapter into the other, rather than about in its own.
fn leads_to_a_sibling(path: &str, after: &[&str]) -> bool {
    path.starts_with("src/adapters/") && after.first().is_some_and(|part| ["slack", "storage"].contains(part))
}

/// How many `super::` lead from the top of this file to the root of the crate.
fn module_depth(path: &str) -> usize {
    let parts: Vec<&str> = path.trim_start_matches("src/").trim_end_matches(".rs").split('/').collect();
    let own = usize::from(!["mod", "lib", "main"].contains(parts.last().unwrap_or(&"")));
    (parts.len() - 1 + own).max(1)
}

fn tokens(code: &str) -> Vec<&str> {
    lines_and_tokens(code).into_iter().map(|(_, word)| word).collect()
}

/// Words, `::`, and every other sign by itself, each with the number of its line.
fn lines_and_tokens(code: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    for (number, line) in numbered(code) {
        let mut rest = line.trim_start();
        while let Some(first) = rest.chars().next() {
            let length = if is_word_sign(first) {
                rest.find(|sign| !is_word_sign(sign)).unwrap_or(rest.len())
            } else if rest.starts_with("::") {
                2
            } else {
                first.len_utf8()
            };
            found.push((number, &rest[..length]));
            rest = rest[length..].trim_start();
        }
    }
    found
}

pub fn is_word_sign(sign: char) -> bool {
    sign.is_alphanumeric() || sign == '_'
}

fn is_word(text: &str) -> bool {
    text.chars().all(is_word_sign)
}

/// Blanks comments, texts and characters, so that only code is left, on the same lines.
fn code_only(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = literal_length(rest, code.chars().next_back());
        if length == 0 {
            code.push(first);
            rest = &rest[first.len_utf8()..];
        } else {
            code.extend(rest[..length].chars().map(|sign| if sign == '\n' { '\n' } else { ' ' }));
            rest = &rest[length..];
        }
    }
    code
}

/// How many bytes of a comment or literal `rest` starts with; none where it starts with code.
fn literal_length(rest: &str, before: Option<char>) -> usize {
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    if rest.starts_with("/*") {
        return block_comment_length(rest);
    }
    if rest.starts_with('"') {
        return quoted_length(rest, '"');
    }
    let in_word = before.is_some_and(is_word_sign);
    let raw = rest.trim_start_matches(['b', 'c']);
    if !in_word && rest.len() - raw.len() <= 1 && raw.starts_with('r') {
        let hashes = raw[1..].len() - raw[1..].trim_start_matches('#').len();
        if raw[1 + hashes..].starts_with('"') {
            let close = format!("\"{}", "#".repeat(hashes));
            let body = rest.len() - raw.len() + 2 + hashes;
            return rest[body..].find(&close).map_or(rest.len(), |at| body + at + close.len());
        }
    }
    // A quote opens a character only when it closes right after one; otherwise it is a lifetime.
    let mut signs = rest.chars();
    match (signs.next(), signs.next(), signs.next()) {
        (Some('\''), Some('\\'), _) => quoted_length(rest, '\''),
        (Some('\''), Some(sign), Some('\'')) => 2 + sign.len_utf8(),
        _ => 0,
    }
}

fn quoted_length(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, sign) in rest.char_indices().skip(1) {
        match sign {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if sign == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

fn block_comment_length(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

#[test]
fn the_reader_sees_code_and_nothing_else() {
    let text = r##"//! crate::app
use crate::{domain::{ids, event as happened}, adapters::{slack::Client as _, storage}};
/* sqlx::query /* nested */ crate::ports */
fn first<'a>(text: &'a str, quote: char) -> bool { quote == '"' || text == r#"crate::sandbox " "# }
struct Shape;
fn second() -> [u8; 2] {
    super::super::config::read("crate::cli \" more")
}
#[cfg(test)]
mod tests {
    fn third() { tokio::spawn() }
}
"##;
    let file = RustFile::new("src/app/week.rs".to_owned(), text.to_owned());
    let rooms: Vec<String> = file.used_rooms().into_iter().collect();
    assert_eq!(rooms, ["adapters::slack", "adapters::storage", "config", "domain"]);
    assert_eq!((file.line_saying("sqlx"), file.line_saying("tokio::spawn")), (None, Some(11)));
    assert_eq!((file.production_line_saying("tokio"), file.production_line_saying("Shape")), (None, Some(5)));
    let functions: Vec<_> = file.functions().into_iter().map(|f| (f.name, f.line, f.lines)).collect();
    assert_eq!(functions, [("first".to_owned(), 4, 1), ("second".to_owned(), 6, 3)]);
    assert_eq!(file.production_lines(), 8);
}
