//! The fake as a program: its options, and running it until it is told to end.

use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use clap::Args;

use crate::{Access, Builder, Entry, Fake};

/// The options of the program.
#[derive(Args, Clone, Debug)]
#[non_exhaustive]
pub struct Options {
    /// Port of the API; 0 takes a free one
    #[arg(long, default_value_t = 8080)]
    pub port: u16,

    /// Port for uploads and downloads; the one after that of the API by default, 0 takes a free one
    #[arg(long, value_name = "PORT")]
    pub transfer_port: Option<u16>,

    /// Address to listen on; beyond 127.0.0.1, others can read and change what the fake holds
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    pub host: IpAddr,

    /// Host name in the URLs that clients are given, for instance the name of a container
    #[arg(long, value_name = "NAME")]
    pub public_host: Option<String>,

    /// Folder of JSON or YAML files, one a table; or the number that the built-in data is made from
    #[arg(long, value_name = "FOLDER|NUMBER", conflicts_with = "no_seed")]
    pub seed: Option<Seed>,

    /// Start with the user accounts only
    #[arg(long)]
    pub no_seed: bool,

    /// Reject operations that the sandbox does not have
    #[arg(long)]
    pub sandbox: bool,

    /// Rotate refresh tokens only where `continuous_refresh=true` asks for it, as for apps that were
    /// made before 2025-09-25
    #[arg(long)]
    pub older_app: bool,

    /// Enforce the published rate limits of apps with this access
    #[arg(long, value_name = "ACCESS")]
    pub rate_limits: Option<Access>,

    /// Number of requests that are kept
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    pub journal: usize,

    /// Do not write a line for each request
    #[arg(long)]
    pub quiet: bool,
}

/// What the fake starts with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seed {
    /// The built-in data of that number.
    Number(u64),
    /// The tables in the files of a folder.
    Folder(PathBuf),
}

impl std::str::FromStr for Seed {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(match text.parse() {
            Ok(number) => Self::Number(number),
            Err(_) => Self::Folder(text.into()),
        })
    }
}

impl Options {
    /// Returns the builder of a fake with these options.
    pub fn builder(&self) -> Builder {
        let after = match self.port {
            0 => 0,
            port => port.checked_add(1).unwrap_or(0),
        };
        let mut builder = Fake::builder()
            .with_address(SocketAddr::new(self.host, self.port))
            .with_transfer_port(self.transfer_port.unwrap_or(after))
            .with_journal_capacity(self.journal);
        if let Some(host) = &self.public_host {
            builder = builder.with_public_host(host);
        }
        if self.sandbox {
            builder = builder.with_sandbox();
        }
        if self.older_app {
            builder = builder.with_older_app();
        }
        if let Some(access) = self.rate_limits {
            builder = builder.with_rate_limits(access);
        }
        if !self.quiet {
            builder = builder.with_log(log);
        }
        match &self.seed {
            _ if self.no_seed => builder.without_seed(),
            Some(Seed::Number(number)) => builder.with_seed(*number),
            Some(Seed::Folder(folder)) => builder.with_seed_folder(folder),
            None => builder,
        }
    }
}

/// Starts a fake, says where it is, and runs until Ctrl-C.
///
/// # Errors
///
/// Returns an error if a port cannot be opened, or the data of the folder does not fit.
pub async fn run(options: Options) -> io::Result<()> {
    let fake = options.builder().start().await.map_err(|error| {
        let hint = match error.kind() {
            io::ErrorKind::AddrInUse => " (see --port and --transfer-port)",
            _ => "",
        };
        io::Error::new(error.kind(), format!("{error}{hint}"))
    })?;
    write!(io::stdout().lock(), "{}", greeting(&fake))?;
    if !options.host.is_loopback() {
        writeln!(
            io::stderr().lock(),
            "warning: listening on {}: everybody who reaches it can read and change what the fake \
             holds",
            options.host
        )?;
    }
    tokio::signal::ctrl_c().await?;
    drop(fake);
    writeln!(io::stdout().lock(), "ended")
}

fn greeting(fake: &Fake) -> String {
    let (url, transfer_url, admin_url) = (fake.url(), fake.transfer_url(), fake.admin_url());
    format!(
        "pinterest-fake {}\n\
         \x20 API       {url}\n\
         \x20 transfer  {transfer_url}\n\
         \x20 page      {admin_url}\n\
         Point clients at it:\n\
         \x20 export PINTEREST_API_URI={url}\n\
         \x20 export PINTEREST_ACCESS_TOKEN=pina_any\n\
         Ctrl-C ends it.\n",
        env!("CARGO_PKG_VERSION")
    )
}

fn log(entry: &Entry) {
    let time = entry.received_at.get(..19).unwrap_or_default();
    // Nobody reads the output any more: the fake serves on.
    let _ = writeln!(io::stdout().lock(), "{time} {entry}");
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Debug, Parser)]
    struct Program {
        #[command(flatten)]
        options: Options,
    }

    fn options(arguments: &[&str]) -> Result<Options, clap::Error> {
        let arguments = ["pinterest-fake"].iter().chain(arguments);
        Program::try_parse_from(arguments).map(|program| program.options)
    }

    #[test]
    fn a_seed_is_a_number_or_a_folder() {
        assert_eq!(
            options(&["--seed", "7"]).unwrap().seed,
            Some(Seed::Number(7))
        );
        let folder = Some(Seed::Folder("data".into()));
        assert_eq!(options(&["--seed", "data"]).unwrap().seed, folder);
        assert!(options(&["--seed", "7", "--no-seed"]).is_err());
    }
}
