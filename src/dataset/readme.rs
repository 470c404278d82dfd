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
    let _ = writeln!(text, "{}\n", package.description.get(lang));
    let mut line = |key: &'static str, said: &str| {
        let _ = writeln!(text, "- {} {said}", word(key));
    };
    line("package-publisher", package.publisher.get(lang));
    if let Some(email) = package.email {
        line("package-contact", email);
    }
    line("package-place", package.place.get(lang));
    if let Some((from, to)) = package.coverage {
        line("package-period", &format!("{from} – {to}"));
    }
    line("package-version", &package.version);
    if let Some(date) = package.next_update {
        line("package-next", &date.to_string());
    }
    line("package-page", package.page.get(lang));
    line("package-licence", &format!("{} {}", package.licence.name, package.licence.url));
    line("package-protection", package.protection.get(lang));
    let _ = writeln!(text, "\n## {}\n", word("package-signs"));
    for (status, key) in package.statuses() {
        let sign = if status.shorthand.is_empty() { String::new() } else { format!(" {}", status.shorthand) };
        let _ = writeln!(text, "- `{} {}`{sign}: {}", status.observation, status.confidentiality, word(key));
    }
    let _ = writeln!(text, "\n## {}\n", word("package-dictionary"));
    for field in package.fields() {
        let _ = writeln!(text, "- `{}` {}: {}", field.name, field.title.get(lang), field.description.get(lang));
    }
    let _ = writeln!(text, "\n## {}\n", word("package-files"));
    for file in files {
        let _ = writeln!(text, "- `{}` {}", file.name, word(file.label));
    }
    if let Some(cited) = cited.iter().find(|cited| cited.lang == lang.as_str()) {
        let _ = writeln!(text, "\n## {}\n\n{}", word("package-cite"), cited.sentence);
    }
    text
}
