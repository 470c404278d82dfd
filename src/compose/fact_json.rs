//! A statistic for programs: one document for all languages, at `s/<fact>/fact.json` and in lists of the API.
//!
//! The shape is described by `api/v1/schema/fact.json` and changes only with the number in that address.

use serde_json::{Map, Value, json};

use crate::compose::{Desk, fact_address};
use crate::config::{Figure, SourceSpec};
use crate::facts::Fact;
use crate::model::{Decimal, Lang, Localized};

/// The statistic. Withheld ones have no number, no range and no printed form, only words.
#[must_use]
pub fn fact(desk: &Desk, fact: &Fact) -> Value {
    let (spec, quantity) = (&fact.spec, &fact.quantity);
    let languages = &desk.settings.site.languages;
    let each = |text: &dyn Fn(&Lang) -> String| -> Value {
        languages.iter().map(|lang| (lang.to_string(), Value::from(text(lang)))).collect::<Map<_, _>>().into()
    };
    let texts = |texts: &Localized<String>| each(&|lang| texts.get(lang).clone());
    let address = fact_address(spec.id.as_str());
    let withheld = quantity.value.is_none();
    let period = &spec.period;
    json!({
        "$schema": schema(desk, "fact"),
        "id": spec.id.as_str(),
        "label": texts(&spec.label),
        "definition": spec.definition.as_ref().map(texts),
        "value": quantity.value.map(number),
        "text": each(&|lang| desk.voice(lang).wording.quantity(quantity).full),
        "bound": quantity.bound.word(),
        "range": {
            "min": quantity.range.min.map(number),
            "min_exclusive": quantity.range.min_exclusive,
            "max": quantity.range.max.map(number),
            "max_exclusive": quantity.range.max_exclusive,
        },
        "unit": {
            "code": quantity.unit.code.as_str(),
            "kind": quantity.unit.kind.word(),
            "label": texts(&quantity.unit.name),
        },
        "period": {
            "kind": period.kind.word(),
            "start": period.start,
            "end": period.end,
            "stated": period.stated,
            "label": texts(&period.label),
        },
        "place": {
            "codes": spec.places.iter().map(crate::model::Code::as_str).collect::<Vec<_>>(),
            "label": texts(&spec.place_label),
        },
        "status": spec.status.word(),
        "synthetic": fact.synthetic,
        "as_printed": spec.as_printed.as_ref().filter(|_| !withheld),
        "withheld_because": spec.withheld_because.as_ref().map(texts),
        "notes": spec.notes.iter().map(texts).collect::<Vec<_>>(),
        "source": source(desk, fact).map(|source| json!({
            "title": texts(&source.title),
            "publisher": texts(&source.outlet),
            "published": source.published.map(|date| date.to_string()),
            "url": source.url,
            "synthetic": source.synthetic,
        })),
        "formula": match &spec.figure {
            Figure::Derived { formula, .. } => Some(formula),
            Figure::Given(_) => None,
        },
        "parts": fact.parts.iter().map(crate::model::FactId::as_str).collect::<Vec<_>>(),
        "page": each(&|lang| desk.atlas.absolute(&address, lang).unwrap_or_else(|| desk.atlas.folder(&address, lang))),
    })
}

fn source<'d>(desk: &'d Desk, fact: &Fact) -> Option<&'d SourceSpec> {
    let id = fact.spec.source.as_ref()?;
    desk.book.sources().iter().find(|source| source.id == *id)
}

fn number(value: Decimal) -> Value {
    serde_json::from_str(&value.to_string()).unwrap_or(Value::Null)
}

/// The address of a shape: absolute where the site has a public address.
#[must_use]
pub fn schema(desk: &Desk, name: &str) -> String {
    let path = format!("api/v1/schema/{name}.json");
    desk.settings.site.base_url.as_ref().map_or(path.clone(), |base| base.clone() + &path)
}

/// A document as it is written: one line end at the end.
#[must_use]
pub fn bytes(document: &Value) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(document).expect("texts are always JSON");
    bytes.push(b'\n');
    bytes
}
