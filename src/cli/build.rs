//! `build` and `check`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::args::{BuildArgs, Profile};
use super::ui::Ui;
use super::{BAD_DATE, INTERRUPTED};
use crate::diag::{Diagnostic, Level, Sink};
use crate::model::Date;
use crate::say;
use crate::site::{self, Memo, Options, Outcome};

/// What the pages are told, or what was typed wrong.
pub(super) fn options(args: &BuildArgs) -> Result<Options, Diagnostic> {
    let as_of = args.as_of.as_deref().map(date).transpose()?;
    let base_url = args.base_url.as_deref().map(address).transpose()?;
    Ok(Options { as_of, gov: args.profile == Some(Profile::Gov), base_url, unsigned: false })
}

/// The address after `--base-url`, with a final slash.
fn address(typed: &str) -> Result<String, Diagnostic> {
    match crate::config::web_address(typed).filter(|address| !address.contains(['?', '#'])) {
        Some(address) => Ok(format!("{}/", address.trim_end_matches('/'))),
        None => Err(Diagnostic::error(
            &super::BAD_ADDRESS,
            say!("`--base-url` 的地址写法不对", "the address after `--base-url` cannot be read"),
        )
        .help(say!("写成 `https://data.example.gov.cn/` 这样", "write it like `https://data.example.gov.cn/`"))),
    }
}

/// The day after `--as-of`.
pub(super) fn date(typed: &str) -> Result<Date, Diagnostic> {
    typed.parse::<Date>().map_err(|_| {
        Diagnostic::error(&BAD_DATE, say!("`--as-of` 的日期写法不对", "the date after `--as-of` cannot be read"))
            .help(say!("写成 `2025-03-01` 这样", "write it like `2025-03-01`"))
    })
}

/// Where a site is built, in its own folder.
pub(super) const PUBLIC: &str = "public";

/// The output folder: as given from here, or the usual one in the site's folder.
pub(super) fn out_folder(root: &Path, out: Option<PathBuf>, usual: &str) -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    match out {
        Some(out) => here.join(out),
        None => here.join(root).join(usual),
    }
}

pub(super) fn build(ui: &Ui, root: &Path, args: &BuildArgs, out: Option<PathBuf>) -> Result<ExitCode, Diagnostic> {
    let options = options(args)?;
    let out = out_folder(root, out, PUBLIC);
    stop_on_interrupt(ui);
    let sink = Sink::new();
    let built = site::build(root, &out, &options, &sink, ui, &mut Memo::default());
    Ok(report(ui, &sink, built.ok().as_ref(), Some(&out)))
}

pub(super) fn check(
    ui: &Ui,
    root: &Path,
    args: &BuildArgs,
    report_to: Option<PathBuf>,
    external: bool,
) -> Result<ExitCode, Diagnostic> {
    let options = options(args)?;
    let sink = Sink::new();
    let review = report_to.is_some().then(|| site::review(root, &options, &sink, ui));
    let checked = match &review {
        Some(review) => review.outcome().cloned(),
        None => site::check(root, &options, &sink, ui).ok(),
    };
    if let (Some(outcome), true) = (&checked, external) {
        let lines = outcome.external.iter().map(|(address, files)| format!("{address}  {}\n", files[0]));
        ui.out(&lines.collect::<String>());
    }
    let code = report(ui, &sink, checked.as_ref(), None);
    tally(ui, &sink);
    if let (Some(review), Some(path)) = (review, report_to) {
        // By default below the site; what was typed is meant from here.
        let path = if path == Path::new(REPORT) { root.join(path) } else { path };
        let folder = path.parent().unwrap_or(root);
        crate::files::make_folder(folder).map_err(|error| error.diagnostic())?;
        crate::files::write_named(&path, review.html().as_bytes()).map_err(|error| error.diagnostic())?;
        let shown = path.display();
        ui.say(&say!(
            "报告在 {shown}，可打印签字。这是内部文件，不公开",
            "the report lies in {shown}, ready to be printed and signed. It is not for publication"
        ));
    }
    Ok(code)
}

/// Where the report goes by default, below the site: never published, and kept out of version control.
pub(super) const REPORT: &str = "data/private/check/report.html";

/// More findings than this are summed up by severity and rule.
const MANY: usize = 10;

/// How many findings of which rule, the gravest and most frequent first, when there are too many to be counted by eye.
fn tally(ui: &Ui, sink: &Sink) {
    let found = sink.sorted();
    if found.len() <= MANY {
        return;
    }
    let mut counts: std::collections::BTreeMap<(Level, &str), usize> = std::collections::BTreeMap::new();
    found.iter().for_each(|found| *counts.entry((found.level, found.rule.id)).or_default() += 1);
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|((level, id), count)| (*level, std::cmp::Reverse(*count), *id));
    for ((level, id), count) in counts {
        let (zh, en) = match level {
            Level::Error => ("错误", "error"),
            Level::Warning => ("警告", "warning"),
            Level::Note => ("提示", "note"),
        };
        let english = counted(count, en);
        ui.say(&say!("  {zh} {count} 条  {id}", "  {english}  {id}"));
    }
}

/// Shows what was found and says how it ended.
pub(super) fn report(ui: &Ui, sink: &Sink, outcome: Option<&Outcome>, out: Option<&Path>) -> ExitCode {
    ui.show(&sink.sorted());
    let (errors, warnings) = (sink.count(Level::Error), sink.count(Level::Warning));
    let (failed, warned) = (counted(errors, "error"), counted(warnings, "warning"));
    match (outcome, out) {
        (Some(done), Some(out)) if errors == 0 => {
            let (pages, files, changed, shown) = (done.pages, done.written.files, done.written.changed, out.display());
            ui.say(&say!(
                "已生成 {pages} 个页面、{files} 个文件（改动 {changed} 个），{warnings} 条警告\n站点在 {shown}，双击 {shown}/index.html 打开",
                "built {pages} pages, {files} files ({changed} changed), {warned}\nthe site lies in {shown}; open {shown}/index.html"
            ));
            ExitCode::SUCCESS
        }
        (Some(done), None) if errors == 0 => {
            let pages = done.pages;
            ui.say(&say!("检查了 {pages} 个页面：没有错误，{warnings} 条警告", "checked {pages} pages: no errors, {warned}"));
            ExitCode::SUCCESS
        }
        _ => {
            ui.say(&say!(
                "{errors} 个错误，{warnings} 条警告；没有发布任何内容，原有站点保持不变（`shanwai explain 编号` 可看说明）",
                "{failed}, {warned}; nothing was published, the site is as it was (see `shanwai explain ID`)"
            ));
            ExitCode::from(1)
        }
    }
}

/// `1 error`, `2 errors`.
pub(super) fn counted(number: usize, word: &str) -> String {
    format!("{number} {word}{}", if number == 1 { "" } else { "s" })
}

/// Ctrl-C ends the build with words; the published site is whole at any moment, so nothing needs undoing.
fn stop_on_interrupt(ui: &Ui) {
    let (tongue, json) = (ui.tongue, ui.is_json());
    let set = ctrlc::set_handler(move || {
        let found = Diagnostic::error(&INTERRUPTED, say!("构建被中断", "the build was interrupted"))
            .help(say!("已发布的站点没有改动；再运行一次即可", "the published site is unchanged; run the command again"));
        let words = if json {
            crate::diag::render::json(&found, tongue) + "\n"
        } else {
            crate::diag::render::human(&[found], tongue, false)
        };
        let _ = std::io::Write::write_all(&mut std::io::stderr(), words.as_bytes());
        #[expect(clippy::exit, reason = "the handler runs on a thread of its own; the site is whole at any moment")]
        std::process::exit(1);
    });
    // A second handler in one process (tests) is harmless.
    drop(set);
}
