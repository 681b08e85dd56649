//! How lead data is encrypted. Pinterest names the algorithm, AES-256-GCM, but not the layout; the
//! fake's is the one of most libraries: Base64 of a nonce of 12 bytes, the ciphertext and a tag of 16
//! bytes, without additional data.

use aes_gcm::aead::Aead;
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};

/// Returns a new key of 32 bytes in Base64, without padding as the API's examples have it.
pub(super) fn key(random: &mut fastrand::Rng) -> String {
    let mut key = [0; 32];
    random.fill(&mut key);
    STANDARD_NO_PAD.encode(key)
}

/// Encrypts data by a key that [`key`] made; `None` if the key is another.
pub(super) fn seal(key: &str, random: &mut fastrand::Rng, data: &[u8]) -> Option<String> {
    let key = STANDARD_NO_PAD.decode(key.trim_end_matches('=')).ok()?;
    let cipher = Aes256Gcm::new_from_slice(&key).ok()?;
    let mut nonce = [0; 12];
    random.fill(&mut nonce);
    let sealed = cipher.encrypt(Nonce::from_slice(&nonce), data).ok()?;
    Some(STANDARD.encode([nonce.as_slice(), &sealed].concat()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_with_the_key() {
        let mut random = fastrand::Rng::with_seed(1);
        let key = key(&mut random);
        assert_eq!(key.len(), 43);
        let sealed = STANDARD
            .decode(seal(&key, &mut random, b"data").unwrap())
            .unwrap();
        let (nonce, rest) = sealed.split_at(12);
        assert_eq!(rest.len(), 4 + 16);
        let cipher = Aes256Gcm::new_from_slice(&STANDARD_NO_PAD.decode(&key).unwrap()).unwrap();
        assert_eq!(
            cipher.decrypt(Nonce::from_slice(nonce), rest).unwrap(),
            b"data"
        );
    }
}
