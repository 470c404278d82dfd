//! Disclosure classes: what a class demands of a cube.

use std::collections::BTreeMap;

use super::catalog::{Context, TypedCatalog};
use super::names::Names;
use super::reader::{Located, Table};
use super::resolved::{CubeSpec, MeasureKind};
use super::rules::{CLASS_TOO_FINE, THRESHOLD};
use super::site::declare;
use crate::diag::{Diagnostic, Span};
use crate::model::Code;
use crate::say;

/// Lowest and highest threshold that makes sense.
const SENSIBLE: std::ops::RangeInclusive<i64> = 2..=1000;
/// Dimensions that tell of a single child beside a sensitive outcome, as sites call them.
const OF_PERSONS: [&str; 3] = ["age", "age_band", "sex"];
/// Dimensions finer than several years together.
const OF_TIME: [&str; 4] = ["year", "quarter", "month", "day"];

/// What a class demands.
#[derive(Clone, Debug, Default)]
pub(super) struct ClassRule {
    /// Fewest distinct persons; 0: nobody is behind the figures; `None`: each cube says so itself.
    threshold: Option<u32>,
    /// Dimensions its cubes may not have.
    without: Vec<String>,
}

/// Reads `[[class]]`. Classes C0 to C4 have demands of their own, which `threshold` and `without` replace.
pub(super) fn read(table: &Table<'_>, context: &Context<'_>, dimensions: &Names, typed: &mut TypedCatalog) {
    for entry in table.tables("class") {
        let code = entry.id("code", Code::new);
        declare(&mut typed.classes, code.as_ref(), entry.sink());
        let name = entry.localized("name", context.languages);
        let threshold = read_threshold(&entry);
        let without = entry.texts("without");
        let stated = entry.has("without");
        entry.finish();
        let Some((code, name)) = code.zip(name) else { continue };
        let mut rule = usual(code.value.as_str(), typed);
        rule.threshold = threshold.or(rule.threshold);
        if stated {
            rule.without =
                without.into_iter().filter(|name| dimensions.check(name, context.sink)).map(|name| name.value).collect();
        }
        typed.class_rules.insert(code.value.to_string(), rule);
        typed.catalog.disclosure_classes.push((code.value.to_string(), name));
    }
}

/// What the five classes of the catalogue of indicators demand.
fn usual(code: &str, typed: &TypedCatalog) -> ClassRule {
    let places = typed.catalog.places.iter().map(|places| places.id.to_string());
    let sensitive = || OF_PERSONS.map(str::to_owned).into_iter().chain(places);
    let without = match code {
        "C3" => sensitive().collect(),
        "C4" => sensitive().chain(OF_TIME.map(str::to_owned)).collect(),
        _ => Vec::new(),
    };
    ClassRule { threshold: usual_threshold(code), without }
}

/// The threshold of a class that states none.
pub(super) fn usual_threshold(code: &str) -> Option<u32> {
    match code {
        "C0" => Some(0),
        "C1" | "C2" => Some(5),
        "C3" | "C4" => Some(10),
        _ => None,
    }
}

/// A threshold between 2 and 1000, if one is typed.
pub(super) fn read_threshold(table: &Table<'_>) -> Option<u32> {
    let typed = table.whole("threshold", i64::MIN, i64::MAX)?;
    if SENSIBLE.contains(&typed.value) {
        return u32::try_from(typed.value).ok();
    }
    let value = typed.value;
    let message = say!("人数下限不能是 {value}", "the threshold cannot be {value}");
    let help = if value < 2 {
        say!(
            "写 2 到 1000 之间的数；背后没有人的数，改用 `class = \"C0\"`",
            "write a number from 2 to 1000; for figures nobody is behind, use `class = \"C0\"`"
        )
    } else {
        say!("写 2 到 1000 之间的数", "write a number from 2 to 1000")
    };
    table.sink().push(Diagnostic::error(&THRESHOLD, message).at(typed.span).help(help));
    None
}

/// A cube's own threshold against its class's; what holds is given. Nothing when neither says one.
pub(super) fn threshold(own: Option<(u32, Span)>, class: Option<&ClassRule>, code: &str, context: &Context<'_>) -> Option<u32> {
    let demanded = class.and_then(|class| class.threshold);
    if let (Some((own, span)), Some(demanded)) = (&own, demanded)
        && *own < demanded
    {
        let message = say!(
            "人数下限 {own} 低于公布级别 `{code}` 的人数下限 {demanded}",
            "the threshold of {own} is below the {demanded} of the class `{code}`"
        );
        let help = say!("写 {demanded} 或更大，或删去这一行", "write {demanded} or more, or remove the line");
        context.sink.push(Diagnostic::error(&THRESHOLD, message).at(span.clone()).help(help));
    }
    own.map(|(own, _)| own).max(demanded)
}

/// Tells of dimensions and measures that the class of a cube does not allow.
pub(super) fn check(cube: &CubeSpec, class: &Located<String>, rules: &BTreeMap<String, ClassRule>, context: &Context<'_>) {
    let Some(rule) = rules.get(&class.value) else { return };
    let code = &class.value;
    let refused = |(column, dimension): &&(String, std::sync::Arc<super::Dimension>)| {
        rule.without.iter().any(|name| *name == *column || *name == dimension.id.as_str())
    };
    for (column, _) in cube.dimensions.iter().filter(refused) {
        let message = say!(
            "公布级别 `{code}` 的汇总表不能有维度 `{column}`",
            "a cube of the class `{code}` may not have the dimension `{column}`"
        );
        let help = say!("去掉这个维度", "leave the dimension out");
        context.sink.push(Diagnostic::error(&CLASS_TOO_FINE, message).at(class.span.clone()).help(help));
    }
    let persons = cube.measures.iter().find(|measure| measure.kind == MeasureKind::Distinct);
    if let (Some(measure), 0) = (persons, cube.threshold) {
        let id = &measure.id;
        let message = say!(
            "公布级别 `{code}` 不设人数下限，不能用来数人（度量 `{id}`）",
            "the class `{code}` has no threshold, so it cannot count persons (measure `{id}`)"
        );
        let help = say!("换一个级别，或写明 `threshold`", "take another class, or state a `threshold`");
        context.sink.push(Diagnostic::error(&CLASS_TOO_FINE, message).at(class.span.clone()).help(help));
    }
}
