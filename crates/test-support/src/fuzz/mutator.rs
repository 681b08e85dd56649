//! Inputs made from others.

use std::ops::Range;

use super::json::Values;
use crate::Random;

/// The length that inputs usually have at most.
const LENGTH: usize = 4 << 10;

/// The length of the few inputs that are there to find what takes too long.
const GREAT_LENGTH: usize = 256 << 10;

/// One in so many inputs that are longer than usual is changed; the others take too long.
const LONG: usize = 16;

/// One in so many inputs is one of great length.
const GREAT: usize = 400;

/// Bytes that mean something in JSON, in headers, or in text.
const BYTES: &[u8] = b"{}[]:,\"\\ \n\r\t0-9.eE+;=&%#@/<>'_nul\x00\x7f\x80\xc3\xed\xff";

/// Values in place of others.
const LEAVES: &[&[u8]] = &[
    b"null",
    b"true",
    b"false",
    b"0",
    b"-0",
    b"-1",
    b"1.5",
    b"3.0",
    b"1e3",
    b"1e400",
    b"-1e400",
    b"5e-324",
    b"0.1e-7",
    b"2147483648",
    b"9007199254740993",
    b"9223372036854775807",
    b"9223372036854775808",
    b"-9223372036854775809",
    b"18446744073709551616",
    b"100000000000000000000000000000000000000000",
    b"01",
    b"+1",
    b"1.",
    b".5",
    b"NaN",
    b"Infinity",
    b"nul",
    b"\"\"",
    b"\" \"",
    b"\"7\"",
    b"\"3.0\"",
    b"\"1e3\"",
    b"\"+5\"",
    b"\"NaN\"",
    b"\"inf\"",
    b"\"-0\"",
    b"\"null\"",
    b"\"2024-02-30\"",
    b"\"\\ud800\"",
    b"\"\\udc00\\ud800\"",
    b"\"\\ud83d\\ude00\"",
    b"\"\\u0000\"",
    b"\"\\u00e9\\n\\/\\\"\"",
    b"\"\\x\"",
    b"\"\\u12\"",
    b"\"\xff\xfe\"",
    b"\"a\nb\x01\"",
    b"\"\xef\xbb\xbf\"",
    b"[]",
    b"{}",
    b"[null]",
    b"[[]]",
    b"[1,\"a\",{}]",
    b"{\"\":null}",
    b"{\"x_new\":[1]}",
];

/// Numbers in place of others, wherever they are.
const NUMBERS: &[&str] = &[
    "0",
    "1",
    "59",
    "60",
    "61",
    "299",
    "300",
    "301",
    "3600",
    "86399",
    "86400",
    "86401",
    "999999999",
    "1000000000",
    "4000000000",
    "4294967295",
    "4294967296",
    "1783591220",
    "18446744073709551615",
    "18446744073709551616",
    "99999999999999999999999999",
    "00000000007",
];

/// Makes inputs.
pub(super) struct Mutator {
    corpus: Vec<Vec<u8>>,
    words: Vec<Vec<u8>>,
}

impl Mutator {
    pub(super) fn new(words: Vec<Vec<u8>>) -> Self {
        let corpus = Vec::new();
        Self { corpus, words }
    }

    pub(super) fn add(&mut self, input: Vec<u8>) {
        self.corpus.push(input);
    }

    pub(super) fn len(&self) -> usize {
        self.corpus.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.corpus.is_empty()
    }

    /// Returns an input of the corpus with some changes.
    pub(super) fn next(&self, random: &mut Random) -> Vec<u8> {
        let mut input = self.any(random).clone();
        if input.len() > LENGTH && random.below(LONG) > 0 {
            input = self.any(random).clone();
        }
        let is_great = random.below(GREAT) == 0;
        let longest = match is_great {
            true => GREAT_LENGTH,
            false => LENGTH.max(input.len()),
        };
        // Mostly few, so that what was valid stays almost valid.
        let most = 1 << random.below(4);
        let changes = 1 + random.below(most);
        for _ in 0..changes {
            if random.below(2) == 0 {
                self.change_bytes(&mut input, random);
            } else {
                self.change_json(&mut input, random, longest);
            }
        }
        if is_great {
            repeat(&mut input, random, longest);
        }
        input.truncate(longest);
        input
    }

    /// One of the corpus, the later ones more often.
    fn any(&self, random: &mut Random) -> &Vec<u8> {
        let length = self.corpus.len();
        let index = match random.below(3) {
            0 => length - 1 - random.below(length.min(64)),
            _ => random.below(length),
        };
        &self.corpus[index]
    }

    fn change_bytes(&self, input: &mut Vec<u8>, random: &mut Random) {
        let range = range(input.len(), random);
        match random.below(11) {
            0 => {
                if let Some(byte) = input.get_mut(range.start) {
                    *byte ^= 1 << random.below(8);
                }
            }
            1 => {
                if let Some(byte) = input.get_mut(range.start) {
                    *byte = *random.pick(BYTES);
                }
            }
            2 => input.insert(range.start, *random.pick(BYTES)),
            3 => {
                let bytes: Vec<u8> = (0..=random.below(8)).map(|_| random.next() as u8).collect();
                input.splice(range.start..range.start, bytes);
            }
            4 => drop(input.drain(range)),
            5 => {
                let copy = input[range].to_vec();
                let at = random.below(input.len() + 1);
                input.splice(at..at, copy);
            }
            6 => {
                let other = self.any(random);
                let part = self::range(other.len(), random);
                input.splice(range, other[part].iter().copied());
            }
            7 | 8 => {
                let range = match random.below(3) {
                    0 => range,
                    _ => range.start..range.start,
                };
                let word = match self.words.is_empty() {
                    true => leaf_of(random),
                    false => random.pick(&self.words).clone(),
                };
                input.splice(range, word);
            }
            9 => input.truncate(range.start),
            _ => change_number(input, random),
        }
    }

    fn change_json(&self, input: &mut Vec<u8>, random: &mut Random, longest: usize) {
        let values = Values::of(input);
        let (Some(value), Some(leaf)) = (any(&values.all, random), any(&values.leaves, random))
        else {
            return self.change_bytes(input, random);
        };
        match random.below(10) {
            0 | 1 => drop(input.splice(leaf, leaf_of(random))),
            2 => drop(input.splice(value, leaf_of(random))),
            3 => {
                let other = input[leaf].to_vec();
                input.splice(value, other);
            }
            4 => {
                let other = self.any(random);
                if let Some(range) = any(&Values::of(other).all, random) {
                    input.splice(value, other[range].iter().copied());
                }
            }
            5 => {
                if let Some((member, name)) = any(&values.members, random) {
                    let mut copy = input[member.clone()].to_vec();
                    if random.below(2) == 0 {
                        copy.truncate(name.len());
                        copy.push(b':');
                        copy.extend(leaf_of(random));
                    }
                    let at = match random.below(2) {
                        0 => {
                            copy.push(b',');
                            member.start
                        }
                        _ => {
                            copy.insert(0, b',');
                            member.end
                        }
                    };
                    input.splice(at..at, copy);
                }
            }
            6 => {
                if let Some((mut member, _)) = any(&values.members, random) {
                    if input.get(member.end) == Some(&b',') {
                        member.end += 1;
                    }
                    input.drain(member);
                }
            }
            7 => {
                if let (Some((_, from)), Some((_, to))) =
                    (any(&values.members, random), any(&values.members, random))
                {
                    let name = input[from].to_vec();
                    input.splice(to, name);
                }
            }
            8 => nest(input, value, random, longest),
            _ => {
                let copies = 1 + random.below(4);
                let copy = [b",", &input[value.clone()]].concat();
                input.splice(value.end..value.end, copy.repeat(copies));
            }
        }
    }
}

/// Puts a value into arrays or objects.
fn nest(input: &mut Vec<u8>, value: Range<usize>, random: &mut Random, longest: usize) {
    let (before, after): (&[u8], &[u8]) = match random.below(3) {
        0 => (b"{\"a\":", b"}"),
        _ => (b"[", b"]"),
    };
    let room = longest.saturating_sub(input.len()) / (before.len() + after.len());
    let depth = match random.below(3) {
        0 => room,
        1 => 120 + random.below(16),
        _ => 1 + random.below(3),
    };
    input.splice(value.end..value.end, after.repeat(depth.min(room)));
    input.splice(value.start..value.start, before.repeat(depth.min(room)));
}

/// Repeats a part until the input is as long as it may be.
fn repeat(input: &mut Vec<u8>, random: &mut Random, longest: usize) {
    let values = Values::of(input);
    let value = any(&values.all, random).filter(|_| random.below(2) == 0);
    let (at, part) = match value {
        Some(value) => (value.end, [b",", &input[value]].concat()),
        None => {
            let range = range(input.len(), random);
            (range.end, input[range].to_vec())
        }
    };
    if part.is_empty() {
        return;
    }
    let copies = longest.saturating_sub(input.len()) / part.len();
    let copies = copies.min(1 << random.below(18));
    input.splice(at..at, part.repeat(copies));
}

fn change_number(input: &mut Vec<u8>, random: &mut Random) {
    let is_digit = |at: usize| input.get(at).is_some_and(u8::is_ascii_digit);
    let begins = |at: &usize| is_digit(*at) && (*at == 0 || !is_digit(at - 1));
    let starts: Vec<usize> = (0..input.len()).filter(begins).collect();
    if let Some(start) = any(&starts, random) {
        let end = (start..).find(|at| !is_digit(*at)).unwrap_or(input.len());
        input.splice(start..end, random.pick(NUMBERS).bytes());
    }
}

/// A part of so many bytes, mostly a short one.
fn range(length: usize, random: &mut Random) -> Range<usize> {
    let start = random.below(length + 1);
    let most = match random.below(4) {
        0 => length - start,
        _ => (length - start).min(16),
    };
    start..start + random.below(most + 1)
}

fn any<T: Clone>(from: &[T], random: &mut Random) -> Option<T> {
    (!from.is_empty()).then(|| random.pick(from).clone())
}

fn leaf_of(random: &mut Random) -> Vec<u8> {
    LEAVES[random.below(LEAVES.len())].to_vec()
}
