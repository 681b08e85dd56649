//! Plots as pixels.
//!
//! The fonts are bitmaps that are compiled in: what a plot looks like does not depend on the fonts
//! of the machine, and a machine without any has plots, too.

use std::convert::Infallible;

use embedded_graphics::geometry::{OriginDimensions, Point};
use embedded_graphics::image::GetPixel;
use embedded_graphics::mono_font::MonoFont;
use embedded_graphics::mono_font::iso_8859_1::{FONT_7X13, FONT_9X18_BOLD};
use embedded_graphics::pixelcolor::BinaryColor;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};

/// The size of text from which it has the large font.
const LARGE: f64 = 16.0;

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// Pixels that plots are drawn on, black at first.
pub(super) struct Canvas {
    width: u32,
    height: u32,
    /// Red, green and blue of each pixel, row by row.
    pixels: Vec<u8>,
}

impl Canvas {
    pub(super) fn new((width, height): (u32, u32)) -> Self {
        let pixels = vec![0; width as usize * height as usize * 3];
        Self {
            width,
            height,
            pixels,
        }
    }

    pub(super) fn to_png(&self) -> Result<Vec<u8>, png::EncodingError> {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, self.width, self.height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&self.pixels)?;
        writer.finish()?;
        Ok(file)
    }

    /// Draws a pixel over what is there; outside of the canvas, nothing.
    fn mix(&mut self, (x, y): BackendCoord, color: BackendColor) {
        let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y)) else {
            return;
        };
        if x >= self.width || y >= self.height {
            return;
        }
        let start = (y as usize * self.width as usize + x as usize) * 3;
        let (red, green, blue) = color.rgb;
        for (pixel, over) in self.pixels[start..].iter_mut().zip([red, green, blue]) {
            let mixed = f64::from(*pixel) * (1.0 - color.alpha) + f64::from(over) * color.alpha;
            *pixel = mixed.round() as u8;
        }
    }
}

impl DrawingBackend for &mut Canvas {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn {
        self.mix(point, color);
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        (x, y): BackendCoord,
    ) -> Drawn {
        let font = font(style);
        let (width, height) = extent(text, font);
        let left = match style.anchor().h_pos {
            HPos::Left => 0,
            HPos::Center => -width / 2,
            HPos::Right => -width,
        };
        let top = match style.anchor().v_pos {
            VPos::Top => 0,
            VPos::Center => -height / 2,
            VPos::Bottom => -height,
        };
        for pixel in pixels_of(text, font) {
            let (dx, dy) = style.transform().transform(left + pixel.x, top + pixel.y);
            self.mix((x + dx, y + dy), style.color());
        }
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let (width, height) = extent(text, font(style));
        Ok((width.unsigned_abs(), height.unsigned_abs()))
    }
}

fn font(style: &impl BackendTextStyle) -> &'static MonoFont<'static> {
    match style.size() >= LARGE {
        true => &FONT_9X18_BOLD,
        false => &FONT_7X13,
    }
}

/// Width and height of a line of text.
fn extent(text: &str, font: &MonoFont<'_>) -> (i32, i32) {
    let (width, height) = cell(font);
    let count = i32::try_from(text.chars().count()).unwrap_or(i32::MAX);
    (width.saturating_mul(count), height)
}

/// Width and height of a character. Those of a font are small numbers.
fn cell(font: &MonoFont<'_>) -> (i32, i32) {
    let size = font.character_size;
    (size.width as i32, size.height as i32)
}

/// The pixels of a line of text, seen from its upper left corner. A character that the font lacks
/// is a question mark.
fn pixels_of(text: &str, font: &MonoFont<'_>) -> impl Iterator<Item = Point> {
    let (width, height) = cell(font);
    let columns = (font.image.size().width as i32 / width).max(1);
    text.chars()
        .zip(0..)
        .flat_map(move |(character, position)| {
            let glyph = font.glyph_mapping.index(character) as i32;
            let corner = Point::new(glyph % columns * width, glyph / columns * height);
            let pixels = (0..height).flat_map(move |y| (0..width).map(move |x| Point::new(x, y)));
            let ink = pixels.filter(move |&pixel| {
                let color = font.image.pixel(corner + pixel);
                color == Some(BinaryColor::On)
            });
            ink.map(move |pixel| pixel + Point::new(position * width, 0))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_that_the_font_lacks_is_a_question_mark() {
        let pixels = |text| pixels_of(text, &FONT_7X13).collect::<Vec<_>>();
        assert_eq!(pixels("\u{4e2d}"), pixels("?"));
        assert_ne!(pixels("\u{fc}"), pixels("?"));
        assert_ne!(pixels("A"), pixels("B"));
        assert!(pixels(" ").is_empty());
    }

    #[test]
    fn text_takes_the_room_that_is_reserved_for_it() {
        let (width, height) = extent("SAVE", &FONT_9X18_BOLD);
        assert_eq!((width, height), (36, 18));
        assert!(
            pixels_of("SAVE", &FONT_9X18_BOLD)
                .all(|pixel| pixel.x < width && pixel.y < height && pixel.x >= 0 && pixel.y >= 0)
        );
    }

    #[test]
    fn pixels_are_mixed_and_clipped() {
        let mut canvas = Canvas::new((1, 1));
        let half_white = BackendColor {
            alpha: 0.5,
            rgb: (255, 255, 255),
        };
        for point in [(-1, 0), (0, -1), (1, 0), (0, 1), (0, 0)] {
            canvas.mix(point, half_white);
        }
        assert_eq!(canvas.pixels, [128, 128, 128]);
    }
}
