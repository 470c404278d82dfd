//! Where on earth: pairs of decimal degrees within China, and degrees with minutes and seconds.

use super::super::text::Text;
use super::super::{Hit, Kind, Level};

/// A decimal with at least four places that begins at `at`, and its partner close behind.
pub(in crate::identify) fn decimal(text: &Text, at: usize, hits: &mut Vec<Hit>) {
    if matches!(text.before(at), '.') || text.before(at).is_ascii_digit() {
        return;
    }
    let Some((first, end)) = read(text, at) else { return };
    let reach = (end + 1..=end + 12).find(|i| text.get(*i).is_ascii_digit());
    let Some((second, last)) = reach.and_then(|next| read(text, next)) else { return };
    let (east, north) = (|x: f64| (73.0..136.0).contains(&x), |x: f64| (18.0..54.0).contains(&x));
    if east(first) && north(second) || north(first) && east(second) {
        hits.push(Hit::new(Kind::Position, Level::High, at..last));
    }
}

fn read(text: &Text, at: usize) -> Option<(f64, usize)> {
    let whole = (at..at + 4).take_while(|i| text.get(*i).is_ascii_digit()).count();
    let point = at + whole;
    if !(2..=3).contains(&whole) || text.get(point) != '.' {
        return None;
    }
    let places = (point + 1..point + 20).take_while(|i| text.get(*i).is_ascii_digit()).count();
    let value = text.string(at..point + 1 + places).parse().ok()?;
    (places >= 4).then_some((value, point + 1 + places))
}

/// Degrees at the sign `°` or 度, with minutes and perhaps seconds.
pub(in crate::identify) fn degrees(text: &Text, at: usize, hits: &mut Vec<Hit>) {
    let mut start = at;
    while start > 0 && at - start < 4 && text.get(start - 1).is_ascii_digit() {
        start -= 1;
    }
    let minutes = text.skip_blanks(at + 1);
    let length = (minutes..minutes + 3).take_while(|i| text.get(*i).is_ascii_digit()).count();
    let sign = minutes + length;
    if start == at || !(1..=2).contains(&length) || !matches!(text.get(sign), '\'' | '′' | '’' | '分') {
        return;
    }
    let seconds = text.skip_blanks(sign + 1);
    let length = (seconds..seconds + 8).take_while(|i| text.get(*i).is_ascii_digit() || text.get(*i) == '.').count();
    let end = seconds + length;
    if length > 0 && matches!(text.get(end), '"' | '″' | '′' | '\'' | '”' | '秒') {
        hits.push(Hit::new(Kind::Position, Level::High, start..end + 1));
    }
}
