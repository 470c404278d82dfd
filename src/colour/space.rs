//! Colours as numbers: read from CSS, compared by WCAG's contrast, moved along their lightness without leaving their hue.
//!
//! Sources: WCAG 2.2, "contrast ratio" and "relative luminance"; Björn Ottosson's Oklab (<https://bottosson.github.io/posts/oklab/>).

use std::str::FromStr;

use super::value::hex;

/// Red, green and blue.
pub type Rgb = [u8; 3];

/// Lightness, chroma and hue in degrees.
type Oklch = [f64; 3];

/// How many steps of lightness lie between black and white when a colour is looked for.
const STEPS: u32 = 1_000;

/// Reads an opaque colour: `#1f5b4a`, a name, `rgb()`, `hsl()`, `oklch()`.
#[must_use]
pub fn parse(text: &str) -> Option<Rgb> {
    let text = text.trim();
    if let Some(inside) = text.strip_prefix("oklch(").and_then(|rest| rest.strip_suffix(')')) {
        let parts: Vec<&str> = inside.split_whitespace().collect();
        let [lightness, chroma, hue] = parts.as_slice() else { return None };
        let share = |text: &str, whole: f64| match text.strip_suffix('%') {
            Some(percent) => percent.parse::<f64>().ok().map(|percent| percent / 100.0 * whole),
            None => text.parse().ok(),
        };
        return Some(clipped([share(lightness, 1.0)?, share(chroma, 0.4)?, hue.trim_end_matches("deg").parse().ok()?]));
    }
    hex(text).or_else(|| svgtypes::Color::from_str(text).ok().filter(|c| c.alpha == 255).map(|c| [c.red, c.green, c.blue]))
}

/// `#1f5b4a`.
#[must_use]
pub fn written([red, green, blue]: Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// WCAG's contrast ratio, from 1 to 21.
#[must_use]
pub fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// The colour of the same hue, as near in lightness as can be, that `fits`.
#[must_use]
pub fn nearest(colour: Rgb, fits: impl Fn(Rgb) -> bool) -> Option<Rgb> {
    let [lightness, chroma, hue] = oklch(colour);
    let step = 1.0 / f64::from(STEPS);
    let around = (0..=STEPS).flat_map(|away| [-1.0, 1.0].map(|sign| lightness + sign * f64::from(away) * step));
    around
        .filter(|lightness| (0.0..=1.0).contains(lightness))
        .map(|lightness| clipped([lightness, chroma, hue]))
        .find(|c| fits(*c))
}

fn linear(channel: u8) -> f64 {
    let share = f64::from(channel) / 255.0;
    if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
}

fn luminance([red, green, blue]: Rgb) -> f64 {
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

fn oklch([red, green, blue]: Rgb) -> Oklch {
    let (r, g, b) = (linear(red), linear(green), linear(blue));
    let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
    let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
    let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
    let lightness = 0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s;
    let a = 1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s;
    let b = 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s;
    [lightness, a.hypot(b), b.atan2(a).to_degrees()]
}

/// Linear channels, which may lie outside what a screen can show.
fn channels([lightness, chroma, hue]: Oklch) -> [f64; 3] {
    let (a, b) = (chroma * hue.to_radians().cos(), chroma * hue.to_radians().sin());
    let l = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
    let m = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
    let s = (lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
    [
        4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
        -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
        -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
    ]
}

/// The colour, paler where a screen cannot show it as strong.
fn clipped([lightness, chroma, hue]: Oklch) -> Rgb {
    const PALER: u32 = 50;
    let shown = |part: u32| channels([lightness, chroma * f64::from(PALER - part) / f64::from(PALER), hue]);
    let inside = |channels: &[f64; 3]| channels.iter().all(|share| (-0.0005..=1.0005).contains(share));
    let found = (0..=PALER).map(shown).find(inside).unwrap_or_else(|| shown(PALER));
    found.map(|share| {
        let share = share.clamp(0.0, 1.0);
        let curved = if share <= 0.003_130_8 { share * 12.92 } else { 1.055 * share.powf(1.0 / 2.4) - 0.055 };
        (curved * 255.0).round() as u8
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_as_style_sheets_write_them() {
        for (text, colour) in [
            ("#1f5b4a", [0x1f, 0x5b, 0x4a]),
            ("#fff", [255, 255, 255]),
            ("yellow", [255, 255, 0]),
            ("rgb(31, 91, 74)", [31, 91, 74]),
            ("hsl(240, 100%, 50%)", [0, 0, 255]),
            ("oklch(100% 0 0)", [255, 255, 255]),
            ("oklch(0.62796 0.25768 29.234)", [255, 0, 0]),
        ] {
            assert_eq!(parse(text), Some(colour), "{text}");
        }
        for text in ["", "8px", "var(--x)", "#12", "rgba(0, 0, 0, 0.5)", "oklch(1 2)", "nocolour"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 1e-9);
        // Two greys that the guidelines' own checkers name: 4.54 and 4.48 to 1 on white.
        assert!((contrast([0x76; 3], [255; 3]) - 4.54).abs() < 0.005);
        assert!((contrast([0x77; 3], [255; 3]) - 4.48).abs() < 0.005);
    }

    #[test]
    fn a_colour_keeps_its_hue_when_it_is_made_usable() {
        let on_white = |colour: Rgb| contrast(colour, [255; 3]) >= 4.5;
        let found = nearest([255, 255, 0], on_white).unwrap();
        assert!(on_white(found) && contrast(found, [255; 3]) < 4.6, "{}", written(found));
        assert!((oklch(found)[2] - oklch([255, 255, 0])[2]).abs() < 3.0, "{}", written(found));
        assert_eq!(nearest([0x1f, 0x5b, 0x4a], on_white), Some([0x1f, 0x5b, 0x4a]), "what fits stays");
        assert_eq!(nearest([255, 0, 0], |_| false), None);
    }
}
