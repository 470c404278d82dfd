//! A cube made coarser, as settings: what somebody would type to see the same effect.

use std::sync::Arc;

use crate::config::{Catalog, CodeEntry, ColumnKind, CubeSpec, Dimension, Part, Pattern, Protection};
use crate::model::Code;

/// A way to make a cube coarser. Dimensions are positions among the cube's, codes positions in the code list.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Change {
    /// Shows these codes as one. Two or more, in order.
    Merge { dimension: usize, codes: Vec<usize> },
    /// Shows the totals over a dimension only.
    Drop { dimension: usize },
}

impl Change {
    /// The dimension meant.
    pub(super) fn dimension(&self) -> usize {
        let (Self::Merge { dimension, .. } | Self::Drop { dimension }) = self;
        *dimension
    }

    /// The patterns of `hide` that the change adds to its cube.
    pub(super) fn hides(&self, spec: &CubeSpec) -> Vec<Pattern> {
        match self {
            Self::Merge { dimension, codes } => {
                codes.iter().flat_map(|code| everywhere(spec, *dimension, Part::Code(*code))).collect()
            }
            Self::Drop { dimension } => everywhere(spec, *dimension, Part::Any),
        }
    }
}

/// The settings with a cube (by position in the catalogue) made coarser. Merged codes become a group at the end of their code
/// list, so that positions stay; the group is shown in this cube and this dimension only.
pub(super) fn apply(catalog: &Catalog, protection: &Protection, cube: usize, change: &Change) -> (Catalog, Protection) {
    let (mut catalog, mut protection) = (catalog.clone(), protection.clone());
    let mut hide = |spec: &CubeSpec, patterns: Vec<Pattern>| {
        protection.cubes.entry(spec.id.clone()).or_default().hide.extend(patterns);
    };
    hide(&catalog.cubes[cube], change.hides(&catalog.cubes[cube]));
    if let Change::Merge { dimension, codes } = change {
        let old = Arc::clone(&catalog.cubes[cube].dimensions[*dimension].1);
        let merged = Arc::new(with_group(&old, codes));
        let group = Part::Code(merged.codes.len() - 1);
        replace(&mut catalog, &merged);
        for (at, spec) in catalog.cubes.iter().enumerate() {
            let same = |(place, (_, dimension)): (usize, &(String, Arc<Dimension>))| (dimension.id == merged.id).then_some(place);
            for place in spec.dimensions.iter().enumerate().filter_map(same) {
                if (at, place) != (cube, *dimension) {
                    hide(spec, everywhere(spec, place, group));
                }
            }
        }
    }
    (catalog, protection)
}

/// Every cell with this part in a dimension: the others at their total or at any code.
fn everywhere(spec: &CubeSpec, dimension: usize, part: Part) -> Vec<Pattern> {
    let mut all: Vec<Vec<Part>> = vec![Vec::new()];
    for at in 0..spec.dimensions.len() {
        let parts: &[Part] = if at == dimension { &[part] } else { &[Part::Total, Part::Any] };
        all = all.iter().flat_map(|pattern| parts.iter().map(|part| pattern.iter().copied().chain([*part]).collect())).collect();
    }
    all.into_iter().map(Pattern).collect()
}

/// The dimension with a group of these codes at the end, in whatever groups they all are.
fn with_group(dimension: &Dimension, codes: &[usize]) -> Dimension {
    let mut made = dimension.clone();
    let members: Vec<Code> = codes.iter().map(|at| dimension.codes[*at].code.clone()).collect();
    let Some((first, code)) = codes.first().map(|at| &dimension.codes[*at]).zip(free_code(dimension)) else { return made };
    for entry in &mut made.codes {
        if members.iter().all(|member| entry.of.contains(member)) {
            entry.of.push(code.clone());
        }
    }
    let group = CodeEntry {
        code,
        of: members,
        parent: first.parent.clone(),
        in_standard: false,
        from: None,
        to: None,
        tile: None,
        residents: None,
        note: None,
        ..first.clone()
    };
    made.codes.push(group);
    if let Some(within) = &mut made.within {
        let place = codes.first().and_then(|at| within.positions.get(*at).copied()).flatten();
        within.positions.push(place);
    }
    made
}

/// A code that the list does not have.
fn free_code(dimension: &Dimension) -> Option<Code> {
    (0..=dimension.codes.len())
        .map(|n| format!("merged-{n}"))
        .find(|code| dimension.position(code).is_none())
        .and_then(|code| Code::new(&code).ok())
}

fn replace(catalog: &mut Catalog, new: &Arc<Dimension>) {
    let put = |old: &mut Arc<Dimension>| {
        if old.id == new.id {
            *old = Arc::clone(new);
        }
    };
    catalog.dimensions.values_mut().for_each(put);
    catalog.places.iter_mut().for_each(put);
    catalog.cubes.iter_mut().flat_map(|cube| &mut cube.dimensions).for_each(|(_, dimension)| put(dimension));
    for column in catalog.records.iter_mut().flat_map(|records| &mut records.columns) {
        if let ColumnKind::Dimension(dimension) = &mut column.kind {
            put(dimension);
        }
    }
}
