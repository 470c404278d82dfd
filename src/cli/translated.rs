//! `translated`: these translations were looked through.

use std::path::Path;
use std::process::ExitCode;

use super::build::counted;
use super::ui::Ui;
use crate::diag::{Level, Sink};
use crate::{say, site};

pub(super) fn run(ui: &Ui, root: &Path, pages: &[String], all: bool) -> ExitCode {
    let sink = Sink::new();
    let done = site::translated(root, pages, all, &sink);
    ui.show(&sink.sorted());
    match done {
        Ok(count) => {
            let english = counted(count, "translation");
            ui.say(&say!(
                "已记下 {count} 篇译文，写入 content/translations.toml",
                "recorded {english} in content/translations.toml"
            ));
            ExitCode::SUCCESS
        }
        Err(_) => {
            let errors = sink.count(Level::Error);
            let failed = counted(errors, "error");
            ui.say(&say!("{errors} 个错误；没有改动", "{failed}; nothing was written"));
            ExitCode::from(1)
        }
    }
}
