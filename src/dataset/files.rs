//! All files of a dataset, one after the other: each is made, hashed, compressed and handed over once.

use std::io::Write;

use super::package::Package;
use super::{Cited, Written, csv, csvw, data_package, json, json_stat, parquet, sdmx, xlsx};
use crate::files::sha256_hex;

/// A format: its word for people, its name in metadata, its media type.
struct Format {
    label: &'static str,
    format: &'static str,
    media: &'static str,
    resource: bool,
}

const fn format(label: &'static str, format: &'static str, media: &'static str) -> Format {
    Format { label, format, media, resource: true }
}

const XLSX: Format = format("download-xlsx", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
const CSV_PEOPLE: Format = format("download-csv-excel", "csv", "text/csv");
const CSV: Format = format("download-csv", "csv", "text/csv");
const JSON: Format = format("download-json", "json", "application/json");
const JSON_STAT: Format = format("download-json-stat", "json-stat", "application/json");
const SDMX: Format = format("download-sdmx", "sdmx-csv", "application/vnd.sdmx.data+csv;version=2.0.0");
const PARQUET: Format = format("download-parquet", "parquet", "application/vnd.apache.parquet");
const ZIP: Format = format("download-zip", "zip", "application/zip");

/// A file that describes others.
const fn about(label: &'static str, media: &'static str) -> Format {
    Format { label, format: "", media, resource: false }
}

const METADATA: Format = about("download-datapackage", "application/json");
const METADATA_CSVW: Format = about("download-csvw", "application/csvm+json");
const CITATION: Format = about("download-citation", "text/plain");
const README: Format = about("", "text/plain");
const SUMS: Format = about("download-sums", "text/plain");

/// A format that could not be written.
#[derive(Debug)]
pub struct Unwritten {
    /// Name of the file.
    pub name: String,
    /// What the library says.
    pub reason: String,
}

/// Where files go: name and bytes, in the order they are made.
pub type Hand<'h> = dyn FnMut(&str, &[u8]) + 'h;

/// Hands over files, and remembers what is told of them elsewhere.
struct Maker<'m> {
    hand: &'m mut Hand<'m>,
    folder: String,
    archive: zip::ZipWriter<std::io::Cursor<Vec<u8>>>,
    written: Vec<Written>,
}

impl Maker<'_> {
    /// Hands over a file and puts it into the archive; what is compressed already is stored as it is.
    fn put(&mut self, name: String, kind: &Format, lang: &str, bytes: &[u8]) -> Result<(), Unwritten> {
        let packed = matches!(kind.format, "xlsx" | "parquet");
        let method = if packed { zip::CompressionMethod::Stored } else { zip::CompressionMethod::Deflated };
        let options =
            zip::write::SimpleFileOptions::default().compression_method(method).last_modified_time(zip::DateTime::default());
        let path = format!("{}/{name}", self.folder);
        let stored = self.archive.start_file(path, options).map_err(|error| error.to_string());
        let stored = stored.and_then(|()| self.archive.write_all(bytes).map_err(|error| error.to_string()));
        stored.map_err(|reason| Unwritten { name: name.clone(), reason })?;
        self.hand(name, kind, lang, bytes);
        Ok(())
    }

    fn hand(&mut self, name: String, kind: &Format, lang: &str, bytes: &[u8]) {
        (self.hand)(&name, bytes);
        self.written.push(Written {
            name,
            label: kind.label,
            lang: lang.to_owned(),
            format: kind.format,
            media: kind.media,
            resource: kind.resource,
            size: bytes.len() as u64,
            sha256: sha256_hex(bytes),
        });
    }
}

/// The names of all files, in the order [`write()`] makes them.
#[must_use]
pub fn names(id: &str, languages: &crate::model::Languages) -> Vec<String> {
    let each = |end: &str| languages.iter().map(|lang| format!("{id}.{lang}.{end}")).collect::<Vec<_>>();
    let mut names = vec![format!("{id}.xlsx")];
    names.extend(each("excel.csv"));
    names.extend(["csv", "json"].map(|end| format!("{id}.{end}")));
    names.extend(each("json"));
    names.extend(["sdmx.csv", "parquet", "csv-metadata.json"].map(|end| format!("{id}.{end}")));
    names.extend(languages.iter().flat_map(|lang| ["bib", "ris", "csl.json"].map(|end| format!("{id}.{lang}.{end}"))));
    names.extend(["datapackage.json".to_owned()]);
    names.extend(languages.iter().map(|lang| format!("README.{lang}.md")));
    names.extend(["SHA256SUMS".to_owned(), format!("{id}.zip")]);
    names
}

/// Makes every file of a dataset; what was written, in order. Costs a pass over the cells for each format; memory is that of the
/// largest file and of the archive.
pub fn write<'m>(package: &Package, cited: &[Cited], hand: &'m mut Hand<'m>) -> Result<Vec<Written>, Unwritten> {
    let id = package.id;
    let archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut maker = Maker { hand, folder: id.to_owned(), archive, written: Vec::new() };
    let failed = |name: &str, reason: String| Unwritten { name: name.to_owned(), reason };
    let name = format!("{id}.xlsx");
    let bytes = xlsx::workbook(package).map_err(|error| failed(&name, error.to_string()))?;
    maker.put(name, &XLSX, "", &bytes)?;
    for lang in package.languages.iter() {
        maker.put(format!("{id}.{lang}.excel.csv"), &CSV_PEOPLE, lang.as_str(), &csv::for_people(package, lang))?;
    }
    maker.put(format!("{id}.csv"), &CSV, "", &csv::for_programs(package))?;
    maker.put(format!("{id}.json"), &JSON, "", &json::tidy(package))?;
    for lang in package.languages.iter() {
        maker.put(format!("{id}.{lang}.json"), &JSON_STAT, lang.as_str(), &json_stat::document(package, lang))?;
    }
    maker.put(format!("{id}.sdmx.csv"), &SDMX, "", &sdmx::message(package))?;
    let name = format!("{id}.parquet");
    let bytes = parquet::file(package).map_err(|error| failed(&name, error.to_string()))?;
    maker.put(name, &PARQUET, "", &bytes)?;
    maker.put(format!("{id}.csv-metadata.json"), &METADATA_CSVW, "", &csvw::metadata(package))?;
    for cited in cited {
        maker.put(format!("{id}.{}", cited.end), &CITATION, &cited.lang, cited.text.as_bytes())?;
    }
    let descriptor = data_package::descriptor(package, &maker.written);
    maker.put("datapackage.json".to_owned(), &METADATA, "", &descriptor)?;
    for lang in package.languages.iter() {
        let text = super::readme::text(package, lang, cited, &maker.written);
        maker.put(format!("README.{lang}.md"), &README, lang.as_str(), text.as_bytes())?;
    }
    let sums: String = maker.written.iter().map(|file| format!("{}  {}\n", file.sha256, file.name)).collect();
    maker.put("SHA256SUMS".to_owned(), &SUMS, "", sums.as_bytes())?;
    let archive = std::mem::replace(&mut maker.archive, zip::ZipWriter::new(std::io::Cursor::new(Vec::new())));
    let name = format!("{id}.zip");
    let bytes = archive.finish().map_err(|error| failed(&name, error.to_string()))?.into_inner();
    maker.hand(name, &ZIP, "", &bytes);
    Ok(maker.written)
}
