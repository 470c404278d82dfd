//! A second release of the repository's own site, made after a year of new records and late corrections: what was shown stays shown,
//! what was withheld stays withheld, and both releases together tell no more than each.

use std::collections::{BTreeMap, BTreeSet};

use shanwai::attack::{Level, Levels, Question, Target, Wanted, attack};
use shanwai::linear::System;

use super::canary::{At, CONTRIBUTIONS, CUBES, Cube, How, PARTICIPATIONS, REGISTER, rows};
use super::whole::{Said, Site};

/// Rows of a file, as text, that these start or hold.
fn lines(site: &Site, file: &str, holds: &dyn Fn(&str) -> bool) -> Vec<String> {
    site.read(file).lines().skip(1).filter(|line| holds(line)).map(str::to_owned).collect()
}

fn append(site: &Site, file: &str, more: &[String]) {
    let mut text = site.read(file);
    more.iter().for_each(|line| text += &format!("{line}\n"));
    site.write(file, &text);
}

fn release(site: &Site, version: &str, date: &str) -> Said {
    site.run(&["release", version, "--as-of", date, "--lang", "en"])
}

/// Money of 2024 once more as 2026; thirty visits of 2024 that were reported late, by children who are counted already; ten
/// children newly on file.
fn a_year_later(site: &Site) {
    let months: String = (1..=12)
        .map(|month| {
            format!(
                "  {{ code = \"2026-{month:02}\", in = \"2026\", name = {{ zh = \"2026年{month}月\", en = \"{month}/2026\" }} }},\n"
            )
        })
        .collect();
    let catalog = site.read("data/catalog.toml");
    let year = "  { code = \"2025\", name = { zh = \"2025年\", en = \"2025\" } },\n";
    let month = catalog.lines().find(|line| line.contains("code = \"2025-01\"")).expect("the last month").to_owned() + "\n";
    let more = year.replace("2025", "2026");
    site.write(
        "data/catalog.toml",
        &catalog.replacen(year, &(year.to_owned() + &more), 1).replacen(&month, &(month.clone() + &months), 1),
    );
    let late = lines(site, PARTICIPATIONS, &|line| line.starts_with("Y,2024-12,2024,431202,pairing") && line.contains(",visit,"));
    let late: Vec<String> = late.iter().cycle().take(30).cloned().collect();
    assert!(late.len() == 30);
    append(site, PARTICIPATIONS, &late);
    let children: Vec<String> = (0..10).map(|n| format!("Y,431202,10-13,F,defacto,feedfeed{n:04}")).collect();
    append(site, REGISTER, &children);
    let money: Vec<String> = lines(site, CONTRIBUTIONS, &|line| line.starts_with("Y,2024,"))
        .iter()
        .map(|line| line.replacen("2024", "2026", 1))
        .collect();
    append(site, CONTRIBUTIONS, &money);
    let settings = site.read("data/protection.toml");
    let waiver = "\n[[waiver]]\ncube = \"funds-by-source\"\nat = { source = \"fiscal\", year = \"2026\" }\n\
        reason = { zh = \"财政资金依法公开\", en = \"fiscal money is public by law\" }\nby = \"编辑 / editor\"\n";
    site.write("data/protection.toml", &(settings + waiver));
}

/// What a release of these records promised of a cube.
fn promised(site: &Site, version: &str, cube: &Cube) -> BTreeMap<At, Option<u64>> {
    cube.shown(&site.read(&format!("data/releases/{version}/{}.csv", cube.id)), "status")
}

/// The measure of a cube that adds up over rows of this file: how much each row counts.
fn additive(cube: &Cube, kind: Additive) -> Option<&'static str> {
    let fits = |how: &How| match how {
        How::Rows => kind == Additive::Rows,
        // Each child is on file once.
        How::Distinct(_) => kind == Additive::Rows && cube.file == REGISTER,
        How::Sum(column) => kind == Additive::Sum(column),
    };
    cube.measures.iter().find(|(_, how)| fits(how)).map(|(name, _)| *name)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Additive {
    Rows,
    Sum(&'static str),
}

/// A record by column.
type Row = BTreeMap<String, String>;

/// Both releases as one system: the inner cells are kinds of rows, those of the first release and those added since apart.
struct Both {
    system: System,
    /// Of each inner cell the keys it counts in, by cube.
    keys: Vec<BTreeMap<&'static str, BTreeSet<Vec<String>>>>,
    added: Vec<bool>,
}

impl Both {
    fn new(cubes: &[&'static Cube], site: &Site, first: usize, kind: Additive) -> Self {
        let mut kinds: BTreeMap<(bool, Vec<String>), (i64, Row)> = BTreeMap::new();
        let columns: BTreeSet<&str> = cubes.iter().flat_map(|cube| cube.columns.iter().copied()).collect();
        for (number, row) in rows(site, cubes[0].file).into_iter().enumerate() {
            let mut key: Vec<String> = columns.iter().map(|column| row[*column].clone()).collect();
            key.extend(row.get("programme").cloned());
            let more = match kind {
                Additive::Rows => 1,
                Additive::Sum(column) => row[column].parse().expect("a whole number"),
            };
            kinds.entry((number >= first, key)).or_insert((0, row)).0 += more;
        }
        let keys = kinds.values().map(|(_, row)| {
            let counts = cubes.iter().filter(|cube| cube.counts(row));
            counts.map(|cube| (cube.id, cube.keys(row).into_iter().collect())).collect()
        });
        Self {
            keys: keys.collect(),
            added: kinds.keys().map(|(added, _)| *added).collect(),
            system: System::new(kinds.values().map(|(value, _)| *value).collect()),
        }
    }

    /// A column for each cell of a release that has anything in it: known, or withheld.
    fn read(
        &mut self,
        cube: &Cube,
        measure: &str,
        release: &BTreeMap<At, Option<u64>>,
        second: bool,
    ) -> (Vec<usize>, Vec<usize>) {
        let (mut known, mut withheld) = (Vec::new(), Vec::new());
        let mut members: BTreeMap<&Vec<String>, Vec<u32>> = BTreeMap::new();
        for (inner, keys) in (0u32..).zip(&self.keys) {
            if second || !self.added[inner as usize] {
                keys.get(cube.id).into_iter().flatten().for_each(|key| members.entry(key).or_default().push(inner));
            }
        }
        for ((key, _), figure) in release.iter().filter(|((_, name), _)| name == measure) {
            let Some(members) = members.get(key) else { continue };
            let column = self.system.push(members.iter().copied());
            match figure {
                Some(figure) => {
                    assert_eq!(self.system.total(column), i128::from(*figure), "{} {key:?}", cube.id);
                    known.push(column);
                }
                None => withheld.push(column),
            }
        }
        (known, withheld)
    }
}

/// How many withheld figures there are in two releases over one record file, and how many can be worked out from both together.
fn attacked(site: &Site, file: &str, kind: Additive, first: usize) -> (usize, usize) {
    let cubes: Vec<&'static Cube> = CUBES.iter().filter(|cube| cube.file == file && additive(cube, kind).is_some()).collect();
    let mut both = Both::new(&cubes, site, first, kind);
    let (mut known, mut withheld) = (Vec::new(), Vec::new());
    for cube in &cubes {
        let measure = additive(cube, kind).expect("chosen for it");
        for (version, second) in [("2025.1", false), ("2026.1", true)] {
            let read = both.read(cube, measure, &promised(site, version, cube), second);
            known.extend(read.0);
            withheld.extend(read.1);
        }
    }
    let target = |column: &usize| Target { what: Wanted::Column(*column), primary: true, required: None, contributors: None };
    let targets: Vec<Target> = withheld.iter().map(target).collect();
    let question = Question {
        system: &both.system,
        known: &known,
        targets: &targets,
        nonnegative: true,
        integer: kind == Additive::Rows,
        known_minimum: &vec![(kind == Additive::Rows).then_some(1); targets.len()],
        insiders: &[],
    };
    let levels = Levels::NONE.with(Level::Linear);
    (targets.len(), attack(&question, levels).leaks.len())
}

#[test]
fn a_second_release_keeps_every_promise_of_the_first() {
    let site = Site::huaihua();
    let settings = site.read("content/site.toml").replace("sign_offs = 2", "sign_offs = 0");
    site.write("content/site.toml", &settings);
    let said = release(&site, "2025.1", "2025-03-01");
    assert_eq!(said.code, Some(0), "{}", said.err);
    let count = |file: &str| rows(&site, file).len();
    let first = [PARTICIPATIONS, REGISTER, CONTRIBUTIONS].map(count);
    a_year_later(&site);
    let said = site.run(&["check", "--lang", "en"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    let said = release(&site, "2026.1", "2027-03-01");
    assert_eq!(said.code, Some(0), "{}", said.err);

    let (mut shown, mut revised, mut withheld) = (0, BTreeSet::new(), 0);
    for cube in &CUBES {
        let (then, now) = (promised(&site, "2025.1", cube), promised(&site, "2026.1", cube));
        for (at, figure) in &then {
            // A total is over the years and months of then: its figure goes on, but not under the same key.
            let same = cube.columns.iter().zip(&at.0).all(|(column, code)| !matches!(*column, "year" | "month") || code != "_T");
            match (figure, now.get(at).copied().flatten()) {
                (Some(before), Some(after)) => {
                    shown += 1;
                    if same && *before != after {
                        assert!(before.abs_diff(after) >= 5, "{} {at:?} changed by too few", cube.id);
                        revised.insert(format!("{} {at:?}", cube.id));
                    }
                }
                (None, None) => withheld += 1,
                (Some(_), None) => assert!(!same, "{} {at:?} was shown and is withheld", cube.id),
                (None, Some(_)) => assert!(!same, "{} {at:?} was withheld and is shown", cube.id),
            }
        }
    }
    assert!(shown > 900 && withheld > 100, "{shown} shown, {withheld} withheld");
    let expected =
        |place: &String| place.starts_with("paired-services") && place.contains("2024") || place.starts_with("register-");
    assert!(revised.len() >= 8 && revised.iter().all(expected), "{revised:#?}");

    for (file, kind, first) in [
        (PARTICIPATIONS, Additive::Rows, first[0]),
        (PARTICIPATIONS, Additive::Sum("meals"), first[0]),
        (REGISTER, Additive::Rows, first[1]),
        (CONTRIBUTIONS, Additive::Sum("amount_yuan"), first[2]),
    ] {
        let (targets, leaks) = attacked(&site, file, kind, first);
        assert_eq!(leaks, 0, "of {targets} withheld figures in {file}");
        // Attendances and services are many: none of them needs withholding.
        assert!(targets > 10 || file == PARTICIPATIONS, "{targets} in {file}");
    }

    // One more visit in the same county: whoever kept the release knows of whom it is.
    append(&site, PARTICIPATIONS, &lines(&site, PARTICIPATIONS, &|line| line.starts_with("Y,2024-11,2024,431202,pairing"))[..2]);
    let said = site.run(&["check", "--lang", "en"]);
    assert_eq!(said.code, Some(1), "{}", said.err);
    assert!(said.err.contains("releases/small-revision"), "{}", said.err);
    let said = release(&site, "2026.2", "2027-04-01");
    assert!(said.code == Some(1) && !site.path("data/releases/2026.2").exists(), "{}", said.err);
}
