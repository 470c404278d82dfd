//! The doors out of the vault: the only callers of `seal`.

pub(super) mod published;
