//! Words that follow a command, as the person wrote them: Slack's escapes undone, names of people and places in plain.

/// What follows the first word, where that word is one of these.
pub(super) fn after<'a>(text: &'a str, commands: &[&str]) -> Option<(String, &'a str)> {
    let text = text.trim_start();
    let text = text.strip_prefix("/mentor").unwrap_or(text).trim_start();
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let first = first.to_lowercase();
    commands.contains(&first.as_str()).then(|| (first, rest.trim()))
}

/// `<@U1|ana>` reads `@ana`, `<#C1|ops>` reads `#ops`, `<https://a.b|here>` reads `https://a.b`, and `&lt;` reads `<`.
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        plain.push_str(before);
        match after.split_once('>').filter(|(inside, _)| !inside.contains(['<', ' '])) {
            Some((inside, after)) => {
                plain.push_str(&named(inside));
                rest = after;
            }
            None => {
                plain.push('<');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").trim().to_owned()
}

fn named(inside: &str) -> String {
    let (target, label) = inside.split_once('|').unwrap_or((inside, ""));
    match target.split_at_checked(1) {
        Some((sign @ ("@" | "#"), id)) => {
            format!("{sign}{}", if label.is_empty() { id } else { label.trim_start_matches(sign) })
        }
        Some(("!", place)) => format!("@{place}"),
        Some(_) | None => target.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_undone() {
        assert_eq!(
            plain("<@U1|ana> in <#C1|ops>: see <https://a.b/c|this>"),
            "@ana in #ops: see https://a.b/c"
        );
        assert_eq!(plain(" R&amp;D &lt;3 &amp;lt; a < b <!here> <@U2> "), "R&D <3 &lt; a < b @here @U2");
        assert_eq!(plain("<"), "<");
        assert_eq!(plain("<>"), "");
    }

    #[test]
    fn the_words_after_a_command_keep_their_case() {
        let ask = |text| after(text, &["ask"]);
        assert_eq!(ask("Ask How do I say No?"), Some(("ask".into(), "How do I say No?")));
        assert_eq!(ask(" /mentor ask  x "), Some(("ask".into(), "x")));
        assert_eq!(ask("ask"), Some(("ask".into(), "")));
        assert_eq!(ask("asking"), None);
    }
}
