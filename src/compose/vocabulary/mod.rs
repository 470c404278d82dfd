//! Every interface word that a site needs, with its Chinese and English: what a further language has to bring.
//!
//! Words come from four places: bounds and dates (`i18n`), pages that nobody writes (`compose/words`), charts, and the templates of the
//! theme. A site may replace any of them; what a word takes is judged by the place it comes from.

mod judge;
mod skeleton;

pub use judge::{RULES, file_of};
pub use skeleton::Skeleton;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::voice::own_words;
use crate::chart::words::KEYS;
use crate::diag::Source;
use crate::i18n::{built_in, listed, variables};
use crate::model::Lang;
use crate::theme::Asked;

/// One word.
#[derive(Clone, Debug, Default)]
struct Word {
    key: String,
    /// As the site says it; empty when only a template of the site asks for it.
    chinese: String,
    english: String,
    /// The English before any site replaced it.
    origin: String,
    /// The variables it is given.
    takes: BTreeSet<String>,
    /// Those that its English uses.
    uses: BTreeSet<String>,
}

/// Words that stand together.
#[derive(Clone, Debug)]
struct Group {
    title: String,
    words: Vec<Word>,
}

/// All words, in groups. What order they stand in is that of the catalogues they come from.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    groups: Vec<Group>,
}

/// A catalogue in both languages.
struct Layer {
    title: &'static str,
    chinese: String,
    english: String,
}

impl Vocabulary {
    /// The words of the program and those that the theme of a site asks for.
    #[must_use]
    pub fn of(asked: &Asked) -> Self {
        let layers = layers(asked);
        let chinese = texts(layers.iter().map(|layer| layer.chinese.as_str()));
        let english = texts(layers.iter().map(|layer| layer.english.as_str()));
        let needed = |key: &str| chinese.contains_key(key) && english.contains_key(key) || asked.keys.contains(key);
        let mut vocabulary = Self { groups: Vec::new() };
        let mut seen = BTreeSet::new();
        for layer in &layers {
            vocabulary.open(layer.title.to_owned());
            for entry in listed(&layer.english).0 {
                if entry.comments.len() == 1 && layer.title == PAGES {
                    vocabulary.open(entry.comments[0].trim_start_matches(['#', ' ']).to_owned());
                }
                if needed(entry.key) && seen.insert(entry.key.to_owned()) {
                    vocabulary.add(Word::of(entry.key, &chinese, &english));
                }
            }
        }
        vocabulary.open("Words that only templates of this site use · 只有本站模板用到的词语".to_owned());
        asked.keys.iter().filter(|key| !seen.contains(*key)).for_each(|key| vocabulary.add(Word::of(key, &chinese, &english)));
        vocabulary.groups.retain(|group| !group.words.is_empty());
        vocabulary
    }

    /// Every key that a further language needs, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.words().map(|word| word.key.as_str())
    }

    fn words(&self) -> impl Iterator<Item = &Word> {
        self.groups.iter().flat_map(|group| &group.words)
    }

    fn open(&mut self, title: String) {
        self.groups.push(Group { title, words: Vec::new() });
    }

    fn add(&mut self, word: Word) {
        self.groups.extend(self.groups.is_empty().then(|| Group { title: String::new(), words: Vec::new() }));
        if let Some(group) = self.groups.last_mut() {
            group.words.push(word);
        }
    }
}

impl Word {
    fn of(key: &str, chinese: &BTreeMap<String, Said>, english: &BTreeMap<String, Said>) -> Self {
        let (chinese, english) = (chinese.get(key), english.get(key));
        let first = |said: Option<&Said>| said.map_or_else(BTreeSet::new, |said| said.variables.clone());
        let last = |said: Option<&Said>| said.map_or_else(String::new, |said| said.text.clone());
        let uses = first(english);
        let takes = &uses | &first(chinese);
        let origin = english.map_or_else(String::new, |said| said.origin.clone());
        Self { key: key.to_owned(), chinese: last(chinese), english: last(english), origin, takes, uses }
    }
}

/// A word as the uppermost layer says it and as the lowest one does, whose variables count: an upper one may be mistaken in them.
struct Said {
    text: String,
    origin: String,
    variables: BTreeSet<String>,
}

fn texts<'a>(layers: impl Iterator<Item = &'a str>) -> BTreeMap<String, Said> {
    let mut all: BTreeMap<String, Said> = BTreeMap::new();
    for layer in layers {
        for entry in listed(layer).0.iter().filter(|entry| !entry.key.starts_with('-')) {
            let text = entry.text();
            let own = || Said {
                text: String::new(),
                origin: text.to_owned(),
                variables: variables(text).into_iter().map(str::to_owned).collect(),
            };
            text.clone_into(&mut all.entry(entry.key.to_owned()).or_insert_with(own).text);
        }
    }
    all
}

/// The group that is divided by the comments of its catalogue.
const PAGES: &str = "Pages that nobody writes · 自动生成的页面";

/// Catalogues from the lowest up.
fn layers(asked: &Asked) -> Vec<Layer> {
    let of = |tag: &str| Lang::new(tag).expect("a language tag");
    let (zh, en) = (of("zh"), of("en"));
    let held = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let text = |source: &Arc<Source>| source.text().to_owned() + "\n";
    let mut layers = vec![
        Layer {
            title: "Numbers, bounds and dates · 数字、限定和日期",
            chinese: held(built_in(&zh)),
            english: held(built_in(&en)),
        },
        Layer { title: PAGES, chinese: held(own_words(&zh)), english: held(own_words(&en)) },
        Layer {
            title: "Charts: what stands in them and what describes them · 图表里的字和图表的文字说明",
            chinese: KEYS.iter().map(|word| format!("{} = {}\n", word.key, typed(word.zh))).collect(),
            english: KEYS.iter().map(|word| format!("{} = {}\n", word.key, typed(word.en))).collect(),
        },
    ];
    let title = "Templates of the theme · 主题模板";
    layers.extend(asked.chinese.iter().map(|source| Layer { title, chinese: text(source), english: String::new() }));
    layers.extend(asked.english.iter().map(|source| Layer { title, chinese: String::new(), english: text(source) }));
    layers
}

/// A text as a catalogue has it: blanks at its ends would be lost there.
fn typed(text: &str) -> String {
    let (front, back) = (text.len() - text.trim_start_matches(' ').len(), text.len() - text.trim_end_matches(' ').len());
    if front == text.len() {
        return format!("{{\"{text}\"}}");
    }
    let blank = |count: usize| if count == 0 { String::new() } else { format!("{{\"{}\"}}", " ".repeat(count)) };
    blank(front) + text.trim_matches(' ') + &blank(back)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_that_says_words_is_in_it_and_each_word_is_once() {
        let asked = Asked { keys: BTreeSet::from(["own".to_owned()]), ..Asked::default() };
        let vocabulary = Vocabulary::of(&asked);
        let keys: Vec<&str> = vocabulary.keys().collect();
        for key in ["bound-about", "month-3", "decimal-point", "facts-name", "chart-synthetic", "withheld", "own"] {
            assert_eq!(keys.iter().filter(|known| **known == key).count(), 1, "{key}");
        }
    }

    #[test]
    fn what_a_word_takes_is_not_what_a_site_makes_of_it() {
        let own = Source::new("content/i18n/en.ftl", "release-title = Version { $number }\n");
        let vocabulary = Vocabulary::of(&Asked { english: vec![own], ..Asked::default() });
        let word = vocabulary.words().find(|word| word.key == "release-title").unwrap();
        assert_eq!(word.english, "Version { $number }");
        assert_eq!(word.takes, BTreeSet::from(["version".to_owned()]));
    }

    #[test]
    fn blanks_at_the_ends_are_kept() {
        assert_eq!(typed(", "), ",{\" \"}");
        assert_eq!(typed(" and "), "{\" \"}and{\" \"}");
        assert_eq!(typed(" "), "{\" \"}");
    }
}
