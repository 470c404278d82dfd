//! `correct`: a change to a published figure is written down with its reason. What the options leave open is asked on a terminal.

use std::fmt::Write;
use std::io::{BufRead, IsTerminal};
use std::path::Path;
use std::process::ExitCode;

use super::args::CorrectArgs;
use super::build::date;
use super::ui::Ui;
use crate::config::{CorrectionKind, quoted};
use crate::diag::{Diagnostic, Rule, Sink, Text};
use crate::model::Date;
use crate::say;
use crate::site;

/// What is said of a correction cannot be.
pub(super) static WRONG: Rule = Rule {
    id: "cli/correction",
    title: ("更正的写法不对", "the correction cannot be written down"),
    explain: (
        "`shanwai correct` 要写：数字的编号（`shanwai facts` 会列出），原来的数 `--old`、现在的数 `--new`，种类 `--kind`（update 更新、revision 修订、correction 更正、withdrawal 撤下），每种语言的原因 `--reason zh=…`，日期 `--as-of`。在终端里运行时，没写的会逐项询问；在脚本里都要写全。撤下不写原来的数和现在的数：那个数不保留。记录写在 `data/corrections.toml` 末尾，以前的不动。",
        "`shanwai correct` takes the id of a statistic (`shanwai facts` lists them), what it was (`--old`) and is (`--new`), a `--kind` (update, revision, correction, withdrawal), a reason in each language (`--reason en=…`) and a day (`--as-of`). On a terminal it asks for what is left out; in a script all of it must be given. A withdrawal gives neither figure, since that figure is not kept. The entry is added at the end of `data/corrections.toml`; earlier ones stay.",
    ),
};

/// Everything an entry of the log says.
#[derive(Debug, Default)]
struct Entry {
    kind: Option<CorrectionKind>,
    old: Option<String>,
    new: Option<String>,
    /// Language and text.
    reasons: Vec<(String, String)>,
    date: Option<Date>,
}

/// What an entry still lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Missing {
    Kind,
    Old,
    New,
    Reason(String),
    Date,
}

impl Missing {
    fn option(&self) -> String {
        match self {
            Self::Kind => "--kind".to_owned(),
            Self::Old => "--old".to_owned(),
            Self::New => "--new".to_owned(),
            Self::Reason(lang) => format!("--reason {lang}=…"),
            Self::Date => "--as-of".to_owned(),
        }
    }

    fn question(&self) -> Text {
        match self {
            Self::Kind => say!(
                "种类（1 更新 update，2 修订 revision，3 更正 correction，4 撤下 withdrawal）：",
                "Kind (1 update, 2 revision, 3 correction, 4 withdrawal): "
            ),
            Self::Old => say!("原来公布的数（照原样写，如 超5000人次）：", "What was published, as it stood: "),
            Self::New => say!("现在的数：", "What it is now: "),
            Self::Reason(lang) => say!("原因（{lang}）：", "The reason, in the language `{lang}`: "),
            Self::Date => say!("日期（如 2025-03-05）：", "The day (such as 2025-03-05): "),
        }
    }
}

impl Entry {
    fn of(args: &CorrectArgs) -> Result<Self, Diagnostic> {
        let mut reasons = Vec::new();
        for typed in &args.reason {
            let Some((lang, text)) = typed.split_once('=').filter(|(lang, text)| !lang.is_empty() && !text.trim().is_empty())
            else {
                return Err(Diagnostic::error(&WRONG, say!("`--reason` 写成 `zh=原因`", "write `--reason` as `en=the reason`")));
            };
            reasons.push((lang.to_owned(), text.trim().to_owned()));
        }
        let kind = args.kind.as_deref().and_then(kind);
        let date = args.as_of.as_deref().map(date).transpose()?;
        Ok(Self { kind, old: args.old.clone(), new: args.new.clone(), reasons, date })
    }

    /// What is lacking, in the order of the questions; figures only once the kind is known to need them.
    fn missing(&self, languages: &[String]) -> Vec<Missing> {
        let figures = self.kind != Some(CorrectionKind::Withdrawal);
        let mut missing = Vec::new();
        missing.extend(self.kind.is_none().then_some(Missing::Kind));
        missing.extend((figures && self.old.is_none()).then_some(Missing::Old));
        missing.extend((figures && self.new.is_none()).then_some(Missing::New));
        let said = |lang: &String| self.reasons.iter().any(|(known, _)| known == lang);
        missing.extend(languages.iter().filter(|lang| !said(lang)).cloned().map(Missing::Reason));
        missing.extend(self.date.is_none().then_some(Missing::Date));
        missing
    }

    /// Takes an answer; whether it could be understood.
    fn take(&mut self, what: &Missing, answer: &str) -> bool {
        if answer.is_empty() {
            return false;
        }
        match what {
            Missing::Kind => self.kind = kind(answer),
            Missing::Old => self.old = Some(answer.to_owned()),
            Missing::New => self.new = Some(answer.to_owned()),
            Missing::Reason(lang) => self.reasons.push((lang.clone(), answer.to_owned())),
            Missing::Date => self.date = answer.parse().ok(),
        }
        match what {
            Missing::Kind => self.kind.is_some(),
            Missing::Date => self.date.is_some(),
            _ => true,
        }
    }

    /// The entry as the log holds it; `None` while anything is lacking.
    fn toml(&self, fact: &str) -> Option<String> {
        let (kind, date) = (self.kind?, self.date?);
        let mut entry = format!("\n[[correction]]\nfact = {}\nkind = \"{}\"\ndate = {date}\n", quoted(fact), kind.word());
        for (key, value) in [("old", &self.old), ("new", &self.new)] {
            if let Some(value) = value {
                let _ = writeln!(entry, "{key} = {}", quoted(value));
            }
        }
        let texts: Vec<String> = self.reasons.iter().map(|(lang, text)| format!("{} = {}", quoted(lang), quoted(text))).collect();
        let _ = writeln!(entry, "reason = {{ {} }}", texts.join(", "));
        Some(entry)
    }
}

/// A kind by its word or its number in the question.
fn kind(typed: &str) -> Option<CorrectionKind> {
    let by_number = typed.parse::<usize>().ok().and_then(|number| CorrectionKind::ALL.get(number.checked_sub(1)?).copied());
    by_number.or_else(|| CorrectionKind::ALL.into_iter().find(|kind| kind.word() == typed))
}

/// Asks for everything that is lacking, one line each, again where an answer cannot be understood. `false` when the input ends before.
fn ask(entry: &mut Entry, languages: &[String], input: &mut dyn BufRead, put: &mut dyn FnMut(&Text)) -> bool {
    while let Some(what) = entry.missing(languages).into_iter().next() {
        put(&what.question());
        let mut line = String::new();
        match input.read_line(&mut line) {
            Ok(length) if length > 0 => {}
            _ => return false,
        }
        if !entry.take(&what, line.trim()) {
            put(&say!("没看懂，请再写一次。\n", "That was not understood; once more, please.\n"));
        }
    }
    true
}

fn lacking(missing: &[Missing]) -> Diagnostic {
    let named: Vec<String> = missing.iter().map(|what| format!("`{}`", what.option())).collect();
    let (zh, en) = (named.join("、"), named.join(", "));
    Diagnostic::error(&WRONG, say!("还缺 {zh}", "{en} must be given, too"))
        .help(say!("补上这些选项；在终端里运行会逐项询问", "add these options; on a terminal the command asks for them"))
}

pub(super) fn run(ui: &Ui, root: &Path, args: &CorrectArgs) -> Result<ExitCode, Diagnostic> {
    let mut entry = Entry::of(args)?;
    if entry.kind == Some(CorrectionKind::Withdrawal) && (entry.old.is_some() || entry.new.is_some()) {
        let message = say!(
            "撤下不写 `--old` 和 `--new`：那个数不保留",
            "a withdrawal takes neither `--old` nor `--new`: that figure is not kept"
        );
        return Err(Diagnostic::error(&WRONG, message));
    }
    let sink = Sink::new();
    let Ok(languages) = site::correctable(root, &args.fact, &sink) else {
        ui.show(&sink.sorted());
        return Ok(ExitCode::from(1));
    };
    let stdin = std::io::stdin();
    if stdin.is_terminal() && !ui.is_json() {
        ask(&mut entry, &languages, &mut stdin.lock(), &mut |text| ui.prompt(text));
    }
    let missing = entry.missing(&languages);
    let Some(text) = entry.toml(&args.fact).filter(|_| missing.is_empty()) else { return Err(lacking(&missing)) };
    let done = site::correct(root, &args.fact, &text, &sink);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Tongue;

    fn languages() -> Vec<String> {
        vec!["zh".to_owned(), "en".to_owned()]
    }

    fn answered(typed: &str) -> (bool, Entry, String) {
        let (mut entry, mut asked) = (Entry::default(), String::new());
        let done = ask(&mut entry, &languages(), &mut typed.as_bytes(), &mut |text| asked.push_str(text.get(Tongue::En)));
        (done, entry, asked)
    }

    #[test]
    fn everything_is_asked_for_in_turn_and_again_when_not_understood() {
        let (done, entry, asked) = answered("x\n3\n超5000人次\n\n超5100人次\n录入有误\na \"slip\"\n5 March\n2025-03-05\n");
        assert!(done, "{entry:?}");
        assert_eq!(asked.matches("not understood").count(), 3, "{asked}");
        assert_eq!(
            entry.toml("visits").unwrap(),
            "\n[[correction]]\nfact = \"visits\"\nkind = \"correction\"\ndate = 2025-03-05\nold = \"超5000人次\"\nnew = \"超5100人次\"\n\
             reason = { \"zh\" = \"录入有误\", \"en\" = \"a \\\"slip\\\"\" }\n"
        );
    }

    #[test]
    fn a_withdrawal_is_asked_for_no_figure() {
        let (done, entry, asked) = answered("withdrawal\n因\nwhy\n2025-03-05\n");
        assert!(done && entry.old.is_none() && entry.new.is_none(), "{asked}");
        assert!(!asked.contains("What was published"), "{asked}");
    }

    #[test]
    fn input_that_ends_early_leaves_the_rest_to_be_named() {
        let (done, entry, _) = answered("3\n1\n");
        assert!(!done && entry.toml("visits").is_none());
        let missing = entry.missing(&languages());
        assert_eq!(missing, [Missing::New, Missing::Reason("zh".into()), Missing::Reason("en".into()), Missing::Date]);
        let told = format!("{:?}", lacking(&missing));
        assert!(["--new", "--reason zh=…", "--reason en=…", "--as-of"].iter().all(|option| told.contains(option)), "{told}");
    }
}
