//! Files: complete or an error, without credentials, with a fresh link where one is needed.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::TryStreamExt;
use pinterest::AnalyticsRow;
use pinterest::downloads::{Download, DownloadErrorKind, DownloadProgress};
use pinterest::types::{AdsReportColumn, NewAdsReport, ReportFormat};
use pinterest_fake::{Fake, Fault};
use serde_json::Value;
use tokio::io::sink;

use crate::jobs::{ACCOUNT, client, report};

/// The file of a report that is finished.
async fn file(fake: &Fake, report: NewAdsReport) -> Download {
    let reports = client(fake).ad_account(ACCOUNT).reports();
    let job = reports.request(report).start().await.unwrap();
    fake.advance(Duration::from_secs(5));
    let millisecond = Duration::from_millis(1);
    job.with_poll_interval(millisecond, millisecond)
        .await
        .unwrap()
}

async fn written(file: &Download) -> Vec<u8> {
    let mut bytes = Vec::new();
    let count = file.clone().write_to(&mut bytes).await.unwrap();
    assert_eq!(count, bytes.len() as u64);
    bytes
}

#[tokio::test]
async fn a_file_is_fetched_without_credentials() {
    let fake = crate::start_fake().await;
    let file = file(&fake, report()).await;
    let bytes = written(&file).await;
    assert_eq!(file.size(), Some(bytes.len() as u64));
    let report: Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(report[ACCOUNT].as_array().unwrap().len(), 7);
    let fetched = fake.requests().on_transfer_host();
    fetched.assert_count(1);
    fetched.with_header("authorization").assert_count(0);
    fetched.with_header("cookie").assert_count(0);
}

#[tokio::test]
async fn no_link_is_shown() {
    let fake = crate::start_fake().await;
    let file = file(&fake, report()).await;
    assert!(file.url().unwrap().starts_with(&fake.transfer_url()));
    assert!(!format!("{file:?}").contains("127.0.0.1"));
    fake.inject(Fault::on_transfer_host().status(500));
    let error = file.write_to(sink()).await.unwrap_err();
    assert!(
        !format!("{error} {error:?}").contains("report.json"),
        "{error:?}"
    );
}

#[tokio::test]
async fn an_expired_link_is_replaced() {
    let fake = crate::start_fake().await;
    let file = file(&fake, report()).await;
    let first = file.url().unwrap();
    fake.advance(Duration::from_secs(5 * 60));
    assert!(!written(&file).await.is_empty());
    assert_ne!(file.url().unwrap(), first);
    assert_eq!(fake.requests().on_transfer_host().statuses(), [403, 200]);
    // The fresh link is kept.
    written(&file).await;
    assert_eq!(
        fake.requests().on_transfer_host().statuses(),
        [403, 200, 200]
    );

    fake.advance(Duration::from_secs(2 * 3600));
    let error = file.write_to(sink()).await.unwrap_err();
    assert_eq!(error.kind(), DownloadErrorKind::Link);
}

#[tokio::test]
async fn a_file_that_is_always_rejected_is_an_error() {
    let fake = crate::start_fake().await;
    let file = file(&fake, report()).await;
    fake.inject(Fault::on_transfer_host().status(403));
    let error = file.write_to(sink()).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status()),
        (DownloadErrorKind::Rejected, Some(403))
    );
    fake.requests().on_transfer_host().assert_count(2);
}

#[tokio::test]
async fn a_file_that_is_cut_off_is_an_error() {
    let fake = crate::start_fake().await;
    let file = file(&fake, report()).await;
    fake.inject(Fault::on_transfer_host().nth(1).truncate_at(100));
    let mut bytes = Vec::new();
    let error = file.clone().write_to(&mut bytes).await.unwrap_err();
    assert_eq!(error.kind(), DownloadErrorKind::Interrupted);
    assert!(error.is_transient() && bytes.len() <= 100);
    assert!(error.to_string().contains("cut off after"), "{error}");
    assert!(!written(&file).await.is_empty());
}

#[tokio::test]
async fn a_file_of_another_size_is_an_error() {
    let fake = crate::start_fake().await;
    let file = file(&fake, report()).await;
    fake.inject(Fault::on_transfer_host().content_length(100));
    let error = file.write_to(sink()).await.unwrap_err();
    assert_eq!(error.kind(), DownloadErrorKind::Size);
}

#[tokio::test]
async fn redirects_keep_the_scheme() {
    let fake = crate::start_fake().await;
    let file = file(&fake, report()).await;
    let redirect = |target: &str| {
        let fault = Fault::on_transfer_host().nth(1).status(302);
        fault.header("location", target)
    };
    fake.inject(redirect(&file.url().unwrap()));
    assert!(!written(&file).await.is_empty());
    for target in [
        "https://127.0.0.1:9/r",
        "file:///etc/passwd",
        "ftp://127.0.0.1/r",
    ] {
        let id = fake.inject(redirect(target));
        let error = file.clone().write_to(sink()).await.unwrap_err();
        assert_eq!(error.kind(), DownloadErrorKind::Redirected, "{target}");
        fake.remove_fault(id);
    }
    fake.inject(
        Fault::on_transfer_host()
            .status(302)
            .header("location", "again"),
    );
    let error = file.write_to(sink()).await.unwrap_err();
    assert_eq!(error.kind(), DownloadErrorKind::Redirected);
}

#[tokio::test]
async fn progress_ends_with_the_size() {
    let fake = crate::start_fake().await;
    let seen: Arc<Mutex<Vec<DownloadProgress>>> = Arc::default();
    let of_progress = Arc::clone(&seen);
    let file = file(&fake, report()).await;
    let file = file.with_progress(move |progress| of_progress.lock().unwrap().push(progress));
    let size = written(&file).await.len() as u64;
    let last = *seen.lock().unwrap().last().unwrap();
    assert_eq!((last.received, last.total), (size, Some(size)));
}

#[tokio::test]
async fn a_report_that_is_not_ready_has_no_file() {
    let fake = crate::start_fake().await;
    let client = client(&fake);
    let reports = client.ad_account(ACCOUNT).reports();
    let token = reports.request(report()).await.unwrap().token.unwrap();
    let file = reports.get(&token).download();
    let error = file.clone().write_to(sink()).await.unwrap_err();
    assert_eq!(error.kind(), DownloadErrorKind::Link);
    fake.advance(Duration::from_secs(5));
    assert!(!written(&file).await.is_empty());
}

#[tokio::test]
async fn rows_are_the_same_in_json_and_csv() {
    let fake = crate::start_fake().await;
    let columns = [
        AdsReportColumn::SpendInMicroDollar,
        AdsReportColumn::TotalImpression,
    ];
    let report = report().columns(columns);
    let mut read = Vec::new();
    for format in [ReportFormat::Json, ReportFormat::Csv] {
        let file = file(&fake, report.clone().report_format(format)).await;
        let rows = file.rows().map_ok(|row| {
            let spend = row.whole_metric(&AdsReportColumn::SpendInMicroDollar);
            let date = row
                .text_metric("DATE")
                .unwrap_or_else(|| panic!("{row:?}"))
                .to_owned();
            (
                date,
                spend.unwrap(),
                row.whole_metric("TOTAL_IMPRESSION").unwrap(),
            )
        });
        read.push(rows.try_collect::<Vec<_>>().await.unwrap());
    }
    assert_eq!(read[0].len(), 7);
    assert_eq!(read[0], read[1]);
}

#[tokio::test]
async fn rows_before_a_cut_are_read_and_the_cut_is_the_end() {
    let fake = crate::start_fake().await;
    let file = file(&fake, report()).await;
    let size = usize::try_from(file.size().unwrap()).unwrap();
    fake.inject(Fault::on_transfer_host().truncate_at(size - 10));
    let mut rows = file.rows();
    let mut count = 0;
    let error = loop {
        match rows.try_next().await {
            Ok(Some(row)) => {
                assert_eq!(row.key(), Some(ACCOUNT));
                count += 1;
            }
            Ok(None) => panic!("the cut is not seen"),
            Err(error) => break error,
        }
    };
    assert_eq!(error.kind(), DownloadErrorKind::Interrupted);
    assert!(count <= 6);
    assert!(rows.try_next().await.unwrap().is_none());
}
