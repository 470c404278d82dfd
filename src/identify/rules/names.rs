//! Names: behind a label, before a role or a verb, 某, 小 and 阿, 化名, and pinyin.

use super::super::lexicon::lexicon;
use super::super::text::{Text, is_han};
use super::super::{Hit, Kind, Level};

/// What follows a name of a person: roles, relations, verbs of telling.
const ROLES: [&str; 56] = [
    "同学",
    "小朋友",
    "老师",
    "奶奶",
    "爷爷",
    "外婆",
    "外公",
    "姑姑",
    "叔叔",
    "伯伯",
    "妈妈",
    "爸爸",
    "母亲",
    "父亲",
    "的奶奶",
    "的爷爷",
    "的妈妈",
    "的爸爸",
    "的母亲",
    "的父亲",
    "的监护人",
    "的班主任",
    "的老师",
    "的家",
    "的外婆",
    "的外公",
    "女士",
    "先生",
    "家住",
    "家里",
    "说,",
    "说:",
    "说道",
    "说“",
    "告诉记者",
    "笑着说",
    "介绍,",
    "表示,",
    "今年",
    "(化名",
    "小姐",
    "阿姨",
    "舅舅",
    "婆婆",
    "的姐姐",
    "的哥哥",
    "的弟弟",
    "的妹妹",
    "的姑姑",
    "的叔叔",
    "的脸",
    "的手",
    "告诉我",
    "告诉笔者",
    "哭着说",
    "回忆说",
];
/// Characters that no given name holds.
pub(super) const NOT_GIVEN: &str = "的了是在和与及或不有这那也都就被把让给对向从到为等个们些每各该本其之以可能会要说看第年月日号位名人来去做做用吗呢啊吧没还再很太更最并而且但因所如比过只又由此将已曾未";
/// What may stand before a name in running text.
const OPENERS: &str = "的、是和与叫给对让向跟由被名位生童孩者员见到找";

/// The length of a surname that begins at `at`; 0 when there is none.
fn surname(text: &Text, at: usize) -> usize {
    if lexicon().is_compound(text.get(at), text.get(at + 1)) { 2 } else { usize::from(lexicon().is_surname(text.get(at))) }
}

/// Whether the characters can be a given name.
fn may_be_given(text: &Text, range: std::ops::Range<usize>) -> bool {
    range.clone().all(|i| is_han(text.get(i)) && !NOT_GIVEN.contains(text.get(i)))
}

/// A name behind a label that begins at `at`.
pub(in crate::identify) fn labelled(text: &Text, at: usize, hits: &mut Vec<Hit>) {
    let signs = |from: usize| {
        let mut end = from;
        while end < from + 3 && matches!(text.get(end), ':' | ' ' | '「' | '“' | '"' | '是' | '为' | '=' | '`' | '\t') {
            end += 1;
        }
        end
    };
    let formal = ["学生姓名", "儿童姓名", "监护人姓名", "姓名", "昵称", "乳名", "小名", "化名", "曾用名", "联系人"];
    let spoken = ["名叫", "名字叫", "我叫", "叫做", "取名", "起名"];
    if let Some(end) = text.after_any(at, &formal) {
        let start = signs(end);
        // Behind a sign any word of two to four characters is taken for a name.
        let length = (start..start + 5).take_while(|i| is_han(text.get(*i)) || text.get(*i) == '·').count();
        let known = surname(text, start) > 0 && length > surname(text, start);
        let word = text.string(start..start + length.min(4));
        let kept = ["不", "未", "无", "略", "保密", "匿", "隐", "已", "须", "必", "请", "由", "同", "见", "化名", "如", "某"];
        if start > end && (2..=4).contains(&length) && !kept.iter().any(|k| word.starts_with(k)) {
            let level = if known && !lexicon().is_no_name(&word) { Level::High } else { Level::Medium };
            hits.push(Hit::new(Kind::NameLabelled, level, start..start + length));
        } else if start > end && length > 4 && known && !lexicon().is_no_name(&word) {
            hits.push(Hit::new(Kind::NameLabelled, Level::Medium, start..start + 3));
        }
    } else if let Some(end) = text.after_any(at, &spoken) {
        let start = signs(end);
        let own = surname(text, start);
        let length = (start + own..start + own + 3).take_while(|i| is_han(text.get(*i)) || text.get(*i) == '·').count();
        let given = start + own..start + own + length.min(2);
        if own > 0 && length > 0 && may_be_given(text, given.clone()) && !lexicon().is_no_name(&text.string(start..given.end)) {
            hits.push(Hit::new(Kind::NameLabelled, Level::High, start..start + own + length));
        }
    }
}

/// A surname at `at`, one or two characters, and a role or a verb.
pub(in crate::identify) fn before_role(text: &Text, at: usize, hits: &mut Vec<Hit>) {
    let own = surname(text, at);
    let Some(end) = (1..=2).map(|given| at + own + given).find(|end| text.after_any(*end, &ROLES).is_some()) else { return };
    let given = at + own..end;
    if own == 0 || !may_be_given(text, given.clone()) || lexicon().is_no_name(&text.string(at..end)) || text.starts(at, "小") {
        return;
    }
    // 老师, 同学 and the like are no part of a name: 高老师 is left to the reader of the page.
    let before = text.before(at);
    let free = !is_han(before) || OPENERS.contains(before);
    let typical = given.into_iter().all(|i| lexicon().is_given(text.get(i)));
    let level = match (free, typical) {
        (true, _) => Level::High,
        (false, true) => Level::Medium,
        _ => return,
    };
    hits.push(Hit::new(Kind::NameRole, level, at..end));
}

/// 张某某, 李某, 杨某; `at` is the first 某.
pub(in crate::identify) fn some_one(text: &Text, at: usize, hits: &mut Vec<Hit>) {
    if at == 0 || text.get(at - 1) == '某' {
        return;
    }
    let own = if at >= 2 && lexicon().is_compound(text.get(at - 2), text.get(at - 1)) {
        2
    } else {
        usize::from(lexicon().is_surname(text.get(at - 1)))
    };
    if own == 0 {
        return;
    }
    let next = text.get(at + 1);
    let closed = matches!(text.get(at + 2), ',' | '，' | '。' | '、' | '的' | '和' | '(' | '（' | '是' | '同');
    let end = at + 1 + usize::from(next == '某' || is_han(next) && closed && !NOT_GIVEN.contains(next));
    let word = matches!(text.get(at - 1), '任' | '于' | '向' | '和' | '万' | '单');
    let measure = matches!(
        next,
        '个' | '种' | '些' | '项' | '县' | '市' | '乡' | '镇' | '村' | '校' | '地' | '年' | '月' | '日' | '一' | '几'
    );
    if end > at + 1 && !(word && measure) || end == at + 1 && !word && !measure {
        hits.push(Hit::new(Kind::NameMou, Level::Medium, at - own..end));
    }
}

/// What follows a nickname.
const AFTER_NICK: [&str; 40] = [
    "(化名",
    "说",
    "告诉",
    "的爸",
    "的妈",
    "的父",
    "的母",
    "的爷",
    "的奶",
    "的外",
    "的家",
    "的班",
    "的愿",
    "的梦",
    "的脸",
    "同学",
    "今年",
    "从小",
    "出生",
    "家住",
    "和",
    "与",
    "在",
    "是",
    "就读",
    "被",
    "来自",
    "高兴",
    "开心",
    "的手",
    "的眼",
    "的作",
    "的成",
    "第一次",
    "拿着",
    "参加",
    "哭",
    "笑",
    "考",
    "住在",
];

/// 小燕说, 阿明的妈妈; `at` is 小 or 阿.
pub(in crate::identify) fn nickname(text: &Text, at: usize, hits: &mut Vec<Hit>) {
    let next = text.get(at + 1);
    if !is_han(next) || lexicon().is_not_nick(next) || NOT_GIVEN.contains(next) {
        return;
    }
    let before = text.before(at);
    let apart = !is_han(before) && !before.is_ascii_alphanumeric()
        || matches!(before, '孩' | '童' | '叫' | '和' | '与' | '让' | '给' | '对' | '把' | '被' | '见' | '陪' | '访');
    if apart && text.get(at) == '阿' && matches!(next, '姨' | '婆' | '公' | '拉' | '里' | '富' | '坝' | '哥' | '爸' | '妈')
    {
        return;
    }
    let doubled = text.get(at + 2) == next;
    let after = at + 2 + usize::from(doubled);
    if apart && text.after_any(after, &AFTER_NICK).is_some() {
        hits.push(Hit::new(Kind::NameNick, Level::Medium, at..after));
    }
}

/// A word of two or three characters said to be a pseudonym; `at` is the bracket before 化名.
pub(in crate::identify) fn pseudonym(text: &Text, at: usize, hits: &mut Vec<Hit>) {
    if text.after_any(at + 1, &["化名", "假名"]).is_none() {
        return;
    }
    let length = (1..=3).take_while(|n| at >= *n && is_han(text.get(at - n))).count();
    if length >= 2 {
        hits.push(Hit::new(Kind::NamePseudonym, Level::Medium, at - length..at));
    }
}

/// Surnames in pinyin.
const PINYIN: [&str; 62] = [
    "zhang", "wang", "li", "liu", "chen", "yang", "zhao", "huang", "zhou", "wu", "xu", "sun", "hu", "zhu", "gao", "lin", "he",
    "guo", "ma", "luo", "liang", "song", "zheng", "xie", "han", "tang", "feng", "yu", "dong", "xiao", "cheng", "cao", "yuan",
    "deng", "peng", "zeng", "tian", "shi", "long", "xiang", "teng", "su", "jiang", "cai", "jia", "ding", "wei", "xue", "ye",
    "yan", "pan", "du", "dai", "xia", "zhong", "lu", "fan", "shen", "ren", "yao", "qu", "ouyang",
];
/// Places and peoples that read like names.
const NO_PERSON: [&str; 22] = [
    "county",
    "city",
    "district",
    "autonomous",
    "miao",
    "dong",
    "hunan",
    "tujia",
    "yao",
    "huaihua",
    "henan",
    "hubei",
    "hebei",
    "shan",
    "he",
    "jiang",
    "xian",
    "shi",
    "can",
    "me",
    "men",
    "chinese",
];

/// A surname and a given name in pinyin, or a nickname (`Xiao Ming`); `at` is a capital letter at the start of a word.
pub(in crate::identify) fn pinyin(text: &Text, at: usize, hits: &mut Vec<Hit>) {
    let own = word_end(text, at);
    let first = text.string(at..own).to_ascii_lowercase();
    if !PINYIN.contains(&first.as_str()) {
        glued_nickname(text, at, own, &first, hits);
        return;
    }
    let gap = own + usize::from(matches!(text.get(own), ' ' | '\u{a0}'));
    if gap == own || !text.get(gap).is_ascii_uppercase() {
        return;
    }
    let mut end = word_end(text, gap);
    let mut given = text.string(gap..end).to_ascii_lowercase();
    if matches!(text.get(end), '-' | '\'' | '’') && text.get(end + 1).is_ascii_alphabetic() {
        let rest = word_end(text, end + 1);
        given.push_str(&text.string(end + 1..rest).to_ascii_lowercase());
        end = rest;
    }
    let ahead = text.string(end..(end + 24).min(text.len())).to_ascii_lowercase();
    let first_word = ahead.trim_start().split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or("");
    let place = [
        "county", "city", "district", "province", "river", "town", "township", "village", "mountain", "dynasty", "street", "road",
    ];
    let people = ["county", "autonomous", "minority", "people", "ethnic"].iter().any(|word| ahead.contains(word));
    let place = place.contains(&first_word) || people;
    let lone = matches!(first.as_str(), "he" | "long" | "song" | "ma" | "fan" | "can" | "du") && syllables(&given) < Some(2);
    if !place && !lone && !NO_PERSON.contains(&given.as_str()) && syllables(&given).is_some_and(|n| n <= 3) {
        hits.push(Hit::new(Kind::NamePinyin, Level::Medium, at..end));
    }
}

/// `Xiaoyan said` is a nickname only when it is told as one; `XiaoMing` always.
fn glued_nickname(text: &Text, at: usize, end: usize, word: &str, hits: &mut Vec<Hit>) {
    let Some(rest) = word.strip_prefix("xiao").filter(|rest| !rest.is_empty()) else { return };
    let capital = text.get(at + 4).is_ascii_uppercase();
    let after = text.skip_blanks(end);
    let told = ["said", "says", "told", "is a ", "was ", "'s ", "(not", "lives", "likes", "wants", "(a pseudonym"];
    let told = told.iter().any(|word| text.starts_lower(after, word)) || text.starts(end, "'s ") || text.starts(end, "’s ");
    if syllables(rest) == Some(1) && (capital || told) {
        hits.push(Hit::new(Kind::NamePinyin, Level::Medium, at..end));
    }
}

fn word_end(text: &Text, at: usize) -> usize {
    let mut end = at;
    while end < at + 20 && text.get(end).is_ascii_alphabetic() {
        end += 1;
    }
    end
}

/// How many syllables of pinyin a word is made of; nothing when it is none.
fn syllables(word: &str) -> Option<usize> {
    if word.is_empty() {
        return Some(0);
    }
    let starts = [
        "zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "r", "z", "c", "s", "y", "w", "",
    ];
    let rhymes = [
        "iang", "iong", "uang", "ang", "eng", "ing", "ong", "ian", "iao", "uai", "uan", "ai", "an", "ao", "ei", "en", "er", "ia",
        "ie", "in", "iu", "ou", "ua", "ue", "ui", "un", "uo", "a", "e", "i", "o", "u",
    ];
    let mut best = None;
    for start in starts {
        let Some(rest) = word.strip_prefix(start) else { continue };
        for rhyme in rhymes {
            let found = rest.strip_prefix(rhyme).filter(|_| word.len() <= 18).and_then(syllables).map(|n| n + 1);
            best = match (best, found) {
                (Some(a), Some(b)) => Some(std::cmp::min::<usize>(a, b)),
                (a, b) => a.or(b),
            };
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::syllables;

    #[test]
    fn pinyin_is_told_from_english() {
        for (word, count) in [("ming", 1), ("xiaoming", 2), ("ceshi", 2), ("meihua", 2)] {
            assert_eq!(syllables(word), Some(count), "{word}");
        }
        for word in ["said", "term", "walk", "dynasty", "county", "autonomous"] {
            assert_eq!(syllables(word), None, "{word}");
        }
    }
}
