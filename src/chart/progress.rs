//! What was reached against what was planned: a bar for the result, a line across it for the plan.
//!
//! A plan belongs to the result before it (`460名`, then `计划600名`). A plan that follows no result has a row of its own, without a bar.

use super::bars::{label_right, mark, possible, withheld};
use super::data::{Data, Length, Sample, number};
use super::header::{Entry, Swatch};
use super::rows::{Layout, Reach, Rows, rows, zero_line};
use super::scale::Scale;
use super::sheet::{Anchor, Sheet, Type};
use super::{Drawing, Point, Series, Value};
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
    let reaches: Vec<Reach> =
        (0..data.categories()).flat_map(|at| [reach(data, data.sample(0, at)), plan_reach(plans, at)]).collect();
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

/// Results with their names, and the plans in the same order.
fn paired(drawing: &Drawing) -> (Drawing, Drawing) {
    let lacking = || Point { value: Value::Missing, label: String::new(), short: String::new(), planned: false };
    // A plan without a result: a row without a bar, and without a sign for one.
    let none = || Point { value: Value::Inapplicable, planned: true, ..lacking() };
    let (mut results, mut plans): (Vec<Point>, Vec<Point>) = (Vec::new(), Vec::new());
    let mut categories = Vec::new();
    let mut open = false;
    for (at, category) in drawing.categories.iter().enumerate() {
        let point = drawing.series.first().and_then(|series| series.points.get(at)).cloned().unwrap_or_else(lacking);
        if point.planned && open {
            if let Some(plan) = plans.last_mut() {
                *plan = point;
            }
            open = false;
            continue;
        }
        open = !point.planned;
        categories.push(category.clone());
        let (result, plan) = if point.planned { (none(), point) } else { (point, none()) };
        results.push(result);
        plans.push(plan);
    }
    let with = |points: Vec<Point>| Drawing {
        categories: categories.clone(),
        series: vec![Series { name: String::new(), points }],
        ..drawing.clone()
    };
    (with(results), with(plans))
}

fn reach(data: &Data, sample: Sample) -> Reach {
    let label = Type::Value.width(data.beside(sample)) + 8.0;
    match Length::of(sample.value) {
        Some(length) => Reach { value: length.end().max(0.0), beyond: label + if length.open { 20.0 } else { 0.0 } },
        None => Reach { value: 0.0, beyond: label + super::bars::STUB },
    }
}

fn plan_label(data: &Data, category: usize) -> String {
    data.words.say("chart-plan-mark", &[("value", data.sample(0, category).short)])
}

fn plan_reach(plans: &Data, category: usize) -> Reach {
    let value = number(plans.sample(0, category).value);
    Reach {
        value: value.unwrap_or(0.0).max(0.0),
        beyond: value.map_or(0.0, |_| Type::Note.width(&plan_label(plans, category)) + 10.0),
    }
}

/// The bar with its value in the upper half of the row, the name of the plan in the lower; the line of the plan runs through both.
fn row(sheet: &RefCell<Sheet>, (data, plans): (&Data, &Data), layout: &Layout, category: usize) {
    let (slot, lower) = (layout.slot(category, 0, 2), layout.slot(category, 1, 2));
    let sample = data.sample(0, category);
    sheet.borrow_mut().open("bar s1", &data.title(0, category));
    if !sample.planned {
        let end = mark(sheet, &layout.plane, sample, slot);
        label_right(&mut sheet.borrow_mut(), data, layout, sample, slot, end);
    }
    sheet.borrow_mut().close();
    if let Some(value) = number(plans.sample(0, category).value) {
        sheet.borrow_mut().open("bar plan s1", &plans.title(0, category));
        layout.plane.line("target", &[(slot.0 - 3.0, value), (lower.1, value)]);
        name_plan(&mut sheet.borrow_mut(), plans, layout, category, lower, value);
        sheet.borrow_mut().close();
    }
}

fn name_plan(sheet: &mut Sheet, plans: &Data, layout: &Layout, category: usize, lower: (f64, f64), value: f64) {
    let text = plan_label(plans, category);
    let (x, y) = layout.plane.at(f64::midpoint(lower.0, lower.1), value);
    let width = Type::Note.width(&text);
    if x + 6.0 + width <= sheet.width {
        sheet.text(Type::Note, Anchor::Start, (x + 6.0, y + 5.0), &text);
    } else {
        sheet.text(Type::Note, Anchor::End, (x - 6.0, y + 5.0), &text);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{drawing, exact};
    use super::*;
    use crate::config::ChartKind;

    #[test]
    fn a_plan_belongs_to_the_result_before_it() {
        let plan = |value| Point { planned: true, ..exact(value, "600名", "600") };
        let names = [("现有", ""), ("计划", ""), ("另一计划", "")];
        let series = vec![Series { name: String::new(), points: vec![exact(460.0, "460名", "460"), plan(600.0), plan(30.0)] }];
        let (results, plans) = paired(&drawing(ChartKind::Progress, "zh", &names, series));
        let names: Vec<&str> = results.categories.iter().map(|category| category.name.as_str()).collect();
        assert_eq!(names, ["现有", "另一计划"]);
        let values = |drawing: &Drawing| drawing.series[0].points.iter().map(|point| point.value).collect::<Vec<_>>();
        assert_eq!(values(&results), [Value::Exact(460.0), Value::Inapplicable]);
        assert_eq!(values(&plans), [Value::Exact(600.0), Value::Exact(30.0)]);
    }
}
