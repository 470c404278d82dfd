//! Which result a plan is set against in a progress chart.

use std::collections::BTreeMap;

use super::resolved::{ChartData, ChartKind, ChartSpec, FactSpec, Figure, Indicator, Register, Status};
use super::rules::PLAN_BESIDE_UNLIKE;
use crate::diag::{Diagnostic, Sink, Text};
use crate::model::{Bound, ChartId, Unit};
use crate::say;

/// What keeps a plan from being set against a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unlike {
    Unit,
    Place,
    Programme,
    Indicator,
}

impl Unlike {
    fn text(self) -> Text {
        match self {
            Self::Unit => say!("计量单位不同", "they are counted in different units"),
            Self::Place => say!("地域不同", "they are of different places"),
            Self::Programme => say!("项目不同", "they belong to different programmes"),
            Self::Indicator => say!("指标不同", "they belong to different indicators"),
        }
    }
}

/// For each fact of a chart, in its order, the position of the result that it is the plan of; nothing for results and for plans that
/// have none.
///
/// A plan belongs to a result of the same unit, place and programme: to one of the same indicator, wherever it stands, the nearest
/// before it first; else to the result right before it, unless indicators tell the two apart. A result has one plan.
#[must_use]
pub fn results_of_plans(facts: &[&FactSpec], indicators: &[Indicator]) -> Vec<Option<usize>> {
    let mut found = vec![None; facts.len()];
    for at in (0..facts.len()).filter(|at| is_plan(facts[*at])) {
        let free = |result: &usize| !is_plan(facts[*result]) && !found.contains(&Some(*result));
        let fits = |result: &usize| free(result) && unlike(facts[*result], facts[at], indicators).is_none();
        let shared = |result: &usize| fits(result) && share(facts[*result], facts[at], indicators);
        let before = at.checked_sub(1).filter(|result| fits(result));
        found[at] = (0..at).rev().find(shared).or(before).or_else(|| (at + 1..facts.len()).find(shared));
    }
    found
}

/// Whether a fact is a plan. One derived from a plan may be declared as something else and is one all the same.
fn is_plan(fact: &FactSpec) -> bool {
    fact.status == Status::Plan || matches!(&fact.figure, Figure::Given(quantity) if quantity.bound == Bound::Planned)
}

fn unit(fact: &FactSpec) -> &Unit {
    match &fact.figure {
        Figure::Given(quantity) => &quantity.unit,
        Figure::Derived { unit, .. } => unit,
    }
}

fn unlike(result: &FactSpec, plan: &FactSpec, indicators: &[Indicator]) -> Option<Unlike> {
    // Places may go without codes; then words tell them apart.
    let coded = !result.places.is_empty() && !plan.places.is_empty();
    let elsewhere = if coded { result.places != plan.places } else { result.place_label != plan.place_label };
    let listed = |fact: &FactSpec| indicators.iter().any(|indicator| indicator.facts.contains(&fact.id));
    let apart = listed(result) && listed(plan) && !share(result, plan, indicators);
    let found = [
        (unit(result).code != unit(plan).code, Unlike::Unit),
        (elsewhere, Unlike::Place),
        (result.programme != plan.programme, Unlike::Programme),
        (apart, Unlike::Indicator),
    ];
    found.into_iter().find(|(is, _)| *is).map(|(_, unlike)| unlike)
}

fn share(result: &FactSpec, plan: &FactSpec, indicators: &[Indicator]) -> bool {
    indicators.iter().any(|indicator| indicator.facts.contains(&result.id) && indicator.facts.contains(&plan.id))
}

/// Warns of a plan that a progress chart lists right behind a result of something else: readers, and most authors, would take it for its
/// plan.
pub(super) fn judge(charts: &BTreeMap<ChartId, ChartSpec>, register: &Register, indicators: &[Indicator], sink: &Sink) {
    for chart in charts.values().filter(|chart| chart.kind == ChartKind::Progress) {
        let ChartData::Facts(ids) = &chart.data else { continue };
        let facts: Vec<&FactSpec> = ids.iter().filter_map(|id| register.facts.iter().find(|fact| fact.id == *id)).collect();
        if facts.len() < ids.len() || ids.len() != chart.fact_spans.len() {
            continue;
        }
        let results = results_of_plans(&facts, indicators);
        for at in (1..facts.len()).filter(|at| is_plan(facts[*at]) && results[*at].is_none() && !is_plan(facts[*at - 1])) {
            let Some(reason) = unlike(facts[at - 1], facts[at], indicators) else { continue };
            let (plan, result, reason) = (&facts[at].id, &facts[at - 1].id, reason.text());
            let message = Text {
                zh: format!("计划 `{plan}` 排在 `{result}` 后面，但两者{}，不能对照", reason.zh),
                en: format!(
                    "the plan `{plan}` stands behind `{result}`, but {}, so that neither is the measure of the other",
                    reason.en
                ),
            };
            let help = say!(
                "排到它自己的结果后面；还没有这样的结果，就排到所有结果前面，单独成行",
                "list it behind the result it is the plan of; while there is none, list it before all results, where it has a row of its own"
            );
            sink.push(Diagnostic::warning(&PLAN_BESIDE_UNLIKE, message).at(chart.fact_spans[at].clone()).help(help));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Source;
    use crate::model::{Code, FactId, Lang, Languages, Localized, Period, PeriodKind, Quantity, Range, UnitKind};

    /// A fact by its id, unit and place; an id that begins with `plan` is a plan.
    fn fact(id: &str, unit: &str, place: &str) -> FactSpec {
        let languages = Languages::new(vec![Lang::new("zh").unwrap()]).unwrap();
        let said = |text: &str| Localized::from_fn(&languages, |_| text.to_owned());
        let words = Localized::from_fn(&languages, |_| BTreeMap::new());
        let unit = Unit { code: Code::new(unit).unwrap(), kind: UnitKind::Persons, words, name: said(unit) };
        let bound = if id.starts_with("plan") { Bound::Planned } else { Bound::Exact };
        let figure = Quantity { value: None, bound, range: Range::default(), unit: std::sync::Arc::new(unit) };
        FactSpec {
            id: FactId::new(id).unwrap(),
            label: said(id),
            definition: None,
            figure: Figure::Given(figure),
            period: Period { kind: PeriodKind::Year, start: None, end: None, label: said("一年"), stated: true },
            places: Vec::new(),
            place_label: said(place),
            programme: None,
            status: if id.starts_with("plan") { Status::Plan } else { Status::Result },
            source: None,
            as_printed: None,
            notes: Vec::new(),
            conflicts: Vec::new(),
            aliases: Vec::new(),
            class: None,
            withheld_because: None,
            span: Source::new("facts.toml", "").span(0..0),
        }
    }

    fn indicator(code: &str, facts: &[&str]) -> Indicator {
        let languages = Languages::new(vec![Lang::new("zh").unwrap()]).unwrap();
        let said = || Localized::from_fn(&languages, |_| String::new());
        Indicator {
            code: Code::new(code).unwrap(),
            name: said(),
            definition: said(),
            unit: said(),
            dimensions: said(),
            period: said(),
            formula: said(),
            direction: said(),
            class: String::new(),
            facts: facts.iter().map(|id| FactId::new(id).unwrap()).collect(),
            version: String::new(),
        }
    }

    fn results(facts: &[FactSpec], indicators: &[Indicator]) -> Vec<Option<usize>> {
        results_of_plans(&facts.iter().collect::<Vec<_>>(), indicators)
    }

    #[test]
    fn a_plan_belongs_to_a_result_of_the_same_thing() {
        let (result, plan) = (fact("camps", "places", "怀化市"), fact("plan-camps", "places", "怀化市"));
        assert_eq!(results(&[result.clone(), plan.clone()], &[]), [None, Some(0)]);
        assert_eq!(results(&[result.clone(), fact("plan-other", "places", "沅陵县")], &[]), [None, None]);
        assert_eq!(results(&[result.clone(), fact("plan-other", "attendances", "怀化市")], &[]), [None, None]);
        let mut other = plan.clone();
        other.programme = Some(Code::new("camp").unwrap());
        assert_eq!(results(&[result.clone(), other], &[]), [None, None]);
        let apart = [indicator("ST-01", &["camps"]), indicator("ST-02", &["plan-camps"])];
        assert_eq!(results(&[result.clone(), plan.clone()], &apart), [None, None]);
        // Only the result right before it, and each result once.
        assert_eq!(results(&[plan.clone(), result.clone()], &[]), [None, None]);
        assert_eq!(results(&[result, plan, fact("plan-more", "places", "怀化市")], &[]), [None, Some(0), None]);
    }

    #[test]
    fn a_common_indicator_joins_what_does_not_stand_together() {
        let all = ["camps", "trips", "plan-trips", "plan-camps"].map(|id| fact(id, "places", "怀化市"));
        let indicators = [indicator("ST-01", &["camps", "plan-camps"]), indicator("ST-02", &["trips", "plan-trips"])];
        assert_eq!(results(&all, &indicators), [None, None, Some(1), Some(0)]);
        let turned = [all[3].clone(), all[1].clone(), all[0].clone()];
        assert_eq!(results(&turned, &indicators), [Some(2), None, None]);
    }
}
