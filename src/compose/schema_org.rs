//! What search engines are told of a dataset: schema.org `Dataset`, on its page.
//!
//! Source: schema.org 30; Google's rules for datasets (a description has 50 to 5,000 characters). Only with a public address.

use serde_json::{Value, json};

use crate::compose::Desk;
use crate::compose::voice::Voice;
use crate::dataset::{Package, Written};

/// Fewest characters of a description.
const LEAST: usize = 50;

/// The object as text that may stand in a `script` element; empty when the site has no public address.
#[must_use]
pub fn dataset(desk: &Desk, voice: &Voice, package: &Package, files: &[Written]) -> String {
    let (Some(base), Some(_)) = (&desk.settings.site.base_url, &package.folder) else { return String::new() };
    let lang = &voice.lang;
    let page = package.page.get(lang);
    let others = package.languages.iter().filter(|other| *other != lang);
    let organisation = json!({ "@type": "Organization", "name": package.publisher.get(lang), "url": base });
    let separator = voice.word("list-comma");
    let mut description = package.description.get(lang).clone();
    if description.chars().count() < LEAST {
        description = format!("{description} {} {}", package.protection.get(lang), package.keywords.get(lang).join(&separator));
    }
    // The page of each language tells of the files in its own words.
    let foreign = |name: &str| package.languages.iter().any(|other| other != lang && name.contains(&format!(".{other}.")));
    let mut object = json!({
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": format!("{page}#dataset"),
        "name": package.title.get(lang),
        "alternateName": others.clone().map(|other| package.title.get(other).as_str()).collect::<Vec<_>>(),
        "description": description.chars().take(5000).collect::<String>(),
        "url": page,
        "sameAs": others.map(|other| package.page.get(other).as_str()).collect::<Vec<_>>(),
        "inLanguage": Package::tag(lang),
        "identifier": package.page.get(package.languages.default_lang()),
        "keywords": package.keywords.get(lang),
        "license": package.licence.url,
        "isAccessibleForFree": true,
        "version": package.version,
        "creator": organisation,
        "publisher": organisation,
        "includedInDataCatalog": {
            "@type": "DataCatalog", "name": desk.settings.site.title.get(lang), "url": desk.atlas.absolute("data/", lang),
        },
        "spatialCoverage": { "@type": "Place", "name": package.place.get(lang) },
        "variableMeasured": package.table.measures().iter().map(|m| json!({
            "@type": "PropertyValue", "name": m.name.get(lang), "unitText": m.unit.name.get(lang),
        })).collect::<Vec<_>>(),
        "measurementTechnique": package.protection.get(lang),
        "distribution": files.iter().filter(|file| file.resource && !foreign(&file.name)).map(|file| json!({
            "@type": "DataDownload",
            "name": file.name,
            "encodingFormat": file.media,
            "contentUrl": package.address(&file.name),
            "contentSize": format!("{} B", file.size),
            "sha256": file.sha256,
        })).collect::<Vec<_>>(),
    });
    if let Some((from, to)) = package.coverage {
        object["temporalCoverage"] = format!("{from}/{to}").into();
    }
    if let Some(date) = package.issued {
        object["dateModified"] = date.to_string().into();
        object["datePublished"] = date.to_string().into();
    }
    in_script(&object)
}

/// JSON that cannot end the element it stands in.
fn in_script(object: &Value) -> String {
    object.to_string().replace('<', "\\u003c")
}
