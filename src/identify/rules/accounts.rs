//! Accounts by which a person can be reached: WeChat, QQ, e-mail.

use super::super::text::Text;
use super::super::{Hit, Kind, Level};

/// A WeChat id behind its word, which begins at `at`.
pub(in crate::identify) fn wechat(text: &Text, at: usize, hits: &mut Vec<Hit>) {
    let latin = text.get(at).is_ascii_alphabetic();
    if latin && text.before(at).is_ascii_alphanumeric() {
        return;
    }
    let words = ["wechat id", "wechat", "vx号", "wx号", "vx", "wx", "微信号码", "微信号", "微信", "薇信", "威信号", "v信"];
    let Some(end) = words.iter().find(|word| text.starts_lower(at, word)).map(|word| at + word.chars().count()) else { return };
    let mut start = end;
    while start < end + 3 && matches!(text.get(start), ':' | ' ' | '是' | '为' | '(' | '"' | '“' | '`' | '=') {
        start += 1;
    }
    // A word in a sentence follows a blank; an id follows a sign, or holds a digit or a line.
    let marked = (end..start).any(|i| text.get(i) != ' ');
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let length = (start..start + 21).take_while(|i| part(text.get(*i))).count();
    let odd = (start..start + length).any(|i| text.get(i).is_ascii_digit() || text.get(i) == '_');
    let id = text.get(start).is_ascii_alphabetic() && (6..=20).contains(&length);
    let mobile = text.get(start) == '1' && length == 11 && (start..start + 11).all(|i| text.get(i).is_ascii_digit());
    if mobile || id && (odd || marked && !latin || marked && text.starts_lower(at, "wechat") && text.get(end) == ':') {
        hits.push(Hit::new(Kind::WeChat, Level::High, start..start + length));
    }
}

/// A QQ number behind its word, which begins at `at`.
pub(in crate::identify) fn qq(text: &Text, at: usize, hits: &mut Vec<Hit>) {
    let Some(mut end) = ["qq", "扣扣", "企鹅"].iter().find(|word| text.starts_lower(at, word)).map(|_| at + 2) else {
        return;
    };
    if text.before(at).is_ascii_alphanumeric() {
        return;
    }
    end = text.after_any(end, &["号码", "号", "群号", "群"]).unwrap_or(end);
    end = text.skip_blanks(end);
    end += usize::from(matches!(text.get(end), ':' | '是' | '为'));
    let start = text.skip_blanks(end);
    let length = (start..start + 12).take_while(|i| text.get(*i).is_ascii_digit()).count();
    if text.get(start) != '0' && (5..=11).contains(&length) {
        hits.push(Hit::new(Kind::Qq, Level::High, start..start + length));
    }
}

/// An e-mail address around the sign at `at`.
pub(in crate::identify) fn email(text: &Text, at: usize, hits: &mut Vec<Hit>) {
    let local = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-');
    let mut start = at;
    while start > 0 && at - start < 64 && local(text.get(start - 1)) {
        start -= 1;
    }
    let end = (at + 1..at + 100)
        .find(|i| !(text.get(*i).is_ascii_alphanumeric() || matches!(text.get(*i), '.' | '-')))
        .unwrap_or(at + 1);
    let mut end = end;
    while end > at && matches!(text.before(end), '.' | '-') {
        end -= 1;
    }
    let domain = text.string(at + 1..end.max(at + 1));
    let top = domain.rsplit_once('.').map_or("", |(name, top)| if name.is_empty() { "" } else { top });
    if start < at && (2..=10).contains(&top.len()) && top.chars().all(|c| c.is_ascii_alphabetic()) {
        hits.push(Hit::new(Kind::Email, Level::High, start..end));
    }
}
