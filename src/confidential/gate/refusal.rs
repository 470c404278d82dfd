//! Why a release is held back: for everyone how many cells, for `data/private/` which ones and how they were found.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use super::rules::{DERIVABLE, FORCED, KEPT_SMALL, NO_WAY, UNTRUE};
use super::trial::{Trial, word};
use crate::confidential::protect::{Exposed, Unsafe};
use crate::confidential::system::Linked;
use crate::confidential::withhold::{Candidate, Cause};
use crate::diag::{Diagnostic, Place, Rule, Text};
use crate::model::CubeId;
use crate::say;

/// Most lines told in the private report for each system.
const MOST_LINES: usize = 10_000;

/// Why a cube may not be published.
pub(in crate::confidential) struct Refusal {
    /// For everyone: the cube and how many cells, never which.
    pub(in crate::confidential) diagnostic: Diagnostic,
    /// For `data/private/`: which cells and from which others, never a count.
    pub(in crate::confidential) detail: String,
}

/// Cells that can be worked out, one refusal for each cube, sums that no table shows under the first cube.
pub(in crate::confidential) fn of_leaks(candidate: &Candidate<'_>, index: usize, trial: &Trial) -> Vec<Refusal> {
    let figures = &candidate.linked.figures[index];
    let mut by_cube: BTreeMap<usize, (usize, String)> = BTreeMap::new();
    let targets = trial.outcome.leaks.iter().map(|leak| (leak.target, leak.level, Some(leak)));
    let undecided = trial.outcome.undecided.iter().map(|(target, level)| (*target, *level, None));
    for (target, level, leak) in targets.chain(undecided) {
        let column = trial.columns[target];
        let cube = column.map_or_else(|| figures.cells.first().map_or(0, |cell| cell.0), |column| figures.cells[column].0);
        let entry = by_cube.entry(cube).or_default();
        entry.0 += 1;
        if entry.0 <= MOST_LINES {
            let _ = write!(entry.1, "{} [{}]", named(&candidate.linked, index, column), word(level));
            for (known, factor) in leak.iter().flat_map(|leak| &leak.combination) {
                let _ = write!(
                    entry.1,
                    " ({factor})·{}",
                    named(&candidate.linked, index, Some(*known).filter(|known| *known < figures.cells.len()))
                );
            }
            entry.1.push('\n');
        }
    }
    let spec = |cube: usize| &candidate.linked.cubes[cube].spec.id;
    by_cube.into_iter().map(|(cube, (count, detail))| Refusal { diagnostic: derivable(spec(cube), count), detail }).collect()
}

fn derivable(id: &CubeId, count: usize) -> Diagnostic {
    let cells = if count == 1 { "withheld figure" } else { "withheld figures" };
    let message = say!("`{id}` 有 {count} 个隐去的数仍能被推算出来", "{count} {cells} of `{id}` can still be worked out");
    Diagnostic::error(&DERIVABLE, message).at(Path::new("data/catalog.toml")).help(choices()).help(where_to_look())
}

/// Cells that forced figures reveal.
pub(in crate::confidential) fn forced(
    linked: &Linked<'_>,
    index: usize,
    exposed: &Unsafe,
    causes: &[(usize, Cause)],
) -> Vec<Refusal> {
    let figures = &linked.figures[index];
    let mut by_cube: BTreeMap<usize, (usize, String, Vec<usize>)> = BTreeMap::new();
    for exposure in &exposed.exposed {
        let column = match exposure.what {
            Exposed::Column(column) if column < figures.cells.len() => Some(column),
            Exposed::Column(_) | Exposed::Virtual(_) => None,
        };
        let first = exposure.combination.iter().find_map(|(column, _)| figures.cells.get(*column));
        let cube = column.map(|column| figures.cells[column]).or(first.copied()).map_or(0, |cell| cell.0);
        let entry = by_cube.entry(cube).or_default();
        entry.0 += 1;
        entry.2.extend(exposure.combination.iter().map(|(column, _)| *column));
        if entry.0 <= MOST_LINES {
            let _ = write!(entry.1, "{} [{}]", named(linked, index, column), word(exposure.level));
            for (known, factor) in &exposure.combination {
                let known = Some(*known).filter(|known| *known < figures.cells.len());
                let _ = write!(entry.1, " ({factor})·{}", named(linked, index, known));
            }
            entry.1.push('\n');
        }
    }
    let refuse = |(cube, (count, detail, used)): (usize, (usize, String, Vec<usize>))| {
        let id = &linked.cubes[cube].spec.id;
        let figures = if count == 1 { "a protected figure" } else { "protected figures" };
        // Without a combination any of them may be to blame.
        let all = used.is_empty();
        let blamed: Vec<&Cause> =
            causes.iter().filter(|(column, _)| all || used.contains(column)).map(|(_, cause)| cause).collect();
        let kept = blamed.iter().any(|cause| matches!(cause, Cause::Keep(_)));
        let diagnostic = if kept {
            let message = say!(
                "`{id}` 的 `keep` 会暴露 {count} 个要保护的数",
                "what `keep` of `{id}` publishes reveals {figures} ({count})"
            );
            let help = say!("从 `keep` 中去掉其中一格", "take one of the cells out of `keep`");
            Diagnostic::error(&FORCED, message).help(help)
        } else {
            let message = say!(
                "`{id}` 无法保护：读者已有的数会暴露 {count} 个要保护的数",
                "`{id}` cannot be made safe: figures that readers have already reveal {figures} ({count})"
            );
            Diagnostic::error(&NO_WAY, message)
        };
        let diagnostic = at_causes(diagnostic, &blamed, kept).help(choices()).help(where_to_look());
        Refusal { diagnostic, detail }
    };
    by_cube.into_iter().map(refuse).collect()
}

/// Most places of causes that are named.
const MOST_PLACES: usize = 5;

/// Names where the figures are declared, printed or published that readers have in any case.
fn at_causes(diagnostic: Diagnostic, causes: &[&Cause], kept: bool) -> Diagnostic {
    let mut places: Vec<Place> = Vec::new();
    for cause in causes {
        let place: Place = match cause {
            Cause::Keep(Some(span)) | Cause::Waived(span) | Cause::Printed(span) => span.clone().into(),
            Cause::Keep(None) => Path::new("data/protection.toml").into(),
            Cause::Earlier(version) => Path::new("data/releases").join(version).as_path().into(),
        };
        if !places.contains(&place) && (!kept || matches!(cause, Cause::Keep(_))) {
            places.push(place);
        }
    }
    if places.is_empty() {
        places.push(Path::new("data/catalog.toml").into());
    }
    places.into_iter().take(MOST_PLACES).fold(diagnostic, Diagnostic::at)
}

/// Cells that `keep` names although they break a rule.
pub(in crate::confidential) fn kept_small(
    linked: &Linked<'_>,
    index: usize,
    columns: &[usize],
    causes: &[(usize, Cause)],
) -> Vec<Refusal> {
    let mut by_cube: BTreeMap<usize, (usize, String)> = BTreeMap::new();
    for column in columns {
        let entry = by_cube.entry(linked.figures[index].cells[*column].0).or_default();
        entry.0 += 1;
        let _ = writeln!(entry.1, "{}", named(linked, index, Some(*column)));
    }
    let refuse = |(cube, (count, detail)): (usize, (usize, String))| {
        let id = &linked.cubes[cube].spec.id;
        let message = say!("`{id}` 的 `keep` 指定了 {count} 个要保护的数", "`keep` of `{id}` names protected figures ({count})");
        let help = say!(
            "从 `keep` 中去掉，或在 `data/protection.toml` 里写明理由豁免",
            "take them out of `keep`, or waive them with a reason in `data/protection.toml`"
        );
        let small = |(column, cause): &&(usize, Cause)| {
            matches!(cause, Cause::Keep(_)) && columns.contains(column) && linked.figures[index].cells[*column].0 == cube
        };
        let blamed: Vec<&Cause> = causes.iter().filter(small).map(|(_, cause)| cause).collect();
        let diagnostic = at_causes(Diagnostic::error(&KEPT_SMALL, message), &blamed, true);
        Refusal { diagnostic: diagnostic.help(help).help(where_to_look()), detail }
    };
    by_cube.into_iter().map(refuse).collect()
}

/// The withheld parts of totals could not all be made large enough.
pub(in crate::confidential) fn no_end(linked: &Linked<'_>, index: usize) -> Vec<Refusal> {
    let cube = linked.figures[index].cells.first().map_or(0, |cell| cell.0);
    let id = &linked.cubes[cube].spec.id;
    let message = say!("找不到保护 `{id}` 的办法", "no way was found to protect `{id}`");
    vec![Refusal { diagnostic: at_catalog(&NO_WAY, message).help(choices()), detail: String::new() }]
}

fn at_catalog(rule: &'static Rule, message: Text) -> Diagnostic {
    Diagnostic::error(rule, message).at(Path::new("data/catalog.toml"))
}

/// A published figure that is not the sum of its parts.
pub(super) fn untrue(id: &CubeId) -> Refusal {
    let message = say!("`{id}` 有一个数与它的各部分之和不符", "a figure of `{id}` is not the sum of its parts");
    let help = say!("这是程序的错误，请报告", "this is a fault of the program; please report it");
    Refusal {
        diagnostic: Diagnostic::error(&UNTRUE, message).at(Path::new("data/catalog.toml")).help(help),
        detail: String::new(),
    }
}

/// What staff can do about a table that cannot be made safe.
pub(in crate::confidential) fn choices() -> Text {
    say!(
        "可以把表做粗（合并代码、减少维度），不公开这张表，或在 `data/protection.toml` 里写明理由豁免某一格",
        "make the table coarser (merge codes, leave out a dimension), leave the table out, or waive a cell with a reason in `data/protection.toml`"
    )
}

/// Where the cells are named.
pub(in crate::confidential) fn where_to_look() -> Text {
    let (report, private) = (super::REPORT, crate::files::PRIVATE);
    say!(
        "若有 `{private}/` 文件夹，具体是哪些格写在其中的 `{report}`，请勿公开",
        "which cells stands in `{private}/{report}` if that folder exists; do not publish it"
    )
}

/// A cell by name, or something that is no cell of a table.
fn named(linked: &Linked<'_>, index: usize, column: Option<usize>) -> String {
    column.map_or_else(|| "—".to_owned(), |column| name(linked, index, column))
}

/// `camp-attendances: year=2024 county=*`.
pub(in crate::confidential) fn name(linked: &Linked<'_>, index: usize, column: usize) -> String {
    let (cube, cell) = linked.figures[index].cells[column];
    let (of, code) = (&linked.cubes[cube], linked.shown[cube].codes[cell]);
    let mut text = format!("{}:", of.spec.id);
    for ((column, dimension), position) in of.spec.dimensions.iter().zip(of.lattice.key(code)) {
        let shown = position.map_or("*", |at| dimension.codes[at].code.as_str());
        let _ = write!(text, " {column}={shown}");
    }
    text
}
