//! Rates: a year, a month, a person. A figure said by the year is another figure than the same number in all.

use super::bound::tail;

/// By the year.
const YEAR: u8 = 1;
/// By the month.
const MONTH: u8 = 2;
/// By the day.
const DAY: u8 = 4;
/// By the person.
const PERSON: u8 = 8;

const ZH: &[(&str, u8)] = &[
    ("每年", YEAR),
    ("年均", YEAR),
    ("年度", YEAR),
    ("各年", YEAR),
    ("一年", YEAR),
    ("/年", YEAR),
    ("每月", MONTH),
    ("月均", MONTH),
    ("每个月", MONTH),
    ("/月", MONTH),
    ("每天", DAY),
    ("每日", DAY),
    ("日均", DAY),
    ("/天", DAY),
    ("/日", DAY),
    ("每人", PERSON),
    ("人均", PERSON),
    ("每名", PERSON),
    ("每个孩子", PERSON),
    ("/人", PERSON),
];

const EN: &[(&str, u8)] = &[
    ("a year", YEAR),
    ("per year", YEAR),
    ("each year", YEAR),
    ("every year", YEAR),
    ("per annum", YEAR),
    ("annually", YEAR),
    ("annual", YEAR),
    ("yearly", YEAR),
    ("a month", MONTH),
    ("per month", MONTH),
    ("each month", MONTH),
    ("every month", MONTH),
    ("monthly", MONTH),
    ("a day", DAY),
    ("per day", DAY),
    ("each day", DAY),
    ("every day", DAY),
    ("daily", DAY),
    ("per person", PERSON),
    ("per capita", PERSON),
    ("per child", PERSON),
    ("each child", PERSON),
    ("each person", PERSON),
    ("a head", PERSON),
    ("per head", PERSON),
    ("each", PERSON),
    ("every child", PERSON),
    ("a child", PERSON),
];

/// Every rate a text speaks of.
pub(super) fn all(text: &str) -> u8 {
    let lower = text.to_ascii_lowercase();
    let zh = ZH.iter().filter(|(word, _)| text.match_indices(word).any(|(at, _)| stands(text, at, word)));
    let en = EN.iter().filter(|(word, _)| lower.contains(word));
    zh.chain(en).fold(0, |rates, (_, rate)| rates | rate)
}

/// Whether a word is a rate where it stands: 2023年和2025年均为 says that both were.
fn stands(text: &str, at: usize, word: &str) -> bool {
    !(word.ends_with('均') && text[..at].ends_with(|c: char| super::digits::is_digit(c) || super::hanzi::is_numeral(c)))
}

/// The rates that belong to a number: 每年, 年均 before it in its clause, `a year` right behind its noun.
pub(super) fn of(text: &str, start: usize, noun_end: usize) -> u8 {
    let clause = text[..start].rfind(['，', '。', '；', ',', '.', ';', '：', ':', '、']).map_or(&text[..start], |at| {
        let mark = text[at..].chars().next().map_or(1, char::len_utf8);
        &text[at + mark..start]
    });
    let clause = tail(clause, 36);
    // Another number between takes the rate.
    let free = |word: &str| {
        clause.rfind(word).is_some_and(|at| {
            stands(clause, at, word) && !clause[at + word.len()..].contains(|c: char| super::digits::is_digit(c))
        })
    };
    let before = ZH.iter().filter(|(word, _)| !word.starts_with('/') && *word != "一年" && free(word));
    let behind = &text[noun_end..];
    let slashed = ZH.iter().filter(|(word, _)| word.starts_with('/') && behind.starts_with(word));
    let head: String = behind.trim_start().chars().take(20).collect::<String>().to_ascii_lowercase();
    let said = EN.iter().filter(|(word, rate)| {
        *rate != PERSON
            && *word != "annual"
            && head.strip_prefix(word).is_some_and(|rest| {
                !rest.starts_with(|c: char| c.is_ascii_alphanumeric())
                    && !["earlier", "ago", "before", "later", "after", "old", "on", "-", "when"]
                        .iter()
                        .any(|not| rest.trim_start().starts_with(not))
            })
    });
    before.chain(slashed).filter(|(_, rate)| *rate != PERSON).chain(said).fold(0, |rates, (_, rate)| rates | rate)
}

/// What a set of rates is called: Chinese, English.
pub(super) fn name(rates: u8) -> (&'static str, &'static str) {
    match rates.trailing_zeros() {
        0 => ("每年", "a year"),
        1 => ("每月", "a month"),
        2 => ("每天", "a day"),
        _ => ("每人", "per person"),
    }
}
