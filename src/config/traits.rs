//! What a story may tell of a child that no column of the records holds, and how rare that is taken to be.

use super::reader::Table;

/// An attribute that the tables do not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trait {
    /// With whom the child lives, brothers and sisters.
    Household,
    /// A camp or a trip that others took part in, when it is not the programme the records are of.
    Event,
    /// The month in which something happened.
    Month,
    /// An award or an office.
    Award,
}

impl Trait {
    /// Every attribute, in the order they are told.
    pub const ALL: [Self; 4] = [Self::Household, Self::Event, Self::Month, Self::Award];

    /// Its name in settings files and front matter.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Household => "household",
            Self::Event => "event",
            Self::Month => "month",
            Self::Award => "award",
        }
    }

    /// Its name for readers, Chinese and English.
    #[must_use]
    pub fn name(self) -> (&'static str, &'static str) {
        match self {
            Self::Household => ("家庭成员", "household"),
            Self::Event => ("集体活动", "event"),
            Self::Month => ("月份", "month"),
            Self::Award => ("奖项或职务", "award or office"),
        }
    }
}

/// `story_one_in`: of how many children one is taken to share each attribute. The records cannot say; an office that knows better sets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OneIn([usize; 4]);

impl Default for OneIn {
    /// A month is one in twelve; the others are guesses on the careful side.
    fn default() -> Self {
        Self([5, 10, 12, 20])
    }
}

impl OneIn {
    /// Of how many children one shares it.
    #[must_use]
    pub fn of(&self, told: Trait) -> usize {
        self.0[told as usize]
    }

    /// Reads the table; what it leaves out is as usual.
    pub(super) fn read(table: &Table<'_>) -> Self {
        let mut one_in = Self::default();
        let Some(below) = table.optional_table("story_one_in") else { return one_in };
        for told in Trait::ALL {
            let typed = below.whole(told.key(), 1, 1000).and_then(|number| usize::try_from(number.value).ok());
            one_in.0[told as usize] = typed.unwrap_or(one_in.0[told as usize]);
        }
        below.finish();
        one_in
    }
}
