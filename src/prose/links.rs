//! Addresses in links and images: which are allowed, and what they become.

use super::Links;
use super::rules::{BROKEN_LINK, LINK_FORM};
use crate::diag::{Diagnostic, Span};
use crate::say;

/// An address that may stand in a link.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Address {
    /// A page of the site, ready to be written.
    Page(String),
    /// A heading of the page itself, by its id.
    Here(String),
    /// Another site, a mailbox or a telephone.
    Outside(String),
}

/// Judges the address of a link as it was written.
pub(super) fn judge(target: &str, links: &dyn Links, span: Span) -> Result<Address, Box<Diagnostic>> {
    if let Some(id) = target.strip_prefix('#') {
        return Ok(Address::Here(id.to_owned()));
    }
    if ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| target.starts_with(scheme)) {
        return Ok(Address::Outside(target.to_owned()));
    }
    if target.starts_with('/') && !target.starts_with("//") {
        return page(target, links, span).map(Address::Page);
    }
    let help = say!(
        "站内页面写成 `/projects/`，外部网址写成 `https://…`",
        "write `/projects/` for a page of the site, `https://…` for another site"
    );
    Err(Box::new(
        Diagnostic::error(
            &LINK_FORM,
            say!("链接地址 `{target}` 的写法不对", "the link address `{target}` has a form that is not allowed"),
        )
        .at(span)
        .help(help),
    ))
}

/// The link to a page or file of the site.
pub(super) fn page(target: &str, links: &dyn Links, span: Span) -> Result<String, Box<Diagnostic>> {
    let (path, part) = target.find('#').map_or((target, ""), |at| target.split_at(at));
    if let Some(href) = links.href(path) {
        return Ok(href + part);
    }
    let slashed = format!("{path}/");
    let near = if links.href(&slashed).is_some() { Some(slashed) } else { links.nearest(path) };
    let help = match near {
        Some(near) => say!("是不是 `{near}`？", "did you mean `{near}`?"),
        None => say!(
            "检查地址；站内链接以 `/` 开头和结尾，不带语言代码",
            "check the address; links begin and end with `/` and hold no language code"
        ),
    };
    Err(Box::new(Diagnostic::error(&BROKEN_LINK, say!("站点里没有 `{path}`", "the site has no `{path}`")).at(span).help(help)))
}
