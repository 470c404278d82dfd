//! shanwai 山外 turns anonymised programme metrics and stories into a public bilingual site of charts, pages and open data.
//!
//! ```text
//!  content/site.toml, data/*.toml ──► config::load ──► Settings
//!  data/ records ──► confidential::prepare (records → cube → gate) ──► Release, sealed
//!  Settings + Release ──► facts::register ──► FactBook
//!  content/**/*.md ──► content::load ──► Library
//!  Library + FactBook ──► prose::compose ──► Composed ─┐
//!  Release + FactBook ──► chart::draw ──► Figure ──────┤ site::compose ──► views ──► theme ──► HTML
//!  Release ──► dataset ──► files ──────────────────────┘              check::all ──► site::publish ──► public/
//! ```
//!
//! Modules stand in floors; a floor imports only floors below it (`docs/ARCHITECTURE.md`).

// 0 ground
pub mod diag;
pub mod files;
// 1 words and numbers
pub mod colour;
pub mod expr;
pub mod html;
pub mod identify;
pub mod linear;
pub mod model;
pub mod numbers;
pub mod typeset;
// 2 settings, and the attacker of what is published
pub mod attack;
pub mod config;
pub mod i18n;
// 3 the vault
pub mod confidential;
// 4 library
pub mod archive;
pub mod consent;
pub mod content;
pub mod facts;
pub mod rollup;
// 5 makers
pub mod audit;
pub mod chart;
pub mod cite;
pub mod collate;
pub mod dataset;
pub mod form;
pub mod fragment;
pub mod photo;
pub mod picture;
pub mod prose;
pub mod search;
pub mod theme;
// 6 composition and judges
pub mod check;
pub mod compose;
// 7 site
pub mod site;
// 8 shell
pub mod cli;
