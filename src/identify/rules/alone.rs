//! A name that stands in a cell by itself, with no word around it: a surname and a given name, and no word of the dictionary.

use super::super::lexicon::lexicon;
use super::super::text::is_han;
use super::segments::{is_common, jieba};

/// Characters of given names that are too common in other words to say so in running text; in a cell of its own they do.
const GIVEN: &str = "大小国民生荣根秋春冬夏水玉山海川河新成才宝贵发财富旺昌盛光进步前立业伯仲叔季元亮中正东西南北世贤全有启振兴友朋子孟志\
                     文武少先永长久云月星香连莲菊竹松柏苗芬芝芸素秀珠翠银金秦淑惠贞彩艳美好爱巧群双喜顺运满昊宸梦奕诗语彤悦";
/// Characters at the end of words for places, groups, things and sums.
const TAILS: &str = "县市区镇乡村街路州省校院园班级组营站会所部局队室馆厂店场线类型费款金额元次人名项份天日月年期表册号证率数量性式员师生课病药品具包\
                     服车河江湖山寨洞坪岭坡桥溪冲垅湾塘铺坳界口头赛节戏舞歌画工";

/// Whether a piece of text is nothing but the name of a person in Chinese characters.
///
/// The dictionary of words is loaded when a piece first begins with a surname.
pub(in crate::identify) fn is_name(piece: &[char]) -> bool {
    let own = match piece {
        [a, b, _, ..] if lexicon().is_compound(*a, *b) => 2,
        [a, ..] if lexicon().is_surname(*a) => 1,
        _ => return false,
    };
    let (word, given): (String, &[char]) = (piece.iter().collect(), &piece[own..]);
    if !(1..=2).contains(&given.len()) || !piece.iter().all(|c| is_han(*c)) || lexicon().is_no_name(&word) {
        return false;
    }
    if is_common(&word) {
        return false;
    }
    let typical = given.iter().all(|c| lexicon().is_given(*c) || GIVEN.contains(*c));
    let repeated = given.len() == 2 && given[0] == given[1];
    match given.len() {
        // Of two characters, many a word begins like a name.
        1 => given.iter().all(|c| lexicon().is_given(*c)) || is_name_of_the_dictionary(&word),
        _ if given.iter().any(|c| super::names::NOT_GIVEN.contains(*c)) => false,
        _ if typical || repeated => true,
        // Nobody has it in a dictionary, it stays in one piece, and it does not end like a place or a thing.
        _ => !given.last().is_some_and(|c| TAILS.contains(*c)) && is_one_word(&word),
    }
}

fn is_name_of_the_dictionary(word: &str) -> bool {
    jieba().has_word(word) && !is_common(word)
}

fn is_one_word(word: &str) -> bool {
    jieba().cut(word, true).len() == 1
}

#[cfg(test)]
mod tests {
    use super::is_name;

    fn name(text: &str) -> bool {
        is_name(&text.chars().collect::<Vec<_>>())
    }

    #[test]
    fn names_alone_are_known() {
        for own in ["李小明", "王小兰", "李大山", "赵德发", "张伟", "欧阳静", "陈思雨", "杨秀英", "刘洋洋"]
        {
            assert!(name(own), "{own}");
        }
    }

    #[test]
    fn words_of_forms_are_no_names() {
        for word in [
            "石门县",
            "江华县",
            "常宁市",
            "石鼓区",
            "汤溪镇",
            "高新区",
            "金额",
            "方式",
            "高中",
            "白天",
            "高年级",
            "万元",
            "夏令营",
            "冬令营",
            "高血压",
            "白血病",
            "文化站",
            "文艺课",
            "毛笔字",
            "龙舟赛",
            "武术课",
            "马拉松",
            "田径队",
            "向日葵",
            "金银花",
            "石榴籽",
            "任课教师",
            "严重",
            "康复",
            "安全",
            "计划内",
            "常规",
            "全额",
            "单亲",
            "单位",
            "单亲家庭",
            "孤儿",
            "留守",
            "财政",
            "福彩",
            "满意",
            "汉族",
            "苗族",
            "白族",
            "项目",
            "程序",
            "方案",
            "于都",
            "成都",
            "贵州",
            "江西",
            "云南",
            "陆续",
            "金秋助学",
            "雷锋站",
            "石油",
            "彭水",
            "万宁",
            "金华",
            "江山",
            "沈阳",
            "贺州",
            "白银",
            "黄山",
            "武汉",
            "钟点工",
            "于某",
            "方言",
            "方便面",
            "温馨",
            "夏季",
            "秦淮河",
        ] {
            assert!(!name(word), "{word}");
        }
    }
}
