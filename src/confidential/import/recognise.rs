//! Which sheet holds the table, which records it becomes, and whether its form is known from before.

use std::path::{Path, PathBuf};

use super::ImportRequest;
use super::book::Sheet;
use super::columns::Known;
use super::layout::{self, Heading, Layout};
use super::rules::{CHOICE, NO_TABLE};
use super::write;
use crate::config::{Catalog, ImportMapping};
use crate::diag::{Diagnostic, Failed, Sink};
use crate::files::Root;
use crate::identify::{Scope, scan};
use crate::say;

/// Every mapping file, in the order of their names.
pub(super) fn mappings(root: &Root, catalog: &Catalog, sink: &Sink) -> Result<Vec<(PathBuf, ImportMapping)>, Failed> {
    let mut found = Vec::new();
    for entry in
        root.walk(write::MAPPINGS).0.into_iter().filter(|entry| entry.path.extension().is_some_and(|ending| ending == "toml"))
    {
        match root.read(&entry.path) {
            Ok(source) => found.extend(ImportMapping::read(&source, catalog, sink).map(|mapping| (entry.path, mapping))),
            Err(error) => sink.push(error.diagnostic()),
        }
    }
    sink.check()?;
    Ok(found)
}

/// A table that was recognised.
pub(super) struct Form {
    pub(super) sheet: usize,
    pub(super) layout: Layout,
    /// Position of its records in the catalogue.
    pub(super) spec: usize,
    /// Position of its mapping.
    pub(super) known: Option<usize>,
}

/// Finds the sheet and the records: a form that a mapping knows, else the one that fits best.
pub(super) fn recognise(
    sheets: &mut [Sheet],
    catalog: &Catalog,
    known: &[(PathBuf, ImportMapping)],
    request: &ImportRequest,
    sink: &Sink,
) -> Result<Form, Failed> {
    let specs = wanted_records(catalog, request, sink)?;
    let wanted = |sheet: &Sheet| match &request.sheet {
        Some(name) => sheet.name.as_deref() == Some(name),
        None => !sheet.hidden,
    };
    let mut best: Option<(usize, Form)> = None;
    let mut tied = false;
    for at in (0..sheets.len()).filter(|at| wanted(&sheets[*at])).collect::<Vec<_>>() {
        for (number, (_, mapping)) in known.iter().enumerate() {
            let Some(spec) = specs.iter().copied().find(|spec| catalog.records[*spec].id.as_str() == mapping.records) else {
                continue;
            };
            let parts: Vec<&str> = mapping.headings.iter().flat_map(|heading| heading.split('/')).collect();
            let layout = layout::find(&mut sheets[at], |word| {
                parts.contains(&word) || mapping.headings.iter().any(|heading| heading == word)
            });
            if let Some(layout) = layout.filter(|layout| headings(layout) == mapping.headings) {
                return Ok(Form { sheet: at, layout, spec, known: Some(number) });
            }
        }
        for spec in &specs {
            let fields = Known::new(catalog, &catalog.records[*spec]);
            let said = |word: &str| request.columns.iter().any(|(_, heading)| heading == word);
            let Some(layout) = layout::find(&mut sheets[at], |word| said(word) || fields.heads(word)) else { continue };
            let fitting =
                layout.headings.iter().filter(|heading| fields.heads(&heading.leaf) || fields.heads(&heading.full)).count();
            let better = best.as_ref().is_none_or(|(most, _)| fitting > *most);
            let equal = best.as_ref().is_some_and(|(most, form)| fitting == *most && form.spec != *spec);
            tied = !better && (tied || equal);
            if better {
                best = Some((fitting, Form { sheet: at, layout, spec: *spec, known: None }));
            }
        }
    }
    match best {
        Some((_, form)) if !tied => Ok(form),
        Some(_) => Err(sink.fail(which(catalog, &specs, &request.file))),
        None => Err(sink.fail(no_table(sheets, request))),
    }
}

/// The records that the user names, or all.
fn wanted_records(catalog: &Catalog, request: &ImportRequest, sink: &Sink) -> Result<Vec<usize>, Failed> {
    let all: Vec<usize> = (0..catalog.records.len()).collect();
    match &request.records {
        Some(id) => match all.iter().copied().find(|at| catalog.records[*at].id.as_str() == id) {
            Some(at) => Ok(vec![at]),
            None => Err(sink.fail(which(catalog, &all, Path::new("data/catalog.toml")))),
        },
        None if all.is_empty() => {
            let message = say!("`data/catalog.toml` 没有声明任何记录", "`data/catalog.toml` declares no records");
            let help = say!(
                "先写 `[records.编号]`，声明要导入的列",
                "write `[records.ID]` first and declare the columns to be imported"
            );
            Err(sink.fail(Diagnostic::error(&CHOICE, message).at(Path::new("data/catalog.toml")).help(help)))
        }
        None => Ok(all),
    }
}

fn which(catalog: &Catalog, specs: &[usize], place: &Path) -> Diagnostic {
    let ids: Vec<String> = specs.iter().map(|at| format!("`{}`", catalog.records[*at].id)).collect();
    let (zh, en) = (ids.join("、"), ids.join(", "));
    let message = say!("不知道是哪一份记录", "it is not clear which records are meant");
    Diagnostic::error(&CHOICE, message).at(place).help(say!("用 `--records` 指明：{zh}", "say which with `--records`: {en}"))
}

fn no_table(sheets: &[Sheet], request: &ImportRequest) -> Diagnostic {
    let found = Diagnostic::error(&NO_TABLE, say!("没有找到表头", "no heading was found")).at(request.file.as_path());
    let names: Vec<&str> = sheets.iter().filter_map(|sheet| sheet.name.as_deref()).collect();
    let found = found.help(say!(
        "列名要与 `data/catalog.toml` 声明的列对得上；叫法不同的，用 `--map 声明的列=表格的列` 指明",
        "headings must fit the columns that `data/catalog.toml` declares; where names differ, say `--map DECLARED=HEADING`"
    ));
    if names.len() < 2 && request.sheet.is_none() {
        return found;
    }
    let list = names.join("、");
    found.with_note(say!("工作表：{list}", "sheets: {list}"))
}

/// The headings by which a form is known again. One that names personal information gives way to a star: the mapping file lies with
/// the public settings, where such words are looked for.
pub(super) fn headings(layout: &Layout) -> Vec<String> {
    let is_personal = |word: &str| !scan(word, Scope::Table).is_empty();
    let one = |heading: &Heading| if is_personal(&heading.full) { "*".to_owned() } else { heading.full.clone() };
    layout.headings.iter().map(one).collect()
}
