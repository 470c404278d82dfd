//! Required intervals and whole numbers: withholds further sums until every withheld one is as uncertain as it must be.
//!
//! Cuts keep values from being derived exactly; a value that lies between 2 and 2.9 is no less known. Where the feasibility interval
//! of a withheld sum is too narrow, or holds one whole number only, a linear program looks for two tables a reader could not tell from
//! the true one, in which the sum is as large and as small as it must be possible, and which differ from the true one in the
//! cheapest published sums; those are withheld (Fischetti and Salazar-González 2001). Afterwards each sum that is withheld for
//! the sake of others is tried again, dearest first, and published where everything still holds.

use std::collections::BTreeSet;

use super::cuts::{Draft, Work};
use super::{Unsafe, Wish};
use crate::attack::{Leak, Level, Levels, Required};
use crate::linear::lp::{Answer, LpSolver, Problem, Row, Sense, Simplex};

/// Larger systems get no linear programs; sums are then withheld one by one.
const MOST_VARIABLES: usize = 6_000;
/// What moves a sum by less is noise of floating point.
const NOISE: f64 = 1e-6;

/// What a published sum costs in the linear program. Which one leads to the best pattern differs from table to table.
#[derive(Clone, Copy)]
enum Price {
    /// One and the logarithm of the value: few sums, small ones rather.
    Logarithm,
    /// The value and one.
    Value,
    /// Every sum the same.
    Count,
}

/// The draft with as many more sums withheld as the required intervals need.
///
/// Costs a few linear programs over all inner cells for each interval that is too narrow, three times over, and one attack for
/// each sum tried again.
///
/// # Errors
/// When forced sums alone make an interval too narrow.
pub(super) fn repair(work: &mut Work<'_>, draft: &Draft) -> Result<Draft, Unsafe> {
    let asked = work.task.threat.integer || work.task.threat.required.iter().any(Option::is_some);
    if !asked || narrow(work, draft).is_empty() {
        return Ok(draft.clone());
    }
    let mut best: Option<Draft> = None;
    // Whole numbers alone ask for a sum or two more, whatever the price.
    let intervals = work.task.threat.required.iter().any(Option::is_some);
    let prices = if intervals { &[Price::Logarithm, Price::Value, Price::Count][..] } else { &[Price::Value] };
    for price in prices.iter().copied() {
        let mut repaired = widen(work, draft, price)?;
        publish_again(work, draft, &mut repaired);
        if best.as_ref().is_none_or(|best| repaired.cost < best.cost) {
            best = Some(repaired);
        }
    }
    Ok(best.unwrap_or_else(|| draft.clone()))
}

fn widen(work: &Work<'_>, draft: &Draft, price: Price) -> Result<Draft, Unsafe> {
    let mut draft = draft.clone();
    loop {
        let leaks = narrow(work, &draft);
        let Some(worst) = leaks.iter().max_by_key(|leak| (value(work, &draft, leak), std::cmp::Reverse(leak.target))) else {
            return Ok(draft);
        };
        let moved = moved(work, &draft, worst, price);
        let chosen = if moved.is_empty() {
            let each = leaks.iter().filter_map(|leak| loosest(work, &draft, leak));
            each.min_by_key(|sum| (work.costs[*sum], *sum)).into_iter().collect()
        } else {
            moved
        };
        if chosen.is_empty() {
            return Err(work.unsafe_for(&draft, &leaks));
        }
        chosen.into_iter().for_each(|sum| withhold(work, &mut draft, sum, true));
    }
}

/// Publishes what need not be withheld, dearest first: what was added, and where intervals are asked for, what was withheld before.
fn publish_again(work: &mut Work<'_>, before: &Draft, draft: &mut Draft) {
    publish_derivable(work, draft);
    let all = work.task.threat.required.iter().any(Option::is_some);
    let tried =
        |sum: &usize| draft.withheld[*sum] && if all { work.reduced.wishes[*sum] == Wish::Free } else { !before.withheld[*sum] };
    let mut tried: Vec<usize> = (0..draft.withheld.len()).filter(tried).collect();
    tried.sort_by_key(|sum| (std::cmp::Reverse(work.costs[*sum]), *sum));
    for sum in tried {
        withhold(work, draft, sum, false);
        if !work.leaks(draft).is_empty() || !narrow(work, draft).is_empty() {
            withhold(work, draft, sum, true);
        }
    }
}

/// Publishes secondary sums that can be worked out all the same: the reader has them either way, and as long as they count as leaks
/// no other sum could be tried again.
fn publish_derivable(work: &mut Work<'_>, draft: &mut Draft) {
    loop {
        let leaks = work.leaks(draft);
        let free = |sum: &usize| work.reduced.wishes[*sum] == Wish::Free;
        let derivable: BTreeSet<usize> = leaks.iter().filter_map(|leak| target(draft, leak)).filter(free).collect();
        if derivable.is_empty() {
            return;
        }
        derivable.into_iter().for_each(|sum| withhold(work, draft, sum, false));
    }
}

fn withhold(work: &Work<'_>, draft: &mut Draft, sum: usize, withheld: bool) {
    draft.withheld[sum] = withheld;
    draft.cost = if withheld { draft.cost.saturating_add(work.costs[sum]) } else { draft.cost.saturating_sub(work.costs[sum]) };
}

fn narrow(work: &Work<'_>, draft: &Draft) -> Vec<Leak> {
    // Required intervals leave the known minimum aside: they may ask that nought be possible.
    let intervals = work.task.threat.required.iter().any(Option::is_some);
    let mut leaks = if intervals { work.ask(draft, Levels::NONE.with(Level::Interval)).leaks } else { Vec::new() };
    if work.task.threat.integer {
        let whole = Levels::NONE.with(Level::KnownMinimum).with(Level::Integer);
        leaks.extend(work.ask(draft, whole).leaks.into_iter().filter(|leak| leak.level == Level::Integer));
    }
    leaks
}

/// The sum that a leak is about; `None` for a virtual primary.
fn target(draft: &Draft, leak: &Leak) -> Option<usize> {
    (0..draft.withheld.len()).filter(|sum| draft.withheld[*sum]).nth(leak.target)
}

fn value(work: &Work<'_>, draft: &Draft, leak: &Leak) -> i128 {
    target(draft, leak).map_or(0, |sum| work.reduced.system.total(sum).abs())
}

/// How uncertain a sum must become. With whole numbers, one more than the true value must be possible.
fn uncertain(work: &Work<'_>, sum: usize, level: Level) -> Option<Required> {
    let required = work.required(sum);
    if level != Level::Integer {
        return required;
    }
    #[expect(clippy::cast_precision_loss, reason = "a linear program works with floats")]
    let next = work.reduced.system.total(sum) as f64 + 1.0;
    let required = required.unwrap_or_default();
    Some(Required { up_min: Some(required.up_min.map_or(next, |least| least.max(next))), ..required })
}

/// What a reader knows withheld sums to be at least holds in both tables.
fn minimums(work: &Work<'_>, draft: &Draft, problem: &mut Problem) {
    let system = &work.reduced.system;
    let withheld = (0..draft.withheld.len()).filter(|sum| draft.withheld[*sum]);
    for (sum, minimum) in withheld.zip(work.minimums(draft)) {
        let Some(minimum) = minimum else { continue };
        #[expect(clippy::cast_precision_loss, reason = "a linear program works with floats")]
        let right = (i128::from(minimum) - system.total(sum)) as f64;
        for table in 0..2 {
            let terms = system.members(sum).iter().map(|row| (table * system.inner() + *row as usize, 1.0)).collect();
            problem.rows.push(Row { terms, sense: Sense::Least, right });
        }
    }
}

/// The published sums that the cheapest pair of tables changes, in which the target is as uncertain as it must be.
fn moved(work: &Work<'_>, draft: &Draft, leak: &Leak, price: Price) -> Vec<usize> {
    let Some(target) = target(draft, leak) else { return Vec::new() };
    let Some(required) = uncertain(work, target, leak.level) else { return Vec::new() };
    let published: Vec<usize> = (0..draft.withheld.len()).filter(|sum| !draft.withheld[*sum]).collect();
    let rows = work.reduced.system.inner();
    if 2 * (rows + published.len()) > MOST_VARIABLES {
        return Vec::new();
    }
    let mut problem = problem(work, &published, target, required, price);
    if leak.level == Level::Integer {
        minimums(work, draft, &mut problem);
    }
    let Answer::Best(_, solution) = Simplex.solve(&problem) else { return Vec::new() };
    let free = published.iter().enumerate().filter(|(_, sum)| work.reduced.wishes[**sum] == Wish::Free);
    let amount = |at: usize| solution[2 * rows + at] + solution[2 * rows + published.len() + at];
    free.filter(|(at, _)| amount(*at) > NOISE).map(|(_, sum)| *sum).collect()
}

/// Variables: how far each inner cell of the upper table differs, and of the lower one; then how far each published sum does.
fn problem(work: &Work<'_>, published: &[usize], target: usize, required: Required, price: Price) -> Problem {
    let system = &work.reduced.system;
    let rows = system.inner();
    #[expect(clippy::cast_precision_loss, reason = "a linear program works with floats")]
    let truth = |sum: usize| system.total(sum) as f64;
    let mut problem = Problem::default();
    for _ in 0..2 {
        for row in 0..rows {
            #[expect(clippy::cast_precision_loss, reason = "a linear program works with floats")]
            let least = if work.task.threat.nonnegative { -(system.values()[row] as f64) } else { f64::NEG_INFINITY };
            problem.worth.push(0.0);
            problem.bounds.push((least, f64::INFINITY));
        }
    }
    for _ in 0..2 {
        for sum in published {
            let free = work.reduced.wishes[*sum] == Wish::Free && !system.members(*sum).is_empty();
            let cost = match price {
                Price::Logarithm => 1.0 + (1.0 + truth(*sum).abs()).ln(),
                Price::Value => 1.0 + truth(*sum).abs(),
                Price::Count => 1.0,
            };
            problem.worth.push(-cost);
            problem.bounds.push((0.0, if free { f64::INFINITY } else { 0.0 }));
        }
    }
    let change = |sum: usize, table: usize, factor: f64| {
        system.members(sum).iter().map(|row| (table * rows + *row as usize, factor)).collect::<Vec<_>>()
    };
    for table in 0..2 {
        for (at, sum) in published.iter().enumerate() {
            let amount = 2 * rows + table * published.len() + at;
            for sign in [1.0, -1.0] {
                let terms = change(*sum, table, sign).into_iter().chain([(amount, -1.0)]).collect();
                problem.rows.push(Row { terms, sense: Sense::Most, right: 0.0 });
            }
        }
    }
    let (upper, lower) = (change(target, 0, 1.0), change(target, 1, 1.0));
    if let Some(least) = required.up_min {
        problem.rows.push(Row { terms: upper.clone(), sense: Sense::Least, right: least - truth(target) });
    }
    if let Some(most) = required.lo_max {
        problem.rows.push(Row { terms: lower, sense: Sense::Most, right: most - truth(target) });
    }
    if let Some(width) = required.width {
        let terms = upper.into_iter().chain(change(target, 1, -1.0)).collect();
        problem.rows.push(Row { terms, sense: Sense::Least, right: width });
    }
    problem
}

/// The cheapest published sum under a published one that holds part of the target, if it can be withheld.
fn loosest(work: &Work<'_>, draft: &Draft, leak: &Leak) -> Option<usize> {
    let system = &work.reduced.system;
    let target = system.members(target(draft, leak)?);
    let free = |sum: &usize| !draft.withheld[*sum] && work.reduced.wishes[*sum] == Wish::Free;
    let holds = |sum: &usize| !draft.withheld[*sum] && system.members(*sum).iter().any(|row| target.binary_search(row).is_ok());
    let mut reached = vec![false; system.inner()];
    for sum in (0..draft.withheld.len()).filter(holds) {
        system.members(sum).iter().for_each(|row| reached[*row as usize] = true);
    }
    let near = |sum: &usize| {
        let members = system.members(*sum);
        !members.is_empty() && members.iter().all(|row| reached[*row as usize])
    };
    let near = (0..draft.withheld.len()).filter(free).filter(near).min_by_key(|sum| (work.costs[*sum], *sum));
    let any = || (0..draft.withheld.len()).filter(free).filter(|sum| !system.members(*sum).is_empty());
    near.or_else(|| any().min_by_key(|sum| (work.costs[*sum], *sum)))
}
