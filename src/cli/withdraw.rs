//! `withdraw`, and `check --withdrawn`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::build::{PUBLIC, counted, out_folder};
use super::ui::Ui;
use crate::consent::{PRESS, Press, plain};
use crate::diag::{Level, Sink};
use crate::say;
use crate::site;

pub(super) fn run(ui: &Ui, root: &Path, id: &str) -> ExitCode {
    let sink = Sink::new();
    let taken = site::withdraw(root, id, &sink);
    ui.show(&sink.sorted());
    let Ok(taken) = taken else { return ExitCode::from(1) };
    let (pages, sources) = (taken.pages.len(), &taken.sources);
    let english = counted(pages, "page");
    ui.say(&say!(
        "`{id}` 已撤回：下次构建撤下 {pages} 个页面，原处只留一句“已撤下”，不写原因",
        "`{id}` is withdrawn: the next build takes down {english} and leaves a notice without a reason"
    ));
    if !sources.is_empty() {
        ui.say(&say!("请删去这些原稿和图片：", "delete these sources now:"));
        for path in sources {
            let shown = path.display();
            ui.say(&say!("  {shown}", "  {shown}"));
        }
    }
    ui.say(&say!(
        "然后运行 `shanwai build`，再用 `shanwai check --withdrawn` 确认公开的文件里已经没有",
        "then run `shanwai build`, and `shanwai check --withdrawn` to prove that no public file holds it"
    ));
    ExitCode::SUCCESS
}

/// Adds a press text to those that no story may repeat.
pub(super) fn press(ui: &Ui, root: &Path, file: &Path, title: &str) -> ExitCode {
    let sink = Sink::new();
    let added = crate::files::read_named(file)
        .and_then(|bytes| {
            let root = crate::files::Root::open(root)?;
            Press::add(&root, title, &plain(&String::from_utf8_lossy(&bytes)))
        })
        .map_err(|error| sink.push(error.diagnostic()));
    ui.show(&sink.sorted());
    if added.is_err() {
        return ExitCode::from(1);
    }
    ui.say(&say!(
        "《{title}》的摘要已记入 {PRESS}，原文没有保存",
        "hashes of “{title}” were written to {PRESS}; the text itself was not kept"
    ));
    ExitCode::SUCCESS
}

/// Searches the output for what was withdrawn.
pub(super) fn check(ui: &Ui, root: &Path, out: Option<PathBuf>) -> ExitCode {
    let sink = Sink::new();
    let out = out_folder(root, out, PUBLIC);
    let searched = site::search_withdrawn(root, &out, &sink);
    ui.show(&sink.sorted());
    match searched {
        Ok(files) => {
            let english = counted(files, "file");
            ui.say(&say!(
                "查了 {files} 个公开的文件：没有已撤回的文字和图片",
                "searched {english}: nothing that was withdrawn is left"
            ));
            ExitCode::SUCCESS
        }
        Err(_) => {
            let errors = sink.count(Level::Error);
            let english = counted(errors, "error");
            ui.say(&say!("{errors} 个错误；已撤回的内容没有清除干净", "{english}; what was withdrawn is not all gone"));
            ExitCode::from(1)
        }
    }
}
