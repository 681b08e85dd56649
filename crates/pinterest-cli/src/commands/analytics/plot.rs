//! Plots in files.

use std::fmt::Display;
use std::fs;
use std::path::Path;

use plotters::prelude::*;

use super::chart::amount;
use super::table::Series;
use crate::failure::Failure;

/// The size of the plot of one metric.
const SIZE: (u32, u32) = (900, 260);

/// Fails for a file of another format than SVG, before anything is sent.
pub(super) fn check_name(file: &Path) -> Result<(), Failure> {
    match file.extension() {
        Some(extension) if extension.eq_ignore_ascii_case("svg") => Ok(()),
        _ => Err(Failure::usage("the name of a plot must end with .svg")),
    }
}

/// Writes a plot with a line for each metric, one below the other.
pub(super) fn write(file: &Path, series: &Series) -> Result<(), Failure> {
    let svg = draw(series)
        .map_err(|problem| Failure::new(format!("the plot could not be drawn: {problem}")))?;
    fs::write(file, svg).map_err(|error| Failure::file(file, &error))
}

fn draw(series: &Series) -> Result<String, String> {
    let count = series.metrics.len().max(1);
    let height = u32::try_from(count).map_or(SIZE.1, |count| SIZE.1.saturating_mul(count));
    let mut svg = String::new();
    {
        let root = SVGBackend::with_string(&mut svg, (SIZE.0, height)).into_drawing_area();
        root.fill(&WHITE).map_err(text)?;
        let areas = root.split_evenly((count, 1));
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
        root.present().map_err(text)?;
    }
    Ok(svg)
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
        let svg = draw(&series).unwrap();
        assert!(svg.starts_with("<svg"), "{svg}");
        for part in ["SAVE", "PIN_CLICK", "2026-01-01", "<polyline"] {
            assert!(svg.contains(part), "{part}: {svg}");
        }
    }

    #[test]
    fn nothing_is_drawn_too() {
        assert!(draw(&Series::default()).is_ok());
    }

    #[test]
    fn the_format_is_svg() {
        assert!(check_name(Path::new("saves.SVG")).is_ok());
        assert!(check_name(Path::new("saves.png")).is_err());
    }
}
