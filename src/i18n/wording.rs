//! Numbers in words: the bound survives, the unit fits the number, and each language keeps its own order.

use std::sync::Arc;

use intl_pluralrules::{PluralCategory, PluralRuleType, PluralRules};

use super::digits::{Scaled, grouped, plain, scaled, trimmed};
use super::words::{Arg, Words};
use crate::model::{Bound, Date, Decimal, Lang, Plural, Quantity, Unit};

/// A figure in words.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Said {
    /// The word before the number (`超`, `more than`), or empty.
    pub before: String,
    /// The number; in Chinese 余 may stand inside it (`80余万`).
    pub number: String,
    /// The unit, or empty.
    pub unit: String,
    /// Number with its bound, without unit: `超100万`, `more than 800,000`.
    pub bounded: String,
    /// All of it, spaced as the language does: `80余万元`, `more than 800,000 yuan`.
    pub full: String,
}

/// How one language says numbers, units, dates and sizes. Cheap to share between threads.
#[derive(Debug)]
pub struct Wording {
    words: Arc<Words>,
    style: Style,
    plurals: Option<PluralRulesOf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Chinese,
    English,
    Other,
}

/// [`PluralRules`] has no `Debug`.
struct PluralRulesOf(PluralRules);

impl std::fmt::Debug for PluralRulesOf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PluralRules")
    }
}

impl Wording {
    /// The wording of a language. Its plural rules are CLDR's; a language CLDR does not know has the form `other` only.
    #[must_use]
    pub fn new(words: Arc<Words>) -> Self {
        let lang = words.lang();
        let style = match lang.as_str().split('-').next() {
            Some("zh") => Style::Chinese,
            Some("en") => Style::English,
            _ => Style::Other,
        };
        let language: Option<unic_langid::LanguageIdentifier> = lang.as_str().split('-').next().and_then(|tag| tag.parse().ok());
        let plurals = language.and_then(|id| PluralRules::create(id, PluralRuleType::CARDINAL).ok()).map(PluralRulesOf);
        Self { words, style, plurals }
    }

    /// The language.
    #[must_use]
    pub fn lang(&self) -> &Lang {
        self.words.lang()
    }

    /// The words it draws on.
    #[must_use]
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// A figure with its bound and unit: `80余万元`, `more than 800,000 yuan`; withheld: the word for it.
    #[must_use]
    pub fn quantity(&self, quantity: &Quantity) -> Said {
        let Some(value) = quantity.value.filter(|_| quantity.bound != Bound::Withheld) else {
            let word = self.withheld();
            return Said { number: word.clone(), bounded: word.clone(), full: word, ..Said::default() };
        };
        let (bounded, number) = self.bounded("bound", quantity.bound, value);
        let unit = self.unit(&quantity.unit, value).to_owned();
        // The number stands inside the bound's words unless 余 splits it.
        let (before, number) = match bounded.split_once(number.as_str()) {
            Some((before, after)) if !before.is_empty() => (before.trim_end().to_owned(), number + after),
            _ => (String::new(), bounded.clone()),
        };
        let full = self.join(&bounded, &unit);
        Said { before, number, unit, bounded, full }
    }

    /// A figure for a label beside a mark, without unit except `%`: `超5000`, `>5,000`, `80余万`.
    #[must_use]
    pub fn short(&self, quantity: &Quantity) -> String {
        let Some(value) = quantity.value.filter(|_| quantity.bound != Bound::Withheld) else { return self.withheld() };
        let (short, _) = self.bounded("short", quantity.bound, value);
        match self.unit(&quantity.unit, value) {
            sign @ ("%" | "‰") => short + sign,
            _ => short,
        }
    }

    /// The word for what is not published.
    #[must_use]
    pub fn withheld(&self) -> String {
        self.words.get("withheld", &[]).unwrap_or_else(|| "—".to_owned())
    }

    /// A bare number in running text: Chinese ungrouped, English `1,200`.
    #[must_use]
    pub fn number(&self, value: Decimal) -> String {
        match self.style {
            Style::Chinese => plain(value),
            Style::English => grouped(value, ",", "."),
            Style::Other => grouped(value, "\u{202f}", &self.point()),
        }
    }

    /// A number in a table: grouped by thousands in every language.
    #[must_use]
    pub fn table_number(&self, value: Decimal) -> String {
        match self.style {
            Style::Other => self.number(value),
            _ => grouped(value, ",", "."),
        }
    }

    /// A rate of at most one decimal in a table, always with that decimal: `472.0` below `465.8`.
    #[must_use]
    pub fn table_rate(&self, value: Decimal) -> String {
        let point = if self.style == Style::Other { self.point() } else { ".".to_owned() };
        let text = self.table_number(value);
        if text.contains(&point) { text } else { format!("{text}{point}0") }
    }

    /// An exact number with its unit: `1200人次`, `1,200 attendances`.
    #[must_use]
    pub fn with_unit(&self, value: Decimal, unit: &Unit) -> String {
        let scaled = self.scaled(value);
        self.join(&(scaled.digits + scaled.scale), self.unit(unit, value))
    }

    /// The unit's word for a number, by the language's plural rules.
    #[must_use]
    pub fn unit<'u>(&self, unit: &'u Unit, value: Decimal) -> &'u str {
        let words = unit.words.get(self.lang());
        let category = self.plurals.as_ref().and_then(|rules| rules.0.select(value.to_string().as_str()).ok());
        let plural = match category {
            Some(PluralCategory::ZERO) => Plural::Zero,
            Some(PluralCategory::ONE) => Plural::One,
            Some(PluralCategory::TWO) => Plural::Two,
            Some(PluralCategory::FEW) => Plural::Few,
            Some(PluralCategory::MANY) => Plural::Many,
            Some(PluralCategory::OTHER) | None => Plural::Other,
        };
        words.get(&plural).or_else(|| words.get(&Plural::Other)).map_or("", String::as_str)
    }

    /// A tick of an axis: `5万`, `1.2亿`; `50K`, `1.2M`.
    #[must_use]
    pub fn tick(&self, value: f64) -> String {
        let steps: &[(f64, &str)] = match self.style {
            Style::Chinese => &[(1e8, "亿"), (1e4, "万")],
            Style::English => &[(1e9, "B"), (1e6, "M"), (1e3, "K")],
            Style::Other => &[],
        };
        match steps.iter().find(|(step, _)| value.abs() >= *step) {
            Some((step, scale)) => trimmed(value / step) + scale,
            None => Decimal::parse(&trimmed(value).replace('−', "-")).map_or_else(|| trimmed(value), |value| self.number(value)),
        }
    }

    /// A day: `2025年2月15日`, `15 February 2025`; in a language without a message `date`, `2025-02-15`.
    #[must_use]
    pub fn date(&self, date: Date) -> String {
        let (year, month, day) = (date.year().to_string(), date.month().to_string(), date.day().to_string());
        let month = self.words.get(&format!("month-{month}"), &[]).unwrap_or(month);
        let args = [("year", Arg::Text(&year)), ("month", Arg::Text(&month)), ("day", Arg::Text(&day))];
        self.words.get("date", &args).unwrap_or_else(|| date.to_string())
    }

    /// A file's size in steps of 1,000: `512 B`, `12 kB`, `1.2 MB`.
    #[must_use]
    pub fn bytes(&self, bytes: u64) -> String {
        let (unit, step) = match bytes {
            0..1_000 => return format!("{bytes} B"),
            1_000..1_000_000 => ("kB", 1_000u64),
            1_000_000..1_000_000_000 => ("MB", 1_000_000),
            _ => ("GB", 1_000_000_000),
        };
        let tenths = i128::from(bytes.saturating_mul(10).saturating_add(step / 2) / step);
        let shown = if tenths >= 100 { Decimal::new((tenths + 5) / 10, 0) } else { Decimal::new(tenths, 1) };
        let number = if self.style == Style::Other { self.number(shown) } else { plain(shown) };
        format!("{number}\u{a0}{unit}")
    }

    /// What the bound means, in a sentence's part: `大于80万元、小于90万元`, `above 800,000 and below 900,000 yuan`.
    #[must_use]
    pub fn bound_text(&self, quantity: &Quantity) -> String {
        let range = &quantity.range;
        if quantity.bound == Bound::Withheld || quantity.value.is_none() {
            return self.withheld();
        }
        let low_key = if range.min_exclusive { "range-above" } else { "range-at-least" };
        let high_key = if range.max_exclusive { "range-below" } else { "range-at-most" };
        match (range.min, range.max) {
            (Some(low), Some(high)) if low == high => self.range_part("range-exact", low, Some(&quantity.unit)),
            (Some(low), Some(high)) => {
                let first_unit = (self.style == Style::Chinese).then_some(&*quantity.unit);
                let low = self.range_part(low_key, low, first_unit);
                let high = self.range_part(high_key, high, Some(&quantity.unit));
                let args = [("low", Arg::Text(&low)), ("high", Arg::Text(&high))];
                self.words.get("range-both", &args).unwrap_or_else(|| format!("{low}, {high}"))
            }
            (Some(low), None) => self.range_part(low_key, low, Some(&quantity.unit)),
            (None, Some(high)) => self.range_part(high_key, high, Some(&quantity.unit)),
            (None, None) => self.words.get("range-none", &[]).unwrap_or_else(|| "—".to_owned()),
        }
    }

    fn range_part(&self, key: &str, value: Decimal, unit: Option<&Unit>) -> String {
        let scaled = self.scaled(value);
        let number = scaled.digits + scaled.scale;
        let said = unit.map_or(number.clone(), |unit| self.join(&number, self.unit(unit, value)));
        let sign = match key {
            "range-above" => "> ",
            "range-at-least" => "≥ ",
            "range-below" => "< ",
            "range-at-most" => "≤ ",
            _ => "= ",
        };
        self.words.get(key, &[("number", Arg::Text(&said))]).unwrap_or_else(|| format!("{sign}{said}"))
    }

    /// The number within the words of its bound, and the number alone.
    fn bounded(&self, family: &str, bound: Bound, value: Decimal) -> (String, String) {
        let Scaled { digits, scale } = self.scaled(value);
        let number = format!("{digits}{scale}");
        // 余 stands before the scale only after a round ten: 80余万, but 1万余 and 1.2万余.
        let after = bound == Bound::AndMore && !(digits.len() > 1 && digits.ends_with('0') && !digits.contains('.'));
        let suffix = if after || (bound == Bound::AndMore && scale.is_empty()) { "-after" } else { "" };
        let key = format!("{family}-{}{suffix}", bound.word());
        let args = [("number", Arg::Text(&number)), ("digits", Arg::Text(&digits)), ("scale", Arg::Text(scale))];
        let plain_key = format!("{family}-{}", bound.word());
        let said = self.words.get(&key, &args).or_else(|| self.words.get(&plain_key, &args));
        (said.unwrap_or_else(|| by_sign(bound, &number)), number)
    }

    fn scaled(&self, value: Decimal) -> Scaled {
        match self.style {
            Style::Chinese => scaled(value),
            _ => Scaled { digits: self.number(value), scale: "" },
        }
    }

    fn point(&self) -> String {
        self.words.get("decimal-point", &[]).unwrap_or_else(|| ".".to_owned())
    }

    fn join(&self, number: &str, unit: &str) -> String {
        let tight = self.style == Style::Chinese || unit.is_empty() || unit.starts_with(['%', '‰', '°', '/']);
        if tight { format!("{number}{unit}") } else { format!("{number} {unit}") }
    }
}

/// A bound by its mathematical sign, for languages whose words do not name it.
fn by_sign(bound: Bound, number: &str) -> String {
    match bound {
        Bound::AndMore | Bound::MoreThan => format!("> {number}"),
        Bound::Nearly => format!("< {number}"),
        Bound::About | Bound::Rounded => format!("≈ {number}"),
        Bound::Exact | Bound::Planned | Bound::Withheld => number.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Source;
    use crate::model::{Code, Languages, Localized, Range, UnitKind};
    use std::collections::BTreeMap;

    fn lang(tag: &str) -> Lang {
        Lang::new(tag).unwrap()
    }

    fn wording(tag: &str) -> Wording {
        Wording::new(Arc::new(Words::new(&lang(tag), &[]).unwrap()))
    }

    fn unit(zh: &str, one: &str, other: &str) -> Arc<Unit> {
        let languages = Languages::new(vec![lang("zh"), lang("en"), lang("de")]).unwrap();
        let words = Localized::from_fn(&languages, |lang| match lang.as_str() {
            "zh" => BTreeMap::from([(Plural::Other, zh.to_owned())]),
            _ => BTreeMap::from([(Plural::One, one.to_owned()), (Plural::Other, other.to_owned())]),
        });
        let name = Localized::from_fn(&languages, |_| String::new());
        Arc::new(Unit { code: Code::new("x").unwrap(), kind: UnitKind::Other, words, name })
    }

    fn quantity(value: &str, bound: Bound, unit: &Arc<Unit>) -> Quantity {
        Quantity { value: Decimal::parse(value), bound, range: Range::default(), unit: Arc::clone(unit) }
    }

    #[test]
    fn bounds_survive_in_words_in_both_languages() {
        let (zh, en) = (wording("zh"), wording("en"));
        let yuan = unit("元", "yuan", "yuan");
        let children = unit("名儿童", "child", "children");
        let attendances = unit("人次", "attendance", "attendances");
        let services = unit("次", "service", "services");
        let files = unit("份", "file", "files");
        let percent = unit("%", "%", "%");
        let places = unit("名/年", "place a year", "places a year");
        for (value, bound, unit, chinese, english) in [
            ("800000", Bound::AndMore, &yuan, "80余万元", "more than 800,000 yuan"),
            ("2000", Bound::AndMore, &children, "2000余名儿童", "more than 2,000 children"),
            ("5000", Bound::AndMore, &files, "5000余份", "more than 5,000 files"),
            ("12000", Bound::AndMore, &services, "1.2万余次", "more than 12,000 services"),
            ("10000", Bound::AndMore, &services, "1万余次", "more than 10,000 services"),
            ("1000000", Bound::MoreThan, &yuan, "超100万元", "more than 1,000,000 yuan"),
            ("5000", Bound::MoreThan, &attendances, "超5000人次", "more than 5,000 attendances"),
            ("12000", Bound::Rounded, &services, "1.2万次", "about 12,000 services"),
            ("300", Bound::Nearly, &children, "近300名儿童", "nearly 300 children"),
            ("7", Bound::About, &files, "约7份", "about 7 files"),
            ("1200", Bound::Exact, &attendances, "1200人次", "1,200 attendances"),
            ("2171", Bound::Exact, &children, "2171名儿童", "2,171 children"),
            ("1", Bound::Exact, &children, "1名儿童", "1 child"),
            ("5.5", Bound::Exact, &services, "5.5次", "5.5 services"),
            ("600", Bound::Planned, &places, "600名/年", "600 places a year"),
            ("100", Bound::Exact, &percent, "100%", "100%"),
        ] {
            let quantity = quantity(value, bound, unit);
            assert_eq!(zh.quantity(&quantity).full, chinese);
            assert_eq!(en.quantity(&quantity).full, english);
        }
    }

    #[test]
    fn parts_of_a_figure_make_up_the_whole() {
        let yuan = unit("元", "yuan", "yuan");
        let said = wording("en").quantity(&quantity("800000", Bound::AndMore, &yuan));
        assert_eq!((said.before.as_str(), said.number.as_str(), said.unit.as_str()), ("more than", "800,000", "yuan"));
        assert_eq!(said.bounded, "more than 800,000");
        let said = wording("zh").quantity(&quantity("1000000", Bound::MoreThan, &yuan));
        assert_eq!((said.before.as_str(), said.number.as_str(), said.unit.as_str()), ("超", "100万", "元"));
        let said = wording("zh").quantity(&quantity("800000", Bound::AndMore, &yuan));
        assert_eq!((said.before.as_str(), said.number.as_str()), ("", "80余万"));
    }

    #[test]
    fn withheld_figure_has_words_and_no_number() {
        let quantity =
            Quantity { value: None, bound: Bound::Withheld, range: Range::default(), unit: unit("人", "person", "persons") };
        assert_eq!(wording("zh").quantity(&quantity).full, "不公布");
        assert_eq!(wording("en").quantity(&quantity).full, "not published");
        assert_eq!(wording("en").short(&quantity), "not published");
        assert_eq!(wording("en").bound_text(&quantity), "not published");
    }

    #[test]
    fn short_labels_keep_the_bound() {
        let yuan = unit("元", "yuan", "yuan");
        let (zh, en) = (wording("zh"), wording("en"));
        let both = |value: &str, bound| (zh.short(&quantity(value, bound, &yuan)), en.short(&quantity(value, bound, &yuan)));
        assert_eq!(both("5000", Bound::MoreThan), ("超5000".to_owned(), ">5,000".to_owned()));
        assert_eq!(both("800000", Bound::AndMore), ("80余万".to_owned(), ">800,000".to_owned()));
        assert_eq!(both("7", Bound::About), ("≈7".to_owned(), "≈7".to_owned()));
    }

    #[test]
    fn bound_is_explained_as_a_range() {
        let mut quantity = quantity("800000", Bound::AndMore, &unit("元", "yuan", "yuan"));
        quantity.range =
            Range { min: Decimal::parse("800000"), min_exclusive: true, max: Decimal::parse("900000"), max_exclusive: true };
        assert_eq!(wording("zh").bound_text(&quantity), "大于80万元、小于90万元");
        assert_eq!(wording("en").bound_text(&quantity), "above 800,000 and below 900,000 yuan");
        quantity.range.max = None;
        assert_eq!(wording("zh").bound_text(&quantity), "大于80万元");
    }

    #[test]
    fn other_languages_group_with_a_narrow_space_and_take_their_words_from_messages() {
        let source = Source::new("de.ftl", "bound-more-than = mehr als { $number }\ndecimal-point = ,\n");
        let de = Wording::new(Arc::new(Words::new(&lang("de"), &[source]).unwrap()));
        let yuan = unit("元", "Yuan", "Yuan");
        assert_eq!(de.quantity(&quantity("12000.5", Bound::MoreThan, &yuan)).full, "mehr als 12\u{202f}000,5 Yuan");
        assert_eq!(de.quantity(&quantity("12000", Bound::About, &yuan)).full, "≈ 12\u{202f}000 Yuan");
    }

    #[test]
    fn dates_sizes_ticks_and_table_numbers_follow_the_language() {
        let (zh, en) = (wording("zh"), wording("en"));
        let day: Date = "2025-02-15".parse().unwrap();
        assert_eq!((zh.date(day).as_str(), en.date(day).as_str()), ("2025年2月15日", "15 February 2025"));
        assert_eq!(en.bytes(12_340), "12\u{a0}kB");
        assert_eq!(en.bytes(1_234), "1.2\u{a0}kB");
        assert_eq!(zh.bytes(999), "999 B");
        assert_eq!((zh.tick(50_000.0), en.tick(50_000.0)), ("5万".to_owned(), "50K".to_owned()));
        assert_eq!((zh.tick(2_500.0), en.tick(2_500.0)), ("2500".to_owned(), "2.5K".to_owned()));
        assert_eq!((zh.tick(0.0), en.tick(0.5)), ("0".to_owned(), "0.5".to_owned()));
        assert_eq!(
            (zh.number(Decimal::whole(12_345)), zh.table_number(Decimal::whole(12_345))),
            ("12345".to_owned(), "12,345".to_owned())
        );
    }
}
