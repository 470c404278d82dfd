//! The word behind a number that tells what it counts, and the nouns of English.

use super::english::{is_letter, word};
use super::measure::{Row, Written, chinese};
use super::unit::{Currency, Level, Unit};
use crate::linear::Ratio;

/// The unit that stands behind a number ending at `end`.
pub(super) fn behind(text: &str, end: usize) -> Option<Written> {
    let rest = &text[end..];
    let gap = rest.chars().next().filter(|c| matches!(c, ' ' | '\u{A0}' | '\u{202F}')).map_or(0, char::len_utf8);
    if let Some(found) = chinese(text, end + gap) {
        return Some(found);
    }
    english(text, end)
}

const EN: &[(&[&str], Unit, i64, i64)] = &[
    (
        &[
            "people",
            "person",
            "persons",
            "child",
            "children",
            "student",
            "students",
            "pupil",
            "pupils",
            "teacher",
            "teachers",
            "volunteer",
            "volunteers",
            "worker",
            "workers",
            "member",
            "members",
            "guardian",
            "guardians",
            "parent",
            "parents",
            "orphan",
            "orphans",
            "minor",
            "minors",
            "adolescent",
            "adolescents",
            "boy",
            "boys",
            "girl",
            "girls",
            "woman",
            "women",
            "man",
            "men",
            "resident",
            "residents",
            "patient",
            "patients",
            "official",
            "officials",
            "cadre",
            "cadres",
            "director",
            "directors",
            "supervisor",
            "supervisors",
            "expert",
            "experts",
            "participant",
            "participants",
            "employee",
            "employees",
            "inhabitants",
            "staff",
            "youth",
            "adults",
            "adult",
            "farmers",
            "beneficiaries",
            "recipients",
            "youngsters",
            "graduates",
            "doctors",
            "nurses",
            "individuals",
            "newborns",
            "population",
        ],
        Unit::Persons,
        1,
        1,
    ),
    (
        &[
            "attendance",
            "attendances",
            "participations",
            "person-times",
            "person-time",
            "person-visits",
            "person-trips",
            "attendees-times",
        ],
        Unit::PersonTimes,
        1,
        1,
    ),
    (&["household", "households", "family", "families"], Unit::Households, 1, 1),
    (
        &["time", "times", "visit", "visits", "occasions", "occasion", "trip", "trips", "instances", "uses", "services"],
        Unit::Times,
        1,
        1,
    ),
    (
        &[
            "session",
            "sessions",
            "batch",
            "batches",
            "event",
            "events",
            "round",
            "rounds",
            "camp",
            "camps",
            "group",
            "groups",
            "workshops",
            "workshop",
            "lectures",
            "classes",
            "courses",
            "activities",
            "meetings",
            "competitions",
        ],
        Unit::Events,
        1,
        1,
    ),
    (
        &[
            "meal", "meals", "copies", "copy", "kits", "parcels", "packages", "sets", "items", "files", "file", "gifts",
            "vehicles",
        ],
        Unit::Items,
        1,
        1,
    ),
    (&["country", "countries", "nations"], Unit::Place(Level::Country), 1, 1),
    (&["province", "provinces", "provincial-level"], Unit::Place(Level::Province), 1, 1),
    (&["city", "cities", "prefectures", "prefecture"], Unit::Place(Level::City), 1, 1),
    (&["county", "counties", "county-level", "district", "districts"], Unit::Place(Level::County), 1, 1),
    (&["township", "townships", "town", "towns", "subdistricts", "subdistrict"], Unit::Place(Level::Township), 1, 1),
    (&["village", "villages", "community", "communities"], Unit::Place(Level::Village), 1, 1),
    (&["yuan", "rmb", "renminbi"], Unit::Money(Currency::Yuan), 1, 1),
    (&["dollar", "dollars"], Unit::Money(Currency::Dollar), 1, 1),
    (&["euro", "euros"], Unit::Money(Currency::Euro), 1, 1),
    (&["pounds"], Unit::Money(Currency::Pound), 1, 1),
    (&["yen"], Unit::Money(Currency::Yen), 1, 1),
    (&["percent"], Unit::Share, 1, 100),
    (&["mu"], Unit::Area, 2000, 3),
    (&["hectare", "hectares"], Unit::Area, 10_000, 1),
    (&["km", "kilometer", "kilometers", "kilometre", "kilometres"], Unit::Length, 1000, 1),
    (&["meter", "meters", "metre", "metres", "m"], Unit::Length, 1, 1),
    (&["tonne", "tonnes", "ton", "tons"], Unit::Mass, 1000, 1),
    (&["kg", "kilogram", "kilograms", "kilo", "kilos"], Unit::Mass, 1, 1),
    (&["kwh", "kilowatt-hours"], Unit::Energy, 1, 1),
    (&["day", "days"], Unit::Days, 1, 1),
    (&["week", "weeks"], Unit::Days, 7, 1),
    (&["fortnight"], Unit::Days, 14, 1),
    (&["month", "months"], Unit::Months, 1, 1),
    (&["quarter", "quarters"], Unit::Months, 3, 1),
    (&["year", "years"], Unit::Months, 12, 1),
    (&["decade", "decades"], Unit::Months, 120, 1),
    (&["hour", "hours"], Unit::Minutes, 60, 1),
    (&["minute", "minutes"], Unit::Minutes, 1, 1),
];

/// Words after which no noun of the number comes.
const STOP: &[&str] = &[
    "of", "in", "for", "with", "to", "from", "at", "by", "on", "were", "was", "is", "are", "have", "had", "has", "who", "that",
    "which", "took", "per", "a", "an", "the", "than", "as", "will", "would", "can", "could", "came", "more", "compared", "since",
    "during", "between", "this", "these", "those", "its", "their", "it", "they", "also", "but", "while", "among", "through",
    "under", "over", "about", "if", "when", "where", "into", "each", "every", "all", "until", "before", "after", "within", "out",
    "last", "across", "remain", "remained",
];

/// The noun behind a number in English: at most six words on, past adjectives.
fn english(text: &str, end: usize) -> Option<Written> {
    let (mut at, mut first) = (end, None);
    let made = |unit, over: i64, under: i64, end| {
        Ratio::new(i128::from(over), i128::from(under)).map(|factor| Written { unit, factor, end, half: false })
    };
    for number in 0..6 {
        let rest = &text[at..];
        let gap = rest.chars().next().filter(|c| matches!(c, ' ' | '-' | '\u{A0}' | '\n'))?.len_utf8();
        let (start, hyphen) = (at + gap, rest.starts_with('-'));
        if let Some(found) = several(text, start) {
            return Some(found);
        }
        let found = compound(&text[start..]);
        if found.is_empty() {
            break;
        }
        let lower = found.to_ascii_lowercase();
        let whole = EN.iter().find(|(words, ..)| words.contains(&lower.as_str()));
        let parts = || {
            lower
                .rsplit('-')
                .next()
                .filter(|_| !lower.starts_with("light-"))
                .and_then(|last| EN.iter().find(|(words, ..)| words.contains(&last)))
        };
        if let Some((_, unit, over, under)) = whole.or_else(parts) {
            let aged = *unit == Unit::Months && *over == 12 && is_age(&text[start + word(&text[start..]).len()..]);
            let unit = if aged { Unit::Age } else { *unit };
            return made(unit, if aged { 1 } else { *over }, *under, start + found.len());
        }
        // 5-year-old, a 12-day trip: the unit is joined to the number.
        if hyphen && number == 0 {
            let joined = word(&text[start..]);
            let lower = joined.to_ascii_lowercase();
            if let Some((_, unit, over, under)) = EN.iter().find(|(words, ..)| words.contains(&lower.as_str())) {
                let aged = text[start + joined.len()..].starts_with("-old");
                let unit = if aged { Unit::Age } else { *unit };
                return made(unit, if aged { 1 } else { *over }, *under, start + joined.len());
            }
        }
        if STOP.contains(&lower.as_str()) {
            break;
        }
        if first.is_none() && !matches!(lower.as_str(), "and" | "or") {
            first = Some(start + found.len());
        }
        at = start + found.len();
    }
    first.and_then(|end| made(Unit::Thing, 1, 1, end))
}

/// Units of more than one word, and signs.
fn several(text: &str, at: usize) -> Option<Written> {
    const SEVERAL: &[Row] = &[
        ("percentage point", Unit::Points, 1, 1),
        ("per cent", Unit::Share, 1, 100),
        ("per mille", Unit::Share, 1, 1000),
        ("per thousand", Unit::Share, 1, 1000),
        ("person times", Unit::PersonTimes, 1, 1),
        ("person-times", Unit::PersonTimes, 1, 1),
        ("working day", Unit::WorkingDays, 1, 1),
        ("workday", Unit::WorkingDays, 1, 1),
        ("business day", Unit::WorkingDays, 1, 1),
        ("us dollar", Unit::Money(Currency::Dollar), 1, 1),
        ("hong kong dollar", Unit::Money(Currency::HongKong), 1, 1),
        ("square kilomet", Unit::Area, 1_000_000, 1),
        ("square met", Unit::Area, 1, 1),
        ("cubic met", Unit::Volume, 1, 1),
        ("years of age", Unit::Age, 1, 1),
        ("years old", Unit::Age, 1, 1),
        ("year old", Unit::Age, 1, 1),
        ("kilowatt-hour", Unit::Energy, 1, 1),
        ("kilowatt hour", Unit::Energy, 1, 1),
        ("sq km", Unit::Area, 1_000_000, 1),
    ];
    let head: String = text[at..].chars().take(18).collect::<String>().to_ascii_lowercase();
    let (words, unit, over, under) = SEVERAL.iter().find(|row| head.starts_with(row.0))?;
    let end = at + words.len();
    let end = end + text[end..].find(|c| !is_letter(c)).unwrap_or(text.len() - end);
    Some(Written { unit: *unit, factor: Ratio::new(i128::from(*over), i128::from(*under))?, end, half: false })
}

fn is_age(rest: &str) -> bool {
    rest.starts_with(" old") || rest.starts_with(" of age") || rest.starts_with("-old")
}

/// A word with the hyphens inside it: `left-behind`.
fn compound(text: &str) -> &str {
    let end = text.find(|c: char| !(is_letter(c) || c == '-')).unwrap_or(text.len());
    text[..end].trim_end_matches('-')
}

/// The currency whose sign or code stands before a number, and where it begins.
pub(super) fn currency_before(before: &str) -> Option<(Currency, usize)> {
    const SIGNS: &[(&str, Currency)] = &[
        ("US$", Currency::Dollar),
        ("HK$", Currency::HongKong),
        ("USD", Currency::Dollar),
        ("HKD", Currency::HongKong),
        ("RMB", Currency::Yuan),
        ("CNY", Currency::Yuan),
        ("￥", Currency::Yuan),
        ("¥", Currency::Yuan),
        ("€", Currency::Euro),
        ("£", Currency::Pound),
        ("$", Currency::Dollar),
        ("人民币", Currency::Yuan),
    ];
    let trimmed = before.trim_end_matches([' ', '\u{A0}']);
    SIGNS.iter().find(|(sign, _)| trimmed.ends_with(sign)).map(|(sign, currency)| (*currency, trimmed.len() - sign.len()))
}
