//! Columns that say the same thing twice, and columns nested in others: code and name, county within prefecture.

use std::collections::{BTreeMap, BTreeSet};

use super::layout::{Axis, Layout, Plan};
use super::names::{Kind, total_score};
use super::raw::{Column, Raw};

/// The text of a column that stands for its total, if any.
pub(super) fn total_of<'a>(column: &'a Column, layout: Layout, kind: Kind, declared: Option<&'a str>) -> Option<&'a str> {
    if let Some(text) = declared {
        return column.texts.iter().find(|t| t.as_str() == text).map(String::as_str);
    }
    let blank = column.texts.iter().find(|text| text.is_empty()).map(String::as_str);
    let breaks_down = matches!(kind, Kind::Breakdown | Kind::Geography);
    if layout == Layout::OpenSdg && breaks_down && blank.is_some() {
        return blank;
    }
    let least = if breaks_down { 1 } else { 3 };
    // The first of the best: `max_by_key` gives the last.
    let best = column.texts.iter().rev().map(|text| (total_score(text), text)).filter(|(score, _)| *score >= least);
    let best = best.max_by_key(|(score, _)| *score).map(|(_, text)| text.as_str());
    best.or(blank.filter(|_| breaks_down))
}

/// Merges nested axes and drops those that repeat another.
pub(super) fn merge(raw: &Raw, plan: &mut Plan, keep: &[String]) {
    let layout = plan.layout;
    let total = |at: usize| total_of(&raw.columns[at], layout, Kind::Breakdown, None).map(str::to_owned);
    let mut again = true;
    while again {
        again = false;
        let free: Vec<usize> = (0..plan.axes.len()).filter(|at| plan.axes[*at].kind == Kind::Breakdown).collect();
        let pairs = free.iter().flat_map(|inner| free.iter().map(move |outer| (*inner, *outer))).filter(|(i, o)| i != o);
        for (inner, outer) in pairs {
            let (Some(&i), Some(&o)) = (plan.axes[inner].columns.first(), plan.axes[outer].columns.last()) else { continue };
            let relation = relation(&raw.columns[i], total(i).as_deref(), &raw.columns[o], total(o).as_deref());
            match relation {
                Relation::Same if inner > outer && !keep.contains(&plan.axes[inner].name) => {
                    plan.axes.remove(inner);
                }
                Relation::Nested => {
                    let inside = plan.axes[inner].columns.clone();
                    plan.axes[outer].columns.extend(inside);
                    plan.axes[outer].name = plan.axes[inner].name.clone();
                    plan.axes.remove(inner);
                }
                Relation::Same | Relation::None => continue,
            }
            again = true;
            break;
        }
    }
}

/// Adds columns of remarks to the axes, as units, where rows would otherwise not be told apart.
pub(super) fn tell_apart(raw: &Raw, plan: &mut Plan) {
    let rows = raw.rows();
    let mut apart = distinct(raw, plan, None);
    while apart < rows {
        let best = plan.remarks.iter().map(|at| (distinct(raw, plan, Some(*at)), std::cmp::Reverse(*at))).max();
        let Some((more, std::cmp::Reverse(at))) = best.filter(|(more, _)| *more > apart) else { return };
        plan.remarks.retain(|remark| *remark != at);
        plan.axes.push(Axis { name: raw.columns[at].name.clone(), kind: Kind::Unit, columns: vec![at] });
        apart = more;
    }
}

/// How many rows the axes tell apart, perhaps with one column more.
fn distinct(raw: &Raw, plan: &Plan, more: Option<usize>) -> usize {
    let columns: Vec<usize> = plan.axes.iter().flat_map(|axis| axis.columns.iter().copied()).chain(more).collect();
    let rows: BTreeSet<Vec<u32>> =
        (0..raw.rows()).map(|row| columns.iter().map(|at| raw.columns[*at].rows[row]).collect()).collect();
    rows.len()
}

enum Relation {
    None,
    /// Each text of one goes with one text of the other, and the other way round.
    Same,
    /// Each code of the first stands under one code of the second.
    Nested,
}

fn relation(inner: &Column, inner_total: Option<&str>, outer: &Column, outer_total: Option<&str>) -> Relation {
    // A long column against a long one: the pairs are as many as the rows, and nothing else is looked at.
    let pairs: BTreeSet<(u32, u32)> = inner.rows.iter().copied().zip(outer.rows.iter().copied()).collect();
    if pairs.len() == inner.texts.len() && pairs.len() == outer.texts.len() && pairs.len() > 1 {
        return Relation::Same;
    }
    let code = |column: &Column, total: Option<&str>| -> Vec<bool> {
        column.texts.iter().map(|text| !text.is_empty() && Some(text.as_str()) != total).collect()
    };
    let (inner_codes, outer_codes) = (code(inner, inner_total), code(outer, outer_total));
    let mut above: BTreeMap<u32, u32> = BTreeMap::new();
    for (i, o) in pairs.iter().filter(|(i, _)| inner_codes[*i as usize]) {
        // A code that also stands under the total, or under two codes, is crossed with the other column.
        if !outer_codes[*o as usize] || above.insert(*i, *o).is_some() {
            return Relation::None;
        }
    }
    let outers: BTreeSet<u32> = above.values().copied().collect();
    if outers.len() >= 2 && above.len() > outers.len() { Relation::Nested } else { Relation::None }
}

/// The code of a row on an axis, with the code above it and its level.
pub(super) struct Place {
    pub(super) code: String,
    pub(super) above: Option<String>,
    pub(super) level: u32,
}

/// Reads the codes of the rows on an axis.
pub(super) struct Reader<'a> {
    raw: &'a Raw,
    axis: &'a Axis,
    totals: Vec<Option<&'a str>>,
    /// The first column names the level and gives no code.
    levelled: bool,
    /// For each text of the column of levels, the innermost column that has a code in any of its rows.
    own: Vec<usize>,
}

/// Whether a text of a column of places names a place.
fn is_place(text: &str) -> bool {
    !matches!(text, "" | "z" | "x" | "c" | ":" | "NA" | ".") && total_score(text) < 3
}

impl<'a> Reader<'a> {
    pub(super) fn new(raw: &'a Raw, axis: &'a Axis, layout: Layout, declared: &'a [(String, String)]) -> Self {
        let totals = axis.columns.iter().map(|at| {
            let column = &raw.columns[*at];
            let declared = declared.iter().find(|(name, _)| *name == column.name).map(|(_, code)| code.as_str());
            total_of(column, layout, axis.kind, declared)
        });
        let levelled = axis.kind == Kind::Geography && layout == Layout::Ees;
        let own = if levelled { own_columns(raw, &axis.columns) } else { Vec::new() };
        Self { raw, axis, totals: totals.collect(), levelled, own }
    }

    /// The codes of one row; `None`: the total.
    pub(super) fn place(&self, row: usize) -> Option<Place> {
        let texts: Vec<&str> = self.axis.columns.iter().map(|at| self.raw.columns[*at].text(row)).collect();
        if self.axis.kind == Kind::Time {
            let code = self.axis.columns.iter().zip(&texts).filter(|(at, _)| self.raw.columns[**at].texts.len() > 1);
            let words: Vec<&str> = code.map(|(_, text)| *text).collect();
            let code = if words.is_empty() { texts.last().copied().unwrap_or("").to_owned() } else { words.join(" ") };
            let total = self.totals.len() == 1 && self.totals[0] == Some(code.as_str());
            return (!total).then_some(Place { code, above: None, level: 0 });
        }
        if self.levelled {
            return Some(self.levelled_place(row, &texts));
        }
        let several = texts.len() > 1;
        let mut codes = (0..texts.len()).filter(|at| self.totals[*at] != Some(texts[*at]) && !(several && texts[*at].is_empty()));
        let last = codes.next_back()?;
        let level = u32::try_from(last).unwrap_or(0) + 1;
        Some(Place { code: self.code(last, texts[last]), above: codes.next_back().map(|at| self.code(at, texts[at])), level })
    }

    /// The place of a row that names its level. A place without a code of its own ("unknown") is not the one above it.
    fn levelled_place(&self, row: usize, texts: &[&str]) -> Place {
        let at = self.raw.columns[self.axis.columns[0]].rows[row];
        let mut codes = (1..texts.len()).filter(|at| is_place(texts[*at]));
        let last = codes.next_back();
        let own = self.own[at as usize];
        let text = |at: Option<usize>| at.map(|at| texts[at].to_owned());
        let (code, above) = if last.is_some_and(|last| last < own) {
            (format!("{} ({}, {})", texts[own], texts[0], text(last).unwrap_or_default()), text(last))
        } else {
            (text(last).unwrap_or_default(), text(codes.next_back()))
        };
        Place { code, above, level: at + 1 }
    }

    /// A text that stands in an outer column too is told apart by its own column's name.
    fn code(&self, at: usize, text: &str) -> String {
        let elsewhere = |other: &usize| self.raw.columns[*other].texts.iter().any(|t| t == text);
        if at > 0 && self.axis.columns[..at].iter().any(elsewhere) {
            return format!("{text} ({})", self.raw.columns[self.axis.columns[at]].name);
        }
        text.to_owned()
    }

    /// What the total is called, for people.
    pub(super) fn total(&self) -> Option<&'a str> {
        if self.levelled || self.totals.is_empty() { None } else { self.totals[0] }
    }
}

/// For each text of the first column, the last of the others that has a code in a row with that text.
fn own_columns(raw: &Raw, columns: &[usize]) -> Vec<usize> {
    let Some((level, places)) = columns.split_first() else { return Vec::new() };
    let level = &raw.columns[*level];
    let mut own = vec![0; level.texts.len()];
    for (at, column) in places.iter().enumerate() {
        let named: Vec<bool> = raw.columns[*column].texts.iter().map(|text| is_place(text)).collect();
        let rows = raw.columns[*column].rows.iter().zip(&level.rows);
        for (_, level) in rows.filter(|(text, _)| named[**text as usize]) {
            own[*level as usize] = at + 1;
        }
    }
    own
}

#[cfg(test)]
mod tests {
    use super::super::{layout, settings::Settings};
    use super::*;
    use crate::diag::Sink;

    fn axes(text: &str) -> Vec<String> {
        let sink = Sink::new();
        let raw = super::super::raw::read("t.csv".into(), text.as_bytes(), &sink).unwrap_or_else(|_| panic!("read"));
        let settings = Settings::default();
        let mut plan = layout::plan(&raw, &settings, None, &sink).unwrap_or_else(|_| panic!("{:?}", sink.sorted()));
        merge(&raw, &mut plan, &[]);
        plan.axes.iter().map(|axis| format!("{}:{}", axis.name, axis.columns.len())).collect()
    }

    #[test]
    fn a_name_beside_its_code_and_a_county_in_its_prefecture_are_one_axis() {
        let text = "code,name,sex,value\nA,甲,F,1\nB,乙,F,2\nA,甲,M,3\nB,乙,M,3\n";
        assert_eq!(axes(text), ["code:1", "sex:1"]);
        let text = "pref,county,value\nP,p1,1\nP,p2,2\nP,合计,3\nQ,q1,3\nQ,q2,4\nQ,合计,7\n合计,合计,10\n";
        assert_eq!(axes(text), ["county:2"]);
    }

    #[test]
    fn crossed_columns_stay_apart() {
        let text = "sex,age,value\nF,0-4,1\nM,0-4,2\nF,5-9,1\nM,5-9,1\nTotal,0-4,3\n";
        assert_eq!(axes(text), ["sex:1", "age:1"]);
    }
}
