//! Files for data users, written from published tables alone: one package for each dataset, in every format and with its metadata.

mod columns;
pub mod csv;
mod csvw;
mod data_package;
pub mod dcat;
pub mod fields;
mod files;
mod json;
mod json_stat;
pub mod package;
mod parquet;
mod readme;
mod sdmx;
pub mod time;
mod xlsx;

pub use files::{Hand, Unwritten, names, stream, write};
pub use json_stat::script;
pub use package::{Package, Words};

/// What the bytes of a format are written to, as they are made.
pub type Out<'o> = dyn std::io::Write + Send + 'o;

/// A file of a dataset that was handed over.
#[derive(Clone, Debug)]
pub struct Written {
    /// Name in the dataset's folder.
    pub name: String,
    /// Key of the word for its format; empty for a file that is not offered by itself.
    pub label: &'static str,
    /// Its language; empty when it is in none or in all.
    pub lang: String,
    /// Format as metadata calls it; empty for a file about others.
    pub format: &'static str,
    /// Media type.
    pub media: &'static str,
    /// Whether it holds the figures.
    pub resource: bool,
    /// Bytes.
    pub size: u64,
    /// SHA-256 sum in hexadecimal.
    pub sha256: String,
}

/// A citation file to be packed with a dataset.
#[derive(Clone, Debug)]
pub struct Cited {
    /// Its language.
    pub lang: String,
    /// How its name ends: `zh.bib`.
    pub end: String,
    /// Content.
    pub text: String,
    /// The citation as a sentence of that language.
    pub sentence: String,
}
