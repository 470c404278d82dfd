//! The words of a form: Chinese, English, and English for every other language.

use crate::model::Lang;

/// What a form says, once in each of its languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    Data,
    Notes,
    Codes,
    Lead,
    Column,
    Write,
    Need,
    Required,
    Optional,
    Choose,
    Whole,
    Decimal,
    Key,
    Text,
    KeyName,
    Wrong,
    ChooseWrong,
    NumberWrong,
    KeyWrong,
}

impl Word {
    /// The word in a language.
    pub(super) fn of(self, lang: &Lang) -> &'static str {
        let (zh, en) = self.both();
        if lang.is_chinese() { zh } else { en }
    }

    fn both(self) -> (&'static str, &'static str) {
        match self {
            Self::Data => ("填报", "Data"),
            Self::Notes => ("说明", "Notes"),
            Self::Codes => ("代码", "Codes"),
            Self::Lead => (
                "一行填一条记录；带 * 的必填。填法见“说明”表。",
                "One record a row; columns with * are required. See the sheet of notes.",
            ),
            Self::Column => ("列", "Column"),
            Self::Write => ("怎么填", "What to write"),
            Self::Need => ("必填", "Required"),
            Self::Required => ("是", "yes"),
            Self::Optional => ("可以空着", "may stay empty"),
            Self::Choose => ("从下拉列表里选", "Choose from the list"),
            Self::Whole => ("整数，不能是负数，不写单位", "A whole number, not negative, without a unit"),
            Self::Decimal => {
                ("数字，不能是负数，不写单位，最多小数位：", "A number, not negative, without a unit; most decimals:")
            }
            Self::Key => (
                "没有意义的编号：1 至 64 个字母、数字、- 或 _；同一个人每次都用同一个编号",
                "A number without meaning: 1 to 64 letters, digits, - or _; the same for a person every time",
            ),
            Self::Text => ("文字；不写姓名、电话和住址", "Text; no names, telephone numbers or addresses"),
            Self::KeyName => ("编号", "Key"),
            Self::Wrong => ("填写有误", "Not accepted"),
            Self::ChooseWrong => ("请从下拉列表里选", "Please choose from the list"),
            Self::NumberWrong => {
                ("请填数字，不能是负数，也不写单位", "Please write a number that is not negative, without a unit")
            }
            Self::KeyWrong => ("编号是 1 至 64 个字母、数字、- 或 _", "A key is 1 to 64 letters, digits, - or _"),
        }
    }
}

/// How the form is filled in, a line each.
pub(super) fn advice(lang: &Lang) -> [&'static str; 6] {
    if lang.is_chinese() {
        [
            "表头不要改，不要加列；行可以加，前 2000 行带下拉列表和校验。",
            "“填报”表里一行一条记录，不写合计、不写附注。",
            "没有的数留空，不写 0；0 表示确实是零。",
            "不要写姓名、身份证号、电话、住址、学校和照片：表格发出去，就会留在邮箱和别人的电脑里。",
            "从别处粘贴时选“只粘贴值”，下拉列表和校验才不会丢。",
            "填好后存成 XLSX 交回，文件名写上县市区和期间；改正后再交时用同一个文件名。",
        ]
    } else {
        [
            "Leave the headings as they are and add no columns. Rows may be added; the first 2,000 have lists and checks.",
            "Totals, subtotals and remarks do not belong on the sheet of data.",
            "Leave a cell empty where there is no figure; 0 means that it is zero.",
            "No names, identity numbers, telephone numbers, addresses, schools or photographs: a table that was sent stays in mailboxes and on other people's computers.",
            "Paste values only, so that lists and checks are not lost.",
            "Save the table as XLSX and send it back; name the file by county and period. Send a corrected table under the same name.",
        ]
    }
}
