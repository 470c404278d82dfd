//! The columns of a dataset's tidy table: one list for the CSV, its dictionary and all metadata.

use std::borrow::Cow;

use super::package::{Observation, Package, Status};
use crate::confidential::Cell;
use crate::model::Localized;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A code of a dimension, by its position, or `_T`.
    Dimension(usize),
    /// Id of the measure.
    Measure,
    /// Code of the unit.
    Unit,
    /// The figure, or nothing.
    Value,
    /// `CL_OBS_STATUS`.
    Observation,
    /// `CL_CONF_STATUS`.
    Confidentiality,
    /// Why there is no figure, or nothing.
    Reason,
    /// `Y` or `N`.
    Synthetic,
}

/// A column.
#[derive(Clone, Debug)]
pub struct Field {
    /// Heading in the form for programs.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// Heading for people.
    pub title: Localized<String>,
    /// What stands in it.
    pub description: Localized<String>,
}

/// Columns behind the dimensions: name, kind, key of the heading, key of the description. Their order is stable within a major
/// version.
const REST: [(&str, Kind, &str, &str); 7] = [
    ("measure", Kind::Measure, "field-measure", "csv-measure"),
    ("unit", Kind::Unit, "field-unit", "csv-unit"),
    ("value", Kind::Value, "field-value", "csv-value"),
    ("obs_status", Kind::Observation, "field-obs-status", "csv-obs-status"),
    ("conf_status", Kind::Confidentiality, "field-conf-status", "csv-conf-status"),
    ("reason", Kind::Reason, "field-reason", "csv-reason"),
    ("synthetic", Kind::Synthetic, "field-synthetic", "csv-synthetic"),
];

impl Package<'_> {
    /// All columns in order: dimensions first.
    #[must_use]
    pub fn fields(&self) -> Vec<Field> {
        let dimensions = self.table.dimensions().iter().enumerate().map(|(at, d)| Field {
            name: d.dimension.id.to_string(),
            kind: Kind::Dimension(at),
            title: d.dimension.name.clone(),
            description: Localized::from_fn(self.languages, |lang| {
                self.word(lang, "package-code").replace("{name}", d.dimension.name.get(lang))
            }),
        });
        let rest = REST.map(|(name, kind, title, description)| Field {
            name: name.to_owned(),
            kind,
            title: Localized::from_fn(self.languages, |lang| self.word(lang, title).to_owned()),
            description: Localized::from_fn(self.languages, |lang| self.word(lang, description).to_owned()),
        });
        dimensions.chain(rest).collect()
    }

    /// The codes a column may hold with their names; empty when it is not a list. Only what occurs.
    #[must_use]
    pub fn categories(&self, kind: Kind) -> Vec<(String, Localized<String>)> {
        let named = |key: &'static str| Localized::from_fn(self.languages, |lang| self.word(lang, key).to_owned());
        match kind {
            Kind::Dimension(at) => {
                let codes = self.table.dimensions()[at].codes.iter().copied().map(Some);
                let all = std::iter::once(None).chain(codes);
                let named = |code| Localized::from_fn(self.languages, |lang| self.name(lang, at, code).to_owned());
                all.map(|code| (self.code(at, code).to_owned(), named(code))).collect()
            }
            Kind::Measure => self.table.measures().iter().map(|m| (m.id.to_string(), m.name.clone())).collect(),
            Kind::Unit => {
                let mut units: Vec<(String, Localized<String>)> = Vec::new();
                for measure in self.table.measures() {
                    let code = measure.unit.code.to_string();
                    if !units.iter().any(|(known, _)| *known == code) {
                        units.push((code, measure.unit.name.clone()));
                    }
                }
                units
            }
            Kind::Observation => {
                self.statuses().iter().map(|(status, key)| (status.observation.to_owned(), named(key))).collect()
            }
            Kind::Confidentiality => {
                let mut codes = vec![(Status::NORMAL.confidentiality.to_owned(), named("legend-normal-words"))];
                if self.statuses().iter().any(|(status, _)| *status == Status::WITHHELD) {
                    codes.push((Status::WITHHELD.confidentiality.to_owned(), named("legend-withheld-words")));
                }
                codes
            }
            Kind::Reason => {
                let lacking = self.statuses().iter().filter(|(status, _)| !status.reason.is_empty());
                lacking.map(|(status, key)| (status.reason.to_owned(), named(key))).collect()
            }
            Kind::Value | Kind::Synthetic => Vec::new(),
        }
    }

    /// What stands in a column for a cell; empty text for nothing.
    #[must_use]
    pub fn text(&self, kind: Kind, observation: &Observation) -> Cow<'_, str> {
        let measure = &self.table.measures()[observation.measure];
        let status = self.status(observation.cell);
        Cow::Borrowed(match kind {
            Kind::Dimension(at) => self.code(at, observation.key[at]),
            Kind::Measure => measure.id.as_str(),
            Kind::Unit => measure.unit.code.as_str(),
            Kind::Value => match observation.cell {
                Cell::Value(value) => return Cow::Owned(value.to_string()),
                _ => "",
            },
            Kind::Observation => status.observation,
            Kind::Confidentiality => status.confidentiality,
            Kind::Reason => status.reason,
            Kind::Synthetic => {
                if self.table.is_synthetic() {
                    "Y"
                } else {
                    "N"
                }
            }
        })
    }
}
