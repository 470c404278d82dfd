//! How a Chinese title is typed by a reader whose keyboard has Latin letters only, and how titles stand in an alphabet.

use pinyin::ToPinyin;

use super::tokens::{folded, is_joined};

/// Syllables joined into one term: enough for a name, and for a word of four characters.
const SYLLABLES: usize = 4;

/// For each Chinese character of a title its reading joined with those of the next three, without tones: `研学旅行` gives
/// `yanxuelvxing`, `xuelvxing`, `lvxing`. A reader who types the beginning of one, or all of it, finds the title. The last
/// character alone gives no term.
pub(super) fn terms(title: &str) -> Vec<String> {
    let characters: Vec<char> = title.chars().collect();
    let runs = characters.split(|c| !is_joined(*c));
    let mut terms = Vec::new();
    for run in runs.filter(|run| run.len() > 1) {
        let spoken: Vec<&str> = run.iter().map(|c| c.to_pinyin().map_or("", pinyin::Pinyin::plain)).collect();
        for start in 0..run.len() - 1 {
            let end = (start + SYLLABLES).min(run.len());
            terms.push(letters(&spoken[start..end].concat()));
        }
        // A name is typed as one word, whatever follows it: 芷江侗族自治县 is `zhijiang`.
        terms.push(letters(&spoken[..2].concat()));
    }
    terms
}

/// The vowel ü is typed as u or as v; terms have u.
fn letters(spoken: &str) -> String {
    spoken.chars().map(folded).collect()
}

/// Where a title stands in an alphabet: Chinese by its reading, everything else by its letters; equal readings by character.
#[must_use]
pub fn sort_key(title: &str) -> String {
    let mut key = String::with_capacity(title.len() * 2);
    for c in title.chars().map(folded) {
        match c.to_pinyin() {
            Some(spoken) => key.push_str(&letters(spoken.plain())),
            None if c.is_alphanumeric() => key.push(c),
            None => {}
        }
        key.push(' ');
    }
    key + title
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_typed_as_one_word() {
        assert_eq!(terms("芷江侗族"), ["zhijiangdongzu", "jiangdongzu", "dongzu", "zhijiang"]);
        assert_eq!(terms("A家"), Vec::<String>::new());
        assert!(terms("绿色").contains(&"luse".to_owned()));
    }

    #[test]
    fn titles_stand_in_the_order_of_their_reading() {
        let mut titles = ["中方县", "Camps", "辰溪县", "会同县"];
        titles.sort_by_key(|title| sort_key(title));
        assert_eq!(titles, ["Camps", "辰溪县", "会同县", "中方县"]);
    }
}
