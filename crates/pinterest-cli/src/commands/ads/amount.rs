//! Amounts of money.

use std::fmt;
use std::str::FromStr;

use pinterest::types::MicroCurrency;

/// An amount in units of the account's currency, such as `25` or `12.50`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Amount {
    whole: i64,
    millionths: u32,
}

impl FromStr for Amount {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WRONG: &str = "it must be a number of units of the currency, such as 12.50";
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let is_digits =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_digits(whole) || !is_digits(fraction) {
            return Err(WRONG);
        }
        if fraction.len() > 6 {
            return Err("it must not have more than six decimal places");
        }
        let amount = Self {
            whole: whole.parse().map_err(|_| WRONG)?,
            millionths: format!("{fraction:0<6}").parse().map_err(|_| WRONG)?,
        };
        match MicroCurrency::try_from_units(amount.whole, amount.millionths) {
            Some(_) => Ok(amount),
            None => Err("it is too much"),
        }
    }
}

impl From<Amount> for MicroCurrency {
    fn from(amount: Amount) -> Self {
        // It was checked when it was read.
        Self::try_from_units(amount.whole, amount.millionths).unwrap_or(Self::from_micros(0))
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millionths = format!("{:06}", self.millionths);
        let fraction = millionths.trim_end_matches('0');
        write!(f, "{}.{fraction:0<2}", self.whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact() {
        for (text, micros, shown) in [
            ("25", 25_000_000, "25.00"),
            ("12.5", 12_500_000, "12.50"),
            ("0.000001", 1, "0.000001"),
            ("0", 0, "0.00"),
        ] {
            let amount: Amount = text.parse().unwrap();
            let sent = MicroCurrency::from(amount);
            assert_eq!(sent, MicroCurrency::from_micros(micros), "{text}");
            assert_eq!(amount.to_string(), shown);
        }
    }

    #[test]
    fn what_is_no_amount_is_rejected() {
        for text in [
            "",
            "-1",
            "1,5",
            "1.",
            ".5",
            "1.0000001",
            "1e3",
            "9223372036855",
        ] {
            assert!(text.parse::<Amount>().is_err(), "{text}");
        }
    }
}
