//! Addresses: door numbers, villages and their groups, townships.

use super::super::lexicon::lexicon;
use super::super::text::{Text, digit, is_han};
use super::super::{Hit, Kind, Level};

/// A street with a door number; `at` is the last character of the street's name.
pub(in crate::identify) fn door(text: &Text, at: usize, hits: &mut Vec<Hit>) {
    if text.get(at) == '道' && text.before(at) != '大' || text.ends_any(at + 1, &["公路", "铁路", "一路", "道路"]) {
        return;
    }
    let numeral = |c: char| digit(c).is_some() || matches!(c, '十' | '百' | '之' | '-');
    let run = (at + 1..at + 8).take_while(|i| numeral(text.get(*i))).count();
    let mut end = at + 1 + run;
    let start = name_start(text, at, 10);
    if run == 0 || text.get(end) != '号' || at - start < 2 || text.get(at + 1) == '-' {
        return;
    }
    end += 1 + usize::from(matches!(text.get(end + 1), '院' | '楼' | '栋'));
    while end < at + 30 && (text.get(end).is_ascii_digit() || matches!(text.get(end), '栋' | '幢' | '单' | '元' | '室' | '-'))
    {
        end += 1;
    }
    hits.push(Hit::new(Kind::AddressDoor, Level::High, start..end));
}

/// `3栋2单元502室`; `at` is 栋 or 幢.
pub(in crate::identify) fn building(text: &Text, at: usize, hits: &mut Vec<Hit>) {
    let numeral = |c: char| digit(c).is_some() || c == '十';
    let back = (1..=4).take_while(|n| at >= *n && numeral(text.get(at - n))).count();
    let unit = (at + 1..at + 4).take_while(|i| numeral(text.get(*i))).count();
    let room = at + 1 + unit + 2;
    let length = (room..room + 5).take_while(|i| digit(text.get(*i)).is_some()).count();
    if back > 0 && unit > 0 && text.starts(at + 1 + unit, "单元") && (3..=4).contains(&length) {
        let end = room + length + usize::from(text.get(room + length) == '室');
        hits.push(Hit::new(Kind::AddressDoor, Level::High, at - back..end));
    }
}

/// A village within a township, or a group of a village; `at` is the last character of 村 or 社区.
pub(in crate::identify) fn village(text: &Text, at: usize, hits: &mut Vec<Hit>) {
    let kind = if text.get(at) == '区' { 2 } else { 1 };
    if kind == 2 && text.before(at) != '社' {
        return;
    }
    let name_end = at + 1 - kind;
    let group = group(text, at + 1);
    let end = group.unwrap_or(at + 1);
    let start = name_start(text, at, 14);
    let township = (start..name_end).rev().find(|i| matches!(text.get(*i), '乡' | '镇'));
    let named = township.is_some_and(|t| {
        let length = name_end - t - 1;
        t > start && (1..=6).contains(&length) && !is_general_township(text, t) && !is_general_village(text, t + 1..name_end)
    });
    let in_group = group.is_some() && kind == 1 && name_end - start >= 2 && !is_general_village(text, start..name_end);
    if named || in_group {
        hits.push(Hit::new(Kind::AddressVillage, Level::High, start..end));
    }
}

/// `三组`, `第5村民小组` behind a village; where it ends.
fn group(text: &Text, at: usize) -> Option<usize> {
    let from = at + usize::from(text.get(at) == '第');
    let run = (from..from + 4).take_while(|i| digit(text.get(*i)).is_some() || text.get(*i) == '十').count();
    let end = text.after_any(from + run, &["村民小组", "小组", "组"])?;
    (1..=3).contains(&run).then_some(end)
}

/// 乡镇, 城镇, 各镇, 全乡: no name of a township.
fn is_general_township(text: &Text, at: usize) -> bool {
    matches!(
        text.before(at),
        '城' | '乡'
            | '各'
            | '市'
            | '集'
            | '全'
            | '本'
            | '该'
            | '重'
            | '村'
            | '个'
            | '跨'
            | '小'
            | '建'
            | '、'
            | '家'
            | '故'
            | '老'
    ) && !text.ends_any(at + 1, &["新建镇"])
        || matches!(text.get(at + 1), '镇' | '村')
        || !is_han(text.before(at))
}

/// Words between a township and 村 or 社区 that name no village.
fn is_general_village(text: &Text, range: std::ops::Range<usize>) -> bool {
    const GENERAL: [&str; 28] = [
        "各",
        "全",
        "每",
        "所在",
        "政府",
        "农",
        "行政",
        "自然",
        "贫困",
        "的",
        "和",
        "与",
        "等",
        "及",
        "或",
        "驻",
        "进",
        "下",
        "山",
        "同",
        "本",
        "个",
        "城中",
        "新农",
        "居委会",
        "街道",
        "人民",
        "美丽",
    ];
    range.clone().any(|i| text.after_any(i, &GENERAL).is_some_and(|end| end <= range.end))
}

/// A township: of the gazetteer, or named behind its county. `at` is the last character of 乡, 镇 or 街道.
pub(in crate::identify) fn township(text: &Text, at: usize, hits: &mut Vec<Hit>) {
    if text.get(at) == '道' && text.before(at) != '街' {
        return;
    }
    let reach = name_start(text, at, 16);
    for start in reach..at.saturating_sub(1) {
        if at + 1 - start <= 10 && lexicon().is_township(&text.string(start..at + 1)) {
            hits.push(Hit::new(Kind::AddressTownship, Level::Medium, start..at + 1));
            return;
        }
    }
    let kind = if text.get(at) == '道' { 2 } else { 1 };
    let name_end = at + 1 - kind;
    if is_general_township(text, name_end) || text.starts(at + 1, "企业") || text.get(at + 1) == '镇' {
        return;
    }
    let county = (reach..name_end).rev().find(|i| matches!(text.get(*i), '县' | '区' | '市'));
    let Some(county) = county.filter(|c| (2..=8).contains(&(name_end - c - 1))) else { return };
    let general = (county + 1..name_end).any(|i| {
        text.after_any(i, &["各", "和", "及", "全", "等", "的", "与", "或", "个", "乡镇", "所在", "其他", "有关"]).is_some()
    });
    let named = county >= reach + 2
        && !matches!(text.before(county), '县' | '市' | '各' | '全' | '该' | '城' | '地' | '社' | '辖' | '设');
    if named && !general {
        hits.push(Hit::new(Kind::AddressTownship, Level::Medium, reach..at + 1));
    }
}

/// The start of the run of Chinese characters that holds `at`, at most `most` characters back.
pub(super) fn name_start(text: &Text, at: usize, most: usize) -> usize {
    let mut start = at;
    while start > 0 && at - start < most && is_han(text.get(start - 1)) {
        start -= 1;
    }
    start
}
