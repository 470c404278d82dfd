//! Taking cities' releases together without building a site: what was added, what was not, and the tables.

use std::path::Path;

use crate::confidential::{self, Attempt};
use crate::diag::{Diagnostic, Failed, Progress, Rule, Sink};
use crate::files::Root;
use crate::model::Date;
use crate::rollup::{self, Account};
use crate::{config, say};

/// What came of it.
#[derive(Clone)]
#[cfg_attr(test, derive(Debug))]
pub struct RolledUp {
    /// Counts, one entry for each measure of each table.
    pub accounts: Vec<Account>,
    /// What was tried against cities' and common tables together.
    pub attempts: Vec<Attempt>,
    /// Files: each table and its trace, by name.
    pub files: Vec<(String, Vec<u8>)>,
}

/// Reads, checks, adds, protects and attacks, as a build does before it makes pages. Releases held back are judged by `as_of`.
pub fn roll_up(root: &Path, as_of: Option<Date>, sink: &Sink, progress: &dyn Progress) -> Result<RolledUp, Failed> {
    let root = Root::open(root).map_err(|error| sink.fail(error.diagnostic()))?;
    let settings = config::load(&root, sink)?;
    if settings.rollup.cities.is_empty() {
        let message = say!("没有列出市州", "no city is listed");
        let help = say!(
            "在 `data/rollup.toml` 里给每个市州写一段 `[[city]]`，见 `docs/guides/province.zh.md`",
            "write a `[[city]]` for each in `data/rollup.toml`; see `docs/guides/province.en.md`"
        );
        return Err(sink.fail(Diagnostic::error(&NO_CITIES, message).at(Path::new(config::ROLLUP)).help(help)));
    }
    let gathered = rollup::gather(&root, &settings, as_of, sink)?;
    let release = confidential::prepare_with(&root, &settings, &gathered.tables, sink, progress)?;
    let mut files = Vec::new();
    for table in release.tables() {
        if let Some(trace) = rollup::trace(&gathered, table) {
            files.push((format!("{}.csv", table.id()), rollup::tidy(table)));
            files.push((format!("{}.{}", table.id(), rollup::TRACE), trace));
        }
    }
    Ok(RolledUp { accounts: rollup::account(&settings, &gathered, &release), attempts: release.summary().attempts, files })
}

/// A site without cities has nothing to take together.
pub(super) static NO_CITIES: Rule = Rule {
    id: "rollup/no-cities",
    title: ("没有列出市州", "no city is listed"),
    explain: (
        "`shanwai rollup` 用在省级站点里：`data/rollup.toml` 给每个市州写一段 `[[city]]`，`code` 是它在代码表里的代码，`package` 是它那一版数据的位置（从 `data/` 起算）。",
        "`shanwai rollup` is for the site of a province: `data/rollup.toml` has a `[[city]]` for each city, `code` being its code in the list of places and `package` where its release lies, from `data/`.",
    ),
};
