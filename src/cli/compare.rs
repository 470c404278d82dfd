//! `compare`: the numbers of two texts that should say the same.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use super::build::counted;
use super::ui::Ui;
use crate::collate::{self, Couple};
use crate::diag::{Diagnostic, Level, Sink, Source};
use crate::files::Root;
use crate::say;

/// 0: the same numbers; 1: some differ; 2: a file could not be read or there was nothing to compare.
pub(super) fn run(ui: &Ui, left: &Path, right: Option<&Path>) -> ExitCode {
    let sink = Sink::new();
    let couples = couples(left, right, &sink);
    let texts: Vec<(Arc<Source>, Arc<Source>)> = couples
        .iter()
        .filter_map(|couple| match couple {
            Couple::Both(a, b) => Some((read(a, &sink)?, read(b, &sink)?)),
            Couple::Alone(path) => {
                sink.push(collate::alone(path));
                None
            }
        })
        .collect();
    if texts.is_empty() && sink.check().is_ok() {
        sink.push(collate::nothing(left));
    }
    if sink.check().is_err() {
        ui.show(&sink.sorted());
        return ExitCode::from(2);
    }
    let passages: usize = texts.iter().map(|(a, b)| collate::compare(a, b, &sink)).sum();
    ui.show(&sink.sorted());
    let (pairs, found) = (texts.len(), sink.count(Level::Error));
    let (pairs_en, passages_en, found_en) = (counted(pairs, "pair"), counted(passages, "passage"), counted(found, "difference"));
    ui.say(&say!(
        "比较了 {pairs} 对文件、{passages} 段：{found} 处不同",
        "compared {pairs_en} of files, {passages_en}: {found_en}",
    ));
    ExitCode::from(u8::from(found > 0))
}

/// What is compared with what; the faults of listing go to the sink.
fn couples(left: &Path, right: Option<&Path>, sink: &Sink) -> Vec<Couple> {
    match right {
        Some(right) if !left.is_dir() && !right.is_dir() => vec![Couple::Both(left.to_path_buf(), right.to_path_buf())],
        Some(right) => collate::couples(left, &list(left, sink), right, &list(right, sink)),
        None => {
            let own = list(left, sink);
            collate::couples(left, &own, left, &own)
        }
    }
}

/// The files of a folder, relative to it.
fn list(folder: &Path, sink: &Sink) -> Vec<PathBuf> {
    let root = match Root::open(folder) {
        Ok(root) => root,
        Err(trouble) => {
            sink.push(trouble.diagnostic());
            return Vec::new();
        }
    };
    let (entries, troubles) = root.walk("");
    troubles.iter().for_each(|trouble| sink.push(trouble.diagnostic()));
    entries.into_iter().map(|entry| entry.path).collect()
}

/// A text under the path it was asked for by.
fn read(path: &Path, sink: &Sink) -> Option<Arc<Source>> {
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let read = Root::open(folder).and_then(|root| root.read(path.file_name().unwrap_or_default()));
    match read {
        Ok(source) => Some(Source::new(path, source.text())),
        Err(trouble) => {
            let mut fault: Diagnostic = trouble.diagnostic();
            fault.places = vec![(path.to_path_buf().into(), None)];
            sink.push(fault);
            None
        }
    }
}
