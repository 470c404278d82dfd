//! The attacker against the shared cases: what it must find, and what it must leave alone.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;
use shanwai::attack::{Insider, Leak, Level, Levels, Outcome, Question, Required, Target, Wanted, attack};
use shanwai::linear::System;

/// Amounts with decimals are counted in thousandths.
const UNIT: f64 = 1000.0;

/// One case: all cells of a release, with the pattern of the peer.
pub(crate) struct Case {
    pub(crate) system: System,
    /// Keys of the cells, in the order of the columns.
    pub(crate) keys: Vec<String>,
    pub(crate) primary: Vec<bool>,
    pub(crate) suppressed: Vec<bool>,
    extra: Vec<Vec<u32>>,
    insiders: Vec<Insider>,
    contributors: Vec<Option<Vec<u32>>>,
    required: BTreeMap<String, Required>,
    integer: bool,
    known_min: i64,
    public_zeros: bool,
}

/// Which cells are withheld.
#[derive(Clone, Copy)]
pub(crate) enum Pattern {
    Peer,
    PrimaryOnly,
    /// The peer's without one secondary cell.
    Drop(usize),
}

#[expect(clippy::cast_possible_truncation, reason = "the cases are small numbers")]
fn number(value: &Value, scale: f64) -> i64 {
    (value.as_f64().unwrap() * scale).round() as i64
}

fn texts(row: &Value, count: usize) -> Vec<&str> {
    row.as_array().unwrap()[..count].iter().map(|part| part.as_str().unwrap()).collect()
}

impl Case {
    pub(crate) fn load(path: &Path) -> Self {
        let case: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        let dims = case["dims"].as_array().unwrap();
        let count = dims.len();
        let integer = case["attack"]["integer"].as_bool().unwrap();
        let scale = if integer { 1.0 } else { UNIT };
        let inner = case["inner"]["rows"].as_array().unwrap();
        let mut system = System::new(inner.iter().map(|row| number(&row[count], scale)).collect());
        let leaves: Vec<BTreeMap<&str, BTreeSet<&str>>> = dims.iter().map(leaves).collect();
        let columns: Vec<BTreeMap<&str, BTreeSet<u32>>> = (0..count)
            .map(|dim| {
                let holds = |codes: &BTreeSet<&str>| {
                    (0u32..).zip(inner).filter(|(_, row)| codes.contains(row[dim].as_str().unwrap())).map(|(at, _)| at).collect()
                };
                leaves[dim].iter().map(|(code, codes)| (*code, holds(codes))).collect()
            })
            .collect();
        let rows = case["cells"]["rows"].as_array().unwrap();
        for row in rows {
            let key = texts(row, count);
            let first = &columns[0][key[0]];
            system.push(first.iter().copied().filter(|cell| (1..count).all(|dim| columns[dim][key[dim]].contains(cell))));
        }
        let (insiders, contributors) = people(&case, &system, count);
        let required = case["attack"]["intervals"]["per_cell"].as_object().into_iter().flatten();
        let end = |entry: &Value| entry.as_f64().map(|value| value * scale);
        Self {
            keys: rows.iter().map(|row| texts(row, count).join("|")).collect(),
            primary: rows.iter().map(|row| row[count + 1] == 1).collect(),
            suppressed: rows.iter().map(|row| row[count + 1] == 1 || row[count + 2] == 1).collect(),
            extra: case["extra_primary"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|set| set.as_array().unwrap().iter().map(|cell| u32::try_from(cell.as_u64().unwrap()).unwrap()).collect())
                .collect(),
            insiders,
            contributors,
            required: required
                .map(|(key, entry)| {
                    (
                        key.clone(),
                        Required { up_min: end(&entry["up_min"]), lo_max: end(&entry["lo_max"]), width: end(&entry["width"]) },
                    )
                })
                .collect(),
            integer,
            known_min: case["attack"]["suppressed_known_min"].as_i64().unwrap(),
            public_zeros: case["rules"]["type"] == "frequency" && case["rules"]["protect_zeros"] == false,
            system,
        }
    }

    /// Numbers of the peer's secondary cells.
    pub(crate) fn secondary(&self) -> Vec<usize> {
        (0..self.keys.len()).filter(|at| self.suppressed[*at] && !self.primary[*at]).collect()
    }

    /// Attacks a pattern; `zeros` lets the attacker know that nothing withheld is nought, when that is so.
    pub(crate) fn attack(&self, pattern: Pattern, levels: Levels, zeros: bool) -> (Vec<Target>, Vec<usize>, Outcome) {
        let secondary = self.secondary();
        let hidden = |at: usize| match pattern {
            Pattern::Peer => self.suppressed[at],
            Pattern::PrimaryOnly => self.primary[at],
            Pattern::Drop(nth) => self.suppressed[at] && secondary[nth] != at,
        };
        let (withheld, known): (Vec<usize>, Vec<usize>) = (0..self.keys.len()).partition(|at| hidden(*at));
        let mut targets: Vec<Target> = withheld
            .iter()
            .map(|at| Target {
                what: Wanted::Column(*at),
                primary: self.primary[*at],
                required: self.required.get(&self.keys[*at]).copied().filter(|_| self.primary[*at]),
                contributors: self.contributors[*at].clone(),
            })
            .collect();
        for set in &self.extra {
            let what = Wanted::Vector(set.iter().map(|cell| (*cell, 1)).collect());
            targets.push(Target { what, primary: true, required: None, contributors: None });
        }
        let least = withheld.iter().map(|at| self.system.total(*at)).min().unwrap_or(0);
        let known_minimum =
            if zeros && self.public_zeros && least > 0 { Some(1) } else { Some(self.known_min).filter(|least| *least > 0) };
        let question = Question {
            system: &self.system,
            known: &known,
            targets: &targets,
            nonnegative: true,
            integer: self.integer,
            known_minimum,
            insiders: &self.insiders,
        };
        let outcome = attack(&question, levels);
        (targets, known, outcome)
    }
}

fn leaves(dim: &Value) -> BTreeMap<&str, BTreeSet<&str>> {
    let own =
        dim["leaves"].as_array().unwrap().iter().map(|leaf| (leaf.as_str().unwrap(), BTreeSet::from([leaf.as_str().unwrap()])));
    let groups = dim["groups"].as_object().unwrap().iter();
    own.chain(
        groups.map(|(code, list)| (code.as_str(), list.as_array().unwrap().iter().map(|leaf| leaf.as_str().unwrap()).collect())),
    )
    .collect()
}

/// Contributors alone in inner cells, and the contributors of each column.
fn people(case: &Value, system: &System, count: usize) -> (Vec<Insider>, Vec<Option<Vec<u32>>>) {
    let none = vec![None; system.columns()];
    if case["attack"]["insiders"] != true {
        return (Vec::new(), none);
    }
    let inner: BTreeMap<Vec<&str>, u32> =
        case["inner"]["rows"].as_array().unwrap().iter().map(|row| texts(row, count)).zip(0..).collect();
    let mut names: BTreeMap<&str, u32> = BTreeMap::new();
    let mut of_cell: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    for row in case["records"]["rows"].as_array().unwrap() {
        let next = u32::try_from(names.len()).unwrap();
        let person = *names.entry(row[count].as_str().unwrap()).or_insert(next);
        of_cell.entry(inner[&texts(row, count)]).or_default().insert(person);
    }
    let mut alone: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (cell, people) in &of_cell {
        if people.len() == 1 {
            alone.entry(*people.first().unwrap()).or_default().push(*cell);
        }
    }
    let of_column = |column: usize| -> BTreeSet<u32> {
        system.members(column).iter().filter_map(|cell| of_cell.get(cell)).flatten().copied().collect()
    };
    let contributors = (0..system.columns()).map(|column| Some(of_column(column).into_iter().collect())).collect();
    (alone.into_iter().map(|(id, alone_in)| Insider { id, alone_in }).collect(), contributors)
}

/// Whether combination and bounds of a leak are its target, vector for vector, and its cut lies in the span it claims.
pub(crate) fn adds_up(case: &Case, targets: &[Target], leak: &Leak) -> bool {
    use shanwai::attack::BoundKind;
    use shanwai::linear::Ratio;
    let mut sum: BTreeMap<u32, Ratio> = BTreeMap::new();
    let mut add = |cells: &mut dyn Iterator<Item = (u32, i64)>, factor: Ratio| {
        for (cell, times) in cells {
            let held = sum.entry(cell).or_insert(Ratio::ZERO);
            *held = held.plus(factor.times(Ratio::from(times)).unwrap()).unwrap();
        }
    };
    let vector = |what: &Wanted| match what {
        Wanted::Column(column) => case.system.vector(*column),
        Wanted::Vector(vector) => vector.clone(),
    };
    for (column, factor) in &leak.combination {
        add(&mut case.system.vector(*column).into_iter(), *factor);
    }
    for bound in &leak.bounds {
        match bound.kind {
            BoundKind::Nought(cell) | BoundKind::Own(cell) => add(&mut std::iter::once((cell, 1)), bound.factor),
            BoundKind::Least(target) => add(&mut vector(&targets[target].what).into_iter(), bound.factor),
        }
    }
    add(&mut vector(&targets[leak.target].what).into_iter(), Ratio::whole(-1));
    sum.values().all(|left| left.is_zero())
}

pub(crate) fn count(outcome: &Outcome, level: Level) -> usize {
    outcome.leaks.iter().filter(|leak| leak.level == level).count()
}
