//! The one test binary: everything that is tested from outside.

mod agreement;
mod altered;
mod architecture;
mod attack;

mod audit_tables;
mod barrier;
mod broken;
mod canary;
mod cases;
mod city;
mod commands;
mod compare;
mod consent;
mod contract;
mod docs;
mod formats;
mod forms;
mod frozen;
mod huaihua;
mod identify;
mod identity;
mod imports;
mod kill;
mod methods;
mod mutation;
mod open_data;
mod reference;
mod rollup;
mod second_release;
mod sites;
mod snippets;
mod starter;
mod support;
mod told;
mod whole;
