//! What each column of a system is to become before any secondary cell is chosen.

use super::sensitivity::{Broken, judge, waiver};
use crate::confidential::protect::Wish;
use crate::confidential::releases::{Earlier, EarlierTable, Promise};
use crate::confidential::system::{Figures, Linked};
use crate::config::{CubeProtection, Protection};
use crate::diag::Span;

/// Wishes for all columns of a system, with where they come from.
pub(in crate::confidential) struct Wishes {
    /// By column.
    pub(super) wishes: Vec<Wish>,
    /// By column of a cell.
    pub(super) broken: Vec<Broken>,
    /// Columns of protected cells that readers have from elsewhere.
    pub(super) printed: Vec<usize>,
    /// Columns of earlier releases that are no cells any more.
    pub(super) earlier: Vec<(usize, Wish)>,
    /// Columns named in `keep` although they break a rule.
    pub(super) kept_small: Vec<usize>,
    /// Columns that readers have in any case, and why.
    pub(in crate::confidential) causes: Vec<(usize, Cause)>,
}

/// Why readers have a figure in any case.
#[derive(Clone, PartialEq, Eq)]
pub(in crate::confidential) enum Cause {
    /// `keep` names it, here if that was read from a file.
    Keep(Option<Span>),
    /// It is published on purpose.
    Waived(Span),
    /// It was published in this version.
    Earlier(String),
    /// It was printed elsewhere.
    Printed(Span),
}

/// Puts together rules, waivers, `keep`, earlier releases and what others have printed.
///
/// What was published stays published, what was withheld stays withheld. Totals of earlier releases that had fewer codes become
/// columns of their own, since whoever kept them can subtract.
pub(super) fn make(
    linked: &mut Linked<'_>,
    index: usize,
    settings: &[&CubeProtection],
    earlier: &[Earlier],
    protection: &Protection,
) -> Wishes {
    let broken = judge(linked, &linked.figures[index], settings);
    let (wishes, printed, earlier_columns, kept_small, causes) = (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut made = Wishes { wishes, broken, printed, earlier: earlier_columns, kept_small, causes };
    made.wishes = made.broken.iter().map(|broken| if broken.any() { Wish::Primary } else { Wish::Free }).collect();
    made.waive(linked, index, settings);
    made.keep(linked, index, settings);
    for release in earlier {
        release.tables.iter().for_each(|table| made.promise(linked, index, table, &release.version));
    }
    made.known(linked, index, protection);
    made
}

impl Wishes {
    /// What is published on purpose counts as published everywhere: nothing may lean on it for cover.
    fn waive(&mut self, linked: &Linked<'_>, index: usize, settings: &[&CubeProtection]) {
        let figures = &linked.figures[index];
        for (column, (cube, cell)) in figures.cells.iter().enumerate() {
            if let Some(waiver) = waiver(linked, figures, settings[*cube], *cube, linked.shown[*cube].codes[*cell]) {
                self.wishes[column] = Wish::Forced;
                self.causes.push((column, Cause::Waived(waiver.span.clone())));
            }
        }
    }

    fn keep(&mut self, linked: &Linked<'_>, index: usize, settings: &[&CubeProtection]) {
        for (column, (cube, cell)) in linked.figures[index].cells.iter().enumerate() {
            let key = linked.cubes[*cube].lattice.key(linked.shown[*cube].codes[*cell]);
            let Some(at) = settings[*cube].keep.iter().position(|pattern| pattern.matches(&key)) else { continue };
            self.causes.push((column, Cause::Keep(settings[*cube].keep_spans.get(at).cloned())));
            if self.broken[column].any() {
                self.kept_small.push(column);
            } else {
                self.wishes[column] = Wish::Forced;
            }
        }
    }

    fn promise(&mut self, linked: &mut Linked<'_>, index: usize, table: &EarlierTable, version: &str) {
        let Some(cube) = linked.cubes.iter().position(|cube| cube.spec.id == table.cube) else { return };
        let measures = 0..linked.cubes[cube].spec.measures.len();
        let measures: Vec<usize> = measures.filter(|measure| linked.figures_of(cube, *measure) == Some(index)).collect();
        for (key, promises) in &table.cells {
            for promise in measures.iter().filter_map(|measure| promises.get(*measure)) {
                let (Promise::Published(_) | Promise::Withheld) = promise else { continue };
                let withheld = *promise == Promise::Withheld;
                match linked.cell_over(index, cube, key, &table.codes) {
                    Some(Ok(column)) => {
                        self.of_cell(column, withheld);
                        self.causes.extend((!withheld).then(|| (column, Cause::Earlier(version.to_owned()))));
                    }
                    Some(Err(members)) => {
                        let column = linked.figures[index].system.push(members);
                        self.of_earlier(column, withheld);
                        self.causes.extend((!withheld).then(|| (column, Cause::Earlier(version.to_owned()))));
                    }
                    None => {}
                }
            }
        }
    }

    /// A withheld cell stays withheld; a published one is forced unless it breaks a rule now, which the judgement of revisions tells.
    fn of_cell(&mut self, column: usize, withheld: bool) {
        if withheld {
            self.broken[column] = self.broken[column].and(Broken::EARLIER);
            self.wishes[column] = Wish::Primary;
        } else if !self.broken[column].any() {
            self.wishes[column] = Wish::Forced;
        }
    }

    fn of_earlier(&mut self, column: usize, withheld: bool) {
        let wish = if withheld { Wish::Primary } else { Wish::Forced };
        self.wishes.push(wish);
        self.earlier.push((column, wish));
    }

    /// Printed elsewhere: readers have it, whether we show it or not.
    fn known(&mut self, linked: &Linked<'_>, index: usize, protection: &Protection) {
        for known in &protection.known {
            let Some(cube) = linked.cubes.iter().position(|cube| cube.spec.id == known.cube) else { continue };
            if linked.figures_of(cube, known.measure) != Some(index) {
                continue;
            }
            let of = &linked.cubes[cube];
            let cell = linked.shown[cube].find(of.lattice.code(&known.key));
            let Some(column) = cell.and_then(|cell| linked.figures[index].column(cube, cell)) else { continue };
            let places = of.places(known.measure);
            let ours = crate::model::Decimal::new(linked.figures[index].system.total(column), places);
            // Another figure than ours is no equation between our cells.
            if ours != known.value {
                continue;
            }
            if self.wishes[column] == Wish::Primary {
                self.printed.push(column);
            }
            self.wishes[column] = Wish::Forced;
            self.causes.push((column, Cause::Printed(known.span.clone())));
        }
    }

    /// Who contributes to each column that is protected; empty lists for the others.
    pub(super) fn contributors(&self, linked: &Linked<'_>, figures: &Figures) -> Vec<Vec<u32>> {
        let of = |(column, wish): (usize, &Wish)| match wish {
            Wish::Primary => linked.contributor_ids(figures.system.members(column)),
            Wish::Free | Wish::Forced => Vec::new(),
        };
        self.wishes.iter().enumerate().map(of).collect()
    }
}
