//! The repository's own site with large, distinctive figures planted where they must be withheld: none of them may be in anything
//! that is written. And the stronger test: records changed in withheld cells only must change nothing at all.

use std::collections::{BTreeMap, BTreeSet};

use super::whole::{Said, Site, contents};

/// How a measure is counted.
#[derive(Clone, Copy)]
pub(crate) enum How {
    Rows,
    Distinct(&'static str),
    Sum(&'static str),
}

/// A cube as the catalogue declares it, written down here a second time.
pub(crate) struct Cube {
    pub(crate) id: &'static str,
    pub(crate) file: &'static str,
    pub(crate) programmes: &'static [&'static str],
    pub(crate) columns: &'static [&'static str],
    pub(crate) measures: &'static [(&'static str, How)],
}

pub(crate) const PARTICIPATIONS: &str = "data/synthetic/SYNTHETIC_participations.csv";
pub(crate) const REGISTER: &str = "data/synthetic/SYNTHETIC_register.csv";
pub(crate) const CONTRIBUTIONS: &str = "data/synthetic/SYNTHETIC_contributions.csv";
const CHILDREN: (&str, How) = ("children", How::Distinct("person_key"));

const fn cube(
    id: &'static str,
    file: &'static str,
    programmes: &'static [&'static str],
    columns: &'static [&'static str],
    measures: &'static [(&'static str, How)],
) -> Cube {
    Cube { id, file, programmes, columns, measures }
}

pub(crate) const CUBES: [Cube; 10] = [
    cube("camp-attendances", PARTICIPATIONS, &["camp_city"], &["year", "county"], &[("attendances", How::Rows), CHILDREN]),
    cube("camp-age-sex", PARTICIPATIONS, &["camp_city"], &["year", "age_band", "sex"], &[("attendances", How::Rows)]),
    cube("after-school", PARTICIPATIONS, &["aftercare"], &["month"], &[("visits", How::Rows), ("meals", How::Sum("meals"))]),
    cube("paired-services", PARTICIPATIONS, &["pairing"], &["year", "county", "service"], &[("services", How::Rows)]),
    cube(
        "children-by-programme",
        PARTICIPATIONS,
        &["camp_city", "tour_out", "aftercare", "pairing"],
        &["year", "programme", "age_band", "sex"],
        &[CHILDREN],
    ),
    cube("register-county", REGISTER, &[], &["county", "age_band", "sex"], &[CHILDREN]),
    cube("register-age-sex", REGISTER, &[], &["age_band", "sex"], &[CHILDREN]),
    cube("register-category", REGISTER, &[], &["category"], &[CHILDREN]),
    cube("funds-by-source", CONTRIBUTIONS, &[], &["year", "source"], &[("amount", How::Sum("amount_yuan"))]),
    cube("funds-by-county", CONTRIBUTIONS, &[], &["county", "year"], &[("amount", How::Sum("amount_yuan"))]),
];

/// Key (`_T` for a total) and measure.
pub(crate) type At = (Vec<String>, String);

/// The rows of a record file, each by column.
pub(crate) fn rows(site: &Site, file: &str) -> Vec<BTreeMap<String, String>> {
    let text = site.read(file);
    let mut lines = text.lines();
    let heading: Vec<&str> = lines.next().expect("a heading").split(',').collect();
    lines
        .map(|line| heading.iter().zip(line.split(',')).map(|(name, value)| ((*name).to_owned(), value.to_owned())).collect())
        .collect()
}

impl Cube {
    pub(crate) fn counts(&self, row: &BTreeMap<String, String>) -> bool {
        self.programmes.is_empty() || self.programmes.contains(&row["programme"].as_str())
    }

    /// Every key a row counts in.
    pub(crate) fn keys(&self, row: &BTreeMap<String, String>) -> Vec<Vec<String>> {
        let mut keys: Vec<Vec<String>> = vec![Vec::new()];
        for column in self.columns {
            let more = |key: &Vec<String>, code: &str| [key.as_slice(), &[code.to_owned()]].concat();
            let mut codes = vec!["_T", row[*column].as_str()];
            // Hongjiang City includes Hongjiang Management District.
            codes.extend((*column == "county" && row[*column] == "431271").then_some("431281"));
            keys = keys.iter().flat_map(|key| codes.iter().map(|code| more(key, code))).collect();
        }
        keys
    }

    /// The true figures, counted row by row.
    pub(crate) fn truth(&self, rows: &[BTreeMap<String, String>]) -> BTreeMap<At, u64> {
        let mut found: BTreeMap<At, u64> = BTreeMap::new();
        let mut persons: BTreeSet<(At, &str)> = BTreeSet::new();
        for row in rows.iter().filter(|row| self.counts(row)) {
            for key in self.keys(row) {
                for (measure, how) in self.measures {
                    let at = (key.clone(), (*measure).to_owned());
                    let more = match how {
                        How::Rows => 1,
                        How::Sum(column) => row[*column].parse().expect("a whole number"),
                        How::Distinct(column) => u64::from(persons.insert((at.clone(), row[*column].as_str()))),
                    };
                    *found.entry(at).or_default() += more;
                }
            }
        }
        found
    }

    /// What was published: figures, `None` where withheld; what cannot be, or was not collected, is left out. `status` names the column.
    pub(crate) fn shown(&self, table: &str, status: &str) -> BTreeMap<At, Option<u64>> {
        let mut lines = table.lines();
        let heading: Vec<&str> = lines.next().expect("a heading").split(',').collect();
        let place = |name: &str| heading.iter().position(|other| *other == name).unwrap_or_else(|| panic!("no column {name}"));
        let key: Vec<usize> = self.columns.iter().map(|column| place(column)).collect();
        let (measure, value, status) = (place("measure"), place("value"), place(status));
        let row = |line: &str| {
            let cells: Vec<&str> = line.split(',').collect();
            let figure = match (cells[status], cells[value]) {
                ("A", figure) => Some(figure.parse().expect("a whole number")),
                ("Q", "") => None,
                ("M" | "L", "") => return None,
                other => panic!("{}: {other:?}", self.id),
            };
            Some(((key.iter().map(|at| cells[*at].to_owned()).collect(), cells[measure].to_owned()), figure))
        };
        lines.filter_map(row).collect()
    }
}

/// Everything published of a cube.
fn published(site: &Site, cube: &Cube) -> BTreeMap<At, Option<u64>> {
    cube.shown(&site.read(&format!("public/data/{0}/{0}.csv", cube.id)), "obs_status")
}

/// True figures that are withheld, with where; published ones must be true.
fn withheld(site: &Site) -> Vec<(String, u64)> {
    let mut found = Vec::new();
    for cube in &CUBES {
        let truth = cube.truth(&rows(site, cube.file));
        for (at, figure) in published(site, cube) {
            let value = truth.get(&at).copied().unwrap_or(0);
            match figure {
                Some(figure) => assert_eq!(figure, value, "{} {at:?}", cube.id),
                None => found.push((format!("{} {at:?}", cube.id), value)),
            }
        }
    }
    found
}

fn build(site: &Site) -> Said {
    let said = site.run(&["build", "--lang", "en"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    said
}

/// A figure as it may be written: plain, grouped, in ten thousands, in thousands.
fn spellings(value: u64) -> Vec<String> {
    let plain = value.to_string();
    let grouped = |by: &str| {
        let mut made = String::new();
        for (at, digit) in plain.chars().enumerate() {
            if at > 0 && (plain.len() - at).is_multiple_of(3) {
                made.push_str(by);
            }
            made.push(digit);
        }
        made
    };
    let point = |places: usize| {
        let (whole, rest) = plain.split_at(plain.len().saturating_sub(places));
        format!("{whole}.{}", rest.trim_end_matches('0')).trim_end_matches('.').to_owned()
    };
    let mut all = vec![plain.clone()];
    all.extend([",", "\u{202f}", "\u{a0}", "\u{2009}", "，", "&#8239;", "&nbsp;", " ", "'"].map(grouped));
    all.extend([4, 3, 6].map(point).into_iter().filter(|text| text.len() >= 6));
    all
}

/// Whether a spelling stands in a text with no further digit on either side.
fn stands(bytes: &[u8], spelling: &str) -> bool {
    let text = spelling.as_bytes();
    let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_hexdigit);
    memchr::memmem::find_iter(bytes, text).any(|at| !digit(at.checked_sub(1)) && !digit(Some(at + text.len())))
}

/// Money of one donor, attendances and meals of three children: figures that nothing else on the site has.
fn planted() -> Site {
    let site = Site::huaihua();
    let mut money = site.read(CONTRIBUTIONS);
    money += "Y,2022,431230,charity,Z9001,654321\n";
    site.write(CONTRIBUTIONS, &money);
    let mut rows = site.read(PARTICIPATIONS);
    for n in 0..997 {
        let key = ["c0ffee000001", "c0ffee000002", "c0ffee000003"][n % 3];
        rows += &format!("Y,2023-06,2023,431202,aftercare,6-9,F,,899,{key}\n");
    }
    site.write(PARTICIPATIONS, &rows);
    // With other records other cells are withheld, and a title that cites one of them stops the build, as it should.
    let plain = |(at, line): (char, &str)| match line.starts_with("title = ") && line.contains("cell(") {
        true => format!("title = {{ zh = \"图{at}（模拟数据）\", en = \"Chart {at} (synthetic data)\" }}\n"),
        false => format!("{line}\n"),
    };
    let charts = site.read("content/charts.toml");
    let charts: String = ('A'..='Z').cycle().zip(charts.lines()).map(plain).collect();
    site.write("content/charts.toml", &charts);
    site
}

#[test]
fn spellings_of_a_figure_are_found_in_texts() {
    for text in ["a 654321 b", "654,321", "65.4321万", "x=\"654321\"", "654.321"] {
        assert!(spellings(654_321).iter().any(|spelling| stands(text.as_bytes(), spelling)), "{text}");
    }
    for text in ["1654321", "6543210", "654 32", "a654321f"] {
        assert!(!spellings(654_321).iter().any(|spelling| stands(text.as_bytes(), spelling)), "{text}");
    }
}

#[test]
fn no_withheld_figure_is_written_anywhere() {
    let site = planted();
    let said = build(&site);
    let withheld = withheld(&site);
    for planted in [654_321, 997, 997 * 899] {
        assert!(withheld.iter().any(|(_, value)| *value >= planted && *value < planted + 50_000), "{planted} is not withheld");
    }
    let shown: BTreeSet<u64> = CUBES.iter().flat_map(|cube| published(&site, cube).into_values().flatten()).collect();
    let needles: BTreeMap<u64, &String> = withheld
        .iter()
        .filter(|(_, value)| *value >= 10_000 && !shown.contains(value))
        .map(|(place, value)| (*value, place))
        .collect();
    assert!(needles.len() >= 10, "{} large figures", needles.len());
    let records = [PARTICIPATIONS, REGISTER, CONTRIBUTIONS];
    let mut files: BTreeMap<String, Vec<u8>> = contents(&site.path(""));
    files.retain(|path, _| !records.contains(&path.as_str()));
    files.insert("standard output".to_owned(), said.out.into_bytes());
    files.insert("standard error".to_owned(), said.err.into_bytes());
    let mut found = Vec::new();
    for (value, place) in needles {
        for spelling in spellings(value) {
            let sings = |(path, bytes): (&String, &Vec<u8>)| stands(bytes, &spelling).then(|| format!("{place} in {path}"));
            found.extend(files.iter().filter_map(sings));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

/// Replaces one line by another.
fn change(site: &Site, file: &str, from: &dyn Fn(&str) -> bool, to: &dyn Fn(&str) -> String) {
    let text = site.read(file);
    let line = text.lines().find(|line| from(line)).unwrap_or_else(|| panic!("no such line in {file}")).to_owned();
    site.write(file, &text.replacen(&(line.clone() + "\n"), &(to(&line) + "\n"), 1));
}

/// Adds to the amount of a contribution.
fn give(site: &Site, cell: &str, more: i64) {
    let amount = |line: &str| line.rsplit(',').next().and_then(|text| text.parse::<i64>().ok()).unwrap_or(0);
    let large = |line: &str| line.starts_with(cell) && amount(line) > 500;
    change(site, CONTRIBUTIONS, &large, &|line| {
        let (head, _) = line.rsplit_once(',').expect("columns");
        format!("{head},{}", amount(line) + more)
    });
}

/// Money is moved round in circles through withheld cells: no published figure changes. Then nothing may change: no length of a bar,
/// no order, no shade, no sum of bytes.
#[test]
fn what_is_withheld_changes_not_one_byte() {
    let site = Site::huaihua();
    let said = build(&site);
    let tree = |site: &Site| contents(&site.public());
    let (before, figures) = (tree(&site), withheld(&site));
    let figures_before: BTreeMap<&str, _> = CUBES.iter().map(|cube| (cube.id, published(&site, cube))).collect();
    give(&site, "Y,2022,431202,charity,", 30);
    give(&site, "Y,2022,431202,enterprise,", -30);
    for (cell, more) in [("2022,431226", 7), ("2022,431229", -7), ("2024,431226", -7), ("2024,431229", 7)] {
        give(&site, &format!("Y,{cell},charity,"), more);
    }
    let again = build(&site);
    let after = tree(&site);
    let changed = withheld(&site).into_iter().zip(&figures).filter(|(now, then)| now != *then).count();
    assert!(changed >= 8, "{changed} withheld figures differ");
    for cube in &CUBES {
        let changed: Vec<At> = published(&site, cube)
            .into_iter()
            .filter(|(at, figure)| figures_before[cube.id].get(at) != Some(figure))
            .map(|(at, _)| at)
            .collect();
        assert!(changed.is_empty(), "{}: another pattern or figure at {changed:?}", cube.id);
    }
    let differing: Vec<&String> =
        before.keys().chain(after.keys()).filter(|path| before.get(*path) != after.get(*path)).collect();
    assert!(differing.is_empty(), "{differing:?}");
    assert_eq!(said.out, again.out);
    let built = |said: &Said| said.err.lines().filter(|line| !line.starts_with("built ")).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(built(&said), built(&again));
}
