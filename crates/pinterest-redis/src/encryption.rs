//! The encryption of stored tokens.
//!
//! An encrypted text is the version of this format (1 byte), the number of the key (4 bytes), a
//! random nonce (24 bytes), and what XChaCha20-Poly1305 makes of the text. The key of Redis and the
//! first two are authenticated with it, so that the tokens of one user cannot be put in the place of
//! those of another.

use std::fmt;

use chacha20poly1305::aead::{Aead, Generate, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use pinterest::Error;

const FORMAT: u8 = 1;
const HEADER: usize = 5;
const NONCE: usize = 24;

/// A key that encrypts stored tokens, and its number.
///
/// The number is stored with what the key has encrypted, so that keys can be rotated; see
/// [`RedisTokenStore::with_previous_key`](crate::RedisTokenStore::with_previous_key). The key should
/// come from a secret manager, and never be in Redis.
///
/// # Examples
///
/// ```
/// use pinterest_redis::EncryptionKey;
///
/// # let bytes = [7; 32];
/// let key = EncryptionKey::new(1, bytes);
/// assert!(!format!("{key:?}").contains("7, 7"));
/// ```
#[derive(Clone)]
pub struct EncryptionKey {
    number: u32,
    cipher: XChaCha20Poly1305,
}

impl EncryptionKey {
    /// Creates a key from 32 random bytes.
    #[must_use]
    pub fn new(number: u32, bytes: [u8; 32]) -> Self {
        Self {
            number,
            cipher: XChaCha20Poly1305::new(&bytes.into()),
        }
    }

    fn header(&self) -> [u8; HEADER] {
        let [a, b, c, d] = self.number.to_be_bytes();
        [FORMAT, a, b, c, d]
    }
}

impl fmt::Debug for EncryptionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EncryptionKey")
            .field("number", &self.number)
            .finish_non_exhaustive()
    }
}

/// The keys of a store, the present one first.
#[derive(Clone, Debug)]
pub(crate) struct Keys(pub(crate) Vec<EncryptionKey>);

impl Keys {
    /// Encrypts a text with the present key.
    pub(crate) fn encrypt(&self, text: &str, place: &str) -> Result<Vec<u8>, Error> {
        let failed = || Error::credentials("the tokens cannot be encrypted");
        let key = self.0.first().ok_or_else(failed)?;
        let nonce = XNonce::try_generate().map_err(|_| failed())?;
        let header = key.header();
        let aad = [&header, place.as_bytes()].concat();
        let payload = Payload {
            msg: text.as_bytes(),
            aad: &aad,
        };
        let encrypted = key.cipher.encrypt(&nonce, payload).map_err(|_| failed())?;
        Ok([&header[..], &nonce, &encrypted].concat())
    }

    /// Decrypts a text with the key that it names.
    pub(crate) fn decrypt(&self, encrypted: &[u8], place: &str) -> Result<String, Error> {
        let unreadable = || Error::credentials("what Redis has is not encrypted tokens");
        let (header, rest) = encrypted.split_at_checked(HEADER).ok_or_else(unreadable)?;
        let (nonce, text) = rest.split_at_checked(NONCE).ok_or_else(unreadable)?;
        let (&[format], number) = header.split_first_chunk().ok_or_else(unreadable)?;
        if format != FORMAT {
            return Err(unreadable());
        }
        let Some(key) = self.0.iter().find(|key| key.header()[1..] == *number) else {
            let number = number
                .iter()
                .fold(0_u32, |sum, byte| (sum << 8) | u32::from(*byte));
            let message =
                format!("the stored tokens are encrypted with key {number}, which was not given");
            return Err(Error::credentials(message));
        };
        let nonce = XNonce::try_from(nonce).map_err(|_| unreadable())?;
        let aad = [header, place.as_bytes()].concat();
        let payload = Payload {
            msg: text,
            aad: &aad,
        };
        let message = "the stored tokens cannot be decrypted: another key has this number, or they were changed";
        let text = key.cipher.decrypt(&nonce, payload);
        let text = text.map_err(|_| Error::credentials(message))?;
        String::from_utf8(text).map_err(|_| unreadable())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(keys: &[(u32, u8)]) -> Keys {
        Keys(
            keys.iter()
                .map(|(n, b)| EncryptionKey::new(*n, [*b; 32]))
                .collect(),
        )
    }

    #[test]
    fn what_is_encrypted_is_decrypted_by_the_same_key_at_the_same_place_only() {
        let old = keys(&[(1, 1)]);
        let encrypted = old.encrypt("CANARY", "a").unwrap();
        assert!(!encrypted.windows(6).any(|window| window == b"CANARY"));
        assert_ne!(old.encrypt("CANARY", "a").unwrap(), encrypted);
        assert_eq!(old.decrypt(&encrypted, "a").unwrap(), "CANARY");
        assert_eq!(
            keys(&[(2, 2), (1, 1)]).decrypt(&encrypted, "a").unwrap(),
            "CANARY"
        );
        for (other, place, message) in [
            (keys(&[(1, 1)]), "b", "they were changed"),
            (keys(&[(1, 2)]), "a", "another key"),
            (keys(&[(2, 1)]), "a", "key 1, which was not given"),
        ] {
            let error = other.decrypt(&encrypted, place).unwrap_err();
            assert!(error.to_string().contains(message), "{error}");
        }
    }

    #[test]
    fn no_change_of_a_byte_goes_unnoticed() {
        let keys = keys(&[(1, 1)]);
        let encrypted = keys.encrypt("text", "a").unwrap();
        for index in 0..encrypted.len() {
            let mut changed = encrypted.clone();
            changed[index] ^= 1;
            assert!(keys.decrypt(&changed, "a").is_err(), "{index}");
            assert!(keys.decrypt(&encrypted[..index], "a").is_err(), "{index}");
        }
    }
}
