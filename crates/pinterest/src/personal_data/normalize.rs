//! How Pinterest writes personal data before it is hashed.
//!
//! Every function returns the same for what it returned. None of them guesses: what does not fit is
//! a problem.

use std::net::IpAddr;

use super::FieldProblem;

/// The numbers of digits that a phone number can have (E.164 has 15 at most).
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

/// The lengths of the groups of a mobile advertising id.
const GROUPS: [usize; 5] = [8, 4, 4, 4, 12];

/// Trimmed text.
pub(crate) fn text(raw: &str) -> Result<String, FieldProblem> {
    match raw.trim() {
        "" => Err(FieldProblem::Empty),
        text => Ok(text.to_owned()),
    }
}

/// Trimmed and in lower case.
pub(crate) fn email(raw: &str) -> Result<String, FieldProblem> {
    let email = text(raw)?.to_lowercase();
    let is_address = email
        .rsplit_once('@')
        .is_some_and(|(name, domain)| !name.is_empty() && !domain.is_empty());
    let is_broken = email.contains(|c: char| c.is_whitespace() || c.is_control());
    match is_address && !is_broken {
        true => Ok(email),
        false => Err(FieldProblem::NotAnEmail),
    }
}

/// Digits with the country code, without leading zeros.
///
/// In international numbers, `(0)` is the zero that is only dialed within the country.
pub(crate) fn phone(raw: &str) -> Result<String, FieldProblem> {
    let raw = text(raw)?;
    if raw.contains(|c: char| c.is_alphanumeric() && !c.is_ascii_digit()) {
        return Err(FieldProblem::NotAPhoneNumber);
    }
    let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    let all = digits(&raw);
    let is_international = raw.starts_with('+') || all.starts_with("00");
    if all.starts_with('0') && !is_international {
        return Err(FieldProblem::NoCountryCode);
    }
    let number = match is_international {
        true => digits(&raw.replacen("(0)", "", 1)),
        false => all,
    };
    let number = number.trim_start_matches('0');
    match PHONE_DIGITS.contains(&number.len()) {
        true => Ok(number.to_owned()),
        false => Err(FieldProblem::NotAPhoneNumber),
    }
}

/// Trimmed and in lower case; inner spaces stay.
#[cfg(feature = "conversions")]
pub(crate) fn name(raw: &str) -> Result<String, FieldProblem> {
    Ok(text(raw)?.to_lowercase())
}

/// Lower case without spaces and punctuation; letters beyond a to z stay.
#[cfg(feature = "conversions")]
pub(crate) fn city(raw: &str) -> Result<String, FieldProblem> {
    let lower = raw.to_lowercase();
    let kept: String = lower.chars().filter(|c| !is_left_out(*c)).collect();
    text(&kept)
}

/// Two letters in lower case.
#[cfg(feature = "conversions")]
pub(crate) fn code(raw: &str) -> Result<String, FieldProblem> {
    let code = text(raw)?;
    let is_code = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_alphabetic());
    match is_code {
        true => Ok(code.to_ascii_lowercase()),
        false => Err(FieldProblem::NotTwoLetters),
    }
}

/// Digits in the United States; elsewhere lower case without spaces and punctuation, as the letters
/// belong to the code.
#[cfg(feature = "conversions")]
pub(crate) fn postal_code(raw: &str, is_us: bool) -> Result<String, FieldProblem> {
    if !is_us {
        return city(raw);
    }
    let digits: String = text(raw)?.chars().filter(char::is_ascii_digit).collect();
    match digits.is_empty() {
        true => Err(FieldProblem::NotAPostalCode),
        false => Ok(digits),
    }
}

/// `f`, `m` or `n`.
#[cfg(feature = "conversions")]
pub(crate) fn gender(raw: &str) -> Result<String, FieldProblem> {
    let gender = match text(raw)?.to_lowercase().as_str() {
        "f" | "female" => "f",
        "m" | "male" => "m",
        "n" | "non-binary" | "nonbinary" => "n",
        _ => return Err(FieldProblem::NotAGender),
    };
    Ok(gender.to_owned())
}

/// Trimmed and in lower case: 32 hexadecimal digits in five groups, not all of them zero.
pub(crate) fn mobile_ad_id(raw: &str) -> Result<String, FieldProblem> {
    let id = text(raw)?.to_ascii_lowercase();
    let is_id = id.split('-').map(str::len).eq(GROUPS)
        && id
            .bytes()
            .all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
    let is_zero = id.bytes().all(|byte| matches!(byte, b'-' | b'0'));
    match (is_id, is_zero) {
        (false, _) => Err(FieldProblem::NotAMobileAdId),
        (true, true) => Err(FieldProblem::NoPermission),
        (true, false) => Ok(id),
    }
}

/// As the standard library writes it.
pub(crate) fn ip_address(raw: &str) -> Result<String, FieldProblem> {
    let address: Result<IpAddr, _> = text(raw)?.parse();
    address
        .map(|address| address.to_string())
        .map_err(|_| FieldProblem::NotAnIpAddress)
}

/// Spaces, what cannot be seen, and punctuation. A list of blocks is enough: names of cities have
/// hyphens, dots and apostrophes, in a few forms.
#[cfg(feature = "conversions")]
fn is_left_out(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || c.is_ascii_punctuation()
        || matches!(
            c,
            // Latin: ¡ § « \u{ad} ¶ · » ¿ and the acute accent that stands for an apostrophe.
            '\u{a1}' | '\u{a7}' | '\u{ab}' | '\u{ad}' | '\u{b4}' | '\u{b6}' | '\u{b7}' | '\u{bb}'
            | '\u{bf}'
            // Arabic comma, semicolon and question mark.
            | '\u{60c}' | '\u{61b}' | '\u{61f}'
            // General punctuation.
            | '\u{200b}'..='\u{206f}'
            // Chinese, Japanese and Korean, and their wide forms of ASCII.
            | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}'
            | '\u{30fb}' | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}'
            | '\u{ff3b}'..='\u{ff40}' | '\u{ff5b}'..='\u{ff65}'
            // The mark that some files begin with.
            | '\u{feff}'
        )
}

#[cfg(all(test, feature = "conversions"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Rule = fn(&str) -> Result<String, FieldProblem>;

    fn us_postal_code(raw: &str) -> Result<String, FieldProblem> {
        postal_code(raw, true)
    }

    fn other_postal_code(raw: &str) -> Result<String, FieldProblem> {
        postal_code(raw, false)
    }

    const RULES: [(&str, Rule); 11] = [
        ("text", text),
        ("email", email),
        ("phone", phone),
        ("name", name),
        ("city", city),
        ("code", code),
        ("us_postal_code", us_postal_code),
        ("other_postal_code", other_postal_code),
        ("gender", gender),
        ("mobile_ad_id", mobile_ad_id),
        ("ip_address", ip_address),
    ];

    #[track_caller]
    fn assert_normal(rule: Rule, cases: &[(&str, &str)]) {
        for (raw, expected) in cases {
            assert_eq!(rule(raw).as_deref(), Ok(*expected), "{raw:?}");
        }
    }

    #[track_caller]
    fn assert_problem(rule: Rule, problem: FieldProblem, cases: &[&str]) {
        for raw in cases {
            assert_eq!(rule(raw), Err(problem), "{raw:?}");
        }
    }

    #[test]
    fn emails_are_trimmed_and_in_lower_case() {
        assert_normal(
            email,
            &[
                (" Ada@Example.COM\r\n", "ada@example.com"),
                ("ada+news@example.com", "ada+news@example.com"),
                ("ÄDA@BÜCHER.example", "äda@bücher.example"),
            ],
        );
        assert_problem(email, FieldProblem::Empty, &["", " \t"]);
        assert_problem(
            email,
            FieldProblem::NotAnEmail,
            &[
                "ada",
                "@example.com",
                "ada@",
                "ada @example.com",
                "a@b\u{0}c",
            ],
        );
    }

    #[test]
    fn phone_numbers_are_digits_with_the_country_code() {
        assert_normal(
            phone,
            &[
                ("+44 20 7946 0958", "442079460958"),
                ("+44 (0)20 7946 0958", "442079460958"),
                ("0044 20 7946-0958", "442079460958"),
                ("(00 44) 20 7946 0958", "442079460958"),
                ("442079460958", "442079460958"),
                ("+1 (415) 555-0123", "14155550123"),
            ],
        );
        assert_problem(
            phone,
            FieldProblem::NoCountryCode,
            &["020 7946 0958", "(0)20 79460958"],
        );
        assert_problem(
            phone,
            FieldProblem::NotAPhoneNumber,
            &[
                "+1",
                "1-800-FLOWERS",
                "+1 415 555 0123 ext. 5",
                "+1234567890123456",
                "٠١٢٣٤٥٦٧٨",
            ],
        );
    }

    #[test]
    fn names_keep_their_inner_spaces() {
        assert_normal(
            name,
            &[
                ("Ada ", "ada"),
                (" De la Cruz", "de la cruz"),
                ("O’Neil", "o’neil"),
                ("МАРИЯ", "мария"),
            ],
        );
    }

    #[test]
    fn cities_lose_spaces_and_punctuation_and_keep_their_letters() {
        assert_normal(
            city,
            &[
                ("São Paulo", "sãopaulo"),
                ("St. John's", "stjohns"),
                ("St. John’s", "stjohns"),
                ("Aix-en-Provence", "aixenprovence"),
                ("東京", "東京"),
                ("Sa\u{303}o Paulo", "sa\u{303}opaulo"),
            ],
        );
        assert_problem(city, FieldProblem::Empty, &["", "-", " . "]);
    }

    #[test]
    fn states_and_countries_are_two_letters() {
        assert_normal(code, &[("CA", "ca"), (" us ", "us"), ("GB", "gb")]);
        assert_problem(
            code,
            FieldProblem::NotTwoLetters,
            &["California", "USA", "É1", "C1", "ü"],
        );
    }

    #[test]
    fn postal_codes_are_digits_in_the_united_states_only() {
        assert_normal(
            us_postal_code,
            &[
                ("94107", "94107"),
                ("94107-1234", "941071234"),
                ("CA 94107", "94107"),
            ],
        );
        assert_problem(us_postal_code, FieldProblem::NotAPostalCode, &["SW"]);
        assert_normal(
            other_postal_code,
            &[("SW1A 1AA", "sw1a1aa"), ("K1A-0B1", "k1a0b1")],
        );
    }

    #[test]
    fn genders_are_one_letter() {
        assert_normal(
            gender,
            &[
                ("F", "f"),
                ("female", "f"),
                (" Male", "m"),
                ("Non-Binary", "n"),
                ("N", "n"),
            ],
        );
        assert_problem(gender, FieldProblem::NotAGender, &["x", "fem"]);
    }

    #[test]
    fn mobile_ad_ids_are_in_lower_case_and_permitted() {
        let id = "8c4e9d2a-1f3b-4c5d-9e6f-7a8b9c0d1e2f";
        assert_normal(mobile_ad_id, &[(&id.to_uppercase(), id)]);
        assert_problem(
            mobile_ad_id,
            FieldProblem::NoPermission,
            &["00000000-0000-0000-0000-000000000000"],
        );
        assert_problem(
            mobile_ad_id,
            FieldProblem::NotAMobileAdId,
            &[
                "8c4e9d2a1f3b4c5d9e6f7a8b9c0d1e2f",
                "8c4e9d2a-1f3b-4c5d-9e6f-7a8b9c0d1e2g",
                "-",
            ],
        );
    }

    #[test]
    fn ip_addresses_are_checked() {
        assert_normal(
            ip_address,
            &[
                (" 192.0.2.1 ", "192.0.2.1"),
                ("2001:DB8:0::1", "2001:db8::1"),
            ],
        );
        assert_problem(
            ip_address,
            FieldProblem::NotAnIpAddress,
            &["192.0.2", "192.0.2.1, 10.0.0.1"],
        );
    }

    /// Text of any script, with what the rules look at more often than by chance.
    fn raw() -> impl Strategy<Value = String> {
        prop_oneof![
            "\\PC{0,30}",
            "[ \\t+()0-9@.’'·ßİΣςǅÀẞ\u{301}\u{200b}\u{feff}a-cA-C-]{0,30}",
            "\\+?[ 0-9()-]{0,20}",
            "[a-zA-Zäöü]{1,8}@[a-zA-Z]{1,8}\\.[a-z]{2}",
            "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}",
        ]
    }

    proptest! {
        #[test]
        fn what_is_normal_stays_as_it_is(raw in raw()) {
            for (name, rule) in RULES {
                if let Ok(normal) = rule(&raw) {
                    prop_assert_eq!(rule(&normal), Ok(normal.clone()), "{}", name);
                }
            }
        }

        #[test]
        fn case_and_outer_spaces_do_not_matter(raw in "[a-z0-9@.+() -]{0,30}", left in "[ \\t\\n]{0,3}") {
            let shouted = format!("{left}{}{left}", raw.to_uppercase());
            for (name, rule) in RULES.iter().filter(|(name, _)| *name != "text") {
                prop_assert_eq!(rule(&raw), rule(&shouted), "{}", name);
            }
        }

        #[test]
        fn what_is_normal_is_never_empty(raw in raw()) {
            for (name, rule) in RULES {
                prop_assert!(rule(&raw).map_or(true, |normal| !normal.is_empty()), "{}", name);
            }
        }

        #[test]
        fn cities_keep_every_letter_and_digit(raw in "[\\p{L}\\p{Nd}]{1,20}") {
            let expected = raw.to_lowercase();
            let kept = city(&raw);
            prop_assert_eq!(kept.as_deref(), Ok(expected.as_str()));
        }
    }
}
