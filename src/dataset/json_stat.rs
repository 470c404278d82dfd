//! JSON-stat 2.0, one document a language: the same but for labels and links.
//!
//! Source: the JSON-stat 2.0 full specification. The measure is the last dimension, with role `metric`; totals are codes of their own
//! and parents of what they sum (`category.child`). Every cell without a figure has a status, explained in `extension.status.label`.

use std::io;

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::ser::{CompactFormatter, Formatter};
use serde_json::{Map, Value, json};

use super::Out;
use super::package::{Package, Status};
use crate::confidential::{Cell, PublishedDimension};
use crate::model::Lang;
use crate::model::TOTAL;

/// The document of a language.
pub(super) fn document(package: &Package, lang: &Lang, out: &mut Out) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &Document { package, lang })?;
    out.write_all(b"\n")
}

/// The document as a script of one call, for pages that read it from a disk, where a page may load scripts and fetch nothing.
pub fn script(package: &Package, lang: &Lang, out: &mut Out) -> io::Result<()> {
    out.write_all(b"shanwaiTable(")?;
    Document { package, lang }.serialize(&mut serde_json::Serializer::with_formatter(&mut *out, InScript(CompactFormatter)))?;
    out.write_all(b");\n")
}

/// What could end a script, or a line of one, is written by its number.
struct InScript(CompactFormatter);

impl Formatter for InScript {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, mark)) = rest.char_indices().find(|(_, c)| matches!(c, '<' | '\u{2028}' | '\u{2029}')) {
            self.0.write_string_fragment(out, &rest[..at])?;
            write!(out, "\\u{:04x}", u32::from(mark))?;
            rest = &rest[at + mark.len_utf8()..];
        }
        self.0.write_string_fragment(out, rest)
    }
}

/// Written as it is walked through: figures and statuses are never held all together.
struct Document<'d> {
    package: &'d Package<'d>,
    lang: &'d Lang,
}

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (package, lang) = (self.package, self.lang);
        let dimensions = package.table.dimensions();
        let ids: Vec<String> = dimensions.iter().map(|d| d.dimension.id.to_string()).chain(["measure".to_owned()]).collect();
        let sizes = dimensions.iter().map(|d| d.codes.len() + 1).chain([package.table.measures().len()]);
        let named = dimensions.iter().enumerate().map(|(at, d)| (ids[at].clone(), dimension(package, lang, at, d)));
        let mut entries = serializer.serialize_map(None)?;
        entries.serialize_entry("version", "2.0")?;
        entries.serialize_entry("class", "dataset")?;
        entries.serialize_entry("label", package.title.get(lang))?;
        entries.serialize_entry("source", package.publisher.get(lang))?;
        if let Some(date) = package.issued {
            entries.serialize_entry("updated", &format!("{date}T00:00:00Z"))?;
        }
        if package.folder.is_some() {
            entries.serialize_entry("href", &package.address(&name(package, lang)))?;
        }
        entries.serialize_entry("note", &[package.description.get(lang), package.protection.get(lang)])?;
        entries.serialize_entry("id", &ids)?;
        entries.serialize_entry("size", &sizes.collect::<Vec<_>>())?;
        entries.serialize_entry("role", &role(package, &ids))?;
        let all: Map<String, Value> = named.chain([("measure".to_owned(), metric(package, lang))]).collect();
        entries.serialize_entry("dimension", &all)?;
        entries.serialize_entry("value", &Values(package))?;
        if package.statuses().iter().any(|(status, _)| sign(*status).is_some()) {
            entries.serialize_entry("status", &Statuses(package))?;
        }
        if package.folder.is_some() {
            entries.serialize_entry("link", &json!({ "alternate": links(package, lang) }))?;
        }
        entries.serialize_entry("extension", &extension(package, lang))?;
        entries.end()
    }
}

/// Every figure, `null` where there is none.
struct Values<'v>(&'v Package<'v>);

impl Serialize for Values<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.observations().map(|observation| match observation.cell {
            Cell::Value(value) => super::json::number(value),
            _ => Value::Null,
        }))
    }
}

/// The letters of all cells that have one, by position.
struct Statuses<'s>(&'s Package<'s>);

impl Serialize for Statuses<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let signed = self.0.observations().enumerate();
        serializer.collect_map(signed.filter_map(|(at, observation)| Some((at, sign(self.0.status(observation.cell))?))))
    }
}

/// The name of the file of a language.
fn name(package: &Package, lang: &Lang) -> String {
    format!("{}.{lang}.json", package.id)
}

fn links(package: &Package, lang: &Lang) -> Vec<Value> {
    let others = package.languages.iter().filter(|other| *other != lang);
    let mut links = vec![json!({ "type": "text/csv", "href": package.address(&format!("{}.csv", package.id)) })];
    links.extend(others.map(|other| json!({ "type": "application/json", "href": package.address(&name(package, other)) })));
    links
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
        .iter()
        .filter_map(|(status, key)| Some((sign(*status)?.to_owned(), package.word(lang, key).into())))
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
