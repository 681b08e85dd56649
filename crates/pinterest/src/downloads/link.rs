//! Where a file is, and the requests that say so.

use std::future::Future;
use std::pin::Pin;

use pinterest_client::request::Request;

use super::Download;
use crate::{Call, Client, Error};

/// A request whose response says where a file is; see [`Call::download`].
///
/// No other types can implement it.
pub trait FileRequest: sealed::Sealed + Request {
    /// Where the file is, according to the response.
    #[doc(hidden)]
    fn link(response: &Self::Response) -> FileLink;
}

/// Keeps other crates from implementing [`FileRequest`].
pub(crate) mod sealed {
    /// Not nameable outside of the crate.
    pub trait Sealed {}
}

/// Where a file is, as the API says it.
#[doc(hidden)]
#[derive(Clone)]
pub struct FileLink {
    /// A secret.
    pub(super) url: Option<String>,
    /// In bytes.
    pub(super) size: Option<u64>,
}

impl FileLink {
    pub(crate) fn new(url: Option<&str>, size: Option<f64>) -> Self {
        Self {
            url: url.filter(|url| !url.is_empty()).map(str::to_owned),
            size: size.and_then(whole),
        }
    }
}

/// The API states sizes as numbers that may have a fraction.
fn whole(size: f64) -> Option<u64> {
    // Beyond 2^53 not every whole number is a float, and no file is that large.
    let is_whole = size.fract() == 0.0 && (0.0..9_007_199_254_740_992.0).contains(&size);
    is_whole.then_some(size as u64)
}

/// Asks the API where a file is.
pub(super) trait LinkSource: Send + Sync {
    fn client(&self) -> &Client;

    fn fetch(&self) -> Pin<Box<dyn Future<Output = Result<FileLink, Error>> + Send>>;
}

impl<R: FileRequest> LinkSource for Call<R> {
    fn client(&self) -> &Client {
        Call::client(self)
    }

    fn fetch(&self) -> Pin<Box<dyn Future<Output = Result<FileLink, Error>> + Send>> {
        let call = self.clone();
        Box::pin(async move {
            let response = call.send().await?;
            Ok(R::link(&response))
        })
    }
}

impl<R: FileRequest> Call<R> {
    /// Returns the file that the response leads to. Nothing is sent: the call is made when the file
    /// is fetched.
    ///
    /// Fetching it fails with
    /// [`DownloadErrorKind::Link`](crate::downloads::DownloadErrorKind::Link) if the file is not
    /// ready; a [`Job`](crate::jobs::Job) waits until it is.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # #[cfg(feature = "campaigns")]
    /// # async fn run(client: pinterest::Client) -> Result<(), pinterest::downloads::DownloadError> {
    /// let ad_group = client.ad_account("549755885175").ad_group("2680060704746");
    /// let mut titles = Vec::new();
    /// ad_group.dynamic_titles().download_url().download().write_to(&mut titles).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn download(self) -> Download {
        let unknown = FileLink {
            url: None,
            size: None,
        };
        Download::new(self, unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_that_are_no_size_are_none() {
        for (size, expected) in [
            (0.0, Some(0)),
            (7294.0, Some(7294)),
            (7.5, None),
            (-1.0, None),
            (f64::NAN, None),
            (f64::INFINITY, None),
            (1e300, None),
        ] {
            assert_eq!(whole(size), expected, "{size}");
        }
    }
}
