//! `export --fragment`: page bodies for the content system of a portal.

use std::path::Path;
use std::process::ExitCode;

use super::args::{BuildArgs, ExportArgs, Style};
use super::build::{counted, options, out_folder};
use super::ui::Ui;
use crate::diag::{Diagnostic, Level, Rule, Sink};
use crate::say;
use crate::site::{self, Cut};

/// A prefix that is none.
pub(super) static WRONG: Rule = Rule {
    id: "cli/export",
    title: ("`--prefix` 写法不对", "the value of `--prefix` cannot be read"),
    explain: (
        "`--prefix` 写站点文件夹在门户上的位置，以 `/`、`./`、`../`、`https://` 或 `http://` 开头，如 `/etbz/`，不带空格、`?`、`#` 和引号。",
        "`--prefix` is the place of the site's folder on the portal. It begins with `/`, `./`, `../`, `https://` or `http://`, such as `/children/`, and holds no space, `?`, `#` or quotation mark.",
    ),
};

pub(super) fn run(ui: &Ui, root: &Path, build: &BuildArgs, args: &ExportArgs) -> Result<ExitCode, Diagnostic> {
    let options = options(build)?;
    let cut = Cut {
        prefix: args.prefix.as_deref().map(prefix).transpose()?,
        only: args.only.clone(),
        style_inside: args.style == Style::Inside,
        without_title: args.no_title,
    };
    let out = out_folder(root, args.out.clone(), "fragments");
    let sink = Sink::new();
    let exported = site::export(root, &out, &options, &cut, &sink, ui);
    ui.show(&sink.sorted());
    let Ok(exported) = exported else {
        let errors = sink.count(Level::Error);
        let failed = counted(errors, "error");
        ui.say(&say!(
            "{errors} 个错误；没有导出任何内容，原有的文件保持不变",
            "{failed}; nothing was exported, the files are as they were"
        ));
        return Ok(ExitCode::from(1));
    };
    let (bodies, changed, shown) = (exported.bodies, exported.written.changed, out.display());
    let counted = if bodies == 1 { "body" } else { "bodies" };
    ui.say(&say!(
        "已导出 {bodies} 页正文（改动 {changed} 个文件），清单是 {shown}/fragments.csv，用法见 {shown}/README.txt",
        "exported {bodies} page {counted} (files changed: {changed}); the list is {shown}/fragments.csv, and {shown}/README.txt says how to use it"
    ));
    Ok(ExitCode::SUCCESS)
}

/// The place of the site's folder, with a final slash.
fn prefix(typed: &str) -> Result<String, Diagnostic> {
    let begins =
        ["/", "./", "../", "https://", "http://"].iter().any(|start| typed.starts_with(start)) || typed == "." || typed == "..";
    let clean =
        typed.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '"' | '\'' | '<' | '>' | '\\' | '`' | '?' | '#' | '&'));
    if begins && clean && !typed.starts_with("//") {
        return Ok(format!("{}/", typed.trim_end_matches('/')));
    }
    Err(Diagnostic::error(&WRONG, say!("`--prefix` 写法不对", "the value of `--prefix` cannot be read"))
        .help(say!("写成 `--prefix /etbz/` 这样", "write it like `--prefix /children/`")))
}
