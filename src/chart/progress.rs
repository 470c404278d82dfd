//! What was reached against what was planned: a bar for the result, a line across it for the plan.
//!
//! Which result a plan belongs to is told with the drawing; a plan of none has a row of its own, without a bar.

use super::bars::{label_right, mark, possible, withheld};
use super::data::{Data, Length, Sample, number};
use super::header::{Entry, Swatch};
use super::measure::fit;
use super::rows::{Layout, Reach, Rows, rows, zero_line};
use super::scale::Scale;
use super::sheet::{Anchor, Sheet, Type};
use super::{Drawing, Plan, Point, Series, Value};
use std::cell::RefCell;

/// Draws bars with their plans; gives the height of the picture.
pub(super) fn progress(sheet: &RefCell<Sheet>, data: &Data) -> f64 {
    let (drawing, plans) = paired(data.drawing);
    let paired = Data::new(&drawing, data.words);
    let plans = Data::new(&plans, data.words);
    draw(sheet, &paired, &plans)
}

fn draw(sheet: &RefCell<Sheet>, data: &Data, plans: &Data) -> f64 {
    let ((low, high), (_, most)) = (data.with_zero(), plans.with_zero());
    let high = if plans.extent().is_some() { high.max(most) } else { high };
    let count = if sheet.borrow().width < 500.0 { 3 } else { 5 };
    let scale = Scale::exact(low, high, count, data.whole && plans.whole);
    let width = sheet.borrow().width;
    let both = |at: usize| [reach(data, data.sample(0, at)), plan_reach(width, (data, plans), at)];
    let reaches: Vec<Reach> = (0..data.categories()).flat_map(both).collect();
    let layout = rows(sheet, data, &key(data, plans), &Rows { marks: 2, thick: 17.0, scale, reaches: &reaches });
    for category in 0..data.categories() {
        row(sheet, (data, plans), &layout, category);
    }
    zero_line(&mut sheet.borrow_mut(), &layout.plane);
    layout.bottom + 4.0
}

fn key(data: &Data, plans: &Data) -> Vec<Entry> {
    let planned = plans.extent().map(|_| Entry { swatch: Swatch::Target, text: data.lexicon.planned.clone() });
    planned.into_iter().chain(possible(data)).chain(withheld(data)).collect()
}

/// Results with their names, and the plans in the same order. A plan stands in the row of its result; without one it has its own.
fn paired(drawing: &Drawing) -> (Drawing, Drawing) {
    let lacking = || Point { value: Value::Missing, label: String::new(), short: String::new(), planned: false };
    // A plan without a result: a row without a bar, and without a sign for one.
    let none = || Point { value: Value::Inapplicable, planned: true, ..lacking() };
    let point = |at: usize| drawing.series.first().and_then(|series| series.points.get(at)).cloned().unwrap_or_else(lacking);
    let (mut results, mut plans, mut dated) = (Vec::new(), Vec::new(), Vec::new());
    let mut categories = Vec::new();
    for (at, category) in drawing.categories.iter().enumerate() {
        if drawing.plans.iter().any(|plan| plan.at == at && has_row(drawing, plan)) {
            continue;
        }
        let own = point(at);
        let known = drawing.plans.iter().find(|plan| if own.planned { plan.at == at } else { is_of(drawing, plan, at) });
        dated.extend(known.map(|known| Plan { at: results.len(), result: None, mark: known.mark.clone() }));
        let plan = if own.planned { own.clone() } else { known.map_or_else(none, |known| point(known.at)) };
        categories.push(category.clone());
        results.push(if own.planned { none() } else { own });
        plans.push(plan);
    }
    let with = |points: Vec<Point>, plans: Vec<Plan>| Drawing {
        categories: categories.clone(),
        series: vec![Series { name: String::new(), points }],
        plans,
        ..drawing.clone()
    };
    (with(results, Vec::new()), with(plans, dated))
}

/// Whether a plan stands in the row of a result: it is the first plan of a category that is none itself.
fn has_row(drawing: &Drawing, plan: &Plan) -> bool {
    plan.result.is_some_and(|result| is_of(drawing, plan, result))
}

fn is_of(drawing: &Drawing, plan: &Plan, result: usize) -> bool {
    let points = drawing.series.first().map_or(&[][..], |series| &series.points);
    let is = |at: usize, planned: bool| points.get(at).is_some_and(|point| point.planned == planned);
    let first = drawing.plans.iter().find(|other| other.result == Some(result));
    result < drawing.categories.len() && is(result, false) && is(plan.at, true) && first.is_some_and(|first| first.at == plan.at)
}

fn reach(data: &Data, sample: Sample) -> Reach {
    let label = Type::Value.width(data.beside(sample)) + 8.0;
    match Length::of(sample.value) {
        Some(length) => Reach { value: length.end().max(0.0), beyond: label + if length.open { 20.0 } else { 0.0 } },
        None => Reach { value: 0.0, beyond: label + super::bars::STUB },
    }
}

/// `计划600`, or with its time: `2025年计划600`. What is wider than `room` loses of the time, never of the number.
fn plan_label(data: &Data, category: usize, room: f64) -> String {
    let value = data.sample(0, category).short;
    let mark = data.drawing.plans.iter().find(|plan| plan.at == category).map_or("", |plan| &plan.mark);
    if mark.is_empty() {
        return data.words.say("chart-plan-mark", &[("value", value)]);
    }
    let label = |mark: &str| data.words.say("chart-plan-dated", &[("plan", mark), ("value", value)]);
    let rest = Type::Note.width(&label(""));
    label(&fit(mark, (room - rest).max(0.0), Type::Note.size()))
}

/// Room right of the line: for its name, unless that is long and may as well stand left of it; and for the value of a bar that ends close
/// to the line.
fn plan_reach(width: f64, (data, plans): (&Data, &Data), category: usize) -> Reach {
    let value = number(plans.sample(0, category).value);
    let name = Type::Note.width(&plan_label(plans, category, f64::INFINITY));
    let name = if name < width * 0.2 { name } else { 0.0 };
    let label = Type::Value.width(data.beside(data.sample(0, category)));
    Reach { value: value.unwrap_or(0.0).max(0.0), beyond: value.map_or(0.0, |_| name.max(label) + 10.0) }
}

/// The bar with its value in the upper half of the row, the name of the plan in the lower; the line of the plan runs through both.
fn row(sheet: &RefCell<Sheet>, (data, plans): (&Data, &Data), layout: &Layout, category: usize) {
    let (slot, lower) = (layout.slot(category, 0, 2), layout.slot(category, 1, 2));
    let sample = data.sample(0, category);
    sheet.borrow_mut().open("bar s1", &data.title(0, category));
    if !sample.planned {
        let end = mark(sheet, &layout.plane, sample, slot);
        let line = number(plans.sample(0, category).value).map(|value| layout.plane.at(slot.0, value).0);
        label(&mut sheet.borrow_mut(), data, layout, (sample, slot), (end, line));
    }
    sheet.borrow_mut().close();
    if let Some(value) = number(plans.sample(0, category).value) {
        sheet.borrow_mut().open("bar plan s1", &plans.title(0, category));
        let name = name_of_plan(sheet.borrow().width, plans, layout, category, (lower, value));
        let foot = if name.below { slot.1 + 2.0 } else { lower.1 };
        layout.plane.line("target", &[(slot.0 - 3.0, value), (foot, value)]);
        sheet.borrow_mut().text(Type::Note, name.anchor, name.at, &name.text);
        sheet.borrow_mut().close();
    }
}

/// The value of a bar: right of its end, but where the line of the plan would cross it inside the bar, or behind the line of a short one.
fn label(
    sheet: &mut Sheet,
    data: &Data,
    layout: &Layout,
    (sample, slot): (Sample, (f64, f64)),
    (end, line): ((f64, f64), Option<f64>),
) {
    let text = data.beside(sample);
    let Some(line) = line.filter(|line| crosses(*line, end.0, Type::Value.width(text))) else {
        return label_right(sheet, data, layout, sample, slot, end);
    };
    let inside = end.0 - layout.plane.at(slot.0, 0.0).0 > Type::Inside.width(text) + 14.0;
    if inside && line >= end.0 && matches!(sample.value, Value::Exact(_)) {
        let y = layout.plane.frame.y + f64::midpoint(slot.0, slot.1) + 5.0;
        sheet.text(Type::Inside, Anchor::End, (end.0 - 7.0, y), text);
    } else {
        label_right(sheet, data, layout, sample, slot, (line, end.1));
    }
}

/// Whether a line would cross a label that is set off from `end`.
fn crosses(line: f64, end: f64, label: f64) -> bool {
    (end - 2.0..end + label + 8.0).contains(&line)
}

/// The name of a plan, where it is set, and whether it stands below the line, since there is no room beside it.
struct PlanName {
    text: String,
    at: (f64, f64),
    anchor: Anchor,
    below: bool,
}

/// Right of the line, else left of it, else below.
fn name_of_plan(width: f64, plans: &Data, layout: &Layout, category: usize, (lower, value): ((f64, f64), f64)) -> PlanName {
    let start = layout.plane.frame.x + 2.0;
    let text = plan_label(plans, category, width - start);
    let (x, y) = layout.plane.at(f64::midpoint(lower.0, lower.1), value);
    let long = Type::Note.width(&text);
    let (from, anchor, below) = if x + 6.0 + long <= width {
        (x + 6.0, Anchor::Start, false)
    } else if x - 6.0 - long >= start {
        (x - 6.0, Anchor::End, false)
    } else {
        ((x - long / 2.0).clamp(start, (width - long).max(start)), Anchor::Start, true)
    };
    PlanName { text, at: (from, y + 5.0), anchor, below }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{drawing, exact};
    use super::*;
    use crate::config::ChartKind;

    fn points(drawing: &Drawing) -> Vec<(String, Value)> {
        let names = drawing.categories.iter().map(|category| category.name.clone());
        names.zip(drawing.series[0].points.iter().map(|point| point.value)).collect()
    }

    fn sample(plans: Vec<Plan>) -> Drawing {
        let plan = |value| Point { planned: true, ..exact(value, "600名", "600") };
        let names = [("现有", ""), ("计划", ""), ("另一计划", ""), ("另有", "")];
        let points = vec![exact(460.0, "460名", "460"), plan(600.0), plan(30.0), exact(20.0, "20名", "20")];
        let series = vec![Series { name: String::new(), points }];
        Drawing { plans, ..drawing(ChartKind::Progress, "zh", &names, series) }
    }

    #[test]
    fn a_plan_stands_with_its_own_result_and_else_alone() {
        let of = |at, result| Plan { at, result, mark: String::new() };
        let row = |name: &str, value: f64| (name.to_owned(), Value::Exact(value));
        let none = |name: &str| (name.to_owned(), Value::Inapplicable);
        let (results, plans) = paired(&sample(vec![of(1, None), of(2, Some(3))]));
        assert_eq!(points(&results), [row("现有", 460.0), none("计划"), row("另有", 20.0)]);
        assert_eq!(points(&plans), [none("现有"), row("计划", 600.0), row("另有", 30.0)]);
        // What cannot be is no pair: a plan of a plan, two plans of one result, a result that is not there.
        let (results, plans) = paired(&sample(vec![of(1, Some(0)), of(2, Some(0))]));
        assert_eq!(points(&results), [row("现有", 460.0), none("另一计划"), row("另有", 20.0)]);
        assert_eq!(points(&plans), [row("现有", 600.0), row("另一计划", 30.0), none("另有")]);
        let (results, _) = paired(&sample(vec![of(1, Some(2)), of(2, Some(9))]));
        assert_eq!(points(&results).len(), 4, "nothing is lost");
    }

    #[test]
    fn no_line_crosses_a_label() {
        assert!(crosses(108.0, 100.0, 30.0) && crosses(99.0, 100.0, 30.0));
        assert!(!crosses(60.0, 100.0, 30.0) && !crosses(150.0, 100.0, 30.0));
    }

    #[test]
    fn another_time_is_named_on_the_chart_and_in_its_table() {
        let plans = vec![
            Plan { at: 1, result: Some(0), mark: "2025年计划".to_owned() },
            Plan { at: 2, result: None, mark: String::new() },
        ];
        let figure =
            super::super::draw(&sample(plans), &super::super::words::Builtin::new(&crate::model::Lang::new("zh").unwrap()));
        for picture in [&figure.wide, &figure.narrow] {
            assert!(picture.contains(">2025年计划600<") && picture.contains(">计划600<"), "{picture}");
        }
        let said: Vec<_> = figure.table.rows.iter().map(|row| row[1].clone()).collect();
        assert!(matches!(&said[1], super::super::Entry::Figure(text, _) if text == "600名（2025年计划）"), "{said:?}");
        assert!(matches!(&said[2], super::super::Entry::Figure(text, _) if text == "600名（计划）"), "{said:?}");
        assert!(figure.description.contains("计划（2025年计划）"), "{}", figure.description);
    }
}
