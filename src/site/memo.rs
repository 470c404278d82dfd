//! What one process remembers between builds, so that a change to one page makes one page.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::confidential::Release;
use crate::config::Settings;
use crate::picture::PageCard;
use crate::rollup::Gathered;
use crate::site::load::Speech;
use crate::site::publish::Stamp;

/// Remembered results. Nothing in it is a record: only sealed tables and hashes of finished files.
#[derive(Default)]
pub struct Memo {
    pub(super) prepared: Option<Prepared>,
    /// Valid for inputs with this fingerprint.
    pub(super) speech: Option<([u8; 32], Arc<Speech>)>,
    pub(super) library: crate::content::Memo,
    pub(super) made: BTreeMap<String, Made>,
    /// Sources that hold no identifier, by size and time.
    pub(super) clean: crate::check::identifiers::Known,
    /// What finished files link to and hold.
    pub(super) noted: crate::check::finished::Noted,
}

/// Settings and protected tables, valid while the files they were made from are as they were.
#[derive(Clone)]
pub(super) struct Prepared {
    pub(super) fingerprint: [u8; 32],
    pub(super) settings: Arc<Settings>,
    pub(super) release: Arc<Release>,
    pub(super) gathered: Arc<Gathered>,
}

/// A finished page: what it was made from, what it became, what it said.
#[derive(Clone)]
pub(super) struct Made {
    pub(super) key: [u8; 32],
    pub(super) stamp: Stamp,
    /// Of authored pages alone.
    pub(super) summary: Option<crate::check::PageSummary>,
    /// Of pages that have one: the path of their card and what is on it.
    pub(super) card: Option<(String, PageCard)>,
}

impl Memo {
    pub(super) fn remember(&mut self, made: BTreeMap<String, Made>, noted: crate::check::finished::Noted) {
        self.made = made;
        self.noted = noted;
    }
}
