//! `facts`: what may be cited, one line each: id, figure, name, period. What is wrong is told behind the list.

use std::path::Path;
use std::process::ExitCode;

use super::build::counted;
use super::ui::Ui;
use crate::diag::{Diagnostic, Level, Sink, Text, Tongue};
use crate::say;
use crate::site::{self, FactLine, FactList};

pub(super) fn run(ui: &Ui, root: &Path, filter: Option<&str>) -> ExitCode {
    let sink = Sink::new();
    let Ok(list) = site::facts(root, &sink, matches!(ui.tongue, Tongue::Zh)) else {
        return end(ui, &sink, &FactList { lines: Vec::new(), missing: 0, faulty: true });
    };
    print(ui, &list.lines, filter);
    end(ui, &sink, &list)
}

fn print(ui: &Ui, lines: &[FactLine], filter: Option<&str>) {
    let holds =
        |line: &&FactLine| filter.is_none_or(|text| [&line.id, &line.label, &line.figure].iter().any(|part| part.contains(text)));
    let chosen: Vec<&FactLine> = lines.iter().filter(holds).collect();
    if ui.is_json() {
        for line in chosen {
            let object = serde_json::json!({
                "id": line.id, "figure": line.figure, "status": line.status, "period": line.period, "label": line.label,
            });
            ui.out(&format!("{object}\n"));
        }
        return;
    }
    let width = chosen.iter().map(|line| line.id.len()).max().unwrap_or(0);
    for line in chosen {
        ui.out(&format!("{:width$}  {} · {} · {}\n", line.id, line.figure, line.label, line.period));
    }
}

/// Tells the errors, and what they mean for the list: other faults of the settings are no reason to distrust it.
fn end(ui: &Ui, sink: &Sink, list: &FactList) -> ExitCode {
    let errors: Vec<Diagnostic> = sink.sorted().into_iter().filter(|found| found.level == Level::Error).collect();
    ui.show(&errors);
    if !errors.is_empty() {
        ui.say(&closing(errors.len(), list));
    }
    if list.faulty { ExitCode::from(1) } else { ExitCode::SUCCESS }
}

fn closing(errors: usize, list: &FactList) -> Text {
    let (failed, missing, lacking) = (counted(errors, "error"), list.missing, counted(list.missing, "fact"));
    let verb = if missing == 1 { "is" } else { "are" };
    match (list.faulty, list.lines.is_empty()) {
        (true, true) => say!(
            "{errors} 个错误；读不出可以列出的数据（`shanwai explain 编号` 可看说明）",
            "{failed}; there is no fact that could be read (see `shanwai explain ID`)"
        ),
        (true, false) if missing > 0 => say!(
            "{errors} 个错误；有 {missing} 条数据读不出来，没有列出（`shanwai explain 编号` 可看说明）",
            "{failed}; {lacking} could not be read and {verb} left out (see `shanwai explain ID`)"
        ),
        (true, false) => say!(
            "{errors} 个错误；数据都已列出，有错的地方请改正（`shanwai explain 编号` 可看说明）",
            "{failed}; all facts are listed, but the register has faults (see `shanwai explain ID`)"
        ),
        (false, _) => say!(
            "{errors} 个错误，不在数据登记表里；数据都已列出（`shanwai explain 编号` 可看说明）",
            "{failed}, none of them in the register; all facts are listed (see `shanwai explain ID`)"
        ),
    }
}
