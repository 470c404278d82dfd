//! Two measures of small provinces: what may be added, and that a withheld cell stays unknown.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::choose::choose;
use super::entrusted::{Entrusted, Figure};
use super::plan::{Plan, Sum};
use super::{CityTable, Places, Reading, tell_leaks};
use crate::confidential::gate::joint::{Leak, joined};
use crate::confidential::gate::published::Cell;
use crate::config::{CellKey, CodeEntry, CubeSpec, Dimension, FromCities, MeasureKind, MeasureSpec};
use crate::diag::Sink;
use crate::model::{Code, CubeId, DatasetId, Decimal, DimensionId, Lang, Languages, Localized, Slug, Unit, UnitKind};

fn languages() -> Languages {
    Languages::new(vec![Lang::new("en").unwrap()]).unwrap()
}

fn words(text: &str) -> Localized<String> {
    Localized::from_fn(&languages(), |_| text.to_owned())
}

fn entry(code: &str, parent: Option<&str>) -> CodeEntry {
    let parent = parent.map(|code| Code::new(code).unwrap());
    CodeEntry { parent, ..CodeEntry::bare(Code::new(code).unwrap(), words(code)) }
}

fn dimension(id: &str, codes: Vec<CodeEntry>) -> Arc<Dimension> {
    Arc::new(Dimension::bare(DimensionId::new(id).unwrap(), words(id), codes))
}

/// Cities at 0, 3 and 6, each with two counties behind it; girls at 0, boys at 1.
struct Province {
    spec: CubeSpec,
    from: FromCities,
    places: Places,
    tables: Vec<CityTable>,
    entrusted: Entrusted,
}

impl Province {
    fn new(kind: UnitKind, home_county: bool) -> Self {
        let places: Vec<CodeEntry> = ["A", "B", "C"]
            .iter()
            .flat_map(|city| {
                let county = |number: u32| entry(&format!("{city}{number}"), Some(city));
                [entry(city, None), county(1), county(2)]
            })
            .collect();
        let county = dimension("county", places);
        let sex = dimension("sex", vec![entry("F", None), entry("M", None)]);
        let unit = Arc::new(Unit {
            code: Code::new("u").unwrap(),
            kind,
            words: Localized::from_fn(&languages(), |_| BTreeMap::new()),
            name: words("u"),
        });
        let places = Places::new(&county, &[0, 3, 6]);
        let measure = MeasureSpec { id: Slug::new("m").unwrap(), name: words("m"), unit, kind: MeasureKind::Rows };
        let spec = CubeSpec {
            id: CubeId::new("cube").unwrap(),
            records: 0,
            filter: Vec::new(),
            dimensions: vec![("county".to_owned(), county), ("sex".to_owned(), sex)],
            measures: vec![measure],
            threshold: 5,
            class: None,
        };
        let from = FromCities { dataset: DatasetId::new("cube").unwrap(), home_county };
        Self { spec, from, places, tables: Vec::new(), entrusted: Entrusted::new() }
    }

    /// Figures of girls and boys in both counties; `hidden` are keys that the city withholds, which `entrust` gives to the province.
    fn city(&mut self, city: usize, counts: [[i64; 2]; 2], hidden: &[[Option<usize>; 2]], entrust: bool) {
        let mut rows = BTreeMap::new();
        for place in [city, city + 1, city + 2] {
            for sex in [None, Some(0), Some(1)] {
                let county = |at: usize| place == city || place == city + 1 + at;
                let counted = |at: usize| sex.is_none() || sex == Some(at);
                let cells = (0..2)
                    .filter(|at| county(*at))
                    .flat_map(|at| (0..2).filter(|sex| counted(*sex)).map(move |sex| counts[at][sex]));
                let value: i64 = cells.sum();
                let key = vec![Some(place), sex];
                let hide = hidden.iter().any(|own| own[..] == key[..]);
                if hide && entrust {
                    let figure = Figure { value: Decimal::whole(value), persons: value.unsigned_abs() };
                    self.entrusted.insert((key.clone(), 0), figure);
                }
                rows.insert(key, vec![if hide { Cell::Suppressed } else { Cell::Value(Decimal::whole(value)) }]);
            }
        }
        let listed = vec![BTreeSet::from([city, city + 1, city + 2]), BTreeSet::from([0, 1])];
        self.tables.push(CityTable {
            city,
            cube: self.spec.id.clone(),
            file: "x.csv".into(),
            synthetic: true,
            listed,
            rows,
            reading: Reading::default(),
        });
    }

    fn plan(&self) -> Plan<'_> {
        Plan::new(&self.spec, &self.from, 0, &self.places, &self.tables)
    }

    /// The published sums of those that hold a withheld cell, by sex.
    fn published(&self) -> Vec<Option<usize>> {
        let chosen = choose(&self.plan(), 0, &self.entrusted, &[]);
        assert!(chosen.open.is_empty() && chosen.contradicting.is_empty());
        let sealed = joined(&self.spec, true, &self.plan().all_codes(), BTreeMap::new(), &chosen.posed);
        assert!(sealed.is_ok(), "nothing that is published gives a withheld cell away");
        chosen.published.keys().map(|key| key[1]).collect()
    }
}

/// All of a city by sex, both counties: the four inner cells and the totals by sex stay unknown.
fn square(city: usize) -> Vec<[Option<usize>; 2]> {
    [0, 1].iter().flat_map(|sex| [city, city + 1, city + 2].map(|place| [Some(place), Some(*sex)])).collect()
}

#[test]
fn sums_of_shown_cells_are_made_and_a_withheld_part_withholds_its_sum() {
    let mut province = Province::new(UnitKind::PersonTimes, false);
    province.city(0, [[10, 20], [30, 40]], &[], false);
    province.city(3, [[7, 8], [9, 6]], &[], false);
    province.city(6, [[3, 8], [9, 6]], &square(6), false);
    let plan = province.plan();
    assert!(matches!(plan.sum(&[None, None], 0), Sum::Whole(value) if value == Decimal::whole(156)));
    assert!(matches!(plan.sum(&[None, Some(0)], 0), Sum::Partly { .. }));
    assert!(matches!(plan.sum(&[Some(7), Some(0)], 0), Sum::Own(Cell::Suppressed)));
    assert!(province.published().is_empty(), "nobody here knows the withheld part");
}

#[test]
fn an_entrusted_part_is_published_only_among_several() {
    let mut alone = Province::new(UnitKind::PersonTimes, true);
    alone.city(0, [[10, 20], [30, 40]], &[], false);
    alone.city(3, [[7, 8], [9, 6]], &[], false);
    alone.city(6, [[3, 8], [9, 6]], &square(6), true);
    assert!(alone.published().is_empty(), "the sum less the others is the withheld cell");
    let mut two = Province::new(UnitKind::PersonTimes, true);
    two.city(0, [[10, 20], [30, 40]], &[], false);
    two.city(3, [[7, 8], [9, 6]], &square(3), true);
    two.city(6, [[3, 8], [9, 6]], &square(6), true);
    assert!(two.published().is_empty(), "each of two cities could take its own part off");
    let mut three = Province::new(UnitKind::PersonTimes, true);
    three.city(0, [[10, 20], [30, 40]], &square(0), true);
    three.city(3, [[7, 8], [9, 6]], &square(3), true);
    three.city(6, [[3, 8], [9, 6]], &square(6), true);
    assert_eq!(three.published(), [Some(0), Some(1)]);
}

#[test]
fn too_few_persons_in_the_withheld_parts_withhold_the_sum() {
    let mut province = Province::new(UnitKind::PersonTimes, true);
    for city in [0, 3, 6] {
        province.city(city, [[1, 20], [0, 40]], &square(city), true);
    }
    assert_eq!(province.published(), Vec::<Option<usize>>::new(), "three girls in all, and the boys would tell of them");
}

#[test]
fn persons_are_added_over_home_counties_alone() {
    let mut province = Province::new(UnitKind::Persons, false);
    province.city(0, [[10, 20], [30, 40]], &[], false);
    assert!(matches!(province.plan().sum(&[None, None], 0), Sum::Refused));
    assert!(matches!(Province::new(UnitKind::Percent, true).plan().sum(&[None, None], 0), Sum::Refused));
    let mut home = Province::new(UnitKind::Persons, true);
    for city in [0, 3, 6] {
        home.city(city, [[10, 20], [30, 40]], &[], false);
    }
    assert!(matches!(home.plan().sum(&[None, None], 0), Sum::Whole(value) if value == Decimal::whole(300)));
}

#[test]
fn a_city_that_reveals_its_own_cell_and_one_that_contradicts_itself_are_found() {
    let mut open = Province::new(UnitKind::PersonTimes, false);
    open.city(0, [[3, 20], [30, 40]], &[[Some(1), Some(0)]], false);
    let chosen = choose(&open.plan(), 0, &open.entrusted, &[]);
    assert_eq!(chosen.open, BTreeSet::from([vec![Some(1), Some(0)]]));
    let mut wrong = Province::new(UnitKind::PersonTimes, false);
    wrong.city(0, [[3, 20], [30, 40]], &[], false);
    wrong.tables[0].rows.insert(vec![Some(0), None], vec![Cell::Value(Decimal::whole(94))]);
    let chosen = choose(&wrong.plan(), 0, &wrong.entrusted, &[]);
    let key: CellKey = vec![Some(0), None];
    assert_eq!(chosen.contradicting, BTreeSet::from([key]));
}

/// A county and the whole city by sex: county 2 is shown.
fn half(city: usize) -> [[Option<usize>; 2]; 4] {
    [[Some(city), Some(0)], [Some(city), Some(1)], [Some(city + 1), Some(0)], [Some(city + 1), Some(1)]]
}

#[test]
fn entrusted_persons_are_added_where_home_counties_decide() {
    let mut home = Province::new(UnitKind::Persons, true);
    let mut elsewhere = Province::new(UnitKind::Persons, false);
    for city in [0, 3, 6] {
        home.city(city, [[10, 20], [30, 40]], &half(city), true);
        elsewhere.city(city, [[10, 20], [30, 40]], &half(city), true);
    }
    assert_eq!(home.published(), [Some(0), Some(1)]);
    assert!(matches!(elsewhere.plan().sum(&[None, Some(0)], 0), Sum::Refused), "a child may count in two cities");
}

#[test]
fn a_total_that_was_changed_is_found_although_parts_of_it_are_withheld() {
    let changed = |place: usize, sex: Option<usize>, value: i64| {
        let mut province = Province::new(UnitKind::PersonTimes, false);
        province.city(0, [[3, 20], [30, 40]], &square(0), false);
        province.tables[0].rows.insert(vec![Some(place), sex], vec![Cell::Value(Decimal::whole(value))]);
        choose(&province.plan(), 0, &province.entrusted, &[])
    };
    let whole: CellKey = vec![Some(0), None];
    assert_eq!(changed(0, None, 939).contradicting, BTreeSet::from([whole.clone()]), "both counties are shown");
    // One county's girls are shown and make more than all girls of the city.
    let mut province = Province::new(UnitKind::PersonTimes, false);
    let hidden: Vec<_> = square(0).into_iter().filter(|key| *key != [Some(2), Some(0)] && *key != [Some(0), Some(0)]).collect();
    province.city(0, [[3, 20], [30, 40]], &hidden, false);
    province.tables[0].rows.insert(vec![Some(0), Some(0)], vec![Cell::Value(Decimal::whole(29))]);
    let chosen = choose(&province.plan(), 0, &province.entrusted, &[]);
    assert_eq!(chosen.contradicting, BTreeSet::from([vec![Some(0), Some(0)]]));
    assert!(changed(0, None, 93).contradicting.is_empty(), "as it was");
}

#[test]
fn figures_that_fit_no_table_are_found_although_each_total_could_be() {
    let mut province = Province::new(UnitKind::PersonTimes, false);
    let hidden: Vec<_> = square(0).into_iter().chain([[Some(2), None], [Some(0), None]]).collect();
    province.city(0, [[3, 20], [30, 40]], &hidden, false);
    // Twenty in the city, by sex, and twenty-three in one of its counties.
    for sex in [0, 1] {
        province.tables[0].rows.insert(vec![Some(0), Some(sex)], vec![Cell::Value(Decimal::whole(10))]);
    }
    let chosen = choose(&province.plan(), 0, &province.entrusted, &[]);
    assert!(chosen.contradicting.is_empty());
    assert_eq!(chosen.inconsistent, BTreeSet::from([vec![Some(0), None]]));
}

#[test]
fn what_the_attacker_works_out_stops_the_table_and_is_named() {
    let mut province = Province::new(UnitKind::PersonTimes, false);
    province.city(0, [[3, 20], [30, 40]], &[[Some(1), Some(0)]], false);
    let plan = province.plan();
    let chosen = choose(&plan, 0, &province.entrusted, &[]);
    let sealed = joined(&province.spec, true, &plan.all_codes(), BTreeMap::new(), &chosen.posed);
    let sink = Sink::new();
    tell_leaks(&plan, sealed.err().unwrap(), &sink);
    let told = sink.sorted();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].rule.id, "rollup/recoverable");
    assert!(told[0].message.en.starts_with("county=A1 sex=F m, which `cube` withholds"), "{}", told[0].message.en);
    // Combinations of several cells have no name of their own.
    let sink = Sink::new();
    tell_leaks(&plan, vec![Leak { measure: 0, cell: None }], &sink);
    assert!(sink.sorted()[0].message.en.contains("in part"));
}

#[test]
fn without_every_city_there_is_no_sum() {
    let mut province = Province::new(UnitKind::PersonTimes, false);
    province.city(0, [[10, 20], [30, 40]], &[], false);
    province.city(3, [[10, 20], [30, 40]], &[], false);
    assert!(matches!(province.plan().sum(&[None, None], 0), Sum::Lacking));
}
