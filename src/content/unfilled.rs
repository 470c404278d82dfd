//! Pages that still hold what a starter site asks to be written.

use std::path::Path;
use std::sync::Arc;

use super::Library;
use super::rules::UNFILLED;
use crate::diag::{Diagnostic, Sink, Source, Span};
use crate::files::Root;
use crate::say;

/// How starter sites mark what is to be written.
const MARKS: [&str; 4] = ["待填写", "To be filled in", "to be filled in |", "to be filled in\""];

/// One warning for each page, and for the settings of the site, in which a mark of the starter is left; it tells the first line and how
/// many lines follow.
pub fn judge_unfilled(library: &Library, root: &Root, sink: &Sink) {
    let texts = library.pages().flat_map(|page| page.texts.iter().map(move |(_, text)| text.read(root).ok()));
    let settings = root.read(Path::new("content/site.toml")).ok();
    for source in texts.chain([settings]).flatten() {
        judge(&source, sink);
    }
}

fn judge(source: &Arc<Source>, sink: &Sink) {
    let text = source.text();
    let first = MARKS.iter().filter_map(|mark| text.find(mark).map(|at| at..at + mark.len())).min_by_key(|range| range.start);
    let Some(range) = first else { return };
    let lines = text.lines().filter(|line| MARKS.iter().any(|mark| line.contains(mark))).count();
    let message = say!("这里还没有填写", "this has not been filled in yet");
    let help = say!("写上内容，用不着的页面删去", "write it, or remove the page if it is not wanted");
    let mut found = Diagnostic::warning(&UNFILLED, message).at(Span { source: Arc::clone(source), range }).help(help);
    if lines > 1 {
        found = found.with_note(say!("这个文件里共有 {lines} 行", "lines like this in the file: {lines}"));
    }
    sink.push(found);
}
