//! Every figure of a dataset is the same in all of its formats, in both languages, on its page and beneath its charts: cell by cell, for
//! every dataset of the repository's own site. Each format is read by software that did not write it.

use std::collections::{BTreeMap, BTreeSet};

use calamine::{Data, Reader};
use scraper::{Html, Selector};
use serde_json::Value;

use super::open_data::{Cells, ids, of_csv, of_json, of_parquet};
use super::support::{Tree, built, package, read};

/// A dataset as its tidy CSV has it: what all others are held against.
struct Dataset<'f> {
    id: String,
    files: &'f Tree,
    /// Names of the key columns; the measure is the last.
    keys: Vec<String>,
    cells: Cells,
    /// The keys in the order of the file.
    order: Vec<Vec<String>>,
}

impl<'f> Dataset<'f> {
    fn read(id: String, files: &'f Tree) -> Self {
        let bytes = &files[&format!("data/{id}/{id}.csv")];
        let (keys, cells) = of_csv(bytes);
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let key = |row: csv::StringRecord| row.iter().take(keys.len()).map(str::to_owned).collect();
        let order = reader.records().map(|row| key(row.expect("a row"))).collect();
        Self { id, files, keys, cells, order }
    }

    fn file(&self, end: &str) -> &'f [u8] {
        &self.files[&format!("data/{0}/{0}.{end}", self.id)]
    }

    fn value(&self, key: &[String]) -> Option<&str> {
        let cell = self.cells.get(key).unwrap_or_else(|| panic!("{}: no cell {key:?}", self.id));
        cell.0.as_deref()
    }

    fn json_stat(&self, lang: &str) -> Value {
        serde_json::from_slice(self.file(&format!("{lang}.json"))).expect("JSON-stat")
    }

    fn page(&self, lang: &str) -> Html {
        let folder = if lang == "zh" { "" } else { "en/" };
        Html::parse_document(&String::from_utf8_lossy(&self.files[&format!("{folder}data/{}/index.html", self.id)]))
    }
}

fn datasets() -> impl Iterator<Item = Dataset<'static>> {
    let files = &built().files;
    ids(files).into_iter().map(|id| Dataset::read(id, files))
}

/// The codes of a dimension of a JSON-stat document, in order.
fn codes(document: &Value, dimension: &str) -> Vec<String> {
    let index = document["dimension"][dimension]["category"]["index"].as_array().expect("a list of codes");
    index.iter().map(|code| code.as_str().expect("a code").to_owned()).collect()
}

/// Name → code of a dimension.
fn by_label(document: &Value, dimension: &str) -> BTreeMap<String, String> {
    let labels = document["dimension"][dimension]["category"]["label"].as_object().expect("labels");
    labels.iter().map(|(code, label)| (label.as_str().expect("a name").to_owned(), code.clone())).collect()
}

/// A JSON-stat document unrolled: row-major over `id` and `size`.
fn of_json_stat(document: &Value) -> BTreeMap<Vec<String>, (Option<String>, Option<String>)> {
    let ids: Vec<&str> = document["id"].as_array().expect("ids").iter().filter_map(Value::as_str).collect();
    let lists: Vec<Vec<String>> = ids.iter().map(|id| codes(document, id)).collect();
    let sizes: Vec<u64> = document["size"].as_array().expect("sizes").iter().filter_map(Value::as_u64).collect();
    assert_eq!(lists.iter().map(|list| list.len() as u64).collect::<Vec<_>>(), sizes);
    let values = document["value"].as_array().expect("values");
    assert_eq!(values.len() as u64, sizes.iter().product::<u64>());
    let cell = |(at, value): (usize, &Value)| {
        let mut rest = at;
        let mut key: Vec<String> = Vec::new();
        for list in lists.iter().rev() {
            key.push(list[rest % list.len()].clone());
            rest /= list.len();
        }
        key.reverse();
        let status = document["status"][at.to_string()].as_str().map(str::to_owned);
        (key, (Some(value).filter(|value| !value.is_null()).map(ToString::to_string), status))
    };
    values.iter().enumerate().map(cell).collect()
}

#[test]
fn json_parquet_and_json_stat_hold_every_cell() {
    for set in datasets() {
        assert_eq!(of_json(set.file("json"), &set.keys), set.cells, "{}: JSON", set.id);
        assert_eq!(of_parquet(set.file("parquet"), &set.keys), set.cells, "{}: Parquet", set.id);
        for lang in ["zh", "en"] {
            let document = set.json_stat(lang);
            let found = of_json_stat(&document);
            assert_eq!(found.len(), set.cells.len(), "{}: JSON-stat {lang}", set.id);
            for (key, (value, status)) in &set.cells {
                let letter = match status.as_str() {
                    "A" => None,
                    "E" => Some("e"),
                    "Q" => Some("c"),
                    "M" => Some("z"),
                    "L" => Some("x"),
                    other => panic!("{}: status {other}", set.id),
                };
                assert_eq!(found[key], (value.clone(), letter.map(str::to_owned)), "{}: JSON-stat {lang} {key:?}", set.id);
            }
        }
        assert_eq!(without_words(set.json_stat("zh")), without_words(set.json_stat("en")), "{}: equal but for words", set.id);
    }
}

/// A document without what differs by language.
fn without_words(mut document: Value) -> Value {
    let object = document.as_object_mut().expect("an object");
    for key in ["label", "source", "note", "href", "link", "extension"] {
        object.remove(key);
    }
    for dimension in document["dimension"].as_object_mut().expect("dimensions").values_mut() {
        dimension.as_object_mut().expect("an object").remove("label");
        let category = dimension["category"].as_object_mut().expect("categories");
        category.remove("label");
        for unit in category.get_mut("unit").and_then(Value::as_object_mut).into_iter().flat_map(|units| units.values_mut()) {
            unit.as_object_mut().expect("a unit").remove("label");
        }
    }
    document
}

#[test]
fn sdmx_csv_holds_every_cell() {
    for set in datasets() {
        let mut reader = csv::Reader::from_reader(set.file("sdmx.csv"));
        let head = reader.headers().expect("a heading").clone();
        let at = |name: &str| head.iter().position(|column| column == name).unwrap_or_else(|| panic!("no {name} in {head:?}"));
        let (action, measure, value, status) = (at("ACTION"), at("MEASURE"), at("OBS_VALUE"), at("OBS_STATUS"));
        let mut found = Cells::new();
        for row in reader.records().map(|row| row.expect("a row")) {
            let code = |column: usize| match &row[column] {
                // The total over time is the whole of it: a first day and a duration.
                whole if &head[column] == "TIME_PERIOD" && whole.contains('/') => "_T".to_owned(),
                code => code.to_owned(),
            };
            let key = (action + 1..=measure).map(code).collect();
            let figure = Some(row[value].to_owned()).filter(|text| !text.is_empty());
            assert!(found.insert(key, (figure, row[status].to_owned())).is_none(), "{}: a key stands twice", set.id);
        }
        assert_eq!(found, set.cells, "{}: SDMX-CSV", set.id);
    }
}

#[test]
fn csv_for_people_holds_every_cell_in_both_languages() {
    for set in datasets() {
        for lang in ["zh", "en"] {
            let bytes = set.file(&format!("{lang}.excel.csv"));
            let mut reader = csv::Reader::from_reader(&bytes[3..]);
            let head = reader.headers().expect("a heading").clone();
            let value = head.iter().position(|name| ["数值", "Value"].contains(&name)).expect("a column of figures");
            let mut names: BTreeMap<(usize, String), BTreeSet<String>> = BTreeMap::new();
            let rows: Vec<_> = reader.records().map(|row| row.expect("a row")).collect();
            assert_eq!(rows.len(), set.order.len(), "{}: {lang}", set.id);
            for (key, row) in set.order.iter().zip(&rows) {
                assert_eq!(set.value(key).unwrap_or_default(), &row[value], "{}: {lang} {key:?}", set.id);
                for (at, code) in key[..key.len() - 1].iter().enumerate() {
                    names.entry((at, code.clone())).or_default().insert(row[at].to_owned());
                }
            }
            assert!(names.values().all(|names| names.len() == 1), "{}: each code has one name", set.id);
            let different: BTreeSet<(usize, &String)> =
                names.iter().flat_map(|((at, _), names)| names.iter().map(move |n| (*at, n))).collect();
            assert_eq!(different.len(), names.len(), "{}: and no two the same", set.id);
        }
    }
}

/// The rows of a sheet below its heading: the first row in which every cell holds something.
fn table(book: &mut calamine::Xlsx<std::io::Cursor<Vec<u8>>>, sheet: usize) -> Vec<Vec<Data>> {
    let name = book.sheet_names()[sheet].clone();
    let range = book.worksheet_range(&name).expect("a sheet");
    let head = range.rows().position(|row| row.iter().all(|cell| *cell != Data::Empty)).expect("a heading");
    range.rows().skip(head + 1).map(<[Data]>::to_vec).collect()
}

fn figure(cell: &Data) -> Option<String> {
    match cell {
        Data::Float(value) => Some(value.to_string()),
        Data::Int(value) => Some(value.to_string()),
        Data::String(sign) => {
            assert!(["[c]", "[z]", "[x]"].contains(&sign.as_str()), "{sign}");
            None
        }
        other => panic!("a figure is {other:?}"),
    }
}

#[test]
fn both_tables_of_a_workbook_hold_every_cell() {
    for set in datasets() {
        let mut book = calamine::Xlsx::new(std::io::Cursor::new(set.file("xlsx").to_vec())).expect("a workbook");
        let expected = |key: &Vec<String>| set.value(key).map(str::to_owned);
        let dimensions = set.keys.len() - 1;
        let tidy = table(&mut book, 1);
        assert_eq!(tidy.len(), set.order.len(), "{}", set.id);
        for (key, row) in set.order.iter().zip(&tidy) {
            assert_eq!(figure(&row[dimensions * 2 + 1]), expected(key), "{}: {key:?}", set.id);
            for (at, code) in key[..dimensions].iter().enumerate() {
                assert_eq!(row[at * 2], Data::String(code.clone()), "{}: codes are texts", set.id);
            }
        }
        // Measure by measure, the codes of the last dimension side by side; a single dimension has its measures so.
        let measures: Vec<String> = codes(&set.json_stat("zh"), "measure");
        let (stub, order): (usize, Vec<&Vec<String>>) = if dimensions == 1 {
            (1, set.order.iter().collect())
        } else {
            let of = |measure: &String| set.order.iter().filter(move |key| key[dimensions] == *measure).collect::<Vec<_>>();
            (dimensions, measures.iter().flat_map(of).collect())
        };
        let cross: Vec<Option<String>> =
            table(&mut book, 2).iter().flat_map(|row| row[stub..].iter().map(figure).collect::<Vec<_>>()).collect();
        assert_eq!(cross, order.into_iter().map(expected).collect::<Vec<_>>(), "{}: cross table", set.id);
    }
}

#[test]
fn the_page_holds_every_cell_in_both_languages() {
    let cell = Selector::parse("td[id^='cell.']").expect("a selector");
    for set in datasets() {
        for lang in ["zh", "en"] {
            let page = set.page(lang);
            let mut found = BTreeMap::new();
            for td in page.select(&cell) {
                let anchor = td.value().id().expect("it was selected by its id");
                let key: Vec<String> = anchor.split('.').skip(1).map(str::to_owned).collect();
                let lacks = td.value().classes().any(|class| ["withheld", "absent", "unavailable"].contains(&class));
                // Words that are the value are not said twice.
                let written = td.value().attr("data-value").map(str::to_owned);
                assert!(!lacks || written.is_none(), "{}: {anchor} has no number and a value", set.id);
                let value = if lacks { None } else { written.or_else(|| Some(td.text().collect())) };
                assert!(found.insert(key, value).is_none(), "{}: {anchor} stands twice", set.id);
            }
            // What was not collected has no row on the page.
            let expected = set.cells.iter().filter(|(key, (_, status))| status != "L" || found.contains_key(*key));
            let expected: BTreeMap<_, _> = expected.map(|(key, (value, _))| (key.clone(), value.clone())).collect();
            assert_eq!(found, expected, "{}: {lang}", set.id);
        }
    }
}

#[test]
fn charts_hold_the_figures_of_their_table_in_both_languages() {
    let charts: toml::Table = read(&package().join("content/charts.toml")).parse().expect("TOML");
    let catalog: toml::Table = read(&package().join("data/catalog.toml")).parse().expect("TOML");
    let text = |table: &toml::Table, key: &str| table.get(key).and_then(toml::Value::as_str).map(str::to_owned);
    let tables = |table: &toml::Table, key: &str| -> Vec<toml::Table> {
        let all = table.get(key).and_then(toml::Value::as_array).into_iter().flatten();
        all.filter_map(toml::Value::as_table).cloned().collect()
    };
    let (mut seen, mut figures) = (0, 0);
    for set in datasets() {
        let spec =
            tables(&catalog, "dataset").into_iter().find(|spec| text(spec, "id").as_ref() == Some(&set.id)).expect("declared");
        let own = |chart: &&toml::Table| text(chart, "cube").is_some() && text(chart, "cube") == text(&spec, "cube");
        for chart in tables(&charts, "chart").iter().filter(own) {
            for lang in ["zh", "en"] {
                let id = text(chart, "id").expect("an id");
                let rows = Selector::parse(&format!("#chart-{id} .table-scroll tbody tr")).expect("a selector");
                let heads = Selector::parse(&format!("#chart-{id} .table-scroll thead th")).expect("a selector");
                let (page, document) = (set.page(lang), set.json_stat(lang));
                let words = |element: scraper::ElementRef| element.text().collect::<String>().trim().to_owned();
                let heads: Vec<String> = page.select(&heads).map(words).collect();
                let x = text(chart, "x").expect("categories");
                let (names, series) = (by_label(&document, &x), text(chart, "series"));
                for row in page.select(&rows) {
                    seen += 1;
                    let cells: Vec<_> = row.child_elements().collect();
                    let name = words(cells[0]);
                    let category = names.get(&name).unwrap_or_else(|| panic!("{id}: {name} is not in {names:?}"));
                    for (at, cell) in cells.iter().enumerate().skip(1) {
                        let code = |dimension: &String| {
                            let fixed =
                                chart.get("fixed").and_then(toml::Value::as_table).and_then(|fixed| text(fixed, dimension));
                            if *dimension == x {
                                category.clone()
                            } else if Some(dimension) == series.as_ref() {
                                by_label(&document, dimension)[&heads[at]].clone()
                            } else {
                                fixed.unwrap_or_else(|| "_T".to_owned())
                            }
                        };
                        let dimensions = &set.keys[..set.keys.len() - 1];
                        let mut key: Vec<String> = dimensions.iter().map(code).collect();
                        key.push(text(chart, "measure").expect("a measure"));
                        assert_eq!(cell.value().attr("data-value"), set.value(&key), "{id} {lang}: {key:?}");
                        figures += 1;
                    }
                }
            }
        }
    }
    assert!(seen > 60 && figures > 100, "{seen} rows and {figures} figures: enough to tell");
}
