//! Headings of columns that would hold identifiers.

use super::super::text::Text;
use super::super::{Hit, Kind, Level};

/// Headings, longest first where one begins another.
pub(in crate::identify) const HEADINGS: [&str; 60] = [
    "姓名",
    "儿童姓名",
    "学生姓名",
    "孩子姓名",
    "监护人姓名",
    "监护人",
    "家长姓名",
    "身份证号码",
    "身份证号",
    "身份证",
    "证件号码",
    "证件号",
    "联系电话",
    "电话号码",
    "手机号码",
    "手机号",
    "手机",
    "家庭住址",
    "家庭地址",
    "详细地址",
    "详细住址",
    "银行卡号",
    "银行账号",
    "一卡通",
    "一卡通账号",
    "出生日期",
    "出生年月",
    "户口簿",
    "户口簿号",
    "微信",
    "微信号",
    "学籍号",
    "监护人电话",
    "家长电话",
    "残疾证号",
    "护照号",
    "child name",
    "child's name",
    "student name",
    "full name",
    "guardian name",
    "guardian",
    "id card",
    "id card number",
    "id number",
    "national id",
    "phone",
    "phone number",
    "mobile",
    "mobile number",
    "home address",
    "date of birth",
    "birth date",
    "birthday",
    "bank account",
    "bank card",
    "child_name",
    "id_card",
    "birth_date",
    "home_address",
];

/// A heading that fills its cell and begins at `at`.
pub(in crate::identify) fn look(text: &Text, at: usize, hits: &mut Vec<Hit>) {
    let mut start = at;
    while start > 0 && matches!(text.get(start - 1), ' ' | '"' | '*' | '\'') {
        start -= 1;
    }
    if start > 0 && !matches!(text.get(start - 1), '\n' | ',' | '\t' | '|') {
        return;
    }
    let fills = |heading: &&&str| {
        let mut end = at + heading.chars().count();
        while matches!(text.get(end), ' ' | '"' | '*' | '\r' | '\'') {
            end += 1;
        }
        text.starts_lower(at, heading) && (end >= text.len() || matches!(text.get(end), '\n' | ',' | '\t' | '|'))
    };
    if let Some(heading) = HEADINGS.iter().find(fills) {
        hits.push(Hit::new(Kind::Heading, Level::High, at..at + heading.chars().count()));
    }
}
