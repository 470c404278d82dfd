//! Sensitive circumstances: no identifier, but what makes a story dangerous when its child is found.

use super::super::text::{Text, is_han};
use super::super::{Hit, Kind, Level};

const PARENTS: [&str; 6] = ["父亲", "母亲", "爸爸", "妈妈", "父母", "双亲"];
const FATES: [&str; 20] = [
    "去世",
    "病逝",
    "过世",
    "离世",
    "身亡",
    "改嫁",
    "出走",
    "失踪",
    "失联",
    "离异",
    "离婚",
    "服刑",
    "坐牢",
    "入狱",
    "吸毒",
    "戒毒",
    "残疾",
    "重病",
    "患癌",
    "精神病",
];
const HARMS: [&str; 16] = [
    "性侵",
    "猥亵",
    "家暴",
    "虐待",
    "遗弃",
    "自杀",
    "自残",
    "抑郁症",
    "艾滋",
    "乙肝",
    "智力残疾",
    "肢体残疾",
    "脑瘫",
    "自闭症",
    "孤独症",
    "辍学",
];

/// A parent's fate; `at` is the first character of the parent.
pub(in crate::identify) fn parent(text: &Text, at: usize, hits: &mut Vec<Hit>) {
    let Some(end) = text.after_any(at, &PARENTS) else { return };
    for fate in end..=end + 6 {
        if let Some(end) = text.after_any(fate, &FATES) {
            hits.push(Hit::new(Kind::Circumstance, Level::Info, at..end));
            return;
        }
        if !is_han(text.get(fate)) {
            return;
        }
    }
}

/// A harm or an illness that begins at `at`.
pub(in crate::identify) fn harm(text: &Text, at: usize, hits: &mut Vec<Hit>) {
    if let Some(end) = text.after_any(at, &HARMS) {
        hits.push(Hit::new(Kind::Circumstance, Level::Info, at..end));
    }
}
