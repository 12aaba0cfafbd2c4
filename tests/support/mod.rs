//! What tests share.

pub mod outbox;
pub mod postgres;
