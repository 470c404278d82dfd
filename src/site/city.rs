//! The site of a real city that `shanwai new --city` writes: its counties, no figures, and synthetic records that say so.

mod files;
pub(super) mod sample;

use std::fmt::Write;

use crate::config::{City, Division, short_english, stem};
use files::FILES;

/// Every file of a city's site: path and bytes.
#[must_use]
pub fn files(city: &City) -> Vec<(String, Vec<u8>)> {
    let mut all: Vec<(String, Vec<u8>)> = shared().map(|(path, bytes)| (path.to_owned(), bytes.to_vec())).collect();
    all.extend(FILES.iter().map(|(path, text)| ((*path).to_owned(), filled(text, &city.own).into_bytes())));
    all.push(("data/codes/county.csv".to_owned(), code_list(city).into_bytes()));
    all.push(("data/synthetic/SYNTHETIC_participations.csv".to_owned(), sample::participations(&city.counties).into_bytes()));
    all.sort();
    all
}

/// Files of the starter that say nothing of a place.
const SHARED: [&str; 8] = [
    "content/404.en.md",
    "content/404.zh.md",
    "content/contact.en.md",
    "content/contact.zh.md",
    "content/privacy.en.md",
    "content/privacy.zh.md",
    "data/synthetic/README.md",
    "gitignore",
];

/// Files that are the same for every place.
pub(super) fn shared() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    super::starter::FILES.iter().copied().filter(|(path, _)| SHARED.contains(path))
}

/// The templates, with the names of the place left open.
pub(super) fn templates() -> &'static [(&'static str, &'static str)] {
    FILES
}

/// A template with the names of a place.
pub(super) fn filled(text: &str, place: &Division) -> String {
    text.replace("@CITY_ZH@", &place.zh).replace("@CITY_EN@", &place.en)
}

/// The counties as a code list.
fn code_list(city: &City) -> String {
    let mut made = String::from(CODES);
    for county in &city.counties {
        let bare = stem(&county.zh).0;
        let mut others = city.counties.iter().filter(|other| other.code != county.code).chain([&city.own]);
        let alone = others.all(|other| stem(&other.zh).0 != bare);
        code_row(&mut made, county, "", alone);
    }
    made
}

/// The heading of a code list of places.
pub(super) const CODES: &str = "code,zh,en,short_zh,short_en,parent,in_standard,from,to,row,col\n";

/// A place in a code list. One that shares its bare name with another keeps its kind in the short name: `湘潭县` in `湘潭市`. Rows and
/// columns of tiles are left to those who know the place.
pub(super) fn code_row(made: &mut String, place: &Division, parent: &str, alone: bool) {
    let Division { code, zh, en } = place;
    let (short_zh, short_en) = if alone { (stem(zh).0, short_english(en)) } else { (zh.as_str(), en.clone()) };
    // Writing to a string does not fail.
    let _ = writeln!(made, "{code},{zh},{en},{short_zh},{short_en},{parent},Y,,,,");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Divisions;

    #[test]
    fn every_template_is_listed_and_filled_in() {
        let start = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/site/city");
        let found = crate::files::Root::open(&start).unwrap().walk("").0;
        let found: Vec<String> =
            found.iter().map(|entry| entry.path.to_string_lossy().into_owned()).filter(|path| !path.ends_with(".rs")).collect();
        let listed: Vec<&str> = FILES.iter().map(|(path, _)| *path).collect();
        assert_eq!(listed, found);
        let city = Divisions::hunan().city(Some("43"), "4303").unwrap();
        for (path, bytes) in files(&city) {
            let text = String::from_utf8(bytes).unwrap();
            assert!(!text.contains("@CITY"), "{path}");
        }
    }

    #[test]
    fn a_county_with_the_name_of_its_city_keeps_its_kind() {
        let list = code_list(&Divisions::hunan().city(None, "430300").unwrap());
        assert!(list.contains("430321,湘潭县,Xiangtan County,湘潭县,Xiangtan County,,Y"), "{list}");
        assert!(list.contains("430382,韶山市,Shaoshan City,韶山,Shaoshan,,Y"), "{list}");
    }
}
