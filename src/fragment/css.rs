//! As much of CSS as moving rules into a body needs: blocks, parts of selectors, lengths.

use super::PREFIX;

pub(super) fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_')
}

/// Rules and at-rules in order; those without a block have none.
pub(super) fn blocks(css: &str) -> Vec<(&str, Option<&str>)> {
    let (mut found, mut start, mut open, mut depth, mut quote) = (Vec::new(), 0, 0, 0_usize, None);
    for (at, c) in css.char_indices() {
        match (quote, c) {
            (Some(sign), _) if sign == c => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '{') => {
                if depth == 0 {
                    open = at;
                }
                depth += 1;
            }
            (None, '}') => {
                depth = depth.saturating_sub(1);
                if depth == 0 && open >= start {
                    found.push((css[start..open].trim(), Some(&css[open + 1..at])));
                    start = at + 1;
                }
            }
            (None, ';') if depth == 0 => {
                found.push((css[start..at].trim(), None));
                start = at + 1;
            }
            _ => {}
        }
    }
    found
}

/// The parts between signs that stand outside brackets.
pub(super) fn parts(text: &str, sign: char) -> Vec<&str> {
    let (mut found, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            c if c == sign && depth == 0 => {
                found.push(&text[start..at]);
                start = at + sign.len_utf8();
            }
            _ => {}
        }
    }
    found.push(&text[start..]);
    found
}

/// Classes, ids and `main` as bodies have them. A point begins a class unless a digit follows.
pub(super) fn renamed(selector: &str) -> String {
    let mut out = String::with_capacity(selector.len() + 16);
    let mut square = 0_usize;
    let mut rest = selector;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        let begins_name = after.starts_with(|c: char| c.is_alphabetic() || matches!(c, '-' | '_'));
        let is_word_start = !out.ends_with(|c: char| is_name(c) || matches!(c, '.' | '#' | ':'));
        match c {
            '[' => square += 1,
            ']' => square = square.saturating_sub(1),
            '.' | '#' if square == 0 && begins_name => {
                out.push(c);
                out.push_str(PREFIX);
                rest = after;
                continue;
            }
            'm' if square == 0 && is_word_start => {
                if let Some(behind) = rest.strip_prefix("main").filter(|behind| !behind.starts_with(is_name)) {
                    out.push_str(&format!(".{PREFIX}main"));
                    rest = behind;
                    continue;
                }
            }
            _ => {}
        }
        out.push(c);
        rest = after;
    }
    out
}

/// How long the first compound of a selector is.
pub(super) fn first_compound(selector: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in selector.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            ' ' | '>' | '+' | '~' if depth == 0 => return at,
            _ => {}
        }
    }
    selector.len()
}

/// A compound that means the outermost elements, with the wrapper in their place.
pub(super) fn root(compound: &str, wrapper: &str) -> Option<String> {
    let kind = format!(".{PREFIX}kind-");
    if compound.starts_with(&kind) {
        return Some(format!("{wrapper}{compound}"));
    }
    let names = ["html", "body", ":root"];
    let name = names.iter().find(|name| compound.strip_prefix(**name).is_some_and(|rest| !rest.starts_with(is_name)))?;
    Some(format!("{wrapper}{}", compound[name.len()..].replace(":root", wrapper)))
}

/// The condition of `@media` when it asks for a width and nothing else.
pub(super) fn width_alone(prelude: &str) -> Option<&str> {
    let condition = prelude.strip_prefix("@media")?.trim();
    let inner = condition.strip_prefix('(')?.strip_suffix(')')?;
    let plain = !inner.contains(['(', ')']) && ["min-width", "max-width", "width"].iter().any(|name| inner.starts_with(name));
    plain.then_some(condition)
}

/// Lengths of the root's type as pixels, sixteen each.
pub(super) fn pixels(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("rem") {
        let number_at = rest[..at]
            .rfind(|c: char| !(c.is_ascii_digit() || c == '.'))
            .map_or(0, |last| last + rest[last..].chars().next().map_or(0, char::len_utf8));
        let before = rest[..number_at].chars().next_back();
        let behind = rest[at + 3..].chars().next();
        let alone = !before.is_some_and(is_letter) && !behind.is_some_and(is_name);
        match rest[number_at..at].parse::<f64>().ok().filter(|_| alone) {
            Some(number) => {
                out.push_str(&rest[..number_at]);
                out.push_str(&format!("{}px", (number * 16_000.0).round() / 1000.0));
            }
            None => out.push_str(&rest[..at + 3]),
        }
        rest = &rest[at + 3..];
    }
    out + rest
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}
