//! The coordinator: load, plan, compose, render, judge, publish. One line of calls; the work is elsewhere.

mod aliases;
mod authored;
pub mod city;
mod datasets;
mod freeze;
mod generated;
mod load;
mod memo;
mod photos;
mod pictures;
pub mod publish;
mod releases;
mod render;
mod search;
pub mod starter;

use std::path::Path;

use crate::check::identifiers::Watch;
use crate::diag::{Failed, Progress, Rule, Sink};
use crate::model::Date;
pub use freeze::{Compared, Order, compare, correct, correctable, release, sign};
pub use memo::Memo;
use publish::{Discard, Outputs, Publisher, Written};

/// The rules of this module.
pub static RULES: &[&Rule] =
    &[&publish::FOREIGN, &publish::BUSY, &publish::TWICE, &datasets::UNWRITTEN, &freeze::UNKNOWN_FACT, &aliases::TAKEN];

/// Names the tool in the manifest of a site.
const GENERATOR: &str = concat!("shanwai ", env!("CARGO_PKG_VERSION"));

/// What a build is told besides the site itself.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The date shown on the pages; never the clock.
    pub as_of: Option<Date>,
    /// The public address instead of that in `site.toml`; with a final slash.
    pub base_url: Option<String>,
    /// Whether to warn of what a government site's footer lacks.
    pub gov: bool,
}

/// What a build or a check did.
#[derive(Clone, Copy, Debug)]
pub struct Outcome {
    /// Pages, every language counted.
    pub pages: usize,
    /// What happened on the disk.
    pub written: Written,
}

/// Builds the site at `root` into `out`. On any error `out` stays as it was. `memo` makes the next build of the same process quick.
pub fn build(
    root: &Path,
    out: &Path,
    options: &Options,
    sink: &Sink,
    progress: &dyn Progress,
    memo: &mut Memo,
) -> Result<Outcome, Failed> {
    // What lies in the output is looked up while the site is read.
    let (publisher, loaded) = rayon::join(
        || Publisher::begin(out).map_err(|trouble| sink.fail(trouble)),
        || load::load(root, options, sink, progress, memo),
    );
    let (publisher, loaded) = (publisher?, loaded?);
    let pages = produce(&loaded, options, sink, progress, memo, &publisher)?;
    progress.stage("publish", 0);
    let written = publisher.finish(GENERATOR).map_err(|trouble| sink.fail(trouble))?;
    Ok(Outcome { pages, written })
}

/// Judges everything that a build judges and writes nothing.
pub fn check(root: &Path, options: &Options, sink: &Sink, progress: &dyn Progress) -> Result<Outcome, Failed> {
    let mut memo = Memo::default();
    let loaded = load::load(root, options, sink, progress, &mut memo)?;
    let pages = produce(&loaded, options, sink, progress, &mut memo, &Discard::default())?;
    Ok(Outcome { pages, written: Written { files: 0, changed: 0, removed: 0 } })
}

/// Every file of the site into `outputs`; how many pages.
fn produce(
    loaded: &load::Loaded,
    options: &Options,
    sink: &Sink,
    progress: &dyn Progress,
    memo: &mut Memo,
    outputs: &dyn Outputs,
) -> Result<usize, Failed> {
    let mut desk = loaded.desk(options, sink)?;
    let watch = Watch::new(&loaded.settings.identifiers, options.as_of, sink);
    watch.sources(&loaded.root, &mut memo.clean);
    let press = render::Press::new(&loaded.speech.theme, outputs, sink, memo, &watch);
    let global = pictures::with_fonts(loaded.fingerprint(options), &desk);
    press.assets(&desk, &loaded.root, &loaded.stylesheet(), global);
    photos::files(&desk, &press, &loaded.root, global);
    progress.stage("pages", loaded.library.pages().count() as u64);
    let summaries = authored::pages(loaded, &desk, &press, global, progress);
    crate::check::all(&summaries, &loaded.root, sink);
    desk.said_on = authored::said_on(&summaries);
    let key = generated::key(global, &desk);
    let generated = generated::pages(&desk, &press, &loaded.root, key) + pictures::embeds(&desk, &press, key);
    progress.stage("pictures", 0);
    pictures::all(&desk, &press);
    desk.gallery.tell(sink);
    watch.finish();
    sink.check()?;
    let made = press.into_made();
    memo.remember(made);
    Ok(summaries.len() + generated)
}

/// One line of `shanwai facts`.
#[derive(Clone, Debug)]
pub struct FactLine {
    /// Id.
    pub id: String,
    /// Name.
    pub label: String,
    /// The figure in words.
    pub figure: String,
    /// Period in words.
    pub period: String,
}

/// What may be cited, in the site's first language that is Chinese (or is not).
pub fn facts(root: &Path, sink: &Sink, chinese: bool) -> Result<Vec<FactLine>, Failed> {
    let loaded = load::load(root, &Options::default(), sink, &crate::diag::Silent, &mut Memo::default())?;
    let desk = loaded.desk(&Options::default(), sink)?;
    let languages = &desk.settings.site.languages;
    let lang = languages.iter().find(|lang| lang.is_chinese() == chinese).unwrap_or(languages.default_lang());
    let voice = desk.voice(lang);
    let lines = desk.book.iter().map(|fact| FactLine {
        id: fact.spec.id.to_string(),
        label: fact.spec.label.get(lang).clone(),
        figure: voice.wording.quantity(&fact.quantity).full,
        period: fact.spec.period.label.get(lang).clone(),
    });
    Ok(lines.collect())
}

#[cfg(test)]
mod tests;
