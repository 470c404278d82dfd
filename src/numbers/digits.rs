//! Numbers in digits: grouped or not, full-width or not.

use crate::linear::Ratio;

/// Whether this is a digit of any width.
pub fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// The value of a digit of any width.
pub(super) fn value_of(c: char) -> Option<u32> {
    c.to_digit(10).or_else(|| ('０'..='９').contains(&c).then(|| c as u32 - '０' as u32))
}

/// The end of a run of digits with `,` and `.` between digits, as names are written.
pub fn run_end(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut rest = text[start..].chars().peekable();
    while let Some(c) = rest.next() {
        let inside = is_digit(c) || (matches!(c, ',' | '.') && rest.peek().is_some_and(|next| is_digit(*next)));
        if !inside {
            break;
        }
        end += c.len_utf8();
    }
    end
}

/// Reads a number in digits at the start of `text`: its value and length. `12,000`, `12 000`, `１２，０００`, `3.5`; not `1.2.3`.
pub(super) fn number(text: &str) -> Option<(Ratio, usize)> {
    let (mut units, mut end, count) = digits(text)?;
    while let Some((more, length)) = group(&text[end..]).filter(|_| count <= 3) {
        units = units.checked_mul(1000)?.checked_add(more)?;
        end += length;
    }
    let mut places = 0u32;
    if let Some(point) = text[end..].strip_prefix('.').or_else(|| text[end..].strip_prefix('．'))
        && let Some((fraction, length, digits)) = digits(point)
    {
        let mark = text.len() - end - point.len();
        places = u32::try_from(digits).ok()?;
        units = units.checked_mul(10i128.checked_pow(places)?)?.checked_add(fraction)?;
        end += mark + length;
        // 1.2.3 is a version, 2025.2.15 a day.
        if text[end..].strip_prefix('.').is_some_and(|rest| rest.starts_with(is_digit)) {
            return None;
        }
    }
    Some((Ratio::new(units, 10i128.checked_pow(places)?)?, end))
}

/// Value, length and number of the digits at the start.
fn digits(text: &str) -> Option<(i128, usize, usize)> {
    let (mut value, mut length, mut count) = (0i128, 0, 0);
    for c in text.chars() {
        let Some(digit) = value_of(c) else { break };
        value = value.checked_mul(10)?.checked_add(i128::from(digit))?;
        length += c.len_utf8();
        count += 1;
    }
    (count > 0 && count <= 24).then_some((value, length, count))
}

/// A group of thousands: a comma or a narrow space and exactly three digits.
fn group(text: &str) -> Option<(i128, usize)> {
    let mark = text.chars().next().filter(|c| matches!(c, ',' | '，' | '\u{A0}' | '\u{2009}' | '\u{202F}' | ' '))?;
    let (value, length, count) = digits(&text[mark.len_utf8()..])?;
    // A full-width comma groups full-width digits; between others it parts a list.
    let wide = text[mark.len_utf8()..].starts_with(|c: char| ('０'..='９').contains(&c));
    (count == 3 && (mark != '，' || wide)).then_some((value, mark.len_utf8() + length))
}
