//! What stories tell of a child that no table counts: the household, an event, an award. The vault cannot say how many children fit;
//! people must weigh it.

use crate::consent::{Clearance, plain};
use crate::files::Root;

const HOUSEHOLD: [&str; 22] = [
    "奶奶",
    "爷爷",
    "外婆",
    "外公",
    "姐姐",
    "哥哥",
    "弟弟",
    "妹妹",
    "双胞胎",
    "单亲",
    "孤儿",
    "grandmother",
    "grandfather",
    "sister",
    "brother",
    "twin",
    "aunt",
    "uncle",
    "orphan",
    "stepfather",
    "stepmother",
    "foster",
];
const EVENT: [&str; 12] = [
    "夏令营",
    "冬令营",
    "研学",
    "联欢",
    "开营",
    "结营",
    "summer camp",
    "winter camp",
    "study trip",
    "the camp",
    "a camp",
    "excursion",
];
const AWARD: [&str; 13] = [
    "获奖",
    "奖状",
    "一等奖",
    "二等奖",
    "三等奖",
    "第一名",
    "优秀学员",
    "award",
    "prize",
    "medal",
    "certificate",
    "first place",
    "班长",
];

/// How many stories tell of each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Beyond {
    /// With whom the child lives, brothers and sisters.
    pub household: usize,
    /// A camp or a trip that others took part in.
    pub event: usize,
    /// An award or an office.
    pub award: usize,
}

/// Counts them, each story once in whatever language it tells. Cost: stories are read once.
#[must_use]
pub fn beyond(root: &Root, stories: &Clearance) -> Beyond {
    let mut found = Beyond::default();
    for story in stories.iter() {
        let texts: Vec<String> = story
            .page()
            .texts
            .iter()
            .filter_map(|(_, text)| {
                let source = text.read(root).ok()?;
                let body = plain(source.text().get(text.body..).unwrap_or_default());
                Some(format!("{}\n{}\n{body}", text.title, text.description).to_lowercase())
            })
            .collect();
        let tells = |words: &[&str]| usize::from(texts.iter().any(|text| words.iter().any(|word| text.contains(word))));
        found.household += tells(&HOUSEHOLD);
        found.event += tells(&EVENT);
        found.award += tells(&AWARD);
    }
    found
}
