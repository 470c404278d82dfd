//! The languages' rules: interface words, numbers with their bounds, plurals, dates, sizes.

mod digits;
mod wording;
mod words;

pub use wording::{Said, Wording};
pub use words::{Arg, RULES, Words};
