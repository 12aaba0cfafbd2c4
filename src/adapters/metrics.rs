//! Figures for Prometheus. What happens is counted in this process; how the outbox stands is asked of the database, so
//! that every replica says the same.

use crate::domain::eta::{Tempo, Work, eta};
use crate::ports::measure::{BUCKETS, Standing, describe, outbox};
use crate::ports::{Backlog, Clock, RowState, Storage, StorageError};
use axum::Router;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use jiff::Timestamp;
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// For so long the outbox is not counted again, however many ask.
const FRESH: Duration = Duration::from_secs(5);

/// How often what was timed is folded into its buckets where nobody asks for it.
const UPKEEP: Duration = Duration::from_secs(30);

/// The states of which something is still to come.
const UNSETTLED: [RowState; 4] = [RowState::Pending, RowState::Sending, RowState::Check, RowState::Failed];

/// `GET /metrics`, in Prometheus' text format.
pub fn routes(exposition: Arc<Exposition>) -> Router {
    Router::new().route("/metrics", get(scrape)).with_state(exposition)
}

async fn scrape(State(exposition): State<Arc<Exposition>>) -> Response {
    exposition.look().await;
    ([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], exposition.handle.render()).into_response()
}

/// The figures of this process, and what they are rounded off with at each scrape.
pub struct Exposition {
    handle: PrometheusHandle,
    storage: Arc<dyn Storage>,
    clock: Arc<dyn Clock>,
    tempo: Tempo,
    looked: Mutex<Option<Instant>>,
}

impl Exposition {
    /// Begins to count, for the whole process.
    ///
    /// # Errors
    /// Something counts already.
    pub fn begin(storage: Arc<dyn Storage>, clock: Arc<dyn Clock>, tempo: Tempo) -> Result<Self, BuildError> {
        let builder = BUCKETS.iter().try_fold(PrometheusBuilder::new(), |builder, (name, bounds)| {
            builder.set_buckets_for_metric(Matcher::Full((*name).to_owned()), bounds)
        })?;
        let handle = builder.install_recorder()?;
        describe();
        Ok(Self { handle, storage, clock, tempo, looked: Mutex::default() })
    }

    /// Keeps memory flat where nobody scrapes, until told to stop.
    pub async fn keep(&self, stop: CancellationToken) {
        let folding = async {
            loop {
                tokio::time::sleep(UPKEEP).await;
                self.handle.run_upkeep();
            }
        };
        tokio::select! {
            () = stop.cancelled() => {}
            () = folding => {}
        }
    }

    /// Asks the database how the outbox stands, unless somebody has just done so.
    async fn look(&self) {
        let mut looked = self.looked.lock().await;
        if looked.is_some_and(|at| at.elapsed() < FRESH) {
            return;
        }
        match self.standing().await {
            Ok(standing) => {
                outbox(Some(&standing));
                *looked = Some(Instant::now());
            }
            Err(error) => {
                tracing::warn!(%error, "the outbox could not be counted");
                outbox(None);
            }
        }
    }

    async fn standing(&self) -> Result<Standing, StorageError> {
        let now = self.clock.now();
        let backlog = self.storage.backlog(now).await?;
        let workspaces = self.storage.workspaces().await?;
        let acting: Vec<Backlog> = backlog
            .into_iter()
            .filter(|each| workspaces.iter().any(|one| one.id == each.workspace && one.may_act()))
            .collect();
        Ok(standing(&acting, self.tempo, now))
    }
}

/// Parked workspaces are left out: nothing of theirs is late, since nothing of theirs may be sent.
fn standing(backlog: &[Backlog], tempo: Tempo, now: Timestamp) -> Standing {
    let rows = UNSETTLED
        .map(|state| (state, backlog.iter().filter(|each| each.state == state).map(|each| each.rows).sum()));
    let oldest = backlog.iter().filter_map(|each| each.oldest).min();
    let since = |at: Timestamp| Duration::try_from(now.duration_since(at)).unwrap_or_default();
    let mut works: BTreeMap<_, Work> = BTreeMap::new();
    for each in backlog {
        let work = works.entry(&each.workspace).or_default();
        *work = work.and(each.work);
    }
    Standing {
        rows,
        oldest_due: oldest.map(since).unwrap_or_default(),
        eta: works.values().map(|work| eta(*work, tempo)).max().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::WorkspaceId;

    fn backlog(workspace: &str, state: RowState, posts: u64, due_at: i64) -> Backlog {
        Backlog {
            workspace: WorkspaceId::new(workspace),
            state,
            rows: posts,
            oldest: Timestamp::from_second(due_at).ok(),
            work: Work { posts, ..Work::default() },
        }
    }

    #[test]
    fn limits_are_each_workspace_s_own_and_lateness_is_everybody_s() {
        let tempo = Tempo { posts: 60, opens: 48, edits: 48 };
        let rows = [
            backlog("T1", RowState::Pending, 60, 40),
            backlog("T1", RowState::Check, 60, 70),
            backlog("T2", RowState::Pending, 90, 90),
        ];
        let now = Timestamp::from_second(100).expect("a time");
        let standing = standing(&rows, tempo, now);
        assert_eq!(standing.eta, Duration::from_secs(120));
        assert_eq!(standing.oldest_due, Duration::from_secs(60));
        let waiting =
            [(RowState::Pending, 150), (RowState::Sending, 0), (RowState::Check, 60), (RowState::Failed, 0)];
        assert_eq!(standing.rows, waiting);
    }

    #[test]
    fn where_nothing_waits_nothing_is_late() {
        let tempo = Tempo { posts: 60, opens: 48, edits: 48 };
        let standing = standing(&[], tempo, Timestamp::UNIX_EPOCH);
        assert_eq!((standing.eta, standing.oldest_due), (Duration::ZERO, Duration::ZERO));
    }
}
