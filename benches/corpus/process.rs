//! What this process has used so far. Included by several benchmarks with `#[path]`.

#![allow(dead_code, reason = "not every benchmark uses all of it")]

/// CPU seconds on all cores.
pub(crate) fn cpu() -> f64 {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    now.tv_sec as f64 + now.tv_nsec as f64 / 1e9
}

/// The most memory held so far, in MiB; 0 where there is no /proc.
pub(crate) fn peak() -> f64 {
    memory("VmHWM")
}

/// From here on the peak is that of what comes; where the system knows no such thing it stays.
#[allow(dead_code, reason = "not every benchmark asks")]
pub(crate) fn forget_peak() {
    let _ = std::fs::File::create("/proc/self/clear_refs").and_then(|mut file| std::io::Write::write_all(&mut file, b"5"));
}

/// A line of `/proc/self/status` in MiB; 0 where there is none.
pub(crate) fn memory(line: &str) -> f64 {
    let text = std::fs::File::open("/proc/self/status").and_then(std::io::read_to_string).unwrap_or_default();
    let found = text.lines().find_map(|known| known.strip_prefix(line)?.strip_prefix(':'));
    found.and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}
