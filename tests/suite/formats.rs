//! What is written for machines is read back by other readers.

use super::support::{base, edit, good, tree};

fn published() -> super::support::Tree {
    let site = base();
    edit(&site.path().join("content/site.toml"), "base_url = \"\"", "base_url = \"https://qingxi.example.org/open/\"");
    good(site.path(), &["build", "--quiet"]);
    tree(&site.path().join("public"))
}

/// Reads a whole XML file; the texts and attribute values of elements called `name`.
fn elements(bytes: &[u8], name: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_reader(bytes);
    reader.config_mut().check_end_names = true;
    let (mut found, mut inside, mut buffer) = (Vec::new(), false, Vec::new());
    loop {
        use quick_xml::events::Event;
        match reader.read_event_into(&mut buffer).expect("well-formed") {
            Event::Eof => return found,
            Event::Start(start) | Event::Empty(start) if start.name().as_ref() == name => {
                inside = true;
                let attributes = start.attributes().map(|a| a.expect("an attribute").value.into_owned());
                found.extend(attributes.map(|value| value.to_string()));
            }
            Event::Text(text) if inside => found.push(text.trim().to_owned()),
            Event::End(end) if end.name().as_ref() == name => inside = false,
            _ => {}
        }
        buffer.clear();
    }
}

#[test]
fn feeds_and_sitemap_are_well_formed_and_name_whole_addresses() {
    let files = published();
    for name in ["feed.xml", "en/feed.xml"] {
        let ids = elements(&files[name], "id");
        assert!(!ids.is_empty(), "{name}");
        assert!(!elements(&files[name], "updated").is_empty(), "{name}");
    }
    let places = elements(&files["sitemap.xml"], "loc");
    assert!(places.len() >= 20, "{places:?}");
    for place in places {
        let path = place.strip_prefix("https://qingxi.example.org/open/").unwrap_or_else(|| panic!("{place}"));
        let file = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
        assert!(files.contains_key(&file), "{place} is no file");
    }
}

#[test]
fn every_drawing_is_well_formed_and_titled() {
    let files = published();
    let page = String::from_utf8_lossy(&files["camps/index.html"]).into_owned();
    let start = page.find("<svg").expect("the page shows a chart");
    let end = page[start..].find("</svg>").expect("the chart ends") + start + "</svg>".len();
    let titles = elements(&page.as_bytes()[start..end], "title");
    assert!(titles.iter().any(|title| !title.is_empty()), "{titles:?}");
}

#[test]
fn tables_for_machines_and_for_spreadsheets_hold_the_same() {
    let files = published();
    let mut seen = 0;
    // Slices are for people alone; the browser tests compare each of their cells with the file for programs.
    let whole = |path: &str| path.starts_with("data/") && path.ends_with(".excel.csv") && !path.contains("/by/");
    for (path, bytes) in files.iter().filter(|(path, _)| whole(path)) {
        let stem = path.trim_end_matches(".excel.csv").rsplit_once('.').expect("a language").0;
        let programs = &files[&format!("{stem}.csv")];
        assert!(bytes.starts_with(b"\xef\xbb\xbf"), "{path} tells spreadsheets its encoding");
        let (a, b) = (rows(programs), rows(&bytes[3..]));
        assert!(a.len() > 1, "{path} holds rows");
        let value = a[0].iter().position(|name| name == "value").expect("a column of figures");
        let figures = |rows: &[Vec<String>], at: usize| rows[1..].iter().map(|row| row[at].clone()).collect::<Vec<_>>();
        // The form for people has the same columns up to the figure, but measure before figure before unit or behind.
        let twin = b[0].iter().position(|name| ["数值", "Value"].contains(&name.as_str())).expect("a column of figures");
        assert_eq!(figures(&a, value), figures(&b, twin), "{path}");
        let marked = |rows: &[Vec<String>]| rows[1..].iter().all(|row| row.last().is_some_and(|cell| !cell.is_empty()));
        assert!(marked(&a) && marked(&b), "{path}: every row of invented figures says so");
        seen += 1;
    }
    assert_eq!(seen, 2, "one table in each language");
}

fn rows(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
    reader.records().map(|row| row.expect("as many cells as the heading").iter().map(str::to_owned).collect()).collect()
}

#[test]
fn the_manifest_is_json_and_sorted() {
    let files = published();
    let manifest: serde_json::Value = serde_json::from_slice(&files["build-manifest.json"]).expect("JSON");
    let paths: Vec<&str> = manifest["files"].as_array().expect("files").iter().filter_map(|f| f["path"].as_str()).collect();
    assert!(paths.is_sorted() && paths.len() + 1 == files.len(), "{} of {}", paths.len(), files.len());
}

#[test]
fn periods_as_offices_spell_them_come_from_records_to_page_and_formats() {
    use super::open_data::{of_csv, of_json, of_parquet};
    // The code, its names, and how the records spell it.
    let periods = [
        ("2024", "2024年", "2024", "2024年"),
        ("2024-H1", "2024年上半年", "first half of 2024", "2024年上半年"),
        ("2023-09_2024-08", "2023—2024学年", "school year 2023–2024", "2023—2024学年"),
        ("2025-06-30", "截至2025年6月", "to June 2025", "截至2025年6月"),
        ("2021-09_2022-08", "2021—2022学年", "school year 2021–2022", "2021/22"),
        ("2015-2017", "2015—2017年", "2015–2017", "2015-2017"),
    ];
    let site = base();
    let more: String = periods[1..]
        .iter()
        .map(|(code, zh, en, _)| format!("  {{ code = \"{code}\", name = {{ zh = \"{zh}\", en = \"{en}\" }} }},\n"))
        .collect();
    let catalog = site.path().join("data/catalog.toml");
    let last = "  { code = \"2024\", name = { zh = \"2024年\", en = \"2024\" } },\n";
    edit(&catalog, last, &format!("{last}{more}"));
    edit(&catalog, "en = \"Year\" }\n", "en = \"Year\" }\ntime = true\n");
    let records = site.path().join("data/records/participations.csv");
    let before = super::support::read(&records);
    let mut rows = before.clone();
    for (number, (_, _, _, spelling)) in periods.iter().enumerate() {
        // From seven persons on, so that no two periods have the same figure.
        let persons = (0..7 + number).flat_map(|person| ["01", "02"].map(|county| (person, county)));
        rows.extend(persons.map(|(person, county)| format!("{spelling},{county},q{number}{person:02}{county},500\n")));
    }
    super::support::write(&records, rows.as_bytes());
    good(site.path(), &["build", "--quiet"]);
    let files = tree(&site.path().join("public"));
    let file = |end: &str| files[&format!("data/attendances/attendances.{end}")].as_slice();
    let (keys, cells) = of_csv(file("csv"));
    assert_eq!(of_json(file("json"), &keys), cells);
    assert_eq!(of_parquet(file("parquet"), &keys), cells);
    let sdmx = String::from_utf8_lossy(file("sdmx.csv")).into_owned();
    let page = String::from_utf8_lossy(&files["data/attendances/index.html"]).into_owned();
    let stat: serde_json::Value = serde_json::from_slice(file("zh.json")).expect("JSON-stat");
    let in_sdmx = ["2024", "2024-S1", "2023-09-01/P1Y", "2025-06-30", "2021-09-01/P1Y", "2015-01-01/P3Y"];
    for (number, ((code, name, _, _), period)) in periods.iter().zip(in_sdmx).enumerate() {
        let there = before.lines().filter(|line| line.starts_with(&format!("{code},01,"))).count();
        let figure = (there + 7 + number).to_string();
        let key = [*code, "01", "attendances"].map(str::to_owned).to_vec();
        assert_eq!(cells[&key].0.as_ref(), Some(&figure), "{code}");
        assert!(sdmx.contains(&format!(",R,{period},01,attendances,{figure},")), "{period} {figure}: {sdmx}");
        assert_eq!(stat["dimension"]["year"]["category"]["label"][code], *name);
        assert!(page.contains(&format!("id=\"cell.{code}.01.attendances\">{figure}<")), "{code} {figure}");
    }
    assert_eq!(stat["role"]["time"][0], "year");
    let about: serde_json::Value = serde_json::from_slice(&files["data/attendances/datapackage.json"]).expect("JSON");
    let covered = about.to_string();
    assert!(covered.contains("2015-01-01") && covered.contains("2025-06-30"), "{covered}");
}
