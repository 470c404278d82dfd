//! Loads every settings file in order, so that each may refer to those before it, and tells all faults at once.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::catalog::{self, Context, TypedCatalog};
use super::lexicon::Lexicon;
use super::names::Names;
use super::reader::{Document, Located};
use super::resolved::{ChartSpec, Register, Settings};
use super::rules::INVALID_VALUE;
use super::{
    Protection, calendar, charts, corrections, glossary, identifiers, plans, protection, register, rollup, site, tested,
    translations,
};
use crate::diag::{Diagnostic, Failed, Sink, Source};
use crate::files::Root;
use crate::model::ChartId;
use crate::say;

/// Reads `content/site.toml`, `content/charts.toml`, `data/catalog.toml` and the files those name.
///
/// The catalogue and the charts may be missing: a site without data is a site. Every fault goes to `sink` with its file, line
/// and column; the result is there only when there was none. Cost: one read and one parse per file.
pub fn load(root: &Root, sink: &Sink) -> Result<Settings, Failed> {
    let source = root.read("content/site.toml").map_err(|error| sink.fail(error.diagnostic()))?;
    let document = Document::parse(&source, sink);
    let table = document.root();
    // What a newer program wrote may say things that this one takes for mistakes.
    super::migrate::schema(&table)?;
    let Some(languages) = site::languages(&table) else {
        return Err(unusable(&source, sink));
    };
    let context = Context { root, languages: &languages, sink };
    let typed = site::read(table, &languages);
    let mut catalog = load_catalog(&context);
    let (register, facts) = load_register(&context, &catalog, &typed.programmes);
    let (charts, chart_names) = load_charts(&context, &catalog, &register, &facts);
    let indicators = load_indicators(&context, &mut catalog, &facts);
    plans::judge(&charts, &register, &catalog.catalog.indicators, sink);
    check_all(&typed.headline, &facts, sink);
    check_all(&catalog.dataset_charts, &chart_names, sink);
    check_all(&catalog.dataset_indicators, &indicators, sink);
    let protection = load_protection(&context, &catalog);
    let corrections = read_optional(&context, Path::new("data/corrections.toml"))
        .map_or_else(Vec::new, |source| corrections::read(&source, &context, &facts));
    let calendar = read_optional(&context, Path::new("content/calendar.toml"))
        .map_or_else(Vec::new, |source| calendar::read(&source, &context));
    let mut identifiers = read_optional(&context, Path::new("data/identifiers.toml"))
        .map_or_else(super::Exceptions::default, |source| identifiers::read(&source, &context));
    let glossary = read_optional(&context, Path::new("content/glossary.toml"))
        .map_or_else(super::Glossary::default, |source| glossary::read(&source, &context));
    let tested =
        read_optional(&context, Path::new("content/tested.toml")).map_or_else(Vec::new, |source| tested::read(&source, &context));
    let lexicon = Lexicon::with(read_optional(&context, Path::new("content/words.toml")), sink);
    let rollup = read_optional(&context, Path::new(rollup::ROLLUP))
        .map_or_else(super::Rollup::default, |source| rollup::read(&source, &context, &catalog.catalog));
    let translations =
        read_optional(&context, Path::new(translations::TRANSLATIONS)).map(|source| translations::read(&source, sink));
    sink.check()?;
    let Some(site) = typed.site else { return Err(unusable(&source, sink)) };
    identifiers.allow_publisher(&site.publisher);
    site.security.iter().for_each(|security| identifiers.allow_security(security));
    catalog.catalog.places.iter().for_each(|places| identifiers.know_places(places));
    Ok(Settings {
        root: root.dir().to_path_buf(),
        site,
        catalog: catalog.catalog,
        register,
        charts,
        protection,
        corrections,
        calendar,
        identifiers,
        glossary,
        tested,
        lexicon,
        translations,
        rollup,
    })
}

fn check_all(typed: &[Located<String>], names: &Names, sink: &Sink) {
    for name in typed {
        names.check(name, sink);
    }
}

/// The proof that the site cannot be read; says so itself when nothing else was said.
fn unusable(source: &Arc<Source>, sink: &Sink) -> Failed {
    match sink.check() {
        Err(failed) => failed,
        Ok(()) => sink.fail(
            Diagnostic::error(&INVALID_VALUE, say!("站点设置不完整", "the site's settings are incomplete")).at(source.path()),
        ),
    }
}

pub(super) fn load_catalog(context: &Context<'_>) -> TypedCatalog {
    let path = Path::new("data/catalog.toml");
    match read_optional(context, path) {
        Some(source) => catalog::read(&source, context),
        None => catalog::empty(),
    }
}

/// A file that may be missing; any other trouble with it is told.
fn read_optional(context: &Context<'_>, path: &Path) -> Option<Arc<Source>> {
    super::reader::read_if_there(context.root, path, context.sink)
}

pub(super) fn load_register(context: &Context<'_>, catalog: &TypedCatalog, programmes: &Names) -> (Register, Names) {
    let source = catalog.facts.as_ref().and_then(|path| catalog::open(context, path));
    match source {
        Some(source) => register::read(&source, context, &register::References { catalog, programmes }),
        None if catalog.facts.is_some() => (Register::default(), Names::unreadable()),
        None => (Register::default(), Names::new("数据", "fact")),
    }
}

fn load_charts(
    context: &Context<'_>,
    catalog: &TypedCatalog,
    register: &Register,
    facts: &Names,
) -> (BTreeMap<ChartId, ChartSpec>, Names) {
    match read_optional(context, Path::new("content/charts.toml")) {
        Some(source) => charts::read(&source, context, &charts::References { catalog, register, facts }),
        None => (BTreeMap::new(), Names::new("图表", "chart")),
    }
}

fn load_indicators(context: &Context<'_>, catalog: &mut TypedCatalog, facts: &Names) -> Names {
    let source = catalog.indicators.as_ref().and_then(|path| catalog::open(context, path));
    let Some(source) = source else {
        let named = catalog.indicators.is_some();
        return if named { Names::unreadable() } else { Names::new("指标", "indicator") };
    };
    let (indicators, names) = register::read_indicators(&source, context, facts, &catalog.classes);
    catalog.catalog.indicators = indicators;
    names
}

fn load_protection(context: &Context<'_>, catalog: &TypedCatalog) -> Protection {
    let mut protection = match read_optional(context, Path::new("data/protection.toml")) {
        Some(source) => protection::read::read(&source, context, catalog),
        None => Protection::usual(&catalog.catalog),
    };
    if let Some(source) = read_optional(context, Path::new("data/known.toml")) {
        protection.known = protection::known::read(&source, context, catalog);
    }
    protection
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{ChartData, Figure, MeasureKind};
    use crate::model::{Bound, Decimal};

    const SITE: &str = r#"
languages = ["zh", "en"]
title = { zh = "题", en = "Title" }
description = { zh = "述", en = "Description" }
place = { zh = "某市", en = "Some City" }
base_url = "https://example.org/site"
headline = ["camp"]
[publisher]
name = { zh = "某中心", en = "Some Centre" }
[licence]
name = "CC BY 4.0"
url = "https://creativecommons.org/licenses/by/4.0/"
[[pillar]]
id = "care"
name = { zh = "关爱", en = "Care" }
summary = { zh = "述", en = "Summary" }
[[programme]]
code = "camp_city"
name = { zh = "营", en = "Camps" }
pillar = "care"
slug = "camps"
[[navigation]]
address = "/projects"
label = { zh = "项目", en = "Projects" }
"#;
    const CATALOG: &str = r#"
facts = "facts.toml"
indicators = "indicators.toml"
[unit.person-times]
kind = "person-times"
name = { zh = "人次", en = "attendances" }
words = { zh = "人次", en = { one = "attendance", other = "attendances" } }
[unit.yuan]
kind = "money"
name = { zh = "元", en = "yuan" }
words = { zh = "元", en = "yuan" }
[dimension.year]
name = { zh = "年份", en = "Year" }
codes = [ { code = "2023", name = { zh = "2023年", en = "2023" } }, { code = "2024", name = { zh = "2024年", en = "2024" } } ]
[dimension.county]
name = { zh = "县", en = "County" }
codes = "codes/county.csv"
places = true
[[class]]
code = "C2"
name = { zh = "公开", en = "open" }
[[indicator_group]]
code = "ST"
name = { zh = "研学", en = "Study trips" }
[records.trips]
file = "synthetic/trips.csv"
synthetic = true
person = "person_key"
[records.trips.columns]
year = { dimension = "year" }
county = { dimension = "county" }
cost = { kind = "decimal", places = 2 }
[[cube]]
id = "trips"
records = "trips"
where = { county = ["431222"] }
dimensions = ["year", "county"]
threshold = 5
[[cube.measure]]
id = "attendances"
name = { zh = "人次", en = "Attendances" }
unit = "person-times"
of = "rows"
[[cube.measure]]
id = "cost"
name = { zh = "费用", en = "Cost" }
unit = "yuan"
of = "sum:cost"
[[dataset]]
id = "trips"
cube = "trips"
title = { zh = "题", en = "Trips" }
description = { zh = "述", en = "All trips" }
charts = ["by-year"]
indicators = ["ST-01"]
"#;
    const COUNTY: &str = "code,zh,en\n431222,沅陵县,Yuanling\n431225,会同县,Huitong\n";
    const FACTS: &str = r#"
[[source]]
id = "paper"
title = { zh = "题", en = "Title" }
outlet = { zh = "报", en = "Paper" }
published = "2025-02-15"
note = { zh = "注", en = "Note" }
citation = { zh = "引", en = "Citation" }
[[fact]]
id = "camp"
label = { zh = "营", en = "Camp" }
value = 1200
bound = "exact"
unit = "person-times"
period = { kind = "cumulative", end = "2025-02", label = { zh = "至今", en = "to date" }, stated = true }
places = ["431222"]
place = { zh = "沅陵", en = "Yuanling" }
programme = "camp_city"
status = "result"
source = "paper"
as_printed = "1200人次"
class = "C2"
[[fact]]
id = "half"
label = { zh = "半", en = "Half" }
formula = 'fact("camp") / 2'
decimals = 0
unit = "person-times"
period = { kind = "cumulative", label = { zh = "至今", en = "to date" } }
place = { zh = "沅陵", en = "Yuanling" }
status = "result"
[[comparison]]
id = "C1"
verdict = { zh = "合", en = "agree" }
facts = ["camp", "half"]
text = { zh = "文", en = "Text" }
"#;
    const INDICATORS: &str = r#"
[[indicator]]
code = "ST-01"
name = { zh = "一", en = "a" }
definition = { zh = "一", en = "a" }
unit = { zh = "一", en = "a" }
dimensions = { zh = "一", en = "a" }
period = { zh = "一", en = "a" }
formula = { zh = "一", en = "a" }
direction = { zh = "一", en = "a" }
class = "C2"
facts = ["camp"]
version = "1.0"
"#;
    const CHARTS: &str = r#"
[[chart]]
id = "by-year"
kind = "column"
title = { zh = "题", en = "Title" }
subtitle = { zh = "副", en = "Subtitle" }
cube = "trips"
measure = "attendances"
x = "year"
fixed = { county = "431222" }
"#;

    /// Loads the small site with one file changed; gives the settings or the findings as `path:line:column id: message | help`.
    fn load_with(file: &str, from: &str, to: &str) -> Result<Settings, Vec<String>> {
        let files = [
            ("content/site.toml", SITE),
            ("data/catalog.toml", CATALOG),
            ("data/codes/county.csv", COUNTY),
            ("data/facts.toml", FACTS),
            ("data/indicators.toml", INDICATORS),
            ("content/charts.toml", CHARTS),
        ];
        let dir = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let text = if path == file {
                assert!(text.contains(from), "{from} is not in {path}");
                text.replacen(from, to, 1)
            } else {
                text.to_owned()
            };
            let path = dir.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            #[expect(clippy::disallowed_methods, reason = "a test lays out its own folder")]
            std::fs::write(path, text).unwrap();
        }
        let (root, sink) = (Root::open(dir.path()).unwrap(), Sink::new());
        load(&root, &sink).map_err(|_| sink.sorted().iter().map(told).collect())
    }

    fn told(d: &Diagnostic) -> String {
        let place = match &d.places[0].0 {
            crate::diag::Place::Text(span) => {
                let (line, column) = span.line_column();
                format!("{}:{line}:{column}", span.source.path().display())
            }
            crate::diag::Place::File(path) | crate::diag::Place::Spot { file: path, .. } => path.display().to_string(),
            crate::diag::Place::Cell { file, row, column } => format!("{}:{row}:{column}", file.display()),
        };
        format!("{place} {}: {} | {}", d.rule.id, d.message.en, d.help.first().map_or("", |h| &h.en))
    }

    fn one_fault(file: &str, from: &str, to: &str) -> String {
        let all = load_with(file, from, to).expect_err("a fault was planted");
        assert_eq!(all.len(), 1, "{all:#?}");
        all[0].clone()
    }

    #[test]
    fn whole_site_is_read() {
        let settings = load_with("", "", "").unwrap();
        assert_eq!(settings.site.base_url.as_deref(), Some("https://example.org/site/"));
        assert_eq!(settings.site.navigation[0].address, "projects/");
        let cube = &settings.catalog.cubes[0];
        assert_eq!(cube.measures[1].kind, MeasureKind::Sum("cost".to_owned()));
        assert_eq!(settings.catalog.records[0].columns.len(), 4);
        let Figure::Given(quantity) = &settings.register.facts[0].figure else { panic!("a given figure") };
        assert_eq!((quantity.value, quantity.bound), (Some(Decimal::whole(1200)), Bound::Exact));
        let Figure::Derived { span, formula, .. } = &settings.register.facts[1].figure else { panic!("a derived figure") };
        assert_eq!(&span.source.text()[span.range.clone()], formula);
        assert!(matches!(&settings.charts.values().next().unwrap().data, ChartData::Cube { fixed, .. } if fixed.len() == 1));
    }

    #[test]
    fn site_without_data_is_a_site() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(dir.path().join("content")).unwrap();
        #[expect(clippy::disallowed_methods, reason = "a test lays out its own folder")]
        std::fs::write(dir.path().join("content/site.toml"), SITE.replace("headline = [\"camp\"]", "")).unwrap();
        let (root, sink) = (Root::open(dir.path()).unwrap(), Sink::new());
        let settings = load(&root, &sink).unwrap();
        assert!(settings.register.facts.is_empty());
        assert_eq!(super::super::gov_gaps(&settings.site).len(), 6);
    }

    #[test]
    fn unknown_names_are_told_with_the_nearest_one() {
        let fault = one_fault("data/facts.toml", "unit = \"person-times\"", "unit = \"person-time\"");
        assert_eq!(
            fault,
            "data/facts.toml:14:8 config/unknown-name: there is no unit called `person-time` | did you mean `person-times`?"
        );
        let fault = one_fault("content/site.toml", "headline = [\"camp\"]", "headline = [\"camps\"]");
        assert!(fault.starts_with("content/site.toml:7:13 config/unknown-name: there is no fact called `camps`"), "{fault}");
        let fault = one_fault("content/site.toml", "pillar = \"care\"", "pillar = \"core\"");
        assert!(fault.contains("no pillar called `core` | did you mean `care`?"), "{fault}");
        for (file, from, to) in [
            ("data/facts.toml", "places = [\"431222\"]", "places = [\"431223\"]"),
            ("data/facts.toml", "programme = \"camp_city\"", "programme = \"camp-city\""),
            ("data/facts.toml", "source = \"paper\"", "source = \"papers\""),
            ("data/facts.toml", "class = \"C2\"", "class = \"C9\""),
            ("data/facts.toml", "facts = [\"camp\", \"half\"]", "facts = [\"camp\", \"hald\"]"),
            ("data/indicators.toml", "facts = [\"camp\"]", "facts = [\"cmap\"]"),
            (
                "data/catalog.toml",
                "county = { dimension = \"county\" }\ncost",
                "county = { dimension = \"county\" }\nplace = { dimension = \"country\" }\ncost",
            ),
            ("data/catalog.toml", "where = { county = [\"431222\"] }", "where = { county = [\"431299\"] }"),
            ("data/catalog.toml", "where = { county = [\"431222\"] }", "where = { county = [\"431225\"], sex = [\"f\"] }"),
            ("data/catalog.toml", "of = \"sum:cost\"", "of = \"sum:year\""),
            ("data/catalog.toml", "charts = [\"by-year\"]", "charts = [\"by-yaer\"]"),
            ("data/catalog.toml", "indicators = [\"ST-01\"]", "indicators = [\"ST-02\"]"),
            ("content/charts.toml", "measure = \"attendances\"", "measure = \"attendence\""),
            ("content/charts.toml", "x = \"year\"", "x = \"yaer\""),
            ("content/charts.toml", "county = \"431222\"", "county = \"431229\""),
            ("content/charts.toml", "county = \"431222\"", "contry = \"431222\""),
        ] {
            let fault = one_fault(file, from, to);
            assert!(fault.starts_with(file) && fault.contains("config/unknown-name"), "{to}: {fault}");
        }
    }

    #[test]
    fn facts_that_contradict_themselves_are_errors() {
        for (from, to, says) in [
            ("value = 1200\n", "", "`value` is missing"),
            ("bound = \"exact\"", "bound = \"withheld\"", "a withheld fact cannot have a value"),
            ("value = 1200\nbound = \"exact\"", "bound = \"withheld\"", "both `withheld` or neither"),
            ("bound = \"exact\"", "bound = \"planned\"", "has the status `plan`"),
            ("value = 1200", "value = 1200\nrange = { min = 1, max = 2000 }", "the range of an exact number is 1200 alone"),
            ("value = 1200", "value = \"1.2万\"", "not a usable number"),
            ("value = 1200", "value = 1200\nwithheld_because = { zh = \"因\", en = \"why\" }", "has no reason to be withheld"),
            ("decimals = 0", "decimals = 0\nvalue = 6", "cannot have `value` as well"),
        ] {
            let all = load_with("data/facts.toml", from, to).expect_err("a fault was planted");
            assert!(all.iter().any(|fault| fault.contains(says)), "{to}: {all:#?}");
        }
    }

    #[test]
    fn charts_of_nothing_or_of_unlike_units_are_errors() {
        let cube = "cube = \"trips\"\nmeasure = \"attendances\"\nx = \"year\"\nfixed = { county = \"431222\" }";
        assert!(one_fault("content/charts.toml", cube, "facts = []").contains("chart/empty"));
        let all = load_with(
            "data/facts.toml",
            "formula = 'fact(\"camp\") / 2'\ndecimals = 0\nunit = \"person-times\"",
            "formula = '2'\nunit = \"yuan\"",
        );
        assert!(all.is_ok(), "{all:?}");
    }

    #[test]
    fn paths_of_code_lists_stay_below_data() {
        for path in ["../codes.csv", "/etc/passwd", "codes/../../x.csv"] {
            let fault =
                load_with("data/catalog.toml", "\"codes/county.csv\"", &format!("\"{path}\"")).expect_err("a fault was planted");
            assert!(fault.iter().any(|f| f.contains("leaves `data/`")), "{fault:?}");
        }
    }

    #[test]
    fn files_that_are_not_there_are_told_where_they_are_named() {
        let fault = one_fault(
            "data/catalog.toml",
            "indicators = \"indicators.toml\"\n[unit.person-times]",
            "indicators = \"indicator.toml\"\n[unit.person-times]",
        );
        assert!(fault.starts_with("data/catalog.toml:3:14 files/not-found"), "{fault}");
    }

    #[test]
    fn base_addresses_are_checked() {
        for bad in ["ftp://x/", "https://", "example.org", "https://x/?q", "https://x/a b", "javascript:alert(1)"] {
            let all = load_with("content/site.toml", "https://example.org/site", bad).expect_err("a fault was planted");
            assert!(all[0].contains("is not a usable address"), "{bad}: {all:?}");
        }
        assert!(load_with("content/site.toml", "https://example.org/site", "").unwrap().site.base_url.is_none());
    }

    #[test]
    fn counting_persons_needs_a_person_key() {
        let without = CATALOG.replace("person = \"person_key\"\n", "").replace("of = \"rows\"", "of = \"distinct\"");
        let fault = one_fault("data/catalog.toml", CATALOG, &without);
        assert!(fault.contains("the records name no person key"), "{fault}");
    }

    #[test]
    fn ids_used_twice_show_both_places() {
        let all = load_with("data/facts.toml", "id = \"half\"", "id = \"camp\"").expect_err("a fault was planted");
        assert!(all[0].contains("config/duplicate: the fact `camp` is declared twice"), "{all:?}");
    }

    #[test]
    fn many_faults_are_told_at_once() {
        let broken = SITE
            .replace("title = { zh = \"题\", en = \"Title\" }", "titel = 1")
            .replace("code = \"camp_city\"", "code = \"camp city\"");
        let all = load_with("content/site.toml", SITE, &broken).expect_err("faults were planted");
        assert!(all.len() >= 3, "{all:#?}");
    }
}
