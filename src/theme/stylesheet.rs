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

/// Drops comments, indentation and empty lines. Strings are kept as they are; no rule is rewritten.
fn lean(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(start) = rest.find("/*") {
        out.push_str(&rest[..start]);
        rest = rest[start..].find("*/").map_or("", |end| &rest[start + end + 2..]);
    }
    out.push_str(rest);
    let lines = out.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.fold(String::with_capacity(out.len()), |mut all, line| {
        all.push_str(line);
        all.push('\n');
        all
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn comments_and_indentation_go_and_rules_stay() {
        let lean = super::lean("/* a */\n.b {\n  color: red; /* c */\n}\n\n@media print { .d { e: f } }\n/* open");
        assert_eq!(lean, ".b {\ncolor: red;\n}\n@media print { .d { e: f } }\n");
    }
}
