//! Standing between cargo and rustc, to see what rustc needs.

use std::io;
use std::path::Path;
use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};

/// The variable that makes this program stand in for rustc; it names the file for the report.
pub(crate) const REPORT: &str = "XTASK_RUSTC_REPORT";

/// How often the memory of rustc is looked at. It is the peak that is asked for, so that only what the very last moment
/// adds is missed.
const INTERVAL: Duration = Duration::from_millis(5);

/// What one run of rustc needed.
#[derive(Debug, PartialEq)]
pub(super) struct Usage {
    pub(super) seconds: f64,
    /// 0 where `/proc` does not say.
    pub(super) peak_kilobytes: u64,
}

impl Usage {
    /// Takes the report of the last run, if there is one.
    pub(super) fn read(report: &Path) -> Option<Self> {
        let text = std::fs::read_to_string(report).ok()?;
        std::fs::remove_file(report).ok()?;
        let (seconds, kilobytes) = text.split_once(' ')?;
        Some(Self {
            seconds: seconds.parse().ok()?,
            peak_kilobytes: kilobytes.parse().ok()?,
        })
    }
}

/// Runs rustc, whose path is the first argument, and reports what it needed when it compiled a crate.
pub(crate) fn stand_in(report: &Path) -> io::Result<ExitStatus> {
    let mut arguments = std::env::args_os().skip(1);
    let rustc = arguments.next().unwrap_or_else(|| "rustc".into());
    let arguments: Vec<_> = arguments.collect();
    let is_question = arguments
        .iter()
        .any(|argument| argument == "-" || argument == "-vV");
    let begin = Instant::now();
    let mut child = Command::new(rustc).args(&arguments).spawn()?;
    let (status, peak_kilobytes) = watch(&mut child)?;
    if !is_question {
        let seconds = begin.elapsed().as_secs_f64();
        std::fs::write(report, format!("{seconds} {peak_kilobytes}"))?;
    }
    Ok(status)
}

fn watch(child: &mut Child) -> io::Result<(ExitStatus, u64)> {
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    loop {
        if let Some(found) = std::fs::read_to_string(&status)
            .ok()
            .as_deref()
            .and_then(peak_of)
        {
            peak = found.max(peak);
        }
        match child.try_wait()? {
            Some(status) => return Ok((status, peak)),
            None => std::thread::sleep(INTERVAL),
        }
    }
}

/// The most memory that a process has had in use, in kilobytes.
fn peak_of(status: &str) -> Option<u64> {
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_peak_is_read_from_proc() {
        assert_eq!(
            peak_of("Name:\trustc\nVmPeak:\t 9 kB\nVmHWM:\t  371234 kB\nVmRSS:\t 5 kB\n"),
            Some(371_234)
        );
        assert_eq!(peak_of("Name:\trustc\n"), None);
    }

    #[test]
    fn a_report_is_taken_once() {
        let folder = tempfile::tempdir().unwrap();
        let report = folder.path().join("report");
        std::fs::write(&report, "2.5 1024").unwrap();
        let expected = Usage {
            seconds: 2.5,
            peak_kilobytes: 1024,
        };
        assert_eq!(Usage::read(&report), Some(expected));
        assert_eq!(Usage::read(&report), None);
    }
}
