//! Chinese numerals: 一万二千, 三五, 二〇二五, 百余.

use crate::linear::Ratio;

/// Whether this is a Chinese numeral or a power of ten.
pub(super) fn is_numeral(c: char) -> bool {
    digit(c).is_some() || power(c).is_some()
}

/// The value of a digit.
pub(super) fn digit(c: char) -> Option<i128> {
    Some(match c {
        '〇' | '零' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

/// What a word of scale multiplies by.
pub(super) fn power(c: char) -> Option<i128> {
    Some(match c {
        '十' => 10,
        '百' => 100,
        '千' => 1000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => return None,
    })
}

/// A numeral as it was read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Numeral {
    /// Its value; the lower one of 三五.
    pub(super) value: i128,
    /// The upper one of 三五.
    pub(super) upper: Option<i128>,
    /// Its length in bytes.
    pub(super) length: usize,
    /// How many characters it has.
    pub(super) characters: usize,
    /// Whether it begins with a power that nothing multiplies: 百余, 千万.
    pub(super) headless: bool,
    /// Whether it holds a power of ten.
    pub(super) scaled: bool,
}

/// Reads the numeral at the start of `text`, as far as it goes.
pub(super) fn numeral(text: &str) -> Option<Numeral> {
    let written: Vec<char> = text.chars().take_while(|c| is_numeral(*c)).take(24).collect();
    let length = written.iter().map(|c| c.len_utf8()).sum();
    let scaled = written.iter().any(|c| power(*c).is_some());
    let (value, upper) = match (scaled, written.len()) {
        (_, 0) => return None,
        // 三五个, 七八名: neighbours or the one pair that is said so.
        (false, 2) => match (digit(written[0])?, digit(written[1])?) {
            (low, high) if low > 0 && (high == low + 1 || (low, high) == (3, 5)) => (low, Some(high)),
            (low, high) => (low * 10 + high, None),
        },
        (false, _) => {
            let mut value = 0i128;
            for c in &written {
                value = value.checked_mul(10)?.checked_add(digit(*c)?)?;
            }
            (value, None)
        }
        (true, _) => pair(&written).map_or_else(|| Some((compose(&written)?, None)), |(low, high)| Some((low, Some(high))))?,
    };
    let headless = power(written[0]).is_some_and(|power| power > 10);
    Some(Numeral { value, upper, length, characters: written.len(), headless, scaled })
}

/// 二三十, 七八百, 两三千: two digits before the powers.
fn pair(written: &[char]) -> Option<(i128, i128)> {
    let (low, high) = (digit(*written.first()?)?, digit(*written.get(1)?)?);
    let rest: Option<i128> = written[2..].iter().map(|c| power(*c)).try_fold(1i128, |all, one| all.checked_mul(one?));
    (written.len() > 2 && low > 0 && high == low + 1).then_some(())?;
    Some((low.checked_mul(rest?)?, high.checked_mul(rest?)?))
}

/// 一万二千三百零五.
fn compose(written: &[char]) -> Option<i128> {
    let (mut total, mut section, mut current) = (0i128, 0i128, None::<i128>);
    let mut last = 0i128;
    for (at, c) in written.iter().enumerate() {
        if let Some(digit) = digit(*c) {
            // 十四五 is a name; 零 only holds a place open.
            if digit > 0 && current.is_some() {
                return None;
            }
            current = if digit == 0 { current } else { Some(digit) };
            if digit == 0 {
                last = 10;
            }
            continue;
        }
        let power = power(*c)?;
        if power >= 10_000 {
            let head = section + current.unwrap_or(0);
            let head = if head == 0 && (at == 0 || total == 0) { 1 } else { head };
            // 万亿 multiplies what stands before it.
            total = if head == 0 { total.checked_mul(power)? } else { total.checked_add(head.checked_mul(power)?)? };
            if power > 10_000 && total > 0 && head > 0 && total > head.checked_mul(power)? {
                let before = total - head * power;
                total = before.checked_mul(power)?.checked_add(head * power)?;
            }
            (section, current) = (0, None);
        } else {
            section = section.checked_add(current.unwrap_or(1).checked_mul(power)?)?;
            current = None;
        }
        last = power;
    }
    // 一万二 and 三百五 leave the last power out.
    let tail = current.unwrap_or(0) * if last > 10 { last / 10 } else { 1 };
    total.checked_add(section)?.checked_add(tail)
}

/// The fraction after 点 in 三点五: its value and length.
pub(super) fn fraction(text: &str) -> Option<(Ratio, usize)> {
    let rest = text.strip_prefix('点')?;
    let (mut units, mut scale, mut length) = (0i128, 1i128, '点'.len_utf8());
    for digit in rest.chars().map_while(digit).take(6) {
        (units, scale) = (units * 10 + digit, scale * 10);
        length += '一'.len_utf8();
    }
    (scale > 1).then(|| Ratio::new(units, scale)).flatten().map(|value| (value, length))
}
