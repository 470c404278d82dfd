//! Chinese words on pages of other languages: found, and marked so that a screen reader changes its voice.

use super::{Nest, Tag, Token, is_chinese, tokens, unescape};

/// Elements whose text takes no element inside.
const PLAIN: [&str; 6] = ["title", "textarea", "option", "svg", "script", "style"];
/// Attributes in which a page speaks to its readers.
pub(super) const SPOKEN: [&str; 5] = ["alt", "title", "aria-label", "placeholder", "content"];

/// Whether a character is a hanzi.
#[must_use]
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' | '〇' | '々')
}

/// Punctuation that is written in Chinese alone.
fn is_chinese_mark(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3017}' | '\u{FF01}'..='\u{FF5E}')
}

/// Marks Chinese words on a page of another language with `lang`; nothing when there are none to be marked.
///
/// Words in the text get a `span` around them; a title, which takes none, and what `meta` says get the attribute themselves.
/// Digits that belong to a Chinese figure (80余万元) are marked with it. Linear.
#[must_use]
pub fn mark(html: &str, lang: &str) -> Option<String> {
    let mut out: Option<(String, usize)> = None;
    let mut put = |at: usize, text: &str| {
        let (marked, copied) = out.get_or_insert_with(|| (String::with_capacity(html.len() + 256), 0));
        marked.push_str(&html[*copied..at]);
        marked.push_str(text);
        *copied = at;
    };
    let mut nest = Nest::default();
    let mut title: Option<(usize, bool)> = None;
    for token in tokens(html) {
        nest.follow(&token);
        match &token {
            Token::Open(tag) if tag.name == "meta" && speaks_chinese(tag) && !is_chinese(nest.lang()) => {
                put(tag.range.start + "<meta".len(), &format!(" lang=\"{lang}\""));
            }
            Token::Open(tag) if tag.name == "title" => {
                title = Some((tag.range.start + "<title".len(), tag.get("lang").is_some() || nest.is_in(&["svg"])));
            }
            Token::Text(range) if !is_chinese(nest.lang()) => {
                let text = &html[range.clone()];
                if let Some((at, false)) = title.take().filter(|_| nest.innermost() == "title" && is_mostly_han(text)) {
                    put(at, &format!(" lang=\"{lang}\""));
                } else if !nest.is_in(&PLAIN) {
                    for run in runs(text) {
                        put(range.start + run.start, &format!("<span lang=\"{lang}\">"));
                        put(range.start + run.end, "</span>");
                    }
                }
            }
            _ => {}
        }
    }
    out.map(|(mut marked, copied)| {
        marked.push_str(&html[copied..]);
        marked
    })
}

fn speaks_chinese(tag: &Tag<'_>) -> bool {
    tag.get("lang").is_none() && tag.get("content").is_some_and(|text| is_mostly_han(&text))
}

/// Whether more of a text's letters are hanzi than are not.
pub(super) fn is_mostly_han(text: &str) -> bool {
    let han = text.chars().filter(|c| is_han(*c)).count();
    han > 0 && han * 2 > text.chars().filter(|c| c.is_alphabetic()).count()
}

/// The stretches of a text that are Chinese, with the digits that belong to them.
pub(super) fn runs(text: &str) -> Vec<std::ops::Range<usize>> {
    if text.is_ascii() {
        return Vec::new();
    }
    let mut found: Vec<std::ops::Range<usize>> = Vec::new();
    let digit = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '%');
    for (at, c) in text.char_indices().filter(|(_, c)| is_han(*c)) {
        let end = at + c.len_utf8();
        if let Some(last) = found.last_mut() {
            let between = &text[last.end..at];
            // Within a sentence: punctuation, digits and curly quotes join two hanzi.
            if between.chars().all(|c| is_chinese_mark(c) || digit(c) || matches!(c, '·' | '—' | '…')) {
                last.end = end;
                continue;
            }
        }
        let before = text[..at].trim_end_matches(digit);
        let from = found.last().map_or(0, |last| last.end).max(before.len());
        let start = if text[from..at].starts_with(|c: char| c.is_ascii_digit()) { from } else { at };
        found.push(start..end);
    }
    for run in &mut found {
        let closing = text[run.end..].chars().take_while(|c| is_chinese_mark(*c)).map(char::len_utf8).sum::<usize>();
        run.end += closing;
    }
    // An opening 《 belongs to what it opens.
    for run in &mut found {
        if let Some(c) = text[..run.start].chars().next_back().filter(|c| matches!(c, '《' | '（' | '〔' | '「' | '【')) {
            run.start -= c.len_utf8();
        }
    }
    found
}

/// Chinese in what an element says by its attributes, though the element is in another language.
pub(super) fn spoken<'a>(tag: &Tag<'a>) -> Option<&'a str> {
    tag.attributes().find(|(name, value)| SPOKEN.contains(name) && value.chars().any(is_han)).map(|(name, _)| name)
}

/// Whether words hold Chinese.
pub(super) fn has_han(text: &str) -> bool {
    !text.is_ascii() && unescape(text).chars().any(is_han)
}

/// Where a page of another language says something in Chinese without telling so: the first words of each such place.
#[must_use]
pub(crate) fn unmarked(html: &str) -> Vec<String> {
    let mut nest = Nest::default();
    let mut found = Vec::new();
    for token in tokens(html) {
        let outside = !is_chinese(nest.lang());
        nest.follow(&token);
        match &token {
            Token::Open(tag) if outside && !tag.get("lang").is_some_and(|lang| is_chinese(&lang)) => {
                if let Some(name) = spoken(tag) {
                    found.push(tag.get(name).unwrap_or_default().into_owned());
                }
            }
            Token::Text(range) if !is_chinese(nest.lang()) && has_han(&html[range.clone()]) => {
                found.push(unescape(&html[range.clone()]).into_owned());
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_words_on_an_english_page_are_marked() {
        let page = |inside: &str| format!("<html lang=\"en\"><body>{inside}</body></html>");
        let marked = |inside: &str| mark(&page(inside), "zh");
        for (typed, wanted) in [
            ("<p>printed 80余万元 (yuan)</p>", "<p>printed <span lang=\"zh\">80余万元</span> (yuan)</p>"),
            ("<p>余 and 近</p>", "<p><span lang=\"zh\">余</span> and <span lang=\"zh\">近</span></p>"),
            ("<p>see《条例》, 2024</p>", "<p>see<span lang=\"zh\">《条例》</span>, 2024</p>"),
            ("<p>全周期关爱、全方位保障。</p>", "<p><span lang=\"zh\">全周期关爱、全方位保障。</span></p>"),
        ] {
            assert_eq!(marked(typed), Some(page(wanted)), "{typed}");
        }
        for kept in ["<p>English</p>", "<a lang=\"zh\">中文</a>", "<p>4 × 6 – “quoted”</p>", "<script>var a = '中';</script>"]
        {
            assert_eq!(marked(kept), None, "{kept}");
        }
    }

    #[test]
    fn titles_and_descriptions_carry_the_language_themselves() {
        let html = "<html lang=\"en\"><head><title>活动</title><meta name=\"description\" content=\"一次活动。\"></head></html>";
        let wanted = "<html lang=\"en\"><head><title lang=\"zh\">活动</title><meta lang=\"zh\" name=\"description\" content=\"一次活动。\"></head></html>";
        assert_eq!(mark(html, "zh").as_deref(), Some(wanted));
        assert_eq!(unmarked(wanted), Vec::<String>::new());
    }

    #[test]
    fn what_is_not_marked_is_found() {
        let html =
            "<html lang=\"en\"><img alt=\"孩子们\"><p>一 &amp; two</p><p lang=\"zh-CN\">三</p><svg><text>四</text></svg></html>";
        assert_eq!(unmarked(html), ["孩子们", "一 & two", "四"]);
    }
}
