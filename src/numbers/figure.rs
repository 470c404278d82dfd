//! What a paragraph says in numbers.

use std::ops::Range;

use super::{Bound, Time, Unit};
use crate::linear::Ratio;

/// A number, two ends of a range, or an order of magnitude.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// One number, in the base of its unit: square metres, months, shares of one.
    One(Ratio),
    /// From one number to another.
    Between(Ratio, Ratio),
    /// Tens, hundreds, thousands: 数百, hundreds of.
    Vague(Ratio),
}

/// Which way a change goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trend {
    /// 增长, up.
    Up,
    /// 下降, down.
    Down,
}

/// One number with everything it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Where it stands in the text, with the words that belong to it.
    pub range: Range<usize>,
    /// Where the number itself begins, after the words that bound it.
    pub at: usize,
    /// What it says.
    pub value: Value,
    /// What it counts or measures.
    pub unit: Unit,
    /// How the unit was converted: figures in other measures agree when they are close.
    pub factor: Ratio,
    /// How far it binds.
    pub bound: Bound,
    /// Which way it goes, when it is a change.
    pub trend: Option<Trend>,
    /// The rates it is said by: a year, a person.
    pub rates: u8,
    /// The one year its clause names.
    pub year: Option<u16>,
    /// Whether the word may as well be no number.
    pub weak: bool,
    /// Whether it is written in words.
    pub spelled: bool,
}

/// Everything one paragraph says in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Its figures, in order.
    pub figures: Vec<Figure>,
    /// Its dates and years, in order.
    pub times: Vec<Time>,
    /// Every rate that is spoken of anywhere in it.
    pub rates: u8,
    /// Whether it speaks of a time by its distance: 去年, the year before.
    pub relative: bool,
}

impl Reading {
    /// Whether there is nothing to compare.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.figures.is_empty() && self.times.is_empty()
    }
}
