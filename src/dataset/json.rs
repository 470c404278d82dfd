//! Tidy JSON: everything needed to read the figures stands in front of them, then an object for each cell.

use serde_json::{Map, Value, json};

use super::fields::Kind;
use super::package::Package;
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

/// The document. The cells are written one by one and never held as objects all together.
#[must_use]
pub(super) fn tidy(package: &Package) -> Vec<u8> {
    let fields = package.fields();
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
    let head = json!({
        "dataset": package.id,
        "version": package.version,
        "title": texts(package, package.title),
        "description": texts(package, package.description),
        "publisher": texts(package, package.publisher),
        "licence": { "name": package.licence.name, "url": package.licence.url },
        "protection": texts(package, &package.protection),
        "synthetic": package.table.is_synthetic(),
        "fields": described.collect::<Value>(),
    });
    // The words have a place of their own: clients that find `fields` at the top take the file for a schema.
    let mut out = serde_json::to_vec(&json!({ "about": head })).expect("texts are always JSON");
    out.pop();
    out.extend_from_slice(b",\"observations\":[");
    for (at, observation) in package.observations().enumerate() {
        let row = package.row(&fields, &observation);
        let values = fields.iter().zip(row).map(|(field, text)| {
            let value = match (field.kind, observation.cell) {
                (Kind::Value, Cell::Value(value)) => number(value),
                (Kind::Value, _) => Value::Null,
                (Kind::Reason, _) if text.is_empty() => Value::Null,
                (Kind::Synthetic, _) => Value::Bool(package.table.is_synthetic()),
                _ => Value::String(text),
            };
            (field.name.clone(), value)
        });
        out.extend_from_slice(if at == 0 { b"\n" } else { b",\n" });
        serde_json::to_writer(&mut out, &Value::Object(values.collect())).expect("writing into memory does not fail");
    }
    out.extend_from_slice(b"\n]}\n");
    out
}
