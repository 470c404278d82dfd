//! What a figure counts or measures, and which of two languages' words may mean the same.

/// What is counted or measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// Nothing is said.
    Bare,
    /// Something the tables do not know: 项, aspects.
    Thing,
    /// Persons: 人, 名, children.
    Persons,
    /// Attendances: 人次.
    PersonTimes,
    /// Households: 户, families.
    Households,
    /// Occasions: 次, times, visits.
    Times,
    /// Sessions and batches: 期, 批次.
    Events,
    /// Things handed out: 份, meals.
    Items,
    /// Places of one level: 县, villages.
    Place(Level),
    /// Money of one currency.
    Money(Currency),
    /// A part of a whole: %, 成, 三分之一.
    Share,
    /// Percentage points.
    Points,
    /// How many times as much: 倍, twofold.
    Multiple,
    /// Square metres.
    Area,
    /// Metres.
    Length,
    /// Kilograms.
    Mass,
    /// Cubic metres.
    Volume,
    /// Kilowatt-hours.
    Energy,
    /// Days.
    Days,
    /// Working days.
    WorkingDays,
    /// Months; a year is twelve.
    Months,
    /// Minutes.
    Minutes,
    /// Years of age.
    Age,
}

/// Levels of administration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// 国
    Country,
    /// 省
    Province,
    /// 市、州
    City,
    /// 县、区
    County,
    /// 乡镇、街道
    Township,
    /// 村、社区
    Village,
}

/// Currencies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Currency {
    /// 元
    Yuan,
    /// 美元
    Dollar,
    /// 港元
    HongKong,
    /// 欧元
    Euro,
    /// 英镑
    Pound,
    /// 日元
    Yen,
}

impl Unit {
    /// Whether the words of two languages may count the same. Persons are never attendances, a share is never a number of points.
    #[must_use]
    pub fn agrees(self, other: Self) -> bool {
        use Unit::{Age, Bare, Events, Items, Months, PersonTimes, Thing, Times};
        self == other
            || match (self.min(other), self.max(other)) {
                (Bare | Thing | Months, Age) => true,
                (Bare | Thing, unit) => unit.is_count(),
                (PersonTimes, Times) => true,
                (Times | Events, Events | Items) => true,
                _ => false,
            }
    }

    /// Whether it is a number of separate things.
    #[must_use]
    pub fn is_count(self) -> bool {
        use Unit::{Bare, Events, Households, Items, PersonTimes, Persons, Place, Thing, Times};
        matches!(self, Bare | Thing | Persons | PersonTimes | Households | Times | Events | Items | Place(_))
    }

    /// Whether the tables know what it is.
    #[must_use]
    pub fn is_known(self) -> bool {
        !matches!(self, Self::Bare | Self::Thing)
    }

    /// Whether a public body would call a number of it a statistic even when written in words: two children, but not two questions.
    #[must_use]
    pub fn is_statistical(self) -> bool {
        use Unit::{Events, Households, Items, Money, PersonTimes, Persons, Points, Share, Times};
        matches!(self, Persons | PersonTimes | Households | Times | Events | Items | Money(_) | Share | Points)
    }

    /// What it is called in messages: Chinese, English.
    #[must_use]
    pub fn name(self) -> (&'static str, &'static str) {
        match self {
            Self::Bare => ("没有单位", "no unit"),
            Self::Thing => ("件数", "things"),
            Self::Persons => ("人", "persons"),
            Self::PersonTimes => ("人次", "attendances"),
            Self::Households => ("户", "households"),
            Self::Times => ("次", "times"),
            Self::Events => ("期、批", "sessions"),
            Self::Items => ("份、件", "items"),
            Self::Place(Level::Country) => ("国家", "countries"),
            Self::Place(Level::Province) => ("省", "provinces"),
            Self::Place(Level::City) => ("市", "cities"),
            Self::Place(Level::County) => ("县、区", "counties"),
            Self::Place(Level::Township) => ("乡镇、街道", "townships"),
            Self::Place(Level::Village) => ("村、社区", "villages"),
            Self::Money(Currency::Yuan) => ("元", "yuan"),
            Self::Money(Currency::Dollar) => ("美元", "US dollars"),
            Self::Money(Currency::HongKong) => ("港元", "Hong Kong dollars"),
            Self::Money(Currency::Euro) => ("欧元", "euros"),
            Self::Money(Currency::Pound) => ("英镑", "pounds"),
            Self::Money(Currency::Yen) => ("日元", "yen"),
            Self::Share => ("比例", "a share"),
            Self::Points => ("百分点", "percentage points"),
            Self::Multiple => ("倍数", "a multiple"),
            Self::Area => ("面积", "an area"),
            Self::Length => ("长度", "a length"),
            Self::Mass => ("重量", "a weight"),
            Self::Volume => ("体积", "a volume"),
            Self::Energy => ("电量", "electricity"),
            Self::Days => ("天", "days"),
            Self::WorkingDays => ("工作日", "working days"),
            Self::Months => ("年、月", "years or months"),
            Self::Minutes => ("小时、分钟", "hours or minutes"),
            Self::Age => ("岁", "years of age"),
        }
    }
}
