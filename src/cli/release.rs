//! `release`: what is published now becomes a promise.

use std::path::Path;
use std::process::ExitCode;

use super::args::ReleaseArgs;
use super::build::{counted, date};
use super::ui::Ui;
use crate::diag::{Diagnostic, Level, Sink};
use crate::say;
use crate::site;

pub(super) fn run(ui: &Ui, root: &Path, args: &ReleaseArgs) -> Result<ExitCode, Diagnostic> {
    let date = date(&args.as_of)?;
    let sink = Sink::new();
    let made = site::release(root, &args.version, date, args.note.as_deref(), &sink, ui);
    ui.show(&sink.sorted());
    let (version, errors) = (&args.version, sink.count(Level::Error));
    let failed = counted(errors, "error");
    Ok(match made {
        Ok(files) if errors == 0 => {
            ui.say(&say!(
                "已把版本 {version} 写入 data/releases/{version}（{files} 个文件）。请提交到版本库，以后不要改动",
                "wrote release {version} to data/releases/{version} ({files} files). Commit them; they never change again"
            ));
            ExitCode::SUCCESS
        }
        _ => {
            ui.say(&say!(
                "{errors} 个错误；没有写入任何文件（`shanwai explain 编号` 可看说明）",
                "{failed}; nothing was written (see `shanwai explain ID`)"
            ));
            ExitCode::from(1)
        }
    })
}
