//! How many children a description fits. Only whether they are enough ever leaves the vault, never how many they are.

use std::collections::BTreeSet;
use std::num::NonZero;

use super::records::{self, Fold, Row, Schema};
use super::{counts, withhold};
use crate::config::{ColumnKind, CubeSpec, Dimension, MeasureKind, RecordsSpec, Settings};
use crate::diag::Sink;
use crate::files::Root;
use crate::model::{Code, DimensionId};

/// What is told of a child: for each dimension, the codes it may have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Description {
    /// By dimension; a child fits when it has one of the codes of each.
    pub parts: std::collections::BTreeMap<DimensionId, Vec<Code>>,
}

/// A description, and how many different children must fit it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// What is told.
    pub about: Description,
    /// Fewest children.
    pub least: usize,
}

/// For each description, whether enough different children fit it in every file of records that can tell.
///
/// A file that knows none of the dimensions says nothing; one that knows some is asked for those. The records of a programme are asked
/// together with the programme, so that somebody who knows who took part is counted with. Records that cannot be read pass nobody.
/// Cost: one more pass over the records, and memory for the persons asked for, for each description.
#[must_use]
pub fn enough(root: &Root, settings: &Settings, asked: &[Asked]) -> Vec<bool> {
    let mut passed = vec![true; asked.len()];
    if asked.is_empty() {
        return passed;
    }
    let catalog = &settings.catalog;
    for (index, spec) in catalog.records.iter().enumerate() {
        // Where only sums are published the persons behind the rows are donors, not children.
        let counts = |kind: &MeasureKind| !matches!(kind, MeasureKind::Sum(_));
        let of_children = catalog.cubes_of(index).any(|cube| cube.measures.iter().any(|m| counts(&m.kind)));
        if of_children && spec.person.is_some() && spec.cities.is_none() {
            let found = if spec.counted { told(root, settings, index, asked) } else { search(root, spec, asked) };
            for (passed, found) in passed.iter_mut().zip(found) {
                *passed = *passed && found;
            }
        }
    }
    passed
}

fn search(root: &Root, spec: &RecordsSpec, asked: &[Asked]) -> Vec<bool> {
    let workers = std::thread::available_parallelism().map_or(1, NonZero::get);
    // What is wrong with the records was told when the tables were made.
    let silent = Sink::new();
    let make = |schema: &Schema| Seen::new(schema, spec, asked);
    let Ok(seen) = records::read(workers, root, spec, make, &silent) else { return vec![false; asked.len()] };
    let mut all: Vec<(bool, BTreeSet<[u64; 2]>)> = vec![(false, BTreeSet::new()); asked.len()];
    for one in seen {
        for (sum, question) in all.iter_mut().zip(one.questions) {
            sum.0 |= question.tests.is_empty();
            sum.1.extend(question.persons);
        }
    }
    all.into_iter().zip(asked).map(|((silent, persons), asked)| silent || persons.len() >= asked.least).collect()
}

/// The same of records that a warehouse counted: a column that its answer does not tell apart passes nobody.
fn told(root: &Root, settings: &Settings, index: usize, asked: &[Asked]) -> Vec<bool> {
    let (catalog, spec) = (&settings.catalog, &settings.catalog.records[index]);
    let cubes: Vec<&CubeSpec> = catalog.cubes_of(index).collect();
    let wanted = withhold::wanted(&cubes, &settings.protection);
    let silent = Sink::new();
    let Some((_, joint)) = counts::cubes(1, root, spec, &wanted, &|_| 0, &silent) else { return vec![false; asked.len()] };
    let passes = |asked: &Asked| {
        let mut tests: Vec<(Option<usize>, Vec<usize>)> = Vec::new();
        for column in &spec.columns {
            let ColumnKind::Dimension(dimension) = &column.kind else { continue };
            let Some(codes) = asked.about.parts.get(&dimension.id) else { continue };
            let digits = below(dimension, codes).iter().filter_map(|code| Some(dimension.position(code.as_str())? + 1)).collect();
            tests.push((joint.columns.iter().position(|name| *name == column.name), digits));
        }
        let fits = |cell: &u32| {
            let own = &joint.cells[*cell as usize].digits;
            tests.iter().all(|(at, digits)| at.is_some_and(|at| digits.contains(&own[at])))
        };
        let persons = joint.patterns.iter().filter(|pattern| pattern.cells.iter().any(fits)).map(|pattern| pattern.persons);
        tests.is_empty() || persons.sum::<u64>() >= asked.least as u64
    };
    asked.iter().map(passes).collect()
}

/// One description, as one file of records can be asked for it.
struct Question {
    /// Slot of a column, and by position + 1 whether a code fits.
    tests: Vec<(usize, Vec<bool>)>,
    least: usize,
    persons: BTreeSet<[u64; 2]>,
}

struct Seen {
    questions: Vec<Question>,
}

impl Seen {
    fn new(schema: &Schema, spec: &RecordsSpec, asked: &[Asked]) -> Self {
        let question = |asked: &Asked| {
            let test = |column: &crate::config::ColumnSpec| {
                let ColumnKind::Dimension(dimension) = &column.kind else { return None };
                let codes = asked.about.parts.get(&dimension.id)?;
                Some((schema.code_slot(&column.name)?, schema.allowed(&column.name, &below(dimension, codes))))
            };
            Question { tests: spec.columns.iter().filter_map(test).collect(), least: asked.least, persons: BTreeSet::new() }
        };
        Self { questions: asked.iter().map(question).collect() }
    }
}

/// The codes, and those that count towards them.
fn below(dimension: &Dimension, codes: &[Code]) -> Vec<Code> {
    let groups = dimension.groups();
    let mut all = codes.to_vec();
    for code in codes {
        let inner = dimension.position(code.as_str()).and_then(|at| groups.get(&at)).into_iter().flatten();
        all.extend(inner.map(|at| dimension.codes[*at].code.clone()));
    }
    all
}

impl Fold for Seen {
    fn row(&mut self, row: &Row) {
        if row.person.is_none() {
            return;
        }
        for question in &mut self.questions {
            let fits = |(slot, allowed): &(usize, Vec<bool>)| allowed.get(row.codes[*slot] as usize).copied().unwrap_or(false);
            let counts = !question.tests.is_empty() && question.persons.len() < question.least && question.tests.iter().all(fits);
            if counts {
                question.persons.insert(row.person.halves());
            }
        }
    }
}
