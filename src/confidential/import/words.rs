//! Words of a form and the codes they mean: places by their names, ages by their bands, everything else by the code list.

use crate::config::{Dimension, stem};

/// How a word found its code.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub(super) enum Found {
    /// The list says so.
    Listed(String),
    /// It resembles the name of this code and of no other.
    Like(String),
}

/// Why a word means no code.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub(super) enum NoCode {
    Unknown,
    /// Several codes could be meant.
    Several,
    /// The name of the whole city stands where a county should.
    WholeCity,
    /// An age for which there is no band.
    Age,
    /// A date where ages belong: spreadsheets make one of 6-9.
    Dated,
}

/// Reads the words of one dimension.
pub(super) struct Reader<'a> {
    dimension: &'a Dimension,
    /// The names of the whole place, when the dimension is one of places.
    city: Option<Vec<&'a str>>,
    /// First and last age of each code, when the codes are bands of ages.
    bands: Option<Vec<(u32, u32)>>,
}

/// A word without blanks, in lower case.
pub(super) fn plain(word: &str) -> String {
    word.to_lowercase()
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| if matches!(c, '～' | '~' | '—' | '–' | '至') { '-' } else { c })
        .collect()
}

impl<'a> Reader<'a> {
    /// `city`: the names of the place the site is about, for the dimension of places.
    pub(super) fn new(dimension: &'a Dimension, city: Option<Vec<&'a str>>) -> Self {
        let bands: Option<Vec<(u32, u32)>> = dimension.codes.iter().map(|entry| band(entry.code.as_str())).collect();
        Self { dimension, city, bands: bands.filter(|bands| !bands.is_empty()) }
    }

    /// Whether the codes are bands of ages.
    pub(super) fn is_age(&self) -> bool {
        self.bands.is_some()
    }

    /// The code of a folded word.
    pub(super) fn code(&self, word: &str) -> Result<Found, NoCode> {
        let typed = word;
        let word = plain(word);
        if let Some(at) = self.listed(&word).or_else(|| self.chosen(typed)) {
            return Ok(Found::Listed(self.code_at(at)));
        }
        if let Some(city) = &self.city {
            return self.place(&word, city).map(Found::Listed);
        }
        if let Some(bands) = &self.bands
            && let Some((from, to)) = age(&word)
        {
            let at = bands.iter().position(|band| band.0 <= from && to <= band.1).ok_or(NoCode::Age)?;
            return Ok(Found::Listed(self.code_at(at)));
        }
        if self.bands.is_some() && is_dated(&word) {
            return Err(NoCode::Dated);
        }
        if let Some(at) = self.sex(&word) {
            return Ok(Found::Listed(self.code_at(at)));
        }
        self.like(&word)
    }

    fn code_at(&self, at: usize) -> String {
        self.dimension.codes[at].code.to_string()
    }

    /// All names of a code, plain.
    fn names(&self, at: usize) -> Vec<String> {
        let entry = &self.dimension.codes[at];
        entry.name.iter().chain(entry.short.iter()).map(|(_, name)| plain(name)).chain([plain(entry.code.as_str())]).collect()
    }

    /// A code or a name as the list has it. Of two codes with one name the word means neither.
    fn listed(&self, word: &str) -> Option<usize> {
        self.only(|at| self.names(at).iter().any(|name| name == word)).ok()
    }

    /// What the lists of our own forms offer: the names of a code in several languages, behind the code where names are not enough.
    fn chosen(&self, typed: &str) -> Option<usize> {
        let (first, rest) = typed.split_once(' ')?;
        self.only(|at| {
            let coded = self.dimension.codes[at].code.as_str() == first;
            is_made_of(&plain(if coded { rest } else { typed }), self.names(at))
        })
        .ok()
    }

    fn only(&self, is_meant: impl Fn(usize) -> bool) -> Result<usize, NoCode> {
        let mut found = (0..self.dimension.codes.len()).filter(|at| is_meant(*at));
        match (found.next(), found.next()) {
            (Some(at), None) => Ok(at),
            (Some(_), Some(_)) => Err(NoCode::Several),
            (None, _) => Err(NoCode::Unknown),
        }
    }

    /// `芷江县` for `芷江侗族自治县`, `沅陵` for `沅陵县`, `怀化市沅陵县` for `沅陵县`. A word that says its kind means that kind alone: `洪江区` is
    /// never `洪江市`.
    fn place(&self, word: &str, city: &[&str]) -> Result<String, NoCode> {
        let names: Vec<String> = city.iter().map(|name| plain(name)).collect();
        if names.iter().any(|name| name == word || stem(name).0 == word) {
            return Err(NoCode::WholeCity);
        }
        if let Some(rest) =
            names.iter().find_map(|name| word.split_once(name.as_str())).map(|(_, rest)| rest).filter(|rest| !rest.is_empty())
        {
            return self.listed(rest).map_or_else(|| self.place(rest, &[]), |at| Ok(self.code_at(at)));
        }
        let (bare, kind) = stem(word);
        let same = |name: &String| {
            let (other, other_kind) = stem(name);
            other == bare && (kind.is_none() || kind == other_kind)
        };
        self.only(|at| self.names(at).iter().any(same)).map(|at| self.code_at(at))
    }

    fn sex(&self, word: &str) -> Option<usize> {
        const GIRLS: [&str; 8] = ["女", "女孩", "女童", "女生", "女性", "f", "female", "girl"];
        const BOYS: [&str; 8] = ["男", "男孩", "男童", "男生", "男性", "m", "male", "boy"];
        let of = |words: &[&str]| {
            self.only(|at| {
                self.names(at).iter().any(|name| words.contains(&name.as_str()) || name.trim_end_matches('s') == words[7])
            })
            .ok()
        };
        // Only a list that knows both sexes is one of sexes.
        let (girls, boys) = (of(&GIRLS)?, of(&BOYS)?);
        match word {
            _ if GIRLS.contains(&word) => Some(girls),
            _ if BOYS.contains(&word) => Some(boys),
            _ => None,
        }
    }

    /// A word of Chinese characters that all stand, in this order, in the name of one code alone: `冬令营` in `冬夏令营`.
    fn like(&self, word: &str) -> Result<Found, NoCode> {
        if word.chars().count() < 2 || !word.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)) {
            return Err(NoCode::Unknown);
        }
        let resembles = |name: &String| {
            let mut rest = name.chars();
            word.chars().all(|c| rest.any(|other| other == c))
        };
        self.only(|at| self.names(at).iter().any(resembles)).map(|at| Found::Like(self.code_at(at)))
    }
}

/// Whether a word is some of these names one after the other, each once.
fn is_made_of(word: &str, mut names: Vec<String>) -> bool {
    let mut rest = word;
    while !rest.is_empty() {
        let fits = |name: &&String| !name.is_empty() && rest.starts_with(name.as_str());
        let Some(name) = names.iter().filter(fits).max_by_key(|name| name.len()).cloned() else { return false };
        rest = &rest[name.len()..];
        names.retain(|other| *other != name);
    }
    true
}

/// `2024-06-09`, `6月9日`, `9-jun`.
fn is_dated(word: &str) -> bool {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let parts: Vec<&str> = word.split('-').collect();
    let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    parts.len() == 3 && parts.iter().all(is_number)
        || word.ends_with('日') && word.contains('月')
        || parts.len() == 2 && parts.iter().any(is_number) && parts.iter().any(|part| MONTHS.contains(part))
}

/// `6-9`, `18+` as first and last age.
fn band(code: &str) -> Option<(u32, u32)> {
    let number = |text: &str| text.parse::<u32>().ok().filter(|age| *age < 130);
    if let Some(from) = code.strip_suffix('+') {
        return Some((number(from)?, 200));
    }
    let (from, to) = code.split_once('-')?;
    Some((number(from)?, number(to)?))
}

/// `8`, `8岁`, `11周岁`, `6-9岁` as first and last age.
fn age(word: &str) -> Option<(u32, u32)> {
    let bare = word.strip_suffix('岁').map_or(word, |bare| bare.strip_suffix('周').unwrap_or(bare));
    let number = |text: &str| text.strip_suffix('岁').unwrap_or(text).parse::<u32>().ok();
    match bare.split_once('-') {
        Some((from, to)) => Some((number(from)?, number(to)?)),
        None => number(bare).map(|age| (age, age)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Code, Lang, Languages, Localized};

    fn list(codes: &[(&str, &str, &str)]) -> Dimension {
        let mut made = Dimension::clone(&crate::confidential::tests::support::dimension("any", &["x"]));
        let entry = made.codes[0].clone();
        let languages = Languages::new(vec![Lang::new("zh").unwrap()]).unwrap();
        let words = |text: &str| Localized::from_fn(&languages, |_| text.to_owned());
        made.codes = codes
            .iter()
            .map(|(code, name, short)| {
                let mut own = entry.clone();
                (own.code, own.name, own.short) = (Code::new(code).unwrap(), words(name), words(short));
                own
            })
            .collect();
        made
    }

    fn read(dimension: &Dimension, city: Option<Vec<&str>>, word: &str) -> Result<String, NoCode> {
        Reader::new(dimension, city).code(word).map(|found| match found {
            Found::Listed(code) => code,
            Found::Like(code) => format!("~{code}"),
        })
    }

    #[test]
    fn places_are_known_by_every_name_people_use() {
        let places = list(&[
            ("431222", "沅陵县", "沅陵"),
            ("431228", "芷江侗族自治县", "芷江"),
            ("431281", "洪江市", "洪江市"),
            ("431271", "洪江管理区", "洪江区"),
        ]);
        let of = |word: &str| read(&places, Some(vec!["怀化市"]), word);
        for (word, code) in [
            ("431222", "431222"),
            ("沅陵", "431222"),
            ("沅 陵 县", "431222"),
            ("怀化市沅陵县", "431222"),
            ("湖南省怀化市芷江县", "431228"),
            ("芷江县", "431228"),
            ("洪江市", "431281"),
            ("洪江区", "431271"),
            ("洪江管理区", "431271"),
        ] {
            assert_eq!(of(word), Ok(code.to_owned()), "{word}");
        }
        assert_eq!(of("洪江"), Err(NoCode::Several));
        assert_eq!(of("怀化市"), Err(NoCode::WholeCity));
        assert_eq!(of("沅陵市"), Err(NoCode::Unknown));
        // A list without the district does not take it for the city of the same name.
        let standard = list(&[("431281", "洪江市", "洪江")]);
        assert_eq!(read(&standard, Some(vec!["怀化市"]), "洪江区"), Err(NoCode::Unknown));
        assert_eq!(read(&standard, Some(vec!["怀化市"]), "洪江"), Ok("431281".to_owned()));
    }

    #[test]
    fn ages_find_their_band_and_sexes_their_code() {
        let ages = list(&[("6-9", "6至9岁", "6至9岁"), ("10-13", "10至13岁", "10至13岁"), ("14-17", "14至17岁", "14至17岁")]);
        for (word, code) in
            [("8岁", "6-9"), ("11周岁", "10-13"), ("14", "14-17"), ("6-9", "6-9"), ("6～9岁", "6-9"), ("10至13岁", "10-13")]
        {
            assert_eq!(read(&ages, None, word), Ok(code.to_owned()), "{word}");
        }
        assert_eq!(read(&ages, None, "19"), Err(NoCode::Age));
        assert_eq!(read(&ages, None, "9-10"), Err(NoCode::Age));
        for word in ["2024-06-09", "6月9日", "9-Jun"] {
            assert_eq!(read(&ages, None, word), Err(NoCode::Dated), "{word}");
        }
        let sexes = list(&[("1", "男", "男"), ("2", "女", "女")]);
        for (word, code) in [("男孩", "1"), ("M", "1"), ("女童", "2"), ("F", "2"), ("1", "1")] {
            assert_eq!(read(&sexes, None, word), Ok(code.to_owned()), "{word}");
        }
    }

    #[test]
    fn a_likeness_is_told_from_a_listed_word_and_never_guessed_between_two() {
        let programmes =
            list(&[("camp", "市区冬夏令营", "冬夏令营"), ("out", "外省市研学", "外省市研学"), ("prov", "省内研学", "省内研学")]);
        assert_eq!(read(&programmes, None, "冬令营"), Ok("~camp".to_owned()));
        assert_eq!(read(&programmes, None, "外省研学"), Ok("~out".to_owned()));
        assert_eq!(read(&programmes, None, "研学"), Err(NoCode::Several));
        assert_eq!(read(&programmes, None, "托管"), Err(NoCode::Unknown));
        assert_eq!(read(&programmes, None, "营"), Err(NoCode::Unknown));
    }
}
