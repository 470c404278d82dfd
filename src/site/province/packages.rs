//! Synthetic packages in the form of cities' releases, so that a province's site can be seen before the first city hands over its own.
//!
//! They are figures from the start, not records: every cell has enough children by construction. In each city with three counties
//! or more some cells of the last two are withheld, to show what that looks like; the others give none of them away.

use serde_json::{Value, json};

use crate::config::{City, Province};
use crate::files::sha256_hex;
use crate::site::city::sample::Chance;

/// Version of the packages.
pub(super) const VERSION: &str = "0.1.0";
const YEARS: [&str; 2] = ["2024", "2025"];
const BANDS: [(&str, u64); 5] = [("0-5", 1), ("6-9", 3), ("10-13", 3), ("14-15", 2), ("16-17", 1)];
const HEAD: &str = "measure,unit,value,obs_status,conf_status,reason,synthetic\r\n";

/// The files of all cities: path below the site and bytes.
pub(super) fn all(province: &Province) -> Vec<(String, Vec<u8>)> {
    province.cities.iter().flat_map(package).collect()
}

fn package(city: &City) -> Vec<(String, Vec<u8>)> {
    let counties: Vec<County> = city.counties.iter().map(|county| County::of(&county.code)).collect();
    let (times, children) = (("attendances", "attendances", "person-times"), ("children", "children", "persons"));
    let files = [
        file("camps-by-county", "csv", camps(&counties).into_bytes()),
        file("camps-by-county", "json", described("camps-by-county", &[times, children], &["ST-02", "ST-03"])),
        file("children-by-age", "csv", ages(&city.own.code, &counties).into_bytes()),
        file("children-by-age", "json", described("children-by-age", &[children], &[])),
    ];
    let sums: String = files.iter().map(|(path, bytes)| format!("{}  {path}\n", sha256_hex(bytes))).collect();
    let home = format!("data/cities/{}/{VERSION}", city.own.code);
    let sums = ("SHA256SUMS".to_owned(), sums.into_bytes());
    files.into_iter().chain([sums]).map(|(path, bytes)| (format!("{home}/{path}"), bytes)).collect()
}

fn file(id: &str, kind: &str, bytes: Vec<u8>) -> (String, Vec<u8>) {
    let name = if kind == "csv" { format!("{id}.csv") } else { "datapackage.json".to_owned() };
    (format!("data/{id}/{name}"), bytes)
}

fn described(id: &str, measures: &[(&str, &str, &str)], indicators: &[&str]) -> Vec<u8> {
    let measures: Vec<Value> =
        measures.iter().map(|(name, unit, kind)| json!({ "name": name, "unit": unit, "unitKind": kind })).collect();
    let indicators: Vec<Value> = indicators.iter().map(|code| json!({ "code": code, "definitionVersion": "1.0" })).collect();
    let document = json!({
        "name": id,
        "title": "模拟数据，由程序生成 / synthetic data, made by a program",
        "version": VERSION,
        "synthetic": true,
        "threshold": 5,
        "measures": measures,
        "indicators": indicators,
    });
    format!("{document:#}\n").into_bytes()
}

/// Invented figures of a county: by year, and both years together.
struct County {
    code: String,
    children: [u64; 3],
    times: [u64; 3],
}

impl County {
    fn of(code: &str) -> Self {
        let mut chance = Chance::of(code);
        let children = [12 + chance.below(40), 12 + chance.below(40)];
        let times = children.map(|count| count + chance.below(count));
        let both = together(children, &mut chance);
        Self {
            code: code.to_owned(),
            children: [both, children[0], children[1]],
            times: [times[0] + times[1], times[0], times[1]],
        }
    }
}

/// How many different children came in two years: some came in both.
fn together(years: [u64; 2], chance: &mut Chance) -> u64 {
    let [a, b] = years;
    a.max(b) + chance.below(a.min(b))
}

fn camps(counties: &[County]) -> String {
    let mut made = String::from("year,county,") + HEAD;
    let sum = |of: fn(&County) -> &[u64; 3], year: usize| counties.iter().map(|county| of(county)[year]).sum::<u64>();
    for (year, code) in ["_T", YEARS[0], YEARS[1]].into_iter().enumerate() {
        made += &row(&format!("{code},_T"), "attendances", Some(sum(|county| &county.times, year)));
        made += &row(&format!("{code},_T"), "children", Some(sum(|county| &county.children, year)));
        for (at, county) in counties.iter().enumerate() {
            let last = counties.len() >= 3 && at + 2 >= counties.len();
            let key = format!("{code},{}", county.code);
            made += &row(&key, "attendances", (!last || year == 0).then_some(county.times[year]));
            made += &row(&key, "children", (!last || year != 1).then_some(county.children[year]));
        }
    }
    made
}

fn ages(code: &str, counties: &[County]) -> String {
    let mut chance = Chance::of(&format!("{code} ages"));
    // Everybody at a camp is among those served, and as many again are not.
    let served = |year: usize| counties.iter().map(|county| county.children[year]).sum::<u64>() * 2;
    let by_year = [served(1), served(2)];
    let bands: Vec<[u64; 2]> =
        BANDS.iter().map(|(_, share)| by_year.map(|count| count * share / 10 + 5 + chance.below(4))).collect();
    let totals = [0, 1].map(|year| bands.iter().map(|band| band[year]).sum::<u64>());
    let both: Vec<u64> = bands.iter().map(|band| together(*band, &mut chance)).collect();
    let all = together(totals, &mut chance).min(both.iter().sum());
    let mut made = String::from("year,age_band,") + HEAD;
    made += &row("_T,_T", "children", Some(all));
    for ((band, _), count) in BANDS.iter().zip(&both) {
        made += &row(&format!("_T,{band}"), "children", Some(*count));
    }
    for (year, code) in YEARS.iter().enumerate() {
        made += &row(&format!("{code},_T"), "children", Some(totals[year]));
        for ((band, _), counts) in BANDS.iter().zip(&bands) {
            made += &row(&format!("{code},{band}"), "children", Some(counts[year]));
        }
    }
    made
}

/// One row; the unit has the name of the measure.
fn row(key: &str, measure: &str, value: Option<u64>) -> String {
    match value {
        Some(value) => format!("{key},{measure},{measure},{value},A,F,,Y\r\n"),
        None => format!("{key},{measure},{measure},,Q,C,confidential,Y\r\n"),
    }
}
