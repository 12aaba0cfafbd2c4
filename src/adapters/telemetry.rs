//! Logs: ids and outcomes, never tokens and never what people wrote.

use tracing_subscriber::EnvFilter;
use tracing_subscriber::util::SubscriberInitExt;

/// Targets that would log request addresses or bodies below this level; no filter of an operator's lowers it.
const SILENCED: [&str; 2] = ["slack_morphism=info", "hyper_util=info"];

/// Starts logging to standard error, for eyes. `filter` is in the syntax of `tracing`, such as `info` or
/// `viceversa=debug`. Only the first start of any kind has an effect.
pub fn start_text(filter: &str) {
    let lines = tracing_subscriber::fmt().with_env_filter(env_filter(filter)).with_writer(std::io::stderr);
    let _already_started = lines.finish().try_init();
}

/// Does the same with one JSON object on a line.
pub fn start_json(filter: &str) {
    let lines = tracing_subscriber::fmt().with_env_filter(env_filter(filter)).with_writer(std::io::stderr);
    let _already_started = lines.json().finish().try_init();
}

fn env_filter(filter: &str) -> EnvFilter {
    SILENCED
        .iter()
        .filter_map(|directive| directive.parse().ok())
        .fold(EnvFilter::builder().parse_lossy(filter), EnvFilter::add_directive)
}
