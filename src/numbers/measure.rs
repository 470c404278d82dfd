//! Measure words: what stands behind a number in Chinese.

use super::unit::{Currency, Level, Unit};
use crate::linear::Ratio;

/// A unit as it was written: what it is, by how much its numbers are multiplied, and where its word ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Written {
    pub(super) unit: Unit,
    pub(super) factor: Ratio,
    pub(super) end: usize,
    /// Half a unit more: 两年半.
    pub(super) half: bool,
}

/// Word, unit, factor as a fraction.
pub(super) type Row = (&'static str, Unit, i64, i64);

const ZH: &[Row] = &[
    ("人次", Unit::PersonTimes, 1, 1),
    ("人", Unit::Persons, 1, 1),
    ("人口", Unit::Persons, 1, 1),
    ("孩", Unit::Persons, 1, 1),
    ("光年", Unit::Thing, 1, 1),
    ("名", Unit::Persons, 1, 1),
    ("位", Unit::Persons, 1, 1),
    ("个人", Unit::Persons, 1, 1),
    ("个孩子", Unit::Persons, 1, 1),
    ("个儿童", Unit::Persons, 1, 1),
    ("个学生", Unit::Persons, 1, 1),
    ("个困境儿童", Unit::Persons, 1, 1),
    ("个留守儿童", Unit::Persons, 1, 1),
    ("户", Unit::Households, 1, 1),
    ("个家庭", Unit::Households, 1, 1),
    ("次", Unit::Times, 1, 1),
    ("趟", Unit::Times, 1, 1),
    ("回", Unit::Times, 1, 1),
    ("人天", Unit::Thing, 1, 1),
    ("期", Unit::Events, 1, 1),
    ("批次", Unit::Events, 1, 1),
    ("批", Unit::Events, 1, 1),
    ("个批次", Unit::Events, 1, 1),
    ("场次", Unit::Events, 1, 1),
    ("场", Unit::Events, 1, 1),
    ("届", Unit::Events, 1, 1),
    ("份", Unit::Items, 1, 1),
    ("套", Unit::Items, 1, 1),
    ("件", Unit::Items, 1, 1),
    ("餐", Unit::Items, 1, 1),
    ("册", Unit::Items, 1, 1),
    ("台", Unit::Items, 1, 1),
    ("辆", Unit::Items, 1, 1),
    ("例", Unit::Thing, 1, 1),
    ("起", Unit::Thing, 1, 1),
    ("宗", Unit::Thing, 1, 1),
    ("张", Unit::Thing, 1, 1),
    ("项", Unit::Thing, 1, 1),
    ("个", Unit::Thing, 1, 1),
    ("所", Unit::Thing, 1, 1),
    ("家", Unit::Thing, 1, 1),
    ("种", Unit::Thing, 1, 1),
    ("类", Unit::Thing, 1, 1),
    ("条", Unit::Thing, 1, 1),
    ("支", Unit::Thing, 1, 1),
    ("处", Unit::Thing, 1, 1),
    ("座", Unit::Thing, 1, 1),
    ("间", Unit::Thing, 1, 1),
    ("对", Unit::Thing, 1, 1),
    ("笔", Unit::Thing, 1, 1),
    ("部门", Unit::Thing, 1, 1),
    ("大", Unit::Thing, 1, 1),
    ("个部门", Unit::Thing, 1, 1),
    ("个国家", Unit::Place(Level::Country), 1, 1),
    ("国", Unit::Place(Level::Country), 1, 1),
    ("个省", Unit::Place(Level::Province), 1, 1),
    ("省", Unit::Place(Level::Province), 1, 1),
    ("个市", Unit::Place(Level::City), 1, 1),
    ("个地市", Unit::Place(Level::City), 1, 1),
    ("个城市", Unit::Place(Level::City), 1, 1),
    ("个州", Unit::Place(Level::City), 1, 1),
    ("市", Unit::Place(Level::City), 1, 1),
    ("个县", Unit::Place(Level::County), 1, 1),
    ("个区县", Unit::Place(Level::County), 1, 1),
    ("县", Unit::Place(Level::County), 1, 1),
    ("个乡", Unit::Place(Level::Township), 1, 1),
    ("个镇", Unit::Place(Level::Township), 1, 1),
    ("个街道", Unit::Place(Level::Township), 1, 1),
    ("个村", Unit::Place(Level::Village), 1, 1),
    ("个社区", Unit::Place(Level::Village), 1, 1),
    ("元", Unit::Money(Currency::Yuan), 1, 1),
    ("块钱", Unit::Money(Currency::Yuan), 1, 1),
    ("美元", Unit::Money(Currency::Dollar), 1, 1),
    ("港元", Unit::Money(Currency::HongKong), 1, 1),
    ("欧元", Unit::Money(Currency::Euro), 1, 1),
    ("英镑", Unit::Money(Currency::Pound), 1, 1),
    ("日元", Unit::Money(Currency::Yen), 1, 1),
    ("%", Unit::Share, 1, 100),
    ("％", Unit::Share, 1, 100),
    ("‰", Unit::Share, 1, 1000),
    ("成", Unit::Share, 1, 10),
    ("个百分点", Unit::Points, 1, 1),
    ("百分点", Unit::Points, 1, 1),
    ("倍", Unit::Multiple, 1, 1),
    ("亩", Unit::Area, 2000, 3),
    ("公顷", Unit::Area, 10_000, 1),
    ("平方米", Unit::Area, 1, 1),
    ("平方公里", Unit::Area, 1_000_000, 1),
    ("公里", Unit::Length, 1000, 1),
    ("千米", Unit::Length, 1000, 1),
    ("米", Unit::Length, 1, 1),
    ("里路", Unit::Length, 500, 1),
    ("吨", Unit::Mass, 1000, 1),
    ("公斤", Unit::Mass, 1, 1),
    ("千克", Unit::Mass, 1, 1),
    ("斤", Unit::Mass, 1, 2),
    ("立方米", Unit::Volume, 1, 1),
    ("千瓦时", Unit::Energy, 1, 1),
    ("天", Unit::Days, 1, 1),
    ("日内", Unit::Days, 1, 1),
    ("日以内", Unit::Days, 1, 1),
    ("日之内", Unit::Days, 1, 1),
    ("个工作日", Unit::WorkingDays, 1, 1),
    ("工作日", Unit::WorkingDays, 1, 1),
    ("周", Unit::Days, 7, 1),
    ("个星期", Unit::Days, 7, 1),
    ("星期", Unit::Days, 7, 1),
    ("个月", Unit::Months, 1, 1),
    ("个季度", Unit::Months, 3, 1),
    ("年", Unit::Months, 12, 1),
    ("周年", Unit::Months, 12, 1),
    ("岁", Unit::Age, 1, 1),
    ("周岁", Unit::Age, 1, 1),
    ("小时", Unit::Minutes, 60, 1),
    ("个小时", Unit::Minutes, 60, 1),
    ("学时", Unit::Minutes, 60, 1),
    ("课时", Unit::Minutes, 60, 1),
    ("分钟", Unit::Minutes, 1, 1),
];

/// What makes a measure word part of another word.
const NOT_ZH: &[(&str, &str)] = &[
    ("人", "们类均口民工生才员力物文社家格选权体情心间大"),
    ("名", "录单称义誉额目胜次"),
    ("位", "一数置于列居取"),
    ("回", "来归复到家收答信应顾头"),
    ("次", "数产要于序元性审"),
    ("期", "间望限待末权"),
    ("批", "准评判发复示"),
    ("场", "所地馆面景"),
    ("户", "籍口外"),
    ("元", "旦素宵首化"),
    ("成", "为功立员长果都本绩效人熟就年分了绩"),
    ("大", "学会家年型力小多量地队"),
    ("家", "庭长乡园属教"),
    ("所", "有以谓在"),
    ("起", "来步点源草"),
    ("年", "级代龄轻度纪"),
    ("天", "然津气"),
    ("国", "家际"),
    ("省", "份级内外"),
    ("市", "场级区民"),
    ("县", "级"),
    ("周", "边围期末"),
    ("对", "于外口象应接"),
    ("种", "植"),
    ("条", "件例款"),
    ("份", "额"),
    ("处", "理于境罚置"),
    ("支", "持出付撑"),
    ("项", "目"),
    ("米", "粉"),
    ("例", "如外"),
];

/// The measure word at a place.
pub(super) fn chinese(text: &str, at: usize) -> Option<Written> {
    let rest = &text[at..];
    let (word, unit, over, under) = ZH.iter().filter(|row| rest.starts_with(row.0)).max_by_key(|row| row.0.len())?;
    let behind = &rest[word.len()..];
    let next = behind.chars().next();
    let other = NOT_ZH.iter().any(|(known, not)| known == word && next.is_some_and(|c| not.contains(c)));
    if other {
        return None;
    }
    let mut end = at + word.len();
    // 个（名、位）… and 县（市、区） go on in brackets.
    if let Unit::Place(_) = unit
        && let Some(inside) = text[end..].strip_prefix(['（', '('])
        && let Some(close) = inside.find(['）', ')']).filter(|close| *close <= 30)
    {
        end += text[end..].chars().next().map_or(0, char::len_utf8) + close;
        end += text[end..].chars().next().map_or(0, char::len_utf8);
    }
    let half = matches!(*word, "年" | "个月" | "小时" | "天") && behind.starts_with('半');
    end += if half { '半'.len_utf8() } else { 0 };
    let factor = Ratio::new(i128::from(*over), i128::from(*under))?;
    Some(Written { unit: *unit, factor, end, half })
}
