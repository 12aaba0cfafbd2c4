use super::Inbound; use crate::adapters::slack::outbound::SlackChat; use std::sync::Arc; use crate::ports::Entropy; use tokio_util::sync::CancellationToken;
pub async fn run(_i: Inbound, _c: Arc<SlackChat>, _e: Arc<dyn Entropy>, s: CancellationToken) { s.cancelled().await }
