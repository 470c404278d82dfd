//! The README of a dataset's folder in one language.

use std::fmt::Write;

use super::package::Package;
use super::{Cited, Written};
use crate::model::Lang;

/// Markdown: title, what it holds, who, when, how it was protected, signs, files with sizes, how to cite.
#[must_use]
pub(super) fn text(package: &Package, lang: &Lang, cited: &[Cited], files: &[Written]) -> String {
    let word = |key: &'static str| package.word(lang, key);
    let mut text = format!("# {}\n\n", package.title.get(lang));
    if package.table.is_synthetic() {
        let _ = writeln!(text, "**{}**\n", word("synthetic-data"));
    }
    if package.unsigned {
        let _ = writeln!(text, "**{}**\n", word("unsigned-data"));
    }
    let _ = writeln!(text, "{}\n", package.description.get(lang));
    for line in package.cover(lang) {
        let _ = writeln!(text, "- {line}");
    }
    let _ = writeln!(text, "\n## {}\n", word("package-signs"));
    for &(status, key) in package.statuses() {
        let sign = if status.shorthand.is_empty() { String::new() } else { format!(" {}", status.shorthand) };
        let _ = writeln!(text, "- `{} {}`{sign}: {}", status.observation, status.confidentiality, word(key));
    }
    let _ = writeln!(text, "\n## {}\n", word("package-dictionary"));
    for field in package.fields() {
        let _ = writeln!(text, "- `{}` {}: {}", field.name, field.title.get(lang), field.description.get(lang));
    }
    let _ = writeln!(text, "\n## {}\n", word("package-files"));
    for file in files {
        // What a file says of its language it says in that language.
        let own = package.languages.iter().find(|known| known.as_str() == file.lang).unwrap_or(lang);
        let _ = writeln!(text, "- `{}` {}", file.name, package.word(own, file.label));
    }
    if let Some(cited) = cited.iter().find(|cited| cited.lang == lang.as_str()) {
        let _ = writeln!(text, "\n## {}\n\n{}", word("package-cite"), cited.sentence);
    }
    text
}
