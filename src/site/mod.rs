//! The coordinator: load, plan, compose, render, judge, publish. One line of calls; the work is elsewhere.

mod aliases;
mod authored;
mod bundle;
pub mod city;
mod datasets;
mod edition;
mod export;
mod freeze;
mod generated;
mod guides;
mod listed;
mod load;
mod looked;
mod memo;
mod photos;
mod pictures;
mod province;
pub mod publish;
mod releases;
mod render;
mod review;
mod rollup;
mod search;
pub mod starter;
mod translated;
mod withdraw;
mod words;

use std::collections::BTreeMap;
use std::path::Path;

use crate::check::finished::{Finished, Unspoken};
use crate::check::identifiers::Watch;
use crate::check::language::Judge;
use crate::compose::Desk;
use crate::diag::{Failed, Progress, Rule, Sink};
use crate::model::Date;
pub use bundle::{Bundled, Pack, bundle};
pub use export::{Cut, Exported, export};
pub use freeze::{Compared, Contents, Order, compare, correct, correctable, release, sign};
pub use listed::{FactLine, FactList, facts};
pub use memo::Memo;
use publish::{Discard, Outputs, Publisher, Written};
pub use review::{Review, review};
pub use rollup::{RolledUp, roll_up};
pub use translated::translated;
pub use withdraw::{Taken, search_withdrawn, withdraw};
pub use words::{TranslatedWords, words};

/// The rules of this module.
pub static RULES: &[&Rule] = &[
    &rollup::NO_CITIES,
    &publish::FOREIGN,
    &publish::BUSY,
    &publish::TWICE,
    &datasets::UNWRITTEN,
    &freeze::UNKNOWN_FACT,
    &aliases::TAKEN,
    &translated::NO_PAGE,
    &bundle::NOT_A_BUNDLE,
    &bundle::NO_PROGRAM,
    &export::NO_ADDRESS,
    &export::NO_PAGE,
    &export::NOT_FRAGMENTS,
];

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
    /// Whether releases that lack sign-offs are shown: those who sign look at them first. Never for what is published.
    pub unsigned: bool,
}

/// What a build or a check did.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Pages, every language counted.
    pub pages: usize,
    /// Every address outside the site, with the files that link to it.
    pub external: BTreeMap<String, Vec<String>>,
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
    let made = produce(&loaded, options, sink, progress, memo, &publisher)?;
    progress.stage("publish", 0);
    let written = publisher.finish(GENERATOR).map_err(|trouble| sink.fail(trouble))?;
    Ok(Outcome { pages: made.pages, external: made.external, written })
}

/// Judges everything that a build judges and writes nothing.
pub fn check(root: &Path, options: &Options, sink: &Sink, progress: &dyn Progress) -> Result<Outcome, Failed> {
    let mut memo = Memo::default();
    let loaded = load::load(root, options, sink, progress, &mut memo)?;
    let made = produce(&loaded, options, sink, progress, &mut memo, &Discard::default())?;
    Ok(Outcome::of(made))
}

impl Outcome {
    /// What a check made, which writes nothing.
    fn of(made: Produced) -> Self {
        Self { pages: made.pages, external: made.external, written: Written { files: 0, changed: 0, removed: 0 } }
    }
}

/// What was made of a site.
struct Produced {
    pages: usize,
    external: BTreeMap<String, Vec<String>>,
}

/// Every file of the site into `outputs`.
fn produce(
    loaded: &load::Loaded,
    options: &Options,
    sink: &Sink,
    progress: &dyn Progress,
    memo: &mut Memo,
    outputs: &dyn Outputs,
) -> Result<Produced, Failed> {
    // What tells who a child is comes first: no other fault may hide it.
    let watch = Watch::new(&loaded.settings.identifiers, options.as_of, sink);
    watch.sources(&loaded.root, &mut memo.clean);
    let mut desk = loaded.desk(options, sink)?;
    // Kept until this build succeeds: after a failed one, pages of the last good one are kept again.
    let noted = memo.noted.clone();
    let finished = Finished::new(loaded.settings.site.base_url.as_deref(), unspoken(&desk), &noted);
    let outputs = looked::Looked { outputs, finished: &finished };
    let press = render::Press::new(&loaded.speech.theme, &outputs, sink, memo, &watch);
    let global = pictures::with_fonts(loaded.fingerprint(options), &desk);
    let global =
        if desk.sums.is_empty() { global } else { crate::files::content_hash(format!("{global:?} {:?}", desk.sums).as_bytes()) };
    press.assets(&desk, &loaded.root, &loaded.stylesheet(), global);
    photos::files(&desk, &press, &loaded.root, global);
    progress.stage("pages", loaded.library.pages().count() as u64);
    let judge = Judge::new(&loaded.settings, options.as_of);
    let summaries = authored::pages(loaded, &desk, &press, &judge, global, progress);
    crate::check::all(&summaries, &loaded.settings, &loaded.library, &loaded.root, sink);
    judge.settings(&loaded.root, sink);
    desk.said_on = authored::said_on(&summaries);
    let key = generated::key(global, &desk);
    let generated = generated::pages(&desk, &press, &loaded.root, key) + pictures::embeds(&desk, &press, key);
    progress.stage("pictures", 0);
    pictures::all(&desk, &press);
    desk.gallery.tell(sink);
    watch.finish();
    let photos: Vec<String> = desk.photos.iter().flat_map(|(name, shape)| shape.files(name)).collect();
    let unmade = press.unmade();
    let undrawn = desk.gallery.unmade();
    finished.promised(photos.iter().chain(&unmade).chain(&undrawn).map(String::as_str).chain([publish::MANIFEST]));
    finished.judge(&authored::sources(&desk), &loaded.root, sink);
    sink.check()?;
    let made = press.into_made();
    let external = finished.external();
    let noted = finished.into_noted();
    memo.remember(made, noted);
    Ok(Produced { pages: summaries.len() + generated, external })
}

/// What pages may not show: keys of interface words, and codes in the place of names.
fn unspoken(desk: &Desk) -> Unspoken {
    let catalog = &desk.settings.catalog;
    let keys = desk.voices.values().flat_map(|voice| voice.words.keys());
    let codes = catalog.dimensions.values().flat_map(|dimension| &dimension.codes).map(|entry| entry.code.as_str());
    let programmes = desk.settings.site.programmes.iter().map(|programme| programme.code.as_str());
    Unspoken::new(keys.chain(codes).chain(programmes))
}

#[cfg(test)]
mod tests;
