//! Passports, permits and number plates.

use super::super::text::Text;
use super::super::{Hit, Kind, Level};

/// A passport of the E, G, D, S and P series that begins at a letter.
pub(in crate::identify) fn passport(text: &Text, at: usize, hits: &mut Vec<Hit>) {
    if text.before(at).is_ascii_alphanumeric() || matches!(text.before(at), '_' | '-' | '/' | '.' | '#') {
        return;
    }
    let digits = |from: usize| (from..from + 10).take_while(|i| text.get(*i).is_ascii_digit()).count();
    let length = match text.get(at).to_ascii_uppercase() {
        'E' if text.get(at + 1).is_ascii_alphabetic() => {
            let letter = !matches!(text.get(at + 1).to_ascii_uppercase(), 'I' | 'O');
            if letter && digits(at + 2) == 7 { 9 } else { 0 }
        }
        'E' | 'G' if digits(at + 1) == 8 => 9,
        'D' | 'S' | 'P' if matches!(digits(at + 1), 7 | 8) => digits(at + 1) + 1,
        _ => 0,
    };
    if length > 0 && !text.get(at + length).is_ascii_alphanumeric() && !matches!(text.get(at + length), '_' | '-') {
        hits.push(Hit::new(Kind::Passport, Level::Medium, at..at + length));
    }
}

/// A permit for Hong Kong, Macau, Taiwan or residence: the word and a number close behind it.
pub(in crate::identify) fn permit(text: &Text, at: usize, hits: &mut Vec<Hit>) {
    if !text.ends_any(at + 1, &["通行证", "回乡证", "台胞证", "居住证", "残疾证", "户口簿", "准考证"]) {
        return;
    }
    let Some(start) = (at + 1..=at + 7).find(|i| text.get(*i).is_ascii_alphanumeric()) else { return };
    if (at + 1..start).any(|i| text.get(i) == '\n') {
        return;
    }
    let letters = (start..start + 2).take_while(|i| text.get(*i).is_ascii_alphabetic()).count();
    let digits = (start + letters..start + letters + 22).take_while(|i| text.get(*i).is_ascii_digit()).count();
    if (7..=20).contains(&digits) {
        hits.push(Hit::new(Kind::Permit, Level::Medium, start..start + letters + digits));
    }
}

/// A number plate: the short name of a province, a letter, five or six places.
pub(in crate::identify) fn plate(text: &Text, at: usize, hits: &mut Vec<Hit>) {
    let series = |c: char| c.is_ascii_uppercase() && !matches!(c, 'I' | 'O');
    if !series(text.get(at + 1)) {
        return;
    }
    let body = at + 2 + usize::from(matches!(text.get(at + 2), '·' | '•' | '.' | ' ' | '-'));
    let place = |c: char| c.is_ascii_digit() || series(c);
    let run = (body..body + 7).take_while(|i| place(text.get(*i))).count();
    let digits = (body..body + run).filter(|i| text.get(*i).is_ascii_digit()).count();
    let special = run == 4 && matches!(text.get(body + 4), '挂' | '学' | '警' | '港' | '澳');
    let whole = !text.get(body + run).is_ascii_alphanumeric();
    if special || whole && (run == 5 && digits >= 1 || run == 6 && digits >= 4) {
        let end = body + run + usize::from(special);
        hits.push(Hit::new(Kind::Plate, Level::Medium, at..end));
    }
}
