//! Tidy JSON: everything needed to read the figures stands in front of them, then an object for each cell.

use std::io;

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value, json};

use super::Out;
use super::fields::{Field, Kind};
use super::package::{Observation, Package};
use crate::confidential::Cell;
use crate::model::Localized;

/// An object with a text for each language.
#[must_use]
pub(super) fn texts(package: &Package, texts: &Localized<String>) -> Value {
    let entries = package.languages.iter().map(|lang| (lang.to_string(), Value::from(texts.get(lang).as_str())));
    Value::Object(entries.collect())
}

/// A figure as a JSON number with the digits it was published with.
pub(super) fn number(value: crate::model::Decimal) -> Value {
    serde_json::from_str(&value.to_string()).unwrap_or(Value::Null)
}

/// The document. The cells are written one by one and never held all together.
pub(super) fn tidy(package: &Package, out: &mut Out) -> io::Result<()> {
    let fields = package.fields();
    // The words have a place of their own: clients that find `fields` at the top take the file for a schema.
    out.write_all(b"{\"about\":")?;
    serde_json::to_writer(&mut *out, &about(package, &fields))?;
    out.write_all(b",\"observations\":[")?;
    for (at, observation) in package.observations().enumerate() {
        out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, &Row { package, fields: &fields, observation: &observation })?;
    }
    out.write_all(b"\n]}\n")
}

/// What a reader needs to know of the figures.
fn about(package: &Package, fields: &[Field]) -> Value {
    let described = fields.iter().map(|field| {
        let categories = package.categories(field.kind);
        let codes = categories.iter().map(|(code, name)| json!({ "code": code, "label": texts(package, name) }));
        let mut entry = Map::new();
        entry.insert("name".into(), field.name.clone().into());
        entry.insert("label".into(), texts(package, &field.title));
        entry.insert("description".into(), texts(package, &field.description));
        if !categories.is_empty() {
            entry.insert("codes".into(), codes.collect());
        }
        Value::Object(entry)
    });
    json!({
        "dataset": package.id,
        "version": package.version,
        "title": texts(package, package.title),
        "description": texts(package, package.description),
        "publisher": texts(package, package.publisher),
        "licence": { "name": package.licence.name, "url": package.licence.url },
        "protection": texts(package, &package.protection),
        "synthetic": package.table.is_synthetic(),
        "fields": described.collect::<Value>(),
    })
}

/// A cell as an object.
struct Row<'r> {
    package: &'r Package<'r>,
    fields: &'r [Field],
    observation: &'r Observation,
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut row = serializer.serialize_map(Some(self.fields.len()))?;
        for field in self.fields {
            let text = self.package.text(field.kind, self.observation);
            match (field.kind, self.observation.cell) {
                (Kind::Value, Cell::Value(value)) => row.serialize_entry(&field.name, &number(value))?,
                (Kind::Value, _) => row.serialize_entry(&field.name, &())?,
                (Kind::Reason, _) if text.is_empty() => row.serialize_entry(&field.name, &())?,
                (Kind::Synthetic, _) => row.serialize_entry(&field.name, &self.package.table.is_synthetic())?,
                _ => row.serialize_entry(&field.name, &*text)?,
            }
        }
        row.end()
    }
}
