//! JSON-stat 2.0, one document a language: the same but for labels and links.
//!
//! Source: the JSON-stat 2.0 full specification. The measure is the last dimension, with role `metric`; totals are codes of their own
//! and parents of what they sum (`category.child`). Every cell without a figure has a status, explained in `extension.status.label`.

use serde_json::{Map, Value, json};

use super::package::{Package, Status, TOTAL};
use crate::confidential::{Cell, PublishedDimension};
use crate::model::Lang;

/// The document of a language.
#[must_use]
pub(super) fn document(package: &Package, lang: &Lang) -> Vec<u8> {
    let table = package.table;
    let ids: Vec<String> = table.dimensions().iter().map(|d| d.dimension.id.to_string()).chain(["measure".to_owned()]).collect();
    let sizes: Vec<usize> = table.dimensions().iter().map(|d| d.codes.len() + 1).chain([table.measures().len()]).collect();
    let (mut values, mut status) = (Vec::with_capacity(package.cells()), Map::new());
    for (at, observation) in package.observations().enumerate() {
        values.push(match observation.cell {
            Cell::Value(value) => super::json::number(value),
            _ => Value::Null,
        });
        if let Some(code) = sign(package.status(observation.cell)) {
            status.insert(at.to_string(), code.into());
        }
    }
    let dimensions = table.dimensions().iter().enumerate().map(|(at, d)| (ids[at].clone(), dimension(package, lang, at, d)));
    let mut document = json!({
        "version": "2.0",
        "class": "dataset",
        "label": package.title.get(lang),
        "source": package.publisher.get(lang),
    });
    let entries = document.as_object_mut().expect("it was made as an object");
    if let Some(date) = package.issued {
        entries.insert("updated".into(), format!("{date}T00:00:00Z").into());
    }
    let name = |lang: &Lang| format!("{}.{lang}.json", package.id);
    if package.folder.is_some() {
        entries.insert("href".into(), package.address(&name(lang)).into());
    }
    entries.insert("note".into(), json!([package.description.get(lang), package.protection.get(lang)]));
    entries.insert("id".into(), json!(ids));
    entries.insert("size".into(), json!(sizes));
    entries.insert("role".into(), role(package, &ids));
    entries
        .insert("dimension".into(), Value::Object(dimensions.chain([("measure".to_owned(), metric(package, lang))]).collect()));
    entries.insert("value".into(), Value::Array(values));
    if !status.is_empty() {
        entries.insert("status".into(), Value::Object(status));
    }
    if package.folder.is_some() {
        let others = package.languages.iter().filter(|other| *other != lang);
        let mut links = vec![json!({ "type": "text/csv", "href": package.address(&format!("{}.csv", package.id)) })];
        links.extend(others.map(|other| json!({ "type": "application/json", "href": package.address(&name(other)) })));
        entries.insert("link".into(), json!({ "alternate": links }));
    }
    entries.insert("extension".into(), extension(package, lang));
    let mut out = serde_json::to_vec(&document).expect("texts and numbers are always JSON");
    out.push(b'\n');
    out
}

/// The document as a script of one call, for pages that read it from a disk, where a page may load scripts and fetch nothing.
#[must_use]
pub fn script(package: &Package, lang: &Lang) -> Vec<u8> {
    let document = document(package, lang);
    let text = String::from_utf8_lossy(&document);
    let text = text.trim_end().replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
    format!("shanwaiTable({text});\n").into_bytes()
}

/// The letter of a status; nothing for a figure as counted.
fn sign(status: Status) -> Option<&'static str> {
    match status {
        Status::NORMAL => None,
        Status::ESTIMATED => Some("e"),
        other => Some(&other.shorthand[1..2]),
    }
}

fn role(package: &Package, ids: &[String]) -> Value {
    let mut role = Map::new();
    if let Some(time) = package.time {
        role.insert("time".into(), json!([ids[time]]));
    }
    if let Some(geo) = package.geo {
        role.insert("geo".into(), json!([ids[geo]]));
    }
    role.insert("metric".into(), json!(["measure"]));
    Value::Object(role)
}

fn dimension(package: &Package, lang: &Lang, at: usize, published: &PublishedDimension) -> Value {
    let codes: Vec<Option<usize>> = std::iter::once(None).chain(published.codes.iter().copied().map(Some)).collect();
    let index: Vec<&str> = codes.iter().map(|code| package.code(at, *code)).collect();
    let labels = codes.iter().map(|code| (package.code(at, *code).to_owned(), Value::from(package.name(lang, at, *code))));
    let mut category = Map::new();
    category.insert("index".into(), json!(index));
    category.insert("label".into(), Value::Object(labels.collect()));
    category.insert("child".into(), children(published));
    json!({ "label": published.dimension.name.get(lang), "category": category })
}

/// The total over its topmost codes, each group over the codes directly below it; only codes that the table shows.
fn children(published: &PublishedDimension) -> Value {
    let shown = |code: &str| published.codes.iter().any(|at| published.dimension.codes[*at].code.as_str() == code);
    let (mut below, mut top) = (Map::new(), Vec::new());
    for at in &published.codes {
        let entry = &published.dimension.codes[*at];
        match entry.parent.as_ref().filter(|parent| shown(parent.as_str())) {
            Some(parent) => {
                let list = below.entry(parent.to_string()).or_insert_with(|| json!([]));
                list.as_array_mut().expect("it was made as a list").push(entry.code.as_str().into());
            }
            None if entry.of.is_empty() => top.push(Value::from(entry.code.as_str())),
            None => {}
        }
    }
    let mut all = Map::new();
    all.insert(TOTAL.into(), Value::Array(top));
    all.append(&mut below);
    Value::Object(all)
}

fn metric(package: &Package, lang: &Lang) -> Value {
    let measures = package.table.measures();
    let index: Vec<&str> = measures.iter().map(|m| m.id.as_str()).collect();
    let labels: Map<String, Value> = measures.iter().map(|m| (m.id.to_string(), m.name.get(lang).as_str().into())).collect();
    let places = super::columns::places(package);
    let units: Map<String, Value> = measures
        .iter()
        .zip(places)
        .map(|(m, places)| (m.id.to_string(), json!({ "label": m.unit.name.get(lang), "decimals": places })))
        .collect();
    json!({
        "label": package.word(lang, "field-measure"),
        "category": { "index": index, "label": labels, "unit": units },
    })
}

fn extension(package: &Package, lang: &Lang) -> Value {
    let labels: Map<String, Value> = package
        .statuses()
        .into_iter()
        .filter_map(|(status, key)| Some((sign(status)?.to_owned(), package.word(lang, key).into())))
        .collect();
    json!({
        "lang": lang.to_string(),
        "dataset": package.id,
        "version": package.version,
        "licence": package.licence.url,
        "synthetic": package.table.is_synthetic(),
        "status": { "label": labels },
    })
}
