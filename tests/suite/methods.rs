//! The worked examples of `docs/methods/`: the program gives the table that stands on the page, and the argument beside it holds.
//!
//! A page's example is a block `json case`, followed by the public table. What the argument needs is worked out here anew, with
//! elimination and enumeration that share nothing with the program.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde_json::Value;

use crate::support::{package, read, run, temporary, write};

/// One word per dimension.
type Key = Vec<String>;

/// The public mark of a withheld cell.
const MARK: &str = "c";

/// Pages whose example is a case. The others are about perturbation, and have vectors of their own.
const PAGES: [&str; 18] = [
    "audit",
    "complements",
    "contributors",
    "distinct-persons",
    "dominance",
    "fail-closed",
    "group-disclosure",
    "intervals",
    "known-outside",
    "linked-tables",
    "one-mark",
    "p-percent",
    "rates-and-ranks",
    "releases",
    "secondary-suppression",
    "threshold",
    "waivers",
    "zeros",
];

/// Where the pattern answers to more than addition: bounds or insiders. What is needless against addition alone is needed there.
const BEYOND_ADDITION: [&str; 3] = ["audit", "intervals", "zeros"];

struct Example {
    name: String,
    text: String,
    case: Value,
    /// Header and rows of the table below the case.
    table: Vec<Vec<String>>,
}

fn example(page: &str, lang: &str) -> Example {
    let name = format!("docs/methods/{page}.{lang}.md");
    let text = read(&package().join(&name));
    let (_, rest) = text.split_once("```json case\n").unwrap_or_else(|| panic!("{name} has no example"));
    let (json, rest) = rest.split_once("\n```").expect("the block ends");
    let case = serde_json::from_str(json).unwrap_or_else(|e| panic!("{name}: {e}"));
    let below = rest.lines().skip(1).skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    let rule = |row: &Vec<String>| row.iter().all(|cell| !cell.is_empty() && cell.chars().all(|c| c == '-' || c == ':'));
    let table = below.map(fields).filter(|row| !rule(row)).collect();
    Example { name, text: json.to_owned(), case, table }
}

fn fields(line: &str) -> Vec<String> {
    line.trim().trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().expect("a list").iter().map(|text| text.as_str().expect("a text").to_owned()).collect()
}

impl Example {
    fn dimensions(&self) -> &Vec<Value> {
        self.case["dims"].as_array().expect("dimensions")
    }

    fn key(&self, row: &Value) -> Key {
        let row = row.as_array().expect("a row");
        row[..self.dimensions().len()].iter().map(|code| code.as_str().expect("a code").to_owned()).collect()
    }

    /// Values of the inner cells, and the inner cells of each cell of the release, in its order.
    fn system(&self) -> (Vec<i64>, Vec<(Key, Vec<usize>)>) {
        let inner = self.case["inner"]["rows"].as_array().expect("inner cells");
        let keys: Vec<Key> = inner.iter().map(|row| self.key(row)).collect();
        let values = inner.iter().map(|row| row.as_array().expect("a row").last().expect("a value").as_i64().expect("whole"));
        let within = |key: &Key, inner: &Key| {
            self.dimensions().iter().zip(key.iter().zip(inner)).all(|(dimension, (code, leaf))| {
                code == leaf || dimension["groups"].get(code).is_some_and(|group| texts(group).contains(leaf))
            })
        };
        let cells = self.case["cells"]["rows"].as_array().expect("cells").iter().map(|row| {
            let key = self.key(row);
            let members = (0..keys.len()).filter(|at| within(&key, &keys[*at])).collect();
            (key, members)
        });
        (values.collect(), cells.collect())
    }

    /// What the page's table shows, by cell: a number or the mark. Columns that are no code (rates, remarks) are left out.
    fn shown(&self) -> BTreeMap<Key, String> {
        let known: BTreeSet<Key> = self.system().1.into_iter().map(|(key, _)| key).collect();
        let (head, rows) = self.table.split_first().unwrap_or_else(|| panic!("{} shows no table", self.name));
        let mut shown = BTreeMap::new();
        for row in rows {
            let cells = row.iter().zip(head).skip(1);
            match self.dimensions().len() {
                1 => drop(shown.insert(vec![row[0].clone()], row[1].clone())),
                _ => shown.extend(cells.map(|(cell, code)| (vec![row[0].clone(), code.clone()], cell.clone()))),
            }
        }
        shown.retain(|key, _| known.contains(key));
        assert_eq!(shown.len(), known.len(), "{}: the table shows every cell of the case", self.name);
        shown
    }

    fn withheld(&self) -> BTreeSet<Key> {
        self.shown().into_iter().filter(|(_, text)| text == MARK).map(|(key, _)| key).collect()
    }

    /// Cells that a rule withholds, by the case's own column.
    fn primary(&self) -> BTreeSet<Key> {
        let rows = self.case["cells"]["rows"].as_array().expect("cells").iter();
        rows.filter(|row| row[self.dimensions().len() + 1] == 1).map(|row| self.key(row)).collect()
    }

    /// Sums of inner cells that must stay unknown though no cell shows them.
    fn differences(&self) -> Vec<Vec<usize>> {
        serde_json::from_value(self.case.get("extra_primary").cloned().unwrap_or(Value::Array(Vec::new())))
            .expect("lists of rows")
    }

    fn value(&self, key: &[&str]) -> i64 {
        let (values, cells) = self.system();
        let (_, members) = cells.iter().find(|(cell, _)| cell == key).unwrap_or_else(|| panic!("{}: no {key:?}", self.name));
        members.iter().map(|at| values[*at]).sum()
    }

    /// Runs the program; the public half of its answer: what it shows, by cell.
    fn protected(&self) -> Option<BTreeMap<Key, String>> {
        let folder = temporary();
        write(&folder.path().join("case.json"), self.text.as_bytes());
        let done = run(folder.path(), &["protect", "--case", "case.json", "-o", "result.json"]);
        let out: PathBuf = folder.path().join("result.json");
        if !done.status.success() {
            assert!(!out.exists(), "{}: a refused case leaves no result", self.name);
            let said = String::from_utf8_lossy(&done.stderr).into_owned();
            assert!(said.contains("case/revealed"), "{}: refused for another reason: {said}", self.name);
            return None;
        }
        let result: Value = serde_json::from_str(&read(&out)).expect("the result is JSON");
        let at = |row: &Value, behind: usize| row[self.dimensions().len() + behind].clone();
        let said = |row: &Value| match at(row, 1).as_str() {
            Some("pub") => at(row, 0).to_string(),
            Some("pri" | "sec") => {
                assert_eq!(at(row, 0), Value::Null, "{}: a withheld cell has no value", self.name);
                MARK.to_owned()
            }
            other => panic!("{}: a cell is {other:?}", self.name),
        };
        Some(result["cells"]["rows"].as_array().expect("rows").iter().map(|row| (self.key(row), said(row))).collect())
    }
}

fn all() -> impl Iterator<Item = Example> {
    PAGES.into_iter().flat_map(|page| ["zh", "en"].map(|lang| example(page, lang)))
}

/// Where the page says that the case is refused, it shows no table.
fn refused(example: &Example) -> bool {
    example.table.is_empty()
}

#[test]
fn the_program_gives_the_table_that_stands_on_each_page() {
    let mut faults = Vec::new();
    for example in all() {
        match example.protected() {
            None if refused(&example) => {}
            None => faults.push(format!("{}: refused", example.name)),
            Some(_) if refused(&example) => faults.push(format!("{}: not refused", example.name)),
            Some(found) if found != example.shown() => {
                faults.push(format!("{}\n  page    {:?}\n  program {found:?}", example.name, example.shown()));
            }
            Some(_) => {}
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_page_has_its_other_language_and_every_example_both() {
    for page in PAGES {
        let [zh, en] = ["zh", "en"].map(|lang| example(page, lang));
        let rows = |example: &Example| example.case["cells"]["rows"].as_array().expect("cells").len();
        assert_eq!(zh.system().0, en.system().0, "{page}");
        assert_eq!((rows(&zh), zh.case["rules"].clone()), (rows(&en), en.case["rules"].clone()), "{page}");
        if !refused(&en) {
            let marks = |example: &Example| example.shown().values().filter(|text| *text == MARK).count();
            assert_eq!(marks(&zh), marks(&en), "{page}");
        }
    }
    let pages = std::fs::read_dir(package().join("docs/methods")).expect("the folder");
    let names: BTreeSet<String> = pages.map(|file| file.expect("a file").file_name().to_string_lossy().into_owned()).collect();
    for name in &names {
        let other = if name.ends_with(".zh.md") { name.replace(".zh.md", ".en.md") } else { name.replace(".en.md", ".zh.md") };
        assert!(names.contains(&other), "{name} has no {other}");
    }
}

#[test]
fn every_number_shown_is_the_sum_of_its_parts() {
    for example in all().filter(|example| !refused(example)) {
        for (key, text) in example.shown() {
            let words: Vec<&str> = key.iter().map(String::as_str).collect();
            assert!(text == MARK || text == example.value(&words).to_string(), "{}: {key:?} is not {text}", example.name);
        }
    }
}

/// Whether a sum of inner cells follows from the shown sums by addition and subtraction, modulo a prime.
fn follows(shown: &[Vec<usize>], wanted: &[usize], size: usize) -> bool {
    const P: i64 = 998_244_353;
    let dense = |members: &[usize]| (0..size).map(|at| i64::from(members.contains(&at))).collect::<Vec<_>>();
    let inverse = |of: i64| {
        let (mut power, mut base, mut left) = (1, of, P - 2);
        while left > 0 {
            if left & 1 == 1 {
                power = power * base % P;
            }
            base = base * base % P;
            left >>= 1;
        }
        power
    };
    let mut basis: Vec<(usize, Vec<i64>)> = Vec::new();
    let reduce = |basis: &Vec<(usize, Vec<i64>)>, mut row: Vec<i64>| {
        for (pivot, known) in basis {
            let factor = row[*pivot];
            row.iter_mut().zip(known).for_each(|(a, b)| *a = (*a + (P - factor) * b) % P);
        }
        row
    };
    for members in shown {
        let row = reduce(&basis, dense(members));
        if let Some(pivot) = row.iter().position(|a| *a != 0) {
            let scale = inverse(row[pivot]);
            basis.push((pivot, row.into_iter().map(|a| a * scale % P).collect()));
        }
    }
    reduce(&basis, dense(wanted)).iter().all(|a| *a == 0)
}

/// Cells and differences that addition gives back when exactly `withheld` is withheld.
fn given_back(example: &Example, withheld: &BTreeSet<Key>) -> usize {
    let (values, cells) = example.system();
    let shown: Vec<_> = cells.iter().filter(|(key, _)| !withheld.contains(key)).map(|(_, members)| members.clone()).collect();
    let hidden = cells.iter().filter(|(key, _)| withheld.contains(key)).map(|(_, members)| members.clone());
    hidden.chain(example.differences()).filter(|wanted| follows(&shown, wanted, values.len())).count()
}

#[test]
fn addition_gives_back_nothing_that_is_withheld() {
    for example in all().filter(|example| !refused(example)) {
        assert_eq!(given_back(&example, &example.withheld()), 0, "{}", example.name);
    }
}

#[test]
fn without_the_second_step_every_example_leaks_and_each_of_its_cells_is_needed() {
    for example in all().filter(|example| !refused(example)) {
        let (withheld, primary) = (example.withheld(), example.primary());
        assert!(withheld.is_superset(&primary), "{}", example.name);
        if BEYOND_ADDITION.iter().any(|page| example.name.contains(page)) {
            continue;
        }
        assert!(withheld == primary || given_back(&example, &primary) > 0, "{}: the rules alone would do", example.name);
        for extra in withheld.difference(&primary) {
            let less = withheld.iter().filter(|key| *key != extra).cloned().collect();
            let kept = example.case.get("previous").is_some_and(|p| p["suppressed"].to_string().contains(&format!("{extra:?}")));
            assert!(kept || given_back(&example, &less) > 0, "{}: {extra:?} need not be withheld", example.name);
        }
    }
}

/// Every table of whole numbers that agrees with what is shown: the least and the greatest value of each cell.
fn ranges(example: &Example, withheld: &BTreeSet<Key>, fits: impl Fn(&Key, i64) -> bool) -> BTreeMap<Key, (i64, i64)> {
    let (values, cells) = example.system();
    let mut found = BTreeMap::new();
    let mut trial = vec![0; values.len()];
    search(&mut trial, 0, &values, &cells, withheld, &mut |trial| {
        let sums: Vec<i64> = cells.iter().map(|(_, members)| members.iter().map(|at| trial[*at]).sum()).collect();
        if cells.iter().zip(&sums).all(|((key, _), sum)| !withheld.contains(key) || fits(key, *sum)) {
            for ((key, _), sum) in cells.iter().zip(sums) {
                let range = found.entry(key.clone()).or_insert((sum, sum));
                *range = (range.0.min(sum), range.1.max(sum));
            }
        }
    });
    found
}

fn search(
    trial: &mut Vec<i64>,
    at: usize,
    values: &[i64],
    cells: &[(Key, Vec<usize>)],
    withheld: &BTreeSet<Key>,
    take: &mut dyn FnMut(&[i64]),
) {
    // Largest value left for the inner cell at hand: no shown sum may be passed, and one whose last part this is must be met.
    let (mut most, mut exact) = (values.iter().sum::<i64>(), None);
    if at == trial.len() {
        return take(trial);
    }
    for (_, members) in cells.iter().filter(|(key, members)| !withheld.contains(key) && members.contains(&at)) {
        let sum = |of: &[i64]| members.iter().map(|m| of[*m]).sum::<i64>();
        let left = sum(values) - members.iter().filter(|m| **m < at).map(|m| trial[*m]).sum::<i64>();
        most = most.min(left);
        if members.iter().all(|m| *m <= at) {
            match exact {
                Some(other) if other != left => return,
                _ => exact = Some(left),
            }
        }
    }
    let tried = exact.map_or(0..=most, |value| value..=value.min(most));
    for value in tried.filter(|value| *value >= 0) {
        trial[at] = value;
        search(trial, at + 1, values, cells, withheld, take);
    }
}

fn keys(withheld: &BTreeSet<Key>, without: &str) -> BTreeSet<Key> {
    withheld.iter().filter(|key| key[0] != without).cloned().collect()
}

fn one(code: &str) -> Key {
    vec![code.to_owned()]
}

#[test]
fn zeros_that_are_shown_pin_five_ones_unless_a_sixth_cell_is_withheld() {
    let example = example("zeros", "en");
    let at_least_one = |_: &Key, value: i64| value >= 1;
    let naive = ranges(&example, &keys(&example.withheld(), "F"), at_least_one);
    assert!(["A", "B", "C", "D", "E"].iter().all(|county| naive[&one(county)] == (1, 1)));
    let page = ranges(&example, &example.withheld(), at_least_one);
    assert_eq!((page[&one("A")], page[&one("F")]), ((1, 9), (1, 9)));
}

#[test]
fn labels_leave_one_possibility_where_one_mark_leaves_five() {
    let example = example("one-mark", "en");
    let open = ranges(&example, &example.withheld(), |_, value| value >= 1);
    assert_eq!((open[&one("A")], open[&one("B")]), ((1, 5), (1, 5)));
    let labelled =
        ranges(&example, &example.withheld(), |key, value| if key[0] == "A" { (1..5).contains(&value) } else { value >= 5 });
    assert_eq!((labelled[&one("A")], labelled[&one("B")]), ((1, 1), (5, 5)));
}

#[test]
fn the_audit_finds_what_addition_does_not_and_the_cut_loop_cures_it() {
    let example = example("audit", "en");
    let (rules_alone, page) = (example.primary(), example.withheld());
    assert_eq!(given_back(&example, &rules_alone), 0, "addition alone gives nothing back");
    let a = |withheld| ranges(&example, withheld, |_, value| value >= 1)[&vec!["a".to_owned(), "total".to_owned()]];
    assert_eq!(a(&rules_alone), (1, 1));
    assert!(a(&page).1 > 1, "{:?}", a(&page));
}

#[test]
fn the_required_interval_is_reached_on_the_page_and_not_without_its_last_cell() {
    let example = example("intervals", "en");
    let width = |withheld: &BTreeSet<Key>| {
        let (least, most) = ranges(&example, withheld, |_, _| true)[&one("A")];
        most - least
    };
    let required = example.case["attack"]["intervals"]["per_cell"]["A"]["width"].as_i64().expect("a width");
    assert!(width(&example.primary()) < required && width(&example.withheld()) >= required);
}

#[test]
fn the_sums_that_the_pages_say_are_right() {
    let value = |page: &str, key: &[&str]| example(page, "en").value(key);
    let threshold = |county, sex| value("threshold", &[county, sex]);
    assert_eq!((threshold("A", "total"), threshold("A", "girls"), threshold("A", "boys")), (13, 9, 4));
    let part = |what| value("distinct-persons", &[what]);
    assert_eq!((part("camp"), part("trip"), part("total")), (42, 15, 45));
    let release = |what| value("releases", &[what]);
    assert_eq!((release("north"), release("C"), release("A")), (15, 12, 3));
    let county = |what| value("known-outside", &[what]);
    assert_eq!((county("total"), county("B"), county("C"), county("D"), county("A")), (43, 8, 12, 20, 3));
    let left = |what| value("fail-closed", &[what]);
    assert_eq!(left("total") - left("B") - left("C"), left("A"));
    let linked = |what| value("linked-tables", &[what]);
    assert_eq!((linked("hill"), linked("D"), linked("A")), (14, 11, 3));
}

/// Contributions to a county, largest first.
fn contributions(page: &str, county: &str) -> Vec<i64> {
    let case = example(page, "en").case;
    let rows = case["records"]["rows"].as_array().expect("records").iter().filter(|row| row[0] == county);
    let mut found: Vec<i64> = rows.map(|row| row[2].as_i64().expect("whole yuan")).collect();
    found.sort_unstable_by_key(|value| -value);
    found
}

#[test]
fn the_rules_on_contributions_say_what_the_pages_say() {
    assert_eq!(contributions("contributors", "B").len(), 2);
    let dominant = contributions("dominance", "A");
    assert_eq!((dominant[0], dominant.iter().sum()), (820, 1000));
    let close = contributions("p-percent", "A");
    let (total, rest) = (close.iter().sum::<i64>(), close.iter().skip(2).sum::<i64>());
    assert_eq!((total, total - close[1], rest), (172, 112, 12));
    assert!(rest * 100 < 25 * close[0], "the rule with p = 25 withholds it");
    assert!(close[0] * 100 < 80 * total, "and (1, 80) does not");
}

#[test]
fn a_rate_is_withheld_where_its_numerator_or_base_is() {
    for example in ["zh", "en"].map(|lang| example("rates-and-ranks", lang)) {
        let (head, rows) = example.table.split_first().expect("a table");
        assert!(head.last().expect("a column").contains('%'));
        for row in rows {
            let [part, rest, base, rate] = &row[1..] else { panic!("four columns") };
            let whole: Option<(i64, i64)> = part.parse().ok().zip(base.parse().ok());
            let expected = whole.map_or(MARK.to_owned(), |(part, base)| ((part * 200 + base) / (base * 2)).to_string());
            assert_eq!((rate, rest == MARK), (&expected, part == MARK), "{}", example.name);
        }
    }
}
