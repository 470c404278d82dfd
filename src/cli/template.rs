//! `template`: the spreadsheet that a county fills in, made from what the records declare.

use std::path::Path;
use std::process::ExitCode;

use super::args::TemplateArgs;
use super::ui::Ui;
use crate::config::{RecordsSpec, Settings};
use crate::diag::{Diagnostic, Rule, Sink};
use crate::files::{Root, write_named};
use crate::form::Form;
use crate::model::Lang;
use crate::{config, say};

/// A form that cannot be made as it was asked for.
pub(super) static WRONG: Rule = Rule {
    id: "cli/template",
    title: ("填报表生成不了", "the form cannot be made"),
    explain: (
        "`shanwai template 文件.xlsx` 按 `data/catalog.toml` 声明的列生成填报表。文件名以 `.xlsx` 结尾，而且还不存在：填过的表不会被盖掉。声明了几份记录时，用 `--records 编号` 指明；`--languages` 写站点有的语言，如 `zh` 或 `zh,en`。",
        "`shanwai template FILE.xlsx` makes a form from the columns that `data/catalog.toml` declares. The name ends with `.xlsx`, and no such file exists yet: a filled-in form is never overwritten. With several records say which by `--records ID`; `--languages` takes languages of the site, such as `zh` or `zh,en`.",
    ),
};

pub(super) fn run(ui: &Ui, root: &Path, args: &TemplateArgs) -> Result<ExitCode, Diagnostic> {
    let sink = Sink::new();
    let root = Root::open(root).map_err(|error| error.diagnostic())?;
    let settings = config::load(&root, &sink);
    ui.show(&sink.sorted());
    let Ok(settings) = settings else { return Ok(ExitCode::from(1)) };
    let file = &args.file;
    let shown = file.display();
    if file.extension().is_none_or(|ending| !ending.eq_ignore_ascii_case("xlsx")) {
        return Err(wrong(say!("`{shown}` 不是以 `.xlsx` 结尾", "`{shown}` does not end with `.xlsx`"))
            .help(say!("写成 `shanwai template 填报表.xlsx`", "write `shanwai template FORM.xlsx`")));
    }
    if file.exists() {
        return Err(wrong(say!("`{shown}` 已经有了", "`{shown}` exists already"))
            .help(say!("换一个文件名，或先把它移走", "choose another name, or move it away first")));
    }
    let records = records(&settings, args.records.as_deref())?;
    let languages = languages(&settings, &args.languages)?;
    let title = languages.iter().map(|lang| (*lang, settings.site.title.get(lang).as_str())).collect();
    let form = Form { catalog: &settings.catalog, records, title };
    let bytes = form.workbook().map_err(|why| wrong(say!("{why}", "{why}")))?;
    write_named(file, &bytes).map_err(|error| error.diagnostic())?;
    let columns = form.columns().count();
    ui.say(&say!(
        "已写好 {shown}：{columns} 列，收的是记录 `{0}`",
        "wrote {shown}: columns {columns}, for the records `{0}`",
        records.id
    ));
    ui.say(&say!("填好交回后：\n  shanwai import {shown}", "When it comes back filled in:\n  shanwai import {shown}"));
    Ok(ExitCode::SUCCESS)
}

/// The records named, or the only ones.
fn records<'a>(settings: &'a Settings, wanted: Option<&str>) -> Result<&'a RecordsSpec, Diagnostic> {
    let all = &settings.catalog.records;
    let found = match wanted {
        Some(id) => all.iter().find(|spec| spec.id.as_str() == id),
        None => all.first().filter(|_| all.len() == 1),
    };
    found.ok_or_else(|| {
        let ids: Vec<String> = all.iter().map(|spec| format!("`{}`", spec.id)).collect();
        let (zh, en) = (ids.join("、"), ids.join(", "));
        if all.is_empty() {
            return wrong(say!("`data/catalog.toml` 没有声明任何记录", "`data/catalog.toml` declares no records"))
                .help(say!("先写 `[records.编号]` 和它的列", "write `[records.ID]` and its columns first"));
        }
        wrong(say!("不知道是哪一份记录", "it is not clear which records are meant"))
            .help(say!("用 `--records` 指明：{zh}", "say which with `--records`: {en}"))
    })
}

/// The languages named, or all of the site.
fn languages<'a>(settings: &'a Settings, wanted: &[String]) -> Result<Vec<&'a Lang>, Diagnostic> {
    let own: Vec<&Lang> = settings.site.languages.iter().collect();
    if wanted.is_empty() {
        return Ok(own);
    }
    let find = |tag: &String| {
        own.iter().copied().find(|lang| lang.as_str() == tag).ok_or_else(|| {
            let list: Vec<&str> = own.iter().map(|lang| lang.as_str()).collect();
            let list = list.join(" ");
            wrong(say!("站点没有语言 `{tag}`", "the site has no language `{tag}`"))
                .help(say!("可用的：{list}", "it may be: {list}"))
        })
    };
    wanted.iter().map(find).collect()
}

fn wrong(message: crate::diag::Text) -> Diagnostic {
    Diagnostic::error(&WRONG, message)
}
