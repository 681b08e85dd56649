//! What the first bytes of an image file say: its format, and its size.

use pinterest_client::types::ImageContentType;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
const JPEG: &[u8] = b"\xff\xd8\xff";

/// Width and height, in pixels.
pub(super) type Size = (u32, u32);

/// The format of a file; for one that the API does not take, what it seems to be.
pub(super) fn format(file: &[u8]) -> Result<ImageContentType, &'static str> {
    if file.starts_with(PNG) {
        return Ok(ImageContentType::Png);
    }
    if file.starts_with(JPEG) {
        return Ok(ImageContentType::Jpeg);
    }
    Err(match file {
        [] => "empty",
        [b'G', b'I', b'F', b'8', ..] => "GIF",
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => "WebP",
        [b'B', b'M', ..] => "BMP",
        [b'I', b'I', b'*', 0, ..] | [b'M', b'M', 0, b'*', ..] => "TIFF",
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => "HEIC, AVIF or a video",
        [b'%', b'P', b'D', b'F', ..] => "PDF",
        [b'<', ..] => "SVG, HTML or XML",
        _ => "unknown",
    })
}

/// The size of a PNG or JPEG file; `None` if the file ends before it, or is damaged.
pub(super) fn size(file: &[u8]) -> Option<Size> {
    let size = match file.strip_prefix(PNG) {
        Some(chunks) => png_size(chunks),
        None => jpeg_size(file.strip_prefix(b"\xff\xd8")?),
    };
    size.filter(|(width, height)| *width > 0 && *height > 0)
}

/// The first chunk is the header: its length, `IHDR`, width, height.
fn png_size(chunks: &[u8]) -> Option<Size> {
    let header = chunks.get(4..)?.strip_prefix(b"IHDR")?;
    let (width, rest) = header.split_first_chunk::<4>()?;
    let (height, _) = rest.split_first_chunk::<4>()?;
    Some((u32::from_be_bytes(*width), u32::from_be_bytes(*height)))
}

/// Segments of a marker, a length and content. The one that starts the frame has the size.
fn jpeg_size(mut rest: &[u8]) -> Option<Size> {
    loop {
        match *rest {
            // Any number of these bytes may stand before a marker.
            [0xff, 0xff, ..] => rest = &rest[1..],
            // Markers without content.
            [0xff, 0x01 | 0xd0..=0xd8, ..] => rest = &rest[2..],
            // The image itself, or the end: the size would have come before.
            [0xff, 0xd9 | 0xda, ..] => return None,
            [0xff, marker, high, low, ..] => {
                let content = rest.get(4..)?;
                if matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
                    let [_, h1, h2, w1, w2, ..] = *content else {
                        return None;
                    };
                    let (width, height) = ([w1, w2], [h1, h2]);
                    return Some((
                        u16::from_be_bytes(width).into(),
                        u16::from_be_bytes(height).into(),
                    ));
                }
                let length = usize::from(u16::from_be_bytes([high, low]));
                rest = content.get(length.checked_sub(2)?..)?;
            }
            _ => return None,
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The first bytes of a PNG file.
    pub(in super::super) fn png(width: u32, height: u32) -> Vec<u8> {
        let mut file = [PNG, b"\0\0\0\rIHDR"].concat();
        file.extend(width.to_be_bytes());
        file.extend(height.to_be_bytes());
        file.extend([8, 2, 0, 0, 0]);
        file
    }

    /// The first bytes of a JPEG file, with a segment before the size that has its own size
    /// inside: a thumbnail.
    pub(in super::super) fn jpeg(width: u16, height: u16) -> Vec<u8> {
        let thumbnail = b"\xff\xe1\0\x0c\xff\xd8\xff\xc0\0\x11\x08\0\x01\0";
        let mut file = [b"\xff\xd8", &thumbnail[..], b"\xff\xff\xff\xc2\0\x11\x08"].concat();
        file.extend(height.to_be_bytes());
        file.extend(width.to_be_bytes());
        file.extend([3, 1, 0x22, 0]);
        file
    }

    #[test]
    fn format_and_size_come_from_the_bytes() {
        let png = png(70_000, 256);
        assert_eq!(format(&png), Ok(ImageContentType::Png));
        assert_eq!(size(&png), Some((70_000, 256)));
        let jpeg = jpeg(1000, 1500);
        assert_eq!(format(&jpeg), Ok(ImageContentType::Jpeg));
        assert_eq!(size(&jpeg), Some((1000, 1500)));
    }

    #[test]
    fn other_formats_are_named() {
        let cases: [(&[u8], &str); 6] = [
            (b"", "empty"),
            (b"GIF89a", "GIF"),
            (b"RIFF\0\0\0\0WEBPVP8 ", "WebP"),
            (b"\0\0\0\x18ftypheic", "HEIC, AVIF or a video"),
            (b"<html>", "SVG, HTML or XML"),
            (b"\x89PNG", "unknown"),
        ];
        for (file, name) in cases {
            assert_eq!(format(file), Err(name));
            assert_eq!(size(file), None);
        }
    }

    #[test]
    fn damaged_files_have_no_size() {
        let (png, jpeg) = (png(1, 1), jpeg(1, 1));
        for length in 0..24 {
            assert_eq!(size(&png[..length]), None, "{length}");
            assert_eq!(size(&jpeg[..length]), None, "{length}");
        }
        assert_eq!(size(b"\xff\xd8\xff\xda\0\x02"), None);
        assert_eq!(size(b"\xff\xd8\xff\xe0\0\0\xff\xc0"), None);
        assert_eq!(size(&super::tests::png(0, 5)), None);
    }

    proptest! {
        #[test]
        fn no_bytes_are_a_panic(
            start in prop::sample::select(vec![PNG, JPEG, &[]]),
            rest in prop::collection::vec(any::<u8>(), 0..64),
        ) {
            let file = [start, &rest].concat();
            let _ = (format(&file), size(&file));
        }
    }
}
