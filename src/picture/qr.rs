//! An address as a square that a telephone's camera reads.
//!
//! Source: ISO/IEC 18004, by the library. Level M mends up to 15 % of the square, enough for a sheet that was folded; the quiet zone of
//! four modules is part of the picture, so that nothing can be printed too close.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

/// Modules around the code that stay light.
const QUIET: usize = 4;

/// The code of an address as inline SVG, dark on light in every colour scheme; `label` is what a screen reader says. Nothing when the
/// address is too long for any code.
#[must_use]
pub fn qr(address: &str, label: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(address, EcLevel::M).ok()?;
    let width = code.width();
    let side = width + 2 * QUIET;
    let mut path = String::new();
    for (y, row) in code.to_colors().chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run.first() == Some(&Color::Dark) {
                let _ = write!(path, "M{} {}h{}v1h-{}z", x + QUIET, y + QUIET, run.len(), run.len());
            }
            x += run.len();
        }
    }
    let label = label.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    Some(format!(
        "<svg class=\"qr\" viewBox=\"0 0 {side} {side}\" role=\"img\" aria-label=\"{label}\" shape-rendering=\"crispEdges\">\
         <path class=\"qr-ground\" fill=\"#fff\" d=\"M0 0h{side}v{side}h-{side}z\"/><path class=\"qr-dark\" d=\"{path}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The dark modules of a code, read back from its drawing.
    fn dark(svg: &str) -> std::collections::BTreeSet<(usize, usize)> {
        let path = svg.split("qr-dark\" d=\"").nth(1).unwrap().split('"').next().unwrap();
        let runs = path.split('M').filter(|run| !run.is_empty());
        runs.flat_map(|run| {
            let (x, rest) = run.split_once(' ').unwrap();
            let (y, rest) = rest.split_once('h').unwrap();
            let length: usize = rest.split_once('v').unwrap().0.parse().unwrap();
            let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
            (x..x + length).map(move |x| (x, y))
        })
        .collect()
    }

    #[test]
    fn the_drawing_is_the_code_within_its_quiet_zone() {
        let svg = qr("https://example.org/portal/factsheet/", "to <the> page").unwrap();
        assert!(svg.contains("aria-label=\"to &lt;the&gt; page\""));
        let code = QrCode::with_error_correction_level("https://example.org/portal/factsheet/", EcLevel::M).unwrap();
        let drawn = dark(&svg);
        for (at, color) in code.to_colors().into_iter().enumerate() {
            let place = (at % code.width() + QUIET, at / code.width() + QUIET);
            assert_eq!(drawn.contains(&place), color == Color::Dark, "{place:?}");
        }
        // The three squares by which a camera finds it.
        let last = code.width() + QUIET - 1;
        assert!([(QUIET, QUIET), (last, QUIET), (QUIET, last)].iter().all(|corner| drawn.contains(corner)));
        assert!(!drawn.contains(&(last, last + 1)));
    }

    #[test]
    fn other_addresses_give_other_codes_and_an_endless_one_none() {
        assert_ne!(qr("https://example.org/", ""), qr("https://example.org/en/", ""));
        assert_eq!(qr(&"a".repeat(4000), ""), None);
    }
}
