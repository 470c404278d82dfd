//! Reads `data/catalog.toml`: units and groups of indicators; dimensions, classes, records and cubes have files of their own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::classes::{self, ClassRule};
use super::names::Names;
use super::reader::{Document, Located, Table, checked_id, no_text_in};
use super::resolved::Catalog;
use super::rules::{INVALID_VALUE, MISSING_KEY};
use super::site::declare;
use super::{cubes, dimensions};
use crate::diag::{Diagnostic, Sink, Source};
use crate::files::Root;
use crate::model::{Code, Lang, Languages, Localized, Plural, Unit, UnitKind};
use crate::say;

/// A catalogue whose references to charts and facts are still to be checked.
pub(super) struct TypedCatalog {
    pub(super) catalog: Catalog,
    pub(super) facts: Option<Located<String>>,
    pub(super) indicators: Option<Located<String>>,
    pub(super) units: Names,
    pub(super) classes: Names,
    /// What each class demands of its cubes.
    pub(super) class_rules: BTreeMap<String, ClassRule>,
    pub(super) cubes: Names,
    /// Charts and indicators that datasets name.
    pub(super) dataset_charts: Vec<Located<String>>,
    pub(super) dataset_indicators: Vec<Located<String>>,
}

/// What every reader of the catalogue needs.
pub(super) struct Context<'a> {
    pub(super) root: &'a Root,
    pub(super) languages: &'a Languages,
    pub(super) sink: &'a Sink,
}

/// A site without data.
pub(super) fn empty() -> TypedCatalog {
    TypedCatalog {
        catalog: Catalog {
            units: BTreeMap::new(),
            dimensions: BTreeMap::new(),
            places: None,
            indicators: Vec::new(),
            indicator_groups: Vec::new(),
            disclosure_classes: Vec::new(),
            records: Vec::new(),
            cubes: Vec::new(),
            datasets: Vec::new(),
        },
        facts: None,
        indicators: None,
        units: Names::new("计量单位", "unit"),
        classes: Names::new("公开等级", "disclosure class"),
        class_rules: BTreeMap::new(),
        cubes: Names::new("数据立方体", "cube"),
        dataset_charts: Vec::new(),
        dataset_indicators: Vec::new(),
    }
}

/// Reads the catalogue.
pub(super) fn read(source: &Arc<Source>, context: &Context<'_>) -> TypedCatalog {
    let document = Document::parse(source, context.sink);
    let table = document.root();
    let mut typed = empty();
    typed.facts = table.optional_text("facts");
    typed.indicators = table.optional_text("indicators");
    for (code, unit) in table.named_tables("unit") {
        typed.units.declare(&code.value, &code.span, context.sink);
        typed.catalog.units.extend(read_unit(&code, unit, context.languages).map(|unit| (unit.code.clone(), Arc::new(unit))));
    }
    let mut dimension_names = Names::new("维度", "dimension");
    dimensions::read(&table, context, &mut typed.catalog, &mut dimension_names);
    classes::read(&table, context, &dimension_names, &mut typed);
    typed.catalog.indicator_groups =
        coded_names(&table, "indicator_group", context.languages, &mut Names::new("指标组", "indicator group"));
    cubes::read(&table, context, &dimension_names, &mut typed);
    table.finish();
    typed
}

/// `[[indicator_group]]`: a code and what it means.
fn coded_names(table: &Table<'_>, key: &str, languages: &Languages, names: &mut Names) -> Vec<(String, Localized<String>)> {
    let mut all = Vec::new();
    for entry in table.tables(key) {
        let code = entry.id("code", Code::new);
        declare(names, code.as_ref(), entry.sink());
        let name = entry.localized("name", languages);
        entry.finish();
        all.extend(code.zip(name).map(|(code, name)| (code.value.to_string(), name)));
    }
    all
}

fn read_unit(code: &Located<String>, table: Table<'_>, languages: &Languages) -> Option<Unit> {
    let code = checked_id(code, Code::new, table.sink());
    let kinds = UnitKind::ALL.map(|kind| (kind.word(), kind));
    let kind = table.word("kind", &kinds);
    let name = table.localized("name", languages);
    let words = table.table("words").map(|words| read_words(&words, languages).map(|read| (words, read)));
    let words = words.and_then(|found| {
        found.map(|(table, read)| {
            table.finish();
            read
        })
    });
    table.finish();
    Some(Unit { code: code?.value, kind: kind?.value, words: words?, name: name? })
}

/// A unit's word in each language: one text, or one for each plural category.
fn read_words(table: &Table<'_>, languages: &Languages) -> Option<Localized<BTreeMap<Plural, String>>> {
    let mut typed: BTreeMap<&Lang, Option<BTreeMap<Plural, String>>> = BTreeMap::new();
    for lang in languages.iter() {
        let key = lang.as_str();
        if !table.has(key) {
            table.sink().push(no_text_in("words", lang, table.span()));
        } else if table.is_table(key) {
            typed.insert(lang, table.table(key).and_then(read_plurals));
        } else {
            typed.insert(lang, table.text_or_empty(key).map(|text| BTreeMap::from([(Plural::Other, text.value)])));
        }
    }
    // Another language stands in for one that was told: the unit counts as read.
    let stand_in = typed.values().flatten().next().cloned();
    Localized::try_from_fn(languages, |lang| typed.get(lang).cloned().unwrap_or_else(|| stand_in.clone())).ok()
}

fn read_plurals(table: Table<'_>) -> Option<BTreeMap<Plural, String>> {
    const CATEGORIES: [(&str, Plural); 6] = [
        ("zero", Plural::Zero),
        ("one", Plural::One),
        ("two", Plural::Two),
        ("few", Plural::Few),
        ("many", Plural::Many),
        ("other", Plural::Other),
    ];
    let words: BTreeMap<Plural, String> =
        CATEGORIES.into_iter().filter_map(|(key, plural)| table.text_or_empty(key).map(|text| (plural, text.value))).collect();
    let complete = words.contains_key(&Plural::Other);
    if !complete {
        let message = say!("复数形式缺少 `other`", "the plural forms lack `other`");
        table.sink().push(
            Diagnostic::error(&MISSING_KEY, message).at(table.span()).help(say!("加上 `other = \"…\"`", "add `other = \"…\"`")),
        );
    }
    table.finish();
    complete.then_some(words)
}

/// A path below `data/`; leaving it, or naming none, is an error at the place where it was typed.
pub(super) fn below_data(typed: &Located<String>, sink: &Sink) -> Option<PathBuf> {
    let path = Path::new(&typed.value);
    let stays = path.components().all(|part| matches!(part, std::path::Component::Normal(_))) && !typed.value.contains('\\');
    if stays {
        return Some(path.to_path_buf());
    }
    let shown = &typed.value;
    let message = say!("路径 `{shown}` 离开了 `data/`", "the path `{shown}` leaves `data/`");
    let help = say!(
        "写 `data/` 下的相对路径，不要用 `..` 和 `\\`",
        "write a path below `data/`, without `..` and with `/` between parts"
    );
    sink.push(Diagnostic::error(&INVALID_VALUE, message).at(typed.span.clone()).help(help));
    None
}

/// Reads a file below `data/`; the error shows where it was named.
pub(super) fn open(context: &Context<'_>, typed: &Located<String>) -> Option<Arc<Source>> {
    let path = Path::new("data").join(below_data(typed, context.sink)?);
    match context.root.read(&path) {
        Ok(source) => Some(source),
        Err(error) => {
            let shown = path.display();
            let mut found = error
                .diagnostic()
                .with_note(say!("路径从站点根目录起是 `{shown}`", "from the site's root the path is `{shown}`"));
            found.places.insert(0, (typed.span.clone().into(), None));
            context.sink.push(found);
            None
        }
    }
}
