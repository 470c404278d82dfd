//! Counts changed a little instead of withheld: cell keys, small counts rounded away, rounding to a base.
//!
//! Pure functions over counts; which cube asks for which is decided elsewhere. Methods, arguments and sources stand in
//! `docs/methods/cell-key.en.md`, `small-count-rounding.en.md` and `rounding-to-a-base.en.md`.

pub(in crate::confidential) mod alter;
pub(in crate::confidential) mod base;
pub(in crate::confidential) mod cell_key;
pub(in crate::confidential) mod interval_table;
pub(in crate::confidential) mod means;
pub(in crate::confidential) mod ptable;
mod rounding_search;
pub(in crate::confidential) mod rules;
pub(in crate::confidential) mod secret_key;
pub(in crate::confidential) mod small_counts;

#[cfg(test)]
pub(in crate::confidential) mod vectors;
