//! Files of people that were sent to the bot. Looking at one takes as long as Slack takes to answer, so it happens beside
//! the loop: whoever saves an upload that waits has its file looked at, and what was seen comes back as an event.

use super::handle::Task;
use super::org::{LookUpError, look_up, patiently, read};
use super::{App, AppError};
use crate::domain::decision::{Change, Decision};
use crate::domain::event::{Event, Happening};
use crate::domain::ids::{UploadId, WorkspaceId};
use crate::domain::org::{Kept, Plan};
use crate::domain::record::{Record, RecordKind};
use crate::domain::upload::{
    Difference, FileKind, MOST_BYTES, Obstacle, Reading, Sight, Upload, UploadEvent, UploadState, UploadWake,
};
use crate::ports::ChatError;
use sha2::{Digest, Sha256};
use std::sync::PoisonError;
use tokio_util::sync::CancellationToken;

/// The files that are to be looked at once a decision is committed.
pub(super) fn to_be_looked_at(decision: &Decision) -> Vec<UploadId> {
    let waiting = |change: &Change| {
        let Change::SaveRecord(Record::Upload(upload)) = change else { return None };
        upload.awaits_a_look().then(|| upload.id.clone())
    };
    decision.changes.iter().filter_map(waiting).collect()
}

impl App {
    pub(super) fn note_uploads(&self, workspace: &WorkspaceId, uploads: Vec<UploadId>) {
        if uploads.is_empty() {
            return;
        }
        let mut waiting = self.uploads.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.extend(uploads.into_iter().map(|upload| (workspace.clone(), upload)));
        self.upload_work.notify_one();
    }

    /// Looks at every file that waits; gives their number. What is not looked at because of an error or a stop is taken
    /// up again by its wake.
    pub(super) async fn look_at_uploads(&self) -> usize {
        let waiting = std::mem::take(&mut *self.uploads.lock().unwrap_or_else(PoisonError::into_inner));
        for (workspace, upload) in &waiting {
            if let Err(error) = self.look_at(workspace, upload).await {
                tracing::error!(%workspace, %upload, %error, "a file was not looked at, and will be later");
            }
        }
        waiting.len()
    }

    pub(super) async fn keep_looking_at_uploads(&self, stop: &CancellationToken) {
        while !stop.is_cancelled() {
            tokio::select! {
                () = stop.cancelled() => {}
                () = async {
                    self.upload_work.notified().await;
                    self.look_at_uploads().await;
                } => {}
            }
        }
    }

    async fn look_at(&self, workspace: &WorkspaceId, id: &UploadId) -> Result<(), AppError> {
        let Some(upload) = self.upload(workspace, id).await?.filter(Upload::awaits_a_look) else {
            return Ok(());
        };
        let sight = self.sight_of(workspace, &upload).await;
        let what = Happening::Upload(UploadEvent::Looked { upload: id.clone(), sight });
        self.handle(Task::of(workspace, what)).await?;
        let is_applied = |upload: Upload| upload.state == UploadState::Applied;
        if self.upload(workspace, id).await?.is_some_and(is_applied) {
            tracing::info!(%workspace, upload = %id, person = %upload.person, "a file of people was applied");
        }
        Ok(())
    }

    /// Whoever is no admin gets no further than their own account: their file is not even asked for.
    async fn sight_of(&self, workspace: &WorkspaceId, upload: &Upload) -> Sight {
        let seen = match patiently(|| self.chat.is_admin(workspace, &upload.person)).await {
            Ok(true) if upload.kind.may_be_a_list() => self.read_upload(workspace, upload).await,
            Ok(true) => Err(Obstacle::OtherKind),
            Ok(false) => Err(Obstacle::NotAdmin),
            Err(error) => Err(obstacle(&error)),
        };
        seen.unwrap_or_else(Sight::Hindered)
    }

    async fn read_upload(&self, workspace: &WorkspaceId, upload: &Upload) -> Result<Sight, Obstacle> {
        let asked = patiently(|| self.chat.file(workspace, &upload.file)).await;
        let file = asked.map_err(|error| obstacle(&error))?;
        if !FileKind::of(&file.name, &file.mime_type).may_be_a_list() {
            return Err(Obstacle::OtherKind);
        }
        if file.size.is_some_and(|size| size > MOST_BYTES) {
            return Err(Obstacle::TooLarge);
        }
        let got = patiently(|| self.chat.download(workspace, &file, MOST_BYTES)).await;
        let bytes = got.map_err(|error| obstacle(&error))?;
        if bytes.len() as u64 > MOST_BYTES {
            return Err(Obstacle::TooLarge);
        }
        let sheet = match read(&bytes) {
            Ok(sheet) => sheet,
            Err(faults) => return Ok(Sight::Faulty(faults)),
        };
        match look_up(self.chat.as_ref(), workspace, &sheet, &|_| {}).await {
            Ok(accounts) => Ok(Sight::Read(Box::new(Reading { sheet, accounts }))),
            Err(LookUpError::AddressesHidden) => Err(Obstacle::AddressesHidden),
            Err(LookUpError::Chat(_)) => Err(Obstacle::Unreachable),
        }
    }

    pub(super) async fn upload_event(&self, event: &Event, what: &UploadEvent) -> Result<Decision, AppError> {
        let workspace = &event.workspace;
        match what {
            UploadEvent::Shared(share) => {
                let records = self.storage.records_of(workspace, &share.person).await?;
                let earlier: Vec<Upload> = records.into_iter().filter_map(Record::into_upload).collect();
                Ok(share.taken(&earlier, event.seed, event.now))
            }
            UploadEvent::Looked { upload, sight } => match self.upload(workspace, upload).await? {
                Some(upload) => self.seen(event, upload, sight).await,
                None => Ok(Decision::default()),
            },
            UploadEvent::Pressed { person, upload, press, seen } => {
                let found = self.upload(workspace, upload).await?;
                Ok(found.map_or_else(Upload::over, |found| found.pressed(person, *press, seen, event.now)))
            }
        }
    }

    pub(super) async fn upload_woke(&self, event: &Event, wake: &UploadWake) -> Result<Decision, AppError> {
        let found = self.upload(&event.workspace, wake.upload()).await?;
        Ok(found.map(|found| found.woke(event.now)).unwrap_or_default())
    }

    /// What a file changes is found out anew for each decision: the organisation may have changed since it was read.
    async fn seen(&self, event: &Event, upload: Upload, sight: &Sight) -> Result<Decision, AppError> {
        let Reading { sheet, accounts } = match sight {
            Sight::Read(reading) => &**reading,
            Sight::Faulty(faults) => return Ok(upload.faulty(faults, event.now)),
            Sight::Hindered(obstacle) => return Ok(upload.hindered(*obstacle, event.now)),
        };
        let facts = self.storage.org_facts(&event.workspace, None).await?;
        let people = self.storage.people(&event.workspace).await?;
        match Plan::of(sheet, accounts, Kept { facts: &facts, people: &people }) {
            Ok(plan) => {
                let difference = Difference { digest: digest(&plan), people: sheet.rows.len(), plan };
                Ok(upload.read(difference, event.now))
            }
            Err(faults) => Ok(upload.faulty(&faults, event.now)),
        }
    }

    async fn upload(&self, workspace: &WorkspaceId, id: &UploadId) -> Result<Option<Upload>, AppError> {
        let record = self.storage.record(workspace, RecordKind::Upload, id.as_str()).await?;
        Ok(record.and_then(Record::into_upload))
    }
}

/// Stands for what is to be kept and what was kept before. Who is not in Slack and the like does not count: nothing
/// would be done otherwise.
fn digest(plan: &Plan) -> String {
    let told = (&plan.save, &plan.differences.added, &plan.differences.changed);
    let mut hash = Sha256::new();
    hash.update(serde_json::json!(told).to_string());
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn obstacle(error: &ChatError) -> Obstacle {
    match error {
        ChatError::Gone(_) => Obstacle::Gone,
        ChatError::Denied(why) if why == "missing_scope" => Obstacle::NoScope,
        ChatError::Denied(_)
        | ChatError::Refused(_)
        | ChatError::RetryAfter(_)
        | ChatError::NotSent(_)
        | ChatError::Unclear(_) => Obstacle::Unreachable,
    }
}
