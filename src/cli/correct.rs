//! `correct`: a change to a published figure is written down with its reason.

use std::fmt::Write;
use std::path::Path;
use std::process::ExitCode;

use super::args::CorrectArgs;
use super::build::date;
use super::ui::Ui;
use crate::diag::{Diagnostic, Rule, Sink};
use crate::say;
use crate::site;

/// What is said of a correction cannot be.
pub(super) static WRONG: Rule = Rule {
    id: "cli/correction",
    title: ("更正的写法不对", "the correction cannot be written down"),
    explain: (
        "`shanwai correct` 要写：数字的编号（`shanwai facts` 会列出），原来的数 `--old`、现在的数 `--new`，种类 `--kind`（update 更新、revision 修订、correction 更正、withdrawal 撤下），每种语言的原因 `--reason zh=…`，日期 `--as-of`。撤下不写原来的数和现在的数：那个数不保留。记录写在 `data/corrections.toml` 末尾，以前的不动。",
        "`shanwai correct` takes the id of a statistic (`shanwai facts` lists them), what it was (`--old`) and is (`--new`), a `--kind` (update, revision, correction, withdrawal), a reason in each language (`--reason en=…`) and a day (`--as-of`). A withdrawal gives neither figure, since that figure is not kept. The entry is added at the end of `data/corrections.toml`; earlier ones stay.",
    ),
};

pub(super) fn run(ui: &Ui, root: &Path, args: &CorrectArgs) -> Result<ExitCode, Diagnostic> {
    let date = date(&args.as_of)?;
    let mut reasons = Vec::new();
    for typed in &args.reason {
        let Some((lang, text)) = typed.split_once('=').filter(|(lang, text)| !lang.is_empty() && !text.trim().is_empty()) else {
            return Err(Diagnostic::error(&WRONG, say!("`--reason` 写成 `zh=原因`", "write `--reason` as `en=the reason`")));
        };
        reasons.push((lang.to_owned(), text.trim().to_owned()));
    }
    let withdrawn = args.kind == "withdrawal";
    let (old, new) = (args.old.is_some(), args.new.is_some());
    let complete = if withdrawn { !old && !new } else { old && new };
    if !complete {
        let message = say!(
            "更新、修订、更正要写 `--old` 和 `--new`；撤下都不写",
            "an update, a revision or a correction needs `--old` and `--new`; a withdrawal takes neither"
        );
        return Err(Diagnostic::error(&WRONG, message));
    }
    let mut entry = format!("\n[[correction]]\nfact = {}\nkind = {}\ndate = {date}\n", quoted(&args.fact), quoted(&args.kind));
    for (key, value) in [("old", &args.old), ("new", &args.new)] {
        if let Some(value) = value {
            let _ = writeln!(entry, "{key} = {}", quoted(value));
        }
    }
    let texts: Vec<String> = reasons.iter().map(|(lang, text)| format!("{} = {}", quoted(lang), quoted(text))).collect();
    let _ = writeln!(entry, "reason = {{ {} }}", texts.join(", "));
    let sink = Sink::new();
    let done = site::correct(root, &args.fact, &entry, &sink);
    ui.show(&sink.sorted());
    if done.is_err() {
        return Ok(ExitCode::from(1));
    }
    let fact = &args.fact;
    ui.say(&say!(
        "已记入 data/corrections.toml。请在 data/facts.toml 里把 `{fact}` 改过来，再发布新的一版",
        "written to data/corrections.toml. Now change `{fact}` in data/facts.toml and make a new release"
    ));
    Ok(ExitCode::SUCCESS)
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let mut made = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => made.extend(['\\', c]),
            c if c.is_control() => drop(write!(made, "\\u{:04X}", u32::from(c))),
            c => made.push(c),
        }
    }
    made + "\""
}
