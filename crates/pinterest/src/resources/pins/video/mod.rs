//! Video Pins in one call: register, upload, wait, create.

mod file;
mod form;
mod step;
mod upload;

use std::error::Error as StdError;
use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin as Pinned;
use std::sync::Arc;
use std::time::Duration;

use pinterest_client::request::Request;
use pinterest_client::types::{MediaId, MediaUploadStatus, NewPin, Pin, VideoSource};
use tokio::time::Instant;

pub use file::VideoFile;
pub use step::{VideoFailure, VideoPinError, VideoStep};

use upload::{Failure, Registered};

use super::Pins;
use super::image::{Content, PinImage};
use crate::jobs::{JobErrorKind, MediaJob};
use crate::journal::Journal;
use crate::options::Options;
use crate::pipeline;
use crate::requests::PinsCreate;
use crate::retry::{FailedAttempt, pause_by};
use crate::transfer::Report;
use crate::{Client, UploadProgress};

/// How often an upload whose time is over is registered anew.
const RENEWALS: u32 = 2;

/// The cover of a video Pin.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum VideoCover {
    /// The frame at this second of the video; the last one if the video is shorter.
    Frame(u32),
    /// A separate image.
    Image(PinImage),
}

impl From<PinImage> for VideoCover {
    fn from(image: PinImage) -> Self {
        Self::Image(image)
    }
}

impl Pins {
    /// Creates a Pin of a video: registers an upload, sends the file, waits until it is processed,
    /// and creates the Pin.
    ///
    /// Nothing is sent until the result is awaited. The media source of `pin` is replaced. What the
    /// file is, and the limits of the Pin, are checked before anything is sent.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(client: pinterest::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use pinterest::pins::{VideoCover, VideoFile};
    /// use pinterest::types::NewPin;
    ///
    /// let pin = NewPin::new().board_id("549755885175").title("How it is printed");
    /// let video = VideoFile::from_path("printing.mp4");
    /// let pin = client
    ///     .pins()
    ///     .create_video(pin, video, VideoCover::Frame(2))
    ///     .with_progress(|progress| eprintln!("{} of {} bytes", progress.sent, progress.total))
    ///     .await?;
    /// println!("{}", pin.id);
    /// # Ok(())
    /// # }
    /// ```
    pub fn create_video(
        &self,
        pin: impl Into<NewPin>,
        video: impl Into<VideoFile>,
        cover: impl Into<VideoCover>,
    ) -> VideoPinCreation {
        VideoPinCreation {
            steps: Steps {
                client: self.client.clone(),
                pin: pin.into(),
                video: video.into(),
                cover: cover.into(),
                report: None,
                polling: Polling {
                    first: Duration::from_secs(1),
                    longest: Duration::from_secs(10),
                    deadline: Duration::from_secs(30 * 60),
                },
            },
            step: VideoStep::default(),
            journal: None,
        }
    }
}

/// The creation of a video Pin, returned by [`Pins::create_video`].
///
/// Awaiting it takes these steps, each of which is a [`VideoStep`]:
///
/// 1. An upload is registered, and the file is sent to the host that the service names, which gets
///    no credentials. A broken upload is sent again, as the [`RetryPolicy`](crate::RetryPolicy) of
///    the client says, unless the service has the file; one that comes too late is registered anew.
///    It may take any time, but not stand still for longer than the timeout of the client. Default
///    headers of an HTTP client that the program set up are sent there, too.
/// 2. The service processes the file. A [`MediaJob`] waits for it.
/// 3. The Pin is created. This is sent a second time only if the service definitely did not act.
///
/// # Errors
///
/// A [`VideoPinError`] says what failed and at which step to resume, so that nothing is uploaded or
/// created twice. A program that may crash saves each step with
/// [`with_journal`](Self::with_journal).
///
/// # Examples
///
/// ```no_run
/// # async fn run(
/// #     creation: pinterest::pins::VideoPinCreation,
/// # ) -> Result<(), Box<dyn std::error::Error>> {
/// use pinterest::pins::VideoStep;
///
/// async fn save(step: VideoStep) -> std::io::Result<()> {
///     let text = serde_json::to_string(&step)?;
///     tokio::task::spawn_blocking(|| std::fs::write("step", text)).await?
/// }
///
/// let step = match std::fs::read_to_string("step") {
///     Ok(saved) => serde_json::from_str(&saved)?,
///     Err(_) => VideoStep::Upload,
/// };
/// let pin = creation.resume_from(step).with_journal(save).await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent until the creation is awaited"]
pub struct VideoPinCreation {
    steps: Steps,
    step: VideoStep,
    journal: Option<Journal<VideoStep>>,
}

/// What the steps need.
struct Steps {
    client: Client,
    pin: NewPin,
    video: VideoFile,
    cover: VideoCover,
    report: Option<Report>,
    polling: Polling,
}

/// How often and how long the processing is polled.
#[derive(Clone, Copy, Debug)]
struct Polling {
    first: Duration,
    longest: Duration,
    deadline: Duration,
}

impl VideoPinCreation {
    /// Calls a function while the file is sent.
    ///
    /// It begins at zero again if the file is sent again.
    pub fn with_progress(
        mut self,
        report: impl Fn(UploadProgress) + Send + Sync + 'static,
    ) -> Self {
        self.steps.report = Some(Arc::new(report));
        self
    }

    /// Calls a function before each step after the first, which saves it.
    ///
    /// Before the creation of the Pin is sent, it is called with [`VideoStep::Creating`]. If the
    /// function returns an error, the step is not begun. When a step failed and an earlier one has to
    /// be taken again, it is called with that.
    pub fn with_journal<F, E>(mut self, save: impl FnMut(VideoStep) -> F + Send + 'static) -> Self
    where
        F: Future<Output = Result<(), E>> + Send + 'static,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        self.journal = Some(Journal::new(save));
        self
    }

    /// Resumes an earlier creation at a step.
    ///
    /// The file is not needed at [`VideoStep::Process`] and later ones.
    pub fn resume_from(mut self, step: VideoStep) -> Self {
        self.step = step;
        self
    }

    /// Sets the shortest and the longest wait between polls of the processing, as
    /// [`Job::with_poll_interval`](crate::jobs::Job::with_poll_interval) does. Default: 1 and 10
    /// seconds.
    pub fn with_poll_interval(mut self, first: Duration, longest: Duration) -> Self {
        self.steps.polling.first = first;
        self.steps.polling.longest = longest.max(first);
        self
    }

    /// Sets how long the processing may take. Default: 30 minutes.
    pub fn with_processing_deadline(mut self, deadline: Duration) -> Self {
        self.steps.polling.deadline = deadline;
        self
    }

    async fn complete(self) -> Result<Pin, VideoPinError> {
        let Self {
            steps,
            mut step,
            mut journal,
        } = self;
        steps
            .check(&step)
            .map_err(|failure| VideoPinError::new(step.clone(), failure))?;
        loop {
            step = match step {
                VideoStep::Upload => {
                    let uploaded = steps.upload().await;
                    let media_id = uploaded
                        .map_err(|failure| VideoPinError::new(VideoStep::Upload, failure))?;
                    VideoStep::Process { media_id }
                }
                VideoStep::Process { media_id } => {
                    if let Err(error) = steps.process(&media_id).await {
                        if error.step() == &VideoStep::Upload {
                            step_back(&mut journal, error.step()).await;
                        }
                        return Err(error);
                    }
                    VideoStep::Create { media_id }
                }
                VideoStep::Create { media_id } => {
                    return steps.create(media_id, &mut journal).await;
                }
                VideoStep::Creating { .. } => {
                    return Err(VideoPinError::new(step, VideoFailure::Unconfirmed));
                }
            };
            save(&mut journal, &step)
                .await
                .map_err(|failure| VideoPinError::new(step.clone(), failure))?;
        }
    }
}

async fn save(
    journal: &mut Option<Journal<VideoStep>>,
    step: &VideoStep,
) -> Result<(), VideoFailure> {
    match journal {
        Some(journal) => journal
            .save(step.clone())
            .await
            .map_err(VideoFailure::Journal),
        None => Ok(()),
    }
}

/// Saves that a step is taken once more, after one behind it has failed.
async fn step_back(journal: &mut Option<Journal<VideoStep>>, step: &VideoStep) {
    if let Err(VideoFailure::Journal(failure)) = save(journal, step).await {
        tracing::warn!(%failure, %step, "it could not be saved that a step is taken once more");
    }
}

impl Steps {
    /// The limits of the Pin, with an id in the place of that of the video.
    fn check(&self, step: &VideoStep) -> Result<(), VideoFailure> {
        let media_id: MediaId = match step {
            VideoStep::Upload => "1".into(),
            VideoStep::Process { media_id } | VideoStep::Create { media_id } => media_id.clone(),
            VideoStep::Creating { .. } => return Ok(()),
        };
        let request = self.request(media_id);
        let options = Options::default();
        let prepared =
            pipeline::prepare(&self.client, request.operation(), request.parts(), &options);
        prepared.map(drop).map_err(VideoFailure::Invalid)
    }

    fn request(&self, media_id: MediaId) -> PinsCreate {
        let source = VideoSource::new(media_id);
        let source = match self.cover.clone() {
            VideoCover::Frame(second) => source.cover_image_key_frame_time(second.into()),
            VideoCover::Image(image) => match image.content {
                Content::Url(url) => source.cover_image_url(url),
                Content::File {
                    content_type, data, ..
                } => source
                    .cover_image_content_type(content_type)
                    .cover_image_data(data),
            },
        };
        PinsCreate::new(self.pin.clone().media_source(source))
    }

    /// Registers an upload and sends the file, until it has arrived.
    async fn upload(&self) -> Result<MediaId, VideoFailure> {
        let checked = self.video.check().await.map_err(VideoFailure::File)?;
        checked.map_err(|found| VideoFailure::Container { found })?;
        let (started, mut attempt, mut renewals) = (Instant::now(), 0, 0);
        let mut registered = self.register().await?;
        loop {
            attempt += 1;
            let report = self.report.clone();
            let sent = upload::send(&self.client, &registered, &self.video, report).await;
            let error = match sent {
                Ok(()) => return Ok(registered.media_id),
                Err(Failure::File(error)) => return Err(VideoFailure::File(error)),
                Err(Failure::Expired(error)) if renewals < RENEWALS => {
                    tracing::debug!(%error, "the upload came too late; registering another");
                    renewals += 1;
                    registered = self.register().await?;
                    continue;
                }
                Err(Failure::Expired(error) | Failure::Failed(error)) => error,
            };
            let policy = &*self.client.settings().retries.policy;
            let failed = FailedAttempt {
                error: &error,
                attempt,
                elapsed: started.elapsed(),
            };
            if !error.is_transient() || !pause_by(policy, failed).await {
                return Err(VideoFailure::Upload(error));
            }
            if error.may_have_acted() && self.has_arrived(&registered.media_id).await {
                return Ok(registered.media_id);
            }
        }
    }

    async fn register(&self) -> Result<Registered, VideoFailure> {
        let registered = upload::register(&self.client).await;
        registered.map_err(VideoFailure::Register)
    }

    /// Whether the service has the file although the upload failed. If that is not known, the file
    /// is sent again, which replaces it.
    async fn has_arrived(&self, media_id: &MediaId) -> bool {
        let media = self.client.media().get(media_id.clone()).await;
        let status = media.ok().and_then(|media| media.status);
        matches!(
            status,
            Some(MediaUploadStatus::Processing | MediaUploadStatus::Succeeded)
        )
    }

    async fn process(&self, media_id: &MediaId) -> Result<(), VideoPinError> {
        let job = self.client.job(MediaJob::new(media_id));
        let job = job.with_poll_interval(self.polling.first, self.polling.longest);
        let Err(error) = job.with_deadline(self.polling.deadline).await else {
            return Ok(());
        };
        let step = match error.kind() {
            JobErrorKind::Failed | JobErrorKind::Gone => VideoStep::Upload,
            _ => VideoStep::Process {
                media_id: media_id.clone(),
            },
        };
        Err(VideoPinError::new(step, VideoFailure::Processing(error)))
    }

    async fn create(
        &self,
        media_id: MediaId,
        journal: &mut Option<Journal<VideoStep>>,
    ) -> Result<Pin, VideoPinError> {
        let create = VideoStep::Create {
            media_id: media_id.clone(),
        };
        let creating = VideoStep::Creating {
            media_id: media_id.clone(),
        };
        if let Err(failure) = save(journal, &creating).await {
            return Err(VideoPinError::new(create, failure));
        }
        let call = self.client.call(self.request(media_id));
        let error = match call.await {
            Ok(pin) => return Ok(pin),
            Err(error) => error,
        };
        if error.may_have_acted() {
            return Err(VideoPinError::new(creating, VideoFailure::Create(error)));
        }
        // If this cannot be saved, a later run takes the outcome for unknown, which is safe.
        step_back(journal, &create).await;
        Err(VideoPinError::new(create, VideoFailure::Create(error)))
    }
}

impl IntoFuture for VideoPinCreation {
    type Output = Result<Pin, VideoPinError>;
    type IntoFuture = Pinned<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.complete())
    }
}

impl fmt::Debug for VideoPinCreation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VideoPinCreation")
            .field("video", &self.steps.video)
            .field("step", &self.step)
            .finish_non_exhaustive()
    }
}
