//! Colours of style sheets: values worked out, contrast measured, the nearest usable colour of a hue.

mod space;
mod value;

pub use space::{Rgb, contrast, nearest, parse, written};
pub use value::{Properties, hex, value};
