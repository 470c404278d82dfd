//! What a text tells of a child, in the words of the dimensions; and the words in which too much of it is reported.

use std::sync::Arc;

use super::Attribute;
use super::rules::{RARE, RARE_TOGETHER};
use crate::confidential::Description;
use crate::config::{CodeEntry, Dimension, Settings};
use crate::diag::{Diagnostic, Place, Source};
use crate::model::{Code, DimensionId, Lang};
use crate::say;

/// Words for girls and boys, and the pronouns, in Chinese and English.
const GIRL: [&str; 6] = ["女孩", "女生", "小姑娘", " girl", " girls", "Girl "];
const BOY: [&str; 5] = ["男孩", "男生", " boy", " boys", "Boy "];
const SHE: [&str; 3] = ["她", " she ", " her "];
const HE: [&str; 3] = ["他", " he ", " his "];

/// What the texts of a story tell.
pub(super) fn in_texts(settings: &Settings, texts: &[(Lang, Arc<Source>, String)]) -> Description {
    let mut found = Description::default();
    for dimension in settings.catalog.dimensions.values() {
        let is_place = settings.catalog.places.as_ref().is_some_and(|places| places.id == dimension.id);
        let codes: Vec<Code> = if dimension.id.as_str() == "sex" {
            sex(dimension, texts)
        } else if is_place {
            let named = |entry: &&CodeEntry| texts.iter().any(|(lang, _, text)| place_in(entry, lang, text).is_some());
            dimension.codes.iter().filter(named).map(|entry| entry.code.clone()).collect()
        } else if dimension.sensitive || dimension.within.is_some() || dimension.id.as_str().contains("age") {
            let named = |entry: &&CodeEntry| texts.iter().any(|(lang, _, text)| text.contains(entry.name.get(lang).as_str()));
            dimension.codes.iter().filter(named).map(|entry| entry.code.clone()).collect()
        } else {
            Vec::new()
        };
        if !codes.is_empty() {
            found.parts.insert(dimension.id.clone(), codes);
        }
    }
    found
}

/// The code of girls or of boys, where a text speaks of one of the two alone.
fn sex(dimension: &Dimension, texts: &[(Lang, Arc<Source>, String)]) -> Vec<Code> {
    let speaks = |words: &[&str]| texts.iter().any(|(_, _, text)| words.iter().any(|word| text.contains(word)));
    let girl = match (speaks(&GIRL), speaks(&BOY)) {
        (true, true) => return Vec::new(),
        (false, false) if speaks(&SHE) == speaks(&HE) => return Vec::new(),
        (false, false) => speaks(&SHE),
        (girl, _) => girl,
    };
    let is = |entry: &&CodeEntry| {
        entry.name.iter().any(|(lang, name)| match (lang.is_chinese(), girl) {
            (true, true) => name.contains('女'),
            (true, false) => name.contains('男'),
            (false, true) => name.to_lowercase().contains("girl") || name.to_lowercase().contains("female"),
            (false, false) => {
                let name = name.to_lowercase();
                name.contains("boy") || (name.contains("male") && !name.contains("female"))
            }
        })
    };
    dimension.codes.iter().filter(is).map(|entry| entry.code.clone()).collect()
}

/// Where a text names a place, in bytes: by its full name, or by its short one where the words around it say that a place is meant.
pub(super) fn place_in(entry: &CodeEntry, lang: &Lang, text: &str) -> Option<std::ops::Range<usize>> {
    let (full, short) = (entry.name.get(lang), entry.short.get(lang));
    let whole = |at: usize, word: &str| {
        let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        !letter(text[..at].chars().next_back()) && !letter(text[at + word.len()..].chars().next())
    };
    if let Some(at) = text.find(full.as_str()).filter(|at| whole(*at, full)) {
        return Some(at..at + full.len());
    }
    // Some short names are common words as well: 会同, 通道.
    const BEFORE: [&str; 9] = ["在", "到", "从", "来自", "去", "回", "住", "于", "离"];
    const AFTER: [&str; 5] = ["县", "市", "区", "的孩子", "老家"];
    let meant = |at: &usize| {
        let (before, after) = (&text[..*at], &text[at + short.len()..]);
        !lang.is_chinese() || BEFORE.iter().any(|word| before.ends_with(word)) || AFTER.iter().any(|word| after.starts_with(word))
    };
    let named = text.match_indices(short.as_str()).map(|(at, _)| at).filter(|at| whole(*at, short));
    named.filter(meant).map(|at| at..at + short.len()).next()
}

/// The names of attributes, joined.
fn names(settings: &Settings, attributes: &[Attribute]) -> (String, String) {
    let languages = &settings.site.languages;
    let name = |id: &DimensionId, chinese: bool| {
        let lang = languages.iter().find(|lang| lang.is_chinese() == chinese).unwrap_or(languages.default_lang());
        settings
            .catalog
            .dimensions
            .get(id.as_str())
            .map_or_else(|| id.to_string(), |dimension| dimension.name.get(lang).to_lowercase())
    };
    let one = |attribute: &Attribute, chinese: bool| match attribute {
        Attribute::Counted(id) => name(id, chinese),
        Attribute::Beyond(told) => (if chinese { told.name().0 } else { told.name().1 }).to_owned(),
    };
    let joined =
        |chinese: bool, between: &str| attributes.iter().map(|told| one(told, chinese)).collect::<Vec<_>>().join(between);
    (joined(true, "、"), joined(false, ", "))
}

/// A story that too few children fit.
pub(super) fn rare(settings: &Settings, at: Place, told: &[Attribute], coarser: &[Attribute], least: usize) -> Diagnostic {
    let (zh, en) = names(settings, told);
    let message =
        say!("故事说到的{zh}合在一起，符合的孩子不到{least}名", "fewer than {least} children fit what the story tells: {en}");
    let found = Diagnostic::error(&RARE, message).at(at);
    if coarser.is_empty() {
        return found.help(say!(
            "说得更概括：县写成“某个县”，年龄写成“小学阶段”，不写月份、家里有谁、得过什么奖，也不写困境类别",
            "say less: “a county” for the county, “of primary-school age” for the age, no month, no family, no award and no category"
        ));
    }
    let is_place = |told: &Attribute| matches!(told, Attribute::Counted(id) if settings.catalog.places.as_ref().is_some_and(|places| places.id == *id));
    let (zh, en) = names(settings, coarser);
    let found = found.help(say!("以下几样，少说任何一样就够了：{zh}", "leaving out any one of these is enough: {en}"));
    if coarser.iter().any(is_place) {
        return found.help(say!("县名可以写成“全市南部的一个县”这样", "a county can become “a county in the south of the city”"));
    }
    found
}

/// Stories that too few children fit together.
pub(super) fn rare_together(settings: &Settings, places: Vec<Place>, told: &[Attribute], least: usize) -> Diagnostic {
    let (zh, en) = names(settings, told);
    let message = say!(
        "这几个故事写的是同一个孩子，说到的{zh}合在一起，符合的孩子不到{least}名",
        "these stories are about one child, and fewer than {least} fit what they tell together: {en}"
    );
    let mut found = Diagnostic::error(&RARE_TOGETHER, message);
    for place in places {
        found = found.at(place);
    }
    found.help(say!("其中一个说得概括些，或只发表一个", "say less in one of them, or publish only one"))
}
