//! Relations that may hold: a code as the sum of others on one dimension.

use std::collections::BTreeMap;

use super::cube::{Cube, Dimension, TOTAL};
use super::names::Kind;
use super::settings::Settings;

/// Why a relation is thought of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// Declared on the command line or beside the table.
    Declared,
    /// The code's name says that it is a total.
    Named,
    /// Codes of one level of places, or of one group, make up what stands above them.
    Nested,
    /// Found in the numbers alone.
    Found,
}

/// One code as the sum of others on a dimension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) dimension: usize,
    pub(super) parent: u32,
    pub(super) children: Vec<u32>,
    pub(super) origin: Origin,
    /// Sums of one family confirm each other: each region is the sum of its districts.
    pub(super) family: u32,
    /// What it costs in evidence that the sum was looked for among many.
    pub(super) search_bits: u32,
}

/// Sums that names, columns and declarations suggest.
pub(super) fn suggested(cube: &Cube, used: &[Vec<bool>], settings: &[&Settings]) -> Vec<Sum> {
    let mut sums = Vec::new();
    let mut family = 0;
    for (at, dimension) in cube.dimensions.iter().enumerate().skip(1) {
        declared(at, dimension, settings, &mut sums, &mut family);
        let has = |code: u32| used[at][code as usize];
        if dimension.kind == Kind::Measure
            || (dimension.kind != Kind::Breakdown && dimension.kind != Kind::Geography && !has(TOTAL))
        {
            continue;
        }
        let mut add = |parent: u32, children: Vec<u32>, origin, family: u32| {
            let children: Vec<u32> = children.into_iter().filter(|code| *code != parent && has(*code)).collect();
            let sum = Sum { dimension: at, parent, children, origin, family, search_bits: 0 };
            let again = sums.iter().any(|s: &Sum| s.dimension == at && s.parent == parent && s.children == sum.children);
            if has(parent) && !sum.children.is_empty() && !again {
                sums.push(sum);
            }
        };
        let levels = levels(dimension);
        for parent in tops(dimension, &levels, has(TOTAL)) {
            if levels.len() > 1 && dimension.kind == Kind::Breakdown {
                add(parent, dimension.plain().collect(), Origin::Named, family);
                family += 1;
            }
            for (level, codes) in &levels {
                if *level != dimension.levels[parent as usize] || parent == TOTAL {
                    let origin = if levels.len() == 1 { Origin::Named } else { Origin::Nested };
                    add(parent, codes.clone(), origin, family);
                    family += 1;
                }
            }
        }
        for (above, codes) in &under(dimension) {
            if has(*above) {
                add(*above, codes.clone(), Origin::Nested, family);
            } else if has(TOTAL) {
                add(TOTAL, codes.clone(), Origin::Nested, family);
            }
        }
        family += 1;
    }
    sums
}

fn declared(at: usize, dimension: &Dimension, settings: &[&Settings], sums: &mut Vec<Sum>, family: &mut u32) {
    let mut seen: Vec<(&str, &[String])> = Vec::new();
    for settings in settings {
        for (_, code, parts) in settings.groups.iter().filter(|(column, ..)| *column == dimension.name) {
            seen.push((code, parts));
        }
        for (_, code) in settings.totals.iter().filter(|(column, _)| *column == dimension.name) {
            seen.push((code, &[]));
        }
    }
    for (code, parts) in seen {
        let Some(parent) = dimension.find(code) else { continue };
        let grouped = |code: &u32| {
            settings.iter().any(|s| s.groups.iter().any(|(c, p, _)| *c == dimension.name && dimension.find(p) == Some(*code)))
        };
        let mut children: Vec<u32> = if parts.is_empty() {
            dimension.plain().filter(|code| *code != parent && !grouped(code)).collect()
        } else {
            parts.iter().filter_map(|part| dimension.find(part)).collect()
        };
        children.sort_unstable();
        children.dedup();
        let sum = Sum { dimension: at, parent, children, origin: Origin::Declared, family: *family, search_bits: 0 };
        if !sums.contains(&sum) && !sum.children.is_empty() {
            sums.push(sum);
            *family += 1;
        }
    }
}

fn levels(dimension: &Dimension) -> BTreeMap<u32, Vec<u32>> {
    let mut levels: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for code in dimension.plain() {
        levels.entry(dimension.levels[code as usize]).or_default().push(code);
    }
    levels
}

/// The total, or a code that is alone on its level.
fn tops(dimension: &Dimension, levels: &BTreeMap<u32, Vec<u32>>, total: bool) -> Vec<u32> {
    if total {
        return vec![TOTAL];
    }
    if dimension.kind != Kind::Geography {
        return Vec::new();
    }
    levels.values().filter(|codes| codes.len() == 1).map(|codes| codes[0]).collect()
}

fn under(dimension: &Dimension) -> BTreeMap<u32, Vec<u32>> {
    let mut under: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for code in dimension.plain() {
        if let Some(above) = dimension.above[code as usize] {
            under.entry(above).or_default().push(code);
        }
    }
    under
}
