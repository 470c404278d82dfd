//! What stories tell of a child that no table counts: the household, an event, a month, an award.

use std::collections::{BTreeMap, BTreeSet};

use super::dates;
use crate::config::Trait;
use crate::consent::{Clearance, ClearedStory};
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

/// How many stories tell of each. Cost: stories are read once.
#[must_use]
pub fn beyond(root: &Root, stories: &Clearance) -> BTreeMap<Trait, usize> {
    let mut found: BTreeMap<Trait, usize> = Trait::ALL.map(|told| (told, 0)).into();
    for story in stories.iter() {
        let texts = super::texts(root, story);
        for told in of_story(story, texts.iter().map(|(_, _, text)| text.as_str())) {
            *found.entry(told).or_default() += 1;
        }
    }
    found
}

/// What a story declares, and what its texts tell in whatever language. Somebody who knows who took part in the programme is counted with
/// where the records are asked, so that an event adds to it only in a story of no programme.
pub(super) fn of_story<'t>(story: &ClearedStory, texts: impl Iterator<Item = &'t str>) -> BTreeSet<Trait> {
    let meta = &story.page().meta;
    let mut found: BTreeSet<Trait> = texts.flat_map(in_text).collect();
    if meta.programme.is_some() {
        found.remove(&Trait::Event);
    }
    found.extend(meta.story.iter().flat_map(|declared| &declared.beyond));
    found
}

fn in_text(text: &str) -> Vec<Trait> {
    let lower = text.to_lowercase();
    let tells = |told: &Trait| match told {
        Trait::Household => HOUSEHOLD.iter().any(|word| has_word(&lower, word)),
        Trait::Event => EVENT.iter().any(|word| has_word(&lower, word)),
        Trait::Month => dates::names_a_month(text),
        Trait::Award => AWARD.iter().any(|word| has_word(&lower, word)),
    };
    Trait::ALL.into_iter().filter(tells).collect()
}

/// Whether a text has a word: a Chinese one anywhere, an English one by itself or in the plural (not the twin of twinkle).
fn has_word(text: &str, word: &str) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    let whole = |at: usize| {
        let after = &text[at + word.len()..];
        !letter(text[..at].chars().next_back()) && !letter(after.strip_prefix('s').unwrap_or(after).chars().next())
    };
    text.match_indices(word).any(|(at, _)| !word.is_ascii() || whole(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_tells_of_family_months_and_awards_and_not_by_chance() {
        let all = [Trait::Household, Trait::Month, Trait::Award];
        assert_eq!(in_text("奶奶说，她七月得了奖状。"), all);
        assert_eq!(in_text("Her grandmother kept the certificate she won in July."), all);
        assert_eq!(in_text("Both sisters went to a camp."), [Trait::Household, Trait::Event]);
        assert_eq!(in_text("Stars twinkle; the assistant may march for three months."), []);
        assert_eq!(in_text("过了三个月，岁月不等人。"), []);
    }
}
