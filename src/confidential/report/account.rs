//! What became of every cell of a cube: private, so without `Debug` and never shown outside `data/private/`.

use super::study::Study;
use crate::attack::Required;
use crate::confidential::gate;
use crate::confidential::protect::Status;
use crate::confidential::system::{Linked, Shown};
use crate::confidential::withhold::Broken;
use crate::config::{CellKey, CubeProtection, CubeSpec, MeasureKind, Protection};
use crate::model::Decimal;

/// What became of a cell.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Published,
    /// Withheld for its own sake.
    Primary,
    /// Withheld to protect others.
    Secondary,
    /// Published because it had to be.
    Forced,
    /// Published on purpose although it breaks a rule.
    Waived,
    /// Withheld here, but readers have it from elsewhere.
    Elsewhere,
    /// Cannot exist.
    Structural,
    /// No pattern was found.
    Undecided,
    /// Published in another value.
    Altered,
}

impl Standing {
    /// The word in the report.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Primary => "primary",
            Self::Secondary => "secondary",
            Self::Forced => "forced",
            Self::Waived => "waived",
            Self::Elsewhere => "printed-elsewhere",
            Self::Structural => "structural",
            Self::Undecided => "undecided",
            Self::Altered => "altered",
        }
    }

    /// Whether readers of our tables do not see the value.
    pub(super) fn is_withheld(self) -> bool {
        matches!(self, Self::Primary | Self::Secondary | Self::Elsewhere)
    }
}

/// One cell of one measure.
pub(super) struct Entry {
    pub(super) value: i128,
    pub(super) standing: Standing,
    pub(super) rules: Broken,
    pub(super) required: Option<Required>,
    /// What a reader cannot exclude; `None` where it is shown or was not computed.
    pub(super) feasible: Option<(f64, f64)>,
}

/// One measure of a cube.
pub(super) struct Ledger {
    /// Position among the measures of the cube.
    pub(super) measure: usize,
    /// Position of its system among those of the record file.
    pub(super) system: usize,
    pub(super) places: u8,
    /// By shown cell.
    pub(super) cells: Vec<Entry>,
}

impl Ledger {
    /// A value in the unit of the measure.
    pub(super) fn decimal(&self, value: i128) -> Decimal {
        Decimal::new(value, self.places)
    }

    /// Counts over the cells.
    pub(super) fn tally(&self) -> Tally {
        self.cells.iter().fold(Tally::default(), |tally, entry| tally.with(entry))
    }
}

/// Counts of cells and values.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// Cells that can exist.
    pub(super) cells: usize,
    pub(super) primary: usize,
    pub(super) secondary: usize,
    /// Withheld here but known from elsewhere.
    pub(super) elsewhere: usize,
    pub(super) undecided: usize,
    /// Absolute values of all cells, of those withheld, and of the secondary ones.
    pub(super) value: u128,
    pub(super) value_withheld: u128,
    pub(super) value_secondary: u128,
}

impl Tally {
    /// One cell more.
    pub(super) fn with(mut self, entry: &Entry) -> Self {
        let (value, standing) = (entry.value.unsigned_abs(), entry.standing);
        let is = |wanted: Standing| usize::from(standing == wanted);
        self.cells += usize::from(standing != Standing::Structural);
        self.primary += is(Standing::Primary);
        self.secondary += is(Standing::Secondary);
        self.elsewhere += is(Standing::Elsewhere);
        self.undecided += is(Standing::Undecided);
        self.value += value;
        self.value_withheld += if standing.is_withheld() { value } else { 0 };
        self.value_secondary += if standing == Standing::Secondary { value } else { 0 };
        self
    }

    /// Both together; values add up only within one measure.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.cells += other.cells;
        self.primary += other.primary;
        self.secondary += other.secondary;
        self.elsewhere += other.elsewhere;
        self.undecided += other.undecided;
        self.value += other.value;
        self.value_withheld += other.value_withheld;
        self.value_secondary += other.value_secondary;
        self
    }

    /// Cells withheld.
    pub(super) fn withheld(&self) -> usize {
        self.primary + self.secondary + self.elsewhere
    }

    /// Which part of the value of all cells is withheld, in hundredths of a percent, rounded down.
    pub(super) fn share(&self) -> u128 {
        self.value_withheld.saturating_mul(10_000).checked_div(self.value).unwrap_or(0)
    }
}

/// One cube.
pub(super) struct Account<'a> {
    pub(super) spec: &'a CubeSpec,
    pub(super) synthetic: bool,
    /// By dimension the positions of codes that occur.
    pub(super) occurring: Vec<Vec<usize>>,
    /// Keys of the shown cells, totals first.
    pub(super) keys: Vec<CellKey>,
    /// Keys of the cells that `hide` names.
    pub(super) hidden: Vec<CellKey>,
    pub(super) ledgers: Vec<Ledger>,
}

impl Account<'_> {
    /// Counts over all measures.
    pub(super) fn tally(&self) -> Tally {
        self.ledgers.iter().fold(Tally::default(), |sum, ledger| sum.and(ledger.tally()))
    }
}

/// Accounts for every cube of a record file. Costs one pass over the cells of each measure.
pub(super) fn accounts<'a>(study: &Study<'a>, protection: &Protection) -> Vec<Account<'a>> {
    let linked = study.linked();
    (0..linked.cubes.len()).map(|cube| account(study, linked, cube, protection)).collect()
}

fn account<'a>(study: &Study<'a>, linked: &Linked<'a>, cube: usize, protection: &Protection) -> Account<'a> {
    let (of, shown) = (&linked.cubes[cube], &linked.shown[cube]);
    let none = CubeProtection::default();
    let settings = protection.of(&of.spec.id).unwrap_or(&none);
    let keys: Vec<CellKey> = shown.codes.iter().map(|code| of.lattice.key(*code)).collect();
    let ledger = |measure: usize| {
        let system = linked.figures_of(cube, measure)?;
        let places = of.places(measure);
        let entry = |(cell, key): (usize, &CellKey)| entry(study, (cube, cell, measure), system, key, settings);
        Some(Ledger { measure, system, places, cells: keys.iter().enumerate().map(entry).collect() })
    };
    Account {
        spec: of.spec,
        synthetic: of.synthetic,
        occurring: shown.occurring.clone(),
        hidden: hidden(shown, settings),
        ledgers: (0..of.spec.measures.len()).filter_map(ledger).collect(),
        keys,
    }
}

/// Combinations of codes that occur and that a pattern of `hide` names.
fn hidden(shown: &Shown, settings: &CubeProtection) -> Vec<CellKey> {
    if settings.hide.is_empty() {
        return Vec::new();
    }
    let mut keys: Vec<CellKey> = vec![Vec::new()];
    for codes in &shown.occurring {
        let next = || std::iter::once(None).chain(codes.iter().copied().map(Some));
        keys = keys.iter().flat_map(|key| next().map(|at| key.iter().copied().chain([at]).collect())).collect();
    }
    keys.retain(|key| settings.hide.iter().any(|pattern| pattern.matches(key)));
    keys
}

fn entry(
    study: &Study<'_>,
    (cube, cell, measure): (usize, usize, usize),
    system: usize,
    key: &CellKey,
    settings: &CubeProtection,
) -> Entry {
    let figures = &study.linked().figures[system];
    let Some(column) = figures.column(cube, cell) else {
        return Entry { value: 0, standing: Standing::Structural, rules: Broken::default(), required: None, feasible: None };
    };
    let waived = || settings.waivers.iter().any(|waiver| waiver.key == *key && waiver.measure.is_none_or(|one| one == measure));
    let rules = match study {
        Study::Decided(decided) => decided.candidate.choices[system].broken[column],
        Study::Judged { broken, .. } => broken[system][column],
    };
    let standing = if figures.system.members(column).is_empty() {
        Standing::Structural
    } else {
        match study {
            Study::Judged { altered: true, .. } => Standing::Altered,
            Study::Judged { .. } if rules.any() => Standing::Primary,
            Study::Judged { .. } => Standing::Undecided,
            Study::Decided(decided) => {
                let choice = &decided.candidate.choices[system];
                match choice.status(column) {
                    _ if choice.printed.contains(&column) => Standing::Elsewhere,
                    Status::Primary => Standing::Primary,
                    Status::Secondary => Standing::Secondary,
                    _ if waived() => Standing::Waived,
                    Status::Forced => Standing::Forced,
                    Status::Published => Standing::Published,
                }
            }
        }
    };
    let required = (standing == Standing::Primary).then(|| gate::required(study.linked(), figures, column, settings)).flatten();
    let feasible = match study {
        Study::Decided(decided) => decided.feasible[system].iter().find(|(own, ..)| *own == column).map(|(_, lo, up)| (*lo, *up)),
        Study::Judged { .. } => None,
    };
    Entry { value: figures.system.total(column), standing, rules, required, feasible }
}

/// What a sum adds up, in a word.
pub(super) fn kind_word(kind: &MeasureKind) -> String {
    match kind {
        MeasureKind::Rows => "rows".to_owned(),
        MeasureKind::Distinct => "distinct".to_owned(),
        MeasureKind::Sum(column) => format!("sum:{column}"),
    }
}
