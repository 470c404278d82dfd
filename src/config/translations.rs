//! Reads `content/translations.toml`: which passages of its original each translation was made from. Written by `shanwai translated`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::reader::Document;
use crate::diag::{Sink, Source};

/// The file, below the root of a site.
pub const TRANSLATIONS: &str = "content/translations.toml";

/// By the file of a translation: hashes of the passages of its original, in their order.
pub type Translations = BTreeMap<PathBuf, Vec<String>>;

/// Reads the file.
pub(super) fn read(source: &Arc<Source>, sink: &Sink) -> Translations {
    let document = Document::parse(source, sink);
    let table = document.root();
    let mut found = Translations::new();
    for entry in table.tables("translation") {
        let file = entry.text("file");
        let passages = entry.texts("passages").into_iter().map(|hash| hash.value).collect();
        entry.finish();
        found.extend(file.map(|file| (PathBuf::from(file.value), passages)));
    }
    table.finish();
    found
}

/// The file as it is written, entries in the order of their names.
#[must_use]
pub fn written(translations: &Translations) -> String {
    let mut text = String::from(
        "# 译文所依据的原文，每段一个指纹。由 shanwai translated 写入，不必手工改。\n\
         # What each translation was made from, one fingerprint a passage. Written by shanwai translated; not to be edited.\n",
    );
    for (file, passages) in translations {
        let listed: String = passages.iter().map(|hash| format!("  \"{hash}\",\n")).collect();
        text += &format!("\n[[translation]]\nfile = \"{}\"\npassages = [\n{listed}]\n", file.display());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let all: Translations =
            [("content/a.en.md".into(), vec!["0011".to_owned(), "2233".to_owned()]), ("content/b.en.md".into(), vec![])].into();
        let sink = Sink::new();
        assert_eq!(read(&Source::new(TRANSLATIONS, written(&all)), &sink), all);
        assert!(sink.sorted().is_empty());
    }
}
