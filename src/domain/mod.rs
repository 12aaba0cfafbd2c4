//! The rules of mentoring. Pure: what happens comes in as an [`event::Event`], what we want goes out as a
//! [`decision::Decision`], and time and chance ride in the event.

pub mod asks;
pub mod attention;
pub mod calendar;
pub mod catalogue;
pub mod command;
pub mod community;
pub mod company;
pub mod decision;
pub mod delivery;
pub mod eta;
pub mod event;
pub mod ids;
pub mod learning;
pub mod matching;
pub mod message;
pub mod nudges;
pub mod org;
pub mod people;
pub mod privacy;
pub mod prompts;
pub mod reaction;
pub mod reciprocity;
pub mod record;
pub mod reverse;
pub mod rounds;
#[cfg(test)]
pub(crate) mod testing;
pub mod topics;
pub mod upload;
pub mod workspace;
