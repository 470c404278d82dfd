//! Parquet: one typed column each, words about the columns in the Arrow schema, words about the file in its key-value metadata.
//!
//! Rows go out in groups, so that memory is that of a group. Bytes depend on the figures alone: no time,
//! no name of a machine.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::{ArrayRef, BooleanArray, Decimal128Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field as ArrowField, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;

use super::Out;
use super::fields::{Field, Kind};
use super::package::{Observation, Package};
use crate::confidential::Cell;
use crate::model::Decimal;

/// Rows of a group.
const GROUP: usize = 1 << 16;

/// The file. `value` is a 64-bit integer when all figures are whole, else a decimal with as many places as the most exact figure.
pub(super) fn file(package: &Package, out: &mut Out) -> Result<(), ParquetError> {
    let fields = package.fields();
    let places = super::columns::places(package).into_iter().max().unwrap_or(0);
    let schema = Arc::new(Schema::new(fields.iter().map(|field| column(package, field, places)).collect::<Vec<_>>()));
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by(concat!("shanwai ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_key_value_metadata(Some(metadata(package)))
        .build();
    let mut writer = ArrowWriter::try_new(out, Arc::clone(&schema), Some(properties))?;
    let mut group = Vec::with_capacity(GROUP.min(package.cells()));
    for observation in package.observations() {
        group.push(observation);
        if group.len() == GROUP {
            writer.write(&batch(package, &fields, &schema, places, &group)?)?;
            writer.flush()?;
            group.clear();
        }
    }
    if !group.is_empty() {
        writer.write(&batch(package, &fields, &schema, places, &group)?)?;
    }
    writer.close().map(drop)
}

/// A column with its title and description in every language.
fn column(package: &Package, field: &Field, places: u8) -> ArrowField {
    let kind = match field.kind {
        Kind::Value if places == 0 => DataType::Int64,
        Kind::Value => DataType::Decimal128(38, i8::try_from(places).unwrap_or(i8::MAX)),
        Kind::Synthetic => DataType::Boolean,
        _ => DataType::Utf8,
    };
    let words: HashMap<String, String> = package
        .languages
        .iter()
        .flat_map(|lang| {
            [
                (format!("title_{lang}"), field.title.get(lang).clone()),
                (format!("description_{lang}"), field.description.get(lang).clone()),
            ]
        })
        .collect();
    ArrowField::new(&field.name, kind, matches!(field.kind, Kind::Value | Kind::Reason)).with_metadata(words)
}

fn metadata(package: &Package) -> Vec<KeyValue> {
    let said = |key: &str, texts: &crate::model::Localized<String>| {
        let each = package.languages.iter().map(|lang| KeyValue::new(format!("{key}_{lang}"), texts.get(lang).clone()));
        each.collect::<Vec<_>>()
    };
    let mut all = said("title", package.title);
    all.extend(said("description", package.description));
    all.extend(said("source", package.publisher));
    all.extend(said("protection", &package.protection));
    all.push(KeyValue::new("license".to_owned(), package.licence.url.clone()));
    all.push(KeyValue::new("version".to_owned(), package.version.clone()));
    all.push(KeyValue::new("synthetic".to_owned(), package.table.is_synthetic().to_string()));
    all
}

fn batch(
    package: &Package,
    fields: &[Field],
    schema: &Arc<Schema>,
    places: u8,
    group: &[Observation],
) -> Result<RecordBatch, ParquetError> {
    let arrays = fields.iter().map(|field| -> Result<ArrayRef, ParquetError> {
        let texts = group.iter().map(|observation| package.text(field.kind, observation));
        Ok(match field.kind {
            Kind::Value => values(group, places)?,
            Kind::Synthetic => Arc::new(BooleanArray::from(vec![package.table.is_synthetic(); group.len()])),
            Kind::Reason => Arc::new(texts.map(|text| Some(text).filter(|text| !text.is_empty())).collect::<StringArray>()),
            _ => Arc::new(StringArray::from_iter_values(texts)),
        })
    });
    Ok(RecordBatch::try_new(Arc::clone(schema), arrays.collect::<Result<_, _>>()?)?)
}

fn values(group: &[Observation], places: u8) -> Result<ArrayRef, ParquetError> {
    let figure = |observation: &Observation| match observation.cell {
        Cell::Value(value) => Some(value),
        _ => None,
    };
    let units = |value: Decimal| value.at_places(places).unwrap_or(i128::MAX);
    if places == 0 {
        let whole = |value| i64::try_from(units(value)).unwrap_or(i64::MAX);
        return Ok(Arc::new(group.iter().map(|observation| figure(observation).map(whole)).collect::<Int64Array>()));
    }
    let all = group.iter().map(|observation| figure(observation).map(units)).collect::<Decimal128Array>();
    let scale = i8::try_from(places).unwrap_or(i8::MAX);
    Ok(Arc::new(all.with_precision_and_scale(38, scale)?))
}
