//! Outputs that are looked at as they are handed over.

use crate::check::finished::Finished;
use crate::diag::Diagnostic;
use crate::files::Held;
use crate::site::publish::{Outputs, Stamp};

/// Hands every file on and shows it to the judge of finished files.
pub(super) struct Looked<'a> {
    pub(super) outputs: &'a dyn Outputs,
    pub(super) finished: &'a Finished<'a>,
}

impl Outputs for Looked<'_> {
    fn put(&self, path: &str, bytes: &[u8]) -> Result<Stamp, Diagnostic> {
        self.finished.see(path, bytes);
        self.outputs.put(path, bytes)
    }

    fn take(&self, path: &str, file: Held) -> Result<Stamp, Diagnostic> {
        // Files too large for memory hold data, and no links to follow.
        match file.in_memory() {
            Some(bytes) => self.finished.see(path, bytes),
            None => self.finished.promised([path]),
        }
        self.outputs.take(path, file)
    }

    fn meanwhile(&self) -> std::path::PathBuf {
        self.outputs.meanwhile()
    }

    fn keep(&self, path: &str, stamp: &Stamp) -> bool {
        let kept = self.outputs.keep(path, stamp);
        if kept {
            self.finished.kept(path);
        }
        kept
    }

    fn wants_pictures(&self) -> bool {
        self.outputs.wants_pictures()
    }
}
