//! The formats of a dataset, read back by libraries that did not write them: the same cells in each, codes as text, withheld cells
//! as withheld.

use std::collections::BTreeMap;
use std::io::Read;

use calamine::{Data, DataType, Reader};
use parquet::file::reader::FileReader;
use parquet::record::{Field, RowAccessor};

use super::support::{Tree, built};

/// Codes and measure → the figure as it is written, or nothing, and the status.
pub(crate) type Cells = BTreeMap<Vec<String>, (Option<String>, String)>;

pub(crate) fn ids(files: &Tree) -> Vec<String> {
    let found = files.keys().filter_map(|path| path.strip_prefix("data/")?.strip_suffix("/datapackage.json"));
    found.map(str::to_owned).collect()
}

/// The tidy CSV.
pub(crate) fn of_csv(bytes: &[u8]) -> (Vec<String>, Cells) {
    let mut reader = csv::Reader::from_reader(bytes);
    let head: Vec<String> = reader.headers().expect("a heading").iter().map(str::to_owned).collect();
    let at = |name: &str| head.iter().position(|column| column == name).expect("a column");
    let (unit, value, status) = (at("unit"), at("value"), at("obs_status"));
    let rows = reader.records().map(|row| {
        let row = row.expect("as many cells as the heading");
        let key = (0..unit).map(|at| row[at].to_owned()).collect();
        (key, (Some(row[value].to_owned()).filter(|text| !text.is_empty()), row[status].to_owned()))
    });
    (head[..unit].to_vec(), rows.collect())
}

pub(crate) fn of_json(bytes: &[u8], keys: &[String]) -> Cells {
    let document: serde_json::Value = serde_json::from_slice(bytes).expect("JSON");
    let rows = document["observations"].as_array().expect("cells").iter().map(|row| {
        let key = keys.iter().map(|key| row[key].as_str().expect("a code").to_owned()).collect();
        let value = Some(&row["value"]).filter(|value| !value.is_null()).map(ToString::to_string);
        (key, (value, row["obs_status"].as_str().expect("a status").to_owned()))
    });
    rows.collect()
}

pub(crate) fn of_parquet(bytes: &[u8], keys: &[String]) -> Cells {
    let reader = parquet::file::reader::SerializedFileReader::new(bytes::Bytes::copy_from_slice(bytes)).expect("Parquet");
    let rows = reader.get_row_iter(None).expect("rows").map(|row| {
        let row = row.expect("a row");
        let column = |name: &str| row.get_column_iter().position(|(column, _)| column == name).expect("a column");
        let key = keys.iter().map(|key| row.get_string(column(key)).expect("text").clone()).collect();
        let value = match row.get_column_iter().nth(column("value")).expect("a value").1 {
            Field::Null => None,
            Field::Long(value) => Some(value.to_string()),
            other => Some(other.to_string()),
        };
        (key, (value, row.get_string(column("obs_status")).expect("text").clone()))
    });
    rows.collect()
}

/// The second sheet: codes stand in every other column, then measure, figure, unit, status. Measures are named there, not coded.
fn of_xlsx(bytes: &[u8], dimensions: usize) -> Vec<(Vec<String>, Option<String>, String)> {
    let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(std::io::Cursor::new(bytes.to_vec())).expect("a workbook");
    let name = book.sheet_names()[1].clone();
    let sheet = book.worksheet_range(&name).expect("a sheet");
    let width = dimensions * 2 + 5;
    let start = sheet.rows().position(|row| row.iter().all(|cell| !cell.is_empty())).expect("a heading");
    assert_eq!(sheet.width(), width, "{name}");
    let rows = sheet.rows().skip(start + 1).map(|row| {
        let text = |at: usize| match &row[at] {
            Data::String(text) => text.clone(),
            other => panic!("{name}: a code is {other:?}"),
        };
        let value = match &row[dimensions * 2 + 1] {
            Data::Float(value) => Some(value.to_string()),
            Data::Int(value) => Some(value.to_string()),
            Data::String(sign) => {
                assert!(["[c]", "[z]", "[x]"].contains(&sign.as_str()), "{name}: {sign}");
                None
            }
            other => panic!("{name}: a figure is {other:?}"),
        };
        ((0..dimensions).map(|at| text(at * 2)).collect(), value, text(dimensions * 2 + 3))
    });
    rows.collect()
}

#[test]
fn every_format_holds_the_same_cells() {
    let files = &built().files;
    let (mut cells, mut withheld) = (0, 0);
    for id in ids(files) {
        let of = |end: &str| files[&format!("data/{id}/{id}.{end}")].as_slice();
        let (keys, tidy) = of_csv(of("csv"));
        assert_eq!(of_json(of("json"), &keys), tidy, "{id}: JSON");
        assert_eq!(of_parquet(of("parquet"), &keys), tidy, "{id}: Parquet");
        let sheet = of_xlsx(of("xlsx"), keys.len() - 1);
        assert_eq!(sheet.len(), tidy.len(), "{id}: XLSX");
        let mut one: Vec<_> =
            tidy.iter().map(|(key, cell)| (key[..key.len() - 1].to_vec(), cell.0.clone(), cell.1.clone())).collect();
        let mut other = sheet;
        one.sort();
        other.sort();
        assert_eq!(one, other, "{id}: XLSX");
        for lang in ["zh", "en"] {
            let document: serde_json::Value = serde_json::from_slice(of(&format!("{lang}.json"))).expect("JSON-stat");
            let values = document["value"].as_array().expect("values");
            let missing = values.iter().filter(|value| value.is_null()).count();
            assert_eq!(values.len(), tidy.len(), "{id}: JSON-stat");
            assert_eq!(missing, document["status"].as_object().map_or(0, |status| status.values().filter(|v| *v != "e").count()));
        }
        cells += tidy.len();
        withheld += tidy.values().filter(|cell| cell.1 == "Q").count();
        assert!(tidy.values().all(|(value, status)| value.is_none() == ["Q", "M", "L"].contains(&status.as_str())), "{id}");
    }
    assert!(cells > 500 && withheld > 10, "{cells} cells, {withheld} withheld: enough to tell");
}

#[test]
fn an_archive_holds_every_file_as_it_lies_beside_it() {
    let files = &built().files;
    for id in ids(files) {
        let mut archive =
            zip::ZipArchive::new(std::io::Cursor::new(&files[&format!("data/{id}/{id}.zip")])).expect("a ZIP archive");
        // In the folder itself: below it lie parts of the table, for pages, and what scripts on them read.
        let folder = format!("data/{id}/");
        let beside = files.keys().filter(|path| path.strip_prefix(&folder).is_some_and(|name| !name.contains('/')));
        let beside: Vec<_> =
            beside.filter(|path| !path.ends_with(".zip") && !path.ends_with(".html") && !path.ends_with("feed.xml")).collect();
        assert_eq!(archive.len(), beside.len(), "{id}");
        for path in beside {
            let mut bytes = Vec::new();
            archive
                .by_name(path.strip_prefix("data/").expect("below data"))
                .expect("a member")
                .read_to_end(&mut bytes)
                .expect("bytes");
            assert_eq!(&bytes, &files[path], "{path}");
        }
    }
}

#[test]
fn nothing_in_a_file_for_people_runs_or_becomes_a_date() {
    let files = &built().files;
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".excel.csv")) {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&bytes[3..]);
        for cell in reader.records().flat_map(|row| row.expect("a row").iter().map(str::to_owned).collect::<Vec<_>>()) {
            assert!(!cell.starts_with(['=', '+', '@', '\t']), "{path}: {cell}");
            let date = cell.split('-').count() == 2 && cell.split('-').all(|part| part.parse::<u8>().is_ok());
            let words: Vec<&str> = cell.split(' ').collect();
            let month = matches!(words[..], [name, year] if name.chars().all(char::is_alphabetic) && year.parse::<u16>().is_ok_and(|year| year >= 1000));
            assert!(!date && !month, "{path}: a spreadsheet takes `{cell}` for a date");
        }
    }
}

#[test]
fn the_api_has_the_shape_it_publishes() {
    let files = &built().files;
    for name in ["facts", "datasets", "releases", "codelists"] {
        let schema: serde_json::Value = serde_json::from_slice(&files[&format!("api/v1/schema/{name}.json")]).expect("a schema");
        let document: serde_json::Value = serde_json::from_slice(&files[&format!("api/v1/{name}.json")]).expect("JSON");
        let mut faults = Vec::new();
        judge(&schema, &schema, &document, name, &mut faults);
        assert!(faults.is_empty(), "{faults:?}");
        assert!(!document.as_object().expect("an object").is_empty());
    }
    let twin: serde_json::Value = serde_json::from_slice(&files["s/study-camp-person-times/fact.json"]).expect("JSON");
    assert_eq!(twin["id"], "study-camp-person-times");
    assert!(files.contains_key("codelists/county.csv"));
}

/// As much of JSON Schema as the published shapes use: type, required, properties, items, additionalProperties, enum, anyOf, $ref.
fn judge(root: &serde_json::Value, schema: &serde_json::Value, value: &serde_json::Value, at: &str, faults: &mut Vec<String>) {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = root.pointer(reference.trim_start_matches('#')).expect("a definition");
        return judge(root, target, value, at, faults);
    }
    if let Some(choices) = schema["anyOf"].as_array() {
        let fits = |choice: &serde_json::Value| {
            let mut found = Vec::new();
            judge(root, choice, value, at, &mut found);
            found.is_empty()
        };
        if !choices.iter().any(fits) {
            faults.push(format!("{at}: fits no choice"));
        }
        return;
    }
    let own = match value {
        serde_json::Value::Null => "null",
        serde_json::Value::Bool(_) => "boolean",
        serde_json::Value::Number(number) if number.is_f64() => "number",
        serde_json::Value::Number(_) => "integer",
        serde_json::Value::String(_) => "string",
        serde_json::Value::Array(_) => "array",
        serde_json::Value::Object(_) => "object",
    };
    let types: Vec<&str> = match &schema["type"] {
        serde_json::Value::String(one) => vec![one.as_str()],
        serde_json::Value::Array(several) => several.iter().filter_map(serde_json::Value::as_str).collect(),
        _ => Vec::new(),
    };
    let fits = types.is_empty() || types.contains(&own) || (own == "integer" && types.contains(&"number"));
    if !fits {
        faults.push(format!("{at}: {own} instead of {types:?}"));
    }
    if let Some(known) = schema["enum"].as_array().filter(|known| !known.contains(value)) {
        faults.push(format!("{at}: {value} is not among {known:?}"));
    }
    for (number, item) in value.as_array().into_iter().flatten().enumerate() {
        judge(root, &schema["items"], item, &format!("{at}[{number}]"), faults);
    }
    for (name, entry) in value.as_object().into_iter().flatten() {
        let below =
            if schema["properties"][name].is_null() { &schema["additionalProperties"] } else { &schema["properties"][name] };
        if below.is_object() {
            judge(root, below, entry, &format!("{at}.{name}"), faults);
        }
    }
    for name in schema["required"].as_array().into_iter().flatten().filter_map(serde_json::Value::as_str) {
        if value.is_object() && value.get(name).is_none() {
            faults.push(format!("{at}: no {name}"));
        }
    }
}
