use super::{Bound, Difference, Figure, Kind, Reading, Unit, Value, differences, read};
use crate::linear::Ratio;

fn only(text: &str) -> Figure {
    let reading = read(text);
    assert_eq!(reading.figures.len(), 1, "{text}: {:?}", reading.figures);
    reading.figures[0].clone()
}

fn whole(figure: &Figure) -> Option<i128> {
    match figure.value {
        Value::One(value) if value.denominator() == 1 => Some(value.numerator()),
        _ => None,
    }
}

#[test]
fn one_value_has_many_spellings() {
    for text in [
        "12,000",
        "12 000",
        "12\u{202F}000",
        "1.2万",
        "一万二千",
        "１２，０００",
        "12000人",
        "twelve thousand people",
        "12 thousand",
    ] {
        assert_eq!(whole(&only(text)), Some(12_000), "{text}");
    }
    for (text, value) in [
        ("三百五十亿元", 35_000_000_000),
        ("5.2万亿元", 5_200_000_000_000),
        ("三万五千亿元", 3_500_000_000_000),
        ("一千零五人", 1005),
        ("两千零四十名", 2040),
        ("十二人", 12),
        ("one hundred and five children", 105),
        ("twenty-one children", 21),
        ("half a million yuan", 500_000),
        ("two and a half million yuan", 2_500_000),
        ("a hundred and twenty children", 120),
    ] {
        assert_eq!(whole(&only(text)), Some(value), "{text}");
    }
}

#[test]
fn units_are_told_apart() {
    for (text, unit) in [
        ("1200人次", Unit::PersonTimes),
        ("1200人", Unit::Persons),
        ("1200名儿童", Unit::Persons),
        ("300户", Unit::Households),
        ("5000份", Unit::Items),
        ("12期", Unit::Events),
        ("35%", Unit::Share),
        ("2.3个百分点", Unit::Points),
        ("3倍", Unit::Multiple),
        ("1,200 attendances", Unit::PersonTimes),
        ("1,200 left-behind and migrant children", Unit::Persons),
        ("12-year-old", Unit::Age),
        ("a 12-day trip", Unit::Days),
        ("RMB 500", Unit::Money(super::unit::Currency::Yuan)),
        ("2.3 percentage points", Unit::Points),
    ] {
        assert_eq!(only(text).unit, unit, "{text}");
    }
    assert!(!Unit::Persons.agrees(Unit::PersonTimes));
    assert!(!Unit::Share.agrees(Unit::Points));
    assert!(Unit::Times.agrees(Unit::PersonTimes) && Unit::Bare.agrees(Unit::Persons));
}

#[test]
fn bounds_are_read_on_both_sides() {
    for (text, bound) in [
        ("2000余名", Bound::ABOVE),
        ("80余万元", Bound::ABOVE),
        ("超5000人次", Bound::ABOVE),
        ("近300名", Bound::NEARLY),
        ("不足40%", Bound::BELOW),
        ("约100名", Bound::ABOUT),
        ("30人左右", Bound::ABOUT),
        ("至少20名", Bound::AT_LEAST),
        ("不超过30人", Bound::AT_MOST),
        ("more than 2,000 children", Bound::ABOVE),
        ("nearly 300 students", Bound::NEARLY),
        ("fewer than 40 children", Bound::BELOW),
        ("20 or more children", Bound::AT_LEAST),
        ("no more than RMB 500", Bound::AT_MOST),
        ("1200人次", Bound::EXACT),
    ] {
        assert_eq!(only(text).bound, bound, "{text}");
    }
}

#[test]
fn names_and_idioms_are_no_figures() {
    for text in [
        "第十七条",
        "Article 17",
        "《民法典》第1043条",
        "GB/T 7714—2025",
        "〔2024〕5号",
        "0745-2700000",
        "拨打12345",
        "下午三点半",
        "at 16:30",
        "2025-02-15",
        "15 February 2025",
        "二〇二四年二月",
        "2023/24",
        "the 1990s",
        "1、概况",
        "(2) files",
        "&#8212;",
        "https://example.gov.cn/2024/300.html",
        "2.1.3",
        "千家万户",
        "一般",
        "三农",
        "十四五",
        "统一",
        "星期三",
        "五位一体",
        "一日三餐",
        "Two Sessions",
        "one of them",
        "someone",
        "the 12th",
        "C1",
        "COVID-19",
        "三次产业",
        "{{ fact(\"a-300\") }}",
    ] {
        let hard: Vec<_> = read(text).figures.into_iter().filter(|figure| !figure.weak).collect();
        assert_eq!(hard, [], "{text}");
    }
}

#[test]
fn parts_and_multiples_are_exact() {
    let share = |over, under| Ratio::new(over, under).map(Value::One);
    for (text, value) in [
        ("三分之一", share(1, 3)),
        ("百分之三十五", share(7, 20)),
        ("two-thirds of children", share(2, 3)),
        ("one in five", share(1, 5)),
        ("4 out of 10", share(2, 5)),
        ("35 percent", share(7, 20)),
        ("两成", share(1, 5)),
        ("增长两倍", share(3, 1)),
        ("是上年的两倍", share(2, 1)),
        ("翻两番", share(4, 1)),
        ("tripled", share(3, 1)),
        ("a fivefold rise", share(5, 1)),
    ] {
        assert_eq!(Some(only(text).value), value, "{text}");
    }
    assert_eq!(only("3至5天").value, Value::Between(Ratio::whole(3), Ratio::whole(5)));
    assert_eq!(only("20至30万元").value, Value::Between(Ratio::whole(200_000), Ratio::whole(300_000)));
    assert_eq!(only("between 60 and 80 children").value, Value::Between(Ratio::whole(60), Ratio::whole(80)));
}

/// The pairs of `tests/numbers/`.
fn corpus(text: &str) -> Vec<serde_json::Map<String, serde_json::Value>> {
    serde_json::from_str(text).unwrap()
}

fn compared(row: &serde_json::Map<String, serde_json::Value>) -> (Reading, Reading, Vec<Difference>) {
    let (zh, en) = (read(row["zh"].as_str().unwrap()), read(row["en"].as_str().unwrap()));
    let found = differences(&zh, &en);
    (zh, en, found)
}

#[test]
fn equal_paragraphs_are_equal_in_both_directions() {
    for row in corpus(include_str!("../../tests/numbers/equal.json")) {
        let (zh, en, found) = compared(&row);
        assert_eq!(found, [], "{}", row["case"]);
        assert_eq!(differences(&en, &zh), [], "{}", row["case"]);
    }
}

#[test]
fn every_planted_difference_is_found_and_named_rightly() {
    for row in corpus(include_str!("../../tests/numbers/planted.json")) {
        let (.., found) = compared(&row);
        let kinds: Vec<String> = found.iter().map(|difference| format!("{:?}", difference.kind).to_lowercase()).collect();
        assert!(!kinds.is_empty() && kinds.iter().all(|kind| row["differs"] == kind.as_str()), "{}: {kinds:?}", row["case"]);
    }
}

#[test]
fn what_prose_may_repeat_or_leave_out_is_no_difference() {
    let kinds = |zh: &str, en: &str| differences(&read(zh), &read(en)).iter().map(|d| d.kind).collect::<Vec<_>>();
    assert_eq!(kinds("60名儿童，这60名来自三县", "60 children"), []);
    assert_eq!(kinds("父母双方外出", "both parents are away"), []);
    assert_eq!(kinds("只有一两个孩子", "one or two children"), []);
    assert_eq!(kinds("背后至少要有5名儿童", "at least 5 children"), []);
    assert_eq!(kinds("10至13岁", "10 to 13 years"), []);
    assert_eq!(kinds("2023年和2025年均为400人次", "400 attendances in 2023 and in 2025"), []);
    assert_eq!(kinds("满意的占九成五", "nineteen in twenty are satisfied"), []);
    assert_eq!(kinds("60名儿童，其中20名", "60 children"), [Kind::Missing]);
    assert_eq!(kinds("三名教师", "teachers"), [Kind::Missing]);
}

#[test]
fn any_text_is_read_without_harm() {
    for text in [
        "",
        "第",
        "百分之",
        "一\u{301}名",
        "1,",
        "1.",
        "&#",
        "{{",
        "99999999999999999999999999999999人",
        "一二三四五六七八九十百千万亿万亿亿亿亿",
        "a a a hundred",
        "half",
        "half a",
        "twenty-",
        "one and a half",
        "—5",
        "5—",
        "3至",
        "数",
        "几十百千万亿",
        "2025",
        "2025年13月",
        "（12",
        "百万亿亿亿亿亿亿",
        "0分之5",
        "three hundred thousand million billion trillion trillion trillion",
    ] {
        let _ = read(text);
    }
}
