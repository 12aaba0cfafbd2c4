//! Export, forgetting and retention.
