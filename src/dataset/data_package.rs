//! Frictionless Data Package 2.0: `datapackage.json` over the tidy CSV and the other files.
//!
//! Source: the profiles of datapackage.org, version 2.0. Titles are strings there, so the languages stand side by side, and once more
//! by language in `titles`, which the standard lets a publisher add; so do `threshold`, `measures`, `indicators` and `protection`. A cell without a figure is empty; why stands in `reason`.

use serde_json::{Map, Value, json};

use super::Written;
use super::fields::{Field, Kind};
use super::package::Package;
use crate::model::Localized;

const PROFILE: &str = "https://datapackage.org/profiles/2.0/datapackage.json";
const TABLE: &str = "https://datapackage.org/profiles/2.0/tableschema.json";

/// The descriptor of the files written so far.
#[must_use]
pub(super) fn descriptor(package: &Package, files: &[Written]) -> Vec<u8> {
    let mut all = Map::new();
    let mut put = |key: &str, value: Value| drop(all.insert(key.to_owned(), value));
    put("$schema", PROFILE.into());
    put("name", package.id.into());
    if package.folder.is_some() {
        put("id", package.page.get(package.languages.default_lang()).as_str().into());
        put("homepage", package.page.get(package.languages.default_lang()).as_str().into());
    }
    put("title", side_by_side(package, package.title).into());
    put("titles", by_tag(package, package.title));
    put("description", package.in_all("\n\n", |lang| package.description.get(lang).clone()).into());
    put("version", package.version.clone().into());
    if let Some(date) = package.issued {
        put("created", format!("{date}T00:00:00Z").into());
    }
    put("languages", package.languages.iter().map(Package::tag).collect());
    put("keywords", keywords(package));
    put("licenses", json!([licence(package)]));
    put("contributors", json!([contributor(package)]));
    put("protection", by_tag(package, &package.protection));
    put("synthetic", package.table.is_synthetic().into());
    if package.unsigned {
        put("unsigned", true.into());
    }
    put("threshold", package.table.threshold().into());
    put("measures", measures(package));
    put("indicators", indicators(package));
    put("spatial", by_tag(package, package.place));
    if let Some((from, to)) = package.coverage {
        put("temporal", json!({ "start": from.to_string(), "end": to.to_string() }));
    }
    if let Some(date) = package.next_update {
        put("nextUpdate", date.to_string().into());
    }
    put("resources", files.iter().filter(|file| file.resource).map(|file| resource(package, file)).collect());
    let mut out = serde_json::to_vec_pretty(&Value::Object(all)).expect("texts are always JSON");
    out.push(b'\n');
    out
}

fn side_by_side(package: &Package, texts: &Localized<String>) -> String {
    package.in_all(" / ", |lang| texts.get(lang).clone())
}

fn by_tag(package: &Package, texts: &Localized<String>) -> Value {
    package
        .languages
        .iter()
        .map(|lang| (Package::tag(lang).to_owned(), texts.get(lang).as_str().into()))
        .collect::<Map<_, _>>()
        .into()
}

/// Measures with unit and kind of unit, for programs that add figures of several publishers: persons are not person-times.
fn measures(package: &Package) -> Value {
    let one = |measure: &crate::confidential::Measure| json!({ "name": measure.id.as_str(), "unit": measure.unit.code.as_str(), "unitKind": measure.unit.kind.word() });
    package.table.measures().iter().map(one).collect()
}

/// Indicators with the versions of their definitions: figures of different versions do not compare.
fn indicators(package: &Package) -> Value {
    package.indicators.iter().map(|(code, version)| json!({ "code": code, "definitionVersion": version })).collect()
}

fn keywords(package: &Package) -> Value {
    let mut all: Vec<&str> = Vec::new();
    for lang in package.languages.iter() {
        for word in package.keywords.get(lang) {
            if !all.contains(&word.as_str()) {
                all.push(word);
            }
        }
    }
    json!(all)
}

/// The licence by its Open Definition id (`CC-BY-4.0`) and address.
fn licence(package: &Package) -> Value {
    json!({ "name": package.licence.name.replace(' ', "-"), "path": package.licence.url, "title": package.licence.name })
}

fn contributor(package: &Package) -> Value {
    let mut entry = json!({
        "title": side_by_side(package, package.publisher),
        "roles": ["creator", "contact", "rightsHolder"],
    });
    if let Some(email) = package.email {
        entry["email"] = email.into();
    }
    entry
}

fn resource(package: &Package, file: &Written) -> Value {
    let mut entry = json!({
        "name": file.name.replace('.', "-").to_lowercase(),
        "path": file.name,
        "title": side_by_side(package, package.title),
        "format": file.format,
        "mediatype": file.media,
        "hash": format!("sha256:{}", file.sha256),
    });
    // Frictionless counts no bytes while it reads Parquet, and takes that for a difference.
    if file.format != "parquet" {
        entry["bytes"] = file.size.into();
    }
    if file.name == format!("{}.csv", package.id) {
        entry["type"] = "table".into();
        entry["encoding"] = "utf-8".into();
        entry["dialect"] = json!({ "delimiter": ",", "lineTerminator": "\r\n" });
        entry["schema"] = schema(package);
    }
    entry
}

fn schema(package: &Package) -> Value {
    let fields = package.fields();
    let key =
        fields.iter().filter(|field| matches!(field.kind, Kind::Dimension(_) | Kind::Measure)).map(|field| field.name.as_str());
    json!({
        "$schema": TABLE,
        "fields": fields.iter().map(|field| described(package, field)).collect::<Vec<_>>(),
        "missingValues": [""],
        "primaryKey": key.collect::<Vec<_>>(),
    })
}

fn described(package: &Package, field: &Field) -> Value {
    let mut entry = json!({
        "name": field.name,
        "type": if field.kind == Kind::Value { "number" } else { "string" },
        "title": side_by_side(package, &field.title),
        "titles": by_tag(package, &field.title),
        "description": package.in_all("\n\n", |lang| field.description.get(lang).clone()),
    });
    let categories = package.categories(field.kind);
    match field.kind {
        Kind::Value => entry["constraints"] = json!({ "minimum": 0 }),
        Kind::Reason => {}
        _ => entry["constraints"] = json!({ "required": true }),
    }
    if !categories.is_empty() {
        let codes = categories.iter().map(|(code, name)| json!({ "value": code, "label": side_by_side(package, name) }));
        entry["categories"] = codes.collect();
    }
    entry
}
