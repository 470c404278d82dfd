//! `theme.toml`: what a theme is called, what it stands on, which options it takes.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::{Diagnostic, Rule, Sink, Source, nearest};
use crate::say;

/// A theme's own description.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    /// Its name, equal to its folder's.
    pub(super) name: String,
    /// One sentence.
    #[expect(dead_code, reason = "required of a theme, read by people")]
    description: String,
    /// SPDX identifier.
    #[expect(dead_code, reason = "required of a theme, read by people")]
    licence: String,
    /// Oldest version of the program it works with.
    pub(super) min_version: String,
    /// The theme it stands on; the built-in theme is always below.
    #[serde(default)]
    pub(super) extends: Option<String>,
    /// Style sheets below `static/`, in order.
    #[serde(default)]
    pub(super) styles: Vec<String>,
    /// Options a site may set.
    #[serde(default)]
    pub(super) options: BTreeMap<String, ThemeOption>,
}

/// An option of a theme.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ThemeOption {
    /// Value when the site sets none; may be empty.
    #[serde(default)]
    pub(super) default: String,
    /// The custom property it sets, `--accent-base`; absent: templates alone see it.
    #[serde(default)]
    pub(super) property: Option<String>,
    /// The scheme of the page that a colour is meant for.
    #[serde(default)]
    pub(super) scheme: Scheme,
    /// Pairs of custom properties that depend on it, text and ground: `[["--accent", "--paper"]]`; what is set must leave them readable.
    #[serde(default)]
    pub(super) contrast: Vec<[String; 2]>,
    /// What it is for.
    #[expect(dead_code, reason = "required of an option, read by people")]
    about: String,
}

/// Whether a page is light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Scheme {
    /// Dark words on light ground.
    #[default]
    Light,
    /// Light words on dark ground.
    Dark,
}

/// Reads a `theme.toml`; faults go to the sink.
pub(super) fn read(source: &Arc<Source>, sink: &Sink) -> Option<Manifest> {
    let manifest: Manifest = match toml::from_str(source.text()) {
        Ok(manifest) => manifest,
        Err(fault) => {
            let words = fault.message().lines().next().unwrap_or_default().to_owned();
            let span = source.span(fault.span().unwrap_or(0..0));
            sink.push(
                Diagnostic::error(&MANIFEST, say!("主题说明文件有误：{words}", "the theme's description is faulty: {words}"))
                    .at(span),
            );
            return None;
        }
    };
    let needed = &manifest.min_version;
    if version(needed) > version(env!("CARGO_PKG_VERSION")) {
        let have = env!("CARGO_PKG_VERSION");
        let message = say!(
            "主题要求 shanwai {needed} 或更新的版本，现为 {have}",
            "the theme needs shanwai {needed} or newer, this is {have}"
        );
        sink.push(Diagnostic::error(&TOO_NEW, message).at(source.span(0..0)));
    }
    Some(manifest)
}

fn version(text: &str) -> Vec<u64> {
    text.split('.').map(|part| part.parse().unwrap_or(0)).collect()
}

/// The options of a site over the defaults of its themes; unknown names and values that are not plain go to the sink.
pub(super) fn options(
    declared: &BTreeMap<String, ThemeOption>,
    set: &BTreeMap<String, String>,
    sink: &Sink,
) -> BTreeMap<String, String> {
    for (name, value) in set {
        match declared.get(name) {
            None => sink.push(unknown(name, declared)),
            Some(option) if option.property.is_some() && !is_css_value(value) => sink.push(unfit(name)),
            Some(_) => {}
        }
    }
    let with_default = |(name, option): (&String, &ThemeOption)| {
        (name.clone(), set.get(name).cloned().unwrap_or_else(|| option.default.clone()))
    };
    declared.iter().map(with_default).collect()
}

/// Whether a value can stand in a style sheet and change nothing but its own property: colours, lengths, numbers.
fn is_css_value(value: &str) -> bool {
    value.len() <= 80 && value.chars().all(|c| c.is_ascii_alphanumeric() || "#%(), ./-".contains(c)) && !value.contains("url")
}

fn unknown(name: &str, declared: &BTreeMap<String, ThemeOption>) -> Diagnostic {
    let finding = Diagnostic::error(&OPTION, say!("主题没有选项 `{name}`", "the theme has no option `{name}`"));
    let finding = finding.at(std::path::Path::new("content/site.toml"));
    match nearest(name, declared.keys().map(String::as_str)) {
        Some(near) => finding.help(say!("是不是 `{near}`？", "did you mean `{near}`?")),
        None => {
            let all = declared.keys().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(" ");
            finding.help(say!("可用的选项：{all}", "its options are {all}"))
        }
    }
}

fn unfit(name: &str) -> Diagnostic {
    Diagnostic::error(
        &OPTION,
        say!("选项 `{name}` 的值不能写进样式表", "the value of option `{name}` cannot stand in a style sheet"),
    )
    .at(std::path::Path::new("content/site.toml"))
    .help(say!("请写一个颜色，例如 `#1f5b4a`", "write a colour, such as `#1f5b4a`"))
}

/// No such theme.
pub(super) static NOT_FOUND: Rule = Rule {
    id: "theme/not-found",
    title: ("找不到主题", "no such theme"),
    explain: (
        "`content/site.toml` 里 `[theme] name` 写的主题，既不是程序自带的 `shanwai`，也不在 `themes/` 文件夹里。请改用自带主题，或者把主题放进 `themes/<名称>/`（其中要有 `theme.toml`）。",
        "The theme named by `[theme] name` in `content/site.toml` is neither the built-in `shanwai` nor a folder below `themes/`. Use the built-in theme, or put the theme into `themes/<name>/` with its `theme.toml`.",
    ),
};

/// A faulty `theme.toml`.
pub(super) static MANIFEST: Rule = Rule {
    id: "theme/description",
    title: ("主题说明文件有误", "faulty theme description"),
    explain: (
        "每个主题的 `theme.toml` 要写明 `name`、`description`、`licence`、`min_version`；可以写 `extends`（以哪个主题为基础）、`styles`（样式表，按先后排列）和 `[options.<名称>]`（可设置的选项）。不认识的键按错误处理，以免笔误不被发现。",
        "A theme's `theme.toml` states `name`, `description`, `licence` and `min_version`, and may state `extends` (the theme it stands on), `styles` (style sheets in order) and `[options.<name>]`. Unknown keys are errors, so that slips do not go unseen.",
    ),
};

/// A theme for a newer program.
pub(super) static TOO_NEW: Rule = Rule {
    id: "theme/needs-newer",
    title: ("主题要求更新的版本", "the theme needs a newer version"),
    explain: (
        "主题的 `min_version` 高于正在使用的程序版本，页面可能缺内容。请升级程序，或换用旧一些的主题。",
        "The theme's `min_version` is newer than this program, so pages could lack what it relies on. Update the program or take an older version of the theme.",
    ),
};

/// An option the theme does not have, or a value it cannot take.
pub(super) static OPTION: Rule = Rule {
    id: "theme/option",
    title: ("主题选项有误", "faulty theme option"),
    explain: (
        "`[theme.options]` 只能设置主题在 `theme.toml` 里声明过的选项。会写进样式表的选项只接受颜色、长度、数字这类简单的值。",
        "`[theme.options]` may only set options that the theme declares in its `theme.toml`. Options that reach the style sheet take plain values only: colours, lengths, numbers.",
    ),
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_could_close_the_rule_are_refused() {
        assert!(is_css_value("#1f5b4a") && is_css_value("oklch(45% 0.08 165)"));
        for bad in ["red;}body{", "url(https://x)", "\"x\"", "a\\b", "x}"] {
            assert!(!is_css_value(bad), "{bad}");
        }
    }

    #[test]
    fn an_unknown_key_is_an_error_at_its_place() {
        let source =
            Source::new("themes/x/theme.toml", "name='x'\ndescription='d'\nlicence='l'\nmin_version='0.1.0'\ncolour='x'\n");
        let sink = Sink::new();
        assert!(read(&source, &sink).is_none());
        let found = sink.sorted();
        assert_eq!(found[0].rule.id, "theme/description");
        assert!(found[0].message.en.contains("colour"), "{}", found[0].message.en);
    }

    #[test]
    fn a_theme_for_a_newer_program_is_refused() {
        let source = Source::new("t", "name='x'\ndescription='d'\nlicence='l'\nmin_version='99.0'\n");
        let sink = Sink::new();
        read(&source, &sink);
        assert_eq!(sink.sorted()[0].rule.id, "theme/needs-newer");
    }

    #[test]
    fn a_misspelt_option_is_told_with_the_nearest() {
        let source = Source::new(
            "t",
            "name='x'\ndescription='d'\nlicence='l'\nmin_version='0.1.0'\n[options.accent]\nabout='a'\nproperty='--accent-base'\n",
        );
        let sink = Sink::new();
        let declared = read(&source, &sink).unwrap().options;
        let set = BTreeMap::from([("acent".to_owned(), "#123456".to_owned())]);
        let all = options(&declared, &set, &sink);
        assert_eq!(all["accent"], "");
        assert!(sink.sorted()[0].help[0].en.contains("`accent`"));
    }
}
