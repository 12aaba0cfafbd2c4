//! Environment and an optional TOML file, read once into one validated configuration.
