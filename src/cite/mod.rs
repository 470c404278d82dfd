//! Citations of a dataset or a statistic: the texts that readers copy, and the files that reference managers read.
//!
//! Sources: GB/T 7714-2025 (in force since 2026-07-01) and GB/T 7714-2015, item type `[DS/OL]`; the APA's Publication Manual, seventh
//! edition, section 10.9; CSL-JSON 1.0. The texts are those that the official CSL styles make of [`csl_json`].

mod files;

pub use files::{bibtex, csl_json, ris};

use crate::model::Date;

/// What is cited.
#[derive(Clone, Debug)]
pub struct Item {
    /// Key in reference managers: letters, digits and hyphens.
    pub key: String,
    /// Who is responsible for it: an organisation.
    pub author: String,
    /// Title.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// Version, without a `V`.
    pub version: Option<String>,
    /// The day it was published.
    pub issued: Date,
    /// The day it was looked up.
    pub accessed: Date,
    /// Its permanent address; `None` when the site has no public address.
    pub url: Option<String>,
    /// Language as reference managers write it: `zh-CN`, `en-US`.
    pub lang: String,
}

impl Item {
    /// GB/T 7714-2025: the day of publication in full-width brackets.
    #[must_use]
    pub fn gb_2025(&self) -> String {
        let version = self.version.as_ref().map_or_else(String::new, |version| format!("V{version}. "));
        let (author, title, publisher) = (stop(&self.author), &self.title, &self.publisher);
        let start = format!("{author} {title}[DS/OL]. {version}{publisher}（{}）[{}].", self.issued, self.accessed);
        self.with_address(start, ".")
    }

    /// GB/T 7714-2015: the year alone, and no version.
    #[must_use]
    pub fn gb_2015(&self) -> String {
        let (author, title, publisher) = (stop(&self.author), &self.title, &self.publisher);
        let start = format!("{author} {title}[DS/OL]. {publisher}, {}[{}].", self.issued.year(), self.accessed);
        self.with_address(start, ".")
    }

    /// APA, seventh edition. A publisher who is the author is not named twice.
    #[must_use]
    pub fn apa(&self) -> String {
        let version = self.version.as_ref().map_or_else(String::new, |version| format!(" (Version {version})"));
        let publisher = if self.publisher == self.author { String::new() } else { format!(" {}", stop(&self.publisher)) };
        let start = format!("{} ({}). {}{version} [Dataset].{publisher}", stop(&self.author), self.issued.year(), self.title);
        self.with_address(start, "")
    }

    fn with_address(&self, text: String, end: &str) -> String {
        self.url.as_ref().map_or(text.clone(), |url| format!("{text} {url}{end}"))
    }
}

/// A name with a full stop, unless it ends with one.
fn stop(name: &str) -> String {
    if name.ends_with('.') { name.to_owned() } else { format!("{name}.") }
}

/// The tag of a language as reference managers write it.
#[must_use]
pub fn language(tag: &str) -> String {
    match tag {
        "zh" => "zh-CN".to_owned(),
        "en" => "en-US".to_owned(),
        other => other.to_owned(),
    }
}

#[cfg(test)]
pub(crate) fn example() -> Item {
    Item {
        key: "camps-zh".into(),
        author: "清溪市儿童中心".into(),
        title: "清溪市夏令营统计".into(),
        publisher: "清溪市儿童中心".into(),
        version: Some("1.0.0".into()),
        issued: jiff::civil::date(2025, 2, 20),
        accessed: jiff::civil::date(2025, 3, 1),
        url: Some("https://qingxi.example.org/data/camps/".into()),
        lang: "zh-CN".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_style_says_what_its_standard_asks_for() {
        let item = example();
        assert_eq!(
            item.gb_2025(),
            "清溪市儿童中心. 清溪市夏令营统计[DS/OL]. V1.0.0. 清溪市儿童中心（2025-02-20）[2025-03-01]. https://qingxi.example.org/data/camps/."
        );
        assert_eq!(
            item.gb_2015(),
            "清溪市儿童中心. 清溪市夏令营统计[DS/OL]. 清溪市儿童中心, 2025[2025-03-01]. https://qingxi.example.org/data/camps/."
        );
        assert_eq!(
            item.apa(),
            "清溪市儿童中心. (2025). 清溪市夏令营统计 (Version 1.0.0) [Dataset]. https://qingxi.example.org/data/camps/"
        );
    }

    #[test]
    fn without_a_public_address_nothing_is_made_up() {
        let item = Item { url: None, version: None, publisher: "Press Inc.".into(), ..example() };
        assert!(item.gb_2025().ends_with("[DS/OL]. Press Inc.（2025-02-20）[2025-03-01]."));
        assert!(item.apa().ends_with("[Dataset]. Press Inc."));
        assert!(!bibtex(&item).contains("url") && !ris(&item).contains("UR  -") && !csl_json(&item).contains("URL"));
    }
}
