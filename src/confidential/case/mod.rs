//! Cases of disclosure control in the format `shanwai-sdc-case/1`, so that the engine can be compared with others.
//!
//! A case holds true values and says what must be protected; it is read, protected, attacked, and answered with a status for
//! each cell. Only whoever has the case reads the answer, so it tells primary and secondary cells apart, which no site does.

mod document;
mod read;
mod result;
pub(super) mod rules;
mod task;

use std::path::Path;

use super::protect::{Exposed, Objective, Search, Unsafe, protect};
use crate::diag::{Diagnostic, Failed, Sink};
use crate::say;

pub use result::CaseReport;

/// Protects a case and gives the result with its figures.
///
/// `text` is the file at `path`, `iterations` the budget of the search (0 for none). Deterministic. Faults of the case are told
/// with table, row and column, never with a value.
///
/// # Errors
/// When the case is faulty, or when what must be published reveals what must not.
pub fn run_case(path: &Path, text: &[u8], iterations: u32, sink: &Sink) -> Result<CaseReport, Failed> {
    let case = read::read(path, text, sink)?;
    let search = Search { iterations, seed: 7, objective: Objective::Sum };
    let task = task::task(path, &case, search, sink)?;
    match protect(&task) {
        Ok(pattern) => Ok(result::report(&case, &task, &pattern)),
        Err(refused) => {
            tell(path, &case, &refused, sink);
            Err(sink.check().err().unwrap_or_else(|| sink.fail(unprotectable(path))))
        }
    }
}

fn unprotectable(path: &Path) -> Diagnostic {
    Diagnostic::error(&rules::REVEALED, say!("没有安全的方案", "no pattern is safe")).at(path)
}

/// Names what is revealed, and by what.
fn tell(path: &Path, case: &read::Case, refused: &Unsafe, sink: &Sink) {
    for exposure in refused.exposed.iter().take(20) {
        let name = |column: usize| case.keys[column].join(" / ");
        let what = match exposure.what {
            Exposed::Column(column) if case.system.members(column).is_empty() => {
                let cell = name(column);
                sink.push(
                    Diagnostic::error(&rules::EMPTY, say!("`{cell}` 里什么都没有", "`{cell}` has nothing inside")).at(path),
                );
                continue;
            }
            Exposed::Column(column) => name(column),
            Exposed::Virtual(number) => format!("#{}", number + 1),
        };
        let mut wrong = Diagnostic::error(&rules::REVEALED, say!("`{what}` 可以推算出来", "`{what}` can be worked out")).at(path);
        if !exposure.combination.is_empty() {
            let terms: Vec<String> =
                exposure.combination.iter().map(|(column, factor)| format!("{factor} × {}", name(*column))).collect();
            let terms = terms.join(" + ");
            wrong = wrong.with_note(say!("算法：{terms}", "like this: {terms}"));
        }
        sink.push(wrong.help(say!(
            "合并代码、不公开那张表，或在 `waived` 里写明",
            "merge codes, drop the table, or name the cell in `waived`"
        )));
    }
}
