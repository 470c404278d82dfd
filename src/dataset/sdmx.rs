//! SDMX-CSV 2.0 with codes alone.
//!
//! Source: the SDMX-CSV field guide, version 2.0; code lists `CL_OBS_STATUS` and `CL_CONF_STATUS`. `OBS_VALUE` is empty where there
//! is no figure, and `COMMENT_OBS` says why, as a word. A total over time has the whole interval as its period.

use std::borrow::Cow;
use std::io;

use super::csv::{write, writer};
use super::package::Package;
use super::{Out, time};
use crate::confidential::Cell;

/// The message, with action `R` (replace): a whole dataset.
pub(super) fn message(package: &Package, out: &mut Out) -> io::Result<()> {
    let mut out = writer(out);
    let dimensions = package.table.dimensions();
    let names = dimensions.iter().enumerate().map(|(at, d)| match at {
        at if Some(at) == package.time => "TIME_PERIOD".to_owned(),
        at if Some(at) == package.geo => "REF_AREA".to_owned(),
        _ => id(d.dimension.id.as_str()),
    });
    let head = ["STRUCTURE", "STRUCTURE_ID", "ACTION"].map(str::to_owned).into_iter().chain(names);
    let rest = ["MEASURE", "OBS_VALUE", "UNIT_MEASURE", "OBS_STATUS", "CONF_STATUS", "COMMENT_OBS"];
    write(&mut out, head.chain(rest.map(str::to_owned)))?;
    let structure = structure(package);
    let whole = package.coverage.map_or_else(|| crate::model::TOTAL.to_owned(), |(from, to)| time::sdmx_range(from, to));
    for observation in package.observations() {
        let (measure, status) = (&package.table.measures()[observation.measure], package.status(observation.cell));
        let codes = observation.key.iter().enumerate().map(|(at, code)| match code {
            None if Some(at) == package.time => Cow::Borrowed(whole.as_str()),
            code if Some(at) == package.time => Cow::Owned(time::sdmx_period(package.code(at, *code))),
            code => Cow::Borrowed(package.code(at, *code)),
        });
        let value = match observation.cell {
            Cell::Value(value) => value.to_string(),
            _ => String::new(),
        };
        let start = ["dataflow", structure.as_str(), "R"].map(Cow::Borrowed).into_iter().chain(codes);
        let end = [measure.id.as_str(), &value, measure.unit.code.as_str(), status.observation, status.confidentiality];
        write(&mut out, start.chain(end.map(Cow::Borrowed)).chain([Cow::Borrowed(status.reason)]))?;
    }
    out.flush()
}

/// `SHANWAI:CAMP_ATTENDANCES(1.0.0)`. Versions of releases without a third number get one; `+live` is no part of it.
fn structure(package: &Package) -> String {
    let version = package.version.split('+').next().unwrap_or_default();
    let dots = version.matches('.').count();
    let filled = version.to_owned() + &".0".repeat(2usize.saturating_sub(dots));
    format!("SHANWAI:{}({filled})", id(package.id))
}

/// An id as SDMX writes it.
fn id(id: &str) -> String {
    id.to_uppercase().replace('-', "_")
}
