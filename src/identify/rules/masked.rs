//! Numbers that are partly hidden: de-identified, not anonymous.

use super::super::text::Text;
use super::super::{Hit, Kind, Level};

/// Looks at a group of digits that begins at `at`: digits, a stretch of stars, and the tail.
pub(in crate::identify) fn look(text: &Text, at: usize, hits: &mut Vec<Hit>) {
    let run = |from: usize, wanted: fn(char) -> bool| {
        let mut end = from;
        while end < from + 20 && wanted(text.get(end)) {
            end += 1;
        }
        end
    };
    if text.before(at).is_ascii_alphanumeric() || !text.get(at).is_ascii_digit() {
        return;
    }
    let head = run(at, |c| c.is_ascii_digit());
    let stars = run(head, |c| matches!(c, '*' | 'x' | 'X' | '✱' | '●'));
    if stars < head + 3 {
        return;
    }
    let mut tail = run(stars, |c| c.is_ascii_digit());
    // The last hidden place may be the check digit itself.
    if tail == stars && !matches!(text.get(stars - 1), 'x' | 'X') {
        return;
    }
    if matches!(text.get(tail), 'x' | 'X') {
        tail += 1;
    }
    if text.get(tail).is_ascii_alphanumeric() {
        return;
    }
    let (length, shown) = (tail - at, tail - stars);
    let first = (text.get(at), text.get(at + 1));
    if matches!(first, ('1', '3'..='9')) && head - at == 3 && (4..=6).contains(&(stars - head)) && (2..=4).contains(&shown) {
        hits.push(Hit::new(Kind::MobileMasked, Level::Medium, at..tail));
    } else if first.0 != '0' && (3..=14).contains(&(head - at)) && (13..=20).contains(&length) && shown <= 6 {
        hits.push(Hit::new(Kind::ResidentIdMasked, Level::Medium, at..tail));
    }
}
