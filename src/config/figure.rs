//! Reads the figure of a fact: a value with its bound and range, or a formula; and checks that they agree.

use std::sync::Arc;

use super::reader::{Located, Table};
use super::resolved::{Figure, Status};
use super::rules::{CONTRADICTION, INVALID_VALUE, RANGE};
use crate::diag::{Diagnostic, Rule, Span, Text};
use crate::model::{Bound, Decimal, Quantity, Range, Unit};
use crate::say;

/// Reads the figure; `explained` says whether the fact gives a reason for being withheld.
pub(super) fn read(
    table: &Table<'_>,
    unit: Option<Arc<Unit>>,
    status: Option<&Located<Status>>,
    explained: bool,
) -> Option<Figure> {
    if table.has("formula") { derived(table, unit) } else { given(table, unit, status, explained) }
}

fn derived(table: &Table<'_>, unit: Option<Arc<Unit>>) -> Option<Figure> {
    let formula = table.text("formula")?;
    let places = table.whole("decimals", 0, 9);
    for key in ["value", "bound", "range", "source", "as_printed", "withheld_because"] {
        if table.has(key) {
            let message = say!("有 `formula` 的数据不能再写 `{key}`", "a fact with a `formula` cannot have `{key}` as well");
            let help = say!("二者留一：要么推算，要么照来源填写", "keep one: computed, or given by a source");
            tell(table, &CONTRADICTION, table.span_of(key), message, help);
        }
        table.skip(key);
    }
    let places = places.map_or(0, |n| u8::try_from(n.value).unwrap_or(0));
    // The formula's own text begins behind the opening quote, one byte or three.
    let mut span = formula.span;
    let written = span.source.text().get(span.range.clone()).unwrap_or("");
    let quotes = if written.starts_with("'''") || written.starts_with("\"\"\"") { 3 } else { 1 };
    span.range = (span.range.start + quotes).min(span.range.end)..span.range.end.saturating_sub(quotes).max(span.range.start);
    Some(Figure::Derived { formula: formula.value, span, unit: unit?, places })
}

fn given(table: &Table<'_>, unit: Option<Arc<Unit>>, status: Option<&Located<Status>>, explained: bool) -> Option<Figure> {
    table.skip("formula");
    table.skip("decimals");
    let bound = table.word("bound", &Bound::ALL.map(|b| (b.word(), b)));
    let value = table.number_text("value");
    let range = table.optional_table("range");
    let (bound, status) = (bound?, status?);
    if !agree(table, &bound, value.as_ref(), status, explained) {
        return None;
    }
    if bound.value == Bound::Withheld {
        if let Some(range) = range {
            let help = say!("删去 `range`", "remove `range`");
            tell(
                table,
                &CONTRADICTION,
                range.span(),
                say!("不公布的数据不能写取值范围", "a withheld fact cannot have a range"),
                help,
            );
        }
        return Some(Figure::Given(Quantity { value: None, bound: Bound::Withheld, range: Range::default(), unit: unit? }));
    }
    let value = decimal(table, &value?)?;
    let range = match range {
        Some(range) => checked_range(range, bound.value, value)?,
        None => implied_range(bound.value, value),
    };
    Some(Figure::Given(Quantity { value: Some(value), bound: bound.value, range, unit: unit? }))
}

/// Whether bound, value, status and reason tell the same story.
fn agree(
    table: &Table<'_>,
    bound: &Located<Bound>,
    value: Option<&Located<String>>,
    status: &Located<Status>,
    explained: bool,
) -> bool {
    let withheld = bound.value == Bound::Withheld;
    let mut fine = true;
    let mut fault = |span: Span, message: Text, help: Text| {
        fine = false;
        tell(table, &CONTRADICTION, span, message, help);
    };
    match value {
        Some(value) if withheld => fault(
            value.span.clone(),
            say!("不公布的数据不能带数值", "a withheld fact cannot have a value"),
            say!("删去 `value`；来源里的数字也不要写在任何地方", "remove `value`, and keep the number out of every file"),
        ),
        None if !withheld && !table.has("value") => fault(
            table.span(),
            say!("缺少 `value`", "`value` is missing"),
            say!(
                "填上数值；如果不公布，写 `bound = \"withheld\"`",
                "give the value, or write `bound = \"withheld\"` if it is not published"
            ),
        ),
        _ => {}
    }
    if withheld != (status.value == Status::Withheld) {
        fault(
            status.span.clone(),
            say!("`bound` 和 `status` 要么都是 `withheld`，要么都不是", "`bound` and `status` are both `withheld` or neither"),
            say!("改正其中一个", "correct one of them"),
        );
    }
    if withheld && !explained {
        let example = say!("加上 `withheld_because = {{ … }}`", "add `withheld_because = {{ … }}`");
        fault(table.span(), say!("没有说明为什么不公布", "it does not say why it is withheld"), example);
    }
    if !withheld && explained {
        let help = say!("删去 `withheld_because`", "remove `withheld_because`");
        fault(
            table.span_of("withheld_because"),
            say!("公布的数据不写不公布的原因", "a published fact has no reason to be withheld"),
            help,
        );
    }
    if bound.value == Bound::Planned && status.value != Status::Plan {
        fault(
            status.span.clone(),
            say!("`bound = \"planned\"` 的数据，`status` 应为 `plan`", "a fact with `bound = \"planned\"` has the status `plan`"),
            say!("写 `status = \"plan\"`，或改正 `bound`", "write `status = \"plan\"`, or correct `bound`"),
        );
    }
    fine
}

fn checked_range(table: Table<'_>, bound: Bound, value: Decimal) -> Option<Range> {
    let end = |key: &str| table.number_text(key).map(|typed| decimal(&table, &typed));
    let (min, max) = (end("min"), end("max"));
    let range = Range {
        min: min.flatten(),
        min_exclusive: table.switch("min_exclusive", false),
        max: max.flatten(),
        max_exclusive: table.switch("max_exclusive", false),
    };
    let faulty = matches!(min, Some(None)) || matches!(max, Some(None));
    let trouble = if faulty { None } else { misfit(&range, bound, value) };
    if let Some(message) = trouble {
        let help = say!(
            "改正范围、数值或限定；不写 `range` 时按限定自动推算",
            "correct range, value or bound; without `range` it follows from the bound"
        );
        tell(&table, &RANGE, table.span(), message, help);
        table.finish();
        return None;
    }
    table.finish();
    (!faulty).then_some(range)
}

/// What is wrong with a range for a value with this bound.
fn misfit(range: &Range, bound: Bound, value: Decimal) -> Option<Text> {
    let below = range.min.is_some_and(|min| value < min);
    let above = range.max.is_some_and(|max| value > max);
    if below || above {
        return Some(say!("数值 {value} 不在范围里", "the value {value} is not in the range"));
    }
    if range
        .min
        .zip(range.max)
        .is_some_and(|(min, max)| min > max || (min == max && (range.min_exclusive || range.max_exclusive)))
    {
        return Some(say!("范围里没有任何数", "no number is in the range"));
    }
    let starts_above = range.min == Some(value) && range.min_exclusive;
    match bound {
        Bound::Exact if range.min != Some(value) || range.max != Some(value) => {
            Some(say!("准确数的范围应当就是 {value}", "the range of an exact number is {value} alone"))
        }
        Bound::AndMore | Bound::MoreThan if !starts_above => Some(say!(
            "限定 `{}` 的范围应当从 {value} 起，不含 {value} 本身（`min_exclusive = true`）",
            "with the bound `{}` the range begins just above {value} (`min_exclusive = true`)",
            bound.word()
        )),
        Bound::Nearly if range.max != Some(value) || !range.max_exclusive => Some(say!(
            "限定 `nearly` 的范围应当到 {value} 为止，不含 {value} 本身（`max_exclusive = true`）",
            "with the bound `nearly` the range ends just below {value} (`max_exclusive = true`)"
        )),
        _ => None,
    }
}

/// The values a printed number allows by its bound alone. 余 reaches to the next step of the last printed digit.
fn implied_range(bound: Bound, value: Decimal) -> Range {
    let step = last_step(value);
    match bound {
        Bound::Exact | Bound::Planned => Range { min: Some(value), max: Some(value), ..Range::default() },
        Bound::AndMore => Range { min: Some(value), min_exclusive: true, max: Some(value + step), max_exclusive: true },
        Bound::MoreThan => Range { min: Some(value), min_exclusive: true, ..Range::default() },
        Bound::Nearly => Range { max: Some(value), max_exclusive: true, ..Range::default() },
        Bound::Rounded => {
            let half = step * Decimal::new(5, 1);
            Range { min: Some(value - half), min_exclusive: false, max: Some(value + half), max_exclusive: true }
        }
        Bound::About | Bound::Withheld => Range::default(),
    }
}

/// One unit of the last digit that is not zero: 100,000 for 800,000; 0.1 for 2.5; 1 for zero.
fn last_step(value: Decimal) -> Decimal {
    let (units, places) = value.parts();
    let mut step = 1i128;
    while units != 0 && units % (step * 10) == 0 {
        step *= 10;
    }
    Decimal::new(step, places)
}

fn decimal(table: &Table<'_>, typed: &Located<String>) -> Option<Decimal> {
    let value = Decimal::parse(&typed.value);
    if value.is_none() {
        let shown = &typed.value;
        let message = say!("`{shown}` 不是可用的数", "`{shown}` is not a usable number");
        let help = say!(
            "只写数字和小数点，如 `800000`、`2.5`；不写“万”、逗号和单位",
            "write digits and a point only, such as `800000` or `2.5`"
        );
        tell(table, &INVALID_VALUE, typed.span.clone(), message, help);
    }
    value
}

fn tell(table: &Table<'_>, rule: &'static Rule, span: Span, message: Text, help: Text) {
    table.sink().push(Diagnostic::error(rule, message).at(span).help(help));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn and_more_reaches_to_the_next_step_of_its_last_digit() {
        let range = implied_range(Bound::AndMore, number("800000"));
        assert_eq!((range.min, range.max), (Some(number("800000")), Some(number("900000"))));
        assert!(range.min_exclusive && range.max_exclusive);
    }

    #[test]
    fn rounded_number_allows_half_a_step_each_way() {
        let range = implied_range(Bound::Rounded, number("12000"));
        assert_eq!((range.min, range.max), (Some(number("11500")), Some(number("12500"))));
    }

    #[test]
    fn ranges_must_fit_value_and_bound() {
        let range = |min: &str, below: bool, max: &str, above: bool| Range {
            min: Decimal::parse(min),
            min_exclusive: below,
            max: Decimal::parse(max),
            max_exclusive: above,
        };
        let five = number("5");
        assert!(misfit(&range("5", false, "5", false), Bound::Exact, five).is_none());
        assert!(misfit(&range("4", false, "5", false), Bound::Exact, five).is_some());
        assert!(misfit(&range("5", false, "6", true), Bound::AndMore, five).is_some());
        assert!(misfit(&range("5", true, "6", true), Bound::AndMore, five).is_none());
        assert!(misfit(&range("4", false, "5", true), Bound::Nearly, five).is_none());
        assert!(misfit(&range("6", false, "7", false), Bound::About, five).is_some());
        assert!(misfit(&range("7", false, "3", false), Bound::About, five).is_some());
    }
}
