//! `records sql`: the query that counts records where they lie, so that they need not be moved.

use std::path::Path;
use std::process::ExitCode;

use super::args::{RecordsCommand, SqlDialect};
use super::ui::Ui;
use crate::confidential::{Dialect, records_query};
use crate::config::Settings;
use crate::diag::{Diagnostic, Rule, Sink};
use crate::files::Root;
use crate::{config, say};

/// A query that cannot be printed as it was asked for.
pub(super) static WRONG: Rule = Rule {
    id: "cli/records",
    title: ("打印不了查询", "the query cannot be printed"),
    explain: (
        "`shanwai records sql 记录` 为 `data/catalog.toml` 里的一份记录打印查询；不写记录就为每一份各打印一个。`--table` 是仓库里的表名，可以带模式名，如 `base.visits`。没有多维表用到的记录没有可数的，也就没有查询。",
        "`shanwai records sql RECORDS` prints the query for one of the records of `data/catalog.toml`, or one for each without a name. `--table` is the table in the warehouse, with its schema if need be, such as `base.visits`. Records that no cube counts have no query.",
    ),
};

pub(super) fn run(ui: &Ui, root: &Path, what: &RecordsCommand) -> Result<ExitCode, Diagnostic> {
    let RecordsCommand::Sql { records, dialect, table } = what;
    let sink = Sink::new();
    let root = Root::open(root).map_err(|error| error.diagnostic())?;
    let settings = config::load(&root, &sink);
    ui.show(&sink.sorted());
    let Ok(settings) = settings else { return Ok(ExitCode::from(1)) };
    let texts = queries(&settings, records.as_deref(), *dialect, table.as_deref())?;
    ui.out(&texts.join("\n"));
    Ok(ExitCode::SUCCESS)
}

fn queries(
    settings: &Settings,
    records: Option<&str>,
    dialect: SqlDialect,
    table: Option<&str>,
) -> Result<Vec<String>, Diagnostic> {
    if table.is_some_and(|table| table.split('.').any(str::is_empty) || table.contains(['\n', '\r', '\0'])) {
        let message = say!("`--table` 写法不对", "`--table` is not written as it should be");
        return Err(
            Diagnostic::error(&WRONG, message).help(say!("写成 `表名` 或 `模式名.表名`", "write `TABLE` or `SCHEMA.TABLE`"))
        );
    }
    let engine = match dialect {
        SqlDialect::Postgresql => Dialect::Postgresql,
        SqlDialect::Duckdb => Dialect::Duckdb,
        SqlDialect::Spark => Dialect::Spark,
    };
    let mut texts = Vec::new();
    for (at, spec) in settings.catalog.records.iter().enumerate() {
        let id = spec.id.as_str();
        if records.is_some_and(|wanted| wanted != id) {
            continue;
        }
        if let Some(query) = records_query(settings, at, engine, table.unwrap_or(id)) {
            texts.push(format!("{}{query}", heading(id)));
        }
    }
    if texts.is_empty() {
        let counted = |at: &usize| settings.catalog.cubes_of(*at).next().is_some();
        let ids = (0..settings.catalog.records.len()).filter(counted).map(|at| format!("`{}`", settings.catalog.records[at].id));
        let ids: Vec<String> = ids.collect();
        let (zh, en) = (ids.join("、"), ids.join(", "));
        let message = say!("没有多维表用到这份记录", "no cube counts these records");
        return Err(Diagnostic::error(&WRONG, message).help(say!("可用的：{zh}", "there are: {en}")));
    }
    Ok(texts)
}

/// Comments before a query: what its result is, and where it belongs.
fn heading(id: &str) -> String {
    format!(
        "-- shanwai: {id}\n\
         -- 结果未经保护，与记录同样保密：存成 data/private/ 下的 CSV 或 Parquet，写入 data/catalog.toml 的 counts。\n\
         -- The result is unprotected and as confidential as the records: save it as CSV or Parquet below data/private/ and name it under\n\
         -- `counts` in data/catalog.toml.\n"
    )
}
