//! How encrypted data is laid out.

use aes_gcm::aead::consts::{U12, U16};
use aes_gcm::aead::generic_array::ArrayLength;
use aes_gcm::aes::Aes256;
use aes_gcm::{AeadInPlace, AesGcm, KeyInit, Nonce, Tag};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD_PAD_INDIFFERENT, URL_SAFE_PAD_INDIFFERENT};

use super::LeadKey;

/// The length of a tag, in bytes.
const TAG: usize = 16;

/// How the encrypted data of a lead is laid out.
///
/// Pinterest names the algorithm, AES-256-GCM, but publishes no layout. The layout is therefore a
/// setting, and never found by trial. The default is what most libraries produce and what
/// `pinterest-fake` sends: Base64 of the standard alphabet, of a nonce of 12 bytes, the ciphertext,
/// and a tag of 16 bytes, without associated data. If every lead of a subscription is rejected with
/// [`LeadErrorKind::NotAuthentic`](super::LeadErrorKind::NotAuthentic), though its key is right,
/// try another layout on one recorded delivery; the tag proves which one it is.
///
/// # Examples
///
/// ```
/// use pinterest::leads::{LeadEnvelope, LeadReceiver};
///
/// let layout = LeadEnvelope::nonce_tag_ciphertext().with_long_nonce();
/// let receiver = LeadReceiver::new().with_envelope(layout);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LeadEnvelope {
    order: Order,
    has_long_nonce: bool,
    is_url_safe: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Order {
    NonceCiphertextTag,
    NonceTagCiphertext,
    CiphertextTagNonce,
}

/// The parts of encrypted data.
#[derive(Debug)]
pub(super) struct Sealed<'a> {
    nonce: &'a [u8],
    ciphertext: &'a [u8],
    tag: &'a [u8],
}

impl Default for LeadEnvelope {
    /// [`nonce_ciphertext_tag`](Self::nonce_ciphertext_tag).
    fn default() -> Self {
        Self::nonce_ciphertext_tag()
    }
}

impl LeadEnvelope {
    /// The nonce, the ciphertext, the tag: the default.
    #[must_use]
    pub const fn nonce_ciphertext_tag() -> Self {
        Self::of(Order::NonceCiphertextTag)
    }

    /// The nonce, the tag, the ciphertext.
    #[must_use]
    pub const fn nonce_tag_ciphertext() -> Self {
        Self::of(Order::NonceTagCiphertext)
    }

    /// The ciphertext, the tag, the nonce.
    #[must_use]
    pub const fn ciphertext_tag_nonce() -> Self {
        Self::of(Order::CiphertextTagNonce)
    }

    /// Sets that the nonce has 16 bytes instead of 12.
    #[must_use]
    pub const fn with_long_nonce(mut self) -> Self {
        self.has_long_nonce = true;
        self
    }

    /// Sets that the data is Base64 of the URL-safe alphabet (`-` and `_`).
    #[must_use]
    pub const fn with_url_safe_alphabet(mut self) -> Self {
        self.is_url_safe = true;
        self
    }

    const fn of(order: Order) -> Self {
        Self {
            order,
            has_long_nonce: false,
            is_url_safe: false,
        }
    }

    /// The bytes that text stands for, whether or not it is padded.
    pub(super) fn decode(self, text: &str) -> Option<Vec<u8>> {
        let bytes = match self.is_url_safe {
            true => URL_SAFE_PAD_INDIFFERENT.decode(text),
            false => STANDARD_PAD_INDIFFERENT.decode(text),
        };
        bytes.ok()
    }

    /// The parts of the bytes, unless there are too few for them.
    pub(super) fn split(self, bytes: &[u8]) -> Option<Sealed<'_>> {
        let nonce_length = if self.has_long_nonce { 16 } else { 12 };
        let length = bytes.len().checked_sub(nonce_length + TAG)?;
        Some(match self.order {
            Order::NonceCiphertextTag => {
                let (nonce, rest) = bytes.split_at(nonce_length);
                let (ciphertext, tag) = rest.split_at(length);
                Sealed {
                    nonce,
                    ciphertext,
                    tag,
                }
            }
            Order::NonceTagCiphertext => {
                let (nonce, rest) = bytes.split_at(nonce_length);
                let (tag, ciphertext) = rest.split_at(TAG);
                Sealed {
                    nonce,
                    ciphertext,
                    tag,
                }
            }
            Order::CiphertextTagNonce => {
                let (ciphertext, rest) = bytes.split_at(length);
                let (tag, nonce) = rest.split_at(TAG);
                Sealed {
                    nonce,
                    ciphertext,
                    tag,
                }
            }
        })
    }
}

impl Sealed<'_> {
    /// The plaintext, if the tag is that of the key and the data.
    pub(super) fn open(&self, key: &LeadKey) -> Option<Vec<u8>> {
        match self.nonce.len() {
            16 => self.open_with::<U16>(key),
            _ => self.open_with::<U12>(key),
        }
    }

    fn open_with<N: ArrayLength<u8>>(&self, key: &LeadKey) -> Option<Vec<u8>> {
        let cipher: AesGcm<Aes256, N> = KeyInit::new_from_slice(key.bytes()).ok()?;
        let nonce: &Nonce<N> = Nonce::from_slice(self.nonce);
        let tag: &Tag = Tag::from_slice(self.tag);
        let mut text = self.ciphertext.to_vec();
        // The tag is compared before anything is decrypted.
        cipher
            .decrypt_in_place_detached(nonce, b"", &mut text, tag)
            .ok()?;
        Some(text)
    }
}
