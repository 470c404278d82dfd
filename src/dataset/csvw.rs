//! CSV on the Web: `<file>.csv-metadata.json`, where clients that are given the CSV look for it.
//!
//! Source: W3C Metadata Vocabulary for Tabular Data, and Tabular Data Model, section 5.2 (default locations).

use serde_json::{Value, json};

use super::fields::{Field, Kind};
use super::package::Package;
use crate::model::Localized;

/// The metadata of the tidy CSV.
#[must_use]
pub(super) fn metadata(package: &Package) -> Vec<u8> {
    let fields = package.fields();
    let key: Vec<&str> = fields.iter().filter(|field| is_key(field)).map(|field| field.name.as_str()).collect();
    let file = format!("{}.csv", package.id);
    let about = key.iter().map(|name| format!("{{{}}}", variable(name))).collect::<Vec<_>>().join(".");
    let mut document = json!({
        "@context": ["http://www.w3.org/ns/csvw", { "@language": Package::tag(package.languages.default_lang()) }],
        "url": file,
        "dc:title": said(package, package.title),
        "dc:description": said(package, package.description),
        "dc:license": { "@id": package.licence.url },
        "dc:publisher": said(package, package.publisher),
        "dialect": { "encoding": "utf-8", "delimiter": ",", "header": true },
        "tableSchema": {
            "columns": fields.iter().map(|field| column(package, field)).collect::<Vec<_>>(),
            "primaryKey": key.iter().map(|name| variable(name)).collect::<Vec<_>>(),
            "aboutUrl": format!("{}#{about}", package.address(&file)),
        },
    });
    if let Some(date) = package.issued {
        document["dc:modified"] = json!({ "@value": date.to_string(), "@type": "xsd:date" });
    }
    let mut out = serde_json::to_vec_pretty(&document).expect("texts are always JSON");
    out.push(b'\n');
    out
}

fn is_key(field: &Field) -> bool {
    matches!(field.kind, Kind::Dimension(_) | Kind::Measure)
}

/// A name as URI templates allow it (RFC 6570: no hyphen).
fn variable(name: &str) -> String {
    name.replace('-', "_")
}

fn said(package: &Package, texts: &Localized<String>) -> Value {
    let each = package.languages.iter().map(|lang| json!({ "@value": texts.get(lang), "@language": Package::tag(lang) }));
    each.collect()
}

fn column(package: &Package, field: &Field) -> Value {
    let mut titles = serde_json::Map::new();
    titles.insert("und".to_owned(), field.name.as_str().into());
    for lang in package.languages.iter() {
        titles.insert(Package::tag(lang).to_owned(), field.title.get(lang).as_str().into());
    }
    let mut entry = json!({
        "name": variable(&field.name),
        "titles": titles,
        "dc:description": said(package, &field.description),
        "datatype": if field.kind == Kind::Value { "decimal" } else { "string" },
    });
    if is_key(field) {
        entry["required"] = true.into();
    }
    entry
}
