//! The settings of protection as they stand in the private report, in the words of `data/protection.toml`.

use serde_json::{Map, Value, json};

use crate::config::{
    Cost, CubeProtection, CubeSpec, Intervals, Method, Part, Pattern, Percent, Protection, Revisions, Rounding, Waiver, Zeros,
};

/// What holds for the whole site.
pub(super) fn general(protection: &Protection) -> Value {
    let revisions = match protection.revisions {
        Revisions::Warn => "warn",
        Revisions::Protect => "protect",
    };
    json!({
        "revisions": revisions,
        "search": { "iterations": protection.search.iterations, "seed": protection.search.seed },
        "known_figures": protection.known.len(),
    })
}

/// What holds for one cube.
pub(super) fn of_cube(spec: &CubeSpec, settings: Option<&CubeProtection>) -> Value {
    let Some(settings) = settings else { return json!({}) };
    let names = |at: &usize| spec.dimensions.get(*at).map(|(column, _)| column.as_str());
    let group = &settings.group_disclosure;
    let dominance = settings.dominance.iter().map(|rule| json!({ "n": rule.n, "k": percent(rule.k) }));
    json!({
        "method": method(&settings.method),
        "zeros": match settings.zeros { Zeros::Public => "public", Zeros::Protect => "protect" },
        "contributors": settings.contributors,
        "dominance": Value::Array(dominance.collect()),
        "p_percent": settings.p_percent.map(percent),
        "pq": settings.pq.map(|(p, q)| [percent(p), percent(q)]),
        "group_disclosure": {
            "dimensions": group.dimensions.iter().filter_map(names).collect::<Vec<_>>(),
            "coalition": group.coalition, "upper": group.upper,
        },
        "complements": settings.complements,
        "intervals": intervals(settings.intervals),
        "cost": match settings.cost { Cost::Value => "value", Cost::Count => "count", Cost::Log => "log", Cost::Level => "level" },
        "weight": settings.weight.as_ref().map(|weight| json!({ "column": weight.column, "repeat": weight.repeat })),
        "released": settings.released.as_ref().map(|released| {
            json!({ "column": released.column, "codes": released.codes.iter().map(|code| code.as_str()).collect::<Vec<_>>() })
        }),
        "keep": patterns(spec, &settings.keep),
        "hide": patterns(spec, &settings.hide),
        "waivers": settings.waivers.iter().map(|one| waiver(spec, one)).collect::<Vec<_>>(),
        "impossible": settings.structural.len(),
        "uncollected": settings.uncollected.len(),
    })
}

fn method(method: &Method) -> Value {
    match method {
        Method::Suppress => json!("suppress"),
        Method::CellKey { .. } => json!("cell-key"),
        Method::SmallCounts { base } => json!({ "small-counts": base }),
        Method::Base { base, rounding } => {
            let way = match rounding {
                Rounding::Nearest => "nearest",
                Rounding::HalfEven => "half-even",
                Rounding::Random => "random",
            };
            json!({ "base": base, "rounding": way })
        }
    }
}

/// A cell published on purpose: which, why and who decided.
fn waiver(spec: &CubeSpec, waiver: &Waiver) -> Value {
    let mut at = Map::new();
    for ((column, dimension), position) in spec.dimensions.iter().zip(&waiver.key) {
        if let Some(position) = position {
            at.insert(column.clone(), json!(dimension.codes[*position].code.as_str()));
        }
    }
    let reason: Map<String, Value> = waiver.reason.iter().map(|(lang, text)| (lang.to_string(), json!(text))).collect();
    let measure = waiver.measure.and_then(|measure| spec.measures.get(measure)).map(|measure| measure.id.as_str());
    json!({ "at": at, "measure": measure, "reason": reason, "by": waiver.by })
}

fn intervals(intervals: Intervals) -> Value {
    match intervals {
        Intervals::None => json!("none"),
        Intervals::Width(width) => json!({ "width": width }),
        Intervals::Percent(share) => json!({ "percent": percent(share) }),
        Intervals::Rule => json!("rule"),
    }
}

/// As a number of percent.
fn percent(percent: Percent) -> Value {
    json!(f64::from(percent.0) / 100.0)
}

/// Patterns as they are typed: `{ "year": "2024", "sex": "*" }`, totals left out.
pub(super) fn patterns(spec: &CubeSpec, patterns: &[Pattern]) -> Value {
    let one = |pattern: &Pattern| {
        let mut all = Map::new();
        for ((column, dimension), part) in spec.dimensions.iter().zip(&pattern.0) {
            match part {
                Part::Total => {}
                Part::Any => drop(all.insert(column.clone(), json!("*"))),
                Part::Code(at) => drop(all.insert(column.clone(), json!(dimension.codes[*at].code.as_str()))),
            }
        }
        Value::Object(all)
    };
    Value::Array(patterns.iter().map(one).collect())
}
