//! What is wrong with a command that was typed, in the language of its user.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::help::finished;
use crate::diag::{Diagnostic, Rule, Text, Tongue};
use crate::say;

pub(super) static USAGE: Rule = Rule {
    id: "cli/usage",
    title: ("命令写法不对", "the command cannot be understood"),
    explain: (
        "命令名、选项名或它们的值写错了，或者缺了一样。`shanwai --help` 列出全部命令，`shanwai 命令 --help` 列出一个命令的全部选项。",
        "A command, an option or its value is misspelt, or something is missing. `shanwai --help` lists all commands, `shanwai COMMAND --help` the options of one.",
    ),
};

/// The error of clap in our words, with what was probably meant and the usage.
pub(super) fn told(error: &clap::Error) -> Diagnostic {
    let mut found = Diagnostic::error(&USAGE, message(error));
    for help in meant(error).into_iter().chain(choices(error)) {
        found = found.help(help);
    }
    found.help(usage(error))
}

fn message(error: &clap::Error) -> Text {
    let (zh, en) = of(error, ContextKind::InvalidArg).unwrap_or_default();
    let (value, _) = of(error, ContextKind::InvalidValue).unwrap_or_default();
    let (command, _) = of(error, ContextKind::InvalidSubcommand).unwrap_or_default();
    match error.kind() {
        ErrorKind::InvalidSubcommand => say!("没有 {command} 这个命令", "there is no command {command}"),
        ErrorKind::UnknownArgument => say!("多余的参数或没有的选项：{zh}", "unknown option or needless argument: {en}"),
        ErrorKind::InvalidValue | ErrorKind::NoEquals | ErrorKind::TooFewValues if matches!(&*value, "" | "``") => {
            say!("{zh} 后面要写值", "a value must follow {en}")
        }
        ErrorKind::InvalidValue => say!("{zh} 不能是 {value}", "{en} cannot be {value}"),
        ErrorKind::ValueValidation => {
            let why = std::error::Error::source(error).map_or_else(String::new, |why| format!(": {why}"));
            say!("{zh} 的值 {value} 不对", "{value} is no value for {en}{why}")
        }
        ErrorKind::ArgumentConflict => match of(error, ContextKind::PriorArg).unwrap_or_default() {
            (other, _) if other == zh => say!("{zh} 只能写一次", "{en} may be given once only"),
            (zh_other, en_other) => say!("{zh} 不能与 {zh_other} 同时用", "{en} cannot be used together with {en_other}"),
        },
        ErrorKind::MissingRequiredArgument => say!("缺少：{zh}", "missing: {en}"),
        ErrorKind::MissingSubcommand => say!("{command} 后面要写命令", "a command must follow {command}"),
        ErrorKind::InvalidUtf8 => say!("命令里有不是 UTF-8 的字符", "the command holds characters that are not UTF-8"),
        _ => say!("命令写法不对", "the command cannot be understood"),
    }
}

/// Did you mean.
fn meant(error: &clap::Error) -> Option<Text> {
    let kinds = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    let (zh, en) = kinds.into_iter().find_map(|kind| of(error, kind))?;
    Some(say!("是不是 {zh}？", "did you mean {en}?"))
}

fn choices(error: &clap::Error) -> Option<Text> {
    let kinds = [ContextKind::ValidValue, ContextKind::ValidSubcommand];
    let (zh, en) = kinds.into_iter().find_map(|kind| of(error, kind))?;
    Some(say!("可以写：{zh}", "it can be: {en}"))
}

/// How the command is written, and where more is said.
fn usage(error: &clap::Error) -> Text {
    let shown = match error.get(ContextKind::Usage) {
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        _ => String::new(),
    };
    // `Usage: shanwai sign [OPTIONS] --name <NAME> <VERSION>`, with several lines where there are several ways.
    let own = shown.split_once(':').map_or("", |(_, own)| own).split_whitespace().collect::<Vec<_>>().join(" ");
    if own.is_empty() {
        return say!("运行 `shanwai --help` 看全部命令", "run `shanwai --help` for all commands");
    }
    let (zh, en) = (finished(&own, Tongue::Zh), &own);
    say!("写法：`{zh}`；详见 `--help`", "usage: `{en}`; `--help` tells more")
}

/// A part of the error in quotes; of a list every part, as Chinese and English list things.
fn of(error: &clap::Error, kind: ContextKind) -> Option<(String, String)> {
    let parts = match error.get(kind)? {
        ContextValue::String(text) => std::slice::from_ref(text),
        ContextValue::Strings(list) => list,
        _ => return None,
    };
    let quoted: Vec<String> = parts.iter().map(|part| format!("`{part}`")).collect();
    (!quoted.is_empty()).then(|| (quoted.join("、"), quoted.join(", ")))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::super::args::Cli;
    use super::super::help;
    use super::*;

    fn told_of(words: &[&str], tongue: Tongue) -> Diagnostic {
        let typed = std::iter::once("shanwai").chain(words.iter().copied());
        told(&help::command(Cli::command(), tongue).try_get_matches_from(typed).unwrap_err())
    }

    #[test]
    fn what_is_wrong_is_told_in_both_languages_without_a_word_of_the_other() {
        for (words, zh, en) in [
            (&["buld"][..], "没有 `buld` 这个命令", "there is no command `buld`"),
            (&["build", "--colour"], "多余的参数或没有的选项：`--colour`", "unknown option or needless argument: `--colour`"),
            (&["facts", "--message-format", "xml"], "不能是 `xml`", "cannot be `xml`"),
            (&["diff", "a", "b", "--format"], "后面要写值", "a value must follow"),
            (&["audit", "x.csv", "--width", "much"], "的值 `much` 不对", "`much` is no value for"),
            (&["import"], "缺少：`<文件>`", "missing: `<FILE>`"),
            (&["explain", "x", "--all"], "不能与", "cannot be used together with"),
            (&["check", "--lang", "zh", "--lang", "en"], "只能写一次", "may be given once only"),
        ] {
            let chinese = told_of(words, Tongue::Zh);
            let english = told_of(words, Tongue::En);
            assert_eq!(chinese.rule.id, "cli/usage");
            assert!(chinese.message.zh.contains(zh), "{words:?}: {}", chinese.message.zh);
            assert!(english.message.en.contains(en), "{words:?}: {}", english.message.en);
            let help: String = english.help.iter().map(|help| help.en.as_str()).collect();
            assert!(english.message.en.is_ascii() && help.is_ascii(), "{words:?}: {help}");
        }
    }

    #[test]
    fn what_was_meant_and_the_way_to_write_it_are_told() {
        let told = told_of(&["build", "--as-off", "2025-03-01"], Tongue::Zh);
        let help: Vec<&str> = told.help.iter().map(|help| help.zh.as_str()).collect();
        assert_eq!(help, ["是不是 `--as-of`？", "写法：`shanwai build --as-of <日期>`；详见 `--help`"]);
        let told = told_of(&["facts", "--message-format", "xml"], Tongue::En);
        assert_eq!(told.help[0].en, "it can be: `human`, `json`");
    }
}
