//! Images of Pins: what their bytes tell, and the sizes in which responses have them.

use serde_json::{Value, json};

use super::noise;

/// Width and height of an image of which the fake does not have the bytes.
pub(super) const UNKNOWN_SIZE: (u32, u32) = (1000, 1500);

/// The widest of the sizes that keep the proportions of the image.
const WIDTHS: [(&str, u32); 2] = [("600x", 564), ("1200x", 1200)];

/// An image in the sizes that the service makes of it. The name determines the addresses.
pub(super) fn sizes(name: &str, (width, height): (u32, u32)) -> Value {
    let hash = format!("{:016x}", noise(name));
    let url = |size: &str| {
        let (first, rest) = hash.split_at(2);
        let (second, rest) = rest.split_at(2);
        format!("https://i.pinimg.example/{size}/{first}/{second}/{rest}.jpg")
    };
    let mut sizes = json!({
        "150x150": {"width": 150, "height": 150, "url": url("150x150")},
        "400x300": {"width": 400, "height": 300, "url": url("400x300")},
    });
    for (size, most) in WIDTHS {
        let scaled = width.min(most);
        let height = u64::from(height) * u64::from(scaled) / u64::from(width.max(1));
        let folder = if size == "600x" { "564x" } else { size };
        sizes[size] = json!({"width": scaled, "height": height, "url": url(folder)});
    }
    sizes
}

/// A main color for an image, as `#` and six hexadecimal digits.
pub(super) fn color(name: &str) -> String {
    format!("#{:06x}", noise(&format!("{name} color")) & 0xff_ffff)
}

/// Returns width and height of a PNG or JPEG file; `None` if it is neither. A file that ends before
/// its size is taken as one of unknown size.
pub(super) fn dimensions(content_type: &str, bytes: &[u8]) -> Option<(u32, u32)> {
    match content_type {
        "image/png" => {
            let rest = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n")?;
            Some(png_size(rest).unwrap_or(UNKNOWN_SIZE))
        }
        _ => {
            let rest = bytes.strip_prefix(b"\xff\xd8")?;
            Some(jpeg_size(rest).unwrap_or(UNKNOWN_SIZE))
        }
    }
}

/// The first chunk of a PNG file is its header: length, `IHDR`, width, height.
fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let header = bytes.get(4..)?.strip_prefix(b"IHDR")?;
    let number = |at: usize| {
        let four: [u8; 4] = header.get(at..at + 4)?.try_into().ok()?;
        Some(u32::from_be_bytes(four)).filter(|number| *number > 0)
    };
    Some((number(0)?, number(4)?))
}

/// A JPEG file is segments of a marker and a length, until one that starts a frame has the size.
fn jpeg_size(mut bytes: &[u8]) -> Option<(u32, u32)> {
    loop {
        let [0xff, marker, high, low, segment @ ..] = bytes else {
            return None;
        };
        let is_frame = matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc);
        if is_frame {
            let [_, h1, h2, w1, w2, ..] = segment else {
                return None;
            };
            let size = (
                u16::from_be_bytes([*w1, *w2]),
                u16::from_be_bytes([*h1, *h2]),
            );
            return Some((size.0.into(), size.1.into())).filter(|(w, h)| *w > 0 && *h > 0);
        }
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        bytes = segment.get(length.checked_sub(2)?..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_from_the_files() {
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        png.extend([0, 0, 2, 0, 0, 0, 1, 0, 8, 2, 0, 0, 0]);
        assert_eq!(dimensions("image/png", &png), Some((512, 256)));
        let jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x11\x08\x01\0\x02\0";
        assert_eq!(dimensions("image/jpeg", jpeg), Some((512, 256)));
        assert_eq!(dimensions("image/jpeg", &png), None);
        assert_eq!(dimensions("image/png", b"GIF89a"), None);
    }

    #[test]
    fn sizes_keep_the_proportions() {
        let sizes = sizes("a", (600, 400));
        assert_eq!(sizes["600x"]["height"], 376);
        assert_eq!(sizes["1200x"]["width"], 600);
    }
}
