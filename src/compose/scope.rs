//! What expressions and charts may ask: facts and published cells, in one language.

use crate::chart::words::{Builtin, ChartWords};
use crate::compose::voice::Voice;
use crate::compose::{Desk, fact_address};
use crate::confidential::Cell;
use crate::diag::{Diagnostic, Rule, Sink, Span, nearest};
use crate::expr::{self, CellWords, FactWords, Scope};
use crate::i18n::Arg;
use crate::model::{Bound, Code, Lang, Quantity, Range};
use crate::prose::{Links, Picture, says_plan, untitled};
use crate::say;

/// The rules of this module.
pub static RULES: &[&Rule] = &[&BAD_TITLE];

static BAD_TITLE: Rule = Rule {
    id: "chart/bad-title",
    title: ("图表标题里的表达式有误", "an expression in a chart's title is wrong"),
    explain: (
        "图表标题可以用 `{{ fact(\"…\") }}` 引用数字，使标题随数据更新。表达式的写法与正文相同；运行 `shanwai facts` 可以看到能引用的编号。",
        "A chart's title may cite figures with `{{ fact(\"…\") }}`, so that it stays true when data change. The form is that of the pages; `shanwai facts` lists what may be cited.",
    ),
};

/// Facts and cells as a page in one language says them.
pub struct FactScope<'a> {
    /// What is known.
    pub desk: &'a Desk<'a>,
    /// The language.
    pub voice: &'a Voice,
    /// The page's address.
    pub from: &'a str,
}

impl Scope for FactScope<'_> {
    fn fact(&self, id: &str) -> Option<FactWords> {
        let fact = self.desk.book.get(id)?;
        let said = self.voice.wording.quantity(&fact.quantity);
        let lang = &self.voice.lang;
        Some(FactWords {
            id: id.to_owned(),
            number: said.bounded.clone(),
            unit: said.unit.clone(),
            full: said.full,
            label: fact.spec.label.get(lang).clone(),
            period: fact.spec.period.label.get(lang).clone(),
            place: fact.spec.place_label.get(lang).clone(),
            source: fact
                .spec
                .source
                .as_ref()
                .and_then(|id| self.desk.book.sources().iter().find(|s| s.id == *id))
                .map_or_else(|| self.voice.word("source-derived"), |source| source.outlet.get(lang).clone()),
            value: fact.quantity.value.map(crate::model::Decimal::to_f64),
            planned: fact.is_planned(),
        })
    }

    fn cell(&self, cube: &str, measure: &str, codes: &[(String, String)]) -> Option<CellWords> {
        let table = self.desk.release.table(cube)?;
        let at = table.measures().iter().position(|m| m.id.as_str() == measure)?;
        let mut key: Vec<Option<Code>> = vec![None; table.dimensions().len()];
        for (dimension, code) in codes {
            let position = table.dimensions().iter().position(|d| d.dimension.id.as_str() == dimension)?;
            table.dimensions()[position].dimension.position(code)?;
            key[position] = Some(Code::new(code).ok()?);
        }
        let key: Vec<Option<&Code>> = key.iter().map(Option::as_ref).collect();
        Some(match table.cell_at(&key, measure) {
            Cell::Value(value) => {
                let unit = std::sync::Arc::clone(&table.measures()[at].unit);
                let quantity = Quantity { value: Some(value), bound: Bound::Exact, range: Range::default(), unit };
                let said = self.voice.wording.quantity(&quantity);
                CellWords { full: said.full, number: said.bounded, value: Some(value.to_f64()), withheld: false }
            }
            Cell::Suppressed => CellWords { withheld: true, ..CellWords::default() },
            Cell::Absent | Cell::Uncollected => CellWords::default(),
        })
    }

    fn nearest_fact(&self, id: &str) -> Option<String> {
        self.desk.book.nearest(id).map(str::to_owned)
    }
}

impl FactScope<'_> {
    /// A short text with its expressions said; faults go to the sink with the place where the text is declared.
    #[must_use]
    pub fn plain(&self, text: &str, span: &Span, sink: &Sink) -> String {
        let mut out = String::with_capacity(text.len());
        let mut planned = None;
        let mut rest = text;
        while let Some(start) = rest.find("{{") {
            let Some(length) = rest[start..].find("}}") else { break };
            out.push_str(&rest[..start]);
            let source = &rest[start + 2..start + length];
            match expr::evaluate(source, self) {
                Ok(said) => {
                    out.push_str(&said.text);
                    planned = planned.or(said.said.filter(|id| self.fact(id).is_some_and(|words| words.planned)));
                }
                Err(error) => {
                    let expression = source.trim();
                    let wrong = Diagnostic::error(
                        &BAD_TITLE,
                        say!(
                            "图表标题里的表达式 `{expression}` 有误",
                            "the expression `{expression}` in a chart's title is wrong"
                        ),
                    );
                    sink.push(wrong.at(span.clone()).help(error.text()));
                }
            }
            rest = &rest[start + length + 2..];
        }
        out.push_str(rest);
        if let Some(fact) = planned.filter(|_| says_plan(&out, &self.voice.lang) == Some(false)) {
            sink.push(untitled(&fact, &out, span.clone()));
        }
        out
    }
}

/// A voice as charts hear it.
pub struct ChartVoice<'a>(pub &'a Voice);

impl ChartWords for ChartVoice<'_> {
    fn tick(&self, value: f64) -> String {
        self.0.wording.tick(value)
    }

    fn say(&self, key: &'static str, args: &[(&'static str, &str)]) -> String {
        let words: Vec<(&str, Arg)> = args.iter().map(|(name, text)| (*name, Arg::Text(text))).collect();
        self.0.words.get(key, &words).unwrap_or_else(|| Builtin::new(&self.0.lang).say(key, args))
    }
}

/// What a page may link to and show.
pub struct PageLinks<'a> {
    /// What is known.
    pub desk: &'a Desk<'a>,
    /// The page's language.
    pub lang: &'a Lang,
    /// The page's address.
    pub from: &'a str,
}

impl Links for PageLinks<'_> {
    fn href(&self, target: &str) -> Option<String> {
        if let Some(file) = target.strip_prefix("/static/") {
            return self.desk.statics.contains(file).then(|| self.desk.atlas.link_file(self.from, self.lang, file));
        }
        let address = target.strip_prefix('/')?;
        // Files of the API stand among the site's own.
        if (address.starts_with("api/") || address.starts_with("codelists/")) && self.desk.statics.contains(address) {
            return Some(self.desk.atlas.link_file(self.from, self.lang, address));
        }
        self.desk.atlas.has(address).then(|| self.desk.atlas.link(self.from, address, self.lang))
    }

    fn picture(&self, target: &str) -> Option<Picture> {
        let name = target.strip_prefix("/static/")?;
        let shape = self.desk.photos.get(name)?;
        let sizes = |kind| {
            let one = |width: u32| {
                let link = self.desk.atlas.link_file(self.from, self.lang, &shape.name(name, width, kind));
                format!("{} {width}w", link.replace(' ', "%20"))
            };
            shape.widths().into_iter().map(one).collect::<Vec<_>>().join(", ")
        };
        let (kinds, width) = (shape.kinds(), shape.widths().last().copied()?);
        Some(Picture {
            width,
            height: shape.height_at(width),
            sizes: sizes(kinds[0]),
            webp: kinds.get(1).map(|kind| sizes(*kind)),
        })
    }

    fn fact_href(&self, id: &str) -> Option<String> {
        self.href(&format!("/{}", fact_address(id)))
    }

    fn nearest(&self, target: &str) -> Option<String> {
        let address = target.trim_start_matches('/');
        nearest(address, self.desk.atlas.addresses()).map(|near| format!("/{near}"))
    }

    fn allows_unbound_numbers(&self) -> bool {
        self.desk.settings.site.checks.allow_unbound_numbers
    }

    fn has_chart(&self, id: &str) -> bool {
        self.desk.settings.charts.contains_key(id)
    }

    fn has_dataset(&self, id: &str) -> bool {
        self.desk.settings.catalog.datasets.iter().any(|dataset| dataset.id.as_str() == id)
    }
}
