//! Tables for people.

use comfy_table::{ColumnConstraint, ContentArrangement, Row, Table, Width, presets};

use super::writer::Style;

const BOLD: &str = "\x1b[1m";
const PLAIN: &str = "\x1b[0m";

/// The spaces behind a column.
const GAP: u16 = 2;

/// Aligns rows, below a header if there is one. On a terminal, cells that do not fit are cut.
///
/// `widths` are those of the columns of the same table above these rows, which the columns keep as
/// far as there is room, and become those of all.
pub(super) fn render(
    header: Option<&[&str]>,
    rows: Vec<Vec<String>>,
    widths: &mut Vec<u16>,
    style: Style,
) -> String {
    let mut table = Table::new();
    table.load_preset(presets::NOTHING);
    if let Some(width) = style.width {
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(width);
    }
    if let Some(header) = header {
        table.set_header(one_line(header.iter().copied()));
    }
    for row in rows {
        table.add_row(one_line(row));
    }
    let mut needed = table.column_max_content_widths();
    for (needed, before) in needed.iter_mut().zip(&*widths) {
        *needed = (*needed).max(*before);
    }
    let all = needed
        .iter()
        .map(|width| u32::from(width + GAP))
        .sum::<u32>();
    let has_room = style.width.is_none_or(|width| all <= width.into());
    for (column, &width) in table.column_iter_mut().zip(&needed) {
        column.set_padding((0, GAP));
        if has_room {
            column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(width + GAP)));
        }
    }
    *widths = needed;
    let text = table.trim_fmt();
    match (text.split_once('\n'), style.has_colors && header.is_some()) {
        (Some((first, rest)), true) => format!("{BOLD}{first}{PLAIN}\n{rest}"),
        _ => text,
    }
}

fn one_line(cells: impl IntoIterator<Item = impl Into<comfy_table::Cell>>) -> Row {
    let mut row = Row::from(cells);
    row.max_height(1);
    row
}
