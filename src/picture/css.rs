//! As much of CSS as charts are styled with: rules for elements and classes below one another, and the custom properties of the root.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// How much a rule weighs: classes, then elements.
type Weight = (usize, usize);

/// A style sheet, read.
#[derive(Clone, Debug, Default)]
pub(super) struct Styles {
    rules: Vec<Rule>,
    /// Rules by a class (`.label`) or else the element that their selector ends in; `*` where it names neither.
    by_end: BTreeMap<String, Vec<usize>>,
    /// Custom properties of the root in light colours, as written.
    root: BTreeMap<String, String>,
}

#[derive(Clone, Debug)]
struct Rule {
    steps: Vec<Step>,
    declarations: Vec<(String, String)>,
    /// Classes, elements: more specific rules come after others.
    weight: (usize, usize),
}

/// One part of a selector: an element with classes, and whether it follows its neighbour as a sibling.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Step {
    element: String,
    classes: Vec<String>,
    behind: bool,
}

/// An element, as selectors see it.
#[derive(Clone, Debug)]
pub(super) struct Seen<'a> {
    pub(super) element: &'a str,
    pub(super) classes: Vec<&'a str>,
}

/// An element among its siblings.
#[derive(Clone, Debug)]
pub(super) struct Level<'a> {
    pub(super) siblings: Rc<Vec<Seen<'a>>>,
    pub(super) at: usize,
}

impl<'a> Level<'a> {
    fn this(&self) -> &Seen<'a> {
        &self.siblings[self.at]
    }
}

impl Styles {
    /// Reads a style sheet. What stands in `@media` and the like does not count, since a picture does not know where it is looked at;
    /// selectors of other kinds (states, attributes, ids) are passed over.
    pub(super) fn read(css: &str) -> Self {
        let css = without_comments(css);
        let mut styles = Self::default();
        let mut root: Vec<(Weight, Vec<(String, String)>)> = Vec::new();
        let mut rest = css.as_str();
        while let Some(open) = rest.find('{') {
            let head = rest[..open].rsplit(';').next().unwrap_or_default().trim();
            let end = closing(&rest[open..]).map_or(rest.len(), |at| open + at);
            if !head.starts_with('@') {
                let declarations = declarations(&rest[open + 1..end.max(open + 1)]);
                for selector in head.split(',').map(str::trim) {
                    match selector {
                        ":root" => root.push(((1, 0), declarations.clone())),
                        "html:root" => root.push(((1, 1), declarations.clone())),
                        _ => styles.rules.extend(rule(selector, &declarations)),
                    }
                }
            }
            rest = rest.get(end + 1..).unwrap_or_default();
        }
        styles.rules.sort_by_key(|rule| rule.weight);
        for (at, rule) in styles.rules.iter().enumerate() {
            styles.by_end.entry(rule.end()).or_default().push(at);
        }
        root.sort_by_key(|(weight, _)| *weight);
        styles.root = root.into_iter().flat_map(|(_, all)| all).filter(|(name, _)| name.starts_with("--")).collect();
        styles
    }

    /// The custom properties of the root.
    pub(super) fn root(&self) -> &BTreeMap<String, String> {
        &self.root
    }

    /// What is declared for the last of `path`, the most specific last; `path` begins with the root.
    pub(super) fn declared<'s>(&'s self, path: &[Level]) -> impl Iterator<Item = &'s (String, String)> {
        let ends = path.last().map_or_else(Vec::new, |level| ends(level.this()));
        let near: BTreeSet<usize> = ends.iter().filter_map(|end| self.by_end.get(end)).flatten().copied().collect();
        let matching: Vec<&Rule> = near.into_iter().map(|at| &self.rules[at]).filter(|rule| matches(&rule.steps, path)).collect();
        matching.into_iter().flat_map(|rule| &rule.declarations)
    }
}

impl Rule {
    fn end(&self) -> String {
        match self.steps.last() {
            Some(Step { classes, .. }) if !classes.is_empty() => format!(".{}", classes[0]),
            Some(Step { element, .. }) if !element.is_empty() => element.clone(),
            _ => "*".to_owned(),
        }
    }
}

/// What the selector of a rule for this element may end in.
fn ends(seen: &Seen) -> Vec<String> {
    let classes = seen.classes.iter().map(|class| format!(".{class}"));
    classes.chain([seen.element.to_owned(), "*".to_owned()]).collect()
}

fn without_comments(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find("/*") {
        out.push_str(&rest[..at]);
        rest = rest[at..].find("*/").map_or("", |end| &rest[at + end + 2..]);
    }
    out + rest
}

/// Where the brace that `text` begins with is closed.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => return Some(at),
            '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn declarations(text: &str) -> Vec<(String, String)> {
    let pairs = text.split(';').filter_map(|line| line.split_once(':'));
    pairs.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())).collect()
}

fn rule(selector: &str, declarations: &[(String, String)]) -> Option<Rule> {
    let mut steps: Vec<Step> = Vec::new();
    let mut behind = false;
    for part in selector.split_whitespace() {
        if part == "~" {
            behind = true;
        } else {
            steps.push(Step { behind: std::mem::take(&mut behind), ..step(part)? });
        }
    }
    let classes = steps.iter().map(|step| step.classes.len()).sum();
    let elements = steps.iter().filter(|step| !step.element.is_empty()).count();
    (!steps.is_empty()).then(|| Rule { steps, declarations: declarations.to_vec(), weight: (classes, elements) })
}

fn step(part: &str) -> Option<Step> {
    let known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if !part.chars().all(known) {
        return None;
    }
    let mut names = part.split('.');
    let element = names.next()?.to_owned();
    Some(Step { element, classes: names.map(str::to_owned).collect(), behind: false })
}

fn fits(step: &Step, seen: &Seen) -> bool {
    (step.element.is_empty() || step.element == seen.element)
        && step.classes.iter().all(|class| seen.classes.contains(&class.as_str()))
}

/// Whether a selector picks the last of `path`.
fn matches(steps: &[Step], path: &[Level]) -> bool {
    let (Some((last, steps)), Some((level, above))) = (steps.split_last(), path.split_last()) else { return false };
    if !fits(last, level.this()) {
        return false;
    }
    if last.behind {
        let Some((sibling, steps)) = steps.split_last() else { return false };
        return level.siblings[..level.at].iter().any(|before| fits(sibling, before)) && below(steps, above);
    }
    below(steps, above)
}

/// Whether what is left of a selector picks some element of `above`.
fn below(steps: &[Step], above: &[Level]) -> bool {
    steps.is_empty() || (1..=above.len()).rev().any(|end| matches(steps, &above[..end]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level<'a>(siblings: &[(&'a str, &[&'a str])]) -> Level<'a> {
        let seen = siblings.iter().map(|(element, classes)| Seen { element, classes: classes.to_vec() }).collect::<Vec<_>>();
        Level { at: seen.len() - 1, siblings: Rc::new(seen) }
    }

    fn found(css: &str, path: &[(&str, &[&str])]) -> String {
        let levels: Vec<Level> = path.iter().map(|this| level(&[*this])).collect();
        let styles = Styles::read(css);
        styles.declared(&levels).filter(|(name, _)| name == "fill").last().map_or(String::new(), |(_, value)| value.clone())
    }

    const BAR: &[(&str, &[&str])] = &[("svg", &["chart"]), ("g", &["bar", "s1"]), ("rect", &["solid"])];

    #[test]
    fn the_more_specific_rule_wins_and_then_the_later_one() {
        assert_eq!(found(".chart .solid { fill: a } .chart rect { fill: b }", BAR), "a");
        assert_eq!(found(".chart .bar .solid { fill: a } .chart .solid { fill: b }", BAR), "a");
        assert_eq!(found(".solid { fill: a } .solid { fill: b }", BAR), "b");
    }

    #[test]
    fn selectors_of_other_elements_and_states_and_screens_do_not_count() {
        for css in [
            ".other .solid { fill: a }",
            ".bar:hover .solid { fill: a }",
            ".solid .bar { fill: a }",
            "@media print { .solid { fill: a } }",
            "rect[x] { fill: a }",
        ] {
            assert_eq!(found(css, BAR), "", "{css}");
        }
    }

    #[test]
    fn siblings_are_known() {
        let styles = Styles::read(".solid ~ .solid { fill: a }");
        assert_eq!(styles.declared(&[level(&[("rect", &["solid"]), ("rect", &["solid"])])]).count(), 1);
        assert_eq!(styles.declared(&[level(&[("rect", &["solid"])])]).count(), 0);
    }

    #[test]
    fn the_root_takes_its_properties_from_the_weightier_rule() {
        let styles =
            Styles::read("html:root { --a: 1; } :root { --a: 2; --b: 3 } @media print { :root { --b: 4 } } /* :root{--b:5} */");
        assert_eq!(styles.root()["--a"], "1");
        assert_eq!(styles.root()["--b"], "3");
    }

    #[test]
    fn torn_style_sheets_are_read_as_far_as_they_go() {
        for css in ["", "{", "}", ".a {", "@media {", "/*", ".a { fill", "a:b;c{d:e"] {
            let _ = Styles::read(css);
        }
    }
}
