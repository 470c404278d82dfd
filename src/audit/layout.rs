//! Which column is what: four known layouts, and tidy tables whose columns are judged by their texts.

use std::collections::BTreeSet;

use super::names::{self, Kind};
use super::raw::Raw;
use super::rules::{NO_COLUMN, NO_VALUE};
use super::settings::Settings;
use super::text::{Meaning, Text, read};
use crate::diag::{Diagnostic, Failed, Place, Sink, nearest};
use crate::say;

/// The layout of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// `OBS_VALUE`, codes before it, attributes behind it.
    Sdmx,
    /// `Year`, breakdowns with a blank for the total, `Value`.
    OpenSdg,
    /// `time_period`, `geographic_level`, filters, indicators.
    Ees,
    /// One column for each breakdown and one or more of values.
    Tidy,
}

/// Columns that break the table down together: the last that has a code gives the code.
pub(super) struct Axis {
    pub(super) name: String,
    pub(super) kind: Kind,
    /// From the outermost to the innermost.
    pub(super) columns: Vec<usize>,
}

/// The roles of the columns.
pub(super) struct Plan {
    pub(super) layout: Layout,
    pub(super) axes: Vec<Axis>,
    pub(super) values: Vec<usize>,
    pub(super) status: Vec<usize>,
    /// Columns that are used for nothing.
    pub(super) remarks: Vec<usize>,
    /// What an empty cell of values means.
    pub(super) blank: Meaning,
    /// What `x` means, which some offices write for a withheld value and others for one that is not available.
    pub(super) x: Meaning,
}

/// Names of the geographic columns of Explore Education Statistics, from the outermost level to the innermost; codes first.
const PLACES: &[&[&str]] = &[
    &["country_code", "country_name", "country"],
    &["region_code", "region_name"],
    &["rsc_region_lead_name", "english_devolved_area_code", "english_devolved_area_name"],
    &["local_enterprise_partnership_code", "local_enterprise_partnership_name", "lsip_code", "lsip_name"],
    &["new_la_code", "old_la_code", "la_name"],
    &["lad_code", "lad_name", "local_authority_district_code", "pcon_code", "pcon_name", "ward_code", "ward_name"],
    &["trust_id", "trust_name", "sponsor_id", "sponsor_name", "provider_ukprn", "provider_name"],
    &["school_laestab", "school_urn", "school_name", "institution_id", "institution_name"],
];

impl Raw {
    fn lower(&self, wanted: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name.eq_ignore_ascii_case(wanted))
    }
}

/// Judges the columns of a table. `indicators`: what a metadata file beside it says are its indicators and filters.
pub(super) fn plan(raw: &Raw, settings: &Settings, meta: Option<&Meta>, sink: &Sink) -> Result<Plan, Failed> {
    declared(raw, settings, sink)?;
    let layout = layout(raw);
    let mut status: Vec<usize> = settings.status.iter().filter_map(|name| raw.find(name)).collect();
    if status.is_empty() {
        status = (0..raw.columns.len()).filter(|at| names::is_status(&raw.columns[*at].name)).collect();
    }
    let mut by: Vec<usize> = settings.by.iter().filter_map(|name| raw.find(name)).collect();
    let mut values: Vec<usize> = settings.values.iter().filter_map(|name| raw.find(name)).collect();
    status.retain(|at| !by.contains(at) && !values.contains(at));
    let reserved = reserved(raw, layout);
    if values.is_empty() {
        values = found_values(raw, settings, layout, &by, &status, &reserved, meta);
    }
    if values.is_empty() {
        let words = say!("找不到数值列", "no column holds values");
        let fault = Diagnostic::error(&NO_VALUE, words).at(raw.path.as_path());
        return Err(sink.fail(fault.help(say!("用 `--value 列名` 指明", "name one with `--value COLUMN`"))));
    }
    if by.is_empty() {
        by = (0..raw.columns.len()).filter(|at| !values.contains(at) && !status.contains(at) && !reserved.contains(at)).collect();
        if layout == Layout::Tidy {
            // Figures that are not the values asked for: limits of confidence, denominators.
            by.retain(|at| names::is_code(&raw.columns[*at].name) || !is_numeric(raw, *at, settings));
        }
        if layout == Layout::Sdmx
            && let Some(at) = raw.find("OBS_VALUE")
        {
            by.retain(|column| *column < at);
        }
    }
    let axes = axes(raw, layout, &by, settings);
    let used: BTreeSet<usize> = axes.iter().flat_map(|axis| axis.columns.iter().copied()).chain(by).collect();
    let idle = |at: &usize| !used.contains(at) && !values.contains(at) && !status.contains(at);
    let remarks = (0..raw.columns.len()).filter(idle).collect();
    let (blank, x) = meanings(raw, layout, &values);
    Ok(Plan { layout, axes, values, status, remarks, blank, x })
}

/// What a metadata file says about the columns.
pub(super) struct Meta {
    pub(super) indicators: Vec<String>,
    pub(super) filters: Vec<String>,
}

impl Meta {
    /// Reads the columns `col_name` and `col_type` of a metadata file.
    pub(super) fn read(raw: &Raw) -> Option<Self> {
        let (name, kind) = (raw.lower("col_name")?, raw.lower("col_type")?);
        let of = |wanted: &str| -> Vec<String> {
            let rows = (0..raw.rows()).filter(|row| raw.columns[kind].text(*row).eq_ignore_ascii_case(wanted));
            rows.map(|row| raw.columns[name].text(row).to_owned()).collect()
        };
        Some(Self { indicators: of("Indicator"), filters: of("Filter") })
    }
}

fn declared(raw: &Raw, settings: &Settings, sink: &Sink) -> Result<(), Failed> {
    let columns = settings.by.iter().chain(&settings.values).chain(&settings.status).chain(&settings.unit);
    let pairs = settings.totals.iter().map(|(column, _)| column).chain(settings.groups.iter().map(|(column, ..)| column));
    for name in columns.chain(pairs).filter(|name| raw.find(name).is_none()) {
        let words = say!("没有名为 `{name}` 的列", "there is no column `{name}`");
        let mut fault =
            Diagnostic::error(&NO_COLUMN, words).at(Place::Cell { file: raw.path.clone(), row: 1, column: name.clone() });
        if let Some(near) = nearest(name, raw.columns.iter().map(|column| column.name.as_str())) {
            fault = fault.help(say!("是不是 `{near}`？", "did you mean `{near}`?"));
        } else {
            let all = raw.columns.iter().map(|column| format!("`{}`", column.name)).collect::<Vec<_>>().join(", ");
            fault = fault.help(say!("表头有：{all}", "the heading has: {all}"));
        }
        sink.push(fault);
    }
    sink.check()
}

fn layout(raw: &Raw) -> Layout {
    if raw.find("OBS_VALUE").is_some() {
        Layout::Sdmx
    } else if ees_level(raw).is_some() && ees_time(raw).is_some() {
        Layout::Ees
    } else if raw.find("Year").is_some() && raw.find("Value").is_some() && raw.columns.len() > 2 {
        Layout::OpenSdg
    } else {
        Layout::Tidy
    }
}

/// The column of geographic levels; older files of the same office call it `level`.
fn ees_level(raw: &Raw) -> Option<usize> {
    raw.lower("geographic_level").or_else(|| raw.lower("level").filter(|_| raw.lower("country_code").is_some()))
}

fn ees_time(raw: &Raw) -> Option<usize> {
    raw.lower("time_period").or_else(|| raw.lower("year"))
}

/// Columns that are neither codes nor values.
fn reserved(raw: &Raw, layout: Layout) -> Vec<usize> {
    const SDMX: &[&str] = &["DATAFLOW", "STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION", "LAST UPDATE"];
    let is = |name: &str| {
        name.is_empty() || names::is_remark(name) || (layout == Layout::Sdmx && SDMX.contains(&name.to_uppercase().as_str()))
    };
    (0..raw.columns.len()).filter(|at| is(&raw.columns[*at].name)).collect()
}

fn found_values(
    raw: &Raw,
    settings: &Settings,
    layout: Layout,
    by: &[usize],
    status: &[usize],
    reserved: &[usize],
    meta: Option<&Meta>,
) -> Vec<usize> {
    match layout {
        Layout::Sdmx => return raw.find("OBS_VALUE").into_iter().collect(),
        Layout::OpenSdg => return raw.find("Value").into_iter().collect(),
        Layout::Ees => {
            if let Some(meta) = meta.filter(|meta| !meta.indicators.is_empty()) {
                return meta.indicators.iter().filter_map(|name| raw.find(name)).collect();
            }
        }
        Layout::Tidy => {}
    }
    let places: BTreeSet<&str> = PLACES.iter().flat_map(|level| level.iter().copied()).collect();
    let free = |at: &usize| {
        let name = raw.columns[*at].name.to_lowercase();
        let filter = meta.is_some_and(|meta| meta.filters.contains(&raw.columns[*at].name));
        let known =
            layout == Layout::Ees && (places.contains(name.as_str()) || [ees_level(raw), ees_time(raw)].contains(&Some(*at)));
        !(by.contains(at) || status.contains(at) || reserved.contains(at) || filter || known)
    };
    let numeric: Vec<usize> = (0..raw.columns.len()).filter(free).filter(|at| is_numeric(raw, *at, settings)).collect();
    let named: Vec<usize> = numeric.iter().copied().filter(|at| names::is_value(&raw.columns[*at].name)).collect();
    if named.len() == 1 && layout == Layout::Tidy {
        return named;
    }
    // Numbers to the left of a column of words are codes.
    let words = (0..raw.columns.len()).filter(free).filter(|at| !is_numeric(raw, *at, settings)).max().unwrap_or(0);
    let behind = numeric.iter().copied().filter(|at| *at > words || layout == Layout::Ees);
    let plain: Vec<usize> = behind.filter(|at| !names::is_code(&raw.columns[*at].name)).collect();
    if plain.is_empty() { numeric.last().copied().into_iter().collect() } else { plain }
}

/// Whether a column holds numbers and marks only, but for a few cells in a hundred, and at least one number.
fn is_numeric(raw: &Raw, column: usize, settings: &Settings) -> bool {
    let column = &raw.columns[column];
    let declared = |text: &str| settings.marks.iter().any(|(mark, _)| mark == text);
    let (mut numbers, mut others, mut marks) = (0, 0, 0);
    for (text, count) in column.texts.iter().zip(column.counts()) {
        match read(text) {
            Text::Number(_) | Text::Computed => numbers += count,
            Text::Other if declared(text) => marks += count,
            Text::Other => others += count,
            Text::Blank => {}
            Text::Mark(_) => marks += count,
        }
    }
    numbers > 0 && others * 20 <= numbers + marks && !is_total_column(column)
}

/// Ages such as `10`, `11`, `Total` are codes: a column with a word for the total holds no values.
fn is_total_column(column: &super::raw::Column) -> bool {
    column.texts.iter().any(|text| names::total_score(text) >= 2)
}

fn axes(raw: &Raw, layout: Layout, by: &[usize], settings: &Settings) -> Vec<Axis> {
    let mut rest: Vec<usize> = by.to_vec();
    let mut axes = Vec::new();
    if layout == Layout::Ees {
        let level = ees_level(raw).filter(|at| rest.contains(at));
        let places: Vec<usize> = PLACES
            .iter()
            .filter_map(|names| names.iter().filter_map(|name| raw.lower(name)).find(|at| rest.contains(at)))
            .collect();
        let labels: Vec<usize> = PLACES.iter().flat_map(|names| names.iter().filter_map(|name| raw.lower(name))).collect();
        rest.retain(|at| !labels.contains(at) && Some(*at) != level);
        axes.extend(level.map(|level| Axis {
            name: raw.columns[level].name.clone(),
            kind: Kind::Geography,
            columns: std::iter::once(level).chain(places).collect(),
        }));
        if let (Some(period), Some(identifier)) = (ees_time(raw), raw.lower("time_identifier")) {
            rest.retain(|at| *at != period && *at != identifier);
            let columns = vec![identifier, period];
            axes.insert(0, Axis { name: raw.columns[period].name.clone(), kind: Kind::Time, columns });
        }
    }
    axes.extend(rest.into_iter().map(|at| {
        let name = raw.columns[at].name.clone();
        let declared = settings.unit.as_ref() == Some(&name);
        let kind = if declared { Kind::Unit } else { names::kind(&name) };
        Axis { name, kind, columns: vec![at] }
    }));
    axes
}

/// What an empty cell and an `x` mean: withheld, unless other marks of the table say so.
fn meanings(raw: &Raw, layout: Layout, values: &[usize]) -> (Meaning, Meaning) {
    let texts = || values.iter().flat_map(|at| raw.columns[*at].texts.iter().map(|text| read(text)));
    let is_withheld = |text: &Text| matches!(text, Text::Mark(Meaning::Withheld | Meaning::Between(..)));
    let withheld = texts().any(|text| is_withheld(&text));
    let x = if withheld { Meaning::Absent } else { Meaning::Withheld };
    let x_used = values.iter().any(|at| raw.columns[*at].texts.iter().any(|text| is_x(text)));
    let blank = match layout {
        _ if withheld || x_used => Meaning::Absent,
        // A row without figure is part of a grid that the writer filled.
        Layout::Sdmx | Layout::Ees => Meaning::Absent,
        Layout::OpenSdg | Layout::Tidy => Meaning::Withheld,
    };
    (blank, x)
}

/// Whether a text is the mark `x`.
pub(super) fn is_x(text: &str) -> bool {
    matches!(text, "x" | "X" | "[x]" | "(x)")
}
