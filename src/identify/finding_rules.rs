//! What is told of findings: one rule for what one advice cures.

use crate::diag::Rule;

/// The rules of this module.
pub static RULES: &[&Rule] = &[
    &RESIDENT_ID,
    &PHONE,
    &BANK_CARD,
    &DOCUMENT,
    &PLATE,
    &ACCOUNT,
    &POSITION,
    &ADDRESS,
    &SCHOOL,
    &NAME,
    &BIRTH_DATE,
    &EXACT_AGE,
    &CIRCUMSTANCE,
    &HEADING,
];

macro_rules! rule {
    ($name:ident, $id:literal, $zh:literal, $en:literal, $explain_zh:literal, $explain_en:literal) => {
        pub(super) static $name: Rule = Rule { id: $id, title: ($zh, $en), explain: ($explain_zh, $explain_en) };
    };
}

rule!(
    RESIDENT_ID,
    "identify/resident-id",
    "出现了身份证号",
    "a resident ID number",
    "身份证号直接对应一个人，任何页面、表格、附件和文件名里都不能有，打了星号的也不行：剩下的几位加上地区和年龄，往往就能认出是谁。请整个删去。位数和校验码都对的定为“确定”；校验码不对的也会提示，因为多半是抄错了一位。",
    "A resident ID number is one person. It may stand in no page, table, attachment or file name, not even partly masked: what is left of it, with a place and an age, is often enough. Remove it. A number whose check digit holds is certain; one whose check digit fails is told as well, since it is mostly a slip of the pen."
);
rule!(
    PHONE,
    "identify/phone",
    "出现了电话号码",
    "a telephone number",
    "个人电话不能公布。本单位对外公开的电话写进 `data/identifiers.toml` 的 `[[allow]]`，并说明理由。12345 一类的热线不用登记。",
    "Telephone numbers of persons are not published. A number that an office makes public goes into `[[allow]]` of `data/identifiers.toml`, with the reason. Hotlines such as 12345 need no entry."
);
rule!(
    BANK_CARD,
    "identify/bank-card",
    "出现了银行卡号或账号",
    "a bank card or account number",
    "卡号、账号、一卡通号都不能公布。公益捐赠账户由单位对外公开的，写进 `data/identifiers.toml` 的 `[[allow]]`。",
    "Numbers of cards and accounts are not published. An account for donations that an organisation makes public goes into `[[allow]]` of `data/identifiers.toml`."
);
rule!(
    DOCUMENT,
    "identify/document",
    "出现了证件号码",
    "the number of a passport or permit",
    "护照、通行证、居住证、残疾证等证件的号码不能公布。请删去；如果只是外形相像的编号，按“待定”办理豁免，写明理由。",
    "Numbers of passports, permits and certificates are not published. Remove it. If it is only a code of like shape, waive it with the reason."
);
rule!(
    PLATE,
    "identify/plate",
    "出现了车牌号",
    "a number plate",
    "车牌号可以查到车主，照片说明里尤其常见。请删去。",
    "A number plate leads to the owner of the car; captions of photographs are where it slips in. Remove it."
);
rule!(
    ACCOUNT,
    "identify/account",
    "出现了微信号、QQ 号或邮箱",
    "a WeChat id, QQ number or e-mail address",
    "个人的网络账号不能公布。单位公开的邮箱和公众号写进 `data/identifiers.toml` 的 `[[allow]]`。",
    "Accounts of persons are not published. A mailbox or account that an organisation makes public goes into `[[allow]]` of `data/identifiers.toml`."
);
rule!(
    POSITION,
    "identify/position",
    "出现了经纬度",
    "a geographical position",
    "经纬度能定位到一户人家。页面上的地点最多写到县。",
    "Co-ordinates lead to a single house. Pages name places no finer than the county."
);
rule!(
    ADDRESS,
    "identify/address",
    "出现了详细地址",
    "an address",
    "村、组、门牌和乡镇加上年龄、性别，往往就能认出一个孩子。请改写到县，故事里必要时写“某县”“市南部的一个县”。办公地址写进 `data/identifiers.toml` 的 `[[allow]]`。",
    "A village, a door number or a township, with an age and a sex, often points to one child. Write the county, in stories rather `a county in the south of the city`. The address of an office goes into `[[allow]]` of `data/identifiers.toml`."
);
rule!(
    SCHOOL,
    "identify/school",
    "出现了学校或班级",
    "a school or a class",
    "学校和班级能把范围缩小到几十个孩子。请改写为“一所乡镇小学”“小学高年级”。",
    "A school or a class narrows the search to some dozens of children. Write `a primary school in a township`, `the upper primary years`."
);
rule!(
    NAME,
    "identify/name",
    "出现了姓名或可能的姓名",
    "a name, or what may be one",
    "孩子和家人的姓名不能出现，“张某某”“小燕（化名）”也要由人判断：化名常与真名同姓、同音。请换成“一个女孩”“这位奶奶”。以职务身份出现的成年人写进 `data/identifiers.toml` 的 `[[allow]]`，写明职务。",
    "Names of children and their families have no place here. Pseudonyms too need a person's judgement, since they often share a sound or a surname with the real name. Write `a girl`, `her grandmother`. Adults in office go into `[[allow]]` of `data/identifiers.toml`, with their office."
);
rule!(
    BIRTH_DATE,
    "identify/birth-date",
    "出现了出生日期",
    "a day or month of birth",
    "出生年月与县、性别合在一起，常常只对应一个孩子。请改用年龄段。",
    "A month of birth with a county and a sex often points to one child. Use an age band."
);
rule!(
    EXACT_AGE,
    "identify/exact-age",
    "出现了未成年人的确切年龄",
    "the exact age of a minor",
    "请改用年龄段或学段，如“小学低年级”。年龄段的上下限（“6—14周岁”“不满16周岁”）不受影响。",
    "Use an age band or a stage of school, such as `lower primary`. The ends of a range (`aged 6 to 14`, `under 16`) are no exact ages."
);
rule!(
    CIRCUMSTANCE,
    "identify/circumstance",
    "故事里写了敏感情况",
    "a story tells of sensitive circumstances",
    "父母去世、服刑、改嫁，伤害，疾病：本身不是身份信息，但认出孩子以后，伤害就大了。只计数，不阻止发布；写故事时请想想能不能不写。",
    "A parent's death, prison or remarriage, harm, illness: no identifiers, but what does the harm once a child is recognised. They are counted and stop nothing; consider whether the story needs them."
);
rule!(
    HEADING,
    "identify/column-heading",
    "表头是个人信息栏目",
    "a column is headed as personal information",
    "表格、附件、CSV 里出现“姓名”“身份证号”“联系电话”这样的栏目，说明带进了名单。请删去整列；名单一律不公布。",
    "A column headed `name`, `ID number` or `telephone` in a table, an attachment or a CSV file means that a list of persons came along. Remove the whole column; lists of persons are never published."
);
