//! `audit`: attacks published tables, ours or not.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use super::args::AuditArgs;
use super::ui::Ui;
use crate::audit::{self, Input, Rounding, Settings};
use crate::diag::{Diagnostic, Rule, Sink, Source};
use crate::{files, say};

/// Largest table that is read.
const MAX_TABLE: u64 = 2 << 30;

/// The rules of this command.
pub(super) static RULES: &[&Rule] = &[&BAD_FLAG];

static BAD_FLAG: Rule = Rule {
    id: "audit/bad-flag",
    title: ("检验表格的选项写法不对", "a flag of the audit is not written as it should be"),
    explain: (
        "`--total` 写成 `列=代码`（代码可以为空），`--mark` 写成 `文字=withheld` 或 `文字=absent`，`--rounding` 写成 5 或 0.1 这样的数。",
        "`--total` is written `COLUMN=CODE` (the code may be empty), `--mark` is `TEXT=withheld` or `TEXT=absent`, `--rounding` is a number such as 5 or 0.1.",
    ),
};

/// 0: nothing can be worked out; 1: something can; 2: a file or the command is wrong.
pub(super) fn run(ui: &Ui, args: &AuditArgs) -> ExitCode {
    let sink = Sink::new();
    let settings = settings(args, &sink);
    let inputs: Vec<Input> = args.tables.iter().filter_map(|path| input(path, &sink)).collect();
    let report = match sink.check() {
        Ok(()) => audit::audit(inputs, &settings, i128::from(args.width), &sink).ok(),
        Err(_) => None,
    };
    ui.show(&sink.sorted());
    let Some(report) = report else { return ExitCode::from(2) };
    let text = if ui.is_json() { audit::json(&report) } else { audit::human(&report, ui.tongue) };
    ui.out(&text);
    ExitCode::from(u8::from(!report.leaks.is_empty()))
}

fn settings(args: &AuditArgs, sink: &Sink) -> Settings {
    let wrong = |typed: &str, form: &str| {
        let fault = Diagnostic::error(&BAD_FLAG, say!("`{typed}` 写法不对", "`{typed}` is not written as it should be"));
        sink.push(fault.help(say!("写成 `{form}`", "write `{form}`")));
    };
    let mut settings = Settings {
        by: args.by.clone(),
        values: args.value.clone(),
        status: args.status.clone(),
        unit: args.unit.clone(),
        minimum: args.minimum,
        ..Settings::default()
    };
    for typed in &args.total {
        match Settings::pair(typed) {
            Some(pair) => settings.totals.push(pair),
            None => wrong(typed, "--total COLUMN=CODE"),
        }
    }
    for typed in &args.mark {
        match Settings::mark(typed) {
            Some(mark) => settings.marks.push(mark),
            None => wrong(typed, "--mark TEXT=withheld"),
        }
    }
    if let Some(typed) = &args.rounding {
        settings.rounding = Rounding::parse(typed);
        if settings.rounding.is_none() {
            wrong(typed, "--rounding 5");
        }
    }
    settings
}

/// Reads a table and what stands beside it. Faults go to the sink.
fn input(path: &Path, sink: &Sink) -> Option<Input> {
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let name = path.file_name()?;
    let told = |error: &files::Error| {
        let mut fault = error.diagnostic();
        fault.places = vec![(path.to_path_buf().into(), None)];
        sink.push(fault);
    };
    let root = files::Root::open(folder).map_err(|error| told(&error)).ok()?;
    let bytes = root.read_bytes(name, MAX_TABLE).map_err(|error| told(&error)).ok()?;
    let beside = |ending: &str| -> PathBuf { Path::new(name).with_extension(ending) };
    let file = beside("audit.toml");
    let mut settings = None;
    if root.exists(&file) {
        let source = root.read(&file).map_err(|error| sink.push(error.diagnostic())).ok()?;
        settings = Some(shown(&source, &folder.join(&file)));
    }
    let meta = root.read_bytes(beside("meta.csv"), MAX_TABLE).ok();
    Some(Input { path: path.to_path_buf(), bytes, settings, meta })
}

/// The same text under the path it was asked for by.
fn shown(source: &Arc<Source>, path: &Path) -> Arc<Source> {
    Source::new(path, source.text())
}
