//! The settings of protection against a small catalogue: what they mean, and what is told of each mistake.

use crate::config::catalog::{self, Context, TypedCatalog};
use crate::config::{
    Cost, Dominance, Intervals, Method, Part, Pattern, Percent, Protection, Revisions, Search, Weight, Zeros, protection,
};
use crate::diag::{Diagnostic, Place, Sink, Source};
use crate::files::Root;
use crate::model::{Decimal, Lang, Languages};

const CATALOG: &str = r#"
[unit.x]
kind = "other"
name = { en = "x" }
words = { en = "x" }
[unit.yuan]
kind = "money"
name = { en = "yuan" }
words = { en = "yuan" }
[dimension.month]
name = { en = "Month" }
within = "year"
codes = [ { code = "2023-12", name = { en = "a" } }, { code = "2024-01", name = { en = "b" } }, { code = "later", in = "2024", name = { en = "c" } } ]
[dimension.year]
name = { en = "Year" }
codes = [ { code = "2023", name = { en = "2023" } }, { code = "2024", name = { en = "2024" } } ]
[dimension.age_band]
name = { en = "Age" }
codes = [
  { code = "0-5", name = { en = "a" }, parent = "under-14" },
  { code = "6-13", name = { en = "b" }, parent = "under-14" },
  { code = "14-17", name = { en = "c" } },
  { code = "under-14", name = { en = "d" } },
  { code = "school", name = { en = "e" }, of = ["6-13", "14-17"] },
]
[dimension.outcome]
name = { en = "Outcome" }
sensitive = true
codes = [ { code = "yes", name = { en = "yes" } }, { code = "no", name = { en = "no" } } ]
[[class]]
code = "C0"
name = { en = "none" }
[[class]]
code = "C2"
name = { en = "open" }
[[class]]
code = "C3"
name = { en = "sensitive" }
[records.r]
file = "r.csv"
person = "key"
[records.r.columns]
month = { dimension = "month" }
year = { dimension = "year" }
age = { dimension = "age_band" }
outcome = { dimension = "outcome" }
amount = { kind = "decimal", places = 2 }
[[cube]]
id = "visits"
records = "r"
dimensions = ["month", "year", "age"]
class = "C2"
[[cube.measure]]
id = "children"
name = { en = "m" }
unit = "x"
of = "distinct"
[[cube]]
id = "money"
records = "r"
dimensions = ["year", "outcome"]
class = "C0"
threshold = 12
[[cube.measure]]
id = "amount"
name = { en = "m" }
unit = "yuan"
of = "sum:amount"
"#;

/// What is told, as `line:column id: message`.
fn told(sink: &Sink) -> Vec<String> {
    let one = |d: &Diagnostic| {
        let place = match &d.places[0].0 {
            Place::Text(span) => {
                let (line, column) = span.line_column();
                format!("{line}:{column}")
            }
            Place::File(path) | Place::Spot { file: path, .. } => path.display().to_string(),
            Place::Cell { row, column, .. } => format!("{row}:{column}"),
        };
        format!("{place} {}: {}", d.rule.id, d.message.en)
    };
    sink.sorted().iter().map(one).collect()
}

/// Reads a catalogue and gives it with what `look` makes of it.
fn with<T>(catalog: &str, look: impl FnOnce(&TypedCatalog, &Context<'_>) -> T) -> (T, Vec<String>) {
    let dir = tempfile::tempdir().unwrap();
    let languages = Languages::new(vec![Lang::new("en").unwrap()]).unwrap();
    let (root, sink) = (Root::open(dir.path()).unwrap(), Sink::new());
    let context = Context { root: &root, languages: &languages, sink: &sink };
    let typed = catalog::read(&Source::new("data/catalog.toml", catalog), &context);
    let found = look(&typed, &context);
    (found, told(&sink))
}

fn read(text: &str) -> (Protection, Vec<String>) {
    with(CATALOG, |typed, context| protection::read::read(&Source::new("data/protection.toml", text), context, typed))
}

fn known(text: &str) -> (Vec<protection::Known>, Vec<String>) {
    with(CATALOG, |typed, context| protection::known::read(&Source::new("data/known.toml", text), context, typed))
}

fn catalog_faults(from: &str, to: &str) -> Vec<String> {
    assert!(CATALOG.contains(from), "{from}");
    with(&CATALOG.replacen(from, to, 1), |_, _| ()).1
}

fn one_fault(text: &str) -> String {
    let (_, told) = read(text);
    assert_eq!(told.len(), 1, "{text}: {told:#?}");
    told[0].clone()
}

#[test]
fn without_a_file_everything_follows_from_class_dimensions_and_measures() {
    let ((protection, thresholds), told) = with(CATALOG, |typed, _| {
        let thresholds: Vec<u32> = typed.catalog.cubes.iter().map(|cube| cube.threshold).collect();
        (Protection::usual(&typed.catalog), thresholds)
    });
    assert!(told.is_empty(), "{told:?}");
    assert_eq!(thresholds, [5, 12]);
    let (visits, money) = (&protection.cubes["visits"], &protection.cubes["money"]);
    assert_eq!((visits.zeros, visits.p_percent, visits.contributors), (Zeros::Public, None, 3));
    assert_eq!((money.zeros, money.p_percent, money.contributors), (Zeros::Protect, Some(Percent(1000)), 3));
    assert!(visits.group_disclosure.dimensions.is_empty() && visits.complements);
    assert_eq!((&money.group_disclosure.dimensions[..], money.group_disclosure.coalition), (&[1][..], 1));
    assert_eq!((protection.search, protection.revisions), (Search { iterations: 200, seed: 7 }, Revisions::Warn));
}

#[test]
fn every_key_is_read() {
    let (protection, told) = read(
        r#"
revisions = "protect"
search = { iterations = 0, seed = 11 }
[protect.visits]
method = "small-counts"
base = 6
zeros = "protect"
contributors = 4
dominance = [ { n = 1, k = 75 }, { n = 2, k = 85.5 } ]
p_percent = 12.25
pq = [10, 50]
group_disclosure = { dimensions = ["age"], coalition = 2, upper = 9 }
complements = false
intervals = { width = 5 }
cost = "log"
keep = [ { year = "2024" }, {} ]
hide = [ { age = "0-5", year = "*" } ]
[protect.money]
method = "small-counts"
base = 6
base2 = 1
weight = { column = "amount" }
released = { column = "outcome", codes = ["yes"] }
"#
        .replace("base = 6\nbase2 = 1", "base = 12")
        .replace("small-counts\"\nbase = 6", "small-counts\"\nbase = 12")
        .as_str(),
    );
    assert!(told.is_empty(), "{told:#?}");
    let visits = &protection.cubes["visits"];
    assert_eq!(protection.revisions, Revisions::Protect);
    assert_eq!(protection.search, Search { iterations: 0, seed: 11 });
    assert_eq!(visits.method, Method::SmallCounts { base: 12 });
    assert_eq!(visits.dominance[1], Dominance { n: 2, k: Percent(8550) });
    assert_eq!((visits.p_percent, visits.pq), (Some(Percent(1225)), Some((Percent(1000), Percent(5000)))));
    assert_eq!((visits.intervals, visits.cost, visits.complements), (Intervals::Width(5), Cost::Log, false));
    assert_eq!(visits.contributors, 4);
    let money = &protection.cubes["money"];
    assert_eq!(money.weight, Some(Weight { column: "amount".to_owned(), repeat: false }));
    let released = money.released.as_ref().map(|released| (released.column.as_str(), released.codes[0].as_str()));
    assert_eq!(released, Some(("outcome", "yes")));
    assert_eq!((visits.largest_needed(), money.largest_needed()), (2, 2));
    assert_eq!((&visits.group_disclosure.dimensions[..], visits.group_disclosure.upper), (&[2][..], 9));
    assert_eq!(visits.keep, [Pattern(vec![Part::Total, Part::Code(1), Part::Total]), Pattern(vec![Part::Total; 3])]);
    assert!(visits.hide[0].matches(&[None, Some(0), Some(0)]) && !visits.hide[0].matches(&[None, None, Some(0)]));
}

#[test]
fn waivers_and_impossible_combinations_find_their_cubes() {
    let (protection, told) = read(
        r#"
[[waiver]]
cube = "visits"
at = { year = "2024", age = "under-14" }
measure = "children"
reason = "asked by all parents"
by = "the data officer"
[[waiver]]
cube = "money"
at = { year = "*" }
reason = "public by law"
by = "the data officer"
[[structural]]
records = "r"
at = { year = "2023", outcome = "yes" }
[[structural]]
cube = "visits"
at = { year = "2023", age = "under-14" }
"#,
    );
    assert!(told.is_empty(), "{told:#?}");
    let (visits, money) = (&protection.cubes["visits"], &protection.cubes["money"]);
    assert_eq!((&visits.waivers[0].key, visits.waivers[0].measure), (&vec![None, Some(1), Some(3)], Some(0)));
    let years: Vec<_> = money.waivers.iter().map(|waiver| waiver.key.clone()).collect();
    assert_eq!(years, [vec![Some(0), None], vec![Some(1), None]]);
    assert_eq!((visits.structural.len(), money.structural.len()), (1, 1));
    assert!(money.structural[0].matches(&[0, 0]) && !money.structural[0].matches(&[1, 0]));
    // A group means all below it, in whatever month.
    assert!(visits.structural[0].matches(&[1, 0, 1]) && !visits.structural[0].matches(&[1, 0, 2]));
}

#[test]
fn each_mistake_has_its_message_and_place() {
    let cube = |line: &str| format!("[protect.visits]\n{line}\n");
    for (text, says) in [
        (cube("p_percent = 0"), "2:13 config/invalid-value: `p_percent` must be a percentage above 0 and up to 100"),
        (cube("p_percent = 100.5"), "2:13 config/invalid-value: `p_percent` must be a percentage above 0 and up to 100"),
        (cube("dominance = [ { n = 0, k = 75 } ]"), "2:21 config/invalid-value: `n` must be from 1 to 100"),
        (cube("dominance = [ { n = 1, k = 175 } ]"), "2:28 config/invalid-value: `k` must be a percentage above 0 and up to 100"),
        (cube("dominance = [ { n = 1 } ]"), "2:15 config/missing-key: `k` is missing"),
        (cube("pq = [50, 10]"), "2:6 config/invalid-value: `pq` must be two percentages, the smaller first"),
        (cube("pq = [50]"), "2:6 config/invalid-value: `pq` must be two percentages, the smaller first"),
        (cube("pq = [\"a\", 50]"), "2:7 config/wrong-type: `pq` must be a number"),
        (cube("method = \"rounding\""), "2:10 config/invalid-value: `method` cannot be `rounding`"),
        (cube("base = 5"), "2:8 config/invalid-value: `base` is of use only with `method = \"small-counts\"` / `\"base\"`"),
        (cube("zeros = \"hide\""), "2:9 config/invalid-value: `zeros` cannot be `hide`"),
        (
            cube("intervals = { width = 1, percent = 5 }"),
            "2:13 config/invalid-value: `intervals` takes either `width` or `percent`",
        ),
        (cube("weight = \"month\""), "2:10 config/unknown-name: there is no column of numbers called `month`"),
        (
            cube("weight = \"amount\""),
            "2:10 config/invalid-value: the measure `children` counts distinct persons, which cannot be weighted",
        ),
        (cube("keep = [ { years = \"2024\" } ]"), "2:12 config/unknown-name: there is no dimension of the cube called `years`"),
        (cube("keep = [ { year = \"2034\" } ]"), "2:19 config/unknown-name: there is no code called `2034`"),
        (cube("keep = [ {}, { year = \"_T\" } ]"), "2:14 config/duplicate: the same cell stands twice"),
        (
            cube("keep = [ { year = \"2024\" } ]\nhide = [ { year = \"*\" } ]"),
            "2:10 config/kept-and-hidden: the same cell is kept and hidden",
        ),
        (
            cube("group_disclosure = { dimensions = [\"sex\"] }"),
            "2:36 config/unknown-name: there is no dimension of the cube called `sex`",
        ),
        (cube("treshold = 5"), "2:1 config/unknown-key: unknown key `treshold`"),
        ("[protect.visit]\n".to_owned(), "1:10 config/unknown-name: there is no cube called `visit`"),
        ("revisions = \"keep\"\n".to_owned(), "1:13 config/invalid-value: `revisions` cannot be `keep`"),
        (
            "[[structural]]\nat = { year = \"2023\" }\n".to_owned(),
            "1:1 config/invalid-value: either `cube` or `records` is needed",
        ),
        ("[[structural]]\ncube = \"visits\"\nat = {}\n".to_owned(), "1:1 config/invalid-value: `at` names no combination"),
        ("[[waiver]]\ncube = \"visits\"\nat = {}\nreason = \"r\"\n".to_owned(), "1:1 config/missing-key: `by` is missing"),
    ] {
        assert_eq!(one_fault(&text), says, "{text}");
    }
}

#[test]
fn methods_over_one_record_file_agree() {
    let fault = one_fault("[protect.visits]\nmethod = \"base\"\n");
    assert_eq!(fault, "2:10 config/unlike-methods: `visits` and `money` are made of the same records but protected differently");
    let (_, told) = read("[protect.visits]\nmethod = \"base\"\nbase = 4\n");
    assert!(
        told.iter().any(|one| one.starts_with("3:8 config/threshold: rounding to 4 would show counts under the threshold of 5")),
        "{told:?}"
    );
    let (_, told) = read("[protect.visits]\nmethod = \"cell-key\"\nptable = \"ptable.csv\"\n");
    assert!(told.iter().any(|one| one.starts_with("3:10 files/not-found")), "{told:?}");
}

#[test]
fn figures_printed_elsewhere_are_read_and_checked() {
    let entry = |measure: &str, at: &str, value: &str| {
        let cube = if measure == "amount" { "money" } else { "visits" };
        format!("[[known]]\ncube = \"{cube}\"\nmeasure = \"{measure}\"\nat = {at}\nvalue = {value}\nsource = \"a newspaper\"\n")
    };
    let (found, told) = known(&(entry("children", "{ year = \"2024\" }", "29") + &entry("amount", "{}", "\"12.50\"")));
    assert!(told.is_empty(), "{told:?}");
    assert_eq!((&found[0].key, found[0].value), (&vec![None, Some(1), None], Decimal::whole(29)));
    assert_eq!((found[1].cube.as_str(), found[1].value), ("money", Decimal::new(125, 1)));
    for (text, says) in [
        (entry("children", "{}", "2.5"), "5:9 config/invalid-value: `value` must be a whole number, not negative"),
        (entry("amount", "{}", "-1"), "5:9 config/invalid-value: `value` must be a number, not negative"),
        (entry("child", "{}", "2"), "3:11 config/unknown-name: there is no measure called `child`"),
        (entry("children", "{ year = \"*\" }", "2"), "4:15 config/invalid-value: one code is needed here, not `*`"),
        (entry("children", "{ year = \"2029\" }", "2"), "4:15 config/unknown-name: there is no code called `2029`"),
        (
            entry("children", "{}", "2") + &entry("children", "{}", "3"),
            "7:1 known/two-figures: one cell is given two different figures",
        ),
        (
            entry("children", "{}", "2") + &entry("children", "{}", "2"),
            "7:1 config/duplicate: the figure of this cell stands twice",
        ),
    ] {
        let (_, told) = known(&text);
        assert_eq!(told, [says], "{text}");
    }
}

#[test]
fn months_lie_in_their_years_and_groups_hold_their_codes() {
    let (_, told) = with(CATALOG, |typed, _| {
        let cube = &typed.catalog.cubes[0];
        let within = cube.dimensions[0].1.within.as_ref().unwrap();
        assert_eq!((within.dimension.as_str(), &within.positions[..]), ("year", &[Some(0), Some(1), Some(1)][..]));
        assert!(cube.is_possible(&[0, 0, 0]) && !cube.is_possible(&[0, 1, 0]) && cube.is_possible(&[2, 1, 0]));
        let age = &cube.dimensions[2].1;
        assert_eq!(age.groups().into_iter().collect::<Vec<_>>(), [(3, vec![0, 1, 3]), (4, vec![1, 2, 4])]);
        assert!(age.is_leaf(0) && !age.is_leaf(3) && !age.is_leaf(4));
    });
    assert!(told.is_empty(), "{told:?}");
}

#[test]
fn faults_of_trees_and_of_within_are_told() {
    for (from, to, says) in [
        ("in = \"2024\", ", "", "config/code-list: it cannot be told where in `year` the code `later` lies (1 in all)"),
        ("in = \"2024\"", "in = \"2042\"", "config/unknown-name: there is no code called `2042`"),
        ("within = \"year\"", "within = \"yaer\"", "config/unknown-name: there is no dimension called `yaer`"),
        ("within = \"year\"", "within = \"month\"", "config/invalid-value: `within` runs in a circle"),
        ("within = \"year\"\n", "", "config/invalid-value: `in` names a code, but no dimension is named"),
        ("of = [\"6-13\", ", "of = [\"6-12\", ", "config/unknown-name: there is no code called `6-12`"),
        (
            "of = [\"6-13\", ",
            "parent = \"6-13\", of = [\"6-13\", ",
            "config/code-list: the code `6-13` is a part of itself by way of others",
        ),
    ] {
        let told = catalog_faults(from, to);
        assert!(told.len() == 1 && told[0].ends_with(says), "{to}: {told:?}");
    }
}

#[test]
fn thresholds_and_classes_that_make_no_sense_are_told() {
    for (from, to, says) in [
        ("threshold = 12", "threshold = 1", "config/threshold: the threshold cannot be 1"),
        ("threshold = 12", "threshold = 0", "config/threshold: the threshold cannot be 0"),
        ("threshold = 12", "threshold = 1001", "config/threshold: the threshold cannot be 1001"),
        (
            "class = \"C2\"",
            "class = \"C2\"\nthreshold = 4",
            "config/threshold: the threshold of 4 is below the 5 of the class `C2`",
        ),
        ("class = \"C2\"\n", "", "config/missing-key: `threshold` is missing"),
        ("class = \"C2\"", "class = \"C3\"", "config/class-too-fine: a cube of the class `C3` may not have the dimension `age`"),
        (
            "class = \"C2\"",
            "class = \"C0\"",
            "config/class-too-fine: the class `C0` has no threshold, so it cannot count persons (measure `children`)",
        ),
        ("class = \"C2\"", "class = \"C7\"", "config/unknown-name: there is no disclosure class called `C7`"),
    ] {
        let told = catalog_faults(from, to);
        assert!(!told.is_empty() && told[0].ends_with(says), "{to}: {told:?}");
    }
}
