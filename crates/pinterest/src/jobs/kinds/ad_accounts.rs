//! Reports of ad accounts.

use pinterest_client::Sensitive;
use pinterest_client::request::Request;
use pinterest_client::types::{
    AdAccountId, AdsReport, ConversionProductReport, CreateAdsReportResponse, MmmReport,
    ReportJobStatus, ReportToken, TemplateBasedReport,
};
use serde::{Deserialize, Serialize};

use crate::downloads::{Download, FileLink, FileRequest};
use crate::jobs::kind::{Ending, Reading, sealed};
use crate::jobs::start::{NotStarted, Recreation, in_path};
use crate::jobs::{JobErrorKind, JobKind, JobRequest, RepeatableJob};
use crate::requests::{
    AdsReportsCreate, AdsReportsGet, ConversionProductReportsCreate, ConversionProductReportsGet,
    MmmReportsCreate, MmmReportsGet, TemplateReportsCreate,
};
use crate::{Call, Client};

/// Defines a kind of report, which all have a token and the same states.
macro_rules! report_job {
    (
        $(#[$meta:meta])*
        pub struct $job:ident = $name:literal polled by $poll:ident -> $report:ident
            started by $($create:ident -> $created:ident),+
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub struct $job {
            ad_account_id: AdAccountId,
            token: ReportToken,
        }

        impl $job {
            /// Creates the ids of a report that was requested already.
            #[must_use]
            pub fn new(
                ad_account: impl Into<AdAccountId>,
                token: impl Into<ReportToken>,
            ) -> Self {
                Self {
                    ad_account_id: ad_account.into(),
                    token: token.into(),
                }
            }

            /// Returns the ad account.
            #[must_use]
            pub fn ad_account_id(&self) -> &AdAccountId {
                &self.ad_account_id
            }

            /// Returns the token of the report.
            #[must_use]
            pub fn token(&self) -> &ReportToken {
                &self.token
            }
        }

        impl sealed::Sealed for $job {}

        impl RepeatableJob for $job {}

        impl JobKind for $job {
            const NAME: &'static str = $name;
            type Output = Download;
            type Poll = $poll;

            fn poll(&self) -> $poll {
                $poll::new(&self.ad_account_id, &self.token)
            }

            fn read(&self, client: &Client, response: $report) -> Reading<Download> {
                let link = $poll::link(&response);
                let reason = reason(&response);
                state(response.report_status.as_ref(), reason, || {
                    Download::new(client.call(self.poll()), link)
                })
            }
        }

        impl crate::downloads::sealed::Sealed for $poll {}

        impl FileRequest for $poll {
            fn link(report: &$report) -> FileLink {
                FileLink::new(report.url.as_deref(), report.size)
            }
        }

        $(
            impl sealed::Sealed for $create {}

            impl JobRequest for $create {
                type Job = $job;

                fn job(&self, _: &Client, response: &$created) -> Result<$job, NotStarted> {
                    started(self, response.token.as_ref(), $job::new)
                }

                fn recreation(call: &Call<Self>) -> Option<Recreation<$job>> {
                    Some(Recreation::new(call))
                }
            }
        )+
    };
}

report_job! {
    /// A report on ads, also one that is made from a template.
    pub struct AdsReportJob = "ads_report" polled by AdsReportsGet -> AdsReport
        started by AdsReportsCreate -> CreateAdsReportResponse,
            TemplateReportsCreate -> TemplateBasedReport
}

report_job! {
    /// A report for marketing mix modeling.
    pub struct MmmReportJob = "mmm_report" polled by MmmReportsGet -> MmmReport
        started by MmmReportsCreate -> MmmReport
}

report_job! {
    /// A report on converted products by brand, category or stock keeping unit.
    pub struct ConversionProductReportJob = "conversion_product_report"
        polled by ConversionProductReportsGet -> ConversionProductReport
        started by ConversionProductReportsCreate -> ConversionProductReport
}

fn started<K>(
    request: &impl Request,
    token: Option<&ReportToken>,
    job: impl FnOnce(AdAccountId, ReportToken) -> K,
) -> Result<K, NotStarted> {
    let token = token.ok_or_else(|| NotStarted::without("token"))?;
    Ok(job(in_path(request, "ad_account_id"), token.clone()))
}

fn state(
    status: Option<&ReportJobStatus>,
    reason: Option<String>,
    file: impl FnOnce() -> Download,
) -> Reading<Download> {
    let Some(status) = status else {
        return Reading::Null;
    };
    let kind = match status {
        ReportJobStatus::Finished => return Reading::Finished(file()),
        ReportJobStatus::InProgress => return Reading::running(status.as_str()),
        ReportJobStatus::Failed => JobErrorKind::Failed,
        ReportJobStatus::Expired => JobErrorKind::Expired,
        ReportJobStatus::DoesNotExist => JobErrorKind::Gone,
        ReportJobStatus::Cancelled => JobErrorKind::Cancelled,
        other => return Reading::unknown(other.as_str()),
    };
    Reading::Ended(Ending::new(kind, status.as_str()).with_reason(reason))
}

/// A report that may say something about itself.
trait Explained {
    fn message(&self) -> Option<&Sensitive>;
}

impl Explained for AdsReport {
    fn message(&self) -> Option<&Sensitive> {
        None
    }
}

impl Explained for MmmReport {
    fn message(&self) -> Option<&Sensitive> {
        self.message.as_ref()
    }
}

impl Explained for ConversionProductReport {
    fn message(&self) -> Option<&Sensitive> {
        self.message.as_ref()
    }
}

fn reason(report: &impl Explained) -> Option<String> {
    report.message().map(|message| message.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use pinterest_client::ForTest;
    use serde_json::json;

    use super::*;

    fn client() -> Client {
        Client::builder()
            .with_access_token("pina_a")
            .build()
            .unwrap()
    }

    fn read(report: serde_json::Value) -> Reading<Download> {
        AdsReportJob::new("5", "a").read(&client(), AdsReport::for_test(report))
    }

    #[test]
    fn a_state_means_one_thing() {
        for (status, expected) in [
            ("EXPIRED", JobErrorKind::Expired),
            ("FAILED", JobErrorKind::Failed),
            ("CANCELLED", JobErrorKind::Cancelled),
            ("DOES_NOT_EXIST", JobErrorKind::Gone),
        ] {
            let Reading::Ended(ending) = read(json!({"report_status": status})) else {
                panic!("{status} is an end");
            };
            assert_eq!((ending.kind, &*ending.status), (expected, status));
        }
        let running = read(json!({"report_status": "IN_PROGRESS"}));
        assert!(matches!(running, Reading::Running(Some(word)) if word == "IN_PROGRESS"));
        let newer = read(json!({"report_status": "QUEUED"}));
        assert!(matches!(newer, Reading::Unknown(word) if word == "QUEUED"));
        assert!(matches!(
            read(json!({"report_status": null})),
            Reading::Null
        ));
        assert!(matches!(read(json!({})), Reading::Null));
    }

    #[test]
    fn a_finished_report_has_a_file() {
        let report = json!({"report_status": "FINISHED", "url": "https://a.example/r", "size": 7});
        let Reading::Finished(file) = read(report) else {
            panic!("it is finished");
        };
        assert_eq!(file.size(), Some(7));
        assert!(!format!("{file:?}").contains("a.example"));
    }

    #[test]
    fn the_reason_of_a_report_is_kept() {
        let report = json!({"report_status": "FAILED", "message": "no such level"});
        let job = MmmReportJob::new("5", "a");
        let Reading::Ended(ending) = job.read(&client(), MmmReport::for_test(report)) else {
            panic!("it has failed");
        };
        assert_eq!(ending.reason.as_deref(), Some("no such level"));
    }

    #[test]
    fn a_creation_without_a_token_starts_nothing() {
        let create = TemplateReportsCreate::new("5", "7");
        let response = json!({"template_id": "7", "token": "a"});
        let job = create.job(&client(), &TemplateBasedReport::for_test(response));
        assert_eq!(job.unwrap(), AdsReportJob::new("5", "a"));
        let response = json!({"template_id": "7"});
        let failure = create.job(&client(), &TemplateBasedReport::for_test(response));
        assert!(failure.unwrap_err().0.contains("`token`"));
    }
}
