//! Carousels: Pins of several images.

use pinterest_client::types::{
    CarouselImageBase64, CarouselImageUrl, ImagesBase64Source, ImagesUrlSource, PinMediaSource,
};

use super::image::{Content, ImageError, PinImage};

/// Two to five images of one size for a new Pin.
///
/// [`NewPin::media_source`](crate::types::NewPin::media_source) takes it. The sizes of files are
/// compared before anything is sent; those of URLs are not known.
///
/// # Examples
///
/// ```no_run
/// # async fn run(client: pinterest::Client) -> Result<(), Box<dyn std::error::Error>> {
/// use pinterest::pins::{Carousel, CarouselImage, PinImage};
/// use pinterest::types::NewPin;
///
/// let front = PinImage::from_path("front.jpg").await?;
/// let back = CarouselImage::new(PinImage::from_path("back.jpg").await?).title("The back");
/// let carousel = Carousel::new([front.into(), back])?;
/// let pin = NewPin::new().board_id("549755885175").title("A print").media_source(carousel);
/// client.pins().create(pin).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Carousel {
    images: Vec<CarouselImage>,
    index: Option<i64>,
}

/// An image of a [`Carousel`], with its own texts and link.
#[derive(Clone, Debug)]
pub struct CarouselImage {
    image: PinImage,
    title: Option<String>,
    description: Option<String>,
    link: Option<String>,
}

impl CarouselImage {
    /// Creates an image without texts and link.
    #[must_use]
    pub fn new(image: PinImage) -> Self {
        Self {
            image,
            title: None,
            description: None,
            link: None,
        }
    }

    /// Sets the title of the image.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// Sets the description of the image.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Sets the destination of a click on the image.
    #[must_use]
    pub fn link(mut self, link: impl Into<String>) -> Self {
        self.link = Some(link.into());
        self
    }
}

impl From<PinImage> for CarouselImage {
    fn from(image: PinImage) -> Self {
        Self::new(image)
    }
}

impl Carousel {
    /// Creates a carousel.
    ///
    /// # Errors
    ///
    /// Returns an error that names the images if there are fewer than two or more than five, if
    /// some are files and others URLs, or if files are not all of one size.
    pub fn new(
        images: impl IntoIterator<Item = impl Into<CarouselImage>>,
    ) -> Result<Self, ImageError> {
        let images: Vec<CarouselImage> = images.into_iter().map(Into::into).collect();
        if !(2..=5).contains(&images.len()) {
            let count = images.len();
            return Err(ImageError::Count { count });
        }
        let is_file = |image: &CarouselImage| matches!(image.image.content, Content::File { .. });
        let files = images.iter().filter(|image| is_file(image)).count();
        if files == images.len() {
            check_sizes(&images)?;
        } else if files > 0 {
            return Err(ImageError::MixedSources);
        }
        Ok(Self {
            images,
            index: None,
        })
    }

    /// Sets `index`, the index of an image in the carousel.
    #[must_use]
    pub fn index(mut self, index: i64) -> Self {
        self.index = Some(index);
        self
    }
}

fn check_sizes(images: &[CarouselImage]) -> Result<(), ImageError> {
    let mut first = None;
    for (index, CarouselImage { image, .. }) in images.iter().enumerate() {
        let name = image.name(index);
        let Some((width, height)) = image.size() else {
            return Err(ImageError::NoSize { name });
        };
        match &first {
            None => first = Some((name, width, height)),
            Some((_, w, h)) if (*w, *h) == (width, height) => {}
            Some(first) => {
                return Err(ImageError::DifferentSizes {
                    first: first.clone(),
                    other: (name, width, height),
                });
            }
        }
    }
    Ok(())
}

impl From<Carousel> for PinMediaSource {
    fn from(Carousel { images, index }: Carousel) -> Self {
        // They are all files, or all URLs.
        let (mut files, mut urls) = (Vec::new(), Vec::new());
        for image in images {
            let CarouselImage {
                image,
                title,
                description,
                link,
            } = image;
            match image.content {
                Content::Url(url) => {
                    let mut image = CarouselImageUrl::new(url);
                    (image.title, image.description, image.link) = (title, description, link);
                    urls.push(image);
                }
                Content::File {
                    content_type, data, ..
                } => {
                    let mut image = CarouselImageBase64::new(content_type, data);
                    (image.title, image.description, image.link) = (title, description, link);
                    files.push(image);
                }
            }
        }
        match urls.is_empty() {
            true => {
                let mut source = ImagesBase64Source::new(files);
                source.index = index;
                source.into()
            }
            false => {
                let mut source = ImagesUrlSource::new(urls);
                source.index = index;
                source.into()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::image_header::tests::{jpeg, png};
    use super::*;

    fn image(file: &[u8]) -> PinImage {
        PinImage::from_bytes(file).unwrap()
    }

    fn message(images: Vec<PinImage>) -> String {
        Carousel::new(images).unwrap_err().to_string()
    }

    #[test]
    fn files_of_one_size_are_a_carousel_whatever_their_format() {
        let first = CarouselImage::new(image(&png(6, 4)))
            .title("Front")
            .link("https://lakeside.example");
        let carousel = Carousel::new([first, image(&jpeg(6, 4)).into()]).unwrap();
        let source = serde_json::to_value(PinMediaSource::from(carousel.index(1))).unwrap();
        assert_eq!(source["source_type"], "multiple_image_base64");
        assert_eq!(source["index"], 1);
        assert_eq!(source["items"][0]["title"], "Front");
        assert_eq!(source["items"][0]["link"], "https://lakeside.example");
        assert_eq!(source["items"][1]["content_type"], "image/jpeg");
        assert_eq!(source["items"][1].get("title"), None);
    }

    #[test]
    fn urls_are_a_carousel() {
        let images = ["https://a.example/1.jpg", "https://a.example/2.jpg"].map(PinImage::from_url);
        let source = PinMediaSource::from(Carousel::new(images).unwrap());
        assert_eq!(
            serde_json::to_value(source).unwrap(),
            json!({
                "source_type": "multiple_image_urls",
                "items": [{"url": "https://a.example/1.jpg"}, {"url": "https://a.example/2.jpg"}],
            })
        );
    }

    #[test]
    fn other_carousels_are_rejected_with_names() {
        let small = || image(&png(6, 4));
        assert_eq!(
            message(vec![small()]),
            "a carousel has 2 to 5 images, but there are 1"
        );
        assert_eq!(
            message((0..6).map(|_| small()).collect()),
            "a carousel has 2 to 5 images, but there are 6"
        );
        assert_eq!(
            message(vec![small(), PinImage::from_url("https://a.example/1.jpg")]),
            "the images of a carousel must all be files, or all be URLs"
        );
        assert_eq!(
            message(vec![small(), small(), image(&jpeg(4, 6))]),
            "the images of a carousel must be of one size, but image 1 has 6 x 4 pixels, and \
             image 3 has 4 x 6"
        );
        assert_eq!(
            message(vec![small(), image(b"\xff\xd8\xff\xd9")]),
            "the size of image 2 cannot be read, since it is damaged"
        );
    }
}
