//! The static API below `api/v1/`: every statistic, dataset, release and code list as JSON, with the shape of each beside it; code
//! lists also as CSV.

use serde_json::{Map, Value, json};

use crate::compose::fact_json::{self, bytes, schema};
use crate::compose::{Desk, dataset_address};
use crate::config::Dimension;
use crate::dataset::{Package, Written};
use crate::model::{Lang, Localized};

/// A file of the API: its output path and its bytes.
pub type File = (String, Vec<u8>);

/// Shapes that are published: name and JSON Schema (draft 2020-12).
pub const SCHEMAS: [(&str, &str); 5] = [
    ("fact", include_str!("schema/fact.json")),
    ("facts", include_str!("schema/facts.json")),
    ("datasets", include_str!("schema/datasets.json")),
    ("releases", include_str!("schema/releases.json")),
    ("codelists", include_str!("schema/codelists.json")),
];

fn texts(desk: &Desk, texts: &Localized<String>) -> Value {
    each(desk, |lang| texts.get(lang).clone())
}

fn each(desk: &Desk, text: impl Fn(&Lang) -> String) -> Value {
    let languages = desk.settings.site.languages.iter();
    languages.map(|lang| (lang.to_string(), Value::from(text(lang)))).collect::<Map<_, _>>().into()
}

/// An address as programs need it: absolute where the site has a public address, else from the root of the site.
fn address(desk: &Desk, path: &str) -> String {
    desk.settings.site.base_url.as_ref().map_or(path.to_owned(), |base| base.clone() + path)
}

/// Everything but the datasets.
#[must_use]
pub fn files(desk: &Desk) -> Vec<File> {
    let facts: Vec<Value> = desk.book.iter().map(|fact| fact_json::fact(desk, fact)).collect();
    let mut files: Vec<File> = vec![
        ("api/v1/index.json".to_owned(), bytes(&index(desk))),
        ("api/v1/facts.json".to_owned(), bytes(&json!({ "$schema": schema(desk, "facts"), "facts": facts }))),
        ("api/v1/releases.json".to_owned(), bytes(&releases(desk))),
        ("api/v1/codelists.json".to_owned(), bytes(&code_lists(desk))),
    ];
    files.extend(SCHEMAS.map(|(name, text)| (format!("api/v1/schema/{name}.json"), text.as_bytes().to_vec())));
    files.extend(desk.book.iter().zip(&facts).map(|(fact, value)| (format!("s/{}/fact.json", fact.spec.id), bytes(value))));
    files.extend(desk.settings.catalog.dimensions.values().map(|d| (format!("codelists/{}.csv", d.id), csv(desk, d))));
    files
}

fn index(desk: &Desk) -> Value {
    let site = &desk.settings.site;
    let of = |name: &str| address(desk, &format!("api/v1/{name}.json"));
    json!({
        "version": "1",
        "title": texts(desk, &site.title),
        "publisher": texts(desk, &site.publisher.name),
        "licence": { "name": site.licence.name, "url": site.licence.url },
        "as_of": desk.as_of.map(|date| date.to_string()),
        "languages": site.languages.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "facts": of("facts"),
        "datasets": of("datasets"),
        "releases": of("releases"),
        "codelists": of("codelists"),
    })
}

/// Frozen releases, newest first.
fn releases(desk: &Desk) -> Value {
    let one = |frozen: &crate::archive::Frozen| {
        let folder = format!("releases/{}/", frozen.entry.version);
        let files =
            frozen.files.iter().map(|(name, sum)| json!({ "url": address(desk, &format!("{folder}{name}")), "sha256": sum }));
        json!({
            "version": frozen.entry.version,
            "date": frozen.entry.date.to_string(),
            "note": frozen.entry.note,
            "url": address(desk, &folder),
            "sha256": frozen.entry.sums,
            "files": files.collect::<Vec<_>>(),
        })
    };
    let all: Vec<Value> = desk.archive.releases.iter().rev().map(|frozen| one(frozen)).collect();
    json!({ "$schema": schema(desk, "releases"), "releases": all })
}

fn code_lists(desk: &Desk) -> Value {
    let lists = desk.settings.catalog.dimensions.values().map(|dimension| {
        let codes = dimension.codes.iter().map(|entry| {
            json!({
                "code": entry.code.as_str(),
                "label": texts(desk, &entry.name),
                "parent": entry.parent.as_ref().map(crate::model::Code::as_str),
                "of": entry.of.iter().map(crate::model::Code::as_str).collect::<Vec<_>>(),
                "valid_from": entry.from.map(|date| date.to_string()),
                "valid_to": entry.to.map(|date| date.to_string()),
            })
        });
        json!({
            "id": dimension.id.as_str(),
            "label": texts(desk, &dimension.name),
            "csv": address(desk, &format!("codelists/{}.csv", dimension.id)),
            "codes": codes.collect::<Vec<_>>(),
        })
    });
    json!({ "$schema": schema(desk, "codelists"), "codelists": lists.collect::<Vec<_>>() })
}

/// A code list as a file of its own: `code`, a name for each language, `parent`, `of` (codes with `+` between), `valid_from`,
/// `valid_to`.
fn csv(desk: &Desk, dimension: &Dimension) -> Vec<u8> {
    let languages: Vec<&Lang> = desk.settings.site.languages.iter().collect();
    let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let mut write = |row: Vec<String>| out.write_record(row).expect("rows of one width always fit into memory");
    let names = languages.iter().map(|lang| format!("name_{lang}"));
    let rest = ["parent", "of", "valid_from", "valid_to"].map(str::to_owned);
    write(std::iter::once("code".to_owned()).chain(names).chain(rest).collect());
    for entry in &dimension.codes {
        let date = |date: Option<crate::model::Date>| date.map_or_else(String::new, |date| date.to_string());
        let of: Vec<&str> = entry.of.iter().map(crate::model::Code::as_str).collect();
        let mut row = vec![entry.code.to_string()];
        row.extend(languages.iter().map(|lang| entry.name.get(lang).clone()));
        row.push(entry.parent.as_ref().map_or_else(String::new, ToString::to_string));
        row.extend([of.join("+"), date(entry.from), date(entry.to)]);
        write(row);
    }
    out.into_inner().expect("flushing into memory does not fail")
}

/// The list of datasets with all their files.
#[must_use]
pub fn datasets(desk: &Desk, made: &[(Package, Vec<Written>)]) -> File {
    let one = |(package, files): &(Package, Vec<Written>)| {
        let folder = dataset_address(package.id);
        let files = files.iter().map(|file| {
            json!({
                "name": file.name,
                "url": address(desk, &format!("{folder}{}", file.name)),
                "mediatype": file.media,
                "language": Some(&file.lang).filter(|lang| !lang.is_empty()),
                "bytes": file.size,
                "sha256": file.sha256,
            })
        });
        let dimensions = package.table.dimensions().iter().map(|d| d.dimension.id.to_string());
        json!({
            "id": package.id,
            "title": texts(desk, package.title),
            "description": texts(desk, package.description),
            "version": package.version,
            "synthetic": package.table.is_synthetic(),
            "dimensions": dimensions.collect::<Vec<_>>(),
            "measures": package.table.measures().iter().map(|m| json!({
                "id": m.id.as_str(), "label": texts(desk, &m.name), "unit": m.unit.code.as_str(),
            })).collect::<Vec<_>>(),
            "page": each(desk, |lang| package.page.get(lang).clone()),
            "files": files.collect::<Vec<_>>(),
        })
    };
    let all: Vec<Value> = made.iter().map(one).collect();
    ("api/v1/datasets.json".to_owned(), bytes(&json!({ "$schema": schema(desk, "datasets"), "datasets": all })))
}
