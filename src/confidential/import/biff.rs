//! Hidden columns and rows of an XLS workbook: the container's chain of sectors, then the few records that say it.
//!
//! Source: Microsoft's published formats, [MS-CFB] for the container and [MS-XLS] for COLINFO, ROW and BOUNDSHEET. Everything is looked
//! up with bounds; a file that lies about itself gives nothing.

/// Largest number of sectors that is followed: 512 MB.
const MOST: usize = 1 << 20;
/// Values from here on end a chain or mark a free sector.
const END: u32 = 0xffff_fffa;

/// Positions of hidden columns and rows; nothing when the file is no such workbook or has no such sheet.
pub(super) fn hidden(bytes: &[u8], sheet: &str) -> Option<(Vec<usize>, Vec<usize>)> {
    let stream = workbook(bytes)?;
    let start = bound(&stream, sheet)?;
    let (mut columns, mut rows) = (Vec::new(), Vec::new());
    for (kind, data) in (Records { stream: &stream, at: start }) {
        match kind {
            // COLINFO: first and last column, width, format, flags.
            0x007d if short(data, 8).is_some_and(|flags| flags & 1 == 1) => {
                let (first, last) = (short(data, 0)?, short(data, 2)?);
                columns.extend(usize::from(first)..=usize::from(last.min(255)));
            }
            // ROW: number, first and last column, height, two unused, flags.
            0x0208 if short(data, 12).is_some_and(|flags| flags & 0x20 != 0) => rows.push(usize::from(short(data, 0)?)),
            // The end of the sheet.
            0x000a => break,
            _ => {}
        }
    }
    Some((columns, rows))
}

/// Where the records of a sheet begin.
fn bound(stream: &[u8], sheet: &str) -> Option<usize> {
    Records { stream, at: 0 }.take_while(|(kind, _)| *kind != 0x000a).find_map(|(kind, data)| {
        let (length, wide) = (usize::from(*data.get(6)?), *data.get(7)? & 1 == 1);
        let name = if wide {
            let units: Vec<u16> =
                data.get(8..8 + length * 2)?.chunks(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
            String::from_utf16_lossy(&units)
        } else {
            data.get(8..8 + length)?.iter().map(|byte| char::from(*byte)).collect()
        };
        (kind == 0x0085 && name == sheet).then(|| long(data, 0)).flatten().map(|at| at as usize)
    })
}

/// The records of a stream: kind and content.
struct Records<'a> {
    stream: &'a [u8],
    at: usize,
}

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (kind, length) = (short(self.stream, self.at)?, usize::from(short(self.stream, self.at + 2)?));
        let data = self.stream.get(self.at + 4..self.at + 4 + length)?;
        self.at += 4 + length;
        Some((kind, data))
    }
}

/// The stream `Workbook` of the container.
fn workbook(bytes: &[u8]) -> Option<Vec<u8>> {
    if !bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return None;
    }
    let size = 1_usize.checked_shl(u32::from(short(bytes, 30)?)).filter(|size| matches!(size, 512 | 4096))?;
    let sector = |number: u32| {
        let at = (number as usize).checked_add(1)?.checked_mul(size)?;
        // The last sector of a file may be cut short.
        bytes.get(at..(at + size).min(bytes.len()))
    };
    let table = table(bytes, size, &sector)?;
    let chain = |first: u32| -> Option<Vec<u8>> {
        let (mut made, mut next) = (Vec::new(), first);
        for _ in 0..MOST {
            if next >= END {
                return Some(made);
            }
            made.extend_from_slice(sector(next)?);
            next = *table.get(next as usize)?;
        }
        None
    };
    let directory = chain(long(bytes, 48)?)?;
    let entry = |name: &str| {
        let wanted: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        directory
            .chunks_exact(128)
            .find(|entry| entry.starts_with(&wanted) && short(entry, 64).map(usize::from) == Some(wanted.len() + 2))
    };
    let entry = entry("Workbook").or_else(|| entry("Book"))?;
    let length = long(entry, 120)? as usize;
    // A stream this short lies among others; a workbook never is.
    let mut stream = if length < 4096 { return None } else { chain(long(entry, 116)?)? };
    stream.truncate(length);
    Some(stream)
}

/// Which sector follows which.
fn table<'a>(bytes: &[u8], size: usize, sector: &impl Fn(u32) -> Option<&'a [u8]>) -> Option<Vec<u32>> {
    let mut parts: Vec<u32> = (0..109).filter_map(|at| long(bytes, 76 + at * 4)).filter(|part| *part < END).collect();
    let mut next = long(bytes, 68)?;
    while next < END && parts.len() < MOST {
        let more = sector(next)?;
        parts.extend((0..size / 4 - 1).filter_map(|at| long(more, at * 4)).filter(|part| *part < END));
        next = long(more, size - 4)?;
    }
    let mut found = Vec::new();
    for part in parts {
        let part = sector(part)?;
        found.extend((0..size / 4).filter_map(|at| long(part, at * 4)));
        if found.len() > MOST {
            return None;
        }
    }
    Some(found)
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2).map(|part| u16::from_le_bytes([part[0], part[1]]))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4).map(|part| u32::from_le_bytes([part[0], part[1], part[2], part[3]]))
}
