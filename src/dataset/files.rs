//! All files of a dataset, one after the other: each is written once to a spool, summed on the way, packed and handed over.
//!
//! No file is held in memory, and none is summed or compressed twice: what the archive holds compressed is stored there as it is.

use std::io::{self, BufWriter};

use super::package::Package;
use super::{Cited, Out, Written, csv, csvw, data_package, json, json_stat, parquet, readme, sdmx, xlsx};
use crate::files::{Held, Spool};

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

impl Unwritten {
    fn new(name: &str, reason: impl ToString) -> Self {
        Self { name: name.to_owned(), reason: reason.to_string() }
    }
}

/// Where files go, in the order they are made.
pub trait Hand {
    /// The folder where a file that is too large for memory lies until it is taken.
    fn meanwhile(&self) -> std::path::PathBuf;
    /// Hears that a file is finished, before it is packed and handed over.
    fn made(&mut self, _name: &str, _file: &Held) {}
    /// Takes a finished file.
    fn take(&mut self, name: &str, file: Held);
}

/// Bytes that gather before they are summed and written.
const BLOCK: usize = 1 << 16;

/// Writes one file through a spool in `folder`.
pub fn stream(folder: std::path::PathBuf, write: impl FnOnce(&mut Out) -> io::Result<()>) -> io::Result<Held> {
    let mut out = BufWriter::with_capacity(BLOCK, Spool::new(folder));
    write(&mut out)?;
    out.into_inner().map_err(io::IntoInnerError::into_error)?.finish()
}

/// Hands over files, and remembers what is told of them elsewhere.
struct Maker<'m> {
    hand: &'m mut dyn Hand,
    folder: String,
    archive: zip::ZipWriter<Spool>,
    written: Vec<Written>,
}

impl Maker<'_> {
    /// Makes a file, puts it into the archive and hands it over.
    fn make(
        &mut self,
        name: String,
        kind: &Format,
        lang: &str,
        write: impl FnOnce(&mut Out) -> io::Result<()>,
    ) -> Result<(), Unwritten> {
        let held = stream(self.hand.meanwhile(), write).map_err(|error| Unwritten::new(&name, error))?;
        self.hand.made(&name, &held);
        self.pack(&name, kind, &held).map_err(|error| Unwritten::new(&name, error))?;
        self.written.push(hand_over(self.hand, name, kind, lang, held));
        Ok(())
    }

    fn text(&mut self, name: String, kind: &Format, lang: &str, text: &[u8]) -> Result<(), Unwritten> {
        self.make(name, kind, lang, |out| out.write_all(text))
    }

    /// Puts a file into the archive; what is compressed already is stored as it is.
    fn pack(&mut self, name: &str, kind: &Format, held: &Held) -> io::Result<()> {
        let packed = matches!(kind.format, "xlsx" | "parquet");
        let method = if packed { zip::CompressionMethod::Stored } else { zip::CompressionMethod::Deflated };
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(zip::DateTime::default())
            .large_file(held.stamp().len > u64::from(u32::MAX) / 2);
        self.archive.start_file(format!("{}/{name}", self.folder), options)?;
        held.copy_to(&mut self.archive)
    }
}

fn hand_over(hand: &mut dyn Hand, name: String, kind: &Format, lang: &str, held: Held) -> Written {
    let stamp = held.stamp().clone();
    hand.take(&name, held);
    Written {
        name,
        label: kind.label,
        lang: lang.to_owned(),
        format: kind.format,
        media: kind.media,
        resource: kind.resource,
        size: stamp.len,
        sha256: stamp.sha256,
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

/// Makes every file of a dataset; what was written, in order. Costs a walk over the cells for each format; memory is that of a block of
/// rows, whatever the number of cells.
pub fn write(package: &Package, cited: &[Cited], hand: &mut dyn Hand) -> Result<Vec<Written>, Unwritten> {
    let id = package.id;
    let archive = zip::ZipWriter::new(Spool::seeking(hand.meanwhile()));
    let mut maker = Maker { hand, folder: id.to_owned(), archive, written: Vec::new() };
    figures(package, &mut maker)?;
    maker.text(format!("{id}.csv-metadata.json"), &METADATA_CSVW, "", &csvw::metadata(package))?;
    for cited in cited {
        maker.text(format!("{id}.{}", cited.end), &CITATION, &cited.lang, cited.text.as_bytes())?;
    }
    let descriptor = data_package::descriptor(package, &maker.written);
    maker.text("datapackage.json".to_owned(), &METADATA, "", &descriptor)?;
    for lang in package.languages.iter() {
        let text = readme::text(package, lang, cited, &maker.written);
        maker.text(format!("README.{lang}.md"), &README, lang.as_str(), text.as_bytes())?;
    }
    let sums: String = maker.written.iter().map(|file| format!("{}  {}\n", file.sha256, file.name)).collect();
    maker.text("SHA256SUMS".to_owned(), &SUMS, "", sums.as_bytes())?;
    let Maker { hand, archive, mut written, .. } = maker;
    let name = format!("{id}.zip");
    let held = archive.finish().map_err(io::Error::from).and_then(Spool::finish);
    let held = held.map_err(|error| Unwritten::new(&name, error))?;
    written.push(hand_over(hand, name, &ZIP, "", held));
    Ok(written)
}

/// The files that hold the figures.
fn figures(package: &Package, maker: &mut Maker) -> Result<(), Unwritten> {
    let id = package.id;
    let other = |error: &dyn std::fmt::Display| io::Error::other(error.to_string());
    maker.make(format!("{id}.xlsx"), &XLSX, "", |out| xlsx::workbook(package, out).map_err(|error| other(&error)))?;
    for lang in package.languages.iter() {
        let name = format!("{id}.{lang}.excel.csv");
        maker.make(name, &CSV_PEOPLE, lang.as_str(), |out| csv::for_people(package, lang, out))?;
    }
    maker.make(format!("{id}.csv"), &CSV, "", |out| csv::for_programs(package, out))?;
    maker.make(format!("{id}.json"), &JSON, "", |out| json::tidy(package, out))?;
    for lang in package.languages.iter() {
        maker.make(format!("{id}.{lang}.json"), &JSON_STAT, lang.as_str(), |out| json_stat::document(package, lang, out))?;
    }
    maker.make(format!("{id}.sdmx.csv"), &SDMX, "", |out| sdmx::message(package, out))?;
    maker.make(format!("{id}.parquet"), &PARQUET, "", |out| parquet::file(package, out).map_err(|error| other(&error)))
}
