//! Numbers told by their shape: resident IDs, telephones, bank cards.
//!
//! Digits may be full-width, Chinese numerals, spelled with gaps or any mixture. Groups of digits with short gaps are joined, from
//! every group on, up to nineteen digits; so a number is found however it is split, and a row of figures costs no more than its length.

use super::super::text::{Text, digit};
use super::super::{Hit, Kind, Level};

/// Longest number looked at.
const LONGEST: usize = 19;

/// Digits joined from several groups.
#[derive(Default)]
struct Joined {
    digits: Vec<u8>,
    /// Sizes of the groups as a reader sees them: a change of script is no gap.
    groups: Vec<usize>,
    start: usize,
    end: usize,
    /// The gaps are all one character, the same each time, or there is none.
    even: bool,
    gap: Option<char>,
}

/// Looks at a group of digits that begins at `at`.
pub(in crate::identify) fn look(text: &Text, at: usize, hits: &mut Vec<Hit>) {
    let before = text.before(at);
    if before.is_ascii_alphabetic() && !ends_as_pupil_number(text, at) {
        return;
    }
    let mut joined = Joined { start: at, end: at, even: true, ..Joined::default() };
    let mut next = at;
    loop {
        let end = group_end(text, next);
        if joined.digits.len() + (end - next) > LONGEST {
            return;
        }
        let glued = joined.end == next && !joined.groups.is_empty();
        joined.digits.extend((next..end).filter_map(|i| digit(text.get(i))));
        match joined.groups.last_mut().filter(|_| glued) {
            Some(last) => *last += end - next,
            None => joined.groups.push(end - next),
        }
        joined.end = end;
        judge(text, &joined, hits);
        let Some((after, gap)) = gap(text, end) else { return };
        if after > end {
            joined.even &= joined.gap.is_none_or(|known| known == gap);
            joined.gap = Some(gap);
        }
        next = after;
    }
}

/// Whether a group of digits of one script begins here.
pub(in crate::identify) fn begins(text: &Text, at: usize) -> bool {
    let (here, before) = (text.get(at), text.before(at));
    digit(here).is_some() && (digit(before).is_none() || before.is_ascii_digit() != here.is_ascii_digit())
}

/// `G` and `L` before a resident ID make a pupil's number.
fn ends_as_pupil_number(text: &Text, at: usize) -> bool {
    matches!(text.before(at), 'G' | 'g' | 'L' | 'l') && !text.before(at - 1).is_ascii_alphanumeric()
}

fn group_end(text: &Text, at: usize) -> usize {
    let ascii = text.get(at).is_ascii_digit();
    let mut end = at;
    while digit(text.get(end)).is_some() && text.get(end).is_ascii_digit() == ascii {
        end += 1;
    }
    end
}

/// The next digit behind a short gap, and the gap.
fn gap(text: &Text, end: usize) -> Option<(usize, char)> {
    let mut at = end;
    while at < end + 3
        && matches!(text.get(at), ' ' | '-' | '–' | '—' | '‐' | '.' | '·' | '_' | '/' | ')' | '\u{2022}' | '*' | '\\')
    {
        at += 1;
    }
    (digit(text.get(at)).is_some()).then(|| (at, text.get(end)))
}

fn judge(text: &Text, joined: &Joined, hits: &mut Vec<Hit>) {
    let next = text.get(joined.end);
    let closed = !next.is_ascii_alphanumeric() && digit(next).is_none_or(|_| next.is_ascii_digit() != last_ascii(text, joined));
    let decimal = text.before(joined.start) == '.' && text.before(joined.start.saturating_sub(1)).is_ascii_digit();
    resident_id(text, joined, closed && !decimal, hits);
    if !closed || text.before(joined.start).is_ascii_alphabetic() {
        return;
    }
    let whole = digit(next).is_none() && digit(text.before(joined.start)).is_none();
    let range = joined.start..joined.end;
    if let Some(level) = mobile(joined).filter(|_| !decimal && whole) {
        hits.push(Hit::new(Kind::Mobile, level, range));
    } else if whole && !decimal && landline(text, joined) {
        hits.push(Hit::new(Kind::Landline, Level::Medium, range));
    } else if let Some(level) = bank_card(text, joined).filter(|_| whole) {
        hits.push(Hit::new(Kind::BankCard, level, range));
    } else if joined.digits.len() == 9
        && matches!(joined.digits[..2], [1, 4 | 5])
        && joined.groups.len() == 1
        && text.shortly_before(joined.start, 12, &["护照"])
    {
        hits.push(Hit::new(Kind::Passport, Level::Medium, range));
    }
}

fn last_ascii(text: &Text, joined: &Joined) -> bool {
    text.before(joined.end).is_ascii_digit()
}

/// GB 11643: region, day of birth, serial number, check digit (MOD 11-2); and the older form of fifteen digits.
fn resident_id(text: &Text, joined: &Joined, closed: bool, hits: &mut Vec<Hit>) {
    let digits = &joined.digits;
    let pupil = text.before(joined.start).is_ascii_alphabetic();
    let start = joined.start - usize::from(pupil);
    if digits.len() == 18 && closed {
        if let Some(level) = judge_id(digits, Some(digits[17]), joined) {
            hits.push(Hit::new(Kind::ResidentId, level, start..joined.end));
        }
    } else if digits.len() == 17 {
        let mut at = joined.end;
        while at < joined.end + 2 && matches!(text.get(at), ' ' | '-') {
            at += 1;
        }
        let cross = matches!(text.get(at), 'X' | 'x' | '×' | 'Ⅹ') && !text.get(at + 1).is_ascii_alphanumeric();
        if let Some(level) = judge_id(digits, None, joined).filter(|_| cross) {
            hits.push(Hit::new(Kind::ResidentId, level, start..at + 1));
        }
    } else if digits.len() == 15 && closed && !pupil && matches!(joined.groups[..], [15] | [6, 6, 3]) {
        let year = 1900 + u32::from(digits[6]) * 10 + u32::from(digits[7]);
        if is_province(digits) && is_day(year, two(digits, 8), two(digits, 10)) {
            hits.push(Hit::new(Kind::ResidentId15, Level::Medium, joined.start..joined.end));
        }
    }
}

/// `last` is the final digit; nothing when it is an X.
fn judge_id(digits: &[u8], last: Option<u8>, joined: &Joined) -> Option<Level> {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: [Option<u8>; 11] =
        [Some(1), Some(0), None, Some(9), Some(8), Some(7), Some(6), Some(5), Some(4), Some(3), Some(2)];
    let year = two(digits, 6) * 100 + two(digits, 8);
    if digits[0] == 0 || !(1800..2100).contains(&year) || !is_day(year, two(digits, 10), two(digits, 12)) {
        return None;
    }
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(d, weight)| u32::from(*d) * weight).sum();
    let holds = CHECKS[(sum % 11) as usize] == last;
    match (holds, is_province(digits)) {
        (true, true) => Some(Level::Certain),
        (true, false) => Some(Level::High),
        // A slip of the pen is still a person's number; but a row of figures is not.
        (false, true) if joined.groups.len() == 1 || joined.groups[0] == 6 => Some(Level::Medium),
        _ => None,
    }
}

fn two(digits: &[u8], at: usize) -> u32 {
    u32::from(digits[at]) * 10 + u32::from(digits[at + 1])
}

/// First digits of the codes of provinces, of residence permits (81 to 83) and of permanent residence (91).
fn is_province(digits: &[u8]) -> bool {
    matches!(two(digits, 0), 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83 | 91)
}

/// Whether there is such a day.
pub(super) fn is_day(year: u32, month: u32, day: u32) -> bool {
    let leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    let last = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=last).contains(&day)
}

/// Eleven digits from 13 to 19, with or without the country's code, in the groups people write.
fn mobile(joined: &Joined) -> Option<Level> {
    let (mut digits, mut groups) = (&joined.digits[..], joined.groups.clone());
    if let Some(rest) = digits.strip_prefix(&[0, 0]).filter(|rest| rest.starts_with(&[8, 6])) {
        digits = rest;
        groups[0] = groups[0].checked_sub(2)?;
    }
    if digits.len() == 13 && digits.starts_with(&[8, 6]) {
        digits = &digits[2..];
        groups[0] = groups[0].checked_sub(2)?;
        groups.retain(|size| *size > 0);
    }
    let shaped = digits.len() == 11 && digits[0] == 1 && digits[1] >= 3;
    match groups[..] {
        _ if !shaped => None,
        [11] | [3, 4, 4] | [3, 8] | [7, 4] | [3, 3, 5] | [4, 4, 3] | [4, 3, 4] if joined.even => Some(Level::High),
        [11] | [3, 4, 4] => Some(Level::High),
        [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1] if joined.even => Some(Level::Medium),
        _ => None,
    }
}

/// An area's code and seven or eight digits, or seven or eight behind a word for telephone.
fn landline(text: &Text, joined: &Joined) -> bool {
    let digits = &joined.digits;
    if !last_ascii(text, joined) || !text.get(joined.start).is_ascii_digit() {
        return false;
    }
    let area = match digits[..] {
        [0, 1, 0, ..] | [0, 2, ..] => 3,
        [0, 3..=9, _, _, ..] => 4,
        _ => 0,
    };
    if area == 0 {
        let alone = matches!(joined.groups[..], [7 | 8] | [4, 4] | [3, 4]) && matches!(digits[0], 2..=8);
        return alone
            && text.shortly_before(joined.start, 5, &["电话:", "电话号码:", "座机:", "联系电话", "Tel:", "tel:", "电话 "]);
    }
    let number = digits.len().saturating_sub(area);
    matches!(number, 7 | 8)
        && (joined.groups.len() == 1 || joined.groups[0] == area && joined.groups[1..].iter().all(|size| *size > 2))
}

/// Prefix of an issuer and a check digit (Luhn); or any long number behind a word for account.
fn bank_card(text: &Text, joined: &Joined) -> Option<Level> {
    let (digits, groups) = (&joined.digits, &joined.groups);
    let spaced =
        groups.len() == 1 || groups[..groups.len() - 1].iter().all(|size| *size == 4) || groups[0] == 6 && groups.len() == 2;
    if !spaced || !(12..=19).contains(&digits.len()) {
        return None;
    }
    let issuer = matches!(digits[..2], [6, 0 | 2] | [4, _] | [5, 1..=5] | [3, 4 | 5 | 7]);
    if issuer && digits.len() >= 14 && luhn(digits) {
        return Some(Level::High);
    }
    let called = ["卡号", "账号", "帐号", "账户", "一卡通", "存折"];
    text.shortly_before(joined.start, 8, &called).then_some(Level::Medium)
}

fn luhn(digits: &[u8]) -> bool {
    let doubled = |(i, d): (usize, &u8)| {
        let d = u32::from(*d) * (1 + (i as u32) % 2);
        if d > 9 { d - 9 } else { d }
    };
    digits.iter().rev().enumerate().map(doubled).sum::<u32>() % 10 == 0
}
