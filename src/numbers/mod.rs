//! Numbers in Chinese and English prose as statements: value, what is counted, how far it binds, over which time.
//!
//! [`read`] takes the words of one paragraph, in either language or both, and gives its [`Figure`]s and [`Time`]s. 12,000, 1.2万,
//! 12 000, twelve thousand, 一万二千 and １２，０００ are one value; 人 and 人次 are two units; 余, 以上, nearly and at least are bounds.
//! What names something is no figure: articles of law, standards, numbers of documents, telephones, lists, addresses, clocks.
//! [`differences`] tells what two readings of one paragraph do not share.
//!
//! Words that need not be numbers (一个, one, both, 三大) are *weak*: they may match a number of the other language, and their absence
//! is no difference.
//!
//! Of any other language digits alone are compared ([`Words`]): its words for bounds, units and months are not known.

mod align;
mod alone;
mod amount;
mod bound;
mod differ;
mod digits;
mod english;
mod figure;
mod hanzi;
mod measure;
mod names;
mod nouns;
mod passage;
mod rate;
mod reader;
mod saying;
mod shares;
mod tell;
mod times;
mod unit;
mod vague;

pub use align::{Pair, align};
pub use bound::Bound;
pub use differ::{Difference, Kind, differences};
pub use digits::{is_digit, run_end};
pub use figure::{Figure, Reading, Trend, Value};
pub use names::{MEASURES, Named, named, named_narrowly};
pub use passage::{Builder, Form, Passage};
pub use reader::read;
pub use tell::{RULES, Sides, Words, tell};
pub use times::Time;
pub use unit::{Currency, Level, Unit};

/// What stands for something that is not running text: code, an address, an expression.
pub const GAP: char = '\u{FFFC}';

#[cfg(test)]
mod tests;
