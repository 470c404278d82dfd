//! Releases written and read back, changed by hand, and judged against later figures.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::judge::Turn;
use super::{Earlier, EarlierTable, NewRelease, Now, Promise, Revision, detail, diagnostics, load, promise, revisions};
use crate::confidential::Release;
use crate::confidential::tests::support::{Case, dimension};
use crate::config::{Catalog, CellKey, Dimension, Revisions, Settings};
use crate::diag::{Level, Sink, Tongue};
use crate::files::sha256_hex;
use crate::model::{Code, CubeId, Date, Decimal, Lang, Languages};

const ROWS: &str = "key,a,b,amount\nk1,a0,b0,1.50\nk2,a0,b1,2\nk1,a1,b1,3.25\nk3,a1,b1,4\n";

/// A site with its release in memory.
struct Site {
    case: Case,
    settings: Settings,
    release: Release,
}

fn site(text: &str) -> Site {
    let case = Case::new(text, 3);
    let release = case.prepare(1).unwrap();
    let settings = settings(case.catalog.clone());
    Site { case, settings, release }
}

fn settings(catalog: Catalog) -> Settings {
    let languages = Languages::new(vec![Lang::new("en").unwrap()]).unwrap();
    Settings::bare(PathBuf::new(), languages, catalog)
}

fn new(version: &str, date: &str) -> NewRelease {
    let date: Date = date.parse().unwrap();
    let (note, engine) = (Some("a \"note\"\n\\ 备注".to_owned()), "shanwai 0".to_owned());
    NewRelease { version: version.to_owned(), date, note, engine, secret: Some("f00".to_owned()) }
}

fn told(sink: &Sink) -> Vec<String> {
    let place = |d: &crate::diag::Diagnostic| match d.places.first() {
        Some((crate::diag::Place::Cell { row, column, .. }, _)) => format!(" {row}:{column}"),
        _ => String::new(),
    };
    sink.sorted().iter().map(|d| format!("{}{}: {}", d.rule.id, place(d), d.message.get(Tongue::En))).collect()
}

impl Site {
    fn promise(&self, version: &str, date: &str) -> Result<usize, Vec<String>> {
        let sink = Sink::new();
        promise(&self.case.root(), &self.settings, &self.release, &new(version, date), &sink).map_err(|_| told(&sink))
    }

    fn load(&self) -> Result<Vec<Earlier>, Vec<String>> {
        let sink = Sink::new();
        load(&self.case.root(), &self.settings, &sink).map_err(|_| told(&sink))
    }

    /// What is told when the releases cannot be read.
    fn refused(&self) -> Vec<String> {
        self.load().map(|earlier| earlier.len()).unwrap_err()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.case.root().dir().join("data/releases/1").join(name)
    }

    fn text(&self, name: &str) -> String {
        String::from_utf8(self.case.root().read_bytes(format!("data/releases/1/{name}"), 1 << 20).unwrap()).unwrap()
    }

    fn write(&self, name: &str, text: &str) {
        let mut file = std::fs::File::create(self.path(name)).unwrap();
        std::io::Write::write_all(&mut file, text.as_bytes()).unwrap();
    }

    /// Changes the table and its sum, as somebody would who wants to go unseen.
    fn forge(&self, from: &str, to: &str) {
        let table = self.text("cube.csv");
        assert!(table.contains(from), "{from} is not in\n{table}");
        let forged = table.replacen(from, to, 1);
        let sheet = self.text("release.toml").replace(&sha256_hex(table.as_bytes()), &sha256_hex(forged.as_bytes()));
        self.write("cube.csv", &forged);
        self.write("release.toml", &sheet);
    }

    /// Other codes in the first dimension.
    fn with_codes(&mut self, dimension: Dimension) {
        self.settings.catalog.cubes[0].dimensions[0].1 = Arc::new(dimension);
    }
}

#[test]
fn what_is_written_is_read_back_and_never_written_again() {
    let site = site(ROWS);
    assert_eq!(site.load().unwrap().len(), 0);
    assert_eq!(site.promise("1", "2025-03-01"), Ok(2));
    let before = (site.text("release.toml"), site.text("cube.csv"));
    let earlier = site.load().unwrap();
    assert_eq!((earlier[0].version.as_str(), earlier[0].secret.as_deref()), ("1", Some("f00")));
    assert_eq!(earlier[0].date.to_string(), "2025-03-01");
    let table = &earlier[0].tables[0];
    assert_eq!(table.codes, [vec![0, 1, 2], vec![0, 1, 2]]);
    for (key, cells) in site.release.table("cube").unwrap().rows() {
        for (cell, promise) in cells.iter().zip(&table.cells[key]) {
            let crate::confidential::Cell::Value(value) = cell else { panic!("all are shown") };
            assert!(*promise == Promise::Published(*value), "{key:?}");
        }
    }
    for (version, date) in
        [("1", "2025-04-01"), ("0.9", "2025-04-01"), ("1-rc1", "2025-04-01"), ("2", "2025-02-28"), ("x", "2025-04-01")]
    {
        let told = site.promise(version, date).unwrap_err();
        assert!(told.len() == 1 && told[0].starts_with("releases/version"), "{version}: {told:?}");
    }
    assert_eq!(site.promise("1.1", "2025-03-01"), Ok(2));
    assert_eq!(before, (site.text("release.toml"), site.text("cube.csv")));
    assert_eq!(site.load().unwrap().iter().map(|one| one.version.as_str()).collect::<Vec<_>>(), ["1", "1.1"]);
}

#[test]
fn whatever_is_changed_by_hand_is_told() {
    let made = || {
        let site = site(ROWS);
        site.promise("1", "2025-03-01").unwrap();
        site
    };
    let (one, two) = (made(), made());
    one.write("cube.csv", &one.text("cube.csv").replacen("10.75", "10.76", 1));
    assert_eq!(one.refused(), ["releases/changed-file: the file is not what was published"]);
    two.write("extra.csv", "x");
    assert_eq!(two.refused(), ["releases/changed-file: `release.toml` does not list this file"]);
    let three = made();
    std::fs::remove_file(three.path("cube.csv")).unwrap();
    assert!(three.refused()[0].starts_with("files/not-found"));
    let four = made();
    std::fs::remove_file(four.path("release.toml")).unwrap();
    assert_eq!(four.refused(), ["releases/changed-file: `1` has no `release.toml`"]);
    let five = made();
    five.promise("2", "2025-03-02").unwrap();
    five.write("release.toml", &five.text("release.toml").replace("2025-03-01", "2025-01-01"));
    assert_eq!(five.refused(), ["releases/changed-file: `release.toml` is not what the next release recorded"]);
    let told = five.promise("3", "2025-03-03").unwrap_err();
    assert!(told[0].starts_with("releases/changed-file"), "nothing is added to what was changed: {told:?}");
    std::fs::remove_dir_all(five.path("")).unwrap();
    assert_eq!(five.refused(), ["releases/changed-file: the release `1` before `2` is gone"]);
}

#[test]
fn tables_that_make_no_sense_are_told_by_row_and_column() {
    for (from, to, says) in [
        ("_T,_T,rows,4,A", "_T,_T,rows,5,A", "releases/sums 2:value: this figure does not agree with its parts over `a`"),
        ("_T,_T,persons,3,A", "_T,_T,persons,9,A", "releases/sums 3:value: this figure does not agree with its parts over `a`"),
        ("_T,_T,rows,4,A", "_T,_T,rows,four,A", "releases/unreadable 2:value: there must be a number here, not negative"),
        ("_T,_T,rows,4,A", "_T,_T,rows,-4,A", "releases/unreadable 2:value: there must be a number here, not negative"),
        ("_T,_T,rows,4,A", "_T,_T,rows,4,Q", "releases/unreadable 2:value: with this status there can be no value"),
        ("_T,_T,rows,4,A", "_T,_T,rows,4,x", "releases/unreadable 2:status: the status must be A, E, Q, M or L"),
        ("_T,_T,rows,4,A", "_T,_T,row,4,A", "releases/unreadable 2:measure: `release.toml` does not list this measure"),
        ("_T,_T,rows,4,A", "a9,_T,rows,4,A", "releases/unreadable 2:a: `release.toml` does not list this code"),
        ("_T,_T,rows,4,A", "_T,_T,rows,4", "releases/unreadable 2:: this row has 4 columns instead of 5"),
        ("_T,_T,persons,3,A", "_T,_T,rows,4,A", "releases/two-values 3:: this cell stood in row 2 already"),
        ("a,b,measure", "b,a,measure", "releases/unreadable 1:: the heading does not fit the dimensions of the cube"),
    ] {
        let site = site(ROWS);
        site.promise("1", "2025-03-01").unwrap();
        site.forge(from, to);
        let told = site.refused();
        assert_eq!(told[0], says, "{to}");
        assert!(!told.iter().any(|one| one.contains("four")), "no value is shown");
    }
    let site = site(ROWS);
    site.promise("1", "2025-03-01").unwrap();
    site.forge("_T,b0,rows,1,A", "_T,b0,rows,,Q");
    assert!(site.load().unwrap()[0].tables[0].cells[&vec![None, Some(0)]][0] == Promise::Withheld, "nothing to add up");
}

#[expect(clippy::type_complexity, reason = "a table of cases")]
#[test]
fn names_and_definitions_stay_as_they_were() {
    let changed = |change: fn(&mut Site)| {
        let mut site = site(ROWS);
        site.promise("1", "2025-03-01").unwrap();
        change(&mut site);
        site.refused()
    };
    let cases: [(fn(&mut Site), &str); 6] = [
        (
            |site| site.settings.catalog.cubes[0].id = CubeId::new("cubes").unwrap(),
            "releases/unknown-name: the cube `cube` is no longer in the catalogue",
        ),
        (
            |site| drop(site.settings.catalog.cubes[0].measures.pop()),
            "releases/unknown-name: `cube` has no measure `amount` any more",
        ),
        (
            |site| site.settings.catalog.cubes[0].measures[0].kind = crate::config::MeasureKind::Distinct,
            "releases/changed-cube: the way of computing a measure of `cube` changed since it was published",
        ),
        (
            |site| site.settings.catalog.cubes[0].filter = vec![("b".to_owned(), vec![Code::new("b0").unwrap()])],
            "releases/changed-cube: the filter of `cube` changed since it was published",
        ),
        (
            |site| site.settings.catalog.cubes[0].dimensions.reverse(),
            "releases/changed-cube: the dimensions of `cube` changed since it was published",
        ),
        (
            |site| site.with_codes(Arc::unwrap_or_clone(dimension("a", &["a0", "a2", "new"]))),
            "releases/unknown-name: the code `a1` is no longer in the code list of `a`",
        ),
    ];
    for (change, says) in cases {
        assert_eq!(changed(change), [says]);
    }
}

#[test]
fn codes_may_be_added_and_groups_keep_their_members() {
    let mut site = site(ROWS);
    site.promise("1", "2025-03-01").unwrap();
    site.with_codes(Arc::unwrap_or_clone(dimension("a", &["new", "a0", "a1", "a2"])));
    let earlier = site.load().unwrap();
    assert_eq!(earlier[0].tables[0].codes[0], [1, 2, 3], "the total of then is over the codes of then");
    assert!(earlier[0].tables[0].cells[&vec![Some(1), None]][0] == Promise::Published(Decimal::whole(2)));
    let mut grouped = Arc::unwrap_or_clone(dimension("a", &["a0", "a1", "a2"]));
    grouped.codes[2].of = vec![Code::new("a0").unwrap()];
    site.with_codes(grouped);
    assert_eq!(site.refused(), ["releases/changed-cube: the code `a2` is made of other codes than when it was published"]);
}

/// One earlier release of one cell after another, all of the key `[None, None]` and measure 0.
fn earlier(promises: &[[Promise; 3]]) -> Vec<Earlier> {
    let one = |promises: &[Promise; 3]| Earlier {
        version: "1".to_owned(),
        date: "2025-03-01".parse().unwrap(),
        secret: None,
        tables: vec![EarlierTable {
            cube: CubeId::new("cube").unwrap(),
            codes: vec![vec![0], vec![0]],
            cells: BTreeMap::from([(vec![None, None], promises.to_vec())]),
        }],
        sum: String::new(),
    };
    promises.iter().map(one).collect()
}

fn judged(then: [Promise; 3], now: [(i64, bool); 3], threshold: u32) -> Vec<(usize, &'static str)> {
    let mut catalog = Case::new(ROWS, 3).catalog;
    catalog.cubes[0].threshold = threshold;
    let look = |_: &EarlierTable, _: &[Option<usize>], measure: usize| {
        let (value, published) = now[measure];
        Some(Now { value: Decimal::whole(value), published })
    };
    revisions(&earlier(&[then]), &catalog.cubes, &look).into_iter().map(|one| (one.measure, word(one.turn))).collect()
}

fn word(turn: Turn) -> &'static str {
    match turn {
        Turn::Small => "small",
        Turn::Shown => "shown",
        Turn::Withheld => "withheld",
    }
}

#[test]
fn small_differences_and_broken_promises_are_found() {
    let shown = |value| Promise::Published(Decimal::whole(value));
    let same = [shown(20), shown(9), shown(700)];
    assert_eq!(judged(same, [(20, true), (9, true), (700, true)], 5), []);
    assert_eq!(judged(same, [(24, true), (9, true), (700, true)], 5), [(0, "small")]);
    assert_eq!(judged(same, [(16, true), (9, true), (700, true)], 5), [(0, "small")]);
    assert_eq!(judged(same, [(25, true), (14, true), (900, true)], 5), [], "many changed the sum");
    assert_eq!(judged(same, [(20, true), (9, true), (701, true)], 5), [(2, "small")], "who changed the sum is not known");
    assert_eq!(judged(same, [(21, true), (9, true), (701, true)], 0), [], "nobody is behind these");
    let withheld = [Promise::Withheld, shown(9), Promise::Estimated(Decimal::whole(700))];
    assert_eq!(judged(withheld, [(20, true), (9, false), (1, true)], 5), [(0, "shown"), (1, "withheld")]);
    assert_eq!(judged(withheld, [(20, false), (9, true), (1, false)], 5), []);
}

#[test]
fn revisions_are_told_once_without_keys_or_figures() {
    let site = site(ROWS);
    let shown = Promise::Published(Decimal::whole(987_654));
    let earlier = earlier(&[[shown, Promise::Absent, Promise::Absent], [shown, Promise::Absent, Promise::Absent]]);
    let mut settings = site.settings.clone();
    settings.catalog.cubes[0].threshold = 5;
    let look = |_: &EarlierTable, _: &[Option<usize>], _: usize| Some(Now { value: Decimal::whole(987_655), published: true });
    let found = revisions(&earlier, &settings.catalog.cubes, &look);
    let key: CellKey = vec![None, None];
    let cube = CubeId::new("cube").unwrap();
    assert!(found == [Revision { release: 0, cube, key, measure: 0, turn: Turn::Small }]);
    let told = diagnostics(&found, &settings.protection);
    assert_eq!((told.len(), told[0].level), (1, Level::Warning));
    assert_eq!(told[0].message.en, "1 cell of `cube` differs too little from what was published");
    settings.protection.revisions = Revisions::Protect;
    assert_eq!(diagnostics(&found, &settings.protection)[0].level, Level::Error);
    assert_eq!(detail(&found[0], &earlier, &settings.catalog.cubes[0]), "cube: a=* b=* rows: small difference (1)\n");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(150))]
    /// Files somebody cut up and pasted: read or told, never a panic.
    #[test]
    fn no_bytes_make_it_panic(
        sheet in proptest::prelude::any::<bool>(),
        from in 0usize..3000,
        length in 0usize..40,
        paste in "[\\PC\n\",=_T0-9\\[\\]{}]{0,12}",
    ) {
        let site = site(ROWS);
        site.promise("1", "2025-03-01").unwrap();
        let text = site.text(if sheet { "release.toml" } else { "cube.csv" });
        let boundary = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let (start, end) = (boundary(from % text.len()), boundary(from % text.len() + length));
        let changed = format!("{}{paste}{}", &text[..start], &text[end..]);
        if sheet {
            site.write("release.toml", &changed);
        } else if changed != text {
            site.forge(&text, &changed);
        }
        // Either way something is said or everything is read.
        if let Err(told) = site.load() {
            proptest::prop_assert!(!told.is_empty());
        }
    }
}
