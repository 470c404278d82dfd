//! Words by which a sentence says that a figure is planned and not yet reached.

use crate::diag::{Diagnostic, Span, Text};
use crate::model::Lang;
use crate::prose::rules::PLAN_UNSAID;
use crate::say;

/// Chinese words of planning.
const CHINESE: [&str; 13] = ["计划", "规划", "拟", "将", "打算", "目标", "预计", "预期", "预定", "力争", "争取", "有望", "预算"];

/// Chinese words that hold one of planning and mean something else: synthetic, virtual, fitted, nearly.
const NOT_CHINESE: [&str; 6] = ["模拟", "虚拟", "拟合", "草拟", "将近", "计划生育"];

/// English words of planning, whole and in lower case.
const ENGLISH: [&str; 32] = [
    "plan",
    "plans",
    "planned",
    "planning",
    "will",
    "shall",
    "would",
    "target",
    "targets",
    "targeted",
    "goal",
    "goals",
    "aim",
    "aims",
    "aimed",
    "expect",
    "expects",
    "expected",
    "intend",
    "intends",
    "intended",
    "intention",
    "propose",
    "proposes",
    "proposed",
    "projected",
    "forecast",
    "scheduled",
    "budget",
    "budgeted",
    "hope",
    "hopes",
];

/// Whether a text says that what it gives is planned. Of a language other than Chinese and English that is not known: `None`.
#[must_use]
pub fn says_plan(text: &str, lang: &Lang) -> Option<bool> {
    if lang.is_chinese() {
        let text = NOT_CHINESE.iter().fold(text.to_owned(), |text, other| text.replace(other, ""));
        return Some(CHINESE.iter().any(|word| text.contains(word)));
    }
    (lang.as_str().split('-').next() == Some("en")).then(|| in_english(text))
}

fn in_english(text: &str) -> bool {
    let text = text.to_lowercase();
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    // “places are to grow”, but not “thanks are due to”.
    let is_to = words.windows(2).any(|pair| matches!(pair, ["is" | "are", "to"]));
    is_to || words.iter().any(|word| ENGLISH.contains(word))
}

/// The sentence of a text in which a place lies.
#[must_use]
pub(super) fn sentence(text: &str, place: usize) -> std::ops::Range<usize> {
    let ends = |(at, c): (usize, char)| {
        let after = at + c.len_utf8();
        let stop = match c {
            '。' | '！' | '？' | '!' | '?' | '\n' => true,
            // A point within a number or an abbreviation ends nothing.
            '.' => text[after..].chars().next().is_none_or(|next| next.is_whitespace() || matches!(next, '”' | '"' | ')')),
            _ => false,
        };
        stop.then_some(after)
    };
    let start = text.char_indices().filter_map(ends).take_while(|end| *end <= place).last().unwrap_or(0);
    let end = text.char_indices().filter_map(ends).find(|end| *end > place).unwrap_or(text.len());
    start..end
}

/// What is told of a planned figure in a sentence that reads as if it had been reached.
#[must_use]
pub(super) fn unsaid(fact: &str, span: Span) -> Diagnostic {
    let message =
        say!("`{fact}` 是计划数，这句话没有写明是计划", "`{fact}` is a planned figure, and nothing in its sentence says so");
    told(message, span)
}

/// The same of the title of a chart, as readers see it.
#[must_use]
pub(crate) fn untitled(fact: &str, title: &str, span: Span) -> Diagnostic {
    let message = say!(
        "`{fact}` 是计划数，图表标题“{title}”没有写明是计划",
        "`{fact}` is a planned figure, and the title of the chart does not say so: “{title}”"
    );
    told(message, span)
}

fn told(message: Text, span: Span) -> Diagnostic {
    let help = say!(
        "写上“计划”“拟”“预计”“目标”一类的词；单独摘引这句话的读者，会把计划当成结果",
        "add a word such as `planned`, `will` or `target`: whoever quotes the sentence alone takes the plan for a result"
    );
    Diagnostic::warning(&PLAN_UNSAID, message).at(span).help(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(tag: &str, text: &str) -> Option<bool> {
        says_plan(text, &Lang::new(tag).unwrap())
    }

    #[test]
    fn words_of_planning_are_known_and_those_that_only_hold_them_are_not() {
        for text in ["计划2025年扩大到600名", "拟新增两条线路", "2025年将达到600名", "目标是600名", "预计600名"]
        {
            assert_eq!(says("zh", text), Some(true), "{text}");
        }
        for text in ["2025年600名", "全年600名（模拟数据）", "将近600名儿童参加", "虚拟展厅接待600人次"]
        {
            assert_eq!(says("zh", text), Some(false), "{text}");
        }
        for text in
            ["600 places planned", "It will reach 600.", "Places are to grow to 600", "The Target: 600", "as expected, 600"]
        {
            assert_eq!(says("en", text), Some(true), "{text}");
        }
        for text in ["600 places in 2025", "600 unplanned stops", "an explanation of 600 goods", "thanks to 600 children"] {
            assert_eq!(says("en", text), Some(false), "{text}");
        }
        assert_eq!(says("de", "600 Plätze"), None, "of other languages the words are not known");
    }

    #[test]
    fn a_sentence_ends_with_its_stop_and_not_within_a_number() {
        let text = "计划600名。实际3.5万名！还有";
        let at = |word: &str| text.find(word).unwrap();
        assert_eq!(&text[sentence(text, at("600"))], "计划600名。");
        assert_eq!(&text[sentence(text, at("5万"))], "实际3.5万名！");
        assert_eq!(&text[sentence(text, at("还"))], "还有");
        let text = "The plan is 600. It grew by 3.5%. ";
        assert_eq!(&text[sentence(text, text.find("3.5").unwrap())], " It grew by 3.5%.");
    }
}
