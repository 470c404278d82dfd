//! What is to be read without the Internet, from inside the program.

/// A document by its path below `docs/` of the repository.
macro_rules! documents {
    ($($path:literal),* $(,)?) => {
        &[$((concat!("docs/", $path), include_str!(concat!("../../../docs/", $path)))),*]
    };
}

/// Guides and the reference of messages, by their paths in the bundle.
pub(super) const DOCS: &[(&str, &str)] = documents![
    "guide.en.md",
    "guide.zh.md",
    "guides/clerk.en.md",
    "guides/clerk.zh.md",
    "guides/leader.en.md",
    "guides/leader.zh.md",
    "guides/writer.en.md",
    "guides/writer.zh.md",
    "rules.en.md",
    "rules.zh.md",
];

/// The licence of the program and that of the font inside it.
pub(super) const LICENCES: &[(&str, &str)] =
    &[("program/LICENSE.txt", include_str!("../../../LICENSE")), ("program/OFL.txt", include_str!("../../chart/fonts/OFL.txt"))];
