//! What the application needs from the outside world.
