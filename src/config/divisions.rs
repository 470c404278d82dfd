//! The list of administrative divisions: provinces, prefectures and counties by their codes (GB/T 2260).
//!
//! All of Hunan ships with the program. The rest of the country comes as a CSV with the columns `code`, `zh`, `en`, `level`
//! (`province`, `prefecture` or `county`) and `parent`; with `in_standard`, rows marked `N` are passed over, as are units that
//! only statistics know.

use std::path::{Path, PathBuf};

use super::rules::{DIVISIONS, NO_DIVISION};
use crate::diag::{Diagnostic, Failed, Place, Sink, Text};
use crate::files::Rows;
use crate::say;

/// One division.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Division {
    /// Six digits.
    pub code: String,
    /// Name in Chinese.
    pub zh: String,
    /// Name in English.
    pub en: String,
}

/// A prefecture with what it lies in and what lies in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct City {
    /// The prefecture itself.
    pub own: Division,
    /// Its province, when the list has it.
    pub province: Option<Division>,
    /// Its counties, in the order of their codes.
    pub counties: Vec<Division>,
}

/// A province with its prefectures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Province {
    /// The province itself.
    pub own: Division,
    /// Its prefectures that have counties, in the order of their codes.
    pub cities: Vec<City>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    Province,
    Prefecture,
    County,
}

/// A list of divisions.
#[derive(Clone, Debug)]
pub struct Divisions {
    rows: Vec<(Level, Division, String)>,
}

const HUNAN: &str = include_str!("divisions/hunan.csv");

impl Divisions {
    /// The list that ships with the program: one province, 14 prefectures, 122 counties.
    #[must_use]
    pub fn hunan() -> Self {
        // Its soundness is a test, not a matter of the user's.
        Self::read(Path::new("hunan.csv"), HUNAN.as_bytes(), &Sink::new()).unwrap_or(Self { rows: Vec::new() })
    }

    /// Reads a list. Every fault is told with row and column.
    pub fn read(path: &Path, bytes: &[u8], sink: &Sink) -> Result<Self, Failed> {
        let Ok(text) = std::str::from_utf8(bytes) else {
            let message = say!("区划代码表不是 UTF-8 编码", "the list of divisions is not UTF-8");
            let help = say!("另存为“CSV UTF-8（逗号分隔）”", "save it as “CSV UTF-8 (comma delimited)”");
            return Err(sink.fail(Diagnostic::error(&DIVISIONS, message).at(path).help(help)));
        };
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
        let headings: Vec<String> = reader.headers().map(|row| row.iter().map(str::to_owned).collect()).unwrap_or_default();
        let list = List { path, headings, sink };
        list.check_headings();
        sink.check()?;
        let (mut rows, mut lines) = (Vec::<(Level, Division, String)>::new(), Rows::new(text.as_bytes()));
        for record in reader.records().filter_map(Result::ok) {
            let line = record.position().map_or(0, |place| lines.line(place.byte()));
            let Some(row) = list.row(line, &record) else { continue };
            if rows.iter().any(|known| known.1.code == row.1.code) {
                list.fault(
                    line,
                    "code",
                    say!("这个代码前面已经有了", "this code is listed before"),
                    say!("只留一行", "keep one row"),
                );
            }
            rows.push(row);
        }
        sink.check()?;
        rows.sort_by(|a, b| a.1.code.cmp(&b.1.code));
        Ok(Self { rows })
    }

    /// A prefecture by its code (`4303` or `430300`) or its name, within a province if one is given. A name is the full or the short one,
    /// in Chinese or English: `岳阳市`, `岳阳`, `Yueyang City`, `yueyang`.
    pub fn city(&self, province: Option<&str>, city: &str) -> Result<City, Diagnostic> {
        let within = province.map(|typed| self.named(Level::Province, typed, None)).transpose()?;
        let own = self.named(Level::Prefecture, city, within)?;
        let parent = self.rows.iter().find(|row| row.1.code == own.1.code).map_or("", |row| row.2.as_str());
        let counties = self.rows.iter().filter(|row| row.0 == Level::County && row.2 == own.1.code);
        let counties: Vec<Division> = counties.map(|row| row.1.clone()).collect();
        if counties.is_empty() {
            let (code, zh) = (&own.1.code, &own.1.zh);
            let message = say!("代码表里没有 {zh}（{code}）的县市区", "the list has no counties of {code}");
            let help = say!("在代码表里加上它的县市区，`parent` 写 {code}", "add its counties with the `parent` {code}");
            return Err(Diagnostic::error(&NO_DIVISION, message).help(help));
        }
        let province = self.rows.iter().find(|row| row.0 == Level::Province && row.1.code == parent).map(|row| row.1.clone());
        Ok(City { own: own.1.clone(), province, counties })
    }

    /// A province by its code (`43` or `430000`) or its name, as a prefecture.
    pub fn province(&self, typed: &str) -> Result<Province, Diagnostic> {
        let own = self.named(Level::Province, typed, None)?.1.clone();
        let inside = self.rows.iter().filter(|row| row.0 == Level::Prefecture && row.2 == own.code);
        let cities: Vec<City> = inside.filter_map(|row| self.city(Some(&own.code), &row.1.code).ok()).collect();
        if cities.is_empty() {
            let (code, zh) = (&own.code, &own.zh);
            let message = say!("代码表里没有 {zh}（{code}）的市州和县市区", "the list has no cities and counties of {code}");
            let help = say!("在代码表里加上它的市州，`parent` 写 {code}", "add its cities with the `parent` {code}");
            return Err(Diagnostic::error(&NO_DIVISION, message).help(help));
        }
        Ok(Province { own, cities })
    }

    /// Every prefecture's code, in order.
    #[must_use]
    pub fn cities(&self) -> Vec<&str> {
        self.rows.iter().filter(|row| row.0 == Level::Prefecture).map(|row| row.1.code.as_str()).collect()
    }

    fn named(&self, level: Level, typed: &str, within: Option<&Row>) -> Result<&Row, Diagnostic> {
        let code = full_code(typed);
        let fits = |row: &&Row| row.0 == level && within.is_none_or(|within| row.2 == within.1.code);
        let by = |same: &dyn Fn(&Division) -> bool| -> Vec<&Row> {
            self.rows.iter().filter(fits).filter(|row| same(&row.1)).collect()
        };
        let exact = by(&|own| own.code == code || own.zh == typed);
        let short = || by(&|own| is_short_for(typed, own));
        let found = Some(exact).filter(|found| !found.is_empty()).unwrap_or_else(short);
        // Of two that are called alike neither is taken.
        <[&Row; 1]>::try_from(found).map(|[only]| only).map_err(|_| {
            let known: Vec<String> =
                self.rows.iter().filter(fits).take(24).map(|row| format!("{} {}", row.1.code, row.1.zh)).collect();
            let message = match within {
                Some(within) => {
                    let (zh, en) = (&within.1.zh, &within.1.en);
                    say!("代码表里，{zh}没有 `{typed}`", "the list knows no `{typed}` in {en}")
                }
                None => say!("代码表里没有 `{typed}`", "the list knows no `{typed}`"),
            };
            let known = known.join("、");
            let wrong = Diagnostic::error(&NO_DIVISION, message);
            let wrong = if known.is_empty() { wrong } else { wrong.help(say!("可用的：{known}", "it knows: {known}")) };
            wrong.help(say!(
                "别的省用 `--divisions 文件` 给出区划代码表",
                "give the list of another province with `--divisions FILE`"
            ))
        })
    }
}

type Row = (Level, Division, String);

/// Whether people say this for the whole name of a division.
fn is_short_for(typed: &str, own: &Division) -> bool {
    let typed = typed.trim();
    stem(&own.zh).0 == typed || own.en.eq_ignore_ascii_case(typed) || short_english(&own.en).eq_ignore_ascii_case(typed)
}

/// A code with the zeros that were left out: `43` is `430000`.
fn full_code(typed: &str) -> String {
    match typed.bytes().all(|byte| byte.is_ascii_digit()) && matches!(typed.len(), 2 | 4) {
        true => format!("{typed:0<6}"),
        false => typed.to_owned(),
    }
}

/// A list that is being read.
struct List<'a> {
    path: &'a Path,
    headings: Vec<String>,
    sink: &'a Sink,
}

impl List<'_> {
    fn fault(&self, row: u64, column: &str, message: Text, help: Text) {
        let place = Place::Cell { file: PathBuf::from(self.path), row, column: column.to_owned() };
        self.sink.push(Diagnostic::error(&DIVISIONS, message).at(place).help(help));
    }

    fn check_headings(&self) {
        for name in ["code", "zh", "en", "level", "parent"] {
            if !self.headings.iter().any(|heading| heading == name) {
                let message = say!("缺少列 `{name}`", "the column `{name}` is missing");
                let help =
                    say!("第一行写 `code,zh,en,level,parent`", "the first row names the columns: `code,zh,en,level,parent`");
                self.fault(1, name, message, help);
            }
        }
    }

    /// A row of the standard; nothing for others, and for faulty ones, which are told.
    fn row(&self, line: u64, record: &csv::StringRecord) -> Option<Row> {
        let cell = |name: &str| {
            self.headings.iter().position(|heading| heading == name).and_then(|at| record.get(at)).unwrap_or("").to_owned()
        };
        let level = match cell("level").as_str() {
            "province" => Level::Province,
            "prefecture" => Level::Prefecture,
            "county" => Level::County,
            "stat_unit" => return None,
            _ => {
                let message = say!("级别不认识", "the level is not known");
                self.fault(
                    line,
                    "level",
                    message,
                    say!("写 province、prefecture 或 county", "write province, prefecture or county"),
                );
                return None;
            }
        };
        if matches!(cell("in_standard").as_str(), "N" | "n") {
            return None;
        }
        let division = Division { code: cell("code"), zh: cell("zh"), en: cell("en") };
        let is_code = |code: &str| code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit());
        if !is_code(&division.code) {
            self.fault(
                line,
                "code",
                say!("代码不是六位数字", "the code is not six digits"),
                say!("写六位代码", "write six digits"),
            );
        }
        if level != Level::Province && !is_code(&cell("parent")) {
            let help = say!("写上一级的六位代码", "write the six digits of the division it lies in");
            self.fault(line, "parent", say!("没有上一级的代码", "the division it lies in is missing"), help);
        }
        for (column, name) in [("zh", &division.zh), ("en", &division.en)] {
            // Names go into settings and pages as they are.
            let plain = !name.is_empty() && !name.contains(|c: char| c.is_control() || "\"\\{}<>@`,|[]*_".contains(c));
            if !plain {
                let message = say!("名称是空的，或者有不能用的符号", "the name is empty or holds a sign that cannot be used");
                self.fault(line, column, message, say!("写地名，不带标点", "write the name alone, without punctuation"));
            }
        }
        Some((level, division, cell("parent")))
    }
}

/// The peoples that names of autonomous places hold.
const PEOPLES: [(&str, &str); 30] = [
    ("土家族", "Tujia"),
    ("苗族", "Miao"),
    ("侗族", "Dong"),
    ("瑶族", "Yao"),
    ("壮族", "Zhuang"),
    ("回族", "Hui"),
    ("彝族", "Yi"),
    ("藏族", "Tibetan"),
    ("白族", "Bai"),
    ("傣族", "Dai"),
    ("黎族", "Li"),
    ("畲族", "She"),
    ("水族", "Sui"),
    ("羌族", "Qiang"),
    ("满族", "Manchu"),
    ("土族", "Tu"),
    ("佤族", "Va"),
    ("怒族", "Nu"),
    ("哈尼族", "Hani"),
    ("傈僳族", "Lisu"),
    ("拉祜族", "Lahu"),
    ("纳西族", "Naxi"),
    ("布依族", "Bouyei"),
    ("仡佬族", "Gelao"),
    ("仫佬族", "Mulao"),
    ("毛南族", "Maonan"),
    ("蒙古族", "Mongol"),
    ("朝鲜族", "Korean"),
    ("东乡族", "Dongxiang"),
    ("哈萨克", "Kazakh"),
];

/// A Chinese place name without its kind and peoples, and the kind: `芷江侗族自治县` is `芷江` and `县`, `洪江市` is `洪江` and `市`.
///
/// A name of one character keeps its kind, as people say it: `道县`.
#[must_use]
pub fn stem(name: &str) -> (&str, Option<char>) {
    let kind = name.chars().next_back().filter(|c| matches!(c, '县' | '市' | '区' | '州' | '旗' | '盟' | '省'));
    let Some(kind) = kind else { return (name, None) };
    let bare = &name[..name.len() - kind.len_utf8()];
    let mut bare = match bare.strip_suffix("自治") {
        Some(bare) => bare,
        None if bare.chars().count() < 2 => return (name, Some(kind)),
        None => return (bare, Some(kind)),
    };
    while let Some(shorter) = PEOPLES.iter().find_map(|(zh, _)| bare.strip_suffix(zh)).filter(|rest| !rest.is_empty()) {
        bare = shorter;
    }
    (bare, Some(kind))
}

/// An English place name without its kind and peoples.
#[must_use]
pub fn short_english(name: &str) -> String {
    let words: Vec<&str> = name.split(' ').collect();
    let kind = |word: &&str| matches!(*word, "County" | "City" | "District" | "Prefecture" | "Banner" | "League" | "Province");
    let Some((last, mut rest)) = words.split_last().filter(|(last, rest)| kind(last) && !rest.is_empty()) else {
        return name.to_owned();
    };
    if rest.last() == Some(&"Autonomous") {
        rest = &rest[..rest.len() - 1];
        let people = |word: &&str| *word == "and" || PEOPLES.iter().any(|(_, en)| en == word);
        while rest.len() > 1 && rest.last().is_some_and(people) {
            rest = &rest[..rest.len() - 1];
        }
    }
    // A short name such as `Dao` says too little by itself.
    if rest.len() == 1 && rest[0].len() < 4 { format!("{} {last}", rest[0]) } else { rest.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_hunan_ships_with_the_program() {
        let list = Divisions::hunan();
        let cities = list.cities();
        assert_eq!(cities.len(), 14);
        let counties: usize = cities.iter().map(|code| list.city(Some("43"), &code[..4]).unwrap().counties.len()).sum();
        assert_eq!(counties, 122);
        let city = list.city(Some("43"), "4303").unwrap();
        assert_eq!((city.own.zh.as_str(), city.province.unwrap().zh.as_str()), ("湘潭市", "湖南省"));
        for name in ["湘潭市", "湘潭", "Xiangtan City", "xiangtan"] {
            assert_eq!(list.city(Some("湖南"), name).unwrap().counties, city.counties, "{name}");
        }
        assert_eq!(list.city(Some("Hunan"), "湘西").unwrap().own.code, "433100");
        assert!(!HUNAN.contains("管理区"), "units that only statistics know stay out");
    }

    #[test]
    fn what_is_not_there_is_told_with_what_is() {
        let told = |province, city| Divisions::hunan().city(province, city).unwrap_err();
        assert!(told(Some("43"), "4399").help[0].en.contains("430300 湘潭市"));
        assert!(told(Some("44"), "4403").message.zh.contains("44"));
    }

    #[test]
    fn names_become_short_as_people_say_them() {
        for (name, short, kind) in [
            ("芷江侗族自治县", "芷江", Some('县')),
            ("靖州苗族侗族自治县", "靖州", Some('县')),
            ("湘西土家族苗族自治州", "湘西", Some('州')),
            ("洪江市", "洪江", Some('市')),
            ("道县", "道县", Some('县')),
            ("洪江", "洪江", None),
        ] {
            assert_eq!(stem(name), (short, kind), "{name}");
        }
        for (name, short) in [
            ("Jingzhou Miao and Dong Autonomous County", "Jingzhou"),
            ("Hongjiang City", "Hongjiang"),
            ("Dao County", "Dao County"),
            ("Li County", "Li County"),
            ("Anywhere", "Anywhere"),
        ] {
            assert_eq!(short_english(name), short);
        }
    }

    #[test]
    fn faults_of_a_list_are_told_with_row_and_column() {
        let sink = Sink::new();
        let text = "code,zh,en,level,parent\n4403,深圳市,Shenzhen City,prefecture,440000\n440303,罗湖区,,county,\n440304,甲,A,town,440300\n";
        assert!(Divisions::read(Path::new("list.csv"), text.as_bytes(), &sink).is_err());
        let places: Vec<String> = sink.sorted().iter().map(|d| format!("{:?}", d.places[0].0)).collect();
        assert_eq!(places.len(), 4, "{places:#?}");
        assert!(places.iter().all(|place| place.contains("list.csv")));
        let sink = Sink::new();
        assert!(Divisions::read(Path::new("list.csv"), b"code,name\n", &sink).is_err());
        assert_eq!(sink.sorted().len(), 4, "each missing column");
    }
}
