//! Everything that is published of one record file, as linear systems: one for rows, one for each summed column, one for persons.
//!
//! Cubes over the same file are linked: their cells are sums over the same inner cells, so that what one table withholds cannot
//! be taken from another.

mod atoms;
mod columns;
mod persons;
mod rests;

pub(in crate::confidential) use columns::Shown;

use crate::confidential::cube::{Counts, Cube, Joint};
use crate::config::{CubeProtection, CubeSpec, Impossible, MeasureKind, Protection, RecordsSpec};
use crate::diag::{Diagnostic, Failed, Sink};
use crate::linear::{System, Vector};
use crate::say;
use atoms::{Atoms, OUTSIDE};

/// What a system adds up.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::confidential) enum Kind {
    /// Rows: person-times.
    Rows,
    /// Distinct persons.
    Persons,
    /// A quantity, by position among the summed ones.
    Sum(usize),
}

/// A cell's sum and the largest contributions to it.
#[derive(Clone, Copy)]
pub(in crate::confidential) struct Sum<'a> {
    /// With weights.
    pub(in crate::confidential) total: u128,
    /// Without weights, largest first.
    largest: &'a [u64],
    /// Units of the total in one unit of a contribution.
    scale: u64,
}

impl Sum<'_> {
    /// The n largest contributions together, in the unit of the total.
    pub(in crate::confidential) fn top(&self, n: usize) -> u128 {
        let top: u128 = self.largest.iter().take(n).map(|amount| u128::from(*amount)).sum();
        top.saturating_mul(u128::from(self.scale))
    }
}

/// One linear system.
pub(in crate::confidential) struct Figures {
    pub(in crate::confidential) kind: Kind,
    pub(in crate::confidential) system: System,
    /// By column: the cube, and the position among its shown cells.
    pub(in crate::confidential) cells: Vec<(usize, usize)>,
    /// By cube: its first column; `None` when it shows nothing of this kind.
    first: Vec<Option<usize>>,
    /// By inner cell of rows, the inner cells of persons in it; `None` unless the kind is persons.
    sets: Option<Vec<Vec<u32>>>,
    /// By inner cell: sum of record keys modulo 2^64; empty for sums, and for rows where a person may have several.
    pub(in crate::confidential) keys: Vec<u64>,
    /// Differences between a cell and one of its totals that would tell of too few.
    pub(in crate::confidential) differences: Vec<Vector>,
}

impl Figures {
    /// The column of a shown cell of a cube.
    pub(in crate::confidential) fn column(&self, cube: usize, cell: usize) -> Option<usize> {
        self.first[cube].map(|first| first + cell)
    }
}

/// A figure too large for the arithmetic, too many cells, or rows where there can be none.
pub(in crate::confidential) enum Excess {
    /// Cells of the cube at this position.
    Cells(usize),
    /// Inner cells of the record file.
    Inner,
    /// A sum beyond 2^63.
    Sum,
    /// Rows in a combination that the cube at this position declares to have none.
    Declared(usize),
    /// Rows in which a code of the first column does not lie within that of the second.
    Within(String, String),
}

impl Excess {
    /// Tells it.
    pub(in crate::confidential) fn tell(&self, spec: &RecordsSpec, cubes: &[&CubeSpec], sink: &Sink) -> Failed {
        let id = &spec.id;
        let diagnostic = match self {
            Self::Cells(cube) => crate::confidential::gate::too_many(&cubes[*cube].id, columns::MOST_CELLS),
            Self::Inner => too_large(say!(
                "记录 `{id}` 的各张表合起来单元太多",
                "the cubes over the records `{id}` have too many cells together"
            )),
            Self::Declared(cube) => {
                let cube = &cubes[*cube].id;
                let message = say!(
                    "记录 `{id}` 有几行落在 `{cube}` 声明为不可能或没有收集的组合里",
                    "rows of `{id}` lie in a combination that `{cube}` declares impossible or not collected"
                );
                let help = say!(
                    "改正记录，或删去 `[[structural]]`、`[[uncollected]]` 中不对的一条",
                    "mend the records, or remove the `[[structural]]` or `[[uncollected]]` that is wrong"
                );
                Diagnostic::error(&crate::confidential::cube::rules::IMPOSSIBLE_ROWS, message)
                    .at(std::path::Path::new("data/protection.toml"))
                    .help(help)
            }
            Self::Within(inner, outer) => {
                let message = say!(
                    "记录 `{id}` 有几行的 `{inner}` 不属于同一行的 `{outer}`",
                    "rows of `{id}` have a code in `{inner}` that does not lie within their `{outer}`"
                );
                let help = say!("改正记录，或代码表里的 `in`", "mend the records, or `in` of the code list");
                let file = std::path::Path::new("data").join(&spec.file);
                Diagnostic::error(&crate::confidential::cube::rules::IMPOSSIBLE_ROWS, message).at(file.as_path()).help(help)
            }
            Self::Sum => too_large(say!("记录 `{id}` 中有一列之和太大", "a column of the records `{id}` has too large a sum")),
        };
        sink.fail(diagnostic)
    }
}

fn too_large(message: crate::diag::Text) -> Diagnostic {
    let help = say!("减少维度，或把记录分成几个文件", "use fewer dimensions, or split the records into several files");
    Diagnostic::error(&crate::confidential::cube::rules::TOO_LARGE, message)
        .at(std::path::Path::new("data/catalog.toml"))
        .help(help)
}

/// The cubes over one record file, and their systems.
pub(in crate::confidential) struct Linked<'a> {
    pub(in crate::confidential) cubes: Vec<Cube<'a>>,
    pub(in crate::confidential) shown: Vec<Shown>,
    pub(in crate::confidential) figures: Vec<Figures>,
    /// Contributors that are alone in an inner cell, with these cells; for sums.
    pub(in crate::confidential) alone: Vec<(u32, Vec<u32>)>,
    joint: Joint,
    atoms: Atoms,
    /// Whether each person has one row and each row a person.
    one_row_each: bool,
}

/// Makes the systems of one record file.
pub(in crate::confidential) fn link<'a>(
    spec: &RecordsSpec,
    cubes: Vec<Cube<'a>>,
    joint: Joint,
    protection: &Protection,
) -> Result<Linked<'a>, Excess> {
    let none = CubeProtection::default();
    let settings: Vec<&CubeProtection> = cubes.iter().map(|cube| protection.of(&cube.spec.id).unwrap_or(&none)).collect();
    let empty = |settings: &&CubeProtection| settings.structural.iter().chain(&settings.uncollected).cloned().collect();
    let impossible: Vec<Vec<Impossible>> = settings.iter().map(empty).collect();
    let impossible: Vec<&[Impossible]> = impossible.iter().map(Vec::as_slice).collect();
    let atoms = atoms::find(spec, &joint, &cubes, &impossible)?;
    let show = |(at, cube): (usize, &Cube<'_>)| Shown::of(cube, &settings[at].hide).ok_or(Excess::Cells(at));
    let shown = cubes.iter().enumerate().map(show).collect::<Result<Vec<_>, _>>()?;
    let persons: u64 = joint.patterns.iter().map(|pattern| pattern.persons).sum();
    let one_row_each = persons == joint.cells.iter().map(|cell| cell.rows).sum::<u64>();
    let mut linked = Linked { cubes, shown, figures: Vec::new(), alone: Vec::new(), joint, atoms, one_row_each };
    linked.make_figures()?;
    linked.find_differences(&settings);
    linked.alone = linked.find_alone();
    Ok(linked)
}

impl Linked<'_> {
    /// Whether as many contributors as rows stand behind every number of rows.
    pub(in crate::confidential) fn rows_are_contributors(&self) -> bool {
        self.one_row_each || self.joint.contributors().is_empty()
    }

    /// The system of a measure, as a position in `figures`.
    pub(in crate::confidential) fn figures_of(&self, cube: usize, measure: usize) -> Option<usize> {
        let kind = self.kind(&self.cubes[cube], measure)?;
        self.figures.iter().position(|figures| figures.kind == kind)
    }

    /// A cell's sum in the system of a kind; `None` where the kind is no sum of contributions, as a weighted number of rows.
    pub(in crate::confidential) fn sum_of<'c>(&self, cube: usize, counts: &Counts<'c>, kind: Kind) -> Option<Sum<'c>> {
        let Kind::Sum(sum) = kind else { return None };
        let (of, quantity) = (&self.cubes[cube], &self.joint.sums[sum]);
        quantity.column.as_ref()?;
        let measure = (0..of.sums.len()).find(|measure| of.quantity(*measure).as_ref() == Some(quantity))?;
        let measured = of.sums[measure]?;
        Some(Sum { total: counts.total(measured.sum)?, largest: counts.largest(measured.sum), scale: measured.scale })
    }

    /// Distinct contributors of a vector that counts some inner cells once each. Costs a pass over the patterns of persons.
    pub(in crate::confidential) fn contributors(&self, figures: &Figures, vector: &[(u32, i64)]) -> u64 {
        if figures.kind == Kind::Persons {
            return u64::try_from(figures.system.product(vector)).unwrap_or(0);
        }
        if self.joint.patterns.is_empty() {
            // Without persons each row is a contributor.
            let rows = self.rows();
            return vector.iter().map(|(inner, _)| rows[*inner as usize].unsigned_abs()).sum();
        }
        let mut inside = vec![false; self.atoms.len()];
        vector.iter().for_each(|(inner, _)| inside[*inner as usize] = true);
        let has = |cell: &u32| inside[self.atoms.of_finest[*cell as usize] as usize];
        self.joint.contributors().iter().filter(|pattern| pattern.cells.iter().any(has)).map(|pattern| pattern.persons).sum()
    }

    /// A cell of an earlier release, in which a total counted the codes listed then: the column it still is, or the inner cells
    /// that it counts. `None` when nothing of it is counted now.
    pub(in crate::confidential) fn cell_over(
        &self,
        index: usize,
        cube: usize,
        key: &[Option<usize>],
        codes: &[Vec<usize>],
    ) -> Option<Result<usize, Vec<u32>>> {
        let (of, shown) = (&self.cubes[cube], &self.shown[cube]);
        if key.len() != of.spec.dimensions.len() || codes.len() != key.len() {
            return None;
        }
        let same = |(at, (position, codes)): (usize, (&Option<usize>, &Vec<usize>))| {
            position.is_some() || shown.occurring[at].iter().all(|code| codes.contains(code))
        };
        if key.iter().zip(codes).enumerate().all(same) {
            return Some(Ok(self.figures[index].column(cube, shown.find(of.lattice.code(key))?)?));
        }
        let counted = |place: u64| {
            key.iter().zip(codes).enumerate().all(|(dimension, (position, codes))| {
                let digit = of.lattice.digit(place, dimension);
                let within =
                    |code: usize| digit == code as u64 + 1 || of.lattice.above(dimension, digit).contains(&(code as u64 + 1));
                match position {
                    None => codes.iter().any(|code| within(*code)),
                    Some(code) => within(*code),
                }
            })
        };
        let all = 0..u32::try_from(self.atoms.len()).expect("at most MOST inner cells");
        let inside = |atom: &u32| {
            let place = self.atoms.place(*atom, cube);
            place != OUTSIDE && counted(place)
        };
        let mut members: Vec<u32> = match &self.figures[index].sets {
            Some(sets) => all.filter(inside).flat_map(|atom| sets[atom as usize].iter().copied()).collect(),
            None => all.filter(inside).collect(),
        };
        members.sort_unstable();
        members.dedup();
        (!members.is_empty()).then_some(Err(members))
    }

    /// Contributors that are alone in inner cells, for the attack.
    pub(in crate::confidential) fn insiders(&self) -> Vec<crate::attack::Insider> {
        self.alone.iter().map(|(id, cells)| crate::attack::Insider { id: *id, alone_in: cells.clone() }).collect()
    }

    /// Persons with something in a column, by number of their pattern; two numbers for a pattern of several persons. Sorted.
    pub(in crate::confidential) fn contributor_ids(&self, members: &[u32]) -> Vec<u32> {
        let has = |cell: &u32| members.binary_search(&self.atoms.of_finest[*cell as usize]).is_ok();
        let mut ids = Vec::new();
        for (id, pattern) in (0u32..).zip(self.joint.contributors()).filter(|(_, pattern)| pattern.cells.iter().any(has)) {
            ids.push(id);
            if pattern.persons > 1 {
                ids.push(u32::MAX - id);
            }
        }
        ids.sort_unstable();
        ids
    }

    /// Persons are rows where each person has one row: two systems would tell the same figure twice.
    fn kind(&self, cube: &Cube<'_>, measure: usize) -> Option<Kind> {
        if let Some(quantity) = cube.quantity(measure) {
            return self.joint.sums.iter().position(|sum| *sum == quantity).map(Kind::Sum);
        }
        match cube.spec.measures.get(measure)?.kind {
            MeasureKind::Distinct if !self.one_row_each => Some(Kind::Persons),
            MeasureKind::Distinct | MeasureKind::Rows | MeasureKind::Sum(_) => Some(Kind::Rows),
        }
    }

    fn kinds(&self) -> Vec<Kind> {
        let mut kinds = Vec::new();
        for cube in &self.cubes {
            for measure in 0..cube.spec.measures.len() {
                kinds.extend(self.kind(cube, measure).filter(|kind| !kinds.contains(kind)));
            }
        }
        kinds
    }

    fn make_figures(&mut self) -> Result<(), Excess> {
        let members: Vec<Vec<Vec<u32>>> =
            (0..self.cubes.len()).map(|cube| self.shown[cube].members(&self.cubes[cube].lattice, &self.atoms, cube)).collect();
        for kind in self.kinds() {
            let shows = |cube: &Cube<'_>| (0..cube.sums.len()).any(|measure| self.kind(cube, measure) == Some(kind));
            let showing: Vec<bool> = self.cubes.iter().map(shows).collect();
            let (values, sets, keys) = match kind {
                Kind::Persons => self.persons(&showing),
                Kind::Rows => (self.rows(), None, self.row_keys()),
                Kind::Sum(sum) => (self.sums(sum)?, None, Vec::new()),
            };
            let mut figures = Figures {
                kind,
                system: System::new(values),
                cells: Vec::new(),
                first: vec![None; showing.len()],
                sets,
                keys,
                differences: Vec::new(),
            };
            for (cube, members) in members.iter().enumerate().filter(|(cube, _)| showing[*cube]) {
                figures.first[cube] = Some(figures.system.columns());
                for (cell, members) in members.iter().enumerate() {
                    let members: Vec<u32> = match &figures.sets {
                        Some(sets) => members.iter().flat_map(|atom| sets[*atom as usize].iter().copied()).collect(),
                        None => members.clone(),
                    };
                    figures.system.push(members);
                    figures.cells.push((cube, cell));
                }
            }
            self.figures.push(figures);
        }
        Ok(())
    }

    fn rows(&self) -> Vec<i64> {
        let mut values = vec![0i64; self.atoms.len()];
        for (cell, atom) in self.joint.cells.iter().zip(&self.atoms.of_finest) {
            values[*atom as usize] += i64::try_from(cell.rows).unwrap_or(i64::MAX);
        }
        values
    }

    /// Sums of record keys, where each person has one row.
    fn row_keys(&self) -> Vec<u64> {
        if !self.one_row_each {
            return Vec::new();
        }
        let mut keys = vec![0u64; self.atoms.len()];
        for pattern in &self.joint.patterns {
            for cell in &pattern.cells {
                let key = &mut keys[self.atoms.of_finest[*cell as usize] as usize];
                *key = key.wrapping_add(pattern.keys);
            }
        }
        keys
    }

    fn sums(&self, sum: usize) -> Result<Vec<i64>, Excess> {
        let mut values = vec![0i128; self.atoms.len()];
        for (cell, atom) in self.joint.cells.iter().zip(&self.atoms.of_finest) {
            let value = &mut values[*atom as usize];
            *value = value.saturating_add(i128::try_from(cell.sums[sum]).map_err(|_| Excess::Sum)?);
        }
        let total = values.iter().fold(0i128, |total, value| total.saturating_add(*value));
        i64::try_from(total).map_err(|_| Excess::Sum)?;
        values.into_iter().map(|value| i64::try_from(value).map_err(|_| Excess::Sum)).collect()
    }

    /// Persons by set of inner cells, by inner cell the sets it is in, and the sums of record keys.
    fn persons(&self, showing: &[bool]) -> (Vec<i64>, Option<Vec<Vec<u32>>>, Vec<u64>) {
        let all = 0..u32::try_from(self.atoms.len()).expect("at most MOST inner cells");
        let counts = |atom: u32| (0..showing.len()).any(|cube| showing[cube] && self.atoms.place(atom, cube) != OUTSIDE);
        let counted: Vec<bool> = all.map(counts).collect();
        let sets = persons::sets(&self.joint, &self.atoms, &counted);
        let mut of_atom = vec![Vec::new(); self.atoms.len()];
        for (set, cells) in (0u32..).zip(&sets.cells) {
            cells.iter().for_each(|atom| of_atom[*atom as usize].push(set));
        }
        let values = sets.persons.iter().map(|persons| i64::try_from(*persons).unwrap_or(i64::MAX)).collect();
        (values, Some(of_atom), sets.keys)
    }

    /// Totals less one of their cells, where what remains are too few; and, in sensitive dimensions, where it is nearly nobody.
    fn find_differences(&mut self, settings: &[&CubeProtection]) {
        for (cube, settings) in settings.iter().enumerate() {
            let rests = rests::rests(&self.joint, &self.atoms, &self.cubes[cube], cube, &self.shown[cube]);
            let threshold = u64::from(self.cubes[cube].spec.threshold);
            let group = &settings.group_disclosure;
            for rest in rests {
                let (cell, total) = (self.shown[cube].codes[rest.cell], self.shown[cube].codes[rest.total]);
                let lattice = &self.cubes[cube].lattice;
                let along = |d: &usize| lattice.digit(cell, *d) != lattice.digit(total, *d);
                let sensitive = group.dimensions.iter().any(along);
                let own = self.cubes[cube].counts(cell).map_or(0, |counts| self.cubes[cube].contributors(&counts));
                let sensitive = sensitive && (group.upper == 0 || own <= group.upper);
                for figures in &mut self.figures {
                    // A difference of persons tells of those outside the cell; one of rows or sums of all who have some there.
                    let persons = figures.kind == Kind::Persons;
                    let (some, left) =
                        if persons { (rest.outside > 0, rest.outside) } else { (rest.rows > 0, rest.contributors) };
                    if some && left < threshold && settings.complements || sensitive && left <= group.coalition {
                        figures.add_difference(cube, rest.total, rest.cell);
                    }
                }
            }
        }
    }

    /// Persons who are alone in an inner cell, by position of their pattern.
    fn find_alone(&self) -> Vec<(u32, Vec<u32>)> {
        let mut inhabitants = vec![0u64; self.atoms.len()];
        let atoms = |cells: &[u32]| {
            let mut atoms: Vec<u32> = cells.iter().map(|cell| self.atoms.of_finest[*cell as usize]).collect();
            atoms.sort_unstable();
            atoms.dedup();
            atoms
        };
        for pattern in self.joint.contributors() {
            atoms(&pattern.cells).iter().for_each(|atom| inhabitants[*atom as usize] += pattern.persons);
        }
        let mut alone = Vec::new();
        for (id, pattern) in (0u32..).zip(self.joint.contributors()).filter(|(_, pattern)| pattern.persons == 1) {
            let mut cells = atoms(&pattern.cells);
            cells.retain(|atom| inhabitants[*atom as usize] == 1);
            if !cells.is_empty() {
                alone.push((id, cells));
            }
        }
        alone
    }
}

impl Figures {
    fn add_difference(&mut self, cube: usize, total: usize, cell: usize) {
        let Some((total, cell)) = self.column(cube, total).zip(self.column(cube, cell)) else { return };
        let inside = self.system.members(cell);
        let rest = self.system.members(total).iter().filter(|inner| inside.binary_search(inner).is_err());
        let vector: Vector = rest.map(|inner| (*inner, 1)).collect();
        if !vector.is_empty() {
            self.differences.push(vector);
        }
    }
}
