//! Flows in a process that is gone in the middle, and resumed by another process.
//!
//! The other process is this test program, told by the environment to run [`process`] alone.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use futures_util::TryStreamExt;
use pinterest::jobs::{AdsReportJob, JobHandle};
use pinterest::pins::{VideoCover, VideoFile, VideoStep};
use pinterest::targeting::CustomerListFile;
use pinterest::types::{CustomerListOperation, EpochSeconds, NewPin};
use pinterest::{BatchCheckpoint, BatchStream, Client, Environment, Url};
use pinterest_fake::Fake;

use crate::batches::events_at;
use crate::jobs::{ACCOUNT, report};

const FLOW: &str = "CRASH_FLOW";
const AT: &str = "CRASH_AT";
const API: &str = "CRASH_API";
const ADMIN: &str = "CRASH_ADMIN";
const STATE: &str = "CRASH_STATE";
const TIME: &str = "CRASH_TIME";

/// How many events there are, of which two are sent in a request.
const EVENTS: usize = 8;

/// The processes of one flow, and the file in which they keep its state.
struct Processes {
    flow: &'static str,
    fake: Fake,
    folder: PathBuf,
}

impl Processes {
    async fn new(flow: &'static str, test: &str) -> Self {
        let name = format!("pinterest-{}-{flow}-{test}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        Self {
            flow,
            fake: crate::start_fake().await,
            folder,
        }
    }

    /// Runs the flow in a separate process, which is gone at the given point, if it comes there.
    async fn run(&self, crash_at: &str) -> ExitStatus {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command
            .args(["--exact", "crashes::process", "--nocapture"])
            .env(FLOW, self.flow)
            .env(AT, crash_at)
            .env(API, self.fake.url())
            .env(ADMIN, self.fake.admin_url())
            .env(TIME, unix_time(self.fake.now()).to_string())
            .env(STATE, self.folder.join("state"));
        let ended = tokio::task::spawn_blocking(move || command.output().unwrap());
        let output = ended.await.unwrap();
        let text = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success() != text.contains(CRASH),
            "{} at {crash_at}: {text}",
            self.flow
        );
        output.status
    }

    async fn crash(&self, at: &str) {
        assert!(!self.run(at).await.success(), "{at} was not reached");
    }

    async fn finish(&self) {
        assert!(self.run("never").await.success());
    }
}

impl Drop for Processes {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn unix_time(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).unwrap().as_secs()
}

/// What a process writes before it is gone.
const CRASH: &str = "gone as told";

/// Ends the process without any cleaning up, if this is the point where it is to be gone.
fn crash_point(point: &str) {
    if std::env::var(AT).as_deref() == Ok(point) {
        std::io::stderr().write_all(CRASH.as_bytes()).unwrap();
        std::process::abort();
    }
}

/// The other process.
#[tokio::test]
async fn process() {
    let Ok(flow) = std::env::var(FLOW) else {
        return;
    };
    let url = Url::parse(&std::env::var(API).unwrap()).unwrap();
    let client = Client::builder()
        .with_environment(Environment::Custom(url))
        .with_access_token("pina_fake")
        .build()
        .unwrap();
    let state = PathBuf::from(std::env::var_os(STATE).unwrap());
    match flow.as_str() {
        "video" => video(&client, &state).await,
        "events" => events(&client, &state).await,
        "report" => read_report(&client, &state).await,
        "customers" => customers(&client, &state).await,
        flow => panic!("{flow}"),
    }
}

fn saved<T: serde::de::DeserializeOwned>(state: &Path) -> Option<T> {
    let text = std::fs::read_to_string(state).ok()?;
    Some(serde_json::from_str(&text).unwrap())
}

fn save(state: &Path, value: &impl serde::Serialize) -> std::io::Result<()> {
    std::fs::write(state, serde_json::to_string(value)?)
}

/// Lets the fake process what has arrived.
async fn advance() {
    let url = format!(
        "{}/clock/advance",
        std::env::var(ADMIN).unwrap().trim_end_matches('/')
    );
    let advance = reqwest::Client::new().post(url);
    let advanced = advance
        .json(&serde_json::json!({"seconds": 5}))
        .send()
        .await;
    advanced.unwrap().error_for_status().unwrap();
}

async fn video(client: &Client, state: &Path) {
    let mut file = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom".to_vec();
    file.resize(100_000, 7);
    let step = saved(state).unwrap_or(VideoStep::Upload);
    if matches!(step, VideoStep::Process { .. }) {
        advance().await;
    }
    let to_state = state.to_owned();
    let pin = NewPin::new().title("How it is printed");
    let creation = client
        .pins()
        .create_video(pin, VideoFile::from_bytes(file), VideoCover::Frame(2))
        .with_progress(|progress| {
            if progress.sent * 10 > progress.total * 7 {
                crash_point("70 %");
            }
        })
        .resume_from(step)
        .with_journal(move |step| {
            let state = to_state.clone();
            async move {
                save(&state, &step)?;
                match step {
                    VideoStep::Process { .. } => {
                        crash_point("process");
                        advance().await;
                    }
                    VideoStep::Create { .. } => crash_point("create"),
                    VideoStep::Creating { .. } => crash_point("creating"),
                    _ => {}
                }
                Ok::<(), std::io::Error>(())
            }
        });
    match creation.await {
        Ok(_) => crash_point("created"),
        Err(error) => assert!(
            matches!(error.step(), VideoStep::Creating { .. }),
            "{error}"
        ),
    }
}

async fn events(client: &Client, state: &Path) {
    let account = client.ad_account(ACCOUNT).conversion_events();
    let checkpoint: BatchCheckpoint = saved(state).unwrap_or_default();
    let to_state = state.to_owned();
    let time = std::env::var(TIME).unwrap().parse().unwrap();
    let events = events_at(EpochSeconds::from_secs(time), EVENTS);
    let mut requests = 0;
    let mut outcomes = BatchStream::new(events, move |chunk| account.create_all(chunk))
        .with_max_inputs(2)
        .resume_from(checkpoint)
        .with_journal(move |checkpoint| {
            requests += 1;
            let saved = save(&to_state, &checkpoint);
            crash_point(&format!("request {requests}"));
            std::future::ready(saved)
        });
    let mut count = 0;
    while let Some(outcome) = outcomes.try_next().await.unwrap() {
        assert_eq!(outcome.failures().count() + outcome.not_done().count(), 0);
        count += 1;
        crash_point(&format!("outcome {count}"));
    }
    save(state, outcomes.checkpoint()).unwrap();
}

async fn read_report(client: &Client, state: &Path) {
    let handle: Option<JobHandle> = saved(state);
    let job = match handle {
        Some(handle) => client.resume_job::<AdsReportJob>(handle).unwrap(),
        None => {
            let reports = client.ad_account(ACCOUNT).reports();
            let job = reports.request(report()).start().await.unwrap();
            save(state, &job.handle()).unwrap();
            crash_point("started");
            job
        }
    };
    advance().await;
    let file = job.await.unwrap();
    crash_point("finished");
    let rows: Vec<_> = file.rows().try_collect().await.unwrap();
    assert_eq!(rows.len(), 7);
}

async fn customers(client: &Client, state: &Path) {
    let account = client.ad_account(ACCOUNT);
    let lists: Vec<_> = account
        .customer_lists()
        .list()
        .items()
        .try_collect()
        .await
        .unwrap();
    // 12 MiB in two parts.
    let file = CustomerListFile::from_bytes("ada@example.com\n".repeat(12 << 16)).unwrap();
    let uploads = account.customer_list(&lists[0].id).uploads();
    let upload = uploads.send(CustomerListOperation::Add, file.with_parts(2).unwrap());
    let to_state = state.to_owned();
    let upload = upload
        .with_progress(|progress| {
            if progress.sent * 10 > progress.total * 7 {
                crash_point("70 %");
            }
        })
        .resume_from(saved(state).unwrap_or_default())
        .with_journal(move |step| {
            let saved = save(&to_state, &step);
            crash_point("sent");
            std::future::ready(saved)
        });
    let processing = upload.await.unwrap();
    crash_point("started");
    advance().await;
    let interval = Duration::from_millis(1);
    let processed = processing.with_poll_interval(interval, interval).await;
    assert_eq!(processed.unwrap().record_counts.unwrap().valid, 12 << 16);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_video_is_created_once_wherever_the_program_is_gone() {
    for (at, uploads, created) in [
        ("70 %", 2, 1),
        ("process", 1, 1),
        ("create", 1, 1),
        // Nothing was sent, which no later process can know.
        ("creating", 1, 0),
        ("created", 1, 1),
    ] {
        let processes = Processes::new("video", &at.replace(' ', "-")).await;
        processes.crash(at).await;
        processes.finish().await;
        let requests = processes.fake.requests();
        requests.to("media/create").assert_count(uploads);
        requests.to("pins/create").assert_count(created);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_is_sent_at_most_once_wherever_the_program_is_gone() {
    for request in 1..=4 {
        for point in ["request", "outcome"] {
            let at = format!("{point} {request}");
            let processes = Processes::new("events", &at.replace(' ', "-")).await;
            processes.crash(&at).await;
            processes.finish().await;
            let requests = processes.fake.requests().to("events/create");
            let bodies = requests.bodies().into_iter();
            let events = bodies.flat_map(|body| body["data"].as_array().unwrap().clone());
            let mut ids: Vec<_> = events.map(|event| event["event_id"].to_string()).collect();
            ids.sort_unstable();
            let sent = ids.len();
            ids.dedup();
            assert_eq!(ids.len(), sent, "{at}: sent twice");
            // Two events were begun and not sent; or all were sent.
            assert_eq!(
                sent,
                EVENTS - if point == "request" { 2 } else { 0 },
                "{at}"
            );
            let end: BatchCheckpoint = saved(&processes.folder.join("state")).unwrap();
            assert_eq!((end.settled(), end.begun()), (EVENTS as u64, 0), "{at}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_requested_once_wherever_the_program_is_gone() {
    for at in ["started", "finished"] {
        let processes = Processes::new("report", at).await;
        processes.crash(at).await;
        processes.finish().await;
        let requests = processes.fake.requests();
        requests.to("analytics/create_report").assert_count(1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_customers_is_processed_once_wherever_the_program_is_gone() {
    for (at, uploads) in [("70 %", 2), ("sent", 1), ("started", 1)] {
        let processes = Processes::new("customers", &at.replace(' ', "-")).await;
        processes.crash(at).await;
        processes.finish().await;
        let requests = processes.fake.requests();
        requests
            .to("customer_list_uploads/create")
            .assert_count(uploads);
        requests.to("customer_list_uploads/run").assert_count(1);
    }
}
