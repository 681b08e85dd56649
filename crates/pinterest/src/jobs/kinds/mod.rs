//! The kinds of jobs, by domain.

#[cfg(feature = "ad_accounts")]
mod ad_accounts;
#[cfg(feature = "campaigns")]
mod campaigns;
#[cfg(feature = "catalogs")]
mod catalogs;
#[cfg(feature = "leads")]
mod leads;
#[cfg(feature = "media")]
mod media;
#[cfg(feature = "targeting")]
mod targeting;

#[cfg(feature = "ad_accounts")]
pub use ad_accounts::{AdsReportJob, ConversionProductReportJob, MmmReportJob};
#[cfg(feature = "campaigns")]
pub use campaigns::{BulkDownloadJob, BulkUpsertJob, DynamicTitlesJob};
#[cfg(feature = "catalogs")]
pub use catalogs::{
    CatalogReportJob, FeedIngestionJob, ItemsBatchJob, ItemsBatchResult, LocalInventoryBatchJob,
};
#[cfg(feature = "leads")]
pub use leads::LeadsExportJob;
#[cfg(feature = "media")]
pub use media::MediaJob;
#[cfg(feature = "targeting")]
pub use targeting::CustomerListUploadJob;
