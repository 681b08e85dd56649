//! The key of a subscription.

use std::fmt;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_PAD_INDIFFERENT, URL_SAFE_PAD_INDIFFERENT};
use secrecy::{ExposeSecret, SecretSlice};

/// The length of a key of AES-256, in bytes.
const LENGTH: usize = 32;

/// The key that decrypts the leads of a subscription.
///
/// `Debug` shows nothing of it, and its memory is overwritten when the last clone is dropped.
#[derive(Clone)]
pub struct LeadKey(Arc<SecretSlice<u8>>);

/// Why there is no key.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LeadKeyError {
    /// The subscription has no key, or does not say which ad account it is for. Only the owner and
    /// the admins of the ad account see the key.
    Undisclosed,
    /// The subscription names another algorithm than AES-256-GCM.
    Algorithm(String),
    /// The text is not Base64 of the expected alphabet.
    NotBase64,
    /// The text decodes to so many bytes instead of 32.
    Length(usize),
}

impl LeadKey {
    /// Decodes a key from Base64 of the standard alphabet (`+` and `/`), with or without padding.
    ///
    /// This is what `cryptographic_key` of a subscription is.
    ///
    /// # Errors
    ///
    /// Returns an error if the text is not such Base64, or does not have 32 bytes.
    pub fn from_base64(text: &str) -> Result<Self, LeadKeyError> {
        Self::decode(&STANDARD_PAD_INDIFFERENT, text)
    }

    /// Decodes a key from Base64 of the URL-safe alphabet (`-` and `_`), with or without padding.
    ///
    /// # Errors
    ///
    /// Returns an error if the text is not such Base64, or does not have 32 bytes.
    pub fn from_url_safe_base64(text: &str) -> Result<Self, LeadKeyError> {
        Self::decode(&URL_SAFE_PAD_INDIFFERENT, text)
    }

    fn decode(engine: &impl Engine, text: &str) -> Result<Self, LeadKeyError> {
        let bytes = engine.decode(text.trim());
        let bytes = SecretSlice::from(bytes.map_err(|_| LeadKeyError::NotBase64)?);
        match bytes.expose_secret().len() {
            LENGTH => Ok(Self(Arc::new(bytes))),
            length => Err(LeadKeyError::Length(length)),
        }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        self.0.expose_secret()
    }
}

impl fmt::Debug for LeadKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LeadKey([redacted])")
    }
}

impl fmt::Display for LeadKeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undisclosed => f.write_str(
                "the subscription has no key, or no ad account; get it as the owner or an admin of \
                 the ad account",
            ),
            Self::Algorithm(name) => {
                write!(
                    f,
                    "the subscription's leads are encrypted with {name:?}, not AES-256-GCM"
                )
            }
            Self::NotBase64 => f.write_str("the key is not Base64 of the expected alphabet"),
            Self::Length(length) => write!(f, "the key has {length} bytes instead of {LENGTH}"),
        }
    }
}

impl std::error::Error for LeadKeyError {}

#[cfg(test)]
mod tests {
    use super::*;

    /// 32 bytes of 0xfb, which the two alphabets write differently.
    const STANDARD: &str = "+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/s";
    const URL_SAFE: &str = "-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_s";

    #[test]
    fn padding_does_not_matter_and_the_alphabet_does() {
        for padding in ["", "="] {
            let key = LeadKey::from_base64(&format!("{STANDARD}{padding}")).unwrap();
            assert_eq!(key.bytes(), [0xfb; 32]);
            let key = LeadKey::from_url_safe_base64(&format!("{URL_SAFE}{padding}\n")).unwrap();
            assert_eq!(key.bytes(), [0xfb; 32]);
        }
        let error = LeadKey::from_base64(URL_SAFE).unwrap_err();
        assert_eq!(error, LeadKeyError::NotBase64);
        let error = LeadKey::from_url_safe_base64(STANDARD).unwrap_err();
        assert_eq!(error, LeadKeyError::NotBase64);
    }

    #[test]
    fn a_key_has_32_bytes() {
        assert_eq!(
            LeadKey::from_base64("AAAA").unwrap_err(),
            LeadKeyError::Length(3)
        );
        assert_eq!(
            LeadKey::from_base64("").unwrap_err(),
            LeadKeyError::Length(0)
        );
    }

    #[test]
    fn debug_does_not_show_the_key() {
        let key = LeadKey::from_base64(STANDARD).unwrap();
        assert_eq!(format!("{key:?}"), "LeadKey([redacted])");
    }
}
