//! Charts in a terminal.

use std::fmt::Write;

use super::table::Series;

/// The height of a chart, in lines.
const HEIGHT: usize = 8;

/// The most columns of a chart.
const WIDTH: usize = 60;

/// The parts of a line that a bar fills, in eighths.
const BARS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Draws a chart of each metric.
pub(super) fn draw(series: &Series) -> String {
    let mut text = String::new();
    for (name, values) in &series.metrics {
        if values.len() > 1 {
            // A string takes everything.
            let _ = draw_metric(&mut text, name, values, &series.days);
        }
    }
    if text.is_empty() {
        text.push_str("There are no days to draw.\n");
    }
    text
}

fn draw_metric(text: &mut String, name: &str, values: &[f64], days: &[String]) -> std::fmt::Result {
    let bars = condensed(values);
    let most = bars.iter().copied().fold(0.0, f64::max);
    let label = amount(most);
    let indent = label.chars().count();
    let sum: f64 = values.iter().sum();
    writeln!(text, "{name}, {} in all", amount(sum))?;
    for line in (0..HEIGHT).rev() {
        let label = match line {
            0 => "0",
            line if line == HEIGHT - 1 => &label,
            _ => "",
        };
        let row: String = bars.iter().map(|&value| bar(value, most, line)).collect();
        writeln!(text, "{label:>indent$} ┤{}", row.trim_end())?;
    }
    let (Some(first), Some(last)) = (days.first(), days.last()) else {
        return Ok(());
    };
    let gap = bars.len().saturating_sub(first.len() + last.len());
    writeln!(text, "{:indent$}  {first}{:gap$} {last}\n", "", "")
}

/// The part of a bar that is in a line, counted from below.
fn bar(value: f64, most: f64, line: usize) -> char {
    if most <= 0.0 || value <= 0.0 {
        return BARS[0];
    }
    let eighths = value / most * (HEIGHT * 8) as f64;
    // What is more than nothing is seen.
    let eighths = eighths.round().max(1.0) as usize;
    BARS[eighths.saturating_sub(line * 8).min(8)]
}

/// As many values as fit into a line: each is the mean of those that it stands for.
fn condensed(values: &[f64]) -> Vec<f64> {
    if values.len() <= WIDTH {
        // Short series get wider bars.
        let repeat = (WIDTH / values.len().max(1)).clamp(1, 3);
        let wide = values
            .iter()
            .flat_map(|&value| std::iter::repeat_n(value, repeat));
        return wide.collect();
    }
    let size = values.len().div_ceil(WIDTH);
    let means = values
        .chunks(size)
        .map(|chunk| chunk.iter().sum::<f64>() / chunk.len() as f64);
    means.collect()
}

/// A number that is short.
pub(super) fn amount(value: f64) -> String {
    let (value, unit) = match value.abs() {
        size if size >= 1e9 => (value / 1e9, "G"),
        size if size >= 1e6 => (value / 1e6, "M"),
        size if size >= 1e4 => (value / 1e3, "k"),
        _ => (value, ""),
    };
    match value.fract() == 0.0 {
        true => format!("{value:.0}{unit}"),
        false => format!("{value:.2}{unit}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(values: Vec<f64>) -> Series {
        let days = (1..=values.len()).map(|day| format!("2026-01-{day:02}"));
        Series {
            days: days.collect(),
            metrics: vec![("SAVE".to_owned(), values)],
        }
    }

    #[test]
    fn a_chart_has_bars_with_the_height_of_the_values() {
        let chart = draw(&series(vec![0.0, 1.0, 4.0, 8.0]));
        let expected = "\
SAVE, 13 in all
8 ┤         ███
  ┤         ███
  ┤         ███
  ┤         ███
  ┤      ██████
  ┤      ██████
  ┤      ██████
0 ┤   █████████
   2026-01-01 2026-01-04

";
        assert_eq!(chart, expected);
    }

    #[test]
    fn long_series_are_condensed() {
        let values: Vec<f64> = (0..400).map(f64::from).collect();
        let bars = condensed(&values);
        assert!(bars.len() <= WIDTH);
        assert_eq!(bars[0], 3.0);
    }

    #[test]
    fn what_cannot_be_drawn_is_said() {
        assert_eq!(draw(&Series::default()), "There are no days to draw.\n");
        let flat = draw(&series(vec![0.0, 0.0]));
        assert!(flat.starts_with("SAVE, 0 in all\n0 ┤\n"), "{flat}");
    }

    #[test]
    fn numbers_are_short() {
        let shown = [0.0, 12.5, 9999.0, 12_345.0, 2_500_000.0, 3e9].map(amount);
        assert_eq!(shown, ["0", "12.50", "9999", "12.35k", "2.50M", "3G"]);
    }
}
