//! What comes from Slack, and what is answered in the same breath.

use super::handle::{Homes, Task};
use super::{App, AppError};
use crate::domain::decision::Reply;
use crate::domain::event::Happening;
use crate::domain::ids::{MessageRef, WorkspaceId};
use crate::domain::message::{Answer, Modal};
use crate::ports::measure::{self, Confirmation};
use crate::ports::{Ack, ChatError, Incoming, Intake, OutboxId, Standing, Surface, TriggerId, ViewId};
use async_trait::async_trait;
use std::sync::PoisonError;

#[async_trait]
impl Intake for App {
    async fn take(&self, incoming: Incoming) -> Ack {
        let Incoming { workspace, dedup, what, surface } = incoming;
        match self.may_take(&workspace, &what).await {
            Ok(true) => {}
            Ok(false) => return Ack::UnknownWorkspace,
            Err(error) => return refuse(&error),
        }
        let homes = match &surface {
            Surface::Message { .. } => Homes::Left,
            Surface::Nowhere | Surface::Command(_) => Homes::Redrawn,
            Surface::Home { person, .. } | Surface::InModal { person, .. } | Surface::Modal(person) => {
                Homes::LookedAt(person.clone())
            }
        };
        let task = Task { workspace: workspace.clone(), what, dedup, wake: None, homes };
        match self.handle(task).await {
            Ok(reply) => self.show(&workspace, reply, surface).await,
            Err(error) => refuse(&error),
        }
    }

    async fn seen(&self, workspace: &WorkspaceId, id: &OutboxId, message: &MessageRef) -> Ack {
        match self.storage.confirm(workspace, id, message, self.clock.now()).await {
            Ok(standing @ (Standing::Confirmed | Standing::Twice)) => {
                if standing == Standing::Confirmed {
                    measure::confirmed(Confirmation::Event);
                }
                self.forget_due();
                self.knock();
                Ack::Taken
            }
            Ok(Standing::Known | Standing::Unknown) => Ack::Taken,
            // It may be the only one that there will ever be, so Slack has to bring it again.
            Err(error) => {
                tracing::warn!(%workspace, id = id.0, %error, "a confirmation could not be written down");
                Ack::TryAgain
            }
        }
    }
}

impl App {
    /// The end of an installation is taken up even where we may no longer act: of the two events that tell of it, either
    /// may come first.
    async fn may_take(&self, workspace: &WorkspaceId, what: &Happening) -> Result<bool, AppError> {
        if *what == Happening::Uninstalled {
            return Ok(self.storage.workspace(workspace).await?.is_some());
        }
        self.may_act(workspace).await
    }

    /// Whether the workspace is installed and its token works; remembered until the loop next looks around.
    async fn may_act(&self, workspace: &WorkspaceId) -> Result<bool, AppError> {
        let known = self.granted.lock().unwrap_or_else(PoisonError::into_inner).contains(workspace);
        if known {
            return Ok(true);
        }
        let granted = self.storage.workspace(workspace).await?.is_some_and(|workspace| workspace.may_act());
        if granted {
            self.granted.lock().unwrap_or_else(PoisonError::into_inner).insert(workspace.clone());
        }
        Ok(granted)
    }

    async fn show(&self, workspace: &WorkspaceId, reply: Reply, surface: Surface) -> Ack {
        match reply {
            Reply::Nothing => Ack::Taken,
            Reply::Refuse(problems) => Ack::Refuse(problems),
            Reply::Say(answer) => self.say(workspace, answer, surface).await,
            Reply::Open(modal) => match surface {
                Surface::Modal(_) => Ack::Replace(modal),
                Surface::Nowhere => Ack::Taken,
                Surface::InModal { view, .. } => self.replace_modal(workspace, &view, &modal).await,
                Surface::Command(trigger) => match self.chat.show(workspace, &trigger, &modal).await {
                    Ok(()) => Ack::Taken,
                    Err(error) => {
                        log_unseen(workspace, &error);
                        Ack::Say(Answer::Trouble)
                    }
                },
                Surface::Home { trigger, .. } | Surface::Message { trigger, .. } => {
                    self.show_modal(workspace, &trigger, &modal).await
                }
            },
        }
    }

    async fn say(&self, workspace: &WorkspaceId, answer: Answer, surface: Surface) -> Ack {
        match surface {
            Surface::Command(_) => Ack::Say(answer),
            Surface::Modal(_) => Ack::Replace(Box::new(Modal::Notice(answer))),
            Surface::Nowhere => Ack::Taken,
            Surface::InModal { view, .. } => {
                self.replace_modal(workspace, &view, &Modal::Notice(answer)).await
            }
            Surface::Home { trigger, .. } | Surface::Message { trigger, response_url: None } => {
                self.show_modal(workspace, &trigger, &Modal::Notice(answer)).await
            }
            Surface::Message { response_url: Some(url), .. } => {
                if let Err(error) = self.chat.whisper(&url, &answer).await {
                    log_unseen(workspace, &error);
                }
                Ack::Taken
            }
        }
    }

    async fn replace_modal(&self, workspace: &WorkspaceId, view: &ViewId, modal: &Modal) -> Ack {
        if let Err(error) = self.chat.replace(workspace, view, modal).await {
            log_unseen(workspace, &error);
        }
        Ack::Taken
    }

    async fn show_modal(&self, workspace: &WorkspaceId, trigger: &TriggerId, modal: &Modal) -> Ack {
        if let Err(error) = self.chat.show(workspace, trigger, modal).await {
            log_unseen(workspace, &error);
        }
        Ack::Taken
    }
}

/// What was decided is committed; only the person has not seen the answer, and will ask again.
fn log_unseen(workspace: &WorkspaceId, error: &ChatError) {
    tracing::warn!(%workspace, %error, "an answer could not be shown");
}

fn refuse(error: &AppError) -> Ack {
    match error {
        AppError::Storage(_) | AppError::Chat(_) | AppError::Busy | AppError::Panicked => {
            tracing::error!(%error, "an event could not be taken up");
            Ack::TryAgain
        }
    }
}
