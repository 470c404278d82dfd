//! Invented releases of any size: county (in prefectures) by year, age and sex, negative binomial counts.
//!
//! Included by several benchmarks with `#[path]`; always the same for the same shape.

#![allow(dead_code, reason = "not every benchmark uses all of it")]

use std::collections::{BTreeMap, BTreeSet};

use shanwai::linear::System;

/// How large a release is.
#[derive(Clone, Copy)]
pub(crate) struct Shape {
    /// What it is called.
    pub(crate) name: &'static str,
    /// Prefectures, counties, years, ages, sexes.
    pub(crate) size: [usize; 5],
    /// Mean of an inner cell.
    pub(crate) mean: f64,
}

/// The sizes the engine is measured at: 1,040 to 48,800 inner cells.
pub(crate) const SHAPES: [Shape; 5] = [
    Shape { name: "s1k", size: [2, 13, 8, 5, 2], mean: 25.0 },
    Shape { name: "s5k", size: [14, 122, 4, 5, 2], mean: 25.0 },
    Shape { name: "s10k", size: [14, 122, 8, 5, 2], mean: 25.0 },
    Shape { name: "s10k_sparse", size: [14, 122, 8, 5, 2], mean: 4.0 },
    Shape { name: "s50k", size: [14, 122, 10, 20, 2], mean: 20.0 },
];

/// One dimension: its codes, leaves first, then groups, each with its leaves; and what each code lies under.
struct Dimension {
    leaves: Vec<Vec<usize>>,
    count: usize,
    parents: Vec<Option<usize>>,
}

/// A release: its columns as a system, and what is needed to hide some of them.
pub(crate) struct Release {
    /// Inner cells and columns.
    pub(crate) system: System,
    keys: Vec<[usize; 4]>,
    numbers: BTreeMap<[usize; 4], usize>,
    dims: [Dimension; 4],
    names: [&'static str; 4],
}

/// A province: 122 counties in 14 prefectures, ten years, eight programmes, and ten groups of five ages and two sexes, which are
/// summed by age and by sex. Linked tables: county by year and programme, county by age and sex, prefecture by everything.
pub(crate) fn province() -> Release {
    let by_age = (0..5).map(|age| vec![2 * age, 2 * age + 1]);
    let by_sex = (0..2).map(|sex| (0..5).map(|age| 2 * age + sex).collect());
    let dims = [tree(122, 14), tree(10, 0), tree(8, 0), forest(10, by_age.chain(by_sex).collect())];
    let total = |dim: &Dimension| dim.leaves.len() - 1;
    let totals = dims.each_ref().map(total);
    let shown = move |key: [usize; 4]| key[0] >= 122 || key[3] == totals[3] || (key[1] == totals[1] && key[2] == totals[2]);
    release(dims, ["county", "year", "programme", "group"], 4.0, 0x5eed, shown)
}

/// All margins.
pub(crate) fn full(shape: Shape) -> Release {
    build(shape, |_| true)
}

/// County by year and sex, county by age, prefecture by everything.
pub(crate) fn linked(shape: Shape) -> Release {
    let [_, counties, years, ages, sexes] = shape.size;
    build(shape, move |[county, year, age, sex]| age == ages || (year == years && sex == sexes) || county >= counties)
}

fn build(shape: Shape, shown: impl Fn([usize; 4]) -> bool) -> Release {
    let [prefectures, counties, years, ages, sexes] = shape.size;
    let dims = [tree(counties, prefectures), tree(years, 0), tree(ages, 0), tree(sexes, 0)];
    release(dims, ["county", "year", "age", "sex"], shape.mean, shape.name.len() as u64 ^ 0x5eed, shown)
}

fn release(dims: [Dimension; 4], names: [&'static str; 4], mean: f64, seed: u64, shown: impl Fn([usize; 4]) -> bool) -> Release {
    let mut random = Random(seed);
    let levels: Vec<f64> = (0..dims[0].count).map(|_| 0.25 + 1.5 * random.unit()).collect();
    let mut values = Vec::new();
    for level in &levels {
        for _ in 0..dims[1..].iter().map(|dim| dim.count).product::<usize>() {
            values.push(random.negative_binomial(mean * level, 0.9));
        }
    }
    let mut release = Release { system: System::new(values), keys: Vec::new(), numbers: BTreeMap::new(), dims, names };
    let codes: Vec<usize> = release.dims.iter().map(|dim| dim.leaves.len()).collect();
    for county in 0..codes[0] {
        for year in 0..codes[1] {
            for age in 0..codes[2] {
                for sex in 0..codes[3] {
                    let key = [county, year, age, sex];
                    if shown(key) {
                        release.push(key);
                    }
                }
            }
        }
    }
    release
}

fn tree(leaves: usize, groups: usize) -> Dimension {
    let mut made: Vec<Vec<usize>> = (0..leaves).map(|leaf| vec![leaf]).collect();
    let total = leaves + groups;
    let mut parents = vec![Some(total); total];
    for group in 0..groups {
        let own: Vec<usize> = (0..leaves).filter(|leaf| leaf * groups / leaves == group).collect();
        for leaf in &own {
            parents[*leaf] = Some(leaves + group);
        }
        made.push(own);
    }
    made.push((0..leaves).collect());
    parents.push(None);
    Dimension { leaves: made, count: leaves, parents }
}

/// Leaves with groups that may overlap: several trees over the same leaves.
fn forest(leaves: usize, groups: Vec<Vec<usize>>) -> Dimension {
    let total = leaves + groups.len();
    let mut parents = vec![Some(total); total];
    parents.push(None);
    let made = (0..leaves).map(|leaf| vec![leaf]).chain(groups).chain([(0..leaves).collect()]);
    Dimension { leaves: made.collect(), count: leaves, parents }
}

impl Release {
    fn push(&mut self, key: [usize; 4]) {
        let [a, b, c, d] = &self.dims;
        let mut cells = Vec::new();
        for county in &a.leaves[key[0]] {
            for year in &b.leaves[key[1]] {
                for age in &c.leaves[key[2]] {
                    for sex in &d.leaves[key[3]] {
                        let cell = ((county * b.count + year) * c.count + age) * d.count + sex;
                        cells.push(u32::try_from(cell).expect("cells are counted with 32 bits"));
                    }
                }
            }
        }
        let number = self.system.push(cells);
        self.numbers.insert(key, number);
        self.keys.push(key);
    }

    /// The release as a case file: codes, inner cells, cells, a threshold of 5, public zeros.
    pub(crate) fn case(&self, id: &str) -> String {
        let names = self.names;
        let code = |dim: usize, at: usize| {
            let kind = if at < self.dims[dim].count { "c" } else { "g" };
            format!("\"{kind}{at}\"")
        };
        let leaves = |dim: usize| (0..self.dims[dim].count).map(|at| code(dim, at)).collect::<Vec<_>>().join(",");
        let groups = |dim: usize| {
            let group = |at: usize| {
                let below: Vec<String> = self.dims[dim].leaves[at].iter().map(|leaf| code(dim, *leaf)).collect();
                format!("{}:[{}]", code(dim, at), below.join(","))
            };
            (self.dims[dim].count..self.dims[dim].leaves.len()).map(group).collect::<Vec<_>>().join(",")
        };
        let dims: Vec<String> = (0..4)
            .map(|dim| format!("{{\"name\":\"{}\",\"leaves\":[{}],\"groups\":{{{}}}}}", names[dim], leaves(dim), groups(dim)))
            .collect();
        let row = |key: &[usize; 4], value: i128| {
            let codes: Vec<String> = key.iter().enumerate().map(|(dim, at)| code(dim, *at)).collect();
            format!("[{},{value}]", codes.join(","))
        };
        let sizes: Vec<usize> = self.dims.iter().map(|dim| dim.count).collect();
        let inner = self.system.values().iter().enumerate().map(|(at, value)| {
            let sex = at % sizes[3];
            let age = at / sizes[3] % sizes[2];
            let year = at / sizes[3] / sizes[2] % sizes[1];
            row(&[at / sizes[3] / sizes[2] / sizes[1], year, age, sex], i128::from(*value))
        });
        let inner: Vec<String> = inner.collect();
        let cells: Vec<String> = self.keys.iter().enumerate().map(|(at, key)| row(key, self.system.total(at))).collect();
        format!(
            "{{\"format\":\"shanwai-sdc-case/1\",\"id\":\"{id}\",\"kind\":\"frequency\",\"dims\":[{}],\"inner\":{{\"rows\":[{}]}},\
             \"rules\":{{\"type\":\"frequency\",\"threshold\":5}},\"attack\":{{\"nonnegative\":true,\"integer\":false}},\
             \"cells\":{{\"rows\":[{}]}}}}",
            dims.join(","),
            inner.join(","),
            cells.join(","),
        )
    }

    /// The codes of a column as they stand in the case file.
    pub(crate) fn key(&self, column: usize) -> String {
        let code = |(dim, at): (usize, &usize)| format!("{}{at}", if *at < self.dims[dim].count { "c" } else { "g" });
        self.keys[column].iter().enumerate().map(code).collect::<Vec<_>>().join("|")
    }

    /// Columns that count 1 to `threshold - 1`.
    pub(crate) fn primary(&self, threshold: i128) -> Vec<bool> {
        (0..self.system.columns()).map(|column| (1..threshold).contains(&self.system.total(column))).collect()
    }

    /// Hides the small columns, and in every line (a code's children, all else equal) with one hidden column a second one: the
    /// smallest other that is not nought. No engine, but about as many cells as one hides, and few are left to be found.
    pub(crate) fn hide_lines(&self, threshold: i128) -> Vec<bool> {
        let mut hidden = self.primary(threshold);
        let children: Vec<Vec<Vec<usize>>> = self.dims.iter().map(children).collect();
        let mut queue: BTreeSet<usize> = (0..hidden.len()).filter(|column| hidden[*column]).collect();
        while let Some(column) = queue.pop_first() {
            for dim in 0..4 {
                let key = self.keys[column];
                let Some(parent) = self.dims[dim].parents[key[dim]] else { continue };
                let mut line = vec![parent];
                line.extend(&children[dim][parent]);
                let others: Vec<usize> = line
                    .into_iter()
                    .filter(|code| *code != key[dim])
                    .filter_map(|code| {
                        let mut other = key;
                        other[dim] = code;
                        self.numbers.get(&other).copied()
                    })
                    .collect();
                if others.iter().any(|other| hidden[*other]) {
                    continue;
                }
                let smallest = others
                    .into_iter()
                    .filter(|other| self.system.total(*other) > 0)
                    .min_by_key(|other| self.system.total(*other));
                if let Some(other) = smallest {
                    hidden[other] = true;
                    queue.insert(other);
                }
            }
        }
        hidden
    }
}

fn children(dim: &Dimension) -> Vec<Vec<usize>> {
    let mut made = vec![Vec::new(); dim.parents.len()];
    for (code, parent) in dim.parents.iter().enumerate() {
        if let Some(parent) = parent {
            made[*parent].push(code);
        }
    }
    made
}

/// SplitMix64.
struct Random(u64);

impl Random {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((bits ^ (bits >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    /// By the inverse of its distribution function.
    fn negative_binomial(&mut self, mean: f64, size: f64) -> i64 {
        let (goal, share) = (self.unit(), mean / (mean + size));
        let (mut value, mut mass) = (0i64, (1.0 - share).powf(size));
        let mut sum = mass;
        while sum < goal && value < 100_000 {
            mass *= share * (value as f64 + size) / (value as f64 + 1.0);
            value += 1;
            sum += mass;
        }
        value
    }
}
