//! Reads the documents of `spec/`.

use std::path::Path;

use serde_json::Value;

use super::Error;

/// One file of `spec/`, parsed.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    /// File name, e.g. `business_access.yaml`.
    pub(crate) file: String,
    /// File name without its ending; also the name of the Cargo feature and of the generated files.
    pub(crate) domain: String,
    pub(crate) value: Value,
}

/// Every `*.yaml` of the folder, in the order of their names.
pub(crate) fn documents(folder: &Path) -> Result<Vec<Document>, Error> {
    let unreadable = |source| Error::File {
        action: "read",
        path: folder.to_path_buf(),
        source,
    };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "yaml")
        {
            paths.push(path);
        }
    }
    paths.sort();
    paths.iter().map(|path| document(path)).collect()
}

fn document(path: &Path) -> Result<Document, Error> {
    let text = std::fs::read_to_string(path).map_err(|source| Error::File {
        action: "read",
        path: path.to_path_buf(),
        source,
    })?;
    let value = parse(&text).map_err(|message| Error::Yaml {
        path: path.to_path_buf(),
        message,
    })?;
    let name =
        |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    Ok(Document {
        file: name(path.file_name()),
        domain: name(path.file_stem()),
        value,
    })
}

/// YAML to JSON values; a mapping with a repeated key is refused. The error text has line and column.
pub(crate) fn parse(yaml: &str) -> Result<Value, String> {
    // Without strict booleans the country code NO would be `false`.
    let options = serde_saphyr::options! { strict_booleans: true };
    serde_saphyr::from_str_with_options(yaml, options).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_syntax_error_names_file_and_line() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(
            folder.path().join("pins.yaml"),
            "openapi: 3.0.3\npaths: [\n",
        )
        .unwrap();
        let error = documents(folder.path()).unwrap_err().to_string();
        assert!(
            error.contains("pins.yaml") && error.contains("line"),
            "{error}"
        );
    }

    #[test]
    fn a_repeated_key_is_refused() {
        assert!(parse("a: 1\na: 2\n").unwrap_err().contains("line 2"));
    }

    #[test]
    fn an_unquoted_country_code_stays_text() {
        assert_eq!(parse("enum: [NO, SE]").unwrap()["enum"][0], "NO");
    }

    #[test]
    fn a_missing_folder_is_named() {
        let error = documents(Path::new("/no/such/folder"))
            .unwrap_err()
            .to_string();
        assert!(error.contains("/no/such/folder"), "{error}");
    }
}
