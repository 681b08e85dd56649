//! Search over boards and Pins.
