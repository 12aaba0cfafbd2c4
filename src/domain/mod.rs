//! The rules of mentoring. Pure: what happens comes in as an event, what we want goes out as a decision.
