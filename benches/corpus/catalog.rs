//! A catalogue with one file of records (dimensions, an amount, maybe a person) and one cube over all of it: rows and the sum.
//! Included by several benchmarks with `#[path]`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use shanwai::config::{Catalog, CodeEntry, ColumnKind, ColumnSpec, CubeSpec, Dimension, MeasureKind, MeasureSpec, RecordsSpec};
use shanwai::model::{Code, CubeId, DimensionId, Languages, Localized, Slug, Unit, UnitKind};

/// The cube `id` over `data/records.csv`. The dimensions are columns of their own names, `first` is the column before them.
pub(crate) fn catalog(
    languages: &Languages,
    id: &str,
    first: Option<(&str, ColumnKind)>,
    dimensions: Vec<Arc<Dimension>>,
) -> Catalog {
    let person = first.as_ref().filter(|(_, kind)| matches!(kind, ColumnKind::Key)).map(|(name, _)| (*name).to_owned());
    let column = |name: &str, kind| ColumnSpec { name: name.to_owned(), kind, optional: false };
    let mut columns: Vec<ColumnSpec> = first.into_iter().map(|(name, kind)| column(name, kind)).collect();
    columns.extend(dimensions.iter().map(|d| column(d.id.as_str(), ColumnKind::Dimension(Arc::clone(d)))));
    columns.push(column("amount", ColumnKind::Decimal(2)));
    let words = |text: &str| Localized::from_fn(languages, |_| text.to_owned());
    let unit = Arc::new(Unit {
        code: Code::new("x").unwrap(),
        kind: UnitKind::Other,
        words: Localized::from_fn(languages, |_| BTreeMap::new()),
        name: words("x"),
    });
    let measure = |id: &str, kind| MeasureSpec { id: Slug::new(id).unwrap(), name: words(id), unit: Arc::clone(&unit), kind };
    let records = RecordsSpec {
        holding: None,
        cities: None,
        id: Slug::new("records").unwrap(),
        file: PathBuf::from("records.csv"),
        counted: false,
        synthetic: true,
        person,
        columns,
    };
    let cube = CubeSpec {
        id: CubeId::new(id).unwrap(),
        records: 0,
        filter: Vec::new(),
        dimensions: dimensions.into_iter().map(|dimension| (dimension.id.to_string(), dimension)).collect(),
        measures: vec![measure("rows", MeasureKind::Rows), measure("amount", MeasureKind::Sum("amount".to_owned()))],
        threshold: 0,
        class: None,
    };
    Catalog {
        units: BTreeMap::new(),
        dimensions: BTreeMap::new(),
        places: None,
        indicators: Vec::new(),
        indicator_groups: Vec::new(),
        disclosure_classes: Vec::new(),
        records: vec![records],
        cubes: vec![cube],
        datasets: Vec::new(),
    }
}

/// A dimension with these codes and their names.
pub(crate) fn dimension(languages: &Languages, id: &str, codes: impl IntoIterator<Item = (String, String)>) -> Arc<Dimension> {
    let words = |text: &str| Localized::from_fn(languages, |_| text.to_owned());
    let entry = |(code, name): (String, String)| CodeEntry::bare(Code::new(&code).unwrap(), words(&name));
    Arc::new(Dimension::bare(DimensionId::new(id).unwrap(), words(id), codes.into_iter().map(entry).collect()))
}
