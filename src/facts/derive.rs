//! Derived facts: units are checked on the formula's tree before anything is computed.

use std::collections::BTreeMap;

use super::arithmetic::Interval;
use super::rules::{CIRCLE, FORMULA, FROM_WITHHELD, NO_RESULT, RESULT_UNIT, UNKNOWN_PART, UNLIKE_UNITS};
use crate::config::{FactSpec, Figure};
use crate::diag::{Diagnostic, Rule, Sink, Span, Text, nearest};
use crate::expr::formula::{Formula, Operator, Unreadable};
use crate::model::{Bound, Decimal, FactId, Quantity, Range, UnitKind};
use crate::say;

/// What a part of a formula measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Measure {
    /// A plain factor.
    Factor,
    /// Something of a kind of unit.
    Of(UnitKind),
    /// Like divided by like.
    Share,
    /// Unlike divided by unlike.
    Quotient,
}

impl Measure {
    /// What it is, in words for messages.
    fn told(self) -> (String, String) {
        let kind = |kind: UnitKind| (format!(" `{}`", kind.word()), format!("`{}`", kind.word()));
        match self {
            Self::Factor => ("没有单位的数".to_owned(), "a number without a unit".to_owned()),
            Self::Of(of) => kind(of),
            Self::Share => (" `percent` 或 `ratio`".to_owned(), "`percent` or `ratio`".to_owned()),
            Self::Quotient => kind(UnitKind::Ratio),
        }
    }

    /// A unit that would do, as it stands in the catalogue.
    fn unit_wanted(self) -> Text {
        let kind = match self {
            Self::Factor => {
                return say!("公式里至少要有一个 `fact(\"编号\")`", "cite at least one `fact(\"id\")` in the formula");
            }
            Self::Of(kind) => kind,
            Self::Share => UnitKind::Percent,
            Self::Quotient => UnitKind::Ratio,
        };
        let word = kind.word();
        say!(
            "`unit` 改用这一种类的单位，如 `data/catalog.toml` 的 `[unit.编号]` 里写 `kind = \"{word}\"` 的；或者改正公式",
            "take a unit of that kind, one whose `[unit.ID]` in `data/catalog.toml` says `kind = \"{word}\"`, or correct the formula"
        )
    }
}

/// Longest chain of facts derived from derived facts.
const DEEPEST: usize = 50;

/// Computes derived facts, each once, parts first.
pub(super) struct Derivation<'a> {
    specs: BTreeMap<&'a str, &'a FactSpec>,
    done: BTreeMap<&'a str, Option<Quantity>>,
    open: Vec<&'a str>,
    sink: &'a Sink,
}

impl<'a> Derivation<'a> {
    pub(super) fn new(specs: &'a [FactSpec], sink: &'a Sink) -> Self {
        let specs = specs.iter().map(|spec| (spec.id.as_str(), spec)).collect();
        Self { specs, done: BTreeMap::new(), open: Vec::new(), sink }
    }

    /// The parts of a derived fact; none when its formula cannot be read.
    pub(super) fn parts(&self, spec: &FactSpec) -> Vec<FactId> {
        let Figure::Derived { formula, .. } = &spec.figure else { return Vec::new() };
        let facts = Formula::parse(formula).map(|f| f.facts().iter().filter_map(|id| FactId::new(id).ok()).collect());
        facts.unwrap_or_default()
    }

    /// The quantity of a fact; `None` after a fault, which is told once.
    pub(super) fn quantity(&mut self, spec: &'a FactSpec) -> Option<Quantity> {
        if let Figure::Given(quantity) = &spec.figure {
            return Some(quantity.clone());
        }
        let id = spec.id.as_str();
        if let Some(known) = self.done.get(id) {
            return known.clone();
        }
        self.open.push(id);
        let made = self.derive(spec);
        self.open.pop();
        self.done.insert(id, made.clone());
        made
    }

    fn derive(&mut self, spec: &'a FactSpec) -> Option<Quantity> {
        let Figure::Derived { formula, span, unit, places } = &spec.figure else { return None };
        let tree = match Formula::parse(formula) {
            Ok(tree) => tree,
            Err(Unreadable(range)) => {
                let text = say!("公式从这里起读不懂", "the formula cannot be read from here on");
                self.tell(
                    &FORMULA,
                    text,
                    &within(span, range),
                    say!("写成 `fact(\"a\") - fact(\"b\")` 这样", "write it like `fact(\"a\") - fact(\"b\")`"),
                );
                return None;
            }
        };
        let (measure, interval, bounds) = self.walk(&tree, span)?;
        let fits = match measure {
            Measure::Factor => false,
            Measure::Of(kind) => kind == unit.kind,
            Measure::Share => matches!(unit.kind, UnitKind::Percent | UnitKind::Ratio),
            Measure::Quotient => unit.kind == UnitKind::Ratio,
        };
        if !fits {
            let word = unit.kind.word();
            let (zh, en) = measure.told();
            let text = say!(
                "公式的结果是{zh}，不是声明的单位种类 `{word}`",
                "the formula gives {en}, not the declared kind of unit, `{word}`"
            );
            self.tell(&RESULT_UNIT, text, span, measure.unit_wanted());
            return None;
        }
        let value = interval.value.round(*places);
        let bound = joint_bound(&bounds, value == interval.value);
        let range = range(bound, value, &interval, *places);
        Some(Quantity { value: Some(value), bound, range, unit: std::sync::Arc::clone(unit) })
    }

    fn walk(&mut self, tree: &Formula, span: &Span) -> Option<(Measure, Interval, Vec<Bound>)> {
        match tree {
            Formula::Number(number) => Some((Measure::Factor, Interval::exact(*number), Vec::new())),
            Formula::Fact(id, range) => self.part(id, &within(span, range.clone())),
            Formula::Join(operator, left, right) => {
                // Both sides are walked, so that the faults of both are told.
                let (a, b) = (self.walk(left, span), self.walk(right, span));
                let ((am, ai, mut bounds), (bm, bi, more)) = (a?, b?);
                bounds.extend(more);
                let measure = self.measure(*operator, am, bm, span)?;
                let Some(interval) = Interval::join(*operator, ai, bi) else {
                    let help = say!("检查除数是否为零", "check whether the divisor is zero");
                    self.tell(&NO_RESULT, say!("公式算不出结果", "the formula has no result"), span, help);
                    return None;
                };
                Some((measure, interval, bounds))
            }
        }
    }

    fn part(&mut self, id: &str, span: &Span) -> Option<(Measure, Interval, Vec<Bound>)> {
        let Some((known, spec)) = self.specs.get_key_value(id).map(|(known, spec)| (*known, *spec)) else {
            let help = match nearest(id, self.specs.keys().copied()) {
                Some(near) => say!("是不是 `{near}`？", "did you mean `{near}`?"),
                None => say!("用 `shanwai facts` 查看全部编号", "list them all with `shanwai facts`"),
            };
            self.tell(&UNKNOWN_PART, say!("没有编号为 `{id}` 的数字", "there is no fact called `{id}`"), span, help);
            return None;
        };
        if self.open.contains(&known) || self.open.len() > DEEPEST {
            let help = say!("让其中一个数字直接给出数值", "give one of the facts a value of its own");
            self.tell(
                &CIRCLE,
                say!("推算绕成了圈：用到了 `{id}` 自己", "the derivation runs in a circle through `{id}`"),
                span,
                help,
            );
            return None;
        }
        let quantity = self.quantity(spec)?;
        let Some(value) = quantity.value else {
            let text = say!("`{id}` 不公布，不能用来推算", "`{id}` is withheld and nothing may be derived from it");
            self.tell(&FROM_WITHHELD, text, span, say!("删去这个推算数字", "remove this derived fact"));
            return None;
        };
        let interval = match quantity.bound {
            Bound::Exact | Bound::Planned => Interval::exact(value),
            _ => Interval {
                value,
                low: quantity.range.min,
                high: quantity.range.max,
                low_open: quantity.range.min_exclusive,
                high_open: quantity.range.max_exclusive,
            },
        };
        Some((Measure::Of(quantity.unit.kind), interval, vec![quantity.bound]))
    }

    /// What a joined part measures; sums of unlike things and products of two statistics are refused.
    fn measure(&self, operator: Operator, a: Measure, b: Measure, span: &Span) -> Option<Measure> {
        let word = |m: Measure| match m {
            Measure::Of(kind) => kind.word(),
            Measure::Factor => "number",
            Measure::Share => "share",
            Measure::Quotient => "ratio",
        };
        let joined = match (operator, a, b) {
            (Operator::Add | Operator::Subtract, a, b) if a == b => Some(a),
            (Operator::Multiply, Measure::Factor, other) | (Operator::Multiply | Operator::Divide, other, Measure::Factor) => {
                Some(other)
            }
            (Operator::Divide, Measure::Of(x), Measure::Of(y)) if x == y => Some(Measure::Share),
            (Operator::Divide, Measure::Of(_), Measure::Of(_)) => Some(Measure::Quotient),
            _ => None,
        };
        if joined.is_none() {
            let (a, b) = (word(a), word(b));
            let text = say!("`{a}` 与 `{b}` 不能这样合在一起计算", "`{a}` and `{b}` cannot be joined like this");
            let help = say!(
                "只有同一种单位才能加减；人和人次不是一回事",
                "only figures of one kind of unit may be added or subtracted; people and attendances are not the same"
            );
            self.tell(&UNLIKE_UNITS, text, span, help);
        }
        joined
    }

    fn tell(&self, rule: &'static Rule, text: Text, span: &Span, help: Text) {
        self.sink.push(Diagnostic::error(rule, text).at(span.clone()).help(help));
    }
}

/// A stretch of the formula as a stretch of the file; the span of a formula may include its quotes.
fn within(span: &Span, range: std::ops::Range<usize>) -> Span {
    let text = &span.source.text()[span.range.clone()];
    let quote = text.len() - text.trim_start_matches(['"', '\'']).len();
    let start = span.range.start + quote;
    span.source.span(start + range.start..(start + range.end).max(start + range.start + 1))
}

/// A plan over exact figures stays a plan; any part that is not exact makes the result "about", with the range that is left.
fn joint_bound(bounds: &[Bound], whole: bool) -> Bound {
    let sharp = bounds.iter().all(|b| matches!(b, Bound::Exact | Bound::Planned));
    match (sharp, bounds.contains(&Bound::Planned), whole) {
        (false, ..) => Bound::About,
        (true, true, _) => Bound::Planned,
        (true, false, true) => Bound::Exact,
        (true, false, false) => Bound::Rounded,
    }
}

fn range(bound: Bound, value: Decimal, interval: &Interval, places: u8) -> Range {
    match bound {
        Bound::Exact | Bound::Planned => Range { min: Some(value), max: Some(value), ..Range::default() },
        Bound::Rounded => {
            let half = Decimal::new(5, places + 1);
            Range { min: Some(value - half), max: Some(value + half), max_exclusive: true, ..Range::default() }
        }
        _ => {
            Range { min: interval.low.map(|d| d.round(places)), max: interval.high.map(|d| d.round(places)), ..Range::default() }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Bound, joint_bound};

    #[test]
    fn a_plan_over_an_uncertain_figure_is_not_sharp() {
        assert_eq!(joint_bound(&[Bound::Planned, Bound::Exact], true), Bound::Planned);
        assert_eq!(joint_bound(&[Bound::Planned, Bound::About], true), Bound::About);
        assert_eq!(joint_bound(&[Bound::Exact, Bound::Exact], false), Bound::Rounded);
    }
}
