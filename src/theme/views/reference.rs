//! What the templates of pages to look things up in may see: the glossary.

use serde::Serialize;

use super::Link;

/// The glossary.
#[derive(Clone, Debug, Serialize)]
pub struct GlossaryView {
    /// Title.
    pub title: String,
    /// What is found here.
    pub lead: String,
    /// Its parts; none is empty.
    pub groups: Vec<TermGroup>,
}

/// A part of the glossary.
#[derive(Clone, Debug, Serialize)]
pub struct TermGroup {
    /// Id on the page.
    pub id: String,
    /// Title.
    pub title: String,
    /// Its terms.
    pub terms: Vec<TermView>,
}

/// A term.
#[derive(Clone, Debug, Serialize)]
pub struct TermView {
    /// Anchor, the same in every language.
    pub id: String,
    /// The term.
    pub name: String,
    /// The term in the other languages of the site, each with its language and no address.
    pub others: Vec<Link>,
    /// What it means.
    pub definition: String,
}

/// The fact sheet: one page of paper for those who write about the site.
#[derive(Clone, Debug, Serialize)]
pub struct FactSheetView {
    /// Title.
    pub title: String,
    /// What the site is about.
    pub lead: String,
    /// Headline figures.
    pub facts: Vec<SheetFact>,
    /// How sure the register is of its figures, see [`super::Tally`].
    pub tally: Vec<super::Tally>,
    /// What to keep in mind: only what the figures shown call for.
    pub rules: Vec<String>,
    /// The sources of the figures shown.
    pub sources: Vec<super::SourceView>,
    /// The public address of the sheet; empty when the site has none.
    pub address: String,
    /// The same address as a code for cameras, SVG; empty when the site has none.
    pub svg_code: String,
    /// The page for the press; nothing when the site has none.
    pub press: Option<Link>,
}

/// A figure on the fact sheet.
#[derive(Clone, Debug, Serialize)]
pub struct SheetFact {
    /// The figure.
    pub fact: super::FactCard,
    /// What its bound means; empty for one as the source prints it.
    pub bound_text: String,
    /// Its public address, or its path in the site when that has none.
    pub address: String,
}

/// The print edition: the site as one document.
#[derive(Clone, Debug, Serialize)]
pub struct EditionView {
    /// Title.
    pub title: String,
    /// What it holds, and what it leaves out.
    pub lead: String,
    /// The public address of the site, to which the paths of the document belong; empty when it has none.
    pub address: String,
    /// Its chapters; none is empty.
    pub chapters: Vec<Chapter>,
}

/// A chapter of the print edition.
#[derive(Clone, Debug, Serialize)]
pub struct Chapter {
    /// Id on the page.
    pub id: String,
    /// Title.
    pub title: String,
    /// One sentence; may be empty.
    pub lead: String,
    /// Its sections.
    pub sections: Vec<ChapterSection>,
}

/// A page of the site, or a group of figures, within a chapter.
#[derive(Clone, Debug, Serialize)]
pub struct ChapterSection {
    /// Id on the page.
    pub id: String,
    /// Title.
    pub title: String,
    /// One paragraph; may be empty.
    pub lead: String,
    /// Where it stands in the site, as a link whose words are the address; nothing for what has no page of its own.
    pub address: Option<Link>,
    /// Whether made of invented records.
    pub synthetic: bool,
    /// Text, charts and tables. Headings in it begin at level 4.
    pub blocks: Vec<super::Block>,
}
