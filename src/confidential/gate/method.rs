//! Methods that settings may name and that cannot be used yet: refused, never replaced by another without a word.

use super::rules::METHOD;
use crate::config::{Catalog, Method, Protection};
use crate::diag::{Diagnostic, Failed, Place, Sink};
use crate::say;

/// Refuses every cube that asks for perturbation or rounding.
pub(in crate::confidential) fn methods_are_ready(catalog: &Catalog, protection: &Protection, sink: &Sink) -> Result<(), Failed> {
    let mut sound = Ok(());
    for cube in &catalog.cubes {
        let Some(own) = protection.of(&cube.id).filter(|own| own.method != Method::Suppress) else { continue };
        let id = &cube.id;
        let message = say!("`{id}` 要用的保护方法还不能用", "the method that `{id}` asks for cannot be used yet");
        let place = own.method_span.clone().map(Place::from);
        let fault = Diagnostic::error(&METHOD, message).help(say!("删去 `method`", "remove `method`"));
        sound = Err(sink.fail(match place {
            Some(place) => fault.at(place),
            None => fault,
        }));
    }
    sound
}
