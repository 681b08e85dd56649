//! `pinterest pins create`

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use clap::Args;
use pinterest::pins::{
    Carousel, ImageError, PinImage, VideoCover, VideoFailure, VideoFile, VideoPinError, VideoStep,
};
use pinterest::types::{MediaUploadType, NewPin, PinMediaSource};
use serde_json::to_value;

use crate::checkpoint;
use crate::context::Context;
use crate::failure::{Exit, Failure};

/// The arguments of `pinterest pins create`.
#[derive(Args, Debug)]
pub(crate) struct Create {
    #[command(flatten)]
    media: Media,

    /// Id of the board
    #[arg(long, value_name = "ID")]
    board: String,

    /// Id of a section of the board
    #[arg(long, value_name = "ID")]
    section: Option<String>,

    /// Title, 100 characters at most
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,

    /// Description, 800 characters at most
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,

    /// Page that the Pin leads to
    #[arg(long, value_name = "URL")]
    link: Option<String>,

    /// What is to be seen, for those who do not see it
    #[arg(long, value_name = "TEXT")]
    alt_text: Option<String>,

    /// Second of the video whose frame is the cover
    #[arg(long, value_name = "SECOND", default_value_t = 0, requires = "video")]
    cover_frame: u32,

    /// File or URL of an image that is the cover of the video
    #[arg(
        long,
        value_name = "FILE|URL",
        conflicts_with = "cover_frame",
        requires = "video"
    )]
    cover: Option<String>,

    /// File that says how far the upload of the video is; a run that finds it goes on there
    #[arg(long, value_name = "FILE", requires = "video")]
    checkpoint: Option<PathBuf>,
}

#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
struct Media {
    /// File or URL of an image; two to five make a carousel
    #[arg(long, value_name = "FILE|URL")]
    image: Vec<String>,

    /// File of a video
    #[arg(long, value_name = "FILE")]
    video: Option<PathBuf>,
}

impl Create {
    pub(crate) async fn run(mut self, context: &Context) -> Result<(), Failure> {
        match self.media.video.take() {
            Some(video) => self.create_video(context, &video).await,
            None => self.create_image(context).await,
        }
    }

    fn pin(&self) -> NewPin {
        let mut pin = NewPin::new().board_id(&*self.board);
        pin.board_section_id = self.section.as_deref().map(Into::into);
        pin.title = self.title.clone();
        pin.description = self.description.clone();
        pin.link = self.link.clone();
        pin.alt_text = self.alt_text.clone();
        pin
    }

    async fn create_image(self, context: &Context) -> Result<(), Failure> {
        let mut images = Vec::new();
        for image in &self.media.image {
            images.push(read_image(image).await?);
        }
        let source: PinMediaSource = match images.len() {
            1 => images.remove(0).into(),
            _ => Carousel::new(images).map_err(bad_image)?.into(),
        };
        let pin = self.pin().media_source(source);
        let pin = context.send(context.client()?.pins().create(pin)).await?;
        context.output.value(&to_value(pin).map_err(Failure::new)?)
    }

    async fn create_video(self, context: &Context, video: &Path) -> Result<(), Failure> {
        let cover = match &self.cover {
            Some(image) => VideoCover::Image(read_image(image).await?),
            None => VideoCover::Frame(self.cover_frame),
        };
        let pins = context.client()?.pins();
        if context.is_dry_run() {
            // The first request registers an upload; the Pin is created when it is processed.
            let register = context.client()?.media().create(MediaUploadType::Video);
            return context.show(|| register.http_request());
        }
        let mut creation = pins.create_video(self.pin(), VideoFile::from_path(video), cover);
        let mut reached = VideoStep::default();
        if let Some(path) = &self.checkpoint
            && let Some(step) = checkpoint::read::<VideoStep>(path)?
        {
            context.note(format_args!("going on with {step}"));
            reached = step.clone();
            creation = creation.resume_from(step);
        }
        let reached = Arc::new(Mutex::new(reached));
        let (next, path) = (Arc::clone(&reached), self.checkpoint.clone());
        creation = creation.with_journal(move |step| {
            let saved = path
                .as_ref()
                .map_or(Ok(()), |path| checkpoint::write(path, &step));
            *next.lock().unwrap_or_else(PoisonError::into_inner) = step;
            async move { saved }
        });
        let path = self.checkpoint.clone();
        context.on_interruption(move || {
            let reached = reached.lock().unwrap_or_else(PoisonError::into_inner);
            resumption(&reached, path.as_deref())
        });
        let length = fs::metadata(video).map(|metadata| metadata.len()).ok();
        let bar = context.progress(length, "Uploading");
        let shown = bar.clone();
        let creation = creation.with_progress(move |progress| {
            shown.set_position(progress.sent);
            if progress.sent == progress.total {
                shown.set_message("Processing");
            }
        });
        let created = creation.await;
        bar.finish_and_clear();
        let pin = match created {
            Ok(pin) => pin,
            Err(error) => return Err(self.video_failure(&error)),
        };
        checkpoint::remove(self.checkpoint.as_deref());
        context.output.value(&to_value(pin).map_err(Failure::new)?)
    }

    fn video_failure(&self, error: &VideoPinError) -> Failure {
        let exit = match (error.call_error(), error.failure()) {
            (Some(cause), _) => Failure::exit_of(cause),
            (None, VideoFailure::Container { .. } | VideoFailure::File(_)) => Exit::Usage,
            (None, VideoFailure::Journal(_)) => Exit::Failure,
            (None, _) => Exit::Job,
        };
        let failure = Failure::with_exit(exit, error);
        match error.step() {
            // Nothing was done that could be gone on with.
            VideoStep::Upload => failure,
            step => failure.with_hint(resumption(step, self.checkpoint.as_deref())),
        }
    }
}

/// What to do after a creation that ended at a step.
fn resumption(step: &VideoStep, checkpoint: Option<&Path>) -> String {
    match (step, checkpoint) {
        (VideoStep::Creating { .. }, Some(path)) => format!(
            "look for the Pin; if it does not exist, replace \"creating\" by \"create\" in {}",
            path.display()
        ),
        (VideoStep::Creating { .. }, None) => {
            "the Pin may exist: look for it before you run the command again".to_owned()
        }
        (VideoStep::Upload, _) => {
            "there is no Pin yet; the same command uploads the video again".to_owned()
        }
        (_, Some(_)) => "the same command goes on where this one was".to_owned(),
        (step, None) => {
            // A step has an id only, so that there is always JSON.
            let step = serde_json::to_string(step).unwrap_or_default();
            format!(
                "there is no Pin yet; to go on without another upload, run \
                 echo '{step}' > video.json and the same command with --checkpoint video.json"
            )
        }
    }
}

async fn read_image(image: &str) -> Result<PinImage, Failure> {
    let is_url = ["https://", "http://"].iter().any(|scheme| {
        image
            .get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    match is_url {
        true => Ok(PinImage::from_url(image)),
        false => PinImage::from_path(image).await.map_err(bad_image),
    }
}

fn bad_image(error: ImageError) -> Failure {
    Failure::usage(error)
}
