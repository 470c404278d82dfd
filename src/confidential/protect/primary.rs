//! Which cells are withheld for their own sake: rules on one cell, as pure functions.
//!
//! After the *Handbook on Statistical Disclosure Control* (Hundepool et al., 2nd edition, section 4.2): contributions are those of
//! one contributor each, after adding up what it contributed to the cell (a holding counts once), in absolute value, largest
//! first. Everything is whole numbers, so that a cell on the limit is on the limit.

/// An (n,k) rule: the n largest contributors make up k percent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::confidential) struct Dominance {
    /// How many contributors.
    pub(in crate::confidential) n: usize,
    /// Percent, thousandths count.
    pub(in crate::confidential) k: f64,
}

/// The rules of a cube.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::confidential) struct Rules {
    /// Counts from 1 to one less are withheld.
    pub(in crate::confidential) threshold: Option<i64>,
    /// Nought is withheld too.
    pub(in crate::confidential) protect_zeros: bool,
    /// Cells with fewer contributors, but at least one, are withheld.
    pub(in crate::confidential) min_contributors: Option<u64>,
    /// Dominance rules; any one withholds.
    pub(in crate::confidential) dominance: Vec<Dominance>,
    /// The p % rule.
    pub(in crate::confidential) p_percent: Option<f64>,
    /// The prior-posterior rule (p, q): p % with p · 100 / q.
    pub(in crate::confidential) prior_posterior: Option<(f64, f64)>,
}

/// What the rules are asked about.
#[derive(Clone, Copy)]
pub(in crate::confidential) struct Facts<'a> {
    /// The total as published, weighted where there are weights.
    pub(in crate::confidential) total: i128,
    /// Distinct contributors.
    pub(in crate::confidential) contributors: u64,
    /// Absolute contributions, largest first; those that waived protection left out. Empty where no rule needs them.
    pub(in crate::confidential) largest: &'a [i128],
}

/// A rule that withholds a cell. Internal: which rule it was is never shown to readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::confidential) enum Fired {
    /// Under the threshold.
    Threshold,
    /// Nought, where zeros are protected.
    Zero,
    /// Too few contributors.
    Contributors,
    /// Dominance rule by place in the list.
    Dominance(usize),
    /// The p % rule.
    Percent,
    /// The prior-posterior rule.
    PriorPosterior,
}

/// The rules that withhold a cell, none for a cell that may be published as far as it alone goes.
pub(in crate::confidential) fn fired(rules: &Rules, facts: &Facts<'_>) -> Vec<Fired> {
    let mut fired = Vec::new();
    let size = facts.total.abs();
    if rules.threshold.is_some_and(|threshold| 0 < size && size < i128::from(threshold)) {
        fired.push(Fired::Threshold);
    }
    if rules.protect_zeros && size == 0 {
        fired.push(Fired::Zero);
    }
    if rules.min_contributors.is_some_and(|min| 0 < facts.contributors && facts.contributors < min) {
        fired.push(Fired::Contributors);
    }
    if facts.largest.iter().any(|x| *x != 0) {
        let dominates = |place: &usize| dominates(rules.dominance[*place], facts);
        fired.extend((0..rules.dominance.len()).filter(dominates).map(Fired::Dominance));
        if rules.p_percent.is_some_and(|p| estimates(p, facts)) {
            fired.push(Fired::Percent);
        }
        if rules.prior_posterior.is_some_and(|(p, q)| q > 0.0 && estimates(100.0 * p / q, facts)) {
            fired.push(Fired::PriorPosterior);
        }
    }
    fired
}

/// Whether the n largest contributors make up k percent or more (the Handbook: more; GaussSuppression and we: or exactly).
fn dominates(rule: Dominance, facts: &Facts<'_>) -> bool {
    let largest: i128 = facts.largest.iter().take(rule.n).sum();
    largest.saturating_mul(100_000) >= thousandths(rule.k).saturating_mul(facts.total.abs())
}

/// Whether the second largest contributor, knowing its own share, can estimate the largest to within p percent.
fn estimates(p: f64, facts: &Facts<'_>) -> bool {
    let at = |place: usize| facts.largest.get(place).copied().unwrap_or(0);
    let rest = facts.total.abs().saturating_sub(at(0)).saturating_sub(at(1));
    rest.saturating_mul(100_000) < thousandths(p).saturating_mul(at(0))
}

fn thousandths(percent: f64) -> i128 {
    (percent.clamp(0.0, 1e9) * 1000.0).round() as i128
}

#[allow(dead_code, reason = "cases state their intervals themselves")]
/// How far above the true value the upper end of the feasibility interval must lie (Handbook, table 4.4), largest of all rules
/// that ask for something. In the unit of the total.
pub(in crate::confidential) fn protection_level(rules: &Rules, facts: &Facts<'_>) -> f64 {
    let total = facts.total.unsigned_abs() as f64;
    let largest = |n: usize| facts.largest.iter().take(n).sum::<i128>() as f64;
    let first = largest(1);
    let rest = total - largest(2);
    let mut level: f64 = 0.0;
    for rule in &rules.dominance {
        if rule.k > 0.0 {
            level = level.max(100.0 / rule.k * largest(rule.n) - total);
        }
    }
    for p in rules.p_percent.into_iter().chain(rules.prior_posterior.filter(|(_, q)| *q > 0.0).map(|(p, q)| 100.0 * p / q)) {
        level = level.max(p / 100.0 * first - rest);
    }
    level
}

/// Contributions as the rules want them: summed by contributor (`holding`) or one by one, absolute, largest first. Those of
/// `waived` contributors are left out.
pub(in crate::confidential) fn largest(contributions: &[(u32, i64)], holding: bool, waived: &dyn Fn(u32) -> bool) -> Vec<i128> {
    let mut sorted: Vec<(u32, i128)> =
        contributions.iter().filter(|(who, _)| !waived(*who)).map(|(who, x)| (*who, i128::from(*x))).collect();
    if holding {
        sorted.sort_unstable();
        sorted = sorted.chunk_by(|a, b| a.0 == b.0).map(|same| (same[0].0, same.iter().map(|(_, x)| x).sum())).collect();
    }
    let mut sizes: Vec<i128> = sorted.into_iter().map(|(_, x)| x.abs()).collect();
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    sizes
}

#[allow(dead_code, reason = "no case has weights")]
/// The way of τ-ARGUS with weights: each contribution as often as its weight says, rounded. Not to be joined with holdings.
pub(in crate::confidential) fn replicated(contributions: &[(i64, f64)]) -> Vec<i128> {
    let times = |weight: f64| weight.clamp(0.0, 1e6).round() as usize;
    let mut sizes: Vec<i128> =
        contributions.iter().flat_map(|(x, weight)| std::iter::repeat_n(i128::from(*x).abs(), times(*weight))).collect();
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    sizes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rules: &Rules, largest: &[i128]) -> Vec<Fired> {
        fired(rules, &Facts { total: largest.iter().sum(), contributors: largest.len() as u64, largest })
    }

    fn count(rules: &Rules, total: i128) -> bool {
        !fired(rules, &Facts { total, contributors: 0, largest: &[] }).is_empty()
    }

    #[test]
    fn the_threshold_withholds_what_is_under_it_and_zeros_only_when_asked() {
        let mut rules = Rules { threshold: Some(5), ..Rules::default() };
        assert_eq!([0, 1, 4, 5].map(|n| count(&rules, n)), [false, true, true, false]);
        rules.protect_zeros = true;
        assert_eq!([0, 1, 4, 5].map(|n| count(&rules, n)), [true, true, true, false]);
    }

    #[test]
    fn contributors_are_counted_from_one() {
        let rules = Rules { min_contributors: Some(3), ..Rules::default() };
        let of = |contributors| !fired(&rules, &Facts { total: 100, contributors, largest: &[] }).is_empty();
        assert_eq!([0, 1, 2, 3].map(of), [false, true, true, false]);
    }

    #[test]
    fn exactly_k_percent_dominates() {
        let rules = |n, k| Rules { dominance: vec![Dominance { n, k }], ..Rules::default() };
        assert_eq!(of(&rules(1, 75.0), &[75, 15, 10]), [Fired::Dominance(0)]);
        assert!(of(&rules(1, 75.0), &[74, 16, 10]).is_empty());
        assert_eq!(of(&rules(2, 85.0), &[50, 35, 15]), [Fired::Dominance(0)]);
        assert!(of(&rules(1, 75.001), &[75, 15, 10]).is_empty());
        assert!(of(&rules(1, 75.0), &[0, 0]).is_empty(), "nothing dominates nothing");
    }

    // With 100 = 55 + 30 + 10 + 3 + 2 the second largest estimates the largest as 100 − 30 = 70, which is 27 % too high.
    #[test]
    fn p_percent_asks_what_the_second_largest_can_tell() {
        let rules = |p| Rules { p_percent: Some(p), ..Rules::default() };
        let cell = [55, 30, 10, 3, 2];
        assert!(of(&rules(27.0), &cell).is_empty());
        assert_eq!(of(&rules(28.0), &cell), [Fired::Percent]);
        assert_eq!(of(&rules(10.0), &[80, 20]), [Fired::Percent], "two contributors know each other");
        assert!(of(&rules(10.0), &[100, 50, 10]).is_empty(), "exactly p percent is enough");
    }

    #[test]
    fn prior_posterior_is_p_percent_with_less_ignorance() {
        let rules = |p, q| Rules { prior_posterior: Some((p, q)), ..Rules::default() };
        let cell = [100, 50, 15];
        assert!(of(&rules(10.0, 100.0), &cell).is_empty());
        assert_eq!(of(&rules(10.0, 50.0), &cell), [Fired::PriorPosterior], "20 percent of 100 are more than 15");
        assert!(of(&rules(10.0, 0.0), &cell).is_empty(), "an absurd rule does not divide by nought");
    }

    // Handbook, table 4.4.
    #[test]
    fn protection_levels_follow_from_the_rules() {
        let facts = Facts { total: 100, contributors: 3, largest: &[80, 15, 5] };
        let level = |rules: &Rules| protection_level(rules, &facts);
        assert!((level(&Rules { p_percent: Some(10.0), ..Rules::default() }) - 3.0).abs() < 1e-9);
        assert!((level(&Rules { dominance: vec![Dominance { n: 1, k: 75.0 }], ..Rules::default() }) - 20.0 / 3.0).abs() < 1e-9);
        assert!((level(&Rules { dominance: vec![Dominance { n: 2, k: 90.0 }], ..Rules::default() }) - 50.0 / 9.0).abs() < 1e-9);
        assert!((level(&Rules { prior_posterior: Some((10.0, 50.0)), ..Rules::default() }) - 11.0).abs() < 1e-9);
    }

    #[test]
    fn a_holding_counts_once_and_a_waiver_is_left_out() {
        let contributions = [(7, 40), (2, 30), (7, 20), (5, -50)];
        assert_eq!(largest(&contributions, true, &|_| false), [60, 50, 30]);
        assert_eq!(largest(&contributions, false, &|_| false), [50, 40, 30, 20]);
        assert_eq!(largest(&contributions, true, &|who| who == 7), [50, 30]);
    }

    #[test]
    fn weights_may_replicate() {
        assert_eq!(replicated(&[(10, 2.4), (30, 0.6), (5, 0.2)]), [30, 10, 10]);
    }
}
