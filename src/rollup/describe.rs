//! What a city's release says of a dataset: `datapackage.json`.

use serde_json::Value;

/// The description, as far as it matters here.
#[derive(Clone, Debug, Default)]
pub(super) struct Described {
    /// Version of the release.
    pub(super) version: String,
    pub(super) synthetic: bool,
    /// Fewest persons behind a published figure.
    pub(super) threshold: u64,
    /// Measures: id, code of the unit, kind of the unit.
    pub(super) measures: Vec<(String, String, String)>,
    /// Indicators with the versions of their definitions.
    pub(super) indicators: Vec<(String, String)>,
}

/// Reads a descriptor; `None` when it is none, or one of another dataset.
pub(super) fn read(bytes: &[u8], id: &str) -> Option<Described> {
    let document: Value = serde_json::from_slice(bytes).ok()?;
    (document["name"].as_str()? == id).then_some(())?;
    let text = |value: &Value, key: &str| value[key].as_str().map(str::to_owned);
    let list = |key: &str| document[key].as_array().cloned().unwrap_or_default();
    Some(Described {
        version: text(&document, "version")?,
        synthetic: document["synthetic"].as_bool()?,
        threshold: document["threshold"].as_u64()?,
        measures: list("measures")
            .iter()
            .filter_map(|entry| Some((text(entry, "name")?, text(entry, "unit")?, text(entry, "unitKind")?)))
            .collect(),
        indicators: list("indicators")
            .iter()
            .filter_map(|entry| Some((text(entry, "code")?, text(entry, "definitionVersion")?)))
            .collect(),
    })
}
