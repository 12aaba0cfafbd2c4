//! The sandbox against a small bot over real loopback HTTP.
