//! Tables for people.

use comfy_table::{ContentArrangement, Row, Table, presets};

const BOLD: &str = "\x1b[1m";
const PLAIN: &str = "\x1b[0m";

/// Aligns rows, below a header if there is one. On a terminal, cells that do not fit are cut.
pub(super) fn render(
    header: Option<&[&str]>,
    rows: Vec<Vec<String>>,
    has_colors: bool,
    width: Option<u16>,
) -> String {
    let mut table = Table::new();
    table.load_preset(presets::NOTHING);
    if let Some(width) = width {
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(width);
    }
    if let Some(header) = header {
        table.set_header(one_line(header.iter().copied()));
    }
    for row in rows {
        table.add_row(one_line(row));
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    let text = table.trim_fmt();
    match (text.split_once('\n'), has_colors && header.is_some()) {
        (Some((first, rest)), true) => format!("{BOLD}{first}{PLAIN}\n{rest}"),
        _ => text,
    }
}

fn one_line(cells: impl IntoIterator<Item = impl Into<comfy_table::Cell>>) -> Row {
    let mut row = Row::from(cells);
    row.max_height(1);
    row
}
