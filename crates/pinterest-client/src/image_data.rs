//! Images that a request carries: from the bytes of a file to the base64 text on the wire.
//!
//! `new` of these types takes the text. Here are the ways that take the bytes.

#[cfg(any(feature = "business_access", feature = "pins"))]
use base64::{Engine, prelude::BASE64_STANDARD};

#[cfg(feature = "pins")]
use crate::types::{CarouselImageBase64, ImageBase64Source, ImageContentType, VideoSource};
#[cfg(feature = "business_access")]
use crate::types::{ProfileImage, ProfileImageContentType, ProfileImageUpdate};

#[cfg(feature = "pins")]
impl ImageBase64Source {
    /// Creates a value from the bytes of an image file, which it encodes.
    ///
    /// ```
    /// use pinterest_client::types::{ImageBase64Source, ImageContentType};
    ///
    /// let file = b"\x89PNG\r\n\x1a\n";
    /// let image = ImageBase64Source::from_bytes(ImageContentType::Png, file);
    /// assert_eq!(image.data, "iVBORw0KGgo=");
    /// ```
    #[must_use]
    pub fn from_bytes(content_type: impl Into<ImageContentType>, bytes: impl AsRef<[u8]>) -> Self {
        Self::new(content_type, BASE64_STANDARD.encode(bytes))
    }
}

#[cfg(feature = "pins")]
impl CarouselImageBase64 {
    /// Creates a value from the bytes of an image file, which it encodes.
    #[must_use]
    pub fn from_bytes(content_type: impl Into<ImageContentType>, bytes: impl AsRef<[u8]>) -> Self {
        Self::new(content_type, BASE64_STANDARD.encode(bytes))
    }
}

#[cfg(feature = "pins")]
impl VideoSource {
    /// Sets the cover image to the bytes of an image file, which it encodes.
    ///
    /// These are the fields `cover_image_content_type` and `cover_image_data`.
    #[must_use]
    pub fn cover_image_bytes(
        self,
        content_type: impl Into<ImageContentType>,
        bytes: impl AsRef<[u8]>,
    ) -> Self {
        self.cover_image_content_type(content_type)
            .cover_image_data(BASE64_STANDARD.encode(bytes))
    }
}

#[cfg(feature = "business_access")]
impl ProfileImage {
    /// Creates a value from the bytes of an image file, which it encodes.
    #[must_use]
    pub fn from_bytes(
        content_type: impl Into<ProfileImageContentType>,
        bytes: impl AsRef<[u8]>,
    ) -> Self {
        Self::new(content_type, BASE64_STANDARD.encode(bytes))
    }
}

#[cfg(feature = "business_access")]
impl ProfileImageUpdate {
    /// Creates a value from the bytes of an image file, which it encodes.
    #[must_use]
    pub fn from_bytes(
        content_type: impl Into<ProfileImageContentType>,
        bytes: impl AsRef<[u8]>,
    ) -> Self {
        Self::new()
            .content_type(content_type)
            .data(BASE64_STANDARD.encode(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::Pattern;

    /// The alphabet has both of its characters that URLs know another form of, and padding.
    const BYTES: [u8; 4] = [0xfb, 0xef, 0xff, 0xff];
    const TEXT: &str = "++///w==";

    #[test]
    fn bytes_become_base64_of_the_standard_alphabet() {
        let image = ImageBase64Source::from_bytes(ImageContentType::Jpeg, BYTES);
        assert_eq!(image, ImageBase64Source::new(ImageContentType::Jpeg, TEXT));
        assert!(Pattern::Base64.matches(&image.data));
        let image = CarouselImageBase64::from_bytes(ImageContentType::Png, BYTES);
        assert_eq!(image, CarouselImageBase64::new(ImageContentType::Png, TEXT));
        let image = ProfileImage::from_bytes(ProfileImageContentType::Png, BYTES);
        assert_eq!(image, ProfileImage::new(ProfileImageContentType::Png, TEXT));
        let update = ProfileImageUpdate::from_bytes(ProfileImageContentType::Png, BYTES);
        assert_eq!(update.data.as_deref(), Some(TEXT));
        assert_eq!(update.content_type, Some(ProfileImageContentType::Png));
    }

    #[test]
    fn a_cover_has_its_format() {
        let video = VideoSource::new("1").cover_image_bytes(ImageContentType::Png, BYTES);
        assert_eq!(video.cover_image_data.as_deref(), Some(TEXT));
        assert_eq!(video.cover_image_content_type, Some(ImageContentType::Png));
    }
}
