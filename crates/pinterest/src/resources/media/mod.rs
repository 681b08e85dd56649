//! Media: registering uploads and following their processing.
