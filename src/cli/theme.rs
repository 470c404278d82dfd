//! `theme`: the files of the built-in theme, to be read, and to be copied into a site that changes one.

use std::path::Path;
use std::process::ExitCode;

use super::ui::Ui;
use crate::diag::{Diagnostic, Rule, nearest};
use crate::files::Root;
use crate::say;
use crate::theme::BUILTIN;

/// A file of the theme that cannot be copied.
pub(super) static WRONG: Rule = Rule {
    id: "cli/theme",
    title: ("复制不了主题文件", "the file of the theme cannot be copied"),
    explain: (
        "`shanwai theme` 列出自带主题的文件，`shanwai theme templates/404.html` 把其中一个复制到站点里同样的位置，改那一份，网站就用那一份。站点里已有的文件不会覆盖：要重新复制，先移走原来的。界面词语不用整份复制：在 `content/i18n/语言.ftl` 里写要改的几行。",
        "`shanwai theme` lists the files of the built-in theme; `shanwai theme templates/404.html` copies one of them to the same place in the site. Change the copy, and the site uses it. A file that is there is never overwritten: move it away to copy it anew. Interface words need no copy: write the lines to be changed into `content/i18n/LANGUAGE.ftl`.",
    ),
};

pub(super) fn run(ui: &Ui, root: &Path, files: &[String]) -> Result<ExitCode, Diagnostic> {
    if files.is_empty() {
        for (path, _) in copied() {
            ui.out(&format!("{path}\n"));
        }
        ui.say(&say!(
            "要改哪一个，就复制它：shanwai theme templates/404.html",
            "to change one, copy it: shanwai theme templates/404.html"
        ));
        return Ok(ExitCode::SUCCESS);
    }
    // All names are looked at before any file is written.
    let wanted = files.iter().map(|file| find(file)).collect::<Result<Vec<_>, _>>()?;
    let root = Root::open(root).map_err(|error| error.diagnostic())?;
    if let Some((path, _)) = wanted.iter().find(|(path, _)| root.dir().join(path).symlink_metadata().is_ok()) {
        let message = say!("站点里已有 `{path}`", "the site has `{path}` already");
        return Err(Diagnostic::error(&WRONG, message).help(say!("先移走它，再复制", "move it away, then copy again")));
    }
    for (path, bytes) in wanted {
        root.write_below(Path::new(path), bytes).map_err(|error| error.diagnostic())?;
        ui.say(&say!("已复制：{path}", "copied: {path}"));
    }
    Ok(ExitCode::SUCCESS)
}

/// Files that a site may have a copy of. Words are replaced line by line, and `theme.toml` belongs to a theme of one's own.
fn copied() -> impl Iterator<Item = &'static (&'static str, &'static [u8])> {
    BUILTIN.iter().filter(|(path, _)| path.starts_with("templates/") || path.starts_with("static/"))
}

fn find(file: &str) -> Result<&'static (&'static str, &'static [u8]), Diagnostic> {
    let name = file.replace('\\', "/");
    copied().find(|(path, _)| *path == name).ok_or_else(|| {
        let message = say!("自带的主题没有 `{name}`", "the built-in theme has no `{name}`");
        let help = match nearest(&name, copied().map(|(path, _)| *path)) {
            Some(near) => say!("是不是 `{near}`", "did you mean `{near}`?"),
            None => say!("不带文件名运行 `shanwai theme`，会列出全部文件", "run `shanwai theme` without a name to list them all"),
        };
        Diagnostic::error(&WRONG, message).help(help)
    })
}
