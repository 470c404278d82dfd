//! Insiders: a contributor alone in inner cells knows their values, and subtracts them.
//!
//! One elimination serves all. Take one vector more of the null space than an insider has cells, all random: a target is within
//! reach of the insider exactly when its values on those vectors are a combination of the values of the insider's cells (but for
//! a chance of 1 in 2^61), because a vector of the null space that vanishes on these cells is then no use against the target.

use super::base::{Base, whole};
use super::echelon::{Echelon, Sparse, product};
use super::modular::{Stream, fraction};
use super::question::{Bound, BoundKind, Insider, Leak, Level, Target};
use crate::linear::{Ratio, Vector};

/// Insiders with at most this many cells share their vectors.
const SMALL: usize = 24;

/// A primary target an insider may want.
pub(super) struct Wish<'a> {
    pub(super) number: usize,
    pub(super) target: &'a Target,
    pub(super) sum: &'a Vector,
    pub(super) part: &'a Sparse,
}

/// What insiders can work out that no reader can.
pub(super) fn attack(base: &Base, known: &[usize], insiders: &[Insider], wishes: &[Wish<'_>]) -> Vec<Leak> {
    let mut search =
        Search { base, known, wishes, touching: touching(base, wishes), stream: Stream::new(0x69_6e), found: Vec::new() };
    let cells = |insider: &Insider| -> Vec<(u32, u32)> {
        insider.alone_in.iter().filter_map(|inner| Some((*inner, base.unknown.open_group(*inner)?))).collect()
    };
    let all: Vec<(u32, Vec<(u32, u32)>)> =
        insiders.iter().map(|insider| (insider.id, cells(insider))).filter(|(_, cells)| !cells.is_empty()).collect();
    let (small, large): (Vec<_>, Vec<_>) = all.into_iter().partition(|(_, cells)| cells.len() <= SMALL);
    search.run(&small);
    for insider in large {
        search.run(&[insider]);
    }
    search.found.sort_by_key(|leak| (leak.target, leak.insider));
    search.found
}

/// Wishes by the independent part they touch.
fn touching(base: &Base, wishes: &[Wish<'_>]) -> Vec<(u32, usize)> {
    let parts = base.parts(std::iter::empty());
    let mut list: Vec<(u32, usize)> = wishes
        .iter()
        .enumerate()
        .flat_map(|(at, wish)| wish.part.iter().map(move |entry| (entry.0, at)))
        .map(|(group, at)| (parts[group as usize], at))
        .collect();
    list.sort_unstable();
    list.dedup();
    list
}

struct Search<'a> {
    base: &'a Base,
    known: &'a [usize],
    wishes: &'a [Wish<'a>],
    touching: Vec<(u32, usize)>,
    stream: Stream,
    found: Vec<Leak>,
}

impl Search<'_> {
    fn run(&mut self, insiders: &[(u32, Vec<(u32, u32)>)]) {
        let Some(count) = insiders.iter().map(|(_, cells)| cells.len() + 1).max() else { return };
        let mut of_cells: Vec<Vec<Sparse>> = insiders.iter().map(|(_, cells)| vec![Sparse::new(); cells.len()]).collect();
        let mut of_wishes: Vec<Sparse> = vec![Sparse::new(); self.wishes.len()];
        let put = |list: &mut Sparse, at: u32, value: u64| {
            if value != 0 {
                list.push((at, value))
            }
        };
        for at in (0u32..).take(count) {
            let vector = self.base.echelon.null_vector(&mut self.stream);
            for ((_, cells), lists) in insiders.iter().zip(&mut of_cells) {
                for ((_, group), list) in cells.iter().zip(lists) {
                    put(list, at, vector[*group as usize]);
                }
            }
            for (wish, list) in self.wishes.iter().zip(&mut of_wishes) {
                put(list, at, product(wish.part, &vector));
            }
        }
        let parts = self.base.parts(std::iter::empty());
        for ((id, cells), rows) in insiders.iter().zip(of_cells) {
            let reach = Echelon::new(count, rows);
            let null = reach.null_vector(&mut self.stream);
            let mut own: Vec<u32> = cells.iter().map(|(_, group)| parts[*group as usize]).collect();
            own.sort_unstable();
            own.dedup();
            let mut near: Vec<usize> = own.iter().flat_map(|part| self.in_part(*part)).collect();
            near.sort_unstable();
            near.dedup();
            for at in near {
                if product(&of_wishes[at], &null) == 0 && !is_own(self.wishes[at].target, self.wishes[at].part, *id, cells) {
                    let leak = self.leak(at, *id, cells, reach.express(&of_wishes[at]));
                    self.found.push(leak);
                }
            }
        }
    }

    fn in_part(&self, part: u32) -> impl Iterator<Item = usize> {
        let from = self.touching.partition_point(|entry| entry.0 < part);
        self.touching[from..].iter().take_while(move |entry| entry.0 == part).map(|entry| entry.1)
    }

    /// The leak with its derivation: the target less the insider's cells is made of known columns.
    fn leak(&self, at: usize, id: u32, cells: &[(u32, u32)], used: Option<Vec<(u32, u64)>>) -> Leak {
        let wish = &self.wishes[at];
        let mut leak = Leak {
            target: wish.number,
            level: Level::Insider,
            combination: Vec::new(),
            bounds: Vec::new(),
            forcing: Vec::new(),
            cut: None,
            insider: Some(id),
        };
        let factors: Option<Vec<(u32, Ratio)>> = used
            .and_then(|used| used.into_iter().map(|(cell, factor)| Some((cells[cell as usize].0, fraction(factor)?))).collect());
        let Some(factors) = factors else { return leak };
        let Some(rest) = less(wish.sum, &factors) else { return leak };
        let Some(made) = self.base.derive(&rest) else { return leak };
        leak.combination = made.into_iter().map(|(at, factor)| (self.known[at as usize], factor)).collect();
        leak.bounds = factors.iter().map(|(inner, factor)| Bound { kind: BoundKind::Own(*inner), factor: *factor }).collect();
        leak.cut = whole(&rest);
        leak
    }
}

/// A target the insider alone contributes to tells it nothing new.
fn is_own(target: &Target, part: &Sparse, id: u32, cells: &[(u32, u32)]) -> bool {
    match &target.contributors {
        Some(people) => people.iter().all(|person| *person == id),
        None => part.iter().all(|(group, _)| cells.iter().any(|(_, own)| own == group)),
    }
}

/// A sum less some inner cells, each with its factor.
fn less(sum: &Vector, factors: &[(u32, Ratio)]) -> Option<Vec<(u32, Ratio)>> {
    let mut rest: std::collections::BTreeMap<u32, Ratio> =
        sum.iter().map(|(inner, factor)| (*inner, Ratio::from(*factor))).collect();
    for (inner, factor) in factors {
        let held = rest.entry(*inner).or_insert(Ratio::ZERO);
        *held = held.minus(*factor)?;
    }
    Some(rest.into_iter().filter(|(_, factor)| !factor.is_zero()).collect())
}
