//! One rule, one file; each is called where its first sign stands.

pub(super) mod accounts;
pub(super) mod address;
pub(super) mod alone;
pub(super) mod circumstance;
pub(super) mod documents;
pub(super) mod heading;
pub(super) mod masked;
pub(super) mod names;
pub(super) mod numbers;
pub(super) mod position;
pub(super) mod school;
pub(super) mod segments;
pub(super) mod time;
