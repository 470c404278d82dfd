//! Required intervals: withholds further sums until every protected one is as uncertain as it must be.
//!
//! Where the feasibility interval of a primary is too narrow, the sums that tie it down are those published over the inner
//! cells it shares; the cheapest of them is withheld, and the attacker is asked again. Afterwards each sum withheld on the way
//! is tried again, dearest first, and published where the intervals still hold. (A greedy form of the repair by linear programs
//! in Fischetti and Salazar-González 2001.)

use std::collections::BTreeSet;

use super::cuts::{Draft, Work};
use super::{Unsafe, Wish};
use crate::attack::{Leak, Level, Levels};

/// The draft with as many more sums withheld as the required intervals need.
///
/// # Errors
/// When forced sums alone make an interval too narrow.
pub(super) fn repair(work: &mut Work<'_>, draft: Draft) -> Result<Draft, Unsafe> {
    if work.task.threat.required.iter().all(Option::is_none) {
        return Ok(draft);
    }
    let before = draft.clone();
    let mut draft = draft;
    loop {
        let leaks = narrow(work, &draft);
        if leaks.is_empty() {
            break;
        }
        let chosen = leaks.iter().filter_map(|leak| loosest(work, &draft, leak)).min_by_key(|sum| (work.costs[*sum], *sum));
        let Some(chosen) = chosen else { return Err(work.unsafe_for(&draft, &leaks)) };
        withhold(work, &mut draft, chosen, true);
    }
    let mut added: Vec<usize> = (0..draft.withheld.len()).filter(|sum| draft.withheld[*sum] && !before.withheld[*sum]).collect();
    publish_derivable(work, &mut draft, &added);
    added.retain(|sum| draft.withheld[*sum]);
    added.sort_by_key(|sum| (std::cmp::Reverse(work.costs[*sum]), *sum));
    for sum in added {
        withhold(work, &mut draft, sum, false);
        if !narrow(work, &draft).is_empty() || !work.leaks(&draft).is_empty() {
            withhold(work, &mut draft, sum, true);
        }
    }
    Ok(draft)
}

/// Publishes sums withheld on the way that can be worked out all the same: the reader has them either way, and as long as they count as
/// leaks no other sum could be tried again.
fn publish_derivable(work: &mut Work<'_>, draft: &mut Draft, added: &[usize]) {
    loop {
        let withheld: Vec<usize> = (0..draft.withheld.len()).filter(|sum| draft.withheld[*sum]).collect();
        let leaks = work.leaks(draft);
        let derivable: BTreeSet<usize> =
            leaks.iter().filter_map(|leak| withheld.get(leak.target)).filter(|sum| added.contains(sum)).copied().collect();
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
    work.ask(draft, Levels::NONE.with(Level::Interval)).leaks
}

/// The cheapest published sum under a published one that holds part of the target, if it can be withheld.
fn loosest(work: &Work<'_>, draft: &Draft, leak: &Leak) -> Option<usize> {
    let withheld: Vec<usize> = (0..draft.withheld.len()).filter(|sum| draft.withheld[*sum]).collect();
    let system = &work.reduced.system;
    let target = system.members(*withheld.get(leak.target)?);
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
