//! A drawing that stands on its own: what its classes say is written out as attributes, so that every reader of SVG paints the same.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::rc::Rc;

use resvg::usvg::roxmltree::{Document, Node};

use super::css::{Level, Seen, Styles};
use super::svg::escape;
use crate::colour::{Properties, hex, value};

/// Properties that are attributes of SVG, too.
const PAINTED: [&str; 14] = [
    "fill",
    "fill-opacity",
    "font-size",
    "font-weight",
    "opacity",
    "paint-order",
    "rx",
    "stroke",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-opacity",
    "stroke-width",
    "text-anchor",
];

/// A drawing without classes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Flat {
    /// What stands inside the SVG element; no title and no description.
    pub(super) body: String,
    /// Width in units.
    pub(super) width: f64,
    /// Height in units.
    pub(super) height: f64,
}

/// The colours of the root, worked out: those of `styles`, or those of `otherwise` where they are no plain colours of sRGB.
pub(super) fn palette(styles: &Styles, otherwise: &Styles) -> Properties {
    let own = styles.root();
    let mut all = otherwise.root().clone();
    let known = own.iter().filter_map(|(name, written)| Some((name.clone(), value(written, own)?)));
    let usable: Vec<_> =
        known.filter(|(name, found)| hex(found).is_some() || all.get(name).is_none_or(|v| hex(v).is_none())).collect();
    all.extend(usable);
    all
}

/// The inside of a drawing as SVG without classes, with its size. `palette` are the custom properties of the root.
///
/// `None` for what is no SVG with a width and a height. No `var()` is left.
pub(super) fn flat(svg: &str, styles: &Styles, palette: &Properties) -> Option<Flat> {
    let document = Document::parse(svg).ok()?;
    let root = document.root_element();
    let size = |name: &str| root.attribute(name)?.parse::<f64>().ok();
    let mut path = vec![Level { siblings: Rc::new(vec![seen(&root)]), at: 0 }];
    let mut writer = Writer { styles, out: String::with_capacity(svg.len() * 2) };
    writer.children(root, &mut path, palette);
    Some(Flat { body: writer.out, width: size("width")?, height: size("height")? })
}

struct Writer<'s> {
    styles: &'s Styles,
    out: String,
}

impl Writer<'_> {
    fn children<'d>(&mut self, parent: Node<'d, '_>, path: &mut Vec<Level<'d>>, properties: &Properties) {
        let elements: Vec<Node> = parent.children().filter(Node::is_element).collect();
        let siblings = Rc::new(elements.iter().map(seen).collect::<Vec<_>>());
        let mut at = 0;
        for child in parent.children() {
            if let Some(text) = child.text().filter(|_| child.is_text()) {
                escape(&mut self.out, text);
            }
            if child.is_element() {
                path.push(Level { siblings: Rc::clone(&siblings), at });
                let name = child.tag_name().name();
                // The whole picture has a title and a description of its own.
                if path.len() > 2 || !matches!(name, "title" | "desc") {
                    self.element(child, path, properties);
                }
                path.pop();
                at += 1;
            }
        }
    }

    fn element<'d>(&mut self, node: Node<'d, '_>, path: &mut Vec<Level<'d>>, properties: &Properties) {
        let mut properties = Cow::Borrowed(properties);
        let mut attributes: BTreeMap<&str, String> = BTreeMap::new();
        for attribute in node.attributes().filter(|attribute| !matches!(attribute.name(), "class" | "style")) {
            attributes.insert(attribute.name(), attribute.value().to_owned());
        }
        let declared: Vec<&(String, String)> = self.styles.declared(path).collect();
        for (name, written) in declared.iter().filter(|(name, _)| name.starts_with("--")) {
            if let Some(found) = value(written, &properties) {
                properties.to_mut().insert(name.clone(), found);
            }
        }
        for (name, written) in &declared {
            if let (Some(name), Some(found)) = (PAINTED.iter().find(|known| *known == name), value(written, &properties)) {
                attributes.insert(name, found.replace("px", ""));
            }
        }
        let name = node.tag_name().name();
        // A class may set what only words have.
        if !matches!(name, "text" | "tspan" | "g") {
            attributes.retain(|key, _| !key.starts_with("font-") && !matches!(*key, "text-anchor" | "letter-spacing"));
        }
        self.out.push('<');
        self.out.push_str(name);
        for (key, said) in &attributes {
            self.out.push(' ');
            self.out.push_str(key);
            self.out.push_str("=\"");
            escape(&mut self.out, said);
            self.out.push('"');
        }
        if node.has_children() {
            self.out.push('>');
            self.children(node, path, &properties);
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
        } else {
            self.out.push_str("/>");
        }
    }
}

fn seen<'d>(node: &Node<'d, '_>) -> Seen<'d> {
    let classes = node.attribute("class").map_or_else(Vec::new, |names| names.split_whitespace().collect());
    Seen { element: node.tag_name().name(), classes }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CSS: &str = ":root { --ink: #112233; --chart-1: #445566 } .chart .s1 { --c: var(--chart-1) } .chart .solid { fill: var(--c, red); rx: 3px }
        .chart text { fill: var(--ink); font-size: 13px } .chart text.e { text-anchor: end } .chart .odd { fill: var(--nowhere) }";

    fn flattened(svg: &str) -> String {
        let styles = Styles::read(CSS);
        flat(svg, &styles, &palette(&styles, &Styles::default())).unwrap().body
    }

    #[test]
    fn classes_become_attributes_and_no_variable_is_left() {
        let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" class="chart" width="9" height="8"><title>t</title><desc>d</desc><g class="s1"><title>a &amp; b</title><rect class="solid" width="4"/></g><text class="e" x="1">甲&lt;</text><path class="odd" d="M0 0"/></svg>"#;
        assert_eq!(
            flattened(svg),
            r##"<g><title>a &amp; b</title><rect fill="#445566" rx="3" width="4"/></g><text fill="#112233" font-size="13" text-anchor="end" x="1">甲&lt;</text><path d="M0 0"/>"##
        );
    }

    #[test]
    fn every_class_of_the_charts_own_sheet_is_worked_out() {
        let css = include_str!("../chart/chart.css");
        let styles = Styles::read(css);
        let classes: std::collections::BTreeSet<&str> = css
            .split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-')))
            .filter_map(|word| word.strip_prefix('.').filter(|name| name.starts_with(|c: char| c.is_ascii_lowercase())))
            .collect();
        assert!(classes.len() > 30);
        for class in classes {
            for shape in ["rect", "text", "path"] {
                let svg = format!(
                    r#"<svg xmlns="http://www.w3.org/2000/svg" class="chart" width="9" height="8"><g class="s2 t3"><{shape} class="{class}"/></g></svg>"#
                );
                let body = flat(&svg, &styles, &palette(&styles, &Styles::default())).unwrap().body;
                assert!(!body.contains("var(") && !body.contains("class="), "{class}: {body}");
            }
        }
    }

    #[test]
    fn a_colour_that_pictures_cannot_mix_is_taken_from_the_other_sheet() {
        let own = Styles::read("html:root { --chart-1: oklch(50% 0.1 200); --chart-2: color-mix(in srgb, #000 50%, #fff) }");
        let other = Styles::read(":root { --chart-1: #010203; --chart-2: #040506; --chart-3: #070809 }");
        let palette = palette(&own, &other);
        assert_eq!([&palette["--chart-1"], &palette["--chart-2"], &palette["--chart-3"]], ["#010203", "#808080", "#070809"]);
    }

    #[test]
    fn what_is_no_drawing_gives_nothing() {
        let styles = Styles::default();
        for svg in ["", "<svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"] {
            assert_eq!(flat(svg, &styles, &Properties::new()), None, "{svg}");
        }
    }
}
