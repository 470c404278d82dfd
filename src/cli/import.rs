//! `import`: a table as the office has it becomes records. Asks nothing; what is not clear is told with the option that says it.

use std::path::Path;
use std::process::ExitCode;

use super::args::ImportArgs;
use super::build::counted;
use super::ui::Ui;
use crate::confidential::{self, ImportRequest, Imported};
use crate::diag::{Diagnostic, Level, Rule, Sink};
use crate::files::Root;
use crate::{config, say};

/// An option that cannot be read.
pub(super) static WRONG: Rule = Rule {
    id: "cli/import",
    title: ("导入的选项写法不对", "an option of the import is not written as it should be"),
    explain: (
        "`--map` 写成 `声明的列=表格的列名`，`--set` 写成 `声明的列=代码`，`--word` 写成 `声明的列:表格里的词=代码`。各选项都可以写几次。",
        "`--map` is written `DECLARED=HEADING`, `--set` is `DECLARED=CODE`, `--word` is `DECLARED:WORD=CODE`. Each may be given several times.",
    ),
};

pub(super) fn run(ui: &Ui, root: &Path, args: &ImportArgs) -> Result<ExitCode, Diagnostic> {
    let request = request(args)?;
    let sink = Sink::new();
    let root = Root::open(root).map_err(|error| error.diagnostic())?;
    let imported = config::load(&root, &sink).and_then(|settings| confidential::import(&root, &settings, &request, &sink));
    ui.show(&sink.sorted());
    let Ok(imported) = imported else {
        let (errors, failed) = (sink.count(Level::Error), counted(sink.count(Level::Error), "error"));
        ui.say(&say!("{errors} 个错误；没有写任何文件", "{failed}; nothing was written"));
        return Ok(ExitCode::from(1));
    };
    told(ui, &imported);
    Ok(ExitCode::SUCCESS)
}

fn request(args: &ImportArgs) -> Result<ImportRequest, Diagnostic> {
    let pairs = |typed: &[String], form: &str| typed.iter().map(|typed| pair(typed, form)).collect::<Result<Vec<_>, _>>();
    let words = args.word.iter().map(|typed| {
        let (column, rest) = typed.split_once(':').ok_or_else(|| wrong(typed, "--word COLUMN:WORD=CODE"))?;
        let (word, code) = pair(rest, "--word COLUMN:WORD=CODE")?;
        Ok((column.to_owned(), word, code))
    });
    Ok(ImportRequest {
        file: args.file.clone(),
        records: args.records.clone(),
        sheet: args.sheet.clone(),
        columns: pairs(&args.map, "--map COLUMN=HEADING")?,
        fixed: pairs(&args.set, "--set COLUMN=CODE")?,
        words: words.collect::<Result<_, Diagnostic>>()?,
        fill_down: args.fill_down.clone(),
        approximate: args.approximate.clone(),
        keep_repeated: args.keep_repeated,
        skip_faulty: args.skip_faulty,
        dry_run: args.dry_run,
    })
}

fn pair(typed: &str, form: &str) -> Result<(String, String), Diagnostic> {
    let (left, right) = typed.rsplit_once('=').ok_or_else(|| wrong(typed, form))?;
    Ok((left.trim().to_owned(), right.trim().to_owned()))
}

fn wrong(typed: &str, form: &str) -> Diagnostic {
    Diagnostic::error(&WRONG, say!("`{typed}` 写法不对", "`{typed}` is not written as it should be"))
        .help(say!("写成 `{form}`", "write `{form}`"))
}

fn told(ui: &Ui, imported: &Imported) {
    let Imported { records, rows, faulty, .. } = imported;
    ui.say(&if imported.known {
        say!("认得这种表格，按对照表导入成 `{records}`：", "a form known from before, imported as `{records}`:")
    } else {
        say!("这样对照，导入成 `{records}`：", "imported as `{records}`, understood as follows:")
    });
    for (column, from) in &imported.columns {
        ui.say(&say!("  {column} ← {from}", "  {column} ← {from}"));
    }
    if *faulty > 0 {
        ui.say(&say!("有错的 {faulty} 行没有导入", "faulty rows left out: {faulty}"));
    }
    match (&imported.file, &imported.mapping) {
        (Some((file, total)), Some(mapping)) => {
            let (file, mapping) = (file.display(), mapping.display());
            ui.say(&say!("导入 {rows} 行；{file} 现有 {total} 行", "rows imported: {rows}; {file} now has {total}"));
            ui.say(&say!("对照表：{mapping}。下一步：shanwai check", "mapping: {mapping}. Next: shanwai check"));
        }
        _ => ui.say(&say!("可以导入 {rows} 行；没有写任何文件", "rows that can be imported: {rows}; nothing was written")),
    }
}
