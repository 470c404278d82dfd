//! The templates of a city's site. `@CITY_ZH@` and `@CITY_EN@` stand for its names.

macro_rules! files {
    ($($path:literal,)*) => {
        /// Every template: path below the new folder and text, sorted by path.
        pub(super) static FILES: &[(&str, &str)] = &[$(($path, include_str!($path)),)*];
    };
}

files! {
    "README.md",
    "content/about.en.md",
    "content/about.zh.md",
    "content/charts.toml",
    "content/data/index.en.md",
    "content/data/index.zh.md",
    "content/index.en.md",
    "content/index.zh.md",
    "content/indicators/index.en.md",
    "content/indicators/index.zh.md",
    "content/methods.en.md",
    "content/methods.zh.md",
    "content/places/index.en.md",
    "content/places/index.zh.md",
    "content/projects/after-school/index.en.md",
    "content/projects/after-school/index.zh.md",
    "content/projects/holiday-camps/index.en.md",
    "content/projects/holiday-camps/index.zh.md",
    "content/projects/index.en.md",
    "content/projects/index.zh.md",
    "content/projects/paired-support/index.en.md",
    "content/projects/paired-support/index.zh.md",
    "content/s/index.en.md",
    "content/s/index.zh.md",
    "content/site.toml",
    "data/catalog.toml",
    "data/facts.toml",
    "data/indicators.toml",
}
