//! What every format and every metadata file of a dataset is written from: the published table and words about it, nothing else.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::confidential::{Cell, PublishedTable, Treatment};
use crate::config::Licence;
use crate::model::{Date, Lang, Languages, Localized, TOTAL};

/// A dataset that is about to be written.
pub struct Package<'a> {
    /// Id: the name of its folder and of its files.
    pub id: &'a str,
    /// The figures.
    pub table: &'a PublishedTable,
    /// Languages, default first.
    pub languages: &'a Languages,
    /// Title.
    pub title: &'a Localized<String>,
    /// What it holds, one paragraph.
    pub description: &'a Localized<String>,
    /// Who publishes it.
    pub publisher: &'a Localized<String>,
    /// A mailbox, if the site gives one.
    pub email: Option<&'a str>,
    /// Licence of the figures.
    pub licence: &'a Licence,
    /// The place the site is about.
    pub place: &'a Localized<String>,
    /// Search words: dimensions, measures, indicators.
    pub keywords: Localized<Vec<String>>,
    /// Address of its page: absolute when the site has a base address, else below the site's root.
    pub page: Localized<String>,
    /// Absolute address of the folder of its files, with a final slash; `None` without a base address.
    pub folder: Option<String>,
    /// Version: that of the release that holds the same figures, else the latest one with `+live`.
    pub version: String,
    /// The day the pages speak as of.
    pub issued: Option<Date>,
    /// When the next figures are due.
    pub next_update: Option<Date>,
    /// Whether it holds figures of cities that nobody has signed off.
    pub unsigned: bool,
    /// Indicators it gives values for, each with the version of its definition.
    pub indicators: Vec<(String, String)>,
    /// Which dimension is the place, by position.
    pub geo: Option<usize>,
    /// Which dimension is the time: the finest of them, by position.
    pub time: Option<usize>,
    /// First and last day the figures speak of.
    pub coverage: Option<(Date, Date)>,
    /// What was done to protect persons, in words.
    pub protection: Localized<String>,
    /// Words of the files.
    pub words: Localized<Words>,
    /// What [`Package::statuses`] found; empty at first.
    pub occurring: OnceLock<Vec<(Status, &'static str)>>,
}

/// Words of the files in one language.
#[derive(Clone, Debug, Default)]
pub struct Words(BTreeMap<&'static str, String>);

impl Words {
    /// Keys that [`Words::get`] may be asked for.
    pub const KEYS: [&'static str; 56] = [
        "csv-conf-status",
        "csv-measure",
        "csv-obs-status",
        "csv-reason",
        "csv-synthetic",
        "csv-unit",
        "csv-value",
        "download-citation",
        "download-csv",
        "download-csv-excel",
        "download-csvw",
        "download-datapackage",
        "download-json",
        "download-json-stat",
        "download-parquet",
        "download-sdmx",
        "download-sums",
        "download-xlsx",
        "download-zip",
        "field-code",
        "field-column",
        "field-conf-status",
        "field-meaning",
        "field-measure",
        "field-obs-status",
        "field-reason",
        "field-synthetic",
        "field-unit",
        "field-value",
        "legend-absent-words",
        "legend-estimated-words",
        "legend-normal-words",
        "legend-unavailable-words",
        "legend-withheld-words",
        "list-comma",
        "package-cite",
        "package-code",
        "package-code-short",
        "package-contact",
        "package-cover",
        "package-crosstab",
        "package-dictionary",
        "package-files",
        "package-licence",
        "package-next",
        "package-page",
        "package-period",
        "package-place",
        "package-protection",
        "package-publisher",
        "package-signs",
        "package-tidy",
        "package-version",
        "synthetic-data",
        "unsigned-data",
        "total",
    ];

    /// The words of a language, asked for one by one.
    #[must_use]
    pub fn new(mut word: impl FnMut(&'static str) -> String) -> Self {
        Self(Self::KEYS.into_iter().map(|key| (key, word(key))).collect())
    }

    /// A word; its key when it is not among [`Words::KEYS`].
    #[must_use]
    pub fn get(&self, key: &'static str) -> &str {
        self.0.get(key).map_or(key, String::as_str)
    }
}

/// One cell: the position of each dimension's code (`None`: total), the position of the measure, and what stands there.
#[derive(Clone, Debug)]
pub struct Observation {
    /// By dimension.
    pub key: Vec<Option<usize>>,
    /// Position of the measure.
    pub measure: usize,
    /// What stands there.
    pub cell: Cell,
}

/// A key with its cells.
#[derive(Clone, Debug)]
pub struct Line<'t> {
    /// By dimension.
    pub key: Vec<Option<usize>>,
    /// By measure; `None` when the table does not hold the key.
    cells: Option<&'t [Cell]>,
}

impl Line<'_> {
    /// The cell of a measure, by its position.
    #[must_use]
    pub fn cell(&self, measure: usize) -> Cell {
        self.cells.and_then(|cells| cells.get(measure)).copied().unwrap_or(Cell::Uncollected)
    }
}

fn observed<'t>(lines: impl Iterator<Item = Line<'t>>, measures: usize) -> impl Iterator<Item = Observation> {
    lines.flat_map(move |line| {
        (0..measures).map(move |measure| Observation { key: line.key.clone(), measure, cell: line.cell(measure) })
    })
}

/// What a cell without a number tells readers, and how a number came about. The same for all formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Status {
    /// Code of the SDMX list `CL_OBS_STATUS`.
    pub observation: &'static str,
    /// Code of the SDMX list `CL_CONF_STATUS`: `C` for everything withheld, whatever hid it.
    pub confidentiality: &'static str,
    /// Why there is no number, as a word for programs; empty when there is one.
    pub reason: &'static str,
    /// The shorthand that stands for it in spreadsheets; empty when there is a number.
    pub shorthand: &'static str,
}

impl Status {
    /// As counted.
    pub const NORMAL: Self = Self { observation: "A", confidentiality: "F", reason: "", shorthand: "" };
    /// Altered to protect persons. All figures of such a table: which were changed would tell what stood there.
    pub const ESTIMATED: Self = Self { observation: "E", ..Self::NORMAL };
    /// Withheld.
    pub const WITHHELD: Self = Self { observation: "Q", confidentiality: "C", reason: "confidential", shorthand: "[c]" };
    /// Not applicable.
    pub const ABSENT: Self = Self { observation: "M", confidentiality: "F", reason: "not-applicable", shorthand: "[z]" };
    /// Not collected.
    pub const UNCOLLECTED: Self = Self { observation: "L", confidentiality: "F", reason: "not-collected", shorthand: "[x]" };
    /// All of them, with the key of the words that explain each.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::NORMAL, "legend-normal-words"),
        (Self::ESTIMATED, "legend-estimated-words"),
        (Self::WITHHELD, "legend-withheld-words"),
        (Self::ABSENT, "legend-absent-words"),
        (Self::UNCOLLECTED, "legend-unavailable-words"),
    ];
}

impl Package<'_> {
    /// The words of a language.
    #[must_use]
    pub fn word(&self, lang: &Lang, key: &'static str) -> &str {
        self.words.get(lang).get(key)
    }

    /// A word in every language, joined by a separator; said once when all agree.
    #[must_use]
    pub fn in_all(&self, separator: &str, mut text: impl FnMut(&Lang) -> String) -> String {
        let mut all: Vec<String> = Vec::new();
        for lang in self.languages.iter() {
            let said = text(lang);
            if !all.contains(&said) {
                all.push(said);
            }
        }
        all.join(separator)
    }

    /// What a reader of any of its files is told first, a line each in one language: publisher, contact, place, period, version,
    /// next update, page, licence, protection. What is not known has no line.
    #[must_use]
    pub fn cover(&self, lang: &Lang) -> Vec<String> {
        let period = self.coverage.map(|(from, to)| format!("{from} – {to}"));
        let told = [
            ("package-publisher", Some(self.publisher.get(lang).clone())),
            ("package-contact", self.email.map(str::to_owned)),
            ("package-place", Some(self.place.get(lang).clone())),
            ("package-period", period),
            ("package-version", Some(self.version.clone())),
            ("package-next", self.next_update.map(|date| date.to_string())),
            ("package-page", Some(self.page.get(lang).clone())),
            ("package-licence", Some(format!("{} {}", self.licence.name, self.licence.url))),
            ("package-protection", Some(self.protection.get(lang).clone())),
        ];
        told.into_iter().filter_map(|(key, text)| Some(format!("{} {}", self.word(lang, key), text?))).collect()
    }

    /// Number of cells: every combination of codes and totals, times the measures.
    #[must_use]
    pub fn cells(&self) -> usize {
        self.sizes().product::<usize>() * self.table.measures().len()
    }

    /// Every cell, the last dimension and then the measure running fastest, totals before their parts. Combinations that the table
    /// does not hold are there as not collected, so that every format has the same cells. Made one by one, in a walk beside the table.
    pub fn observations(&self) -> impl Iterator<Item = Observation> + '_ {
        observed(self.lines(), self.table.measures().len())
    }

    /// The same of those cells alone in which no dimension but these is parted.
    pub fn observations_by(&self, parted: &[usize]) -> impl Iterator<Item = Observation> {
        let sizes = self.sizes().enumerate().map(|(at, size)| if parted.contains(&at) { size } else { 1 });
        let lines = self.keys(sizes.collect()).map(|key| Line { cells: self.table.row(&key), key });
        observed(lines, self.table.measures().len())
    }

    /// Every key with its cells, in the order of [`Package::observations`].
    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> + '_ {
        let mut beside = self.table.rows().peekable();
        self.keys(self.sizes().collect()).map(move |key| {
            while beside.next_if(|(other, _)| *other < key.as_slice()).is_some() {}
            let same = beside.next_if(|(other, _)| *other == key.as_slice()).map(|(_, cells)| cells);
            Line { cells: same.or_else(|| self.table.row(&key)), key }
        })
    }

    /// How many codes each dimension has, the total counted.
    fn sizes(&self) -> impl Iterator<Item = usize> {
        self.table.dimensions().iter().map(|d| d.codes.len() + 1)
    }

    /// Every key over the first so many codes of each dimension, the total being the first.
    fn keys(&self, sizes: Vec<usize>) -> impl Iterator<Item = Vec<Option<usize>>> {
        (0..sizes.iter().product()).map(move |row| self.key(row, &sizes))
    }

    /// The key of a row, counted with the last dimension running fastest.
    fn key(&self, mut row: usize, sizes: &[usize]) -> Vec<Option<usize>> {
        let mut key: Vec<Option<usize>> = Vec::with_capacity(sizes.len());
        for (dimension, size) in self.table.dimensions().iter().zip(sizes).rev() {
            key.push((row % size).checked_sub(1).map(|at| dimension.codes[at]));
            row /= size;
        }
        key.reverse();
        key
    }

    /// What a cell tells of itself.
    #[must_use]
    pub fn status(&self, cell: Cell) -> Status {
        match cell {
            Cell::Value(_) if self.table.treatment() == Treatment::Exact => Status::NORMAL,
            Cell::Value(_) => Status::ESTIMATED,
            Cell::Suppressed => Status::WITHHELD,
            Cell::Absent => Status::ABSENT,
            Cell::Uncollected => Status::UNCOLLECTED,
        }
    }

    /// Statuses that occur, in the order of [`Status::ALL`], each with the key of its words. Costs a walk over the cells once.
    #[must_use]
    pub fn statuses(&self) -> &[(Status, &'static str)] {
        self.occurring.get_or_init(|| {
            let mut seen: Vec<Status> = Vec::new();
            for found in self.observations().map(|observation| self.status(observation.cell)) {
                if !seen.contains(&found) {
                    seen.push(found);
                }
            }
            Status::ALL.into_iter().filter(|(status, _)| seen.contains(status)).collect()
        })
    }

    /// The code at a place of a key.
    #[must_use]
    pub fn code(&self, dimension: usize, at: Option<usize>) -> &str {
        at.map_or(TOTAL, |at| self.table.dimensions()[dimension].dimension.codes[at].code.as_str())
    }

    /// Its name.
    #[must_use]
    pub fn name(&self, lang: &Lang, dimension: usize, at: Option<usize>) -> &str {
        at.map_or_else(|| self.word(lang, "total"), |at| self.table.dimensions()[dimension].dimension.codes[at].name.get(lang))
    }

    /// An absolute address of one of its files, or its name when the site has no base address.
    #[must_use]
    pub fn address(&self, name: &str) -> String {
        self.folder.as_ref().map_or_else(|| name.to_owned(), |folder| folder.clone() + name)
    }

    /// Language tags as metadata wants them: `zh` is written in simplified characters, which clients ask for as `zh-Hans`.
    #[must_use]
    pub fn tag(lang: &Lang) -> &str {
        if lang.as_str() == "zh" { "zh-Hans" } else { lang.as_str() }
    }
}

/// A package of an invented table, for tests of formats.
#[cfg(test)]
pub(crate) fn of_table(table: &PublishedTable) -> Package<'_> {
    let spoken = table.dimensions()[0].dimension.name.iter().map(|(lang, _)| lang.clone()).collect();
    let languages: &Languages = Box::leak(Box::new(Languages::new(spoken).expect("languages")));
    let said = |text: &str| Localized::from_fn(languages, |lang| format!("{text} {lang}"));
    let kept = |text: &str| -> &Localized<String> { Box::leak(Box::new(said(text))) };
    let licence = Licence { name: "CC BY 4.0".into(), url: "https://creativecommons.org/licenses/by/4.0/".into() };
    Package {
        id: "camps",
        table,
        languages,
        title: kept("camps"),
        description: kept("what it holds"),
        publisher: kept("publisher"),
        email: None,
        licence: Box::leak(Box::new(licence)),
        place: kept("place"),
        keywords: Localized::from_fn(languages, |_| vec!["camps".to_owned()]),
        page: said("page"),
        folder: None,
        version: "1.0.0".into(),
        issued: Some(jiff::civil::date(2025, 2, 20)),
        next_update: None,
        unsigned: false,
        geo: None,
        time: None,
        coverage: None,
        protection: said("protected"),
        words: Localized::from_fn(languages, |_| Words::new(str::to_owned)),
        indicators: Vec::new(),
        occurring: OnceLock::new(),
    }
}
