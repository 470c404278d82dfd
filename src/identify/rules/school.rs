//! Schools by name, and classes.

use super::super::lexicon::PLACES;
use super::super::text::{Text, digit, is_han};
use super::super::{Hit, Kind, Level};

/// What ends the name of a school, longest first.
const KINDS: [&str; 20] = [
    "九年一贯制学校",
    "九年制学校",
    "一贯制学校",
    "特殊教育学校",
    "完全小学",
    "中心小学",
    "职业中专",
    "中心校",
    "幼儿园",
    "完小",
    "小学",
    "中学",
    "学校",
    "高中",
    "初中",
    "职校",
    "特校",
    "职中",
    "附小",
    "附中",
];
/// Words that end what belongs to the name, going back from its end.
const EDGES: &str = "的在和与及到从各等被让把是了去来回进对向由为该本所我他她您你于读入给后前里上中下有们这那、";
/// Characters before 县, 市, 区, 镇, 乡 or 村 that make a common word of it.
const COMMON: &str = "全各城农乡山社地学片园边小该本每郊辖县市镇省内区多个两三四五乙原跨外灾矿";
/// Parts that make a name of what follows a city or a county.
const MARKS: [&str; 17] = [
    "实验",
    "附属",
    "希望",
    "民族",
    "思源",
    "芙蓉",
    "雅礼",
    "湖天",
    "舞水",
    "铁路",
    "中心",
    "特殊教育",
    "职业",
    "第",
    "九年",
    "一贯",
    "完全",
];

/// A named school; `at` is the last character of its kind.
pub(in crate::identify) fn school(text: &Text, at: usize, hits: &mut Vec<Hit>) {
    if let Some(start) = numbered(text, at) {
        hits.push(Hit::new(Kind::School, Level::High, start..at + 1));
        return;
    }
    let Some(kind) = KINDS.iter().find(|kind| text.ends(at + 1, kind)) else { return };
    let name_end = at + 1 - kind.chars().count();
    let mut start = name_end;
    while start > 0 && name_end - start < 14 && is_han(text.get(start - 1)) && !is_edge(text, start - 1) {
        start -= 1;
    }
    let is_middle = text.get(name_end) == '学' && text.before(name_end) == '小';
    if !is_middle && is_named(text, start, name_end, kind) {
        hits.push(Hit::new(Kind::School, Level::High, start..at + 1));
    }
}

/// 中 is an edge but in the names of schools and counties.
fn is_edge(text: &Text, at: usize) -> bool {
    match text.get(at) {
        '中' => !matches!(text.get(at + 1), '心' | '方' | '学'),
        c => EDGES.contains(c),
    }
}

/// `怀化一中`.
fn numbered(text: &Text, at: usize) -> Option<usize> {
    let number = at.checked_sub(1)?;
    let shaped = text.get(at) == '中' && digit(text.get(number)).is_some();
    let place = number.checked_sub(2).filter(|start| PLACES.contains(&text.string(*start..number).as_str()));
    let county =
        number.checked_sub(3).filter(|_| matches!(text.before(number), '县' | '市') && !COMMON.contains(text.get(number - 2)));
    place.or(county).filter(|_| shaped)
}

/// Whether a name stands before the kind: a village or township, or a city or county with a mark, or a mark with a number.
fn is_named(text: &Text, start: usize, end: usize, kind: &str) -> bool {
    let mut from = start;
    let mut last = None;
    for at in start..end {
        if matches!(text.get(at), '县' | '市' | '区' | '镇' | '乡' | '村') {
            let long = at - from >= if matches!(text.get(at), '县' | '镇' | '乡' | '村') { 1 } else { 2 };
            if long && !COMMON.contains(text.before(at)) {
                last = Some(at);
            }
            from = at + 1;
        }
    }
    let marked = |from: usize| {
        (from..end).any(|i| text.after_any(i, &MARKS).is_some_and(|stop| stop <= end))
            || kind.starts_with("中心")
            || kind.starts_with("特殊")
    };
    let place = PLACES.iter().any(|place| text.starts(start, place));
    match last {
        Some(at) if matches!(text.get(at), '镇' | '乡' | '村') => end - at <= 5,
        Some(at) => marked(at + 1) && end - at <= 9 || end - at >= 3 && end - at <= 5 && !is_common(text, at + 1, end),
        None if place => marked(start + 2),
        // 思源实验学校, 第三小学 behind a name of two characters or more.
        None => {
            let number = (start..end).find(|i| text.get(*i) == '第' && digit(text.get(i + 1)).is_some());
            let name = ["思源", "芙蓉", "雅礼", "湖天", "舞水", "希望"];
            number.is_some_and(|i| i >= start + 2)
                || (start..end).any(|i| text.after_any(i, &name).is_some_and(|stop| stop <= end))
        }
    }
}

/// Words between a county and the kind that many schools share.
fn is_common(text: &Text, start: usize, end: usize) -> bool {
    const SHARED: [&str; 16] = [
        "中小", "义务", "教育", "普通", "寄宿", "民办", "公办", "有关", "相关", "农村", "乡村", "城区", "部分", "专门", "试点",
        "乡镇",
    ];
    (start..end).any(|i| text.after_any(i, &SHARED).is_some())
}

/// A class; `at` is 班.
pub(in crate::identify) fn class(text: &Text, at: usize, hits: &mut Vec<Hit>) {
    let mut end = at;
    let step = |end: usize, wanted: fn(char) -> bool| if end > 0 && wanted(text.get(end - 1)) { end - 1 } else { end };
    while end > 0 && text.get(end - 1) == ' ' && at - end < 2 {
        end -= 1;
    }
    end = step(end, |c| c == ')');
    let close = end;
    // `初二3班`: the numeral of the stage is no part of the number.
    let ascii = text.before(close).is_ascii_digit();
    let numeral = |c: char| if ascii { c.is_ascii_digit() } else { digit(c).is_some() && !c.is_ascii_digit() || c == '十' };
    while end > 0 && close - end < 4 && numeral(text.get(end - 1)) {
        end -= 1;
    }
    let (number, length) = (end, close - end);
    let mut end = step(number, |c| c == '(');
    while end > 0 && text.get(end - 1) == ' ' && number - end < 3 {
        end -= 1;
    }
    if length == 0 {
        return;
    }
    let numeral = |i: usize| digit(text.get(i)).is_some();
    let grade = text.ends(end, "年级") && end >= 3 && numeral(end - 3);
    let stage = end >= 2
        && matches!(text.get(end - 2), '初' | '高')
        && matches!(text.get(end - 1), '一' | '二' | '三')
        && text.get(number).is_ascii_digit();
    let plain = (3..=4).contains(&length)
        && number == end
        && (number..close).all(|i| text.get(i).is_ascii_digit())
        && !text.before(number).is_ascii_digit()
        && !matches!(text.get(at + 1), '车' | '次' | '机')
        && !matches!(text.get(at + 2), '车' | '次' | '机');
    if grade || stage || plain {
        let start = if grade {
            end - 3
        } else if stage {
            end - 2
        } else {
            number
        };
        hits.push(Hit::new(Kind::Class, Level::High, start..at + 1));
    }
}

/// `Grade 4 Class 2`, `Class 3, Grade 4`; `at` is the first letter of the first word.
pub(in crate::identify) fn class_in_english(text: &Text, at: usize, hits: &mut Vec<Hit>) {
    if text.before(at).is_ascii_alphanumeric() {
        return;
    }
    let part = |at: usize, words: [&str; 2]| {
        let end = words.iter().find(|word| text.starts_lower(at, word)).map(|word| at + word.len())?;
        let end = text.skip_blanks(end);
        let digits = (end..end + 3).take_while(|i| text.get(*i).is_ascii_digit()).count();
        (digits > 0).then_some(end + digits)
    };
    for (first, second) in [(["grade ", "year "], ["class ", "class no. "]), (["class ", "class no. "], ["grade ", "year "])] {
        let Some(mut end) = part(at, first) else { continue };
        while matches!(text.get(end), ' ' | ',' | '-') {
            end += 1;
        }
        if let Some(end) = part(end, second) {
            hits.push(Hit::new(Kind::Class, Level::High, at..end));
        }
    }
}
