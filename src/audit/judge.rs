//! Whether a relation holds: judged by the published cells alone, with the rounding they were published with.
//!
//! A sum is used where every instance that can be checked agrees, within half a unit for each rounded term, and the agreement
//! is no accident: enough instances, and enough bits. An instance that agrees gives log2(total / width of its tolerance) bits,
//! so a sum that fits only because its tolerance is loose proves nothing.

use std::collections::BTreeMap;

use super::cube::{Cell, Cube, State, is_rate};
use super::rounding::{Step, Steps, family, regime};
use super::sums::{Origin, Sum};

/// Agreement needed of a sum that names or columns suggest.
const BITS: f64 = 10.0;
/// Agreement needed of a sum that was looked for in the numbers, beside the bits of the search.
const BITS_FOUND: f64 = 20.0;
/// Bits that one instance may give.
const MOST_BITS: f64 = 10.0;
/// Natural logarithm of the chance below which exact agreement of rounded values is no accident.
const NO_ACCIDENT: f64 = -14.0;

/// Values of kinds that may count as nothing: a row that is not there, a mark for not available, one for not applicable.
const KINDS: usize = 3;
const MISSING: usize = 0;
const ABSENT: usize = 1;
const NOT_APPLICABLE: usize = 2;

/// The cube with all that is the same for every sum.
pub(super) struct Ground<'a> {
    pub(super) cube: &'a Cube,
    pub(super) steps: Vec<Step>,
    /// What is measured, by cell.
    families: Vec<u128>,
    /// Families whose values are rates, or may be negative.
    traits: BTreeMap<u128, Traits>,
}

#[derive(Clone, Copy, Default)]
struct Traits {
    rate: bool,
    negative: bool,
}

impl<'a> Ground<'a> {
    pub(super) fn new(cube: &'a Cube, steps: &Steps) -> Self {
        let families: Vec<u128> = cube.cells.iter().map(|cell| family(cube, cell.key)).collect();
        let mut traits: BTreeMap<u128, Traits> = BTreeMap::new();
        for (cell, family) in cube.cells.iter().zip(&families) {
            let entry = traits.entry(*family).or_insert_with(|| Traits { rate: is_rate(cube, cell.key), negative: false });
            entry.rate |= cell.state == State::Computed;
            entry.negative |= matches!(cell.state, State::Known(value) if value < 0);
        }
        let steps = cube.cells.iter().map(|cell| steps.of(cube, cell.key)).collect();
        Self { cube, steps, families, traits }
    }

    pub(super) fn is_rate(&self, cell: u32) -> bool {
        self.traits.get(&self.families[cell as usize]).is_some_and(|t| t.rate)
    }

    /// Whether values like this cell's may be below zero.
    pub(super) fn is_negative(&self, cell: u32) -> bool {
        self.traits.get(&self.families[cell as usize]).is_some_and(|t| t.negative)
    }

    /// How many families are taken for rates.
    pub(super) fn rates(&self) -> usize {
        self.traits.values().filter(|t| t.rate).count()
    }
}

/// One place where a sum may hold.
struct Instance {
    sum: usize,
    parent: u32,
    /// The parent less its known children, when the parent is known.
    rest: Option<i128>,
    tolerance: i128,
    bits: f64,
    bits_exact: f64,
    /// Logarithm of the chance that rounded values agree exactly.
    accident: f64,
    /// Kinds of children that are no numbers.
    kinds: [bool; KINDS],
    /// Children whose value exists and is not shown.
    hidden: u32,
    /// The most that the hidden children can add, when that is limited.
    most: Option<i128>,
}

/// How a sum stood up.
#[derive(Clone, Debug, Default)]
pub(super) struct Evidence {
    pub(super) agree: usize,
    pub(super) differ: usize,
    bits: f64,
    telling: usize,
}

/// A sum that holds, at the places where something is withheld.
pub(super) struct Holds {
    pub(super) sum: Sum,
    pub(super) agree: usize,
    /// Whether published figures add up exactly wherever the sum holds.
    pub(super) exact: bool,
    /// Places where it is used: the parent's cell, and how the values are to be read there.
    pub(super) places: Vec<Use>,
    /// Kinds that count as nothing.
    pub(super) nothing: Vec<&'static str>,
}

/// One place where a sum is used.
#[derive(Clone, Copy)]
pub(super) struct Use {
    pub(super) parent: u32,
    /// Half a unit for each rounded term; 0 when the published figures add up exactly.
    pub(super) tolerance: i128,
    pub(super) zero: [bool; KINDS],
}

/// What became of all suggested sums of a dimension.
#[derive(Default)]
pub(super) struct Judged {
    pub(super) holds: Vec<Holds>,
    /// Sums that were not used, with their evidence.
    pub(super) refused: Vec<(Sum, Evidence)>,
}

/// Judges the sums of one dimension.
pub(super) fn judge(ground: &Ground<'_>, sums: Vec<Sum>) -> Judged {
    let mut judged = Judged::default();
    let Some(dimension) = sums.first().map(|sum| sum.dimension) else { return judged };
    let by_code = by_code(ground.cube, dimension);
    let mut families: BTreeMap<u32, Vec<Sum>> = BTreeMap::new();
    for sum in sums {
        families.entry(sum.family).or_default().push(sum);
    }
    for sums in families.into_values() {
        judge_family(ground, sums, &by_code, &mut judged);
    }
    judged
}

fn by_code(cube: &Cube, dimension: usize) -> Vec<Vec<u32>> {
    let mut by_code = vec![Vec::new(); cube.dimensions[dimension].codes.len()];
    for (at, cell) in cube.cells.iter().enumerate() {
        by_code[cube.code(cell.key, dimension) as usize].push(u32::try_from(at).expect("cells are numbered"));
    }
    by_code
}

fn judge_family(ground: &Ground<'_>, sums: Vec<Sum>, by_code: &[Vec<u32>], judged: &mut Judged) {
    // By what is measured; then by time within it.
    let mut measured: BTreeMap<u128, Vec<Instance>> = BTreeMap::new();
    for (number, sum) in sums.iter().enumerate() {
        for parent in by_code[sum.parent as usize].iter().filter(|parent| !ground.is_rate(**parent)) {
            if let Some(instance) = instance(ground, sum, number, *parent) {
                measured.entry(ground.families[*parent as usize]).or_default().push(instance);
            }
        }
    }
    let mut found: Vec<(usize, bool, Vec<Use>)> = sums.iter().map(|_| (0, true, Vec::new())).collect();
    let mut evidence: Vec<Evidence> = sums.iter().map(|_| Evidence::default()).collect();
    let mut nothing = [false; KINDS];
    for instances in measured.values() {
        let zero = kinds_that_are_nothing(instances);
        let all: Vec<&Instance> = instances.iter().collect();
        let verdict = verdict(&sums, &all, zero);
        let mut times: BTreeMap<u128, Vec<&Instance>> = BTreeMap::new();
        for instance in instances {
            add_evidence(&mut evidence[instance.sum], instance, zero, &verdict);
            times.entry(regime(ground.cube, ground.cube.cells[instance.parent as usize].key)).or_default().push(instance);
        }
        for instances in times.values() {
            let here = if verdict.holds { verdict } else { self::verdict(&sums, instances, zero) };
            if !here.holds {
                continue;
            }
            for instance in instances {
                let complete = instance.checkable(zero);
                found[instance.sum].0 += usize::from(complete);
                found[instance.sum].1 &= here.exact;
                let asks = instance.rest.is_none() || !complete;
                if asks {
                    for kind in 0..KINDS {
                        nothing[kind] |= zero[kind] && instance.kinds[kind];
                    }
                    let tolerance = if here.exact { 0 } else { instance.tolerance };
                    found[instance.sum].2.push(Use { parent: instance.parent, tolerance, zero });
                }
            }
        }
    }
    let words = ["missing", "absent", "not applicable"];
    for ((sum, (agree, exact, places)), evidence) in sums.into_iter().zip(found).zip(evidence) {
        if agree > 0 || !places.is_empty() {
            let nothing = words.into_iter().zip(nothing).filter(|(_, is)| *is).map(|(word, _)| word).collect();
            judged.holds.push(Holds { sum, agree, exact, places, nothing });
        } else {
            judged.refused.push((sum, evidence));
        }
    }
}

fn instance(ground: &Ground<'_>, sum: &Sum, number: usize, parent: u32) -> Option<Instance> {
    let cube = ground.cube;
    let cell = &cube.cells[parent as usize];
    let total = match cell.state {
        State::Known(value) => Some(value),
        State::Withheld { .. } | State::Low => None,
        State::Absent | State::NotApplicable | State::Computed => return None,
    };
    let step = ground.steps[parent as usize];
    let (mut known, mut tolerance, mut terms, mut present) = (0, if total.is_some() { step.half } else { 0 }, 1.0, false);
    let (mut kinds, mut hidden, mut most, mut parts) = ([false; KINDS], 0, Some(0), 0);
    for code in &sum.children {
        let Some(child) = cube.find.get(&cube.with(cell.key, sum.dimension, *code)).copied() else {
            kinds[MISSING] = true;
            continue;
        };
        match cube.cells[child as usize].state {
            State::Known(value) => {
                known += value;
                parts += u32::from(value != 0);
                tolerance += ground.steps[child as usize].half;
                terms += 1.0;
                present = true;
            }
            State::Withheld { low: _, high } => {
                hidden += 1;
                most = most.zip(high).map(|(a, b)| a + b);
                present = true;
            }
            State::Low => {
                hidden += 1;
                most = most.map(|a| a + ground.steps[child as usize].half);
                present = true;
            }
            State::Absent => kinds[ABSENT] = true,
            State::NotApplicable => kinds[NOT_APPLICABLE] = true,
            State::Computed => return None,
        }
    }
    if !present {
        return None;
    }
    let size = total.unwrap_or(0).abs().max(step.step) as f64;
    // A total of nothing, or of one part beside zeros, agrees whether parts are added or persons in several counted once.
    let tells = total != Some(0) && parts > 1;
    let bits = |width: i128| if tells { (size / width.max(1) as f64).log2().clamp(0.0, MOST_BITS) } else { 0.0 };
    Some(Instance {
        sum: number,
        parent,
        rest: total.map(|total| total - known),
        tolerance,
        bits: bits(2 * tolerance + step.step),
        bits_exact: bits(step.step),
        accident: if tolerance == 0 || !tells { 0.0 } else { agreement_by_chance(terms).ln() },
        kinds,
        hidden,
        most,
    })
}

/// The chance that `terms` values, each rounded on its own, still add up: the sum of as many errors, evenly spread over a unit,
/// falls within half a unit. By the normal law; for two terms the true chance is 3/4, for three 2/3.
fn agreement_by_chance(terms: f64) -> f64 {
    let deviations = 0.5 / (terms / 12.0).sqrt();
    (0.8 * deviations).min(0.75)
}

impl Instance {
    /// Whether every value is known or counts as nothing.
    fn checkable(&self, zero: [bool; KINDS]) -> bool {
        self.rest.is_some() && self.hidden == 0 && self.kinds.iter().zip(zero).all(|(has, zero)| !has || zero)
    }

    /// Whether what is published contradicts the sum, hidden values whatever they are.
    fn contradicts(&self, zero: [bool; KINDS], tolerance: i128) -> bool {
        let Some(rest) = self.rest else { return false };
        let unknown = self.kinds.iter().zip(zero).any(|(has, zero)| *has && !zero);
        if self.checkable(zero) {
            return rest.abs() > tolerance;
        }
        rest < -tolerance || (!unknown && self.most.is_some_and(|most| rest > most + tolerance))
    }
}

/// Kinds of children without number that never leave a rest where everything else is known.
fn kinds_that_are_nothing(instances: &[Instance]) -> [bool; KINDS] {
    let mut zero = [false; KINDS];
    for (kind, zero) in zero.iter_mut().enumerate() {
        let (mut agree, mut differ) = (0, 0);
        for instance in instances.iter().filter(|i| i.kinds[kind] && i.hidden == 0) {
            match instance.rest {
                Some(rest) if rest.abs() <= instance.tolerance => agree += usize::from(instance.bits >= 1.0),
                Some(_) => differ += 1,
                None => {}
            }
        }
        *zero = differ == 0 && agree >= 3;
    }
    zero
}

#[derive(Clone, Copy)]
struct Verdict {
    holds: bool,
    exact: bool,
}

fn verdict(sums: &[Sum], instances: &[&Instance], zero: [bool; KINDS]) -> Verdict {
    let complete = || instances.iter().filter(|i| i.checkable(zero));
    let rounded = complete().any(|i| i.tolerance > 0) || instances.iter().any(|i| i.tolerance > 0);
    let differs = instances.iter().any(|i| i.contradicts(zero, 0));
    let accident: f64 = complete().map(|i| i.accident).sum();
    let exact = !rounded || (!differs && accident < NO_ACCIDENT);
    let contradicted = if exact { differs } else { instances.iter().any(|i| i.contradicts(zero, i.tolerance)) };
    let bits = |i: &Instance| if exact { i.bits_exact } else { i.bits };
    let telling = complete().filter(|i| bits(i) >= 1.0).count();
    let sum_of_bits: f64 = complete().map(|i| bits(i)).sum();
    let origin = sums.iter().map(|sum| sum.origin).min().unwrap_or(Origin::Found);
    let search = f64::from(sums.iter().map(|sum| sum.search_bits).max().unwrap_or(0));
    let enough = match origin {
        Origin::Declared => true,
        Origin::Named | Origin::Nested => telling >= 2 && sum_of_bits >= BITS + search,
        Origin::Found => telling >= 3 && sum_of_bits >= BITS_FOUND + search,
    };
    Verdict { holds: !contradicted && enough, exact }
}

fn add_evidence(evidence: &mut Evidence, instance: &Instance, zero: [bool; KINDS], verdict: &Verdict) {
    let tolerance = if verdict.exact { 0 } else { instance.tolerance };
    if instance.contradicts(zero, tolerance) {
        evidence.differ += 1;
    } else if instance.checkable(zero) {
        evidence.agree += 1;
        evidence.bits += instance.bits;
        evidence.telling += usize::from(instance.bits >= 1.0);
    }
}

/// A child that counts as nothing at this place.
pub(super) fn is_nothing(cell: Option<&Cell>, zero: [bool; KINDS]) -> bool {
    match cell.map(|cell| cell.state) {
        None => zero[MISSING],
        Some(State::Absent) => zero[ABSENT],
        Some(State::NotApplicable) => zero[NOT_APPLICABLE],
        Some(_) => false,
    }
}
