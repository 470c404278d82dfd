//! The catalogue of a site's datasets for other catalogues: DCAT-AP 3 as Turtle and as JSON-LD, two writings of one graph.
//!
//! Source: DCAT-AP 3.0.1 with its SHACL shapes, which want the type of everything that is named. Only a site with a public address has
//! a catalogue: what is named needs an absolute address.

use std::collections::BTreeMap;

use oxrdf::vocab::{rdf, xsd};
use oxrdf::{BlankNode, Graph, Literal, NamedNode, NamedOrBlankNode, Term, Triple};

use super::Written;
use super::package::Package;
use crate::model::{Date, Lang, Languages, Localized};

/// Prefixes of both writings.
const PREFIXES: [(&str, &str); 10] = [
    ("adms", "http://www.w3.org/ns/adms#"),
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dcatap", "http://data.europa.eu/r5r/"),
    ("dct", "http://purl.org/dc/terms/"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("spdx", "http://spdx.org/rdf/terms#"),
    ("vcard", "http://www.w3.org/2006/vcard/ns#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

const FILE_TYPE: &str = "http://publications.europa.eu/resource/authority/file-type/";
const LANGUAGE: &str = "http://publications.europa.eu/resource/authority/language/";
const STABLE: &str = "http://publications.europa.eu/resource/authority/planned-availability/STABLE";
const PUBLIC: &str = "http://publications.europa.eu/resource/authority/access-right/PUBLIC";
const MEDIA: &str = "https://www.iana.org/assignments/media-types/";
const THEMES: &str = "http://publications.europa.eu/resource/authority/data-theme";
const SOCIETY: &str = "http://publications.europa.eu/resource/authority/data-theme/SOCI";

/// What the catalogue says of itself.
pub struct Catalogue<'c> {
    /// Absolute address of the site, with a final slash.
    pub base: &'c str,
    /// Languages, default first.
    pub languages: &'c Languages,
    /// Title of the site.
    pub title: &'c Localized<String>,
    /// What it is about.
    pub description: &'c Localized<String>,
    /// Who publishes it.
    pub publisher: &'c Localized<String>,
    /// Address of its licence.
    pub licence: &'c str,
    /// The day the pages speak as of.
    pub issued: Option<Date>,
}

/// The two writings: Turtle, JSON-LD.
pub struct Writings {
    /// `catalog.ttl`.
    pub turtle: Vec<u8>,
    /// `catalog.jsonld`.
    pub json_ld: Vec<u8>,
}

/// A graph that grows by statements. Addresses are made of settings that were checked, and of ids.
struct Statements {
    triples: Vec<Triple>,
    known: Graph,
    blanks: usize,
}

type Node = NamedOrBlankNode;

fn full(name: &str) -> NamedNode {
    let (prefix, rest) = name.split_once(':').unwrap_or(("", name));
    let start = PREFIXES.iter().find(|(known, _)| *known == prefix).map_or("", |(_, address)| address);
    NamedNode::new_unchecked(format!("{start}{rest}"))
}

fn named(address: &str) -> NamedNode {
    NamedNode::new_unchecked(address.replace(' ', "%20"))
}

impl Statements {
    fn say(&mut self, about: &Node, what: &str, value: impl Into<Term>) {
        let triple = Triple::new(about.clone(), full(what), value);
        if self.known.insert(&triple) {
            self.triples.push(triple);
        }
    }

    fn is(&mut self, about: &Node, class: &str) {
        let triple = Triple::new(about.clone(), rdf::TYPE, full(class));
        if self.known.insert(&triple) {
            self.triples.push(triple);
        }
    }

    /// Refers to something and says what it is.
    fn refer(&mut self, about: &Node, what: &str, address: &str, class: &str) -> Node {
        let node: Node = named(address).into();
        self.say(about, what, named(address));
        self.is(&node, class);
        node
    }

    /// Something without an address of its own.
    fn part(&mut self, about: &Node, what: &str, class: &str) -> Node {
        self.blanks += 1;
        let blank = BlankNode::new_unchecked(format!("b{}", self.blanks));
        self.say(about, what, blank.clone());
        let node: Node = blank.into();
        self.is(&node, class);
        node
    }

    fn words(&mut self, about: &Node, what: &str, languages: &Languages, text: impl Fn(&Lang) -> String) {
        for lang in languages.iter() {
            self.say(about, what, Literal::new_language_tagged_literal_unchecked(text(lang), Package::tag(lang).to_lowercase()));
        }
    }

    fn date(&mut self, about: &Node, what: &str, date: Option<Date>) {
        if let Some(date) = date {
            self.say(about, what, Literal::new_typed_literal(date.to_string(), xsd::DATE));
        }
    }
}

/// Both writings of the catalogue of these datasets.
#[must_use]
pub fn write(catalogue: &Catalogue, datasets: &[(Package, Vec<Written>)]) -> Writings {
    let mut graph = Statements { triples: Vec::new(), known: Graph::new(), blanks: 0 };
    let node: Node = named(&format!("{}catalog.ttl#catalog", catalogue.base)).into();
    graph.is(&node, "dcat:Catalog");
    graph.words(&node, "dct:title", catalogue.languages, |lang| catalogue.title.get(lang).clone());
    graph.words(&node, "dct:description", catalogue.languages, |lang| catalogue.description.get(lang).clone());
    let publisher = publisher(&mut graph, catalogue, &node);
    graph.refer(&node, "foaf:homepage", catalogue.base, "foaf:Document");
    graph.refer(&node, "dct:license", catalogue.licence, "dct:LicenseDocument");
    graph.refer(&node, "dcat:themeTaxonomy", THEMES, "skos:ConceptScheme");
    let scheme: Node = named(THEMES).into();
    graph.say(&scheme, "dct:title", Literal::new_language_tagged_literal_unchecked("Data theme", "en"));
    languages(&mut graph, catalogue.languages, &node);
    graph.date(&node, "dct:issued", catalogue.issued);
    graph.date(&node, "dct:modified", catalogue.issued);
    for (package, files) in datasets {
        let dataset = dataset(&mut graph, catalogue, package, &publisher);
        graph.say(&node, "dcat:dataset", dataset.clone());
        for file in files.iter().filter(|file| file.resource) {
            distribution(&mut graph, package, file, &dataset);
        }
    }
    Writings { turtle: turtle(&graph.triples), json_ld: json_ld(&graph.triples) }
}

fn publisher(graph: &mut Statements, catalogue: &Catalogue, node: &Node) -> Node {
    let publisher = graph.refer(node, "dct:publisher", &format!("{}#publisher", catalogue.base), "foaf:Agent");
    graph.words(&publisher, "foaf:name", catalogue.languages, |lang| catalogue.publisher.get(lang).clone());
    publisher
}

/// Languages that the authority's list has and we know the three letters of.
fn languages(graph: &mut Statements, languages: &Languages, about: &Node) {
    for lang in languages.iter() {
        let letters = match lang.as_str().split('-').next() {
            Some("zh") => "ZHO",
            Some("en") => "ENG",
            Some("fr") => "FRA",
            Some("de") => "DEU",
            Some("es") => "SPA",
            Some("ru") => "RUS",
            Some("ja") => "JPN",
            Some("ko") => "KOR",
            _ => continue,
        };
        graph.refer(about, "dct:language", &format!("{LANGUAGE}{letters}"), "dct:LinguisticSystem");
    }
}

fn dataset(graph: &mut Statements, catalogue: &Catalogue, package: &Package, publisher: &Node) -> NamedNode {
    let address = named(package.page.get(package.languages.default_lang()));
    let node: Node = address.clone().into();
    graph.is(&node, "dcat:Dataset");
    graph.words(&node, "dct:title", package.languages, |lang| package.title.get(lang).clone());
    graph.words(&node, "dct:description", package.languages, |lang| package.description.get(lang).clone());
    for lang in package.languages.iter() {
        for word in package.keywords.get(lang) {
            graph.say(
                &node,
                "dcat:keyword",
                Literal::new_language_tagged_literal_unchecked(word, Package::tag(lang).to_lowercase()),
            );
        }
    }
    graph.say(&node, "dct:identifier", Literal::from(package.id));
    graph.say(&node, "dcat:version", Literal::from(package.version.as_str()));
    graph.say(&node, "dct:publisher", publisher.clone());
    graph.refer(&node, "dcat:theme", SOCIETY, "skos:Concept");
    label(graph, SOCIETY, "skos:prefLabel", "Population and society");
    graph.refer(&node, "dct:accessRights", PUBLIC, "dct:RightsStatement");
    languages(graph, package.languages, &node);
    graph.date(&node, "dct:issued", package.issued);
    graph.date(&node, "dct:modified", package.issued);
    for lang in package.languages.iter() {
        graph.refer(&node, "dcat:landingPage", package.page.get(lang), "foaf:Document");
    }
    let place = graph.refer(&node, "dct:spatial", &format!("{}#place", catalogue.base), "dct:Location");
    graph.words(&place, "skos:prefLabel", package.languages, |lang| package.place.get(lang).clone());
    if let Some((from, to)) = package.coverage {
        let period = graph.part(&node, "dct:temporal", "dct:PeriodOfTime");
        graph.date(&period, "dcat:startDate", Some(from));
        graph.date(&period, "dcat:endDate", Some(to));
    }
    if let Some(email) = package.email {
        let contact = graph.part(&node, "dcat:contactPoint", "vcard:Organization");
        graph.words(&contact, "vcard:fn", package.languages, |lang| package.publisher.get(lang).clone());
        graph.say(&contact, "vcard:hasEmail", named(&format!("mailto:{email}")));
    }
    let origin = graph.part(&node, "dct:provenance", "dct:ProvenanceStatement");
    graph.words(&origin, "rdfs:label", package.languages, |lang| package.protection.get(lang).clone());
    address
}

fn label(graph: &mut Statements, address: &str, what: &str, text: &str) {
    let node: Node = named(address).into();
    graph.say(&node, what, Literal::new_language_tagged_literal_unchecked(text, "en"));
}

/// A file. The sum of its bytes stands with it, so that a copy can be checked.
fn distribution(graph: &mut Statements, package: &Package, file: &Written, dataset: &NamedNode) {
    let address = package.address(&file.name);
    let page = package.page.get(package.languages.default_lang());
    let node: Node = named(&format!("{page}#{}", file.name)).into();
    let dataset: Node = dataset.clone().into();
    graph.say(&dataset, "dcat:distribution", named(&format!("{page}#{}", file.name)));
    graph.is(&node, "dcat:Distribution");
    graph.words(&node, "dct:title", package.languages, |lang| format!("{} · {}", package.title.get(lang), file.name));
    graph.words(&node, "dct:description", package.languages, |lang| package.word(lang, file.label).to_owned());
    graph.refer(&node, "dcat:accessURL", &address, "rdfs:Resource");
    graph.refer(&node, "dcat:downloadURL", &address, "rdfs:Resource");
    graph.refer(&node, "dct:license", &package.licence.url, "dct:LicenseDocument");
    let media = file.media.split(';').next().unwrap_or_default();
    graph.refer(&node, "dcat:mediaType", &format!("{MEDIA}{media}"), "dct:MediaType");
    let kind = match file.format {
        "csv" | "sdmx-csv" => "CSV",
        "xlsx" => "XLSX",
        "zip" => "ZIP",
        "parquet" => "PARQUET",
        _ => "JSON",
    };
    graph.refer(&node, "dct:format", &format!("{FILE_TYPE}{kind}"), "dct:MediaTypeOrExtent");
    graph.refer(&node, "dcatap:availability", STABLE, "skos:Concept");
    label(graph, STABLE, "skos:prefLabel", "stable");
    graph.say(&node, "dcat:byteSize", Literal::new_typed_literal(file.size.to_string(), xsd::NON_NEGATIVE_INTEGER));
    graph.date(&node, "dct:modified", package.issued);
    let sum = graph.part(&node, "spdx:checksum", "spdx:Checksum");
    graph.refer(&sum, "spdx:algorithm", "http://spdx.org/rdf/terms#checksumAlgorithm_sha256", "spdx:ChecksumAlgorithm");
    let bits = full("xsd:hexBinary");
    graph.say(&sum, "spdx:checksumValue", Literal::new_typed_literal(&file.sha256, bits));
}

/// The prefixes come first, in order: the library keeps them in none.
fn turtle(triples: &[Triple]) -> Vec<u8> {
    let mut writer = oxttl::TurtleSerializer::new();
    for (prefix, address) in PREFIXES {
        writer = writer.with_prefix(prefix, address).expect("prefixes are addresses");
    }
    let mut writer = writer.for_writer(Vec::new());
    for triple in by_subject(triples) {
        writer.serialize_triple(triple).expect("writing into memory does not fail");
    }
    let made = writer.finish().expect("writing into memory does not fail");
    let text = String::from_utf8_lossy(&made);
    let heads = PREFIXES.iter().map(|(prefix, address)| format!("@prefix {prefix}: <{address}> .\n"));
    let body = text.lines().skip_while(|line| line.starts_with("@prefix ")).map(|line| format!("{line}\n"));
    heads.chain(body).collect::<String>().into_bytes()
}

/// Statements about one thing together, things in the order they are first spoken of.
fn by_subject(triples: &[Triple]) -> Vec<&Triple> {
    let mut order: BTreeMap<String, usize> = BTreeMap::new();
    let mut numbered: Vec<(usize, &Triple)> = Vec::with_capacity(triples.len());
    for triple in triples {
        let next = order.len();
        numbered.push((*order.entry(triple.subject.to_string()).or_insert(next), triple));
    }
    numbered.sort_by_key(|(number, _)| *number);
    numbered.into_iter().map(|(_, triple)| triple).collect()
}

fn json_ld(triples: &[Triple]) -> Vec<u8> {
    let mut writer = oxjsonld::JsonLdSerializer::new();
    for (prefix, address) in PREFIXES {
        writer = writer.with_prefix(prefix, address).expect("prefixes are addresses");
    }
    let mut writer = writer.for_writer(Vec::new());
    for triple in by_subject(triples) {
        let quad = oxrdf::QuadRef::new(&triple.subject, &triple.predicate, &triple.object, oxrdf::GraphNameRef::DefaultGraph);
        writer.serialize_quad(quad).expect("writing into memory does not fail");
    }
    let made = writer.finish().expect("writing into memory does not fail");
    let mut document: serde_json::Value = serde_json::from_slice(&made).expect("the library writes JSON");
    let context: serde_json::Map<_, _> =
        PREFIXES.iter().map(|(prefix, address)| ((*prefix).to_owned(), (*address).into())).collect();
    if let Some(known) = document.get_mut("@context") {
        *known = context.into();
    }
    let mut out = serde_json::to_vec(&document).expect("it was JSON before");
    out.push(b'\n');
    out
}
