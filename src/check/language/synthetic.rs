//! Invented records are called so, in the catalogue and on the pages.

use std::path::Path;

use super::rules::{SYNTHETIC_LABEL, SYNTHETIC_RECORDS};
use crate::config::Settings;
use crate::diag::{Diagnostic, Sink};
use crate::say;

/// Records whose file says that they are invented, while the catalogue does not.
pub(in super::super) fn synthetic_records(settings: &Settings, sink: &Sink) {
    for records in settings.catalog.records.iter().filter(|records| !records.synthetic) {
        let file = records.file.to_string_lossy().to_lowercase();
        if file.contains("synthetic") {
            let id = &records.id;
            let message = say!(
                "`{id}` 的文件写明是虚构的，设置里没有声明",
                "the file of `{id}` says that it is invented, its settings do not"
            );
            let help = say!("在 `[records.{id}]` 里加上 `synthetic = true`", "add `synthetic = true` to `[records.{id}]`");
            sink.push(Diagnostic::error(&SYNTHETIC_RECORDS, message).at(Path::new("data/catalog.toml")).help(help));
        }
    }
}

/// A page that shows invented records and does not say so; `label` is how it would.
#[must_use]
pub fn unlabelled(path: &str, html: &str, label: &str) -> Option<Diagnostic> {
    let said = html.contains(label);
    (!said).then(|| {
        let message = say!("页面用了虚构的记录，却没有标出", "the page shows invented records and does not say so");
        let help = say!(
            "在模板里用 `{{{{ <synthetic_note /> }}}}` 或 `{{{{ <synthetic_badge /> }}}}`",
            "use `{{{{ <synthetic_note /> }}}}` or `{{{{ <synthetic_badge /> }}}}` in the template"
        );
        Diagnostic::error(&SYNTHETIC_LABEL, message).at(Path::new(path)).help(help)
    })
}
