//! The attacker against the shared cases: what it must find, what it must leave alone, and that each derivation adds up.
//!
//! What it must find was recorded once from a program of another author and language (`tests/cases/README.en.md`).

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use shanwai::attack::{BoundKind, Insider, Leak, Level, Levels, Outcome, Question, Required, Target, Wanted, attack, intervals};
use shanwai::linear::{Ratio, System};

use super::support::package;

/// Amounts with decimals are counted in thousandths.
const UNIT: f64 = 1000.0;

/// The cases by number.
pub(crate) const CASES: std::ops::RangeInclusive<usize> = 1..=18;

/// The text of a case.
pub(crate) fn text(number: usize) -> Vec<u8> {
    std::fs::read(package().join(format!("tests/cases/dev{number:02}.json"))).expect("the case is there")
}

/// A case as its reader sees it, with the pattern of the peer. Read here anew: nothing is shared with the program's own reader.
pub(crate) struct Case {
    pub(crate) number: usize,
    pub(crate) system: System,
    /// Keys of the cells, in the order of the columns.
    pub(crate) keys: Vec<String>,
    pub(crate) primary: Vec<bool>,
    /// Withheld by the peer, for whatever reason.
    pub(crate) suppressed: Vec<bool>,
    extra: Vec<Vec<u32>>,
    insiders: Vec<Insider>,
    /// Who the insiders are.
    names: Vec<String>,
    contributors: Vec<Option<Vec<u32>>>,
    required: Vec<Option<Required>>,
    integer: bool,
    scale: f64,
    known_min: i64,
    public_zeros: bool,
}

/// What a reader takes for certain of withheld cells.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Zeros {
    /// What the case says.
    AsGiven,
    /// That none is nought, where all zeros are published.
    Shown,
}

#[expect(clippy::cast_possible_truncation, reason = "the cases are small numbers")]
fn number(value: &Value, scale: f64) -> i64 {
    (value.as_f64().unwrap() * scale).round() as i64
}

fn texts(row: &Value, count: usize) -> Vec<&str> {
    row.as_array().unwrap()[..count].iter().map(|part| part.as_str().unwrap()).collect()
}

impl Case {
    pub(crate) fn load(number: usize) -> Self {
        Self::read(number, &serde_json::from_slice(&text(number)).unwrap())
    }

    pub(crate) fn read(case_number: usize, case: &Value) -> Self {
        let dims = case["dims"].as_array().unwrap();
        let count = dims.len();
        let integer = case["attack"]["integer"].as_bool().unwrap();
        let scale = if integer { 1.0 } else { UNIT };
        let inner = case["inner"]["rows"].as_array().unwrap();
        let mut system = System::new(inner.iter().map(|row| number(&row[count], scale)).collect());
        let inside: Vec<BTreeMap<&str, BTreeSet<u32>>> = (0..count)
            .map(|dim| {
                let holds = |codes: &BTreeSet<&str>| {
                    (0u32..).zip(inner).filter(|(_, row)| codes.contains(row[dim].as_str().unwrap())).map(|(at, _)| at).collect()
                };
                leaves(&dims[dim]).iter().map(|(code, codes)| (*code, holds(codes))).collect()
            })
            .collect();
        let rows = case["cells"]["rows"].as_array().unwrap();
        for row in rows {
            let key = texts(row, count);
            let first = &inside[0][key[0]];
            system.push(first.iter().copied().filter(|cell| (1..count).all(|dim| inside[dim][key[dim]].contains(cell))));
        }
        let (insiders, names, contributors) = people(case, &system, count);
        let keys: Vec<String> = rows.iter().map(|row| texts(row, count).join("|")).collect();
        let asked = |at: usize| required(&case["attack"]["intervals"], &keys[at], system.total(at) as f64, scale);
        Self {
            number: case_number,
            primary: rows.iter().map(|row| row[count + 1] == 1).collect(),
            suppressed: rows.iter().map(|row| row[count + 1] == 1 || row[count + 2] == 1).collect(),
            extra: case["extra_primary"].as_array().into_iter().flatten().map(set).collect(),
            insiders,
            names,
            contributors,
            required: (0..keys.len()).map(asked).collect(),
            integer,
            scale,
            known_min: case["attack"]["suppressed_known_min"].as_i64().unwrap(),
            public_zeros: case["kind"] == "frequency"
                && case["rules"]["type"] == "frequency"
                && case["rules"]["protect_zeros"] == false,
            keys,
            system,
        }
    }

    /// All levels; without whole numbers in the largest case, where each of hundreds of linear programs has thousands of unknowns.
    pub(crate) fn levels(&self) -> Levels {
        if self.keys.len() > 5000 { Levels::CUTS } else { Levels::ALL }
    }

    /// Numbers of the secondary cells of a pattern.
    pub(crate) fn secondary(&self, withheld: &[bool]) -> Vec<usize> {
        (0..self.keys.len()).filter(|at| withheld[*at] && !self.primary[*at]).collect()
    }

    fn targets(&self, withheld: &[bool]) -> Vec<Target> {
        let cell = |at: usize| Target {
            what: Wanted::Column(at),
            primary: self.primary[at],
            required: self.required[at].filter(|_| self.primary[at]),
            contributors: self.contributors[at].clone(),
        };
        let sum = |set: &Vec<u32>| Target {
            what: Wanted::Vector(set.iter().map(|cell| (*cell, 1)).collect()),
            primary: true,
            required: None,
            contributors: None,
        };
        (0..self.keys.len()).filter(|at| withheld[*at]).map(cell).chain(self.extra.iter().map(sum)).collect()
    }

    fn asked<T>(&self, withheld: &[bool], zeros: Zeros, ask: impl FnOnce(&Question<'_>) -> T) -> T {
        let targets = self.targets(withheld);
        let known: Vec<usize> = (0..self.keys.len()).filter(|at| !withheld[*at]).collect();
        let positive = targets.iter().all(|target| match &target.what {
            Wanted::Column(column) => self.system.total(*column) > 0,
            Wanted::Vector(vector) => self.system.product(vector) > 0,
        });
        let least = if zeros == Zeros::Shown && self.public_zeros && positive { 1.max(self.known_min) } else { self.known_min };
        ask(&Question {
            system: &self.system,
            known: &known,
            targets: &targets,
            nonnegative: true,
            integer: self.integer,
            known_minimum: &vec![Some(least).filter(|least| *least > 0); targets.len()],
            insiders: &self.insiders,
        })
    }

    /// Attacks a pattern, `withheld` by cell.
    pub(crate) fn attack(&self, withheld: &[bool], zeros: Zeros, levels: Levels) -> Outcome {
        self.asked(withheld, zeros, |question| attack(question, levels))
    }

    /// The cell behind a target; −1, −2, … for the sums that are no cells.
    fn cell(&self, withheld: &[bool], target: usize) -> i64 {
        let cells: Vec<usize> = (0..self.keys.len()).filter(|at| withheld[*at]).collect();
        cells.get(target).map_or_else(|| cells.len() as i64 - target as i64 - 1, |cell| *cell as i64)
    }

    /// Cells that leak at any level asked for.
    pub(crate) fn found(&self, withheld: &[bool], zeros: Zeros, levels: Levels) -> BTreeSet<i64> {
        let outcome = self.attack(withheld, zeros, levels);
        outcome.leaks.iter().map(|leak| self.cell(withheld, leak.target)).collect()
    }

    /// Cells that leak at one of these levels.
    fn leaking(&self, withheld: &[bool], outcome: &Outcome, levels: &[Level]) -> BTreeSet<i64> {
        let leaks = outcome.leaks.iter().filter(|leak| levels.contains(&leak.level));
        leaks.map(|leak| self.cell(withheld, leak.target)).collect()
    }
}

fn set(set: &Value) -> Vec<u32> {
    set.as_array().unwrap().iter().map(|cell| u32::try_from(cell.as_u64().unwrap()).unwrap()).collect()
}

fn leaves(dim: &Value) -> BTreeMap<&str, BTreeSet<&str>> {
    let own = dim["leaves"].as_array().unwrap().iter().map(|leaf| leaf.as_str().unwrap());
    let own = own.map(|leaf| (leaf, BTreeSet::from([leaf])));
    let groups = dim["groups"].as_object().unwrap().iter();
    let groups = groups.map(|(code, list)| {
        (code.as_str(), list.as_array().unwrap().iter().map(|leaf| leaf.as_str().unwrap()).collect::<BTreeSet<_>>())
    });
    own.chain(groups).collect()
}

/// How uncertain a cell must stay, in the system's unit.
fn required(intervals: &Value, key: &str, value: f64, scale: f64) -> Option<Required> {
    let number = |entry: &Value| entry.as_f64().map(|value| value * scale);
    let own = &intervals["per_cell"][key];
    let share = intervals["rel"].as_f64();
    let up_min = number(&own["up_min"])
        .or(number(&intervals["up_min_add"]).map(|add| value + add))
        .or(share.map(|share| value * (1.0 + share)));
    let lo_max = number(&own["lo_max"]).or(share.map(|share| value * (1.0 - share)));
    let width = number(&own["width"]).or(number(&intervals["width_min"]));
    (up_min.is_some() || lo_max.is_some() || width.is_some()).then_some(Required { up_min, lo_max, width })
}

/// Contributors alone in inner cells, names of all, and the contributors of each column.
fn people(case: &Value, system: &System, count: usize) -> (Vec<Insider>, Vec<String>, Vec<Option<Vec<u32>>>) {
    if case["attack"]["insiders"] != true {
        return (Vec::new(), Vec::new(), vec![None; system.columns()]);
    }
    let inner: BTreeMap<Vec<&str>, u32> =
        case["inner"]["rows"].as_array().unwrap().iter().map(|row| texts(row, count)).zip(0..).collect();
    let mut names: Vec<String> = Vec::new();
    let mut of_cell: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    for row in case["records"]["rows"].as_array().unwrap() {
        let name = row[count].as_str().unwrap();
        let person = names.iter().position(|known| known == name).unwrap_or_else(|| {
            names.push(name.to_owned());
            names.len() - 1
        });
        of_cell.entry(inner[&texts(row, count)]).or_default().insert(u32::try_from(person).unwrap());
    }
    let mut alone: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (cell, people) in of_cell.iter().filter(|(_, people)| people.len() == 1) {
        alone.entry(*people.first().unwrap()).or_default().push(*cell);
    }
    let of_column = |column: usize| -> BTreeSet<u32> {
        system.members(column).iter().filter_map(|cell| of_cell.get(cell)).flatten().copied().collect()
    };
    let contributors = (0..system.columns()).map(|column| Some(of_column(column).into_iter().collect())).collect();
    (alone.into_iter().map(|(id, alone_in)| Insider { id, alone_in }).collect(), names, contributors)
}

/// The recorded answers.
pub(crate) fn answers() -> Value {
    let path = package().join("tests/cases/answers/attacker.json");
    serde_json::from_slice(&std::fs::read(path).expect("the answers are there")).unwrap()
}

fn cells(list: &Value) -> BTreeSet<i64> {
    list.as_array().into_iter().flatten().map(|cell| cell.as_i64().unwrap()).collect()
}

/// Everything the attacker says of a pattern, and what of it differs from what was recorded.
fn differences(case: &Case, withheld: &[bool], recorded: &Value, label: &str) -> (Outcome, Vec<String>) {
    let mut wrong = Vec::new();
    let mut compare = |what: &str, found: BTreeSet<i64>, expected: BTreeSet<i64>| {
        if found != expected {
            let more: Vec<_> = found.difference(&expected).take(5).collect();
            let less: Vec<_> = expected.difference(&found).take(5).collect();
            wrong.push(format!("dev{:02} {label}, {what}: {more:?} found and not recorded, {less:?} not found", case.number));
        }
    };
    let outcome = case.attack(withheld, Zeros::AsGiven, case.levels());
    let found = |levels: &[Level]| case.leaking(withheld, &outcome, levels);
    let linear = cells(&recorded["linear"]);
    compare("linear", found(&[Level::Linear]), linear.clone());
    let exact: BTreeSet<i64> = cells(&recorded["nonnegative"]).union(&linear).copied().collect();
    compare("nonnegative", found(&[Level::Linear, Level::Nonnegative, Level::KnownMinimum]), exact.clone());
    let whole = if case.levels().has(Level::Integer) { &recorded["integer"] } else { &Value::Null };
    let whole: BTreeSet<i64> = cells(whole).difference(&exact).copied().collect();
    compare("whole numbers", found(&[Level::Integer]), whole.clone());
    let told = |cell: &i64| !exact.contains(cell) && !whole.contains(cell);
    let narrow: BTreeSet<i64> = cells(&recorded["narrow"]).into_iter().filter(told).collect();
    compare("intervals", found(&[Level::Interval]), narrow.clone());
    let insiders: BTreeSet<(String, i64)> = recorded["insider"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|pair| (pair[0].as_str().unwrap().to_owned(), pair[1].as_i64().unwrap()))
        .filter(|(_, cell)| told(cell) && !narrow.contains(cell))
        .collect();
    let own: BTreeSet<(String, i64)> = outcome
        .leaks
        .iter()
        .filter(|leak| leak.level == Level::Insider)
        .map(|leak| (case.names[leak.insider.unwrap() as usize].clone(), case.cell(withheld, leak.target)))
        .collect();
    if insiders != own {
        wrong.push(format!("dev{:02} {label}, insiders: {own:?} instead of {insiders:?}", case.number));
    }
    if !outcome.undecided.is_empty() {
        wrong.push(format!("dev{:02} {label}: {} left undecided", case.number, outcome.undecided.len()));
    }
    (outcome, wrong)
}

/// The same for a reader who sees that all zeros are published.
fn differences_with_zeros(case: &Case, withheld: &[bool], recorded: &Value, label: &str) -> Vec<String> {
    if recorded["pinned"].is_null() {
        return Vec::new();
    }
    let outcome = case.attack(withheld, Zeros::Shown, Levels::CUTS);
    let found = case.leaking(withheld, &outcome, &[Level::Linear, Level::Nonnegative, Level::KnownMinimum]);
    let expected = cells(&recorded["pinned"]);
    if found == expected {
        return Vec::new();
    }
    vec![format!("dev{:02} {label}, zeros: {} cells found, {} recorded", case.number, found.len(), expected.len())]
}

#[test]
fn the_peers_patterns_leak_what_was_recorded_cell_by_cell_and_nothing_else() {
    let answers = answers();
    let mut wrong = Vec::new();
    let (mut safe, mut pinned) = (0, BTreeMap::new());
    for case in CASES.map(Case::load) {
        let recorded = &answers[format!("dev{:02}", case.number)]["peer"];
        wrong.extend(differences(&case, &case.suppressed, recorded, "peer").1);
        wrong.extend(differences_with_zeros(&case, &case.suppressed, recorded, "peer"));
        let known = cells(&recorded["pinned"]);
        if known.is_empty() {
            safe += 1;
        } else {
            let primary = known.iter().filter(|cell| case.primary[usize::try_from(**cell).unwrap()]).count();
            pinned.insert(case.number, (known.len(), primary));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!((safe, pinned), (17, BTreeMap::from([(16, (124, 95))])));
}

#[test]
fn primary_cells_alone_leak_what_was_recorded_and_each_derivation_adds_up() {
    let answers = answers();
    let mut wrong = Vec::new();
    let mut derivations = 0;
    for case in CASES.map(Case::load) {
        let recorded = &answers[format!("dev{:02}", case.number)]["primary_only"];
        let (outcome, differing) = differences(&case, &case.primary, recorded, "primary cells alone");
        wrong.extend(differing);
        let mut leaks = outcome.leaks;
        // In the largest case hundreds of linear programs.
        if case.keys.len() < 5000 {
            wrong.extend(differences_with_zeros(&case, &case.primary, recorded, "primary cells alone"));
            leaks.extend(case.attack(&case.primary, Zeros::Shown, Levels::CUTS).leaks);
        }
        let targets = case.targets(&case.primary);
        for leak in leaks.iter().filter(|leak| !leak.combination.is_empty()) {
            derivations += 1;
            if !adds_up(&case, &targets, leak) {
                wrong.push(format!("dev{:02}: the derivation of target {} does not add up", case.number, leak.target));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(derivations > 1000, "{derivations} derivations");
}

/// Whether combination and bounds of a leak are its target, vector for vector.
fn adds_up(case: &Case, targets: &[Target], leak: &Leak) -> bool {
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

/// What a reader cannot exclude, end by end, as two other linear programs found it.
#[test]
fn feasibility_intervals_are_those_recorded() {
    let answers = answers();
    let (mut compared, mut wrong) = (0, Vec::new());
    // A sample of each but the largest: two linear programs for each interval.
    for case in CASES.map(Case::load) {
        let recorded: BTreeMap<i64, (f64, f64)> = answers[format!("dev{:02}", case.number)]["peer"]["intervals"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| (row[0].as_i64().unwrap(), (row[1].as_f64().unwrap(), row[2].as_f64().unwrap_or(f64::INFINITY))))
            .collect();
        if case.keys.len() > 5000 {
            continue;
        }
        let count = case.targets(&case.suppressed).len();
        let wanted: Vec<usize> = (0..count).step_by(count.div_ceil(40)).collect();
        let found = case.asked(&case.suppressed, Zeros::AsGiven, |question| intervals(question, &wanted));
        for interval in found {
            let cell = case.cell(&case.suppressed, interval.target);
            let Some((lo, up)) = recorded.get(&cell) else { continue };
            compared += 1;
            let near = |found: f64, expected: f64| {
                found == expected || (found / case.scale - expected).abs() <= 1e-4 * expected.abs().max(1.0)
            };
            if !near(interval.lo, *lo) || !near(interval.up, *up) {
                wrong.push(format!("dev{:02} cell {cell}: {interval:?} instead of {lo}–{up}", case.number));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(compared > 300, "{compared} intervals");
}
