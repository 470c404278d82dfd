//! Inner cells: the finest cells that the cubes over one record file tell apart, those without rows included.

use std::collections::BTreeMap;

use super::Excess;
use crate::confidential::cube::{Cube, Joint};
use crate::config::{ColumnKind, Dimension, Impossible, RecordsSpec, Within};

/// An inner cell that a cube does not count.
pub(super) const OUTSIDE: u64 = u64::MAX;

/// Most inner cells of one record file.
const MOST: usize = 1 << 22;

/// Inner cells, and the cell of each cube that each lies in.
pub(super) struct Atoms {
    cubes: usize,
    /// By inner cell and cube: the code of the cell without totals, or [`OUTSIDE`].
    places: Vec<u64>,
    /// By cell of the joint table: its inner cell.
    pub(super) of_finest: Vec<u32>,
}

impl Atoms {
    /// Number of inner cells.
    pub(super) fn len(&self) -> usize {
        self.places.len() / self.cubes.max(1)
    }

    /// Where an inner cell lies in a cube, or [`OUTSIDE`].
    pub(super) fn place(&self, atom: u32, cube: usize) -> u64 {
        self.places[atom as usize * self.cubes + cube]
    }

    fn push(&mut self, places: &[u64]) -> u32 {
        self.places.extend_from_slice(places);
        u32::try_from(self.len() - 1).expect("at most MOST inner cells")
    }
}

/// How a cube sees the joint columns.
struct Scope<'a> {
    /// By column and digit: whether the filter lets it pass; `None` where there is no filter.
    passes: Vec<Option<Vec<bool>>>,
    /// By column: stride in the cube's lattice, where it is a dimension.
    strides: Vec<Option<u64>>,
    /// By column and digit: whether rows of the cube have it.
    occurs: Vec<Vec<bool>>,
    /// Inner cells declared impossible, with the joint column of each dimension.
    impossible: Vec<(&'a Impossible, Vec<usize>)>,
}

impl Scope<'_> {
    fn declared_impossible(&self, digits: &[u32]) -> bool {
        self.impossible.iter().any(|(impossible, columns)| {
            let inner: Vec<usize> = columns.iter().map(|column| (digits[*column] as usize).wrapping_sub(1)).collect();
            impossible.matches(&inner)
        })
    }
}

/// Finds the inner cells: each combination of codes that occur in a cube and can occur together.
///
/// Combinations without rows count: whoever reads the tables does not know that nobody is there. Those that cannot have rows
/// (months outside their year, combinations declared impossible) are known to be empty and left out. Costs one step for each inner cell and cube.
///
/// # Errors
/// Rows in a combination that cannot have any, and too many inner cells.
pub(super) fn find(spec: &RecordsSpec, joint: &Joint, cubes: &[Cube<'_>], impossible: &[&[Impossible]]) -> Result<Atoms, Excess> {
    let columns = joint.columns.len();
    let scopes: Vec<Scope<'_>> =
        cubes.iter().zip(impossible).map(|(cube, impossible)| scope(spec, joint, cube, impossible)).collect();
    let mut atoms = Atoms { cubes: cubes.len(), places: Vec::new(), of_finest: Vec::new() };
    let mut known: BTreeMap<Vec<u64>, u32> = BTreeMap::new();
    let within = within(spec, joint);
    for cell in &joint.cells {
        let digits: Vec<u32> = cell.digits.iter().map(|digit| u32::try_from(*digit).expect("code lists are short")).collect();
        contradiction(joint, &scopes, &within, &digits).map_or(Ok(()), Err)?;
        let places: Vec<u64> = scopes.iter().map(|scope| place(scope, &digits)).collect();
        let atom = *known.entry(places).or_insert_with_key(|places| atoms.push(places));
        atoms.of_finest.push(atom);
    }
    let mut walk = Walk { joint, scopes: &scopes, within, atoms, known };
    let alive = vec![true; cubes.len()];
    if walk.down(&mut vec![0; columns], 0, &alive) { Ok(walk.atoms) } else { Err(Excess::Inner) }
}

/// What is wrong with a combination that has rows.
fn contradiction(joint: &Joint, scopes: &[Scope<'_>], within: &[(usize, usize, &Within)], digits: &[u32]) -> Option<Excess> {
    let counts = |scope: &Scope<'_>| place(scope, digits) != OUTSIDE;
    if let Some(cube) = scopes.iter().position(|scope| counts(scope) && scope.declared_impossible(digits)) {
        return Some(Excess::Declared(cube));
    }
    let (inner, outer, _) = within.iter().find(|(inner, outer, within)| !lies_within(within, digits[*inner], digits[*outer]))?;
    Some(Excess::Within(joint.columns[*inner].clone(), joint.columns[*outer].clone()))
}

fn lies_within(within: &Within, inner: u32, outer: u32) -> bool {
    let (Some(inside), Some(outside)) = (inner.checked_sub(1), outer.checked_sub(1)) else { return true };
    within.positions.get(inside as usize).copied().flatten().is_none_or(|expected| expected == outside as usize)
}

fn scope<'a>(spec: &RecordsSpec, joint: &Joint, cube: &Cube<'_>, impossible: &'a [Impossible]) -> Scope<'a> {
    let at = |name: &str| joint.columns.iter().position(|column| column == name);
    let mut scope = Scope {
        passes: vec![None; joint.columns.len()],
        strides: vec![None; joint.columns.len()],
        occurs: joint.lengths.iter().map(|length| vec![false; length + 1]).collect(),
        impossible: Vec::new(),
    };
    for (column, codes) in &cube.spec.filter {
        let Some((at, dimension)) = at(column).zip(dimension(spec, column)) else { continue };
        let before = scope.passes[at].take();
        let mut passes = vec![false; joint.lengths[at] + 1];
        for digit in codes.iter().filter_map(|code| Some(dimension.position(code.as_str())? + 1)) {
            passes[digit] = before.as_ref().is_none_or(|before| before[digit]);
        }
        scope.passes[at] = Some(passes);
    }
    let mut columns = Vec::new();
    for ((column, _), (_, stride)) in cube.spec.dimensions.iter().zip(cube.lattice.dimensions()) {
        if let Some(at) = at(column) {
            scope.strides[at] = Some(scope.strides[at].unwrap_or(0) + stride);
            columns.push(at);
        }
    }
    scope.impossible = impossible.iter().map(|one| (one, columns.clone())).collect();
    for cell in &joint.cells {
        let passes = |(at, digit): (usize, &usize)| scope.passes[at].as_ref().is_none_or(|passes| passes[*digit]);
        if cell.digits.iter().enumerate().all(passes) {
            for (occurs, digit) in scope.occurs.iter_mut().zip(&cell.digits) {
                occurs[*digit] = true;
            }
        }
    }
    scope
}

fn place(scope: &Scope<'_>, digits: &[u32]) -> u64 {
    let mut code = 0;
    for ((digit, passes), stride) in digits.iter().zip(&scope.passes).zip(&scope.strides) {
        if passes.as_ref().is_some_and(|passes| !passes[*digit as usize]) {
            return OUTSIDE;
        }
        code += stride.unwrap_or(0) * u64::from(*digit);
    }
    code
}

/// Pairs of joint columns of which the first lies within the second.
fn within<'a>(spec: &'a RecordsSpec, joint: &Joint) -> Vec<(usize, usize, &'a Within)> {
    let dimension = |column: usize| dimension(spec, &joint.columns[column]);
    let all = 0..joint.columns.len();
    let pairs = all.clone().flat_map(|inner| all.clone().map(move |outer| (inner, outer)));
    pairs
        .filter_map(|(inner, outer)| {
            let within = dimension(inner)?.within.as_ref()?;
            (dimension(outer)?.id == within.dimension).then_some((inner, outer, within))
        })
        .collect()
}

fn dimension<'a>(spec: &'a RecordsSpec, column: &str) -> Option<&'a Dimension> {
    spec.columns.iter().find_map(|declared| match &declared.kind {
        ColumnKind::Dimension(dimension) if declared.name == column => Some(&**dimension),
        _ => None,
    })
}

struct Walk<'a, 'b> {
    joint: &'a Joint,
    scopes: &'a [Scope<'b>],
    within: Vec<(usize, usize, &'a Within)>,
    atoms: Atoms,
    known: BTreeMap<Vec<u64>, u32>,
}

impl Walk<'_, '_> {
    /// Goes through the codes of a column that some cube still alive tells apart. Whether there is room for all.
    fn down(&mut self, digits: &mut Vec<u32>, column: usize, alive: &[bool]) -> bool {
        if !alive.contains(&true) {
            return true;
        }
        if column == digits.len() {
            return self.leaf(digits, alive);
        }
        let mut tried: Vec<(Vec<bool>, bool)> = Vec::new();
        for digit in 0..=self.joint.lengths[column] {
            let Some(next) = self.alive(column, digit, alive) else { continue };
            let told_apart = next.iter().zip(self.scopes).any(|(alive, scope)| *alive && scope.strides[column].is_some());
            if told_apart && digit == 0 {
                continue;
            }
            // Codes that no living cube tells apart make one inner cell.
            if !told_apart && tried.iter().any(|(before, apart)| !apart && *before == next) {
                continue;
            }
            digits[column] = if told_apart { u32::try_from(digit).expect("code lists are short") } else { 0 };
            if self.fits(digits, column) && !self.down(digits, column + 1, &next) {
                return false;
            }
            digits[column] = 0;
            tried.push((next, told_apart));
        }
        true
    }

    /// The cubes that still count a row with this code; `None` when it never occurs in one of them.
    fn alive(&self, column: usize, digit: usize, alive: &[bool]) -> Option<Vec<bool>> {
        let mut next = Vec::with_capacity(alive.len());
        for (alive, scope) in alive.iter().zip(self.scopes) {
            let passes = *alive && scope.passes[column].as_ref().is_none_or(|passes| passes[digit]);
            if passes && scope.strides[column].is_some() && !scope.occurs[column][digit] {
                return None;
            }
            next.push(passes);
        }
        next.contains(&true).then_some(next)
    }

    /// Whether the codes chosen so far can occur together.
    fn fits(&self, digits: &[u32], last: usize) -> bool {
        let complete = |(inner, outer, _): &&(usize, usize, &Within)| (*inner).max(*outer) == last;
        self.within.iter().filter(complete).all(|(inner, outer, within)| lies_within(within, digits[*inner], digits[*outer]))
    }

    fn leaf(&mut self, digits: &[u32], alive: &[bool]) -> bool {
        let strides = |scope: &Scope<'_>| -> u64 {
            digits.iter().zip(&scope.strides).map(|(digit, stride)| stride.unwrap_or(0) * u64::from(*digit)).sum()
        };
        let places: Vec<u64> =
            alive.iter().zip(self.scopes).map(|(alive, scope)| if *alive { strides(scope) } else { OUTSIDE }).collect();
        let impossible = alive.iter().zip(self.scopes).any(|(alive, scope)| *alive && scope.declared_impossible(digits));
        if !impossible && !self.known.contains_key(&places) {
            let atom = self.atoms.push(&places);
            self.known.insert(places, atom);
        }
        self.atoms.len() <= MOST
    }
}
