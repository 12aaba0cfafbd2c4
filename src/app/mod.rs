//! The imperative shell: load, decide, commit, deliver.
