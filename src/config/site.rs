//! Reads `content/site.toml`.

use super::names::Names;
use super::reader::{Located, Table, checked_id};
use super::resolved::{
    Checks, Gov, Licence, NavigationItem, Pillar, Programme, Publisher, ReleaseDemands, Security, Severity, Site, Taxonomy,
    ThemeSettings,
};
use super::rules::{CHECK_OFF, GOV_GAP, INVALID_VALUE, NO_LICENCE, SECURITY_EXPIRED};
use crate::diag::{Diagnostic, Sink};
use crate::model::{Code, Date, FactId, Lang, Languages, Localized, Slug};
use crate::say;

/// A site whose references to facts are still to be checked.
pub(super) struct TypedSite {
    pub(super) site: Option<Site>,
    pub(super) headline: Vec<Located<String>>,
    pub(super) programmes: Names,
}

/// Reads the languages; without them no other text can be judged.
pub(super) fn languages(table: &Table<'_>) -> Option<Languages> {
    let typed = table.texts("languages");
    let tags: Vec<Lang> = typed.iter().filter_map(|tag| language(tag, table.sink())).collect();
    if tags.len() < typed.len() {
        return None;
    }
    let languages = Languages::new(tags);
    if languages.is_none() {
        let message = say!("`languages` 至少要有一种语言，而且不能重复", "`languages` needs at least one language, each once");
        let help = say!(
            "写成 `languages = [\"zh\", \"en\"]`，默认语言排在最前",
            "write `languages = [\"zh\", \"en\"]`, the default first"
        );
        table.sink().push(Diagnostic::error(&INVALID_VALUE, message).at(table.span_of("languages")).help(help));
    }
    languages
}

fn language(tag: &Located<String>, sink: &Sink) -> Option<Lang> {
    let lang = Lang::new(&tag.value);
    if lang.is_none() {
        let typed = &tag.value;
        let message = say!("`{typed}` 不是语言代码", "`{typed}` is not a language tag");
        let help = say!("用 `zh`、`en`、`zh-Hant` 这样的代码", "use tags such as `zh`, `en` or `zh-Hant`");
        sink.push(Diagnostic::error(&INVALID_VALUE, message).at(tag.span.clone()).help(help));
    }
    lang
}

/// Reads everything else.
pub(super) fn read(table: Table<'_>, languages: &Languages) -> TypedSite {
    let headline = table.texts("headline");
    let mut programmes = Names::new("项目", "programme");
    let site = site(&table, languages, &headline, &mut programmes);
    table.finish();
    TypedSite { site, headline, programmes }
}

fn site(table: &Table<'_>, languages: &Languages, headline: &[Located<String>], programme_names: &mut Names) -> Option<Site> {
    let title = table.localized("title", languages);
    let description = table.localized("description", languages);
    let place = table.localized("place", languages);
    let base_url = base_url(table);
    let theme = theme(table);
    let publisher = table.table("publisher").and_then(|t| publisher(t, languages));
    let licence = if table.has("licence") { table.table("licence").and_then(licence) } else { no_licence(table) };
    let gov = table.optional_table("gov").map(|t| gov(t, languages));
    let mut pillar_names = Names::new("工作板块", "pillar");
    let pillars = table.tables("pillar").into_iter().filter_map(|t| pillar(t, languages, &mut pillar_names)).collect();
    let mut slugs = Names::new("项目目录", "programme folder");
    let programmes = table
        .tables("programme")
        .into_iter()
        .filter_map(|t| programme(t, languages, &pillar_names, programme_names, &mut slugs))
        .collect();
    let navigation = table.tables("navigation").into_iter().filter_map(|t| navigation(t, languages)).collect();
    let mut taxonomy_names = Names::new("分类", "taxonomy");
    let taxonomies = table.tables("taxonomy").into_iter().filter_map(|t| taxonomy(t, languages, &mut taxonomy_names)).collect();
    let paginate = table.whole("paginate", 0, 10_000).map_or(0, |n| usize::try_from(n.value).unwrap_or(0));
    let checks = table.optional_table("checks").map_or_else(Checks::default, checks);
    let picture_fonts = table.optional_table("pictures").map_or_else(Vec::new, picture_fonts);
    let release = table.optional_table("release").map_or_else(ReleaseDemands::default, release);
    let integrity = table.switch("integrity", false);
    let guides = table.optional_table("guides").is_some_and(guides);
    let security = table.optional_table("security").and_then(security);
    let headline = headline.iter().filter_map(|id| checked_id(id, FactId::new, table.sink()).map(|id| id.value)).collect();
    Some(Site {
        languages: languages.clone(),
        title: title?,
        description: description?,
        base_url: base_url?,
        place: place?,
        theme: theme?,
        publisher: publisher?,
        licence: licence?,
        gov,
        pillars,
        programmes,
        navigation,
        headline,
        taxonomies,
        paginate,
        checks,
        release,
        picture_fonts,
        guides,
        integrity,
        security,
    })
}

fn security(table: Table<'_>) -> Option<Security> {
    let typed = table.texts("contact");
    let expires = table.date("expires");
    let policy = optional_address(&table, "policy");
    let usable = |contact: &Located<String>| {
        let clean = contact.value.bytes().all(|byte| byte.is_ascii_graphic());
        clean
            && (["mailto:", "tel:"].iter().any(|scheme| contact.value.len() > scheme.len() && contact.value.starts_with(scheme))
                || contact.value.starts_with("https://"))
    };
    for contact in typed.iter().filter(|contact| !usable(contact)) {
        let message = say!("这不是可用的联系地址", "this is not a usable contact");
        let help = say!(
            "写成 `mailto:` 加邮箱、`tel:` 加电话号码，或 `https://…`",
            "write `mailto:` and a mailbox, `tel:` and a number, or `https://…`"
        );
        table.sink().push(Diagnostic::error(&INVALID_VALUE, message).at(contact.span.clone()).help(help));
    }
    if typed.is_empty() {
        let message = say!("`[security]` 要写 `contact`", "`[security]` needs `contact`");
        let help = say!("写成 `contact = [\"mailto:…\"]`", "write `contact = [\"mailto:…\"]`");
        table.sink().push(Diagnostic::error(&INVALID_VALUE, message).at(table.span()).help(help));
    }
    table.finish();
    let contacts = typed.into_iter().map(|contact| contact.value).collect();
    Some(Security { contacts, expires: expires?.value, policy })
}

/// A warning when the security contact no longer holds on the day of the build.
#[must_use]
pub fn security_expired(site: &Site, as_of: Option<Date>) -> Option<Diagnostic> {
    let (security, today) = (site.security.as_ref()?, as_of?);
    (security.expires < today).then(|| {
        let day = security.expires;
        Diagnostic::warning(&SECURITY_EXPIRED, say!("安全联系信息在 {day} 过期", "the security contact expired on {day}"))
            .at(std::path::Path::new("content/site.toml"))
            .help(say!(
                "核对联系方式，再改 `[security]` 的 `expires`",
                "check the contact, then move `expires` under `[security]`"
            ))
    })
}

fn release(table: Table<'_>) -> ReleaseDemands {
    let typed = table.whole("sign_offs", 0, 20).and_then(|number| usize::try_from(number.value).ok());
    table.finish();
    typed.map_or_else(ReleaseDemands::default, |sign_offs| ReleaseDemands { sign_offs })
}

/// `publish`: whether the guides are pages.
fn guides(table: Table<'_>) -> bool {
    let publish = table.switch("publish", false);
    table.finish();
    publish
}

/// `font`: one file or several.
fn picture_fonts(table: Table<'_>) -> Vec<std::path::PathBuf> {
    let typed: Vec<Located<String>> =
        if table.is_text("font") { table.optional_text("font").into_iter().collect() } else { table.texts("font") };
    table.finish();
    typed.into_iter().map(|font| font.value.into()).collect()
}

fn checks(table: Table<'_>) -> Checks {
    let levels = [("error", false), ("off", true)];
    let allow = if table.has("unbound_numbers") { table.word("unbound_numbers", &levels) } else { None };
    let grave = [("error", Severity::Error), ("warning", Severity::Warning), ("off", Severity::Off)];
    let stale = if table.has("stale_translations") { table.word("stale_translations", &grave) } else { None };
    let missing = [("error", false), ("other-language", true)];
    let missing = if table.has("missing_pages") { table.word("missing_pages", &missing) } else { None };
    let crowd = table.whole("story_crowd", 10, 10_000).and_then(|least| usize::try_from(least.value).ok());
    let one_in = super::OneIn::read(&table);
    table.finish();
    Checks {
        allow_unbound_numbers: allow.is_some_and(|allow| allow.value),
        stale_translations: stale.map_or_else(Severity::default, |stale| stale.value),
        crowd,
        one_in,
        show_other_language: missing.is_some_and(|missing| missing.value),
    }
}

/// One note for each check that the site has turned off, so that nobody takes its silence for approval.
#[must_use]
pub fn checks_off(site: &Site) -> Vec<Diagnostic> {
    let off = [
        site.checks.allow_unbound_numbers.then(|| {
            say!(
                "正文里的数字不检查出处（`unbound_numbers = \"off\"`）",
                "numbers in the text are not checked for a fact they are bound to (`unbound_numbers = \"off\"`)"
            )
        }),
        (site.checks.stale_translations == Severity::Off).then(|| {
            say!(
                "不检查原文改动以后译文有没有跟上（`stale_translations = \"off\"`）",
                "translations are not checked for changes of their originals (`stale_translations = \"off\"`)"
            )
        }),
    ];
    let told = off.into_iter().flatten().map(|message| Diagnostic::note(&CHECK_OFF, message));
    told.map(|note| note.at(std::path::Path::new("content/site.toml"))).collect()
}

/// `Some(None)`: no base address; `None`: a faulty one.
fn base_url(table: &Table<'_>) -> Option<Option<String>> {
    match table.text_or_empty("base_url") {
        None if table.has("base_url") => None,
        None => Some(None),
        Some(typed) if typed.value.trim().is_empty() => Some(None),
        Some(typed) => match web_address(&typed.value) {
            Some(address) if address.contains(['?', '#']) => bad_address(&typed, table.sink()),
            Some(address) if address.ends_with('/') => Some(Some(address.to_owned())),
            Some(address) => Some(Some(format!("{address}/"))),
            None => bad_address(&typed, table.sink()),
        },
    }
}

/// The address if it is `http://` or `https://` with a host and nothing that an attribute or a header could trip over.
#[must_use]
pub fn web_address(typed: &str) -> Option<&str> {
    let rest = typed.strip_prefix("https://").or_else(|| typed.strip_prefix("http://"))?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or("");
    let clean = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\' | '`' | '{' | '}');
    (!host.is_empty() && !host.starts_with(['.', ':']) && rest.chars().all(clean)).then_some(typed)
}

fn bad_address<T>(typed: &Located<String>, sink: &Sink) -> Option<T> {
    let address = &typed.value;
    let message = say!("`{address}` 不是可用的网址", "`{address}` is not a usable address");
    let help = say!("写成 `https://主机名/路径/`，不带 `?` 和 `#`", "write `https://host/path/`, without `?` or `#`");
    sink.push(Diagnostic::error(&INVALID_VALUE, message).at(typed.span.clone()).help(help));
    None
}

/// A web address, if the key is there.
pub(super) fn optional_address(table: &Table<'_>, key: &str) -> Option<String> {
    let typed = table.optional_text(key)?;
    if web_address(&typed.value).is_some() { Some(typed.value) } else { bad_address(&typed, table.sink()) }
}

fn theme(table: &Table<'_>) -> Option<ThemeSettings> {
    let Some(table) = table.optional_table("theme") else {
        return Some(unthemed("shanwai".to_owned()));
    };
    let name = table.id("name", Slug::new);
    let typed: Vec<(String, Located<String>)> = table.optional_table("options").map_or_else(Vec::new, |options| {
        let keys = options.keys().into_iter();
        let all = keys.filter_map(|key| Some((key.value.clone(), options.text_or_empty(&key.value)?))).collect();
        options.finish();
        all
    });
    table.finish();
    let spans = typed.iter().map(|(name, value)| (name.clone(), value.span.clone())).collect();
    let options = typed.into_iter().map(|(name, value)| (name, value.value)).collect();
    Some(ThemeSettings { name: name?.value.to_string(), options, spans })
}

fn unthemed(name: String) -> ThemeSettings {
    ThemeSettings { name, options: std::collections::BTreeMap::new(), spans: std::collections::BTreeMap::new() }
}

fn publisher(table: Table<'_>, languages: &Languages) -> Option<Publisher> {
    let name = table.localized("name", languages);
    let address = table.optional_localized("address", languages);
    let email = table.optional_text("email").map(|t| t.value);
    let phone = table.optional_text("phone").map(|t| t.value);
    let url = optional_address(&table, "url");
    table.finish();
    Some(Publisher { name: name?, address, email, phone, url })
}

fn no_licence(table: &Table<'_>) -> Option<Licence> {
    let message = say!("没有写明数据的许可", "the data have no licence");
    let help = say!(
        "加上 `[licence]`，写明 `name` 和 `url`，例如 `name = \"CC BY 4.0\"`、`url = \"https://creativecommons.org/licenses/by/4.0/\"`",
        "add `[licence]` with a `name` and a `url`, such as `name = \"CC BY 4.0\"` and `url = \"https://creativecommons.org/licenses/by/4.0/\"`"
    );
    table.sink().push(Diagnostic::error(&NO_LICENCE, message).at(table.span()).help(help));
    None
}

fn licence(table: Table<'_>) -> Option<Licence> {
    let name = table.text("name");
    let url = table.text("url").and_then(|typed| {
        if web_address(&typed.value).is_some() { Some(typed.value) } else { bad_address(&typed, table.sink()) }
    });
    table.finish();
    Some(Licence { name: name?.value, url: url? })
}

fn gov(table: Table<'_>, languages: &Languages) -> Gov {
    let text = |key: &str| table.optional_text(key).map(|t| t.value);
    let gov = Gov {
        sponsor: table.optional_localized("sponsor", languages),
        organiser: table.optional_localized("organiser", languages),
        icp: text("icp"),
        police: text("police"),
        site_code: text("site_code"),
        report_error: optional_address(&table, "report_error"),
    };
    table.finish();
    gov
}

fn pillar(table: Table<'_>, languages: &Languages, names: &mut Names) -> Option<Pillar> {
    let id = table.id("id", Slug::new);
    declare(names, id.as_ref(), table.sink());
    let name = table.localized("name", languages);
    let summary = table.localized("summary", languages);
    table.finish();
    Some(Pillar { id: id?.value, name: name?, summary: summary? })
}

fn programme(
    table: Table<'_>,
    languages: &Languages,
    pillars: &Names,
    names: &mut Names,
    slugs: &mut Names,
) -> Option<Programme> {
    let code = table.id("code", Code::new);
    declare(names, code.as_ref(), table.sink());
    let name = table.localized("name", languages);
    let pillar = table.optional_text("pillar").filter(|id| pillars.check(id, table.sink()));
    let slug = table.id("slug", Slug::new);
    declare(slugs, slug.as_ref(), table.sink());
    table.finish();
    Some(Programme { code: code?.value, name: name?, pillar: pillar.and_then(|id| Slug::new(&id.value).ok()), slug: slug?.value })
}

fn navigation(table: Table<'_>, languages: &Languages) -> Option<NavigationItem> {
    let address = table.text_or_empty("address").and_then(|typed| page_address(&typed, table.sink()));
    let label = table.localized("label", languages);
    table.finish();
    Some(NavigationItem { address: address?, label: label? })
}

/// `projects/`: parts of letters, digits, `-`, `_` and `.`; slashes at the ends are put right.
fn page_address(typed: &Located<String>, sink: &Sink) -> Option<String> {
    let parts: Vec<&str> = typed.value.split('/').filter(|part| !part.is_empty()).collect();
    if parts.iter().all(|part| Slug::new(part).is_ok()) {
        return Some(parts.iter().fold(String::new(), |all, part| all + part + "/"));
    }
    let address = &typed.value;
    let message = say!("`{address}` 不是站内地址", "`{address}` is not an address of this site");
    let help = say!(
        "写成 `projects/` 这样的地址：不分语言，以 `/` 结尾",
        "write an address such as `projects/`: without language, with a final `/`"
    );
    sink.push(Diagnostic::error(&INVALID_VALUE, message).at(typed.span.clone()).help(help));
    None
}

fn taxonomy(table: Table<'_>, languages: &Languages, names: &mut Names) -> Option<Taxonomy> {
    let id = table.id("id", Slug::new);
    declare(names, id.as_ref(), table.sink());
    let name = table.localized("name", languages);
    let mut term_names = Names::new("分类项", "term");
    let mut terms: Vec<(Slug, Localized<String>)> = Vec::new();
    for term in table.tables("term") {
        let id = term.id("id", Slug::new);
        declare(&mut term_names, id.as_ref(), term.sink());
        let name = term.localized("name", languages);
        term.finish();
        terms.extend(id.zip(name).map(|(id, name)| (id.value, name)));
    }
    table.finish();
    Some(Taxonomy { id: id?.value, name: name?, terms })
}

/// Declares an id that was read, if it was.
pub(super) fn declare<T: std::fmt::Display>(names: &mut Names, id: Option<&Located<T>>, sink: &Sink) {
    if let Some(id) = id {
        names.declare(&id.value.to_string(), &id.span, sink);
    }
}

/// One warning for each item that the footer of a Chinese government site should have and `[gov]` lacks.
#[must_use]
pub fn gov_gaps(site: &Site) -> Vec<Diagnostic> {
    let absent = Gov::default();
    let gov = site.gov.as_ref().unwrap_or(&absent);
    let items = [
        (gov.sponsor.is_some(), "sponsor", "主办单位", "sponsor"),
        (gov.organiser.is_some(), "organiser", "承办单位", "organiser"),
        (gov.icp.is_some(), "icp", "ICP备案号", "ICP registration number"),
        (gov.police.is_some(), "police", "公安备案号", "police registration number"),
        (gov.site_code.is_some(), "site_code", "网站标识码", "government site code"),
        (gov.report_error.is_some(), "report_error", "“找错”入口", "error-report link"),
    ];
    let missing = items.into_iter().filter(|(present, ..)| !present);
    missing
        .map(|(_, key, zh, en)| {
            Diagnostic::warning(&GOV_GAP, say!("页脚缺少{zh}", "the footer lacks the {en}"))
                .at(std::path::Path::new("content/site.toml"))
                .help(say!("在 `[gov]` 里加上 `{key}`", "add `{key}` under `[gov]`"))
        })
        .collect()
}
/// The theme that the text of a `site.toml` names, as far as it can be read, without its options.
#[must_use]
pub fn named_theme(text: &str) -> ThemeSettings {
    let (table, _) = toml::de::DeTable::parse_recoverable(text);
    let table = table.into_inner();
    let named = || Some(table.get("theme")?.get_ref().as_table()?.get("name")?.get_ref().as_str()?.to_owned());
    unthemed(named().unwrap_or_else(|| "shanwai".to_owned()))
}

/// The first of `languages` in the text of a `site.toml`, as far as it can be read: which language to speak of its faults in.
#[must_use]
pub fn default_language(text: &str) -> Option<String> {
    let (table, _) = toml::de::DeTable::parse_recoverable(text);
    let languages = table.into_inner();
    Some(languages.get("languages")?.get_ref().as_array()?.first()?.get_ref().as_str()?.to_owned())
}
