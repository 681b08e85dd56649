//! Plots in files.

use std::fmt::Display;
use std::fs;
use std::path::{Path, PathBuf};

use plotters::prelude::*;

use super::canvas::Canvas;
use super::chart::amount;
use super::table::Series;
use crate::failure::Failure;

/// The size of the plot of one metric.
const SIZE: (u32, u32) = (900, 260);

/// A file that a plot is written to.
#[derive(Clone, Debug)]
pub(super) struct Plot {
    file: PathBuf,
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Svg,
    Png,
}

impl Plot {
    /// Fails for a file of another format than SVG and PNG, before anything is sent.
    pub(super) fn new(file: PathBuf) -> Result<Self, Failure> {
        let is = |name| {
            let extension = file.extension();
            extension.is_some_and(|extension| extension.eq_ignore_ascii_case(name))
        };
        let format = match (is("svg"), is("png")) {
            (true, _) => Format::Svg,
            (_, true) => Format::Png,
            _ => {
                let message = "the name of a plot must end with .svg or .png";
                return Err(Failure::usage(message));
            }
        };
        Ok(Self { file, format })
    }

    pub(super) fn file(&self) -> &Path {
        &self.file
    }

    /// Writes a plot with a line for each metric, one below the other.
    pub(super) fn write(&self, series: &Series) -> Result<(), Failure> {
        let plot = match self.format {
            Format::Svg => svg(series).map(String::into_bytes),
            Format::Png => png(series),
        };
        let plot = plot
            .map_err(|problem| Failure::new(format!("the plot could not be drawn: {problem}")))?;
        fs::write(&self.file, plot).map_err(|error| Failure::file(&self.file, &error))
    }
}

fn svg(series: &Series) -> Result<String, String> {
    let mut svg = String::new();
    draw(SVGBackend::with_string(&mut svg, size(series)), series)?;
    Ok(svg)
}

fn png(series: &Series) -> Result<Vec<u8>, String> {
    let mut canvas = Canvas::new(size(series));
    draw(&mut canvas, series)?;
    canvas.to_png().map_err(text)
}

/// The size of the plots of all metrics.
fn size(series: &Series) -> (u32, u32) {
    let count = u32::try_from(series.metrics.len().max(1)).unwrap_or(u32::MAX);
    (SIZE.0, SIZE.1.saturating_mul(count))
}

fn draw(backend: impl DrawingBackend, series: &Series) -> Result<(), String> {
    let root = backend.into_drawing_area();
    root.fill(&WHITE).map_err(text)?;
    let areas = root.split_evenly((series.metrics.len().max(1), 1));
    for (area, (name, values)) in areas.iter().zip(&series.metrics) {
        let last = values.len().saturating_sub(1).max(1);
        let most = values.iter().copied().fold(0.0, f64::max);
        let top = if most > 0.0 { most * 1.05 } else { 1.0 };
        let mut chart = ChartBuilder::on(area)
            .margin(12)
            .caption(name, ("sans-serif", 18))
            .x_label_area_size(28)
            .y_label_area_size(64)
            .build_cartesian_2d(0..last, 0.0..top)
            .map_err(text)?;
        let day = |index: &usize| series.days.get(*index).cloned().unwrap_or_default();
        chart
            .configure_mesh()
            .disable_x_mesh()
            .x_labels(values.len().clamp(2, 8))
            .x_label_formatter(&day)
            .y_labels(5)
            .y_label_formatter(&|value| amount(*value))
            .draw()
            .map_err(text)?;
        let points = values.iter().copied().enumerate();
        chart
            .draw_series(LineSeries::new(points, BLUE.stroke_width(2)))
            .map_err(text)?;
    }
    root.present().map_err(text)
}

fn text(error: impl Display) -> String {
    error.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plot_names_metrics_and_days() {
        let series = Series {
            days: vec!["2026-01-01".to_owned(), "2026-01-02".to_owned()],
            metrics: vec![
                ("SAVE".to_owned(), vec![1.0, 3.0]),
                ("PIN_CLICK".to_owned(), vec![0.0, 0.0]),
            ],
        };
        let svg = svg(&series).unwrap();
        assert!(svg.starts_with("<svg"), "{svg}");
        for part in ["SAVE", "PIN_CLICK", "2026-01-01", "<polyline"] {
            assert!(svg.contains(part), "{part}: {svg}");
        }
    }

    #[test]
    fn nothing_is_drawn_too() {
        assert!(svg(&Series::default()).is_ok());
        assert!(png(&Series::default()).is_ok());
    }

    #[test]
    fn the_name_says_the_format() {
        let format = |name| Plot::new(PathBuf::from(name)).map(|plot| plot.format);
        assert_eq!(format("saves.SVG").unwrap(), Format::Svg);
        assert_eq!(format("saves.png").unwrap(), Format::Png);
        for name in ["saves.jpg", "saves", "png"] {
            assert!(format(name).is_err(), "{name}");
        }
    }
}
