//! What each column of a system is to become before any secondary cell is chosen.

use super::sensitivity::{Broken, judge};
use crate::confidential::protect::Wish;
use crate::confidential::releases::{Earlier, EarlierTable, Promise};
use crate::confidential::system::{Figures, Linked};
use crate::config::{CubeProtection, Protection};

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
    let mut made = Wishes { wishes: Vec::new(), broken, printed: Vec::new(), earlier: Vec::new(), kept_small: Vec::new() };
    made.wishes = made.broken.iter().map(|broken| if broken.any() { Wish::Primary } else { Wish::Free }).collect();
    made.keep(linked, index, settings);
    for table in earlier.iter().flat_map(|release| &release.tables) {
        made.promise(linked, index, table);
    }
    made.known(linked, index, protection);
    made
}

impl Wishes {
    fn keep(&mut self, linked: &Linked<'_>, index: usize, settings: &[&CubeProtection]) {
        for (column, (cube, cell)) in linked.figures[index].cells.iter().enumerate() {
            let key = linked.cubes[*cube].lattice.key(linked.shown[*cube].codes[*cell]);
            if !settings[*cube].keep.iter().any(|pattern| pattern.matches(&key)) {
                continue;
            }
            if self.broken[column].any() {
                self.kept_small.push(column);
            } else {
                self.wishes[column] = Wish::Forced;
            }
        }
    }

    fn promise(&mut self, linked: &mut Linked<'_>, index: usize, table: &EarlierTable) {
        let Some(cube) = linked.cubes.iter().position(|cube| cube.spec.id == table.cube) else { return };
        let measures = 0..linked.cubes[cube].spec.measures.len();
        let measures: Vec<usize> = measures.filter(|measure| linked.figures_of(cube, *measure) == Some(index)).collect();
        for (key, promises) in &table.cells {
            for promise in measures.iter().filter_map(|measure| promises.get(*measure)) {
                let (Promise::Published(_) | Promise::Withheld) = promise else { continue };
                let withheld = *promise == Promise::Withheld;
                match linked.cell_over(index, cube, key, &table.codes) {
                    Some(Ok(column)) => self.of_cell(column, withheld),
                    Some(Err(members)) => {
                        let column = linked.figures[index].system.push(members);
                        self.of_earlier(column, withheld);
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
