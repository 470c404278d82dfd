//! Withheld cells as readers of a whole site meet them: on pages, in pictures, in files, in texts.
//!
//! The site is the starter with a chart of every kind; its table is invented, since none with withheld cells leaves a test's gate.
//! `SHANWAI_PREVIEW=<folder> cargo test --lib site::tests` writes the site there, to be looked at.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use super::publish::Stamp;
use super::*;
use crate::confidential::{Cell, Measure, PublishedTable, Release};
use crate::diag::{Diagnostic, Silent};
use crate::model::Decimal;

/// Keeps what is put.
#[derive(Default)]
struct Kept {
    stamps: Discard,
    files: Mutex<BTreeMap<String, String>>,
}

impl Outputs for Kept {
    fn put(&self, path: &str, bytes: &[u8]) -> Result<Stamp, Diagnostic> {
        self.files.lock().unwrap().insert(path.to_owned(), String::from_utf8_lossy(bytes).into_owned());
        self.stamps.put(path, bytes)
    }

    fn take(&self, path: &str, file: crate::files::Held) -> Result<Stamp, Diagnostic> {
        self.put(path, &file.bytes().unwrap())
    }

    fn keep(&self, _: &str, _: &Stamp) -> bool {
        false
    }
}

const KINDS: [&str; 6] = ["bar", "column", "line", "stacked", "range", "tiles"];

/// Charts of every kind, each once alone and once in series.
fn charts() -> String {
    let both = |kind: &str, id: &str, x: &str, more: &str| {
        format!(
            "\n[[chart]]\nid = \"{id}\"\nkind = \"{kind}\"\ntitle = {{ zh = \"参加人次\", en = \"Attendances\" }}\n\
             subtitle = {{ zh = \"按县\", en = \"By county\" }}\ncube = \"camp\"\nmeasure = \"attendances\"\nx = \"{x}\"\n{more}"
        )
    };
    let alone = KINDS.map(|kind| both(kind, &format!("all-{kind}"), "county", "fixed = { year = \"2024\" }\n"));
    let series = KINDS.map(|kind| both(kind, &format!("series-{kind}"), "county", "series = \"year\"\n"));
    alone.concat() + &series.concat()
}

#[expect(clippy::disallowed_methods, reason = "a test's own folder")]
fn edit(root: &Path, file: &str, change: impl FnOnce(String) -> String) {
    let path = root.join(file);
    let text = std::fs::read(&path).map(|bytes| String::from_utf8(bytes).unwrap()).unwrap_or_default();
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, change(text)).unwrap();
}

/// What a cell of the table is: by year and county, 2024 and 2025, then four counties.
fn some_withheld(key: &[Option<usize>], measure: usize) -> Cell {
    match (key, measure) {
        ([Some(0 | 1), Some(1 | 2)], 0) | ([_, Some(2)], 1) => Cell::Suppressed,
        ([Some(0), Some(3)], _) => Cell::Value(Decimal::whole(0)),
        ([Some(1), Some(3)], _) => Cell::Absent,
        _ => whole(key, measure),
    }
}

fn whole(key: &[Option<usize>], measure: usize) -> Cell {
    let size = key.iter().fold(40 - 9 * measure as i64, |size, code| size * code.map_or(7, |code| 3 + code as i64) / 3);
    Cell::Value(Decimal::whole(size))
}

/// The pages and files of the site with its table replaced; what was said against it instead, when it does not build.
fn made(
    cell: fn(&[Option<usize>], usize) -> Cell,
    change: impl FnOnce(&Path),
) -> Result<BTreeMap<String, String>, Vec<Diagnostic>> {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("site");
    assert!(starter::write(&root).is_ok());
    edit(&root, "content/charts.toml", |text| text + &charts());
    let shown: String =
        KINDS.iter().flat_map(|kind| ["all", "series"].map(|which| format!("\n{{{{ chart(\"{which}-{kind}\") }}}}\n"))).collect();
    for page in ["content/about.zh.md", "content/about.en.md"] {
        edit(&root, page, |text| format!("{text}\n{shown}\n{{{{ list(\"protection\") }}}}\n"));
    }
    change(&root);
    let (sink, mut memo) = (Sink::new(), Memo::default());
    let loaded = load::load(&root, &Options::default(), &sink, &Silent, &mut memo);
    let mut loaded = loaded.map_err(|_| sink.sorted())?;
    loaded.release = Arc::new(release(&loaded.settings, cell));
    let kept = Kept::default();
    let done = produce(&loaded, &Options::default(), &sink, &Silent, &mut memo, &kept);
    done.map_err(|_| sink.sorted())?;
    let files = kept.files.into_inner().unwrap();
    preview(&files);
    Ok(files)
}

fn release(settings: &crate::config::Settings, cell: fn(&[Option<usize>], usize) -> Cell) -> Release {
    let spec = settings.catalog.cubes.iter().find(|cube| cube.id.as_str() == "camp").unwrap();
    let dimensions = spec.dimensions.iter().map(|(_, dimension)| Arc::clone(dimension)).collect();
    let measures = spec.measures.iter().map(|m| Measure { id: m.id.clone(), name: m.name.clone(), unit: Arc::clone(&m.unit) });
    Release::invented(vec![PublishedTable::invented("camp", dimensions, measures.collect(), cell)])
}

#[expect(clippy::disallowed_methods, reason = "writes a preview where its caller asks")]
fn preview(files: &BTreeMap<String, String>) {
    let Some(dir) = std::env::var_os("SHANWAI_PREVIEW").map(std::path::PathBuf::from) else { return };
    for (path, text) in files {
        let path = dir.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

fn built(cell: fn(&[Option<usize>], usize) -> Cell) -> BTreeMap<String, String> {
    made(cell, |_| ()).unwrap_or_else(|all| panic!("{all:?}"))
}

/// The withheld cells of the table, counted by itself.
const WITHHELD: usize = 7;
/// All cells but the two that cannot occur: three years (with the total) by five places by two measures.
const CELLS: usize = 28;

#[test]
fn the_table_of_a_dataset_marks_each_withheld_cell_and_explains_the_mark_before_it() {
    let files = built(some_withheld);
    for (page, said, legend) in [
        ("data/camp/index.html", "不公布", "c：为保护当事人不公布，不等于零"),
        ("en/data/camp/index.html", "withheld", "c: withheld to protect people; it does not mean zero"),
    ] {
        let html = &files[page];
        let table = &html[html.find("id=\"dataset-table\"").unwrap()..];
        let mark = format!(" class=\"withheld\"><a href=\"../../blanks/index.html#withheld\" aria-label=\"{said}\">c</a></td>");
        assert_eq!(table.matches(&mark).count(), WITHHELD, "{page}");
        assert_eq!(table.matches(" class=\"absent\"><a href=\"../../blanks/index.html#absent\"").count(), 2, "{page}");
        assert_eq!(table.matches("\">0</td>").count(), 2, "{page}: a zero is a number");
        assert!(table.find(legend).unwrap() < table.find("<table>").unwrap(), "{page}");
    }
}

#[test]
fn nothing_is_explained_where_nothing_is_withheld() {
    let files = built(whole);
    for page in ["data/camp/index.html", "en/data/camp/index.html", "about/index.html", "places/990101/index.html"] {
        let html = &files[page];
        assert!(!html.contains("class=\"legend\"") && !html.contains("withheld\""), "{page}");
    }
    assert!(files["data/camp/index.html"].contains("共有 30 格，全部公布。"));
    assert!(!files["data/camp/camp.csv"].contains(",Q,"));
    assert!(!files["data/camp/camp.zh.excel.csv"].contains("不公布，"));
}

#[test]
fn charts_of_every_kind_hatch_what_is_withheld_and_their_tables_mark_it() {
    let files = built(some_withheld);
    let html = &files["about/index.html"];
    for (which, count) in [("all", 2), ("series", 4)] {
        for kind in KINDS {
            let start = html.find(&format!("<figure class=\"figure is-synthetic\" id=\"chart-{which}-{kind}\"")).unwrap();
            let figure = &html[start..start + html[start..].find("</figure>").unwrap()];
            let (pictures, data) = figure.split_at(figure.find("<details").unwrap());
            for picture in pictures.split("<svg").skip(1) {
                assert!(picture.contains("class=\"withheld\"") && picture.contains("c 为保护当事人不公布"), "{which} {kind}");
                assert!(!picture.contains("：不公布</title>") && !picture.contains("data-"), "{which} {kind}");
            }
            assert_eq!(data.matches("<td class=\"num withheld\">").count(), count, "{which} {kind}");
            assert!(data.contains("为保护个人信息") && data.contains("不等于零"), "{which} {kind}");
            assert!(!data.contains("。最高的是"), "{which} {kind}: ranks speak of published figures only");
        }
    }
}

#[test]
fn files_hold_no_value_and_one_pair_of_codes_for_a_withheld_cell() {
    let files = built(some_withheld);
    let programs = &files["data/camp/camp.csv"];
    assert_eq!(programs.lines().next(), Some("year,county,measure,unit,value,obs_status,conf_status,reason,synthetic"));
    assert_eq!(programs.lines().filter(|line| line.ends_with(",,Q,C,confidential,Y")).count(), WITHHELD);
    assert_eq!(programs.lines().filter(|line| line.ends_with(",,M,F,not-applicable,Y")).count(), 2);
    assert_eq!(programs.lines().filter(|line| line.ends_with(",0,A,F,,Y")).count(), 2);
    assert_eq!(programs.matches(",Q,").count(), WITHHELD);
    assert!(!programs.contains('<'));
    for (file, total, note) in [
        ("data/camp/camp.zh.excel.csv", "合计", "为保护当事人不公布，不等于零"),
        ("data/camp/camp.en.excel.csv", "Total", "withheld to protect persons; it does not mean zero"),
    ] {
        let people = &files[file];
        let withheld: Vec<&str> = people.lines().filter(|line| line.contains(note)).collect();
        assert_eq!(withheld.len(), WITHHELD, "{file}");
        assert!(withheld.iter().all(|row| row.contains(&format!(",,{note},"))), "{withheld:?}: no figure, and why");
        let sum = people.lines().find(|line| line.contains(&format!("{total},{total},"))).unwrap();
        assert!(!sum.contains(note), "{sum}: no note where nothing is lacking");
    }
}

#[test]
fn every_column_of_the_file_is_explained_on_the_page() {
    let files = built(some_withheld);
    for (page, file) in [("data/camp/index.html", "data/camp/camp.csv"), ("en/data/camp/index.html", "data/camp/camp.csv")] {
        for column in files[file].lines().next().unwrap().split(',') {
            assert!(files[page].contains(&format!("<dt>{column}</dt>")), "{page} {column}");
        }
    }
}

#[test]
fn a_dataset_and_the_release_say_how_much_is_withheld() {
    let files = built(some_withheld);
    let share = format!("{:.1}", 100.0 * WITHHELD as f64 / CELLS as f64);
    for (page, sentence) in [
        ("data/camp/index.html", format!("共有 {CELLS} 格，其中 {WITHHELD} 格不公布，占 {}%。", share.trim_end_matches(".0"))),
        ("en/data/camp/index.html", format!("Of {CELLS} cells, {WITHHELD} ({}%) are withheld.", share.trim_end_matches(".0"))),
    ] {
        assert!(files[page].contains(&sentence), "{page}: {sentence}");
    }
    let all = &files["about/index.html"];
    assert!(all.contains(&format!("<td class=\"num\">{CELLS}</td><td class=\"num\">{WITHHELD}</td>")));
}

#[test]
fn a_text_cannot_cite_or_compare_a_withheld_cell() {
    for expression in [
        "cell(\"camp\", \"attendances\", year=\"2024\", county=\"990102\")",
        "cell(\"camp\", \"attendances\", year=\"2024\", county=\"990102\") | number",
        "\"多\" if cell(\"camp\", \"attendances\", year=\"2024\", county=\"990102\").value > 3 else \"少\"",
    ] {
        let cite =
            |root: &Path| edit(root, "content/about.zh.md", |text| format!("{text}\n\n参加的有{{{{ {expression} }}}}。\n"));
        let found = made(some_withheld, cite).unwrap_err();
        let said: Vec<_> = found.iter().map(|d| (d.rule.id, d.message.en.clone())).collect();
        assert!(
            said.iter().any(|(id, text)| *id == "prose/withheld-cell" && text.contains("withheld to protect people")),
            "{said:?}"
        );
    }
    let total = |root: &Path| {
        for page in ["content/about.zh.md", "content/about.en.md"] {
            edit(root, page, |text| format!("{text}\n\n{{{{ cell(\"camp\", \"attendances\", year=\"2024\") }}}}\n"));
        }
    };
    assert!(made(some_withheld, total).is_ok(), "a published total may be cited");
}

#[test]
fn a_site_may_choose_its_mark() {
    let mark = |root: &Path| {
        for lang in ["zh", "en"] {
            edit(root, &format!("content/i18n/{lang}.ftl"), |text| format!("{text}withheld-symbol = x\n"));
        }
    };
    let files = made(some_withheld, mark).unwrap();
    let page = &files["data/camp/index.html"];
    assert!(page.contains("为保护当事人不公布") && page.contains(">x</a>"));
    assert!(!page.contains(">c</a>"));
    assert!(files["about/index.html"].contains("x 为保护当事人不公布"));
}
