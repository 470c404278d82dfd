//! Values of CSS worked out: `var()` and `color-mix()`, which picture tools do not know and paint black.

use std::collections::BTreeMap;

/// Custom properties by name, as written.
pub type Properties = BTreeMap<String, String>;

/// Deepest nesting of `var()` that is followed; a property that names itself ends here.
const DEPTH: usize = 16;

/// A value without `var()` and `color-mix()`; `None` when a property is missing or the mix is not one of sRGB colours.
#[must_use]
pub fn value(written: &str, properties: &Properties) -> Option<String> {
    resolve(written, properties, DEPTH)
}

fn resolve(written: &str, properties: &Properties, depth: usize) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    let written = written.trim();
    if let Some((before, inside, after)) = call(written, "var(") {
        let (name, instead) = match split(inside).as_slice() {
            [name] => (name.to_owned(), None),
            [name, ..] => (*name, Some(inside[name.len()..].trim_start().trim_start_matches(','))),
            [] => return None,
        };
        let found = match properties.get(name.trim()) {
            Some(value) => resolve(value, properties, depth),
            None => None,
        };
        let found = found.or_else(|| resolve(instead?, properties, depth))?;
        return resolve(&format!("{before}{found}{after}"), properties, depth);
    }
    if let Some((before, inside, after)) = call(written, "color-mix(") {
        let mixed = mix(&split(inside))?;
        return resolve(&format!("{before}{mixed}{after}"), properties, depth);
    }
    Some(written.to_owned())
}

/// The last call of `name` in `text`, which holds no other of its kind: what stands before it, inside it and after it.
fn call<'t>(text: &'t str, name: &str) -> Option<(&'t str, &'t str, &'t str)> {
    let at = text.rfind(name)?;
    let inside = at + name.len();
    let mut depth = 1_usize;
    for (offset, c) in text[inside..].char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((&text[..at], &text[inside..inside + offset], &text[inside + offset + 1..]));
        }
    }
    None
}

/// The arguments of a call.
fn split(inside: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut depth) = (0, 0_usize);
    for (at, c) in inside.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(&inside[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&inside[start..]);
    parts
}

/// `in srgb, A p%, B`: p parts of A to the rest of B; half and half without a percentage.
fn mix(parts: &[&str]) -> Option<String> {
    let [space, first, second] = parts else { return None };
    let (first, share) = match first.trim().rsplit_once(' ') {
        Some((colour, percent)) => (colour, percent.strip_suffix('%')?.parse::<f64>().ok()? / 100.0),
        None => (first.trim(), 0.5),
    };
    let (a, b) = (hex(first)?, hex(second)?);
    let part = |at: usize| (f64::from(a[at]) * share + f64::from(b[at]) * (1.0 - share)).round().clamp(0.0, 255.0) as u8;
    (space.trim() == "in srgb").then(|| format!("#{:02x}{:02x}{:02x}", part(0), part(1), part(2)))
}

/// A colour of three or six hexadecimal digits.
#[must_use]
pub fn hex(colour: &str) -> Option<[u8; 3]> {
    let digits = colour.trim().strip_prefix('#')?;
    let value = u32::from_str_radix(digits, 16).ok()?;
    match digits.len() {
        3 => Some([(value >> 8) as u8 * 17, (value >> 4 & 15) as u8 * 17, (value & 15) as u8 * 17]),
        6 => Some([(value >> 16) as u8, (value >> 8) as u8, value as u8]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(written: &str) -> Option<String> {
        let pairs = [("--paper", "#fff"), ("--accent", "var(--deep)"), ("--deep", "#000000"), ("--loop", "var(--loop)")];
        let properties = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        value(written, &properties)
    }

    #[test]
    fn variables_are_followed_with_what_stands_in_for_missing_ones() {
        assert_eq!(said("var(--accent)").unwrap(), "#000000");
        assert_eq!(said("var(--none, var(--paper))").unwrap(), "#fff");
        assert_eq!(said("1px solid var(--paper)").unwrap(), "1px solid #fff");
        assert_eq!(said("var(--none)"), None);
        assert_eq!(said("var(--loop)"), None);
        assert_eq!(said("var(--paper"), Some("var(--paper".to_owned()));
    }

    #[test]
    fn colours_are_mixed_as_browsers_mix_them() {
        assert_eq!(said("color-mix(in srgb, var(--accent) 40%, var(--paper))").unwrap(), "#999999");
        assert_eq!(said("color-mix(in srgb, #fff, #000)").unwrap(), "#808080");
        assert_eq!(said("color-mix(in oklab, #fff, #000)"), None);
    }
}
