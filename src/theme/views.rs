//! What templates may see: one struct per kind of page, every field documented. Strings named `*_html` and `svg*` are safe HTML.
//!
//! Every view is rendered as `{ frame, page }`: `frame` is the same on every page, `page` is one of the structs below.
//! All `href`s are ready to print: relative to the page and naming `index.html`.

mod reference;

pub use reference::*;

use serde::Serialize;

/// What every page has.
#[derive(Clone, Debug, Serialize)]
pub struct Frame {
    /// BCP 47 tag of this page, for `lang`.
    pub lang: String,
    /// The site's name.
    pub site_title: String,
    /// The place the site is about.
    pub site_place: String,
    /// Title for `<title>`, without the site's name; the site's name itself on the home page.
    pub title: String,
    /// Description for `<meta>`; may be empty.
    pub description: String,
    /// `home`, `page`, `section`, `project`, `story`, `places`, `place`, `indicators`, `indicator`, `facts`, `fact`, `datasets`, `dataset`, `explore`, `slice`, `search`, `glossary`, `factsheet` (the headline figures on a page of paper), `edition` (the site as one document), `term`, `embed`, `gone` (the notice where something was taken down), `404`.
    pub kind: String,
    /// Way to the site's root: `""`, `../`, `../../`; on the 404 page the absolute base path.
    pub root: String,
    /// Link to this language's home page.
    pub home: String,
    /// Absolute address of this page; absent when the site has no base address.
    pub canonical: Option<String>,
    /// This page in every language, this one included; absolute when the site has a base address.
    pub alternates: Vec<Alternate>,
    /// The other languages, for the switch.
    pub languages: Vec<Link>,
    /// Main navigation.
    pub nav: Vec<NavLink>,
    /// The way from home to here, home first, this page not included; empty on home.
    pub crumbs: Vec<Link>,
    /// Link to the page of search; empty when the site has none.
    pub search: String,
    /// Links to content-hashed style sheets.
    pub styles: Vec<String>,
    /// Link to the favicon (SVG).
    pub icon: Option<String>,
    /// Link to the Atom feed of this language.
    pub feed: Link,
    /// The Content-Security-Policy of the page, for a `meta` element: it holds without a server, too.
    pub policy: &'static str,
    /// Whether this page shows numbers made of invented records.
    pub synthetic: bool,
    /// In a site of several cities: a sentence that says whose figures were taken for a trial without being signed off; else empty.
    pub unsigned: String,
    /// Who publishes.
    pub publisher: PublisherView,
    /// Licence of text and data.
    pub licence: Link,
    /// Government footer.
    pub gov: Option<GovView>,
    /// Footer links (privacy, accessibility …): pages marked `footer = true`.
    pub footer: Vec<Link>,
    /// Date the site was built as of, ISO 8601, if given with `--as-of`.
    pub as_of: Option<String>,
    /// The same date in words.
    pub as_of_text: Option<String>,
    /// Type for Open Graph: `website` or `article`.
    pub og_type: String,
    /// The picture shown beside a link to this page; nothing without a public address.
    pub card: Option<CardImage>,
    /// Theme options from `site.toml`, as text.
    pub options: std::collections::BTreeMap<String, String>,
}

/// A page in one language.
#[derive(Clone, Debug, Serialize)]
pub struct Alternate {
    /// BCP 47 tag; `x-default` for the default language's second entry.
    pub lang: String,
    /// Address.
    pub href: String,
}

/// A link.
#[derive(Clone, Debug, Serialize)]
pub struct Link {
    /// Words.
    pub label: String,
    /// Address.
    pub href: String,
    /// Language of the target, when it is not this page's; else empty.
    pub lang: String,
}

/// An entry of the main navigation.
#[derive(Clone, Debug, Serialize)]
pub struct NavLink {
    /// Words.
    pub label: String,
    /// Address.
    pub href: String,
    /// Whether this page is it or stands below it.
    pub current: bool,
    /// Whether this page is exactly it.
    pub here: bool,
}

/// Who publishes.
#[derive(Clone, Debug, Serialize)]
pub struct PublisherView {
    /// Name.
    pub name: String,
    /// Address in words.
    pub address: Option<String>,
    /// Mailbox.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Home page.
    pub url: Option<String>,
}

/// Government footer; every field optional.
#[derive(Clone, Debug, Serialize)]
pub struct GovView {
    /// 主办单位
    pub sponsor: Option<String>,
    /// 承办单位
    pub organiser: Option<String>,
    /// ICP备案号
    pub icp: Option<String>,
    /// 公安备案号
    pub police: Option<String>,
    /// 网站标识码
    pub site_code: Option<String>,
    /// 找错
    pub report_error: Option<String>,
}

/// A stretch of a page's main text.
#[derive(Clone, Debug, Serialize)]
pub struct Block {
    /// `html`, `figure`, `facts`, `dataset`, `table`, `list`.
    pub kind: &'static str,
    /// HTML, when `html`.
    pub html: Option<String>,
    /// When `figure`.
    pub figure: Option<FigureView>,
    /// When `facts`: figures in a row.
    pub facts: Vec<FactCard>,
    /// When `dataset`.
    pub dataset: Option<DatasetCard>,
    /// When `table` or a `list` drawn as a table.
    pub table: Option<TableView>,
    /// When `list`: its name (`facts`, `comparisons`, `withheld`, `sources` …).
    pub list: Option<String>,
    /// When `list` of comparisons.
    pub comparisons: Vec<ComparisonView>,
    /// When `list` of sources.
    pub sources: Vec<SourceView>,
    /// When `list` of links.
    pub links: Vec<Card>,
}

/// A chart with its table.
#[derive(Clone, Debug, Serialize)]
pub struct FigureView {
    /// Id on the page.
    pub id: String,
    /// The finding.
    pub title: String,
    /// Measure, unit, period.
    pub subtitle: String,
    /// SVG for wide columns; inline, with title and description inside.
    pub svg_wide: String,
    /// SVG for phones; hidden from screen readers' doubles by CSS `display`.
    pub svg_narrow: String,
    /// The description in words.
    pub description: String,
    /// The data.
    pub table: TableView,
    /// What was done to the figures, where they are not as counted; mostly empty.
    pub note: String,
    /// Whether made of invented records.
    pub synthetic: bool,
    /// Sources, as links or bare words (empty href).
    pub sources: Vec<Link>,
    /// How to show it elsewhere; nothing where it has no picture.
    pub embed: Option<EmbedBox>,
}

/// How a chart or a statistic is shown elsewhere: picture files, and snippets of HTML to be copied.
#[derive(Clone, Debug, Serialize)]
pub struct EmbedBox {
    /// Id on the page; begins the ids of the fields.
    pub id: String,
    /// Picture files: format and link.
    pub files: Vec<Link>,
    /// The page made to stand in a frame.
    pub page: String,
    /// The live picture first, then that of each release that holds it.
    pub choices: Vec<EmbedChoice>,
    /// Whether the addresses in the snippets are whole; without a public address they are relative to the site's root.
    pub absolute: bool,
    /// The oEmbed document for the page's head; nothing without a public address.
    pub oembed: Option<Link>,
}

/// One way to embed.
#[derive(Clone, Debug, Serialize)]
pub struct EmbedChoice {
    /// Version of the release; empty: always the newest figures.
    pub version: String,
    /// A picture with caption and source; needs no script.
    pub figure: String,
    /// A frame with the embed page; empty for a release, whose picture alone is kept.
    pub frame: String,
}

/// A picture that other services show beside a link to the page.
#[derive(Clone, Debug, Serialize)]
pub struct CardImage {
    /// Absolute address of the PNG.
    pub href: String,
    /// Width in points.
    pub width: u32,
    /// Height in points.
    pub height: u32,
    /// The picture in words.
    pub alt: String,
}

/// A page made to stand in a frame of another site: one chart or one statistic and where it is from.
#[derive(Clone, Debug, Serialize)]
pub struct EmbedView {
    /// Heading.
    pub title: String,
    /// The chart.
    pub figure: Option<FigureView>,
    /// The statistic, when it is no chart.
    pub fact: Option<FactCard>,
    /// What a bound means; may be empty.
    pub bound_text: String,
    /// Why it is withheld; may be empty.
    pub withheld_because: String,
    /// Where it is from, with the date.
    pub source: String,
    /// The page it belongs to.
    pub home: Link,
    /// The oEmbed document; nothing without a public address.
    pub oembed: Option<Link>,
}

/// A data table.
#[derive(Clone, Debug, Serialize)]
pub struct TableView {
    /// Caption; may be empty.
    pub caption: String,
    /// Headings.
    pub head: Vec<CellView>,
    /// Rows; the first cell of each is its heading.
    pub rows: Vec<Vec<CellView>>,
    /// Symbols used, with their meaning and a link to the explanation.
    pub legend: Vec<Link>,
    /// What was done to the figures, where they are not as counted; mostly empty.
    pub note: String,
}

/// A cell.
#[derive(Clone, Debug, Serialize)]
pub struct CellView {
    /// Words.
    pub text: String,
    /// Link, or empty.
    pub href: String,
    /// Whether it is a number (set right, tabular figures).
    pub number: bool,
    /// `""`, `withheld`, `unavailable` (not collected or not available), `absent` (not applicable), `plan`, `total`, `small` (a rate of few).
    pub mark: &'static str,
    /// What a screen reader says instead of the words, where these are a mark; else empty.
    pub said: String,
    /// The number as programs write it, the same in every language; empty where there is none.
    pub value: String,
    /// Anchor, the same in every language and release; mostly empty.
    pub id: String,
    /// Whether it heads its row although it is not the first of it.
    pub heading: bool,
    /// How many rows it spans; 0 where a cell above reaches down to here and nothing is drawn.
    pub rows: usize,
}

/// A fact as a figure in a row of figures.
#[derive(Clone, Debug, Serialize)]
pub struct FactCard {
    /// Id.
    pub id: String,
    /// Link to its page.
    pub href: String,
    /// Name.
    pub label: String,
    /// Word before the number (`超`, `more than`), or empty.
    pub before: String,
    /// The number with its scale (`1.2万`, `12,000`); a symbol when withheld.
    pub number: String,
    /// Unit after the number.
    pub unit: String,
    /// The whole in words, for screen readers: `超5000人次`.
    pub text: String,
    /// Period in words.
    pub period: String,
    /// Place in words.
    pub place: String,
    /// Short name of the source.
    pub source: String,
    /// Status id: `result`, `quota`, `plan`, `as-reported`, `withheld`.
    pub status: &'static str,
    /// Status in words.
    pub status_text: String,
    /// Whether the fact carries a caution (notes or conflicts).
    pub caution: bool,
    /// Whether its source is invented; the label says so, too.
    pub synthetic: bool,
}

/// A page in a list.
#[derive(Clone, Debug, Serialize)]
pub struct Card {
    /// Title.
    pub title: String,
    /// Link.
    pub href: String,
    /// One or two sentences; may be empty.
    pub description: String,
    /// ISO date, or empty.
    pub date: String,
    /// The date in words, or empty.
    pub date_text: String,
    /// A short mark before the title: an indicator's code, a class; may be empty.
    pub mark: String,
    /// Figures shown on the card; at most two.
    pub facts: Vec<FactCard>,
    /// Terms (taxonomies) of the page.
    pub terms: Vec<Link>,
}

/// A dataset in a list or preview.
#[derive(Clone, Debug, Serialize)]
pub struct DatasetCard {
    /// Title.
    pub title: String,
    /// Link.
    pub href: String,
    /// One paragraph.
    pub description: String,
    /// Whether made of invented records.
    pub synthetic: bool,
}

/// A comparison between facts.
#[derive(Clone, Debug, Serialize)]
pub struct ComparisonView {
    /// Id, `C1`.
    pub id: String,
    /// Verdict in a few words.
    pub verdict: String,
    /// What was compared and what came out.
    pub text: String,
    /// The facts.
    pub facts: Vec<FactCard>,
}

/// A source of facts.
#[derive(Clone, Debug, Serialize)]
pub struct SourceView {
    /// Title.
    pub title: String,
    /// Who published it.
    pub outlet: String,
    /// Author, or empty.
    pub author: String,
    /// Date in words, or empty.
    pub date_text: String,
    /// ISO date, or empty.
    pub date: String,
    /// Address, or empty.
    pub href: String,
    /// What to keep in mind.
    pub note: String,
    /// A full reference.
    pub citation: String,
}

/// The home page.
#[derive(Clone, Debug, Serialize)]
pub struct HomeView {
    /// Heading.
    pub title: String,
    /// Opening sentence (front matter description).
    pub lead: String,
    /// Headline figures.
    pub headline: Vec<FactCard>,
    /// How sure the register is of its figures: how many it holds, and how many of each kind; none of a kind is left out.
    pub tally: Vec<Tally>,
    /// Main text.
    pub blocks: Vec<Block>,
    /// Pillars with their programmes.
    pub pillars: Vec<PillarView>,
    /// Newest stories; may be empty.
    pub stories: Vec<Card>,
    /// Link to all stories; absent when there is no such page.
    pub all_stories: Option<Link>,
}

/// A count with what it counts.
#[derive(Clone, Debug, Serialize)]
pub struct Tally {
    /// The kind: `registered`, `result`, `plan`, `reported`, `withheld`, `caution`.
    pub kind: &'static str,
    /// The count.
    pub count: String,
    /// What it counts, as it stands behind the count.
    pub label: String,
    /// Where more is said; may be empty.
    pub href: String,
}

/// A pillar with its programmes.
#[derive(Clone, Debug, Serialize)]
pub struct PillarView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// One sentence.
    pub summary: String,
    /// Programme pages, with one figure each where there is one.
    pub programmes: Vec<Card>,
}

/// An authored page, a project, a story, or a section with its list.
#[derive(Clone, Debug, Serialize)]
pub struct ArticleView {
    /// Heading.
    pub title: String,
    /// Opening sentence; may be empty.
    pub lead: String,
    /// A small line above the heading: the pillar of a project, the section of a story; may be empty.
    pub kicker: String,
    /// ISO date, or empty.
    pub date: String,
    /// The date in words.
    pub date_text: String,
    /// ISO date of the last change, or empty.
    pub updated: String,
    /// The same in words.
    pub updated_text: String,
    /// Figures at the head.
    pub headline: Vec<FactCard>,
    /// Contents: headings of level 2 (and 3); empty when there are fewer than three.
    pub toc: Vec<TocEntry>,
    /// Main text; on the page of a catalogue (facts, indicators, datasets), the text before its list.
    pub blocks: Vec<Block>,
    /// The text after the list of a catalogue; empty on other pages.
    pub after: Vec<Block>,
    /// Terms (taxonomies).
    pub terms: Vec<Link>,
    /// Facts said on this page, for "figures on this page".
    pub facts_used: Vec<FactCard>,
    /// Children of a section, or pages of a term.
    pub children: Vec<Card>,
    /// Children in groups (projects by pillar, indicators by group); when not empty, `children` is empty.
    pub groups: Vec<Group>,
    /// Older, newer and page numbers of a split list.
    pub pager: Option<Pager>,
    /// Stories of the programme that the page is about, newest first.
    pub stories: Vec<Card>,
    /// How a story came to be published; absent on other pages.
    pub consent: Option<ConsentNote>,
    /// The page before in its section.
    pub previous: Option<Link>,
    /// The page after in its section.
    pub next: Option<Link>,
}

/// How a story came to be published. It names nobody.
#[derive(Clone, Debug, Serialize)]
pub struct ConsentNote {
    /// Whether it is made of the experience of several children, with details changed.
    pub composite: bool,
    /// Whether story and consent are invented, for demonstration.
    pub synthetic: bool,
    /// Whether somebody outside the institution reviewed it, too.
    pub outside: bool,
    /// Whether other media may reprint it.
    pub reuse: bool,
}

/// A titled list.
#[derive(Clone, Debug, Serialize)]
pub struct Group {
    /// Id on the page.
    pub id: String,
    /// Title.
    pub title: String,
    /// One sentence; may be empty.
    pub summary: String,
    /// Entries.
    pub cards: Vec<Card>,
}

/// Page numbers of a split list.
#[derive(Clone, Debug, Serialize)]
pub struct Pager {
    /// This page, from 1.
    pub number: usize,
    /// How many.
    pub total: usize,
    /// Link to the page before.
    pub previous: Option<String>,
    /// Link to the page after.
    pub next: Option<String>,
}

/// An entry of the contents.
#[derive(Clone, Debug, Serialize)]
pub struct TocEntry {
    /// 2 or 3.
    pub level: u8,
    /// Anchor.
    pub id: String,
    /// Words.
    pub text: String,
}

/// All places: the tile grid and the table.
#[derive(Clone, Debug, Serialize)]
pub struct PlacesView {
    /// The authored text around it.
    pub article: ArticleView,
    /// Tiles of the schematic grid, in reading order.
    pub tiles: Vec<Tile>,
    /// Rows of the grid.
    pub tile_rows: u8,
    /// Columns of the grid.
    pub tile_columns: u8,
    /// All places with codes and residents.
    pub table: TableView,
}

/// A tile.
#[derive(Clone, Debug, Serialize)]
pub struct Tile {
    /// Short name.
    pub label: String,
    /// Link.
    pub href: String,
    /// Row from 1.
    pub row: u8,
    /// Column from 1.
    pub column: u8,
    /// Whether this is the place the page is about.
    pub here: bool,
}

/// One place.
#[derive(Clone, Debug, Serialize)]
pub struct PlaceView {
    /// Name.
    pub title: String,
    /// Its name in the site's other languages.
    pub other_names: Vec<Link>,
    /// Code.
    pub code: String,
    /// The place above, or nothing.
    pub parent: Option<Link>,
    /// Whether the national standard has the code.
    pub in_standard: bool,
    /// Remark on the code; may be empty.
    pub note: String,
    /// Residents in words; empty when not declared.
    pub residents: String,
    /// As of and source of the residents.
    pub residents_source: String,
    /// Authored text, if any.
    pub blocks: Vec<Block>,
    /// Tiles, this one marked.
    pub tiles: Vec<Tile>,
    /// Rows of the grid.
    pub tile_rows: u8,
    /// Columns of the grid.
    pub tile_columns: u8,
    /// Facts that speak of this place.
    pub facts: Vec<FactCard>,
    /// What was counted here and in the whole, with rates per thousand residents; nothing when no dataset knows places.
    pub beside: Option<FigureTable>,
    /// The places that lie in this one, with their totals; nothing when none does.
    pub inside: Option<FigureTable>,
    /// How many cells of the page are withheld, in a sentence that leads to why; nothing when none is.
    pub withheld: Option<Link>,
    /// Figures from datasets, the city beside the place.
    pub tables: Vec<FigureTable>,
    /// The place before in the list.
    pub previous: Option<Link>,
    /// The place after in the list.
    pub next: Option<Link>,
}

/// A table with a heading, from a dataset.
#[derive(Clone, Debug, Serialize)]
pub struct FigureTable {
    /// Heading.
    pub title: String,
    /// Link to the dataset, or to the page of the table alone; may be empty.
    pub href: String,
    /// Whether made of invented records.
    pub synthetic: bool,
    /// The table.
    pub table: TableView,
}

/// One indicator.
#[derive(Clone, Debug, Serialize)]
pub struct IndicatorView {
    /// Code.
    pub code: String,
    /// Name.
    pub title: String,
    /// Definition.
    pub definition: String,
    /// Group name.
    pub group: String,
    /// Rows of the fact sheet: name and text (unit, breakdowns, period, formula, direction, class, version).
    pub sheet: Vec<SheetRow>,
    /// Values in the register.
    pub facts: Vec<FactCard>,
    /// The first chart of each dataset that gives values.
    pub figures: Vec<FigureView>,
    /// Those datasets by place and by period, or by what they have instead.
    pub tables: Vec<FigureTable>,
    /// Datasets that give values, where every format is to be had.
    pub datasets: Vec<DatasetCard>,
    /// How to cite it; nothing when the site knows no day to cite it by.
    pub citation: Option<CitationView>,
    /// The indicator before.
    pub previous: Option<Link>,
    /// The indicator after.
    pub next: Option<Link>,
}

/// A row of a fact sheet.
#[derive(Clone, Debug, Serialize)]
pub struct SheetRow {
    /// What.
    pub name: String,
    /// The answer.
    pub text: String,
    /// Link, or empty.
    pub href: String,
}

/// One statistic: its permanent page.
#[derive(Clone, Debug, Serialize)]
pub struct FactView {
    /// The fact as a figure.
    pub fact: FactCard,
    /// Definition; may be empty.
    pub definition: String,
    /// The sentence that says what the bound means (`above 800,000 and below 900,000`); may be empty.
    pub bound_text: String,
    /// Why it is withheld; empty when it is not.
    pub withheld_because: String,
    /// Rows of the fact sheet.
    pub sheet: Vec<SheetRow>,
    /// What a reader must know.
    pub notes: Vec<String>,
    /// Formula in words and the parts, when derived.
    pub formula: String,
    /// Parts of a derived fact.
    pub parts: Vec<FactCard>,
    /// Facts it contradicts or is compared with.
    pub comparisons: Vec<ComparisonView>,
    /// Its source; nothing when derived.
    pub source: Option<SourceView>,
    /// Its values by release; nothing when it was in none.
    pub history: Option<TableView>,
    /// What was corrected; nothing when nothing was.
    pub corrections: Option<TableView>,
    /// The statistic for programs.
    pub json: String,
    /// How to cite it; nothing when the site knows no day to cite it by.
    pub citation: Option<CitationView>,
    /// Pages that say it.
    pub used_on: Vec<Link>,
    /// Charts that draw it, each to the page that shows it alone.
    pub charts: Vec<Link>,
    /// Indicators it is a value of.
    pub indicators: Vec<Link>,
    /// How to show it elsewhere; nothing where it has no picture.
    pub embed: Option<EmbedBox>,
}

/// One dataset.
#[derive(Clone, Debug, Serialize)]
pub struct DatasetView {
    /// Title.
    pub title: String,
    /// What it holds.
    pub description: String,
    /// Whether made of invented records.
    pub synthetic: bool,
    /// Charts.
    pub figures: Vec<FigureView>,
    /// The whole table.
    pub table: TableView,
    /// The figures in every format.
    pub downloads: Vec<Download>,
    /// Files about the figures: metadata, citations, sums.
    pub metadata: Vec<Download>,
    /// How the persons behind the table are protected.
    pub protection: ProtectionView,
    /// Rows of the fact sheet (dimensions, measures, units).
    pub sheet: Vec<SheetRow>,
    /// The table builder; nothing where there is none.
    pub explore: Option<Link>,
    /// Totals by one dimension or two, as pages.
    pub slices: Vec<Link>,
    /// Columns of the CSV for programs: name, and what stands in it.
    pub columns: Vec<SheetRow>,
    /// Indicators it gives values for.
    pub indicators: Vec<Link>,
    /// How to cite it; nothing when the site knows no day to cite it by.
    pub citation: Option<CitationView>,
    /// What search engines are told, as JSON-LD; empty without a public address.
    pub json_ld: String,
}

/// The table builder of a dataset.
#[derive(Clone, Debug, Serialize)]
pub struct ExploreView {
    /// Title.
    pub title: String,
    /// What can be done here.
    pub lead: String,
    /// The dataset.
    pub dataset: Link,
    /// Whether made of invented records.
    pub synthetic: bool,
    /// What the script must know, as JSON, for an attribute.
    pub setting: String,
    /// Totals by one dimension or two, as pages.
    pub slices: Vec<Link>,
    /// What is shown without the script.
    pub table: TableView,
}

/// Totals of a dataset by one dimension or two.
#[derive(Clone, Debug, Serialize)]
pub struct SliceView {
    /// Title.
    pub title: String,
    /// What the dataset holds.
    pub lead: String,
    /// The dataset.
    pub dataset: Link,
    /// Whether made of invented records.
    pub synthetic: bool,
    /// A table, or one for each measure.
    pub tables: Vec<TableView>,
    /// The same table in the table builder.
    pub explore: Link,
    /// The figures of this page.
    pub download: Download,
    /// The other slices.
    pub slices: Vec<Link>,
}

/// The page of search.
#[derive(Clone, Debug, Serialize)]
pub struct SearchView {
    /// Title.
    pub title: String,
    /// What is found here.
    pub lead: String,
    /// What the script must know of the index, as JSON, for an attribute.
    pub index: String,
    /// The plain index, by kind.
    pub groups: Vec<FindingGroup>,
}

/// What is found of one kind, in the order of the alphabet.
#[derive(Clone, Debug, Serialize)]
pub struct FindingGroup {
    /// Id on the page.
    pub id: String,
    /// Its name.
    pub title: String,
    /// How many there are.
    pub count: usize,
    /// The first of them.
    pub findings: Vec<Finding>,
    /// Where the rest stands; nothing when all are here.
    pub rest: Option<Link>,
}

/// A page that is found.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// Title.
    pub title: String,
    /// Link.
    pub href: String,
    /// The number itself in words; may be empty.
    pub number: String,
    /// Whether made of invented records.
    pub synthetic: bool,
}

/// How the persons behind one table, or behind all tables of the site, are protected.
#[derive(Clone, Debug, Serialize)]
pub struct ProtectionView {
    /// Cells with a figure, published or withheld, totals included; a cell of two measures counts twice.
    pub cells: u64,
    /// Cells withheld.
    pub withheld: u64,
    /// Part of the cells that is withheld, in words (`7.1%`).
    pub share: String,
    /// Fewest persons behind any published figure but zero.
    pub threshold: u32,
    /// The counts in one sentence.
    pub summary: String,
    /// What is done, in plain words.
    pub method: String,
    /// The page that tells more; an empty address when the site has none.
    pub more: Link,
}

/// How to cite what a page is about.
#[derive(Clone, Debug, Serialize)]
pub struct CitationView {
    /// Each style with its text.
    pub styles: Vec<CitationStyle>,
    /// Files for reference managers.
    pub files: Vec<Download>,
}

/// A citation in one style.
#[derive(Clone, Debug, Serialize)]
pub struct CitationStyle {
    /// Name of the style.
    pub name: String,
    /// The text.
    pub text: String,
}

/// A file to download.
#[derive(Clone, Debug, Serialize)]
pub struct Download {
    /// Format.
    pub label: String,
    /// Name of the file.
    pub name: String,
    /// Link.
    pub href: String,
    /// Size in words.
    pub size: String,
}

/// An Atom feed.
#[derive(Clone, Debug, Serialize)]
pub struct FeedView {
    /// Absolute or tag: id of the feed.
    pub id: String,
    /// RFC 3339 time of the newest entry.
    pub updated: String,
    /// Link to the feed itself.
    pub self_href: String,
    /// Link to the home page.
    pub home_href: String,
    /// Title.
    pub title: String,
    /// Subtitle.
    pub subtitle: String,
    /// Author.
    pub author: String,
    /// Language.
    pub lang: String,
    /// Entries, newest first.
    pub entries: Vec<FeedEntry>,
}

/// An entry of a feed.
#[derive(Clone, Debug, Serialize)]
pub struct FeedEntry {
    /// Absolute or tag: id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Link.
    pub href: String,
    /// RFC 3339 time.
    pub updated: String,
    /// Summary.
    pub summary: String,
}

/// An address in the sitemap with its alternates.
#[derive(Clone, Debug, Serialize)]
pub struct SitemapEntry {
    /// Absolute address.
    pub loc: String,
    /// ISO date of the last change, or empty.
    pub lastmod: String,
    /// The page in every language.
    pub alternates: Vec<Alternate>,
}

/// The sitemap: the page of `feeds/sitemap.xml`.
#[derive(Clone, Debug, Serialize)]
pub struct SitemapView {
    /// Addresses, sorted.
    pub entries: Vec<SitemapEntry>,
}

/// The page of `feeds/robots.txt`.
#[derive(Clone, Debug, Serialize)]
pub struct RobotsView {
    /// Absolute address of the sitemap; nothing when the site has no base address.
    pub sitemap: Option<String>,
}
