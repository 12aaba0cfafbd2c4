//! `viceversa manifest`: what Slack needs to know to create the app.

use clap::{Args, ValueEnum};

const MANIFEST: &str = include_str!("../../manifest.yml");
const PLACEHOLDER: &str = "https://example.com";

/// How the manifest is filled in.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  viceversa manifest --base-url https://mentor.example.com > manifest.yml
  viceversa manifest --transport socket > manifest.yml      no public address is needed")]
pub struct ManifestArgs {
    /// The address Slack reaches the bot at, without a path; not needed with `--transport socket`
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// How events reach the bot
    #[arg(long, value_enum, default_value_t = Transport::Http)]
    transport: Transport,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Transport {
    /// Slack calls the base URL
    Http,
    /// The bot calls Slack (needs SLACK_APP_TOKEN)
    Socket,
}

/// Prints the manifest.
///
/// # Errors
/// The base URL is missing, or is no web address.
pub fn run(args: &ManifestArgs) -> anyhow::Result<()> {
    print!("{}", manifest(args)?);
    Ok(())
}

fn manifest(args: &ManifestArgs) -> anyhow::Result<String> {
    let base = match (&args.base_url, args.transport) {
        (Some(base), _) => base.trim_end_matches('/'),
        (None, Transport::Socket) => PLACEHOLDER,
        (None, Transport::Http) => anyhow::bail!(
            "Slack has to know where the bot is: add --base-url https://mentor.example.com, \
             or --transport socket where there is no public address"
        ),
    };
    anyhow::ensure!(
        base.starts_with("https://") && !base.contains(char::is_whitespace),
        "--base-url is {base:?}. Slack needs an address that begins with https://, such as https://mentor.example.com"
    );
    let manifest = MANIFEST.replace(PLACEHOLDER, base);
    Ok(match args.transport {
        Transport::Http => manifest,
        Transport::Socket => manifest.replace("socket_mode_enabled: false", "socket_mode_enabled: true"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(base_url: Option<&str>, transport: Transport) -> ManifestArgs {
        ManifestArgs { base_url: base_url.map(Into::into), transport }
    }

    #[test]
    fn the_base_url_stands_in_every_address() {
        let text = manifest(&args(Some("https://mentor.acme.test/"), Transport::Http)).unwrap();
        assert!(!text.contains("example.com/"));
        assert_eq!(text.matches("https://mentor.acme.test/slack/").count(), 4);
        assert!(text.contains("socket_mode_enabled: false"));
    }

    #[test]
    fn socket_mode_is_switched_on() {
        let text = manifest(&args(None, Transport::Socket)).unwrap();
        assert!(text.contains("socket_mode_enabled: true"));
    }

    #[test]
    fn an_address_that_slack_would_refuse_is_refused() {
        for wrong in [Some("mentor.acme.test"), Some("https://two words"), None] {
            let said = manifest(&args(wrong, Transport::Http)).unwrap_err().to_string();
            assert!(said.contains("https://mentor.example.com"), "{said}");
        }
    }
}
