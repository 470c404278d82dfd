//! The one pass over a text: a table tells which rules care for a character, and most characters concern none.

use std::sync::OnceLock;

use super::lexicon::lexicon;
use super::rules::{
    accounts, address, circumstance, documents, heading, masked, names, numbers, position, school, segments, time,
};
use super::text::{Text, digit};
use super::{Hit, Scope};

type Rule = fn(&Text, usize, &mut Vec<Hit>);

/// Rules by the bit of the table that calls them.
const RULES: [Rule; 26] = [
    digits,
    documents::passport,
    documents::permit,
    documents::plate,
    accounts::wechat,
    accounts::qq,
    accounts::email,
    position::degrees,
    address::door,
    address::building,
    address::village,
    address::township,
    school::school,
    school::class,
    school::class_in_english,
    time::birth_in_english,
    time::age,
    time::age_in_english,
    names::labelled,
    names::before_role,
    names::some_one,
    names::nickname,
    names::pseudonym,
    names::pinyin,
    circumstance::parent,
    circumstance::harm,
];
/// The bit of headings, which are looked for in tables alone.
const HEADING: u32 = 1 << 26;

/// The characters that call each rule, in the order of [`RULES`]; surnames and digits are added below.
const SIGNS: [&str; 26] = [
    "",
    "EGDSPegdsp",
    "证簿",
    "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼",
    "微薇威vwVW",
    "QqT扣企",
    "@",
    "°度",
    "路街巷弄道",
    "栋幢",
    "村区",
    "乡镇道",
    "学校园小中专",
    "班",
    "GCgcYy",
    "Bb",
    "岁",
    "YyAa",
    "姓学儿监昵乳小化曾联名我叫取起",
    "",
    "某",
    "小阿",
    "(",
    "ZWLCYHXSJGMFTDPRQO",
    "父母爸妈双",
    "性猥家虐遗自抑艾乙智肢脑孤辍",
];

fn digits(text: &Text, at: usize, hits: &mut Vec<Hit>) {
    if !numbers::begins(text, at) {
        return;
    }
    numbers::look(text, at, hits);
    masked::look(text, at, hits);
    position::decimal(text, at, hits);
    time::birth_date(text, at, hits);
}

/// Which rules care for each character of the basic plane.
fn table() -> &'static [u32] {
    static TABLE: OnceLock<Vec<u32>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = vec![0; 1 << 16];
        let mut add = |c: char, bit: u32| {
            if let Some(entry) = table.get_mut(c as usize) {
                *entry |= bit;
            }
        };
        for (number, signs) in SIGNS.iter().enumerate() {
            signs.chars().for_each(|c| add(c, 1 << number));
        }
        let heads = heading::HEADINGS.iter().filter_map(|heading| heading.chars().next());
        heads.flat_map(|c| [c, c.to_ascii_uppercase()]).for_each(|c| add(c, HEADING));
        lexicon().compound_heads().for_each(|c| add(c, 1 << 19));
        for c in (0..=u32::from(u16::MAX)).filter_map(char::from_u32) {
            if digit(c).is_some() {
                add(c, 1);
            }
            if lexicon().is_surname(c) {
                add(c, 1 << 19);
            }
        }
        table
    })
}

/// Every hit of every rule that the scope calls, in the order of the text.
pub(super) fn hits(text: &Text, scope: Scope) -> Vec<Hit> {
    let (table, mut hits) = (table(), Vec::new());
    for (at, c) in text.chars().iter().enumerate() {
        let mut wanted = table.get(*c as usize).copied().unwrap_or(0);
        if wanted & HEADING != 0 {
            wanted &= !HEADING;
            if scope != Scope::Name {
                heading::look(text, at, &mut hits);
            }
        }
        while wanted != 0 {
            let rule = wanted.trailing_zeros() as usize;
            wanted &= wanted - 1;
            if let Some(rule) = RULES.get(rule) {
                rule(text, at, &mut hits);
            }
        }
    }
    if scope == Scope::Story {
        segments::look(text, &mut hits);
    }
    if scope == Scope::Table {
        // A key of digits alone, as records have, is no telephone.
        hits.retain(|hit| hit.kind != super::Kind::Landline || hit.range.clone().any(|at| !text.get(at).is_ascii_digit()));
    }
    settle(hits)
}

/// Of numbers that lie in one another the strongest is kept; nothing is told twice.
fn settle(mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_by_key(|hit| (hit.range.start, std::cmp::Reverse(hit.range.end), hit.level, hit.kind));
    let numbers: Vec<Hit> = hits.iter().filter(|hit| hit.kind.is_number()).cloned().collect();
    let weaker = |hit: &Hit| {
        hit.kind.is_number()
            && numbers.iter().any(|other| {
                let covers = other.range.start <= hit.range.start && hit.range.end <= other.range.end;
                covers
                    && other != hit
                    && (other.level < hit.level || other.range.len() > hit.range.len() && other.level <= hit.level)
            })
    };
    let named: Vec<std::ops::Range<usize>> = hits
        .iter()
        .filter(|hit| hit.kind.is_name() && hit.kind != super::Kind::NameSegment)
        .map(|hit| hit.range.clone())
        .collect();
    let told = |hit: &Hit| {
        hit.kind == super::Kind::NameSegment
            && named.iter().any(|range| range.start < hit.range.end && hit.range.start < range.end)
    };
    let mut kept: Vec<Hit> = hits.iter().filter(|hit| !weaker(hit) && !told(hit)).cloned().collect();
    kept.dedup_by(|a, b| a.kind == b.kind && a.range == b.range);
    kept
}
