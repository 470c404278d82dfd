//! `new`: a small working site for another place, from the program itself; no network.

use std::path::Path;
use std::process::ExitCode;

use super::NOT_EMPTY;
use super::ui::Ui;
use crate::diag::Diagnostic;
use crate::say;
use crate::site::starter;

pub(super) fn run(ui: &Ui, dir: &Path) -> Result<ExitCode, Diagnostic> {
    match starter::write(dir) {
        Ok(files) => {
            let shown = dir.display();
            ui.say(&say!(
                "已在 {shown} 建好新站点（{files} 个文件）。下一步：\n  cd {shown}\n  shanwai serve",
                "made a new site in {shown} ({files} files). Next:\n  cd {shown}\n  shanwai serve"
            ));
            Ok(ExitCode::SUCCESS)
        }
        Err(starter::Refused::NotEmpty) => {
            let shown = dir.display();
            let wrong = Diagnostic::error(&NOT_EMPTY, say!("`{shown}` 里已经有文件", "`{shown}` holds files already"));
            Err(wrong.help(say!("换一个新目录名", "choose a new folder")))
        }
        Err(starter::Refused::Trouble(trouble)) => {
            ui.show(&[*trouble]);
            Ok(ExitCode::from(1))
        }
    }
}
