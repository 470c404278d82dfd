//! What the server of a site needs: media types, a strict Content-Security-Policy and its fellows, for nginx, Apache and Caddy; and
//! `security.txt`. All three say the same, from one list.

use std::fmt::Write;

use crate::compose::Desk;
use crate::config::Security;
use crate::model::Languages;

/// A file for the server: its output path and its text.
pub type File = (&'static str, String);

/// Where the security contact stands (RFC 9116).
pub const SECURITY_TXT: &str = ".well-known/security.txt";

macro_rules! page_policy {
    () => {
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
         manifest-src 'self'; base-uri 'none'; form-action 'self'"
    };
}

/// The policy that every page carries itself, so that it also holds on a disk and on a host whose settings nobody can change. No inline
/// script or style runs under it.
pub const PAGE_POLICY: &str = page_policy!();

/// The policy as a header, but for who may frame a page, which only a header can say.
const POLICY: &str = concat!(page_policy!(), "; frame-ancestors ");

/// Headers of every answer, the policy aside.
const HEADERS: [(&str, &str); 4] = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
];

/// A year, as RFC 6797 counts it; sent only where the public address is one of TLS.
const TRANSPORT: (&str, &str) = ("Strict-Transport-Security", "max-age=31536000");

/// Media types that servers do not know by themselves, and whether they are texts and take a charset.
const TYPES: [(&str, &str, bool); 7] = [
    ("csv", "text/csv", true),
    ("ttl", "text/turtle", true),
    ("ics", "text/calendar", true),
    ("bib", "application/x-bibtex", true),
    ("ris", "application/x-research-info-systems", true),
    ("jsonld", "application/ld+json", false),
    ("parquet", "application/vnd.apache.parquet", false),
];

/// Folders that programs on other sites read.
const OPEN: &str = "(data|api|oembed|figures|codelists)/";

/// The snippets; empty without a public address, since they name the host.
#[must_use]
pub fn files(desk: &Desk) -> Vec<File> {
    let Some(place) = desk.settings.site.base_url.as_deref().and_then(Place::of) else { return Vec::new() };
    vec![("server/nginx.conf", nginx(&place)), ("server/apache.conf", apache(&place)), ("server/Caddyfile", caddy(&place))]
}

/// `security.txt` of a site.
#[must_use]
pub fn security(security: &Security, languages: &Languages, base_url: Option<&str>) -> String {
    let mut text = String::new();
    for contact in &security.contacts {
        let _ = writeln!(text, "Contact: {contact}");
    }
    // The day holds to its end.
    let _ = writeln!(text, "Expires: {}T23:59:59Z", security.expires);
    if let Some(base) = base_url {
        let _ = writeln!(text, "Canonical: {base}{SECURITY_TXT}");
    }
    if let Some(policy) = &security.policy {
        let _ = writeln!(text, "Policy: {policy}");
    }
    let tags: Vec<&str> = languages.iter().map(crate::model::Lang::as_str).collect();
    let _ = writeln!(text, "Preferred-Languages: {}", tags.join(", "));
    text
}

/// Where the site stands.
struct Place<'a> {
    host: &'a str,
    /// From slash to slash.
    path: &'a str,
    secure: bool,
}

impl<'a> Place<'a> {
    fn of(base: &'a str) -> Option<Self> {
        let (scheme, rest) = base.split_once("://")?;
        let at = rest.find('/').unwrap_or(rest.len());
        let host = rest[..at].split(':').next().filter(|host| !host.is_empty())?;
        Some(Self { host, path: if at < rest.len() { &rest[at..] } else { "/" }, secure: scheme == "https" })
    }

    fn headers(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        HEADERS.into_iter().chain(self.secure.then_some(TRANSPORT))
    }

    /// The path as a pattern; letters, digits and marks of addresses, of which only these mean more in one.
    fn pattern(&self) -> String {
        let mut made = String::new();
        for c in self.path.chars() {
            if matches!(c, '.' | '+' | '*' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|' | '^' | '$' | '\\') {
                made.push('\\');
            }
            made.push(c);
        }
        made
    }
}

const HEAD: &str = "# 站点文件放在 /srv/www/HOST 下；证书由服务器自己的设置给出，这里不重复。\n\
                    # The site lies below /srv/www/HOST; certificates are left to the server's own settings.\n";

fn head(place: &Place) -> String {
    HEAD.replace("HOST", place.host)
}

fn nginx(place: &Place) -> String {
    let (host, path, pattern) = (place.host, place.path, place.pattern());
    let mut text = head(place);
    let _ = write!(
        text,
        "\n# 只有嵌入页可以放进别的网站；数据可以由别的网站读取。\n# Only embeds may be framed elsewhere; data may be read from elsewhere.\n\
         map $uri $shanwai_frames {{\n  default \"'none'\";\n  \"~^{pattern}([A-Za-z-]+/)?embed/\" \"*\";\n}}\n\
         map $uri $shanwai_origin {{\n  default \"\";\n  \"~^{pattern}{OPEN}\" \"*\";\n}}\n\n\
         server {{\n  listen 80;\n  server_name {host};\n  root /srv/www/{host};\n  server_tokens off;\n\
         \x20 charset utf-8;\n  charset_types text/css text/csv text/javascript text/plain text/turtle text/calendar text/xml \
         application/atom+xml application/javascript application/x-bibtex application/x-research-info-systems image/svg+xml;\n\
         \x20 include mime.types;\n  types {{\n"
    );
    for (end, media, _) in TYPES {
        let _ = writeln!(text, "    {media} {end};");
    }
    let _ = write!(text, "  }}\n  add_header Content-Security-Policy \"{POLICY}$shanwai_frames\" always;\n");
    for (name, value) in place.headers() {
        let _ = writeln!(text, "  add_header {name} \"{value}\" always;");
    }
    let _ = write!(
        text,
        "  add_header Access-Control-Allow-Origin $shanwai_origin always;\n  open_file_cache max=10000 inactive=60s;\n\
         \x20 error_page 404 {path}404.html;\n  location / {{ try_files $uri $uri/ =404; }}\n}}\n"
    );
    text
}

fn apache(place: &Place) -> String {
    let (host, path, pattern) = (place.host, place.path, place.pattern());
    let mut text = head(place);
    let _ = write!(
        text,
        "# 需要 mod_headers 和 mod_mime。 · Needs mod_headers and mod_mime.\n\n\
         <VirtualHost *:80>\n  ServerName {host}\n  DocumentRoot \"/srv/www/{host}\"\n  DirectoryIndex index.html\n\
         \x20 <Directory \"/srv/www/{host}\">\n    Options -Indexes -MultiViews\n    AllowOverride None\n    Require all granted\n  </Directory>\n\
         \x20 ErrorDocument 404 {path}404.html\n  AddDefaultCharset utf-8\n"
    );
    for (end, media, _) in TYPES {
        let _ = writeln!(text, "  AddType {media} .{end}");
    }
    let texts: Vec<String> = TYPES.iter().filter(|(_, _, text)| *text).map(|(end, ..)| format!(".{end}")).collect();
    let _ = writeln!(text, "  AddCharset utf-8 .html .css .js .svg .xml .txt .md {}", texts.join(" "));
    let _ = writeln!(text, "  Header always set Content-Security-Policy \"{POLICY}'none'\"");
    for (name, value) in place.headers() {
        let _ = writeln!(text, "  Header always set {name} \"{value}\"");
    }
    let _ = write!(
        text,
        "  <LocationMatch \"^{pattern}([A-Za-z-]+/)?embed/\">\n    Header always set Content-Security-Policy \"{POLICY}*\"\n  </LocationMatch>\n\
         \x20 <LocationMatch \"^{pattern}{OPEN}\">\n    Header always set Access-Control-Allow-Origin \"*\"\n  </LocationMatch>\n</VirtualHost>\n"
    );
    text
}

/// Caddy applies the header without a condition last, so that each policy needs its own.
fn caddy(place: &Place) -> String {
    let (host, path, pattern) = (place.host, place.path, place.pattern());
    let scheme = if place.secure { "" } else { "http://" };
    let mut text = head(place);
    let _ = write!(text, "\n{scheme}{host} {{\n  root * /srv/www/{host}\n  header {{\n");
    for (name, value) in place.headers() {
        let _ = writeln!(text, "    {name} \"{value}\"");
    }
    let _ = write!(
        text,
        "  }}\n  @pages not path_regexp ^{pattern}([A-Za-z-]+/)?embed/\n  header @pages Content-Security-Policy \"{POLICY}'none'\"\n\
         \x20 @embeds path_regexp ^{pattern}([A-Za-z-]+/)?embed/\n  header @embeds Content-Security-Policy \"{POLICY}*\"\n\
         \x20 @open path_regexp ^{pattern}{OPEN}\n  header @open Access-Control-Allow-Origin \"*\"\n"
    );
    for (end, media, is_text) in TYPES {
        let charset = if is_text { "; charset=utf-8" } else { "" };
        let _ = writeln!(text, "  @{end} path *.{end}\n  header @{end} Content-Type \"{media}{charset}\"");
    }
    let _ = write!(text, "  handle_errors {{\n    rewrite * {path}404.html\n    file_server\n  }}\n  file_server\n}}\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Lang;

    #[test]
    fn every_server_is_told_the_same() {
        let place = Place::of("https://example.org/portal.v2/").unwrap();
        for text in [nginx(&place), apache(&place), caddy(&place)] {
            assert!(text.contains(POLICY) && !text.contains("unsafe"), "{text}");
            for (name, value) in place.headers() {
                assert!(text.contains(name) && text.contains(value), "{name}: {text}");
            }
            for (end, media, _) in TYPES {
                assert!(text.contains(media) && text.contains(end), "{media}: {text}");
            }
            assert!(text.contains("^/portal\\.v2/"), "the path is a pattern: {text}");
            assert!(text.contains("/portal.v2/404.html") && text.contains("/srv/www/example.org"), "{text}");
        }
        let plain = Place::of("http://example.org/").unwrap();
        assert!(!nginx(&plain).contains(TRANSPORT.0), "HSTS is for TLS");
    }

    #[test]
    fn a_security_contact_is_said_as_the_standard_wants_it() {
        let given = Security {
            contacts: vec!["mailto:s@example.org".into(), "https://example.org/report".into()],
            expires: jiff::civil::date(2026, 3, 1),
            policy: None,
        };
        let languages = Languages::new(vec![Lang::new("zh").unwrap(), Lang::new("en").unwrap()]).unwrap();
        assert_eq!(
            security(&given, &languages, Some("https://example.org/")),
            "Contact: mailto:s@example.org\nContact: https://example.org/report\nExpires: 2026-03-01T23:59:59Z\n\
             Canonical: https://example.org/.well-known/security.txt\nPreferred-Languages: zh, en\n"
        );
    }
}
