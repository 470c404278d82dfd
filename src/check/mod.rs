//! Judges: each check is a file; errors stop publishing.
