//! The columns of the table that comes back from a warehouse.

use std::path::PathBuf;

use crate::confidential::cube::{self, Quantity, Wanted};
use crate::config::{Dimension, RecordsSpec};

/// What stands in `by_…` for the total over a dimension: no code has this character.
pub(super) const TOTAL: &str = "*";

/// Longest name that PostgreSQL keeps whole, in bytes.
const LONGEST_NAME: usize = 63;

/// The parts of the answer, by the word in its first column.
pub(super) const PARTS: [&str; 11] =
    ["query", "empty", "unknown", "number", "negative", "cell", "cell-sum", "persons", "contributors", "margin", "sum"];

/// What the answer for one record file looks like, and what it must be about.
pub(super) struct Layout<'a> {
    pub(super) spec: &'a RecordsSpec,
    /// The record file's answer, from the site's root.
    pub(super) path: PathBuf,
    /// Columns of the records that tell cells apart, each with its dimension; filters first.
    pub(super) columns: Vec<(String, &'a Dimension)>,
    /// What is summed over the finest cells, with the cube and the measure that it is called after.
    pub(super) sums: Vec<(Quantity, usize, usize)>,
    /// How many of the largest contributions are returned.
    pub(super) depth: usize,
    /// The headings, in the order in which the query gives them.
    pub(super) headings: Vec<String>,
}

/// Headings before those of dimensions, and between them and the largest contributions.
const BEFORE: [&str; 3] = ["part", "cube", "measure"];
const BEHIND: [&str; 6] = ["cell", "cells", "rows", "persons", "contributors", "total"];

impl<'a> Layout<'a> {
    pub(super) fn new(spec: &'a RecordsSpec, wanted: &[Wanted<'_>]) -> Self {
        let columns = cube::joint_columns(wanted);
        let columns = columns.into_iter().filter_map(|name| Some((spec.dimension(&name)?, name)));
        let columns: Vec<(String, &Dimension)> = columns.map(|(dimension, name)| (name, dimension)).collect();
        let (mut sums, mut depth) = (Vec::<(Quantity, usize, usize)>::new(), 0);
        for (at, cube) in wanted.iter().enumerate() {
            for (measure, quantity) in cube.summed() {
                depth = depth.max(cube.settings.largest_needed());
                if !sums.iter().any(|(known, ..)| *known == quantity) {
                    sums.push((quantity, at, measure));
                }
            }
        }
        let fixed = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let mut headings = fixed(&BEFORE);
        headings.extend(columns.iter().enumerate().map(|(at, (name, _))| heading(at, name)));
        headings.extend(fixed(&BEHIND));
        headings.extend((1..=depth).map(|n| format!("top_{n}")));
        Self { spec, path: std::path::Path::new("data").join(&spec.file), columns, sums, depth, headings }
    }

    /// The heading of a dimension column.
    pub(super) fn heading(&self, column: usize) -> &str {
        &self.headings[BEFORE.len() + column]
    }

    /// The heading of the largest contribution but `n`.
    pub(super) fn top(&self, n: usize) -> &str {
        &self.headings[self.headings.len() - self.depth + n]
    }
}

fn heading(column: usize, name: &str) -> String {
    let named = format!("by_{name}");
    if named.len() <= LONGEST_NAME { named } else { format!("by_{}", column + 1) }
}
