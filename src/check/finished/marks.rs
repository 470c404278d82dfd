//! What is noted of one finished file.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use super::Unspoken;
use crate::html::{self, Nest, Tag, Token, is_chinese};

/// Elements whose text is code and may say anything.
const CODE: [&str; 6] = ["code", "pre", "kbd", "samp", "dl", "textarea"];
/// Attributes that hold an address.
const ADDRESSES: [&str; 6] = ["href", "src", "action", "poster", "data", "xlink:href"];
/// What of a faulty text is told.
const SHOWN: usize = 40;

/// What is noted of one finished file: names alone, no text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Addresses it links to, each once.
    pub(super) links: Vec<Arc<str>>,
    /// What can be linked to in it, hashed; sorted. Only of pages.
    pub(super) ids: Option<Vec<u64>>,
    pub(super) faults: Vec<Fault>,
}

/// Something wrong in the file itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fault {
    /// A picture, by its address, without words.
    NoAlt(String),
    /// A picture whose words are the name of a file.
    AltFileName(String),
    /// Chinese on a page of another language that is not marked as such.
    Chinese(String),
    /// A key, a code or a stretch of a template.
    Leaked(String),
}

/// The hash of an id.
pub(super) fn id_hash(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}

impl Marks {
    /// Reads a file; nothing for those that hold no addresses.
    pub(super) fn of(path: &str, bytes: &[u8], base: Option<&str>, unspoken: &Unspoken) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        // What a release froze says what was there then, and cannot be mended.
        if !path.ends_with(".html") && (path.starts_with("releases/") || path.contains("/@")) {
            return None;
        }
        match path.rsplit('.').next().unwrap_or("") {
            "html" => Some(page(text, base, unspoken)),
            "xml" | "svg" => Some(Self { links: unique(xml_links(text, base)), ..Self::default() }),
            "css" => Some(Self { links: unique(css_links(text)), ..Self::default() }),
            "json" | "jsonld" | "ttl" | "txt" | "md" => {
                Some(Self { links: unique(own_addresses(text, base?)), ..Self::default() })
            }
            _ => None,
        }
    }
}

fn unique(links: impl IntoIterator<Item = String>) -> Vec<Arc<str>> {
    links.into_iter().filter(|link| !link.contains(['{', '}'])).collect::<BTreeSet<_>>().into_iter().map(Arc::from).collect()
}

fn page(text: &str, base: Option<&str>, unspoken: &Unspoken) -> Marks {
    let mut nest = Nest::default();
    let (mut links, mut ids, mut faults) = (Vec::new(), Vec::new(), BTreeSet::new());
    for token in html::tokens(text) {
        match &token {
            Token::Open(tag) => {
                links.extend(addresses(tag));
                ids.extend(tag.get("id").map(|id| id_hash(&id)));
                faults.extend(picture_fault(tag));
            }
            Token::Raw(range) if nest.innermost() == "script" => {
                links.extend(base.into_iter().flat_map(|base| own_addresses(&text[range.clone()], base)));
            }
            Token::Text(range) => faults.extend(leak(&text[range.clone()], &nest, unspoken)),
            Token::Raw(_) | Token::Close(_) => {}
        }
        nest.follow(&token);
    }
    if page_lang(text).is_some_and(|lang| !is_chinese(&lang)) {
        faults.extend(html::unmarked(text).iter().map(|words| Fault::Chinese(shortened(words))));
    }
    ids.sort_unstable();
    Marks { links: unique(links), ids: Some(ids), faults: faults.into_iter().collect() }
}

fn page_lang(text: &str) -> Option<String> {
    html::tokens(text).find_map(|token| match token {
        Token::Open(tag) if tag.name == "html" => tag.get("lang").map(std::borrow::Cow::into_owned),
        _ => None,
    })
}

/// The addresses that a tag holds. A form and a frame lead somewhere, too; a `base` and a word of a vocabulary do not.
fn addresses(tag: &Tag<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for (name, value) in tag.attributes() {
        match name {
            "srcset" | "imagesrcset" => {
                found.extend(value.split(',').filter_map(|part| part.split_whitespace().next()).map(str::to_owned));
            }
            "content" if tag.name == "meta" && value.starts_with("http") => found.push(value.into_owned()),
            name if ADDRESSES.contains(&name) && tag.name != "base" && !value.starts_with("data:") => {
                found.push(value.into_owned())
            }
            _ => {}
        }
    }
    found
}

fn picture_fault(tag: &Tag<'_>) -> Option<Fault> {
    if tag.name != "img" {
        return None;
    }
    let source = tag.get("src").unwrap_or_default().into_owned();
    let silent = tag.get("role").is_some_and(|role| role == "presentation") || tag.get("aria-hidden").is_some();
    match tag.get("alt") {
        Some(alt) if crate::prose::is_file_name(&alt, &source) => Some(Fault::AltFileName(source)),
        Some(alt) if !alt.trim().is_empty() || silent => None,
        _ => Some(Fault::NoAlt(source)),
    }
}

/// What a reader should never see: a key instead of a word, a code instead of a name, a piece of a template.
fn leak(text: &str, nest: &Nest<'_>, unspoken: &Unspoken) -> Option<Fault> {
    let words = text.trim();
    if words.is_empty() || nest.is_in(&CODE) {
        return None;
    }
    let template = ["{{", "}}", "{%", "{$", "{ $"].iter().any(|sign| words.contains(sign));
    let value = matches!(words, "null" | "undefined" | "NaN" | "None" | "[object]" | "[object Object]");
    (template || value || unspoken.holds(words)).then(|| Fault::Leaked(shortened(words)))
}

fn shortened(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &words[..end]),
        None => words,
    }
}

/// The addresses in XML: feeds, the map of the site, drawings. What names a thing (`xmlns`, `id`) leads nowhere.
fn xml_links(text: &str, base: Option<&str>) -> Vec<String> {
    let mut found = Vec::new();
    let mut name = "";
    for token in html::tokens(text) {
        match &token {
            Token::Open(tag) => {
                name = tag.name;
                let linked = tag.attributes().filter(|(name, _)| matches!(*name, "href" | "xlink:href" | "src"));
                found.extend(linked.map(|(_, value)| value.into_owned()));
            }
            Token::Text(range) if matches!(name, "loc" | "link") => {
                let address = html::unescape(text[range.clone()].trim()).into_owned();
                found.extend(Some(address).filter(|address| !address.is_empty()));
            }
            Token::Text(range) | Token::Raw(range) => {
                let inside = html::unescape(&text[range.clone()]);
                found.extend(base.into_iter().flat_map(|base| own_addresses(&inside, base)).filter(|_| name == "content"));
            }
            Token::Close(_) => name = "",
        }
    }
    found
}

fn css_links(text: &str) -> Vec<String> {
    let named = text.split("url(").skip(1).filter_map(|rest| rest.split(')').next());
    named
        .map(|address| address.trim_matches(['"', '\'', ' ']).to_owned())
        .filter(|address| !address.starts_with("data:"))
        .collect()
}

/// Every address of the site itself in a text of any form, without the part behind `#`, which names a thing there.
fn own_addresses(text: &str, base: &str) -> Vec<String> {
    let ends = |c: char| {
        c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | ')' | ']' | '\\' | '`' | '#' | ',' | '，' | '。' | '；')
    };
    let found = text.match_indices(base).map(|(at, _)| {
        let rest = &text[at..];
        rest[..rest.find(ends).unwrap_or(rest.len())].trim_end_matches(['.', ';', ':'])
    });
    let mut all: Vec<&str> = found.collect();
    all.sort_unstable();
    all.dedup();
    all.into_iter().map(str::to_owned).collect()
}
