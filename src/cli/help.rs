//! Help in one language. The comments in `args` are written `中文 · English`; a reader gets the half that is theirs, with the words around
//! it: headings, names of values, defaults and choices.

use std::fmt::Write as _;

use clap::builder::StyledStr;
use clap::{Arg, ArgAction, Command};

use crate::diag::Tongue;

/// What stands between the two halves of a comment.
const BETWEEN: &str = " · ";
/// The place of options that every command has.
const LAST: usize = 1000;

/// Names of values in Chinese.
const VALUES: [(&str, &str); 41] = [
    ("DIR", "目录"),
    ("FILE", "文件"),
    ("FILES", "文件"),
    ("DATE", "日期"),
    ("URL", "网址"),
    ("ID", "编号"),
    ("FACT", "编号"),
    ("NAME", "名称"),
    ("ROLE", "职务"),
    ("TITLE", "题目"),
    ("TEXT", "文字"),
    ("FILTER", "文字"),
    ("LANG", "语言"),
    ("LANGS", "语言"),
    ("LANG=TEXT", "语言=文字"),
    ("FORM", "格式"),
    ("N", "数"),
    ("PORT", "端口"),
    ("HOST", "地址"),
    ("CODE", "代码"),
    ("COLUMN", "列"),
    ("COLUMN=CODE", "列=代码"),
    ("COLUMN=HEADING", "列=列名"),
    ("COLUMN:WORD=CODE", "列:词=代码"),
    ("HEADING", "列名"),
    ("TEXT=MEANING", "标记=意思"),
    ("TABLE", "表"),
    ("PATH", "路径"),
    ("PAGE", "页面"),
    ("WHERE", "位置"),
    ("VERSION", "版本号"),
    ("RECORDS", "记录"),
    ("SHELL", "命令行"),
    ("KIND", "种类"),
    ("OLD", "旧"),
    ("NEW", "新"),
    ("LEFT", "左"),
    ("RIGHT", "右"),
    ("PROFILE", "要求"),
    ("FORMAT", "格式"),
    ("DIALECT", "引擎"),
];

/// The command with all its help in one language.
pub(super) fn command(command: Command, tongue: Tongue) -> Command {
    let about = half(&command.get_about().map(StyledStr::to_string).unwrap_or_default(), tongue);
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let has_places = command.get_positionals().next().is_some();
    let template = template(tongue, !names.is_empty(), has_places);
    let mut made = command
        .about(about)
        .help_template(template)
        .disable_help_flag(true)
        .mut_args(|arg| argument(arg, tongue))
        .arg(help_flag(tongue));
    if made.get_version().is_some() {
        made = made.disable_version_flag(true).arg(version_flag(tongue));
    }
    names.iter().fold(made, |made, name| made.mut_subcommand(name, |sub| self::command(sub, tongue)))
}

/// What is left in English in a text that clap made.
pub(super) fn finished(text: &str, tongue: Tongue) -> String {
    match tongue {
        Tongue::En => text.to_owned(),
        Tongue::Zh => text.replace("[OPTIONS]", "[选项]").replace("<COMMAND>", "<命令>").replace("[COMMAND]", "[命令]"),
    }
}

fn half(text: &str, tongue: Tongue) -> String {
    let (zh, en) = text.split_once(BETWEEN).unwrap_or((text, text));
    match tongue {
        Tongue::Zh => zh.to_owned(),
        Tongue::En => en.to_owned(),
    }
}

fn template(tongue: Tongue, has_commands: bool, has_places: bool) -> String {
    let (usage, commands, places, options) = match tongue {
        Tongue::Zh => ("用法：", "命令：", "参数：", "选项："),
        Tongue::En => ("Usage: ", "Commands:", "Arguments:", "Options:"),
    };
    let mut made = format!("{{about-with-newline}}\n{usage}{{usage}}\n");
    let mut part = |heading: &str, tag: &str| made += &format!("\n{heading}\n{{{tag}}}\n");
    if has_commands {
        part(commands, "subcommands");
    }
    if has_places {
        part(places, "positionals");
    }
    part(options, "options");
    made
}

fn argument(arg: Arg, tongue: Tongue) -> Arg {
    let mut help = arg.get_help().map(|text| half(&text.to_string(), tongue)).unwrap_or_default();
    let takes = matches!(arg.get_action(), ArgAction::Set | ArgAction::Append);
    let choices: Vec<String> = arg
        .get_possible_values()
        .iter()
        .filter(|value| takes && !value.is_hide_set())
        .map(|value| match value.get_help() {
            Some(meaning) => choice(value.get_name(), &half(&meaning.to_string(), tongue), tongue),
            None => value.get_name().to_owned(),
        })
        .collect();
    let defaults: Vec<String> =
        arg.get_default_values().iter().filter(|_| takes).map(|value| value.to_string_lossy().into_owned()).collect();
    for (words, (zh, en)) in [(choices, ("可选", "one of")), (defaults, ("默认", "default"))] {
        if !words.is_empty() {
            // Writing to a text does not fail.
            let _ = match tongue {
                Tongue::Zh => write!(help, "［{zh}：{}］", words.join("、")),
                Tongue::En => write!(help, " [{en}: {}]", words.join(", ")),
            };
        }
    }
    let name = takes.then(|| value_name(&arg, tongue)).flatten();
    let made = arg.help(help).hide_possible_values(true).hide_default_value(true);
    // What every command understands stands below what is its own.
    let made = if made.is_global_set() { made.display_order(LAST) } else { made };
    match name {
        Some(name) => made.value_name(name),
        None => made,
    }
}

fn choice(name: &str, meaning: &str, tongue: Tongue) -> String {
    let meaning = meaning.trim_end_matches('.');
    match tongue {
        _ if meaning.eq_ignore_ascii_case(name) => name.to_owned(),
        Tongue::Zh => format!("{name}（{meaning}）"),
        Tongue::En => format!("{name} ({meaning})"),
    }
}

/// The Chinese name of an argument's value.
fn value_name(arg: &Arg, tongue: Tongue) -> Option<&'static str> {
    if tongue == Tongue::En {
        return None;
    }
    let told = arg.get_value_names().and_then(|names| names.first()).map(ToString::to_string);
    let name = told.unwrap_or_else(|| arg.get_id().as_str().to_uppercase());
    VALUES.iter().find(|(en, _)| *en == name).map(|(_, zh)| *zh)
}

fn help_flag(tongue: Tongue) -> Arg {
    let help = match tongue {
        Tongue::Zh => "显示帮助",
        Tongue::En => "Print help",
    };
    Arg::new("help").display_order(LAST).short('h').long("help").action(ArgAction::Help).help(help)
}

fn version_flag(tongue: Tongue) -> Arg {
    let help = match tongue {
        Tongue::Zh => "显示版本",
        Tongue::En => "Print version",
    };
    Arg::new("version").display_order(LAST).short('V').long("version").action(ArgAction::Version).help(help)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::super::args::Cli;
    use super::*;

    /// The help of a command and of all below it.
    fn pages(command: &mut Command) -> Vec<String> {
        let mut made = vec![command.render_help().to_string()];
        command.get_subcommands_mut().for_each(|sub| made.extend(pages(sub)));
        made
    }

    #[test]
    fn help_is_of_one_language() {
        let is_hanzi = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
        for page in pages(&mut command(Cli::command(), Tongue::En)) {
            let others = page.lines().filter(|line| line.chars().any(is_hanzi) && !line.contains("zh (中文)"));
            assert_eq!(others.count(), 0, "{page}");
        }
        for page in pages(&mut command(Cli::command(), Tongue::Zh)) {
            assert!(!page.contains(BETWEEN), "{page}");
            for line in finished(&page, Tongue::Zh).lines().filter(|line| line.starts_with("  ")) {
                let said = line.trim_start().split_once("  ").map_or("", |(_, said)| said);
                assert!(said.is_empty() || said.chars().any(is_hanzi), "{line}");
            }
        }
    }

    #[test]
    fn every_value_has_a_chinese_name() {
        fn check(command: &Command) {
            for arg in command.get_arguments().filter(|arg| matches!(arg.get_action(), ArgAction::Set | ArgAction::Append)) {
                assert!(value_name(arg, Tongue::Zh).is_some() || arg.get_id() == "lang", "{}", arg.get_id());
            }
            command.get_subcommands().for_each(check);
        }
        check(&Cli::command());
    }
}
