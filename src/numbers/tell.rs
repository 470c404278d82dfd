//! Differences between two texts, told as diagnostics with both places.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::align::align;
use super::alone;
use super::differ::{Difference, Kind, differences};
use super::passage::Passage;
use crate::diag::{Diagnostic, Rule, Source, Text};
use crate::say;

/// The rules of this module.
pub static RULES: &[&Rule] = &[&VALUE, &UNIT, &BOUND, &PERIOD, &MISSING];

static VALUE: Rule = Rule {
    id: "numbers/other-value",
    title: ("两种语言的数不同", "the languages say different numbers"),
    explain: (
        "同一段话，两种语言里的数不一样大，或者一处说增长、一处说下降。最常见的是“万”“亿”译错一位、“两倍”译成 doubled（“增长两倍”是 tripled）。请核对来源，改正说错的一处。",
        "The same paragraph says one number in one language and another in the other, or a rise here and a fall there. Most often the Chinese units of ten thousand and a hundred million slipped by a digit, or a growth by twice as much again, which is tripling, became “doubled”. Check the source and correct the side that is wrong.",
    ),
};
static UNIT: Rule = Rule {
    id: "numbers/other-unit",
    title: ("两种语言数的不是同一样东西", "the languages count different things"),
    explain: (
        "数相同，单位不同：人次不是人，户不是人，百分点不是 %，元不是美元。“1200人次”译成 1,200 children，就把来过两次的孩子算成了两个。请按来源改正。",
        "The number is the same, its unit is not: attendances are not persons, households are not persons, percentage points are not percent, yuan are not dollars. “1,200 children” for 1,200 attendances turns a child who came twice into two. Correct it by the source.",
    ),
};
static BOUND: Rule = Rule {
    id: "numbers/other-bound",
    title: ("两种语言的限定不同", "the languages bound a number differently"),
    explain: (
        "“余、超”是 more than，“近”是 nearly，“约”是 about，“不足”是 less than，“至少”是 at least，“不超过”是 no more than。少了限定，约数就成了准确数。请让两种语言说得一样满。",
        "“More than”, “nearly”, “about”, “less than”, “at least” and “no more than” must stand in both languages. Without its bound an estimate becomes exact. Let both languages claim equally much.",
    ),
};
static PERIOD: Rule = Rule {
    id: "numbers/other-period",
    title: ("两种语言说的时间不同", "the languages speak of different times"),
    explain: (
        "年份、日期、上下半年、季度要一致；“每年60名”和“60名”也不是一回事。一种语言写年份，另一种语言写“去年”“同年”，不算不同。",
        "Years, dates, halves and quarters of a year must agree, and “60 a year” is not “60”. A year in one language and “the year before” in the other count as the same.",
    ),
};
static MISSING: Rule = Rule {
    id: "numbers/one-sided",
    title: ("只有一种语言说了这个数", "only one language says this number"),
    explain: (
        "同一段话里，一种语言有这个数，另一种语言没有。请补上，或者在两种语言里都删去。“一个”“one”“三大”这类可以不译成数的词不查。",
        "A paragraph says this number in one language only. Add it to the other, or remove it from both. Words that need not be numbers, such as “one” and “both”, are passed over.",
    ),
};

/// Whether the words of a text are read: those of Chinese and English are, of any other language digits alone count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Words {
    /// Chinese or English.
    Read,
    /// Another language.
    Unknown,
}

impl Words {
    /// Of a language by its tag.
    #[must_use]
    pub fn of(tag: &str) -> Self {
        if matches!(tag.split('-').next(), Some("zh" | "en")) { Self::Read } else { Self::Unknown }
    }
}

/// Two texts that should say the same, passage by passage.
pub struct Sides<'a> {
    /// The first text.
    pub left: (&'a Arc<Source>, &'a [Passage]),
    /// The second text.
    pub right: (&'a Arc<Source>, &'a [Passage]),
    /// Whether the words of the first and of the second are read.
    pub words: [Words; 2],
}

/// A difference with the places in both files.
struct Found<'a> {
    difference: Difference,
    left: Passage,
    right: Passage,
    sides: &'a Sides<'a>,
}

/// Compares two texts and tells every difference.
#[must_use]
pub fn tell(sides: &Sides<'_>) -> Vec<Diagnostic> {
    if sides.words.contains(&Words::Unknown) {
        return tell_digits(sides);
    }
    let ((_, left), (_, right)) = (sides.left, sides.right);
    let mut told = Vec::new();
    let mut in_force = [BTreeSet::new(), BTreeSet::new()];
    for (own, other) in align(left, right) {
        let pair = (Passage::joined(&left[own]), Passage::joined(&right[other]));
        // Whoever knows the facts tells of those; their words would only say it again.
        let same = pair.0.facts == pair.1.facts;
        let years =
            |passage: &Passage| -> BTreeSet<u16> { passage.reading().times.iter().filter_map(|time| time.year).collect() };
        for difference in differences(pair.0.reading(), pair.1.reading()).into_iter().filter(|_| same) {
            let gap = pair.0.is_empty() || pair.1.is_empty();
            let excused = is_excused(&difference, &pair, &in_force) || gap && difference.kind == Kind::Period;
            if !excused {
                let found = Found { difference, left: pair.0.clone(), right: pair.1.clone(), sides };
                told.push(found.diagnostic());
            }
        }
        for (force, passage) in in_force.iter_mut().zip([&pair.0, &pair.1]) {
            let named = years(passage);
            if !named.is_empty() {
                *force = named;
            }
        }
    }
    told
}

/// Compares digits alone, paragraph by paragraph.
fn tell_digits(sides: &Sides<'_>) -> Vec<Diagnostic> {
    let ((_, left), (_, right)) = (sides.left, sides.right);
    let (ours, theirs) = (alone::years(left), alone::years(right));
    let known = sides.words.map(|words| words == Words::Read);
    let mut told = Vec::new();
    for (own, other) in align(left, right) {
        let pair = (Passage::joined(&left[own]), Passage::joined(&right[other]));
        if pair.0.facts != pair.1.facts {
            continue;
        }
        for difference in alone::differences(&pair.0, &pair.1, known, [&ours, &theirs]) {
            told.push(Found { difference, left: pair.0.clone(), right: pair.1.clone(), sides }.diagnostic());
        }
    }
    told
}

/// Whether a year that one side repeats is the year in force on the other, named in an earlier paragraph.
fn is_excused(difference: &Difference, pair: &(Passage, Passage), in_force: &[BTreeSet<u16>; 2]) -> bool {
    let said = |passage: &Passage, range: &Option<Range<usize>>| {
        let range = range.as_ref()?;
        passage.reading().times.iter().find(|time| time.range == *range).cloned()
    };
    let known = |time: &super::Time, force: &BTreeSet<u16>| {
        time.month.is_none() && time.part.is_none() && time.year.is_some_and(|year| force.contains(&year))
    };
    difference.kind == Kind::Period
        && match (&difference.left, &difference.right) {
            (Some(_), None) => said(&pair.0, &difference.left).is_some_and(|time| known(&time, &in_force[1])),
            (None, Some(_)) => said(&pair.1, &difference.right).is_some_and(|time| known(&time, &in_force[0])),
            _ => false,
        }
}

impl Found<'_> {
    fn diagnostic(&self) -> Diagnostic {
        let words = |passage: &Passage, range: &Option<Range<usize>>| -> String {
            range.as_ref().and_then(|range| passage.text().get(range.clone())).unwrap_or_default().trim().to_owned()
        };
        let (a, b) = (words(&self.left, &self.difference.left), words(&self.right, &self.difference.right));
        let (rule, message) = self.message(&a, &b);
        let help = match self.difference.kind {
            Kind::Missing => say!(
                "在另一种语言的同一段里补上，或在这里删去",
                "say it in the same paragraph of the other language, or remove it here"
            ),
            _ => say!("核对来源，改正说错的一处", "check the source and correct the side that is wrong"),
        };
        let mut diagnostic = Diagnostic::error(rule, message).help(help);
        let ((left, _), (right, _)) = (self.sides.left, self.sides.right);
        let sides = [(left, &self.left, &self.difference.left), (right, &self.right, &self.difference.right)];
        for (source, passage, range) in &sides {
            if let Some(range) = range {
                diagnostic = diagnostic.at(source.span(passage.place(range)));
            }
        }
        for (source, passage, _) in sides.iter().filter(|(_, passage, range)| range.is_none() && !passage.is_empty()) {
            diagnostic = diagnostic.at_label(source.span(passage.start()), say!("这一段里没有", "not in this paragraph"));
        }
        diagnostic
    }

    fn message(&self, a: &str, b: &str) -> (&'static Rule, Text) {
        let one = if a.is_empty() { b } else { a };
        let both = !a.is_empty() && !b.is_empty();
        // What each side says, where its words alone do not show it.
        let [left, right] = self.difference.says.unwrap_or([("", ""), ("", "")]);
        let ((left_zh, left_en), (right_zh, right_en)) = (left, right);
        match self.difference.kind {
            Kind::Value => (&VALUE, say!("`{a}` 与 `{b}` 不是同一个数", "`{a}` and `{b}` are not the same number")),
            Kind::Unit if left_zh.is_empty() => {
                (&UNIT, say!("`{a}` 与 `{b}` 的单位不同", "`{a}` and `{b}` have different units"))
            }
            Kind::Unit => (
                &UNIT,
                Text {
                    zh: format!("`{a}` 与 `{b}` 数的不是同一样东西：前者{left_zh}，后者{right_zh}"),
                    en: format!("`{a}` and `{b}` do not count the same: {left_en}, {right_en}"),
                },
            ),
            Kind::Bound => (
                &BOUND,
                Text {
                    zh: format!("`{a}` 与 `{b}` 的限定不同：前者{left_zh}，后者{right_zh}"),
                    en: format!("`{a}` and `{b}` are bounded differently: {left_en}, {right_en}"),
                },
            ),
            Kind::Period if !left_zh.is_empty() => (
                &PERIOD,
                Text {
                    zh: format!("`{a}` 与 `{b}` 的期间不同：前者{left_zh}，后者{right_zh}"),
                    en: format!("`{a}` and `{b}` cover different periods: {left_en}, {right_en}"),
                },
            ),
            Kind::Period if both => (&PERIOD, say!("`{a}` 与 `{b}` 说的不是同一时间", "`{a}` and `{b}` are different times")),
            Kind::Period => (&PERIOD, say!("`{one}` 这个时间只有一种语言说了", "only one language names the time `{one}`")),
            Kind::Missing => (&MISSING, say!("`{one}` 只有一种语言说了", "only one language says `{one}`")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numbers::{Builder, Form};

    fn text(path: &str, lines: &[&str]) -> (Arc<Source>, Vec<Passage>) {
        let whole = lines.join("\n");
        let mut at = 0;
        let passages = lines.iter().map(|line| {
            let mut builder = Builder::default();
            builder.exact(line, at);
            at += line.len() + 1;
            builder.finish(Form::Paragraph)
        });
        let passages = passages.collect();
        (Source::new(path, whole), passages)
    }

    fn told(zh: &[&str], en: &[&str]) -> Vec<(&'static str, String)> {
        let (zh, en) = (text("a.zh.md", zh), text("a.en.md", en));
        let found = tell(&Sides { left: (&zh.0, &zh.1), right: (&en.0, &en.1), words: [Words::Read; 2] });
        found.into_iter().map(|found| (found.rule.id, found.message.en)).collect()
    }

    #[test]
    fn differences_are_told_with_the_words_of_both_sides() {
        assert_eq!(
            told(&["服务1200人次。"], &["It served 1,200 children."]),
            [("numbers/other-unit", "`1200人次` and `1,200 children` do not count the same: attendances, persons".to_owned())]
        );
        assert_eq!(
            told(&["办了12期。", "60名"], &["There were camps.", "60 children"]),
            [("numbers/one-sided", "only one language says `12期`".to_owned())]
        );
    }

    #[test]
    fn a_year_said_once_holds_until_the_next() {
        let zh = ["2022年的情况。", "评估100名。", "2023年评估120名。"];
        assert_eq!(told(&zh, &["The year 2022.", "In 2022, 100 children were assessed.", "In 2023, 120 children were."]), []);
        let wrong = told(&zh, &["The year 2022.", "In 2021, 100 children were assessed.", "In 2023, 120 children were."]);
        assert_eq!(wrong, [("numbers/other-period", "only one language names the time `2021`".to_owned())]);
    }

    #[test]
    fn places_lead_back_to_the_files() {
        let (zh, en) = (text("a.zh.md", &["前言", "服务1200人次。"]), text("a.en.md", &["Preface", "It served 1,300 visits."]));
        let found = tell(&Sides { left: (&zh.0, &zh.1), right: (&en.0, &en.1), words: [Words::Read; 2] });
        let spans = found[0].places.iter().filter_map(|(place, _)| match place {
            crate::diag::Place::Text(span) => Some(&span.source.text()[span.range.clone()]),
            _ => None,
        });
        assert_eq!(spans.collect::<Vec<_>>(), ["1200人次", "1,300 visits"]);
    }
}
