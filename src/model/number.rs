//! Exact decimal numbers: what a statistic's value is stored and compared as.

use std::fmt;

/// An exact decimal: `units / 10^places`. Money of 480.50 yuan is 48050 with 2 places. Always in lowest places (2.50 is 2.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Decimal {
    units: i128,
    places: u8,
}

impl Decimal {
    /// A whole number.
    #[must_use]
    pub fn whole(value: i64) -> Self {
        Self { units: i128::from(value), places: 0 }
    }

    /// `units / 10^places`, reduced.
    #[must_use]
    pub fn new(mut units: i128, mut places: u8) -> Self {
        while places > 0 && units % 10 == 0 {
            units /= 10;
            places -= 1;
        }
        Self { units, places }
    }

    /// Reads `-?digits(.digits)?` with at most 9 decimals and 18 digits in all; anything else is `None`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) || digits.ends_with('.') {
            return None;
        }
        if fraction.len() > 9 || whole.len() + fraction.len() > 18 {
            return None;
        }
        let units: i128 = format!("{whole}{fraction}").parse().ok()?;
        Some(Self::new(if negative { -units } else { units }, u8::try_from(fraction.len()).ok()?))
    }

    /// The unreduced numerator at `places` decimals; `None` when more decimals would be needed.
    #[must_use]
    pub fn at_places(self, places: u8) -> Option<i128> {
        (self.places <= places).then(|| self.units * 10i128.pow(u32::from(places - self.places)))
    }

    /// Numerator and number of decimals, reduced.
    #[must_use]
    pub fn parts(self) -> (i128, u8) {
        (self.units, self.places)
    }

    /// The nearest float, for drawing only.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "for drawing; values have at most 18 digits")]
    pub fn to_f64(self) -> f64 {
        self.units as f64 / 10f64.powi(i32::from(self.places))
    }

    /// Rounds half away from zero to `places` decimals.
    #[must_use]
    pub fn round(self, places: u8) -> Self {
        if self.places <= places {
            return self;
        }
        let step = 10i128.pow(u32::from(self.places - places));
        let half = step / 2;
        let units = if self.units < 0 { (self.units - half) / step } else { (self.units + half) / step };
        Self::new(units, places)
    }

    /// `self / other` to `places` decimals, half away from zero; `None` by zero.
    #[must_use]
    pub fn divide(self, other: Self, places: u8) -> Option<Self> {
        if other.units == 0 {
            return None;
        }
        let scale = 10i128.checked_pow(u32::from(places) + 1 + u32::from(other.places))?;
        let numerator = self.units.checked_mul(scale)?;
        let denominator = other.units.checked_mul(10i128.checked_pow(u32::from(self.places))?)?;
        Some(Self::new(numerator / denominator, places + 1).round(places))
    }
}

impl std::ops::Add for Decimal {
    type Output = Self;
    #[expect(clippy::suspicious_arithmetic_impl, reason = "both are brought to the same places first")]
    fn add(self, other: Self) -> Self {
        let places = self.places.max(other.places);
        let at = |d: Self| d.units * 10i128.pow(u32::from(places - d.places));
        Self::new(at(self) + at(other), places)
    }
}

impl std::ops::Sub for Decimal {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self + Self { units: -other.units, places: other.places }
    }
}

impl std::ops::Mul for Decimal {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        Self::new(self.units * other.units, self.places + other.places)
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (*self - *other).units.cmp(&0)
    }
}

impl fmt::Display for Decimal {
    /// Machine form: no grouping, a point, no needless zeros.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.places == 0 {
            return write!(f, "{}", self.units);
        }
        let scale = 10i128.pow(u32::from(self.places));
        let sign = if self.units < 0 { "-" } else { "" };
        let magnitude = self.units.abs();
        write!(f, "{sign}{}.{:0width$}", magnitude / scale, magnitude % scale, width = usize::from(self.places))
    }
}

impl serde::Serialize for Decimal {
    /// As text, so that no reader loses a digit.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
