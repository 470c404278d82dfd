//! What alteration needs besides the counts: the perturbation table, and the site secret, read once and only where it is needed.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};

use super::alter::Alteration;
use super::base::{self, Base, Half};
use super::cell_key::Noise;
use super::interval_table::IntervalTable;
use super::ptable::PTable;
use super::rules::{TABLE_KEYLESS, UNUSABLE};
use super::secret_key::{Fingerprint, SiteSecret};
use crate::confidential::releases::Earlier;
use crate::config::{CubeSpec, Method, Protection, Rounding};
use crate::diag::{Diagnostic, Failed, Place, Sink};
use crate::files::Root;
use crate::say;

/// How the environment names the file of the secret.
const ENVIRONMENT: &str = "SHANWAI_SECRET_FILE";

/// The secret of a site, read when it is first asked for.
pub(in crate::confidential) struct Keeper<'a> {
    root: &'a Root,
    protection: &'a Protection,
    earlier: &'a [Earlier],
    secret: OnceCell<Result<SiteSecret, Failed>>,
}

impl<'a> Keeper<'a> {
    /// Nothing is read yet.
    pub(in crate::confidential) fn new(root: &'a Root, protection: &'a Protection, earlier: &'a [Earlier]) -> Self {
        Self { root, protection, earlier, secret: OnceCell::new() }
    }

    /// The secret, confirmed by every earlier release that was made with one.
    fn secret(&self, cubes: &[&CubeSpec], sink: &Sink) -> Result<&SiteSecret, Failed> {
        let told = |mut fault: Diagnostic| {
            // Where nothing names a place, the setting that needs the secret is to blame.
            if fault.places.is_empty() {
                fault.places.push((place(cubes, self.protection), None));
            }
            sink.fail(fault)
        };
        self.secret.get_or_init(|| self.read().map_err(told)).as_ref().map_err(|failed| *failed)
    }

    fn read(&self) -> Result<SiteSecret, Diagnostic> {
        let named = std::env::var_os(ENVIRONMENT).map(PathBuf::from);
        let path = SiteSecret::place(self.protection.secret.as_deref(), named.as_deref())?;
        let secret = SiteSecret::read(self.root, &path)?;
        let kept = self.earlier.iter().filter_map(|release| release.secret.as_deref());
        kept.map(Fingerprint::kept).try_for_each(|kept| secret.confirm(&path, &kept))?;
        Ok(secret)
    }

    /// For a new release: the fingerprint of the secret, if it was needed.
    pub(in crate::confidential) fn fingerprint(&self) -> Option<String> {
        Some(self.secret.get()?.as_ref().ok()?.fingerprint().text().to_owned())
    }
}

/// The method of the cubes over one record file; the settings make sure that they agree.
pub(in crate::confidential) fn method<'a>(cubes: &[&CubeSpec], protection: &'a Protection) -> &'a Method {
    cubes.first().and_then(|cube| protection.of(&cube.id)).map_or(&Method::Suppress, |own| &own.method)
}

/// What the cubes over one record file are altered with.
pub(in crate::confidential) struct Means<'k> {
    pub(in crate::confidential) alteration: Alteration,
    /// Where record keys and chances come from.
    secret: Option<&'k SiteSecret>,
}

impl<'k> Means<'k> {
    /// Reads what a method needs; `None` where figures are withheld instead.
    ///
    /// # Errors
    /// When the table or the secret is missing or faulty; the words are in `sink`.
    pub(in crate::confidential) fn of(
        method: &Method,
        cubes: &[&CubeSpec],
        keeper: &'k Keeper<'_>,
        sink: &Sink,
    ) -> Result<Option<Self>, Failed> {
        let base = |to, rounding| Base::new(to, rounding).map(Alteration::Base).map_err(|fault| sink.fail(fault));
        let (alteration, secret) = match method {
            Method::Suppress => return Ok(None),
            Method::SmallCounts { base } => (Alteration::SmallCounts(*base), None),
            Method::Base { base: to, rounding: Rounding::Random } => {
                (base(*to, base::Rounding::Random)?, Some(keeper.secret(cubes, sink)?))
            }
            Method::Base { base: to, rounding } => {
                let half = if *rounding == Rounding::HalfEven { Half::Even } else { Half::Up };
                (base(*to, base::Rounding::Nearest(half))?, None)
            }
            Method::CellKey { ptable } => {
                let (noise, secret) = (noise(keeper.root, ptable, sink), keeper.secret(cubes, sink));
                let noise = noise?;
                if !noise.depends_on_keys() {
                    return Err(sink.fail(keyless(ptable, cubes)));
                }
                (Alteration::CellKey(noise), Some(secret?))
            }
        };
        Ok(Some(Self { alteration, secret }))
    }

    /// A person's record key as the method's table wants it.
    pub(in crate::confidential) fn record_key(&self, person: [u64; 2]) -> u64 {
        match (self.secret, &self.alteration) {
            (Some(secret), Alteration::CellKey(Noise::Whole(_))) => secret.record_key(person),
            (Some(secret), Alteration::CellKey(Noise::Fractions(_))) => secret.record_fraction(person),
            _ => 0,
        }
    }

    /// The chance of a cell, which stays the same as long as the cube and its codes are called so.
    pub(in crate::confidential) fn chance(&self, cube: &str, codes: &[&str]) -> u64 {
        self.secret.map_or(0, |secret| secret.cell_chance(cube, codes))
    }
}

/// A table with whole keys or with intervals, told apart by its heading.
fn noise(root: &Root, path: &Path, sink: &Sink) -> Result<Noise, Failed> {
    let source = root.read(path).map_err(|error| sink.fail(error.diagnostic()))?;
    let heading = source.text().lines().next().unwrap_or_default();
    if heading.contains("p_int_ub") {
        IntervalTable::read(path, source.text(), sink).map(Noise::Fractions)
    } else {
        PTable::read(path, source.text(), sink).map(Noise::Whole)
    }
}

fn keyless(path: &Path, cubes: &[&CubeSpec]) -> Diagnostic {
    let id = cubes.first().map_or("", |cube| cube.id.as_str());
    let message = say!(
        "`{id}` 的扰动表对任何键都加同样的数",
        "the perturbation table of `{id}` adds the same to a count whatever its key is"
    );
    Diagnostic::error(&TABLE_KEYLESS, message)
        .at(path)
        .help(say!("换一张随键变化的表，或改用取整", "take a table that depends on the keys, or round instead"))
}

/// A measure that cannot be altered so.
pub(in crate::confidential) fn unusable(cube: &CubeSpec, protection: &Protection, why: crate::diag::Text) -> Diagnostic {
    let fault =
        Diagnostic::error(&UNUSABLE, why).help(say!("删去 `method`，用隐去保护", "remove `method`: figures are then withheld"));
    fault.at(place(&[cube], protection))
}

/// Where a method is asked for.
fn place(cubes: &[&CubeSpec], protection: &Protection) -> Place {
    let spans = cubes.iter().filter_map(|cube| protection.of(&cube.id)?.method_span.clone());
    spans.map(Place::from).next().unwrap_or_else(|| Path::new("data/protection.toml").into())
}
