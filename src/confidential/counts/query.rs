//! The query: from a table of records in a warehouse to everything that the vault keeps of it, and no record.
//!
//! ```text
//!  typed (one row a record) ─► wanted ─► cells (the finest) ─► who is in which of them
//!      └──► cube_N ─► margins_N (rows, distinct contributors, sums) ─► tops_N_M (the largest contributions)
//! ```

use super::dialect::Dialect;
use super::layout::{Layout, TOTAL};
use super::source::Source;
use crate::confidential::cube::{Quantity, Wanted};
use crate::config::{CubeProtection, CubeSpec, RecordsSpec};

/// The query in a dialect, ended by a semicolon. Names only columns and codes that `data/catalog.toml` declares.
pub(super) fn query(spec: &RecordsSpec, wanted: &[Wanted<'_>], dialect: Dialect, table: &str) -> String {
    body(spec, wanted, dialect, table, &fingerprint(spec, wanted))
}

/// What the query asks, as a short text: an answer to another question is recognised by it.
pub(super) fn fingerprint(spec: &RecordsSpec, wanted: &[Wanted<'_>]) -> String {
    let asked = body(spec, wanted, Dialect::Postgresql, "t", "");
    blake3::hash(asked.as_bytes()).to_hex()[..32].to_owned()
}

fn body(spec: &RecordsSpec, wanted: &[Wanted<'_>], dialect: Dialect, table: &str, fingerprint: &str) -> String {
    let layout = Layout::new(spec, wanted);
    let source = Source::new(dialect, &layout, wanted);
    let mut query = Query { dialect, layout: &layout, source: &source, steps: Vec::new(), parts: Vec::new() };
    query.part("query", &[("measure", quoted(fingerprint))], "");
    query.faults(table);
    query.step("typed", &format!("SELECT\n    {}\n  FROM {}", source.typed().join(",\n    "), dialect.table(table)));
    query.finest(wanted);
    for (at, cube) in wanted.iter().enumerate() {
        query.cube(at + 1, cube.spec, cube.settings);
    }
    query.text()
}

struct Query<'q, 'a> {
    dialect: Dialect,
    layout: &'q Layout<'a>,
    source: &'q Source<'q, 'a>,
    steps: Vec<String>,
    parts: Vec<String>,
}

impl Query<'_, '_> {
    fn text(self) -> String {
        format!("WITH {}\n{};\n", self.steps.join(",\n"), self.parts.join("\nUNION ALL\n"))
    }

    fn step(&mut self, name: &str, text: &str) {
        self.steps.push(format!("{name} AS (\n  {text}\n)"));
    }

    /// One SELECT of the answer: what is not in `filled` is empty.
    fn part(&mut self, part: &str, filled: &[(&str, String)], from: &str) {
        let whole = ["cell", "rows", "persons", "contributors"];
        let of = |heading: &String| {
            let value = match filled.iter().find(|(name, _)| name == heading) {
                _ if heading == "part" => quoted(part),
                Some((_, value)) => value.clone(),
                None => "NULL".to_owned(),
            };
            let name = self.dialect.name(heading);
            if whole.contains(&heading.as_str()) {
                format!("CAST({value} AS BIGINT) AS {name}")
            } else {
                format!("{} AS {name}", self.dialect.text(&value))
            }
        };
        let columns: Vec<String> = self.layout.headings.iter().map(of).collect();
        let from = if from.is_empty() { String::new() } else { format!(" FROM {from}") };
        self.parts.push(format!("SELECT {}{from}", columns.join(", ")));
    }

    /// Records that the program would refuse if it read them.
    fn faults(&mut self, table: &str) {
        let faults = self.source.faults();
        let sums =
            faults.iter().enumerate().map(|(at, (_, _, test))| format!("SUM(CASE WHEN {test} THEN 1 ELSE 0 END) AS f{at}"));
        let sums: Vec<String> = sums.chain(["COUNT(*) AS n".to_owned()]).collect();
        let table = self.dialect.table(table);
        self.step("checked", &format!("SELECT\n    {}\n  FROM {table}", sums.join(",\n    ")));
        for (at, (part, column, _)) in faults.iter().enumerate() {
            let filled = [("measure", literal(column)), ("rows", format!("COALESCE(f{at}, 0)"))];
            self.part(part, &filled, "checked");
        }
    }

    /// The finest cells, and who is in which of them.
    fn finest(&mut self, wanted: &[Wanted<'_>]) {
        let filters: Vec<String> = wanted.iter().map(|cube| self.source.filter(cube.spec)).collect();
        let any =
            if filters.iter().any(String::is_empty) { String::new() } else { format!(" WHERE ({})", filters.join(") OR (")) };
        self.step("wanted", &format!("SELECT * FROM typed{any}"));
        let keys = self.source.keys().join(", ");
        let totals = self
            .layout
            .sums
            .iter()
            .enumerate()
            .map(|(at, (quantity, ..))| format!(", SUM({}) AS s{at}", self.source.total(quantity)));
        let totals: String = totals.collect();
        let names: String = (0..self.layout.sums.len()).map(|at| format!(", s{at}")).collect();
        self.step("counted", &format!("SELECT {keys}, COUNT(*) AS n{totals} FROM wanted GROUP BY {keys}"));
        self.step("cells", &format!("SELECT {keys}, n{names}, ROW_NUMBER() OVER (ORDER BY {keys}) AS cell FROM counted"));
        let layout = self.layout;
        let mut filled: Vec<(&str, String)> =
            (0..layout.columns.len()).map(|at| (layout.heading(at), format!("c{at}"))).collect();
        filled.extend([("cell", "cell".to_owned()), ("rows", "n".to_owned())]);
        self.part("cell", &filled, "cells");
        for (at, (_, cube, measure)) in self.layout.sums.iter().enumerate() {
            let (cube, measure) = (&wanted[*cube].spec, *measure);
            let filled = [
                ("cube", quoted(cube.id.as_str())),
                ("measure", quoted(cube.measures[measure].id.as_str())),
                ("cell", "cell".to_owned()),
                ("total", format!("s{at}")),
            ];
            self.part("cell-sum", &filled, "cells");
        }
        if self.layout.spec.person.is_some() {
            self.sets("persons", "person");
        }
        if self.layout.spec.holding.is_some() {
            self.sets("contributors", "who");
        }
    }

    /// How many share the same finest cells.
    fn sets(&mut self, part: &str, who: &str) {
        let same: Vec<String> = self.source.keys().iter().map(|key| format!("w.{key} = k.{key}")).collect();
        let (places, sets) = (format!("{part}_places"), format!("{part}_sets"));
        let join = format!("FROM wanted w JOIN cells k ON {}", same.join(" AND "));
        self.step(&places, &format!("SELECT DISTINCT w.{who} AS who, k.cell AS cell {join} WHERE w.{who} IS NOT NULL"));
        let list = self.dialect.list("cell");
        self.step(&sets, &format!("SELECT {list} AS list FROM {places} GROUP BY who"));
        let from = format!("(SELECT list, COUNT(*) AS n FROM {sets} GROUP BY list) s");
        self.part(part, &[("cells", "list".to_owned()), ("persons", "n".to_owned())], &from);
    }

    /// Every cell and margin of one cube.
    fn cube(&mut self, number: usize, cube: &CubeSpec, settings: &CubeProtection) {
        let (rows, grouping) = self.rows(number, cube, settings);
        let spec = self.layout.spec;
        let g = grouping.names();
        let mut columns = grouping.shown.clone();
        columns.push("COUNT(*) AS n".to_owned());
        let who = match (&spec.holding, &spec.person) {
            (Some(_), _) => "COUNT(DISTINCT who)",
            (None, Some(_)) => "COUNT(DISTINCT person)",
            (None, None) => "COUNT(*)",
        };
        if spec.person.is_some() {
            columns.push("COUNT(DISTINCT person) AS persons".to_owned());
        }
        columns.push(format!("{who} AS contributors"));
        let summed: Vec<(usize, Quantity)> = self.source.summed(cube, settings);
        columns.extend((0..summed.len()).map(|at| format!("SUM(t{at}) AS t{at}")));
        let margins = format!("margins_{number}");
        self.step(&margins, &format!("SELECT {} FROM {rows}{}", columns.join(", "), grouping.clause(None)));
        let mut filled =
            vec![("cube", quoted(cube.id.as_str())), ("rows", "m.n".to_owned()), ("contributors", "m.contributors".to_owned())];
        if spec.person.is_some() {
            filled.push(("persons", "m.persons".to_owned()));
        }
        let by: Vec<(String, String)> = self.by(cube, &g);
        filled.extend(by.iter().map(|(heading, value)| (heading.as_str(), value.clone())));
        self.part("margin", &filled, &format!("{margins} m"));
        for (at, (measure, _)) in summed.iter().enumerate() {
            let tops = self.tops(number, at, &rows, &grouping, settings.largest_needed());
            let mut filled = vec![
                ("cube", quoted(cube.id.as_str())),
                ("measure", quoted(cube.measures[*measure].id.as_str())),
                ("total", format!("COALESCE(m.t{at}, 0)")),
            ];
            filled.extend(by.iter().map(|(heading, value)| (heading.as_str(), value.clone())));
            let names: Vec<String> = (1..=settings.largest_needed()).map(|n| format!("top_{n}")).collect();
            filled.extend(names.iter().map(|name| (name.as_str(), format!("p.{name}"))));
            let same: Vec<String> = g.iter().map(|g| format!("m.{g} = p.{g}")).collect();
            let on = if same.is_empty() { "1 = 1".to_owned() } else { same.join(" AND ") };
            self.part("sum", &filled, &format!("{margins} m LEFT JOIN {tops} p ON {on}"));
        }
    }

    /// The headings of a cube's dimensions and where their codes stand.
    fn by(&self, cube: &CubeSpec, names: &[String]) -> Vec<(String, String)> {
        let of = |(name, (column, _)): (&String, &(String, _))| {
            let at = self.layout.columns.iter().position(|(known, _)| known == column)?;
            Some((self.layout.heading(at).to_owned(), format!("m.{name}")))
        };
        names.iter().zip(&cube.dimensions).filter_map(of).collect()
    }

    /// The rows of a cube: its dimensions as `d…`, amounts as `v…`, what is added up as `t…`. Rows of a dimension with groups stand
    /// once for each code that counts them.
    fn rows(&mut self, number: usize, cube: &CubeSpec, settings: &CubeProtection) -> (String, Grouping) {
        let (mut columns, mut joins, mut grouping) = (Vec::new(), String::new(), Grouping::default());
        for (at, (column, dimension)) in cube.dimensions.iter().enumerate() {
            let own = self.source.code(column);
            if dimension.groups().is_empty() {
                columns.push(format!("x.{own} AS d{at}"));
                grouping.free(at);
            } else {
                let name = format!("up_{number}_{at}");
                let pairs = counted_by(dimension);
                self.step(&name, &format!("SELECT * FROM (VALUES {pairs}) AS v (code, above)"));
                joins += &format!(" JOIN {name} u{at} ON x.{own} = u{at}.code");
                columns.push(format!("u{at}.above AS d{at}"));
                grouping.fixed(at);
            }
        }
        columns.extend(self.source.people().iter().map(|name| format!("x.{name}")));
        for (at, (_, quantity)) in self.source.summed(cube, settings).iter().enumerate() {
            columns.push(format!("{} AS t{at}", self.source.total(quantity)));
            columns.push(format!("{} AS v{at}", self.source.value(quantity, settings)));
        }
        columns.push(format!("{} AS times", self.source.times(settings)));
        let filter = self.source.filter(cube);
        let filter = if filter.is_empty() { filter } else { format!(" WHERE {filter}") };
        let name = format!("cube_{number}");
        self.step(&name, &format!("SELECT {} FROM typed x{joins}{filter}", columns.join(", ")));
        (name, grouping)
    }

    /// The largest contributions to a sum, margin by margin. A contributor's rows are one contribution; a row without contributor
    /// is one by itself.
    fn tops(&mut self, number: usize, sum: usize, rows: &str, grouping: &Grouping, depth: usize) -> String {
        let g = grouping.names();
        let list: String = g.iter().map(|g| format!("{g}, ")).collect();
        let shown: String = grouping.shown.iter().map(|shown| format!("{shown}, ")).collect();
        let mut kinds = Vec::new();
        if let Some(who) = self.source.contributor() {
            let each =
                format!("SELECT {shown}SUM(v{sum}) AS amount FROM {rows} WHERE {who} IS NOT NULL{}", grouping.clause(Some(who)));
            kinds.push(format!("SELECT {list}amount, COUNT(*) AS times FROM ({each}) e GROUP BY {list}amount"));
        }
        if self.source.rows_contribute() {
            let alone = self.source.contributor().map_or_else(String::new, |who| format!(" WHERE {who} IS NULL"));
            let value = format!("v{sum}");
            let clause = grouping.clause(Some(&value));
            kinds.push(format!("SELECT {shown}{value} AS amount, SUM(times) AS times FROM {rows}{alone}{clause}"));
        }
        let amounts = format!("amounts_{number}_{sum}");
        self.step(&amounts, &kinds.join("\n  UNION ALL\n  "));
        let partition = if g.is_empty() { String::new() } else { format!("PARTITION BY {} ", g.join(", ")) };
        let frame = "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW";
        let upto = format!("SUM(times) OVER ({partition}ORDER BY amount DESC {frame}) AS upto");
        let each = format!("SELECT {list}amount, times, {upto} FROM {amounts} WHERE amount > 0 AND times > 0");
        let top = |n| format!("MAX(CASE WHEN upto >= {n} AND upto - times < {n} THEN amount END) AS top_{n}");
        let tops: Vec<String> = (1..=depth).map(top).collect();
        let grouped = if g.is_empty() { String::new() } else { format!(" GROUP BY {}", g.join(", ")) };
        let name = format!("tops_{number}_{sum}");
        self.step(&name, &format!("SELECT {list}{} FROM ({each}) r{grouped}", tops.join(", ")));
        name
    }
}

/// How the rows of a cube are grouped: over all subsets of the free dimensions, and over each code of those with groups.
#[derive(Default)]
struct Grouping {
    free: Vec<String>,
    fixed: Vec<String>,
    /// By dimension the code or the mark of the total, as `g…`.
    shown: Vec<String>,
}

impl Grouping {
    fn free(&mut self, at: usize) {
        self.free.push(format!("d{at}"));
        self.shown.push(format!("COALESCE(d{at}, '{TOTAL}') AS g{at}"));
    }

    fn fixed(&mut self, at: usize) {
        self.fixed.push(format!("d{at}"));
        self.shown.push(format!("d{at} AS g{at}"));
    }

    fn names(&self) -> Vec<String> {
        (0..self.shown.len()).map(|at| format!("g{at}")).collect()
    }

    fn clause(&self, also: Option<&str>) -> String {
        let mut keys: Vec<String> = also.map(str::to_owned).into_iter().chain(self.fixed.iter().cloned()).collect();
        if !self.free.is_empty() {
            keys.push(format!("CUBE ({})", self.free.join(", ")));
        }
        if keys.is_empty() { String::new() } else { format!(" GROUP BY {}", keys.join(", ")) }
    }
}

/// Each code with every code that counts it: itself, its groups, the total.
fn counted_by(dimension: &crate::config::Dimension) -> String {
    let code = |at: usize| dimension.codes[at].code.as_str();
    let mut pairs: Vec<(usize, &str)> = (0..dimension.codes.len()).flat_map(|at| [(at, code(at)), (at, TOTAL)]).collect();
    for (group, members) in dimension.groups() {
        pairs.extend(members.into_iter().filter(|member| *member != group).map(|member| (member, code(group))));
    }
    let pair = |(at, above): &(usize, &str)| format!("({}, {})", quoted(code(*at)), quoted(above));
    pairs.iter().map(pair).collect::<Vec<_>>().join(", ")
}

/// A code or an id between quotes: it holds letters, digits, `-`, `_` and `.` only.
pub(super) fn quoted(text: &str) -> String {
    format!("'{text}'")
}

/// The name of a column as a value. Spark takes a backslash for an escape; it stands in no heading of ours.
fn literal(text: &str) -> String {
    quoted(&text.replace('\'', "''").replace('\\', "/"))
}
