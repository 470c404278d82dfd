//! Other orders, kept when less is withheld.
//!
//! A pattern is a function of the order of publication. Some secondary cells are moved towards the front, so that they are
//! published and others stand in for them; the pass stops as soon as it costs more than the best one, and what it gives is
//! attacked before it is kept. Deterministic: a seed and a number of attempts, never a clock.

use super::cuts::{Draft, Work};
use super::eliminate::Elimination;
use super::field::Random;

/// Rounds in which an attempt may answer the attacker before it is given up.
const ROUNDS: usize = 3;

/// A better draft if one is found, with the number of attempts and of improvements.
///
/// Costs at most one elimination an attempt, mostly less, and an attack for each attempt that is as good as the best.
pub(super) fn improve(work: &mut Work<'_>, order: &[usize], first: &Draft) -> (Draft, (u32, u32)) {
    let search = work.task.search;
    let mut best = first.clone();
    if search.iterations == 0 {
        return (best, (0, 0));
    }
    let mut order: Vec<usize> = order.iter().copied().filter(|sum| !work.locked[*sum]).collect();
    let mut random = Random::new(search.seed);
    let (mut start, mut tried, mut improved) = (work.start(), 0, 0);
    for _ in 0..search.iterations {
        let Some(moved) = moved(&order, &best, &mut random) else { break };
        tried += 1;
        if let Some(draft) = attempt(work, &mut start, &moved, &best) {
            improved += u32::from(draft.cost < best.cost);
            (best, order) = (draft, moved);
        }
    }
    (best, (tried, improved))
}

/// The order with one to three secondary cells moved to the front or somewhere before their place; `None` without any.
fn moved(order: &[usize], best: &Draft, random: &mut Random) -> Option<Vec<usize>> {
    let mut moved = order.to_vec();
    for _ in 0..=random.below(3) {
        let secondary: Vec<usize> = (0..moved.len()).filter(|at| best.withheld[moved[*at]]).collect();
        if secondary.is_empty() {
            return None;
        }
        let from = *secondary.get(random.below(secondary.len()))?;
        let to = if random.below(2) == 0 { 0 } else { random.below(from + 1) };
        moved[to..=from].rotate_right(1);
    }
    Some(moved)
}

/// A draft in this order that is safe and no dearer than the best.
fn attempt(work: &mut Work<'_>, start: &mut Elimination, order: &[usize], best: &Draft) -> Option<Draft> {
    for _ in 0..ROUNDS {
        let limit = best.cost.saturating_sub(work.locked_cost()).saturating_add(1);
        let mut state = start.clone();
        state.run(&work.setting(), order, limit)?;
        let passed = state.finish();
        if !passed.exposed.is_empty() {
            return None;
        }
        let draft = work.draft(&passed);
        if draft.withheld == best.withheld {
            return Some(draft);
        }
        let leaks = work.leaks(&draft);
        if leaks.is_empty() {
            return Some(draft);
        }
        // What the attacker used is forbidden from now on; if nothing new came of it, the order is given up.
        if work.cut(&draft, &leaks) == 0 {
            return None;
        }
        *start = work.start();
    }
    None
}
