//! How far a round has come, for whoever waits for it, and who may end the search for a better one.

use std::ops::ControlFlow;

/// Looks on while a round is formed.
pub trait Watch {
    /// Told every now and then. A break ends the search: the best round found so far is taken, with the bound that is known
    /// by then. Scoring is never broken off, since without it there is no round.
    fn at(&mut self, step: Step) -> ControlFlow<()>;
}

/// How far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// With what.
    pub stage: Stage,
    /// So many rows are done.
    pub done: u64,
    /// Of so many.
    pub of: u64,
}

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The best partners of each person are sought.
    Scoring,
    /// The best matching among them is sought.
    Matching,
    /// All other pairs are held against it.
    Pricing,
}

/// Waits until the best round is found and proven.
#[derive(Clone, Copy, Debug, Default)]
pub struct Patiently;

impl Watch for Patiently {
    fn at(&mut self, _: Step) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
}
