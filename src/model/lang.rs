//! Languages of a site and values that exist in every one of them.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// A language of the site: its BCP 47 tag (`zh`, `en`, `mn`, `zh-Hant`).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Lang(Arc<str>);

impl Lang {
    /// Wraps a tag; `None` when it is not letters, digits and `-`, 2 to 12 of them, beginning with a letter.
    #[must_use]
    pub fn new(tag: &str) -> Option<Self> {
        let fits = (2..=12).contains(&tag.len())
            && tag.starts_with(|c: char| c.is_ascii_alphabetic())
            && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        fits.then(|| Self(Arc::from(tag)))
    }

    /// The tag.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is Chinese of any script: no spaces between words, 万 and 亿.
    #[must_use]
    pub fn is_chinese(&self) -> bool {
        self.0.as_ref() == "zh" || self.0.starts_with("zh-")
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The languages of a site in the order of `site.toml`; the first is the default and stands at the root of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Languages(Vec<Lang>);

impl Languages {
    /// `None` when empty or when a language stands twice.
    #[must_use]
    pub fn new(all: Vec<Lang>) -> Option<Self> {
        let twice = all.iter().enumerate().any(|(i, lang)| all[..i].contains(lang));
        (!all.is_empty() && !twice).then_some(Self(all))
    }

    /// The language at the root.
    #[must_use]
    pub fn default_lang(&self) -> &Lang {
        &self.0[0]
    }

    /// All, default first.
    pub fn iter(&self) -> std::slice::Iter<'_, Lang> {
        self.0.iter()
    }

    /// How many.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "never empty")]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The language with this tag.
    #[must_use]
    pub fn find(&self, tag: &str) -> Option<&Lang> {
        self.0.iter().find(|lang| lang.as_str() == tag)
    }
}

/// One value for every language of the site, complete by construction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Localized<T>(BTreeMap<Lang, T>);

impl<T> Localized<T> {
    /// Makes one value per language.
    pub fn from_fn(languages: &Languages, mut make: impl FnMut(&Lang) -> T) -> Self {
        Self(languages.iter().map(|lang| (lang.clone(), make(lang))).collect())
    }

    /// Makes one value per language, or gives the languages for which there is none.
    pub fn try_from_fn(languages: &Languages, mut make: impl FnMut(&Lang) -> Option<T>) -> Result<Self, Vec<Lang>> {
        let mut values = BTreeMap::new();
        let mut missing = Vec::new();
        for lang in languages.iter() {
            match make(lang) {
                Some(value) => drop(values.insert(lang.clone(), value)),
                None => missing.push(lang.clone()),
            }
        }
        if missing.is_empty() { Ok(Self(values)) } else { Err(missing) }
    }

    /// The value in one of the site's languages.
    #[must_use]
    pub fn get(&self, lang: &Lang) -> &T {
        self.0.get(lang).expect("a Localized holds every language of its site")
    }

    /// The values in Chinese and in English, the two languages of messages; in place of one that the site lacks, its first by tag.
    #[must_use]
    pub fn both(&self) -> (&T, &T) {
        let first = self.0.values().next().expect("a site has a language");
        let of = |tag: &str| self.0.iter().find(|(lang, _)| lang.as_str().starts_with(tag)).map_or(first, |(_, value)| value);
        (of("zh"), of("en"))
    }

    /// All values with their languages, by tag.
    pub fn iter(&self) -> impl Iterator<Item = (&Lang, &T)> {
        self.0.iter()
    }

    /// The same shape with other values.
    pub fn map<U>(&self, mut f: impl FnMut(&Lang, &T) -> U) -> Localized<U> {
        Localized(self.0.iter().map(|(lang, value)| (lang.clone(), f(lang, value))).collect())
    }
}
