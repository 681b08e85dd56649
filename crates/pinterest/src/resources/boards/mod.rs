//! Boards and their sections.
