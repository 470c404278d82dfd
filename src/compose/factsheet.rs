//! The fact sheet: the headline figures on one page of paper, with their sources, their bounds and the way to the site.

use crate::compose::voice::Voice;
use crate::compose::{Desk, fact, fact_address, tally};
use crate::config::Status;
use crate::facts::Fact;
use crate::model::{Bound, FactId, UnitKind};
use crate::picture::qr;
use crate::theme::views::{FactSheetView, Link, SheetFact};

/// The address of the fact sheet.
pub const FACT_SHEET: &str = "factsheet/";

/// More figures do not fit on a page.
const MOST: usize = 8;
/// Where a site keeps its page for the press.
const PRESS: &str = "press/";

/// The fact sheet in one language.
#[must_use]
pub fn page(desk: &Desk, voice: &Voice) -> FactSheetView {
    let facts = chosen(desk);
    let lang = &voice.lang;
    let address = desk.atlas.absolute(FACT_SHEET, lang).unwrap_or_default();
    let code = if address.is_empty() { None } else { qr(&address, &voice.with("factsheet-code", &[("address", &address)])) };
    FactSheetView {
        title: voice.with("factsheet-title", &[("place", desk.settings.site.place.get(lang))]),
        lead: desk.settings.site.description.get(lang).clone(),
        tally: tally::of_register(desk, voice, FACT_SHEET),
        rules: rules(voice, &facts),
        sources: desk
            .book
            .sources()
            .iter()
            .filter(|source| facts.iter().any(|fact| fact.spec.source.as_ref() == Some(&source.id)))
            .map(|source| fact::source(voice, source))
            .collect(),
        facts: facts.iter().map(|fact| line(desk, voice, fact)).collect(),
        svg_code: code.unwrap_or_default(),
        press: desk.atlas.has(PRESS).then(|| Link {
            label: desk.atlas.title(PRESS, lang).to_owned(),
            href: desk.atlas.link(FACT_SHEET, PRESS, lang),
            lang: String::new(),
        }),
        address,
    }
}

/// The figures of the home page; without such, the first of the register that may be published.
fn chosen<'d>(desk: &'d Desk<'_>) -> Vec<&'d Fact> {
    let named: Vec<&Fact> =
        desk.settings.site.headline.iter().map(FactId::as_str).filter_map(|id| desk.book.get(id)).take(MOST).collect();
    if !named.is_empty() {
        return named;
    }
    desk.book.iter().filter(|fact| fact.quantity.value.is_some()).take(MOST).collect()
}

fn line(desk: &Desk, voice: &Voice, fact: &Fact) -> SheetFact {
    let address = fact_address(fact.spec.id.as_str());
    SheetFact {
        fact: fact::card(desk, voice, FACT_SHEET, fact),
        bound_text: match fact.quantity.bound {
            Bound::Exact | Bound::Planned | Bound::Withheld => String::new(),
            _ => voice.wording.bound_text(&fact.quantity),
        },
        address: desk.atlas.absolute(&address, &voice.lang).unwrap_or_else(|| desk.atlas.folder(&address, &voice.lang)),
    }
}

/// What to keep in mind with these figures.
fn rules(voice: &Voice, facts: &[&Fact]) -> Vec<String> {
    let any = |holds: fn(&Fact) -> bool| facts.iter().any(|fact| holds(fact));
    let times = any(|fact| matches!(fact.quantity.unit.kind, UnitKind::PersonTimes | UnitKind::PersonTimesPerYear));
    let bounded = any(|fact| !matches!(fact.quantity.bound, Bound::Exact | Bound::Planned | Bound::Withheld));
    let planned = any(|fact| matches!(fact.spec.status, Status::Plan | Status::Quota));
    let reported = any(|fact| fact.spec.status == Status::AsReported);
    let doubtful = any(|fact| !fact.spec.notes.is_empty() || !fact.spec.conflicts.is_empty());
    let known = [("times", times), ("bounded", bounded), ("planned", planned), ("reported", reported), ("doubtful", doubtful)];
    known.into_iter().filter(|(_, holds)| *holds).map(|(rule, _)| voice.word(&format!("factsheet-rule-{rule}"))).collect()
}
