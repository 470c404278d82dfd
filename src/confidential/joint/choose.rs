//! Which sums over cities may be published beside what each city has published already.

use std::collections::{BTreeMap, BTreeSet};

use super::agree::contradicting;
use super::entrusted::Entrusted;
use super::plan::{Plan, Sum};
use super::system::{Joint, additive, build};
use crate::attack::{Found, Insider, OpenQuestion, Target, Verdict, Wanted, open_attack};
use crate::confidential::gate::joint::Posed;
use crate::confidential::gate::published::Cell;
use crate::confidential::protect::{self, Exposed, Order, Search, Singletons, Status, Task, Threat, Wish};
use crate::confidential::releases::{Earlier, Promise};
use crate::config::{CellKey, MeasureKind};
use crate::linear::{Ratio, Vector};
use crate::model::Decimal;

/// Largest part of a city's unknown cells that linear programs are solved for.
const MOST_UNKNOWN: usize = 60;

/// What was decided of one measure.
pub(super) struct Chosen {
    /// Sums that hold a withheld cell and may be published all the same.
    pub(super) published: BTreeMap<CellKey, Decimal>,
    /// What the attacker is asked before anything is sealed.
    pub(super) posed: Vec<Posed>,
    /// Withheld cells of cities that the city's own figures give away.
    pub(super) open: BTreeSet<CellKey>,
    /// Shown cells of cities that do not agree with their parts.
    pub(super) contradicting: BTreeSet<CellKey>,
    /// Totals of cities whose figures fit no table at all, though each agrees with its own parts.
    pub(super) inconsistent: BTreeSet<CellKey>,
}

/// Chooses for one measure.
///
/// Where a city entrusts nothing, a sum that holds one of its withheld cells is not known here and stays withheld. Where all withheld
/// parts of a sum are entrusted, it is published unless it would give one of them away to a reader, or to a city that knows its own,
/// or unless too few persons are behind the withheld parts together.
pub(super) fn choose(plan: &Plan<'_>, measure: usize, entrusted: &Entrusted, earlier: &[Earlier]) -> Chosen {
    let additive = additive(plan, measure);
    let shown = |key: &CellKey| match plan.own(key, measure) {
        Cell::Value(value) => Some(value),
        _ => None,
    };
    let value = |key: &CellKey| shown(key).or_else(|| entrusted.get(&(key.clone(), measure)).map(|figure| figure.value));
    let cities: Vec<usize> = plan.tables.keys().copied().collect();
    let all = build(plan, measure, &additive, &cities, &value, &[]);
    let blind: BTreeSet<usize> = all.owner.iter().zip(&all.known).filter(|(_, known)| !**known).map(|(city, _)| *city).collect();
    let full: Vec<usize> = cities.iter().copied().filter(|city| !blind.contains(city)).collect();
    let mut chosen = Chosen {
        published: BTreeMap::new(),
        posed: Vec::new(),
        open: BTreeSet::new(),
        contradicting: contradicting(plan, measure, &additive, &all, &value),
        inconsistent: BTreeSet::new(),
    };
    // Where figures do not add up within a city, relations between its cells are not in the system, and nothing could be promised.
    let adds_up = additive.iter().all(|adds| *adds);
    let candidates = if adds_up { candidates(plan, measure, entrusted, &blind) } else { BTreeMap::new() };
    if chosen.contradicting.is_empty() && !candidates.is_empty() {
        let keys: Vec<CellKey> = candidates.keys().cloned().collect();
        let joint = build(plan, measure, &additive, &full, &value, &keys);
        protected(plan, measure, &joint, &candidates, (entrusted, earlier), &mut chosen);
    }
    let keys: Vec<CellKey> = chosen.published.keys().cloned().collect();
    chosen.posed.push(everything(plan, measure, build(plan, measure, &additive, &cities, &value, &keys)));
    // Figures of a city that contradict each other give nothing away, and prove nothing.
    let wrong = chosen.contradicting.iter().filter_map(|key| plan.places.city_of(key[plan.geo]?)).collect();
    let judged = blind.difference(&wrong).copied().collect();
    open_cells(plan, measure, &all, &judged, &mut chosen);
    chosen
}

/// Sums whose withheld parts are all entrusted, with the sum and those parts.
fn candidates(
    plan: &Plan<'_>,
    measure: usize,
    entrusted: &Entrusted,
    blind: &BTreeSet<usize>,
) -> BTreeMap<CellKey, (Decimal, Vec<CellKey>)> {
    let one = |key: CellKey| {
        let Sum::Partly { shown, withheld } = plan.sum(&key, measure) else { return None };
        let sum = withheld.iter().try_fold(shown, |sum, part| {
            let city = plan.places.city_of(part[plan.geo]?)?;
            let figure = entrusted.get(&(part.clone(), measure)).filter(|_| !blind.contains(&city))?;
            Some(sum + figure.value)
        })?;
        Some((key, (sum, withheld)))
    };
    plan.keys().into_iter().filter_map(one).collect()
}

/// What earlier releases of the same table said of a sum.
fn promised(plan: &Plan<'_>, measure: usize, key: &CellKey, value: Decimal, earlier: &[Earlier]) -> Wish {
    let mut wish = Wish::Free;
    for table in earlier.iter().flat_map(|release| &release.tables).filter(|table| table.cube == plan.spec.id) {
        match table.cells.get(key).and_then(|row| row.get(measure)) {
            Some(Promise::Withheld) => return Wish::Primary,
            Some(Promise::Published(then)) if *then == value => wish = Wish::Forced,
            // What changed lies in the withheld parts, of which the two sums together would tell.
            Some(Promise::Published(_) | Promise::Estimated(_)) => return Wish::Primary,
            Some(Promise::Absent) | None => {}
        }
    }
    wish
}

fn protected(
    plan: &Plan<'_>,
    measure: usize,
    joint: &Joint,
    candidates: &BTreeMap<CellKey, (Decimal, Vec<CellKey>)>,
    (entrusted, earlier): (&Entrusted, &[Earlier]),
    chosen: &mut Chosen,
) {
    let shown = |key: &CellKey| matches!(plan.own(key, measure), Cell::Value(_));
    let counts = !matches!(plan.spec.measures[measure].kind, MeasureKind::Sum(_));
    let city = |key: &CellKey| key[plan.geo].and_then(|place| plan.places.city_of(place));
    let number = |city: usize| u32::try_from(city).unwrap_or(u32::MAX);
    let mut wishes: Vec<Wish> = joint.cells.iter().map(|key| if shown(key) { Wish::Forced } else { Wish::Primary }).collect();
    wishes.extend(candidates.iter().map(|(key, (value, _))| promised(plan, measure, key, *value, earlier)));
    let insiders: Vec<Insider> = joint
        .owner
        .iter()
        .copied()
        .collect::<BTreeSet<_>>()
        .into_iter()
        .map(|city| Insider { id: number(city), alone_in: joint.of_city(city) })
        .collect();
    let everybody: Vec<u32> = insiders.iter().map(|insider| insider.id).collect();
    let contributors: Vec<Vec<u32>> = joint
        .cells
        .iter()
        .map(|key| city(key).map(number).into_iter().collect())
        .chain(joint.sums.iter().map(|_| everybody.clone()))
        .collect();
    let first = joint.cells.len();
    let few = too_few(plan, measure, joint, candidates, entrusted);
    let task = Task {
        system: &joint.system,
        wishes: wishes.clone(),
        virtuals: few.clone(),
        weights: Vec::new(),
        order: if counts { Order::Frequency { zeros_first: true } } else { Order::Magnitude },
        singletons: if counts { Singletons::Ones } else { Singletons::None },
        threat: Threat {
            nonnegative: true,
            integer: counts,
            known_minimum: counts.then_some(1),
            tables: joint.cells.iter().map(city).chain(joint.sums.iter().map(|_| Some(usize::MAX))).collect(),
            insiders: insiders.clone(),
            contributors: contributors.clone(),
            required: Vec::new(),
        },
        search: Search::NONE,
    };
    let pattern = match protect::protect(&task) {
        Ok(pattern) => pattern,
        Err(refused) => {
            // Only cities' own cells are forced, so that it is they who give something away; without names, all that they withhold.
            for exposure in refused.exposed {
                match exposure.what {
                    Exposed::Column(column) if column < first => drop(chosen.open.insert(joint.cells[column].clone())),
                    _ => chosen.open.extend(joint.cells.iter().filter(|key| !shown(key)).cloned()),
                }
            }
            return;
        }
    };
    for (at, (key, (value, _))) in candidates.iter().enumerate() {
        if matches!(pattern.status[first + at], Status::Published | Status::Forced) {
            chosen.published.insert(key.clone(), *value);
        }
    }
    let known = (0..joint.system.columns()).filter(|column| !pattern.status[*column].is_withheld()).collect();
    let targets = (0..joint.system.columns()).filter(|column| pattern.status[*column].is_withheld()).map(|column| Target {
        what: Wanted::Column(column),
        primary: column < first,
        required: None,
        contributors: Some(contributors[column].clone()),
    });
    let virtuals =
        few.into_iter().map(|vector| Target { what: Wanted::Vector(vector), primary: true, required: None, contributors: None });
    let minimum = counts && joint.cells.iter().zip(0..).all(|(key, column)| shown(key) || joint.system.total(column) > 0);
    let targets: Vec<Target> = targets.chain(virtuals).collect();
    let columns = targets.iter().map(|target| match target.what {
        Wanted::Column(column) => joint.cells.get(column).cloned(),
        Wanted::Vector(_) => None,
    });
    chosen.posed.push(Posed {
        measure,
        columns: columns.collect(),
        minimum: if minimum { targets.iter().map(|target| minimum_of(target, first)).collect() } else { Vec::new() },
        known,
        targets,
        insiders,
        integer: counts,
        values_known: true,
        system: joint.system.clone(),
    });
}

/// A withheld cell of a city counts somebody; a sum that is withheld may be anything.
fn minimum_of(target: &Target, first: usize) -> Option<i64> {
    match target.what {
        Wanted::Column(column) if column < first => Some(1),
        _ => None,
    }
}

/// Withheld parts of a sum with too few persons behind them together: what is left of the sum once shown parts are taken off.
fn too_few(
    plan: &Plan<'_>,
    measure: usize,
    joint: &Joint,
    candidates: &BTreeMap<CellKey, (Decimal, Vec<CellKey>)>,
    entrusted: &Entrusted,
) -> Vec<Vector> {
    let threshold = u64::from(plan.spec.threshold);
    let disjoint = plan.from.home_county;
    let mut found = BTreeSet::new();
    for (_, withheld) in candidates.values() {
        let persons = withheld.iter().filter_map(|part| entrusted.get(&(part.clone(), measure))).map(|figure| figure.persons);
        let persons = if disjoint { persons.sum::<u64>() } else { persons.max().unwrap_or(0) };
        if persons >= threshold {
            continue;
        }
        let columns = withheld.iter().filter_map(|part| joint.column(part));
        let inner: BTreeSet<u32> = columns.flat_map(|column| joint.system.members(column).iter().copied()).collect();
        found.insert(inner.into_iter().map(|inner| (inner, 1)).collect::<Vector>());
    }
    found.into_iter().filter(|vector| !vector.is_empty()).collect()
}

/// All that cities and province publish, against all that the cities withhold: a question that needs no figure to be answered.
fn everything(plan: &Plan<'_>, measure: usize, joint: Joint) -> Posed {
    let shown = |key: &CellKey| matches!(plan.own(key, measure), Cell::Value(_));
    let first = joint.cells.len();
    let cities = |wanted: bool| (0..first).filter(|column| shown(&joint.cells[*column]) == wanted).collect::<Vec<usize>>();
    let (mut known, hidden) = (cities(true), cities(false));
    known.extend(first..joint.system.columns());
    let target = |column: &usize| Target { what: Wanted::Column(*column), primary: true, required: None, contributors: None };
    Posed {
        measure,
        targets: hidden.iter().map(target).collect(),
        columns: hidden.iter().map(|column| Some(joint.cells[*column].clone())).collect(),
        known,
        insiders: Vec::new(),
        integer: false,
        minimum: Vec::new(),
        values_known: false,
        system: joint.system,
    }
}

/// Withheld cells of these cities, without entrusted figures, that the city's own table gives away, by linear programs over its unknown inner
/// cells. What the province adds tells nothing of them, since no sum that holds a withheld cell of theirs is published.
fn open_cells(plan: &Plan<'_>, measure: usize, all: &Joint, cities: &BTreeSet<usize>, chosen: &mut Chosen) {
    let counts = !matches!(plan.spec.measures[measure].kind, MeasureKind::Sum(_));
    for city in cities {
        let unknown = all.of_city(*city).into_iter().filter(|inner| !all.known[*inner as usize]).count();
        if unknown <= MOST_UNKNOWN {
            let rest = Rest::of(plan, measure, all, *city);
            // The second reader takes it that a withheld cell counts somebody; where that does not fit nothing is concluded.
            for minimum in [None, Some(Ratio::whole(1))].into_iter().take(if counts { 2 } else { 1 }) {
                let found = rest.found(all.known.len(), minimum);
                if minimum.is_none() && found.iter().any(|found| matches!(found.verdict, Verdict::Inconsistent(_))) {
                    let whole = (0..plan.spec.dimensions.len()).map(|at| (at == plan.geo).then_some(*city));
                    chosen.inconsistent.insert(whole.collect());
                    break;
                }
                let exact = found.iter().zip(&rest.keys).filter(|(found, _)| matches!(found.verdict, Verdict::Exact { .. }));
                chosen.open.extend(exact.map(|(_, key)| key.clone()));
            }
        }
    }
}

/// A city's table with all known inner cells taken off.
#[derive(Default)]
struct Rest {
    columns: Vec<Vec<u32>>,
    known: Vec<(usize, Ratio, Ratio)>,
    wanted: Vec<usize>,
    keys: Vec<CellKey>,
}

impl Rest {
    fn of(plan: &Plan<'_>, measure: usize, all: &Joint, city: usize) -> Self {
        let mut rest = Self::default();
        for (column, key) in all.cells.iter().enumerate() {
            let members = all.system.members(column);
            let unknown: Vec<u32> = members.iter().copied().filter(|inner| !all.known[*inner as usize]).collect();
            if unknown.is_empty() || members.first().is_none_or(|inner| all.owner[*inner as usize] != city) {
                continue;
            }
            match plan.own(key, measure) {
                Cell::Value(value) => {
                    let Some(value) = value.at_places(all.places) else { continue };
                    // Unknown inner cells count as nought in the system.
                    let left = Ratio::whole(value - all.system.total(column));
                    rest.known.push((rest.columns.len(), left, left));
                }
                Cell::Suppressed => {
                    rest.wanted.push(rest.columns.len());
                    rest.keys.push(key.clone());
                }
                Cell::Absent | Cell::Uncollected => continue,
            }
            rest.columns.push(unknown);
        }
        rest
    }

    /// What can be said of each withheld cell.
    fn found(&self, inner: usize, minimum: Option<Ratio>) -> Vec<Found> {
        let question =
            OpenQuestion { inner, columns: &self.columns, known: &self.known, wanted: &self.wanted, nonnegative: true, minimum };
        open_attack(&question)
    }
}
