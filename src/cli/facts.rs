//! `facts`: what may be cited, one line each: id, figure, period, name.

use std::path::Path;
use std::process::ExitCode;

use super::build::report;
use super::ui::Ui;
use crate::diag::{Sink, Tongue};
use crate::site;

pub(super) fn run(ui: &Ui, root: &Path, filter: Option<&str>) -> ExitCode {
    let sink = Sink::new();
    let Ok(list) = site::facts(root, &sink, matches!(ui.tongue, Tongue::Zh)) else {
        return report(ui, &sink, None, None);
    };
    let chosen: Vec<_> = list
        .iter()
        .filter(|line| filter.is_none_or(|text| [&line.id, &line.label, &line.figure].iter().any(|part| part.contains(text))))
        .collect();
    if ui.is_json() {
        for line in chosen {
            let object = serde_json::json!({ "id": line.id, "figure": line.figure, "period": line.period, "label": line.label });
            ui.out(&format!("{object}\n"));
        }
        return ExitCode::SUCCESS;
    }
    let width = chosen.iter().map(|line| line.id.len()).max().unwrap_or(0);
    for line in chosen {
        ui.out(&format!("{:width$}  {} · {} · {}\n", line.id, line.figure, line.label, line.period));
    }
    ExitCode::SUCCESS
}
