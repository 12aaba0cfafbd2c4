//! What `/mentor prompt` and what there is to read need to know.

use super::{App, AppError};
use crate::domain::asks::route::Desk;
use crate::domain::decision::Decision;
use crate::domain::event::Event;
use crate::domain::ids::PersonId;
use crate::domain::prompts::{Library, PromptWish, Shelf};

impl App {
    /// `/mentor prompt …`.
    pub(super) async fn asks_for_prompt(
        &self,
        event: &Event,
        id: &PersonId,
        wish: &PromptWish,
    ) -> Result<Decision, AppError> {
        let person = self.storage.person(&event.workspace, id).await?;
        let library = Library {
            person: person.as_ref(),
            showings: &self.storage.showings(&event.workspace, Some(std::slice::from_ref(id))).await?,
            catalogue: &self.catalogue,
            index: &self.topics,
        };
        Ok(library.asked(wish, event.now, event.seed))
    }

    /// With what the asker and whoever is about to help have been offered to read.
    pub(super) async fn with_shelf(
        &self,
        event: &Event,
        desk: Desk,
        helper: &PersonId,
    ) -> Result<Desk, AppError> {
        let two = [desk.ask.asker.clone(), helper.clone()];
        let showings = self.storage.showings(&event.workspace, Some(&two)).await?;
        Ok(Desk { shelf: Shelf::of(&self.catalogue, &showings), ..desk })
    }
}
