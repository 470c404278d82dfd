//! What the settings mean: every field present, every reference resolved. Nothing here is half filled.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::model::{ChartId, Code, CubeId, DatasetId, Date, DimensionId, FactId, Languages, Localized, Slug, Unit};

/// Everything `content/site.toml`, `content/charts.toml` and `data/*.toml` say.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The site's root: the folder that holds `content/`, `data/` and `themes/`. Absolute.
    pub root: PathBuf,
    /// The site.
    pub site: Site,
    /// Dimensions, units, indicators, cubes, datasets, records.
    pub catalog: Catalog,
    /// How figures are protected, and what others have printed.
    pub protection: super::Protection,
    /// The fact register as typed and checked, before derived values are computed.
    pub register: Register,
    /// What was changed after it had been published, oldest entry first.
    pub corrections: Vec<super::CorrectionEntry>,
    /// Releases that are planned, next entry first.
    pub calendar: Vec<super::Planned>,
    /// Charts that pages may show.
    pub charts: BTreeMap<ChartId, ChartSpec>,
    /// What may be published although it looks like an identifier.
    pub identifiers: super::Exceptions,
    /// How terms are said in each language, and what they mean.
    pub glossary: super::Glossary,
    /// What was tried on the finished site, in the order of the file.
    pub tested: Vec<super::Tested>,
    /// Words that texts are judged by.
    pub lexicon: super::Lexicon,
    /// What translations were made from; nothing where the site does not record it.
    pub translations: Option<super::Translations>,
    /// The cities whose releases the site takes together; none on the site of a city.
    pub rollup: super::Rollup,
}

/// `content/site.toml`.
#[derive(Clone, Debug)]
pub struct Site {
    /// Languages, default first.
    pub languages: Languages,
    /// The site's name.
    pub title: Localized<String>,
    /// One sentence for search engines and feeds.
    pub description: Localized<String>,
    /// `https://host/path/` with a final slash; `None`: relative links everywhere, no canonical address.
    pub base_url: Option<String>,
    /// The place the site is about, as in a code list: `431200` 怀化市.
    pub place: Localized<String>,
    /// The theme.
    pub theme: ThemeSettings,
    /// Who publishes.
    pub publisher: Publisher,
    /// Licence of data and text.
    pub licence: Licence,
    /// Government footer; absent: not shown.
    pub gov: Option<Gov>,
    /// The programme's main sections (三全), in order; may be empty.
    pub pillars: Vec<Pillar>,
    /// Programmes, in order.
    pub programmes: Vec<Programme>,
    /// Main navigation: addresses of pages, in order.
    pub navigation: Vec<NavigationItem>,
    /// Facts in the first screen of the home page.
    pub headline: Vec<FactId>,
    /// Ways to sort pages, such as `region`; each gives a list page per term.
    pub taxonomies: Vec<Taxonomy>,
    /// How many entries a list page shows before it is split; 0: never split.
    pub paginate: usize,
    /// Checks that the site has turned off.
    pub checks: Checks,
    /// What a release needs.
    pub release: ReleaseDemands,
    /// `[pictures]`: fonts for what the program's own does not cover, below the site's root, in order.
    pub picture_fonts: Vec<PathBuf>,
    /// `[guides]`: whether the guides for each role are pages of the site.
    pub guides: bool,
    /// `integrity`: whether scripts and style sheets are linked with their sums; a browser then refuses them on a disk.
    pub integrity: bool,
    /// `[security]`: whom to tell of a weakness; absent: no `security.txt`.
    pub security: Option<Security>,
}

/// `[security]` of `site.toml`, as `.well-known/security.txt` says it (RFC 9116).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Security {
    /// Addresses to write to, best first: `mailto:`, `tel:` or `https://`; at least one.
    pub contacts: Vec<String>,
    /// The last day on which it holds.
    pub expires: Date,
    /// Page with the rules for reports.
    pub policy: Option<String>,
}

/// `[release]` of `site.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReleaseDemands {
    /// How many different people must sign a release before it is published.
    pub sign_offs: usize,
}

/// Two people, one who made the release and one who answers for it; a site that wants fewer says so.
impl Default for ReleaseDemands {
    fn default() -> Self {
        Self { sign_offs: 2 }
    }
}

/// `[checks]` of `site.toml`; by default every check is on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Checks {
    /// `unbound_numbers = "off"`: numbers in the text need not cite a fact. Meant for texts that come from elsewhere as they are.
    pub allow_unbound_numbers: bool,
    /// `stale_translations`: how grave it is that an original has changed since it was translated.
    pub stale_translations: Severity,
    /// `missing_pages = "other-language"`: a page that lacks a language is shown there in the site's first.
    pub show_other_language: bool,
    /// `story_crowd`: fewest children that must fit what a story tells, when it is more than usual.
    pub crowd: Option<usize>,
    /// `story_one_in`: how rare what no table counts is taken to be.
    pub one_in: super::OneIn,
}

impl Checks {
    /// Fewest children that must fit what a story tells.
    #[must_use]
    pub fn crowd(&self) -> usize {
        self.crowd.unwrap_or(10)
    }
}

/// How grave a finding is, where a site may say so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Severity {
    /// It stops the build.
    #[default]
    Error,
    /// It is told.
    Warning,
    /// It is not looked for.
    Off,
}

/// One entry of the main navigation.
#[derive(Clone, Debug)]
pub struct NavigationItem {
    /// Language-neutral address, `projects/`.
    pub address: String,
    /// What the link says.
    pub label: Localized<String>,
}

/// Theme and its options.
#[derive(Clone, Debug)]
pub struct ThemeSettings {
    /// Folder below `themes/`.
    pub name: String,
    /// Accent and other options the theme declares, name → text.
    pub options: BTreeMap<String, String>,
    /// Where the value of each option stands.
    pub spans: BTreeMap<String, crate::diag::Span>,
}

/// Who publishes the site.
#[derive(Clone, Debug)]
pub struct Publisher {
    /// Name.
    pub name: Localized<String>,
    /// An office's address in words, may be empty.
    pub address: Option<Localized<String>>,
    /// An office's mailbox.
    pub email: Option<String>,
    /// An office's telephone.
    pub phone: Option<String>,
    /// Home page.
    pub url: Option<String>,
}

/// A licence.
#[derive(Clone, Debug)]
pub struct Licence {
    /// Name, such as `CC BY 4.0`.
    pub name: String,
    /// Address of its text.
    pub url: String,
}

/// Government footer; every field optional, absent is not shown.
#[derive(Clone, Debug, Default)]
pub struct Gov {
    /// 主办单位
    pub sponsor: Option<Localized<String>>,
    /// 承办单位
    pub organiser: Option<Localized<String>>,
    /// ICP备案号
    pub icp: Option<String>,
    /// 公安备案号
    pub police: Option<String>,
    /// 网站标识码
    pub site_code: Option<String>,
    /// 找错: address of the government's error-report page.
    pub report_error: Option<String>,
}

/// A main section of the programme.
#[derive(Clone, Debug)]
pub struct Pillar {
    /// Id, kebab-case.
    pub id: Slug,
    /// Name.
    pub name: Localized<String>,
    /// One sentence.
    pub summary: Localized<String>,
}

/// A programme: a line of work with pages and facts of its own.
#[derive(Clone, Debug)]
pub struct Programme {
    /// Code, `camp_city`.
    pub code: Code,
    /// Name.
    pub name: Localized<String>,
    /// The pillar it belongs to, if the site has pillars.
    pub pillar: Option<Slug>,
    /// Folder of its page below `content/projects/`.
    pub slug: Slug,
}

/// A way to sort pages.
#[derive(Clone, Debug)]
pub struct Taxonomy {
    /// Id, used in front matter and in addresses.
    pub id: Slug,
    /// Name.
    pub name: Localized<String>,
    /// Terms in order, with their names.
    pub terms: Vec<(Slug, Localized<String>)>,
}

/// `data/catalog.toml` with its code lists.
#[derive(Clone, Debug)]
pub struct Catalog {
    /// Units by code.
    pub units: BTreeMap<Code, Arc<Unit>>,
    /// Dimensions by id.
    pub dimensions: BTreeMap<DimensionId, Arc<Dimension>>,
    /// The dimension whose codes get place pages.
    pub places: Option<Arc<Dimension>>,
    /// Indicators in catalogue order.
    pub indicators: Vec<Indicator>,
    /// Groups of indicators in order: the letters before `-` in their codes, with names.
    pub indicator_groups: Vec<(String, Localized<String>)>,
    /// Disclosure classes in order: code and what it means.
    pub disclosure_classes: Vec<(String, Localized<String>)>,
    /// Record files and their schemas.
    pub records: Vec<RecordsSpec>,
    /// Cubes to be made from records.
    pub cubes: Vec<CubeSpec>,
    /// Datasets to be published from cubes.
    pub datasets: Vec<DatasetSpec>,
}

/// A dimension with its code list.
#[derive(Clone, Debug)]
pub struct Dimension {
    /// Id, `county`.
    pub id: DimensionId,
    /// Name.
    pub name: Localized<String>,
    /// Codes in the order they are shown.
    pub codes: Vec<CodeEntry>,
    /// Whether a zero in this dimension may be shown as a number.
    pub sensitive: bool,
    /// Whether each code is a period; records may then spell it as offices do.
    pub time: bool,
    /// The dimension whose codes this one's lie in, as months lie in years; combinations that do not fit are structural zeros.
    pub within: Option<Within>,
}

/// Where the codes of one dimension lie in another.
#[derive(Clone, Debug)]
pub struct Within {
    /// The other dimension.
    pub dimension: DimensionId,
    /// By position the position there; `None` for a group that lies in several.
    pub positions: Vec<Option<usize>>,
}

impl Dimension {
    /// The codes that are sums of others, and the positions whose rows count towards them, ascending.
    ///
    /// A code counts itself, the codes it is the `parent` of, those it is made `of`, and so on down. Several trees may stand
    /// over the same codes. A group has itself among its positions too: its rows may not be known in more detail.
    /// Costs the sum of the lengths.
    #[must_use]
    pub fn groups(&self) -> BTreeMap<usize, Vec<usize>> {
        let below = below(&self.codes);
        let members = |position: usize| {
            let (mut found, mut open) = (std::collections::BTreeSet::new(), vec![position]);
            while let Some(at) = open.pop() {
                if found.insert(at) {
                    open.extend(&below[at]);
                }
            }
            found.into_iter().collect()
        };
        (0..below.len()).filter(|at| !below[*at].is_empty()).map(|at| (at, members(at))).collect()
    }

    /// Whether no code counts towards this one but itself.
    #[must_use]
    pub fn is_leaf(&self, position: usize) -> bool {
        self.codes.get(position).is_some_and(|entry| {
            entry.of.is_empty() && !self.codes.iter().any(|other| other.parent.as_ref() == Some(&entry.code))
        })
    }

    /// The position of a code.
    #[must_use]
    pub fn position(&self, code: &str) -> Option<usize> {
        self.codes.iter().position(|entry| entry.code.as_str() == code)
    }
}

/// By position in a code list the positions directly below.
pub(super) fn below(codes: &[CodeEntry]) -> Vec<Vec<usize>> {
    let positions: BTreeMap<&str, usize> = codes.iter().zip(0..).map(|(entry, at)| (entry.code.as_str(), at)).collect();
    let mut below = vec![Vec::new(); codes.len()];
    for (at, entry) in codes.iter().enumerate() {
        below[at].extend(entry.of.iter().filter_map(|code| positions.get(code.as_str())));
        if let Some(parent) = entry.parent.as_ref().and_then(|code| positions.get(code.as_str())) {
            below[*parent].push(at);
        }
    }
    below
}

/// One code of a code list.
#[derive(Clone, Debug)]
pub struct CodeEntry {
    /// The code.
    pub code: Code,
    /// Full name.
    pub name: Localized<String>,
    /// Short name for charts and tables; the full name when none is given.
    pub short: Localized<String>,
    /// The code one level up, in this list, whose figures include this one's.
    pub parent: Option<Code>,
    /// Codes of this list whose sum it is, for a second tree over them.
    pub of: Vec<Code>,
    /// Whether the national standard (GB/T 2260) has it.
    pub in_standard: bool,
    /// First day it is valid.
    pub from: Option<Date>,
    /// Last day it is valid.
    pub to: Option<Date>,
    /// Tile of the schematic grid, row and column from 0.
    pub tile: Option<(u8, u8)>,
    /// Usual residents with the year, when declared.
    pub residents: Option<Residents>,
    /// A remark.
    pub note: Option<Localized<String>>,
}

/// Usual residents of a place.
#[derive(Clone, Debug)]
pub struct Residents {
    /// Persons.
    pub count: u64,
    /// The date they are of, in words or as a year.
    pub as_of: String,
    /// Where the figure is from.
    pub source: Localized<String>,
}

/// Indicators whose codes begin alike.
#[derive(Clone, Debug)]
pub struct IndicatorGroup<'c> {
    /// The beginning of their codes, `ST`; `other` of the group without a name.
    pub id: &'c str,
    /// What the group is called; nothing where it is not declared.
    pub name: Option<&'c Localized<String>>,
    /// Its indicators, in the order of the catalogue.
    pub indicators: Vec<&'c Indicator>,
}

impl Indicator {
    /// The beginning of its code, by which it belongs to a group: `ST` of `ST-02`.
    #[must_use]
    pub fn group(&self) -> &str {
        self.code.as_str().split('-').next().unwrap_or_default()
    }
}

/// One indicator of the catalogue.
#[derive(Clone, Debug)]
pub struct Indicator {
    /// Code, `ST-02`.
    pub code: Code,
    /// Name.
    pub name: Localized<String>,
    /// What is counted, what is not.
    pub definition: Localized<String>,
    /// Its unit in words.
    pub unit: Localized<String>,
    /// Its breakdowns in words.
    pub dimensions: Localized<String>,
    /// How often, stock or flow, in words.
    pub period: Localized<String>,
    /// How it is computed, in words.
    pub formula: Localized<String>,
    /// Which direction is better, in words.
    pub direction: Localized<String>,
    /// Disclosure class, `C2`.
    pub class: String,
    /// Facts that are values of it.
    pub facts: Vec<FactId>,
    /// Version of the definition.
    pub version: String,
}

/// A file of records and its schema.
#[derive(Clone, Debug)]
pub struct RecordsSpec {
    /// Id within the catalogue.
    pub id: Slug,
    /// File below `data/`.
    pub file: PathBuf,
    /// Whether the file holds what a warehouse counted of the records, not the records themselves.
    pub counted: bool,
    /// Whether the records are invented.
    pub synthetic: bool,
    /// The column that holds the person key; `None`: no person is behind a row.
    pub person: Option<String>,
    /// The column that holds the key of a group of contributors who act as one; `None`: each acts for itself.
    pub holding: Option<String>,
    /// Declared columns; others are dropped unread.
    pub columns: Vec<ColumnSpec>,
    /// Set where there are no records: the figures come from the releases of cities.
    pub cities: Option<FromCities>,
}

/// Figures that cities have published, taken together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FromCities {
    /// The dataset of that id in each city's release.
    pub dataset: DatasetId,
    /// Whether each person belongs to one county alone, that of the home, so that persons of counties and cities are disjoint.
    pub home_county: bool,
}

impl RecordsSpec {
    /// The dimension of a column; `None` where it is declared as something else or not at all.
    #[must_use]
    pub fn dimension(&self, column: &str) -> Option<&Dimension> {
        self.columns.iter().find_map(|declared| match &declared.kind {
            ColumnKind::Dimension(dimension) if declared.name == column => Some(&**dimension),
            _ => None,
        })
    }
}

/// A declared column.
#[derive(Clone, Debug)]
pub struct ColumnSpec {
    /// Heading in the file.
    pub name: String,
    /// What it holds.
    pub kind: ColumnKind,
    /// Whether a cell may be empty.
    pub optional: bool,
}

/// What a column holds.
#[derive(Clone, Debug)]
pub enum ColumnKind {
    /// A code of a dimension.
    Dimension(Arc<Dimension>),
    /// A key of a person: 1 to 64 letters, digits, `-` and `_`; never shown.
    Key,
    /// A whole number, not negative.
    Whole,
    /// A decimal with this many places, not negative.
    Decimal(u8),
    /// Text that no cube uses.
    Text,
}

/// A cube to be made.
#[derive(Clone, Debug)]
pub struct CubeSpec {
    /// Id.
    pub id: CubeId,
    /// Which records: index into [`Catalog::records`].
    pub records: usize,
    /// Only rows whose column holds one of these codes.
    pub filter: Vec<(String, Vec<Code>)>,
    /// Column name and dimension, in order.
    pub dimensions: Vec<(String, Arc<Dimension>)>,
    /// What is measured.
    pub measures: Vec<MeasureSpec>,
    /// Fewest distinct persons behind a published cell; 0: nobody is behind the figures.
    pub threshold: u32,
    /// Disclosure class; the threshold is at least that of the class.
    pub class: Option<String>,
}

impl CubeSpec {
    /// Whether a combination of codes, one position for each dimension, can have rows as far as `within` tells: the month
    /// of one year does not occur in another. Impossible ones are structural zeros.
    ///
    /// A dimension that two columns hold says nothing, since it is not told which of them is meant.
    #[must_use]
    pub fn is_possible(&self, inner: &[usize]) -> bool {
        let only = |id: &DimensionId| {
            let mut found = (0..self.dimensions.len()).filter(|at| self.dimensions[*at].1.id == *id);
            found.next().filter(|_| found.next().is_none())
        };
        self.dimensions.iter().zip(inner).all(|((_, dimension), at)| {
            let Some(within) = &dimension.within else { return true };
            let other = only(&dimension.id).and_then(|_| only(&within.dimension));
            let place = within.positions.get(*at).copied().flatten();
            other.zip(place).is_none_or(|(other, place)| inner.get(other) == Some(&place))
        })
    }
}

/// One measure of a cube.
#[derive(Clone, Debug)]
pub struct MeasureSpec {
    /// Id within the cube, `attendances`.
    pub id: Slug,
    /// Name.
    pub name: Localized<String>,
    /// Unit.
    pub unit: Arc<Unit>,
    /// How it is computed.
    pub kind: MeasureKind,
}

/// How a measure is computed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MeasureKind {
    /// Number of rows.
    Rows,
    /// Number of distinct persons.
    Distinct,
    /// Sum of a column.
    Sum(String),
}

/// A dataset to be published.
#[derive(Clone, Debug)]
pub struct DatasetSpec {
    /// Id, address `data/<id>/`.
    pub id: DatasetId,
    /// The cube.
    pub cube: CubeId,
    /// Title.
    pub title: Localized<String>,
    /// What it holds, one paragraph.
    pub description: Localized<String>,
    /// Charts shown on its page.
    pub charts: Vec<ChartId>,
    /// Ids it once had; their addresses lead to it.
    pub aliases: Vec<DatasetId>,
    /// Indicators it gives values for.
    pub indicators: Vec<Code>,
}

/// The fact register as typed.
#[derive(Clone, Debug, Default)]
pub struct Register {
    /// Where facts come from.
    pub sources: Vec<SourceSpec>,
    /// Facts, in order.
    pub facts: Vec<FactSpec>,
    /// Comparisons between facts (checks C1 …).
    pub comparisons: Vec<Comparison>,
}

/// A source of facts.
#[derive(Clone, Debug)]
pub struct SourceSpec {
    /// Id.
    pub id: Slug,
    /// Title, in the original language and in translations.
    pub title: Localized<String>,
    /// Who published it.
    pub outlet: Localized<String>,
    /// Author, if named.
    pub author: Option<Localized<String>>,
    /// The day it was published.
    pub published: Option<Date>,
    /// Its address.
    pub url: Option<String>,
    /// What kind of source it is, and what to keep in mind.
    pub note: Localized<String>,
    /// A full reference as a reader of each language expects it.
    pub citation: Localized<String>,
    /// Whether the source itself is invented, for demonstration: every figure from it is marked.
    pub synthetic: bool,
}

/// What a fact's figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// What happened.
    Result,
    /// A standing number of places.
    Quota,
    /// What is planned.
    Plan,
    /// Reported without base or method.
    AsReported,
    /// Not published.
    Withheld,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 5] = [Self::Result, Self::Quota, Self::Plan, Self::AsReported, Self::Withheld];

    /// The word in `facts.toml`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Result => "result",
            Self::Quota => "quota",
            Self::Plan => "plan",
            Self::AsReported => "as-reported",
            Self::Withheld => "withheld",
        }
    }
}

/// A fact as typed and checked.
#[derive(Clone, Debug)]
pub struct FactSpec {
    /// Id.
    pub id: FactId,
    /// Name.
    pub label: Localized<String>,
    /// What exactly is counted.
    pub definition: Option<Localized<String>>,
    /// The figure, or how to derive it.
    pub figure: Figure,
    /// The time it speaks of.
    pub period: crate::model::Period,
    /// Where: codes of the place dimension; empty is the whole site's place.
    pub places: Vec<Code>,
    /// Where, in words.
    pub place_label: Localized<String>,
    /// Programme it belongs to.
    pub programme: Option<Code>,
    /// Result, quota, plan …
    pub status: Status,
    /// Source id; derived facts have the sources of their parts.
    pub source: Option<Slug>,
    /// What the source printed, number and unit only; `None` when withheld or derived.
    pub as_printed: Option<String>,
    /// What a reader must know: gaps, ambiguities.
    pub notes: Vec<Localized<String>>,
    /// Facts it contradicts.
    pub conflicts: Vec<FactId>,
    /// Ids it once had; their addresses lead to it.
    pub aliases: Vec<FactId>,
    /// Disclosure class of the figure, if it has one.
    pub class: Option<String>,
    /// Why it is withheld, in words; present exactly when withheld.
    pub withheld_because: Option<Localized<String>>,
    /// Where it is declared.
    pub span: crate::diag::Span,
}

/// A typed-in figure or a formula.
#[derive(Clone, Debug)]
pub enum Figure {
    /// As in the source.
    Given(crate::model::Quantity),
    /// Computed from other facts: `fact("a") - fact("b")`, with the unit of the result and decimals to keep.
    Derived {
        /// The expression.
        formula: String,
        /// Where the expression stands.
        span: crate::diag::Span,
        /// Unit of the result.
        unit: Arc<Unit>,
        /// Decimals to keep.
        places: u8,
    },
}

/// A comparison between facts that readers should know.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// Id, `C1`.
    pub id: Slug,
    /// The verdict in a few words.
    pub verdict: Localized<String>,
    /// Facts compared.
    pub facts: Vec<FactId>,
    /// What was compared and what came out.
    pub text: Localized<String>,
}

/// The kind of a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartKind {
    /// Horizontal bars, for long names.
    Bar,
    /// Vertical bars (columns), for time and few categories.
    Column,
    /// Lines over time.
    Line,
    /// Stacked columns.
    Stacked,
    /// Dots with the range their bound allows.
    Range,
    /// Schematic grid of places (方格图).
    Tiles,
    /// Stacks of 100 % each; a category with a withheld part has none.
    Share,
    /// Lines from the first to the last category, one for each series.
    Slope,
    /// Small multiples: a panel of columns for each series, on one scale.
    Panels,
    /// A table with shaded cells: categories down, series across.
    Heat,
    /// Results as bars with their plans as lines across.
    Progress,
    /// Two series back to back, the first category at the foot.
    Pyramid,
    /// Base across, rate upwards, limits of chance around. Drawn of a comparison of cities; `charts.toml` has no word for it.
    Funnel,
}

impl Catalog {
    /// Indicators by group, in the order in which the groups are declared; at the end those that belong to no declared group. No group
    /// is empty.
    #[must_use]
    pub fn grouped_indicators(&self) -> Vec<IndicatorGroup<'_>> {
        let group = |id, name, belongs: &dyn Fn(&str) -> bool| {
            let indicators = self.indicators.iter().filter(|indicator| belongs(indicator.group())).collect();
            IndicatorGroup { id, name, indicators }
        };
        let is_declared = |id: &str| self.indicator_groups.iter().any(|(known, _)| known == id);
        let declared = self.indicator_groups.iter();
        let named = declared.map(|(known, name)| group(known.as_str(), Some(name), &|id| id == known));
        let all = named.chain([group("other", None, &|id| !is_declared(id))]);
        all.filter(|group| !group.indicators.is_empty()).collect()
    }

    /// The cubes over a record file, by its position.
    pub fn cubes_of(&self, records: usize) -> impl Iterator<Item = &CubeSpec> {
        self.cubes.iter().filter(move |cube| cube.records == records)
    }
}

/// A chart declared in `content/charts.toml`.
#[derive(Clone, Debug)]
pub struct ChartSpec {
    /// Id.
    pub id: ChartId,
    /// Kind.
    pub kind: ChartKind,
    /// Title; may hold `{{ expressions }}`.
    pub title: Localized<String>,
    /// What is measured, unit, period.
    pub subtitle: Localized<String>,
    /// An author's description that replaces the automatic one.
    pub description: Option<Localized<String>>,
    /// Where the numbers are from.
    pub data: ChartData,
    /// Where each fact is named, in the order of the chart; nothing for a chart of a cube.
    pub fact_spans: Vec<crate::diag::Span>,
    /// What a reader should know of single categories, in the order they are declared; at most [`ChartNote::MOST`].
    pub annotations: Vec<ChartNote>,
    /// Where it is declared.
    pub span: crate::diag::Span,
}

/// A word on one category of a chart.
#[derive(Clone, Debug)]
pub struct ChartNote {
    /// The code along the axis, or the fact.
    pub at: String,
    /// What is said; may hold `{{ expressions }}`. When they leave nothing, nothing is shown.
    pub text: Localized<String>,
    /// Where it is declared.
    pub span: crate::diag::Span,
}

impl ChartNote {
    /// Signs there are to tell them apart by.
    pub const MOST: usize = 9;
}

/// Where a chart's numbers are from.
#[derive(Clone, Debug)]
pub enum ChartData {
    /// Facts of the register, one bar or dot each, in order.
    Facts(Vec<FactId>),
    /// Cells of a cube.
    Cube {
        /// The cube.
        cube: CubeId,
        /// Measure id.
        measure: Slug,
        /// Dimension along the axis.
        x: DimensionId,
        /// Along the axis stand the codes that lie in no other, instead of the finest: the cities of a province, not its counties.
        tops: bool,
        /// Dimension of the series (lines, stacks).
        series: Option<DimensionId>,
        /// Fixed codes of other dimensions; those not named are at their total.
        fixed: Vec<(DimensionId, Code)>,
    },
}
