//! Logs: ids and outcomes, never tokens and never what people wrote.

use tracing_subscriber::EnvFilter;
use tracing_subscriber::util::SubscriberInitExt;

/// How logs look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogFormat {
    /// For eyes.
    #[default]
    Text,
    /// One JSON object on a line.
    Json,
}

/// Targets that would log request addresses or bodies below this level; no filter of an operator's lowers it.
const SILENCED: [&str; 2] = ["slack_morphism=info", "hyper_util=info"];

/// Starts logging to standard error. `filter` is in the syntax of `tracing`, such as `info` or `viceversa=debug`. Only
/// the first call has an effect.
pub fn start(filter: &str, format: LogFormat) {
    let filter = SILENCED
        .iter()
        .filter_map(|directive| directive.parse().ok())
        .fold(EnvFilter::builder().parse_lossy(filter), EnvFilter::add_directive);
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let _already_started = match format {
        LogFormat::Text => builder.finish().try_init(),
        LogFormat::Json => builder.json().finish().try_init(),
    };
}
