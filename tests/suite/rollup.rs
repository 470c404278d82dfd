//! `shanwai rollup`: a province over 14 synthetic cities with 122 counties, each a real release of a real site.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use rayon::prelude::*;

use super::support::{copy, edit, good, read, run, temporary, tree, write};

/// The cities' releases, made once.
fn cities() -> &'static Path {
    static MADE: OnceLock<tempfile::TempDir> = OnceLock::new();
    MADE.get_or_init(|| {
        let folder = temporary();
        let codes: Vec<String> = codes();
        codes.par_iter().for_each(|code| {
            good(folder.path(), &["new", "--province", "43", "--city", &code[..4], code, "--quiet"]);
            let site = folder.path().join(code);
            edit(&site.join("data/catalog.toml"), AGES, &format!("{AGES}{TIMES}of = \"rows\"\n"));
            if FEW.contains(&code.as_str()) {
                few(&site);
            }
            good(&site, &["release", "1.0.0", "--as-of", "2025-03-01", "--quiet"]);
            for (name, role) in [("主任甲", "数据负责人"), ("主任乙", "分管负责人")] {
                good(&site, &["sign", "1.0.0", "--name", name, "--role", role, "--as-of", "2025-03-02", "--quiet"]);
            }
        });
        folder
    })
    .path()
}

/// Cities with few of the youngest and the oldest children in each year, who are withheld in each of them.
const FEW: [&str; 5] = ["430100", "430200", "430300", "430400", "430500"];

/// Keeps three children of the two bands in each year.
fn few(site: &Path) {
    let file = site.join("data/synthetic/SYNTHETIC_participations.csv");
    let mut kept = std::collections::BTreeMap::<(String, String), std::collections::BTreeSet<String>>::new();
    let text: String = read(&file)
        .lines()
        .filter(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            if !matches!(cells[4], "0-5" | "16-17") {
                return true;
            }
            let children = kept.entry((cells[1].to_owned(), cells[4].to_owned())).or_default();
            children.contains(cells[6]) || children.len() < 3 && children.insert(cells[6].to_owned())
        })
        .map(|line| format!("{line}\n"))
        .collect();
    write(&file, text.as_bytes());
}

pub(crate) fn codes() -> Vec<String> {
    shanwai::config::Divisions::hunan().cities().into_iter().map(str::to_owned).collect()
}

/// The measure of the table by age.
const AGES: &str = "name = { zh = \"得到服务的儿童（不重复计）\", en = \"Children served (each counted once)\" }\nunit = \"children\"\nof = \"distinct\"\n";
/// Another beside it, which adds up in every dimension.
const TIMES: &str =
    "[[cube.measure]]\nid = \"attendances\"\nname = { zh = \"参加人次\", en = \"Attendances\" }\nunit = \"attendances\"\n";

/// What takes the place of records in the province's catalogue.
const RECORDS: &str = r#"[records.camps]
cities = "camps-by-county"
membership = "home-county"
synthetic = true
[records.camps.columns]
year = { dimension = "year" }
county = { dimension = "county" }

[records.ages]
cities = "children-by-age"
synthetic = true
[records.ages.columns]
year = { dimension = "year" }
county = { dimension = "county" }
age_band = { dimension = "age_band" }

"#;

/// Children at camps among all children served.
const COMPARE: &str = r#"[[compare]]
indicator = "ST-03"
title = { zh = "各市州参加营的儿童（模拟数据）", en = "Children at camps, by city (synthetic data)" }
part = { cube = "camps-by-county", measure = "children" }
base = { cube = "children-by-age", measure = "children" }
at = { year = "2025" }
"#;

/// Nobody has to have signed.
const UNASKED: &str = "[release]\nsign_offs = 0\n";

/// The site of a province: that of a city with all places of the list, and cities' releases instead of records.
pub(crate) fn province() -> tempfile::TempDir {
    let folder = temporary();
    let site = folder.path().join("province");
    good(folder.path(), &["new", "--province", "43", "--city", "4301", "province", "--quiet"]);
    std::fs::remove_dir_all(site.join("data/synthetic")).expect("the city had records");
    let catalog = site.join("data/catalog.toml");
    let text = read(&catalog);
    let (from, to) = (text.find("[records.participations]").expect("records"), text.find("# ── 汇总表").expect("cubes"));
    write(&catalog, (text[..from].to_owned() + RECORDS + &text[to..]).as_bytes());
    edit(
        &catalog,
        "id = \"camps-by-county\"\nrecords = \"participations\"\nwhere = { programme = [\"camp\"] }\n",
        "id = \"camps-by-county\"\nrecords = \"camps\"\n",
    );
    edit(
        &catalog,
        "records = \"participations\"\ndimensions = [\"year\", \"age_band\"]",
        "records = \"ages\"\ndimensions = [\"year\", \"county\", \"age_band\"]",
    );
    edit(&catalog, AGES, &format!("{AGES}{TIMES}"));
    edit(&catalog, "of = \"rows\"\n", "");
    edit(&catalog, "of = \"distinct\"\n", "");
    let divisions = shanwai::config::Divisions::hunan();
    let mut list = String::from("code,zh,en,parent\n");
    let mut rollup = String::new();
    for code in codes() {
        let city = divisions.city(Some("43"), &code).expect("a city");
        list += &format!("{code},{},{},\n", city.own.zh, city.own.en);
        for county in &city.counties {
            list += &format!("{},{},{},{code}\n", county.code, county.zh, county.en);
        }
        rollup += &format!("[[city]]\ncode = \"{code}\"\npackage = \"cities/{code}/1.0.0\"\n");
        copy(&cities().join(&code).join("releases/1.0.0"), &site.join(format!("data/cities/{code}/1.0.0")));
    }
    rollup += COMPARE;
    // Most tests change what was signed.
    rollup += UNASKED;
    write(&site.join("data/codes/county.csv"), list.as_bytes());
    write(&site.join("data/rollup.toml"), rollup.as_bytes());
    folder
}

pub(crate) fn site(folder: &tempfile::TempDir) -> PathBuf {
    folder.path().join("province")
}

/// A tidy table: the columns before `value` → value and status.
pub(crate) fn cells(csv: &str) -> std::collections::BTreeMap<Vec<String>, (String, String)> {
    let mut lines = csv.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
    let head = lines.next().expect("a heading");
    let value = head.iter().position(|name| name == "value").expect("values");
    lines.map(|row| (row[..value].to_vec(), (row[value].clone(), row[value + 1].clone()))).collect()
}

#[test]
fn fourteen_cities_make_a_province_and_every_number_keeps_its_way_back() {
    let folder = province();
    let site = site(&folder);
    let said = good(&site, &["rollup", "--out", "out", "--lang", "en"]);
    assert!(said.contains("camps-by-county / attendances (person-times): 14 cities"), "{said}");
    assert!(
        said.contains("children-by-age / children (persons): 14 cities") && said.contains("not added: the home county"),
        "{said}"
    );
    assert!(said.contains("worked out: 0"), "{said}");
    let table = cells(&read(&site.join("out/camps-by-county.csv")));
    let mut sum = 0;
    for code in codes() {
        let own = cells(&read(&cities().join(&code).join("releases/1.0.0/data/camps-by-county/camps-by-county.csv")));
        for (key, cell) in &own {
            let mut here = key.clone();
            if here[1] == "_T" {
                here[1].clone_from(&code);
            }
            assert_eq!(table.get(&here), Some(cell), "{code}: a city's cell stands as the city published it");
        }
        let key: Vec<String> = ["_T", "_T", "attendances", "attendances"].map(str::to_owned).to_vec();
        sum += own[&key].0.parse::<u64>().expect("shown");
    }
    let of = |county: &str, measure: &str| table[&["_T", county, measure, measure].map(str::to_owned).to_vec()].clone();
    assert_eq!(of("_T", "attendances"), (sum.to_string(), "A".to_owned()));
    assert_eq!(of("_T", "children").1, "A", "persons belong to home counties");
    let ages = cells(&read(&site.join("out/children-by-age.csv")));
    let persons: Vec<_> = ages.iter().filter(|(key, _)| key[1] == "_T" && key[3] == "children").collect();
    assert!(!persons.is_empty() && persons.iter().all(|(_, cell)| cell.0.is_empty()), "no home county is declared");
    let trace = read(&site.join("out/camps-by-county.trace.csv"));
    let whole: Vec<&str> = trace.lines().filter(|line| line.starts_with("_T,_T,attendances,")).collect();
    assert_eq!(whole.len(), 14);
    for (line, code) in whole.iter().zip(codes()) {
        let sums = std::fs::read(cities().join(&code).join("releases/1.0.0/SHA256SUMS")).expect("sums");
        let sum = shanwai::files::sha256_hex(&sums);
        assert_eq!(*line, format!("_T,_T,attendances,{code},1.0.0,{sum},cell._T._T.attendances"));
    }
}

#[test]
fn the_province_builds_with_a_page_for_each_city_and_says_nothing_of_the_figures_withheld() {
    let folder = province();
    let site = site(&folder);
    let said = good(&site, &["build", "--lang", "en"]);
    assert!(said.contains("rollup/not-added"), "persons without a home county are told: {said}");
    let page = read(&site.join("public/en/places/430200/index.html"));
    assert!(page.contains("Zhuzhou") && page.contains("synthetic"), "a page for each city, labelled");
    let trace = read(&site.join("public/data/camps-by-county/trace.csv"));
    assert!(trace.starts_with("year,county,measure,city,version,sha256,cell"), "{trace}");
    assert!(read(&site.join("public/en/data/camps-by-county/index.html")).contains("trace.csv"));
    // What each city withholds is withheld here as well, and so is every sum over it.
    let table = cells(&read(&site.join("public/data/camps-by-county/camps-by-county.csv")));
    let hidden = table.iter().filter(|(_, cell)| cell.1 == "Q").count();
    assert!(hidden > 14, "{hidden} cells are withheld");
    let ages = cells(&read(&site.join("public/data/children-by-age/children-by-age.csv")));
    let sums: Vec<_> = ages.iter().filter(|(key, cell)| key[1] == "_T" && cell.1 == "Q").collect();
    assert!(!sums.is_empty(), "a sum with a withheld part is withheld");
    for (path, bytes) in tree(&site.join("public")).iter().filter(|(path, _)| path.ends_with(".html")) {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("山外·怀化") && !text.contains("Beyond the Mountains"), "{path}");
    }
    let pages = tree(&site.join("public/en/indicators"));
    let text =
        pages.iter().find(|(path, _)| path.to_lowercase().starts_with("st-03/")).map(|(_, bytes)| String::from_utf8_lossy(bytes));
    let text = text.expect("a page of the indicator");
    assert!(
        text.contains("Children at camps, by city") && text.contains("no ranking"),
        "a funnel stands on the indicator's page"
    );
    assert_eq!(text.matches("within the range</td>").count(), 14, "each city is set against its own range");
    assert!(text.contains("chart-funnel"), "and drawn");
}

const BY_AGE: &str = "children-by-age/children-by-age.csv";

/// Attendances by year and age that a city withholds, as they are behind the release, with the persons: from the invented records.
fn withheld_of(code: &str) -> Vec<([String; 2], u64, u64)> {
    let release = cells(&read(&cities().join(code).join("releases/1.0.0/data").join(BY_AGE)));
    let records = read(&cities().join(code).join("data/synthetic/SYNTHETIC_participations.csv"));
    let rows: Vec<Vec<&str>> = records.lines().skip(1).map(|line| line.split(',').collect()).collect();
    let hidden = release.iter().filter(|(key, cell)| key[2] == "attendances" && cell.1 == "Q");
    let behind = |key: &[String]| {
        let is = |wanted: &str, found: &str| wanted == "_T" || wanted == found;
        let inside = |row: &&Vec<&str>| is(&key[0], row[1]) && is(&key[1], row[4]);
        let persons: std::collections::BTreeSet<&str> = rows.iter().filter(inside).map(|row| row[6]).collect();
        (rows.iter().filter(inside).count() as u64, persons.len() as u64)
    };
    hidden
        .map(|(key, _)| {
            let (times, persons) = behind(key);
            ([key[0].clone(), key[1].clone()], times, persons)
        })
        .collect()
}

/// Every city entrusts what it withholds.
pub(crate) fn entrust(site: &Path) {
    for code in codes() {
        let mut file = String::from("year,county,age_band,measure,value,persons\n");
        for ([year, age], value, persons) in withheld_of(&code) {
            file += &format!("{year},_T,{age},attendances,{value},{persons}\n");
        }
        write(&site.join(format!("data/private/entrusted/{code}/children-by-age.csv")), file.as_bytes());
    }
}

#[test]
fn entrusted_figures_are_added_and_no_city_s_cell_appears() {
    let folder = province();
    let site = site(&folder);
    let made = |out: &str| {
        let said = good(&site, &["rollup", "--out", out, "--lang", "en"]);
        (said, cells(&read(&site.join(out).join("children-by-age.csv"))))
    };
    let (_, before) = made("before");
    entrust(&site);
    let (said, after) = made("after");
    assert!(said.contains("worked out: 0"), "{said}");
    let newly: Vec<_> = after.iter().filter(|(key, cell)| cell.1 == "A" && before[*key].1 == "Q").collect();
    assert!(newly.iter().all(|(key, _)| key[1] == "_T"), "no cell of a city appears");
    assert!(!newly.is_empty(), "sums over several withheld parts are published");
    // Each such sum is what all cities together counted.
    for (key, (value, _)) in &newly {
        let own = |code: &String| {
            let table = cells(&read(&cities().join(code).join("releases/1.0.0/data").join(BY_AGE)));
            let key = [&key[0], &key[2], &key[3], &key[4]].map(Clone::clone).to_vec();
            let hidden = withheld_of(code).into_iter().find(|(own, ..)| own[..] == key[..2]).map(|(_, value, _)| value);
            table.get(&key).and_then(|cell| cell.0.parse::<u64>().ok()).or(hidden).unwrap_or(0)
        };
        assert_eq!(*value, codes().iter().map(own).sum::<u64>().to_string(), "{key:?}");
    }
    // With one city's figures alone nothing is known.
    for code in &codes()[1..] {
        std::fs::remove_file(site.join(format!("data/private/entrusted/{code}/children-by-age.csv"))).expect("it was there");
    }
    assert_eq!(made("alone").1, before, "what others withhold is not known here");
}

/// Changes a file of a city's release and its sums, so that only what it says is wrong.
fn tamper(site: &Path, code: &str, file: &str, old: &str, new: &str) {
    let package = site.join(format!("data/cities/{code}/1.0.0"));
    edit(&package.join(file), old, new);
    let sum = shanwai::files::sha256_hex(&std::fs::read(package.join(file)).expect("a file"));
    let sums = read(&package.join("SHA256SUMS"));
    let line = |line: &str| match line.split_once("  ") {
        Some((_, name)) if name == file => format!("{sum}  {name}\n"),
        _ => format!("{line}\n"),
    };
    write(&package.join("SHA256SUMS"), sums.lines().map(line).collect::<String>().as_bytes());
}

const CAMPS: &str = "data/camps-by-county/camps-by-county.csv";
const ABOUT: &str = "data/camps-by-county/datapackage.json";

#[test]
fn a_conflict_of_each_kind_is_reported_with_its_city() {
    let folder = province();
    let site = site(&folder);
    let package = |code: &str| site.join(format!("data/cities/{code}/1.0.0"));
    write(&package("430100").join("children.csv"), b"name,age\nPLANTED,9\n");
    edit(&site.join("data/rollup.toml"), "cities/430300/1.0.0", "cities/430300/2.0.0");
    tamper(&site, "430400", CAMPS, "2024,430405,", "2024,430999,");
    tamper(&site, "430500", CAMPS, ",430502,", ",430602,");
    tamper(&site, "430600", CAMPS, "attendances,attendances,", "attendances,meals,");
    tamper(&site, "430700", ABOUT, "\"unitKind\": \"person-times\"", "\"unitKind\": \"persons\"");
    tamper(&site, "430800", CAMPS, "year,county,measure", "jahr,county,measure");
    tamper(&site, "430900", CAMPS, ",A,F,,Y", ",E,F,,Y");
    tamper(&site, "431000", ABOUT, "\"synthetic\": true", "\"synthetic\": false");
    let twice = read(&package("431100").join(CAMPS));
    let last = twice.lines().last().expect("rows").to_owned();
    tamper(&site, "431100", CAMPS, &last, &format!("{last}\r\n{last}"));
    tamper(&site, "431200", CAMPS, ",obs_status,", ",status,");
    write(&package("431300").join(CAMPS), b"changed on the way");
    let done = run(&site, &["rollup", "--lang", "en"]);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(1), "{said}");
    for (rule, place) in [
        ("rollup/has-records", "data/cities/430100/1.0.0/children.csv"),
        ("rollup/no-release", "data/rollup.toml"),
        ("rollup/unknown-code", "data/cities/430400"),
        ("rollup/foreign-place", "data/cities/430500"),
        ("rollup/other-unit", "data/cities/430600"),
        ("rollup/other-unit", "data/cities/430700"),
        ("rollup/other-columns", "data/cities/430800"),
        ("rollup/other-method", "data/cities/430900"),
        ("rollup/mixed-synthetic", "data/cities/431000"),
        ("rollup/cell-twice", "data/cities/431100"),
        ("rollup/has-records", "data/cities/431200"),
        ("rollup/altered", "data/cities/431300"),
    ] {
        let told = said.split("\n\n").any(|one| one.contains(&format!("error[{rule}]")) && one.contains(place));
        assert!(told, "{rule} at {place}: {said}");
    }
    assert!(!said.contains("PLANTED"), "no content of a record is shown");
    let chinese = String::from_utf8_lossy(&run(&site, &["rollup", "--lang", "zh"]).stderr).into_owned();
    assert!(chinese.contains("衡阳市的 `camps-by-county` 用了省里没有的代码 `430999`"), "{chinese}");
}

#[test]
fn other_definitions_and_missing_periods_leave_the_total_empty() {
    let folder = province();
    let site = site(&folder);
    let version = read(&site.join("data/cities/430100/1.0.0").join(ABOUT));
    let own = version.lines().find(|line| line.contains("definitionVersion")).expect("versions").trim().to_owned();
    tamper(&site, "430100", ABOUT, &own, "\"definitionVersion\": \"9\"");
    let said = good(&site, &["rollup", "--out", "out", "--lang", "en"]);
    assert!(said.contains("warning[rollup/other-definition]") && said.contains("uses version 9 of `ST-0"), "{said}");
    let table = cells(&read(&site.join("out/camps-by-county.csv")));
    let of = |county: &str| table[&["_T", county, "attendances", "attendances"].map(str::to_owned).to_vec()].clone();
    assert_eq!(of("_T"), (String::new(), "L".to_owned()), "a sum without one city is no provincial sum");
    assert_eq!(of("430200").1, "A");
    let file = site.join("data/cities/430100/1.0.0").join(ABOUT);
    edit(&file, "\"definitionVersion\": \"9\"", &own);
    let sums = read(&cities().join("430100/releases/1.0.0/SHA256SUMS"));
    write(&site.join("data/cities/430100/1.0.0/SHA256SUMS"), sums.as_bytes());
    // A city that began in 2024 and has handed in no more.
    let table = read(&site.join("data/cities/430200/1.0.0").join(CAMPS));
    let (head, rest) = table.split_once("\r\n").expect("a heading");
    let first: Vec<&str> = rest.lines().filter(|line| line.starts_with("2024,")).collect();
    let totals = first.iter().map(|line| format!("{}\r\n", line.replacen("2024,", "_T,", 1)));
    let only: String = totals.chain(first.iter().map(|line| format!("{line}\r\n"))).collect();
    tamper(&site, "430200", CAMPS, &table, &format!("{head}\r\n{only}"));
    let said = good(&site, &["rollup", "--out", "out", "--lang", "en"]);
    assert!(said.contains("warning[rollup/other-periods]") && said.contains("has no `2025`"), "{said}");
    let table = cells(&read(&site.join("out/camps-by-county.csv")));
    assert_eq!(table[&["2025", "_T", "attendances", "attendances"].map(str::to_owned).to_vec()].1, "L");
    assert_eq!(table[&["2024", "430200", "attendances", "attendances"].map(str::to_owned).to_vec()].1, "A");
}

#[test]
fn a_dataset_archive_will_do_and_a_city_that_contradicts_itself_will_not() {
    let folder = province();
    let site = site(&folder);
    let archive = "data/camps-by-county/camps-by-county.zip";
    copy_file(&cities().join("430100/releases/1.0.0").join(archive), &site.join("data/cities/camps.zip"));
    edit(&site.join("data/rollup.toml"), "cities/430100/1.0.0", "cities/camps.zip");
    let said = good(&site, &["rollup", "--out", "out", "--lang", "en"]);
    assert!(said.contains("attendances (person-times): 14 cities"), "{said}");
    let table = read(&site.join("data/cities/430200/1.0.0").join(CAMPS));
    let whole = table.lines().find(|line| line.starts_with("_T,_T,attendances,")).expect("a total").to_owned();
    let more = whole.replace(",A,", "9,A,");
    tamper(&site, "430200", CAMPS, &whole, &more);
    let done = run(&site, &["rollup", "--lang", "en"]);
    let said = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(1), "{said}");
    let line = said.lines().find(|line| line.starts_with("error[rollup/contradiction]")).unwrap_or_default();
    assert!(line.contains("county=430200") && line.contains("year=_T") && line.contains("`camps-by-county`"), "{said}");
    assert!(!said.contains("leave `membership"), "attendances are no persons: {said}");
}

#[test]
fn a_package_that_was_changed_on_its_way_is_read_no_further() {
    let folder = province();
    let site = site(&folder);
    let package = |code: &str| site.join(format!("data/cities/{code}/1.0.0"));
    // A file that the roll-up has no use for, and an archive whose table was changed.
    write(&package("430100").join("figures/camps-by-county/camps-by-county.zh.svg"), b"<svg/>");
    let archive = site.join("data/cities/camps.zip");
    changed_archive(&package("430200").join("data/camps-by-county/camps-by-county.zip"), &archive);
    edit(&site.join("data/rollup.toml"), "cities/430200/1.0.0", "cities/camps.zip");
    // Sums made anew fit the files, but not the city's lock, nor what it said on the telephone.
    tamper(&site, "430300", "facts.json", "{", "{ ");
    copy_file(&cities().join("430300/releases/lock.json"), &site.join("data/cities/430300/lock.json"));
    copy_file(&cities().join("430400/releases/lock.json"), &site.join("data/cities/430400/lock.json"));
    tamper(&site, "430500", "facts.json", "{", "{ ");
    let told = shanwai::files::sha256_hex(&std::fs::read(cities().join("430500/releases/1.0.0/SHA256SUMS")).expect("sums"));
    edit(&site.join("data/rollup.toml"), "\"cities/430500/1.0.0\"", &format!("\"cities/430500/1.0.0\"\nsums = \"{told}\""));
    let done = run(&site, &["rollup", "--lang", "en"]);
    let said = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(1), "{said}");
    for (place, why) in [
        ("data/cities/430100/1.0.0/figures/camps-by-county/camps-by-county.zh.svg", "the file is not what was published"),
        ("data/cities/camps.zip/camps-by-county.csv", "the file is not what was published"),
        ("data/cities/430300/1.0.0/SHA256SUMS", "another sum than when the city froze it"),
        ("data/cities/430500/1.0.0/SHA256SUMS", "not the one the city told"),
    ] {
        let told = |one: &&str| one.contains("error[rollup/altered]") && one.contains(place) && one.contains(why);
        assert_eq!(said.split("\n\n").filter(told).count(), 1, "{place}: {said}");
    }
    assert!(!said.contains("430400"), "a lock that fits is no fault: {said}");
}

/// A copy of a dataset's archive in which the last figure of the table has one more digit.
fn changed_archive(from: &Path, to: &Path) {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(from).expect("an archive")).expect("a ZIP");
    let mut made = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).expect("a file");
        let name = file.name().expect("a name").into_owned();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut file, &mut bytes).expect("bytes");
        if name.ends_with("camps-by-county.csv") {
            let text = String::from_utf8(bytes).expect("text");
            let (before, last) = text.rsplit_once(",A,").expect("a figure");
            bytes = format!("{before}0,A,{last}").into_bytes();
        }
        made.start_file(name, zip::write::SimpleFileOptions::default()).expect("room");
        std::io::Write::write_all(&mut made, &bytes).expect("room");
    }
    write(to, &made.finish().expect("an end").into_inner());
}

/// Every city hands over its lock, but for one.
fn locks(site: &Path, but: &str) {
    for code in codes().iter().filter(|code| *code != but) {
        copy_file(&cities().join(code).join("releases/lock.json"), &site.join(format!("data/cities/{code}/lock.json")));
    }
}

#[test]
fn releases_that_nobody_signed_are_refused_and_a_trial_says_so_on_every_page() {
    let folder = province();
    let site = site(&folder);
    let rollup = site.join("data/rollup.toml");
    edit(&rollup, UNASKED, "");
    locks(&site, "430100");
    let done = run(&site, &["rollup", "--lang", "en"]);
    let said = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(1), "{said}");
    assert_eq!(said.matches("error[").count(), 1, "all others are signed: {said}");
    assert!(said.contains("error[rollup/unsigned]") && said.contains("data/cities/430100/lock.json"), "{said}");
    write(&rollup, (read(&rollup) + "[release]\nunsigned = true\n").as_bytes());
    let said = good(&site, &["build", "--lang", "en", "--as-of", "2025-03-10"]);
    assert!(said.contains("note[rollup/trial]") && said.contains("says so: Changsha"), "{said}");
    let pages: Vec<_> = tree(&site.join("public")).into_iter().filter(|(path, _)| path.ends_with(".html")).collect();
    assert!(pages.len() > 300, "{} pages", pages.len());
    for (path, bytes) in &pages {
        let (page, english) = (String::from_utf8_lossy(bytes), path.starts_with("en/"));
        let wanted =
            if english { "The figures of Changsha City have not been signed off." } else { "长沙市的数据还没有签署" };
        // Addresses that only lead on have no banner.
        assert!(page.contains(wanted) || page.contains("http-equiv=\"refresh\""), "{path}");
    }
    let package = read(&site.join("public/data/camps-by-county/datapackage.json"));
    assert!(package.contains("\"unsigned\": true"), "{package}");
    assert!(read(&site.join("public/data/camps-by-county/README.en.md")).contains("A trial run"));
    let done = run(&site, &["release", "1.0.0", "--as-of", "2025-03-10", "--lang", "en"]);
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.code() == Some(1) && said.contains("error[rollup/unsigned]: figures of cities"), "{said}");
    assert!(!site.join("releases").exists(), "nothing was frozen");
    // All have signed: no label, and the permission changes nothing.
    locks(&site, "");
    let said = good(&site, &["build", "--lang", "en", "--as-of", "2025-03-10"]);
    assert!(!said.contains("rollup/trial"), "{said}");
    assert!(!read(&site.join("public/en/index.html")).contains("signed off"));
    assert!(!read(&site.join("public/data/camps-by-county/datapackage.json")).contains("unsigned"));
}

#[test]
fn a_province_begins_with_a_site_that_builds_unedited() {
    let folder = temporary();
    let said = good(folder.path(), &["new", "--province", "43", "province", "--lang", "en"]);
    assert!(said.contains("14 cities, 122 counties") && said.contains("synthetic"), "{said}");
    let site = folder.path().join("province");
    let said = good(&site, &["rollup", "--lang", "en", "--out", "out"]);
    assert!(said.contains("worked out: 0") && !said.contains("warning"), "{said}");
    let table = cells(&read(&site.join("out/camps-by-county.csv")));
    assert_eq!(table[&["_T", "_T", "children", "children"].map(str::to_owned).to_vec()].1, "A", "the whole province is shown");
    assert_eq!(
        table[&["2024", "430181", "children", "children"].map(str::to_owned).to_vec()].1,
        "Q",
        "what is withheld shows as such"
    );
    let said = good(&site, &["build", "--lang", "zh", "--as-of", "2025-03-01"]);
    assert!(said.contains("0 条警告"), "{said}");
    let page = read(&site.join("public/en/places/430100/index.html"));
    assert!(
        page.contains("Places in Changsha") && page.contains("/places/430181/") || page.contains("../430181/"),
        "a city names its counties"
    );
    for (path, bytes) in tree(&site.join("data")).iter().filter(|(path, _)| path.ends_with(".csv") && path.contains("cities")) {
        let text = String::from_utf8_lossy(bytes);
        assert!(text.lines().skip(1).all(|line| line.ends_with(",Y")), "{path}: every row says that it is synthetic");
    }
    // The whole province at once, or one city of it: a list without cities has nothing to begin with.
    let done = run(folder.path(), &["new", "--province", "44", "other", "--lang", "en"]);
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.code() == Some(2) && said.contains("config/no-division"), "{said}");
}

fn copy_file(from: &Path, to: &Path) {
    write(to, &std::fs::read(from).expect("a file"));
}
