macro_rules! files {
    ($($path:literal,)*) => {
        /// Every file below the new folder: path and bytes, sorted by path. `gitignore` is written as `.gitignore`; under that name it
        /// would rule this repository as well.
        pub static FILES: &[(&str, &[u8])] = &[$(($path, include_bytes!(concat!("starter/", $path))),)*];
    };
}

files! {
    "README.md",
    "content/404.en.md",
    "content/404.zh.md",
    "content/about.en.md",
    "content/about.zh.md",
    "content/blanks.en.md",
    "content/blanks.zh.md",
    "content/charts.toml",
    "content/contact.en.md",
    "content/contact.zh.md",
    "content/data/index.en.md",
    "content/data/index.zh.md",
    "content/index.en.md",
    "content/index.zh.md",
    "content/indicators/index.en.md",
    "content/indicators/index.zh.md",
    "content/methods.en.md",
    "content/methods.zh.md",
    "content/places/990101.en.md",
    "content/places/990101.zh.md",
    "content/places/index.en.md",
    "content/places/index.zh.md",
    "content/privacy.en.md",
    "content/privacy.zh.md",
    "content/projects/after-school/index.en.md",
    "content/projects/after-school/index.zh.md",
    "content/projects/holiday-camps/index.en.md",
    "content/projects/holiday-camps/index.zh.md",
    "content/projects/index.en.md",
    "content/projects/index.zh.md",
    "content/s/index.en.md",
    "content/s/index.zh.md",
    "content/site.toml",
    "data/catalog.toml",
    "data/codes/county.csv",
    "data/facts.toml",
    "data/indicators.toml",
    "data/synthetic/README.md",
    "data/synthetic/SYNTHETIC_camp.csv",
    "gitignore",
}
