//! The impact assessment of personal-information protection (Personal Information Protection Law, art. 55 and 56): what the program
//! knows is filled in, the rest is marked. Nothing is invented.

use std::fmt::Write as _;

use super::words::Words;
use super::{Known, Review, generator};
use crate::config::ColumnKind;

/// Two languages, one of which is asked for.
type Pair = (&'static str, &'static str);

/// The sections and questions that only people can answer, after what the program could say.
pub(super) struct Form<'a> {
    words: &'a Words,
    text: String,
}

impl Form<'_> {
    fn pick(&self, (zh, en): Pair) -> &'static str {
        if self.words.chinese { zh } else { en }
    }

    pub(super) fn heading(&mut self, pair: Pair) {
        let _ = write!(self.text, "\n## {}\n\n", self.pick(pair));
    }

    pub(super) fn line(&mut self, pair: Pair) {
        let _ = writeln!(self.text, "{}\n", self.pick(pair));
    }

    fn item(&mut self, label: Pair, value: &str) {
        let colon = self.pick(("：", ": "));
        let _ = writeln!(self.text, "- **{}**{colon}{value}", self.pick(label));
    }

    /// What the program knows, in both languages.
    pub(super) fn said(&mut self, label: Pair, zh: String, en: String) {
        let value = if self.words.chinese { zh } else { en };
        self.item(label, &value);
    }

    /// A question for people.
    pub(super) fn blank(&mut self, label: Pair) {
        let blank = self.pick(("【待填写】", "[to be filled in]"));
        self.item(label, blank);
    }

    fn filled(&mut self, label: Pair, value: Option<String>) {
        match value {
            Some(value) => self.item(label, &value),
            None => self.blank(label),
        }
    }
}

pub(super) fn markdown(review: &Review, site: &Known, words: &Words) -> String {
    let mut form = Form { words, text: String::new() };
    head(&mut form, review, site);
    processing(&mut form, site);
    purpose(&mut form);
    impact(&mut form, site);
    super::stories::section(&mut form, site);
    measures(&mut form, review, site);
    conclusion(&mut form, site);
    form.text
}

fn head(form: &mut Form<'_>, review: &Review, site: &Known) {
    let settings = &site.settings.site;
    let chinese = form.words.chinese;
    let _ = write!(
        form.text,
        "# {}\n\n",
        form.pick(("个人信息保护影响评估报告", "Personal-information protection impact assessment"))
    );
    form.line((
        "依据《个人信息保护法》第五十五条、第五十六条。程序知道的内容已经填好，标“待填写”的由负责人填写。处理情况记录和本报告至少保存三年。",
        "Under articles 55 and 56 of the Personal Information Protection Law. What the program knows is filled in; whoever answers for the release fills in the rest. This paper and the record of the processing are kept for three years at least.",
    ));
    form.item(("网站", "Site"), site.say(&settings.title, chinese));
    form.item(("发布单位", "Publisher"), site.say(&settings.publisher.name, chinese));
    form.filled(("评估日期", "Day of the assessment"), review.as_of.map(|day| day.to_string()));
    let last = site.last.as_ref().map(|(version, date, ..)| format!("{version} ({date})"));
    let none = form.pick(("没有，这是第一次发布", "none; this would be the first")).to_owned();
    form.item(("上一版", "Last release"), &last.unwrap_or(none));
    form.filled(("本次发布内容的指纹（SHA-256）", "Fingerprint of what would be released (SHA-256)"), site.sum.clone());
    form.item(("程序", "Program"), generator());
    form.blank(("个人信息保护负责人", "Person in charge of personal-information protection"));
    form.blank(("参加评估的人员和部门", "Persons and offices who took part"));
}

/// What is processed: the record files by their declared columns, never their content.
fn processing(form: &mut Form<'_>, site: &Known) {
    form.heading(("一、处理的个人信息", "1. The personal information"));
    let catalog = &site.settings.catalog;
    let of_persons = || catalog.records.iter().filter(|records| records.cities.is_none());
    if of_persons().next().is_none() {
        form.line((
            "站点没有记录文件，只公布登记过的统计数。",
            "The site has no record files; it publishes registered statistics alone.",
        ));
    }
    for records in of_persons() {
        let names: Vec<&str> = records.columns.iter().map(|column| column.name.as_str()).collect();
        let keyed = records.person.is_some() || records.columns.iter().any(|column| matches!(column.kind, ColumnKind::Key));
        let nature = match (records.synthetic, keyed) {
            (true, _) => ("虚构的演示记录，不是任何人的信息", "invented records of a demonstration, about nobody"),
            (false, true) => (
                "一行关于一个人，以编号代替姓名：去标识化，仍是个人信息",
                "a row is about a person, with a key for the name: de-identified, still personal information",
            ),
            (false, false) => ("没有声明个人编号", "no key of a person is declared"),
        };
        let joined = names.join(form.pick(("、", ", ")));
        let _ = writeln!(form.text, "- `{}`{}{}", records.id, form.pick(("：", ": ")), form.pick(nature));
        let _ = writeln!(
            form.text,
            "  - {}{joined}",
            form.pick(("声明的列（其余的列不读取）：", "Declared columns (others are not read): "))
        );
    }
    form.text.push('\n');
    form.blank(("涉及的人数（量级）", "How many persons, roughly"));
    form.blank((
        "其中不满十四周岁的未成年人（敏感个人信息，第二十八条）",
        "Of them under fourteen (sensitive personal information, art. 28)",
    ));
    form.blank(("信息来源和取得方式", "Where the information comes from and how it was obtained"));
    form.blank(("保存地点和期限（第十九条、第三十六条）", "Where it is kept and for how long (art. 19, 36)"));
    form.blank(("能接触记录的人员", "Who has access to the records"));
}

fn purpose(form: &mut Form<'_>) {
    form.heading((
        "二、处理目的、方式是否合法、正当、必要（第五十六条第一项）",
        "2. Whether purpose and manner are lawful, legitimate and necessary (art. 56, 1)",
    ));
    form.blank(("处理目的", "Purpose"));
    form.blank(("法定依据（第十三条）", "Legal basis (art. 13)"));
    form.blank((
        "公开的依据：单独同意或者匿名化（第二十五条、第二十九条、第七十三条）",
        "Basis of publication: separate consent, or anonymisation (art. 25, 29, 73)",
    ));
    form.item(
        ("处理方式", "Manner"),
        form.pick((
            "在单位自己的计算机上汇总，只公布经过保护的合计；不公布任何一条记录，不联网，不经第三方处理",
            "added up on the office’s own computer; only protected totals are published, no record is, nothing is sent anywhere and no third party is involved",
        )),
    );
    form.blank(("为什么不能用更少的信息达到目的（第六条）", "Why less information would not do (art. 6)"));
}

fn impact(form: &mut Form<'_>, site: &Known) {
    form.heading((
        "三、对个人权益的影响及安全风险（第五十六条第二项）",
        "3. Effects on the rights of persons, and risks (art. 56, 2)",
    ));
    let (cells, withheld) =
        site.tables.iter().fold((0, 0), |(cells, hidden), table| (cells + table.shown + table.withheld, hidden + table.withheld));
    let tables = site.tables.len();
    form.item(
        ("公布的表", "Tables that are published"),
        &match form.words.chinese {
            true => format!("{tables} 张，{cells} 格，其中为保密隐去 {withheld} 格"),
            false => format!("{tables}, with {cells} cells, of which {withheld} are withheld to protect persons"),
        },
    );
    form.item(
        ("能不能推算出隐去的数", "Whether withheld figures can be worked out"),
        if site.sum.is_some() {
            form.pick((
                "发布前用独立的攻击程序核对过全部表格、以前各版和已知的外部数字，没有推算出任何一格（精确值、区间、整数解、知道自己数据的人）",
                "before publication a separate attacker tried all tables together with earlier releases and figures printed elsewhere, and found none (exact values, intervals, whole numbers, contributors who know their own part)",
            ))
        } else {
            form.pick(("检查没有通过，见检查报告", "the check did not pass; see its report"))
        },
    );
    form.blank((
        "如果仍被认出，对孩子和家庭可能的后果",
        "If a child were recognised all the same: what might follow for child and family",
    ));
    form.blank(("与其他公开信息结合的风险", "Risks in combination with other public information"));
}

fn measures(form: &mut Form<'_>, review: &Review, site: &Known) {
    form.heading((
        "五、保护措施是否合法、有效并与风险程度相适应（第五十六条第三项）",
        "5. Whether the measures are lawful, effective and fitting to the risk (art. 56, 3)",
    ));
    for table in &site.tables {
        let title = site.say(&table.title, form.words.chinese);
        let (method, threshold) = (form.words.treatment(table.treatment), table.threshold);
        let said = match (form.words.chinese, threshold) {
            (true, 0) => format!("数的不是孩子，不设人数下限；{method}"),
            (true, _) => format!("每个公布的数背后至少 {threshold} 人；{method}"),
            (false, 0) => format!("no children are counted, no threshold; {method}"),
            (false, _) => format!("at least {threshold} persons behind each published figure; {method}"),
        };
        let _ = writeln!(form.text, "- {title}{}{said}", form.pick(("：", ": ")));
    }
    let identifiers = review.findings.iter().filter(|found| found.rule.id.starts_with("identify/")).count();
    form.item(
        ("身份标识扫描", "Search for identifiers"),
        &match (form.words.chinese, identifiers) {
            (true, 0) => "正文、数据、附件、图片和全部生成的文件都查过，没有发现".to_owned(),
            (true, count) => format!("{count} 条提示，见检查报告"),
            (false, 0) => {
                "texts, data, attachments, pictures and every finished file were searched; nothing was found".to_owned()
            }
            (false, count) => format!("findings: {count}, see the report of the check"),
        },
    );
    let waivers = site.settings.identifiers.waivers.len();
    form.item(
        ("登记的豁免", "Waivers"),
        &match form.words.chinese {
            true => format!("{waivers} 条，理由、经办人和期限见检查报告"),
            false => format!("{waivers}; reasons, persons and days stand in the report of the check"),
        },
    );
    let demands = site.settings.site.release.sign_offs;
    form.item(
        ("发布前签署", "Sign-offs before publication"),
        &match form.words.chinese {
            true => format!("要求 {demands} 人"),
            false => format!("required: {demands}"),
        },
    );
    form.blank((
        "监护人同意的取得、撤回和记录（第十五条、第三十一条）",
        "How guardians consent and withdraw, and how it is recorded (art. 15, 31)",
    ));
    form.blank(("记录的存放、加密、权限和日志（第五十一条）", "Storage, encryption, access and logs of the records (art. 51)"));
    form.blank((
        "查阅、更正、删除请求怎样受理（第四十四条至第五十条）",
        "How requests to see, correct and delete are handled (art. 44 to 50)",
    ));
    form.blank(("泄露时怎样补救和通知（第五十七条）", "What is done and who is told after a leak (art. 57)"));
}

fn conclusion(form: &mut Form<'_>, site: &Known) {
    form.heading(("六、结论", "6. Conclusion"));
    if site.sum.is_none() {
        form.line(("检查没有通过，现在不能发布。", "The check did not pass: nothing can be published now."));
    }
    form.blank(("风险等级和接受的理由", "Level of risk, and why it is accepted"));
    form.blank(("整改要求", "What is to be mended"));
    form.blank(("评估人签字、日期", "Signature of the assessor, day"));
    form.blank(("负责人签字、日期", "Signature of whoever answers for the release, day"));
}
