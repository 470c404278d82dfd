//! What the table of all cities holds: cells of cities as they stand, and sums where figures may be added.

use std::collections::{BTreeMap, BTreeSet};

use super::{CityTable, Places};
use crate::confidential::gate::published::Cell;
use crate::config::{CellKey, CubeSpec, FromCities};
use crate::model::{Decimal, UnitKind};

/// Why figures of cities are not added up.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(test, derive(Debug))]
pub enum Refused {
    /// A percentage, a rate, a length of time.
    Unit,
    /// Persons, who may count in several cities.
    Persons,
    /// A city has no release, or one that counts something else.
    City,
}

/// Where a cell of the common table comes from.
pub(super) enum Sum {
    /// The cell of one city or county.
    Own(Cell),
    /// Every part is shown.
    Whole(Decimal),
    /// What the shown parts make, and the parts that are withheld.
    Partly { shown: Decimal, withheld: Vec<CellKey> },
    /// A part was not collected.
    Lacking,
    /// The measure is not added up.
    Refused,
}

/// The tables of one cube.
pub(super) struct Plan<'a> {
    pub(super) spec: &'a CubeSpec,
    pub(super) from: &'a FromCities,
    /// Which dimension is the place.
    pub(super) geo: usize,
    pub(super) places: &'a Places,
    /// By city.
    pub(super) tables: BTreeMap<usize, &'a CityTable>,
    /// By city and dimension the codes that occur.
    occurring: BTreeMap<usize, Vec<BTreeSet<usize>>>,
}

/// Whether figures of a unit may be added over cities.
#[must_use]
pub fn refused(unit: UnitKind, home_county: bool) -> Option<Refused> {
    match unit {
        UnitKind::PersonTimes
        | UnitKind::PersonTimesPerYear
        | UnitKind::Services
        | UnitKind::Events
        | UnitKind::Items
        | UnitKind::Money => None,
        UnitKind::Persons | UnitKind::PersonsPerYear => (!home_county).then_some(Refused::Persons),
        UnitKind::Percent | UnitKind::Duration | UnitKind::Ratio | UnitKind::Other => Some(Refused::Unit),
    }
}

impl<'a> Plan<'a> {
    /// `None` when the cube does not tell places apart.
    pub(super) fn new(spec: &'a CubeSpec, from: &'a FromCities, geo: usize, places: &'a Places, all: &'a [CityTable]) -> Self {
        let tables: BTreeMap<usize, &CityTable> =
            all.iter().filter(|table| table.cube == spec.id).map(|table| (table.city, table)).collect();
        let seen = |table: &CityTable| {
            let mut seen = vec![BTreeSet::new(); spec.dimensions.len()];
            for key in table.rows.keys() {
                seen.iter_mut().zip(key).for_each(|(seen, at)| seen.extend(*at));
            }
            seen
        };
        let occurring = tables.iter().map(|(city, table)| (*city, seen(table))).collect();
        Self { spec, from, geo, places, tables, occurring }
    }

    /// By dimension the codes of a city's table.
    pub(super) fn codes(&self, city: usize) -> &[BTreeSet<usize>] {
        self.occurring.get(&city).map_or(&[], Vec::as_slice)
    }

    /// By dimension the codes of the common table.
    pub(super) fn all_codes(&self) -> Vec<Vec<usize>> {
        let mut all = vec![BTreeSet::new(); self.spec.dimensions.len()];
        for city in self.occurring.values() {
            all.iter_mut().zip(city).for_each(|(all, city)| all.extend(city));
        }
        // Groups of cities, such as an economic zone, are shown where all of their places are known.
        let places = &self.spec.dimensions[self.geo].1.codes;
        let known = |at: &usize| {
            let parts = self.places.parts(Some(*at));
            parts.missing.is_empty() && parts.places.iter().any(|place| all[self.geo].contains(place))
        };
        let groups: Vec<usize> = (0..places.len()).filter(known).collect();
        all[self.geo].extend(groups.into_iter().filter(|at| self.places.city_of(*at).is_none()));
        all.into_iter().map(|codes| codes.into_iter().collect()).collect()
    }

    /// Every key of the common table, totals included.
    pub(super) fn keys(&self) -> Vec<CellKey> {
        let with_total = |codes: Vec<usize>| std::iter::once(None).chain(codes.into_iter().map(Some)).collect();
        product(&self.all_codes().into_iter().map(with_total).collect::<Vec<Vec<_>>>())
    }

    /// The cell of a city or a county of one.
    pub(super) fn own(&self, key: &[Option<usize>], measure: usize) -> Cell {
        let Some(table) = key[self.geo].and_then(|place| self.tables.get(&self.places.city_of(place)?)) else {
            return Cell::Uncollected;
        };
        match table.rows.get(key) {
            Some(row) => row[measure],
            None => self.nothing(table, key),
        }
    }

    /// What stands in a cell that a city's table does not have. A code of its list that nobody had is left out there: it is nought.
    /// A period that is left out was not collected, and a cell that is left out alone is not shown on purpose.
    fn nothing(&self, table: &CityTable, key: &[Option<usize>]) -> Cell {
        let codes = self.codes(table.city);
        let mut left_out = false;
        for (at, position) in key.iter().enumerate() {
            let Some(position) = position else { continue };
            if codes[at].contains(position) {
                continue;
            }
            if !table.listed[at].contains(position) || self.spec.dimensions[at].1.time {
                return Cell::Uncollected;
            }
            left_out = true;
        }
        let inner: Option<Vec<usize>> = key.iter().copied().collect();
        if inner.is_some_and(|inner| !self.spec.is_possible(&inner)) {
            return Cell::Absent;
        }
        if left_out { Cell::Value(Decimal::whole(0)) } else { Cell::Uncollected }
    }

    /// Why a measure is not added up.
    pub(super) fn refused(&self, measure: usize) -> Option<Refused> {
        refused(self.spec.measures[measure].unit.kind, self.from.home_county)
    }

    /// The keys whose cells make up this one.
    pub(super) fn parts(&self, key: &[Option<usize>]) -> Option<Vec<CellKey>> {
        let parts = self.places.parts(key[self.geo]);
        let at = |place: usize| {
            let mut part = key.to_vec();
            part[self.geo] = Some(place);
            part
        };
        parts.missing.is_empty().then(|| parts.places.into_iter().map(at).collect())
    }

    /// What a cell of the common table is.
    pub(super) fn sum(&self, key: &[Option<usize>], measure: usize) -> Sum {
        if key[self.geo].is_some_and(|place| self.places.city_of(place).is_some()) {
            return Sum::Own(self.own(key, measure));
        }
        if self.refused(measure).is_some() {
            return Sum::Refused;
        }
        let Some(parts) = self.parts(key) else { return Sum::Lacking };
        let (mut shown, mut withheld, mut possible) = (Decimal::whole(0), Vec::new(), false);
        for part in parts {
            match self.own(&part, measure) {
                Cell::Value(value) => (shown, possible) = (shown + value, true),
                Cell::Suppressed => withheld.push(part),
                Cell::Absent => {}
                Cell::Uncollected => return Sum::Lacking,
            }
        }
        match (withheld.is_empty(), possible) {
            (false, _) => Sum::Partly { shown, withheld },
            (true, true) => Sum::Whole(shown),
            (true, false) => Sum::Own(Cell::Absent),
        }
    }
}

/// Every combination of these choices, in order; the first varies slowest.
pub(super) fn product<T: Clone>(choices: &[Vec<T>]) -> Vec<Vec<T>> {
    let mut all: Vec<Vec<T>> = vec![Vec::new()];
    for choice in choices {
        all = all
            .iter()
            .flat_map(|before| choice.iter().map(move |own| before.iter().cloned().chain([own.clone()]).collect()))
            .collect();
    }
    all
}
