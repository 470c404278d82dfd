//! The site secret: a file kept outside the repository, from which record keys and the chances of rounding are drawn.

use std::io::Read;
use std::path::{Path, PathBuf};

use super::rules::{
    SECRET_CHANGED, SECRET_FORMAT, SECRET_INSIDE, SECRET_MISSING, SECRET_PLAIN, SECRET_READABLE, SECRET_SHORT, SECRET_TRACKED,
};
use crate::confidential::gate::entries;
use crate::diag::{Diagnostic, Rule, Text};
use crate::files::{Error, PRIVATE, Root, Stream};
use crate::say;

/// Fewest and most bytes of a secret.
const BYTES: std::ops::RangeInclusive<usize> = 32..=1024;
/// Of 32 random bytes fewer than this many different ones occur once in more than 10^20 secrets.
const DIFFERENT: usize = 12;

/// The key of all keyed hashes of a site. Neither printed nor compared but by its fingerprint.
///
/// The hash is BLAKE3 in its keyed mode, a pseudorandom function by design (O'Connor, Aumasson, Neves, Wilcox-O'Hearn, *BLAKE3*,
/// 2020): what HMAC adds to SHA-256, in one pass and without a further package. Each use hashes under a word
/// of its own, so that record keys tell nothing of roundings.
pub(in crate::confidential) struct SiteSecret {
    key: [u8; 32],
}

/// What a release keeps of the secret, to notice another one: 128 bits, from which the secret cannot be worked out.
#[derive(Clone, PartialEq, Eq)]
pub(in crate::confidential) struct Fingerprint(String);

impl Fingerprint {
    /// A fingerprint as an earlier release kept it.
    pub(in crate::confidential) fn kept(text: &str) -> Self {
        Self(text.trim().to_owned())
    }

    /// 32 hexadecimal digits.
    pub(in crate::confidential) fn text(&self) -> &str {
        &self.0
    }
}

impl SiteSecret {
    /// Where the secret lies: what the environment says (`SHANWAI_SECRET_FILE`), else the settings. A relative path begins at the
    /// site's root. The caller asks the environment.
    pub(in crate::confidential) fn place(settings: Option<&Path>, environment: Option<&Path>) -> Result<PathBuf, Diagnostic> {
        let named = [environment, settings].into_iter().flatten().find(|path| !path.as_os_str().is_empty());
        named.map(Path::to_path_buf).ok_or_else(|| {
            Diagnostic::error(&SECRET_MISSING, say!("没有指明站点密钥的位置", "no place is named for the site secret")).help(
                say!(
                    "在 `data/protection.toml` 开头写 `secret = \"文件\"`，或放进环境变量 `SHANWAI_SECRET_FILE`",
                    "write `secret = \"path\"` at the top of `data/protection.toml`, or put the path into `SHANWAI_SECRET_FILE`"
                ),
            )
        })
    }

    /// Reads the secret: at least 32 bytes in hexadecimal, in a file that only its owner may read and git does not track.
    ///
    /// Each fault is a diagnostic of its own and never shows what the file holds. On systems without Unix modes the mode is not
    /// looked at.
    pub(in crate::confidential) fn read(root: &Root, path: &Path) -> Result<Self, Diagnostic> {
        let whole = root.dir().join(path);
        let (Some(folder), Some(name)) = (whole.parent(), whole.file_name()) else { return Err(missing(path)) };
        let folder = Root::open(folder).map_err(|e| words(path, &e))?;
        let name = Path::new(name);
        let file = folder.open_file(name).map_err(|e| words(path, &e))?;
        if folder.dir().starts_with(root.dir()) && !folder.dir().starts_with(root.dir().join(PRIVATE)) {
            return Err(fault(&SECRET_INSIDE, path, say!("站点密钥放在站点目录里", "the site secret lies in the site's folder"))
                .help(say!("移到站点目录之外", "move it out of the site's folder")));
        }
        if is_tracked(&folder, name)? {
            return Err(fault(&SECRET_TRACKED, path, say!("git 跟踪了站点密钥", "git tracks the site secret")).help(say!(
                "移到版本库之外，并检查是否已经推送过",
                "move it out of the repository, and find out whether it was ever pushed"
            )));
        }
        if others_may_read(&file) {
            return Err(fault(&SECRET_READABLE, path, say!("别的用户读得到站点密钥", "others may read the site secret"))
                .help(say!("运行 `chmod 600`", "run `chmod 600`")));
        }
        let mut bytes = Vec::new();
        let limit = 4 * *BYTES.end() as u64;
        file.take(limit).read_to_end(&mut bytes).map_err(|e| words(path, &Error::io(path, &e)))?;
        Self::parse(path, &bytes)
    }

    fn parse(path: &Path, text: &[u8]) -> Result<Self, Diagnostic> {
        let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
        let digits: Option<Vec<u8>> = text.iter().filter(|b| !b.is_ascii_whitespace()).map(|b| digit(*b)).collect();
        let Some(digits) = digits.filter(|digits| digits.len() % 2 == 0) else {
            return Err(fault(&SECRET_FORMAT, path, say!("站点密钥不是十六进制", "the site secret is not hexadecimal"))
                .help(say!("检查是否指错了文件", "see whether this is the file you mean")));
        };
        let bytes: Vec<u8> = digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect();
        if !BYTES.contains(&bytes.len()) {
            let (least, most) = (BYTES.start(), BYTES.end());
            let message =
                say!("站点密钥不足 {least} 字节，或超过 {most} 字节", "the site secret has not {least} to {most} bytes");
            return Err(fault(&SECRET_SHORT, path, message).help(make()));
        }
        let mut kinds = bytes.clone();
        kinds.sort_unstable();
        kinds.dedup();
        if kinds.len() < DIFFERENT {
            let message = say!("站点密钥不像随机数", "the site secret does not look random");
            return Err(fault(&SECRET_PLAIN, path, message).help(make()));
        }
        Ok(Self { key: blake3::derive_key("shanwai 2026-11 site secret", &bytes) })
    }

    /// The permanent key of a person as a fraction of 2^64, each equally likely to whoever lacks the secret. `person` are the two
    /// halves of the person's number.
    ///
    /// Depends on the secret and on the person's key in the records alone: as long as both stay, a person has the same record key
    /// in every table and release.
    pub(in crate::confidential) fn record_fraction(&self, person: [u64; 2]) -> u64 {
        let [low, high] = person;
        self.draw("record key", &[&low.to_le_bytes(), &high.to_le_bytes()])
    }

    /// The same as a whole number from 0 to 255, in the first byte: the first byte of a wrapping sum is the sum modulo 256.
    pub(in crate::confidential) fn record_key(&self, person: [u64; 2]) -> u64 {
        self.record_fraction(person) & 0xff << 56
    }

    /// A number that is always the same for a cell, and evenly spread over all 64-bit numbers from cell to cell.
    ///
    /// `cube` and `codes` name the cell; no two lists of names give the same bytes, since each goes in with its length.
    pub(in crate::confidential) fn cell_chance(&self, cube: &str, codes: &[&str]) -> u64 {
        let mut parts: Vec<Vec<u8>> = Vec::with_capacity(codes.len() + 1);
        for name in std::iter::once(&cube).chain(codes) {
            parts.push((name.len() as u64).to_le_bytes().iter().copied().chain(name.bytes()).collect());
        }
        let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
        self.draw("cell rounding", &parts)
    }

    /// What releases keep to notice another secret.
    pub(in crate::confidential) fn fingerprint(&self) -> Fingerprint {
        let hash = blake3::keyed_hash(&self.key, b"fingerprint");
        Fingerprint(hash.to_hex()[..32].to_owned())
    }

    /// Whether this is the secret an earlier release was made with.
    pub(in crate::confidential) fn same_as(&self, kept: &Fingerprint) -> bool {
        self.fingerprint() == *kept
    }

    /// An error when an earlier release was made with another secret.
    pub(in crate::confidential) fn confirm(&self, path: &Path, kept: &Fingerprint) -> Result<(), Diagnostic> {
        if self.same_as(kept) {
            return Ok(());
        }
        let message = say!("站点密钥与以前发布时不同", "the site secret is not that of earlier releases");
        Err(fault(&SECRET_CHANGED, path, message).help(say!("找回原来的密钥文件", "find the old file again")))
    }

    fn draw(&self, what: &str, parts: &[&[u8]]) -> u64 {
        let mut hasher = blake3::Hasher::new_keyed(&self.key);
        hasher.update(what.as_bytes()).update(&[0]);
        for part in parts {
            hasher.update(part);
        }
        let mut first = [0; 8];
        first.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
        u64::from_be_bytes(first)
    }
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

fn is_tracked(folder: &Root, name: &Path) -> Result<bool, Diagnostic> {
    let Some(index) = folder.git_index().map_err(|e| e.diagnostic())? else { return Ok(false) };
    let path = format!("{}{}", index.prefix, name.display());
    let found = [20, 32].into_iter().find_map(|length| entries(&index.bytes, length, |entry| entry == path.as_bytes()));
    Ok(found != Some(0))
}

#[cfg(unix)]
fn others_may_read(file: &Stream) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata().map_or(true, |meta| meta.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn others_may_read(_: &Stream) -> bool {
    false
}

fn fault(rule: &'static Rule, path: &Path, message: Text) -> Diagnostic {
    Diagnostic::error(rule, message).at(path)
}

fn make() -> Text {
    say!("用 `head -c 32 /dev/urandom | xxd -p -c 64` 生成", "make one with `head -c 32 /dev/urandom | xxd -p -c 64`")
}

fn missing(path: &Path) -> Diagnostic {
    fault(&SECRET_MISSING, path, say!("找不到站点密钥", "there is no site secret")).help(say!(
        "从备份取回密钥文件；从未有过时，用 `head -c 32 /dev/urandom | xxd -p -c 64` 生成",
        "bring the file back from its copy; if there never was one, make it with `head -c 32 /dev/urandom | xxd -p -c 64`"
    ))
}

/// A missing secret has its own words; other troubles have those of files, with the path as typed.
fn words(path: &Path, error: &Error) -> Diagnostic {
    match error {
        Error::NotFound { .. } => missing(path),
        other => {
            let mut told = other.diagnostic();
            told.places = vec![(path.into(), None)];
            told
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::confidential::records::Person;
    use crate::diag::Sink;

    const HEX: &str = "c0ffee0123456789abcdef00112233445566778899aabbccddeeff1029384756";

    fn secret(text: &str) -> Result<SiteSecret, &'static str> {
        SiteSecret::parse(Path::new("s"), text.as_bytes()).map_err(|d| d.rule.id)
    }

    #[test]
    fn each_fault_of_the_text_has_its_own_rule() {
        assert!(secret(&format!("\u{feff}{HEX}\r\n")).is_ok());
        assert_eq!(secret("").err(), Some("secret/too-short"));
        assert_eq!(secret(&HEX[..62]).err(), Some("secret/too-short"));
        assert_eq!(secret(&HEX.repeat(40)).err(), Some("secret/too-short"));
        assert_eq!(secret(&HEX[..63]).err(), Some("secret/not-hexadecimal"));
        assert_eq!(secret(&format!("{HEX}xy")).err(), Some("secret/not-hexadecimal"));
        assert_eq!(secret(&"00".repeat(40)).err(), Some("secret/not-random"));
        assert_eq!(secret(&"00112233".repeat(10)).err(), Some("secret/not-random"));
    }

    #[test]
    fn another_secret_is_noticed() {
        let (one, two) = (secret(HEX).unwrap(), secret(&HEX.replace('c', "d")).unwrap());
        let kept = Fingerprint::kept(&format!("{}\n", one.fingerprint().text()));
        assert!(one.same_as(&kept) && one.confirm(Path::new("s"), &kept).is_ok());
        assert_eq!(two.confirm(Path::new("s"), &kept).unwrap_err().rule.id, "secret/changed");
        assert_eq!(one.fingerprint().text().len(), 32);
    }

    #[test]
    fn the_environment_goes_before_the_settings_and_emptiness_is_missing() {
        let place = |settings: Option<&str>, environment: Option<&str>| {
            SiteSecret::place(settings.map(Path::new), environment.map(Path::new)).map_err(|d| d.rule.id)
        };
        assert_eq!(place(Some("a"), Some("b")), Ok("b".into()));
        assert_eq!(place(Some("a"), Some("")), Ok("a".into()));
        assert_eq!(place(None, None), Err("secret/missing"));
    }

    #[test]
    fn cells_with_names_that_run_together_have_different_chances() {
        let secret = secret(HEX).unwrap();
        let chance = |codes: &[&str]| secret.cell_chance("visits", codes);
        assert_eq!(chance(&["a", "b"]), chance(&["a", "b"]));
        assert_ne!(chance(&["ab", ""]), chance(&["a", "b"]));
        assert_ne!(chance(&["a"]), secret.cell_chance("camps", &["a"]));
    }

    #[cfg(unix)]
    #[test]
    fn a_secret_that_is_missing_or_open_or_tracked_or_inside_the_site_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let (site, away) = (dir.path().join("site"), dir.path().join("away"));
        std::fs::create_dir_all(site.join(PRIVATE)).unwrap();
        std::fs::create_dir_all(&away).unwrap();
        let root = Root::open(&site).unwrap();
        let put = |path: &Path, mode: u32| {
            std::io::Write::write_all(&mut std::fs::File::create(path).unwrap(), HEX.as_bytes()).unwrap();
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
        };
        let judge = |path: &Path| SiteSecret::read(&root, path).err().map(|d| d.rule.id);
        let file = away.join("secret.hex");
        assert_eq!(judge(&file), Some("secret/missing"));
        assert_eq!(judge(&dir.path().join("nowhere/secret.hex")), Some("secret/missing"));
        assert_eq!(judge(Path::new("/")), Some("secret/missing"));
        assert_eq!(judge(&away), Some("secret/readable-by-others"), "a folder gives no bytes either");
        put(&file, 0o640);
        assert_eq!(judge(&file), Some("secret/readable-by-others"));
        put(&file, 0o600);
        assert_eq!(judge(&file), None);
        assert_eq!(judge(Path::new("../away/secret.hex")), None, "relative to the site");
        put(&site.join("secret.hex"), 0o600);
        assert_eq!(judge(Path::new("secret.hex")), Some("secret/inside-site"));
        put(&site.join(PRIVATE).join("secret.hex"), 0o600);
        assert_eq!(judge(&Path::new(PRIVATE).join("secret.hex")), None);
        let git = |arguments: &[&str]| {
            std::process::Command::new("git")
                .arg("-C")
                .arg(&away)
                .args(arguments)
                .output()
                .is_ok_and(|done| done.status.success())
        };
        if git(&["init", "-q"]) {
            put(&away.join("secret.hex.txt"), 0o600);
            assert!(git(&["add", "secret.hex.txt"]));
            assert_eq!(judge(&file), None, "a neighbour is tracked, the secret is not");
            assert!(git(&["add", "secret.hex"]));
            assert_eq!(judge(&file), Some("secret/tracked"));
            assert!(git(&["update-index", "--split-index"]));
            assert_eq!(judge(&file), Some("secret/tracked"), "what cannot be read fails closed");
        }
        let sink = Sink::new();
        sink.push(SiteSecret::read(&root, &file).err().unwrap_or_else(|| missing(&file)));
        assert!(sink.sorted().iter().all(|d| !format!("{d:?}").contains(&HEX[..8])));
    }

    #[test]
    fn record_keys_are_spread_evenly_and_stay() {
        let secret = secret(HEX).unwrap();
        let mut counts = [0i64; 256];
        for n in 0..51_200u32 {
            let person = Person::read(format!("p{n}").as_bytes()).unwrap();
            let key = secret.record_key(person.halves());
            assert_eq!(secret.record_key(person.halves()), key);
            assert_eq!(key, u64::from(secret.record_fraction(person.halves()).to_be_bytes()[0]) << 56);
            counts[usize::from(key.to_be_bytes()[0])] += 1;
        }
        // Chi-squared with 255 degrees of freedom: beyond 340 once in three thousand keys.
        let chi: i64 = counts.iter().map(|count| (count - 200).pow(2)).sum::<i64>() / 200;
        assert!(chi < 340, "{chi}");
    }
}
