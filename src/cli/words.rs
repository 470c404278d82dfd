//! `words`: the interface words of a language, to be translated.

use std::path::Path;
use std::process::ExitCode;

use super::ui::Ui;
use crate::diag::{Diagnostic, Rule, Sink};
use crate::model::Lang;
use crate::{say, site};

/// A language whose words cannot be written.
pub(super) static WRONG: Rule = Rule {
    id: "cli/words",
    title: ("这种语言不用翻译界面词语", "the words of this language cannot be written"),
    explain: (
        "`shanwai words 语言` 写出 `content/i18n/语言.ftl`，供翻译界面词语。语言写成代码，如 `fr`、`mn`。中文（`zh`）和英文（`en`）是自带的：要改个别词语，就在 `content/i18n/zh.ftl` 或 `en.ftl` 里只写那几条。",
        "`shanwai words LANGUAGE` writes `content/i18n/LANGUAGE.ftl`, in which the interface words are translated. The language is a tag such as `fr` or `mn`. Chinese (`zh`) and English (`en`) are built in: to change some of their words, write those alone into `content/i18n/zh.ftl` or `en.ftl`.",
    ),
};

pub(super) fn run(ui: &Ui, root: &Path, tag: &str) -> Result<ExitCode, Diagnostic> {
    let Some(lang) = Lang::new(tag) else {
        return Err(Diagnostic::error(&WRONG, say!("`{tag}` 不是语言代码", "`{tag}` is not a language tag"))
            .help(say!("写成 `shanwai words fr`", "write `shanwai words fr`")));
    };
    if matches!(tag, "zh" | "en") {
        return Err(Diagnostic::error(&WRONG, say!("`{tag}` 的界面词语是自带的", "the interface words of `{tag}` are built in"))
            .help(say!(
                "要改个别词语，就在 `content/i18n/{tag}.ftl` 里只写那几条",
                "to change some, write those alone into `content/i18n/{tag}.ftl`"
            )));
    }
    let sink = Sink::new();
    let written = site::words(root, &lang, &sink);
    ui.show(&sink.sorted());
    let Ok(written) = written else { return Ok(ExitCode::from(1)) };
    let (path, needed, missing) = (written.path.display(), written.needed, written.missing);
    if missing == 0 {
        ui.say(&say!("已写好 {path}：{needed} 条词语都有译文", "wrote {path}: all {needed} words are translated"));
    } else {
        ui.say(&say!(
            "已写好 {path}：共 {needed} 条词语，还有 {missing} 条要译；译好一条，就去掉那一行开头的 `# `",
            "wrote {path}: {needed} words, of which {missing} are still to be translated; take away the `# ` before each that is"
        ));
    }
    Ok(ExitCode::SUCCESS)
}
