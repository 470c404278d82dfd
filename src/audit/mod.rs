//! An attack on published tables, ours or not: what can be worked out of the values that were withheld.
//!
//! ```text
//!  CSV ──► raw (columns of texts) ──► layout (roles) ──► nest (merged columns) ──► cube (cells of all tables)
//!  cube ──► rounding (steps) ──► sums (suggested) + search (found) ──► judge (which hold, and how exactly)
//!  sums that hold ──► solve (intervals, elimination) + knots (linear programs of the attacker) ──► report
//! ```
//!
//! Knows nothing of records or of our own protection: it reads files as any reader would. Values may be told in full, since the
//! files are public.

mod cube;
mod judge;
mod knots;
mod layout;
mod names;
mod nest;
mod raw;
mod report;
mod rounding;
mod rules;
mod search;
mod settings;
mod solve;
mod sums;
mod text;
mod words;

pub use layout::Layout;
pub use report::{Assumed, Leak, Report, Term, Way};
pub use rules::RULES;
pub use settings::{Rounding, Settings};
pub use sums::Origin;
pub use text::Meaning;
pub use words::{human, json};

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use cube::{Cube, Table};
use judge::{Ground, Holds};
use sums::Sum;

use crate::diag::{Diagnostic, Failed, Sink, Source};
use crate::say;

/// A table with what stands beside it.
pub struct Input {
    /// As it is called in messages.
    pub path: PathBuf,
    /// The file.
    pub bytes: Vec<u8>,
    /// `TABLE.audit.toml`.
    pub settings: Option<Arc<Source>>,
    /// `TABLE.meta.csv`, which tells filters from indicators.
    pub meta: Option<Vec<u8>>,
}

/// Attacks the tables together, as linked: equal names of dimensions and codes are the same cells.
///
/// `settings` go before the files beside the tables. `width`: intervals of at most so many units are told as well as exact values;
/// 0 for values alone. Fails when a file cannot be read as a table, with every fault in the sink; warnings may be there too.
///
/// Cost: grows with the cells times the dimensions; 200,000 cells take about a second.
pub fn audit(inputs: Vec<Input>, settings: &Settings, width: i128, sink: &Sink) -> Result<Report, Failed> {
    let mut tables = Vec::new();
    let mut failed = None;
    for input in inputs {
        match read(input, settings, sink) {
            Ok(table) => tables.push(table),
            Err(fault) => failed = Some(fault),
        }
    }
    if let Some(fault) = failed {
        return Err(fault);
    }
    let cube = cube::build(&tables, sink)?;
    codes(&cube, &tables, sink)?;
    let declared = tables.iter().find_map(|table| table.settings.rounding);
    let steps = rounding::Steps::new(&cube, declared);
    let ground = Ground::new(&cube, &steps);
    let (holds, refused) = relations(&ground, &tables);
    for (sum, evidence) in refused.iter().filter(|(sum, _)| sum.origin == Origin::Declared) {
        sink.push(not_additive(&cube, sum, evidence.differ, &tables));
    }
    let solved = solve::solve(&ground, &holds);
    Ok(report::report(&ground, &tables, &holds, &refused, &solved, width))
}

fn read(input: Input, settings: &Settings, sink: &Sink) -> Result<Table, Failed> {
    let mut settings = settings.clone();
    if let Some(source) = &input.settings {
        settings.add_file(source, sink)?;
    }
    let raw = raw::read(input.path, &input.bytes, sink)?;
    let meta = input.meta.and_then(|bytes| raw::read(PathBuf::new(), &bytes, &Sink::new()).ok());
    let meta = meta.and_then(|raw| layout::Meta::read(&raw));
    let mut plan = layout::plan(&raw, &settings, meta.as_ref(), sink)?;
    let keep: Vec<String> = settings.by.iter().cloned().chain(settings.totals.iter().map(|(column, _)| column.clone())).collect();
    nest::merge(&raw, &mut plan, &keep);
    if settings.by.is_empty() {
        nest::tell_apart(&raw, &mut plan);
    }
    Ok(Table { raw, plan, settings })
}

/// Codes that are declared and do not exist.
fn codes(cube: &Cube, tables: &[Table], sink: &Sink) -> Result<(), Failed> {
    for table in tables {
        let totals = table.settings.totals.iter().map(|(column, code)| (column, code));
        let groups = table.settings.groups.iter().flat_map(|(column, code, parts)| {
            std::iter::once((column, code)).chain(parts.iter().map(move |part| (column, part)))
        });
        for (column, code) in totals.chain(groups) {
            let dimension = cube.dimensions.iter().find(|dimension| dimension.name == *column);
            if dimension.is_some_and(|dimension| dimension.find(code).is_some()) {
                continue;
            }
            let words = say!("列 `{column}` 里没有代码 `{code}`", "the column `{column}` has no code `{code}`");
            let mut fault = Diagnostic::error(&rules::NO_CODE, words).at(table.raw.path.as_path());
            let known = dimension.into_iter().flat_map(|d| d.codes.iter().map(String::as_str));
            if let Some(near) = crate::diag::nearest(code, known) {
                fault = fault.help(say!("是不是 `{near}`？", "did you mean `{near}`?"));
            }
            sink.push(fault);
        }
    }
    sink.check()
}

/// The sums that hold and those that do not: first what names and columns suggest, then what the numbers show.
fn relations(ground: &Ground<'_>, tables: &[Table]) -> (Vec<Holds>, Vec<(Sum, judge::Evidence)>) {
    let cube = ground.cube;
    let settings: Vec<&Settings> = tables.iter().map(|table| &table.settings).collect();
    let used: Vec<Vec<bool>> = used(cube);
    let mut by_dimension: BTreeMap<usize, Vec<Sum>> = BTreeMap::new();
    for sum in sums::suggested(cube, &used, &settings) {
        by_dimension.entry(sum.dimension).or_default().push(sum);
    }
    let (mut holds, mut refused) = (Vec::new(), Vec::new());
    for (dimension, used) in used.iter().enumerate().take(cube.dimensions.len()).skip(1) {
        let judged = judge::judge(ground, by_dimension.remove(&dimension).unwrap_or_default());
        let known: Vec<Sum> = judged.holds.iter().map(|held| held.sum.clone()).collect();
        holds.extend(judged.holds);
        refused.extend(judged.refused);
        for codes in search::groups(cube, dimension, used) {
            let found = search::search(ground, dimension, &codes, &known);
            holds.extend(judge::judge(ground, found).holds);
        }
    }
    (holds, refused)
}

fn used(cube: &Cube) -> Vec<Vec<bool>> {
    let mut used: Vec<Vec<bool>> = cube.dimensions.iter().map(|dimension| vec![false; dimension.codes.len()]).collect();
    for cell in &cube.cells {
        for (at, used) in used.iter_mut().enumerate() {
            used[cube.code(cell.key, at) as usize] = true;
        }
    }
    used
}

fn not_additive(cube: &Cube, sum: &Sum, differ: usize, tables: &[Table]) -> Diagnostic {
    let dimension = &cube.dimensions[sum.dimension];
    let (name, code) = (&dimension.name, &dimension.codes[sum.parent as usize]);
    let words = say!(
        "列 `{name}` 的 `{code}` 与各部分之和不符（{differ} 处），没有使用",
        "`{code}` in the column `{name}` is not the sum of its parts ({differ} places); not used"
    );
    Diagnostic::warning(&rules::NOT_ADDITIVE, words)
        .at(tables[0].raw.path.as_path())
        .help(say!("检查代码，或用 `--rounding` 说明取整单位", "check the codes, or state the rounding with `--rounding`"))
}
