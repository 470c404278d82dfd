//! Figures that a city withholds from the public and entrusts to the province, for sums alone: `data/private/entrusted/<city>/<dataset>.csv`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::plan::Plan;
use super::rules::ENTRUSTED;
use crate::confidential::gate::published::Cell;
use crate::config::CellKey;
use crate::diag::{Diagnostic, Place, Sink, Text};
use crate::files::{PRIVATE, Root, Rows};
use crate::model::{Decimal, TOTAL};
use crate::say;

/// Most faults told of one file.
const MOST_FAULTS: usize = 20;
/// Largest file that is read.
const MAX_FILE: u64 = 64 << 20;

/// A withheld figure.
#[derive(Clone, Copy)]
pub(super) struct Figure {
    pub(super) value: Decimal,
    /// Distinct persons behind it.
    pub(super) persons: u64,
}

/// By cell and measure.
pub(super) type Entrusted = BTreeMap<(CellKey, usize), Figure>;

/// What the cities of a cube have entrusted. Faults name row and column, never a figure.
pub(super) fn read(root: &Root, plan: &Plan<'_>, sink: &Sink) -> Entrusted {
    let mut all = Entrusted::new();
    for city in plan.tables.keys() {
        let code = &plan.spec.dimensions[plan.geo].1.codes[*city].code;
        let path = Path::new(PRIVATE).join("entrusted").join(code.as_str()).join(format!("{}.csv", plan.from.dataset));
        if root.exists(&path) {
            match root.read_bytes(&path, MAX_FILE) {
                Ok(bytes) => File { path, plan, city: *city, sink, told: 0 }.read(&bytes, &mut all),
                Err(error) => sink.push(error.diagnostic()),
            }
        }
    }
    all
}

struct File<'a> {
    path: PathBuf,
    plan: &'a Plan<'a>,
    city: usize,
    sink: &'a Sink,
    told: usize,
}

impl File<'_> {
    fn tell(&mut self, row: u64, column: &str, message: Text) {
        self.told += 1;
        if self.told <= MOST_FAULTS {
            let place = Place::Cell { file: self.path.clone(), row, column: column.to_owned() };
            let help = say!(
                "请市州用 `docs/guides` 里说明的格式重新导出",
                "ask the city for a new file in the form that the guide describes"
            );
            self.sink.push(Diagnostic::error(&ENTRUSTED, message).at(place).help(help));
        }
    }

    fn read(mut self, bytes: &[u8], all: &mut Entrusted) {
        let mut csv = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
        let names = self.plan.spec.dimensions.iter().map(|(_, dimension)| dimension.id.as_str());
        let expected: Vec<&str> = names.chain(["measure", "value", "persons"]).collect();
        if !csv.headers().is_ok_and(|headings| headings.iter().eq(expected.iter().copied())) {
            let list = expected.join(",");
            self.tell(1, "", say!("表头应是 `{list}`", "the heading must be `{list}`"));
            return;
        }
        let mut lines = Rows::new(bytes);
        for record in csv.records() {
            let Ok(record) = record else {
                self.tell(0, "", say!("有一行读不懂", "a row cannot be read"));
                continue;
            };
            let row = record.position().map_or(0, |place| lines.line(place.byte()));
            if let Some((cell, figure)) = self.row(&record, row)
                && all.insert(cell, figure).is_some()
            {
                self.tell(row, "", say!("这一格出现了两次", "this cell stands twice"));
            }
        }
    }

    fn row(&mut self, record: &csv::StringRecord, row: u64) -> Option<((CellKey, usize), Figure)> {
        let width = self.plan.spec.dimensions.len();
        if record.len() != width + 3 {
            self.tell(row, "", say!("列数不对", "the number of columns is wrong"));
            return None;
        }
        let mut key = Vec::with_capacity(width);
        for (at, (code, (_, dimension))) in record.iter().zip(&self.plan.spec.dimensions).enumerate() {
            let position = match (code, at == self.plan.geo) {
                (TOTAL, true) => Some(Some(self.city)),
                (TOTAL, false) => Some(None),
                _ => dimension.position(code).map(Some),
            };
            match position {
                Some(position) => key.push(position),
                None => {
                    self.tell(row, dimension.id.as_str(), say!("代码表里没有这个代码", "the code list has no such code"));
                    return None;
                }
            }
        }
        let Some(measure) = self.plan.spec.measures.iter().position(|own| own.id.as_str() == &record[width]) else {
            self.tell(row, "measure", say!("没有这个度量", "there is no such measure"));
            return None;
        };
        let value = Decimal::parse(&record[width + 1]).filter(|value| *value >= Decimal::whole(0));
        let (value, persons) = (value, record[width + 2].parse().ok());
        if value.is_none() {
            self.tell(row, "value", say!("这里应是不小于零的数", "there must be a number here, not negative"));
        }
        if persons.is_none() {
            self.tell(row, "persons", say!("这里应是人数", "there must be a number of persons here"));
        }
        let home = key[self.plan.geo].and_then(|place| self.plan.places.city_of(place));
        if home != Some(self.city) || self.plan.own(&key, measure) != Cell::Suppressed {
            self.tell(row, "", say!("这一格不是这个市州隐去的格", "this is no cell that the city withholds"));
            return None;
        }
        Some(((key, measure), Figure { value: value?, persons: persons? }))
    }
}
