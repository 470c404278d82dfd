//! The languages' rules: interface words, numbers with their bounds, plurals, dates, sizes.

mod digits;
mod listing;
mod wording;
mod words;

pub use listing::{Listed, listed, variables};
pub use wording::{Said, Wording};
pub use words::{Arg, RULES, Words, built_in, some_of};
