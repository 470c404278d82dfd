//! The site of a province that `shanwai new --province` writes: all its cities and counties, no records, and for each city a synthetic
//! package to begin with.

mod packages;

use std::collections::BTreeMap;
use std::fmt::Write;

use super::city;
use crate::config::{Division, Province, stem};

macro_rules! files {
    ($($path:literal,)*) => {
        /// What differs from the site of a city: path below the new folder and text, sorted by path.
        static OWN: &[(&str, &str)] = &[$(($path, include_str!(concat!("province/", $path))),)*];
    };
}

files! {
    "README.md",
    "content/charts.toml",
    "content/index.en.md",
    "content/index.zh.md",
    "content/methods.en.md",
    "content/methods.zh.md",
    "content/places/index.en.md",
    "content/places/index.zh.md",
    "data/cities/README.md",
}

/// What stands in the place of records.
const CUBES: &str = include_str!("province/data/cubes.toml");
/// Nobody signs packages that a program made.
const TRIAL: &str = "\n# 模拟数据没有人签署，所以先按试算做，网站每页都注明；收齐真实的各版以后删去 unsigned。\n\
                     # Nobody signs synthetic packages, so this is a trial run, and every page says so. Remove `unsigned` when real releases have come.\n\
                     [release]\nunsigned = true\n";
/// What is compared.
const COMPARE: &str = include_str!("province/data/compare.toml");
/// Where the records begin in the catalogue of a city.
const RECORDS: &str = "# ── 记录 · Records";
/// What a place is called in the catalogue of a city, and here.
const PLACE: (&str, &str) = (r#"{ zh = "县市区", en = "County" }"#, r#"{ zh = "地区", en = "Place" }"#);

/// Every file of a province's site: path and bytes.
#[must_use]
pub(super) fn files(province: &Province) -> Vec<(String, Vec<u8>)> {
    let mut all: BTreeMap<String, Vec<u8>> = city::shared().map(|(path, bytes)| (path.to_owned(), bytes.to_vec())).collect();
    all.remove("data/synthetic/README.md");
    for (path, text) in city::templates().iter().chain(OWN) {
        all.insert((*path).to_owned(), city::filled(text, &province.own).into_bytes());
    }
    let catalog = city::templates().iter().find(|(path, _)| *path == "data/catalog.toml").map_or("", |(_, text)| text);
    let units = catalog.split(RECORDS).next().unwrap_or_default().replace(PLACE.0, PLACE.1);
    all.insert("data/catalog.toml".to_owned(), (units + CUBES).into_bytes());
    all.insert("data/codes/county.csv".to_owned(), code_list(province).into_bytes());
    all.insert("data/rollup.toml".to_owned(), rollup(province).into_bytes());
    all.extend(packages::all(province));
    all.into_iter().collect()
}

/// Each city, then its counties.
fn code_list(province: &Province) -> String {
    let mut made = String::from(city::CODES);
    let mut stems: BTreeMap<&str, usize> = BTreeMap::new();
    for place in province.cities.iter().flat_map(|city| std::iter::once(&city.own).chain(&city.counties)) {
        *stems.entry(stem(&place.zh).0).or_default() += 1;
    }
    let mut row = |place: &Division, parent: &str| {
        // A county with the name of another place keeps its kind; a city of that name does not.
        let alone = parent.is_empty() || stems.get(stem(&place.zh).0) == Some(&1);
        city::code_row(&mut made, place, parent, alone);
    };
    for city in &province.cities {
        row(&city.own, "");
        city.counties.iter().for_each(|county| row(county, &city.own.code));
    }
    made
}

fn rollup(province: &Province) -> String {
    let mut made = String::from(
        "# 各市州交来的一版：package 是它的文件夹或 ZIP，从 data/ 起算。现在都是模拟数据，收到一个换一个。\n\
         # 市州另外告知的校验和写进 sums；没有交的市州删去它那一段。\n\
         # The release of each city: `package` is its folder or ZIP, from data/. All are synthetic for now; replace them one by one.\n\
         # The sum that a city told you by another way goes into `sums`; remove the entry of a city that has handed over nothing.\n",
    );
    made += TRIAL;
    for city in &province.cities {
        let (Division { code, zh, en }, version) = (&city.own, packages::VERSION);
        let _ = write!(made, "\n# {zh} · {en}\n[[city]]\ncode = \"{code}\"\npackage = \"cities/{code}/{version}\"\n");
    }
    made + COMPARE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Divisions;

    #[test]
    fn every_template_is_listed_and_filled_in() {
        let start = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/site/province");
        let found = crate::files::Root::open(&start).unwrap().walk("").0;
        let found: Vec<String> = found.iter().map(|entry| entry.path.to_string_lossy().into_owned()).collect();
        let parts = ["data/compare.toml", "data/cubes.toml", "packages.rs"];
        let found: Vec<&str> = found.iter().map(String::as_str).filter(|path| !parts.contains(path)).collect();
        assert_eq!(OWN.iter().map(|(path, _)| *path).collect::<Vec<_>>(), found);
        let made = files(&Divisions::hunan().province("43").unwrap());
        for (path, bytes) in &made {
            assert!(!String::from_utf8_lossy(bytes).contains("@CITY"), "{path}");
        }
        let text =
            |path: &str| made.iter().find(|(own, _)| own == path).map(|(_, bytes)| String::from_utf8_lossy(bytes)).unwrap();
        let catalog = text("data/catalog.toml");
        assert!(catalog.contains(PLACE.1) && catalog.contains("[unit.attendances]") && !catalog.contains("participations"));
        let list = text("data/codes/county.csv");
        assert_eq!(list.lines().count(), 1 + 14 + 122);
        assert!(list.contains("430400,衡阳市,Hengyang City,衡阳,Hengyang,,Y"), "{list}");
        assert!(list.contains("430421,衡阳县,Hengyang County,衡阳县,Hengyang County,430400,Y"), "{list}");
    }
}
