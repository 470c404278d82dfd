//! An attacker of the tests' own over what cities and province have published together: elimination modulo a prime, by a reader and
//! by each city, which knows its own figures. It shares no line with the program.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::rollup::{cells, codes, entrust, province, site};
use super::support::{good, read};

const PRIME: i128 = (1 << 61) - 1;
const TABLE: &str = "children-by-age";

/// A cell of a city: city, year, age band.
type Cell = (String, String, String);

/// What is published of a cell: its key and whether its figure is shown.
struct Said {
    /// `_T` in the place of the city: all cities.
    key: Cell,
    shown: bool,
}

fn said(file: &Path, city: Option<&str>) -> Vec<Said> {
    let all = cells(&read(file));
    let of_measure = all.into_iter().filter(|(key, _)| key.iter().any(|part| part == "attendances"));
    let one = |(key, cell): (Vec<String>, (String, String))| {
        let (place, age) = city.map_or_else(|| (key[1].clone(), key[2].clone()), |city| (city.to_owned(), key[1].clone()));
        Said { key: (place, key[0].clone(), age), shown: cell.1 == "A" }
    };
    of_measure.map(one).collect()
}

/// What rows of coefficients tell: reduced rows by their leading column.
#[derive(Default)]
struct Space(BTreeMap<usize, Vec<i128>>);

impl Space {
    fn reduce(&self, mut row: Vec<i128>) -> Vec<i128> {
        for (lead, own) in &self.0 {
            let factor = row[*lead];
            if factor != 0 {
                for (cell, known) in row.iter_mut().zip(own) {
                    *cell = (*cell - factor * known).rem_euclid(PRIME);
                }
            }
        }
        row
    }

    fn learn(&mut self, row: Vec<i128>) {
        let mut row = self.reduce(row);
        let Some(lead) = row.iter().position(|cell| *cell != 0) else { return };
        let inverse = power(row[lead], PRIME - 2);
        row.iter_mut().for_each(|cell| *cell = *cell * inverse % PRIME);
        self.0.insert(lead, row);
        // Rows are kept in order of their leads, so that one pass reduces.
    }

    fn tells(&self, row: Vec<i128>) -> bool {
        self.reduce(row).iter().all(|cell| *cell == 0)
    }
}

fn power(mut base: i128, mut exponent: i128) -> i128 {
    let mut result = 1;
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = result * base % PRIME;
        }
        base = base * base % PRIME;
        exponent >>= 1;
    }
    result
}

/// Withheld cells that follow from all that is public, for a reader or for a city that knows its own.
fn found(public: &[Said], knows: Option<&str>) -> BTreeSet<Cell> {
    let parts = |at: fn(&Cell) -> &String| -> BTreeSet<&String> {
        public.iter().map(|said| at(&said.key)).filter(|code| *code != "_T").collect()
    };
    let (places, years, ages) = (parts(|key| &key.0), parts(|key| &key.1), parts(|key| &key.2));
    let inner: Vec<(&String, &String, &String)> = places
        .iter()
        .flat_map(|place| years.iter().flat_map(|year| ages.iter().map(|age| (*place, *year, *age))).collect::<Vec<_>>())
        .collect();
    let row = |key: &Cell| -> Vec<i128> {
        let is = |wanted: &String, own: &String| wanted == "_T" || wanted == own;
        let counts = |(place, year, age): &(&String, &String, &String)| {
            is(&key.0, place) && is(&key.1, year) && is(&key.2, age) && knows != Some(place.as_str())
        };
        inner.iter().map(|cell| i128::from(counts(cell))).collect()
    };
    let mut space = Space::default();
    public.iter().filter(|said| said.shown).for_each(|said| space.learn(row(&said.key)));
    let hidden = public.iter().filter(|said| !said.shown && knows != Some(said.key.0.as_str()));
    hidden.filter(|said| space.tells(row(&said.key))).map(|said| said.key.clone()).collect()
}

#[test]
fn nobody_works_out_what_a_city_withholds_from_city_and_province_together() {
    let folder = province();
    let site = site(&folder);
    entrust(&site);
    good(&site, &["rollup", "--out", "out", "--lang", "en"]);
    let mut public = said(&site.join(format!("out/{TABLE}.csv")), None);
    for code in codes() {
        let file = site.join(format!("data/cities/{code}/1.0.0/data/{TABLE}/{TABLE}.csv"));
        public.extend(said(&file, Some(&code)));
    }
    let hidden = public.iter().filter(|said| !said.shown && said.key.0 != "_T").count();
    assert!(hidden > 20, "{hidden} cells of cities are withheld");
    assert_eq!(found(&public, None), BTreeSet::new(), "a reader");
    for code in codes() {
        assert_eq!(found(&public, Some(&code)), BTreeSet::new(), "{code}, which knows its own");
    }
    // The attacker does find something where there is something: with a sum of two cities one of them knows the other.
    let one = public.iter().find(|said| !said.shown && said.key.0 == "430100").expect("a withheld cell").key.clone();
    public.push(Said { key: one.clone(), shown: true });
    assert!(found(&public, None).contains(&one));
}
