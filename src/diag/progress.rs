//! Progress as the stages report it; drawing is the shell's.

/// Hears how far a stage is. Called from any thread.
pub trait Progress: Sync {
    /// A stage begins; `total` is the number of ticks to come, 0 when unknown.
    fn stage(&self, name: &'static str, total: u64);
    /// One step is done.
    fn tick(&self);
}

/// Hears nothing.
#[derive(Debug, Clone, Copy)]
pub struct Silent;

impl Progress for Silent {
    fn stage(&self, _: &'static str, _: u64) {}
    fn tick(&self) {}
}
