//! `release`, `diff`, `sign`: what is published now becomes a promise, and what changed since.

use std::fmt::Write;
use std::path::Path;
use std::process::ExitCode;

use super::args::{DiffArgs, DiffFormat, ReleaseArgs, SignArgs};
use super::build::{counted, date};
use super::changes::{self, line, sides};
use super::ui::Ui;
use crate::archive::Freeze;
use crate::diag::{Diagnostic, Level, Sink, Tongue};
use crate::say;
use crate::site::{self, Compared, Contents, Order};

/// Most changes told on the terminal.
const MOST: usize = 40;

pub(super) fn run(ui: &Ui, root: &Path, args: &ReleaseArgs) -> Result<ExitCode, Diagnostic> {
    let publish_after = args.publish_after.as_ref().map(|typed| date(typed)).transpose()?;
    let freeze = Freeze {
        version: args.version.clone(),
        date: date(&args.as_of)?,
        note: args.note.clone(),
        publish_after,
        sign_offs: None,
    };
    let order = Order { freeze, dry_run: args.dry_run };
    let sink = Sink::new();
    let made = site::release(root, &order, &sink, ui, &|compared| tell(ui, compared));
    ui.show(&sink.sorted());
    let (version, errors) = (&args.version, sink.count(Level::Error));
    let failed = counted(errors, "error");
    Ok(match made {
        Ok(Compared { files: Some(files), sign_offs, .. }) if errors == 0 => {
            ui.say(&say!(
                "已定下版本 {version}：{files} 个文件写入 releases/{version}，承诺写入 data/releases/{version}。请提交到版本库，以后不要改动",
                "released {version}: {files} files in releases/{version}, promises in data/releases/{version}. Commit them; they never change again"
            ));
            if sign_offs > 0 {
                ui.say(&say!(
                    "公布以前要 {sign_offs} 人签署：`shanwai sign {version} --name 姓名 --role 职务 --as-of 日期`",
                    "before it is published, {sign_offs} people sign it: `shanwai sign {version} --name NAME --role ROLE --as-of DATE`"
                ));
            }
            ExitCode::SUCCESS
        }
        Ok(compared) if errors == 0 => {
            compared.contents.iter().for_each(|contents| list(ui, contents));
            ui.say(&say!("只是试算，没有写入任何文件", "a dry run; nothing was written"));
            ExitCode::SUCCESS
        }
        _ => {
            ui.say(&say!(
                "{errors} 个错误；没有写入任何文件（`shanwai explain 编号` 可看说明）",
                "{failed}; nothing was written (see `shanwai explain ID`)"
            ));
            ExitCode::from(1)
        }
    })
}

/// What the release would hold, for those who decide on it.
fn list(ui: &Ui, contents: &Contents) {
    ui.say(&say!("将要公布：", "what would be published:"));
    for (id, cells, withheld) in &contents.datasets {
        let english = counted(*cells, "cell");
        ui.say(&say!(
            "  数据集 {id}：{cells} 格，其中不公布 {withheld} 格",
            "  dataset {id}: {english}, of which {withheld} withheld"
        ));
    }
    let Contents { facts, stories, files, bytes, .. } = contents;
    let (size, english) = (size(*bytes), counted(*files, "file"));
    ui.say(&say!("  登记册的数字 {facts} 个，故事 {stories} 篇", "  figures of the register: {facts}; stories: {stories}"));
    ui.say(&say!("  这一版的文件 {files} 个，共 {size}", "  {english} in the release, {size} in all"));
}

/// A size in kilobytes or megabytes, rounded up.
fn size(bytes: u64) -> String {
    let (kilo, mega) = (1u64 << 10, 1u64 << 20);
    if bytes < mega { format!("{} KB", bytes.div_ceil(kilo)) } else { format!("{} MB", bytes.div_ceil(mega)) }
}

/// The difference in short.
fn tell(ui: &Ui, compared: &Compared) {
    let Some(before) = &compared.before else {
        ui.say(&say!("这是第一版", "this is the first release"));
        return;
    };
    let (count, step) = (compared.difference.changes.len(), changes::step(compared.difference.level()));
    let (zh, en, changes) = (step.get(Tongue::Zh), step.get(Tongue::En), if count == 1 { "change" } else { "changes" });
    ui.say(&say!("与版本 {before} 相比有 {count} 处改动（{zh}）", "{count} {changes} since {before} ({en})"));
    for change in compared.difference.changes.iter().take(MOST) {
        let line = line(change, ui.tongue);
        ui.say(&say!("  {line}", "  {line}"));
    }
    if count > MOST {
        let rest = count - MOST;
        ui.say(&say!("  另有 {rest} 处：`shanwai diff {before} now`", "  and {rest} more: `shanwai diff {before} now`"));
    }
    for id in &compared.unexplained {
        ui.say(&say!("  没有写明原因：{id}（`shanwai correct {id}`）", "  no reason given: {id} (`shanwai correct {id}`)"));
    }
    if let Some(least) = &compared.least {
        ui.say(&say!("最小的版本号是 {least}", "the least version is {least}"));
    }
}

pub(super) fn diff(ui: &Ui, root: &Path, args: &DiffArgs) -> ExitCode {
    let sink = Sink::new();
    let made = site::compare(root, &args.old, &args.new, &sink, ui);
    ui.show(&sink.sorted());
    let Ok(compared) = made else { return ExitCode::from(1) };
    match args.format {
        DiffFormat::Text => {
            let lines: String = compared.difference.changes.iter().map(|change| line(change, ui.tongue) + "\n").collect();
            ui.out(&lines);
            let step = changes::step(compared.difference.level());
            let (zh, en) = (step.get(Tongue::Zh), step.get(Tongue::En));
            ui.say(&say!("版本号：{zh}", "step of the version: {en}"));
        }
        DiffFormat::Json => ui.out(&json(&compared, args)),
        DiffFormat::Csv => ui.out(&csv(&compared)),
    }
    ExitCode::SUCCESS
}

fn json(compared: &Compared, args: &DiffArgs) -> String {
    let changes = compared.difference.changes.iter().map(|change| {
        let key: serde_json::Map<_, _> = change.key.iter().map(|(c, code)| (c.clone(), code.as_str().into())).collect();
        let texts = |fact: &Option<crate::archive::FactState>| fact.as_ref().map(|fact| fact.texts.clone());
        serde_json::json!({
            "kind": change.kind.word(),
            "step": change.kind.level().word(),
            "id": change.id,
            "cell": key,
            "old": change.old,
            "new": change.new,
            "old_text": texts(&change.old_fact),
            "new_text": texts(&change.new_fact),
        })
    });
    let document = serde_json::json!({
        "old": args.old,
        "new": args.new,
        "step": compared.difference.level().word(),
        "least_version": compared.least,
        "without_reason": compared.unexplained,
        "changes": changes.collect::<Vec<_>>(),
    });
    format!("{document:#}\n")
}

/// Statistics in English, where there is English. Columns: kind, step, id, cell (`column=code` with `;` between), old, new.
fn csv(compared: &Compared) -> String {
    let quoted = |text: &str| {
        if text.contains([',', '"', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
    };
    let mut text = String::from("kind,step,id,cell,old,new\r\n");
    for change in &compared.difference.changes {
        let cell: Vec<String> = change.key.iter().map(|(column, code)| format!("{column}={code}")).collect();
        let (old, new) = sides(change, Tongue::En);
        let row = [change.kind.word(), change.kind.level().word(), &change.id, &cell.join(";"), &old, &new];
        let row: Vec<String> = row.iter().map(|field| quoted(field)).collect();
        let _ = write!(text, "{}\r\n", row.join(","));
    }
    text
}

pub(super) fn sign(ui: &Ui, root: &Path, args: &SignArgs) -> Result<ExitCode, Diagnostic> {
    let date = date(&args.as_of)?;
    let sink = Sink::new();
    let signed = site::sign(root, &args.version, &args.name, &args.role, date, &sink);
    ui.show(&sink.sorted());
    let Ok(sum) = signed else { return Ok(ExitCode::from(1)) };
    let (name, version) = (&args.name, &args.version);
    ui.say(&say!("{name} 签署了版本 {version}（{sum}）", "{name} signed release {version} ({sum})"));
    Ok(ExitCode::SUCCESS)
}
