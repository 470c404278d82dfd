//! `migrate`: the settings of an older version, lifted; each change is shown before anything is written.

use std::path::Path;
use std::process::ExitCode;

use super::build::counted;
use super::ui::Ui;
use crate::config::{self, SCHEMA};
use crate::diag::{Diagnostic, Level, Sink};
use crate::files::Root;
use crate::say;

pub(super) fn run(ui: &Ui, root: &Path, write: bool) -> Result<ExitCode, Diagnostic> {
    let sink = Sink::new();
    let root = Root::open(root).map_err(|error| error.diagnostic())?;
    let plan = config::migrate(&root, &sink);
    ui.show(&sink.sorted());
    let errors = sink.count(Level::Error);
    let Some(plan) = plan.ok().filter(|_| errors == 0) else {
        let failed = counted(errors, "error");
        ui.say(&say!("{errors} 个错误；没有写任何文件", "{failed}; nothing was written"));
        return Ok(ExitCode::from(1));
    };
    if plan.changes.is_empty() {
        ui.say(&say!(
            "设置已经是第{SCHEMA}种格式，不用升级",
            "the settings already have the form {SCHEMA}; there is nothing to lift"
        ));
        return Ok(ExitCode::SUCCESS);
    }
    for change in &plan.changes {
        let (file, line, new) = (change.file.display(), change.line, change.new.replace('\n', "\n    + "));
        let why = change.why.get(ui.tongue);
        let old = change.old.as_ref().map(|old| format!("    - {old}\n")).unwrap_or_default();
        ui.say(&say!("{file}:{line}  {why}\n{old}    + {new}", "{file}:{line}  {why}\n{old}    + {new}"));
    }
    let (count, changes, from) = (plan.changes.len(), counted(plan.changes.len(), "change"), plan.from);
    if !write {
        ui.say(&say!(
            "从第{from}种格式升到第{SCHEMA}种：{count} 处改动，还没有写入；确认以后加上 `--write`",
            "from form {from} to form {SCHEMA}: {changes}, not written yet; add `--write` once they are right"
        ));
        return Ok(ExitCode::SUCCESS);
    }
    plan.write(&root).map_err(|error| error.diagnostic())?;
    ui.say(&say!(
        "从第{from}种格式升到第{SCHEMA}种：写入 {count} 处改动。下一步：shanwai check",
        "from form {from} to form {SCHEMA}: {changes} written. Next: shanwai check"
    ));
    Ok(ExitCode::SUCCESS)
}
