//! How long work takes, while it takes it: on standard error, and only where somebody looks.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar of so many steps. The template is in the words of `indicatif`, such as `{bar:40} {pos} of {len}`.
pub(super) fn bar(steps: u64, template: &str) -> ProgressBar {
    ProgressBar::new(steps).with_style(style(template))
}

/// How a bar looks.
pub(super) fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
