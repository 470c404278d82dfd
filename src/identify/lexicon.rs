//! The words that rules look up: surnames, given names, words that only look like names, names of places.

use std::collections::BTreeSet;
use std::sync::OnceLock;

/// All lists, read once.
pub(super) struct Lexicon {
    /// Surnames of one character, by code point.
    surnames: Vec<u64>,
    /// Surnames of two characters.
    compound: BTreeSet<[char; 2]>,
    given: BTreeSet<char>,
    not_nick: BTreeSet<char>,
    no_names: BTreeSet<&'static str>,
    townships: BTreeSet<&'static str>,
}

fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The lists; the first call reads them, in well under a millisecond.
pub(super) fn lexicon() -> &'static Lexicon {
    static LISTS: OnceLock<Lexicon> = OnceLock::new();
    LISTS.get_or_init(|| {
        let mut found = Lexicon {
            surnames: vec![0; 1024],
            compound: BTreeSet::new(),
            given: lines(include_str!("words/given.txt")).flat_map(str::chars).collect(),
            not_nick: lines(include_str!("words/xiao.txt")).flat_map(str::chars).collect(),
            no_names: lines(include_str!("words/no-names.txt")).collect(),
            townships: lines(include_str!("words/townships.txt")).collect(),
        };
        for line in lines(include_str!("words/surnames.txt")) {
            let chars: Vec<char> = line.chars().collect();
            match chars[..] {
                [a, b] => drop(found.compound.insert([a, b])),
                _ => chars.iter().for_each(|c| {
                    if let Some(word) = found.surnames.get_mut(*c as usize / 64) {
                        *word |= 1 << (*c as usize % 64);
                    }
                }),
            }
        }
        found
    })
}

impl Lexicon {
    /// Whether a character is a surname.
    pub(super) fn is_surname(&self, c: char) -> bool {
        self.surnames.get(c as usize / 64).is_some_and(|word| word >> (c as usize % 64) & 1 == 1)
    }

    /// Whether two characters are a surname.
    pub(super) fn is_compound(&self, a: char, b: char) -> bool {
        self.compound.contains(&[a, b])
    }

    /// Every compound surname's first character.
    pub(super) fn compound_heads(&self) -> impl Iterator<Item = char> {
        self.compound.iter().map(|pair| pair[0])
    }

    /// Whether a character is typical of given names.
    pub(super) fn is_given(&self, c: char) -> bool {
        self.given.contains(&c)
    }

    /// Whether 小 with this character is a word and no nickname.
    pub(super) fn is_not_nick(&self, c: char) -> bool {
        self.not_nick.contains(&c)
    }

    /// Whether these characters begin a word that only looks like a name.
    pub(super) fn is_no_name(&self, name: &str) -> bool {
        let two = name.char_indices().nth(2).map_or(name, |(at, _)| &name[..at]);
        self.no_names.contains(name) || self.no_names.contains(two)
    }

    /// Whether this is a township, town or street of the gazetteer.
    pub(super) fn is_township(&self, name: &str) -> bool {
        self.townships.contains(name)
    }
}

/// Counties and districts that a school or an address may be named after, without their kind.
pub(super) const PLACES: [&str; 14] =
    ["怀化", "鹤城", "中方", "沅陵", "辰溪", "溆浦", "会同", "麻阳", "新晃", "芷江", "靖州", "通道", "洪江", "湘西"];
