//! The account of the user.
