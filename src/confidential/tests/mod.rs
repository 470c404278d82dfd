//! The vault from end to end, against an oracle that counts by hand.

pub(super) mod support;
