//! The columns of the records as the query reads them: codes `c…`, numbers `n…` in their smallest unit, persons.

use super::dialect::Dialect;
use super::layout::Layout;
use super::query::quoted;
use crate::confidential::cube::{Quantity, Wanted};
use crate::config::{ColumnKind, ColumnSpec, CubeProtection, CubeSpec, RecordsSpec};

pub(super) struct Source<'q, 'a> {
    dialect: Dialect,
    spec: &'a RecordsSpec,
    /// Columns of codes: those that tell cells apart first, then those that say what is released.
    codes: Vec<String>,
    /// How many tell cells apart.
    keys: usize,
    wanted: &'q [Wanted<'q>],
}

impl<'q, 'a> Source<'q, 'a> {
    pub(super) fn new(dialect: Dialect, layout: &Layout<'a>, wanted: &'q [Wanted<'q>]) -> Self {
        let mut codes: Vec<String> = layout.columns.iter().map(|(name, _)| name.clone()).collect();
        let keys = codes.len();
        for released in wanted.iter().filter_map(|cube| cube.settings.released.as_ref()) {
            if !codes.contains(&released.column) {
                codes.push(released.column.clone());
            }
        }
        Self { dialect, spec: layout.spec, codes, keys, wanted }
    }

    /// What a column holds as text; an empty text is nothing.
    fn raw(&self, column: &str) -> String {
        format!("NULLIF({}, '')", self.dialect.text(&self.dialect.name(column)))
    }

    fn numbers(&self) -> impl Iterator<Item = (usize, &'a ColumnSpec, u8)> {
        let number = |column: &'a ColumnSpec| match column.kind {
            ColumnKind::Whole => Some((column, 0)),
            ColumnKind::Decimal(places) => Some((column, places)),
            _ => None,
        };
        self.spec.columns.iter().filter_map(number).enumerate().map(|(at, (column, places))| (at, column, places))
    }

    /// The columns of `typed`.
    pub(super) fn typed(&self) -> Vec<String> {
        let code =
            |(at, column): (usize, &String)| format!("COALESCE({}, '') AS c{at}", self.dialect.text(&self.dialect.name(column)));
        let mut columns: Vec<String> = self.codes.iter().enumerate().map(code).collect();
        if self.keys == 0 {
            columns.push("'' AS whole".to_owned());
        }
        for (at, column, places) in self.numbers() {
            let decimal = format!("CAST({} AS DECIMAL(18, {places}))", self.raw(&column.name));
            let unit = 10u64.saturating_pow(u32::from(places));
            columns.push(format!("COALESCE(CAST({decimal} * {unit} AS BIGINT), 0) AS n{at}"));
            if self.repeats(&column.name) {
                columns.push(format!("COALESCE(CAST(ROUND({decimal}, 0) AS BIGINT), 0) AS w{at}"));
            }
        }
        if let Some(person) = &self.spec.person {
            let person = self.raw(person);
            columns.push(format!("{person} AS person"));
            if let Some(holding) = &self.spec.holding {
                let holding = self.raw(holding);
                columns.push(format!("CASE WHEN {holding} IS NOT NULL THEN 'h' || {holding} ELSE 'p' || {person} END AS who"));
            }
        }
        columns
    }

    fn repeats(&self, column: &str) -> bool {
        let weight =
            |cube: &Wanted<'_>| cube.settings.weight.as_ref().is_some_and(|weight| weight.repeat && weight.column == column);
        self.wanted.iter().any(weight)
    }

    /// Names of the columns that tell who is behind a row.
    pub(super) fn people(&self) -> &'static [&'static str] {
        match (&self.spec.person, &self.spec.holding) {
            (None, _) => &[],
            (Some(_), None) => &["person"],
            (Some(_), Some(_)) => &["person", "who"],
        }
    }

    /// Whoever contributes.
    pub(super) fn contributor(&self) -> Option<&'static str> {
        self.people().last().copied()
    }

    /// Whether rows of nobody contribute one by one.
    pub(super) fn rows_contribute(&self) -> bool {
        let optional = |name: &String| self.spec.columns.iter().any(|column| column.name == *name && column.optional);
        self.spec.person.as_ref().is_none_or(optional)
    }

    /// What tells the finest cells apart.
    pub(super) fn keys(&self) -> Vec<String> {
        if self.keys == 0 { vec!["whole".to_owned()] } else { (0..self.keys).map(|at| format!("c{at}")).collect() }
    }

    /// Where the codes of a column stand.
    pub(super) fn code(&self, column: &str) -> String {
        format!("c{}", self.codes.iter().position(|known| known == column).unwrap_or(0))
    }

    fn among(&self, column: &str, codes: &[crate::model::Code]) -> String {
        let codes: Vec<String> = codes.iter().map(|code| quoted(code.as_str())).collect();
        format!("{} IN ({})", self.code(column), codes.join(", "))
    }

    /// Which rows a cube counts; empty: all.
    pub(super) fn filter(&self, cube: &CubeSpec) -> String {
        cube.filter.iter().map(|(column, codes)| self.among(column, codes)).collect::<Vec<_>>().join(" AND ")
    }

    /// By position of the measure what a cube sums.
    pub(super) fn summed(&self, cube: &CubeSpec, settings: &CubeProtection) -> Vec<(usize, Quantity)> {
        Wanted { spec: cube, settings }.summed().collect()
    }

    fn number(&self, column: Option<&String>) -> String {
        let found = column.and_then(|name| self.numbers().find(|(_, column, _)| column.name == *name));
        found.map_or_else(|| "1".to_owned(), |(at, ..)| format!("n{at}"))
    }

    /// What a row adds to a sum, exactly.
    pub(super) fn total(&self, quantity: &Quantity) -> String {
        let value = self.number(quantity.column.as_ref());
        match &quantity.weight {
            None => format!("CAST({value} AS DECIMAL(28, 0))"),
            weight => format!("CAST({value} AS DECIMAL(19, 0)) * CAST({} AS DECIMAL(19, 0))", self.number(weight.as_ref())),
        }
    }

    /// What a row contributes, without its weight; nought where its contributor has released it.
    pub(super) fn value(&self, quantity: &Quantity, settings: &CubeProtection) -> String {
        let value = format!("CAST({} AS DECIMAL(28, 0))", self.number(quantity.column.as_ref()));
        match &settings.released {
            None => value,
            Some(released) => format!("CASE WHEN {} THEN 0 ELSE {value} END", self.among(&released.column, &released.codes)),
        }
    }

    /// How often a row of nobody contributes.
    pub(super) fn times(&self, settings: &CubeProtection) -> String {
        let weight = settings.weight.as_ref().filter(|weight| weight.repeat && self.spec.person.is_none());
        let at = weight.and_then(|weight| self.numbers().find(|(_, column, _)| column.name == weight.column));
        at.map_or_else(|| "1".to_owned(), |(at, ..)| format!("w{at}"))
    }

    /// What a record may not be: the part that tells it, the column, the test.
    pub(super) fn faults(&self) -> Vec<(&'static str, String, String)> {
        let mut faults = Vec::new();
        for column in &self.spec.columns {
            let (name, raw) = (&column.name, self.raw(&column.name));
            if !column.optional {
                faults.push(("empty", name.clone(), format!("{raw} IS NULL")));
            }
            if let Some(dimension) = self.spec.dimension(name) {
                let codes: Vec<String> = dimension.codes.iter().map(|entry| quoted(entry.code.as_str())).collect();
                faults.push(("unknown", name.clone(), format!("{raw} NOT IN ({})", codes.join(", "))));
            }
        }
        for (_, column, places) in self.numbers() {
            let (name, raw) = (&column.name, self.raw(&column.name));
            let (cut, fine) = (format!("CAST({raw} AS DECIMAL(18, {places}))"), format!("CAST({raw} AS DECIMAL(38, 19))"));
            faults.push(("number", name.clone(), format!("{raw} IS NOT NULL AND ({cut} IS NULL OR {cut} <> {fine})")));
            faults.push(("negative", name.clone(), format!("{cut} < 0")));
        }
        faults
    }
}
