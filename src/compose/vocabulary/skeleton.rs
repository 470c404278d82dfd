//! The file in which a language is translated: every word with its English and Chinese above it, what is translated already as it stands.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::{Vocabulary, Word};
use crate::i18n::{Listed, listed};
use crate::model::Lang;

/// A file of words as it is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skeleton {
    /// Its text.
    pub text: String,
    /// How many words the language needs.
    pub needed: usize,
    /// How many of them it lacks.
    pub missing: usize,
}

impl Vocabulary {
    /// The words of `lang`, with what `own` says of them. Nothing that was written by hand is lost: words that nobody asks for and
    /// comments are kept.
    #[must_use]
    pub fn skeleton(&self, lang: &Lang, own: &str) -> Skeleton {
        let (entries, rest) = listed(own);
        let ours = self.ours(lang);
        let by_hand = |line: &&str| !ours.contains(*line) && !OURS.iter().any(|start| line.starts_with(start));
        let mut known: BTreeMap<&str, &Listed<'_>> = entries.iter().map(|entry| (entry.key, entry)).collect();
        let mut made = Skeleton { text: head(lang), needed: 0, missing: 0 };
        let text = &mut made.text;
        let keep = |text: &mut String, entry: &Listed<'_>| {
            entry.comments.iter().filter(|line| by_hand(line)).for_each(|line| push(text, line));
            push(text, entry.lines);
        };
        for group in &self.groups {
            push(text, &format!("\n{}", title(&group.title)));
            for word in &group.words {
                made.needed += 1;
                push(text, "");
                word.above().iter().for_each(|line| push(text, line));
                match known.remove(word.key.as_str()) {
                    Some(entry) => keep(text, entry),
                    None => {
                        made.missing += 1;
                        word.untranslated().iter().for_each(|line| push(text, line));
                    }
                }
            }
        }
        if !known.is_empty() {
            push(text, &format!("\n{}", title(OTHER)));
        }
        // As they stood, not in the order of their keys.
        for entry in entries.iter().filter(|entry| known.contains_key(entry.key)) {
            push(text, "");
            keep(text, entry);
        }
        let rest: Vec<&str> = rest.into_iter().filter(|line| by_hand(line)).collect();
        if !rest.is_empty() {
            push(text, "");
            rest.iter().for_each(|line| push(text, line));
        }
        made
    }

    /// Every comment that this program writes into the file.
    fn ours(&self, lang: &Lang) -> BTreeSet<String> {
        let mut all: BTreeSet<String> = head(lang).lines().map(str::to_owned).collect();
        all.extend(self.groups.iter().map(|group| title(&group.title)).chain([title(OTHER)]));
        all.extend(self.words().flat_map(|word| word.above().into_iter().chain(word.untranslated())));
        all
    }
}

impl Word {
    /// What stands above the word.
    fn above(&self) -> Vec<String> {
        let mut all = Vec::new();
        for (start, text) in [(OURS[0], &self.english), (OURS[1], &self.chinese)] {
            if !text.is_empty() {
                all.extend(commented(&format!("{}{text}", start.trim_start_matches("# "))));
            }
        }
        if !self.takes.is_empty() {
            let names: Vec<String> = self.takes.iter().map(|name| format!("{{ ${name} }}")).collect();
            all.push(OURS[2].to_owned() + &names.join(" "));
        }
        all
    }

    /// The word as a comment, so that it is missing until it is translated.
    fn untranslated(&self) -> Vec<String> {
        let text = if self.english.is_empty() { "…" } else { &self.english };
        commented(&format!("{} = {text}", self.key))
    }
}

/// How the comments above a word begin, also those of a word that has changed since.
const OURS: [&str; 3] = ["# en: ", "# zh: ", "# variables: "];

/// The group of words that nobody asks for.
const OTHER: &str = "Further words of this file · 本文件里另有的词语";

fn commented(text: &str) -> Vec<String> {
    text.lines().map(|line| format!("# {line}").trim_end().to_owned()).collect()
}

fn title(words: &str) -> String {
    format!("## {words}")
}

fn push(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

fn head(lang: &Lang) -> String {
    let mut text = String::new();
    let _ = writeln!(
        text,
        "### Interface words of `{lang}`. Above each word stand its English (en), its Chinese (zh) and the variables it may use.\n\
         ### A word behind `# ` is not translated yet: write it in `{lang}` and take away the `# `. Blanks at either end are written {{\" \"}}.\n\
         ### `shanwai words {lang}` may be run again at any time: translations stay, words that have been added since come in.\n\
         ### `{lang}` 的界面词语。每条词语上面是英文（en）、中文（zh）和可以用的变量（variables）。\n\
         ### 行首带 `# ` 的还没有翻译：译好后去掉 `# `。开头或末尾的空格写成 {{\" \"}}。\n\
         ### `shanwai words {lang}` 可以随时再运行：已有的译文不动，新增的词语会补进来。"
    );
    text
}

#[cfg(test)]
mod tests {
    use super::super::super::vocabulary::Vocabulary;
    use super::*;
    use crate::theme::Asked;

    fn written(own: &str) -> Skeleton {
        Vocabulary::of(&Asked::default()).skeleton(&Lang::new("fr").unwrap(), own)
    }

    #[test]
    fn a_new_file_holds_every_word_and_translates_none() {
        let made = written("");
        assert_eq!(made.needed, made.missing);
        assert!(listed(&made.text).0.is_empty());
        let entry = "\n# en: Release { $version }\n# zh: ";
        assert!(made.text.contains(entry), "{}", made.text);
        assert!(made.text.contains("\n# variables: { $version }\n# release-title = Release { $version }\n"));
    }

    #[test]
    fn what_was_written_by_hand_stays_and_a_second_run_changes_nothing() {
        let own = "# on purpose\nhome = Accueil\n\n-brand = Montagne\n\nmine = { -brand }\n    encore\n# last\n";
        let made = written(own);
        for part in ["# on purpose\nhome = Accueil\n", "\n-brand = Montagne\n", "\nmine = { -brand }\n    encore\n", "\n# last\n"]
        {
            assert!(made.text.contains(part), "{part}");
        }
        assert_eq!(made.missing, made.needed - 1);
        assert!(!made.text.contains("# home = "));
        assert_eq!(written(&made.text), made);
    }

    #[test]
    fn taking_away_the_mark_translates() {
        let text = written("").text.replace("# facts-name = Figures", "facts-name = Chiffres");
        let again = written(&text);
        assert_eq!((again.text.as_str(), again.missing), (text.as_str(), again.needed - 1));
    }
}
