//! Images for new Pins, whose format is read from their bytes.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use pinterest_client::types::{
    ImageBase64Source, ImageContentType, ImageUrlSource, PinMediaSource,
};

use super::image_header::{self, Size};

/// An image for a new Pin: a file, its bytes, their base64 text, or a URL.
///
/// The format of a file is read from its first bytes, whatever its name says. The API takes PNG and
/// JPEG. [`NewPin::media_source`](crate::types::NewPin::media_source) takes the image,
/// [`Carousel`](super::Carousel) takes two to five, and a video Pin takes one as its cover.
///
/// # Examples
///
/// ```no_run
/// # async fn run(client: pinterest::Client) -> Result<(), Box<dyn std::error::Error>> {
/// use pinterest::pins::PinImage;
/// use pinterest::types::NewPin;
///
/// let image = PinImage::from_path("print.jpg").await?;
/// let pin = NewPin::new().board_id("549755885175").title("A print").media_source(image);
/// client.pins().create(pin).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct PinImage {
    /// What messages call it.
    name: Option<String>,
    pub(super) content: Content,
}

/// Where the image is.
#[derive(Clone)]
pub(super) enum Content {
    Url(String),
    File {
        content_type: ImageContentType,
        /// In base64.
        data: String,
        size: Option<Size>,
    },
}

/// Why there is no image for a Pin, or no carousel.
///
/// Messages name an image by its path, or by its number in the carousel.
#[derive(Debug)]
#[non_exhaustive]
pub enum ImageError {
    /// The file cannot be read.
    #[non_exhaustive]
    Read {
        /// The path of the file.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// The bytes are no PNG or JPEG image.
    #[non_exhaustive]
    Unsupported {
        /// The path of the file, if there is one.
        name: Option<String>,
        /// What the bytes seem to be, such as `GIF`.
        found: &'static str,
    },
    /// The text is not standard base64 without line breaks. A data URL is not.
    NotBase64,
    /// A carousel has two to five images.
    #[non_exhaustive]
    Count {
        /// How many there are.
        count: usize,
    },
    /// Some images of a carousel are files and others are URLs.
    MixedSources,
    /// The size of an image cannot be read: the file is damaged.
    #[non_exhaustive]
    NoSize {
        /// The image.
        name: String,
    },
    /// The images of a carousel are not all of one size.
    #[non_exhaustive]
    DifferentSizes {
        /// The first image, its width and its height.
        first: (String, u32, u32),
        /// The first one of another size, its width and its height.
        other: (String, u32, u32),
    },
}

impl PinImage {
    /// Reads an image file. The whole file is in memory, since the request carries it.
    ///
    /// # Errors
    ///
    /// Returns an error if the file cannot be read, or is no PNG or JPEG image.
    pub async fn from_path(path: impl Into<PathBuf>) -> Result<Self, ImageError> {
        let path = path.into();
        let failed = |path: &Path, source| ImageError::Read {
            path: path.to_owned(),
            source,
        };
        let read = {
            let path = path.clone();
            tokio::task::spawn_blocking(move || std::fs::read(path))
        };
        let bytes = match read.await {
            Ok(bytes) => bytes.map_err(|error| failed(&path, error))?,
            Err(error) => return Err(failed(&path, error.into())),
        };
        Self::of(&bytes, Some(path.display().to_string()))
    }

    /// Creates an image from the bytes of a file.
    ///
    /// # Errors
    ///
    /// Returns an error if they are no PNG or JPEG image.
    pub fn from_bytes(bytes: impl AsRef<[u8]>) -> Result<Self, ImageError> {
        Self::of(bytes.as_ref(), None)
    }

    /// Creates an image from the standard base64 text of a file, without line breaks.
    ///
    /// # Errors
    ///
    /// Returns an error if the text is not base64, or is that of no PNG or JPEG image.
    pub fn from_base64(text: impl Into<String>) -> Result<Self, ImageError> {
        let data = text.into();
        let bytes = BASE64_STANDARD.decode(&data);
        let bytes = bytes.map_err(|_| ImageError::NotBase64)?;
        Ok(Self {
            content: file(&bytes, &None, data)?,
            name: None,
        })
    }

    /// Creates an image that Pinterest fetches from a URL. Nothing is fetched by this library.
    #[must_use]
    pub fn from_url(url: impl Into<String>) -> Self {
        Self {
            name: None,
            content: Content::Url(url.into()),
        }
    }

    /// Returns the format of a file; `None` for a URL.
    #[must_use]
    pub fn content_type(&self) -> Option<&ImageContentType> {
        match &self.content {
            Content::Url(_) => None,
            Content::File { content_type, .. } => Some(content_type),
        }
    }

    /// Returns width and height in pixels; `None` for a URL, and for a file that ends before them.
    #[must_use]
    pub fn size(&self) -> Option<(u32, u32)> {
        match self.content {
            Content::Url(_) => None,
            Content::File { size, .. } => size,
        }
    }

    /// What messages call the image that has this place in a carousel.
    pub(super) fn name(&self, index: usize) -> String {
        let name = self.name.clone();
        name.unwrap_or_else(|| format!("image {}", index + 1))
    }

    fn of(bytes: &[u8], name: Option<String>) -> Result<Self, ImageError> {
        Ok(Self {
            content: file(bytes, &name, BASE64_STANDARD.encode(bytes))?,
            name,
        })
    }
}

fn file(bytes: &[u8], name: &Option<String>, data: String) -> Result<Content, ImageError> {
    let unsupported = |found| ImageError::Unsupported {
        name: name.clone(),
        found,
    };
    Ok(Content::File {
        content_type: image_header::format(bytes).map_err(unsupported)?,
        data,
        size: image_header::size(bytes),
    })
}

impl From<PinImage> for PinMediaSource {
    fn from(image: PinImage) -> Self {
        match image.content {
            Content::Url(url) => ImageUrlSource::new(url).into(),
            Content::File {
                content_type, data, ..
            } => ImageBase64Source::new(content_type, data).into(),
        }
    }
}

/// Without the image, and without the query of a URL.
impl fmt::Debug for PinImage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("PinImage");
        match &self.content {
            Content::Url(url) => {
                shown.field("url", &url.split(['?', '#']).next().unwrap_or_default());
            }
            Content::File {
                content_type, size, ..
            } => {
                shown.field("name", &self.name);
                shown.field("content_type", content_type);
                shown.field("size", size);
            }
        }
        shown.finish_non_exhaustive()
    }
}

impl fmt::Display for ImageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read { path, source } => {
                write!(f, "`{}` cannot be read: {source}", path.display())
            }
            Self::Unsupported { name, found } => {
                let name = name.as_deref().unwrap_or("the image");
                write!(f, "{name} must be PNG or JPEG, but is {found}")
            }
            Self::NotBase64 => f.write_str(
                "the text of an image must be standard base64 without line breaks, and no data URL",
            ),
            Self::Count { count } => {
                write!(f, "a carousel has 2 to 5 images, but there are {count}")
            }
            Self::MixedSources => {
                f.write_str("the images of a carousel must all be files, or all be URLs")
            }
            Self::NoSize { name } => {
                write!(f, "the size of {name} cannot be read, since it is damaged")
            }
            Self::DifferentSizes { first, other } => {
                let ((first, width, height), (other, w, h)) = (first, other);
                write!(
                    f,
                    "the images of a carousel must be of one size, but {first} has {width} x \
                     {height} pixels, and {other} has {w} x {h}"
                )
            }
        }
    }
}

impl std::error::Error for ImageError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Read { source, .. } => Some(source),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::image_header::tests::{jpeg, png};
    use super::*;

    fn source(image: PinImage) -> serde_json::Value {
        serde_json::to_value(PinMediaSource::from(image)).unwrap()
    }

    #[test]
    fn bytes_and_their_text_are_the_same_image() {
        let file = png(6, 4);
        let image = PinImage::from_bytes(&file).unwrap();
        let of_text = PinImage::from_base64(BASE64_STANDARD.encode(&file)).unwrap();
        assert_eq!(image.size(), Some((6, 4)));
        assert_eq!(of_text.size(), Some((6, 4)));
        let expected = serde_json::json!({
            "source_type": "image_base64",
            "content_type": "image/png",
            "data": BASE64_STANDARD.encode(&file),
        });
        assert_eq!(source(image), expected);
        assert_eq!(source(of_text), expected);
    }

    #[test]
    fn a_url_is_sent_as_it_is() {
        let image = PinImage::from_url("https://lakeside.example/print.jpg?secret=1");
        assert_eq!((image.content_type(), image.size()), (None, None));
        assert!(!format!("{image:?}").contains("secret"), "{image:?}");
        assert_eq!(
            source(image),
            serde_json::json!({
                "source_type": "image_url",
                "url": "https://lakeside.example/print.jpg?secret=1",
            })
        );
    }

    #[test]
    fn what_is_no_image_is_rejected_with_what_it_is() {
        let message = |image: Result<PinImage, ImageError>| image.unwrap_err().to_string();
        assert_eq!(
            message(PinImage::from_bytes(b"GIF89a")),
            "the image must be PNG or JPEG, but is GIF"
        );
        let data_url = format!(
            "data:image/png;base64,{}",
            BASE64_STANDARD.encode(png(1, 1))
        );
        assert!(matches!(
            PinImage::from_base64(data_url),
            Err(ImageError::NotBase64)
        ));
    }

    #[tokio::test]
    async fn files_are_named() {
        let folder = std::env::temp_dir().join(format!("pinterest-image-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        // The name says nothing.
        let path = folder.join("print.png");
        std::fs::write(&path, jpeg(3, 2)).unwrap();
        let image = PinImage::from_path(&path).await.unwrap();
        assert_eq!(image.content_type(), Some(&ImageContentType::Jpeg));
        assert!(image.name(0).ends_with("print.png"));
        let missing = PinImage::from_path(folder.join("none.png"))
            .await
            .unwrap_err();
        assert!(missing.to_string().contains("none.png"), "{missing}");
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
