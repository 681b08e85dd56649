//! `crates/pinterest-client/src/generated/operations`: a function of the plain client for every
//! request.

use std::collections::BTreeMap;

use quote::{format_ident, quote};

use super::{Described, prose};
use crate::codegen::emit::docs::doc_lines;
use crate::codegen::emit::{feature_gate_line, formatted, header, items};
use crate::codegen::error::Error;
use crate::codegen::names;
use crate::codegen::write::Tree;

const FOLDER: &str = "crates/pinterest-client/src/generated/operations";

const PRELUDE: &str = "
/// What every file of operations uses.
#[allow(unused_imports)] // A build without features has no operations.
mod prelude {
    pub(super) use std::collections::BTreeMap;
    pub(super) use std::future::Future;

    pub(super) use crate::client::{Client, Error, Response};
    pub(super) use crate::{requests, types};
}
";

/// Adds the files to `tree`.
pub(super) fn files(
    by_domain: &BTreeMap<&str, Vec<Described<'_>>>,
    tree: &mut Tree,
) -> Result<(), Error> {
    let mut index = header("spec/", "A function for every operation.");
    for (domain, requests) in by_domain {
        index.push_str(&format!("{}mod {domain};\n", feature_gate_line(domain)));
        let functions = requests.iter().map(|request| {
            let docs = doc_lines(&prose::of_function(&request.operation));
            let (kind, response) = (&request.name, &request.response);
            let name = format_ident!("{}", names::function(&kind.to_string()));
            quote! {
                #(#docs)*
                #[inline] // Compiled where it is called: a program pays for what it uses.
                pub fn #name(
                    &self,
                    request: &requests::#kind,
                ) -> impl Future<Output = Result<Response<#response>, Error>> + Send + 'static {
                    self.send(request)
                }
            }
        });
        let functions = items(quote!(impl Client { #(#functions)* }))?;
        let text = header(
            &format!("spec/{domain}.yaml"),
            &format!("Operations of `spec/{domain}.yaml`."),
        );
        tree.add(
            format!("{FOLDER}/{domain}.rs"),
            text + "use super::prelude::*;\n\n" + &formatted(functions),
        );
    }
    index.push_str(PRELUDE);
    tree.add(format!("{FOLDER}/mod.rs"), index);
    Ok(())
}
