//! One style sheet out of many: joined in the declared order, without comments and needless white space.

use std::fmt::Write as _;

use super::layers::Layers;

/// Joins the style sheets and adds the rule of the options.
pub(super) fn join(layers: &Layers) -> String {
    let mut css = String::new();
    for text in layers.styles() {
        css.push_str(&lean(&text));
    }
    let set: Vec<_> = layers.properties().filter(|(_, value)| !value.is_empty()).collect();
    if !set.is_empty() {
        css.push_str(":root{");
        for (property, value) in set {
            let _ = write!(css, "{property}:{value};");
        }
        css.push_str("}\n");
    }
    css
}

/// A style sheet without comments and the white space that means nothing. Strings and selectors are kept as they are; no rule is rewritten.
#[must_use]
pub fn lean(css: &str) -> String {
    let mut text = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(start) = rest.find("/*") {
        text.push_str(&rest[..start]);
        rest = rest[start..].find("*/").map_or("", |end| &rest[start + end + 2..]);
    }
    text.push_str(rest);
    let mut out = String::with_capacity(text.len());
    let (mut quoted, mut gap) = (None, false);
    for c in text.chars() {
        if let Some(open) = quoted {
            out.push(c);
            if c == open {
                quoted = None;
            }
            continue;
        }
        if c.is_ascii_whitespace() {
            gap = true;
            continue;
        }
        // Between words white space counts, beside these signs it does not; before a colon or a bracket it may be a selector's.
        let after = out.is_empty() || out.ends_with(['{', '}', ';', ',', ':']);
        if gap && !after && !matches!(c, '{' | '}' | ';' | ',') {
            out.push(' ');
        }
        gap = false;
        if matches!(c, '"' | '\'') {
            quoted = Some(c);
        }
        if c == '}' && out.ends_with(';') {
            out.pop();
        }
        if c == '.' && is_nought(&out) {
            out.pop();
        }
        out.push(c);
    }
    out
}

/// Whether what is written ends in the nought of a number below one, which says nothing before its point.
fn is_nought(out: &str) -> bool {
    let before = out.strip_suffix('0').and_then(|rest| rest.chars().next_back());
    before.is_some_and(|c| matches!(c, ' ' | ':' | ',' | '(' | '-' | '+' | '/'))
}

#[cfg(test)]
mod tests {
    #[test]
    fn comments_and_white_space_go_and_rules_stay() {
        let lean = super::lean("/* a */\n.b {\n  color: red; /* c */\n}\n\n@media print { .d, .f :is(e) { e: f } }\n/* open");
        assert_eq!(lean, ".b{color:red}@media print{.d,.f :is(e){e:f}}");
    }

    #[test]
    fn strings_keep_their_spaces_and_sums_their_signs() {
        let css = ".a::before { content: \"{ ; }  x\"; width: calc(1rem + 2px) }";
        assert_eq!(super::lean(css), ".a::before{content:\"{ ; }  x\";width:calc(1rem + 2px)}");
    }

    #[test]
    fn a_number_below_one_has_no_nought_and_others_keep_theirs() {
        let css = ".a0.b { margin: 0.5em -0.25em 10.5px 0; width: calc(0.5rem + 100.0px); content: \"0.5\" }";
        assert_eq!(super::lean(css), ".a0.b{margin:.5em -.25em 10.5px 0;width:calc(.5rem + 100.0px);content:\"0.5\"}");
    }
}
