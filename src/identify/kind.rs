//! What can be found, and the rule under which each is told.

use super::finding_rules::{
    ACCOUNT, ADDRESS, BANK_CARD, BIRTH_DATE, CIRCUMSTANCE, DOCUMENT, EXACT_AGE, HEADING, NAME, PHONE, PLATE, POSITION,
    RESIDENT_ID, SCHOOL,
};
use crate::diag::Rule;

/// One kind of identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Kind {
    ResidentId,
    ResidentId15,
    ResidentIdMasked,
    Mobile,
    MobileMasked,
    Landline,
    BankCard,
    Passport,
    Permit,
    Plate,
    WeChat,
    Qq,
    Email,
    Position,
    AddressDoor,
    AddressVillage,
    AddressTownship,
    School,
    Class,
    NameLabelled,
    NameRole,
    NameMou,
    NameNick,
    NamePseudonym,
    NamePinyin,
    NameSegment,
    BirthDate,
    ExactAge,
    Circumstance,
    Heading,
}

/// What a finding tells of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Attribute {
    /// A number that belongs to one person: resident ID, passport, card, plate.
    Number,
    /// How to reach a person.
    Contact,
    /// Where a person lives or was.
    Place,
    /// School or class.
    School,
    /// A name.
    Name,
    /// A day of birth.
    Birth,
    /// An exact age.
    Age,
    /// A sensitive circumstance.
    Circumstance,
    /// The heading of a column that would hold one of these.
    Heading,
}

impl Kind {
    /// Every kind, in the order of declaration.
    pub const ALL: [Self; 30] = [
        Self::ResidentId,
        Self::ResidentId15,
        Self::ResidentIdMasked,
        Self::Mobile,
        Self::MobileMasked,
        Self::Landline,
        Self::BankCard,
        Self::Passport,
        Self::Permit,
        Self::Plate,
        Self::WeChat,
        Self::Qq,
        Self::Email,
        Self::Position,
        Self::AddressDoor,
        Self::AddressVillage,
        Self::AddressTownship,
        Self::School,
        Self::Class,
        Self::NameLabelled,
        Self::NameRole,
        Self::NameMou,
        Self::NameNick,
        Self::NamePseudonym,
        Self::NamePinyin,
        Self::NameSegment,
        Self::BirthDate,
        Self::ExactAge,
        Self::Circumstance,
        Self::Heading,
    ];

    /// The word for it in settings and in the corpus.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::ResidentId => "id_card_18",
            Self::ResidentId15 => "id_card_15",
            Self::ResidentIdMasked => "id_card_masked",
            Self::Mobile => "mobile",
            Self::MobileMasked => "mobile_masked",
            Self::Landline => "landline",
            Self::BankCard => "bank_card",
            Self::Passport => "passport",
            Self::Permit => "hk_mo_tw_permit",
            Self::Plate => "plate",
            Self::WeChat => "wechat",
            Self::Qq => "qq",
            Self::Email => "email",
            Self::Position => "gps",
            Self::AddressDoor => "address_door",
            Self::AddressVillage => "address_village",
            Self::AddressTownship => "address_township",
            Self::School => "school",
            Self::Class => "class",
            Self::NameLabelled => "name_labelled",
            Self::NameRole => "name_role",
            Self::NameMou => "name_mou",
            Self::NameNick => "name_xiao",
            Self::NamePseudonym => "name_xiao_pseudonym",
            Self::NamePinyin => "name_en",
            Self::NameSegment => "name_segment",
            Self::BirthDate => "birth_date",
            Self::ExactAge => "exact_age",
            Self::Circumstance => "sensitive_attribute",
            Self::Heading => "table_header",
        }
    }

    /// What it tells of a person.
    #[must_use]
    pub const fn attribute(self) -> Attribute {
        match self {
            Self::ResidentId
            | Self::ResidentId15
            | Self::ResidentIdMasked
            | Self::BankCard
            | Self::Passport
            | Self::Permit
            | Self::Plate => Attribute::Number,
            Self::Mobile | Self::MobileMasked | Self::Landline | Self::WeChat | Self::Qq | Self::Email => Attribute::Contact,
            Self::Position | Self::AddressDoor | Self::AddressVillage | Self::AddressTownship => Attribute::Place,
            Self::School | Self::Class => Attribute::School,
            Self::BirthDate => Attribute::Birth,
            Self::ExactAge => Attribute::Age,
            Self::Circumstance => Attribute::Circumstance,
            Self::Heading => Attribute::Heading,
            _ => Attribute::Name,
        }
    }

    pub(super) const fn is_number(self) -> bool {
        matches!(
            self,
            Self::ResidentId
                | Self::ResidentId15
                | Self::ResidentIdMasked
                | Self::Mobile
                | Self::Landline
                | Self::BankCard
                | Self::Qq
        )
    }

    pub(super) const fn is_name(self) -> bool {
        matches!(self.attribute(), Attribute::Name)
    }

    /// The rule it is told under.
    #[must_use]
    pub fn rule(self) -> &'static Rule {
        match self {
            Self::ResidentId | Self::ResidentId15 | Self::ResidentIdMasked => &RESIDENT_ID,
            Self::Mobile | Self::MobileMasked | Self::Landline => &PHONE,
            Self::BankCard => &BANK_CARD,
            Self::Passport | Self::Permit => &DOCUMENT,
            Self::Plate => &PLATE,
            Self::WeChat | Self::Qq | Self::Email => &ACCOUNT,
            Self::Position => &POSITION,
            Self::AddressDoor | Self::AddressVillage | Self::AddressTownship => &ADDRESS,
            Self::School | Self::Class => &SCHOOL,
            Self::BirthDate => &BIRTH_DATE,
            Self::ExactAge => &EXACT_AGE,
            Self::Circumstance => &CIRCUMSTANCE,
            Self::Heading => &HEADING,
            _ => &NAME,
        }
    }
}
