//! Compresses the description of the API, which would be 1.9 MB of the command otherwise.

use std::env;
use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::ZlibEncoder;

fn main() -> Result<(), Box<dyn Error>> {
    let target = env::var("OUT_DIR")?;
    for name in ["operations.ndjson", "schemas.ndjson"] {
        let source = Path::new("src/generated").join(name);
        println!("cargo::rerun-if-changed={}", source.display());
        let mut compressed = ZlibEncoder::new(Vec::new(), Compression::best());
        compressed.write_all(&fs::read(source)?)?;
        let target = Path::new(&target).join(name).with_extension("zlib");
        fs::write(target, compressed.finish()?)?;
    }
    Ok(())
}
