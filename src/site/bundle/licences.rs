//! Licences of what is packed beside the site.

/// The licence of the program and that of the font inside it.
pub(super) const LICENCES: &[(&str, &str)] =
    &[("program/LICENSE.txt", include_str!("../../../LICENSE")), ("program/OFL.txt", include_str!("../../chart/fonts/OFL.txt"))];
