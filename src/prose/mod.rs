//! Words: Markdown with `{{ expressions }}` bound to facts → HTML, and which facts were said.

mod cjk;
mod links;
mod numbers;
mod passage;
mod plans;
mod rewrite;
mod rules;
mod write;

pub use passage::Passage;
pub use plans::says_plan;
pub(crate) use plans::untitled;
pub use rules::RULES;
pub(crate) use write::is_file_name;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use crate::diag::{Sink, Source};
use crate::expr::Scope;
use crate::model::{ChartId, DatasetId, FactId, Lang};
use crate::numbers::Passage as Spoken;

/// What a text may link to and show. Targets are as written: `/projects/city-camps/`, without `#part`.
pub trait Links {
    /// The relative link to a page or file of the site; `None` when there is none.
    fn href(&self, target: &str) -> Option<String>;
    /// The relative link to a fact's page.
    fn fact_href(&self, id: &str) -> Option<String>;
    /// The known target nearest to a mistyped one.
    fn nearest(&self, _target: &str) -> Option<String> {
        None
    }
    /// A picture below `/static/` in its sizes; nothing for drawings in SVG and others.
    fn picture(&self, _target: &str) -> Option<Picture> {
        None
    }
    /// Whether there is such a chart.
    fn has_chart(&self, _id: &str) -> bool {
        true
    }
    /// Whether there is such a dataset.
    fn has_dataset(&self, _id: &str) -> bool {
        true
    }
    /// Whether numbers may stand in the text without citing a fact.
    fn allows_unbound_numbers(&self) -> bool {
        false
    }
}

/// A picture in its sizes: relative links, ready to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Width of the widest file, in pixels.
    pub width: u32,
    /// Its height.
    pub height: u32,
    /// `srcset` for every reader.
    pub sizes: String,
    /// `srcset` of WebP files; nothing when there are none.
    pub webp: Option<String>,
}

/// A composed text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Composed {
    /// HTML and the places for figures between it, in reading order.
    pub pieces: Vec<Piece>,
    /// Headings of level 2 and 3.
    pub toc: Vec<Heading>,
    /// Every fact that was said.
    pub facts_used: BTreeSet<FactId>,
    /// Every cube of which a cell was said.
    pub cubes_used: BTreeSet<String>,
    /// The words of each paragraph, heading and cell, in reading order.
    pub passages: Vec<Passage>,
    /// The same as they are read, expressions said, with their numbers.
    pub spoken: Vec<Spoken>,
    /// Links to other pages of the site: the target as written, and where.
    pub links: Vec<(String, Range<usize>)>,
}

impl Composed {
    /// Whether a cell was said of a cube that `synthetic` calls invented.
    pub fn says_synthetic(&self, mut synthetic: impl FnMut(&str) -> bool) -> bool {
        self.cubes_used.iter().any(|cube| synthetic(cube))
    }
}

/// A stretch of a composed text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Ready HTML.
    Html(String),
    /// A chart: `{{ chart("id") }}` alone in its paragraph.
    Chart(ChartId),
    /// A row of fact figures: `{{ figures("id", "id") }}` alone in its paragraph.
    Figures(Vec<FactId>),
    /// A dataset's preview: `{{ dataset("id") }}` alone in its paragraph.
    Dataset(DatasetId),
    /// A generated list: `{{ list("facts") }}`: `facts`, `comparisons`, `withheld`, `sources`, `indicators`, `places`, `datasets`,
    /// `protection`, `attempts`, `corrections`, `tested`.
    List(String),
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 2 or 3.
    pub level: u8,
    /// Its id.
    pub id: String,
    /// Its words, without marks.
    pub text: String,
}

/// Composes the Markdown of `source` from byte `body` on. Every fault goes to `sink` with its place in the file; the text that
/// comes back is then for looking at only. Linear in the length of the text.
pub fn compose(source: &Arc<Source>, body: usize, lang: &Lang, scope: &dyn Scope, links: &dyn Links, sink: &Sink) -> Composed {
    let text = source.text();
    // A file that changed since its front matter was read may be shorter now.
    let body = (0..=body.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let rewritten = rewrite::rewrite(text, body);
    write::Writer::new(source, &rewritten, lang, scope, links, sink).run()
}

// A leak that must not compile (`tests/suite/barrier.rs`).
#[cfg(leak_2)] // E0451: a published table cannot be written down, nor a sealed one altered.
fn leak(table: crate::confidential::PublishedTable) -> crate::confidential::PublishedTable {
    crate::confidential::PublishedTable { threshold: 0, ..table }
}

#[cfg(test)]
mod tests;
