//! Statistics: as figures on cards, and on their permanent pages.

use crate::compose::scope::FactScope;
use crate::compose::voice::Voice;
use crate::compose::{Desk, cite, embed, fact_address, history, indicator_address, place_address, planned};
use crate::config::{ChartData, ChartSpec, Figure, SourceSpec, Status};
use crate::diag::Sink;
use crate::facts::Fact;
use crate::model::Bound;
use crate::theme::views::{ComparisonView, FactCard, FactView, Link, SheetRow, SourceView};

/// What a statistic is called; one of an invented source says so in its name, wherever that stands.
#[must_use]
pub fn label(voice: &Voice, fact: &Fact) -> String {
    marked(voice, fact.spec.label.get(&voice.lang), fact.synthetic)
}

/// Who published a source; of an invented one with the mark.
#[must_use]
pub fn outlet(voice: &Voice, source: &SourceSpec) -> String {
    marked(voice, source.outlet.get(&voice.lang), source.synthetic)
}

/// A text with the mark of invented data behind it, unless it says so already.
fn marked(voice: &Voice, text: &str, synthetic: bool) -> String {
    let says = || text.to_lowercase().contains(&voice.word("synthetic-data").to_lowercase());
    if synthetic && !says() { voice.with("synthetic-marked", &[("text", text)]) } else { text.to_owned() }
}

/// A statistic as a figure, linked from the page at `from`.
#[must_use]
pub fn card(desk: &Desk, voice: &Voice, from: &str, fact: &Fact) -> FactCard {
    let spec = &fact.spec;
    let said = voice.wording.quantity(&fact.quantity);
    let withheld = fact.quantity.value.is_none();
    FactCard {
        id: spec.id.to_string(),
        href: desk.atlas.link(from, &fact_address(spec.id.as_str()), &voice.lang),
        label: label(voice, fact),
        before: if withheld { String::new() } else { said.before },
        number: if withheld { voice.word("withheld-symbol") } else { said.number },
        unit: if withheld { String::new() } else { said.unit },
        text: planned::figure(voice, fact, &[spec.label.get(&voice.lang)]),
        period: spec.period.label.get(&voice.lang).clone(),
        place: spec.place_label.get(&voice.lang).clone(),
        source: source_of(desk, fact).map_or_else(|| voice.word("source-derived"), |source| outlet(voice, source)),
        status: spec.status.word(),
        status_text: voice.word(&format!("status-{}", spec.status.word())),
        caution: !spec.notes.is_empty() || !spec.conflicts.is_empty(),
        synthetic: fact.synthetic,
    }
}

/// Cards of several statistics; ids that are not known are passed over (settings have refused them).
pub fn cards<'i>(desk: &Desk, voice: &Voice, from: &str, ids: impl IntoIterator<Item = &'i str>) -> Vec<FactCard> {
    ids.into_iter().filter_map(|id| desk.book.get(id)).map(|fact| card(desk, voice, from, fact)).collect()
}

fn source_of<'d>(desk: &'d Desk, fact: &Fact) -> Option<&'d SourceSpec> {
    let id = fact.spec.source.as_ref()?;
    desk.book.sources().iter().find(|source| source.id == *id)
}

/// A source in words.
#[must_use]
pub fn source(voice: &Voice, source: &SourceSpec) -> SourceView {
    let lang = &voice.lang;
    SourceView {
        title: marked(voice, source.title.get(lang), source.synthetic),
        outlet: source.outlet.get(lang).clone(),
        author: source.author.as_ref().map_or_else(String::new, |author| author.get(lang).clone()),
        date_text: source.published.map_or_else(String::new, |date| voice.wording.date(date)),
        date: source.published.map_or_else(String::new, |date| date.to_string()),
        href: source.url.clone().unwrap_or_default(),
        note: source.note.get(lang).clone(),
        citation: marked(voice, source.citation.get(lang), source.synthetic),
    }
}

/// The comparisons that the register makes, or those that speak of one statistic.
#[must_use]
pub fn comparisons(desk: &Desk, voice: &Voice, from: &str, of: Option<&str>) -> Vec<ComparisonView> {
    let chosen = desk.book.comparisons().iter().filter(|c| of.is_none_or(|id| c.facts.iter().any(|f| f.as_str() == id)));
    chosen
        .map(|comparison| ComparisonView {
            id: comparison.id.to_string(),
            verdict: comparison.verdict.get(&voice.lang).clone(),
            text: comparison.text.get(&voice.lang).clone(),
            facts: cards(desk, voice, from, comparison.facts.iter().map(crate::model::FactId::as_str)),
        })
        .collect()
}

/// The permanent page of a statistic.
#[must_use]
pub fn page(desk: &Desk, voice: &Voice, fact: &Fact) -> FactView {
    let spec = &fact.spec;
    let address = fact_address(spec.id.as_str());
    let lang = &voice.lang;
    let figure = card(desk, voice, &address, fact);
    let used_on = desk.said_on.get(&spec.id).into_iter().flatten().map(|page| Link {
        label: desk.atlas.title(page, lang).to_owned(),
        href: desk.atlas.link(&address, page, lang),
        lang: String::new(),
    });
    FactView {
        definition: spec.definition.as_ref().map_or_else(String::new, |d| d.get(lang).clone()),
        // An exact figure needs no explanation, and "exactly" would promise more than a source prints.
        bound_text: match fact.quantity.bound {
            Bound::Exact | Bound::Planned | Bound::Withheld => String::new(),
            _ => voice.wording.bound_text(&fact.quantity),
        },
        withheld_because: spec.withheld_because.as_ref().map_or_else(String::new, |why| why.get(lang).clone()),
        sheet: sheet(desk, voice, &address, fact),
        notes: spec.notes.iter().map(|note| note.get(lang).clone()).collect(),
        formula: formula(desk, voice, fact),
        parts: cards(desk, voice, &address, fact.parts.iter().map(crate::model::FactId::as_str)),
        comparisons: comparisons(desk, voice, &address, Some(spec.id.as_str())),
        source: source_of(desk, fact).map(|s| source(voice, s)),
        history: history::of_fact(desk, voice, fact),
        corrections: history::corrections(desk, voice, &address, Some(spec.id.as_str())),
        json: desk.atlas.link_file(&address, lang, &format!("{address}fact.json")),
        citation: cite::fact(desk, voice, fact)
            .map(|item| cite::view(desk, voice, &item, &address, spec.id.as_str(), citation(desk, voice, fact, &figure))),
        embed: embed::of_fact(desk, voice, &address, fact),
        used_on: used_on.collect(),
        charts: charts(desk, voice, &address, fact),
        indicators: indicators(desk, voice, &address, fact),
        fact: figure,
    }
}

fn row(name: String, text: String) -> SheetRow {
    SheetRow { name, text, href: String::new() }
}

/// Value, bound, unit, period, place, programme, status, as printed, id.
fn sheet(desk: &Desk, voice: &Voice, address: &str, fact: &Fact) -> Vec<SheetRow> {
    let (spec, lang) = (&fact.spec, &voice.lang);
    let mut rows = Vec::new();
    if let (Some(value), true) = (fact.quantity.value, fact.quantity.bound != Bound::Withheld) {
        rows.push(row(voice.word("sheet-value"), voice.wording.table_number(value)));
    }
    rows.push(row(voice.word("sheet-bound"), voice.word(&format!("bound-name-{}", fact.quantity.bound.word()))));
    rows.push(row(
        voice.word("sheet-unit"),
        format!(
            "{} · {}",
            fact.quantity.unit.name.get(lang),
            voice.word(&format!("unit-kind-{}", fact.quantity.unit.kind.word()))
        ),
    ));
    let stated = voice.word(if spec.period.stated { "period-stated" } else { "period-not-stated" });
    rows.push(row(voice.word("sheet-period"), format!("{} · {stated}", spec.period.label.get(lang))));
    rows.push(SheetRow {
        name: voice.word("sheet-place"),
        text: spec.place_label.get(lang).clone(),
        href: match spec.places.as_slice() {
            [one] => desk.atlas.link(address, &place_address(one.as_str()), lang),
            _ => String::new(),
        },
    });
    if let Some(programme) = spec.programme.as_ref().and_then(|code| desk.programme(code.as_str())) {
        let to = desk.programme_address(programme.code.as_str());
        rows.push(SheetRow {
            name: voice.word("sheet-programme"),
            text: programme.name.get(lang).clone(),
            href: to.map_or_else(String::new, |to| desk.atlas.link(address, &to, lang)),
        });
    }
    rows.push(row(voice.word("sheet-status"), voice.word(&format!("status-{}", spec.status.word()))));
    if let (Some(printed), true) = (&spec.as_printed, spec.status != Status::Withheld) {
        rows.push(row(voice.word("sheet-as-printed"), printed.clone()));
    }
    rows.push(row(voice.word("sheet-id"), spec.id.to_string()));
    rows
}

/// The formula with the names of its parts.
fn formula(desk: &Desk, voice: &Voice, fact: &Fact) -> String {
    let Figure::Derived { formula, .. } = &fact.spec.figure else { return String::new() };
    let words = fact.parts.iter().filter_map(|id| desk.book.get(id.as_str())).fold(formula.clone(), |text, part| {
        let name = voice.with("quoted", &[("text", &label(voice, part))]);
        text.replace(&format!("fact(\"{}\")", part.spec.id), &name).replace(&format!("fact('{}')", part.spec.id), &name)
    });
    words.replace(" * ", " × ").replace(" / ", " ÷ ").replace(" - ", " − ")
}

fn citation(desk: &Desk, voice: &Voice, fact: &Fact, figure: &FactCard) -> String {
    let url = desk.atlas.absolute(&fact_address(&figure.id), &voice.lang);
    let publisher = desk.settings.site.publisher.name.get(&voice.lang);
    let site = desk.settings.site.title.get(&voice.lang);
    // Without a base address there is nothing permanent to print.
    let address = url.unwrap_or_default();
    let text = planned::figure(voice, fact, &[&figure.label, &figure.period]);
    let args = [
        ("publisher", publisher.as_str()),
        ("site", site.as_str()),
        ("label", figure.label.as_str()),
        ("text", text.as_str()),
        ("period", figure.period.as_str()),
        ("source", figure.source.as_str()),
        ("address", address.as_str()),
    ];
    voice.with("cite-sentence", &args).trim_end().to_owned()
}

/// The charts that draw it, by the page that shows each alone.
fn charts(desk: &Desk, voice: &Voice, from: &str, fact: &Fact) -> Vec<Link> {
    let draws = |chart: &&ChartSpec| matches!(&chart.data, ChartData::Facts(facts) if facts.contains(&fact.spec.id));
    let shown = desk.settings.charts.values().filter(draws);
    let shown = shown.filter(|chart| desk.gallery.chart_shape(chart.id.as_str(), &voice.lang).is_some());
    // Faults of a title are told on the page that shows the chart.
    let said =
        |chart: &ChartSpec| FactScope { desk, voice, from }.plain(chart.title.get(&voice.lang), &chart.span, &Sink::default());
    shown
        .map(|chart| Link {
            label: said(chart),
            href: desk.atlas.link(from, &embed::chart_page(chart.id.as_str()), &voice.lang),
            lang: String::new(),
        })
        .collect()
}

fn indicators(desk: &Desk, voice: &Voice, from: &str, fact: &Fact) -> Vec<Link> {
    let of = desk.settings.catalog.indicators.iter().filter(|i| i.facts.contains(&fact.spec.id));
    of.map(|indicator| Link {
        label: format!("{} {}", indicator.code, indicator.name.get(&voice.lang)),
        href: desk.atlas.link(from, &indicator_address(indicator.code.as_str()), &voice.lang),
        lang: String::new(),
    })
    .collect()
}
