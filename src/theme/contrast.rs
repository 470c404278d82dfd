//! Whether the colours that a site sets can be read on the grounds of the theme, in light and in dark.

use crate::colour::{Properties, Rgb, contrast, nearest, parse, value, written};
use crate::config::ThemeSettings;
use crate::diag::{Diagnostic, Place, Rule, Sink, Text};
use crate::say;

use super::layers::{Coloured, Layers};
use super::manifest::Scheme;

/// What text needs at least (WCAG 2.2, 1.4.3).
const TEXT: f64 = 4.5;
/// What lines and marks need at least (1.4.11); below it nothing of a colour can be made out.
const MARKS: f64 = 3.0;

/// A colour that cannot be read.
pub(super) static CONTRAST: Rule = Rule {
    id: "theme/contrast",
    title: ("自选颜色与底色对比度不够", "a colour of the site's own has too little contrast"),
    explain: (
        "`[theme.options]` 里的颜色既用来写字，也用来画线、画图、当底色。按无障碍标准（WCAG 2.2），文字与底色的对比度至少 4.5∶1，图形至少 3∶1，浅色、深色两种显示都要做到。不到 4.5∶1 给出警告；颜色本身不到 3∶1 就不生成：这样的颜色很多人看不清。提示里有量得的对比度，和色相相同、最接近的可用颜色。",
        "A colour under `[theme.options]` is used for text, lines, charts and as a ground. The accessibility guidelines (WCAG 2.2) ask for a contrast of 4.5:1 between text and ground and of 3:1 for graphics, on light pages and on dark ones. Less than 4.5:1 is a warning; less than 3:1 of the colour itself stops the build, since many readers could not make it out. The message gives the measured contrast and the nearest usable colour of the same hue.",
    ),
};

/// A pair of text and ground, measured.
struct Pair {
    text: Rgb,
    ground: Rgb,
    ratio: f64,
}

/// Tells of every colour that the site sets and readers could not read.
pub(super) fn judge(layers: &Layers, settings: &ThemeSettings, sink: &Sink) {
    for coloured in layers.coloured() {
        if let Some(typed) = settings.options.get(&coloured.option).filter(|typed| !typed.is_empty()) {
            judge_one(layers, coloured, typed, settings, sink);
        }
    }
}

fn judge_one(layers: &Layers, coloured: &Coloured, typed: &str, settings: &ThemeSettings, sink: &Sink) {
    let properties = properties(&super::stylesheet::join(layers), coloured.scheme);
    let place = settings.spans.get(&coloured.option).cloned();
    let place = place.map_or_else(|| Place::File("content/site.toml".into()), Place::Text);
    let Some(colour) = parse(typed) else {
        let option = &coloured.option;
        let message = say!(
            "选项 `{option}` 的颜色 `{typed}` 量不出对比度",
            "the contrast of `{typed}`, the colour of option `{option}`, cannot be measured"
        );
        let help = say!("写成 `#1f5b4a` 这样的六位颜色", "write it as six digits, such as `#1f5b4a`");
        sink.push(Diagnostic::warning(&CONTRAST, message).at(place).help(help));
        return;
    };
    let pairs = measured(coloured, &properties, colour);
    let Some(worst) = worst(&pairs) else { return };
    if worst.ratio >= TEXT {
        return;
    }
    let message = told(coloured, typed, worst);
    // Shades that charts mix of it have their values beside them as well: they are no reason to stop.
    let illegible = pairs.iter().any(|pair| pair.ratio < MARKS && [pair.text, pair.ground].contains(&colour));
    let found = if illegible { Diagnostic::error(&CONTRAST, message) } else { Diagnostic::warning(&CONTRAST, message) };
    let ratio = |colour: Rgb| self::worst(&measured(coloured, &properties, colour)).map_or(0.0, |pair| pair.ratio);
    let usable = nearest(colour, |colour| ratio(colour) >= TEXT);
    let help = usable.map(|usable| (written(usable), ratio(usable))).map_or_else(
        || say!("换一个颜色", "choose another colour"),
        |(usable, ratio)| {
            say!(
                "同一色相里最接近的可用颜色是 `{usable}`（{ratio:.2}∶1）",
                "the nearest usable colour of the same hue is `{usable}` ({ratio:.2}:1)"
            )
        },
    );
    sink.push(found.at(place).help(help));
}

fn told(coloured: &Coloured, typed: &str, worst: &Pair) -> Text {
    let (option, ratio) = (&coloured.option, worst.ratio);
    let (text, ground) = (written(worst.text), written(worst.ground));
    let (zh, en) = match coloured.scheme {
        Scheme::Light => ("浅色", "light"),
        Scheme::Dark => ("深色", "dark"),
    };
    Text {
        zh: format!(
            "选项 `{option}` 的颜色 `{typed}` 对比度不够：{zh}页面上，`{text}` 的字写在 `{ground}` 上是 {ratio:.2}∶1，至少要 {TEXT}∶1"
        ),
        en: format!(
            "`{typed}`, the colour of option `{option}`, has too little contrast: on {en} pages text of `{text}` on `{ground}` has {ratio:.2}:1 and needs {TEXT}:1"
        ),
    }
}

/// The pair of the least contrast.
fn worst(pairs: &[Pair]) -> Option<&Pair> {
    pairs.iter().min_by(|one, other| one.ratio.total_cmp(&other.ratio))
}

/// All pairs, with a colour in the place of the option's.
fn measured(coloured: &Coloured, properties: &Properties, colour: Rgb) -> Vec<Pair> {
    let mut properties = properties.clone();
    properties.insert(coloured.property.clone(), written(colour));
    let of = |name: &String| parse(&value(&format!("var({name})"), &properties)?);
    let pairs = coloured.pairs.iter().filter_map(|[text, ground]| {
        let (text, ground) = (of(text)?, of(ground)?);
        Some(Pair { text, ground, ratio: contrast(text, ground) })
    });
    pairs.collect()
}

/// The custom properties of the root in a scheme. A rule for `html:root` wins over one for `:root`, a later one over an earlier.
fn properties(css: &str, scheme: Scheme) -> Properties {
    let mut found = Vec::new();
    collect(css, scheme, &mut found);
    found.sort_by_key(|(weight, _, _)| *weight);
    found.into_iter().map(|(_, name, value)| (name, value)).collect()
}

fn collect(css: &str, scheme: Scheme, found: &mut Vec<(usize, String, String)>) {
    let mut rest = css;
    while let Some(open) = rest.find('{') {
        let head = rest[..open].rsplit([';', '}']).next().unwrap_or_default().trim();
        let end = closing(&rest[open..]).map_or(rest.len(), |at| open + at);
        let inside = rest.get(open + 1..end).unwrap_or_default();
        let dark = head.starts_with("@media") && head.contains("prefers-color-scheme") && head.contains("dark");
        if dark && scheme == Scheme::Dark && !head.contains("print") {
            collect(inside, scheme, found);
        }
        for weight in head.split(',').filter_map(|selector| match selector.trim() {
            ":root" => Some(0),
            "html:root" => Some(1),
            _ => None,
        }) {
            let declared = inside.split(';').filter_map(|line| line.split_once(':'));
            let own = declared.filter(|(name, _)| name.trim().starts_with("--"));
            found.extend(own.map(|(name, value)| (weight, name.trim().to_owned(), value.trim().to_owned())));
        }
        rest = rest.get(end + 1..).unwrap_or_default();
    }
}

/// Where the bracket that a text begins with is closed.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    text.char_indices().find_map(|(at, c)| {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        (depth == 0).then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_those_of_the_scheme() {
        let css = "a{b:c}:root{--paper:#fff;--ink:#000;--x:var(--paper)}html:root{--ink:#111}\
                   @media (prefers-color-scheme: dark){:root{--paper:#000}}@media print{:root{--paper:red}}:root{--ink:#222}";
        let (light, dark) = (properties(css, Scheme::Light), properties(css, Scheme::Dark));
        assert_eq!((light["--paper"].as_str(), dark["--paper"].as_str()), ("#fff", "#000"));
        assert_eq!(light["--ink"], "#111", "the heavier rule wins over the later one");
        assert_eq!(dark["--x"], "var(--paper)");
    }
}
