//! Fuzzing without a special toolchain: inputs are mutated by a seeded generator, and those whose
//! outcome is new are mutated further.
//!
//! A target is a test that states what holds for every input:
//!
//! ```no_run
//! use pinterest_test_support::fuzz::{Fuzz, ensure};
//!
//! Fuzz::target("numbers").starting_with(["7", "-1"]).run(|input| {
//!     let number = std::str::from_utf8(input).ok().and_then(|text| text.parse::<i8>().ok());
//!     ensure(number.is_none_or(|number| number.to_string().len() <= 4), || "too long".to_owned())?;
//!     Ok(number)
//! });
//! ```
//!
//! In an ordinary test run, every file in `fuzz/seeds/<target>/` is replayed, and then a second is
//! spent on mutations, which are the same in every run. Variables change that:
//!
//! - `FUZZ_SECONDS`: how long each target runs. The test then goes on after a failure, and lists
//!   all of them at the end.
//! - `FUZZ_SEED`: the seed of the generator. With `FUZZ_SECONDS` it is the time by default.
//! - `FUZZ_TRACE`: each input is written to a file before it is checked, so that it is left behind
//!   when the process dies, as by a stack overflow.
//!
//! An input that fails is shortened and written to `fuzz/failures/<target>/`. Once the failure is
//! fixed, it becomes a seed.

mod json;
mod mutator;

use std::any::Any;
use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::Random;
use mutator::Mutator;

/// How long a target runs in an ordinary test run.
const SHORT: Duration = Duration::from_secs(1);

/// How long an input of no length may take, and how much longer one of a byte more.
const TIME: Duration = Duration::from_millis(500);
const TIME_PER_BYTE: Duration = Duration::from_micros(10);

/// How often an input is measured before it counts as slow: other programs run as well.
const MEASUREMENTS: usize = 3;

/// The most inputs that are mutated further, and the longest of them.
const MOST_KEPT: usize = 20_000;
const LONGEST_KEPT: usize = 64 << 10;

/// How often a failing input is shortened, and for how long.
const SHORTENINGS: usize = 2_000;
const SHORTENING: Duration = Duration::from_secs(10);

/// The most different failures of a long run.
const MOST_FAILURES: usize = 20;

/// A target: its name, and the inputs that it starts with.
pub struct Fuzz {
    name: &'static str,
    inputs: Vec<Vec<u8>>,
    words: Vec<Vec<u8>>,
}

/// Returns an error unless the property holds.
///
/// # Errors
///
/// With the message, if it does not hold.
pub fn ensure(holds: bool, message: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(message()) }
}

/// Returns an error if something took more memory than so many bytes always, and so many for each
/// byte of its input.
///
/// Tests measure it themselves, since what counts allocations is the allocator of a program.
///
/// # Errors
///
/// With the figures, if it took more.
pub fn ensure_memory(bytes: u64, input: &[u8], always: u64, per_byte: u64) -> Result<(), String> {
    let length = input.len() as u64;
    ensure(bytes <= always + per_byte * length, || {
        format!("takes {bytes} bytes of memory for {length} bytes")
    })
}

impl Fuzz {
    /// Creates a target of this name, whose seeds are in `fuzz/seeds/<name>/`.
    #[must_use]
    pub fn target(name: &'static str) -> Self {
        Self {
            name,
            inputs: Vec::new(),
            words: Vec::new(),
        }
    }

    /// Adds inputs to start with, beside the seeds.
    #[must_use]
    pub fn starting_with<T: Into<Vec<u8>>>(mut self, inputs: impl IntoIterator<Item = T>) -> Self {
        self.inputs.extend(inputs.into_iter().map(Into::into));
        self
    }

    /// Adds words that mean something to the target: mutations insert them.
    #[must_use]
    pub fn with_words<T: Into<Vec<u8>>>(mut self, words: impl IntoIterator<Item = T>) -> Self {
        self.words.extend(words.into_iter().map(Into::into));
        self
    }

    /// Checks the seeds and then mutations. `check` returns what it observed: an input whose
    /// outcome is new is mutated further.
    ///
    /// # Panics
    ///
    /// If `check` panics, returns an error, or takes too long for the length of its input.
    #[track_caller]
    pub fn run<O: Hash>(self, check: impl Fn(&[u8]) -> Result<O, String>) {
        let check = |input: &[u8]| check(input).map(|outcome| hash_of(&outcome));
        let mut run = Run::new(&self, &check);
        run.replay();
        run.mutate();
        run.finish();
    }

    /// Checks one input, and how long that takes.
    fn outcome(&self, check: Check<'_>, input: &[u8]) -> Result<u64, String> {
        let mut fastest = Duration::MAX;
        let most = TIME + TIME_PER_BYTE * u32::try_from(input.len()).unwrap_or(u32::MAX);
        for _ in 0..MEASUREMENTS {
            let start = Instant::now();
            let outcome = catch_unwind(AssertUnwindSafe(|| check(input)));
            let outcome =
                outcome.unwrap_or_else(|panic| Err(format!("panics: {}", text_of(&*panic))))?;
            fastest = fastest.min(start.elapsed());
            if fastest <= most {
                return Ok(outcome);
            }
        }
        Err(format!("takes {fastest:?} for an input of {}", input.len()))
    }
}

/// A check that returns the hash of its outcome.
type Check<'a> = &'a dyn Fn(&[u8]) -> Result<u64, String>;

/// A run of one target.
struct Run<'a> {
    target: &'a Fuzz,
    check: Check<'a>,
    time: Option<Duration>,
    seed: u64,
    mutator: Mutator,
    outcomes: HashSet<u64>,
    executions: u64,
    /// What failed, by the kind of failure.
    failures: BTreeMap<String, String>,
}

impl<'a> Run<'a> {
    fn new(target: &'a Fuzz, check: Check<'a>) -> Self {
        let time = variable("FUZZ_SECONDS").map(Duration::from_secs);
        let by_default = match time {
            None => 0,
            Some(_) => SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0, |since| since.as_secs()),
        };
        Self {
            target,
            check,
            time,
            seed: variable("FUZZ_SEED").unwrap_or(by_default),
            mutator: Mutator::new(target.words.clone()),
            outcomes: HashSet::new(),
            executions: 0,
            failures: BTreeMap::new(),
        }
    }

    /// Checks the seeds and what the target starts with.
    fn replay(&mut self) {
        let seeds = seeds(self.target.name);
        let inputs = self.target.inputs.iter().cloned();
        for input in seeds.into_iter().chain(inputs).collect::<Vec<_>>() {
            self.execute(&input);
            self.mutator.add(input);
        }
        if self.mutator.is_empty() {
            self.mutator.add(Vec::new());
        }
    }

    fn mutate(&mut self) {
        let start = Instant::now();
        let time = self.time.unwrap_or(SHORT);
        if self.time.is_some() {
            self.print(&format!("seed {}", self.seed));
        }
        let is_traced = variable("FUZZ_TRACE").is_some();
        let running = folder("failures", self.target.name).join("running");
        while start.elapsed() < time && self.failures.len() < MOST_FAILURES {
            let mut random = Random::nth(self.seed, self.executions);
            let input = self.mutator.next(&mut random);
            if is_traced {
                write(&running, &input);
            }
            let is_new = self.execute(&input);
            if is_new && input.len() <= LONGEST_KEPT && self.mutator.len() < MOST_KEPT {
                self.mutator.add(input);
            }
        }
        let _ = fs::remove_file(running);
        if self.time.is_some() {
            self.report(start.elapsed());
        }
    }

    /// Checks an input; whether its outcome is new.
    fn execute(&mut self, input: &[u8]) -> bool {
        self.executions += 1;
        match self.target.outcome(self.check, input) {
            Ok(outcome) => self.outcomes.insert(outcome),
            Err(failure) => {
                self.fail(input, failure);
                false
            }
        }
    }

    fn fail(&mut self, input: &[u8], failure: String) {
        let kind = kind_of(&failure);
        if self.failures.contains_key(&kind) {
            return;
        }
        let short = self.shortened(input, &kind);
        let path = folder("failures", self.target.name).join(format!("{:016x}", hash_of(&short)));
        write(&path, &short);
        let failure = format!("{failure}\n  input: {}", path.display());
        self.failures.insert(kind, failure);
        if self.time.is_none() {
            self.finish();
        }
    }

    /// Leaves out parts of an input as long as it fails in the same way.
    fn shortened(&self, input: &[u8], kind: &str) -> Vec<u8> {
        let mut short = input.to_vec();
        let mut length = short.len().div_ceil(2);
        let mut left = SHORTENINGS;
        let begun = Instant::now();
        let fails = |input: &[u8]| {
            let outcome = self.target.outcome(self.check, input);
            outcome.is_err_and(|failure| kind_of(&failure) == kind)
        };
        while length > 0 {
            let mut start = 0;
            while start < short.len() && left > 0 && begun.elapsed() < SHORTENING {
                left -= 1;
                let end = (start + length).min(short.len());
                let without = [&short[..start], &short[end..]].concat();
                if fails(&without) {
                    short = without;
                } else {
                    start = end;
                }
            }
            length /= 2;
        }
        short
    }

    fn report(&self, time: Duration) {
        self.print(&format!(
            "{} executions in {:.0} s, {} outcomes, {} failures",
            self.executions,
            time.as_secs_f64(),
            self.outcomes.len(),
            self.failures.len(),
        ));
    }

    #[allow(clippy::print_stderr)] // Whoever asks for a long run wants to see what came of it.
    fn print(&self, what: &str) {
        eprintln!("{}: {what}", self.target.name);
    }

    #[track_caller]
    fn finish(&self) {
        let failures: Vec<&str> = self.failures.values().map(String::as_str).collect();
        assert!(
            failures.is_empty(),
            "the target {} fails:\n{}",
            self.target.name,
            failures.join("\n")
        );
    }
}

fn variable(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(
        text.parse()
            .unwrap_or_else(|_| panic!("{name} is not a number")),
    )
}

/// The folder of a target in `fuzz/`.
fn folder(kind: &str, target: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../fuzz")
        .join(kind)
        .join(target)
}

/// The seeds of a target, in the order of their names.
fn seeds(target: &str) -> Vec<Vec<u8>> {
    let Ok(entries) = fs::read_dir(folder("seeds", target)) else {
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

fn write(path: &Path, input: &[u8]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, input).unwrap();
}

/// What failures of one kind have in common: the beginning of the message, without numbers.
fn kind_of(failure: &str) -> String {
    let letters = failure.chars().filter(|c| !c.is_ascii_digit());
    letters.take(60).collect()
}

fn text_of(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("without a message")
}

fn hash_of(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure_of(check: impl Fn(&[u8]) -> Result<usize, String>) -> String {
        let target = Fuzz::target("self-test").starting_with(["a needle in it"]);
        let run = AssertUnwindSafe(|| target.run(check));
        let panic = catch_unwind(run).unwrap_err();
        text_of(&*panic).to_owned()
    }

    #[test]
    fn a_failing_input_is_shortened_and_kept() {
        for panics in [false, true] {
            let message = failure_of(|input| {
                let found = input.windows(6).any(|part| part == b"needle");
                assert!(!(panics && found), "found");
                ensure(!found, || "found".to_owned())?;
                Ok(input.len())
            });
            let (_, path) = message.split_once("input: ").unwrap();
            assert_eq!(fs::read(path.trim()).unwrap(), b"needle", "{message}");
        }
        fs::remove_dir_all(folder("failures", "self-test")).unwrap();
    }

    #[test]
    fn inputs_with_new_outcomes_lead_further() {
        // By chance alone, nobody would find all of it.
        let lock = b"{[:,]}";
        let found = std::cell::Cell::new(0);
        let target = Fuzz::target("lock").starting_with([""]);
        target.run(|input| {
            let matching = input.iter().zip(lock).take_while(|(a, b)| a == b).count();
            found.set(found.get().max(matching));
            Ok(matching)
        });
        assert!(found.get() >= 5, "{}", found.get());
    }
}
